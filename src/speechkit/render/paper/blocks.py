"""What a paper is made of, whatever format it is written in; all texts are plain and unescaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from speechkit.model import Lang

Align = Literal["left", "right"]
Level = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, or of a part of one."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands in a speech, and where."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed into a terminal."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    width: float = 1.0
    """Relative to the other columns."""
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str
    note: str = ""
    """What is added to it in small, such as an interval."""
    shade: int = 0
    """How strongly it stands out, from 0 to `LEVELS` of `render.emphasis`."""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; a row of a single cell is a heading of the rows below it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: int = 0
    """Of the tables of a paper, from 1; 0 while it stands in none."""


Block = Heading | Paragraph | Bullets | Quote | Command | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A title and what stands below it."""

    title: str
    lang: Lang
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))
