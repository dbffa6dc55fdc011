"""What a speech is held against: other texts, a list of frequencies, general Chinese.

All of them answer the same two questions, so that `contrast` need not know which it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from speechkit.keywords.profiles import Terms
from speechkit.text.background import Background
from speechkit.text.phrases import TermCounts, merged

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray


MAX_FILLER = 3
"""Greatest frequency that stands for none in jieba's dictionary: 159,318 of its 349,046 words have
3 and 40,502 have 2, none has 1, and 12,679 have 4."""
UNKNOWN = -1
"""Stands for the count of a term of which a reference can tell nothing."""


class Reference(Protocol):
    """What a speech is held against."""

    @property
    def n_words(self) -> int:
        """Running words; 0 when there is nothing to hold against."""

    def counts(self, terms: Terms) -> NDArray[np.int64]:
        """Occurrences of terms, `UNKNOWN` for one that is not to be compared; (n_terms,)."""


# ------------------------------------------------------------------------------- texts


class CountedText(NamedTuple):
    """What was counted in a text."""

    counts: TermCounts
    n_words: int


class Pool:
    """The texts a reference is taken from, each of them once, counted together once.

    Parameters
    ----------
    total
        Of all texts.
    texts
        By the ids of their speeches: those that may have to be left out, or all of them.
    """

    def __init__(self, total: CountedText, texts: Mapping[str, CountedText]) -> None:
        self._total = total
        self._texts = texts

    @classmethod
    def of(cls, texts: Mapping[str, CountedText]) -> Pool:
        """The pool of some texts, by the ids of their speeches."""
        counts = merged(text.counts for text in texts.values())
        return cls(CountedText(counts, sum(text.n_words for text in texts.values())), texts)

    def without(self, speech_ids: Iterable[str]) -> TextsReference:
        """The reference made of all texts but some; cheap when they are few."""
        ids = sorted(set(speech_ids) & self._texts.keys())
        return TextsReference(self._total, tuple(self._texts[speech_id] for speech_id in ids))


@dataclass(frozen=True, slots=True)
class TextsReference:
    """Counts of all texts of a pool but some; it knows every phrase."""

    total: CountedText
    left_out: tuple[CountedText, ...]

    @property
    def n_words(self) -> int:
        """Running words of those that are left."""
        return self.total.n_words - sum(text.n_words for text in self.left_out)

    def counts(self, terms: Terms) -> NDArray[np.int64]:
        """What the texts do not hold occurs there 0 times."""
        counts = self.total.counts.of(terms.hashes)
        for text in self.left_out:
            counts = counts - text.counts.of(terms.hashes)
        return counts


# --------------------------------------------------------------------------------- lists


@dataclass(frozen=True, slots=True)
class FrequencyList:
    """Frequencies from elsewhere.

    A word that is not in the list counts 0. A phrase of several words is compared only if the
    list holds it: most lists are of words, and 0 would make a key term of every phrase.
    """

    frequencies: Mapping[str, int]
    n_words: int

    def counts(self, terms: Terms) -> NDArray[np.int64]:
        """Occurrences of the terms."""
        pairs = zip(terms.texts, terms.n_words.tolist(), strict=True)
        known = self.frequencies
        counts = [known.get(term, 0 if n == 1 else UNKNOWN) for term, n in pairs]
        return np.array(counts, np.int64)


@dataclass(frozen=True, slots=True)
class GeneralChinese:
    """Frequencies of jieba's dictionary, of newspapers, novels and more.

    They are rough. What the dictionary lacks is not compared, nor what it has a filler for: it
    may be of any frequency.
    """

    background: Background

    @property
    def n_words(self) -> int:
        """Sum of all frequencies."""
        return self.background.total

    def counts(self, terms: Terms) -> NDArray[np.int64]:
        """Occurrences of the terms."""
        known = (self.background[term].frequency for term in terms.texts)
        return np.array([n if n > MAX_FILLER else UNKNOWN for n in known], np.int64)
