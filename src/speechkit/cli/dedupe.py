"""`speechkit dedupe`: which speeches are versions of one text, and what differs."""

from __future__ import annotations

from enum import StrEnum
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
    OutputFormat,
    Quiet,
    Sources,
    TextColumn,
)
from speechkit.model import (
    DEFAULT_CONTAINMENT,
    DEFAULT_THRESHOLD,
    LONGEST_PASSAGE,
    MIN_PASSAGE,
    SHORTEST_PASSAGE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speechkit.cli.comparing import DedupeOptions
    from speechkit.cli.reading import ReadOptions


class Engine(StrEnum):
    """Where the comparison runs."""

    LOCAL = "local"
    SPARK = "spark"


Threshold = Annotated[
    float,
    typer.Option(
        "--threshold", min=0.01, max=1, help="Jaccard from which speeches are near-duplicates."
    ),
]
Containment = Annotated[
    float,
    typer.Option(
        "--containment", min=0.01, max=1, help="Containment from which one is an excerpt."
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say what differs and which was made from which.")
]
Passages = Annotated[
    bool, typer.Option("--passages", help="Also find passages that other speeches share.")
]
IndexFolder = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="FOLDER", help="Compare with all that came before, and add to it."
    ),
]
WriteKept = Annotated[
    Path | None,
    typer.Option(
        "--write-kept", metavar="FOLDER", help="Write the corpus without what is dropped."
    ),
]
MinPassage = Annotated[
    int,
    typer.Option(
        "--min-passage",
        min=SHORTEST_PASSAGE,
        max=LONGEST_PASSAGE,
        metavar="N",
        help="Characters of a passage, at least.",
    ),
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="SOURCE",
        help=(
            "Find passages shared with these files or folders only, which are a reference and "
            "not compared among themselves; may be repeated."
        ),
        show_default=False,
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Exit with 1 when there are duplicates.")]
OutputPlace = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to a file, not to the terminal; with --engine spark into a folder.",
    ),
]
EngineOption = Annotated[
    Engine,
    typer.Option(
        "--engine",
        help="Where to compare: on this machine, or by Spark, here or on a cluster.",
        case_sensitive=False,
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="URL",
        help="Where Spark runs, such as spark://host:7077; here if not said.",
    ),
]
Conf = Annotated[
    list[str] | None,
    typer.Option(
        "--conf",
        metavar="KEY=VALUE",
        help="A setting of Spark; may be repeated.",
        show_default=False,
    ),
]


def dedupe(
    sources: Sources,
    threshold: Threshold = DEFAULT_THRESHOLD,
    containment: Containment = DEFAULT_CONTAINMENT,
    explain: Explain = False,
    passages: Passages = False,
    min_passage: MinPassage = MIN_PASSAGE,
    against: Against = None,
    check: Check = False,
    index: IndexFolder = None,
    kept: WriteKept = None,
    encoding: Encoding = None,
    look_inside: LookInside = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    output_format: OutputFormat = None,
    output: OutputPlace = None,
    force: Force = False,
    jobs: Jobs = None,
    engine: EngineOption = Engine.LOCAL,
    master: Master = None,
    conf: Conf = None,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Find speeches that are versions of one another, and say what differs.

    Example: speechkit dedupe collection.txt --explain
    """
    from speechkit.cli.comparing import DedupeOptions
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.run import EXIT_PARTLY
    from speechkit.errors import UsageError

    if isnan(threshold) or isnan(containment):
        raise UsageError("--threshold and --containment take a number from 0.01 to 1")
    reading = ReadOptions(encoding, text_column, id_column, look_inside, lang=lang.value)
    options = DedupeOptions(
        threshold,
        containment,
        explain,
        passages or bool(against),
        jobs,
        index_folder=index,
        write_kept=kept,
        force=force,
        min_passage=min_passage,
        against=tuple(against or ()),
    )
    if engine is Engine.SPARK:
        from speechkit.cli.clustering import (
            DEFAULT_MASTER,
            ClusterOptions,
            check_options,
            compare_on_cluster,
        )

        folder = check_options(options, reading, output, others=output_format is not None)
        where = ClusterOptions(master or DEFAULT_MASTER, tuple(conf or ()), folder, force, quiet)
        found = compare_on_cluster(sources, reading, options, where)
        n_groups, n_errors = found
    else:
        if master or conf:
            raise UsageError("--master and --conf are for --engine spark")
        n_groups, n_errors = _compare_here(
            sources, reading, options, Shown(output_format, output, lang, quiet)
        )
    if check and n_groups:
        raise typer.Exit(EXIT_PARTLY)
    finish(n_errors)


class Shown(NamedTuple):
    """How the result is shown."""

    format: Format | None
    output: str | None
    lang: Language
    quiet: bool


def _compare_here(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, shown: Shown
) -> tuple[int, int]:
    """Compare on this machine and show the result; groups found, sources not read."""
    from speechkit.cli.comparing import compare
    from speechkit.cli.next_step import Asked, after_dedupe, tell
    from speechkit.cli.run import say
    from speechkit.cli.showing import check_output, show
    from speechkit.files import check_folder

    output = None if shown.output is None else Path(shown.output)
    quiet, force = shown.quiet, options.force
    check_output(output, force=force)
    if options.index_folder is not None:
        from speechkit.files.index import check_index

        check_index(options.index_folder)
    if options.write_kept is not None:
        check_folder(options.write_kept, force=force)
    result, n_errors = compare(sources, reading, options, quiet=quiet)
    if options.write_kept is not None and not quiet:
        say(f"{len(result.kept):,} speeches written to {options.write_kept}")
    show(result, shown.format, lang=shown.lang, output=output, force=force, quiet=quiet)
    steps = after_dedupe(
        Asked(sources, reading), result, explained=options.explain, index=options.index_folder
    )
    tell(steps, shown.lang.value, quiet=quiet)
    return len(result.groups), n_errors
