"""How fast and how well `speechkit dedupe --engine spark` is, how it grows, if it is right.

    python benchmarks/spark.py compare [--documents 20000] [--mllib-documents 5000]
    python benchmarks/spark.py growth [--sizes 20000,60000,200000] [--length 2000]
    python benchmarks/spark.py equal [--documents 20000] [--cores 1] [--memory 2g]

`compare` runs it beside MLlib's MinHashLSH, the Spark job of text-dedup and the local engine;
`growth` alone on corpora of growing size; `equal` holds what it writes against the local
engine, on two threads, on a standalone cluster of two workers, and with one of them killed in
the middle, and ends with exit code 1 where anything differs. Corpora, exact truth and scores
are those of `dedupe.py`. Prints the tables and keeps them in `benchmarks/results`. Linux only,
and Java 17 or later has to be there.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.cluster import Cluster, free_port, standalone_cluster
from benchmarks.dedupe_corpus import LENGTH, read_planted, write_corpus
from benchmarks.dedupe_measure import FailedRunError, measure
from benchmarks.dedupe_results import conditions, keep
from benchmarks.dedupe_scores import Scores, score
from benchmarks.dedupe_tools import ROOT, Installed, NotInstalledError, install, installed_speechkit
from benchmarks.dedupe_truth import true_pairs
from benchmarks.spark_equal import (
    Compared,
    compare_sides,
    local_side,
    show_equality,
    spark_side,
    write_sources,
)
from benchmarks.spark_events import Application
from benchmarks.spark_loss import Middle, kill_in_the_middle
from benchmarks.spark_results import SparkGrown, SparkResult, show_comparison, show_growth
from benchmarks.spark_tools import (
    CONTENDERS,
    OURS,
    Contender,
    Setting,
    SparkRun,
    events_path,
    pairs_path,
    read_pairs,
    run_contender,
)

LIMIT = 1_800
"""Seconds for one run: MLlib takes some 220 for 20,000 documents, and 1,070 for 60,000."""


def main() -> None:
    """Do what the first argument says."""
    options = _options()
    options.work = options.work.resolve()
    modes = {"compare": _compare, "growth": _measure_growth, "equal": _equal}
    name, text, data, right = modes[options.mode](options)
    print(text, end="")
    keep(options.results / name, text, data)
    sys.exit(0 if right else 1)


Outcome = tuple[str, str, object, bool]
"""Name of the result, its tables, the figures as data, and whether nothing was wrong."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", 1)[0])
    parser.add_argument("mode", choices=["compare", "growth", "equal"])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=LENGTH)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--tools", type=_tools, default=list(CONTENDERS))
    parser.add_argument("--mllib-documents", type=int, help="run MLlib on so many as well")
    parser.add_argument("--sizes", type=_sizes, default=[20_000, 60_000, 200_000])
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--driver-memory", default="4g")
    parser.add_argument("--cores", type=int, default=1, help="of each worker of the cluster")
    parser.add_argument("--memory", default="2g", help="of each worker of the cluster")
    parser.add_argument("--kill-after", type=float, default=0.5, help="share of the stages")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one run")
    parser.add_argument("--speechkit", type=Path, help="a program that is installed already")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench-dedupe")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    return parser.parse_args()


def _tools(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(CONTENDERS):
        known = ", ".join(CONTENDERS)
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}; there are {known}")
    return [name for name in CONTENDERS if name in names]


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


def _setting(options: argparse.Namespace) -> Setting:
    conf = {"spark.driver.memory": options.driver_memory}
    conf |= dict(setting.split("=", 1) for setting in options.conf)
    work: Path = options.work / "spark"
    work.mkdir(parents=True, exist_ok=True)
    return Setting(options.master, conf, work, options.limit)


def _about(corpus: Path, options: argparse.Namespace, sizes: str) -> dict[str, str]:
    """The conditions; of the arguments those that the figures depend on."""
    told = f"{options.mode} {sizes} --length {options.length} --seed {options.seed}"
    told += f" --master {options.master} --driver-memory {options.driver_memory}"
    told += "".join(f" --conf {setting}" for setting in options.conf)
    return conditions(corpus, told)


def _corpus(options: argparse.Namespace, n_documents: int) -> Path:
    path: Path = options.work / f"{n_documents}x{options.length}-{options.seed}.jsonl"
    _say(f"corpus {path.name}")
    write_corpus(path, n_documents, length=options.length, seed=options.seed)
    return path


