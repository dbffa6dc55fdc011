"""Files, folders and standard input in, documents out, one after the other.

What is named is listed and checked first (`listing`); then each file is read only when its
documents are asked for, so that a corpus of any size takes the memory of its largest text.
What kind a file is says `kinds`; how each is read stands here and in the module of its name.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.decode import MAX_BYTES, decode, find_encoding, normal_encoding, too_large
from speechkit.files.ids import STDIN, document_ids, shown
from speechkit.files.kinds import HEAD, RECORDS, Kind, kind_by_name, kind_of, refusal
from speechkit.files.listing import Report, Source, list_files, located, unreadable
from speechkit.files.near import files_like
from speechkit.model import Document

if TYPE_CHECKING:
    from speechkit.files.archive import Archive
    from speechkit.files.extracted import Extracted
    from speechkit.files.records import RecordBlock, RecordIds, Row


def read_documents(
    sources: str | Path | Iterable[str | Path],
    *,
    encoding: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    on_error: Callable[[SpeechkitError], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """The documents that the sources hold, in the natural order of their paths.

    The order in which the sources are named changes nothing, nor does naming a file twice.
    Standard input comes last. What a file is, is told by its first bytes and its suffix: plain
    text, docx, pdf, html, records (jsonl, csv, parquet), or a zip of any of these.

    Parameters
    ----------
    sources
        Files, folders (with all below them but hidden files and READMEs), `-`; or one alone.
    encoding
        Python codec name for every file; None tells each file's own.
    text_column, id_column
        Where records have their text and their id; None finds them by their names.
    on_error
        Called with what is wrong with a file, a folder or a record, which is then left out;
        without it the first error is raised.
    stdin
        What `-` reads; standard input when None.

    Yields
    ------
    Document
        Ids are unique.

    Raises
    ------
    UsageError
        At once, before anything is read: a source that does not exist, an unknown encoding.
        Later: a table of which nobody said which column is the text.
    ReadingError
        A file that cannot be decoded or holds nothing; a folder in which nothing can be read.
    StorageError
        A file or folder that the system does not let us read.
    """
    report = _raise if on_error is None else on_error
    named = [sources] if isinstance(sources, str | Path) else sources
    files, reading = _begun(named, report, encoding, text_column, id_column, stdin)
    return (part for part in _read_each(files, reading, report) if isinstance(part, Document))


class Records(NamedTuple):
    """Lines of a file of records that nobody has looked at yet."""

    block: RecordBlock
    ids: RecordIds
    """Gives them their ids, in their order."""
    source: str | bytes
    """Path of the file they can be read from; themselves, of a pipe or a file of an archive."""


def read_parts(
    sources: Iterable[str],
    *,
    encoding: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
    on_error: Callable[[SpeechkitError], None],
) -> Iterator[Document | Records]:
    """As `read_documents`, but for files of JSON lines, which come in blocks of lines.

    So another process can parse them, and this one only hands them over.
    """
    files, reading = _begun(sources, on_error, encoding, text_column, id_column, None)
    reading.by_blocks = True
    return _read_each(files, reading, on_error)


def read_bytes(path: str | Path) -> bytes:
    """Content of a file that an option names, such as a codebook.

    Raises
    ------
    UsageError
        When there is no such file, or it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        likely = files_like(path) if isinstance(error, FileNotFoundError) else ""
        raise UsageError(f"{path}: {error.strerror}{likely}") from error


def _raise(error: SpeechkitError) -> None:
    raise error


# ------------------------------------------------------------------------------ file by file


