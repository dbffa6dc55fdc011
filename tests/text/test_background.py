"""The table of general frequencies says what the word lists say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.background import (
    UNKNOWN_TAG,
    Background,
    jieba_word_lists,
    make_background,
)

DICTIONARY = "园区 12 n\n建设 300 vn\n农产品加工园区 4 nz\nC++ 3 nz\n".encode()
IDF = "园区 9.5\n建设 4.25\n加工 7.0\n".encode()
WORDS = st.text(st.characters(exclude_characters=" \n", exclude_categories=["Cs"]), min_size=1)


def test_a_word_has_its_frequency_rarity_and_part_of_speech() -> None:
    background = make_background(DICTIONARY, IDF)
    assert background["园区"] == (12, 9.5, "n")
    assert background["农产品加工园区"] == (4, 7.0, "nz")  # the median idf
    assert background["加工"] == (0, 7.0, UNKNOWN_TAG)
    assert background.total == 319
    assert len(background) == 5


def test_an_unknown_word_is_as_rare_as_the_median() -> None:
    assert make_background(DICTIONARY, IDF)["青石县"] == (0, 7.0, UNKNOWN_TAG)


def test_the_data_give_the_same_table_again() -> None:
    background = make_background(DICTIONARY, IDF)
    again = Background(background.data)
    words = ["园区", "建设", "C++", "加工", "青石县"]
    assert [again[word] for word in words] == [background[word] for word in words]


@given(st.dictionaries(WORDS, st.integers(0, 2**31), max_size=30))
def test_every_word_is_found_again(frequencies: dict[str, int]) -> None:
    lines = "".join(f"{word} {n} n\n" for word, n in frequencies.items())
    background = make_background(lines.encode(), b"")
    assert {word: background[word].frequency for word in frequencies} == frequencies


DATA = make_background(DICTIONARY, IDF).data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        DATA[:40],
        DATA[:-1],
        DATA + b"\0",
        DATA[:-3] + bytes([DATA[-3] ^ 1]) + DATA[-2:],
        DATA.replace(b"background/1", b"background/0"),
    ],
)
def test_damaged_data_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="background frequencies"):
        Background(data)


def test_no_two_words_of_jieba_share_a_key() -> None:
    loader, paths = jieba_word_lists()
    dictionary, idf = (loader.get_data(path) for path in paths)
    background = make_background(dictionary, idf)
    words = {line.split(b" ")[0] for line in (dictionary + idf).split(b"\n") if line}
    assert len(background) == len(words)
    assert background["经济"].tag == "n"
