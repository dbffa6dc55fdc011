"""Two versions of a text in; every change between them out, and which was made from which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from speechkit.dedupe.alignment import Lined, TextEdit, edits_within
from speechkit.dedupe.paragraphs import ParagraphEdits, compare
from speechkit.dedupe.shingles import compact, furniture_of
from speechkit.dedupe.similarity import similarity
from speechkit.model import (
    OutlineItem,
    Removal,
    Span,
    Speech,
    View,
)
from speechkit.results import (
    Change,
    ChangeKind,
    Comparison,
    Difference,
    Evidence,
)
from speechkit.text.marks import outline_mark

_MAX_SECTION = 300
"""Items of an outline searched for what follows a lost one."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two speeches, ready to be compared."""

    speech: Speech
    view: View
    """Compact: offsets of edits count in its text."""
    lined: Lined
    furniture: tuple[Removal, ...]

    @classmethod
    def of(cls, speech: Speech) -> _Side:
        view = compact(speech)
        lined = Lined(view.text, _paragraph_starts(speech, view), _line_starts(speech, view))
        return cls(speech, view, lined, furniture_of(speech))

    @property
    def document_text(self) -> str:
        return self.speech.document.text

    def gap(self, offset: int) -> Span:
        """What was left out of the document before the character at an inner offset."""
        return Span(self.view.source(offset - 1) + 1, self.view.source(offset))

    def space(self, offset: int) -> tuple[str, Sequence[int]]:
        """White space (not the furniture) before a character, and where each of it stands."""
        gap = self.gap(offset)
        skipped = {
            i
            for removal in self.furniture
            if gap.start <= removal.span.start < gap.end
            for i in range(removal.span.start, removal.span.end)
        }
        if not skipped:
            return self.document_text[gap.start : gap.end], range(gap.start, gap.end)
        places = tuple(i for i in range(gap.start, gap.end) if i not in skipped)
        return "".join(self.document_text[i] for i in places), places


def _paragraph_starts(speech: Speech, view: View) -> tuple[int, ...]:
    """Offsets at which the paragraphs of a compact text begin, its end among them.

    As the cleaned text has them: a line broken in mid-sentence begins none.
    """
    starts = {view.view_offset(speech.view.source(p.start)) for p in speech.view.paragraphs()}
    return tuple(sorted(starts | {0, len(view.text)}))


def _line_starts(speech: Speech, view: View) -> frozenset[int]:
    """Offsets at which the lines of a compact text begin, but for the first."""
    text = speech.document.text
    starts, end = [], 0
    for i, (offset, source) in enumerate(zip(view.starts, view.sources, strict=True)):
        gap = text[end:source]
        if i and ("\n" in gap or "\r" in gap):
            starts.append(offset)
        length = (view.starts[i + 1] if i + 1 < len(view.starts) else offset) - offset
        end = source + length
    return frozenset(starts)


def explain_pair(a: Speech, b: Speech) -> Difference:
    """Say what tells two versions apart and which was made from the other.

    Returns
    -------
    Difference
        Changes read from `a` to `b`: stretches of text deleted, inserted, replaced or
        moved; line breaks and blanks that differ where the text does not; page furniture
        that only one of the two has. `derived` is None when nothing tells, or when the
        evidence speaks for both.
    """
    left, right = _Side.of(a), _Side.of(b)
    return _difference(left, right, compare(left.lined, right.lined))


def compare_speeches(a: Speech, b: Speech) -> Comparison:
    """What two speeches have in common and what tells them apart, versions or not."""
    left, right = _Side.of(a), _Side.of(b)
    found = compare(left.lined, right.lined)
    return Comparison(
        similarity(left.view.text, right.view.text),
        _difference(left, right, found),
    )


