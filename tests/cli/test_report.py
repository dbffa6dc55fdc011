"""`speechkit report` in its formats, and the data behind it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from speechkit.files.docx import extract
from speechkit.render.escape import visible

Outcome = tuple[int, str, str]
Call = Callable[..., Outcome]
Json = Any
CORPUS = Path(__file__).parent.parent.parent / "corpus" / "speeches.txt"


def data_of(call: Call, folder: Path, *arguments: str | Path) -> Path:
    page = folder / "page.md"
    assert call("report", CORPUS, "--data", folder / "data", "-o", page, "-q", *arguments)[0] == 0
    return folder / "data"


def table(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def result(call: Call, *arguments: str | Path) -> Json:
    code, out, _ = call(*arguments, "--format", "json", "-q")
    assert code == 0
    return json.loads(out)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.html", b"<!DOCTYPE html>"),
        ("r.md", b"# "),
        ("r.MARKDOWN", b"# "),
        ("r.docx", b"PK"),
        ("report", b"<!DOCTYPE html>"),
    ],
)
def test_the_suffix_says_what_is_written(
    name: str, start: bytes, tmp_path: Path, call: Call
) -> None:
    code, out, err = call("report", CORPUS, "-o", tmp_path / name)
    assert (code, out, err) == (0, "", f"written to {tmp_path / name}\n")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_format_is_said_where_the_suffix_does_not(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "report.txt"
    assert call("report", CORPUS, "--format", "md", "--lang", "zh", "-o", file)[0] == 0
    assert file.read_text("utf-8").startswith("# 讲话文集分析报告\n")


@pytest.mark.parametrize("name", ["r.html", "r.md"])
def test_a_report_says_when_it_was_made_if_asked(
    name: str, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1930435200")
    made = {}
    for dated in ((), ("--dated",)):
        assert call("report", CORPUS, "-o", tmp_path / name, "--force", *dated)[0] == 0
        made[dated] = (tmp_path / name).read_text("utf-8")
    assert "2031-03-05 00:00 UTC" in made["--dated",]
    assert "2031-03-05" not in made[()]


def test_whole_texts_are_shown_or_left_out_as_asked(tmp_path: Path, call: Call) -> None:
    pages = {}
    for option in ("--texts", "--no-texts"):
        assert call("report", CORPUS, "-o", tmp_path / "r.html", "--force", option)[0] == 0
        pages[option] = (tmp_path / "r.html").read_text("utf-8")
    assert "As asked, without whole texts" in pages["--no-texts"]
    assert len(pages["--no-texts"]) < len(pages["--texts"]) / 2


def test_a_word_document_is_the_same_each_time_and_can_be_read(tmp_path: Path, call: Call) -> None:
    files = []
    for force in ((), ("--force",)):
        assert call("report", CORPUS, "-o", tmp_path / "r.docx", *force)[0] == 0
        files.append((tmp_path / "r.docx").read_bytes().replace(b" --force", b""))
    texts = [extract(file).text.replace(" --force", "") for file in files]
    assert texts[0] == texts[1]
    assert "Speech 4 is Speech 3 less four paragraphs (787 characters)" in texts[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "report: name the page to write, such as -o report.html"),
        (
            ["--format", "docx"],
            "report: a terminal cannot show Word; name a file, such as -o report.docx",
        ),
    ],
)
def test_what_a_terminal_cannot_show_is_not_sent_there(
    arguments: list[str], message: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert call("report", CORPUS, *arguments) == (2, "", f"{message}\n")


def test_markdown_and_data_alone_may_be_asked_for_at_a_terminal(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, _ = call("report", CORPUS, "--format", "md")
    assert (code, out[:2]) == (0, "# ")
    folder = tmp_path / "data"
    assert call("report", CORPUS, "--data", folder) == (0, "", f"data written to {folder}\n")
    assert (folder / "index.csv").exists()


def test_an_old_kind_of_word_file_is_refused(tmp_path: Path, call: Call) -> None:
    code, _, err = call("report", CORPUS, "-o", tmp_path / "r.doc")
    assert code == 2
    assert err.endswith("r.doc: Word documents are written as .docx; name it so\n")


def test_the_folder_is_whole_or_not_there_and_replaced_on_demand(
    tmp_path: Path, call: Call
) -> None:
    folder = data_of(call, tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    arguments = ("report", CORPUS, "--data", folder, "-o", tmp_path / "other.md")
    assert call(*arguments)[0] == 73
    assert not (tmp_path / "other.md").exists()
    assert call(*arguments, "--force")[0] == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    with_command = {"parameters.csv", "README.txt"}
    assert {n: b for n, b in before.items() if n not in with_command} == {
        n: b for n, b in after.items() if n not in with_command
    }
    (folder / "notes.txt").write_text("mine", "utf-8")
    assert call(*arguments, "--force")[0] == 73


@pytest.mark.parametrize("name", ["data", "data/report.md", "data/a/report.md"])
def test_a_report_does_not_go_where_the_data_goes(name: str, tmp_path: Path, call: Call) -> None:
    code, _, err = call("report", CORPUS, "--data", tmp_path / "data", "-o", tmp_path / name)
    assert code == 2
    assert "lies in the folder of --data" in err
    assert not (tmp_path / "data").exists()


def test_the_csv_of_the_commands_is_the_data_of_the_report(tmp_path: Path, call: Call) -> None:
    folder = data_of(call, tmp_path)
    for name, arguments in (
        ("speeches", ("split",)),
        ("pairs", ("dedupe",)),
        ("shares", ("themes",)),
        ("contrasts", ("themes", "--rows", "contrasts")),
        ("distances", ("themes", "--rows", "distances")),
        ("sections", ("themes", "--rows", "sections")),
        ("versions", ("themes", "--rows", "versions")),
        ("map", ("themes", "--rows", "map")),
    ):
        code, out, _ = call(*arguments, CORPUS, "--format", "csv", "-q")
        assert code == 0
        assert (folder / f"{name}.csv").read_bytes().decode() == out, name


def figure(value: object) -> str:
    """A value as a cell of CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else visible(str(value))


