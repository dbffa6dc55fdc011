"""`themes`: which contrasts are made, and which table is printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS
from speechkit.cli.options import Rows
from speechkit.render.theme_tables import THEME_COLUMNS

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


# -------------------------------------------------------------------------------- rows


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """Fourteen speeches of seven years, two of them versions of one text."""
    lines = [line for line in CORPUS.read_text("utf-8").splitlines() if len(line) > 40]
    path = tmp_path / "dated.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for i in range(14):
            text = "\n".join(["同志们：", *lines[4 * i : 4 * i + 12]])
            text = text if i else f"{text}\n{lines[50]}"
            record = {
                "id": f"s{i}",
                "text": text,
                "date": str(2020 + i % 7),
                "place": ("云岭", "石桥")[i % 2],
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        whole = "\n".join(["同志们：", *lines[:12]])
        file.write(json.dumps({"id": "copy", "text": whole, "date": "2020"}) + "\n")
    return path


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("rows", list(Rows))
def test_rows_are_the_same_whether_all_is_in_memory_or_not(
    rows: Rows,
    form: str,
    dated: Path,
    call: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("--topics", "2") if rows is Rows.TOPICS else ()
    command = ("themes", dated, "--format", form, "--rows", rows, "--over", "date", "-q", *asked)
    held = call(*command)
    monkeypatch.setattr("speechkit.cli.comparing.is_small", lambda _: False)
    assert call(*command) == held
    code, out, err = held
    assert (code, err) == (0, "")
    if form == "csv":
        head, *lines = csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline=""))
        assert tuple(head) == THEME_COLUMNS[rows.value]
        assert all(len(line) == len(head) for line in lines)
        assert lines
    else:
        assert all(isinstance(json.loads(line), dict) for line in out.splitlines())
        assert out


def test_rows_of_groups_are_those_of_the_json(dated: Path, call: Callable[..., Outcome]) -> None:
    _, rows, _ = call("themes", dated, "--by", "place", "--rows", "contrasts", "--format", "jsonl")
    _, whole, _ = call("themes", dated, "--by", "place", "--format", "json")
    lines = [json.loads(line) for line in rows.splitlines()]
    contrasts = json.loads(whole)["contrasts"]
    assert [{name: line[name] for name in contrasts[0]} for line in lines] == contrasts
    assert {line["kind"] for line in lines} == {"groups"}


def test_rows_go_to_a_file_whose_suffix_says_its_form(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    path = tmp_path / "map.csv"
    assert call("themes", CORPUS, "--rows", "map", "-o", path)[0] == 0
    assert path.read_text("utf-8-sig").startswith("kind,id,zh,en,x,y")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rows", "map"], "add --format csv or jsonl"),
        (["--rows", "map", "--format", "table"], "add --format csv or jsonl"),
        (["--rows", "map", "-o", "map.json"], "add --format csv or jsonl"),
        (["--rows", "trends", "--format", "csv"], "add --over date"),
        (["--rows", "topics", "--format", "csv"], "add --topics"),
        (["--rows", "plot", "--format", "csv"], "plot"),
    ],
)
def test_rows_that_there_cannot_be_are_refused_in_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    call: Callable[..., Outcome],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = call("themes", CORPUS, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------------------- table


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_is_the_same_whether_all_is_in_memory_or_not(
    lang: str, dated: Path, call: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("themes", dated, "--format", "table", "--lang", lang, "--over", "date", "-q")
    held = call(*command)
    monkeypatch.setattr("speechkit.cli.comparing.is_small", lambda _: False)
    assert call(*command) == held
    assert held[0] == 0
