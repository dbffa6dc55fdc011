"""What a coder sees of a paragraph: within any width, in colour and without."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rich.cells import cell_len

from render.factory import THEMES, lone_speech
from render.screens import drawn
from speechkit.render.terminal.label import Groups, render_question, theme_names
from speechkit.results import SampledParagraph, Theme

GROUPS: Groups = (("Works", THEMES[:1]), ("Society", THEMES[1:]))
HOSTILE = "[/b][red]\x1b[2J\u202e修路\u200b " + "很长的话，" * 200
PARAGRAPHS = ("前面一段。", HOSTILE, "[b]后面一段。")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def question(
    width: int,
    *,
    groups: Groups = GROUPS,
    given: tuple[str, ...] | None = None,
    colour: bool = False,
) -> str:
    """The middle one of three paragraphs as it is asked about."""
    speech = lone_speech(title=HOSTILE, text="\n".join(PARAGRAPHS))
    found = SampledParagraph(speech, speech.paragraphs()[1])
    page = render_question(
        found, groups, place=(3, 1_200), n_labelled=2, given=given, lang="en", width=width
    )
    return drawn(page, width, colour=colour)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_a_question_keeps_within_its_width_and_shows_no_control(width: int) -> None:
    page = question(width, given=("education",))
    assert max(map(cell_len, page.split("\n"))) <= width
    assert {c for c in page if unicodedata.category(c) in {"Cc", "Cf"}} == {"\n"}


def test_a_paragraph_is_shown_whole_in_full_lines_and_none_begins_with_a_comma() -> None:
    page = question(80)
    lines = [line.rstrip() for line in page.split("\n")]
    start = next(n for n, line in enumerate(lines) if line.startswith("[/b][red]<U+001B>[2J"))
    shown = lines[start : lines.index("", start)]
    assert "".join(shown).count("很长的话，") == 200
    assert all(80 - len("话，") * 2 <= cell_len(line) <= 80 for line in shown[:-1])
    assert not any(line.startswith("，") for line in shown)
    assert "  前面一段。" in lines
    assert "  [b]后面一段。" in lines
    assert "Paragraph 3 of 1,200, 2 labelled" in lines


@pytest.mark.parametrize("width", [40, 80])
def test_colour_adds_nothing_that_is_not_said(width: int) -> None:
    coloured = question(width, colour=True)
    assert "\x1b[" in coloured
    assert ANSI.sub("", coloured) == question(width)


def test_themes_are_numbered_through_and_none_is_broken_that_fits_a_line() -> None:
    for width in (44, 60, 80):
        lines = [line.strip() for line in question(width).split("\n")]
        items = [item for line in lines for item in re.split(r"  +|: +", line)]
        numbered = [f"{n} {theme.en}" for n, theme in enumerate(THEMES, 1)]
        assert [item for item in items if item in numbered] == numbered


def test_a_theme_of_others_cannot_act_on_the_terminal() -> None:
    odd = (("\x1b[31m[b]", [Theme("a", "甲", "\x1b[2J[red]", "g")]),)
    page = question(80, groups=odd, given=("a",))
    assert "<U+001B>[31m[b]:  1 <U+001B>[2J[red]" in page
    assert "Labelled already: 1 <U+001B>[2J[red]; Enter keeps that." in page


def test_names_of_themes_carry_their_numbers() -> None:
    assert theme_names(("culture", "projects"), GROUPS, "zh") == (
        "4 文化旅游体育；1 项目建设与投资"
    )
    assert theme_names((), GROUPS, "en") == "no theme"
