"""The figures of the ways to find keywords in; tables in Markdown out."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.dedupe_measure import Run
from benchmarks.dedupe_results import condition_lines, table


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the terms of a method agree with the labels; fractions."""

    name: str
    version: str
    how: str
    f1_at_5: float
    f1_at_10: float
    recall_at_20: float | None = None
    """None without the document."""
    precision_at_20: float | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """What a method took for a corpus."""

    name: str
    version: str
    how: str
    part: int
    """One document in so many was given to it."""
    n_bytes: int
    """Of the texts of the whole corpus, in UTF-8."""
    seconds: tuple[float, ...]
    """For the whole corpus, a round each; where it got a part, as `scaled` has it."""
    cpu_seconds: tuple[float, ...]
    """For what it got."""
    peak_mb: float
    """On what it got."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def mb_per_second(self) -> float:
        return self.n_bytes / 1e6 / self.median


@dataclass(frozen=True, slots=True)
class Size:
    """What speechkit took for so many documents."""

    n_documents: int
    n_bytes: int
    seconds: tuple[float, ...]
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Start:
    """What a command took from a cold start, a round each."""

    name: str
    seconds: tuple[float, ...]


def scaled(run: Run, start: Run | None, times: float) -> float:
    """Seconds of a corpus so many times as large as what a run got.

    Its start, where it is given, does not grow.
    """
    return run.seconds if start is None else start.seconds + times * (run.seconds - start.seconds)


def show_quality(results: Iterable[Quality], about: Mapping[str, str]) -> str:
    """The comparison with the labels as Markdown."""
    head = ["tool", "F1@5", "F1@10", "recall@20", "precision@20"]
    results = list(results)
    cells = [
        [
            r.name,
            *map(_fraction, (r.f1_at_5, r.f1_at_10, r.recall_at_20, r.precision_at_20)),
        ]
        for r in results
    ]
    return "\n".join(
        [
            "# keywords, beside labels",
            "",
            *condition_lines(about),
            "",
            "F1 with the keywords that the authors of abstracts gave, of those that occur in the",
            "text, recall over at most 5 or 10. Recall and precision of the 20 best terms with the",
            "phrases that an expert expects for two speeches; a term has to be one exactly.",
            "speechkit was tuned on these phrases and on 300 of the abstracts, the joined words of",
            "jieba on all of them.",
            "",
            *table(head, cells),
            "",
            *(f"- {r.name}, {r.version}: {r.how}" for r in results),
            "",
        ]
    )


def show_speed(
    results: Sequence[Speed], about: Mapping[str, str], *, command: str = "keywords"
) -> str:
    """The comparison in time and memory as Markdown; the first one is what we compare with."""
    head = ["tool", "s", "MB/s", "× s", "peak MB", "× MB"]
    ours = results[0]
    cells = [
        [
            r.name + "*" * (r.part > 1),
            f"{r.median:.1f}",
            f"{r.mb_per_second:.2f}",
            f"{r.median / ours.median:.2f}",
            f"{r.peak_mb:.0f}",
            f"{r.peak_mb / ours.peak_mb:.2f}",
        ]
        for r in results
    ]
    return "\n".join(
        [
            f"# {command}, time and memory",
            "",
            *condition_lines(about),
            "",
            "Seconds are the median of the rounds, of whole processes; MB are of UTF-8. Peak MB is",
            "the sum of the proportional set sizes of all processes, looked up in a round of its",
            "own. `×` says how many times the seconds and the memory of speechkit a tool takes.",
            "",
            *table(head, cells),
            "",
            *(f"- {r.name}, {r.version}: {r.how}{_part(r)}" for r in results),
            "",
        ]
    )


def show_sizes(
    sizes: Sequence[Size], about: Mapping[str, str], *, command: str = "keywords"
) -> str:
    """How time and memory grow with the documents, as Markdown."""
    head = ["documents", "MB", "s", "MB/s", "peak MB", "× peak of the first"]
    cells = []
    for size in sizes:
        mb, seconds = size.n_bytes / 1e6, statistics.median(size.seconds)
        cells.append(
            [
                f"{size.n_documents:,}",
                f"{mb:.1f}",
                f"{seconds:.1f}",
                f"{mb / seconds:.2f}",
                f"{size.peak_mb:.0f}",
                f"{size.peak_mb / sizes[0].peak_mb:.2f}",
            ]
        )
    lines = [f"# {command}, growing", "", *condition_lines(about), "", *table(head, cells), ""]
    return "\n".join(lines)


def show_starts(starts: Sequence[Start], about: Mapping[str, str]) -> str:
    """How long commands take to start and end, as Markdown; the first one is the peer."""
    peer = statistics.median(starts[0].seconds)
    head = ["command", "median ms", "best ms", f"× `{starts[0].name}`"]
    cells = []
    for start in starts:
        median, best = statistics.median(start.seconds), min(start.seconds)
        figures = [f"{1000 * median:.0f}", f"{1000 * best:.0f}", f"{median / peer:.2f}"]
        cells.append([f"`{start.name}`", *figures])
    lines = ["# keywords, cold start", "", *condition_lines(about), "", *table(head, cells), ""]
    return "\n".join(lines)


def _fraction(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _part(speed: Speed) -> str:
    if speed.part == 1:
        return ""
    return f" (* one document in {speed.part}, scaled by bytes; its memory is for those)"
