"""Words near a term: where they stand, how often, and whether that is more than chance."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import corpus, speech
from speechkit.dedupe import find_duplicates
from speechkit.keywords.collocates import (
    CollocateOptions,
    count_neighbours,
    cubic_mutual_information,
    find_collocates,
    log_dice,
    mutual_information,
    t_score,
)
from speechkit.keywords.concordance import make_query
from speechkit.keywords.keyness import signed_g2
from speechkit.model import Speech
from speechkit.results import Collocates, CollocationMeasure, DuplicateGroup, KeepReason
from speechkit.text.background import Background
from speechkit.text.lexicon import Vocabulary

N = 14_307_668
"""Words of the corpus in Manning & Schütze (1999), chapter 5."""


def by_character(text: str) -> list[str]:
    """Every character a word."""
    return list(text)


def near(text: str, term: str = "项", window: int = 2) -> str:
    """Words near a term, with < or > for the side."""
    found = count_neighbours(
        speech(text), make_query(term), window=window, cut=by_character
    ).neighbours
    return "".join(n.word + ("<" if n.is_left else ">") for n in found)


# --------------------------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙丙项丁戊己", "乙<丙<丁>戊>"),
        ("甲，乙、项（丁）戊己", "甲<乙<丁>戊>"),  # marks are no words
        ("甲乙。丙项丁！戊己", "丙<丁>"),  # the sentence ends the window
        ("甲乙\n丙项丁\n戊己", "丙<丁>"),  # and so does the paragraph
        ("甲乙；项；丁戊", ""),
        ("甲项乙项丙", "甲<乙>丙>"),  # between two occurrences: the first of two equally near
        ("甲项乙丙项丁", "甲<乙>丙<丁>"),
        ("项项甲", "甲>"),
        ("项", ""),
    ],
)
def test_a_window_holds_the_words_next_to_the_term(text: str, expected: str) -> None:
    assert near(text) == expected


def test_a_word_that_the_term_touches_is_on_neither_side() -> None:
    cut = {"重点项目建设": ["重点项", "目", "建设"]}.__getitem__
    found = count_neighbours(speech("重点项目建设"), make_query("项目"), cut=cut)
    assert [n.word for n in found.neighbours] == ["建设"]
    assert found.n_words == 1


def test_a_collocate_stands_at_its_line_in_the_document() -> None:
    text = "同志们：\n抓项目。\n项目要快。"
    found = count_neighbours(speech(text), make_query("项目"))
    assert [
        (text[n.place.span.start : n.place.span.end], n.place.line) for n in found.neighbours
    ] == [
        ("抓", 2),
        ("要", 3),
        ("快", 3),
    ]


def test_a_window_of_nothing_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="window must be at least 1"):
        count_neighbours(speech("项"), make_query("项"), window=0)


@given(st.text("甲乙丙项，。\n", min_size=1, max_size=60), st.integers(1, 6))
def test_a_word_counts_once_however_many_windows_it_is_in(text: str, window: int) -> None:
    entry = speech(f"同志们：\n{text}")
    found = count_neighbours(entry, make_query("项"), window=window, cut=by_character)
    spans = [n.place.span for n in found.neighbours]
    assert spans == sorted(set(spans))
    assert found.n_words == sum(found.counts.values())
    assert found.n_hits == entry.text.count("项")
    assert len(spans) <= min(found.n_words, 2 * window * found.n_hits)
    wider = count_neighbours(entry, make_query("项"), window=window + 1, cut=by_character)
    assert set(spans) <= {n.place.span for n in wider.neighbours}


# --------------------------------------------------------------------------------- measures


def test_t_is_that_of_the_textbook() -> None:
    """*new companies* in Manning & Schütze (1999), section 5.3.1."""
    assert t_score(8, 15_828 * 4_675 / N) == pytest.approx(0.999932, abs=1e-6)


def test_mutual_information_is_that_of_the_textbook() -> None:
    """*Ayatollah Ruhollah* in Manning & Schütze (1999), table 5.14."""
    assert mutual_information(20, 42 * 20 / N) == pytest.approx(18.38, abs=0.005)


def test_log_likelihood_is_that_of_the_textbook() -> None:
    """*most powerful* in Manning & Schütze (1999), table 5.12: 1291.42, their N rounded."""
    assert signed_g2(150, 12_593, 932 - 150, N - 12_593) == pytest.approx(1291.42, rel=1e-4)


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000))
def test_logdice_has_the_features_its_author_gives(together: int, x: int, y: int) -> None:
    """Rychlý (2008), section 3."""
    assert log_dice(x, x, x) == 14
    twice = log_dice(2 * together, 1000 + x, 1000 + y) - log_dice(together, 1000 + x, 1000 + y)
    assert twice == pytest.approx(1)
    assert log_dice(1, 16_384, 16_384) == pytest.approx(0)
    assert log_dice(together, x, y) == log_dice(together, y, x)


@given(st.integers(1, 500), st.floats(0.01, 500))
def test_mi3_is_mi_and_twice_the_logarithm_of_the_count(observed: int, expected: float) -> None:
    mi, mi3 = mutual_information(observed, expected), cubic_mutual_information(observed, expected)
    assert mi3 == pytest.approx(mi + 2 * math.log2(observed))


# --------------------------------------------------------------------------------- ranking


@pytest.fixture(scope="module")
def vocabulary(background: Background) -> Vocabulary:
    return Vocabulary(background)


def ranked(speeches: list[Speech], vocabulary: Vocabulary, **options: object) -> Collocates:
    asked = CollocateOptions(**options)  # type: ignore[arg-type]
    return find_collocates(speeches, make_query("项目"), vocabulary, options=asked)


SPREAD = "我们谈学校。" * 40
OFTEN = speech(f"同志们：\n{'推进项目建设的工作。' * 12}{SPREAD}", "often")


def test_what_stands_near_the_term_is_found_and_told_from_chance(vocabulary: Vocabulary) -> None:
    found = ranked([OFTEN], vocabulary)
    assert {c.term for c in found.listed} == {"推进", "建设", "工作"}
    (building,) = [c for c in found.listed if c.term == "建设"]
    assert (building.count, building.n_left, building.n_right, building.total) == (12, 0, 12, 12)
    assert building.distinguishable
    assert building.expected == pytest.approx(found.n_near * 12 / found.n_words)


def test_function_words_are_collocates_only_when_asked_for(vocabulary: Vocabulary) -> None:
    assert "的" not in {c.term for c in ranked([OFTEN], vocabulary).listed}
    assert "的" in {c.term for c in ranked([OFTEN], vocabulary, all_words=True).listed}


def test_what_stands_there_by_chance_is_marked(vocabulary: Vocabulary) -> None:
    text = "同志们：\n" + "项目和学校。" * 2 + "学校，道路。" * 5 + "道路和桥梁。" * 10
    found = ranked([speech(text)], vocabulary)
    assert [(c.term, c.distinguishable) for c in found.listed] == [("学校", False)]


def test_a_word_that_avoids_the_term_is_not_listed(vocabulary: Vocabulary) -> None:
    text = "同志们：\n" + "推进项目建设。" * 12 + "学校与项目。学校与项目。" + "建学校。" * 200
    found = ranked([speech(text)], vocabulary)
    assert "学校" not in {c.term for c in found.listed}


def test_fewer_occurrences_than_asked_for_are_left_out(vocabulary: Vocabulary) -> None:
    text = "同志们：\n" + "推进项目。" * 3 + "谋划项目。" * 2 + SPREAD
    assert {c.term for c in ranked([speech(text)], vocabulary).listed} == {"推进", "谋划"}
    (only,) = ranked([speech(text)], vocabulary, min_count=3).listed
    assert only.term == "推进"


@pytest.mark.parametrize("measure", ["g2", "mi", "mi3", "t", "logdice"])
def test_the_sure_ones_come_first_each_best_first(
    measure: CollocationMeasure, vocabulary: Vocabulary
) -> None:
    found = ranked(list(corpus().speeches), vocabulary, measure=measure, top=50)
    sure = [c.distinguishable for c in found.listed]
    assert sure == sorted(sure, reverse=True)
    for kind in (True, False):
        scores = [c.score for c in found.listed if c.distinguishable is kind]
        assert scores == sorted(scores, reverse=True)
        assert scores == [getattr(c, measure) for c in found.listed if c.distinguishable is kind]


def test_counts_of_a_collocate_add_up(vocabulary: Vocabulary) -> None:
    for c in ranked(list(corpus().speeches), vocabulary, top=500).listed:
        assert c.n_left + c.n_right == c.count == len(c.places) <= c.total
        assert c.n_speeches == len({place.speech for place in c.places})


def test_a_version_is_counted_nowhere(vocabulary: Vocabulary) -> None:
    copy = speech(OFTEN.document.text, "copy")
    group = DuplicateGroup((OFTEN, copy), OFTEN, KeepReason("first", ""))
    options = CollocateOptions()
    query = make_query("项目")
    with_copy = find_collocates([OFTEN, copy], query, vocabulary, groups=[group], options=options)
    assert with_copy == find_collocates([OFTEN], query, vocabulary, options=options)


def test_the_order_of_the_sources_changes_the_places_only(vocabulary: Vocabulary) -> None:
    speeches = corpus().speeches
    groups = find_duplicates(speeches).groups
    query = make_query("项目")
    forward = find_collocates(speeches, query, vocabulary, groups=groups)
    backward = find_collocates(speeches[::-1], query, vocabulary, groups=groups)
    assert [(c.term, c.score, set(c.places)) for c in forward.listed] == [
        (c.term, c.score, set(c.places)) for c in backward.listed
    ]


def test_a_term_that_is_not_there_has_no_collocates(vocabulary: Vocabulary) -> None:
    found = find_collocates([OFTEN], make_query("月亮"), vocabulary)
    assert (found.n_near, found.n_candidates, found.listed) == (0, 0, ())


def test_a_text_that_is_all_near_the_term_tells_nothing_from_chance(
    vocabulary: Vocabulary,
) -> None:
    found = ranked([speech("推进项目，推进项目，推进")], vocabulary)
    assert found.n_near == found.n_words
    assert found.listed == ()
