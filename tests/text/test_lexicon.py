"""What words can do in a phrase, by our lists and by their part of speech."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from speechkit.errors import ReadingError
from speechkit.text.background import make_background
from speechkit.text.lexicon import Vocabulary, WordClass, load_lexicon
from speechkit.text.user_words import UserWord

BACKGROUND = make_background(
    "园区 12 n\n繁荣 9 a\n治理 8 v\n忽然 7 d\n招商引资 5 l\n".encode(), b""
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("的", "function"),
        ("，", "function"),
        ("12.5%", "function"),
        ("进一步", "function"),
        ("全县", "function"),
        ("xx", "function"),
        ("某市", "function"),
        ("忽然", "function"),
        ("和青", "function"),  # unknown, with a particle at its edge
        ("推进", "light"),
        ("努力提高", "light"),
        ("工作", "general"),
        ("部門", "general"),
        ("园区", "noun"),
        ("青石县", "noun"),
        ("GDP", "noun"),
        ("繁荣", "adjective"),
        ("治理", "verb"),
        ("招商引资", "set_phrase"),
        ("镍", "syllable"),
    ],
)
def test_a_word_has_a_class(word: str, expected: WordClass) -> None:
    vocabulary = Vocabulary(BACKGROUND)
    assert vocabulary.classify(word) == expected
    assert vocabulary.classify(word) == expected  # also when it is remembered


def test_the_lists_that_exclude_each_other_share_no_word() -> None:
    lexicon = load_lexicon()
    lists = (lexicon.function_words, lexicon.light_verbs, lexicon.officialese)
    assert sum(map(len, lists)) == len(frozenset().union(*lists))


def test_every_list_holds_words_only() -> None:
    lexicon = load_lexicon()
    for words in (lexicon.function_words, lexicon.light_verbs, lexicon.officialese):
        assert {"#", "Criteria:"}.isdisjoint(words)
        assert len(words) > 300
    assert {"社会消费品零售总额", "可支配收入"} <= lexicon.policy_terms


# ---------------------------------------------------------------------------- the user's own


def vocabulary(*words: UserWord, stopwords: Iterable[str] = ()) -> Vocabulary:
    return Vocabulary(BACKGROUND, load_lexicon().extended(words=words, stopwords=stopwords))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (UserWord("工作"), "noun"),  # officialese to us
        (UserWord("推进"), "noun"),  # a light verb to us
        (UserWord("全县"), "noun"),  # a function word to us
        (UserWord("忽然"), "noun"),  # an adverb to the dictionary
        (UserWord("治理"), "verb"),
        (UserWord("治理", None, "n"), "noun"),
        (UserWord("推进", None, "v"), "verb"),
        (UserWord("招商引资"), "set_phrase"),
        (UserWord("和青"), "noun"),
        (UserWord("x-1"), "noun"),
        (UserWord("12.5%"), "noun"),
        (UserWord("保增长、保稳定"), "noun"),
        (UserWord("园区", None, "medicine"), "noun"),  # a part of speech of his own
        (UserWord("园区", None, "d"), "function"),  # he calls it an adverb
    ],
)
def test_a_users_word_has_a_class_of_its_own(word: UserWord, expected: WordClass) -> None:
    assert vocabulary(word).classify(word.text) == expected


def test_a_users_stopword_comes_before_every_list() -> None:
    own = vocabulary(stopwords=["园区", "工作", "招商引资", "GDP"])
    assert {own.classify(word) for word in ("园区", "工作", "招商引资", "GDP")} == {"function"}


def test_known_phrases_are_terms_of_policy_and_the_users_words_that_are_not_stopped() -> None:
    own = vocabulary(
        UserWord("旬调度"), UserWord("忽然", None, "d"), stopwords=["可支配收入"]
    ).lexicon
    assert own.is_known("旬调度")
    assert own.is_known("社会消费品零售总额")
    assert not any(map(own.is_known, ("可支配收入", "忽然", "园区")))
    ours = load_lexicon()
    assert own.known_phrases() == ours.known_phrases() - {"可支配收入"} | {"旬调度"}
    assert ours.known_phrases() == ours.policy_terms


def test_a_lexicon_can_be_extended_twice() -> None:
    own = load_lexicon().extended(words=[UserWord("旬调度", 5)], stopwords=["大家"])
    more = own.extended(words=[UserWord("旬调度", 6), UserWord("月考核")], stopwords=["同志们"])
    assert tuple(more.user_words.values()) == (UserWord("旬调度", 6), UserWord("月考核"))
    assert more.stopwords == {"大家", "同志们"}
    assert load_lexicon().stopwords == frozenset()


def test_a_word_is_not_listed_and_stopped_at_once() -> None:
    own = load_lexicon().extended(stopwords=["旬调度"])
    with pytest.raises(ReadingError, match="旬调度 in both"):
        own.extended(words=[UserWord("旬调度")])
    with pytest.raises(ReadingError, match="旬调度 in both"):
        vocabulary(UserWord("旬调度"), stopwords=["旬调度"])
