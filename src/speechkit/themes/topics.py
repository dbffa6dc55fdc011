"""Scored speeches in, the topics their paragraphs share, found without a codebook, out.

Imported only when topics are asked for: scikit-learn takes a second to load.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from speechkit.errors import TooLittleTextError
from speechkit.results import (
    DuplicateGroup,
    Topic,
    without_duplicates,
)
from speechkit.text.lexicon import load_lexicon
from speechkit.text.terms import MIN_TERM, folded
from speechkit.text.tokens import tokenize
from speechkit.themes.scoring import Floats, ScoredSpeech, row_shares

N_TERMS = 10
"""Terms listed for a topic."""
N_LABEL_TERMS = 3
N_RUNS = 5
"""Further factorisations, each from a random start, that a topic's stability is measured on."""
MIN_PARAGRAPHS = 2
"""Paragraphs a term stands in at least: one that stands in a single one joins nothing."""
MAX_PARAGRAPH_FRACTION = 0.3
"""A term in more of the paragraphs than this is the language of the genre, no topic."""
MAX_ITERATIONS = 400
START_SEED = 0
"""Of the randomised decomposition that gives the start: the topics are the same whatever seed
their stability is measured with."""


def find_topics(
    scored: Sequence[ScoredSpeech],
    groups: Iterable[DuplicateGroup[Any]],
    n_topics: int,
    *,
    seed: int,
) -> tuple[Topic, ...]:
    """Topics by non-negative matrix factorisation of the paragraphs, largest first.

    Versions of one text count once when the topics are found; all speeches get shares.
    The topics come from a start that is computed, not drawn; other starts only tell how
    stable they are.

    Parameters
    ----------
    n_topics
        At least 1.

    Returns
    -------
    tuple of Topic
        Ordered by their part in the texts that count, then by label.

    Raises
    ------
    TooLittleTextError
        When there are fewer paragraphs, or fewer terms that recur, than topics.

    References
    ----------
    Greene, O'Callaghan & Cunningham (2014), "How many topics? Stability analysis for topic
    models".
    """
    if n_topics < 1:
        raise ValueError(f"n_topics must be at least 1, not {n_topics}")
    kept = {s.id for s in without_duplicates((own.speech for own in scored), groups)}
    paragraphs = [_paragraph_terms(own) for own in scored]
    # In the order of the ids, so that the order of the speeches changes no figure.
    order = sorted(range(len(scored)), key=lambda n: scored[n].speech.id)
    counted = [terms for n in order if scored[n].speech.id in kept for terms in paragraphs[n]]
    if len(counted) < n_topics:
        raise TooLittleTextError(_too_few("paragraphs", len(counted), n_topics))
    vocabulary = _vocabulary(counted)
    if len(vocabulary) < n_topics:
        raise TooLittleTextError(_too_few("recurring terms", len(vocabulary), n_topics))
    weighting = TfidfVectorizer(
        analyzer=Counter.elements, vocabulary=vocabulary, sublinear_tf=True, dtype=np.float64
    )
    with threadpool_limits(limits=1):  # the last bits of a sum depend on the number of threads
        matrix = weighting.fit_transform(counted)
        model = _factorised(matrix, n_topics, START_SEED)
        stability = _stability(model, matrix, seed)
        shares = [_speech_shares(model, weighting, terms) for terms in paragraphs]
    counts = np.array([own.speech.id in kept for own in scored])
    return _topics(model.components_, vocabulary, stability, np.array(shares), counts)


def _too_few(what: str, n: int, n_topics: int) -> str:
    return f"{n_topics} topics asked for, but there are only {n} {what}; ask for fewer topics"


def _paragraph_terms(own: ScoredSpeech) -> list[Counter[str]]:
    """Words of the sampling units of a speech, those left out that fit every speech."""
    lexicon = load_lexicon()
    empty = lexicon.function_words | lexicon.light_verbs | lexicon.officialese
    units: list[Counter[str]] = [Counter() for _ in range(int(own.units.max(initial=-1)) + 1)]
    for span, unit in zip(own.sentences, own.units.tolist(), strict=True):
        words = tokenize(folded(own.speech.text[span.start : span.end]))
        units[unit].update(w.text for w in words if _is_term(w.text) and w.text not in empty)
    return [unit for unit in units if unit]


def _is_term(word: str) -> bool:
    """Whether a word has two characters or more, all of them Han."""
    return len(word) >= MIN_TERM and all("\u4e00" <= character <= "\u9fff" for character in word)


def _vocabulary(paragraphs: Sequence[Counter[str]]) -> tuple[str, ...]:
    """Terms that recur without being everywhere, sorted."""
    n_paragraphs = Counter(term for terms in paragraphs for term in terms)
    most = max(MAX_PARAGRAPH_FRACTION * len(paragraphs), MIN_PARAGRAPHS)
    return tuple(sorted(t for t, n in n_paragraphs.items() if MIN_PARAGRAPHS <= n <= most))


def _factorised(matrix: object, n_topics: int, seed: int, *, drawn: bool = False) -> NMF:
    """A fitted factorisation of a sparse matrix, (n_paragraphs, n_terms).

    It starts from the singular vectors of the matrix, or, if `drawn`, from random numbers.
    """
    init = "random" if drawn else "nndsvda"
    model = NMF(n_topics, init=init, random_state=seed, max_iter=MAX_ITERATIONS)
    # What is left over is computed as a difference and comes out below 0 where the fit is
    # perfect; scikit-learn takes its root all the same. We do not use it.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        # A factorisation that is still moving a little names the same topics.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(matrix)


def _stability(model: NMF, matrix: object, seed: int) -> Floats:
    """Mean cosine of each topic to the nearest one of other starts, (n_topics,)."""
    topics = _unit_rows(model.components_)
    others = [
        _factorised(matrix, len(topics), seed + run, drawn=True) for run in range(1, N_RUNS + 1)
    ]
    nearest = [(topics @ _unit_rows(other.components_).T).max(axis=1) for other in others]
    return np.asarray(np.clip(np.mean(nearest, axis=0), 0.0, 1.0))


def _unit_rows(rows: Floats) -> Floats:
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-12))


def _speech_shares(
    model: NMF, weighting: TfidfVectorizer, paragraphs: Sequence[Counter[str]]
) -> Floats:
    """Shares of the topics in one speech, paragraphs by their length, (n_topics,)."""
    if not paragraphs:
        return np.zeros(len(model.components_))
    loads = model.transform(weighting.transform(paragraphs)) * model.components_.sum(axis=1)
    sizes = np.array([terms.total() for terms in paragraphs], dtype=np.float64)
    return np.asarray(row_shares((sizes @ row_shares(loads))[None])[0])


def _topics(
    components: Floats,
    vocabulary: Sequence[str],
    stability: Floats,
    shares: Floats,
    counts: NDArray[np.bool_],
) -> tuple[Topic, ...]:
    """Topics ordered by their shares, (n_speeches, n_topics), in the speeches that count."""
    sizes = np.round(shares[counts].sum(axis=0), 9).tolist()
    topics = []
    for n, loads in enumerate(np.round(components, 9).tolist()):
        best = sorted((-load, term) for load, term in zip(loads, vocabulary, strict=True) if load)
        terms = tuple(term for _, term in best[:N_TERMS])
        label = "、".join(terms[:N_LABEL_TERMS])
        topic = Topic(label, terms, float(stability[n]), tuple(shares[:, n].tolist()))
        topics.append((-sizes[n], label, topic))
    return tuple(topic for _, _, topic in sorted(topics, key=lambda item: item[:2]))
