"""Names of the places of the page, and which places there are.

What a document calls its speeches is not to be trusted in an address: speeches are `s1`,
`s2`, … in the order of sources, their lines `s1-L12`, themes `s1-t4`, versions `v1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speechkit.model import Span, Speech
    from speechkit.results import Identified, Report, Theme


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a place of the page, or do not where the place is left out."""

    label: str
    href: str | None
    times: int = 1
    """How often the figure is met there."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses inside the page.

    Attributes
    ----------
    numbers : Mapping[str, int]
        Number of a speech, from 1, by its id.
    themes : Mapping[str, int]
        Number of a theme, from 1, by its id.
    lines : Mapping[str, frozenset[int]]
        Lines that are on the page, by the id of the speech.
    """

    numbers: Mapping[str, int]
    themes: Mapping[str, int]
    lines: Mapping[str, frozenset[int]]

    def number(self, speech: Identified) -> int:
        return self.numbers[speech.id]

    def speech(self, speech: Identified) -> str:
        """Name of the place where the text of a speech begins."""
        return f"s{self.number(speech)}"

    def line(self, speech: Identified, line: int) -> str:
        """Name of the place where a line of a speech stands."""
        return f"{self.speech(speech)}-L{line}"

    def theme(self, speech: Identified, theme: Theme) -> str:
        """Name of the place where the evidence of a theme in a speech is listed."""
        return f"{self.speech(speech)}-t{self.themes[theme.id]}"

    def to_line(self, speech: Identified, line: int, *, times: int = 1) -> Link:
        """The way to a line; it leads nowhere when the line is not on the page."""
        there = line in self.lines.get(speech.id, frozenset())
        return Link(f"{line}", f"#{self.line(speech, line)}" if there else None, times)

    def to_spans(self, speech: Speech, spans: Iterable[Span]) -> tuple[Link, ...]:
        """The ways to the lines on which spans begin, each line once."""
        return self.to_lines(speech, (speech.document.line(span.start) for span in spans))

    def to_lines(self, speech: Identified, lines: Iterable[int]) -> tuple[Link, ...]:
        """The ways to lines, each line once."""
        return tuple(
            self.to_line(speech, line, times=len(tuple(group)))
            for line, group in groupby(sorted(lines))
        )


def number_places(report: Report, lines: Mapping[str, frozenset[int]]) -> Links:
    """The addresses of a report of which the given lines are on the page."""
    return Links(
        numbers={speech.id: n for n, speech in enumerate(report.split.speeches, start=1)},
        themes={theme.id: n for n, theme in enumerate(report.emphasis.themes, start=1)},
        lines=lines,
    )