@dataclass(slots=True)
class _Reading:
    """What every reader needs to know."""

    encoding: str | None
    text_column: str | None
    id_column: str | None
    stdin: BinaryIO | None
    ids: Mapping[str, str]
    """Of the paths."""
    texts: frozenset[str]
    """Ids of the documents that may have several speeches."""
    taken: set[str]
    """Ids given so far: of all texts, and of the records already read."""
    by_blocks: bool = False
    """Records of JSON lines are wanted in blocks."""
    _archive: Archive | None = field(default=None, init=False)
    _archive_path: str = field(default="", init=False)

    def archive(self, path: str) -> Archive:
        """The archive at a path; it stays open until another one is asked for."""
        from speechkit.files.archive import Archive

        if self._archive is None or self._archive_path != path:
            self.close()
            self._archive = Archive.at(path)
            self._archive_path = path
        return self._archive

    def close(self) -> None:
        """Close the archive that is open."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None


def _begun(
    sources: Iterable[str | Path],
    report: Report,
    encoding: str | None,
    text_column: str | None,
    id_column: str | None,
    stdin: BinaryIO | None,
) -> tuple[list[Source], _Reading]:
    """The files to be read, each of which gets its id."""
    if encoding is not None:
        encoding = normal_encoding(encoding)
    files = list_files(sources, report)
    ids = document_ids(source.path for source in files)
    texts = {ids[source.path] for source in files if kind_by_name(source.path) not in RECORDS}
    return files, _Reading(encoding, text_column, id_column, stdin, ids, frozenset(texts), texts)


_Found = Document | Records | SpeechkitError


def _read_each(
    files: list[Source], reading: _Reading, report: Report
) -> Iterator[Document | Records]:
    with closing(reading):
        for source in files:
            for found in _attempt(source, reading):
                if isinstance(found, SpeechkitError):
                    report(found)
                else:
                    yield found


def _attempt(source: Source, reading: _Reading) -> Iterator[_Found]:
    """What a file yields, errors with its path before them."""
    where = "stdin" if source.path == STDIN else shown(source.path)
    try:
        for found in _read(source, reading):
            yield located(found, where) if isinstance(found, SpeechkitError) else found
    except SpeechkitError as error:
        yield located(error, where)
    except OSError as error:
        yield unreadable(where, error)


def _read(source: Source, reading: _Reading) -> Iterator[_Found]:
    with _opened(source, reading) as file:
        kind = _kind(source, file, reading)
        if kind in RECORDS:
            yield from _read_records(source, kind, file, reading)
        elif kind == "zip":
            yield from _read_container(source, file, reading)
        else:
            yield from _read_whole(source, kind, _all_bytes(file), reading)


@contextmanager
def _opened(source: Source, reading: _Reading) -> Iterator[io.BufferedReader]:
    """The bytes of a file; those of standard input stay open."""
    by_block = source.member is not None or kind_by_name(source.path) in RECORDS
    raw = _raw(source, reading)
    size = _BLOCK if by_block else io.DEFAULT_BUFFER_SIZE
    file: io.BufferedReader = io.BufferedReader(raw, size)
    with file:
        yield file


def _raw(source: Source, reading: _Reading) -> io.RawIOBase:
    if source.file == STDIN:
        if reading.stdin is None and sys.stdin is None:
            raise ReadingError("closed; name a file")
        return _Unclosed(sys.stdin.buffer if reading.stdin is None else reading.stdin)
    if source.member is not None:
        return reading.archive(source.file).open(source.member)
    return Path(source.file).open("rb", buffering=0)


_BLOCK = 2**20
"""Bytes read at a time, and by which the encoding of records is told."""


class _Unclosed(io.RawIOBase):
    """A file that somebody else will close."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as there is something."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _kind(source: Source, file: io.BufferedReader, reading: _Reading) -> Kind:
    head = file.peek(HEAD)[:HEAD]
    if source.path == STDIN:
        kind = kind_of("", head)
        wants_records = kind == "text" and (reading.text_column or reading.id_column)
        return ("jsonl" if head.lstrip()[:1] == b"{" else "csv") if wants_records else kind
    return kind_of(source.path, head)


def _all_bytes(file: io.BufferedReader) -> bytes:
    """All of a file; a pipe without end is refused before it fills the memory."""
    known = _size(file)
    if known > MAX_BYTES:
        raise too_large()
    if known:
        return file.read()
    parts, size = [], 0
    while part := file.read(_BLOCK):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise too_large()
    return b"".join(parts)


def _size(file: io.BufferedReader) -> int:
    """Bytes of a file on disk; 0 for what has no size."""
    try:
        status = os.fstat(file.fileno())
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


# ------------------------------------------------------------------------------- one document


