"""Groups of speeches, and their shares over time."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from speechkit.errors import TooLittleTextError, UsageError
from speechkit.model import Fact, Speech
from speechkit.results import Emphasis, ThemeTrend
from speechkit.themes import EmphasisOptions, measure_emphasis
from themes.making import DISCIPLINE, FARMING, HOSPITALS, ROADS, SCHOOLS, speech, versions

OTHERS = (ROADS, SCHOOLS, HOSPITALS, DISCIPLINE)


def dated(id_: str, year: int, n_farming: int, place: str = "") -> Speech:
    """A speech of sixteen paragraphs, so many of them on farming."""
    generator = np.random.default_rng(int(id_.strip("s")))
    rest = [OTHERS[n] for n in generator.integers(0, 4, 16 - n_farming)]
    parts = [FARMING] * n_farming + rest
    text = "\n".join(f"{id_}之{n}。{parts[n] * 4}" for n in generator.permutation(16).tolist())
    facts = (Fact("date", str(year)), Fact("place", place))
    return dataclasses.replace(speech(text, id_), facts=facts)


def measured(*speeches: Speech, **options: object) -> Emphasis:
    asked = EmphasisOptions(n_permutations=499, **options)  # type: ignore[arg-type]
    return measure_emphasis(speeches, options=asked)


def trend(result: Emphasis, theme: str) -> ThemeTrend:
    assert result.trends is not None
    return next(each for each in result.trends.themes if each.theme.id == theme)


NORTH = [dated(f"s{n}", 2000 + n, 8 + n % 3, "北") for n in range(7)]
SOUTH = [dated(f"s{n}", 2000 + n, 1 + n % 2, "南") for n in range(7, 14)]


def test_groups_that_differ_are_told_apart_in_what_they_differ() -> None:
    result = measured(*NORTH, *SOUTH, by="place")
    assert [(group.value, group.n_texts) for group in result.groups] == [("北", 7), ("南", 7)]
    assert {(c.a.id, c.b and c.b.id, c.kind) for c in result.contrasts} == {("北", "南", "groups")}
    told = {c.theme.id: c for c in result.contrasts if c.distinguishable}
    assert "agriculture" in told
    farming = told["agriculture"]
    assert 0 < farming.low < farming.difference < farming.high
    assert farming.terms[0].a > farming.terms[0].b


def test_the_share_of_a_group_is_the_mean_of_its_texts() -> None:
    result = measured(*NORTH, *SOUTH, by="place")
    shares = [
        next(e.share for e in own.emphasis if e.theme.id == "agriculture")
        for own in result.speeches[:7]
    ]
    north = next(e for e in result.groups[0].emphasis if e.theme.id == "agriculture")
    assert north.share == pytest.approx(np.mean(shares))
    assert north.low < north.share < north.high


def test_copies_of_a_text_count_once_in_its_group() -> None:
    alone = measured(*NORTH, *SOUTH, by="place")
    copies = [dataclasses.replace(NORTH[0], id=f"copy{n}") for n in range(4)]
    asked = EmphasisOptions(n_permutations=499, by="place")
    crowded = measure_emphasis(
        [*NORTH, *SOUTH, *copies], groups=[versions(NORTH[0], *copies)], options=asked
    )
    assert crowded.groups[0].emphasis == alone.groups[0].emphasis
    assert crowded.groups[0].n_texts == 7
    assert crowded.contrasts == alone.contrasts
    assert crowded.corpus == alone.corpus


def test_groups_that_are_alike_cannot_be_told_apart() -> None:
    mixed = [
        dataclasses.replace(own, facts=(Fact("place", "东" if n % 2 else "西"),))
        for n, own in enumerate(NORTH + SOUTH)
    ]
    assert not any(c.distinguishable for c in measured(*mixed, by="place").contrasts)


def test_speeches_without_the_fact_are_a_group_of_their_own() -> None:
    bare = [dataclasses.replace(own, facts=()) for own in SOUTH]
    result = measured(*NORTH, *bare, by="place")
    assert [group.value for group in result.groups] == ["北", ""]


def test_one_group_alone_is_refused() -> None:
    with pytest.raises(UsageError, match="one group"):
        measured(*NORTH, by="place")


def test_a_share_that_grows_is_called_so_with_its_slope() -> None:
    rising = [dated(f"s{n}", 1990 + 2 * n, min(14, n), "") for n in range(12)]
    found = measured(*rising, over_time=True)
    farming = trend(found, "agriculture")
    assert farming.direction == "rises"
    assert farming.slope == pytest.approx(5 / 16, abs=0.08)  # a paragraph in two years
    assert 0 < farming.low < farming.slope < farming.high
    assert found.trends is not None
    assert found.trends.periods[0] == "1990"
    assert len(farming.shares) == 12


def test_shares_that_only_waver_are_unclear() -> None:
    wavering = [dated(f"s{n}", 1990 + n, 3 + (n * 7) % 4, "") for n in range(12)]
    assert trend(measured(*wavering, over_time=True), "agriculture").direction == "unclear"


def test_undated_texts_are_counted_and_copies_are_not() -> None:
    rising = [dated(f"s{n}", 1990 + n, n, "") for n in range(8)]
    bare = dataclasses.replace(dated("s20", 1990, 3), facts=())
    copy = dataclasses.replace(rising[0], id="copy")
    asked = EmphasisOptions(n_permutations=99, over_time=True)
    result = measure_emphasis(
        [*rising, bare, copy], groups=[versions(rising[0], copy)], options=asked
    )
    assert result.trends is not None
    assert result.trends.n_undated == 1
    assert result.trends.n_texts == (1,) * 8


def test_too_few_years_for_a_trend_are_refused() -> None:
    with pytest.raises(TooLittleTextError, match="of 5 years"):
        measured(*NORTH[:4], over_time=True)
