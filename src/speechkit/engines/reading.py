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
    n_read = _n(survey, SPEECH)
    if (named := _named(cluster, speeches, refused)) is not None:
        speeches, refused = named
        survey = _survey(speeches) + [row for row in survey if row["kind"] == REFUSED]
    n_left_out = n_read - _n(survey, SPEECH)
    _count(cluster, survey, n_left_out)
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


def _n(survey: Sequence[Row], kind: int) -> int:
    return sum(row["n"] for row in survey if row["kind"] == kind)


def _count(cluster: Cluster, survey: Sequence[Row], n_left_out: int) -> None:
    speeches = [row for row in survey if row["kind"] == SPEECH]
    cluster.counters |= {
        "n_speeches": sum(row["n"] for row in speeches),
        "n_chars": sum(row["n_chars"] for row in speeches),
        "n_short_chars": sum(row["n_short_chars"] for row in speeches),
        "n_refused": _n(survey, REFUSED) + n_left_out,
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


def _named(
    cluster: Cluster, speeches: DataFrame, refused: DataFrame
) -> tuple[DataFrame, DataFrame] | None:
    """The records, no two of one name, and those refused; None where all names are different.

    As `records.RecordIds` gives them: an id that stands in its file before is left out; a name
    that another record has is told from it by the file, and then by a number.
    """
    from pyspark.sql import functions as f

    claims = speeches.select(
        *("number", "file", "path", "line", "document", "own_id"),
        f.col("id").alias("name"),
        f.lit(None).cast("string").alias("message"),
    )
    if _held(cluster, claims, ("name",)) is None:
        return None
    claims = _settled(cluster, claims, ("file", "name"), _AGAIN_IN_FILE)
    left_out, claims = claims.filter("name IS NULL"), claims.filter("name IS NOT NULL")
    claims = _settled(cluster, claims, ("name",), _AGAIN)
    called = speeches.drop("id").join(claims.selectExpr("number", "name AS id"), "number")
    refused = refused.select(*_REFUSED).unionByName(left_out.select(*_REFUSED))
    return cluster.keep(called, "called"), refused


_AGAIN_IN_FILE = "if(own_id IS NULL, concat(first, '~', n_asked), NULL)"
"""The next name of a record: of an id that its file has already there is none, and a name that
was made of file and line goes on with a number."""
_AGAIN = "concat(document, '/', first, if(n_asked = 2, '', concat('~', n_asked - 1)))"


def _settled(cluster: Cluster, claims: DataFrame, within: tuple[str, ...], again: str) -> DataFrame:
    """The claims with names that are different within the columns named.

    The first record that asks for a name has it, and the others ask for their next one, until
    none has to. As all names go by the same order, each gets what it would get if the records
    were asked one after the other (deferred acceptance, Gale and Shapley 1962).
    """
    from pyspark.sql import functions as f

    claims = claims.selectExpr("*", "name AS first", "1 AS n_asked")
    while (held := _held(cluster, claims, within)) is not None:
        asked = claims.join(held, [*within], "left").withColumn("n_asked", f.expr(_N_ASKED))
        told = asked.withColumn("message", f.expr(f"if({_IS_LATE}, {_MESSAGE}, message)"))
        named = told.withColumn("name", f.expr(f"if({_IS_LATE}, {again}, name)"))
        claims = cluster.keep(named.drop("holder"), "claims")
    return claims.drop("first", "n_asked")


_IS_LATE = "coalesce(holder.number <> number, false)"
_N_ASKED = f"n_asked + if({_IS_LATE}, 1, 0)"
_MESSAGE = (
    "concat('\"id\" \\'', name, '\\' stands on ', "
    "if(path LIKE '%.parquet', 'row ', 'line '), holder.line, ' too; left out')"
)


def _held(cluster: Cluster, claims: DataFrame, within: tuple[str, ...]) -> DataFrame | None:
    """Who has the names that several ask for; None where there are none of these."""
    from pyspark.sql import functions as f

    asked = claims.filter("name IS NOT NULL").groupBy(*within)
    holder = f.min(f.struct("number", "line")).alias("holder")
    often = asked.agg(holder, f.count("*").alias("n")).filter("n > 1").drop("n")
    held, found = cluster.keep_counted(often, "held", n="1")
    return held if found["n"] else None


def _shown(refused: DataFrame) -> tuple[str, ...]:
    rows = refused.orderBy("number").limit(MAX_REFUSED).collect()
    unit = {True: "row", False: "line"}
    return tuple(
        f"{row['path']}: {unit[row['path'].endswith('.parquet')]} {row['line']}: {row['message']}"
        for row in rows
    )
