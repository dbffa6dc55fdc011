"""Counts of texts add up, however many there are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.making import counts_of
from speechkit.keywords import pool
from speechkit.keywords.pool import TermCounter, merged
from speechkit.text.hashes import hash_term, hash_terms
from speechkit.text.phrases import TermCounts

TEXTS = st.lists(
    st.dictionaries(st.sampled_from(["桑园", "港口", "桑园建设", "学校"]), st.integers(1, 99)),
    max_size=6,
)


def as_dict(counts: TermCounts) -> dict[int, int]:
    assert (counts.hashes[1:] > counts.hashes[:-1]).all()
    return dict(zip(counts.hashes.tolist(), counts.counts.tolist(), strict=True))


def added_up(texts: list[dict[str, int]]) -> dict[int, int]:
    total: Counter[int] = Counter()
    for text in texts:
        total.update({hash_term(term): n for term, n in text.items()})
    return dict(total)


@given(TEXTS)
def test_the_counts_of_texts_add_up(texts: list[dict[str, int]]) -> None:
    assert as_dict(merged(map(counts_of, texts))) == added_up(texts)


@given(TEXTS, st.integers(0, 6))
def test_sums_of_sums_are_sums(texts: list[dict[str, int]], cut: int) -> None:
    parts = [merged(map(counts_of, texts[:cut])), merged(map(counts_of, texts[cut:]))]
    assert as_dict(merged(parts)) == added_up(texts)


@given(texts=TEXTS)
def test_merging_in_between_changes_nothing(texts: list[dict[str, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "MERGE_AT", 2)
        counter = TermCounter()
        for text in texts:
            counter.add(counts_of(text))
    assert as_dict(counter.total()) == added_up(texts)


def test_a_term_that_was_not_counted_stands_nowhere() -> None:
    total = merged([counts_of({"桑园": 3, "港口": 2})])
    asked = hash_terms(["港口", "学校", "桑园"])
    wanted = {hash_term("港口"): 2, hash_term("学校"): 0, hash_term("桑园"): 3}
    assert dict(zip(asked.tolist(), total.of(asked).tolist(), strict=True)) == wanted
    assert merged([]).of(asked).tolist() == [0, 0, 0]
