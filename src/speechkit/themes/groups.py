"""Profiles of speeches in groups in; what each group stresses, and what sets it apart, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np

from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.results import (
    Contrast,
    Distance,
    GroupEmphasis,
    SpeechName,
)
from speechkit.themes.collection import Collection
from speechkit.themes.contrast import (
    Figures,
    is_in_question,
    jensen_shannon,
    pair_generator,
    permutation_p,
)
from speechkit.themes.intervals import difference_intervals
from speechkit.themes.profile import Profile
from speechkit.themes.scoring import Floats

MIN_DEALS = 400
"""Ways to deal texts to two groups from which whole texts change sides: with fewer no p is small
enough for two dozen themes, and blocks change sides, which tells these texts apart but says
nothing of others like them."""


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Speeches that share the value of a fact."""

    value: str
    speeches: tuple[Profile, ...]
    texts: tuple[Profile, ...]
    """One for each text, in the order of ids."""

    @property
    def name(self) -> SpeechName:
        return SpeechName(self.value, "")

    @property
    def found(self) -> tuple[Profile, ...]:
        """The texts in which a theme was found."""
        return tuple(text for text in self.texts if not text.is_empty)

    @property
    def sufficient(self) -> bool:
        """Whether there is a text with enough text."""
        return any(text.sufficient for text in self.texts)

    def units(self, *, whole: bool) -> Floats:
        """What changes sides: each text with a sum of 1, as a whole or by blocks."""
        if whole:
            return np.array([text.shares for text in self.found])
        return np.concatenate([text.blocks / text.chars.sum() for text in self.found])


def theme_groups(collection: Collection) -> tuple[ThemeGroup, ...]:
    """The groups by value, the one without a value last."""
    members: dict[str, list[Profile]] = {}
    for profile in collection.profiles:
        members.setdefault(profile.group, []).append(profile)
    return tuple(
        ThemeGroup(value, tuple(members[value]), collection.texts_of(members[value]))
        for value in sorted(members, key=lambda value: (not value, value))
    )


def group_emphasis(collection: Collection, group: ThemeGroup) -> GroupEmphasis:
    """What a group spends on each theme on average."""
    return GroupEmphasis(
        group.value,
        tuple(profile.speech.id for profile in group.speeches),
        len(group.texts),
        group.sufficient,
        collection.mean_shares(group.texts),
    )


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Two groups that are held against each other."""

    a: ThemeGroup
    b: ThemeGroup
    kind: Literal["groups", "group_rest"]

    @property
    def names(self) -> tuple[SpeechName, SpeechName | None]:
        """Of both; None for the rest."""
        return self.a.name, self.b.name if self.kind == "groups" else None


def group_pairs(collection: Collection) -> Iterator[GroupPair]:
    """Every two groups, or, of more than `MAX_PAIRWISE_SPEECHES`, each against all others."""
    groups = [group for group in theme_groups(collection) if group.found]
    if len(groups) <= MAX_PAIRWISE_SPEECHES:
        for a, b in combinations(groups, 2):
            yield GroupPair(a, b, "groups")
        return
    for group in groups:
        rest = _rest_of(collection, group)
        if rest.found:
            yield GroupPair(group, rest, "group_rest")


def contrast_groups(
    collection: Collection, pair: GroupPair, *, seed: int, n_permutations: int
) -> tuple[Contrast, ...]:
    """Which themes tell two groups apart."""
    figures = _figures(collection, pair.a, pair.b, seed, n_permutations)
    return figures.contrasts(pair.names, collection.codebook.themes, pair.kind)


def group_distance(collection: Collection, pair: GroupPair) -> Distance:
    """How far apart the means of two groups are."""
    means = collection.mean(pair.a.texts), collection.mean(pair.b.texts)
    return Distance(*pair.names, jensen_shannon(*means))


def _rest_of(collection: Collection, group: ThemeGroup) -> ThemeGroup:
    """All texts of which the group has no version."""
    versions = {collection.kept(profile.speech.id) for profile in group.speeches}
    others = tuple(p for p in collection.texts if p.speech.id not in versions)
    return ThemeGroup("", others, others)


def _figures(
    collection: Collection, a: ThemeGroup, b: ThemeGroup, seed: int, n_permutations: int
) -> Figures:
    whole = comb(len(a.found) + len(b.found), len(a.found)) >= MIN_DEALS
    ours, theirs = a.units(whole=whole), b.units(whole=whole)
    generator = pair_generator(seed, *sorted((f"group {a.value}", f"group {b.value}")))
    if a.value <= b.value:
        p = permutation_p(ours, theirs, generator, n_permutations)
    else:
        p = permutation_p(theirs, ours, generator, n_permutations)
    shares = collection.mean(a.texts), collection.mean(b.texts)
    ends = collection.mean_intervals(a.texts), collection.mean_intervals(b.texts)
    low, high = difference_intervals((shares[0], *ends[0]), (shares[1], *ends[1]))
    together = ours.sum(axis=0) + theirs.sum(axis=0)
    present = is_in_question(together) & a.sufficient & b.sufficient
    return Figures(shares[0] - shares[1], low, high, p, present)
