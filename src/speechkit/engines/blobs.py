"""Arrays of rows in, bytes for a shuffle out; and back again.

What is many goes between machines as a few large values: a row of a data frame costs a
microsecond wherever it passes from one language to the other, and of a document hundreds of
postings are shuffled. A blob holds the rows of one table that go to one partition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.arrays import is_first

if TYPE_CHECKING:
    from pyarrow import RecordBatch

Table: TypeAlias = NDArray[np.void]
"""Rows of one of the types below; shape (n_rows,)."""

POSTING = np.dtype(
    [
        ("hash", "<u8"),
        ("text", "<u8"),
        ("length", "<u4"),
        ("limit", "<u4"),
        ("greatest", "<u4"),
        ("n_asked", "u1"),
    ]
)
"""A hash that stands in the sketch of a text. `n_asked` is 0 where the text does not look it up,
else how many it looks up, of which `greatest` is the greatest; see `candidates.Bounds`."""
FINDING = np.dtype(
    [("part", "<u8"), ("whole", "<u8"), ("limit", "<u4"), ("greatest", "<u4"), ("n_asked", "u1")]
)
"""A hash that one text looked up stands in the sketch of another."""
FREQUENT = np.dtype([("part", "<u8"), ("hash", "<u8"), ("greatest", "<u4"), ("n_asked", "u1")])
"""A hash that a text looks up stands in many."""
HELD = np.dtype([("hash", "<u8"), ("whole", "<u8"), ("limit", "<u4")])
"""A text in which a frequent hash may be found by those that have few others."""
PLACED = np.dtype([("hash", "<u4"), ("text", "<u8"), ("n_hashes", "<u4")])
"""A hash of a text, of all that it has and not those of its sketch alone."""
RARITY = np.dtype([("text", "<u8"), ("hash", "<u4"), ("n_hashes", "<u4"), ("n_long", "<u4")])
"""In how many long texts a hash of a short one stands."""

KINDS: dict[str, np.dtype[Any]] = {
    "posting": POSTING,
    "finding": FINDING,
    "frequent": FREQUENT,
    "held": HELD,
    "short": PLACED,
    "long": PLACED,
    "rarity": RARITY,
}
"""By the name under which a blob travels."""
SCHEMA = "kind string, bucket int, size int, data binary"
"""Of a data frame of blobs, as Spark writes it."""


class Blob(NamedTuple):
    """Rows of one table that go to one partition."""

    kind: str
    bucket: int
    data: bytes


def split_by(kind: str, rows: Table, buckets: NDArray[np.integer[Any]]) -> Iterator[Blob]:
    """The rows as a blob for each bucket that has any.

    Parameters
    ----------
    buckets
        Of each row, below 65,536; shape (n_rows,).
    """
    numbers = buckets.astype(np.uint16)  # sorted by their digits, ten times as fast
    order = np.argsort(numbers, kind="stable")
    rows, numbers = rows[order], numbers[order]
    starts = np.flatnonzero(is_first(numbers))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=False):
        yield Blob(kind, int(numbers[start]), rows[start:end].tobytes())


MAX_BUCKETS = 1 << 16


def to_batch(blobs: Iterable[Blob]) -> RecordBatch:
    """Blobs as rows of a data frame."""
    import pyarrow as pa

    kinds, buckets, data = tuple(zip(*blobs, strict=True)) or ((), (), ())
    columns = {
        "kind": pa.array(kinds, pa.string()),
        "bucket": pa.array(buckets, pa.int32()),
        "size": pa.array(map(len, data), pa.int32()),
        "data": pa.array(data, pa.binary()),
    }
    return pa.RecordBatch.from_pydict(columns)


def tables(batches: Iterable[RecordBatch]) -> Iterator[tuple[str, Table]]:
    """The kind and the rows of each blob."""
    for batch in batches:
        kinds = batch.column("kind").to_pylist()
        for kind, data in zip(kinds, batch.column("data"), strict=True):
            yield kind, np.frombuffer(data.as_buffer(), KINDS[kind])


def gathered(batches: Iterable[RecordBatch]) -> dict[str, Table]:
    """All rows of each kind; empty where there are none."""
    parts: dict[str, list[Table]] = {kind: [] for kind in KINDS}
    for kind, rows in tables(batches):
        parts[kind].append(rows)
    return {
        kind: np.concatenate(found) if found else np.empty(0, KINDS[kind])
        for kind, found in parts.items()
    }
