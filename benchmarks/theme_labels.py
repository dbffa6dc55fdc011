"""How well `speechkit themes` gives paragraphs the themes that readers gave them, theme by theme.

    python benchmarks/theme_labels.py FOLDER [--codebook FILE]

FOLDER holds `work_reports.jsonl` and `policies.jsonl`. The labels are those of
`tests/quality/paragraph_labels.jsonl`: of documents that were looked at while the codebook was
made, and of documents that were held out. How far its two coders agree is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from quality.theme_scores import (
    GIVEN_SHARE,
    LABELS,
    Agreement,
    read_paragraph_labels,
    score_paragraphs,
)
from speechkit.results import Label, Theme
from speechkit.themes import Codebook, load_codebook
from speechkit.themes.agreement import measure_agreement


def main() -> None:
    """Print the agreement on either half, and that of the coders."""
    options = _options()
    codebook = load_codebook(options.codebook.read_bytes() if options.codebook else None)
    labels = read_paragraph_labels()
    for name, held_out in (("looked at", False), ("held out", True)):
        chosen = [label for label in labels if label.held_out == held_out]
        _show(name, score_paragraphs(options.folder, chosen, codebook=codebook))
    _show_coders(codebook)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--codebook", type=Path)
    return parser.parse_args()


def _show(name: str, found: Agreement) -> None:
    print(
        f"{name}: {found.n_lines} paragraphs, micro-F1 {found.micro_f1:.3f}, "
        f"top-1 {found.top_1:.3f}"
    )
    print("| theme | given | found | precision | recall | F1 |\n|---|---|---|---|---|---|")
    for theme, (hits, there, given) in found.themes.items():
        figures = (hits / max(1, there), hits / max(1, given), 2 * hits / (there + given))
        print(f"| {theme} | {given} | {there} |", *(f"{figure:.2f} |" for figure in figures))


def _show_coders(codebook: Codebook) -> None:
    themes: Iterable[Theme] = [entry.theme for entry in codebook.entries]
    result = measure_agreement(tuple(_labels()), tuple(themes), codebook=codebook.label)
    alpha = result.reliability
    print(
        f"coders: Krippendorff's alpha of the sets of themes {alpha.alpha:.3f} "
        f"({alpha.low:.3f} to {alpha.high:.3f}) on {result.n_places} paragraphs"
    )


def _labels() -> Iterator[Label]:
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        for coder in ("a", "b"):
            given = (theme for theme, share in row[coder].items() if share >= GIVEN_SHARE)
            yield Label(coder, row["id"], None, (row["line"], row["line"]), tuple(given))


if __name__ == "__main__":
    main()
