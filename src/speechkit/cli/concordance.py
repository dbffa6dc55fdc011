"""`speechkit concordance`: every place of a term in its context, and the words near it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

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
    Output,
    OutputFormat,
    Quiet,
    Sources,
    Stopwords,
    TextColumn,
    Words,
)
from speechkit.model import (
    DEFAULT_MIN_COUNT,
    DEFAULT_TOP,
    DEFAULT_WIDTH_OF_CONTEXT,
    DEFAULT_WINDOW,
)


class Sort(StrEnum):
    """Order of the hits."""

    POSITION = "position"
    LEFT = "left"
    RIGHT = "right"


class Association(StrEnum):
    """Measure of collocates."""

    G2 = "g2"
    MI = "mi"
    MI3 = "mi3"
    T = "t"
    LOGDICE = "logdice"


Term = Annotated[
    str,
    typer.Argument(
        metavar="TERM",
        help="What to look for; width and capitals make no difference.",
        show_default=False,
    ),
]
Regex = Annotated[
    bool,
    typer.Option(
        "--regex", help="Take TERM for a regular expression; ^ and $ are ends of paragraphs."
    ),
]
Context = Annotated[
    int,
    typer.Option(
        "--context", min=0, max=2_000, metavar="N", help="Characters kept on either side."
    ),
]
SortBy = Annotated[
    Sort,
    typer.Option(
        "--sort", help="By place, by what stands before (read backwards), or by what follows."
    ),
]
KeptOnly = Annotated[
    bool,
    typer.Option(
        "--kept", help="Leave out hits in near-duplicates; they are never counted anyway."
    ),
]
WithCollocates = Annotated[
    bool, typer.Option("--collocates", help="Also find the words that stand near TERM.")
]
Window = Annotated[
    int,
    typer.Option("--window", min=1, max=50, metavar="N", help="Words on either side of TERM."),
]
MeasuredBy = Annotated[Association, typer.Option("--measure", help="Order of the collocates.")]
MinCount = Annotated[
    int,
    typer.Option(
        "--min-count", min=1, metavar="N", help="Occurrences near TERM a collocate has at least."
    ),
]
Top = Annotated[int, typer.Option("--top", min=1, metavar="N", help="Collocates listed.")]
AllWords = Annotated[
    bool, typer.Option("--all-words", help="Take function words for collocates too.")
]


def concordance(
    context: typer.Context,
    term: Term,
    sources: Sources,
    regex: Regex = False,
    width: Context = DEFAULT_WIDTH_OF_CONTEXT,
    sort: SortBy = Sort.POSITION,
    kept: KeptOnly = False,
    collocates: WithCollocates = False,
    window: Window = DEFAULT_WINDOW,
    measure: MeasuredBy = Association.G2,
    min_count: MinCount = DEFAULT_MIN_COUNT,
    top: Top = DEFAULT_TOP,
    all_words: AllWords = False,
    words: Words = None,
    stopwords: Stopwords = None,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    output_format: OutputFormat = None,
    output: Output = None,
    force: Force = False,
    jobs: Jobs = None,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Show every place of a term in its context, and how often it stands in each speech.

    Example: speechkit concordance 项目 collection.txt --sort right
    """
    from speechkit.cli.next_step import Asked, after_concordance, tell
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.run import say, session
    from speechkit.cli.searching import SearchOptions, check_order, search
    from speechkit.cli.showing import check_output, printed_format, show
    from speechkit.cli.wording import read_lexicon
    from speechkit.keywords.collocates import CollocateOptions
    from speechkit.keywords.concordance import make_query

    check_order(term, sources)
    query = make_query(term, regex=regex)
    check_output(output, force=force)
    asked = CollocateOptions(window, measure.value, min_count, top, all_words)
    lexicon = read_lexicon(words, stopwords, quiet=quiet)
    wanted = asked if collocates else None
    options = SearchOptions(width, sort.value, not kept, wanted, jobs, lexicon)
    reading = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    cut = session(context).segmenter
    result, n_errors = search(query, sources, reading, options, cut=cut, quiet=quiet)
    is_read = output is None and printed_format(output_format) is Format.TABLE
    if not (is_read or quiet or any(entry.count for entry in result.speeches)):
        say(f"{term}: not found; the search was in {len(result.speeches):,} speeches")
    show(result, output_format, lang=lang, output=output, force=force, quiet=quiet)
    tell(after_concordance(Asked(sources, reading), result), lang.value, quiet=quiet)
    finish(n_errors)
