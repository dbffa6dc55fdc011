"""Texts in; which short ones may stand in which long ones, out.

Of a long text a sketch has one shingle in `RATE`, which is enough to find another long text in
it, but may have none of a text of twenty characters. So short texts are looked up in the long
ones themselves, with all their shingles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import counted, occurrences, packed, stretches, unpacked
from speechkit.dedupe.candidates import Pairs, distinct_pairs
from speechkit.dedupe.pairs import Share, Texts
from speechkit.dedupe.sketches import (
    MIN_SKETCH,
    Sketches,
    code_points,
    distinct_hashes,
    shingle_hashes,
)
from speechkit.model import SHINGLE_SIZE

MAX_SHORT = 100
"""Characters of a text that is looked up so: of longer ones a sketch has a dozen shingles."""
_HELD_CHARS = 2_000_000
"""Characters of the texts whose shingles are in memory at a time."""
_BATCH_CHARS = 500_000
"""Of those that are gone through at a time."""
_FILTER_BITS = 22
"""Of a hash, by which nearly all shingles that nobody has are passed over at a glance."""


class _Held(NamedTuple):
    """The shingles of some texts, to be looked up."""

    hashes: NDArray[np.uint32]
    """Ascending; one that several texts have stands once for each; shape (n_shingles,)."""
    texts: NDArray[np.int64]
    """Number of the text that has it; shape (n_shingles,)."""
    may_stand: NDArray[np.bool_]
    """Whether a hash that begins with these bits is one of them."""


def find_excerpts(
    texts: Texts,
    sketches: Sketches,
    numbers: NDArray[np.int32],
    *,
    containment: float,
    share: Share,
) -> Pairs:
    """Pairs of a short and a long text that have this share of the short one in common.

    The shingles of the short ones or of the long ones are held, whichever are fewer, and the
    others are gone through.

    Parameters
    ----------
    sketches
        Of all texts.
    numbers
        Texts that are looked at.
    containment
        In (0, 1].
    """
    lengths = sketches.lengths
    own = lengths[numbers]
    short = numbers[(own >= SHINGLE_SIZE) & (own < MAX_SHORT)]
    long = numbers[sketches.sizes[numbers] >= MIN_SKETCH]
    held, others = sorted((short, long), key=lambda some: int(lengths[some].sum()))
    tasks = _batches(others.tolist(), lengths, _BATCH_CHARS)
    found = [np.empty((0, 2), np.int64)]
    for some in _batches(held.tolist(), lengths, _HELD_CHARS) if tasks else ():
        work = partial(_look_up, texts, _hold(texts, some), sketches.sizes, containment)
        found += share(work, tasks)
    a, b = np.concatenate(found).T
    return distinct_pairs(np.minimum(a, b), np.maximum(a, b))


def _hold(texts: Texts, numbers: Sequence[int]) -> _Held:
    owners, hashes = _distinct_hashes(texts.read(numbers), numbers)
    order = np.argsort(hashes, kind="stable")
    may_stand = np.zeros(1 << _FILTER_BITS, np.bool_)
    may_stand[hashes >> np.uint32(32 - _FILTER_BITS)] = True
    return _Held(hashes[order], owners[order], may_stand)


def _batches(numbers: Sequence[int], lengths: NDArray[np.int32], most: int) -> list[list[int]]:
    batches: list[list[int]] = [[]]
    n_chars = 0
    for number in numbers:
        batches[-1].append(number)
        n_chars += int(lengths[number])
        if n_chars >= most:
            batches.append([])
            n_chars = 0
    return [batch for batch in batches if batch]


def _look_up(
    texts: Texts,
    held: _Held,
    sizes: NDArray[np.int32],
    containment: float,
    numbers: Sequence[int],
) -> NDArray[np.int64]:
    """Which of these texts may be an excerpt of a held one, or one of them; shape (n_pairs, 2)."""
    owners, hashes = _distinct_hashes(texts.read(numbers), numbers, held.may_stand)
    first, n_holders = occurrences(held.hashes, hashes)
    holders = held.texts[stretches(first, n_holders)]
    keys, n_found = counted(packed(holders, np.repeat(owners, n_holders)))
    a, b = unpacked(keys)
    n_shingles = np.minimum(sizes[a], sizes[b])  # a short text is in its sketch whole
    # Two shingles of one hash count once, so one is let go.
    enough = n_found + 1 >= containment * n_shingles
    return np.stack((a[enough], b[enough]), axis=1)


def _distinct_hashes(
    texts: Sequence[str], numbers: Sequence[int], may_stand: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Number of a text and hash of a shingle of it, each once; of these hashes only."""
    hashes = shingle_hashes(code_points(texts))
    ends = np.cumsum([len(text) for text in texts])
    if may_stand is None:
        at = np.arange(len(hashes))
    else:
        at = np.flatnonzero(may_stand[hashes >> np.uint32(32 - _FILTER_BITS)])
    places, found = distinct_hashes(hashes, ends, at)
    return np.asarray(numbers, np.int64)[places], found
