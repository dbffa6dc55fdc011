"""Groups: no chains, the stated order, and no closer look than it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from speechkit.dedupe.groups import Group, group_pairs, take_versions


@dataclass
class Made:
    """Facts of texts that a test makes up; remembers what was asked for."""

    length: Sequence[int]
    broken: Sequence[bool] = ()
    damaged: Sequence[int] = ()
    held: Sequence[str] = ()
    asked: dict[str, list[int]] = field(default_factory=dict)

    def lengths(self, numbers: Sequence[int]) -> list[int]:
        return [self.length[n] for n in numbers]

    def break_off(self, numbers: Sequence[int]) -> list[bool]:
        return [bool(self.broken) and self.broken[n] for n in numbers]

    def damage(self, numbers: Sequence[int]) -> list[int]:
        self.asked["damage"] = list(numbers)
        return [self.damaged[n] if self.damaged else 0 for n in numbers]

    def dates(self, numbers: Sequence[int]) -> list[str]:
        self.asked["dates"] = list(numbers)
        return [self.held[n] if self.held else "9999" for n in numbers]


PAIRS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    max_size=20,
)
FACTS = st.builds(
    Made,
    st.lists(st.integers(1, 3), min_size=10, max_size=10),
    st.lists(st.booleans(), min_size=10, max_size=10),
    st.lists(st.integers(0, 1), min_size=10, max_size=10),
    st.lists(st.sampled_from(["1999", "2020-01", "9999"]), min_size=10, max_size=10),
)


def full_rank(facts: Made, number: int) -> tuple[bool, int, int, str, int]:
    return (
        facts.broken[number],
        -facts.length[number],
        facts.damaged[number],
        facts.held[number],
        number,
    )


@given(PAIRS, FACTS)
def test_the_kept_one_is_the_best_and_was_compared_with_every_member(
    pairs: list[tuple[int, int]], facts: Made
) -> None:
    groups = group_pairs(pairs, facts)
    linked = {frozenset(pair) for pair in pairs}
    members = [number for group in groups for number in group.members]
    assert len(members) == len(set(members))
    assert list(groups) == sorted(groups)
    for group in groups:
        assert len(group.members) > 1
        assert group.members == tuple(sorted(group.members))
        others = [number for number in group.members if number != group.kept]
        assert all(frozenset((group.kept, number)) in linked for number in others)
        assert all(full_rank(facts, group.kept) < full_rank(facts, n) for n in others)


@given(PAIRS, FACTS)
def test_looking_only_where_it_decides_gives_what_looking_everywhere_gives(
    pairs: list[tuple[int, int]], facts: Made
) -> None:
    free, expected = {n for pair in pairs for n in pair}, []
    for kept in sorted(free, key=lambda n: full_rank(facts, n)):
        near = {n for pair in pairs if kept in pair for n in pair}
        if kept in free and len(members := (near & free) | {kept}) > 1:
            free -= members
            expected.append((tuple(sorted(members)), kept))
    assert [group[:2] for group in group_pairs(pairs, facts)] == sorted(expected)


@given(PAIRS, st.randoms())
def test_one_pass_over_the_edges_takes_what_looking_for_the_best_again_and_again_takes(
    pairs: list[tuple[int, int]], chance: object
) -> None:
    place = list(range(10))
    chance.shuffle(place)  # type: ignore[attr-defined]
    edges = [(a, b) if place[a] < place[b] else (b, a) for a, b in pairs]
    free, expected = set(range(10)), []
    while free:
        best = min(free, key=place.__getitem__)
        versions = {n for pair in pairs if best in pair for n in pair} & free - {best}
        expected += [(best, n) for n in sorted(versions, key=place.__getitem__)]
        free -= versions | {best}
    assert list(take_versions(sorted(edges, key=lambda edge: [place[n] for n in edge]))) == expected


@given(PAIRS, FACTS, st.randoms())
def test_the_order_of_the_pairs_changes_no_group(
    pairs: list[tuple[int, int]], facts: Made, chance: object
) -> None:
    again = [*pairs, *pairs]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert group_pairs(again, facts) == group_pairs(pairs, facts)


def test_a_chain_falls_into_groups_around_the_best() -> None:
    facts = Made([9, 8, 7, 6, 5])
    groups = group_pairs([(0, 1), (1, 2), (2, 3), (3, 4)], facts)
    assert [group[:2] for group in groups] == [((0, 1), 0), ((2, 3), 2)]


def test_damage_and_dates_are_asked_for_only_where_they_decide() -> None:
    facts = Made(
        length=[9, 8, 7, 7, 6, 6, 5, 5],
        damaged=[0, 0, 1, 2, 3, 3, 0, 0],
        held=["9999", "9999", "9999", "9999", "2001", "2000", "9999", "9999"],
    )
    groups = group_pairs([(0, 1), (2, 3), (4, 5), (6, 7)], facts)
    assert facts.asked == {"damage": [2, 3, 4, 5, 6, 7], "dates": [4, 5, 6, 7]}
    assert [(group.kept, group.reason.criterion, group.reason.value) for group in groups] == [
        (0, "longest", "9"),
        (2, "least_damaged", "1"),
        (5, "earliest", "2000"),
        (6, "first", ""),
    ]


def test_one_that_breaks_off_is_not_kept_however_long_it_is() -> None:
    (group,) = group_pairs([(0, 1)], Made([9, 8], broken=[True, False]))
    assert group == Group((0, 1), 1, group.reason)
    assert group.reason.criterion == "complete"


def test_no_pairs_are_no_groups() -> None:
    assert group_pairs([], Made([])) == ()


def test_a_chain_of_thousands_is_no_trouble() -> None:
    n = 20_000
    groups = group_pairs([(i, i + 1) for i in range(n - 1)], Made(range(n, 0, -1)))
    assert len(groups) == n // 2
