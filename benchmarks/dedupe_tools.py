"""The name of a tool in; its environment, its command and the pairs it reports out.

Each peer is installed by name into an environment of its own and run by a program in
`peers`, in the way its documentation recommends: character 5-grams of the text without white
space, 128 hashes, threshold .7. speechkit is run as the command its users run.
"""

from __future__ import annotations

import subprocess
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parent.parent


class NotInstalledError(Exception):
    """A tool that cannot be installed here; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pair as a tool reports it."""

    jaccard: float | None = None
    kind: str | None = None


Pairs = Mapping[tuple[str, str], Found]
"""By identifiers, the lesser first."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One of those that are compared."""

    name: str
    packages: tuple[str, ...]
    """What is installed, by name; the first one is the tool."""
    how: str
    """How it is run, for the table."""
    slow: bool = False
    """Run once only, however many rounds there are."""


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("speechkit", (str(ROOT),), "the command, JSON to a file; all pairs verified"),
        Tool("gaoya", ("gaoya", "orjson"), "bulk insertion and query on its own threads"),
        Tool("rensa", ("rensa", "orjson"), "RMinHash in bulk, LSH of 16 bands; one process"),
        Tool(
            "datasketch",
            ("datasketch", "xxhash", "orjson"),
            "MinHash.bulk with xxh32, MinHashLSH; one process",
        ),
        Tool(
            "text-dedup",
            ("text-dedup", "orjson"),
            "its command, characters pre-spaced, a process a core; pairs within its groups",
            slow=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Installed:
    """A tool that can be run."""

    tool: Tool
    version: str
    program: tuple[str, ...]
    """What its command begins with."""

    def command(self, corpus: Path, out: Path) -> list[str]:
        """The command that writes the pairs of a corpus to a file."""
        if self.tool.name == "speechkit":
            options = ["--format", "json", "--quiet", "--force", "-o", str(out)]
            return [*self.program, "dedupe", str(corpus), *options]
        return [*self.program, str(corpus), str(out)]

    def pairs(self, out: Path) -> Pairs:
        """The pairs it wrote."""
        if self.tool.name == "speechkit":
            rows = orjson.loads(out.read_bytes())["pairs"]
            return {_ordered(r["a"], r["b"]): Found(r["jaccard"], r["kind"]) for r in rows}
        lines = out.read_text("utf-8").splitlines()
        return {_ordered(*line.split("\t")): Found() for line in lines}


def install(tool: Tool, work: Path) -> Installed:
    """Install a tool into an environment of its own below a folder, made where it is missing.

    Raises
    ------
    NotInstalledError
        When pip fails.
    """
    folder = work / "environments" / tool.name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    _run([*pip, *tool.packages])
    name = "speechkit" if tool.name == "speechkit" else tool.packages[0]
    code = f"from importlib.metadata import version; print(version({name!r}))"
    version = _run([str(python), "-c", code]).strip()
    if tool.name == "speechkit":
        return Installed(tool, version, (str(folder / "bin" / "speechkit"),))
    module = f"benchmarks.peers.with_{tool.name.replace('-', '_')}"
    return Installed(tool, version, (str(python), "-m", module))


def installed_speechkit(program: Path) -> Installed:
    """The speechkit that is installed already."""
    version = _run([str(program), "--version"]).split()[-1]
    return Installed(TOOLS["speechkit"], version, (str(program.resolve()),))


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotInstalledError(lines[-1] if lines else f"exit code {done.returncode}")
    return done.stdout


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
