"""A command in; how long it ran, how long it computed, what memory and disk it took out.

The memory is that of the whole tree of processes: the sum of their proportional set sizes
(a page that several share is counted once), looked up twenty times a second. To look it up
stops a process for some milliseconds, one of several processes more often: who wants to know
the time does not look, or seldom. The disk is that of the files without a name which the
processes hold open, looked up with the memory. Linux only.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import resource
import signal
import stat
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05
"""Seconds between two looks at the memory."""
_PSS = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took."""

    seconds: float
    cpu_seconds: float
    """Of all its processes, on all cores."""
    peak_mb: float
    """Of all its processes together, at the worst; MB of 1,000,000 bytes. 0: nobody looked."""
    disk_mb: float = 0.0
    """Of its temporary files, at the worst."""


class FailedRunError(Exception):
    """A command that ended with an error; the message is the end of what it printed."""


class OverTimeError(FailedRunError):
    """A command that did not end in time and was stopped."""


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    log: Path,
    looks: bool = True,
    limit: float | None = None,
    interval: float = INTERVAL,
) -> Run:
    """Run a command in a folder, its output going to a file.

    Parameters
    ----------
    looks
        At the memory.
    limit
        Seconds after which it and what it started is stopped.
    interval
        Seconds between two looks; of a process of gigabytes one takes some 10 ms.

    Raises
    ------
    FailedRunError
        When it ends with an error or cannot be started.
    OverTimeError
        When it has not ended in time.
    """
    before, began = _cpu_seconds(), time.perf_counter()
    try:
        with (
            log.open("wb") as out,
            subprocess.Popen(command, cwd=folder, stdout=out, stderr=out) as process,
        ):
            limit_at = began + limit if limit else math.inf
            peak, disk = _watch(process, limit_at, interval, looks=looks)
            seconds = time.perf_counter() - began
    except OSError as error:
        raise FailedRunError(str(error)) from error
    if process.returncode:
        raise FailedRunError(f"exit code {process.returncode}: {_last_line(log)}")
    return Run(seconds, _cpu_seconds() - before, peak / 1e6, disk / 1e6)


def _watch(
    process: subprocess.Popen[bytes], until: float, interval: float, *, looks: bool
) -> tuple[int, int]:
    """Bytes of memory and of files without a name at the worst, once the process has ended."""
    peak = disk = 0
    if not looks and until == math.inf:
        process.wait()
    while process.poll() is None:
        if looks:
            processes = list(_tree(process.pid))
            peak = max(peak, sum(map(_pss_bytes, processes)))
            disk = max(disk, _unnamed_bytes(processes))
        _wait(process, interval)
        if time.perf_counter() > until and process.poll() is None:
            _stop(process)
            raise OverTimeError("not done in time")
    return peak, disk


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started, all of them by their numbers."""
    for pid in list(_tree(process.pid)):
        with contextlib.suppress(ProcessLookupError):  # it has ended
            os.kill(pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], interval: float) -> None:
    """Until the next look, or until the process ends: its end is not to be overslept."""
    try:
        process.wait(interval)
    except subprocess.TimeoutExpired:
        return


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tree(pid: int) -> Iterator[int]:
    """A process and those it or its children started."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = (thread / "children").read_text("ascii")
        except OSError:  # it has ended
            continue
        for child in children.split():
            yield from _tree(int(child))


def _pss_bytes(pid: int) -> int:
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))
    except OSError:  # it has ended
        return 0
    return int(found[1]) * 1024 if found else 0


def _unnamed_bytes(processes: Iterable[int]) -> int:
    """Bytes on disk of the open files that no folder lists; what several hold open counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for pid in processes:
        for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                found = descriptor.stat()
            except OSError:  # it has been closed
                continue
            if stat.S_ISREG(found.st_mode) and not found.st_nlink:
                sizes[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(sizes.values())


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
