"""`speechkit report`: everything on one page, or as a paper."""

from __future__ import annotations

import shlex

import typer

from speechkit.cli.codebook import CodebookFile, read_codebook
from speechkit.cli.keywords import Top
from speechkit.cli.options import (
    Encoding,
    Force,
    IdColumn,
    Lang,
    Language,
    LookInside,
    Output,
    Quiet,
    Sources,
    Stopwords,
    TextColumn,
    Words,
)
from speechkit.cli.reporting import DataFolder, Dated, FormatOfReport, WholeTexts
from speechkit.cli.themes import Seed, Topics, number_of_topics
from speechkit.model import DEFAULT_SEED, DEFAULT_TOP


def report(
    context: typer.Context,
    sources: Sources,
    output: Output = None,
    output_format: FormatOfReport = None,
    data_folder: DataFolder = None,
    texts: WholeTexts = None,
    dated: Dated = False,
    top: Top = DEFAULT_TOP,
    words: Words = None,
    stopwords: Stopwords = None,
    codebook: CodebookFile = None,
    topics: Topics = None,
    seed: Seed = DEFAULT_SEED,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    force: Force = False,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Put speeches, versions, keywords and themes on one HTML page, or into a Word document.

    Example: speechkit report collection.txt -o report.html
    """
    from speechkit.cli.reading import ReadOptions, read
    from speechkit.cli.reporting import check_report, time_of_making, write_data, write_report
    from speechkit.cli.run import session
    from speechkit.cli.showing import check_output
    from speechkit.cli.wording import read_lexicon
    from speechkit.files.cache import load_background
    from speechkit.report import ReportOptions, build_report

    wanted = check_report(output_format, output, data_folder, force=force)
    check_output(output, force=force)
    n_topics = number_of_topics(topics)
    lexicon = read_lexicon(words, stopwords, quiet=quiet)
    own = read_codebook(codebook)
    options = ReadOptions(encoding, text_column, id_column, look_inside)
    reading = read(sources, options, quiet=quiet)
    built = build_report(
        reading.split,
        options=ReportOptions(
            top=top,
            topics=n_topics,
            seed=seed,
        ),
        codebook=own,
        background=load_background(),
        lexicon=lexicon,
        command=shlex.join(["speechkit", *session(context).arguments]),
        made=time_of_making() if dated else "",
    )
    if data_folder is not None:
        write_data(built, data_folder, lang=lang, force=force, quiet=quiet)
    if wanted is not None:
        write_report(built, wanted, lang=lang, texts=texts, output=output, force=force, quiet=quiet)
    reading.finish()
