"""Chinese and Arabic numerals in; numbers and dates out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from speechkit.model import Span

HAN_DIGITS = "〇零○一二三四五六七八九十百两廿"
NUMERAL = rf"(?:[0-9０-９]{{1,4}}|[{HAN_DIGITS}]{{1,6}})"
"""Pattern of a numeral as it stands in headings and list marks."""

_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_YEAR = r"(?<![0-9０-９])(?P<year>[0-9０-９]{4}|[〇零○一二三四五六七八九]{4})"
_MONTH = r"(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?P<day>[0-9０-９]{1,2}|[一二三四五六七八九十廿]{1,3})"
_B = r"\s{0,2}"
_DATES = (
    re.compile(rf"{_YEAR}{_B}年(?:{_B}{_MONTH}{_B}月份?(?:{_B}{_DAY}{_B}[日号])?)?"),
    re.compile(rf"{_YEAR}([-./．－]){_MONTH}\2{_DAY}(?![0-9０-９.])"),
)
"""Written out, or three numbers with one sign between them."""
_AROUND_DATE = "（）()【】[]〔〕—-－ \t\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class FoundDate:
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
    for c in text.replace("廿", "二十"):
        if c in _VALUES:
            digit = _VALUES[c]
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c == "百" and digit:
            total, digit = total + digit * 100, 0
        else:
            return None
    return total + digit if text else None


def find_date(text: str) -> FoundDate | None:
    """First date of a text that is written out and possible.

    Examples
    --------
    >>> find_date("（二〇二四年三月一日）")
    FoundDate(value='2024-03-01', span=Span(start=1, end=10))
    >>> find_date("2009.8.12").value, find_date("2024年以来").value
    ('2009-08-12', '2024')
    >>> find_date("20xx年3月1日"), find_date("2024年2月30日"), find_date("2024.5亿元")
    (None, None, None)
    >>> find_date("2024年1-3月").value, find_date("12024年3月1日")
    ('2024', None)
    """
    matches = (match for pattern in _DATES for match in pattern.finditer(text))
    found = [date for match in matches if (date := _read_date(match)) is not None]
    return min(found, key=lambda date: (date.span.start, -date.span.end), default=None)


def is_date_line(line: str) -> bool:
    """Whether a line is a date and nothing else, in brackets or not.

    Examples
    --------
    >>> is_date_line("（2024年3月1日）"), is_date_line("2024年元旦献词")
    (True, False)
    """
    found = find_date(line)
    if found is None:
        return False
    rest = line[: found.span.start] + line[found.span.end :]
    return not rest.strip(_AROUND_DATE)


def _read_date(match: re.Match[str]) -> FoundDate | None:
    year = parse_numeral(match["year"]) or 0
    month = parse_numeral(match["month"]) if match["month"] else None
    day = parse_numeral(match["day"]) if match["day"] else None
    if not 1900 <= year <= 2100:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:  # no such day
        return None
    parts = [f"{year:04d}", *(f"{n:02d}" for n in (month, day) if n is not None)]
    return FoundDate("-".join(parts), Span(match.start(), match.end()))
