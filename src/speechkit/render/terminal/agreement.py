"""What `label --agreement` found, for a terminal: alpha of the sets, then of each theme."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.labels import counted, label, number, sentence
from speechkit.render.terminal.draw import (
    Column,
    figure,
    names,
    page,
    plain,
    shorten,
    stack,
    table,
    warning,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.results import Agreement, Reliability, ThemeAgreement

_MAX_LABEL = 60
_UNDEFINED = "-"


def render_agreement(result: Agreement, *, lang: Lang) -> RenderableType:
    """Who labelled how much, how far they agree as a whole, how far on each theme."""
    given = [entry for entry in result.themes if entry.n_labels]
    return page(
        [
            stack(*_summary(result, lang)),
            _overall(result, lang),
            _table(given, lang) if given else None,
            stack(*_notes(result, given, lang)),
        ]
    )


def _summary(result: Agreement, lang: Lang) -> list[Text]:
    who = [f"{each.coder} {number(each.n_labels, lang)}" for each in result.coders]
    summary = sentence(
        "agreement.summary",
        lang,
        coders=counted(len(result.coders), "coder", lang),
        list=names(who, lang),
        places=counted(result.n_places, "paragraph", lang),
        labels=counted(result.n_labels, "label", lang),
    )
    single, changed = (
        sentence(f"agreement.{key}", lang, paragraphs=counted(n, "paragraph", lang)) if n else ""
        for key, n in (("single", result.n_single), ("changed", result.n_changed))
    )
    return [
        plain(summary),
        *([plain(single, FAINT_STYLE)] if single else []),
        *([warning(changed)] if changed else []),
    ]


def _overall(result: Agreement, lang: Lang) -> Text:
    found = result.reliability
    undefined = label("agreement.undefined", lang)
    alpha, interval = _alpha(found) or undefined, _interval(found, lang) or undefined
    return plain(sentence("agreement.sets", lang, alpha=alpha, interval=interval))


def _table(entries: list[ThemeAgreement], lang: Lang) -> Table:
    columns = [
        Column(label("theme", lang)),
        figure(label("paragraphs", lang)),
        figure(label("labels", lang)),
        figure(label("alpha", lang)),
        figure(label("interval", lang)),
    ]
    return table(
        columns,
        (
            [
                plain(shorten(entry.theme.label(lang), _MAX_LABEL)),
                plain(number(entry.n_places, lang)),
                plain(number(entry.n_labels, lang)),
                plain(_alpha(entry.reliability) or _UNDEFINED),
                plain(_interval(entry.reliability, lang) or _UNDEFINED),
            ]
            for entry in entries
        ),
    )


def _notes(result: Agreement, given: list[ThemeAgreement], lang: Lang) -> Iterator[Text]:
    """What the signs and figures mean, and which themes have none."""
    unused = [entry.theme.label(lang) for entry in result.themes if not entry.n_labels]
    if unused:
        names = label("label.between", lang).join(unused)  # labels of themes may have commas
        yield plain(sentence("agreement.unused", lang, list=names), FAINT_STYLE)
    if any(entry.reliability.low is None for entry in given):
        yield plain(sentence("agreement.undefined.note", lang, sign=_UNDEFINED), FAINT_STYLE)
    yield plain(label("agreement.explain", lang), FAINT_STYLE)


def _alpha(found: Reliability) -> str | None:
    return None if found.alpha is None else _decimal(found.alpha)


def _interval(found: Reliability, lang: Lang) -> str | None:
    if found.low is None or found.high is None:
        return None
    low, high = _decimal(found.low), _decimal(found.high)
    return sentence("agreement.interval", lang, low=low, high=high)


def _decimal(value: float) -> str:
    return f"{round(value, 3) + 0.0:.3f}"
