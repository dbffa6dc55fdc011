"""The command line: read, compute, show. One short file a command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speechkit import __version__

if TYPE_CHECKING:
    from speechkit.cli.extractor import ExtractorProcess
    from speechkit.engines.segmenter import SegmenterProcess

_GC_THRESHOLD = 100_000
"""Objects made between two searches for cycles. We make few, and at the default of 700 the
searches take a tenth of the time of a split, and of the time to start."""

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""Of NumPy's linear algebra, which we hardly use: to start one a core takes sixty milliseconds, and
sums come out differently with their number."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of `speechkit`: run a command and leave with its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments == ["--version"]:  # answered before anything is imported
        print(f"speechkit {__version__}")  # noqa: T201  # nothing to render
        return
    gc.set_threshold(_GC_THRESHOLD)
    os.environ.setdefault(*_ONE_THREAD)
    extractor, segmenter = _extractor(arguments), _segmenter(arguments)
    try:
        from speechkit.cli.run import run

        code = run(arguments, extractor=extractor, segmenter=segmenter)
    except KeyboardInterrupt:  # before `run` is there to say so
        print("interrupted; nothing was left half-written", file=sys.stderr)  # noqa: T201
        code = 130
    finally:
        for process in (extractor, segmenter):
            if process is not None:
                process.close()
    sys.exit(code)


def _extractor(arguments: Sequence[str]) -> ExtractorProcess | None:
    """What finds keywords, for the command that will need it; started before anything loads."""
    if arguments[:1] != ["keywords"] or {"-h", "--help"} & set(arguments):
        return None
    from speechkit.cli.extractor import ExtractorProcess

    return ExtractorProcess()


def _segmenter(arguments: Sequence[str]) -> SegmenterProcess | None:
    """What cuts words, for a command that will need it and has a process of its own for nothing.

    Not where the user has words of his own: they are not read yet, and it knows only jieba's.
    """
    if arguments[:1] != ["concordance"] or "--collocates" not in arguments:
        return None
    if {"-h", "--help"} & set(arguments) or any(
        argument.partition("=")[0] == "--words" for argument in arguments
    ):
        return None
    from speechkit.engines.segmenter import SegmenterProcess

    return SegmenterProcess()
