"""`speechkit split`: the speeches of documents that hold several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.options import (
    Encoding,
    Force,
    Format,
    IdColumn,
    Jobs,
    Lang,
    Language,
    LookInside,
    OutputFormat,
    Quiet,
    Sources,
    TextColumn,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from speechkit.cli.progress import ProgressLine
    from speechkit.cli.reading import ReadOptions
    from speechkit.cli.splitting import Form, Item, Piece
    from speechkit.errors import SpeechkitError
    from speechkit.render.summary import DocumentSummary

Pattern = Annotated[
    str | None,
    typer.Option(
        "--pattern",
        metavar="REGEX",
        help="Part at the lines on which this regular expression is found.",
    ),
]
Style = Annotated[
    str | None,
    typer.Option(
        "--style",
        metavar="NAME",
        help="Part at headings of this style only; a wrong name lists them.",
    ),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Say why each border was drawn and what else was considered."),
]
Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="Write one text a speech to a folder."),
]
Raw = Annotated[bool, typer.Option("--raw", help="Leave the text as it is: nothing mended.")]


def split(
    sources: Sources,
    pattern: Pattern = None,
    style: Style = None,
    explain: Explain = False,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    raw: Raw = False,
    output_format: OutputFormat = None,
    output: Folder = None,
    force: Force = False,
    jobs: Jobs = None,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Find the speeches of a document, clean them, say when, where and by whom.

    Example: speechkit split collection.txt -o speeches/
    """
    from speechkit.cli.next_step import Asked, after_split, tell
    from speechkit.cli.reading import Journal, ReadOptions, finish
    from speechkit.cli.run import say
    from speechkit.cli.splitting import Splitter, split_all

    options = ReadOptions(
        encoding, text_column, id_column, look_inside, raw, pattern, style, lang.value
    )
    _check(options)
    form = _form(output_format, output, explain=explain)
    splitter = Splitter(options, form, explain)
    journal = Journal(quiet=quiet, progress=_progress(sources, options, form, quiet=quiet))
    with closing(split_all(_items(sources, options), splitter, jobs=jobs)) as results:
        pieces = journal.admitted(results)
        if output is not None:
            n_speeches: int | None = _write(pieces, output, force=force)
            if not quiet:
                say(f"{n_speeches} speeches written to {output}")
        else:
            n_speeches = _print(pieces, form, lang)
    if n_speeches is not None:
        tell(after_split(Asked(sources, options), n_speeches, output), lang.value, quiet=quiet)
    finish(journal.n_errors)


def _check(options: ReadOptions) -> None:
    """Refuse, before anything is read, what cannot be meant."""
    from speechkit.errors import UsageError
    from speechkit.split import check_style, compiled

    if options.pattern is not None and options.style is not None:
        raise UsageError("--pattern and --style say the same thing in two ways; name one")
    said = options.pattern is not None or options.style is not None
    if said and options.look_inside is False:
        raise UsageError("--no-split looks for no parts; leave it out, or --pattern and --style")
    if options.pattern is not None:
        compiled(options.pattern)
    if options.style is not None:
        check_style(options.style)


def _form(wanted: Format | None, output: Path | None, *, explain: bool) -> Form:
    """What is made of the documents."""
    from speechkit.cli.showing import printed_format
    from speechkit.cli.splitting import Form
    from speechkit.errors import UsageError

    if output is not None:
        if wanted is not None:
            raise UsageError("--format is for what is printed; -o writes texts and speeches.jsonl")
        form = Form.FOLDER
    else:
        form = Form(printed_format(wanted).value)
    if explain and form not in (Form.TABLE, Form.JSON):
        raise UsageError("--explain is for --format table or json, which have room for reasons")
    return form


def _progress(
    sources: list[str], options: ReadOptions, form: Form, *, quiet: bool
) -> ProgressLine | None:
    """A line on standard error, unless results are printed on the same terminal meanwhile."""
    import sys

    from speechkit.cli.reading import progress_line
    from speechkit.cli.splitting import Form

    if form not in (Form.TABLE, Form.FOLDER) and sys.stdout.isatty():
        return None
    return progress_line(sources, options, quiet=quiet)


def _items(sources: list[str], options: ReadOptions) -> Iterator[Item | SpeechkitError]:
    """What is to be split, with names for the texts that stand in no file of the user's."""
    from speechkit.cli.reading import read_each
    from speechkit.cli.splitting import Item
    from speechkit.errors import SpeechkitError
    from speechkit.files import SourceNames

    names = SourceNames()
    for found in read_each(sources, options):
        if isinstance(found, SpeechkitError):
            yield found
        elif not found.is_extracted:
            yield Item(found)
        else:
            yield Item(found, names.give(found.id))


# ------------------------------------------------------------------------------- output


def _print(pieces: Iterable[Piece], form: Form, lang: Language) -> int | None:
    """Print what was found; number of speeches, where they were counted on the way."""
    from speechkit.cli.splitting import Form

    if form is Form.TABLE:
        return _print_table(pieces, lang)
    if form is Form.JSON:
        from speechkit.render.json import SPLIT_BEGIN, SPLIT_BETWEEN, SPLIT_END

        _stream(pieces, SPLIT_BEGIN, SPLIT_BETWEEN, SPLIT_END)
    elif form is Form.CSV:
        from speechkit.render.tables import SPLIT_COLUMNS, csv_head

        _stream(pieces, csv_head(SPLIT_COLUMNS), b"", b"")
    else:
        _stream(pieces, b"", b"", b"")
    return None


def _stream(pieces: Iterable[Piece], begin: bytes, between: bytes, end: bytes) -> None:
    """Print each piece when it is there; nothing where there is none."""
    out = typer.get_binary_stream("stdout")
    before = begin
    for piece in pieces:
        assert isinstance(piece.content, bytes)  # noqa: S101 # as the splitter was told
        out.write(before)
        out.write(piece.content)
        before = between
    out.write(end)
    out.flush()


def _print_table(pieces: Iterable[Piece], lang: Language) -> int:
    from speechkit.cli.showing import draw

    summaries = list(_summaries(pieces))

    def page(width: int) -> RenderableType:
        from speechkit.render.terminal.split import render_summaries

        return render_summaries(summaries, lang.value, width)

    draw(page)
    return sum(summary.n_speeches for summary in summaries)


def _summaries(pieces: Iterable[Piece]) -> Iterator[DocumentSummary]:
    """What the table needs, without the rows that it would not show."""
    from speechkit.render.summary import MAX_ROWS, DocumentSummary

    n_rows = 0
    for piece in pieces:
        summary = piece.content
        assert isinstance(summary, DocumentSummary)  # noqa: S101 # as the splitter was told
        n_rows = n_rows + 1 if summary.n_speeches == 1 else 0
        yield summary.without_rows() if n_rows > MAX_ROWS else summary


def _write(pieces: Iterable[Piece], output: Path, *, force: bool) -> int:
    """Write `01_title.txt` …, `speeches.jsonl`, texts taken out of files; number of speeches."""
    from speechkit.cli.splitting import Texts
    from speechkit.files import SPEECHES, new_folder

    n_speeches = 0
    with new_folder(output, force=force) as folder:
        for piece in pieces:
            texts = piece.content
            assert isinstance(texts, Texts)  # noqa: S101 # as the splitter was told
            for title, text in texts.speeches:
                folder.write_numbered(title, text)
            folder.append(SPEECHES, texts.records)
            if texts.source is not None:
                folder.write(*texts.source)
            n_speeches += len(texts.speeches)
    return n_speeches
