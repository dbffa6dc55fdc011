"""Options that several commands share, declared once, so that a flag means one thing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class Language(StrEnum):
    """Of what people read."""

    ZH = "zh"
    EN = "en"


class Over(StrEnum):
    """Along which terms rise and fall."""

    DATE = "date"


class Rows(StrEnum):
    """What a row of `themes` is, in csv and jsonl."""

    SHARES = "shares"
    CONTRASTS = "contrasts"
    DISTANCES = "distances"
    GROUPS = "groups"
    TRENDS = "trends"
    MAP = "map"
    VERSIONS = "versions"
    SECTIONS = "sections"
    TOPICS = "topics"


_SOURCES = (
    "Files or folders (txt, md, html, docx, pdf, zip, jsonl, csv, parquet), "
    "or - for standard input."
)
Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help=_SOURCES, show_default=False)
]
SourcesIfAny = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCE...", help=_SOURCES, show_default=False),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the files, such as gb18030; found if not said.",
    ),
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="Column or field that holds the text, in csv, parquet and jsonl.",
    ),
]
IdColumn = Annotated[
    str | None,
    typer.Option(
        "--id-column", metavar="NAME", help="Column or field by which the records are called."
    ),
]
LookInside = Annotated[
    bool | None,
    typer.Option(
        "--split/--no-split",
        help="Look for several speeches in each document; by default in all but records.",
        show_default=False,
    ),
]
OutputFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="What to print; table on a terminal, json elsewhere.",
        show_default=False,
        case_sensitive=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to a file, not to the terminal."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an output that is there already.")]
Lang = Annotated[
    Language,
    typer.Option("--lang", envvar="SPEECHKIT_LANG", help="Language of tables and pages."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No remarks on standard error.")]
Words = Annotated[
    Path | None,
    typer.Option(
        "--words",
        metavar="FILE",
        help="Words of your own, one a line, as in a dictionary for jieba.",
    ),
]
Stopwords = Annotated[
    Path | None,
    typer.Option("--stopwords", metavar="FILE", help="Words that are never listed, beside ours."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        max=256,
        metavar="N",
        help="Processes that work; by default one a core where there is much.",
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="FACT",
        help=(
            "Also compare groups of speeches: date (the year), place, role, speaker, occasion, "
            "file, or any field of the records."
        ),
    ),
]
OverTime = Annotated[
    Over | None,
    typer.Option("--over", help="Also find what rises and falls over time."),
]
