"""Records of a file in, a document for each out; and lines of JSON in, records out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import NamedTuple

from speechkit.errors import ReadingError, UsageError
from speechkit.files.decode import (
    MAX_BYTES,
    decode,
    find_encoding,
    printed_encoding,
    too_large,
    unmarked_codec,
)
from speechkit.files.ids import numbered, part_of
from speechkit.model import Document

TEXT_COLUMNS = ("text", "content", "body", "正文", "内容", "全文", "文本", "內容", "fulltext")
"""Where the text of a record is looked for when nobody says where, the first that is there."""
ID_COLUMNS = ("id", "doc_id")
BLOCK = 2**20
"""Bytes by which the encoding of records is told."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which fields of a record hold its text and its id; None finds them by their names."""

    text: str | None = None
    id: str | None = None

    def of(self, names: Collection[str]) -> tuple[str, str]:
        """Names of the columns of text and id; an empty one where there is no id.

        Raises
        ------
        UsageError
            When there is no such column; the message lists those that are there.
        """
        return (
            _column(self.text, TEXT_COLUMNS, names, "--text-column"),
            _column(self.id, ID_COLUMNS, names, "--id-column"),
        )


def _column(named: str | None, usual: Iterable[str], names: Collection[str], option: str) -> str:
    if named is not None:
        if named not in names:
            raise UsageError(f"no column {named!r}; there are {_listed(names)}")
        return named
    by_lower = {name.strip().lower(): name for name in reversed(list(names))}
    found = next((by_lower[name] for name in usual if name in by_lower), "")
    if not found and option == "--text-column":
        raise UsageError(f"which column is the text? name it with {option}: {_listed(names)}")
    return found


_MAX_LISTED = 20


