"""What sets speeches, and groups of them, apart from what they are held against."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import corpus, record, speech
from speechkit.keywords import score_keywords
from speechkit.keywords.contrast import select_terms
from speechkit.keywords.keyness import log_ratio_bounds, simple_maths
from speechkit.keywords.references import FrequencyList, GeneralChinese
from speechkit.model import MIN_KEYNESS_WORDS, Span, Speech
from speechkit.results import (
    DuplicateGroup,
    KeepReason,
    KeynessMeasure,
    KeyTerm,
    Keywords,
    SpeechGroup,
)
from speechkit.split import split_document
from speechkit.statistics import log_odds_z
from speechkit.text.background import Background

FILLER = "安全生产不能放松。一项一项去做。\n" * 14


def said(id_: str, text: str, **fields: str) -> Speech:
    """A speech of enough words to look for key terms in."""
    made = record(f"同志们：\n{text}{FILLER}", id_, **fields)
    return split_document(made, look_inside=False).speeches[0]


SILK = "桑蚕小镇是希望。农户种桑，桑蚕小镇要好。\n"
PORT = "临港物流是依托。临港物流要通达。\n"
SPEECHES = (
    said("a", SILK * 6, date="2021-02", place="云岭"),
    said("b", SILK * 5, date="2022-03", place="云岭"),
    said("c", PORT * 9, date="2022-07", place="石桥"),
    said("d", "", date="2023", place="石桥"),
)
COPY = said("copy", SILK * 6 + "大家辛苦了。\n", place="石桥")
GROUP = DuplicateGroup((SPEECHES[0], COPY), SPEECHES[0], KeepReason("longest", ""))


def keys(found: Keywords, of: str) -> dict[str, KeyTerm]:
    entry = next(entry for entry in found.speeches if entry.speech.id == of)
    return {key.term: key for key in entry.keyness}


def group_of(found: Keywords, value: str) -> SpeechGroup:
    return next(group for group in found.groups if group.value == value)


def test_rates_bounds_and_range_are_those_of_the_counts(background: Background) -> None:
    found = score_keywords(SPEECHES, background=background)
    key, n1 = keys(found, "c")["临港物流"], found.speeches[2].n_words
    n2 = sum(entry.n_words for entry in found.speeches) - n1
    assert key.per_10k_words == pytest.approx(10_000 * 18 / n1)
    assert key.reference_per_10k_words == 0
    assert (key.range, key.n_parts, key.range_fraction) == (9, 24, 9 / 24)
    assert key.score == key.low > 0
    assert key.high == math.inf
    lows = [log_ratio_bounds(18, n1, 0, n2, n_terms=n)[0] for n in range(1, 60)]
    assert key.low == pytest.approx(min(lows, key=lambda low: abs(low - key.low)))
    assert key.low < lows[0]


def test_every_place_of_a_key_term_holds_it(background: Background) -> None:
    speeches = {it.id: it for it in corpus().speeches}
    found = score_keywords(speeches.values(), top=30, background=background)
    listed = [key for entry in found.speeches for key in entry.keyness]
    assert listed
    for key in listed:
        assert len(key.places) == key.count
        for place in key.places:
            document = speeches[place.speech].document
            quoted = document.quote(Span(place.start, place.end))
            assert "".join(quoted.split()) == key.term
            assert place.line == document.line(place.start)


@pytest.mark.parametrize("measure", get_args(KeynessMeasure))
def test_each_measure_ranks_the_same_sure_terms(
    measure: KeynessMeasure, background: Background
) -> None:
    ranked = keys(score_keywords(SPEECHES, measure=measure, background=background), "c")
    sure = [key for key in ranked.values() if not key.suggestive]
    assert {"临港物流"} <= {key.term for key in sure}
    assert [key.score for key in sure] == sorted((key.score for key in sure), reverse=True)
    assert all(key.score > (1 if measure == "simplemaths" else 0) for key in sure)


def test_the_scores_are_those_of_the_formulas(background: Background) -> None:
    for measure, formula in (("fightin", log_odds_z), ("simplemaths", simple_maths)):
        found = score_keywords(SPEECHES, measure=measure, background=background)  # type: ignore[arg-type]
        key, n1 = keys(found, "c")["临港物流"], found.speeches[2].n_words
        n2 = sum(entry.n_words for entry in found.speeches) - n1
        assert key.score == pytest.approx(formula(18, n1, 0, n2))


def test_a_speech_too_short_says_so_and_still_has_keywords(background: Background) -> None:
    short = speech("同志们：\n" + SILK * 5, "short")
    found = score_keywords([*SPEECHES, short], background=background)
    entry = found.speeches[-1]
    assert entry.n_words < MIN_KEYNESS_WORDS
    assert (entry.sufficient, entry.keyness) == (False, ())
    assert entry.keywords
    assert all(other.sufficient for other in found.speeches[:-1])


def test_a_copy_changes_no_figure_of_anybody(background: Background) -> None:
    alone = score_keywords(SPEECHES, by="place", background=background)
    with_copy = score_keywords((*SPEECHES, COPY), groups=[GROUP], by="place", background=background)
    assert with_copy.speeches[:-1] == alone.speeches
    assert with_copy.groups == alone.groups
    assert keys(with_copy, "copy")["桑蚕小镇"].reference_count == 10


def test_a_copy_can_be_the_reference_although_another_one_stands_for_it(
    background: Background,
) -> None:
    found = score_keywords((*SPEECHES, COPY), groups=[GROUP], against=[COPY], background=background)
    assert keys(found, "c")["临港物流"].reference_count == 0
    assert keys(found, "a") == keys(found, "copy") == {}


# ------------------------------------------------------------------------- references


def test_a_list_of_frequencies_is_a_reference(background: Background) -> None:
    frequencies = FrequencyList({"桑蚕": 1, "的": 900}, 1000)
    found = score_keywords(SPEECHES[:1], against=frequencies, background=background)
    ranked = keys(found, "a")
    assert "桑蚕小镇" not in ranked
    listed = FrequencyList({"桑蚕小镇": 1, "的": 900}, 1000)
    found = score_keywords(SPEECHES[:1], against=listed, background=background)
    assert keys(found, "a")["桑蚕小镇"].reference_count == 1


def test_general_chinese_is_a_reference(background: Background) -> None:
    reference = GeneralChinese(background)
    found = score_keywords(corpus().speeches, against=reference, background=background)
    for entry in found.speeches:
        assert len(entry.keyness) > 5
        for key in entry.keyness:
            assert key.reference_count == background[key.term].frequency > 3


# ----------------------------------------------------------------------------- groups


def test_a_group_is_held_against_the_others(background: Background) -> None:
    found = score_keywords(SPEECHES, by="place", background=background)
    assert [(group.by, group.value) for group in found.groups] == [
        ("place", "云岭"),
        ("place", "石桥"),
    ]
    silk = group_of(found, "云岭")
    assert [s.id for s in silk.speeches] == ["a", "b"]
    assert silk.n_words == sum(entry.n_words for entry in found.speeches[:2])
    key = next(key for key in silk.keyness if key.term == "桑蚕小镇")
    assert (key.count, key.reference_count, key.suggestive) == (22, 0, False)
    assert (key.range, key.n_parts) == (2, 2)
    assert key.dispersion < 0.1
    assert [place.speech for place in key.places] == ["a"] * 12 + ["b"] * 10


def test_what_one_speech_of_a_group_repeats_is_only_suggested(background: Background) -> None:
    found = score_keywords(SPEECHES, by="place", background=background)
    key = next(key for key in group_of(found, "石桥").keyness if key.term == "临港物流")
    assert key.low > 0
    assert (key.range, key.suggestive) == (1, True)


def test_groups_can_be_held_against_one_of_them(background: Background) -> None:
    reference = [s for s in SPEECHES if s.fact("place") == "石桥"]
    found = score_keywords(SPEECHES, by="place", against=reference, background=background)
    assert group_of(found, "石桥").keyness == ()
    assert "桑蚕小镇" in {key.term for key in group_of(found, "云岭").keyness}


def test_the_order_of_the_speeches_changes_nothing(background: Background) -> None:
    forth = score_keywords(SPEECHES, by="date", background=background)
    back = score_keywords(SPEECHES[::-1], by="date", background=background)
    assert back.speeches == forth.speeches[::-1]
    for one, other in zip(forth.groups, back.groups, strict=True):
        assert {s.id for s in one.speeches} == {s.id for s in other.speeches}
        figures = [(k.term, k.score, k.dispersion, k.suggestive) for k in one.keyness]
        assert figures == [(k.term, k.score, k.dispersion, k.suggestive) for k in other.keyness]


# -------------------------------------------------------------------------- selection


SCORED = st.dictionaries(
    st.text("甲乙丙", min_size=1, max_size=4), st.tuples(st.floats(0, 9), st.integers(1, 9))
)


@settings(max_examples=200)
@given(SCORED, st.integers(0, 6))
def test_no_more_than_wanted_are_selected_and_none_repeats_another(
    scored: dict[str, tuple[float, int]], top: int
) -> None:
    counts = {term: n for term, (_, n) in scored.items()}
    chosen = select_terms(((term, score) for term, (score, _) in scored.items()), counts, top)
    assert len(chosen) == len(set(chosen)) <= top
    back = [(term, score) for term, (score, _) in reversed(scored.items())]
    assert select_terms(back, counts, top) == chosen
