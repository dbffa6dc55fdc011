from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, get_args

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from render.factory import lone_speech
from render.reports import (
    empty_report,
    hostile_report,
    many_report,
    report_of,
    small_report,
)
from speechkit.files.docx import extract
from speechkit.model import Lang
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
from speechkit.render.paper.docx import FIXED_TIME, SHADES, to_docx
from speechkit.render.paper.wordxml import shown

LANGS: tuple[Lang, ...] = get_args(Lang)
REPORTS = {
    "small": small_report(),
    "empty": empty_report(),
    "hostile": hostile_report(),
    "many": many_report(),
    "ten": report_of(*(lone_speech(f"s{n}") for n in range(10))),
}


def opened(data: bytes) -> Any:  # noqa: ANN401 - python-docx leaves its elements untyped
    return docx.Document(io.BytesIO(data))


def written(*blocks: Block) -> bytes:
    return to_docx(Paper("T", "en", blocks))


def texts_of(block: Block) -> Iterator[str]:
    match block:
        case Heading(_, text) | Paragraph(text) | Command(text):
            yield text
        case Bullets(items):
            yield from items
        case Quote(text, place):
            yield from (text, place)
        case Table(caption, columns, rows):
            yield caption
            yield from (column.name for column in columns)
            yield from (cell.text for row in rows for cell in row)
            yield from (cell.note for row in rows for cell in row)


def bare(text: str) -> str:
    """Without blanks, with which a reader may do what it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", REPORTS)
def test_our_own_reader_reads_all_texts_back(name: str, lang: Lang) -> None:
    paper = to_paper(REPORTS[name], lang=lang)
    text = bare(extract(to_docx(paper)).text)
    missing = [t for b in paper.blocks for t in texts_of(b) if bare(shown(t)) not in text]
    assert not missing


def test_headings_are_headings_and_tables_are_tables() -> None:
    paper = to_paper(small_report())
    found = extract(to_docx(paper))
    kinds = {"title": 1} | {
        f"heading{level}": sum(b.level == level for b in paper.blocks if isinstance(b, Heading))
        for level in (1, 2, 3)
    }
    marks = [mark.kind for mark in found.marks]
    assert {kind: marks.count(kind) for kind in kinds} == kinds  # type: ignore[arg-type]  # str
    assert marks.count("table") == len(paper.tables)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_taken_and_comes_back(text: str) -> None:
    table = Table(
        text, (Column(text), Column("b", align="right")), ((Cell(text), Cell(text, text)),)
    )
    data = written(Heading(1, text), Bullets((text,)), Quote(text, text), Command(text), table)
    found = bare(extract(data).text)
    assert found.count(bare(shown(text))) >= 9


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_paper_gives_the_same_bytes(name: str) -> None:
    assert to_docx(to_paper(REPORTS[name])) == to_docx(to_paper(REPORTS[name]))


def test_nothing_tells_when_and_by_whom_it_was_made() -> None:
    data = to_docx(to_paper(small_report()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {FIXED_TIME}
        core = archive.read("docProps/core.xml").decode()
        names = archive.namelist()
    assert not re.search("<dcterms|python-docx", core)
    assert not [name for name in names if "thumbnail" in name or "WithEffects" in name]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("lang", "language"), [("zh", "zh-CN"), ("en", "en")])
def test_title_and_language_are_properties(lang: Lang, language: str) -> None:
    paper = to_paper(small_report(), lang=lang)
    core = opened(to_docx(paper)).core_properties
    assert (core.title, core.language, core.author) == (paper.title, language, "")


@pytest.mark.parametrize("style", ["Normal", "Title", "Heading 1", "Heading 2", "Heading 3"])
def test_chinese_letters_have_fonts_of_their_own(style: str) -> None:
    document = opened(to_docx(to_paper(small_report(), lang="zh")))
    fonts = document.styles[style].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == ("宋体" if style == "Normal" else "黑体")
    assert not [name for name in fonts.attrib if "Theme" in name]


def test_the_head_of_a_table_comes_again_and_rows_stay_whole() -> None:
    for table in opened(to_docx(to_paper(small_report()))).tables:
        rows = table._tbl.tr_lst
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)


def test_the_widths_of_a_table_are_those_of_its_page() -> None:
    for table in opened(to_docx(to_paper(small_report()))).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) == pytest.approx(16 * 567, abs=len(widths))
        for row in table._tbl.tr_lst:
            cells = [int(each.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for each in row.tc_lst]
            assert cells in (widths, [sum(widths)])


def test_heavy_shares_are_shaded_and_others_are_not() -> None:
    paper = to_paper(small_report())
    tables = opened(to_docx(paper)).tables
    for block, table in zip(paper.tables, tables, strict=True):
        for row, made in zip(block.rows, table._tbl.tr_lst[1:], strict=True):
            fills = [each.tcPr.find(qn("w:shd")) for each in made.tc_lst]
            found = ["" if fill is None else fill.get(qn("w:fill")) for fill in fills]
            assert found == [SHADES[cell.shade] for cell in row]


def test_captions_count_themselves() -> None:
    paper = to_paper(small_report(), lang="zh")
    captions = [p for p in opened(to_docx(paper)).paragraphs if p.style.name == "Caption"]
    fields = [p._p.find(qn("w:fldSimple")) for p in captions]
    assert {field.get(qn("w:instr")) for field in fields} == {" SEQ 表 \\* ARABIC "}
    numbers = [each.text for field in fields for each in field.iter(qn("w:t"))]
    assert numbers == [str(n) for n in range(1, len(paper.tables) + 1)]


@pytest.mark.parametrize("name", REPORTS)
def test_pages_are_a4_upright_but_for_wide_tables(name: str) -> None:
    sections = opened(to_docx(to_paper(REPORTS[name]))).sections
    sizes = [(round(s.page_width.cm, 1), round(s.page_height.cm, 1)) for s in sections]
    upright, lying = (21.0, 29.7), (29.7, 21.0)
    assert sizes == ([upright, lying, upright] if name == "ten" else [upright])
    fields = sections[0].footer.part.element.iter(qn("w:fldSimple"))
    numbers = [field.get(qn("w:instr")) for field in fields]
    assert numbers == [" PAGE ", " NUMPAGES "]


def test_tables_are_made_without_looking_for_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """With python-docx that takes the square of their number."""
    monkeypatch.setattr(docx.table.Table, "cell", None)
    monkeypatch.setattr(docx.table._Row, "cells", None)
    assert to_docx(to_paper(many_report()))
