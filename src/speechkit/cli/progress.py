"""Documents that are done in, a line on the terminal out that says how far we are."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from typing import TextIO

from speechkit.files import file_sizes

_DELAY = 1.0
"""Seconds before anything is shown: most runs are over by then."""
_INTERVAL = 0.2
"""Seconds between two changes of the line."""
_BYTES_A_CHARACTER = 3
"""Of Chinese in UTF-8; only where inside a file of records we are depends on it."""
_BYTES_PACKED = 1
"""Of a character in an archive: texts pack to a third."""
_BAR = 20


class _Line:
    """One line that is written over now and then; gone when something else is to be printed."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float]) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._began = clock()
        self._due = self._began + _DELAY
        self._shown = 0
        """Characters of the line on the terminal."""

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0

    def _show_when_due(self, line: Callable[[float], str]) -> None:
        """Show what the line says after so many seconds, unless it was shown just now."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + _INTERVAL
        shown = line(now - self._began)
        room = shutil.get_terminal_size().columns - 1
        self._stream.write("\r" + shown[:room].ljust(min(self._shown, room)))
        self._stream.flush()
        self._shown = min(len(shown), room)


class ProgressLine(_Line):
    """How far the reading of sources is."""

    def __init__(
        self,
        sources: Sequence[str],
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(stream, clock)
        self._sources = sources
        self._sizes: dict[str, int] | None = None
        """None until a run takes so long that it is worth a look."""
        self._total = 0
        self._pending: list[tuple[str, int]] = []
        """Paths and characters of the documents that were done before we had a look."""
        self._file = ""
        """The one we are in."""
        self._n_files = 0
        self._done = 0
        """Bytes of the files that are done."""
        self._inside = 0
        """Bytes of the file we are in that are done, about."""

    def advance(self, path: str, n_chars: int) -> None:
        """Note that a document of this path is done."""
        if self._sizes is None:
            self._pending.append((path, n_chars))
        else:
            self._count(path, n_chars)
        self._show_when_due(self._told)

    def _look(self) -> dict[str, int]:
        """Sizes of the files, and all that was done before they were known counted by them."""
        if self._sizes is None:
            self._sizes = file_sizes(self._sources)
            self._total = sum(self._sizes.values())
            for path, n_chars in self._pending:
                self._count(path, n_chars)
            self._pending.clear()
        return self._sizes

    def _count(self, path: str, n_chars: int) -> None:
        file = self._file_of(path)
        if file != self._file:
            self._done += self._size(self._file)
            self._n_files += 1
            self._file, self._inside = file, 0
        self._inside += n_chars * (_BYTES_A_CHARACTER if file == path else _BYTES_PACKED)

    def _told(self, seconds: float) -> str:
        sizes = self._look()
        done = min(self._total, self._done + min(self._inside, self._size(self._file)))
        return progress_line(self._n_files, len(sizes), done, self._total, seconds)

    def _file_of(self, path: str) -> str:
        """The file that a document stands in: its path, or the archive the path leads into."""
        file = path
        while file and file not in (self._sizes or ()):
            file = file.rpartition("/")[0]
        return file or path

    def _size(self, file: str) -> int:
        return (self._sizes or {}).get(file, 0)


def progress_line(
    n_files: int, all_files: int, n_bytes: int, all_bytes: int, seconds: float
) -> str:
    """How far we are, in figures that every console can show.

    Examples
    --------
    >>> progress_line(3, 12, 25_000_000, 100_000_000, 5.0)
    'reading [#####...............] 3 of 12 files, 25 of 100 MB, 0:15 left'
    """
    if not 0 < n_bytes <= all_bytes:
        return f"reading: {n_files:,} read, {_clock_time(seconds)}"
    bar = _bar(n_bytes, all_bytes)
    files = f"{n_files:,} of {all_files:,} files" if all_files > 1 else "1 file"
    amount = f"{n_bytes / 1e6:,.0f} of {all_bytes / 1e6:,.0f} MB"
    left = _clock_time(seconds * (all_bytes - n_bytes) / n_bytes)
    return f"reading [{bar}] {files}, {amount}, {left} left"


class StepsLine(_Line):
    """How many of the steps of a piece of work are done."""

    def __init__(
        self,
        what: str,
        n_steps: int,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(stream, clock)
        self._what = what
        self._n_steps = n_steps
        self._n_done = 0

    def advance(self) -> None:
        """Note that a step is done."""
        self._n_done += 1
        self._show_when_due(
            lambda seconds: steps_line(self._what, self._n_done, self._n_steps, seconds)
        )


def steps_line(what: str, n_done: int, n_steps: int, seconds: float) -> str:
    """How far a piece of work is.

    Examples
    --------
    >>> steps_line("comparing", 25, 100, 5.0)
    'comparing [#####...............] 25%, 0:15 left'
    """
    left = _clock_time(seconds * (n_steps - n_done) / n_done)
    return f"{what} [{_bar(n_done, n_steps)}] {100 * n_done // n_steps}%, {left} left"


def _bar(n_done: int, n_all: int) -> str:
    filled = _BAR * n_done // n_all
    return "#" * filled + "." * (_BAR - filled)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
