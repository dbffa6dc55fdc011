"""The trends of `themes --over date`, for a terminal: what rises, what falls, what is unclear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.labels import counted, label, number, sentence
from speechkit.render.terminal.draw import Column, figure, heading, plain, sparkline, stack, table
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.render.terminal.theme_contrasts import point_range, points
from speechkit.render.terminal.theme_shares import theme_name
from speechkit.render.terminal.trends import MAX_BARS
from speechkit.results import ThemeTrend, ThemeTrends

_DIRECTIONS = ("rises", "falls", "unclear")
_ROOM_FOR_FIGURES = 50
"""Cells of all columns but the bars, the theme with what it needs at least."""
_LEAST_BARS = 8


def render_theme_trends(trends: ThemeTrends, lang: Lang, width: int) -> Iterator[RenderableType]:
    """A summary, then a table a direction, the steepest first."""
    size = _stretch(len(trends.periods), width)
    yield _summary(trends, size, lang)
    found = [trend for trend in trends.themes if any(trend.shares)]
    for direction in _DIRECTIONS:
        own = sorted(
            (trend for trend in found if trend.direction == direction),
            key=lambda trend: -abs(trend.slope),
        )
        title = heading(label(f"themes.trends.{direction}", lang))
        if own:
            yield stack(title, _table(own, trends, size, lang))


def _stretch(n_periods: int, width: int) -> int:
    """Years that a bar stands for."""
    most = min(MAX_BARS, max(_LEAST_BARS, width - _ROOM_FOR_FIGURES))
    return max(1, -(-n_periods // most))


def _summary(trends: ThemeTrends, size: int, lang: Lang) -> RenderableType:
    summary = sentence(
        "themes.trends.summary",
        lang,
        texts=counted(sum(trends.n_texts), "text", lang),
        years=counted(len(trends.periods), "year", lang),
        first=trends.periods[0] if trends.periods else "-",
        last=trends.periods[-1] if trends.periods else "-",
    )
    unclear = sum(trend.direction == "unclear" and any(trend.shares) for trend in trends.themes)
    of = sum(any(trend.shares) for trend in trends.themes)
    left_out = counted(trends.n_undated, "text", lang)
    counts = {"n": number(of - unclear, lang), "of": number(of, lang)}
    return stack(
        heading(label("themes.trends", lang)),
        plain(summary),
        plain(sentence("themes.trends.told", lang, **counts)),
        plain(sentence("trends.undated", lang, texts=left_out)) if trends.n_undated else None,
        plain(label("themes.trends.explain", lang), FAINT_STYLE),
        plain(sentence("themes.trends.bars", lang, n=str(size)), FAINT_STYLE) if size > 1 else None,
    )


def _table(own: Sequence[ThemeTrend], trends: ThemeTrends, size: int, lang: Lang) -> Table:
    columns = [
        Column(label("theme", lang)),
        Column(label("themes.trends.shares", lang), whole=True),
        figure(label("themes.trends.slope", lang)),
        figure(label("interval", lang)),
        figure("q"),
    ]
    return table(columns, (_row(trend, trends.n_texts, size, lang) for trend in own))


def _row(trend: ThemeTrend, n_texts: Sequence[int], size: int, lang: Lang) -> list[RenderableType]:
    return [
        plain(theme_name(trend.theme, lang)),
        Text(sparkline(_means(trend.shares, n_texts, size)), no_wrap=True),
        plain(points(trend.slope)),
        plain(point_range(trend.low, trend.high)),
        plain(f"{trend.q:.3f}"),
    ]


def _means(shares: Sequence[float], n_texts: Sequence[int], size: int) -> list[float]:
    """Mean shares over the texts of stretches of so many years."""
    means = []
    for start in range(0, len(shares), size):
        weights = n_texts[start : start + size]
        stretch = zip(shares[start : start + size], weights, strict=True)
        means.append(sum(share * n for share, n in stretch) / max(1, sum(weights)))
    return means
