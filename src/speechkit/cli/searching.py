"""Sources and a query in, a concordance out: in memory where they are few, else over a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from speechkit.cli.comparing import is_small
from speechkit.cli.picking import is_there
from speechkit.cli.reading import Journal, ReadOptions, progress_line, read
from speechkit.errors import UsageError
from speechkit.keywords.collocates import (
    CollocateOptions,
    Neighbourhood,
    count_neighbours,
    rank_collocates,
)
from speechkit.keywords.concordance import Query, SpeechHits, concordance_of, search_speech
from speechkit.model import Speech
from speechkit.results import Collocates, Concordance, DuplicateGroup, HitOrder
from speechkit.text.tokens import CutWords, cut_words, make_cutter

if TYPE_CHECKING:
    from speechkit.cli.collection import Collection
    from speechkit.text.lexicon import Lexicon

_AT_ONCE = 100
"""Speeches that a process searches at a time."""


class SearchOptions(NamedTuple):
    """What is asked of `concordance`."""

    context: int
    sort: HitOrder
    with_versions: bool
    """List the hits in near-duplicates."""
    collocates: CollocateOptions | None = None
    jobs: int | None = None
    lexicon: Lexicon | None = None
    """Word lists with the user's own words."""


class Searched(NamedTuple):
    """What was found, and how many sources could not be read."""

    result: Concordance
    n_errors: int


def search(
    query: Query,
    sources: Sequence[str],
    reading: ReadOptions,
    options: SearchOptions,
    *,
    cut: CutWords | None = None,
    quiet: bool = False,
) -> Searched:
    """Read all sources and find a term in their speeches.

    Parameters
    ----------
    cut
        Cuts words where one process works; several have a segmenter each.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used, or an expression does not come to an end.
    """
    own = options.lexicon.user_words.values() if options.lexicon else ()
    if is_small(sources):
        cutter = make_cutter(words=own) if own or cut is None else cut
        return _search_in_memory(query, sources, reading, options, cutter, quiet=quiet)
    return _search_stored(query, sources, reading, options, make_cutter(words=own), quiet=quiet)


def check_order(term: str, sources: Sequence[str]) -> None:
    """Refuse a file before the term: what was meant to be looked for would be no file.

    Raises
    ------
    UsageError
        When the term is a file and the only source is none.
    """
    if len(sources) == 1 and sources[0] != "-" and is_there(term) and not is_there(sources[0]):
        raise UsageError(f"TERM comes first: speechkit concordance {sources[0]} {term}")


class _Found(NamedTuple):
    """What is known of one speech."""

    hits: SpeechHits
    near: Neighbourhood | None
    """None where nobody asks for it."""


class _Look(NamedTuple):
    """What is looked for in a speech."""

    query: Query
    context: int
    window: int | None
    """None where nobody asks for collocates."""
    dropped: frozenset[str] = frozenset()
    """Ids of the speeches that do not count."""
    cut: CutWords = cut_words

    def at(self, speech: Speech) -> _Found:
        hits = search_speech(speech, self.query, context=self.context)
        if self.window is None or speech.id in self.dropped:
            return _Found(hits, None)
        near = count_neighbours(speech, self.query, window=self.window, cut=self.cut)
        return _Found(hits, near)


def _look_for(
    query: Query,
    options: SearchOptions,
    groups: Iterable[DuplicateGroup[Any]],
    cut: CutWords,
) -> _Look:
    dropped = frozenset(speech.id for group in groups for speech in group.dropped)
    window = None if options.collocates is None else options.collocates.window
    return _Look(query, options.context, window, dropped, cut)


def _told(
    found: Iterable[_Found],
    query: Query,
    options: SearchOptions,
    groups: Iterable[DuplicateGroup[Any]],
) -> Concordance:
    """The concordance of all speeches, each of which is looked at once."""
    hits: list[SpeechHits] = []

    def neighbourhoods() -> Iterator[Neighbourhood]:
        for each in found:
            hits.append(each.hits)
            if each.near is not None:
                yield each.near

    collocates = _collocates(neighbourhoods(), options)
    return concordance_of(
        hits,
        query,
        sort=options.sort,
        groups=groups,
        with_versions=options.with_versions,
        collocates=collocates,
    )


def _collocates(
    neighbourhoods: Iterator[Neighbourhood], options: SearchOptions
) -> Collocates | None:
    if options.collocates is None:
        assert next(neighbourhoods, None) is None  # noqa: S101 # goes through all that is found
        return None
    from speechkit.files.cache import load_background
    from speechkit.text.lexicon import Vocabulary

    vocabulary = Vocabulary(load_background(), options.lexicon)
    return rank_collocates(neighbourhoods, vocabulary, options.collocates)


def _search_in_memory(
    query: Query,
    sources: Sequence[str],
    reading: ReadOptions,
    options: SearchOptions,
    cut: CutWords,
    *,
    quiet: bool,
) -> Searched:
    from speechkit.dedupe import find_duplicates

    documents = read(sources, reading, quiet=quiet)
    groups = find_duplicates(documents.speeches).groups
    look = _look_for(query, options, groups, cut)
    found = (look.at(speech) for speech in documents.speeches)
    result = _told(found, query, options, groups)
    return Searched(result, documents.n_errors)


def _search_stored(
    query: Query,
    sources: Sequence[str],
    reading: ReadOptions,
    options: SearchOptions,
    cut: CutWords,
    *,
    quiet: bool,
) -> Searched:
    from speechkit.cli.collecting import collect, find_families_among, share_among
    from speechkit.dedupe import named_groups

    journal = Journal(quiet=quiet, progress=progress_line(sources, reading, quiet=quiet))
    with closing(collect(sources, reading, journal, jobs=options.jobs)) as collection:
        share_among(collection, options.jobs, shows=journal.shows_progress)
        groups = named_groups(find_families_among(collection).groups, collection)
        collection.doing = "searching"
        work = partial(_look_at, collection, _look_for(query, options, groups, cut))
        starts = range(0, len(collection), _AT_ONCE)
        batches = [range(at, min(at + _AT_ONCE, len(collection))) for at in starts]
        found = (each for batch in collection.share(work, batches) for each in batch)
        return Searched(_told(found, query, options, groups), journal.n_errors)


def _look_at(collection: Collection, look: _Look, numbers: Sequence[int]) -> list[_Found]:
    return [look.at(collection.speech(number)) for number in numbers]
