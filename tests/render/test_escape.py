from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.render.escape import one_line, visible

UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}

any_text = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "<U+001B>[2J"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"),
        ("零\u200b宽\ufeff", "零<U+200B>宽<U+FEFF>"),
        ("行\n行\u2028行", "行<U+000A>行<U+2028>行"),
        ("\udcff", "<U+DCFF>"),
        ("县长　讲话 — [/b]", "县长　讲话 — [/b]"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_character_that_unicode_calls_control_or_format_gets_through() -> None:
    through = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in UNSEEN_CATEGORIES and visible(chr(code)) == chr(code)
    ]
    assert through == []


def test_letters_digits_and_punctuation_stay_as_they_are() -> None:
    hangul_fillers = {0x115F, 0x1160, 0x3164, 0xFFA0}
    changed = [
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code))[0] in "LNPSZ"
        and visible(chr(code)) != chr(code)
        and unicodedata.category(chr(code)) not in UNSEEN_CATEGORIES
    ]
    assert set(changed) == hangul_fillers


@given(any_text)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert one_line(one_line(text)) == one_line(text)


@given(any_text)
def test_nothing_unseen_is_left(text: str) -> None:
    for shown in (visible(text), one_line(text)):
        assert not any(unicodedata.category(character) in UNSEEN_CATEGORIES for character in shown)


@given(any_text)
def test_the_signs_survive_a_gbk_console(text: str) -> None:
    kept = set(text)
    added = [character for character in visible(text) if character not in kept]
    assert "".join(added).isascii()
