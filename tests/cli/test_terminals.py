"""What a terminal gets: colour where it can be shown and nobody declines it, lines of its width."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

TEXT = (
    "第一篇：县长在全体会议上的讲话\n同志们：\n今年要修好\x1b[31m农村道路\u202e，办好学校，抓好落实。\n"
    "第二篇：书记在安全会议上的讲话\n同志们：\n今天只讲安全\u200b，矿山要查，桥梁也要查，谁失职就追究谁。\n"
)


def shown(folder: Path, *arguments: str, variables: dict[str, str], width: int = 80) -> str:
    """What a command writes to a terminal of a width."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "speechkit", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**kept, "TERM": "xterm-256color", **variables},
    ) as process:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        os.close(ours)
    assert process.returncode == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # on Linux the end of a terminal is an error
        return b""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [
        ({}, True),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False),
    ],
)
def test_nobody_gets_colours_who_declines_them(
    folder: Path, variables: dict[str, str], is_coloured: bool
) -> None:
    page = shown(folder, "split", "a.txt", variables=variables)
    assert ("\x1b[" in page) is is_coloured
    assert "在全体会议上的讲话" in page


@pytest.mark.parametrize("term", ["xterm-256color", "xterm", "dumb"])
@pytest.mark.parametrize("width", [60, 120])
def test_lines_are_as_wide_as_the_terminal(folder: Path, term: str, width: int) -> None:
    page = shown(folder, "diff", "a.txt#1", "a.txt#2", width=width, variables={"TERM": term})
    lines = re.sub(r"\x1b\[[0-9;]*m", "", page).split("\n")
    assert max(map(cell_len, lines)) <= width
    assert max(map(len, re.findall("-+", page))) in (width - 1, width)


def test_what_a_speech_holds_cannot_act_on_the_terminal(folder: Path) -> None:
    page = shown(folder, "diff", "a.txt#1", "a.txt#2", variables={"NO_COLOR": "1"})
    assert "<U+001B>[31m农村道路<U+202E>" in re.sub(r"\n *", "", page)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", page)
