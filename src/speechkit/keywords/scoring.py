"""Speeches in; for each the phrases it is about, and those that set it apart, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from speechkit.grouping import group_speeches
from speechkit.keywords.contrast import contrast_group, contrast_speech, is_enough, join_terms
from speechkit.keywords.profiles import Profile, Profiler, find_places
from speechkit.keywords.references import CountedText, Pool, Reference
from speechkit.model import DEFAULT_TOP, Progress, Speech
from speechkit.progress import followed
from speechkit.results import (
    DuplicateGroup,
    KeynessMeasure,
    Keywords,
    Named,
    Place,
    SpeechGroup,
    SpeechKeywords,
    Trends,
    without_duplicates,
)
from speechkit.text.background import Background, build_background
from speechkit.text.lexicon import Lexicon, Vocabulary
from speechkit.text.tokens import DEFAULT_SEGMENTER, CutWords, Segmenter, make_cutter


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
    lexicon: Lexicon | None = None,
    segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER,
    progress: Progress | None = None,
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
    lexicon
        Word lists; those we ship if None. With words or stop-words of the user's own:
        `load_lexicon().extended(words=…, stopwords=…)`.
    segmenter
        Which engine cuts words (the results are the same), or a function that does so and
        knows the lexicon's words of the user itself.
    progress
        Told how many speeches are done with `keywords`, then with `keyness`, and that `trends`
        are looked for.

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
    vocabulary = Vocabulary(background or build_background(), lexicon)
    cut = make_cutter(segmenter, vocabulary.lexicon.user_words.values())
    profiler = Profiler(vocabulary, cut, top=top, follow=over_time)
    by_id = {speech.id: speech for speech in (*texts, *speeches)}
    read = followed(by_id.items(), "keywords", progress)
    profiles = {speech_id: profiler(speech) for speech_id, speech in read}
    counted = {
        speech.id: CountedText(profiles[speech.id].counts, profiles[speech.id].n_words)
        for speech in each_once(texts, groups)
    }
    pool = Pool.of(counted)
    versions = versions_of(groups)

    def reference_of(*held: Named) -> Reference:
        if given is not None:
            return given
        ids = {speech.id for speech in held}
        return pool.without(ids.union(*(versions.get(id_, ()) for id_ in ids)))

    def locate(speech: Named, term: str) -> list[Place]:
        return find_places(by_id[speech.id], term)

    kept = without_duplicates(speeches, groups)
    contrasts = _Contrasts(profiles, reference_of, locate, measure, top)
    dated = ((speech.date or "", profiles[speech.id]) for speech in kept)
    told_apart = tuple(map(contrasts.of_speech, followed(speeches, "keyness", progress)))
    if over_time and progress is not None:
        progress("trends", 0, 1)
    return Keywords(
        told_apart,
        () if by is None else contrasts.of_groups(kept, by),
        _trends(dated, top) if over_time else None,
    )


def each_once(
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


def versions_of(groups: Iterable[DuplicateGroup[Any]]) -> dict[str, frozenset[str]]:
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

    profiles: Mapping[str, Profile]
    reference_of: Callable[..., Reference]
    locate: Callable[[Named, str], list[Place]]
    measure: KeynessMeasure
    top: int

    def of_speech(self, speech: Speech) -> SpeechKeywords:
        profile = self.profiles[speech.id]
        return speech_keywords(
            speech, profile, self.reference_of(speech), measure=self.measure, top=self.top
        )

    def of_groups(self, speeches: Iterable[Speech], by: str) -> tuple[SpeechGroup, ...]:
        return tuple(
            self._of_group(group.speeches, by, group.value)
            for group in group_speeches(speeches, by)
        )

    def _of_group(self, speeches: tuple[Speech, ...], by: str, value: str) -> SpeechGroup:
        held = [self.profiles[speech.id] for speech in speeches]
        reference = self.reference_of(*speeches)
        keyness = contrast_group(held, reference, self.locate, measure=self.measure, top=self.top)
        n_words = sum(profile.n_words for profile in held)
        return SpeechGroup(by, value, speeches, n_words, is_enough(n_words), keyness)


def speech_keywords(
    speech: Named, profile: Profile, reference: Reference, *, measure: KeynessMeasure, top: int
) -> SpeechKeywords:
    """What a speech is about, and what sets it apart from a reference without its versions."""
    keyness = contrast_speech(profile, reference, measure=measure, top=top)
    n_words = profile.n_words
    return SpeechKeywords(speech, profile.keywords, keyness, n_words, is_enough(n_words))


def _trends(dated: Iterable[tuple[str, Profile]], top: int) -> Trends:
    from speechkit.keywords.trend import DatedText, find_trends

    dated = tuple(dated)
    terms = join_terms(p.followed for _, p in dated if p.followed is not None)
    texts = (DatedText(date, profile.n_words, profile.counts) for date, profile in dated)
    return find_trends(texts, terms, top=top)
