"""Points of a plane in, one inline picture out in which no two names overlap.

A picture has a frame of its own, scaled as a whole, since whether names overlap depends on its
proportions. Names are put beside their points where there is room; a point that has none is
drawn without, and whoever asked is told which.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH, HEIGHT = 780, 560
"""Of the picture, in units of its frame; a letter is `FONT` high."""
FONT = 13
_MARGIN = 12
_REACH = 6
"""Half the width of a dot with a little room around it."""
_GAP = 4
"""Between a point and its name."""
_LINE = FONT + 4
"""Height of a name."""
_MAX_ROWS = 5
"""Lines above or below its point that a name may stand."""
_BADGE = 11
"""Radius of a point that carries its name inside."""

_NO_EXTENT = 1e-9
"""Below it all points are one."""

PointKind = Literal["theme", "speech", "muted"]

_PICTURE = Markup(
    '<svg class="map" role="img" viewBox="0 0 {width} {height}"><title>{title}</title>'
    "<desc>{description}</desc>{marks}</svg>"
)
_CROSS = Markup('<path class="zero" d="M0 {y}H{width}M{x} 0V{height}"/>')
_PATH = Markup('<path class="{kind}" d="{path}"/>')
_NAME = Markup('<text{kind} x="{x:.0f}" y="{y:.0f}">{name}</text>')
_INSIDE = Markup('<text class="inside" x="{x}" y="{y}">{name}</text>')


_Line = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the plane and what it is called."""

    name: str
    x: float
    y: float
    kind: PointKind
    inside: bool = False
    """The name is short and stands inside the dot."""


class Scatter(NamedTuple):
    """A picture and what is not named in it."""

    plot: Markup
    unnamed: tuple[Point, ...]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def meets_any(self, others: Iterable[_Box]) -> bool:
        return any(self.meets(other) for other in others)

    @property
    def is_within(self) -> bool:
        """Whether it lies in the picture."""
        across = self.left >= _GAP and self.right <= WIDTH - _GAP
        return across and self.top >= 0 and self.bottom <= HEIGHT


def scatter(points: Sequence[Point], *, title: str, description: str) -> Scatter:
    """The points on one plane, the same scale across and up, with a cross where 0 is.

    Parameters
    ----------
    points
        Those before others have the first choice of a place for their names.
    """
    frame = _Frame(points)
    spots = _settled(frame, points)
    taken = [spot.box for spot in spots]
    marks = [frame.cross(), _leaders(spot.leader for spot in spots), *_dots(spots)]
    labels: list[_Label] = []
    unnamed: list[Point] = []
    for spot in spots:
        if spot.point.inside:
            marks.append(_INSIDE.format(x=spot.x, y=spot.y + 4, name=spot.point.name))
        elif not spot.point.name:
            continue
        elif label := _label(spot, taken):
            taken += label.boxes
            labels.append(label)
        else:
            unnamed.append(spot.point)
    marks += [_leaders(label.leader for label in labels), *map(_name, labels)]
    plot = _PICTURE.format(
        width=WIDTH, height=HEIGHT, title=title, description=description, marks=Markup().join(marks)
    )
    return Scatter(plot, tuple(unnamed))


