"""A word in; what it can do in a phrase, and how rare it is, out.

Four word lists of our own stand in `words/`, each with its criteria at its head; what is
not in them is classed by its part of speech. The user's own words and stop-words come before
all of them.
"""

from __future__ import annotations

import functools
import pkgutil
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from speechkit.text.background import UNKNOWN_TAG, Background

if TYPE_CHECKING:
    from speechkit.text.user_words import UserWord

WordClass = Literal[
    "function", "noun", "verb", "adjective", "set_phrase", "general", "light", "syllable"
]
"""What a word can do in a phrase.

function
    No phrase reaches across it: punctuation, figures, function words.
noun, verb, adjective
    By its part of speech.
set_phrase
    An idiom or another phrase the dictionary holds whole.
general
    Officialese: says nothing on its own, may stand in a phrase.
light
    A verb whose object carries the meaning; a phrase neither begins nor ends with it.
syllable
    A single character with a meaning.
"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Our word lists, and the user's."""

    function_words: AbstractSet[str]
    light_verbs: AbstractSet[str]
    officialese: AbstractSet[str]
    policy_terms: AbstractSet[str]
    user_words: Mapping[str, UserWord] = field(default_factory=dict)
    """The user's own words by their text."""
    stopwords: frozenset[str] = frozenset()
    """The user's: no phrase holds one that is a token, and one of several tokens is no phrase."""

    def extended(self, *, words: Iterable[UserWord] = (), stopwords: Iterable[str] = ()) -> Lexicon:
        """The same lists with words and stop-words of the user's own, which come before ours.

        Raises
        ------
        ReadingError
            When a word is among both.

        Examples
        --------
        >>> from speechkit.text.user_words import UserWord
        >>> lexicon = load_lexicon().extended(words=[UserWord("抓手")], stopwords=["人均收入"])
        >>> lexicon.is_known("抓手"), lexicon.is_known("人均收入")
        (True, False)
        """
        from speechkit.text.user_words import check_disjoint

        user_words = {**self.user_words, **{word.text: word for word in words}}
        stopped = self.stopwords.union(stopwords)
        check_disjoint(user_words, stopped)
        return replace(self, user_words=user_words, stopwords=stopped)

    def is_known(self, phrase: str) -> bool:
        """Whether a phrase means something wherever it stands: a term of policy, a user's word.

        Not so one that the user stopped, nor one that he calls a particle or the like.
        """
        if phrase in self.stopwords:
            return False
        word = self.user_words.get(phrase)
        return phrase in self.policy_terms if word is None else word.tag not in _FUNCTION_TAGS

    def known_phrases(self) -> frozenset[str]:
        """All phrases that are known."""
        return frozenset(filter(self.is_known, {*self.policy_terms, *self.user_words}))


@functools.cache
def load_lexicon() -> Lexicon:
    """The word lists that ship with speechkit."""
    return Lexicon(
        function_words=_read_words("function_words"),
        light_verbs=_read_words("light_verbs"),
        officialese=_read_words("officialese"),
        policy_terms=_read_words("policy_terms"),
    )


def _read_words(name: str) -> frozenset[str]:
    data = pkgutil.get_data("speechkit.text", f"words/{name}.txt")
    if data is None:  # pragma: no cover - only a loader without package data gives none
        raise FileNotFoundError(name)
    lines = data.decode("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Vocabulary:
    """What is known of words: their classes and how rare they are."""

    def __init__(self, background: Background, lexicon: Lexicon | None = None) -> None:
        """Know words by their general frequencies and our lists.

        Parameters
        ----------
        background
            General frequencies and parts of speech.
        lexicon
            Word lists, which come before the parts of speech; those we ship if None.
        """
        self.lexicon = lexicon or load_lexicon()
        self.known_phrases = self.lexicon.known_phrases()
        """Phrases that are listed wherever they stand."""
        self._background = background

    def idf(self, word: str) -> float:
        """Inverse document frequency of a word in general Chinese (natural logarithm)."""
        return self._background[word].idf

    def is_in_dictionary(self, word: str) -> bool:
        """Whether a general dictionary, or the user's own, has a word."""
        return word in self.lexicon.user_words or self._background[word].frequency > 0

    def classify(self, word: str) -> WordClass:
        """What a word can do in a phrase."""
        lexicon = self.lexicon
        if word in lexicon.stopwords:
            return "function"
        if word in lexicon.user_words:
            return self._class_of_user_word(lexicon.user_words[word])
        if word in lexicon.function_words or _REDACTED.match(word):
            return "function"
        if not _has_han(word):
            return "noun" if _LATIN_NAME.fullmatch(word) else "function"
        if word in lexicon.light_verbs or (len(word) == 4 and _is_zeal(word, lexicon)):
            return "light"
        if word in lexicon.officialese:
            return "general"
        tag = self._background[word].tag
        if tag == UNKNOWN_TAG and not _PARTICLES.isdisjoint((word[0], word[-1])):
            return "function"
        return _class_of_tag(tag, n_chars=len(word))

    def _class_of_user_word(self, word: UserWord) -> WordClass:
        """By the part of speech he gives; by the dictionary's if that is no function word's."""
        tag = word.tag or self._background[word.text].tag
        kind = _class_of_tag(tag, n_chars=len(word.text))
        return "noun" if kind == "function" and not word.tag else kind


_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9+#&.\-]{1,30}")
_REDACTED = re.compile(r"[xX×*]{2}|某")
"""A name struck out: xx县, 某某同志."""
_PARTICLES = frozenset("的地得了着过为和与及在于把将被让使各等其是要就都也很更往著過為與於將讓")
"""An unknown word with one of these at its edge is a slip of the segmenter (和县, 要往)."""
_FUNCTION_TAGS = frozenset(
    (
        *("u", "ud", "ug", "uj", "ul", "uv", "uz", "y", "e", "o", "h", "k"),  # particles
        *("p", "c", "r", "rr", "rz", "rg"),  # prepositions, conjunctions, pronouns
        *("d", "df", "dg", "ad", "vd", "z"),  # adverbs
        *("m", "mg", "mq", "q", "f", "t", "tg"),  # figures, measures, directions, times
    )
)


def _has_han(word: str) -> bool:
    """Whether a token holds a Chinese character; it would begin or end with one."""
    return "\u3400" <= word[0] <= "\u9fff" or "\u3400" <= word[-1] <= "\u9fff"


def _is_zeal(word: str, lexicon: Lexicon) -> bool:
    """Whether a word of four is an adverb or light verb and a light or general one.

    The segmenter takes many such pairs for one word (努力提高, 稳步发展).
    """
    start, end = word[:2], word[2:]
    return (start in lexicon.function_words or start in lexicon.light_verbs) and (
        end in lexicon.function_words or end in lexicon.light_verbs or end in lexicon.officialese
    )


def _class_of_tag(tag: str, *, n_chars: int) -> WordClass:
    if tag in _FUNCTION_TAGS:
        return "function"
    if n_chars == 1:
        return "syllable"
    if tag.startswith("v") and tag != "vn":
        return "verb"
    if tag in ("a", "ag", "b"):
        return "adjective"
    return "set_phrase" if tag in ("l", "i") else "noun"
