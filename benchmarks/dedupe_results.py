"""The figures of the tools in; tables in Markdown, and files of them, out."""

from __future__ import annotations

import datetime
import hashlib
import math
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from benchmarks.dedupe_corpus import KINDS
from benchmarks.dedupe_measure import Run
from benchmarks.dedupe_scores import BANDS, Scores

OURS = "speechkit"


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool took and what it found."""

    name: str
    version: str
    how: str
    runs: tuple[Run, ...]
    scores: Scores

    @property
    def best(self) -> Run:
        return min(self.runs, key=lambda run: run.seconds)

    @property
    def peak_mb(self) -> float:
        """The largest of all rounds."""
        return max(run.peak_mb for run in self.runs)


@dataclass(frozen=True, slots=True)
class Grown:
    """What speechkit took for so many documents."""

    n_documents: int
    run: Run
    bytes_per_document: float | None
    """Of memory, for each document more than in the size before."""


def conditions(corpus: Path, arguments: str) -> dict[str, str]:
    """Under which figures are about to be measured, by name."""
    with corpus.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "arguments": arguments,
        "corpus": f"{corpus.name}, {corpus.stat().st_size / 1e6:.0f} MB, sha256 {digest[:16]}",
    }


def show_tools(results: Sequence[Result], n_documents: int, about: Mapping[str, str]) -> str:
    """The comparison as Markdown."""
    return "\n".join(
        [
            f"# dedupe, {n_documents:,} documents",
            "",
            *condition_lines(about),
            "",
            "Seconds are the best of the rounds, from the start of the process to its end; CPU",
            "is that of all processes in that round. Peak MB is the sum of the proportional set",
            "sizes of all processes, at the worst in any round. `×` says how many times the",
            "seconds and the memory of speechkit a tool takes.",
            "",
            *_speed(results, n_documents),
            "",
            *score_lines(results),
        ]
    )


def score_lines(results: Sequence[Result]) -> list[str]:
    """What each tool found, by quality and by kind of version, and how it was run."""
    return [
        "Precision: of the pairs called near-duplicates, those of Jaccard .7 and more. Recall",
        "of the pairs of a Jaccard; of excerpts (containment .8 and more, Jaccard below .7).",
        "",
        *quality(results),
        "",
        "Recall of planted versions that are alike their base: Jaccard .5 or containment .8.",
        "",
        *kinds(results),
        "",
        *(f"- {r.name} {r.version}: {r.how}{untrue(r)}" for r in results),
        "",
    ]


def show_growth(rows: Sequence[Grown], about: Mapping[str, str]) -> str:
    """How time and memory grow, as Markdown."""
    cells = [
        [
            f"{row.n_documents:,}",
            f"{row.run.seconds:.1f}",
            f"{row.run.cpu_seconds:.1f}",
            f"{1e6 * row.run.seconds / (row.n_documents * math.log2(row.n_documents)):.3f}",
            f"{row.run.peak_mb:.0f}",
            "" if row.bytes_per_document is None else f"{row.bytes_per_document:,.0f}",
        ]
        for row in rows
    ]
    head = ["documents", "s", "CPU s", "µs / (n log₂ n)", "peak MB", "bytes a document more"]
    lines = ["# dedupe, growing", "", *condition_lines(about), "", *table(head, cells), ""]
    return "\n".join(lines)


def keep(path: Path, text: str, data: object) -> None:
    """Write the tables and the figures beside one another, `path` without a suffix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(path.name + ".md").write_text(text, "utf-8")
    encoded = orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    path.with_name(path.name + ".json").write_bytes(encoded)


# -------------------------------------------------------------------------------- tables


def condition_lines(about: Mapping[str, str]) -> list[str]:
    """The conditions as a list in Markdown."""
    return [f"- {name}: {value}" for name, value in about.items()]


def _speed(results: Sequence[Result], n_documents: int) -> list[str]:
    head = ["tool", "s", "CPU s", "documents/s", "× s", "peak MB", "× MB"]
    ours = next((result for result in results if result.name == OURS), None)
    cells = []
    for result in results:
        best = result.best
        cells.append(
            [
                result.name,
                f"{best.seconds:.2f}",
                f"{best.cpu_seconds:.1f}",
                f"{n_documents / best.seconds:,.0f}",
                f"{best.seconds / ours.best.seconds:.2f}" if ours else "",
                f"{result.peak_mb:.0f}",
                f"{result.peak_mb / ours.peak_mb:.2f}" if ours else "",
            ]
        )
    return table(head, cells)


def quality(results: Sequence[Result]) -> list[str]:
    """Precision and recall of each tool as a table."""
    bands = [f"{low:g}–{min(high, 1):g}" for low, high in BANDS]
    head = ["tool", "pairs", "precision ≥ .7", "recall ≥ .7", *bands, ".5–.7", "excerpts"]
    cells = [
        [result.name, f"{s.n_reported:,}", *map(str, shares)]
        for result in results
        for s in (result.scores,)
        for shares in ((s.precision, s.recall, *s.bands, s.partial, s.excerpts),)
    ]
    if results:
        s = results[0].scores
        counts = (s.recall, *s.bands, s.partial, s.excerpts)
        cells.append(["pairs there are", "", "", *(f"{share.of:,}" for share in counts)])
    return table(head, cells)


def kinds(results: Sequence[Result]) -> list[str]:
    """Recall of the kinds of planted versions as a table."""
    cells = [
        [
            kind,
            *(f"{result.scores.kinds[kind].of:,}" for result in results[:1]),
            *(str(result.scores.kinds[kind]) for result in results),
        ]
        for kind in KINDS
    ]
    return table(["version", "pairs", *(result.name for result in results)], cells)


def untrue(result: Result) -> str:
    """What is to be said of wrong figures, after how a tool was run."""
    n = result.scores.untrue
    return "" if n is None else f"; {n} pairs not alike, or of another Jaccard or kind than exact"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table in Markdown, the first column to the left."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


# ------------------------------------------------------------------------------- machine


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "a processor without a name")


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