def picked(found: Iterable[Json], names: str) -> list[tuple[str, ...]]:
    """Fields of JSON objects, as cells of CSV have them."""
    return [tuple(figure(each[name]) for name in names.split()) for each in found]


def cells(folder: Path, name: str, names: str) -> list[tuple[str, ...]]:
    """Columns of a file of the data."""
    return [tuple(row[column] for column in names.split()) for row in table(folder, name)]


def inner(holders: Iterable[Json], field: str, **named: str) -> Iterator[Json]:
    """The objects of a list, with fields of the object that holds the list."""
    for holder in holders:
        added = {name: holder[source] for name, source in named.items()}
        for value in holder[field]:
            yield {**value, **added}


def test_the_data_has_the_figures_of_split(tmp_path: Path, call: Call) -> None:
    folder = data_of(call, tmp_path)
    documents = result(call, "split", CORPUS)["documents"]
    names = "path encoding n_chars heading_style confidence"
    assert cells(folder, "documents", names) == picked(documents, names)
    names = "kind start end text"
    assert cells(folder, "removals", names) == picked(inner(documents, "removed"), names)
    names = "kind start end after"
    assert cells(folder, "repairs", names) == picked(inner(documents, "repaired"), names)


def test_the_data_has_the_figures_of_dedupe(tmp_path: Path, call: Call) -> None:
    folder = data_of(call, tmp_path)
    found = result(call, "dedupe", CORPUS, "--explain", "--passages")
    for name, names in (
        ("pairs", "a b jaccard containment_a containment_b kind"),
        ("passages", "n_chars n_speeches boilerplate text"),
    ):
        assert cells(folder, name, names) == picked(found[name], names)
    changes = list(inner(found["differences"], "changes", pair="derived"))
    for side in ("a", "b"):
        names = " ".join(f"{side}_{name}" for name in ("line_start", "line_end", "start", "end"))
        sides = ({f"{side}_{k}": v for k, v in (c[side] or {}).items()} for c in changes)
        expected = picked((defaultdict(lambda: None, each) for each in sides), names)
        assert cells(folder, "changes", names) == expected
    grouped = [(speech,) for group in found["groups"] for speech in group["speeches"]]
    assert cells(folder, "groups", "speech") == grouped


@pytest.mark.parametrize(
    ("name", "places"), [("keywords", "keyword_places"), ("keyness", "keyness_places")]
)
def test_the_data_has_the_figures_of_keywords(
    name: str, places: str, tmp_path: Path, call: Call
) -> None:
    folder = data_of(call, tmp_path)
    terms = list(inner(result(call, "keywords", CORPUS)["speeches"], name, speech="id"))
    names = "speech term score count"
    assert cells(folder, name, names) == picked(terms, names)
    names = "speech term line start end"
    found = inner(terms, "places", speech="speech", term="term")
    assert cells(folder, places, names) == picked(found, names)


def test_the_data_has_the_figures_of_themes(tmp_path: Path, call: Call) -> None:
    folder = data_of(call, tmp_path, "--topics", "2")
    found = result(call, "themes", CORPUS, "--topics", "2")
    shares = list(inner(found["speeches"], "emphasis", speech="id"))
    for name, rows, names in (
        ("shares", shares, "speech theme share low high"),
        ("means", found["corpus"]["emphasis"], "theme share low high"),
        ("contrasts", found["contrasts"], "a b theme difference low high p q distinguishable"),
        ("distances", found["distances"], "a b jensen_shannon"),
        ("topics", found["topics"], "label stability covered"),
        (
            "evidence",
            list(inner(shares, "evidence", speech="speech", theme="theme")),
            "speech theme line start end text",
        ),
        (
            "theme_terms",
            list(inner(shares, "terms", speech="speech", theme="theme")),
            "speech theme term count",
        ),
    ):
        assert rows, name
        assert cells(folder, name, names) == picked(rows, names), name
    positions = [
        {"speech": each["speech"], "theme": each["theme"], "stretch": n, "share": share}
        for each in shares
        for n, share in enumerate(each["positions"], start=1)
    ]
    names = "speech theme stretch share"
    assert cells(folder, "positions", names) == picked(positions, names)
