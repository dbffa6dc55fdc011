"""The tokens of a text in; for each its offsets, its class and its rarity, as columns, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from speechkit.text.hashes import TextHashes
from speechkit.text.lexicon import Vocabulary, WordClass

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    from speechkit.text.hashes import Offsets


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
        self.kinds = np.zeros(_FIRST_ROWS, np.uint8)
        self.idfs = np.zeros(_FIRST_ROWS)
        self.sizes = np.zeros(_FIRST_ROWS, np.intp)
        self.is_running = np.zeros(_FIRST_ROWS, np.bool_)

    def __missing__(self, word: str) -> int:
        row = self[word] = len(self)
        if row == len(self.kinds):
            self._grow()
        self.kinds[row] = KIND[self.vocabulary.classify(word)]
        self.idfs[row] = self.vocabulary.idf(word)
        self.sizes[row] = len(word)
        self.is_running[row] = word.isalnum()
        return row

    def rows(self, words: Sequence[str]) -> Offsets:
        """Rows of words, shape (n_words,)."""
        if len(self) > MAX_WORDS:
            self.clear()
        return np.fromiter(map(self.__getitem__, words), np.intp, len(words))

    def _grow(self) -> None:
        """Make room for as many words again."""
        for name in ("kinds", "idfs", "sizes", "is_running"):
            column = getattr(self, name)
            setattr(self, name, np.concatenate((column, np.zeros_like(column))))


_FIRST_ROWS = 1 << 14
MAX_WORDS = 500_000
"""Words that are remembered, in 100 MB; past it they are forgotten and met again."""


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
    is_running: NDArray[np.bool_]
    """Whether it is a word or a whole figure, not a mark or a blank; shape (n_words,)."""

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
    rows = table.rows(tokens)
    edges = np.zeros(len(tokens) + 1, np.intp)
    np.cumsum(table.sizes[rows], out=edges[1:])
    hashes = TextHashes(text)
    return Words(text, hashes, edges, table.kinds[rows], table.idfs[rows], table.is_running[rows])
