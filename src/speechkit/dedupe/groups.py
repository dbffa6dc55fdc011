"""Verified pairs in; groups of texts that count as one out, and which one to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple, Protocol, TypeVar

from speechkit.results import KeepReason


class Facts(Protocol):
    """What is known of the texts that stand in pairs, by their numbers."""

    def lengths(self, numbers: Sequence[int], /) -> Sequence[int]:
        """Characters of each compact text."""
        ...

    def break_off(self, numbers: Sequence[int], /) -> Sequence[bool]:
        """Whether each breaks off in mid-sentence."""
        ...

    def damage(self, numbers: Sequence[int], /) -> Sequence[int]:
        """Places at which each is damaged; asked for only where that decides."""
        ...

    def dates(self, numbers: Sequence[int], /) -> Sequence[str]:
        """When each was held, 9999 where that is not known; asked for only where it decides."""
        ...


class Group(NamedTuple):
    """Numbers of texts that count as one, ascending, and which one is kept."""

    members: tuple[int, ...]
    kept: int
    reason: KeepReason


class Rank(NamedTuple):
    """Order in which texts are kept: the least is the best."""

    breaks_off: bool
    shorter: int
    damage: int
    date: str
    """Empty where it does not matter, as is 0 for the damage."""
    number: int


Edge = TypeVar("Edge", bound=tuple[int, int, *tuple[object, ...]])
"""Numbers of two versions, the better first; what else stands in it is handed through."""


def group_pairs(pairs: Iterable[tuple[int, int]], facts: Facts) -> tuple[Group, ...]:
    """Groups in which every member was compared with the kept one and found its version.

    The best text takes all its versions, then the best of what is left takes its own:
    a chain in which each resembles only the next never joins strangers.

    Parameters
    ----------
    pairs
        Numbers of two texts that are versions of one another.

    Returns
    -------
    tuple of Group
        In the order of their first members.
    """
    neighbours: dict[int, set[int]] = {}
    for a, b in pairs:
        neighbours.setdefault(a, set()).add(b)
        neighbours.setdefault(b, set()).add(a)
    ranks = _ranks(neighbours, facts)
    groups = []
    for kept, taken in groupby(take_versions(_edges(neighbours, ranks)), key=itemgetter(0)):
        versions = [version for _, version in taken]
        reason = tell_reason(ranks[kept], ranks[versions[0]])
        groups.append(Group(tuple(sorted((kept, *versions))), kept, reason))
    return tuple(sorted(groups))


def take_versions(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Those edges by which the kept one of a group takes its versions, the best version first.

    When an edge comes, all edges to its better text have come: that one is taken already, or
    never will be. So one pass does, and remembers no more than the numbers that are taken.

    Parameters
    ----------
    edges
        By the rank of the better text, then by that of the worse. The same one may come again.

    Examples
    --------
    >>> list(take_versions([(1, 2), (1, 3), (2, 4), (4, 5)]))
    [(1, 2), (1, 3), (4, 5)]
    """
    taken: set[int] = set()
    for edge in edges:
        better, worse = edge[0], edge[1]
        if better not in taken and worse not in taken:
            taken.add(worse)
            yield edge


def tell_reason(best: Rank, second: Rank) -> KeepReason:
    """The first criterion by which the kept one is better than the best of its versions."""
    criteria: tuple[
        tuple[Literal["complete", "longest", "least_damaged", "earliest"], str], ...
    ] = (
        ("complete", ""),
        ("longest", str(-best.shorter)),
        ("least_damaged", str(best.damage)),
        ("earliest", best.date),
    )
    for i, (criterion, value) in enumerate(criteria):
        if best[i] != second[i]:
            return KeepReason(criterion, value)
    return KeepReason("first", "")


def _edges(
    neighbours: Mapping[int, set[int]], ranks: Mapping[int, Rank]
) -> Iterator[tuple[int, int]]:
    """Every pair once, the better text first, in the order that `take_versions` asks for."""
    order = sorted(neighbours, key=ranks.__getitem__)
    place = {number: i for i, number in enumerate(order)}
    for i, better in enumerate(order):
        for j in sorted(place[number] for number in neighbours[better]):
            if j > i:
                yield better, order[j]


def _ranks(neighbours: dict[int, set[int]], facts: Facts) -> dict[int, Rank]:
    """The rank of every text; what costs a closer look is looked at only where it decides."""
    numbers = sorted(neighbours)
    lengths, broken = facts.lengths(numbers), facts.break_off(numbers)
    ranks = {
        number: Rank(breaks_off, -length, 0, "", number)
        for number, length, breaks_off in zip(numbers, lengths, broken, strict=True)
    }
    components = [component for component in _components(neighbours) if len(component) > 1]
    tied = _tied(components, ranks)
    for number, damage in zip(tied, facts.damage(tied), strict=True):
        ranks[number] = ranks[number]._replace(damage=damage)
    tied = _tied(components, ranks)
    for number, date in zip(tied, facts.dates(tied), strict=True):
        ranks[number] = ranks[number]._replace(date=date)
    return ranks


def _components(neighbours: dict[int, set[int]]) -> Iterator[list[int]]:
    """Texts that pairs connect, directly or over others."""
    seen: set[int] = set()
    for number in neighbours:
        if number in seen:
            continue
        seen.add(number)
        component = [number]
        for member in component:  # grows as it is gone through
            component += (new := neighbours[member] - seen)
            seen |= new
        yield component


def _tied(components: Iterable[Iterable[int]], ranks: dict[int, Rank]) -> list[int]:
    """Those that another text of their component is as good as, but for the number."""
    tied: list[int] = []
    for component in components:
        as_good: dict[tuple[object, ...], list[int]] = {}
        for number in component:
            as_good.setdefault(ranks[number][:-1], []).append(number)
        tied += (number for same in as_good.values() if len(same) > 1 for number in same)
    return sorted(tied)
