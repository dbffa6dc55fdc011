"""`split` on much: streamed, shared out, and the same bytes whatever the way."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from factories import CORPUS
from speechkit import split
from speechkit.cli import reading, sharing, splitting
from speechkit.cli.run import run
from speechkit.cli.splitting import Form, Item, Splitter, split_all
from speechkit.files import read_documents
from speechkit.model import Document, SplitResult
from speechkit.render.json import to_json
from speechkit.render.tables import to_csv, to_jsonl
from speechkit.split import split_document

posix = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
FORMS = ("table", "json", "jsonl", "csv")
Outcome = tuple[int, bytes, str]
Call = Callable[..., Outcome]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes]) -> Call:
    """Run `split` in this process: exit code, standard output, standard error."""

    def outcome(*arguments: str | Path | int) -> Outcome:
        capfdbinary.readouterr()
        code = run(["split", *map(str, arguments)])
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return code, captured.out, captured.err.decode()

    return outcome


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of several speeches and of one, records, and what cannot be used."""
    found = tmp_path / "in"
    found.mkdir()
    parts = re.split(r"(?m)^(?= ?第.篇：)", CORPUS.read_text("utf-8"))[1:]
    for n in range(12):
        text = parts[n % 5] + (parts[(n + 1) % 5] if n % 3 else "")
        (found / f"t{n}.txt").write_text(text, "utf-8")
    (found / "t5.txt").write_bytes(b"")
    (found / "t8.txt").write_bytes(b"\xff\x80\x81" * 9 + b"\x80")
    (found / "old.txt").write_bytes("同志们：\n今天开会，讲两点意见。\n".encode("gb18030") * 9)
    records = [{"id": f"r{n}", "text": parts[n % 5], "date": f"20{n}"} for n in range(10, 30)]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (found / "records.jsonl").write_text("\n".join([*lines[:7], "{", *lines[7:]]), "utf-8")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -------------------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("form", FORMS)
def test_any_number_of_processes_gives_the_same(form: str, folder: Path, call: Call) -> None:
    alone = call(folder, "--format", form, "--jobs", 1)
    assert alone[0] == 1  # some could not be used
    assert len(alone[1]) > 1000
    assert call(folder, "--format", form, "--jobs", 3) == alone


def test_any_number_of_processes_writes_the_same_folder(
    folder: Path, tmp_path: Path, call: Call
) -> None:
    written = []
    for jobs in (1, 3):
        out = tmp_path / f"out{jobs}"
        assert call(folder, "-o", out, "-q", "--jobs", jobs)[0] == 1
        written.append(contents(out))
    assert written[0] == written[1]
    assert len(written[0]) > 30


def test_what_is_streamed_is_what_the_whole_result_would_give(folder: Path, call: Call) -> None:
    documents = read_documents([folder], on_error=lambda _: None)
    splits = (split_document(document) for document in documents)
    result = SplitResult(tuple(replace(found, borders=()) for found in splits))
    assert call(folder, "--format", "json")[1] == to_json(result)
    assert call(folder, "--format", "jsonl")[1] == b"".join(to_jsonl(result))
    assert call(folder, "--format", "csv")[1] == to_csv(result)


def test_errors_are_said_in_the_order_of_the_sources(folder: Path, call: Call) -> None:
    lines = [line.split(":")[0] for line in call(folder, "-q", "--jobs", 3)[2].splitlines()]
    assert [Path(line).name for line in lines] == ["records.jsonl", "t5.txt", "t8.txt"]


