"""The map puts speeches near the themes they stress."""

from __future__ import annotations

import numpy as np
import pytest

from speechkit.results import EmphasisMap
from speechkit.themes import measure_emphasis
from themes.making import DISCIPLINE, FARMING, HOSPITALS, ROADS, SCHOOLS, paragraphs, speech
from themes.making import versions as versions_of

FARMS = speech(paragraphs(FARMING, FARMING, ROADS, times=4), "farms")
RULES = speech(paragraphs(DISCIPLINE, DISCIPLINE, ROADS, times=4), "rules")
CARE = speech(paragraphs(HOSPITALS, SCHOOLS, ROADS, times=4), "care")


def place(drawn: EmphasisMap, id_: str) -> np.ndarray:
    point = next(p for p in (*drawn.speeches, *drawn.themes) if p.id == id_)
    return np.array([point.x, point.y])


def test_a_speech_lies_on_the_side_of_its_themes() -> None:
    drawn = measure_emphasis([FARMS, RULES, CARE]).map
    assert drawn is not None
    for id_, theme in (("farms", "agriculture"), ("rules", "integrity"), ("care", "health")):
        near = place(drawn, id_) @ place(drawn, theme)
        others = [place(drawn, other) @ place(drawn, theme) for other in ("farms", "rules", "care")]
        assert near == max(others) > 0


def test_of_three_texts_two_axes_show_everything() -> None:
    drawn = measure_emphasis([FARMS, RULES, CARE]).map
    assert drawn is not None
    assert sum(drawn.inertia) == pytest.approx(1)
    assert drawn.inertia[0] >= drawn.inertia[1]


def test_distances_on_the_map_are_chi_squared_distances() -> None:
    result = measure_emphasis([FARMS, RULES, CARE])
    assert result.map is not None
    shares = np.array([[e.share for e in own.emphasis] for own in result.speeches])
    masses = shares.mean(axis=0)
    some = masses > 0
    apart = ((shares[0] - shares[1])[some] ** 2 / masses[some]).sum()
    drawn = place(result.map, "farms") - place(result.map, "rules")
    assert drawn @ drawn == pytest.approx(apart)


def test_a_version_moves_nothing_and_lies_by_its_text() -> None:
    copy = speech(FARMS.text, "copy")
    alone = measure_emphasis([FARMS, RULES, CARE]).map
    crowded = measure_emphasis([FARMS, RULES, CARE, copy], groups=[versions_of(FARMS, copy)]).map
    assert alone is not None
    assert crowded is not None
    assert crowded.speeches[:3] == alone.speeches
    assert crowded.themes == alone.themes
    assert place(crowded, "copy") == pytest.approx(place(alone, "farms"))


def test_two_texts_or_three_alike_have_no_map() -> None:
    assert measure_emphasis([FARMS, RULES]).map is None
    alike = [speech(FARMS.text, f"s{n}") for n in range(3)]
    assert measure_emphasis(alike).map is None
