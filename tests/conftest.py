"""Options and fixtures of the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import golden
from golden import GoldenCheck

# A deadline is a speed assertion, and a shared machine fails it at random. Continuous
# integration tries the same examples every time; who develops searches on.
settings.register_profile("speechkit", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("speechkit")

# Help follows a Chinese locale; the tests are to see the same on every machine.
os.environ.pop("SPEECHKIT_LANG", None)
for _name in ("LC_ALL", "LC_MESSAGES", "LANG"):
    if os.environ.get(_name, "").startswith("zh"):
        os.environ[_name] = "C.UTF-8"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them; read the diff",
    )


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> GoldenCheck:
    """Compare with a file of the `golden` folder beside the test."""
    folder = request.path.parent / "golden"
    update = bool(request.config.getoption("--update-golden"))

    def check(path: str | Path, content: bytes | str) -> None:
        golden.check_golden(folder / path, content, update=update)

    return check
