"""Bytes in, where they stand out; and back again: what is too much to be kept in memory.

A store is a file without a name that goes with the process, or a file of an index. Documents
are kept in it as they were read, so that their texts can be read again when they are needed.
"""

from __future__ import annotations

import json
import os
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from speechkit.errors import ReadingError, StorageError
from speechkit.files.records import Columns, checked, read_line
from speechkit.model import Document, Mark, Span


class Store:
    """Bytes that are added at the end and read again by their places.

    Several processes may read at once.
    """

    def __init__(self, file: BinaryIO, size: int = 0) -> None:
        self._file = file
        self.size = size

    @classmethod
    def temporary(cls) -> Store:
        """A new one that is gone when the process is.

        Raises
        ------
        StorageError
            When there is no place for one.
        """
        try:
            return cls(tempfile.TemporaryFile(prefix="speechkit-", buffering=0))
        except OSError as error:
            raise _failed(error) from error

    @classmethod
    def reading(cls, path: str | Path) -> Store:
        """A file that is there, to be read only."""
        file = Path(path).open("rb", buffering=0)  # noqa: SIM115 # `close` closes it
        return cls(file, os.fstat(file.fileno()).st_size)

    def append(self, data: bytes) -> int:
        """Add bytes; the offset at which they stand."""
        at = self.reserve(len(data))
        self.write(at, data)
        return at

    def put(self, data: bytes) -> Place:
        """Add bytes; the place from which they can be read again."""
        return Place(self.append(data), len(data))

    def reserve(self, size: int) -> int:
        """Make room at the end for what `write` will put there; the offset at which it begins.

        Room that is not used takes no place on the disk.
        """
        self.size += size
        return self.size - size

    def write(self, at: int, data: bytes) -> None:
        """Put bytes where there is room for them; several processes may write at once."""
        try:
            view = memoryview(data)
            while view:
                if hasattr(os, "pwrite"):  # leaves the place in the file to other processes
                    n = os.pwrite(self._file.fileno(), view, at)
                else:
                    self._file.seek(at)
                    n = self._file.write(view)
                view, at = view[n:], at + n
        except OSError as error:
            raise _failed(error) from error

    def read(self, at: int, size: int) -> bytes:
        """Bytes from an offset on."""
        if hasattr(os, "pread"):  # leaves the place in the file to other processes
            return os.pread(self._file.fileno(), size, at)
        self._file.seek(at)
        return self._file.read(size)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _failed(error: OSError) -> StorageError:
    return StorageError(
        f"{tempfile.gettempdir()}: texts cannot be kept there meanwhile ({error.strerror}); "
        "name a folder with more room by TMPDIR"
    )


class Place(NamedTuple):
    """Where bytes stand in a store."""

    at: int
    size: int


class Places:
    """Places in columns: as objects each would take eight times as much."""

    def __init__(self) -> None:
        self._at = array("q")
        self._size = array("q")

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, number: int) -> Place:
        return Place(self._at[number], self._size[number])

    def __iter__(self) -> Iterator[Place]:
        return (self[number] for number in range(len(self)))

    def append(self, place: Place) -> None:
        """Take in one more."""
        self._at.append(place.at)
        self._size.append(place.size)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is in a store, and all it takes to have it back."""

    id: str
    path: str
    encoding: str
    place: Place
    columns: Columns | None
    """Of a record that is kept as the line it stood on; None for what `to_bytes` made."""


def to_bytes(document: Document) -> bytes:
    """A document as bytes, but for its id and path."""
    head = {
        "is_extracted": document.is_extracted,
        "is_record": document.is_record,
        "metadata": dict(document.metadata),
        "marks": [[mark.kind, mark.span.start, mark.span.end] for mark in document.marks],
    }
    text = document.text.encode("utf-8", "surrogatepass")
    return json.dumps(head, ensure_ascii=True).encode() + b"\n" + text


def document_of(kept: Kept, data: bytes) -> Document:
    """The document that these bytes are.

    Raises
    ------
    ReadingError
        When they are not what was kept.
    """
    if kept.columns is not None:
        return _record(kept, data)
    head, _, text = data.partition(b"\n")
    try:
        fields = json.loads(head)
        marks = tuple(Mark(kind, Span(start, end)) for kind, start, end in fields["marks"])
        return Document(
            kept.id,
            kept.path,
            text.decode("utf-8", "surrogatepass"),
            kept.encoding,
            marks=marks,
            is_extracted=fields["is_extracted"],
            metadata=fields["metadata"],
            is_record=fields["is_record"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReadingError(f"{kept.path}: what was kept of it is damaged") from error


def _record(kept: Kept, line: bytes) -> Document:
    row = read_line(line, kept.encoding, kept.columns or Columns())
    _, text, metadata = checked(row)
    return Document(kept.id, kept.path, text, kept.encoding, metadata=metadata, is_record=True)
