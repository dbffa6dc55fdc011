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

WIDTH, HEIGHT = 760, 460
"""Of the picture, in units of its frame; a letter is `FONT` high."""
FONT = 13
_MARGIN = 12
_REACH = 6
"""Half the width of a dot with a little room around it."""
_GAP = 4
"""Between a point and its name."""
_BADGE = 11
"""Radius of a point that carries its name inside."""

PointKind = Literal["theme", "speech", "muted"]

_PICTURE = Markup(
    '<svg class="map" role="img" viewBox="0 0 {width} {height}"><title>{title}</title>'
    "<desc>{description}</desc>{marks}</svg>"
)
_CROSS = Markup('<path class="zero" d="M0 {y}H{width}M{x} 0V{height}"/>')
_PATH = Markup('<path class="{kind}" d="{path}"/>')
_NAME = Markup('<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{name}</text>')


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
        return self.left >= 0 and self.top >= 0 and self.right <= WIDTH and self.bottom <= HEIGHT


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
    names: list[Markup] = []
    unnamed: list[Point] = []
    for spot in spots:
        if spot.point.inside:
            names.append(_NAME.format(kind="inside", x=spot.x, y=spot.y + 4, name=spot.point.name))
        elif box := _free(spot, taken):
            taken.append(box)
            kind, name = spot.point.kind, spot.point.name
            names.append(_NAME.format(kind=kind, x=box.left, y=box.bottom - 4, name=name))
        else:
            unnamed.append(spot.point)
    marks = Markup().join([frame.cross(), *_leaders(spots), *_dots(spots), *names])
    plot = _PICTURE.format(
        width=WIDTH, height=HEIGHT, title=title, description=description, marks=marks
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
        self._unit = min((space / extent for space, extent in rooms if extent > 0), default=1.0)

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


def _free(spot: _Spot, taken: Sequence[_Box]) -> _Box | None:
    """The best free place for the name of a point."""
    candidates = _candidates((spot.x, spot.y), _length(spot.point.name))
    free = (box for box in candidates if box.is_within and not box.meets_any(taken))
    return next(free, None)


def _candidates(place: tuple[float, float], length: float) -> Iterator[_Box]:
    """Places for a name, the best first: right, left, then ever farther off."""
    x, y = place
    height = FONT + 4
    beside, above = _REACH + _GAP, _REACH + 2 + height / 2
    for down in (0.0, -above, above):
        for left in (x + beside, x - beside - length, x - length / 2):
            if down or left != x - length / 2:
                yield _Box(left, y + down - height / 2, left + length, y + down + height / 2)


def _length(name: str) -> float:
    """Room a name takes: wide characters a whole letter, others a little more than half."""
    return sum(
        FONT * (1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.62)
        for character in name
    )


def _leaders(spots: Iterable[_Spot]) -> Iterator[Markup]:
    """Lines from the places of points to where they are drawn."""
    moved = [spot for spot in spots if (spot.x, spot.y) != spot.true]
    if moved:
        path = "".join(f"M{spot.true[0]} {spot.true[1]}L{spot.x} {spot.y}" for spot in moved)
        yield _PATH.format(kind="leader", path=path)


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
