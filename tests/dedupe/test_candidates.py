"""Candidates: every version is proposed, in any order, however many there are of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.dedupe import candidates, pairs
from speechkit.dedupe.candidates import find_candidates
from speechkit.dedupe.pairs import Limits, Match, TextList, find_pairs
from speechkit.dedupe.sketches import sketch_texts
from versions import edited, family, made_text, shuffled

LIMITS = Limits(0.7, 0.8)


@pytest.fixture(autouse=True)
def _by_sketches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)


def by_sketches(texts: list[str]) -> tuple[Match, ...]:
    return find_pairs(TextList(texts), LIMITS)[0]


def one_by_one(texts: list[str]) -> tuple[Match, ...]:
    return tuple(pairs._one_by_one(texts, LIMITS))


def proposed(texts: list[str]) -> set[frozenset[str]]:
    found = find_candidates(sketch_texts(texts), containment=LIMITS.least_containment)
    assert found.tolist() == sorted(found.tolist())
    return {frozenset((texts[a], texts[b])) for a, b in found.tolist()}


COLLECTION = [
    *family(1, 9, 900, (0.05, 0.1, 0.2, 0.3, 0.4)),
    *family(2, 9, 300, (0.05, 0.1, 0.2, 0.4)),
    *family(3, 6, 3000, (0.05, 0.4, 0.1)),
    *(made_text(seed, 500) for seed in range(20, 40)),
    made_text(3, 3000)[700:1100],
    made_text(1, 900)[100:160],
    "发展",
    "",
]


@settings(max_examples=15)
@given(st.permutations(COLLECTION))
def test_the_order_of_the_texts_changes_no_candidate(texts: list[str]) -> None:
    assert proposed(texts) == proposed(COLLECTION)


@pytest.mark.parametrize("seed", range(4))
def test_versions_are_found_as_by_a_comparison_one_by_one(seed: int) -> None:
    texts = shuffled(
        [
            *family(seed, 12, 400 + 700 * seed, (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)),
            *family(seed + 50, 7, 200, (0.05, 0.1, 0.2)),
            *(made_text(100 + seed * 30 + i, 300) for i in range(25)),
            *(made_text(seed, 400 + 700 * seed)[at : at + 150] for at in (10, 100, 200)),
            *("同一份简报，只有这一句话。",) * 3,
        ],
        seed,
    )
    assert by_sketches(texts) == one_by_one(texts)


@pytest.mark.parametrize("n", [70, 200])
def test_a_family_in_which_every_shingle_is_frequent_is_found_whole(n: int) -> None:
    texts = shuffled(family(7, n, 260, (0.03, 0.05, 0.08)), n)
    assert len(texts) > candidates.FREQUENT
    assert by_sketches(texts) == one_by_one(texts)


def test_a_family_too_large_to_compare_each_with_each_is_compared_with_the_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("FREQUENT", 4), ("MANY", 12), ("N_HUBS", 3)):
        monkeypatch.setattr(candidates, name, value)
    text = made_text(8, 400)
    texts = shuffled([text[: 400 - 2 * i] for i in range(40)], 8)
    places = {texts.index(text[: 400 - 2 * i]) for i in range(3)}
    found = by_sketches(texts)
    assert set(found) <= set(one_by_one(texts))
    compared = {match.b if match.a in places else match.a for match in found}
    assert compared | places == set(range(40))
    other = shuffled(texts, 9)
    assert proposed(texts) == proposed(other)


def test_formulas_that_all_texts_have_propose_no_strangers() -> None:
    formula = made_text(9, 60)
    texts = [formula + made_text(200 + i, 600) for i in range(candidates.FREQUENT + 20)]
    assert by_sketches(texts) == ()
    assert len(proposed(texts)) < 20


def test_portions_of_the_texts_give_what_all_at_once_give(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = proposed(COLLECTION)
    for name, value in (("_TEXTS", 3), ("_POSTINGS", 7), ("_PORTION", 40)):
        monkeypatch.setattr(candidates, name, value)
    assert proposed(COLLECTION) == expected


@pytest.mark.parametrize("n_chars", [20, 40, 64, 99, 100, 101, 130])
def test_short_excerpts_are_found_in_long_texts(n_chars: int) -> None:
    wholes = [made_text(seed, 4000) for seed in (11, 12, 13)]
    excerpts = [
        whole[at : at + n_chars] for whole in wholes for at in (0, 777, 2001, 4000 - n_chars)
    ]
    worn = [edited(excerpt, 0.03, i) for i, excerpt in enumerate(excerpts)]
    texts = shuffled([*wholes, *excerpts, *worn, made_text(14, n_chars)], n_chars)
    found = by_sketches(texts)
    assert found == one_by_one(texts)
    assert len([match for match in found if match.kind == "contained"]) >= len(excerpts)


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["发展"], ["发展", "发展", ""], ["甲" * 9]])
def test_few_or_no_characters_are_no_trouble(texts: list[str]) -> None:
    assert by_sketches(texts) == one_by_one(texts)


def test_what_is_equal_is_named_each_with_each_up_to_a_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["同一份简报，只有这一句话。"] * 6
    assert by_sketches(texts) == one_by_one(texts)
    monkeypatch.setattr(pairs, "MAX_EQUAL", 5)
    monkeypatch.setattr(pairs, "N_NAMED", 2)
    assert {match[:2] for match in by_sketches(texts)} == {
        (a, b) for a in range(2) for b in range(a + 1, 6)
    }


@pytest.mark.parametrize("containment", [0.3, 0.6, 0.8, 1.0])
@pytest.mark.parametrize("threshold", [0.3, 0.6, 0.8, 1.0])
def test_any_thresholds_give_what_a_comparison_one_by_one_gives(
    threshold: float, containment: float
) -> None:
    limits = Limits(threshold, containment)
    assert find_pairs(TextList(COLLECTION), limits)[0] == tuple(
        pairs._one_by_one(COLLECTION, limits)
    )


@pytest.mark.parametrize("with_sketches", [False, True])
def test_a_few_long_texts_are_no_sets_of_strings(
    with_sketches: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 50)
    texts = family(5, 4, 1000, (0.1,))
    expected = one_by_one(texts)
    monkeypatch.setattr(pairs, "MAX_CHARS_ONE_BY_ONE", 2000)
    monkeypatch.delattr(pairs, "shingle_set")
    sketches = sketch_texts(texts) if with_sketches else None
    assert find_pairs(TextList(texts), LIMITS, sketches=sketches)[0] == expected


def test_a_larger_thresholds_pairs_are_a_subset() -> None:
    def grouped(threshold: float, containment: float) -> set[tuple[int, int]]:
        found, _ = find_pairs(TextList(COLLECTION), Limits(threshold, containment))
        return {(match.a, match.b) for match in found if match.grouped}

    sizes = []
    for smaller, larger in (((0.4, 0.5), (0.5, 0.6)), ((0.5, 0.6), (0.8, 0.9))):
        assert grouped(*larger) <= grouped(*smaller)
        sizes.append((len(grouped(*larger)), len(grouped(*smaller))))
    assert all(0 < a < b for a, b in sizes)
