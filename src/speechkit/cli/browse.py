"""`speechkit browse`: speeches, versions, keywords and themes to walk through with the keyboard."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from speechkit.cli.options import (
    Encoding,
    IdColumn,
    Lang,
    Language,
    LookInside,
    Quiet,
    Sources,
    TextColumn,
)
from speechkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from speechkit.model import SplitResult
    from speechkit.results import Report


def browse(
    sources: Sources,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Walk through speeches, what is marked in them, their versions and themes, by the keyboard.

    Example: speechkit browse collection.txt
    """
    from speechkit.cli.next_step import Asked, after_browse, tell
    from speechkit.cli.reading import ReadOptions, read

    check_terminal()
    from speechkit.browse.app import Workbench

    options = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    reading = read(sources, options, quiet=quiet)
    workbench = Workbench(reading.split, analyses(reading.split, lang), lang.value)
    workbench.run()
    if workbench.failure is not None:
        raise workbench.failure
    tell(after_browse(Asked(sources, options)), lang.value, quiet=quiet)
    reading.finish()


def check_terminal() -> None:
    """Refuse what cannot be: without Textual, or without somebody who presses keys.

    Raises
    ------
    UsageError
        Before anything is read.
    """
    if find_spec("textual") is None:
        raise UsageError("browse needs Textual; pip install 'speechkit[browse]'")
    is_drawn_on = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not (sys.stdin.isatty() and is_drawn_on):
        raise UsageError("browse needs a terminal; report -o FILE puts the same on a page")


def analyses(split: SplitResult, lang: Language) -> Callable[[Callable[[str], None]], Report]:
    """What makes the report of speeches, telling in words how far it is."""

    def analyse(tell: Callable[[str], None]) -> Report:
        from speechkit.cli.progress import phase_line
        from speechkit.files.cache import load_background
        from speechkit.report import build_report

        return build_report(
            split,
            background=load_background(),
            within=lambda what, n, n_all: tell(phase_line(what, n, n_all, lang.value)),
        )

    return analyse
