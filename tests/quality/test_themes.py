"""How well themes are assigned on the real document, held to floors.

The document and the labels are not ours to ship: SPEECHKIT_REAL_DOCUMENT names the document,
the labels lie in the folder `data` beside its folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from speechkit.files import read_documents
from speechkit.model import (
    Document,
    Span,
    Speech,
)
from speechkit.results import (
    DuplicateGroup,
    Emphasis,
    KeepReason,
    ScoredPassage,
)
from speechkit.split import split_document
from speechkit.themes import EmphasisOptions, measure_emphasis

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8")).get("themes", {})
LINE_SHARE = 0.3
"""A line has the themes that hold at least so much of its characters."""


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
    shares = line_shares(measured.document, measured.emphasis.passages)
    found = {row["line"]: predicted(shares[row["line"]]) for row in labels}
    hits = sum(len(found[row["line"]] & set(row["themes"])) for row in labels)
    total = sum(len(found[row["line"]]) + len(row["themes"]) for row in labels)
    assert 2 * hits / total >= FLOORS["line_micro_f1"]["floor"]


def test_the_heaviest_theme_of_a_line_is_one_of_its_labels(
    measured: Measured, labels: Sequence[dict[str, Any]]
) -> None:
    shares = line_shares(measured.document, measured.emphasis.passages)
    right = [heaviest(shares[row["line"]]) in row["themes"] for row in labels]
    assert sum(right) / len(right) >= FLOORS["line_top_1"]["floor"]


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


def line_shares(
    document: Document, passages: Iterable[ScoredPassage]
) -> Mapping[int, Mapping[str, float]]:
    """Share of each theme in the characters of each line, passages cut at the line ends."""
    chars: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for passage in passages:
        for line, size in _sizes_by_line(document, passage.span):
            for theme, weight in passage.themes:
                chars[line][theme] += weight * size
    lengths = dict(_sizes_by_line(document, Span(0, len(document.text))))
    return {
        line: {theme: n / lengths[line] for theme, n in themes.items()}
        for line, themes in chars.items()
    }


def _sizes_by_line(document: Document, span: Span) -> Iterator[tuple[int, int]]:
    """Characters without white space of a span on each of its lines that has some."""
    first, last = document.lines(span)
    ends = (*document.line_starts, len(document.text))
    for line in range(first, last + 1):
        start, end = max(span.start, ends[line - 1]), min(span.end, ends[line])
        if size := len("".join(document.text[start:end].split())):
            yield line, size


def predicted(shares: Mapping[str, float]) -> set[str]:
    return {theme for theme, share in shares.items() if share >= LINE_SHARE}


def heaviest(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda theme: (shares[theme], theme), default="")
