"""How many borders, broken lines and duplicate pairs are found, held to floors.

Each floor is bound to the digest of the file it was measured on: another file measures
something else.
"""

from __future__ import annotations

import csv
import hashlib
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS, corpus, data_file, truth
from speechkit.dedupe import find_duplicates
from speechkit.dedupe.shingles import compact, shingle_set
from speechkit.files import read_documents
from speechkit.split import split_document

FLOORS: dict[str, Any] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))


def f1(found: set[Any], known: set[Any]) -> float:
    """Harmonic mean of precision and recall; 1.0 when there is nothing to find."""
    n_right = len(found & known)
    return 2 * n_right / (len(found) + len(known)) if found or known else 1.0


def floor(subject: str, metric: str, path: Path) -> float:
    entry = FLOORS[subject][metric]
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
        pytest.skip(f"the floor of {subject} {metric} was measured on another file")
    return float(entry["floor"])


def test_borders_of_the_corpus() -> None:
    found = {s.span.start for s in corpus().speeches}
    known = {s["start"] for s in truth()["speeches"]}
    assert f1(found, known) >= floor("boundaries", "corpus_f1", CORPUS)


def test_broken_lines_of_the_corpus() -> None:
    split = corpus()
    breaks = {r.span.start for r in split.repaired if r.kind == "line_break"}
    found = {split.document.line(start) for start in breaks}
    assert f1(found, set(truth()["broken_lines"])) >= floor("boundaries", "broken_lines_f1", CORPUS)


def test_pairs_of_national_work_reports_in_two_copies() -> None:
    path = data_file("work_reports.jsonl")
    with data_file("work_reports_duplicates.tsv").open(encoding="utf-8", newline="") as rows:
        known = {
            frozenset((row["id_a"], row["id_b"])) for row in csv.DictReader(rows, delimiter="\t")
        }
    documents = read_documents([path])
    found = find_duplicates(split_document(document).speeches[0] for document in documents)
    pairs = {frozenset((pair.a.id, pair.b.id)) for pair in found.pairs if pair.grouped}
    assert f1(pairs, known) >= floor("duplicates", "work_reports_f1", path)
    assert len(found.dropped) == len(known)


def test_pairs_of_policy_papers_are_those_of_a_comparison_of_each_with_each() -> None:
    documents = read_documents([data_file("policies.jsonl")], on_error=lambda _: None)
    speeches = [split_document(document).speeches[0] for document in documents]
    sets = [shingle_set(compact(speech).text) for speech in speeches]
    expected = {
        (a, b): kind
        for a, b in combinations(range(len(sets)), 2)
        if (kind := exact_kind(sets[a], sets[b])) is not None
    }
    numbers = {speech.id: number for number, speech in enumerate(speeches)}
    pairs = find_duplicates(speeches).pairs
    found = {(numbers[p.a.id], numbers[p.b.id]): p.kind for p in pairs}
    texts = [compact(speech).text for speech in speeches]
    same = {pair for pair, kind in found.items() if kind == "identical"}
    assert all(texts[a] == texts[b] for a, b in same)
    assert {pair: "near" if pair in same else kind for pair, kind in found.items()} == expected
    assert len(expected) > 20


def exact_kind(a: frozenset[str], b: frozenset[str]) -> str | None:
    """What two different texts are, by the sets of their shingles; None where it is nothing."""
    n_shared = len(a & b)
    if n_shared >= 0.7 * (len(a) + len(b) - n_shared):
        return "near"
    if n_shared >= 0.8 * min(len(a), len(b)):
        return "contained"
    return "partial" if n_shared >= 0.5 * (len(a) + len(b) - n_shared) else None
