"""A row of two versions in; its text in pieces, each with the change it is part of, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from speechkit.model import Span, Speech
from speechkit.render.pairing import Places, Row
from speechkit.results import Change

Side = Literal["a", "b"]
SAID = {
    "deleted": "deleted",
    "inserted": "inserted",
    "moved_away": "moved",
    "moved_here": "moved",
}
"""Kinds of change that the kind of a row says already."""
_WORD_SIGN = re.compile("[0-9A-Za-z.%０-９．％]")


class Piece(NamedTuple):
    """Text of a paragraph, and how it is marked; one of kind `end` ends a paragraph."""

    text: str
    kind: str = ""
    """Kind of the change; `whole` for a paragraph in the place of another one."""
    change: Change | None = None


class Marks:
    """What is to be marked in either speech."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._places = {"a": Places(changes, "a"), "b": Places(changes, "b")}

    def inside(self, side: Side, whole: Span, but: str) -> Iterator[tuple[Span, Change]]:
        """Parts of a paragraph that are marked, those of one kind left out."""
        position = whole.start
        for span, change in self._places[side].touching(whole):
            start, end = max(span.start, position), min(span.end, whole.end)
            if start < end and change.kind != but:
                yield Span(start, end), change
                position = end

    def touching(self, side: Side, whole: Span) -> list[Change]:
        """The changes of which some stands inside a stretch."""
        return [change for _, change in self._places[side].touching(whole)]


def pieces(row: Row, side: Side, speech: Speech, marks: Marks) -> list[Piece]:
    """One side of a row, cut where a mark begins or ends."""
    spans = row.a if side == "a" else row.b
    if row.kind == "replaced":
        return [Piece(speech.document.quote(spans[0]), "whole")]
    but = SAID.get(row.kind, "")
    made: list[Piece] = []
    position = spans[0].start if spans else 0
    for span in spans:
        if position < span.start:
            between = marks.inside(side, Span(position, span.start), but)
            made += [
                Piece(speech.document.quote(part), change.kind, change) for part, change in between
            ]
            made.append(Piece("\n", "end"))
            position = span.start
        for part, change in marks.inside(side, span, but):
            shown = _whole_words(speech.document.text, part, Span(position, span.end), change.kind)
            if shown:
                made.append(Piece(speech.document.quote(Span(position, shown.start))))
                made.append(Piece(speech.document.quote(shown), change.kind, change))
                position = shown.end
        made.append(Piece(speech.document.quote(Span(position, span.end))))
        position = span.end
    return made


def _whole_words(text: str, part: Span, within: Span, kind: str) -> Span:
    """What was replaced with the rest of the number or Latin word it is part of.

    Of 18.6 and 19.2 the reader wants to see the figures, not that 8 and 6 changed.
    """
    start, end = max(part.start, within.start), part.end
    if kind == "replaced":
        while start > within.start and _are_one_word(text[start - 1 : start + 1]):
            start -= 1
        while end < within.end and _are_one_word(text[end - 1 : end + 1]):
            end += 1
    return Span(start, max(start, end))


def _are_one_word(pair: str) -> bool:
    return all(map(_WORD_SIGN.match, pair))
