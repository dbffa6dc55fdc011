"""A master and settings in, a running Spark out, or one line on why there is none.

What Spark itself would take a minute and a page to say is looked at beforehand: whether it is
installed, whether there is a Java that it runs on, whether the master answers.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speechkit.engines import faults
from speechkit.errors import SpeechkitError, StorageError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Remark = Callable[[str], None]

LEAST_JAVA = 17
"""Spark 4 is compiled for it."""
_INSTALL_JAVA = "install Java 17 or later, such as openjdk-17-jre-headless, or set JAVA_HOME"
_MASTERS = (
    (r"local(\[(\*|[1-9]\d*)(,[1-9]\d*)?\])?", "local, local[N], local[*], local[N,F]"),
    (r"local-cluster\[ *\d+ *, *\d+ *, *\d+ *\]", "local-cluster[N,CORES,MEMORY]"),
    (r"spark://[^:/,\s]+:\d+(,[^:/,\s]+:\d+)*", "spark://HOST:PORT[,HOST:PORT…]"),
    (r"yarn", "yarn"),
    (r"k8s://\S+", "k8s://HOST:PORT"),
)
_ANSWER = 5.0
"""Seconds for a master to take a connection; over the slowest of lines it takes one."""
_START_JAVA = 30.0
"""Seconds for `java -version`, which takes half of one."""
_GIGABYTE = 1 << 30
_MOST_DRIVER = 4 * _GIGABYTE
"""For a local master, where the tasks run in the driver too; 1g, Spark's own, is used up by
the sort of a few million sketches."""
ARROW_BATCH = 4096
"""Rows handed to Python at a time. With speeches of 2,000 characters these are some 25 MB;
Spark's own 10,000 would make two and a half times that in every worker."""
ARROW_BYTES = 32 << 20
"""Of these rows, however long the speeches are; but one is never divided."""
SPLIT_BYTES = 32 << 20
"""Of input a task. Spark's own 128 MB leave most cores idle on what is under a gigabyte, and a
task of this size lasts seconds, so that a lost worker costs no more than that."""


@contextmanager
def open_session(
    master: str, conf: Sequence[tuple[str, str]] = (), *, remark: Remark | None = None
) -> Iterator[SparkSession]:
    """A Spark session, stopped at the end together with its Java process.

    A session that this process has already is used as it stands, and left running.

    Parameters
    ----------
    master
        Where it runs, in Spark's own words.
    conf
        Settings of Spark, which win over ours.
    remark
        Takes what Spark says meanwhile, a line at a time.

    Raises
    ------
    UsageError
        When Spark, Java or such a master is not to be had here.
    StorageError
        When the master does not answer, or Spark did not start.
    """
    check_master(master)
    _check_conf(conf)
    _check_installed()
    if (running := _running()) is not None:
        yield running
        return
    check_java()
    check_answers(master)
    with _java_process(_settled(master, conf), remark) as spark:
        yield spark


def settings(spark: SparkSession) -> tuple[tuple[str, str], ...]:
    """What a session runs with, by name, for whoever reads the log of a run."""
    context = spark.sparkContext
    conf: dict[str, str] = dict(context.getConf().getAll())
    return (
        ("spark", context.version),
        ("master", str(context.master)),
        ("ui", context.uiWebUrl or "none"),
        ("parallelism", str(context.defaultParallelism)),
        ("driver memory", conf.get("spark.driver.memory", "1g")),
        ("executor memory", conf.get("spark.executor.memory", "1g")),
        ("python", context.pythonExec),
        ("arrow batch", conf.get("spark.sql.execution.arrow.maxRecordsPerBatch", "10000")),
        ("split", conf.get("spark.sql.files.maxPartitionBytes", "128m")),
        ("shuffle codec", conf.get("spark.io.compression.codec", "lz4")),
    )


