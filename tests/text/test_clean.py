"""Cleaning: what is joined, mended and left out, and that all of it can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import cases
from speechkit.model import Span
from speechkit.text.clean import Cleaning, clean

PIECES = st.sampled_from(
    [
        "今年全县经济平稳运行，各项工作",
        "稳步推进。",
        "一、总体要求",
        "（二）型水库除险加固。",
        "（一）抓好春耕。",
        "一是抓早。二是抓实",
        "同志们：",
        "本文章共3页，当前在第2页",
        "12",
        "— 7 —",
        "位臵重要，国发„2023‟7号文件",
        " 元,比去年增长",
        "要 继续",
        "",
        "　　",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""]))).map(
    lambda lines: "".join(piece + end for piece, end in lines)
)


def cleaned(text: str, body_start: int = 0) -> Cleaning:
    return clean(text, Span(0, len(text)), body_start=body_start)


@pytest.mark.parametrize("case", cases("clean"))
def test_cleaning_gives_the_expected_text(case: dict[str, Any]) -> None:
    cleaning = cleaned(case["text"])
    assert cleaning.view.text == case["expected"]
    kinds = [r.kind for r in cleaning.removed] + [r.kind for r in cleaning.repaired]
    assert sorted(kinds) == sorted(case["kinds"])


@given(TEXTS)
def test_cleaning_twice_equals_once(text: str) -> None:
    once = cleaned(text).view.text
    assert cleaned(once).view.text == once


@given(TEXTS)
def test_nothing_is_lost_that_is_not_recorded(text: str) -> None:
    cleaning = cleaned(text)
    recorded = {
        i
        for span in (
            *(removal.span for removal in cleaning.removed),
            *(repair.span for repair in cleaning.repaired if not repair.after),
        )
        for i in range(span.start, span.end)
    }
    kept = {cleaning.view.source(i) for i in range(len(cleaning.view.text))}
    lost = set(range(len(text))) - kept - recorded
    assert all(text[i].isspace() for i in lost)


@given(TEXTS)
def test_every_repair_can_be_undone(text: str) -> None:
    cleaning = cleaned(text)
    for repair in cleaning.repaired:
        assert text[repair.span.start : repair.span.end] == repair.before
        at = cleaning.view.view_offset(repair.span.start)
        assert cleaning.view.text[at : at + len(repair.after)] == repair.after


@given(TEXTS)
def test_raw_leaves_all_but_layout(text: str) -> None:
    cleaning = clean(text, Span(0, len(text)), body_start=0, raw=True)
    assert "".join(cleaning.view.text.split()) == "".join(text.split())
    assert not cleaning.removed
    assert not cleaning.repaired


def test_lines_of_the_title_block_are_not_joined() -> None:
    text = "关于今年工作，我们要\n同志们：\n今年要稳。全县工作稳\n步推进。"
    assert cleaned(text, body_start=text.index("同志们")).view.text == (
        "关于今年工作，我们要\n同志们：\n今年要稳。全县工作稳步推进。"
    )


def test_a_long_text_without_line_ends_is_cleaned_in_linear_time() -> None:
    text = "发展" * 200_000 + "臵" * 1000
    assert cleaned(text).view.text.endswith("置")


@pytest.mark.parametrize("line", ["（一" * 20, "一、" * 30, "第1页 " * 20, "臵" * 70, "1. " * 25])
def test_ten_thousand_bad_lines_are_cleaned(line: str) -> None:
    text = f"{line}\n" * 10_000
    assert cleaned(text).view.text.startswith(line.strip()[:1].replace("臵", "置"))
