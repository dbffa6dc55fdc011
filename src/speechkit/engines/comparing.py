"""Candidates on a cluster in, the pairs of documents worth naming and their groups out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from speechkit.dedupe.pairs import MAX_EQUAL, N_NAMED, Limits
from speechkit.engines import documents, verification
from speechkit.engines.cluster import Cluster, map_batches
from speechkit.engines.components import group_on_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import DataFrame

_BYTES = 48_000_000
"""Of the texts that are compared in one partition."""
_FEW = 500_000
"""Pairs whose texts are told to every executor: some 30 MB."""
_BYTES_A_CHARACTER = 8
"""Of a text while it is compared: as a string and as numbers."""


def find_texts(cluster: Cluster, speeches: DataFrame) -> DataFrame:
    """Each different text: `text`, its key; `number`, its first document; `n`; `length`.

    A text without characters is none.
    """
    from pyspark.sql import functions as f

    some = speeches.filter("length > 0").groupBy(f.col("key").alias("text"))
    texts = some.agg(
        f.min("number").alias("number"), f.count("*").alias("n"), f.min("length").alias("length")
    )
    texts, counted = cluster.keep_counted(texts, "texts", n_texts="1")
    cluster.counters |= counted
    return texts


# ----------------------------------------------------------------------------- verification


def verify_pairs(
    cluster: Cluster,
    candidates: DataFrame,
    n_candidates: int,
    speeches: DataFrame,
    texts: DataFrame,
    limits: Limits,
) -> DataFrame:
    """Those of the candidates that are worth naming, `verification.SCHEMA`, by keys of texts.

    Pairs are dealt to cells by their owners, and each text goes once to each cell that has a
    pair of it.
    """
    from pyspark.sql import functions as f

    n = _n_cells(cluster, n_candidates)
    cells = candidates.select(f.pmod("owner", f.lit(n)).cast("int").alias("cell"), "a", "b")
    wanted = cells.selectExpr("cell", "a AS text").union(cells.selectExpr("cell", "b"))
    located = wanted.distinct().join(
        texts.select(f.col("text").alias("key"), "number"), f.col("text") == f.col("key")
    )
    located = located.select("cell", "key", "number")
    few = n_candidates <= _FEW  # then no text is moved but those that are wanted
    located = f.broadcast(located) if few else cluster.keep(located, "wanted")
    sent = located.join(speeches.select("number", "text", "gaps"), "number").selectExpr(
        "cell", "key AS a", "CAST(NULL AS BIGINT) AS b", "text", "gaps"
    )
    pairs = cells.selectExpr(
        "cell", "a", "b", "CAST(NULL AS STRING) AS text", "CAST(NULL AS BINARY) AS gaps"
    )
    both = pairs.union(sent)
    dealt = both.repartitionById(n, both["cell"])
    return map_batches(dealt, partial(verification.verify, limits=limits), verification.SCHEMA)


def _n_cells(cluster: Cluster, n_candidates: int) -> int:
    """So many that the texts of a cell take no more than `_BYTES`, on the average."""
    mean = cluster.counters["n_chars"] / max(1, cluster.counters["n_speeches"])
    return cluster.n_partitions(2 * n_candidates * mean * _BYTES_A_CHARACTER, _BYTES)


# ------------------------------------------------------------------------ pairs of documents


def named_pairs(
    cluster: Cluster, matches: DataFrame, speeches: DataFrame, texts: DataFrame
) -> DataFrame:
    """Pairs of documents, by their numbers, of matches of texts; equal ones among them.

    As `pairs.find_pairs` names them: of a text that more than `MAX_EQUAL` documents have, the
    pairs with the first `N_NAMED`.
    """
    from pyspark.sql import functions as f

    often = texts.filter("n > 1").select("text", "n")
    members = speeches.select("number", f.col("key").alias("text")).join(often, "text")
    members, counted = cluster.keep_counted(members, "equal", n="1")
    first = _first(members)
    small = members.filter(f"n <= {MAX_EQUAL}")
    equal = _equal(small, small).union(_equal(first, members.filter(f"n > {MAX_EQUAL}")))
    sides = texts.select("text", "number", "n")
    named = _with_documents(matches, sides, sides).filter("n_x = 1 AND n_y = 1")
    pairs = _ordered(named).union(equal)
    if counted["n"]:
        pairs = pairs.union(_of_equal(matches, texts, members, first))
    return cluster.keep(pairs, "pairs")


def _first(members: DataFrame) -> DataFrame:
    """Of each text that very many documents have, the first of these."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    window = Window.partitionBy("text").orderBy("number")
    ranked = members.filter(f"n > {MAX_EQUAL}").withColumn("rank", f.row_number().over(window))
    return ranked.filter(f"rank <= {N_NAMED}").drop("rank")


def _equal(first: DataFrame, others: DataFrame) -> DataFrame:
    """Pairs of documents with one text, the first one of these."""
    a = first.selectExpr("text", "number AS a")
    b = others.selectExpr("text", "number AS b")
    return (
        a.join(b, "text")
        .filter("a < b")
        .selectExpr(
            "a",
            "b",
            "1D AS jaccard",
            "1D AS containment_a",
            "1D AS containment_b",
            "'identical' AS kind",
        )
    )


