"""Two texts with their lines in; what was done to their paragraphs out, as edits and moves.

A paragraph that stayed itself, more or less, is told by the characters that changed in it;
one that did not, as a whole. What is gone at one place and comes back at another moved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from speechkit.dedupe.alignment import Lined, TextEdit, edits_within, gaps, heaviest_order

MIN_MOVE = 20
"""Characters of a moved stretch; shorter ones are found elsewhere by chance."""
_MOVE_SIMILARITY = 0.8
"""A moved paragraph may have been touched up."""
_SAME_SIMILARITY = 0.5
"""Twice the characters that two paragraphs have in common in one order, of all they have:
between paragraphs on different things it is .2 to .4."""
_SAME_CONTAINMENT = 0.8
"""The same of the shorter one alone, which may have grown to the other."""
_MAX_LABEL = 6
"""Characters of a number before a paragraph: 二、 （十二） 第三，"""
_MAX_COMPARED = 2_500
"""Pairs of paragraphs compared one by one; past that, those that share the start of a clause."""
_CLAUSE = re.compile(r"[^，。；：、！？,;:]{6}")

_Piece = tuple[int, int]
"""Start and end of a stretch of one text, a paragraph or part of one."""


@dataclass(frozen=True, slots=True)
class ParagraphEdits:
    """The edits that lead from one text to the other, in order, and what of them is a move."""

    edits: tuple[TextEdit, ...]
    moves: Mapping[int, int]
    """Position of a deletion among the edits: position of the insertion where it went."""


class _Place(NamedTuple):
    """What is gone and what has come between two stretches that stayed."""

    a: Sequence[_Piece]
    b: Sequence[_Piece]
    a_at: int
    b_at: int


class _Segment(NamedTuple):
    """Whole paragraphs of both texts, and the gaps in them."""

    whole: TextEdit
    gaps: Sequence[TextEdit]


def compare(a: Lined, b: Lined) -> ParagraphEdits:
    """What was done to the paragraphs of one text to make the other.

    Examples
    --------
    >>> a = Lined("今年粮食再获丰收。城区供水管网全部完工。", (0, 9, 20))
    >>> b = Lined("城区供水管网已经完工。", (0, 11))
    >>> [(a.text[e.a_start : e.a_end], b.text[e.b_start : e.b_end]) for e in compare(a, b).edits]
    [('今年粮食再获丰收。', ''), ('全部', '已经')]
    """
    segments = _segments(gaps(a, b), a, b)
    places = [place for segment in segments for place in _places(segment, a, b)]
    places = _with_lines_joined(places, a.text, b.text)
    return _told(places, _moved(places, a.text, b.text))


# ------------------------------------------------------------------------------ segments


def _segments(between: Sequence[TextEdit], a: Lined, b: Lined) -> Iterator[_Segment]:
    """The gaps with the paragraphs they stand in, those in one paragraph together."""
    end_of_text = TextEdit(len(a.text), len(a.text), len(b.text), len(b.text))
    held: list[TextEdit] = []
    start = 0, 0
    block_start = 0
    for gap, following in pairwise((*between, end_of_text)):
        if not held:
            at = _shared_start(a, b, block_start, gap.a_start, gap.b_start - gap.a_start, last=True)
            start = (0, 0) if at is None else (at, at + gap.b_start - gap.a_start)
        held.append(gap)
        block_start = gap.a_end
        shift = gap.b_end - gap.a_end
        at = _shared_start(a, b, gap.a_end, following.a_start, shift, last=False)
        if at is not None or following is end_of_text:
            end = (len(a.text), len(b.text)) if at is None else (at, at + shift)
            yield _Segment(TextEdit(start[0], end[0], start[1], end[1]), tuple(held))
            held.clear()


def _shared_start(
    a: Lined, b: Lined, start: int, end: int, shift: int, *, last: bool
) -> int | None:
    """Where inside equal text a paragraph begins: the first such place, or the last.

    What one text takes for the start of a paragraph need be that of a line only in the other.
    """
    shared = [at for at in a.starts_within(start, end) if b.begins_line(at + shift)]
    shared += [
        at - shift
        for at in b.starts_within(start + shift, end + shift)
        if a.begins_line(at - shift)
    ]
    return (max(shared) if last else min(shared)) if shared else None


def _places(segment: _Segment, a: Lined, b: Lined) -> Iterator[_Place]:
    """What is gone and what has come in some paragraphs."""
    if all(gap.is_pure and not _parts_a_label(a, b, gap) for gap in segment.gaps):
        for gap in segment.gaps:
            yield _place(a, b, gap)
        return
    whole = segment.whole
    a_units = _units(a, whole.a_start, whole.a_end, [(g.a_start, g.a_end) for g in segment.gaps])
    b_units = _units(b, whole.b_start, whole.b_end, [(g.b_start, g.b_end) for g in segment.gaps])
    if len(a_units) == len(b_units) == 1:
        edits = [edit for gap in segment.gaps for edit in edits_within(a, b, gap)]
        if _stayed(whole, edits):
            yield from (_place(a, b, edit) for edit in edits)
        else:
            yield _Place(a_units, b_units, whole.a_start, whole.b_start)
        return
    yield from _between_counterparts(a, b, whole, a_units, b_units)


def _parts_a_label(a: Lined, b: Lined, gap: TextEdit) -> bool:
    """Whether a deletion or an insertion over several lines begins behind the number of one.

    Of 二、甲 and 三、乙, of which 二、乙 is left, one was deleted and the other numbered anew.
    """
    side, start, end = (a, gap.a_start, gap.a_end)
    if start == end:
        side, start, end = (b, gap.b_start, gap.b_end)
    first = side.lines[bisect_right(side.lines, start) - 1]
    within = side.starts_within(start + 1, end - 1)
    return 0 < start - first <= _MAX_LABEL and bool(within)


def _between_counterparts(
    a: Lined, b: Lined, whole: TextEdit, a_units: Sequence[_Piece], b_units: Sequence[_Piece]
) -> Iterator[_Place]:
    a_next = b_next = 0
    a_at, b_at = whole.a_start, whole.b_start
    for i, j, _ in (*_counterparts(a, b, a_units, b_units), (len(a_units), len(b_units), 0)):
        if a_next < i or b_next < j:
            yield _Place(a_units[a_next:i], b_units[b_next:j], a_at, b_at)
        if i < len(a_units):
            pair = TextEdit(*a_units[i], *b_units[j])
            yield from (_place(a, b, edit) for edit in edits_within(a, b, pair))
            a_at, b_at = pair.a_end, pair.b_end
        a_next, b_next = i + 1, j + 1


def _place(a: Lined, b: Lined, edit: TextEdit) -> _Place:
    """An edit, in pieces where it goes over the starts of lines."""
    gone = _units(a, edit.a_start, edit.a_end, [(edit.a_start, edit.a_end)])
    come = _units(b, edit.b_start, edit.b_end, [(edit.b_start, edit.b_end)])
    return _Place(gone, come, edit.a_start, edit.b_start)


def _units(side: Lined, start: int, end: int, parts: Iterable[_Piece]) -> list[_Piece]:
    """The paragraphs of a stretch: lines, where they begin in some parts of it."""
    if start == end:
        return []
    inner = {at for first, last in parts for at in side.starts_within(first, last)}
    cuts = [start, *sorted(at for at in inner if start < at < end), end]
    return list(pairwise(cuts))


def _stayed(whole: TextEdit, edits: Iterable[TextEdit]) -> bool:
    """Whether a paragraph is still the same one after these edits."""
    n_gone = n_come = 0
    for edit in edits:
        n_gone += edit.a_end - edit.a_start
        n_come += edit.b_end - edit.b_start
    n_a, n_b = whole.a_end - whole.a_start, whole.b_end - whole.b_start
    return _is_same(n_a - n_gone, n_a, n_b)


def _is_same(n_common: int, n_a: int, n_b: int) -> bool:
    return 2 * n_common >= _SAME_SIMILARITY * (n_a + n_b) or n_common >= max(
        _SAME_CONTAINMENT * min(n_a, n_b), MIN_MOVE
    )


def _counterparts(
    a: Lined, b: Lined, a_units: Sequence[_Piece], b_units: Sequence[_Piece]
) -> list[tuple[int, int, int]]:
    """Paragraphs that are the same, more or less, in an order common to both."""
    x = [a.text[start:end] for start, end in a_units]
    y = [b.text[start:end] for start, end in b_units]
    alike = []
    for i, j in _likely(x, y):
        n_common = Indel.similarity(x[i], y[j]) // 2
        if _is_same(n_common, len(x[i]), len(y[j])):
            alike.append((i, j, n_common))
    return heaviest_order(alike)


def _likely(x: Sequence[str], y: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of texts worth comparing, by their positions, sorted."""
    if len(x) * len(y) <= _MAX_COMPARED:
        return [(i, j) for i in range(len(x)) for j in range(len(y))]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(y):
        for clause in set(_CLAUSE.findall(text)):
            holders[clause].append(j)
    return sorted(
        {(i, j) for i, text in enumerate(x) for c in _CLAUSE.findall(text) for j in holders[c]}
    )