def _installed(contender: Contender, options: argparse.Namespace) -> Installed:
    if contender.tool.name == "speechkit" and options.speechkit:
        return dataclasses.replace(installed_speechkit(options.speechkit), tool=contender.tool)
    _say(f"environment of {contender.tool.name}")
    return install(contender.tool, options.work / "spark")


def _named(what: str, options: argparse.Namespace) -> str:
    """The name of a result; the length of the documents is part of it where it is not the usual."""
    length = "" if options.length == LENGTH else f"x{options.length}"
    return f"{what}-{options.documents}{length}"


def _say(remark: str) -> None:
    print(remark, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------- comparison


@dataclasses.dataclass
class _Tried:
    """One contender and how its runs went so far."""

    contender: Contender
    installed: Installed | None = None
    runs: list[SparkRun] = dataclasses.field(default_factory=list)
    scores: Scores | None = None
    failure: str = ""

    def result(self, n_documents: int) -> SparkResult | None:
        """What it took; None when it never came to an end."""
        if self.installed is None or self.scores is None:
            return None
        tool = self.installed
        runs = tuple(self.runs)
        how = self.contender.tool.how
        return SparkResult(self.contender.name, tool.version, how, n_documents, runs, self.scores)


def _compare(options: argparse.Namespace) -> Outcome:
    corpus = _corpus(options, options.documents)
    tried = [_Tried(CONTENDERS[name]) for name in options.tools]
    about = _about(corpus, options, f"--documents {options.documents} --rounds {options.rounds}")
    for n_round in range(options.rounds):
        for one in tried:
            if _is_wanted(one, tried, n_round):
                _try(one, corpus, options, looks=n_round == 0)
    smaller = _on_fewer(options) if options.mllib_documents else []
    about["pairs that are alike"] = f"{len(true_pairs(corpus)):,}"
    about |= {f"{one.contender.name} failed": one.failure for one in tried if one.failure}
    results = [result for one in tried if (result := one.result(options.documents))]
    text = show_comparison(results, smaller, options.documents, about)
    return (
        _named("spark", options),
        text,
        {"conditions": about, "tools": results, "smaller": smaller},
        True,
    )


def _is_wanted(one: _Tried, tried: Sequence[_Tried], n_round: int) -> bool:
    """Whether one is run in this round."""
    if one.failure or (one.contender.tool.slow and n_round):
        return False
    instead_of = one.contender.instead_of
    return not any(other.contender.name == instead_of and not other.failure for other in tried)


def _try(one: _Tried, corpus: Path, options: argparse.Namespace, *, looks: bool) -> None:
    """Run one once more; how it fails is kept."""
    setting = _setting(options)
    try:
        one.installed = one.installed or _installed(one.contender, options)
        run = run_contender(one.contender, one.installed, [corpus], setting, looks=looks)
    except NotInstalledError as error:
        one.failure = f"not installed: {error}"
        return
    except FailedRunError as error:
        one.failure = str(error)
        _say(f"{one.contender.name} failed: {error}")
        return
    one.runs.append(run)
    if one.scores is None:
        pairs = read_pairs(one.contender, one.installed, setting)
        one.scores = score(pairs, true_pairs(corpus), read_planted(corpus))


def _on_fewer(options: argparse.Namespace) -> list[SparkResult]:
    """MLlib on a smaller corpus of the same kind."""
    corpus = _corpus(options, options.mllib_documents)
    one = _Tried(CONTENDERS["mllib"])
    _try(one, corpus, options, looks=True)
    result = one.result(options.mllib_documents)
    return [result] if result else []


# -------------------------------------------------------------------------------- growth


def _measure_growth(options: argparse.Namespace) -> Outcome:
    """Ours alone on growing corpora, the best of the rounds each."""
    contender, setting = CONTENDERS[OURS], _setting(options)
    tool = _installed(contender, options)
    rows = []
    for size in options.sizes:
        corpus = _corpus(options, size)
        runs = [run_contender(contender, tool, [corpus], setting) for _ in range(options.rounds)]
        rows.append(SparkGrown(size, min(runs, key=lambda run: run.run.seconds)))
    sizes = f"--sizes {','.join(map(str, options.sizes))} --rounds {options.rounds}"
    about = _about(corpus, options, sizes) | {"speechkit": tool.version}
    data = {"conditions": about, "sizes": rows}
    return f"spark-growth-x{options.length}", show_growth(rows, about), data, True


# ------------------------------------------------------------------------------ equality


def _equal(options: argparse.Namespace) -> Outcome:
    """The local engine, two threads, a cluster, and a cluster that loses a worker."""
    corpus = _corpus(options, options.documents)
    sources = write_sources(corpus, options.work / "spark" / "sources")
    tool = _installed(CONTENDERS[OURS], options)
    local = _local(tool, sources, options)
    setting = _setting(options)
    about = _about(corpus, options, f"--documents {options.documents}")
    about["cluster"] = f"two workers of {options.cores} cores and {options.memory}"
    contender = CONTENDERS[OURS]
    run_contender(contender, tool, sources, setting, looks=False)
    others = {setting.master: spark_side(pairs_path(contender, setting))}
    whole = _on_cluster(tool, sources, options)
    others["cluster"] = spark_side(pairs_path(contender, setting))
    kill_after = max(1, round(whole.n_stages_done * options.kill_after))
    broken = _on_cluster(tool, sources, options, kill_after=kill_after)
    others["cluster, a worker killed"] = spark_side(pairs_path(contender, setting))
    lost = broken.n_executors_lost > whole.n_executors_lost
    about["a worker killed"] = _loss(broken, whole, kill_after) if lost else "NOT lost in time"
    rows = compare_sides(local, others)
    right = _is_right(rows) and lost
    return (
        _named("spark-equal", options),
        show_equality(rows, about),
        {"conditions": about, "tables": rows},
        right,
    )


def _is_right(rows: Sequence[Compared]) -> bool:
    """Whether everything is equal, and there is something to be equal."""
    return all(row.n_lines and not row.difference for row in rows)


def _loss(broken: Application, whole: Application, kill_after: int) -> str:
    """What was lost and done again."""
    return (
        f"after {kill_after} of {whole.n_stages_done} stages;"
        f" {broken.totals.n_failed} tasks failed, {broken.totals.n_tasks} were run"
        f" in place of {whole.totals.n_tasks}"
    )


def _local(
    tool: Installed, sources: Sequence[Path], options: argparse.Namespace
) -> dict[str, Sequence[bytes]]:
    """What the local engine writes."""
    work = options.work / "spark"
    named = [str(source) for source in sources]
    written = ["--format", "json", "-o", str(work / "local.json")]
    written += ["--write-kept", str(work / "local.kept"), "--quiet", "--force"]
    command = [*tool.program, "dedupe", *named, *written]
    measure(command, folder=ROOT, log=work / "local.log", looks=False)
    return dict(local_side(work / "local.json", work / "local.kept", sources))


def _on_cluster(
    tool: Installed,
    sources: Sequence[Path],
    options: argparse.Namespace,
    *,
    kill_after: int = 0,
) -> Application:
    """Run on a cluster that, after so many stages, loses a worker (0: none)."""
    contender, setting = CONTENDERS[OURS], _setting(options)
    folder = setting.work / "cluster"
    with standalone_cluster(
        2, cores=options.cores, memory=options.memory, folder=folder
    ) as cluster:
        port = free_port()
        ours = {"spark.executor.memory": options.memory, "spark.ui.port": str(port)}
        setting = dataclasses.replace(setting, master=cluster.url, conf=ours | dict(setting.conf))
        done = threading.Event()
        middle = Middle(
            events_path(contender, setting),
            n_stages=kill_after,
            page=f"http://127.0.0.1:{port}",
            n_tasks=options.cores + 1,  # more than the other worker can have
        )
        waiting = (middle, partial(_kill, cluster, kill_after), done)
        killer = threading.Thread(target=kill_in_the_middle, args=waiting)
        if kill_after:
            killer.start()
        try:
            run = run_contender(contender, tool, sources, setting, looks=False)
        finally:
            done.set()
            if kill_after:
                killer.join()
    if run.application is None:
        raise FailedRunError("no event log")
    return run.application


def _kill(cluster: Cluster, n_stages: int) -> None:
    _say(f"killing a worker after {n_stages} stages")
    cluster.kill_worker(0)


if __name__ == "__main__":
    main()
