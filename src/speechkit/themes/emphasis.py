"""Speeches in, the weight each gives to every theme out, with intervals and quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from speechkit.grouping import group_speeches
from speechkit.model import DEFAULT_SEED, NumberOfTopics, Progress, Speech
from speechkit.progress import followed
from speechkit.results import (
    Contrast,
    CorpusEmphasis,
    Distance,
    DuplicateGroup,
    Emphasis,
    Label,
    ScoredPassage,
    SpeechEmphasis,
    ThemeEmphasis,
    Topic,
    TopicChoice,
    VersionEmphasis,
)
from speechkit.text.lexicon import Vocabulary
from speechkit.themes.calibration import calibrate
from speechkit.themes.codebook import Codebook, load_codebook
from speechkit.themes.collection import Collection, kept_versions
from speechkit.themes.contrast import (
    N_PERMUTATIONS,
    Pair,
    RestContrasts,
    contrast_pair,
    default_pairs,
    jensen_shannon,
    term_differences,
)
from speechkit.themes.groups import (
    GroupPair,
    contrast_groups,
    group_distance,
    group_emphasis,
    group_pairs,
    theme_groups,
)
from speechkit.themes.mapping import map_emphasis
from speechkit.themes.profile import Profile, Profiler, theme_columns
from speechkit.themes.scoring import Ints, ScoredSpeech, SentenceScorer
from speechkit.themes.sections import paragraph_passages, ranked_shares
from speechkit.themes.trend import find_theme_trends
from speechkit.themes.versions import Versions


@dataclass(frozen=True, slots=True)
class EmphasisOptions:
    """What is asked of `measure_emphasis` beside the shares."""

    pairs: tuple[Pair, ...] | None = None
    """Which contrasts to make; None for every pair, past 12 speeches each against the rest."""
    by: str | None = None
    """Fact by which speeches are grouped; the groups are contrasted in place of the speeches."""
    over_time: bool = False
    """Whether to look for trends."""
    passages: bool = False
    """Whether to give every sentence with its themes."""
    topics: NumberOfTopics | None = None
    """How many topics to look for beside the codebook, or `auto` for as many as are stable; None
    for none."""
    seed: int = DEFAULT_SEED
    n_permutations: int = N_PERMUTATIONS
    """Random deals of a contrast; the smallest p is 1 / (n_permutations + 1)."""


DEFAULT_OPTIONS = EmphasisOptions()


def measure_emphasis(
    speeches: Iterable[Speech],
    *,
    codebook: Codebook | None = None,
    groups: Iterable[DuplicateGroup[Any]] = (),
    labels: Iterable[Label] | None = None,
    vocabulary: Vocabulary | None = None,
    options: EmphasisOptions = DEFAULT_OPTIONS,
    progress: Progress | None = None,
) -> Emphasis:
    """How much weight each speech gives to the themes of a codebook.

    A share is the speech's own: its characters, counted with the weight the theme has in
    their sentence, of all its characters outside framing that have a theme. Its interval
    leans on the mean of the collection, in which versions of one text count once.

    Parameters
    ----------
    speeches
        With distinct ids. Their order changes no figure, only the order of the results.
    codebook
        None for the one that ships.
    groups
        Which speeches are versions of one text.
    labels
        A reader's, by which the codebook is corrected; None for no correction.
    vocabulary
        What is known of words, for the topics; our own if None, which takes seconds to make.
    progress
        Told how far `themes`, `contrasts` and `topics` are.

    Returns
    -------
    Emphasis
        Empty when there are no speeches. A speech too short to say anything has its
        figures, marked `sufficient=False`; one in which no theme was found has shares of 0
        and takes no part in contrasts.

    Raises
    ------
    UsageError
        When speeches do not fall into groups by the fact that is named, or no label is of a
        place in them.
    TooLittleTextError
        When more topics are asked for than the speeches have paragraphs, or trends of speeches
        of too few years.
    """
    codebook = codebook or load_codebook()
    groups = tuple(groups)
    speeches = tuple(speeches)
    if options.by is not None:
        group_speeches(speeches, options.by)  # says what is wrong with the groups
    scorer = SentenceScorer(codebook)
    n_all = 2 * len(speeches)  # each is read, and then looked at once more
    read = followed(speeches, "themes", progress, n_all=n_all)
    scored = {speech.id: scorer.score(speech) for speech in read}
    correction, calibration = None, None
    if labels is not None:
        correction, calibration = calibrate(scored, labels, codebook)
    profiler = Profiler(scorer, options.by, correction)
    again = followed(scored.values(), "themes", progress, before=len(speeches), n_all=n_all)
    profiles = tuple(map(profiler.of, again))
    collection = Collection(profiles, kept_versions(groups), scorer)
    if correction is not None:
        scored = {id_: correction(own) for id_, own in scored.items()}
    versions = _versions(scored, groups, codebook)
    contrasts, apart = _comparisons(collection, versions, options, progress)
    topics, choice = _topics(
        tuple(scored.values()), groups, codebook, vocabulary, options, progress
    )
    return Emphasis(
        codebook=codebook.label,
        themes=codebook.themes,
        speeches=tuple(speech_emphasis(collection, profile) for profile in profiles),
        contrasts=contrasts,
        distances=apart,
        passages=tuple(_passages(scored.values(), codebook)) if options.passages else (),
        paragraphs=tuple(_paragraphs(scored.values(), codebook)) if options.passages else (),
        topics=topics,
        topic_choice=choice,
        calibration=calibration,
        versions=tuple(each.emphasis(codebook.themes) for each in versions.values()),
        theme_groups=codebook.groups,
        **overviews(collection, options),
    )


def overviews(
    collection: Collection, options: EmphasisOptions, *, has_map: bool = True
) -> dict[str, Any]:
    """The fields of `Emphasis` that speak of the collection as a whole; the map if it is wanted."""
    if not collection.profiles:
        return {}
    groups = theme_groups(collection) if options.by else ()
    trends = None
    if options.over_time:
        trends = find_theme_trends(
            collection, seed=options.seed, n_permutations=options.n_permutations
        )
    return {
        "corpus": _corpus(collection),
        "by": options.by or "",
        "groups": tuple(group_emphasis(collection, group) for group in groups),
        "trends": trends,
        "map": map_emphasis(collection) if has_map else None,
    }


def speech_emphasis(collection: Collection, profile: Profile) -> SpeechEmphasis:
    """What is said of a speech of a collection, its findings and sections at hand."""
    low, high = collection.interval(profile.speech.id)
    fired = collection.fired(profile)
    columns = (profile.shares.tolist(), low.tolist(), high.tolist(), profile.findings)
    return SpeechEmphasis(
        profile.speech,
        profile.date,
        profile.n_chars,
        profile.sufficient,
        profile.framing_fraction,
        profile.n_effective,
        tuple(
            ThemeEmphasis(
                theme,
                share,
                least,
                most,
                fired.get(theme.id, ()),
                finding.evidence,
                finding.positions,
            )
            for theme, share, least, most, finding in zip(
                collection.codebook.themes, *columns, strict=True
            )
        ),
        profile.sections,
    )


def _corpus(collection: Collection) -> CorpusEmphasis:
    n_texts = sum(not text.is_empty for text in collection.texts)
    return CorpusEmphasis(n_texts, collection.mean_shares(collection.texts))


# ------------------------------------------------------------------------- comparisons

_Ids = frozenset[str]


def _versions(
    scored: Mapping[str, ScoredSpeech],
    groups: Sequence[DuplicateGroup[Any]],
    codebook: Codebook,
) -> dict[_Ids, Versions]:
    """The version that counts of each text, with each of the others."""
    columns = theme_columns(codebook).tolist()
    return {
        frozenset((group.kept.id, other.id)): Versions.of(
            scored[group.kept.id], scored[other.id], columns
        )
        for group in groups
        for other in group.dropped
    }


def _comparisons(
    collection: Collection,
    versions: Mapping[_Ids, Versions],
    options: EmphasisOptions,
    progress: Progress | None,
) -> tuple[tuple[Contrast, ...], tuple[Distance, ...]]:
    contrasts: list[Contrast] = []
    apart: list[Distance] = []
    if options.by is not None:
        for group_pair in followed(tuple(group_pairs(collection)), "contrasts", progress):
            found, distance = compare_groups(collection, group_pair, options)
            contrasts += found
            apart.append(distance)
        return tuple(contrasts), tuple(apart)
    ids = [profile.speech.id for profile in collection.profiles]
    pairs = tuple(default_pairs(ids) if options.pairs is None else options.pairs)
    has_rest = any(second is None for _, second in pairs)
    to_rest = RestComparison(collection, options) if has_rest else None
    for first, second in followed(pairs, "contrasts", progress):
        profile = collection[first]
        if second is None:
            if to_rest is not None and to_rest.is_possible(profile):
                contrasts += to_rest.contrasts(profile)
                apart.append(to_rest.distance(profile))
            continue
        other = collection[second]
        if not profile.is_empty and not other.is_empty:
            contrasts += _pair(collection, profile, other, versions, options)
            shares_apart = jensen_shannon(profile.shares, other.shares)
            apart.append(Distance(profile.speech, other.speech, shares_apart))
    return tuple(contrasts), tuple(apart)


def _pair(
    collection: Collection,
    a: Profile,
    b: Profile,
    versions: Mapping[_Ids, Versions],
    options: EmphasisOptions,
) -> Iterator[Contrast]:
    own = versions.get(frozenset((a.speech.id, b.speech.id)))
    if own is not None:
        figures = own.figures(seed=options.seed, n_permutations=options.n_permutations)
        if not (a.sufficient and b.sufficient):
            figures = figures.unasked
        if own.whole.speech.id != a.speech.id:
            figures = figures.turned
    else:
        figures = contrast_pair(
            collection, a, b, seed=options.seed, n_permutations=options.n_permutations
        )
    contrasts = figures.contrasts(
        (a.speech, b.speech), collection.codebook.themes, "speeches" if own is None else "versions"
    )
    counts = collection.term_counts([a]), collection.term_counts([b])
    yield from with_terms(contrasts, collection, *counts)


class RestComparison:
    """Each speech against the rest, with the terms that make the difference."""

    def __init__(self, collection: Collection, options: EmphasisOptions) -> None:
        self._collection = collection
        self._rest = RestContrasts(
            collection, seed=options.seed, n_permutations=options.n_permutations
        )
        self._totals = collection.term_counts(collection.texts)

    def is_possible(self, profile: Profile) -> bool:
        """Whether there are themes on both sides."""
        return self._rest.is_possible(profile)

    def contrasts(self, profile: Profile) -> tuple[Contrast, ...]:
        """The contrasts of one speech."""
        collection = self._collection
        kept = collection[collection.kept(profile.speech.id)]
        theirs = self._totals - collection.term_counts([kept])
        contrasts = self._rest.figures(profile).contrasts(
            (profile.speech, None), collection.codebook.themes, "rest"
        )
        return tuple(with_terms(contrasts, collection, collection.term_counts([profile]), theirs))

    def distance(self, profile: Profile) -> Distance:
        """How far a speech is from the rest."""
        return Distance(profile.speech, None, self._rest.distance(profile))


def compare_groups(
    collection: Collection, pair: GroupPair, options: EmphasisOptions
) -> tuple[tuple[Contrast, ...], Distance]:
    """The contrasts of two groups, with the terms that make the differences."""
    contrasts = contrast_groups(
        collection, pair, seed=options.seed, n_permutations=options.n_permutations
    )
    counts = (collection.term_counts(group.texts) for group in (pair.a, pair.b))
    return tuple(with_terms(contrasts, collection, *counts)), group_distance(collection, pair)


def with_terms(
    contrasts: Iterable[Contrast], collection: Collection, ours: Ints, theirs: Ints
) -> Iterator[Contrast]:
    """The contrasts, those that can be told with the terms that make them."""
    for contrast in contrasts:
        if contrast.distinguishable:
            numbers = collection.numbers[contrast.theme.id]
            terms = term_differences(numbers, ours, theirs, sign=contrast.difference)
            yield replace(contrast, terms=terms)
        else:
            yield contrast


def compare_versions(a: ScoredSpeech, b: ScoredSpeech, codebook: Codebook) -> VersionEmphasis:
    """What became of each theme when one version was made from another."""
    return Versions.of(a, b, theme_columns(codebook).tolist()).emphasis(codebook.themes)


# ------------------------------------------------------------------------------ details


def _passages(scored: Iterable[ScoredSpeech], codebook: Codebook) -> Iterator[ScoredPassage]:
    ids = [entry.theme.id for entry in codebook.entries]
    for own in scored:
        for span, weights in zip(own.sentences, own.weights, strict=True):
            themes = ranked_shares(weights, ids)
            yield ScoredPassage(own.speech, own.speech.view.source_span(span), themes)


def _paragraphs(scored: Iterable[ScoredSpeech], codebook: Codebook) -> Iterator[ScoredPassage]:
    return (passage for own in scored for passage in paragraph_passages(own, codebook))


def _topics(
    scored: Sequence[ScoredSpeech],
    groups: Sequence[DuplicateGroup[Any]],
    codebook: Codebook,
    vocabulary: Vocabulary | None,
    options: EmphasisOptions,
    progress: Progress | None,
) -> tuple[tuple[Topic, ...], TopicChoice | None]:
    if options.topics is None or not scored:
        return (), None
    # scikit-learn takes a second to import.
    from speechkit.themes.topics import find_topics

    return find_topics(
        scored,
        groups,
        options.topics,
        codebook=codebook,
        vocabulary=vocabulary,
        seed=options.seed,
        progress=progress,
    )
