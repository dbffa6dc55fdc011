"""Where something stands in all speeches, and which speech has a line."""

from __future__ import annotations

import pytest

from browse.desk import report
from factories import corpus, document, speech
from speechkit.browse.searching import find, marks_of, speech_of_line

SPEECHES = corpus().speeches


def test_every_place_is_found_with_its_line_and_what_stands_around_it() -> None:
    hits = find(SPEECHES, "项目")
    assert len(hits) == sum(speech.text.count("项目") for speech in SPEECHES)
    for hit in hits:
        own = SPEECHES[hit.speech]
        assert own.document.quote(hit.span) == "项目"
        assert own.document.line(hit.span.start) == hit.line
        assert hit.text == "项目"


@pytest.mark.parametrize("wanted", ["gdp增长", "ＧＤＰ增长", " GDP增长 "])
def test_case_and_width_make_no_difference(wanted: str) -> None:
    (hit,) = find([speech("同志们：今年ＧＤＰ增长百分之五。")], wanted)
    assert hit.text == "ＧＤＰ增长"


@pytest.mark.parametrize("wanted", ["", "  ", "没有的词"])
def test_nothing_is_found_of_what_is_blank_or_not_there(wanted: str) -> None:
    assert find(SPEECHES, wanted) == ()


def test_signs_of_expressions_are_taken_as_they_stand() -> None:
    (hit,) = find([speech("同志们：完成5.37亿元（[/]）和5x37。")], "5.37亿元（[")
    assert hit.line == 1


def test_a_line_end_inside_makes_no_difference() -> None:
    torn = SPEECHES[0]
    places = [torn.view.view_offset(r.span.start) for r in torn.repaired if r.kind == "line_break"]
    around = [torn.text[at - 4 : at + 4] for at in places]
    wanted = next(text for text in around if "\n" not in text)
    (hit,) = find([torn], wanted)
    assert "\n" in torn.document.quote(hit.span)
    assert hit.text == wanted


def test_the_places_in_one_speech_are_its_marks() -> None:
    hits = find(SPEECHES, "项目")
    marks = marks_of(hits, 1)
    assert len(marks) == SPEECHES[1].text.count("项目")
    assert {mark.kind for mark in marks} == {"found"}


def test_every_line_of_the_document_belongs_to_the_speech_that_has_it() -> None:
    for number, own in enumerate(SPEECHES):
        for line in (own.lines[0], own.lines[1]):
            found = speech_of_line(SPEECHES, own.document, line)
            assert found is not None
            assert found[0] == number
            assert own.document.line(found[1]) == line


@pytest.mark.parametrize("line", [0, -3, 10_000])
def test_there_is_no_way_to_a_line_that_is_not_there(line: int) -> None:
    assert speech_of_line(SPEECHES, SPEECHES[0].document, line) is None


def test_lines_of_a_document_without_speeches_lead_nowhere() -> None:
    assert speech_of_line(SPEECHES, document("开会。"), 1) is None


def test_the_report_has_the_speeches_in_this_order() -> None:
    assert [each.id for each in report().split.speeches] == [each.id for each in SPEECHES]
