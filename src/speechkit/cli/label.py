"""`speechkit label`: ask a person for the themes of paragraphs; say how far persons agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.codebook import CodebookFile, read_codebook
from speechkit.cli.options import (
    Encoding,
    Force,
    IdColumn,
    Lang,
    Language,
    LookInside,
    OutputFormat,
    Quiet,
    TextColumn,
)
from speechkit.errors import UsageError
from speechkit.model import DEFAULT_CODER, DEFAULT_SAMPLE, DEFAULT_SEED

if TYPE_CHECKING:
    from speechkit.themes.listing import ThemeList

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files or folders of speeches; with --agreement files of labels.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Labels are added to this file; with --agreement the result is written to it.",
    ),
]
OfLabels = Annotated[
    bool,
    typer.Option("--agreement", help="Say how far the coders of files of labels agree."),
]
Coder = Annotated[str, typer.Option("--coder", metavar="NAME", help="Who labels.")]
SampleSize = Annotated[
    int, typer.Option("--n", min=1, metavar="N", help="Paragraphs that are asked about.")
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**31, help="Of the sample, and of the intervals.")
]
ThemesFile = Annotated[
    Path | None,
    typer.Option(
        "--themes-of",
        metavar="FILE",
        help="The same of a file without terms: a draft, or JSON of themes.",
    ),
]


def label(
    sources: Sources,
    output: Output = None,
    agreement: OfLabels = False,
    coder: Coder = DEFAULT_CODER,
    n: SampleSize = DEFAULT_SAMPLE,
    seed: Seed = DEFAULT_SEED,
    codebook: CodebookFile = None,
    themes_of: ThemesFile = None,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    output_format: OutputFormat = None,
    force: Force = False,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Ask for the themes of a sample of paragraphs, and keep the answers in a file.

    Example: speechkit label collection.txt -o labels.jsonl --coder wei --lang zh
    """
    from speechkit.cli.labelling import Task, compare_coders, label_sources
    from speechkit.cli.next_step import after_agreement, tell
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.showing import check_output, show

    if agreement:
        check_output(output, force=force)
        result = compare_coders(sources, _themes(codebook, themes_of), seed=seed)
        show(result, output_format, lang=lang, output=output, force=force, quiet=quiet)
        if themes_of is None:
            tell(after_agreement(sources, codebook), lang.value, quiet=quiet)
        return
    if output is None:
        raise UsageError("where do the labels go? name a file, such as -o labels.jsonl")
    if force or output_format is not None:
        raise UsageError("--force and --format are for --agreement; labels are only ever added")
    given = {"--codebook": codebook, "--themes-of": themes_of}
    named = tuple(part for name, file in given.items() if file for part in (name, str(file)))
    task = Task(output, coder, n, seed, _themes(codebook, themes_of), named)
    reading = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    finish(label_sources(sources, reading, task, lang=lang.value, quiet=quiet))


def _themes(codebook: str | None, themes_of: Path | None) -> ThemeList:
    from speechkit.files import read_bytes
    from speechkit.themes import load_codebook
    from speechkit.themes.listing import parse_themes, themes_of_codebook

    if codebook is not None and themes_of is not None:
        raise UsageError("--codebook and --themes-of both say which themes there are; name one")
    if themes_of is not None:
        return parse_themes(read_bytes(themes_of), name=str(themes_of))
    return themes_of_codebook(read_codebook(codebook) or load_codebook())
