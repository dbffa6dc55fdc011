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

from speechkit.dedupe.arrays import counted, distinct, packed, stretches, unpacked
from speechkit.dedupe.candidates import Pairs, distinct_pairs
from speechkit.dedupe.pairs import Share, Texts
from speechkit.dedupe.sketches import MIN_SKETCH, Sketches, code_points, shingle_hashes
from speechkit.model import SHINGLE_SIZE

MAX_SHORT = 100
"""Characters of a text that is looked up so: of longer ones a sketch has a dozen shingles."""
_BATCH_CHARS = 500_000
_FILTER_BITS = 22
"""Of a hash, by which nearly all shingles of the long texts are passed over at a glance."""


class _Short(NamedTuple):
    """The shingles of the short texts."""

    hashes: NDArray[np.uint32]
    """Ascending; one that several texts have stands once for each; shape (n_shingles,)."""
    texts: NDArray[np.int64]
    """Number of the text that has it; shape (n_shingles,)."""
    sizes: NDArray[np.int64]
    """Shingles of each text, 0 where it is long; shape (n_texts,)."""
    may_stand: NDArray[np.bool_]
    """Whether a hash that begins with these bits stands in a short text."""


def find_excerpts(
    texts: Texts,
    sketches: Sketches,
    numbers: NDArray[np.int32],
    *,
    containment: float,
    share: Share,
) -> Pairs:
    """Pairs of a short and a long text that have this share of the short one in common.

    Parameters
    ----------
    sketches
        Of all texts.
    numbers
        Texts that are looked at.
    containment
        In (0, 1].
    """
    lengths = sketches.lengths[numbers]
    is_short = (lengths >= SHINGLE_SIZE) & (lengths < MAX_SHORT)
    is_long = sketches.sizes[numbers] >= MIN_SKETCH
    if not is_short.any() or not is_long.any():
        return distinct_pairs(*np.empty((2, 0), np.int64))
    short = _shingles(texts, numbers[is_short].tolist(), sketches.n_texts)
    tasks = _batches(numbers[is_long].tolist(), sketches.lengths)
    work = partial(_look_up, texts, short, containment)
    found = [np.empty((0, 2), np.int64), *share(work, tasks)]
    a, b = np.concatenate(found).T
    return distinct_pairs(np.minimum(a, b), np.maximum(a, b))


def _shingles(texts: Texts, numbers: Sequence[int], n_texts: int) -> _Short:
    owners, hashes = _distinct_hashes(texts.read(numbers), numbers)
    sizes = np.bincount(owners, minlength=n_texts)
    order = np.argsort(hashes, kind="stable")
    may_stand = np.zeros(1 << _FILTER_BITS, np.bool_)
    may_stand[hashes >> np.uint32(32 - _FILTER_BITS)] = True
    return _Short(hashes[order], owners[order], sizes, may_stand)


def _batches(numbers: Sequence[int], lengths: NDArray[np.int32]) -> list[list[int]]:
    batches: list[list[int]] = [[]]
    n_chars = 0
    for number in numbers:
        batches[-1].append(number)
        n_chars += int(lengths[number])
        if n_chars >= _BATCH_CHARS:
            batches.append([])
            n_chars = 0
    return [batch for batch in batches if batch]


def _look_up(
    texts: Texts, short: _Short, containment: float, numbers: Sequence[int]
) -> NDArray[np.int64]:
    """Which of the short texts may stand in which of these; shape (n_pairs, 2)."""
    owners, hashes = _distinct_hashes(texts.read(numbers), numbers, short.may_stand)
    first = np.searchsorted(short.hashes, hashes, side="left")
    n_holders = np.searchsorted(short.hashes, hashes, side="right") - first
    holders = short.texts[stretches(first, n_holders)]
    wholes = np.repeat(owners, n_holders)
    other = holders != wholes
    keys, n_found = counted(packed(holders[other], wholes[other]))
    parts, wholes = unpacked(keys)
    # Two shingles of one hash count once, so one is let go.
    enough = n_found + 1 >= containment * short.sizes[parts]
    return np.stack((parts[enough], wholes[enough]), axis=1)


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
    places = np.searchsorted(ends, at, side="right")
    inside = at + SHINGLE_SIZE <= ends[places]
    owners = np.asarray(numbers, np.int64)[places[inside]]
    keys = packed(owners, hashes[at[inside]])
    keys.sort()
    owners, found = unpacked(distinct(keys))
    return owners, found.astype(np.uint32)
