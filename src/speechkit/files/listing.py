"""Names of files and folders in, every file below them out, in the order they are read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.errors import ReadingError, SpeechkitError, StorageError, UsageError
from speechkit.files.ids import STDIN, natural_key, shown, suffix_of
from speechkit.files.kinds import READ_KINDS, is_hidden, is_missed, is_read, kind_by_name, refusal
from speechkit.files.near import files_like
from speechkit.files.writers import (
    INDEX_LOCK,
    INDEX_MANIFEST,
    INDEX_PART,
    KEPT,
    MARKER,
    SPEECHES,
    STAGED,
    written_files,
)

if TYPE_CHECKING:
    from speechkit.files.archive import Archive

Report = Callable[[SpeechkitError], None]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to be read."""

    path: str
    """As the user named it; `archive.zip/name` for what lies in an archive."""
    file: str
    """What is to be opened."""
    member: int | None = None
    """Which file of an archive."""


def list_files(sources: Iterable[str | Path], report: Report) -> list[Source]:
    """All files below the sources, each once; standard input comes last.

    Raises
    ------
    UsageError
        When a source does not exist, before anything is opened.
    """
    names = sorted({os.fspath(source) for source in sources}, key=natural_key)
    files = [name for name in names if name != STDIN]
    is_folder = {name: _is_folder(name) for name in files}  # all, before any is opened
    reached: dict[str, str] = {}  # real path of each file: the first name that leads to it
    real_folders: dict[str, str] = {}
    for name in files:
        is_single = not is_folder[name]
        found = [(_real_file(name, real_folders), name)] if is_single else _below(name, report)
        for real, path in found:
            first = reached.setdefault(real, path)
            if first != path:
                reached[real] = min(first, path, key=natural_key)
    listed = [source for path in reached.values() for source in _sources(path, report)]
    listed.sort(key=lambda source: natural_key(source.path))
    return [*listed, Source(STDIN, STDIN)] if STDIN in names else listed


def _is_folder(name: str) -> bool:
    try:
        if name:  # an empty name would be the working folder
            return stat.S_ISDIR(Path(name).stat().st_mode)
    except PermissionError:  # reading it will say so
        return False
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown(name)}: no such file or folder{files_like(name)}") from error
    raise UsageError("a source without a name; name a file, a folder or -")


def _real(name: str) -> str:
    return str(Path(name).resolve())


def _real_file(name: str, folders: dict[str, str]) -> str:
    """Real path of a file; each folder is resolved once, since that takes some twenty calls."""
    folder, _, last = name.rpartition(os.sep)
    if last in ("", ".", "..") or stat.S_ISLNK(os.lstat(name).st_mode):
        return _real(name)
    if folder not in folders:
        folders[folder] = _real(folder or (os.sep if name.startswith(os.sep) else os.curdir))
    return folders[folder] + os.sep + last


# ------------------------------------------------------------------------------- in a folder


def _below(folder: str, report: Report) -> list[tuple[str, str]]:
    """Real path and path of every file below a folder that we can read."""
    walk = _Walk()
    real, found = _real(folder), []
    for entry in walk.files(folder):
        inside = entry.path[len(folder) :].lstrip(os.sep)
        found.append(
            (_real(entry.path) if entry.is_symlink() else real + os.sep + inside, entry.path)
        )
    for error in walk.errors:
        report(error)
    for error in _left_out(folder, walk.refused, found or walk.errors):
        report(error)
    return found


def _left_out(where: str, refused: list[str], found: Sized) -> Iterator[SpeechkitError]:
    """One error for each suffix that is not read, or one for there being nothing else."""
    kinds: dict[str, list[str]] = {}
    for path in refused:
        kinds.setdefault(suffix_of(path).lower(), []).append(path)
    for _, paths in sorted(kinds.items()):
        first = min(paths, key=natural_key)
        what = shown(first)
        if len(paths) > 1:
            what = f"{shown(where)}: {len(paths)} files left out, such as {what}"
        yield ReadingError(f"{what}: {refusal(first)}")
    if not found and not kinds:
        yield ReadingError(f"{shown(where)}: nothing in it that can be read; {READ_KINDS} are")


