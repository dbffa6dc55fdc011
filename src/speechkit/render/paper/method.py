"""A report in, out what a paper says of how it came about, and the command that makes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.model import SHINGLE_SIZE
from speechkit.render.overview import parameters
from speechkit.render.paper.blocks import Bullets, Cell, Column, Command, Heading, Paragraph, Table
from speechkit.render.paper.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang
    from speechkit.render.paper.blocks import Block
    from speechkit.results import Report


def method_blocks(report: Report, lang: Lang) -> Iterator[Block]:
    """Methods, parameters, version and command."""
    yield Heading(1, say(lang, "method"))
    yield Bullets(
        (
            say(lang, "m_split"),
            say(lang, "m_versions", n=SHINGLE_SIZE),
            *(say(lang, key) for key in ("m_keywords", "m_themes", "m_distance")),
        )
    )
    yield _parameters(report, lang)
    if report.command:
        yield Paragraph(say(lang, "again") + say(lang, "colon").rstrip())
        yield Command(report.command)


def _parameters(report: Report, lang: Lang) -> Table:
    rows = tuple((Cell(say(lang, key)), Cell(f"{value}")) for key, value in parameters(report))
    columns = (Column(say(lang, "parameter"), 3.0), Column(say(lang, "value"), 3.0))
    return Table(say(lang, "parameters"), columns, rows)
