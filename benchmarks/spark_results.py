"""What tools took on Spark in; tables in Markdown, and exponents of growth, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.dedupe_results import Result, condition_lines, score_lines, table
from benchmarks.dedupe_scores import Scores
from benchmarks.spark_events import Stage, Totals
from benchmarks.spark_tools import OURS, SparkRun

N_STAGES = 20
"""That are shown, those that took most; all are in the JSON."""


@dataclass(frozen=True, slots=True)
class SparkResult:
    """What a tool took and what it found."""

    name: str
    version: str
    how: str
    n_documents: int
    runs: tuple[SparkRun, ...]
    scores: Scores

    @property
    def best(self) -> SparkRun:
        return min(self.runs, key=lambda run: run.run.seconds)

    @property
    def peak_mb(self) -> float:
        """The largest of all rounds."""
        return max(run.run.peak_mb for run in self.runs)

    @property
    def totals(self) -> Totals | None:
        """What the tasks of the best run took; None without Spark."""
        application = self.best.application
        return application.totals if application else None


@dataclass(frozen=True, slots=True)
class SparkGrown:
    """What speechkit on Spark took for so many documents."""

    n_documents: int
    run: SparkRun

    @property
    def totals(self) -> Totals:
        return self.run.application.totals if self.run.application else Totals()

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.run.application.stages if self.run.application else ()


# ---------------------------------------------------------------------------- comparison


def show_comparison(
    results: Sequence[SparkResult],
    smaller: Sequence[SparkResult],
    n_documents: int,
    about: Mapping[str, str],
) -> str:
    """The comparison as Markdown; `smaller` are runs on fewer documents."""
    plain = [
        Result(r.name, r.version, r.how, tuple(x.run for x in r.runs), r.scores) for r in results
    ]
    fewer = ["", "On fewer documents of the same kind:", "", *_speed(smaller)] if smaller else []
    return "\n".join(
        [
            f"# dedupe on Spark, {n_documents:,} documents",
            "",
            *condition_lines(about),
            "",
            "Seconds are the best of the rounds, from the start of the process to its end; `start`",
            "is that of the session, until its first executor is there, `rest` what remains.",
            "Documents/s are of the whole, and of the rest. Peak MB is the sum of the proportional",
            "set sizes of all processes, the JVM's with them. As Spark's event log has it, core-s",
            "are those for which tasks held a core, shuffled and spilled what they wrote to disk.",
            "",
            *_speed(results),
            *fewer,
            "",
            *score_lines(plain),
        ]
    )


def _speed(results: Sequence[SparkResult]) -> list[str]:
    head = ["tool", "documents", "s", "start", "rest", "documents/s", "of the rest", "× s"]
    head += ["peak MB", "core-s", "shuffled MB", "spilled MB"]
    ours = next((r.best.run.seconds for r in results if r.name == OURS), None)
    return table(head, [_speed_row(result, ours) for result in results])


def _speed_row(result: SparkResult, ours: float | None) -> list[str]:
    best, totals = result.best, result.totals
    of_spark = ["", "", ""]
    if totals:
        sizes = (totals.shuffle_written, totals.disk_spilled)
        of_spark = [f"{totals.core_seconds:.1f}", *(f"{size / 1e6:,.1f}" for size in sizes)]
    return [
        result.name,
        f"{result.n_documents:,}",
        f"{best.run.seconds:.1f}",
        f"{best.start_seconds:.1f}" if totals else "",
        f"{best.rest_seconds:.1f}",
        f"{result.n_documents / best.run.seconds:,.0f}",
        f"{result.n_documents / best.rest_seconds:,.0f}",
        f"{best.run.seconds / ours:.2f}" if ours else "",
        f"{result.peak_mb:,.0f}",
        *of_spark,
    ]


# -------------------------------------------------------------------------------- growth


def show_growth(rows: Sequence[SparkGrown], about: Mapping[str, str]) -> str:
    """How time, shuffle and memory grow, as Markdown."""
    return "\n".join(
        [
            "# dedupe on Spark, growing",
            "",
            *condition_lines(about),
            "",
            "`rest` is the time without the start of the session, `jobs` that for which one ran.",
            "Read, shuffled and spilled are MB of 1,000,000 bytes, peak as in the comparison.",
            "",
            *_growth(rows),
            "",
            "For each document, and for a million:",
            "",
            *_unit_costs(rows),
            "",
            *_exponents(rows),
            *_stages(rows[-1]),
            "",
        ]
    )


def _growth(rows: Sequence[SparkGrown]) -> list[str]:
    head = ["documents", "s", "start", "rest", "jobs", "core-s", "read", "shuffled", "read again"]
    head += ["spilled", "peak MB"]
    cells = [
        [
            f"{row.n_documents:,}",
            f"{row.run.run.seconds:.1f}",
            f"{row.run.start_seconds:.1f}",
            f"{row.run.rest_seconds:.1f}",
            f"{row.run.application.job_seconds:.1f}" if row.run.application else "",
            f"{row.totals.core_seconds:.1f}",
            *(f"{size / 1e6:,.1f}" for size in _sizes(row.totals)),
            f"{row.run.run.peak_mb:,.0f}",
        ]
        for row in rows
    ]
    return table(head, cells)


def _sizes(totals: Totals) -> tuple[int, ...]:
    return totals.input_bytes, totals.shuffle_written, totals.shuffle_read, totals.disk_spilled


def _unit_costs(rows: Sequence[SparkGrown]) -> list[str]:
    head = ["documents", "µs of the rest", "bytes read", "bytes shuffled", "core-s a million"]
    cells = [
        [
            f"{n:,}",
            f"{1e6 * row.run.rest_seconds / n:,.0f}",
            f"{row.totals.input_bytes / n:,.0f}",
            f"{row.totals.shuffle_written / n:,.0f}",
            f"{1e6 * row.totals.core_seconds / n:,.0f}",
        ]
        for row in rows
        for n in (row.n_documents,)
    ]
    return table(head, cells)


def _exponents(rows: Sequence[SparkGrown]) -> list[str]:
    """What each goes with, as a list; nothing of one size."""
    if len(rows) < 2:
        return []
    figures: dict[str, list[float]] = {
        "seconds of the rest": [row.run.rest_seconds for row in rows],
        "core-seconds": [row.totals.core_seconds for row in rows],
        "bytes shuffled": [row.totals.shuffle_written for row in rows],
    }
    sizes = [row.n_documents for row in rows]
    fitted = [f"- {name}: n ^ {exponent(sizes, values):.2f}" for name, values in figures.items()]
    return ["Growth, by least squares on the logarithms:", "", *fitted, ""]


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The power of the size that the values go with, by least squares on the logarithms.

    Returns
    -------
    float
        NaN when a value is not above 0.
    """
    if min(values) <= 0:
        return float("nan")
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def _stages(row: SparkGrown) -> list[str]:
    head = ["stage", "name", "tasks", "s", "core-s", "read", "shuffled", "read again", "spilled"]
    costly = sorted(row.stages, key=lambda stage: -stage.totals.core_seconds)[:N_STAGES]
    cells = [
        [
            str(stage.number),
            stage.name.replace("|", "/").replace("\n", " "),
            f"{stage.totals.n_tasks:,}",
            "" if stage.seconds is None else f"{stage.seconds:.1f}",
            f"{stage.totals.core_seconds:.1f}",
            *(f"{size / 1e6:,.1f}" for size in _sizes(stage.totals)),
        ]
        for stage in sorted(costly, key=row.stages.index)
    ]
    shown = f"The {len(cells)} stages of {row.n_documents:,} documents that took most:"
    return [shown, "", *table(head, cells)]
