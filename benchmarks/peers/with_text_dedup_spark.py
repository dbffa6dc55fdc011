"""Pairs by the Spark job of text-dedup, on texts with a blank between all characters.

It is submitted as its documentation shows it, with the threshold there and its own defaults
otherwise. It groups documents and forgets the pairs; all pairs within a group are counted. It
needs the jar of GraphFrames, which comes from Maven Central alone. With `--stand-in` a module
of our own stands for GraphFrames (`stand_in`), which unites on the driver: less work than the
rounds of joins of the real one.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.peers.running import SHINGLE_SIZE, THRESHOLD, read_batches
from benchmarks.peers.spark_running import Job, write_pairs

STAND_IN = Path(__file__).parent / "stand_in"
_TROUBLE = re.compile(r"^(?:Exception in thread|\w*(?:Error|Exception)\b).*", re.MULTILINE)


def find_pairs(job: Job) -> Iterator[tuple[str, str]]:
    """The pairs within the groups, in the order of identifiers."""
    with tempfile.TemporaryDirectory(dir=job.out.parent) as name:
        folder = Path(name)
        ids = _write_spaced(job.corpus, folder / "spaced.parquet")
        _submit(job, folder)
        groups = _groups(folder / "out-assignment" / "assignment.parquet")
    for group in groups:
        yield from combinations(sorted(ids[number] for number in group), 2)


def _write_spaced(corpus: Path, path: Path) -> list[str]:
    """Write the texts with the numbers they are known by; give the identifier of each."""
    ids: list[str] = []
    schema = pa.schema({"number": pa.int64(), "text": pa.string()})
    with pq.ParquetWriter(path, schema) as file:
        for batch in read_batches(corpus):
            numbers = range(len(ids), len(ids) + len(batch))
            spaced = [" ".join(text) for _, text in batch]
            file.write_table(pa.table({"number": list(numbers), "text": spaced}, schema))
            ids += [id_ for id_, _ in batch]
    return ids


def _submit(job: Job, folder: Path) -> None:
    """Run its job; its output goes on, and an error is the last line of ours."""
    stands_in = "--stand-in" in job.rest
    environment = os.environ | ({"PYTHONPATH": str(STAND_IN)} if stands_in else {})
    log = folder / "log"
    with log.open("wb") as out:
        command = _command(job, folder, stands_in=stands_in)
        done = subprocess.run(command, stdout=out, stderr=out, env=environment, check=False)
    told = log.read_text("utf-8", errors="replace")
    print(told)
    if done.returncode:
        found = _TROUBLE.search(told)
        sys.exit(found[0] if found else f"spark-submit: exit code {done.returncode}")


def _command(job: Job, folder: Path, *, stands_in: bool) -> list[str]:
    settings = [part for item in job.conf.items() for part in ("--conf", "=".join(item))]
    if not stands_in:
        settings += ["--packages", _graphframes()]
    found = importlib.util.find_spec("text_dedup.minhash_spark")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("text_dedup.minhash_spark")
    options = {
        "input": folder / "spaced.parquet",
        "output": folder / "out",
        "checkpoint_dir": folder / "checkpoints",
        "column": "text",
        "index": "number",
        "ngram_size": SHINGLE_SIZE,
        "min_length": 1,
        "threshold": THRESHOLD,
    }
    named = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    submit = str(Path(sys.executable).with_name("spark-submit"))
    return [submit, "--master", job.master, *settings, found.origin, *named, "--debug"]


def _graphframes() -> str:
    """The jar of the version whose Python part is installed, for this Spark."""
    return f"io.graphframes:graphframes-spark4_2.13:{version('graphframes-py')}"


def _groups(path: Path) -> list[list[int]]:
    """Numbers of documents that it united, as it keeps them for those who look for errors."""
    groups: dict[int, list[int]] = defaultdict(list)
    united = pq.read_table(path).to_pydict()
    for number, component in zip(united["id"], united["component"], strict=True):
        groups[component].append(number)
    return list(groups.values())


if __name__ == "__main__":
    write_pairs(find_pairs)
