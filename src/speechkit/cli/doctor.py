"""What is asked of `themes --doctor` in; what it says of the codebook shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from speechkit.cli.next_step import Asked, after_doctor, tell
from speechkit.cli.reading import phases, read
from speechkit.cli.showing import show
from speechkit.errors import UsageError

if TYPE_CHECKING:
    from speechkit.cli.weighing import WeighOptions


def check_alone(asked: Mapping[str, object]) -> None:
    """Raise when something is asked for that the doctor does not do.

    Parameters
    ----------
    asked
        Options of the shares by their names, with what was given for them.

    Raises
    ------
    UsageError
        When one of them was given.
    """
    given = [name for name, value in asked.items() if value]
    if given:
        others = ", ".join(given)
        raise UsageError(f"--doctor looks at the codebook, not at the shares; leave out {others}")


def examine(sources: Sequence[str], options: WeighOptions) -> int:
    """Show what the codebook misses and where it misleads; how many sources failed."""
    from speechkit.dedupe import find_duplicates
    from speechkit.files.cache import load_background
    from speechkit.themes.doctor import examine_codebook

    reading = read(sources, options.reading, quiet=options.quiet)
    with phases(options.reading, quiet=options.quiet) as progress:
        result = examine_codebook(
            reading.speeches,
            background=load_background(),
            codebook=options.codebook,
            groups=find_duplicates(reading.speeches, progress=progress).groups,
            progress=progress,
        )
    show(
        result,
        options.output_format,
        lang=options.lang,
        output=options.output,
        force=options.force,
        quiet=options.quiet,
    )
    steps = after_doctor(Asked(sources, options.reading), options.codebook_file)
    tell(steps, options.lang.value, quiet=options.quiet)
    return reading.n_errors
