from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from factories import CORPUS
from speechkit.cli import doctor, extracting, reading, weighing
from speechkit.cli.columns import columns_of
from speechkit.cli.progress import PhasesLine, ProgressLine, progress_line, steps_line
from speechkit.cli.reading import ReadOptions
from speechkit.cli.report import shares_of_report
from speechkit.model import Progress
from speechkit.report import PHASES


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


def test_the_members_of_an_archive_count_for_it_once_and_together(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).write_bytes(b"x" * 2_000_000)
    members = [f"a.zip/{n}.txt" for n in range(2)]
    assert "1 of 2 files, 1 of 4 MB, 0:50 left" in line_at(tmp_path, members, 10)
    after = [*members, "b.zip/deep/2.txt", "b.zip/3.txt"]
    assert "2 of 2 files, 3 of 4 MB, 0:05 left" in line_at(tmp_path, after, 10)


def test_members_count_on_when_the_line_is_shown_already(tmp_path: Path) -> None:
    for name in ("a.zip", "b.txt"):
        (tmp_path / name).write_bytes(b"x" * 2_000_000)
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine([str(tmp_path)], stream, clock)
    for n in range(3):
        clock.now += 5
        line.advance(f"{tmp_path}/a.zip/{n}.txt", 100_000)
    assert "1 of 2 files, 0 of 4 MB" in stream.getvalue().rpartition("\r")[2]
    clock.now += 5
    line.advance(f"{tmp_path}/b.txt", 333_334)
    assert "2 of 2 files, 3 of 4 MB, 0:07 left" in stream.getvalue().rpartition("\r")[2]


@pytest.mark.parametrize("named", ["./a.zip", "x//a.zip", "x/../a.zip"])
def test_an_archive_may_be_named_in_any_way(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x").mkdir()
    for path in ("a.zip", "x/a.zip"):
        Path(path).write_bytes(b"x" * 2_000_000)
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine([named], stream, clock)
    clock.now += 10
    line.advance(f"{named}/one.txt", 1_000_000)
    assert "1 file, 1 of 2 MB, 0:10 left" in stream.getvalue()


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


# ---------------------------------------------------------------------- work of several phases


def told_at(line: PhasesLine, clock: Clock, *steps: tuple[float, str, int, int]) -> None:
    for seconds, what, n_done, n_all in steps:
        clock.now = 100.0 + seconds
        line(what, n_done, n_all)


def test_each_phase_counts_its_own_time() -> None:
    stream, clock = io.StringIO(), Clock()
    line = PhasesLine(stream, clock)
    told_at(line, clock, (0.5, "keywords", 1, 4), (4.0, "keywords", 2, 4), (4.1, "themes", 0, 9))
    told_at(line, clock, (6.1, "themes", 3, 9))
    assert [shown.strip() for shown in stream.getvalue().split("\r")[1:]] == [
        "finding keywords [##########..........] 50%, 0:04 left",
        "weighing themes [....................] 0%",
        "weighing themes [######..............] 33%, 0:04 left",
    ]


def test_a_report_says_how_long_all_of_it_takes_still() -> None:
    stream, clock = io.StringIO(), Clock()
    line = PhasesLine(stream, clock, shares={"duplicates": 1, "keywords": 2, "page": 1}, lang="zh")
    told_at(line, clock, (1.0, "duplicates", 1, 1), (10.0, "keywords", 1, 2))
    last = stream.getvalue().rpartition("\r")[2]
    assert last == "报告：提取关键词 [##########..........] 50%，还需 0:10"
    line.clear()
    assert stream.getvalue().endswith("\r" + " " * columns_of(last) + "\r")


def test_a_line_in_chinese_keeps_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream, clock = io.StringIO(), Clock()
    told_at(PhasesLine(stream, clock, lang="zh"), clock, (5.0, "topics", 1, 2))
    assert columns_of(stream.getvalue().strip()) <= 19
    assert progress_line(3, 12, 25, 100, 5.0, "zh") == (
        "读取 [#####...............] 3/12 个文件，0/0 MB，还需 0:15"
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "what", [*PHASES, "trends", "codebook", "findings", "comparing", "searching"]
)
def test_all_that_takes_long_has_a_name(what: str, lang: Literal["en", "zh"]) -> None:
    assert steps_line(what, 0.5, 1.0, lang).endswith("0:01 left" if lang == "en" else "还需 0:01")


def test_every_phase_of_a_report_has_a_share_of_its_time() -> None:
    assert set(shares_of_report(with_topics=False)) == {*PHASES, "page"}
    assert list(shares_of_report(with_topics=True))[: len(PHASES)] == list(PHASES)
    assert shares_of_report(with_topics=True)["topics"] > 0


LONG = {
    "dedupe": (["--explain", "--passages"], {"differences", "passages"}),
    "keywords": (["--by", "place"], {"keywords", "keyness"}),
    "themes": (["--topics", "2", "--pairs", "speeches#1,rest"], {"themes", "contrasts", "topics"}),
    "themes --doctor": ([], {"codebook", "findings"}),
    "report": (["-o", "report.html"], {"differences", "keywords", "themes", "contrasts", "page"}),
}


@pytest.mark.parametrize("command", LONG)
def test_what_keeps_all_in_memory_says_how_far_it_is(
    command: str,
    tmp_path: Path,
    call: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, int, int]] = []

    @contextmanager
    def overheard(*_: object, **__: object) -> Iterator[Progress]:
        yield lambda *step: told.append(step)

    for module in (reading, doctor, extracting, weighing):
        monkeypatch.setattr(module, "phases", overheard)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path / "cache"))
    options, phases = LONG[command]
    assert call(*command.split(), CORPUS, *options)[0] == 0
    assert phases <= {what for what, _, _ in told}
    assert all(0 <= n_done <= n_all for _, n_done, n_all in told)


def test_where_nobody_looks_no_line_is_made(call: Callable[..., tuple[int, str, str]]) -> None:
    with reading.phases(ReadOptions(), quiet=False) as progress:
        assert progress is None
    assert call("themes", CORPUS, "--doctor")[2] == ""
