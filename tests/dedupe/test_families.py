"""Families: of a thousand versions one is kept, whichever of them is the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from speechkit.dedupe import candidates, pairs
from speechkit.dedupe.families import find_families
from speechkit.dedupe.pairs import Limits, TextList
from versions import family, made_text

LIMITS = Limits(0.7, 0.8)


@pytest.fixture(autouse=True)
def _all_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
    monkeypatch.setattr(pairs, "MAX_EQUAL", 5)
    monkeypatch.setattr(pairs, "N_NAMED", 2)
    for name, value in (("FREQUENT", 4), ("MANY", 12), ("N_HUBS", 3)):
        monkeypatch.setattr(candidates, name, value)


@dataclass
class Facts:
    """Texts of which one is the least damaged."""

    texts: Sequence[str]
    best: int

    def lengths(self, numbers: Sequence[int]) -> list[int]:
        return [len(self.texts[number]) for number in numbers]

    def break_off(self, numbers: Sequence[int]) -> list[bool]:
        return [False for _ in numbers]

    def damage(self, numbers: Sequence[int]) -> list[int]:
        return [0 if number == self.best else 1 for number in numbers]

    def dates(self, numbers: Sequence[int]) -> list[str]:
        return ["9999" for _ in numbers]


FORM = made_text(5, 400)
FORMS = [f"{FORM[:200]}{n:03d}{FORM[200:]}" for n in range(40)]
"""Of one length, so that the best may be any."""


@pytest.mark.parametrize("best", [0, 1, 17, 39])
@pytest.mark.parametrize(
    "texts",
    [FORMS, [FORM] * 20, ["发展"] * 9, [*FORMS[:20], *FORMS[:20]], [FORMS[0], FORMS[1]] * 9],
)
def test_the_best_takes_all_versions_wherever_it_stands(texts: list[str], best: int) -> None:
    best = min(best, len(texts) - 1)
    found = find_families(TextList(texts), Facts(texts, best), LIMITS)
    (group,) = found.groups
    assert group.members == tuple(range(len(texts)))
    assert group.kept == best
    named = {(match.a, match.b) for match in found.matches}
    assert len(named) == len(found.matches)
    assert {tuple(sorted((best, n))) for n in group.members if n != best} <= named
    assert list(found.matches) == sorted(found.matches)
    for match in found.matches:
        assert (match.kind == "identical") == (texts[match.a] == texts[match.b])


@pytest.mark.parametrize("sizes", [(9, 7), (3, 8), (8, 1)])
def test_of_two_large_classes_of_equal_texts_not_each_pair_is_named(
    sizes: tuple[int, int],
) -> None:
    n, m = sizes
    texts = [FORMS[0]] * n + [FORMS[1]] * m
    found, _ = pairs.find_pairs(TextList(texts), LIMITS)
    between = {match[:2] for match in found if match.a < n <= match.b}
    leading = [size if size <= 5 else 2 for size in sizes]
    assert between == {
        (a, n + b) for a in range(n) for b in range(m) if a < leading[0] or b < leading[1]
    }


def test_strangers_of_a_chain_stay_apart() -> None:
    text = made_text(6, 900)
    texts = [text[at : at + 500] for at in range(0, 400, 75)]
    found = find_families(TextList(texts), Facts(texts, 0), LIMITS)
    assert [(group.members, group.kept) for group in found.groups] == [
        ((0, 1), 0),
        ((2, 3), 2),
        ((4, 5), 4),
    ]


def test_where_each_was_compared_with_each_nothing_is_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = family(7, 30, 400, (0.05, 0.1, 0.2))
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 50)
    one_by_one = find_families(TextList(texts), Facts(texts, 3), LIMITS)
    monkeypatch.undo()
    monkeypatch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
    assert find_families(TextList(texts), Facts(texts, 3), LIMITS)[:2] == one_by_one[:2]
