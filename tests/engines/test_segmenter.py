"""The segmenter's own process: the same words, and none the worse when it is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from factories import CORPUS
from speechkit.engines import segmenter
from speechkit.engines.segmenter import SegmenterProcess
from speechkit.text.tokens import cut_words

TEXTS = [
    "",
    "县政府召开第三次会议",
    "a\r\nb\0😀㐀 12.5km2，增长8%。" * 50,
    CORPUS.read_text("utf-8"),
    "\ud800讲话",
]


@pytest.fixture
def process() -> Iterator[SegmenterProcess]:
    started = SegmenterProcess()
    yield started
    started.close()


def test_the_words_are_those_cut_in_this_process(process: SegmenterProcess) -> None:
    for text in TEXTS:
        assert process(text) == cut_words(text)


def test_it_runs_in_a_process_of_its_own(process: SegmenterProcess) -> None:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("one processor: nothing would go on beside it")
    process("开会")
    assert process._process is not None
    assert process._process.poll() is None
    process.close()
    assert process._process is None


def test_a_process_that_died_is_done_without(process: SegmenterProcess) -> None:
    if process._process is not None:
        process._process.kill()
        process._process.wait()
    assert process(TEXTS[-1]) == cut_words(TEXTS[-1])


def test_where_none_can_be_started_the_words_are_cut_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("subprocess.Popen", refuse)
    started = SegmenterProcess()
    assert started._process is None
    assert started(TEXTS[-1]) == cut_words(TEXTS[-1])


@pytest.mark.parametrize("answer", [b"", b"\x01", b"\x01\0\0\0", None])
def test_an_answer_that_does_not_fit_is_not_believed(
    answer: bytes | None, process: SegmenterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segmenter, "ask", lambda *_: answer)
    assert process(TEXTS[-1]) == cut_words(TEXTS[-1])


def test_a_file_of_the_working_directory_is_not_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for name in ("rjieba", "array", "speechkit"):
        (tmp_path / f"{name}.py").write_text(f"open({str(trap)!r}, 'w')", "utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "speechkit", "keywords", str(CORPUS), "-q"],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "SPEECHKIT_CACHE": str(tmp_path / "cache")},
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout
    assert not trap.exists()
