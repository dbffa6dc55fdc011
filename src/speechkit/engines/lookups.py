"""Sketches in, the pairs of texts worth comparing out: the local search, in parts for a cluster.

What `candidates.find_candidates` does with all sketches in memory is done here in five steps,
each of which sees the rows of one partition:

1. every text sends each hash of its sketch to the partition of the hash (`post`);
2. there it is known who has the hash. Where they are few, whoever looks it up has found the
   others; where they are many, it is told that it is frequent (`meet`);
3. a text that looks up hardly any but frequent ones asks for those too (`ask_again`),
4. and finds whoever has them, or the longest of these (`answer`);
5. what a text found is counted (`count`).

A text is known by the first bytes of its digest, so that equal texts are one from the start.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.dedupe import candidates
from speechkit.dedupe.arrays import is_first, occurrences, stretches
from speechkit.dedupe.candidates import MANY, N_HUBS, N_LOOKED_UP, Bounds, has_few, is_enough
from speechkit.dedupe.sketches import Sketches, check_hashes
from speechkit.engines.blobs import (
    FINDING,
    FREQUENT,
    HELD,
    POSTING,
    Blob,
    Table,
    split_by,
)

CHECK_BITS = 10
"""Bits of a second hash that tell shingles of one hash apart in a large corpus, and as many as
leave room for a place in the number that is sorted."""
_PLACE_BITS = 64 - 32 - CHECK_BITS
_CAPPED_AT = 1 << _PLACE_BITS
"""Postings of a partition from about which the most frequent hashes are capped."""
_FINDINGS = 1_000_000
"""That are made at a time."""


class Plan(NamedTuple):
    """Over how many buckets the rows are dealt, and what is looked for."""

    containment: float
    n_hash_buckets: int
    n_text_buckets: int
    is_wide: bool = False
    """Hashes have `CHECK_BITS` more: of a corpus so large that different shingles with one hash
    are found by chance more often than versions."""


def text_keys(digests: NDArray[np.void]) -> NDArray[np.uint64]:
    """By what a text is known: the first eight bytes of its digest, in their order."""
    return digests.view(">u8").reshape(len(digests), 2)[:, 0].astype(np.uint64)


# -------------------------------------------------------------------------------- 1. post


def post(texts: Sequence[str], sketches: Sketches, plan: Plan) -> Iterator[Blob]:
    """The hashes of some texts, each to the bucket of the hash.

    Parameters
    ----------
    texts
        Compact; those of the sketches.
    """
    keys, first = np.unique(text_keys(sketches.digests), return_index=True)
    if len(keys) < sketches.n_texts:
        first.sort()
        texts, sketches = [texts[i] for i in first.tolist()], sketches.in_order(first)
    rows = _postings(sketches)
    if plan.is_wide:
        checks = check_hashes(texts, sketches) >> np.uint32(32 - CHECK_BITS)
        rows["hash"] = (rows["hash"] << np.uint64(CHECK_BITS)) | checks
    yield from split_by("posting", rows, rows["hash"] % np.uint64(plan.n_hash_buckets))


def _postings(sketches: Sketches) -> Table:
    bounds = Bounds.of(sketches)
    sizes = sketches.sizes
    rows = np.empty(len(sketches.hashes), POSTING)
    rows["hash"] = sketches.hashes
    rows["text"] = np.repeat(text_keys(sketches.digests), sizes)
    rows["length"] = np.repeat(sketches.lengths.astype(np.uint32), sizes)
    rows["limit"] = np.repeat(bounds.limits.astype(np.uint32), sizes)
    ranks = np.arange(len(rows)) - np.repeat(sketches.ends - sizes, sizes)
    is_asked = ranks < N_LOOKED_UP
    rows["greatest"] = np.where(is_asked, np.repeat(bounds.greatest.astype(np.uint32), sizes), 0)
    rows["n_asked"] = np.where(is_asked, np.repeat(bounds.n_looked_up, sizes), 0)
    return rows


# -------------------------------------------------------------------------------- 2. meet


def meet(parts: Iterable[Table], plan: Plan) -> Iterator[Blob]:
    """What the texts of a partition's postings have found of one another.

    Yields
    ------
    Blob
        Findings and frequent hashes to the buckets of the texts that look them up; those that
        hold a frequent hash to the bucket of the hash.
    """
    whole = np.empty(0, POSTING)
    waiting: list[Table] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) > max(_CAPPED_AT // 2, len(whole)):
            whole, frequent = _capped(np.concatenate((whole, *waiting)))
            waiting = []
            yield from _frequent_blobs(frequent, plan)
    yield from _found(_Runs.of(_worth_it(np.concatenate((whole, *waiting)))), plan)


class _Runs(NamedTuple):
    """Postings of equal hashes side by side, each text once in a run."""

    rows: Table
    starts: NDArray[np.int64]
    """Of each run; shape (n_runs,)."""
    n_owners: NDArray[np.int64]

    @classmethod
    def of(cls, ascending: Table) -> _Runs:
        """Runs of postings that ascend by their hashes."""
        rows = ascending[np.lexsort((ascending["text"], ascending["hash"]))]
        rows = rows[is_first(rows["hash"]) | is_first(rows["text"])]
        starts = np.flatnonzero(is_first(rows["hash"]))
        return cls(rows, starts, np.diff(np.append(starts, len(rows))))

    @property
    def run_of(self) -> NDArray[np.int64]:
        """Number of the run of each posting."""
        return np.repeat(np.arange(len(self.starts)), self.n_owners)


def _capped(rows: Table) -> tuple[Table, Table]:
    """The postings without those of hashes that more than `MANY` have, but for the hubs.

    So a hash that all texts have never fills a partition. A run that was capped stays one of
    many, since its hubs are kept and one more.

    Returns
    -------
    rows
        What goes on.
    frequent
        Postings by which a text that is let go looked up the hash.
    """
    runs = _Runs.of(_by_hash(rows))
    order = np.argsort(-runs.rows["length"].astype(np.int64), kind="stable")
    order = order[np.argsort(runs.run_of[order], kind="stable")]
    rows = runs.rows[order]  # of each run the longest first, then by text
    rank = np.arange(len(rows)) - np.repeat(runs.starts, runs.n_owners)
    goes = (rank > MANY) & np.repeat(runs.n_owners > MANY, runs.n_owners)
    return rows[~goes], rows[goes & (rows["n_asked"] > 0)]


def _found(runs: _Runs, plan: Plan) -> Iterator[Blob]:
    rows, run_of = runs.rows, runs.run_of
    is_frequent = (runs.n_owners > candidates.FREQUENT)[run_of]
    is_asked = rows["n_asked"] > 0
    yield from _frequent_blobs(rows[is_frequent & is_asked], plan)
    yield from _held_blobs(runs, plan)
    asked = np.flatnonzero(is_asked & ~is_frequent)
    asked = asked[runs.n_owners[run_of[asked]] > 1]
    n_found = runs.n_owners[run_of[asked]]
    for portion in portions(n_found):
        asking, run = rows[asked[portion]], run_of[asked[portion]]
        found = rows[stretches(runs.starts[run], n_found[portion])]
        yield from _finding_blobs(
            asking["text"], asking, found["text"], found["limit"], n_found[portion], plan
        )


def _frequent_blobs(rows: Table, plan: Plan) -> Iterator[Blob]:
    frequent = np.empty(len(rows), FREQUENT)
    frequent["part"] = rows["text"]
    for name in ("hash", "greatest", "n_asked"):
        frequent[name] = rows[name]
    yield from split_by("frequent", frequent, frequent["part"] % np.uint64(plan.n_text_buckets))


def _held_blobs(runs: _Runs, plan: Plan) -> Iterator[Blob]:
    """Who has a frequent hash; of more than `MANY` the longest."""
    is_held = np.repeat(
        (runs.n_owners > candidates.FREQUENT) & (runs.n_owners <= MANY), runs.n_owners
    )
    for run in np.flatnonzero(runs.n_owners > MANY).tolist():
        places = np.arange(runs.starts[run], runs.starts[run] + runs.n_owners[run])
        own = runs.rows[places]
        longest = np.lexsort((own["text"], -own["length"].astype(np.int64)))
        is_held[places[longest[:N_HUBS]]] = True
    rows = runs.rows[is_held]
    held = np.empty(len(rows), HELD)
    held["whole"] = rows["text"]
    held["hash"], held["limit"] = rows["hash"], rows["limit"]
    yield from split_by("held", held, held["hash"] % np.uint64(plan.n_hash_buckets))


def _finding_blobs(
    part: NDArray[np.uint64],
    asking: Table,
    whole: NDArray[np.uint64],
    limit: NDArray[np.uint32],
    n_found: NDArray[np.int64],
    plan: Plan,
) -> Iterator[Blob]:
    """What some texts found, `n_found` each, to the buckets of those that found it."""
    rows = np.empty(len(whole), FINDING)
    rows["part"] = np.repeat(part, n_found)
    rows["whole"], rows["limit"] = whole, limit
    rows["greatest"] = np.repeat(asking["greatest"], n_found)
    rows["n_asked"] = np.repeat(asking["n_asked"], n_found)
    rows = rows[rows["part"] != rows["whole"]]
    yield from split_by("finding", rows, rows["part"] % np.uint64(plan.n_text_buckets))


def portions(n_found: NDArray[np.int64]) -> list[slice]:
    """All that is asked, in stretches with about as many findings each."""
    ends = np.cumsum(n_found)
    total = int(ends[-1]) if len(ends) else 0
    bounds = np.searchsorted(ends, np.arange(_FINDINGS, total, _FINDINGS)).tolist()
    bounds = sorted({0, *bounds, len(n_found)})
    return [slice(a, b) for a, b in itertools.pairwise(bounds)]


def _worth_it(rows: Table) -> Table:
    """Postings of hashes that are there more than once and that somebody looks up, ascending."""
    rows = _by_hash(rows)
    as_before = ~is_first(rows["hash"])
    repeated = as_before.copy()
    repeated[:-1] |= as_before[1:]
    rows = rows[repeated]
    starts = np.flatnonzero(is_first(rows["hash"]))
    if not len(starts):
        return rows
    is_asked = np.logical_or.reduceat(rows["n_asked"] > 0, starts)
    asked: Table = rows[np.repeat(is_asked, np.diff(np.append(starts, len(rows))))]
    return asked


def _by_hash(rows: Table) -> Table:
    """The postings, ascending by their hashes.

    Hash and place in one number are sorted ten times as fast as places by their hashes.
    """
    if len(rows) > 1 << _PLACE_BITS:
        return rows[np.argsort(rows["hash"], kind="stable")]
    packed = rows["hash"] << np.uint64(_PLACE_BITS)
    packed |= np.arange(len(rows), dtype=np.uint64)
    packed.sort()
    return rows[(packed & np.uint64((1 << _PLACE_BITS) - 1)).astype(np.int64)]


# -------------------------------------------------------------------- 3. and 4. ask again


def ask_again(frequent: Table, plan: Plan) -> Iterator[Blob]:
    """The frequent hashes of the texts that have few others, to the buckets of the hashes."""
    frequent, n_frequent, of = _frequent_of(frequent)
    n_asked = frequent["n_asked"].astype(np.int64)
    few = has_few(n_asked - n_frequent[of], n_asked)
    rows = frequent[few]
    yield from split_by("frequent", rows, rows["hash"] % np.uint64(plan.n_hash_buckets))


def _frequent_of(
    frequent: Table,
) -> tuple[Table, NDArray[np.int64], NDArray[np.int64]]:
    """Each text and frequent hash once; how many each text has; which text each is of."""
    frequent = frequent[np.lexsort((frequent["hash"], frequent["part"]))]
    frequent = frequent[is_first(frequent["part"]) | is_first(frequent["hash"])]
    of = np.cumsum(is_first(frequent["part"])) - 1
    return frequent, np.bincount(of), of


def answer(held: Table, asked: Table, plan: Plan) -> Iterator[Blob]:
    """What texts find with their frequent hashes, to the buckets of the texts."""
    held = held[np.argsort(held["hash"], kind="stable")]
    first, n_found = occurrences(held["hash"], asked["hash"])
    for portion in portions(n_found):
        found = held[stretches(first[portion], n_found[portion])]
        asking = asked[portion]
        yield from _finding_blobs(
            asking["part"], asking, found["whole"], found["limit"], n_found[portion], plan
        )


# -------------------------------------------------------------------------------- 5. count


def count(findings: Table, frequent: Table, plan: Plan) -> NDArray[np.uint64]:
    """Pairs of which enough was found.

    Returns
    -------
    array
        The text that looked up, the one it was found in; shape (n_pairs, 2).
    """
    rows = findings[np.lexsort((findings["whole"], findings["part"]))]
    starts = np.flatnonzero(is_first(rows["part"]) | is_first(rows["whole"]))
    n_found = np.diff(np.append(starts, len(rows)))
    rows = rows[starts]
    n_asked = rows["n_asked"].astype(np.int64)
    n_rare = n_asked - _n_frequent(rows["part"], frequent)
    left = np.where(has_few(n_rare, n_asked), n_asked, n_rare)
    enough = is_enough(
        n_found,
        left,
        rows["greatest"].astype(np.float64),
        rows["limit"].astype(np.float64),
        plan.containment,
    )
    return np.stack((rows["part"][enough], rows["whole"][enough]), axis=1)


def _n_frequent(parts: NDArray[np.uint64], frequent: Table) -> NDArray[np.int64]:
    """How many of the hashes that each text looks up are frequent."""
    frequent, n_frequent, _ = _frequent_of(frequent)
    known = frequent["part"][is_first(frequent["part"])]
    if not len(known):
        return np.zeros(len(parts), np.int64)
    at = np.minimum(np.searchsorted(known, parts), len(known) - 1)
    return np.where(known[at] == parts, n_frequent[at], 0)
