"""Texts in; the runs of characters that two of them share and from which reuse is found, out.

All texts are laid end to end in one array of code points. Equal k-grams fall together when
their hashes are sorted; two occurrences in different texts are a hit, and of the hits along
one equal run only the first is kept. A gram of many texts is not paired with all of them,
which would be quadratic, but with its next few neighbours: that keeps a formula of hundreds
of speeches connected, at a cost that grows with the texts alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

MARGIN = 8
"""Characters that equal nothing between two texts; to pass over them costs more than an
extension may lose."""
PAD = 96
"""The same before the first and after the last text, so that no extension leaves the array."""
_UNEQUAL = 0x110000
"""First code past Unicode; a character that shall equal nothing has this and its offset."""
_ROW = 4
"""Equal characters in a row are dots, dashes or blanks to fill in: no words."""
_NEIGHBOURS = 32
"""Occurrences that each one is paired with: all of them, for a gram of up to 33. In 271 policy
papers and work reports 7,682 places are found with 16, 7,700 with 32, 7,672 with 64."""
_MAX_REPEATS = 4
"""Occurrences in one text that are paired; more are a refrain or a table."""
_BLOCK = 1 << 22
"""Characters whose grams are sorted at a time: 32 MB of keys."""
_BATCH = 1 << 19
"""Hits that are made runs of at a time: 70 MB with what is compared beside them."""
_STRIDE = 16
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, near 2^64 / golden ratio (Knuth 6.4)
_FINISHER = np.uint64(0xBF58476D1CE4E5B9)  # of splitmix64 (Steele et al. 2014)


@dataclass(frozen=True, slots=True)
class Layout:
    """Texts laid end to end."""

    codes: Codes
    """Of all texts, `MARGIN` characters that equal nothing between two of them."""
    starts: Offsets
    """Offset at which each text begins, shape (n_texts,)."""
    owners: NDArray[np.int32]
    """Text to which each code belongs; that before it for the margins."""


class Seeds(NamedTuple):
    """Equal runs in two texts; arrays of shape (n_seeds,)."""

    a: Offsets
    """Offset in the first text."""
    b: Offsets
    length: Offsets


def lay_out(texts: Sequence[str]) -> Layout:
    """All texts in one array; what is no text and every row of dots equals nothing in it."""
    lengths = np.array([len(text) for text in texts], np.int64)
    starts = PAD + np.cumsum(lengths + MARGIN) - (lengths + MARGIN)
    codes = np.arange(_UNEQUAL, _UNEQUAL + int((lengths + MARGIN).sum()) + 2 * PAD, dtype=np.uint32)
    for start, text in zip(starts.tolist(), texts, strict=True):
        codes[start : start + len(text)] = np.frombuffer(
            text.encode("utf-32-le", "surrogatepass"), np.uint32
        )
    in_row = np.flatnonzero(
        (codes[:-3] == codes[1:-2]) & (codes[1:-2] == codes[2:-1]) & (codes[2:-1] == codes[3:])
    )
    for shift in range(_ROW):
        codes[in_row + shift] = in_row + shift + _UNEQUAL
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), lengths + MARGIN)
    owners = np.concatenate([np.zeros(PAD, np.int32), owners, np.full(PAD, len(texts), np.int32)])
    return Layout(codes, starts, owners)


def find_seeds(
    layout: Layout,
    size: int,
    *,
    families: NDArray[np.int32],
    n_sources: int | None = None,
    excluded: Collection[tuple[int, int]] = (),
) -> Iterator[Seeds]:
    """Equal runs of at least `size` characters in two texts, some at a time.

    Parameters
    ----------
    families
        A number for each text; what two texts of one number share does not count.
    n_sources
        When given, a run counts only between one of the first so many texts and a later one.
    excluded
        Pairs of texts, the lower first, whose runs do not count.

    Yields
    ------
    Seeds
        A run is as long as the texts agree to the right; to the left it may go on. It may
        come more than once.
    """
    keys, saturated = _repeated_grams(layout, size)
    waiting: list[NDArray[np.uint64]] = []
    for positions, hashes in keys:
        owner = layout.owners[positions]
        pairs = (
            _pair_neighbours(hashes, families[owner])
            if n_sources is None
            else _pair_sides(hashes, owner, n_sources)
        )
        for a, b in pairs:
            waiting.append(_first_hits(layout, positions[a], positions[b], saturated, excluded))
            if sum(map(len, waiting)) >= _BATCH:
                yield _runs(layout.codes, np.concatenate(waiting), size)
                waiting.clear()
    if waiting:
        yield _runs(layout.codes, np.concatenate(waiting), size)


# ------------------------------------------------------------------------------- grams


def _hashes(codes: Codes, size: int) -> NDArray[np.uint64]:
    """Hash of each k-gram, shape (n_codes - size + 1,)."""
    n = len(codes) - size + 1
    hashes = np.zeros(n, np.uint64)
    for i in range(size):
        hashes *= _MULTIPLIER
        hashes += codes[i : i + n]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _FINISHER
    return hashes


def _repeated_grams(
    layout: Layout, size: int
) -> tuple[Iterator[tuple[Offsets, NDArray[np.uint64]]], NDArray[np.bool_]]:
    """Grams that occur more than once.

    Returns
    -------
    tuple
        Their offsets and hashes, ordered by hash and then by offset, one part of the hashes
        after the other; and of every offset, whether its gram is paired with some of its
        equals only.
    """
    codes = layout.codes
    n_parts = -(-len(codes) // _BLOCK)
    shift = np.uint64(len(codes).bit_length())
    saturated = np.zeros(len(codes) + 1, np.bool_)
    parts = []
    for part in range(n_parts):
        key, some = _repeated_keys(codes, size, shift, part, n_parts, layout.owners)
        saturated[some] = True
        parts.append(key)
    return ((_offsets(key, shift), key >> shift) for key in parts), saturated


def _offsets(key: NDArray[np.uint64], shift: np.uint64) -> Offsets:
    """The offsets in numbers that have something else above them."""
    return (key & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)


def _repeated_keys(
    codes: Codes,
    size: int,
    shift: np.uint64,
    part: int,
    n_parts: int,
    owners: NDArray[np.int32],
) -> tuple[NDArray[np.uint64], Offsets]:
    """Hash and offset in one number, sorted, of one part of all hashes; the saturated offsets."""
    key = _part_of_keys(codes, size, shift, part, n_parts)
    key.sort()
    hashes = key >> shift
    same = hashes[1:] == hashes[:-1]
    repeated = np.zeros(len(key), np.bool_)
    repeated[1:] = same
    repeated[:-1] |= same
    key = key[repeated]
    hashes = hashes[repeated]
    offsets = _offsets(key, shift)
    far = _NEIGHBOURS + 1
    crowded = np.zeros(len(key), np.bool_)
    if len(key) > far:
        begins = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
        counts = np.diff(np.r_[begins, len(hashes)])
        crowded = np.repeat(counts > far, counts)
    refrain = np.zeros(len(key), np.bool_)
    if len(key) > _MAX_REPEATS:
        owner = owners[offsets]
        refrain[_MAX_REPEATS:] = (hashes[_MAX_REPEATS:] == hashes[:-_MAX_REPEATS]) & (
            owner[_MAX_REPEATS:] == owner[:-_MAX_REPEATS]
        )
    return key[~refrain], offsets[crowded | refrain]


def _part_of_keys(
    codes: Codes, size: int, shift: np.uint64, part: int, n_parts: int
) -> NDArray[np.uint64]:
    """Keys of the grams whose hash falls to a part, a block of characters at a time."""
    kept = []
    for start in range(0, len(codes) - size + 1, _BLOCK):
        hashes = _hashes(codes[start : start + _BLOCK + size - 1], size)
        offsets = np.arange(start, start + len(hashes), dtype=np.uint64)
        if n_parts > 1:
            mine = hashes % np.uint64(n_parts) == part
            hashes, offsets = hashes[mine], offsets[mine]
        kept.append((hashes >> shift << shift) | offsets)
    return np.concatenate(kept)


# -------------------------------------------------------------------------------- hits

_Pairs = Iterator[tuple[Offsets, Offsets]]


def _pair_neighbours(hashes: NDArray[np.uint64], family: NDArray[np.int32]) -> _Pairs:
    """Indices of grams that are equal, each with its next few neighbours."""
    first = np.arange(len(hashes))
    for distance in range(1, _NEIGHBOURS + 1):
        first = first[first < len(hashes) - distance]
        first = first[hashes[first] == hashes[first + distance]]
        if not len(first):
            return
        strangers = first[family[first] != family[first + distance]]
        yield strangers, strangers + distance


def _pair_sides(hashes: NDArray[np.uint64], owner: NDArray[np.int32], n_sources: int) -> _Pairs:
    """Indices of grams that are equal, each with a few of those on the other side."""
    if not len(hashes):
        return
    begins = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    ends = np.r_[begins[1:], len(hashes)]
    group = np.repeat(np.arange(len(begins)), ends - begins)
    ours = owner < n_sources
    borders = begins + np.add.reduceat(ours.astype(np.int64), begins)
    begin, border, end = begins[group], borders[group], ends[group]
    index = np.arange(len(hashes))
    other = np.where(ours, border, begin)
    n_other = np.where(ours, end - border, border - begin)
    rank = index - np.where(ours, begin, border)
    for step in range(_NEIGHBOURS):
        index = index[n_other[index] > step]
        if not len(index):
            return
        partner = other[index] + (rank[index] + step) % n_other[index]
        yield np.minimum(index, partner), np.maximum(index, partner)


def _first_hits(
    layout: Layout,
    a: Offsets,
    b: Offsets,
    saturated: NDArray[np.bool_],
    excluded: Collection[tuple[int, int]],
) -> NDArray[np.uint64]:
    """Diagonal and offset, in one number, of the hits that no other hit goes before."""
    before = layout.codes[a - 1] == layout.codes[b - 1]
    first = ~before | saturated[a - 1] | saturated[b - 1]
    a, b = a[first], b[first]
    if excluded:
        n_texts = len(layout.starts)
        pair = layout.owners[a].astype(np.int64) * n_texts + layout.owners[b]
        versions = np.array(sorted(x * n_texts + y for x, y in excluded), np.int64)
        allowed = ~np.isin(pair, versions)
        a, b = a[allowed], b[allowed]
    shift = np.uint64(len(layout.codes).bit_length())
    return (b - a).astype(np.uint64) << shift | a.astype(np.uint64)


def _runs(codes: Codes, hits: NDArray[np.uint64], size: int) -> Seeds:
    """The longest equal runs to the right of the hits."""
    hits.sort()
    hits = hits[np.r_[True, hits[1:] != hits[:-1]][: len(hits)]]
    shift = np.uint64(len(codes).bit_length())
    a = _offsets(hits, shift)
    b = a + (hits >> shift).astype(np.int64)
    length = np.zeros(len(a), np.int64)  # from nothing, since hashes may be equal by chance
    window = np.arange(_STRIDE)
    active = np.arange(len(a))
    while len(active):
        i = a[active] + length[active]
        j = b[active] + length[active]
        unequal = codes[i[:, None] + window] != codes[j[:, None] + window]
        whole = ~unequal.any(axis=1)
        length[active] += np.where(whole, _STRIDE, unequal.argmax(axis=1))
        active = active[whole]
    diagonal, end = b - a, a + length
    new = length >= size
    new[1:] &= (diagonal[1:] != diagonal[:-1]) | (end[1:] != end[:-1])
    return Seeds(a[new], b[new], length[new])
