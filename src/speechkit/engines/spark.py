"""Files of records and a Spark session in, the versions among them as parquet out.

The verdicts are those of the local engine, and what finds them is its code: batches of Arrow
come in, such batches go out, and Spark moves them between the steps. Each step that others
build on is put away in a work folder, so that a lost executor costs the tasks it had. Nothing
comes to the driver but counts, the lines of each block of a file, and a filter of bounded size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from speechkit.dedupe.pairs import Limits
from speechkit.engines.cluster import Cluster, Told
from speechkit.engines.comparing import find_groups, find_texts, named_pairs, verify_pairs
from speechkit.engines.reading import read_documents
from speechkit.engines.searching import find_candidates
from speechkit.engines.writing import write_results
from speechkit.files.records import Columns

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from speechkit.engines.sources import Source


class SparkOptions(NamedTuple):
    """What is asked of the engine."""

    limits: Limits
    encoding: str = "utf-8"
    columns: Columns = Columns()


class Outcome(NamedTuple):
    """What was found, in figures."""

    counters: dict[str, int]
    refused: tuple[str, ...]
    """The first records that could not be used: where, and why."""


def find_versions(
    spark: SparkSession,
    sources: Sequence[Source],
    options: SparkOptions,
    *,
    folder: str,
    work: str,
    told: Told,
) -> Outcome:
    """Compare the records of all sources and write what is found.

    Parameters
    ----------
    sources
        In their order.
    folder
        Address of a folder in which `pairs`, `groups`, `kept` and `dropped` are written.
    work
        Address of a folder for what is put away meanwhile, of about twice the size of the
        sources.
    told
        Told of every step.

    Raises
    ------
    ReadingError
        When no record can be used.
    """
    limits = options.limits
    cluster = Cluster(spark, work, told, size=sum(source.size for source in sources))
    with cluster.step("read"):
        read = read_documents(cluster, sources, options.encoding, options.columns)
    speeches = read.speeches
    with cluster.step("texts"):
        texts = find_texts(cluster, speeches)
    with cluster.step("candidates"):
        candidates = find_candidates(cluster, speeches, texts, limits.least_containment)
    with cluster.step("pairs"):
        n = cluster.counters["n_candidates"]
        matches = verify_pairs(cluster, candidates, n, speeches, texts, limits)
        matches = cluster.keep(matches, "matches")
        pairs = named_pairs(cluster, matches, speeches, texts)
    with cluster.step("groups"):
        paths = [source.path for source in sources]
        pairs, members = find_groups(cluster, pairs, speeches, texts, limits, paths)
    with cluster.step("write"):
        write_results(cluster, folder, pairs, members, speeches)
    return Outcome(cluster.counters, read.refused)
