"""What typer says of wrong arguments in, a line that says what to do about it out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from speechkit.cli.picking import is_there
from speechkit.errors import did_you_mean

if TYPE_CHECKING:
    import typer

_PLAINER = {
    " is not a valid int range": " is no whole number",
    " is not a valid float range": " is no number",
    "requires an argument": "takes a value",
}
_MISSING = {
    "SOURCE...": "name a file or a folder, or - for standard input",
    "TERM": "name what to look for, then where",
    "A": "name two speeches, such as FILE#1 FILE#2",
    "B": "name a second speech, such as FILE#2",
}
"""What to do where an argument is missing."""
_CHOICE = re.compile(r"'([^']*)' is not one of (.+)", re.DOTALL)
_VALUE = re.compile(r"^Invalid value for '([^']+)'")


def usage_line(
    error: typer.TyperException, arguments: Sequence[str], commands: Collection[str]
) -> str:
    """What is wrong with the arguments, and what to try.

    Parameters
    ----------
    commands
        All there are.
    """
    command = next(iter(arguments), "")
    if command and command not in commands and not command.startswith("-"):
        return f"speechkit: {_no_command(command, commands)}"
    where = f"speechkit {command}" if command in commands else "speechkit"
    return f"{where}: {_said(error)}; see {where} --help"


def _no_command(given: str, commands: Collection[str]) -> str:
    if is_there(given):
        return f"{given} is no command but a file; name one before it, such as split {given}"
    meant = did_you_mean(given, commands)
    there = "" if meant else f"; there are {', '.join(commands)}"
    return f"no command {given}{meant or there}"


def _said(error: typer.TyperException) -> str:
    option = getattr(error, "option_name", None)
    message = error.format_message().rstrip(".")
    if option and message.startswith("No such option"):
        likely = getattr(error, "possibilities", None) or ()
        return f"no option {option}" + did_you_mean(option, likely)
    missing = re.fullmatch(r"Missing argument '(.+)'", message)
    if missing:
        return f"{missing[1]} is missing; {_MISSING[missing[1]]}"
    message = _VALUE.sub(r"\1", message)
    for theirs, ours in _PLAINER.items():
        message = message.replace(theirs, ours, 1)
    choice = _CHOICE.search(message)
    if choice:
        message += did_you_mean(choice[1], re.findall(r"'([^']+)'", choice[2]))
    return message
