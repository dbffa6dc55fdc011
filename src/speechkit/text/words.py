"""The tokens of a text in; for each its offsets, its class and its rarity, as columns, out."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from speechkit.text.hashes import Offsets, TextHashes
from speechkit.text.lexicon import Vocabulary, WordClass

KINDS: tuple[WordClass, ...] = get_args(WordClass)
"""Classes of words; a column holds their numbers."""
KIND: dict[WordClass, int] = {kind: number for number, kind in enumerate(KINDS)}


class WordTable(dict[str, int]):
    """What is known of words, in rows; a word gets its row when it is first met.

    Parameters
    ----------
    vocabulary
        Asked once for each word.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self._kinds = array("B")
        self._idfs = array("d")

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self._kinds)
        self._kinds.append(KIND[self.vocabulary.classify(word)])
        self._idfs.append(self.vocabulary.idf(word))
        return row

    def columns(self, words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Classes and inverse document frequencies of words, both of shape (n_words,)."""
        rows = np.fromiter(map(self.__getitem__, words), np.intp, len(words))
        kinds = np.frombuffer(self._kinds.tobytes(), np.uint8)
        idfs = np.frombuffer(self._idfs.tobytes(), np.float64)
        return kinds[rows], idfs[rows]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The tokens of a text, a row for each."""

    text: str
    hashes: TextHashes
    edges: Offsets
    """Where each token begins, and the end of the text; shape (n_words + 1,)."""
    kinds: NDArray[np.uint8]
    """Number of each token's class in `KINDS`; shape (n_words,)."""
    idfs: NDArray[np.float64]
    """Inverse document frequency in general Chinese (natural logarithm); shape (n_words,)."""

    def __len__(self) -> int:
        return len(self.kinds)


def look_up(text: str, tokens: Sequence[str], table: WordTable) -> Words:
    """What is known of the tokens of a text.

    Parameters
    ----------
    text
        The text.
    tokens
        Its tokens, which together make it up (`tokens.cut_words`).
    """
    edges = np.zeros(len(tokens) + 1, np.intp)
    np.cumsum(np.fromiter(map(len, tokens), np.intp, len(tokens)), out=edges[1:])
    kinds, idfs = table.columns(tokens)
    return Words(text, TextHashes(text), edges, kinds, idfs)
