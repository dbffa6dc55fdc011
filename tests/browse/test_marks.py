"""Which mark comes next, and which one stands at a place."""

from __future__ import annotations

import pytest

from factories import corpus
from speechkit.browse.marks import TOP_LEVELS, Mark, ground, in_order, mark_at, next_mark
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


def test_headings_and_what_was_removed_are_marked_from_the_beginning() -> None:
    speech = corpus().speeches[2]
    marks = ground(speech)
    headings = [speech.document.quote(mark.span) for mark in marks if mark.kind == "heading"]
    assert headings[0] == speech.heading_text
    assert "一、上半年的几项工作，成色要掂一掂" in headings
    n = sum(item.level <= TOP_LEVELS for item in speech.outline)
    assert len(headings) == n + 1
    removed = [mark.span for speech in corpus().speeches for mark in ground(speech)]
    assert all(r.span in removed for speech in corpus().speeches for r in speech.removed)
