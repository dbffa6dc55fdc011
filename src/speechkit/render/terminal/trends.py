"""The trends of `keywords --over date`, for a terminal: rising terms, falling ones, the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.labels import counted, label, number, sentence
from speechkit.render.terminal.draw import (
    Column,
    figure,
    heading,
    indented,
    plain,
    shorten,
    sparkline,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.results import PeriodCount, TermTrend, Trends

MAX_BARS = 30
"""Bars of a term; past it periods are taken together."""
_ROOM_FOR_RATES = 76
"""Cells from which the first and the last rate are shown too."""
_MAX_TERM = 32
_DIRECTIONS = ("rises", "falls", "unclear")


def render_trends(trends: Trends, *, lang: Lang, width: int) -> Iterator[RenderableType]:
    """A summary, then a table a direction."""
    if not trends.terms:
        yield stack(
            heading(label("trends.title", lang)), indented(plain(label("trends.none", lang)))
        )
        return
    yield _summary(trends, lang)
    for direction in _DIRECTIONS:
        terms = [trend for trend in trends.terms if trend.direction == direction]
        if terms:
            yield stack(heading(label(f"trends.{direction}", lang)), _table(terms, lang, width))


def _summary(trends: Trends, lang: Lang) -> RenderableType:
    periods = trends.terms[0].periods
    summary = sentence(
        "trends.summary",
        lang,
        texts=counted(trends.n_texts, "speech", lang),
        first=periods[0].period,
        last=periods[-1].period,
        n=number(trends.n_terms, lang),
    )
    left_out = counted(trends.n_undated, "speech", lang)
    explained = (label("trends.explain", lang), label("keyness.rates", lang))
    return stack(
        heading(label("trends.title", lang)),
        plain(summary),
        plain(sentence("trends.undated", lang, texts=left_out)) if trends.n_undated else None,
        *(plain(line, FAINT_STYLE) for line in explained),
    )


def _table(terms: Sequence[TermTrend], lang: Lang, width: int) -> RenderableType:
    with_rates = width >= _ROOM_FOR_RATES
    columns = [
        Column(label("term", lang), least=8),
        figure(label("count", lang)),
        Column(label("trends.bars", lang), whole=True),
        *(figure(label(f"trends.rate.{end}", lang)) for end in ("first", "last") if with_rates),
        *(figure(label(f"trends.{key}", lang)) for key in ("slope", "interval")),
        figure("q"),
    ]
    return table(columns, (_row(trend, lang, with_rates=with_rates) for trend in terms))


def _row(trend: TermTrend, lang: Lang, *, with_rates: bool) -> list[RenderableType]:
    ends = (trend.periods[0].per_10k_words, trend.periods[-1].per_10k_words)
    figures = [
        *(f"{rate:.1f}" for rate in ends if with_rates),
        f"{trend.slope:+.2f}",
        f"{trend.low:+.2f} {trend.high:+.2f}",
        f"{trend.q:.3f}",
    ]
    return [
        plain(shorten(trend.term, _MAX_TERM)),
        plain(number(trend.count, lang)),
        Text(sparkline(_rates(trend.periods)), no_wrap=True),
        *(plain(cell) for cell in figures),
    ]


def _rates(periods: Sequence[PeriodCount]) -> list[float]:
    """The rates of up to `MAX_BARS` stretches of time, each of as many periods as the others."""
    size = -(-len(periods) // MAX_BARS)
    stretches = [periods[start : start + size] for start in range(0, len(periods), size)]
    return [
        sum(period.count for period in stretch) / max(1, sum(period.n_words for period in stretch))
        for stretch in stretches
    ]
