"""Pairs by datasketch, with xxhash: sketches in bulk, of shingles that are made here.

The pairs are those that share a band: what its index answers. It uses one core.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from xxhash import xxh32_intdigest

from benchmarks.peers.running import (
    N_HASHES,
    THRESHOLD,
    pairs_of,
    read_batches,
    shingles,
    write_pairs,
)


def find_pairs(corpus: Path) -> Iterator[tuple[str, str]]:
    """All documents in one index, then each asked for."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=N_HASHES)
    ids: list[str] = []
    sketches: list[MinHash] = []
    for batch in read_batches(corpus):
        sets = ([shingle.encode() for shingle in shingles(text)] for _, text in batch)
        made = MinHash.bulk(sets, num_perm=N_HASHES, hashfunc=xxh32_intdigest)
        with index.insertion_session() as session:
            for i, sketch in enumerate(made, start=len(ids)):
                session.insert(i, sketch)
        ids += [id_ for id_, _ in batch]
        sketches += made
    yield from pairs_of(ids, map(index.query, sketches))


if __name__ == "__main__":
    write_pairs(find_pairs)
