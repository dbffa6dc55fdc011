"""Shares and contrasts of themes in, what differs out: from the mean, and between two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import MAX_PAIRWISE_SPEECHES, Lang
from speechkit.render.emphasis import compared
from speechkit.render.labels import joined, label, number, sentence
from speechkit.render.terminal.draw import (
    Column,
    diverging_bar,
    figure,
    further,
    heading,
    name_cell,
    names,
    plain,
    shorten,
    stack,
    table,
    terms,
)
from speechkit.render.terminal.styles import FAINT_STYLE, ID_STYLE, LESS_STYLE, MORE_STYLE
from speechkit.render.terminal.theme_shares import (
    MAX_LABEL,
    Side,
    called,
    group_sides,
    is_few,
    speech_sides,
    theme_name,
)
from speechkit.results import Contrast, Emphasis, TermDifference, Theme

MAX_CONTRASTS = 40
N_ENDS = 3
"""Themes of a side that are drawn above the mean, and below it."""
TOLD = "*"
"""Marks a difference that can be told from chance."""
_MAX_TERM = 24
_WIDE, _WIDEST = 80, 120
"""Cells from which a bar has more room."""


def points(difference: float) -> str:
    """A difference of shares in percentage points, its sign before it.

    Examples
    --------
    >>> points(-0.3401), points(0.125), points(-0.0001)
    ('-34.0', '+12.5', '+0.0')
    """
    return f"{_rounded(difference):+.1f}"


def point_range(low: float, high: float) -> str:
    """The ends of an interval of a difference, in percentage points.

    Examples
    --------
    >>> point_range(-0.5, -0.18)
    '-50.0..-18.0'
    """
    return f"{points(low)}..{points(high)}"


def point_style(difference: float) -> str:
    """Colour of more and of less, which the sign says too."""
    return MORE_STYLE if _rounded(difference) > 0 else LESS_STYLE


def _rounded(difference: float) -> float:
    return round(difference * 100, 1) + 0.0


# ---------------------------------------------------------------------- from the mean


def render_bars(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """For each side the themes that stand out most against the mean of the collection."""
    if result.corpus is None or result.corpus.n_texts < 2:
        return None
    sides = group_sides(result, lang) if result.by else speech_sides(result, lang)
    if len(sides) > MAX_PAIRWISE_SPEECHES or not (result.by or is_few(result)):
        return None
    mean = {share.theme.id: share.share for share in result.corpus.emphasis}
    ends = [(side, _ends(side, mean)) for side in sides if side.sufficient]
    most = max((abs(apart) for _, own in ends for _, apart in own), default=0.0)
    if not most:
        return None
    told = _told_of(result)
    cells = 6 if width < _WIDE else 10 if width < _WIDEST else 20
    columns = [
        Column(shorten(result.by, MAX_LABEL) or label("speech", lang), most=max(8, width // 5)),
        Column(label("theme", lang)),
        Column(_axis(cells, lang), whole=True),
        figure(label("points", lang)),
        Column("", whole=True),
    ]
    rows = (
        [
            name_cell(side.name) if n == 0 else "",
            plain(theme_name(theme, lang)),
            Text(diverging_bar(apart, most, cells), point_style(apart), no_wrap=True),
            plain(points(apart), point_style(apart)),
            plain(TOLD if (side.id, theme.id, apart > 0) in told else ""),
        ]
        for side, own in ends
        for n, (theme, apart) in enumerate(own)
    )
    note = sentence("themes.bars.note", lang, mark=TOLD, n=str(N_ENDS))
    return stack(
        heading(label("themes.bars", lang)), table(columns, rows), plain(note, FAINT_STYLE)
    )


def _axis(cells: int, lang: Lang) -> str:
    """What stands over the bars: which side is which."""
    less, more = label("themes.bar.less", lang), label("themes.bar.more", lang)
    blank = "-"  # blanks at the ends would be taken away
    left, right = (blank * (cells - cell_len(word)) for word in (less, more))
    return f"{left}{less}|{more}{right}"


def _ends(side: Side, mean: dict[str, float]) -> list[tuple[Theme, float]]:
    """The themes most above the mean, then those most below it, the lowest last."""
    apart = [
        (share.theme, share.share - mean.get(theme, 0.0)) for theme, share in side.shares.items()
    ]
    ranked = sorted(apart, key=lambda each: -each[1])  # stable: ties as in the codebook
    above = [each for each in ranked if _rounded(each[1]) > 0][:N_ENDS]
    below = [each for each in ranked if _rounded(each[1]) < 0][-N_ENDS:]
    return above + below


def _told_of(result: Emphasis) -> set[tuple[str, str, bool]]:
    """Side, theme, and whether the side has more, of every contrast that can be told."""
    told = set()
    for contrast in compared(result):
        if contrast.distinguishable:
            is_more = contrast.difference > 0
            told.add((contrast.a.id, contrast.theme.id, is_more))
            if contrast.b is not None:
                told.add((contrast.b.id, contrast.theme.id, not is_more))
    return told


# --------------------------------------------------------------------------- contrasts


def render_contrasts(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """What can be told apart; what cannot is counted and named.

    Of many that are held against the rest it is said theme by theme how many stand out.
    """
    contrasts = compared(result)
    if not contrasts:
        return None
    apart = [contrast for contrast in contrasts if contrast.distinguishable]
    counts = {"n": number(len(apart), lang), "of": number(len(contrasts), lang)}
    told = sentence("themes.apart" if apart else "themes.apart.none", lang, **counts)
    n_to_rest = len({contrast.a.id for contrast in contrasts if contrast.b is None})
    summed = [c for c in apart if c.b is None] if n_to_rest > MAX_PAIRWISE_SPEECHES else []
    listed = [contrast for contrast in apart if not summed or contrast.b is not None]
    return stack(
        heading(label("themes.contrasts", lang)),
        plain(told),
        _alike(contrasts, result, lang),
        _against_rest(summed, result, lang) if summed else None,
        *(_told_apart(listed, result, lang, width) if listed else ()),
    )


def _alike(contrasts: Iterable[Contrast], result: Emphasis, lang: Lang) -> Text | None:
    """How many of several pairs cannot be told apart in any theme, and which."""
    apart: dict[str, bool] = {}
    for contrast in contrasts:
        pair = f"{called(contrast.a, result, lang)} / {called(contrast.b, result, lang)}"
        apart[pair] = apart.get(pair, False) or contrast.distinguishable
    if len(apart) < 2:
        return None
    alike = [pair for pair, differs in apart.items() if not differs]
    if not alike:
        key = "themes.alike.none"
    else:
        key = "themes.alike.all" if len(alike) == len(apart) else "themes.alike"
    counts = {"n": number(len(alike), lang), "of": number(len(apart), lang)}
    return plain(sentence(key, lang, **counts, list=names(alike, lang)))


def _told_apart(
    apart: Sequence[Contrast], result: Emphasis, lang: Lang, width: int
) -> list[RenderableType | None]:
    """A row a difference, below its theme the terms that make it."""
    columns = [
        Column(label("themes.sides", lang), most=max(8, width // 4)),
        Column(label("theme", lang)),
        figure(label("points", lang)),
        figure(label("interval", lang)),
        figure("q"),
    ]
    shown = apart[:MAX_CONTRASTS]
    rows = []
    pair = ("", "")
    for contrast in shown:
        own = called(contrast.a, result, lang), called(contrast.b, result, lang)
        rows.append(_contrast_row(contrast, own if own != pair else None, lang))
        pair = own
    has_terms = any(contrast.terms for contrast in shown)
    return [
        table(columns, rows),
        further(len(apart) - len(shown), lang),
        plain(label("themes.points.note", lang), FAINT_STYLE),
        plain(label("themes.terms", lang), FAINT_STYLE) if has_terms else None,
    ]


def _contrast_row(
    contrast: Contrast, pair: tuple[str, str] | None, lang: Lang
) -> list[RenderableType]:
    told = terms(_counts(contrast.terms, lang), FAINT_STYLE) if contrast.terms else None
    return [
        stack(*map(name_cell, pair or ())),
        stack(plain(theme_name(contrast.theme, lang)), told),
        plain(points(contrast.difference), point_style(contrast.difference)),
        plain(point_range(contrast.low, contrast.high)),
        plain(f"{contrast.q:.3f}"),
    ]


def _counts(found: Iterable[TermDifference], lang: Lang) -> str:
    """Terms with their occurrences on either side."""
    return joined([f"{shorten(term.term, _MAX_TERM)} {term.a}:{term.b}" for term in found], lang)


# ------------------------------------------------------------------- many against the rest


def _against_rest(apart: Sequence[Contrast], result: Emphasis, lang: Lang) -> Table:
    """Of each theme, how many stand out by more and by less of it, and who does most."""
    columns = [
        Column(label("theme", lang)),
        figure(label("themes.more", lang)),
        figure(label("themes.less", lang)),
        Column(label("themes.farthest", lang)),
    ]
    return table(columns, _rest_rows(apart, result, lang))


def _rest_rows(
    apart: Sequence[Contrast], result: Emphasis, lang: Lang
) -> Iterator[list[RenderableType]]:
    for theme in result.themes:
        own = [contrast for contrast in apart if contrast.theme.id == theme.id]
        more = [contrast for contrast in own if contrast.difference > 0]
        less = [contrast for contrast in own if contrast.difference < 0]
        if more or less:
            ranked = sorted(own, key=lambda c: (-c.difference, c.a.id))
            farthest = [*(ranked[:1] if more else []), *(ranked[-1:] if less else [])]
            yield [
                plain(theme_name(theme, lang)),
                plain(number(len(more), lang)),
                plain(number(len(less), lang)),
                stack(*(_farthest(contrast, result, lang) for contrast in farthest)),
            ]


def _farthest(contrast: Contrast, result: Emphasis, lang: Lang) -> Text:
    told = plain(called(contrast.a, result, lang), ID_STYLE)
    return told.append(f" {points(contrast.difference)}", point_style(contrast.difference))
