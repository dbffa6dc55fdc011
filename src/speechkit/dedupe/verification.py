"""Pairs of texts in; exactly how many shingles each has and how many they share, out.

Shingles are compared as numbers that stand for their characters one to one, never as hashes:
what is counted here is what a comparison of the sets of strings would count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import distinct, packed, stretches, unpacked
from speechkit.dedupe.candidates import Pairs, distinct_pairs, find_candidates, pair_keys
from speechkit.dedupe.excerpts import find_excerpts
from speechkit.dedupe.pairs import Share, Texts
from speechkit.dedupe.sketches import DIGEST_SIZE, Sketches, code_points
from speechkit.model import SHINGLE_SIZE

Keys: TypeAlias = NDArray[np.uint64]
"""Distinct shingles of a text, ascending."""

_PAIRS_AT_A_TIME = 256
_PAIRS_AS_OBJECTS = 65_536
"""Pairs that are made numbers of Python at a time: these take ten times the memory."""
_SHORT = 400
"""Characters of a text up to which many are better compared in one array."""
_MAX_ALPHABET = 7131
"""The fifth power of a greater number does not fit into 64 bits."""


class Counted(NamedTuple):
    """Pairs of different texts, ascending, and exactly what they have in common."""

    pairs: Pairs
    shared: NDArray[np.int32]
    """Shingles that both have; shape (n_pairs,)."""
    of_a: NDArray[np.int32]
    of_b: NDArray[np.int32]

    def rows(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Both numbers, the shingles they share, those of either, of each pair."""
        columns = (self.pairs[:, 0], self.pairs[:, 1], self.shared, self.of_a, self.of_b)
        return zip(*(column.tolist() for column in columns), strict=True)

    def only(self, at: NDArray[Any]) -> Counted:
        """Some of the pairs."""
        return Counted(self.pairs[at], self.shared[at], self.of_a[at], self.of_b[at])


def count_candidates(
    texts: Texts,
    sketches: Sketches,
    containment: float,
    *,
    share: Share = map,
    known: Counted | None = None,
) -> tuple[Counted, list[list[int]]]:
    """Compare exactly what the sketches propose.

    Returns
    -------
    counted
        Candidates; of equal texts only the first is in them.
    equal
        Numbers of the texts that are equal, where there is more than one, ascending.
    """
    first, equal = _equal_texts(sketches)
    numbers = np.flatnonzero(first).astype(np.int32)
    pairs = find_candidates(sketches, containment=containment, among=first, share=share)
    excerpts = find_excerpts(texts, sketches, numbers, containment=containment, share=share)
    pairs = distinct_pairs(*np.concatenate((pairs, excerpts)).T)
    return _count(texts, pairs, known, share), equal


