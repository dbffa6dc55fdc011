"""Sentences with the weights of their themes, and labels, in; how well they agree out.

A line has the themes that hold at least `LINE_SHARE` of its characters. Micro-F1 is over the
themes of all lines; the top theme of a line is right when it is among its labels.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from speechkit.files import read_documents
from speechkit.model import Document, Span
from speechkit.results import ScoredPassage
from speechkit.split import split_document
from speechkit.themes import Codebook, EmphasisOptions, load_codebook, measure_emphasis

LINE_SHARE = 0.3
GIVEN_SHARE = 0.25
"""Mean of what two coders gave, from which a theme counts as given."""
LABELS = Path(__file__).parent / "paragraph_labels.jsonl"
"""Of paragraphs of the reports and policies in the folder of data, by id and line, without the
text. Two coders read each, knowing the definitions of the themes and neither each other nor the
codebook; the half whose documents are held out was never looked at while the codebook was made."""
TEXTS = ("work_reports.jsonl", "policies.jsonl")


class LabelledLine(NamedTuple):
    """A line of a document and the themes a reader gave it."""

    document: str
    line: int
    themes: frozenset[str]
    held_out: bool = False


class Agreement(NamedTuple):
    """How well themes that were found agree with those that were given."""

    n_lines: int
    micro_f1: float
    top_1: float
    themes: Mapping[str, tuple[int, int, int]]
    """Of each theme: lines on which it is rightly found, found, given."""


def read_paragraph_labels() -> list[LabelledLine]:
    """The labels of both coders together, lines without any theme left out."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    labels = (
        LabelledLine(row["id"], row["line"], _given(row["a"], row["b"]), row["held_out"])
        for row in rows
    )
    return [label for label in labels if label.themes]


def _given(a: Mapping[str, float], b: Mapping[str, float]) -> frozenset[str]:
    means = {theme: (a.get(theme, 0) + b.get(theme, 0)) / 2 for theme in {*a, *b}}
    return frozenset(theme for theme, share in means.items() if share >= GIVEN_SHARE - 1e-9)


def score_paragraphs(
    folder: Path, labels: Iterable[LabelledLine], *, codebook: Codebook | None = None
) -> Agreement:
    """How well labelled lines of the records in a folder are given their themes."""
    codebook = codebook or load_codebook()
    by_document: dict[str, list[LabelledLine]] = defaultdict(list)
    for label in labels:
        by_document[label.document].append(label)
    shares: dict[tuple[str, int], Mapping[str, float]] = {}
    for document in read_documents([folder / name for name in TEXTS]):
        if document.id not in by_document:
            continue
        speeches = split_document(document).speeches
        options = EmphasisOptions(passages=True, n_permutations=1)
        found = line_shares(
            document, measure_emphasis(speeches, codebook=codebook, options=options).passages
        )
        for label in by_document[document.id]:
            shares[document.id, label.line] = found.get(label.line, {})
    return agreement(
        (label, shares[label.document, label.line])
        for lines in by_document.values()
        for label in lines
    )


def agreement(lines: Iterable[tuple[LabelledLine, Mapping[str, float]]]) -> Agreement:
    """Labels and the shares of the themes on their lines, compared."""
    themes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    n = n_top = 0
    for label, shares in lines:
        found = predicted(shares)
        n += 1
        n_top += heaviest(shares) in label.themes
        for theme in found | label.themes:
            themes[theme][0] += theme in found and theme in label.themes
            themes[theme][1] += theme in found
            themes[theme][2] += theme in label.themes
    hits, there, wanted = (sum(counts[k] for counts in themes.values()) for k in range(3))
    by_theme = {theme: (a, b, c) for theme, (a, b, c) in sorted(themes.items())}
    return Agreement(n, 2 * hits / max(1, there + wanted), n_top / max(1, n), by_theme)


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
