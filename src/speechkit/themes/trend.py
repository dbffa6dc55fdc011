"""Profiles of dated speeches in; the themes whose share rises or falls over time out.

The shares of the texts are laid on a straight line over time, all texts alike. What happens in a
year makes all its texts say a thing, so that a text is no observation of its own where several
are of one year: the years change places in the test, and the interval rests on as many
observations as there are years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speechkit.errors import TooLittleTextError
from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE
from speechkit.results import ShareDirection, Theme, ThemeTrend, ThemeTrends
from speechkit.statistics import benjamini_hochberg, beta_quantile
from speechkit.themes.collection import Collection
from speechkit.themes.contrast import ROWS_AT_ONCE, TIE, pair_generator
from speechkit.themes.intervals import LEVEL
from speechkit.themes.scoring import Floats

MIN_PERIODS = 5
"""Years there are at least: of four in any order one in twelve is as straight as can be, so that
no test could tell a trend."""
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
            f"--over date: {MIN_PERIODS} years with a speech are needed, and there are "
            f"{len(years.labels)}; {n_undated} speeches have no date"
        )
    slopes = _slopes(years.times, years.n_texts, years.shares)
    low, high = _intervals(years, slopes)
    p = _permutation_p(years, slopes, seed, n_permutations)
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


def _slopes(times: Floats, weights: Floats, shares: Floats) -> Floats:
    """Slopes a year of the lines of least squares, (n_themes,)."""
    centred = times - float((weights * times).sum() / weights.sum())
    spread = float((weights * centred**2).sum())
    return np.asarray(((weights * centred)[:, None] * shares).sum(axis=0) / spread)


def _intervals(years: _Years, slopes: Floats) -> tuple[Floats, Floats]:
    """Ends of the 95 % intervals of the slopes, robust to unequal spread (HC3).

    References
    ----------
    Long & Ervin (2000), "Using heteroscedasticity consistent standard errors in the linear
    regression model".
    """
    times, weights = years.times, years.n_texts
    total = float(weights.sum())
    centred = times - float((weights * times).sum()) / total
    spread = float((weights * centred**2).sum())
    means = (weights[:, None] * years.shares).sum(axis=0) / total
    residuals = years.shares - means - centred[:, None] * slopes
    leverage = weights * (1 / total + centred**2 / spread)
    # A year of all the weight determines its own residual; none is let to count without bound.
    scaled = residuals / np.maximum(1 - leverage, 0.1)[:, None]
    error = np.sqrt((((weights * centred)[:, None] * scaled) ** 2).sum(axis=0)) / spread
    margin = _t_quantile(1 - (1 - LEVEL) / 2, len(times) - 2) * error
    return slopes - margin, slopes + margin


def _permutation_p(years: _Years, slopes: Floats, seed: int, n_permutations: int) -> Floats:
    """Two-sided p of the slopes, were the years in random order, (n_themes,)."""
    generator = pair_generator(seed, "over", "date")
    times, weights, shares = years.times, years.n_texts, years.shares
    as_far = np.zeros(len(slopes), dtype=np.intp)
    for start in range(0, n_permutations, ROWS_AT_ONCE):
        keys = generator.random((min(ROWS_AT_ONCE, n_permutations - start), len(times)))
        order = np.argsort(keys, axis=1)
        # A year takes its texts along, so that weights and shares go together.
        centred = times - (weights[order] * times).sum(axis=1, keepdims=True) / weights.sum()
        pull = weights[order] * centred
        spread = (weights[order] * centred**2).sum(axis=1)
        dealt = np.einsum("ry,ryt->rt", pull, shares[order]) / spread[:, None]
        as_far += (np.abs(dealt) >= np.abs(slopes) - TIE).sum(axis=0)
    return (1 + as_far) / (n_permutations + 1)


def _t_quantile(p: float, degrees: int) -> float:
    """Quantile of Student's t for p above .5, from that of the beta distribution."""
    x = beta_quantile(2 * (1 - p), degrees / 2, 0.5)
    return float(np.sqrt(degrees * (1 - x) / x))
