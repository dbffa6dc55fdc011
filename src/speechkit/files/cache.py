"""The user's cache folder: what takes seconds to make is kept there and read in milliseconds.

A file is trusted when the user owns it, nobody else may write to it and its digest is
right; any other is ignored and replaced. Where nothing can be kept the table is made in
memory, and nobody hears of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from pathlib import Path

from speechkit.text.background import Background, build_background, jieba_word_lists

CACHE_VARIABLE = "SPEECHKIT_CACHE"
"""Names another folder for what speechkit keeps."""
MAX_BYTES = 64_000_000
"""A file larger than this is none of ours: the table has six million."""


def cache_folder() -> Path:
    """Where speechkit keeps files of its own; the folder need not exist."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else _user_cache() / "speechkit"


def _user_cache() -> Path:
    """The system's folder for caches of the user."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    xdg = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return xdg if xdg.is_absolute() else Path.home() / ".cache"


def load_background(folder: Path | None = None) -> Background:
    """General frequencies of words, from the cache where they are kept.

    The first call on a machine makes the table (seconds) and keeps it; a changed jieba
    makes it anew.

    Parameters
    ----------
    folder
        Where to keep it; `cache_folder()` if None.
    """
    try:
        path = (folder or cache_folder()) / f"background-{_key()}.bin"
    except (OSError, RuntimeError):  # no home folder, or the lists cannot be looked at
        return build_background()
    with contextlib.suppress(OSError, ValueError):
        return Background(_read_own(path))
    background = build_background()
    with contextlib.suppress(OSError):
        _write_own(path, background.data)
    return background


def _key() -> str:
    """Digest of where jieba's word lists lie, how large they are and when they were changed.

    The lists themselves are not digested: to read their eleven million bytes takes longer
    than to read the table.
    """
    _, paths = jieba_word_lists()
    facts = []
    for path in (*map(Path, paths), Path(paths[0]).with_name("__init__.py")):
        status = path.stat()
        facts.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _read_own(path: Path) -> bytes:
    """Content of a file of ours.

    Raises
    ------
    OSError
        When there is none, or it is a link, another user's or open to others.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not _is_own(status) or status.st_size > MAX_BYTES:
            raise PermissionError(f"{path}: not a file of this user alone")
        return file.read()


def _is_own(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):  # pragma: no cover - Windows keeps others out by itself
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write_own(path: Path, data: bytes) -> None:
    """Write a file only the user may read, all of it or nothing."""
    import tempfile

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, stage = tempfile.mkstemp(prefix=".background-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(stage).replace(path)
    except OSError:
        Path(stage).unlink(missing_ok=True)
        raise
