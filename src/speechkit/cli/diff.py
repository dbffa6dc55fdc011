"""`speechkit diff`: two speeches side by side, and in one sentence what tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.options import (
    Encoding,
    Force,
    IdColumn,
    Lang,
    Language,
    LookInside,
    Output,
    OutputFormat,
    Quiet,
    TextColumn,
)
from speechkit.model import DEFAULT_CONTEXT

if TYPE_CHECKING:
    from rich.console import RenderableType

_HELP = "A file of one speech, a file and a speech of it (FILE#2), or an id with --in."
First = Annotated[str, typer.Argument(metavar="A", help=_HELP, show_default=False)]
Second = Annotated[str, typer.Argument(metavar="B", help="The same.", show_default=False)]
In = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="SOURCE",
        help="Take A and B for ids of speeches of this source; may be given more than once.",
        show_default=False,
    ),
]
Context = Annotated[
    int, typer.Option("--context", min=0, metavar="N", help="Paragraphs shown around a change.")
]
Check = Annotated[bool, typer.Option("--check", help="Exit with 1 when more than layout differs.")]


def diff(
    a: First,
    b: Second,
    sources: In = None,
    context: Context = DEFAULT_CONTEXT,
    check: Check = False,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    output_format: OutputFormat = None,
    output: Output = None,
    force: Force = False,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Show two speeches side by side, and say in one sentence what tells them apart.

    Example: speechkit diff collection.txt#3 collection.txt#4
    """
    from speechkit.cli.next_step import Asked, after_diff, tell
    from speechkit.cli.picking import pick_pair, sources_of
    from speechkit.cli.reading import ReadOptions
    from speechkit.cli.run import EXIT_PARTLY
    from speechkit.cli.showing import check_output, show
    from speechkit.dedupe import compare_speeches

    check_output(output, force=force)
    options = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    picked = pick_pair((a, b), sources or (), options, quiet=quiet)
    result = compare_speeches(picked.a, picked.b)

    def page(width: int) -> RenderableType:
        from speechkit.render.terminal.diff import render_diff

        return render_diff(result, lang=lang.value, width=width, context=context)

    show(result, output_format, lang=lang, output=output, force=force, quiet=quiet, page=page)
    asked = Asked(sources or sources_of((a, b)), options)
    tell(after_diff(asked, len(picked.reading.speeches)), lang.value, quiet=quiet)
    if check and not result.is_same_content:
        raise typer.Exit(EXIT_PARTLY)
    picked.reading.finish()
