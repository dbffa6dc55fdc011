"""A zip archive in, the files in it out, one at a time and never to disk.

Names are only names: nothing is written, so `..` and absolute paths lead nowhere. What an
archive says of itself is checked before it is believed, and again while it is unpacked.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO

from speechkit.errors import ReadingError
from speechkit.files.decode import guess_encoding
from speechkit.files.ids import Names

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MAX_MEMBERS = 20_000
MAX_DIRECTORY = 4 * 2**20
"""Bytes of the list of members, which is held in memory; 20,000 take half of it."""
MAX_TOTAL = 4 * 2**30
"""Bytes all members may come to."""
MAX_RATIO = 200
"""Bytes a packed byte may become. Texts pack to a third, tables of figures to a fiftieth."""
_FREE = 2**20
"""Bytes for which no ratio is asked."""
_DAMAGED = "damaged archive"
_METHODS = (0, 8)
"""Stored and deflated: the others take as much memory as the file asks for."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    """With `/` between folders, unique in its archive; `..` in it is a word like others."""
    index: int
    """In the list of the archive."""


class Archive:
    """A zip archive, open."""

    def __init__(self, file: BinaryIO) -> None:
        """Look at what is in it.

        Raises
        ------
        ReadingError
            When it is damaged, a bomb, or lists more than is read.
        """
        from zipfile import BadZipFile, ZipFile  # only archives need it

        self._file = file
        try:
            if lists_too_much(file):
                raise _too_many()
            self._zip: ZipFile = ZipFile(file)
        except (BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
            raise ReadingError(f"{_DAMAGED}; pack it anew") from error
        self._infos = self._zip.infolist()
        self._size = _size(file)
        self._check_sizes()

    @classmethod
    def at(cls, path: str) -> Archive:
        """The archive at a path, which is closed with it."""
        file = Path(path).open("rb")  # noqa: SIM115 # closed below or by close()
        try:
            return cls(file)
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Close the file too."""
        self._zip.close()
        self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """All files in it, hidden ones too, in the order of the archive."""
        return _members(self._infos)

    @property
    def kind(self) -> str:
        """The suffix of what this is besides an archive, such as `.docx`; empty for nothing."""
        names = {info.filename for info in self._infos}
        office = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
        if "[Content_Types].xml" in names:
            starts = (suffix for start, suffix in office.items() if _has(names, start))
            return next(starts, "")
        if "mimetype" in names:
            return ".epub" if _has(names, "META-INF/container.xml") else ".odt"
        return ""

    def open(self, index: int) -> io.RawIOBase:
        """The content of the member at an index, unpacked as it is read.

        Raises
        ------
        ReadingError
            When it is encrypted, packed in a way that is not read, or would become too large;
            while it is read, when it is damaged or larger than it said.
        """
        from zipfile import BadZipFile

        info = self._info(index)
        if info.flag_bits & 0x1:
            raise ReadingError("protected by a password; pack it without one")
        if info.compress_type not in _METHODS:
            raise ReadingError("packed in a way that is not read; pack it as zip with deflate")
        if info.file_size > MAX_RATIO * info.compress_size + _FREE:
            raise _bomb()
        try:
            unpacked = self._zip.open(info)
        except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise ReadingError(f"{_DAMAGED}; pack it anew") from error
        return _Unpacked(unpacked)

    def _info(self, index: int) -> ZipInfo:
        if index >= len(self._infos):
            raise ReadingError("gone from the archive, which was changed meanwhile")
        return self._infos[index]

    def _check_sizes(self) -> None:
        if len(self._infos) > MAX_MEMBERS:
            raise _too_many()
        total = sum(info.file_size for info in self._infos)
        if total > MAX_TOTAL:
            raise ReadingError(f"more than {MAX_TOTAL // 2**30} GB when unpacked; unpack it first")
        if total > MAX_RATIO * self._size + _FREE:  # several members may share packed bytes
            raise _bomb()


def _bomb() -> ReadingError:
    return ReadingError(f"more than {MAX_RATIO} times as large unpacked as packed; unpack it first")