@contextmanager
def spark_errors() -> Iterator[None]:
    """Turn what Spark raises into one line of ours; at Ctrl-C its jobs are cancelled first.

    Raises
    ------
    SpeechkitError
        In place of any exception of Spark or of the connection to it.
    """
    try:
        yield
    except SpeechkitError:
        raise
    except KeyboardInterrupt:
        _cancel_jobs()
        raise
    except Exception as error:
        if (translated := _translated(error)) is None:
            raise
        raise translated from error


def _translated(error: Exception) -> SpeechkitError | None:
    """What the user is told; None for what is not Spark's and keeps its traceback."""
    from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError
    from pyspark.errors import PySparkException

    if isinstance(error, Py4JNetworkError | ConnectionError | EOFError):
        return faults.lost()
    if not isinstance(error, Py4JError | PySparkException):
        return None
    if isinstance(error, Py4JError) and not isinstance(error, Py4JJavaError) and not _is_alive():
        return faults.lost()
    return faults.of_text(_text(error))


def _text(error: Exception) -> str:
    """What an exception says, even where that would be asked of a process that has ended."""
    try:
        return str(error)
    except Exception:
        return "Answer from Java side is empty"


def _is_alive() -> bool:
    from pyspark import SparkContext

    gateway = SparkContext._gateway  # noqa: SLF001  # pyspark has no other way to ask
    process = getattr(gateway, "proc", None)
    return process is None or process.poll() is None


def _cancel_jobs() -> None:
    from pyspark import SparkContext

    context = SparkContext._active_spark_context  # noqa: SLF001
    if context is not None:
        with suppress(Exception):  # it may be what was interrupted
            context.cancelAllJobs()


# ------------------------------------------------------------------------ before it is started


def check_master(master: str) -> None:
    """Refuse what Spark would not take for a master.

    Raises
    ------
    UsageError
        With the forms that there are.
    """
    if not any(re.fullmatch(pattern, master) for pattern, _ in _MASTERS):
        forms = ", ".join(form for _, form in _MASTERS)
        raise UsageError(f"--master {master!r}: no master of Spark's; one of {forms}")


def _check_conf(conf: Sequence[tuple[str, str]]) -> None:
    for key, _ in conf:
        if key == "spark.master":
            raise UsageError("--conf spark.master: name the master by --master")
        if not key.startswith("spark."):  # Spark would let it fall without a word
            raise UsageError(f"--conf {key!r}: settings of Spark begin with spark.")


def _check_installed() -> None:
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        needed = ", ".join(missing)
        raise UsageError(f"--engine spark needs {needed}; pip install 'speechkit[spark]'")


_NEEDED = ("pyspark", "pandas", "pyarrow")
"""The second is asked for by Spark, by `mapInArrow` too."""


def check_java() -> None:
    """Refuse to start where there is no Java that Spark runs on.

    Raises
    ------
    UsageError
        With what was found.
    """
    java = _java()
    try:
        done = subprocess.run(  # noqa: S603  # the Java that Spark itself would start
            [java, "-version"], capture_output=True, timeout=_START_JAVA, check=False
        )
        said = (done.stderr + done.stdout).decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{java}: cannot be run ({error}); {_INSTALL_JAVA}") from error
    version = java_version(said)
    if version is None:
        first = faults.clean(said.strip().partition("\n")[0]) or "nothing"
        raise UsageError(f"{java}: says no version ({first}); {_INSTALL_JAVA}")
    if version < LEAST_JAVA:
        raise UsageError(f"{java}: is Java {version}, too old for Spark; {_INSTALL_JAVA}")


def java_version(said: str) -> int | None:
    """The major version in what `java -version` says; None where it says none.

    Examples
    --------
    >>> java_version('openjdk version "17.0.15"'), java_version('java version "1.8.0_402"')
    (17, 8)
    """
    match = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(match[1]) if match else None


def _java() -> str:
    """The Java that Spark would start: that of JAVA_HOME, and only without one that of PATH."""
    if home := os.environ.get("JAVA_HOME"):
        path = Path(home) / "bin" / ("java.exe" if os.name == "nt" else "java")
        if not path.is_file():
            raise UsageError(f"JAVA_HOME={home}: no bin/java in it; {_INSTALL_JAVA}")
        return str(path)
    found = shutil.which("java")
    if found is None:
        raise UsageError(f"--engine spark needs Java, and there is none on PATH; {_INSTALL_JAVA}")
    return found


