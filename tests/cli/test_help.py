"""Help and the page of `speechkit` alone, in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from golden import GoldenCheck
from speechkit.cli.app import COMMANDS, make_app
from speechkit.cli.columns import columns_of
from speechkit.cli.help_page import paragraphs
from speechkit.cli.help_zh import METAVARS, TEXTS
from speechkit.cli.start_page import readable_here, start_page
from speechkit.model import Lang

Outcome = tuple[int, str, str]
LANGUAGE = ("SPEECHKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def started(*arguments: str, **environment: str) -> str:
    """What a command prints in a process of its own, without a language of the user's."""
    bare = {name: value for name, value in os.environ.items() if name not in LANGUAGE}
    done = subprocess.run(
        [sys.executable, "-m", "speechkit", *arguments],
        capture_output=True,
        env={**bare, **environment},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


# ------------------------------------------------------------------------------ the texts


def program() -> tuple[Any, Any]:
    """All commands as typer has them, and a context to ask them in."""
    made: Any = typer.main.get_command(make_app())
    return made, made.make_context("speechkit", [], resilient_parsing=True)


def english_texts() -> Iterator[str]:
    """Everything that English help says in sentences."""
    made, context = program()
    for command in (made, *made.commands.values()):
        yield from (p for p in paragraphs(command.help) if not p.startswith("Example: "))
        yield from paragraphs(command.epilog)
        yield from paragraphs(command.short_help)
        yield from (" ".join(param.help.split()) for param in command.get_params(context))


def english_metavars() -> Iterator[str]:
    """Everything that stands for a value, but for lists of what it may be."""
    made, context = program()
    yield from (made.options_metavar, made.subcommand_metavar)
    for command in made.commands.values():
        for param in command.get_params(context):
            name, _ = param.get_help_record(context)
            if param.param_type_name == "argument":
                yield name
            elif not param.is_flag and not hasattr(param.type, "choices"):
                yield name.partition(param.opts[-1])[2].strip()


def test_every_text_of_the_help_is_there_in_chinese_and_no_other() -> None:
    assert set(TEXTS) == set(english_texts())


def test_every_word_for_a_value_is_there_in_chinese_and_no_other() -> None:
    assert set(METAVARS) == set(english_metavars())


def test_a_console_of_gbk_can_show_the_chinese_help() -> None:
    for text in (*TEXTS.values(), *METAVARS.values(), start_page((), "zh")):
        assert text.encode("gb18030").decode("gb18030") == text
        assert text.encode("gbk")


# ------------------------------------------------------------------------------- the pages


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_in_chinese_reads_as_agreed(command: str | None, check_golden: GoldenCheck) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    page = started(*arguments, COLUMNS="80", SPEECHKIT_LANG="zh")
    check_golden(f"help.{command or 'speechkit'}.zh.txt", page)


@pytest.mark.parametrize(
    ("arguments", "environment", "is_chinese"),
    [
        (["split", "--help", "--lang", "zh"], {}, True),
        (["split", "--lang=zh", "-h"], {}, True),
        (["--lang", "zh", "split", "--help"], {}, True),
        (["--lang", "zh", "--help"], {}, True),
        (["--help"], {"SPEECHKIT_LANG": "zh"}, True),
        (["--help"], {"LANG": "zh_CN.UTF-8"}, True),
        (["--help"], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        (["--help"], {"LANG": "zh_CN.UTF-8", "SPEECHKIT_LANG": "en"}, False),
        (["--help", "--lang", "en"], {"SPEECHKIT_LANG": "zh"}, False),
        (["--help"], {}, False),
        ([], {"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, True),
        (["--lang", "zh"], {}, True),
        (["--lang=en"], {"SPEECHKIT_LANG": "zh"}, False),
    ],
)
def test_help_has_the_language_that_was_asked_for(
    arguments: list[str], environment: dict[str, str], is_chinese: bool
) -> None:
    page = started(*arguments, **environment)
    assert ("讲话" in page.replace("中文", "")) is is_chinese


@pytest.mark.parametrize("columns", ["60", "80", "120"])
@pytest.mark.parametrize("command", COMMANDS)
def test_chinese_help_keeps_to_the_width_of_the_terminal(
    command: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    made: Any = typer.main.get_command(make_app(command, "zh"))
    context = made.make_context("speechkit", [command], resilient_parsing=True)
    asked = made.commands[command]
    page = asked.get_help(asked.make_context(command, [], parent=context, resilient_parsing=True))
    most = max(50, min(int(columns) - 2, 78))
    too_long = [line for line in page.splitlines() if columns_of(line) > most]
    assert all(len(line.split()) == 2 and "|" in line for line in too_long)  # a list of choices
    assert not [line for line in page.splitlines() if line.lstrip().startswith(tuple("，。；）"))]


def test_a_language_before_the_command_is_that_of_its_output(call: Callable[..., Outcome]) -> None:
    source = str(Path(__file__).parents[2] / "corpus" / "speeches.txt")
    before = call("--lang", "zh", "split", source, "--format", "table")
    assert before == call("split", source, "--format", "table", "--lang", "zh")
    assert "可信度" in before[1]


# ----------------------------------------------------------------------- speechkit alone


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_speechkit_alone_reads_as_agreed(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check_golden: GoldenCheck
) -> None:
    monkeypatch.chdir(tmp_path)
    check_golden(f"start.{lang}.txt", started(SPEECHKIT_LANG=lang))


NAMES = {
    "a plain name": (["talks.txt"], "speechkit split talks.txt"),
    "a name with blanks": (["年度 报告.docx"], "speechkit split '年度 报告.docx'"),
    "a name that would be an option": (["-q.txt"], "speechkit split ./-q.txt"),
    "a name that would be a command": (["$(reboot).txt"], "speechkit split '$(reboot).txt'"),
    "a name that acts on the terminal": (["a\x1b[2J.txt"], "speechkit split FILE"),
    "a name that hides its end": (["a\u202etxt.md"], "speechkit split FILE"),
    "a file that is not read": (["photo.png"], "speechkit split FILE"),
    "a hidden file": ([".notes.txt"], "speechkit split FILE"),
    "what tells of the folder": (["README.md"], "speechkit split FILE"),
    "several files": (["b10.txt", "b9.txt"], "speechkit split b9.txt"),
    "many files": ([f"{n}.txt" for n in range(6)], "speechkit split FILE"),
}


@pytest.mark.parametrize("label", NAMES)
def test_the_file_at_hand_stands_in_the_examples(
    label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, expected = NAMES[label]
    monkeypatch.chdir(tmp_path)
    for name in names:
        Path(name).touch()
    page = start_page(readable_here(), "en")
    assert f"Start with: {expected}\n" in page
    assert page.isprintable() or "\x1b" not in page


def test_a_folder_is_no_file_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talks.txt").mkdir()
    assert readable_here() == ()


def test_a_page_that_is_there_is_not_named_for_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.html").touch()
    assert "-o report-2.html" in start_page((), "en")


def test_speechkit_alone_waits_for_no_library(tmp_path: Path) -> None:
    code = (
        "import sys; from speechkit.cli import main\n"
        "try: main([])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True
    )
    assert {b"typer", b"rich", b"numpy"}.isdisjoint(done.stderr.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80])
def test_sentences_of_the_first_page_keep_to_the_width(lang: Lang, width: int) -> None:
    for line in start_page((), lang, width).splitlines():
        assert "speechkit " in line or columns_of(line) <= width
