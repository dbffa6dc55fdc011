"""Counts of a term in a speech and in its reference in; how far it sets the speech apart out.

References
----------
Dunning (1993), "Accurate methods for the statistics of surprise and coincidence".
Hardie (2014), "Log Ratio: an informal introduction", for the effect size.
Evert (2022), "Measuring keyness", for the conservative log ratio (LRC); `corpora::keyness`
in R has the same.
Gries (2008), "Dispersions and adjusted frequencies in corpora", for DP.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95
"""Of the interval around a log ratio, all terms of a speech together."""


def log_ratio(f1: int, n1: int, f2: int, n2: int) -> float:
    """Binary logarithm of the ratio of two rates, half a count added to each frequency.

    Parameters
    ----------
    f1, n1
        Occurrences of the term and running words in the speech; `n1 > 0`.
    f2, n2
        The same in the reference; `n2 > 0`.

    Examples
    --------
    >>> round(log_ratio(7, 1000, 1, 1000), 3)  # 7.5 against 1.5
    2.322
    """
    return math.log2((f1 + 0.5) / n1 * n2 / (f2 + 0.5))


def signed_g2(f1: int, n1: int, f2: int, n2: int) -> float:
    """Log-likelihood ratio of the two-by-two table, negative for a term the speech avoids.

    Examples
    --------
    The first row of Dunning's Table 1 (*the swiss*):

    >>> round(signed_g2(110, 110 + 2442, 111, 111 + 29114), 2)
    270.72
    """
    f, n = f1 + f2, n1 + n2
    cells = (
        (f1, n1 * f / n),
        (f2, n2 * f / n),
        (n1 - f1, n1 * (n - f) / n),
        (n2 - f2, n2 * (n - f) / n),
    )
    g2 = 2 * math.fsum(seen * math.log(seen / expected) for seen, expected in cells if seen)
    return max(g2, 0.0) if f1 * n2 >= f2 * n1 else -max(g2, 0.0)


def lower_bound(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> float:
    """Lower bound of the log ratio's interval; its positive values are Evert's LRC.

    The interval is Clopper and Pearson's for the share of the term's occurrences that fall
    to the speech, with Bonferroni's correction for the number of terms looked at.

    Returns
    -------
    float
        In bits; at most 0 when the term is not surely more frequent in the speech, and
        minus infinity when it does not occur there.
    """
    if f1 == 0:
        return -math.inf
    share = beta_quantile(_tail(n_terms), f1, f2 + 1)
    return math.log2(n2 / n1 * share / (1 - share))


def is_surely_more_frequent(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> bool:
    """Whether `lower_bound` is above 0, at a tenth of its cost."""
    return f1 > 0 and regularized_beta(n1 / (n1 + n2), f1, f2 + 1) < _tail(n_terms)


def _tail(n_terms: int) -> float:
    return (1 - CONFIDENCE) / 2 / n_terms


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Gries's DP: half the sum of the differences between two lists of shares.

    Parameters
    ----------
    counts
        Occurrences of the term in each part of a text; at least one in all.
    sizes
        Lengths of the parts.

    Returns
    -------
    float
        0 when the term is spread as the text is, towards 1 when it stands in one small part.

    Examples
    --------
    >>> deviation_of_proportions([2, 2], [50, 50]), deviation_of_proportions([4, 0], [20, 80])
    (0.0, 0.8)
    """
    n, size = sum(counts), sum(sizes)
    return 0.5 * math.fsum(abs(c / n - s / size) for c, s in zip(counts, sizes, strict=True))


def deviations_of_proportions(
    term: NDArray[np.intp], part: NDArray[np.intp], sizes: NDArray[np.intp], n_terms: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Gries's DP of many terms, and in how many parts of the text each stands (its range).

    Parameters
    ----------
    term, part
        Of each occurrence, in ascending order of the term and then of the part; shape
        (n_occurrences,). Every term occurs.
    sizes
        Lengths of the parts; shape (n_parts,).

    Returns
    -------
    tuple of ndarray
        Both of shape (n_terms,).

    Examples
    --------
    >>> of_two = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 0])
    >>> [values.tolist() for values in deviations_of_proportions(*of_two, np.array([20, 20]), 2)]
    [[0.0, 0.5], [2, 1]]
    """
    if not n_terms:
        return np.zeros(0), np.zeros(0, np.int64)
    opens = np.ones(len(term), np.bool_)
    opens[1:] = (term[1:] != term[:-1]) | (part[1:] != part[:-1])
    at = np.flatnonzero(opens)
    owner, counts = term[at], np.diff(np.append(at, len(term)))
    seen = counts / np.bincount(term, minlength=n_terms)[owner]
    expected = sizes[part[at]] / sizes.sum()
    # A part without the term adds its own share; together they have what the others leave.
    apart = np.bincount(owner, weights=np.abs(seen - expected) - expected, minlength=n_terms)
    return 0.5 * (1.0 + apart).astype(np.float64), np.bincount(owner, minlength=n_terms)


# ---------------------------------------------------------------------- beta distribution


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
    """The `x` at which `regularized_beta(x, a, b)` is `p`, by Newton's steps in a bracket.

    Examples
    --------
    The lower 95 % bound of Clopper and Pearson for 5 of 20:

    >>> round(beta_quantile(0.025, 5, 16), 4)
    0.0866
    """
    low, high = 0.0, 1.0
    x = a / (a + b)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    for _ in range(_MAX_HALVINGS):
        excess = regularized_beta(x, a, b) - p
        low, high = (low, x) if excess > 0 else (x, high)
        density = math.exp((a - 1) * math.log(x) + (b - 1) * math.log1p(-x) - log_beta)
        step = x - excess / density if density else low
        following = step if low < step < high else (low + high) / 2
        if abs(following - x) <= 1e-14 * x:
            break
        x = following
    return x


_MAX_HALVINGS = 200
