"""Counts of words in paragraphs in; topics, and how surely other halves of the text have them, out.

The only module that knows scikit-learn, which takes a second to load, and SciPy.

How stable a topic is: the paragraphs are dealt into two halves at random, each half is
factorised by itself from a random start, and the weights of the words in the topic here and
there are compared by their cosine. So two halves of a text have to say the same independently
of each other; that random numbers or a tenth of the text change nothing would prove less. What
agreement the same text reaches when its phrases are shuffled is chance, and is taken off.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer

from speechkit.model import MIN_TOPIC_STABILITY
from speechkit.themes.scoring import Floats, Ints
from speechkit.themes.topic_text import TopicText

N_STARTS = 3
"""Random starts beside the one computed from the singular vectors, which may get stuck; the best
fit of all is taken."""
MIN_HALVINGS = 10
"""Deals into halves that a stability is measured on at least."""
TOPICS_HALVED = 120
"""Topics that all deals together have at least: a few topics are quickly found, and vary most.
So the standard error of a stability is .02 to .07."""
MIN_SHUFFLES = 12
"""Texts with shuffled phrases that chance is measured on at least, each dealt once."""
TOPICS_SHUFFLED = 80
"""Topics that all of them together have at least, for the same reason."""
N_ERRORS = 2.0
"""Standard errors of a difference within which two stabilities cannot be told apart."""
MIN_PARAGRAPHS_OF_TOPIC = 10
"""Paragraphs for each topic at least, where their number is to be found: five in each half."""
NUMBERS_TRIED = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20)
"""Past ten a topic more or less is not told apart; past twenty nobody reads them."""
START_SEED = 0
"""Of the starts that give the topics: they are the same whatever seed their stability is
measured with."""
MAX_ITERATIONS = 200
MAX_ITERATIONS_HALVED = 50
"""A factorisation that is still moving a little names the same topics."""

Matrix: TypeAlias = csr_matrix
"""Weights of words in paragraphs, (n_paragraphs, n_words)."""


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Topics of a text."""

    weighting: TfidfTransformer
    model: NMF

    @property
    def components(self) -> Floats:
        """Weights of the words in each topic, (n_topics, n_words)."""
        return np.asarray(self.model.components_)

    def loads(self, rows: Ints, columns: Ints, n_rows: int) -> Floats:
        """How much each topic has of some texts, (n_texts, n_topics).

        Parameters
        ----------
        rows, columns
            The text and the word of each occurrence, (n_occurrences,).
        """
        if not n_rows:
            return np.zeros((0, len(self.components)))
        counts = _counted(rows, columns, (n_rows, self.components.shape[1]))
        spread = self.model.transform(self.weighting.transform(counts))
        return np.asarray(spread * self.components.sum(axis=1))

    def likeness(self, rows: Ints, columns: Ints, n_rows: int) -> Floats:
        """Cosine of some texts with each topic, (n_texts, n_topics)."""
        if not n_rows:
            return np.zeros((0, len(self.components)))
        counts = _counted(rows, columns, (n_rows, self.components.shape[1]))
        return np.asarray(self.weighting.transform(counts) @ _unit_rows(self.components).T)


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """How surely halves of a text have its topics, less what chance would give."""

    topics: Floats
    """Of each topic, in [0, 1], (n_topics,)."""
    mean: float
    """Of all of them, in [0, 1]."""
    error: float
    """Standard error of the mean over the deals."""


def factorize(text: TopicText, n_topics: int) -> Factors:
    """The best of several factorisations of the paragraphs.

    References
    ----------
    Lee & Seung (1999), "Learning the parts of objects by non-negative matrix factorization".
    Boutsidis & Gallopoulos (2008), "SVD based initialization".
    """
    weighting = _weighting()
    matrix = weighting.fit_transform(_matrix(text, text.paragraphs))
    models = [_factorized(matrix, n_topics, START_SEED)]
    models += [
        _factorized(matrix, n_topics, START_SEED + n, drawn=True) for n in range(1, N_STARTS + 1)
    ]
    # Rounded, so that the last bits do not choose between two that are the same.
    best = min(models, key=lambda model: round(float(model.reconstruction_err_), 6))
    return Factors(weighting, best)


