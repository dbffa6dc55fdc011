"""Sketches in; the pairs of texts worth comparing exactly out.

Every text looks up a few of its shingles in the sketches of all others. Where enough of those
that a sketch could have are in it, the two are a candidate. Shingles that stand in many texts
(formulas, furniture, a form that is filled in) say little and cost much: they are passed over,
unless a text has hardly any others; the more frequent its shingles are, the fewer of them are
looked up, so that a thousand versions of one text are found as surely as two.

What is proposed depends on the texts alone, not on their order or on how they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import counted, packed, stretches, summed, unpacked
from speechkit.dedupe.sketches import DIGEST_SIZE, HASH_LIMIT, MIN_SKETCH, Sketches

Pairs: TypeAlias = NDArray[np.int32]
"""Positions of two texts, the smaller first; shape (n_pairs, 2), ascending."""

N_LOOKED_UP = 32
"""Shingles that a text looks up: of two thirds of them, 32 show more than a third with a
probability of 1 - 3e-5."""
FREQUENT = 64
"""Texts from which a shingle is passed over, unless a text has few others."""
MANY = 1024
"""Texts from which those that share a shingle are no longer compared each with each."""
N_HUBS = 64
"""Texts with which each is then compared: the longest, of which one will be kept."""
_FEW = N_LOOKED_UP // 2
"""Shingles looked up so far below which a text looks up frequent ones too."""
_DEVIATIONS = 4.0
"""Standard deviations that chance may take from the shingles two texts are expected to share."""
_ANY = 2**62
_PART_HASHES = 4_000_000
"""Hashes that are sorted at a time."""


def find_candidates(sketches: Sketches, *, containment: float) -> Pairs:
    """Pairs of which one is likely to have this share of its shingles in common with the other.

    Parameters
    ----------
    sketches
        Of texts of which no two are equal.
    containment
        In (0, 1]. Pairs whose greater containment is at least this are missed once in thirty
        thousand, where the smaller text has some hundred characters; few others are proposed.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents".
    """
    lookup = _Lookup.of(sketches)
    part, whole, n_found = _found(lookup)
    wanted = n_found >= _least_found(lookup.n_usable(part, whole), containment)
    a, b = part[wanted], whole[wanted]
    return distinct_pairs(np.minimum(a, b), np.maximum(a, b))


def distinct_pairs(a: NDArray[np.int64], b: NDArray[np.int64]) -> Pairs:
    """Pairs, each once and in ascending order."""
    return np.stack(unpacked(np.unique(packed(a, b))), axis=1).astype(np.int32)


def pair_keys(pairs: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.uint64]:
    """One number for each pair, ascending as the pairs are."""
    return packed(pairs[:, 0], pairs[:, 1])


def _least_found(n_usable: NDArray[np.float64], containment: float) -> NDArray[np.float64]:
    """Hashes found below which a pair is not what is looked for, but for the rarest chance."""
    deviation = np.sqrt(n_usable * containment * (1 - containment))
    return np.maximum(1.0, np.floor(containment * n_usable - _DEVIATIONS * deviation))


class _Lookup(NamedTuple):
    """All sketches, and what each text looks up in them."""

    sketches: Sketches
    ranks: NDArray[np.int32]
    """Of each hash in its sketch, from 0; shape (n_hashes,)."""
    limits: NDArray[np.float64]
    """Below which a sketch has all hashes of its text; shape (n_texts,)."""
    greatest: NDArray[np.float64]
    """Hash that a text looks up; shape (n_texts,)."""
    n_looked_up: NDArray[np.int64]
    """Hashes that each text looks up, less those passed over; shape (n_texts,)."""

    @classmethod
    def of(cls, sketches: Sketches) -> _Lookup:
        sizes, ends = sketches.sizes, sketches.ends
        starts = ends - sizes
        ranks = np.arange(len(sketches.hashes)) - np.repeat(starts, sizes)
        some, least = sizes > 0, sizes == MIN_SKETCH
        greatest = np.zeros(len(sizes))
        greatest[some] = sketches.hashes[starts[some] + np.minimum(sizes[some], N_LOOKED_UP) - 1]
        limits = np.full(len(sizes), float(2**32), np.float64)
        limits[least] = np.maximum(sketches.hashes[ends[least] - 1], np.uint32(HASH_LIMIT - 1))
        limits[sizes > MIN_SKETCH] = HASH_LIMIT - 1
        n_looked_up = np.minimum(sizes, N_LOOKED_UP).astype(np.int64)
        return cls(sketches, ranks.astype(np.int32), limits, greatest, n_looked_up)

    def n_usable(self, part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of the hashes that a text looked up, those that a sketch could have."""
        share = np.minimum(1.0, (self.limits[whole] + 1) / (self.greatest[part] + 1))
        usable: NDArray[np.float64] = share * self.n_looked_up[part]
        return usable

    def parts(self) -> Iterator[_Runs]:
        """All hashes in runs of equal ones, a part of them at a time."""
        hashes, sizes = self.sketches.hashes, self.sketches.sizes
        owners = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        owners <<= np.uint32(1)
        owners |= self.ranks < N_LOOKED_UP
        n_parts = 1 << (len(hashes) // _PART_HASHES).bit_length()
        for part in range(n_parts):
            at = np.flatnonzero(hashes & np.uint32(n_parts - 1) == part)
            postings = packed(hashes[at], owners[at])
            postings.sort()
            yield _Runs.of(postings)


class _Runs(NamedTuple):
    """Hashes that more than one text has, equal ones side by side."""

    owners: NDArray[np.uint32]
    """Text that has the hash; shape (n_postings,)."""
    looked_up: NDArray[np.bool_]
    """Whether it is among those the text looks up; shape (n_postings,)."""
    starts: NDArray[np.int64]
    """Of each run; shape (n_runs,)."""
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, postings: NDArray[np.uint64]) -> _Runs:
        hashes = (postings >> np.uint64(32)).astype(np.uint32)
        shared = np.flatnonzero(hashes[1:] == hashes[:-1])  # has the hash of the next one
        first = np.flatnonzero(np.append(True, np.diff(shared) > 1))[: len(shared)]
        lengths = np.diff(np.append(first, len(shared))) + 1
        owners = postings.astype(np.uint32)
        looked_up = (owners & np.uint32(1)).astype(np.bool_)
        owners >>= np.uint32(1)
        return cls(owners, looked_up, shared[first], lengths)

    def between(self, least: int, most: int) -> _Runs:
        """Runs of such a length."""
        wanted = (self.lengths >= least) & (self.lengths <= most)
        return self._replace(starts=self.starts[wanted], lengths=self.lengths[wanted])

    def asked_by(self, texts: NDArray[np.bool_]) -> _Runs:
        """Only what some of the texts look up, in runs in which there is such a one."""
        looked_up = self.looked_up & texts[self.owners]
        wanted = np.add.reduceat(looked_up, self.starts) > 0 if len(self.starts) else slice(0)
        return _Runs(self.owners, looked_up, self.starts[wanted], self.lengths[wanted])

    def n_looked_up(self, n_texts: int) -> NDArray[np.int64]:
        """Hashes that each text looks up in these runs."""
        at = stretches(self.starts, self.lengths)
        return np.bincount(self.owners[at[self.looked_up[at]]], minlength=n_texts)

    def found(self) -> NDArray[np.uint64]:
        """Who found a hash of his with whom, once for each hash."""
        found: list[NDArray[np.uint64]] = []
        starts, lengths = self.starts, self.lengths
        for distance in range(1, int(lengths.max(initial=1))):
            longer = lengths > distance
            starts, lengths = starts[longer], lengths[longer]
            first = stretches(starts, lengths - distance)
            found += self._directed(first, first + distance)
        return np.concatenate(found) if found else np.empty(0, np.uint64)

    def found_with_hubs(self, order: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The same, of runs too long for each with each: with the first in an order only."""
        found: list[NDArray[np.uint64]] = []
        for start, length in zip(self.starts.tolist(), self.lengths.tolist(), strict=True):
            run = np.arange(start, start + length)
            run = run[np.argsort(order[self.owners[run]])]
            for i in range(N_HUBS):
                others = run[i + 1 :]
                found += self._directed(others, np.full(len(others), run[i]))
        return np.concatenate(found) if found else np.empty(0, np.uint64)

    def _directed(self, x: NDArray[np.int64], y: NDArray[np.int64]) -> Iterator[NDArray[np.uint64]]:
        for part, whole in ((x, y), (y, x)):
            asked = self.looked_up[part]
            yield packed(self.owners[part[asked]], self.owners[whole[asked]])


def _found(
    lookup: _Lookup,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Who found hashes of his with whom, and how many: part, whole, number."""
    n_texts = len(lookup.sketches)
    found = []
    for runs in lookup.parts():
        found.append(counted(runs.between(2, FREQUENT).found()))
        lookup.n_looked_up[:] -= runs.between(FREQUENT + 1, _ANY).n_looked_up(n_texts)
    few = (lookup.n_looked_up < _FEW) & (lookup.n_looked_up < lookup.sketches.sizes)
    if few.any():
        order = _by_length(lookup.sketches)
        for runs in lookup.parts():
            frequent = runs.asked_by(few)
            found.append(counted(frequent.between(FREQUENT + 1, MANY).found()))
            found.append(counted(frequent.between(MANY + 1, _ANY).found_with_hubs(order)))
            lookup.n_looked_up[:] += frequent.between(FREQUENT + 1, _ANY).n_looked_up(n_texts)
    keys, n_found = summed(*(np.concatenate(each) for each in zip(*found, strict=True)))
    return *unpacked(keys), n_found


def _by_length(sketches: Sketches) -> NDArray[np.int64]:
    """Place of each text in an order that begins with the longest and depends on nothing else."""
    order = np.lexsort((sketches.digests.view(f"S{DIGEST_SIZE}"), -sketches.lengths))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places
