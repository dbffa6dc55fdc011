"""A list of terms and a text in, the places of the terms in the text out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from speechkit.text.hashes import Numbers, Offsets

MIN_TERM = 2
"""Characters of the shortest term: single ones are parts of too many words."""

_SLOT_BITS = 18
"""Of a table that passes over what is no term: of ten thousand terms one stretch in thirty
is let through in vain, which costs a look-up."""
_MIX = 0x9E37
"""Multiplier that spreads pairs of characters over the table."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FULL_WIDTH_UPPER = {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
# 臵 stands for 置 wherever a document went through an old converter of fonts.
_FOLD = _FULL_WIDTH | _UPPER | _FULL_WIDTH_UPPER | {ord("臵"): "置"}
_TO_FOLD = re.compile(f"[{''.join(map(chr, _FOLD))}]+")


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
    # There is little to fold: to translate every character would take eight times as long.
    return _TO_FOLD.sub(lambda found: found[0].translate(_FOLD), text)


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
    longest term that begins there is taken. The time is linear in the length of the text, and
    hardly depends on the number of terms.

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

    __slots__ = ("_begins", "_begins_of_length", "_hashes", "_is_taken", "_terms")

    def __init__(self, terms: Iterable[str]) -> None:
        import numpy as np

        from speechkit.text.hashes import TextHashes

        terms = sorted(set(terms))
        lengths = np.array([len(term) for term in terms], np.intp)
        if np.any(lengths < MIN_TERM):
            short = next(term for term in terms if len(term) < MIN_TERM)
            raise ValueError(f"term {short!r} is shorter than {MIN_TERM} characters")
        together = TextHashes("".join(terms))
        ends = np.cumsum(lengths)
        numbers = together.of(ends - lengths, ends)
        order = np.argsort(numbers)
        self._hashes = numbers[order]
        self._terms = [terms[row] for row in order.tolist()]
        self._is_taken = _table(_slots(numbers))
        pairs = _pairs(together.codes)[ends - lengths]
        self._begins = _table(pairs)
        self._begins_of_length = {
            length: _table(pairs[lengths == length]) for length in sorted(set(lengths.tolist()))
        }

    def places(self, text: str, *, borders: Iterable[int] | None = None) -> list[TermPlace]:
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
        for start, end, term in self._occurrences(text, borders):
            if start >= after:
                found.append(TermPlace(start, end, term))
                after = end
        return found

    def passed_over(self, text: str, *, borders: Iterable[int]) -> list[TermPlace]:
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
        for place in map(TermPlace._make, self._occurrences(text)):
            while taken is not None and taken.end <= place.start:
                taken = next(counted, None)
            is_free = taken is None or place.end <= taken.start
            if is_free and (not found or found[-1].start != place.start):
                found.append(place)
        return found

    def _occurrences(
        self, text: str, borders: Iterable[int] | None = None
    ) -> Iterable[tuple[int, int, str]]:
        """Every place at which a term stands, by its start, the longest first."""
        import numpy as np

        from speechkit.text.hashes import TextHashes, find_rows

        if len(text) < MIN_TERM or not self._terms:
            return ()
        hashes = TextHashes(text)
        starts, ends = self._windows(_pairs(hashes.codes), len(text))
        if borders is not None:
            is_border = np.zeros(len(text) + 1, np.bool_)
            edges = borders if isinstance(borders, np.ndarray) else np.array([*borders], np.intp)
            is_border[edges[edges <= len(text)]] = True
            has_border = is_border[starts] | is_border[ends]
            starts, ends = starts[has_border], ends[has_border]
        numbers = hashes.of(starts, ends)
        may_be = self._is_taken[_slots(numbers)]
        starts, ends, numbers = starts[may_be], ends[may_be], numbers[may_be]
        rows, is_term = find_rows(self._hashes, numbers)
        starts, ends, rows = starts[is_term], ends[is_term], rows[is_term]
        order = np.lexsort((-ends, starts))
        terms = map(self._terms.__getitem__, rows[order].tolist())
        return zip(starts[order].tolist(), ends[order].tolist(), terms, strict=True)

    def _windows(self, pairs: Offsets, n_chars: int) -> tuple[Offsets, Offsets]:
        """Starts and ends of stretches that begin as a term of their length does."""
        import numpy as np

        places = np.flatnonzero(self._begins[pairs])
        pairs = pairs[places]
        begins = [places[table[pairs]] for table in self._begins_of_length.values()]
        starts = np.concatenate(begins)
        ends = starts + np.repeat(list(self._begins_of_length), list(map(len, begins)))
        fits = ends <= n_chars
        return starts[fits], ends[fits]


def _table(slots: Offsets) -> NDArray[np.bool_]:
    """Which slots are taken, (n_slots,)."""
    import numpy as np

    table = np.zeros(1 << _SLOT_BITS, np.bool_)
    table[slots] = True
    return table


def _pairs(codes: NDArray[np.uint32]) -> Offsets:
    """A slot for each two characters that stand together, (max(0, n_chars - 1),)."""
    import numpy as np

    numbers = codes[:-1] * np.uint32(_MIX) + codes[1:]
    return (numbers % np.uint32(1 << _SLOT_BITS)).astype(np.intp)


def _slots(numbers: Numbers) -> Offsets:
    """A slot for each number of a stretch of text."""
    import numpy as np

    return (numbers >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
