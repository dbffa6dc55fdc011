"""How fast `split` is, beside a plain read-and-decode and csplit, and how much memory it takes.

All is measured in one run: trust the ratios. The input is made from corpus/speeches.txt, its
paragraphs dealt anew with other figures, in a temporary folder: as one file of 25, 50 and
100 MB, and as 10,000 files that are as much as the largest.

    python benchmarks/split.py [--megabytes 100] [--rounds 3] [--memory 1000]

With --memory also that many MB as many files and as records, for the peak of the memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus" / "speeches.txt"
SPEECHKIT = (sys.executable, "-m", "speechkit", "split", "--quiet")
SPLIT_JSONL = (*SPEECHKIT, "--format", "jsonl")
N_FILES = 10_000
"""In a folder; of 10 kB each."""
CHARACTERS = 3_400
"""Of a speech, about; 10 kB in UTF-8."""
TARGET = 25
"""Plain reads that a split may take as long as."""
READ_ALL = """
import sys, pathlib
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
        file.read_bytes().decode()
"""
READ_AND_SPLIT = """
import sys
from speechkit.files import read_documents
from speechkit.split import split_document
print(sum(len(split_document(document).speeches) for document in read_documents(sys.argv[1:])))
"""


def main() -> None:
    """Make the input, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="split-", dir=options.folder) as name:
        folder = Path(name)
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, best of {options.rounds}")
        if options.megabytes:
            _measure_speed(folder, options.megabytes, options.rounds)
        if options.memory:
            _measure_memory(folder, options.memory)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument(
        "--megabytes", type=int, default=100, help="of the largest file; 0 for no speeds"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, help="MB to split for its peak")
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    return parser.parse_args()


# ------------------------------------------------------------------------------- speed


def _measure_speed(folder: Path, megabytes: int, rounds: int) -> None:
    speeches = list(_speeches(megabytes * 1_000_000))
    files = []
    for size in (megabytes // 4, megabytes // 2, megabytes):
        files.append(folder / f"{size}MB.txt")
        n = len(speeches) * size // megabytes
        files[-1].write_text(_joined(speeches[:n]), "utf-8")
    many = folder / "many"
    _write_many(many, speeches)
    out = folder / "out"
    print(f"{'':44}{'s':>8}{'MB/s':>8}{'plain reads':>14}")
    for file in files:
        _compare(file, out, rounds, _commands(file, out))
    _compare(many, out, rounds, [c for c in _commands(many, out) if c[0] != "csplit"])


def _commands(source: Path, out: Path) -> list[tuple[str, list[str]]]:
    """What is compared, the plain read first."""
    source_and = [str(source)]
    commands = [
        ("read and decode", [sys.executable, "-c", READ_ALL, *source_and]),
        ("csplit", ["csplit", "-sz", "-n6", "-f", f"{out}/x", *source_and, "/^第.*篇：/", "{*}"]),
        ("read_documents, split_document", [sys.executable, "-c", READ_AND_SPLIT, *source_and]),
        ("split --format jsonl --jobs 1", [*SPLIT_JSONL, "--jobs", "1", *source_and]),
        ("split --format jsonl", [*SPLIT_JSONL, *source_and]),
        ("split -o FOLDER", [*SPEECHKIT, "-o", f"{out}/folder", *source_and]),
    ]
    return [c for c in commands if c[0] != "csplit" or shutil.which("csplit")]


def _compare(source: Path, out: Path, rounds: int, commands: list[tuple[str, list[str]]]) -> None:
    """Run all in turn, round after round, and print the best of each, less a bare start."""
    best = {name: float("inf") for name, _ in commands}
    for _ in range(rounds):
        for name, command in commands:
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            best[name] = min(best[name], _seconds(command))
    idle = min(_seconds([sys.executable, "-c", "pass"]) for _ in range(5))
    plain = best["read and decode"] - idle
    megabytes = _size(source) / 1e6
    print(f"{source.name}, {megabytes:.0f} MB")
    for name, seconds in best.items():
        print(f"  {name:42}{seconds:8.2f}{megabytes / seconds:8.1f}{seconds / plain:14.1f}")


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "LC_ALL": "C"}
    )
    return time.perf_counter() - began


