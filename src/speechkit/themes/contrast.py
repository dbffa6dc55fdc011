"""Profiles of speeches in, which themes tell them apart, and how far apart they are, out."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE, MAX_PAIRWISE_SPEECHES
from speechkit.results import (
    Contrast,
    ContrastKind,
    SpeechName,
    TermDifference,
    Theme,
)
from speechkit.statistics import benjamini_hochberg, log_odds_z
from speechkit.themes.collection import Collection
from speechkit.themes.intervals import difference_intervals
from speechkit.themes.profile import Profile
from speechkit.themes.scoring import Floats, Ints, row_shares

N_PERMUTATIONS = 1999
"""The smallest p, 1 in 2,000, stays below .10 when multiplied by two dozen themes, and p
at .05 has a standard error of half a point."""
ROWS_AT_ONCE = 256
"""Permutations whose draws are held in memory together."""
SPEECHES_AT_ONCE = 1024
"""Speeches that are ranked together: more take more memory, and no less time each."""
_DRAWS_AT_ONCE = 4_000_000
"""Random numbers that are held in memory together."""
MANY_TIMES = 20
"""Where the rest has so many times the blocks of a speech, they are drawn with replacement from
the whole collection: the variance comes out at most a twentieth too large, which is the safe
side, and the draws serve all speeches of as many blocks."""
LEAST_SHARE = 0.02
"""Of both sides together, from which a theme is in question: half a paragraph of thirty tells
nothing, and each theme that is looked at makes it harder for the others. What the sides have
together does not depend on how their blocks are dealt, so that the choice favours no difference
(Bourgon, Gentleman & Huber 2010, "Independent filtering increases detection power")."""
N_TERMS = 5
"""Terms named for a difference."""
PRIOR_HITS = 100.0
"""Occurrences of codebook terms that the prior of the log-odds counts for: those of a page."""
TIE = 1e-9
"""Deals that only change the order of additions must count as ties."""

Pair = tuple[str, str | None]
"""Ids of two speeches, or of one that is held against the rest of the collection."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a contrast comes to for each theme; every array (n_themes,)."""

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    present: Bools
    """Themes that are in question: either side speaks of them, and there is text enough."""

    @property
    def turned(self) -> Figures:
        """The same with the sides exchanged."""
        return Figures(-self.difference, -self.high, -self.low, self.p, self.present)

    @property
    def unasked(self) -> Figures:
        """The same with no theme in question."""
        return replace(self, present=np.zeros_like(self.present))

    def contrasts(
        self,
        sides: tuple[SpeechName, SpeechName | None],
        themes: Sequence[Theme],
        kind: ContrastKind,
    ) -> tuple[Contrast, ...]:
        """One for each theme."""
        q = np.ones_like(self.p)
        q[self.present] = benjamini_hochberg(self.p[self.present].tolist())
        told = q < DEFAULT_FALSE_DISCOVERY_RATE
        columns = (self.difference, self.p, q, told, self.low, self.high)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(
            Contrast(*sides, theme, difference, p, q, is_told, low, high, kind)
            for theme, (difference, p, q, is_told, low, high) in zip(themes, rows, strict=True)
        )


def is_in_question(together: Floats) -> Bools:
    """Which themes hold enough of what both sides have together, (n_themes,)."""
    return np.asarray(together >= LEAST_SHARE * together.sum())


def default_pairs(ids: Sequence[str]) -> Iterator[Pair]:
    """Every pair, or each speech against the rest where the pairs would be too many."""
    if len(ids) <= MAX_PAIRWISE_SPEECHES:
        yield from combinations(ids, 2)
    else:
        yield from ((id_, None) for id_ in ids)


def contrast_pair(
    collection: Collection, a: Profile, b: Profile, *, seed: int, n_permutations: int
) -> Figures:
    """Two speeches; their blocks are dealt anew to see what chance does."""
    p = _p_values(a, b, seed, n_permutations)
    difference = difference_intervals(
        (a.shares, *collection.interval(a.speech.id)), (b.shares, *collection.interval(b.speech.id))
    )
    present = is_in_question(a.chars + b.chars) & a.sufficient & b.sufficient
    return Figures(a.shares - b.shares, *difference, p, present)


