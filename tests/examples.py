"""A page of the documentation in; the same page with what its examples print now out.

In a block marked `console` a line `$ command` is an example, and what follows is its output
on a terminal of 80 columns, standard error included. A line `...` in an output stands for
lines left out, up to the line that follows it, or up to the end. A block whose mark names a
file (`json my-themes.json`) is that file. Blanks at the ends of lines do not count.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
WIDTH = 80
OMISSION = "..."

_BLOCK = re.compile(r"^```(?P<mark>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Desk:
    """A folder to try the examples in, as a newcomer has it: the corpus and the command."""

    folder: Path
    programs: Path
    cache: Path

    def run(self, command: str) -> list[str]:
        """Lines that a command of the shell prints on a terminal."""
        terminal, shell_side = os.openpty()
        _set_up(shell_side)
        with subprocess.Popen(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self._environment(),
            stdin=shell_side,
            stdout=shell_side,
            stderr=shell_side,
            start_new_session=True,
        ):
            os.close(shell_side)
            printed = _read_all(terminal)
        lines = printed.decode("utf-8", "replace").split("\n")
        return [line.rstrip() for line in (lines if lines[-1] else lines[:-1])]

    def _environment(self) -> dict[str, str]:
        return {
            "COLUMNS": str(WIDTH),
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "PATH": os.pathsep.join((str(self.programs), os.defpath)),
            "SPEECHKIT_CACHE": str(self.cache),
            "SPEECHKIT_HINTS": "off",  # they depend on what else lies in the folder
            "TERM": "dumb",
        }


def lay_desk(folder: Path, cache: Path) -> Desk:
    """A new desk in an empty folder; desks may share a cache."""
    programs = folder / "bin"
    programs.mkdir()
    command = programs / "speechkit"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m speechkit "$@"\n')
    command.chmod(0o755)
    work = folder / "work"
    shutil.copytree(ROOT / "corpus", work / "corpus")
    return Desk(work, programs, cache)


def renewed(page: str, desk: Desk) -> str:
    """The page as it is when every example of it has been run, in order."""
    return _BLOCK.sub(lambda block: _renewed_block(block, desk), page)


def with_outputs(page: str, language: str, run: Callable[[str], str]) -> str:
    """The page with what its programs in a language print now, where it says what they print."""
    for block, shown in pairwise(_BLOCK.finditer(page)):
        if block["mark"] == language and shown["mark"] == "text":
            page = page.replace(
                f"{block[0]}\n\n{shown[0]}", f"{block[0]}\n\n```text\n{run(block['body'])}```"
            )
    return page


def commands(page: str) -> list[str]:
    """Every command that is an example of the page."""
    return [
        line.removeprefix("$ ")
        for block in _BLOCK.finditer(page)
        if block["mark"] == "console"
        for line in block["body"].splitlines()
        if line.startswith("$ ")
    ]


def _renewed_block(block: re.Match[str], desk: Desk) -> str:
    kind, _, name = block["mark"].partition(" ")
    if name:
        (desk.folder / name).write_text(block["body"], encoding="utf-8")
    if kind != "console":
        return block[0]
    body = "".join(f"{line}\n" for line in _renewed_lines(block["body"].splitlines(), desk))
    return f"```{block['mark']}\n{body}```"


def _renewed_lines(lines: list[str], desk: Desk) -> Iterator[str]:
    starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start]
        yield from _as_shown(lines[start + 1 : end], desk.run(lines[start].removeprefix("$ ")))


def _as_shown(shown: list[str], printed: list[str]) -> list[str]:
    """What was printed, with that left out which the page leaves out; all, if it is not found."""
    (first, *others) = _parts(shown)
    kept, at = printed[: len(first)], len(first)
    for n, part in enumerate(others, 1):
        if part and part[0] not in printed[at:]:
            return printed
        start = printed.index(part[0], at) if part else len(printed)
        end = len(printed) if n == len(others) else start + len(part)
        kept += [OMISSION] if start > at else []
        kept += printed[start:end]
        at = end
    return kept if others else printed


def _parts(shown: list[str]) -> list[list[str]]:
    """The lines of an output between the lines left out."""
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == OMISSION:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _set_up(terminal: int) -> None:
    """Make a terminal 80 columns wide that prints what it gets."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
    modes = termios.tcgetattr(terminal)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def _read_all(terminal: int) -> bytes:
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # on Linux the end of a terminal is an error
        pass
    finally:
        os.close(terminal)
    return b"".join(parts)
