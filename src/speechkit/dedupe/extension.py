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


class _Room(NamedTuple):
    """What an extension may try."""

    drop: int
    """Lost since the best, beyond which nothing follows."""
    band: int
    """Characters that one text may have more than the other, on the way."""


_FULL = _Room(drop=6 * _EDIT, band=6)
_FIRST_SIGHT = _Room(drop=2 * _EDIT, band=1)
"""Of a short run: three quarters of those in policy papers and work reports have nothing beside
them, and to see that takes a quarter of the time."""
_BENEFIT = 2
"""Characters that a run may lack at first sight."""
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


def extend(codes: Codes, seeds: Seeds, least: int) -> Stretches:
    """Extend equal runs to both sides; what becomes shorter than `least` is left out."""
    a, b, length = _promising(codes, seeds, least)
    right = _gain(codes, a + length, b + length, 1, _FULL)
    left = _gain(codes, a - 1, b - 1, -1, _FULL)
    stretches = Stretches(a - left[0], a + length + right[0], b - left[1], b + length + right[1])
    n_chars = np.minimum(stretches.a_end - stretches.a_start, stretches.b_end - stretches.b_start)
    return Stretches(*(bounds[n_chars >= least] for bounds in stretches))


def _promising(codes: Codes, seeds: Seeds, least: int) -> Seeds:
    """Without the short runs, most of all, beside which nothing is alike at first sight."""
    a, b, length = seeds
    short = np.flatnonzero(length < least)
    reach = length.copy()
    reach[short] += _gain(codes, (a + length)[short], (b + length)[short], 1, _FIRST_SIGHT)[0]
    reach[short] += _gain(codes, a[short] - 1, b[short] - 1, -1, _FIRST_SIGHT)[0]
    kept = reach >= least - _BENEFIT
    return Seeds(a[kept], b[kept], length[kept])


def _gain(codes: Codes, a: Offsets, b: Offsets, way: int, room: _Room) -> tuple[Offsets, Offsets]:
    """Characters gained in both texts, from offsets on, to the right (1) or the left (-1)."""
    gained_a, gained_b = np.zeros(len(a), np.int64), np.zeros(len(a), np.int64)
    for start in range(0, len(a), _BATCH):
        batch = slice(start, start + _BATCH)
        gained_a[batch], gained_b[batch] = _gain_of_batch(codes, a[batch], b[batch], way, room)
    return gained_a, gained_b


def _gain_of_batch(
    codes: Codes, a: Offsets, b: Offsets, way: int, room: _Room
) -> tuple[Offsets, Offsets]:
    columns = np.arange(-room.band, room.band + 1)
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
        floor = best[active] - room.drop
        score[score < floor[:, None]] = _NEVER  # no way leads on from there, nor over a margin
        alive = most >= floor
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
