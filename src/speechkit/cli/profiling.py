"""Sources in, what `keywords` says of each of their speeches out, however many there are.

Every speech is read twice: for the duplicates, and for its profile, which holds its keywords
and what may set it apart. Profiles, and the counts of many speeches together, stand in a file
without a name until all are there; only then is it known how often a term stands in the others.
In memory are the terms that recur in some speech, which are few, and a line on each speech.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from speechkit.cli.collecting import collect, find_families_among, share_among
from speechkit.cli.reading import Journal, ReadOptions, progress_line
from speechkit.files.store import Place, Places, Store
from speechkit.keywords import speech_keywords
from speechkit.keywords.profiles import Profile, Profiler
from speechkit.keywords.references import CountedText, Reference, TextsReference
from speechkit.results import KeynessMeasure, SpeechKeywords
from speechkit.text.hashes import find_rows
from speechkit.text.phrases import TermCounts, merged

if TYPE_CHECKING:
    from speechkit.cli.collection import Collection
    from speechkit.dedupe.groups import Group
    from speechkit.text.hashes import Numbers

_AT_ONCE = 50
"""Speeches that a process looks at at a time."""
_FEW_HASHES = 1_000_000
_NO_COUNTS = merged(())

Made = TypeVar("Made")


class StreamOptions(NamedTuple):
    """What is asked of `keywords` for many speeches."""

    profiler: Profiler
    measure: KeynessMeasure
    top: int
    find_reference: Callable[[Collection], Reference | str | None]
    """Gives a reference that is no speech of the sources; the id of one that is; None for all."""
    jobs: int | None = None


@contextmanager
def stream_keywords(
    sources: Sequence[str],
    reading: ReadOptions,
    options: StreamOptions,
    render: Callable[[SpeechKeywords], Made],
    *,
    quiet: bool,
) -> Iterator[tuple[Iterator[Made], Journal]]:
    """What is made of each speech and its keywords, in the order of sources.

    Parameters
    ----------
    render
        Makes of the keywords of a speech what is wanted, in whichever process works on it.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or the last.
    """
    journal = Journal(quiet=quiet, progress=progress_line(sources, reading, quiet=quiet))
    with (
        closing(collect(sources, reading, journal, jobs=options.jobs)) as collection,
        closing(Store.temporary()) as store,
    ):
        wanted = options.find_reference(collection)
        share_among(collection, options.jobs, shows=journal.shows_progress)
        groups = find_families_among(collection).groups
        collection.forget_hashes()
        collection.doing = "keywords"
        counted = _Counting(store, groups).count(collection, options.profiler)
        reference_of = _reference_of(wanted, counted, collection, options.profiler)
        work = partial(_render_batch, counted, reference_of, options, render)
        collection.doing = "keyness"
        answers = collection.share(work, _batches(len(collection)))
        yield (made for answer in answers for made in answer), journal


# ----------------------------------------------------------------------------- counting


def _batches(n_speeches: int) -> list[range]:
    """The numbers of so many speeches, some at a time."""
    numbers = range(n_speeches)
    return [numbers[at : at + _AT_ONCE] for at in numbers[::_AT_ONCE]]


class _Batch(NamedTuple):
    """What is found of some speeches."""

    profiles: list[bytes]
    total: CountedText
    """Of those that count, together."""
    single: dict[int, CountedText]
    """Of those that stand for others, by their numbers."""
    candidates: Numbers
    """Terms that may set one of them apart."""


class _Counting:
    """Goes through a collection and puts away what is found.

    Parameters
    ----------
    store
        Where to.
    groups
        Versions of one text; those that are dropped do not count.
    """

    def __init__(self, store: Store, groups: Sequence[Group]) -> None:
        self._store = store
        self._kept_of = {number: group.kept for group in groups for number in group.members}
        self._profiles = Places()
        self._blocks = Places()
        self._single: dict[int, tuple[Place, int]] = {}
        self._wanted = _Union()
        self._n_words = 0

    def count(self, collection: Collection, profiler: Profiler) -> _Counted:
        """All counts of the speeches of a collection."""
        work = partial(_profile_batch, collection, profiler, self._kept_of)
        for found in collection.share(work, _batches(len(collection))):
            self._put_away(found)
        wanted = self._wanted.all()
        totals = np.zeros(len(wanted), np.int64)
        for place in self._blocks:
            _add(totals, wanted, _read_counts(self._store, place))
        total = CountedText(TermCounts(wanted, totals), self._n_words)
        return _Counted(self._store, self._profiles, total, self._kept_of, self._single)

    def _put_away(self, found: _Batch) -> None:
        for data in found.profiles:
            self._profiles.append(self._store.put(data))
        self._blocks.append(self._keep(found.total.counts))
        self._n_words += found.total.n_words
        self._wanted.add(found.candidates)
        for number, text in found.single.items():
            self._single[number] = self._keep(text.counts), text.n_words

    def _keep(self, counts: TermCounts) -> Place:
        return self._store.put(counts.hashes.tobytes() + counts.counts.astype(np.uint32).tobytes())


class _Union:
    """The distinct ones of many hashes, which come a few thousand at a time."""

    def __init__(self) -> None:
        self._parts = [np.zeros(0, np.uint64)]
        self._n_waiting = 0

    def add(self, hashes: Numbers) -> None:
        """Take in more; sorted anew when there are as many as before, so in n log n steps."""
        self._parts.append(hashes)
        self._n_waiting += len(hashes)
        if self._n_waiting > max(_FEW_HASHES, len(self._parts[0])):
            self.all()

    def all(self) -> Numbers:
        """All of them, ascending."""
        self._parts = [np.unique(np.concatenate(self._parts))]
        self._n_waiting = 0
        return self._parts[0]


def _read_counts(store: Store, place: Place) -> TermCounts:
    """What `_Counting` has kept: the hashes of so many terms, then their counts."""
    data = store.read(*place)
    n = place.size // (8 + 4)
    hashes = np.frombuffer(data, np.uint64, n)
    return TermCounts(hashes, np.frombuffer(data, np.uint32, n, 8 * n).astype(np.int64))


def _add(totals: NDArray[np.int64], wanted: Numbers, counts: TermCounts) -> None:
    """Add the counts of those terms that are wanted."""
    if len(wanted):
        rows, there = find_rows(wanted, counts.hashes)
        totals[rows[there]] += counts.counts[there]  # no term is there twice


def _profile_batch(
    collection: Collection,
    profiler: Profiler,
    kept_of: dict[int, int],
    numbers: Sequence[int],
) -> _Batch:
    profiles, counted, single = [], [], {}
    candidates = [np.zeros(0, np.uint64)]
    for number in numbers:
        profile = profiler(collection.speech(number))
        text = CountedText(profile.counts, profile.n_words)
        if kept_of.get(number, number) == number:
            counted.append(text)
        if kept_of.get(number) == number:
            single[number] = text
        candidates.append(profile.candidates.terms.hashes)
        profiles.append(pickle.dumps(replace(profile, counts=_NO_COUNTS), pickle.HIGHEST_PROTOCOL))
    total = CountedText(merged(t.counts for t in counted), sum(t.n_words for t in counted))
    return _Batch(profiles, total, single, np.unique(np.concatenate(candidates)))


# ---------------------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is known of a collection whose speeches were counted."""

    store: Store
    profiles: Places
    """Where those of the speeches stand, by their numbers."""
    total: CountedText
    """Of all texts that count, for all terms that may set one apart."""
    kept_of: dict[int, int]
    single: dict[int, tuple[Place, int]]

    def without(self, number: int, profile: Profile) -> Reference:
        """All texts but the one of a speech, whichever of its versions counts."""
        kept = self.kept_of.get(number, number)
        if kept == number:
            candidates = profile.candidates
            counts = TermCounts(candidates.terms.hashes, candidates.counts)
            return TextsReference(self.total, (CountedText(counts, profile.n_words),))
        place, n_words = self.single[kept]
        counts = _read_counts(self.store, place)
        return TextsReference(self.total, (CountedText(counts, n_words),))