def check_answers(master: str) -> None:
    """Refuse to wait for a master of whose hosts none takes a connection.

    Raises
    ------
    StorageError
        With what the last of them said.
    """
    if not master.startswith("spark://"):
        return
    reason = ""
    for host_and_port in master.removeprefix("spark://").split(","):
        host, _, port = host_and_port.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=_ANSWER).close()
        except (OSError, OverflowError) as error:  # the second for a port over 65535
            reason = _reason(error)
        else:
            return
    what = "is the master running? its address stands at the top of its web page"
    raise StorageError(f"{master}: no answer ({reason}); {what}")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"within {_ANSWER:.0f} s"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said[:1].lower() + said[1:]


# ---------------------------------------------------------------------------------- settings


def defaults(master: str) -> dict[str, str]:
    """What we set for a master where the user does not."""
    chosen = {
        "spark.app.name": "speechkit dedupe",
        "spark.log.level": "ERROR",
        # we show progress ourselves, on the same line of the terminal
        "spark.ui.showConsoleProgress": "false",
        # partitions as many as the bytes need that are there, not 200 for whatever comes
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.adaptive.coalescePartitions.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ARROW_BATCH),
        "spark.sql.execution.arrow.maxBytesPerBatch": str(ARROW_BYTES),
        "spark.sql.files.maxPartitionBytes": str(SPLIT_BYTES),
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.python.worker.reuse": "true",  # NumPy is loaded once a core, not once a task
        "spark.speculation": "false",  # a task done twice costs more than a slow one
        # a task has one core: threads of NumPy would take those of the others
        "spark.executorEnv.OMP_NUM_THREADS": "1",
        "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    }
    if _is_here(master):
        chosen["spark.driver.memory"] = f"{_driver_memory() >> 20}m"
        chosen[_JAVA_OPTIONS] = _QUICK
    if _is_here(master) or master.startswith("spark://"):
        chosen["spark.pyspark.python"] = os.environ.get("PYSPARK_PYTHON") or sys.executable
    return chosen


def _is_here(master: str) -> bool:
    return master.startswith("local")


def _driver_memory() -> int:
    """Bytes: a quarter of what the machine has, within limits."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # no such question on Windows
        return 2 * _GIGABYTE
    return max(_GIGABYTE, min(_MOST_DRIVER, whole // 4))


def _settled(master: str, conf: Sequence[tuple[str, str]]) -> dict[str, str]:
    """All settings; of the options of Java the user's come after ours, which they override."""
    chosen = {**defaults(master), **dict(conf), "spark.master": master}
    quiet = f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}"
    ours, theirs = defaults(master).get(_JAVA_OPTIONS, ""), dict(conf).get(_JAVA_OPTIONS, "")
    return {**chosen, _JAVA_OPTIONS: " ".join(filter(None, (quiet, ours, theirs)))}


_JAVA_OPTIONS = "spark.driver.extraJavaOptions"
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC"
"""For a local master, where what is compiled competes with the work: 20,000 documents take 77 s
of two cores in place of 160. What takes long is done in Python, and in libraries of C."""
_LOGGING = Path(__file__).resolve().with_name("log4j2.properties")


# ---------------------------------------------------------------------------- the Java process


