"""The search in parts finds the very pairs that the search in one piece finds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from engines.shuffle import dealt
from speechkit.dedupe import candidates
from speechkit.dedupe.candidates import find_candidates
from speechkit.dedupe.sketches import check_hashes, code_points, shingle_hashes, sketch_texts
from speechkit.engines import blobs, lookups
from speechkit.engines.lookups import Plan, text_keys
from versions import edited, made_text, shuffled


def collection() -> list[str]:
    """Strangers, versions, copies, short texts, a form filled in and a formula that all have."""
    formula = made_text(0, 300)
    texts = [formula + made_text(seed, 500 + 8 * (seed % 200)) for seed in range(1, 120)]
    texts += [edited(texts[i], 0.02 * (i % 12), i) for i in range(40)]
    texts += [texts[i] for i in range(5)] + [made_text(500 + i, 9 + 7 * i) for i in range(12)]
    form = made_text(900, 1400)
    texts += [form[: 1300 + 5 * (i % 7)] + made_text(1000 + i, 100) for i in range(150)]
    return [*texts, "短", ""]


def locally(texts: Sequence[str], containment: float) -> set[tuple[int, int]]:
    """Keys of the texts of the candidates that the local search proposes."""
    sketches = sketch_texts(texts)
    keys = text_keys(sketches.digests)
    first = np.zeros(len(texts), np.bool_)
    first[np.unique(keys, return_index=True)[1]] = True
    first &= sketches.lengths > 0
    pairs = find_candidates(sketches, containment=containment, among=first)
    return {(min(a, b), max(a, b)) for a, b in keys[pairs].tolist()}


def in_parts(
    texts: Sequence[str], containment: float, *, batch: int = 50, wide: bool = False, seed: int = 0
) -> set[tuple[int, int]]:
    """The same, step by step, with batches and partitions as Spark might make them."""
    plan = Plan(containment, 7, 5, is_wide=wide)
    order = shuffled(texts, seed)
    parts = [order[at : at + batch] for at in range(0, len(order), batch)]
    posted = [blob for part in parts for blob in lookups.post(part, sketch_texts(part), plan)]
    buckets: dict[int, list[blobs.Table]] = {}
    for blob in sorted(posted, key=lambda blob: blob.data[-3::-1]):  # in any order
        rows = np.frombuffer(blob.data, blobs.POSTING)
        buckets.setdefault(blob.bucket, []).append(rows)
    met = [blob for tables in buckets.values() for blob in lookups.meet(tables, plan)]
    asked = [
        blob
        for rows in dealt((blob for blob in met if blob.kind == "frequent"), "frequent")
        for blob in lookups.ask_again(rows["frequent"], plan)
    ]
    held = [blob for blob in met if blob.kind == "held"]
    later = [
        blob
        for rows in dealt([*held, *asked], "held", "frequent")
        for blob in lookups.answer(rows["held"], rows["frequent"], plan)
    ]
    found = [blob for blob in met if blob.kind != "held"] + later
    return {
        (min(a, b), max(a, b))
        for rows in dealt(found, "finding", "frequent")
        for a, b in lookups.count(rows["finding"], rows["frequent"], plan).tolist()
    }


@pytest.mark.parametrize("containment", [0.3, 2 / 3, 0.8, 1.0])
def test_the_search_in_parts_finds_what_the_local_one_finds(containment: float) -> None:
    texts = collection()
    expected = locally(texts, containment)
    assert len(expected) > 1000
    assert in_parts(texts, containment) == expected


def test_neither_batches_nor_their_order_change_what_is_found() -> None:
    texts = collection()
    expected = in_parts(texts, 2 / 3)
    assert in_parts(texts, 2 / 3, batch=7, seed=1) == expected
    assert in_parts(texts, 2 / 3, batch=1000, seed=2) == expected


def test_longer_hashes_find_the_same_versions() -> None:
    texts = collection()
    assert in_parts(texts, 2 / 3, wide=True) == locally(texts, 2 / 3)


@pytest.mark.parametrize("wide", [False, True])
def test_the_most_frequent_hashes_are_capped_as_they_are_locally(
    monkeypatch: pytest.MonkeyPatch, wide: bool
) -> None:
    for module in (candidates, lookups):
        monkeypatch.setattr(module, "MANY", 40)
        monkeypatch.setattr(module, "N_HUBS", 8)
    monkeypatch.setattr(candidates, "FREQUENT", 10)
    texts = collection()
    expected = locally(texts, 2 / 3)
    assert in_parts(texts, 2 / 3, wide=wide) == expected
    monkeypatch.setattr(lookups, "_CAPPED_AT", 500)  # so that partitions are capped meanwhile
    for seed in range(3):
        assert in_parts(texts, 2 / 3, batch=20, wide=wide, seed=seed) == expected


def test_findings_are_made_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = collection()
    expected = in_parts(texts, 2 / 3)
    monkeypatch.setattr(lookups, "_FINDINGS", 100)
    assert in_parts(texts, 2 / 3) == expected


def test_a_hash_that_everybody_has_never_fills_a_partition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookups, "_CAPPED_AT", 5_000)
    seen: list[int] = []
    found = lookups._found

    def watched(runs: lookups._Runs, plan: Plan) -> object:
        seen.append(len(runs.rows))
        return found(runs, plan)

    monkeypatch.setattr(lookups, "_found", watched)
    rows = np.zeros(200_000, blobs.POSTING)
    rows["hash"], rows["text"], rows["length"] = 7, np.arange(200_000), 100
    rows["n_asked"], rows["greatest"] = 1, 7
    made = list(lookups.meet(np.array_split(rows, 200), Plan(2 / 3, 1, 1)))
    assert max(seen) < 10_000
    frequent = dealt(made, "frequent")[0]["frequent"]
    assert len(np.unique(frequent["part"])) == 200_000
    (held,) = dealt(made, "held")
    assert held["held"]["whole"].tolist() == list(range(candidates.N_HUBS))


def test_two_shingles_of_one_hash_are_told_apart_by_another() -> None:
    texts = collection()[:40]
    sketches = sketch_texts(texts)
    checks = check_hashes(texts, sketches)
    assert checks.shape == sketches.hashes.shape
    shingles: dict[int, int] = {}
    for text in texts:
        hashes = shingle_hashes(code_points([text]))
        other = check_hashes([text], sketch_texts([text]))
        shingles |= dict(zip(sketch_texts([text]).hashes.tolist(), other.tolist(), strict=True))
        assert len(hashes) == len(text) - 4
    known = [shingles[hash_] for hash_ in sketches.hashes.tolist()]
    assert known == checks.tolist()
    assert len(set(known)) > 0.999 * len(shingles)
