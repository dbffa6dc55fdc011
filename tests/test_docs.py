"""The README and the pages in docs say what is true of the commands."""

from __future__ import annotations

import contextlib
import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import examples
from golden import GoldenCheck
from speechkit import errors
from speechkit.cli import run as cli
from speechkit.render import tables
from speechkit.render.doctor_fields import DOCTOR_COLUMNS
from speechkit.render.json import to_json
from speechkit.render.report_data import data_columns
from speechkit.render.theme_tables import THEME_COLUMNS, ThemeRows
from themes.patient import sick

ROOT = examples.ROOT
README = ROOT / "README.md"
OUTPUT = ROOT / "docs" / "output.md"
HANDOVER = ROOT / "docs" / "handover.md"
PAGES = [README, ROOT / "corpus" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OTHERS = [ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", ROOT / "benchmarks" / "README.md"]
COMMANDS = (
    "split",
    "dedupe",
    "diff",
    "keywords",
    "concordance",
    "themes",
    "label",
    "report",
    "browse",
)
COLUMNS = {
    "split": tables.SPLIT_COLUMNS,
    "dedupe": tables.DEDUPE_COLUMNS,
    "diff": tables.DIFF_COLUMNS,
    "keywords": tables.KEYWORDS_COLUMNS,
    "concordance": tables.CONCORDANCE_COLUMNS,
    "themes": THEME_COLUMNS["shares"],
    "label": tables.AGREEMENT_COLUMNS,
}
EVERYTHING = {
    "split": ("--explain",),
    "dedupe": ("--explain", "--passages"),
    "keywords": ("--by", "place", "--over", "date"),
    "concordance": ("--collocates",),
    "themes": ("--passages", "--topics", "2", "--over", "date", "--calibrate", "labels.jsonl"),
    "label": ("--agreement",),
}
"""Options with which a command fills all its fields."""
BY_PLACE = ("--by", "place")
"""What takes the place of something else that `themes` prints."""
MAPPINGS = {
    "documents[].metadata",
    "paragraphs[].themes",
    "passages[].themes",
    "speeches[].sections[].themes",
}
"""Objects whose keys are the user's."""


def page_id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def sources(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The corpus and a text that shares a passage with it."""
    monkeypatch.setenv("SPEECHKIT_CACHE", str(cache))
    corpus = ROOT / "corpus" / "speeches.txt"
    other = tmp_path / "other.txt"
    shared = corpus.read_text("utf-8").split("\n")[7][:60]
    other.write_text(f"同志们：\n今天只讲一件事。{shared}。\n我就讲到这里。\n", "utf-8")
    return [str(corpus), str(other)]


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_the_examples_of_a_page_print_what_stands_there(
    path: Path, tmp_path: Path, cache: Path, check_golden: GoldenCheck
) -> None:
    desk = examples.lay_desk(tmp_path, cache)
    page = examples.renewed(path.read_text("utf-8"), desk)
    assert "Traceback (most recent call last)" not in page
    check_golden(path, page)


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_the_python_examples_of_a_page_give_what_stands_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    page = path.read_text("utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(page, {}, path.name, str(path), 0)
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not failed, "".join(report)


INTERPRETERS = {"python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}


@pytest.mark.parametrize("language", INTERPRETERS)
def test_the_lines_for_other_programs_print_what_stands_there(
    language: str, tmp_path: Path, cache: Path, check_golden: GoldenCheck
) -> None:
    page = HANDOVER.read_text("utf-8")
    desk = examples.lay_desk(tmp_path, cache)
    examples.renewed(page, desk)  # makes the folder that they read

    def output(program: str) -> str:
        skip_without_libraries(language, program)
        done = subprocess.run(
            [*INTERPRETERS[language], program],
            cwd=desk.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    check_golden(HANDOVER, examples.with_outputs(page, language, output))


def skip_without_libraries(language: str, program: str) -> None:
    """Skip where a program cannot run: these libraries are not among what we need."""
    if language == "python":
        for name in re.findall(r"^import (\w+)", program, re.MULTILINE):
            pytest.importorskip(name)
        return
    libraries = ", ".join(re.findall(r"^library\((\w+)\)", program, re.MULTILINE))
    check = ["Rscript", "-e", f"library({libraries})"]
    if (
        not shutil.which("Rscript")
        or subprocess.run(check, capture_output=True, check=False).returncode
    ):
        pytest.skip(f"R with {libraries} is not at hand")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_at_work_in_the_readme(command: str) -> None:
    shown = examples.commands(README.read_text("utf-8"))
    assert any(example.startswith(f"speechkit {command} ") for example in shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_explained_in_the_readme(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([command, "--help"]) == cli.EXIT_DONE
    own = section(README, f"speechkit {command}")
    shared = section(README, "Options of every command")
    explained = set(re.findall(r"`(--?[a-z-]+)", own + shared))
    assert set(options(capsys.readouterr().out)) <= explained


def test_every_option_of_the_program_is_explained_in_the_readme(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["--help"]) == cli.EXIT_DONE
    missing = [o for o in options(capsys.readouterr().out) if o not in README.read_text("utf-8")]
    assert not missing


def test_the_readme_explains_no_option_that_is_not_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ((), *((name,) for name in COMMANDS)):
        assert cli.run([*command, "--help"]) == cli.EXIT_DONE
    there = set(options(capsys.readouterr().out))
    explained = re.findall(r"`(?:speechkit )?(--[a-z-]+)", README.read_text("utf-8"))
    assert set(explained) <= there


def test_the_readme_lists_every_exit_code() -> None:
    codes = {value for name, value in vars(cli).items() if name.startswith("EXIT_")}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes |= {kind.exit_code for kind in kinds if issubclass(kind, errors.SpeechkitError)}
    rows = re.findall(r"^\| (\d+) \|", section(README, "Exit codes"), re.MULTILINE)
    assert {int(row) for row in rows} == codes


@pytest.mark.parametrize("command", COLUMNS)
def test_every_field_of_the_json_is_explained_and_no_other(
    command: str,
    sources: list[str],
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(sources[1]).parent)
    named = {
        "keywords": [*sources, str(dated_records(Path("dated.jsonl"), 3))],
        "diff": [f"{sources[0]}#3", f"{sources[0]}#4"],
        "concordance": ["项目", *sources],
        "themes": [*sources, str(dated_records(Path("dated.jsonl"), 6))],
        "label": ["labels.jsonl"],
    }
    labels_of_two(Path("labels.jsonl"))
    printed: set[str] = set()
    for options in (EVERYTHING.get(command, ()), *([BY_PLACE] if command == "themes" else [])):
        arguments = [command, *named.get(command, sources), "--quiet", "--format", "json"]
        assert cli.run([*arguments, *options]) == cli.EXIT_DONE
        printed |= set(paths(json.loads(capfdbinary.readouterr().out)))
    check_fields(f"speechkit {command}", printed)


def test_every_field_of_what_the_doctor_says_is_explained_and_no_other(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    book, speeches = sick()
    (tmp_path / "book.json").write_bytes(to_json(book))
    with (tmp_path / "speeches.jsonl").open("w", encoding="utf-8") as file:
        for each in speeches:
            file.write(json.dumps({"id": each.id, "text": each.text}, ensure_ascii=False) + "\n")
    arguments = ["themes", "speeches.jsonl", "--doctor", "--codebook", "book.json", "-q"]
    with contextlib.chdir(tmp_path):
        assert cli.run([*arguments, "--format", "json"]) == cli.EXIT_DONE
    printed = set(paths(json.loads(capfdbinary.readouterr().out)))
    check_fields("speechkit themes --doctor", printed)


def check_fields(heading: str, printed: set[str]) -> None:
    """The table under a heading has a row for every field that was printed."""
    rows = re.findall(r"^\| `([^`]+)` \|", section(OUTPUT, heading), re.MULTILINE)
    assert set(rows) == printed
    assert len(rows) == len(printed)


def dated_records(path: Path, n: int) -> Path:
    """A file of a speech a year that say the same ever more often."""
    subjects = ("桑田茶园", "桥梁码头", "药房病床", "学校教室", "河道堤防", "剧院戏台")
    with path.open("w", encoding="utf-8") as file:
        for i, words in enumerate(subjects[:n]):
            text = "同志们：\n" + f"{words}，光伏电站。" * (20 * 2**i)
            record = {"id": f"y{i}", "text": text, "date": str(2021 + i), "place": "石桥"}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def labels_of_two(path: Path) -> None:
    """A file in which two coders label a line of the corpus."""
    with path.open("w", encoding="utf-8") as file:
        for coder in ("a", "b"):
            record = {"coder": coder, "speech": "speeches#1", "line": 5, "themes": ["macro"]}
            file.write(json.dumps(record) + "\n")


@pytest.mark.parametrize("command", COLUMNS)
def test_every_column_of_the_csv_is_listed_in_its_order(command: str) -> None:
    (line,) = re.findall(r"^CSV: (.*)\.$", section(OUTPUT, f"speechkit {command}"), re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", line)) == COLUMNS[command]


def test_every_column_of_the_csv_of_collocates_is_listed_in_its_order() -> None:
    page = section(OUTPUT, "speechkit concordance")
    (line,) = re.findall(r"^CSV of collocates: (.*)\.$", page, re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", line)) == tables.COLLOCATES_COLUMNS


@pytest.mark.parametrize("rows", [rows for rows in THEME_COLUMNS if rows != "shares"])
def test_every_column_of_each_kind_of_rows_of_themes_is_listed_in_its_order(
    rows: ThemeRows,
) -> None:
    page = section(OUTPUT, "speechkit themes")
    (line,) = re.findall(rf"^CSV of {rows}: (.*)\.$", page, re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", line)) == THEME_COLUMNS[rows]


def test_every_column_of_the_csv_of_a_codebook_is_listed_in_its_order() -> None:
    page = section(OUTPUT, "speechkit themes")
    (line,) = re.findall(r"^CSV of the codebook: (.*)\.$", page, re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", line)) == tables.CODEBOOK_COLUMNS


def test_every_column_of_the_csv_of_the_doctor_is_listed_in_its_order() -> None:
    page = section(OUTPUT, "speechkit themes --doctor")
    (line,) = re.findall(r"^CSV: (.*)\.$", page, re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", line)) == DOCTOR_COLUMNS


def test_every_file_of_the_data_of_a_report_is_listed_with_its_own_columns() -> None:
    page = section(OUTPUT, "The data of report")
    table = re.findall(r"^\| (`.*?) \| (.*) \|$", page, re.MULTILINE)
    told = {f: words for files, words in table for f in re.findall(r"`(\w+)\.csv`", files)}
    columns = data_columns()
    assert told.keys() == columns.keys()
    for name, words in told.items():
        if "as in " not in words:
            assert set(re.findall(r"`(\w+)`", words)) >= set(columns[name]), name


@pytest.mark.parametrize("path", [*PAGES, *OTHERS], ids=page_id)
def test_every_link_of_a_page_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        there = path.parent / file if file else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


def section(path: Path, heading: str) -> str:
    """What stands under a heading of a page, up to the next one of its level or above."""
    page = path.read_text("utf-8")
    match = re.search(rf"^(#+) {re.escape(heading)}\n", page, re.MULTILINE)
    assert match, f"{path.name} has no heading {heading!r}"
    rest = page[match.end() :]
    following = re.search(rf"^#{{1,{len(match[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def anchors(path: Path) -> set[str]:
    """What links into a page may end in."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


def options(help_text: str) -> Iterator[str]:
    """Every option that a help page lists."""
    for line in re.findall(r"^  (-.*?)(?:  |$)", help_text, re.MULTILINE):
        yield from re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)


def paths(value: object, path: str = "") -> Iterator[str]:
    """Every field of a JSON value, `[]` for the elements of a list."""
    if path in MAPPINGS:
        yield path
    elif isinstance(value, dict):
        for name, field in value.items():
            yield from paths(field, f"{path}.{name}" if path else name)
        if path and not path.endswith("]"):
            yield path
    elif isinstance(value, list):
        for element in value:
            yield from paths(element, f"{path}[]")
    else:
        yield path
