"""Every command through the terminal's road: what it prints, where, and how it leaves."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factories import CORPUS
from golden import GoldenCheck
from speechkit import __version__
from speechkit.cli.app import make_app

COMMANDS = ("split", "dedupe", "keywords", "themes", "report")
BODY = "同志们：\n今天开会，主要任务是总结工作、安排部署。下面我讲两点意见，请大家认真落实。\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where the repository's own paths are short and the same everywhere."""
    monkeypatch.chdir(CORPUS.parent.parent)


Outcome = tuple[int, str, str]


def started(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "speechkit", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


# --------------------------------------------------------------------------------- output


@pytest.mark.usefixtures("at_root")
@pytest.mark.parametrize("command", ["split", "dedupe", "keywords", "themes"])
def test_json_of_the_corpus_is_as_agreed(
    command: str, call: Callable[..., Outcome], check_golden: GoldenCheck
) -> None:
    options = {"dedupe": ["--explain", "--passages"]}
    code, out, err = call(command, "corpus/speeches.txt", *options.get(command, []))
    assert (code, err) == (0, "")
    check_golden(f"{command}.json", out)
    assert json.loads(out)["schema"] == f"speechkit.{command}/1"


@pytest.mark.parametrize("command", ["split", "dedupe", "keywords", "themes"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_table_can_be_asked_for_anywhere(
    command: str, lang: str, call: Callable[..., Outcome]
) -> None:
    code, out, _ = call(command, CORPUS, "--format", "table", "--lang", lang)
    assert code == 0
    assert "speeches#3" in out
    assert "\x1b" not in out


@pytest.mark.parametrize("command", ["split", "dedupe", "keywords", "themes"])
def test_rows_can_be_had_as_jsonl_and_csv(command: str, call: Callable[..., Outcome]) -> None:
    code, out, _ = call(command, CORPUS, "--format", "jsonl")
    assert code == 0
    assert all(isinstance(json.loads(line), dict) for line in out.splitlines())
    code, out, _ = call(command, CORPUS, "--format", "csv")
    assert code == 0
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "txt"])
def test_a_file_gets_the_format_of_its_suffix(
    suffix: str, tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    target = tmp_path / f"out.{suffix}"
    code, out, err = call("dedupe", CORPUS, "-o", target)
    assert (code, out) == (0, "")
    assert str(target) in err
    wanted = {"txt": "table"}.get(suffix, suffix)
    _, printed, _ = call("dedupe", CORPUS, "--format", wanted)
    if suffix == "txt":
        assert "speeches#3" in target.read_text("utf-8")
    else:
        assert target.read_bytes().decode() == printed


def test_the_report_is_one_page(tmp_path: Path, call: Callable[..., Outcome]) -> None:
    page = tmp_path / "report.html"
    code, out, _ = call("report", CORPUS, "-o", page, "--lang", "zh")
    assert (code, out) == (0, "")
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert call("report", CORPUS, "-o", page)[0] == 73
    assert call("report", CORPUS, "-o", page, "--force")[0] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_input_gives_the_same_bytes(command: str) -> None:
    runs = {
        started(command, CORPUS, "-q", PYTHONHASHSEED=seed, OMP_NUM_THREADS=threads).stdout
        for seed, threads in (("0", "1"), ("1", "2"))
    }
    assert len(runs) == 1
    assert b"speeches#3" in runs.pop()


@pytest.mark.parametrize("command", ["split", "dedupe", "keywords", "themes"])
def test_the_order_of_the_sources_changes_nothing(
    command: str, tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    for name, words in (
        ("b", "抓好春耕生产，"),
        ("a", "抓好校园安全，"),
        ("a10", "抓好春耕生产，"),
        ("a9", ""),
    ):
        (tmp_path / f"{name}.txt").write_text(f"{BODY}{words * 9}大家要努力。\n", "utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    forward = call(command, *paths)
    assert forward == call(command, *reversed(paths))
    assert forward == call(command, paths[2], tmp_path, paths[0])
    assert forward[0] == 0


def test_a_split_folder_holds_texts_and_records(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    folder = tmp_path / "out"
    assert call("split", CORPUS, "-o", folder)[0] == 0
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    assert len(names) == 6
    assert names[0].startswith("01_县长在")
    assert names[-1] == "speeches.jsonl"
    records = [
        json.loads(line) for line in (folder / "speeches.jsonl").read_text("utf-8").splitlines()
    ]
    assert [record["id"] for record in records] == [f"speeches#{n}" for n in range(1, 6)]
    assert (folder / names[1]).read_text("utf-8") == records[1]["text"] + "\n"
    _, out, _ = call("dedupe", folder / "speeches.jsonl")
    assert [(p["a"], p["b"]) for p in json.loads(out)["pairs"]] == [("speeches#3", "speeches#4")]


def test_an_existing_output_folder_is_left_alone(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", "utf-8")
    for options in ([], ["--force"]):
        code, out, err = call("split", CORPUS, "-o", folder, *options)
        assert (code, out, err.count("\n")) == (73, "", 1)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_force_replaces_what_split_wrote(tmp_path: Path, call: Callable[..., Outcome]) -> None:
    folder = tmp_path / "out"
    assert call("split", CORPUS, "-o", folder)[0] == 0
    assert call("split", CORPUS, "-o", folder)[0] == 73
    assert call("split", CORPUS, "-o", folder, "--force")[0] == 0


# --------------------------------------------------------------------------------- options


def test_standard_input_is_a_source() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "speechkit", "split", "-"],
        input=CORPUS.read_bytes(),
        capture_output=True,
        check=True,
    )
    (found,) = json.loads(done.stdout)["documents"]
    assert found["speeches"][0]["id"] == "stdin#1"


def test_an_encoding_is_found_reported_and_can_be_said(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(CORPUS.read_text("utf-8").replace("„", "").replace("‟", "").encode("gb18030"))
    for options in ([], ["--encoding", "gb18030"]):
        code, out, err = call("split", path, *options)
        assert json.loads(out)["documents"][0]["encoding"] == "gb18030"
        assert "gb18030" in err
        assert code == 0
    assert call("split", path, "-q")[2] == ""


def test_no_split_takes_a_document_as_one_speech(call: Callable[..., Outcome]) -> None:
    _, out, _ = call("split", CORPUS, "--no-split")
    assert [s["id"] for s in json.loads(out)["documents"][0]["speeches"]] == ["speeches"]


def test_raw_removes_and_repairs_nothing(call: Callable[..., Outcome]) -> None:
    (found,) = json.loads(call("split", CORPUS, "--raw")[1])["documents"]
    assert found["removed"] == found["repaired"] == []
    assert "臵" in found["speeches"][1]["text"] + found["speeches"][2]["text"]


def test_check_tells_duplicates_by_the_exit_code(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    assert call("dedupe", CORPUS, "--check")[0] == 1
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    assert call("dedupe", tmp_path / "a.txt", "--check")[0] == 0


def test_a_threshold_decides_what_is_a_pair(call: Callable[..., Outcome]) -> None:
    strict = json.loads(call("dedupe", CORPUS, "--threshold", "0.9", "--containment", "1")[1])
    assert [pair["kind"] for pair in strict["pairs"]] == ["partial"]
    assert strict["groups"] == []


def test_a_reference_can_be_a_speech_or_a_file(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    (tmp_path / "ref.txt").write_text(BODY * 20, "utf-8")
    for against in ("speeches#5", str(tmp_path / "ref.txt")):
        code, out, _ = call("keywords", CORPUS, "--against", against, "--top", "5")
        assert code == 0
        assert all(len(s["keywords"]) <= 5 for s in json.loads(out)["speeches"])
    code, _, err = call("keywords", CORPUS, "--against", "nobody")
    assert (code, err.count("\n")) == (2, 1)


def test_topics_are_found_when_asked_for(call: Callable[..., Outcome]) -> None:
    first, second = (call("themes", CORPUS, "--topics", "3") for _ in range(2))
    assert first == second
    topics: list[dict[str, Any]] = json.loads(first[1])["topics"]
    assert len(topics) == 3
    assert all(len(topic["shares"]) == 5 and topic["terms"] for topic in topics)
    text = CORPUS.read_text("utf-8")
    quoted = [passage for topic in topics for passage in topic["evidence"]]
    assert all(text[each["start"] : each["end"]] == each["text"] for each in quoted)
    assert len(quoted) == 9


def test_five_speeches_without_common_topics_have_none(call: Callable[..., Outcome]) -> None:
    code, out, _ = call("themes", CORPUS, "--topics", "auto")
    printed = json.loads(out)
    assert (code, printed["topics"]) == (0, [])
    choice = printed["topic_choice"]
    assert (choice["k"], choice["auto"], choice["stable"]) == (None, True, False)
    assert [each["k"] for each in choice["tried"]] == [2, 3, 4, 5, 6, 7]


# ------------------------------------------------------------------------------- bad input

BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": " \n\u3000\n".encode(),
    "headings.txt": "第一篇：甲\n第二篇：乙\n第三篇：丙\n".encode(),
    "nul.txt": "同志们：\n".encode() + b"\0\0" + "开会。".encode() * 50,
    "bytes.txt": b"\xff\x80\x81\xfe" * 40 + b"\x80",
    "mixed.txt": BODY.encode() * 3 + BODY.encode("gb18030") + b"\xff",
    "bad.jsonl": b'{"id": "a", "text": \n',
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_input_that_cannot_be_used_gives_one_line_and_65(
    command: str, name: str, tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    code, out, err = call(command, path)
    assert (code, out) == (65, "")
    assert err.count("\n") == 1
    assert name in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_with_nothing_readable_is_refused(
    command: str, tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "picture.png").write_bytes(b"\x89PNG")
    code, out, err = call(command, folder)
    assert (code, out, err.count("\n")) == (65, "", 1)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_source_that_does_not_exist_is_wrong_usage(
    command: str, tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    code, out, err = call(command, CORPUS, tmp_path / "none.txt")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "none.txt" in err


def test_the_other_files_go_on_and_the_run_ends_with_1(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    for name, content in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    code, out, err = call("split", tmp_path)
    assert code == 1
    assert [d["id"] for d in json.loads(out)["documents"]] == ["good"]
    for name in BAD_FILES:
        assert name in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["split"],
        ["split", "--no-such-option", "x"],
        ["dedupe", "x", "--threshold", "2"],
        ["dedupe", str(CORPUS), "--threshold", "nan"],
        ["themes", str(CORPUS), "--topics", "2", "--seed", "5000000000"],
        ["keywords", "x", "--measure", "best"],
        ["nothing"],
        *(["themes", str(CORPUS), "--topics", k] for k in ("1", "101", "x", "-3", "٣")),
        ["report", str(CORPUS), "-o", "x.html", "--topics", "all"],
        ["split", str(CORPUS), "--encoding", "klingon"],
    ],
)
def test_wrong_usage_gives_one_line_and_2(
    arguments: list[str], call: Callable[..., Outcome]
) -> None:
    code, out, err = call(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_an_output_that_cannot_be_made_is_said_before_any_work(
    tmp_path: Path, call: Callable[..., Outcome]
) -> None:
    code, out, err = call("dedupe", CORPUS, "-o", tmp_path / "none" / "out.json")
    assert (code, out, err.count("\n")) == (73, "", 1)


def test_two_speeches_never_bear_one_id(tmp_path: Path, call: Callable[..., Outcome]) -> None:
    text = f"第一篇：开幕致辞\n{BODY}第二篇：闭幕致辞\n{BODY}"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a#1.txt").write_text(BODY, "utf-8")
    code, out, _ = call("split", tmp_path)
    ids = [s["id"] for d in json.loads(out)["documents"] for s in d["speeches"]]
    assert code == 0
    assert len(ids) == len(set(ids)) == 3


def test_hostile_text_reaches_no_terminal(tmp_path: Path, call: Callable[..., Outcome]) -> None:
    path = tmp_path / "a\x1b]0;b.txt"
    path.write_text(f"第一篇：\x1b[31m[/b]\u202e讲话\n{BODY}\x9b5m", "utf-8")
    for command in ("split", "dedupe", "keywords", "themes"):
        code, out, err = call(command, path, "--format", "table")
        assert code == 0
        assert not {"\x1b", "\x9b", "\u202e"} & set(out + err)


# --------------------------------------------------------------------------------- process


def test_the_version_is_told() -> None:
    assert started("--version").stdout.decode().strip() == f"speechkit {__version__}"
    assert (
        CliRunner().invoke(make_app(), ["--version"]).stdout.strip() == f"speechkit {__version__}"
    )


def test_the_module_runs_like_the_command() -> None:
    done = started("dedupe", CORPUS)
    assert done.returncode == 0
    assert json.loads(done.stdout)["n_speeches"] == 5


def test_data_is_utf_8_whatever_the_locale() -> None:
    plain = started("split", CORPUS).stdout
    assert started("split", CORPUS, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="").stdout == plain
    assert "讲话".encode() in plain


def test_a_table_is_drawn_on_a_console_that_lacks_signs() -> None:
    done = started("split", CORPUS, "--format", "table", PYTHONIOENCODING="gbk")
    assert done.returncode == 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("options", [[], ["--format", "table"]])
def test_a_reader_that_had_enough_is_no_error(unbuffered: str, options: list[str]) -> None:
    command = [sys.executable, "-m", "speechkit", "split", str(CORPUS), *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_an_interrupted_run_is_one_line_and_130(command: str) -> None:
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    code = heed + "from speechkit.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, command, "-"],  # waits for standard input
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.count(b"\n")) == (130, b"", 1)
    assert b"interrupted" in err


def test_a_run_interrupted_at_its_very_start_is_one_line_and_130() -> None:
    code = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from speechkit.cli import main; main(['split', 'x'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr == b"interrupted; nothing was left half-written\n"


def test_a_full_disk_is_one_line_and_74() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "speechkit", "split", str(CORPUS)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 74
    assert done.stderr.count(b"\n") == 1


def test_every_file_is_opened_with_its_encoding() -> None:
    code = "from speechkit.cli import main; main()"
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "warn_default_encoding",
            "-W",
            "error::EncodingWarning",
            "-c",
            code,
            "keywords",
            str(CORPUS),
        ],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_of_each_command_has_an_example() -> None:
    for command in (*COMMANDS, "diff", "concordance", "label", "browse"):
        text = CliRunner().invoke(make_app(), [command, "--help"]).stdout
        assert "Example: speechkit" in text
        assert "--encoding" in text


@pytest.mark.parametrize("command", [None, *COMMANDS, "diff", "concordance", "label", "browse"])
def test_help_reads_as_agreed(command: str | None, check_golden: GoldenCheck) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    done = started(*arguments, COLUMNS="80", TERMINAL_WIDTH="80")
    check_golden(f"help.{command or 'speechkit'}.txt", done.stdout)


def test_the_command_alone_says_what_to_do() -> None:
    done = started()
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Start with: speechkit split" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "code", "message"),
    [
        (">&-", 74, "standard output is closed; -o writes to a file\n"),
        (">/dev/null 2>&-", 0, ""),
        (">/dev/null 2>/dev/full", 0, ""),
    ],
)
def test_a_closed_or_full_stream_is_no_traceback(redirection: str, code: int, message: str) -> None:
    command = f"'{sys.executable}' -m speechkit split '{CORPUS}' --format csv {redirection}"
    run = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (code, message)
