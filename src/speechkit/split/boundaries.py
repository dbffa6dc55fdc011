"""Candidates and what stands around them in; the best reading of the whole document out.

A reading is a chain of candidates, each the opening of a part. Each candidate has its own
evidence, each step from one to the next another: numbers that follow one another, the same
form, enough text in between. The chain with the highest sum wins over the others and over the
empty one (the document is one speech). It is sought in one pass by dynamic programming that
keeps the best predecessor of each kind; since a step also looks at the text between two
candidates, a better chain can be passed over where two predecessors are nearly equal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from speechkit.errors import UsageError, did_you_mean
from speechkit.model import Border, Document, Reason, Removal, Span
from speechkit.split.contents import normal_title
from speechkit.split.evidence import (
    WEIGHTS,
    Surroundings,
    announced_number,
    opening_salutation,
    weight,
)
from speechkit.split.headings import find_candidates, pattern_candidates
from speechkit.split.rows import Rows
from speechkit.split.styles import (
    OPENING_STYLE,
    SALUTATION_STYLE,
    STYLE_NAMES,
    Candidate,
    leading_number,
    like,
)
from speechkit.split.titles import inline_title_end
from speechkit.text.genre import ends_sentence

_MIN_BODY = 40
"""Characters under a heading that is not a line of a table of contents: a title, a date
and a salutation alone come to this."""
_LITTLE_BODY = 100
"""A toast has more."""
_MAX_LOOK = 500
"""Characters in which it is seen whether there is a body."""
_MIN_OPENING = 150
"""Characters before the first heading that may be a speech of their own."""
_IRREGULAR = 0.3
"""What a collection loses in confidence whose every number is out of order."""
_MAX_CONSIDERED = -4.0
"""Candidates below it are not worth naming."""


class Boundaries(NamedTuple):
    """Where the parts of a document begin, and how sure that is."""

    headings: tuple[Candidate, ...]
    """Empty when the document is one speech."""
    confidence: float
    """In [0, 1]."""
    borders: tuple[Border, ...] = ()
    """All that was weighed, in the order of the text."""
    headings_only: bool = False
    """The document has headings and nothing under them."""

    @property
    def style(self) -> str | None:
        """Style of most headings; the first of equals."""
        styles = [heading.style for heading in self.headings]
        return max(dict.fromkeys(styles), key=styles.count) if styles else None


def find_boundaries(
    document: Document,
    furniture: Sequence[Removal] = (),
    *,
    pattern: str | None = None,
    style: str | None = None,
) -> Boundaries:
    """Best reading of a document as a series of speeches.

    Parameters
    ----------
    furniture
        Stretches that are no part of any speech, ascending: they neither open nor close one.
    pattern
        Regular expression of the lines that open a part; nothing else is weighed then.
    style
        Name of the only style to look for, one of `STYLE_NAMES`; what the lines of other
        styles say is left out, and each line of the style opens a part.

    Raises
    ------
    UsageError
        When there is no such style, or the pattern is no regular expression.
    """
    rows = Rows(document, furniture)
    if pattern is not None:
        return _told(document, pattern_candidates(rows, compiled(pattern)))
    candidates = find_candidates(rows)
    if style is not None:
        check_style(style)
        return _told(document, [c for c in candidates if c.style == style])
    if not candidates:
        return Boundaries((), 1.0)
    if _is_headings_only(rows, candidates):
        return Boundaries((), 0.0, headings_only=True)
    return _best_reading(rows, candidates)


def compiled(pattern: str) -> re.Pattern[str]:
    """A user's pattern, ready to search with.

    Raises
    ------
    UsageError
        When it is no regular expression.
    """
    if not pattern:
        raise UsageError("--pattern is empty and fits every line; name what opens a part")
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"--pattern {pattern!r}: no regular expression ({error})") from error


def check_style(style: str) -> None:
    """Refuse the name of a style that there is not.

    Raises
    ------
    UsageError
        Naming those there are.
    """
    if style not in STYLE_NAMES:
        there = ", ".join(STYLE_NAMES) + did_you_mean(style, STYLE_NAMES)
        raise UsageError(f"--style {style!r}: no such style; there are {there}")


def _told(document: Document, candidates: Sequence[Candidate]) -> Boundaries:
    """The reading that the user asked for: every candidate opens a part."""
    by_line = {candidate.line.start: candidate for candidate in reversed(candidates)}
    series = _without_echoes(document, [by_line[start] for start in sorted(by_line)])
    borders = tuple(
        Border(c.span, c.style, c.number, True, 1.0, (Reason("told", 0.0, c.span),)) for c in series
    )
    return Boundaries(tuple(series), 1.0, borders)


# ------------------------------------------------------------------------------ readings


@dataclass(slots=True)
class _Node:
    """A candidate with its evidence, and the best chain that ends in it."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    local: float
    total: float = 0.0
    """Of the chain."""
    run: float = 0.0
    """Of the last members of the chain that are of one series."""
    step: tuple[Reason, ...] = ()
    before: _Node | None = None

    @property
    def score(self) -> float:
        """Of this border alone: its own evidence and the step that leads to it."""
        return self.local + weight(self.step)


