"""What the runners of all peers do alike: documents in batches in, a file of pairs out.

A runner is started in the environment of its peer, from the folder of the project, as
`python -m benchmarks.peers.with_gaoya CORPUS PAIRS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import orjson

THRESHOLD = 0.7
N_HASHES = 128
SHINGLE_SIZE = 5
"""Characters."""
BATCH = 2_000
"""Documents that are read at a time."""

Document = tuple[str, str]
"""Identifier, and text without white space."""


def write_pairs(find: Callable[[Path], Iterable[tuple[str, str]]]) -> None:
    """Find the pairs of the corpus that the first argument names; write them to the second."""
    corpus, out = map(Path, sys.argv[1:])
    with out.open("w", encoding="utf-8") as file:
        file.writelines(f"{a}\t{b}\n" for a, b in find(corpus))


def read_batches(corpus: Path) -> Iterator[list[Document]]:
    """The documents of a corpus, some at a time."""
    documents = _documents(corpus)
    while batch := list(islice(documents, BATCH)):
        yield batch


def shingles(text: str) -> list[str]:
    """Runs of five characters; of a shorter text, itself.

    One that occurs again is not left out: the least of the hashes is the same, and a set
    takes longer to make than its few repetitions to hash.
    """
    return [text[i : i + SHINGLE_SIZE] for i in range(max(1, len(text) - SHINGLE_SIZE + 1))]


def pairs_of(ids: list[str], found: Iterable[Iterable[int]]) -> Iterator[tuple[str, str]]:
    """Pairs, each once, of what was found for each document: indices of documents."""
    for i, others in enumerate(found):
        yield from ((ids[i], ids[j]) for j in others if i < j)


def _documents(corpus: Path) -> Iterator[Document]:
    with corpus.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            yield record["id"], "".join(record["text"].split())
