"""Scored speeches in, the topics their paragraphs share, found without a codebook, out.

Imported only when topics are asked for: scikit-learn takes a second to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from speechkit.errors import TooLittleTextError
from speechkit.model import NumberOfTopics, Progress
from speechkit.progress import followed
from speechkit.results import (
    DuplicateGroup,
    Theme,
    Topic,
    TopicChoice,
    TopicPassage,
    TriedTopics,
    without_duplicates,
)
from speechkit.text.background import build_background
from speechkit.text.lexicon import Vocabulary
from speechkit.text.tokens import CutWords, make_cutter
from speechkit.themes.codebook import Codebook
from speechkit.themes.profile import theme_columns
from speechkit.themes.scoring import Floats, Ints, ScoredSpeech, row_shares
from speechkit.themes.topic_stability import (
    Factors,
    Stability,
    choose_number,
    factorize,
    measure_stability,
    numbers_to_try,
)
from speechkit.themes.topic_text import TopicText, choose_paragraphs, n_units, read_paragraphs

N_TERMS = 10
"""Terms listed for a topic."""
N_LABEL_TERMS = 3
MIN_LABEL_SCORE = 0.5
"""The third term of a label is at least this good beside the first."""
N_EVIDENCE = 3
"""Sentences quoted for a topic."""


def find_topics(
    scored: Sequence[ScoredSpeech],
    groups: Iterable[DuplicateGroup[Any]],
    n_topics: NumberOfTopics,
    *,
    codebook: Codebook,
    vocabulary: Vocabulary | None = None,
    seed: int,
    progress: Progress | None = None,
) -> tuple[tuple[Topic, ...], TopicChoice]:
    """Topics by non-negative matrix factorisation of the paragraphs, largest first.

    Versions of one text count once when the topics are found; all speeches get shares.
    A number of topics has the same topics whatever the seed; that only deals the halves on
    which their stability is measured.

    Parameters
    ----------
    n_topics
        At least 1, or `auto`: the most that are as stable as any number of them.
    codebook
        By which the speeches were scored.
    vocabulary
        What is known of words; our own if None, which takes seconds to make.
    progress
        Told how many numbers of `topics` were tried.

    Returns
    -------
    tuple of Topic
        Ordered by their part in the texts that count, then by label. None where their number
        was to be found and no number is stable.
    TopicChoice
        What was tried and how stable it is.

    Raises
    ------
    TooLittleTextError
        When there are fewer paragraphs, or fewer words that recur, than the topics asked for.
    """
    if n_topics != "auto" and n_topics < 1:
        raise ValueError(f"n_topics must be at least 1, not {n_topics}")
    vocabulary = vocabulary or Vocabulary(build_background())
    cut = make_cutter(words=vocabulary.lexicon.user_words.values())
    kept = {s.id for s in without_duplicates((own.speech for own in scored), groups)}
    with threadpool_limits(limits=1):  # the last bits of a sum depend on the number of threads
        paragraphs = choose_paragraphs(own for own in scored if own.speech.id in kept)
        text = read_paragraphs(paragraphs, vocabulary, cut)
        found, choice = _find(text, n_topics, seed, progress)
        if found is None:
            return (), choice
        reader = _Reader(found.factors, text.words, cut, theme_columns(codebook))
        read = [reader(own) for own in scored]
        # In the order of the ids, so that the order of the speeches changes no figure.
        counted = sorted((own for own in read if own.id in kept), key=lambda own: own.id)
        return _topics(text, found, read, counted, codebook.themes), choice


class _Found(NamedTuple):
    factors: Factors
    stability: Stability


def _find(
    text: TopicText, n_topics: NumberOfTopics, seed: int, progress: Progress | None
) -> tuple[_Found | None, TopicChoice]:
    """Topics with their stability, and how their number was chosen."""
    if n_topics == "auto":
        numbers = numbers_to_try(text)
    else:
        _check(text, n_topics)
        numbers = (n_topics,)
    tried: dict[int, _Found] = {}
    for number in followed(numbers, "topics", progress):
        factors = factorize(text, number)
        tried[number] = _Found(factors, measure_stability(text, factors, seed=seed))
    listed = tuple(TriedTopics(k, found.stability.mean) for k, found in tried.items())
    if n_topics != "auto":
        return tried[n_topics], TopicChoice(n_topics, auto=False, tried=listed)
    chosen = choose_number((k, found.stability) for k, found in tried.items())
    return tried.get(chosen or 0), TopicChoice(chosen, auto=True, tried=listed)


def _check(text: TopicText, n_topics: int) -> None:
    for n, what in ((text.n_paragraphs, "paragraphs"), (len(text.words), "recurring terms")):
        if n < n_topics:
            raise TooLittleTextError(
                f"{n_topics} topics asked for, but there are only {n} {what}; ask for fewer topics"
            )


# ----------------------------------------------------------------------------- speeches


class _Quotable(NamedTuple):
    """A sentence and how much it is about a topic; they are ordered best first."""

    rank: float
    """The less, the more it is about the topic; below 0."""
    speech: str
    start: int
    passage: TopicPassage


@dataclass(frozen=True, slots=True, eq=False)
class _ReadSpeech:
    """What a speech has of each topic; the characters are those of its sentences."""

    id: str
    chars: Floats
    """Of each topic, (n_topics,)."""
    by_theme: Floats
    """Characters of each topic and theme, (n_topics, n_themes)."""
    covered: Floats
    """Characters of each topic in sentences with terms of a theme, (n_topics,)."""
    quotable: tuple[tuple[_Quotable, ...], ...]
    """The best sentences of each topic."""

    @property
    def shares(self) -> Floats:
        """Of the topics in the speech, (n_topics,); sums to 1, or to 0 where it has none."""
        return np.asarray(row_shares(self.chars[None])[0])


class _Reader:
    """Tells how much a speech has of each topic, and where."""

    def __init__(self, factors: Factors, words: Sequence[str], cut: CutWords, themes: Ints) -> None:
        self._factors = factors
        self._columns = {word: column for column, word in enumerate(words)}
        self._cut = cut
        self._themes = themes

    def __call__(self, own: ScoredSpeech) -> _ReadSpeech:
        rows, columns = self._words(own)
        shares = self._unit_shares(own, rows, columns)[own.units]
        chars = shares * own.sizes[:, None]
        is_covered = own.direct[:, self._themes].sum(axis=1) > 0
        likeness = self._factors.likeness(rows, columns, len(own.sizes))
        about = likeness * shares * np.log1p(own.sizes)[:, None]  # a heading says little
        return _ReadSpeech(
            own.speech.id,
            chars.sum(axis=0),
            chars.T @ own.weights[:, self._themes],
            chars.T @ is_covered,
            tuple(_quotable(own, strength) for strength in about.T),
        )

    def _words(self, own: ScoredSpeech) -> tuple[Ints, Ints]:
        """Sentence and column of every word that topics are made of, both (n_words,)."""
        found = [
            (row, self._columns[word])
            for row, span in enumerate(own.sentences)
            for word in self._cut(own.speech.text[span.start : span.end])
            if word in self._columns
        ]
        pairs = np.array(found, np.intp).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _unit_shares(self, own: ScoredSpeech, rows: Ints, columns: Ints) -> Floats:
        """Shares of the topics in each sampling unit, (n_units, n_topics)."""
        loads = self._factors.loads(own.units[rows], columns, n_units(own))
        return row_shares(np.round(loads, 12))


def _quotable(own: ScoredSpeech, strength: Floats) -> tuple[_Quotable, ...]:
    """The sentences of a speech that are most about a topic, one a paragraph at most.

    Parameters
    ----------
    strength
        How much each sentence is about it, (n_sentences,).
    """
    best: dict[int, int] = {}
    rounded = np.round(strength, 9)
    for row in np.argsort(-rounded, kind="stable").tolist():
        if rounded[row] <= 0 or len(best) == N_EVIDENCE:
            break
        best.setdefault(int(own.units[row]), row)
    speech = own.speech
    spans = {row: speech.view.source_span(own.sentences[row]) for row in best.values()}
    return tuple(
        _Quotable(
            -float(rounded[row]),
            speech.id,
            span.start,
            TopicPassage(
                speech,
                span,
                speech.document.line(span.start),
                speech.document.quote(span),
            ),
        )
        for row, span in spans.items()
    )


# ------------------------------------------------------------------------------- topics


def _topics(
    text: TopicText,
    found: _Found,
    read: Sequence[_ReadSpeech],
    counted: Sequence[_ReadSpeech],
    themes: Sequence[Theme],
) -> tuple[Topic, ...]:
    """Topics in order, with all there is to say of them.

    Parameters
    ----------
    read, counted
        All speeches, and those that count, by their ids.
    """
    shares = np.array([own.shares for own in read])
    sizes = np.round(sum(own.shares for own in counted), 9)
    chars = sum(own.chars for own in counted)
    by_theme = np.sum([own.by_theme for own in counted], axis=0) / np.maximum(chars, 1)[:, None]
    covered = sum(own.covered for own in counted) / np.maximum(chars, 1)
    described = []
    for n, terms in enumerate(_terms(text, found.factors)):
        theme, overlap = _theme(themes, by_theme[n])
        topic = Topic(
            label="、".join(_label(terms)),
            terms=tuple(term for _, term in terms),
            stability=float(found.stability.topics[n]),
            shares=tuple(shares[:, n].tolist()),
            theme=theme,
            overlap=overlap,
            covered=min(1.0, float(covered[n])),
            evidence=_evidence(own.quotable[n] for own in counted),
        )
        described.append((-float(sizes[n]), topic.label, n, topic))
    return tuple(topic for *_, topic in sorted(described, key=lambda item: item[:3]))


def _theme(themes: Sequence[Theme], overlaps: Floats) -> tuple[Theme | None, float]:
    """The theme that most of a topic's text has, and its share of it."""
    rounded = np.round(overlaps, 9)
    best = int(np.argmax(rounded)) if len(rounded) else -1
    if best < 0 or rounded[best] <= 0:
        return None, 0.0
    return themes[best], min(1.0, float(rounded[best]))


