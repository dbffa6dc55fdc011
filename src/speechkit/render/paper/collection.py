"""A report in, out what a paper says of the collection: its speeches and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.render.labels import label, number
from speechkit.render.overview import contrast_sentence
from speechkit.render.paper.blocks import Bullets, Cell, Column, Heading, Paragraph, Row, Table
from speechkit.render.paper.words import say
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
"""Speeches that are listed: ten pages of them."""
MAX_DOCUMENTS = 12
"""Documents that have a table of their own; else each speech names its document."""


def glance_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """What was found, in a few sentences."""
    yield Heading(1, say(lang, "at_a_glance"))
    yield Bullets((*_versions(report, places, lang), contrast_sentence(report.emphasis, lang)))


def collection_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """Speeches and documents."""
    yield Heading(1, say(lang, "collection"))
    yield Paragraph(say(lang, "speeches_text"))
    yield _speeches(report, places, lang)
    yield from left_out(len(report.split.speeches), MAX_ROWS, lang)
    yield _encodings(report, lang) if _is_many(report) else _documents(report, places, lang)


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
        Column(say(lang, "number"), 0.8, "right"),
        Column(say(lang, "title"), 5.2),
        Column(say(lang, "date"), 1.8),
        Column(say(lang, "place"), 1.6),
        Column(say(lang, "speaker"), 1.8),
        Column(say(lang, "lines"), 1.6, "right"),
        Column(say(lang, "chars"), 1.6, "right"),
    )
    is_many = _is_many(report)
    rows = (
        _speech_row(
            speech,
            _remarks(speech, stands_for.get(speech.id), places, lang, path=is_many),
            places,
            lang,
        )
        for speech in report.split.speeches[:MAX_ROWS]
    )
    return Table(say(lang, "speeches"), columns, tuple(rows))


def _remarks(speech: Speech, kept: Speech | None, places: Places, lang: Lang, *, path: bool) -> str:
    """What is said of a speech beside its title, its document among it if wanted."""
    remarks = [speech.document.path] if path else []
    if kept is not None:
        remarks.append(say(lang, "version_of", n=places.number(kept)))
    if not speech.complete:
        remarks.append(label("split.incomplete", lang))
    return say(lang, "and_then").join(remarks)


def _speech_row(speech: Speech, remarks: str, places: Places, lang: Lang) -> Row:
    first, last = speech.lines
    return (
        Cell(number(places.number(speech), lang)),
        Cell(places.title(speech), remarks),
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
    rows = (_document_row(each, places, lang) for each in report.split.documents)
    return Table(say(lang, "documents"), columns, tuple(rows))


def _is_many(report: Report) -> bool:
    return len(report.split.documents) > MAX_DOCUMENTS


def _encodings(report: Report, lang: Lang) -> Table:
    """The documents by their encodings, where they are too many to be listed."""
    columns = (
        Column(say(lang, "encoding"), 2.0),
        Column(say(lang, "documents"), 1.5, "right"),
        Column(say(lang, "chars"), 1.5, "right"),
        Column(say(lang, "speeches"), 1.5, "right"),
        Column(say(lang, "confidence"), 2.0, "right"),
    )
    by_encoding: dict[str, list[DocumentSplit]] = {}
    for split in report.split.documents:
        by_encoding.setdefault(split.document.encoding, []).append(split)
    rows = (_encoding_row(*item, lang) for item in sorted(by_encoding.items()))
    return Table(say(lang, "documents"), columns, tuple(rows))


def _encoding_row(encoding: str, splits: list[DocumentSplit], lang: Lang) -> Row:
    figures = (
        len(splits),
        sum(len(split.document.text) for split in splits),
        sum(len(split.speeches) for split in splits),
    )
    confidences = [f"{split.confidence:.2f}" for split in splits]
    ends = dict.fromkeys((min(confidences), max(confidences)))
    return (
        Cell(encoding),
        *(Cell(number(figure, lang)) for figure in figures),
        Cell("–".join(ends)),
    )


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
