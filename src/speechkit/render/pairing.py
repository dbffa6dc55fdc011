"""A difference in; the paragraphs of the two speeches side by side, in rows, out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from speechkit.model import Span, Speech
from speechkit.results import Change, Difference

RowKind = Literal[
    "same", "layout", "changed", "replaced", "deleted", "inserted", "moved_away", "moved_here"
]

_FIRM = 4
"""Characters that show by themselves that two paragraphs are versions of one."""


class Places:
    """Where in one of the two speeches the changes stand, for who asks stretch by stretch."""

    def __init__(self, changes: Iterable[Change], side: Literal["a", "b"]) -> None:
        spans = ((c.a if side == "a" else c.b, c) for c in changes)
        self._places = sorted(
            ((span, change) for span, change in spans if span is not None),
            key=lambda place: place[0],
        )
        self._starts = [span.start for span, _ in self._places]
        self._reach = list(accumulate((span.end for span, _ in self._places), max))

    def touching(self, whole: Span) -> list[tuple[Span, Change]]:
        """The changes of which some stands inside a stretch, in the order of the text."""
        first = bisect_right(self._reach, whole.start)
        last = bisect_left(self._starts, whole.end)
        return [place for place in self._places[first:last] if place[0].end > whole.start]


class Row(NamedTuple):
    """Paragraphs that stand beside one another; one side may be empty."""

    kind: RowKind
    a: tuple[Span, ...]
    b: tuple[Span, ...]
    other: Span | None = None
    """Of a paragraph that moved, where it went or whence it came."""


def rows(difference: Difference) -> tuple[Row, ...]:
    """All paragraphs of both speeches in rows, in the order of both texts."""
    a, b = paragraphs(difference.a), paragraphs(difference.b)
    places = Places(difference.changes, "a"), Places(difference.changes, "b")
    made: list[Row] = []
    a_next = b_next = 0
    for group in (*_groups(difference, a, b), _Group(len(a), len(a), len(b), len(b))):
        made += _loose(a[a_next : group.a_first], b[b_next : group.b_first], *places)
        a_next, b_next = group.a_end, group.b_end
        beside = tuple(a[group.a_first : a_next]), tuple(b[group.b_first : b_next])
        if beside[0]:
            made.append(Row(_kind(*beside, *places), *beside))
    return tuple(made)


def paragraphs(speech: Speech) -> list[Span]:
    """The paragraphs of a speech as they stand in its document, furniture included."""
    text, view = speech.document.text, speech.view
    first = speech.span.start + len(speech.raw_text) - len(speech.raw_text.lstrip())
    starts = [view.source(paragraph.start) for paragraph in view.paragraphs()]
    starts = sorted({first, *starts[1:]})
    ends = [*starts[1:], speech.span.end]
    spans = [
        Span(start, start + len(text[start:end].rstrip()))
        for start, end in zip(starts, ends, strict=True)
    ]
    return [span for span in spans if span]


class _Group(NamedTuple):
    """Numbers of paragraphs that have text in common."""

    a_first: int
    a_end: int
    b_first: int
    b_end: int


def _groups(difference: Difference, a: Sequence[Span], b: Sequence[Span]) -> list[_Group]:
    groups: list[_Group] = []
    for i, j in _links(difference, a, b):
        last = groups[-1] if groups else None
        if last is not None and (i < last.a_end or j < last.b_end):
            groups[-1] = last._replace(a_end=max(i + 1, last.a_end), b_end=max(j + 1, last.b_end))
        else:
            groups.append(_Group(i, i + 1, j, j + 1))
    return groups


def _links(difference: Difference, a: Sequence[Span], b: Sequence[Span]) -> list[tuple[int, int]]:
    """Paragraphs with text in common; a scrap of it counts for those that have no other."""
    firm: list[tuple[int, int]] = []
    loose: list[tuple[int, int]] = []
    starts = [span.start for span in a], [span.start for span in b]
    for x, y in difference.alike:
        i, j = bisect_right(starts[0], x.start) - 1, bisect_right(starts[1], y.start) - 1
        whole = x.end >= a[i].end - 1 and x.start == a[i].start and y.start == b[j].start
        (firm if len(x) >= _FIRM or whole else loose).append((i, j))
    a_held, b_held = {i for i, _ in firm}, {j for _, j in firm}
    firm += [(i, j) for i, j in loose if i not in a_held and j not in b_held]
    return sorted(set(firm))


def _loose(
    a: Sequence[Span], b: Sequence[Span], a_places: Places, b_places: Places
) -> Iterator[Row]:
    """Rows of paragraphs that have nothing in common with those beside them."""
    coming = [_come(span, b_places) for span in b]
    n_come = sum(row.kind == "inserted" for row in coming)
    coming.reverse()
    for span in a:
        move = _move(span, a_places)
        if move is not None:
            yield Row("moved_away", (span,), (), move.b)
        elif n_come:
            while coming[-1].kind != "inserted":
                yield coming.pop()
            n_come -= 1
            yield Row("replaced", (span,), coming.pop().b)
        else:
            yield Row("deleted", (span,), ())
    yield from reversed(coming)


def _come(span: Span, places: Places) -> Row:
    move = _move(span, places)
    return Row("moved_here" if move else "inserted", (), (span,), move.a if move else None)


def _move(paragraph: Span, places: Places) -> Change | None:
    """The move that takes a paragraph along, but perhaps for furniture at its end."""
    for span, change in places.touching(paragraph):
        within = 2 * (span.end - paragraph.start) >= len(paragraph)
        if change.kind == "moved" and span.start <= paragraph.start and within:
            return change
    return None


def _kind(a: Sequence[Span], b: Sequence[Span], a_places: Places, b_places: Places) -> RowKind:
    """What became of paragraphs that have text in common."""
    touching = {
        change.kind
        for spans, places in ((a, a_places), (b, b_places))
        for _, change in places.touching(Span(spans[0].start, spans[-1].end))
    }
    if not touching:
        return "same"
    return "changed" if touching - {"layout"} else "layout"
