from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.terms import TermIndex, folded


def test_the_longest_term_is_taken_at_each_place() -> None:
    index = TermIndex(["人民", "人民政府", "政府工作"])
    assert [place.term for place in index.places("人民政府工作")] == ["人民政府"]


def test_the_leftmost_term_comes_first() -> None:
    assert [place.term for place in TermIndex(["实施", "施工业", "工业"]).places("实施工业")] == [
        "实施",
        "工业",
    ]


def test_a_term_across_two_words_makes_room_for_the_one_behind_it() -> None:
    index = TermIndex(["施工", "工业"])
    assert [p.term for p in index.places("实施工业强市")] == ["施工"]
    assert [p.term for p in index.places("实施工业强市", borders={0, 2, 4, 6})] == ["工业"]


def test_one_edge_at_a_border_is_enough() -> None:
    assert TermIndex(["落实"]).places("贯彻落实", borders={0, 4})


def test_full_width_and_capital_letters_are_folded_in_place() -> None:
    assert folded("ＧＤＰ与5G、臵") == "gdp与5g、置"


def test_a_single_character_is_no_term() -> None:
    with pytest.raises(ValueError, match="shorter than 2"):
        TermIndex(["水"])


@given(
    st.sets(st.text(alphabet="甲乙丙", min_size=2, max_size=4), max_size=8),
    st.text(alphabet="甲乙丙", max_size=40),
)
def test_places_agree_with_a_search_by_hand(terms: set[str], text: str) -> None:
    expected, position = [], 0
    while position < len(text):
        here = [term for term in terms if text.startswith(term, position)]
        best = max(here, key=len, default="")
        if best:
            expected.append((position, position + len(best), best))
        position += len(best) or 1
    assert TermIndex(terms).places(text) == expected


@given(
    st.sets(st.text(alphabet="甲乙丙", min_size=2, max_size=4), max_size=8),
    st.text(alphabet="甲乙丙", max_size=40),
    st.sets(st.integers(0, 40)),
)
def test_what_is_passed_over_touches_no_border_and_no_place_that_counts(
    terms: set[str], text: str, borders: set[int]
) -> None:
    index = TermIndex(terms)
    counted = index.places(text, borders=borders)
    taken = {offset for place in counted for offset in range(place.start, place.end)}
    passed = index.passed_over(text, borders=borders)
    for place in passed:
        assert text[place.start : place.end] == place.term
        assert not {place.start, place.end} & borders
        assert not taken.intersection(range(place.start, place.end))
    free = {
        start
        for start in range(len(text))
        for term in terms
        if text.startswith(term, start) and not taken & {*range(start, start + len(term))}
    }
    assert {place.start for place in passed} == free


@given(
    st.sets(st.text(alphabet="甲乙丙", min_size=2, max_size=6), max_size=12),
    st.text(alphabet="甲乙丙", max_size=40),
    st.sets(st.integers(0, 40)),
)
def test_places_with_borders_agree_with_a_search_by_hand(
    terms: set[str], text: str, borders: set[int]
) -> None:
    expected, position = [], 0
    while position < len(text):
        ends = {
            position + len(term)
            for term in terms
            if text.startswith(term, position) and {position, position + len(term)} & borders
        }
        end = max(ends, default=position)
        if end > position:
            expected.append((position, end, text[position:end]))
        position = max(end, position + 1)
    assert TermIndex(terms).places(text, borders=borders) == expected


@given(st.text())
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)
