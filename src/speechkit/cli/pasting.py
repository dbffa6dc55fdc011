"""Arguments in, a command that can be copied into a shell out; None where it cannot be shown."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from speechkit.render.escape import visible

_MOST_NAMES = 999


def command_line(*arguments: str) -> str | None:
    r"""`speechkit` with these arguments, quoted for a shell.

    None when one holds what a terminal must not get: a command without it is another command.

    Examples
    --------
    >>> command_line("split", "报告 2024.txt")
    "speechkit split '报告 2024.txt'"
    >>> command_line("split", "a\x1b[2J.txt")
    """
    if any(visible(argument) != argument for argument in arguments):
        return None
    return shlex.join(["speechkit", *arguments])


def as_argument(path: str) -> str:
    """The path so that no command takes it for an option, or for standard input.

    Examples
    --------
    >>> as_argument("-rf.txt"), as_argument("a.txt")
    ('./-rf.txt', 'a.txt')
    """
    return f".{os.sep}{path}" if path.startswith("-") else path


def unused(name: str) -> str:
    """The name, with a number where there is a file or folder of that name here.

    Examples
    --------
    >>> unused("no such page.html")
    'no such page.html'
    """
    path = Path(name)
    names = (path.with_stem(f"{path.stem}-{n}") if n > 1 else path for n in range(1, _MOST_NAMES))
    return str(next((each for each in names if not os.path.lexists(each)), path))
