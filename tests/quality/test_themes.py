"""How well themes are assigned on the real document, held to floors.

The document and the labels are not ours to ship: SPEECHKIT_REAL_DOCUMENT names the document,
the labels lie in the folder `data` beside its folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quality.theme_scores import (
    TEXTS,
    Agreement,
    LabelledLine,
    agreement,
    line_shares,
    read_paragraph_labels,
    score_paragraphs,
)
from speechkit.files import read_documents
from speechkit.model import (
    Document,
    Speech,
)
from speechkit.results import (
    DuplicateGroup,
    Emphasis,
    KeepReason,
)
from speechkit.split import split_document
from speechkit.themes import EmphasisOptions, measure_emphasis

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8")).get("themes", {})


class Measured(NamedTuple):
    document: Document
    speeches: tuple[Speech, ...]
    emphasis: Emphasis


@pytest.fixture(scope="module")
def real_document() -> Path:
    name = os.environ.get("SPEECHKIT_REAL_DOCUMENT")
    if not name:
        pytest.skip("SPEECHKIT_REAL_DOCUMENT is not set")
    path = Path(name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if FLOORS["line_micro_f1"]["sha256"] != digest:
        pytest.skip("the floors were measured on another document")
    return path


@pytest.fixture(scope="module")
def measured(real_document: Path) -> Measured:
    (document,) = read_documents([real_document])
    speeches = split_document(document).speeches
    third, fourth = speeches[2:4]
    group = DuplicateGroup((third, fourth), third, KeepReason("longest", str(third.n_chars)))
    emphasis = measure_emphasis(speeches, groups=[group], options=EmphasisOptions(passages=True))
    return Measured(document, speeches, emphasis)


@pytest.fixture(scope="module")
def labels(real_document: Path) -> list[dict[str, Any]]:
    path = real_document.parent.parent / "data" / "theme_labels.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["themes"]]


def test_lines_get_the_themes_a_reader_gave_them(
    measured: Measured, labels: Sequence[dict[str, Any]]
) -> None:
    assert compared(measured, labels).micro_f1 >= FLOORS["line_micro_f1"]["floor"]


def test_the_heaviest_theme_of_a_line_is_one_of_its_labels(
    measured: Measured, labels: Sequence[dict[str, Any]]
) -> None:
    assert compared(measured, labels).top_1 >= FLOORS["line_top_1"]["floor"]


def compared(measured: Measured, labels: Sequence[dict[str, Any]]) -> Agreement:
    shares = line_shares(measured.document, measured.emphasis.passages)
    return agreement(
        (LabelledLine("", row["line"], frozenset(row["themes"])), shares[row["line"]])
        for row in labels
    )


@pytest.mark.parametrize("half", ["tuned", "held_out"])
def test_paragraphs_of_reports_and_policies_get_the_themes_two_readers_gave_them(
    real_document: Path, half: str
) -> None:
    folder = real_document.parent.parent / "data"
    if not all((folder / name).exists() for name in TEXTS):
        pytest.skip(f"{folder} is missing")
    labels = [x for x in read_paragraph_labels() if x.held_out == (half == "held_out")]
    assert len(labels) > 150
    found = score_paragraphs(folder, labels)
    assert found.micro_f1 >= FLOORS[f"paragraph_micro_f1_{half}"]["floor"]
    assert found.top_1 >= FLOORS[f"paragraph_top_1_{half}"]["floor"]


def test_the_third_and_the_fourth_speech_cannot_be_told_apart(measured: Measured) -> None:
    pair = {measured.speeches[2].id, measured.speeches[3].id}
    contrasts = [c for c in measured.emphasis.contrasts if c.b and {c.a.id, c.b.id} == pair]
    assert len(contrasts) == len(measured.emphasis.themes)
    assert [c.theme.id for c in contrasts if c.distinguishable] == []


def test_the_third_and_the_fifth_speech_can_be_told_apart(measured: Measured) -> None:
    pair = {measured.speeches[2].id, measured.speeches[4].id}
    contrasts = [c for c in measured.emphasis.contrasts if c.b and {c.a.id, c.b.id} == pair]
    assert "government" in {c.theme.id for c in contrasts if c.distinguishable}


def test_every_quotation_holds_a_term_of_its_theme(measured: Measured) -> None:
    spans = {speech.id: speech.span for speech in measured.speeches}
    for own in measured.emphasis.speeches:
        for emphasis in own.emphasis:
            assert bool(emphasis.evidence) == (emphasis.share > 0)
            for sentence in emphasis.evidence:
                span = sentence.span
                assert sentence.text == measured.document.quote(span)
                quotation = "".join(sentence.text.split()).lower()
                assert all(term in quotation for term in sentence.terms) or "臵" in quotation
                assert sentence.terms
                assert spans[own.speech.id].start <= span.start < span.end
                assert span.end <= spans[own.speech.id].end
