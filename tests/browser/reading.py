"""What the browser shows of tables in, out cells by the names of their columns, and figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browser.visiting import Visit

NOTHING = "–"
"""What the page shows where there is no figure."""
JSON_DIGITS = 6
"""Decimals of a fraction in our JSON; the page rounds what it has before that."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read and the links in it."""

    text: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name on the page and its cells by their heads."""

    id: str
    cells: tuple[Cell, ...]
    head: tuple[str, ...]

    def __getitem__(self, column: str) -> Cell:
        return self.cells[self.head.index(column)]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def read_tables(visit: Visit) -> tuple[Table, ...]:
    """All tables of the page, closed details opened."""
    visit.look(opened=True)
    return tuple(_table(raw) for raw in visit.ask("tables"))


def _table(raw: dict[str, list[dict[str, list[dict[str, str]]]]]) -> Table:
    head = tuple(str(name) for name in raw["head"])
    rows = tuple(
        Row(
            str(row["id"]),
            tuple(Cell(cell["text"], tuple(cell["links"])) for cell in row["cells"]),
            head,
        )
        for row in raw["rows"]
    )
    return Table(str(raw["caption"]), head, rows)


def agrees(shown: str, value: float, *, decimals: int, scale: int = 1) -> bool:
    """Whether a figure with this number of decimals is a value of the JSON, rounded.

    Examples
    --------
    >>> agrees("12.3", 0.12345, decimals=1, scale=100), agrees("12.4", 12.3, decimals=1)
    (True, False)
    """
    whole, _, fraction = shown.partition(".")
    if not re.fullmatch(r"-?\d[\d,]*", whole) or len(fraction) != decimals:
        return False
    slack = 0.5 * 10.0**-decimals + scale * 10.0**-JSON_DIGITS
    return bool(abs(float(shown.replace(",", "")) - scale * value) <= slack)


def read_count(shown: str) -> int:
    """A count, with or without marks of thousands."""
    return int(shown.replace(",", ""))


def read_lines(shown: str) -> tuple[Counter[int], int]:
    """Lines and how often each is named, and how many more there are.

    Examples
    --------
    >>> read_lines("6, 8×2 … +3")
    (Counter({8: 2, 6: 1}), 3)
    """
    listed, _, more = shown.partition("…")
    found = re.findall(r"(\d+)(?:×(\d+))?", listed)
    lines = Counter({int(line): int(times or 1) for line, times in found})
    return lines, read_count(more.strip(" +")) if more else 0


def read_shares(described: str) -> list[tuple[str, str]]:
    """Speech and share of each speech in the description of a picture.

    Examples
    --------
    >>> read_shares("1: 55.0%, 2: 50.0%")
    [('1', '55.0'), ('2', '50.0')]
    """
    return re.findall(r"(\d+)[:：] ?([\d.]+)%", described)


def read_interval(shown: str) -> tuple[str, str, str]:
    r"""A figure and the ends of its interval, which stand below it.

    Examples
    --------
    >>> read_interval("28.4\n-2.1–56.1")
    ('28.4', '-2.1', '56.1')
    """
    figure, _, interval = shown.partition("\n")
    low, _, high = interval.partition("–")
    return figure, low, high
