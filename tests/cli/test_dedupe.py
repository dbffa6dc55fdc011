"""`dedupe` over a store: the same bytes as in memory, whatever the sources, processes, order."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import pytest

from formats import docx_bytes, zip_bytes
from speechkit.cli import collecting, comparing
from speechkit.dedupe import pairs
from versions import edited, family, lines, made_text, shuffled

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")


@pytest.fixture(autouse=True)
def _small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is enough for several tasks, blocks and sketches."""
    monkeypatch.setattr(collecting, "_TASK_DOCUMENTS", 7)
    monkeypatch.setattr("speechkit.files.records.record_blocks.__defaults__", (3000,))


@pytest.fixture
def both(call: Call) -> Callable[..., Outcome]:
    """What a command gives in memory, made sure to be what it gives over a store."""

    def outcome(*arguments: str | Path) -> Outcome:
        in_memory = call("dedupe", *arguments)
        for jobs in ("1", "2", "3"):
            assert stored(call, *arguments, "--jobs", jobs) == in_memory
        return in_memory

    return outcome


def stored(call: Call, *arguments: str | Path) -> Outcome:
    """What a command gives over a store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "MAX_IN_MEMORY", -1)
        patch.setattr(pairs, "MAX_ONE_BY_ONE", 0)
        return call("dedupe", *arguments)


TEXTS = shuffled(
    [
        *family(1, 8, 500, (0.05, 0.1, 0.25, 0.4)),
        *family(2, 5, 250, (0.05, 0.15)),
        *(made_text(30 + i, 300) for i in range(12)),
        made_text(1, 500)[100:200],
        made_text(30, 300),
    ],
    1,
)
RECORDS = [
    {"id": f"r{n}", "text": lines(text, 25 + n), "date": f"20{n % 30:02d}"}
    for n, text in enumerate(TEXTS)
]


def json_lines(records: list[dict[str, str]], end: str = "\n") -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + end for record in records)


def as_csv(records: list[dict[str, str]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, records[0])
    writer.writeheader()
    writer.writerows(records)
    return table.getvalue()


def as_texts(folder: Path) -> None:
    folder.mkdir()
    for record in RECORDS:
        (folder / f"{record['id']}.txt").write_text(record["text"] + "\n", "utf-8")


SPEECHES = "".join(
    f"第{n}篇：在第{n}次会议上的讲话\n同志们：\n{lines(text)}\n"
    for n, text in zip("一二三四五六七八九", TEXTS, strict=False)
)
MADE: dict[str, Callable[[], bytes]] = {
    "plain.jsonl": lambda: json_lines(RECORDS).encode(),
    "bom.jsonl": lambda: json_lines(RECORDS).encode("utf-8-sig"),
    "crlf.jsonl": lambda: json_lines(RECORDS, "\r\n").encode(),
    "gb.jsonl": lambda: json_lines(RECORDS).encode("gb18030"),
    "wide.jsonl": lambda: json_lines(RECORDS).encode("utf-16"),
    "open.jsonl": lambda: json_lines(RECORDS).rstrip().encode(),
    "a.csv": lambda: as_csv(RECORDS).encode(),
    "one.txt": lambda: SPEECHES.encode(),
    "a.docx": lambda: docx_bytes(SPEECHES.split("\n")),
    "a.zip": lambda: zip_bytes({"x/a.jsonl": json_lines(RECORDS), "b.txt": SPEECHES}),
}


@pytest.mark.parametrize("name", [*MADE, "folder"])
def test_any_source_gives_over_a_store_what_it_gives_in_memory(
    name: str, tmp_path: Path, both: Call
) -> None:
    if name == "folder":
        as_texts(tmp_path / name)
    else:
        (tmp_path / name).write_bytes(MADE[name]())
    code, out, _ = both(tmp_path / name)
    found = json.loads(out)
    assert code == 0
    assert len({pair["kind"] for pair in found["pairs"]}) > 1
    assert found["groups"]


def test_differences_are_explained_alike(tmp_path: Path, both: Call) -> None:
    (tmp_path / "one.txt").write_bytes(MADE["one.txt"]())
    (tmp_path / "plain.jsonl").write_bytes(MADE["plain.jsonl"]())
    _, out, _ = both(tmp_path, "--explain")
    assert json.loads(out)["differences"]


@pytest.mark.parametrize("option", ["--split", "--no-split"])
def test_documents_are_divided_alike(option: str, tmp_path: Path, both: Call) -> None:
    records = [*RECORDS[:3], {"id": "many", "text": SPEECHES, "date": ""}]
    (tmp_path / "a.jsonl").write_text(json_lines(records), "utf-8")
    (tmp_path / "one.txt").write_bytes(MADE["one.txt"]())
    both(tmp_path, option)


@pytest.mark.parametrize("options", [(), ("--threshold", ".4"), ("--containment", "1")])
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_every_format_is_alike(
    form: str, options: tuple[str, ...], tmp_path: Path, call: Call
) -> None:
    (tmp_path / "a.jsonl").write_bytes(MADE["plain.jsonl"]())
    arguments: tuple[str | Path, ...] = (tmp_path / "a.jsonl", "--format", form, *options)
    assert stored(call, *arguments, "--jobs", "2") == call("dedupe", *arguments)


def test_standard_input_gives_what_a_file_gives(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stdin.jsonl"
    path.write_bytes(MADE["plain.jsonl"]())
    expected = call("dedupe", path)
    for jobs in ("1", "2"):
        with path.open(encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stdin", file)
            assert call("dedupe", "-", "--id-column", "id", "--jobs", jobs) == expected


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_changes_no_verdict(seed: int, tmp_path: Path, call: Call) -> None:
    def verdict(records: list[str]) -> tuple[object, ...]:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(records), "utf-8")
        found = json.loads(stored(call, path, "--jobs", "2")[1])
        named = {
            frozenset([(p["a"], p["containment_a"]), (p["b"], p["containment_b"])]): p["jaccard"]
            for p in found["pairs"]
        }
        return named, found["n_speeches"]

    records = json_lines(RECORDS).splitlines(keepends=True)
    assert verdict(shuffled(records, seed)) == verdict(records)


@pytest.mark.parametrize("cuts", [(), (1,), (5, 6, 20), (13,)])
def test_how_the_records_are_divided_among_files_changes_nothing(
    cuts: tuple[int, ...], tmp_path: Path, call: Call
) -> None:
    bounds = [0, *cuts, len(RECORDS)]
    for n, (a, b) in enumerate(pairwise(bounds)):
        (tmp_path / f"part-{n}.jsonl").write_text(json_lines(RECORDS[a:b]), "utf-8")
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "a.jsonl").write_text(json_lines(RECORDS), "utf-8")
    parts = sorted(tmp_path.glob("part-*"))
    expected = call("dedupe", whole)
    for order in (parts, parts[::-1]):
        assert stored(call, *order, "--jobs", "3") == expected


def test_a_larger_thresholds_groups_are_made_of_fewer_pairs(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.jsonl").write_bytes(MADE["plain.jsonl"]())
    found = []
    for threshold in (".9", ".7", ".55"):
        out = stored(call, tmp_path, "--threshold", threshold)[1]
        found.append({(p["a"], p["b"]) for p in json.loads(out)["pairs"] if p["kind"] == "near"})
    assert found[0] < found[1] < found[2]


# --------------------------------------------------------------------------------- bad input

GOOD = json_lines(RECORDS[:9])
HALF = r'{"id": "half", "text": "\ud83d"}'
BAD_RECORDS = {
    "no text": '{"id": "x"}',
    "empty text": '{"id": "x", "text": " \u3000"}',
    "a number for a text": '{"id": "x", "text": 5}',
    "no record": "[1, 2]",
    "no JSON": '{"id": "x", "text": ',
    "a repeated id": json_lines(RECORDS[3:4]).strip(),
    "NUL": r'{"id": "x", "text": "a\u0000b"}',
    "half a character": HALF,
    "half a character in the id": r'{"id": "\udc00", "text": "开会。"}',
    "an odd id": '{"id": [1], "text": "开会。"}',
    "nested": '{"id": "x", "text": "开会。", "more": ' + "[" * 5000 + "]" * 5000 + "}",
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_bad_record_is_said_alike_and_left_out(name: str, tmp_path: Path, both: Call) -> None:
    head, tail = json_lines(RECORDS[:9]), json_lines(RECORDS[9:])
    (tmp_path / "a.jsonl").write_text(f"{head}{BAD_RECORDS[name]}\n{tail}", "utf-8")
    code, out, err = both(tmp_path / "a.jsonl")
    assert (code, json.loads(out)["n_speeches"]) == (1, len(RECORDS))
    assert err.count("\n") == 1
    assert "a.jsonl: line 10: " in err


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_where_there_is_nothing_else_the_code_is_the_same(
    name: str, tmp_path: Path, both: Call
) -> None:
    if name != "a repeated id":
        (tmp_path / "a.jsonl").write_text(BAD_RECORDS[name], "utf-8")
        assert both(tmp_path / "a.jsonl")[0] == 65


def test_bytes_that_are_no_text_are_said_alike(tmp_path: Path, both: Call) -> None:
    data = GOOD.encode().splitlines(keepends=True)
    data[4] = data[4].replace("，".encode(), b"\xff", 1)
    (tmp_path / "a.jsonl").write_bytes(b"".join(data))
    code, _, err = both(tmp_path / "a.jsonl", "--encoding", "utf-8")
    assert code == 1
    assert "line 5: not UTF-8 (byte " in err


@pytest.mark.parametrize("n", [1900, 2000, 2100, 5000, 20_000])
@pytest.mark.parametrize("at", [0, 5, 9, 25])
@pytest.mark.parametrize("in_zip", [False, True])
def test_a_line_that_is_too_long_is_said_alike(
    n: int, at: int, in_zip: bool, tmp_path: Path, both: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechkit.files.records.read_blocks.__defaults__", (3000,))
    monkeypatch.setattr("speechkit.files.records.MAX_BYTES", 2000)
    monkeypatch.setattr("speechkit.cli.sketching.MAX_BLOCK", 8000)
    monkeypatch.setattr("speechkit.cli.sketching.BLOCK", 3000)
    monkeypatch.setattr("speechkit.cli.collecting.MAX_BLOCK", 8000)
    long = json_lines([{"id": "long", "text": ""}]).replace('""', f'"{"a" * n}"')
    records = json_lines(RECORDS).splitlines(keepends=True)
    text = "".join([*records[:at], long, *records[at:]])
    if in_zip:
        (tmp_path / "a.zip").write_bytes(zip_bytes({"a.jsonl": text}))
    else:
        (tmp_path / "a.jsonl").write_text(text, "utf-8")
    code, out, err = both(tmp_path)
    assert json.loads(out)["n_speeches"] == len(RECORDS) + (n == 1900)
    assert (f"line {at + 1}: " in err, code) == ((False, 0) if n == 1900 else (True, 1))


@pytest.mark.parametrize("n_good", [0, 1])
def test_records_without_a_text_column_are_said_alike(
    n_good: int, tmp_path: Path, both: Call
) -> None:
    without = "".join(f'{{"id": "x{n}", "words": "开会。"}}\n' for n in range(60))
    (tmp_path / "b.jsonl").write_text(without, "utf-8")
    (tmp_path / "c.jsonl").write_text(GOOD * n_good or without, "utf-8")
    code, _, err = both(tmp_path)
    assert code == (1 if n_good else 2)
    assert err.count("name it with --text-column") == 2 - n_good


def test_bad_files_among_good_ones_are_said_in_their_place(tmp_path: Path, both: Call) -> None:
    as_texts(tmp_path / "folder")
    for name, data in (("r1a.txt", b""), ("r3.jsonl", b"{"), ("r0.docx", b"PK")):
        (tmp_path / "folder" / name).write_bytes(data)
    code, _, err = both(tmp_path / "folder")
    assert (code, err.count("\n")) == (1, 3)


def test_empty_records_files_are_said_alike(tmp_path: Path, both: Call) -> None:
    (tmp_path / "a.jsonl").write_text("\n\n \n", "utf-8")
    assert both(tmp_path / "a.jsonl")[0] == 65
    (tmp_path / "b.jsonl").write_text(GOOD, "utf-8")
    assert both(tmp_path)[0] == 1


# ----------------------------------------------------------------------------------- faults


def open_full() -> BinaryIO:
    return Path("/dev/full").open("r+b", buffering=0)


def test_a_full_temporary_folder_is_one_line_and_74(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "a.jsonl").write_bytes(MADE["plain.jsonl"]())
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open_full())
    for jobs in ("1", "2"):
        code, out, err = stored(call, tmp_path, "--jobs", jobs)
        assert (code, out, err.count("\n")) == (74, "", 1)
        assert "No space left" in err


@posix
@pytest.mark.parametrize("work", ["speechkit.cli.sketching.sketch_texts", "count"])
def test_a_worker_that_is_killed_is_one_line_and_74(
    work: str, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_bytes(MADE["plain.jsonl"]())
    parent = os.getpid()

    def be_killed(*_: object) -> None:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)

    if work == "count":
        monkeypatch.setattr("speechkit.dedupe.verification._PAIRS_AT_A_TIME", 2)
        work = "speechkit.dedupe.verification._all_keys"
    monkeypatch.setattr(work, be_killed)
    code, out, err = stored(call, tmp_path, "--jobs", "2")
    assert (code, out, err.count("\n")) == (74, "", 1)
    assert "worker process was ended" in err


@posix
@pytest.mark.parametrize("delay", [0.05, 0.4, 1.0])
def test_ctrl_c_in_a_large_run_is_one_line_and_leaves_nothing(delay: float, tmp_path: Path) -> None:
    path, temporary = tmp_path / "a.jsonl", tmp_path / "tmp"
    temporary.mkdir()
    with path.open("w", encoding="utf-8") as file:
        for n in range(6000):
            text = edited(TEXTS[n % len(TEXTS)], 0.1, n)
            file.write(json.dumps({"id": f"{n}", "text": text}, ensure_ascii=False) + "\n")
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from speechkit.cli import collecting, main\n"
        "begun = collecting.collect\n"
        "def collect(*arguments, **options):\n"
        "    print('begun', flush=True)\n"
        "    return begun(*arguments, **options)\n"
        "collecting.collect = collect\n"
        "main()"
    )
    kept, index = tmp_path / "kept", tmp_path / "index"
    options = ["--jobs", "2", "--write-kept", str(kept), "--index", str(index)]
    process = subprocess.Popen(
        [sys.executable, "-c", program, "dedupe", str(path), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes of the run
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.count(b"\n")) == (130, b"", 1)
    assert err.startswith(b"interrupted")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert list(temporary.iterdir()) == []
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left in (["a.jsonl", "index", "tmp"], ["a.jsonl", "tmp"])
    assert {p.name for p in index.glob("*")} <= {"lock", "manifest.json"}
