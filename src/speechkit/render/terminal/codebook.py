"""A codebook for a terminal: its themes by group, and all their terms."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, joined, label, sentence
from speechkit.render.terminal.draw import COLUMN_GAP, heading, indented, page, plain, stack
from speechkit.render.terminal.styles import FAINT_STYLE, ID_STYLE
from speechkit.results import Codebook, Subtheme, ThemeEntry

_KINDS = ("seeds", "weak", "exclude", "block")


def render_codebook(codebook: Codebook, *, lang: Lang) -> RenderableType:
    """What it is first, then its groups, then the strings without a theme."""
    return page(
        [
            _summary(codebook, lang),
            *_groups(codebook, lang),
            _terms(lang, block=codebook.block) if codebook.block else None,
        ]
    )


def _summary(codebook: Codebook, lang: Lang) -> RenderableType:
    themes = counted(len(codebook.themes), "theme", lang)
    if len(codebook.entries) > len(codebook.themes):
        themes = sentence("codebook.framing", lang, themes=themes)
    summary = sentence(
        "codebook.summary",
        lang,
        codebook=codebook.label,
        themes=themes,
        groups=counted(len(codebook.groups), "theme_group", lang),
        terms=counted(codebook.n_terms, "term", lang),
    )
    return stack(
        plain(summary),
        plain(label("codebook.explain", lang), FAINT_STYLE),
        plain(label("codebook.edit", lang), FAINT_STYLE),
    )


def _groups(codebook: Codebook, lang: Lang) -> Iterator[RenderableType]:
    """The heading of each group with its first theme, then the others."""
    for group in codebook.groups:
        title: RenderableType | None = heading(group.label(lang))
        for entry in codebook.entries:
            if entry.theme.group == group.id:
                yield stack(title, indented(_entry(entry, lang)))
                title = None


def _entry(entry: ThemeEntry, lang: Lang) -> RenderableType:
    theme = entry.theme
    name = _name(theme.label(lang), theme.id, entry.n_terms, lang)
    if entry.cap:
        codes = joined([str(code) for code in entry.cap], lang)
        name.append(sentence("codebook.cap", lang, list=codes), FAINT_STYLE)
    terms = _terms(lang, seeds=entry.own_seeds, weak=entry.own_weak, exclude=entry.exclude)
    return stack(
        name,
        indented(plain(theme.definition)) if theme.definition else None,
        indented(terms),
        *(indented(_subtheme(subtheme, lang)) for subtheme in entry.subthemes),
    )


def _subtheme(subtheme: Subtheme, lang: Lang) -> RenderableType:
    n_terms = len(subtheme.seeds) + len(subtheme.weak)
    name = _name(subtheme.label(lang), subtheme.id, n_terms, lang)
    return stack(name, indented(_terms(lang, seeds=subtheme.seeds, weak=subtheme.weak)))


def _name(name: str, id_: str, n_terms: int, lang: Lang) -> Text:
    """Label, id and size of a theme or a subtheme."""
    line = plain("").append_text(
        plain(sentence("codebook.theme", lang, label=name, id=id_), ID_STYLE)
    )
    terms = counted(n_terms, "term", lang)
    return line.append(sentence("codebook.size", lang, terms=terms), FAINT_STYLE)


def _terms(lang: Lang, **by_kind: tuple[str, ...]) -> Table:
    """What each list is called, and its terms with blanks between them, where a line may end."""
    names = {kind: label(kind, lang) for kind in _KINDS}
    grid = Table.grid(padding=(0, COLUMN_GAP, 0, 0))
    grid.add_column(width=max(map(cell_len, names.values())))
    grid.add_column(overflow="fold")
    for kind, own in by_kind.items():
        if own:
            grid.add_row(plain(names[kind], FAINT_STYLE), _list(own))
    return grid


def _list(terms: tuple[str, ...]) -> Text:
    """Terms with blanks between them: the signs of Chinese lists may be part of a term."""
    return Text(one_line(" ".join(terms)), overflow="fold")
