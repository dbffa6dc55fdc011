"""Documents of sources and of a reference in, read together; the speeches of each out.

They are read together so that no two speeches have one id, and then told apart by the files
that the sources hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import not_
from typing import NamedTuple

from speechkit.errors import ReadingError, SpeechkitError
from speechkit.files.listing import list_files
from speechkit.model import DocumentSplit, Speech, SplitResult


class Parted(NamedTuple):
    """Speeches that are asked about, and those they are held against."""

    speeches: tuple[Speech, ...]
    reference: tuple[Speech, ...] = ()


def part_reference(
    documents: Iterable[DocumentSplit], sources: Sequence[str], reference: Sequence[str] | None
) -> Parted:
    """Tell the speeches of the sources from those of the reference.

    A file that both name is a source.

    Raises
    ------
    ReadingError
        When nothing could be read of the one or the other.
    """
    documents = tuple(documents)
    if not reference:
        return Parted(SplitResult(documents).speeches)
    ours = {os.path.realpath(source.path) for source in list_files(sources, _said_before)}
    is_ours = [os.path.realpath(each.document.path) in ours for each in documents]
    parted = Parted(
        SplitResult(tuple(compress(documents, is_ours))).speeches,
        SplitResult(tuple(compress(documents, map(not_, is_ours)))).speeches,
    )
    if not parted.speeches:
        raise ReadingError("nothing to read in the sources named that --against does not name")
    if not parted.reference:
        raise ReadingError("--against: nothing to read there that is not a source already")
    return parted


def _said_before(_: SpeechkitError) -> None:
    """What is wrong with a folder was said when it was read."""
