"""A report in; written as a page or a paper, with the data behind it, in the form asked for."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.options import Language
from speechkit.cli.run import say
from speechkit.errors import UsageError

if TYPE_CHECKING:
    from speechkit.results import Report


class ReportFormat(StrEnum):
    """What a report is written as."""

    HTML = "html"
    MD = "md"
    DOCX = "docx"


FormatOfReport = Annotated[
    ReportFormat | None,
    typer.Option(
        "--format",
        help="Write a page, Markdown or a Word document; by the suffix of -o, else html.",
        show_default=False,
        case_sensitive=False,
    ),
]
DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Also write the data behind every figure as CSV files to a folder.",
    ),
]
WholeTexts = Annotated[
    bool | None,
    typer.Option(
        "--texts/--no-texts",
        help=(
            "Whole texts on the page, or only the sentences quoted; by default whole up to "
            "35 speeches and 400,000 characters."
        ),
        show_default=False,
    ),
]
Dated = Annotated[
    bool,
    typer.Option(
        "--dated",
        help="Say when it was made; without it the same input gives the same bytes.",
    ),
]

_BY_SUFFIX = {
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".md": ReportFormat.MD,
    ".markdown": ReportFormat.MD,
    ".docx": ReportFormat.DOCX,
}
_NAME_IT = {
    ReportFormat.HTML: "name the page to write, such as -o report.html",
    ReportFormat.DOCX: "a terminal cannot show Word; name a file, such as -o report.docx",
}
"""What to do where a terminal would get what it cannot show."""


def check_report(
    wanted: ReportFormat | None, output: Path | None, data: Path | None, *, force: bool
) -> ReportFormat | None:
    """The format to write, checked before any work is done; None for the data alone.

    Data alone is written where nothing else is asked for and the page would go to a terminal.

    Raises
    ------
    UsageError
        When the format cannot go where it would, or one output would destroy the other.
    OutputExistsError
        When the folder for the data cannot be made.
    """
    if data is not None:
        from speechkit.files.writers import check_folder

        check_folder(data, force=force)
        _check_apart(output, data)
    if output is not None:
        if wanted is None and output.suffix.lower() == ".doc":
            raise UsageError(f"{output}: Word documents are written as .docx; name it so")
        return wanted or _BY_SUFFIX.get(output.suffix.lower(), ReportFormat.HTML)
    if not sys.stdout.isatty():
        return wanted or ReportFormat.HTML
    if wanted is None and data is not None:
        return None
    wanted = wanted or ReportFormat.HTML
    if wanted in _NAME_IT:
        raise UsageError(f"report: {_NAME_IT[wanted]}")
    return wanted


def write_report(made: bytes, *, output: Path | None, force: bool, quiet: bool) -> None:
    """Write or print what a report was made into."""
    if output is None:
        typer.echo(made, nl=False)
        return
    from speechkit.files import write_file

    write_file(output, made, force=force)
    if not quiet:
        say(f"written to {output}")


def write_data(report: Report, folder: Path, *, lang: Language, force: bool, quiet: bool) -> None:
    """Write the data behind a report to a folder, whole or not at all."""
    from speechkit.files.writers import new_folder
    from speechkit.render.report_data import data_files

    with new_folder(folder, force=force) as made:
        for name, content in data_files(report, lang=lang.value):
            made.write(name, content)
    if not quiet:
        say(f"data written to {folder}")


def _check_apart(output: Path | None, data: Path) -> None:
    if output is None:
        return
    folder, file = data.resolve(), output.resolve()
    if folder == file or folder in file.parents:
        raise UsageError(
            f"{output}: lies in the folder of --data, which is replaced as a whole; "
            "name a place outside it"
        )


def time_of_making() -> str:
    """Date and time to the minute; `SOURCE_DATE_EPOCH`, as of repeatable builds, wins."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")


def rendered(report: Report, wanted: ReportFormat, *, lang: Language, texts: bool | None) -> bytes:
    """A report in a format.

    Parameters
    ----------
    texts
        Whether the page has whole texts; None where their size decides.
    """
    if wanted is ReportFormat.HTML:
        from speechkit.render.html import to_html

        return to_html(report, lang=lang.value, whole_texts=texts).encode()
    from speechkit.render.paper.document import to_paper

    paper = to_paper(report, lang=lang.value)
    if wanted is ReportFormat.MD:
        from speechkit.render.paper.markdown import to_markdown

        return to_markdown(paper).encode()
    from speechkit.render.paper.docx import to_docx

    return to_docx(paper)
