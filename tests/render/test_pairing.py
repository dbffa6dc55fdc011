"""Paragraphs side by side: each stands in one row, in the order of its text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factories import speech
from render.factory import compared, comparison, lone_speech
from speechkit.dedupe import explain_pair
from speechkit.render.pairing import paragraphs, rows

LINES = (
    "同志们：",
    "今年以来，全县上下团结一心，克服了持续干旱带来的重重困难，夏粮再获丰收。",
    "工业园区新落户企业十二家，青瓦镇的竹编合作社也打开了外省的销路。",
    "城区供水管网改造全部完工，三座桥梁加固之后重新通车，群众出行更加方便。",
    "中小学校舍安全工程基本完成，寄宿学生都住进了新宿舍，食堂换上了燃气灶。",
    "本文章共3页，当前在第2页",
)
TEXTS = st.lists(st.sampled_from(LINES), max_size=8).map("\n".join)


def kinds(a: list[str], b: list[str]) -> list[tuple[str, int, int]]:
    """Kind of each row and how many paragraphs stand on either side."""
    found = explain_pair(speech("\n".join(a), "a"), speech("\n".join(b), "b"))
    return [(row.kind, len(row.a), len(row.b)) for row in rows(found)]


@given(TEXTS, TEXTS)
def test_every_paragraph_stands_in_one_row(x: str, y: str) -> None:
    a, b = speech(x, "a"), speech(y, "b")
    made = rows(explain_pair(a, b))
    assert [span for row in made for span in row.a] == paragraphs(a)
    assert [span for row in made for span in row.b] == paragraphs(b)


def test_the_same_text_is_all_the_same() -> None:
    assert {kind for kind, _, _ in kinds([*LINES], [*LINES])} == {"same"}


def test_a_row_says_what_became_of_its_paragraphs() -> None:
    one, two, three, four = LINES[1:5]
    assert kinds([one, two, three], [one, three]) == [
        ("same", 1, 1),
        ("deleted", 1, 0),
        ("same", 1, 1),
    ]
    assert ("inserted", 0, 1) in kinds([one, three], [one, two, three])
    assert ("replaced", 1, 1) in kinds([one, two, three], [one, four, three])
    assert ("changed", 1, 1) in kinds([one, two], [one, two.replace("十二", "十五")])
    assert ("changed", 1, 1) in kinds([one, two], [one + LINES[5], two])
    moved = kinds([one, two, three, four], [two, three, one, four])
    assert [kind for kind, _, _ in moved] == ["moved_away", "same", "same", "moved_here", "same"]


def test_a_paragraph_in_two_lines_stands_beside_the_whole_one() -> None:
    one, two = LINES[1:3]
    assert kinds([one, two], [one[:17], one[17:], two])[0] in (("layout", 1, 1), ("layout", 1, 2))


def test_where_a_moved_paragraph_went_is_said_on_both_sides() -> None:
    one, two, three, four = LINES[1:5]
    a, b = (
        speech("\n".join([one, two, three, four]), "a"),
        speech("\n".join([two, three, one]), "b"),
    )
    made = rows(explain_pair(a, b))
    (away,) = [row for row in made if row.kind == "moved_away"]
    (here,) = [row for row in made if row.kind == "moved_here"]
    assert away.other == here.b[0]
    assert here.other == away.a[0]


def test_a_comparison_made_by_hand_has_rows_too() -> None:
    assert [row.kind for row in rows(comparison().difference)].count("deleted") == 3
    lone = lone_speech()
    assert rows(compared(lone, lone).difference)
