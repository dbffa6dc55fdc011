"""Chinese and Arabic numerals in; numbers and dates out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from speechkit.model import Span
from speechkit.text.patterns import regex

HAN_DIGITS = "〇零○一二三四五六七八九十百两廿"
NUMERAL = rf"(?:[0-9０-９]{{1,4}}|[{HAN_DIGITS}]{{1,6}})"
"""Pattern of a numeral as it stands in headings and list marks."""

_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
_ZEROS = "〇零○OoОоＯ"
"""What stands for a nought in a year: the sign, the word, a circle, and the letter O of
three alphabets, which input methods offer first."""
_YEAR_DIGITS = str.maketrans(dict.fromkeys(_ZEROS, "0") | {c: str(_VALUES[c]) for c in _VALUES})
_YEAR = (
    r"(?<![0-9０-９一二三四五六七八九xX×*＊])(?<![0-9][-—–－~～])"
    rf"(?P<year>[12１２一二][0-9０-９{_ZEROS}一二三四五六七八九]{{3}})"
)
_MONTH = r"(?P<month>元|[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?P<day>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_B = r"\s{0,2}"
_WRITTEN = regex(rf"{_YEAR}{_B}年(?:{_B}{_MONTH}{_B}月份?(?:{_B}{_DAY}{_B}[日号號])?)?")
_SIGNED = regex(rf"{_YEAR}([-./．－／—])(?:{_MONTH})\2{_DAY}(?![0-9０-９.])")
"""Three numbers with one sign between them."""
_BETWEEN = regex(rf"[0-9０-９{_ZEROS}一二三四五六七八九][-./．－／—]")
"""What stands in every date that is not written out, and in few other lines."""
_MONTH_ALONE = regex(rf"[（(\s]{{0,4}}{_YEAR}[-./．－／]{_MONTH}[）)\s]{{0,4}}")
"""2024.3 is a month only where it stands alone: in a sentence it is a quantity."""
_STRUCK_OUT = regex(r"(?:\s{1,4}|\s{0,4}[xX×*＊Ｘ某#＃_＿—－-]{1,4}\s{0,4})[月日号]")
"""A month or day that a publisher struck out, or a form left open."""

_MAX_DATE_LINE = 40
_AROUND_DATE = "（）()【】[]〔〕—-－ \t\u3000\u00a0"
_BESIDE_DATE = regex(
    r"(?:[上下]午|晚上?|凌晨|(?:星期|周|週)[一二三四五六日天]|晴|阴|多云|小?[雨雪]"
    r"|[至到—~～-](?:\d{1,2}月)?\d{1,2}[日号]|(?:[于於·])\s?[^\W\d_]{2,8}|\s|[，,]){1,6}"
)
"""Time of the day, weekday, weather, last day and place, as they stand beside a date."""


class FoundDate(NamedTuple):
    """A date and where it stands in the text that was searched."""

    value: str
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    span: Span


def parse_numeral(text: str) -> int | None:
    """Number that a numeral below 10,000 stands for, None when it is none.

    Examples
    --------
    >>> [parse_numeral(n) for n in ("十六", "二十", "廿三", "一百零二", "１２", "二〇二四", "百千")]
    [16, 20, 23, 102, 12, 2024, None]
    """
    if text.isdecimal():
        return int(text)
    if text and all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    total, digit = 0, 0
    for c in text.translate(_TENS):
        if c in _VALUES:
            digit = _VALUES[c]
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c == "百" and digit:
            total, digit = total + digit * 100, 0
        else:
            return None
    return total + digit if text else None


@lru_cache(maxsize=64)  # a line of a title block is looked at for its kind, then for its facts
def find_date(text: str) -> FoundDate | None:
    """First date of a text that is written out and possible.

    A date of which the publisher struck out the month or the day is none.

    Examples
    --------
    >>> find_date("（二〇二四年三月一日）")
    FoundDate(value='2024-03-01', span=Span(start=1, end=10))
    >>> find_date("2009.8.12").value, find_date("2024年以来").value, find_date("二OO九年").value
    ('2009-08-12', '2024', '2009')
    >>> find_date("20xx年3月1日"), find_date("2024年2月30日"), find_date("2024.5亿元")
    (None, None, None)
    >>> find_date("2024年1-3月").value, find_date("12024年3月1日"), find_date("2024年x月x日")
    ('2024', None, None)
    >>> find_date("行动计划（2021—2025年）"), find_date("2021-2025年")
    (None, None)
    """
    if "年" not in text and _BETWEEN.search(text) is None:  # as in most lines
        return None
    found = [date for match in _matches(text) if (date := _read_date(match)) is not None]
    return min(found, key=lambda date: (date.span.start, -date.span.end), default=None)


def is_date_line(line: str) -> bool:
    """Whether a line is a date and nothing else, in brackets or not.

    The time of the day, the weekday and the place may stand beside it.

    Examples
    --------
    >>> is_date_line("（2024年3月1日）"), is_date_line("2024年3月1日下午")
    (True, True)
    >>> is_date_line("2024年元旦献词")
    False
    """
    if len(line) > _MAX_DATE_LINE:
        return False
    found = find_date(line)
    if found is None:
        return False
    rest = (line[: found.span.start] + line[found.span.end :]).strip(_AROUND_DATE)
    return not rest or _BESIDE_DATE.fullmatch(rest) is not None


def _matches(text: str) -> Iterator[re.Match[str]]:
    if "年" in text:
        yield from _WRITTEN.finditer(text)
    if _BETWEEN.search(text) is None:
        return
    yield from _SIGNED.finditer(text)
    if len(text) < 20 and (alone := _MONTH_ALONE.fullmatch(text)):
        yield alone


def _read_date(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    year = int(match["year"].translate(_YEAR_DIGITS))
    month = _month(match["month"]) if match["month"] else None
    day = parse_numeral(groups["day"]) if groups.get("day") else None
    if not 1900 <= year <= 2100 or _STRUCK_OUT.match(match.string, match.end()):
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:  # no such day
        return None
    parts = [f"{year:04d}", *(f"{n:02d}" for n in (month, day) if n is not None)]
    return FoundDate("-".join(parts), Span(match.start("year"), _end(match)))


def _month(text: str) -> int | None:
    return 1 if text == "元" else parse_numeral(text)


def _end(match: re.Match[str]) -> int:
    """End of the date, without the bracket and the blanks that may follow."""
    return match.start() + len(match.group().rstrip("）) \t\u3000"))
