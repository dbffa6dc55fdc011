"""The page serves those who do not see it, see it differently, or use no mouse."""

from __future__ import annotations

from typing import Literal

import pytest

from browser.axe import violations
from browser.visiting import Visit

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit: Visit, width: int) -> None:
    assert violations(visit.look(width=width, opened=True)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_can_read_every_colour(
    visit: Visit, width: int, scheme: Literal["light", "dark"]
) -> None:
    assert violations(visit.look(width=width, scheme=scheme, opened=True), colours=True) == []


def test_axe_can_read_every_colour_on_paper(visit: Visit) -> None:
    assert violations(visit.look(media="print"), colours=True) == []


def test_the_keyboard_reaches_the_text_first_and_sees_where_it_is(visit: Visit) -> None:
    page = visit.look()
    page.keyboard.press("Tab")
    first = page.evaluate(
        "(({href, hash}) => ({hash, ...document.activeElement.getBoundingClientRect().toJSON()}))"
        "(document.activeElement)"
    )
    assert first["hash"] == "#main"
    assert first["width"] > 20
    assert first["height"] > 10
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_what_has_the_focus_is_outlined_and_in_view(visit: Visit) -> None:
    page = visit.look()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(e => ({name: e.outerHTML.slice(0, 80), outline: getComputedStyle(e).outlineStyle,"
            " width: parseFloat(getComputedStyle(e).outlineWidth),"
            " top: e.getBoundingClientRect().top, bottom: e.getBoundingClientRect().bottom}))"
            "(document.activeElement)"
        )
        assert seen["outline"] != "none", seen
        assert seen["width"] >= 2, seen
        assert seen["top"] < 900, seen
        assert seen["bottom"] > 0, seen
