"""Two texts with their lines in; the edits that lead from one to the other out, in characters.

Lines, then long runs, that occur once in each text tie the two together; between the ties
the edits are those of a longest common subsequence, joined where only scraps of equal text
part them and moved along equal text to the border that a reader would name. Without the
ties a deleted paragraph comes out in pieces, wherever one of its characters also fits what
follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from speechkit.text.genre import CLOSING_BRACKETS, CLOSING_MARKS

MAX_CELLS = 400_000_000
"""Product of the lengths of two stretches that are aligned (50 MB of bits); where even the
ties leave more than that, the one is called a replacement of the other."""
_MIN_LINE = 8
"""Characters of a line that ties two texts together where each has it once."""
_ANCHOR = 24
"""Characters of a run that does; speeches that are no versions share runs of this length
once in several pairs only."""
_CLAUSE_START = re.compile(r"[，。；：、！？,;:]")
_SCRAP = 3
"""Equal characters between two longer edits are chance: 是, 的, a comma."""
_MAX_SLIDE = 60
_FIRST_STEP = 64
"""Characters compared at once where equal text is followed; as many again as they agree."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """`a[a_start:a_end]` became `b[b_start:b_end]`; one of the two may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int

    @property
    def is_pure(self) -> bool:
        """A deletion or an insertion."""
        return self.a_start == self.a_end or self.b_start == self.b_end


@dataclass(frozen=True)
class Lined:
    """A text without white space, and where its lines begin."""

    text: str
    lines: tuple[int, ...]
    """Of its paragraphs, ascending; 0 and the length of the text among them."""
    broken: frozenset[int] = frozenset()
    """Of all lines: also those that only go on with a sentence."""

    @cached_property
    def line_set(self) -> frozenset[int]:
        return frozenset(self.lines)

    def border(self, offset: int) -> int:
        """2 at the start of a paragraph, 1 at the start of a sentence, 0 elsewhere."""
        if offset in self.line_set:
            return 2
        before = self.text[offset - 1]
        return int(before in CLOSING_MARKS or before in CLOSING_BRACKETS)

    def starts_within(self, start: int, end: int) -> tuple[int, ...]:
        """Starts of paragraphs from `start` to `end`, both included."""
        return self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, end + 1)]

    def begins_line(self, offset: int) -> bool:
        return offset in self.line_set or offset in self.broken


_Run = tuple[int, int, int]
"""Equal text: offset in a, offset in b, length."""


def gaps(a: Lined, b: Lined) -> list[TextEdit]:
    """What lies between the stretches that surely stand in both texts, in order.

    Deletions and insertions are moved to the best border that equal text around them allows.
    """
    whole = TextEdit(0, len(a.text), 0, len(b.text))
    in_a, in_b = _lines(a), _lines(b)
    both = in_a.keys() & in_b.keys()
    in_a |= _runs_outside(a, {in_a[line] for line in both}, apart=True)
    in_b |= _runs_outside(b, {in_b[line] for line in both})
    ties = _ties(a.text, b.text, whole, in_a, in_b)
    between = [part for gap in _between(ties, whole) for part in _parted(a.text, b.text, gap)]
    return slide(between, a, b)


def edits_within(a: Lined, b: Lined, gap: TextEdit) -> list[TextEdit]:
    """Fewest edits inside a stretch, scraps joined, in order.

    Examples
    --------
    >>> a, b = Lined("第三篇讲话", (0, 5)), Lined("第四篇讲话", (0, 5))
    >>> edits_within(a, b, TextEdit(0, 5, 0, 5))
    [TextEdit(a_start=1, a_end=2, b_start=1, b_end=2)]
    """
    parts = _parted(a.text, b.text, gap)
    edits = [edit for part in parts for edit in _fewest_edits(a.text, b.text, part)]
    return slide(_join_scraps(edits, a.text, b.text), a, b, within=gap)


def _parted(a: str, b: str, gap: TextEdit) -> list[TextEdit]:
    """What is left of a stretch between the runs that occur once on either side."""
    if min(gap.a_end - gap.a_start, gap.b_end - gap.b_start) < _ANCHOR:
        return [gap]
    in_a = _once(_runs(a, gap.a_start, gap.a_end))
    in_b = _once(_runs(b, gap.b_start, gap.b_end))
    return _between(_ties(a, b, gap, in_a, in_b), gap)


def _between(ties: Iterable[_Run], gap: TextEdit) -> list[TextEdit]:
    """The stretches of a gap that no tie covers."""
    parts = []
    a_at, b_at = gap.a_start, gap.b_start
    for i, j, length in (*ties, (gap.a_end, gap.b_end, 0)):
        if i > a_at or j > b_at:
            parts.append(TextEdit(a_at, i, b_at, j))
        a_at, b_at = i + length, j + length
    return parts


