"""The words of some sentences in; the phrases that stand with a label more than elsewhere out.

A label is the theme of a sentence, or that no term fires in it. Phrases are counted outside the
places of codebook terms: what holds a term scores already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE, MAX_PAIRWISE_SPEECHES, Span
from speechkit.statistics import benjamini_hochberg, regularized_beta
from speechkit.text.phrases import Phrases, find_phrases
from speechkit.text.words import KIND, WordTable, look_up
from speechkit.themes.scoring import Floats, Ints, Matches
from speechkit.themes.sentence_table import SentenceTable

MIN_PARAGRAPHS = 3
"""In which a phrase stands with a label, that it may be suggested for it."""
MIN_SPEECHES = 2
"""In which it does, of more than `MAX_PAIRWISE_SPEECHES`: what one of many says is a name."""
MIN_SHARE = 0.25
"""Of its occurrences that lie with the label: a term that mostly stands elsewhere misleads."""
MAX_SUGGESTED = 10
"""Phrases that are suggested for a label."""
FEW = 3
"""Where fewer are beyond chance, the list is filled up to here with what may be chance."""
MAX_P = 0.05
"""Of a phrase that may be chance, as if it were the only one looked at."""
MAX_RANKED = 100
"""Phrases of a label among which those that hold one another are told apart."""
NESTED_FRACTION = 0.8
"""A longer phrase with this share of a shorter one's occurrences is the one that was meant."""

Bools = NDArray[np.bool_]
Numbers = NDArray[np.uint64]

_SAYS_LITTLE = (KIND["general"], KIND["light"], KIND["function"])
_NO_END = (KIND["light"], KIND["function"])
_NO_BEGINNING = (*_NO_END, KIND["syllable"])
"""A syllable before a word is mostly the end of another one (产 of 科产融合)."""
_STANDS_ALONE = (KIND["noun"], KIND["set_phrase"], KIND["verb"])


@dataclass(frozen=True, slots=True, eq=False)
class Association:
    """A phrase and the label it stands with."""

    term: str
    rows: Ints
    """Sentence of each of its occurrences, ascending."""
    inside: Ints
    """Those of them with the label."""
    n_paragraphs: int
    """With the label."""
    n_speeches: int
    g2: float
    p: float
    q: float
    """Benjamini–Hochberg over all phrases looked at."""

    @property
    def is_sure(self) -> bool:
        """Whether it is beyond what chance does among so many."""
        return self.q < DEFAULT_FALSE_DISCOVERY_RATE

    @property
    def sentences(self) -> list[int]:
        """Those with the label that hold it, ascending."""
        found: list[int] = np.unique(self.inside).tolist()
        return found


class _Found(NamedTuple):
    """The phrases of one text."""

    text: str
    hashes: Numbers
    """Of its phrases."""
    starts: Ints
    """Of their first occurrences."""
    n_chars: Ints
    phrases: Ints
    """Number of the phrase of each occurrence."""
    rows: Ints
    """Sentence of each occurrence."""


class PhraseCollector:
    """Gathers the phrases of texts that come one by one.

    Parameters
    ----------
    words
        What is known of words.
    """

    def __init__(self, words: WordTable) -> None:
        self._words = words
        self._found: list[_Found] = []

    def add(self, matches: Matches, start: int) -> None:
        """Look at a text.

        Parameters
        ----------
        start
            Row of its first sentence.
        """
        words = look_up(matches.text, matches.tokens, self._words)
        phrases = find_phrases(words, kept=(Span(0, len(matches.text)),))
        numbers = np.repeat(np.arange(len(phrases)), phrases.n)
        ends = phrases.starts + phrases.n_chars[numbers]
        counted = _is_worth_suggesting(phrases)[numbers]
        counted &= _is_free(matches, phrases.starts, ends)
        self._found.append(
            _Found(
                matches.text,
                phrases.hashes,
                phrases.first_start,
                phrases.n_chars,
                numbers[counted],
                start + matches.text_numbers(phrases.starts[counted]),
            )
        )

    def collected(self, table: SentenceTable) -> PhraseTable:
        """The phrases that stand in paragraphs and speeches enough to be suggested."""
        return PhraseTable(self._found, table)


