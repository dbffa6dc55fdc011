"""A folder with the event log of a Spark application in; its stages and what they took out.

The log is one file of one JSON object a line, as Spark writes it with
`spark.eventLog.rolling.enabled=false` and `spark.eventLog.compress=false`; that of a job which
was stopped ends in a `.inprogress` and perhaps within a line. Times of Spark are in ms since
1970, CPU time in ns, all sizes in bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import orjson

Event = Mapping[str, Any]


class NoEventsError(Exception):
    """A folder without the log of exactly one application."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What tasks took, all together."""

    n_tasks: int = 0
    n_failed: int = 0
    """Of these: failed, killed or lost with their executor."""
    core_seconds: float = 0.0
    """For which tasks held a core, the time of their Python workers with it."""
    jvm_cpu_seconds: float = 0.0
    """Of the threads of tasks in the JVM alone."""
    input_bytes: int = 0
    shuffle_written: int = 0
    shuffle_read: int = 0
    memory_spilled: int = 0
    """What was spilled, as it was in memory."""
    disk_spilled: int = 0
    """The same, as it was on disk."""

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Stage:
    """One attempt of a stage."""

    number: int
    name: str
    """What the job says of itself, or where it was called."""
    n_tasks: int
    """That it has to run."""
    seconds: float | None
    """From its submission to its end; None where it has not ended."""
    totals: Totals

    @property
    def n_done(self) -> int:
        """Tasks that ended well."""
        return self.totals.n_tasks - self.totals.n_failed


@dataclass(frozen=True, slots=True)
class Application:
    """What one application did, as far as it came."""

    ready: float
    """Seconds since 1970 when the first executor was there: the session has started."""
    job_seconds: float
    """For which a job ran, several at a time counted once."""
    n_jobs: int
    n_jobs_done: int
    n_executors_lost: int
    stages: tuple[Stage, ...]
    """In the order of their submission."""

    @property
    def totals(self) -> Totals:
        """What all its tasks took."""
        return sum((stage.totals for stage in self.stages), Totals())

    @property
    def n_stages_done(self) -> int:
        return sum(stage.seconds is not None for stage in self.stages)


def event_settings(folder: Path) -> dict[str, str]:
    """Settings of Spark with which it writes a log into a folder that can be read here."""
    return {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": folder.resolve().as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
    }


def read_application(folder: Path) -> Application:
    """What the one log in a folder tells, be it finished or not.

    Raises
    ------
    NoEventsError
        When there is no log or more than one.
    """
    logs = [path for path in folder.glob("*") if path.is_file() and path.suffix != ".crc"]
    if len(logs) != 1:
        raise NoEventsError(f"{folder}: {len(logs)} event logs, not one")
    return summarise(_events(logs[0]))


def _events(log: Path) -> Iterator[Event]:
    """The events that were written in full."""
    with log.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield orjson.loads(line)


def summarise(events: Iterable[Event]) -> Application:
    """What events in the order of their log tell."""
    by_kind: dict[str, list[Event]] = {}
    for event in events:
        by_kind.setdefault(event["Event"].removeprefix("SparkListener"), []).append(event)
    begun = {e["Job ID"]: e["Submission Time"] for e in by_kind.get("JobStart", ())}
    ended = {e["Job ID"]: e["Completion Time"] for e in by_kind.get("JobEnd", ())}
    latest = _latest(by_kind)
    added = by_kind.get("ExecutorAdded", ())
    return Application(
        ready=min((e["Timestamp"] for e in added), default=latest) / 1_000,
        job_seconds=_covered([(at, ended.get(job, latest)) for job, at in begun.items()]) / 1_000,
        n_jobs=len(begun),
        n_jobs_done=len(ended),
        n_executors_lost=len(by_kind.get("ExecutorRemoved", ())),
        stages=tuple(_stages(by_kind)),
    )


def _latest(by_kind: Mapping[str, Sequence[Event]]) -> int:
    """The last moment that a log knows of; 0 of an empty one."""
    times = [e["Task Info"]["Finish Time"] for e in by_kind.get("TaskEnd", ())]
    times += [e["Completion Time"] for e in by_kind.get("JobEnd", ())]
    times += [e["Submission Time"] for e in by_kind.get("JobStart", ())]
    times += [e["Timestamp"] for e in by_kind.get("ApplicationStart", ())]
    return max(times, default=0)


def _covered(stretches: Iterable[tuple[int, int]]) -> int:
    """How long the stretches last together, what several cover counted once."""
    covered = reached = 0
    for start, end in sorted(stretches):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


# -------------------------------------------------------------------------------- stages


def _stages(by_kind: Mapping[str, Sequence[Event]]) -> Iterator[Stage]:
    said = _descriptions(by_kind.get("JobStart", ()))
    totals: dict[tuple[int, int], Totals] = {}
    for event in by_kind.get("TaskEnd", ()):
        key = (event["Stage ID"], event["Stage Attempt ID"])
        totals[key] = totals.get(key, Totals()) + _task(event)
    infos = {_key(e["Stage Info"]): e["Stage Info"] for e in by_kind.get("StageSubmitted", ())}
    infos |= {_key(e["Stage Info"]): e["Stage Info"] for e in by_kind.get("StageCompleted", ())}
    for key, info in infos.items():
        number = info["Stage ID"]
        yield Stage(
            number=number,
            name=_PATH.sub("", said.get(number) or info["Stage Name"]),
            n_tasks=info["Number of Tasks"],
            seconds=_seconds(info),
            totals=totals.get(key, Totals()),
        )


_PATH = re.compile(r"/\S*/")
"""Where on this machine the code lies that a stage is called by."""


def _key(info: Event) -> tuple[int, int]:
    return info["Stage ID"], info["Stage Attempt ID"]


def _seconds(info: Event) -> float | None:
    start, end = info.get("Submission Time"), info.get("Completion Time")
    return None if start is None or end is None else (end - start) / 1_000


def _descriptions(jobs: Iterable[Event]) -> dict[int, str]:
    """What the first job with a stage says of itself, by stage."""
    said: dict[int, str] = {}
    for job in jobs:
        description = (job.get("Properties") or {}).get("spark.job.description", "")
        for number in job["Stage IDs"]:
            said.setdefault(number, description)
    return said


def _task(event: Event) -> Totals:
    """What a task took; one that was lost with its executor tells nothing."""
    metrics = event.get("Task Metrics") or {}
    read = metrics.get("Shuffle Read Metrics") or {}
    return Totals(
        n_tasks=1,
        n_failed=int(event["Task End Reason"]["Reason"] != "Success"),
        core_seconds=metrics.get("Executor Run Time", 0) / 1e3,
        jvm_cpu_seconds=metrics.get("Executor CPU Time", 0) / 1e9,
        input_bytes=(metrics.get("Input Metrics") or {}).get("Bytes Read", 0),
        shuffle_written=(metrics.get("Shuffle Write Metrics") or {}).get(
            "Shuffle Bytes Written", 0
        ),
        shuffle_read=read.get("Remote Bytes Read", 0) + read.get("Local Bytes Read", 0),
        memory_spilled=metrics.get("Memory Bytes Spilled", 0),
        disk_spilled=metrics.get("Disk Bytes Spilled", 0),
    )
