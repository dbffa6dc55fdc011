from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.statistics import regularized_beta
from speechkit.themes.intervals import beta_quantiles, corpus_prior, share_intervals

# (p, a, b, quantile), from scipy.stats.beta.ppf of SciPy 1.17
KNOWN = [
    (0.025, 0.05, 10.0, 0.0),
    (0.975, 0.05, 10.0, 0.05776814),
    (0.025, 1.0, 20.0, 0.00126509),
    (0.975, 1.0, 20.0, 0.16843347),
    (0.025, 6.5, 14.0, 0.13994313),
    (0.975, 6.5, 14.0, 0.52794903),
    (0.025, 900.0, 100.0, 0.88067354),
    (0.975, 3000.0, 5000.0, 0.38563724),
]


@pytest.mark.parametrize(("p", "a", "b", "expected"), KNOWN)
def test_quantiles_of_known_beta_distributions(
    p: float, a: float, b: float, expected: float
) -> None:
    found = beta_quantiles(np.array([p]), np.array([a]), np.array([b]))[0]
    assert found == pytest.approx(expected, abs=1e-7)


@given(st.floats(0.01, 500), st.floats(0.01, 500), st.floats(0.01, 0.99))
def test_a_beta_distribution_mirrors_itself(a: float, b: float, p: float) -> None:
    one = beta_quantiles(np.array([p]), np.array([a]), np.array([b]))[0]
    other = beta_quantiles(np.array([1 - p]), np.array([b]), np.array([a]))[0]
    assert one == pytest.approx(1 - other, abs=1e-6)


SHAPES = st.floats(0, 3000)


@given(st.floats(0.001, 3000), st.floats(0.001, 3000), st.floats(0.001, 0.999))
def test_the_distribution_function_takes_a_quantile_back(a: float, b: float, p: float) -> None:
    found = float(beta_quantiles(np.array([p]), np.array([a]), np.array([b]))[0])
    assert 0 <= found <= 1
    assert regularized_beta(found - 1e-9, a, b) <= p + 1e-9
    assert regularized_beta(found + 1e-9, a, b) >= p - 1e-9


@given(st.lists(st.tuples(st.floats(0.01, 0.99), SHAPES, SHAPES), min_size=1, max_size=20))
def test_a_quantile_does_not_depend_on_those_beside_it(
    given: list[tuple[float, float, float]],
) -> None:
    columns = np.array(given).T
    alone = [beta_quantiles(*column[:, None])[0] for column in columns.T]
    assert beta_quantiles(*columns).tolist() == alone


def test_probabilities_and_shapes_broadcast() -> None:
    a, b = np.array([[2.0, 3.0]]), np.array([[5.0, 0.5]])
    found = beta_quantiles(np.array([0.1, 0.9])[:, None], a, b)
    assert found.shape == (2, 2)
    assert found[1].tolist() == beta_quantiles(np.array([0.9, 0.9]), a[0], b[0]).tolist()
    assert beta_quantiles(np.zeros((0, 3)), np.ones((0, 3)), np.ones((0, 3))).shape == (0, 3)


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=8).filter(any),
    st.floats(1.0, 300.0),
)
def test_an_interval_holds_its_share_inside_the_unit(counts: list[int], n: float) -> None:
    shares = np.array([counts]) / sum(counts)
    low, high = share_intervals(shares, np.array([n]), corpus_prior(shares))
    assert np.all((low >= 0) & (low <= shares) & (shares <= high) & (high <= 1))


def test_more_text_gives_a_narrower_interval() -> None:
    shares = np.array([[0.3, 0.7], [0.3, 0.7]])
    low, high = share_intervals(shares, np.array([5.0, 80.0]), corpus_prior(shares))
    few, many = (high - low)[:, 0].tolist()
    assert many < few / 2


def test_a_theme_nobody_touched_is_not_impossible() -> None:
    shares = np.array([[1.0, 0.0]])
    low, high = share_intervals(shares, np.array([20.0]), corpus_prior(shares))
    assert low[0, 1] == 0
    assert high[0, 1] > 0


def test_without_texts_the_prior_is_even() -> None:
    assert corpus_prior(np.zeros((0, 4))).tolist() == [0.25] * 4
