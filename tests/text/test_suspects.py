"""Furniture of many texts at a time: the same as of one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Removal, Span
from speechkit.text import suspects
from speechkit.text.furniture import RULES_BY_ANCHOR, find_furniture
from speechkit.text.suspects import find_furniture_in
from text.test_furniture import KEPT, WHOLE_LINES

TESTS = Path(__file__).parent.parent
INVENTED = [
    *sorted((TESTS / "quality" / "texts").glob("*.txt")),
    TESTS.parent / "corpus" / "speeches.txt",
]

PROSE = [
    "今年全县经济平稳运行，各项工作稳步推进。",
    "同志们",
    "抓好落实；",
    "任务更重",
    "青禾镇工作报告",
]
LONE = [
    "7",
    "8",
    "12",
    "第3页",
    "共9页",
    "第",
    "共",
    "页",
    "— 3 —",
    "-",
    "=====",
    "P. 4",
    "3/",
    "５",
    "٣",
]
RUBIES = ["鎮(zhèn)長(zhǎng)講(jiǎng)話", "镇（zhen）", "长（zhang）", "（", "(", "a", "ü", "）"]
BEYOND = ["𠮷", "😀", "𝟕", "𝟕\n", "\U0001f1e8"]
WHITE = [" ", "　　", "\t", " " * 9, "　" * 12, "\xa0", "\x85", "\x1c", "\u2028"]
ENDS = ["\n", "\r\n", "\r", "\n\r", "\n\n", "\f", "\v"]
LINES = [*KEPT, *(line for line, _ in WHOLE_LINES)]

PIECES = st.one_of(
    *map(st.sampled_from, (sorted(RULES_BY_ANCHOR), LINES, PROSE, LONE, RUBIES, BEYOND, WHITE)),
    st.sampled_from(ENDS),
    st.sampled_from(LINES).flatmap(lambda line: st.integers(0, len(line)).map(lambda n: line[:n])),
    st.text(max_size=3),
    st.characters(),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def one_by_one(texts: list[str]) -> list[tuple[Removal, ...]]:
    return [find_furniture(text, Span(0, len(text))) for text in texts]


@given(st.lists(TEXTS, max_size=5))
def test_many_texts_hold_what_each_of_them_holds(texts: list[str]) -> None:
    assert find_furniture_in(texts) == one_by_one(texts)


@given(st.lists(st.sampled_from([*LINES, *LONE, *PROSE, *WHITE, *BEYOND]), max_size=12))
def test_lines_of_furniture_are_found_in_many_texts(lines: list[str]) -> None:
    texts = [end.join(lines) for end in ENDS]
    assert find_furniture_in(texts) == one_by_one(texts)


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.name)
def test_pieces_of_a_text_hold_the_same_at_a_time(path: Path) -> None:
    text = path.read_text("utf-8")
    for size in (60, 500, 2000, len(text)):
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        assert find_furniture_in(pieces) == one_by_one(pieces)


@pytest.mark.parametrize("anchor", sorted(RULES_BY_ANCHOR))
@pytest.mark.parametrize("before", ["", "😀", "全县" * 40])
def test_every_anchor_is_a_lead(anchor: str, before: str) -> None:
    text = f"{before}{anchor}"
    (anchors, *_) = suspects._leads(suspects._codes(f"\n{text}\n"))
    assert len(before) + 1 in anchors


def test_lines_are_whole_where_a_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["".join(f"{line}\n" for line in LINES), "镇（zhen）长（zhang）开（kai）会", ""]
    for size in (1, 2, 3, 64):
        monkeypatch.setattr(suspects, "_BLOCK", size)
        assert find_furniture_in(texts) == one_by_one(texts)


def test_no_texts_hold_nothing() -> None:
    assert find_furniture_in([]) == []
