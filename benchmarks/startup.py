"""How long the commands take from a cold start, beside `csvcut --help` of csvkit.

All are started in turn, round after round in one run, so that what else the machine does
falls on all alike. Times are of whole processes whose output goes nowhere.

    python benchmarks/startup.py [DOCUMENT] [--rounds 20] [--env .venv-bench]

speechkit and csvkit are installed into an environment of their own, which is made where it
is missing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEER = "csvcut --help"
PARTS = ("split", "dedupe --explain --passages", "keywords", "themes")
"""Commands that a report holds the results of; it may take their sum and a fifth."""
TARGETS = {"split": 1.5, "dedupe": 3.0, "keywords": 3.0}
"""Times of `csvcut --help` a command may take."""


@dataclass
class Row:
    """A command and what it took."""

    name: str
    command: list[str]
    target: float | None = None
    seconds: list[float] = field(default_factory=list)
    exit_code: int = 0

    @property
    def best(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main() -> None:
    """Install, measure, print a table."""
    options = _options()
    rows, first = measure_commands(options.document, env=options.env, rounds=options.rounds)
    _show(rows, options)
    if first is not None:
        print(f"first run of keywords, which builds the cache: {1000 * first:.0f} ms")


def measure_commands(
    document: Path, *, env: Path, rounds: int, only: Container[str] | None = None
) -> tuple[list[Row], float | None]:
    """What the commands take, or those of these names only, and the first run of `keywords`."""
    programs = _install(env.resolve())
    rows = [row for row in _rows(programs, document.resolve()) if not only or row.name in only]
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "SPEECHKIT_CACHE": cache}
        first = _first_run(rows, environment)
        _measure(rows, rounds, environment)
    return rows, first


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("document", nargs="?", type=Path, default=ROOT / "corpus/speeches.txt")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--env", type=Path, default=ROOT / ".venv-bench")
    return parser.parse_args()


def _install(env: Path) -> Path:
    """Folder of the programs of an environment that holds speechkit as it is now and csvkit."""
    scripts = env / ("Scripts" if os.name == "nt" else "bin")
    if not (scripts / "pip").exists() and not (scripts / "pip.exe").exists():
        venv.create(env, with_pip=True)
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", str(ROOT), "csvkit"], check=True)
    return scripts


def _rows(programs: Path, document: Path) -> list[Row]:
    speechkit, source = str(programs / "speechkit"), str(document)

    def row(*arguments: str, target: float | None = None) -> Row:
        name = " ".join(("speechkit", *arguments))
        return Row(name, [speechkit, *arguments], target)

    def analysis(*arguments: str) -> Row:
        name, target = " ".join(arguments), TARGETS.get(" ".join(arguments))
        return Row(f"speechkit {name}", [speechkit, *arguments, source], target)

    return [
        Row("python -c pass", [str(programs / "python"), "-c", "pass"]),
        Row(PEER, [str(programs / "csvcut"), "--help"]),
        row("--version"),
        row("--help"),
        analysis("split"),
        analysis("split", "--format", "table"),
        analysis("dedupe"),
        analysis("dedupe", "--explain"),
        analysis("dedupe", "--explain", "--passages"),
        analysis("keywords"),
        analysis("themes"),
        analysis("report"),
    ]


def _first_run(rows: list[Row], environment: Mapping[str, str]) -> float | None:
    """Start each once, so that files are in memory and caches built; seconds of `keywords`."""
    first = None
    for row in rows:
        seconds = _run(row, environment)
        if row.name == "speechkit keywords" and row.exit_code == 0:
            first = seconds
    return first


def _measure(rows: list[Row], rounds: int, environment: Mapping[str, str]) -> None:
    for _ in range(rounds):
        for row in rows:
            row.seconds.append(_run(row, environment))


def _run(row: Row, environment: Mapping[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        row.command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    seconds = time.perf_counter() - began
    row.exit_code = row.exit_code or done.returncode
    return seconds


def _show(rows: list[Row], options: argparse.Namespace) -> None:
    peer = next(row for row in rows if row.name == PEER)
    print(
        f"{options.document.name} ({options.document.stat().st_size:,} bytes), "
        f"Python {sys.version.split()[0]}, best and median of {options.rounds}"
    )
    print(f"{'command':34}{'best ms':>8}{'median':>8}{'× csvcut':>10}{'target':>8}")
    for row in rows:
        target = f"{row.target:.1f}" if row.target else ""
        line = f"{row.name:34}{1000 * row.best:8.0f}{1000 * row.median:8.0f}"
        line += f"{row.best / peer.best:10.2f}{target:>8}"
        print(line + (f"  failed ({row.exit_code})" if row.exit_code else ""))
    best = {row.name.removeprefix("speechkit "): row.best for row in rows}
    parts = sum(best[name] for name in PARTS)
    share = best["report"] / parts
    print(f"report: {100 * share:.0f} % of the sum of its parts, {1000 * parts:.0f} ms; target 120")


if __name__ == "__main__":
    main()
