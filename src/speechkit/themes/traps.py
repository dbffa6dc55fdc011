"""Where terms stand in some sentences in; those that cross the words of the text out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from speechkit.text.terms import TermIndex, TermPlace
from speechkit.themes.scoring import Matches


class Crossing(NamedTuple):
    """A term and the words that hold it, of which it is no sequence."""

    term: str
    tokens: tuple[str, ...]


class Traps(NamedTuple):
    """Rows of the sentences, one an occurrence and ascending, of all that cross words."""

    passed_over: Mapping[Crossing, list[int]]
    """Neither edge is the border of a word; these places do not count."""
    inside: Mapping[Crossing, list[int]]
    """One edge is."""


class TrapFinder:
    """Gathers the traps of texts that come one by one.

    Parameters
    ----------
    index
        Of the terms and of the strings that score nowhere.
    terms
        Those that score.
    """

    def __init__(self, index: TermIndex, terms: Iterable[str]) -> None:
        self._index = index
        self._terms = frozenset(terms)
        self._passed_over: dict[Crossing, list[int]] = defaultdict(list)
        self._inside: dict[Crossing, list[int]] = defaultdict(list)

    @property
    def traps(self) -> Traps:
        """What was gathered so far."""
        return Traps(self._passed_over, self._inside)

    def add(self, matches: Matches, start: int) -> None:
        """Look at a text.

        Parameters
        ----------
        start
            Row of its first sentence.
        """
        borders = frozenset(matches.borders.tolist())
        inside = (
            place
            for place in matches.places
            if not (place.start in borders and place.end in borders)
        )
        passed = self._index.passed_over(matches.text, borders=matches.borders)
        for places, gathered in ((inside, self._inside), (passed, self._passed_over)):
            scoring = [place for place in places if place.term in self._terms]
            for crossing, sentence in _crossings(scoring, matches):
                gathered[crossing].append(start + sentence)


def _crossings(places: list[TermPlace], matches: Matches) -> Iterator[tuple[Crossing, int]]:
    """The words around each place, and the number of its sentence."""
    starts = np.array([place.start for place in places], dtype=np.intp)
    ends = np.array([place.end for place in places], dtype=np.intp)
    first = np.searchsorted(matches.borders, starts, side="right") - 1
    last = np.searchsorted(matches.borders, ends)
    sentences = matches.text_numbers(starts)
    rows = zip(places, first.tolist(), last.tolist(), sentences.tolist(), strict=True)
    for place, begin, end, sentence in rows:
        yield Crossing(place.term, tuple(matches.tokens[begin:end])), sentence
