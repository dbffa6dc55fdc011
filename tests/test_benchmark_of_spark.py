"""What `benchmarks/spark.py` reads of an event log, and what it holds to be equal."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest

from benchmarks.dedupe_measure import OverTimeError, Run, measure
from benchmarks.peers.spark_running import read_job
from benchmarks.spark_equal import compare_sides, local_side, spark_side, write_sources
from benchmarks.spark_events import (
    NoEventsError,
    Stage,
    Totals,
    event_settings,
    read_application,
    summarise,
)
from benchmarks.spark_loss import Middle, kill_in_the_middle, n_running
from benchmarks.spark_results import SparkGrown, exponent, show_growth
from benchmarks.spark_tools import SparkRun

Event = dict[str, Any]


def _job(number: int, start: int, end: int | None, stages: Sequence[int]) -> list[Event]:
    started: Event = {
        "Event": "SparkListenerJobStart",
        "Job ID": number,
        "Submission Time": start,
        "Stage IDs": list(stages),
        "Properties": {"spark.job.description": f"job {number}"},
    }
    ended: Event = {"Event": "SparkListenerJobEnd", "Job ID": number, "Completion Time": end}
    return [started, ended] if end is not None else [started]


def _stage(number: int, start: int, end: int | None, *, attempt: int = 0) -> Event:
    info: Event = {
        "Stage ID": number,
        "Stage Attempt ID": attempt,
        "Stage Name": f"collect {number} at /a/b/c.py:80",
        "Number of Tasks": 2,
        "Submission Time": start,
    }
    if end is None:
        return {"Event": "SparkListenerStageSubmitted", "Stage Info": info}
    info["Completion Time"] = end
    return {"Event": "SparkListenerStageCompleted", "Stage Info": info}


def _task(stage: int, *, attempt: int = 0, reason: str = "Success", finish: int = 0) -> Event:
    return {
        "Event": "SparkListenerTaskEnd",
        "Stage ID": stage,
        "Stage Attempt ID": attempt,
        "Task End Reason": {"Reason": reason},
        "Task Info": {"Finish Time": finish},
        "Task Metrics": {
            "Executor Run Time": 1_500,
            "Executor CPU Time": 250_000_000,
            "Memory Bytes Spilled": 40,
            "Disk Bytes Spilled": 4,
            "Shuffle Read Metrics": {"Remote Bytes Read": 5, "Local Bytes Read": 6},
            "Shuffle Write Metrics": {"Shuffle Bytes Written": 7},
            "Input Metrics": {"Bytes Read": 100},
        },
    }


_ONE = Totals(1, 0, 1.5, 0.25, 100, 7, 11, 40, 4)
_BEGIN: list[Event] = [
    {"Event": "SparkListenerExecutorAdded", "Timestamp": 3_000},
    {"Event": "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart", "time": 3_001},
]


def test_a_stage_is_called_by_its_place_in_a_file_wherever_that_lies() -> None:
    found = summarise([*_BEGIN, _stage(7, 1, 5)])
    assert [stage.name for stage in found.stages] == ["collect 7 at c.py:80"]


def test_what_tasks_took_is_summed_by_stage_and_attempt() -> None:
    tasks = [_task(0), _task(0), _task(0, attempt=1), _task(1, reason="FetchFailed")]
    stages = [_stage(0, 10, 20), _stage(1, 20, None), _stage(0, 20, 35, attempt=1)]
    found = summarise([*_BEGIN, *_job(0, 10, 40, [0, 1]), *tasks, *stages])
    both = _ONE + _ONE
    assert (both.n_tasks, both.core_seconds, both.shuffle_read) == (2, 3.0, 22)
    lost = Totals(1, 1, 1.5, 0.25, 100, 7, 11, 40, 4)
    assert set(found.stages) == {
        Stage(0, "job 0", 2, 0.01, both),
        Stage(0, "job 0", 2, 0.015, _ONE),
        Stage(1, "job 0", 2, None, lost),
    }
    assert found.totals == both + _ONE + lost
    assert found.n_stages_done == 2


def test_a_task_that_was_lost_with_its_executor_counts_without_figures() -> None:
    lost = _task(0, reason="ExecutorLostFailure")
    del lost["Task Metrics"]
    removed = {"Event": "SparkListenerExecutorRemoved", "Timestamp": 9}
    found = summarise([*_BEGIN, _stage(0, 1, 2), lost, removed])
    assert found.totals == Totals(n_tasks=1, n_failed=1)
    assert (found.stages[0].n_done, found.n_executors_lost) == (0, 1)


def test_time_in_which_several_jobs_ran_counts_once() -> None:
    jobs = [*_job(0, 1_000, 3_000, []), *_job(1, 2_000, 4_000, []), *_job(2, 6_000, 7_500, [])]
    assert summarise([*_BEGIN, *jobs]).job_seconds == 4.5


def test_a_job_that_was_stopped_ran_until_the_last_task_that_ended() -> None:
    events = [*_BEGIN, *_job(0, 1_000, None, [0]), _task(0, finish=2_500)]
    found = summarise(events)
    assert (found.job_seconds, found.n_jobs, found.n_jobs_done) == (1.5, 1, 0)


def test_a_log_that_ends_within_a_line_is_read_up_to_there(tmp_path: Path) -> None:
    lines = [orjson.dumps(event) for event in (*_BEGIN, *_job(0, 1, 2, []))]
    log = tmp_path / "local-1.inprogress"
    log.write_bytes(b"\n".join(lines) + b'\n{"Event":"Spark')
    (tmp_path / ".local-1.inprogress.crc").write_bytes(b"")
    assert read_application(tmp_path).n_jobs_done == 1


def test_a_folder_with_no_log_or_two_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEventsError, match="0 event logs"):
        read_application(tmp_path)
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b").write_bytes(b"")
    with pytest.raises(NoEventsError, match="2 event logs"):
        read_application(tmp_path)


def test_the_folder_of_a_log_is_given_as_an_address(tmp_path: Path) -> None:
    assert event_settings(tmp_path)["spark.eventLog.dir"] == f"file://{tmp_path}"


# -------------------------------------------------------------------------------- growth


def test_the_exponent_is_the_power_that_values_go_with() -> None:
    assert exponent([10, 100, 1_000], [3 * n**1.5 for n in (10, 100, 1_000)]) == pytest.approx(1.5)


def test_the_start_of_the_session_does_not_count_as_growth() -> None:
    rows = []
    for n in (1_000, 10_000):
        task = _task(0)
        task["Task Metrics"]["Shuffle Write Metrics"]["Shuffle Bytes Written"] = 24 * n
        events = [*_BEGIN, _stage(0, 1, 2), task]
        run = Run(seconds=3 + n / 1_000, cpu_seconds=0, peak_mb=1)
        rows.append(SparkGrown(n, SparkRun(run, 0.0, summarise(events))))
    shown = show_growth(rows, {})
    assert "- seconds of the rest: n ^ 1.00" in shown
    assert "- bytes shuffled: n ^ 1.00" in shown
    assert "| 10,000 | 1,000 | 0 | 24 | 150 |" in shown


# ------------------------------------------------------------------------------ equality


def _write_rows(folder: Path, rows: list[Event]) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    folder.mkdir(parents=True)
    for i, part in enumerate((rows[1:], rows[:1])):  # in no order, in several files
        if part:
            pq.write_table(pa.Table.from_pylist(part), folder / f"part-{i}.parquet")
    (folder / "_SUCCESS").write_bytes(b"")


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A source of three records, and what either engine would write of it."""
    source = tmp_path / "a.jsonl"
    records: list[Event] = [
        {"id": "x", "batch": "1", "text": "今年的工作"},
        {"id": "y", "batch": "2", "text": "今年的工作"},
        {"id": "z", "batch": "3", "text": "明年的打算"},
    ]
    lines = [orjson.dumps(record) + b"\n" for record in records]
    source.write_bytes(b"".join(lines))
    alike = {"a": "x", "b": "y", "jaccard": 2 / 3, "containment_a": 1.0, "containment_b": 0.8}
    alike["kind"] = "near"
    dropped: Event = {"kept": "x", "kind": "near", "jaccard": 2 / 3, "containment": 0.8}
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "kept.jsonl").write_bytes(lines[0] + lines[2])
    told = dropped | {"id": "y", "jaccard": 0.666667, "reason": "first", "path": str(source)}
    (kept / "dropped.jsonl").write_bytes(orjson.dumps(told) + b"\n")
    result = {
        "pairs": [alike | {"jaccard": 0.666667}],
        "groups": [{"speeches": ["x", "y"], "kept": "x", "reason": "x is kept."}],
    }
    (tmp_path / "result.json").write_bytes(orjson.dumps(result))
    spark = tmp_path / "spark"
    _write_rows(spark / "pairs", [alike])
    members = [{"kept": "x", "speech": id_, "criterion": "first"} for id_ in "xy"]
    _write_rows(spark / "groups", members)
    said = dropped | {"speech": "y", "criterion": "first", "path": str(source)}
    _write_rows(spark / "dropped", [said])
    rows = [
        {"id": r["id"], "path": str(source), "line": line, "text": r["text"]}
        | {"fields": orjson.dumps({"batch": r["batch"]}).decode()}
        for line, r in enumerate(records, 1)
        if r["id"] != "y"
    ]
    _write_rows(spark / "kept", rows)
    return tmp_path / "result.json", kept, spark


