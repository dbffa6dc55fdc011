"""What is looked at before Spark starts, what it starts with, how its failures are told."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.cluster import Cluster
from speechkit.engines import session
from speechkit.engines.session import defaults, open_session, settings, spark_errors
from speechkit.errors import ReadingError, SpeechkitError, StorageError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# pyspark looks at pandas when it sends a function to a worker, and warns of a new one
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")


def fake_java(folder: Path, says: str) -> Path:
    """A program called java that says a version on stderr."""
    path = folder / "bin" / "java"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\n", "utf-8")
    path.chmod(0o755)
    return path


def refused(master: str = "local[2]", conf: tuple[tuple[str, str], ...] = ()) -> SpeechkitError:
    """Why no session is opened: one line."""
    with pytest.raises(SpeechkitError) as caught, open_session(master, conf):
        pass
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.fixture
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this process had no session, which the tests beside these may have opened."""
    monkeypatch.setattr(session, "_running", lambda: None)


# ------------------------------------------------------------------------ before it is started


@pytest.mark.parametrize(
    "master",
    [
        *("local", "local[1]", "local[*]", "local[*,3]", "local[4,2]", "local-cluster[2, 1, 1024]"),
        *("spark://a:7077", "spark://a.example:7077,b:7077", "yarn", "k8s://https://a:443"),
    ],
)
def test_a_master_of_sparks_is_taken(master: str) -> None:
    session.check_master(master)


@pytest.mark.parametrize(
    "master",
    [
        *("", "locl", "local[0]", "local[]", "local[-1]", "spark://a", "spark://", "spark://a:b"),
        *("k8s://", "mesos://a:1", "a:7077", "local[2]\n"),
    ],
)
def test_another_master_is_refused_with_those_there_are(master: str) -> None:
    with pytest.raises(UsageError, match=r"one of local, local\[N\].*spark://HOST:PORT") as caught:
        session.check_master(master)
    assert "\n" not in str(caught.value)


def test_a_setting_that_is_none_of_sparks_is_refused() -> None:
    error = refused(conf=(("executor.memory", "2g"),))
    assert isinstance(error, UsageError)
    assert "begin with spark." in str(error)


def test_the_master_is_not_named_twice() -> None:
    assert "--master" in str(refused(conf=(("spark.master", "yarn"),)))


@pytest.mark.parametrize("missing", ["pyspark", "pandas", "pyarrow"])
def test_what_is_not_installed_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda name: None if name == missing else object())
    error = refused()
    assert isinstance(error, UsageError)
    assert str(error) == f"--engine spark needs {missing}; pip install 'speechkit[spark]'"


@pytest.mark.usefixtures("no_session")
def test_without_java_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refused()
    assert isinstance(error, UsageError)
    assert "there is none on PATH; install Java 17" in str(error)


@pytest.mark.usefixtures("no_session")
@pytest.mark.parametrize(
    ("says", "found"),
    [
        ('openjdk version "11.0.22" 2024-01-16', "is Java 11, too old"),
        ('java version "1.8.0_402"', "is Java 8, too old"),
        ("command disabled", "says no version (command disabled)"),
    ],
)
def test_a_java_that_is_too_old_is_named(
    says: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = fake_java(tmp_path, says)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(java.parent))
    error = refused()
    assert isinstance(error, UsageError)
    assert str(error).startswith(f"{java}: {found}")
    assert "; install Java 17" in str(error)


def test_the_java_of_java_home_comes_before_that_of_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_java(tmp_path / "home", 'openjdk version "21"')
    other = fake_java(tmp_path / "other", 'openjdk version "11.0.1"')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{other.parent}:/bin:/usr/bin")
    session.check_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match=r"JAVA_HOME=.*no bin/java in it"):
        session.check_java()


@pytest.mark.usefixtures("no_session")
def test_a_master_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "check_java", lambda: None)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = refused(f"spark://127.0.0.1:{port}")
    assert isinstance(error, StorageError)
    start = f"spark://127.0.0.1:{port}: no answer (connection refused); is the master running?"
    assert str(error).startswith(start)


def test_one_of_several_masters_is_enough() -> None:
    with socket.socket() as server, socket.socket() as unused:
        for each in (server, unused):
            each.bind(("127.0.0.1", 0))
        server.listen()
        ports = [each.getsockname()[1] for each in (unused, server)]
        session.check_answers("spark://" + ",".join(f"127.0.0.1:{port}" for port in ports))


def test_a_port_that_cannot_be_is_no_answer() -> None:
    with pytest.raises(StorageError, match="no answer"):
        session.check_answers("spark://127.0.0.1:70000")


# ---------------------------------------------------------------------------------- settings