def _evidence(found: Iterable[Sequence[_Quotable]]) -> tuple[TopicPassage, ...]:
    """The best of all sentences about a topic, each text once."""
    ranked = sorted((q for each in found for q in each), key=lambda quotable: quotable[:3])
    by_text = {quotable.passage.text: quotable.passage for quotable in reversed(ranked)}
    best = (q.passage for q in ranked if by_text[q.passage.text] is q.passage)
    return tuple(islice(best, N_EVIDENCE))


# ------------------------------------------------------------------------- terms, labels

Scored = tuple[float, str]
"""How well a term tells a topic from the others, and the term."""


def _terms(text: TopicText, factors: Factors) -> Iterator[list[Scored]]:
    """The best terms of each topic, best first.

    A term scores ln(1 + f) · ln(lift), f its occurrences in the topic and lift how many times
    as frequent it is there as everywhere, times how well it reads. Of a topic so small that no
    term is more frequent there, its first words.
    """
    columns, rows = text.columns, text.paragraphs[text.holders]
    shares = row_shares(np.round(factors.loads(rows, columns, text.n_paragraphs), 12))
    counts = np.zeros((len(text.terms), shares.shape[1]))
    np.add.at(counts, text.owners, shares[text.paragraphs])
    rates = counts / np.maximum(counts.sum(axis=0), 1e-12)
    everywhere = counts.sum(axis=1, keepdims=True) / max(float(counts.sum()), 1e-12)
    lift = rates / np.maximum(everywhere, 1e-12)
    scores = np.log1p(counts) * np.log(np.maximum(lift, 1.0)) * text.term_weights[:, None]
    for topic, weights in zip(np.round(scores, 9).T, np.round(factors.components, 9), strict=True):
        yield _without_nested(_ranked(topic, text.terms)) or _without_nested(
            _ranked(weights, text.words)
        )


def _ranked(scores: Floats, terms: Sequence[str]) -> Iterator[Scored]:
    """Terms that have a score, best first, ties in the order of the terms."""
    for row in np.argsort(-scores, kind="stable").tolist():
        if scores[row] <= 0:
            return
        yield float(scores[row]), terms[row]


def _without_nested(ranked: Iterable[Scored]) -> list[Scored]:
    """The first terms, those left out that hold a better one or stand in one."""
    chosen: list[Scored] = []
    for score, term in ranked:
        if not any(term in better or better in term for _, better in chosen):
            chosen.append((score, term))
        if len(chosen) == N_TERMS:
            break
    return chosen


def _label(terms: Sequence[Scored]) -> list[str]:
    """The best two or three terms of a topic."""
    first = terms[:N_LABEL_TERMS]
    if len(first) == N_LABEL_TERMS and first[-1][0] < MIN_LABEL_SCORE * first[0][0]:
        first = first[:-1]
    return [term for _, term in first]
