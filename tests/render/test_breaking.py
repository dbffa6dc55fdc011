"""Where a line ends: the rules of Chinese print, and what holds for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.measure import Measurement

from render.screens import console_of, drawn
from speechkit.render.terminal.breaking import Line, TermLine, line_ends
from speechkit.render.terminal.draw import Column, names, plain, shared_out, table, told_apart

TEXTS = st.text("县人政府，。（）“”…0.2aB -]{+?\u0301𠀀😀", max_size=60)


def lines_of(text: str, width: int) -> list[str]:
    ends = line_ends(text, width)
    return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("活力；全年完成，就业；", 8, ["活力；全", "年完成，", "就业；"]),
        ("比年初提高0.2。", 12, ["比年初提高", "0.2。"]),
        ("他说（在会上）好", 6, ["他说", "（在会", "上）好"]),
        ("今年要抓好", 8, ["今年要", "抓好"]),
        ("（20-50），第1行", 14, ["（20-50），第", "1行"]),
        ("万人{+本文章+}次", 8, ["万人{+本", "文章+}次"]),
        ("乡村道路 ?", 8, ["乡村道", "路 ?"]),
        ("甲乙 … (+3)", 5, ["甲", "乙 … ", "(+3)"]),
        ("Industry & parks", 11, ["Industry & ", "parks"]),
        ("accountability", 8, ["accounta", "bility"]),
    ],
)
def test_a_line_ends_where_print_would_end_it(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


@given(TEXTS, st.integers(4, 30))
def test_lines_make_up_the_text_and_pass_no_edge(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    assert all(lines) or not text


@given(TEXTS, st.integers(4, 30))
def test_what_is_drawn_is_the_text_within_the_width(text: str, width: int) -> None:
    shown = drawn(plain(text), width)
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", plain(text).plain)


def test_a_list_of_terms_is_broken_between_two_of_them() -> None:
    shown = drawn(TermLine("宏观经济 2:0, 三农 1:0, 国民经济和社会发展 0:3 …", overflow="fold"), 24)
    assert [line.rstrip() for line in shown.splitlines()] == [
        "宏观经济 2:0, 三农 1:0,",
        "国民经济和社会发展 0:3 …",
    ]


def test_a_text_of_a_style_keeps_it_on_every_line() -> None:
    console = console_of(6, colour=True)
    segments = list(console.render(Line("今年要抓好落实", "bold", overflow="fold")))
    assert all(segment.style and segment.style.bold for segment in segments if segment.text.strip())


# ---------------------------------------------------------------------------- tables


@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.integers(0, 80), st.booleans()), min_size=1, max_size=8
    ),
    st.integers(16, 200),
)
def test_columns_share_the_room_and_pass_no_edge(
    sizes: list[tuple[int, int, bool]], room: int
) -> None:
    ranges = [Measurement(least, least + more) for least, more, _ in sizes]
    cells = shared_out(ranges, [whole for *_, whole in sizes], room)
    assert sum(cells) <= room
    assert all(1 <= own <= each.maximum for own, each in zip(cells, ranges, strict=True))
    assert sum(cells) in (room, sum(each.maximum for each in ranges)) or sum(cells) == room


def test_no_word_is_broken_while_another_column_has_room() -> None:
    rows = [["accountability and supervision", "很长的一段话" * 20]]
    shown = drawn(table([Column("theme"), Column("text")], [[*map(plain, rows[0])]]), 60)
    assert "accountability" in shown


def test_a_bounded_column_takes_the_room_that_is_left() -> None:
    name = "县人民政府第二次全体会议讲话"
    cells = [plain(name), plain("1")]
    assert name in drawn(table([Column("speech", most=8), Column("n")], [cells]), 60)


def test_ids_that_differ_in_the_middle_are_told_apart() -> None:
    ids = [f"档案/县人民政府第{n}次全体会议讲话材料" for n in ("一", "二", "三")]
    short = told_apart(ids, 10)
    assert len(set(short.values())) == len(ids)
    assert all(cell_len(each) <= 10 and "…" in each for each in short.values())


def test_a_list_of_long_names_is_no_wall() -> None:
    told = names(["县人民政府第二次全体会议讲话材料汇编" * 3] * 40, "zh")
    assert cell_len(told) <= 260
    assert re.search(r" … \(\+3\d\)$", told)
