"""`speechkit concordance` through the terminal's road."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS
from speechkit.cli import comparing, searching

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def found(call: Call, *arguments: str | Path) -> dict[str, Any]:
    code, out, err = call("concordance", *arguments, "--format", "json")
    assert (code, err) == (0, "")
    content: dict[str, Any] = json.loads(out)
    return content


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Records, some of which are versions of others, and a file of several speeches."""
    chance = random.Random(7)  # noqa: S311 # the same texts every time
    things = ("项目", "道路", "学校", "园区", "饭碗", "桥梁", "作风", "安全")
    lines = []
    for i in range(230):
        words = [f"{chance.choice('抓促管建')}好{chance.choice(things)}{i}" for _ in range(40)]
        lines.append(json.dumps({"id": f"r{i}", "text": "，".join(words) + "。"}))
        if i % 23 == 0:
            lines.append(json.dumps({"id": f"v{i}", "text": "，".join(words) + "！"}))
    (tmp_path / "records.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "speeches.txt").write_bytes(CORPUS.read_bytes())
    return tmp_path


# --------------------------------------------------------------------------------- output


def test_every_hit_opens_at_its_place_in_the_file(call: Call) -> None:
    text = CORPUS.read_text("utf-8")
    content = found(call, "项目", CORPUS)
    assert content["count"] + content["n_in_versions"] == len(content["hits"]) == 26
    for hit in content["hits"]:
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert text.count("\n", 0, hit["start"]) + 1 == hit["line_start"]
        assert (hit["version_of"] is not None) == (hit["speech"] == "speeches#4")


def test_hits_in_versions_can_be_left_out(call: Call) -> None:
    content = found(call, "项目", CORPUS, "--kept")
    assert len(content["hits"]) == content["count"] == 23
    assert content["n_in_versions"] == 3


def test_collocates_open_at_their_places(call: Call) -> None:
    text = CORPUS.read_text("utf-8")
    content = found(call, "项目", CORPUS, "--collocates", "--window", "3", "--measure", "mi")
    collocates = content["collocates"]
    assert (collocates["window"], collocates["measure"]) == (3, "mi")
    assert collocates["listed"]
    for collocate in collocates["listed"]:
        assert collocate["score"] == collocate["mi"]
        for place in collocate["places"]:
            assert text[place["start"] : place["end"]] == collocate["term"]


def test_csv_is_of_the_hits_or_of_the_collocates(call: Call) -> None:
    def rows(*options: str) -> list[dict[str, str]]:
        code, out, _ = call("concordance", "项目", CORPUS, "--format", "csv", *options)
        assert code == 0
        return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))

    hits = rows()
    assert len(hits) == 26
    assert {row["term"] for row in hits} == {"项目"}
    assert hits[-1]["place"] == "临澜市"
    collocates = rows("--collocates", "--top", "3")
    assert [row["rank"] for row in collocates] == ["1", "2", "3"]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_table_keeps_to_the_width_and_has_no_colour_where_none_is_wanted(
    width: int, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = call("concordance", "项目", CORPUS, "--format", "table", "--lang", "zh")
    assert code == 0
    assert "\x1b" not in out
    assert out.count("项目") >= 26


def test_nothing_found_is_said_and_is_no_failure(call: Call) -> None:
    code, out, err = call("concordance", "月球车", CORPUS, "--format", "json")
    assert (code, err.count("\n")) == (0, 1)
    assert "月球车: not found" in err
    content = json.loads(out)
    assert (content["count"], content["hits"], len(content["speeches"])) == (0, [], 5)
    assert call("concordance", "月球车", CORPUS, "--format", "json", "--quiet") == (0, out, "")
    _, table, remarks = call("concordance", "月球车", CORPUS, "--format", "table")
    assert "not found in 4 speeches" in table
    assert remarks == ""


# --------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("term", ["", "  ", "　"])
def test_an_empty_term_is_refused(term: str, call: Call) -> None:
    code, out, err = call("concordance", term, CORPUS)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "TERM is empty" in err


def test_an_expression_that_does_not_compile_is_refused_before_anything_is_read(
    call: Call, tmp_path: Path
) -> None:
    code, out, err = call("concordance", "抓[项目", tmp_path / "none.txt", "--regex")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "character" in err


def test_an_expression_that_runs_away_is_one_line_and_65(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechkit.keywords.concordance.MAX_SECONDS", 0.1)
    path = tmp_path / "long.txt"
    path.write_text("同志们：\n" + "发展" * 9_000 + "。\n", "utf-8")
    code, out, err = call("concordance", "(?:(?:发展)+)+$x|(?:发展|发展发展)+x", path, "--regex")
    assert (code, out, err.count("\n")) == (65, "", 1)
    assert err.startswith("long: ")


def test_an_existing_output_is_left_alone(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine", "utf-8")
    assert call("concordance", "项目", CORPUS, "-o", target)[0] == 73
    assert target.read_text("utf-8") == "mine"


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(call: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\n")
    (tmp_path / "good.txt").write_bytes(CORPUS.read_bytes())
    code, out, err = call("concordance", "项目", tmp_path, "--format", "json")
    assert (code, json.loads(out)["count"]) == (1, 23)
    assert "bad.txt" in err


# --------------------------------------------------------------------------------- many


@pytest.mark.parametrize("options", [(), ("--collocates",), ("--sort", "left", "--kept")])
def test_the_same_bytes_from_memory_and_from_a_store_with_any_number_of_processes(
    options: tuple[str, ...], many: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("concordance", "项目", many, *options, "--format", "json", "--quiet")
    in_memory = call(*arguments)
    assert in_memory[0] == 0
    assert json.loads(in_memory[1])["n_in_versions"] > 3
    monkeypatch.setattr(searching, "is_small", lambda sources: not sources)
    for jobs in ("1", "2", "3"):
        assert call(*arguments, "--jobs", jobs) == in_memory


def test_what_is_large_goes_over_a_store(
    many: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []
    stored = searching._search_stored

    def noted(*arguments: Any, **options: Any) -> searching.Searched:  # noqa: ANN401 # handed on
        taken.append("stored")
        return stored(*arguments, **options)

    monkeypatch.setattr(searching, "_search_stored", noted)
    call("concordance", "项目", many, "-q")
    assert taken == []
    monkeypatch.setattr(comparing, "MAX_IN_MEMORY", 1_000)
    call("concordance", "项目", many, "-q")
    assert taken == ["stored"]


def test_the_order_of_the_sources_changes_nothing(call: Call, many: Path) -> None:
    records, speeches = many / "records.jsonl", many / "speeches.txt"
    forward = call("concordance", "项目", records, speeches, "--collocates")
    assert forward[0] == 0
    assert call("concordance", "项目", speeches, records, "--collocates") == forward
