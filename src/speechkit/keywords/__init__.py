"""Speeches in; for each the phrases it is about, and those that set it apart, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speechkit.keywords.keyness import (
    is_surely_more_frequent,
    log_ratio,
    lower_bound,
    signed_g2,
)
from speechkit.keywords.pool import merged
from speechkit.keywords.profiles import Candidates, Profile, Profiler
from speechkit.keywords.terms import Scored, select_phrases
from speechkit.model import DEFAULT_TOP, Speech
from speechkit.results import (
    DuplicateGroup,
    KeynessMeasure,
    KeyTerm,
    Keywords,
    SpeechKeywords,
    reference_for,
    without_duplicates,
)
from speechkit.text.background import Background, build_background
from speechkit.text.lexicon import Lexicon, Vocabulary
from speechkit.text.phrases import TermCounts
from speechkit.text.tokens import DEFAULT_SEGMENTER, CutWords, Segmenter, make_cutter

__all__ = ["score_keywords"]

SUGGESTED = 10
"""Where fewer terms are surely more frequent, the list is filled up to here."""
KEY_REPLACE_FRACTION = 0.5
"""A key phrase takes the place of its word earlier than a keyword does: it says of what."""
MIN_SUGGESTED_G2 = 3.84
"""Of a suggested term: p < .05 if it were the only one looked at."""


def score_keywords(
    speeches: Iterable[Speech],
    *,
    top: int = DEFAULT_TOP,
    groups: Iterable[DuplicateGroup[Any]] = (),
    measure: KeynessMeasure = "lrc",
    against: Iterable[Speech] | None = None,
    background: Background | None = None,
    segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER,
    lexicon: Lexicon | None = None,
) -> Keywords:
    """What each speech is about, and what sets it apart from the others.

    Parameters
    ----------
    speeches
        The speeches to look at.
    top
        Keywords, and key terms, listed at most for a speech.
    groups
        Duplicates among the speeches: a version of a speech is never in its reference, and
        each text counts once there.
    measure
        By which key terms are ranked.
    against
        The reference; the other speeches if None. The speech itself and its versions are
        taken out of it.
    background
        General frequencies; made from the installed jieba if None, which takes seconds
        (`speechkit.files.cache.load_background` keeps them).
    lexicon
        Word lists; those we ship if None. With words or stop-words of the user's own:
        `load_lexicon().extended(words=…, stopwords=…)`.
    segmenter
        Which engine cuts words (the results are the same), or a function that does so and
        knows the lexicon's words of the user itself.

    Returns
    -------
    Keywords
        In the order of the speeches. The keywords of a speech depend on it alone. Key terms
        that are surely more frequent than in the reference come first, best first; after
        them, where they are few, those marked as suggestive, by G². There are none without
        a reference.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    speeches, groups = tuple(speeches), tuple(groups)
    references = speeches if against is None else tuple(against)
    vocabulary = Vocabulary(background or build_background(), lexicon)
    cut = make_cutter(segmenter, vocabulary.lexicon.user_words.values())
    by_id = {speech.id: speech for speech in (*references, *speeches)}
    profiler = Profiler(vocabulary, cut, top=top)
    profiles = {speech_id: profiler(speech) for speech_id, speech in by_id.items()}
    pool = _Pool(profiles[speech.id] for speech in without_duplicates(references, groups))
    results = []
    for speech in speeches:
        profile = profiles[speech.id]
        reference = pool.only(s.id for s in reference_for(speech, references, groups))
        results.append(
            SpeechKeywords(
                speech,
                profile.keywords,
                _key_terms(profile, reference, measure=measure, top=top),
            )
        )
    return Keywords(tuple(results))


class _Pool:
    """The texts a reference is taken from, each of them once, counted together once."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = {profile.speech.id: profile for profile in profiles}
        self._counts = merged(profile.counts for profile in self._profiles.values())
        self._n_words = sum(profile.n_words for profile in self._profiles.values())

    def only(self, speech_ids: Iterable[str]) -> _Reference:
        """The reference made of some of the texts; cheap when they are most of them."""
        wanted = frozenset(speech_ids)
        others = tuple(p for p in self._profiles.values() if p.speech.id not in wanted)
        n_words = self._n_words - sum(profile.n_words for profile in others)
        return _Reference(self._counts, others, n_words)


@dataclass(frozen=True, slots=True)
class _Reference:
    """Counts of all texts of a pool but some."""

    total: TermCounts
    others: tuple[Profile, ...]
    n_words: int

    def counts(self, candidates: Candidates) -> NDArray[np.int64]:
        """Occurrences of each term."""
        counts = self.total.of(candidates.hashes)
        for profile in self.others:
            counts = counts - profile.counts.of(candidates.hashes)
        return counts


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Sizes of a speech and its reference, and how many terms are compared between them."""

    n_words: int
    n_reference_words: int
    n_terms: int

    def key_term(
        self, term: str, counts: tuple[int, int], measure: KeynessMeasure, dispersion: float
    ) -> KeyTerm:
        """All figures of a term."""
        f1, f2 = counts
        figures = (f1, self.n_words, f2, self.n_reference_words)
        return KeyTerm(
            term,
            measure,
            self.score(counts, measure),
            f1,
            f2,
            log_ratio(*figures),
            signed_g2(*figures),
            dispersion,
            not self.is_sure(counts),
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
        raise ValueError(f"no such measure: {measure}")

    def is_sure(self, counts: tuple[int, int]) -> bool:
        figures = (counts[0], self.n_words, counts[1], self.n_reference_words)
        return is_surely_more_frequent(*figures, n_terms=self.n_terms)


def _key_terms(
    profile: Profile, reference: _Reference, *, measure: KeynessMeasure, top: int
) -> tuple[KeyTerm, ...]:
    """What sets a speech apart: the sure terms, then suggestions up to `SUGGESTED`."""
    candidates = profile.candidates
    if not len(candidates) or not reference.n_words:
        return ()
    terms = list(
        zip(candidates.counts.tolist(), reference.counts(candidates).tolist(), strict=True)
    )
    contrast = _Contrast(profile.n_words, reference.n_words, len(terms))
    score, is_sure = cache(contrast.score), cache(contrast.is_sure)

    def scored(rows: Iterable[int], by: KeynessMeasure) -> list[Scored]:
        found = (
            Scored(candidates.terms[row], score(terms[row], by), candidates.starts_of(row), row)
            for row in rows
        )
        return sorted(found, key=lambda each: (-each.score, each.term))

    sure = {row for row, counts in enumerate(terms) if is_sure(counts)}
    chosen = select_phrases(
        scored(sorted(sure), measure), top, replace_fraction=KEY_REPLACE_FRACTION
    )
    suggested = (
        each
        for each in scored(sorted(set(range(len(terms))) - sure), "g2")
        if each.score >= MIN_SUGGESTED_G2
        and not any(each.term in other.term or other.term in each.term for other in chosen)
    )
    chosen += select_phrases(suggested, max(0, min(top, SUGGESTED) - len(chosen)))
    return tuple(
        contrast.key_term(
            each.term, terms[each.row], measure, float(candidates.dispersions[each.row])
        )
        for each in chosen
    )
