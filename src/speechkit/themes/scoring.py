"""A speech and a codebook in, its sentences with the weight of every theme in each out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

import numpy as np
from numpy.typing import NDArray

from speechkit.model import (
    OutlineItem,
    Span,
    Speech,
    View,
)
from speechkit.text.sentences import sentences
from speechkit.text.terms import TermIndex, TermPlace, folded
from speechkit.text.tokens import cut_words
from speechkit.themes.codebook import Codebook

WEAK_WEIGHT = 0.3
"""Of a term that only hints at its theme."""
NEIGHBOURS = (0.35, 0.2)
"""Weight of the next sentence and the next but one, on either side."""
ACROSS_PARAGRAPHS = 0.4
"""What is left of a neighbour's weight when it stands in another paragraph."""
PARAGRAPH_WEIGHT = 0.75
"""Weight of the mean of the paragraph. Without any context sentences labelled by hand came to a
micro-F1 of .73, with that of neighbours and paragraph to .82; round numbers of these weights near
the best do equally well (`docs/decisions.md`)."""
HEADING_WEIGHT = 0.2
"""Weight of the innermost heading over a sentence; each one further out has half of it. With .1
to .3 labelled paragraphs came to a micro-F1 of .76, with .5 to .73."""
SURE_SCORE = 2.0
"""Direct score from which a sentence speaks to its neighbours with its full voice."""
SHARPNESS = 1.25
"""Power of the shares in a sentence: what it is mainly about takes most of it. The square leaves
too little to the second theme of a sentence that has two."""
MIN_WEIGHT = 0.12
"""Themes below this weight in a sentence are left out of it."""
MIN_UNIT = 100
"""Characters of a sampling unit at least, so that a heading goes with what it heads."""
MIN_UNITS = 5
"""Units below which the layout is thought to know no paragraphs."""
LONG_PARAGRAPH = 1000
"""Characters from which a paragraph is cut into several units."""
BLOCK = 400
"""Characters of such a unit at least, and of a unit where the layout knows no paragraphs:
the length of a usual paragraph."""

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ScoredSpeech:
    """A speech, sentence by sentence."""

    speech: Speech
    sentences: tuple[Span, ...]
    """View spans."""
    sizes: Floats
    """Characters without white space, (n_sentences,)."""
    terms: tuple[Mapping[str, int], ...]
    """Codebook terms of each sentence and how often they stand there."""
    direct: Floats
    """What its own terms score for each entry of the codebook, (n_sentences, n_entries)."""
    weights: Floats
    """Weight of each entry, context considered, (n_sentences, n_entries); a row sums to 1,
    or to 0 where neither the sentence nor its context holds a term."""
    units: Ints
    """Number of the sampling unit of each sentence, from 0, (n_sentences,)."""

    @property
    def n_chars(self) -> int:
        return int(self.sizes.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Where terms stand in some texts."""

    text: str
    """The texts, folded and without white space, a line feed between them."""
    tokens: list[str]
    """Together they make up `text`."""
    borders: Ints
    """Offsets at which tokens begin or end, ascending, (n_tokens + 1,)."""
    ends: Ints
    """Offset of the line feed after each text, (n_texts,)."""
    places: list[TermPlace]
    """Of the terms, and of strings that score nowhere, in order, none overlapping another."""

    def text_numbers(self, offsets: Ints) -> Ints:
        """In which text each offset lies, from 0; shape of `offsets`."""
        return np.searchsorted(self.ends, offsets, side="right")


class SentenceScorer:
    """A codebook made ready to score speeches.

    Terms are matched from left to right, the longest first; each counts 1 + ln n in a
    sentence that holds it n times. A sentence is then smoothed over its neighbours, its
    paragraph and the headings over it: a dictionary alone reaches a quarter of the
    sentences (Watanabe & Zhou 2022). The scores are sharpened, so that what a sentence is
    mainly about takes most of it.

    References
    ----------
    Watanabe & Zhou (2022), "Theory-driven analysis of large corpora: semisupervised topic
    classification of the UN speeches".
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._scores: dict[str, tuple[int, float]] = {}
        for column, entry in enumerate(codebook.entries):
            self._scores |= dict.fromkeys(entry.seeds, (column, 1.0))
            self._scores |= dict.fromkeys(entry.weak, (column, WEAK_WEIGHT))
        self.index = TermIndex({*self._scores, *codebook.silent})
        self.entry_numbers = {term: column for term, (column, _) in self._scores.items()}
        """Which entry of the codebook each scoring term is of."""
        self.term_numbers = {term: number for number, term in enumerate(self._scores)}
        """Number of each scoring term, in the order of the codebook."""

    def score(self, speech: Speech) -> ScoredSpeech:
        """Score every sentence of the body of a speech."""
        return self.read(speech)[0]

    def read(self, speech: Speech) -> tuple[ScoredSpeech, Matches]:
        """Score every sentence of the body of a speech, and say where its terms stand."""
        paragraphs = speech.paragraphs()
        spans = tuple(sentences(speech.text, paragraphs))
        compact = _compact(speech.text, spans)
        matches = self._match(compact)
        terms = self._counts(matches)
        sizes = np.array([len(text) for text in compact], dtype=np.float64)
        direct = self._vectors(terms)
        paragraph = paragraph_numbers(spans, paragraphs)
        context = _smoothed(direct, paragraph) + HEADING_WEIGHT * self._headings(speech, spans)
        weights = _sharpened(context)
        units = _unit_numbers(sizes, paragraph)
        return ScoredSpeech(speech, spans, sizes, terms, direct, weights, units), matches

    def _match(self, texts: Sequence[str]) -> Matches:
        """Where terms stand in folded texts without white space.

        A place of which neither edge is the border of a token is a chance meeting of two
        words' ends. To ask for both edges would lose more than it saves: the segmenter
        joins what we take apart, such as 贯彻落实.
        """
        whole = "\n".join(texts)  # no term holds a line feed, so that none runs over an end
        tokens = cut_words(whole)
        borders = np.fromiter(accumulate(map(len, tokens), initial=0), np.intp, len(tokens) + 1)
        ends = np.fromiter(accumulate(len(text) + 1 for text in texts), np.intp, len(texts)) - 1
        places = self.index.places(whole, borders=borders)
        return Matches(whole, tokens, borders, ends, places)

    def _counts(self, matches: Matches) -> tuple[Mapping[str, int], ...]:
        """Scoring terms of each text, with their counts."""
        counts: list[dict[str, int]] = [{} for _ in matches.ends]
        ends = matches.ends.tolist()
        number = 0
        for start, _, term in matches.places:
            if term in self._scores:
                while start >= ends[number]:
                    number += 1
                counts[number][term] = counts[number].get(term, 0) + 1
        return tuple(counts)

    def _vectors(
        self, texts: Sequence[Mapping[str, int]], spread: Mapping[str, int] | None = None
    ) -> Floats:
        """Direct scores of texts whose terms are counted, (n_texts, n_entries).

        Parameters
        ----------
        spread
            By which the score of a term is divided.
        """
        vectors = np.zeros((len(texts), len(self.codebook.entries)))
        rows, columns, scores = [], [], []
        for row, counts in enumerate(texts):
            for term, count in counts.items():
                column, weight = self._scores[term]
                rows.append(row)
                columns.append(column)
                scores.append(weight * (1 + log(count)) / (spread[term] if spread else 1))
        np.add.at(vectors, (rows, columns), scores)
        return vectors

    def _headings(self, speech: Speech, spans: Sequence[Span]) -> Floats:
        """What the headings over each sentence say, (n_sentences, n_entries).

        A term that stands in several headings of a speech is its refrain and tells none of
        their sections from the others: it counts as many times less.
        """
        headings = _view_headings(speech.outline, speech.view)
        texts = _compact(speech.text, [heading.span for heading in headings])
        terms = self._counts(self._match(texts))
        n_headings = Counter(term for counts in terms for term in counts)
        voices = as_voices(self._vectors(terms, n_headings), sure=1.0)
        over = list(_headings_over(spans, headings))
        paths = list(dict.fromkeys(over))
        number = {path: n for n, path in enumerate(paths)}
        said = np.zeros((len(paths), len(self.codebook.entries)))
        for row, path in enumerate(paths):
            for depth, heading in enumerate(path):
                said[row] += voices[heading] * 0.5**depth
        return said[[number[path] for path in over]]


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    span: Span
    """View offsets."""


def _view_headings(outline: Iterable[OutlineItem], view: View) -> list[_Heading]:
    """The outline in view offsets, in order."""
    headings = []
    for item in sorted(outline, key=lambda item: item.span):
        span = Span(view.view_offset(item.span.start), view.view_offset(item.span.end))
        headings.append(_Heading(item.level, span))
    return headings


def _headings_over(
    spans: Iterable[Span], headings: Sequence[_Heading]
) -> Iterator[tuple[int, ...]]:
    """For each sentence the numbers of the headings it stands under, innermost first."""
    over: list[int] = []
    coming = 0
    for span in spans:
        while coming < len(headings) and headings[coming].span.start < span.end:
            while over and headings[over[-1]].level >= headings[coming].level:
                over.pop()
            over.append(coming)
            coming += 1
        yield tuple(reversed(over))


def row_shares(rows: Floats) -> Floats:
    """Rows divided by their sums; rows of zeros stay."""
    sums = rows.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(rows, sums, out=np.zeros_like(rows), where=sums > 0))


