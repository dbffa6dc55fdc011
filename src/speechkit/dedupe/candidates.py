"""Shingle sets in; the pairs worth naming out, with their exact similarity.

A few speeches are compared pair by pair. Beyond that an inverted index counts what every
two of them share, so that only pairs with something in common cost anything. Both count
exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from speechkit.model import PARTIAL_JACCARD, Speech
from speechkit.results import DuplicatePair, PairKind

MAX_ONE_BY_ONE = 50
"""Speeches up to which pair by pair is faster: 5 ms against 118 for the five of a collection,
even at 55 work reports."""


def find_pairs(
    speeches: Sequence[Speech],
    texts: Mapping[str, str],
    shingles: Mapping[str, frozenset[str]],
    *,
    threshold: float,
    containment: float,
) -> tuple[DuplicatePair, ...]:
    """Pairs that are identical, near, contained or partial.

    Parameters
    ----------
    texts, shingles
        Compact text and its shingles, by speech id. A speech without any is in no pair.

    Returns
    -------
    tuple of DuplicatePair
        In the order of the speeches; `a` is the earlier one.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents".
    """
    pairs = []
    count = _count_one_by_one if len(speeches) <= MAX_ONE_BY_ONE else _count_by_index
    for (i, j), n_shared in sorted(count([shingles[s.id] for s in speeches]).items()):
        a, b = speeches[i], speeches[j]
        n_a, n_b = len(shingles[a.id]), len(shingles[b.id])
        jaccard = n_shared / (n_a + n_b - n_shared)
        pair = (n_shared / n_a, n_shared / n_b)
        same = texts[a.id] == texts[b.id]
        kind = "identical" if same else _kind(jaccard, max(pair), threshold, containment)
        if kind is not None:
            pairs.append(DuplicatePair(a, b, jaccard, *pair, kind))
    return tuple(pairs)


def _count_one_by_one(sets: Sequence[frozenset[str]]) -> dict[tuple[int, int], int]:
    """Shared shingles of every two sets (by position, the smaller first) that share any."""
    shared = {(i, j): len(sets[i] & sets[j]) for i, j in combinations(range(len(sets)), 2)}
    return {pair: n for pair, n in shared.items() if n}


def _count_by_index(sets: Sequence[frozenset[str]]) -> dict[tuple[int, int], int]:
    """The same, from the positions at which each shingle stands."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, shingles in enumerate(sets):
        for shingle in shingles:
            holders[shingle].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    by_holders = Counter(tuple(held) for held in holders.values() if len(held) > 1)
    for held, n in by_holders.items():
        for pair in combinations(held, 2):
            shared[pair] += n
    return dict(shared)


def _kind(
    jaccard: float, best_containment: float, threshold: float, containment: float
) -> PairKind | None:
    """What a pair of different texts is, the first that fits."""
    if jaccard >= threshold:
        return "near"
    if best_containment >= containment:
        return "contained"
    return "partial" if jaccard >= PARTIAL_JACCARD else None
