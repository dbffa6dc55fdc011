"""Texts and columns in, Rich tables and lines out: what all the terminal's pages are made of.

Speech text enters Rich through `plain` only, which makes control characters visible and
knows no markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.box import Box
from rich.cells import cell_len, chop_cells
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import joined, label, number, sentence
from speechkit.results import Identified

RULE = Box("    \n    \n -- \n    \n -- \n -- \n    \n    \n", ascii=True)
"""A line of hyphens under the column names and between sections, no frame: hyphens are one
cell wide on every console, box characters two on Chinese ones."""

COLUMN_GAP = 2
"""Cells between two columns: one of the divider, one of padding."""
ELLIPSIS = "…"
ID_STYLE = "cyan"
WARNING_STYLE = "yellow"
FAINT_STYLE = "dim"
DATE_CELLS = 10
"""A day in full; what a record calls its date may be anything."""
MAX_ID = 96
"""Cells of an id: a file name of the greatest length and a number."""
MAX_NAMED = 12
"""Names spelt out in a sentence; more are counted."""

_BARS = "▁▂▃▄▅▆▇█"
_LEVEL_BARS: tuple[str, ...] = ("", *"▏▎▍▌▋▊▉█")
"""By eighths of a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its side, and how narrow it may become."""

    name: str
    side: Literal["left", "right"] = "left"
    least: int | None = None
    most: int | None = None
    whole: bool = False
    """Never broken: for figures, which are short; cut with a sign below 60 cells."""


def table(columns: Iterable[Column], rows: Iterable[Sequence[RenderableType]]) -> Table:
    """A table without a frame whose long cells are folded, never cut."""
    padding = (0, COLUMN_GAP - 1, 0, 0)
    made = Table(box=RULE, pad_edge=False, show_edge=False, padding=padding, header_style="bold")
    for column in columns:
        made.add_column(
            plain(shorten_middle(column.name, MAX_ID)),
            justify=column.side,
            # The default cuts unspaced Chinese to one line (rich #2494).
            overflow="ellipsis" if column.whole else "fold",
            min_width=column.least,
            max_width=column.most,
            no_wrap=column.whole,
        )
    for row in rows:
        made.add_row(*row)
    return made


def figure(name: str) -> Column:
    """A column of numbers."""
    return Column(name, side="right", whole=True)


def plain(text: str, style: str = "") -> Text:
    """A text that may come from a speech, as it is: no markup, no control characters."""
    return Text(one_line(text), style=style, overflow="fold")


def wrapped(text: str, width: int, style: str = "", *, indent: int = 0) -> Text:
    """A text from a speech in lines that are filled to the last cell, each set in as far.

    `plain` lets Rich break lines, which moves a clause to the next line as if it were a word
    where a blank stands before it.
    """
    lines = chop_cells(one_line(text), max(width - indent, 2))
    return Text("\n".join(" " * indent + line for line in lines), style=style, overflow="fold")


def id_text(speech: Identified | None, lang: Lang) -> Text:
    """Id of a speech for a table; None is the rest of the collection."""
    return plain(shorten_middle(name_of(speech, lang), MAX_ID), ID_STYLE)


def heading(text: str) -> Text:
    """The line above a part of the page."""
    return plain(text, "bold")


def warning(text: str) -> Text:
    """A line the reader should not overlook."""
    return plain(f"! {text}", WARNING_STYLE)


def bullet(text: str) -> RenderableType:
    """A line of a list, its further lines indented."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Text("-"), plain(text))
    return grid


def indented(part: RenderableType) -> RenderableType:
    """A part that belongs to the line above it."""
    return Padding(part, (0, 0, 0, 2))


def page(parts: Iterable[RenderableType | None]) -> Group:
    """Parts one below the other, a blank line between them."""
    spaced: list[RenderableType] = []
    for part in parts:
        if part is not None:
            spaced.extend([Text(), part] if spaced else [part])
    return Group(*spaced)


def stack(*parts: RenderableType | None) -> Group:
    """Parts one below the other without a gap."""
    return Group(*(part for part in parts if part is not None))


def further(n: int, lang: Lang) -> Text | None:
    """Says how many are not shown; None when all are."""
    text = sentence("further", lang, n=number(n, lang))
    return plain(text, FAINT_STYLE) if n > 0 else None


def name_of(speech: Identified | None, lang: Lang) -> str:
    """Id of a speech; None is the rest of the collection."""
    return speech.id if speech else label("rest", lang)


def names(all_names: Sequence[str], lang: Lang) -> str:
    """The first names of a list, and how many follow."""
    shown = joined(list(all_names[:MAX_NAMED]), lang)
    left = len(all_names) - MAX_NAMED
    return shown if left <= 0 else f"{shown} {ELLIPSIS} (+{left})"


