"""Entries in columns are the entries that were put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.cli.collection import Entries, Entry
from speechkit.files.records import Columns
from speechkit.files.store import Kept, Place

PLACES = st.builds(Place, st.integers(0, 2**40), st.integers(0, 2**31))
ENTRIES = st.builds(
    Entry,
    st.builds(
        Kept,
        st.text(max_size=3),
        st.sampled_from(["a.jsonl", "b.txt"]),
        st.sampled_from(["utf-8", "gb18030"]),
        PLACES,
        st.sampled_from([None, Columns(), Columns("body", "no")]),
    ),
    st.integers(0, 2),
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
    st.integers(0, 2),
    st.lists(PLACES, max_size=3).map(tuple),
    st.sampled_from([None, True, False]),
    st.integers(-1, 2**32 - 1),
)


@given(st.lists(ENTRIES, max_size=9))
def test_entries_come_back_as_they_were(entries: list[Entry]) -> None:
    columns = Entries(entries)
    assert list(columns) == entries
    owners = [n for n, entry in enumerate(entries) for _ in entry.compact]
    assert [columns.document_of(speech) for speech in range(len(owners))] == owners
    for n in range(len(entries)):
        assert columns.first_speech(n) == sum(len(entry.compact) for entry in entries[:n])
    for outside in (-1, len(owners)):
        with pytest.raises(IndexError):
            columns.document_of(outside)
