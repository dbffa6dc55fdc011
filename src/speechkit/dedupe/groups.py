"""Verified pairs in; groups of texts that count as one out, and which one to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

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


class _Rank(NamedTuple):
    """Order in which texts are kept: the least is the best."""

    breaks_off: bool
    shorter: int
    damage: int
    date: str
    """Empty where it does not matter, as is 0 for the damage."""
    number: int


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
    free = set(neighbours)
    for kept in sorted(neighbours, key=ranks.__getitem__):
        members = (neighbours[kept] & free) | {kept}
        if kept not in free or len(members) == 1:
            continue
        free -= members
        reason = _reason(kept, members, ranks)
        groups.append(Group(tuple(sorted(members)), kept, reason))
    return tuple(sorted(groups))


def _ranks(neighbours: dict[int, set[int]], facts: Facts) -> dict[int, _Rank]:
    """The rank of every text; what costs a closer look is looked at only where it decides."""
    numbers = sorted(neighbours)
    lengths, broken = facts.lengths(numbers), facts.break_off(numbers)
    ranks = {
        number: _Rank(breaks_off, -length, 0, "", number)
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


def _tied(components: Iterable[Iterable[int]], ranks: dict[int, _Rank]) -> list[int]:
    """Those that another text of their component is as good as, but for the number."""
    tied: list[int] = []
    for component in components:
        as_good: dict[tuple[object, ...], list[int]] = {}
        for number in component:
            as_good.setdefault(ranks[number][:-1], []).append(number)
        tied += (number for same in as_good.values() if len(same) > 1 for number in same)
    return sorted(tied)


def _reason(kept: int, members: Iterable[int], ranks: dict[int, _Rank]) -> KeepReason:
    """The first criterion by which the kept one is better than the next best."""
    best, second = ranks[kept], min(ranks[member] for member in members if member != kept)
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
