"""Speeches in, out what the list says of each: number, title, when, how long, version of which."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.browse.words import say
from speechkit.model import Lang, Speech, SplitResult
from speechkit.render.escape import one_line
from speechkit.results import Report


class Item(NamedTuple):
    """A speech as it is listed; safe for a terminal."""

    number: int
    """From 1, in the order of sources."""
    title: str
    facts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"


def catalogue(split: SplitResult, report: Report | None, lang: Lang) -> tuple[Item, ...]:
    """All speeches; which are versions of which once the report is there."""
    versions = {} if report is None else _versions(report, lang)
    many = len(split.documents) > 1
    return tuple(
        Item(number, title_of(speech, lang), _facts(speech, versions, lang, many=many))
        for number, speech in enumerate(split.speeches, start=1)
    )


def title_of(speech: Speech, lang: Lang) -> str:
    """The title, or what its heading says; safe for a terminal."""
    return one_line(speech.title or speech.heading_text) or say(lang, "untitled")


def numbers(split: SplitResult) -> dict[str, int]:
    """Number of every speech by its id."""
    return {speech.id: number for number, speech in enumerate(split.speeches, start=1)}


def _facts(speech: Speech, versions: dict[str, str], lang: Lang, *, many: bool) -> tuple[str, ...]:
    said = (
        one_line(speech.document.id) if many else "",
        one_line(speech.date or ""),
        say(lang, "chars", n=speech.n_chars),
        versions.get(speech.id, ""),
    )
    return tuple(filter(None, said))


def _versions(report: Report, lang: Lang) -> dict[str, str]:
    """What is said of every speech of a group, by its id."""
    of = numbers(report.split)
    told: dict[str, str] = {}
    for group in report.duplicates.groups:
        others = say(lang, "list_mark").join(str(of[speech.id]) for speech in group.dropped)
        told[group.kept.id] = say(lang, "kept_of", others=others)
        for speech in group.dropped:
            told[speech.id] = say(lang, "version_of", kept=str(of[group.kept.id]))
    return told
