"""Numbers in, inline SVG out: intervals, stretches, differences, dots on one axis.

A picture is as wide as the place it stands in. Across, coordinates are per cent of the axis;
down, they are pixels; so letters and dots keep their size on a telephone and on paper. Each
picture has a title and a description which say in words what it shows. Colours come from the
style sheet by class.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROW_HEIGHT = 14
"""Pixels an interval takes, its number included."""
AXIS_STEPS = (0.02, 0.05, 0.10, 0.20, 0.25)
"""Distances between two marks of an axis."""
FULL_HEIGHT = 9
"""Units of the greatest bar of a stretch: one digit each, and neighbours often share one."""
STRETCH_WIDTH = 2
"""Units a stretch is wide."""
MAX_MARKS = 6
"""Marks on an axis that still have room for their labels on a narrow screen."""

_PLOT = Markup(
    '<svg class="plot" role="img" height="{height}"><title>{title}</title>'
    "<desc>{description}</desc>{marks}</svg>"
)
_STRETCHED = Markup(
    '<svg class="dots" role="img" viewBox="0 0 1000 16" preserveAspectRatio="none">'
    '<title>{title}</title><desc>{description}</desc><path d="{path}"/></svg>'
)
_SPARK = Markup(
    '<svg class="spark" role="img" viewBox="0 0 {width} {height}">'
    '<title>{title}</title><desc>{description}</desc><path d="{path}"/></svg>'
)
_LINES = Markup('<svg viewBox="0 0 1000 {height}" preserveAspectRatio="none">{paths}</svg>')
"""The drawing inside a plot, stretched to its width; the style sheet keeps strokes as they are."""
_PATH = Markup('<path class="{kind}" d="{path}"/>')
_LABEL = Markup('<text x="{x}%" y="{y}">{label}</text>')


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of fractions with a mark every `step`, 0 among them."""

    end: float
    step: float
    start: float = 0.0
    """0 or less."""

    @property
    def marks(self) -> tuple[float, ...]:
        """Values at which the axis is labelled."""
        first, last = round(self.start / self.step), round(self.end / self.step)
        return tuple(self.step * i for i in range(first, last + 1))

    @property
    def step_percent(self) -> float:
        """Distance of two marks, per cent of the length."""
        return 100 * self.step / (self.end - self.start)

    def percent(self, value: float) -> float:
        """Place of a value on the axis, per cent of its length, rounded to a tenth."""
        part = (value - self.start) / (self.end - self.start)
        return round(100 * min(max(part, 0.0), 1.0), 1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval, all fractions."""

    label: str
    share: float
    low: float
    high: float
    muted: bool = False
    """Drawn hollow."""


def axis_for(maximum: float, minimum: float = 0.0) -> Axis:
    """The axis on which values from `minimum`, or 0, to `maximum` find room.

    Examples
    --------
    >>> axis_for(0.37)
    Axis(end=0.4, step=0.1, start=0.0)
    >>> axis_for(1.3).end
    1.0
    >>> axis_for(0.0).marks
    (0.0, 0.02)
    >>> axis_for(0.4, -0.13)
    Axis(end=0.4, step=0.1, start=-0.2)
    """
    maximum, minimum = min(max(maximum, 0.0), 1.0), max(min(minimum, 0.0), -1.0)
    extent = maximum - minimum
    step = next((step for step in AXIS_STEPS if extent <= step * MAX_MARKS), AXIS_STEPS[-1])
    start, end = floor(round(minimum / step, 9)), ceil(round(maximum / step, 9))
    if start == end:
        end += 1
    return Axis(round(step * end, 10), step, round(step * start, 10))


def interval_plot(
    intervals: Sequence[Interval], axis: Axis, *, title: str, description: str
) -> Markup:
    """One line a speech: its interval, a dot for the share, its number at the end."""
    height = ROW_HEIGHT * len(intervals) + 2
    rows = [(row, interval) for row, interval in enumerate(intervals)]
    paths = (
        _PATH.format(kind=kind, path="".join(draw(row, each, axis) for row, each in chosen))
        for is_muted, kind, draw in _LAYERS
        if (chosen := [item for item in rows if is_muted in (None, item[1].muted)])
    )
    labels = (
        _LABEL.format(x=_plain(axis.percent(each.high)), y=_middle(row) + 4, label=each.label)
        for row, each in rows
    )
    marks = _LINES.format(height=height, paths=Markup().join(paths)) + Markup().join(labels)
    return _PLOT.format(height=height, title=title, description=description, marks=marks)


def dot_plot(values: Sequence[float], axis: Axis, *, title: str, description: str) -> Markup:
    """All values on one line, for more speeches than can have a line each."""
    path = "".join(f"M{10 * axis.percent(value):.0f} 8h0" for value in values)
    return _STRETCHED.format(title=title, description=description, path=path)


def stretches(shares: Sequence[float], *, title: str, description: str) -> Markup:
    """A bar a stretch, from the beginning of the speech to its end; full height is 1.

    What is more than nothing is seen.

    Examples
    --------
    >>> str(stretches([0, 0.5, 0.5, 1], title="t", description="d")).split('"')[-2]
    'M0 9h2V4h4V0h2V9z'
    """
    width = STRETCH_WIDTH * max(1, len(shares))
    return _SPARK.format(
        width=width,
        height=FULL_HEIGHT,
        title=title,
        description=description,
        path=_steps(shares),
    )


def difference_plot(difference: Interval, axis: Axis, *, title: str, description: str) -> Markup:
    """A difference with its interval on an axis that shows where none would be."""
    height = ROW_HEIGHT + 2
    zero = _PATH.format(kind="zero", path=f"M{10 * axis.percent(0.0):.0f} 0V{height}")
    drawn = (
        _PATH.format(kind=kind, path=draw(0, difference, axis))
        for kind, draw in (("line", _line), ("dot", _dot))
    )
    marks = _LINES.format(height=height, paths=zero + Markup().join(drawn))
    return _PLOT.format(height=height, title=title, description=description, marks=marks)


def _line(row: int, interval: Interval, axis: Axis) -> str:
    low, high = (10 * axis.percent(value) for value in (interval.low, interval.high))
    return f"M{low:.0f} {_middle(row)}H{high:.0f}"


def _dot(row: int, interval: Interval, axis: Axis) -> str:
    """A stroke without length, which round ends make a dot."""
    return f"M{10 * axis.percent(interval.share):.0f} {_middle(row)}h0"


def _middle(row: int) -> int:
    return ROW_HEIGHT * row + ROW_HEIGHT // 2 + 1


_LAYERS: tuple[tuple[bool | None, str, Callable[[int, Interval, Axis], str]], ...] = (
    (False, "line", _line),
    (True, "line muted", _line),
    (None, "dot", _dot),
    (True, "hole", _dot),
)
"""What is drawn over what: whether it is of the muted intervals (None: of all), its class, how."""


def _steps(shares: Sequence[float]) -> str:
    """SVG path of a bar chart; neighbours of one height share a bar."""
    parts, height, width = [f"M0 {FULL_HEIGHT}"], FULL_HEIGHT, 0
    for share in shares:
        top = FULL_HEIGHT - ceil(FULL_HEIGHT * round(min(max(share, 0.0), 1.0), 6))
        if top != height:
            parts.append((f"h{width}" if width else "") + f"V{top}")
            height, width = top, 0
        width += STRETCH_WIDTH
    return "".join(parts) + f"h{width}V{FULL_HEIGHT}z"


def _plain(value: float) -> str:
    """A number with as many decimals as it needs, two at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
