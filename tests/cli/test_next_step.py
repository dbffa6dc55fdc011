"""The line after a command: what could be asked next, and that it can be."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS
from speechkit.cli import next_step
from speechkit.cli.next_step import SWITCH, Asked, Step, is_read, next_line
from speechkit.cli.reading import ReadOptions

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some sources, at which somebody sits."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SPEECHKIT_LANG", raising=False)
    monkeypatch.setattr(
        next_step, "is_read", lambda *, quiet, environment: not quiet and bool(environment)
    )
    shutil.copy(CORPUS, "speeches.txt")
    shutil.copy(CORPUS, "-讲话 全.txt")
    lines = CORPUS.read_text("utf-8").splitlines(keepends=True)
    Path("one.txt").write_text("".join(lines[:25]), "utf-8")
    Path("two.txt").write_text("".join(lines[25:56]), "utf-8")
    Path("gbk.txt").write_bytes("".join(lines[130:158]).encode("gb18030", "replace"))
    Path("talks").mkdir()
    for number, name in ((56, "third"), (93, "fourth"), (130, "fifth")):
        Path("talks", f"{name}.txt").write_text("".join(lines[number : number + 36]), "utf-8")
    years = ("桑田茶园", "桥梁码头", "药房病床")
    with Path("dated.jsonl").open("w", encoding="utf-8") as file:
        for n, words in enumerate(years):
            text = "同志们：\n" + f"{words}，光伏电站。" * (20 * 2**n)
            record = {"id": f"y,{n}", "body": text, "date": str(2021 + n)}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    with Path("labels.jsonl").open("w", encoding="utf-8") as file:
        for coder in ("a", "b"):
            record = {"coder": coder, "speech": "speeches#1", "line": 5, "themes": ["macro"]}
            file.write(json.dumps(record) + "\n")
    return tmp_path


TABLE = "--format table"
CASES = {
    f"split speeches.txt {TABLE}": "dedupe speeches.txt --explain",
    f"split ./-讲话\\ 全.txt {TABLE}": "dedupe './-讲话 全.txt' --explain",
    f"split one.txt {TABLE}": "keywords one.txt",
    f"split gbk.txt {TABLE} --encoding gb18030": "keywords gbk.txt --encoding gb18030",
    f"split speeches.txt {TABLE} --no-split": "keywords speeches.txt --no-split",
    f"split speeches.txt {TABLE} --pattern ^第.篇": (
        "split speeches.txt '--pattern=^第.篇' -o speeches"
    ),
    "split speeches.txt -o parts": "dedupe parts --explain",
    "split one.txt -o part": "keywords part",
    f"split speeches.txt {TABLE} --lang zh": "dedupe speeches.txt --explain --lang zh",
    f"dedupe speeches.txt {TABLE}": "diff 'speeches.txt#3' 'speeches.txt#4'",
    f"dedupe speeches.txt {TABLE} --explain": "diff 'speeches.txt#3' 'speeches.txt#4'",
    f"dedupe talks one.txt {TABLE}": "diff fourth third --in talks --in one.txt",
    f"dedupe one.txt two.txt {TABLE}": "keywords one.txt two.txt",
    "dedupe speeches.txt --index seen -o a.txt": "dedupe speeches.txt --index seen --explain",
    f"dedupe talks {TABLE} --write-kept kept": "diff fourth third --in talks",
    "diff speeches.txt#3 speeches.txt#4": "dedupe speeches.txt --explain",
    "diff one.txt two.txt": "keywords one.txt two.txt",
    "diff speeches#3 speeches#4 --in speeches.txt": "dedupe speeches.txt --explain",
    f"keywords one.txt {TABLE}": "concordance '一般公共预算收入' one.txt",
    f"keywords dated.jsonl {TABLE} --text-column body": (
        "keywords dated.jsonl --text-column body --over date"
    ),
    f"keywords dated.jsonl {TABLE} --text-column body --over date": (
        "concordance '光伏电站' dated.jsonl --text-column body"
    ),
    f"concordance 项目 speeches.txt {TABLE}": "concordance '项目' speeches.txt --collocates",
    f"concordance 项. speeches.txt --regex {TABLE}": (
        "concordance '项.' speeches.txt --regex --collocates"
    ),
    f"concordance 无此词语 speeches.txt {TABLE}": "keywords speeches.txt",
    f"concordance 项目 speeches.txt --collocates {TABLE}": "concordance '开工' speeches.txt",
    f"themes speeches.txt {TABLE}": "themes speeches.txt '--pairs=speeches#1,speeches#5'",
    f"themes dated.jsonl {TABLE} --text-column body": (
        "themes dated.jsonl --text-column body --pairs=y,0,y,2"
    ),
    f"themes speeches.txt --pairs speeches#1,rest {TABLE}": "report speeches.txt -o report.html",
    f"themes one.txt {TABLE}": "report one.txt -o report.html",
    f"themes speeches.txt --doctor {TABLE}": "themes speeches.txt",
}
"""What was asked, and what could be asked next."""


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("given", CASES)
def test_what_is_said_next_fits_the_result_and_can_be_asked(given: str, call: Call) -> None:
    code, _, err = call(*shlex.split(given))
    assert code == 0, err
    line = err.splitlines()[-1]
    command = line.partition(": speechkit ")[2] or line.partition("：speechkit ")[2]
    assert command == CASES[given]
    code, _, err = call(*shlex.split(command), "-q")
    assert (code, err) == (0, "")


@pytest.mark.usefixtures("desk")
def test_many_speeches_are_told_the_same_as_few(stream: Call) -> None:
    for command in ("themes", "dedupe", "concordance 项目"):
        given = f"{command} speeches.txt {TABLE}"
        assert stream(*shlex.split(given))[2].endswith(f": speechkit {CASES[given]}\n")
    given = "keywords one.txt --format table"
    assert stream(*shlex.split(given))[2].endswith(f": speechkit {CASES[given]}\n")


@pytest.mark.usefixtures("desk")
def test_labels_lead_to_shares_that_are_corrected_by_them(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4\nq\n"))
    code, _, err = call("label", "speeches.txt", "-o", "mine.jsonl", "--n", "2")
    assert code == 0
    command = err.splitlines()[-1].partition(": speechkit ")[2]
    assert command == "themes speeches.txt --calibrate mine.jsonl"
    assert call(*shlex.split(command), "-q")[::2] == (0, "")
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    err = call("label", "one.txt", "-o", "none.jsonl", "--lang", "zh", "--coder", "-w")[2]
    assert err.endswith("speechkit label one.txt -o none.jsonl --coder=-w --lang zh\n")
    err = call("label", "--agreement", "labels.jsonl", "--format", "table")[2]
    assert err.endswith("speechkit themes SOURCE... --calibrate labels.jsonl\n")


@pytest.mark.usefixtures("desk")
def test_a_report_that_was_written_is_named_as_a_browser_takes_it(call: Call, desk: Path) -> None:
    err = call("report", "one.txt", "-o", "我的 报告.html")[2]
    uri = err.splitlines()[-1].removeprefix("Open it in a browser: ")
    assert uri == (desk / "我的 报告.html").as_uri()
    assert uri.isascii()


@pytest.mark.usefixtures("desk")
def test_who_wants_no_remarks_gets_none(call: Call) -> None:
    for command in ("split", "dedupe", "keywords", "themes"):
        assert call(command, "speeches.txt", "--format", "table", "-q")[2] == ""


def test_nothing_is_said_where_nobody_reads(call: Call) -> None:
    assert call("split", CORPUS, "--format", "table")[2] == ""


@pytest.mark.parametrize("value", ["off", "no", "0"])
def test_the_line_can_be_turned_off_for_good(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert is_read(quiet=False, environment={})
    assert not is_read(quiet=False, environment={SWITCH: value})
    assert not is_read(quiet=True, environment={})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not is_read(quiet=False, environment={})


NAMES = {
    "a\x1b[2J.txt": None,
    "a\nb.txt": None,
    "a\u202eb.txt": None,
    "\udce9.txt": None,
    "$(reboot).txt": "speechkit split '$(reboot).txt'",
    "it's.txt": "speechkit split 'it'\"'\"'s.txt'",
    "-rf": "speechkit split ./-rf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_acts_neither_on_the_terminal_nor_on_the_shell(name: str) -> None:
    arguments = Asked([name], ReadOptions()).arguments
    line = next_line([Step("versions", ("split", *arguments))], "en", {})
    expected = NAMES[name]
    if expected is None:
        assert line is None
    else:
        assert line is not None
        assert line.endswith(f": {expected}")
        assert shlex.split(expected)[2] == arguments[0]


@pytest.mark.parametrize("sources", [["-"], ["a.txt", "-"], ["a", "b", "c", "d"]])
def test_sources_that_cannot_be_said_again_are_not(sources: list[str]) -> None:
    assert Asked(sources, ReadOptions(encoding="big5")).arguments == (
        "SOURCE...",
        "--encoding",
        "big5",
    )


def test_a_step_that_cannot_be_shown_gives_way_to_the_next() -> None:
    steps = [Step("versions", ("dedupe", "\x07")), Step("keywords", ("keywords", "a.txt"))]
    assert next_line(steps, "en", {}) == "Next: what each is about: speechkit keywords a.txt"
    assert next_line(steps, "zh", {"SPEECHKIT_LANG": "zh"}) == (
        "下一步，每篇讲什么：speechkit keywords a.txt"
    )
