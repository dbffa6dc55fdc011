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

_SHARES: dict[str, float] = {
    "duplicates": 5,
    "differences": 3,
    "passages": 0,
    "keywords": 43,
    "keyness": 4,
    "themes": 28,
    "contrasts": 4,
    "topics": 0,
    "page": 13,
}
"""Percent of the time that a phase takes, about, by two hundred and by a thousand speeches."""
_TOPICS = 400
"""The same of topics, where they are asked for: several numbers of them are tried."""


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
    from speechkit.cli.next_step import tell_page
    from speechkit.cli.reading import ReadOptions, phases, read
    from speechkit.cli.reporting import (
        ReportFormat,
        check_report,
        rendered,
        time_of_making,
        write_data,
        write_report,
    )
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
    options = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    reading = read(sources, options, quiet=quiet)
    with phases(
        options, quiet=quiet, shares=shares_of_report(with_topics=n_topics is not None)
    ) as progress:
        built = build_report(
            reading.split,
            options=ReportOptions(top=top, topics=n_topics, seed=seed),
            codebook=own,
            background=load_background(),
            lexicon=lexicon,
            command=shlex.join(["speechkit", *session(context).arguments]),
            made=time_of_making() if dated else "",
            within=progress,
        )
        if progress is not None:
            progress("page", 0, 1)
        made = None if wanted is None else rendered(built, wanted, lang=lang, texts=texts)
    if data_folder is not None:
        write_data(built, data_folder, lang=lang, force=force, quiet=quiet)
    if made is not None:
        write_report(made, output=output, force=force, quiet=quiet)
        if output is not None and wanted is ReportFormat.HTML:
            tell_page(output, lang.value, quiet=quiet)
    reading.finish()


def shares_of_report(*, with_topics: bool) -> dict[str, float]:
    """Part of the time that each phase of a report takes, about, in their order."""
    return _SHARES | ({"topics": _TOPICS} if with_topics else {})
