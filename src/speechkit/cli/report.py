"""`speechkit report`: everything on one page."""

from __future__ import annotations

import shlex
import sys

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
    """Put speeches, versions, keywords and themes on one HTML page that stands alone.

    Example: speechkit report collection.txt -o report.html
    """
    from speechkit.cli.next_step import tell_page
    from speechkit.cli.reading import ReadOptions, phases, read
    from speechkit.cli.run import say, session
    from speechkit.cli.showing import check_output
    from speechkit.cli.wording import read_lexicon
    from speechkit.errors import UsageError
    from speechkit.files import write_file
    from speechkit.files.cache import load_background
    from speechkit.render.html import to_html
    from speechkit.report import ReportOptions, build_report

    if output is None and sys.stdout.isatty():
        raise UsageError("report: name the page to write, such as -o report.html")
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
            within=progress,
        )
        if progress is not None:
            progress("page", 0, 1)
        data = to_html(built, lang=lang.value).encode()
    if output is None:
        typer.echo(data, nl=False)
    else:
        write_file(output, data, force=force)
        if not quiet:
            say(f"written to {output}")
        tell_page(output, lang.value, quiet=quiet)
    reading.finish()


def shares_of_report(*, with_topics: bool) -> dict[str, float]:
    """Part of the time that each phase of a report takes, about, in their order."""
    return _SHARES | ({"topics": _TOPICS} if with_topics else {})
