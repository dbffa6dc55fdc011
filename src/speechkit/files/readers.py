"""Files, folders and standard input in, documents out, one after the other.

What is named is listed and checked first, by path alone; then each file is read only when
its documents are asked for, so that a corpus of any size takes the memory of its largest
text. A kind of file is known by its suffix: `_READERS` is the place for the next one.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from speechkit.errors import ReadingError, SpeechkitError, StorageError, UsageError
from speechkit.files.decode import (
    MAX_BYTES,
    decode,
    find_encoding,
    normal_encoding,
    printed_encoding,
    too_large,
    unmarked_codec,
)
from speechkit.files.writers import MARKER, SPEECHES, written_files
from speechkit.model import Document

STDIN = "-"
"""The source, and the path of the document, that stand for standard input."""


def read_documents(
    sources: Iterable[str | Path],
    *,
    encoding: str | None = None,
    on_error: Callable[[SpeechkitError], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """The documents that the sources hold, in the natural order of their paths.

    The order in which the sources are named changes nothing, nor does naming a file twice.
    Standard input comes last.

    Parameters
    ----------
    sources
        Files, folders (with all below them but hidden files and READMEs), `-`.
    encoding
        Python codec name for every file; None tells each file's own.
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
    ReadingError
        A file that cannot be decoded or holds nothing; a folder in which nothing can be read.
    StorageError
        A file or folder that the system does not let us read.
    """
    report = _raise if on_error is None else on_error
    if encoding is not None:
        encoding = normal_encoding(encoding)
    paths = _list_files(sources, report)
    ids = document_ids(paths)
    texts = {ids[path] for path in paths if _reader(path) is not _read_records}
    return _read_each(paths, _Reading(encoding, stdin, ids, texts), report)


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
        raise UsageError(f"{path}: {error.strerror}") from error


def document_ids(paths: Iterable[str]) -> dict[str, str]:
    """The id of each path: its stem, lengthened as far as it takes to tell it from the others.

    Equal stems take as much of the parent path as tells them apart; files that differ only in
    the suffix keep it. The ids do not depend on the order of the paths.

    Examples
    --------
    >>> list(document_ids(["in/2019/talk.txt", "in/2020/talk.txt", "a.md", "a.txt", "-"]).values())
    ['2019/talk', '2020/talk', 'a.md', 'a.txt', 'stdin']
    """
    parts = {path: _id_parts(path) for path in paths}
    ids = dict.fromkeys(parts, "")
    taken: set[str] = set()
    pending = set(parts)
    for with_suffix in (False, True):
        deepest = max((len(parts[path].folders) for path in pending), default=0)
        for depth in range(deepest + 1):
            candidates = {path: part.id(depth, with_suffix) for path, part in parts.items()}
            counts = Counter(candidates.values())
            alone = {path for path in pending if counts[candidates[path]] == 1}
            found = {path: candidates[path] for path in alone if candidates[path] not in taken}
            ids.update(found)
            taken.update(found.values())
            pending -= found.keys()
            if not pending:
                return ids
    for path in sorted(pending, key=natural_key):  # such as /a.txt beside a.txt
        ids[path] = _numbered(parts[path].id(len(parts[path].folders), True), taken)
        taken.add(ids[path])
    return ids


def natural_key(path: str) -> tuple[tuple[tuple[str, int, str], ...], str]:
    """Sort key that compares runs of digits as numbers; ties by the string itself.

    Examples
    --------
    >>> sorted(["10.txt", "9.txt", "09.txt"], key=natural_key)
    ['09.txt', '9.txt', '10.txt']
    """
    runs = ((match[1], match[2].lstrip("0")) for match in _RUN.finditer(path))
    return tuple((text, len(digits), digits) for text, digits in runs), path


_RUN = re.compile(r"([^0-9]*)([0-9]*)")
_SEPARATOR = re.compile(f"[{re.escape(os.sep + (os.altsep or ''))}]")  # Path is ten times slower
_SUFFIX = re.compile(r"(?<=[^/\\])\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
"""In 讲话2024.3.1 the last part is a day and no suffix."""


@dataclass(frozen=True, slots=True)
class _IdParts:
    """A path, taken apart for an id."""

    folders: tuple[str, ...]
    stem: str
    suffix: str

    def id(self, depth: int, with_suffix: bool) -> str:
        """The name below its `depth` last folders, or as many as there are."""
        name = self.stem + self.suffix if with_suffix else self.stem
        return "/".join((*self.folders[max(0, len(self.folders) - depth) :], name))


def _id_parts(path: str) -> _IdParts:
    shown = "stdin" if path == STDIN else unicodedata.normalize("NFC", _shown(path))
    *folders, name = [part for part in _SEPARATOR.split(shown) if part not in ("", ".")] or [""]
    suffix = _suffix(name)
    return _IdParts(tuple(folders), name.removesuffix(suffix), suffix)


def _suffix(path: str) -> str:
    """As it is written, the point included; empty where there is none."""
    match = _SUFFIX.search(path)
    return match[0] if match else ""


def _numbered(candidate: str, taken: Container[str]) -> str:
    """The candidate, or what it becomes with the first free number."""
    free, n = candidate, 1
    while free in taken:
        n += 1
        free = f"{candidate}~{n}"
    return free


def _shown(path: str) -> str:
    r"""A path as text; bytes of a file name that are no UTF-8 appear as `\xNN`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _raise(error: SpeechkitError) -> None:
    raise error


