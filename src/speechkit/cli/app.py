"""The application: all commands under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from speechkit import __version__
from speechkit.cli.concordance import concordance
from speechkit.cli.dedupe import dedupe
from speechkit.cli.diff import diff
from speechkit.cli.keywords import keywords
from speechkit.cli.report import report
from speechkit.cli.split import split
from speechkit.cli.themes import themes

app = typer.Typer(
    name="speechkit",
    help="Split, compare and measure Chinese public speeches.",
    epilog="Start with: speechkit split FILE",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich would double the time to start
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command, summary in (
    (split, "Find the speeches of a document."),
    (dedupe, "Find versions of one text; say what differs."),
    (diff, "Show two speeches side by side."),
    (keywords, "Say what each speech is about."),
    (concordance, "Show a term in its contexts."),
    (themes, "Compare the weight given to themes."),
    (report, "Put everything on one HTML page."),
):
    app.command(short_help=summary)(command)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"speechkit {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", help="Show the version and leave.", callback=_show_version, is_eager=True
    ),
]


@app.callback()
def _options(version: Version = False) -> None:  # its callback has acted
    """Split, compare and measure Chinese public speeches."""
