"""Two texts in; the edits that lead from one to the other out, in characters.

Long runs that occur once in each text tie the two together; between them the edits are
those of a longest common subsequence, joined where only scraps of equal text part them and
moved along equal text to the border that a reader would name. Without the ties a deleted
paragraph comes out in pieces, wherever one of its characters also fits what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

MAX_CELLS = 400_000_000
"""Product of the lengths of two stretches that are aligned (50 MB of bits); where even the
ties leave more than that, the one is called a replacement of the other."""
_ANCHOR = 24
"""Characters of a run that ties two texts together where each has it once; speeches that
are no versions share runs of this length once in several pairs only."""
_CLAUSE_START = re.compile(r"[，。；：、！？,;:]|^")
_SCRAP = 3
"""Equal characters between two longer edits are chance: 是, 的, a comma."""
_MAX_SLIDE = 60

Border = Callable[[int], int]
"""How good an offset is as the border of an edit: 2 paragraph, 1 sentence, 0 neither."""


@dataclass(frozen=True, slots=True)
class TextEdit:
    """`a[a_start:a_end]` became `b[b_start:b_end]`; one of the two may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def align(a: str, b: str) -> list[TextEdit]:
    """Fewest edits between two texts, scraps joined, in order.

    Examples
    --------
    >>> align("第三篇讲话", "第四篇讲话")
    [TextEdit(a_start=1, a_end=2, b_start=1, b_end=2)]
    """
    edits: list[TextEdit] = []
    a_at, b_at = 0, 0
    for a_start, b_start, length in (*_anchors(a, b), (len(a), len(b), 0)):
        edits.extend(_gap_edits(a, b, TextEdit(a_at, a_start, b_at, b_start)))
        a_at, b_at = a_start + length, b_start + length
    return _join_scraps(edits)


def _gap_edits(a: str, b: str, gap: TextEdit) -> list[TextEdit]:
    """Edits of a longest common subsequence of what lies between two anchors."""
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


def slide(
    edits: Sequence[TextEdit], a: str, b: str, a_border: Border, b_border: Border
) -> list[TextEdit]:
    """Move each pure deletion or insertion to the best border its surroundings allow.

    `ab|cab|c` can be read as `abc` deleted after `ab` or `cab` deleted at once: both give
    the same text, and the one at a paragraph's border is the one that was meant.
    """
    slid: list[TextEdit] = []
    for i, edit in enumerate(edits):
        room_left = edit.a_start - (slid[-1].a_end if slid else 0)
        room_left = min(room_left, edit.b_start - (slid[-1].b_end if slid else 0))
        following = edits[i + 1] if i + 1 < len(edits) else None
        room_right = (following.a_start if following else len(a)) - edit.a_end
        room_right = min(room_right, (following.b_start if following else len(b)) - edit.b_end)
        if edit.a_start == edit.a_end:
            shift = _best_shift(b, edit.b_start, edit.b_end, room_left, room_right, b_border)
        elif edit.b_start == edit.b_end:
            shift = _best_shift(a, edit.a_start, edit.a_end, room_left, room_right, a_border)
        else:
            shift = 0
        slid.append(
            TextEdit(
                edit.a_start + shift, edit.a_end + shift, edit.b_start + shift, edit.b_end + shift
            )
        )
    return slid


def _best_shift(
    text: str, start: int, end: int, room_left: int, room_right: int, border: Border
) -> int:
    best, best_key = 0, (border(start) + border(end), 0)
    for shift in _shifts(text, start, end, room_left, room_right):
        key = (border(start + shift) + border(end + shift), -abs(shift))
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


def _join_scraps(edits: Sequence[TextEdit]) -> list[TextEdit]:
    """Join edits that only a scrap of equal text parts, and neighbours into replacements."""
    joined: list[TextEdit] = []
    for edit in edits:
        if joined:
            last = joined[-1]
            gap = edit.a_start - last.a_end
            if gap == 0 or (gap <= _SCRAP and _size(last) > gap and _size(edit) > gap):
                joined[-1] = TextEdit(last.a_start, edit.a_end, last.b_start, edit.b_end)
                continue
        joined.append(edit)
    return joined


def _size(edit: TextEdit) -> int:
    return max(edit.a_end - edit.a_start, edit.b_end - edit.b_start)


def _anchors(a: str, b: str) -> list[tuple[int, int, int]]:
    """Equal stretches that tie the texts together: offset in a, offset in b, length.

    Runs that occur once in each text, as many as stand in an order common to both, each
    widened as far as the texts agree.
    """
    in_a, in_b = _unique_runs(a), _unique_runs(b)
    shared = sorted((in_a[run], in_b[run]) for run in in_a.keys() & in_b.keys())
    anchors: list[tuple[int, int, int]] = []
    a_at, b_at = 0, 0
    for i, j in _longest_common_order(shared):
        if i < a_at or j < b_at:
            continue  # inside the stretch before it
        before = 0
        while i - before > a_at and j - before > b_at and a[i - before - 1] == b[j - before - 1]:
            before += 1
        end = i + _ANCHOR
        while end < len(a) and end - i + j < len(b) and a[end] == b[end - i + j]:
            end += 1
        anchors.append((i - before, j - before, end - i + before))
        a_at, b_at = end, end - i + j
    return anchors


def _longest_common_order(shared: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Most of the places, ascending in a, that ascend in b too."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for i, (_, b_at) in enumerate(shared):
        length = bisect_left(tails, b_at)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [b_at]
        ends[length : length + 1] = [i]
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(shared[at])
        at = previous[at]
    return chain[::-1]


def _unique_runs(text: str) -> dict[str, int]:
    """Runs that begin a clause, where each begins only one: a tenth of all, and enough."""
    first: dict[str, int] = {}
    repeated = set()
    for match in _CLAUSE_START.finditer(text):
        run = text[match.end() : match.end() + _ANCHOR]
        if run in first:
            repeated.add(run)
        elif len(run) == _ANCHOR:
            first[run] = match.end()
    return {run: i for run, i in first.items() if run not in repeated}
