"""How much of planted reuse `speechkit dedupe --passages` finds, beside text-matcher.

Passages of 30 to 300 characters were copied among texts of our own, up to a tenth of their
characters edited (`tests/quality/composed/reuse.py`). Both programs get the same collections
in one run; times are of the work alone, without the start of Python. A copy is found when one
reported pair of places covers four fifths of both its places; a reported pair is right when
four fifths of both its places lie in places of one planted passage.

    python benchmarks/passages.py [--collections 10] [--rounds 3] [--env .venv-bench-passages]
                                  [--millions 20]

With `--millions` only speechkit runs, on so many million characters: texts of 10,000 drawn
character by character as those of our own texts follow one another, a formula in every third.

text-matcher reads Latin words only, so that it gets a word for each character; it is
installed into an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from quality.composed.reuse import Collection, Copy, Found, Stretch, collections, score
from quality.composed.texts import generator

ROOT = Path(__file__).resolve().parent.parent
Answers = list[dict[str, Any]]
PEER = "text-matcher"
SPEECHKIT = """
import json, sys, time
from itertools import combinations
from speechkit.dedupe.passages import find_reuse
answers = []
for texts in json.load(open(sys.argv[1], encoding="utf-8")):
    began = time.perf_counter()
    passages = find_reuse(texts)
    seconds = time.perf_counter() - began
    pairs = [(a, b) for p in passages for a, b in combinations(p, 2) if a.text != b.text]
    answers.append({"seconds": seconds, "pairs": pairs})
