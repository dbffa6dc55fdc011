"""What words can do in a phrase, by our lists and by their part of speech."""

from __future__ import annotations

import pytest

from speechkit.text.background import make_background
from speechkit.text.lexicon import Vocabulary, WordClass, load_lexicon

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
