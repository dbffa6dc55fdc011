"""The sentences of some texts in; which themes stand with each term of the codebook, out.

A term is judged by the other terms in its sentences and next to them: what is said there without
it. Themes that are common in these texts stand with every term; so shares are held against the
usual ones, as if all themes were equally common.

In texts that are mostly of one theme, plain shares say of a fifth of all terms that they belong
there; held against the usual ones, of one in thirty (`benchmarks/doctor.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import NamedTuple

import numpy as np

from speechkit.results import Theme
from speechkit.results.doctor import Company
from speechkit.statistics import benjamini_hochberg, student_limit, student_p
from speechkit.themes.scoring import (
    ACROSS_PARAGRAPHS,
    NEIGHBOURS,
    SURE_SCORE,
    Floats,
    Ints,
    ScoredSpeech,
    as_voices,
    paragraph_numbers,
    row_shares,
)
from speechkit.themes.sentence_table import BookTerms, SentenceTable

MIN_PARAGRAPHS = 4
"""In which a term has company, from which it is judged: with three even the same verdict in each
stays far from any q worth telling."""
MIN_CLUSTERS = 6
"""Speeches from which the spread over speeches is measured beside that over paragraphs; of fewer
it cannot be told, and what is found holds for these speeches."""
EVEN = 0.02
"""Added to the usual share of a theme before others are divided by it, so that a rare theme that
stands there once does not outweigh all. Any from .002 to .05 tells moved terms apart as well."""


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Sentences with a term, in which anything else speaks for a theme: a row for each pair."""

    terms: Ints
    """Number of the term, (n_rows,); of a whole collection ascending."""
    rows: Ints
    """Row of the sentence in its table, (n_rows,); ascending for each term."""
    company: Floats
    """Shares of the entries of the codebook, (n_rows, n_entries); each row sums to 1."""

    def only(self, which: Ints) -> Occurrences:
        """Some of the rows, in the order given."""
        return Occurrences(self.terms[which], self.rows[which], self.company[which])

    def of(self, term: int, rows: Sequence[int] | None = None) -> Ints:
        """Which of a whole collection are of a term, in some sentences if any are named."""
        start, end = np.searchsorted(self.terms, [term, term + 1])
        which = np.arange(start, end)
        return which if rows is None else which[np.isin(self.rows[start:end], rows)]


def find_company(table: SentenceTable, book: BookTerms) -> Occurrences:
    """What speaks for which theme around each term, in each sentence that holds it.

    The scores of the rest of the sentence count in full, those of its neighbours as much as in
    scoring; the term itself counts in none of them.
    """
    found = [_company(text, book) for text in table.texts]
    columns = [
        (terms, rows + start, company)
        for (terms, rows, company), start in zip(found, table.starts[:-1].tolist(), strict=True)
    ]
    if not columns:
        nothing = np.zeros(0, dtype=np.intp)
        return Occurrences(nothing, nothing, np.zeros((0, 0)))
    terms, rows, company = map(np.concatenate, zip(*columns, strict=True))
    order = np.lexsort((rows, terms))
    return Occurrences(terms[order], rows[order], company[order])


def _company(text: ScoredSpeech, book: BookTerms) -> tuple[Ints, Ints, Floats]:
    """Terms, sentence numbers and company of one text."""
    rows, terms, scores = _hits(text, book)
    keys = rows * len(book) + terms  # ascending
    paragraphs = paragraph_numbers(text.sentences, text.speech.paragraphs())
    own = book.columns[terms]
    sums = np.zeros((len(rows), text.direct.shape[1]))
    for distance in range(-len(NEIGHBOURS), len(NEIGHBOURS) + 1):
        there = rows + distance
        near = np.clip(there, 0, max(len(text.sentences) - 1, 0))
        direct = text.direct[near]
        direct[np.arange(len(rows)), own] -= _scores_at(near * len(book) + terms, keys, scores)
        weights = np.where(paragraphs[near] == paragraphs[rows], 1.0, ACROSS_PARAGRAPHS)
        weights *= NEIGHBOURS[abs(distance) - 1] if distance else 1.0
        weights *= there == near
        sums += weights[:, None] * as_voices(_cleared(direct), sure=SURE_SCORE)
    some = np.flatnonzero(sums.any(axis=1))
    return terms[some], rows[some], row_shares(sums[some])


def _hits(text: ScoredSpeech, book: BookTerms) -> tuple[Ints, Ints, Floats]:
    """Sentence, term and score of each term in each sentence, in this order."""
    found = sorted(
        (row, book.numbers[term], 1 + log(count))
        for row, counts in enumerate(text.terms)
        for term, count in counts.items()
    )
    rows, terms, times = zip(*found, strict=True) if found else ((), (), ())
    terms_ = np.array(terms, dtype=np.intp)
    return np.array(rows, dtype=np.intp), terms_, np.array(times) * book.weights[terms_]


def _scores_at(wanted: Ints, keys: Ints, scores: Floats) -> Floats:
    """Scores of some pairs of sentence and term, 0 where the sentence lacks the term."""
    if not len(keys):
        return scores
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, scores[at], 0.0)


def _cleared(scores: Floats) -> Floats:
    """Scores without what subtraction leaves where nothing is."""
    return np.where(scores > _NOTHING, scores, 0.0)


_NOTHING = 1e-9


# ---------------------------------------------------------------------------- judgement


@dataclass(frozen=True, slots=True, eq=False)
class _Paragraphs:
    """The company of labelled things by paragraph, a row for each pair of label and paragraph."""

    labels: Ints
    """Ascending, (n_rows,)."""
    speeches: Ints
    company: Floats
    """Mean over the sentences, (n_rows, n_entries)."""


