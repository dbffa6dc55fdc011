"""Profiles of speeches in; which of them count, and what they come to together, out."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, overload

import numpy as np

from speechkit.results import DuplicateGroup, TermCount, ThemeShare
from speechkit.themes.intervals import corpus_prior, mean_effective, share_intervals
from speechkit.themes.profile import Profile
from speechkit.themes.scoring import Floats, Ints, SentenceScorer

INTERVALS_AT_ONCE = 50
"""Speeches whose intervals are found together, a fifth of the time it takes one by one; of all
of a large collection they would take kilobytes each meanwhile, in every process."""
_BATCHES_KEPT = 8
"""Of intervals: who compares pairs of a few hundred speeches comes back to them."""


class Collection:
    """Speeches that are compared, and which of them are versions of one text.

    All that is said of several speeches counts each text once, and goes through them in the
    order of their ids, so that neither copies nor the order of sources change a figure.

    Parameters
    ----------
    profiles
        With distinct ids; their findings are not needed.
    kept_of
        For each speech that has versions: the id of the one that counts.
    scorer
        By which they were read.
    """

    def __init__(
        self, profiles: Sequence[Profile], kept_of: Mapping[str, str], scorer: SentenceScorer
    ) -> None:
        self.profiles = profiles
        self.kept_of = kept_of
        self.codebook = scorer.codebook
        self.n_themes = len(scorer.codebook.themes)
        self._numbers = scorer.term_numbers
        entries = [scorer.codebook.entries[n] for n in scorer.entry_numbers.values()]
        self._terms = [
            (term, entry.theme.id, entry.subtheme_of.get(term, ""))
            for term, entry in zip(scorer.entry_numbers, entries, strict=True)
        ]
        """Each with its theme and subtheme, by number."""
        self._places = {profile.speech.id: place for place, profile in enumerate(profiles)}
        """By id, in the order of the profiles."""
        self._intervals = lru_cache(maxsize=_BATCHES_KEPT)(self._intervals_of)

    def __getitem__(self, id_: str) -> Profile:
        return self.profiles[self._places[id_]]

    def __contains__(self, id_: str) -> bool:
        return id_ in self._places

    def kept(self, id_: str) -> str:
        """The speech that counts for one, mostly itself."""
        return self.kept_of.get(id_, id_)

    @cached_property
    def texts(self) -> Sequence[Profile]:
        """The speeches that count, in the order of their ids."""
        counted = sorted(id_ for id_ in self._places if self.kept(id_) == id_)
        return Selection(self.profiles, map(self.place, counted))

    def texts_of(self, profiles: Iterable[Profile]) -> tuple[Profile, ...]:
        """One speech for each text among some, in the order of their ids.

        The one that counts in the collection, if it is among them, else the first.
        """
        chosen: dict[str, Profile] = {}
        for profile in sorted(profiles, key=lambda profile: profile.speech.id):
            kept = self.kept(profile.speech.id)
            if kept not in chosen or profile.speech.id == kept:
                chosen[kept] = profile
        return tuple(sorted(chosen.values(), key=lambda profile: profile.speech.id))

    def rest(self, id_: str) -> Iterator[Profile]:
        """The texts of which a speech is no version."""
        return (text for text in self.texts if text.speech.id != self.kept(id_))

    @cached_property
    def prior(self) -> Floats:
        """What is expected of a speech before it is read, (n_themes,)."""
        return corpus_prior(self.shares_of(self.texts))

    def shares_of(self, profiles: Iterable[Profile]) -> Floats:
        """Shares of the speeches in which a theme was found, (n_found, n_themes)."""
        rows = array("d")  # of a large collection the arrays themselves would take twice as much
        for profile in profiles:
            if not profile.is_empty:
                rows.frombytes(profile.shares.tobytes())
        return np.array(rows).reshape(-1, self.n_themes)

    def mean(self, profiles: Sequence[Profile]) -> Floats:
        """Mean shares of some speeches, (n_themes,); zeros where no theme was found."""
        shares = self.shares_of(profiles)
        return np.asarray(shares.mean(axis=0)) if len(shares) else np.zeros(self.n_themes)

    def term_counts(self, profiles: Iterable[Profile]) -> Ints:
        """How often each term of the codebook fired in some speeches, by number, (n_terms,)."""
        counts = np.zeros(len(self._numbers), dtype=np.intp)
        for profile in profiles:
            numbers, times = profile.hits
            counts[numbers] += times
        return counts

    def fired(self, profile: Profile) -> Mapping[str, tuple[TermCount, ...]]:
        """By theme the terms that fired in a speech, most frequent first."""
        counts: dict[str, list[tuple[int, str, str]]] = {}
        for number, count in profile.hits.T.tolist():
            term, theme, subtheme = self._terms[number]
            counts.setdefault(theme, []).append((-count, term, subtheme))
        return {
            theme: tuple(TermCount(term, -less, subtheme) for less, term, subtheme in sorted(found))
            for theme, found in counts.items()
        }

    @cached_property
    def numbers(self) -> Mapping[str, Mapping[str, int]]:
        """By theme the numbers of its terms."""
        return {
            entry.theme.id: {term: self._numbers[term] for term in (*entry.seeds, *entry.weak)}
            for entry in self.codebook.entries
        }

    def place(self, id_: str) -> int:
        """Number of a speech in the order it was given in."""
        return self._places[id_]

    def interval(self, id_: str) -> tuple[Floats, Floats]:
        """Ends of the intervals of a speech's shares, both (n_themes,)."""
        batch, row = divmod(self._places[id_], INTERVALS_AT_ONCE)
        low, high = self._intervals(batch)
        return low[row], high[row]

    def _intervals_of(self, batch: int) -> tuple[Floats, Floats]:
        """Of so many speeches in a row, both (n_profiles, n_themes): one by one is slow."""
        start = batch * INTERVALS_AT_ONCE
        profiles = self.profiles[start : start + INTERVALS_AT_ONCE]
        shares = np.array([p.shares for p in profiles]).reshape(-1, self.n_themes)
        n_effective = np.array([p.n_effective for p in profiles])
        return share_intervals(shares, n_effective, self.prior)

    def mean_intervals(self, profiles: Sequence[Profile]) -> tuple[Floats, Floats]:
        """Ends of the intervals of the mean share of some texts, (n_themes,)."""
        found = [profile for profile in profiles if not profile.is_empty]
        n_effective = mean_effective(
            self.shares_of(found), np.array([profile.n_effective for profile in found])
        )
        mean = self.mean(found)[None]
        low, high = share_intervals(mean, np.array([n_effective]), self.prior)
        return low[0], high[0]

    def mean_shares(self, profiles: Sequence[Profile]) -> tuple[ThemeShare, ...]:
        """What some texts spend on each theme on average, with intervals."""
        columns = (self.mean(profiles), *self.mean_intervals(profiles))
        rows = zip(self.codebook.themes, *(column.tolist() for column in columns), strict=True)
        return tuple(ThemeShare(*row) for row in rows)


class Selection(Sequence[Profile]):
    """Some of many profiles, none of which is held by it.

    Parameters
    ----------
    places
        Of those that are in it, in their order.
    """

    def __init__(self, profiles: Sequence[Profile], places: Iterable[int]) -> None:
        self._profiles = profiles
        self._places = array("q", places)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> Profile: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Profile]: ...
    def __getitem__(self, number: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(number, slice):
            return Selection(self._profiles, self._places[number])
        return self._profiles[self._places[number]]


def kept_versions(groups: Iterable[DuplicateGroup[Any]]) -> dict[str, str]:
    """For each speech that has versions: the id of the one that counts."""
    return {speech.id: group.kept.id for group in groups for speech in group.speeches}
