"""Duplicates in, out what a paper says of versions of one text and of passages that are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.render.labels import label, number
from speechkit.render.paper.blocks import Bullets, Cell, Column, Heading, Paragraph, Row, Table
from speechkit.render.paper.collection import left_out
from speechkit.render.paper.words import say
from speechkit.render.quotes import MAX_QUOTE, around, blanks_shown, clipped, excerpt
from speechkit.render.report_words import join
from speechkit.render.sentences import difference_sentence, evidence_sentence, reason_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang, Span, Speech
    from speechkit.render.paper.blocks import Block
    from speechkit.render.paper.places import Places
    from speechkit.results import (
        Change,
        Difference,
        DuplicateGroup,
        DuplicatePair,
        Duplicates,
        Report,
        SharedPassage,
    )

MAX_PAIRS = 50
"""Pairs, groups and differences that are told; the rest is counted."""
MAX_CHANGES = 60
"""Changes listed for a pair; the rest is counted."""
MAX_PASSAGES = 30
"""Shared passages listed; the rest is counted."""
LONG_QUOTE = 60
"""Characters from which a changed passage needs no context to be recognised."""


def version_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """Which speeches are versions of one text, and what tells them apart."""
    found = report.duplicates
    yield Heading(1, say(lang, "versions"))
    if not found.pairs:
        yield Paragraph(label("dedupe.none", lang))
    for group in found.groups[:MAX_PAIRS]:
        yield Paragraph(_group(group, places, lang))
    yield from left_out(len(found.groups), MAX_PAIRS, lang)
    if found.pairs:
        yield Table(
            say(lang, "pairs_caption"),
            _pair_columns(lang),
            tuple(_pair_row(pair, places, lang) for pair in found.pairs[:MAX_PAIRS]),
        )
        yield from left_out(len(found.pairs), MAX_PAIRS, lang)
    for difference in found.differences[:MAX_PAIRS]:
        yield from _difference(difference, places, lang)
    yield from _passages(found, places, lang)


def _group(group: DuplicateGroup[Speech], places: Places, lang: Lang) -> str:
    *most, last = (places.name(speech) for speech in group.speeches)
    names = label("and", lang).join((join(lang, most), last))
    reason = reason_sentence(group, lang, places.called)
    return say(lang, "one_text", speeches=names, reason=reason)


def _pair_columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(say(lang, "pair"), 1.2),
        Column(say(lang, "verdict"), 1.4),
        *(Column(say(lang, key), 1.6, "right") for key in ("jaccard", "a_in_b", "b_in_a")),
    )


def _pair_row(pair: DuplicatePair[Speech], places: Places, lang: Lang) -> Row:
    figures = (pair.jaccard, pair.containment_a, pair.containment_b)
    return (
        Cell(f"{places.number(pair.a)} – {places.number(pair.b)}"),
        Cell(label(f"pair.{pair.kind}", lang)),
        *(Cell(f"{figure:.3f}") for figure in figures),
    )


def _difference(difference: Difference, places: Places, lang: Lang) -> Iterator[Block]:
    a, b = places.number(difference.a), places.number(difference.b)
    yield Heading(2, say(lang, "version_title", a=a, b=b))
    yield Paragraph(difference_sentence(difference, lang, places.called))
    if difference.evidence:
        yield Paragraph(say(lang, "why") + say(lang, "colon").rstrip())
        told = (evidence_sentence(each, lang, places.called) for each in difference.evidence)
        yield Bullets(tuple(told))
    content = [change for change in difference.changes if change.kind != "layout"]
    if content:
        yield Paragraph(say(lang, "changes_text"))
        yield _changes(difference, content[:MAX_CHANGES], places, lang)
        yield from left_out(len(content), MAX_CHANGES, lang)
    if n_layout := len(difference.changes) - len(content):
        yield Paragraph(say(lang, "layout_only", n=n_layout))


def _changes(difference: Difference, changes: list[Change], places: Places, lang: Lang) -> Table:
    a, b = places.number(difference.a), places.number(difference.b)
    columns = (
        Column(say(lang, "change"), 1.0),
        Column(say(lang, "in_speech", n=a), 4.0),
        Column(say(lang, "in_speech", n=b), 4.0),
    )
    rows = (
        (
            Cell(label(f"change.{change.kind}", lang)),
            _side(difference.a, change.a, places, lang),
            _side(difference.b, change.b, places, lang),
        )
        for change in changes
    )
    return Table(say(lang, "changes_caption", a=a, b=b), columns, tuple(rows))


def _side(speech: Speech, span: Span | None, places: Places, lang: Lang) -> Cell:
    if span is None:
        return Cell(say(lang, "nothing_there"))
    document = speech.document
    note = places.line(document.line(span.start))
    raw = document.quote(span)
    if len(raw) >= LONG_QUOTE:
        n = sum(not character.isspace() for character in raw)
        return Cell(excerpt(document, span), say(lang, "long_quote", line=note, n=n))
    before, after = around(document, span)
    text = excerpt(document, span) if raw.strip() else blanks_shown(raw[:MAX_QUOTE])
    return Cell(f"{before}【{text}】{after}", note)


def _passages(found: Duplicates[Speech], places: Places, lang: Lang) -> Iterator[Block]:
    if not found.passages:
        return
    yield Heading(2, say(lang, "passages_title"))
    yield Paragraph(say(lang, "passages_text"))
    ordered = sorted(
        found.passages, key=lambda each: (each.boilerplate, -len(each.text), each.text)
    )
    columns = (
        Column(say(lang, "passage"), 5.0),
        Column(say(lang, "chars"), 1.0, "right"),
        Column(say(lang, "places"), 3.0),
    )
    rows = tuple(_passage_row(each, places, lang) for each in ordered[:MAX_PASSAGES])
    yield Table(say(lang, "passages_title"), columns, rows)
    yield from left_out(len(ordered), MAX_PASSAGES, lang)


def _passage_row(passage: SharedPassage, places: Places, lang: Lang) -> Row:
    text = passage.text
    where = ((p.speech, p.speech.document.line(p.span.start)) for p in passage.places)
    return (
        Cell(
            clipped(text),
            say(lang, "boilerplate") if passage.boilerplate else "",
        ),
        Cell(number(len(text), lang)),
        Cell(places.of_speeches(where)),
    )