def _best_reading(rows: Rows, candidates: list[Candidate]) -> Boundaries:
    document = rows.document
    candidates = _without_echoes(document, candidates)
    nodes = _weighed(rows, candidates)
    _link(document, nodes)
    best = max(nodes, key=lambda node: node.total)
    chain = _chain(best)
    if best.total > 0 and (len(chain) > 1 or _opens(document, chain[0].candidate)):
        return _drawn(rows, chain, nodes)
    doubt = max((_confidence(node.total) for node in nodes if node.before), default=0.0)
    return Boundaries((), round(1 - doubt, 3), _borders(nodes, []))


def _weighed(rows: Rows, candidates: Sequence[Candidate]) -> list[_Node]:
    document = rows.document
    surroundings = Surroundings(rows, candidates)
    again: set[tuple[object, ...]] = set()
    first = {candidate.series: candidate.line.start for candidate in reversed(candidates)}
    stop: dict[str, int] = {}
    nodes: list[_Node] = []
    for candidate in reversed(candidates):
        end = stop.get(candidate.series[0], len(document.text))
        reasons = surroundings.reasons(candidate, first[candidate.series], end)
        key = _identity(document, candidate)
        if key in again and end - candidate.span.end < _MIN_BODY:
            reasons = (*reasons, Reason("contents", WEIGHTS["contents"], candidate.span))
        again.add(key)
        nodes.append(_Node(candidate, reasons, weight(reasons)))
        stop[candidate.series[0]] = candidate.line.start
    return nodes[::-1]


_BELIEVED = 4.0
"""Of what speaks for a series so far, the part that goes over to its next member."""
_REGULAR = {"next_number": 1.0, "same_form": 0.5}


def _identity(document: Document, candidate: Candidate) -> tuple[object, ...]:
    """What the line of a table of contents and the heading it announces have in common."""
    if candidate.number is not None:
        return (*candidate.series, candidate.number)
    return (*candidate.series, normal_title(document.quote(candidate.title)))


def _link(document: Document, nodes: Sequence[_Node]) -> None:
    """Give each node the best chain that ends in it.

    Which earlier node a chain comes from matters almost only by the kind of the step, so the
    best of each kind of predecessor is all that is kept.
    """
    best: dict[tuple[object, ...], _Node] = {}
    for node in nodes:
        node.step = _first_step(node.candidate)
        node.total = node.local + weight(node.step)
        for kind, before in _predecessors(node.candidate, best):
            step = _step(document, kind, before, node.candidate)
            total = before.total + node.local + weight(step)
            if total > node.total:
                node.total, node.step, node.before = total, step, before
        node.run = node.score
        if node.before is not None and node.before.candidate.series == node.candidate.series:
            node.run += node.before.run
        for key in _keys(node.candidate):
            held = best.get(key)
            if held is None or node.total >= held.total:
                best[key] = node


def _first_step(candidate: Candidate) -> tuple[Reason, ...]:
    if candidate.number is None:
        return ()
    kind = "first_number" if candidate.number == 1 else "not_first"
    return (Reason(kind, WEIGHTS[kind], candidate.span),)


def _predecessors(
    candidate: Candidate, best: dict[tuple[object, ...], _Node]
) -> Iterator[tuple[str, _Node]]:
    (style, frame), number = candidate.series, candidate.number
    keys: list[tuple[str, tuple[object, ...]]] = [
        ("same_form" if number is None else "", (style, frame)),
        ("stranger", ()),
    ]
    if number is not None:
        keys += [
            ("next_number", (style, frame, number - 1)),
            ("other_words", (style, number - 1)),
            ("other_form", (number - 1,)),
        ]
    for kind, key in keys:
        before = best.get(key)
        if before is not None and before.candidate.line.end <= candidate.line.start:
            yield kind or _out_of_order(before.candidate, candidate), before


