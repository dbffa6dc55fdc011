"""Outline marks: what begins a numbered heading or list item, and what only looks like one."""

from __future__ import annotations

import pytest

from speechkit.text.marks import LEVELS, outline_mark


@pytest.mark.parametrize(
    ("text", "kind", "number", "label"),
    [
        ("一、总体要求", "han", 1, "一、"),
        ("十二、组织领导", "han", 12, "十二、"),
        ("二 、重点任务", "han", 2, "二 、"),
        ("（三）抓落实", "han_paren", 3, "（三）"),
        ("(三)抓落实", "han_paren", 3, "(三)"),
        ("（ 三 ）抓落实", "han_paren", 3, "（ 三 ）"),
        ("三）抓落实", "han_paren", 3, "三）"),
        ("㈢抓落实", "han_paren", 3, "㈢"),
        ("1.管好水", "arabic", 1, "1."),
        ("１．管好水", "arabic", 1, "１．"),
        ("3、管好水", "arabic", 3, "3、"),
        ("⒊管好水", "arabic", 3, "⒊"),
        ("1.2031年目标", "arabic", 1, "1."),
        ("1.2 管好水", "decimal", 2, "1.2"),
        ("1.2.3　管好水", "decimal", 3, "1.2.3"),
        ("（4）清渠", "arabic_paren", 4, "（4）"),
        ("4)清渠", "arabic_paren", 4, "4)"),
        ("④清渠", "arabic_paren", 4, "④"),
        ("⑷清渠", "arabic_paren", 4, "⑷"),
        ("⑳清渠", "arabic_paren", 20, "⑳"),
        ("第一，要早", "ordinal", 1, "第一，"),
        ("第二个方面，要实", "ordinal", 2, "第二个方面，"),
        ("其三，要细", "ordinal", 3, "其三，"),
        ("一是增收", "list", 1, "一是"),
        ("二要提质", "list", 2, "二要"),
        ("三抓落实", "list", 3, "三抓"),
        ("第一章　总则", "chapter", 1, "第一章"),
        ("第2章 总则", "chapter", 2, "第2章"),
        ("第三节 水利", "section", 3, "第三节"),
        ("第三節 水利", "section", 3, "第三節"),
        ("第一部分：形势", "part", 1, "第一部分"),
        ("第二编 分则", "part", 2, "第二编"),
    ],
)
def test_a_mark_has_its_kind_number_and_label(
    text: str, kind: str, number: int, label: str
) -> None:
    mark = outline_mark(text)
    assert mark is not None
    assert (mark.kind, mark.number, mark.label) == (kind, number, label)
    assert outline_mark(f"好。{text}", 2) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一抓到底",
        "一心一意谋发展",
        "一、二产业",
        "一、二、三产业融合",
        "一定要抓好",
        "三是非分明",
        "二要素",
        "三要件",
        "（一）型水库",
        "1.5亿元",
        "1．5亿元",
        "3.2 万人",
        "1、2月份",
        "12月",
        "2031.3.1",
        "第一节课",
        "第三节气",
        "第一章程",
        "第一部分工作已经做完，第二部分还要再抓。",
        "第一是",
        "第二产业",
        "其他",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert outline_mark(text) is None


def test_the_marks_of_the_standard_have_the_four_levels() -> None:
    assert (LEVELS["han"], LEVELS["han_paren"]) == (1, 2)
    assert (LEVELS["arabic"], LEVELS["arabic_paren"]) == (3, 4)
    assert max(LEVELS["part"], LEVELS["chapter"], LEVELS["section"]) < LEVELS["han"]


@pytest.mark.parametrize(
    "label", ["一、", "（一）", "1.", "1.2", "（1）", "第一，", "一是", "第三章"]
)
def test_the_number_is_read_from_the_label_alone(label: str) -> None:
    mark = outline_mark(f"{label}。")
    assert mark is not None
    assert mark.label == label