# ----------------------------------------------------------------------------- what is there

_Report = Callable[[SpeechkitError], None]


def _list_files(sources: Iterable[str | Path], report: _Report) -> list[str]:
    """Paths of all files below the sources, each file once, in the order they are read."""
    names = sorted({os.fspath(source) for source in sources}, key=natural_key)
    files = [name for name in names if name != STDIN]
    is_folder = {name: _is_folder(name) for name in files}  # all, before any is opened
    reached: dict[str, str] = {}  # real path of each file: the first name that leads to it
    for name in files:
        found = _below(name, report) if is_folder[name] else [(_real(name), name)]
        for real, path in found:
            first = reached.setdefault(real, path)
            if first != path:
                reached[real] = min(first, path, key=natural_key)
    paths = sorted(reached.values(), key=natural_key)
    return [*paths, STDIN] if STDIN in names else paths


def _is_folder(name: str) -> bool:
    try:
        if name:  # an empty name would be the working folder
            return stat.S_ISDIR(Path(name).stat().st_mode)
    except PermissionError:  # reading it will say so
        return False
    except (OSError, ValueError) as error:
        raise UsageError(f"{_shown(name)}: no such file or folder") from error
    raise UsageError("a source without a name; name a file, a folder or -")


def _real(name: str) -> str:
    return str(Path(name).resolve())


def _below(folder: str, report: _Report) -> list[tuple[str, str]]:
    """Real path and path of every file below a folder that we can read."""
    real, found = _real(folder), []
    for entry in _walk(folder, report):
        inside = entry.path[len(folder) :].lstrip(os.sep)
        found.append(
            (_real(entry.path) if entry.is_symlink() else real + os.sep + inside, entry.path)
        )
    if not found:
        report(ReadingError(f"{_shown(folder)}: nothing in it that can be read; {_KINDS} are"))
    return found


def _walk(folder: str, report: _Report) -> Iterator[os.DirEntry[str]]:
    """Files of a readable kind; neither hidden ones nor what lies behind a link to a folder."""
    folders = [folder]
    while folders:
        current = folders.pop()
        try:
            inner, files = _scan(current)
        except OSError as error:
            report(_unreadable(_shown(current), error))
        else:
            folders += inner
            yield from files


def _scan(folder: str) -> tuple[list[str], list[os.DirEntry[str]]]:
    """Folders and files in one folder.

    Where we wrote the folder, its records stand for the texts beside them: they say the same,
    and what is known of each speech.
    """
    with os.scandir(folder) as entries:
        shown = {entry.name: entry for entry in entries}
    repeated = written_files(folder) - {SPEECHES} if {MARKER, SPEECHES} <= shown.keys() else ()
    inner = [e.path for e in shown.values() if e.name[0] != "." and e.is_dir(follow_symlinks=False)]
    names = [n for n in shown if n[0] != "." and _is_readable_kind(n) and n not in repeated]
    return inner, [shown[name] for name in names if _is_file(shown[name])]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except PermissionError:  # a link to where we may not look: reading it will say so
        return True
    except OSError:  # a link to itself
        return False


