"""Arrays of numbers in, arrays out: what the parts of the search for pairs have in common.

Two numbers below 2^32 are packed into one of 64 bits, which sorts as they do: NumPy sorts those
ten times as fast as pairs.
"""

from __future__ import annotations

from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.integer[Any]]
Keys: TypeAlias = NDArray[np.uint64]
Item = TypeVar("Item", np.uint32, np.uint64)

_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)


def packed(high: Numbers, low: Numbers) -> Keys:
    """Two numbers below 2^32 as one."""
    keys = high.astype(np.uint64)
    keys <<= _HALF
    keys |= low.astype(np.uint64, copy=False)
    return keys


def unpacked(keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two numbers that were made one."""
    return (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64)


def distinct(ascending: Keys) -> Keys:
    """Numbers in ascending order, each once."""
    return ascending[is_first(ascending)]


def counted(keys: Keys) -> tuple[Keys, NDArray[np.int64]]:
    """Each number once, ascending, and how often it was there."""
    keys = np.sort(keys)
    starts = np.flatnonzero(is_first(keys))
    return keys[starts], np.diff(np.append(starts, len(keys)))


def is_first(ascending: Numbers) -> NDArray[np.bool_]:
    """Whether each of numbers in ascending order is another one than that before it."""
    first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return first


def occurrences(ascending: Numbers, wanted: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each wanted number first stands among others in ascending order, and how often.

    Examples
    --------
    >>> first, n = occurrences(np.array([2, 5, 5, 7]), np.array([5, 6]))
    >>> first.tolist(), n.tolist()
    ([1, 3], [2, 0])
    """
    first = np.searchsorted(ascending, wanted, side="left")
    return first, np.searchsorted(ascending, wanted, side="right") - first


def stretches(starts: Numbers, lengths: Numbers) -> NDArray[np.int64]:
    """Positions of several stretches, one after the other.

    Examples
    --------
    >>> stretches(np.array([3, 10]), np.array([2, 3])).tolist()
    [3, 4, 10, 11, 12]
    """
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    places: NDArray[np.int64] = np.arange(int(lengths.sum()), dtype=np.int64)
    places += np.repeat(starts - before, lengths)
    return places


class Growing(Generic[Item]):
    """Takes in numbers part by part, in room that grows where it is.

    A list of parts that is joined at the end would stand in memory twice.

    Parameters
    ----------
    dtype
        Of the numbers.
    """

    def __init__(self, dtype: type[Item]) -> None:
        self._room: NDArray[Item] = np.empty(_FIRST_ROOM, dtype)
        self._size = 0

    def append(self, part: NDArray[Item]) -> None:
        """Take in a part."""
        end = self._size + len(part)
        if end > len(self._room):
            self._room.resize(max(end, len(self._room) * 5 // 4), refcheck=False)
        self._room[self._size : end] = part
        self._size = end

    def finish(self) -> NDArray[Item]:
        """All of it; nothing can be taken in any more."""
        self._room.resize(self._size, refcheck=False)
        return self._room


_FIRST_ROOM = 1 << 20
