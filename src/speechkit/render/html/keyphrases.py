"""Keywords in, out the rows the page shows of them, each with the ways to its lines and back."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING

from speechkit.model import Span
from speechkit.render.html.texts import TermMark

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
        TermPlace,
    )

MAX_LINES = 8
"""Lines listed for a keyphrase; the rest is counted."""
MAX_KEYTERM_LINES = 3
"""The same for a term that sets a speech apart, in a narrower column."""
N_BRIEF = 6
"""Terms of a speech that are shown when whole texts are left out."""


@dataclass(frozen=True, slots=True)
class KeywordRow:
    """A keyphrase and the lines it stands on."""

    anchor: str
    keyword: Keyword
    links: tuple[Link, ...]
    n_left_out: int
    """Lines that are not listed."""


@dataclass(frozen=True, slots=True)
class KeytermRow:
    """A term that sets a speech apart and the lines it stands on."""

    anchor: str
    keyterm: KeyTerm
    links: tuple[Link, ...]
    n_left_out: int

    @property
    def high(self) -> str:
        """Upper bound of the log ratio."""
        return "∞" if isinf(self.keyterm.high) else f"{self.keyterm.high:.1f}"


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


def term_marks(views: Iterable[KeyphrasesView]) -> Iterator[tuple[Speech, TermMark]]:
    """The places on the lines listed and the ways back; of a term that is both, to the phrase."""
    for view in views:
        phrases = {row.keyword.term for row in view.keywords}
        for phrase in view.keywords:
            yield from _marks(view.speech, phrase, phrase.keyword.places)
        for term in view.keyness:
            if term.keyterm.term not in phrases:
                yield from _marks(view.speech, term, term.keyterm.places)


def _marks(
    speech: Speech, row: KeywordRow | KeytermRow, places: Iterable[Place | TermPlace]
) -> Iterator[tuple[Speech, TermMark]]:
    listed = {link.label for link in row.links}
    for place in places:
        if str(place.line) in listed:
            yield speech, TermMark(Span(place.start, place.end), f"#{row.anchor}")


def _speech(
    each: SpeechKeywords, speech: Speech, links: Links, limit: int | None
) -> KeyphrasesView:
    anchor = links.speech(speech)
    return KeyphrasesView(
        speech,
        tuple(
            KeywordRow(f"{anchor}-k{n}", keyword, *_lines(speech, keyword.places, links, MAX_LINES))
            for n, keyword in enumerate(each.keywords[:limit], start=1)
        ),
        tuple(
            KeytermRow(
                f"{anchor}-a{n}",
                keyterm,
                *_lines(speech, keyterm.places, links, MAX_KEYTERM_LINES),
            )
            for n, keyterm in enumerate(each.keyness[:limit], start=1)
        ),
        each.keyness[0].measure if each.keyness else None,
    )


def _lines(
    speech: Speech, places: Iterable[Place | TermPlace], links: Links, most: int
) -> tuple[tuple[Link, ...], int]:
    """The ways to the lines of the places, and how many are left out."""
    found = links.to_lines(speech, (place.line for place in places))
    return found[:most], max(0, len(found) - most)
