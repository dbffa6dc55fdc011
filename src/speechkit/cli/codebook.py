"""The name that --codebook takes in, the codebook it means out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from speechkit.results import Codebook

SHOW = "show"
"""Stands for no file, but for the wish to see the codebook that ships."""

CodebookFile = Annotated[
    str | None,
    typer.Option("--codebook", metavar="FILE", help="Themes of your own, in place of ours."),
]
CodebookFileOrShow = Annotated[
    str | None,
    typer.Option(
        "--codebook",
        metavar="FILE",
        help="Themes of your own, in place of ours; show prints ours, without SOURCE.",
    ),
]


def read_codebook(path: str | None) -> Codebook | None:
    """The user's own codebook; None where he names none.

    Raises
    ------
    SpeechkitError
        When there is no such file, or it breaks the form; when it is `SHOW`.
    """
    from speechkit.errors import UsageError
    from speechkit.files import read_bytes
    from speechkit.themes import load_codebook

    if path == SHOW:
        raise UsageError(
            f"--codebook {SHOW} is for themes without sources; a file of that name is ./{SHOW}"
        )
    return None if path is None else load_codebook(read_bytes(path), name=path)
