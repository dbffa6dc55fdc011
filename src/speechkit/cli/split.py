"""`speechkit split`: the speeches of documents that hold several."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from speechkit.cli.options import (
    Encoding,
    Force,
    Lang,
    Language,
    LookInside,
    OutputFormat,
    Quiet,
    Sources,
)
from speechkit.model import SplitResult

Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="Write one text a speech to a folder."),
]
Raw = Annotated[bool, typer.Option("--raw", help="Leave the text as it is: nothing mended.")]


def split(
    sources: Sources,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    raw: Raw = False,
    output_format: OutputFormat = None,
    output: Folder = None,
    force: Force = False,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Find the speeches of a document, clean them, say when, where and by whom.

    Example: speechkit split collection.txt -o speeches/
    """
    from speechkit.cli.reading import read
    from speechkit.cli.showing import show

    if output is not None:
        from speechkit.errors import UsageError
        from speechkit.files import check_folder

        if output_format is not None:
            raise UsageError("--format is for what is printed; -o writes texts and speeches.jsonl")
        check_folder(output, force=force)
    reading = read(sources, encoding=encoding, look_inside=look_inside, raw=raw, quiet=quiet)
    if output is None:
        show(reading.split, output_format, lang=lang)
    else:
        _write(reading.split, output, force=force, quiet=quiet)
    reading.finish()


def _write(result: SplitResult, output: Path, *, force: bool, quiet: bool) -> None:
    """Write `01_title.txt` … and `speeches.jsonl`."""
    from speechkit.cli.run import say
    from speechkit.files import file_names, write_folder
    from speechkit.render.tables import to_jsonl

    speeches = result.speeches
    names = file_names(speech.title for speech in speeches)
    files = [
        (name, f"{speech.text}\n".encode()) for name, speech in zip(names, speeches, strict=True)
    ]
    write_folder(output, [*files, ("speeches.jsonl", b"".join(to_jsonl(result)))], force=force)
    if not quiet:
        say(f"{len(speeches)} speeches written to {output}")
