"""Which paragraphs a person is asked about, and what is known of them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from factories import corpus
from speechkit.dedupe import find_duplicates
from speechkit.model import Span, Speech
from speechkit.results import Label, SampledParagraph, text_digest
from speechkit.themes.sample import MIN_CHARS, sample_paragraphs
from themes.making import FARMING, HOSPITALS, ROADS, SCHOOLS, speech, versions

LESSONS = SCHOOLS * 2
TEXT = "\n".join((FARMING, HOSPITALS, "同志们：", ROADS, LESSONS))
SPEECHES = tuple(speech(TEXT, id_) for id_ in ("a", "b", "c", "d"))


def places(sample: tuple[SampledParagraph, ...]) -> list[tuple[str, Span]]:
    return [(found.speech.id, found.span) for found in sample]


def test_short_paragraphs_are_not_asked_about() -> None:
    texts = {found.text for found in sample_paragraphs(SPEECHES)}
    assert texts == {FARMING, HOSPITALS, ROADS, LESSONS}
    edge = "县" * MIN_CHARS
    assert [f.text for f in sample_paragraphs([speech(f"{edge}\n 县　{edge[2:]}")])] == [edge]


def test_each_speech_is_asked_about_once_before_one_is_asked_about_twice() -> None:
    sample = sample_paragraphs((*SPEECHES, speech(FARMING, "e")))
    ids = [found.speech.id for found in sample]
    assert sorted(ids[:5]) == ["a", "b", "c", "d", "e"]
    assert set(Counter(ids[:9]).values()) == {1, 2}
    assert len(sample) == len(set(places(sample))) == 17


@given(st.permutations(SPEECHES), st.integers(0, 2**31))
def test_the_order_of_the_sources_draws_nothing_else(shuffled: list[Speech], seed: int) -> None:
    assert places(sample_paragraphs(shuffled, seed=seed)) == places(
        sample_paragraphs(SPEECHES, seed=seed)
    )


def test_another_seed_draws_others() -> None:
    assert places(sample_paragraphs(SPEECHES, seed=1)) != places(sample_paragraphs(SPEECHES))


def test_what_is_drawn_is_the_same_in_every_version() -> None:
    # A sample that changes would ask people anew about what they have labelled.
    first = [(found.speech.id, found.span.start) for found in sample_paragraphs(SPEECHES)[:6]]
    assert first == [("c", 73), ("d", 73), ("a", 105), ("b", 73), ("c", 36), ("d", 105)]


def test_a_text_is_asked_about_once() -> None:
    found = sample_paragraphs(SPEECHES, groups=[versions(SPEECHES[1], SPEECHES[0], SPEECHES[3])])
    assert {each.speech.id for each in found} == {"b", "c"}


def test_paragraphs_lie_in_their_documents_as_they_read() -> None:
    speeches = corpus().speeches
    sample = sample_paragraphs(speeches, groups=find_duplicates(speeches).groups)
    assert len(sample) == 81
    for found in random.Random(3).sample(sample, 20):  # noqa: S311 # any twenty will do
        document = found.speech.document
        assert document.lines(found.span) == found.lines
        assert text_digest(document.quote(found.span)) == found.digest
        assert found.before.strip() == found.before != found.text
        paragraphs = found.speech.text.split("\n")
        n = paragraphs.index(found.text)
        assert found.after == "".join(paragraphs[n + 1 : n + 2])


def test_a_paragraph_stands_under_the_headings_before_it_and_not_under_its_own() -> None:
    # Marks inside the line of 基础 head nothing that comes after it.
    text = (
        "一、产业\n（一）种养\n基础。一是粮食。二是蔬菜。\n"
        f"{FARMING}\n（二）{HOSPITALS}\n二、建设\n{ROADS}"
    )
    outline = (
        *((1, "一、产业"), (2, "（一）种养"), (3, "一是粮食"), (3, "二是蔬菜")),
        *((2, "（二）"), (1, "二、建设")),
    )
    made = speech(text, headings=outline)
    titles = {
        found.text: [item.title for item in found.headings] for found in sample_paragraphs([made])
    }
    assert titles == {
        FARMING: ["一、产业", "（一）种养"],
        f"（二）{HOSPITALS}": ["一、产业"],
        ROADS: ["二、建设"],
    }


def test_the_first_paragraph_has_none_before_it_and_the_last_none_after() -> None:
    by_text = {found.text: found for found in sample_paragraphs([SPEECHES[0]])}
    assert (by_text[FARMING].before, by_text[FARMING].after) == ("", HOSPITALS)
    assert (by_text[ROADS].before, by_text[ROADS].after) == ("同志们：", LESSONS)
    assert by_text[LESSONS].after == ""


def test_a_label_is_of_the_paragraph_whose_place_or_lines_it_names() -> None:
    (found, *_) = sample_paragraphs([SPEECHES[0]])
    line = found.lines[0]
    assert found.label("li", ("health",)) == Label(
        "li", "a", found.span, (line, line), ("health",), found.digest
    )
    assert found.label("li", ()).place == found.place
    by_line = Label("li", "a", None, (line, line), ())
    assert found.holds_lines(by_line)
    assert not found.holds_lines(replace(by_line, speech="b"))
    assert not found.holds_lines(replace(by_line, lines=(line, line + 1)))
    assert not found.holds_lines(replace(by_line, lines=(line - 1, line)))


def test_white_space_does_not_change_a_digest_and_a_character_does() -> None:
    assert text_digest(FARMING) == text_digest(FARMING.replace("，", "，\r\n　"))
    assert text_digest(FARMING) != text_digest(FARMING.replace("三", "四"))
