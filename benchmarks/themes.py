"""How fast `speechkit themes` is, and what memory it takes, beside topics without a codebook.

The peer is what one would write instead: words of jieba, TF-IDF, NMF with as many topics as the
codebook has themes, and their shares in each speech (`peers/with_nmf.py`), in an environment of its
own. All are run in turn, round after round, so that what else the machine does falls on all alike.
Prints a table and keeps it in `benchmarks/results`.

    python benchmarks/themes.py speed --data FOLDER [--documents 10000] [--length 8000]
    python benchmarks/themes.py speed --data FOLDER --growth 1000,2000,4000

FOLDER holds the texts, which are not ours to ship: `work_reports.jsonl` and `policies.jsonl`
(`text`). Linux only: see `dedupe_measure`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dedupe_measure import Run, measure
from benchmarks.dedupe_results import conditions, keep
from benchmarks.dedupe_tools import ROOT, TOOLS, Installed, Tool, install, installed_speechkit
from benchmarks.keywords_corpus import made_texts, read_texts, write_corpus
from benchmarks.keywords_results import Size, Speed, show_sizes, show_speed
from benchmarks.keywords_tools import JOBS, Method

SEED = 1
SPEECHKIT = TOOLS["speechkit"]
NMF = Tool("nmf", ("scikit-learn", "jieba", "orjson"), "")
OURS = Method("speechkit", SPEECHKIT, "the command, JSON to a file")
COMPARED = (
    OURS,
    Method("speechkit, CSV", SPEECHKIT, "the command, CSV to a file", ("--format", "csv")),
    Method("speechkit, one process", SPEECHKIT, "JSON, with --jobs 1", (JOBS, "1")),
    Method("jieba, TF-IDF, NMF", NMF, "words by one process", ("one",)),
    Method("jieba in 2 processes, TF-IDF, NMF", NMF, "jieba.enable_parallel(2)", ("parallel",)),
)


def main() -> None:
    """Do what is asked for."""
    options = _options()
    options.work = options.work.resolve()
    texts = read_texts(options.data)
    if options.growth:
        _measure_growth(options, texts)
    else:
        _compare_speed(options, texts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    commands = parser.add_subparsers(required=True)
    speed = commands.add_parser("speed")
    speed.add_argument("--data", type=Path, required=True, help="folder of texts")
    speed.add_argument("--documents", type=int, default=10_000)
    speed.add_argument("--length", type=int, default=8_000, help="characters, on average")
    speed.add_argument("--rounds", type=int, default=3)
    speed.add_argument("--growth", type=_sizes, default=[], help="numbers of documents")
    speed.add_argument("--work", type=Path, default=ROOT / ".bench-themes")
    speed.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    speed.add_argument("--speechkit", type=Path, help="a program that is installed already")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(map(int, text.split(",")))


def _compare_speed(options: argparse.Namespace, texts: Sequence[str]) -> None:
    corpus, n_bytes = _corpus(options, texts, options.documents)
    arguments = f"--documents {options.documents} --length {options.length}"
    about = conditions(corpus, f"speed {arguments} --rounds {options.rounds}")
    tools = _environments([method.tool for method in COMPARED], options)
    peaks = {method.name: _run(method, tools, corpus, options).peak_mb for method in COMPARED}
    runs: dict[str, list[Run]] = {method.name: [] for method in COMPARED}
    for _ in range(options.rounds):
        for method in COMPARED:
            runs[method.name].append(_run(method, tools, corpus, options, looks=False))
    results = [
        Speed(
            method.name,
            tools[method.tool.name].version,
            method.how,
            method.part,
            n_bytes,
            tuple(run.seconds for run in runs[method.name]),
            tuple(run.cpu_seconds for run in runs[method.name]),
            peaks[method.name],
        )
        for method in COMPARED
    ]
    text = show_speed(results, about, command="themes")
    print(text, end="")
    rows = [asdict(r) | {"median": r.median, "mb_per_second": r.mb_per_second} for r in results]
    keep(options.results / "themes_speed", text, {"conditions": about, "tools": rows})


def _measure_growth(options: argparse.Namespace, texts: Sequence[str]) -> None:
    """Speechkit alone on growing corpora."""
    made = {size: _corpus(options, texts, size) for size in options.growth}
    sizes = ",".join(map(str, options.growth))
    arguments = f"speed --growth {sizes} --length {options.length} --rounds {options.rounds}"
    about = conditions(made[options.growth[-1]][0], arguments)
    tools = _environments([SPEECHKIT], options)
    about["speechkit"] = tools[SPEECHKIT.name].version
    peaks = {size: _run(OURS, tools, path, options).peak_mb for size, (path, _) in made.items()}
    runs: dict[int, list[Run]] = {size: [] for size in made}
    for _ in range(options.rounds):
        for size, (path, _) in made.items():
            runs[size].append(_run(OURS, tools, path, options, looks=False))
    rows = [
        Size(size, n_bytes, tuple(run.seconds for run in runs[size]), peaks[size])
        for size, (_, n_bytes) in made.items()
    ]
    text = show_sizes(rows, about, command="themes")
    print(text, end="")
    keep(options.results / "themes_growth", text, {"conditions": about, "sizes": rows})


def _corpus(options: argparse.Namespace, texts: Sequence[str], n: int) -> tuple[Path, int]:
    """So many made texts in a file, and their bytes of UTF-8."""
    path = options.work / f"{n}x{options.length}-{SEED}.jsonl"
    made = list(islice(made_texts(texts, options.length, seed=SEED), n))
    write_corpus(path, made)
    return path, sum(len(text.encode()) for text in made)


def _environments(tools: Iterable[Tool], options: argparse.Namespace) -> dict[str, Installed]:
    found: dict[str, Installed] = {}
    for tool in dict.fromkeys(tools):
        if tool is SPEECHKIT and options.speechkit:
            found[tool.name] = installed_speechkit(options.speechkit)
        else:
            _say(f"environment of {tool.name}")
            found[tool.name] = install(tool, options.work)
    return found


def _run(
    method: Method,
    tools: dict[str, Installed],
    corpus: Path,
    options: argparse.Namespace,
    *,
    looks: bool = True,
) -> Run:
    line = _command(method, tools[method.tool.name], corpus, options.work / "out")
    run = measure(line, folder=ROOT, log=options.work / "log", looks=looks)
    memory = f", {run.peak_mb:.0f} MB" if looks else ""
    _say(
        f"{method.name} on {corpus.name}: {run.seconds:.1f} s, "
        f"{run.cpu_seconds:.1f} s of all cores{memory}"
    )
    return run


def _command(method: Method, installed: Installed, corpus: Path, out: Path) -> list[str]:
    if method.tool is not SPEECHKIT:
        return [*installed.program, *method.arguments, str(corpus), str(out)]
    output = ["--format", "json", "-o", str(out), "--force", "--quiet"]
    return [*installed.program, "themes", str(corpus), *output, *method.arguments]


def _say(remark: str) -> None:
    print(remark, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
