"""Sketches in; the pairs of texts worth comparing exactly out.

Every text looks up a few of its shingles in the sketches of all others. Where enough of those
that a sketch could have are in it, the two are a candidate. Shingles that stand in many texts
(formulas, furniture, a form that is filled in) say little and cost much: they are passed over,
unless a text has hardly any others, as one of a thousand versions has. Where more than a
thousand texts share one they are compared with the longest of them, not each with each.

What is proposed depends on the texts alone, not on their order or on how they came.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import Growing, counted, packed, stretches, unpacked
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
_TABLE_BITS = 22
_TABLE_SHIFT = np.uint32(32 - _TABLE_BITS)
_TEXTS = 2_000
"""Texts whose hashes are gone through at a time."""
_POSTINGS = 1_000_000
"""Hashes of all texts that are compared at a time."""
_PORTION = 200_000
"""Findings that are counted at a time, about."""


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
    among = np.ones(sketches.n_texts, np.bool_) if among is None else among
    lookup = _Lookup.of(sketches, among)
    work = partial(_find_some, lookup, containment)
    found = np.concatenate([np.empty(0, np.uint64), *share(work, lookup.portions())])
    part, whole = unpacked(found)
    return distinct_pairs(np.minimum(part, whole), np.maximum(part, whole))


def distinct_pairs(a: NDArray[np.int64], b: NDArray[np.int64]) -> Pairs:
    """Pairs, each once and in ascending order."""
    return np.stack(unpacked(np.unique(packed(a, b))), axis=1).astype(np.int32)


def pair_keys(pairs: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.uint64]:
    """One number for each pair, ascending as the pairs are."""
    return packed(pairs[:, 0], pairs[:, 1])


class Bounds(NamedTuple):
    """What is to be known of each of several texts to say whether enough of it was found."""

    n_looked_up: NDArray[np.int64]
    """Hashes that the text looks up, those that are passed over among them; shape (n_texts,)."""
    greatest: NDArray[np.float64]
    """Of these hashes; shape (n_texts,)."""
    limits: NDArray[np.float64]
    """Up to which a sketch has all hashes of its text; shape (n_texts,)."""

    @classmethod
    def of(cls, sketches: Sketches) -> Bounds:
        """Of the texts of these sketches."""
        sizes, ends = sketches.sizes, sketches.ends
        some, least = sizes > 0, sizes == MIN_SKETCH
        n_looked_up = np.minimum(sizes, N_LOOKED_UP).astype(np.int64)
        greatest = np.zeros(len(sizes))
        greatest[some] = sketches.hashes[(ends - sizes + n_looked_up - 1)[some]]
        limits = np.full(len(sizes), float(2**32 - 1))
        limits[least] = np.maximum(sketches.hashes[ends[least] - 1], np.uint32(HASH_LIMIT - 1))
        limits[sizes > MIN_SKETCH] = HASH_LIMIT - 1
        return cls(n_looked_up, greatest, limits)


def has_few(n_rare: NDArray[np.int64], n_looked_up: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether texts have so few rare hashes that they look up the frequent ones too."""
    return (n_rare < _FEW) & (n_rare < n_looked_up)


def is_enough(
    n_found: NDArray[np.int64],
    n_looked_up: NDArray[np.int64],
    greatest: NDArray[np.float64],
    limits: NDArray[np.float64],
    containment: float,
) -> NDArray[np.bool_]:
    """Whether pairs are worth comparing: below that they are not alike, but for the rarest chance.

    Parameters
    ----------
    n_found
        Hashes of the first text of each pair that were found in the sketch of the second.
    n_looked_up
        Of the first text, those that were passed over left out.
    greatest
        Hash that the first text looks up.
    limits
        Up to which the sketch of the second one has all hashes.
    """
    could_be_found = np.minimum(1.0, (limits + 1) / (greatest + 1)) * n_looked_up
    deviation = np.sqrt(could_be_found * containment * (1 - containment))
    least = np.floor(containment * could_be_found - _DEVIATIONS * deviation)
    enough: NDArray[np.bool_] = n_found >= np.maximum(1.0, least)
    return enough


class _Lookup(NamedTuple):
    """Who looks up what, and where it stands."""

    runs: _Runs
    asked: NDArray[np.int64]
    """Places in the runs of hashes that their texts look up, text by text; shape (n_asked,)."""
    bounds: Bounds
    """Of all texts, what they pass over left out."""

    @classmethod
    def of(cls, sketches: Sketches, among: NDArray[np.bool_]) -> _Lookup:
        bounds = Bounds.of(sketches)
        n_looked_up = bounds.n_looked_up
        runs = _Runs.of(_worth_it(_postings(sketches, among, n_looked_up)), sketches)
        asked = np.flatnonzero(runs.looked_up)
        frequent = runs.n_owners[runs.run_of[asked]] > FREQUENT
        n_frequent = np.bincount(runs.owners[asked[frequent]], minlength=sketches.n_texts)
        n_rare = n_looked_up - n_frequent
        few = has_few(n_rare, n_looked_up)
        asked = asked[~frequent | few[runs.owners[asked]]]
        asked = asked[np.argsort(runs.owners[asked], kind="stable")]
        left = np.where(few, n_looked_up, n_rare)
        return cls(runs, asked, bounds._replace(n_looked_up=left))

    def portions(self) -> list[slice]:
        """All that is looked up, of whole texts, with about as many findings in each portion."""
        n_found = np.cumsum(self.runs.n_held[self.runs.run_of[self.asked]], dtype=np.int64)
        owners = self.runs.owners[self.asked]
        last = np.flatnonzero(np.append(owners[1:] != owners[:-1], True))[: len(owners)]
        portion = n_found[last] // _PORTION
        ends = last[np.append(portion[1:] != portion[:-1], True)[: len(last)]] + 1
        return [slice(a, b) for a, b in pairwise([0, *ends.tolist()])]


