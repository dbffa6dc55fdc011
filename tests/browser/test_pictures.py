"""Pictures of the pages, for eyes: kept in the folder that `SPEECHKIT_PICTURES` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from browser.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

PICTURES = "SPEECHKIT_PICTURES"
PIECE = 1600
"""Pixels of height that are seen well in one picture."""
LOOKS: dict[str, tuple[int, Literal["light", "dark"]]] = {
    "light": (1280, "light"),
    "dark": (1280, "dark"),
    "narrow": (360, "light"),
    "narrow-dark": (360, "dark"),
}
MAX_PIECES = 12


@pytest.fixture
def folder() -> Path:
    name = os.environ.get(PICTURES)
    if not name:
        pytest.skip(f"{PICTURES} names no folder for pictures")
    path = Path(name)
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_the_screen_are_kept(visit: Visit, look: str, folder: Path) -> None:
    width, scheme = LOOKS[look]
    page = visit.look(width=width, scheme=scheme)
    height = page.evaluate("document.documentElement.scrollHeight")
    name = Path(visit.url).stem
    for n, top in enumerate(range(0, height, PIECE)):
        if n < MAX_PIECES:
            clip: FloatRect = {
                "x": 0,
                "y": top,
                "width": width,
                "height": min(PIECE, height - top),
            }
            page.screenshot(path=folder / f"{name}-{look}-{n:02}.png", clip=clip, full_page=True)
    assert (folder / f"{name}-{look}-00.png").stat().st_size > 0


def test_the_printed_page_is_kept(visit: Visit, folder: Path) -> None:
    path = folder / f"{Path(visit.url).stem}.pdf"
    visit.look(media="print").pdf(path=path, prefer_css_page_size=True)
    assert path.stat().st_size > 0
