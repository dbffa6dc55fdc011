"""Texts and columns in, Rich tables and lines out: what all the terminal's pages are made of.

Speech text enters Rich through `plain` only, which makes control characters visible and
knows no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Literal

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import joined, label, number, sentence
from speechkit.render.terminal.breaking import Line, TermLine
from speechkit.render.terminal.styles import (
    FAINT_STYLE,
    HEADING_STYLE,
    ID_STYLE,
    WARNING_STYLE,
)
from speechkit.results import Identified

RULE = Box("    \n    \n -- \n    \n -- \n -- \n    \n    \n", ascii=True)
"""A line of hyphens under the column names and between sections, no frame: hyphens are one
cell wide on every console, box characters two on Chinese ones."""

COLUMN_GAP = 2
"""Cells between two columns: one of the divider, one of padding."""
ELLIPSIS = "…"
DATE_CELLS = 10
"""A day in full; what a record calls its date may be anything."""
MAX_ID = 96
"""Cells of an id: a file name of the greatest length and a number."""
MAX_NAMED = 12
MAX_NAMED_CELLS = 240
"""Names spelt out in a sentence, and their cells together; more are counted."""
_MAX_NAME_LINES = 5

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
    """Cells it needs not more of; it has them only where all others have enough."""
    whole: bool = False
    """Never broken: for figures, which are short; cut with a sign below 60 cells."""


def table(
    columns: Iterable[Column],
    rows: Iterable[Sequence[RenderableType]],
    *,
    headed: bool = True,
) -> Table:
    """A table without a frame whose long cells are folded, never cut.

    Parameters
    ----------
    headed
        Whether the names of the columns stand above it.
    """
    made = _Table(tuple(columns), headed=headed)
    for row in rows:
        made.add_row(*row)
    return made


class _Table(Table):
    """A table that shares out the width so that words stay whole as long as that can be.

    Rich takes from the widest column only, and breaks words of it while others have room.
    """

    def __init__(self, shape: Sequence[Column], *, headed: bool) -> None:
        super().__init__(
            box=RULE,
            pad_edge=False,
            show_edge=False,
            show_header=headed,
            padding=(0, COLUMN_GAP - 1, 0, 0),
            header_style=HEADING_STYLE,
        )
        self._shape = shape
        for column in shape:
            self.add_column(
                plain(shorten_middle(column.name, MAX_ID)),
                justify=column.side,
                # The default cuts unspaced Chinese to one line (rich #2494).
                overflow="ellipsis" if column.whole else "fold",
                no_wrap=column.whole,
            )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width - COLUMN_GAP * (len(self._shape) - 1)
        needed = [self._needed(n, console, options) for n in range(len(self._shape))]
        wanted = [self._wanted(shape, own) for shape, own in zip(self._shape, needed, strict=True)]
        cells = shared_out(wanted, [column.whole for column in self._shape], room)
        for n, shape in enumerate(self._shape):
            spare = room - sum(cells)
            if shape.least is None or shape.least != shape.most:
                cells[n] += min(spare, max(needed[n].maximum - cells[n], 0))
            self.columns[n].width = cells[n]
        yield from super().__rich_console__(console, options)

    def _needed(self, n: int, console: Console, options: ConsoleOptions) -> Measurement:
        """Cells that a column needs for words to stay whole, and for cells to be one line."""
        own = (self.columns[n].header, *self.columns[n].cells)
        measured = [Measurement.get(console, options, cell) for cell in own]
        return Measurement(
            max(each.minimum for each in measured), max(each.maximum for each in measured)
        )

    @staticmethod
    def _wanted(shape: Column, needed: Measurement) -> Measurement:
        """The same within the bounds of the column."""
        at_least = shape.least or 1
        at_most = max(at_least, min(needed.maximum, shape.most or needed.maximum))
        return Measurement(min(max(needed.minimum, at_least), at_most), at_most)


def shared_out(ranges: Sequence[Measurement], is_whole: Sequence[bool], room: int) -> list[int]:
    """Cells of each column, together within the room.

    The widest columns give way first: down to their longest words, but for words that would
    take more than a quarter of the room, then further, figures last of all.

    Examples
    --------
    >>> shared_out([Measurement(10, 10), Measurement(9, 40)], [False, False], 40)
    [10, 30]
    >>> shared_out([Measurement(10, 30), Measurement(9, 40)], [False, False], 15)
    [8, 7]
    """
    cells = [min(each.maximum, max(room, 1)) for each in ranges]
    least = [
        own if whole else min(each.minimum, max(room // 4, 2))
        for own, each, whole in zip(cells, ranges, is_whole, strict=True)
    ]
    last = [own if whole else 2 for own, whole in zip(cells, is_whole, strict=True)]
    for floors in (least, last, [1] * len(cells)):
        while sum(cells) > room:
            wide = [n for n, own in enumerate(cells) if own > floors[n]]
            if not wide:
                break
            cells[max(wide, key=lambda n: (cells[n], n))] -= 1
    return cells


@dataclass(frozen=True, slots=True)
class Fitted:
    """A cell that is drawn for the width that its column comes to have."""

    drawn: Callable[[int], Text]
    """For a number of cells."""
    cells: int
    """Of all of it."""
    least: int = 8
    """Cells below which it says nothing."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.drawn(options.max_width)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(self.least, self.cells), self.cells)


