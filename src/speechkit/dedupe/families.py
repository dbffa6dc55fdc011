"""Compact texts in; the pairs worth naming, and the groups that follow from them, out.

Of a family of more than a thousand texts not each is compared with each, but with the longest.
Where the one to keep turns out to be another one, the rest is compared with it in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.dedupe.groups import Facts, Group, group_pairs
from speechkit.dedupe.pairs import Limits, Match, Share, Texts, compare_pairs, find_pairs

if TYPE_CHECKING:
    from speechkit.dedupe.sketches import Sketches
    from speechkit.dedupe.verification import Counted


class Families(NamedTuple):
    """Pairs and groups of a collection."""

    matches: tuple[Match, ...]
    groups: tuple[Group, ...]
    counted: Counted | None
    """As `find_pairs` gives it."""


def find_families(
    texts: Texts,
    facts: Facts,
    limits: Limits,
    *,
    sketches: Sketches | None = None,
    share: Share = map,
    known: Counted | None = None,
) -> Families:
    """Pairs as `find_pairs` finds them, and their groups.

    No text stays outside of a group, or leads one of its own, that was not compared with the
    kept one of a group in which it has a version.
    """
    matches, counted = find_pairs(texts, limits, sketches=sketches, share=share, known=known)
    groups = _grouped(matches, facts)
    if counted is None:
        return Families(matches, groups, None)
    compared: set[tuple[int, int]] = set()
    while missing := _missing(matches, groups) - compared:
        compared |= missing
        more = tuple(compare_pairs(texts, sorted(missing), limits, share=share))
        if not more:
            break
        matches = tuple(sorted((*matches, *more)))
        groups = _grouped(matches, facts)
    return Families(matches, groups, counted)


def _grouped(matches: Iterable[Match], facts: Facts) -> tuple[Group, ...]:
    return group_pairs(((match.a, match.b) for match in matches if match.grouped), facts)


def _missing(matches: Sequence[Match], groups: Iterable[Group]) -> set[tuple[int, int]]:
    """Pairs of a text that is kept so far and of one that is kept in place of its version."""
    kept = {number: group.kept for group in groups for number in group.members}
    missing: set[tuple[int, int]] = set()
    for match in matches:
        if match.grouped:
            for own, other in ((match.a, match.b), (match.b, match.a)):
                best = kept.get(other, other)
                if kept.get(own, own) == own and best not in (own, other):
                    missing.add((min(own, best), max(own, best)))
    for match in matches:
        missing.discard((match.a, match.b))
    return missing
