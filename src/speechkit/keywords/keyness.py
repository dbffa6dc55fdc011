"""Counts of a term in a speech and in its reference in; how far it sets the speech apart out.

References
----------
Dunning (1993), "Accurate methods for the statistics of surprise and coincidence".
Hardie (2014), "Log Ratio: an informal introduction", for the effect size; Walter (1975), "The
distribution of Levin's measure of attributable risk", for the half added to each figure.
Evert (2022), "Measuring keyness", for the conservative log ratio (LRC).
Monroe, Colaresi & Quinn (2008), "Fightin' Words", for the log-odds ratio with a prior.
Kilgarriff (2009), "Simple maths for keywords".
Gries (2008), "Dispersions and adjusted frequencies in corpora", for DP.

With `keyness(f1, n1, f2, n2, measure, p.adjust=n_terms)` of the R package corpora 0.6, "G2" is
`signed_g2`, "LogRatio" is `log_ratio`, "LRC" is `conservative_log_ratio`, and "SimpleMaths" with
`lambda=100` is `simple_maths`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from speechkit.statistics import beta_quantile, regularized_beta

CONFIDENCE = 0.95
"""Of the interval around a log ratio, all terms of a speech together."""
SIMPLE_MATHS_CONSTANT = 100.0
"""Occurrences in a million words that are added to both rates. With Kilgarriff's 1 every term
that the reference lacks comes before all others: one occurrence in a speech of 5,000 words is 200
in a million already. His 100 is one in two such speeches."""


def log_ratio(f1: int, n1: int, f2: int, n2: int) -> float:
    """Binary logarithm of the ratio of two rates, half a count added to every figure.

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
    return math.log2((f1 + 0.5) / (n1 + 0.5) * (n2 + 0.5) / (f2 + 0.5))


def signed_g2(f1: int, n1: int, f2: int, n2: int) -> float:
    """Log-likelihood ratio of the two-by-two table, negative for a term the speech avoids.

    Rayson's calculator leaves out the cells of all other words, which hardly matters for a rare
    term.

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


def simple_maths(
    f1: int, n1: int, f2: int, n2: int, *, constant: float = SIMPLE_MATHS_CONSTANT
) -> float:
    """Ratio of the two rates in a million words, a constant added to both; 1 where they are equal.

    Examples
    --------
    *middling* in Kilgarriff's table, 200 and 100 in a million:

    >>> round(simple_maths(200, 1_000_000, 100, 1_000_000), 2)
    1.5
    """
    return (1e6 * f1 / n1 + constant) / (1e6 * f2 / n2 + constant)


def lower_bound(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> float:
    """Lower bound of the log ratio's interval.

    The interval is Clopper and Pearson's for the share of the term's occurrences that fall
    to the speech (`prop.cint` in R), with Bonferroni's correction for the number of terms
    looked at.

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


def log_ratio_bounds(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> tuple[float, float]:
    """Both bounds of the log ratio's interval; see `lower_bound`.

    Returns
    -------
    tuple of float
        In bits. The lower one is minus infinity for a term the speech lacks, the upper one
        infinity for a term the reference lacks.

    Examples
    --------
    >>> low, high = log_ratio_bounds(20, 1000, 5, 1000, n_terms=1)
    >>> round(low, 3), round(high, 3)
    (0.543, 3.77)
    >>> log_ratio_bounds(20, 1000, 0, 1000, n_terms=1)[1]
    inf
    """
    return (
        lower_bound(f1, n1, f2, n2, n_terms=n_terms),
        -lower_bound(f2, n2, f1, n1, n_terms=n_terms),
    )


def conservative_log_ratio(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> float:
    """Evert's LRC: the bound of the log ratio's interval that is nearer to 0.

    Returns
    -------
    float
        In bits; positive when the term is surely more frequent in the speech, negative when it
        is surely less frequent, 0 when the interval holds 0.

    Examples
    --------
    >>> round(conservative_log_ratio(5, 1000, 20, 1000, n_terms=1), 3)
    -0.543
    """
    low, high = log_ratio_bounds(f1, n1, f2, n2, n_terms=n_terms)
    return max(low, 0.0) if f1 * n2 >= f2 * n1 else min(high, 0.0)


def is_surely_more_frequent(f1: int, n1: int, f2: int, n2: int, *, n_terms: int) -> bool:
    """Whether `lower_bound` is above 0: whether so many occurrences are no chance.

    Of the binomial tail in question two bounds are known that need no more than logarithms; the
    beta function is evaluated only where the limit lies between them.

    References
    ----------
    Ash (1990), *Information Theory*, page 115, for both bounds; the upper one is Chernoff's.
    """
    n, p, limit = f1 + f2, n1 / (n1 + n2), _tail(n_terms)
    if f1 <= n * p:  # then the tail holds the median
        return False
    log_limit = math.log(limit)
    upper = -f1 * math.log(f1 / (n * p))
    if f2 == 0:
        return upper < log_limit  # the tail is p to the power of n
    upper -= f2 * math.log(f2 / (n * (1 - p)))
    if upper < log_limit - _ROUNDING:
        return True
    if upper - 0.5 * math.log(8 * f1 * f2 / n) > log_limit + _ROUNDING:
        return False
    return regularized_beta(p, f1, f2 + 1) < limit


_ROUNDING = 1e-6
"""Of a logarithm that was summed up from large numbers."""


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
