"""Neighbouring paragraphs are no independent observations, and copies of one are one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.themes.sampling import design_effect, independent_units, kish, section_blocks

UNITS = st.lists(
    st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any), min_size=1, max_size=40
).map(lambda rows: np.array(rows, dtype=np.float64))


def drawn(section: int, n_sections: int, seed: int, n_themes: int = 4) -> np.ndarray:
    """Paragraphs of one theme each, so many in a row of the same."""
    generator = np.random.default_rng(seed)
    themes = np.repeat(generator.integers(0, n_themes, n_sections), section)
    return np.eye(n_themes)[themes] * generator.uniform(150, 250, len(themes))[:, None]


@pytest.mark.parametrize("section", [1, 2, 3, 5])
def test_the_design_effect_of_sections_is_about_their_length(section: int) -> None:
    effects = [design_effect(drawn(section, 40, seed)) for seed in range(30)]
    assert np.mean(effects) == pytest.approx(section, rel=0.3)


def test_paragraphs_in_random_order_are_worth_nearly_as_many_as_there_are() -> None:
    worth = [independent_units(u, design_effect(u)) for u in (drawn(1, 40, s) for s in range(30))]
    assert np.mean(worth) > 30


def test_paragraphs_in_sections_are_worth_about_as_many_as_there_are_sections() -> None:
    worth = [independent_units(u, design_effect(u)) for u in (drawn(3, 12, s) for s in range(30))]
    assert 7 < np.mean(worth) < 15


def test_blocks_end_where_the_theme_changes() -> None:
    units = np.repeat(np.eye(3), 4, axis=0) * 100
    blocks = section_blocks(units, effect=10.0)
    assert (blocks == np.eye(3) * 400).all()


@given(UNITS)
def test_blocks_keep_every_character(units: np.ndarray) -> None:
    effect = design_effect(units)
    blocks = section_blocks(units, effect)
    assert effect >= 1
    assert 1 <= len(blocks) <= len(units)
    assert np.allclose(blocks.sum(axis=0), units.sum(axis=0))
    assert 0 < independent_units(units, effect) <= kish(units.sum(axis=1)) <= len(units) + 1e-9


def test_nothing_is_worth_nothing() -> None:
    assert independent_units(np.zeros((0, 3)), 1.0) == 0.0
    assert design_effect(np.zeros((0, 3))) == 1.0
