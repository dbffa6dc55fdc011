"""`themes --codebook`: the one that ships shown, one's own used or refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from factories import CORPUS
from speechkit import load_codebook

Call = Callable[..., tuple[int, str, str]]
BOOK = {
    "name": "own",
    "version": "1",
    "groups": [{"id": "all", "zh": "全部", "en": "All"}],
    "themes": [{"id": "work", "zh": "工作", "en": "Work", "group": "all", "seeds": ["工作"]}],
}


@pytest.fixture(autouse=True)
def _at_a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, book: object) -> None:
    Path(path).write_text(json.dumps(book, ensure_ascii=False, indent=1), "utf-8")


# ------------------------------------------------------------------------------- shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_codebook_that_ships_can_be_read_whole(lang: str, call: Call) -> None:
    code, out, err = call("themes", "--codebook", "show", "--format", "table", "--lang", lang)
    assert (code, err) == (0, "")
    words = set(out.split())
    codebook = load_codebook()
    for entry in codebook.entries:
        assert entry.theme.label("zh" if lang == "zh" else "en") in " ".join(out.split())
        assert words.issuperset((*entry.seeds, *entry.weak, *entry.exclude))
    assert words.issuperset(codebook.block)


def test_what_is_shown_can_be_handed_back_and_gives_the_same_figures(call: Call) -> None:
    assert call("themes", "--codebook", "show", "-o", "mine.json")[0] == 0
    assert load_codebook(Path("mine.json").read_bytes()) == load_codebook()
    ours, mine = call("themes", CORPUS), call("themes", CORPUS, "--codebook", "mine.json")
    assert ours == mine
    assert Path("mine.json").read_text("utf-8") == call("themes", "--codebook", "show")[1]


def test_every_term_that_is_shown_has_a_row_of_its_own(call: Call) -> None:
    _, out, _ = call("themes", "--codebook", "show", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    codebook = load_codebook()
    scoring = [row for row in rows if row["kind"] in ("seed", "weak")]
    assert len(scoring) == codebook.n_terms
    for entry in codebook.entries:
        own = [row for row in scoring if row["theme"] == entry.theme.id]
        assert {row["term"] for row in own} == {*entry.seeds, *entry.weak}
        assert all(row["subtheme"] == entry.subtheme_of.get(row["term"], "") for row in own)
    assert [row["term"] for row in rows if row["kind"] == "block"] == list(codebook.block)


# -------------------------------------------------------------------------------- used


def test_a_file_of_that_name_is_used_by_its_path(call: Call) -> None:
    write("show", BOOK)
    code, out, _ = call("themes", CORPUS, "--codebook", "./show")
    assert (code, json.loads(out)["codebook"]) == (0, "own 1")


@pytest.mark.parametrize("command", ["themes", "report"])
def test_to_show_the_codebook_and_to_use_sources_cannot_both_be_meant(
    command: str, call: Call
) -> None:
    write("show", BOOK)
    code, out, err = call(command, CORPUS, "--codebook", "show")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "./show" in err


@pytest.mark.parametrize("arguments", [(), ("--codebook", "mine.json"), ("--topics", "2")])
def test_without_sources_there_is_nothing_to_measure(
    arguments: tuple[str, ...], call: Call
) -> None:
    write("mine.json", BOOK)
    code, out, err = call("themes", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "SOURCE" in err


# ----------------------------------------------------------------------------- refused


@pytest.mark.parametrize("command", ["themes", "report"])
def test_every_fault_of_a_file_is_a_line_on_standard_error(command: str, call: Call) -> None:
    write("mine.json", {**BOOK, "blok": [], "version": "", "note": "\x1b[2J"})
    code, out, err = call(command, CORPUS, "--codebook", "mine.json")
    assert (code, out) == (65, "")
    assert err == (
        "mine.json, line 3: the file: version: must be a text that is not empty\n"
        "mine.json, line 22: the file: unknown field 'blok'; did you mean 'block'?\n"
    )


def test_what_a_message_quotes_cannot_act_on_the_terminal(call: Call) -> None:
    write("mine.json", {**BOOK, "\x1b[2J\u202e\n": 1})
    _, _, err = call("themes", CORPUS, "--codebook", "mine.json")
    assert err.count("\n") == 1
    assert not {"\x1b", "\u202e"} & set(err)


def test_a_file_that_is_not_there_is_wrong_usage(call: Call) -> None:
    code, _, err = call("themes", CORPUS, "--codebook", "none.json")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("none.json: ")
