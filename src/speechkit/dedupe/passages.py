"""Speeches in; the passages they share although they are no versions of one another, out.

Seeds are extended, stretches joined over what was changed between them, every pair of places
that comes of it is verified on the texts, and the places of one passage are gathered. The
texts are taken in an order of their own, so that any order of them gives one verdict.

References
----------
Smith, Cordell & Mullen (2015), "Computational methods for uncovering reprinted texts in
antebellum newspapers".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from speechkit.dedupe.extension import extend
from speechkit.dedupe.gather import Passage, gather
from speechkit.dedupe.places import MIN_PIECE, Place, PlacePair, find_place_pairs
from speechkit.dedupe.seeds import find_seeds, lay_out
from speechkit.dedupe.shingles import compact
from speechkit.model import MIN_PASSAGE, Progress, Span, Speech, View
from speechkit.results import DuplicateGroup, DuplicatePair, PassagePlace, SharedPassage

_BOILERPLATE_SPEECHES = 3
"""Speeches from which a passage is common property, where they are also a fifth of all."""
_BOILERPLATE_FRACTION = 0.2
_BOILERPLATE_MOST = 10
"""Speeches from which it is so in any collection: a fifth of 20,000 is no measure."""
_SEED_SIZES = ((40, 8), (15, 7), (0, 5))
"""Characters of a seed, by the least length of a passage: the longest equal run that a tenth of
edits must leave in it, wherever they stand (one short of it for 20 and 10 characters)."""


def find_passages(
    speeches: Sequence[Speech],
    views: Mapping[str, View],
    *,
    min_length: int = MIN_PASSAGE,
    groups: Iterable[DuplicateGroup[Any]] = (),
    pairs: Iterable[DuplicatePair[Any]] = (),
    reference: Sequence[Speech] = (),
    progress: Progress | None = None,
) -> tuple[SharedPassage, ...]:
    """Passages that stand in two or more speeches, small edits allowed.

    Headings and titles are left out: those of a series are alike and say nothing.

    Parameters
    ----------
    speeches
        Versions of one text among them.
    views
        Compact texts by id, where they are at hand.
    min_length
        Characters of a passage, at least.
    groups, pairs
        What versions of one text share is no passage: neither the speeches of a group nor
        those of a grouped pair are held against each other.
    reference
        When given, only what a speech shares with one of these counts.
    progress
        Told how far `passages` are.

    Returns
    -------
    tuple of SharedPassage
        Longest first; places in the order of the speeches, those of the reference last.
    """
    bodies = [
        *(_Body.of(speech, views, is_reference=False) for speech in speeches),
        *(_Body.of(speech, views, is_reference=True) for speech in reference),
    ]
    index = {body.speech.id: i for i, body in enumerate(bodies)}
    families = list(range(len(bodies)))
    for group in groups:
        for speech in group.speeches:
            families[index[speech.id]] = index[group.kept.id]
    grouped = ((index[pair.a.id], index[pair.b.id]) for pair in pairs if pair.grouped)
    passages = find_reuse(
        [body.text for body in bodies],
        min_length=min_length,
        families=families,
        excluded=[(a, b) for a, b in grouped if families[a] != families[b]],
        n_sources=len(speeches) if reference else None,
        progress=progress,
    )
    return tuple(_shared(passage, bodies, families) for passage in passages)


@dataclass(frozen=True, slots=True)
class _Body:
    """What is compared of a speech: its compact text after heading and title."""

    speech: Speech
    view: View
    start: int
    """View offset."""
    is_reference: bool

    @classmethod
    def of(cls, speech: Speech, views: Mapping[str, View], *, is_reference: bool) -> _Body:
        view = views.get(speech.id) or compact(speech)
        start = len(view.text)
        if speech.body_start < speech.n_chars:
            start = view.view_offset(speech.view.source(speech.body_start))
        return cls(speech, view, start, is_reference)

    @property
    def text(self) -> str:
        return self.view.text[self.start :]

    def span(self, place: Place) -> Span:
        """Where a place of the text stands in the document."""
        return self.view.source_span(Span(self.start + place.start, self.start + place.end))


def _shared(passage: Passage, bodies: Sequence[_Body], families: Sequence[int]) -> SharedPassage:
    read = [bodies[place.text].text[place.start : place.end] for place in passage]
    places = []
    for place, text in zip(passage, read, strict=True):
        body, n_edits = bodies[place.text], Levenshtein.distance(read[0], text)
        places.append(PassagePlace(body.speech, body.span(place), n_edits, body.is_reference))
    return SharedPassage(read[0], tuple(places), _is_boilerplate(passage, families))


def _is_boilerplate(passage: Passage, families: Sequence[int]) -> bool:
    """Whether it stands in many speeches, versions of one text counted once."""
    n_holders = len({families[place.text] for place in passage})
    least = min(_BOILERPLATE_MOST, _BOILERPLATE_FRACTION * len(set(families)))
    return n_holders >= max(_BOILERPLATE_SPEECHES, least)


def find_reuse(
    texts: Sequence[str],
    *,
    min_length: int = MIN_PASSAGE,
    families: Sequence[int] | None = None,
    excluded: Collection[tuple[int, int]] = (),
    n_sources: int | None = None,
    progress: Progress | None = None,
) -> tuple[Passage, ...]:
    """Passages of two or more texts, small edits allowed.

    Parameters
    ----------
    texts
        Without white space.
    min_length
        Characters that a passage has in each of its places, at least.
    families
        A number for each text, the same for versions of one text: what these share is no
        passage. Their places are told where a stranger has the passage too.
    excluded
        Further pairs of texts that are versions of one another.
    n_sources
        When given, only the first so many texts are asked about: a passage stands in one of
        them and in a later one.
    progress
        Told how far `passages` are.

    Returns
    -------
    tuple of Passage
        The places of each passage, ascending, in two texts or more. Longest first, then by
        the first place; the length is that of the first place. All places of a passage are
        alike by `MIN_SIMILARITY` to one of them at least.

    Examples
    --------
    >>> shared = "要像爱护自己的眼睛一样爱护这片山林一棵也不许砍"
    >>> find_reuse([f"各位，{shared}。", f"我们{shared[:9]}都{shared[9:]}！"])
    ((Place(text=0, start=3, end=26), Place(text=1, start=2, end=26)),)
    """
    order = _canonical_order(texts, n_sources)
    rank = {index: i for i, index in enumerate(order)}
    ordered = [texts[index] for index in order]
    versions = {(min(rank[x], rank[y]), max(rank[x], rank[y])) for x, y in excluded}
    family = np.array([index if families is None else families[index] for index in order], np.int32)
    pairs = _find_pairs(ordered, min_length, family, versions, n_sources, progress)
    passages = [
        tuple(sorted(place._replace(text=order[place.text]) for place in passage))
        for passage in gather(pairs, ordered)
    ]
    return tuple(sorted(passages, key=lambda places: (-places[0].n_chars, places)))


def _canonical_order(texts: Sequence[str], n_sources: int | None) -> list[int]:
    """Sources first, by digest: neighbours have nothing in common but what many have."""
    n = len(texts) if n_sources is None else n_sources
    digests = [blake2b(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
    return sorted(range(len(texts)), key=lambda index: (index >= n, digests[index], index))


def _find_pairs(
    texts: Sequence[str],
    min_length: int,
    families: NDArray[np.int32],
    excluded: Collection[tuple[int, int]],
    n_sources: int | None,
    progress: Progress | None,
) -> list[PlacePair]:
    layout = lay_out(texts)
    size = next(size for least, size in _SEED_SIZES if min_length >= least)
    seeds = find_seeds(layout, size, families=families, n_sources=n_sources, excluded=excluded)
    least = min(min_length, MIN_PIECE)
    stretches = (extend(layout.codes, some, least) for some in seeds)
    return find_place_pairs(stretches, layout, texts, min_length, progress)
