"""What the steps on a cluster have in common: a session, a work folder, somebody who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame, SparkSession


class Told(Protocol):
    """Is told what was done, after each step."""

    def __call__(self, step: str, seconds: float, figures: dict[str, int], /) -> None: ...


class Cluster:
    """A session and a place for what is put away between the steps.

    Parameters
    ----------
    work
        Address of a folder that every executor reaches.
    size
        Bytes of the sources.
    """

    def __init__(self, spark: SparkSession, work: str, told: Told, *, size: int = 0) -> None:
        self.spark = spark
        self.counters: dict[str, int] = {}
        """What was counted so far; all that ever comes to this process."""
        self.parallelism = spark.sparkContext.defaultParallelism
        self._work = work
        self._told = told
        self._n_kept = 0
        _deal(spark, self.n_partitions(size, _BYTES))

    def keep(self, frame: DataFrame, name: str, /, *, by: str | None = None) -> DataFrame:
        """The frame as it was put away: it is made once, and what was before it is forgotten.

        Parameters
        ----------
        by
            Column with few values, each of which can then be read without the others.
        """
        self._n_kept += 1
        path = f"{self._work}/{self._n_kept:03}-{name}"
        (frame.write.partitionBy(by) if by else frame.write).parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)

    def keep_counted(
        self, frame: DataFrame, name: str, /, **sums: str
    ) -> tuple[DataFrame, dict[str, int]]:
        """The frame as it was put away, and sums over its rows, which cost no look of their own.

        Parameters
        ----------
        sums
            What is summed up, as an expression, by the name of the sum.
        """
        observed, counted = _observed(frame, sums)
        return self.keep(observed, name), counted()

    def write(self, frame: DataFrame, path: str, **sums: str) -> dict[str, int]:
        """Write a frame that somebody will read, and sum up as `keep_counted` does."""
        observed, counted = _observed(frame, sums)
        observed.write.parquet(path)
        return counted()

    def small(self, rows: Sequence[tuple[object, ...]], **columns: str) -> DataFrame:
        """A frame of a few rows, which no worker has to be started for; columns by their types."""
        import pyarrow as pa

        values = zip(*rows, strict=True) if rows else ((),) * len(columns)
        arrays = [pa.array(v, kind) for v, kind in zip(values, columns.values(), strict=True)]
        return self.spark.createDataFrame(pa.table(arrays, names=list(columns)))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tell how long it took, and what was counted meanwhile."""
        start, before = perf_counter(), set(self.counters)
        yield
        new = {key: n for key, n in self.counters.items() if key not in before}
        self._told(name, perf_counter() - start, new)

    def n_partitions(self, size: float, most: float) -> int:
        """Over how many partitions so much is dealt, if one takes no more than this."""
        return max(self.parallelism, -(-int(size) // int(most)))


def _observed(
    frame: DataFrame, sums: Mapping[str, str]
) -> tuple[DataFrame, Callable[[], dict[str, int]]]:
    """A frame that is summed up while it is written, and how to learn the sums then.

    They are those of the tasks that succeeded, each counted once.
    """
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    if not sums:
        return frame, dict
    observation = Observation()
    totals = (
        f.coalesce(f.sum(f.expr(each).cast("long")), f.lit(0)).alias(name)
        for name, each in sums.items()
    )
    observed = frame.observe(observation, *totals)
    return observed, lambda: {name: int(n) for name, n in observation.get.items()}


_BYTES = 64_000_000
"""Of sources for a partition of a shuffle."""
_MAX_PARTITIONS = 4_000
"""Each task of a stage writes a block for each partition of the next: no more than tens of
millions in all. What is larger spills."""
_PARTITIONS = "spark.sql.shuffle.partitions"


def _deal(spark: SparkSession, n: int) -> None:
    """Have shuffles deal over so many partitions, unless the user has said over how many."""
    if not spark.sparkContext.getConf().contains(_PARTITIONS):
        spark.conf.set(_PARTITIONS, str(min(n, _MAX_PARTITIONS)))


Kernel = Callable[[Iterator["RecordBatch"]], Iterator["RecordBatch"]]
"""What is done with the batches of one partition."""


def map_batches(frame: DataFrame, kernel: Kernel, schema: str) -> DataFrame:
    """The batches that a kernel makes of those of each partition."""
    return frame.mapInArrow(kernel, schema)
