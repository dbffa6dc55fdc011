"""What `keywords` found, for a terminal: a speech's phrases, and what sets it apart beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from math import isfinite

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import MIN_KEYNESS_WORDS, Lang
from speechkit.render.labels import counted, joined, label, number, sentence
from speechkit.render.summary import MAX_ROWS
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    MAX_ID,
    Column,
    bar,
    figure,
    further,
    heading,
    id_cell,
    indented,
    page,
    plain,
    shorten,
    shorten_around,
    shorten_middle,
    speech_heading,
    stack,
    table,
    terms,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.render.terminal.trends import render_trends
from speechkit.results import (
    KeyTerm,
    Keyword,
    Keywords,
    SpeechGroup,
    SpeechKeywords,
)

_ROOM_FOR_RANGE = 62
_ROOM_FOR_RATES = 80
_ROOM_FOR_BARS = 98
"""Cells from which a table of key terms shows more, so that terms of six characters stay whole."""
_ROOM_FOR_CONTEXT = 76
_LEAST_CONTEXT = 20
"""Cells from which a table of keywords quotes a line for each, and of the quotation."""
_BAR_CELLS = 20
_SCORE_CELLS = 10
_BETWEEN = 3
"""Cells between two tables."""
_WIDE = 2 * _ROOM_FOR_BARS + _BETWEEN
"""Cells from which the two tables of a speech stand side by side."""
MAX_DETAILED = 30
"""Speeches with tables of their own; past it a line each, since nobody reads so many."""
N_MAIN = 5
"""Terms of a speech on its line."""
_MAX_TERM = 48
_MAX_LINES = 4
"""Lines named of a keyword."""
SUGGESTIVE = "?"


def render_keywords(result: Keywords, *, lang: Lang, width: int) -> RenderableType:
    """One part a speech, then groups and trends, and what the signs mean that are used."""
    if not result.speeches:
        return plain(label("keywords.none", lang))
    is_detailed = len(result.speeches) + result.n_more <= MAX_DETAILED
    if is_detailed:
        parts = [_speech(entry, result.against, lang, width) for entry in result.speeches]
    else:
        parts = [_overview(result, lang, width)]
    groups = (_group(group, result.against, lang, width) for group in result.groups)
    shown = [group.keyness for group in result.groups]
    if is_detailed:
        shown += (entry.keyness for entry in result.speeches)
    legend = _legend([term for keyness in shown for term in keyness], lang, width)
    trends = [] if result.trends is None else render_trends(result.trends, lang=lang, width=width)
    return page([*parts, *groups, legend, *trends])


def _legend(terms: Sequence[KeyTerm], lang: Lang, width: int) -> RenderableType | None:
    """What the signs and columns mean that are used."""
    notes = [
        ("keywords.suggestive", any(term.suggestive for term in terms)),
        ("keyness.rates", bool(terms) and width >= _ROOM_FOR_RATES),
        ("keyness.interval.note", bool(terms) and width >= _ROOM_FOR_BARS),
    ]
    lines = [plain(label(key, lang), FAINT_STYLE) for key, is_used in notes if is_used]
    return stack(*lines) if lines else None


def _overview(result: Keywords, lang: Lang, width: int) -> RenderableType:
    """A line a speech, its first terms only."""
    columns = [
        Column(label("speech", lang), most=max(12, width // 4)),
        Column(label("keywords.title", lang)),
        Column(label("keywords.keyness", lang)),
    ]
    rows = (
        [
            id_cell(entry.speech, lang),
            terms(_first((f"{k.term} {k.count}" for k in entry.keywords), lang)),
            terms(_first((f"{t.term} {t.count}" for t in _certain(entry)), lang)),
        ]
        for entry in result.speeches[:MAX_ROWS]
    )
    note = sentence("keywords.main.note", lang, n=str(N_MAIN))
    left = further(len(result.speeches) + result.n_more - MAX_ROWS, lang)
    return stack(table(columns, rows), left, plain(note, FAINT_STYLE))


def _first(terms: Iterable[str], lang: Lang) -> str:
    shown = [shorten(term, _MAX_TERM) for term in islice(terms, N_MAIN)]
    return joined(shown, lang) or "-"


def _certain(entry: SpeechKeywords) -> list[KeyTerm]:
    return [term for term in entry.keyness if not term.suggestive]


def _speech(entry: SpeechKeywords, against: str | None, lang: Lang, width: int) -> RenderableType:
    room = (width - _BETWEEN) // 2 if width >= _WIDE else width
    left = stack(heading(label("keywords.title", lang)), _keywords(entry, lang, room))
    right = stack(
        heading(_against(against, lang)),
        _keyness(entry.keyness, against, lang, room)
        if entry.sufficient
        else _too_short(entry, lang),
    )
    return stack(
        speech_heading(entry.speech.id, entry.speech.title, width),
        _beside(left, right, room) if width >= _WIDE else stack(left, right),
    )


def _group(group: SpeechGroup, against: str | None, lang: Lang, width: int) -> RenderableType:
    value = group.value or label("keyness.group.unknown", lang)
    size = sentence(
        "keyness.group.size",
        lang,
        speeches=counted(len(group.speeches), "speech", lang),
        words=number(group.n_words, lang),
    )
    return stack(
        heading(sentence("keyness.group", lang, by=group.by, value=shorten(value, width))),
        plain(size),
        heading(_against(against, lang)),
        _keyness(group.keyness, against, lang, width)
        if group.sufficient
        else _too_short(group, lang),
    )


def _against(against: str | None, lang: Lang) -> str:
    if against is None:
        return label("keywords.keyness", lang)
    return sentence("keyness.against", lang, name=shorten_middle(against, MAX_ID))


def _too_short(entry: SpeechKeywords | SpeechGroup, lang: Lang) -> RenderableType:
    n, least = number(entry.n_words, lang), number(MIN_KEYNESS_WORDS, lang)
    return indented(plain(sentence("keyness.too_short", lang, n=n, least=least)))


def _beside(left: RenderableType, right: RenderableType, room: int) -> RenderableType:
    grid = Table.grid(padding=(0, _BETWEEN, 0, 0))
    grid.add_column(width=room)
    grid.add_column(width=room)
    grid.add_row(left, right)
    return grid


def _keywords(entry: SpeechKeywords, lang: Lang, room: int) -> RenderableType:
    """The keywords, each with a bar and a line of context where there is room for them."""
    if not entry.keywords:
        return indented(plain(label("keywords.no_keywords", lang)))
    columns = [
        Column(label("term", lang), least=8),
        figure(label("count", lang)),
        figure(label("per_10k", lang)),
        Column(label("lines", lang)),
    ]
    rows = [
        [
            plain(shorten(keyword.term, _MAX_TERM)),
            plain(number(keyword.count, lang)),
            plain(f"{keyword.per_10k:.1f}"),
            plain(_lines(keyword), FAINT_STYLE),
        ]
        for keyword in entry.keywords
    ]
    if room >= _ROOM_FOR_BARS:
        columns.append(Column(label("keywords.score", lang), least=_SCORE_CELLS))
        best = max(keyword.score for keyword in entry.keywords)
        for row, keyword in zip(rows, entry.keywords, strict=True):
            share = keyword.score / best if best > 0 else 0.0
            row.append(Text(bar(share, _SCORE_CELLS), no_wrap=True))
    left = room - _used(columns, rows)
    if room >= _ROOM_FOR_CONTEXT and left >= _LEAST_CONTEXT:
        columns.append(Column(label("keywords.context", lang)))
        for row, keyword in zip(rows, entry.keywords, strict=True):
            row.append(plain(_context(keyword, left)))
    return table(columns, rows)


def _used(columns: Iterable[Column], rows: Iterable[Sequence[Text]]) -> int:
    """Cells of some columns and of the gaps behind them."""
    cells = zip(*([text.plain for text in row] for row in rows), strict=True)
    return sum(
        max(column.least or 0, cell_len(column.name), *map(cell_len, texts)) + COLUMN_GAP
        for column, texts in zip(columns, cells, strict=True)
    )


def _context(keyword: Keyword, cells: int) -> str:
    """The line of context, cut so that the term stays in it."""
    text, begin = keyword.context.text, keyword.context.start
    here = (p for p in keyword.places if begin <= p.start and p.end <= begin + len(text))
    place = next(here, None)
    if place is None:
        return shorten(text, cells)
    return shorten_around(text, place.start - begin, place.end - begin, cells)


def _lines(keyword: Keyword) -> str:
    lines = list(dict.fromkeys(str(place.line) for place in keyword.places))
    return ", ".join(lines[:_MAX_LINES]) + (", …" if len(lines) > _MAX_LINES else "")


def _keyness(
    terms: Sequence[KeyTerm], against: str | None, lang: Lang, room: int
) -> RenderableType:
    """The key terms with as many of their figures as there is room for."""
    if not terms:
        return indented(plain(label("keywords.no_keyness", lang)))
    counts = ("count", "reference_count" if against is None else "keyness.reference", "log_ratio")
    columns = [
        Column(label("term", lang), least=8),
        *(figure(label(key, lang)) for key in counts),
        figure(label(f"measure.{terms[0].measure}", lang)),
        figure(label("dispersion", lang)),
    ]
    if room >= _ROOM_FOR_RANGE:
        columns.append(figure(label("keyness.range", lang)))
    if room >= _ROOM_FOR_RATES:
        columns += [figure(label(f"keyness.{key}", lang)) for key in ("rate", "reference_rate")]
    if room >= _ROOM_FOR_BARS:
        columns.append(Column(label("keyness.interval", lang)))
    reach = _reach(terms)
    rows = [[*_key_term(term, lang), *_further(term, reach)] for term in terms]
    return table(columns, (row[: len(columns)] for row in rows))


def _key_term(term: KeyTerm, lang: Lang) -> list[RenderableType]:
    figures = [
        number(term.count, lang),
        number(term.reference_count, lang),
        f"{term.log_ratio:.2f}",
        f"{term.score:.2f}",
        f"{term.dispersion:.2f}",
    ]
    shown = shorten(term.term, _MAX_TERM) + (f" {SUGGESTIVE}" if term.suggestive else "")
    return [plain(shown), *(plain(value) for value in figures)]


def _further(term: KeyTerm, reach: tuple[float, float]) -> list[RenderableType]:
    """What a key term's row goes on with where there is room."""
    interval = interval_bar(term.low, term.log_ratio, term.high, reach)
    return [
        plain(f"{term.range}/{term.n_parts}"),
        plain(f"{term.per_10k_words:.1f}"),
        plain(f"{term.reference_per_10k_words:.1f}"),
        Text(interval, no_wrap=True),
    ]


def _reach(terms: Sequence[KeyTerm]) -> tuple[float, float]:
    """Ends of the axis: 0 and all log ratios with their finite bounds."""
    ends = [0.0, *(x for t in terms for x in (t.low, t.log_ratio, t.high) if isfinite(x))]
    return min(ends), max(ends)


def interval_bar(low: float, middle: float, high: float, reach: tuple[float, float]) -> str:
    """An interval on an axis: `|` is 0, `*` the estimate; an open end goes to the edge.

    Examples
    --------
    >>> interval_bar(0.5, 2.0, 3.0, (-1.0, 4.0))
    '    | -----*----    '
    """
    begin, end = reach
    scale = (_BAR_CELLS - 1) / (end - begin) if end > begin else 0.0

    def cell(x: float) -> int:
        return round((min(max(x, begin), end) - begin) * scale)

    cells = [" "] * _BAR_CELLS
    cells[cell(low) : cell(high) + 1] = "-" * (cell(high) - cell(low) + 1)
    cells[cell(0.0)] = "|"
    cells[cell(middle)] = "*"
    return "".join(cells)
