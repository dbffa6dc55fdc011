"""The measures give published values and keep the laws of probability."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.keywords.keyness import (
    conservative_log_ratio,
    deviation_of_proportions,
    is_surely_more_frequent,
    log_ratio,
    log_ratio_bounds,
    lower_bound,
    signed_g2,
    simple_maths,
)
from speechkit.statistics import log_odds_z, regularized_beta


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
    ],
)
def test_g2_gives_the_values_of_dunnings_table(
    table: tuple[int, int, int, int], expected: float
) -> None:
    a, b, c, d = table
    assert signed_g2(a, a + b, c, c + d) == pytest.approx(expected, abs=0.01)


def test_g2_is_negative_for_what_a_speech_avoids() -> None:
    assert signed_g2(1, 1000, 30, 1000) == pytest.approx(-signed_g2(30, 1000, 1, 1000))
    assert signed_g2(5, 1000, 10, 2000) == pytest.approx(0)


@pytest.mark.parametrize(
    ("f1", "n1", "f2", "n2"),
    [(110, 2552, 111, 29225), (35, 112_289_776, 263, 1_559_716_979), (50, 10_000, 20, 10_000)],
)
def test_g2_is_that_of_raysons_calculator_and_the_cells_it_leaves_out(
    f1: int, n1: int, f2: int, n2: int
) -> None:
    # UCREL's calculator: E1 = c*(a+b)/(c+d), E2 = d*(a+b)/(c+d), G2 = 2*(a*ln(a/E1) + b*ln(b/E2)).
    e1, e2 = (n * (f1 + f2) / (n1 + n2) for n in (n1, n2))
    rayson = 2 * (f1 * math.log(f1 / e1) + f2 * math.log(f2 / e2))
    others = 2 * sum(
        (n - f) * math.log((n - f) / (n - e)) for f, n, e in ((f1, n1, e1), (f2, n2, e2))
    )
    assert abs(signed_g2(f1, n1, f2, n2)) == pytest.approx(rayson + others)


@pytest.mark.parametrize("doublings", range(8))
def test_a_rate_doubled_so_often_has_that_log_ratio(doublings: int) -> None:
    # Hardie (2014): a word equally frequent in both has log ratio 0, one twice as frequent 1,
    # one four times as frequent 2, and so on.
    n = 10_000_000
    assert log_ratio(1000 * 2**doublings, n, 1000, n) == pytest.approx(doublings, abs=1e-3)


@pytest.mark.parametrize(
    ("f1", "f2", "constant", "expected"),
    # Kilgarriff (2009), the tables for the words *obscurish*, *middling* and *common*.
    [
        (10, 0, 1, 11.0),
        (200, 100, 1, 1.99),
        (12_000, 10_000, 1, 1.20),
        (10, 0, 100, 1.10),
        (200, 100, 100, 1.50),
        (12_000, 10_000, 100, 1.20),
        (10, 0, 1000, 1.01),
        (200, 100, 1000, 1.09),
        (12_000, 10_000, 1000, 1.18),
    ],
)
def test_simple_maths_gives_the_values_of_kilgarriffs_tables(
    f1: int, f2: int, constant: float, expected: float
) -> None:
    n = 1_000_000
    assert simple_maths(f1, n, f2, n, constant=constant) == pytest.approx(expected, abs=0.005)


def test_simple_maths_gives_the_value_of_sketch_engines_example() -> None:
    # *shard* in the BNC and in ukWaC (Sketch Engine, "Simple maths").
    score = simple_maths(35, 112_289_776, 263, 1_559_716_979, constant=1)
    assert score == pytest.approx(1.1224, abs=5e-5)


def monroe(counts: tuple[int, int], sizes: tuple[int, int], prior_words: float) -> float:
    """z of the log-odds ratio, step by step as Monroe, Colaresi and Quinn (2008) define it.

    alpha_w is the prior of the term, alpha_0 that of all terms; omega are the odds, delta is the
    difference of their logarithms, and its variance is the sum of two reciprocals.
    """
    (y_i, y_j), (n_i, n_j) = counts, sizes
    alpha_0 = prior_words
    alpha_w = alpha_0 * (y_i + y_j) / (n_i + n_j)
    omega_i = (y_i + alpha_w) / (n_i + alpha_0 - (y_i + alpha_w))
    omega_j = (y_j + alpha_w) / (n_j + alpha_0 - (y_j + alpha_w))
    delta = math.log(omega_i) - math.log(omega_j)
    variance = 1 / (y_i + alpha_w) + 1 / (y_j + alpha_w)
    return delta / math.sqrt(variance)


@pytest.mark.parametrize("prior_words", [10, 500, 1000, 50_000])
def test_the_log_odds_with_a_prior_are_those_of_monroes_formulas(prior_words: float) -> None:
    for counts in ((12, 3), (0, 7), (9, 0), (40, 400)):
        z = log_odds_z(counts[0], 3000, counts[1], 60_000, prior_words=prior_words)
        assert z == pytest.approx(monroe(counts, (3000, 60_000), prior_words))


def test_a_larger_prior_draws_the_log_odds_to_zero() -> None:
    scores = [log_odds_z(12, 3000, 3, 3000, prior_words=size) for size in (10, 1e3, 1e5, 1e7)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < 0.1
    assert log_odds_z(0, 10, 0, 10) == log_odds_z(10, 10, 10, 10) == 0


def exact_tail(k: int, n: int, p: Fraction) -> Fraction:
    """P(X >= k) of a binomial, without rounding."""
    return sum((math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1)), Fraction(0))


@pytest.mark.parametrize(
    ("f1", "n1", "f2", "n2", "n_terms"),
    [
        (20, 1000, 5, 1000, 1),
        (30, 3000, 40, 60_000, 200),
        (8, 1200, 0, 9000, 50),
        (2, 500, 1, 80_000, 10),
        (60, 5000, 55, 5000, 3),
    ],
)
def test_lrc_is_what_corpora_keyness_computes(
    f1: int, n1: int, f2: int, n2: int, n_terms: int
) -> None:
    """R: `prop.cint(f1, f1 + f2)` gives the share at which the tail is alpha / 2 / n_terms, and
    LRC is `log2((n2 / n1) * tau / (1 - tau))`, cut off at 0. Exact tails decide either way."""
    low, high = log_ratio_bounds(f1, n1, f2, n2, n_terms=n_terms)
    limit = Fraction(25, 1000 * n_terms)

    def share(bound: float, step: float) -> Fraction:
        odds = Fraction(2 ** (bound + step)) * n1 / n2
        return odds / (1 + odds)

    assert (
        exact_tail(f1, f1 + f2, share(low, -1e-7))
        < limit
        < exact_tail(f1, f1 + f2, share(low, 1e-7))
    )
    if f2:
        assert exact_tail(f2, f1 + f2, 1 - share(high, 1e-7)) < limit
        assert exact_tail(f2, f1 + f2, 1 - share(high, -1e-7)) > limit
    else:
        assert high == math.inf
    lrc = conservative_log_ratio(f1, n1, f2, n2, n_terms=n_terms)
    assert lrc == max(low, 0)
    assert conservative_log_ratio(f2, n2, f1, n1, n_terms=n_terms) == -lrc


COUNTS = st.integers(0, 300)
SIZES = st.integers(301, 20_000)


@given(COUNTS.filter(bool), SIZES, COUNTS, SIZES, st.integers(1, 2000))
def test_a_term_is_sure_when_its_bound_is_above_zero(
    f1: int, n1: int, f2: int, n2: int, n_terms: int
) -> None:
    bound = lower_bound(f1, n1, f2, n2, n_terms=n_terms)
    if abs(bound) > 1e-9:
        assert is_surely_more_frequent(f1, n1, f2, n2, n_terms=n_terms) == (bound > 0)


@given(
    st.integers(1, 400),
    st.integers(400, 20_000),
    st.one_of(st.integers(0, 10), st.integers(0, 20_000)),
    st.integers(20_001, 10**9),
    st.integers(1, 10**5),
)
def test_the_screen_never_changes_a_verdict(
    f1: int, n1: int, f2: int, n2: int, n_terms: int
) -> None:
    tail, limit = regularized_beta(n1 / (n1 + n2), f1, f2 + 1), 0.025 / n_terms
    if not math.isclose(tail, limit, rel_tol=1e-9):
        assert is_surely_more_frequent(f1, n1, f2, n2, n_terms=n_terms) == (tail < limit)


@given(COUNTS, SIZES, COUNTS, SIZES, st.integers(1, 2000))
def test_a_term_surely_rarer_here_is_surely_more_frequent_there(
    f1: int, n1: int, f2: int, n2: int, n_terms: int
) -> None:
    low, high = log_ratio_bounds(f1, n1, f2, n2, n_terms=n_terms)
    assert low <= high
    assert (-high, -low) == log_ratio_bounds(f2, n2, f1, n1, n_terms=n_terms)
    if high < -1e-9:
        assert is_surely_more_frequent(f2, n2, f1, n1, n_terms=n_terms)


@given(COUNTS, SIZES, COUNTS, SIZES)
def test_swapping_speech_and_reference_turns_the_sign(f1: int, n1: int, f2: int, n2: int) -> None:
    assert log_ratio(f1, n1, f2, n2) == pytest.approx(-log_ratio(f2, n2, f1, n1))
    assert log_odds_z(f1, n1, f2, n2) == pytest.approx(-log_odds_z(f2, n2, f1, n1))
    assert abs(signed_g2(f1, n1, f2, n2)) == pytest.approx(abs(signed_g2(f2, n2, f1, n1)))


@given(COUNTS.filter(bool), SIZES, COUNTS.filter(bool), SIZES)
def test_the_bound_lies_below_the_log_ratio_and_falls_with_more_terms(
    f1: int, n1: int, f2: int, n2: int
) -> None:
    plain = math.log2(f1 / n1 * n2 / f2)
    one, many = (lower_bound(f1, n1, f2, n2, n_terms=n) for n in (1, 100))
    assert many < one < plain


def test_the_bound_of_an_absent_term_is_minus_infinity() -> None:
    assert lower_bound(0, 100, 5, 100, n_terms=1) == -math.inf
    assert not is_surely_more_frequent(0, 100, 5, 100, n_terms=1)


def test_the_log_ratio_counts_in_doublings() -> None:
    # R: log2((31 + .5) / (1000 + .5)) - log2((15 + .5) / (2000 + .5)) (corpora 0.6)
    assert log_ratio(31, 1000, 15, 2000) == pytest.approx(
        math.log2(31.5 / 1000.5) - math.log2(15.5 / 2000.5)
    )
    assert log_ratio(3, 1000, 3, 1000) == 0


def test_dp_gives_the_value_of_griess_example() -> None:
    # Five parts of 9, 10, 10, 10 and 11 words with one to five occurrences.
    dp = deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert dp == pytest.approx(0.18)


@given(st.lists(st.tuples(COUNTS, st.integers(1, 500)), min_size=1, max_size=20))
def test_dp_is_a_fraction(parts: list[tuple[int, int]]) -> None:
    counts, sizes = [c + 1 for c, _ in parts], [s for _, s in parts]
    assert 0 <= deviation_of_proportions(counts, sizes) <= 1
