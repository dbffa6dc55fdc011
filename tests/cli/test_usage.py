"""What is said of wrong arguments and names: each line tells what to try."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPEECHKIT_CACHE", str(tmp_path / "cache"))
    shutil.copy(CORPUS, "speeches.txt")
    Path("book.json").write_text("no book", "utf-8")
    with Path("many.jsonl").open("w", encoding="utf-8") as file:
        for n in range(30):
            record = {"id": f"talk-{n:02d}", "text": f"同志们：今天讲第{n}件事。", "county": "石桥"}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


LINES = {
    "spilt speeches.txt": (2, "speechkit: no command spilt; did you mean split?"),
    "speeches.txt": (
        2,
        "speechkit: speeches.txt is no command but a file; "
        "name one before it, such as split speeches.txt",
    ),
    "frobnicate": (
        2,
        "speechkit: no command frobnicate; there are split, dedupe, diff, keywords, concordance, "
        "themes, label, report",
    ),
    "split --fromat json speeches.txt": (
        2,
        "speechkit split: no option --fromat; did you mean --format or --raw?; "
        "see speechkit split --help",
    ),
    "split -z speeches.txt": (2, "speechkit split: no option -z; see speechkit split --help"),
    "--langauge zh": (2, "speechkit: no option --langauge; did you mean --lang?"),
    "split": (
        2,
        "speechkit split: SOURCE... is missing; name a file or a folder, or - for standard input; "
        "see speechkit split --help",
    ),
    "concordance": (2, "speechkit concordance: TERM is missing; name what to look for, then where"),
    "concordance 项目": (2, "speechkit concordance: SOURCE... is missing; name a file or a folder"),
    "concordance speeches.txt 项目": (
        2,
        "TERM comes first: speechkit concordance 项目 speeches.txt",
    ),
    "diff": (2, "speechkit diff: A is missing; name two speeches, such as FILE#1 FILE#2"),
    "diff speeches.txt#1": (2, "speechkit diff: B is missing; name a second speech"),
    "split speeches.txt --format jsn": (
        2,
        "speechkit split: --format: 'jsn' is not one of 'table', 'json', 'jsonl', 'csv'; "
        "did you mean json or jsonl?; see",
    ),
    "keywords speeches.txt --top x": (2, "speechkit keywords: --top: 'x' is no whole number"),
    "keywords speeches.txt --top 0": (2, "speechkit keywords: --top: 0 is not in the range x>=1"),
    "keywords speeches.txt --top": (2, "speechkit keywords: Option '--top' takes a value"),
    "dedupe speeches.txt --threshold x": (2, "speechkit dedupe: --threshold: 'x' is no number"),
    "split speches.txt": (
        2,
        "speches.txt: no such file or folder; did you mean speeches.txt?",
    ),
    "split ./speches.txt": (2, "./speches.txt: no such file or folder; did you mean ./speeches"),
    "split nothing/like/it.txt": (2, "nothing/like/it.txt: no such file or folder"),
    "themes speeches.txt --codebook bok.json": (
        2,
        "bok.json: No such file or directory; did you mean book.json?",
    ),
    "keywords speeches.txt --words bok.json": (
        2,
        "bok.json: No such file or directory; did you mean book.json?",
    ),
    "themes speeches.txt --codebook book.json": (65, "themes --codebook show prints one"),
    "label speeches.txt -o l --themes-of book.json": (65, "takes an object with a list 'themes'"),
    "label --agreement book.json": (65, "speechkit label writes such a file"),
    "diff talk-7 talk-08 --in many.jsonl": (2, "22 more; did you mean talk-27 or talk-17 or "),
    "themes many.jsonl --pairs talk-01,talk-7": (2, "18 more; did you mean talk-27 or talk-17"),
    "keywords many.jsonl --against talk-3O": (2, "; did you mean talk-"),
    "keywords many.jsonl --by conty": (
        2,
        "facts and fields there are: county, file; did you mean county?",
    ),
    "split speeches.txt --style headings": (2, "; did you mean heading?"),
    "split many.jsonl --text-column body": (
        2,
        'no "body" in the record, or it is no string; it has id, text, county',
    ),
}
"""What was typed; how it ends, and what is said."""


@pytest.mark.usefixtures("_desk")
@pytest.mark.parametrize("typed", LINES)
def test_an_error_names_what_to_try(typed: str, call: Call) -> None:
    code, out, err = call(*shlex.split(typed, comments=False))
    expected_code, expected = LINES[typed]
    assert (code, out) == (expected_code, "")
    assert expected in err


@pytest.mark.usefixtures("_desk")
def test_a_name_that_acts_on_the_terminal_is_proposed_as_it_looks(call: Call) -> None:
    Path("talks\x1b[2J.txt").touch()
    err = call("split", "talks.txt")[2]
    assert err == "talks.txt: no such file or folder; did you mean talks<U+001B>[2J.txt?\n"
