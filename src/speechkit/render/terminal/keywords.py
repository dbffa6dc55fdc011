"""What `keywords` found, for a terminal: a speech's phrases, and what sets it apart beside them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from rich.console import RenderableType
from rich.table import Table

from speechkit.model import Lang
from speechkit.render.labels import joined, label, number, sentence
from speechkit.render.summary import MAX_ROWS
from speechkit.render.terminal.draw import (
    FAINT_STYLE,
    Column,
    figure,
    further,
    heading,
    id_text,
    indented,
    page,
    plain,
    shorten,
    stack,
    table,
)
from speechkit.results import (
    KeyTerm,
    Keyword,
    Keywords,
    SpeechKeywords,
)

_WIDE = 100
"""Cells from which the two tables stand side by side."""
MAX_DETAILED = 30
"""Speeches with tables of their own; past it a line each, since nobody reads so many."""
N_MAIN = 5
"""Terms of a speech on its line."""
_MAX_TERM = 48
_MAX_LINES = 4
"""Lines named of a keyword."""
SUGGESTIVE = "?"


def render_keywords(result: Keywords, *, lang: Lang, width: int) -> RenderableType:
    """One part a speech, and what the sign of doubt means if it is used."""
    if not result.speeches:
        return plain(label("keywords.none", lang))
    if len(result.speeches) > MAX_DETAILED:
        return _overview(result, lang, width)
    doubt = any(term.suggestive for entry in result.speeches for term in entry.keyness)
    legend = plain(label("keywords.suggestive", lang), FAINT_STYLE) if doubt else None
    return page([*(_speech(entry, lang, width) for entry in result.speeches), legend])


def _overview(result: Keywords, lang: Lang, width: int) -> RenderableType:
    """A line a speech, its first terms only."""
    columns = [
        Column(label("speech", lang), most=max(12, width // 4)),
        Column(label("keywords.title", lang)),
        Column(label("keywords.keyness", lang)),
    ]
    rows = (
        [
            id_text(entry.speech, lang),
            plain(_first((f"{k.term} {k.count}" for k in entry.keywords), lang)),
            plain(_first((f"{t.term} {t.count}" for t in _certain(entry)), lang)),
        ]
        for entry in result.speeches[:MAX_ROWS]
    )
    note = sentence("keywords.main.note", lang, n=str(N_MAIN))
    left = further(len(result.speeches) - MAX_ROWS, lang)
    return stack(table(columns, rows), left, plain(note, FAINT_STYLE))


def _first(terms: Iterable[str], lang: Lang) -> str:
    shown = [shorten(term, _MAX_TERM) for term in islice(terms, N_MAIN)]
    return joined(shown, lang) or "-"


def _certain(entry: SpeechKeywords) -> list[KeyTerm]:
    return [term for term in entry.keyness if not term.suggestive]


def _speech(entry: SpeechKeywords, lang: Lang, width: int) -> RenderableType:
    title = shorten(entry.speech.title, width * 2)
    left = stack(plain(label("keywords.title", lang), "bold"), _keywords(entry, lang))
    right = stack(plain(label("keywords.keyness", lang), "bold"), _keyness(entry.keyness, lang))
    return stack(
        heading(entry.speech.id),
        plain(title) if title else None,
        _beside(left, right) if width >= _WIDE else stack(left, right),
    )


def _beside(left: RenderableType, right: RenderableType) -> RenderableType:
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.add_row(left, right)
    return grid


def _keywords(entry: SpeechKeywords, lang: Lang) -> RenderableType:
    if not entry.keywords:
        return indented(plain(label("keywords.no_keywords", lang)))
    columns = [
        Column(label("term", lang), least=8),
        figure(label("count", lang)),
        figure(label("per_10k", lang)),
        Column(label("lines", lang)),
    ]
    rows = (
        [
            plain(shorten(keyword.term, _MAX_TERM)),
            plain(number(keyword.count, lang)),
            plain(f"{keyword.per_10k:.1f}"),
            plain(_lines(keyword), FAINT_STYLE),
        ]
        for keyword in entry.keywords
    )
    return table(columns, rows)


def _lines(keyword: Keyword) -> str:
    lines = list(dict.fromkeys(str(place.line) for place in keyword.places))
    return ", ".join(lines[:_MAX_LINES]) + (", …" if len(lines) > _MAX_LINES else "")


def _keyness(terms: tuple[KeyTerm, ...], lang: Lang) -> RenderableType:
    if not terms:
        return indented(plain(label("keywords.no_keyness", lang)))
    columns = [
        Column(label("term", lang), least=8),
        *(figure(label(key, lang)) for key in ("count", "reference_count", "log_ratio")),
        figure(label(f"measure.{terms[0].measure}", lang)),
        figure(label("dispersion", lang)),
    ]
    return table(columns, (_key_term(term, lang) for term in terms))


def _key_term(term: KeyTerm, lang: Lang) -> list[RenderableType]:
    style = FAINT_STYLE if term.suggestive else ""
    figures = [
        number(term.count, lang),
        number(term.reference_count, lang),
        f"{term.log_ratio:.2f}",
        f"{term.score:.2f}",
        f"{term.dispersion:.2f}",
    ]
    shown = shorten(term.term, _MAX_TERM) + (f" {SUGGESTIVE}" if term.suggestive else "")
    return [plain(shown, style), *(plain(value, style) for value in figures)]
