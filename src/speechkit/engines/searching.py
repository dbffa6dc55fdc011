"""Documents on a cluster in, the pairs of texts worth comparing out.

The steps of `lookups` and `excerpts`, and the shuffles between them. A pair has an owner, one of
its texts, by which pairs are dealt: the one that found the other. Of many versions of one text
each finds the longest, so that no text owns more pairs than it looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe.pairs import MAX_CHARS_ONE_BY_ONE, MAX_ONE_BY_ONE
from speechkit.dedupe.sketches import MIN_SKETCH, RATE, sketch_texts
from speechkit.engines import excerpts, lookups
from speechkit.engines.blobs import MAX_BUCKETS, Blob, gathered, tables, to_batch
from speechkit.engines.blobs import SCHEMA as BLOBS
from speechkit.engines.cluster import Cluster, map_batches
from speechkit.engines.documents import compact_of
from speechkit.engines.lookups import Plan
from speechkit.model import SHINGLE_SIZE

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

WIDE_FROM = 4_000_000
"""Texts from which hashes are told apart by more bits: with so many, about every hash of a sketch
stands by chance in that of a stranger too, and no machine of ours compares as many."""
_POSTINGS = 1_500_000
"""Of a partition, which with what is made of them take 300 MB."""
_MAX_PARTITIONS = 16_384
"""Of postings: every task that reads texts writes a block for each, and a shuffle of more than
some hundred million blocks is slow whatever is in them."""
_BYTES = 48_000_000
"""Findings of a partition."""
_BATCH_CHARS = 1_000_000
"""Of texts that are sketched together, as many as locally."""
_BUCKETS_A_PARTITION = 16
"""Of findings, whose number is known only when they are there."""

CANDIDATES = "a long, b long, owner long"
"""Keys of two texts, the less first, and the one of them by which the pair is dealt."""


def find_candidates(
    cluster: Cluster, speeches: DataFrame, texts: DataFrame, containment: float
) -> DataFrame:
    """Pairs of texts to be compared, `CANDIDATES`, each once.

    Parameters
    ----------
    texts
        `text`, the key, and `length` of each different text.
    containment
        Greater containment that a pair has at least; see `candidates.find_candidates`.
    """
    counters = cluster.counters
    if counters["n_speeches"] <= MAX_ONE_BY_ONE and counters["n_chars"] <= MAX_CHARS_ONE_BY_ONE:
        return _kept(cluster, _each_with_each(texts))
    plan = _plan(cluster, containment)
    source = speeches.filter(f"length >= {SHINGLE_SIZE}").select("text", "gaps")
    found = _look_up(cluster, source, plan)
    if counters["n_short_chars"]:
        found = found.unionByName(_find_excerpts(cluster, source, plan))
    once = found.groupBy("a", "b").agg({"owner": "min"}).toDF("a", "b", "owner")
    return _kept(cluster, once)


def _kept(cluster: Cluster, candidates: DataFrame) -> DataFrame:
    kept, counted = cluster.keep_counted(candidates, "candidates", n_candidates="1")
    cluster.counters |= counted
    return kept


def _each_with_each(texts: DataFrame) -> DataFrame:
    long = texts.filter(f"length >= {SHINGLE_SIZE}").select("text")
    pairs = long.toDF("a").crossJoin(long.toDF("b")).filter("a < b")
    return pairs.selectExpr("a", "b", "a AS owner")


def _plan(cluster: Cluster, containment: float) -> Plan:
    n_texts = cluster.counters["n_texts"]
    n_postings = cluster.counters["n_chars"] / RATE + MIN_SKETCH * n_texts
    n = min(_MAX_PARTITIONS, cluster.n_partitions(n_postings, _POSTINGS))
    n_text_buckets = min(MAX_BUCKETS, n * _BUCKETS_A_PARTITION)
    return Plan(containment, n, n_text_buckets, is_wide=n_texts > WIDE_FROM)


# ------------------------------------------------------------------------------- kernels

TextKernel = Callable[[Sequence[str]], Iterable[Blob]]


def _of_texts(batches: Iterator[RecordBatch], kernel: TextKernel) -> Iterator[RecordBatch]:
    """Blobs that are made of the compact texts of documents, some of them at a time."""
    waiting: list[str] = []
    n_chars = 0
    for batch in batches:
        for text in _compacts(batch):
            waiting.append(text)
            n_chars += len(text)
            if n_chars >= _BATCH_CHARS:
                yield to_batch(kernel(waiting))
                waiting, n_chars = [], 0
    if waiting:
        yield to_batch(kernel(waiting))


def _compacts(batch: RecordBatch) -> Iterator[str]:
    """The compact texts of documents."""
    columns = batch.column("text").to_pylist(), batch.column("gaps").to_pylist()
    return map(compact_of, *columns)


def _post(texts: Sequence[str], plan: Plan) -> Iterator[Blob]:
    return lookups.post(texts, sketch_texts(texts), plan)


def _meet(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    for blob in lookups.meet((rows for _, rows in tables(batches)), plan):
        yield to_batch([blob])


def _ask_again(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    yield to_batch(lookups.ask_again(gathered(batches)["frequent"], plan))


def _answer(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    rows = gathered(batches)
    for blob in lookups.answer(rows["held"], rows["frequent"], plan):
        yield to_batch([blob])


def _count(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    rows = gathered(batches)
    pairs = lookups.count(rows["finding"], rows["frequent"], plan)
    yield _candidates(pairs, owners=pairs[:, 0])


def _candidates(pairs: NDArray[np.uint64], owners: NDArray[np.uint64]) -> RecordBatch:
    import pyarrow as pa

    columns = (*np.sort(pairs.view(np.int64), axis=1).T, owners.view(np.int64))
    return pa.RecordBatch.from_arrays(
        [pa.array(np.ascontiguousarray(column)) for column in columns], names=["a", "b", "owner"]
    )


# ------------------------------------------------------------------------------- lookups


def _look_up(cluster: Cluster, source: DataFrame, plan: Plan) -> DataFrame:
    posted = map_batches(source, partial(_of_texts, kernel=partial(_post, plan=plan)), BLOBS)
    met = map_batches(_dealt(posted, plan.n_hash_buckets), partial(_meet, plan=plan), BLOBS)
    met = cluster.keep(met, "met", by="kind")
    findings, frequent = met.filter("kind = 'finding'"), met.filter("kind = 'frequent'")
    n = _n_text_partitions(cluster, met, plan)
    asked = map_batches(_dealt(frequent, n), partial(_ask_again, plan=plan), BLOBS)
    both = met.filter("kind = 'held'").unionByName(asked)
    later = map_batches(_dealt(both, plan.n_hash_buckets), partial(_answer, plan=plan), BLOBS)
    found = findings.unionByName(later).unionByName(frequent)
    return map_batches(_dealt(found, n), partial(_count, plan=plan), CANDIDATES)


def _dealt(blobs: DataFrame, n: int) -> DataFrame:
    """The blobs, those of one bucket in one partition."""
    from pyspark.sql import functions as f

    return blobs.repartitionById(n, f.pmod(blobs["bucket"], f.lit(n)).cast("int"))


def _n_text_partitions(cluster: Cluster, met: DataFrame, plan: Plan) -> int:
    size = met.filter("kind <> 'held'").selectExpr("coalesce(sum(size), 0)").first()
    assert size is not None  # noqa: S101 # an aggregate has one row
    return min(plan.n_text_buckets, cluster.n_partitions(size[0], _BYTES))


# ------------------------------------------------------------------------------ excerpts


def _find_excerpts(cluster: Cluster, source: DataFrame, plan: Plan) -> DataFrame:
    bits = excerpts.filter_bits(cluster.counters["n_short_chars"])
    may_stand = cluster.spark.sparkContext.broadcast(_filter(source, bits))
    kernel = partial(_place, plan=plan, may_stand=may_stand)
    placed = cluster.keep(map_batches(source, partial(_of_texts, kernel=kernel), BLOBS), "placed")
    rare = map_batches(_dealt(placed, plan.n_hash_buckets), partial(_rarity, plan=plan), BLOBS)
    chosen = map_batches(_dealt(rare, plan.n_hash_buckets), partial(_choose, plan=plan), BLOBS)
    asked = chosen.unionByName(placed.filter("kind = 'long'"))
    found = map_batches(_dealt(asked, plan.n_hash_buckets), _find_holders, CANDIDATES)
    return found.distinct()


def _filter(source: DataFrame, bits: int) -> NDArray[np.bool_]:
    """Which hashes a short text may have; made in pieces, which alone come to this process."""
    pieces = map_batches(source, partial(_pieces, bits=bits), "piece int, data binary")
    dealt = pieces.repartitionById(excerpts.N_PIECES, pieces["piece"])
    rows = map_batches(dealt, _united, "piece int, data binary").collect()
    return excerpts.joined_filter({row["piece"]: bytes(row["data"]) for row in rows}, bits)


def _pieces(batches: Iterator[RecordBatch], bits: int) -> Iterator[RecordBatch]:
    found: dict[int, bytes] = {}
    for batch in batches:
        for piece, data in excerpts.filter_pieces(list(_compacts(batch)), bits):
            _unite(found, piece, data)
    yield _piece_batch(found)


def _united(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    found: dict[int, bytes] = {}
    for batch in batches:
        for row in batch.to_pylist():
            _unite(found, row["piece"], row["data"])
    yield _piece_batch(found)


def _unite(found: dict[int, bytes], piece: int, data: bytes) -> None:
    """Take a piece of a filter into that of all."""
    found[piece] = excerpts.united([found[piece], data]) if piece in found else data


def _piece_batch(pieces: dict[int, bytes]) -> RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(
        [pa.array(list(pieces), pa.int32()), pa.array(list(pieces.values()), pa.binary())],
        names=["piece", "data"],
    )


def _place(
    texts: Sequence[str], plan: Plan, may_stand: Broadcast[NDArray[np.bool_]]
) -> Iterator[Blob]:
    yield from excerpts.place_short(texts, plan)
    yield from excerpts.place_long(texts, may_stand.value, plan)


def _rarity(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    rows = gathered(batches)
    yield to_batch(excerpts.rarity(rows["short"], rows["long"], plan))


def _choose(batches: Iterator[RecordBatch], plan: Plan) -> Iterator[RecordBatch]:
    yield to_batch(excerpts.choose(gathered(batches)["rarity"], plan))


def _find_holders(batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    rows = gathered(batches)
    for pairs in excerpts.find_holders(rows["short"], rows["long"]):
        yield _candidates(pairs, owners=np.ascontiguousarray(pairs[:, 1]))
