"""Sources and options in; `dedupe` on a cluster, its folder of results and what is said of it, out.

What takes hours has to be followed: every step is told on standard error when it is done, the
address of Spark's own page and the settings before the first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.comparing import DedupeOptions
from speechkit.cli.reading import ReadOptions
from speechkit.cli.run import say
from speechkit.errors import UsageError
from speechkit.model import MIN_PASSAGE

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from speechkit.engines.cluster import Told
    from speechkit.engines.sources import Source
    from speechkit.engines.spark import Outcome

SCHEMA = "speechkit.dedupe-folder/1"
DEFAULT_MASTER = "local[*]"
_WORK = ".work"
"""Folder in the output for what is put away meanwhile; gone at the end."""


class ClusterOptions(NamedTuple):
    """Where Spark runs, and where the results go."""

    master: str
    conf: tuple[str, ...]
    """Settings of Spark, `KEY=VALUE`."""
    folder: str
    force: bool
    quiet: bool


class Found(NamedTuple):
    """What there is to say of a run in the end."""

    n_groups: int
    n_errors: int


def compare_on_cluster(
    sources: Sequence[str], reading: ReadOptions, options: DedupeOptions, cluster: ClusterOptions
) -> Found:
    """Find the versions of one text among records, and write pairs, groups and both corpora.

    Raises
    ------
    SpeechkitError
        When Spark is not to be had, the sources cannot be used, or the folder cannot be made.
    """
    from speechkit.engines.folder import new_output, remove_folder
    from speechkit.engines.session import open_session, spark_errors
    from speechkit.engines.sources import list_sources

    conf = tuple(map(_setting, cluster.conf))
    remark = None if cluster.quiet else say
    with open_session(cluster.master, conf, remark=remark) as spark, spark_errors():
        _introduce(spark, cluster)
        listing = list_sources(spark, sources)
        with new_output(spark, cluster.folder, force=cluster.force) as stage:
            work = f"{stage}/{_WORK}"
            outcome = _find(spark, listing.files, reading, options, cluster, stage, work)
            remove_folder(spark, work)
            _write_counters(spark, stage, len(listing.files), options, outcome)
    errors = [str(error) for error in listing.remarks]
    n_errors = len(errors) + outcome.counters["n_refused"]
    _say_refused([*errors, *outcome.refused], n_errors)
    if not cluster.quiet:
        say(_summary(outcome.counters, cluster.folder))
    return Found(outcome.counters["n_groups"], n_errors)


def check_options(
    options: DedupeOptions, reading: ReadOptions, output: str | None, *, others: bool
) -> str:
    """The folder for the results, when nothing is asked that a cluster does not do.

    Parameters
    ----------
    others
        Something else is asked for that says how results are printed.

    Raises
    ------
    UsageError
        When something is.
    """
    asked = {
        "--explain": options.explain,
        "--passages": options.passages and not options.against,
        "--min-passage": options.min_passage != MIN_PASSAGE,
        "--against": bool(options.against),
        "--index": options.index_folder is not None,
        "--write-kept": options.write_kept is not None,
        "--jobs": options.jobs is not None,
        "--split": bool(reading.look_inside),
        "--format": others,
    }
    if wrong := next((name for name, is_asked in asked.items() if is_asked), None):
        raise UsageError(f"{wrong} is not for --engine spark, which writes a folder of parquet")
    if output is None:
        raise UsageError("--engine spark writes a folder; name one with -o FOLDER")
    return output


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise UsageError(f"--conf {text!r}: not KEY=VALUE, such as spark.executor.memory=4g")
    return key.strip(), value.strip()


def _introduce(spark: SparkSession, cluster: ClusterOptions) -> None:
    from speechkit.engines.session import settings

    if cluster.quiet:
        return
    known = dict(settings(spark))
    address = known.pop("ui")
    say(f"Spark {known.pop('spark')} at {known.pop('master')}; its page: {address}")
    say("settings: " + ", ".join(f"{name} {value}" for name, value in known.items()))


def _find(
    spark: SparkSession,
    files: Sequence[Source],
    reading: ReadOptions,
    options: DedupeOptions,
    cluster: ClusterOptions,
    folder: str,
    work: str,
) -> Outcome:
    from speechkit.dedupe import check_limits
    from speechkit.engines.spark import SparkOptions, find_versions
    from speechkit.files.records import Columns

    asked = SparkOptions(
        check_limits(options.threshold, options.containment),
        reading.encoding or "utf-8",
        Columns(reading.text_column, reading.id_column),
    )
    if cluster.quiet:
        return find_versions(spark, files, asked, folder=folder, work=work, told=_hush)
    with _watched(spark, reading) as told:
        return find_versions(spark, files, asked, folder=folder, work=work, told=told)


def _hush(step: str, seconds: float, figures: Mapping[str, int]) -> None:
    """Nobody wants to know."""


@contextmanager
def _watched(spark: SparkSession, reading: ReadOptions) -> Iterator[Told]:
    """Who tells of every step that is done; on a terminal of the tasks of each, too."""
    if not sys.stderr.isatty():
        yield _tell
        return
    from speechkit.cli.progress import TasksLine

    line, is_over, turn = TasksLine(lang=reading.lang), Event(), Lock()

    def watch() -> None:
        with suppress(Exception):  # that Spark is lost is told by who waits for it
            while not is_over.wait(_MOMENT):
                n_done, n_all = _n_tasks(spark)
                with turn:
                    line.show(n_done, n_all)

    def tell(step: str, seconds: float, figures: Mapping[str, int]) -> None:
        with turn:
            line.clear()
            _tell(step, seconds, figures)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield tell
    finally:
        is_over.set()
        watcher.join()
        line.clear()


_MOMENT = 0.5
"""Seconds between two looks at the tasks."""


def _n_tasks(spark: SparkSession) -> tuple[int, int]:
    """Of the stages that run: tasks that are done, and all of them."""
    tracker = spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    running = [stage for stage in stages if stage is not None]
    return sum(s.numCompletedTasks for s in running), sum(s.numTasks for s in running)


def _tell(step: str, seconds: float, figures: Mapping[str, int]) -> None:
    counted = "".join(f", {n:,} {_words(name)}" for name, n in figures.items())
    say(f"{step}: {seconds:.1f} s{counted}")


def _words(name: str) -> str:
    """A counter as it is said: `n_speeches` is speeches."""
    return name.removeprefix("n_").replace("_", " ")


def _write_counters(
    spark: SparkSession, folder: str, n_files: int, options: DedupeOptions, outcome: Outcome
) -> None:
    import orjson

    from speechkit.engines.folder import COUNTERS, write_text

    counters = {
        "schema": SCHEMA,
        "threshold": options.threshold,
        "containment": options.containment,
        "n_files": n_files,
        **outcome.counters,
    }
    data = orjson.dumps(counters, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    write_text(spark, folder, COUNTERS, data.decode())


def _say_refused(lines: Sequence[str], n: int) -> None:
    for line in lines:
        say(line)
    if n > len(lines):
        say(f"{n - len(lines):,} further records could not be used")


def _summary(counters: Mapping[str, int], folder: str) -> str:
    return (
        f"{counters['n_pairs']:,} pairs, {counters['n_groups']:,} groups; "
        f"{counters['n_kept']:,} of {counters['n_speeches']:,} speeches kept; written to {folder}"
    )