def test_memory_of_the_driver_is_chosen_where_tasks_run_in_it() -> None:
    chosen = defaults("local[2]")["spark.driver.memory"]
    assert 1024 <= int(chosen.removesuffix("m")) <= 4096
    assert "spark.driver.memory" not in defaults("yarn")


def test_the_workers_python_is_ours_where_they_can_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    assert defaults("local[2]")["spark.pyspark.python"] == sys.executable
    assert defaults("spark://a:1")["spark.pyspark.python"] == sys.executable
    assert "spark.pyspark.python" not in defaults("yarn")
    monkeypatch.setenv("PYSPARK_PYTHON", "/opt/python")
    assert defaults("spark://a:1")["spark.pyspark.python"] == "/opt/python"


def test_what_the_user_sets_wins() -> None:
    options = session._JAVA_OPTIONS
    conf = (("spark.speculation", "true"), (options, "-Dlog4j2.configurationFile=mine"))
    chosen = session._settled("local", conf)
    assert chosen["spark.speculation"] == "true"
    assert chosen[options].endswith(" -Dlog4j2.configurationFile=mine")
    assert (Path(session.__file__).parent / "log4j2.properties").is_file()


def test_a_session_of_this_process_is_used_and_left_running(spark: SparkSession) -> None:
    with open_session("local[1]") as opened:
        assert opened.sparkContext is spark.sparkContext
    assert spark.range(3).count() == 3
    shown = dict(settings(spark))
    assert shown["master"] == "local[2]"
    assert shown["ui"] == "none"
    assert all(shown.values())


# ---------------------------------------------------------------------------------- failures


def test_an_error_that_is_not_sparks_keeps_its_traceback() -> None:
    pytest.importorskip("pyspark")
    with pytest.raises(ZeroDivisionError), spark_errors():
        _ = 1 // 0


def test_a_missing_input_is_an_error_of_usage(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"), spark_errors():
        spark.read.text(str(tmp_path / "nowhere"))


def test_an_error_of_ours_comes_back_from_a_worker(spark: SparkSession) -> None:
    def refuse(_: int) -> None:
        raise ReadingError("a.jsonl: line 3: no JSON")

    with pytest.raises(ReadingError, match=r"^a\.jsonl: line 3: no JSON$"), spark_errors():
        spark.sparkContext.parallelize([1], 1).map(refuse).collect()


def test_ctrl_c_cancels_what_runs(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled: list[object] = []

    def cancel(self: object) -> None:
        cancelled.append(self)

    monkeypatch.setattr(type(spark.sparkContext), "cancelAllJobs", cancel)
    with pytest.raises(KeyboardInterrupt), spark_errors():
        raise KeyboardInterrupt
    assert cancelled == [spark.sparkContext]


# ----------------------------------------------------------------- a Java process of its own


def run_python(program: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a process that has no session."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *args],
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if k != "PYSPARK_PYTHON"},
    )


def test_a_session_starts_without_a_word_and_its_loss_is_one_line(spark: SparkSession) -> None:
    del spark  # it is here where one can be had
    done = run_python("""
        from speechkit.engines.session import open_session, settings, spark_errors
        from speechkit.errors import StorageError

        try:
            with open_session("local[1]", [("spark.driver.memory", "2q")]):
                pass
        except StorageError as error:
            print(error)
        with open_session("local[1]", [("spark.driver.memory", "600m")]) as spark:
            print(spark.sparkContext._jvm.java.lang.Runtime.getRuntime().maxMemory() >> 20)
            print(dict(settings(spark))["driver memory"], spark.range(5).count())
            try:
                with spark_errors():
                    spark.sparkContext._gateway.proc.kill()
                    spark.range(5).count()
            except StorageError as error:
                print(error)
    """)
    assert done.returncode == 0, done.stderr
    refusal, heap, ran, lost = done.stdout.splitlines()
    assert refusal.startswith("Spark: did not start (Invalid maximum heap size: -Xmx2q)")
    assert 500 <= int(heap) <= 600
    assert ran == "600m 5"
    assert lost.startswith("Spark: its Java process has ended")
    assert done.stderr == ""


def test_a_job_outlives_a_worker_of_a_cluster(cluster: Cluster) -> None:
    program = """
        import sys, time
        from speechkit.engines.session import open_session, spark_errors

        def slow(n):
            time.sleep(1)
            return n

        with open_session(sys.argv[1], [("spark.executor.memory", "512m")]) as spark:
            context = spark.sparkContext
            print(sum(context.parallelize(range(20), 20).map(slow).collect()), flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), cluster.url],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and not cluster.busy():
            pass
        cluster.kill_worker(1)
        out, error = process.communicate()
    cluster.replace_worker(1)
    assert (out, error) == ("190\n", "")
