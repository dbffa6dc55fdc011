"""Shares and what they rest on in, the ends of their 95 % intervals out.

The quantiles of the beta distribution are our own: SciPy's take 0.3 s to import, three
times as long as the whole analysis of a document.
"""

from __future__ import annotations

from math import lgamma

import numpy as np

from speechkit.themes.scoring import Floats, Ints

LEVEL = 0.95
PRIOR_STRENGTH = 2.4
"""Units the prior counts for. With it 95 % intervals covered .963 of planted shares
and were 21 points wide on average (`benchmarks/themes_calibration.py`)."""
EVEN_PART = 0.25
"""Part of the prior that is the same for every theme: one that no speech of the
collection touches is not impossible, and a collection may be one speech."""

MIN_TEXTS = 3
"""Texts from which their spread tells anything."""

_PRECISION = 1e-11  # six places are printed
_MAX_STEPS = 100  # five or six do
_MAX_TERMS = 1000  # the continued fraction needs some √max(a, b) of them
_FARTHEST = 40.0  # log odds of 4e-18
_AT_ONCE = 1 << 14  # distributions whose arrays stay near the processor
_TINY = 1e-300
_TINY_SHAPE = 1e-9


def corpus_prior(shares: Floats) -> Floats:
    """The prior mean from the shares of the texts of a collection.

    Parameters
    ----------
    shares
        Of texts that count once each, (n_texts, n_themes), each row of sum 1.

    Returns
    -------
    ndarray
        (n_themes,), of sum 1; even when there are no texts.
    """
    n_themes = shares.shape[1]
    even = np.full(n_themes, 1 / n_themes)
    if not len(shares):
        return even
    return np.asarray((1 - EVEN_PART) * shares.mean(axis=0) + EVEN_PART * even)


