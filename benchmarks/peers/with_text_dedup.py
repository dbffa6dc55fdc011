"""Pairs by text-dedup: its command, on texts with a blank between all characters.

It takes words for the pieces of a shingle, and Chinese without blanks for one word. It groups
documents and forgets the pairs; all pairs within a group are counted.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import orjson

from benchmarks.peers.running import (
    N_HASHES,
    SHINGLE_SIZE,
    THRESHOLD,
    read_batches,
    write_pairs,
)


def find_pairs(corpus: Path) -> Iterator[tuple[str, str]]:
    """The pairs within the groups, in the order of identifiers."""
    with tempfile.TemporaryDirectory(dir=corpus.parent) as name:
        folder = Path(name)
        _write_spaced(corpus, folder / "spaced.jsonl")
        subprocess.run(_command(folder), check=True)
        groups = _groups(folder / "out" / "uf.pkl")
    for group in groups:
        yield from combinations(sorted(group), 2)


def _write_spaced(corpus: Path, path: Path) -> None:
    with path.open("wb") as file:
        for batch in read_batches(corpus):
            for id_, text in batch:
                file.write(orjson.dumps({"id": id_, "text": " ".join(text)}) + b"\n")


def _command(folder: Path) -> list[str]:
    options = {
        "path": "json",
        "data_files": folder / "spaced.jsonl",
        "split": "train",
        "cache_dir": folder / "cache",
        "output": folder / "out",
        "column": "text",
        "idx_column": "id",
        "ngram": SHINGLE_SIZE,
        "min_length": 1,
        "num_perm": N_HASHES,
        "threshold": THRESHOLD,
        "hash_func": "xxh3",
        "hash_bits": 32,
        "num_proc": os.cpu_count(),
    }
    named = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "text_dedup.minhash", *named, "--debug"]


def _groups(path: Path) -> list[list[str]]:
    """Documents that it united, as it keeps them for those who look for errors."""
    with path.open("rb") as file:
        united = pickle.load(file)  # noqa: S301 # written a moment ago by our own child
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in united.parent:
        groups[united.find(id_)].append(id_)
    return list(groups.values())


if __name__ == "__main__":
    write_pairs(find_pairs)
