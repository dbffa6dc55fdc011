from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from golden import GoldenCheck
from render.reports import HOSTILE, empty_report, hostile_report, many_report, small_report
from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.paper.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Command,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Table,
)
from speechkit.render.paper.document import to_paper
from speechkit.render.paper.markdown import to_markdown

LANGS: tuple[Lang, ...] = get_args(Lang)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Another's reader of Markdown, with what GitHub adds."""
FRAME = {"text", "softbreak"}
SIGNS = "*_`[]()<>#+-=!|~&\\$:/.\"'1234567890 \t\n\r\u3000\u202e\x00\x1b"
CASES = (
    *HOSTILE,
    *(
        "# 标题",
        "## 标题 ##",
        "- 一",
        "+ 二",
        "* 三",
        "1. 四",
        "12) 五",
        "---",
        "***",
        "===",
        "> 六",
    ),
    *("    缩进", "\t缩进", "```", "~~~", "~~删~~", "**重**", "__重__", "`码`", "[甲](http://乙)"),
    *("[甲]: 乙", "![图](x)", "<b>丙</b>", "<!-- -->", "&amp; &#35; &copy", "a|b", "|---|", "\\"),
    *("\\|", "\\\\|", "$x$", "一\n\n二", "http://example.invalid www.example.invalid", "[^1]: 注"),
    *("- [ ] 事", "#", "1.", "-", "…"),
)


def inline(token: Token) -> str:
    """The text of a block, which must hold nothing but text and, around it, our emphasis."""
    children = token.children or []
    kinds = {child.type for child in children}
    assert kinds <= {*FRAME, "strong_open", "strong_close"}, kinds
    return "".join(child.content for child in children if child.type == "text")


def texts(markdown: str) -> list[str]:
    tokens = PARSER.parse(markdown)
    assert not {"html_block", "html_inline", "code_block", "hr"} & {token.type for token in tokens}
    return [
        token.content.removesuffix("\n") if token.type == "fence" else inline(token)
        for token in tokens
        if token.type in ("inline", "fence")
    ]


def written(*blocks: Block) -> list[str]:
    """What a reader of Markdown makes of blocks, without the title."""
    return texts(to_markdown(Paper("T", "en", blocks)))[1:]


def seen(text: str) -> str:
    """What is shown of a text; blanks at its ends are not."""
    return " ".join(one_line(text).split())


def same(found: list[str], *expected: str) -> bool:
    return [" ".join(text.split()) for text in found] == [seen(text) for text in expected]


def check_all_blocks(text: str) -> None:
    shown = seen(text)
    assert same(written(Heading(1, f"甲{text}")), f"甲{text}")
    assert same(written(Heading(3, text)), text)
    assert same(written(Quote(f"甲{text}", text)), f"甲{text}", f"— {shown}")
    assert same(written(Command(f"a {text}")), f"a {text}")
    columns = (Column(text), Column("b", align="right"))
    rows = ((Cell(text, text), Cell(text, shade=6)), (Cell(text),))
    note = f"{one_line(text)} ({one_line(text)})" if shown else ""
    found = written(Table(text, columns, rows, 7))
    assert same(found, f"Table 7. {shown}", text, "b", note, text, text, "")
    if shown:
        assert same(written(Paragraph(text)), text)
        assert same(written(Bullets((text, "b"))), text, "b")


@pytest.mark.parametrize("text", CASES)
def test_what_others_wrote_stays_text(text: str) -> None:
    check_all_blocks(text)


@given(st.text(max_size=12) | st.text(st.sampled_from(SIGNS), max_size=12))
def test_any_text_comes_back(text: str) -> None:
    check_all_blocks(text)


@given(st.lists(st.text(st.sampled_from(SIGNS), min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_text_does_not_change_what_stands_beside_it(parts: list[str]) -> None:
    shown = [part for part in parts if seen(part)]
    found = written(*(Paragraph(f"{part}") for part in shown))
    assert same(found, *shown)


@pytest.mark.parametrize("lang", LANGS)
def test_the_levels_and_tables_of_a_paper_are_those_of_the_report(lang: Lang) -> None:
    paper = to_paper(small_report(), lang=lang)
    tokens = PARSER.parse(to_markdown(paper))
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    levels = [f"h{block.level + 1}" for block in paper.blocks if isinstance(block, Heading)]
    assert headings == ["h1", *levels]
    assert sum(token.type == "table_open" for token in tokens) == len(paper.tables)
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == sum(len(table.rows) * len(table.columns) for table in paper.tables)
    assert sum(token.type == "blockquote_open" for token in tokens) == sum(
        isinstance(block, Quote) for block in paper.blocks
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_hostile_report_has_no_more_than_text(lang: Lang) -> None:
    markdown = to_markdown(to_paper(hostile_report(), lang=lang))
    assert texts(markdown)
    assert not set(markdown) & set("\u202e\x00\x1b\x07\udc80")


@pytest.mark.parametrize("lang", LANGS)
def test_a_report_is_written_as_before(lang: Lang, check_golden: GoldenCheck) -> None:
    check_golden(f"report.{lang}.md", to_markdown(to_paper(small_report(), lang=lang)))


@pytest.mark.parametrize("report", [empty_report(), many_report()], ids=["empty", "many"])
def test_few_and_many_speeches_can_be_read(report: object) -> None:
    assert texts(to_markdown(to_paper(report)))  # type: ignore[arg-type]  # cases are data
