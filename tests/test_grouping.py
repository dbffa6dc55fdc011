"""Speeches fall into groups by what is known of them."""

from __future__ import annotations

import pytest

from factories import record
from speechkit.errors import UsageError
from speechkit.grouping import fact_of, group_speeches, known_facts
from speechkit.model import Speech
from speechkit.split import split_document

BODY = "同志们：\n今天开会，主要任务是总结工作。\n"


def dated(id_: str, **fields: str) -> Speech:
    return split_document(record(BODY, id_, **fields), look_inside=False).speeches[0]


A = dated("a", date="2021-03-05", place="云岭", level="省")
B = dated("b", date="2021-11", place="石桥", level="市")
C = dated("c", date="2019", place="云岭")


def ids(speeches: tuple[Speech, ...], by: str) -> dict[str, list[str]]:
    return {group.value: [s.id for s in group.speeches] for group in group_speeches(speeches, by)}


def test_dates_are_grouped_by_year_in_their_order() -> None:
    groups = ids((A, B, C), "date")
    assert groups == {"2019": ["c"], "2021": ["a", "b"]}
    assert list(groups) == ["2019", "2021"]


def test_any_field_of_a_record_makes_groups_and_what_lacks_it_comes_last() -> None:
    groups = ids((C, A, B), "level")
    assert groups == {"市": ["b"], "省": ["a"], "": ["c"]}
    assert list(groups)[-1] == ""


def test_a_fact_and_the_file_make_groups() -> None:
    assert ids((A, B, C), "place") == {"云岭": ["a", "c"], "石桥": ["b"]}
    assert fact_of(A, "file") == "records.jsonl"


def test_a_fact_that_nobody_has_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"--by county: no speech has that; .*date.*level.*place"):
        group_speeches((A, B, C), "county")


def test_one_group_alone_has_nothing_to_be_held_against() -> None:
    with pytest.raises(UsageError, match=r"--by place: all speeches are of one group, 云岭"):
        group_speeches((A, C), "place")


def test_known_facts_are_sorted_and_hold_the_file() -> None:
    found = known_facts((A, B))
    assert list(found) == sorted(found)
    assert {"date", "file", "level", "place"} <= set(found)
