"""One browser for all tests, one visit to each page; skips where no browser is at hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.pages import PAGES, Built, build
from browser.visiting import Visit, visit_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # in a container there is no sandbox; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    library = pytest.importorskip(
        "playwright.sync_api", reason="playwright is missing; pip install 'speechkit[browser]'"
    )
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium is installed (on Debian: apt-get install chromium fonts-noto-cjk)")
    with library.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """What `build` makes of a page's name, each made once."""
    folder = tmp_path_factory.mktemp("pages")
    return cache(lambda page: build(page, folder))


@pytest.fixture(scope="session")
def visits(browser: Browser, built: Callable[[str], Built]) -> Callable[[str], Visit]:
    """The visit to a page by its name, each page loaded once."""
    return cache(lambda page: visit_page(browser, built(page).path))


@pytest.fixture(scope="session", params=PAGES)
def visit(request: pytest.FixtureRequest, visits: Callable[[str], Visit]) -> Visit:
    return visits(request.param)


@pytest.fixture(scope="session")
def faulty(browser: Browser) -> Visit:
    """A page with every fault that these tests look for."""
    return visit_page(browser, Path(__file__).with_name("faulty.html"))