class _Frame:
    """From the plane to the picture; 0 is always in it."""

    def __init__(self, points: Sequence[Point]) -> None:
        xs, ys = [0.0, *(p.x for p in points)], [0.0, *(p.y for p in points)]
        self._middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        room = 2 * (_MARGIN + _BADGE)
        rooms = (
            (WIDTH - room, max(xs) - min(xs)),
            (HEIGHT - room, max(ys) - min(ys)),
        )
        self._unit = min(
            (space / extent for space, extent in rooms if extent > _NO_EXTENT), default=1.0
        )

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Where a place of the plane is in the picture."""
        across, up = x - self._middle[0], y - self._middle[1]
        return round(WIDTH / 2 + self._unit * across), round(HEIGHT / 2 - self._unit * up)

    def cross(self) -> Markup:
        x, y = self.place(0.0, 0.0)
        return _CROSS.format(x=x, y=y, width=WIDTH, height=HEIGHT)


class _Spot(NamedTuple):
    """A point where it is drawn, and where it is."""

    point: Point
    x: int
    y: int
    true: tuple[int, int]

    @property
    def leader(self) -> _Line | None:
        """From where it is to where it is drawn, if it had to move."""
        drawn = self.x, self.y
        return None if drawn == self.true else (self.true, drawn)

    @property
    def box(self) -> _Box:
        reach = _BADGE + 2 if self.point.inside else _REACH
        return _Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


def _settled(frame: _Frame, points: Iterable[Point]) -> list[_Spot]:
    """Every point at its place; one with its name inside moves off another such one."""
    spots: list[_Spot] = []
    held: list[_Box] = []
    for point in points:
        true = frame.place(point.x, point.y)
        if not point.inside:
            spots.append(_Spot(point, *true, true))
            continue
        tried = (_Spot(point, true[0] + dx, true[1] + dy, true) for dx, dy in _OFFSETS)
        free = (spot for spot in tried if spot.box.is_within and not spot.box.meets_any(held))
        spots.append(next(free, _Spot(point, *true, true)))
        held.append(spots[-1].box)
    return spots


_OFFSETS = (
    (0, 0),
    *(
        (step * dx, step * dy)
        for step in range(10, 90, 10)
        for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
    ),
)
"""How far off a point may be drawn, the nearest first."""


class _Label(NamedTuple):
    """The name of a point where there is room for it."""

    name: str
    box: _Box
    anchor: Literal["start", "middle", "end"]
    leader: _Line | None
    """From the point to its name, where they are apart; straight up or down."""

    @property
    def boxes(self) -> tuple[_Box, ...]:
        """What no other name may meet."""
        return (self.box, _along(self.leader)) if self.leader else (self.box,)


def _label(spot: _Spot, taken: Sequence[_Box]) -> _Label | None:
    """The name at the best place that meets nothing, nor does its leader."""
    others = [box for box in taken if box != spot.box]
    free = (
        label
        for label in _candidates(spot)
        if label.box.is_within
        and not label.box.meets_any(taken)
        and not (label.leader and _along(label.leader).meets_any(others))
    )
    return next(free, None)


def _candidates(spot: _Spot) -> Iterator[_Label]:
    """Places for a name, the best first: beside the point, then ever farther above and below."""
    name, length = spot.point.name, name_length(spot.point.name)
    aside = _REACH + _GAP
    for row in range(_MAX_ROWS + 1):
        for up in (-1, 1) if row else (0,):
            top = spot.y - _LINE / 2 + up * (row * _LINE + _GAP)
            end = (spot.x, round(top + (_LINE if up < 0 else 0)))
            leader = ((spot.x, spot.y), end) if row > 1 else None
            anchors: tuple[tuple[Literal["start", "middle", "end"], float], ...] = (
                ("start", aside if row == 0 else -_GAP),
                ("end", -length - aside if row == 0 else _GAP - length),
                ("middle", -length / 2),
            )
            for anchor, left in anchors[: 3 if row else 2]:
                x = spot.x + left
                yield _Label(name, _Box(x, top, x + length, top + _LINE), anchor, leader)


def _along(line: _Line) -> _Box:
    """The room that a line straight up or down takes, its ends left out."""
    (x, y), (_, to_y) = line
    return _Box(x - 1, min(y, to_y) + 1, x + 1, max(y, to_y) - 1)


def _name(label: _Label) -> Markup:
    left, right = label.box.left, label.box.right
    x = {"start": left, "middle": (left + right) / 2, "end": right}[label.anchor]
    kind = Markup("") if label.anchor == "start" else Markup(' class="{}"').format(label.anchor)
    return _NAME.format(kind=kind, x=x, y=label.box.bottom - 4, name=label.name)


def name_length(name: str) -> float:
    """Room a name takes: wide characters a whole letter, others a little more than half."""
    return sum(
        FONT * (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.58)
        for character in name
    )


def _leaders(lines: Iterable[_Line | None]) -> Markup:
    """Lines from points to where they, or their names, are drawn."""
    path = "".join(f"M{x} {y}L{to_x} {to_y}" for (x, y), (to_x, to_y) in filter(None, lines))
    return _PATH.format(kind="leader", path=path) if path else Markup("")


def _dots(spots: Sequence[_Spot]) -> Iterator[Markup]:
    """The dots of each kind as one path: strokes without length, which round ends make dots."""
    for kind, inside in product(get_args(PointKind), (False, True)):
        path = "".join(
            f"M{spot.x} {spot.y}h0"
            for spot in spots
            if spot.point.kind == kind and spot.point.inside == inside
        )
        if path:
            yield _PATH.format(kind=f"{kind} badges" if inside else kind, path=path)
