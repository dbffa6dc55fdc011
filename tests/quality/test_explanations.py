"""How many pairs with planted edits are explained rightly, held to floors.

Right is a pair whose changes are those planted: the kinds, both places of each, and no
other. A third of the texts is held out: nobody tunes on them. `benchmarks/explain.py` prints
the figures of more pairs, edit by edit.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from factories import speech
from quality.planted import PLANTERS, Pair, is_right, pairs
from speechkit.dedupe import explain_pair

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))[
    "explanations"
]
SEED = 1
N_PAIRS = 500
"""On either side; a thousand in all."""


@pytest.fixture(scope="module")
def planted() -> dict[str, tuple[Pair, ...]]:
    return {
        "held_out": tuple(pairs(N_PAIRS, seed=SEED, held_out=True)),
        "tuned_on": tuple(pairs(N_PAIRS, seed=SEED, held_out=False)),
    }


@pytest.mark.parametrize("side", ["held_out", "tuned_on"])
def test_planted_edits_are_told_as_they_were_planted(
    planted: dict[str, tuple[Pair, ...]], side: str
) -> None:
    wrong = [pair.id for pair in planted[side] if not explained(pair)]
    assert 1 - len(wrong) / N_PAIRS >= FLOORS["floors"][side]["floor"], wrong


def explained(pair: Pair) -> bool:
    found = explain_pair(speech(pair.a, "a"), speech(pair.b, "b"))
    return is_right(pair, [(change.kind, change.a, change.b) for change in found.changes])


def test_the_floors_were_measured_on_these_pairs(planted: dict[str, tuple[Pair, ...]]) -> None:
    assert digest([*planted["held_out"], *planted["tuned_on"]]) == FLOORS["sha256"]


def test_every_edit_is_planted_often_alone_and_with_others(
    planted: dict[str, tuple[Pair, ...]],
) -> None:
    for side in planted.values():
        times = Counter(name for pair in side for name in set(pair.planted))
        alone = Counter(pair.planted for pair in side if len(pair.planted) == 1)
        assert min(times[name] for name in PLANTERS) >= 25
        assert min(alone[name,] for name in PLANTERS) >= 5


def test_planted_changes_say_what_stands_at_their_places(
    planted: dict[str, tuple[Pair, ...]],
) -> None:
    for pair in planted["tuned_on"]:
        for change in pair.changes:
            quoted = [
                text[span.start : span.end]
                for text, span in ((pair.a, change.a), (pair.b, change.b))
                if span is not None
            ]
            assert all(quoted)
            assert all(not quote.strip() for quote in quoted) == (change.kind == "layout")


def digest(planted: Iterable[Pair]) -> str:
    """Of all the pairs and what was planted in them."""
    sha = hashlib.sha256()
    for pair in planted:
        sha.update(repr((pair.a, pair.b, pair.changes)).encode())
    return sha.hexdigest()
