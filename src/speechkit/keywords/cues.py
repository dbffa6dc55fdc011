"""A speech and its phrases in; what the make-up of the speech says of each, as columns, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from speechkit.model import OutlineItem, Span, Speech
from speechkit.text.hashes import TextHashes
from speechkit.text.phrases import MAX_QUOTED, MIN_CHARS, Phrases, is_in
from speechkit.text.words import KIND

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    from speechkit.text.hashes import Numbers, Offsets


MAX_HEADING_CHARS = 45
"""What is longer is a sentence; its start is taken for the heading."""
_LIST_MARK_ENDS = ("是", "要", "抓", "靠")
_UP_TO_MARK = re.compile(r"[、．.，,：:\s]*([^，,。；;：:！!\n]+)")


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """Where in a speech its phrases stand; all columns have the shape (n_phrases,)."""

    n_headings: Offsets
    """Occurrences inside headings."""
    n_list_items: Offsets
    """Occurrences at the starts of list items."""
    n_paragraphs: Offsets
    """Paragraphs in which it stands."""
    in_title: NDArray[np.bool_]
    first: NDArray[np.float64]
    """Where it stands first, as a fraction of the speech."""
    heading_fraction: NDArray[np.float64]
    """Share of a main heading, up to its first mark, that it makes up; the greatest."""
    free_left: NDArray[np.float64]
    """Share of the occurrences with no content word before them."""
    free_right: NDArray[np.float64]
    """The same of what stands behind them."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How a speech is made up; all spans are view spans, in order."""

    paragraphs: tuple[Span, ...]
    n_before: int
    """Paragraphs before the body."""
    headings: tuple[Span, ...]
    list_items: tuple[Span, ...]
    """The starts of list items."""
    main_headings: tuple[Span, ...]
    """What the headings of the first level say, up to their first mark."""

    @property
    def body(self) -> tuple[Span, ...]:
        """Paragraphs of the body."""
        return self.paragraphs[self.n_before :]


def layout_of(speech: Speech) -> Layout:
    """How a speech is made up."""
    paragraphs = tuple(speech.view.paragraphs())
    begins = {paragraph.start for paragraph in paragraphs}
    headings: list[tuple[Span, OutlineItem]] = []
    list_items: list[Span] = []
    for item in speech.outline:
        span = _heading_span(speech, item)
        if span.start in begins and not item.label.endswith(_LIST_MARK_ENDS):
            headings.append((span, item))
        else:
            list_items.append(span)
    return Layout(
        paragraphs,
        sum(paragraph.end <= speech.body_start for paragraph in paragraphs),
        tuple(span for span, _ in headings),
        tuple(list_items),
        tuple(_main_headings(speech, headings)),
    )


def find_cues(speech: Speech, layout: Layout, phrases: Phrases) -> Cues:
    """What the make-up of a speech says of its phrases."""
    owners = np.repeat(np.arange(len(phrases)), phrases.n)
    return Cues(
        _count_inside(phrases, owners, layout.headings),
        _count_inside(phrases, owners, layout.list_items),
        _count_paragraphs(layout, phrases, owners),
        is_in(phrases.hashes, _parts(speech.title)),
        phrases.first_start / max(1, speech.n_chars),
        _heading_fraction(phrases, owners, layout.main_headings),
        *_free_borders(phrases, owners),
    )


def _heading_span(speech: Speech, item: OutlineItem) -> Span:
    start = speech.view.view_offset(item.span.start)
    end = speech.view.view_offset(item.span.end)
    return Span(start, min(end, start + MAX_HEADING_CHARS))


def _main_headings(speech: Speech, headings: Sequence[tuple[Span, OutlineItem]]) -> Iterator[Span]:
    main = min((item.level for _, item in headings), default=0)
    for span, item in headings:
        match = _UP_TO_MARK.match(speech.text, span.start + len(item.label), span.end)
        if item.level == main and match is not None:
            yield Span(*match.span(1))


def _count_inside(phrases: Phrases, owners: Offsets, spans: Sequence[Span]) -> Offsets:
    """For each phrase, how many occurrences lie inside one of some spans in order."""
    rows, _ = _inside(phrases, owners, spans)
    return np.bincount(owners[rows], minlength=len(phrases))


def _heading_fraction(
    phrases: Phrases, owners: Offsets, spans: Sequence[Span]
) -> NDArray[np.float64]:
    """For each phrase, the greatest share of one of some spans in order that it makes up."""
    fractions = np.zeros(len(phrases))
    rows, within = _inside(phrases, owners, spans)
    sizes = np.array([len(span) for span in spans], np.intp)
    np.maximum.at(fractions, owners[rows], phrases.n_chars[owners[rows]] / sizes[within])
    return fractions


def _inside(phrases: Phrases, owners: Offsets, spans: Sequence[Span]) -> tuple[Offsets, Offsets]:
    """Occurrences inside one of some spans in order, and in which of them each lies."""
    starts = np.array([span.start for span in spans], np.intp)
    ends = np.array([-1, *(span.end for span in spans)], np.intp)
    before = np.searchsorted(starts, phrases.starts, side="right")
    rows = np.flatnonzero(phrases.starts + phrases.n_chars[owners] <= ends[before])
    return rows, before[rows] - 1


def _free_borders(phrases: Phrases, owners: Offsets) -> list[NDArray[np.float64]]:
    """Share of the occurrences of each phrase with no content word before, and behind, them."""
    edges = phrases.words.edges
    is_free = np.ones(len(phrases.words) + 2, np.bool_)
    is_free[1:-1] = phrases.words.kinds == KIND["function"]
    first = np.searchsorted(edges, phrases.starts, side="right") - 1
    last = np.searchsorted(edges, phrases.starts + phrases.n_chars[owners])
    return [
        np.bincount(owners, weights=is_free[at], minlength=len(phrases)) / np.maximum(1, phrases.n)
        for at in (first, last + 1)
    ]


def _count_paragraphs(layout: Layout, phrases: Phrases, owners: Offsets) -> Offsets:
    starts = np.array([paragraph.start for paragraph in layout.paragraphs], np.intp)
    paragraph = np.searchsorted(starts, phrases.starts, side="right")
    is_new = np.ones(len(owners), np.bool_)
    is_new[1:] = (paragraph[1:] != paragraph[:-1]) | (owners[1:] != owners[:-1])
    return np.bincount(owners[is_new], minlength=len(phrases))


def _parts(title: str) -> Numbers:
    """Hashes, ascending, of all that a title holds of a length a phrase may have."""
    pairs = np.array(
        [
            (start, end)
            for start in range(len(title))
            for end in range(start + MIN_CHARS, min(len(title), start + MAX_QUOTED) + 1)
        ],
        np.intp,
    ).reshape(-1, 2)
    return np.sort(TextHashes(title).of(pairs[:, 0], pairs[:, 1]))
