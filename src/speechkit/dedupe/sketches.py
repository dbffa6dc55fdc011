"""Compact texts in; of each a sketch of its shingles out, from which versions of it are found.

A sketch holds a fixed share of the shingles, those whose hash is small (FracMinHash), so that
the sketch of a part is part of the sketch of the whole: containment can be read off it as well
as resemblance. A short text has at least `MIN_SKETCH` shingles in its sketch, or all it has.
Texts are worked off many at a time, laid end to end in one array; a text at a time would cost
a hundred microseconds before its first character is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import Growing, Keys, distinct, packed, stretches, unpacked
from speechkit.model import SHINGLE_SIZE

Hashes: TypeAlias = NDArray[np.uint32]

RATE = 8
"""One shingle in so many is in the sketch. Of an excerpt of a hundred characters a dozen are
then found again in its source, which is enough to see it (`docs/decisions.md`)."""
MIN_SKETCH = 128
"""Shingles in the sketch of a text that has as many: what is shorter is there as a whole."""
HASH_LIMIT = 2**32 // RATE
"""Hashes below it are in every sketch."""
DIGEST_SIZE = 16

_BLOCK = 1 << 16
"""Shingles hashed at a time: the arrays of a step stay in the cache of a core."""


class Sketches(NamedTuple):
    """Sketches of several texts, in their order."""

    lengths: NDArray[np.int32]
    """Characters of each text; shape (n_texts,)."""
    digests: NDArray[np.void]
    """`DIGEST_SIZE` bytes of each text: equal for equal texts only; shape (n_texts,)."""
    sizes: NDArray[np.int32]
    """Hashes of each sketch; shape (n_texts,)."""
    hashes: Hashes
    """Those of the first text ascending, then those of the second …; shape (sum of sizes,)."""

    @property
    def n_texts(self) -> int:
        return len(self.lengths)

    @property
    def ends(self) -> NDArray[np.int64]:
        """Where the hashes of each text end; shape (n_texts,)."""
        return np.cumsum(self.sizes, dtype=np.int64)

    def only(self, wanted: NDArray[np.bool_]) -> Sketches:
        """Those of some of the texts."""
        if wanted.all():
            return self
        kept = self.hashes[np.repeat(wanted, self.sizes)]
        return Sketches(self.lengths[wanted], self.digests[wanted], self.sizes[wanted], kept)

    def in_order(self, numbers: NDArray[np.int64]) -> Sketches:
        """Those of the texts of these numbers, in their order."""
        sizes = self.sizes[numbers]
        hashes = self.hashes[stretches((self.ends - self.sizes)[numbers], sizes)]
        return Sketches(self.lengths[numbers], self.digests[numbers], sizes, hashes)


class GrowingSketches:
    """Takes in sketches batch by batch."""

    def __init__(self) -> None:
        self._parts: list[Sketches] = []
        """Without their hashes."""
        self._hashes = Growing(np.uint32)

    def append(self, batch: Sketches) -> None:
        """Take in a batch."""
        self._hashes.append(batch.hashes)
        self._parts.append(batch._replace(hashes=_NONE))

    def finish(self) -> Sketches:
        """All of them; nothing can be taken in any more."""
        return joined(self._parts)._replace(hashes=self._hashes.finish())


_NONE = np.empty(0, np.uint32)
DIGEST_TYPE = np.dtype((np.void, DIGEST_SIZE))


def sketch_texts(texts: Sequence[str], encoded: Sequence[bytes] | None = None) -> Sketches:
    """The sketch of each text.

    Parameters
    ----------
    texts
        Compact. One of fewer characters than a shingle has an empty sketch: only an equal one
        resembles it.
    encoded
        What `encode` makes of each, where that is at hand.

    References
    ----------
    Irber et al. (2022), "Lightweight compositional analysis of metagenomes with FracMinHash
    and minimum metagenome covers"; Broder (1997), "On the resemblance and containment of
    documents", for what is estimated.

    Examples
    --------
    >>> sketches = sketch_texts(["今年经济发展形势", "经济发展形势", "发展"])
    >>> sketches.sizes.tolist(), set(sketches.hashes[4:]) < set(sketches.hashes[:4])
    ([4, 2, 0], True)
    """
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    encoded = [encode(text) for text in texts] if encoded is None else encoded
    ends = np.cumsum(lengths, dtype=np.int64)
    hashes = shingle_hashes(code_points(texts, encoded))
    owners, sampled = _sampled(hashes, ends)
    sizes = np.bincount(owners, minlength=len(texts))
    short = (sizes < MIN_SKETCH) & (lengths >= SHINGLE_SIZE)
    if short.any():
        enough = ~short[owners]
        more = _smallest(hashes, ends - lengths, lengths, np.flatnonzero(short))
        owners = np.concatenate((owners[enough], more[0]))
        sampled = np.concatenate((sampled[enough], more[1]))
        order = np.argsort(owners, kind="stable")  # two runs, each in order
        owners, sampled = owners[order], sampled[order]
        sizes = np.bincount(owners, minlength=len(texts))
    return Sketches(lengths, digests_of(texts, encoded), sizes.astype(np.int32), sampled)


def joined(parts: Iterable[Sketches]) -> Sketches:
    """Sketches of several batches as those of one."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return sketch_texts([])
    lengths, digests, sizes, hashes = zip(*parts, strict=True)
    return Sketches(*map(np.concatenate, (lengths, digests, sizes, hashes)))


