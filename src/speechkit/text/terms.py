"""A list of terms and a text in, the places of the terms in the text out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_TERM = 2
"""Characters of the shortest term: single ones are parts of too many words."""

_N_PAIRS = 1 << 18
"""Entries of the table of beginnings: with a few thousand terms one pair in fifty is taken for a
beginning that is none, which costs a look-up."""
_MIX = 0x9E37
"""Multiplier that spreads pairs of characters over the table."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FULL_WIDTH_UPPER = {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
# 臵 stands for 置 wherever a document went through an old converter of fonts.
_FOLD = _FULL_WIDTH | _UPPER | _FULL_WIDTH_UPPER | {ord("臵"): "置"}


class TermPlace(NamedTuple):
    """A term and where it stands."""

    start: int
    end: int
    term: str


def folded(text: str) -> str:
    """The text in the form terms are compared in, character for character.

    Letters and digits of full width become those of ASCII, capitals small letters.

    Examples
    --------
    >>> folded("ＧＤＰ增长，位臵")
    'gdp增长，位置'
    """
    return text.translate(_FOLD)


def normal_term(text: str) -> str:
    """A term as a list has it, in the form it is looked for: folded, without white space.

    Examples
    --------
    >>> normal_term(" Ｇ D P ")
    'gdp'
    """
    return folded("".join(text.split()))


class TermIndex:
    """Terms made ready to be found.

    The places found do not overlap: going from left to right, at each character the
    longest term that begins there is taken. The time is linear in the length of the text.

    Parameters
    ----------
    terms
        Folded (`folded`), without white space, of at least `MIN_TERM` characters.

    Raises
    ------
    ValueError
        When a term is too short.

    Examples
    --------
    >>> index = TermIndex(["人民政府", "民政", "政府"])
    >>> [place.term for place in index.places("民政局和人民政府")]
    ['民政', '人民政府']
    """

    __slots__ = ("_begins", "_by_beginning")

    def __init__(self, terms: Iterable[str]) -> None:
        by_beginning: dict[str, list[str]] = defaultdict(list)
        for term in sorted(set(terms), key=lambda term: (-len(term), term)):
            if len(term) < MIN_TERM:
                raise ValueError(f"term {term!r} is shorter than {MIN_TERM} characters")
            by_beginning[term[:MIN_TERM]].append(term)
        self._by_beginning = {start: tuple(terms) for start, terms in by_beginning.items()}
        self._begins = _table(self._by_beginning)

    def places(self, text: str, *, borders: Container[int] | None = None) -> list[TermPlace]:
        """Where terms stand in a folded text, in order.

        Parameters
        ----------
        borders
            Offsets at which tokens begin or end. A term of which neither edge is one is
            passed over: it is a chance meeting of parts of two words.

        Examples
        --------
        >>> TermIndex(["行政", "政务"]).places("推行政务", borders={0, 2, 4})
        [TermPlace(start=2, end=4, term='政务')]
        """
        found: list[TermPlace] = []
        after = 0
        for position in self._beginnings(text):
            if position < after:
                continue
            for term in self._by_beginning.get(text[position : position + MIN_TERM], ()):
                end = position + len(term)
                if text.startswith(term, position) and (
                    borders is None or position in borders or end in borders
                ):
                    found.append(TermPlace(position, end, term))
                    after = end
                    break
        return found

    def passed_over(self, text: str, *, borders: Container[int]) -> list[TermPlace]:
        """Where a folded text holds terms that `places` passes over, in order.

        Of those that begin at a character the longest; none that overlaps a place that counts.

        Examples
        --------
        >>> TermIndex(["民政"]).passed_over("县人民政府", borders={0, 1, 5})
        [TermPlace(start=2, end=4, term='民政')]
        """
        counted = iter(self.places(text, borders=borders))
        taken = next(counted, None)
        found: list[TermPlace] = []
        for position in self._beginnings(text):
            while taken is not None and taken.end <= position:
                taken = next(counted, None)
            room = len(text) if taken is None else taken.start
            for term in self._by_beginning.get(text[position : position + MIN_TERM], ()):
                if position + len(term) <= room and text.startswith(term, position):
                    found.append(TermPlace(position, position + len(term), term))
                    break
        return found

    def _beginnings(self, text: str) -> list[int]:
        """Offsets at which a term may begin: nearly all others are passed over as an array."""
        import numpy as np

        found: list[int] = np.flatnonzero(self._begins[_pairs(text)]).tolist()
        return found


def _table(beginnings: Iterable[str]) -> NDArray[np.bool_]:
    """Which pairs of characters a term may begin with, by their numbers."""
    import numpy as np

    table = np.zeros(_N_PAIRS, np.bool_)
    table[_pairs("\n".join(beginnings))[:: MIN_TERM + 1]] = True
    return table


def _pairs(text: str) -> NDArray[np.uint32]:
    """A number for each two characters that stand together, (max(0, n_chars - 1),)."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return (codes[:-1] * np.uint32(_MIX) + codes[1:]) % np.uint32(_N_PAIRS)
