"""How well `speechkit split` reads documents whose borders are known.

Documents are composed from speeches of our own in all styles of headings, kinds of noise,
layouts, encodings and formats (`tests/quality/composed`), then read and split as a user
would. A third of the styles and of the texts is held out: whoever tunes looks at the
failures of the others only.

    python benchmarks/borders.py [--per-style 10] [--seed 0] [--by group|noise|layout|format]
                                 [--held-out] [--failures FOLDER]

`--held-out` prints the totals of the held-out documents too. `--failures` writes each failed
document that is not held out, and a list of what was expected and what came.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from quality.composed.documents import FORMATS, Composed, collections, plain_collections
from quality.composed.scoring import Scored, Tally, figures, score, verdict
from quality.composed.wholes import wholes

_COLUMNS = {
    "borders_f1": "borders",
    "collections_right": "whole",
    "wholes_kept": "kept",
    "author_kept": "author",
    "noise_removed": "noise",
    "joins_precision": "join P",
    "joins_recall": "join R",
    "titles_exact": "title",
    "dates_exact": "date",
    "speakers_exact": "speaker",
    "complete_right": "ends",
}


def main() -> None:
    """Compose, split, and print the tables."""
    options = _options()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        composed = [
            *collections(seed=options.seed, per_style=options.per_style),
            *wholes(seed=options.seed, per_kind=options.per_style // 2),
        ]
        scored = [score(document, folder) for document in composed]
        verdicts = list(_compared(options.seed, options.per_style // 4, folder))
    tuned = [s for s in scored if not s.composed.held_out]
    _show("tuned on", tuned, _KEYS[options.by])
    if options.held_out:
        print()
        _show("held out", [s for s in scored if s.composed.held_out], None)
    _show_verdicts(verdicts, held_out=options.held_out)
    if options.failures:
        _write_failures(tuned, options.failures)
        _write_comparisons([v for v in verdicts if not v.composed.held_out], options.failures)
    print(f"{len(scored)} documents, {time.perf_counter() - began:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--per-style", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--by", choices=sorted(_KEYS), default="group")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--failures", type=Path)
    return parser.parse_args()


# -------------------------------------------------------------------------------- tables

_Key = Callable[[Composed], Iterable[str]]
_KEYS: dict[str, _Key] = {
    "group": lambda c: (c.group,),
    "noise": lambda c: c.noise or ("none",),
    "layout": lambda c: (f"{c.layout.breaks} {c.layout.indent!r}",),
    "format": lambda c: (c.format,),
    "encoding": lambda c: (c.encoding if c.format in ("txt", "md") else c.format,),
}


def _show(name: str, scored: Sequence[Scored], key: _Key | None) -> None:
    total: Tally = Tally()
    groups: dict[str, Tally] = defaultdict(Tally)
    for one in scored:
        total.update(one.tally)
        for group in key(one.composed) if key else ():
            groups[group].update(one.tally)
    print("".join(f"{title:>8}" for title in ("n", *_COLUMNS.values(), "refused")))
    for group, tally in groups.items():
        print(_row(group, tally))
    print(_row(f"all {name}", total))


def _row(name: str, tally: Tally) -> str:
    measured = figures(tally)
    cells = [f"{tally['documents']:8}", *(f"{measured[f]:8.4f}" for f in _COLUMNS)]
    return "".join(cells) + f"{tally['refused']:8}  {name}"


_Verdict = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A document and its verdicts: line and title of each speech."""

    composed: Composed
    plain: _Verdict
    others: dict[str, _Verdict]
    """Of the formats in which it is another than as a plain text."""


def _compared(seed: int, per_style: int, folder: Path) -> Iterator[Compared]:
    for document in plain_collections(seed=seed, per_style=per_style):
        plain = verdict(document, folder)
        others = {f: verdict(document.as_format(f), folder) for f in FORMATS if f != "txt"}
        yield Compared(document, plain, {f: v for f, v in others.items() if v != plain})


def _show_verdicts(verdicts: Sequence[Compared], *, held_out: bool) -> None:
    for side in (False, True) if held_out else (False,):
        of_side = [one.others for one in verdicts if one.composed.held_out == side]
        counts = {f: sum(f in other for other in of_side) for f in FORMATS if f != "txt"}
        name = "held out" if side else "tuned on"
        print(f"other verdict than as txt, {name}, of {len(of_side)} documents: {counts}")


# ------------------------------------------------------------------------------ failures


def _write_failures(scored: Sequence[Scored], folder: Path) -> None:
    """A list of the failures, and each failed document as it was read."""
    texts = folder / "dev"
    texts.mkdir(parents=True, exist_ok=True)
    for old in texts.glob("*.txt"):
        old.unlink()
    with (folder / "dev_failures.txt").open("w", encoding="utf-8") as out:
        for one in scored:
            if one.failures:
                name = one.composed.id.replace("/", "_")
                (texts / f"{name}.txt").write_text(one.text, "utf-8", newline="")
                out.write(_failure(one))


def _write_comparisons(compared: Sequence[Compared], folder: Path) -> None:
    with (folder / "dev_failures.txt").open("a", encoding="utf-8") as out:
        for one in compared:
            for format_, other in one.others.items():
                out.write(f"{one.composed.id} plain: other verdict as {format_}\n")
                for line, title in sorted(set(one.plain) ^ set(other)):
                    which = "txt" if (line, title) in one.plain else format_
                    printed = one.composed.lines[line].text if line >= 0 else f"offset {-line}"
                    out.write(f"    only in {which}: {printed[:60]!r}, title {title!r}\n")


def _failure(one: Scored) -> str:
    c = one.composed
    what = f"{c.format} {c.encoding} {c.line_end!r} {c.layout.name} {'+'.join(c.noise)}"
    lines = "".join(f"    {failure}\n" for failure in one.failures[:30])
    return f"{c.id}  [{what}] {len(c.parts)} parts, {len(one.verdict)} found\n{lines}"


if __name__ == "__main__":
    main()
