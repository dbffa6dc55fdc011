"""Duplicates in, out what the page says of versions of one text: sentences, changes, passages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from speechkit.render.html.links import Link
from speechkit.render.html.sidebyside import SideBySide, side_by_side
from speechkit.render.html.texts import TextMark
from speechkit.render.html.words import say
from speechkit.render.labels import label
from speechkit.render.quotes import MAX_QUOTE, around, blanks_shown, clipped, excerpt
from speechkit.render.sentences import difference_sentence, evidence_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speechkit.model import (
        Lang,
        Span,
        Speech,
    )
    from speechkit.render.html.links import Links
    from speechkit.results import (
        Change,
        Difference,
        DuplicatePair,
        Duplicates,
        SharedPassage,
    )

MAX_PAIRS = 100
"""Pairs, groups and differences listed; the rest is counted."""
MAX_CHANGES = 200
"""Changes listed for a pair; the rest is counted."""
BRIEF_PAIRS = 10
"""Pairs whose changes are listed when whole texts are left out; of the others the sentence is."""
BRIEF_CHANGES = 12
"""Changes listed for such a pair."""
MAX_PASSAGES = 30
"""Shared passages listed; the rest is counted."""
MAX_LISTED = 60
"""Characters of a changed passage in the list, where both texts stand side by side below it."""
LONG_QUOTE = 60
"""Characters from which a changed passage needs no context to be recognised."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: where it is and what stands there, with a little around it."""

    link: Link
    before: str
    text: str
    after: str
    n_chars: int
    """White space not counted."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a pair."""

    anchor: str
    kind: str
    a: Side | None
    b: Side | None


@dataclass(frozen=True, slots=True)
class Version:
    """Two versions of one text and what tells them apart."""

    anchor: str
    a: Speech
    b: Speech
    pair: DuplicatePair[Speech] | None
    sentence: str
    evidence: tuple[str, ...]
    rows: tuple[ChangeRow, ...]
    n_left_out: int
    """Changes that are not in the list."""
    beside: SideBySide


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage that speeches share without being versions of one another."""

    anchor: str
    passage: SharedPassage
    quote: str
    places: tuple[tuple[Speech, Link], ...]


def versions_of(
    duplicates: Duplicates[Speech],
    links: Links,
    called: Mapping[str, str],
    lang: Lang,
    *,
    brief: bool,
) -> tuple[Version, ...]:
    """What tells the versions apart, in the order of sources.

    Parameters
    ----------
    called : Mapping[str, str]
        What the page calls the speeches, by their ids.
    brief : bool
        Leave out the texts side by side.
    """
    pairs = {(pair.a.id, pair.b.id): pair for pair in duplicates.pairs}

    def version(number: int, difference: Difference) -> Version:
        listed = _listed(difference, number, links, brief=brief)
        return Version(
            anchor=f"v{number}",
            a=difference.a,
            b=difference.b,
            pair=pairs.get((difference.a.id, difference.b.id)),
            sentence=difference_sentence(difference, lang, called),
            evidence=tuple(evidence_sentence(each, lang, called) for each in difference.evidence),
            rows=listed,
            n_left_out=len(difference.changes) - len(listed),
            beside=SideBySide() if brief else side_by_side(difference, links),
        )

    return tuple(starmap(version, enumerate(duplicates.differences[:MAX_PAIRS], start=1)))


def passages_of(duplicates: Duplicates[Speech], links: Links) -> tuple[PassageRow, ...]:
    """The passages that speeches share, the longest first."""
    ordered = sorted(duplicates.passages, key=lambda passage: (-len(passage.text), passage.text))
    return tuple(
        PassageRow(
            f"p{number}",
            passage,
            clipped(passage.text),
            tuple(
                (p.speech, links.to_line(p.speech, p.speech.document.line(p.span.start)))
                for p in passage.places
            ),
        )
        for number, passage in enumerate(ordered[:MAX_PASSAGES], start=1)
    )


def passage_marks(rows: Iterable[PassageRow], lang: Lang) -> Iterator[tuple[Speech, TextMark]]:
    """The places of the passages listed and the way back to their rows."""
    for number, row in enumerate(rows, start=1):
        back = Link(str(say(lang, "shared_passage", n=number)), f"#{row.anchor}")
        for place in row.passage.places:
            yield place.speech, TextMark(place.span, "passage", back)


def change_marks(
    versions: Iterable[Version], duplicates: Duplicates[Speech], lang: Lang
) -> Iterator[tuple[Speech, TextMark]]:
    """The changed stretches of every speech and the way back to the list of changes."""
    for version, difference in zip(versions, duplicates.differences, strict=False):
        for row, change in zip(version.rows, difference.changes, strict=False):
            back = Link(label(f"change.{change.kind}", lang), f"#{row.anchor}")
            for speech, span in ((difference.a, change.a), (difference.b, change.b)):
                if span and change.kind != "layout":
                    yield speech, TextMark(span, "change", back)


def n_chars(text: str) -> int:
    """Characters that are not white space."""
    return sum(not character.isspace() for character in text)


def _listed(
    difference: Difference, number: int, links: Links, *, brief: bool
) -> tuple[ChangeRow, ...]:
    """The changes of a pair that are listed."""
    n = MAX_CHANGES
    if brief:
        n = BRIEF_CHANGES if number <= BRIEF_PAIRS else 0
    side = partial(_side, links=links, most=MAX_QUOTE if brief else MAX_LISTED)
    return tuple(
        ChangeRow(
            anchor=f"v{number}-c{i}",
            kind=change.kind,
            a=side(difference.a, change.a, change),
            b=side(difference.b, change.b, change),
        )
        for i, change in enumerate(difference.changes[:n], start=1)
    )


def _side(
    speech: Speech, span: Span | None, change: Change, links: Links, most: int
) -> Side | None:
    if span is None:
        return None
    document = speech.document
    raw = document.quote(span)
    before, after = around(document, span) if len(raw) < LONG_QUOTE else ("", "")
    is_blank = change.kind == "layout" or not raw.strip()
    return Side(
        link=links.to_line(speech, document.line(span.start)),
        before=before,
        text=blanks_shown(raw[:most]) if is_blank else excerpt(document, span, limit=most),
        after=after,
        n_chars=n_chars(raw),
    )
