"""Profiles of speeches in, which themes tell them apart, and how far apart they are, out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speechkit.model import (
    DEFAULT_FALSE_DISCOVERY_RATE,
    MAX_PAIRWISE_SPEECHES,
    Speech,
)
from speechkit.results import (
    Contrast,
    Distance,
    DuplicateGroup,
    Theme,
    reference_for,
)
from speechkit.statistics import benjamini_hochberg
from speechkit.themes.profile import Profile
from speechkit.themes.scoring import Floats, row_shares

N_PERMUTATIONS = 1999
"""The smallest p, 1 in 2,000, stays below .10 when multiplied by two dozen themes, and p
at .05 has a standard error of half a point."""
ROWS_AT_ONCE = 256
"""Permutations whose draws are held in memory together."""
MANY_TIMES = 20
"""Where one side has so many times the units of the other, the smaller side is drawn with
replacement: its variance comes out at most a twentieth too large, which is the safe side."""

Pair = tuple[Speech, Speech | None]
"""Two speeches, or a speech and the rest of the collection."""


@dataclass(frozen=True)
class Collection:
    """Speeches that are compared, and which of them are versions of one text."""

    profiles: tuple[Profile, ...]
    groups: tuple[DuplicateGroup[Any], ...]
    _by_id: Mapping[str, Profile] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {p.speech.id: p for p in self.profiles})

    def __getitem__(self, speech: Speech) -> Profile:
        return self._by_id[speech.id]

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return tuple(profile.speech for profile in self.profiles)

    def rest(self, speech: Speech) -> Floats:
        """Units of the other speeches, each text once, no version of `speech` among them.

        In the order of the ids, so that the order of the speeches changes no figure.
        """
        others = sorted(reference_for(speech, self.speeches, self.groups), key=lambda s: s.id)
        units = [self[other].units for other in others]
        return np.concatenate([self[speech].units[:0], *units])


def contrast_speeches(
    collection: Collection,
    themes: Sequence[Theme],
    *,
    pairs: Iterable[Pair] | None = None,
    seed: int,
    n_permutations: int = N_PERMUTATIONS,
) -> tuple[tuple[Contrast, ...], tuple[Distance, ...]]:
    """Every contrast that is asked for, one for each theme, and the distance of each pair.

    Parameters
    ----------
    themes
        In the order of the columns of the profiles.
    pairs
        None for every pair, or, past `MAX_PAIRWISE_SPEECHES` speeches, each against the rest.

    Returns
    -------
    tuple of Contrast, tuple of Distance
        In the order of the pairs; a pair of which one side has no theme is left out.
    """
    contrasts: list[Contrast] = []
    distances: list[Distance] = []
    for a, b in default_pairs(collection.speeches) if pairs is None else pairs:
        ours = collection[a].units
        theirs = collection[b].units if b else collection.rest(a)
        if not len(ours) or not len(theirs):
            continue
        p = _p_values(a, b, ours, theirs, seed, n_permutations)
        q = _q_values(p, present=(ours.sum(axis=0) + theirs.sum(axis=0)) > 0)
        if not (collection[a].sufficient and (b is None or collection[b].sufficient)):
            q = np.ones_like(q)  # too little text to call anything different
        differs = q < DEFAULT_FALSE_DISCOVERY_RATE
        ours_shares, theirs_shares = _pooled_shares(ours), _pooled_shares(theirs)
        columns = (ours_shares - theirs_shares, p, q, differs)
        rows = zip(themes, *(column.tolist() for column in columns), strict=True)
        contrasts += [Contrast(a, b, *row) for row in rows]
        distances.append(Distance(a, b, jensen_shannon(ours_shares, theirs_shares)))
    return tuple(contrasts), tuple(distances)


def _q_values(p: Floats, *, present: NDArray[np.bool_]) -> Floats:
    """The q of each theme; a theme on neither side is no question and has 1."""
    q = np.ones_like(p)
    q[present] = benjamini_hochberg(p[present].tolist())
    return q


def default_pairs(speeches: Sequence[Speech]) -> Iterator[Pair]:
    """Every pair, or each speech against the rest where the pairs would be too many."""
    if len(speeches) <= MAX_PAIRWISE_SPEECHES:
        yield from combinations(speeches, 2)
    else:
        yield from ((speech, None) for speech in speeches)


def jensen_shannon(p: Floats, q: Floats) -> float:
    """Square root of the Jensen–Shannon divergence in bits: 0 the same, 1 nothing shared.

    References
    ----------
    Endres & Schindelin (2003), "A new metric for probability distributions".

    Examples
    --------
    >>> jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    1.0
    """
    middle = (p + q) / 2
    divergence = (_relative_entropy(p, middle) + _relative_entropy(q, middle)) / 2
    return float(np.sqrt(min(max(divergence, 0.0), 1.0)))


def permutation_p(
    ours: Floats, theirs: Floats, generator: np.random.Generator, n_permutations: int
) -> Floats:
    """Two-sided p of the differences in share, were the units dealt out by chance.

    Whole units change sides, with all their characters, so that the words of a paragraph
    stay together: tests that take words for independent cry wolf in four of ten cases.

    Parameters
    ----------
    ours, theirs
        Characters by unit and theme, (n_ours, n_themes) and (n_theirs, n_themes).

    Returns
    -------
    ndarray
        (n_themes,), in [1 / (n_permutations + 1), 1].
    """
    units = np.concatenate([ours, theirs])
    total = units.sum(axis=0)
    observed = np.abs(_pooled_shares(ours) - _pooled_shares(theirs))
    n_small = min(len(ours), len(theirs))
    as_far = np.zeros(units.shape[1], dtype=np.intp)
    for start in range(0, n_permutations, ROWS_AT_ONCE):
        n_rows = min(ROWS_AT_ONCE, n_permutations - start)
        some = _drawn_sums(units, n_small, n_rows, generator)
        apart = np.abs(row_shares(some) - row_shares(np.maximum(total - some, 0.0)))
        # Deals that only change the order of additions must count as ties.
        as_far += (apart >= observed - 1e-9).sum(axis=0)
    return (1 + as_far) / (n_permutations + 1)


def _drawn_sums(units: Floats, n_drawn: int, n_rows: int, generator: np.random.Generator) -> Floats:
    """Sums of units drawn at random, (n_rows, n_themes)."""
    if len(units) > MANY_TIMES * n_drawn:
        drawn = generator.integers(0, len(units), size=(n_rows, n_drawn))
        return np.asarray(units[drawn].sum(axis=1))
    keys = generator.random((n_rows, len(units)))
    nth = np.partition(keys, n_drawn - 1, axis=1)[:, n_drawn - 1 : n_drawn]
    return np.asarray((keys <= nth).astype(np.float64) @ units)


def _p_values(
    a: Speech, b: Speech | None, ours: Floats, theirs: Floats, seed: int, n_permutations: int
) -> Floats:
    """The p of a pair, the same whichever comes first."""
    if b is not None and b.id < a.id:
        return _p_values(b, a, theirs, ours, seed, n_permutations)
    name = f"{seed}\0{a.id}\0{b.id if b else ''}"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    generator = np.random.default_rng(int.from_bytes(digest, "big"))
    return permutation_p(ours, theirs, generator, n_permutations)


def _pooled_shares(units: Floats) -> Floats:
    return np.asarray(row_shares(units.sum(axis=0, keepdims=True))[0])


def _relative_entropy(p: Floats, q: Floats) -> float:
    some = p > 0
    return float((p[some] * np.log2(p[some] / q[some])).sum())
