"""Which mark comes next, and which one stands at a place."""

from __future__ import annotations

import pytest

from speechkit.browse.marks import Mark, in_order, mark_at, next_mark
from speechkit.model import Span

MARKS = [Mark(Span(n, n + 1), "term") for n in (3, 8, 20)]


@pytest.mark.parametrize(
    ("current", "step", "expected"),
    [(None, 1, 0), (None, -1, 2), (0, 1, 1), (2, 1, 0), (0, -1, 2)],
)
def test_the_marks_go_round(current: int | None, step: int, expected: int) -> None:
    assert next_mark(MARKS, current, step) == expected


def test_without_marks_none_comes_next() -> None:
    assert next_mark([], None, 1) is None
    assert mark_at([], Span(3, 4)) is None


@pytest.mark.parametrize(("place", "expected"), [(Span(8, 9), 1), (Span(9, 10), 0), (None, 0)])
def test_a_place_is_found_among_the_marks(place: Span | None, expected: int) -> None:
    assert mark_at(MARKS, place) == expected


def test_marks_come_in_the_order_of_the_text_and_each_place_once() -> None:
    first = Mark(Span(8, 9), "gap")
    assert in_order([MARKS[2], first, MARKS[1], MARKS[0]]) == (MARKS[0], first, MARKS[2])
