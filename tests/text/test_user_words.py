"""Dictionaries and lists of stop-words: what is taken, and what is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import ReadingError
from speechkit.text.user_words import (
    MAX_FREQUENCY,
    MAX_LINE,
    MAX_LINES,
    MAX_WORD,
    UserWord,
    check_disjoint,
    parse_stopwords,
    parse_words,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("旬调度", UserWord("旬调度")),
        ("旬调度 20", UserWord("旬调度", 20)),
        ("旬调度 n", UserWord("旬调度", None, "n")),
        ("旬调度 20 nz", UserWord("旬调度", 20, "nz")),
        ("  旬调度\t0020\u3000nz ", UserWord("旬调度", 20, "nz")),
        ("旬调度 topic", UserWord("旬调度", None, "topic")),  # a part of speech of his own
        (f"旬调度 {MAX_FREQUENCY}", UserWord("旬调度", MAX_FREQUENCY)),
        ("2035", UserWord("2035")),
        ("C#", UserWord("C#")),
        ("5G基站 n", UserWord("5G基站", None, "n")),
        ("machine learning", UserWord("machine learning")),
        ("Belt and Road 5 nz", UserWord("Belt and Road", 5, "nz")),
        ("保增长、保稳定", UserWord("保增长、保稳定")),
        ("《青石县志》 n", UserWord("《青石县志》", None, "n")),
        ("桑" * MAX_WORD, UserWord("桑" * MAX_WORD)),
    ],
)
def test_a_line_is_a_word_with_its_figures(line: str, expected: UserWord) -> None:
    assert parse_words(line) == (expected,)


def test_empty_lines_comments_and_repetitions_are_passed_over() -> None:
    text = "# ours\r\n旬调度 5\r\r\n \n旬调度 5\n月考核\n"
    assert parse_words(text) == (UserWord("旬调度", 5), UserWord("月考核"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("旬调度 0", "frequency 0: write 1 or more, or none"),
        ("旬调度 -5 n", "frequency -5: write 1 or more, or none"),
        ("旬调度 1,000", "frequency 1,000: write 1 or more, or none"),
        ("旬调度 ５", "frequency ５: write 1 or more, or none"),
        (f"旬调度 {MAX_FREQUENCY + 1}", f"frequency 1000000001 is above {MAX_FREQUENCY:,}"),
        (f"旬调度 {'9' * 99}", f"frequency {'9' * 20} is above {MAX_FREQUENCY:,}"),
        ("旬调度 n 5", "the frequency comes before the part of speech"),
        ("旬调度,5,n", "write blanks between word, frequency and part of speech, no other marks"),
        ("旬调度 月考核", "a blank inside a word of Chinese; write one word a line"),
        ("5G 基站", "a blank inside a word of Chinese; write one word a line"),
        ("，。", "no letter, figure or character of Chinese in it"),
        ("旬\u200b调度", "holds U+200B, which cannot be seen; delete it"),
        ("旬\x1b调度", "holds U+001B, which cannot be seen; delete it"),
        ("旬\ufffd调度", "holds U+FFFD, which cannot be seen; delete it"),
        ("桑" * (MAX_WORD + 1), f"a word of more than {MAX_WORD} characters; is it a sentence?"),
        ("桑 " * MAX_LINE, f"longer than {MAX_LINE} characters; write one word a line"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, reason: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse_words(f"月考核\n{line}\n", name="words.txt")
    assert str(caught.value).startswith("words.txt: line 2 ('")
    assert str(caught.value).endswith(f"): {reason}")
    assert len(str(caught.value)) < 200


def test_a_word_with_two_frequencies_is_refused() -> None:
    with pytest.raises(ReadingError, match=r"line 3 .*stands in line 1 with other figures"):
        parse_words("旬调度 5\n月考核\n旬调度 6\n")


@pytest.mark.parametrize(
    ("n", "rest"), [(3, ""), (4, "; and 1 more line"), (9, "; and 6 more lines")]
)
def test_of_many_bad_lines_the_first_are_named(n: int, rest: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse_words("旬调度 0\n" * n)
    message = str(caught.value)
    assert message.count("): ") == 3
    assert message.endswith(f"line 3 ('旬调度 0'): frequency 0: write 1 or more, or none{rest}")


@pytest.mark.parametrize("parse", [parse_words, parse_stopwords])
@pytest.mark.parametrize("text", ["", "\n \n", "# nothing yet\n"])
def test_a_list_without_a_word_is_refused(
    parse: Callable[..., tuple[object, ...]], text: str
) -> None:
    with pytest.raises(ReadingError, match=r"list\.txt: no word in it"):
        parse(text, name="list.txt")


@pytest.mark.parametrize("parse", [parse_words, parse_stopwords])
def test_a_list_of_too_many_lines_is_refused(parse: Callable[[str], tuple[object, ...]]) -> None:
    assert parse("旬调度\n" * MAX_LINES)
    with pytest.raises(ReadingError, match="more than 200,000 lines"):
        parse("旬调度\n" * (MAX_LINES + 1))


def test_stopwords_stand_in_lines_or_between_blanks() -> None:
    text = "# addressed\n同志们 大家\u3000朋友们 # and so on\n\n———\n同志们\r\nC#\n"
    assert parse_stopwords(text) == ("同志们", "大家", "朋友们", "———", "C#")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("桑" * (MAX_WORD + 1), "more than 40 characters"),
        ("大家 \u202e朋友们", r"holds U\+202E"),
    ],
)
def test_a_line_of_stopwords_that_cannot_be_used_is_named(line: str, reason: str) -> None:
    with pytest.raises(ReadingError, match=rf"^stop\.txt: line 2 .*{reason}"):
        parse_stopwords(f"大家\n{line}", name="stop.txt")


def test_a_word_cannot_be_stopped_and_listed() -> None:
    words = ["月考核", "旬调度"]
    check_disjoint(words, ["大家"])
    with pytest.raises(ReadingError, match=r"旬调度 in both"):
        check_disjoint(words, ["旬调度"])
    with pytest.raises(ReadingError, match=r"旬调度 and 1 more in both"):
        check_disjoint(words, ["旬调度", "月考核"])


ANY_LINE = st.text(
    st.sampled_from("旬调度nz #5,-0\t\u3000\u200bA、") | st.characters(), max_size=50
)


@given(st.lists(ANY_LINE, max_size=8).map("\n".join))
def test_any_text_gives_sound_words_or_one_line_that_says_why(text: str) -> None:
    for parse in (parse_words, parse_stopwords):
        found = _parsed(parse, text)
        if isinstance(found, str):
            assert re.fullmatch(r"[^\n\r]+", found)
            continue
        assert found
        for word in found:
            string = word.text if isinstance(word, UserWord) else str(word)
            assert 1 <= len(string) <= MAX_WORD
            assert string.isprintable()


def _parsed(parse: Callable[[str], tuple[object, ...]], text: str) -> tuple[object, ...] | str:
    """The words, or why there are none."""
    try:
        return parse(text)
    except ReadingError as refused:
        return str(refused)


def test_a_word_written_back_is_read_as_itself() -> None:
    words = parse_words("旬调度 5 n\nBelt and Road 7\n月考核 vn\n")
    lines = [" ".join(str(field) for field in word if field is not None) for word in words]
    assert parse_words("\n".join(lines)) == words
