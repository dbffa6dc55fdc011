"""The start of a line in; the outline mark it carries out (一、 （一） 1. （1） 第一， 一是).

Chinese documents number in four levels (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）);
speeches add 第一， and 一是 as lists below whatever heading they stand under.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from speechkit.text.numerals import HAN_DIGITS, parse_numeral

MarkKind = Literal["han", "han_paren", "arabic", "arabic_paren", "ordinal", "list"]

LEVELS: dict[MarkKind, int] = {"han": 1, "han_paren": 2, "arabic": 3, "arabic_paren": 4}
"""Fixed levels; `ordinal` and `list` stand one below the heading they follow."""

_HAN = rf"[{HAN_DIGITS}]{{1,3}}"
_MARK = re.compile(
    rf"(?P<han>(?P<n1>{_HAN})[、．.](?=\s{{0,2}}\S)(?!{_HAN}[、产]))"
    rf"|(?P<han_paren>[（(](?P<n2>{_HAN})[）)][、，,.．：:]?)"
    r"|(?P<arabic>(?P<n3>\d{1,2})(?:[．、]|\.(?!\d)))"
    r"|(?P<arabic_paren>[（(](?P<n4>\d{1,2})[）)][、，,.．]?|(?P<n5>\d{1,2})[）)]|[①-⑳])"
    rf"|(?P<ordinal>第(?P<n6>{_HAN})[，,、：:。])"
    rf"|(?P<list>(?P<n7>{_HAN}|其[{HAN_DIGITS}])(?:是|要|抓|靠|、?要)(?!样|些|定|直|般))"
)
_STARTS = frozenset(HAN_DIGITS + "（(第其0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
"""Most places begin no mark, and a look at one character tells."""
_NUMBERS = ("n1", "n2", "n3", "n4", "n5", "n6", "n7")


@dataclass(frozen=True, slots=True)
class OutlineMark:
    """A mark at the start of a stretch of text."""

    kind: MarkKind
    number: int
    label: str
    """As printed, without what follows it."""


def outline_mark(text: str, position: int = 0) -> OutlineMark | None:
    """Outline mark that begins at `position`, None when there is none.

    Examples
    --------
    >>> outline_mark("（二）三大产业稳步发展。")
    OutlineMark(kind='han_paren', number=2, label='（二）')
    >>> outline_mark("一要抓好谋划").label, outline_mark("1.5亿元"), outline_mark("一、二产业")
    ('一要', None, None)
    """
    if text[position : position + 1] not in _STARTS:
        return None
    match = _MARK.match(text, position)
    if match is None:
        return None
    kind: MarkKind = next(k for k in _KINDS if match[k] is not None)
    number = _number(match)
    return None if number is None else OutlineMark(kind, number, match.group())


_KINDS: tuple[MarkKind, ...] = ("han", "han_paren", "arabic", "arabic_paren", "ordinal", "list")


def _number(match: re.Match[str]) -> int | None:
    printed = next((match[name] for name in _NUMBERS if match[name]), None)
    if printed is None:
        return ord(match.group()) - ord("①") + 1
    return parse_numeral(printed.removeprefix("其"))
