from __future__ import annotations

import csv
import io
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files import read_documents, tables
from speechkit.files.records import Columns
from speechkit.files.tables import read_csv
from speechkit.model import Document

TALK = "同志们：今天我们在青禾县召开全体会议。\n谢谢大家，散会。"
OTHER = "各位代表：柳塘镇的公路已经修通。"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes) -> None:
    Path(path).write_bytes(content.encode() if isinstance(content, str) else content)


def read(
    *sources: str, text_column: str | None = None, id_column: str | None = None
) -> tuple[list[Document], list[str]]:
    errors: list[SpeechkitError] = []
    documents = list(
        read_documents(
            sources, text_column=text_column, id_column=id_column, on_error=errors.append
        )
    )
    return documents, [str(error) for error in errors]


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


ROWS = (("id", "date", "text"), ("甲", "2024-03-01", TALK), ("乙", "", OTHER))


# --------------------------------------------------------------------------------------- csv


def test_a_row_is_a_document_with_its_other_columns() -> None:
    put("t.csv", table(*ROWS))
    assert read("t.csv") == (
        [
            Document("甲", "t.csv", TALK, metadata={"date": "2024-03-01"}, is_record=True),
            Document("乙", "t.csv", OTHER, metadata={"date": ""}, is_record=True),
        ],
        [],
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "utf-16-be", "gb18030"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    put("t.csv", table(*ROWS, delimiter=delimiter).encode(encoding))
    documents, errors = read("t.csv")
    assert ([(d.id, d.text) for d in documents], errors) == ([("甲", TALK), ("乙", OTHER)], [])
    assert documents[0].encoding.startswith(encoding[:5])


def test_columns_without_a_name_are_told_apart_in_no_time() -> None:
    n = 20_000
    put("t.csv", table(("a",) * n + ("text", ""), ("1",) * n + (TALK, "")))
    began = time.perf_counter()
    (document,), errors = read("t.csv")
    assert time.perf_counter() - began < 3.0
    assert (errors, document.text, len(document.metadata)) == ([], TALK, n + 1)
    assert list(document.metadata)[:3] == ["a", "a~2", "a~3"]


@pytest.mark.parametrize("name", ["text", "TEXT", "content", "正文", "内容", "全文", " body "])
def test_the_column_of_the_text_is_found_by_its_name(name: str) -> None:
    put("t.tsv", table(("nr", name), ("1", OTHER), delimiter="\t"))
    documents, _ = read("t.tsv")
    assert [(d.id, d.text, d.metadata) for d in documents] == [("t#1", OTHER, {"nr": "1"})]


def test_the_columns_of_text_and_id_may_be_named() -> None:
    put("t.csv", table(("text", "讲话", "编号"), ("提要", OTHER, "7")))
    documents, _ = read("t.csv", text_column="讲话", id_column="编号")
    assert [(d.id, d.text, d.metadata) for d in documents] == [("7", OTHER, {"text": "提要"})]


def test_without_a_column_for_the_text_the_columns_are_listed() -> None:
    put("t.csv", table(("a", "b"), ("1", "2")))
    with pytest.raises(UsageError) as raised:
        list(read_documents("t.csv"))
    assert str(raised.value) == "t.csv: which column is the text? name it with --text-column: a, b"
    with pytest.raises(UsageError, match=r"^t\.csv: no column 'c'; there are a, b$"):
        list(read_documents("t.csv", text_column="c"))


BAD_ROWS = {
    "blank": (',"  "', 'nothing in "text"'),
    "too many fields": ("3,我们，同志们,大家,散会", "4 fields where there are 2 columns; put"),
    "quotation marks inside one": ('3,"他说"好"了"', "not CSV"),
    "an id given before": ("1,又", "\"id\" '1' stands on line 2 too; left out"),
    "a NUL": ("3,a\0b", r"NUL (\u0000) in the record, so it is no text"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_reported_with_its_line_and_the_others_are_read(case: str) -> None:
    row, message = BAD_ROWS[case]
    put("t.csv", f'id,text\r\n1,"甲\n乙"\r\n\r\n{row}\r\n2,丁\r\n')
    documents, errors = read("t.csv")
    assert [d.text for d in documents] == ["甲\n乙", "丁"]
    assert len(errors) == 1
    assert errors[0].startswith(f"t.csv: line 5: {message}")


def test_a_row_with_bytes_in_no_encoding_is_refused_alone() -> None:
    put("t.csv", b"text\n" + OTHER.encode() + b"\na\xff\n" + TALK[:9].encode() + b"\n")
    documents, errors = read("t.csv")
    assert [d.text for d in documents] == [OTHER, TALK[:9]]
    assert errors == ["t.csv: line 3: not UTF-8; mend it, or name its --encoding"]


def test_a_quotation_mark_without_its_partner_is_reported_where_it_begins() -> None:
    put("t.csv", 'text\n甲\n"乙\n丙\n丁\n')
    documents, errors = read("t.csv")
    assert [d.text for d in documents] == ["甲"]
    assert errors == ["t.csv: line 3: a quotation mark here has no partner; close it"]


def test_a_field_too_long_is_refused_and_reading_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_FIELD", 200_000)
    put("t.csv", "text\n" + "乙\n" * 60 + "a" * 500_000 + "\n甲\n")
    documents, errors = read("t.csv")
    assert (len(documents), documents[-1].text) == (61, "甲")
    assert len(errors) == 1
    assert errors[0].startswith("t.csv: line 62: a line of more than")


def test_a_short_row_has_nothing_in_the_columns_it_lacks() -> None:
    put("t.csv", "text,a,b\n甲,1\n")
    assert read("t.csv")[0][0].metadata == {"a": "1", "b": ""}


def test_columns_that_stand_twice_or_have_no_name_are_kept() -> None:
    put("t.csv", "text,a,a,\n甲,1,2,3\n")
    assert read("t.csv")[0][0].metadata == {"a": "1", "a~2": "2", "column 4": "3"}


@pytest.mark.parametrize("content", ["", "\n\n", "text\n"])
def test_a_table_without_rows_is_an_error(content: str) -> None:
    put("t.csv", content)
    with pytest.raises(ReadingError, match=r"^t\.csv: empty"):
        list(read_documents("t.csv"))


def test_records_of_standard_input_are_read_where_a_column_is_named() -> None:
    for content in (table(*ROWS), '{"text": "甲"}\n'):
        stdin = io.BytesIO(content.encode())
        documents = list(read_documents("-", text_column="text", stdin=stdin))
        assert all(d.is_record for d in documents)
        assert not stdin.closed


def test_rows_are_read_one_at_a_time() -> None:
    put("t.csv", "text\n" + ("柳塘" * 50_000 + "\n") * 200)
    tracemalloc.start()
    try:
        n_rows = sum(1 for _ in read_documents("t.csv"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n_rows == 200
    assert peak < 12 * 2**20


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1).filter(
        lambda rows: any(map(any, rows))
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_what_a_writer_of_tables_wrote_is_read_again(
    rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    data = table(("id", "note", "text"), *rows, delimiter=delimiter).encode()
    file: io.BufferedReader = io.BufferedReader(io.BytesIO(data), 2**20)
    found = [row.fields for _, row in read_csv(file, "utf-8", Columns())]
    kept = [row for row in rows if any(row)]
    assert len(found) == len(kept)
    assert found == [dict(zip(("id", "note", "text"), row, strict=True)) for row in kept]


# ----------------------------------------------------------------------------------- parquet


def put_parquet(path: str, columns: dict[str, list[Any]], **options: Any) -> None:  # noqa: ANN401
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(arrow.table(columns), path, **options)


def test_a_row_of_parquet_is_a_document_with_its_other_columns() -> None:
    put_parquet(
        "p.parquet",
        {
            "id": [12345678901234567, 2],
            "text": [TALK, OTHER],
            "year": [2024, None],
            "final": [True, False],
            "tags": [["甲"], []],
        },
    )
    documents, errors = read("p.parquet")
    assert errors == []
    assert [(d.id, d.text, dict(d.metadata)) for d in documents] == [
        ("12345678901234567", TALK, {"year": "2024", "final": "true", "tags": '["甲"]'}),
        ("2", OTHER, {"year": "", "final": "false", "tags": "[]"}),
    ]
    assert all(d.is_record and d.path == "p.parquet" for d in documents)


def test_bad_rows_of_parquet_are_reported_and_the_others_are_read() -> None:
    put_parquet("p.parquet", {"text": ["甲", None, " ", "乙"]})
    documents, errors = read("p.parquet")
    assert [d.id for d in documents] == ["p#1", "p#4"]
    assert errors == [
        'p.parquet: row 2: nothing in "text"',
        'p.parquet: row 3: nothing in "text"',
    ]


def test_columns_of_parquet_may_be_named_and_are_listed_otherwise() -> None:
    put_parquet("p.parquet", {"讲话": ["甲"], "n": [1]})
    assert [d.text for d in read("p.parquet", text_column="讲话")[0]] == ["甲"]
    with pytest.raises(UsageError, match=r"which column is the text\? .*: 讲话, n$"):
        list(read_documents("p.parquet"))
    assert "is no string" in read("p.parquet", text_column="n")[1][0]


def test_without_pyarrow_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    put("p.parquet", b"PAR1")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'speechkit\[parquet\]'"):
        list(read_documents("p.parquet"))


def test_a_damaged_parquet_gives_only_errors_of_ours() -> None:
    put_parquet("p.parquet", {"text": [TALK, OTHER] * 20})
    data = Path("p.parquet").read_bytes()
    for n in range(200):
        mutated = bytearray(data)
        at = n * 7919 % len(data)
        mutated[at] ^= 1 << n % 8
        put("p.parquet", bytes(mutated if n % 4 else mutated[: at + 1]))
        _, errors = read("p.parquet")
        assert all(error.startswith("p.parquet") for error in errors)


def test_parquet_of_one_large_row_group_is_read_in_pieces() -> None:
    arrow = pytest.importorskip("pyarrow")
    texts = [f"{n}" + "柳塘镇" * 10_000 for n in range(2000)]
    put_parquet("p.parquet", {"text": texts}, write_batch_size=16)
    before = arrow.total_allocated_bytes()
    peak = 0
    for _ in read_documents("p.parquet"):
        peak = max(peak, arrow.total_allocated_bytes() - before)
    assert peak < 60_000_000  # the whole is 180 MB
