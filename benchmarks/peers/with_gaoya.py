"""Pairs by gaoya: it makes the shingles itself and inserts and asks in bulk, on all cores.

An answer holds only what its sketches estimate at the threshold or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gaoya.minhash import MinHashStringIndex

from benchmarks.peers.running import (
    BATCH,
    N_HASHES,
    SHINGLE_SIZE,
    THRESHOLD,
    pairs_of,
    read_batches,
    write_pairs,
)


def find_pairs(corpus: Path) -> Iterator[tuple[str, str]]:
    """All documents in one index, then each asked for."""
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=THRESHOLD,
        num_bands=None,
        band_size=None,
        num_hashes=N_HASHES,
        analyzer="char",
        lowercase=False,
        ngram_range=(SHINGLE_SIZE, SHINGLE_SIZE),
        id_container="smallvec",
    )
    ids: list[str] = []
    texts: list[str] = []
    for batch in read_batches(corpus):
        numbers = list(range(len(ids), len(ids) + len(batch)))
        ids += [id_ for id_, _ in batch]
        texts += [text for _, text in batch]
        index.par_bulk_insert_docs(numbers, texts[numbers[0] :])
    yield from pairs_of(ids, _asked(index, texts))


def _asked(index: MinHashStringIndex, texts: list[str]) -> Iterator[list[int]]:
    for start in range(0, len(texts), BATCH):
        yield from index.par_bulk_query(texts[start : start + BATCH])


if __name__ == "__main__":
    write_pairs(find_pairs)
