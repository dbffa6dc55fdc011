"""Messages over the pipes between two processes: bytes, their number before them."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from typing import IO

_NO_SEARCHES = "import gc; gc.set_threshold(100_000)"
"""For cycles, of which hardly any are made; by default a tenth of the start goes into them."""
_LENGTH = "Q"
"""Array type of the number that precedes every message."""


def start(program: str) -> subprocess.Popen[bytes] | None:
    """A Python process that reads messages and answers them; None where it would gain nothing.

    Parameters
    ----------
    program
        What it runs.
    """
    if (os.cpu_count() or 1) < 2 or not sys.executable:  # nothing would go on beside it
        return None
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter and our own code
            # -P: a file of the working directory must not pass for a module
            [sys.executable, "-P", "-c", f"{_NO_SEARCHES}; {program}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def ask(process: subprocess.Popen[bytes] | None, message: bytes) -> bytes | None:
    """The answer to a message; None when there is nobody to ask, or none comes."""
    if process is None or process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, message)
        return receive(process.stdout)
    except (OSError, ValueError):
        return None


def end(process: subprocess.Popen[bytes] | None) -> None:
    """End a process, whatever it is at."""
    if process is not None:
        process.kill()
        process.communicate()


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message."""
    stream.write(array(_LENGTH, [len(message)]).tobytes() + message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, None at the end of the stream."""
    head = stream.read(array(_LENGTH).itemsize)
    if len(head) < array(_LENGTH).itemsize:
        return None
    (length,) = array(_LENGTH, head)
    return stream.read(length)