def _is_readable_kind(name: str) -> bool:
    return _suffix(name).lower() in _READERS and not name.casefold().startswith("readme")


# ------------------------------------------------------------------------------ file by file


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every reader needs to know."""

    encoding: str | None
    stdin: BinaryIO | None
    ids: Mapping[str, str]
    """Of the paths."""
    taken: set[str]
    """Ids given so far: of all texts, and of the records already read."""


def _read_each(paths: list[str], reading: _Reading, report: _Report) -> Iterator[Document]:
    for path in paths:
        for found in _attempt(path, reading):
            if isinstance(found, Document):
                yield found
            else:
                report(found)


def _attempt(path: str, reading: _Reading) -> Iterator[Document | SpeechkitError]:
    """What a file yields, errors with its path before them."""
    where = "stdin" if path == STDIN else _shown(path)
    try:
        for found in _reader(path)(path, reading):
            yield found if isinstance(found, Document) else _located(found, where)
    except SpeechkitError as error:
        yield _located(error, where)
    except OSError as error:
        yield _unreadable(where, error)


def _located(error: SpeechkitError, where: str) -> SpeechkitError:
    located = type(error)(f"{where}: {error}")
    located.__cause__ = error
    return located


def _unreadable(where: str, error: OSError) -> StorageError:
    located = StorageError(f"{where}: cannot be read ({error.strerror})")
    located.__cause__ = error
    return located


def _read_text(path: str, reading: _Reading) -> Iterator[Document]:
    """The one document of a plain text."""
    decoded = decode(_read_whole(path, reading.stdin), encoding=reading.encoding)
    if decoded.text.isspace():
        raise ReadingError("empty (only white space)")
    yield Document(reading.ids[path], _shown(path), decoded.text, decoded.encoding)


def _read_whole(path: str, stdin: BinaryIO | None) -> bytes:
    if path != STDIN:
        with Path(path).open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise too_large()
            return _read_bytes(file)
    if stdin is None and sys.stdin is None:
        raise ReadingError("closed; name a file")
    return _read_bytes(sys.stdin.buffer if stdin is None else stdin)


def _read_bytes(file: BinaryIO) -> bytes:
    """All of a file; a pipe without end is refused before it fills the memory."""
    parts, size = [], 0
    while part := file.read(_BLOCK):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise too_large()
    return b"".join(parts)


_BLOCK = 2**20
"""Bytes read at a time, and by which the encoding of records is told."""


def _refuse(path: str, _reading: _Reading) -> Iterator[Document]:
    """Say that this kind of file is not for us."""
    raise ReadingError(f"{_suffix(path).lower()} is not read; save it as text ({_KINDS} are read)")


# ---------------------------------------------------------------------------------- records


def _read_records(path: str, reading: _Reading) -> Iterator[Document | SpeechkitError]:
    """One document a line; a bad line is an error, and the next one is read."""
    ids = _RecordIds(reading.ids[path], reading.taken)
    empty = True
    with io.BufferedReader(Path(path).open("rb", buffering=0), _BLOCK) as file:
        encoding = find_encoding(_beginning(file.peek()), reading.encoding)
        for n, line in enumerate(_lines(file, encoding), 1):
            if isinstance(line, str) and not line.strip():
                continue
            empty = False
            try:
                yield _record_document(_parse(line), n, ids, _shown(path), encoding)
            except ReadingError as error:
                yield ReadingError(f"line {n}: {error}")
    if empty:
        raise ReadingError("empty")


def _beginning(head: bytes) -> bytes:
    """What was read of a file, less the character it may break off in."""
    if len(head) < _BLOCK:
        return head
    if 0 in head:
        return head[: len(head) // 2 * 2]
    return head[: head.rfind(b"\n") + 1] or head


def _lines(file: BinaryIO, encoding: str) -> Iterator[str | ReadingError]:
    """The lines, one at a time where the encoding writes a line feed as one byte."""
    codec = unmarked_codec(encoding)
    if "\n".encode(codec) != b"\n":
        yield from decode(_read_bytes(file), encoding=encoding).text.split("\n")
        return
    offset = 0
    while line := file.readline(MAX_BYTES + 1):
        try:
            yield _decode_line(line, codec, offset)
        except ReadingError as error:
            yield error
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


_Record = dict[str, object]


def _parse(line: str | ReadingError) -> _Record:
    import json  # only records need it

    if isinstance(line, ReadingError):
        raise line
    try:
        record = json.loads(
            line.rstrip(), parse_int=_Number, parse_float=_Number, parse_constant=_Number
        )
    except json.JSONDecodeError as error:
        raise ReadingError(f"not JSON ({error.msg}, column {error.colno})") from error
    except RecursionError as error:
        raise ReadingError("nested too deeply") from error
    if not isinstance(record, dict):
        raise ReadingError('not a record; a line looks like {"id": "a", "text": "…"}')
    return record


def _record_document(
    record: _Record, line: int, ids: _RecordIds, path: str, encoding: str
) -> Document:
    text = record.get("text")
    if not isinstance(text, str) or isinstance(text, _Number):
        raise ReadingError('no "text" in the record, or it is no string')
    if not text or text.isspace():
        raise ReadingError('nothing in "text"')
    metadata = {
        name: str(value) if isinstance(value, str) else str(value).lower()
        for name, value in record.items()
        if name not in ("id", "text") and isinstance(value, str | bool)
    }
    own_id = _own_id(record)
    _check_characters((own_id, text, *metadata, *metadata.values()))
    record_id = ids.give(own_id, line)
    return Document(record_id, path, text, encoding, metadata=metadata, is_record=True)


def _own_id(record: _Record) -> str:
    """The id a record brings along; empty where it has none."""
    own = record.get("id")
    if own is None:
        return ""
    if not isinstance(own, str):
        raise ReadingError('"id" is neither a string nor a number')
    return "" if own.isspace() else str(own)


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


@dataclass(slots=True)
class _RecordIds:
    """Gives the records of one file their ids."""

    document_id: str
    taken: set[str]
    """Ids of other documents; grows."""
    lines: dict[str, int] = field(default_factory=dict)
    """Line on which each id of this file stands."""

    def give(self, own: str, line: int) -> str:
        """The id a record brings along, or one with its line where it brings none.

        An id that another file has too is told from it by the id of this file.
        """
        name = own or _numbered(f"{self.document_id}#{line}", self.lines)
        if name in self.lines:
            raise ReadingError(f'"id" {name!r} stands on line {self.lines[name]} too; left out')
        self.lines[name] = line
        if name in self.taken:
            name = _numbered(f"{self.document_id}/{name}", self.taken)
        self.taken.add(name)
        return name


# ------------------------------------------------------------------------- kinds of file

_Reader = Callable[[str, _Reading], Iterator[Document | SpeechkitError]]
_READERS: dict[str, _Reader] = {
    "": _read_text,
    ".txt": _read_text,
    ".text": _read_text,
    ".md": _read_text,
    ".jsonl": _read_records,
    ".ndjson": _read_records,
}
"""By suffix. A folder is searched for these; a file that is named may have another suffix."""
_KINDS = ", ".join(suffix[1:] for suffix in _READERS if suffix)
_NO_TEXT = frozenset(
    {".csv", ".doc", ".docx", ".epub", ".htm", ".html", ".json", ".odt", ".parquet", ".pdf"}
    | {".ppt", ".pptx", ".rtf", ".tsv", ".wps", ".xls", ".xlsx", ".xml", ".zip"}
)
"""Would be read as plain text otherwise, marks and all."""


def _reader(path: str) -> _Reader:
    suffix = _suffix(path).lower()
    return _refuse if suffix in _NO_TEXT else _READERS.get(suffix, _read_text)
