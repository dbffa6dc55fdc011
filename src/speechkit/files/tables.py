"""Tables in, their records out, one after the other: csv and parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from speechkit.errors import ReadingError, UsageError
from speechkit.files.decode import MAX_BYTES, find_encoding, printed_encoding, unmarked_codec
from speechkit.files.ids import Names
from speechkit.files.records import Columns, Row, beginning, to_json

if TYPE_CHECKING:
    from pyarrow import RecordBatch

MAX_FIELD = MAX_BYTES // 4
"""Characters of a field of a csv: 192 MB of Chinese. A quotation mark without its partner
makes one field of all that follows."""
_SNIFFED = 2**16
"""Characters at the beginning by which the delimiter is told."""
_DELIMITERS = (",", "\t", ";", "|")


# --------------------------------------------------------------------------------------- csv


def read_csv(
    file: io.BufferedReader, named: str | None, columns: Columns
) -> Iterator[tuple[str, Row]]:
    """The records of a csv or tsv, each with the encoding of the file.

    Raises
    ------
    UsageError
        When it is not said which column is the text; the message lists the columns.
    ReadingError
        When there is nothing in it, or it cannot be decoded.
    """
    encoding = find_encoding(beginning(file.peek()), named)
    codec = unmarked_codec(encoding)
    # A byte that does not fit becomes half a pair, so that its record alone is refused.
    errors = "strict" if codec.startswith("utf-16") else "surrogateescape"
    lines = _Lines(io.TextIOWrapper(file, encoding=codec, errors=errors, newline=""))
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    try:
        yield from ((encoding, row) for row in _csv_rows(lines, columns, encoding))
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"not {printed_encoding(encoding)} after line {lines.number}; name its --encoding"
        ) from error
    finally:
        lines.detach()


_TOO_LONG = f"a line of more than {MAX_FIELD // 10**6} million characters"


class _Lines:
    """Lines of a text, counted; none is longer than a field may be."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._pending: list[str] = []
        self.number = 0
        """Of the line given last."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number += 1
        if line := self._next():
            return line
        self.number -= 1
        raise StopIteration

    def beginning(self) -> str:
        """Some lines from the first on, which are given again later."""
        size = 0
        while (
            size < _SNIFFED and len(self._pending) < 50 and (line := self._text.readline(_SNIFFED))
        ):
            self._pending.append(line)
            size += len(line)
        if self._pending:
            self._pending[0] = self._pending[0].removeprefix("\ufeff")
        beginning = "".join(self._pending)
        self._pending.reverse()
        return beginning

    def detach(self) -> None:
        """Leave the file open for whoever opened it."""
        self._text.detach()

    def _next(self) -> str:
        line = self._pending.pop() if self._pending else ""
        if not line.endswith(_ENDS):
            line += self._text.readline(MAX_FIELD)
        if len(line) < MAX_FIELD or line.endswith(_ENDS):
            return line
        while (rest := self._text.readline(MAX_FIELD)) and not rest.endswith(_ENDS):
            pass
        raise csv.Error(_TOO_LONG)


_ENDS = ("\n", "\r")


def _csv_rows(lines: _Lines, columns: Columns, encoding: str) -> Iterator[Row]:
    start = lines.beginning()
    if not start.strip():
        raise ReadingError("empty")
    reader = csv.reader(lines, delimiter=_delimiter(start), strict=True)
    names: list[str] = []
    text = id_ = ""
    number = 0
    while True:
        first = lines.number + 1
        try:
            values = next(reader, None)
        except csv.Error as error:
            number += 1
            yield Row(number, f"line {first}", _csv_error(error))
            continue
        if values is None:
            break
        if not any(values):
            continue
        if not names:
            names = _unique(values)
            text, id_ = columns.of(names)
            continue
        number += 1
        yield Row(number, f"line {first}", _csv_fields(names, values, encoding), text, id_)
    if not number:
        raise ReadingError("empty (no rows below the names of the columns)")


def _csv_error(error: csv.Error) -> ReadingError:
    message = str(error)
    if message == _TOO_LONG:
        return ReadingError(f"{_TOO_LONG}; cut it into several")
    if "field larger" in message or "unexpected end" in message:
        return ReadingError("a quotation mark here has no partner; close it")
    return ReadingError(f"not CSV ({error})")


def _csv_fields(
    names: Sequence[str], values: Sequence[str], encoding: str
) -> dict[str, str | None] | ReadingError:
    if len(values) > len(names) and any(values[len(names) :]):
        return ReadingError(
            f"{len(values)} fields where there are {len(names)} columns; "
            "put a text with the delimiter in it in quotation marks"
        )
    if any(_UNDECODED.search(value) for value in values):
        return ReadingError(f"not {printed_encoding(encoding)}; mend it, or name its --encoding")
    padded = [*values, *([""] * (len(names) - len(values)))]
    return dict(zip(names, padded, strict=False))


_UNDECODED = re.compile("[\udc80-\udcff]")


def _unique(names: Sequence[str]) -> list[str]:
    """Names of columns, a number behind those that stand twice or are empty."""
    unique = Names()
    return [unique.give(name.strip() or f"column {n}") for n, name in enumerate(names, 1)]


def _delimiter(beginning: str) -> str:
    """What divides the fields: it gives the most columns, in the rows as many as in the head."""

    def score(delimiter: str) -> tuple[float, int]:
        try:
            rows = list(csv.reader(beginning.splitlines(keepends=True), delimiter=delimiter))
        except csv.Error:
            return 0.0, 0
        widths = [len(row) for row in rows[:-1] or rows if row]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    scores = {delimiter: score(delimiter) for delimiter in _DELIMITERS}
    best = max(scores.values())
    return next(delimiter for delimiter in _DELIMITERS if scores[delimiter] == best)


# ----------------------------------------------------------------------------------- parquet

_ROWS = 64
"""Rows that are held at a time; speeches of 20,000 characters take 4 MB."""


def read_parquet(file: BinaryIO, columns: Columns) -> Iterator[tuple[str, Row]]:
    """The records of a parquet file, in UTF-8 as the format has it.

    Raises
    ------
    UsageError
        When pyarrow is missing, or it is not said which column is the text.
    ReadingError
        When the file is damaged or empty.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("parquet needs pyarrow; pip install 'speechkit[parquet]'") from error
    try:
        table = parquet.ParquetFile(file, buffer_size=2**20, pre_buffer=False)
        names = table.schema_arrow.names
        text, id_ = columns.of(names)
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS, use_threads=False):
            for row in parquet_rows(batch, text, id_, before=number):
                yield "utf-8", row
            number += batch.num_rows
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ReadingError(f"damaged, or no parquet ({_first_line(error)})") from error
    if not number:
        raise ReadingError("empty (no rows)")


def parquet_rows(batch: RecordBatch, text: str, id_: str, *, before: int = 0) -> Iterator[Row]:
    """The records of a batch, numbered from the one after those before it."""
    for number, fields in enumerate(_parquet_fields(batch, text), before + 1):
        yield Row(number, f"row {number}", fields, text, id_)


def _parquet_fields(
    batch: RecordBatch, text: str
) -> Iterator[dict[str, str | None] | ReadingError]:
    for record in batch.to_pylist():
        if record[text] is not None and not isinstance(record[text], str):
            yield ReadingError(f'"{text}" is no string')
        else:
            yield {name: _parquet_text(value) for name, value in record.items()}


def _parquet_text(value: Any) -> str | None:  # noqa: ANN401 # whatever a column holds
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list | dict | tuple):
        return to_json(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:120]
