from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from render.factory import difference, duplicates, span_of, unrelated, yunling
from speechkit.model import Lang, Speech
from speechkit.render.sentences import (
    comparison_sentence,
    difference_sentence,
    evidence_sentence,
    printed_names,
    reason_sentence,
)
from speechkit.results import (
    Change,
    Comparison,
    Difference,
    DuplicateGroup,
    Evidence,
    EvidenceKind,
    KeepReason,
    Similarity,
)


@pytest.fixture
def pair() -> tuple[Speech, Speech]:
    first, second, _ = yunling().speeches
    return first, second


def turned(told: Difference) -> Difference:
    """The same finding with the two speeches in the other order."""
    kinds = {"deleted": "inserted", "inserted": "deleted"}
    changes = tuple(
        Change(kinds.get(c.kind, c.kind), c.b, c.a)  # type: ignore[arg-type]  # a table of kinds
        for c in told.changes
    )
    return replace(told, a=told.b, b=told.a, changes=changes)


def test_a_difference_is_told_in_one_sentence(pair: tuple[Speech, Speech]) -> None:
    assert difference_sentence(difference(*pair), "en") == (
        "yunling#2 is yunling#1 less three paragraphs (62 characters), one passage added "
        "(4 characters), its heading changed, one page footer inserted, one place wrapped "
        "differently."
    )
    assert difference_sentence(difference(*pair), "zh") == (
        "yunling#2 即 yunling#1 删去3段（62字），增加1处（4字），标题有改动，夹入1处页脚，"
        "换行不同1处。"
    )


def test_whole_paragraphs_are_told_from_passages(pair: tuple[Speech, Speech]) -> None:
    first, second = pair
    school = "（三）抓学校。新建两所小学，把“青松计划”的学生接进来。"
    spans = [
        [span_of(speech.document.text, text, speech.span.start) for speech in pair]
        for text in (school, "二、把作风改过来")
    ]
    moved, reworded = Change("moved", *spans[0]), Change("replaced", *spans[1])
    words = Change("replaced", span_of(first.document.text, "实话"), second.heading)
    told = Difference(first, second, None, (), (moved, reworded, words))
    assert difference_sentence(told, "en") == (
        "From yunling#1 to yunling#2: one paragraph reworded, one paragraph moved, its heading "
        "changed."
    )
    told = Difference(first, second, None, (), (moved, replace(words, b=moved.b)))
    assert difference_sentence(told, "zh") == "从 yunling#1 到 yunling#2：改写1处，移动1段。"


def test_two_speeches_are_called_by_their_printed_numbers(pair: tuple[Speech, Speech]) -> None:
    assert printed_names(*pair) == {"yunling#1": "第一篇", "yunling#2": "第二篇"}
    other = replace(pair[1], document=replace(pair[1].document, path="other.txt"))
    assert printed_names(pair[0], other) == {}
    assert printed_names(pair[0], pair[0]) == {}
    assert printed_names(pair[0], replace(pair[1], heading=None)) == {}


def test_strangers_and_equal_texts_are_said_to_be_such(pair: tuple[Speech, Speech]) -> None:
    nothing = Similarity(0.01, 0.02, 0.02, None)
    strangers = Comparison(nothing, difference(*pair))
    assert comparison_sentence(strangers, "en") == (
        "第一篇 and 第二篇 are no versions of one text."
    )
    told = replace(strangers.difference, alike=((pair[0].span, pair[1].span),))
    much = replace(strangers, difference=told)
    assert comparison_sentence(much, "en").startswith("第二篇 is 第一篇 less three paragraphs")
    same = Comparison(Similarity(1.0, 1.0, 1.0, "identical"), Difference(*pair, None, (), ()))
    assert comparison_sentence(same, "zh") == "第二篇与第一篇一字不差。"


@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_sentence_does_not_depend_on_the_order_of_sources(
    pair: tuple[Speech, Speech], lang: Lang
) -> None:
    told = difference(*pair)
    assert difference_sentence(turned(told), lang) == difference_sentence(told, lang)


def test_without_a_direction_the_sentence_reads_from_a_to_b() -> None:
    first, _, third = yunling().speeches
    assert difference_sentence(unrelated(first, third), "en") == (
        "From yunling#1 to yunling#3: one passage left out (6 characters), one passage reworded, "
        "one passage moved."
    )


def test_no_change_is_said_so(pair: tuple[Speech, Speech]) -> None:
    a, b = pair
    same = Difference(a, b, b, (), ())
    assert difference_sentence(same, "en") == "yunling#2 and yunling#1 are the same, word for word."


def test_a_derived_speech_that_lost_nothing_is_told_by_what_it_gained(
    pair: tuple[Speech, Speech],
) -> None:
    a, b = pair
    change = Change("inserted", None, span_of(b.document.text, "守规矩。"))
    assert difference_sentence(Difference(a, b, b, (), (change,)), "en") == (
        "yunling#2 is yunling#1 with one passage added (4 characters)."
    )


def test_paragraphs_and_parts_of_paragraphs_are_counted_apart(pair: tuple[Speech, Speech]) -> None:
    a, b = pair
    text = a.document.text
    whole = text[text.index("（二）抓道路") : text.index("（三）抓学校")]
    changes = tuple(
        Change("deleted", span_of(text, part), None) for part in (whole, "完成投资12亿元")
    )
    told = difference_sentence(Difference(a, b, b, (), changes), "en")
    assert told == "yunling#2 is yunling#1 less one paragraph and one passage (38 characters)."


@pytest.mark.parametrize(
    ("criterion", "value", "en"),
    [
        ("complete", "", "yunling#1 is kept: it is complete, while others break off."),
        ("longest", "11687", "yunling#1 is kept: it is the longest (11,687 characters)."),
        ("longest", "", "yunling#1 is kept: it is the longest."),
        ("least_damaged", "2", "yunling#1 is kept: it is the least damaged (2)."),
        ("earliest", "2031-03-05", "yunling#1 is kept: it is the earliest (2031-03-05)."),
        (
            "first",
            "",
            "yunling#1 is kept: nothing else tells them apart and it comes first.",
        ),
    ],
)
def test_the_reason_for_keeping_is_told(
    pair: tuple[Speech, Speech], criterion: str, value: str, en: str
) -> None:
    reason = KeepReason(criterion, value)  # type: ignore[arg-type]  # cases are data
    assert reason_sentence(DuplicateGroup(pair, pair[0], reason), "en") == en


@pytest.mark.parametrize("kind", get_args(EvidenceKind))
@pytest.mark.parametrize("lang", get_args(Lang))
def test_evidence_names_its_speech(
    pair: tuple[Speech, Speech], kind: EvidenceKind, lang: Lang
) -> None:
    bare = evidence_sentence(Evidence(kind, pair[1], ()), lang)
    named = evidence_sentence(Evidence(kind, pair[1], ("（二）", "（四）")), lang)
    assert "yunling#2" in bare
    assert ("（二）" in named and "（四）" in named) or kind == "truncated"
    assert "{" not in bare + named


def test_every_difference_of_the_fixture_ends_as_a_sentence() -> None:
    for told in duplicates().differences:
        assert difference_sentence(told, "en").endswith(".")
        assert difference_sentence(told, "zh").endswith("。")