def line_range(first: int, last: int) -> str:
    """Lines as a reader writes them.

    Examples
    --------
    >>> line_range(12, 46), line_range(7, 7)
    ('12-46', '7')
    """
    return f"{first}" if first == last else f"{first}-{last}"


def shorten(text: str, cells: int) -> str:
    """The beginning of a text, with a sign where it is cut.

    Examples
    --------
    >>> shorten("县人民政府第一次全体会议", 9)
    '县人民政…'
    """
    text = one_line(text)
    return _cut(text, cells)


def shorten_middle(text: str, cells: int) -> str:
    """Beginning and end of a text, with a sign for what stands between.

    Examples
    --------
    >>> shorten_middle("今年是本届政府的开局之年。", 13)
    '今年是…之年。'
    """
    text = one_line(text)
    if _fits(text, cells):
        return text
    tail = _head(text[: -cells - 1 : -1], (cells - 1) // 2)[::-1]
    return _head(text, cells - 1 - cell_len(tail)) + ELLIPSIS + tail


def shorten_end(text: str, cells: int) -> str:
    """The end of a text, with a sign where it is cut.

    Examples
    --------
    >>> shorten_end("县人民政府第一次全体会议", 9)
    '…全体会议'
    """
    text = one_line(text)
    return text if _fits(text, cells) else ELLIPSIS + _head(text[::-1], cells - 1)[::-1]


def shorten_around(text: str, start: int, end: int, cells: int) -> str:
    """The part of a text around a stretch of it, with signs where it is cut.

    A third of the room is for what stands before, unless what follows needs less.

    Examples
    --------
    >>> shorten_around("今年县人民政府要召开全体会议部署工作", 8, 10, 17)
    '…要召开全体会议…'
    """
    line = one_line(text)
    if _fits(line, cells):
        return line
    start, end = (len(one_line(text[:at] + ELLIPSIS)) - 1 for at in (start, end))
    before, stretch, after = line[:start], line[start:end], line[end:]
    room = cells - _cells(stretch)
    if room < _LEAST_AROUND:
        return shorten(line[start:], cells)
    n_after = min(_cells(after), room - min(_cells(before), room // 3))
    return _cut(before[::-1], room - n_after)[::-1] + stretch + _cut(after, n_after)


_LEAST_AROUND = 6
"""A sign and a Chinese character on either side."""


def _cut(text: str, cells: int) -> str:
    return text if _fits(text, cells) else _head(text, cells - 1) + ELLIPSIS


def sparkline(values: Sequence[float], top: float | None = None) -> str:
    """One bar a value, a blank where there is none; `top` is a full bar.

    Examples
    --------
    >>> sparkline([0, 0.1, 0.5, 1])
    ' ▁▄█'
    """
    top = max(values, default=0.0) if top is None else top
    return "".join(_bar(value / top) if top > 0 else " " for value in values)


def bar(fraction: float, cells: int) -> str:
    """A bar that fills a fraction of so many cells; what is more than nothing shows.

    Examples
    --------
    >>> bar(0.55, 5), bar(0.001, 5), bar(0, 5)
    ('██▊', '▏', '')
    """
    eighths = round(min(max(fraction, 0.0), 1.0) * 8 * cells)
    if fraction > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return _LEVEL_BARS[8] * full + _LEVEL_BARS[rest]


def diverging_bar(value: float, most: float, cells: int) -> str:
    """A bar to the left of `|` for less than 0, to the right for more; `most` fills either side.

    Whole cells only, since no sign fills the right part of a cell on every console.

    Examples
    --------
    >>> diverging_bar(-0.2, 0.4, 4), diverging_bar(0.4, 0.4, 4), diverging_bar(0.001, 0.4, 4)
    ('  ██|    ', '    |████', '    |█   ')
    """
    fraction = min(abs(value) / most, 1.0) if most > 0 else 0.0
    drawn = _LEVEL_BARS[8] * max(round(fraction * cells), int(value != 0))
    left, right = (drawn, "") if value < 0 else ("", drawn)
    return f"{left:>{cells}}|{right:<{cells}}"


def padded(text: str, cells: int) -> str:
    """A text that fits, with blanks behind it up to a number of cells."""
    return text + " " * (cells - cell_len(text))


def _bar(fraction: float) -> str:
    if not fraction > 0:
        return " "
    steps = len(_BARS)
    return _BARS[min(steps, max(1, int(fraction * steps + 0.5))) - 1]


def _fits(text: str, cells: int) -> bool:
    return len(text) <= cells and _cells(text) <= cells


def _cells(text: str) -> int:
    return sum(map(_width, text))


def _head(text: str, cells: int) -> str:
    """The longest beginning that fits."""
    used = 0
    for i, character in enumerate(text[: max(cells, 0)]):
        used += _width(character)
        if used > cells:
            return text[:i]
    return text[: max(cells, 0)]


def _width(character: str) -> int:
    """Cells of a character; one that stacks on its neighbour counts too, lest it pile up."""
    return max(1, cell_len(character))
