"""A report in, out what a paper says of what was removed and mended."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from speechkit.model import Removal, Repair
from speechkit.render.labels import counted
from speechkit.render.paper.blocks import Cell, Column, Heading, Paragraph, Row, Table
from speechkit.render.paper.words import say
from speechkit.render.quotes import MAX_QUOTE, blanks_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang, Speech
    from speechkit.render.paper.blocks import Block
    from speechkit.render.paper.places import Places
    from speechkit.results import Report

MAX_EXAMPLE = 24
"""Characters of what was removed or mended that are shown."""


def edit_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """Page furniture and faults of the text, by kind, with their lines."""
    yield Heading(2, say(lang, "changed"))
    if rows := tuple(_edit_rows(report, places, lang)):
        yield Paragraph(say(lang, "edits_text"))
        yield Table(say(lang, "changed"), _edit_columns(lang), rows)
    else:
        yield Paragraph(say(lang, "unchanged"))


def _edit_columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(say(lang, "change"), 2.2),
        Column(say(lang, "lines"), 5.0),
        Column(say(lang, "example"), 3.0),
    )


def _edit_rows(report: Report, places: Places, lang: Lang) -> Iterator[Row]:
    """Removals, then repairs, by kind."""
    found = [(speech, edit) for speech in report.split.speeches for edit in _edits_of(speech)]
    found.sort(key=_edit_order)
    for is_repair, kinds in groupby(found, key=lambda item: isinstance(item[1], Repair)):
        yield (Cell(say(lang, "repaired" if is_repair else "removed")),)
        for kind, group in groupby(kinds, key=lambda item: item[1].kind):
            edits = tuple(group)
            lines = ((speech, speech.document.line(e.span.start)) for speech, e in edits)
            yield (
                Cell(counted(len(edits), kind, lang)),
                Cell(places.of_speeches(lines)),
                Cell(_example(edits[0][1])),
            )


def _edits_of(speech: Speech) -> tuple[Removal | Repair, ...]:
    return (*speech.removed, *speech.repaired)


def _edit_order(item: tuple[Speech, Removal | Repair]) -> tuple[bool, str]:
    return isinstance(item[1], Repair), item[1].kind


def _example(edit: Removal | Repair) -> str:
    if isinstance(edit, Removal):
        return _shortened(edit.text)
    return f"{_shortened(edit.before)} → {_shortened(edit.after) or '–'}"


def _shortened(text: str) -> str:
    shown = blanks_shown(text[:MAX_QUOTE])
    return shown if len(shown) <= MAX_EXAMPLE else shown[:MAX_EXAMPLE] + "…"
