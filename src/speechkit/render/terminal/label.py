"""A paragraph and the themes it may have in, what a coder sees of them on a terminal out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Document, Lang
from speechkit.render.labels import label, number, sentence
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    heading,
    indented,
    line_range,
    page,
    plain,
    shorten,
    shorten_end,
    speech_heading,
    stack,
)
from speechkit.render.terminal.styles import FAINT_STYLE, ID_STYLE
from speechkit.results import SampledParagraph, Theme

Groups = Sequence[tuple[str, Sequence[Theme]]]
"""Label and themes of each group; themes are numbered from 1 across the groups."""

CONTEXT_LINES = 2
"""Of the paragraphs before and after: enough to see what goes on, while a screen of 24 lines
holds the paragraph and its themes too."""
_MAX_LABEL = 60


def render_question(
    found: SampledParagraph,
    groups: Groups,
    *,
    place: tuple[int, int],
    n_labelled: int,
    given: Sequence[str] | None = None,
    lang: Lang,
    width: int,
) -> RenderableType:
    """What is asked about one paragraph.

    Parameters
    ----------
    place
        Which paragraph of how many it is.
    given
        Ids of the themes it has been given already; None for none yet.
    """
    far = sentence(
        "label.paragraph",
        lang,
        n=number(place[0], lang),
        of=number(place[1], lang),
        labelled=number(n_labelled, lang),
    )
    return page(
        [
            Text("-" * width, FAINT_STYLE, no_wrap=True),
            stack(heading(far), *_where(found, lang, width)),
            _context(shorten_end(found.before, _context_cells(width))),
            plain(found.text),
            _context(shorten(found.after, _context_cells(width))),
            stack(*_themes(groups, width, lang), plain(label("label.keys", lang), FAINT_STYLE)),
            _given(given, groups, lang),
        ]
    )


def theme_names(ids: Iterable[str], groups: Groups, lang: Lang) -> str:
    """Numbers and labels of themes, or that there is none."""
    themes = {theme.id: theme for _, group in groups for theme in group}
    numbers = {id_: n for n, id_ in enumerate(themes, 1)}
    named = [f"{numbers[id_]} {shorten(themes[id_].label(lang), _MAX_LABEL)}" for id_ in ids]
    return label("label.between", lang).join(named) or label("label.no_theme", lang)


def _where(found: SampledParagraph, lang: Lang, width: int) -> Iterator[Text]:
    speech, (first, last) = found.speech, found.lines
    yield speech_heading(speech.id, speech.title, width)
    key = "label.line" if first == last else "label.lines"
    lines, of = line_range(first, last), _whose_lines(speech.document, lang)
    yield plain(sentence(key, lang, path=speech.document.path, lines=lines, of=of), FAINT_STYLE)
    if found.headings:
        titles = " > ".join(f"{item.label}{item.title}" for item in found.headings)
        yield plain(sentence("label.under", lang, headings=titles), FAINT_STYLE)


def _whose_lines(document: Document, lang: Lang) -> str:
    """What the lines are counted in, where it is not the file."""
    if document.is_record:
        return label("label.of_record", lang)
    return label("label.of_extracted", lang) if document.is_extracted else ""


def _context(text: str) -> RenderableType | None:
    """A paragraph beside the one that is asked about: set in, so that it is told without colour."""
    return indented(plain(text, FAINT_STYLE)) if text else None


def _context_cells(width: int) -> int:
    return CONTEXT_LINES * (width - COLUMN_GAP) - 3  # a character and its comma go along


def _themes(groups: Groups, width: int, lang: Lang) -> Iterator[Text]:
    """The themes of each group in a row, as many on a line as there is room for."""
    n = 0
    for name, themes in groups:
        items = []
        for n, theme in enumerate(themes, n + 1):  # noqa: B020 # it counts on
            shown = plain(shorten(theme.label(lang), _MAX_LABEL))
            items.append(Text.assemble((f"{n} ", ID_STYLE), shown))
        first = heading(sentence("label.group", lang, name=name)) if name else Text()
        yield from _rows(first, items, width)


def _rows(first: Text, items: Iterable[Text], width: int) -> Iterator[Text]:
    """Items behind a first one, further lines set in; no item is broken that fits a line."""
    line = first
    for item in items:
        gap = COLUMN_GAP if line.cell_len else 0
        if line.cell_len + gap + item.cell_len > width and line.cell_len > COLUMN_GAP:
            yield line
            line, gap = Text(" " * COLUMN_GAP, overflow="fold"), 0
        line = Text.assemble(line, " " * gap, item, overflow="fold")
    yield line


def _given(given: Sequence[str] | None, groups: Groups, lang: Lang) -> Text | None:
    if given is None:
        return None
    return plain(sentence("label.given", lang, themes=theme_names(given, groups, lang)))
