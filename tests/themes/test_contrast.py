from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.statistics import log_odds_z
from speechkit.themes import contrast
from speechkit.themes.contrast import (
    N_TERMS,
    PRIOR_HITS,
    jensen_shannon,
    permutation_p,
    term_differences,
)

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


COUNTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 90)), min_size=2, max_size=30)


@given(COUNTS, st.sampled_from([-1.0, 1.0]), st.integers(1, 30))
def test_the_terms_of_a_difference_are_those_of_the_largest_log_odds(
    counts: list[tuple[int, int]], sign: float, n_of_theme: int
) -> None:
    ours, theirs = np.array(counts, dtype=np.intp).T
    numbers = {f"t{n:02}": n for n in range(len(counts))[:n_of_theme]}
    scored = sorted(
        (-abs(z), term)
        for term, n in numbers.items()
        if sum(counts[n])
        and (
            z := log_odds_z(
                *(counts[n][0], int(ours.sum()), counts[n][1], int(theirs.sum())),
                prior_words=PRIOR_HITS,
            )
        )
        * sign
        > 1e-9
    )
    found = term_differences(numbers, ours, theirs, sign=sign)
    assert [each.term for each in found if abs(each.z) > 1e-9] == [t for _, t in scored[:N_TERMS]]
    assert all(each.z * sign > 0 for each in found)


def test_draws_held_in_memory_together_change_no_p(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = np.random.default_rng(2).random((40, 3))
    expected = permutation_p(blocks[:7], blocks[7:], np.random.default_rng(5), 199)
    monkeypatch.setattr(contrast, "_DRAWS_AT_ONCE", 100)
    few = permutation_p(blocks[:7], blocks[7:], np.random.default_rng(5), 199)
    assert few.tolist() == expected.tolist()