def _difference(left: _Side, right: _Side, found: ParagraphEdits) -> Difference:
    edits, moves = found.edits, found.moves
    changes = [
        *_content_changes(left, right, edits, moves),
        *_layout_changes(left, right, edits),
        *(furniture := tuple(_furniture_changes(left, right, edits, moves))),
    ]
    changes.sort(key=lambda change: _position(change, left, right, edits))
    moved = {*moves, *moves.values()}
    in_a = [change.a for change in furniture if change.a]
    in_b = [change.b for change in furniture if change.b]
    evidence = (
        *_evidence(left, right, edits, moved, in_b),
        *_evidence(right, left, _mirrored(edits), moved, in_a),
    )
    return Difference(
        left.speech,
        right.speech,
        _derived(evidence),
        evidence,
        tuple(changes),
        tuple(_alike(left, right, edits)),
    )


def _alike(left: _Side, right: _Side, edits: Sequence[TextEdit]) -> Iterator[tuple[Span, Span]]:
    """What no edit touches, in pieces that lie within a paragraph of either text."""
    for a_start, a_end, b_start in _equal_blocks(left, edits):
        shift = b_start - a_start
        starts = {*left.lined.starts_within(a_start, a_end)}
        starts |= {at - shift for at in right.lined.starts_within(b_start, a_end + shift)}
        for start, end in pairwise(sorted(starts | {a_start, a_end})):
            yield (
                left.view.source_span(Span(start, end)),
                right.view.source_span(Span(start + shift, end + shift)),
            )


# ------------------------------------------------------------------------------- content


def _content_changes(
    left: _Side, right: _Side, edits: Sequence[TextEdit], moves: Mapping[int, int]
) -> Iterator[Change]:
    arrived = set(moves.values())
    for i, edit in enumerate(edits):
        a = _source(left, edit.a_start, edit.a_end)
        b = _source(right, edit.b_start, edit.b_end)
        if i in moves:
            target = edits[moves[i]]
            yield Change("moved", a, _source(right, target.b_start, target.b_end))
            yield from _changes_inside(left, right, edit, target)
        elif i not in arrived:
            yield Change(_kind(a, b), a, b)


def _changes_inside(left: _Side, right: _Side, gone: TextEdit, come: TextEdit) -> Iterator[Change]:
    """What was changed in a stretch that moved."""
    stretch = TextEdit(gone.a_start, gone.a_end, come.b_start, come.b_end)
    for edit in edits_within(left.lined, right.lined, stretch):
        a = _source(left, edit.a_start, edit.a_end)
        b = _source(right, edit.b_start, edit.b_end)
        yield Change(_kind(a, b), a, b)


def _kind(a: Span | None, b: Span | None) -> ChangeKind:
    return "replaced" if a and b else "deleted" if a else "inserted"


def _source(side: _Side, start: int, end: int) -> Span | None:
    return side.view.source_span(Span(start, end)) if start < end else None


# -------------------------------------------------------------------------------- layout


def _layout_changes(left: _Side, right: _Side, edits: Sequence[TextEdit]) -> Iterator[Change]:
    """White space that differs between two characters which follow one another in both."""
    for a_start, a_end, b_start in _equal_blocks(left, edits):
        nothing: tuple[str, Sequence[int]] = "", ()
        length = a_end - a_start
        inner_a = _inner_gaps(left.view, a_start, length)
        inner_b = _inner_gaps(right.view, b_start, length)
        for k in sorted(inner_a | inner_b):
            a_space = left.space(a_start + k) if k in inner_a else nothing
            b_space = right.space(b_start + k) if k in inner_b else nothing
            if _unified(a_space[0]) != _unified(b_space[0]):
                yield Change("layout", *_differing(a_space, b_space))


def _equal_blocks(left: _Side, edits: Sequence[TextEdit]) -> Iterator[tuple[int, int, int]]:
    """Start and end in a, start in b, of what no edit touches."""
    a_at, b_at = 0, 0
    for edit in edits:
        yield a_at, edit.a_start, b_at
        a_at, b_at = edit.a_end, edit.b_end
    yield a_at, len(left.view.text), b_at