def _listed(names: Collection[str]) -> str:
    shown = [name if len(name) <= 40 else f"{name[:40]}…" for name in list(names)[:_MAX_LISTED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


@dataclass(slots=True)
class RecordIds:
    """Gives the records of one file their ids."""

    document_id: str
    taken: set[str]
    """Ids of other documents; grows."""
    parted: Collection[str]
    """Ids of documents whose parts are called `id#1` and so on."""
    places: dict[str, int] = field(default_factory=dict)
    """Line or row on which each id of this file stands."""

    def give(self, own: str, number: int, place: str) -> str:
        """The id a record brings along, or one with its number where it brings none.

        An id that another file has too is told from it by the id of this file.
        """
        kind, _, line = place.partition(" ")
        name = own or numbered(f"{self.document_id}#{number}", self.places)
        if name in self.places:
            raise ReadingError(f'"id" {name!r} stands on {kind} {self.places[name]} too; left out')
        self.places[name] = int(line)
        if name in self.taken or part_of(name) in self.parted:
            name = numbered(f"{self.document_id}/{name}", self.taken)
        self.taken.add(name)
        return name


class Row(NamedTuple):
    """A record as it stands in its file, or why it cannot be read."""

    number: int
    """From 1, in its file."""
    place: str
    """Where it stands, such as `line 3`."""
    fields: Mapping[str, str | None] | ReadingError
    """Values as text; None where the record has none."""
    text: str = "text"
    """Name of the field that holds the text."""
    id: str = "id"
    is_plain: bool = False
    """It is known to hold nothing that no text can hold."""


def to_document(row: Row, ids: RecordIds, path: str, encoding: str) -> Document:
    """The document of a record.

    Raises
    ------
    ReadingError
        When it has no text, an id given before, or what no text can hold.
    """
    own_id, text, metadata = checked(row)
    record_id = ids.give(own_id, row.number, row.place)
    return Document(record_id, path, text, encoding, metadata=metadata, is_record=True)


def checked(row: Row) -> tuple[str, str, dict[str, str]]:
    """Its own id (empty where it has none), text and further fields of a record.

    Raises
    ------
    ReadingError
        When it has no text, or what no text can hold.
    """
    if isinstance(row.fields, ReadingError):
        raise row.fields
    fields = dict(row.fields)
    text, own_id = fields.pop(row.text, None) or "", fields.pop(row.id, None) or ""
    if not text or text.isspace():
        raise ReadingError(f'nothing in "{row.text}"')
    if len(text) > MAX_BYTES // 3 and len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise too_large()
    metadata = {name: value or "" for name, value in fields.items()}
    if not row.is_plain:
        _check_characters((own_id, text, *metadata, *metadata.values()))
    return "" if own_id.isspace() else own_id, text, metadata


def _check_characters(strings: Iterable[str]) -> None:
    r"""Refuse what JSON can write and a text cannot hold: half of a pair (\ud83d) and NUL."""
    for text in strings:
        if "\0" in text:
            raise ReadingError(r"NUL (\u0000) in the record, so it is no text")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            half = f"\\u{ord(text[error.start]):04x}"
            raise ReadingError(f"half a character ({half}) in the record") from error


# --------------------------------------------------------------------------- lines of JSON


def read_jsonl(
    file: io.BufferedReader, named: str | None, columns: Columns
) -> Iterator[tuple[str, Row]]:
    """The records of a file of JSON lines, each with the encoding of the file.

    Numbers are kept as they are written; what is no string is kept as JSON, null as nothing.
    """
    encoding = find_encoding(beginning(file.peek()), named)
    rows = _JsonRows(columns)
    for number, line in enumerate(_lines(file, encoding), 1):
        row = rows.read(number, line)
        if row is not None:
            yield encoding, row


class _JsonRows:
    """Reads the lines of a file, one after the other.

    Parameters
    ----------
    has_text
        A record before these has a text: where none has, the columns are at fault.
    """

    def __init__(self, columns: Columns, *, has_text: bool = False) -> None:
        self.columns = columns
        self.has_text = has_text
        self._n_missing = 0

    def read(self, number: int, line: str | ReadingError) -> Row | None:
        """The record of a line; None where the line is blank."""
        if isinstance(line, str) and (not line or line.isspace()):
            return None
        place = f"line {number}"
        try:
            record = _parse(line)
            row = _json_row(record, number, place, self.columns, is_plain=_is_plain(line))
        except _NoTextError as error:
            self._n_missing += 1
            if not self.has_text and self._n_missing > MAX_WITHOUT_TEXT:
                self.columns.of(record)  # raises, and lists what there is
            return Row(number, place, error)
        except ReadingError as error:
            return Row(number, place, error)
        self.has_text = True
        return row


class RecordBlock(NamedTuple):
    """Some lines of a file of JSON lines, which nobody has looked at yet."""

    path: str
    encoding: str
    columns: Columns
    offset: int
    """Byte of the file at which the first line begins."""
    size: int
    is_last: bool

    def rows(self, data: bytes) -> Iterator[tuple[Row, int, int]]:
        """Each record, and where its line begins and ends in the block.

        Lines are numbered from 1 in the block: how many there are before it only those know
        who have looked at them.
        """
        import orjson

        codec = unmarked_codec(self.encoding)
        parse = orjson.loads if codec == "utf-8" else None
        rows = _JsonRows(self.columns, has_text=self.offset > 0)
        start = 0
        for number, line in enumerate(io.BytesIO(data), 1):
            row = parse and _plain_row(line, number, self.columns, parse)
            if row is None:
                row = rows.read(number, _decoded(line, codec, self.offset + start))
            else:
                rows.has_text = True
            end = start + len(line)
            if row is not None:
                yield row, start, end
            start = end


def _plain_row(
    line: bytes, number: int, columns: Columns, parse: Callable[[bytes], object]
) -> Row | None:
    """The record of a line in which there is nothing to be careful about: all values are text.

    None for every other line, which is then read with all care. A parser that reads bytes takes
    half the time of decoding and parsing, but does not keep numbers as they are written.
    """
    if len(line) > MAX_BYTES:
        return None
    try:
        record = parse(line)
    except ValueError:
        return None
    if not isinstance(record, dict) or set(map(type, record.values())) != {str}:
        return None
    text, id_ = _json_columns(record, columns)
    if text not in record:
        return None
    return Row(number, f"line {number}", record, text, id_, b"\\u" not in line)


def _decoded(line: bytes, codec: str, offset: int) -> str | ReadingError:
    try:
        return _decode_line(line, codec, offset)
    except ReadingError as error:
        return error


def record_blocks(
    file: io.BufferedReader, path: str, encoding: str, columns: Columns, size: int = BLOCK
) -> Iterator[RecordBlock]:
    """A file of JSON lines, some lines at a time; only where lines end is looked at.

    Parameters
    ----------
    file
        One that can be read from any place.
    encoding
        One that writes a line feed as one byte; see `has_plain_lines`.
    size
        Bytes of a block, but for the rest of its last line.
    """
    start, end = 0, file.seek(0, io.SEEK_END)
    while start < end:
        stop = _next_line(file, start + size - 1, end)
        yield RecordBlock(path, encoding, columns, start, stop - start, stop == end)
        start = stop


def _next_line(file: io.BufferedReader, at: int, end: int) -> int:
    """Where the first line begins that does so behind an offset; the end where none does."""
    while at < end:
        file.seek(at)
        piece = file.read(_PEEK)
        found = piece.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += max(1, len(piece))
    return end


_PEEK = 1 << 14


def read_blocks(
    file: io.BufferedReader, path: str, encoding: str, columns: Columns, size: int = BLOCK
) -> Iterator[tuple[RecordBlock, bytes]]:
    """As `record_blocks`, of a file that can be read only once, with what stands in each."""
    offset = 0
    data = _next_block(file, size)
    while data:
        following = _next_block(file, size)
        yield RecordBlock(path, encoding, columns, offset, len(data), not following), data
        offset += len(data)
        data = following


def _next_block(file: io.BufferedReader, size: int) -> bytes:
    data = file.read(size)
    rest = file.readline(MAX_BYTES + 1) if data and not data.endswith(b"\n") else b""
    data += rest
    while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):  # such a line is refused
        rest = file.readline(MAX_BYTES + 1)
    return data


def has_plain_lines(encoding: str) -> bool:
    """Whether lines can be told apart before they are decoded."""
    return "\n".encode(unmarked_codec(encoding)) == b"\n"


def read_line(line: bytes, encoding: str, columns: Columns) -> Row:
    """The record of one line that was read before."""
    import orjson

    codec = unmarked_codec(encoding)
    row = _plain_row(line, 0, columns, orjson.loads) if codec == "utf-8" else None
    if row is not None:
        return row
    text = _decode_line(line, codec, 0)
    return _json_row(_parse(text), 0, "", columns, is_plain=True)


def with_id(line: str, column: str, id_: str) -> str:
    r"""The line of a record that has this id: as it is, or with the id put before the rest.

    Examples
    --------
    >>> with_id('{"id": 7,  "n": 1.50}', "id", "7"), with_id('{"n": 1.50}', "id", "a#1")
    ('{"id": 7,  "n": 1.50}', '{"id": "a#1", "n": 1.50}')
    """
    record = _parse(line)
    if record.pop(column, None) == id_:
        return line
    return to_json({column: id_, **record})


MAX_WITHOUT_TEXT = 20
"""Records without a text that are listed one by one when a file begins with them."""


class _NoTextError(ReadingError):
    """A record without the field that should hold its text."""


def beginning(head: bytes) -> bytes:
    """What was read of a file, less the character it may break off in."""
    if len(head) < BLOCK:
        return head
    if 0 in head:
        return head[: len(head) // 2 * 2]
    return head[: head.rfind(b"\n") + 1] or head


def _lines(file: io.BufferedReader, encoding: str) -> Iterator[str | ReadingError]:
    """The lines, one at a time where the encoding writes a line feed as one byte."""
    codec = unmarked_codec(encoding)
    if not has_plain_lines(encoding):
        data = file.read(MAX_BYTES + 1)
        yield from decode(data, encoding=encoding).text.split("\n")
        return
    offset = 0
    while line := file.readline(MAX_BYTES + 1):
        yield _decoded(line, codec, offset)
        offset += len(line)
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES + 1)
            offset += len(line)


def _decode_line(line: bytes, codec: str, offset: int) -> str:
    if len(line) > MAX_BYTES:
        raise too_large()
    try:
        text = line.decode(codec)
    except UnicodeDecodeError as error:
        where = f"not {printed_encoding(codec)} (byte {offset + error.start})"
        raise ReadingError(f"{where}; mend the line, or name its --encoding") from error
    return text if offset else text.removeprefix("\ufeff")


class _Number(str):
    """A number as the record writes it."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number, parse_constant=_Number)
"""One for all lines: to make it takes as long as to read a short one."""
_Record = dict[str, object]


def _parse(line: str | ReadingError) -> _Record:
    if isinstance(line, ReadingError):
        raise line
    try:
        record = _DECODER.decode(line.rstrip())
    except json.JSONDecodeError as error:
        raise ReadingError(f"not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ReadingError("nested too deeply") from error
    if not isinstance(record, dict):
        raise ReadingError('not a record; a line looks like {"id": "a", "text": "…"}')
    return record


def _is_plain(line: str | ReadingError) -> bool:
    """Whether a line that was decoded strictly can have no NUL and no half of a pair in it."""
    return isinstance(line, str) and "\\u" not in line


def _json_row(record: _Record, number: int, place: str, columns: Columns, *, is_plain: bool) -> Row:
    text, id_ = _json_columns(record, columns)
    if not isinstance(record.get(text), str) or isinstance(record[text], _Number):
        has = f"; it has {_listed(record)}" if record and text not in record else ""
        raise _NoTextError(f'no "{text}" in the record, or it is no string{has}')
    own = record.get(id_)
    if own is not None and not isinstance(own, str):
        raise ReadingError(f'"{id_}" is neither a string nor a number')
    try:
        fields = {name: _as_text(value) for name, value in record.items()}
    except RecursionError as error:
        raise ReadingError("nested too deeply") from error
    return Row(number, place, fields, text, id_, is_plain)


def _json_columns(record: _Record, columns: Columns) -> tuple[str, str]:
    """Where the text and the id of a record are, or should be."""
    text = columns.text or TEXT_COLUMNS[0]
    if columns.text is None and text not in record:
        text = next((name for name in TEXT_COLUMNS if name in record), text)
    return text, columns.id or "id"


def _as_text(value: object) -> str | None:
    """A value as metadata: strings and numbers as they are, None for null, the rest as JSON."""
    if value is None or isinstance(value, str):
        return None if value is None else str(value)
    return to_json(value)


def to_json(value: object) -> str:
    """JSON of a value, numbers as they were written.

    Examples
    --------
    >>> to_json({"a": [True, None, "甲"]})
    '{"a": [true, null, "甲"]}'
    """
    match value:
        case _Number():
            return str(value)
        case str():
            return encode_basestring(value)
        case dict():
            pairs = (f"{encode_basestring(str(k))}: {to_json(v)}" for k, v in value.items())
            return f"{{{', '.join(pairs)}}}"
        case list() | tuple():
            return f"[{', '.join(map(to_json, value))}]"
        case _:
            return json.dumps(value, default=str)
