"""`speechkit keywords`: what each speech is about, and what sets it apart."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.options import (
    By,
    Encoding,
    Force,
    IdColumn,
    Jobs,
    Lang,
    Language,
    LookInside,
    Output,
    OutputFormat,
    OverTime,
    Quiet,
    Sources,
    Stopwords,
    TextColumn,
    Words,
)
from speechkit.model import DEFAULT_TOP

if TYPE_CHECKING:
    pass


class Measure(StrEnum):
    """Of keyness."""

    LRC = "lrc"
    G2 = "g2"
    LOGRATIO = "logratio"
    FIGHTIN = "fightin"
    SIMPLEMATHS = "simplemaths"


class Segmenter(StrEnum):
    """That cuts the text into words."""

    RJIEBA = "rjieba"
    JIEBA = "jieba"


Top = Annotated[int, typer.Option("--top", min=1, metavar="N", help="Keywords of a speech.")]
KeynessOf = Annotated[Measure, typer.Option("--measure", help="Order of what sets a speech apart.")]
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="WHAT",
        help=(
            "Compare with this, not with all other speeches: the id of a speech, a value of --by, "
            "background (general Chinese), a file of speeches or of frequencies."
        ),
    ),
]
SegmentedBy = Annotated[
    Segmenter, typer.Option("--segmenter", help="Both give the same words; rjieba is faster.")
]


def keywords(
    context: typer.Context,
    sources: Sources,
    top: Top = DEFAULT_TOP,
    measure: KeynessOf = Measure.LRC,
    against: Against = None,
    by: By = None,
    over: OverTime = None,
    words: Words = None,
    stopwords: Stopwords = None,
    segmenter: SegmentedBy = Segmenter.RJIEBA,
    jobs: Jobs = None,
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
    """Extract the phrases each speech is about, and those that set it apart.

    Example: speechkit keywords collection.txt --top 10
    """
    from speechkit.cli.comparing import is_small
    from speechkit.cli.extracting import KeywordOptions, extract_from_all, extract_in_memory
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.run import session
    from speechkit.cli.showing import check_output
    from speechkit.cli.wording import read_lexicon

    check_output(output, force=force)
    options = KeywordOptions(
        ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value),
        top=top,
        measure=measure.value,
        against=against,
        by=by,
        over_time=over is not None,
        lexicon=read_lexicon(words, stopwords, quiet=quiet),
        segmenter=segmenter.value,
        jobs=jobs,
        output_format=output_format,
        output=output,
        force=force,
        lang=lang,
        quiet=quiet,
    )
    needs_all = by is not None or over is not None
    extractor = session(context).extractor
    is_quick = is_small(sources)
    if not is_quick and extractor is not None:
        extractor.close()  # it cannot say how far it is, and to start takes no time beside this
        extractor = None
    if needs_all or is_quick:
        n_errors = extract_in_memory(sources, options, extractor)
    else:
        n_errors = extract_from_all(sources, options)
    finish(n_errors)
