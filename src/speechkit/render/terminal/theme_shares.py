"""Shares of themes in, shaded tables out: themes down; the mean, groups and speeches across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import MAX_PAIRWISE_SPEECHES, Lang
from speechkit.render.labels import label, number, percent, sentence
from speechkit.render.summary import MAX_ROWS
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    MAX_ID,
    Column,
    figure,
    further,
    heading,
    id_cell,
    name_cell,
    name_of,
    page,
    plain,
    shorten,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE, SHADE_STYLES
from speechkit.results import (
    CorpusEmphasis,
    Emphasis,
    GroupEmphasis,
    Identified,
    SpeechEmphasis,
    Theme,
    ThemeEmphasis,
    ThemeShare,
)

N_MAIN = 3
"""Themes of a speech shown where not all can be."""
MAX_LABEL = 60
"""Cells of a theme's label."""
_CELL = len("23.1% 18-29")
_SHADES = (
    *zip((0.20, 0.10, 0.05), SHADE_STYLES, strict=True),
    (0.01, ""),
)
"""The darker the heavier; a share of .05 is about an even part among two dozen themes."""


@dataclass(frozen=True, slots=True)
class Side:
    """What gives weight to themes: a speech, a group of speeches, all of them on average."""

    id: str
    name: str
    """As it is shown."""
    shares: Mapping[str, ThemeShare]
    """By id of the theme."""
    sufficient: bool
    closing: Mapping[str, str]
    """What stands below its shares, by key of the label."""


def is_few(result: Emphasis) -> bool:
    """Whether the speeches are few enough for a column each."""
    return result.n_speeches <= MAX_PAIRWISE_SPEECHES


def speech_sides(result: Emphasis, lang: Lang) -> tuple[Side, ...]:
    """The speeches that are listed."""
    return tuple(_speech_side(entry, lang) for entry in result.speeches)


def group_sides(result: Emphasis, lang: Lang) -> tuple[Side, ...]:
    """The groups of `--by`."""
    return tuple(_group_side(group, lang) for group in result.groups)


def called(side: Identified | None, result: Emphasis, lang: Lang) -> str:
    """Name of a side of a contrast or of a distance, on one line.

    A group is called by its value, and one without a value unknown; None is the rest.
    """
    if side is not None and result.by:
        return _value(side.id, lang)
    return shorten_middle(name_of(side, lang), MAX_ID)


def theme_name(theme: Theme, lang: Lang) -> str:
    """Label of a theme, cut with a sign where somebody's own is endless."""
    return shorten(theme.label(lang), MAX_LABEL)


def render_shares(result: Emphasis, lang: Lang, width: int) -> Iterator[RenderableType]:
    """The mean, the groups where there are any, then the speeches.

    Of many a line each, with the heaviest themes.
    """
    has_mean = result.corpus is not None and result.corpus.n_texts
    mean = [_mean_side(result.corpus, lang)] if result.corpus and has_mean else []
    groups = group_sides(result, lang)
    if 0 < len(groups) <= MAX_PAIRWISE_SPEECHES:
        title = sentence("themes.groups", lang, by=shorten(result.by, MAX_LABEL))
        yield stack(heading(title), page(_matrices([*mean, *groups], result, lang, width)))
        mean = []
    elif groups:
        yield _main_of_groups(groups, result, lang, width)
    if is_few(result):
        yield from _matrices([*mean, *speech_sides(result, lang)], result, lang, width)
    else:
        yield from _matrices(mean, result, lang, width)
        yield _main_of_speeches(result, lang, width)
    left_out = _weightless(result, lang)
    if left_out is not None:
        yield left_out


# ------------------------------------------------------------------------------- sides


def _speech_side(entry: SpeechEmphasis, lang: Lang) -> Side:
    return Side(
        entry.speech.id,
        shorten_middle(entry.speech.id, MAX_ID),
        _by_theme(entry.emphasis),
        entry.sufficient,
        {
            "themes.framing": percent(entry.framing_fraction),
            "themes.scored": number(entry.n_chars, lang),
        },
    )