def _inner_gaps(view: View, start: int, length: int) -> set[int]:
    """Places inside a block, counted from its start, before which something was left out."""
    first = bisect_left(view.starts, start + 1)
    last = bisect_left(view.starts, start + length)
    return {offset - start for offset in view.starts[first:last]}


def _unified(space: str) -> str:
    return space.replace("\r\n", "\n").replace("\r", "\n")


def _differing(
    a: tuple[str, Sequence[int]], b: tuple[str, Sequence[int]]
) -> tuple[Span | None, Span | None]:
    """The spans of two stretches of white space, less what both begin and end with."""
    head = 0
    while head < min(len(a[0]), len(b[0])) and a[0][head] == b[0][head]:
        head += 1
    tail = 0
    while tail < min(len(a[0]), len(b[0])) - head and a[0][-1 - tail] == b[0][-1 - tail]:
        tail += 1
    return _span_of(a[1][head : len(a[1]) - tail]), _span_of(b[1][head : len(b[1]) - tail])


def _span_of(places: Sequence[int]) -> Span | None:
    """The first stretch of places that follow one another."""
    if not places:
        return None
    n = next((i for i, place in enumerate(places) if place != places[0] + i), len(places))
    return Span(places[0], places[0] + n)


# ----------------------------------------------------------------------------- furniture


def _furniture_changes(
    left: _Side, right: _Side, edits: Sequence[TextEdit], moves: Mapping[int, int]
) -> Iterator[Change]:
    """Page furniture of one side that the other does not have at the same place."""
    in_b = {(removal.text, _at(right, removal)): removal for removal in right.furniture}
    in_both = set()
    for removal in left.furniture:
        places = _counterparts(_at(left, removal), edits, moves)
        found = next((key for at in places if (key := (removal.text, at)) in in_b), None)
        if found is None:
            yield Change("furniture", removal.span, None)
        in_both.add(found)
    for key, removal in in_b.items():
        if key not in in_both:
            yield Change("furniture", None, removal.span)


def _counterparts(offset: int, edits: Sequence[TextEdit], moves: Mapping[int, int]) -> list[int]:
    """Where in b stands what stands at an offset in a; with what moved, it went along."""
    places = [_to_b(offset, edits)]
    starts = [edit.a_start for edit in edits] if moves else []
    for beside in (offset, offset - 1):
        i = bisect_right(starts, beside) - 1
        if i in moves and beside < edits[i].a_end:
            gone, come = edits[i], edits[moves[i]]
            places.append(come.b_start + offset - gone.a_start)
            places.append(come.b_end + offset - gone.a_end)
    return places


def _at(side: _Side, removal: Removal) -> int:
    return side.view.view_offset(removal.span.start)


def _to_b(offset: int, edits: Sequence[TextEdit]) -> int:
    """Offset in b of what stands at an offset in a; the end of the edit for what is gone."""
    shift = 0
    for edit in edits:
        if edit.a_start > offset:
            break
        if offset < edit.a_end:
            return edit.b_end
        shift = edit.b_end - edit.a_end
    return offset + shift


def _position(
    change: Change, left: _Side, right: _Side, edits: Sequence[TextEdit]
) -> tuple[int, int, int]:
    """Where a change stands in the order of the text of b, as far as it stands there."""
    if change.b is not None:
        at = right.view.view_offset(change.b.start)
        return at, 1, change.b.start
    start = change.a.start if change.a else 0
    return _to_b(left.view.view_offset(start), edits), 0, start


# ----------------------------------------------------------------------------- direction


def _mirrored(edits: Sequence[TextEdit]) -> list[TextEdit]:
    return [TextEdit(e.b_start, e.b_end, e.a_start, e.a_end) for e in edits]


