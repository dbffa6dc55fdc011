"""What was done to the paragraphs of a text: told paragraph by paragraph, as it was done."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import document, speech
from speechkit.dedupe import compare_speeches, explain_pair
from speechkit.dedupe.alignment import heaviest_order
from speechkit.dedupe.shingles import compact, furniture_of
from speechkit.split import split_document

FOOTER = "本文章共3页，当前在第2页"
PARAGRAPHS = (
    "今年以来，全县上下团结一心，克服了持续干旱带来的重重困难，夏粮再获丰收。",
    "工业园区新落户企业十二家，青瓦镇的竹编合作社也打开了外省的销路。",
    "城区供水管网改造全部完工，三座桥梁加固之后重新通车，群众出行更加方便。",
    "中小学校舍安全工程基本完成，寄宿学生都住进了新宿舍，食堂换上了燃气灶。",
    "河道清淤四十公里，沿岸栽种柳树两万株，往年发臭的支渠重新有了鱼虾。",
    "任务已经明确，关键在于落实，让我们一鼓作气，把好开头的每一步走稳走实。",
)


def changes(a: list[str], b: list[str]) -> list[tuple[str, str | None, str | None]]:
    left, right = speech("\n".join(a), "a"), speech("\n".join(b), "b")
    return [
        (
            change.kind,
            left.document.quote(change.a) if change.a else None,
            right.document.quote(change.b) if change.b else None,
        )
        for change in explain_pair(left, right).changes
    ]


def test_a_paragraph_rewritten_from_scratch_is_replaced_as_a_whole() -> None:
    p = PARAGRAPHS
    assert changes([p[0], p[1], p[2]], [p[0], p[3], p[2]]) == [("replaced", p[1], p[3])]


def test_what_moved_is_told_from_what_was_deleted_beside_it() -> None:
    p = PARAGRAPHS
    assert changes([*p], [p[0], p[3], p[4], p[1], p[5]]) == [
        ("moved", p[1], p[1]),
        ("deleted", p[2], None),
    ] or changes([*p], [p[0], p[3], p[4], p[1], p[5]]) == [
        ("deleted", p[2], None),
        ("moved", p[1], p[1]),
    ]


def test_paragraphs_that_moved_together_are_one_move() -> None:
    p = PARAGRAPHS
    together = f"{p[0]}\n{p[1]}"
    assert changes([*p], [p[2], p[3], p[4], p[0], p[1], p[5]]) == [("moved", together, together)]


def test_a_paragraph_that_moved_in_lines_broken_otherwise_moved() -> None:
    p = PARAGRAPHS
    broken = f"{p[0][:20]}\n{p[0][20:]}"
    assert changes([*p], [p[1], p[2], p[3], broken, p[4], p[5]]) == [("moved", p[0], broken)]


def test_words_changed_beside_a_deleted_paragraph_are_told_by_themselves() -> None:
    p = PARAGRAPHS
    touched = p[2].replace("三座桥梁", "五座桥梁")
    assert changes([*p], [p[0], touched, *p[3:]]) == [
        ("deleted", p[1], None),
        ("replaced", "三", "五"),
    ]


@pytest.mark.parametrize("at", [0, 12, len(PARAGRAPHS[1])])
def test_furniture_that_moved_along_is_no_change(at: int) -> None:
    p = PARAGRAPHS
    moved = p[1][:at] + FOOTER + p[1][at:]
    told = changes([p[0], moved, *p[2:]], [p[0], p[2], p[3], moved, p[4], p[5]])
    assert [kind for kind, _, _ in told] == ["moved"]


def test_what_was_numbered_anew_is_told_from_what_was_deleted() -> None:
    p = PARAGRAPHS
    a = ["一、总体要求", p[0], "二、主要任务", p[1], p[2], "三、保障措施", p[3]]
    lost = "\n".join(a[2:5])
    assert changes(a, ["一、总体要求", p[0], "二、保障措施", p[3]]) == [
        ("deleted", lost, None),
        ("replaced", "三", "二"),
    ]


def test_of_two_like_paragraphs_the_one_that_came_is_inserted() -> None:
    p = PARAGRAPHS
    like = p[1].replace("十二家", "九家").replace("竹编", "藤编")
    assert changes([*p], [p[0], p[1], like, *p[2:]]) == [("inserted", None, like)]


def test_the_same_changes_are_found_in_lines_broken_throughout() -> None:
    broken = [f"{p[:16]}\n{p[16:]}" for p in PARAGRAPHS]
    assert changes(broken, [broken[0], *broken[2:]]) == [("deleted", broken[1], None)]


@pytest.mark.parametrize("text", ["", "　\n", "同志们"])
def test_a_text_compared_with_itself_has_not_changed(text: str) -> None:
    assert changes([text], [text]) == []


def test_a_text_compared_with_an_empty_one_is_gone() -> None:
    assert changes([PARAGRAPHS[0]], [""]) == [("deleted", PARAGRAPHS[0], None)]


def test_furniture_is_that_of_the_document() -> None:
    text = f"第一篇\n同志们：\n{PARAGRAPHS[0]}{FOOTER}\n第二篇\n同志们：\n{PARAGRAPHS[1]}"
    first, second = split_document(document(text)).speeches
    assert [removal.text for removal in furniture_of(first)] == [FOOTER]
    assert furniture_of(second) == ()
    assert FOOTER not in compact(first).text


SCRAPS = st.sampled_from([*PARAGRAPHS, "（一）", "，", "a b", "", FOOTER])
TEXTS = st.tuples(
    st.lists(st.tuples(SCRAPS, st.integers(0, 40), st.integers(0, 40)), max_size=8),
    st.sampled_from(["\n", "", "\r\n"]),
).map(lambda drawn: drawn[1].join(text[:i] + text[j:] for text, i, j in drawn[0]))


@given(TEXTS, TEXTS)
def test_whatever_is_not_alike_is_told_and_nothing_else(x: str, y: str) -> None:
    found = compare_speeches(speech(x, "a"), speech(y, "b"))
    sides = [[a for a, _ in found.difference.alike], [b for _, b in found.difference.alike]]
    told = [[c.a for c in found.difference.changes], [c.b for c in found.difference.changes]]
    kept = []
    for version, alike, changed in zip(
        (found.difference.a, found.difference.b), sides, told, strict=True
    ):
        furniture = {i for r in furniture_of(version) for i in range(r.span.start, r.span.end)}
        solid = {i for i, c in enumerate(version.document.text) if not c.isspace()} - furniture
        same = {i for span in alike for i in range(span.start, span.end)} & solid
        other = {i for span in changed if span for i in range(span.start, span.end)} & solid
        assert same | other == solid
        assert not same & other
        kept.append("".join(version.document.text[i] for i in sorted(same)))
    assert kept[0] == kept[1]


@given(TEXTS)
def test_a_text_is_all_alike_with_itself(x: str) -> None:
    found = compare_speeches(speech(x, "a"), speech(x, "b"))
    assert found.difference.changes == ()
    assert found.is_same_content


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, st.integers(1, 5)), max_size=8))
def test_no_other_order_weighs_more(places: list[tuple[int, int, int]]) -> None:
    places = sorted(set(places))
    found = heaviest_order(places)
    assert all(x[0] < y[0] and x[1] < y[1] for x, y in pairwise(found))
    assert sum(weight for *_, weight in found) == heaviest(places)


def heaviest(places: list[tuple[int, int, int]]) -> int:
    """By trying them all."""
    if not places:
        return 0
    (i, j, weight), rest = places[0], places[1:]
    return max(heaviest(rest), weight + heaviest([p for p in rest if p[0] > i and p[1] > j]))
