"""What `themes` found, for a terminal: shares, contrasts, where in a speech a theme stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import MAX_PAIRWISE_SPEECHES, Lang
from speechkit.render.labels import (
    counted,
    joined,
    label,
    number,
    percent,
    sentence,
)
from speechkit.render.summary import MAX_ROWS
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    FAINT_STYLE,
    ID_STYLE,
    WARNING_STYLE,
    Column,
    figure,
    further,
    heading,
    id_text,
    name_of,
    names,
    page,
    plain,
    shorten,
    sparkline,
    stack,
    table,
)
from speechkit.results import (
    Contrast,
    Distance,
    Emphasis,
    SpeechEmphasis,
    Theme,
    ThemeEmphasis,
    Topic,
)

N_MAIN = 3
"""Themes of a speech shown where not all can be."""
MAX_CONTRASTS = 40
MAX_TOPIC_TERMS = 10
_CELL = len("23.1% 18-29")
_MAX_LABEL = 60
_SHADES = (
    (0.20, "black on color(74)"),
    (0.10, "black on color(117)"),
    (0.05, "black on color(195)"),
    (0.01, ""),
)
"""The darker the heavier; a share of .05 is about an even part among two dozen themes."""


def render_themes(result: Emphasis, *, lang: Lang, width: int) -> RenderableType:
    """Shares first, then what can be told apart, then where the themes stand."""
    if not result.speeches:
        return plain(label("themes.none", lang))
    few = len(result.speeches) <= MAX_PAIRWISE_SPEECHES
    return page(
        [
            _summary(result, lang),
            *(_matrices(result, lang, width) if few else [_main_themes(result, lang, width)]),
            _weightless(result, lang),
            _contrasts(result.contrasts, lang, width),
            _distances(result.distances, lang),
            _positions(result, lang, width) if few else None,
            _topics(result.topics, lang, width),
            _passages(result, lang),
        ]
    )


def _summary(result: Emphasis, lang: Lang) -> RenderableType:
    summary = sentence(
        "themes.summary",
        lang,
        speeches=counted(len(result.speeches), "speech", lang),
        codebook=result.codebook,
    )
    lacking = [entry.speech.id for entry in result.speeches if not entry.sufficient]
    told = sentence("themes.insufficient", lang, list=names(lacking, lang))
    return stack(
        plain(summary),
        plain(label("themes.explain", lang), FAINT_STYLE),
        plain(told, WARNING_STYLE) if lacking else None,
    )


def _passages(result: Emphasis, lang: Lang) -> Text | None:
    if not result.passages:
        return None
    passages = counted(len(result.passages), "sentence", lang)
    return plain(sentence("themes.passages", lang, passages=passages), FAINT_STYLE)


# ------------------------------------------------------------------------------ shares


def _matrices(result: Emphasis, lang: Lang, width: int) -> Iterator[RenderableType]:
    """Themes down, speeches across, as many side by side as the width takes."""
    themes = _weighted(result)
    longest = max((_label_cells(theme, lang) for theme in themes), default=0)
    label_cells = max(12, min(longest, width // 3))
    per_table = max(1, (width - label_cells) // (_CELL + COLUMN_GAP))
    for start in range(0, len(result.speeches), per_table):
        yield _matrix(themes, result.speeches[start : start + per_table], lang, label_cells)


def _label_cells(theme: Theme, lang: Lang) -> int:
    return plain(shorten(theme.label(lang), _MAX_LABEL)).cell_len


def _weighted(result: Emphasis) -> tuple[Theme, ...]:
    """Themes with weight in some speech, in the order of the codebook."""
    found = {
        emphasis.theme.id
        for entry in result.speeches
        if entry.sufficient
        for emphasis in entry.emphasis
        if emphasis.share > 0
    }
    return tuple(theme for theme in result.themes if theme.id in found)


def _weightless(result: Emphasis, lang: Lang) -> Text | None:
    found = {theme.id for theme in _weighted(result)}
    rest = [theme.label(lang) for theme in result.themes if theme.id not in found]
    if not rest or not found:
        return None
    return plain(sentence("themes.weightless", lang, list=joined(rest, lang)), FAINT_STYLE)


def _matrix(
    themes: Sequence[Theme], entries: Sequence[SpeechEmphasis], lang: Lang, label_cells: int
) -> Table:
    first = Column(label("theme", lang), least=label_cells, most=label_cells)
    columns = [Column(entry.speech.id, side="right", least=_CELL, most=_CELL) for entry in entries]
    made = table([first, *columns], _theme_rows(themes, entries, lang))
    made.add_section()
    for row in _closing_rows(entries, lang):
        made.add_row(*row)
    return made


def _theme_rows(
    themes: Sequence[Theme], entries: Sequence[SpeechEmphasis], lang: Lang
) -> Iterator[list[RenderableType]]:
    shares = [{emphasis.theme.id: emphasis for emphasis in entry.emphasis} for entry in entries]
    for theme in themes:
        yield [
            plain(shorten(theme.label(lang), _MAX_LABEL)),
            *(
                _share_cell(entry, by_theme.get(theme.id), lang)
                for entry, by_theme in zip(entries, shares, strict=True)
            ),
        ]


def _share_cell(entry: SpeechEmphasis, emphasis: ThemeEmphasis | None, lang: Lang) -> Text:
    if not entry.sufficient:
        return plain(label("themes.too_little", lang), FAINT_STYLE)
    if emphasis is None:
        return plain("-", FAINT_STYLE)
    return plain(f"{percent(emphasis.share)} {_interval(emphasis):>5}", _shade(emphasis.share))


def _interval(emphasis: ThemeEmphasis) -> str:
    low, high = (percent(x, decimals=0).rstrip("%") for x in (emphasis.low, emphasis.high))
    return f"{low}-{high}"


def _shade(share: float) -> str:
    return next((style for least, style in _SHADES if share >= least), FAINT_STYLE)


def _closing_rows(entries: Sequence[SpeechEmphasis], lang: Lang) -> Iterator[list[RenderableType]]:
    framing = [plain(f"{percent(entry.framing_fraction)} {'':5}") for entry in entries]
    scored = [plain(f"{number(entry.n_chars, lang)} {'':5}") for entry in entries]
    yield [plain(label("themes.framing", lang)), *framing]
    yield [plain(label("themes.scored", lang)), *scored]


def _main_themes(result: Emphasis, lang: Lang, width: int) -> RenderableType:
    """A line a speech: its heaviest themes."""
    columns = [
        Column(label("speech", lang), most=max(12, width // 4)),
        figure(label("chars", lang)),
        figure(label("themes.framing.short", lang)),
        Column(label("themes.main", lang)),
    ]
    rows = (
        [
            id_text(entry.speech, lang),
            plain(number(entry.n_chars, lang)),
            plain(percent(entry.framing_fraction)),
            _main(entry, lang),
        ]
        for entry in result.speeches[:MAX_ROWS]
    )
    note = sentence("themes.main.note", lang, n=str(N_MAIN))
    left = further(len(result.speeches) - MAX_ROWS, lang)
    return stack(table(columns, rows), left, plain(note, FAINT_STYLE))


def _main(entry: SpeechEmphasis, lang: Lang) -> RenderableType:
    if not entry.sufficient:
        return plain(label("themes.too_little", lang), FAINT_STYLE)
    lines = (
        plain(
            f"{shorten(emphasis.theme.label(lang), _MAX_LABEL)} "
            f"{percent(emphasis.share)} ({_interval(emphasis)})"
        )
        for emphasis in _heaviest(entry)
    )
    return stack(*lines)


def _heaviest(entry: SpeechEmphasis) -> list[ThemeEmphasis]:
    ranked = sorted(entry.emphasis, key=lambda e: -e.share)  # stable: ties as in the codebook
    return [emphasis for emphasis in ranked[:N_MAIN] if emphasis.share > 0]


# --------------------------------------------------------------------------- contrasts


def _contrasts(contrasts: tuple[Contrast, ...], lang: Lang, width: int) -> RenderableType | None:
    """Only what can be told apart is listed; what cannot is counted and named."""
    if not contrasts:
        return None
    apart = [contrast for contrast in contrasts if contrast.distinguishable]
    told = sentence(
        "themes.apart", lang, n=number(len(apart), lang), of=number(len(contrasts), lang)
    )
    return stack(
        heading(label("themes.contrasts", lang)),
        plain(told),
        plain(_alike(contrasts, lang)),
        _told_apart(apart[:MAX_CONTRASTS], lang, width) if apart else None,
        further(len(apart) - MAX_CONTRASTS, lang),
    )


def _alike(contrasts: Iterable[Contrast], lang: Lang) -> str:
    """How many pairs cannot be told apart in any theme, and which."""
    apart: dict[str, bool] = {}
    for contrast in contrasts:
        pair = f"{contrast.a.id} / {name_of(contrast.b, lang)}"
        apart[pair] = apart.get(pair, False) or contrast.distinguishable
    alike = [pair for pair, differs in apart.items() if not differs]
    if not alike:
        key = "themes.alike.none"
    else:
        key = "themes.alike.all" if len(alike) == len(apart) else "themes.alike"
    counts = {"n": number(len(alike), lang), "of": number(len(apart), lang)}
    return sentence(key, lang, **counts, list=names(alike, lang))


def _told_apart(contrasts: Iterable[Contrast], lang: Lang, width: int) -> Table:
    columns = [
        Column(label("a", lang), most=width // 4),
        Column(label("b", lang), most=width // 4),
        Column(label("theme", lang)),
        figure(label("points", lang)),
        figure("q"),
    ]
    return table(columns, (_contrast_row(contrast, lang) for contrast in contrasts))


def _contrast_row(contrast: Contrast, lang: Lang) -> list[RenderableType]:
    points = round(contrast.difference * 100, 1) + 0.0
    return [
        id_text(contrast.a, lang),
        id_text(contrast.b, lang),
        plain(shorten(contrast.theme.label(lang), _MAX_LABEL)),
        plain(f"{points:+.1f}", "green" if points > 0 else "red"),
        plain(f"{contrast.q:.3f}"),
    ]


def _distances(distances: tuple[Distance, ...], lang: Lang) -> Text | None:
    if not distances:
        return None
    ranked = sorted(distances, key=lambda d: d.jensen_shannon)
    near, far = ranked[0], ranked[-1]
    key = "themes.distance" if len(ranked) == 1 else "themes.distances"
    told = sentence(
        key,
        lang,
        near=f"{near.a.id} / {name_of(near.b, lang)}",
        near_by=f"{near.jensen_shannon:.3f}",
        far=f"{far.a.id} / {name_of(far.b, lang)}",
        far_by=f"{far.jensen_shannon:.3f}",
    )
    return plain(told)


# --------------------------------------------------------------------------- positions


def _positions(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """Where in its speech each of the heaviest themes stands."""
    rows = [
        [
            id_text(entry.speech, lang) if rank == 0 else plain(""),
            plain(shorten(emphasis.theme.label(lang), _MAX_LABEL)),
            plain(_first_line(emphasis)),
            Text(sparkline(emphasis.positions), ID_STYLE, no_wrap=True),
        ]
        for entry in result.speeches
        if entry.sufficient
        for rank, emphasis in enumerate(_heaviest(entry))
    ]
    if not rows:
        return None
    columns = [
        Column(label("speech", lang), most=max(8, width // 5)),
        Column(label("theme", lang)),
        figure(label("line", lang)),
        Column(label("position", lang), least=_n_positions(result), whole=True),
    ]
    return stack(heading(label("themes.positions", lang)), table(columns, rows))


def _n_positions(result: Emphasis) -> int:
    return max((len(e.positions) for entry in result.speeches for e in entry.emphasis), default=0)


def _first_line(emphasis: ThemeEmphasis) -> str:
    """Line of the sentence that carries the theme most."""
    evidence = emphasis.evidence
    return str(evidence[0].line) if evidence else "-"


# ------------------------------------------------------------------------------ topics


def _topics(topics: tuple[Topic, ...], lang: Lang, width: int) -> RenderableType | None:
    if not topics:
        return None
    columns = [
        Column(label("topic", lang), most=width // 3),
        Column(label("terms", lang)),
        figure(label("stability", lang)),
    ]
    rows = (
        [
            plain(shorten(topic.label, _MAX_LABEL)),
            plain(shorten(_topic_terms(topic, lang), width * 2)),
            plain(f"{topic.stability:.2f}"),
        ]
        for topic in topics
    )
    return stack(heading(label("themes.topics", lang)), table(columns, rows))


def _topic_terms(topic: Topic, lang: Lang) -> str:
    shown = joined(list(topic.terms[:MAX_TOPIC_TERMS]), lang)
    return shown if len(topic.terms) <= MAX_TOPIC_TERMS else f"{shown} …"
