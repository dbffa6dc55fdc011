"""The map of speeches and themes in; a plot made of signs with its legend, or a list, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import hypot
from string import ascii_uppercase

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.emphasis import shaping_themes
from speechkit.render.labels import counted, label, percent, sentence
from speechkit.render.terminal.draw import (
    MAX_ID,
    Column,
    heading,
    name_cell,
    plain,
    shorten,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE, HEADING_STYLE, ID_STYLE
from speechkit.render.terminal.theme_shares import is_few, theme_name
from speechkit.results import Emphasis, EmphasisMap, MapPoint

MIN_PLOT_WIDTH = 80
"""Cells from which a map comes out readable."""
MAX_PLOT_WIDTH = 100
N_ROWS = 17
MIN_COLUMNS, MIN_ROWS = 40, 5
"""Of a plot of points on a line, so that all signs have a place."""
N_THEMES = 12
"""Themes that are drawn: those that shape the plane most."""
N_NEAREST = 3
"""Themes named for a speech where there is no room for a map."""
_WIDE = 100
_LEAST_LEGEND = 40
"""Cells of a page, and beside the plot, from which the legend stands there."""
_BETWEEN = 3
CROWD = "."
"""A speech among many."""
_ASPECT = 2.0
"""How many times higher than wide a cell is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the map and the sign it is drawn by."""

    sign: str
    name: str
    point: MapPoint
    style: str


def render_map(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """The plane as a plot with its legend; on a narrow page the themes nearest to each speech."""
    plane = result.map
    if plane is None:
        return None
    across, up = (percent(part) for part in plane.inertia)
    themes, speeches = _theme_marks(plane, result, lang), _speech_marks(plane, result)
    shown: list[RenderableType]
    if width >= MIN_PLOT_WIDTH:
        plot = Plot([*themes, *speeches], min(width, MAX_PLOT_WIDTH))
        room = width - plot.width - _BETWEEN
        if width >= _WIDE and room >= _LEAST_LEGEND:
            shown = [
                _beside(plot, _entries(themes, speeches, lang, room)),
                *_left(themes, plane, lang),
            ]
        else:
            shown = [*plot.lines(), *_legend(themes, speeches, lang), *_left(themes, plane, lang)]
    elif is_few(result):
        shown = [_nearest(themes, speeches, lang, width)]
    else:
        shown = [plain(label("themes.map.narrow", lang), FAINT_STYLE)]
    return stack(
        heading(label("themes.map", lang)),
        plain(sentence("themes.map.explain", lang, across=across, up=up), FAINT_STYLE),
        *shown,
    )


def _speech_marks(plane: EmphasisMap, result: Emphasis) -> list[Mark]:
    """Few speeches by their numbers, many as dots."""
    numbers = {entry.speech.id: str(n) for n, entry in enumerate(result.speeches, 1)}
    return [
        Mark(
            numbers.get(point.id, "?") if is_few(result) else CROWD,
            shorten_middle(point.id, MAX_ID),
            point,
            ID_STYLE,
        )
        for point in plane.speeches
    ]


def _theme_marks(plane: EmphasisMap, result: Emphasis, lang: Lang) -> list[Mark]:
    """The themes that shape the plane most, by letters in the order of the codebook."""
    names = {theme.id: theme_name(theme, lang) for theme in result.themes}
    chosen = {point.id for point in shaping_themes(result)[:N_THEMES]}
    points = [point for point in plane.themes if point.id in chosen]
    return [
        Mark(sign, names.get(point.id, point.id), point, HEADING_STYLE)
        for sign, point in zip(ascii_uppercase, points, strict=False)
    ]


def _legend(themes: Sequence[Mark], speeches: Sequence[Mark], lang: Lang) -> Iterator[Text]:
    """What the signs stand for, one behind the other."""
    between = label("label.between", lang)  # labels of themes may have commas
    if _is_crowd(speeches):
        yield plain(sentence("themes.map.crowd", lang, sign=CROWD))
    else:
        yield plain(between.join(f"{mark.sign}={mark.name}" for mark in speeches))
    yield plain(between.join(f"{mark.sign}={mark.name}" for mark in themes))


def _entries(
    themes: Sequence[Mark], speeches: Sequence[Mark], lang: Lang, room: int
) -> Iterator[Text]:
    """What the signs stand for, one below the other."""
    if _is_crowd(speeches):
        yield plain(shorten(sentence("themes.map.crowd", lang, sign=CROWD), room))
        speeches = ()
    for mark in (*speeches, *themes):
        sign = Text(f"{mark.sign:>{_LONGEST_SIGN}} ", mark.style)
        yield sign.append(shorten(mark.name, room - sign.cell_len), "none")


def _is_crowd(speeches: Sequence[Mark]) -> bool:
    return bool(speeches) and speeches[0].sign == CROWD


def _beside(plot: Plot, legend: Iterable[Text]) -> RenderableType:
    grid = Table.grid(padding=(0, _BETWEEN, 0, 0))
    grid.add_column(width=plot.width)
    grid.add_column()
    grid.add_row(stack(*plot.lines()), stack(*legend))
    return grid


def _left(themes: Sequence[Mark], plane: EmphasisMap, lang: Lang) -> Iterator[Text]:
    """Says how many themes are not drawn."""
    left = len(plane.themes) - len(themes)
    if left > 0:
        told = counted(left, "theme", lang)
        yield plain(sentence("themes.map.left", lang, themes=told), FAINT_STYLE)


def _nearest(
    themes: Sequence[Mark], speeches: Sequence[Mark], lang: Lang, width: int
) -> RenderableType:
    columns = [
        Column(label("speech", lang), most=max(8, width // 3)),
        Column(label("themes.map.nearest", lang)),
    ]
    between = label("label.between", lang)
    rows = (
        [
            name_cell(speech.name),
            plain(between.join(theme.name for theme in _near(speech, themes))),
        ]
        for speech in speeches
    )
    return table(columns, rows)


def _near(speech: Mark, themes: Iterable[Mark]) -> list[Mark]:
    at = speech.point

    def apart(theme: Mark) -> float:
        return hypot(theme.point.x - at.x, theme.point.y - at.y)

    return sorted(themes, key=lambda theme: (apart(theme), theme.sign))[:N_NEAREST]


class Plot:
    """Marks on a grid of cells, the same scale across and up; the cross is the mean.

    A sign whose place is taken moves to the nearest free one.
    """

    def __init__(self, marks: Sequence[Mark], width: int) -> None:
        xs = [0.0, *(mark.point.x for mark in marks)]
        ys = [0.0, *(mark.point.y for mark in marks)]
        across, up = max(xs) - min(xs), max(ys) - min(ys)
        room = width - _LONGEST_SIGN
        self._unit = max(across / room, up / (_ASPECT * (N_ROWS - 1)), _NO_EXTENT)
        self._n_columns = max(MIN_COLUMNS, round(across / self._unit) + _LONGEST_SIGN)
        self._n_rows = max(MIN_ROWS, round(up / (_ASPECT * self._unit)) + 1)
        # What is left of a narrow plot or a flat one lies on both sides of it.
        self._left = (min(xs) + max(xs)) / 2 - self._unit * (self._n_columns - _LONGEST_SIGN) / 2
        self._top = (min(ys) + max(ys)) / 2 + self._unit * _ASPECT * (self._n_rows - 1) / 2
        self._cells = self._cross()
        self._taken: set[tuple[int, int]] = set()
        for mark in marks:
            self._put(mark)

    @property
    def width(self) -> int:
        """Cells of a line."""
        return self._n_columns

    def lines(self) -> Iterator[Text]:
        """The plot from top to bottom."""
        for row in range(self._n_rows):
            line = Text(no_wrap=True, overflow="crop")
            for column in range(self._n_columns):
                line.append(*self._cells.get((row, column), (" ", "")))
            line.rstrip()
            yield line

    def _cross(self) -> dict[tuple[int, int], tuple[str, str]]:
        row, column = self._place(0.0, 0.0)
        up = {(r, column): ("|", FAINT_STYLE) for r in range(self._n_rows)}
        across = {(row, c): ("-", FAINT_STYLE) for c in range(self._n_columns)}
        return up | across | {(row, column): ("+", FAINT_STYLE)}

    def _place(self, x: float, y: float) -> tuple[int, int]:
        return round((self._top - y) / (_ASPECT * self._unit)), round((x - self._left) / self._unit)

    def _put(self, mark: Mark) -> None:
        place = self._place(mark.point.x, mark.point.y)
        if mark.sign == CROWD:
            if place not in self._taken:
                self._cells[place] = (CROWD, mark.style)
            return
        row, column = self._free(place, len(mark.sign))
        for n, character in enumerate(mark.sign):
            self._cells[row, column + n] = (character, mark.style)
        # A blank on either side, lest two numbers be read as one.
        self._taken |= {(row, column + n) for n in range(-1, len(mark.sign) + 1)}

    def _free(self, wanted: tuple[int, int], size: int) -> tuple[int, int]:
        """The nearest place for a sign, the wanted one if it is free."""

        def apart(place: tuple[int, int]) -> tuple[float, int, int]:
            down, across = place[0] - wanted[0], place[1] - wanted[1]
            return (hypot(_ASPECT * down, across), *place)

        places = product(range(self._n_rows), range(self._n_columns - size + 1))
        return min(
            (
                (row, column)
                for row, column in places
                if all((row, column + n) not in self._taken for n in range(size))
            ),
            key=apart,
            default=wanted,
        )


_LONGEST_SIGN = 2
"""Cells: there are up to twelve numbers."""
_NO_EXTENT = 1e-9
"""Below it all points are one."""