def _compact(text: str, spans: Sequence[Span]) -> list[str]:
    """Stretches of text in the form terms are matched in: folded, without white space."""
    bare = ("".join(text[span.start : span.end].split()) for span in spans)
    return folded("\n".join(bare)).split("\n") if spans else []


def paragraph_numbers(spans: Sequence[Span], paragraphs: Sequence[Span]) -> Ints:
    """Which paragraph each sentence stands in, from 0, (n_sentences,)."""
    starts = [paragraph.start for paragraph in paragraphs]
    return np.array([bisect_right(starts, span.start) - 1 for span in spans], dtype=np.intp)


def _unit_numbers(sizes: Floats, paragraphs: Ints) -> Ints:
    """The sampling unit of each sentence, (n_sentences,).

    Units are paragraphs. Short ones are joined with what follows, long ones cut into blocks
    of sentences: one paragraph that fills a third of a speech, with a list of a dozen
    measures in it, is no single observation. Where that gives fewer than `MIN_UNITS` (a
    record without line ends), the whole speech is cut into blocks.
    """
    if not len(sizes):
        return paragraphs
    lengths = np.bincount(paragraphs, weights=sizes)[paragraphs]
    least = np.where(lengths > LONG_PARAGRAPH, BLOCK, np.inf)
    least[np.append(paragraphs[1:] != paragraphs[:-1], True)] = MIN_UNIT
    units = _cut_units(sizes, least)
    if units[-1] + 1 < MIN_UNITS:
        units = _cut_units(sizes, np.full(len(sizes), float(BLOCK)))
    return units


