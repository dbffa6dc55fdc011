"""Every screen at every width: as agreed, aligned, within the width, and without colour whole."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style

from golden import GoldenCheck
from render.factory import all_results, lone_speech
from render.screens import SCREENS, WIDTHS, console_of, drawn
from speechkit.model import Lang
from speechkit.render.terminal import render
from speechkit.render.terminal.styles import LESS_STYLE, MORE_STYLE, STYLES

LANGS: tuple[Lang, ...] = get_args(Lang)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
NO_STYLES = frozenset({Style.null(), Style.parse("none")})
Rgb = tuple[float, float, float]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_agreed_at_every_width(
    name: str, lang: Lang, check_golden: GoldenCheck
) -> None:
    pages = []
    for width in WIDTHS:
        shown = drawn(SCREENS[name](lang, width), width)
        lines = [line.rstrip() for line in shown.splitlines()]
        pages.append("\n".join([f"{f' {width} ':=^{width}}", *lines, ""]))
    check_golden(f"{name}.{lang}.txt", "\n".join(pages))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_passes_the_edge(name: str, lang: Lang) -> None:
    for width in (40, *WIDTHS):
        lines = drawn(SCREENS[name](lang, width), width).splitlines()
        assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_begins_with_a_sign_that_ends_or_is_one_character(name: str, lang: Lang) -> None:
    odd = re.compile(r" *([，。；：、！？）》」』】].*|[^\x00-\x7f…] *)")
    for width in WIDTHS:
        lines = drawn(SCREENS[name](lang, width), width).splitlines()
        assert [line for line in lines if odd.fullmatch(line)] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SCREENS)
def test_a_gbk_console_can_show_every_sign(name: str, lang: Lang) -> None:
    for width in WIDTHS:
        page = drawn(SCREENS[name](lang, width), width)
        assert page.encode("gbk").decode("gbk") == page


# -------------------------------------------------------------------------------- colour


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_colour_adds_nothing_that_is_not_said(name: str, width: int) -> None:
    page = SCREENS[name]("en", width)
    assert ANSI.sub("", drawn(page, width, colour=True)) == drawn(page, width)


@pytest.mark.parametrize("name", SCREENS)
def test_every_colour_has_its_meaning(name: str) -> None:
    known = {Style.parse(style) for style in STYLES} | NO_STYLES
    for width in WIDTHS:
        console = console_of(width, colour=True)
        used = {segment.style for segment in console.render(SCREENS[name]("en", width))}
        assert {style for style in used if style and style not in known} == set()


def test_every_meaning_is_used() -> None:
    used: set[Style | None] = set()
    for screen in SCREENS.values():
        console = console_of(120, colour=True)
        used |= {segment.style for segment in console.render(screen("en", 120))}
    assert {Style.parse(style) for style in STYLES} - used == set()


@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_colour_can_be_read_on_a_white_and_on_a_black_ground(style: str) -> None:
    parsed = Style.parse(style)
    ink = _rgb(parsed.color) if parsed.color else None
    grounds = [_rgb(parsed.bgcolor)] if parsed.bgcolor else [BLACK, WHITE]
    assert all(_contrast(ink, ground) >= 3.5 for ground in grounds if ink)


@pytest.mark.parametrize("blindness", ["none", "protanopia", "deuteranopia"])
def test_less_and_more_are_told_apart_by_who_does_not_tell_red_from_green(blindness: str) -> None:
    less, more = (_seen(_rgb(Style.parse(x).color), blindness) for x in (LESS_STYLE, MORE_STYLE))
    apart = sum((a - b) ** 2 for a, b in zip(less, more, strict=True)) ** 0.5
    assert apart > 120


def _rgb(color: Color | None) -> Rgb:
    assert color is not None
    red, green, blue = color.get_truecolor()
    return red, green, blue


_SEEN = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""Machado, Oliveira & Fernandes (2009), severity 1."""


def _seen(color: Rgb, blindness: str) -> Rgb:
    linear = [_linear(channel) for channel in color]
    mixed = [sum(w * x for w, x in zip(row, linear, strict=True)) for row in _SEEN[blindness]]
    red, green, blue = (255 * min(max(x, 0.0), 1.0) ** (1 / 2.2) for x in mixed)
    return red, green, blue


def _linear(channel: float) -> float:
    """WCAG 2.2."""
    x = channel / 255
    return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4


def _contrast(a: Rgb, b: Rgb) -> float:
    """WCAG 2.2."""
    lights = sorted(
        0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
        for red, green, blue in (a, b)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


# ------------------------------------------------------------------------------ many of them


@pytest.mark.parametrize("n", [13, 40, 1000])
def test_many_speeches_with_long_names_keep_within_the_width(n: int) -> None:
    long = "archive/2031-03/县人民政府第{}次全体会议讲话材料汇编（送审稿）"
    title = "在县人民政府全体会议和安全生产电视电话会议上的讲话" * 3
    results = all_results([lone_speech(long.format(i), title=title) for i in range(n)])
    for width in (60, 200):
        for result in results:
            shown = drawn(render(result, lang="zh", width=width), width)
            assert max(map(cell_len, shown.splitlines())) <= width
            assert width < 200 or "第0次" in shown
