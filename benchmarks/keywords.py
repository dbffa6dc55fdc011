"""How well and how fast `speechkit keywords` finds what texts are about, beside its peers.

The peers are jieba's TF-IDF and TextRank, YAKE, and jieba's words joined to phrases. Each is
installed into an environment of its own; all are run in turn, round after round, so that what
else the machine does falls on all alike. Prints tables and keeps them in `benchmarks/results`.

    python benchmarks/keywords.py quality --data FOLDER [DOCUMENT]
    python benchmarks/keywords.py speed --data FOLDER [--megabytes 20] [--rounds 3]
    python benchmarks/keywords.py speed --data FOLDER --growth 2000,8000,32000
    python benchmarks/keywords.py start [DOCUMENT] [--rounds 20]

FOLDER holds the labels and the texts, which are not ours to ship: `abstract_keywords.jsonl`
(`text`, `keywords`), `key_phrases.json`, `work_reports.jsonl` and `policies.jsonl` (`text`).
DOCUMENT is the one whose phrases are labelled; SPEECHKIT_REAL_DOCUMENT names it too. `start`
takes any. Linux only: see `dedupe_measure`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.dedupe_measure import Run, measure
from benchmarks.dedupe_results import conditions, keep
from benchmarks.dedupe_tools import ROOT, Installed, NotInstalledError, install, installed_speechkit
from benchmarks.keywords_corpus import (
    corpus_of_bytes,
    corpus_of_documents,
    read_texts,
    write_corpus,
)
from benchmarks.keywords_results import (
    Quality,
    Size,
    Speed,
    Start,
    scaled,
    show_quality,
    show_sizes,
    show_speed,
    show_starts,
)
from benchmarks.keywords_tools import (
    COMPARED_IN_QUALITY,
    COMPARED_IN_SPEED,
    OURS,
    SPEECHKIT,
    Method,
    command,
    possible,
    read_terms,
    split,
)
from benchmarks.startup import PEER, measure_commands
from quality.keyword_scores import EXPECTED_SPEECHES, f1_at, recall_and_precision

CUTS = (5, 10)
"""Numbers of terms of an abstract that count."""
SEED = 0
GROWTH_LENGTH = 2_000
"""Characters of a document, on average, where their number grows."""
Environments = dict[str, Installed]


def main() -> None:
    """Do what is asked for."""
    options = _options()
    options.work = options.work.resolve()
    options.measure(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--work", type=Path, default=ROOT / ".bench-keywords")
    shared.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    shared.add_argument("--speechkit", type=Path, help="a program that is installed already")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, required=True, help="folder of texts and labels")
    named = os.environ.get("SPEECHKIT_REAL_DOCUMENT")
    commands = parser.add_subparsers(required=True)

    quality = commands.add_parser("quality", parents=[shared, data])
    quality.add_argument("document", nargs="?", type=Path, default=named and Path(named))
    quality.set_defaults(measure=_compare_quality)

    speed = commands.add_parser("speed", parents=[shared, data])
    speed.add_argument("--megabytes", type=float, default=20, help="of UTF-8")
    speed.add_argument("--rounds", type=int, default=3)
    speed.add_argument("--growth", type=_sizes, default=[], help="numbers of documents")
    speed.set_defaults(measure=_measure_speed)

    start = commands.add_parser("start", parents=[shared])
    default = Path(named) if named else ROOT / "corpus/speeches.txt"
    start.add_argument("document", nargs="?", type=Path, default=default)
    start.add_argument("--rounds", type=int, default=20)
    start.add_argument("--env", type=Path, default=ROOT / ".venv-bench")
    start.set_defaults(measure=_measure_start)
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(map(int, text.split(",")))


# ------------------------------------------------------------------------------- quality


def _compare_quality(options: argparse.Namespace) -> None:
    labels = options.data / "abstract_keywords.jsonl"
    abstracts = [orjson.loads(line) for line in labels.read_bytes().splitlines()]
    source = options.work / "abstracts.jsonl"
    write_corpus(source, (abstract["text"] for abstract in abstracts))
    about = conditions(labels, "quality")
    if options.document:
        digest = hashlib.sha256(options.document.read_bytes()).hexdigest()
        about["document"] = f"its first two speeches, sha256 {digest[:16]}"
    tools = _environments(COMPARED_IN_QUALITY, options, about)
    results = []
    for method in possible(COMPARED_IN_QUALITY, tools):
        phrases = _phrase_scores(method, tools, options) if options.document else (None, None)
        found = _found_at(CUTS, method, tools, source, options)
        f1 = [f1_at(k, abstracts, terms) for k, terms in zip(CUTS, found, strict=True)]
        version = tools[method.tool.name].version
        results.append(Quality(method.name, version, method.how, *f1, *phrases))
    text = show_quality(results, about)
    print(text, end="")
    keep(options.results / "keywords_quality", text, {"conditions": about, "tools": results})


def _found_at(
    cuts: Sequence[int],
    method: Method,
    tools: Environments,
    corpus: Path,
    options: argparse.Namespace,
) -> list[list[list[str]]]:
    """For each cut the terms of each text.

    speechkit is asked for as many as count: which of two overlapping phrases it lists hangs on
    how many there may be. What the peers list first does not.
    """
    if method.tool is not SPEECHKIT:
        return [_terms(method, tools, corpus, options)] * len(cuts)
    asked = [replace(method, arguments=("--top", str(k))) for k in cuts]
    return [_terms(one, tools, corpus, options) for one in asked]


def _phrase_scores(
    method: Method, tools: Environments, options: argparse.Namespace
) -> tuple[float, float]:
    """Recall and precision of the phrases of the document.

    speechkit gets the document, a peer the texts of the speeches that speechkit finds in it.
    """
    speeches = split(tools[SPEECHKIT.name], options.document)[: len(EXPECTED_SPEECHES)]
    if method.tool is SPEECHKIT:
        found = _run_for_terms(method, tools, options.document, options)
        terms = [found.get(id_, []) for id_, _ in speeches]
    else:
        source = options.work / "speeches.jsonl"
        write_corpus(source, (text for _, text in speeches))
        terms = _terms(method, tools, source, options)
    expected = orjson.loads((options.data / "key_phrases.json").read_bytes())
    return recall_and_precision(expected, terms)


def _terms(
    method: Method, tools: Environments, corpus: Path, options: argparse.Namespace
) -> list[list[str]]:
    """Those of each text of a corpus, in its order."""
    found = _run_for_terms(method, tools, corpus, options)
    ids = (orjson.loads(line)["id"] for line in corpus.read_bytes().splitlines())
    return [found.get(id_, []) for id_ in ids]


def _run_for_terms(
    method: Method, tools: Environments, source: Path, options: argparse.Namespace
) -> dict[str, list[str]]:
    _run(method, tools, source, options, looks=False)
    return dict(read_terms(method, options.work / "terms.jsonl"))


# --------------------------------------------------------------------------------- speed


def _measure_speed(options: argparse.Namespace) -> None:
    texts = read_texts(options.data)
    if options.growth:
        _measure_growth(options, texts)
    else:
        _compare_speed(options, texts)


def _compare_speed(options: argparse.Namespace, texts: Sequence[str]) -> None:
    corpus = options.work / f"{options.megabytes:g}MB-{SEED}.jsonl"
    made = list(corpus_of_bytes(texts, int(options.megabytes * 1e6), seed=SEED))
    write_corpus(corpus, made)
    n_bytes = _n_bytes(made)
    arguments = f"speed --megabytes {options.megabytes:g} --rounds {options.rounds}"
    about = conditions(corpus, arguments) | {"documents": f"{len(made):,}"}

    tools = _environments(COMPARED_IN_SPEED, options, about)
    methods = possible(COMPARED_IN_SPEED, tools)
    sources = {part: options.work / f"part-{part}.jsonl" for part in {m.part for m in methods}}
    times: dict[int, float] = {}
    for part, path in sources.items():
        write_corpus(path, made[::part])
        times[part] = n_bytes / _n_bytes(made[::part])
    start = options.work / "start.jsonl"
    write_corpus(start, ["发展"])

    peaks: dict[str, float] = {}
    runs: dict[str, list[tuple[Run, Run | None]]] = {m.name: [] for m in methods}
    for method in methods:  # also makes the tables that tools keep from one run to the next
        _run(method, tools, start, options, looks=False)
        peaks[method.name] = _run(method, tools, sources[method.part], options).peak_mb
    for _ in range(options.rounds):
        for method in methods:
            part_run = _run(method, tools, sources[method.part], options, looks=False)
            starts = method.part > 1
            start_run = _run(method, tools, start, options, looks=False) if starts else None
            runs[method.name].append((part_run, start_run))

    results = [
        Speed(
            method.name,
            tools[method.tool.name].version,
            method.how,
            method.part,
            n_bytes,
            tuple(scaled(run, began, times[method.part]) for run, began in runs[method.name]),
            tuple(run.cpu_seconds for run, _ in runs[method.name]),
            peaks[method.name],
        )
        for method in methods
    ]
    text = show_speed(results, about)
    print(text, end="")
    rows = [asdict(r) | {"median": r.median, "mb_per_second": r.mb_per_second} for r in results]
    keep(options.results / "keywords_speed", text, {"conditions": about, "tools": rows})


def _n_bytes(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def _measure_growth(options: argparse.Namespace, texts: Sequence[str]) -> None:
    """Speechkit alone on growing corpora."""
    corpora: dict[int, Path] = {}
    n_bytes: dict[int, int] = {}
    for size in options.growth:
        corpora[size] = options.work / f"{size}x{GROWTH_LENGTH}-{SEED}.jsonl"
        made = list(corpus_of_documents(texts, size, GROWTH_LENGTH, seed=SEED))
        write_corpus(corpora[size], made)
        n_bytes[size] = _n_bytes(made)
    sizes = ",".join(map(str, options.growth))
    arguments = f"speed --growth {sizes} --rounds {options.rounds}"
    about = conditions(corpora[options.growth[-1]], arguments)
    tools = _environments([OURS], options, about)
    about["speechkit"] = tools[SPEECHKIT.name].version

    peaks = {size: _run(OURS, tools, path, options).peak_mb for size, path in corpora.items()}
    seconds: dict[int, list[float]] = {size: [] for size in corpora}
    for _ in range(options.rounds):
        for size, path in corpora.items():
            seconds[size].append(_run(OURS, tools, path, options, looks=False).seconds)
    rows = [Size(size, n_bytes[size], tuple(seconds[size]), peaks[size]) for size in corpora]
    text = show_sizes(rows, about)
    print(text, end="")
    keep(options.results / "keywords_growth", text, {"conditions": about, "sizes": rows})


# --------------------------------------------------------------------------------- start


def _measure_start(options: argparse.Namespace) -> None:
    """The command on a document, beside `csvcut --help`."""
    about = conditions(options.document, f"start --rounds {options.rounds}")
    digest = about.pop("corpus").rpartition(", ")[2]
    about["document"] = f"{options.document.stat().st_size:,} bytes, {digest}"
    wanted = {PEER, "speechkit keywords"}
    rows, _ = measure_commands(
        options.document, env=options.env, rounds=options.rounds, only=wanted
    )
    starts = [Start(row.name, tuple(row.seconds)) for row in rows]
    text = show_starts(starts, about)
    print(text, end="")
    keep(options.results / "keywords_start", text, {"conditions": about, "commands": starts})


# --------------------------------------------------------------------------------- tools


def _environments(
    methods: Iterable[Method], options: argparse.Namespace, about: dict[str, str]
) -> Environments:
    """The tools of the methods, installed; a peer that cannot be is told among the conditions."""
    found: Environments = {}
    for tool in dict.fromkeys(method.tool for method in methods):
        if tool is SPEECHKIT and options.speechkit:
            found[tool.name] = installed_speechkit(options.speechkit)
            continue
        _say(f"environment of {tool.name}")
        try:
            found[tool.name] = install(tool, options.work)
        except NotInstalledError as error:
            if tool is SPEECHKIT:
                raise
            about[f"{tool.name} not installed"] = str(error)
    return found


def _run(
    method: Method,
    tools: Environments,
    source: Path,
    options: argparse.Namespace,
    *,
    looks: bool = True,
) -> Run:
    out = options.work / "terms.jsonl"
    line = command(method, tools[method.tool.name], source.resolve(), out)
    run = measure(line, folder=ROOT, log=options.work / "log", looks=looks)
    memory = f", {run.peak_mb:.0f} MB" if looks else ""
    _say(f"{method.name} on {source.name}: {run.seconds:.2f} s{memory}")
    return run


def _say(remark: str) -> None:
    print(remark, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
