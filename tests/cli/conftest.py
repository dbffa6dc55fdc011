"""Commands as users run them, in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speechkit.cli import comparing
from speechkit.cli.run import run

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run a command: exit code, standard output, standard error."""

    def outcome(*arguments: str | Path) -> Outcome:
        capfdbinary.readouterr()
        code = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return outcome


@pytest.fixture
def stream(call: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command as if its sources were large."""

    def outcome(*arguments: str | Path) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setattr(comparing, "is_small", lambda _: False)
            return call(*arguments)

    return outcome
