from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.themes.contrast import jensen_shannon, permutation_p

SHARES = st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any)


def distribution(counts: list[int]) -> np.ndarray:
    return np.array(counts) / sum(counts)


@given(SHARES, SHARES)
def test_the_distance_is_symmetric_and_inside_the_unit(p: list[int], q: list[int]) -> None:
    there = jensen_shannon(distribution(p), distribution(q))
    back = jensen_shannon(distribution(q), distribution(p))
    assert there == back
    assert 0 <= there <= 1


@given(SHARES)
def test_the_distance_to_itself_is_nothing(p: list[int]) -> None:
    assert jensen_shannon(distribution(p), distribution(p)) == pytest.approx(0, abs=1e-9)


@given(SHARES, SHARES, SHARES)
def test_no_detour_is_shorter(p: list[int], q: list[int], r: list[int]) -> None:
    a, b, c = (distribution(counts) for counts in (p, q, r))
    assert jensen_shannon(a, c) <= jensen_shannon(a, b) + jensen_shannon(b, c) + 1e-9


def test_the_distance_of_a_known_pair() -> None:
    # By hand: M = (3/4, 1/4); KL(P‖M) = log2(4/3), KL(Q‖M) = (log2(2/3) + log2(2)) / 2.
    expected = np.sqrt((np.log2(4 / 3) + (np.log2(2 / 3) + 1) / 2) / 2)
    assert jensen_shannon(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == pytest.approx(expected)


def test_p_agrees_with_all_deals_of_a_small_case() -> None:
    ours = np.array([[30.0, 0], [25, 5], [40, 2]])
    theirs = np.array([[5.0, 20], [3, 30], [10, 10], [1, 8]])
    units = np.concatenate([ours, theirs])

    def difference(chosen: tuple[int, ...]) -> float:
        mask = np.isin(np.arange(len(units)), chosen)
        a, b = units[mask].sum(axis=0), units[~mask].sum(axis=0)
        return float(abs(a[0] / a.sum() - b[0] / b.sum()))

    deals = [difference(chosen) for chosen in itertools.combinations(range(7), 3)]
    exact = np.mean([d >= difference((0, 1, 2)) - 1e-9 for d in deals])
    p = permutation_p(ours, theirs, np.random.default_rng(1), 4999)
    assert p[0] == pytest.approx(exact, abs=0.02)


def test_texts_that_share_their_units_have_a_p_of_one() -> None:
    units = np.array([[10.0, 5], [3, 8]])
    assert permutation_p(units, units, np.random.default_rng(0), 99).tolist() == [1.0, 1.0]


def test_long_units_are_dealt_out_whole() -> None:
    """One long paragraph that differs is one observation, whatever its length."""
    ours = np.array([[9000.0, 0], [50, 50], [50, 50]])
    theirs = np.array([[50.0, 50]] * 4)
    assert permutation_p(ours, theirs, np.random.default_rng(0), 499)[0] > 0.3


def test_a_speech_against_a_large_rest_is_no_alarm() -> None:
    generator = np.random.default_rng(3)
    rest = generator.dirichlet(np.ones(4) * 0.3, 2000) * 100
    p = [
        permutation_p(
            generator.dirichlet(np.ones(4) * 0.3, 20) * 100, rest, np.random.default_rng(n), 199
        )
        for n in range(100)
    ]
    assert np.mean(np.array(p) <= 0.05) < 0.10


@given(st.integers(1, 300))
def test_p_counts_the_observed_deal_itself(n_permutations: int) -> None:
    ours, theirs = np.array([[10.0, 0]] * 4), np.array([[0, 10.0]] * 4)
    p = permutation_p(ours, theirs, np.random.default_rng(0), n_permutations)
    assert np.all(p >= 1 / (n_permutations + 1))
    assert np.all(p <= 1)
