"""Completion: what a shell asks and gets, and the same in each shell that is at hand."""

from __future__ import annotations

import fcntl
import os
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechkit.cli.app import COMMANDS

SHELLS = ("bash", "zsh", "fish")
FORMATS = ["csv", "json", "jsonl", "table"]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the command in it, as a shell finds it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "speechkit"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m speechkit "$@"\n')
    command.chmod(0o755)
    return folder


# ------------------------------------------------------------------------- the protocol


def answer(shell: str, line: str) -> list[str]:
    """What a shell is offered for a line that is being typed, without descriptions."""
    words = shlex.split(line) + ([""] if line.endswith(" ") else [])
    asked = {
        "_SPEECHKIT_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    if shell != "bash":
        del asked["COMP_WORDS"]
        asked |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(
        [sys.executable, "-m", "speechkit"],
        env={**os.environ, **asked},
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().splitlines()
    if shell == "zsh":
        return re.findall(r'"([^"]+)"(?::"[^"]*")?(?=$|\)\))', "\n".join(lines), re.MULTILINE)
    return [line.partition("\t")[0] for line in lines if line]


LINES = {
    "speechkit ": sorted(COMMANDS),
    "speechkit sp": ["split"],
    "speechkit themes --top": ["--topics"],
    "speechkit split --format ": FORMATS,
    "speechkit split --format js": ["json", "jsonl"],
    "speechkit dedupe a.txt --lang ": ["en", "zh"],
    "speechkit concordance --sort ": ["left", "position", "right"],
    "speechkit keywords --over ": ["date"],
    "speechkit themes --rows tr": ["trends"],
    "speechkit --lang ": ["en", "zh"],
    "speechkit split ": [],
    "speechkit split -o ": [],
    "speechkit diff a.txt ": [],
}
"""What is typed, and what is offered; nothing where the shell's own file names are meant."""


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_offered_is_what_can_follow(shell: str, line: str) -> None:
    assert sorted(answer(shell, line)) == LINES[line]


def test_the_names_of_options_are_those_of_the_command() -> None:
    offered = answer("bash", "speechkit concordance 项目 a.txt --")
    assert {"--regex", "--collocates", "--lang"} <= set(offered)
    assert "--threshold" not in offered


def test_completion_waits_for_no_library_that_draws() -> None:
    code = "import sys, atexit\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}from speechkit.cli import main; main([])"],
        env={
            **os.environ,
            "_SPEECHKIT_COMPLETE": "complete_zsh",
            "_TYPER_COMPLETE_ARGS": "speechkit split --fo",
        },
        capture_output=True,
        check=True,
    )
    loaded = done.stderr.decode().split()
    assert {"rich.console", "numpy", "speechkit.cli.themes"}.isdisjoint(loaded)
    assert "speechkit.cli.split" in loaded


# --------------------------------------------------------------------------- in a shell


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_any_shell_can_be_shown(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "speechkit", "--show-completion", shell],
        capture_output=True,
        check=True,
    )
    assert f"complete_{shell}" in done.stdout.decode()
    assert done.stderr == b""


OWN_TERMINAL = (
    "import fcntl, os, sys, termios; "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Starts a program whose terminal is the one it reads from, without which fish waits."""


class Terminal:
    """A shell on a terminal, typed into as a person does."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def read_until(self, expected: str, seconds: float = 20) -> str:
        """What was printed up to some text, or when time is over."""
        end, printed = time.monotonic() + seconds, ""
        while expected not in printed and (left := end - time.monotonic()) > 0:
            if select.select([self._ours], [], [], min(left, 0.2))[0]:
                printed += os.read(self._ours, 65536).decode("utf-8", "replace")
        return printed

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)


START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SET_UP = {
    "bash": "bind 'set show-all-if-ambiguous on'; . ./script",
    "zsh": "autoload -Uz compinit; compinit -u -D; . ./script",
    "fish": "source ./script",
}


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path, programs: Path) -> Iterator[Terminal]:
    """A shell with our completion, in a folder with one file."""
    shell: str = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not at hand")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "talks2024.txt").touch()
    environment = {
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PATH": os.pathsep.join((str(programs), os.environ.get("PATH", os.defpath))),
        "TERM": "xterm",
    }
    script = [str(programs / "speechkit"), "--show-completion", shell]
    (folder / "script").write_bytes(subprocess.check_output(script, env=environment))
    opened = Terminal(START[shell], environment, folder)
    try:
        opened.type(f"{SET_UP[shell]}; echo rea''dy\n")
        assert "ready" in opened.read_until("ready")
        yield opened
    finally:
        opened.close()


TYPED = {
    "the only command": ("speechkit conc\t", "concordance"),
    "the only option": ("speechkit themes --calib\t", "--calibrate"),
    "a format": ("speechkit split --format tab\t", "table"),
    "formats": ("speechkit split --format \t\t", "jsonl"),
    "a language": ("speechkit split --lang z\t", "zh"),
    "a source": ("speechkit split tal\t", "talks2024.txt"),
    "a second source": ("speechkit dedupe a.txt tal\t", "talks2024.txt"),
    "an output": ("speechkit dedupe a.txt -o tal\t", "talks2024.txt"),
}


@pytest.mark.parametrize("label", TYPED)
def test_a_shell_completes_what_is_typed(label: str, terminal: Terminal) -> None:
    typed, expected = TYPED[label]
    terminal.type(typed)
    assert expected in terminal.read_until(expected)
