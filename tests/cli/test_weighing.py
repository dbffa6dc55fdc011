"""Themes of many speeches: the bytes are those of a few, whatever the way they go."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from factories import CORPUS
from speechkit.cli import comparing, weighing_many
from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.render import summary
from themes.making import DISCIPLINE, FARMING, HOSPITALS, ROADS, SCHOOLS, THANKS
from versions import made_text, shuffled

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]
Row = dict[str, str]
N_TEXTS = MAX_PAIRWISE_SPEECHES + 5
PLACES = ("青瓦镇", "白沙县", "")
CUT = 5
"""The text that has cut copies."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing_many, "_AT_ONCE", 3)


def spoken(seed: int, n_paragraphs: int = 12) -> str:
    """A speech with an agenda of its own, in paragraphs."""
    chance = random.Random(seed)  # noqa: S311 # no secret
    themes = chance.sample([FARMING, HOSPITALS, ROADS, SCHOOLS, DISCIPLINE], 2)
    parts = [
        f"{chance.choice(themes)}{made_text(1000 * seed + n, 60)}" for n in range(n_paragraphs)
    ]
    return "\n".join([*parts, THANKS])


def cut(text: str, n_left_out: int) -> str:
    """A copy that lacks a paragraph, another one for each number."""
    parts = text.split("\n")
    return "\n".join(part for n, part in enumerate(parts) if n != n_left_out)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Dated and undated speeches, cut copies of one of them, one without text to speak of."""
    made = [
        {
            "id": f"t{n:02}",
            "text": spoken(n),
            "date": "" if n % 7 == 3 else f"{2010 + n % 6}-03-0{1 + n % 9}",
            "place": PLACES[n % 3],
        }
        for n in range(N_TEXTS)
    ]
    made += [{**made[CUT], "id": f"v{n}", "text": cut(made[CUT]["text"], n)} for n in (1, 4)]
    made.append({"id": "short", "text": "同志们：\n会议到此结束。", "date": "2011", "place": ""})
    made.append({"id": "signs", "text": "—— * ——", "date": "2012", "place": "青瓦镇"})
    return made


@pytest.fixture(scope="module")
def collection(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("collection") / "speeches.jsonl", rows)


def written(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def found(outcome: Outcome) -> dict[str, Any]:
    code, out, _ = outcome
    assert code == 0
    result: dict[str, Any] = json.loads(out)
    return result


def by_speech(result: dict[str, Any]) -> dict[str, Any]:
    """All that is said of each speech: its shares, its contrasts, its distance."""
    said = {entry["id"]: [entry] for entry in result["speeches"]}
    for each in (*result["contrasts"], *result["distances"]):
        said[each["a"]].append(each)
    return said


# ------------------------------------------------------------------- both ways say the same

OPTIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("--by", "place"),
    ("--by", "date"),
    ("--over", "date"),
    ("--by", "place", "--over", "date", "--seed", "3"),
)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_both_ways_give_the_same_bytes(
    form: str, options: tuple[str, ...], collection: Path, call: Call, stream: Call
) -> None:
    arguments = ("themes", collection, CORPUS, "--format", form, *options)
    expected = call(*arguments)
    assert expected[0] == 0
    assert stream(*arguments) == expected


@pytest.mark.parametrize("form", ["json", "csv", "table"])
@pytest.mark.parametrize("n", [1, 2, MAX_PAIRWISE_SPEECHES, MAX_PAIRWISE_SPEECHES + 1])
def test_both_ways_agree_on_any_number_of_speeches(
    n: int, form: str, rows: list[Row], tmp_path: Path, call: Call, stream: Call
) -> None:
    source = written(tmp_path / "some.jsonl", rows[:n])
    arguments = ("themes", source, "--format", form)
    expected = call(*arguments)
    assert expected[0] == 0
    assert stream(*arguments) == expected


def test_both_ways_agree_where_hardly_anything_is_said(
    tmp_path: Path, call: Call, stream: Call
) -> None:
    rows = [{"id": f"e{n:02}", "text": f"{'—' * (n + 1)}"} for n in range(N_TEXTS)]
    source = written(tmp_path / "empty.jsonl", [*rows, {"id": "one", "text": FARMING}])
    arguments = ("themes", source, "--format", "json")
    assert found(call(*arguments))["corpus"]["n_texts"] == 1
    assert stream(*arguments) == call(*arguments)


def test_a_table_longer_than_a_terminal_takes_says_the_same(
    collection: Path, call: Call, stream: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speechkit.render.terminal import theme_shares

    monkeypatch.setattr(summary, "MAX_ROWS", 4)
    monkeypatch.setattr(theme_shares, "MAX_ROWS", 4)
    arguments = ("themes", collection, "--format", "table")
    expected = call(*arguments)
    assert "short" in expected[1]  # is not among the first four
    assert stream(*arguments) == expected


def test_both_ways_read_standard_input(
    collection: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for is_small in (True, False):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CORPUS.read_bytes())))
        monkeypatch.setattr(comparing, "is_small", lambda _, answer=is_small: answer)
        outcomes.append(call("themes", "-", collection, "--format", "json"))
    assert "stdin#1" in by_speech(found(outcomes[0]))
    assert outcomes[1] == outcomes[0]


def test_a_source_that_cannot_be_read_is_said_both_ways(
    collection: Path, tmp_path: Path, call: Call, stream: Call
) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no archive")
    arguments = ("themes", collection, broken, "--format", "csv")
    code, _, err = call(*arguments)
    assert (code, err.count("\n")) == (1, 1)
    assert stream(*arguments) == call(*arguments)


def test_groups_that_are_none_are_refused_both_ways(
    collection: Path, call: Call, stream: Call
) -> None:
    for fact in ("speaker", "nothing"):
        arguments = ("themes", collection, "--by", fact)
        expected = call(*arguments)
        assert expected[:2] == (2, "")
        assert stream(*arguments) == expected


# ---------------------------------------------------------------------- nothing else matters


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_any_number_of_processes_gives_the_same_bytes(
    options: tuple[str, ...], collection: Path, stream: Call
) -> None:
    outcomes = [stream("themes", collection, *options, "--jobs", jobs) for jobs in ("1", "2", "3")]
    assert outcomes[0][0] == 0
    assert outcomes[1:] == outcomes[:-1]


def test_batches_of_any_size_give_the_same_bytes(
    collection: Path, stream: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for size in (1, 7, 1000):
        monkeypatch.setattr(weighing_many, "_AT_ONCE", size)
        outcomes.append(stream("themes", collection, "--jobs", "2"))
    assert outcomes[1:] == outcomes[:-1]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_the_order_of_sources_changes_only_the_order_of_results(
    options: tuple[str, ...], rows: list[Row], tmp_path: Path, call: Call, stream: Call
) -> None:
    lines = shuffled((json.dumps(row) for row in rows), 4)
    other = [json.loads(line) for line in lines]
    for way in (call, stream):
        results = [
            found(way("themes", written(tmp_path / "speeches.jsonl", some), *options))
            for some in (rows, other)
        ]
        one, two = map(by_speech, results) if "--by" not in options else ({}, {})
        assert one == two
        for result in results:
            result["speeches"].sort(key=lambda entry: entry["id"])
            result["map"]["speeches"].sort(key=lambda point: point["id"])
            result["versions"].sort(key=lambda each: each["part"])
            for group in result["groups"]:
                group["speeches"].sort()
            if "--by" not in options:
                result["contrasts"] = result["distances"] = []
        assert results[0] == results[1]


@pytest.mark.parametrize("n_copies", [1, 3, 10])
@pytest.mark.parametrize("is_many", [False, True])
def test_cut_copies_change_nothing_for_the_others(
    n_copies: int, is_many: bool, rows: list[Row], tmp_path: Path, call: Call, stream: Call
) -> None:
    texts = rows[:N_TEXTS]
    copies = [
        {"id": f"c{n:02}", "text": cut(texts[8]["text"], n), "date": "2012", "place": "青瓦镇"}
        for n in range(n_copies)
    ]
    way = stream if is_many else call
    before = found(way("themes", written(tmp_path / "before.jsonl", texts), "--over", "date"))
    after = found(
        way("themes", written(tmp_path / "after.jsonl", [*copies, *texts]), "--over", "date")
    )
    said = by_speech(after)
    assert [said.pop(copy["id"])[0]["id"] for copy in copies] == [copy["id"] for copy in copies]
    assert said == by_speech(before)
    assert len(after["versions"]) == n_copies
    assert {"t08"} == {each["whole"] for each in after["versions"]}
    places = {point["id"]: point for point in after["map"]["speeches"]}
    assert [places[point["id"]] for point in before["map"]["speeches"]] == (
        before["map"]["speeches"]
    )
    for name in ("corpus", "trends"):
        assert after[name] == before[name]
    assert after["map"]["themes"] == before["map"]["themes"]


def in_a_process(source: Path, **variables: str) -> bytes:
    program = "from speechkit.cli import comparing; comparing.MAX_IN_MEMORY = 0\n"
    program += "from speechkit.cli import main; import sys; main(sys.argv[1:])"
    arguments = [sys.executable, "-c", program, "themes", str(source), "--by", "place"]
    done = subprocess.run(
        [*arguments, "--over", "date", "--format", "json", "--quiet"],
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_neither_threads_nor_hash_seeds_change_a_byte(collection: Path) -> None:
    outputs = {
        in_a_process(collection, PYTHONHASHSEED=seed, OMP_NUM_THREADS=threads)
        for seed, threads in (("0", "1"), ("1", "2"), ("2", "1"))
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000


# --------------------------------------------------------------------------------- output


def test_a_file_is_written_whole_or_not_at_all(
    collection: Path, tmp_path: Path, stream: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "themes.json"
    assert stream("themes", collection, "-o", output, "--quiet")[0] == 0
    before = output.read_bytes()
    assert len(json.loads(before)["speeches"]) > N_TEXTS

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("speechkit.render.json.speech_emphasis_json", fail)
    code, _, err = stream("themes", collection, "-o", output, "--force", "--jobs", "1")
    assert code == 74
    assert err.count("\n") == 1
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


def test_what_needs_all_speeches_at_once_takes_them_into_memory(
    collection: Path, stream: Call
) -> None:
    result = found(stream("themes", collection, "--pairs", "t01,rest", "--pairs", "t02,t03"))
    assert {(each["a"], each["b"]) for each in result["contrasts"]} == {
        ("t01", "rest"),
        ("t02", "t03"),
    }
    assert found(stream("themes", collection, "--passages"))["passages"]


def test_own_codebooks_are_honoured_both_ways(
    collection: Path, tmp_path: Path, call: Call, stream: Call
) -> None:
    codebook = tmp_path / "codebook.json"
    themes: Sequence[dict[str, object]] = [
        {"id": "water", "zh": "水", "en": "Water", "group": "all", "seeds": ["供水", "管网"]},
        {"id": "school", "zh": "学", "en": "School", "group": "all", "seeds": ["校舍", "教师"]},
    ]
    groups = [{"id": "all", "zh": "全部", "en": "All"}]
    fields = {"name": "own", "version": "1", "groups": groups, "themes": themes}
    codebook.write_text(json.dumps(fields), "utf-8")
    arguments = ("themes", collection, "--codebook", codebook, "--format", "json")
    assert [theme["id"] for theme in found(call(*arguments))["themes"]] == ["water", "school"]
    assert stream(*arguments) == call(*arguments)
