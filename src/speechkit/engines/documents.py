"""Lines of JSON or rows of parquet in, documents as rows of a data frame out.

A record is read as it is on one machine, by the same code, and refused for the same reasons. It
gets a number by which records of all files stand in the order of the files and their lines:
the rank of its file and its place in it. Nobody has to count for that what stands before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speechkit.dedupe import NO_DATE
from speechkit.dedupe.shingles import n_torn
from speechkit.dedupe.sketches import digests_of
from speechkit.engines.lookups import text_keys
from speechkit.errors import ReadingError
from speechkit.files.records import Columns, RecordBlock, Row, checked
from speechkit.files.tables import parquet_rows
from speechkit.model import Document, Span
from speechkit.split import divide_document, read_date, read_speech
from speechkit.split.whole import (
    ENDS,
    UNSURE,
    Gap,
    compact_text,
    ending_of,
    gaps_of,
    whole_division,
)
from speechkit.text.suspects import find_furniture_in

if TYPE_CHECKING:
    from pyarrow import RecordBatch

SCHEMA = (
    "kind tinyint, number long, file int, block long, line long, id string, text string, "
    "fields string, gaps binary, key long, length int, ending tinyint, message string"
)
SPEECH, REFUSED, BLOCK_END = range(3)
"""What a row is; the last says how many lines a block of a file has."""
FILE_BITS = 43
"""Of a number, for the place in its file: files of 8 TB, and a million of them."""
WHOLE_FILE = -1
"""Block of a row whose place is that in its file."""
_BATCH_BYTES = 2_000_000
"""Of lines that are worked off together."""


class Reading(NamedTuple):
    """What has to be known to read records."""

    ranks: Mapping[str, int]
    """Of each file, by its address."""
    paths: Sequence[str]
    """Of the files as they are shown, by rank."""
    encoding: str
    columns: Columns


class _Found(NamedTuple):
    """A record, or why it is refused."""

    file: int
    block: int
    line: int
    place: int
    """In the file, ascending; not the same for any two."""
    record: tuple[str, str, dict[str, str]] | ReadingError
    """Its own id, text and further fields."""


# --------------------------------------------------------------------------------- reading


def read_lines(batches: Iterable[RecordBatch], reading: Reading) -> Iterator[RecordBatch]:
    """Documents from batches of `uri`, `block` and `line`, lines of one block side by side."""
    stretches = (stretch for batch in batches for stretch in _stretches(batch))
    for (uri, block), parts in groupby(stretches, key=lambda stretch: stretch[:2]):
        rank, n_lines = reading.ranks[uri], 0
        for _, _, lines in parts:
            found = _records(lines, reading, rank, block, n_lines)
            yield _documents(list(found))
            n_lines += len(lines)
        yield _block_end(rank, block, n_lines)


def _stretches(batch: RecordBatch) -> Iterator[tuple[str, int, list[bytes]]]:
    """Address, block and lines, some at a time."""
    uris, blocks = batch.column("uri").to_pylist(), batch.column("block").to_pylist()
    lines: list[bytes] = batch.column("line").to_pylist()
    start = n_bytes = 0
    for i, line in enumerate(lines):
        n_bytes += len(line)
        goes_on = i + 1 < len(lines) and (uris[i + 1], blocks[i + 1]) == (uris[i], blocks[i])
        if not goes_on or n_bytes >= _BATCH_BYTES:
            yield uris[i], blocks[i], lines[start : i + 1]
            start, n_bytes = i + 1, 0


def _records(
    lines: Sequence[bytes], reading: Reading, rank: int, block: int, n_before: int
) -> Iterator[_Found]:
    data = b"\n".join(lines) + b"\n"
    at = block + n_before  # 0 for the beginning of a file, where a mark of the encoding may stand
    records = RecordBlock(
        reading.paths[rank], reading.encoding, reading.columns, at, len(data), False
    )
    for row, _, _ in records.rows(data):
        line = n_before + row.number
        yield _Found(rank, block, line, block + line - 1, _checked(row))


def _checked(row: Row) -> tuple[str, str, dict[str, str]] | ReadingError:
    try:
        return checked(row)
    except ReadingError as error:
        return error


def read_rows(batches: Iterable[RecordBatch], reading: Reading) -> Iterator[RecordBatch]:
    """Documents from batches of rows of parquet, `_uri` and `_row` among their columns."""
    for batch in batches:
        ranks = [reading.ranks[uri] for uri in batch.column("_uri").to_pylist()]
        places: list[int] = batch.column("_row").to_pylist()
        names = [name for name in batch.schema.names if name not in ("_uri", "_row")]
        text, id_ = reading.columns.of(names)
        rows = parquet_rows(batch.select(names), text, id_)
        yield _documents(
            [
                _Found(rank, WHOLE_FILE, place + 1, place, _checked(row))
                for rank, place, row in zip(ranks, places, rows, strict=True)
            ]
        )


def _documents(found: Sequence[_Found]) -> RecordBatch:
    """Rows of all records, with what the comparison has to know of each."""
    import orjson

    texts = ["" if isinstance(each.record, ReadingError) else each.record[1] for each in found]
    gaps = [gaps_of(furniture) for furniture in find_furniture_in(texts)]
    compacts = [
        compact_text(text, Span(0, len(text)), own) for text, own in zip(texts, gaps, strict=True)
    ]
    keys = text_keys(digests_of(compacts)).view(np.int64).tolist()
    rows: list[tuple[object, ...]] = []
    for each, own, compact, key in zip(found, gaps, compacts, keys, strict=True):
        number = each.file << FILE_BITS | each.place
        start = (number, each.file, each.block, each.line)
        if isinstance(each.record, ReadingError):
            refused = (None, None, None, None, None, 0, 0, str(each.record))
            rows.append((REFUSED, *start, *refused))
            continue
        id_, text, fields = each.record
        kept = (id_ or None, text, orjson.dumps(fields).decode(), _packed(own))
        rows.append((SPEECH, *start, *kept, key, len(compact), ending_of(compact, text), None))
    return _batch(rows)


def _block_end(rank: int, block: int, n_lines: int) -> RecordBatch:
    return _batch([(BLOCK_END, 0, rank, block, n_lines, *[None] * 5, 0, 0, None)])


def _batch(rows: Sequence[tuple[object, ...]]) -> RecordBatch:
    import pyarrow as pa

    types = {
        "tinyint": pa.int8(),
        "int": pa.int32(),
        "long": pa.int64(),
        "string": pa.string(),
        "binary": pa.binary(),
    }
    names, kinds = zip(*(column.split() for column in SCHEMA.split(", ")), strict=True)
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    arrays = [pa.array(list(c), types[kind]) for c, kind in zip(columns, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names=list(names))


def _packed(gaps: tuple[Gap, ...]) -> bytes | None:
    return np.array(gaps, np.int32).tobytes() if gaps else None


def _unpacked(gaps: bytes | None) -> tuple[Gap, ...]:
    pairs = np.frombuffer(gaps or b"", np.int32).reshape(-1, 2).tolist()
    return tuple((start, end) for start, end in pairs)


# --------------------------------------------------------------------------- what was read


def compact_of(text: str, gaps: bytes | None) -> str:
    """The compact text of a document."""
    return compact_text(text, Span(0, len(text)), _unpacked(gaps))


FACTS = "number long, breaks_off boolean, length int, damage int, date string"
"""What decides which of several versions is kept; see `dedupe.groups.Facts`."""


def facts_of(batches: Iterable[RecordBatch], paths: Sequence[str]) -> Iterator[RecordBatch]:
    """These facts of documents."""
    import pyarrow as pa

    for batch in batches:
        facts = [_facts(row, paths) for row in batch.to_pylist()]
        numbers, broken, lengths, damage, dates = zip(*facts, strict=True) if facts else ((),) * 5
        yield pa.RecordBatch.from_arrays(
            [
                pa.array(numbers, pa.int64()),
                pa.array(broken, pa.bool_()),
                pa.array(lengths, pa.int32()),
                pa.array(damage, pa.int32()),
                pa.array(dates, pa.string()),
            ],
            names=["number", "breaks_off", "length", "damage", "date"],
        )


def _facts(
    row: Mapping[str, object], paths: Sequence[str]
) -> tuple[object, bool, object, int, str]:
    import orjson

    text, file, ending = row["text"], row["file"], row["ending"]
    gaps = row["gaps"]
    assert isinstance(text, str) and isinstance(file, int)  # noqa: S101, PT018 # columns of ours
    assert gaps is None or isinstance(gaps, bytes)  # noqa: S101
    stretches = _unpacked(gaps)
    metadata = orjson.loads(str(row["fields"]))
    document = Document("", paths[file], text, "utf-8", metadata=metadata, is_record=True)
    division = whole_division(document, stretches)
    complete = _is_complete(document) if ending == UNSURE else ending == ENDS
    damage = len(stretches) + n_torn(text)
    return row["number"], not complete, row["length"], damage, read_date(division, 0) or NO_DATE


def _is_complete(document: Document) -> bool:
    return read_speech(divide_document(document), 0).complete
