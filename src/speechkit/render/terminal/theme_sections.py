"""Speeches with headings in, a table of what each section is about out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType

from speechkit.model import Lang
from speechkit.render.labels import label, percent, sentence
from speechkit.render.terminal.draw import (
    Column,
    figure,
    heading,
    id_cell,
    line_range,
    plain,
    shorten,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.render.terminal.theme_shares import theme_name
from speechkit.results import Emphasis, SectionEmphasis, SpeechEmphasis

MAX_SECTIONS = 15
"""Of a speech; more are counted."""
N_THEMES = 2
"""Of a section."""
_WIDE = 160
"""Cells from which they stand beside one another."""


def render_sections(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """A row a section of the first level, below the speech it is of."""
    entries = [e for e in result.speeches if e.sufficient and _of_first_level(e)]
    if not entries:
        return None
    named = {theme.id: theme_name(theme, lang) for theme in result.themes}
    columns = [
        Column(label("themes.section", lang), least=12, most=width // 2),
        figure(label("lines", lang)),
        Column(label("themes.main", lang)),
    ]
    rows = (row for entry in entries for row in _rows(entry, named, width, lang))
    note = sentence("themes.sections.note", lang, n=str(N_THEMES))
    return stack(
        heading(label("themes.sections", lang)), table(columns, rows), plain(note, FAINT_STYLE)
    )


def _of_first_level(entry: SpeechEmphasis) -> list[SectionEmphasis]:
    return [section for section in entry.sections if section.level == 1]


def _rows(
    entry: SpeechEmphasis, named: Mapping[str, str], width: int, lang: Lang
) -> Iterator[list[RenderableType]]:
    sections = _of_first_level(entry)
    yield [id_cell(entry.speech, lang)]
    for section in sections[:MAX_SECTIONS]:
        themes = (
            f"{named.get(id_, id_)} {percent(share)}" for id_, share in section.themes[:N_THEMES]
        )
        yield [
            plain(shorten(f"{section.label}{section.title}", width)),
            plain(line_range(*section.lines)),
            _main(themes, lang, width) if section.themes else plain("-", FAINT_STYLE),
        ]
    left = len(sections) - MAX_SECTIONS
    if left > 0:
        yield [plain(sentence("themes.sections.left", lang, n=str(left)), FAINT_STYLE)]


def _main(themes: Iterator[str], lang: Lang, width: int) -> RenderableType:
    if width < _WIDE:
        return stack(*map(plain, themes))
    return plain(label("label.between", lang).join(themes))  # labels of themes may have commas
