"""The name of a tool on Spark in; its command, what one run of it took, and its pairs out.

Each runs as its users run it, in an environment of its own. Spark itself is told the same for
all: the master, the memory of the driver, where to write its event log and where to spill.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import dedupe_measure
from benchmarks.dedupe_measure import FailedRunError, OverTimeError, Run, measure
from benchmarks.dedupe_tools import ROOT, Found, Installed, Pairs, Tool
from benchmarks.spark_events import Application, NoEventsError, event_settings, read_application

OURS = "speechkit-spark"
INTERVAL = 0.5
"""Seconds between two looks at the memory: at 20 a second they took an eighth of a core."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One of those that are compared."""

    name: str
    tool: Tool
    options: tuple[str, ...] = ()
    """Of its own, after the others."""
    instead_of: str = ""
    """Run only where that one has failed."""
    on_spark: bool = True


_SPEECHKIT = Tool("speechkit", (f"{ROOT}[spark]",), "the command; all pairs verified")
_TEXT_DEDUP = ("text-dedup", "graphframes-py", "pyarrow", "orjson")

CONTENDERS = {
    contender.name: contender
    for contender in (
        Contender(OURS, _SPEECHKIT),
        Contender("speechkit-local", _SPEECHKIT, on_spark=False),
        Contender(
            "text-dedup-spark",
            Tool(
                "text-dedup-spark",
                _TEXT_DEDUP,
                "its job as documented, characters pre-spaced; pairs within its groups",
                slow=True,
            ),
        ),
        Contender(
            "text-dedup-spark-united",
            Tool(
                "text-dedup-spark",
                _TEXT_DEDUP,
                "the same job, its edges united on the driver by ours in place of GraphFrames,"
                " which is less work",
                slow=True,
            ),
            options=("--stand-in",),
            instead_of="text-dedup-spark",
        ),
        Contender(
            "mllib",
            Tool(
                "mllib",
                ("pyspark", "numpy", "orjson"),
                "NGram, HashingTF, MinHashLSH of 8 tables, approxSimilarityJoin; all verified",
                slow=True,
            ),
        ),
    )
}
"""The slowest last."""


@dataclass(frozen=True, slots=True)
class SparkRun:
    """What one run took, and what Spark tells of it."""

    run: Run
    began: float
    """Seconds since 1970."""
    application: Application | None
    """None of a tool without Spark."""

    @property
    def start_seconds(self) -> float:
        """From the start of the process to the first executor; 0 without Spark."""
        return self.application.ready - self.began if self.application else 0.0

    @property
    def rest_seconds(self) -> float:
        """Without the start of the session."""
        return self.run.seconds - self.start_seconds


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and with what Spark runs."""

    master: str
    conf: Mapping[str, str]
    """As the user of the benchmark wants it."""
    work: Path
    """Where logs, event logs and spilled data go."""
    limit: float
    """Seconds for one run."""


def run_contender(
    contender: Contender,
    installed: Installed,
    sources: Sequence[Path],
    setting: Setting,
    *,
    looks: bool = True,
) -> SparkRun:
    """Run one from start to end; its pairs are in `pairs_path` afterwards.

    Parameters
    ----------
    looks
        At the memory.

    Raises
    ------
    FailedRunError
        When it ends with an error, or is stopped after the limit: then the message tells how
        far it came.
    """
    events, scratch = events_path(contender, setting), setting.work / "scratch"
    out = pairs_path(contender, setting)
    for folder in (events, scratch):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    _remove(out)
    log = setting.work / f"{contender.name}.log"
    command = _command(contender, installed, sources, setting, out)
    interval = INTERVAL if contender.on_spark else dedupe_measure.INTERVAL
    began = time.time()
    try:
        run = measure(
            command, folder=ROOT, log=log, looks=looks, limit=setting.limit, interval=interval
        )
        application = read_application(events) if contender.on_spark else None
    except OverTimeError as error:
        reached = f"stopped after {setting.limit:,.0f} s; {_reached(events)}"
        raise FailedRunError(reached) from error
    except NoEventsError as error:
        raise FailedRunError(str(error)) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _say(f"{contender.name} {run.seconds:.2f} s, {run.peak_mb:.0f} MB")
    return SparkRun(run, began, application)


def pairs_path(contender: Contender, setting: Setting) -> Path:
    """The file or folder that a contender writes."""
    return setting.work / f"{contender.name}.out"


def events_path(contender: Contender, setting: Setting) -> Path:
    """The folder with its event log."""
    return setting.work / f"{contender.name}.events"


def read_pairs(contender: Contender, installed: Installed, setting: Setting) -> Pairs:
    """The pairs that its last run wrote."""
    out = pairs_path(contender, setting)
    if contender.name != OURS:
        return installed.pairs(out)
    rows = read_rows(out / "pairs")
    return {_ordered(r["a"], r["b"]): Found(r["jaccard"], r["kind"]) for r in rows}


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """The rows of a folder of parquet files, in no particular order."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(folder).to_pylist()
    return rows


def _command(
    contender: Contender,
    installed: Installed,
    sources: Sequence[Path],
    setting: Setting,
    out: Path,
) -> list[str]:
    named = [str(source) for source in sources]
    if not contender.on_spark:
        return [*installed.command(sources[0], out), *named[1:]]
    events = event_settings(events_path(contender, setting))
    conf = events | {"spark.local.dir": str(setting.work / "scratch")} | dict(setting.conf)
    told = [part for item in conf.items() for part in ("--conf", "=".join(item))]
    told = ["--master", setting.master, *told, *contender.options]
    if contender.name == OURS:
        spark = ["dedupe", "--engine", "spark", *told]
        return [*installed.program, *spark, *named, "-o", str(out)]
    return [*installed.program, *named, str(out), *told]


def _reached(events: Path) -> str:
    """How far a job came that was stopped."""
    try:
        application = read_application(events)
    except NoEventsError:
        return "its session had not started"
    under_way = [stage for stage in application.stages if stage.seconds is None]
    tasks = "".join(f", {s.n_done:,} of {s.n_tasks:,} tasks of the next" for s in under_way[:1])
    return (
        f"{application.n_jobs_done} of the {application.n_jobs} jobs begun and"
        f" {application.n_stages_done} stages were done{tasks};"
        f" {application.totals.shuffle_written / 1e6:,.0f} MB shuffled"
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _say(remark: str) -> None:
    print(remark, file=sys.stderr, flush=True)
