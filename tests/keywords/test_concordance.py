"""Every place of a term, in its context, counted once for each text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import corpus, document, speech
from speechkit.dedupe import find_duplicates
from speechkit.errors import SearchError, UsageError
from speechkit.keywords.concordance import (
    MAX_TERM,
    find_concordance,
    make_query,
    rate_interval,
    search_speech,
)
from speechkit.model import N_POSITIONS, Speech
from speechkit.results import Concordance, DuplicateGroup, KeepReason
from speechkit.split import split_document
from speechkit.text.terms import folded

TEXT = "同志们：\n今年抓项目，明年还抓项目。\n项目就是饭碗。"
TEXTS = st.text("项目抓ＧgG。，\n 　的", max_size=40)


def found(texts: Sequence[str], term: str, **options: object) -> Concordance:
    """The concordance of a term in some texts called a, b, c …"""
    speeches = [speech(text, chr(ord("a") + i)) for i, text in enumerate(texts)]
    return find_concordance(speeches, make_query(term), **options)  # type: ignore[arg-type]


def contexts(result: Concordance) -> list[tuple[str, str, str]]:
    return [(hit.left, hit.term, hit.right) for hit in result.hits]


# --------------------------------------------------------------------------------- places


def test_every_occurrence_is_found_with_what_stands_around_it() -> None:
    result = found([TEXT], "项目", context=3)
    assert contexts(result) == [
        ("今年抓", "项目", "，明年"),
        ("年还抓", "项目", "。\n项"),
        ("目。\n", "项目", "就是饭"),
    ]
    assert [hit.lines for hit in result.hits] == [(2, 2), (2, 2), (3, 3)]


def test_a_hit_quotes_the_document_at_its_place() -> None:
    for hit in found([TEXT], "抓").hits:
        assert TEXT[hit.span.start : hit.span.end] == hit.text == "抓"


def test_a_term_that_a_line_end_tears_in_the_file_is_found() -> None:
    paragraph = (
        "我们要下更大的决心把全县各个乡镇的道路修好，把重点项目抓在手上，让大家都看得见。" * 4
    )
    width = paragraph.index("目")
    lines = [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
    text = "\n".join(["同志们：", *lines, "我就讲到这里。", ""])
    hit, *others = found([text], "项目").hits
    assert (hit.term, hit.text, hit.lines) == ("项目", "项\n目", (2, 3))
    assert len(others) == 3


def test_width_and_capitals_make_no_difference_to_a_term() -> None:
    result = found(["同志们：\nGDP和ＧＤＰ，还有gdp。"], "Gｄp")
    assert [hit.term for hit in result.hits] == ["GDP", "ＧＤＰ", "gdp"]


def test_blanks_around_a_term_are_left_out() -> None:
    assert found([TEXT], "　项目 ").count == 3


def test_occurrences_do_not_overlap_and_are_taken_from_left_to_right() -> None:
    result = found(["同志们：\n好好好好好。"], "好好")
    assert [hit.span.start for hit in result.hits] == [5, 7]


def test_context_may_be_nothing() -> None:
    assert contexts(found([TEXT], "饭碗", context=0)) == [("", "饭碗", "")]


def test_a_negative_context_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="context must be at least 0"):
        found([TEXT], "项目", context=-1)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.text("项目抓G", min_size=1, max_size=3))
def test_the_span_of_a_hit_holds_the_term(texts: list[str], term: str) -> None:
    speeches = [speech(f"同志们：\n{text}", f"s{i}") for i, text in enumerate(texts)]
    by_id = {each.id: each for each in speeches}
    for hit in find_concordance(speeches, make_query(term)).hits:
        whole = by_id[hit.speech].document
        assert whole.quote(hit.span) == hit.text
        assert folded(hit.term) == folded(term)
        assert "".join(folded(hit.text).split()) == folded(term)
        assert whole.lines(hit.span) == hit.lines


@given(st.lists(TEXTS, min_size=1, max_size=4), st.integers(0, 9))
def test_counts_and_positions_add_up(texts: list[str], context: int) -> None:
    speeches = [speech(f"同志们：\n{text}", f"s{i}") for i, text in enumerate(texts)]
    groups = find_duplicates(speeches).groups
    result = find_concordance(speeches, make_query("项"), context=context, groups=groups)
    assert sum(entry.count for entry in result.speeches) == len(result.hits)
    assert result.count + result.n_in_versions == len(result.hits)
    assert all(sum(entry.positions) == entry.count for entry in result.speeches)
    assert all(entry.low <= entry.per_10k <= entry.high for entry in result.speeches)
    assert [entry.count for entry in result.speeches] == [s.text.count("项") for s in speeches]


@given(st.permutations(range(4)), st.sampled_from(["position", "left", "right"]))
def test_the_order_of_the_sources_changes_the_order_only(order: list[int], sort: str) -> None:
    texts = [TEXT, "同志们：\n抓项目。", "同志们：\n不抓项目，抓什么？", "同志们：\n散会。"]
    speeches = [speech(text, f"s{i}") for i, text in enumerate(texts)]
    options = {"context": 3, "sort": sort}
    query = make_query("项目")
    first = find_concordance(speeches, query, **options)  # type: ignore[arg-type]
    other = find_concordance([speeches[i] for i in order], query, **options)  # type: ignore[arg-type]
    assert sorted(first.hits, key=repr) == sorted(other.hits, key=repr)
    assert sorted(first.speeches, key=repr) == sorted(other.speeches, key=repr)
    assert (first.count, first.per_10k) == (other.count, other.per_10k)


# --------------------------------------------------------------------------------- order


def test_right_order_reads_forwards_from_the_term() -> None:
    result = found(["同志们：\n抓工作，抓安全，抓ＢＣ，抓bd。"], "抓", context=2, sort="right")
    assert [hit.right for hit in result.hits] == ["ＢＣ", "bd", "安全", "工作"]


def test_left_order_reads_backwards_from_the_term() -> None:
    texts = ["会上说要抓。", "会上说不抓。", "一定要抓。"]
    result = found([f"同志们：\n{text}" for text in texts], "抓", context=3, sort="left")
    lefts = [hit.left for hit in result.hits]
    assert lefts == ["上说不", "一定要", "上说要"]
    assert [left[::-1] for left in lefts] == sorted(left[::-1] for left in lefts)


def test_ties_stay_in_the_order_of_sources() -> None:
    result = found([TEXT, TEXT[:-1] + "呀。"], "抓项目", context=0, sort="left")
    assert [hit.speech for hit in result.hits] == ["a", "a", "b", "b"]


def test_blanks_and_line_ends_do_not_sort() -> None:
    result = found(["同志们：\n抓\n二\n抓 一"], "抓", context=2, sort="right")
    assert ["".join(hit.right.split()) for hit in result.hits] == ["一", "二"]


# --------------------------------------------------------------------------------- versions


def versions() -> tuple[list[Speech], DuplicateGroup[Speech]]:
    speeches = [speech(TEXT, "kept"), speech(TEXT, "copy"), speech("同志们：\n抓项目。", "other")]
    return speeches, DuplicateGroup(tuple(speeches[:2]), speeches[0], KeepReason("first", ""))


def test_a_version_is_listed_but_never_counted() -> None:
    speeches, group = versions()
    result = find_concordance(speeches, make_query("项目"), groups=[group])
    assert (result.count, result.n_in_versions, len(result.hits)) == (4, 3, 7)
    assert [entry.version_of for entry in result.speeches] == [None, "kept", None]
    assert result.n_chars == speeches[0].n_chars + speeches[2].n_chars
    assert result.per_10k == pytest.approx(10_000 * 4 / result.n_chars)


def test_hits_of_versions_can_be_left_out_and_nothing_else_changes() -> None:
    speeches, group = versions()
    all_of_them = find_concordance(speeches, make_query("项目"), groups=[group])
    kept = find_concordance(speeches, make_query("项目"), groups=[group], with_versions=False)
    assert kept.hits == tuple(hit for hit in all_of_them.hits if hit.speech != "copy")
    assert kept.speeches == all_of_them.speeches
    assert kept.count == all_of_them.count


def test_a_version_changes_nothing_that_is_said_of_the_others() -> None:
    speeches, group = versions()
    with_copy = find_concordance(speeches, make_query("项目"), groups=[group])
    without = find_concordance([speeches[0], speeches[2]], make_query("项目"))
    assert with_copy.counted == without.counted


# --------------------------------------------------------------------------------- rates


def test_positions_are_equal_stretches_of_the_speech() -> None:
    text = "抓" + "。" * 98 + "抓"
    found_in = search_speech(speech(text), make_query("抓"))
    assert found_in.positions == (1, *[0] * (N_POSITIONS - 2), 1)


def test_a_rate_that_surely_differs_is_told_and_others_are_not() -> None:
    often, seldom, alike = "抓紧做事。" * 60, "慢慢来吧。" * 400, "抓。" + "慢慢来吧。" * 15
    result = found([f"同志们：\n{text}" for text in (often, seldom, alike)], "抓")
    assert [entry.differs for entry in result.speeches] == ["more", "less", None]


def test_a_speech_alone_cannot_be_told_from_others() -> None:
    assert [entry.differs for entry in found([TEXT], "项目").speeches] == [None]


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.69), (1, 0.03, 5.57), (10, 4.80, 18.39), (100, 81.36, 121.63)],
)
def test_the_interval_of_a_rare_event_is_the_exact_one_of_poisson(
    count: int, low: float, high: float
) -> None:
    # Garwood (1936): for a rate of n / 1,000,000 the binomial interval comes to the same
    made = [end * 100 for end in rate_interval(count, 1_000_000)]
    assert made == [pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01)]


def test_an_interval_of_nothing_and_of_everything() -> None:
    assert rate_interval(0, 0) == (0.0, 0.0)
    low, high = rate_interval(5, 5)
    assert 0 < low < high == 10_000


def test_nothing_found_in_nothing() -> None:
    result = find_concordance([], make_query("项目"))
    assert (result.count, result.per_10k, result.hits, result.speeches) == (0, 0.0, (), ())


# --------------------------------------------------------------------------------- expressions


def places(expression: str, text: str) -> list[str]:
    (entry,) = split_document(document(text), look_inside=False).speeches
    found_in = search_speech(entry, make_query(expression, regex=True))
    return [hit.term for hit in found_in.hits]


def test_an_expression_is_taken_as_it_stands() -> None:
    assert places("[A-Z]+", "同志们：\nGDP，gdp，ＧＤＰ。") == ["GDP"]
    assert places("(?i)gdp", "同志们：\nGDP，gdp，ＧＤＰ。") == ["GDP", "gdp"]
    assert places(r"\p{Han}{2}(?=建设)", "同志们：\n道路建设、作风建设。") == ["道路", "作风"]


def test_the_ends_of_a_paragraph_can_be_asked_for() -> None:
    assert places("^[一二]、", "同志们：\n一、快。说二、好。\n二、好。") == ["一、", "二、"]


def test_matches_of_nothing_are_left_out() -> None:
    assert places("(?=项目)|抓", TEXT) == ["抓", "抓"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("抓(", r"--regex 抓\(: missing \), character 3 \(at the end\)"),
        ("*抓", r"nothing to repeat, character 1 \(before \*抓\)"),
        ("[抓", "unterminated character set"),
        ("抓*", "matches the empty string"),
        ("(" * 1_900, "too deep or too large"),
        ("(?R)", "too deep or too large"),
        ("抓" * 3_000, "3,000 characters, at most 2,000"),
        ("  ", "TERM is empty"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_an_expression_that_cannot_be_meant_is_refused_in_one_line(
    expression: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        make_query(expression, regex=True)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_term_is_neither_empty_nor_a_passage() -> None:
    for term in ("", " \t", "　"):
        with pytest.raises(UsageError, match="TERM is empty"):
            make_query(term)
    with pytest.raises(UsageError, match="at most 200"):
        make_query("长" * (MAX_TERM + 1))


def test_an_expression_that_runs_away_is_stopped_and_the_speech_named() -> None:
    entry = speech("同志们：\n" + "发" * 5_000, "runner")
    with pytest.raises(
        SearchError, match=r"runner: --regex .* did not end within 0\.05 s"
    ) as caught:
        search_speech(entry, make_query("(?:发+)+$x|(?:发|发发)+x", regex=True, max_seconds=0.05))
    assert caught.value.exit_code == 65


def test_special_signs_of_a_plain_term_mean_themselves() -> None:
    assert found(["同志们：\n增长（8.5%）和8x5%。"], "8.5%").count == 1


# --------------------------------------------------------------------------------- the corpus


def test_the_corpus_counts_its_two_versions_once() -> None:
    speeches = corpus().speeches
    groups = find_duplicates(speeches).groups
    result = find_concordance(speeches, make_query("项目"), groups=groups)
    assert (result.count, result.n_in_versions) == (23, 3)
    assert [entry.count for entry in result.speeches] == [s.text.count("项目") for s in speeches]
