"""Chinese numerals and dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.text.numerals import find_date, parse_numeral

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
