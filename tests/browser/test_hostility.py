"""What is in a speech stays text, whatever it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from browser.visiting import Visit, visit_page
from render.reports import HOSTILE
from speechkit.render.escape import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from browser.pages import Built

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section"),
    *("article", "footer", "div", "p", "h1", "h2", "h3", "h4", "ol", "ul", "li", "dl", "dt"),
    *("dd", "pre", "code", "a", "b", "br", "i", "small", "span", "strong", "mark", "ins", "s", "u"),
    *("q", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("figure", "figcaption", "svg", "desc", "path", "rect", "circle", "line", "g", "text"),
    *("abbr", "em", "del", "time", "hr", "aside", "colgroup", "col"),
}
"""What a page of ours may be made of; nothing here fetches or runs."""
ACTS = "[src], [srcset], [action], [data], [background], [ping], [formaction], [srcdoc]"


def test_only_harmless_elements_are_on_the_page(visit: Visit) -> None:
    page = visit.look()
    names = page.evaluate("[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]")
    assert set(names) <= ELEMENTS
    assert page.locator(ACTS).count() == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
        ".filter(name => name.startsWith('on'))"
    )
    assert page.evaluate(handlers) == []


def test_every_link_stays_on_the_page(visit: Visit) -> None:
    page = visit.look()
    hrefs = page.evaluate("[...document.querySelectorAll('[href]')].map(e => e.href)")
    assert hrefs
    assert all(href.startswith(f"{visit.url}#") for href in hrefs)
    assert page.locator("[target]").count() == 0


def test_nothing_that_is_not_seen_is_in_the_text(visit: Visit) -> None:
    text = visit.look().evaluate("document.body.textContent")
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text
    )


def test_nothing_runs_even_where_the_policy_is_not_enforced(
    browser: Browser, built: Callable[[str], Built]
) -> None:
    visit = visit_page(browser, built("hostile-en").path, lawless=True)
    visit.look(opened=True)
    visit.page.close()
    assert visit.requests == [visit.url]
    assert visit.console == []
    assert visit.surprises == []


def test_what_is_hostile_is_read_as_it_was_written(visits: Callable[[str], Visit]) -> None:
    text = visits("hostile-en").look(opened=True).evaluate("document.body.innerText")
    for attack in HOSTILE:
        assert visible(attack) in text
    assert "<U+202E>倒写<U+202C>" in text
