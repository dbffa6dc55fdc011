"""How many borders, broken lines and duplicate pairs are found, held to floors.

Each floor is bound to the digest of the file it was measured on: another file measures
something else.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS, corpus, data_file, truth
from speechkit.dedupe import find_duplicates
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
