"""Speeches in, the weight each gives to every theme out, with intervals and quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from speechkit.model import (
    DEFAULT_SEED,
    N_POSITIONS,
    Span,
    Speech,
)
from speechkit.results import (
    DuplicateGroup,
    Emphasis,
    ScoredPassage,
    SpeechEmphasis,
    TermCount,
    ThemeEmphasis,
    Topic,
    without_duplicates,
)
from speechkit.themes.codebook import Codebook, load_codebook
from speechkit.themes.contrast import N_PERMUTATIONS, Collection, Pair, contrast_speeches
from speechkit.themes.intervals import corpus_prior, share_intervals
from speechkit.themes.profile import Profile, profile, theme_columns
from speechkit.themes.scoring import Floats, ScoredSpeech, SentenceScorer, row_shares

N_EVIDENCE = 3
"""Sentences quoted for a theme."""


def measure_emphasis(
    speeches: Iterable[Speech],
    *,
    codebook: Codebook | None = None,
    groups: Iterable[DuplicateGroup[Any]] = (),
    pairs: Iterable[Pair] | None = None,
    passages: bool = False,
    topics: int | None = None,
    seed: int = DEFAULT_SEED,
    n_permutations: int = N_PERMUTATIONS,
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
    pairs
        Which contrasts to make, None in place of the second speech for the rest of the
        collection; by default every pair, past 12 speeches each against the rest.
    passages
        Whether to give every sentence with its themes.
    topics
        How many topics to look for beside the codebook; None for none.
    n_permutations
        Random deals of a contrast; the smallest p is 1 / (n_permutations + 1).

    Returns
    -------
    Emphasis
        Empty when there are no speeches. A speech too short to say anything has its
        figures, marked `sufficient=False`; one in which no theme was found has shares of 0
        and takes no part in contrasts.

    Raises
    ------
    TooLittleTextError
        When more topics are asked for than the speeches have paragraphs.
    """
    codebook = codebook or load_codebook()
    groups = tuple(groups)
    scorer = SentenceScorer(codebook)
    scored = tuple(scorer.score(speech) for speech in speeches)
    collection = Collection(tuple(profile(s, codebook) for s in scored), groups)
    contrasts, distances = contrast_speeches(
        collection, codebook.themes, pairs=pairs, seed=seed, n_permutations=n_permutations
    )
    return Emphasis(
        codebook=codebook.label,
        themes=codebook.themes,
        speeches=tuple(_speech_emphases(scored, collection, codebook)),
        contrasts=contrasts,
        distances=distances,
        passages=tuple(_passages(scored, codebook)) if passages else (),
        topics=_topics(scored, groups, topics, seed),
    )


def _speech_emphases(
    scored: Sequence[ScoredSpeech], collection: Collection, codebook: Codebook
) -> Iterator[SpeechEmphasis]:
    profiles = collection.profiles
    shares = np.array([p.shares for p in profiles]).reshape(-1, len(codebook.themes))
    n_effective = np.array([p.n_effective for p in profiles])
    low, high = share_intervals(shares, n_effective, _prior(collection, len(codebook.themes)))
    for speech, own, lows, highs in zip(scored, profiles, low, high, strict=True):
        yield _speech_emphasis(speech, own, lows, highs, codebook)


def _prior(collection: Collection, n_themes: int) -> Floats:
    """Mean shares of the texts of a collection, each counted once, in the order of ids."""
    texts = without_duplicates(collection.speeches, collection.groups)
    own = [collection[speech] for speech in sorted(texts, key=lambda speech: speech.id)]
    shares = np.array([p.shares for p in own if not p.is_empty]).reshape(-1, n_themes)
    return corpus_prior(shares)


def _speech_emphasis(
    scored: ScoredSpeech, own: Profile, low: Floats, high: Floats, codebook: Codebook
) -> SpeechEmphasis:
    columns = theme_columns(codebook)
    positions = _positions(scored.sizes, scored.weights[:, columns])
    terms = _term_counts(scored)
    emphasis = tuple(
        ThemeEmphasis(
            theme=theme,
            share=float(own.shares[n]),
            low=float(low[n]),
            high=float(high[n]),
            terms=_ranked(terms, {*codebook.entries[column].seeds, *codebook.entries[column].weak}),
            evidence=_evidence(scored, column),
            positions=tuple(positions[:, n].tolist()),
        )
        for n, (theme, column) in enumerate(zip(codebook.themes, columns.tolist(), strict=True))
    )
    return SpeechEmphasis(
        scored.speech, own.n_chars, own.sufficient, own.framing_fraction, emphasis
    )


def _term_counts(scored: ScoredSpeech) -> Counter[str]:
    counts: Counter[str] = Counter()
    for terms in scored.terms:
        counts.update(terms)
    return counts


def _ranked(counts: Counter[str], terms: set[str]) -> tuple[TermCount, ...]:
    """Counts of a theme's terms, most frequent first."""
    fired = sorted((-counts[term], term) for term in counts.keys() & terms)
    return tuple(TermCount(term, -count) for count, term in fired)


def _evidence(scored: ScoredSpeech, column: int) -> tuple[Span, ...]:
    """Document spans of the sentences that carry a theme most, best first.

    Only sentences with terms of its own: what context alone put there proves nothing.
    """
    strength = scored.weights[:, column] * scored.direct[:, column]
    best = np.argsort(-strength, kind="stable")[:N_EVIDENCE]
    view = scored.speech.view
    return tuple(view.source_span(scored.sentences[n]) for n in best.tolist() if strength[n] > 0)


def _positions(sizes: Floats, weights: Floats) -> Floats:
    """Share of each theme in each of equal stretches of a speech, (N_POSITIONS, n_themes).

    A sentence counts in each stretch with the characters it has there.
    """
    ends = np.cumsum(sizes)
    edges = np.linspace(0.0, float(ends[-1]) if len(ends) else 0.0, N_POSITIONS + 1)[:, None]
    inside = np.minimum(ends, edges[1:]) - np.maximum(ends - sizes, edges[:-1])
    return row_shares(np.maximum(inside, 0.0) @ weights)


def _passages(scored: Iterable[ScoredSpeech], codebook: Codebook) -> Iterator[ScoredPassage]:
    ids = [entry.theme.id for entry in codebook.entries]
    for own in scored:
        for span, weights in zip(own.sentences, own.weights, strict=True):
            heaviest = np.argsort(-weights, kind="stable").tolist()
            themes = tuple((ids[n], float(weights[n])) for n in heaviest if weights[n] > 0)
            yield ScoredPassage(own.speech, own.speech.view.source_span(span), themes)


def _topics(
    scored: Sequence[ScoredSpeech],
    groups: Sequence[DuplicateGroup[Any]],
    n_topics: int | None,
    seed: int,
) -> tuple[Topic, ...]:
    if n_topics is None or not scored:
        return ()
    # scikit-learn takes a second to import.
    from speechkit.themes.topics import find_topics

    return find_topics(scored, groups, n_topics, seed=seed)
