"""Sources in, what `dedupe` says of them out: in memory where they are few, else over a store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.reading import Journal, ReadOptions, progress_line
from speechkit.errors import UsageError
from speechkit.files import file_sizes
from speechkit.model import MIN_PASSAGE, Speech
from speechkit.results import Difference, Duplicates, SharedPassage

if TYPE_CHECKING:
    from speechkit.cli.collection import Collection, StoredSpeech
    from speechkit.dedupe.families import Families
    from speechkit.dedupe.groups import Group
    from speechkit.dedupe.pairs import Match

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
    index_folder: Path | None = None
    """Folder of the index that the sources are added to."""
    write_kept: Path | None = None
    """Folder for the corpus without what is dropped."""
    force: bool = False
    """Replace that folder."""
    min_passage: int = MIN_PASSAGE
    against: tuple[str, ...] = ()
    """Sources of a reference for the passages."""

    @property
    def needs_store(self) -> bool:
        """Whether all of a document has to be kept as it was read."""
        return self.index_folder is not None or self.write_kept is not None


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
    if options.needs_store and options.against:
        raise UsageError("--against is for passages alone; leave out --index and --write-kept")
    if not options.needs_store and (options.passages or is_small(sources)):
        return _compare_in_memory(sources, reading, options, quiet=quiet)
    return _compare_stored(sources, reading, options, quiet=quiet)


def is_small(sources: Sequence[str]) -> bool:
    """Whether all that the sources hold may stand in memory; what has no size may not."""
    return "-" not in sources and sum(file_sizes(sources).values()) <= MAX_IN_MEMORY


def _compare_in_memory(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, *, quiet: bool
) -> Compared:
    from speechkit.cli.against import part_reference
    from speechkit.cli.reading import phases, read
    from speechkit.dedupe import find_duplicates

    found = read([*sources, *options.against], reading, quiet=quiet)
    parted = part_reference(found.documents, sources, options.against)
    with phases(reading, quiet=quiet) as progress:
        result = find_duplicates(
            parted.speeches,
            threshold=options.threshold,
            containment=options.containment,
            explain=options.explain,
            passages=options.passages,
            min_passage=options.min_passage,
            reference=parted.reference,
            progress=progress,
        )
    return Compared(result, found.n_errors)


# ------------------------------------------------------------------------------ from a store


def _compare_stored(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, *, quiet: bool
) -> Compared:
    from speechkit.cli.collecting import collect, find_families_among, share_among

    journal = Journal(quiet=quiet, progress=progress_line(sources, reading, quiet=quiet))
    if options.index_folder is not None:
        result = _compare_with_index(sources, reading, options, options.index_folder, journal)
    else:
        with closing(collect(sources, reading, journal, jobs=options.jobs)) as collection:
            share_among(collection, options.jobs, shows=journal.shows_progress)
            families = find_families_among(
                collection, threshold=options.threshold, containment=options.containment
            )
            result = _told(collection, families, options)
    return Compared(result, journal.n_errors)


def _compare_with_index(
    sources: Sequence[str],
    reading: ReadOptions,
    options: DedupeOptions,
    folder: Path,
    journal: Journal,
) -> Duplicates[StoredSpeech]:
    """Compare with all that came before, and keep it all for what will come."""
    from speechkit.cli import indexing
    from speechkit.cli.collecting import collect, find_families_among, share_among
    from speechkit.files.index import open_index

    with open_index(folder, indexing.PARAMETERS) as index:
        old = indexing.indexed(index, reading)
        with closing(old):
            new = collect(sources, reading, journal, jobs=options.jobs, before=old)
            both = indexing.ordered(indexing.merged([old, new], reading))
            share_among(both.collection, options.jobs, shows=journal.shows_progress)
            with closing(new), closing(both.collection):
                known = both.renumbered(indexing.known_pairs(index))
                families = find_families_among(
                    both.collection,
                    threshold=options.threshold,
                    containment=options.containment,
                    known=known,
                )
                draft = indexing.draft(new) if len(new) else None
                counted = families.counted
                table = None if counted is None else indexing.pair_table(both.as_came(counted))
                index.add(draft, table)
                return _told(both.collection, families, options)


def _told(
    collection: Collection, families: Families, options: DedupeOptions
) -> Duplicates[StoredSpeech]:
    """What `find_duplicates` says, of speeches that are not in memory; the kept ones written."""
    from speechkit.dedupe import named_groups, named_pairs

    matches, groups, _ = families
    if options.write_kept is not None:
        from speechkit.cli.keeping import write_kept

        write_kept(collection, matches, groups, options.write_kept, force=options.force)
    return Duplicates(
        collection,
        options.threshold,
        options.containment,
        named_pairs(matches, collection),
        named_groups(groups, collection),
        _differences(collection, matches) if options.explain else (),
        _passages(collection, matches, groups, options) if options.passages else (),
    )


def _differences(collection: Collection, matches: Iterable[Match]) -> tuple[Difference, ...]:
    """What tells the grouped pairs apart; their speeches are read again."""
    pairs = [(match.a, match.b) for match in matches if match.grouped]
    batches = [pairs[at : at + _PAIRS] for at in range(0, len(pairs), _PAIRS)]
    collection.doing = "differences"
    explained = collection.share(partial(_explain, collection), batches)
    return tuple(difference for answer in explained for difference in answer)


def _passages(
    collection: Collection,
    matches: Iterable[Match],
    groups: Iterable[Group],
    options: DedupeOptions,
) -> tuple[SharedPassage, ...]:
    """What the speeches share; for this alone they all have to be in memory."""
    from speechkit.dedupe import named_groups, named_pairs
    from speechkit.dedupe.passages import find_passages

    speeches = [collection.speech(number) for number in range(len(collection))]
    return find_passages(
        speeches,
        {},
        min_length=options.min_passage,
        groups=named_groups(groups, speeches),
        pairs=named_pairs(matches, speeches),
    )


_PAIRS = 50
"""Pairs that a process explains at a time."""


def _explain(collection: Collection, pairs: Sequence[tuple[int, int]]) -> list[Difference]:
    from speechkit.dedupe import explain_pair

    return [explain_pair(collection.speech(a), collection.speech(b)) for a, b in pairs]
