"""A page in, a visit out: the page open in the browser, and all that happened there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

HEIGHT = 900
WIDTHS = (360, 768, 1280)
"""A telephone, a tablet, a desk; pixels."""
PRINT_WIDTH = 673
"""Pixels between the margins of 16 mm of an A4 page, at 96 a inch."""
SCRIPTS = ("layout.js", "tables.js", "anchors.js")


@dataclass
class Visit:
    """A page open in the browser, and what happened there since."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    """Messages, errors of scripts and refusals of the security policy."""
    surprises: list[str] = field(default_factory=list)
    """Dialogs, windows, frames and downloads."""

    def look(
        self,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        media: Literal["screen", "print"] = "screen",
        opened: bool = False,
    ) -> Page:
        """The page at its beginning, as it shows under these conditions, details open or closed."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(media=media, color_scheme=scheme)
        self.page.evaluate(
            "opened => { for (const each of document.querySelectorAll('details'))"
            " each.open = opened; scrollTo(0, 0); document.activeElement.blur(); }",
            opened,
        )
        return self.page

    def ask(self, function: str, argument: object = None) -> Any:  # noqa: ANN401  # JSON
        """What a function of our scripts answers; the policy of the page does not bind us."""
        call = f"argument => {{ {_scripts()} return {function}(argument); }}"
        return self.page.evaluate(call, argument)


def visit_page(browser: Browser, path: Path, *, lawless: bool = False) -> Visit:
    """A page opened from its file, with everything recorded from the beginning.

    Parameters
    ----------
    lawless : bool
        Do not enforce the page's own policy.
    """
    page = browser.new_page(viewport={"width": WIDTHS[-1], "height": HEIGHT}, bypass_csp=lawless)
    visit = Visit(page, path.resolve().as_uri())
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.console.append(message.text))
    page.on("pageerror", lambda error: visit.console.append(str(error)))
    page.on("popup", lambda other: visit.surprises.append(f"a window: {other.url}"))
    page.on("frameattached", lambda frame: visit.surprises.append(f"a frame: {frame.url}"))
    page.on("download", lambda file: visit.surprises.append(f"a download: {file.url}"))

    def dismiss(dialog: Dialog) -> None:
        visit.surprises.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(visit.url)
    return visit


@cache
def _scripts() -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text("utf-8") for name in SCRIPTS)
