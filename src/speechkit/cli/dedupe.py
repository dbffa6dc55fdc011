"""`speechkit dedupe`: which speeches are versions of one text, and what differs."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Annotated

import typer

from speechkit.cli.options import (
    Encoding,
    Force,
    IdColumn,
    Jobs,
    Lang,
    Language,
    LookInside,
    Output,
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
    output: Output = None,
    force: Force = False,
    jobs: Jobs = None,
    lang: Lang = Language.EN,
    quiet: Quiet = False,
) -> None:
    """Find speeches that are versions of one another, and say what differs.

    Example: speechkit dedupe collection.txt --explain
    """
    from speechkit.cli.comparing import DedupeOptions, compare
    from speechkit.cli.next_step import Asked, after_dedupe, tell
    from speechkit.cli.reading import ReadOptions, finish
    from speechkit.cli.run import EXIT_PARTLY, say
    from speechkit.cli.showing import check_output, show
    from speechkit.errors import UsageError
    from speechkit.files import check_folder

    if isnan(threshold) or isnan(containment):
        raise UsageError("--threshold and --containment take a number from 0.01 to 1")
    check_output(output, force=force)
    if index is not None:
        from speechkit.files.index import check_index

        check_index(index)
    if kept is not None:
        check_folder(kept, force=force)
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
    result, n_errors = compare(sources, reading, options, quiet=quiet)
    if kept is not None and not quiet:
        say(f"{len(result.kept):,} speeches written to {kept}")
    show(result, output_format, lang=lang, output=output, force=force, quiet=quiet)
    steps = after_dedupe(Asked(sources, reading), result, explained=explain, index=index)
    tell(steps, lang.value, quiet=quiet)
    if check and result.groups:
        raise typer.Exit(EXIT_PARTLY)
    finish(n_errors)
