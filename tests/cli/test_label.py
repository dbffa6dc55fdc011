"""`speechkit label`: conversations with a coder, what is kept of them, and coders compared."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from factories import CORPUS
from golden import GoldenCheck
from speechkit.cli.app import make_app
from speechkit.cli.labelling import parse_answer
from speechkit.errors import SpeechkitError
from speechkit.results import text_digest
from speechkit.themes import load_codebook

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]
IDS = ("roads", "schools", "farms")
PARAGRAPH = "今年新修乡村道路八十公里，两座桥梁合龙，山里的竹笋当天就能送到县城的早市上。"
HOSTILE = (
    "\x1b]0;夺窗\x07\x1b[2J修路\u202e的钱要花在路上[red]，一分一厘都要记账公示，"
    "\u200b谁也不许挪用，谁挪用就查谁。"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the corpus in it, on a terminal of 80 columns."""
    shutil.copy(CORPUS, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def answered(typed: str, *arguments: str | Path, source: str | Path = "speeches.txt") -> str:
    """What is shown to a coder who types these lines."""
    command = ["label", str(source), "-o", "labels.jsonl", *map(str, arguments)]
    done = CliRunner().invoke(make_app("label"), command, input=typed)
    if isinstance(done.exception, SpeechkitError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def labels(path: str | Path = "labels.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def themes(path: str | Path = "labels.jsonl") -> list[list[str]]:
    return [label["themes"] for label in labels(path)]


# ------------------------------------------------------------------------- what is shown


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_conversation_looks_as_agreed(lang: str, check_golden: GoldenCheck) -> None:
    typed = "? 5\n3 17\n?\n99\n0 3\n０\nb\nagriculture，safety\n\nq\n"
    shown = answered(typed, "--n", "4", "--lang", lang)
    check_golden(f"label.{lang}.txt", "\n".join(map(str.rstrip, shown.split("\n"))))


@pytest.mark.usefixtures("desk")
def test_every_way_to_the_end_says_how_far_it_is() -> None:
    ends = [answered(typed, "--n", "2").splitlines()[-1] for typed in ("", "1\n\n", "2", "5\n")]
    assert ends == [
        "0 of 2 labelled; the same command goes on from here.",
        "1 of 2 labelled; the same command asks for the others again.",
        "All 2 labelled.",  # an answer without a line end is one
        "All 2 labelled.",
    ]
    assert themes() == [["macro"], ["finance"]]


def test_a_paragraph_cannot_act_on_the_terminal(desk: Path) -> None:
    (desk / "a.txt").write_text(f"同志们：\n{HOSTILE}\n{PARAGRAPH}\n{HOSTILE}\n", "utf-8")
    shown = answered("\x1b[A\n? \x1b[2J\n1\n\n\n", source="a.txt")
    assert set(shown) & set("\x1b\x07\u202e\u200b") == set()
    assert "<U+001B>]0;夺窗<U+0007><U+001B>[2J修路<U+202E>的钱要花在路上[red]" in shown
    assert "<U+001B>[a is no theme" in shown
    (label,) = labels()
    text = (desk / "a.txt").read_text("utf-8")
    assert label["digest"] == text_digest(text[label["start"] : label["end"]])


def test_hostile_names_cannot_act_on_the_terminal(desk: Path) -> None:
    odd = desk / "\x1b[2J\u202e.txt"
    odd.write_text(f"同志们：\n{PARAGRAPH}\n", "utf-8")
    shown = answered("\n", source=odd)
    assert "\x1b" not in shown
    assert "<U+001B>[2J<U+202E>" in shown


def test_of_a_record_and_of_a_page_it_is_said_which_lines_are_meant(desk: Path) -> None:
    record = {"id": "r1", "text": f"同志们：\n{PARAGRAPH}"}
    (desk / "r.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    (desk / "page.html").write_text(f"<p>同志们：</p><p>{PARAGRAPH}</p>", "utf-8")
    assert "\nr.jsonl, line 2 of the record\n" in answered("q\n", source="r.jsonl")
    shown = answered("q\n", "--lang", "zh", source="page.html")
    assert re.search(r"^page\.html，提取文本第\d行$", shown, re.MULTILINE)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_gbk_console_can_show_a_conversation(lang: str) -> None:
    shown = answered("?\nx\n0 1\n? 1\nb\n1\nb\n\nq\n", "--n", "4", "--lang", lang)
    assert shown.encode("gbk").decode("gbk") == shown


@pytest.mark.parametrize("width", ["40", "60", "120"])
def test_no_line_is_wider_than_the_terminal(
    width: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", width)
    (desk / "a.txt").write_text(f"同志们：\n{HOSTILE}\n{PARAGRAPH * 9}\n", "utf-8")
    shown = answered("? 6\n\n\n", source="a.txt")
    assert max(map(cell_len, shown.split("\n"))) <= int(width)


# ----------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("3 1", ("farms", "roads")),
        ("３，１", ("farms", "roads")),
        (" Farms、roads ", ("farms", "roads")),
        ("2;2 2", ("schools",)),
        ("0", ()),
        ("None", ()),
    ],
)
def test_themes_are_given_by_number_or_id_the_heaviest_first(
    typed: str, given: tuple[str, ...]
) -> None:
    assert parse_answer(typed, IDS) == ("themes", given, "")


@pytest.mark.parametrize(
    ("typed", "kind", "word"),
    [
        ("", "skip", ""),
        ("　", "skip", ""),
        ("S", "skip", ""),
        ("ｂ", "back", ""),
        ("q", "stop", ""),
        ("？", "keys", ""),
        ("? 9", "unknown", "9"),
        ("1 x 2", "unknown", "x"),
        ("00", "unknown", "00"),
        ("4", "unknown", "4"),
        ("-1", "unknown", "-1"),
        ("1.5", "unknown", "1.5"),
        ("9" * 5_000, "unknown", "9" * 5_000),
        ("², ٣", "unknown", "٣"),
        (",", "unknown", ","),
        ("0 1", "none_alone", ""),
        ("b b", "unknown", "b"),
    ],
)
def test_other_lines_are_commands_or_wrong(typed: str, kind: str, word: str) -> None:
    answer = parse_answer(typed, IDS)
    assert (answer.kind, answer.word) == (kind, word)


@pytest.mark.usefixtures("desk")
def test_going_back_mends_the_last_answer_in_this_run_and_of_the_run_before() -> None:
    answered("1\n2\nb\n3\nq\n", "--n", "9")
    assert themes() == [["macro"], ["finance"], ["agriculture"]]
    shown = answered("b\n4\nb\nb\nb\n5\n\n\nq\n", "--n", "9")
    assert themes()[3:] == [["industry"], ["projects"]]
    assert "There is none before this one." in shown
    places = [(label["speech"], label["start"]) for label in labels()]
    assert places[1] == places[2] == places[3]
    assert places[0] == places[4]


@pytest.mark.usefixtures("desk")
def test_a_label_seen_again_and_passed_over_stays() -> None:
    shown = answered("1\nb\n\nq\n", "--n", "9")
    assert "Labelled already: 1 Economic performance & targets; Enter keeps that." in shown
    assert themes() == [["macro"]]
    assert shown.count("Paragraph 2 of 9, 1 labelled") == 2


# ---------------------------------------------------------------------------- resuming


@pytest.mark.usefixtures("desk")
def test_who_stops_goes_on_where_he_stopped_and_nothing_is_asked_twice() -> None:
    for _ in range(4):
        answered("1\n0\nq\n", "--n", "7")
    places = [(label["speech"], label["start"]) for label in labels()]
    assert len(places) == len(set(places)) == 7
    assert answered("1\n1\n", "--n", "7").endswith("All 7 labelled.\n")
    assert len(labels()) == 7


@pytest.mark.usefixtures("desk")
def test_what_was_passed_over_is_asked_again() -> None:
    answered("\n1\nq\n", "--n", "3")
    shown = answered("2\n3\n", "--n", "3")
    assert "Paragraph 1 of 3, 1 labelled" in shown
    assert themes() == [["macro"], ["finance"], ["agriculture"]]


@pytest.mark.usefixtures("desk")
def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    answered("1\n1\n1\n", "--n", "3")
    shown = answered("q\n", "--n", "5")
    assert "Paragraph 4 of 5, 3 labelled" in shown


@pytest.mark.usefixtures("desk")
def test_a_sample_larger_than_the_sources_is_all_there_is() -> None:
    assert "81 paragraphs of 4 speeches" in answered("q\n", "--n", "1000")


@pytest.mark.usefixtures("desk")
def test_two_coders_get_the_same_paragraphs_in_one_file_or_in_two() -> None:
    answered("1\n" * 5, "--n", "5")
    answered("2\n" * 5, "--n", "5", "--coder", "wei")
    answered("3\n" * 5, "-o", "wei.jsonl", "--n", "5", "--coder", "wei")
    places = [(label["speech"], label["start"], label["digest"]) for label in labels()]
    assert places[:5] == places[5:]
    assert [label["coder"] for label in labels()] == ["a"] * 5 + ["wei"] * 5
    others = [(label["speech"], label["start"], label["digest"]) for label in labels("wei.jsonl")]
    assert others == places[:5]


@pytest.mark.usefixtures("desk")
def test_another_seed_draws_others_and_leaves_out_what_has_a_label() -> None:
    answered("1\n" * 60, "--n", "60")
    shown = answered("q\n", "--n", "60", "--seed", "1")
    (n_common,) = re.findall(r"^(\d+) of 60 labelled;", shown, re.MULTILINE)
    assert 35 < int(n_common) < 55


def test_lines_made_by_hand_are_labels_too(desk: Path) -> None:
    answered("1\n1\nq\n", "--n", "3")
    first, second = labels()
    by_hand = {"speech": first["speech"], "line": first["line_start"], "themes": []}
    (desk / "labels.jsonl").write_text(json.dumps(by_hand) + "\n" + json.dumps(second), "utf-8")
    assert "Paragraph 3 of 3, 2 labelled" in answered("2\n", "--n", "3")
    assert themes() == [[], ["macro"], ["finance"]]


def test_a_line_that_broke_off_is_told_and_its_paragraph_asked_again(
    desk: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered("1\n1\n", "--n", "2")
    path = desk / "labels.jsonl"
    data = path.read_bytes()
    path.write_bytes(data[:-30])
    monkeypatch.setattr(sys, "stdin", io.StringIO("4\n"))
    code, out, err = call("label", "speeches.txt", "-o", path, "--n", "2")
    assert code == 0
    assert err == f"{path}: its last line broke off and was taken out; all others are kept\n"
    assert "Paragraph 2 of 2, 1 labelled" in out
    assert themes() == [["macro"], ["industry"]]


def test_a_text_that_changed_is_told_and_asked_again(
    desk: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"同志们：\n{PARAGRAPH}\n{PARAGRAPH[::-1]}\n"
    (desk / "a.txt").write_text(text, "utf-8")
    answered("1\n1\n", source="a.txt")
    (desk / "a.txt").write_text(text.replace("八十", "九十"), "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("4\n"))
    code, out, err = call("label", "a.txt", "-o", "labels.jsonl")
    assert (code, err) == (
        0,
        "labels.jsonl: changed since labelled, so asked about again: 1 paragraph\n",
    )
    assert "of 2, 1 labelled" in out
    assert themes() == [["macro"], ["macro"], ["industry"]]
    assert "All 2 labelled" in answered("", source="a.txt")


# -------------------------------------------------------------------------- own themes

DRAFT = {
    "name": "draft",
    "groups": [{"id": "built", "zh": "建设", "en": "Building"}],
    "themes": [
        {"id": "roads", "zh": "道路", "en": "Roads", "group": "built", "definition": "铺路架桥。"},
        {"id": "farms", "zh": "田地", "en": "Farms"},
    ],
}


def test_themes_may_come_from_a_draft_without_terms(desk: Path) -> None:
    (desk / "draft.json").write_text(json.dumps(DRAFT), "utf-8")
    shown = answered("? 1\n? 2\nfarms roads\n", "--themes-of", "draft.json", "--n", "1")
    assert "codebook draft.json" in shown
    assert "Building:  1 Roads\n2 Farms\n" in shown
    assert "Roads: 铺路架桥。" in shown
    assert "Farms: the codebook has no definition of it." in shown
    assert themes() == [["farms", "roads"]]


@pytest.mark.usefixtures("desk")
def test_themes_may_come_from_what_themes_printed(call: Call) -> None:
    assert call("themes", "speeches.txt", "-o", "themes.json", "-q")[0] == 0
    shown = answered("education\n", "--themes-of", "themes.json", "--n", "1")
    assert "23 Political alignment, unity & mobilisation\n" in shown
    assert themes() == [["education"]]


def test_themes_may_come_from_a_codebook(desk: Path) -> None:
    book = {**DRAFT, "version": "1", "themes": [{**DRAFT["themes"][0], "seeds": ["道路"]}]}  # type: ignore[dict-item]
    (desk / "book.json").write_text(json.dumps(book), "utf-8")
    assert "codebook draft 1" in answered("1\n", "--codebook", "book.json", "--n", "1")
    assert themes() == [["roads"]]


# --------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["speeches.txt"], 2, "where do the labels go? name a file, such as -o labels.jsonl"),
        (["-", "-o", "new.jsonl"], 2, "answers are read from standard input; name files"),
        (["none.txt", "-o", "new.jsonl"], 2, "none.txt: no such file or folder"),
        (["speeches.txt", "-o", "new.jsonl", "--coder", " "], 2, "--coder ' ' is no name"),
        (["speeches.txt", "-o", "new.jsonl", "--coder", "a\x1b"], 2, "--coder 'a\\x1b' is no name"),
        (["speeches.txt", "-o", "new.jsonl", "--n", "0"], 2, "--n"),
        (["speeches.txt", "-o", "new.jsonl", "--force"], 2, "--force and --format are for --agree"),
        (["speeches.txt", "-o", "new.jsonl", "--format", "csv"], 2, "labels are only ever added"),
        (["speeches.txt", ".", "-o", "new.jsonl"], 2, "new.jsonl: lies in ., where it would be"),
        (["speeches.txt", "-o", "."], 73, ": is a folder; name a file"),
        (["speeches.txt", "-o", "none/new.jsonl"], 73, "there is no folder none; make it first"),
        (["speeches.txt", "-o", "notes.jsonl"], 65, "notes.jsonl: line 1: not JSON"),
        (["short.txt", "-o", "new.jsonl"], 65, "no paragraph of 30 characters in the sources"),
        (["speeches.txt", "-o", "new.jsonl", "--codebook", "none.json"], 2, "none.json: No such"),
        (["speeches.txt", "-o", "new.jsonl", "--themes-of", "notes.jsonl"], 65, "not JSON"),
        (
            ["speeches.txt", "-o", "new.jsonl", "--themes-of", "a", "--codebook", "b"],
            2,
            "--codebook and --themes-of both say which themes there are",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_nothing_is_asked(
    arguments: list[str], code: int, said: str, desk: Path, call: Call
) -> None:
    (desk / "notes.jsonl").write_text("my notes\n", "utf-8")
    (desk / "short.txt").write_text("同志们：\n散会。\n", "utf-8")
    found, out, err = call("label", *arguments)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert said in err
    assert not (desk / "new.jsonl").exists()
    assert (desk / "notes.jsonl").read_text("utf-8") == "my notes\n"


def test_a_source_that_cannot_be_read_is_said_and_the_rest_is_asked_about(
    desk: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "odd.txt").write_bytes(b"\xff\xfe\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    code, _, err = call("label", "speeches.txt", "odd.txt", "-o", "labels.jsonl", "--n", "1")
    assert (code, err.count("\n")) == (1, 1)
    assert "odd.txt" in err
    assert themes() == [["macro"]]


@pytest.mark.usefixtures("desk")
def test_a_disk_that_is_full_ends_the_conversation_in_one_line(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    code, _, err = call("label", "speeches.txt", "-o", "labels.jsonl")
    assert (code, err.count("\n")) == (74, 1)
    assert "labels.jsonl: cannot be written (No space left on device)" in err


@pytest.mark.usefixtures("desk")
def test_answers_in_no_known_encoding_are_wrong_and_no_failure() -> None:
    command = [sys.executable, "-m", "speechkit", "label", "speeches.txt", "-o", "labels.jsonl"]
    done = subprocess.run(command, input=b"\xff\xfe\n2\n", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert " is no theme" in done.stdout.decode()
    assert themes() == [["finance"]]


@pytest.mark.usefixtures("desk")
def test_without_standard_input_nobody_answers() -> None:
    command = f"'{sys.executable}' -m speechkit label speeches.txt -o labels.jsonl --n 2 <&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 of 2 labelled" in done.stdout


# ------------------------------------------------------------------------- a terminal


class Terminal:
    """A command on a terminal of its own, and what stands on it."""

    def __init__(self, terminal: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.shown = ""
        self._terminal = terminal

    def type(self, keys: str) -> None:
        """Wait until something is asked, then answer."""
        n_asked = self.shown.count("Themes: ")
        self._read(lambda: self.shown.count("Themes: ") > n_asked)
        os.write(self._terminal, keys.encode())

    def end(self) -> int:
        """Wait until the command has ended; its exit code."""
        self._read(lambda: False)
        return self.process.wait(30)

    def _read(self, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not enough():
            ready, _, _ = select.select([self._terminal], [], [], deadline - time.monotonic())
            assert ready, self.shown
            try:
                part = os.read(self._terminal, 65536)
            except OSError:  # on Linux the end of a terminal is an error
                part = b""
            if not part:
                return
            self.shown += part.decode()


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """A conversation at a terminal of 80 columns."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "speechkit", "label", "speeches.txt", "-o", "labels.jsonl"]
    with subprocess.Popen(
        [*command, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": ""},
        preexec_fn=_own_terminal,
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(ours, process)
        finally:
            process.kill()
            os.close(ours)


def _own_terminal() -> None:
    """Make standard input the terminal that the keys of a process come from."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored below what runs in the background
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("keys", ["\x03", "\x04", "q\r", "3\x03"], ids=["^C", "^D", "q", "3^C"])
def test_a_coder_at_a_terminal_stops_at_any_time_and_all_is_kept(keys: str) -> None:
    with terminal("--n", "9") as coder:
        coder.type("1 2\r")
        coder.type("x\x7f0\r")  # a letter taken back
        coder.type(keys)
        assert coder.end() == 0
    *_, last, hint = coder.shown.rstrip().splitlines()
    assert last == "2 of 9 labelled; the same command goes on from here."
    assert hint.endswith("speechkit themes speeches.txt --calibrate labels.jsonl")
    assert "\x1b[2m" in coder.shown  # what is beside the paragraph is faint
    assert "Traceback" not in coder.shown
    assert themes() == [["macro", "finance"], []]


@pytest.mark.usefixtures("desk")
def test_what_was_answered_outlives_a_kill() -> None:
    with terminal("--n", "9") as coder:
        coder.type("1\r")
        coder.type("")
        coder.process.send_signal(signal.SIGKILL)
    assert themes() == [["macro"]]


# --------------------------------------------------------------------------- agreement


@pytest.fixture
def two_files(desk: Path) -> tuple[str, str]:
    """What two coders say of twelve paragraphs, of which one saw ten."""
    first = "1\n2 3\n0\n4\n5\n1\n1\n3\n0\n4\n2\n1\n"
    second = "1\n3 2\n0\n4\n6\n1\n2\n3\n1 0\n0\n4\n"
    answered(first, "--n", "12")
    answered(second, "-o", "wei.jsonl", "--n", "12", "--coder", "wei")
    assert (desk / "wei.jsonl").exists()
    return "labels.jsonl", "wei.jsonl"


def test_the_agreement_of_two_files_is_told(two_files: tuple[str, str], call: Call) -> None:
    code, out, err = call("label", "--agreement", *two_files, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["schema"] == "speechkit.agreement/1"
    assert found["codebook"] == "speechkit 2"
    assert found["coders"] == [{"coder": "a", "n_labels": 12}, {"coder": "wei", "n_labels": 10}]
    assert (found["n_places"], found["n_labels"], found["n_single"]) == (10, 20, 2)
    assert found["low"] < found["alpha"] < found["high"]
    by_theme = {theme["theme"]: theme for theme in found["themes"]}
    assert len(by_theme) == len(load_codebook().entries)
    assert by_theme["industry"]["alpha"] == 1
    assert (by_theme["openness"]["n_labels"], by_theme["openness"]["low"]) == (1, None)
    assert by_theme["poverty"]["alpha"] is None


def test_the_order_of_the_files_changes_nothing_and_a_seed_the_intervals(
    two_files: tuple[str, str], call: Call
) -> None:
    forward = call("label", "--agreement", *two_files)
    assert call("label", "--agreement", *reversed(two_files), two_files[0]) == forward
    other = json.loads(call("label", *two_files, "--agreement", "--seed", "1")[1])
    assert other["alpha"] == json.loads(forward[1])["alpha"]
    assert other["low"] != json.loads(forward[1])["low"]


def test_one_file_of_two_coders_is_as_good_as_two(
    two_files: tuple[str, str], desk: Path, call: Call
) -> None:
    both = desk / "both.jsonl"
    both.write_bytes(b"".join(Path(path).read_bytes() for path in two_files))
    assert call("label", "--agreement", both) == call("label", "--agreement", *two_files)


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "txt"])
def test_the_agreement_can_be_written_in_every_form(
    suffix: str, two_files: tuple[str, str], desk: Path, call: Call
) -> None:
    target = desk / f"agreement.{suffix}"
    arguments = ("label", "--agreement", *two_files, "-o", target, "--lang", "zh", "-q")
    assert call(*arguments) == (0, "", "")
    assert call(*arguments)[0] == 73
    assert call(*arguments, "--force")[0] == 0
    content = target.read_text("utf-8-sig")
    if suffix == "csv":
        rows = list(csv.DictReader(io.StringIO(content)))
        assert [row["kind"] for row in rows] == ["sets"] + ["theme"] * 24
        assert rows[1]["zh"] == "经济运行与发展目标"
    elif suffix == "txt":
        assert "2位编码员（a 12、wei 10）" in content
    else:
        assert content.count('"n_places"') == 25


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "bad.jsonl: empty; speechkit label -o bad.jsonl"),
        ('{"speech": "a", "line": 1, "themes": ["road"]}\n', "bad.jsonl: line 1: unknown theme"),
        ('{"speech": "a", "line": 1, "themes": []}\n{"speech"', "bad.jsonl: line 2: not JSON"),
        ('{"speech": "a", "line": 1, "themes": []}\n', "all labels are of one coder (a)"),
    ],
)
def test_labels_that_cannot_be_compared_are_one_line(
    content: str, said: str, desk: Path, call: Call
) -> None:
    (desk / "bad.jsonl").write_text(content, "utf-8")
    code, out, err = call("label", "--agreement", "bad.jsonl")
    assert (code, out, err.count("\n")) == (65, "", 1)
    assert said in err
    assert call("label", "--agreement", "none.jsonl")[0] == 2


def test_names_of_coders_cannot_act_on_a_terminal_or_a_spreadsheet(desk: Path, call: Call) -> None:
    lines = [
        {"coder": coder, "speech": "a", "line": line, "themes": ["macro"] * (line % 2)}
        for coder in ("\x1b[2J甲", "=1+1\udcff")
        for line in range(1, 9)
    ]
    path = desk / "odd.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    for form in ("table", "json", "csv"):
        code, out, _ = call("label", "--agreement", path, "--format", form)
        assert code == 0
        assert "\x1b" not in out
