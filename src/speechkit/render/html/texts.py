"""A speech and the marks on it in, its lines out, each with what is marked and where that leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

from speechkit.model import Span
from speechkit.render.quotes import excerpt, line_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from speechkit.model import Document, Speech
    from speechkit.render.html.links import Link, Links
    from speechkit.results import Report

MAX_WHOLE_SPEECHES = 35
"""Speeches up to which whole texts are shown: about a megabyte of page."""
MAX_WHOLE_CHARS = 400_000
"""Characters up to which whole texts are shown: 35 speeches of usual length."""

BRIEF_QUOTE = 80
"""Characters of a sentence that is quoted where whole texts are left out."""

MarkKind = Literal["theme", "change", "removed", "passage"]
_TAGS: dict[MarkKind, str] = {
    "removed": "s",
    "change": "ins",
    "theme": "mark",
    "passage": "u",
}


@dataclass(frozen=True, slots=True)
class TextMark:
    """A marked stretch of a document and what it is evidence of."""

    span: Span
    kind: MarkKind
    back: Link | None = None
    """The way back to the figure."""


@dataclass(frozen=True, slots=True)
class TermMark:
    """A place of a term and the way back to the row that counts it."""

    span: Span
    href: str


Marked = TypeVar("Marked", TextMark, TermMark)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a piece: a term that leads to its row, or what stands between terms."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line all characters of which carry the same marks."""

    runs: tuple[Run, ...]
    kinds: tuple[MarkKind, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(run.text for run in self.runs)

    @property
    def tag(self) -> str:
        """The element that says what the marks mean."""
        return next((_TAGS[kind] for kind in _TAGS if kind in self.kinds), "")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a document as far as it belongs to a speech."""

    number: int
    anchor: str
    pieces: tuple[Piece, ...]
    backs: tuple[Link, ...]
    """Ways back to the figures for which something on the line is evidence."""


@dataclass(frozen=True, slots=True)
class SpeechText:
    """What the page shows of the text of a speech."""

    speech: Speech
    anchor: str
    lines: tuple[TextLine, ...]


def whole_texts_fit(report: Report) -> bool:
    """Whether the page can hold the texts of all speeches."""
    speeches = report.split.speeches
    n_chars = sum(len(speech.span) for speech in speeches)
    return len(speeches) <= MAX_WHOLE_SPEECHES and n_chars <= MAX_WHOLE_CHARS


def whole_lines(report: Report) -> Mapping[str, frozenset[int]]:
    """All lines of every speech, by its id."""
    return {
        speech.id: frozenset(range(speech.lines[0], speech.lines[1] + 1))
        for speech in report.split.speeches
    }


def lay_out(
    speech: Speech, marks: Iterable[TextMark], terms: Iterable[TermMark], links: Links
) -> tuple[TextLine, ...]:
    """Every line of a speech, cut where a mark or a term begins or ends."""
    marked = _by_line(speech.document, marks)
    named = _by_line(speech.document, _apart(speech.document, terms))
    first, last = speech.lines
    return tuple(
        _line(speech, number, marked.get(number, ()), named.get(number, ()), links)
        for number in range(first, last + 1)
    )


def _by_line(document: Document, marks: Iterable[Marked]) -> Mapping[int, Sequence[Marked]]:
    """The marks that touch a line, by its number."""
    found: defaultdict[int, list[Marked]] = defaultdict(list)
    for mark in marks:
        first, last = document.lines(mark.span)
        for number in range(first, last + 1):
            found[number].append(mark)
    return found


def _apart(document: Document, terms: Iterable[TermMark]) -> Iterator[TermMark]:
    """On every line each term once; of those that overlap the one that begins first.

    Of those that begin at one place it is the longest.
    """
    end, seen = 0, set[tuple[int, str]]()
    for term in sorted(terms, key=lambda term: (term.span.start, -term.span.end, term.href)):
        place = document.line(term.span.start), term.href
        if term.span.start >= end and place not in seen:
            yield term
            end = term.span.end
            seen.add(place)


def lay_out_quotes(speech: Speech, marks: Iterable[TextMark], links: Links) -> tuple[TextLine, ...]:
    """Of a speech whose text is not shown, the marked sentences, each at its line."""
    by_line: defaultdict[int, list[TextMark]] = defaultdict(list)
    for mark in sorted(set(marks), key=lambda mark: mark.span):
        by_line[speech.document.line(mark.span.start)].append(mark)
    return tuple(
        TextLine(
            number,
            links.line(speech, number),
            tuple(
                Piece((Run(excerpt(speech.document, span, limit=BRIEF_QUOTE)),), ())
                for span in sorted({mark.span for mark in on_line})
            ),
            _backs(on_line),
        )
        for number, on_line in sorted(by_line.items())
    )


def _line(
    speech: Speech,
    number: int,
    marks: Sequence[TextMark],
    terms: Sequence[TermMark],
    links: Links,
) -> TextLine:
    span = line_span(speech, number)
    pieces = tuple(_pieces(speech.document, span, marks, terms))
    return TextLine(number, links.line(speech, number), pieces, _backs(marks))


def _pieces(
    document: Document, line: Span, marks: Sequence[TextMark], terms: Sequence[TermMark]
) -> Iterator[Piece]:
    for stretch, inside in _stretches(line, marks):
        kinds = sorted({mark.kind for mark in inside})
        runs = (
            Run(document.quote(part), held[0].href if held else None)
            for part, held in _stretches(stretch, terms)
        )
        yield Piece(tuple(runs), tuple(kinds))


def _stretches(whole: Span, marks: Iterable[Marked]) -> Iterator[tuple[Span, tuple[Marked, ...]]]:
    """The whole cut where a mark begins or ends, and the marks each stretch lies in."""
    inside = [m for m in marks if m.span.start < whole.end and whole.start < m.span.end]
    edges = {edge for mark in inside for edge in (mark.span.start, mark.span.end)}
    cuts = sorted({whole.start, whole.end} | {edge for edge in edges if edge in whole})
    for start, end in pairwise(cuts):
        yield Span(start, end), tuple(mark for mark in inside if start in mark.span)


def _backs(marks: Iterable[TextMark]) -> tuple[Link, ...]:
    """The ways back from a line, each once, in the order in which the marks begin."""
    ordered = sorted(
        ((mark.span, mark.back.href or "", mark.back) for mark in marks if mark.back),
        key=lambda item: item[:2],
    )
    return tuple(dict.fromkeys(back for _, _, back in ordered))