def _out_of_order(before: Candidate, candidate: Candidate) -> str:
    """What it is when a number does not follow the one before it."""
    return "skipped" if (before.number or 0) < (candidate.number or 0) else "restarts"


def _keys(candidate: Candidate) -> Iterator[tuple[object, ...]]:
    (style, frame), number = candidate.series, candidate.number
    yield ()
    yield (style, frame)
    if number is not None:
        yield (style, frame, number)
        yield (style, number)
        yield (number,)


def _step(document: Document, kind: str, before: _Node, candidate: Candidate) -> tuple[Reason, ...]:
    """What the way from one border to the next says: their numbers, and the text between."""
    step: tuple[Reason, ...] = (Reason(kind, WEIGHTS[kind]),)
    believed = min(before.run / _BELIEVED, WEIGHTS["series"])
    if kind in _REGULAR and believed > 0:
        step = (*step, Reason("series", round(believed * _REGULAR[kind], 3)))
    start = before.candidate.span.end
    between = document.text[start : min(candidate.line.start, start + _MAX_LOOK)]
    if len(between) > _LITTLE_BODY:
        return step
    solid = between.strip()
    is_addressed = candidate.style == SALUTATION_STYLE and len(solid) < _MIN_BODY
    length = "no_text" if not solid or is_addressed else "little_text"
    return (*step, Reason(length, WEIGHTS[length]))


def _chain(node: _Node) -> list[_Node]:
    chain = [node]
    while chain[-1].before is not None:
        chain.append(chain[-1].before)
    return chain[::-1]


