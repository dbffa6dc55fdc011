"""A comparison in; the paragraphs of the two speeches side by side, in rows, out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from speechkit.model import Span, Speech
from speechkit.results import Change, Comparison

RowKind = Literal[
    "same", "layout", "changed", "replaced", "deleted", "inserted", "moved_away", "moved_here"
]

_FIRM = 4
"""Characters that show by themselves that two paragraphs are versions of one."""


class Row(NamedTuple):
    """Paragraphs that stand beside one another; one side may be empty."""

    kind: RowKind
    a: tuple[Span, ...]
    b: tuple[Span, ...]
    other: Span | None = None
    """Of a paragraph that moved, where it went or whence it came."""


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """All paragraphs of both speeches in rows, in the order of both texts."""
    difference = comparison.difference
    a, b = paragraphs(difference.a), paragraphs(difference.b)
    made: list[Row] = []
    a_next = b_next = 0
    for group in (*_groups(comparison, a, b), _Group(len(a), len(a), len(b), len(b))):
        made += _loose(a[a_next : group.a_first], b[b_next : group.b_first], difference.changes)
        a_next, b_next = group.a_end, group.b_end
        beside = tuple(a[group.a_first : a_next]), tuple(b[group.b_first : b_next])
        if beside[0]:
            made.append(Row(_kind(*beside, difference.changes), *beside))
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


def _groups(comparison: Comparison, a: Sequence[Span], b: Sequence[Span]) -> list[_Group]:
    groups: list[_Group] = []
    for i, j in _links(comparison, a, b):
        last = groups[-1] if groups else None
        if last is not None and (i < last.a_end or j < last.b_end):
            groups[-1] = last._replace(a_end=max(i + 1, last.a_end), b_end=max(j + 1, last.b_end))
        else:
            groups.append(_Group(i, i + 1, j, j + 1))
    return groups


def _links(comparison: Comparison, a: Sequence[Span], b: Sequence[Span]) -> list[tuple[int, int]]:
    """Paragraphs with text in common; a scrap of it counts for those that have no other."""
    firm: list[tuple[int, int]] = []
    loose: list[tuple[int, int]] = []
    starts = [span.start for span in a], [span.start for span in b]
    for x, y in comparison.alike:
        i, j = bisect_right(starts[0], x.start) - 1, bisect_right(starts[1], y.start) - 1
        whole = x.end >= a[i].end - 1 and x.start == a[i].start and y.start == b[j].start
        (firm if len(x) >= _FIRM or whole else loose).append((i, j))
    a_held, b_held = {i for i, _ in firm}, {j for _, j in firm}
    firm += [(i, j) for i, j in loose if i not in a_held and j not in b_held]
    return sorted(set(firm))


def _loose(a: Sequence[Span], b: Sequence[Span], changes: Sequence[Change]) -> Iterator[Row]:
    """Rows of paragraphs that have nothing in common with those beside them."""
    moved = [change for change in changes if change.kind == "moved"]
    coming = [_come(span, moved) for span in b]
    for span in a:
        to = next((c.b for c in moved if c.a and _holds(c.a, span)), None)
        if to is not None:
            yield Row("moved_away", (span,), (), to)
        elif any(row.kind == "inserted" for row in coming):
            while coming[0].kind != "inserted":
                yield coming.pop(0)
            yield Row("replaced", (span,), coming.pop(0).b)
        else:
            yield Row("deleted", (span,), ())
    yield from coming


def _come(span: Span, moved: Sequence[Change]) -> Row:
    from_ = next((c.a for c in moved if c.b and _holds(c.b, span)), None)
    return Row("moved_here" if from_ else "inserted", (), (span,), from_)


def _holds(whole: Span, part: Span) -> bool:
    """Whether a stretch covers a paragraph, but perhaps for furniture at its end."""
    return whole.start <= part.start < whole.end and 2 * (whole.end - part.start) >= len(part)


def _kind(a: Sequence[Span], b: Sequence[Span], changes: Sequence[Change]) -> RowKind:
    touching = {change.kind for change in changes if _touches(change.a, a) or _touches(change.b, b)}
    if not touching:
        return "same"
    return "changed" if touching - {"layout"} else "layout"


def _touches(span: Span | None, beside: Sequence[Span]) -> bool:
    return span is not None and span.start < beside[-1].end and beside[0].start < span.end