class RestContrasts:
    """Each speech against the texts of which it is no version.

    Parameters
    ----------
    collection
        Of two texts at least.
    """

    def __init__(self, collection: Collection, *, seed: int, n_permutations: int) -> None:
        self._collection = collection
        self._seed = seed
        self._n = n_permutations
        self._n_blocks = sum(text.n_blocks for text in collection.texts)
        by_size = self._small_by_size()
        # One draw a block; a speech of few blocks takes the first ones of a deal.
        shape = max(by_size, default=0), n_permutations
        draws = pair_generator(seed, "", "").integers(0, max(1, self._n_blocks), size=shape)
        drawn, at = np.unique(draws, return_inverse=True)
        self._total, blocks = _total_and_some(collection, drawn)
        self._n_as_far = self._ranks_by_size(by_size, blocks, at.reshape(shape))

    def figures(self, profile: Profile) -> Figures:
        """The contrast of one speech; equal shares and p of 1 where there is nothing to compare."""
        theirs = self._rest(profile)
        shares = row_shares(theirs[None])[0]
        ends = difference_intervals(
            (profile.shares, *self._collection.interval(profile.speech.id)), (shares,) * 3
        )
        present = ((profile.chars + theirs) > 0) & profile.sufficient
        n_as_far = self._n_as_far[self._collection.place(profile.speech.id)]
        p = n_as_far / (self._n + 1) if n_as_far.all() else self._p_alone(profile)
        return Figures(profile.shares - shares, *ends, p, present)

    def distance(self, profile: Profile) -> float:
        """Jensen–Shannon distance of a speech from the rest."""
        return jensen_shannon(profile.shares, row_shares(self._rest(profile)[None])[0])

    def is_possible(self, profile: Profile) -> bool:
        """Whether there are themes on both sides."""
        kept = self._collection.kept(profile.speech.id)
        rest = self._n_blocks - self._collection[kept].n_blocks
        return not profile.is_empty and rest > 0

    def _rest(self, profile: Profile) -> Floats:
        """Characters by theme of all texts of which a speech is no version, (n_themes,)."""
        kept = self._collection.kept(profile.speech.id)
        theirs = self._total - self._collection[kept].chars
        return np.where(theirs > TIE, theirs, 0.0)

    def _p_alone(self, profile: Profile) -> Floats:
        """P of a speech that is a large part of the whole, (n_themes,)."""
        rest = [text.blocks for text in self._collection.rest(profile.speech.id)]
        generator = pair_generator(self._seed, profile.speech.id, "")
        return permutation_p(profile.blocks, np.concatenate(rest), generator, self._n)

    def _small_by_size(self) -> dict[int, array[int]]:
        """Places of all speeches so small that the rest has `MANY_TIMES` as many blocks."""
        by_size: dict[int, array[int]] = {}
        most = self._n_blocks // (MANY_TIMES + 1)
        for place, profile in enumerate(self._collection.profiles):
            if 0 < profile.n_blocks <= most:
                by_size.setdefault(profile.n_blocks, array("q")).append(place)
        return by_size

    def _ranks_by_size(
        self, by_size: Mapping[int, array[int]], blocks: Floats, draws: Ints
    ) -> NDArray[np.unsignedinteger[Any]]:
        """How many deals set a small speech as far apart, (n_speeches, n_themes).

        0 for the others.

        Parameters
        ----------
        blocks
            That are drawn, (n_drawn, n_themes).
        draws
            Which of them, (largest size, n_permutations).
        """
        collection = self._collection
        shape = len(collection.profiles), collection.n_themes
        found = np.zeros(shape, np.min_scalar_type(self._n + 1))
        sums = np.zeros((self._n, collection.n_themes))
        for size, drawn in enumerate(draws, start=1):
            sums += blocks[drawn]
            if size in by_size:
                rest = np.maximum(self._total - sums, 0.0)
                null = np.sort(np.abs(row_shares(sums) - row_shares(rest)), axis=0)
                places = by_size[size]
                for start in range(0, len(places), SPEECHES_AT_ONCE):
                    some = places[start : start + SPEECHES_AT_ONCE]
                    found[some] = _ranks(null, self._apart(some))
        return found

    def _apart(self, places: Iterable[int]) -> Floats:
        """How far the shares of some speeches are from the rest, (n_places, n_themes)."""
        profiles = [self._collection.profiles[place] for place in places]
        theirs = row_shares(np.array([self._rest(profile) for profile in profiles]))
        return np.abs(np.array([profile.shares for profile in profiles]) - theirs)


def _total_and_some(collection: Collection, wanted: Ints) -> tuple[Floats, Floats]:
    """The sum of the blocks of all texts, and some of them; no more are in memory together.

    Parameters
    ----------
    wanted
        Numbers of blocks, all texts end to end, ascending, (n_wanted,).

    Returns
    -------
    total, blocks : ndarray
        (n_themes,) and (n_wanted, n_themes).
    """
    total = np.zeros(collection.n_themes)
    found = np.zeros((len(wanted), collection.n_themes))
    start = 0
    for text in collection.texts:
        blocks = text.blocks
        total = np.concatenate([total[None], blocks]).sum(axis=0)  # one after the other
        first, end = np.searchsorted(wanted, (start, start + len(blocks)))
        found[first:end] = blocks[wanted[first:end] - start]
        start += len(blocks)
    return total, found