def _fewest_edits(a: str, b: str, gap: TextEdit) -> list[TextEdit]:
    """Edits of a longest common subsequence of what lies between two ties."""
    x, y = a[gap.a_start : gap.a_end], b[gap.b_start : gap.b_end]
    if not x or not y or len(x) * len(y) > MAX_CELLS:
        return [gap] if x or y else []
    return [
        TextEdit(
            gap.a_start + op.src_start,
            gap.a_start + op.src_end,
            gap.b_start + op.dest_start,
            gap.b_start + op.dest_end,
        )
        for op in Indel.opcodes(x, y)
        if op.tag != "equal"
    ]


# ---------------------------------------------------------------------------------- ties


def _ties(a: str, b: str, gap: TextEdit, in_a: dict[str, int], in_b: dict[str, int]) -> list[_Run]:
    """Equal stretches that tie two texts together inside a gap.

    Runs that stand in both, as much of them as stands in an order common to both, each
    widened as far as the texts agree.
    """
    shared = sorted((in_a[run], in_b[run], len(run)) for run in in_a.keys() & in_b.keys())
    ties: list[_Run] = []
    a_at, b_at = gap.a_start, gap.b_start
    for i, j, length in heaviest_order(shared):
        if i < a_at or j < b_at:
            continue  # inside the stretch before it
        before = _n_equal_before(a, i, b, j, min(i - a_at, j - b_at))
        a_to, b_to = i + length, j + length
        after = _n_equal_after(a, a_to, b, b_to, min(gap.a_end - a_to, gap.b_end - b_to))
        ties.append((i - before, j - before, before + length + after))
        a_at, b_at = a_to + after, b_to + after
    return ties


def heaviest_order(places: Sequence[_Run]) -> list[_Run]:
    """Of places in two texts with their weights, those that ascend in both and weigh most.

    Parameters
    ----------
    places
        Sorted.

    Examples
    --------
    >>> heaviest_order([(0, 5, 9), (4, 0, 2), (5, 2, 3), (9, 7, 1)])
    [(0, 5, 9), (9, 7, 1)]
    """
    ends: list[int] = []  # ascending, and so are the weights of the best chains that end there
    weights: list[int] = []
    chains: list[int] = []
    previous: list[int] = []
    waiting: list[tuple[int, int, int]] = []
    for n, (i, j, weight) in enumerate(places):
        at = bisect_left(ends, j)
        previous.append(chains[at - 1] if at else -1)
        waiting.append((j, weight + (weights[at - 1] if at else 0), n))
        if n + 1 < len(places) and places[n + 1][0] == i:
            continue  # two places of one line cannot follow one another
        for end, total, chain in waiting:
            at = bisect_left(ends, end)
            if at and weights[at - 1] >= total:
                continue
            last = at
            while last < len(ends) and weights[last] <= total:
                last += 1
            if at < len(ends) and last == at and ends[at] == end:
                continue
            ends[at:last], weights[at:last], chains[at:last] = [end], [total], [chain]
        waiting.clear()
    order = []
    at = chains[-1] if chains else -1
    while at >= 0:
        order.append(places[at])
        at = previous[at]
    return order[::-1]


def _n_equal_after(a: str, i: int, b: str, j: int, limit: int) -> int:
    """How many characters are the same from two offsets on."""
    n, step = 0, _FIRST_STEP
    while n < limit and step:
        step = min(step, limit - n)
        if a[i + n : i + n + step] == b[j + n : j + n + step]:
            n += step
            step *= 2
        else:
            step //= 2
    return n


def _n_equal_before(a: str, i: int, b: str, j: int, limit: int) -> int:
    """How many characters are the same before two offsets."""
    n, step = 0, _FIRST_STEP
    while n < limit and step:
        step = min(step, limit - n)
        if a[i - n - step : i - n] == b[j - n - step : j - n]:
            n += step
            step *= 2
        else:
            step //= 2
    return n


def _lines(lined: Lined) -> dict[str, int]:
    """Lines long enough that stand in a text once, and where."""
    text = lined.text
    return _once((text[i:j], i) for i, j in pairwise(lined.lines) if j - i >= _MIN_LINE)


def _runs_outside(lined: Lined, starts: Set[int], *, apart: bool = False) -> dict[str, int]:
    """Unique runs of the lines that begin elsewhere; apart, none begins in another one.

    So that a paragraph that was touched up counts for what it has kept when it is asked
    which of two moved past the other.
    """
    runs = _once(
        run for i, j in pairwise(lined.lines) if i not in starts for run in _runs(lined.text, i, j)
    )
    if not apart:
        return runs
    kept, end = {}, 0
    for run, at in runs.items():
        if at >= end:
            kept[run] = at
            end = at + _ANCHOR
    return kept


