"""Speeches in; for each the phrases it is about, and those that set it apart, out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from speechkit.keywords.contrast import contrast_group, contrast_speech, is_enough
from speechkit.keywords.grouping import group_speeches
from speechkit.keywords.references import Pool, Reference
from speechkit.keywords.terms import extract_keywords, heading_spans
from speechkit.model import DEFAULT_TOP, Speech
from speechkit.results import (
    DuplicateGroup,
    KeynessMeasure,
    Keyword,
    Keywords,
    SpeechGroup,
    SpeechKeywords,
    Trends,
    without_duplicates,
)
from speechkit.text.background import Background, build_background
from speechkit.text.lexicon import Lexicon, Vocabulary
from speechkit.text.phrases import Phrase, Phrases, find_phrases
from speechkit.text.tokens import DEFAULT_SEGMENTER, CutWords, Segmenter, cut_words

__all__ = ["score_keywords"]


def score_keywords(
    speeches: Iterable[Speech],
    *,
    top: int = DEFAULT_TOP,
    groups: Iterable[DuplicateGroup[Any]] = (),
    measure: KeynessMeasure = "lrc",
    against: Iterable[Speech] | Reference | None = None,
    by: str | None = None,
    over_time: bool = False,
    background: Background | None = None,
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
        The reference; the other speeches if None. Of texts, the speech itself and its versions
        are taken out.
    by
        Name of a fact (see `grouping.fact_of`): also what sets the speeches that share it apart
        from all others.
    over_time
        Also the terms that rise and fall, where speeches have dates.
    background
        General frequencies; made from the installed jieba if None, which takes seconds
        (`speechkit.files.cache.load_background` keeps them).
    segmenter
        Which engine cuts words; the results are the same.

    Returns
    -------
    Keywords
        In the order of the speeches. The keywords of a speech depend on it alone. Key terms
        that are surely more frequent than in the reference come first, best first; after
        them, where they are few, those marked as suggestive, by G². There are none without
        a reference, nor in a speech that is too short.

    Raises
    ------
    UsageError
        When the speeches do not fall into groups by the fact named.
    TooLittleTextError
        When there are too few dates to tell a trend.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    speeches, groups = tuple(speeches), tuple(groups)
    given = None if against is None or isinstance(against, Iterable) else against
    texts = tuple(against) if isinstance(against, Iterable) else () if given else speeches
    vocabulary = Vocabulary(background or build_background())
    by_id = {speech.id: speech for speech in (*texts, *speeches)}
    profiles = {
        speech_id: _profile(speech, vocabulary, segmenter) for speech_id, speech in by_id.items()
    }
    pool = Pool(profiles[speech.id] for speech in _each_once(texts, groups))
    versions = _versions(groups)

    def reference_of(*held: Speech) -> Reference:
        if given is not None:
            return given
        ids = {speech.id for speech in held}
        return pool.without(ids.union(*(versions.get(id_, ()) for id_ in ids)))

    contrasts = _Contrasts(profiles, reference_of, vocabulary.lexicon, measure, top)
    kept = without_duplicates(speeches, groups)
    return Keywords(
        tuple(
            contrasts.of_speech(
                speech,
                extract_keywords(
                    speech, profiles[speech.id].listed.values(), top=top, vocabulary=vocabulary
                ),
            )
            for speech in speeches
        ),
        () if by is None else contrasts.of_groups(kept, by),
        _trends([profiles[s.id] for s in kept], vocabulary.lexicon, top) if over_time else None,
    )


def _each_once(
    texts: tuple[Speech, ...], groups: Iterable[DuplicateGroup[Any]]
) -> tuple[Speech, ...]:
    """The texts with each group counted once: by its kept one or, if that is not there, the first.

    What is dropped for a speech of the sources may be all that was named as reference.
    """
    there = {speech.id for speech in texts}
    dropped: set[str] = set()
    for group in groups:
        ids = [group.kept.id, *(speech.id for speech in group.speeches)]
        present = [speech_id for speech_id in dict.fromkeys(ids) if speech_id in there]
        dropped.update(present[1:])
    return tuple(speech for speech in texts if speech.id not in dropped)


def _versions(groups: Iterable[DuplicateGroup[Any]]) -> dict[str, frozenset[str]]:
    """The ids of all versions of a text, by the id of each."""
    versions: dict[str, frozenset[str]] = {}
    for group in groups:
        ids = frozenset(speech.id for speech in group.speeches)
        for speech_id in ids:
            versions[speech_id] = versions.get(speech_id, frozenset()) | ids
    return versions


@dataclass(frozen=True, slots=True)
class _Contrasts:
    """What sets speeches, and groups of them, apart."""

    profiles: Mapping[str, _Profile]
    reference_of: Callable[..., Reference]
    lexicon: Lexicon
    measure: KeynessMeasure
    top: int

    def of_speech(self, speech: Speech, keywords: tuple[Keyword, ...]) -> SpeechKeywords:
        profile = self.profiles[speech.id]
        keyness = contrast_speech(
            profile,
            self.reference_of(speech),
            self.lexicon,
            measure=self.measure,
            top=self.top,
        )
        n_words = profile.n_words
        return SpeechKeywords(speech, keywords, keyness, n_words, is_enough(n_words))

    def of_groups(self, speeches: Iterable[Speech], by: str) -> tuple[SpeechGroup, ...]:
        return tuple(
            self._of_group(group.speeches, by, group.value)
            for group in group_speeches(speeches, by)
        )

    def _of_group(self, speeches: tuple[Speech, ...], by: str, value: str) -> SpeechGroup:
        held = [self.profiles[speech.id] for speech in speeches]
        keyness = contrast_group(
            held,
            self.reference_of(*speeches),
            self.lexicon,
            measure=self.measure,
            top=self.top,
        )
        n_words = sum(profile.n_words for profile in held)
        return SpeechGroup(by, value, speeches, n_words, is_enough(n_words), keyness)


def _trends(profiles: Iterable[_Profile], lexicon: Lexicon, top: int) -> Trends:
    from speechkit.keywords.trend import DatedText, find_trends, may_change

    profiles = tuple(profiles)
    terms = {
        term
        for profile in profiles
        for term, phrase in profile.listed.items()
        if may_change(phrase, lexicon)
    }
    texts = (DatedText(p.speech.date or "", p.n_words, p.counts) for p in profiles)
    return find_trends(texts, terms, top=top)


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is counted of a speech."""

    speech: Speech
    phrases: Phrases
    n_words: int
    """Of the body."""

    @property
    def counts(self) -> Mapping[str, int]:
        return self.phrases.counts

    @property
    def listed(self) -> Mapping[str, Phrase]:
        return self.phrases.listed


def _profile(speech: Speech, vocabulary: Vocabulary, segmenter: Segmenter | CutWords) -> _Profile:
    words = cut_words(speech.text, segmenter=segmenter)
    headings, _ = heading_spans(speech)
    phrases = find_phrases(
        speech.text,
        words,
        vocabulary.classify,
        body=speech.body_start,
        kept=headings,
        known=vocabulary.lexicon.policy_terms,
    )
    return _Profile(speech, phrases, _count_words(words, speech.body_start))


def _count_words(words: list[str], body: int) -> int:
    """Running words from an offset on; punctuation and blanks are none, nor are decimals."""
    first = bisect_left(tuple(accumulate(map(len, words), initial=0)), body)
    return sum(map(str.isalnum, words[first:]))
