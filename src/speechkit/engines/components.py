"""Data frames of pairs and of facts in; their connected components, and their groups, out.

No neighbourhood and no component is ever gathered in one place: a text may have a hundred
million versions. What a task remembers are the numbers taken in the component it is at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from speechkit.dedupe.groups import Rank, take_versions, tell_reason

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_MEMBER = "kept long, number long, criterion string, value string"
_BATCH = 10_000
"""Rows handed to Spark at a time, as many as it hands to us by default."""


class Keep(Protocol):
    """Writes a frame down under a name and reads it back, so that nothing is computed again.

    Sums up expressions over its rows meanwhile, each by a name.
    """

    def __call__(
        self, frame: DataFrame, name: str, /, **sums: str
    ) -> tuple[DataFrame, dict[str, int]]: ...


class _Edge(NamedTuple):
    """What `take_versions` asks for, and where the ranks of its two texts can be read."""

    better: int
    worse: int
    component: int
    row: int
    batch: pa.RecordBatch


class _Member(NamedTuple):
    kept: int
    number: int
    criterion: str
    value: str


def find_components(edges: DataFrame, keep: Keep) -> DataFrame:
    """The smallest number to which each number is connected, directly or over others.

    Many are found in rounds: every number is tied to smaller and smaller ones until all are
    tied to the smallest of their component. The rounds grow with the logarithm of the longest
    path.

    Parameters
    ----------
    edges
        Columns `a` and `b`, long, in any order; the same edge may come again. They are read
        several times: better written down before.
    keep
        Is given the frames `ties-1`, `ties-2` and so on.

    Returns
    -------
    DataFrame
        Columns `number` and `component`, a row for each number in edges.

    References
    ----------
    Kiveris et al. (2014), "Connected components in MapReduce and beyond".
    """
    ties = edges.selectExpr("greatest(a, b) high", "least(a, b) low")
    n_changed, n = 1, 0
    while n_changed:
        n += 1
        ties, counted = keep(_small_star(_large_star(ties)), f"ties-{n}", n="changed")
        n_changed = counted["n"]
    lows = ties.selectExpr("low", "low").distinct()
    return ties.select("high", "low").filter("high > low").union(lows).toDF("number", "component")


def _large_star(ties: DataFrame) -> DataFrame:
    """Every number tied to the smallest neighbour of a smaller one, in place of that one.

    The smallest number of all that a number is tied to is found by an aggregate and a join,
    both of which stream: Spark sums up a hub where its rows lie, before it moves them.
    """
    from pyspark.sql import functions as f

    least = ties.groupBy(f.col("high").alias("low")).agg(f.min("low").alias("least"))
    return ties.join(least, "low", "left").selectExpr(
        "high", "coalesce(least, low) low", "coalesce(least < low, false) changed"
    )


def _small_star(ties: DataFrame) -> DataFrame:
    """Every number, and every smaller one it is tied to, tied to the smallest of these.

    Returns
    -------
    DataFrame
        Columns `high` and `low`, and whether anything `changed`; no row in which it is true
        means that every number is tied to one other, and that one to none.
    """
    from pyspark.sql import functions as f

    least = ties.groupBy("high").agg(f.min("low").alias("least"), f.max("changed").alias("changed"))
    others = ties.join(least.select("high", "least"), "high").filter("least < low")
    others = others.select("low", "least").distinct()
    return least.union(others.selectExpr("low", "least", "true")).toDF("high", "low", "changed")


def group_on_frames(pairs: DataFrame, facts: DataFrame, keep: Keep) -> DataFrame:
    """The groups of `group_pairs`, found component by component.

    Parameters
    ----------
    pairs
        Columns `a` and `b`, long: two texts that are versions of one another.
    facts
        Of all numbers in pairs: `number` (long), `breaks_off` (boolean), `length` and
        `damage` (int) and `date` (string, 9999 where it is not known). What `group_pairs`
        asks for only where it decides may stand here for all: it changes no order.
    keep
        As for `find_components`.

    Returns
    -------
    DataFrame
        A row a member, the kept one among them: `kept` and `number` (long), and why that one
        is kept, `criterion` and `value` (string) of `KeepReason`.
    """
    from pyspark.sql import functions as f

    rank = f.expr("struct(breaks_off, -length shorter, damage, date, number) rank")
    ranks = facts.select("number", rank)
    a = find_components(pairs, keep).join(ranks, "number").toDF("a", "component", "rank_a")
    b = ranks.toDF("b", "rank_b")
    edges = pairs.filter("a != b").join(a, "a").join(b, "b")
    edges = edges.selectExpr(
        "component", "least(rank_a, rank_b) better", "greatest(rank_a, rank_b) worse"
    )
    # A component must not be split over tasks. By a column and no number of partitions, AQE may
    # put small partitions together, and no rule of it divides them (those for skew take up only
    # shuffles that joins need, and REBALANCE).
    edges = edges.repartition("component").sortWithinPartitions("component", "better", "worse")
    return edges.mapInArrow(_take_members, _MEMBER)


def _take_members(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Members of the groups of a partition, from its edges in order."""
    import pyarrow as pa

    members = _members(batches)
    while rows := list(islice(members, _BATCH)):
        yield pa.RecordBatch.from_arrays(
            [pa.array(column) for column in zip(*rows, strict=True)], names=list(_Member._fields)
        )


def _members(batches: Iterable[pa.RecordBatch]) -> Iterator[_Member]:
    for _, edges in groupby(_edges(batches), key=itemgetter(2)):
        kept = None
        for edge in take_versions(edges):
            if edge.better != kept:
                kept = edge.better
                reason = tell_reason(_rank(edge, "better"), _rank(edge, "worse"))
                yield _Member(kept, kept, reason.criterion, reason.value)
            yield _Member(kept, edge.worse, reason.criterion, reason.value)


def _edges(batches: Iterable[pa.RecordBatch]) -> Iterator[_Edge]:
    for batch in batches:
        columns = (
            batch.column("better").field("number"),
            batch.column("worse").field("number"),
            batch.column("component"),
        )
        numbers = (column.to_pylist() for column in columns)
        yield from map(_Edge, *numbers, range(batch.num_rows), repeat(batch))


def _rank(edge: _Edge, side: str) -> Rank:
    return Rank(**edge.batch.column(side)[edge.row].as_py())