def digests_of(texts: Iterable[str], encoded: Iterable[bytes] | None = None) -> NDArray[np.void]:
    """The digest of each text; shape (n_texts,)."""
    encoded = map(encode, texts) if encoded is None else encoded
    return np.frombuffer(b"".join(map(digest, encoded)), DIGEST_TYPE)


def digest(encoded: bytes) -> bytes:
    """Bytes that are equal for equal texts only."""
    return sha256(encoded, usedforsecurity=False).digest()[:DIGEST_SIZE]


def encode(text: str) -> bytes:
    """A text as bytes, two for most characters."""
    return text.encode("utf-16-le", "surrogatepass")


def decode(encoded: bytes) -> str:
    """The text that `encode` made bytes of."""
    return encoded.decode("utf-16-le", "surrogatepass")


def code_points(
    texts: Iterable[str], encoded: Iterable[bytes] | None = None
) -> NDArray[np.unsignedinteger[Any]]:
    """The characters of texts laid end to end, as numbers of 16 or 32 bits."""
    whole = "".join(texts)
    units = encode(whole) if encoded is None else b"".join(encoded)
    if len(units) == 2 * len(whole):  # no character beyond the basic plane
        return np.frombuffer(units, "<u2")
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4")


def shingle_hashes(codes: NDArray[np.unsignedinteger[Any]]) -> Hashes:
    """A hash of each run of `SHINGLE_SIZE` characters; shape (n_characters - 4,).

    The same for the same shingle everywhere; two different ones have one hash once in four
    thousand million, so that hashes only propose what is then verified on the texts.
    """
    n = max(0, len(codes) - SHINGLE_SIZE + 1)
    hashes = np.empty(n, np.uint32)
    for start in range(0, n, _BLOCK):
        stop = min(n, start + _BLOCK)
        block = codes[start : stop + SHINGLE_SIZE - 1].astype(np.uint32)
        _hash_block(block, hashes[start:stop])
    return hashes


def check_hashes(texts: Sequence[str], sketches: Sketches) -> Hashes:
    """Of each shingle whose hash is in a sketch another hash, in their order.

    Two shingles that have one hash have one of these once in four thousand million.

    Parameters
    ----------
    texts
        Those of the sketches.
    """
    codes = code_points(texts)
    hashes, checks = shingle_hashes(codes), shingle_hashes(codes ^ codes.dtype.type(_OTHER_BITS))
    some = np.flatnonzero(sketches.sizes)
    n_shingles = sketches.lengths[some] - (SHINGLE_SIZE - 1)
    starts = np.cumsum(sketches.lengths, dtype=np.int64)[some] - sketches.lengths[some]
    at = stretches(starts, n_shingles)
    greatest = sketches.hashes[sketches.ends[some] - 1]
    is_sketched = hashes[at] <= np.repeat(greatest, n_shingles)
    keys = packed(np.repeat(some, n_shingles)[is_sketched], hashes[at[is_sketched]])
    order = np.lexsort((checks[at[is_sketched]], keys))  # of two shingles of one hash the less
    _, first = np.unique(keys[order], return_index=True)
    return checks[at[is_sketched]][order[first]]