def measure_stability(text: TopicText, factors: Factors, *, seed: int) -> Stability:
    """How far independent halves of the paragraphs agree on the topics, beyond chance.

    Returns
    -------
    Stability
        All 0 when there are fewer than four paragraphs.

    References
    ----------
    Lange, Roth, Braun & Buhmann (2004), "Stability-based validation of clustering solutions":
    two halves, and chance taken off.
    Greene, O'Callaghan & Cunningham (2014), "How many topics? Stability analysis for topic
    models": the number of topics by stability. They compare ranked terms, which is blind where
    the words of a topic are about equally frequent.
    """
    n_topics = len(factors.components)
    if text.n_paragraphs < 4:
        return Stability(np.zeros(n_topics), 0.0, 0.0)
    generator = np.random.default_rng([seed, n_topics])
    matrix = factors.weighting.transform(_matrix(text, text.paragraphs))
    n_deals = max(MIN_HALVINGS, TOPICS_HALVED // n_topics)
    agreement = np.array(
        [_agreement(matrix, factors.components, generator) for _ in range(n_deals)]
    )
    chance = _chance(text, n_topics, seed)
    rest = max(1.0 - float(chance.mean()), 1e-9)
    corrected = (agreement.mean(axis=0) - chance.mean()) / rest
    error = np.hypot(_standard_error(agreement.mean(axis=1)), _standard_error(chance)) / rest
    return Stability(
        np.clip(corrected, 0.0, 1.0), float(np.clip(corrected.mean(), 0.0, 1.0)), float(error)
    )


def numbers_to_try(text: TopicText) -> tuple[int, ...]:
    """Numbers of topics that a text is large enough for."""
    most = min(text.n_paragraphs // MIN_PARAGRAPHS_OF_TOPIC, len(text.words))
    return tuple(n for n in NUMBERS_TRIED if n <= most)


def choose_number(tried: Iterable[tuple[int, Stability]]) -> int | None:
    """The most topics whose stability cannot be told from that of the most stable number.

    A few coarse topics are easily stable and say little. None where not even the most stable
    are stable.
    """
    measured = dict(tried)
    if not measured:
        return None
    best = max(measured.values(), key=lambda stability: stability.mean)
    if best.mean < MIN_TOPIC_STABILITY:
        return None
    return max(
        n_topics
        for n_topics, stability in measured.items()
        if stability.mean >= MIN_TOPIC_STABILITY
        and best.mean - stability.mean <= N_ERRORS * np.hypot(best.error, stability.error)
    )


# ---------------------------------------------------------------------------- agreement


def _agreement(matrix: Matrix, topics: Floats, generator: np.random.Generator) -> Floats:
    """How far two halves of the rows agree on each topic, (n_topics,)."""
    one, other = (
        half[_counterparts(topics, half)] for half in _halves(matrix, len(topics), generator)
    )
    return _cosines(one, other)


def _chance(text: TopicText, n_topics: int, seed: int) -> Floats:
    """Mean agreement of the halves of texts with shuffled phrases, (n_shuffles,).

    Their topics are paired with one another, not each with a topic of the whole text, which
    would take twice as long and flatters chance less.
    """
    values = []
    for n in range(max(MIN_SHUFFLES, TOPICS_SHUFFLED // n_topics)):
        generator = np.random.default_rng([seed, n_topics, 1 + n])
        matrix = _weighting().fit_transform(_matrix(text, text.shuffled(generator)))
        one, other = _halves(matrix, n_topics, generator)
        values.append(_cosines(one, other[_counterparts(one, other)]).mean())
    return np.array(values)


def _halves(matrix: Matrix, n_topics: int, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Topics of two random halves of the rows, both (n_topics, n_words)."""
    half = matrix.shape[0] // 2
    order = generator.permutation(matrix.shape[0])
    one, other = (
        _factorized(
            matrix[np.sort(rows)],
            n_topics,
            int(generator.integers(2**31)),
            drawn=True,
            halved=True,
        ).components_
        for rows in (order[:half], order[half : 2 * half])
    )
    return one, other


def _cosines(one: Floats, other: Floats) -> Floats:
    """Of rows that belong together, (n_rows,)."""
    return np.asarray((_unit_rows(one) * _unit_rows(other)).sum(axis=1))


def _standard_error(values: Floats) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def _counterparts(topics: Floats, others: Floats) -> Ints:
    """For each topic its counterpart among others, one to one, (n_topics,)."""
    cosines = _unit_rows(topics) @ _unit_rows(others).T
    return np.asarray(linear_sum_assignment(np.round(-cosines, 9))[1])


# ------------------------------------------------------------------------ factorisation


def _matrix(text: TopicText, paragraphs: Ints) -> Matrix:
    """Counts of the words when the occurrences of phrases stand in these paragraphs."""
    shape = (text.n_paragraphs, len(text.words))
    return _counted(paragraphs[text.holders], text.columns, shape)


def _counted(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Matrix:
    counts = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    counts.sum_duplicates()
    return counts


def _weighting() -> TfidfTransformer:
    return TfidfTransformer(sublinear_tf=True)


def _factorized(
    matrix: Matrix, n_topics: int, seed: int, *, drawn: bool = False, halved: bool = False
) -> NMF:
    """A fitted factorisation.

    It starts from the singular vectors of the matrix, or, if `drawn`, from random numbers.
    """
    model = NMF(
        n_topics,
        init="random" if drawn else "nndsvda",
        random_state=seed,
        max_iter=MAX_ITERATIONS_HALVED if halved else MAX_ITERATIONS,
    )
    # What is left over is computed as a difference and comes out below 0 where the fit is
    # perfect; scikit-learn takes its root all the same.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(matrix)


def _unit_rows(rows: Floats) -> Floats:
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-12))
