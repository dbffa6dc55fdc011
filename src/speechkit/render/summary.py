"""A split document in, the little of it that a table shows out.

Light values without the texts, so that a table of many documents needs no more memory than
its rows, and another process can hand them over quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from speechkit.model import Border, Document, DocumentSplit, Reason, Removal, Repair, Speech

MAX_ROWS = 500
"""Of a table: Rich takes over a millisecond for each speech, and who has more reads a file."""
MAX_LINES_NAMED = 12
"""Lines spelt out where something was removed or mended; more are counted."""
_MAX_REASONS = 6
"""Shown of a border; the strongest come first."""
_MAX_TEXT = 120
"""Characters kept of a border's own text; a paragraph that opens a part may be long."""


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech as a table lists it."""

    id: str
    lines: tuple[int, int]
    n_chars: int
    title: str
    """The heading where there is no title."""
    date: str | None
    speaker: str | None
    role: str | None
    place: str | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Edits:
    """Removals or repairs of one kind in one document."""

    kind: str
    n: int
    n_lines: int
    lines: tuple[int, ...]
    """The first of them, each once."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """What speaks for a border or against it."""

    kind: str
    weight: float
    line: int | None


@dataclass(frozen=True, slots=True)
class BorderRow:
    """A border that was drawn, or only considered."""

    line: int
    text: str
    style: str
    drawn: bool
    confidence: float
    reasons: tuple[ReasonRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a table shows of a split document."""

    path: str
    encoding: str
    n_chars: int
    heading_style: str | None
    confidence: float
    n_speeches: int
    speeches: tuple[SpeechRow, ...]
    """The first `MAX_ROWS`."""
    removed: tuple[Edits, ...]
    repaired: tuple[Edits, ...]
    borders: tuple[BorderRow, ...] | None
    """None when nobody asked."""

    def without_rows(self) -> DocumentSummary:
        """The same for a table that is full already."""
        return replace(self, speeches=())


def summarize(split: DocumentSplit, *, explain: bool = False) -> DocumentSummary:
    """What a table shows of a document; its borders only if they are to be explained."""
    document = split.document
    return DocumentSummary(
        path=document.path,
        encoding=document.encoding,
        n_chars=len(document.text),
        heading_style=split.heading_style,
        confidence=split.confidence,
        n_speeches=len(split.speeches),
        speeches=tuple(_speech_row(speech) for speech in split.speeches[:MAX_ROWS]),
        removed=_edits(split.removed, document),
        repaired=_edits(split.repaired, document),
        borders=tuple(_border_row(b, document) for b in split.borders) if explain else None,
    )


def joined(document: DocumentSummary, parts: Sequence[DocumentSummary]) -> DocumentSummary:
    """The summary of a document, of which each part has some of the speeches."""
    rows = chain.from_iterable(part.speeches for part in parts)
    return replace(
        document,
        n_speeches=sum(part.n_speeches for part in parts),
        speeches=tuple(islice(rows, MAX_ROWS)),
        removed=_added(part.removed for part in parts),
        repaired=_added(part.repaired for part in parts),
    )


def _added(parts: Iterable[tuple[Edits, ...]]) -> tuple[Edits, ...]:
    by_kind: dict[str, list[Edits]] = {}
    for edits in chain.from_iterable(parts):
        by_kind.setdefault(edits.kind, []).append(edits)
    return tuple(
        Edits(
            kind,
            sum(edits.n for edits in found),
            sum(edits.n_lines for edits in found),
            tuple(islice(chain.from_iterable(e.lines for e in found), MAX_LINES_NAMED)),
        )
        for kind, found in sorted(by_kind.items())
    )


def _speech_row(speech: Speech) -> SpeechRow:
    return SpeechRow(
        id=speech.id,
        lines=speech.lines,
        n_chars=speech.n_chars,
        title=speech.title or speech.heading_text,
        date=speech.date,
        speaker=speech.speaker,
        role=speech.role,
        place=speech.place,
        complete=speech.complete,
    )


def _edits(edits: Iterable[Removal | Repair], document: Document) -> tuple[Edits, ...]:
    lines: dict[str, list[int]] = {}
    for edit in edits:
        lines.setdefault(edit.kind, []).append(document.line(edit.span.start))
    return tuple(_edits_of(kind, found) for kind, found in sorted(lines.items()))


def _edits_of(kind: str, lines: list[int]) -> Edits:
    distinct = tuple(dict.fromkeys(lines))
    return Edits(kind, len(lines), len(distinct), distinct[:MAX_LINES_NAMED])


def _border_row(border: Border, document: Document) -> BorderRow:
    return BorderRow(
        line=document.line(border.span.start),
        text=document.quote(border.span)[:_MAX_TEXT],
        style=border.style,
        drawn=border.drawn,
        confidence=border.confidence,
        reasons=tuple(_reason_row(r, document) for r in border.reasons[:_MAX_REASONS]),
    )


def _reason_row(reason: Reason, document: Document) -> ReasonRow:
    line = document.line(reason.span.start) if reason.span else None
    return ReasonRow(reason.kind, reason.weight, line)
