"""Places in a document in, which of them comes next and which one stands at a place out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from speechkit.model import Span, Speech
from speechkit.results import ChangeKind

MarkKind = Literal["term", "theme", "found", "gap", "heading", "removed"] | ChangeKind
"""`gap` is where the other version has text that is missing here; `heading` and `removed` are
there before anything is marked: what the outline has, and what the cleaned text lacks."""
TOP_LEVELS = 2
"""Levels of the outline that are marked: 一、 and （一）."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document that is marked, and why; an empty one stands between characters."""

    span: Span
    kind: MarkKind


def ground(speech: Speech) -> tuple[Mark, ...]:
    """What is marked in a speech before anything is looked at."""
    headings = [speech.heading] if speech.heading else []
    headings += [item.span for item in speech.outline if item.level <= TOP_LEVELS]
    return (
        *(Mark(removal.span, "removed") for removal in speech.removed),
        *(Mark(span, "heading") for span in headings),
    )


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks as a reader meets them, each place once."""
    by_place = {mark.span: mark for mark in reversed(tuple(marks))}
    return tuple(by_place[span] for span in sorted(by_place))


def next_mark(marks: Sequence[Mark], current: int | None, step: int) -> int | None:
    """Which mark is reached from the current one; round at the ends, None without any.

    Examples
    --------
    >>> marks = [Mark(Span(n, n + 1), "term") for n in range(3)]
    >>> next_mark(marks, 2, 1), next_mark(marks, None, 1), next_mark(marks, None, -1)
    (0, 0, 2)
    """
    if not marks:
        return None
    if current is None:
        return 0 if step > 0 else len(marks) - 1
    return (current + step) % len(marks)


def mark_at(marks: Sequence[Mark], place: Span | None) -> int | None:
    """The mark that stands at a place; the first one where none does, None without any."""
    spans = [mark.span for mark in marks]
    if place in spans:
        return spans.index(place)
    return 0 if marks else None
