"""Verified pairs of places in; the passages they make up, each with all its places, out.

Places of one text that are nearly the same stretch count as one place. From the longest place
of a passage all are reached that pairs lead to and that are alike to it, so that no chain of
small differences joins two passages. What stands in more places than the longer passage
around it is a passage of its own.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from speechkit.dedupe.places import Place, PlacePair, quote, similar

_SAME_PLACE = 0.8
"""Overlap of two places in one text, by the longer, from which they are one place."""
_INSIDE = 0.9
"""Share of a place inside another from which it is a part of it."""
_BLOCK = 1000
"""Characters of a text that are looked up together; passages of that length are rare."""


Passage = tuple[Place, ...]
"""Its places, ascending."""


def gather(pairs: Sequence[PlacePair], texts: Sequence[str]) -> list[Passage]:
    """Passages that the pairs make up; every place is in one of them, or in a longer one around it.

    Parameters
    ----------
    pairs
        Of places that are alike.
    texts
        In which the places are.
    """
    partners: defaultdict[Place, set[Place]] = defaultdict(set)
    for a, b in _of_same_places(pairs, texts):
        partners[a].add(b)
        partners[b].add(a)
    return list(_completed(_without_parts(_gathered(partners, texts)), texts))


def _gathered(partners: Mapping[Place, set[Place]], texts: Sequence[str]) -> Iterator[Passage]:
    """From each place that is in no passage yet, the longest first, all that are alike to it.

    Where half of these are in one passage already it is that one once more, and the others
    join it. They lead no further.
    """
    found: list[frozenset[Place]] = []
    joined: list[set[Place]] = []
    passages_of: defaultdict[Place, list[int]] = defaultdict(list)
    told: set[Place] = set()
    for first in sorted(partners, key=lambda place: (-place.n_chars, place)):
        if first in told:
            continue
        reached = _reached(first, partners, texts)
        told |= reached
        held = Counter(n for place in reached for n in passages_of[place])
        nearest = max(held, key=lambda n: (held[n], -n), default=None)
        if nearest is not None and 2 * held[nearest] >= len(reached):
            joined[nearest] |= reached
            continue
        for place in reached:
            passages_of[place].append(len(found))
        found.append(reached)
        joined.append(set(reached))
    return (tuple(sorted(places)) for places in joined)


def _of_same_places(pairs: Sequence[PlacePair], texts: Sequence[str]) -> Iterator[PlacePair]:
    """The pairs between the places that their own count as, where these are alike too."""
    place_of = _same_places(pairs)
    alike: dict[PlacePair, bool] = {}
    for pair in pairs:
        same = PlacePair(place_of[pair.a], place_of[pair.b])
        if same not in alike:
            alike[same] = similar(quote(same.a, texts), quote(same.b, texts))
        yield same if alike[same] else pair


def _same_places(pairs: Iterable[PlacePair]) -> dict[Place, Place]:
    """For each place the one it counts as: the longest of those nearly the same."""
    places = sorted({place for pair in pairs for place in pair}, key=lambda p: (-p.n_chars, p))
    chosen: defaultdict[int, list[Place]] = defaultdict(list)
    place_of: dict[Place, Place] = {}
    for place in places:
        same = _nearly_same(place, chosen[place.text])
        if same is None:
            insort(chosen[place.text], place)
        place_of[place] = same or place
    return place_of


def _nearly_same(place: Place, chosen: Sequence[Place]) -> Place | None:
    """The first of the longer places, in the order of the text, that is nearly this one."""
    slack = int(place.n_chars * (1 / _SAME_PLACE - 1)) + 1
    at = bisect_left(chosen, Place(place.text, place.start - slack, 0))
    while at < len(chosen) and chosen[at].start <= place.start + slack:
        if _common(place, chosen[at]) >= _SAME_PLACE * chosen[at].n_chars:
            return chosen[at]
        at += 1
    return None


def _reached(
    first: Place, partners: Mapping[Place, set[Place]], texts: Sequence[str]
) -> frozenset[Place]:
    """What pairs lead to from a place, over places that are alike to it."""
    reached = {first} | partners[first]
    waiting = sorted(partners[first])
    refused: set[Place] = set()
    while waiting:
        for partner in sorted(partners[waiting.pop()] - reached - refused):
            if similar(quote(first, texts), quote(partner, texts)):
                reached.add(partner)
                waiting.append(partner)
            else:
                refused.add(partner)
    return frozenset(reached)


def _without_parts(passages: Iterable[Passage]) -> list[Passage]:
    """Without passages of which every place is inside a place of one longer passage."""
    kept: list[Passage] = []
    around = _Around()
    for passage in sorted(passages, key=lambda p: (-max(place.n_chars for place in p), p)):
        if not set.intersection(*map(around.holders, passage)):
            around.add(len(kept), passage)
            kept.append(passage)
    return kept


def _completed(passages: Sequence[Passage], texts: Sequence[str]) -> Iterator[Passage]:
    """Each passage with the places where its very words stand in the longer ones around it.

    Two texts that share the longer passage were paired by that one only.
    """
    around = _Around()
    for number, passage in enumerate(passages):
        around.add(number, passage)
    for number, passage in enumerate(passages):
        places = {place.text: place for place in reversed(passage)}
        inside = {n: p for p in reversed(passage) for n in around.holders(p) if n != number}
        for n, place in sorted(inside.items()):
            words = quote(place, texts)
            for other in passages[n]:
                if other.text not in places:
                    at = texts[other.text].find(words, other.start, other.end)
                    if at >= 0:
                        places[other.text] = Place(other.text, at, at + len(words))
        yield tuple(sorted({*passage, *places.values()}))


class _Around:
    """Passages, to be asked for by what they have inside."""

    def __init__(self) -> None:
        self._blocks: defaultdict[tuple[int, int], list[tuple[int, Place]]] = defaultdict(list)

    def add(self, number: int, passage: Passage) -> None:
        """Remember the places of a passage, in every block of the texts that they touch."""
        for place in passage:
            for block in range(place.start // _BLOCK, place.end // _BLOCK + 1):
                self._blocks[place.text, block].append((number, place))

    def holders(self, part: Place) -> set[int]:
        """Numbers of the passages that have a place inside: its middle is then inside too."""
        block = (part.start + part.end) // 2 // _BLOCK
        held = self._blocks.get((part.text, block), ())
        return {n for n, whole in held if _common(part, whole) >= _INSIDE * part.n_chars}


def _common(a: Place, b: Place) -> int:
    return min(a.end, b.end) - max(a.start, b.start)
