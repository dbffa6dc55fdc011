"""What `split`, `keywords` and `themes` take of large collections, and that their lines stream.

The input is invented: texts of words drawn from a dictionary, of which three in ten are versions
of others (`dedupe_corpus`), as one file of JSON lines and as a folder of text files. Each command
is run once at every size with `--format jsonl`; memory and temporary disk are looked up four
times a second. From the two largest sizes follows what a million speeches would take. Prints
tables and keeps them in `benchmarks/results`. Linux only: see `dedupe_measure`.

    python benchmarks/large.py [--short 10000,50000,200000] [--long 2000,10000]
                               [--commands split,keywords,themes] [--inputs jsonl,folder]
    python benchmarks/large.py --short 500000,1000000 --long '' --commands split --inputs jsonl
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dedupe_corpus import read_texts, write_corpus
from benchmarks.dedupe_measure import Run, measure
from benchmarks.dedupe_results import conditions, keep, table

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("split", "keywords", "themes")
INPUTS = ("jsonl", "folder")
SHORT = 300
"""Characters of a short speech, on average."""
LONG = 4_000
"""Of a long one: a quarter of an hour at the desk."""
FILES = 1_000
"""Of a folder below the one that is named."""
INTERVAL = 0.25
"""Seconds between two looks at the memory: a gigabyte takes ten milliseconds to look up."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took for a collection."""

    command: str
    input: str
    length: int
    """Characters of a speech, on average."""
    n_speeches: int
    run: Run
    output_mb: float


@dataclass(frozen=True, slots=True)
class Grown:
    """How a command grows, from its two largest sizes."""

    command: str
    input: str
    length: int
    exponent: float
    """Of the processor's time: 1 where twice the speeches take twice as long."""
    memory: float
    """Bytes of a speech more."""
    disk: float
    """Bytes of a speech more, in temporary files."""
    million_cpu_hours: float
    """Of all processes: several cores share most of it."""
    million_gb: float
    million_disk_gb: float


@dataclass(frozen=True, slots=True)
class Streamed:
    """What is seen of `split` by who reads its lines while it works."""

    n_speeches: int
    first_seconds: float
    """Until the first line was there."""
    read_fraction: float
    """Of the input, when it was there."""
    exit_code: int
    """After the reader has closed its end."""
    said: str
    """On standard error, all along."""


def main() -> None:
    """Measure, print, keep."""
    options = _options()
    options.work = options.work.resolve()
    rows = [_measured(*task, options) for task in _tasks(options)]
    grown = list(_grown(rows))
    streamed = _streamed(_corpus(*max(_sizes_of(options)), options))
    arguments = (
        f"--commands {','.join(options.commands)} --inputs {','.join(options.inputs)} "
        f"--short {_listed(options.short)} --long {_listed(options.long)}"
    )
    about = conditions(_corpus(*max(_sizes_of(options)), options), arguments)
    text = _page(rows, grown, streamed, about)
    print(text, end="")
    data = {"conditions": about, "runs": rows, "growth": grown, "streams": streamed}
    keep(options.results / options.name, text, data)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("--short", type=_sizes, default=_sizes("10000,50000,200000"))
    parser.add_argument("--long", type=_sizes, default=_sizes("2000,10000"))
    parser.add_argument("--commands", type=_names, default=list(COMMANDS))
    parser.add_argument("--inputs", type=_names, default=list(INPUTS))
    parser.add_argument("--name", default="large", help="of the files of results")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench-large")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(map(int, filter(None, text.split(","))))


def _names(text: str) -> list[str]:
    return text.split(",")


def _listed(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes)) or "''"


def _sizes_of(options: argparse.Namespace) -> Iterator[tuple[int, int]]:
    """Speeches and characters of each, all there are."""
    yield from ((n, SHORT) for n in options.short)
    yield from ((n, LONG) for n in options.long)


def _tasks(options: argparse.Namespace) -> Iterator[tuple[str, str, int, int]]:
    for kind in options.inputs:
        for n_speeches, length in _sizes_of(options):
            yield from ((command, kind, n_speeches, length) for command in options.commands)


# ----------------------------------------------------------------------------- measuring


def _measured(
    command: str, kind: str, n_speeches: int, length: int, options: argparse.Namespace
) -> Measured:
    corpus = _corpus(n_speeches, length, options)
    source = corpus if kind == "jsonl" else _folder(corpus)
    log = options.work / "log"
    line = [*_speechkit(command), str(source)]
    run = measure(line, folder=options.work, log=log, interval=INTERVAL)
    print(f"{command} {source.name}: {run.seconds:.1f} s", file=sys.stderr, flush=True)
    return Measured(command, kind, length, n_speeches, run, log.stat().st_size / 1e6)


def _speechkit(command: str) -> list[str]:
    return [sys.executable, "-m", "speechkit", command, "--quiet", "--format", "jsonl"]


def _grown(rows: Sequence[Measured]) -> Iterator[Grown]:
    """The growth of each command, input and length of which there are two sizes or more."""
    series: dict[tuple[str, str, int], list[Measured]] = {}
    for row in rows:
        series.setdefault((row.command, row.input, row.length), []).append(row)
    for name, sizes in sorted(series.items(), key=lambda each: (each[0][2], each[0])):
        for small, large in list(pairwise(sizes))[-1:]:
            yield Grown(*name, *_growth(small, large))


