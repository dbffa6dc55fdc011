"""Batches of work in, what each gives out, in their order, done by several processes.

Each process has a pipe of its own and is sent the next batch when it has answered, so that
neither side ever waits for the other to read. Nothing here has threads or locks that a killed
process could leave behind.
"""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from speechkit.errors import StorageError

Task = TypeVar("Task")
Answer = TypeVar("Answer")

SHARES_MEMORY = sys.platform == "linux"
"""A forked process has all that this one has at once and hands nothing over to begin with.
Elsewhere than on Linux a fork is not safe."""
_AHEAD = 2
"""Batches a process may be ahead of the slowest one: what is done is kept until its turn."""


class Workers(Generic[Task, Answer]):
    """Processes that share the work; to be closed."""

    def __init__(self, work: Callable[[Task], Answer], n: int) -> None:
        sys.stdout.flush()  # a forked process would print what waits here once more
        sys.stderr.flush()
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(n):
            self._start(work)

    def map(self, batches: Iterable[Sequence[Task]]) -> Iterator[list[Answer]]:
        """What the work gives for each batch, in the order of the batches.

        Raises
        ------
        StorageError
            When a process was ended from outside.
        """
        coming = enumerate(batches)
        following = next(coming, None)
        idle, busy = list(self._pipes), dict[Connection, int]()
        done: dict[int, list[Answer]] = {}
        turn = 0
        while following or busy or done:
            while following and idle and following[0] < turn + _AHEAD * len(self._pipes):
                pipe = idle.pop()
                busy[pipe] = following[0]
                _send(pipe, following[1])
                following = next(coming, None)
            if turn in done:
                yield done.pop(turn)
                turn += 1
                continue
            ready = wait(list(busy))
            for pipe in [pipe for pipe in busy if pipe in ready]:
                done[busy.pop(pipe)] = _receive(pipe)
                idle.append(pipe)

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()

    def _start(self, work: Callable[[Task], Answer]) -> None:
        forks = SHARES_MEMORY
        start = get_context("fork").Process if forks else get_context("spawn").Process
        ours, theirs = Pipe()
        arguments = (work, theirs, ours if forks else None)
        process = start(target=_serve, args=arguments, daemon=True)
        with _without_interruption():
            process.start()
        theirs.close()
        self._pipes.append(ours)
        self._processes.append(process)


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Let Ctrl-C wait: a process that has just begun does not know yet what to make of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _serve(work: Callable[[Task], Answer], pipe: Connection, other_end: Connection | None) -> None:
    """Work until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who gave the work decides when it ends
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.freeze()  # what was inherited stays shared: no search for cycles touches it
    if other_end is not None:  # inherited; while we hold it, we would not see it close
        other_end.close()
    try:
        while True:
            pipe.send(_answers(work, pipe.recv()))
    except (EOFError, OSError):
        return


def _answers(work: Callable[[Task], Answer], batch: Sequence[Task]) -> list[Answer] | Exception:
    try:
        return [work(task) for task in batch]
    except Exception as error:
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
        return error


def _send(pipe: Connection, batch: object) -> None:
    try:
        pipe.send(batch)
    except OSError as error:
        raise _ended() from error


def _receive(pipe: Connection) -> list[Answer]:
    try:
        answers: list[Answer] | Exception = pipe.recv()
    except (EOFError, OSError) as error:
        raise _ended() from error
    if isinstance(answers, Exception):
        raise answers
    return answers


def _ended() -> StorageError:
    return StorageError("a worker process was ended (killed, or out of memory); try --jobs 1")
