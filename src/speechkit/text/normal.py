"""A document and a list of edits in; the edited text out, with its way back (a `View`)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from speechkit.model import (
    LINE_END,
    Span,
    View,
)

_SOLID = re.compile(r"\S+")


class Edit(NamedTuple):
    """Replace a document span by a text of the same length, or by nothing."""

    span: Span
    after: str = ""


def edited_view(text: str, span: Span, edits: Iterable[Edit]) -> View:
    """Carry out edits on a span of a text.

    Parameters
    ----------
    edits
        Inside `span`, not overlapping, in any order.

    Raises
    ------
    ValueError
        When a replacement is neither empty nor as long as what it replaces, or when
        edits overlap or leave the span.

    Examples
    --------
    >>> view = edited_view("位臵 上", Span(0, 4), [Edit(Span(1, 2), "置"), Edit(Span(2, 3))])
    >>> view.text, view.source(2)
    ('位置上', 3)
    """
    pieces: list[tuple[str, int]] = []
    position = span.start
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < position or edit.span.end > span.end:
            raise ValueError(f"edit {edit} overlaps another one or leaves {span}")
        if len(edit.after) not in (0, len(edit.span)):
            raise ValueError(f"edit {edit} changes the length of what it replaces")
        pieces.append((text[position : edit.span.start], position))
        pieces.append((edit.after, edit.span.start))
        position = edit.span.end
    pieces.append((text[position : span.end], position))
    return _view(pieces)


def compact_view(text: str, span: Span, without: Sequence[Span] = ()) -> View:
    r"""What is left of a span when white space and some stretches are left out.

    Parameters
    ----------
    without
        Stretches to leave out, ascending and not overlapping.

    Examples
    --------
    >>> view = compact_view("经济 发展\n第1页\n形势", Span(0, 12), [Span(6, 9)])
    >>> view.text, view.source(2), view.source(4)
    ('经济发展形势', 3, 10)
    """
    pieces: list[tuple[str, int]] = []
    position = span.start
    for gap in (*without, Span(span.end, span.end)):
        pieces.extend((m[0], m.start()) for m in _SOLID.finditer(text, position, gap.start))
        position = max(position, gap.end)
    return _view(pieces)


def span_view(text: str, span: Span) -> View:
    r"""A stretch of a text as it stands, every kind of line end made a line feed.

    Examples
    --------
    >>> span_view("形势\r\n任务", Span(1, 5))
    View(text='势 \n任', starts=(0,), sources=(1,))
    """
    content = with_line_feeds(text[span.start : span.end])
    return View(content, (0,), (span.start,)) if content else View("", (), ())


def with_line_feeds(text: str) -> str:
    """The text with line feeds for line ends, each character in its place."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", " \n").replace("\r", "\n")


def part_of_view(view: View, pieces: Iterable[tuple[int, int]]) -> View:
    """Pieces of a view, given by start and end, laid end to end.

    Examples
    --------
    >>> part_of_view(View("经济 发展", (0,), (10,)), [(0, 2), (3, 5)])
    View(text='经济发展', starts=(0, 2), sources=(10, 13))
    """
    if len(view.starts) == 1:
        text, source = view.text, view.sources[0]
        return _view([(text[start:end], source + start) for start, end in pieces])
    return _view(
        (view.text[start:end], source)
        for piece in pieces
        for start, end, source in _runs(view, *piece)
    )


def _runs(view: View, start: int, end: int) -> list[tuple[int, int, int]]:
    """A piece of a view, cut where its characters do not stand together in the document."""
    starts, sources, runs = view.starts, view.sources, []
    run = bisect_right(starts, start) - 1
    while start < end:
        stop = min(end, starts[run + 1]) if run + 1 < len(starts) else end
        runs.append((start, stop, sources[run] + start - starts[run]))
        start, run = stop, run + 1
    return runs


def source_pieces(view: View, start: int, end: int) -> list[Span]:
    """The stretches of the document that a stretch of a view is made of.

    Examples
    --------
    >>> source_pieces(View("经济发展", (0, 2), (10, 13)), 1, 3)
    [Span(start=11, end=12), Span(start=13, end=14)]
    """
    return [Span(at, at + stop - begin) for begin, stop, at in _runs(view, start, end)]


def line_spans(text: str, span: Span) -> list[Span]:
    """Lines of a span without their line ends, the empty ones included."""
    spans, position = [], span.start
    for match in LINE_END.finditer(text, span.start, span.end):
        spans.append(Span(position, match.start()))
        position = match.end()
    spans.append(Span(position, span.end))
    return spans


def stripped(text: str, span: Span) -> Span:
    """The span without the white space at its two ends; empty at its start if all is white."""
    content = text[span.start : span.end]
    start = span.start + len(content) - len(content.lstrip())
    end = span.end - (len(content) - len(content.rstrip()))
    return Span(start, end) if start < end else Span(span.start, span.start)


def _view(pieces: Iterable[tuple[str, int]]) -> View:
    """Lay pieces end to end; pieces that follow one another in the document are one run."""
    parts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length, next_source = 0, -1
    for piece, source in pieces:
        if not piece:
            continue
        if source != next_source:
            starts.append(length)
            sources.append(source)
        parts.append(piece)
        length += len(piece)
        next_source = source + len(piece)
    return View("".join(parts), tuple(starts), tuple(sources))


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one; an empty string is none.

    A comparison, since a pattern for the range takes more than a millisecond to compile.
    """
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"
