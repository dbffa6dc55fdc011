"""A collection in, a segment of an index out, and back: sources are read once in all runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from speechkit.cli.collection import Collection, Entries, Entry
from speechkit.cli.reading import ReadOptions
from speechkit.dedupe.arrays import stretches
from speechkit.dedupe.sketches import DIGEST_SIZE, MIN_SKETCH, RATE, Sketches, joined
from speechkit.dedupe.verification import Counted
from speechkit.files.ids import STDIN, natural_key
from speechkit.files.index import Arrays, Draft, Index, Row, Segment
from speechkit.files.records import Columns
from speechkit.files.store import Kept, Place, Store
from speechkit.model import SHINGLE_SIZE

PARAMETERS = {"shingle_size": SHINGLE_SIZE, "rate": RATE, "min_sketch": MIN_SKETCH}
"""What the sketches of an index depend on."""


def indexed(index: Index, options: ReadOptions) -> Collection:
    """All that is in an index, in the order it came."""
    parts = [_collection(segment, options) for segment in index.segments]
    return merged(parts, options)


def merged(parts: Sequence[Collection], options: ReadOptions) -> Collection:
    """Several collections as one, one after the other."""
    stores: list[Store] = []
    entries = Entries()
    for part in parts:
        shift = len(stores)
        for entry in part.entries:
            store, text_store = entry.store + shift, entry.text_store + shift
            entries.append(entry._replace(store=store, text_store=text_store))
        stores += part.stores
    sketches = joined(part.sketches for part in parts)
    endings = b"".join(part.endings for part in parts)
    return Collection(options, stores, entries, sketches, endings)


class Ordered(NamedTuple):
    """A collection in the order of its sources, whatever batches they came in."""

    collection: Collection
    came: NDArray[np.int64]
    """Number under which each speech came in; shape (n_speeches,)."""

    def renumbered(self, counted: Counted | None) -> Counted | None:
        """Pairs that are numbered as they came, numbered as they stand."""
        if counted is None:
            return None
        places = np.empty(len(self.came), np.int64)
        places[self.came] = np.arange(len(self.came))
        return _renumbered(counted, places)

    def as_came(self, counted: Counted) -> Counted:
        """Pairs that are numbered as they stand, numbered as they came in."""
        return _renumbered(counted, self.came)


def ordered(collection: Collection) -> Ordered:
    """The speeches in the order in which one run over all sources would have read them."""
    entries = collection.entries

    def key(document: int) -> tuple[bool, tuple[str, str], int, int]:
        kept = entries[document].kept
        return kept.path == STDIN, natural_key(kept.path), entries[document].number, document

    order = np.array(sorted(range(len(entries)), key=key), np.int64)
    first = np.array([entries.first_speech(document) for document in range(len(entries) + 1)])
    came = stretches(first[order], np.diff(first)[order])
    sketches, endings = collection.sketches, collection.endings
    put_in_order = Collection(
        collection.options,
        collection.stores,
        Entries(entries[document] for document in order.tolist()),
        sketches.in_order(came),
        bytes(endings[number] for number in came.tolist()),
    )
    return Ordered(put_in_order, came)


def _renumbered(counted: Counted, numbers: NDArray[np.int64]) -> Counted:
    a, b = numbers[counted.pairs].T
    turned = a > b
    renumbered = Counted(
        np.stack((np.minimum(a, b), np.maximum(a, b)), axis=1).astype(np.int32),
        counted.shared,
        np.where(turned, counted.of_b, counted.of_a),
        np.where(turned, counted.of_a, counted.of_b),
    )
    return renumbered.only(np.lexsort(renumbered.pairs.T[::-1]))


def known_pairs(index: Index) -> Counted | None:
    """What was counted in earlier runs, numbered as the speeches came in."""
    table = index.pairs
    return None if table is None else Counted(table[:, :2], *table[:, 2:].T)


def pair_table(counted: Counted) -> NDArray[np.int32]:
    """Pairs as an array; shape (n_pairs, 5)."""
    columns = (counted.pairs, counted.shared, counted.of_a, counted.of_b)
    return np.column_stack(columns).astype(np.int32)


# ------------------------------------------------------------------------------ segments


def draft(collection: Collection) -> Draft:
    """A collection as a segment; its texts are copied."""
    sketches = collection.sketches
    documents: list[Row] = []
    arrays: Arrays = {
        "lengths": sketches.lengths,
        "digests": sketches.digests.view(np.uint8).reshape(-1, DIGEST_SIZE),
        "sizes": sketches.sizes,
        "hashes": sketches.hashes,
        "endings": np.frombuffer(collection.endings, np.uint8),
    }
    return Draft(documents, arrays, _copied(collection, documents))


def _copied(collection: Collection, documents: list[Row]) -> Iterator[bytes]:
    """The bytes of each document and its texts; on the way, where they stand is noted down."""
    at = 0
    for entry in collection.entries:
        kept = entry.kept
        pieces = [collection.stores[entry.store].read(*kept.place)]
        texts = collection.stores[entry.text_store]
        pieces += (texts.read(*place) for place in entry.compact)
        sizes = [len(piece) for piece in pieces]
        documents.append(
            {
                "id": kept.id,
                "path": kept.path,
                "encoding": kept.encoding,
                "columns": None if kept.columns is None else [kept.columns.text, kept.columns.id],
                "number": entry.number,
                "look_inside": entry.look_inside,
                "gaps": entry.gaps,
                "at": at,
                "sizes": sizes,
                "checksum": crc32(pieces[0]),
            }
        )
        at += sum(sizes)
        yield from pieces


def _collection(segment: Segment, options: ReadOptions) -> Collection:
    arrays = segment.arrays
    sketches = Sketches(
        arrays["lengths"],
        np.ascontiguousarray(arrays["digests"]).view((np.void, DIGEST_SIZE)).ravel(),
        arrays["sizes"],
        arrays["hashes"],
    )
    entries = Entries(_entry(row) for row in segment.documents)
    return Collection(options, [segment.texts], entries, sketches, arrays["endings"].tobytes())


def _entry(row: Row) -> Entry:
    columns: list[Any] | None = row["columns"]
    first, *sizes = row["sizes"]
    at, compact = row["at"] + first, []
    for size in sizes:
        compact.append(Place(at, size))
        at += size
    return Entry(
        Kept(
            row["id"],
            row["path"],
            row["encoding"],
            Place(row["at"], first),
            None if columns is None else Columns(*columns),
        ),
        0,
        row["number"],
        tuple((start, end) for start, end in row["gaps"]),
        0,
        tuple(compact),
        row["look_inside"],
        row["checksum"],
    )
