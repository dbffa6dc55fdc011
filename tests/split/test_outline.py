"""The outline of a speech: levels, labels, titles, and no mark that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Span, View
from speechkit.split.outline import find_outline

MARKS = (
    "一、",
    "二、",
    "（一）",
    "1.",
    "（1）",
    "①",
    "一是",
    "二是",
    "第一，",
    "第一章　",
    "1.1　水",
)
WORDS = ("增收。", "提质；", "：", "一抓到底", "\n")
PIECES = st.sampled_from(MARKS + WORDS)


def outline(text: str) -> list[tuple[int, str, str]]:
    view = View(text, (0,), (0,))
    return [(item.level, item.label, item.title) for item in find_outline(view)]


def levels(text: str) -> list[tuple[int, str]]:
    return [(level, label) for level, label, _ in outline(text)]


def test_four_levels_and_lists_below_their_heading() -> None:
    text = (
        "一、形势\n（一）成绩。一是增收。二是提质。\n1．农业\n（1）选种。①早选；②精选。（2）育秧。\n"
        "二、任务\n第一，抓早。\n第二，抓实。"
    )
    assert outline(text) == [
        (1, "一、", "形势"),
        (2, "（一）", "成绩"),
        (3, "一是", "增收"),
        (3, "二是", "提质"),
        (3, "1．", "农业"),
        (4, "（1）", "选种"),
        (4, "①", "早选"),
        (4, "②", "精选"),
        (4, "（2）", "育秧"),
        (1, "二、", "任务"),
        (2, "第一，", "抓早"),
        (2, "第二，", "抓实"),
    ]


def test_chapters_and_sections_push_the_headings_below_them_down() -> None:
    text = (
        "第一章 总则\n一、目标\n（一）近期\n1.今年\n（1）春季\n第二章 任务\n第一节 水利\n一、清渠\n"
    )
    assert levels(text) == [
        (1, "第一章"),
        (2, "一、"),
        (3, "（一）"),
        (4, "1."),
        (4, "（1）"),
        (1, "第二章"),
        (2, "第一节"),
        (3, "一、"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "各镇要紧盯目标。一抓到底，不见成效不收兵。",
        "任务已经明确。一要素保障到位。其他照旧。",
        "完成投资情况如下：1.5亿元用于水利，2.3亿元用于道路。",
        "三产融合是方向。二三产业要跟上。",
        "要紧的只有这几点：一是人要到位。说完了。",
        "三抓三促已经开始。",
        "新修小\n（一）型水库两座。",
        "第一部分工作已经做完，第二部分还要再抓。",
        "今年\n7、8月份雨水偏多。",
        "第一，早。",
    ],
)
def test_what_is_no_mark_is_not_in_the_outline(text: str) -> None:
    assert outline(text) == []


def test_the_last_item_of_a_text_that_breaks_off_is_an_item() -> None:
    assert outline("全县形势严峻。\n总的看，问题不少。一是各项主要指标") == [
        (1, "一是", "各项主要指标")
    ]


def test_a_series_may_skip_a_number_at_the_start_of_a_line_but_not_inside() -> None:
    assert levels("一、形势\n三、任务\n") == [(1, "一、"), (1, "三、")]
    assert levels("要做到：一是早。二是实。四是细。") == [(1, "一是"), (1, "二是")]


def test_numbers_may_go_on_in_the_next_chapter() -> None:
    text = "第一章 总则\n一、目标\n二、原则\n第二章 任务\n三、清渠\n"
    assert [label for _, label in levels(text)] == ["第一章", "一、", "二、", "第二章", "三、"]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    text = "一、形势........1\n二、任务……………3\n一、形势\n今年雨水偏少。\n二、任务\n清渠。\n"
    assert levels(text) == [(1, "一、"), (1, "二、")]


def test_a_long_sentence_is_cut_at_its_first_comma() -> None:
    text = f"一、要抓紧清渠，{'抓紧' * 40}，抓紧修闸。\n"
    assert outline(text) == [(1, "一、", "要抓紧清渠")]


def test_spans_refer_to_the_document() -> None:
    view = View("一、形势\n二、任务", (0, 5), (10, 30))
    assert [item.span for item in find_outline(view)] == [Span(10, 14), Span(30, 34)]


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 10))
def test_every_item_stands_where_it_says(text: str, start: int) -> None:
    view = View(text, (0,), (7,)) if text else View("", (), ())
    for item in find_outline(view, start):
        quoted = text[item.span.start - 7 : item.span.end - 7]
        assert quoted.startswith(item.label)
        assert quoted.removeprefix(item.label).strip() == item.title
        assert 1 <= item.level <= 4
        assert item.span.start >= start + 7


def test_ten_thousand_lines_that_look_like_marks_are_read() -> None:
    for line in ("一" * 78, "一是" * 39, "（" * 78, "1." * 39, "第一" * 39, " 一 " * 26):
        find_outline(View(f"{line}\n" * 10_000, (0,), (0,)))