class _Walk:
    """Goes through a folder and all below it, and remembers what it could not take."""

    def __init__(self) -> None:
        self.errors: list[SpeechkitError] = []
        self.refused: list[str] = []
        """Paths of files that hold text and are not read."""

    def files(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """Files of a readable kind, neither hidden nor behind a link to a folder."""
        folders = [folder]
        while folders:
            current = folders.pop()
            try:
                inner, files = self._scan(current)
            except OSError as error:
                self.errors.append(unreadable(shown(current), error))
            else:
                folders += inner
                yield from files

    def _scan(self, folder: str) -> tuple[list[str], list[os.DirEntry[str]]]:
        """Folders and files in one folder.

        Where we wrote the folder, its records stand for the texts beside them: they say the
        same, and what is known of each speech. What was dropped has no texts, and an index of
        ours holds those of other files.
        """
        with os.scandir(folder) as entries:
            found = {entry.name: entry for entry in entries}
        if _is_index(found):
            return [], []
        records = {SPEECHES, KEPT} & found.keys()
        repeated = written_files(folder) - records if MARKER in found and records else ()
        inner, files = [], []
        for name, entry in found.items():
            if is_hidden(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if not _is_beside_page(name, found):
                    inner.append(entry.path)
            elif name in repeated:
                continue
            elif is_read(name):
                files.append(entry)
            elif is_missed(name):
                self.refused.append(entry.path)
        return inner, [entry for entry in files if _is_file(entry)]


def _is_index(names: Collection[str]) -> bool:
    """Whether a folder holds what `dedupe --index` puts into one, and nothing else."""
    return INDEX_LOCK in names and all(
        name in (INDEX_LOCK, INDEX_MANIFEST)
        or INDEX_PART.fullmatch(name)
        or name.startswith(STAGED)
        for name in names
    )


_PAGE_FILES = re.compile(r"(.+)(?:_files|\.files|_文件)")


def _is_beside_page(name: str, beside: Iterable[str]) -> bool:
    """Whether a folder holds the pictures and frames of a saved page beside it."""
    match = _PAGE_FILES.fullmatch(name)
    return match is not None and any(f"{match[1]}{s}" in beside for s in (".html", ".htm"))


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except PermissionError:  # a link to where we may not look: reading it will say so
        return True
    except OSError:  # a link to itself
        return False


def unreadable(where: str, error: OSError) -> StorageError:
    """What the system says of a file or folder that it does not let us read."""
    located = StorageError(f"{where}: cannot be read ({error.strerror})")
    located.__cause__ = error
    return located


# ------------------------------------------------------------------------------ in an archive


def _sources(path: str, report: Report) -> list[Source]:
    """The file itself, or the files in it when it is an archive."""
    if kind_by_name(path) != "zip":
        return [Source(path, path)]
    from speechkit.files.archive import Archive

    try:
        with Archive.at(path) as archive:
            if archive.kind:  # such as a docx that is called zip
                return [Source(path, path)]
            return in_archive(path, archive, report)
    except ReadingError as error:
        report(located(error, shown(path)))
    except OSError as error:
        report(unreadable(shown(path), error))
    return []


def in_archive(path: str, archive: Archive, report: Report) -> list[Source]:
    """The files of an archive that are read; an archive in it is not."""
    members = [member for member in archive.members if not _is_aside(member.name)]
    found: list[Source] = []
    refused: list[str] = []
    n_archives = 0
    for member in members:
        inside = f"{path}/{member.name}"
        if kind_by_name(member.name) == "zip":
            n_archives += 1
            report(ReadingError(f"{shown(inside)}: a zip in a zip is not read; unpack it first"))
        elif is_read(member.name.rpartition("/")[2]):
            found.append(Source(inside, path, member.index))
        elif refusal(member.name):
            refused.append(inside)
    for error in _left_out(path, refused, found or range(n_archives)):
        report(error)
    return found


def _is_aside(name: str) -> bool:
    """Whether a member is hidden, or what a Mac puts beside each file."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return not parts or parts[0] == "__MACOSX" or any(map(is_hidden, parts))


def located(error: SpeechkitError, where: str) -> SpeechkitError:
    """The error with the place before it."""
    with_place = type(error)(f"{where}: {error}")
    with_place.__cause__ = error
    return with_place
