"""What the runners of peers on Spark do alike: a corpus and settings in, a file of pairs out.

A runner is started in the environment of its peer, from the folder of the project, as
`python -m benchmarks.peers.with_mllib CORPUS PAIRS --master local[2] --conf KEY=VALUE`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class Job(NamedTuple):
    """What a runner is asked for."""

    corpus: Path
    out: Path
    master: str
    conf: dict[str, str]
    rest: list[str]
    """Options of one runner alone."""


def write_pairs(find: Callable[[Job], Iterable[tuple[str, str]]]) -> None:
    """Find the pairs of the corpus that the first argument names; write them to the second."""
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    job = read_job(sys.argv[1:])
    with job.out.open("w", encoding="utf-8") as file:
        file.writelines(f"{a}\t{b}\n" for a, b in find(job))


def read_job(arguments: list[str]) -> Job:
    """What the arguments ask for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--conf", action="append", default=[])
    known, rest = parser.parse_known_args(arguments)
    conf = dict(setting.split("=", 1) for setting in known.conf)
    return Job(known.corpus, known.out, known.master, conf, rest)
