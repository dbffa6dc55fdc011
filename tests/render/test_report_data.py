from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import get_args

import pytest

from render.reports import HOSTILE, empty_report, hostile_report, many_report, small_report
from speechkit.model import Lang
from speechkit.render import report_columns
from speechkit.render.report_data import INDEX, README, data_columns, data_files
from speechkit.render.tables import to_csv
from speechkit.results import Report

LANGS: tuple[Lang, ...] = get_args(Lang)
REPORTS = {
    "small": small_report(),
    "empty": empty_report(),
    "hostile": hostile_report(),
    "many": many_report(),
}
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def files(report: Report, lang: Lang = "en") -> dict[str, bytes]:
    found = list(data_files(report, lang=lang))
    assert len(found) == len(dict(found))
    return dict(found)


def rows(report: Report, name: str) -> list[dict[str, str]]:
    text = files(report)[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", REPORTS)
def test_every_file_has_its_columns_and_a_byte_order_mark(name: str) -> None:
    made = files(REPORTS[name])
    for table, columns in data_columns().items():
        content = made[f"{table}.csv"]
        assert content.startswith(b"\xef\xbb\xbf")
        head = content.decode("utf-8-sig").split("\r\n")[0]
        assert head == ",".join(columns)


@pytest.mark.parametrize("lang", LANGS)
def test_every_column_of_every_file_is_explained(lang: Lang) -> None:
    text = files(small_report(), lang)[INDEX].decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    explained = [(row["file"], row["column"]) for row in found]
    assert explained == [(f"{t}.csv", c) for t, cs in data_columns().items() for c in cs]
    assert all(row["meaning"] for row in found)
    readme = files(small_report(), lang)[README].decode("utf-8-sig")
    assert all(f"{table}.csv" in readme for table in data_columns())


def test_nothing_is_explained_that_is_not_there() -> None:
    columns = data_columns()
    assert set(report_columns.FILES) == set(columns)
    assert set(report_columns._COLUMNS) == {c for cs in columns.values() for c in cs}
    assert all(column in columns[table] for table, column in report_columns._ELSEWHERE)


@pytest.mark.parametrize(
    ("name", "n"),
    [
        ("documents", 1),
        ("speeches", 3),
        ("removals", 1),
        ("repairs", 2),
        ("pairs", 2),
        ("groups", 2),
        ("changes", 10),
        ("passages", 2),
        ("passage_places", 4),
        ("keywords", 3),
        ("keyword_places", 8),
        ("keyness", 3),
        ("shares", 12),
        ("positions", 240),
        ("contrasts", 5),
        ("topics", 2),
        ("topic_places", 1),
        ("versions", 4),
        ("map", 7),
    ],
)
def test_there_is_a_row_for_all_there_is(name: str, n: int) -> None:
    assert len(rows(small_report(), name)) == n


def test_what_a_command_prints_as_csv_is_in_its_file() -> None:
    report = small_report()
    made = files(report)
    assert made["speeches.csv"] == to_csv(report.split)
    assert made["pairs.csv"] == to_csv(report.duplicates)
    assert made["shares.csv"] == to_csv(report.emphasis)
    head, *both = to_csv(report.keywords).decode("utf-8-sig").split("\r\n")
    parts = [
        made[name].decode("utf-8-sig").split("\r\n") for name in ("keywords.csv", "keyness.csv")
    ]
    assert {part[0] for part in parts} == {head}
    assert sorted(both) == sorted([*parts[0][1:-1], *parts[1][1:]])


def test_a_place_opens_at_its_text() -> None:
    report = small_report()
    documents = {speech.id: speech.document for speech in report.split.speeches}
    for name in ("removals", "passage_places", "evidence"):
        for row in rows(report, name):
            document = documents[row["speech"]]
            start = int(row["start"])
            assert document.text[start : int(row["end"])] == row["text"]
            assert document.line(start) == int(row.get("line_start") or row["line"])


def test_no_cell_is_a_formula_and_nothing_hides() -> None:
    for name, content in files(hostile_report()).items():
        text = content.decode("utf-8-sig")
        assert not set(text) & set("\u202e\x00\x1b\x07"), name
    attack = replace(small_report(), command="=1+1", version="@x")
    values = {row["parameter"]: row["value"] for row in rows(attack, "parameters")}
    assert (values["command"], values["version"]) == ("'=1+1", "'@x")
    for name in data_columns():
        for row in rows(hostile_report(), name):
            texts = [value for value in row.values() if any(part in value for part in HOSTILE[:3])]
            assert not [value for value in texts if value.startswith(FORMULA)]
