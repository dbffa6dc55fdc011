"""Which sequences of words are phrases, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.text.background import build_background
from speechkit.text.lexicon import Vocabulary, WordClass
from speechkit.text.phrases import MAX_CHARS, MAX_WORDS, Phrase, find_all, find_phrases
from speechkit.text.tokens import cut_words

FUNCTION = frozenset("的和与了在是，。；：、！？“”「」《》〔〕（） \n0123456789一二三")


def classify(word: str) -> WordClass:
    return "function" if word[0] in FUNCTION else "noun"


def phrases(text: str) -> Mapping[str, Phrase]:
    return find_phrases(text, cut_words(text), classify).listed


def test_a_phrase_does_not_reach_across_a_function_word_or_a_mark() -> None:
    found = phrases("园区道路和桥梁，码头")
    assert {"园区", "道路", "园区道路", "桥梁", "码头"} == set(found)


def test_a_phrase_knows_where_it_stands() -> None:
    assert phrases("园区道路。园区道路、道路")["道路"].starts == [2, 7, 10]


def test_occurrences_inside_a_longer_phrase_are_counted() -> None:
    found = phrases("园区道路。园区道路、道路")
    assert found["道路"].n_inside == 2
    assert found["园区道路"].n_inside == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("发扬“5加2”精神", "5加2"),
        ("做到“旬调度、月通报、季总结”，不松劲", "旬调度、月通报、季总结"),
        ("打造「三港聯動」格局", "三港聯動"),
        ("学习《青石日报》的报道", "青石日报"),
        ("贯彻青政办发〔2031〕17号文件", "青政办发〔2031〕17号文件"),
        ("贯彻国发〔2031〕17号", "国发〔2031〕17号"),
    ],
)
def test_what_the_text_sets_off_is_a_phrase(text: str, name: str) -> None:
    phrase = phrases(text)[name]
    assert phrase.n_set_off == 1
    assert [text[start : start + len(name)] for start in phrase.starts] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“你好，请坐。”",
        "“2031”",
        "“某某经验”",
        "“xx速度”",
        "“一句比十六个字还要长得多的引文不是名称”",
    ],
)
def test_a_quotation_a_figure_and_a_struck_out_name_are_none(text: str) -> None:
    assert not any(phrase.n_set_off for phrase in phrases(text).values())


def test_what_is_glued_to_a_figure_is_no_phrase() -> None:
    assert not any(name.startswith("年") for name in phrases("2031年市直机关"))


@example("A000000000000")
@given(st.text(st.sampled_from("园区道路的，。“”5加2〔〕《》和 \n") | st.characters(), max_size=80))
def test_every_phrase_stands_where_it_says(text: str) -> None:
    for name, phrase in phrases(text).items():
        assert phrase.starts == sorted(set(phrase.starts))
        assert all(text.startswith(name, start) for start in phrase.starts)
        if not phrase.n_set_off:
            assert "".join(word.text for word in phrase.words) == name
            assert len(phrase.words) <= MAX_WORDS
            assert len(name) <= MAX_CHARS


@given(st.text("ab", max_size=40), st.text("ab", min_size=1, max_size=3))
def test_all_occurrences_are_found_as_str_count_counts_them(text: str, term: str) -> None:
    starts = find_all(text, term)
    assert len(starts) == text.count(term)
    assert all(text.startswith(term, start) for start in starts)


def test_a_phrase_in_quotation_marks_of_a_long_text_is_counted_once() -> None:
    # Where enough phrases recur, one that stands once is listed only because it is set off.
    words = [a + b for a in "东南西北前后左右上中" for b in "桥路河山村镇县市区乡"]
    clauses = [f"{one}{other}，" for one, other in pairwise(words)]
    text = "".join(clauses * 2) + "“桥梁码头”。"
    found = find_phrases(text, cut_words(text), classify)
    assert "桥梁" not in found.listed
    assert found.counts["桥梁码头"] == len(found.listed["桥梁码头"].starts) == 1


def test_every_policy_term_can_be_listed() -> None:
    vocabulary = Vocabulary(build_background())
    known = vocabulary.lexicon.policy_terms
    lost = []
    for term in sorted(known):
        text = f"他说{term}，" * 3
        listed = find_phrases(text, cut_words(text), vocabulary.classify, known=known).listed
        if term not in listed:
            lost.append(term)
    assert lost == []
