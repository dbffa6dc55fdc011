"""A speech and a line in, out what a paper calls them: Speech 3, line 65."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from speechkit.render.labels import number
from speechkit.render.paper.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speechkit.model import Lang, Speech
    from speechkit.results import Identified, Report

MAX_LINES = 12
"""Lines of a speech listed at one place; the rest is counted. `--data` lists them all."""
MAX_SPEECHES = 12
"""Speeches whose lines are listed at one place."""


@dataclass(frozen=True, slots=True)
class Places:
    """What speeches and lines are called."""

    numbers: Mapping[str, int]
    """Number of a speech, from 1, by its id."""
    lang: Lang

    def number(self, speech: Identified) -> int:
        return self.numbers[speech.id]

    def name(self, speech: Identified) -> str:
        """What a speech is called in a sentence."""
        return say(self.lang, "speech_n", n=self.number(speech))

    @property
    def called(self) -> Mapping[str, str]:
        """What every speech is called, by its id."""
        return {id_: say(self.lang, "speech_n", n=n) for id_, n in self.numbers.items()}

    def heading(self, speech: Speech) -> str:
        """Number and title of a speech."""
        return say(self.lang, "speech_heading", n=self.number(speech), title=self.title(speech))

    def title(self, speech: Speech) -> str:
        return speech.title or speech.heading_text or say(self.lang, "untitled")

    def line(self, line: int) -> str:
        return say(self.lang, "line_n", n=str(line))

    def at(self, speech: Identified, line: int) -> str:
        """A line of a speech, as a sentence calls it."""
        return say(self.lang, "at_line", speech=self.name(speech), n=str(line))

    def lines(self, lines: Iterable[int]) -> str:
        """Lines, each once and in order, with how often it came."""
        counts = [(line, len(tuple(same))) for line, same in groupby(sorted(lines))]
        shown = [f"{line}×{n}" if n > 1 else f"{line}" for line, n in counts[:MAX_LINES]]
        listed = ", ".join(shown)  # as the page has them; 、 lets figures break in some programs
        return listed + self._left_out(len(counts) - MAX_LINES)

    def of_speeches(self, places: Iterable[tuple[Identified, int]]) -> str:
        """Lines of several speeches, in the order of the speeches."""
        ordered = sorted((self.number(speech), line) for speech, line in places)
        shown = [
            (n, [line for _, line in same])
            for n, same in groupby(ordered, key=lambda place: place[0])
        ][:MAX_SPEECHES]
        listed = say(self.lang, "and_then").join(
            say(self.lang, "lines_of", n=n, lines=self.lines(lines)) for n, lines in shown
        )
        return listed + self._left_out(len(ordered) - sum(len(lines) for _, lines in shown))

    def _left_out(self, n: int) -> str:
        return f" … +{number(n, self.lang)}" if n > 0 else ""


def places_of(report: Report, lang: Lang) -> Places:
    """The names for a report, the same as those of its page."""
    return Places({speech.id: n for n, speech in enumerate(report.split.speeches, start=1)}, lang)
