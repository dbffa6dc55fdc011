"""Arguments and environment in; what of them concerns the completion of a shell, out.

A shell asks by starting `speechkit` without arguments, the line that is typed in the
environment; what then happens is typer's.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

VARIABLE = "_SPEECHKIT_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_OPTIONS = ("--show-completion", "--install-completion")


def command_of_line(environment: Mapping[str, str]) -> str | None:
    """The command whose options and values are to be completed.

    None where there is none yet: its own name is being typed.

    Examples
    --------
    >>> command_of_line({"COMP_WORDS": "speechkit split --f"})
    'split'
    >>> command_of_line({"_TYPER_COMPLETE_ARGS": "speechkit sp"})
    """
    line = environment.get("COMP_WORDS") or environment.get("_TYPER_COMPLETE_ARGS") or ""
    words = line.split(maxsplit=2)
    is_complete = len(words) > 2 or (len(words) == 2 and line[-1:].isspace())
    return words[1] if is_complete else None


def named_shell(arguments: Sequence[str]) -> tuple[str, str] | None:
    """Option and shell, where the completion of a shell is asked for that is named.

    Examples
    --------
    >>> named_shell(["--show-completion", "fish"])
    ('--show-completion', 'fish')
    >>> named_shell(["--show-completion"])
    """
    match arguments:
        case [str(option), str(shell), *_] if option in _OPTIONS and shell in SHELLS:
            return option, shell
    return None


def do_without_rich() -> None:
    """Make typer show its descriptions as they are; it loads rich for them, if that is there.

    Who presses the tabulator would wait twice as long.
    """
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # as the import system has it
