"""What was found on a cluster in; the folders that a user reads out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.engines.cluster import Cluster

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def write_results(
    cluster: Cluster,
    folder: str,
    pairs: DataFrame,
    members: DataFrame,
    speeches: DataFrame,
) -> None:
    """Write `pairs`, `groups`, `kept` and `dropped` into a folder, and count what they hold."""
    named = cluster.keep(_needed(speeches, pairs), "names")
    dropped = members.filter("number <> kept")
    kinds = {f"n_{kind}": f"kind = '{kind}'" for kind in KINDS}
    counted = cluster.write(_pairs(pairs, named), f"{folder}/pairs", n_pairs="1", **kinds)
    counted |= cluster.write(_groups(members, named), f"{folder}/groups", n_groups="kept = speech")
    counted |= cluster.write(_dropped(dropped, pairs, named), f"{folder}/dropped", n_dropped="1")
    counted |= cluster.write(_kept(speeches, dropped), f"{folder}/kept", n_kept="1")
    cluster.counters |= counted


KINDS = ("identical", "near", "contained", "partial")
"""Of pairs."""


def _needed(speeches: DataFrame, pairs: DataFrame) -> DataFrame:
    """The names of the documents that are in pairs."""
    numbers = pairs.selectExpr("a AS number").union(pairs.selectExpr("b")).distinct()
    return speeches.select("number", "id", "path", "line").join(numbers, "number")


def _called(frame: DataFrame, names: DataFrame, number: str, name: str) -> DataFrame:
    """The frame with the id of a document beside its number."""
    ids = names.selectExpr(f"number AS {number}", f"id AS {name}")
    return frame.join(ids, number)


def _pairs(pairs: DataFrame, names: DataFrame) -> DataFrame:
    called = _called(_called(pairs, names, "a", "id_a"), names, "b", "id_b")
    return called.selectExpr(
        "id_a AS a", "id_b AS b", "jaccard", "containment_a", "containment_b", "kind"
    )


def _groups(members: DataFrame, names: DataFrame) -> DataFrame:
    """A row for each member: however large a group is, no row is."""
    called = _called(_called(members, names, "kept", "id_kept"), names, "number", "speech")
    return called.selectExpr("id_kept AS kept", "speech", "criterion", "value")


def _dropped(dropped: DataFrame, pairs: DataFrame, names: DataFrame) -> DataFrame:
    """Each dropped document, the one that stands for it, and how they resemble each other."""
    sides = dropped.selectExpr(
        "kept", "number", "criterion", "least(kept, number) AS a", "greatest(kept, number) AS b"
    )
    called = _called(sides.join(pairs, ["a", "b"]), names, "kept", "id_kept")
    called = called.join(names.selectExpr("number", "id AS speech", "path", "line"), "number")
    return called.selectExpr(
        "speech",
        "id_kept AS kept",
        "kind",
        "jaccard",
        "if(number = a, containment_a, containment_b) AS containment",
        "criterion",
        "path",
        "line",
    )


def _kept(speeches: DataFrame, dropped: DataFrame) -> DataFrame:
    """The corpus without what is dropped."""
    from pyspark.sql import functions as f

    left = speeches.join(dropped.select("number"), "number", "left_anti")
    fields = f.from_json("fields", "map<string, string>")
    return left.select("id", "path", "line", "text", fields.alias("fields"))
