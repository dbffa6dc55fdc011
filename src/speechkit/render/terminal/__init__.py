"""A result in, what a reader sees on a terminal out: a Rich renderable for a given width.

The only package that knows Rich. Colour repeats what the words say. Nothing is cut
without a sign, and nothing from a speech can act on the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from speechkit.model import Lang, SplitResult
from speechkit.render.terminal.agreement import render_agreement
from speechkit.render.terminal.codebook import render_codebook
from speechkit.render.terminal.concordance import render_concordance
from speechkit.render.terminal.dedupe import render_dedupe
from speechkit.render.terminal.diff import render_diff
from speechkit.render.terminal.doctor import render_doctor
from speechkit.render.terminal.keywords import render_keywords
from speechkit.render.terminal.split import render_split
from speechkit.render.terminal.themes import render_themes
from speechkit.results import (
    Agreement,
    Codebook,
    Comparison,
    Concordance,
    Diagnosis,
    Duplicates,
    Emphasis,
    Keywords,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from speechkit.render import Result

DEFAULT_WIDTH = 80
"""Of a terminal nobody asked."""


def render(result: Result, *, lang: Lang, width: int = DEFAULT_WIDTH) -> RenderableType:
    """The page of a result.

    Parameters
    ----------
    width
        Cells of a line; the layout is chosen by it. Made for 60 and more.
    """
    match result:
        case SplitResult():
            return render_split(result, lang=lang, width=width)
        case Duplicates():
            return render_dedupe(result, lang=lang, width=width)
        case Comparison():
            return render_diff(result, lang=lang, width=width)
        case Keywords():
            return render_keywords(result, lang=lang, width=width)
        case Concordance():
            return render_concordance(result, lang=lang, width=width)
        case Emphasis():
            return render_themes(result, lang=lang, width=width)
        case Codebook():
            return render_codebook(result, lang=lang)
        case Agreement():
            return render_agreement(result, lang=lang)
        case Diagnosis():
            return render_doctor(result, lang=lang, width=width)
    assert_never(result)