class Judge:
    """Says of terms, or of some of their places, in what company they fire.

    Parameters
    ----------
    occurrences
        Of all terms of the codebook: what is usual is their mean.
    themes
        All entries of the codebook, in order.
    """

    def __init__(
        self, occurrences: Occurrences, table: SentenceTable, themes: Sequence[Theme]
    ) -> None:
        self._table = table
        self._themes = themes
        company = _by_paragraph(occurrences, occurrences.terms, table).company
        self._usual: Floats = company.mean(axis=0) if len(company) else np.zeros(len(themes))

    def judged(self, occurrences: Occurrences, labels: Ints, columns: Ints) -> dict[int, Company]:
        """The company of things that have it in enough paragraphs.

        Parameters
        ----------
        labels
            What each occurrence belongs to, by number, (n_rows,).
        columns
            Entry that each thing scores for, by its number, (n_things,).
        """
        paragraphs = _by_paragraph(occurrences, labels, self._table)
        found = {
            label: self._verdict(paragraphs, start, end, int(columns[label]))
            for label, start, end in _stretches(paragraphs.labels)
            if end - start >= MIN_PARAGRAPHS
        }
        qs = benjamini_hochberg([company.p for company in found.values()])
        return {
            label: replace(company, q=q)
            for (label, company), q in zip(found.items(), qs, strict=True)
        }

    def most_foreign(self, occurrences: Occurrences, own: int, other: Theme) -> list[int]:
        """Rows of the sentences, those first that speak most for the other theme."""
        even = self._evened(occurrences.company)
        # Rounded, so that equal ones are equal on every machine and the first ones come first.
        excess = np.round(even[:, self._themes.index(other)] - even[:, own], 9)
        order = np.argsort(-excess, kind="stable")
        rows: list[int] = occurrences.rows[order].tolist()
        return rows

    def _evened(self, company: Floats) -> Floats:
        """Shares as they would be, were all themes equally common."""
        return row_shares(company / (self._usual + EVEN))

    def _verdict(self, paragraphs: _Paragraphs, start: int, end: int, own: int) -> Company:
        """The company of one thing; its q is not known yet."""
        company = paragraphs.company[start:end]
        speeches = paragraphs.speeches[start:end]
        even = self._evened(company)
        other = int(_without(even.sum(axis=0)[None], own).argmax())
        shares = company.mean(axis=0)
        test = _tested(_excess(even, own), speeches)
        return Company(
            other=self._themes[other],
            n_paragraphs=end - start,
            n_speeches=len(np.unique(speeches)),
            share=float(shares[own]),
            usual_share=float(self._usual[own]),
            other_share=float(shares[other]),
            other_usual_share=float(self._usual[other]),
            difference=test.difference,
            low=max(-1.0, test.difference - test.reach),
            high=min(1.0, test.difference + test.reach),
            p=test.p,
            q=1.0,
        )


def _by_paragraph(occurrences: Occurrences, labels: Ints, table: SentenceTable) -> _Paragraphs:
    """Occurrences of one thing in one paragraph taken together: they are no two observations."""
    units = table.units[occurrences.rows]
    n_units = int(table.units.max(initial=0)) + 1
    keys, first, which = np.unique(labels * n_units + units, return_index=True, return_inverse=True)
    sums = np.zeros((len(keys), occurrences.company.shape[1]))
    np.add.at(sums, which, occurrences.company)
    speeches = table.speeches[occurrences.rows[first]]
    return _Paragraphs(keys // n_units, speeches, row_shares(sums))


def _stretches(labels: Ints) -> Iterator[tuple[int, int, int]]:
    """Each label with the rows it begins and ends at; labels ascend."""
    found, starts = np.unique(labels, return_index=True)
    ends = np.append(starts, len(labels))[1:]
    yield from zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True)


def _excess(even: Floats, own: int) -> Floats:
    """By how much another theme outweighs a thing's own in each paragraph, (n_paragraphs,).

    Which other theme is asked of the other paragraphs: the one that weighs most there. To take
    the one that weighs most in all of them would find one by chance wherever themes are many.
    """
    others = _without(even.sum(axis=0) - even, own)
    chosen = others.argmax(axis=1)
    return np.asarray(even[np.arange(len(even)), chosen] - even[:, own])


def _without(weights: Floats, own: int) -> Floats:
    """Rows of weights in which the own theme is never the greatest.

    Rounded, so that equal ones are equal on every machine and the first one is the greatest.
    """
    others = np.round(weights, 9)
    others[:, own] = -1.0
    return np.asarray(others)


class _Test(NamedTuple):
    difference: float
    reach: float
    """Half the width of the 95 % interval."""
    p: float


def _tested(excess: Floats, speeches: Ints) -> _Test:
    """Mean of an excess over paragraphs, and whether it is above 0.

    A paragraph in which nothing is decided is added, so that a few that agree by chance are
    not taken for certainty. Of the spreads over paragraphs and over speeches the larger one, with
    its degrees of freedom, makes the interval.
    """
    values = np.append(excess, 0.0)
    mean = float(values.mean())
    residuals = values - mean
    n = len(values)
    variance, degrees = float((residuals**2).sum()) / (n * (n - 1)), n - 1
    clusters = np.bincount(speeches, weights=residuals[:-1])[np.unique(speeches)]
    if len(clusters) >= MIN_CLUSTERS:
        clusters = np.append(clusters, residuals[-1])
        by_speech = float((clusters**2).sum()) / n**2 * len(clusters) / (len(clusters) - 1)
        if by_speech > variance:
            variance, degrees = by_speech, len(clusters) - 1
    if variance <= _NOTHING**2:
        return _Test(mean, 0.0, 1.0)
    t = mean / sqrt(variance)
    p = student_p(t, degrees) / 2
    return _Test(mean, student_limit(degrees) * sqrt(variance), p if t > 0 else 1 - p)
