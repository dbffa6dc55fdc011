"""The measures give published values and keep the laws of probability."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.keywords.keyness import (
    beta_quantile,
    deviation_of_proportions,
    is_surely_more_frequent,
    log_ratio,
    lower_bound,
    regularized_beta,
    signed_g2,
)


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
    ("successes", "trials", "expected"),
    # Lower 95 % bounds of Clopper and Pearson as R's binom.test gives them.
    [(5, 20, 0.0866), (1, 10, 0.0025), (10, 10, 0.6915), (50, 100, 0.3983), (7, 10, 0.3475)],
)
def test_the_quantile_gives_known_bounds(successes: int, trials: int, expected: float) -> None:
    bound = beta_quantile(0.025, successes, trials - successes + 1)
    assert bound == pytest.approx(expected, abs=5e-5)


@given(st.integers(1, 60), st.integers(0, 60), st.fractions(0, 1, max_denominator=50))
def test_the_beta_function_is_the_tail_of_the_binomial(a: int, rest: int, x: Fraction) -> None:
    n = a + rest
    tail = sum(math.comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert regularized_beta(float(x), a, rest + 1) == pytest.approx(float(tail), abs=1e-12)


@given(st.integers(1, 5000), st.integers(1, 5000), st.floats(1e-9, 0.9))
def test_the_quantile_undoes_the_beta_function(a: int, b: int, p: float) -> None:
    assert regularized_beta(beta_quantile(p, a, b), a, b) == pytest.approx(p, rel=1e-6)


COUNTS = st.integers(0, 300)
SIZES = st.integers(301, 20_000)


@given(COUNTS.filter(bool), SIZES, COUNTS, SIZES, st.integers(1, 2000))
def test_a_term_is_sure_when_its_bound_is_above_zero(
    f1: int, n1: int, f2: int, n2: int, n_terms: int
) -> None:
    bound = lower_bound(f1, n1, f2, n2, n_terms=n_terms)
    if abs(bound) > 1e-9:
        assert is_surely_more_frequent(f1, n1, f2, n2, n_terms=n_terms) == (bound > 0)


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
    assert log_ratio(31, 1000, 15, 2000) == pytest.approx(math.log2(31.5 / 1000 / (15.5 / 2000)))
    assert log_ratio(3, 1000, 3, 1000) == 0


def test_dp_gives_the_value_of_griess_example() -> None:
    # Five parts of 9, 10, 10, 10 and 11 words with one to five occurrences.
    dp = deviation_of_proportions([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert dp == pytest.approx(0.18)


@given(st.lists(st.tuples(COUNTS, st.integers(1, 500)), min_size=1, max_size=20))
def test_dp_is_a_fraction(parts: list[tuple[int, int]]) -> None:
    counts, sizes = [c + 1 for c, _ in parts], [s for _, s in parts]
    assert 0 <= deviation_of_proportions(counts, sizes) <= 1
