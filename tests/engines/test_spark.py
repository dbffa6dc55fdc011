"""`dedupe --engine spark` says what the local engine says, byte for byte, and leaves no traces."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.cluster import Cluster
from engines.conftest import FEW_PARTITIONS
from speechkit.cli.run import run
from speechkit.dedupe import pairs
from speechkit.engines import comparing, searching
from versions import edited, family, lines, made_text, shuffled

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Row = dict[str, Any]


@pytest.fixture(autouse=True)
def _in_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spark: SparkSession) -> None:
    assert spark is not None
    monkeypatch.chdir(tmp_path)


# ------------------------------------------------------------------------------ two engines


def records(texts: Iterable[str], first: int = 0) -> list[str]:
    return [
        json.dumps({"id": f"r{n}", "text": text, "镇": f"第{n % 3}镇"}, ensure_ascii=False)
        for n, text in enumerate(texts, first)
    ]


def write(path: str, rows: Iterable[str]) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("".join(f"{row}\n" for row in rows), "utf-8")


def texts() -> list[str]:
    """Versions of all kinds, strangers, short texts, broken ones, and page footers in some."""
    made = [text for seed in range(12) for text in family(seed, 4, 700, (0.03, 0.1, 0.25))]
    made += [made_text(100 + n, 400) for n in range(25)]
    made += [lines(made[n], 30).replace("\n", "\n第1页 共2页\n", 1) for n in range(6)]
    made += [made[n] for n in (3, 3, 9, 60)]
    made += [made[n][:300] for n in range(20, 26)] + [made[n][40:75] for n in range(30, 36)]
    made += [made_text(300, 8), made_text(300, 8), "好", "好", "。"]
    made += [f"2031年3月{n}日\n{made[7]}" for n in (9, 5)]
    chain = made_text(400, 900)
    made += [chain[at : at + 500] for at in range(0, 400, 60)]
    return made


def local_rows(*arguments: str) -> dict[str, set[str]]:
    """What the local engine writes, as lines."""
    assert run(["dedupe", *arguments, "-o", "local.json", "--write-kept", "local", "-q"]) in (0, 1)
    found = json.loads(Path("local.json").read_text("utf-8"))
    kept = [json.loads(line) for line in Path("local/kept.jsonl").read_text("utf-8").splitlines()]
    dropped = Path("local/dropped.jsonl").read_text("utf-8").splitlines()
    return {
        "pairs": as_lines(found["pairs"]),
        "groups": as_lines(
            {"kept": group["kept"], "speech": speech}
            for group in found["groups"]
            for speech in group["speeches"]
        ),
        "kept": as_lines({"id": row.pop("id"), "text": row.pop("text")} for row in kept),
        "dropped": as_lines(without(json.loads(line), "id", "path") for line in dropped),
    }


def spark_rows() -> dict[str, set[str]]:
    """What the Spark engine has written, as such lines."""
    from pyarrow import parquet

    found = {name: parquet.read_table(f"out/{name}").to_pylist() for name in FOLDERS}
    return {
        "pairs": as_lines(found["pairs"]),
        "groups": as_lines(
            {"kept": row["kept"], "speech": row["speech"]} for row in found["groups"]
        ),
        "kept": as_lines({"id": row["id"], "text": row["text"]} for row in found["kept"]),
        "dropped": as_lines(
            without(row | {"reason": row.pop("criterion")}, "speech", "path", "line")
            for row in found["dropped"]
        ),
    }


FOLDERS = ("pairs", "groups", "kept", "dropped")


def without(row: Row, id_: str, *others: str) -> Row:
    """The row of a dropped speech, its id named `id` whoever wrote it."""
    return {"id": row[id_]} | {k: v for k, v in row.items() if k not in (id_, *others)}


def as_lines(rows: Iterable[Row]) -> set[str]:
    """Rows as JSON, the same for the same values."""
    return {
        json.dumps(
            {key: round(v, 6) if isinstance(v, float) else v for key, v in row.items()},
            sort_keys=True,
            ensure_ascii=False,
        )
        for row in rows
    }


def agree(*sources: str) -> dict[str, set[str]]:
    """What both engines say, when they say the same."""
    assert run(["dedupe", "--engine", "spark", *sources, "-o", "out", "-q"]) in (0, 1)
    return agreed(*sources)


def agreed(*sources: str) -> dict[str, set[str]]:
    """What Spark has written of the sources, when the local engine says the same."""
    expected, found = local_rows(*sources), spark_rows()
    for name in FOLDERS:
        assert sorted(found[name]) == sorted(expected[name]), name
    return found


# ------------------------------------------------------------------------------- the verdicts


def test_pairs_groups_and_kept_are_those_of_the_local_engine() -> None:
    rows = shuffled(records(texts()), 7)
    write("in/b10.jsonl", rows[:60])
    write("in/b9.jsonl", [*rows[60:90], "", *rows[90:]])
    found = agree("in")
    kinds = {json.loads(row)["kind"] for row in found["pairs"]}
    assert kinds == {"identical", "near", "contained", "partial"}
    assert len(found["groups"]) > 50


def test_a_few_texts_are_compared_each_with_each_as_they_are_locally() -> None:
    write("few.jsonl", records([*family(1, 6, 600, (0.03, 0.1)), made_text(2, 300), "好", "好"]))
    assert len(agree("few.jsonl")["pairs"]) > 3


def test_many_copies_and_shortened_searches_change_no_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (pairs, comparing):
        monkeypatch.setattr(module, "MAX_EQUAL", 4)
        monkeypatch.setattr(module, "N_NAMED", 2)
    monkeypatch.setattr(searching, "WIDE_FROM", 10)
    monkeypatch.setattr(searching, "_POSTINGS", 5_000)
    a, b, c = (made_text(seed, 600) for seed in (1, 2, 3))
    copies = [a] * 7 + [edited(a, 0.1, 1)] * 6 + [edited(a, 0.1, 2)] * 3 + [b] * 5 + [c] * 2
    damaged = [lines(a, 29), lines(b, 31), f"{a}\n2031年3月5日"]
    write("in.jsonl", records(shuffled([*copies, *damaged, *texts()[:40]], 3)))
    assert len(agree("in.jsonl")["pairs"]) > 60


def test_records_without_an_id_are_called_by_their_file_and_line() -> None:
    a, b = made_text(1, 300), made_text(2, 300)
    rows = [json.dumps({"text": text}, ensure_ascii=False) for text in (a, b, a)]
    write("x/讲 话%1.jsonl", ["", *rows])
    write("y/讲 话%1.jsonl", rows)
    found = agree("x", "y")
    assert any('"y/讲 话%1#3"' in row for row in found["groups"])


def test_an_id_given_again_is_left_out_or_called_by_its_file(
    capfd: pytest.CaptureFixture[str],
) -> None:
    a, b = made_text(1, 300), made_text(2, 300)
    write("a.jsonl", [*records([a, b]), *records([made_text(3, 300)])])
    write("b.jsonl", records([a, made_text(4, 300)]))
    found = agree("a.jsonl", "b.jsonl")
    assert '{"kept": "r0", "speech": "b/r0"}' in found["groups"]
    assert "a.jsonl: line 3: \"id\" 'r0' stands on line 1 too; left out" in capfd.readouterr().err


def test_a_name_that_is_made_up_is_not_that_of_another_record(
    capfd: pytest.CaptureFixture[str],
) -> None:
    made = [made_text(seed, 300) for seed in range(20)]
    named = [json.loads(row) for row in records(made)]
    for n, id_ in {0: "r", 1: "b/r", 2: "b/r~2", 3: "a#6", 4: "a", 5: None, 6: "b#2"}.items():
        named[n]["id"] = id_
    for n, id_ in {10: "r", 11: None, 12: "a#6", 13: "a#6", 14: "b/a#6", 15: "b/r"}.items():
        named[n]["id"] = id_
    rows = [json.dumps(row, ensure_ascii=False) for row in named]
    write("a.jsonl", rows[:10])
    write("b.jsonl", rows[10:])
    found = agree("a.jsonl", "b.jsonl")
    ids = [json.loads(row)["id"] for row in found["kept"]]
    assert len(set(ids)) == len(ids) == 19
    assert {"a#6~2", "b/r~3", "b/b#2", "b/a#6", "b/b/a#6", "b/b/r"} <= set(ids)
    assert "b.jsonl: line 4: \"id\" 'a#6' stands on line 3 too; left out" in capfd.readouterr().err


def test_parquet_and_jsonl_are_compared_with_one_another() -> None:
    import pyarrow as pa
    from pyarrow import parquet

    made = texts()[:30]
    write("a.jsonl", records(made))
    table = pa.table({"id": [f"p{n}" for n in range(30)], "正文": made[::-1], "n": range(30)})
    parquet.write_table(table, "b.parquet", row_group_size=7)
    assert len(agree("a.jsonl", "b.parquet")["pairs"]) > 30


def test_what_was_counted_is_written_and_what_was_put_away_is_gone() -> None:
    write("in.jsonl", records(family(1, 4, 300, (0.05,))))
    assert run(["dedupe", "--engine", "spark", "in.jsonl", "-o", "out", "--check"]) == 1
    counters = json.loads(Path("out/counters.json").read_text("utf-8"))
    assert counters["schema"] == "speechkit.dedupe-folder/1"
    assert (counters["n_speeches"], counters["n_groups"], counters["n_kept"]) == (4, 1, 1)
    assert {path.name for path in Path("out").iterdir() if path.is_dir()} == set(FOLDERS)
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_a_cluster_that_loses_a_worker_says_the_same(cluster: Cluster) -> None:
    write("in.jsonl", shuffled(records(texts()), 3))
    command = [sys.executable, "-m", "speechkit", "dedupe", "--engine", "spark", "in.jsonl"]
    command += ["--master", cluster.url, "-o", "out"]
    for key, value in FEW_PARTITIONS:
        command += ["--conf", f"{key}={value}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("texts: "):
                cluster.kill_worker(0)
    cluster.replace_worker(0)
    assert process.returncode == 0, said
    assert said[0].startswith("Spark 4"), said
    assert agreed("in.jsonl")["pairs"]


# ------------------------------------------------------------------------------- bad input


def test_records_that_cannot_be_used_are_named_and_the_others_compared(
    capfd: pytest.CaptureFixture[str],
) -> None:
    good = records(family(1, 3, 300, (0.05,)))
    bad = ['{"id": "x"}', "[1]", '{"text": " "}', '{"text": "a\\u0000b"}']
    write("in.jsonl", [good[0], *bad, *good[1:]])
    assert run(["dedupe", "--engine", "spark", "in.jsonl", "-o", "out"]) == 1
    said = capfd.readouterr().err
    for line, what in ((2, 'no "text" in the record'), (3, "not a record"), (5, "NUL")):
        assert f"in.jsonl: line {line}: {what}" in said
    assert json.loads(Path("out/counters.json").read_text())["n_refused"] == 4


def test_where_no_record_can_be_used_nothing_is_written(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write("in.jsonl", ['{"text": 5}', "x"])
    assert run(["dedupe", "--engine", "spark", "in.jsonl", "-o", "out", "-q"]) == 65
    assert "in.jsonl: line 1: " in capfd.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["in.jsonl"]


def test_a_column_that_is_not_there_is_said_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    write("in.jsonl", ['{"id": "a", "words": "x"}'] * 30)
    arguments = ["dedupe", "--engine", "spark", "in.jsonl", "-o", "out", "-q"]
    assert run(arguments) == 2
    said = capfd.readouterr().err
    assert "which column is the text? name it with --text-column: id, words" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--engine spark writes a folder; name one with -o FOLDER"),
        (["-o", "x", "--explain"], "--explain is not for --engine spark"),
        (["-o", "x", "--index", "i"], "--index is not for --engine spark"),
        (["-o", "x", "--format", "csv"], "--format is not for --engine spark"),
        (["-o", "x", "--split"], "--split is not for --engine spark"),
        (["-o", "x", "--conf", "a"], "--conf 'a': not KEY=VALUE"),
    ],
)
def test_what_spark_does_not_do_is_refused(
    arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    write("in.jsonl", records(["好"]))
    assert run(["dedupe", "in.jsonl", "--engine", "spark", *arguments]) == 2
    assert said in capfd.readouterr().err


def test_spark_settings_are_not_taken_without_spark(capfd: pytest.CaptureFixture[str]) -> None:
    write("in.jsonl", records(["好"]))
    assert run(["dedupe", "in.jsonl", "--master", "local"]) == 2
    assert "--master and --conf are for --engine spark" in capfd.readouterr().err


def test_a_task_that_fails_leaves_nothing_half_written(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("speechkit.engines.writing._dropped", broken)
    write("in.jsonl", records(family(1, 3, 300, (0.05,))))
    assert run(["dedupe", "--engine", "spark", "in.jsonl", "-o", "out", "-q"]) == 74
    assert "no room" in capfd.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["in.jsonl"]


def broken(*_: object) -> None:
    from speechkit.errors import StorageError

    raise StorageError("no room")
