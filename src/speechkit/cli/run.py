"""Arguments in, exit code out: the one place where an error becomes a line and a number."""

from __future__ import annotations

import gc
import io
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli import completion
from speechkit.cli.language import command_first, language_of, names_only_a_language
from speechkit.errors import SpeechkitError, did_you_mean
from speechkit.render.escape import one_line

if TYPE_CHECKING:
    import typer

    from speechkit.cli.extractor import ExtractorProcess
    from speechkit.engines.segmenter import SegmenterProcess

EXIT_DONE = 0
EXIT_PARTLY = 1
EXIT_USAGE = 2
EXIT_OUTPUT = 73
EXIT_STORAGE = 74
EXIT_INTERRUPTED = 130


class Session(NamedTuple):
    """What a command knows of the process it runs in."""

    arguments: Sequence[str] = ()
    """As they were given."""
    extractor: ExtractorProcess | None = None
    """Started ahead where the command will need it."""
    segmenter: SegmenterProcess | None = None


def session(context: typer.Context) -> Session:
    """The session of a command; a bare one where it was not started by `run`."""
    return context.obj if isinstance(context.obj, Session) else Session()


def run(
    arguments: list[str],
    *,
    extractor: ExtractorProcess | None = None,
    segmenter: SegmenterProcess | None = None,
) -> int:
    """Run a command; the exit code is one of those the README lists."""
    _set_up_streams()
    arguments = command_first(arguments)
    try:
        code = _run(arguments, Session(arguments, extractor, segmenter))
        gc.freeze()  # what is left goes with the process: no search for cycles on the way out
        return code
    except SpeechkitError as error:
        for line in error.lines:
            say(line)
        return error.exit_code
    except BrokenPipeError:  # the reader had enough, as in `| head`
        _drop_output()
        return EXIT_DONE
    except KeyboardInterrupt:
        say("interrupted; nothing was left half-written")
        return EXIT_INTERRUPTED
    except UnicodeEncodeError as error:
        say(f"the locale's {error.encoding} cannot write such a file name; try LC_ALL=C.UTF-8")
        return EXIT_OUTPUT
    except io.UnsupportedOperation:
        say("standard output is closed; -o writes to a file")
        return EXIT_STORAGE
    except OSError as error:
        say(f"{error.filename or 'output'}: {error.strerror or error}")
        _drop_output()
        return EXIT_STORAGE


def _run(arguments: list[str], obj: Session) -> int:
    only = next(iter(arguments), None)
    if os.environ.get(completion.VARIABLE):
        completion.do_without_rich()
        only = completion.command_of_line(os.environ)
    elif names_only_a_language(arguments):
        return _show_start(arguments)
    import typer

    from speechkit.cli.app import COMMANDS, make_app

    app = make_app(only, language_of(arguments, os.environ))
    try:
        code = app(args=arguments, standalone_mode=False, prog_name="speechkit", obj=obj)
        sys.stdout.flush()
    except SystemExit as leave:  # how typer leaves when the reader of a pipe has gone
        if isinstance(leave.__context__, BrokenPipeError):
            raise leave.__context__ from None
        raise
    except typer.TyperException as error:  # a wrong option or a missing argument
        from speechkit.cli.usage import usage_line

        say(usage_line(error, arguments, COMMANDS))
        return EXIT_USAGE
    if code == EXIT_INTERRUPTED:  # what typer makes of Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else EXIT_DONE


def _show_start(arguments: list[str]) -> int:
    """What to do first, for who has asked for nothing; without loading what parses options."""
    from speechkit.cli.start_page import readable_here, start_page

    width = shutil.get_terminal_size().columns
    print(start_page(readable_here(), language_of(arguments, os.environ), width))  # noqa: T201
    sys.stdout.flush()
    return EXIT_DONE


def listed(names: Iterable[str], most: int) -> str:
    """Names for a message, and how many more there are."""
    held = tuple(names)
    more = len(held) - most
    return ", ".join(held[:most]) + (f" and {more:,} more" if more > 0 else "")


def likely(given: str, names: Collection[str], most: int) -> str:
    """What is likely meant of many names; empty where `listed` names all of them."""
    return did_you_mean(given, names) if len(names) > most else ""


def say(message: str) -> None:
    """Print one line on standard error, control characters made visible.

    Where nobody can be told (a full disk behind it), the work goes on all the same.
    """
    with suppress(OSError):
        print(one_line(message), file=sys.stderr, flush=True)  # noqa: T201  # loads nothing


def _set_up_streams() -> None:
    """UTF-8 for data whatever the locale is; no failure on a console that lacks a sign.

    Where the caller closed a stream, Python has None. What is said then goes nowhere; what is
    printed fails as on a full disk.
    """
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "r", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="backslashreplace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", newline="")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Point standard output nowhere, so that leaving does not fail once more."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
    except (OSError, ValueError):  # no real stream underneath
        return
