"""Texts of our own in; collections in which passages were copied from one text to others, out.

What was copied, from where to where and how it was edited is known. A copy has from none to a
tenth of its characters changed: replaced, put in or left out, one by one over its whole
length, or together in one place.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from quality.composed.texts import filled, generator, speech_names, whole_names

MIN_CHARS = 30
MAX_CHARS = 300
MAX_EDITS = 0.1
"""Of the characters of the passage that is copied."""
COVERED = 0.8
"""Share of a planted place that a reported one must cover, and of a reported place that must
lie in a planted one, on both sides."""
_CLAUSE_ENDS = "，。；：！？"
_SENTENCE_ENDS = "。！？"
_SHORT = 0.5
"""Share of the passages that have less than 80 characters: the hard ones."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place in a text of a collection, without white space."""

    text: int
    start: int
    end: int

    def covered_by(self, other: Stretch) -> float:
        """Share of this place that lies in another one."""
        if self.text != other.text:
            return 0.0
        common = min(self.end, other.end) - max(self.start, other.start)
        return max(0, common) / (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage and one of its copies."""

    source: Stretch
    copy: Stretch
    n_edits: int
    spread: bool
    """The edits stand over the whole passage, not in one place."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts and what was copied among them."""

    texts: tuple[str, ...]
    copies: tuple[Copy, ...]

    def planted_pairs(self) -> Iterator[tuple[Stretch, Stretch]]:
        """Places of one passage, two by two: the copies of one source are alike as well."""
        for source in sorted({(c.source.text, c.source.start, c.source.end) for c in self.copies}):
            places = [Stretch(*source)]
            places += [c.copy for c in self.copies if c.source == places[0]]
            yield from combinations(places, 2)


@dataclass(frozen=True, slots=True)
class Found:
    """What of the planted copies was found, and what of the reported pairs is right."""

    missed: tuple[Copy, ...]
    wrong: tuple[tuple[Stretch, Stretch], ...]
    n_copies: int
    n_reported: int

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.n_copies

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / max(1, self.n_reported)


def collections(
    *, held_out: bool, n: int, seed: int = 0, planting: bool = True
) -> tuple[Collection, ...]:
    """Collections of the texts of one side.

    The texts share nothing of twenty characters before something is copied, so that whatever
    else is reported is wrong.
    """
    rngs = (generator("reuse", held_out, seed, number) for number in range(n))
    return tuple(_collection(rng, held_out=held_out, planting=planting) for rng in rngs)


def digest(made: Sequence[Collection]) -> str:
    """SHA-256 of all texts and places."""
    return hashlib.sha256(repr(made).encode()).hexdigest()


def score(collection: Collection, reported: Sequence[tuple[Stretch, Stretch]]) -> Found:
    """Hold reported pairs of places against the planted copies.

    A copy is found when one reported pair covers `COVERED` of both its places. A reported pair
    is right when as much of both its places lies in two places of one planted passage.
    """
    planted = list(collection.planted_pairs())
    both_ways = [*reported, *((b, a) for a, b in reported)]
    missed = [
        copy
        for copy in collection.copies
        if not any(
            copy.source.covered_by(a) >= COVERED and copy.copy.covered_by(b) >= COVERED
            for a, b in both_ways
        )
    ]
    wrong = [
        (a, b)
        for a, b in reported
        if not any(
            (a.covered_by(x) >= COVERED and b.covered_by(y) >= COVERED)
            or (a.covered_by(y) >= COVERED and b.covered_by(x) >= COVERED)
            for x, y in planted
        )
    ]
    return Found(tuple(missed), tuple(wrong), len(collection.copies), len(reported))


# ----------------------------------------------------------------------------- planting


@dataclass(slots=True)
class _Insertion:
    """A copy that waits to be put into its text."""

    at: int
    text: str
    copy: int


def _collection(rng: random.Random, *, held_out: bool, planting: bool) -> Collection:
    texts = list(_texts(rng, held_out=held_out))
    rng.shuffle(texts)
    if not planting:
        return Collection(tuple(texts), ())
    alphabet = "".join(texts)
    sources: list[Stretch] = []
    insertions: list[list[_Insertion]] = [[] for _ in texts]
    planned: list[tuple[Stretch, int, int, bool]] = []
    for index, text in enumerate(texts):
        for source in _sources(index, text, rng):
            sources.append(source)
            hosts = rng.sample([i for i in range(len(texts)) if i != index], rng.choice((1, 1, 2)))
            for host in hosts:
                edited, n_edits, spread = _edited(text[source.start : source.end], alphabet, rng)
                insertions[host].append(_Insertion(0, edited, len(planned)))
                planned.append((source, host, n_edits, spread))
    return _put_in(texts, sources, insertions, planned, rng)


def _texts(rng: random.Random, *, held_out: bool) -> Iterator[str]:
    names = speech_names(held_out=held_out, traditional=False) + whole_names(held_out=held_out)
    for name in names:
        yield "".join("".join(e.text.split()) for e in filled(name, rng).elements)


def _sources(index: int, text: str, rng: random.Random) -> Iterator[Stretch]:
    """One or two passages of a text that are copied, from a clause's border or anywhere."""
    at = rng.randint(0, 40)
    for _ in range(2):
        most = 80 if rng.random() < _SHORT else MAX_CHARS
        n_chars = rng.randint(MIN_CHARS, most)
        if rng.random() < 0.5:
            at = next((i for i in range(at, len(text)) if text[i - 1] in _CLAUSE_ENDS), len(text))
        if at + n_chars > len(text):
            return
        yield Stretch(index, at, at + n_chars)
        at += n_chars + rng.randint(40, 200)


def _edited(text: str, alphabet: str, rng: random.Random) -> tuple[str, int, bool]:
    """The text with up to a tenth of its characters changed, how many, and whether all over it."""
    n_edits = rng.randint(0, int(len(text) * MAX_EDITS))
    spread = rng.random() < 0.5
    if spread:
        places = sorted(rng.sample(range(len(text)), n_edits))
    else:
        first = rng.randint(0, len(text) - n_edits)
        places = list(range(first, first + n_edits))
    kind = rng.choice(("replaced", "put in", "left out")) if not spread else None
    characters = list(text)
    for place in places:
        edit = kind or rng.choice(("replaced", "put in", "left out"))
        if edit == "left out":
            characters[place] = ""
        elif edit == "replaced":
            characters[place] = rng.choice(alphabet)
        else:
            characters[place] += rng.choice(alphabet)
    return "".join(characters), n_edits, spread


def _put_in(
    texts: Sequence[str],
    sources: Sequence[Stretch],
    insertions: Sequence[list[_Insertion]],
    planned: Sequence[tuple[Stretch, int, int, bool]],
    rng: random.Random,
) -> Collection:
    """Put the copies in after sentences, outside of what is copied itself, and say where all is."""
    grown: list[str] = []
    copies: dict[int, Stretch] = {}
    shifted: dict[Stretch, Stretch] = {}
    for index, text in enumerate(texts):
        own = [source for source in sources if source.text == index]
        ends = [
            i + 1
            for i, character in enumerate(text)
            if character in _SENTENCE_ENDS and not any(s.start < i + 1 < s.end for s in own)
        ] or [len(text)]
        for insertion in insertions[index]:
            insertion.at = rng.choice(ends)
        waiting = sorted(insertions[index], key=lambda insertion: (insertion.at, insertion.copy))
        parts: list[str] = []
        position = length = 0
        for insertion in waiting:
            parts += [text[position : insertion.at], insertion.text]
            length += insertion.at - position
            copies[insertion.copy] = Stretch(index, length, length + len(insertion.text))
            length += len(insertion.text)
            position = insertion.at
        grown.append("".join([*parts, text[position:]]))
        for source in own:
            moved = sum(len(i.text) for i in waiting if i.at <= source.start)
            shifted[source] = Stretch(index, source.start + moved, source.end + moved)
    return Collection(
        tuple(grown),
        tuple(
            Copy(shifted[source], copies[number], n_edits, spread)
            for number, (source, _, n_edits, spread) in enumerate(planned)
        ),
    )
