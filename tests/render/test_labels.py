from __future__ import annotations

import string
from typing import get_args, get_type_hints

import pytest

from speechkit.model import Lang
from speechkit.render import labels
from speechkit.render.labels import counted, label, number, percent, sentence
from speechkit.results import (
    ChangeKind,
    EvidenceKind,
    KeepReason,
    KeynessMeasure,
    PairKind,
)

LANGS: tuple[Lang, ...] = get_args(Lang)
CRITERIA = get_args(get_type_hints(KeepReason)["criterion"])


def places_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(labels._ZH) == set(labels._EN)


@pytest.mark.parametrize("key", sorted(labels._EN))
def test_a_sentence_has_the_same_places_in_both_languages(key: str) -> None:
    zh, en = places_of(label(key, "zh")), places_of(label(key, "en"))
    assert zh == en


@pytest.mark.parametrize("lang", LANGS)
def test_all_words_can_be_shown_on_a_gbk_console(lang: Lang) -> None:
    words = [label(key, lang) for key in labels._EN]
    units = [counted(2, unit, lang) for unit in labels._UNITS]
    assert [text for text in words + units if text != text.encode("gbk").decode("gbk")] == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"pair.{kind}" for kind in get_args(PairKind)),
        *(f"change.{kind}" for kind in get_args(ChangeKind)),
        *(f"evidence.{kind}" for kind in get_args(EvidenceKind)),
        *(f"measure.{kind}" for kind in get_args(KeynessMeasure)),
        *(f"reason.{kind}" for kind in CRITERIA),
    ],
)
def test_every_kind_of_the_model_has_a_word(key: str) -> None:
    assert all(label(key, lang) for lang in LANGS)


def test_an_unknown_key_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="no label 'nonsense'"):
        label("nonsense", "en")


def test_a_sentence_is_filled() -> None:
    assert sentence("split.removed", "en", list="1 page footer") == "Removed: 1 page footer."


@pytest.mark.parametrize(
    ("n", "unit", "words", "en", "zh"),
    [
        (1, "speech", False, "1 speech", "1篇讲话"),
        (2, "speech", False, "2 speeches", "2篇讲话"),
        (1377, "char", False, "1,377 characters", "1377字"),
        (4, "paragraph", True, "four paragraphs", "4段"),
        (11, "paragraph", True, "11 paragraphs", "11段"),
        (3, "strange_kind", False, "3 strange kind", "3处 strange kind"),
    ],
)
def test_counts_agree_with_their_nouns(n: int, unit: str, words: bool, en: str, zh: str) -> None:
    assert counted(n, unit, "en", words=words) == en
    assert counted(n, unit, "zh", words=words) == zh


def test_thousands_are_divided_in_english_only() -> None:
    assert (number(1234567, "en"), number(1234567, "zh")) == ("1,234,567", "1234567")


def test_a_percentage_is_never_minus_zero() -> None:
    assert percent(-0.0001) == "0.0%"
