"""What several analyses compute gives published values and keeps the laws of probability."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.statistics import (
    benjamini_hochberg,
    beta_quantile,
    regularized_beta,
    student_limit,
    student_p,
)


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


@pytest.mark.parametrize(
    ("degrees", "limit"),
    # Two-sided 5 % points as any table has them.
    [(1, 12.706), (2, 4.303), (5, 2.571), (30, 2.042), (1000, 1.962)],
)
def test_students_t_has_the_limits_of_the_tables(degrees: int, limit: float) -> None:
    assert student_limit(degrees) == pytest.approx(limit, abs=5e-4)
    assert student_p(student_limit(degrees), degrees) == pytest.approx(0.05)


@given(st.floats(0, 50), st.integers(1, 200))
def test_students_p_is_the_same_on_either_side_and_falls_outwards(t: float, degrees: int) -> None:
    assert student_p(t, degrees) == student_p(-t, degrees)
    assert 0 <= student_p(t + 1, degrees) <= student_p(t, degrees) <= 1


def test_q_is_that_of_the_published_example() -> None:
    # Benjamini & Hochberg (1995), section 3.3: at .05 the four smallest of fifteen are called.
    ps = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    qs = benjamini_hochberg(ps)
    assert [q <= 0.05 for q in qs] == [True] * 4 + [False] * 11
    assert qs[3] == pytest.approx(0.0095 * 15 / 4)
    assert qs[-1] == 1


@given(st.lists(st.floats(0, 1), max_size=12))
def test_q_is_no_smaller_than_p_and_keeps_its_order(ps: list[float]) -> None:
    qs = benjamini_hochberg(ps)
    assert all(p <= q <= 1 or q == pytest.approx(p) for p, q in zip(ps, qs, strict=True))
    ordered = [q for _, q in sorted(zip(ps, qs, strict=True))]
    assert all(a <= b for a, b in pairwise(ordered))