def _runs(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Runs that begin a clause: a tenth of all, and enough."""
    if end - start >= _ANCHOR:
        yield text[start : start + _ANCHOR], start
        for match in _CLAUSE_START.finditer(text, start, end - _ANCHOR):
            yield text[match.end() : match.end() + _ANCHOR], match.end()


def _once(places: Iterable[tuple[str, int]]) -> dict[str, int]:
    first: dict[str, int] = {}
    repeated = set()
    for run, at in places:
        if run in first:
            repeated.add(run)
        else:
            first[run] = at
    for run in repeated:
        del first[run]
    return first


# --------------------------------------------------------------------------------- edits


def slide(
    edits: Sequence[TextEdit], a: Lined, b: Lined, *, within: TextEdit | None = None
) -> list[TextEdit]:
    """Move each pure deletion or insertion to the best border its surroundings allow.

    `ab|cab|c` can be read as `abc` deleted after `ab` or `cab` deleted at once: both give
    the same text, and the one at a paragraph's border is the one that was meant.
    """
    bounds = within or TextEdit(0, len(a.text), 0, len(b.text))
    slid: list[TextEdit] = []
    a_at, b_at = bounds.a_start, bounds.b_start
    for i, edit in enumerate(edits):
        shift = 0
        if edit.is_pure:
            next_a, next_b = bounds.a_end, bounds.b_end
            if i + 1 < len(edits):
                next_a, next_b = edits[i + 1].a_start, edits[i + 1].b_start
            room_left = min(edit.a_start - a_at, edit.b_start - b_at)
            room_right = min(next_a - edit.a_end, next_b - edit.b_end)
            if edit.a_start == edit.a_end:
                shift = _best_shift(b, edit.b_start, edit.b_end, room_left, room_right)
            else:
                shift = _best_shift(a, edit.a_start, edit.a_end, room_left, room_right)
        slid.append(
            TextEdit(
                edit.a_start + shift, edit.a_end + shift, edit.b_start + shift, edit.b_end + shift
            )
            if shift
            else edit
        )
        a_at, b_at = slid[-1].a_end, slid[-1].b_end
    return slid


def _best_shift(side: Lined, start: int, end: int, room_left: int, room_right: int) -> int:
    best, best_key = 0, (side.border(start) + side.border(end), 0)
    for shift in _shifts(side.text, start, end, room_left, room_right):
        key = (side.border(start + shift) + side.border(end + shift), -abs(shift))
        if key > best_key:
            best, best_key = shift, key
    return best


def _shifts(text: str, start: int, end: int, room_left: int, room_right: int) -> Iterator[int]:
    for k in range(1, min(room_left, _MAX_SLIDE) + 1):
        if text[start - k] != text[end - k]:
            break
        yield -k
    for k in range(1, min(room_right, _MAX_SLIDE) + 1):
        if end + k > len(text) or text[start + k - 1] != text[end + k - 1]:
            break
        yield k


def _join_scraps(edits: Sequence[TextEdit], a: str, b: str) -> list[TextEdit]:
    """Join edits that only a scrap of equal text parts, and neighbours into replacements."""
    joined: list[TextEdit] = []
    for edit in edits:
        if joined and _belong_together(joined[-1], edit):
            last = joined[-1]
            joined[-1] = TextEdit(last.a_start, edit.a_end, last.b_start, edit.b_end)
        else:
            joined.append(edit)
    return [_trimmed(edit, a, b) for edit in joined]


def _belong_together(edit: TextEdit, following: TextEdit) -> bool:
    gap = following.a_start - edit.a_end
    return gap == 0 or (gap <= _SCRAP and _size(edit) > gap and _size(following) > gap)


def _trimmed(edit: TextEdit, a: str, b: str) -> TextEdit:
    """An edit without what both its sides begin and end with."""
    if edit.is_pure:
        return edit
    limit = min(edit.a_end - edit.a_start, edit.b_end - edit.b_start)
    head = _n_equal_after(a, edit.a_start, b, edit.b_start, limit)
    tail = _n_equal_before(a, edit.a_end, b, edit.b_end, limit - head)
    return TextEdit(edit.a_start + head, edit.a_end - tail, edit.b_start + head, edit.b_end - tail)


def _size(edit: TextEdit) -> int:
    return max(edit.a_end - edit.a_start, edit.b_end - edit.b_start)
