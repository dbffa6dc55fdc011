"""What the search for pairs does with arrays is what loops would do."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from speechkit.dedupe.arrays import counted, distinct, packed, stretches, unpacked

NUMBERS = st.lists(st.integers(0, 2**32 - 1), max_size=20)
KEYS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=20)


@given(NUMBERS, st.data())
def test_two_numbers_are_one_and_two_again(high: list[int], data: st.DataObject) -> None:
    low = data.draw(st.lists(st.integers(0, 2**32 - 1), min_size=len(high), max_size=len(high)))
    keys = packed(np.array(high, np.int64), np.array(low, np.uint32))
    assert [numbers.tolist() for numbers in unpacked(keys)] == [high, low]
    pairs = sorted(zip(high, low, strict=True))
    assert list(zip(*(n.tolist() for n in unpacked(np.sort(keys))), strict=True)) == pairs


@given(KEYS)
def test_each_number_is_there_once_and_counted(numbers: list[int]) -> None:
    keys = np.array(numbers, np.uint64)
    assert distinct(np.sort(keys)).tolist() == sorted(set(numbers))
    found, n = counted(keys)
    assert dict(zip(found.tolist(), n.tolist(), strict=True)) == Counter(numbers)
    assert found.tolist() == sorted(set(numbers))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=9))
def test_stretches_stand_one_after_the_other(wanted: list[tuple[int, int]]) -> None:
    starts, lengths = np.array(wanted, np.int64).reshape(-1, 2).T
    assert stretches(starts, lengths).tolist() == [
        i for start, length in wanted for i in range(start, start + length)
    ]
