"""`speechkit themes`: how much weight each speech gives to which theme."""

from __future__ import annotations

from pathlib import Path
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
    Rows,
    SourcesIfAny,
    TextColumn,
)
from speechkit.model import DEFAULT_SEED, NumberOfTopics

MAX_TOPICS = 100

Passages = Annotated[bool, typer.Option("--passages", help="Also give every scored sentence.")]
Topics = Annotated[
    str | None,
    typer.Option(
        "--topics",
        metavar="K|auto",
        help="Also find K topics without the codebook (2 to 100), or as many as are stable.",
    ),
]
Doctor = Annotated[
    bool,
    typer.Option(
        "--doctor", help="In place of the shares, what the codebook misses and where it misleads."
    ),
]
Pairs = Annotated[
    list[str] | None,
    typer.Option(
        "--pairs",
        metavar="A,B",
        help="Contrast these two speeches, by their ids, or one with rest; may be repeated.",
    ),
]
Calibrate = Annotated[
    Path | None,
    typer.Option(
        "--calibrate",
        metavar="FILE",
        help="Correct the codebook by the labels of a reader, as speechkit label makes them.",
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**31, help="Of the permutations and the topics.")
]

WantedRows = Annotated[
    Rows | None,
    typer.Option(
        "--rows", help="What a row of csv or jsonl is; shares if not said.", show_default=False
    ),
]


def themes(
    sources: SourcesIfAny = None,
    codebook: CodebookFileOrShow = None,
    by: By = None,
    over: OverTime = None,
    pairs: Pairs = None,
    calibrate: Calibrate = None,
    passages: Passages = False,
    topics: Topics = None,
    doctor: Doctor = False,
    seed: Seed = DEFAULT_SEED,
    jobs: Jobs = None,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    output_format: OutputFormat = None,
    rows: WantedRows = None,
    output: Output = None,
    force: Force = False,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Compare how much weight each speech gives to which theme, with honest uncertainty.

    Example: speechkit themes collection.txt --lang zh
    """
    from speechkit.cli.comparing import is_small
    from speechkit.cli.doctor import check_alone, examine
    from speechkit.cli.next_step import after_codebook, tell
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.showing import check_output, show
    from speechkit.cli.weighing import WeighOptions, check_rows, weigh_all, weigh_in_memory
    from speechkit.errors import UsageError
    from speechkit.files import read_labels
    from speechkit.themes import EmphasisOptions, load_codebook

    if doctor:
        check_alone(
            {
                "--passages": passages,
                "--topics": topics,
                "--pairs": pairs,
                "--calibrate": calibrate,
                "--by": by,
                "--over": over,
                "--rows": rows,
                f"--codebook {SHOW}": codebook == SHOW,
            }
        )
    check_output(output, force=force)
    if codebook == SHOW and not sources:
        ours = load_codebook()
        show(ours, output_format, lang=lang, output=output, force=force, quiet=quiet)
        tell(after_codebook(), lang.value, quiet=quiet)
        return
    if not sources:
        raise UsageError("themes: name a SOURCE, or --codebook show for the themes; see --help")
    check_rows(
        rows, output_format, output, over_time=over is not None, has_topics=topics is not None
    )
    if pairs and by is not None:
        raise UsageError("--pairs names speeches and --by compares groups of them; name one")
    own = read_codebook(codebook) or load_codebook()
    labels = None
    if calibrate is not None:
        labels = read_labels(calibrate, themes=[entry.theme.id for entry in own.entries])
    options = WeighOptions(
        ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value),
        own,
        EmphasisOptions(
            by=by,
            over_time=over is not None,
            passages=passages,
            topics=number_of_topics(topics),
            seed=seed,
        ),
        labels,
        tuple(pairs or ()),
        jobs=jobs,
        output_format=output_format,
        rows=rows or Rows.SHARES,
        output=output,
        force=force,
        lang=lang,
        quiet=quiet,
        codebook_file=codebook,
    )
    if doctor:
        finish(examine(sources, options))
        return
    weigh = weigh_in_memory if options.needs_all or is_small(sources) else weigh_all
    finish(weigh(sources, options))


def number_of_topics(asked: str | None) -> NumberOfTopics | None:
    """What `--topics` asks for.

    Raises
    ------
    UsageError
        When it is neither a number from 2 to 100 nor `auto`.
    """
    from speechkit.errors import UsageError

    if asked is None:
        return None
    if asked == "auto":
        return "auto"
    if asked.isascii() and asked.isdecimal() and len(asked) <= 3 and 2 <= int(asked) <= MAX_TOPICS:
        return int(asked)
    raise UsageError(f"--topics {asked}: give a number from 2 to {MAX_TOPICS}, or auto")