def share_intervals(shares: Floats, n_effective: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """Lower and upper ends of the 95 % intervals of shares.

    The shares of a speech are taken for what `n_effective` independent units said, and
    their posterior is a Dirichlet distribution, whose marginals are beta distributions.
    An end is moved to the share itself where shrinkage would put the share outside.

    Parameters
    ----------
    shares
        (n_speeches, n_themes).
    n_effective
        Kish's effective number of units of each speech, (n_speeches,).
    prior
        (n_themes,), of sum 1.

    Returns
    -------
    low, high : ndarray
        (n_speeches, n_themes), in [0, 1], low ≤ share ≤ high.

    References
    ----------
    Kish (1965), "Survey Sampling".
    """
    n = n_effective[:, None]
    a = n * shares + PRIOR_STRENGTH * prior
    b = n * (1 - shares) + PRIOR_STRENGTH * (1 - prior)
    tail = (1 - LEVEL) / 2
    probabilities = np.array([tail, 1 - tail])[:, None, None]
    low, high = beta_quantiles(probabilities, a, b)
    return np.minimum(low, shares), np.maximum(high, shares)


def mean_effective(shares: Floats, n_effective: Floats) -> float:
    """Effective number of units behind the mean of the shares of some texts.

    What the units of the texts are worth together, or what the texts are worth as so many
    observations, whichever is less: the texts of a group differ among themselves.

    Parameters
    ----------
    shares
        (n_texts, n_themes).
    n_effective
        Of each text, greater than 0, (n_texts,).

    Returns
    -------
    float
        0.0 when there are no texts.
    """
    n = len(shares)
    if not n:
        return 0.0
    mean = shares.mean(axis=0)
    spread = float((mean * (1 - mean)).sum())
    within = float(((shares * (1 - shares)).sum(axis=1) / n_effective).sum()) / n**2
    between = float(shares.var(axis=0, ddof=1).sum()) / n if n >= MIN_TEXTS else 0.0
    variance = max(within, between)
    return spread / variance if variance > 0 else float(n_effective.sum())


def difference_intervals(
    ours: tuple[Floats, Floats, Floats], theirs: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """Ends of the 95 % intervals of differences of shares, of one shape with the shares.

    Each side's distance from its own end counts, squared and added up.

    Parameters
    ----------
    ours, theirs
        Share, lower end, upper end.

    References
    ----------
    Newcombe (1998), "Interval estimation for the difference between independent proportions"
    (method 10); Zou & Donner (2008) for any pair of intervals.
    """
    a, a_low, a_high = ours
    b, b_low, b_high = theirs
    low = a - b - np.hypot(a - a_low, b_high - b)
    high = a - b + np.hypot(a_high - a, b - b_low)
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def beta_quantiles(probabilities: Floats, a: Floats, b: Floats) -> Floats:
    """Quantiles of beta distributions, to 1e-9.

    By Newton's steps on the log odds. On that scale the density is log-concave and has its mode
    at the mean, whatever the shape: from there the steps go towards the quantile and never past
    it. What is found for one distribution does not depend on the others beside it.

    Parameters
    ----------
    probabilities
        Inside (0, 1).
    a, b
        Not negative; with `a` of 0 all mass is at 0, with `b` of 0 at 1. The three are of one
        shape, or broadcast to one.

    Examples
    --------
    >>> one = np.ones(2)
    >>> beta_quantiles(np.array([0.25, 0.5]), one, one).round(6).tolist()
    [0.25, 0.5]
    """
    a, b = np.maximum(a, _TINY_SHAPE), np.maximum(b, _TINY_SHAPE)
    log_front = _log_gammas(a + b) - _log_gammas(a) - _log_gammas(b)
    columns = np.broadcast_arrays(probabilities, a, b, log_front)
    flat = [column.ravel() for column in columns]
    found = [
        _quantiles(*(column[start : start + _AT_ONCE] for column in flat))
        for start in range(0, flat[0].size, _AT_ONCE)
    ]
    return np.concatenate([np.zeros(0), *found]).reshape(columns[0].shape)


def _quantiles(p: Floats, a: Floats, b: Floats, log_front: Floats) -> Floats:
    """Quantiles, all arrays (n,)."""
    found = np.empty_like(p)
    left: Ints = np.arange(len(p))
    rows = np.stack([np.log(a) - np.log(b), p, a, b, log_front])
    for _ in range(_MAX_STEPS):
        odds, p, a, b, log_front = rows
        x, y = _both_parts(odds)
        log_density = log_front + a * np.log(x) + b * np.log(y)
        excess = _beta_cdf(x, y, a, b, np.exp(log_density)) - p
        rows[0] = np.clip(odds - excess * np.exp(-log_density), -_FARTHEST, _FARTHEST)
        found[left] = following = _both_parts(rows[0])[0]
        going = np.abs(following - x) > _PRECISION
        if not going.any():
            break
        left, rows = left[going], rows[:, going]
    return found


def _both_parts(log_odds: Floats) -> tuple[Floats, Floats]:
    """A probability and what it lacks of 1."""
    return 1 / (1 + np.exp(-log_odds)), 1 / (1 + np.exp(log_odds))


def _log_gammas(values: Floats) -> Floats:
    return np.array([lgamma(v) for v in values.ravel().tolist()]).reshape(values.shape)


def _beta_cdf(x: Floats, y: Floats, a: Floats, b: Floats, front: Floats) -> Floats:
    """Regularised incomplete beta function (DLMF 8.17.22, 8.17.4).

    Parameters
    ----------
    x, y
        Inside (0, 1), of sum 1.
    front
        x^a y^b / B(a, b).
    """
    swap = x > (a + 1) / (a + b + 2)
    p, q, z = np.where(swap, b, a), np.where(swap, a, b), np.where(swap, y, x)
    tail = front / (p * _continued_fraction(z, p, q))
    return np.where(swap, 1 - tail, tail)


def _continued_fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """1 + d₁x/(1 + d₂x/(1 + …)), by the modified Lentz method; each until it has converged."""
    fraction = np.ones_like(x)
    left: Ints = np.arange(len(x))
    rows = np.stack([x, a, b, np.ones_like(x), np.zeros_like(x)])
    for n in range(1, _MAX_TERMS):
        x, a, b, numerator, denominator = rows
        step = x * _coefficient(n, a, b)
        rows[4] = 1 / _away_from_zero(1 + step * denominator)
        rows[3] = _away_from_zero(1 + step / numerator)
        change = rows[3] * rows[4]
        fraction[left] *= change
        going = np.abs(change - 1) > _PRECISION
        if not going.any():
            break
        if not going.all():
            left, rows = left[going], rows[:, going]
    return fraction


def _coefficient(n: int, a: Floats, b: Floats) -> Floats:
    m = n // 2
    if n % 2 == 0:
        return m * (b - m) / ((a + n - 1) * (a + n))
    return -(a + m) * (a + b + m) / ((a + n - 1) * (a + n))


def _away_from_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)
