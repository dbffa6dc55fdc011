"""Sketches in; the pairs of texts worth comparing exactly out.

Every text looks up a few of its shingles in the sketches of all others. Where enough of those
that a sketch could have are in it, the two are a candidate. Shingles that stand in many texts
(formulas, furniture, a form that is filled in) say little and cost much: they are passed over,
unless a text has hardly any others, as one of a thousand versions has. Where more than a
thousand texts share one they are compared with the longest of them, not each with each.

What is proposed depends on the texts alone, not on their order or on how they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import Growing, counted, packed, stretches, summed, unpacked
from speechkit.dedupe.pairs import Share
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
_PART_HASHES = 500_000
"""Hashes that are sorted at a time, at most."""
_TABLE_BITS = 22
_TABLE_SHIFT = np.uint32(32 - _TABLE_BITS)
_TEXTS = 2_000
"""Texts whose hashes are gone through at a time."""
_PORTION = 4_000_000
"""Findings that are counted at a time."""


def find_candidates(
    sketches: Sketches,
    *,
    containment: float,
    among: NDArray[np.bool_] | None = None,
    share: Share = map,
) -> Pairs:
    """Pairs of which one is likely to have this share of its shingles in common with the other.

    Parameters
    ----------
    containment
        In (0, 1]. Pairs whose greater containment is at least this are missed once in thirty
        thousand, where the smaller text has some hundred characters; few others are proposed.
    among
        Texts that are looked at, no two of them equal; all if it is not given.
    share
        Who does the work; the result is the same.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents".
    """
    lookup = _Lookup.of(sketches, among)
    part, whole, n_found = _found(lookup, share)
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
    """What each text looks up in the sketches of all, and what it may find there."""

    sketches: Sketches
    among: NDArray[np.bool_]
    """Whether a text is looked at; shape (n_texts,)."""
    hashes: NDArray[np.uint32]
    """Those that somebody may look up; shape (n_postings,)."""
    flagged: NDArray[np.uint32]
    """Twice the text that has the hash, and one more if it looks it up itself."""
    limits: NDArray[np.float64]
    """Below which a sketch has all hashes of its text; shape (n_texts,)."""
    greatest: NDArray[np.float64]
    """Hash that a text looks up; shape (n_texts,)."""
    n_looked_up: NDArray[np.int64]
    """Hashes that each text looks up, less those passed over; shape (n_texts,)."""

    @classmethod
    def of(cls, sketches: Sketches, among: NDArray[np.bool_] | None = None) -> _Lookup:
        among = np.ones(sketches.n_texts, np.bool_) if among is None else among
        sizes, ends = sketches.sizes, sketches.ends
        some, least = sizes > 0, sizes == MIN_SKETCH
        n_looked_up = np.minimum(sizes, N_LOOKED_UP).astype(np.int64)
        greatest = np.zeros(len(sizes))
        greatest[some] = sketches.hashes[(ends - sizes + n_looked_up - 1)[some]]
        limits = np.full(len(sizes), float(2**32), np.float64)
        limits[least] = np.maximum(sketches.hashes[ends[least] - 1], np.uint32(HASH_LIMIT - 1))
        limits[sizes > MIN_SKETCH] = HASH_LIMIT - 1
        postings = _postings(sketches, among, n_looked_up)
        return cls(sketches, among, *postings, limits, greatest, n_looked_up)

    def n_usable(self, part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of the hashes that a text looked up, those that a sketch could have."""
        share = np.minimum(1.0, (self.limits[whole] + 1) / (self.greatest[part] + 1))
        usable: NDArray[np.float64] = share * self.n_looked_up[part]
        return usable

    @property
    def n_parts(self) -> int:
        """Parts that the hashes are gone through in: a power of two."""
        return 1 << (len(self.hashes) // _PART_HASHES).bit_length()

    def runs(self, part: int) -> _Runs:
        """The hashes of a part in runs of equal ones."""
        at = np.flatnonzero(self.hashes & np.uint32(self.n_parts - 1) == part)
        postings = packed(self.hashes[at], self.flagged[at])
        postings.sort()
        return _Runs.of(postings)


def _postings(
    sketches: Sketches, among: NDArray[np.bool_], n_looked_up: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The fields `hashes` and `flagged` of a lookup.

    A text looks up its smallest hashes, so that of a long one most are looked up by nobody:
    a table by the first bits of a hash tells which ones may be.
    """
    starts = sketches.ends - sketches.sizes
    may_be_asked = np.zeros(1 << _TABLE_BITS, np.bool_)
    found_hashes, found_flagged = Growing(), Growing()
    for first in range(0, sketches.n_texts, _TEXTS):
        asked = stretches(starts[first : first + _TEXTS], n_looked_up[first : first + _TEXTS])
        may_be_asked[sketches.hashes[asked] >> _TABLE_SHIFT] = True
    for first in range(0, sketches.n_texts, _TEXTS):
        sizes = sketches.sizes[first : first + _TEXTS]
        start = int(starts[first])
        hashes = sketches.hashes[start : start + int(sizes.sum())]
        at = np.flatnonzero(may_be_asked.take(hashes >> _TABLE_SHIFT))
        texts = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)[at]
        is_among = among[first + texts]
        at, texts = at[is_among], texts[is_among]
        ranks = at - (starts[first : first + _TEXTS] - start)[texts]
        flagged = (first + texts.astype(np.uint32) << np.uint32(1)) | (ranks < N_LOOKED_UP)
        found_hashes.append(hashes[at])
        found_flagged.append(flagged.astype(np.uint32))
    return found_hashes.finish(), found_flagged.finish()


class _Runs(NamedTuple):
    """Hashes that more than one text has, equal ones side by side."""

    owners: NDArray[np.uint32]
    """Text that has the hash; shape (n_postings,)."""
    looked_up: NDArray[np.bool_]
    """Whether it is among those the text looks up; shape (n_postings,)."""
    lengths: NDArray[np.int64]
    """Of each run; shape (n_runs,)."""

    @classmethod
    def of(cls, postings: NDArray[np.uint64]) -> _Runs:
        """Runs of postings that ascend."""
        hashes = (postings >> np.uint64(32)).astype(np.uint32)
        as_next = hashes[1:] == hashes[:-1]
        repeated = np.zeros(len(hashes), np.bool_)
        repeated[:-1] |= as_next
        repeated[1:] |= as_next
        hashes = hashes[repeated]
        starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))[: len(hashes)]
        owners = postings[repeated].astype(np.uint32)
        looked_up = (owners & np.uint32(1)).astype(np.bool_)
        return cls(owners >> np.uint32(1), looked_up, np.diff(np.append(starts, len(hashes))))

    def only(self, wanted: NDArray[np.bool_]) -> _Runs:
        """Some of the runs."""
        postings = np.repeat(wanted, self.lengths)
        return _Runs(self.owners[postings], self.looked_up[postings], self.lengths[wanted])

    def n_looked_up(self, n_texts: int) -> NDArray[np.int64]:
        """Hashes that each text looks up in these runs."""
        return np.bincount(self.owners[self.looked_up], minlength=n_texts)

    def found(self, order: NDArray[np.int64] | None = None) -> Iterator[NDArray[np.uint64]]:
        """Who found a hash of his with whom, once for each hash, some at a time.

        Parameters
        ----------
        order
            Of the texts; in runs of more than `MANY` only the first in it are looked at.
        """
        starts = np.cumsum(self.lengths) - self.lengths
        held, n_held = self.owners, self.lengths
        if order is not None:
            held, n_held = self._first_held(order, starts), np.minimum(self.lengths, N_HUBS)
            n_held = np.where(self.lengths > MANY, n_held, self.lengths)
        asked = np.flatnonzero(self.looked_up)
        runs = np.repeat(np.arange(len(starts)), self.lengths)[asked]
        n_before = np.cumsum(n_held[runs])
        portions = np.searchsorted(n_before, np.arange(0, n_before[-1:].sum() + 1, _PORTION))
        for a, b in pairwise([*portions.tolist(), len(asked)]):
            run = runs[a:b]
            whole = held[stretches(starts[run], n_held[run])]
            part = np.repeat(self.owners[asked[a:b]], n_held[run])
            other = part != whole
            yield packed(part[other], whole[other])

    def _first_held(
        self, order: NDArray[np.int64], starts: NDArray[np.int64]
    ) -> NDArray[np.uint32]:
        """The owners, those of each long run in an order of the texts."""
        held = self.owners.copy()
        for run in np.flatnonzero(self.lengths > MANY).tolist():
            own = held[starts[run] : starts[run] + self.lengths[run]]
            own[:] = own[np.argsort(order[own])]
        return held


class _Part(NamedTuple):
    """What was found with the hashes of a part."""

    keys: NDArray[np.uint64]
    """Who found some with whom, ascending; shape (n_found,)."""
    n_found: NDArray[np.int64]
    passed_over: _Runs
    """Hashes that are too frequent to be looked up by all."""


def _found(
    lookup: _Lookup, share: Share
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Who found hashes of his with whom, and how many: part, whole, number."""
    n_texts = lookup.sketches.n_texts
    parts: list[_Part] = list(share(partial(_find_in_part, lookup), range(lookup.n_parts)))
    found = [(part.keys, part.n_found) for part in parts]
    for part in parts:
        lookup.n_looked_up[:] -= part.passed_over.n_looked_up(n_texts)
    few = (lookup.n_looked_up < _FEW) & (lookup.n_looked_up < lookup.sketches.sizes)
    few &= lookup.among
    if few.any():
        order = _by_length(lookup.sketches)
        for part in parts:
            runs = part.passed_over
            asked = runs._replace(looked_up=runs.looked_up & few[runs.owners])
            found += map(counted, asked.found(order))
            lookup.n_looked_up[:] += asked.n_looked_up(n_texts)
    keys, n_found = summed(*(np.concatenate(each) for each in zip(*found, strict=True)))
    return *unpacked(keys), n_found


def _find_in_part(lookup: _Lookup, part: int) -> _Part:
    runs = lookup.runs(part)
    is_frequent = runs.lengths > FREQUENT
    found = [counted(keys) for keys in runs.only(~is_frequent).found()]
    keys, n_found = summed(*(np.concatenate(each) for each in zip(*found, strict=True)))
    return _Part(keys, n_found, runs.only(is_frequent))


def _by_length(sketches: Sketches) -> NDArray[np.int64]:
    """Place of each text in an order that begins with the longest and depends on nothing else."""
    order = np.lexsort((sketches.digests.view(f"S{DIGEST_SIZE}"), -sketches.lengths))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return places