def _growth(small: Measured, large: Measured) -> tuple[float, ...]:
    """Exponent, bytes of memory and of disk, and what follows for a million.

    Time goes on with the exponent, if it is above 1; memory and disk along a straight line.
    The processor's time counts: what else the machine does lengthens it least.
    """
    more = large.n_speeches - small.n_speeches
    times = large.n_speeches / small.n_speeches
    exponent = log(large.run.cpu_seconds / small.run.cpu_seconds) / log(times)
    memory = 1e6 * (large.run.peak_mb - small.run.peak_mb) / more
    disk = 1e6 * (large.run.disk_mb - small.run.disk_mb) / more
    left = MILLION - large.n_speeches
    seconds = large.run.cpu_seconds * (MILLION / large.n_speeches) ** max(1.0, exponent)
    return (
        exponent,
        memory,
        disk,
        seconds / 3600,
        (large.run.peak_mb + left * memory / 1e6) / 1e3,
        (large.run.disk_mb + left * disk / 1e6) / 1e3,
    )


def _streamed(corpus: Path) -> Streamed:
    """Read one line of `split`, see how far it is, and close."""
    began = time.perf_counter()
    with subprocess.Popen(
        [*_speechkit("split"), str(corpus)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None  # noqa: S101 # piped
        assert process.stderr is not None  # noqa: S101 # piped
        process.stdout.readline()
        seconds = time.perf_counter() - began
        time.sleep(1)  # what is not read now waits for the reader
        fraction = _place_in(process.pid, corpus) / corpus.stat().st_size
        process.stdout.close()
        said = process.stderr.read().decode()
    n_speeches = sum(1 for _ in read_texts(corpus))
    return Streamed(n_speeches, seconds, fraction, process.returncode, said)


def _place_in(pid: int, path: Path) -> int:
    """How far a process has read a file; all of it where the file is not open any more."""
    for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
        if descriptor.resolve() == path.resolve():
            lines = Path(f"/proc/{pid}/fdinfo/{descriptor.name}").read_text("ascii").splitlines()
            return int(lines[0].split()[1])
    return path.stat().st_size


# --------------------------------------------------------------------------------- input


def _corpus(n_speeches: int, length: int, options: argparse.Namespace) -> Path:
    path: Path = options.work / f"{n_speeches}x{length}.jsonl"
    write_corpus(path, n_speeches, length=length)
    return path


def _folder(corpus: Path) -> Path:
    """The same speeches as files, some in each of many folders."""
    folder = corpus.with_suffix("")
    if not folder.exists():
        unfinished = corpus.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for number, (id_, text) in enumerate(read_texts(corpus)):
            inner = unfinished / f"{number // FILES:04}"
            inner.mkdir(parents=True, exist_ok=True)
            (inner / f"{id_}.txt").write_text(text + "\n", "utf-8")
        unfinished.rename(folder)
    return folder


# -------------------------------------------------------------------------------- tables


def _page(
    rows: Sequence[Measured],
    grown: Sequence[Grown],
    streamed: Streamed,
    about: dict[str, str],
) -> str:
    return "\n".join(
        [
            "# split, keywords and themes over large collections",
            "",
            *(f"- {name}: {value}" for name, value in about.items()),
            "",
            "One run each with `--format jsonl`. CPU s is of all processes; peak MB the sum of",
            "their proportional set sizes at the worst, disk MB that of temporary files, output",
            "MB the lines that were printed.",
            "",
            *_run_table(rows),
            "",
            "Exponent (of CPU s) and bytes of a speech more are those between the two largest",
            "sizes. A million is extrapolated: time by the exponent if it is above 1, else in",
            "proportion; memory and disk along a straight line.",
            "",
            *_growth_table(grown),
            "",
            f"`split --format jsonl` of {streamed.n_speeches:,} records prints its first line",
            f"after {streamed.first_seconds:.1f} s; a second later, nobody reading on, it has",
            f"read {streamed.read_fraction:.1%} of its input. When the reader closes its end, it",
            f"leaves with {streamed.exit_code} and says {streamed.said.strip() or 'nothing'}.",
            "",
        ]
    )


def _run_table(rows: Sequence[Measured]) -> list[str]:
    head = ["command, input, characters", "speeches", "s", "CPU s", "speeches/s"]
    cells = [
        [
            f"{row.command}, {row.input}, {row.length:,}",
            f"{row.n_speeches:,}",
            f"{row.run.seconds:.1f}",
            f"{row.run.cpu_seconds:.1f}",
            f"{row.n_speeches / row.run.seconds:,.0f}",
            f"{row.run.peak_mb:,.0f}",
            f"{row.run.disk_mb:,.0f}",
            f"{row.output_mb:,.0f}",
        ]
        for row in sorted(rows, key=lambda row: (row.length, row.command, row.input))
    ]
    return table([*head, "peak MB", "disk MB", "output MB"], cells)


def _growth_table(grown: Sequence[Grown]) -> list[str]:
    head = ["command, input, characters", "exponent", "bytes a speech more", "on disk"]
    cells = [
        [
            f"{row.command}, {row.input}, {row.length:,}",
            f"{row.exponent:.2f}",
            f"{row.memory:,.0f}",
            f"{row.disk:,.0f}",
            f"{row.million_cpu_hours:.2f}",
            f"{row.million_gb:.1f}",
            f"{row.million_disk_gb:.1f}",
        ]
        for row in grown
    ]
    return table([*head, "a million: CPU h", "GB", "GB on disk"], cells)


if __name__ == "__main__":
    main()
