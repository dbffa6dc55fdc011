"""Profiles in columns are those that went in, however they are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from speechkit.themes import load_codebook
from speechkit.themes.collection import Selection
from speechkit.themes.profile import Details, Profile, ProfileColumns, Profiler
from speechkit.themes.scoring import SentenceScorer
from themes.making import FARMING, HOSPITALS, PLAIN, ROADS, THANKS, paragraphs, speech

PLAIN_FIELDS = (
    *("speech", "date", "group", "n_chars", "framing_chars"),
    *("n_blocks", "n_effective", "sufficient"),
)


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    """A speech of several themes, one of a single one, one without, and an empty one."""
    profiler = Profiler(SentenceScorer(load_codebook()))
    texts = (paragraphs(FARMING, ROADS, HOSPITALS, THANKS), paragraphs(ROADS), PLAIN, "")
    return [profiler(speech(text, f"s{n}")) for n, text in enumerate(texts)]


@pytest.fixture
def columns(profiles: list[Profile]) -> ProfileColumns:
    """The same in columns."""
    made = ProfileColumns(lambda number: profiles[number].read_details())
    for profile in profiles:
        made.append(profile)
    return made


def are_the_same(one: Profile, other: Profile) -> bool:
    assert [getattr(one, name) for name in PLAIN_FIELDS] == [
        getattr(other, name) for name in PLAIN_FIELDS
    ]
    arrays = ((one.chars, other.chars), (one.shares, other.shares), (one.hits, other.hits))
    return all(a.tobytes() == b.tobytes() for a, b in (*arrays, (one.blocks, other.blocks)))


def test_every_profile_comes_out_as_it_went_in(
    columns: ProfileColumns, profiles: list[Profile]
) -> None:
    assert len(columns) == len(profiles)
    assert all(map(are_the_same, columns, profiles))
    assert are_the_same(columns[-2], profiles[2])
    assert all(map(are_the_same, columns[1:9], profiles[1:]))
    with pytest.raises(IndexError):
        columns[4]


def test_details_are_read_when_they_are_asked_for() -> None:
    asked: list[int] = []

    def read(number: int) -> Details:
        asked.append(number)
        return Details(np.zeros((0, 1)), np.zeros((2, 0), np.uint32))

    columns = ProfileColumns(read)
    profiler = Profiler(SentenceScorer(load_codebook()))
    columns.append(profiler(speech(paragraphs(ROADS))))
    found = columns[0]
    assert found.shares.sum() == pytest.approx(1.0)
    assert asked == []
    assert found.blocks.shape == (0, 1)
    assert asked == [0]


def test_a_selection_has_its_profiles_in_its_own_order(
    columns: ProfileColumns, profiles: list[Profile]
) -> None:
    chosen = Selection(columns, (2, 0))
    assert [profile.speech.id for profile in chosen] == ["s2", "s0"]
    assert are_the_same(chosen[1], profiles[0])
    assert [profile.speech.id for profile in chosen[1:]] == ["s0"]
    assert len(chosen) == 2
