"""Versions of one text in; what the cut did to the themes, and whether it was even-handed, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from rich.console import RenderableType
from rich.table import Table

from speechkit.model import Lang
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
from speechkit.results import Contrast, Emphasis, ThemeCut, VersionEmphasis

MAX_DETAILED = 6
"""Pairs of versions with a table of their own; past it a line each."""
MAX_VERSIONS = 40
N_CUTS = 8
"""Themes of a pair that are shown."""

Verdict = Literal["nothing", "even", "uneven", "short", "untested"]
_Contrasts = Mapping[str, Contrast]
"""Of one pair, whole less part, by id of the theme."""


def render_versions(result: Emphasis, lang: Lang) -> Iterator[RenderableType]:
    """A part for each two versions, or a table of many."""
    if not result.versions:
        return
    told = [(versions, _contrasts_of(versions, result)) for versions in result.versions]
    if len(told) > MAX_DETAILED:
        yield _overview(told, result, lang)
        return
    for n, (versions, contrasts) in enumerate(told):
        title = heading(label("themes.cuts", lang)) if n == 0 else None
        yield stack(title, *_cut(versions, contrasts, result, lang))


def _contrasts_of(versions: VersionEmphasis, result: Emphasis) -> dict[str, Contrast]:
    pair = {versions.whole.id, versions.part.id}
    return {
        contrast.theme.id: contrast if contrast.a.id == versions.whole.id else _turned(contrast)
        for contrast in result.contrasts
        if contrast.kind == "versions" and contrast.b and {contrast.a.id, contrast.b.id} == pair
    }


def _turned(contrast: Contrast) -> Contrast:
    """The ends of the interval as they are when the sides change places."""
    return replace(
        contrast, difference=-contrast.difference, low=-contrast.high, high=-contrast.low
    )


def _verdict(versions: VersionEmphasis, contrasts: _Contrasts, result: Emphasis) -> Verdict:
    if not versions.removed_fraction > 0:
        return "nothing"
    if any(contrast.distinguishable for contrast in contrasts.values()):
        return "uneven"
    pair = {versions.whole.id, versions.part.id}
    if any(not entry.sufficient for entry in result.speeches if entry.speech.id in pair):
        return "short"
    return "even" if contrasts else "untested"


# ---------------------------------------------------------------------------- one pair


def _cut(
    versions: VersionEmphasis, contrasts: _Contrasts, result: Emphasis, lang: Lang
) -> Iterator[RenderableType | None]:
    verdict = _verdict(versions, contrasts, result)
    named = {"whole": versions.whole.id, "part": versions.part.id}
    if verdict == "nothing":
        yield plain(sentence("themes.cut.nothing", lang, **named))
        return
    removed = percent(versions.removed_fraction)
    yield plain(sentence("themes.cut", lang, removed=removed, **named))
    if verdict == "uneven":
        yield plain(_uneven(versions, contrasts, lang))
    else:
        pair = f"{versions.whole.id},{versions.part.id}"
        yield plain(sentence(f"themes.cut.{verdict}", lang, pair=pair))
    cuts = [cut for cut in versions.themes if cut.whole > 0 or cut.part > 0]
    ranked = sorted(cuts, key=lambda cut: (not _is_told(cut, contrasts), -_change(cut)))
    yield _table(ranked[:N_CUTS], contrasts, lang)
    yield further(len(ranked) - N_CUTS, lang)
    if contrasts:
        yield plain(sentence("themes.cut.note", lang, mark=TOLD), FAINT_STYLE)


def _uneven(versions: VersionEmphasis, contrasts: _Contrasts, lang: Lang) -> str:
    """Which themes were spared and which were hit."""
    told = [cut for cut in versions.themes if _is_told(cut, contrasts)]
    sides = {
        "spared": [theme_name(cut.theme, lang) for cut in told if cut.part > cut.whole],
        "hit": [theme_name(cut.theme, lang) for cut in told if cut.part < cut.whole],
    }
    between = label("label.between", lang)  # labels of themes may have commas
    clauses = [
        sentence(f"themes.cut.{side}", lang, list=between.join(found))
        for side, found in sides.items()
        if found
    ]
    return sentence("themes.cut.uneven", lang, parts=between.join(clauses))


def _is_told(cut: ThemeCut, contrasts: _Contrasts) -> bool:
    contrast = contrasts.get(cut.theme.id)
    return contrast is not None and contrast.distinguishable


def _change(cut: ThemeCut) -> float:
    return abs(cut.part - cut.whole)


def _table(cuts: Sequence[ThemeCut], contrasts: _Contrasts, lang: Lang) -> Table:
    columns = [
        Column(label("theme", lang)),
        figure(label("themes.before", lang)),
        figure(label("themes.after", lang)),
        *([figure(label("themes.even", lang))] if contrasts else []),
        figure(label("themes.removed", lang)),
        Column("", whole=True),
    ]
    rows = (
        [
            plain(theme_name(cut.theme, lang)),
            plain(percent(cut.whole)),
            plain(percent(cut.part)),
            *([plain(_even(cut, contrasts.get(cut.theme.id)))] if contrasts else []),
            plain(percent(cut.removed_fraction)),
            plain(TOLD if _is_told(cut, contrasts) else ""),
        ]
        for cut in cuts
    )
    return table(columns, rows)


def _even(cut: ThemeCut, contrast: Contrast | None) -> str:
    """Shares that a cut of the same size might have left that spares no theme."""
    if contrast is None:
        return "-"
    ends = [cut.whole - contrast.high, cut.whole - contrast.low]
    low, high = (percent(min(max(end, 0.0), 1.0)).rstrip("%") for end in ends)
    return f"{low}-{high}"


# ---------------------------------------------------------------------------- many pairs


def _overview(
    told: Sequence[tuple[VersionEmphasis, _Contrasts]], result: Emphasis, lang: Lang
) -> RenderableType:
    columns = [
        Column(label("themes.whole", lang)),
        Column(label("themes.part", lang)),
        figure(label("themes.removed", lang)),
        Column(label("themes.verdict", lang)),
    ]
    verdicts = [_verdict(versions, contrasts, result) for versions, contrasts in told]
    rows = [
        [
            id_cell(versions.whole, lang),
            id_cell(versions.part, lang),
            plain(percent(versions.removed_fraction)),
            plain(label(f"themes.verdict.{verdict}", lang)),
        ]
        for (versions, _), verdict in zip(told[:MAX_VERSIONS], verdicts, strict=False)
    ]
    note = plain(label("themes.cuts.untested", lang), FAINT_STYLE)
    return stack(
        heading(label("themes.cuts", lang)),
        plain(sentence("themes.cuts.many", lang, n=number(len(told), lang))),
        table(columns, rows),
        further(len(told) - MAX_VERSIONS, lang),
        note if "untested" in verdicts else None,
    )
