"""`dedupe --passages`, `--min-passage`, `--against`: what is read as what, and what is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechkit.cli.run import run

FOREST = "要像爱护自己的眼睛一样爱护这片山林，一棵也不许乱砍"
RIVER = "河道里的每一段淤泥都要在汛期到来之前清出去"
OURS = {"forest": f"今年雨水偏多。{FOREST}。散会。", "river": f"渠把水引到坡上，{RIVER}。"}
THEIRS = {
    "forest": f"老街又热闹了。{FOREST.replace('眼睛', '眼珠')}！",
    "other": "邮递员换了电动车，山背后的信当天就能送到，乡亲们都说方便。",
}

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run `dedupe` in this process: exit code, standard output, standard error."""

    def outcome(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["dedupe", *map(str, arguments)])
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return outcome


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work beside `ours` and `theirs`."""
    monkeypatch.chdir(tmp_path)
    for folder, texts in (("ours", OURS), ("theirs", THEIRS)):
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / f"{name}.txt").write_text(text, "utf-8")


def places(out: str) -> list[list[tuple[str, bool]]]:
    found: dict[str, Any] = json.loads(out)
    return [[(p["speech"], p["reference"]) for p in x["places"]] for x in found["passages"]]


def test_passages_shared_with_a_reference_are_told(call: Call) -> None:
    code, out, _ = call("ours", "--against", "theirs", "--format", "json")
    assert code == 0
    assert places(out) == [[("ours/forest", False), ("theirs/forest", True)]]
    (passage,) = json.loads(out)["passages"]
    assert [(p["text"], p["n_edits"]) for p in passage["places"]] == [
        (FOREST, 0),
        (FOREST.replace("眼睛", "眼珠"), 1),
    ]


def test_the_reference_is_not_compared_itself(call: Call) -> None:
    (Path("theirs") / "again.txt").write_text(THEIRS["other"], "utf-8")
    _, out, _ = call("ours", "--against", "theirs", "--format", "json")
    found = json.loads(out)
    assert (found["n_speeches"], found["pairs"]) == (2, [])
    assert len(found["passages"]) == 1


def test_a_file_named_as_both_is_a_source(call: Call) -> None:
    _, out, _ = call("ours", "theirs/forest.txt", "--against", "theirs", "--format", "json")
    assert json.loads(out)["n_speeches"] == 3
    assert places(out) == []


def test_several_references_count_together(call: Call) -> None:
    references = ("--against", "theirs/other.txt", "--against", "theirs/forest.txt")
    _, out, _ = call("ours", *references, "--format", "json")
    assert len(places(out)) == 1


def test_a_reference_that_holds_nothing_else_is_refused(call: Call) -> None:
    code, out, err = call("ours", "--against", "ours/forest.txt")
    assert (code, out) == (65, "")
    assert err == "--against: nothing to read there that is not a source already\n"


def test_a_reference_that_does_not_exist_is_wrong_usage(call: Call) -> None:
    code, _, err = call("ours", "--against", "nowhere")
    assert code == 2
    assert "nowhere: no such file or folder" in err


@pytest.mark.parametrize(("n", "n_found"), [(25, 1), (26, 0)])
def test_a_passage_has_as_many_characters_as_are_asked_for(
    n: int, n_found: int, call: Call
) -> None:
    _, out, _ = call("ours", "--against", "theirs", "--min-passage", str(n), "--format", "json")
    assert len(places(out)) == n_found


@pytest.mark.parametrize("n", [4, 1001])
def test_a_length_out_of_range_is_wrong_usage(n: int, call: Call) -> None:
    assert call("ours", "--passages", "--min-passage", str(n))[0] == 2


def test_the_table_tells_the_reference_and_what_differs(call: Call) -> None:
    _, out, _ = call("ours", "--against", "theirs", "--format", "table")
    assert "theirs/forest:1* ~1" in out
    assert "~n: n characters differ from the text shown.\n*: in the reference." in out
