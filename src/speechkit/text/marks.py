"""The start of a line in; the outline mark it carries out (一、 （一） 1. （1） 第一， 一是).

Chinese documents number in four levels (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）);
long ones put parts, chapters and sections above them, and speeches add 第一， and 一是 as
lists below whatever heading they stand under.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from speechkit.text.numerals import HAN_DIGITS, parse_numeral
from speechkit.text.patterns import regex

MarkKind = Literal[
    "part",
    "chapter",
    "section",
    "han",
    "han_paren",
    "arabic",
    "decimal",
    "arabic_paren",
    "ordinal",
    "list",
]

LEVELS: dict[MarkKind, int] = {
    "part": -2,
    "chapter": -1,
    "section": 0,
    "han": 1,
    "han_paren": 2,
    "arabic": 3,
    "decimal": 4,
    "arabic_paren": 4,
}
"""Rank of a mark: a smaller one stands above a greater one. From 1 on it is the level where
no part, chapter or section stands above; `ordinal` and `list` stand one below the heading
they follow."""

_HAN = rf"[{HAN_DIGITS}]{{1,3}}"
_ITEM = "[一二三四五六七八九十]{1,2}"
_NTH = rf"第\s?(?:{_HAN}|\d{{1,2}})\s?"
_HEADS_LINE = r"(?=。?\Z|[^\r\n。；]{0,40}(?:[\r\n]|\Z))"
"""第一部分 is a mark where the rest of its line is a heading: a sentence may begin with it."""
_ALTERNATIVES: tuple[tuple[MarkKind, str], ...] = (
    ("han", rf"({_HAN})\s?[、．.](?=\s{{0,2}}\S)(?!\s?{_HAN}[、产])"),
    ("han_paren", rf"[（(]\s?({_HAN})\s?[）)](?!型)[、，,.．：:]?"),
    ("han_paren", rf"({_HAN})[）)]"),
    ("arabic", r"(\d{1,2})(?:、(?!\d{1,2}[、月])|[.．](?!\d)|[.．](?=(?:19|20)\d\d年))"),
    ("decimal", r"\d{1,2}[.．](?:\d{1,2}[.．])?(\d{1,2})(?=\s{1,4}[^\d\s%％万亿千元个]|。)"),
    ("arabic_paren", r"[（(]\s?(\d{1,2})\s?[）)][、，,.．]?"),
    ("arabic_paren", r"(\d{1,2})[）)]"),
    ("arabic_paren", r"([①-⑳⑴-⒇])"),
    ("arabic", r"([⒈-⒛])"),
    ("han_paren", r"([㈠-㈩])"),
    ("ordinal", rf"第({_HAN})(?:点|方面|个方面|个问题)?[，,、：:。]"),
    ("ordinal", rf"其({_ITEM})[，,、：:]"),
    (
        "list",
        rf"(其?{_ITEM})(?:是(?!非)|、?要(?![素件点义领害塞])|抓(?!到底|就)|靠(?!近|山))"
        "(?![样些定直般])",
    ),
    (
        "part",
        rf"({_NTH})(?:部[分份]|编(?!制)|編|篇(?![章文幅目])|章(?!程)|[节節](?![课課气能约水日]))"
        rf"{_HEADS_LINE}",
    ),
)
"""Kind, and pattern with the number as its group. Chapters and sections are with the parts."""
_DIVISIONS: dict[str, MarkKind] = {"章": "chapter", "节": "section", "節": "section"}
"""Kind of what is counted by 第, by its last character."""

_SIGNS = ("①", "⑴", "⒈", "㈠")
"""First of each row of signs that are number and bracket in one."""
_FIRST_SIGNS = frozenset(f"（(第其{HAN_DIGITS}") | {
    chr(code) for a, z in ("①⒛", "㈠㈩") for code in range(ord(a), ord(z) + 1)
}
MARK_PATTERN = rf"(?=[（(第其{HAN_DIGITS}\d①-⒛㈠-㈩])(?:" + (
    "|".join(f"({pattern})" for _, pattern in _ALTERNATIVES) + ")"
)
"""Of a mark; most places begin none, and a look at one character tells. `read_mark` reads
a match."""
MARK_PLACE = regex(rf"[。！？；：\n](\s{{0,12}}){MARK_PATTERN}")
"""A mark where one can begin: at the start of a line, or where a sentence or clause ended.
One search over a whole text, because most sentences begin no mark. `read_mark` reads it, with
one group before."""
_MAX_MARK = 80
"""Characters in which a mark and what must follow it stand."""
_KINDS = {2 * i + 1: kind for i, (kind, _) in enumerate(_ALTERNATIVES)}
"""Kind by the group of the mark; the next group is its number."""


class OutlineMark(NamedTuple):
    """A mark at the start of a stretch of text."""

    kind: MarkKind
    number: int
    label: str
    """As printed, without what follows it."""
    series: str
    """What the marks of one list have in common: 一是 and 一要 are two lists."""
    rank: int | None
    """By `LEVELS`; None for lists, which stand below whatever they follow."""

    @property
    def is_list(self) -> bool:
        return self.rank is None


def outline_mark(text: str, position: int = 0) -> OutlineMark | None:
    """Outline mark that begins at `position`, None when there is none.

    Examples
    --------
    >>> outline_mark("（二）三大产业稳步发展。")[:3]
    ('han_paren', 2, '（二）')
    >>> outline_mark("一要抓好谋划").label, outline_mark("1.5亿元"), outline_mark("一、二产业")
    ('一要', None, None)
    >>> outline_mark("第三章　保障措施").kind, outline_mark("第一部分工作已经完成，还要努力。")
    ('chapter', None)
    """
    first = text[position : position + 1]
    if first not in _FIRST_SIGNS and not first.isdecimal():
        return None
    match = MARK_PLACE.match("\n" + text[position : position + _MAX_MARK])
    return read_mark(match, 1) if match else None


def read_mark(match: re.Match[str], n_before: int = 0) -> OutlineMark | None:
    """The mark in a match of `MARK_PATTERN`; None when its number is none.

    Parameters
    ----------
    n_before
        Groups of the pattern that stand before those of `MARK_PATTERN`.
    """
    group = match.lastindex or 0
    return _mark(_KINDS[group - n_before], match[group + 1], match[group])


@lru_cache(maxsize=2048)  # a collection has few marks, and each of them a thousand times
def _mark(kind: MarkKind, numeral: str, label: str) -> OutlineMark | None:
    number = _number(numeral)
    if number is None:
        return None
    if kind == "part":
        kind = _DIVISIONS.get(label[-1], kind)
    series: str = kind
    rank = LEVELS.get(kind)
    if kind == "list":
        series += label[-1]
    elif kind == "decimal":
        n_parts = label.count(".") + label.count("．")
        series, rank = f"{kind}{n_parts}", LEVELS[kind] + n_parts - 1
    elif kind == "arabic_paren" and len(label) == 1:  # ① stands below （1）
        series, rank = "sign", LEVELS[kind] + 1
    return OutlineMark(kind, number, label, series, rank)


def _number(printed: str) -> int | None:
    sign = next((s for s in _SIGNS if s <= printed <= chr(ord(s) + 19)), None)
    if sign is not None:
        return ord(printed) - ord(sign) + 1
    return parse_numeral(printed.strip("第其 \t\u3000\u00a0"))
