"""Sections and paragraphs add up their sentences."""

from __future__ import annotations

import pytest

from speechkit.results import SectionEmphasis, SpeechEmphasis
from speechkit.themes import EmphasisOptions, measure_emphasis
from themes.making import DISCIPLINE, FARMING, ROADS, SCHOOLS, THANKS, speech

TITLES = ((1, "一、种好粮食"), (2, "（一）修好水渠"), (2, "（二）卖好蔬菜"), (1, "二、严明纪律"))
TEXT = "\n".join(
    [
        THANKS,
        TITLES[0][1],
        TITLES[1][1],
        ROADS * 3,
        TITLES[2][1],
        FARMING * 6,
        TITLES[3][1],
        DISCIPLINE * 4,
    ]
)


def measured() -> SpeechEmphasis:
    return measure_emphasis([speech(TEXT, headings=TITLES)]).speeches[0]


def heaviest(section: SectionEmphasis) -> str:
    return section.themes[0][0]


def test_each_heading_of_the_first_two_levels_makes_a_section() -> None:
    sections = measured().sections
    assert [(s.level, s.title) for s in sections] == list(TITLES)
    assert [heaviest(section) for section in sections] == [
        "agriculture",
        "infrastructure",
        "agriculture",
        "integrity",
    ]


def test_a_section_holds_those_below_it_and_ends_before_the_next() -> None:
    whole, first, second, last = measured().sections
    assert whole.span.start < first.span.start < first.span.end <= second.span.start
    assert second.span.end == whole.span.end <= last.span.start
    assert whole.n_chars == first.n_chars + second.n_chars + len(TITLES[0][1])
    assert TEXT[last.span.start : last.span.end] == TEXT[TEXT.index("二、") :]
    assert last.lines == (7, 8)


def test_the_shares_of_a_section_leave_framing_out() -> None:
    for section in measured().sections:
        shares = [share for _, share in section.themes]
        assert "framing" not in dict(section.themes)
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1, abs=0.2)


def test_a_speech_without_headings_has_no_sections() -> None:
    assert measure_emphasis([speech(SCHOOLS * 20)]).speeches[0].sections == ()


def test_paragraphs_add_up_their_sentences() -> None:
    result = measure_emphasis(
        [speech(TEXT, headings=TITLES)], options=EmphasisOptions(passages=True)
    )
    assert len(result.paragraphs) == len(TEXT.split("\n"))
    for paragraph in result.paragraphs:
        inside = [
            passage
            for passage in result.passages
            if paragraph.span.start <= passage.span.start < paragraph.span.end
        ]
        sizes = [len("".join(TEXT[p.span.start : p.span.end].split())) for p in inside]
        for theme, share in paragraph.themes:
            chars = sum(
                dict(p.themes).get(theme, 0) * n for p, n in zip(inside, sizes, strict=True)
            )
            assert share == pytest.approx(chars / sum(sizes))
