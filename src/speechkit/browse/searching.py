"""Speeches and what is looked for in, every place of it out, with its line and what stands around.

It is looked for in the cleaned text, so that a line end inside it makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.browse.marks import Mark
from speechkit.model import Document, Span, Speech
from speechkit.render.escape import one_line

MAX_HITS = 500
"""Places that are listed; the rest is counted."""
_AROUND = 16
"""Characters shown before a place, and twice as many behind it."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Wide forms of ASCII and their narrow ones, one character for one."""


class Hit(NamedTuple):
    """A place of what was looked for."""

    speech: int
    """Which of the speeches, from 0."""
    span: Span
    """In the document."""
    line: int
    before: str
    text: str
    after: str


def find(speeches: Sequence[Speech], wanted: str) -> tuple[Hit, ...]:
    """Every place, in the order of the speeches; none of what is empty or blank."""
    if not wanted.strip():
        return ()
    pattern = re.compile(re.escape(_narrow(wanted.strip())), re.IGNORECASE)
    return tuple(
        hit for number, speech in enumerate(speeches) for hit in _hits(number, speech, pattern)
    )


def marks_of(hits: Sequence[Hit], speech: int) -> tuple[Mark, ...]:
    """What is marked of the places in one of the speeches."""
    return tuple(Mark(hit.span, "found") for hit in hits if hit.speech == speech)


def speech_of_line(
    speeches: Sequence[Speech], document: Document, line: int
) -> tuple[int, int] | None:
    """Which of the speeches of a document has a line, and the offset at which the line begins.

    Lines before the first speech lead to its beginning; None where there is no such line.
    """
    if not 1 <= line <= len(document.line_starts):
        return None
    own = [n for n, speech in enumerate(speeches) if speech.document is document]
    at = document.line_starts[line - 1]
    found = [n for n in own if speeches[n].lines[0] <= line] or own[:1]
    return (found[-1], max(at, speeches[found[-1]].span.start)) if found else None


def _hits(number: int, speech: Speech, pattern: re.Pattern[str]) -> Iterator[Hit]:
    view = speech.view
    for match in pattern.finditer(_narrow(view.text)):
        start, end = match.span()
        span = view.source_span(Span(start, end))
        yield Hit(
            number,
            span,
            speech.document.line(span.start),
            one_line(view.text[max(0, start - _AROUND) : start]),
            one_line(view.text[start:end]),
            one_line(view.text[end : end + 2 * _AROUND]),
        )


def _narrow(text: str) -> str:
    return text.translate(_WIDE)
