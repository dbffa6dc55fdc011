"""Which sequences of words are phrases, and where they stand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.model import Span
from speechkit.text.background import Background, build_background
from speechkit.text.hashes import TextHashes, hash_term
from speechkit.text.lexicon import Vocabulary, WordClass
from speechkit.text.phrases import (
    ENOUGH_RECURRING,
    MAX_CHARS,
    MAX_WORDS,
    find_all,
    find_phrases,
    know_terms,
)
from speechkit.text.tokens import cut_words
from speechkit.text.words import WordTable, look_up

FUNCTION = frozenset("的和与了在是，。；：、！？“”「」《》〔〕（） \n0123456789一二三")


class FewFunctionWords(Vocabulary):
    """Words are nouns unless they begin with one of a few characters."""

    def __init__(self) -> None:
        super().__init__(Background.__new__(Background))

    def classify(self, word: str) -> WordClass:
        return "function" if word[0] in FUNCTION else "noun"

    def idf(self, word: str) -> float:
        return float(len(word))


class Listed(NamedTuple):
    """A row of `Phrases`."""

    starts: list[int]
    n_inside: int
    n_set_off: int
    n_words: int


def phrases(text: str, *, body: int = 0, kept: tuple[Span, ...] = ()) -> dict[str, Listed]:
    words = look_up(text, cut_words(text), WordTable(FewFunctionWords()))
    found = find_phrases(words, body=body, kept=kept)
    return {
        found.term(row): Listed(
            found.starts_of(row),
            int(found.n_inside[row]),
            int(found.n_set_off[row]),
            int(found.n_words[row]),
        )
        for row in range(len(found))
    }


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
        ("修订《青石县志》的工作", "青石县志"),
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
        "学习《青石日报》的报道",
        "“xx速度”",
        "“一句比十六个字还要长得多的引文不是名称”",
    ],
)
def test_quotations_figures_struck_out_names_and_newspapers_are_none(text: str) -> None:
    assert not any(phrase.n_set_off for phrase in phrases(text).values())


@pytest.mark.parametrize(
    "text",
    [
        "建设码头（责任单位：渔业部门、航运部门）",
        "建设码头（渔业部门牵头，航运部门按职责分工负责）",
        "建设码头\n牵头单位：渔业部门、航运部门。",
    ],
)
def test_who_is_responsible_is_no_phrase(text: str) -> None:
    found = phrases(text)
    assert {"建设", "码头"} <= set(found)
    assert not any("部门" in name for name in found)


def test_what_mostly_stands_in_longer_phrases_is_counted() -> None:
    words = look_up(
        text := "园区道路，园区码头，" * 2 + "园区", cut_words(text), WordTable(FewFunctionWords())
    )
    found = find_phrases(words)
    rows = {found.term(row): row for row in range(len(found))}
    assert found.n_nested[rows["园区"]] == 4
    assert found.n_inside[rows["园区"]] == 2
    assert found.n_nested[rows["园区道路"]] == 0


def test_what_is_glued_to_a_figure_is_no_phrase() -> None:
    assert not any(name.startswith("年") for name in phrases("2031年市直机关"))


TEXTS = st.text(st.sampled_from("园区道路的，。“”5加2〔〕《》和 \n") | st.characters(), max_size=80)


@example("A000000000000")
@given(TEXTS)
def test_every_phrase_stands_where_it_says(text: str) -> None:
    for name, phrase in phrases(text).items():
        assert phrase.starts == sorted(set(phrase.starts))
        assert all(text.startswith(name, start) for start in phrase.starts)
        if not phrase.n_set_off:
            assert phrase.n_words <= MAX_WORDS
            assert len(name) <= MAX_CHARS


@given(TEXTS, st.integers(0, 40))
def test_the_counts_are_those_of_the_occurrences_in_the_body(text: str, body: int) -> None:
    words = look_up(text, cut_words(text), WordTable(FewFunctionWords()))
    found = find_phrases(words, body=body)
    in_body = [sum(s >= body for s in found.starts_of(row)) for row in range(len(found))]
    assert found.counts.of(found.hashes).tolist() == in_body


def test_where_much_recurs_what_stands_once_is_listed_in_headings_alone() -> None:
    names = [f"{a}{b}{c}" for a in "东西南北中" for b in "山河湖海田林" for c in "甲乙丙丁戊己庚辛"]
    assert len(names) > ENOUGH_RECURRING
    body = "，".join(f"“{name}”" for name in names * 2)
    text = f"码头的道路。\n{body}\n航线的浮标。"
    found = phrases(text, kept=(Span(0, 6),))
    assert "码头" in found
    assert "浮标" not in found
    assert set(names) <= set(found)


@given(st.text(max_size=30), st.text(min_size=1, max_size=12), st.text(max_size=30))
def test_a_stretch_has_the_number_of_what_it_reads(before: str, term: str, after: str) -> None:
    hashes = TextHashes(before + term + after)
    start = np.array([len(before)])
    assert int(hashes.of(start, start + len(term))[0]) == hash_term(term)


@given(st.text("ab", max_size=40), st.text("ab", min_size=1, max_size=3))
def test_all_occurrences_are_found_as_str_count_counts_them(text: str, term: str) -> None:
    starts = find_all(text, term)
    assert len(starts) == text.count(term)
    assert all(text.startswith(term, start) for start in starts)


def test_no_terms_may_be_known() -> None:
    table = WordTable(FewFunctionWords())
    known = know_terms((), cut_words, table)
    found = find_phrases(look_up("园区道路", cut_words("园区道路"), table), known=known)
    assert not found.is_known.any()


def test_every_policy_term_can_be_listed() -> None:
    table = WordTable(Vocabulary(build_background()))
    terms = sorted(table.vocabulary.lexicon.policy_terms)
    known = know_terms(terms, cut_words, table)
    lost = []
    for term in terms:
        text = f"他说{term}，" * 3
        found = find_phrases(look_up(text, cut_words(text), table), known=known)
        listed = {found.term(row) for row in np.flatnonzero(found.is_known).tolist()}
        if term not in listed:
            lost.append(term)
    assert lost == []
