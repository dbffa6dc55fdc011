"""Verified pairs in; groups of speeches that count as one text out, and which one to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from speechkit.model import Speech
from speechkit.results import (
    DuplicateGroup,
    DuplicatePair,
    KeepReason,
)


class _Rank(NamedTuple):
    """Order in which speeches are kept: the least is the best."""

    breaks_off: bool
    shorter: int
    damage: int
    date: str
    position: int


def group_pairs(
    speeches: Sequence[Speech], pairs: Iterable[DuplicatePair], lengths: dict[str, int]
) -> tuple[DuplicateGroup, ...]:
    """Groups in which every member was compared with the kept one and found its version.

    The best speech takes all its versions, then the best of what is left takes its own:
    a chain in which each resembles only the next never joins strangers.

    Parameters
    ----------
    lengths
        Characters of each speech's compact text, by id.
    """
    neighbours: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.grouped:
            neighbours.setdefault(pair.a.id, set()).add(pair.b.id)
            neighbours.setdefault(pair.b.id, set()).add(pair.a.id)
    position = {speech.id: i for i, speech in enumerate(speeches)}

    def rank(speech: Speech) -> _Rank:
        return _Rank(
            not speech.complete,
            -lengths[speech.id],
            len(speech.removed) + len(speech.repaired),
            speech.date or "9999",
            position[speech.id],
        )

    groups = []
    free = set(neighbours)
    for kept in sorted((s for s in speeches if s.id in neighbours), key=rank):
        members = (neighbours[kept.id] & free) | {kept.id}
        if kept.id not in free or len(members) == 1:
            continue
        free -= members
        group = tuple(s for s in speeches if s.id in members)
        groups.append(DuplicateGroup(group, kept, _reason(kept, group, rank)))
    return tuple(sorted(groups, key=lambda group: position[group.speeches[0].id]))


def _reason(kept: Speech, group: Sequence[Speech], rank: Callable[[Speech], _Rank]) -> KeepReason:
    """The first criterion by which the kept one is better than the next best."""
    best, second = rank(kept), min(rank(s) for s in group if s.id != kept.id)
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