def _size(path: Path) -> int:
    files = path.rglob("*.txt") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


# ------------------------------------------------------------------------------ memory


def _measure_memory(folder: Path, megabytes: int) -> None:
    """Peak memory, of the largest process and of all of them together."""
    many, records = folder / "many-files", folder / "records.jsonl"
    _write_many(many, _speeches(megabytes * 1_000_000))
    _write_records(records, _speeches(megabytes * 1_000_000))
    print(f"\n{f'{megabytes} MB':44}{'s':>8}{'largest MB':>12}{'together MB':>13}")
    for source in (many, records):
        for name, arguments in (
            ("--format jsonl", ["--format", "jsonl"]),
            ("--format json", ["--format", "json"]),
            ("-o FOLDER", ["-o", str(folder / "memory-out")]),
        ):
            shutil.rmtree(folder / "memory-out", ignore_errors=True)
            seconds, largest, together = _peak([*SPEECHKIT, *arguments, str(source)])
            print(f"{source.name + ' ' + name:44}{seconds:8.0f}{largest:12.0f}{together:13.0f}")


def _peak(command: list[str]) -> tuple[float, float, float]:
    """Seconds of a command, and MB of its largest process and of all together at the worst."""
    began = time.perf_counter()
    largest = together = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            sizes = [_resident(pid) for pid in (process.pid, *_children(process.pid))]
            largest = max(largest, *(alone for alone, _ in sizes))
            together = max(together, sum(share for _, share in sizes))
            time.sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - began, largest, together


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    except OSError:
        return []
    return [int(child) for child in text.split()]


def _resident(pid: int) -> tuple[float, float]:
    """MB of a process in memory: all, and with what it shares divided among who shares it."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0.0, 0.0
    sizes = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", text, re.MULTILINE))
    return int(sizes.get("Rss", 0)) / 1e3, int(sizes.get("Pss", 0)) / 1e3


# ------------------------------------------------------------------------------- input


def _speeches(n_bytes: int) -> Iterator[tuple[str, str]]:
    """Title and text of one speech after the other, up to so many bytes of UTF-8."""
    deal = random.Random(0)  # noqa: S311 # no secret
    titles, paragraphs = _material()
    written = 0
    while written < n_bytes:
        title = f"{deal.choice(titles)}（{deal.randrange(10_000)}）"
        lines, n_chars = [title, "同志们："], 0
        while n_chars < CHARACTERS:
            lines.append(_with_other_figures(deal.choice(paragraphs), deal))
            n_chars += len(lines[-1])
        text = "\n".join([*lines, "我就讲这些，谢谢大家！", ""])
        written += len(text.encode())
        yield title, text


def _material() -> tuple[list[str], list[str]]:
    """Titles and paragraphs of the corpus."""
    lines = [line.strip() for line in CORPUS.read_text("utf-8").splitlines() if line.strip()]
    headings = [re.fullmatch(r"第.篇：(.+)", line) for line in lines]
    titles = [heading[1] for heading in headings if heading]
    return titles, [line for line in lines if len(line) > 60]


def _with_other_figures(paragraph: str, deal: random.Random) -> str:
    return re.sub(r"\d+", lambda figure: str(deal.randrange(10 ** len(figure[0]))), paragraph)


def _joined(speeches: list[tuple[str, str]]) -> str:
    return "".join(f"第{n}篇：{title}\n{text}" for n, (title, text) in enumerate(speeches, 1))


def _write_many(folder: Path, speeches: Iterable[tuple[str, str]]) -> None:
    for i, (_, text) in enumerate(speeches):
        inner = folder / f"{i // N_FILES:02d}"
        inner.mkdir(parents=True, exist_ok=True)
        (inner / f"{i:06d}.txt").write_text(text, "utf-8")


def _write_records(path: Path, speeches: Iterator[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for n, (title, text) in enumerate(speeches):
            record = {"id": f"r{n}", "title": title, "text": text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
