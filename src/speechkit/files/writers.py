"""Results in, files and folders out: whole or not at all.

Everything is first written beside its place under a hidden name, and then given its name in
one step. Whoever looks sees the old output or the new one; a full disk, an interruption or a
second run at the same time leaves nothing half-written.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal

from speechkit.errors import OutputExistsError, StorageError
from speechkit.files.ids import Names

MARKER = ".speechkit"
"""File in each folder we write that lists what we wrote: only that is ever replaced."""
SPEECHES = "speeches.jsonl"
"""Records of the speeches that a folder also holds one a file."""
KEPT = "kept.jsonl"
"""Records of a corpus without what was dropped; beside them a list of that."""
INDEX_MANIFEST, INDEX_LOCK = "manifest.json", "lock"
INDEX_PART = re.compile(r"(?:\d{6}\.[a-z_]+(?:\.npy|\.jsonl)?|pairs\.\d{6}\.npy)")
"""Names of the other files of an index; one that no manifest names was left behind."""
STAGED = ".speechkit-new-"
"""Begins the name of what is still being written, or was when its run was killed."""
MAX_TITLE = 60
"""Characters of a title in a file name."""
MAX_NAME_BYTES = 200
"""Of a whole file name; file systems take 255, and copies, backups and `.part` need some."""
_LEAST_DIGITS = 2
"""Of the numbers that file names begin with."""
_FEW = 64
"""Files up to which each is synced by itself."""
_SYNCED_TOGETHER = 16
"""Of 2,000 files on ext4, one at a time took .4 s, four .27, sixteen .15, thirty-two .2."""
_SYNC_BLOCK = 1000
"""Files handed to the threads at a time, so that a hundred thousand take no memory."""


def write_file(path: str | Path, data: bytes | Iterable[bytes], *, force: bool = False) -> None:
    """Write one file, whole or not at all.

    Parameters
    ----------
    path
        The folder it stands in must exist.
    data
        All of it, or one piece after the other.
    force
        Replace a file that is there. A link is replaced itself, not the file it leads to.

    Raises
    ------
    OutputExistsError
        When there is something already that may not be replaced, or no file can be made here.
    StorageError
        When writing failed; nothing is left behind.
    """
    target = _target(path)
    sweep(target)
    check_file(target, force=force)
    with _errors_of(target), _stage(target, _touch) as stage:
        _write(stage, data)
        _sync(stage)
        _publish_file(stage, target, force=force)
        sync_folder(target.parent)


@contextmanager
def new_folder(path: str | Path, *, force: bool = False) -> Iterator[NewFolder]:
    """A folder to write files into, which gets its name when the block ends well.

    It is there whole or not at all: when the block raises, nothing is left behind and the
    error passes on as it is. The files need not be in memory together.

    Parameters
    ----------
    path
        The folder it stands in must exist.
    force
        Replace a folder that is empty or was made by us and holds nothing else.

    Raises
    ------
    OutputExistsError
        When there is something already that may not be replaced, or no folder can be made here.
    StorageError
        When writing failed; nothing is left behind.
    """
    target = _target(path)
    sweep(target)
    check_folder(target, force=force)
    with ExitStack() as stack:
        with _errors_of(target):
            stage = stack.enter_context(_stage(target, Path.mkdir))
        folder = stack.enter_context(closing(NewFolder(stage, target)))
        yield folder
        with _errors_of(target):
            folder.finish()
            _publish_folder(stage, target, force=force)
            sync_folder(target.parent)


class NewFolder:
    """Takes the files of a folder, one after the other; see `new_folder`.

    Raises
    ------
    StorageError
        When writing failed.
    ValueError
        When a name is not that of a file in this folder, or is given twice.
    """

    def __init__(self, stage: Path, target: Path) -> None:
        self._stage = stage
        self._target = target
        self._names: list[str] = []
        self._taken = {MARKER}
        self._numbered: list[int] = []
        self._growing: dict[str, BinaryIO] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write a file, all of it."""
        self._take(name)
        with _errors_of(self._target):
            _write(self._stage / name, data)

    def write_numbered(self, title: str, data: bytes) -> None:
        """Write the next of the texts, which are numbered from 1 and named after their titles.

        All numbers get as many digits as the last one has.
        """
        number = len(self._numbered) + 1
        self._numbered.append(len(self._names))
        self.write(safe_name(number, title, width=_LEAST_DIGITS), data)

    def append(self, name: str, data: bytes) -> None:
        """Add to the end of a file, which is made where it is not there yet."""
        with _errors_of(self._target):
            if name not in self._growing:
                self._take(name)
                self._growing[name] = (self._stage / name).open("wb")
            self._growing[name].write(data)

    def close(self) -> None:
        """Let go of the files that are open."""
        for file in self._growing.values():
            with suppress(OSError):  # told already, when it was written to
                file.close()

    def finish(self) -> None:
        """Have the disk take all files under their last names, and the list of them."""
        for file in self._growing.values():
            file.close()
        self._renumber()
        _write(self._stage / MARKER, "".join(f"{name}\n" for name in self._names).encode())
        _sync_all(self._stage, [*self._names, MARKER])
        sync_folder(self._stage)

    def _take(self, name: str) -> None:
        folded = name.casefold()
        if name in ("", ".", "..") or re.search(r"[/\\\0\n]", name) or folded in self._taken:
            raise ValueError(name)
        self._names.append(name)
        self._taken.add(name if folded == name else folded)

    def _renumber(self) -> None:
        """Fill up the numbers that have fewer digits than the last."""
        digits = len(str(len(self._numbered)))
        for number, place in enumerate(self._numbered, 1):
            if len(str(number)) >= digits or digits <= _LEAST_DIGITS:
                return
            name = self._names[place]
            wider = renumbered(name, number, width=digits)
            (self._stage / name).rename(self._stage / wider)
            self._names[place] = wider