def _evidence(
    whole: _Side,
    part: _Side,
    edits: Sequence[TextEdit],
    moved: AbstractSet[int],
    furniture: Sequence[Span],
) -> Iterator[Evidence]:
    """What speaks for `part` having been made from `whole`; what moved is not lost."""
    outline = whole.speech.outline
    gone = _without_counterpart(whole, [e for i, e in enumerate(edits) if i not in moved])
    renumbered = _renumbered(whole, edits)
    missing = [outline[i].label for i in sorted(gone) if _leaves_gap(outline, i, gone, renumbered)]
    if missing:
        yield Evidence("numbering_gap", part.speech, tuple(missing))
    orphans = [outline[k].label for i in sorted(gone) for k in _children(outline, i, gone)]
    if orphans:
        yield Evidence("orphaned_items", part.speech, tuple(orphans))
    if furniture:
        texts = [part.speech.document.quote(span) for span in furniture]
        yield Evidence("furniture", part.speech, tuple(texts))
    if not part.speech.complete and _is_cut_short(whole, part, edits):
        yield Evidence("truncated", part.speech, ())


def _is_cut_short(whole: _Side, part: _Side, edits: Sequence[TextEdit]) -> bool:
    """Whether what `part` lacks is the end of `whole`."""
    last = edits[-1] if edits else None
    return (
        last is not None
        and last.a_start < last.a_end == len(whole.view.text)
        and last.b_start == last.b_end == len(part.view.text)
    )


def _without_counterpart(side: _Side, edits: Sequence[TextEdit]) -> set[int]:
    """Outline items, by position, that begin a line of a stretch the other side lacks."""
    deletions = [edit for edit in edits if edit.b_start == edit.b_end]
    starts = [edit.a_start for edit in deletions]
    gone = set()
    for i, item in enumerate(side.speech.outline):
        at = side.view.view_offset(item.span.start)
        last = bisect_right(starts, at) - 1
        if last >= 0 and at < deletions[last].a_end and at in side.lined.line_set:
            gone.add(i)
    return gone


def _renumbered(side: _Side, edits: Sequence[TextEdit]) -> set[int]:
    """Outline items, by position, whose printed number an edit touches."""
    ends = [edit.a_end for edit in edits]
    touched = set()
    for i, item in enumerate(side.speech.outline):
        at = side.view.view_offset(item.span.start)
        first = bisect_right(ends, at)
        if first < len(edits) and edits[first].a_start < at + len(item.label):
            touched.add(i)
    return touched


def _leaves_gap(
    outline: Sequence[OutlineItem],
    i: int,
    gone: AbstractSet[int],
    renumbered: AbstractSet[int],
) -> bool:
    """Whether a later item of the same list is still there, under its own number."""
    for k in range(i + 1, min(i + _MAX_SECTION, len(outline))):
        if outline[k].level < outline[i].level:
            return False
        if outline[k].level == outline[i].level and k not in gone:
            return k not in renumbered and _number(outline[k]) > _number(outline[i])
    return False


def _children(outline: Sequence[OutlineItem], i: int, gone: AbstractSet[int]) -> Iterator[int]:
    """Items directly below a lost one that are still there."""
    for k in range(i + 1, min(i + _MAX_SECTION, len(outline))):
        if outline[k].level <= outline[i].level:
            return
        if outline[k].level == outline[i].level + 1 and k not in gone:
            yield k


def _number(item: OutlineItem) -> int:
    mark = outline_mark(item.label + "。")
    return mark.number if mark else 0


def _derived(evidence: Sequence[Evidence]) -> Speech | None:
    """The speech for which all the evidence speaks; numbering weighs over the rest."""
    for kinds in (("numbering_gap", "orphaned_items"), ("furniture", "truncated")):
        pointed = {e.speech.id: e.speech for e in evidence if e.kind in kinds}
        if len(pointed) == 1:
            return next(iter(pointed.values()))
        if pointed:
            return None
    return None