_OTHER_BITS = 0x5A5A
"""Characters with other bits, of which the sums that are hashed are others."""
_PAIR = np.uint32(16)
_MULTIPLIERS = tuple(map(np.uint32, (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)))
"""Odd, with irregular bits: those of xxHash32 (Collet 2012)."""
_MIX = tuple(map(np.uint32, (16, 0x7FEB352D, 15, 0x846CA68B, 16)))
"""Shifts and multipliers that spread every bit over all others (Wellons 2018, "lowbias32")."""


def _hash_block(codes: NDArray[np.uint32], out: Hashes) -> None:
    """Hash runs of five: two pairs and one more, combined and mixed, all in 32 bits."""
    n = len(out)
    pairs = codes[1:] << _PAIR
    pairs += codes[:-1]
    np.multiply(pairs[:n], _MULTIPLIERS[0], out=out)
    step = pairs[2 : n + 2] * _MULTIPLIERS[1]
    out += step
    np.multiply(codes[4 : n + 4], _MULTIPLIERS[2], out=step)
    out += step
    for shift, multiplier in ((_MIX[0], _MIX[1]), (_MIX[2], _MIX[3])):
        np.right_shift(out, shift, out=step)
        out ^= step
        out *= multiplier
    np.right_shift(out, _MIX[4], out=step)
    out ^= step


def _sampled(hashes: Hashes, ends: NDArray[np.int64]) -> tuple[NDArray[np.int64], Hashes]:
    """Text and hash of all below the limit, each once in a text, ascending by both."""
    return distinct_hashes(hashes, ends, np.flatnonzero(hashes < np.uint32(HASH_LIMIT)))


def distinct_hashes(
    hashes: Hashes, ends: NDArray[np.int64], at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Hashes]:
    """Text and hash of some shingles, each once in a text, ascending by both.

    Parameters
    ----------
    hashes
        Of all runs of characters of texts laid end to end.
    ends
        Where each text ends; a run across two texts is no shingle.
    at
        Places of those that are wanted.
    """
    owners = np.searchsorted(ends, at, side="right")
    inside = at + SHINGLE_SIZE <= ends[owners]
    pairs = packed(owners[inside], hashes[at[inside]])
    pairs.sort()
    return _owners_and_hashes(distinct(pairs))


def _smallest(
    hashes: Hashes,
    starts: NDArray[np.int64],
    lengths: NDArray[np.int32],
    texts: NDArray[np.int64],
) -> tuple[NDArray[np.int64], Hashes]:
    """Text and hash of the `MIN_SKETCH` smallest of some texts, ascending by both.

    Those below a bound are enough, unless a text repeats itself.
    """
    n_shingles = lengths - (SHINGLE_SIZE - 1)
    bounds = np.minimum(2**32 - 1, 2**32 * _AMPLE / np.maximum(1, n_shingles)).astype(np.uint32)
    owners, sampled = _below(hashes, starts, n_shingles, texts, bounds)
    n_found = np.bincount(owners, minlength=len(lengths))[texts]
    wanting = texts[(n_found < MIN_SKETCH) & (bounds[texts] < 2**32 - 1)]
    if len(wanting):
        bounds[wanting] = 2**32 - 1
        owners, sampled = _below(hashes, starts, n_shingles, texts, bounds)
    first = np.searchsorted(owners, texts)
    rank = np.arange(len(owners)) - np.repeat(first, np.diff(np.append(first, len(owners))))
    return owners[rank < MIN_SKETCH], sampled[rank < MIN_SKETCH]


_AMPLE = 2 * MIN_SKETCH
"""Hashes that are expected below the bound: that fewer than half are is next to impossible."""


def _below(
    hashes: Hashes,
    starts: NDArray[np.int64],
    n_shingles: NDArray[np.int32],
    texts: NDArray[np.int64],
    bounds: NDArray[np.uint32],
) -> tuple[NDArray[np.int64], Hashes]:
    """Text and hash of all that are not above the bound of their text, each once, ascending."""
    own = hashes[stretches(starts[texts], n_shingles[texts])]
    owners = np.repeat(texts, n_shingles[texts])
    chosen = own <= np.repeat(bounds[texts], n_shingles[texts])
    pairs = packed(owners[chosen], own[chosen])
    pairs.sort()
    return _owners_and_hashes(distinct(pairs))


def _owners_and_hashes(pairs: Keys) -> tuple[NDArray[np.int64], Hashes]:
    owners, hashes = unpacked(pairs)
    return owners, hashes.astype(np.uint32)