# --------------------------------------------------------------------------------- moves

_At = tuple[int, int]
"""Number of a place, and of a piece in it."""


def _with_lines_joined(places: Sequence[_Place], a: str, b: str) -> list[_Place]:
    """The places, with one piece for what comes back elsewhere in other lines."""
    joined = list(places)
    gone = {a[place.a[0][0] : place.a[-1][1]]: n for n, place in enumerate(places) if place.a}
    for m, place in enumerate(places):
        n = gone.get(b[place.b[0][0] : place.b[-1][1]]) if place.b else None
        if n is not None and len(places[n].a) != len(place.b):
            joined[n] = joined[n]._replace(a=[(places[n].a[0][0], places[n].a[-1][1])])
            joined[m] = joined[m]._replace(b=[(place.b[0][0], place.b[-1][1])])
    return joined


def _moved(places: Sequence[_Place], a: str, b: str) -> dict[_At, _At]:
    """Pieces that are gone at one place and come back at another."""
    gone = _pieces((place.a for place in places), a)
    come = _pieces((place.b for place in places), b)
    if not gone or not come:
        return {}
    x, y = list(gone.values()), list(come.values())
    scored = sorted((-likeness, i, j) for i, j in _likely(x, y) if (likeness := _alike(x[i], y[j])))
    from_, to = list(gone), list(come)
    moves: dict[_At, _At] = {}
    taken = set()
    for _, i, j in scored:
        if from_[i] not in moves and j not in taken:
            moves[from_[i]] = to[j]
            taken.add(j)
    return moves | _companions(moves, places, a, b)


