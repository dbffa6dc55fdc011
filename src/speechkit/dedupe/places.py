"""Stretches in which two texts are alike in; the pairs of places that are truly so, out.

Stretches are joined over what was changed between them, their ends set to borders of
clauses, and every pair of places that comes of it is verified on the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from speechkit.dedupe.extension import Stretches
from speechkit.dedupe.seeds import Layout
from speechkit.model import Progress
from speechkit.progress import followed

MIN_SIMILARITY = 0.8
"""Of two places of a passage: 1 less the edits by the length of the longer. Two copies of which
each has a tenth of the characters changed are that much alike."""
_MIN_DISTINCT = 10
"""Different characters of a passage that says something; rows of figures have fewer."""
MIN_PIECE = 12
"""Characters of a stretch worth joining to another."""
_GAP_FRACTION = 0.25
"""Of two stretches together, what may lie between them: a tenth of edits in one place, and
room for what the stretches lost at their ends."""
_OPEN = 8
"""Stretches before a given one that it may be joined to; more are repeats of a few words."""
_CHECKED = 1_000
"""Characters before a join that are held against each other; the whole is checked at the end."""
_SCRAP = 3
"""Characters up to a border of clauses that may be alike by chance."""
_CLAUSE_END = "，。；：！？,;:!?"
_NO_START = "，。；：、！？”’）》】,;:!?)"
"""A passage does not begin with the end of what stands before it."""


_NO_ROWS = np.zeros((0, 4), np.int64)


class Place(NamedTuple):
    """A stretch of a text."""

    text: int
    """Index of the text."""
    start: int
    end: int

    @property
    def n_chars(self) -> int:
        return self.end - self.start


class PlacePair(NamedTuple):
    """Two places in different texts that are alike."""

    a: Place
    b: Place


def find_place_pairs(
    stretches: Iterable[Stretches],
    layout: Layout,
    texts: Sequence[str],
    min_length: int,
    progress: Progress | None = None,
) -> list[PlacePair]:
    """Pairs of places that are alike, of `min_length` characters or more, ascending.

    Parameters
    ----------
    stretches
        In the array of `layout`, which is that of `texts`.
    progress
        Told how many pairs of texts were looked at for `passages`.
    """
    found: set[PlacePair] = set()
    for pieces in _by_pair(stretches, layout, progress):
        if len(pieces) > 1 or _shortest(pieces[0]) >= min_length:
            found.update(_verified(pieces, texts, min_length))
    return sorted(found)


def similar(a: str, b: str) -> bool:
    """Whether two texts are alike by `MIN_SIMILARITY`."""
    return Levenshtein.normalized_similarity(a, b, score_cutoff=MIN_SIMILARITY) >= MIN_SIMILARITY


def quote(place: Place, texts: Sequence[str]) -> str:
    """The text at a place."""
    return texts[place.text][place.start : place.end]


def _verified(
    pieces: Sequence[PlacePair], texts: Sequence[str], min_length: int
) -> Iterator[PlacePair]:
    """The stretches of two texts, joined where that is sound, that are passages."""
    wholes = _trimmed_ones(_join(pieces, texts), texts, min_length)
    sound = [whole for whole in wholes if _alike(whole, texts)]
    if len(sound) < len(wholes):  # joined too much: the pieces for themselves
        parts = _trimmed_ones(pieces, texts, min_length)
        sound += [part for part in parts if _alike(part, texts)]
    least = min(_MIN_DISTINCT, min_length // 2)
    for pair in sound:
        if min(len(set(quote(place, texts))) for place in pair) >= least:
            yield pair


def _trimmed_ones(
    pairs: Sequence[PlacePair], texts: Sequence[str], min_length: int
) -> list[PlacePair]:
    trimmed = (_trimmed(pair, texts) for pair in pairs if _shortest(pair) >= min_length)
    return [pair for pair in trimmed if _shortest(pair) >= min_length]


def _by_pair(
    stretches: Iterable[Stretches], layout: Layout, progress: Progress | None
) -> Iterator[list[PlacePair]]:
    """Stretches, those of two texts together, ascending."""
    rows = np.unique(
        np.concatenate([_NO_ROWS, *(np.stack(some, axis=1) for some in stretches)]), axis=0
    )
    a, b = layout.owners[rows[:, 0]], layout.owners[rows[:, 2]]
    local = rows - np.repeat(np.stack([layout.starts[a], layout.starts[b]], axis=1), 2, axis=1)
    order = np.lexsort((local[:, 3], local[:, 2], local[:, 1], local[:, 0], b, a))
    a, b, local = a[order], b[order], local[order]
    begins = np.flatnonzero(np.r_[True, (a[1:] != a[:-1]) | (b[1:] != b[:-1])][: len(a)])
    runs = list(zip(begins, [*begins[1:], len(a)], strict=False))
    for begin, end in followed(runs, "passages", progress):
        x, y = int(a[begin]), int(b[begin])
        yield [
            PlacePair(Place(x, i, j), Place(y, k, m)) for i, j, k, m in local[begin:end].tolist()
        ]


def _join(pieces: Sequence[PlacePair], texts: Sequence[str]) -> list[PlacePair]:
    """Stretches of two texts, joined where little lies between them; what none contains."""
    joined: list[PlacePair] = []
    for piece in pieces:
        for i in range(len(joined) - 1, max(-1, len(joined) - 1 - _OPEN), -1):
            whole = _whole(joined[i], piece)
            if whole is not None and _alike(_latter(whole), texts):
                joined[i] = whole
                break
        else:
            joined.append(piece)
    return joined


def _whole(before: PlacePair, after: PlacePair) -> PlacePair | None:
    """Both stretches and what lies between them; None when that is too much."""
    if _contains(before.a, after.a) and _contains(before.b, after.b):
        return before
    if after.b.start < before.b.start or after.b.end < before.b.end or after.a.end < before.a.end:
        return None
    gap_a, gap_b = after.a.start - before.a.end, after.b.start - before.b.end
    room = _GAP_FRACTION * (before.a.n_chars + after.a.n_chars)
    if max(gap_a, gap_b, abs(gap_a - gap_b)) > room:
        return None
    return PlacePair(
        Place(before.a.text, before.a.start, after.a.end),
        Place(before.b.text, before.b.start, after.b.end),
    )


def _shortest(pair: PlacePair) -> int:
    return min(pair.a.n_chars, pair.b.n_chars)


def _contains(whole: Place, part: Place) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _alike(pair: PlacePair, texts: Sequence[str]) -> bool:
    return similar(quote(pair.a, texts), quote(pair.b, texts))


def _latter(pair: PlacePair) -> PlacePair:
    """The end of both places, as long as a check at every join can afford."""
    return PlacePair(*(p._replace(start=max(p.start, p.end - _CHECKED)) for p in pair))


# -------------------------------------------------------------------------------- ends


def _trimmed(pair: PlacePair, texts: Sequence[str]) -> PlacePair:
    """Without the end of the clause before and the beginning of the one after.

    These are only shed where both texts go on in mid-clause: a few characters that are alike
    up to a border of clauses, and not beyond them, are alike by chance.
    """
    a, b = (quote(place, texts) for place in pair)
    first, last = slice(0, _SCRAP + 1), slice(None, -_SCRAP - 2, -1)
    start = end = 0
    if not any(_begins_clause(place, texts) for place in pair):
        start = _to_border(a[first], b[first]) + 1
    while start < len(a) and a[start] in _NO_START and a[start] == b[start : start + 1]:
        start += 1
    if not any(_ends_clause(place, texts) for place in pair):
        end = max(0, _to_border(a[last], b[last]))
    return PlacePair(*(_cut(place, start, end) for place in pair))


def _begins_clause(place: Place, texts: Sequence[str]) -> bool:
    return place.start == 0 or texts[place.text][place.start - 1] in _CLAUSE_END


def _ends_clause(place: Place, texts: Sequence[str]) -> bool:
    text = texts[place.text]
    return place.end == len(text) or text[place.end - 1] in _CLAUSE_END


def _to_border(a: str, b: str) -> int:
    """Equal characters before the first border of clauses; -1 where none follows them."""
    for n, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            break
        if x in _CLAUSE_END:
            return n
    return -1


def _cut(place: Place, start: int, end: int) -> Place:
    return place._replace(
        start=min(place.start + start, place.end), end=max(place.start + start, place.end - end)
    )
