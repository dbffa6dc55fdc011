"""Heading candidates in; the one series that divides the document out.

Candidates of every style are read as series; the series in which most parts look like
speeches wins, and where none does the document stays whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from speechkit.model import Document, Span
from speechkit.split.headings import Candidate, find_candidates
from speechkit.text.genre import GENRE, ends_sentence, is_salutation
from speechkit.text.normal import line_spans, stripped
from speechkit.text.numerals import is_date_line

_MIN_BODY = 40
"""Characters under a heading that is not a line of a table of contents: a title, a date
and a salutation alone come to this."""
_OPENING_LINES = 12
"""Lines of a part in which a salutation or a date stands if it has one."""
_MIN_EVIDENCE = 0.5
"""Share of the parts that must look like speeches: chapters of a plan do not."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Where the parts of a document begin, and how sure that is."""

    headings: tuple[Candidate, ...]
    """Empty when the document is one speech."""
    confidence: float
    """In [0, 1]."""
    headings_only: bool = False
    """The document has headings and nothing under them."""

    @property
    def style(self) -> str | None:
        return self.headings[0].style if self.headings else None


def find_boundaries(document: Document) -> Boundaries:
    """Best reading of a document as a series of speeches.

    A document without a believable series is one speech; the confidence then tells how
    much spoke for dividing it.
    """
    candidates = find_candidates(document)
    if not candidates:
        return Boundaries((), 1.0)
    if _n_solid_lines(document) == len(candidates):
        return Boundaries((), 0.0, headings_only=True)
    ordered = sorted(candidates, key=lambda candidate: candidate.series)
    readings = [
        _reading(document, list(members))
        for _, members in groupby(ordered, key=lambda candidate: candidate.series)
    ]
    best = max(readings, key=lambda reading: (len(reading.headings), reading.confidence))
    if best.headings:
        return best
    return Boundaries((), min(reading.confidence for reading in readings))


def _reading(document: Document, members: list[Candidate]) -> Boundaries:
    """The series as it divides the document, or no headings and the doubt it leaves.

    A heading out of order (a misprint, a second collection that starts anew) is one all the
    same when a speech follows it; elsewhere it is left out, and lowers the confidence.
    """
    members = _without_contents(document, _without_echoes(document, members))
    in_order = set(_increasing(members))
    speaks = [_looks_like_speech(document, body) for body in _bodies(document, members)]
    series = [m for m, is_speech in zip(members, speaks, strict=True) if is_speech or m in in_order]
    evidence = [_looks_like_speech(document, body) for body in _bodies(document, series)]
    share = sum(evidence) / len(series)
    if share < _MIN_EVIDENCE or (len(series) == 1 and not _opens(document, series[0])):
        return Boundaries((), round(1 - 0.5 * share, 3))
    gapless = sum(b.number == a.number + 1 for a, b in pairwise(series))
    order = (1 + gapless) / len(series)
    kept = len(series) / len(members)
    return Boundaries(tuple(series), round((0.6 * share + 0.4 * order) * kept, 3))


def _without_echoes(document: Document, members: list[Candidate]) -> list[Candidate]:
    """Leave out headings that repeat the one just before them."""
    kept: list[Candidate] = []
    for member in members:
        echo = kept and kept[-1].number == member.number
        if not (
            echo and _n_solid(document, Span(kept[-1].span.end, member.line.start)) < _MIN_BODY
        ):
            kept.append(member)
    return kept


def _without_contents(document: Document, members: list[Candidate]) -> list[Candidate]:
    """Leave out lines of a table of contents: nothing under them, and they come again."""
    kept = []
    bodies = _bodies(document, members)
    for i, (member, body) in enumerate(zip(members, bodies, strict=True)):
        comes_again = any(later.number == member.number for later in members[i + 1 : i + 500])
        if not (comes_again and _n_solid(document, Span(member.span.end, body.end)) < _MIN_BODY):
            kept.append(member)
    return kept


def _increasing(members: Sequence[Candidate]) -> list[Candidate]:
    """Longest run of members, gaps allowed, whose numbers increase; the earliest of equals."""
    tails: list[int] = []
    last: list[int] = []
    previous: list[int | None] = []
    for i, member in enumerate(members):
        length = bisect_right(tails, member.number - 1)
        previous.append(last[length - 1] if length else None)
        if length == len(tails):
            tails.append(member.number)
            last.append(i)
        elif member.number < tails[length]:
            tails[length], last[length] = member.number, i
    chain: list[Candidate] = []
    at: int | None = last[-1]
    while at is not None:
        chain.append(members[at])
        at = previous[at]
    return chain[::-1]


def _bodies(document: Document, members: Sequence[Candidate]) -> list[Span]:
    starts = [member.line.start for member in members]
    return [Span(a, b) for a, b in zip(starts, [*starts[1:], len(document.text)], strict=True)]


def _looks_like_speech(document: Document, part: Span) -> bool:
    """Whether a part names its genre, addresses an audience or gives its date at the start."""
    text = document.text
    head = Span(part.start, min(part.end, part.start + 2000))
    solid = (stripped(text, line) for line in line_spans(text, head))
    lines = [text[s.start : s.end] for s in islice((s for s in solid if s), _OPENING_LINES)]
    if len(lines) < 2:
        return False
    titles = [line for line in lines[:4] if len(line) <= 60 and not ends_sentence(line)]
    return (
        any(GENRE.search(line) for line in titles)
        or any(is_salutation(line) for line in lines)
        or any(is_date_line(line) for line in lines[:6])
    )


def _opens(document: Document, heading: Candidate) -> bool:
    """Whether nothing stands before a heading."""
    return not document.text[: heading.line.start].strip()


def _n_solid(document: Document, span: Span) -> int:
    return len("".join(document.text[span.start : min(span.end, span.start + 500)].split()))


def _n_solid_lines(document: Document) -> int:
    lines = line_spans(document.text, Span(0, len(document.text)))
    return sum(bool(stripped(document.text, line)) for line in lines)
