"""A text in; numbers for any of its stretches, the same wherever the same characters stand, out.

Two stretches with the same characters have the same number, however the text around them was
cut into words; two different ones share a number once in 2**64 pairs.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]
    Offsets = NDArray[np.intp]


_BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2**64: the golden ratio, whose bits are well mixed."""
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(32)


class TextHashes:
    """The characters of a text, ready to be hashed in any stretches.

    Parameters
    ----------
    text
        Any string.

    Examples
    --------
    >>> found = TextHashes("县政府和市政府").of(np.array([1, 5]), np.array([3, 7]))
    >>> bool(found[0] == found[1]), bool(found[0] == hash_term("政府"))
    (True, True)
    """

    def __init__(self, text: str) -> None:
        self.codes = code_points(text)
        """Shape (n_chars,)."""
        base, self._inverse = _powers(_rounded(len(text) + 1))
        self._sums = np.zeros(len(text) + 1, np.uint64)
        np.cumsum(_mixed(self.codes) * base[: len(text)], out=self._sums[1:])

    def of(self, starts: Offsets, ends: Offsets) -> Numbers:
        """Numbers of stretches.

        Parameters
        ----------
        starts, ends
            Offsets, half-open; both of shape (n,).
        """
        numbers: Numbers = (self._sums[ends] - self._sums[starts]) * self._inverse[starts]
        return numbers


def hash_term(term: str) -> int:
    """The number of a term, as `TextHashes.of` gives it for each stretch that reads so."""
    return int(TextHashes(term).of(np.array([0]), np.array([len(term)]))[0])


def hash_terms(terms: Iterable[str]) -> Numbers:
    """The numbers of the distinct ones of some terms, ascending."""
    numbers = sorted({hash_term(term) for term in terms})
    return np.array(numbers, np.uint64)


def find_rows(ranked: Numbers, values: Numbers) -> tuple[Offsets, NDArray[np.bool_]]:
    """Where each value stands among some that ascend, one at least, and whether it is there.

    Both have the shape of the values; the row of one that is not there means nothing.
    """
    rows = np.minimum(np.searchsorted(ranked, values), len(ranked) - 1)
    return rows, ranked[rows] == values


def code_points(text: str) -> NDArray[np.uint32]:
    """Code points of a text, shape (n_chars,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))


def _mixed(codes: NDArray[np.uint32]) -> Numbers:
    """A number for each character; near code points get far ones."""
    numbers = (codes.astype(np.uint64) + np.uint64(1)) * _MIX
    numbers ^= numbers >> _SHIFT
    numbers *= _MIX
    return numbers


def _rounded(n: int) -> int:
    """The next power of two, so that few tables of powers are made."""
    return 1 << max(12, (n - 1).bit_length())


@functools.lru_cache(maxsize=4)
def _powers(n: int) -> tuple[Numbers, Numbers]:
    """The first `n` powers of the base and of its inverse."""
    return tuple(_cumulated(factor, n) for factor in (_BASE, _INVERSE))  # type: ignore[return-value]


def _cumulated(factor: int, n: int) -> Numbers:
    powers = np.full(n, factor, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