def _equal_texts(sketches: Sketches) -> tuple[NDArray[np.bool_], list[list[int]]]:
    """Which texts are the first of those equal to them, and all that are equal to another.

    A text without characters is neither.
    """
    _, first, inverse, n_equal = np.unique(
        sketches.digests.view(f"S{DIGEST_SIZE}"),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    is_first = np.zeros(sketches.n_texts, np.bool_)
    is_first[first] = True
    is_first &= sketches.lengths > 0
    repeated = np.flatnonzero((n_equal[inverse] > 1) & (sketches.lengths > 0))
    equal: dict[int, list[int]] = {}
    for number, group in zip(repeated.tolist(), inverse[repeated].tolist(), strict=True):
        equal.setdefault(group, []).append(number)
    return is_first, list(equal.values())


def _count(texts: Texts, pairs: Pairs, known: Counted | None, share: Share) -> Counted:
    """Exact figures of the pairs, those that are known taken from there."""
    if known is None or not len(known.pairs):
        return count_shared(texts, pairs, share=share)
    keys, known_keys = pair_keys(pairs), pair_keys(known.pairs)
    at = np.searchsorted(known_keys, keys)
    is_known = known_keys[np.minimum(at, len(known_keys) - 1)] == keys
    new = count_shared(texts, pairs[~is_known], share=share)
    old = known.only(at[is_known])
    both = Counted(*(np.concatenate(columns) for columns in zip(new, old, strict=True)))
    return both.only(np.argsort(pair_keys(both.pairs)))


def count_shared(texts: Texts, pairs: Pairs, *, share: Share = map) -> Counted:
    """Distinct shingles of both texts of each pair, and of the two together.

    Parameters
    ----------
    pairs
        Numbers of two texts, both at least as long as a shingle.
    share
        Who does the work; the result is the same.
    """
    order = _side_by_side(pairs)
    tasks = [
        pairs[order[at : at + _PAIRS_AT_A_TIME]] for at in range(0, len(pairs), _PAIRS_AT_A_TIME)
    ]
    counts = np.empty((len(pairs), 3), np.int32)
    counts[order] = np.concatenate([counts[:0], *share(partial(_count_batch, texts), tasks)])
    return Counted(pairs, *counts.T)


def _side_by_side(pairs: Pairs) -> NDArray[np.int64]:
    """An order of the pairs in which those that are connected follow one another.

    So the texts of a family are read once, not once for each of its pairs.
    """
    smallest: dict[int, int] = {}  # of the texts that each is connected with, some steps down
    for at in range(0, len(pairs), _PAIRS_AS_OBJECTS):
        for a, b in pairs[at : at + _PAIRS_AS_OBJECTS].tolist():
            root_a, root_b = _root(smallest, a), _root(smallest, b)
            smallest[max(root_a, root_b)] = min(root_a, root_b)
    texts, places = np.unique(pairs[:, 0], return_inverse=True)
    roots = np.array([_root(smallest, text) for text in texts.tolist()], np.int64)
    return np.argsort(roots[places.reshape(-1)], kind="stable")


def _root(smallest: dict[int, int], text: int) -> int:
    while (below := smallest.setdefault(text, text)) != text:
        smallest[text] = text = smallest[below]
    return text


def _count_batch(texts: Texts, pairs: Pairs) -> NDArray[np.int32]:
    """Shared shingles and those of either text; shape (n_pairs, 3)."""
    numbers, places = np.unique(pairs, return_inverse=True)
    read = texts.read(numbers.tolist())
    places = places.reshape(-1, 2)
    if sum(map(len, read)) < _SHORT * len(read):
        return _count_together(read, places)
    keys = shingle_keys(read)
    return np.array(
        [(n_common(keys[a], keys[b]), len(keys[a]), len(keys[b])) for a, b in places.tolist()],
        np.int32,
    )


def _count_together(texts: Sequence[str], pairs: NDArray[np.int64]) -> NDArray[np.int32]:
    """The same for short texts, all of them in one array.

    A text at a time, what is done for each takes longer than what is done with its characters.
    """
    lengths = np.array([len(text) for text in texts])
    n_keys = np.maximum(0, lengths - (SHINGLE_SIZE - 1))
    owners = np.repeat(np.arange(len(texts)), n_keys)
    keys = _all_keys(texts)[stretches(np.cumsum(lengths) - lengths, n_keys)]
    ranks = np.unique(keys, return_inverse=True)[1].reshape(-1)
    own = packed(owners, ranks)
    own.sort()
    owners, ranks = unpacked(distinct(own))
    sizes = np.bincount(owners, minlength=len(texts))
    starts = np.cumsum(sizes) - sizes
    sides = [
        packed(
            np.repeat(np.arange(len(pairs)), sizes[side]),
            ranks[stretches(starts[side], sizes[side])],
        )
        for side in pairs.T
    ]
    both = np.concatenate(sides)
    both.sort()
    shared = unpacked(both[1:][both[1:] == both[:-1]])[0]
    n_shared = np.bincount(shared, minlength=len(pairs))
    return np.column_stack((n_shared, sizes[pairs])).astype(np.int32)


def n_common(x: Keys, y: Keys) -> int:
    """How many of the shingles of two texts are the same."""
    both = np.concatenate((x, y))
    both.sort()
    return int(np.count_nonzero(both[1:] == both[:-1]))


def shingle_keys(texts: Sequence[str]) -> list[Keys]:
    """The distinct shingles of each text as numbers, equal only for equal shingles.

    The numbers mean something among the texts of one call only.

    Examples
    --------
    >>> x, y = shingle_keys(["今年经济发展形势", "经济发展形势好"])
    >>> len(x), len(y), n_common(x, y)
    (4, 3, 2)
    """
    return list(_each(_all_keys(texts), texts))


def _all_keys(texts: Sequence[str]) -> Keys:
    """All runs of characters of texts laid end to end, those across two texts among them."""
    codes = code_points(texts)
    stands = np.bincount(codes, minlength=1) > 0
    n_different = int(np.count_nonzero(stands))
    numbers = np.cumsum(stands, dtype=np.uint32) - np.uint32(1)
    make = _positional if n_different <= _MAX_ALPHABET else _ranked
    return make(numbers.take(codes), n_different)


def _positional(characters: NDArray[np.uint32], n_different: int) -> Keys:
    """Runs of characters, which are numbered from 0, as the digits of a number."""
    n = max(0, len(characters) - SHINGLE_SIZE + 1)
    twos = characters[:-1] * np.uint32(n_different)
    twos += characters[1:]
    keys = twos[:n].astype(np.uint64)
    keys *= np.uint64(n_different**2)
    keys += twos[2 : n + 2]
    keys *= np.uint64(n_different)
    keys += characters[4 : n + 4]
    return keys


def _ranked(characters: NDArray[np.uint32], n_different: int) -> Keys:
    """The same for any number of characters: a longer run is numbered by the shorter ones."""
    n = max(0, len(characters) - SHINGLE_SIZE + 1)
    keys = characters[:n].astype(np.uint64)
    for i in range(1, SHINGLE_SIZE):
        longer = keys * np.uint64(n_different) + characters[i : i + n]
        keys = np.unique(longer, return_inverse=True)[1].reshape(-1).astype(np.uint64)
    return keys


def _each(keys: Keys, texts: Sequence[str]) -> Iterator[Keys]:
    start = 0
    for text in texts:
        end = start + len(text)
        own = keys[start : max(start, end - SHINGLE_SIZE + 1)].copy()
        own.sort()
        yield distinct(own)
        start = end