def check_file(path: str | Path, *, force: bool = False) -> None:
    """Raise at once what `write_file` would raise for this place, before work is done for it.

    Raises
    ------
    OutputExistsError
        As `write_file` does.
    """
    target = _target(path)
    mode = _mode(target)
    if mode is None or (force and not stat.S_ISDIR(mode)):
        _check_parent(target)
    elif stat.S_ISDIR(mode):
        raise OutputExistsError(f"{target}: is a folder; name a file")
    else:
        raise _exists(target)
    if not _may_become_file(target):
        raise OutputExistsError(f"{target}: is no ordinary file; leave -o out to use a pipe")


def check_folder(path: str | Path, *, force: bool = False) -> None:
    """Raise at once what `new_folder` would raise for this place, before work is done for it.

    Raises
    ------
    OutputExistsError
        As `new_folder` does.
    """
    target = _target(path)
    mode = _mode(target)
    if mode is not None:
        _check_ours(target, mode)
        if not force:
            raise _exists(target)
    _check_parent(target)


def written_files(folder: str | Path) -> frozenset[str]:
    """Names of the files that `new_folder` put into a folder; empty when it did not make it."""
    marker = Path(folder) / MARKER
    try:
        if not stat.S_ISREG(marker.lstat().st_mode):
            return frozenset()
        return frozenset(marker.read_text("utf-8", "replace").split("\n")) - {""}
    except OSError:
        return frozenset()


# ----------------------------------------------------------------------------- file names


def safe_name(number: int, title: str, *, width: int) -> str:
    r"""A file name that any system takes and that stays in its folder, whatever the title is.

    It has one `_`, between number and title, so that a program that takes names apart there
    (quanteda's readtext) finds two parts.

    Parameters
    ----------
    number
        Comes first, so that no title makes a reserved, hidden or option-like name.
    title
        At most `MAX_TITLE` of its characters are taken, without those nobody sees.
    width
        Digits the number is filled up to.

    Raises
    ------
    ValueError
        When `number` is negative.

    Examples
    --------
    >>> safe_name(3, " 在全会上的讲话/..\n（摘要） ", width=2)
    '03_在全会上的讲话-.. （摘要）.txt'
    >>> safe_name(3, "", width=2)
    '03.txt'
    """
    if number < 0:
        raise ValueError(number)
    safe = _safe_title(title)
    start = f"{number:0{width}d}_{safe}" if safe else f"{number:0{width}d}"
    return _fitted(start, ".txt")


class SourceNames:
    """Names of the files for the texts that were taken out of docx, pdf and html, each once.

    They do not end in `.txt`, lest who reads all texts of a folder reads each speech twice.

    Examples
    --------
    >>> names = SourceNames()
    >>> [names.give(document_id) for document_id in ("2019/报告", "2019-报告")]
    ['source_2019-报告.text', 'source_2019-报告-2.text']
    """

    def __init__(self) -> None:
        self._names = Names(key=str.casefold)

    def give(self, document_id: str) -> str:
        """The name for the text of a document."""
        start = f"source_{_safe_title(document_id)}"
        return self._names.give(_fitted(start, ".text"), lambda n: _fitted(start, f"-{n}.text"))


