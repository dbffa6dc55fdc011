"""`browse` where it can be and where it cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import util
from pathlib import Path

import pytest

from factories import CORPUS
from speechkit.browse.app import Workbench
from speechkit.cli.browse import analyses
from speechkit.cli.options import Language
from speechkit.errors import TooLittleTextError
from speechkit.results import Report

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path / "cache"))


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in a fixture: a test has other streams than its fixtures."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)


def test_without_a_terminal_it_says_so_before_anything_is_read(call: Call) -> None:
    code, out, err = call("browse", "not-there.txt")
    assert (code, out) == (2, "")
    assert err == "browse needs a terminal; report -o FILE puts the same on a page\n"


def test_without_textual_it_names_the_cure(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = util.find_spec
    monkeypatch.setattr(
        "speechkit.cli.browse.find_spec",
        lambda name: None if name == "textual" else find_spec(name),
    )
    code, out, err = call("browse", CORPUS)
    assert (code, out) == (2, "")
    assert err == "browse needs Textual; pip install 'speechkit[browse]'\n"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbench_gets_the_speeches_and_the_next_step_is_the_report(
    lang: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    seen: list[Workbench] = []
    monkeypatch.setattr(Workbench, "run", lambda self: seen.append(self))
    monkeypatch.setenv("SPEECHKIT_HINTS", "on")
    code, _, err = call("browse", CORPUS, "--lang", lang)
    assert code == 0
    (workbench,) = seen
    assert workbench.speech.id == "speeches#1"
    assert f"speechkit report {CORPUS} -o " in err
    assert call("browse", CORPUS, "-q")[2] == ""


def test_a_failure_of_the_analyses_becomes_one_line(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)

    def run(self: Workbench) -> None:
        self.failure = TooLittleTextError("too little text")

    monkeypatch.setattr(Workbench, "run", run)
    assert call("browse", CORPUS) == (65, "", "too little text\n")


def test_the_analyses_tell_what_they_do() -> None:
    from factories import corpus
    from speechkit.model import SplitResult

    told: list[str] = []
    made = analyses(SplitResult((corpus(),)), Language.ZH)(told.append)
    assert isinstance(made, Report)
    assert any(line.startswith("计算主题") for line in told)
    assert all(line.endswith("%") for line in told)


def test_a_terminal_that_cannot_be_drawn_on_is_none(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    assert call("browse", CORPUS)[0] == 2
