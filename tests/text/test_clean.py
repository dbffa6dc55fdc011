"""Cleaning: what is joined, mended and left out, and that all of it can be undone."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import cases
from speechkit.model import Mark, Removal, Span
from speechkit.text.clean import Cleaning, clean
from speechkit.text.furniture import find_furniture

PIECES = st.sampled_from(
    [
        "今年全县经济平稳运行，各项工作",
        "稳步推进。",
        "一、总体要求",
        "（二）型水库除险加固。",
        "（一）抓好春耕。",
        "一是抓早。二是抓实",
        "同志们：",
        "本文章共3页，当前在第2页",
        "12",
        "— 7 —",
        "位臵重要，国发„2023‟7号文件",
        " 元,比去年增长",
        "要 继续",
        "上丨访量下降，",
        "\u200b全县",
        "（未完，全文共90字，当前显示9字）",
        "要落实“两山",
        "”理念",
        "北关镇  120  5.2",
        "",
        "　　",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""]))).map(
    lambda lines: "".join(piece + end for piece, end in lines)
)


PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            "今年全县经济平稳运行，各项工作稳步推进，群众得到了更多实惠，城乡面貌焕然一新。" * 2,
            "一、认清形势，找准差距",
            "（一）抓好春耕。种子要备足，化肥要备齐，农机要检修，全县12个乡镇一个也不能落下。",
            "同志们：",
            "要看到，全县8.27万户农民增收还有困难，GDP增长只有5%左右，离市里的要求还有不小差距。",
            "青禾县人民政府",
        ]
    ),
    min_size=1,
    max_size=12,
)


def wrapped(paragraphs: list[str], width: int, indent: str, between: str) -> str:
    """Paragraphs as a page shows them."""
    lines = []
    for paragraph in paragraphs:
        whole = indent + paragraph
        lines.append("\n".join(whole[i : i + width] for i in range(0, len(whole), width)))
    return between.join(lines)


def restored(cleaning: Cleaning) -> str:
    """The text with all that was removed put back and all that was mended undone."""
    signs = {cleaning.view.source(i): sign for i, sign in enumerate(cleaning.view.text)}
    for removal in cleaning.removed:
        signs.update(enumerate(removal.text, removal.span.start))
    for repair in cleaning.repaired:
        signs.update(enumerate(repair.before, repair.span.start))
    return "".join(signs[i] for i in sorted(signs))


def cleaned(text: str, body_start: int = 0) -> Cleaning:
    return clean(text, Span(0, len(text)), body_start=body_start)


@pytest.mark.parametrize("case", cases("clean"))
def test_cleaning_gives_the_expected_text(case: dict[str, Any]) -> None:
    cleaning = cleaned(case["text"])
    assert cleaning.view.text == case["expected"]
    kinds = [r.kind for r in cleaning.removed] + [r.kind for r in cleaning.repaired]
    assert sorted(kinds) == sorted(case["kinds"])


@given(TEXTS)
def test_cleaning_twice_equals_once(text: str) -> None:
    once = cleaned(text).view.text
    assert cleaned(once).view.text == once


@given(TEXTS)
def test_nothing_is_lost_that_is_not_recorded(text: str) -> None:
    cleaning = cleaned(text)
    recorded = {
        i
        for span in (
            *(removal.span for removal in cleaning.removed),
            *(repair.span for repair in cleaning.repaired if not repair.after),
        )
        for i in range(span.start, span.end)
    }
    kept = {cleaning.view.source(i) for i in range(len(cleaning.view.text))}
    lost = set(range(len(text))) - kept - recorded
    assert all(text[i].isspace() for i in lost)


@given(TEXTS)
def test_undoing_it_all_gives_the_original(text: str) -> None:
    assert "".join(restored(cleaned(text)).split()) == "".join(text.split())


@given(TEXTS)
def test_nothing_is_both_removed_and_repaired(text: str) -> None:
    cleaning = cleaned(text)
    spans = [removal.span for removal in cleaning.removed]
    spans = sorted([*spans, *(repair.span for repair in cleaning.repaired)])
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(
    PARAGRAPHS,
    st.integers(20, 45),
    st.sampled_from(["", "　　", "    "]),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
def test_wrapped_pages_are_cleaned_once_and_can_be_undone(
    paragraphs: list[str], width: int, indent: str, between: str
) -> None:
    text = wrapped(paragraphs, width, indent, between)
    once = cleaned(text)
    assert cleaned(once.view.text).view.text == once.view.text
    assert "".join(restored(once).split()) == "".join(text.split())


@pytest.mark.parametrize("width", [20, 24, 27, 31, 36, 40, 45])
@pytest.mark.parametrize("indent", ["　　", "    "])
def test_a_page_wrapped_at_any_width_is_rejoined(width: int, indent: str) -> None:
    paragraphs = [
        "今年全县经济平稳运行，各项工作稳步推进，群众得到了更多实惠，城乡面貌焕然一新。" * 2,
        "一、认清形势，找准差距",
        "要看到，农民增收还有困难，产业层次还不够高，干部作风还不够实，离群众的要求还有差距。",
        "对这些问题，我们不回避、不推诿，一件一件地抓，一项一项地改，年底向全县人民报账交卷。",
        "（一）抓好春耕。种子要备足，化肥要备齐，农机要检修，十二个乡镇一个也不能落下，一天也不能耽误。",
    ]
    text = wrapped(paragraphs, width, indent, "\n")
    assert cleaned(text).view.text == "\n".join(paragraphs)


@given(TEXTS)
def test_every_repair_can_be_undone(text: str) -> None:
    cleaning = cleaned(text)
    for repair in cleaning.repaired:
        assert text[repair.span.start : repair.span.end] == repair.before
        at = cleaning.view.view_offset(repair.span.start)
        assert cleaning.view.text[at : at + len(repair.after)] == repair.after


@given(TEXTS)
def test_raw_leaves_all_but_layout(text: str) -> None:
    cleaning = clean(text, Span(0, len(text)), body_start=0, raw=True)
    assert "".join(cleaning.view.text.split()) == "".join(text.split())
    assert not cleaning.removed
    assert not cleaning.repaired


def test_lines_of_the_title_block_are_not_joined() -> None:
    text = "关于今年工作，我们要\n同志们：\n今年要稳。全县工作稳\n步推进。"
    assert cleaned(text, body_start=text.index("同志们")).view.text == (
        "关于今年工作，我们要\n同志们：\n今年要稳。全县工作稳步推进。"
    )


def test_headings_tables_and_notes_stand_alone() -> None:
    text = "要建设全县第一条城市\n轨道交通线路，年内开工。"
    assert "\n" not in cleaned(text + "\n城市轨道").view.text[:20]
    for kind in ("heading2", "table", "footnote"):
        marks = [Mark(kind, Span(0, 10))]
        cleaning = clean(text, Span(0, len(text)), body_start=0, marks=marks)
        assert cleaning.view.text == text


def test_a_page_that_begins_joins_what_it_parts() -> None:
    text = "统筹各项社会事业\n全面发展，让群众满意。"
    marks = [Mark("page", Span(9, 9))]
    cleaning = clean(text, Span(0, len(text)), body_start=0, marks=marks)
    assert cleaning.view.text == "统筹各项社会事业全面发展，让群众满意。"


def test_known_furniture_is_taken_and_no_other_looked_for() -> None:
    text = "工作推进。\n第1页 共2页\n成效明显。\n第2页 共2页\n"
    whole = Span(0, len(text))
    first, second = find_furniture(text, whole)
    assert clean(text, whole, body_start=0, furniture=(first, second)).removed == (first, second)
    half = Span(0, second.span.start)
    assert clean(text, half, body_start=0, furniture=(first, second)).removed == (first,)
    kept = clean(text, whole, body_start=0, furniture=())
    assert kept.removed == ()
    assert kept.view.text == text.strip()


def test_a_line_break_of_two_characters_is_one_repair() -> None:
    (repair,) = cleaned("今年全县经济平稳运行。各项工作稳步推\r\n进，成效明显。").repaired
    assert (repair.kind, repair.before, repair.after) == ("line_break", "\r\n", "")


def test_what_stood_inside_a_removed_stretch_is_not_reported() -> None:
    text = "今年全县经济平稳运行，各项工作稳步推进，本文章共2页，\n当前在第1页成效明显。"
    cleaning = cleaned(text)
    assert cleaning.view.text == "今年全县经济平稳运行，各项工作稳步推进，成效明显。"
    assert cleaning.removed == (Removal("page_footer", Span(20, 34), "本文章共2页，\n当前在第1页"),)
    assert cleaning.repaired == ()


def test_a_long_text_without_line_ends_is_cleaned_in_linear_time() -> None:
    text = "发展" * 200_000 + "臵" * 1000
    assert cleaned(text).view.text.endswith("置")


@pytest.mark.parametrize(
    "line",
    [
        *("（一" * 20, "一、" * 30, "第1页 " * 20, "臵" * 70, "1. " * 25, "发展，" * 10),
        *("发(fa)" * 15, "抓落实（二）" * 8, "“发" * 30, "发 展" * 20, "上丨" * 30, "同志们，" * 8),
    ],
)
def test_ten_thousand_bad_lines_are_cleaned(line: str) -> None:
    text = f"{line}\n" * 10_000
    assert cleaned(text).view.text.startswith(line.strip()[:1].replace("臵", "置"))


@pytest.mark.parametrize("mark", ["", "（一）", "7、"])
@pytest.mark.parametrize("length", [15, 35, 120])
def test_ten_thousand_lines_without_an_end_are_cleaned(length: int, mark: str) -> None:
    signs = (chr(0x4E00 + i * i * 31 % 797) for i in range(10_000 * length))
    text = "".join(mark + "".join(islice(signs, length)) + "\n" for _ in range(10_000))
    assert cleaned(text).view.text.startswith(text[:15])