def _of_equal(
    matches: DataFrame, texts: DataFrame, members: DataFrame, first: DataFrame
) -> DataFrame:
    """Matches of texts of which at least one is that of several documents, for all of these."""
    single = texts.filter("n = 1").select("number", "text", "n")
    every = single.union(members.select("number", "text", "n"))
    leading = every.filter(f"n <= {MAX_EQUAL}").union(first.select("number", "text", "n"))
    some = _with_documents(matches, every, leading).union(_with_documents(matches, leading, every))
    named = some.filter("n_x > 1 OR n_y > 1")
    return _ordered(named.distinct())


def _with_documents(matches: DataFrame, x: DataFrame, y: DataFrame) -> DataFrame:
    """Matches of texts with the documents that have them."""
    a = x.selectExpr("text AS a", "number AS x", "n AS n_x")
    b = y.selectExpr("text AS b", "number AS y", "n AS n_y")
    return matches.join(a, "a").join(b, "b")


def _ordered(named: DataFrame) -> DataFrame:
    """The smaller number first, and its containment with it."""
    return named.selectExpr(
        "least(x, y) AS a",
        "greatest(x, y) AS b",
        "jaccard",
        "if(x < y, containment_a, containment_b) AS containment_a",
        "if(x < y, containment_b, containment_a) AS containment_b",
        "kind",
    )


# ------------------------------------------------------------------------------------ groups


def find_groups(
    cluster: Cluster,
    pairs: DataFrame,
    speeches: DataFrame,
    texts: DataFrame,
    limits: Limits,
    paths: Sequence[str],
) -> tuple[DataFrame, DataFrame]:
    """Pairs, with those that a group needs to be whole, and a row for each member of a group.

    As `families.find_families` does: who is kept so far, and has a version that another one is
    kept for, is compared with that one, until nothing is found by it.
    """
    compared = None
    while True:
        members = _grouped(cluster, pairs, speeches, paths)
        missing = _missing(pairs, members)
        if compared is not None:
            missing = missing.join(compared, ["a", "b"], "left_anti")
        missing, counted = cluster.keep_counted(missing, "missing", n="1")
        if not counted["n"]:
            return pairs, members
        compared = missing if compared is None else compared.union(missing)
        more = _compare(cluster, missing, speeches, texts, limits)
        more, counted = cluster.keep_counted(more, "more", n="1")
        if not counted["n"]:
            return pairs, members
        pairs = cluster.keep(pairs.unionByName(more), "pairs")


def _grouped(
    cluster: Cluster, pairs: DataFrame, speeches: DataFrame, paths: Sequence[str]
) -> DataFrame:
    versions = pairs.filter("kind <> 'partial'").select("a", "b")
    numbers = versions.selectExpr("a AS number").union(versions.selectExpr("b")).distinct()
    numbers = cluster.keep(numbers, "versions")
    rows = speeches.join(numbers, "number").select(
        "number", "file", "text", "fields", "gaps", "length", "ending"
    )
    facts = map_batches(rows, partial(documents.facts_of, paths=paths), documents.FACTS)
    facts = cluster.keep(facts, "facts")
    return cluster.keep(group_on_frames(versions, facts, cluster.keep_counted), "groups")


def _missing(pairs: DataFrame, members: DataFrame) -> DataFrame:
    """Pairs of a document that is kept so far and of the one kept in place of its version."""
    from pyspark.sql import functions as f

    kept = members.select("number", "kept")
    versions = pairs.filter("kind <> 'partial'").select("a", "b")
    for side in ("a", "b"):
        best = kept.select(f.col("number").alias(side), f.col("kept").alias(f"kept_{side}"))
        versions = versions.join(best, side, "left")
    best_a, best_b = f.coalesce("kept_a", "a"), f.coalesce("kept_b", "b")
    found = versions.select("a", "b", best_a.alias("best_a"), best_b.alias("best_b"))
    sides = [
        _pair_of(found.filter(f"best_{own} = {own} AND best_{other} NOT IN (a, b)"), own, other)
        for own, other in (("a", "b"), ("b", "a"))
    ]
    return sides[0].union(sides[1]).distinct().join(pairs.select("a", "b"), ["a", "b"], "left_anti")


def _pair_of(found: DataFrame, own: str, other: str) -> DataFrame:
    return found.selectExpr(
        f"least({own}, best_{other}) AS a", f"greatest({own}, best_{other}) AS b"
    )


def _compare(
    cluster: Cluster, missing: DataFrame, speeches: DataFrame, texts: DataFrame, limits: Limits
) -> DataFrame:
    """Those of some pairs of documents that are worth naming."""
    keys = speeches.select("number", "key")
    pairs = missing.selectExpr("a AS x", "b AS y")
    for side, name in (("x", "a"), ("y", "b")):
        pairs = pairs.join(keys.selectExpr(f"number AS {side}", f"key AS {name}"), side)
    pairs = cluster.keep(pairs, "asked")
    equal = pairs.filter("a = b").selectExpr(
        "x AS a",
        "y AS b",
        "1D AS jaccard",
        "1D AS containment_a",
        "1D AS containment_b",
        "'identical' AS kind",
    )
    different = pairs.filter("a <> b").selectExpr(
        "x", "y", "least(a, b) AS a", "greatest(a, b) AS b", "a < b AS in_order"
    )
    candidates = different.selectExpr("a", "b", "a AS owner").distinct()
    candidates, counted = cluster.keep_counted(candidates, "candidates", n="1")
    matches = verify_pairs(cluster, candidates, counted["n"], speeches, texts, limits)
    turned = matches.join(different, ["a", "b"]).selectExpr(
        "if(in_order, x, y) AS x",
        "if(in_order, y, x) AS y",
        "jaccard",
        "containment_a",
        "containment_b",
        "kind",
    )
    return equal.union(_ordered(turned))
