"""Lines of JSON in blocks: the same records as one after the other, wherever a block ends."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files import read_documents
from speechkit.files.readers import Records, read_parts
from speechkit.files.records import (
    Columns,
    Row,
    checked,
    has_plain_lines,
    read_blocks,
    read_jsonl,
    read_line,
    record_blocks,
    with_id,
)
from speechkit.model import Document

LINES = st.lists(
    st.sampled_from(
        [
            '{"id": "a", "text": "今天开会。"}',
            '{"id": 1.50, "text": "春耕生产", "year": 2031, "more": [1.0, null]}',
            '{"text": "' + "修路" * 40 + '"}',
            '{"id": "b"}',
            '{"id": "b", "text": "\\ud83d"}',
            '{"text": ',
            "[1]",
            "",
            " \u3000",
            '\u2028{"text": "行"}',
        ]
    ).flatmap(lambda line: st.sampled_from([line + "\n", line + "\r\n"])),
    max_size=9,
).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])


def reader(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data))


def told(row: Row) -> tuple[object, ...]:
    fields = row.fields
    is_error = isinstance(fields, ReadingError)
    return (str(fields) if is_error else fields, row.text, row.id)


@given(LINES, ENCODINGS, st.integers(1, 120), st.booleans(), st.booleans())
@example('{"text": "行"}\n', "utf-8-sig", 1, False, False)
def test_blocks_of_any_size_hold_the_same_records(
    text: str, encoding: str, size: int, is_open: bool, is_bad: bool
) -> None:
    data = (text.rstrip("\r\n") if is_open else text).encode(encoding)
    if is_bad:
        at = len(data) // 2
        data = data[:at] + b"\xff" + data[at:]
    expected = [
        (row.number, *told(row)) for _, row in read_jsonl(reader(data), encoding, Columns())
    ]
    by_seeking = list(record_blocks(reader(data), "a.jsonl", encoding, Columns(), size))
    by_reading = list(read_blocks(reader(data), "a.jsonl", encoding, Columns(), size))
    assert b"".join(content for _, content in by_reading) == data
    for blocks in (by_seeking, [block for block, _ in by_reading]):
        assert [block.is_last for block in blocks] == [False] * (len(blocks) - 1) + [True] * bool(
            blocks
        )
        found, end, n_lines = [], 0, 0
        for block in blocks:
            assert block.offset == end
            end += block.size
            content = data[block.offset : end]
            for row, a, b in block.rows(content):
                found.append((n_lines + row.number, *told(row)))
                check_again(row, content[a:b], encoding)
            n_lines += content.count(b"\n")
        assert end == len(data)
        assert found == expected


def check_again(row: Row, line: bytes, encoding: str) -> None:
    """The line of a record can be read again by itself."""
    assert line.count(b"\n") <= 1
    if not isinstance(row.fields, ReadingError):
        again = read_line(line, encoding, Columns())
        assert (again.fields, again.text, again.id) == (row.fields, row.text, row.id)


def test_no_lines_are_no_blocks() -> None:
    assert list(record_blocks(reader(b""), "a", "utf-8", Columns())) == []
    assert list(read_blocks(reader(b""), "a", "utf-8", Columns())) == []


def test_only_where_a_line_feed_is_a_byte_lines_are_told_apart_undecoded() -> None:
    assert all(map(has_plain_lines, ("utf-8", "utf-8-sig", "gb18030", "big5")))
    assert not any(map(has_plain_lines, ("utf-16", "utf-16-le", "utf-16-be")))


def test_the_first_block_says_that_there_is_no_text_column() -> None:
    lines = b"".join(b'{"words": "x"}\n' for _ in range(60))
    (first, one), (_, _), (third, other) = read_blocks(reader(lines), "a", "utf-8", Columns(), 400)
    with pytest.raises(UsageError, match="--text-column: words"):
        list(first.rows(one))
    assert all(isinstance(row.fields, ReadingError) for row, _, _ in third.rows(other))


# ------------------------------------------------------------------------------- the readers


def parts(folder: Path) -> tuple[list[tuple[object, ...]], list[str]]:
    """Documents as `read_parts` gives them, records made documents here."""

    def documents() -> Iterator[Document | SpeechkitError]:
        for part in read_parts([str(folder)], on_error=lambda error: errors.append(str(error))):
            if not isinstance(part, Records):
                yield part
                continue
            block, n_lines = part.block, 0
            if seen and seen[-1][0] == block.path:
                n_lines = seen[-1][1]
            assert part.source == block.path
            data = Path(block.path).read_bytes()[block.offset : block.offset + block.size]
            seen.append((block.path, n_lines + data.count(b"\n")))
            for row, _, _ in block.rows(data):
                place = f"line {n_lines + row.number}"
                try:
                    own, text, metadata = checked(row)
                    id_ = part.ids.give(own, n_lines + row.number, place)
                except ReadingError as error:
                    errors.append(f"{block.path}: {place}: {error}")
                    continue
                yield Document(
                    id_, block.path, text, block.encoding, metadata=metadata, is_record=True
                )

    errors: list[str] = []
    seen: list[tuple[str, int]] = []
    return [(d,) for d in documents()], errors


def test_parts_hold_what_documents_hold(tmp_path: Path) -> None:
    good = '{"id": "a", "text": "今天开会。", "year": 2031}\n{"text": "春耕"}\n'
    for name, data in {
        "a.jsonl": good.encode() + b'{"id": "a", "text": "x"}\n{"id": \n',
        "b.jsonl": good.encode("utf-16"),
        "c.jsonl": good.encode("gb18030"),
        "d.txt": "同志们：\n今天开会。\n".encode(),
        "f.csv": "id,text\na,开会\n".encode(),
        "g.jsonl": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
    errors: list[str] = []
    documents = list(read_documents(tmp_path, on_error=lambda error: errors.append(str(error))))
    assert parts(tmp_path) == ([(document,) for document in documents], errors)
    assert len(errors) == 3


# --------------------------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("line", "column", "id_", "expected"),
    [
        ('{"a":1.50 , "id":"x"}', "id", "x", '{"a":1.50 , "id":"x"}'),
        ('{"id": 1.50}', "id", "1.50", '{"id": 1.50}'),
        ('{"id": 1.50}', "id", "1.5", '{"id": "1.5"}'),
        ('{"a": 1.50, "id": null}', "id", "x#1", '{"id": "x#1", "a": 1.50}'),
        ('{"a": [1e400, {"b": "x"}]}', "no", "1", '{"no": "1", "a": [1e400, {"b": "x"}]}'),
        ('{"id": "y", "no": 3}', "no", "4", '{"no": "4", "id": "y"}'),
    ],
)  # fmt: skip
def test_a_line_gets_an_id_where_it_has_another_one(
    line: str, column: str, id_: str, expected: str
) -> None:
    assert with_id(line, column, id_) == expected
