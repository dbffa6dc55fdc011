"""Nothing overlaps, is cut or needs the page to be scrolled across, on any screen and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest

from browser.visiting import PRINT_WIDTH, WIDTHS, Visit


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_has_room_on_the_screen(visit: Visit, width: int) -> None:
    visit.look(width=width, opened=True)
    assert visit.ask("onScreen") == []


def test_everything_has_room_on_paper(visit: Visit) -> None:
    visit.look(width=PRINT_WIDTH, media="print")
    assert visit.ask("onPaper") == []


@pytest.mark.parametrize("name", ["corpus-zh", "real-en", "many-zh", "hostile-en"])
def test_the_printed_pages_hold_all_their_text(name: str, visits: Callable[[str], Visit]) -> None:
    page = visits(name).look(media="print")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    try:
        outside = [n for n, sheet in enumerate(document, start=1) if _text_leaves(sheet)]
        assert len(document) > 1
    finally:
        document.close()
    assert outside == []


def _text_leaves(sheet: pypdfium2.PdfPage) -> bool:
    width, height = sheet.get_size()
    text = sheet.get_textpage()
    boxes = [text.get_rect(n) for n in range(text.count_rects())]
    return any(
        left < 0 or bottom < 0 or right > width or top > height
        for left, bottom, right, top in boxes
    )
