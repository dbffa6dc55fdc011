"""Profiles of dated speeches in; the themes whose share rises or falls over time out.

The shares of the texts are laid on a straight line over time, all texts alike. What happens in a
year makes all its texts say a thing, so that a text is no observation of its own where several
are of one year: the years change places in the test. Slopes are taken in their standard errors,
and the interval is of as many of these as the test allows for, so that the two say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from speechkit.errors import TooLittleTextError
from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE
from speechkit.results import ShareDirection, Theme, ThemeTrend, ThemeTrends
from speechkit.statistics import benjamini_hochberg
from speechkit.themes.collection import Collection
from speechkit.themes.contrast import ROWS_AT_ONCE, TIE, pair_generator
from speechkit.themes.intervals import LEVEL
from speechkit.themes.scoring import Floats

MIN_PERIODS = 5
"""Years there are at least: of four in any order one in twelve is as straight as can be, so that
no test could tell a trend."""
_LEAST_FREEDOM = 0.1
"""Of a residual: what the line leaves it at least."""
_YEAR_DIGITS = 4
_DECADE = 10.0


@dataclass(frozen=True, slots=True)
class _Years:
    """Mean shares of the texts of each year."""

    labels: tuple[str, ...]
    shares: Floats
    """(n_years, n_themes)."""
    n_texts: Floats
    """(n_years,)."""

    @property
    def times(self) -> Floats:
        return np.array([int(label) for label in self.labels], dtype=np.float64)


def find_theme_trends(collection: Collection, *, seed: int, n_permutations: int) -> ThemeTrends:
    """How the share of each theme changes with the years.

    Raises
    ------
    TooLittleTextError
        When the texts are of fewer than `MIN_PERIODS` years.
    """
    years, n_undated = _by_year(collection)
    if len(years.labels) < MIN_PERIODS:
        raise TooLittleTextError(
            f"--over date: texts of {MIN_PERIODS} years are needed, and there are those of "
            f"{len(years.labels)}; without a date: {n_undated}"
        )
    fit = _fit(years.times, years.n_texts[None], years.shares[None])
    slopes, errors = fit.slopes[0], fit.errors[0]
    null = _null(years, seed, n_permutations)
    observed = _studentised(fit)[0]
    p = (1 + (null >= observed - TIE).sum(axis=0)) / (n_permutations + 1)
    margin = np.quantile(null, LEVEL, axis=0) * errors
    low, high = slopes - margin, slopes + margin
    present = years.shares.sum(axis=0) > 0
    q = np.ones_like(p)
    q[present] = benjamini_hochberg(p[present].tolist())
    columns = (c.tolist() for c in (_DECADE * slopes, _DECADE * low, _DECADE * high, p, q))
    themes = collection.codebook.themes
    return ThemeTrends(
        years.labels,
        tuple(int(n) for n in years.n_texts.tolist()),
        n_undated,
        tuple(
            _trend(theme, row, tuple(shares))
            for theme, *row, shares in zip(themes, *columns, years.shares.T.tolist(), strict=True)
        ),
    )


def _trend(theme: Theme, row: Sequence[float], shares: tuple[float, ...]) -> ThemeTrend:
    slope, low, high, p, q = row
    direction: ShareDirection = "unclear"
    if q < DEFAULT_FALSE_DISCOVERY_RATE:
        direction = "rises" if slope > 0 else "falls"
    return ThemeTrend(theme, slope, low, high, p, q, direction, shares)


def _by_year(collection: Collection) -> tuple[_Years, int]:
    found = [text for text in collection.texts if not text.is_empty]
    dated = [text for text in found if text.date[:_YEAR_DIGITS].isdecimal()]
    labels = sorted({text.date[:_YEAR_DIGITS] for text in dated})
    by_year = [[t.shares for t in dated if t.date[:_YEAR_DIGITS] == label] for label in labels]
    shares = np.array([np.mean(rows, axis=0) for rows in by_year])
    n_texts = np.array([len(rows) for rows in by_year], dtype=np.float64)
    n_undated = len(found) - len(dated)
    return _Years(tuple(labels), shares.reshape(-1, collection.n_themes), n_texts), n_undated


class _Fit(NamedTuple):
    """Lines of least squares through the shares of some arrangements of the years."""

    slopes: Floats
    """A year, (n_arrangements, n_themes)."""
    errors: Floats
    """Their standard errors, robust to unequal spread (HC3), of the same shape."""


def _fit(times: Floats, weights: Floats, shares: Floats) -> _Fit:
    """The lines, each year with the weight of its texts.

    Parameters
    ----------
    times
        (n_years,).
    weights
        (n_arrangements, n_years).
    shares
        (n_arrangements, n_years, n_themes).

    References
    ----------
    Long & Ervin (2000), "Using heteroscedasticity consistent standard errors in the linear
    regression model".
    """
    total = weights.sum(axis=1, keepdims=True)
    centred = times - (weights * times).sum(axis=1, keepdims=True) / total
    pull = weights * centred
    spread = (pull * centred).sum(axis=1, keepdims=True)
    slopes = np.einsum("ay,ayt->at", pull, shares) / spread
    means = np.einsum("ay,ayt->at", weights, shares) / total
    residuals = shares - means[:, None] - centred[:, :, None] * slopes[:, None]
    leverage = weights * (1 / total + centred**2 / spread)
    # A year of all the weight determines its own residual; none is let to count without bound.
    scaled = residuals / np.maximum(1 - leverage, _LEAST_FREEDOM)[:, :, None]
    squares = np.einsum("ay,ayt->at", pull**2, scaled**2)
    return _Fit(slopes, np.sqrt(squares) / spread)


def _studentised(fit: _Fit) -> Floats:
    """Slopes in standard errors, without their signs; 0 where nothing varies."""
    return np.asarray(
        np.divide(
            np.abs(fit.slopes), fit.errors, out=np.zeros_like(fit.slopes), where=fit.errors > TIE
        )
    )


def _null(years: _Years, seed: int, n_permutations: int) -> Floats:
    """Studentised slopes with the years in random order, (n_permutations, n_themes).

    References
    ----------
    DiCiccio & Romano (2017), "Robust permutation tests for correlation and regression
    coefficients", for why the slopes are studentised: years that vary more than others would
    make alarms otherwise.
    """
    generator = pair_generator(seed, "over", "date")
    rows = [np.zeros((0, years.shares.shape[1]))]
    for start in range(0, n_permutations, ROWS_AT_ONCE):
        n_rows = min(ROWS_AT_ONCE, n_permutations - start)
        order = np.argsort(generator.random((n_rows, len(years.labels))), axis=1)
        # A year takes its texts along, so that weights and shares go together.
        rows.append(_studentised(_fit(years.times, years.n_texts[order], years.shares[order])))
    return np.concatenate(rows)
