"""Where the parts of a document begin, for every way to mark them, and where none do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from factories import ROOT, cases, document
from speechkit.errors import UsageError
from speechkit.model import Document, Mark, Span
from speechkit.split import STYLE_NAMES, split_document
from speechkit.split.boundaries import Boundaries, find_boundaries

PARTS: dict[str, Any] = json.loads((ROOT / "tests/cases/parts.json").read_text("utf-8"))
"""Titles, dates, salutations, bodies and closings of five invented speeches."""
HAN = "一二三四五六七八九十"

FORMS = {
    "第N篇：T": "第{han}篇：{title}",
    "第N篇：T without a colon": "第{han}篇 {title}",
    "第N篇：T behind a character of no width": "\u200b第{han}篇：{title}",
    "（第N篇）T": "（第{han}篇）{title}",
    "第N份：T": "第{han}份：{title}",
    "篇N：T": "篇{han}:{title}",
    "篇N：T alone": "篇{arabic}",
    "【篇N】T": "【篇{han}】",
    "【篇N】T in round brackets": "（篇{han}）",
    "【篇N】T traditional": "【範例{han}】",
    "范文N：T": "范文{han}：{title}",
    "范文N：T alone": "讲话稿{han}：",
    "T篇N": "领导讲话稿范文 篇{arabic}",
    "T篇N with a Chinese number": "领导讲话稿范文篇{han}",
    "T篇N：T": "领导讲话稿范文 篇{arabic}：{title}",
    "T第N篇": "领导讲话稿 第{han}篇",
    "T(N)：": "领导讲话稿({han}) :",
    "T(N)： and no colon": "领导讲话稿（之{han}）",
    "TN(全文M字)": "领导讲话稿{arabic}(全文312字)",
    "TN": "领导讲话稿{arabic}",
    "N：": "{han}：",
    "N：T": "{han}：{title}",
    "【N】T": "〔{han}〕",
    "【N】T with a title": "【{han}】{title}",
    "N、T": "{han}、{title}",
    "N、T with Arabic numbers": "{arabic}. {title}",
    "#": "### {title}",
    "bold": "**{title}**",
    "title": "{title}",
    "◆T": "◆ {title}",
    "【T】": "【{title}】",
    "No.N：T": "No.{arabic} {title}",
    "…N…": "卷{han} {title}",
}
"""Heading of a part by the name of its style; what follows the name tells variants apart."""
NEED_A_SALUTATION = (
    "【N】T",
    "N、T",
    "N：",
    "#",
    "bold",
    "title",
    "◆T",
    "【T】",
    "No.N",
    "…N…",
    "T(N)： and",
)


def heading(form: str, i: int) -> str:
    return form.format(han=HAN[i], arabic=i + 1, title=PARTS["titles"][i])


def part(
    first: str, i: int, *, date: bool = False, salutation: bool = True, closing: bool = True
) -> list[str]:
    return [
        first,
        *([PARTS["dates"][i]] if date else []),
        *([PARTS["salutations"][i]] if salutation else []),
        *PARTS["bodies"][i],
        *([PARTS["closings"][i]] if closing else []),
    ]


def found(parts: list[list[str]], before: list[str] | None = None) -> Boundaries:
    """Borders of a document, checked to stand at the first lines of its parts."""
    lines = [*(before or []), *(line for part in parts for line in part)]
    made = document("\n".join(lines) + "\n")
    result = find_boundaries(made)
    rows = [len(before or [])]
    for some in parts[:-1]:
        rows.append(rows[-1] + len(some))
    assert [made.line(h.span.start) - 1 for h in result.headings] == rows
    return result


@pytest.mark.parametrize("name", FORMS)
def test_parts_are_found_by_their_headings(name: str) -> None:
    parts = [part(heading(FORMS[name], i), i) for i in range(5)]
    result = found(parts)
    assert result.style == name.split(" ")[0]
    assert result.confidence > 0.7


@pytest.mark.parametrize("name", FORMS)
def test_what_stands_before_the_first_heading_is_no_part(name: str) -> None:
    before = ["领导讲话稿范文(精选4篇)", "下面是小编为大家整理的领导讲话稿范文，供大家参考。"]
    found([part(heading(FORMS[name], i), i, date=True) for i in range(4)], before)


@pytest.mark.parametrize("name", [n for n in FORMS if not n.startswith(NEED_A_SALUTATION)])
@pytest.mark.parametrize("what", ["salutation", "closing"])
def test_a_form_of_collections_needs_no_more_than_itself(name: str, what: str) -> None:
    found([part(heading(FORMS[name], i), i, **{what: False}) for i in range(3)])


@pytest.mark.parametrize("form", ["第{han}篇：图书与山", "【篇{han}】", "篇{arabic}：图书与山"])
def test_parts_that_do_not_look_like_speeches_are_split_with_doubt(form: str) -> None:
    parts = [part(heading(form, i), i, salutation=False, closing=False) for i in range(4)]
    assert 0.5 < found(parts).confidence < 0.95


def test_speeches_without_any_heading_are_told_by_thanks_and_salutation() -> None:
    first_lines = PARTS["salutations"]
    parts = [part(first_lines[i], i, salutation=False) for i in range(4)]
    assert found(parts).style == "salutation"


@pytest.mark.parametrize(
    "entry", ["{title}……………{arabic}", "{title}\t{arabic}", "{han}、{title} ... 1{arabic}"]
)
def test_a_table_of_contents_announces_bare_titles(entry: str) -> None:
    contents = ["目录", *(heading(entry, i) for i in range(4))]
    parts = [part(PARTS["titles"][i], i, salutation=False) for i in range(4)]
    assert found(parts, contents).style == "contents"


@pytest.mark.parametrize("word", ["目录", "目 录", "目次"])
def test_a_plain_list_of_contents_announces_bare_titles(word: str) -> None:
    contents = [word, *PARTS["titles"][:4]]
    parts = [part(PARTS["titles"][i], i, salutation=False, closing=False) for i in range(4)]
    found(parts, contents)


def test_numbered_contents_are_no_parts() -> None:
    contents = ["目录", *(heading("第{han}篇：{title} {arabic}", i) for i in range(4))]
    found([part(heading("第{han}篇：{title}", i), i) for i in range(4)], contents)


@pytest.mark.parametrize("numbers", ["134", "12312", "1224"])
def test_numbers_may_skip_repeat_and_start_anew(numbers: str) -> None:
    parts = [part(f"第{HAN[int(n) - 1]}篇：{PARTS['titles'][i]}", i) for i, n in enumerate(numbers)]
    assert found(parts).confidence < 1


def test_forms_may_change_within_one_series() -> None:
    forms = ["第一篇：{title}", "第二篇：{title}", "篇三：{title}", "第4篇 {title}"]
    found([part(heading(form, i), i) for i, form in enumerate(forms)])


@pytest.mark.parametrize("end", ["", "\n"])
def test_headings_may_share_their_line_with_the_text(end: str) -> None:
    texts = [
        f"第{HAN[i]}篇：{PARTS['titles'][i]} {PARTS['salutations'][i]}"
        f"{''.join(PARTS['bodies'][i])}{PARTS['closings'][i]}{end}"
        for i in range(4)
    ]
    split = split_document(document("".join(texts)))
    assert [speech.raw_text for speech in split.speeches] == texts
    assert [speech.heading_text for speech in split.speeches] == [
        f"第{HAN[i]}篇：{PARTS['titles'][i]}" for i in range(4)
    ]


def test_a_speech_before_the_first_heading_is_not_lost() -> None:
    lines = part(PARTS["titles"][3], 3, date=True)
    lines += [line for i in (1, 2) for line in part(f"篇{HAN[i]}：{PARTS['titles'][i]}", i)]
    split = split_document(document("\n".join(lines)))
    assert [speech.number for speech in split.speeches] == [None, 2, 3]
    assert split.speeches[0].title == PARTS["titles"][3]
    assert split.speeches[0].heading is None


@pytest.mark.parametrize("case", cases("wholes"))
def test_what_only_looks_like_parts_stays_whole(case: dict[str, Any]) -> None:
    result = find_boundaries(document("\n".join(case["lines"])))
    assert result.headings == ()
    assert result.confidence > 0.5


def test_a_border_says_why_it_was_drawn() -> None:
    parts = [part(heading("第{han}篇：{title}", i), i, date=True) for i in range(2)]
    borders = [border for border in found(parts).borders if border.drawn]
    kinds = {reason.kind for reason in borders[1].reasons}
    assert {"form", "salutation", "date", "title", "closing", "next_number"} <= kinds
    weights = [abs(reason.weight) for reason in borders[1].reasons]
    assert weights == sorted(weights, reverse=True)


def test_what_was_considered_is_said_too() -> None:
    lines = [*part("第一篇：开幕致辞", 0), "同志们：", *PARTS["bodies"][1]]
    lines += part("第二篇：闭幕致辞", 2)
    borders = find_boundaries(document("\n".join(lines))).borders
    assert [(border.style, border.drawn) for border in borders] == [
        ("第N篇：T", True),
        ("salutation", False),
        ("第N篇：T", True),
    ]


def test_a_pattern_of_the_user_is_taken_at_its_word() -> None:
    lines = ["@1 甲", "正文。", "@2 乙", "正文。"]
    split = split_document(document("\n".join(lines)), pattern=r"^@(?P<number>\d+) (?P<title>.+)")
    assert [(s.number, s.title) for s in split.speeches] == [(1, "甲"), (2, "乙")]
    assert split.heading_style == "pattern"
    assert split.confidence == 1


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no regular expression"):
        split_document(document("正文"), pattern="(")


def test_a_style_that_is_named_is_the_only_one() -> None:
    lines = ["（一）", *PARTS["bodies"][0], "（二）", *PARTS["bodies"][1]]
    made = document("\n".join(lines))
    assert len(split_document(made).speeches) == 1
    assert [s.number for s in split_document(made, style="（N）").speeches] == [1, 2]


def test_a_style_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="there are 第N篇：T, "):
        split_document(document("正文"), style="第N章")
    assert len(set(STYLE_NAMES)) == len(STYLE_NAMES)


def test_a_record_is_split_where_the_user_says_how() -> None:
    lines = [f"@{i}\n正文{i}。" for i in range(3)]
    assert len(split_document(document("\n".join(lines)), pattern="^@").speeches) == 3


@pytest.mark.parametrize("missing", range(5))
def test_a_part_whose_number_is_missing_is_found_whatever_its_title(missing: int) -> None:
    before = ["领导讲话稿范文(精选5篇)"]
    parts = [part(heading("{han}、{title}", i), i) for i in range(5)]
    parts[missing] = part(f"{HAN[missing]}、灯下", missing, salutation=False)
    borders = found(parts, before).borders
    assert [border.number for border in borders if border.drawn] == [1, 2, 3, 4, 5]


def test_a_list_of_titles_is_not_what_is_missing() -> None:
    before = ["本期要目", "1、灯下", "2、山路", "3、水井"]
    parts = [part(heading("{arabic}、{title}", i), i) for i in (1, 2)]
    lines = [*before, *part("山路", 0, salutation=False), *(x for p in parts for x in p)]
    drawn = [b for b in find_boundaries(document("\n".join(lines))).borders if b.drawn]
    assert [border.number for border in drawn] == [None, 2, 3]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("case", cases("wholes"))
def test_the_kind_of_line_end_draws_no_border(case: dict[str, Any], end: str) -> None:
    assert find_boundaries(document(end.join(case["lines"]))).headings == ()


def test_two_marks_on_one_line_draw_one_border() -> None:
    text = "**开幕致辞**\n大会开幕了，请大家入座。\n**闭幕致辞**\n大会闭幕了，路上小心。\n"
    marks = tuple(Mark("bold", Span(text.index(t) - 2, text.index(t) + 6)) for t in ("开", "闭"))
    marked = Document("a", "a.md", text, marks=marks)
    assert [s.title for s in split_document(marked, style="bold").speeches] == [
        "开幕致辞",
        "闭幕致辞",
    ]
