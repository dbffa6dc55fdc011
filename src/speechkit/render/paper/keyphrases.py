"""Keywords in, out what a paper says of them: tables for each speech, or one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.render.labels import label, number
from speechkit.render.paper.blocks import Cell, Column, Heading, Paragraph, Row, Table
from speechkit.render.paper.collection import MAX_ROWS, left_out
from speechkit.render.paper.words import say
from speechkit.render.report_words import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang, Speech
    from speechkit.render.paper.blocks import Block
    from speechkit.render.paper.places import Places
    from speechkit.results import KeyTerm, Keyword, Report, SpeechKeywords

N_TERMS = 10
"""Terms of a speech in a table of its own."""
N_SUGGESTED = 5
"""Terms that are only suggestive, where there are no others."""
N_BRIEF = 6
"""Terms of a speech where all speeches share a table."""


def keyphrase_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """What every speech is about, and what sets it apart."""
    found = report.keywords.speeches
    yield Heading(1, say(lang, "keyphrases"))
    yield Paragraph(say(lang, "keyphrases_text"))
    if len(found) > MAX_PAIRWISE_SPEECHES:
        yield _brief(report, places, lang)
        yield from left_out(len(found), MAX_ROWS, lang)
        return
    by_id = {speech.id: speech for speech in report.split.speeches}
    for each in found:
        yield from _speech(each, by_id[each.speech.id], places, lang)


def _speech(each: SpeechKeywords, speech: Speech, places: Places, lang: Lang) -> Iterator[Block]:
    n = places.number(speech)
    yield Heading(2, places.heading(speech))
    if each.keywords:
        rows = (_keyword_row(keyword, places, lang) for keyword in each.keywords[:N_TERMS])
        yield Table(say(lang, "keyphrases_of", n=n), _keyword_columns(lang), tuple(rows))
    else:
        yield Paragraph(say(lang, "no_keywords"))
    if each.keyness:
        columns = _keyness_columns(each.keyness[0], lang)
        rows = (_keyness_row(term, places, lang) for term in _surest(each.keyness))
        yield Table(say(lang, "keyness_of", n=n), columns, tuple(rows))
    else:
        yield Paragraph(say(lang, "no_keyness"))


def _surest(terms: tuple[KeyTerm, ...]) -> tuple[KeyTerm, ...]:
    """What can be told from chance; where nothing can, the first few of the others."""
    sure = tuple(term for term in terms if not term.suggestive)
    return sure[:N_TERMS] or terms[:N_SUGGESTED]


def _keyword_columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(say(lang, "term"), 2.4),
        Column(say(lang, "times"), 0.9, "right"),
        Column(say(lang, "per_10k"), 1.1, "right"),
        Column(say(lang, "lines"), 5.0),
    )


def _keyword_row(keyword: Keyword, places: Places, lang: Lang) -> Row:
    return (
        Cell(keyword.term),
        Cell(number(keyword.count, lang)),
        Cell(f"{keyword.per_10k:.1f}"),
        Cell(places.lines(place.line for place in keyword.places)),
    )


def _keyness_columns(first: KeyTerm, lang: Lang) -> tuple[Column, ...]:
    return (
        Column(say(lang, "term"), 2.4),
        Column(say(lang, "times"), 0.9, "right"),
        Column(say(lang, "elsewhere"), 1.3, "right"),
        Column(label(f"measure.{first.measure}", lang), 0.9, "right"),
        Column(say(lang, "lines"), 3.9),
    )


def _keyness_row(term: KeyTerm, places: Places, lang: Lang) -> Row:
    return (
        Cell(term.term, say(lang, "suggestive") if term.suggestive else ""),
        Cell(number(term.count, lang)),
        Cell(number(term.reference_count, lang)),
        Cell(f"{term.score:.2f}"),
        Cell(places.lines(place.line for place in term.places)),
    )


def _brief(report: Report, places: Places, lang: Lang) -> Table:
    columns = (
        Column(say(lang, "number"), 0.5, "right"),
        Column(say(lang, "keyphrases"), 4.5),
        Column(say(lang, "against"), 4.5),
    )
    rows = (_brief_row(each, places, lang) for each in report.keywords.speeches[:MAX_ROWS])
    return Table(say(lang, "keyphrases"), columns, tuple(rows))


def _brief_row(each: SpeechKeywords, places: Places, lang: Lang) -> Row:
    about = [f"{word.term} {word.count}" for word in each.keywords[:N_BRIEF]]
    apart = [f"{word.term} {word.count}:{word.reference_count}" for word in each.keyness[:N_BRIEF]]
    return (
        Cell(number(places.number(each.speech), lang)),
        Cell(join(lang, about) or "–"),
        Cell(join(lang, apart) or "–"),
    )
