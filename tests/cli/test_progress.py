from __future__ import annotations

import io
from pathlib import Path

import pytest

from speechkit.cli.progress import ProgressLine, progress_line


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "deep/c.txt", "deep/.hidden"):
        (tmp_path / "in" / name).write_bytes(b"x" * 1_000_000)
    return tmp_path / "in"


def line_at(folder: Path, done: list[str], seconds: float) -> str:
    """What stands on the terminal when these files are done, the last after so many seconds."""
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine([str(folder)], stream, clock)
    for name in done[:-1]:
        line.advance(str(folder / name), 333_333)
    clock.now += seconds
    line.advance(str(folder / done[-1]), 333_334)
    return stream.getvalue()


def test_a_short_run_shows_nothing(folder: Path) -> None:
    assert line_at(folder, ["a.txt", "b.txt"], 0.9) == ""


def test_a_long_run_says_how_far_it_is_and_how_long_it_takes_still(folder: Path) -> None:
    shown = line_at(folder, ["a.txt", "b.txt"], 10)
    assert shown == "\rreading [#############.......] 2 of 3 files, 2 of 3 MB, 0:05 left"


def test_a_member_of_an_archive_counts_for_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x" * 2_000_000)
    shown = line_at(tmp_path, ["a.zip/one.txt"], 10)
    assert "1 file, 1 of 2 MB, 0:10 left" in shown


def test_the_line_goes_when_something_else_is_said(folder: Path) -> None:
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine([str(folder)], stream, clock)
    line.clear()
    assert stream.getvalue() == ""
    clock.now += 5
    line.advance(str(folder / "a.txt"), 10)
    n_shown = len(stream.getvalue()) - 1
    line.clear()
    assert stream.getvalue().endswith("\r" + " " * n_shown + "\r")


def test_the_line_is_not_written_more_often_than_one_can_read(folder: Path) -> None:
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine([str(folder)], stream, clock)
    clock.now += 5
    for _ in range(100):
        clock.now += 0.01
        line.advance(str(folder / "a.txt"), 10)
    assert stream.getvalue().count("\r") <= 6


def test_standard_input_has_no_end_that_we_know() -> None:
    assert progress_line(1, 0, 0, 0, 75.0) == "reading: 1 read, 1:15"


def test_a_line_is_ascii_and_fits_a_terminal(folder: Path) -> None:
    assert progress_line(10**6, 10**7, 10**12, 10**13, 10**6).isascii()
    assert len(line_at(folder, ["a.txt"], 5)) <= 81
