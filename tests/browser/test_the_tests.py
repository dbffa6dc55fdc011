"""What the tests of this folder look for, they find: on a page that has every fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.axe import violations
from browser.visiting import Visit, visit_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FAULTY = Path(__file__).with_name("faulty.html")
FOUND = (
    "scrollsAcross: the page is",
    "overflowing: “words that leave their box” leaves p.narrow",
    "clipped: p.cut hides a part of “words that are cut off”",
    "overlapping: “words below” and “words above”",
    "unreachable: div.box",
)


@pytest.mark.parametrize("fault", FOUND)
def test_a_fault_of_the_layout_is_found(faulty: Visit, fault: str) -> None:
    faulty.look()
    assert any(found.startswith(fault) for found in faulty.ask("onScreen"))


def test_what_runs_without_a_policy_is_heard_of(browser: Browser) -> None:
    visit = visit_page(browser, FAULTY, lawless=True)
    visit.page.close()
    assert "a dialog: 1" in visit.surprises
    assert "https://example.invalid/x.png" in visit.requests


def test_what_the_policy_refuses_is_heard_of(faulty: Visit) -> None:
    assert sum("Content Security Policy" in message for message in faulty.console) >= 2


def test_links_to_nowhere_to_what_is_hidden_and_out_are_found(faulty: Visit) -> None:
    faulty.look()
    assert faulty.ask("follow")["faults"] == [
        "https://example.invalid/ leaves the page",
        "#nowhere leads nowhere",
        "#gone is hidden",
    ]


def test_what_breaks_a_rule_of_axe_is_found(faulty: Visit) -> None:
    page = faulty.look()
    assert any(found.startswith("button-name") for found in violations(page))
    pale = [found for found in violations(page, colours=True) if "too pale" in found]
    assert [found.split(":")[0] for found in pale] == ["color-contrast"]
