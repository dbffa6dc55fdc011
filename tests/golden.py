"""What was made and the file that holds what it should be in; a failing test if they differ."""

from __future__ import annotations

import difflib
from itertools import islice
from pathlib import Path
from typing import Protocol

import pytest

MAX_LINES = 60
"""Of a difference that are shown."""


class GoldenCheck(Protocol):
    """The `check_golden` fixture: compares, or renews when pytest ran with `--update-golden`."""

    def __call__(self, path: str | Path, content: bytes | str) -> None: ...


def check_golden(path: Path, content: bytes | str, *, update: bool = False) -> None:
    """Fail unless the file holds exactly the content; with `update`, write it instead.

    Text is compared as UTF-8, line ends as they are.
    """
    made = content.encode() if isinstance(content, str) else content
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        return
    if not path.exists():
        pytest.fail(f"{path} is missing; write it with: pytest --update-golden")
    wanted = path.read_bytes()
    if made == wanted:
        return
    hint = f"{path} differs; look at the change, then renew it with: pytest --update-golden"
    diff = difflib.unified_diff(_lines(wanted), _lines(made), "golden", "made", lineterm="", n=1)
    pytest.fail("\n".join([hint, *islice(diff, MAX_LINES)]), pytrace=False)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").splitlines()