def _is_worth_suggesting(phrases: Phrases) -> Bools:
    """Which phrases have a meaning of their own: no officialese alone, no verb without object."""
    kinds = phrases.words.kinds
    first, end = phrases.first_word, phrases.first_word + phrases.n_words
    little = np.append(0, np.cumsum(np.isin(kinds, _SAYS_LITTLE)))
    says_something = little[end] - little[first] < phrases.n_words
    edges = np.isin(kinds[first], _NO_BEGINNING) | np.isin(kinds[end - 1], _NO_END)
    is_whole = (phrases.n_words > 1) | np.isin(kinds[first], _STANDS_ALONE)
    return np.asarray(says_something & ~edges & is_whole)


def _is_free(matches: Matches, starts: Ints, ends: Ints) -> Bools:
    """Which stretches have no character in a place of a term or a silent string."""
    taken = np.zeros(len(matches.text) + 1, dtype=np.intp)
    for place in matches.places:
        taken[place.start + 1 : place.end + 1] = 1
    before = np.cumsum(taken)
    return np.asarray(before[ends] == before[starts])


# -------------------------------------------------------------------------- association


class PhraseTable:
    """Phrases frequent enough to be suggested, and where they stand.

    Parameters
    ----------
    found
        Of each text, in the order of the table.
    """

    def __init__(self, found: Sequence[_Found], table: SentenceTable) -> None:
        self._found = found
        self._table = table
        hashes = np.concatenate([np.zeros(0, np.uint64), *(f.hashes[f.phrases] for f in found)])
        rows = np.concatenate([np.zeros(0, np.intp), *(f.rows for f in found)])
        distinct, phrases = np.unique(hashes, return_inverse=True)
        n_paragraphs = _n_different(phrases, table.units[rows], len(distinct))
        n_speeches = _n_different(phrases, table.speeches[rows], len(distinct))
        self._least = MIN_SPEECHES if len(table.texts) > MAX_PAIRWISE_SPEECHES else 1
        enough = (n_paragraphs >= MIN_PARAGRAPHS) & (n_speeches >= self._least)
        self._hashes = distinct[enough]
        kept = np.flatnonzero(enough[phrases])
        kept = kept[np.lexsort((rows[kept], phrases[kept]))]
        self._phrases: Ints = (np.cumsum(enough) - 1)[phrases[kept]]
        """Of each occurrence, ascending."""
        self._rows = rows[kept]

    def __len__(self) -> int:
        return len(self._hashes)

    def associated(self, labels: Ints, asked: Sequence[int]) -> dict[int, list[Association]]:
        """For each label that is asked about, the phrases that stand with it, strongest first.

        A phrase is given to the label with the greatest log-likelihood ratio. What is counted
        are paragraphs, not occurrences, which come in bursts; p is the binomial probability of
        so many with that label, times the labels that are asked about. Of phrases that hold
        one another one is given. Those that are beyond chance come first.

        Parameters
        ----------
        labels
            Of the sentences, not negative, (n_sentences,).
        asked
            Labels, one at least.
        """
        if not len(self):
            return {}
        counts, totals = self._paragraph_counts(labels, max(int(labels.max()), *asked, 0) + 1)
        best, g2 = _best_labels(counts, totals, asked)
        tails = _tails(counts, totals, best, g2 > 0)
        ps = [min(1.0, len(asked) * tail) for tail in tails]
        qs = benjamini_hochberg(ps)
        wanted = [phrase for phrase, tail in enumerate(tails) if tail < MAX_P]
        found = defaultdict(list)
        for phrase, term in zip(wanted, self._terms(wanted), strict=True):
            label, rows = int(best[phrase]), self._rows_of(phrase)
            inside = rows[labels[rows] == label]
            n_speeches = len(np.unique(self._table.speeches[inside]))
            if len(inside) >= MIN_SHARE * len(rows) and n_speeches >= self._least:
                figures = int(counts[phrase, label]), n_speeches, float(g2[phrase])
                association = Association(term, rows, inside, *figures, ps[phrase], qs[phrase])
                found[label].append(association)
        return {label: _chosen(each) for label, each in found.items()}

    def _paragraph_counts(self, labels: Ints, n_labels: int) -> tuple[Ints, Ints]:
        """Paragraphs of each phrase with each label, (n_phrases, n_labels), and of each label.

        A paragraph in which a label stands with several sentences counts once for it.
        """
        places = self._table.units * n_labels + labels
        totals = np.bincount(np.unique(places) % n_labels, minlength=n_labels)
        n_places = int(places.max(initial=0)) + 1
        pairs = np.unique(self._phrases * n_places + places[self._rows])
        cells = pairs // n_places * n_labels + pairs % n_places % n_labels
        counts = np.bincount(cells, minlength=len(self) * n_labels)
        return counts.reshape(len(self), n_labels), totals

    def _rows_of(self, phrase: int) -> Ints:
        """Sentence of each occurrence of a phrase, ascending."""
        start, end = np.searchsorted(self._phrases, [phrase, phrase + 1])
        return self._rows[start:end]

    def _terms(self, phrases: Sequence[int]) -> Iterator[str]:
        """The phrases themselves."""
        wanted = self._hashes[list(phrases)]
        terms: dict[int, str] = {}
        for found in self._found:
            for n in np.flatnonzero(np.isin(found.hashes, wanted)).tolist():
                start, n_chars = int(found.starts[n]), int(found.n_chars[n])
                terms.setdefault(int(found.hashes[n]), found.text[start : start + n_chars])
        return (terms[number] for number in wanted.tolist())


