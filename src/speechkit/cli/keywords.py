"""`speechkit keywords`: what each speech is about, and what sets it apart."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechkit.cli.options import (
    Encoding,
    Force,
    IdColumn,
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
from speechkit.model import DEFAULT_TOP, Speech

if TYPE_CHECKING:
    from speechkit.cli.reading import Reading, ReadOptions
    from speechkit.engines.segmenter import SegmenterProcess
    from speechkit.text.tokens import CutWords
    from speechkit.text.tokens import Segmenter as SegmenterName


class Measure(StrEnum):
    """Of keyness."""

    LRC = "lrc"
    G2 = "g2"
    LOGRATIO = "logratio"


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
        metavar="SPEECH|FILE",
        help="Compare with this speech (its id) or file, not with all other speeches.",
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
    words: Words = None,
    stopwords: Stopwords = None,
    segmenter: SegmentedBy = Segmenter.RJIEBA,
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
    from speechkit.cli.reading import ReadOptions, read
    from speechkit.cli.run import session
    from speechkit.cli.showing import check_output, show
    from speechkit.cli.wording import read_lexicon
    from speechkit.dedupe import find_duplicates
    from speechkit.files.cache import load_background
    from speechkit.keywords import score_keywords

    check_output(output, force=force)
    lexicon = read_lexicon(words, stopwords, quiet=quiet)
    options = ReadOptions(encoding, text_column, id_column, look_inside)
    reading = read(sources, options, quiet=quiet)
    speeches = reading.speeches
    reference = None if against is None else _reference(against, reading, options)
    known = {speech.id for speech in speeches}
    others = tuple(speech for speech in reference or () if speech.id not in known)
    result = score_keywords(
        speeches,
        top=top,
        groups=find_duplicates((*speeches, *others)).groups,
        measure=measure.value,
        against=reference,
        background=load_background(),
        lexicon=lexicon,
        segmenter=_cutter(segmenter, None if words else session(context).segmenter),
    )
    show(result, output_format, lang=lang, output=output, force=force, quiet=quiet)
    reading.finish()


def _cutter(wanted: Segmenter, started: SegmenterProcess | None) -> SegmenterName | CutWords:
    """The process that was started ahead, when there is one and it is the one wanted."""
    return started if started is not None and wanted is Segmenter.RJIEBA else wanted.value


def _reference(against: str, reading: Reading, options: ReadOptions) -> tuple[Speech, ...]:
    """The speech of that id, or the speeches of that file under ids of their own."""
    from speechkit.cli.reading import read
    from speechkit.errors import UsageError

    speeches = reading.speeches
    named = tuple(speech for speech in speeches if speech.id == against)
    if named:
        return named
    if not Path(against).exists():
        ids = ", ".join(speech.id for speech in speeches[:12])
        raise UsageError(f"--against {against}: neither a speech nor a file; speeches: {ids}")
    others = read([against], options, quiet=True)
    reading.n_errors += others.n_errors
    return tuple(replace(speech, id=f"{against}:{speech.id}") for speech in others.speeches)
