"""A report in, out what a paper says of the collection: its speeches, documents and repairs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from speechkit.model import Removal, Repair
from speechkit.render.labels import counted, label, number
from speechkit.render.overview import contrast_sentence
from speechkit.render.paper.blocks import Bullets, Cell, Column, Heading, Paragraph, Row, Table
from speechkit.render.paper.words import say
from speechkit.render.quotes import MAX_QUOTE, blanks_shown
from speechkit.render.sentences import difference_sentence, reason_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import DocumentSplit, Lang, Speech
    from speechkit.render.paper.blocks import Block
    from speechkit.render.paper.places import Places
    from speechkit.results import Report

MAX_SENTENCES = 5
"""Pairs of versions that are told at the beginning; their section has all."""
MAX_ROWS = 300
"""Speeches or documents that are listed: ten pages of them."""
MAX_EXAMPLE = 24
"""Characters of what was removed or mended that are shown."""


def glance_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """What was found, in a few sentences."""
    yield Heading(1, say(lang, "at_a_glance"))
    yield Bullets((*_versions(report, places, lang), contrast_sentence(report.emphasis, lang)))


def collection_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """Speeches, documents, and what was removed and mended."""
    yield Heading(1, say(lang, "collection"))
    yield Paragraph(say(lang, "speeches_text"))
    yield _speeches(report, places, lang)
    yield from left_out(len(report.split.speeches), MAX_ROWS, lang)
    yield _documents(report, places, lang)
    yield from left_out(len(report.split.documents), MAX_ROWS, lang)
    yield Heading(2, say(lang, "changed"))
    if rows := tuple(_edit_rows(report, places, lang)):
        yield Paragraph(say(lang, "edits_text"))
        yield Table(say(lang, "changed"), _edit_columns(lang), rows)
    else:
        yield Paragraph(say(lang, "unchanged"))


def left_out(n: int, limit: int, lang: Lang) -> Iterator[Paragraph]:
    """That not all are listed, where it is so."""
    if n > limit:
        yield Paragraph(say(lang, "and_more", n=n - limit))


def _versions(report: Report, places: Places, lang: Lang) -> Iterator[str]:
    duplicates = report.duplicates
    if not duplicates.pairs:
        yield label("dedupe.none", lang)
    for difference in duplicates.differences[:MAX_SENTENCES]:
        yield difference_sentence(difference, lang, places.called)
    for group in duplicates.groups[:MAX_SENTENCES]:
        yield reason_sentence(group, lang, places.called)


def _speeches(report: Report, places: Places, lang: Lang) -> Table:
    stands_for = {
        speech.id: group.kept for group in report.duplicates.groups for speech in group.dropped
    }
    columns = (
        Column(say(lang, "number"), 0.6, "right"),
        Column(say(lang, "title"), 5.2),
        Column(say(lang, "date"), 1.8),
        Column(say(lang, "place"), 1.6),
        Column(say(lang, "speaker"), 1.8),
        Column(say(lang, "lines"), 1.6, "right"),
        Column(say(lang, "chars"), 1.6, "right"),
    )
    rows = (
        _speech_row(speech, stands_for.get(speech.id), places, lang)
        for speech in report.split.speeches[:MAX_ROWS]
    )
    return Table(say(lang, "speeches"), columns, tuple(rows))


def _speech_row(speech: Speech, kept: Speech | None, places: Places, lang: Lang) -> Row:
    remarks = []
    if kept is not None:
        remarks.append(say(lang, "version_of", n=places.number(kept)))
    if not speech.complete:
        remarks.append(label("split.incomplete", lang))
    first, last = speech.lines
    return (
        Cell(number(places.number(speech), lang)),
        Cell(places.title(speech), say(lang, "and_then").join(remarks)),
        Cell(speech.date or "–"),
        Cell(speech.place or "–"),
        _speaker_cell(speech),
        Cell(f"{first}–{last}"),
        Cell(number(speech.n_chars, lang)),
    )


def _speaker_cell(speech: Speech) -> Cell:
    if speech.speaker:
        return Cell(speech.speaker, speech.role or "")
    return Cell(speech.role or "–")


def _documents(report: Report, places: Places, lang: Lang) -> Table:
    columns = (
        Column(say(lang, "path"), 4.2),
        Column(say(lang, "encoding"), 1.4),
        Column(say(lang, "chars"), 1.5, "right"),
        Column(say(lang, "its_speeches"), 1.3),
        Column(say(lang, "heading_style"), 2.0),
        Column(say(lang, "confidence"), 1.8, "right"),
    )
    rows = (_document_row(each, places, lang) for each in report.split.documents[:MAX_ROWS])
    return Table(say(lang, "documents"), columns, tuple(rows))


def _document_row(split: DocumentSplit, places: Places, lang: Lang) -> Row:
    numbers = [places.number(speech) for speech in split.speeches]
    ends = list(dict.fromkeys(f"{n}" for n in (numbers[:1] + numbers[-1:])))
    return (
        Cell(split.document.path),
        Cell(split.document.encoding),
        Cell(number(len(split.document.text), lang)),
        Cell("–".join(ends) or "–"),
        Cell(split.heading_style or say(lang, "single")),
        Cell(f"{split.confidence:.2f}"),
    )


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
