"""A page in, out what axe-core finds wrong with it for those who see or move differently."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

COLOURS = "color-contrast"


def violations(page: Page, *, colours: bool = False) -> list[str]:
    """What breaks a rule of axe-core, one sentence an element.

    Parameters
    ----------
    colours : bool
        Only the rule on contrast, which takes most of the time and is tried on two elements of
        each look. Otherwise every other rule.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_program())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if colours:
        options["runOnly"] = [COLOURS]
    else:
        options["rules"] = {COLOURS: {"enabled": False}}
    found: list[str] = page.evaluate(_RUN, [colours, options])
    return found


_RUN = (Path(__file__).with_name("axe.js")).read_text("utf-8")


@cache
def _program() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
