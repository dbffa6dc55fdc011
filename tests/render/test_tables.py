from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import GoldenCheck
from render.factory import (
    agreement,
    all_results,
    codebook,
    collocates,
    comparison,
    concordance,
    dated_keywords,
    diagnosis,
    duplicates,
    emphasis,
    grouped_emphasis,
    grouped_keywords,
    keywords,
    lone_speech,
    single,
    split_result,
)
from speechkit.model import Document, SplitResult
from speechkit.render.json import to_json
from speechkit.render.tables import (
    MAX_CELL,
    cell,
    csv_head,
    themes_csv,
    themes_jsonl,
    to_csv,
    to_jsonl,
)
from speechkit.render.theme_tables import THEME_COLUMNS, ThemeRows

if TYPE_CHECKING:
    from speechkit.render import Result

RESULTS: dict[str, Result] = {
    "split": split_result(),
    "dedupe": duplicates(),
    "diff": comparison(),
    "keywords": keywords(),
    "keywords.groups": grouped_keywords(),
    "keywords.trends": dated_keywords(),
    "concordance": concordance(),
    "collocates": collocates(),
    "themes": emphasis(),
    "codebook": codebook(),
    "agreement": agreement(),
    "doctor": diagnosis(),
}
N_ROWS = {
    "split": 5,
    "dedupe": 2,
    "diff": 7,
    "keywords": 6,
    "themes": 12,
    "agreement": 5,
    "doctor": 19,
    "keywords.groups": 7,
    "keywords.trends": 9,
    "concordance": 7,
    "collocates": 2,
    "codebook": 19,
}


THEME_ROWS: dict[ThemeRows, int] = {
    "shares": 12,
    "contrasts": 5,
    "distances": 3,
    "groups": 4,
    "trends": 4,
    "map": 7,
    "versions": 4,
    "sections": 3,
    "topics": 2,
}


