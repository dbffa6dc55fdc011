"""Chinese numerals and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.numerals import find_date, is_date_line, parse_numeral

DIGITS = "零一二三四五六七八九"


def written(n: int) -> str:
    """A number below 100 as Chinese writes it."""
    tens, ones = divmod(n, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


@given(st.integers(0, 99))
def test_a_written_number_is_read_again(n: int) -> None:
    assert parse_numeral(written(n)) == n


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_is_read_in_arabic_and_in_chinese(day: date) -> None:
    year = "".join(DIGITS[int(c)] for c in str(day.year)).replace("零", "〇")
    chinese = f"{year}年{written(day.month)}月{written(day.day)}日"
    for text in (f"{day.year}年{day.month}月{day.day}日", chinese):
        found = find_date(f"（{text}）")
        assert found is not None
        assert found.value == day.isoformat()


@pytest.mark.parametrize(
    "text", ["20xx年3月1日", "2024.5亿元", "3201年", "x月x日", "", "2024年13月1日"]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二○二四年三月一日", "2024-03-01"),
        ("二零二四年三月一日", "2024-03-01"),
        ("二OO九年九月廿八日", "2009-09-28"),
        ("二〇三一年十二月三十一日", "2031-12-31"),
        ("２０３１年９月２８日", "2031-09-28"),
        ("2031 年 9 月 28 日", "2031-09-28"),
        ("2031年9月28号", "2031-09-28"),
        ("2031/9/28", "2031-09-28"),
        ("2031.9.28", "2031-09-28"),
        ("2031-09-28", "2031-09-28"),
        ("2031年元月", "2031-01"),
        ("（2031.9）", "2031-09"),
        ("2031年元旦", "2031"),
        ("三一年", None),
        ("2031年x月x日", None),
        ("2031年9月×日", None),
        ("20××年9月", None),
        ("x2031年9月", None),
        ("2031年  月  日", None),
        ("2031年2月30日", None),
        ("2021—2025年", None),
        ("2031.9亿元", None),
    ],
)
def test_dates_in_all_their_forms(text: str, value: str | None) -> None:
    found = find_date(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    "line",
    [
        "（2031年3月1日）",
        "2031年3月1日下午",
        "2031年3月1日　星期六",
        "二〇三一年三月",
        "2031年3月1日于柳溪",
    ],
)
def test_a_date_may_have_its_weekday_and_place_beside_it(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["2031年元旦献词", "2031年3月1日的会议", "3月1日", "2031年3月1日 植树"]
)
def test_a_line_that_says_more_is_no_date(line: str) -> None:
    assert not is_date_line(line)


def test_numerals_of_tens_in_one_sign_are_read() -> None:
    assert [parse_numeral(n) for n in ("廿", "廿一", "卅", "卅一")] == [20, 21, 30, 31]
