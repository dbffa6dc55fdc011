"""Sources in, what `themes` says of each of their speeches out, however many there are.

Every speech is read twice: for the duplicates, and for its profile. What shows its themes and
what it is tested with go into a file without a name; in memory stay its names and what it spends
on each theme, some numbers, until it is known what the others come to.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from speechkit.cli.collecting import collect, find_families_among, share_among
from speechkit.cli.reading import Journal, ReadOptions, progress_line
from speechkit.files.store import Places, Store
from speechkit.grouping import check_groups
from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.results import (
    Contrast,
    Distance,
    DuplicateGroup,
    Emphasis,
    SpeechEmphasis,
    VersionEmphasis,
)
from speechkit.themes import Codebook, EmphasisOptions, measure_emphasis
from speechkit.themes.collection import INTERVALS_AT_ONCE
from speechkit.themes.collection import Collection as Profiles
from speechkit.themes.emphasis import (
    RestComparison,
    compare_groups,
    compare_versions,
    overviews,
    speech_emphasis,
)
from speechkit.themes.groups import GroupPair, group_pairs
from speechkit.themes.profile import Details, Profile, ProfileColumns, Profiler
from speechkit.themes.scoring import SentenceScorer

if TYPE_CHECKING:
    from speechkit.cli.collection import Collection
    from speechkit.dedupe.groups import Group

_AT_ONCE = INTERVALS_AT_ONCE
"""Speeches that a process looks at at a time."""

Made = TypeVar("Made")
Render = Callable[
    [int, SpeechEmphasis, tuple[Contrast, ...], Distance | None],
    Made,
]
"""Makes of a speech, by its number, and its contrast with the rest what is wanted."""


class Wanted(NamedTuple):
    """What is said of all speeches together only if somebody asks: it has a part for each."""

    versions: bool
    map: bool


@contextmanager
def weigh_many(
    sources: Sequence[str],
    reading: ReadOptions,
    codebook: Codebook,
    options: EmphasisOptions,
    wanted: Wanted,
    *,
    jobs: int | None,
    quiet: bool,
) -> Iterator[tuple[Weighed | Emphasis, Journal]]:
    """What is found in all speeches; of a few, the whole result.

    Few are as many as are held each against each.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or the last.
    """
    journal = Journal(quiet=quiet, progress=progress_line(sources, reading, quiet=quiet))
    with closing(collect(sources, reading, journal, jobs=jobs)) as collection:
        share_among(collection, jobs, shows=journal.shows_progress)
        groups = find_families_among(collection).groups
        collection.forget_hashes()
        collection.doing = "themes"
        if len(collection) <= MAX_PAIRWISE_SPEECHES:
            yield _measured(collection, groups, codebook, options), journal
            return
        with closing(Store.temporary()) as store:
            scorer = SentenceScorer(codebook)
            yield Weighed(collection, groups, store, scorer, options, wanted), journal


def _measured(
    collection: Collection, groups: Sequence[Group], codebook: Codebook, options: EmphasisOptions
) -> Emphasis:
    speeches = [collection.speech(number) for number in range(len(collection))]
    found = [
        DuplicateGroup(
            tuple(speeches[number] for number in group.members), speeches[group.kept], group.reason
        )
        for group in groups
    ]
    return measure_emphasis(speeches, codebook=codebook, groups=found, options=options)


class Weighed:
    """Speeches that were read, and what all of them come to.

    Parameters
    ----------
    store
        Where what shows the themes of each speech is put away.

    Attributes
    ----------
    whole : Emphasis
        What is said of all speeches; none of them is listed, but groups and their contrasts are.
    """

    def __init__(
        self,
        collection: Collection,
        groups: Sequence[Group],
        store: Store,
        scorer: SentenceScorer,
        options: EmphasisOptions,
        wanted: Wanted,
    ) -> None:
        self._collection = collection
        self._store = store
        self._options = options
        profiles, self._places = self._read(Profiler(scorer, options.by))
        if options.by is not None:
            speeches = map(collection.speech, range(len(collection)))
            check_groups({profile.group for profile in profiles}, options.by, speeches)
        ids = [speech.id for speech in collection]
        kept_of = {ids[n]: ids[group.kept] for group in groups for n in group.members}
        self._profiles = Profiles(profiles, kept_of, scorer)
        contrasts, apart = ((), ()) if options.by is None else self._by_groups()
        self.whole = Emphasis(
            scorer.codebook.label,
            scorer.codebook.themes,
            (),
            contrasts,
            apart,
            versions=self._versions(groups, scorer) if wanted.versions else (),
            theme_groups=scorer.codebook.groups,
            **overviews(self._profiles, options, has_map=wanted.map),
        )

    @property
    def n_speeches(self) -> int:
        return len(self._places)

    def pieces(self, render: Render[Made]) -> Iterator[Made]:
        """What is made of each speech, in the order of sources."""
        rest = None
        if self._options.by is None:
            rest = RestComparison(self._profiles, self._options)
        numbers = range(self.n_speeches)
        batches = [numbers[at : at + _AT_ONCE] for at in numbers[::_AT_ONCE]]
        work = partial(_render_batch, self._profiles, self._places, self._store, rest, render)
        self._collection.doing = "contrasts"
        for answer in self._collection.share(work, batches):
            yield from answer

    def _read(self, profiler: Profiler) -> tuple[ProfileColumns, Places]:
        numbers = range(len(self._collection))
        batches = [numbers[at : at + _AT_ONCE] for at in numbers[::_AT_ONCE]]
        details, findings = Places(), Places()
        profiles = ProfileColumns(partial(_read_details, self._store, details))
        work = partial(_profile_batch, self._collection, profiler)
        for found in self._collection.share(work, batches):
            for profile, own, shown in found:
                profiles.append(profile)
                details.append(self._store.put(own))
                findings.append(self._store.put(shown))
        return profiles, findings

    def _by_groups(self) -> tuple[tuple[Contrast, ...], tuple[Distance, ...]]:
        pairs = tuple(group_pairs(self._profiles))
        work = partial(_compare_groups, self._profiles, pairs, self._options)
        found = list(self._collection.share(work, range(len(pairs))))
        contrasts = (contrast for each, _ in found for contrast in each)
        return tuple(contrasts), tuple(distance for _, distance in found)

    def _versions(
        self, groups: Sequence[Group], scorer: SentenceScorer
    ) -> tuple[VersionEmphasis, ...]:
        pairs = [
            (group.kept, member)
            for group in groups
            for member in group.members
            if member != group.kept
        ]
        batches = [pairs[at : at + _AT_ONCE] for at in range(0, len(pairs), _AT_ONCE)]
        work = partial(_compare_batch, self._collection, scorer)
        return tuple(each for answer in self._collection.share(work, batches) for each in answer)


class Shelf:
    """Bytes that are put away in a file without a name and come out in their order."""

    def __init__(self) -> None:
        self._store = Store.temporary()
        self._places = Places()

    def put(self, data: object) -> None:
        """Put bytes away, if there are any."""
        if isinstance(data, bytes) and data:
            self._places.append(self._store.put(data))

    def __iter__(self) -> Iterator[bytes]:
        return (self._store.read(*place) for place in self._places)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _read_details(store: Store, places: Places, number: int) -> Details:
    """The details of a profile, read anew each time."""
    # What this process has put into a file that nobody else can open.
    details: Details = pickle.loads(store.read(*places[number]))  # noqa: S301
    return details


def _profile_batch(
    collection: Collection, profiler: Profiler, numbers: Sequence[int]
) -> list[tuple[Profile, bytes, bytes]]:
    """Profiles without what can wait in a file, and that."""
    found = []
    for number in numbers:
        profile = profiler(collection.speech(number))
        details = pickle.dumps(profile.read_details(), pickle.HIGHEST_PROTOCOL)
        shown = pickle.dumps((profile.findings, profile.sections), pickle.HIGHEST_PROTOCOL)
        rest = replace(profile, details=_NO_DETAILS, findings=(), sections=())
        found.append((rest, details, shown))
    return found


_NO_DETAILS = Details(np.zeros((0, 0)), np.zeros((2, 0), np.uint32))


def _render_batch(
    profiles: Profiles,
    places: Places,
    store: Store,
    rest: RestComparison | None,
    render: Render[Made],
    numbers: Sequence[int],
) -> list[Made]:
    made = []
    for number in numbers:
        profile = profiles.profiles[number]
        # What this process has put into a file that nobody else can open.
        findings, sections = pickle.loads(store.read(*places[number]))  # noqa: S301
        profile = replace(profile, findings=findings, sections=sections)
        entry = speech_emphasis(profiles, profile)
        if rest is not None and rest.is_possible(profile):
            made.append(render(number, entry, rest.contrasts(profile), rest.distance(profile)))
        else:
            made.append(render(number, entry, (), None))
    return made


def _compare_groups(
    profiles: Profiles, pairs: Sequence[GroupPair], options: EmphasisOptions, number: int
) -> tuple[tuple[Contrast, ...], Distance]:
    return compare_groups(profiles, pairs[number], options)


def _compare_batch(
    collection: Collection, scorer: SentenceScorer, pairs: Sequence[tuple[int, int]]
) -> list[VersionEmphasis]:
    whole = {kept: scorer.score(collection.speech(kept)) for kept in {kept for kept, _ in pairs}}
    return [
        compare_versions(whole[kept], scorer.score(collection.speech(other)), scorer.codebook)
        for kept, other in pairs
    ]