def _read_whole(source: Source, kind: Kind, data: bytes, reading: _Reading) -> Iterator[_Found]:
    """The one document of a file, and what of it could not be read."""
    id_, path = reading.ids[source.path], shown(source.path)
    if kind == "text":
        decoded = decode(data, encoding=reading.encoding)
        if decoded.text.isspace():
            raise ReadingError("empty (only white space)")
        yield Document(id_, path, decoded.text, decoded.encoding)
        return
    extracted = _extract(kind, data, reading.encoding)
    yield Document(
        id_,
        path,
        extracted.text,
        marks=extracted.marks,
        is_extracted=True,
        metadata=extracted.metadata,
    )
    for loss in extracted.losses:
        yield ReadingError(loss)


def _extract(kind: Kind, data: bytes, encoding: str | None) -> Extracted:
    """Text and marks of a file that is no plain text; what it needs is loaded only here."""
    if not data:
        raise ReadingError("empty")
    if kind == "docx":
        from speechkit.files import docx

        extracted = docx.extract(data)
    elif kind == "pdf":
        from speechkit.files import pdf

        extracted = pdf.extract(data)
    else:
        from speechkit.files import html

        if encoding is not None:  # what the user says counts more than what the page says
            data = decode(data, encoding=encoding).text.encode("utf-8-sig")
        extracted = html.extract(data)
    if not extracted.text.strip():
        raise ReadingError("empty (no text in it)")
    return extracted


# ----------------------------------------------------------------------------------- records


def _read_records(
    source: Source, kind: Kind, file: io.BufferedReader, reading: _Reading
) -> Iterator[_Found]:
    """One document a record; a bad one is an error, and the next one is read."""
    from speechkit.files.records import RecordIds, beginning, has_plain_lines, to_document

    ids = RecordIds(reading.ids[source.path], reading.taken, reading.texts)
    path = shown(source.path)
    if reading.by_blocks and kind == "jsonl":
        encoding = find_encoding(beginning(file.peek()), reading.encoding)
        if has_plain_lines(encoding):
            yield from _record_blocks(source, file, path, encoding, ids, reading)
            return
    empty = True
    for encoding, row in _rows(kind, file, reading):
        empty = False
        try:
            yield to_document(row, ids, path, encoding)
        except ReadingError as error:
            yield ReadingError(f"{row.place}: {error}")
    if empty:
        raise ReadingError("empty")


def _record_blocks(
    source: Source,
    file: io.BufferedReader,
    path: str,
    encoding: str,
    ids: RecordIds,
    reading: _Reading,
) -> Iterator[Records]:
    from speechkit.files.records import Columns, read_blocks, record_blocks

    columns = Columns(reading.text_column, reading.id_column)
    if source.member is None and _size(file):
        for block in record_blocks(file, path, encoding, columns):
            yield Records(block, ids, source.file)
        return
    empty = True
    for block, data in read_blocks(file, path, encoding, columns):
        empty = False
        yield Records(block, ids, data)
    if empty:
        raise ReadingError("empty")


def _rows(kind: Kind, file: io.BufferedReader, reading: _Reading) -> Iterator[tuple[str, Row]]:
    from speechkit.files.records import Columns, read_jsonl

    columns = Columns(reading.text_column, reading.id_column)
    if kind == "jsonl":
        return read_jsonl(file, reading.encoding, columns)
    from speechkit.files.tables import read_csv, read_parquet

    if kind == "csv":
        return read_csv(file, reading.encoding, columns)
    return read_parquet(file if file.seekable() else io.BytesIO(_all_bytes(file)), columns)


# ------------------------------------------------------------------ archives by their content


def _read_container(source: Source, file: io.BufferedReader, reading: _Reading) -> Iterator[_Found]:
    """What a zip turns out to be that is not called one: mostly an office file."""
    from speechkit.files.archive import Archive

    data = _all_bytes(file)
    with Archive(io.BytesIO(data)) as archive:
        kind = archive.kind
    if kind == ".docx":
        yield from _read_whole(source, "docx", data, reading)
        return
    advice = "unpack it first" if source.member is not None else "name it .zip"
    raise ReadingError(
        refusal(source.path) or refusal(f"a{kind}") or f"a zip archive by its content; {advice}"
    )
