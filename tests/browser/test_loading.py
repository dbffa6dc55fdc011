"""The pages load in a real browser, alone and in silence, and every link leads somewhere."""

from __future__ import annotations

from browser.visiting import Visit


def test_the_page_asks_for_nothing_but_itself_and_says_nothing(visit: Visit) -> None:
    visit.look(opened=True)
    assert visit.requests == [visit.url]
    assert visit.console == []
    assert visit.surprises == []


def test_every_link_leads_to_a_place_that_is_seen(visit: Visit) -> None:
    visit.look()
    followed = visit.ask("follow")
    assert followed["faults"] == []
    assert followed["n"] > 10
    assert visit.requests == [visit.url]
    assert visit.surprises == []


def test_a_click_on_a_link_moves_the_page(visit: Visit) -> None:
    page = visit.look()
    page.get_by_role("navigation").first.get_by_role("link").last.click()
    assert page.evaluate("scrollY") > 0
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") >= 0
