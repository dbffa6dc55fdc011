"""Counts of texts add up, however many there are."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from keywords.making import counts_of
from speechkit.text.hashes import hash_term
from speechkit.text.phrases import TermCounts, merged

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
