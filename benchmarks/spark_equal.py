"""What the local engine and Spark write in; whether it is the same, byte for byte, out.

Of each side a table is a list of lines of JSON, sorted: pairs, groups, what is kept, what is
dropped. Floats are rounded to six places, as the JSON of speechkit does. What one side tells
and the other leaves to be known is filled in: the path and the line of a record that is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson

from benchmarks.dedupe_corpus import read_texts
from benchmarks.dedupe_results import condition_lines, table
from benchmarks.spark_tools import read_rows

DECIMALS = 6
"""Of every float, as in the JSON of speechkit."""
CLIPPED = 300
"""Bytes that are shown of a line."""
_OWN = frozenset({"id", "text"})
"""Fields of a record that are no others."""

Side = Mapping[str, Sequence[bytes]]
"""Sorted lines of each table."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One table of one side, beside that of the local engine."""

    side: str
    table: str
    n_lines: int
    sha256: str
    difference: str
    """The first one; empty when they are equal."""


def write_sources(corpus: Path, folder: Path) -> tuple[Path, ...]:
    """The corpus as two files of unequal size, with a field that is to come along and dates.

    The dates are few, so that copies are told apart by them and some are not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    documents = list(read_texts(corpus))
    cut = len(documents) // 3
    parts = {folder / "a.jsonl": documents[:cut], folder / "b.jsonl": documents[cut:]}
    for path, part in parts.items():
        with path.open("wb") as file:
            for i, (id_, text) in enumerate(part):
                fields = {"id": id_, "date": f"{2001 + i % 5}-03-05", "batch": f"{i % 7}"}
                file.write(orjson.dumps(fields | {"text": text}) + b"\n")
    return tuple(parts)


# --------------------------------------------------------------------------------- sides


def local_side(result: Path, kept: Path, sources: Sequence[Path]) -> Side:
    """Of the JSON of the local engine and the folder of `--write-kept`."""
    found = orjson.loads(result.read_bytes())
    dropped = [orjson.loads(line) for line in _lines(kept / "dropped.jsonl")]
    criteria = {row["kept"]: row["reason"] for row in dropped}
    places = _places(sources)
    records = (orjson.loads(line) for line in _lines(kept / "kept.jsonl"))
    return {
        "pairs": _sorted(_pair(row) for row in found["pairs"]),
        "groups": _sorted(
            [group["kept"], speech, criteria.get(group["kept"])]
            for group in found["groups"]
            for speech in group["speeches"]
        ),
        "kept": _sorted([r["id"], *places[r["id"]], r["text"], _others(r)] for r in records),
        "dropped": _sorted(
            [row["id"], row["kept"], *_resemblance(row), row["reason"], row["path"]]
            for row in dropped
        ),
    }


def spark_side(folder: Path) -> Side:
    """Of the folder that the engine on Spark writes."""
    groups = read_rows(folder / "groups")
    members = [[row["kept"], row["speech"], row["criterion"]] for row in groups]
    members += [[row["kept"], row["kept"], row["criterion"]] for row in groups]
    return {
        "pairs": _sorted(_pair(row) for row in read_rows(folder / "pairs")),
        "groups": _sorted(dict.fromkeys(map(tuple, members))),
        "kept": _sorted(
            [r["id"], r["path"], int(r["line"]), r["text"], _others(_fields(r["fields"]))]
            for r in read_rows(folder / "kept")
        ),
        "dropped": _sorted(
            [row["speech"], row["kept"], *_resemblance(row), row["criterion"], row["path"]]
            for row in read_rows(folder / "dropped")
        ),
    }


def _pair(row: Mapping[str, Any]) -> list[object]:
    figures = ("jaccard", "containment_a", "containment_b")
    return [row["a"], row["b"], *(float(row[name]) for name in figures), row["kind"]]


def _resemblance(row: Mapping[str, Any]) -> list[object]:
    return [row["kind"], float(row["jaccard"]), float(row["containment"])]


def _fields(value: object) -> Mapping[str, object]:
    """The other fields of a record, come as JSON or as a map of Spark."""
    if isinstance(value, str):
        loaded: Mapping[str, object] = orjson.loads(value) if value else {}
        return loaded
    return dict(value) if isinstance(value, Iterable) else {}


def _others(record: Mapping[str, object]) -> list[list[object]]:
    return sorted([name, value] for name, value in record.items() if name not in _OWN)


def _places(sources: Sequence[Path]) -> dict[str, tuple[str, int]]:
    """Path and line of each record, by its identifier."""
    return {
        orjson.loads(line)["id"]: (str(path), number)
        for path in sources
        for number, line in enumerate(_lines(path), 1)
    }


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _sorted(rows: Iterable[Sequence[object]]) -> list[bytes]:
    """The rows as lines."""
    return sorted(orjson.dumps([_rounded(value) for value in row]) for row in rows)


def _rounded(value: object) -> object:
    return round(value, DECIMALS) if isinstance(value, float) else value


# ---------------------------------------------------------------------------- comparison


def compare_sides(local: Side, others: Mapping[str, Side]) -> list[Compared]:
    """Every table of every side, that of the local engine first."""
    rows = [_compared("local", name, lines, lines) for name, lines in local.items()]
    for side, tables in others.items():
        rows += [_compared(side, name, local[name], tables[name]) for name in local]
    return rows


def _compared(side: str, name: str, ours: Sequence[bytes], theirs: Sequence[bytes]) -> Compared:
    digest = hashlib.sha256(b"".join(line + b"\n" for line in theirs)).hexdigest()
    return Compared(side, name, len(theirs), digest, _difference(ours, theirs))


def _difference(ours: Sequence[bytes], theirs: Sequence[bytes]) -> str:
    """The first lines that are not the same, of both; empty when there are none."""
    for number, (a, b) in enumerate(zip_longest(ours, theirs), 1):
        if a != b:
            return f"line {number}: local {_shown(a)}, here {_shown(b)}"
    return ""


def _shown(line: bytes | None) -> str:
    return "nothing" if line is None else line[:CLIPPED].decode(errors="replace")


def show_equality(rows: Sequence[Compared], about: Mapping[str, str]) -> str:
    """The tables of all sides as Markdown, then the first differences."""
    cells = [
        [row.side, row.table, f"{row.n_lines:,}", f"`{row.sha256}`", _verdict(row)] for row in rows
    ]
    differences = [f"- {r.side}, {r.table}: {r.difference}" for r in rows if r.difference]
    return "\n".join(
        [
            "# dedupe on Spark and the local engine",
            "",
            *condition_lines(about),
            "",
            "Of the sorted lines of each table, floats rounded to six places.",
            "",
            *table(["side", "table", "lines", "sha256", "beside local"], cells),
            "",
            *(["First differences:", "", *differences, ""] if differences else []),
        ]
    )


def _verdict(row: Compared) -> str:
    if row.side == "local":
        return ""
    return "different" if row.difference else "equal"
