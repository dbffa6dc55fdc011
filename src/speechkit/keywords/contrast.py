"""Counts of a speech, or of a group of them, and a reference in; its key terms, ranked, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speechkit.keywords.keyness import (
    deviation_of_proportions,
    is_surely_more_frequent,
    log_ratio,
    log_ratio_bounds,
    lower_bound,
    signed_g2,
    simple_maths,
)
from speechkit.keywords.profiles import MIN_KEY_COUNT, Profile, Terms
from speechkit.keywords.references import Reference
from speechkit.keywords.terms import Scored, select_phrases
from speechkit.model import MIN_KEYNESS_WORDS
from speechkit.results import KeynessMeasure, KeyTerm, Named, Place, TermPlace
from speechkit.statistics import log_odds_z

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray


SUGGESTED = 10
"""Where fewer terms are surely more frequent, the list is filled up to here."""
KEY_REPLACE_FRACTION = 0.5
"""A key phrase takes the place of its word earlier than a keyword does: it says of what."""
MIN_SUGGESTED_G2 = 3.84
"""Of a suggested term: p < .05 if it were the only one looked at."""
MIN_GROUP_RANGE = 2
"""Speeches of a group in which a term stands that is surely the group's: what one speech repeats
says something of that speech."""
PER_WORDS = 10_000
"""Running words a rate refers to."""


Locate = Callable[[Named, str], Sequence[Place]]
"""Where a term stands in the body of a speech."""


def contrast_speech(
    profile: Profile, reference: Reference, *, measure: KeynessMeasure, top: int
) -> tuple[KeyTerm, ...]:
    """What sets a speech apart.

    Parameters
    ----------
    profile
        Of the speech.
    reference
        What it is held against; no version of it is in there.
    measure
        By which the terms are ranked.
    top
        Terms listed at most.

    Returns
    -------
    tuple of KeyTerm
        The terms that are surely more frequent, best first, then suggestions, by G², up to
        `SUGGESTED`. Empty for a speech of fewer than `MIN_KEYNESS_WORDS` running words, and
        without a reference.
    """
    if not is_enough(profile.n_words) or not reference.n_words:
        return ()
    candidates = profile.candidates
    texts = candidates.terms.texts
    counts = _compared(candidates.counts, reference.counts(candidates.terms))
    contrast = _Contrast(profile.n_words, reference.n_words, len(counts))

    def select(scored: Iterable[tuple[int, float]], n: int) -> list[int]:
        phrases = (
            Scored(texts[row], score, candidates.starts_of(row), row) for row, score in scored
        )
        best = sorted(phrases, key=lambda each: (-each.score, each.term))
        chosen = select_phrases(best, n, replace_fraction=KEY_REPLACE_FRACTION, replace_score=0.0)
        return [each.row for each in chosen]

    def spread(row: int) -> _Spread:
        return _Spread(
            float(candidates.dispersions[row]),
            int(candidates.ranges[row]),
            profile.n_paragraphs,
            tuple(TermPlace(profile.speech.id, *place) for place in candidates.places_of(row)),
        )

    return tuple(
        contrast.key_term(texts[row], counts[row], measure, spread(row), sure)
        for row, sure in _chosen(contrast, texts, counts, measure, top, select)
    )


def contrast_group(
    profiles: Sequence[Profile],
    reference: Reference,
    locate: Locate,
    *,
    measure: KeynessMeasure,
    top: int,
) -> tuple[KeyTerm, ...]:
    """What sets a group of speeches apart, as `contrast_speech` does for one.

    Dispersion and range are over the speeches of the group. A term that stands in one of
    several speeches only is no more than suggested.
    """
    n_words = sum(profile.n_words for profile in profiles)
    if not is_enough(n_words) or not reference.n_words:
        return ()
    terms = join_terms(profile.candidates.terms for profile in profiles)
    total, n_speeches = np.zeros((2, len(terms)), np.int64)
    for profile in profiles:
        here = profile.counts.of(terms.hashes)
        total += here
        n_speeches += here > 0
    counts = _compared(total, reference.counts(terms))
    contrast = _Contrast(n_words, reference.n_words, len(counts))
    least = min(MIN_GROUP_RANGE, len(profiles))

    def select(scored: Iterable[tuple[int, float]], n: int) -> list[int]:
        by_term = {terms.texts[row]: (row, score) for row, score in scored}
        frequency = {term: counts[row][0] for term, (row, _) in by_term.items()}
        chosen = select_terms(((t, score) for t, (_, score) in by_term.items()), frequency, n)
        return [by_term[term][0] for term in chosen]

    def is_spread(row: int) -> bool:
        return bool(n_speeches[row] >= least)

    return tuple(
        contrast.key_term(
            terms.texts[row], counts[row], measure, _in_group(profiles, terms, row, locate), sure
        )
        for row, sure in _chosen(contrast, terms.texts, counts, measure, top, select, is_spread)
    )


def join_terms(parts: Iterable[Terms]) -> Terms:
    """The distinct ones of the terms of several speeches, in the order of their hashes."""
    found = {
        number: (text, n)
        for part in parts
        for text, number, n in zip(
            part.texts, part.hashes.tolist(), part.n_words.tolist(), strict=True
        )
    }
    hashes = sorted(found)
    return Terms(
        tuple(found[number][0] for number in hashes),
        np.array(hashes, np.uint64),
        np.array([found[number][1] for number in hashes], np.uint8),
    )


def _compared(
    counts: NDArray[np.int64], reference_counts: NDArray[np.int64]
) -> dict[int, tuple[int, int]]:
    """Both counts of the terms that can be compared, by their rows."""
    pairs = zip(counts.tolist(), reference_counts.tolist(), strict=True)
    return {
        row: pair for row, pair in enumerate(pairs) if pair[0] >= MIN_KEY_COUNT and pair[1] >= 0
    }


def is_enough(n_words: int) -> bool:
    """Whether so many running words are enough to look for key terms in."""
    return n_words >= MIN_KEYNESS_WORDS


def select_terms(
    scored: Iterable[tuple[str, float]], counts: Mapping[str, int], top: int
) -> list[str]:
    """The best terms of which none repeats another, ties in the order of the terms.

    Of a term and a longer one that has `KEY_REPLACE_FRACTION` of its occurrences the longer one
    is listed. What else holds a better term is left out, but not what is held by a rare one.

    Examples
    --------
    >>> scored = [("高质量", 3.0), ("高质量发展", 2.5), ("发展", 1.0), ("乡村振兴", 0.5)]
    >>> select_terms(scored, {"高质量": 9, "高质量发展": 8, "发展": 30, "乡村振兴": 4}, 5)
    ['高质量发展', '发展', '乡村振兴']
    """
    chosen: list[str] = []
    for term, _ in sorted(scored, key=lambda each: (-each[1], each[0])):
        if len(chosen) == top:
            break
        least = KEY_REPLACE_FRACTION * counts[term]
        if any(term in other and counts[other] >= least for other in chosen):
            continue
        shorter = [i for i, other in enumerate(chosen) if other in term]
        if not shorter:
            chosen.append(term)
        elif (
            len(shorter) == 1 and counts[term] >= KEY_REPLACE_FRACTION * counts[chosen[shorter[0]]]
        ):
            chosen[shorter[0]] = term
    return chosen


# ---------------------------------------------------------------------------- figures


_Select = Callable[[Iterable[tuple[int, float]], int], list[int]]


def _chosen(
    contrast: _Contrast,
    texts: Sequence[str],
    counts: Mapping[int, tuple[int, int]],
    measure: KeynessMeasure,
    top: int,
    select: _Select,
    is_spread: Callable[[int], bool] = lambda _: True,
) -> list[tuple[int, bool]]:
    """The terms to list by their rows, and whether each is sure: first those that are."""
    score, is_certain = cache(contrast.score), cache(contrast.is_certain)
    certain = {row for row, pair in counts.items() if is_certain(pair) and is_spread(row)}
    sure = select(((row, score(counts[row], measure)) for row in sorted(certain)), top)
    listed = [texts[row] for row in sure]
    suggested = (
        (row, g2)
        for row, pair in counts.items()
        if row not in certain
        and (g2 := score(pair, "g2")) >= MIN_SUGGESTED_G2
        and not any(texts[row] in other or other in texts[row] for other in listed)
    )
    more = select(suggested, max(0, min(top, SUGGESTED) - len(sure)))
    return [*((row, True) for row in sure), *((row, False) for row in more)]


class _Spread(NamedTuple):
    """Where in a speech, or a group of them, a term stands."""

    dispersion: float
    range: int
    n_parts: int
    places: tuple[TermPlace, ...]


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Sizes of a text and its reference, and how many terms are compared between them."""

    n_words: int
    n_reference_words: int
    n_terms: int

    def key_term(
        self,
        term: str,
        counts: tuple[int, int],
        measure: KeynessMeasure,
        spread: _Spread,
        is_sure: bool,
    ) -> KeyTerm:
        """All figures of a term."""
        f1, f2 = counts
        figures = (f1, self.n_words, f2, self.n_reference_words)
        low, high = log_ratio_bounds(*figures, n_terms=self.n_terms)
        return KeyTerm(
            term=term,
            measure=measure,
            score=low if measure == "lrc" else self.score(counts, measure),
            count=f1,
            reference_count=f2,
            log_ratio=log_ratio(*figures),
            g2=signed_g2(*figures),
            dispersion=spread.dispersion,
            suggestive=not is_sure,
            per_10k_words=PER_WORDS * f1 / self.n_words,
            reference_per_10k_words=PER_WORDS * f2 / self.n_reference_words,
            low=low,
            high=high,
            range=spread.range,
            n_parts=spread.n_parts,
            places=spread.places,
        )

    def score(self, counts: tuple[int, int], measure: KeynessMeasure) -> float:
        """Value of a measure."""
        figures = (counts[0], self.n_words, counts[1], self.n_reference_words)
        match measure:
            case "lrc":
                return lower_bound(*figures, n_terms=self.n_terms)
            case "g2":
                return signed_g2(*figures)
            case "logratio":
                return log_ratio(*figures)
            case "fightin":
                return log_odds_z(*figures)
            case "simplemaths":
                return simple_maths(*figures)
        raise ValueError(f"no such measure: {measure}")

    def is_certain(self, counts: tuple[int, int]) -> bool:
        figures = (counts[0], self.n_words, counts[1], self.n_reference_words)
        return is_surely_more_frequent(*figures, n_terms=self.n_terms)


def _in_group(profiles: Sequence[Profile], terms: Terms, row: int, locate: Locate) -> _Spread:
    """Over the speeches of a group, their sizes in running words."""
    counts = [int(profile.counts.of(terms.hashes[row : row + 1])[0]) for profile in profiles]
    places = (
        TermPlace(profile.speech.id, *place)
        for profile, n in zip(profiles, counts, strict=True)
        if n
        for place in _places_in(profile, terms.texts[row], locate)[:n]
    )
    return _Spread(
        deviation_of_proportions(counts, [profile.n_words for profile in profiles]),
        sum(map(bool, counts)),
        len(profiles),
        tuple(places),
    )


def _places_in(profile: Profile, term: str, locate: Locate) -> Sequence[Place]:
    """Where a term stands in a speech: as a phrase where it recurs there, else as it is found."""
    texts = profile.candidates.terms.texts
    if term in texts:
        return profile.candidates.places_of(texts.index(term))
    return locate(profile.speech, term)
