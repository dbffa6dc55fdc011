"""Versions of one text are compared as versions: what did the cut do to the emphasis?"""

from __future__ import annotations

import random

import pytest

from speechkit.results import Contrast, Emphasis
from speechkit.themes import EmphasisOptions, measure_emphasis
from themes.making import DISCIPLINE, FARMING, HOSPITALS, ROADS, SCHOOLS, speech, versions

PARTS = (FARMING, ROADS, SCHOOLS, HOSPITALS, DISCIPLINE)
LINES = [f"第{n}段。{part * 3}" for n, part in enumerate(PARTS * 6, 1)]
WHOLE = speech("\n".join(LINES), "whole")


def cut(lines: list[str], id_: str = "part") -> Emphasis:
    part = speech("\n".join(lines), id_)
    return measure_emphasis(
        [WHOLE, part], groups=[versions(WHOLE, part)], options=EmphasisOptions(n_permutations=499)
    )


def told(result: Emphasis) -> list[Contrast]:
    return [contrast for contrast in result.contrasts if contrast.distinguishable]


def test_a_cut_that_spares_no_theme_is_called_none() -> None:
    result = cut([line for n, line in enumerate(LINES) if n % 6])
    assert {contrast.kind for contrast in result.contrasts} == {"versions"}
    assert told(result) == []
    (found,) = result.versions
    assert (found.whole.id, found.part.id) == ("whole", "part")
    assert found.removed_fraction == pytest.approx(5 / 30, abs=0.03)


def test_a_cut_of_one_theme_is_found() -> None:
    result = cut([line for line in LINES if FARMING not in line])
    contrast = max(told(result), key=lambda contrast: contrast.difference)
    assert contrast.theme.id == "agriculture"
    assert contrast.difference > 0.15
    assert contrast.high < contrast.difference
    assert [term.term for term in contrast.terms] != []
    (found,) = result.versions
    farming = next(each for each in found.themes if each.theme.id == "agriculture")
    assert farming.removed_fraction > 0.99
    assert farming.part < 0.02 < farming.whole


def test_the_sides_stay_in_the_order_of_sources() -> None:
    part = speech("\n".join(line for line in LINES if FARMING not in line), "part")
    result = measure_emphasis([part, WHOLE], groups=[versions(WHOLE, part)])
    contrast = next(c for c in result.contrasts if c.theme.id == "agriculture")
    assert (contrast.a.id, contrast.b and contrast.b.id) == ("part", "whole")
    assert contrast.difference < -0.15
    assert contrast.low > contrast.difference


def test_the_shares_of_the_versions_are_those_of_the_speeches() -> None:
    result = cut(LINES[:20])
    (found,) = result.versions
    for whole, part, theme in zip(
        result.speeches[0].emphasis, result.speeches[1].emphasis, found.themes, strict=True
    ):
        assert theme.whole == pytest.approx(whole.share)
        assert theme.part == pytest.approx(part.share)


def test_identical_versions_differ_in_nothing() -> None:
    result = cut(LINES)
    assert result.versions[0].removed_fraction == 0.0
    assert all(contrast.difference == pytest.approx(0) for contrast in result.contrasts)
    assert told(result) == []


@pytest.mark.parametrize("run", [1, 4])
def test_cuts_at_random_are_seldom_called_selective(run: int) -> None:
    """Single paragraphs, or runs of them, from texts whose themes come in random order."""
    alarms = 0
    for seed in range(30):
        generator = random.Random(seed)  # noqa: S311 # no secret
        lines = [f"第{n}段。{generator.choice(PARTS) * 3}" for n in range(32)]
        cut_away = set(generator.sample(range(32 // run), 8 // run))
        whole = speech("\n".join(lines), "whole")
        part = speech("\n".join(x for n, x in enumerate(lines) if n // run not in cut_away), "part")
        result = measure_emphasis(
            [whole, part],
            groups=[versions(whole, part)],
            options=EmphasisOptions(n_permutations=199),
        )
        alarms += bool(told(result))
    assert alarms <= 7
