"""Speeches in; the passages they share although they are no versions of one another, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from speechkit.model import (
    MIN_PASSAGE,
    Span,
    Speech,
    View,
)
from speechkit.results import PassagePlace, SharedPassage

_BOILERPLATE_SPEECHES = 3
"""Speeches from which a passage is common property, where they are also a fifth of all."""
_BOILERPLATE_FRACTION = 0.2

_MIN_DISTINCT = 10
"""Different characters of a run that says something; lines of a table of contents, dots and
numbers, have fewer."""
_NO_START = "，。；：、！？”’）》】"
"""A passage does not begin with the end of what stands before it."""


def find_passages(
    speeches: Sequence[Speech], views: Mapping[str, View], *, min_length: int = MIN_PASSAGE
) -> tuple[SharedPassage, ...]:
    """Longest runs of equal characters that stand in two or more speeches.

    Parameters
    ----------
    speeches
        Without duplicates.
    views
        Compact text of each speech, by id.

    Returns
    -------
    tuple of SharedPassage
        Longest first; places in the order of the speeches.
    """
    seeds = _seeds(speeches, views, min_length)
    places: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for x in range(len(speeches)):
        for y in range(x + 1, len(speeches)):
            for i, j, length in _runs(
                views[speeches[x].id].text,
                views[speeches[y].id].text,
                seeds[x],
                seeds[y],
                min_length,
            ):
                run = views[speeches[x].id].text[i : i + length]
                skip = len(run) - len(run.lstrip(_NO_START))
                if length - skip >= min_length:
                    places[run[skip:]] |= {(x, i + skip), (y, j + skip)}
    passages = [_passage(run, sorted(at), speeches, views) for run, at in places.items()]
    return tuple(sorted(passages, key=lambda p: (-len(p.text), p.places[0].span, p.text)))


def _seeds(
    speeches: Sequence[Speech], views: Mapping[str, View], size: int
) -> list[dict[str, list[int]]]:
    """Offsets of the runs of `size` characters of each speech that some other one has too."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for x, speech in enumerate(speeches):
        text = views[speech.id].text
        for i in range(len(text) - size + 1):
            holders[text[i : i + size]].add(x)
    shared = {
        run for run, held in holders.items() if len(held) > 1 and len(set(run)) >= _MIN_DISTINCT
    }
    seeds = []
    for speech in speeches:
        text = views[speech.id].text
        offsets: defaultdict[str, list[int]] = defaultdict(list)
        for i in range(len(text) - size + 1):
            if text[i : i + size] in shared:
                offsets[text[i : i + size]].append(i)
        seeds.append(dict(offsets))
    return seeds


def _runs(
    a: str, b: str, a_seeds: dict[str, list[int]], b_seeds: dict[str, list[int]], size: int
) -> list[tuple[int, int, int]]:
    """Longest equal runs of two texts: offset in a, offset in b, length."""
    starts = sorted(
        (j - i, i)
        for run in a_seeds.keys() & b_seeds.keys()
        for i in a_seeds[run]
        for j in b_seeds[run]
    )
    runs: list[tuple[int, int, int]] = []
    diagonal, end = None, 0
    for difference, i in starts:
        if difference == diagonal and i <= end:
            continue
        stop = i + size
        while stop < len(a) and stop + difference < len(b) and a[stop] == b[stop + difference]:
            stop += 1
        runs.append((i, i + difference, stop - i))
        diagonal, end = difference, stop - size
    return runs


def _passage(
    run: str, at: Sequence[tuple[int, int]], speeches: Sequence[Speech], views: Mapping[str, View]
) -> SharedPassage:
    places = tuple(
        PassagePlace(speeches[x], views[speeches[x].id].source_span(Span(start, start + len(run))))
        for x, start in at
    )
    n_holders = len({x for x, _ in at})
    common = n_holders >= max(_BOILERPLATE_SPEECHES, _BOILERPLATE_FRACTION * len(speeches))
    return SharedPassage(run, places, common)
