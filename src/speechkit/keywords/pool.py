"""Counts of many texts in; how often terms stand in all of them, or in all but some, out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from speechkit.text.phrases import TermCounts

MERGE_AT = 4_000_000
"""Rows that wait to be merged: 64 MB."""


class TermCounter:
    """Adds up the counts of texts."""

    def __init__(self) -> None:
        self._waiting: list[TermCounts] = []
        self._n_waiting = 0

    def add(self, counts: TermCounts) -> None:
        """Count one text more."""
        self._waiting.append(counts)
        self._n_waiting += len(counts.hashes)
        if self._n_waiting > MERGE_AT and len(self._waiting) > 1:
            total = merged(self._waiting)
            self._waiting, self._n_waiting = [total], 0

    def total(self) -> TermCounts:
        """Counts in all texts."""
        return merged(self._waiting)


def merged(parts: Iterable[TermCounts]) -> TermCounts:
    """The counts of several texts together.

    Examples
    --------
    >>> one = TermCounts(np.array([3, 7], np.uint64), np.array([1, 2]))
    >>> [column.tolist() for column in merged([one, one])]
    [[3, 7], [2, 4]]
    """
    parts = tuple(parts)
    if not parts:
        return TermCounts(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    hashes = np.concatenate([part.hashes for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    order = np.argsort(hashes, kind="stable")
    hashes, counts = hashes[order], counts[order]
    opens = np.ones(len(hashes), np.bool_)
    opens[1:] = hashes[1:] != hashes[:-1]
    at = np.flatnonzero(opens)
    return TermCounts(hashes[at], np.add.reduceat(counts, at) if len(at) else counts)
