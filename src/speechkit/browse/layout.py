"""A speech and the width of a pane in, its rows out, each with its line and the marks on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from speechkit.browse.marks import Mark
from speechkit.model import Document, Span, Speech
from speechkit.render.escape import visible
from speechkit.render.quotes import line_span
from speechkit.render.terminal.breaking import line_ends

MIN_WIDTH = 4
"""Cells of a row at least: two Chinese characters."""
GAP = "|"
"""Stands where a mark is empty, as where the other version goes on."""
_TABS = str.maketrans("\t", " ")


class Row(NamedTuple):
    """What stands on one row of the pane."""

    line: int
    """Of the document."""
    span: Span
    begins: bool
    """The line begins on it; the number is shown there."""
    ends: bool
    """The line ends on it."""


class Piece(NamedTuple):
    """A stretch of a row all characters of which carry the same marks; safe for a terminal."""

    text: str
    marks: tuple[Mark, ...]


def lay_out(speech: Speech, width: int) -> tuple[Row, ...]:
    """Every line of a speech, wrapped as Chinese is; at least one row a line.

    Parameters
    ----------
    width
        Cells of a row.
    """
    first, last = speech.lines
    return tuple(
        row
        for number in range(first, last + 1)
        for row in _rows(speech.document, number, line_span(speech, number), width)
    )


def row_at(rows: Sequence[Row], offset: int) -> int:
    """Number of the row on which a character of the document stands; 0 for one before them all."""
    return max(0, bisect_right([row.span.start for row in rows], offset) - 1)


def pieces(document: Document, row: Row, marks: Iterable[Mark]) -> Iterator[Piece]:
    """A row cut where a mark begins or ends, with a sign for a mark that is empty."""
    inside = [mark for mark in marks if _touches(mark.span, row)]
    edges = {edge for mark in inside for edge in (mark.span.start, mark.span.end)}
    cuts = sorted({row.span.start, row.span.end} | {edge for edge in edges if edge in row.span})
    gaps = {mark.span.start: mark for mark in inside if not mark.span}
    for start, end in pairwise([*cuts, row.span.end]):
        if start in gaps:
            yield Piece(GAP, (gaps.pop(start),))
        if start < end:
            within = tuple(mark for mark in inside if start in mark.span)
            yield Piece(shown(document.text[start:end]), within)


def shown(text: str) -> str:
    """A text as the pane shows it: control characters visible, a tab as a blank."""
    return visible(text.translate(_TABS))


def _touches(span: Span, row: Row) -> bool:
    if span:
        return span.start < row.span.end and row.span.start < span.end
    return span.start in row.span or (row.ends and span.start == row.span.end)


def _rows(document: Document, number: int, span: Span, width: int) -> Iterator[Row]:
    text = document.quote(span)
    cuts = [0, *_cuts(text, max(width, MIN_WIDTH)), len(text)]
    last = len(cuts) - 2
    for at, (start, end) in enumerate(pairwise(cuts)):
        inside = Span(span.start + start, span.start + end)
        yield Row(number, inside, begins=at == 0, ends=at == last)


def _cuts(text: str, width: int) -> list[int]:
    """Where a line is broken, in characters of the document, though some are shown as several."""
    as_shown = shown(text)
    ends = line_ends(as_shown, width)
    if len(as_shown) == len(text):
        return ends
    starts = list(accumulate((len(shown(character)) for character in text), initial=0))
    cuts = [bisect_right(starts, end) - 1 for end in ends]
    return [cut for before, cut in pairwise([0, *cuts]) if cut > before]
