"""How rightly the difference of two versions is explained, and how fast beside difflib.

Right is a pair whose planted edits were all told, kinds and places, and nothing else
(`tests/quality/planted.py`). Time is of one call after reading, the best of many; what
difflib needs for the opcodes of the same two texts without white space stands beside it, as
a multiple. It names no paragraphs, no moves and no layout.

    python benchmarks/explain.py [DOCUMENT A B] [--pairs 1000] [--seed 1] [--held-out]

Of the pairs that are held out only the total is printed. `DOCUMENT A B` are a file and the
numbers of two speeches in it; without them the third and fourth of `corpus/speeches.txt`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from factories import CORPUS, speech
from quality.planted import PLANTERS, Pair, is_right, pairs
from speechkit.dedupe.explain import explain_pair
from speechkit.dedupe.shingles import compact
from speechkit.files import read_documents
from speechkit.model import Speech
from speechkit.split import split_document

_N_TIMED = 30
"""Made pairs that difflib is timed on: it takes a second for some."""


def main() -> None:
    """Time the pair named, then explain the made ones."""
    options = _options()
    path, a, b = options.document or (str(CORPUS), "3", "4")
    speeches = split_document(next(iter(read_documents([path])))).speeches
    print(f"{'':24}{'chars':>15}{'ms':>8}{'difflib':>10}")
    _show(f"{Path(path).name} {a} {b}", [(speeches[int(a) - 1], speeches[int(b) - 1])], 200)
    made = list(pairs(options.pairs, seed=options.seed, held_out=options.held_out))
    read = [(speech(pair.a, "a"), speech(pair.b, "b")) for pair in made]
    _show("made pairs, median", read[:_N_TIMED], 5)
    _count(made, read, PLANTERS if not options.held_out else ())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("document", nargs="*", help="a file and the numbers of two speeches")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    if len(options.document) not in (0, 3):
        parser.error("a document goes with the numbers of two of its speeches")
    return options


def _show(name: str, timed: Sequence[tuple[Speech, Speech]], n_runs: int) -> None:
    chars, ours, theirs = [], [], []
    for a, b in timed:
        x, y = compact(a).text, compact(b).text
        chars.append((len(x), len(y)))
        ours.append(_best(lambda a=a, b=b: explain_pair(a, b), n_runs))  # type: ignore[misc]
        theirs.append(
            _best(lambda x=x, y=y: SequenceMatcher(None, x, y, autojunk=False).get_opcodes(), 2)  # type: ignore[misc]
        )
    ratio = median(b / a for a, b in zip(ours, theirs, strict=True))
    size = "/".join(f"{median(side):.0f}" for side in zip(*chars, strict=True))
    print(f"{name:24}{size:>15}{median(ours) * 1e3:8.2f}{ratio:8.0f} ×")


def _best(run: Callable[[], object], n: int) -> float:
    """Seconds of the fastest of n runs."""
    times = []
    for _ in range(n):
        began = perf_counter()
        run()
        times.append(perf_counter() - began)
    return min(times)


def _count(
    made: Sequence[Pair], read: Sequence[tuple[Speech, Speech]], kinds: Iterable[str]
) -> None:
    """Pairs explained rightly, all of them and by what was planted."""
    right: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for pair, (a, b) in zip(made, read, strict=True):
        found = [(change.kind, change.a, change.b) for change in explain_pair(a, b).changes]
        names = {"all pairs", *pair.planted}
        planted.update(names)
        if is_right(pair, found):
            right.update(names)
    print(f"\n{'planted':30}{'pairs':>7}{'right':>8}")
    for name in ("all pairs", *kinds):
        if planted[name]:
            print(f"{name:30}{planted[name]:7}{right[name] / planted[name]:8.1%}")


if __name__ == "__main__":
    main()