def _find_some(lookup: _Lookup, containment: float, portion: slice) -> NDArray[np.uint64]:
    """Who found enough with whom; numbers of both packed, shape (n_found,).

    Only of what a text has looked up as a whole can be said that it is enough. So texts are
    gone through, not hashes: of those whose passages stand in many others most find little in
    each, and all of it together does not fit into memory.
    """
    runs, bounds, asked = lookup.runs, lookup.bounds, lookup.asked[portion]
    run = runs.run_of[asked]
    whole = runs.held[stretches(runs.starts[run], runs.n_held[run])]
    part = np.repeat(runs.owners[asked], runs.n_held[run])
    other = part != whole
    keys, n_found = counted(packed(part[other], whole[other]))
    own, other_text = unpacked(keys)
    enough = is_enough(
        n_found,
        bounds.n_looked_up[own],
        bounds.greatest[own],
        bounds.limits[other_text],
        containment,
    )
    return keys[enough]


class _Runs(NamedTuple):
    """Hashes that more than one text has, equal ones side by side."""

    owners: NDArray[np.uint32]
    """Text that has the hash; shape (n_postings,)."""
    looked_up: NDArray[np.bool_]
    """Whether it is among those the text looks up; shape (n_postings,)."""
    run_of: NDArray[np.uint32]
    """Number of the run; shape (n_postings,)."""
    starts: NDArray[np.uint32]
    """Of each run; shape (n_runs,)."""
    n_owners: NDArray[np.uint32]
    """Texts that have the hash; shape (n_runs,)."""
    held: NDArray[np.uint32]
    """The owners, those of each long run with the longest texts first; shape (n_postings,)."""
    n_held: NDArray[np.uint32]
    """Of these, the texts in which the hash is found by others; shape (n_runs,)."""

    @classmethod
    def of(cls, postings: NDArray[np.uint64], sketches: Sketches) -> _Runs:
        """Runs of postings that ascend, of hashes that more than one text has."""
        owners = postings.astype(np.uint32)
        looked_up = (owners & np.uint32(1)).astype(np.bool_)
        owners >>= np.uint32(1)
        is_first, starts, n_owners = _run_bounds(postings)
        return cls(
            owners=owners,
            looked_up=looked_up,
            run_of=np.cumsum(is_first, dtype=np.uint32) - np.uint32(1),
            starts=starts,
            n_owners=n_owners,
            held=_longest_first(owners, starts, n_owners, sketches),
            n_held=np.where(n_owners > MANY, np.uint32(N_HUBS), n_owners),
        )


def _postings(
    sketches: Sketches, among: NDArray[np.bool_], n_looked_up: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Hashes that somebody may look up, each with a text that has it, ascending.

    The lower half is twice the number of the text, and one more if it looks it up itself. A
    text looks up its smallest hashes, so that of a long one most are looked up by nobody: a
    table by the first bits of a hash tells which ones may be.
    """
    starts = sketches.ends - sketches.sizes
    may_be_asked = np.zeros(1 << _TABLE_BITS, np.bool_)
    found = Growing(np.uint64)
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
        found.append(packed(hashes[at], flagged.astype(np.uint32)))
    postings = found.finish()
    postings.sort()
    return postings


def _worth_it(postings: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Those whose hash another text has too, and some text looks up: most often few."""
    as_next = _is_as_next(postings)
    repeated = np.zeros(len(postings), np.bool_)
    repeated[:-1] |= as_next
    repeated[1:] |= as_next
    postings = postings[repeated]
    _, starts, n_owners = _run_bounds(postings)
    looked_up = (postings & np.uint64(1)).astype(np.bool_)
    is_asked: NDArray[np.bool_] = np.logical_or.reduceat(looked_up, starts)
    return postings[np.repeat(is_asked, n_owners)]


def _run_bounds(
    postings: NDArray[np.uint64],
) -> tuple[NDArray[np.bool_], NDArray[np.uint32], NDArray[np.uint32]]:
    """Whether a posting begins a run of equal hashes; where the runs begin, and their lengths."""
    is_first = np.ones(len(postings), np.bool_)
    is_first[1:] = ~_is_as_next(postings)
    starts = np.flatnonzero(is_first).astype(np.uint32)
    ends = np.append(starts[1:], np.uint32(len(postings)))[: len(starts)]
    return is_first, starts, ends - starts


def _is_as_next(postings: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether the hash of a posting is that of the next one; one shorter than the postings."""
    as_next = np.zeros(max(0, len(postings) - 1), np.bool_)
    for at in range(0, len(as_next), _POSTINGS):
        hashes = postings[at : at + _POSTINGS + 1] >> np.uint64(32)
        as_next[at : at + _POSTINGS] = hashes[1:] == hashes[:-1]
    return as_next


def _longest_first(
    owners: NDArray[np.uint32],
    starts: NDArray[np.uint32],
    n_owners: NDArray[np.uint32],
    sketches: Sketches,
) -> NDArray[np.uint32]:
    """The owners of runs; of a long run those whose texts are longest stand first."""
    long = np.flatnonzero(n_owners > MANY).tolist()
    if not long:
        return owners
    order = np.lexsort((sketches.digests.view(f"S{DIGEST_SIZE}"), -sketches.lengths))
    places = np.empty(len(order), np.int64)  # of the texts, which depend on nothing but them
    places[order] = np.arange(len(order))
    held = owners.copy()
    for run in long:
        own = held[starts[run] : starts[run] + n_owners[run]]
        own[:] = own[np.argsort(places[own])]
    return held