def _n_different(phrases: Ints, values: Ints, n_phrases: int) -> Ints:
    """How many different values stand with each phrase, (n_phrases,)."""
    n_values = int(values.max(initial=0)) + 1
    return np.bincount(np.unique(phrases * n_values + values) // n_values, minlength=n_phrases)


def signed_g2(counts: Ints, totals: Ints) -> Floats:
    """Log-likelihood ratio of each phrase and label, negative where they avoid each other.

    Parameters
    ----------
    counts
        Paragraphs of each phrase with each label, (n_phrases, n_labels).
    totals
        Paragraphs with each label, whatever stands in them, (n_labels,).

    References
    ----------
    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence".

    Examples
    --------
    >>> signed_g2(np.array([[8, 2]]), np.array([20, 80])).round(2).tolist()
    [[19.39, -19.39]]
    """
    n, all_ = counts.sum(axis=1, keepdims=True), totals.sum()
    cells = (
        (counts, n * totals),
        (n - counts, n * (all_ - totals)),
        (totals - counts, (all_ - n) * totals),
        (all_ - totals - n + counts, (all_ - n) * (all_ - totals)),
    )
    g2 = 2 * sum(_surprise(seen, product / all_) for seen, product in cells)
    return np.where(counts * all_ >= n * totals, g2, -g2)


def _surprise(seen: Ints, expected: Floats) -> Floats:
    """What a cell adds to half of the ratio; nothing where nothing was seen."""
    ratio = np.divide(seen, expected, out=np.ones_like(expected), where=seen > 0)
    return np.asarray(seen * np.log(ratio))


def _best_labels(counts: Ints, totals: Ints, asked: Sequence[int]) -> tuple[Ints, Floats]:
    """Of the labels asked about, the one each phrase stands with most, and its ratio.

    The ratio is 0 for a phrase that has too few paragraphs with each, or stands with none.
    """
    g2 = np.where(counts >= MIN_PARAGRAPHS, signed_g2(counts, totals), 0.0)[:, list(asked)]
    g2 = np.round(g2, 9)  # so that equal ones are equal on every machine
    return np.array(asked)[g2.argmax(axis=1)], np.maximum(g2.max(axis=1), 0.0)


def _tails(counts: Ints, totals: Ints, labels: Ints, asked: Bools) -> list[float]:
    """Probability that so many paragraphs of a phrase have its label by chance; 1 unless asked."""
    rates = (totals / totals.sum())[labels].tolist()
    seen = counts[np.arange(len(counts)), labels].tolist()
    rows = zip(rates, seen, counts.sum(axis=1).tolist(), asked.tolist(), strict=True)
    return [regularized_beta(rate, k, n - k + 1) if ask else 1.0 for rate, k, n, ask in rows]


def _chosen(found: list[Association]) -> list[Association]:
    """The best, of those that hold one another one, and few that may be chance.

    The longer one where most of the shorter one's occurrences are in it, else the shorter.
    """
    ranked = sorted(found, key=lambda each: (not each.is_sure, -each.g2, each.term))[:MAX_RANKED]
    dropped = set()
    for inner in ranked:
        for outer in ranked:
            if inner.term != outer.term and inner.term in outer.term:
                is_whole = len(outer.rows) >= NESTED_FRACTION * len(inner.rows)
                dropped.add(inner.term if is_whole else outer.term)
    kept = [each for each in ranked if each.term not in dropped]
    n_sure = sum(each.is_sure for each in kept)
    return kept[: min(max(n_sure, FEW), MAX_SUGGESTED)]
