"""A word in; what it can do in a phrase, and how rare it is, out.

Four word lists of our own stand in `words/`, each with its criteria at its head; what is
not in them is classed by its part of speech.
"""

from __future__ import annotations

import functools
import pkgutil
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from speechkit.text.background import UNKNOWN_TAG, Background

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
    """Our word lists."""

    function_words: AbstractSet[str]
    light_verbs: AbstractSet[str]
    officialese: AbstractSet[str]
    policy_terms: AbstractSet[str]


@functools.cache
def load_lexicon() -> Lexicon:
    """The word lists that ship with speechkit."""
    names = ("function_words", "light_verbs", "officialese", "policy_terms")
    return Lexicon(*(_read_words(name) for name in names))


def _read_words(name: str) -> frozenset[str]:
    data = pkgutil.get_data("speechkit.text", f"words/{name}.txt")
    if data is None:  # pragma: no cover - only a loader without package data gives none
        raise FileNotFoundError(name)
    lines = data.decode("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Vocabulary:
    """What is known of words: their classes and how rare they are; each is looked up once."""

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
        self._background = background
        self._classes: dict[str, WordClass] = {}
        self._idf: dict[str, float] = {}

    def classify(self, word: str) -> WordClass:
        """What a word can do in a phrase."""
        known = self._classes.get(word)
        if known is None:
            known = self._classes[word] = self._class_of(word)
        return known

    def idf(self, word: str) -> float:
        """Inverse document frequency of a word in general Chinese (natural logarithm)."""
        known = self._idf.get(word)
        if known is None:
            known = self._idf[word] = self._background[word].idf
        return known

    def is_in_dictionary(self, word: str) -> bool:
        """Whether general dictionaries have a word."""
        return self._background[word].frequency > 0

    def _class_of(self, word: str) -> WordClass:
        lexicon = self.lexicon
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


_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9+#&.\-]{1,30}")
_REDACTED = re.compile(r"[xX×*]{2}|某")
"""A name struck out: xx县, 某某同志."""
_PARTICLES = frozenset("的地得了着过为和与及在于把将被让使各等其是著過為與於將讓")
"""An unknown word with one of these at its edge is a slip of the segmenter (和县, 地为)."""
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
