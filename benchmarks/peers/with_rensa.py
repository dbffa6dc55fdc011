"""Pairs by rensa: sketches and an index in bulk, of shingles that are made here.

The pairs are those that share a band: what its index answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rensa import RMinHash, RMinHashLSH

from benchmarks.peers.running import (
    N_HASHES,
    THRESHOLD,
    pairs_of,
    read_batches,
    shingles,
    write_pairs,
)

N_BANDS = 16
"""Of 8 hashes, (1 / 16) ** (1 / 8) = .707: the nearest to the threshold that divides 128."""


def find_pairs(corpus: Path) -> Iterator[tuple[str, str]]:
    """All documents in one index, then each asked for."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=N_HASHES, num_bands=N_BANDS)
    ids: list[str] = []
    sketches: list[RMinHash] = []
    for batch in read_batches(corpus):
        sets = (shingles(text) for _, text in batch)
        made = RMinHash.from_token_sets(sets, num_perm=N_HASHES, seed=42)
        index.insert_many(made, start_key=len(ids))
        ids += [id_ for id_, _ in batch]
        sketches += made
    yield from pairs_of(ids, index.query_all(sketches))


if __name__ == "__main__":
    write_pairs(find_pairs)
