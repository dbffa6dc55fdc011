"""Sources in, what `dedupe` says of them out: in memory where they are few, else over a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.reading import Journal, ReadOptions, progress_line
from speechkit.files import file_sizes
from speechkit.model import Speech
from speechkit.results import Duplicates

if TYPE_CHECKING:
    from speechkit.cli.collection import Collection, StoredSpeech
    from speechkit.dedupe.pairs import Limits

MAX_IN_MEMORY = 500_000
"""Bytes of sources up to which the speeches are all kept in memory, and nothing is loaded that
takes as long as to compare them."""


class DedupeOptions(NamedTuple):
    """What is asked of `dedupe`."""

    threshold: float
    containment: float
    explain: bool = False
    passages: bool = False
    jobs: int | None = None


class Compared(NamedTuple):
    """What was found, and how many sources could not be read."""

    result: Duplicates[Speech] | Duplicates[StoredSpeech]
    n_errors: int


def compare(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, *, quiet: bool
) -> Compared:
    """Read all sources and find the versions of one text among their speeches.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or the last.
    """
    if is_small(sources):
        return _compare_in_memory(sources, reading, options, quiet=quiet)
    return _compare_stored(sources, reading, options, quiet=quiet)


def is_small(sources: Sequence[str]) -> bool:
    """Whether all that the sources hold may stand in memory; what has no size may not."""
    return "-" not in sources and sum(file_sizes(sources).values()) <= MAX_IN_MEMORY


def _compare_in_memory(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, *, quiet: bool
) -> Compared:
    from speechkit.cli.reading import read
    from speechkit.dedupe import find_duplicates

    found = read(sources, reading, quiet=quiet)
    result = find_duplicates(
        found.speeches,
        threshold=options.threshold,
        containment=options.containment,
        explain=options.explain,
        passages=options.passages,
    )
    return Compared(result, found.n_errors)


def _compare_stored(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, *, quiet: bool
) -> Compared:
    from speechkit.cli.collecting import collect

    journal = Journal(quiet=quiet, progress=progress_line(sources, quiet=quiet))
    collection = collect(sources, reading, journal, jobs=options.jobs)
    return Compared(find_stored_duplicates(collection, options), journal.n_errors)


def find_stored_duplicates(
    collection: Collection, options: DedupeOptions
) -> Duplicates[StoredSpeech]:
    """What `find_duplicates` finds, of speeches that are not in memory."""
    from speechkit.dedupe import check_limits, named_groups, named_pairs
    from speechkit.dedupe.groups import group_pairs
    from speechkit.dedupe.pairs import find_pairs

    limits: Limits = check_limits(options.threshold, options.containment)
    matches, _ = find_pairs(
        collection, limits, sketches=collection.sketches, share=collection.share
    )
    groups = group_pairs(((m.a, m.b) for m in matches if m.grouped), collection)
    return Duplicates(
        collection,
        options.threshold,
        options.containment,
        named_pairs(matches, collection),
        named_groups(groups, collection),
    )