def _too_many() -> ReadingError:
    return ReadingError(f"more than {MAX_MEMBERS:,} files in one archive; unpack it first")


def _has(names: set[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


class _Unpacked(io.RawIOBase):
    """What comes out of a member; damage is an error of ours."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as there is something."""
        from zipfile import BadZipFile

        try:
            data = self._source.read(len(buffer))
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
            raise ReadingError(f"{_DAMAGED}; pack it anew") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


# ---------------------------------------------------------------------------- before opening

_END = b"PK\x05\x06"
_END_SIZE = 22
_MAX_COMMENT = 2**16
_END_64 = b"PK\x06\x06"
_END_64_SIZE = 56
_LOCATOR_SIZE = 20


def lists_too_much(file: BinaryIO) -> bool:
    """Whether a zip lists more than is read, seen before the standard library reads it whole.

    Raises
    ------
    ValueError
        When there is no such list.
    """
    size = _size(file)
    file.seek(max(0, size - _END_SIZE - _MAX_COMMENT - _LOCATOR_SIZE - _END_64_SIZE))
    tail = file.read(_END_SIZE + _MAX_COMMENT + _LOCATOR_SIZE + _END_64_SIZE)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise ValueError("no end")
    n_members, directory = struct.unpack_from("<HI", tail, end + 10)
    longer = end - _LOCATOR_SIZE - _END_64_SIZE
    if longer >= 0 and tail.startswith(_END_64, longer):
        n_members, directory = struct.unpack_from("<QQ", tail, longer + 32)
    return bool(n_members > MAX_MEMBERS or directory > MAX_DIRECTORY)


# ------------------------------------------------------------------------------------- names

_UTF_8_FLAG = 0x800
_UNICODE_PATH = 0x7075
"""An extra field with the name in UTF-8, as Info-ZIP and WinRAR write it."""
_NOT_PRINTED = re.compile("[\0-\x1f\x7f-\x9f]")


def _members(infos: Sequence[ZipInfo]) -> tuple[Member, ...]:
    """The files among the members, numbered where the archive has a name twice."""
    unique = Names()
    return tuple(
        Member(unique.give(name, partial(_numbered, name)), index)
        for index, (info, name) in enumerate(zip(infos, _names(infos), strict=True))
        if not (info.is_dir() or name.endswith("/"))
    )


def _names(infos: Sequence[ZipInfo]) -> list[str]:
    """Names of the members, decoded.

    Where the archive does not say that they are UTF-8, Chinese Windows writes them in GB18030
    (or Big5), a Mac in UTF-8 all the same, and old programs in code page 437.
    """
    unmarked = [_raw(info) for info in infos if not info.flag_bits & _UTF_8_FLAG]
    codec = _codec_of(b"\n".join(raw for raw in unmarked if not raw.isascii()))
    names = []
    for info in infos:
        marked = bool(info.flag_bits & _UTF_8_FLAG)
        name = info.orig_filename if marked else _unicode_path(info) or _raw(info).decode(codec)
        names.append(_normal(name))
    return names


def _raw(info: ZipInfo) -> bytes:
    return info.orig_filename.encode("cp437", "replace")


def _codec_of(names: bytes) -> str:
    """The encoding in which all these names can be read."""
    guess = guess_encoding(names) if names else "utf-8"
    for codec in (guess, "utf-8", "gb2312"):
        with suppress(UnicodeDecodeError):
            names.decode(codec)
            return codec
    return "cp437"


def _unicode_path(info: ZipInfo) -> str:
    """The name an extra field gives; empty where there is none or it is of another name."""
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        at += 4 + length
        checked = field[1:5] == struct.pack("<I", zlib.crc32(_raw(info)))
        if kind == _UNICODE_PATH and field[:1] == b"\1" and checked:
            return field[5:].decode("utf-8", "replace")
    return ""


def _normal(name: str) -> str:
    return _NOT_PRINTED.sub("\ufffd", name).replace("\\", "/").lstrip("/")


def _numbered(name: str, n: int) -> str:
    """The name with a number before its suffix."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}~{n}{dot}{suffix}" if stem else f"{name}~{n}"
