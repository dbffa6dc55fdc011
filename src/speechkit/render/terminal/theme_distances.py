"""Distances of speeches or groups in; who is nearest, and all figures in a triangle, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import MAX_PAIRWISE_SPEECHES, Lang
from speechkit.render.labels import label, sentence
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    Column,
    figure,
    heading,
    plain,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE, ID_STYLE, SHADE_STYLES
from speechkit.render.terminal.theme_shares import called
from speechkit.results import Distance, Emphasis

_SHADES = tuple(zip((0.2, 0.35, 0.5), SHADE_STYLES, strict=True))
"""The darker the nearer; two speeches of one agenda are about .3 apart."""
_CELL = len("0.00")


def render_distances(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """The nearest two and the farthest, and of few sides all distances in a triangle."""
    distances = result.distances
    if not distances:
        return None
    ranked = sorted(distances, key=lambda distance: distance.jensen_shannon)
    near, far = ranked[0], ranked[-1]
    told = sentence(
        "themes.distance" if len(ranked) == 1 else "themes.distances",
        lang,
        near=_pair(near, result, lang),
        near_by=f"{near.jensen_shannon:.3f}",
        far=_pair(far, result, lang),
        far_by=f"{far.jensen_shannon:.3f}",
    )
    triangle = list(_triangles(distances, result, lang, width))
    title = heading(label("themes.distances.title", lang)) if triangle else None
    return stack(title, plain(told), *triangle)


def _pair(distance: Distance, result: Emphasis, lang: Lang) -> str:
    return f"{called(distance.a, result, lang)} / {called(distance.b, result, lang)}"


def _triangles(
    distances: Iterable[Distance], result: Emphasis, lang: Lang, width: int
) -> Iterator[Table]:
    """Each side against those before it, as many columns side by side as the width takes."""
    by_pair = {
        (distance.a.id, distance.b.id): distance.jensen_shannon
        for distance in distances
        if distance.b is not None
    }
    sides = {
        side.id: called(side, result, lang)
        for distance in distances
        for side in (distance.a, distance.b)
        if side is not None
    }
    if not 2 < len(sides) <= MAX_PAIRWISE_SPEECHES or len(by_pair) < len(sides):
        return
    ids = list(sides)
    named = [f"{n} {name}" for n, name in enumerate(sides.values(), 1)]
    label_cells = max(8, min(max(map(cell_len, named)), width // 3))
    per_table = max(1, (width - label_cells) // (_CELL + COLUMN_GAP))
    for start in range(0, len(ids) - 1, per_table):
        across = range(start, min(start + per_table, len(ids) - 1))
        columns = [
            Column("", least=label_cells, most=label_cells),
            *(figure(str(column + 1)) for column in across),
        ]
        rows = (
            [
                plain(shorten_middle(named[row], label_cells), ID_STYLE),
                *(_distance_cell(by_pair, ids, row, column) for column in across),
            ]
            for row in range(start + (start > 0), len(ids))
        )
        yield table(columns, rows)


def _distance_cell(
    by_pair: Mapping[tuple[str, str], float], ids: Sequence[str], row: int, column: int
) -> Text:
    if column >= row:
        return plain("")
    pair = ids[column], ids[row]
    found = by_pair.get(pair, by_pair.get(pair[::-1]))
    if found is None:
        return plain("-", FAINT_STYLE)
    return plain(f"{found:.2f}", next((style for most, style in _SHADES if found < most), ""))
