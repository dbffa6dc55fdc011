"""How many planted passages are found, and how much of what is reported was planted.

Up to a tenth of the characters of each copy is edited. A third of the texts is held out:
nobody looks at what is missed in them. `benchmarks/passages.py` holds other programs against
the same collections.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from quality.composed.reuse import Collection, Stretch, collections, digest, score
from speechkit.dedupe.passages import find_reuse

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))[
    "passages"
]
N_COLLECTIONS = 10
SIDES = {"held_out": True, "tuned_on": False}


@pytest.fixture(scope="module", params=sorted(SIDES))
def side(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def planted(side: str) -> tuple[Collection, ...]:
    return collections(held_out=SIDES[side], n=N_COLLECTIONS)


@pytest.fixture(scope="module")
def figures(planted: tuple[Collection, ...]) -> dict[str, float]:
    found = [score(collection, reported(collection)) for collection in planted]
    n_copies, n_reported = sum(f.n_copies for f in found), sum(f.n_reported for f in found)
    return {
        "recall": 1 - sum(len(f.missed) for f in found) / n_copies,
        "precision": 1 - sum(len(f.wrong) for f in found) / n_reported,
    }


def reported(collection: Collection) -> list[tuple[Stretch, Stretch]]:
    """Any two places of a passage, in two texts."""
    return [
        (Stretch(*a), Stretch(*b))
        for passage in find_reuse(collection.texts)
        for a, b in combinations(passage, 2)
        if a.text != b.text
    ]


@pytest.mark.parametrize("metric", ["recall", "precision"])
def test_planted_passages_are_found_and_little_else(
    figures: dict[str, float], side: str, metric: str
) -> None:
    assert figures[metric] >= FLOORS["floors"][metric][side]["floor"]


def test_the_floors_were_measured_on_these_collections() -> None:
    made = [collections(held_out=held_out, n=N_COLLECTIONS) for held_out in SIDES.values()]
    assert digest(flat(made)) == FLOORS["sha256"]


def test_before_anything_is_planted_nothing_is_found() -> None:
    for held_out in SIDES.values():
        (bare,) = collections(held_out=held_out, n=1, planting=False)
        assert reported(bare) == []


def flat(made: Iterable[tuple[Collection, ...]]) -> tuple[Collection, ...]:
    return tuple(collection for some in made for collection in some)