def _without_echoes(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out headings that repeat the one just before them."""
    kept: list[Candidate] = []
    last: dict[tuple[str, str], Candidate] = {}
    for candidate in candidates:
        before = last.get(candidate.series)
        if before is None or not _is_echo(document, before, candidate):
            kept.append(candidate)
            last[candidate.series] = candidate
    return kept


def _is_echo(document: Document, before: Candidate, candidate: Candidate) -> bool:
    if candidate.number is None or before.number != candidate.number:
        return False
    between = document.text[
        before.span.end : min(candidate.line.start, before.span.end + _MAX_LOOK)
    ]
    return len("".join(between.split())) < _MIN_BODY


# -------------------------------------------------------------------------------- result


def _drawn(rows: Rows, chain: list[_Node], nodes: Sequence[_Node]) -> Boundaries:
    filled = _without_gaps(rows, [node.candidate for node in chain])
    headings = _own_titles(rows.document, filled)
    irregular = sum(any(r.kind in _OUT_OF_ORDER for r in node.step) for node in chain)
    confidence = _mean_confidence(chain) * (1 - _IRREGULAR * irregular / len(chain))
    opening = _opening_part(rows, headings[0])
    weighed = {id(node.candidate) for node in chain}
    found = [heading for heading in filled if id(heading) not in weighed]
    if opening is not None:
        headings = (opening, *headings)
        found = [opening, *found]
    later = [_found_later(candidate, confidence) for candidate in found]
    borders = sorted((*_borders(nodes, chain), *later), key=lambda border: border.span)
    return Boundaries(headings, round(confidence, 3), tuple(borders))


def _found_later(candidate: Candidate, confidence: float) -> Border:
    """The border of a part that the others show to be missing."""
    reason = Reason("missing", WEIGHTS["missing"], candidate.span)
    return Border(
        candidate.span, candidate.style, candidate.number, True, round(confidence, 3), (reason,)
    )


def _without_gaps(rows: Rows, headings: Sequence[Candidate]) -> list[Candidate]:
    """The headings, and those between them that have the numbers they skip.

    `3、` is a heading between `2、在会上的讲话` and `4、在会上的致辞`, whatever stands behind it.
    """
    filled: list[Candidate] = []
    after = 0
    for heading in headings:
        numbers = _missing(filled[-1] if filled else None, heading)
        filled += _found_between(rows, heading, numbers, range(after, heading.row))
        filled.append(heading)
        after = heading.row + 1
    last, total = filled[-1], announced_number(rows)
    if last.number is not None and last.number < total <= last.number + _MAX_GAP:
        numbers = tuple(range(last.number + 1, total + 1))
        filled += _found_between(rows, last, numbers, range(after, len(rows)))
    return filled


def _found_between(
    rows: Rows, model: Candidate, numbers: tuple[int, ...], where: range
) -> Iterator[Candidate]:
    """Lines that have the missing numbers, in their order."""
    for row in where if numbers else ():
        span = rows.span(row)
        content = rows.content(row) if 0 < len(span) <= _MAX_FILLED else ""
        if not content or not numbers or ends_sentence(content):
            continue
        found = like(model, numbers[0], content, span, row)
        if found is not None and _has_body(rows, found):
            yield found
            numbers = numbers[1:]


_MAX_FILLED = 60
_MAX_GAP = 3
"""Numbers that are looked for; more are hardly ever missing."""


def _has_body(rows: Rows, heading: Candidate) -> bool:
    """Whether running text follows a heading, and not the next line of a list of titles."""
    following = (rows.content(row) for row in range(heading.row + 1, len(rows)))
    lines = list(islice((content for content in following if content), _OPENING_LINES))
    is_listed = bool(lines) and leading_number(lines[0]) is not None
    return not is_listed and any(ends_sentence(x) or len(x) > _MAX_FILLED for x in lines)


_OPENING_LINES = 6


def _missing(before: Candidate | None, heading: Candidate) -> tuple[int, ...]:
    """Numbers that must stand between two headings, where they are of one series."""
    if heading.number is None or (before is not None and before.series != heading.series):
        return ()
    first = 1 if before is None or before.number is None else before.number + 1
    return tuple(range(first, heading.number)) if heading.number - first <= _MAX_GAP else ()


def _own_titles(document: Document, headings: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The headings, each without the body that begins on its line.

    Where all of them say the same, the title of the collection, they are told to share it.
    """
    narrow = [_without_body(document, heading) for heading in headings]
    titles = {normal_title(document.quote(heading.title)) for heading in narrow}
    if len(narrow) > 1 and len(titles) == 1:
        narrow = [heading._replace(shared=True) for heading in narrow]
    return tuple(narrow)


def _without_body(document: Document, heading: Candidate) -> Candidate:
    title = document.quote(heading.title)
    end = inline_title_end(title)
    if end is None or not title[end:].strip() or heading.style == SALUTATION_STYLE:
        return heading
    stop = heading.title.start + end
    return heading._replace(
        title=Span(heading.title.start, stop),
        span=Span(heading.span.start, stop),
        is_inline=True,
    )


_OUT_OF_ORDER = ("skipped", "restarts", "stranger", "other_form", "other_words")


def _opening_part(rows: Rows, first: Candidate) -> Candidate | None:
    """The part before the first heading, where it is a speech that has lost its own."""
    before = rows.document.text[: first.line.start]
    if len(before.strip()) < _MIN_OPENING or first.number == 1:
        return None
    if first.number != 2 and not _addresses(rows, first.line.start):
        return None
    start = len(before) - len(before.lstrip())
    here = Span(start, start)
    return Candidate(OPENING_STYLE, "", None, here, here, here, 0.0)


def _addresses(rows: Rows, end: int) -> bool:
    salutation = opening_salutation(rows)
    return salutation is not None and salutation.end <= end


def _mean_confidence(chain: Sequence[_Node]) -> float:
    return sum(_confidence(node.score) for node in chain) / len(chain)


def _confidence(score: float) -> float:
    """Probability of a border whose evidence has the given logarithm of odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _borders(nodes: Sequence[_Node], chain: Sequence[_Node]) -> tuple[Border, ...]:
    drawn = {id(node) for node in chain}
    return tuple(
        _border(node, drawn=id(node) in drawn)
        for node in nodes
        if id(node) in drawn or node.score > _MAX_CONSIDERED
    )


def _border(node: _Node, *, drawn: bool) -> Border:
    candidate = node.candidate
    reasons = sorted((*node.reasons, *node.step), key=lambda reason: -abs(reason.weight))
    return Border(
        candidate.span,
        candidate.style,
        candidate.number,
        drawn,
        round(_confidence(node.score), 3),
        tuple(reasons),
    )


def _opens(document: Document, heading: Candidate) -> bool:
    """Whether a numbered heading stands before all else: a part taken out of a collection."""
    return heading.number is not None and not document.text[: heading.line.start].strip()


def _is_headings_only(rows: Rows, candidates: Sequence[Candidate]) -> bool:
    """Whether no line is anything but a numbered heading."""
    headings = {c.row for c in candidates if c.number is not None and not c.is_inline}
    return all(row in headings or not rows.span(row) for row in range(len(rows)))
