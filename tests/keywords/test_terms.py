"""Phrases that say something come first, and none repeats another."""

from __future__ import annotations

from itertools import pairwise

import pytest

from factories import corpus, speech
from speechkit.keywords.profiles import MAX_CONTEXT, Profiler
from speechkit.keywords.terms import Scored, select_phrases
from speechkit.model import Speech
from speechkit.results import Keyword
from speechkit.text.background import Background
from speechkit.text.lexicon import Vocabulary
from speechkit.text.tokens import cut_words

TEXT = """在青石县人民政府全体会议上的讲话
同志们：
刚才，各部门作了发言。下面，我讲两点意见。
一、推进桑蚕小镇建设
桑蚕小镇是全县的重点工作。要进一步加大工作力度，抓好桑蚕小镇的规划，做到“旬调度、月通报”。桑农增收，小镇增色。
二、转变作风
全县各部门要切实转变作风，贯彻青政发〔2031〕17号文件，推广“三员到户”做法，“三员到户”要见成效。社会消费品零售总额增长8%。
"""


def keywords(text: str, background: Background, top: int = 20) -> tuple[Keyword, ...]:
    profiler = Profiler(Vocabulary(background), cut_words, top=top)
    return profiler(speech(text)).keywords


def test_headings_names_and_set_off_phrases_are_found(background: Background) -> None:
    terms = [keyword.term for keyword in keywords(TEXT, background)]
    assert {"三员到户", "旬调度、月通报", "青政发〔2031〕17号文件", "转变作风"} <= set(terms)
    assert any("桑蚕" in term for term in terms[:3])
    assert "社会消费品零售总额" in terms


def test_officialese_is_never_a_keyword(background: Background) -> None:
    terms = {keyword.term for keyword in keywords(TEXT * 3, background, top=200)}
    assert terms.isdisjoint({"工作", "全县", "部门", "各部门", "进一步", "意见", "力度", "加大"})


def test_no_keyword_is_part_of_another(background: Background) -> None:
    terms = [keyword.term for keyword in keywords(TEXT, background, top=200)]
    assert not [(a, b) for a in terms for b in terms if a != b and a in b]


def test_the_places_are_every_occurrence(background: Background) -> None:
    it = speech(TEXT)
    for keyword in keywords(TEXT, background):
        quoted = [it.document.text[place.start : place.end] for place in keyword.places]
        assert quoted == [keyword.term] * it.text.count(keyword.term)
        assert [p.line for p in keyword.places] == [
            it.document.line(p.start) for p in keyword.places
        ]


def test_the_context_is_a_line_of_the_document_that_holds_the_term(background: Background) -> None:
    it = speech(TEXT)
    for keyword in keywords(TEXT, background):
        context = keyword.context
        assert it.document.text[context.start : context.end] == context.text
        assert keyword.term in context.text
        assert "\n" not in context.text
        assert len(context.text) <= MAX_CONTEXT


def test_the_context_is_not_taken_from_a_heading(background: Background) -> None:
    context = next(k for k in keywords(TEXT, background) if k.term == "桑蚕小镇").context
    assert context.text.startswith("桑蚕小镇是全县的重点工作")


def test_the_rate_is_of_the_body(background: Background) -> None:
    it = speech(TEXT)
    keyword = next(k for k in keywords(TEXT, background) if k.term == "三员到户")
    n_body = it.n_chars - it.body_start
    assert keyword.per_10k == pytest.approx(2 / n_body * 10_000)


def test_the_best_come_first_and_no_more_than_asked_for(background: Background) -> None:
    some, more = keywords(TEXT, background, top=3), keywords(TEXT, background, top=6)
    assert len(some) == 3
    assert some == more[:3]
    scores = [keyword.score for keyword in more]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["。", "12345。", "我们和你们。"])
def test_a_text_without_content_has_no_keywords(text: str, background: Background) -> None:
    assert keywords(text, background) == ()


def phrase(text: str, *starts: int) -> tuple[str, list[int]]:
    return text, list(starts)


def select(*scored: tuple[tuple[str, list[int]], float], top: int = 10) -> list[str]:
    ranked = sorted((Scored(term, score, starts) for (term, starts), score in scored), key=_rank)
    return [each.term for each in select_phrases(ranked, top)]


def _rank(scored: Scored) -> tuple[float, str]:
    return -scored.score, scored.term


def test_a_shorter_phrase_does_not_follow_the_longer() -> None:
    assert select((phrase("桑蚕小镇", 0, 9), 3), (phrase("小镇", 2, 11, 20), 2)) == ["桑蚕小镇"]


def test_a_longer_phrase_replaces_the_shorter_where_it_is_as_common() -> None:
    shorter = phrase("小镇", 2, 11)
    assert select((shorter, 3), (phrase("桑蚕小镇", 0, 9), 2.5)) == ["桑蚕小镇"]
    assert select((shorter, 3), (phrase("桑蚕小镇", 0, 9), 2)) == ["小镇"]  # it is not as good
    seldom = phrase("桑蚕小镇", 0)
    assert select((phrase("小镇", 2, 11, 20, 30), 3), (seldom, 2)) == ["小镇"]


def test_a_phrase_that_stands_where_a_better_one_does_is_left_out() -> None:
    better, crossing = phrase("效率政府", 2, 12), phrase("建设效率", 0, 10)
    assert select((better, 3), (crossing, 2)) == ["效率政府"]


def test_equal_scores_go_by_the_terms() -> None:
    equal = [(phrase(term, 9 * n), 1.0) for n, term in enumerate(("乙地", "丙地", "丁地"))]
    assert select(*equal, top=2) == ["丁地", "丙地"]


def test_what_fills_a_main_heading_is_a_keyword(background: Background) -> None:
    text = TEXT.replace("二、转变作风", "二、转变作风促发展")
    assert "转变作风" in [keyword.term for keyword in keywords(text, background, top=8)]


@pytest.mark.parametrize("speech", corpus().speeches, ids=lambda speech: speech.id)
def test_fewer_keywords_are_the_first_of_more(speech: Speech, background: Background) -> None:
    found = [
        [
            keyword.term
            for keyword in Profiler(Vocabulary(background), cut_words, top=top)(speech).keywords
        ]
        for top in (1, 3, 8, 20, 60)
    ]
    for fewer, more in pairwise(found):
        assert fewer == more[: len(fewer)]


def test_equal_scores_come_in_the_order_of_the_terms(background: Background) -> None:
    found = keywords("，".join(f"“{name}镇”" for name in "丁丙乙甲戊") + "。", background, top=3)
    assert [keyword.term for keyword in found] == ["丁镇", "丙镇", "乙镇"]
