"""Texts and pairs of them in, exactly what each pair has in common out, on one partition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from speechkit.dedupe.pairs import Limits, Match, TextList
from speechkit.dedupe.verification import count_shared
from speechkit.engines.documents import compact_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch

SCHEMA = "a long, b long, jaccard double, containment_a double, containment_b double, kind string"
"""Of pairs; a and b are keys of texts, or numbers of documents."""


def verify(batches: Iterable[RecordBatch], limits: Limits) -> Iterator[RecordBatch]:
    """Those of the pairs that are worth naming.

    Parameters
    ----------
    batches
        Rows with a text (`a`, `text`, `gaps`) or a pair (`a` and `b`, no `text`), of one cell:
        both texts of each pair are among them.
    """
    texts: dict[int, str] = {}
    pairs: list[tuple[int, int]] = []
    for batch in batches:
        for row in batch.to_pylist():
            if row["text"] is None:
                pairs.append((row["a"], row["b"]))
            else:
                texts[row["a"]] = compact_of(row["text"], row["gaps"])
    yield _to_batch(list(_matches(texts, sorted(pairs), limits)))


def _matches(
    texts: dict[int, str], pairs: list[tuple[int, int]], limits: Limits
) -> Iterator[Match]:
    keys = sorted(texts)
    places = {key: place for place, key in enumerate(keys)}
    numbers = np.array([(places[a], places[b]) for a, b in pairs], np.int32).reshape(-1, 2)
    counted = count_shared(TextList(texts[key] for key in keys), numbers)
    for a, b, *counts in counted.rows():
        if match := limits.match(keys[a], keys[b], *counts):
            yield match


def _to_batch(matches: list[Match]) -> RecordBatch:
    import pyarrow as pa

    columns = zip(*matches, strict=True) if matches else ((),) * 6
    types = [pa.int64(), pa.int64(), pa.float64(), pa.float64(), pa.float64(), pa.string()]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)],
        names=list(Match._fields),
    )
