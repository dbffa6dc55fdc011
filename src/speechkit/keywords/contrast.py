"""Counts of a speech, or of a group of them, and a reference in; its key terms, ranked, out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from speechkit.keywords.keyness import (
    deviation_of_proportions,
    is_surely_more_frequent,
    log_odds_z,
    log_ratio,
    log_ratio_bounds,
    lower_bound,
    signed_g2,
    simple_maths,
)
from speechkit.keywords.references import CountedText, Reference
from speechkit.keywords.terms import Scored, says_something, select_phrases
from speechkit.model import MIN_KEYNESS_WORDS, Span, Speech
from speechkit.results import KeynessMeasure, KeyTerm, TermPlace
from speechkit.text.lexicon import Lexicon
from speechkit.text.phrases import Phrase, find_all

MIN_KEY_COUNT = 2
"""Occurrences a key term has at least: one is chance."""
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


class Profile(CountedText, Protocol):
    """What is counted of a speech, and the phrases that may be worth listing."""

    @property
    def listed(self) -> Mapping[str, Phrase]: ...


def contrast_speech(
    profile: Profile, reference: Reference, lexicon: Lexicon, *, measure: KeynessMeasure, top: int
) -> tuple[KeyTerm, ...]:
    """What sets a speech apart.

    Parameters
    ----------
    profile
        Of the speech.
    reference
        What it is held against; no version of it is in there.
    lexicon
        What is known of terms.
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
    listed = profile.listed
    terms = {
        term: (profile.counts.get(term, 0), reference.count(term))
        for term, phrase in listed.items()
        if profile.counts.get(term, 0) >= MIN_KEY_COUNT
        and may_be_key(phrase, lexicon)
        and reference.knows(phrase)
    }

    def select(scored: Iterable[tuple[str, float]], n: int) -> list[str]:
        phrases = (Scored(listed[term], score) for term, score in scored)
        chosen = select_phrases(phrases, n, replace_fraction=KEY_REPLACE_FRACTION)
        return [each.phrase.text for each in chosen]

    contrast = _Contrast(profile.n_words, reference.n_words, len(terms))
    paragraphs = profile.speech.paragraphs()
    return tuple(
        contrast.key_term(
            term, terms[term], measure, _in_speech(profile.speech, listed[term], paragraphs), sure
        )
        for term, sure in _chosen(contrast, terms, measure, top, select)
    )


def contrast_group(
    profiles: Sequence[Profile],
    reference: Reference,
    lexicon: Lexicon,
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
    listed = {
        term: phrase
        for profile in profiles
        for term, phrase in profile.listed.items()
        if may_be_key(phrase, lexicon) and reference.knows(phrase)
    }
    counts: Counter[str] = Counter()
    n_speeches: Counter[str] = Counter()
    for profile in profiles:
        here = {term: n for term, n in profile.counts.items() if term in listed}
        counts.update(here)
        n_speeches.update(here.keys())
    terms = {term: (n, reference.count(term)) for term, n in counts.items() if n >= MIN_KEY_COUNT}
    contrast = _Contrast(n_words, reference.n_words, len(terms))
    least = min(MIN_GROUP_RANGE, len(profiles))

    def select(scored: Iterable[tuple[str, float]], n: int) -> list[str]:
        return select_terms(scored, counts, n)

    def is_spread(term: str) -> bool:
        return n_speeches[term] >= least

    return tuple(
        contrast.key_term(term, terms[term], measure, _in_group(profiles, term), sure)
        for term, sure in _chosen(contrast, terms, measure, top, select, is_spread)
    )


def is_enough(n_words: int) -> bool:
    """Whether so many running words are enough to look for key terms in."""
    return n_words >= MIN_KEYNESS_WORDS


def may_be_key(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase is worth reading.

    A verb alone is not, since every speaker has his own; nor is what only ever stands
    inside a longer phrase.
    """
    return (
        phrase.n_inside < len(phrase.starts)
        and says_something(phrase, lexicon)
        and [word.kind for word in phrase.words] != ["verb"]
    )


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


_Select = Callable[[Iterable[tuple[str, float]], int], list[str]]


def _chosen(
    contrast: _Contrast,
    terms: Mapping[str, tuple[int, int]],
    measure: KeynessMeasure,
    top: int,
    select: _Select,
    is_spread: Callable[[str], bool] = lambda _: True,
) -> list[tuple[str, bool]]:
    """The terms to list, and whether each is sure: first those that are."""
    score, is_certain = cache(contrast.score), cache(contrast.is_certain)
    certain = {term for term, counts in terms.items() if is_certain(counts) and is_spread(term)}
    sure = select(((t, score(c, measure)) for t, c in terms.items() if t in certain), top)
    suggested = (
        (term, g2)
        for term, counts in terms.items()
        if term not in certain
        and (g2 := score(counts, "g2")) >= MIN_SUGGESTED_G2
        and not any(term in other or other in term for other in sure)
    )
    more = select(suggested, max(0, min(top, SUGGESTED) - len(sure)))
    return [*((term, True) for term in sure), *((term, False) for term in more)]


class _Spread(NamedTuple):
    """Where in a speech, or a group of them, a term stands."""

    counts: tuple[int, ...]
    """In each part."""
    sizes: tuple[int, ...]
    """Of the parts."""
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
            dispersion=deviation_of_proportions(spread.counts, spread.sizes),
            suggestive=not is_sure,
            per_10k_words=PER_WORDS * f1 / self.n_words,
            reference_per_10k_words=PER_WORDS * f2 / self.n_reference_words,
            low=low,
            high=high,
            range=sum(map(bool, spread.counts)),
            n_parts=len(spread.counts),
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


def _in_speech(speech: Speech, phrase: Phrase, paragraphs: Sequence[Span]) -> _Spread:
    """Over the paragraphs of the body, their sizes in characters."""
    first = [paragraph.start for paragraph in paragraphs]
    counts = [0] * len(paragraphs)
    starts = [start for start in phrase.starts if start >= speech.body_start]
    for start in starts:
        counts[bisect_right(first, start) - 1] += 1
    sizes = tuple(map(len, paragraphs))
    return _Spread(tuple(counts), sizes, _places(speech, phrase.text, starts))


def _in_group(profiles: Sequence[Profile], term: str) -> _Spread:
    """Over the speeches of a group, their sizes in running words."""
    holders = (profile for profile in profiles if profile.counts.get(term))
    return _Spread(
        tuple(profile.counts.get(term, 0) for profile in profiles),
        tuple(profile.n_words for profile in profiles),
        tuple(place for profile in holders for place in _places_of(profile, term)),
    )


def _places_of(profile: Profile, term: str) -> tuple[TermPlace, ...]:
    speech = profile.speech
    phrase = profile.listed.get(term)
    starts = find_all(speech.text, term) if phrase is None else phrase.starts
    return _places(speech, term, (start for start in starts if start >= speech.body_start))


def _places(speech: Speech, term: str, starts: Iterable[int]) -> tuple[TermPlace, ...]:
    spans = (Span(start, start + len(term)) for start in starts)
    return tuple(TermPlace(speech, speech.view.source_span(span)) for span in spans)