def _running() -> SparkSession | None:
    """The session that this process has already, such as a notebook's."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context is None:  # noqa: SLF001  # asks and makes none
        return None
    return SparkSession.builder.getOrCreate()


@contextmanager
def _java_process(chosen: Mapping[str, str], remark: Remark | None) -> Iterator[SparkSession]:
    """A session in a Java process of its own, which ends with the block."""
    said: _Said | None = None
    gateway = None
    try:
        try:
            gateway, said = _launched(chosen)
            spark = _session(chosen, gateway)
        except SpeechkitError:
            raise
        except Exception as error:
            raise faults.start(said.lines if said else (), _text(error)) from error
        said.hand_on(remark)
        with _quiet(spark):
            yield spark
    finally:
        _end(gateway)


def _launched(chosen: Mapping[str, str]) -> tuple[Any, _Said]:
    """The way to a new Java process, and what that says.

    Its memory and its logging are settled when it starts, which is why it is not left to the
    builder of sessions: that gives no hold of what the process says when it does not start.
    """
    from pyspark import SparkConf
    from pyspark.java_gateway import launch_gateway

    conf = SparkConf(loadDefaults=False).setAll(list(chosen.items()))
    read, write = os.pipe()
    said = _Said(read)
    try:
        gateway = launch_gateway(conf, {"stderr": write})  # type: ignore[no-untyped-call]  # it has no types
    except Exception as error:
        os.close(write)
        said.join(_ANSWER)
        raise faults.start(said.lines, _text(error)) from error
    except BaseException:
        os.close(write)
        raise
    os.close(write)
    return gateway, said


def _session(chosen: Mapping[str, str], gateway: Any) -> SparkSession:  # noqa: ANN401  # py4j's
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    with _environment(chosen):
        conf = SparkConf(loadDefaults=False, _jvm=None).setAll(list(chosen.items()))
        return SparkSession(SparkContext(conf=conf, gateway=gateway))


@contextmanager
def _environment(chosen: Mapping[str, str]) -> Iterator[None]:
    """The Python of the workers where pyspark looks for it: it reads no setting but this."""
    before = os.environ.get("PYSPARK_PYTHON")
    python = chosen.get("spark.pyspark.python")
    if python:
        os.environ["PYSPARK_PYTHON"] = python
    try:
        yield
    finally:
        if python and before is None:
            os.environ.pop("PYSPARK_PYTHON", None)
        elif before is not None:
            os.environ["PYSPARK_PYTHON"] = before


@contextmanager
def _quiet(spark: SparkSession) -> Iterator[None]:
    """Keep off stderr the tracebacks that pyspark and py4j write beside raising an exception."""
    nobody = logging.NullHandler()
    root, queries = logging.getLogger(), logging.getLogger("DataFrameQueryContextLogger")
    before = queries.level
    accumulators: Any = getattr(spark.sparkContext, "_accumulatorServer", None)
    if accumulators is not None:  # its thread finds the connection closed when Java dies
        accumulators.handle_error = lambda *_: None
    root.addHandler(nobody)  # py4j logs to the root, and that without a handler to stderr
    queries.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
            yield
    finally:
        queries.setLevel(before)
        root.removeHandler(nobody)


def _end(gateway: Any) -> None:  # noqa: ANN401  # py4j has no types
    """Stop the session and its Java process, however much of them there is."""
    if gateway is None:
        return
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    with suppress(Exception):  # of a process that has ended it cannot even be asked
        if (session := SparkSession.getActiveSession()) is not None:
            session.stop()
    with suppress(Exception):
        if (context := SparkContext._active_spark_context) is not None:  # noqa: SLF001
            context.stop()
    with suppress(Exception):
        gateway.shutdown()
    _end_process(gateway.proc)
    SparkContext._active_spark_context = None  # noqa: SLF001  # else none can be started
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001


def _end_process(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()  # Spark's sign to go
    try:
        process.wait(_ANSWER)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class _Said(threading.Thread):
    """Reads what a process says: kept while it starts, handed on from then on."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(daemon=True, name="what Spark says")
        self.lines: deque[str] = deque(maxlen=100)
        self._descriptor = descriptor
        self._remark: Remark = self.lines.append
        self.start()

    def hand_on(self, remark: Remark | None) -> None:
        """Give each further line to `remark`, what was said at the start to nobody."""
        self._remark = remark or self.lines.append

    def run(self) -> None:
        rest = b""
        while data := os.read(self._descriptor, 65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._take(line)
        self._take(rest)
        os.close(self._descriptor)

    def _take(self, line: bytes) -> None:
        if text := faults.clean(line.decode("utf-8", "replace")):
            self._remark(text)
