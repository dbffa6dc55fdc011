"""Numbers in, what mathematics says of them out: distributions, tests taken together, rates.

Without NumPy or SciPy, which take longer to load than what is computed here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

PRIOR_WORDS = 1_000.0
"""Running words that the prior of the log-odds ratio weighs as much as: a page or two, less than
a speech, so that its own words decide; our choice. Monroe, Colaresi and Quinn leave it open."""


def regularized_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function I_x(a, b), by its continued fraction.

    With whole `a` and `b` it is the probability of at least `a` successes in `a + b - 1`
    trials of probability `x`.

    References
    ----------
    Press, Teukolsky, Vetterling & Flannery (2007), *Numerical Recipes*, section 6.4.
    DLMF 8.17.22.

    Examples
    --------
    >>> round(regularized_beta(0.5, 3, 1), 12)  # three heads in three throws
    0.125
    """
    if x <= 0 or x >= 1:
        return float(x > 0)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(x, a, b) / a
    return 1 - front * _continued_fraction(1 - x, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of the fraction; it converges in O(sqrt(max(a, b))) steps."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MAX_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for numerator in (even, odd):
            d = 1 / _away_from_zero(1 + numerator * d)
            c = _away_from_zero(1 + numerator / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


_MAX_STEPS = 10_000
_PRECISION = 1e-15


def _away_from_zero(x: float) -> float:
    return x if abs(x) > 1e-300 else 1e-300


def beta_quantile(p: float, a: float, b: float) -> float:
    """The `x` at which `regularized_beta(x, a, b)` is `p`, by Halley's steps in a bracket.

    Examples
    --------
    The lower 95 % bound of Clopper and Pearson for 5 of 20:

    >>> round(beta_quantile(0.025, 5, 16), 4)
    0.0866
    """
    if b == 1:
        return float(p ** (1 / a))
    low, high = 0.0, 1.0
    x = _first_guess(p, a, b)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    for _ in range(_MAX_HALVINGS):
        excess = regularized_beta(x, a, b) - p
        low, high = (low, x) if excess > 0 else (x, high)
        density = math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta)
        step = excess / density if density else math.inf
        bend = 1 - 0.5 * min(1.0, step * ((a - 1) / x - (b - 1) / (1 - x)))
        following = x - step / bend
        if not low <= following <= high:
            following = (low + high) / 2
        is_there = abs(following - x) <= 1e-9 * min(
            x, 1 - x
        )  # the next step would be its third power
        x = following
        if is_there:
            break
    return x


def _first_guess(p: float, a: float, b: float) -> float:
    """Near the quantile, so that three steps of Halley's reach it (Abramowitz & Stegun 26.5.22)."""
    if min(a, b) < 1:
        return a / (a + b)
    t = math.sqrt(-2 * math.log(min(p, 1 - p)))
    y = t - (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481))
    y = y if p < 0.5 else -y
    left, right = 1 / (2 * a - 1), 1 / (2 * b - 1)
    h, squared = 2 / (left + right), (y * y - 3) / 6
    w = y * math.sqrt(max(h + squared, 0.0)) / h - (right - left) * (squared + 5 / 6 - 2 / (3 * h))
    return min(max(a / (a + b * math.exp(min(2 * w, 600.0))), 1e-300), 1 - 1e-15)


_MAX_HALVINGS = 200


def student_p(t: float, degrees: float) -> float:
    """Probability that Student's t is as far from 0 as this, on either side.

    Parameters
    ----------
    degrees
        Of freedom; greater than 0.

    Examples
    --------
    >>> round(student_p(2.228, 10), 3)  # from any table
    0.05
    """
    return regularized_beta(degrees / (degrees + t * t), degrees / 2, 0.5)


def student_limit(degrees: float) -> float:
    """The t that is passed on either side with probability .025.

    Examples
    --------
    >>> round(student_limit(10), 3)
    2.228
    """
    x = beta_quantile(0.05, degrees / 2, 0.5)
    return math.sqrt(degrees * (1 - x) / x)


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Smallest false discovery rate at which each of some tests is significant.

    Parameters
    ----------
    ps
        In [0, 1], of all tests that were made.

    References
    ----------
    Benjamini & Hochberg (1995), "Controlling the false discovery rate".

    Examples
    --------
    >>> [round(q, 3) for q in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    qs = [0.0] * len(ps)
    least = 1.0
    order = sorted(range(len(ps)), key=ps.__getitem__)
    for rank in range(len(ps), 0, -1):
        i = order[rank - 1]
        least = qs[i] = min(least, ps[i] * len(ps) / rank)
    return qs


def log_odds_z(f1: int, n1: int, f2: int, n2: int, *, prior_words: float = PRIOR_WORDS) -> float:
    """Log-odds ratio with an informative Dirichlet prior, in standard errors.

    The prior is the rate of the term in both texts together, as if seen in so many words more.
    Monroe, Colaresi and Quinn divide the difference of the two log-odds by the root of its
    approximate variance.

    Parameters
    ----------
    prior_words
        Size of the prior in running words; greater than 0.

    Returns
    -------
    float
        Negative for a term the speech avoids; 0 for one that is nowhere.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), "Fightin' Words".
    """
    rate = (f1 + f2) / (n1 + n2)
    if not 0 < rate < 1:
        return 0.0
    seen, unseen = prior_words * rate, prior_words * (1 - rate)
    log_odds = math.log((f1 + seen) / (n1 - f1 + unseen)) - math.log(
        (f2 + seen) / (n2 - f2 + unseen)
    )
    return log_odds / math.sqrt(1 / (f1 + seen) + 1 / (f2 + seen))