def renumbered(name: str, number: int, *, width: int) -> str:
    """The name that `safe_name` gave, with its number filled up to more digits.

    Examples
    --------
    >>> renumbered("07_开幕致辞.txt", 7, width=4)
    '0007_开幕致辞.txt'
    """
    start = f"{number:0{width}d}{name.removesuffix('.txt').lstrip('0123456789')}"
    return _fitted(start, ".txt")


_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*_', "-"))


def _safe_title(title: str) -> str:
    spaced = (" " if char.isspace() else char for char in title)
    seen = "".join(char for char in spaced if unicodedata.category(char)[0] != "C")
    safe = unicodedata.normalize("NFC", seen).translate(_FORBIDDEN)
    return " ".join(safe.split())[:MAX_TITLE].rstrip(" .")


def _fitted(start: str, ending: str) -> str:
    room = MAX_NAME_BYTES - len(ending)
    return start.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + ending


# ------------------------------------------------------------------------- is there room


def _target(path: str | Path) -> Path:
    """The path with a name at its end, which `.` and `..` have not."""
    target = Path(path)
    return target.resolve() if target.name in ("", "..") else target


def _mode(target: Path) -> int | None:
    """Kind of what stands at a path, links not followed; None for nothing."""
    try:
        return target.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise OutputExistsError(
            f"{target}: cannot be made ({error}); name another place"
        ) from error


def _may_become_file(target: Path) -> bool:
    """Whether a place holds nothing or a file, a link being what it leads to.

    `/dev/stdout` and a named pipe would be lost to all others if we put a file in their place.
    """
    try:
        return stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _check_parent(target: Path) -> None:
    parent = target.parent
    if not parent.is_dir():
        raise OutputExistsError(f"{target}: there is no folder {parent}; make it first")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise OutputExistsError(f"{target}: nothing can be made in {parent}; name another place")


def _check_ours(target: Path, mode: int) -> None:
    """Refuse a place where something stands that no `--force` replaces."""
    if not stat.S_ISDIR(mode):
        raise OutputExistsError(f"{target}: exists already and is no folder; name another place")
    if (stranger := _stranger(target)) is not None:
        what = f"holds {stranger!r}, which speechkit did not write"
        raise OutputExistsError(f"{target}: exists already and {what}; name another folder")


def _stranger(folder: Path) -> str | None:
    """Name of something in a folder that we did not write, the first; None where there is none."""
    ours = written_files(folder) | {MARKER} | _LITTER
    try:
        with os.scandir(folder) as entries:
            others = [e.name for e in entries if e.name not in ours or not _is_plain(e)]
    except OSError as error:
        raise OutputExistsError(
            f"{folder}: cannot be looked into ({error.strerror}); name another folder"
        ) from error
    return min(others, default=None)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in a folder that is looked at."""


def _exists(target: Path) -> OutputExistsError:
    return OutputExistsError(f"{target}: exists already; --force replaces it")


@contextmanager
def _errors_of(target: Path) -> Iterator[None]:
    """Turn what the system says into what the user can do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.EISDIR):
            raise _exists(target) from error
        failed = f"{target}: cannot be written ({error.strerror})"
        if error.errno in _NO_PLACE:
            raise OutputExistsError(f"{failed}; name another place") from error
        raise StorageError(f"{failed}; nothing was left behind") from error


_NO_PLACE = (
    errno.EACCES,
    errno.ELOOP,
    errno.ENAMETOOLONG,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
)


# ------------------------------------------------------------------------ stage and publish

# A hidden name says whose it is: what for (new: not finished; old: being replaced), machine,
# process, and for an old one which name it had.
_HIDDEN = re.compile(r"\.speechkit-(new|old)-([0-9a-f]{8})-([0-9]{1,10})-([0-9a-f]{8})-[0-9]+")


def hidden_names(kind: Literal["new", "old"], name: str) -> Iterator[str]:
    """Names for what is to be called `name`, or was; the first that is free is to be taken."""
    start = f".speechkit-{kind}-{_machine()}-{os.getpid()}-{_digest(name)}-"
    return (f"{start}{n}" for n in count())


