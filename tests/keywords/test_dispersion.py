"""The dispersion of many terms at once is that of each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.keywords.dispersion import deviations_of_proportions
from speechkit.keywords.keyness import deviation_of_proportions


@given(st.data(), st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_dp_of_many_terms_is_that_of_each(data: st.DataObject, sizes: list[int]) -> None:
    counts = st.lists(st.integers(0, 5), min_size=len(sizes), max_size=len(sizes)).filter(any)
    table = data.draw(st.lists(counts, max_size=5))
    term, part = [], []
    for i, row in enumerate(table):
        for j, n in enumerate(row):
            term += [i] * n
            part += [j] * n
    owner, at, lengths = (np.array(column, np.intp) for column in (term, part, sizes))
    dispersions, ranges = deviations_of_proportions(owner, at, lengths, len(table))
    assert ranges.tolist() == [sum(map(bool, row)) for row in table]
    assert dispersions.tolist() == pytest.approx(
        [deviation_of_proportions(row, sizes) for row in table], abs=1e-12
    )
