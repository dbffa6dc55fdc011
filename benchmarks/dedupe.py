"""How fast and how well `speechkit dedupe` finds versions, beside tools of the same kind.

The peers are gaoya, rensa, datasketch and text-dedup. Makes a corpus with planted versions
and computes all pairs that are alike exactly (`dedupe_corpus`, `dedupe_truth`; both are kept
in the work folder), installs each tool into an environment of its own and runs all in turn,
round after round, so that what else the machine does falls on all alike. Prints the tables
and keeps them in `benchmarks/results`.

    python benchmarks/dedupe.py [--documents 20000] [--length 2000] [--rounds 3]
                                [--tools speechkit,gaoya,rensa,datasketch,text-dedup]
                                [--speechkit PROGRAM] [--work FOLDER] [--results FOLDER]
    python benchmarks/dedupe.py --growth 125000,250000,500000,1000000 --length 60

`--growth` runs speechkit alone on corpora of these sizes. Linux only: see `dedupe_measure`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dedupe_corpus import LENGTH, read_planted, write_corpus
from benchmarks.dedupe_measure import FailedRunError, Run, measure
from benchmarks.dedupe_results import Grown, Result, conditions, keep, show_growth, show_tools
from benchmarks.dedupe_scores import Scores, score
from benchmarks.dedupe_tools import (
    ROOT,
    TOOLS,
    Installed,
    NotInstalledError,
    install,
    installed_speechkit,
)
from benchmarks.dedupe_truth import true_pairs


def main() -> None:
    """Compare the tools, or see how speechkit grows."""
    options = _options()
    options.work = options.work.resolve()
    if options.growth:
        name, text, rows = _measure_growth(options)
    else:
        name, text, rows = _compare(options)
    print(text, end="")
    keep(options.results / name, text, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=LENGTH)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", type=_tools, default=list(TOOLS))
    parser.add_argument("--growth", type=_sizes, default=[])
    parser.add_argument("--speechkit", type=Path, help="a program that is installed already")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench-dedupe")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    return parser.parse_args()


def _tools(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(TOOLS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}; there are {list(TOOLS)}")
    return names


def _sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",")]


# ---------------------------------------------------------------------------- comparison


def _compare(options: argparse.Namespace) -> tuple[str, str, object]:
    """Name of the result, its tables and the figures as data."""
    corpus = _corpus(options, options.documents)
    truth, planted = true_pairs(corpus), read_planted(corpus)
    tools, failures = _installed(options)
    about = conditions(corpus, _arguments(options))
    scores: dict[str, Scores] = {}
    runs: dict[str, list[Run]] = {name: [] for name in tools}
    for n_round in range(options.rounds):
        for name, tool in tools.items():
            if name in failures or (tool.tool.slow and n_round):
                continue
            out = options.work / f"{name}.pairs"
            try:
                looks = n_round == 0  # at the memory; the time is that of the other rounds
                runs[name].append(_run(tool, corpus, out, options.work, looks=looks))
            except FailedRunError as error:
                failures[name] = str(error)
                continue
            if name not in scores:
                scores[name] = score(tool.pairs(out), truth, planted)
    results = [
        Result(name, tools[name].version, tools[name].tool.how, tuple(runs[name]), scores[name])
        for name in scores
    ]
    name = f"dedupe-{options.documents}" + (f"x{options.length}" * (options.length != LENGTH))
    about["pairs that are alike"] = f"{len(truth):,}"
    about |= {f"{name} failed": reason for name, reason in failures.items()}
    data = {"conditions": about, "tools": results}
    return name, show_tools(results, options.documents, about), data


def _arguments(options: argparse.Namespace) -> str:
    """Those that the figures depend on; not where things are on this machine."""
    sizes = f"--documents {options.documents}"
    if options.growth:
        sizes = "--growth " + ",".join(map(str, options.growth))
    drawn = f"--length {options.length} --seed {options.seed}"
    return f"{sizes} {drawn} --rounds {options.rounds}"


def _corpus(options: argparse.Namespace, n_documents: int) -> Path:
    path: Path = options.work / f"{n_documents}x{options.length}-{options.seed}.jsonl"
    _say(f"corpus {path.name}")
    write_corpus(path, n_documents, length=options.length, seed=options.seed)
    return path


def _installed(options: argparse.Namespace) -> tuple[dict[str, Installed], dict[str, str]]:
    """The tools that can be run, and why others cannot."""
    tools: dict[str, Installed] = {}
    failures: dict[str, str] = {}
    for name in options.tools:
        try:
            tools[name] = _installed_tool(name, options)
        except NotInstalledError as error:
            failures[name] = f"not installed: {error}"
    return tools, failures


def _installed_tool(name: str, options: argparse.Namespace) -> Installed:
    if name == "speechkit" and options.speechkit:
        return installed_speechkit(options.speechkit)
    _say(f"environment of {name}")
    return install(TOOLS[name], options.work)


def _run(tool: Installed, corpus: Path, out: Path, work: Path, *, looks: bool = True) -> Run:
    log = work / f"{tool.tool.name}.log"
    run = measure(tool.command(corpus, out), folder=ROOT, log=log, looks=looks)
    _say(f"{tool.tool.name} {run.seconds:.2f} s, {run.peak_mb:.0f} MB")
    return run


def _say(remark: str) -> None:
    print(remark, file=sys.stderr, flush=True)


# -------------------------------------------------------------------------------- growth


def _measure_growth(options: argparse.Namespace) -> tuple[str, str, object]:
    """The same of speechkit alone on growing corpora, the best of the rounds each."""
    tool = _installed_tool("speechkit", options)
    corpora = [_corpus(options, size) for size in sorted(options.growth)]
    about = conditions(corpora[-1], _arguments(options)) | {"speechkit": tool.version}
    best: list[Run | None] = [None] * len(corpora)
    for _ in range(options.rounds):
        for i, corpus in enumerate(corpora):
            run = _run(tool, corpus, options.work / "speechkit.pairs", options.work)
            best[i] = _better(best[i], run)
    rows = _grown(sorted(options.growth), [run for run in best if run])
    text = show_growth(rows, about)
    return f"dedupe-growth-x{options.length}", text, {"conditions": about, "sizes": rows}


def _better(best: Run | None, run: Run) -> Run:
    return run if best is None or run.seconds < best.seconds else best


def _grown(sizes: Sequence[int], runs: Sequence[Run]) -> list[Grown]:
    rows: list[Grown] = []
    for size, run in zip(sizes, runs, strict=True):
        more = None
        if rows:
            last = rows[-1]
            more = 1e6 * (run.peak_mb - last.run.peak_mb) / (size - last.n_documents)
        rows.append(Grown(size, run, more))
    return rows


if __name__ == "__main__":
    main()