def _group_side(group: GroupEmphasis, lang: Lang) -> Side:
    return Side(
        group.value,
        _value(group.value, lang),
        _by_theme(group.emphasis),
        group.sufficient,
        {"themes.texts": number(group.n_texts, lang)},
    )


def _mean_side(corpus: CorpusEmphasis, lang: Lang) -> Side:
    closing = {"themes.texts": number(corpus.n_texts, lang)}
    return Side("", label("themes.mean", lang), _by_theme(corpus.emphasis), True, closing)


def _by_theme(shares: Iterable[ThemeShare]) -> dict[str, ThemeShare]:
    return {share.theme.id: share for share in shares}


def _value(value: str, lang: Lang) -> str:
    """A value of `--by`, in which whole texts may stand."""
    return shorten(value, MAX_LABEL) if value else label("keyness.group.unknown", lang)


# ---------------------------------------------------------------------------- matrices


def _matrices(
    sides: Sequence[Side], result: Emphasis, lang: Lang, width: int
) -> Iterator[RenderableType]:
    """Themes down, sides across, as many side by side as the width takes, in even parts."""
    if not sides:
        return
    themes = _weighted(result)
    longest = max((cell_len(theme_name(theme, lang)) for theme in themes), default=0)
    cells = _CELL + COLUMN_GAP
    at_most = max(1, (width - max(12, min(longest, width // 3))) // cells)
    per_table = -(-len(sides) // -(-len(sides) // at_most))
    label_cells = max(12, min(longest, width - per_table * cells))
    titles = {group.id: group.label(lang) for group in result.theme_groups}
    for start in range(0, len(sides), per_table):
        yield _matrix(themes, sides[start : start + per_table], titles, lang, label_cells)


def _weighted(result: Emphasis) -> tuple[Theme, ...]:
    """Themes with weight in some speech or on average, group by group of the codebook."""
    found = {
        emphasis.theme.id
        for entry in result.speeches
        if entry.sufficient
        for emphasis in entry.emphasis
        if emphasis.share > 0
    }
    if result.corpus:
        found |= {share.theme.id for share in result.corpus.emphasis if share.share > 0}
    order = {group.id: n for n, group in enumerate(result.theme_groups)}
    for theme in result.themes:
        order.setdefault(theme.group, len(order))
    themes = (theme for theme in result.themes if theme.id in found)
    return tuple(sorted(themes, key=lambda theme: order[theme.group]))


def _weightless(result: Emphasis, lang: Lang) -> Text | None:
    found = {theme.id for theme in _weighted(result)}
    rest = [theme_name(theme, lang) for theme in result.themes if theme.id not in found]
    if not rest or not found:
        return None
    between = label("label.between", lang)  # labels of themes may have commas
    return plain(sentence("themes.weightless", lang, list=between.join(rest)), FAINT_STYLE)


def _matrix(
    themes: Sequence[Theme],
    sides: Sequence[Side],
    titles: Mapping[str, str],
    lang: Lang,
    label_cells: int,
) -> RenderableType:
    """A row a theme; above those of a group its title, where there are several groups.

    Each group is a table of its own, so that a title has the whole width.
    """
    first = Column(label("theme", lang), least=label_cells, most=label_cells)
    columns = [
        first,
        *(Column(side.name, side="right", least=_CELL, most=_CELL) for side in sides),
    ]
    groups = [(group, list(own)) for group, own in groupby(themes, key=lambda theme: theme.group)]
    parts: list[RenderableType] = [] if len(groups) == 1 else [table(columns, [])]
    made = table(columns, [])
    if not groups:
        parts = [made]
    for group, members in groups:
        made = table(columns, _theme_rows(members, sides, lang), headed=not parts)
        if parts:
            title = shorten(titles.get(group, group), MAX_LABEL)
            parts.append(heading(sentence("label.group", lang, name=title)))
        parts.append(made)
    made.add_section()
    for key in sides[-1].closing:
        figures = (side.closing.get(key, "") for side in sides)
        made.add_row(plain(label(key, lang)), *(plain(f"{x} {'':5}") for x in figures))
    return stack(*parts)


def _theme_rows(
    themes: Iterable[Theme], sides: Sequence[Side], lang: Lang
) -> Iterator[list[RenderableType]]:
    for theme in themes:
        cells = (_share_cell(side, side.shares.get(theme.id), lang) for side in sides)
        yield [plain(theme_name(theme, lang)), *cells]


def _share_cell(side: Side, share: ThemeShare | None, lang: Lang) -> Text:
    if not side.sufficient:
        return plain(label("themes.too_little", lang), FAINT_STYLE)
    if share is None:
        return plain("-", FAINT_STYLE)
    return plain(f"{percent(share.share)} {_interval(share):>5}", _shade(share.share))


def _interval(share: ThemeShare) -> str:
    low, high = (percent(x, decimals=0).rstrip("%") for x in (share.low, share.high))
    return f"{low}-{high}"


def _shade(share: float) -> str:
    return next((style for least, style in _SHADES if share >= least), FAINT_STYLE)


# ------------------------------------------------------------------------- a line each


def _main_of_speeches(result: Emphasis, lang: Lang, width: int) -> RenderableType:
    columns = [
        Column(label("speech", lang), most=max(12, width // 4)),
        figure(label("chars", lang)),
        figure(label("themes.framing.short", lang)),
        Column(label("themes.main", lang)),
    ]
    shown = result.speeches[:MAX_ROWS]
    rows = (
        [
            id_cell(entry.speech, lang),
            plain(number(entry.n_chars, lang)),
            plain(percent(entry.framing_fraction)),
            _main(entry.emphasis, lang, sufficient=entry.sufficient),
        ]
        for entry in shown
    )
    left = further(result.n_speeches - len(shown), lang)
    return stack(table(columns, rows), left, _note(lang))


def _main_of_groups(
    groups: Sequence[Side], result: Emphasis, lang: Lang, width: int
) -> RenderableType:
    columns = [
        Column(shorten(result.by, MAX_LABEL), most=max(12, width // 4)),
        figure(label("themes.texts", lang)),
        Column(label("themes.main", lang)),
    ]
    rows = (
        [
            name_cell(side.name),
            plain(side.closing["themes.texts"]),
            _main(tuple(side.shares.values()), lang, sufficient=side.sufficient),
        ]
        for side in groups[:MAX_ROWS]
    )
    return stack(table(columns, rows), further(len(groups) - MAX_ROWS, lang), _note(lang))


def _note(lang: Lang) -> Text:
    return plain(sentence("themes.main.note", lang, n=str(N_MAIN)), FAINT_STYLE)


def _main(shares: Sequence[ThemeShare], lang: Lang, *, sufficient: bool) -> RenderableType:
    if not sufficient:
        return plain(label("themes.too_little", lang), FAINT_STYLE)
    return stack(*(plain(_named_share(share, lang)) for share in heaviest(shares)))


def _named_share(share: ThemeShare, lang: Lang) -> str:
    """A theme with its share, and of a speech the line that carries it most."""
    figures = {
        "theme": theme_name(share.theme, lang),
        "share": percent(share.share),
        "interval": _interval(share),
    }
    evidence = share.evidence if isinstance(share, ThemeEmphasis) else ()
    if not evidence:
        return sentence("themes.main.share", lang, **figures)
    return sentence("themes.main.quoted", lang, **figures, line=str(evidence[0].line))


_Share = TypeVar("_Share", bound=ThemeShare)


def heaviest(shares: Sequence[_Share]) -> list[_Share]:
    """The themes that are shown where not all can be."""
    ranked = sorted(shares, key=lambda share: -share.share)  # stable: ties as in the codebook
    return [share for share in ranked[:N_MAIN] if share.share > 0]
