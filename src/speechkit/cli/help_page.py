"""A command as typer has it in, its page of help in Chinese out.

The layout is that of the English pages; lines are counted in columns, of which a Chinese
character takes two.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from typing import Any

from typer.core import TyperCommand

from speechkit.cli.columns import columns_of, padded, wrapped
from speechkit.cli.help_zh import HEADINGS, METAVARS, NOTES, TEXTS
from speechkit.cli.program import Program

_WIDEST, _NARROWEST = 78, 50
"""Columns of a page, as of the English one."""
_FIRST = 30
"""Columns for the names of options; the text of one with a longer name begins below it."""
_INDENT, _GAP = 2, 2
_EXAMPLE = "Example: "


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 # typer's own
        return help_page(self, ctx)


class ChineseProgram(Program):
    """The program with its help in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 # typer's own
        return help_page(self, ctx)


def help_page(command: Any, ctx: Any) -> str:  # noqa: ANN401 # typer's own
    """The page of a command, or of the program with all its commands."""
    width = max(min(shutil.get_terminal_size().columns - 2, _WIDEST), _NARROWEST)
    params = list(command.get_params(ctx))
    arguments = [_record(p, ctx) for p in params if p.param_type_name == "argument"]
    options = [_record(p, ctx) for p in params if p.param_type_name == "option"]
    commands = [(n, TEXTS[c.short_help]) for n, c in getattr(command, "commands", {}).items()]
    lines = [
        *_usage(command, ctx, width),
        *_text(command.help, width),
        *_section("arguments", arguments, width),
        *_section("options", options, width),
        *_section("commands", commands, width),
        *_text(command.epilog, width),
    ]
    return "\n".join(lines)


def _usage(command: Any, ctx: Any, width: int) -> Iterator[str]:  # noqa: ANN401
    prefix = f"{HEADINGS['usage']}{ctx.command_path} "
    pieces = " ".join(map(_usage_piece, command.collect_usage_pieces(ctx)))
    first, *further = wrapped(pieces, width - columns_of(prefix))
    yield prefix + first
    yield from (" " * columns_of(prefix) + line for line in further)


def _usage_piece(piece: str) -> str:
    """`{SOURCE...}` as it is called in Chinese; the brackets stay."""
    if piece in METAVARS:
        return METAVARS[piece]
    return f"{piece[0]}{METAVARS[piece[1:-1]]}{piece[-1]}"


def _text(text: str | None, width: int) -> Iterator[str]:
    """The paragraphs of a text, each after an empty line."""
    for paragraph in paragraphs(text):
        if paragraph.startswith(_EXAMPLE):
            said = HEADINGS["example"] + paragraph.removeprefix(_EXAMPLE)
        else:
            said = TEXTS[paragraph]
        yield ""
        yield from (" " * _INDENT + line for line in wrapped(said, width - _INDENT))


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a docstring, each on one line."""
    return [" ".join(each.split()) for each in re.split(r"\n\s*\n", text or "") if each.strip()]


def _section(name: str, records: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    records = list(records)
    if not records:
        return
    yield ""
    yield HEADINGS[name]
    first = min(_FIRST, max(columns_of(label) for label, _ in records)) + _GAP
    beside = " " * (_INDENT + first)
    for label, text in records:
        lines = wrapped(text, width - first - _INDENT)
        if columns_of(label) > first - _GAP:
            yield " " * _INDENT + label
            yield from (beside + line for line in lines)
            continue
        yield " " * _INDENT + padded(label, first) + lines[0]
        yield from (beside + line for line in lines[1:])


def _record(param: Any, ctx: Any) -> tuple[str, str]:  # noqa: ANN401
    """Name and text of an argument or option."""
    name, said = param.get_help_record(ctx)
    note = _note(said.removeprefix(param.help).strip().strip("[]"))
    return _name(name), TEXTS[" ".join(param.help.split())] + (f"  [{note}]" if note else "")


def _name(name: str) -> str:
    """`-o, --output FILE` with what stands for the value in Chinese."""
    for metavar, shown in METAVARS.items():
        if name == metavar or name.endswith(f" {metavar}"):
            return name.removesuffix(metavar) + shown
    return name


def _note(note: str) -> str:
    parts = []
    for part in note.split("; "):
        english = next((each for each in NOTES if part.startswith(each)), "")
        parts.append(NOTES.get(english, "") + part.removeprefix(english))
    return "；".join(parts)