def test_what_differs_in_order_and_rounding_alone_is_equal(sides: tuple[Path, Path, Path]) -> None:
    result, kept, spark = sides
    local = local_side(result, kept, [result.parent / "a.jsonl"])
    rows = compare_sides(local, {"spark": spark_side(spark)})
    assert [row.difference for row in rows] == [""] * 8
    assert [(row.table, row.n_lines) for row in rows[4:]] == [
        ("pairs", 1),
        ("groups", 2),
        ("kept", 2),
        ("dropped", 1),
    ]
    assert [row.sha256 for row in rows[:4]] == [row.sha256 for row in rows[4:]]


def test_the_first_difference_is_told_with_both_lines(sides: tuple[Path, Path, Path]) -> None:
    result, kept, spark = sides
    source = result.parent / "a.jsonl"
    source.write_bytes(b"\n".join(source.read_bytes().splitlines()[::-1]) + b"\n")
    local = local_side(result, kept, [source])
    differences = {
        row.table: row.difference
        for row in compare_sides(local, {"spark": spark_side(spark)})
        if row.difference
    }
    assert list(differences) == ["kept"]
    assert differences["kept"].startswith('line 1: local ["x",')
    assert '.jsonl",3,' in differences["kept"]
    assert '.jsonl",1,' in differences["kept"]


