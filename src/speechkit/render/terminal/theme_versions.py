"""Versions of one text in; what the cut did to the themes, and whether it was even-handed, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table

from speechkit.model import Lang
from speechkit.render.cuts import Cut, cut_sentences, cuts_of
from speechkit.render.labels import label, number, percent, sentence
from speechkit.render.terminal.draw import (
    Column,
    figure,
    further,
    heading,
    id_cell,
    plain,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.render.terminal.theme_contrasts import TOLD
from speechkit.render.terminal.theme_shares import theme_name
from speechkit.results import Emphasis, ThemeCut

MAX_DETAILED = 6
"""Pairs of versions with a table of their own; past it a line each."""
MAX_VERSIONS = 40
N_CUTS = 8
"""Themes of a pair that are shown."""


def render_versions(result: Emphasis, lang: Lang) -> Iterator[RenderableType]:
    """A part for each two versions, or a table of many."""
    told = cuts_of(result)
    if len(told) > MAX_DETAILED:
        yield _overview(told, lang)
        return
    for n, cut in enumerate(told):
        title = heading(label("themes.cuts", lang)) if n == 0 else None
        yield stack(title, *_told(cut, lang))


# ---------------------------------------------------------------------------- one pair


def _told(cut: Cut, lang: Lang) -> Iterator[RenderableType | None]:
    yield from map(plain, cut_sentences(cut, lang))
    if cut.verdict == "nothing":
        return
    ranked = cut.ranked
    yield _table(cut, ranked[:N_CUTS], lang)
    yield further(len(ranked) - N_CUTS, lang)
    if cut.contrasts:
        yield plain(sentence("themes.cut.note", lang, mark=TOLD), FAINT_STYLE)


def _table(cut: Cut, shown: Iterable[ThemeCut], lang: Lang) -> Table:
    columns = [
        Column(label("theme", lang)),
        figure(label("themes.before", lang)),
        figure(label("themes.after", lang)),
        *([figure(label("themes.even", lang))] if cut.contrasts else []),
        figure(label("themes.removed", lang)),
        Column("", whole=True),
    ]
    rows = (
        [
            plain(theme_name(each.theme, lang)),
            plain(percent(each.whole)),
            plain(percent(each.part)),
            *([plain(_even(cut, each))] if cut.contrasts else []),
            plain(percent(each.removed_fraction)),
            plain(TOLD if cut.is_told(each) else ""),
        ]
        for each in shown
    )
    return table(columns, rows)


def _even(cut: Cut, each: ThemeCut) -> str:
    even = cut.even_range(each)
    return "-".join(percent(end).rstrip("%") for end in even) if even else "-"


# ---------------------------------------------------------------------------- many pairs


def _overview(told: Sequence[Cut], lang: Lang) -> RenderableType:
    columns = [
        Column(label("themes.whole", lang)),
        Column(label("themes.part", lang)),
        figure(label("themes.removed", lang)),
        Column(label("themes.verdict", lang)),
    ]
    rows = [
        [
            id_cell(cut.versions.whole, lang),
            id_cell(cut.versions.part, lang),
            plain(percent(cut.versions.removed_fraction)),
            plain(label(f"themes.verdict.{cut.verdict}", lang)),
        ]
        for cut in told[:MAX_VERSIONS]
    ]
    untested = any(cut.verdict == "untested" for cut in told)
    return stack(
        heading(label("themes.cuts", lang)),
        plain(sentence("themes.cuts.many", lang, n=number(len(told), lang))),
        table(columns, rows),
        further(len(told) - MAX_VERSIONS, lang),
        plain(label("themes.cuts.untested", lang), FAINT_STYLE) if untested else None,
    )
