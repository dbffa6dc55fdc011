"""`themes`: which contrasts are made, and which table is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from factories import CORPUS

Outcome = tuple[int, str, str]


# ------------------------------------------------------------------------------- pairs


def test_only_the_pairs_that_are_named_are_contrasted(call: Callable[..., Outcome]) -> None:
    pairs = ("speeches#1,rest", "speeches#4,speeches#3")
    options = (option for pair in pairs for option in ("--pairs", pair))
    code, out, err = call("themes", CORPUS, "--format", "json", *options)
    assert (code, err) == (0, "")
    result = json.loads(out)
    assert {(c["a"], c["b"], c["kind"]) for c in result["contrasts"]} == {
        ("speeches#1", "rest", "rest"),
        ("speeches#4", "speeches#3", "versions"),
    }


def test_an_id_may_hold_commas(tmp_path: Path, call: Callable[..., Outcome]) -> None:
    lines = [line for line in CORPUS.read_text("utf-8").splitlines() if len(line) > 40]
    path = tmp_path / "two.jsonl"
    records = (
        {"id": id_, "text": "\n".join(lines[n : n + 9])} for id_, n in (("a,b", 0), ("c", 9))
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    code, out, _ = call("themes", path, "--format", "json", "--pairs", "a,b,c")
    assert code == 0
    assert {(c["a"], c["b"]) for c in json.loads(out)["contrasts"]} == {("a,b", "c")}
