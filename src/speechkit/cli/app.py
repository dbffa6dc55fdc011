"""The application: all commands under one name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit import __version__
from speechkit.cli.options import Language
from speechkit.cli.program import Program

if TYPE_CHECKING:
    from typer.core import TyperCommand

    from speechkit.model import Lang

COMMANDS = {
    "split": "Find the speeches of a document.",
    "dedupe": "Find versions of one text; say what differs.",
    "diff": "Show two speeches side by side.",
    "keywords": "Say what each speech is about.",
    "concordance": "Show a term in its contexts.",
    "themes": "Compare the weight given to themes.",
    "label": "Label paragraphs by hand; compare coders.",
    "report": "Put everything on one HTML page.",
    "browse": "Walk through it all with the keyboard.",
}
"""Each has a module of its name here, with a function of its name."""


def make_app(only: str | None = None, lang: Lang = "en") -> typer.Typer:
    """The application.

    Parameters
    ----------
    only
        The command that is going to be run. The others are then left out, if it is one: to look
        at the options of all of them takes a tenth of the time to start.
    lang
        Of the help.
    """
    program, command = _classes(lang)
    app = typer.Typer(
        name="speechkit",
        cls=program,
        help="Split, compare and measure Chinese public speeches.",
        epilog="Start with: speechkit split FILE",
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help: rich would double the time to start
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)  # with a callback a single command keeps its name
    for name in (only,) if only in COMMANDS else COMMANDS:
        module = import_module(f"speechkit.cli.{name}")
        register = app.command(cls=command, short_help=COMMANDS[str(name)])
        register(getattr(module, str(name)))
    return app


def _classes(lang: Lang) -> tuple[type[Program], type[TyperCommand] | None]:
    """What makes the program and its commands; None for what typer has."""
    if lang == "en":
        return Program, None
    from speechkit.cli.help_page import ChineseCommand, ChineseProgram

    return ChineseProgram, ChineseCommand


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


HelpLanguage = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help="Language of this help; before a command as after it, of what it prints.",
        show_default=False,
    ),
]


def _options(version: Version = False, lang: HelpLanguage = None) -> None:  # both were seen to
    """Split, compare and measure Chinese public speeches."""
