"""Files of records in, a data frame of documents out, with the ids by which they are called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from speechkit.dedupe.excerpts import MAX_SHORT
from speechkit.engines import documents
from speechkit.engines.cluster import Cluster, map_batches
from speechkit.engines.documents import BLOCK_END, REFUSED, SPEECH, WHOLE_FILE, Reading
from speechkit.errors import ReadingError
from speechkit.files.ids import document_ids
from speechkit.files.records import Columns
from speechkit.model import SHINGLE_SIZE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row

    from speechkit.engines.sources import Source

MAX_REFUSED = 20
"""Refused records that are named; past that they are counted."""


class Documents(NamedTuple):
    """What was read of all sources."""

    speeches: DataFrame
    """A row for each document that takes part: the columns of `documents.SCHEMA`, the id by which
    it is called and the line of its file; further its `path`."""
    refused: tuple[str, ...]
    """The first records that could not be used: where, and why."""


def read_documents(
    cluster: Cluster, sources: Sequence[Source], encoding: str, columns: Columns
) -> Documents:
    """The records of all sources.

    Raises
    ------
    ReadingError
        When none of them can be used.
    """
    paths = tuple(source.path for source in sources)
    ranks = {source.uri: rank for rank, source in enumerate(sources)}
    reading = Reading(ranks, paths, encoding, columns)
    everything = cluster.keep(_everything(cluster, sources, reading), "documents")
    survey = _survey(everything)
    located = _located(cluster, everything, sources, survey)
    speeches, refused = located.filter(f"kind = {SPEECH}"), located.filter(f"kind = {REFUSED}")
    given = _given_again(cluster, speeches)
    if given is not None:
        repeated = given.filter("is_repeated")
        refused = refused.select(*_REFUSED).unionByName(repeated.select(*_REFUSED))
        speeches = cluster.keep(_renamed(speeches, given), "called")
        survey = _survey(speeches) + [row for row in survey if row["kind"] == REFUSED]
        cluster.counters["n_repeated"] = repeated.count()
    _count(cluster, survey)
    shown = _shown(refused) if cluster.counters["n_refused"] else ()
    if not cluster.counters["n_speeches"]:
        raise ReadingError(*(shown or ("nothing to read in the sources named",)))
    return Documents(speeches, shown)


_REFUSED = ("number", "path", "line", "message")


def _survey(records: DataFrame) -> list[Row]:
    """What there is of each kind in each block of each file: how many, their characters."""
    from pyspark.sql import functions as f

    short = (f.col("length") >= SHINGLE_SIZE) & (f.col("length") < MAX_SHORT)
    counts = records.groupBy("kind", "file", "block").agg(
        f.count("*").alias("n"),
        f.max("line").alias("last"),
        f.sum("length").alias("n_chars"),
        f.sum(f.when(short, f.col("length")).otherwise(0)).alias("n_short_chars"),
    )
    return counts.collect()


def _count(cluster: Cluster, survey: Sequence[Row]) -> None:
    speeches = [row for row in survey if row["kind"] == SPEECH]
    cluster.counters |= {
        "n_speeches": sum(row["n"] for row in speeches),
        "n_chars": sum(row["n_chars"] for row in speeches),
        "n_short_chars": sum(row["n_short_chars"] for row in speeches),
        "n_refused": sum(row["n"] for row in survey if row["kind"] == REFUSED)
        + cluster.counters.pop("n_repeated", 0),
    }


# ------------------------------------------------------------------------------- sources


def _everything(cluster: Cluster, sources: Sequence[Source], reading: Reading) -> DataFrame:
    """A row for each record and each block of lines."""
    lines = [source.load_path for source in sources if source.kind == "jsonl"]
    rows = [source.load_path for source in sources if source.kind == "parquet"]
    frames = []
    if lines:
        frames.append(_lines(cluster, lines, reading))
    if rows:
        frames.append(_rows(cluster, rows, reading))
    return frames[0] if len(frames) == 1 else frames[0].unionByName(frames[1])


def _lines(cluster: Cluster, uris: Sequence[str], reading: Reading) -> DataFrame:
    """Of files of JSON lines; a line is bytes here, and ends at a line feed and nowhere else."""
    text = cluster.spark.read.format("text").option("lineSep", "\n").load(list(uris))
    lines = text.selectExpr(
        "_metadata.file_path AS uri",
        "_metadata.file_block_start AS block",
        "CAST(value AS BINARY) AS line",
    )
    return map_batches(lines, partial(documents.read_lines, reading=reading), documents.SCHEMA)


def _rows(cluster: Cluster, uris: Sequence[str], reading: Reading) -> DataFrame:
    """Of files of parquet, whose columns may differ."""
    table = cluster.spark.read.option("mergeSchema", "true").parquet(*uris)
    reading.columns.of(table.columns)  # said before anything is read
    rows = table.selectExpr("*", "_metadata.file_path AS _uri", "_metadata.row_index AS _row")
    return map_batches(rows, partial(documents.read_rows, reading=reading), documents.SCHEMA)


# --------------------------------------------------------------------------------- names


def _located(
    cluster: Cluster, everything: DataFrame, sources: Sequence[Source], survey: Sequence[Row]
) -> DataFrame:
    """The records with path, line in the file and id; nothing of them is moved for that."""
    from pyspark.sql import functions as f

    ids = document_ids([source.path for source in sources])
    files = [(rank, source.path, ids[source.path]) for rank, source in enumerate(sources)]
    frame = cluster.small(files, file="int32", path="string", document="string")
    before = _lines_before(survey)
    blocks = cluster.small(before, file="int32", block="int64", n_before="int64")
    records = everything.filter(f"kind <> {BLOCK_END}").withColumnRenamed("id", "own_id")
    located = records.join(f.broadcast(blocks), ["file", "block"]).join(f.broadcast(frame), "file")
    line = f.col("line") + f.col("n_before")
    called = f.coalesce("own_id", f.concat("document", f.lit("#"), line))
    return located.withColumns({"id": called, "line": line}).drop("n_before")


def _lines_before(survey: Sequence[Row]) -> list[tuple[int, int, int]]:
    """File and block, and how many lines stand in the file before the block."""
    files = {row["file"] for row in survey if row["block"] == WHOLE_FILE}
    before = [(file, WHOLE_FILE, 0) for file in sorted(files)]
    ends = [row for row in survey if row["kind"] == BLOCK_END]
    file, n_lines = -1, 0
    for row in sorted(ends, key=lambda row: (row["file"], row["block"])):
        n_lines = n_lines if row["file"] == file else 0
        file = row["file"]
        before.append((file, row["block"], n_lines))
        n_lines += row["last"]
    return before


def _given_again(cluster: Cluster, speeches: DataFrame) -> DataFrame | None:
    """Records with an id that one before them has; None where all ids are different.

    One of the same file is left out, as it is locally; one of another file is called by both.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    own = speeches.filter("own_id IS NOT NULL").select("number", "file", "path", "line", "own_id")
    counted = own.groupBy("own_id").agg(f.min("number").alias("first"), f.count("*").alias("n"))
    often, found = cluster.keep_counted(
        counted.filter("n > 1").select("own_id", "first"), "ids", n="1"
    )
    if not found["n"]:
        return None
    window = Window.partitionBy("own_id", "file").orderBy("number")
    again = own.join(often, "own_id").select(
        *("number", "path", "line", "own_id", "first"),
        (f.row_number().over(window) > 1).alias("is_repeated"),
        f.first("line").over(window).alias("first_line"),
    )
    quoted = (f.lit('"id" \''), "own_id", f.lit("' stands on line "), "first_line")
    told = f.concat(*quoted, f.lit(" too; left out"))
    return cluster.keep(again.filter("number <> first").withColumn("message", told), "given-again")


def _renamed(speeches: DataFrame, given: DataFrame) -> DataFrame:
    """The records without those that are repeated; those of other files called by both names."""
    from pyspark.sql import functions as f

    again = given.select("number", "is_repeated")
    joined = speeches.join(again, "number", "left").filter("NOT coalesce(is_repeated, false)")
    both = f.concat("document", f.lit("/"), "own_id")
    called = f.when(f.col("is_repeated").isNull(), f.col("id")).otherwise(both)
    return joined.withColumn("id", called).drop("is_repeated")


def _shown(refused: DataFrame) -> tuple[str, ...]:
    rows = refused.orderBy("number").limit(MAX_REFUSED).collect()
    unit = {True: "row", False: "line"}
    return tuple(
        f"{row['path']}: {unit[row['path'].endswith('.parquet')]} {row['line']}: {row['message']}"
        for row in rows
    )
