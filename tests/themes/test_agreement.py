"""Krippendorff's alpha gives the published values, keeps its laws, and its intervals hold."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from speechkit.errors import TooLittleTextError
from speechkit.model import Span
from speechkit.results import Agreement, Label, Theme
from speechkit.themes.agreement import (
    Counts,
    coincidence_matrix,
    krippendorff_alpha,
    masi_distances,
    measure_agreement,
    nominal_distances,
)

THEMES = tuple(Theme(id_, id_, id_, "all") for id_ in ("roads", "schools", "farms", "parks"))

# Examples of Krippendorff (2011), "Computing Krippendorff's alpha-reliability": a row a coder,
# `*` where a coder gave no value.
SECTION_A = ("0100000010", "1110010000")
SECTION_B = ("aabbdcccedda", "babbbccceddd")
SECTION_C = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
# Of Wikipedia's article on the coefficient: three coders, fifteen units.
ENCYCLOPEDIA = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
COINCIDENCES_OF_C = [
    [7, 4 / 3, 1 / 3, 1 / 3, 0],
    [4 / 3, 10, 4 / 3, 1 / 3, 0],
    [1 / 3, 4 / 3, 8, 1 / 3, 0],
    [1 / 3, 1 / 3, 1 / 3, 4, 0],
    [0, 0, 0, 0, 3],
]


def counts_of(coders: Sequence[str]) -> Counts:
    """How often each value stands at each unit."""
    values = sorted({value for row in coders for value in row if value != "*"})
    units = zip(*coders, strict=True)
    return np.array([[unit.count(value) for value in values] for unit in units])


def nominal(coders: Sequence[str]) -> float | None:
    counts = counts_of(coders)
    return krippendorff_alpha(counts, nominal_distances(counts.shape[1]))


# ------------------------------------------------------------------------------- alpha


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [(SECTION_A, 0.095), (SECTION_B, 0.692), (SECTION_C, 0.743), (ENCYCLOPEDIA, 0.691)],
    ids=["two coders, yes or no", "two coders", "four coders, gaps", "three coders, gaps"],
)
def test_alpha_is_that_of_the_published_example(coders: Sequence[str], alpha: float) -> None:
    assert nominal(coders) == pytest.approx(alpha, abs=5e-4)


def test_the_coincidences_are_those_of_the_published_example() -> None:
    found = coincidence_matrix(counts_of(SECTION_C))
    assert found.tolist() == pytest.approx(np.array(COINCIDENCES_OF_C))
    assert found.sum() == pytest.approx(40)


def test_other_metrics_give_the_published_values_too() -> None:
    values = np.arange(1, 6)
    squared = ((values[:, None] - values) ** 2).astype(np.float64)
    assert krippendorff_alpha(counts_of(SECTION_C), squared) == pytest.approx(0.849, abs=5e-4)


def test_alpha_cannot_be_computed_where_nothing_varies() -> None:
    assert nominal(("aaaa", "aaaa")) is None
    assert nominal(("a*b*", "*a*b")) is None


def test_full_agreement_is_one() -> None:
    assert nominal(("abca", "abc*")) == 1


SETS = st.lists(st.frozensets(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=4)


@given(st.lists(SETS, min_size=1, max_size=8))
def test_alpha_is_the_mean_distance_of_pairs_against_that_of_all_pairs(
    units: list[list[frozenset[str]]],
) -> None:
    """By the definition, pair by pair, without a matrix (Krippendorff 2011, section F)."""
    units = [unit for unit in units if len(unit) > 1]
    assume(units)
    values = sorted({value for unit in units for value in unit}, key=sorted)
    members = np.array([[c in v for c in "abcd"] for v in values])
    counts = np.array([[unit.count(value) for value in values] for unit in units])
    everything = [value for unit in units for value in unit]
    n = len(everything)
    observed = sum(masi(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    expected = sum(masi(a, b) for a, b in permutations(everything, 2))
    alpha = krippendorff_alpha(counts, masi_distances(members))
    if expected == 0:
        assert alpha is None
    else:
        assert alpha == pytest.approx(1 - (n - 1) * observed / expected)


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """Passonneau (2006): Jaccard times 1, 2/3, 1/3 or 0, taken from one."""
    if a == b:
        return 0.0
    held = 2 / 3 if a < b or b < a else 1 / 3
    return 1 - held * len(a & b) / len(a | b)


# ------------------------------------------------------------------------------ labels


def label(coder: str, line: int, *themes: str, **more: str) -> Label:
    """What a coder says of a paragraph of one line."""
    span = Span(line * 100, line * 100 + 80)
    return Label(coder, "s", span, (line, line), themes, more.get("digest", f"d{line}"))


def labels_of(coders: Sequence[str], themes: dict[str, tuple[str, ...]]) -> list[Label]:
    """Rows of signs as labels: which themes a sign stands for."""
    return [
        label(f"coder {n}", line, *themes[sign])
        for n, row in enumerate(coders)
        for line, sign in enumerate(row, 1)
        if sign != "*"
    ]


def measured(labels: Iterable[Label], seed: int = 0) -> Agreement:
    return measure_agreement(labels, THEMES, codebook="own 1", seed=seed)


def test_labels_of_one_theme_agree_as_values_do() -> None:
    found = measured(labels_of(SECTION_A, {"0": (), "1": ("roads",)}))
    assert found.reliability.alpha == pytest.approx(0.095, abs=5e-4)
    roads, schools, *_ = found.themes
    assert roads.reliability.alpha == pytest.approx(0.095, abs=5e-4)
    assert (roads.n_places, roads.n_labels) == (5, 6)
    assert (found.n_places, found.n_labels, found.codebook) == (10, 20, "own 1")
    assert schools.reliability.alpha is None
    assert (schools.n_places, schools.reliability.low) == (0, None)


def test_labels_may_be_missing_and_coders_many() -> None:
    found = measured(
        labels_of(
            SECTION_C,
            {"1": (), "2": ("roads",), "3": ("schools",), "4": ("farms",), "5": ("parks",)},
        )
    )
    assert [each.n_labels for each in found.coders] == [9, 11, 10, 11]
    assert (found.n_places, found.n_labels, found.n_single) == (11, 40, 1)
    assert found.reliability.alpha == pytest.approx(0.743, abs=5e-4)


def test_the_order_of_labels_and_of_the_themes_in_them_changes_nothing() -> None:
    themes = {"1": (), "2": ("roads",), "3": ("schools", "farms"), "4": ("farms",), "5": ("roads",)}
    labels = labels_of(SECTION_C, themes)
    found = measured(labels)
    random.Random(2).shuffle(labels)  # noqa: S311 # any other order
    turned = [replace(each, themes=each.themes[::-1]) for each in labels]
    assert measured(turned) == found


def test_of_a_coder_and_place_the_last_label_counts() -> None:
    old = [label("a", 1, "farms"), label("b", 1, "farms")]
    new = labels_of(("0101", "0101"), {"0": (), "1": ("roads",)})
    renamed = [replace(each, coder=each.coder[-1:].translate({48: "a", 49: "b"})) for each in new]
    found = measured([*old, *renamed])
    assert found.reliability.alpha == 1
    assert found.themes[2].n_labels == 0


def test_a_label_by_line_is_of_the_paragraph_around_it() -> None:
    wide = Label("a", "s", Span(5, 300), (2, 4), ("roads",), "d")
    by_line = [Label("b", "s", None, (3, 3), ("roads",)), Label("b", "s", None, (9, 9), ())]
    found = measured([wide, label("a", 9), *by_line, Label("b", "t", None, (3, 3), ("farms",))])
    assert (found.n_places, found.n_single, found.reliability.alpha) == (2, 1, 1)


def test_labels_by_line_meet_where_there_is_no_other() -> None:
    labels = [Label(c, "s", None, (n, n), ("roads",) * (n % 2)) for c in "ab" for n in range(1, 6)]
    assert measured(labels).n_places == 5


def test_a_place_whose_text_changed_in_between_is_left_out() -> None:
    labels = labels_of(("0110", "0110"), {"0": (), "1": ("roads",)})
    found = measured([*labels, label("c", 2, "farms", digest="other"), label("c", 1, digest="")])
    assert (found.n_places, found.n_changed, found.n_labels) == (3, 1, 7)
    assert found.themes[2].n_labels == 0


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([label("a", 1), label("a", 2)], "all labels are of one coder (a); --coder says"),
        ([label("a", 1), label("b", 2)], "no paragraph was labelled by two coders"),
    ],
)
def test_without_a_pair_there_is_nothing_to_say(labels: list[Label], said: str) -> None:
    with pytest.raises(TooLittleTextError) as caught:
        measured(labels)
    assert said in str(caught.value)


# --------------------------------------------------------------------------- intervals


def two_coders(n: int, keeps: float, chance: random.Random) -> list[Label]:
    """Labels by two coders, each of whom guesses where he does not see what is right.

    Alpha of infinitely many such places is the square of `keeps`.
    """
    labels = []
    for line in range(1, n + 1):
        right = chance.choice(THEMES).id
        for coder in "ab":
            seen = right if chance.random() < keeps else chance.choice(THEMES).id
            labels.append(label(coder, line, seen))
    return labels


def test_an_interval_of_95_percent_holds_the_truth_about_as_often() -> None:
    chance = random.Random(11)  # noqa: S311 # the same labels every time
    held, widths = 0, []
    for _ in range(100):
        found = measured(two_coders(100, 0.85, chance)).reliability
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.85**2 <= found.high
        widths.append(found.high - found.low)
    assert 90 <= held <= 99
    assert np.mean(widths) == pytest.approx(0.22, abs=0.02)


def test_the_same_seed_gives_the_same_interval() -> None:
    labels = two_coders(60, 0.8, random.Random(5))  # noqa: S311 # the same labels every time
    assert measured(labels) == measured(labels)
    assert measured(labels, seed=1).reliability.low != measured(labels).reliability.low
    assert measured(labels, seed=1).reliability.alpha == measured(labels).reliability.alpha


def test_a_theme_that_is_hardly_there_has_an_alpha_and_no_interval() -> None:
    signs = ("1" + "0" * 39, "1" + "0" * 38 + "2")
    found = measured(labels_of(signs, {"0": (), "1": ("roads",), "2": ("schools",)}))
    roads, schools, *_ = (theme.reliability for theme in found.themes)
    assert (roads.alpha, roads.low, roads.high) == (1, None, None)
    assert schools.alpha == pytest.approx(0)
    assert (schools.low, schools.high) == (None, None)


def test_a_theme_that_all_labels_have_varies_no_more_than_one_that_none_has() -> None:
    found = measured(
        [label(c, n, "roads", *["farms"] * (n > 3)) for c in "ab" for n in range(1, 9)]
    )
    assert [theme.reliability.alpha for theme in found.themes] == [None, None, 1, None]
