r"""A paper in, Markdown with tables as GitHub has them out.

What others wrote stays text: every sign that Markdown could take for markup has a `\` before
it, nothing is written as HTML, and what cannot be seen is made visible.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speechkit.render.emphasis import LEVELS
from speechkit.render.escape import one_line
from speechkit.render.paper.blocks import Bullets, Command, Heading, Paragraph, Quote, Table
from speechkit.render.paper.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang
    from speechkit.render.paper.blocks import Block, Cell, Paper, Row

BOLD_FROM = LEVELS - 2
"""Shade from which a figure is bold: there is no colour in Markdown."""

_ANYWHERE = re.compile(r"[\\`*_\[|~$]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
_CLOSING = re.compile(r"(?<![^ ])#")
"""A `#` after a blank could end a heading, one at the start could begin one."""
_ADDRESS = re.compile(r"(?<=[A-Za-z])(?=://)|(?<=[Ww]{3})(?=\.)")
"""GitHub makes links of bare addresses."""
_BEGINNING = re.compile(r"(?=[-+=>])|(?P<digits>[0-9]{1,9})(?=[.)](?: |$))")
"""What at the beginning of a block makes it a list, a quotation or a line."""


def to_markdown(paper: Paper) -> str:
    """A paper as Markdown; the same for the same paper."""
    parts = [f"# {escaped(paper.title)}", *(_block(block, paper.lang) for block in paper.blocks)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    r"""Text on one line that Markdown shows as it is, inside a block.

    Examples
    --------
    >>> print(escaped("*要点*\n<b>|"))
    \*要点\* \<b>\|
    """
    shown = _ANYWHERE.sub(r"\\\g<0>", one_line(text))
    return _ADDRESS.sub(r"\\", _CLOSING.sub(r"\\#", shown))


def begun(text: str) -> str:
    r"""The same at the beginning of a block.

    Examples
    --------
    >>> print(begun("1. 要点"), begun("1.5"))
    1\. 要点 1.5
    """
    shown = escaped(text)
    found = _BEGINNING.match(shown)
    return f"{found[0]}\\{shown[found.end() :]}" if found else shown


def _block(block: Block, lang: Lang) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {escaped(text)}"
        case Paragraph(text):
            return begun(text)
        case Bullets(items):
            return "\n".join(f"- {begun(item)}" for item in items)
        case Quote(text, place):
            return f"> {begun(text)}\n>\n> — {escaped(place)}"
        case Command(text):
            return _fenced(one_line(text))
        case Table():
            return "\n".join(_table(block, lang))


def _fenced(text: str) -> str:
    """Code in a fence longer than any run of its signs in the code."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}sh\n{text}\n{fence}"


def _table(table: Table, lang: Lang) -> Iterator[str]:
    end = say(lang, "after_number").strip()
    yield f"**{say(lang, 'table_n')}{table.number}{end}** {escaped(table.caption)}"
    yield ""
    yield _line(escaped(column.name) for column in table.columns)
    yield _line("--:" if column.align == "right" else "---" for column in table.columns)
    for row in table.rows:
        yield _line(_cells(row, len(table.columns), lang))


def _cells(row: Row, n_columns: int, lang: Lang) -> Iterator[str]:
    """The cells of a row, filled up with empty ones where it heads the rows below it."""
    if len(row) == 1 < n_columns:
        yield _bold(escaped(row[0].text))
        yield from [""] * (n_columns - 1)
        return
    for cell in row:
        yield _cell(cell, lang)


def _cell(cell: Cell, lang: Lang) -> str:
    text = escaped(cell.text)
    if cell.shade >= BOLD_FROM:
        text = _bold(text)
    note = escaped(cell.note)
    return say(lang, "note", text=text, note=note) if note.strip() else text


def _bold(text: str) -> str:
    """Signs of emphasis have no blank inside."""
    bare = text.strip()
    return f"**{bare}**" if bare else ""


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
