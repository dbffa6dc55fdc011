"""A command in; how long it ran, how long it computed and how much memory it took out.

The memory is that of the whole tree of processes: the sum of their proportional set sizes
(a page that several share is counted once), looked up twenty times a second. To look it up
stops a process for some milliseconds, one of several processes more often: who wants to know
the time does not look. Linux only.
"""

from __future__ import annotations

import re
import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
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


class FailedRunError(Exception):
    """A command that ended with an error; the message is the end of what it printed."""


def measure(command: Sequence[str], *, folder: Path, log: Path, looks: bool = True) -> Run:
    """Run a command in a folder, its output going to a file.

    Parameters
    ----------
    looks
        At the memory.

    Raises
    ------
    FailedRunError
        When it ends with an error or cannot be started.
    """
    before, began = _cpu_seconds(), time.perf_counter()
    peak = 0
    try:
        with (
            log.open("wb") as out,
            subprocess.Popen(command, cwd=folder, stdout=out, stderr=out) as process,
        ):
            if not looks:
                process.wait()
            while process.poll() is None:
                peak = max(peak, sum(map(_pss_bytes, _tree(process.pid))))
                _wait(process)
            seconds = time.perf_counter() - began
    except OSError as error:
        raise FailedRunError(str(error)) from error
    if process.returncode:
        raise FailedRunError(f"exit code {process.returncode}: {_last_line(log)}")
    return Run(seconds, _cpu_seconds() - before, peak / 1e6)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Until the next look, or until the process ends: its end is not to be overslept."""
    try:
        process.wait(INTERVAL)
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


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
