"""One line of what Spark says on pages."""

from __future__ import annotations

import pytest

from speechkit.engines import faults
from speechkit.errors import (
    OutputExistsError,
    ReadingError,
    SpeechkitError,
    StorageError,
    UsageError,
)

ABORTED = (
    "An error occurred while calling o89.collectToPython.\n"
    ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 "
    "failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 9) (host executor 1): "
    "{}\nDriver stacktrace:\n\tat org.apache.spark.scheduler.DAGScheduler.x(DAGScheduler.scala:1)"
)
PYTHON = (
    "org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n"
    '  File "/opt/spark/worker.py", line 9, in main\n    process()\n{}\n\n'
    "\tat org.apache.spark.api.python.BasePythonRunner.x(PythonRunner.scala:1)"
)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (
            ABORTED.format("java.io.IOException: No space left on device"),
            StorageError,
            "Spark: IOException: No space left on device; free some",
        ),
        (
            ABORTED.format("java.lang.OutOfMemoryError: Java heap space"),
            StorageError,
            "Spark: OutOfMemoryError: Java heap space; give it more",
        ),
        (
            ABORTED.format(
                "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) "
                "Reason: Command exited with code 137"
            ),
            StorageError,
            "Spark: ExecutorLostFailure (executor 1 exited",
        ),
        (
            "[PATH_NOT_FOUND] Path does not exist: file:/in/讲话%201.jsonl. SQLSTATE: 42K03",
            UsageError,
            "file:/in/讲话 1.jsonl: no such file or folder; ",
        ),
        (
            ABORTED.format("java.io.FileNotFoundException: File file:/in/a.jsonl does not exist"),
            UsageError,
            "file:/in/a.jsonl: no such file or folder; on a cluster every worker",
        ),
        (
            ABORTED.format(
                "java.io.FileNotFoundException: /tmp/blockmgr-1a/0c/shuffle_0_1_0.index (gone)"
            ),
            StorageError,
            "Spark: /tmp/blockmgr-1a/0c/shuffle_0_1_0.index (gone): a file of Spark's own is gone",
        ),
        (
            "org.apache.hadoop.security.AccessControlException: Permission denied: user=li, "
            'access=WRITE, inode="/out"',
            StorageError,
            "Spark: AccessControlException: Permission denied: user=li",
        ),
        (
            ": org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme x",
            UsageError,
            "Spark: UnsupportedFileSystemException: No FileSystem for scheme x; add its package",
        ),
        (
            "org.apache.spark.SparkException: x\nCaused by: java.lang.RuntimeException: "
            "file:/a.parquet is not a Parquet file. Expected magic number at tail",
            ReadingError,
            "Spark: RuntimeException: file:/a.parquet is not a Parquet file",
        ),
        (PYTHON.format("ValueError: 讲话"), StorageError, "Spark: ValueError: 讲话"),
        (
            PYTHON.format("ModuleNotFoundError: No module named 'speechkit'"),
            StorageError,
            "Spark: ModuleNotFoundError: No module named 'speechkit'; the workers need",
        ),
        ("Answer from Java side is empty", StorageError, "Spark: its Java process has ended"),
        ("An error occurred while calling o41.sc", StorageError, "Spark: its Java process has"),
        ("something new\n\tat x.y", StorageError, "Spark: something new"),
    ],
)
def test_a_failure_becomes_one_line_that_says_what_to_do(
    text: str, kind: type[SpeechkitError], said: str
) -> None:
    error = faults.of_text(text)
    assert type(error) is kind
    assert str(error).startswith(said)
    assert "\n" not in str(error)


@pytest.mark.parametrize("kind", [ReadingError, UsageError, OutputExistsError, StorageError])
def test_an_error_of_ours_comes_back_from_a_worker_as_it_was(kind: type[SpeechkitError]) -> None:
    raised = f"speechkit.errors.{kind.__name__}: in/a.jsonl: line 3: no JSON; mend it"
    error = faults.of_text(ABORTED.format(PYTHON.format(raised)))
    assert type(error) is kind
    assert str(error) == "in/a.jsonl: line 3: no JSON; mend it"


def test_a_class_that_is_no_error_of_ours_is_not_made_one() -> None:
    error = faults.of_text(PYTHON.format("speechkit.errors.Iterable: x"))
    assert type(error) is StorageError


def test_what_a_terminal_would_obey_is_not_in_the_line() -> None:
    error = faults.of_text("ValueError: \x1b[2Ja\rb\u202ec" + "长" * 500)
    assert "\x1b" not in str(error)
    assert "\r" not in str(error)
    assert "\u202e" not in str(error)
    assert len(str(error)) <= faults.MOST_SAID + len("Spark: ")


def test_a_start_that_failed_is_told_by_what_java_said() -> None:
    said = ["WARNING: Using incubator modules", "Invalid maximum heap size: -Xmx2q", "Error: no"]
    error = faults.start(said, "[JAVA_GATEWAY_EXITED] Java gateway process exited")
    assert str(error).startswith("Spark: did not start (Invalid maximum heap size: -Xmx2q)")


def test_a_start_that_spark_refused_is_told_by_its_exception() -> None:
    error = faults.start([], ": org.apache.spark.SparkException: All masters are unresponsive!")
    assert str(error).startswith("Spark: SparkException: All masters are unresponsive!; is the")
