"""A number of workers in, a standalone cluster of Spark on this machine out.

Each worker is a process of its own, and so is each executor: a shuffle goes over sockets, and
one of them can be killed in the middle of a job, as happens on a real cluster.

    with standalone_cluster(2, cores=1, memory="1g", folder=Path("/tmp/cluster")) as cluster:
        ... f"--master {cluster.url}" ...
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

_START = 120.0
"""Seconds until all workers are there."""
_STOP = 10.0
_MOMENT = 0.2
_DAEMON_MEMORY = "512m"
"""Of a master and of a worker, which only start and watch others."""
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A master with its workers."""

    url: str
    """What `--master` takes."""
    web: str
    """Address of the master's page."""
    workers: list[subprocess.Popen[bytes]]
    start: Callable[[int], subprocess.Popen[bytes]]
    """Starts the worker of a number."""

    def state(self) -> dict[str, Any]:
        """What the master knows: workers, applications, cores."""
        state: dict[str, Any] = read_json(f"{self.web}/json/")
        return state

    def n_alive(self) -> int:
        """Workers that have told the master of themselves and are not lost."""
        try:
            return int(self.state()["aliveworkers"])
        except (URLError, OSError, ValueError):  # it is still starting
            return 0

    def busy(self) -> bool:
        """Whether all workers run executors; waits a moment, so that one may ask in a loop."""
        time.sleep(_MOMENT)
        workers = [w for w in self.state()["workers"] if w["state"] == "ALIVE"]
        return bool(workers) and all(worker["coresused"] for worker in workers)

    def kill_worker(self, number: int) -> None:
        """Kill a worker and its executors at once, as when its machine is lost."""
        _kill_all(self.workers[number])

    def replace_worker(self, number: int) -> None:
        """Start another worker in the place of one that was killed."""
        self.workers[number] = self.start(number)
        self.wait()

    def wait(self) -> None:
        """Wait until all workers have told the master of themselves."""
        _wait_for(lambda: self.n_alive() == len(self.workers), "the workers")


@contextmanager
def standalone_cluster(
    n_workers: int, *, cores: int, memory: str, folder: Path
) -> Iterator[Cluster]:
    """A master and workers on free ports, killed at the end with all they started.

    Parameters
    ----------
    cores, memory
        Of each worker, such as 1 and "1g"; an executor needs 1g unless it is told otherwise.
    folder
        Takes logs and work folders; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port, web = free_port(), free_port()
    with ExitStack() as stack:
        at = ("--host", _HOST, "--port", str(port), "--webui-port", str(web))
        _start(stack, folder, "master", "org.apache.spark.deploy.master.Master", *at)
        url = f"spark://{_HOST}:{port}"
        _wait_for(lambda: _takes(port), "the master")

        def worker(number: int) -> subprocess.Popen[bytes]:
            return _start(
                stack,
                folder,
                f"worker-{number}",
                "org.apache.spark.deploy.worker.Worker",
                *("--host", _HOST, "--webui-port", "0"),
                *("--cores", str(cores), "--memory", memory),
                *("--work-dir", str(folder / f"work-{number}"), url),
            )

        workers = [worker(number) for number in range(n_workers)]
        cluster = Cluster(url, f"http://{_HOST}:{web}", workers, worker)
        cluster.wait()
        yield cluster


def _start(
    stack: ExitStack, folder: Path, name: str, class_name: str, *args: str
) -> subprocess.Popen[bytes]:
    """One of Spark's daemons, in the foreground of a session of its own."""
    import pyspark

    home = Path(pyspark.__file__).parent
    log = stack.enter_context((folder / f"{name}.log").open("ab"))
    process = subprocess.Popen(
        [str(home / "bin" / "spark-class"), class_name, *args],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=_environment(home, folder),
        start_new_session=True,
    )
    stack.callback(_kill_all, process)
    return process


def _environment(home: Path, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_DAEMON_MEMORY": _DAEMON_MEMORY,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_LOCAL_IP": _HOST,
        "SPARK_LOG_DIR": str(folder),
        "SPARK_PID_DIR": str(folder),
    }


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those it started: they are in the session that began with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(_STOP)


def read_json(address: str) -> Any:  # noqa: ANN401  # whatever it holds
    """What a page of a process that was started here holds.

    Raises
    ------
    OSError, ValueError
        When it does not answer, or not with JSON.
    """
    with urlopen(address, timeout=_STOP) as answer:  # noqa: S310  # ours
        return json.load(answer)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as server:
        server.bind((_HOST, 0))
        port: int = server.getsockname()[1]
        return port


def _takes(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_for(is_there: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _START
    while not is_there():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not start within {_START:.0f} s")
        time.sleep(_MOMENT)