def _cut_units(sizes: Floats, least: Floats) -> Ints:
    """Number stretches of sentences, each ended by a sentence that lets it end.

    A stretch may end with a sentence when it has the size that `least` asks for there;
    what is left at the end goes with the last stretch.
    """
    units, unit, size = [], 0, 0.0
    for sentence_size, enough in zip(sizes.tolist(), least.tolist(), strict=True):
        units.append(unit)
        size += sentence_size
        if size >= enough:
            unit, size = unit + 1, 0.0
    last = unit if size == 0 or unit == 0 else unit - 1
    return np.minimum(np.array(units, dtype=np.intp), last)


def as_voices(direct: Floats, *, sure: float) -> Floats:
    """Rows as shares, made fainter where the direct score is below `sure`."""
    return np.asarray(direct / np.maximum(direct.sum(axis=1, keepdims=True), sure))


def _smoothed(direct: Floats, paragraphs: Ints) -> Floats:
    """Each sentence with what its neighbours and its paragraph say, (n_sentences, n_entries)."""
    voices = as_voices(direct, sure=SURE_SCORE)
    smooth = voices.copy()
    for distance, weight in enumerate(NEIGHBOURS, 1):
        together = paragraphs[distance:] == paragraphs[:-distance]
        weights = weight * np.where(together, 1.0, ACROSS_PARAGRAPHS)[:, None]
        smooth[distance:] += weights * voices[:-distance]
        smooth[:-distance] += weights * voices[distance:]
    return smooth + PARAGRAPH_WEIGHT * _paragraph_means(row_shares(direct), paragraphs)


def _paragraph_means(rows: Floats, paragraphs: Ints) -> Floats:
    """Each row replaced by the mean of the rows of its paragraph."""
    if not len(rows):
        return rows
    sums = np.zeros((int(paragraphs.max()) + 1, rows.shape[1]))
    np.add.at(sums, paragraphs, rows)
    counts = np.bincount(paragraphs, minlength=len(sums))
    means = sums / np.maximum(counts, 1)[:, None]
    return means[paragraphs]


def _sharpened(context: Floats) -> Floats:
    """Sharpened shares without the themes that hardly count, rows of sum 1 or 0."""
    sharp = row_shares(context**SHARPNESS)
    return row_shares(np.where(sharp >= MIN_WEIGHT, sharp, 0.0))
