from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from speechkit.cli.workers import Workers
from speechkit.errors import StorageError

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


def double(n: int) -> int:
    """Work of which the first takes longest."""
    time.sleep(0.02 if n == 0 else 0)
    return 2 * n


def fail_at_three(n: int) -> int:
    if n == 3:
        raise ValueError(f"not {n}")
    return n


def be_killed(_n: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def batches(n: int) -> Iterator[list[int]]:
    return ([i, i + 1] for i in range(0, n, 2))


@pytest.mark.parametrize("n_workers", [1, 2, 5])
def test_answers_come_in_the_order_of_the_tasks(n_workers: int) -> None:
    workers = Workers(double, n_workers)
    try:
        found = [answer for answers in workers.map(batches(60)) for answer in answers]
        assert found == [2 * n for n in range(60)]
        assert list(workers.map([])) == []
        assert list(workers.map([[7]])) == [[14]]  # the processes can be used again
    finally:
        workers.close()


def test_no_more_is_read_ahead_than_the_processes_can_do() -> None:
    read = 0

    def counted() -> Iterator[list[int]]:
        nonlocal read
        for batch in batches(1000):
            read += 1
            yield batch

    workers = Workers(double, 2)
    try:
        for turn, _ in enumerate(workers.map(counted())):
            assert read <= turn + 8
    finally:
        workers.close()


def test_a_mistake_in_the_work_is_raised_where_the_work_was_given() -> None:
    workers = Workers(fail_at_three, 2)
    try:
        with pytest.raises(ValueError, match="not 3") as raised:
            list(workers.map(batches(10)))
    finally:
        workers.close()
    assert "In a worker process" in raised.value.__notes__[0]


@posix
def test_a_process_that_is_killed_is_an_error_that_says_so() -> None:
    workers = Workers(be_killed, 2)
    try:
        with pytest.raises(StorageError, match="worker process was ended"):
            list(workers.map(batches(10)))
    finally:
        workers.close()


STARTED_UNDER_FIRE = """
import os, signal, sys
from multiprocessing import process
from speechkit.cli.workers import Workers
signal.signal(signal.SIGINT, signal.default_int_handler)
begin = process.BaseProcess._bootstrap
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.SIGINT)
    return begin(*arguments, **options)
process.BaseProcess._bootstrap = interrupted
workers = Workers(abs, 2)
print(list(workers.map([[-1], [-2]])))
workers.close()
"""


@posix
def test_ctrl_c_while_processes_begin_is_left_to_the_one_that_began_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED_UNDER_FIRE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[[1], [2]]\n", "")


WORK_FOR_EVER = """
import sys, time
from speechkit.cli.workers import Workers
def work(n):
    time.sleep(0.05)
    return "x" * 200_000
workers = Workers(work, 3)
print(*[process.pid for process in workers._processes], flush=True)
for answers in workers.map([n] for n in range(10_000)):
    pass
"""


@posix
def test_processes_end_when_the_one_that_gave_the_work_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORK_FOR_EVER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        time.sleep(0.1)
        process.kill()
    assert len(pids) == 3
    deadline = time.monotonic() + 20
    while any(map(is_running, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # one that ended and that nobody has asked for does not run
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
