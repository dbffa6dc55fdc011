"""A cluster for tests: a master and two workers of one core, the least that can lose one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.cluster import Cluster, standalone_cluster


@contextmanager
def small_cluster(folder: Path) -> Iterator[Cluster]:
    """Two workers of 1 core and 1g, as an executor asks for by default."""
    with standalone_cluster(2, cores=1, memory="1g", folder=folder) as cluster:
        yield cluster