ReferenceOf = Callable[[int, Profile], Reference]


def _reference_of(
    wanted: Reference | str | None, counted: _Counted, collection: Collection, profiler: Profiler
) -> ReferenceOf:
    """What each speech is held against."""
    if wanted is None:
        return counted.without
    if not isinstance(wanted, str):
        return lambda _number, _profile: wanted
    number = next(each.number for each in collection if each.id == wanted)
    profile = profiler(collection.speech(number))
    alone = CountedText(profile.counts, profile.n_words)
    text = counted.kept_of.get(number, number)

    def against_one(other: int, _: Profile) -> Reference:
        is_version = counted.kept_of.get(other, other) == text
        return TextsReference(alone, (alone,) if is_version else ())

    return against_one


def _render_batch(
    counted: _Counted,
    reference_of: ReferenceOf,
    options: StreamOptions,
    render: Callable[[SpeechKeywords], Made],
    numbers: Sequence[int],
) -> list[Made]:
    made = []
    for number in numbers:
        # What this process has put into a file that nobody else can open.
        profile: Profile = pickle.loads(counted.store.read(*counted.profiles[number]))  # noqa: S301
        reference = reference_of(number, profile)
        entry = speech_keywords(
            profile.speech, profile, reference, measure=options.measure, top=options.top
        )
        made.append(render(entry))
    return made