def term_differences(
    numbers: Mapping[str, int], ours: Ints, theirs: Ints, *, sign: float
) -> tuple[TermDifference, ...]:
    """The terms of a theme that make a difference, strongest first.

    Parameters
    ----------
    numbers
        Of the terms of the theme.
    ours, theirs
        Occurrences of all terms of the codebook on either side, by number, (n_terms,).
    sign
        Of the difference in the theme; terms that pull the other way are left out.
    """
    rows = np.fromiter(numbers.values(), np.intp, len(numbers))
    sizes = int(ours.sum()), int(theirs.sum())
    terms = list(numbers)
    found = []
    for row in _strongest(ours[rows], theirs[rows], sizes, sign):
        a, b = int(ours[rows[row]]), int(theirs[rows[row]])
        z = log_odds_z(a, sizes[0], b, sizes[1], prior_words=PRIOR_HITS)
        found.append(TermDifference(terms[row], a, b, z))
    return tuple(sorted(found, key=lambda each: (-abs(each.z), each.term))[:N_TERMS])


def _strongest(ours: Ints, theirs: Ints, sizes: tuple[int, int], sign: float) -> list[int]:
    """Which terms make most of a difference: `N_TERMS`, and those that may come before them.

    As `log_odds_z` has it, of all terms at once: there may be hundreds, and speeches thousands.
    """
    rate = (ours + theirs) / max(1, sum(sizes))
    seen, unseen = PRIOR_HITS * rate, PRIOR_HITS * (1 - rate)
    sides = [
        (count + seen, size - count + unseen)
        for count, size in zip((ours, theirs), sizes, strict=True)
    ]
    some = np.flatnonzero((rate > 0) & (rate < 1))
    (a, not_a), (b, not_b) = ((x[some], y[some]) for x, y in sides)
    z = np.sign(sign) * (np.log(a / not_a) - np.log(b / not_b)) / np.sqrt(1 / a + 1 / b)
    some, z = some[z > 0], z[z > 0]
    least = np.sort(z)[-N_TERMS:].min(initial=np.inf)
    strongest: list[int] = some[z >= least - TIE].tolist()
    return strongest


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
    """Two-sided p of the differences in share, were the blocks dealt out by chance.

    Whole blocks change sides, with all their characters, so that the words of a paragraph
    stay together: tests that take words for independent cry wolf in four of ten cases.

    Parameters
    ----------
    ours, theirs
        Characters by block and theme, (n_ours, n_themes) and (n_theirs, n_themes).

    Returns
    -------
    ndarray
        (n_themes,), in [1 / (n_permutations + 1), 1].
    """
    blocks = np.concatenate([ours, theirs])
    total = blocks.sum(axis=0)
    observed = np.abs(_pooled_shares(ours) - _pooled_shares(theirs))
    n_small = min(len(ours), len(theirs))
    as_far = np.zeros(blocks.shape[1], dtype=np.intp)
    at_once = min(ROWS_AT_ONCE, max(1, _DRAWS_AT_ONCE // len(blocks)))
    for start in range(0, n_permutations, at_once):
        n_rows = min(at_once, n_permutations - start)
        some = _drawn_sums(blocks, n_small, n_rows, generator)
        apart = np.abs(row_shares(some) - row_shares(np.maximum(total - some, 0.0)))
        as_far += (apart >= observed - TIE).sum(axis=0)
    return (1 + as_far) / (n_permutations + 1)


def _drawn_sums(
    blocks: Floats, n_drawn: int, n_rows: int, generator: np.random.Generator
) -> Floats:
    """Sums of blocks drawn at random, (n_rows, n_themes)."""
    keys = generator.random((n_rows, len(blocks)))
    nth = np.partition(keys, n_drawn - 1, axis=1)[:, n_drawn - 1 : n_drawn]
    return np.asarray((keys <= nth).astype(np.float64) @ blocks)


def _ranks(null: Floats, observed: Floats) -> Ints:
    """How many differences are as large for each theme, the observed one among them.

    Parameters
    ----------
    null
        Those that chance makes, sorted, (n_permutations, n_themes).
    observed
        Of some speeches, (n_speeches, n_themes).

    Returns
    -------
    ndarray
        Of the shape of `observed`.
    """
    columns = zip(null.T, observed.T, strict=True)
    below = np.array([np.searchsorted(chance, values - TIE) for chance, values in columns]).T
    return np.asarray(1 + len(null) - below)


def _p_values(a: Profile, b: Profile, seed: int, n_permutations: int) -> Floats:
    """The p of a pair, the same whichever comes first."""
    first, second = sorted((a, b), key=lambda profile: profile.speech.id)
    generator = pair_generator(seed, first.speech.id, second.speech.id)
    return permutation_p(first.blocks, second.blocks, generator, n_permutations)


def pair_generator(seed: int, first: str, second: str) -> np.random.Generator:
    """Draws for two ids that depend on nothing else that is compared."""
    name = f"{seed}\0{first}\0{second}"
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def _pooled_shares(blocks: Floats) -> Floats:
    return np.asarray(row_shares(blocks.sum(axis=0, keepdims=True))[0])


def _relative_entropy(p: Floats, q: Floats) -> float:
    some = p > 0
    return float((p[some] * np.log2(p[some] / q[some])).sum())
