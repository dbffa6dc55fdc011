"""What a command does not need it does not load: the libraries that make a start slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent / "corpus" / "speeches.txt"
MACHINE_LEARNING = {"sklearn", "scipy", "joblib"}
SEGMENTERS = {"jieba", "rjieba"}
DRAWING = {"rich", "jinja2", "pygments", "textual"}
FORMATS = {"docx", "lxml", "pypdfium2", "pypdfium2_raw", "pyarrow"}
CLUSTER = {"pyspark", "py4j", "pandas"}
LIBRARIES = {
    *MACHINE_LEARNING,
    *SEGMENTERS,
    *DRAWING,
    *FORMATS,
    *CLUSTER,
    "numpy",
    "rapidfuzz",
    "orjson",
    "regex",
}
UNNEEDED = {
    "split": LIBRARIES - {"orjson"},
    "dedupe": LIBRARIES - {"orjson"},
    "dedupe --explain": LIBRARIES - {"orjson", "rapidfuzz"},
    "keywords": {*MACHINE_LEARNING, *DRAWING, *FORMATS, *CLUSTER, "jieba", "regex"},
    "concordance 项目": LIBRARIES - {"orjson"},
    "concordance 项目 --regex": LIBRARIES - {"orjson", "regex"},
    "concordance 项目 --collocates": {
        *MACHINE_LEARNING,
        *DRAWING,
        *FORMATS,
        *CLUSTER,
        "jieba",
        "regex",
    },
    "themes": {*MACHINE_LEARNING, *DRAWING, *FORMATS, *CLUSTER, "jieba"},
    "themes --doctor": {*MACHINE_LEARNING, *DRAWING, *FORMATS, *CLUSTER, "jieba"},
    "report": {*MACHINE_LEARNING, *FORMATS, *CLUSTER, "rich", "textual", "jieba"},
    "report --format md": {*MACHINE_LEARNING, *FORMATS, *CLUSTER, *DRAWING, "jieba"},
    "report --format docx": {
        *MACHINE_LEARNING,
        *FORMATS - {"docx", "lxml"},
        *CLUSTER,
        *DRAWING,
        "jieba",
    },
}
"""For each command the libraries it does without."""

PROGRAM = """
import json, sys
from speechkit.cli import main
try:
    main(sys.argv[1:])
except SystemExit as leave:
    assert not leave.code, leave.code
modules = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps(modules), file=sys.stderr)
"""


def loaded_by(cache: Path, *arguments: str) -> set[str]:
    """Packages that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, "SPEECHKIT_CACHE": str(cache)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_the_version_loads_no_library_at_all(tmp_path: Path) -> None:
    assert loaded_by(tmp_path, "--version").isdisjoint({*LIBRARIES, "typer"})


@pytest.mark.parametrize(
    "command",
    [
        *((), ("split",), ("diff",), ("keywords",), ("concordance",)),
        *(("themes",), ("label",), ("report",), ("browse",)),
    ],
)
def test_help_loads_nothing_but_the_command_line(command: tuple[str, ...], tmp_path: Path) -> None:
    assert loaded_by(tmp_path, *command, "--help").isdisjoint(LIBRARIES)


@pytest.mark.parametrize("command", UNNEEDED)
def test_a_command_loads_only_what_it_needs(command: str, tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, *command.split(), "-q", str(CORPUS))
    assert loaded.isdisjoint(UNNEEDED[command]), loaded & UNNEEDED[command]


def test_a_difference_needs_what_aligns_and_what_writes(tmp_path: Path) -> None:
    loaded = loaded_by(tmp_path, "diff", f"{CORPUS}#3", f"{CORPUS}#4")
    assert loaded.isdisjoint(LIBRARIES - {"orjson", "rapidfuzz"})


def test_scikit_learn_is_loaded_where_topics_are_asked_for(tmp_path: Path) -> None:
    assert "sklearn" in loaded_by(tmp_path, "themes", "--topics", "2", "-q", str(CORPUS))