json.dump(answers, open(sys.argv[2], "w"))
"""
TEXT_MATCHER = """
import contextlib, io, json, sys, time
from itertools import combinations
from text_matcher.matcher import Matcher, Text
WORD = 7  # "x", five digits, a blank
answers = []
for texts in json.load(open(sys.argv[1], encoding="utf-8")):
    began = time.perf_counter()
    words = ["".join(f"x{ord(c):05} " for c in text) for text in texts]
    held = [Text(w, str(i), removeStopwords=False) for i, w in enumerate(words)]
    pairs = []
    for a, b in combinations(range(len(held)), 2):
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                _, at_a, at_b = Matcher(held[a], held[b], cutoff=18, removeStopwords=False).match()
            except IndexError:  # it looks beside a match at the border of a text
                continue
        pairs += [
            ((a, x[0] // WORD, x[1] // WORD + 1), (b, y[0] // WORD, y[1] // WORD + 1))
            for x, y in zip(at_a, at_b)
        ]
    answers.append({"seconds": time.perf_counter() - began, "pairs": pairs})
json.dump(answers, open(sys.argv[2], "w"))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program made of all collections."""

    name: str
    found: tuple[Found, ...]
    seconds: float
    """Of all collections, the best round."""

    @property
    def recall(self) -> float:
        return 1 - sum(len(f.missed) for f in self.found) / sum(f.n_copies for f in self.found)

    @property
    def precision(self) -> float:
        n_reported = sum(f.n_reported for f in self.found)
        return 1 - sum(len(f.wrong) for f in self.found) / max(1, n_reported)


def main() -> None:
    """Make the texts, measure, print."""
    options = _options()
    if options.millions:
        _measure_size(options.millions)
    else:
        _compare(options)


def _compare(options: argparse.Namespace) -> None:
    python = _install(options.env.resolve())
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, best of {options.rounds}")
    for title, held_out in (("texts tuned on", False), ("texts held out", True)):
        made = collections(held_out=held_out, n=options.collections)
        n_chars = sum(len(text) for c in made for text in c.texts)
        n_copies = sum(len(c.copies) for c in made)
        print(f"\n{title}: {len(made)} collections, {n_chars:,} characters, {n_copies} copies")
        _show(made, _outcomes(made, python, options.rounds))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--collections", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--millions", type=int, default=0, help="characters, for time and memory")
    parser.add_argument("--env", type=Path, default=ROOT / ".venv-bench-passages")
    return parser.parse_args()


def _install(env: Path) -> Path:
    """Python of an environment that holds text-matcher."""
    python = env / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(env, with_pip=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", PEER], check=True)
    return python


def _outcomes(made: Sequence[Collection], peer: Path, rounds: int) -> list[Outcome]:
    programs = [("speechkit", Path(sys.executable), SPEECHKIT), (PEER, peer, TEXT_MATCHER)]
    answers: dict[str, list[Answers]] = {name: [] for name, _, _ in programs}
    with tempfile.TemporaryDirectory() as name:
        texts, answer = Path(name) / "texts.json", Path(name) / "answer.json"
        texts.write_text(json.dumps([c.texts for c in made], ensure_ascii=False), "utf-8")
        for _ in range(rounds):
            for program, python, script in programs:
                command = [str(python), "-W", "ignore", "-c", script, str(texts), str(answer)]
                subprocess.run(command, check=True)
                answers[program].append(json.loads(answer.read_text("utf-8")))
    return [_outcome(program, made, answers[program]) for program, _, _ in programs]


def _outcome(name: str, made: Sequence[Collection], rounds: Sequence[Answers]) -> Outcome:
    found = [
        score(collection, [(Stretch(*a), Stretch(*b)) for a, b in answer["pairs"]])
        for collection, answer in zip(made, rounds[0], strict=True)
    ]
    seconds = min(sum(answer["seconds"] for answer in answers) for answers in rounds)
    return Outcome(name, tuple(found), seconds)


# ---------------------------------------------------------------------------------- size

FORMULA = "各部门要把这件事摆上台面，定人、定时、定责，一抓到底，抓不出结果绝不收兵"
SIZE = """
import json, resource, sys, time
texts = json.load(open(sys.argv[1], encoding="utf-8"))
from speechkit.dedupe.passages import find_reuse
scale = 1024 if sys.platform == "linux" else 1024**2
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
began = time.perf_counter()
passages = find_reuse(texts)
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
most = max(len({place.text for place in passage}) for passage in passages)
print(f"{len(texts):,} texts, {sum(map(len, texts)):,} characters: {seconds:.1f} s, "
      f"{before:.0f} MB before, {peak:.0f} MB at most; {len(passages):,} passages, "
      f"the most widespread in {most:,} texts")
"""


def _measure_size(millions: int) -> None:
    rng = generator("size", millions)
    with tempfile.TemporaryDirectory() as name:
        texts = Path(name) / "texts.json"
        for n in sorted({max(1, millions // 4), max(1, millions // 2), millions}):
            made = list(_drawn_texts(n * 100, rng))
            texts.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
            subprocess.run([sys.executable, "-c", SIZE, str(texts)], check=True)


def _drawn_texts(n: int, rng: random.Random) -> Iterator[str]:
    """Texts of 10,000 characters, each drawn by the one before it."""
    (ours,) = collections(held_out=False, n=1, planting=False)
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in pairwise("".join(ours.texts)):
        followers[one].append(other)
    character = "，"
    for number in range(n):
        drawn = []
        for _ in range(10_000):
            character = rng.choice(followers.get(character) or followers["，"])
            drawn.append(character)
        yield "".join(drawn) + (FORMULA if number % 3 == 0 else "")


# ------------------------------------------------------------------------------ printing

_KINDS: tuple[tuple[str, Callable[[Copy], bool]], ...] = (
    ("unchanged", lambda copy: copy.n_edits == 0),
    ("edited, up to 5 %", lambda copy: 0 < _edited(copy) <= 0.05),
    ("edited, 5 to 10 %", lambda copy: _edited(copy) > 0.05),
    ("in one place", lambda copy: copy.n_edits > 1 and not copy.spread),
    ("all over", lambda copy: copy.n_edits > 1 and copy.spread),
    ("30 to 79 characters", lambda copy: _length(copy) < 80),
    ("80 to 300 characters", lambda copy: _length(copy) >= 80),
)


def _show(made: Sequence[Collection], outcomes: Sequence[Outcome]) -> None:
    ours = outcomes[0]
    print(f"{'':22}" + "".join(f"{outcome.name:>14}" for outcome in outcomes))
    rows = [
        ("recall", [f"{o.recall:.3f}" for o in outcomes]),
        ("precision", [f"{o.precision:.3f}" for o in outcomes]),
        ("seconds", [f"{o.seconds:.2f}" for o in outcomes]),
        ("times speechkit's", [f"{o.seconds / ours.seconds:.1f}" for o in outcomes]),
        *(
            (f"recall, {kind}", [_recall(made, outcome, fits) for outcome in outcomes])
            for kind, fits in _KINDS
        ),
    ]
    for name, figures in rows:
        print(f"{name:28}" + "".join(f"{figure:>14}" for figure in figures)[6:])


def _recall(made: Sequence[Collection], outcome: Outcome, fits: Callable[[Copy], bool]) -> str:
    n_copies = sum(fits(copy) for collection in made for copy in collection.copies)
    n_missed = sum(fits(copy) for found in outcome.found for copy in found.missed)
    return f"{1 - n_missed / n_copies:.3f}" if n_copies else "-"


def _length(copy: Copy) -> int:
    return copy.source.end - copy.source.start


def _edited(copy: Copy) -> float:
    return copy.n_edits / _length(copy)


if __name__ == "__main__":
    main()