def _hidden_names(kind: Literal["new", "old"], target: Path) -> Iterator[Path]:
    return (target.with_name(name) for name in hidden_names(kind, target.name))


def _machine() -> str:
    return _digest(os.uname().nodename if hasattr(os, "uname") else "")


def _digest(name: str) -> str:
    return f"{zlib.crc32(os.fsencode(name)):08x}"


@contextmanager
def _stage(target: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """A new file or folder beside the target, removed at the end if it is still there."""
    stage = _made(target, make)
    try:
        yield stage
    finally:
        _remove(stage)


def _made(target: Path, make: Callable[[Path], None]) -> Path:
    for path in _hidden_names("new", target):
        with suppress(FileExistsError):
            make(path)
            return path
    raise AssertionError("count() does not end")


def _touch(path: Path) -> None:
    path.touch(exist_ok=False)


def _remove(stage: Path) -> None:
    if stage.is_dir() and not stage.is_symlink():
        import shutil  # rarely needed: when writing failed

        shutil.rmtree(stage, ignore_errors=True)
    else:
        with suppress(OSError):
            stage.unlink(missing_ok=True)


def _write(path: Path, data: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for piece in (data,) if isinstance(data, bytes) else data:
            file.write(piece)


def _sync(path: Path) -> None:
    """Have the disk take a file before it gets its name, or say that it cannot."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_all(folder: Path, names: list[str]) -> None:
    """Have the disk take many files; it takes them sooner when they are asked for together."""
    if len(names) <= _FEW:
        for name in names:
            _sync(folder / name)
        return
    from concurrent.futures import ThreadPoolExecutor  # fifteen ms, nothing beside many files

    with ThreadPoolExecutor(_SYNCED_TOGETHER) as threads:
        for start in range(0, len(names), _SYNC_BLOCK):
            block = names[start : start + _SYNC_BLOCK]
            for _ in threads.map(lambda name: _sync(folder / name), block):
                pass


def sync_folder(folder: Path) -> None:
    """Have the disk take the names in a folder; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _publish_file(stage: Path, target: Path, *, force: bool) -> None:
    if force:
        stage.replace(target)
        return
    try:
        target.hardlink_to(stage)  # unlike a rename it never replaces what came meanwhile
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if _mode(target) is not None:
            raise _exists(target) from None
        stage.rename(target)


def _publish_folder(stage: Path, target: Path, *, force: bool) -> None:
    """Give the stage its name; a folder that has files is never replaced by this itself."""
    old = _move_aside(target) if force else None
    try:
        stage.rename(target)
    except BaseException:
        if old is not None:
            _move_back(old, target)
        raise
    if old is not None:
        _remove_written(old)


def _move_back(old: Path, target: Path) -> None:
    """Give the old output its name again, or let it go when another run's has that name now."""
    try:
        old.rename(target)
    except OSError:
        if _mode(target) is not None:
            _remove_written(old)


def _move_aside(target: Path) -> Path | None:
    """Rename the old output; None where there is none."""
    free = next(path for path in _hidden_names("old", target) if _mode(path) is None)
    try:
        return target.rename(free)
    except FileNotFoundError:
        return None


def _remove_written(folder: Path) -> None:
    """Remove an old output of ours, and nothing that came into it meanwhile."""
    with suppress(OSError):
        for name in (*sorted((written_files(folder) | _LITTER) - {MARKER}), MARKER):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def sweep(target: Path) -> None:
    """Tidy up after runs that were killed here: their stages go, an old output comes back."""
    with suppress(OSError, ValueError), os.scandir(target.parent) as entries:
        for name in sorted(entry.name for entry in entries):
            match = _HIDDEN.fullmatch(name)
            if match and match[2] == _machine() and _is_dead(int(match[3])):
                _sweep_one(target.with_name(name), match[1], match[4], target)


def _sweep_one(hidden: Path, kind: str, digest: str, target: Path) -> None:
    if kind == "new":
        _remove(hidden)
    elif digest == _digest(target.name) and _mode(target) is not None:
        _remove_written(hidden)
    elif digest == _digest(target.name):
        with suppress(OSError):
            hidden.rename(target)


def _is_dead(process: int) -> bool:
    """Whether a process of this machine is known to have ended."""
    if os.name != "posix":  # elsewhere os.kill would end it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