def test_nothing_outlives_its_turn() -> None:
    """Of a thousand documents no more are held than are being worked on."""
    document = Document("d", "d.txt", "同志们：\n今天开会，讲两点意见。\n谢谢大家！\n")
    held = 0

    def items() -> Iterator[Item]:
        nonlocal held
        for n in range(1000):
            held += 1
            yield Item(replace(document, id=f"d{n}"))

    for jobs in (1, 2):
        held = 0
        splitter = Splitter(reading.ReadOptions(), Form.CSV)
        for n, _ in enumerate(split_all(items(), splitter, jobs=jobs)):
            assert held <= n + 1 if jobs == 1 else held <= n + 6 * 100


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("form", FORMS)
def test_a_large_document_is_split_in_parts(
    form: str, jobs: int, folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = call(folder, CORPUS, "--format", form, "--jobs", 1)
    monkeypatch.setattr(splitting, "_LARGE", 8000)
    monkeypatch.setattr(sharing, "_BATCH_CHARS", 3000)
    assert call(folder, CORPUS, "--format", form, "--jobs", jobs) == whole


def test_runs_of_speeches_leave_none_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_BATCH_CHARS", 10)
    assert sharing._ranges([4, 4, 4, 20, 1, 1]) == [range(3), range(3, 4), range(4, 6)]
    assert sharing._ranges([500]) == [range(1)]


def test_where_there_is_little_no_process_is_started(
    folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "share_out", None)
    assert call(folder, "--format", "jsonl")[0] == 1


def test_where_there_is_much_processes_are_started(
    folder: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = call(folder, "--format", "jsonl", "--jobs", 1)
    monkeypatch.setattr(splitting, "_WORTH_WORKERS", 20_000)
    monkeypatch.setattr(splitting, "n_cores", lambda: 2)
    assert call(folder, "--format", "jsonl") == alone


# ------------------------------------------------------------------------- what goes wrong


@posix
def test_a_worker_that_is_killed_is_one_line_and_leaves_nothing(
    folder: Path, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("processes are not forked, so they know nothing of the test")
    parent, read_speech = os.getpid(), split.read_speech

    def be_killed(division: split.Division, index: int) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return read_speech(division, index)

    monkeypatch.setattr(splitting, "read_speech", be_killed)
    code, out, err = call(folder, "-o", tmp_path / "out", "--jobs", 2, "-q")
    assert (code, out) == (74, b"")
    assert err.splitlines()[-1].startswith("a worker process was ended")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@posix
def test_an_interruption_ends_all_processes_and_leaves_nothing(
    folder: Path, tmp_path: Path
) -> None:
    text = (folder / "t1.txt").read_bytes()
    for n in range(800):
        (folder / f"more{n}.txt").write_bytes(text)
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from speechkit.cli import main; main()"
    )
    arguments = ["split", str(folder), "-q", "-o", str(tmp_path / "out"), "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    ) as process:
        while not any(p.name.startswith(".speechkit-new") for p in tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted" in err.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_is_said_and_74(folder: Path, jobs: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "speechkit", "split", str(folder), "-q", "--jobs", jobs],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 74
    assert b"Traceback" not in done.stderr


def test_where_nothing_can_be_used_nothing_is_printed(tmp_path: Path, call: Call) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_bytes(b"")
    for form in FORMS:
        code, out, err = call(tmp_path, "--format", form, "--jobs", 2)
        assert (code, out, err.count("\n")) == (65, b"", 3)
    assert call(tmp_path, "-o", tmp_path / "out")[0] == 65
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pattern", "("], "no regular expression"),
        (["--pattern", "第", "--style", "x"], "name one"),
        (["--pattern", "第", "--no-split"], "--no-split"),
        (["--explain", "--format", "csv"], "--explain"),
        (["--explain", "-o", "out"], "--explain"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_read(
    options: list[str], said: str, call: Call
) -> None:
    code, out, err = call("no-such-file.txt", *options)
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert said in err


@pytest.mark.parametrize("told", [("--pattern", "讲话之一"), ("--style", "第N篇：T")])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fits_no_line_of_a_document_is_said(
    told: tuple[str, str], jobs: int, tmp_path: Path, call: Call
) -> None:
    (tmp_path / "a.txt").write_text("同志们：\n今天开会，讲两点意见。\n", "utf-8")
    body = "今天只讲治水，讲完就散会。\n" * 9
    (tmp_path / "b.txt").write_text(f"第一篇：讲话之一\n{body}第二篇：讲话之二\n{body}", "utf-8")
    _, _, err = call(tmp_path, *told, "--jobs", jobs)
    assert err.splitlines() == [
        f"{tmp_path / 'a.txt'}: no line fits {told[0]}; taken as one speech"
    ]
    assert call(tmp_path, *told, "-q")[2] == ""


def test_borders_are_explained_when_asked_for(call: Call) -> None:
    (plain,) = json.loads(call(CORPUS)[1])["documents"]
    (explained,) = json.loads(call(CORPUS, "--explain")[1])["documents"]
    assert plain["borders"] == []
    assert {**explained, "borders": []} == plain
    text = CORPUS.read_text("utf-8")
    for border in explained["borders"]:
        assert text[border["start"] : border["end"]] == border["text"]
        assert text[: border["start"]].count("\n") + 1 == border["line"]


def test_remarks_on_many_files_end_in_a_count(tmp_path: Path, call: Call) -> None:
    for n in range(25):
        text = "同志们：\n今天开会，讲两点意见，请大家认真落实。\n" * 9
        (tmp_path / f"{n}.txt").write_bytes(text.encode("gb18030"))
    _, _, err = call(tmp_path)
    lines = [line for line in err.splitlines() if "gb18030" in line or "UTF-8" in line]
    assert len(lines) == 21
    assert lines[-1] == "5 further files are not UTF-8 either"


def test_a_file_of_records_is_remarked_on_once(tmp_path: Path, call: Call) -> None:
    record = json.dumps({"text": "同志们：今天开会，讲两点意见。" * 9}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes(f"{record}\n{record}\n".encode("gb18030"))
    _, _, err = call(tmp_path / "a.jsonl")
    assert err.count("gb18030") == 1


# ------------------------------------------------------------------------------ the folder


def records_of(folder: Path) -> list[dict[str, Any]]:
    """What a folder says of its speeches."""
    lines = (folder / "speeches.jsonl").read_text("utf-8").removesuffix("\n").split("\n")
    return [json.loads(line) for line in lines]


def extracted(text: str, id_: str) -> Document:
    return Document(id_, f"{id_}.docx", text, is_extracted=True)


def test_a_text_that_was_taken_out_of_a_file_stands_beside_its_parts(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CORPUS.read_text("utf-8")
    documents = [extracted(text, "a/讲话"), extracted(text, "a-讲话")]
    monkeypatch.setattr(reading, "read_documents", lambda *_, **__: iter(documents))
    out = tmp_path / "out"
    assert call("x", "-o", out)[0] == 0
    records = records_of(out)
    assert [r["source"] for r in records[::5]] == ["source_a-讲话.text", "source_a-讲话-2.text"]
    for record in records:
        source = (out / record["source"]).read_bytes().decode()
        assert source[record["start"] : record["end"]].strip().startswith(record["heading"])
    assert len(list(out.glob("*.txt"))) == 10


def test_a_folder_that_was_written_says_the_same_when_it_is_read_again(
    tmp_path: Path, call: Call
) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    assert call(CORPUS, "-o", first, "-q")[0] == 0
    assert call(first, "-o", again, "-q")[0] == 0
    kept = ("id", "title", "date", "speaker", "role", "place", "occasion", "complete", "text")
    said = [
        [{name: record[name] for name in kept} for record in records_of(folder)]
        for folder in (first, again)
    ]
    assert said[0] == said[1]
    assert sorted(p.name for p in first.glob("*.txt")) == sorted(
        p.name for p in again.glob("*.txt")
    )


def test_a_text_without_a_title_is_called_after_its_file(tmp_path: Path, call: Call) -> None:
    (tmp_path / "会议记录.txt").write_text("同志们，今天开会。\n" * 9, "utf-8")
    assert call(tmp_path / "会议记录.txt", "-o", tmp_path / "out", "--raw")[0] == 0
    (path,) = (tmp_path / "out").glob("*.txt")
    assert path.name.startswith("01_")


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_first_line_comes_before_the_input_ends_and_a_reader_may_leave(jobs: str) -> None:
    """Records go in until a line comes out; then the reader closes its end, as `head` does."""
    text = "同志们：\n今天开会，讲两点意见。\n" + "大家要把道路修好，把学校办好。\n" * 20
    left = threading.Event()

    def feed(stream: BinaryIO) -> None:
        with contextlib.suppress(BrokenPipeError), stream:
            for n in itertools.count():
                if n > MUCH and not left.wait(TIMEOUT):
                    return  # whoever waits for the end gets it after the test has failed
                record = {"id": f"r{n}", "text": text}
                stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")

    arguments = ["split", "-", "--text-column", "text", "--format", "jsonl", "-q", "--jobs", jobs]
    with subprocess.Popen(
        [sys.executable, "-m", "speechkit", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        feeder = threading.Thread(target=feed, args=(process.stdin,), daemon=True)
        feeder.start()
        try:
            ready, _, _ = select.select([process.stdout], [], [], TIMEOUT)
            assert ready, "nothing was printed while there was more to read"
            assert json.loads(process.stdout.readline())["id"] == "r0"
            process.stdout.close()
            left.set()
            assert process.wait(TIMEOUT) == 0
            assert process.stderr is not None
            assert process.stderr.read() == b""
        finally:
            left.set()
            process.kill()
            feeder.join()


MUCH = 8_000
"""Records of 1 kB that go in while nothing comes out: more than is read or handed over at once."""
TIMEOUT = 60


def test_csv_of_much_opens_as_one_table(folder: Path, call: Call) -> None:
    rows = list(csv.DictReader(io.StringIO(call(folder, "--format", "csv")[1].decode("utf-8-sig"))))
    assert len(rows) == len({row["id"] for row in rows}) > 30
