"""`speechkit themes`: how much weight each speech gives to which theme."""

from __future__ import annotations

from typing import Annotated

import typer

from speechkit.cli.codebook import SHOW, CodebookFileOrShow, read_codebook
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
    SourcesIfAny,
    TextColumn,
)
from speechkit.model import DEFAULT_SEED

Passages = Annotated[bool, typer.Option("--passages", help="Also give every scored sentence.")]
Topics = Annotated[
    int | None,
    typer.Option(
        "--topics", min=2, max=100, metavar="K", help="Also find K topics without a codebook."
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**31, help="Of the permutations and the topics.")
]


def themes(
    sources: SourcesIfAny = None,
    codebook: CodebookFileOrShow = None,
    passages: Passages = False,
    topics: Topics = None,
    seed: Seed = DEFAULT_SEED,
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
    """Compare how much weight each speech gives to which theme, with honest uncertainty.

    Example: speechkit themes collection.txt --lang zh
    """
    from speechkit.cli.reading import ReadOptions, read
    from speechkit.cli.showing import check_output, show
    from speechkit.dedupe import find_duplicates
    from speechkit.errors import UsageError
    from speechkit.themes import EmphasisOptions, load_codebook, measure_emphasis

    check_output(output, force=force)
    if codebook == SHOW and not sources:
        ours = load_codebook()
        show(ours, output_format, lang=lang, output=output, force=force, quiet=quiet)
        return
    if not sources:
        raise UsageError("themes: name a SOURCE, or --codebook show for the themes; see --help")
    own = read_codebook(codebook)
    options = ReadOptions(encoding, text_column, id_column, look_inside)
    reading = read(sources, options, quiet=quiet)
    speeches = reading.speeches
    result = measure_emphasis(
        speeches,
        codebook=own,
        groups=find_duplicates(speeches).groups,
        options=EmphasisOptions(passages=passages, topics=topics, seed=seed),
    )
    show(result, output_format, lang=lang, output=output, force=force, quiet=quiet)
    reading.finish()
