"""What a user meets where Spark is not to be had: one line, an exit code, and nothing written."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

Outcome = tuple[int, str]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "春耕。"}, ensure_ascii=False) + "\n", "utf-8")
    return path


def dedupe(source: Path, *arguments: str, **environment: str) -> Outcome:
    """Run it as a user does, in a process of its own; exit code and what was said."""
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    command = [sys.executable, "-m", "speechkit", "dedupe", "--engine", "spark", str(source)]
    done = subprocess.run(
        [*command, "-o", str(source.with_name("out")), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert [path.name for path in source.parent.iterdir()] == [source.name]
    return done.returncode, done.stderr


def test_without_java_it_is_said_in_one_line(source: Path, tmp_path: Path) -> None:
    code, said = dedupe(source, PATH=str(tmp_path), JAVA_HOME="")
    assert code == 2
    assert said.count("\n") == 1
    assert "needs Java, and there is none on PATH; install Java 17" in said


def test_a_master_that_does_not_answer_is_said_in_one_line(source: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        master = f"spark://127.0.0.1:{server.getsockname()[1]}"
    code, said = dedupe(source, "--master", master)
    assert code == 74
    assert said.count("\n") == 1
    assert f"{master}: no answer (connection refused); is the master running?" in said


def test_what_is_no_master_is_refused(source: Path) -> None:
    code, said = dedupe(source, "--master", "http://host")
    assert code == 2
    assert "one of local, local[N]" in said


def test_an_output_that_cannot_be_made_is_said_before_anything_is_read(source: Path) -> None:
    if not os.environ.get("JAVA_HOME") and not any(
        Path(folder, "java").exists() for folder in os.environ["PATH"].split(os.pathsep)
    ):
        pytest.skip("there is no Java")
    code, said = dedupe(source, "-o", str(source / "out"), "-q")
    assert code == 73
    assert said.count("\n") == 1
    assert str(source / "out") in said
