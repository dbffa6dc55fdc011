"""Keywords in, out the rows the page shows of them, each with the ways to its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speechkit.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speechkit.model import Speech
    from speechkit.render.html.links import Link, Links
    from speechkit.results import (
        KeyTerm,
        Keyword,
        Keywords,
        Place,
        SpeechKeywords,
    )

MAX_LINES = 24
"""Lines listed for a term; the rest is counted."""
N_BRIEF = 6
"""Terms of a speech that are shown when whole texts are left out."""


@dataclass(frozen=True, slots=True)
class KeywordRow:
    """A keyphrase and the lines it stands on."""

    keyword: Keyword
    links: tuple[Link, ...]
    n_left_out: int
    """Lines that are not listed."""


@dataclass(frozen=True, slots=True)
class KeytermRow:
    """A term that sets a speech apart and the line it first stands on."""

    keyterm: KeyTerm
    first: Link | None


@dataclass(frozen=True, slots=True)
class KeyphrasesView:
    """Keyphrases and keyness of one speech."""

    speech: Speech
    keywords: tuple[KeywordRow, ...]
    keyness: tuple[KeytermRow, ...]
    measure: str | None
    """By which the terms are ordered; None where there are none."""


def keyphrases_view(
    keywords: Keywords, speeches: Iterable[Speech], links: Links, *, brief: bool
) -> tuple[KeyphrasesView, ...]:
    """What the page shows of the keywords of every speech."""
    by_id = {speech.id: speech for speech in speeches}
    limit = N_BRIEF if brief else None
    return tuple(_speech(each, by_id[each.speech.id], links, limit) for each in keywords.speeches)


def _speech(
    each: SpeechKeywords, speech: Speech, links: Links, limit: int | None
) -> KeyphrasesView:
    return KeyphrasesView(
        speech,
        tuple(
            KeywordRow(keyword, *_cut(links.to_spans(speech, _spans(keyword.places))))
            for keyword in each.keywords[:limit]
        ),
        tuple(
            KeytermRow(keyterm, _first(speech, keyterm.term, links))
            for keyterm in each.keyness[:limit]
        ),
        each.keyness[0].measure if each.keyness else None,
    )


def _spans(places: Iterable[Place]) -> Iterator[Span]:
    return (Span(place.start, place.end) for place in places)


def _first(speech: Speech, term: str, links: Links) -> Link | None:
    """The line on which a term first stands in the body, broken lines rejoined."""
    found = speech.view.text.find(term, speech.body_start)
    if found < 0 or not term:
        return None
    return links.to_line(speech, speech.document.line(speech.view.source(found)))


def _cut(links: tuple[Link, ...]) -> tuple[tuple[Link, ...], int]:
    return links[:MAX_LINES], max(0, len(links) - MAX_LINES)
