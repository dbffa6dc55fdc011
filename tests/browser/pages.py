"""The name of a page in, its file and the JSON of the same figures out.

A name is a source and a language, as in `corpus-en`. The pages of files are made by the
command, as users make them; the others of reports built by hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factories import CORPUS, real_path
from render.reports import REPORTS
from speechkit.render.html import to_html
from speechkit.render.json import to_json

if TYPE_CHECKING:
    from speechkit.model import Lang

PAGES = ("corpus-en", "corpus-zh", "real-en", "real-zh", "many-zh", "small-en", "hostile-en")
COMPARED = ("corpus-en", "corpus-zh", "real-en", "many-zh", "small-en")
"""Pages whose figures are compared with the JSON: both languages, and the wide tables."""
COMMANDS = {
    "split": ("split",),
    "dedupe": ("dedupe", "--explain", "--passages"),
    "keywords": ("keywords",),
    "themes": ("themes",),
}


@dataclass(frozen=True)
class Built:
    """A page and where its figures come from."""

    path: Path
    source: Path | str
    """A file, or the name of a report built by hand."""
    lang: Lang

    @cached_property
    def json(self) -> dict[str, Any]:
        """What each command prints of the same source."""
        if isinstance(self.source, Path):
            return _printed(self.source)
        report = REPORTS[self.source]()
        return {
            "split": json.loads(to_json(report.split)),
            "dedupe": json.loads(to_json(report.duplicates)),
            "keywords": json.loads(to_json(report.keywords)),
            "themes": json.loads(to_json(report.emphasis)),
        }


def build(page: str, folder: Path) -> Built:
    """The page written into a folder; skips the test where its source is not at hand."""
    name, _, lang = page.partition("-")
    path = folder / f"{page}.html"
    if name in REPORTS:
        html = to_html(REPORTS[name](), lang=_lang(lang))
        path.write_bytes(html.encode())
        return Built(path, name, _lang(lang))
    source = real_path() if name == "real" else CORPUS
    run("report", "--lang", lang, "-o", path, source)
    return Built(path, source, _lang(lang))


def run(*arguments: str | Path) -> bytes:
    """What a command prints as JSON, or nothing where it writes a file."""
    form = () if "report" in arguments else ("--format", "json")
    command = [sys.executable, "-m", "speechkit", *map(str, arguments), *form, "--quiet"]
    return subprocess.run(command, capture_output=True, check=True, env=os.environ).stdout


@cache
def _printed(source: Path) -> dict[str, Any]:
    return {name: json.loads(run(*command, source)) for name, command in COMMANDS.items()}


def _lang(name: str) -> Lang:
    return "zh" if name == "zh" else "en"
