"""Verified pairs in; groups of texts that count as one out, and which one to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple, Protocol

from speechkit.results import KeepReason


class Damage(NamedTuple):
    """What tells two texts of one length apart: the lesser is better."""

    n_mended: int
    """Stretches that had to be removed or mended."""
    date: str
    """When it was held; 9999 where that is not known."""


class Facts(Protocol):
    """What is known of the texts that stand in pairs, by their numbers."""

    def lengths(self, numbers: Sequence[int], /) -> Sequence[int]:
        """Characters of each compact text."""
        ...

    def break_off(self, numbers: Sequence[int], /) -> Sequence[bool]:
        """Whether each breaks off in mid-sentence."""
        ...

    def damage(self, numbers: Sequence[int], /) -> Sequence[Damage]:
        """What decides among those of one length; asked for only where it does."""
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
    damage: Damage | None
    """None where no other text is as good so far."""
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
    """The rank of every text; what costs a second look is looked at only where it decides."""
    numbers = sorted(neighbours)
    lengths, broken = facts.lengths(numbers), facts.break_off(numbers)
    ranks = {
        number: _Rank(bool(breaks_off), -int(length), None, number)
        for number, length, breaks_off in zip(numbers, lengths, broken, strict=True)
    }
    tied = sorted(
        number for component in _components(neighbours) for number in _tied(component, ranks)
    )
    for number, damage in zip(tied, facts.damage(tied), strict=True):
        ranks[number] = ranks[number]._replace(damage=damage)
    return {
        number: rank._replace(damage=rank.damage or Damage(0, "")) for number, rank in ranks.items()
    }


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


def _tied(component: Iterable[int], ranks: dict[int, _Rank]) -> Iterator[int]:
    """Those of a component that another of them is as good as."""

    def key(number: int) -> tuple[bool, int]:
        return ranks[number][:2]

    for _, group in groupby(sorted(component, key=key), key):
        same = list(group)
        if len(same) > 1:
            yield from same


def _reason(kept: int, members: Iterable[int], ranks: dict[int, _Rank]) -> KeepReason:
    """The first criterion by which the kept one is better than the next best."""
    best, second = ranks[kept], min(ranks[member] for member in members if member != kept)
    if best.breaks_off != second.breaks_off:
        return KeepReason("complete", "")
    if best.shorter != second.shorter:
        return KeepReason("longest", str(-best.shorter))
    assert best.damage is not None and second.damage is not None  # noqa: S101, PT018 # tied
    criteria: tuple[tuple[Literal["least_damaged", "earliest"], str], ...] = (
        ("least_damaged", str(best.damage.n_mended)),
        ("earliest", best.damage.date),
    )
    for i, (criterion, value) in enumerate(criteria):
        if best.damage[i] != second.damage[i]:
            return KeepReason(criterion, value)
    return KeepReason("first", "")
