"""Lists of frequencies are told from speeches, and read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import CORPUS
from speechkit.errors import ReadingError
from speechkit.keywords.frequencies import (
    MAX_COUNT,
    is_frequency_list,
    parse_frequencies,
)
from speechkit.keywords.references import FrequencyList


@pytest.mark.parametrize(
    "text",
    [
        "桑园\t3\n港口\t2\n",
        "桑园,3\n港口,2",
        "桑园 3\n港口   2\n",
        "桑园\t3\r\n\r\n港口\t2\r\n",
        "word\tfreq\n桑园\t3\n港口\t2\n",
        "词语,词性,频次\n桑园,n,3\n港口,n,2\n",
        "Rank\tType\tFreq\tRange\n1\t桑园\t3\t2\n2\t港口\t2\t1\n",
        '"term","count"\n"桑园","3"\n"港口","2"\n',
        "# 两个词\n桑园 3 n\n港口 2 n\n",
        "桑园 1\n港口 2\n桑园 2\n",
    ],
)
def test_a_list_is_read_in_every_form(text: str) -> None:
    assert is_frequency_list(text)
    assert parse_frequencies(text, name="list.txt") == FrequencyList({"桑园": 3, "港口": 2}, 5)


def test_a_list_may_state_its_running_words() -> None:
    text = "# total: 1000\n桑园 3\n"
    assert is_frequency_list(text)
    assert parse_frequencies(text, name="list.txt").n_words == 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("桑园 3\n港口\n", r"^list.txt:2: no count in it; a line is a term, a tab"),
        ("桑园 3\n港口 2.5\n", r"^list.txt:2: '2.5' is no count; .*, not a rate$"),
        ("桑园 3\n港口 -2\n", r"^list.txt:2: '-2' is no count"),
        ("桑园 3\n港口 ２\n", r"^list.txt:2: '２' is no count"),
        (f"桑园 {MAX_COUNT + 1}\n", r"^list.txt:1: '1000000000001' is no count"),
        ("桑" * 41 + " 3\n", r"^list.txt:1: no term of up to 40 characters"),
        ("# total: many\n桑园 3\n", r"^list.txt:1: 'many' is no count"),
        ("# total: 2\n桑园 3\n", r"^list.txt: a total of 2 words, but a term has 3 of them$"),
        ("# 没有\n", r"^list.txt: no frequencies in it"),
        ("桑园 0\n", r"^list.txt: no frequencies in it"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse_frequencies(text, name="list.txt")
    assert re.search(message, str(caught.value))


def test_a_list_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechkit.keywords.frequencies.MAX_TERMS", 2)
    with pytest.raises(ReadingError, match=r"^list.txt:3: more than 2 terms"):
        parse_frequencies("一 1\n二 2\n三 3\n", name="list.txt")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同志们：\n今天开会。\n",
        "第一章 总则\n第二章 任务\n",
        "2024 3\n2025 4\n",
        "id,text\n1,同志们：今天开会。\n2,我讲三点。\n",
        "text,year\n今天开会。,2024\n",
        "text\tcount\n今天开会。\t3\n",
        "一、把项目抓在手上\n桑园 3\n",
        "桑园 3\n港口 2\n" * 10 + "今天开会，主要任务是总结工作。\n",
        "今天我们开一个会，主要任务是总结上半年工作，安排部署下半年任务，请大家认真落实好 3\n",
    ],
)
def test_speeches_and_tables_of_them_are_no_list(text: str) -> None:
    assert not is_frequency_list(text)


def test_the_corpus_is_no_list() -> None:
    assert not is_frequency_list(CORPUS.read_text("utf-8"))


@given(st.lists(st.text("桑园港口。：， 3", max_size=30), max_size=5))
def test_what_passes_for_a_short_list_can_be_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    if is_frequency_list(text) and any(line.rstrip()[-1:] == "3" for line in lines):
        found = parse_frequencies(text, name="list.txt")
        assert 0 < max(found.frequencies.values()) <= found.n_words
