"""What a speech is held against: texts, lists of frequencies, general Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from keywords.making import counted, terms_of
from speechkit.keywords.references import (
    UNKNOWN,
    CountedText,
    FrequencyList,
    GeneralChinese,
    Pool,
    Reference,
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


# --------------------------------------------------------------- lists and general Chinese


def test_a_list_knows_words_it_lacks_but_no_phrases() -> None:
    reference = FrequencyList({"桑园": 3, "桑园建设": 2}, 100)
    assert count(reference, "桑园") == 3
    assert count(reference, "港口") == 0
    assert count(reference, "桑园", "建设") == 2
    assert count(reference, "港口", "建设") == UNKNOWN


def test_general_chinese_knows_what_was_counted_in_it(background: Background) -> None:
    reference = GeneralChinese(background)
    assert reference.n_words == background.total
    assert count(reference, "工作") == background["工作"].frequency > 1000
    assert count(reference, "桑蚕", "小镇") == UNKNOWN


def test_a_filler_of_jiebas_dictionary_counts_as_unknown(background: Background) -> None:
    filler = next(word for word in ("荷香", "每季度", "不相称") if background[word].frequency == 3)
    assert count(GeneralChinese(background), filler) == UNKNOWN