def rows_of(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("command", RESULTS)
def test_csv_is_as_agreed(command: str, check_golden: GoldenCheck) -> None:
    check_golden(f"{command}.csv", to_csv(RESULTS[command]))


@pytest.mark.parametrize("command", RESULTS)
def test_jsonl_is_as_agreed(command: str, check_golden: GoldenCheck) -> None:
    check_golden(f"{command}.jsonl", b"".join(to_jsonl(RESULTS[command])))


@pytest.mark.parametrize("command", RESULTS)
def test_both_tables_have_the_same_rows(command: str) -> None:
    lines = list(to_jsonl(RESULTS[command]))
    assert all(line.endswith(b"}\n") and line.count(b"\n") == 1 for line in lines)
    assert len(lines) == len(rows_of(to_csv(RESULTS[command]))) == N_ROWS[command]


@pytest.mark.parametrize("command", RESULTS)
def test_csv_is_what_a_spreadsheet_expects(command: str) -> None:
    made = to_csv(RESULTS[command])
    assert made.startswith("\ufeff".encode())
    assert made.endswith(b"\r\n")
    assert made.count(b"\n") == made.count(b"\r\n") == N_ROWS[command] + 1


@pytest.mark.parametrize("rows", THEME_ROWS)
def test_each_kind_of_rows_of_themes_is_as_agreed(
    rows: ThemeRows, check_golden: GoldenCheck
) -> None:
    made = csv_head(THEME_COLUMNS[rows]) + themes_csv(emphasis(), rows)
    check_golden(f"themes.{rows}.csv", made)
    lines = themes_jsonl(emphasis(), rows)
    check_golden(f"themes.{rows}.jsonl", lines)
    assert len(rows_of(made)) == lines.count(b"\n") == THEME_ROWS[rows]


@pytest.mark.parametrize("rows", THEME_ROWS)
def test_a_row_of_themes_has_every_column_of_its_kind(rows: ThemeRows) -> None:
    whole = emphasis() if rows == "topics" else grouped_emphasis()
    for line in themes_jsonl(whole, rows).splitlines():
        of_another_form = {"first", "last"} if rows == "trends" else set()
        of_groups = {"by", "value", "sufficient"} if b'"kind":"corpus"' in line else set()
        columns = set(THEME_COLUMNS[rows]) - of_another_form - of_groups
        assert columns <= set(orjson.loads(line))


def test_rows_of_themes_are_those_of_the_whole_result_in_parts() -> None:
    whole = emphasis()
    for make in (themes_csv, themes_jsonl):
        parts = (make(replace(whole, speeches=(entry,)), "shares") for entry in whole.speeches)
        assert b"".join(parts) == make(whole, "shares")
        parts = (make(replace(whole, contrasts=(each,)), "contrasts") for each in whole.contrasts)
        assert b"".join(parts) == make(whole, "contrasts")


def test_the_mean_of_the_collection_stands_before_the_groups() -> None:
    made = csv_head(THEME_COLUMNS["groups"]) + themes_csv(grouped_emphasis(), "groups")
    kinds = [(row["kind"], row["by"], row["value"]) for row in rows_of(made)]
    assert kinds == [
        *[("corpus", "", "")] * 4,
        *[("group", "place", "云岭县")] * 4,
        *[("group", "place", "")] * 4,
    ]


def test_csv_holds_no_whole_text_and_jsonl_does() -> None:
    row = orjson.loads(next(iter(to_jsonl(RESULTS["split"]))))
    assert row["text"] == split_result().speeches[0].text
    assert row["text"][-20:] not in to_csv(RESULTS["split"]).decode("utf-8")


def test_a_jsonl_line_of_split_holds_the_speech_as_json_has_it() -> None:
    speech = orjson.loads(to_json(RESULTS["split"]))["documents"][0]["speeches"][0]
    row = orjson.loads(next(iter(to_jsonl(RESULTS["split"]))))
    assert speech.items() <= row.items()
    assert (row["document"], row["path"], row["encoding"]) == (
        "yunling",
        "speeches/yunling.txt",
        "utf-8",
    )


def test_fields_of_a_record_stay_with_its_line_and_never_replace_ours() -> None:
    speech = lone_speech()
    document = Document(
        "lone", "in.jsonl", speech.document.text, metadata={"county": "石桥", "id": "stolen"}
    )
    (line,) = to_jsonl(SplitResult((single(replace(speech, document=document)),)))
    row = orjson.loads(line)
    assert (row["county"], row["id"]) == ("石桥", "lone")


@given(st.text(st.characters(), max_size=40))
def test_no_text_cell_is_a_formula_or_holds_a_control_character(text: str) -> None:
    made = cell(text)
    assert not made.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in made)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_a_formula_is_neutralised(sign: str) -> None:
    assert cell(f"{sign}cmd|' /C calc'!A0").startswith("'")


@given(st.text("abc,\"'\r\n =县", max_size=20))
def test_a_title_is_one_cell_whatever_it_holds(title: str) -> None:
    (row,) = rows_of(to_csv(SplitResult((single(lone_speech(title=title)),))))
    assert row["title"] == cell(title)
    assert row["id"] == "lone"


def test_negative_numbers_stay_numbers() -> None:
    assert (cell(-0.25), cell(-3), cell(-0.0), cell(float("nan"))) == ("-0.25", "-3", "0.0", "")


def test_a_cell_never_outgrows_a_spreadsheets_and_shows_where_it_is_cut() -> None:
    made = cell("长" * 50_000)
    assert len(made) == MAX_CELL
    assert made.endswith("…")


def test_an_undecodable_file_name_can_be_written() -> None:
    results = all_results([lone_speech("bad\udcff", path="bad\udcff.txt")])
    for result in results:
        assert b"".join(to_jsonl(result)) or to_csv(result)
    assert b"bad<U+DCFF>.txt" in to_csv(results[0])