def test_a_line_that_one_side_lacks_is_a_difference() -> None:
    rows = compare_sides({"pairs": [b"1", b"2"]}, {"spark": {"pairs": [b"1"]}})
    assert rows[1].difference == "line 2: local 2, here nothing"


def test_the_sources_of_the_comparison_hold_the_whole_corpus_in_order(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_bytes(b"".join(b'{"id":"d%d","text":"t%d"}\n' % (i, i) for i in range(10)))
    sources = write_sources(corpus, tmp_path / "sources")
    records = [orjson.loads(line) for path in sources for line in path.read_bytes().splitlines()]
    assert [record["id"] for record in records] == [f"d{i}" for i in range(10)]
    assert [len(path.read_bytes().splitlines()) for path in sources] == [3, 7]


# ------------------------------------------------------------------------------- running


class Page(BaseHTTPRequestHandler):
    """Of a job; has as many tasks as are told to it."""

    n_tasks = 0

    def do_GET(self) -> None:
        stages = [{"numActiveTasks": self.n_tasks}, {"numActiveTasks": 0}]
        is_first = self.path == "/api/v1/applications"
        assert is_first or self.path == "/api/v1/applications/app-1/stages?status=active"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(orjson.dumps([{"id": "app-1"}] if is_first else stages))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named so there
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[str]:
    """The address of the page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_a_worker_is_killed_once_enough_stages_are_over_and_all_have_work(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "app-1.inprogress"
    over = b'{"Event":"SparkListenerStageCompleted"}\n'
    monkeypatch.setattr(Page, "n_tasks", 2)
    log.write_bytes(over)
    done, killed = threading.Event(), threading.Event()
    waiting = (Middle(tmp_path, n_stages=2, page=page, n_tasks=2), killed.set, done)
    threading.Thread(target=kill_in_the_middle, args=waiting, daemon=True).start()
    assert not killed.wait(0.4)
    monkeypatch.setattr(Page, "n_tasks", 1)
    log.write_bytes(over * 2)
    assert not killed.wait(0.4)
    monkeypatch.setattr(Page, "n_tasks", 2)
    assert killed.wait(10)


def test_a_job_without_a_page_has_no_tasks() -> None:
    assert n_running("http://127.0.0.1:9") == 0


def test_nothing_is_killed_when_the_job_is_over_before(tmp_path: Path, page: str) -> None:
    done, killed = threading.Event(), threading.Event()
    done.set()
    kill_in_the_middle(Middle(tmp_path, 0, page, 0), killed.set, done)
    assert not killed.is_set()


def test_a_command_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    command = ["sh", "-c", f"sleep 60 & echo $! > {pid}; wait"]
    with pytest.raises(OverTimeError):
        measure(command, folder=tmp_path, log=tmp_path / "log", limit=0.5)
    until = time.monotonic() + 20
    while _runs(int(pid.read_text())) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(int(pid.read_text()))


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:  # it has ended
        return False
    return state != "Z"


def test_a_runner_keeps_the_options_that_are_for_one_alone() -> None:
    job = read_job(["c", "p", "--master", "local[3]", "--conf", "spark.a=b=c", "--stand-in"])
    assert (job.master, job.conf, job.rest) == ("local[3]", {"spark.a": "b=c"}, ["--stand-in"])