def figure(name: str) -> Column:
    """A column of numbers."""
    return Column(name, side="right", whole=True)


def plain(text: str, style: str = "") -> Text:
    """A text that may come from a speech, as it is: no markup, no control characters."""
    return Line(one_line(text), style=style, overflow="fold")


def terms(text: str, style: str = "") -> Text:
    """A list of terms, as `plain`, but that no term is broken that fits a line."""
    return TermLine(one_line(text), style=style, overflow="fold")


def id_cell(speech: Identified | None, lang: Lang) -> RenderableType:
    """Id of a speech for a table; None is the rest of the collection."""
    return name_cell(name_of(speech, lang))


def name_cell(name: str, where: str = "", style: str = ID_STYLE) -> RenderableType:
    """A name that may be long, in five lines of a column at most, and a place behind it."""
    name = shorten_middle(name, MAX_ID)

    def drawn(room: int) -> Text:
        cells = _MAX_NAME_LINES * (room - 2) - cell_len(where)  # a sign may stay free in a line
        return plain(shorten_middle(name, max(cells, room, 2)) + where, style)

    return Fitted(drawn, cell_len(name + where))


def heading(text: str) -> Text:
    """The line above a part of the page."""
    return plain(text, HEADING_STYLE)


def speech_heading(id_: str, title: str, width: int) -> Text:
    """The line above what is said of one speech: its id, and its title as far as it goes."""
    made = plain("").append(shorten_middle(id_, min(MAX_ID, width)), ID_STYLE)
    room = max(width - made.cell_len - COLUMN_GAP, width // 2)
    return (
        made.append(f"{' ' * COLUMN_GAP}{shorten(title, room)}", HEADING_STYLE) if title else made
    )


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
    short = [shorten_middle(name, MAX_ID) for name in all_names[:MAX_NAMED]]
    used = list(accumulate(map(cell_len, short)))
    shown = [name for name, cells in zip(short, used, strict=True) if cells <= MAX_NAMED_CELLS]
    left = len(all_names) - len(shown)
    told = joined(shown, lang)
    return told if left <= 0 else f"{told} {ELLIPSIS} (+{left})"


def told_apart(ids: Iterable[str], cells: int) -> dict[str, str]:
    """Ids as they fit so many cells, each by the part in which it differs from the others.

    Examples
    --------
    >>> told_apart(["county-council-01-speech", "county-council-02-speech"], 6)
    {'county-council-01-speech': '…1…', 'county-council-02-speech': '…2…'}
    >>> told_apart(["county-council-speech"], 10)
    {'county-council-speech': 'count…eech'}
    """
    whole = list(dict.fromkeys(ids))
    short = {id_: shorten_middle(id_, cells) for id_ in whole}
    before = _n_common(whole)
    after = _n_common([id_[before:][::-1] for id_ in whole])
    if len(set(short.values())) == len(whole) or not whole:
        return short
    parts = {id_: one_line(id_[before : len(id_) - after]) for id_ in whole}
    return {
        id_: shorten_middle(f"{ELLIPSIS}{part}{ELLIPSIS}", cells) for id_, part in parts.items()
    }


def _n_common(texts: Sequence[str]) -> int:
    """Characters with which all begin."""
    places = zip(*texts, strict=False)
    return sum(1 for _ in takewhile(lambda signs: len(set(signs)) == 1, places))


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
    tail = _own_signs(_head(text[: -cells - 1 : -1], (cells - 1) // 2)[::-1])
    return _head(text, cells - 1 - cell_len(tail)) + ELLIPSIS + tail


def shorten_end(text: str, cells: int) -> str:
    """The end of a text, with a sign where it is cut.

    Examples
    --------
    >>> shorten_end("县人民政府第一次全体会议", 9)
    '…全体会议'
    """
    text = one_line(text)
    if _fits(text, cells):
        return text
    return ELLIPSIS + _own_signs(_head(text[::-1], cells - 1)[::-1])


def _own_signs(text: str) -> str:
    """Without the marks at its beginning that belong to a sign that was cut off."""
    while text and not cell_len(text[0]):
        text = text[1:]
    return text


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
