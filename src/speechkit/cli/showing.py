"""A result in; printed or written, in the form that was asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from speechkit.cli.options import Format, Language
from speechkit.cli.run import say
from speechkit.files import check_file, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType

    from speechkit.render import Result

    Page = Callable[[int], RenderableType]
    """What is drawn on a terminal of a width."""

_BY_SUFFIX = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".txt": Format.TABLE,
}


def check_output(output: Path | None, *, force: bool) -> None:
    """Raise before any work is done when the output cannot be written."""
    if output is not None:
        check_file(output, force=force)


def show(
    result: Result,
    output_format: Format | None,
    *,
    lang: Language = Language.EN,
    output: Path | None = None,
    force: bool = False,
    quiet: bool = False,
    page: Page | None = None,
) -> None:
    """Print a result, or write it to a file.

    A format that is not said follows from the file's suffix, or from where the result goes:
    a table to a terminal, JSON to anything else.

    Parameters
    ----------
    page
        How the table is drawn for a width, by whoever has options for it.
    """
    page = page or (lambda width: _rendered(result, lang, width))
    if output is not None:
        wanted = shown_format(output_format, output)
        write_file(output, _encoded(result, wanted, page), force=force)
        if not quiet:
            say(f"written to {output}")
        return
    wanted = printed_format(output_format)
    if wanted is Format.TABLE:
        draw(page)
    else:
        typer.echo(_encoded(result, wanted, page), nl=False)


def show_stream(
    pieces: Iterable[bytes], *, output: Path | None, force: bool = False, quiet: bool = False
) -> None:
    """Print a result piece by piece, or write it to a file, whole or not at all."""
    if output is not None:
        write_file(output, pieces, force=force)
        if not quiet:
            say(f"written to {output}")
        return
    out = typer.get_binary_stream("stdout")
    for piece in pieces:
        out.write(piece)
    out.flush()


def shown_format(wanted: Format | None, output: Path | None) -> Format:
    """The format of what is printed, or written to a file."""
    if output is None:
        return printed_format(wanted)
    return wanted or _BY_SUFFIX.get(output.suffix.lower(), Format.JSON)


def printed_format(wanted: Format | None) -> Format:
    """The format of what is printed: a table on a terminal, JSON elsewhere, if nobody says."""
    return wanted or (Format.TABLE if sys.stdout.isatty() else Format.JSON)


def draw(page: Page) -> None:
    """Print a page, made for the width of the terminal.

    `NO_COLOR` wins over everything else, also over `FORCE_COLOR`.
    """
    from rich.console import Console, Group

    plain = bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
    width, height = _dumb_size()
    console = Console(
        width=width,
        height=height,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if plain else "auto",
    )
    console.print(Group(page(console.width)))  # a bare text would be broken by Rich's own rules


def _dumb_size() -> tuple[int, int] | tuple[None, None]:
    """Cells and lines of a terminal without abilities, which Rich takes for one of 80 by 25."""
    if os.environ.get("TERM", "").lower() not in ("dumb", "unknown"):
        return None, None
    size = get_terminal_size()
    return size.columns, size.lines


def _encoded(result: Result, wanted: Format, page: Page) -> bytes:
    if wanted is Format.TABLE:
        return _drawn(page).encode()
    if wanted is Format.JSON:
        from speechkit.render.json import to_json

        return to_json(result)
    from speechkit.render.tables import to_csv, to_jsonl

    return to_csv(result) if wanted is Format.CSV else b"".join(to_jsonl(result))


def _rendered(result: Result, lang: Language, width: int) -> RenderableType:
    from speechkit.render.terminal import render

    return render(result, lang=lang.value, width=width)


def _drawn(page: Page, width: int = 100) -> str:
    """The table as text of a fixed width, for a file."""
    import io

    from rich.console import Console, Group

    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False, markup=False)
    console.print(Group(page(width)))
    return out.getvalue()
