"""Speeches in; for each the phrases it is about, and those that set it apart, out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from speechkit.keywords.keyness import (
    deviation_of_proportions,
    is_surely_more_frequent,
    log_ratio,
    lower_bound,
    signed_g2,
)
from speechkit.keywords.terms import (
    Scored,
    extract_keywords,
    heading_spans,
    says_something,
    select_phrases,
)
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
from speechkit.text.phrases import Phrase, Phrases, find_phrases
from speechkit.text.tokens import DEFAULT_SEGMENTER, CutWords, Segmenter, make_cutter

__all__ = ["score_keywords"]

MIN_KEY_COUNT = 2
"""Occurrences a key term has at least: one is chance."""
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
    lexicon: Lexicon | None = None,
    segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER,
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
    profiles = {speech_id: _profile(speech, vocabulary, cut) for speech_id, speech in by_id.items()}
    pool = _Pool(profiles[speech.id] for speech in without_duplicates(references, groups))
    results = []
    for speech in speeches:
        profile = profiles[speech.id]
        phrases = profile.phrases.listed.values()
        reference = pool.only(s.id for s in reference_for(speech, references, groups))
        results.append(
            SpeechKeywords(
                speech,
                extract_keywords(speech, phrases, top=top, vocabulary=vocabulary),
                _key_terms(profile, reference, vocabulary.lexicon, measure=measure, top=top),
            )
        )
    return Keywords(tuple(results))


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is counted of a speech."""

    speech: Speech
    phrases: Phrases
    n_words: int
    """Of the body."""


def _profile(speech: Speech, vocabulary: Vocabulary, cut: CutWords) -> _Profile:
    words = cut(speech.text)
    headings, _ = heading_spans(speech)
    phrases = find_phrases(
        speech.text,
        words,
        vocabulary.classify,
        body=speech.body_start,
        kept=headings,
        known=vocabulary.known_phrases,
    )
    return _Profile(speech, phrases, _count_words(words, speech.body_start))


def _count_words(words: list[str], body: int) -> int:
    """Running words from an offset on; punctuation and blanks are none, nor are decimals."""
    first = bisect_left(tuple(accumulate(map(len, words), initial=0)), body)
    return sum(map(str.isalnum, words[first:]))


class _Pool:
    """The texts a reference is taken from, counted together once."""

    def __init__(self, profiles: Iterable[_Profile]) -> None:
        self._profiles = tuple(profiles)
        self._counts: Counter[str] = Counter()
        for profile in self._profiles:
            self._counts.update(profile.phrases.counts)
        self._n_words = sum(profile.n_words for profile in self._profiles)

    def only(self, speech_ids: Iterable[str]) -> _Reference:
        """The reference made of some of the texts; cheap when they are most of them."""
        wanted = frozenset(speech_ids)
        others = tuple(p for p in self._profiles if p.speech.id not in wanted)
        n_words = self._n_words - sum(profile.n_words for profile in others)
        return _Reference(self._counts, others, n_words)


@dataclass(frozen=True, slots=True)
class _Reference:
    """Counts of all texts of a pool but some."""

    counts: Mapping[str, int]
    others: tuple[_Profile, ...]
    n_words: int

    def count(self, term: str) -> int:
        """Occurrences of a term."""
        taken_out = sum(profile.phrases.counts.get(term, 0) for profile in self.others)
        return self.counts.get(term, 0) - taken_out


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Sizes of a speech and its reference, and how many terms are compared between them."""

    n_words: int
    n_reference_words: int
    n_terms: int

    def key_term(
        self, phrase: Phrase, counts: tuple[int, int], measure: KeynessMeasure, profile: _Profile
    ) -> KeyTerm:
        """All figures of a term."""
        f1, f2 = counts
        figures = (f1, self.n_words, f2, self.n_reference_words)
        return KeyTerm(
            phrase.text,
            measure,
            self.score(counts, measure),
            f1,
            f2,
            log_ratio(*figures),
            signed_g2(*figures),
            _dispersion(profile.speech, phrase),
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
    profile: _Profile,
    reference: _Reference,
    lexicon: Lexicon,
    *,
    measure: KeynessMeasure,
    top: int,
) -> tuple[KeyTerm, ...]:
    """What sets a speech apart: the sure terms, then suggestions up to `SUGGESTED`."""
    listed, seen = profile.phrases.listed, profile.phrases.counts
    terms = {
        term: (seen.get(term, 0), reference.count(term))
        for term, phrase in listed.items()
        if seen.get(term, 0) >= MIN_KEY_COUNT and _may_be_key(phrase, lexicon)
    }
    if not terms or not reference.n_words:
        return ()
    contrast = _Contrast(profile.n_words, reference.n_words, len(terms))
    score, is_sure = cache(contrast.score), cache(contrast.is_sure)
    sure = [term for term, counts in terms.items() if is_sure(counts)]
    chosen = select_phrases(
        (Scored(listed[term], score(terms[term], measure)) for term in sure),
        top,
        replace_fraction=KEY_REPLACE_FRACTION,
    )
    suggested = (
        Scored(listed[term], g2)
        for term, counts in terms.items()
        if not is_sure(counts)
        and (g2 := score(counts, "g2")) >= MIN_SUGGESTED_G2
        and not any(term in c.phrase.text or c.phrase.text in term for c in chosen)
    )
    chosen += select_phrases(suggested, max(0, min(top, SUGGESTED) - len(chosen)))
    return tuple(
        contrast.key_term(c.phrase, terms[c.phrase.text], measure, profile) for c in chosen
    )


def _may_be_key(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase is worth reading.

    A verb alone is not, since every speaker has his own, unless it is known; nor is what
    only ever stands inside a longer phrase.
    """
    return (
        phrase.n_inside < len(phrase.starts)
        and says_something(phrase, lexicon)
        and ([word.kind for word in phrase.words] != ["verb"] or lexicon.is_known(phrase.text))
    )


def _dispersion(speech: Speech, phrase: Phrase) -> float:
    """DP over the paragraphs of the body, their sizes in characters."""
    paragraphs = speech.paragraphs()
    first = [paragraph.start for paragraph in paragraphs]
    counts = [0] * len(paragraphs)
    for start in phrase.starts:
        if start >= speech.body_start:
            counts[bisect_right(first, start) - 1] += 1
    return deviation_of_proportions(counts, [len(paragraph) for paragraph in paragraphs])
