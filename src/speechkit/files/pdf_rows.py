"""A page of a PDF in, its rows in reading order out.

Rows are put together from runs by height; columns are told apart by the gutter between them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another on a line, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    em: float
    """Width of a Chinese character."""
    is_bold: bool
    is_turned: bool
    """Stands askew, as watermarks do."""

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    width: float
    height: float
    runs: tuple[Run, ...]
    has_pictures: bool
    """Only known of a page without runs."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page."""

    run: Run
    """All its runs in one."""
    page: int
    block: int
    """Rows of one block stand below one another."""
    is_divided: bool = False
    """It has wide gaps, as between the cells of a table."""
    is_furniture: bool = False


def find_rows(page: Page, number: int) -> Iterator[Row]:
    """Rows in reading order; what stands askew comes last."""
    level = [run for run in page.runs if not run.is_turned]
    for block, runs in enumerate(_blocks(level)):
        for group in _grouped(runs):
            yield Row(_joined_run(group), number, block, _is_divided(group))
    for run in page.runs:
        if run.is_turned:
            yield Row(run, number, -1)


def _blocks(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs that are read together: the whole page, or its columns between what spans them."""
    gutter = _gutter(runs)
    if gutter is None:
        yield runs
        return
    spanning = sorted((run for run in runs if run.left < gutter < run.right), key=_downwards)
    heights = [-run.middle for run in spanning]
    bands: list[tuple[list[Run], list[Run]]] = [([], []) for _ in range(len(spanning) + 1)]
    for run in runs:
        if not run.left < gutter < run.right:
            band = bands[bisect_left(heights, -run.middle)]
            band[run.left >= gutter].append(run)
    for n, (left, right) in enumerate(bands):
        yield from (column for column in (left, right) if column)
        if n < len(spanning):
            yield [spanning[n]]


MIN_COLUMN_ROWS = 8
"""A column of fewer rows is taken for a table, which is read across."""


def _gutter(runs: list[Run]) -> float | None:
    """Where a page of two columns is divided; None for one column, and for tables.

    In columns of running text most rows reach from one side of the column to the other; the
    cells of a table seldom do.
    """
    if len(runs) < 2 * MIN_COLUMN_ROWS:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    places = [left + (right - left) * n / 40 for n in range(15, 26)]
    place = min(
        places, key=lambda x: (sum(r.left < x < r.right for r in runs), abs(x - (left + right) / 2))
    )
    before = [run for run in runs if run.right <= place]
    after = [run for run in runs if run.left >= place]
    if len(before) + len(after) < 0.8 * len(runs):
        return None
    widths = (place - left, right - place)
    is_column = (
        _is_column(side, width) for side, width in zip((before, after), widths, strict=True)
    )
    return place if all(is_column) else None


def _is_column(runs: list[Run], width: float) -> bool:
    return len(runs) >= MIN_COLUMN_ROWS and median(r.right - r.left for r in runs) > 0.75 * width


def _downwards(run: Run) -> tuple[float, float]:
    return -run.middle, run.left


def _grouped(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs of one height each, from top to bottom, each group from left to right."""
    group: list[Run] = []
    for run in sorted(runs, key=_downwards):
        if group and group[0].middle - run.middle > 0.5 * min(group[0].height, run.height):
            yield sorted(group, key=lambda r: r.left)
            group = []
        group.append(run)
    if group:
        yield sorted(group, key=lambda r: r.left)


def _is_divided(runs: list[Run]) -> bool:
    return any(after.left - before.right > 1.5 * after.em for before, after in pairwise(runs))


def _joined_run(runs: list[Run]) -> Run:
    """One run of all, with a blank where there is a gap between two."""
    parts = [runs[0].text]
    for before, after in pairwise(runs):
        if after.left - before.right > 0.3 * after.em:
            parts.append(" ")
        parts.append(after.text)
    widest = max(runs, key=lambda run: run.right - run.left)
    return Run(
        _mended("".join(parts)).strip(),
        runs[0].left,
        min(run.bottom for run in runs),
        max(run.right for run in runs),
        max(run.top for run in runs),
        widest.em,
        all(run.is_bold for run in runs),
        False,
    )


_FOREIGN = re.compile("[\u2e80-\u2fd5\ufb00-\ufb06]")
"""Radicals and ligatures: fonts name them in place of the characters that look like them."""
_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u200b\ufeff]")


def _mended(text: str) -> str:
    text = _FOREIGN.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _CONTROLS.sub(lambda match: SOFT_HYPHEN if match[0] in "\2\ufffe" else "", text)


SOFT_HYPHEN = "\xad"
