"""What a speech is held against: texts, lists of frequencies, general Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import CORPUS
from keywords.making import counted, terms_of
from speechkit.errors import ReadingError
from speechkit.keywords.references import (
    MAX_COUNT,
    UNKNOWN,
    CountedText,
    FrequencyList,
    GeneralChinese,
    Pool,
    Reference,
    is_frequency_list,
    parse_frequencies,
)
from speechkit.text.background import Background

TEXTS = {
    "a": counted({"桑园": 3}),
    "b": counted({"桑园": 1, "港口": 2}),
    "c": counted({}),
}


def count(reference: Reference, *words: str) -> int:
    """What a reference says of a term of these words."""
    (n,) = reference.counts(terms_of({"".join(words): len(words)})).tolist()
    return int(n)


# ------------------------------------------------------------------------------- texts


def test_a_reference_is_the_pool_without_some_of_its_texts() -> None:
    pool = Pool.of(TEXTS)
    whole, rest = pool.without([]), pool.without(["a", "c", "nobody"])
    assert (whole.n_words, count(whole, "桑园"), count(whole, "港口")) == (300, 4, 2)
    assert (rest.n_words, count(rest, "桑园"), count(rest, "港口")) == (100, 1, 2)
    assert pool.without(["a", "b", "c"]).n_words == 0


def test_texts_know_every_phrase() -> None:
    reference = Pool.of({"a": TEXTS["a"]}).without([])
    assert count(reference, "乡村", "学校") == 0
    assert count(Pool.of({}).without([]), "桑园") == 0


def test_counts_come_in_the_order_of_the_terms() -> None:
    terms = terms_of(["港口", "没有", "桑园"])
    counts = dict(zip(terms.texts, Pool.of(TEXTS).without(["a"]).counts(terms), strict=True))
    assert counts == {"桑园": 1, "港口": 2, "没有": 0}


@given(st.permutations(sorted(TEXTS)), st.sets(st.sampled_from("abc")))
def test_the_order_of_the_texts_changes_no_count(order: list[str], without: set[str]) -> None:
    made = Pool.of({id_: TEXTS[id_] for id_ in order}).without(without)
    other = Pool.of(TEXTS).without(without)
    assert made.n_words == other.n_words
    terms = terms_of(["桑园", "港口", "没有"])
    assert made.counts(terms).tolist() == other.counts(terms).tolist()


COUNTED = st.builds(
    counted, st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(1, 9)), st.integers(1, 99)
)


@given(st.dictionaries(st.sampled_from("abcd"), COUNTED), st.sets(st.sampled_from("abcd")))
def test_what_is_left_out_was_never_there(texts: dict[str, CountedText], out: set[str]) -> None:
    rest: Mapping[str, CountedText] = {id_: texts[id_] for id_ in texts.keys() - out}
    less, alone = Pool.of(texts).without(out), Pool.of(rest).without([])
    terms = terms_of("甲乙丙丁")
    assert less.n_words == alone.n_words
    assert less.counts(terms).tolist() == alone.counts(terms).tolist()


# ------------------------------------------------------------------------------- lists


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
    monkeypatch.setattr("speechkit.keywords.references.MAX_TERMS", 2)
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


def test_a_list_knows_words_it_lacks_but_no_phrases() -> None:
    reference = FrequencyList({"桑园": 3, "桑园建设": 2}, 100)
    assert count(reference, "桑园") == 3
    assert count(reference, "港口") == 0
    assert count(reference, "桑园", "建设") == 2
    assert count(reference, "港口", "建设") == UNKNOWN


# -------------------------------------------------------------------------- background


def test_general_chinese_knows_what_was_counted_in_it(background: Background) -> None:
    reference = GeneralChinese(background)
    assert reference.n_words == background.total
    assert count(reference, "工作") == background["工作"].frequency > 1000
    assert count(reference, "桑蚕", "小镇") == UNKNOWN


def test_a_filler_of_jiebas_dictionary_counts_as_unknown(background: Background) -> None:
    filler = next(word for word in ("荷香", "每季度", "不相称") if background[word].frequency == 3)
    assert count(GeneralChinese(background), filler) == UNKNOWN
