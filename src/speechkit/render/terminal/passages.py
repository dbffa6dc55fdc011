"""Passages that speeches share in, tables for a terminal out: what is shared, then boilerplate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, label, number, sentence
from speechkit.render.terminal.draw import (
    ELLIPSIS,
    Column,
    Fitted,
    figure,
    further,
    heading,
    name_cell,
    plain,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.results import PassagePlace, SharedPassage

MAX_PASSAGES = 20
MAX_BOILERPLATE = 10
MAX_PLACES = 4
"""Spelt out of one passage."""
_DIFFERS = "~"
_REFERENCE = "*"


def render_passages(
    passages: Sequence[SharedPassage], lang: Lang, width: int
) -> Iterator[RenderableType]:
    """What speeches share, the longest first; then what so many have that it says nothing."""
    shared = [passage for passage in passages if not passage.boilerplate]
    formulas = [passage for passage in passages if passage.boilerplate]
    if shared:
        yield _shared(shared, lang, width)
    if formulas:
        yield _boilerplate(formulas, lang, width)


def _shared(passages: Sequence[SharedPassage], lang: Lang, width: int) -> RenderableType:
    columns = [
        figure(label("chars", lang)),
        Column(label("where", lang), most=width // 3),
        Column(label("text", lang)),
    ]
    shown = passages[:MAX_PASSAGES]
    rows = (
        [
            plain(number(len(passage.text), lang)),
            _places(passage.places),
            _text(passage.text),
        ]
        for passage in shown
    )
    return stack(
        heading(label("dedupe.passages", lang)),
        table(columns, rows),
        *_marks([place for passage in shown for place in passage.places], lang),
        further(len(passages) - MAX_PASSAGES, lang),
    )


def _places(places: Sequence[PassagePlace]) -> RenderableType:
    """The first places, one below the other, and how many follow."""
    left = len(places) - MAX_PLACES
    more = plain(f"{ELLIPSIS} (+{left})", FAINT_STYLE) if left > 0 else None
    return stack(*map(_where, places[:MAX_PLACES]), more)


def _where(place: PassagePlace, more: str = "") -> RenderableType:
    """Speech and line, and whether it reads otherwise there or belongs to the reference."""
    where = f":{place.speech.document.line(place.span.start)}"
    where += _REFERENCE if place.is_reference else ""
    where += f" {_DIFFERS}{place.n_edits}" if place.n_edits else ""
    return name_cell(place.speech.id, where + more)


def _marks(places: Sequence[PassagePlace], lang: Lang) -> Iterator[Text]:
    """What the marks behind the places mean, where there are any."""
    if any(place.n_edits for place in places):
        yield plain(sentence("dedupe.differs", lang, mark=_DIFFERS), FAINT_STYLE)
    if any(place.is_reference for place in places):
        yield plain(sentence("dedupe.reference", lang, mark=_REFERENCE), FAINT_STYLE)


def _boilerplate(passages: Sequence[SharedPassage], lang: Lang, width: int) -> RenderableType:
    """The most widespread first; of its places the first."""
    columns = [
        figure(label("speeches", lang)),
        figure(label("chars", lang)),
        Column(label("where", lang), most=width // 3),
        Column(label("text", lang)),
    ]
    ordered = sorted(passages, key=lambda passage: -passage.n_speeches)
    rows = (
        [
            plain(number(passage.n_speeches, lang)),
            plain(number(len(passage.text), lang)),
            _where(passage.places[0], f" {ELLIPSIS}"),
            _text(passage.text),
        ]
        for passage in ordered[:MAX_BOILERPLATE]
    )
    told = counted(len(passages), "passage", lang)
    return stack(
        heading(sentence("dedupe.boilerplate", lang, passages=told)),
        table(columns, rows),
        further(len(passages) - MAX_BOILERPLATE, lang),
    )


def _text(text: str) -> RenderableType:
    """A passage as far as two lines hold it; at the end of the first some cells may stay free."""
    return Fitted(lambda room: plain(shorten_middle(text, 2 * room - 6)), cell_len(one_line(text)))
