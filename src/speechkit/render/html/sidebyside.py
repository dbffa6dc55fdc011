"""A difference in, the two versions side by side out: what changed whole, what did not folded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from speechkit.model import LINE_END, Span
from speechkit.render.pairing import rows
from speechkit.render.pieces import Marks, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speechkit.model import Speech
    from speechkit.render.html.links import Link, Links
    from speechkit.render.pairing import Row
    from speechkit.render.pieces import Side
    from speechkit.results import Difference

MAX_ROWS = 200
"""Rows of changed paragraphs shown of a pair; the rest is counted."""
MAX_PARAGRAPH = 2_000
"""Characters shown of a paragraph that only one version has."""
KEPT = 40
"""Characters shown of unchanged text before and after a change in its paragraph."""
MIN_CUT = 12
"""Characters left out at least, where any are."""


@dataclass(frozen=True, slots=True)
class Part:
    """Text of one side, and the kind of change it is part of, or nothing."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a row: the lines it begins and ends on, and what stands there."""

    first: Link
    last: Link
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideRow:
    """Paragraphs that stand beside one another, or a fold of those that are the same."""

    kind: str
    """Of the row, as `pairing` has it; `fold` for a fold."""
    a: Half | None
    b: Half | None
    n_alike: int = 0
    """Paragraphs in a fold."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two versions side by side; no rows where layout alone differs, or nothing is alike."""

    rows: tuple[BesideRow, ...] = ()
    n_left_out: int = 0
    """Changed paragraphs that are not shown."""


def side_by_side(difference: Difference, links: Links) -> SideBySide:
    """The two speeches of a difference, paragraph beside paragraph."""
    made = rows(difference)
    n_changed = sum(not _is_alike(row) for row in made)
    if not n_changed or n_changed == len(made):
        return SideBySide()
    shown = _first_changes(made, MAX_ROWS)
    return SideBySide(tuple(_rows(shown, difference, links)), max(0, n_changed - MAX_ROWS))


def _is_alike(row: Row) -> bool:
    return row.kind in ("same", "layout")


def _first_changes(made: Iterable[Row], most: int) -> Iterator[Row]:
    """The rows up to the last change that is still shown."""
    n_changed = 0
    for row in made:
        n_changed += not _is_alike(row)
        if n_changed > most:
            return
        yield row


def _rows(shown: Iterable[Row], difference: Difference, links: Links) -> Iterator[BesideRow]:
    """A row a change, a fold for all that stands between two."""
    marks = Marks(difference.changes)
    for alike, run in groupby(shown, key=_is_alike):
        if alike:
            yield _fold(tuple(run), difference, links)
        else:
            yield from (_row(row, difference, marks, links) for row in run)


def _fold(held: Sequence[Row], difference: Difference, links: Links) -> BesideRow:
    a = [span for row in held for span in row.a]
    b = [span for row in held for span in row.b]
    halves = _half(difference.a, a, (), links), _half(difference.b, b, (), links)
    return BesideRow("fold", *halves, n_alike=max(len(a), len(b)))


def _row(row: Row, difference: Difference, marks: Marks, links: Links) -> BesideRow:
    a = _parts(row, "a", difference.a, marks)
    b = _parts(row, "b", difference.b, marks)
    return BesideRow(
        row.kind, _half(difference.a, row.a, a, links), _half(difference.b, row.b, b, links)
    )


def _half(
    speech: Speech, spans: Sequence[Span], parts: Iterable[Part], links: Links
) -> Half | None:
    if not spans:
        return None
    first, last = speech.document.lines(Span(spans[0].start, spans[-1].end))
    return Half(links.to_line(speech, first), links.to_line(speech, last), tuple(parts))


def _parts(row: Row, side: Side, speech: Speech, marks: Marks) -> Iterator[Part]:
    """A side of a row: long text shortened, but of what only one version has no less than that."""
    whole = not (row.a and row.b)
    for piece in pieces(row, side, speech, marks):
        text = " " if piece.kind == "end" else LINE_END.sub("", piece.text)
        if whole:
            yield Part(text[:MAX_PARAGRAPH] + "…" * (len(text) > MAX_PARAGRAPH), piece.kind)
        elif piece.kind in ("", "end", "layout"):  # line ends alone would only distract
            yield Part(_shortened(text), "")
        else:
            yield Part(text, "replaced" if piece.kind == "whole" else piece.kind)


def _shortened(text: str) -> str:
    if len(text) < 2 * KEPT + MIN_CUT:
        return text
    return f"{text[:KEPT]} … {text[-KEPT:]}"
