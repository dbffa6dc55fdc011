"""`themes --doctor`: what is printed, in which form, and what it does not go together with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS

Call = Callable[..., tuple[int, str, str]]
BOOK = {
    "name": "own",
    "version": "1",
    "groups": [{"id": "all", "zh": "全部", "en": "All"}],
    "themes": [
        {
            "id": "fields",
            "zh": "田地",
            "en": "Fields",
            "group": "all",
            "seeds": ["农业", "农民"],
            "subthemes": [{"id": "crops", "zh": "作物", "en": "Crops", "seeds": ["水稻", "甘薯"]}],
        },
        {"id": "work", "zh": "落实", "en": "Delivery", "group": "all", "seeds": ["落实", "民政"]},
    ],
}


@pytest.fixture(autouse=True)
def _at_a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("book.json").write_text(json.dumps(BOOK, ensure_ascii=False), "utf-8")


def test_what_is_found_is_printed_as_json(call: Call) -> None:
    code, out, err = call("themes", CORPUS, "--doctor", "--codebook", "book.json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["schema"], found["codebook"]) == ("speechkit.doctor/1", "own 1")
    assert (found["n_speeches"], found["n_texts"]) == (5, 4)
    assert sum(part["n_sentences"] for part in found["coverage"]) == found["n_sentences"]
    silent = [term for theme in found["silent"] for term in theme["terms"]]
    assert {"term": "甘薯", "subtheme": "crops", "kind": "seed"} in silent
    document = CORPUS.read_text("utf-8")
    for sentence in found["unmatched"]:
        assert document[sentence["start"] : sentence["end"]] == sentence["text"]
        assert document.count("\n", 0, sentence["start"]) + 1 == sentence["line"]


def test_the_same_command_gives_the_same_bytes(call: Call) -> None:
    first = call("themes", CORPUS, "--doctor")
    assert first[0] == 0
    assert call("themes", CORPUS, "--doctor", "--seed", "5", "--jobs", "2") == first


@pytest.mark.parametrize(("lang", "words"), [("en", "Terms that never fire"), ("zh", "从未命中")])
def test_a_table_is_for_readers_of_either_language(lang: str, words: str, call: Call) -> None:
    code, out, _ = call("themes", CORPUS, "--doctor", "--format", "table", "--lang", lang)
    assert code == 0
    assert words in out


def test_every_finding_is_a_row(call: Call) -> None:
    arguments = ("themes", CORPUS, "--doctor", "--codebook", "book.json", "--format")
    whole = json.loads(call(*arguments, "json")[1])
    rows = list(csv.DictReader(io.StringIO(call(*arguments, "csv")[1].removeprefix("\ufeff"))))
    lines = [json.loads(line) for line in call(*arguments, "jsonl")[1].splitlines()]
    kinds = ("unmatched", "missing", "ambiguous", "passed_over", "inside", "suggested")
    for kind in kinds:
        assert len([row for row in rows if row["finding"] == kind]) == len(whole[kind])
    assert [row["finding"] for row in rows] == [line["finding"] for line in lines]
    assert {row["term"] for row in rows if row["finding"] == "silent"} >= {"甘薯"}


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "txt"])
def test_it_can_be_written_to_a_file(suffix: str, call: Call) -> None:
    code, out, err = call("themes", CORPUS, "--doctor", "-o", f"found.{suffix}")
    assert (code, out, err) == (0, "", f"written to found.{suffix}\n")
    assert Path(f"found.{suffix}").stat().st_size > 1000
    assert call("themes", CORPUS, "--doctor", "-o", f"found.{suffix}")[0] == 73


@pytest.mark.parametrize(
    "options",
    [
        ("--topics", "2"),
        ("--passages",),
        ("--by", "place"),
        ("--over", "date"),
        ("--pairs", "speeches#1,speeches#2"),
        ("--calibrate", "labels.jsonl"),
        ("--rows", "map"),
        ("--codebook", "show"),
    ],
)
def test_what_is_of_the_shares_cannot_be_asked_for_beside_it(
    options: tuple[str, ...], call: Call
) -> None:
    code, out, err = call("themes", CORPUS, "--doctor", *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert options[0] in err


def test_without_sources_there_is_nothing_to_look_at(call: Call) -> None:
    code, out, err = call("themes", "--doctor")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "SOURCE" in err


def test_a_source_that_cannot_be_read_is_told_and_the_others_are_looked_at(call: Call) -> None:
    Path("bad.txt").write_bytes(b"\x00\x01\x02")
    code, out, err = call("themes", CORPUS, "bad.txt", "--doctor")
    assert (code, json.loads(out)["n_speeches"]) == (1, 5)
    assert err.startswith("bad.txt: ")


def test_speeches_without_a_sentence_are_told_of(call: Call) -> None:
    Path("short.txt").write_text("同志们：\n", "utf-8")
    code, out, _ = call("themes", "short.txt", "--doctor", "--format", "json")
    assert (code, json.loads(out)["ambiguous"]) == (0, [])
    code, out, _ = call("themes", "short.txt", "--doctor", "--format", "table")
    assert code == 0
    assert out.strip()
