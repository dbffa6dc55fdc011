"""Texts in, which short ones may stand in which long ones, out: in parts for a cluster.

A version of `dedupe.excerpts` that needs neither all short texts in memory nor every long one
in a shuffle. A short text whose shingles stand in a long one, but for a few, has one of any few
more in common with it. So it looks up only as many, those that stand in the fewest texts:

1. short texts send all their hashes to the partitions of the hashes (`place_short`), long
   texts those that a filter does not rule out (`place_long`);
2. there it is known in how many long texts each stands (`rarity`);
3. a short text chooses its rarest (`choose`),
4. and whoever has one of those is compared with it (`find_holders`).

Every pair that the local search proposes is among them; what more there is does not stand the
exact comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import is_first, occurrences, stretches
from speechkit.dedupe.excerpts import MAX_SHORT
from speechkit.dedupe.sketches import (
    MIN_SKETCH,
    code_points,
    digests_of,
    distinct_hashes,
    shingle_hashes,
    sketch_texts,
)
from speechkit.engines.blobs import PLACED, RARITY, Blob, Table, split_by
from speechkit.engines.lookups import Plan, portions, text_keys
from speechkit.model import SHINGLE_SIZE

MAX_FILTER_BITS = 30
"""A filter of 128 MB, however many short texts there are."""
_AMPLE_BITS = 4
"""A bit in sixteen is set."""
N_PIECES = 64
"""Of a filter, each made by one task."""


def is_short(text: str) -> bool:
    """Whether a compact text is looked up with all its shingles."""
    return SHINGLE_SIZE <= len(text) < MAX_SHORT


def filter_bits(n_hashes: int) -> int:
    """Binary logarithm of the size of a filter for so many hashes.

    Examples
    --------
    >>> filter_bits(1000), filter_bits(10**12)
    (14, 30)
    """
    return min(MAX_FILTER_BITS, max(10, n_hashes.bit_length() + _AMPLE_BITS))


def filter_pieces(texts: Sequence[str], bits: int) -> Iterator[tuple[int, bytes]]:
    """The filter of some short texts in pieces: number of the piece, one bit a place."""
    _, hashes, _ = _hashes_of([text for text in texts if is_short(text)])
    size = (1 << bits) // N_PIECES
    places = np.unique(hashes >> np.uint32(32 - bits))
    for piece in np.unique(places // size).tolist():
        is_set = np.zeros(size, np.bool_)
        is_set[places[places // size == piece] % size] = True
        yield piece, np.packbits(is_set).tobytes()


def united(pieces: Sequence[bytes]) -> bytes:
    """The same piece of several filters as that of all."""
    bits = np.stack([np.frombuffer(piece, np.uint8) for piece in pieces])
    return bytes(np.bitwise_or.reduce(bits))


def joined_filter(pieces: dict[int, bytes], bits: int) -> NDArray[np.bool_]:
    """Whether a hash that begins with these bits is one of a short text; shape (2**bits,)."""
    none = bytes((1 << bits) // N_PIECES // 8)
    data = b"".join(pieces.get(piece, none) for piece in range(N_PIECES))
    return np.unpackbits(np.frombuffer(data, np.uint8)).astype(np.bool_)


# ------------------------------------------------------------------------------- 1. place


def place_short(texts: Sequence[str], plan: Plan) -> Iterator[Blob]:
    """All hashes of the short texts among these."""
    yield from _placed("short", [text for text in texts if is_short(text)], plan)


def place_long(texts: Sequence[str], may_stand: NDArray[np.bool_], plan: Plan) -> Iterator[Blob]:
    """Those hashes of the long texts among these that a short one may have."""
    sizes = sketch_texts(texts).sizes
    long = [text for text, size in zip(texts, sizes.tolist(), strict=True) if size >= MIN_SKETCH]
    yield from _placed("long", long, plan, may_stand)


def _placed(
    kind: str, texts: Sequence[str], plan: Plan, may_stand: NDArray[np.bool_] | None = None
) -> Iterator[Blob]:
    owners, hashes, keys = _hashes_of(texts, may_stand)
    rows = np.empty(len(hashes), PLACED)
    rows["hash"], rows["text"] = hashes, keys[owners]
    rows["n_hashes"] = np.bincount(owners, minlength=len(texts))[owners]
    yield from split_by(kind, rows, rows["hash"] % np.uint32(plan.n_hash_buckets))


def _hashes_of(
    texts: Sequence[str], may_stand: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint64]]:
    """Text and hash of each shingle, each once in a text; by what each text is known."""
    hashes = shingle_hashes(code_points(texts))
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    at = np.arange(len(hashes))
    if may_stand is not None:
        shift = np.uint32(32 - (len(may_stand).bit_length() - 1))
        at = np.flatnonzero(may_stand[hashes >> shift])
    owners, found = distinct_hashes(hashes, ends, at)
    return owners, found, text_keys(digests_of(texts))


# ------------------------------------------------------------------- 2. to 4. find holders


def rarity(short: Table, long: Table, plan: Plan) -> Iterator[Blob]:
    """In how many long texts each hash of a short one stands, to the buckets of the short."""
    known, n_long = np.unique(long["hash"], return_counts=True)
    rows = np.empty(len(short), RARITY)
    rows["text"], rows["hash"], rows["n_hashes"] = short["text"], short["hash"], short["n_hashes"]
    rows["n_long"] = 0
    if len(known):
        at = np.minimum(np.searchsorted(known, short["hash"]), len(known) - 1)
        rows["n_long"] = np.where(known[at] == short["hash"], n_long[at], 0)
    yield from split_by("rarity", rows, rows["text"] % np.uint64(plan.n_text_buckets))


def choose(rows: Table, plan: Plan) -> Iterator[Blob]:
    """The rarest hashes of each short text, to the buckets of the hashes.

    Of n hashes of which k have to be found, any n - k + 1 have one that is.
    """
    rows = rows[np.lexsort((rows["hash"], rows["n_long"], rows["text"]))]
    rows = rows[is_first(rows["text"]) | is_first(rows["hash"])]
    first = np.searchsorted(rows["text"], rows["text"], side="left")
    n = rows["n_hashes"].astype(np.int64)
    needed = np.maximum(1, np.ceil(plan.containment * n - 1))
    rows = rows[(np.arange(len(rows)) - first < n - needed + 1) & (rows["n_long"] > 0)]
    asked = np.empty(len(rows), PLACED)
    for name in ("hash", "text", "n_hashes"):
        asked[name] = rows[name]
    yield from split_by("short", asked, asked["hash"] % np.uint32(plan.n_hash_buckets))


def find_holders(asked: Table, long: Table) -> Iterator[NDArray[np.uint64]]:
    """Short and long texts to be compared; shape (n_pairs, 2) each."""
    long = long[np.argsort(long["hash"], kind="stable")]
    first, n_found = occurrences(long["hash"], asked["hash"])
    for portion in portions(n_found):
        whole = long["text"][stretches(first[portion], n_found[portion])]
        part = np.repeat(asked["text"][portion], n_found[portion])
        yield np.stack((part, whole), axis=1)