def _companions(
    moves: Mapping[_At, _At], places: Sequence[_Place], a: str, b: str
) -> dict[_At, _At]:
    """Short lines that stood beside one that moved and stand beside it still."""
    found: dict[_At, _At] = {}
    arrived = set(moves.values())
    for step in (1, -1):
        for (n, k), (m, j) in moves.items():
            from_, to = (n, k + step), (m, j + step)
            while from_ not in moves and to not in arrived:
                x, y = _piece(places[n].a, from_[1]), _piece(places[m].b, to[1])
                if x is None or y is None or not _alike(a[slice(*x)], b[slice(*y)]):
                    break
                found[from_] = to
                arrived.add(to)
                from_, to = (n, from_[1] + step), (m, to[1] + step)
    return found


def _piece(pieces: Sequence[_Piece], k: int) -> _Piece | None:
    return pieces[k] if 0 <= k < len(pieces) else None


def _pieces(sides: Iterable[Sequence[_Piece]], text: str) -> dict[_At, str]:
    return {
        (n, k): text[start:end]
        for n, pieces in enumerate(sides)
        for k, (start, end) in enumerate(pieces)
        if end - start >= MIN_MOVE
    }


def _alike(x: str, y: str) -> float:
    if x == y:
        return 1.0
    if not 0.5 <= len(x) / len(y) <= 2:
        return 0.0
    return Indel.normalized_similarity(x, y, score_cutoff=_MOVE_SIMILARITY)


class _Run(NamedTuple):
    """Pieces of one text that follow one another, and share their fate."""

    start: int
    end: int
    first: _At
    moved: bool


def _told(places: Sequence[_Place], moved: Mapping[_At, _At]) -> ParagraphEdits:
    """The edits of all places; what moved by itself, pieces that moved together as one."""
    arrived = {to: from_ for from_, to in moved.items()}
    edits: list[TextEdit] = []
    left: dict[_At, int] = {}
    come: dict[_At, int] = {}
    for n, place in enumerate(places):
        a_at, b_at = place.a_at, place.b_at
        for x, y in _side_by_side(_runs(n, place.a, moved), _runs(n, place.b, arrived)):
            a_start, a_end = (x.start, x.end) if x else (a_at, a_at)
            b_start, b_end = (y.start, y.end) if y else (b_at, b_at)
            if x is not None and x.moved:
                left[x.first] = len(edits)
            if y is not None and y.moved:
                come[y.first] = len(edits)
            edits.append(TextEdit(a_start, a_end, b_start, b_end))
            a_at, b_at = a_end, b_end
    return ParagraphEdits(tuple(edits), {n: come[moved[first]] for first, n in left.items()})


def _runs(n: int, pieces: Sequence[_Piece], moved: Mapping[_At, _At]) -> list[_Run]:
    runs: list[_Run] = []
    for k, (start, end) in enumerate(pieces):
        to = moved.get((n, k))
        before = moved.get((n, k - 1)) if k else None
        together = to is None if before is None else to == (before[0], before[1] + 1)
        if k and together:
            runs[-1] = runs[-1]._replace(end=end)
        else:
            runs.append(_Run(start, end, (n, k), to is not None))
    return runs


def _side_by_side(
    gone: Iterable[_Run], come: Iterable[_Run]
) -> Iterator[tuple[_Run | None, _Run | None]]:
    """What went and what came at one place, in order; what did not move against each other."""
    coming = list(come)
    for run in gone:
        if run.moved or all(other.moved for other in coming):
            yield run, None
            continue
        while coming[0].moved:
            yield None, coming.pop(0)
        yield run, coming.pop(0)
    for other in coming:
        yield None, other
