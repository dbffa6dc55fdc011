"""Equal runs of two texts in; how far the texts go on alike beside them, edits allowed, out.

All runs are extended together, one character a step: a banded alignment in which a run is
given up when it has lost too much since its best (the X-drop of Zhang et al. 2000, "A greedy
algorithm for aligning DNA sequences").
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.seeds import Codes, Offsets, Seeds

_EQUAL, _EDIT = 2, 3
"""What an equal character gains and an edit costs: after an edit two equal ones are worth it,
one is chance. Of planted copies .993 are found so, .987 at 1 and 2, .997 at 1 and 1, where more
is found than was planted (`tests/quality/composed/reuse.py`)."""
_DROP = 18
"""Lost since the best, beyond which nothing follows: six edits in a row."""
_BAND = 6
"""Characters that one text may have more than the other, on the way: as many as `_DROP` pays."""
MAX_STEPS = 64
"""Characters an extension may go; what goes on alike past that has seeds of its own."""
_BATCH = 1 << 15
"""Runs extended together: 13 columns of 32 bits and what is made of them, 20 MB."""
_NEVER = -1_000


class Stretches(NamedTuple):
    """Places of two texts that are alike; arrays of shape (n_stretches,)."""

    a_start: Offsets
    a_end: Offsets
    b_start: Offsets
    b_end: Offsets


def extend(codes: Codes, seeds: Seeds) -> Stretches:
    """Extend equal runs to both sides."""
    a, b, length = seeds
    right = _gain(codes, a + length, b + length, 1)
    left = _gain(codes, a - 1, b - 1, -1)
    return Stretches(a - left[0], a + length + right[0], b - left[1], b + length + right[1])


def _gain(codes: Codes, a: Offsets, b: Offsets, way: int) -> tuple[Offsets, Offsets]:
    """Characters gained in both texts, from offsets on, to the right (1) or the left (-1)."""
    gained_a, gained_b = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    for start in range(0, len(a), _BATCH):
        batch = slice(start, start + _BATCH)
        gained_a[batch], gained_b[batch] = _gain_of_batch(codes, a[batch], b[batch], way)
    return gained_a, gained_b


def _gain_of_batch(codes: Codes, a: Offsets, b: Offsets, way: int) -> tuple[Offsets, Offsets]:
    columns = np.arange(-_BAND, _BAND + 1)
    ramp = (_EDIT * columns).astype(np.int32)
    score = np.where(columns < 0, _NEVER, -ramp)[None, :].repeat(len(a), axis=0).astype(np.int32)
    best = np.zeros(len(a), np.int32)
    steps, column = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    active = np.arange(len(a))
    for step in range(1, MAX_STEPS + 1):
        i = a[active] + way * (step - 1)
        j = b[active] + way * (step - 1)
        score = _next_row(score, codes[j[:, None] + way * columns] == codes[i][:, None], ramp)
        top = score.argmax(axis=1)
        most = score[np.arange(len(active)), top]
        better = most > best[active]
        risen = active[better]
        best[risen], steps[risen], column[risen] = most[better], step, columns[top[better]]
        alive = most >= best[active] - _DROP
        if not alive.all():
            active, score = active[alive], score[alive]
            if not len(active):
                break
    return steps, steps + column


def _next_row(
    score: NDArray[np.int32], equal: NDArray[np.bool_], ramp: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Scores once another character of the first text is used up, shape (n_runs, n_columns)."""
    row = score + np.where(equal, _EQUAL, -_EDIT).astype(np.int32)
    np.maximum(row[:, :-1], score[:, 1:] - _EDIT, out=row[:, :-1])
    return np.maximum.accumulate(row + ramp, axis=1) - ramp
