"""On frames: the components that joining sets finds, and the groups of `group_pairs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechkit.dedupe.groups import group_pairs
from speechkit.engines.components import find_components, group_on_frames

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Pair = tuple[int, int]

N_GRAPHS = 200
ROOM = 100
"""Numbers set aside for each small graph, more than it has."""
PATH = range(1_000_000, 1_010_000)
HUB, SPOKES = 3_000_000, range(2_900_000, 3_100_000)

GRAPHS = st.integers(2, 12).flatmap(
    lambda n: st.lists(st.tuples(st.integers(0, n), st.integers(0, n)), min_size=1, max_size=3 * n)
)


class Fact(NamedTuple):
    number: int
    breaks_off: bool
    length: int
    damage: int
    date: str


class Known:
    """What is known of made-up texts, as `group_pairs` asks for it."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.of = {fact.number: fact for fact in facts}

    def lengths(self, numbers: Sequence[int]) -> list[int]:
        return [self.of[n].length for n in numbers]

    def break_off(self, numbers: Sequence[int]) -> list[bool]:
        return [self.of[n].breaks_off for n in numbers]

    def damage(self, numbers: Sequence[int]) -> list[int]:
        return [self.of[n].damage for n in numbers]

    def dates(self, numbers: Sequence[int]) -> list[str]:
        return [self.of[n].date for n in numbers]


class Folder:
    """Keeps frames below a folder, and remembers their names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []

    def __call__(
        self, frame: DataFrame, name: str, /, **sums: str
    ) -> tuple[DataFrame, dict[str, int]]:
        self.names.append(name)
        target = str(self.path / name)
        frame.write.parquet(target)
        kept = frame.sparkSession.read.schema(frame.schema).parquet(target)
        counted = {key: kept.filter(f"boolean({each})").count() for key, each in sums.items()}
        return kept, counted


def made_facts(numbers: Iterable[int]) -> Iterator[Fact]:
    """Facts that are often the same, and damage and dates where nothing asks for them too."""
    for n in numbers:
        chance = n * 2_654_435_761 % 2**32 >> 8
        dates = ("9999", "2020", "2020-01-05", "1999")
        yield Fact(n, chance % 5 == 0, chance % 7 % 3, chance % 11 % 2, dates[chance % 13 % 4])


def small_graphs() -> list[Pair]:
    """Pairs of many graphs that have nothing to do with one another."""
    graphs: list[list[Pair]] = []

    @settings(max_examples=N_GRAPHS, deadline=None, database=None, derandomize=True)
    @given(GRAPHS)
    def make(graph: list[Pair]) -> None:
        graphs.append(graph)

    make()
    return [(i * ROOM + a, i * ROOM + b) for i, graph in enumerate(graphs) for a, b in graph]


def joined_sets(pairs: Iterable[Pair]) -> dict[int, int]:
    above: dict[int, int] = {}

    def top(n: int) -> int:
        while (higher := above.setdefault(n, n)) != n:
            above[n] = n = above[higher]
        return n

    for a, b in pairs:
        low, high = sorted((top(a), top(b)))
        above[high] = low
    return {n: top(n) for n in above}


def framed(spark: SparkSession, pairs: Iterable[Pair]) -> DataFrame:
    import pyarrow as pa

    a, b = zip(*pairs, strict=True)
    return spark.createDataFrame(pa.table({"a": pa.array(a), "b": pa.array(b)}))


def framed_facts(spark: SparkSession, facts: Iterable[Fact]) -> DataFrame:
    import pyarrow as pa

    columns = zip(*facts, strict=True)
    table = pa.table({name: list(c) for name, c in zip(Fact._fields, columns, strict=True)})
    return spark.createDataFrame(table).selectExpr(
        "number", "breaks_off", "int(length) length", "int(damage) damage", "date"
    )


def found_components(frame: DataFrame) -> Mapping[int, int]:
    rows = frame.toArrow().to_pydict()
    found = dict(zip(rows["number"], rows["component"], strict=True))
    assert len(found) == len(rows["number"])
    return found


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Small graphs, a long path out of order, and a hub that is neither first nor last."""
    places = [PATH[i * 7_919 % len(PATH)] for i in range(len(PATH))]
    hub = [(HUB, n) if n % 2 else (n, HUB) for n in SPOKES if n != HUB]
    straight = pairwise(PATH)
    crossed = ((a + len(PATH), b + len(PATH)) for a, b in pairwise(places))
    return [*small_graphs(), *straight, *crossed, *hub]


def test_components_are_those_that_joining_sets_finds(
    spark: SparkSession, tmp_path: Path, pairs: list[Pair]
) -> None:
    keep = Folder(tmp_path)
    found = found_components(find_components(keep(framed(spark, pairs), "pairs")[0], keep))
    assert found == joined_sets(pairs)
    assert len(keep.names) <= 21


def test_groups_and_reasons_are_those_of_the_local_engine(
    spark: SparkSession, tmp_path: Path
) -> None:
    keep, pairs = (
        Folder(tmp_path),
        [*small_graphs(), *((90_000, n) for n in range(90_001, 115_000))],
    )
    facts = list(made_facts({n for pair in pairs for n in pair}))
    frame = group_on_frames(
        keep(framed(spark, pairs), "pairs")[0], framed_facts(spark, facts), keep
    )
    rows = sorted(map(tuple, frame.collect()))
    expected = sorted(
        (group.kept, number, group.reason.criterion, group.reason.value)
        for group in group_pairs(pairs, Known(facts))
        for number in group.members
    )
    assert rows == expected
    assert {row[2] for row in rows} == {"complete", "longest", "least_damaged", "earliest", "first"}


def test_no_pairs_are_no_groups(spark: SparkSession, tmp_path: Path) -> None:
    pairs = spark.createDataFrame([], "a long, b long")
    facts = spark.createDataFrame(
        [], "number long, breaks_off boolean, length int, damage int, date string"
    )
    assert group_on_frames(pairs, facts, Folder(tmp_path)).collect() == []
