"""Scored speeches in; their sentences as rows of columns, and any of them quoted, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from speechkit.results.doctor import BookTerm, Example, TermKind
from speechkit.themes.codebook import Codebook, ThemeEntry
from speechkit.themes.scoring import WEAK_WEIGHT, Floats, Ints, ScoredSpeech

NO_THEME = -1
"""In place of the number of an entry."""


class BookTerms:
    """The terms of a codebook as rows, in the order of the scorer's numbers.

    Parameters
    ----------
    numbers
        Of the terms (`SentenceScorer.term_numbers`), in their order.
    """

    def __init__(self, codebook: Codebook, numbers: Iterable[str]) -> None:
        self._codebook = codebook
        self.terms = tuple(numbers)
        self.numbers = {term: number for number, term in enumerate(self.terms)}
        owners = {term: n for n, entry in enumerate(codebook.entries) for term in entry.terms}
        self._weak = frozenset(term for entry in codebook.entries for term in entry.weak)
        self.columns: Ints = np.array([owners[term] for term in self.terms], dtype=np.intp)
        """Entry of the codebook that each scores for, (n_terms,)."""
        self.weights: Floats = np.array(
            [WEAK_WEIGHT if t in self._weak else 1.0 for t in self.terms]
        )
        """What each scores where it stands once, (n_terms,)."""

    def __len__(self) -> int:
        return len(self.terms)

    def described(self, number: int) -> BookTerm:
        """A term and where it stands in the codebook."""
        term = self.terms[number]
        entry: ThemeEntry = self._codebook.entries[self.columns[number]]
        kind: TermKind = "weak" if term in self._weak else "seed"
        return BookTerm(term, entry.theme, kind, entry.subtheme_of.get(term, ""))


class SentenceTable:
    """The sentences of some texts, a row for each, text by text.

    Parameters
    ----------
    texts
        Scored; each text once, in the order that all that is listed follows.
    """

    def __init__(self, texts: Sequence[ScoredSpeech]) -> None:
        self.texts = texts
        sizes = [len(text.sentences) for text in texts]
        self.starts: Ints = np.append(0, np.cumsum(sizes)).astype(np.intp)
        """Row of the first sentence of each text, and the number of all, (n_texts + 1,)."""
        self.speeches: Ints = np.repeat(np.arange(len(texts)), sizes)
        """Text of each sentence, (n_sentences,)."""

    def __len__(self) -> int:
        return int(self.starts[-1])

    @cached_property
    def sizes(self) -> Floats:
        """Characters without white space, (n_sentences,)."""
        return _joined([text.sizes for text in self.texts], np.float64)

    @cached_property
    def units(self) -> Ints:
        """Sampling unit of each sentence, its number distinct over all texts, (n_sentences,)."""
        columns, before = [], 0
        for text in self.texts:
            columns.append(text.units + before)
            before += int(text.units.max(initial=-1)) + 1
        return _joined(columns, np.intp)

    @cached_property
    def themes(self) -> Ints:
        """The heaviest entry of each sentence, `NO_THEME` where it has none, (n_sentences,)."""
        return _joined(
            [np.where(t.weights.any(axis=1), _heaviest(t.weights), NO_THEME) for t in self.texts],
            np.intp,
        )

    def compact(self, row: int) -> str:
        """The characters of a sentence without white space."""
        text, number = self.place(row)
        span = text.sentences[number]
        return "".join(text.speech.text[span.start : span.end].split())

    def weight(self, row: int, entry: int) -> float:
        """Weight of an entry of the codebook in a sentence."""
        text, number = self.place(row)
        return float(text.weights[number, entry])

    def place(self, row: int) -> tuple[ScoredSpeech, int]:
        """The text of a sentence, and its number in it."""
        text = int(self.speeches[row])
        return self.texts[text], row - int(self.starts[text])

    def example(self, row: int, *, of: str = "") -> Example:
        """A sentence quoted.

        Parameters
        ----------
        of
            The term it is an example of, which is not named among those that fire in it.
        """
        text, number = self.place(row)
        speech = text.speech
        span = speech.view.source_span(text.sentences[number])
        terms = tuple(term for term in text.terms[number] if term != of)
        document = speech.document
        return Example(speech.id, span, document.line(span.start), document.quote(span), terms)


def _heaviest(weights: Floats) -> Ints:
    if not len(weights):
        return np.zeros(0, np.intp)
    return np.asarray(weights.argmax(axis=1), dtype=np.intp)


def _joined(columns: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, kind), *columns]) if columns else np.zeros(0, kind)
