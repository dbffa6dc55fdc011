"""A job on a cluster in; the loss of a worker, in the midst of its work, out.

How far the job is stands in its event log, and which tasks it has at the moment on its page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cluster import read_json

_MOMENT = 0.1


@dataclass(frozen=True, slots=True)
class Middle:
    """When a job is in the middle."""

    events: Path
    """Folder with its event log."""
    n_stages: int
    """That are over by then."""
    page: str
    """Address of the page of the job."""
    n_tasks: int
    """That are being worked on then, at least."""

    def is_now(self) -> bool:
        """Whether it is there, or was and has work again."""
        return self._n_over() >= self.n_stages and n_running(self.page) >= self.n_tasks

    def _n_over(self) -> int:
        return sum(
            path.read_bytes().count(b'"Event":"SparkListenerStageCompleted"')
            for path in self.events.glob("*.inprogress")
        )


def n_running(page: str) -> int:
    """Tasks that the job with this page has on its executors; 0 where none answers."""
    try:
        applications = f"{page}/api/v1/applications"
        name = read_json(applications)[0]["id"]
        stages = read_json(f"{applications}/{name}/stages?status=active")
        return sum(stage["numActiveTasks"] for stage in stages)
    except (OSError, ValueError, LookupError):
        return 0


def kill_in_the_middle(middle: Middle, kill: Callable[[], None], done: threading.Event) -> None:
    """Call `kill` once, when the job is in the middle; or never, when it is done before."""
    while not done.wait(_MOMENT):
        if middle.is_now():
            kill()
            return
