"""`speechkit themes`: how much weight each speech gives to which theme."""

from __future__ import annotations

from typing import Annotated

import typer

from speechkit.cli.codebook import SHOW, CodebookFileOrShow, read_codebook
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
    SourcesIfAny,
    TextColumn,
)
from speechkit.model import DEFAULT_SEED

REST = "rest"
"""Stands for the rest of the collection in a pair."""

Passages = Annotated[bool, typer.Option("--passages", help="Also give every scored sentence.")]
Topics = Annotated[
    int | None,
    typer.Option(
        "--topics", min=2, max=100, metavar="K", help="Also find K topics without a codebook."
    ),
]
Pairs = Annotated[
    list[tuple[str, str]] | None,
    typer.Option(
        "--pairs",
        metavar="A B",
        help="Contrast these two speeches, by their ids, or one with rest; may be repeated.",
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**31, help="Of the permutations and the topics.")
]


def themes(
    sources: SourcesIfAny = None,
    codebook: CodebookFileOrShow = None,
    by: By = None,
    over: OverTime = None,
    pairs: Pairs = None,
    passages: Passages = False,
    topics: Topics = None,
    seed: Seed = DEFAULT_SEED,
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
    """Compare how much weight each speech gives to which theme, with honest uncertainty.

    Example: speechkit themes collection.txt --lang zh
    """
    from speechkit.cli.comparing import is_small
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.showing import check_output, show
    from speechkit.cli.weighing import WeighOptions, weigh_all, weigh_in_memory
    from speechkit.errors import UsageError
    from speechkit.themes import EmphasisOptions, load_codebook

    check_output(output, force=force)
    if codebook == SHOW and not sources:
        ours = load_codebook()
        show(ours, output_format, lang=lang, output=output, force=force, quiet=quiet)
        return
    if not sources:
        raise UsageError("themes: name a SOURCE, or --codebook show for the themes; see --help")
    options = WeighOptions(
        ReadOptions(encoding, text_column, id_column, look_inside),
        read_codebook(codebook) or load_codebook(),
        EmphasisOptions(
            pairs=read_pairs(pairs),
            by=by,
            over_time=over is not None,
            passages=passages,
            topics=topics,
            seed=seed,
        ),
        jobs=jobs,
        output_format=output_format,
        output=output,
        force=force,
        lang=lang,
        quiet=quiet,
    )
    weigh = weigh_in_memory if options.needs_all or is_small(sources) else weigh_all
    finish(weigh(sources, options))


def read_pairs(pairs: list[tuple[str, str]] | None) -> tuple[tuple[str, str | None], ...] | None:
    """The pairs as ids, with None for the rest; None where none are named."""
    return tuple((a, None if b == REST else b) for a, b in pairs) if pairs else None
