from __future__ import annotations

import errno
import io
import itertools
import json
import os
import random
import stat
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import write_folder
from formats import docx_bytes, html_bytes, pdf_bytes
from speechkit.errors import ReadingError, SpeechkitError, StorageError, UsageError
from speechkit.files import read_documents, readers, records
from speechkit.files.extracted import Extracted
from speechkit.files.ids import document_ids, natural_key
from speechkit.model import Document

TALK = "同志们：今天我们在青禾县召开全体会议，总结上半年的工作。\r\n谢谢大家。\n"
OTHER = "各位代表：柳塘镇的公路已经修通。\n"
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes = TALK) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content.encode() if isinstance(content, str) else content)


def put_records(path: str, *records: object) -> None:
    put(path, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))


def read(*sources: str) -> tuple[list[Document], list[str]]:
    errors: list[SpeechkitError] = []
    documents = list(read_documents(sources, on_error=errors.append))
    return documents, [str(error) for error in errors]


def read_well(*sources: str) -> list[Document]:
    return list(read_documents(sources))


# --------------------------------------------------------------------------------- texts


def test_a_text_becomes_a_document_as_it_stands_in_the_file() -> None:
    put("讲话.txt", TALK.encode("gb18030"))
    assert read_well("讲话.txt") == [Document("讲话", "讲话.txt", TALK, "gb18030")]


def test_a_named_encoding_is_used_for_every_file() -> None:
    put("a.txt", "Où".encode("latin-1"))
    assert [d.text for d in read_documents(["a.txt"], encoding="latin-1")] == ["Où"]


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a.TXT", "a", "a.2024", "a.log"])
def test_a_text_is_read_whatever_the_suffix_of_texts_it_has(name: str) -> None:
    put(name)
    assert [d.text for d in read_well(name)] == [TALK]


def test_an_unknown_encoding_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="no such text encoding"):
        read_documents(["missing.txt"], encoding="klingon")


def test_one_source_may_stand_alone(here: Path) -> None:
    put("讲话.txt")
    assert [d.id for d in read_documents("讲话.txt")] == ["讲话"]
    assert [d.id for d in read_documents(here / "讲话.txt")] == ["讲话"]


def test_sources_may_be_paths(here: Path) -> None:
    put("a.txt")
    assert [d.path for d in read_documents([here / "a.txt"])] == [str(here / "a.txt")]


BAD_FILES = {
    "empty": (b"", "bad.txt: empty"),
    "blank": (" \r\n　\n".encode(), "bad.txt: empty (only white space)"),
    "nul": (b"abc\0", "bad.txt: NUL (byte 3), so it is no text; save it as plain text"),
    "mixed": (
        TALK.encode() + OTHER.encode("gb18030"),
        f"bad.txt: not UTF-8 (byte {len(TALK.encode())}): from there on it seems GB18030; "
        "save it all as UTF-8",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_reported_and_the_others_are_read(case: str) -> None:
    data, message = BAD_FILES[case]
    put("bad.txt", data)
    put("good.txt")
    documents, errors = read("bad.txt", "good.txt")
    assert ([d.id for d in documents], errors) == (["good"], [message])


def test_without_a_callback_a_bad_file_is_raised() -> None:
    put("bad.txt", b"")
    with pytest.raises(ReadingError, match=r"^bad\.txt: empty$"):
        read_well("bad.txt")


def test_a_file_larger_than_the_limit_is_refused_unread() -> None:
    with Path("huge.txt").open("wb") as file:
        file.truncate(257 * 2**20)
    tracemalloc.start()
    try:
        _, errors = read("huge.txt")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert errors == ["huge.txt: more than 256 MB in one text; cut it into several files"]
    assert peak < 2**24


REFUSED = {
    "a.doc": ".doc is not read; save it as docx, in Word, in WPS or with "
    "`soffice --headless --convert-to docx`",
    "a.WPS": ".wps is not read; save it as docx",
    "a.xlsx": ".xlsx is not read; save the sheet as csv (UTF-8)",
    "a.txt.gz": ".gz is not read; unpack it first",
    "a.rar": ".rar is not read; unpack it first",
    "a.json": ".json is not read; save it as jsonl, a record a line",
    "a.mht": ".mht is not read; open it in a browser and save the page as html",
    "a.epub": ".epub is not read; save it as html or txt",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_kind_that_is_not_read_is_refused_with_what_to_do(name: str) -> None:
    put(name)
    _, errors = read(name)
    assert len(errors) == 1
    assert errors[0].startswith(f"{name}: {REFUSED[name]}")


CONTENTS = {
    "OLE": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or a protected Word"),
    "RTF": (rb"{\rtf1\ansi", "an RTF file by its content; save it as docx"),
    "gzip": (b"\x1f\x8b\x08\0", "packed with gzip by its content; unpack it first"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive by its content; unpack it first"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", "a picture by its content; run OCR on it first"),
}


@pytest.mark.parametrize("case", CONTENTS)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.doc", "a"])
def test_what_is_not_read_is_known_by_its_content(case: str, name: str) -> None:
    data, message = CONTENTS[case]
    put(name, data)
    _, errors = read(name)
    assert len(errors) == 1
    assert errors[0].startswith(f"{name}: {message}")


MADE = {
    "docx": docx_bytes([TALK, OTHER]),
    "pdf": pdf_bytes([TALK, OTHER]),
    "html": html_bytes([TALK, OTHER]),
}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("suffix", ["own", "txt", "doc", ""])
def test_a_kind_that_is_read_is_known_by_its_content(kind: str, suffix: str) -> None:
    name = f"a.{kind if suffix == 'own' else suffix}".removesuffix(".")
    put(name, MADE[kind])
    (document,) = read_well(name)
    assert document.is_extracted
    assert "总结上半年的工作" in document.text
    assert (document.id, document.path, document.encoding) == ("a", name, "utf-8")


def test_a_web_page_is_read_in_the_encoding_the_user_names() -> None:
    put("a.html", "<html><p>同志们：会议现在开始。</p></html>".encode("big5", "ignore"))
    (document,) = read_documents(["a.html"], encoding="big5")
    assert "現" in document.text or "在" in document.text


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a.csv", "a.parquet", "a.zip"])
def test_an_empty_file_of_any_kind_is_one_error(name: str) -> None:
    put(name, b"")
    documents, errors = read(name)
    assert (documents, len(errors)) == ([], 1)
    assert errors[0].startswith(f"{name}: ")


def test_what_of_a_file_could_not_be_read_is_said_after_the_rest_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lossy = Extracted("柳塘\n", (), losses=("page 2 without text",))
    monkeypatch.setattr("speechkit.files.pdf.extract", lambda _: lossy)
    put("a.pdf", b"%PDF-1.7")
    documents, errors = read("a.pdf")
    assert ([d.text for d in documents], errors) == (["柳塘\n"], ["a.pdf: page 2 without text"])


@not_root
def test_a_file_that_may_not_be_read_is_a_storage_error() -> None:
    put("a.txt")
    Path("a.txt").chmod(0)
    with pytest.raises(StorageError, match="Permission denied"):
        read_well("a.txt")


def test_a_file_that_vanishes_before_it_is_read_is_a_storage_error() -> None:
    put("a.txt")
    documents = read_documents(["a.txt"])
    Path("a.txt").unlink()
    with pytest.raises(StorageError, match=r"^a\.txt: cannot be read"):
        list(documents)


def test_files_are_read_one_at_a_time() -> None:
    for n in range(20):
        put(f"many/{n}.txt", "柳塘" * 100_000)
    tracemalloc.start()
    try:
        n_chars = sum(len(d.text) for d in read_documents(["many"]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n_chars == 4_000_000
    assert peak < 5_000_000


# -------------------------------------------------------------------------------- sources


def test_a_missing_source_is_wrong_usage_before_anything_is_read() -> None:
    put("a.txt", b"")
    with pytest.raises(UsageError, match=r"^z\.txt: no such file or folder$"):
        read_documents(["a.txt", "z.txt"], on_error=lambda _: None)


@pytest.mark.parametrize("name", ["", "a\0b", "a.txt/b", "x" * 300, "broken"])
def test_a_name_that_leads_to_nothing_is_wrong_usage(name: str) -> None:
    put("a.txt")
    Path("broken").symlink_to("nowhere")
    with pytest.raises(UsageError):
        read_documents([name])


def test_a_folder_is_read_with_all_below_it_but_what_is_hidden_or_a_readme() -> None:
    kept = ["in/2.txt", "in/10.md", "in/b/c/第一讲", "in/b/records.jsonl", "in/页.html"]
    for path in (
        *kept,
        "in/.hidden.txt",
        "in/.git/a.txt",
        "in/README.md",
        "in/b/readme",
        "in/~$x.docx",
        "in/x.png",
        "in/页_files/frame.html",
    ):
        put(path, '{"text": "柳塘"}')
    put("in/页.html", MADE["html"])
    assert [d.path for d in read_well("in")] == kept


def test_files_of_a_folder_that_hold_text_and_are_not_read_are_one_error_a_kind() -> None:
    for path in ("in/a.txt", "in/2.doc", "in/10.doc", "in/b/1.DOC", "in/c.xlsx", "in/d.png"):
        put(path)
    documents, errors = read("in")
    assert [d.path for d in documents] == ["in/a.txt"]
    assert [error.split("; ")[0] for error in errors] == [
        "in: 3 files left out, such as in/2.doc: .doc is not read",
    ]


def test_links_to_files_are_read_and_links_to_folders_are_not_followed() -> None:
    put("in/a.txt")
    put("outside/b.txt", OTHER)
    Path("in/linked").symlink_to("../outside")
    Path("in/up").symlink_to("..")
    Path("in/itself.txt").symlink_to("itself.txt")
    Path("in/c.txt").symlink_to("../outside/b.txt")
    assert [d.path for d in read_well("in")] == ["in/a.txt", "in/c.txt"]


def test_a_named_link_to_a_folder_is_followed() -> None:
    put("outside/b.txt")
    Path("linked").symlink_to("outside")
    assert [d.path for d in read_well("linked")] == ["linked/b.txt"]


@pytest.mark.parametrize("below", [[], ["in/sub/x.png"], ["in/.a.txt"], ["in/README.txt"]])
def test_a_folder_with_nothing_to_read_is_an_error(below: list[str]) -> None:
    Path("in").mkdir()
    for path in below:
        put(path)
    with pytest.raises(ReadingError, match=r"^in: nothing in it that can be read"):
        read_documents(["in"])


@not_root
def test_a_folder_that_may_not_be_read_is_reported_and_the_rest_is_read() -> None:
    put("in/a.txt")
    put("in/closed/b.txt")
    Path("in/closed").chmod(0)
    try:
        documents, errors = read("in")
    finally:
        Path("in/closed").chmod(0o700)
    assert [d.path for d in documents] == ["in/a.txt"]
    assert errors == ["in/closed: cannot be read (Permission denied)"]


def test_a_folder_that_may_not_be_read_is_one_error_and_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    Path("closed").mkdir()
    monkeypatch.setattr("speechkit.files.listing.os.scandir", refuse)
    with pytest.raises(StorageError) as raised:
        read_documents(["closed"])
    assert read("closed") == ([], [str(raised.value)])
    assert str(raised.value) == "closed: cannot be read (Permission denied)"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_in_a_folder_is_not_opened() -> None:
    put("in/a.txt")
    os.mkfifo("in/pipe.txt")
    assert [d.path for d in read_well("in")] == ["in/a.txt"]


def test_a_file_named_twice_is_read_once() -> None:
    put("in/a.txt")
    Path("in/again.txt").symlink_to("a.txt")
    absolute = str(Path("in/a.txt").resolve())
    documents = read_well("in", "in/a.txt", "./in//a.txt", absolute, "in/../in", "in/")
    assert len(documents) == 1


def test_the_order_of_sources_changes_nothing() -> None:
    for path in ("in/10.txt", "in/9.txt", "b/9.txt", "b/x.jsonl", "b/y.jsonl", "9.md"):
        put(path, '{"id": "same", "text": "柳塘"}')
    put("bad.txt", b"")
    sources = ["in", "b/x.jsonl", "b", "./in/9.txt", "bad.txt", "9.md"]
    results = [read(*order) for order in itertools.permutations(sources, 6)]
    assert all(result == results[0] for result in results)
    assert [d.id for d in results[0][0]] == ["9", "in/9", "b/9", "same", "y/same", "10"]


def test_a_file_name_that_is_no_utf_8_appears_with_its_bytes() -> None:
    name = os.fsencode("in/") + "讲话".encode("gb18030") + b".txt"
    Path("in").mkdir()
    try:
        Path(os.fsdecode(name)).write_bytes(TALK.encode())
    except OSError:
        pytest.skip("the file system takes no such name")
    (document,) = read_well("in")
    assert document.path == r"in/\xbd\xb2\xbb\xb0.txt"
    assert document.id == r"\xbd\xb2\xbb\xb0"


# ------------------------------------------------------------------------- standard input


def test_standard_input_is_read_as_text_and_comes_last() -> None:
    put("x.txt")
    stdin = io.BytesIO(OTHER.encode("big5", "ignore"))
    documents = list(read_documents(["-", "x.txt", "-"], stdin=stdin))
    assert [(d.id, d.path, d.encoding) for d in documents] == [
        ("x", "x.txt", "utf-8"),
        ("stdin", "-", "big5"),
    ]


def test_standard_input_keeps_its_id_apart_from_a_file_of_that_name() -> None:
    put("stdin.txt")
    documents = list(read_documents(["-", "stdin.txt"], stdin=io.BytesIO(TALK.encode())))
    assert len({d.id for d in documents}) == 2


def test_a_file_called_like_standard_input_is_read_by_its_path() -> None:
    put("-")
    assert [(d.id, d.path) for d in read_well("./-")] == [("-", "./-")]


def test_empty_standard_input_is_an_error_with_its_name() -> None:
    with pytest.raises(ReadingError, match=r"^stdin: empty$"):
        list(read_documents(["-"], stdin=io.BytesIO()))


def test_closed_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(ReadingError, match=r"^stdin: closed"):
        read_well("-")


def test_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return b"a" * (size or 1)

    monkeypatch.setattr(readers, "MAX_BYTES", 3 * 2**20)
    with pytest.raises(ReadingError, match="cut it into several files"):
        list(read_documents(["-"], stdin=Endless()))


# -------------------------------------------------------------------------------- records


def test_a_record_is_a_document_with_its_fields_as_they_are_written() -> None:
    put(
        "r.jsonl",
        '{"id": 12345678901234567890, "text": "柳塘", "year": 2024, "rate": 1.50, "final": true,'
        ' "place": "青禾县", "tags": ["a", 1.50, {"b": null}], "none": null}\n',
    )
    (document,) = read_well("r.jsonl")
    metadata = {
        "year": "2024",
        "rate": "1.50",
        "final": "true",
        "place": "青禾县",
        "tags": '["a", 1.50, {"b": null}]',
        "none": "",
    }
    assert document == Document(
        "12345678901234567890", "r.jsonl", "柳塘", metadata=metadata, is_record=True
    )
    assert {type(value) for value in document.metadata.values()} == {str}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "gb18030", "utf-8"])
def test_records_are_read_in_each_encoding(encoding: str) -> None:
    lines = [json.dumps({"id": n, "text": TALK}, ensure_ascii=False) for n in range(3)]
    put("r.ndjson", "\r\n\r\n".join(lines).encode(encoding))
    documents = read_well("r.ndjson")
    assert [(d.id, d.text) for d in documents] == [("0", TALK), ("1", TALK), ("2", TALK)]
    assert {d.encoding for d in documents} == {"utf-16-le" if encoding == "utf-16" else encoding}


def test_records_past_the_first_block_are_read_in_the_encoding_of_the_file() -> None:
    records = [{"id": n, "text": TALK * 50} for n in range(600)]
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        put("r.jsonl", lines.encode(encoding))
        assert {(d.encoding, d.text) for d in read_well("r.jsonl")} == {(encoding, TALK * 50)}


BAD_LINES = {
    "no JSON": ('{"id": 1', "not JSON (Expecting ',' delimiter, column 9)"),
    "a list": ("[1]", 'not a record; a line looks like {"id": "a", "text": "…"}'),
    "no text": ('{"id": 1}', 'no "text" in the record, or it is no string; it has id'),
    "a number": ('{"text": 5}', 'no "text" in the record, or it is no string'),
    "a blank text": ('{"text": " \\n"}', 'nothing in "text"'),
    "an odd id": ('{"id": [1], "text": "柳"}', '"id" is neither a string nor a number'),
    "a NUL": ('{"text": "a\\u0000"}', r"NUL (\u0000) in the record, so it is no text"),
    "half a pair": ('{"text": "\\ud83d"}', r"half a character (\ud83d) in the record"),
    "half a pair in a name": (
        '{"text": "柳", "\\udc00": "x"}',
        r"half a character (\udc00) in the record",
    ),
    "an id given before": (
        '{"id": "1", "text": "柳"}',
        "\"id\" '1' stands on line 1 too; left out",
    ),
    "deep nesting": ("[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_is_reported_with_its_number_and_the_others_are_read(case: str) -> None:
    line, message = BAD_LINES[case]
    put("r.jsonl", f'{{"id": 1, "text": "柳"}}\n\n{line}\n{{"id": 2, "text": "塘"}}\n')
    documents, errors = read("r.jsonl")
    assert ([d.id for d in documents], errors) == (["1", "2"], [f"r.jsonl: line 3: {message}"])


def test_a_line_with_bytes_in_no_encoding_is_reported_with_the_byte_of_the_file() -> None:
    put("r.jsonl", b'{"text": "a"}\n{"text": "\xff"}\n' + '{"text": "青禾县的工作"}'.encode())
    documents, errors = read("r.jsonl")
    assert [d.text for d in documents] == ["a", "青禾县的工作"]
    assert errors == ["r.jsonl: line 2: not UTF-8 (byte 24); mend the line, or name its --encoding"]


def test_a_line_too_long_is_refused_and_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "MAX_BYTES", 40)
    put("r.jsonl", '{"text": "' + "a" * 500 + '"}\n{"text": "b"}\n')
    documents, errors = read("r.jsonl")
    assert [d.text for d in documents] == ["b"]
    assert len(errors) == 1
    assert errors[0].startswith("r.jsonl: line 1: more than")


@pytest.mark.parametrize("content", ["", "\n \r\n"])
def test_a_file_without_records_is_an_error(content: str) -> None:
    put("r.jsonl", content)
    with pytest.raises(ReadingError, match=r"^r\.jsonl: empty$"):
        read_well("r.jsonl")


def test_a_record_without_an_id_gets_its_files_and_its_line() -> None:
    put_records("r.jsonl", {"text": "甲"}, {"id": "", "text": "乙"}, {"id": None, "text": "丙"})
    assert [d.id for d in read_well("r.jsonl")] == ["r#1", "r#2", "r#3"]


def test_a_given_id_makes_way_for_one_that_a_record_brings() -> None:
    put_records("r.jsonl", {"id": "r#2", "text": "甲"}, {"text": "乙"})
    assert [d.id for d in read_well("r.jsonl")] == ["r#2", "r#2~2"]


def test_an_id_that_two_files_have_is_told_apart_by_the_file() -> None:
    put_records("a.jsonl", {"id": 1, "text": "甲"}, {"id": "c", "text": "乙"})
    put_records("b.jsonl", {"id": 1, "text": "丙"})
    put("c.txt")
    assert [d.id for d in read_well("a.jsonl", "b.jsonl", "c.txt")] == ["1", "a/c", "b/1", "c"]


def test_an_id_like_that_of_a_speech_of_a_text_is_told_apart() -> None:
    put("a.txt")
    put_records("r.jsonl", {"id": "a#1", "text": "甲"}, {"id": "b#1", "text": "乙"})
    assert [d.id for d in read_well("a.txt", "r.jsonl")] == ["a", "r/a#1", "b#1"]


def test_the_fields_of_text_and_id_may_be_named() -> None:
    put_records("r.jsonl", {"text": "提要", "讲话": "柳塘", "编号": 7})
    (document,) = read_documents("r.jsonl", text_column="讲话", id_column="编号")
    assert (document.id, document.text, document.metadata) == ("7", "柳塘", {"text": "提要"})


def test_the_field_of_the_text_is_found_by_its_usual_names() -> None:
    put_records("r.jsonl", {"标题": "甲", "正文": "柳塘"})
    assert [(d.text, d.metadata) for d in read_well("r.jsonl")] == [("柳塘", {"标题": "甲"})]


def test_records_none_of_which_has_a_text_are_one_error_after_some() -> None:
    put_records("r.jsonl", *[{"a": n, "b": ""} for n in range(1000)])
    documents, errors = read("r.jsonl")
    assert documents == []
    assert errors[-1] == ("r.jsonl: which column is the text? name it with --text-column: a, b")
    assert len(errors) == records.MAX_WITHOUT_TEXT + 1


def test_records_are_read_one_at_a_time() -> None:
    put(
        "r.jsonl",
        '{"text": "' + "柳塘" * 10_000 + '"}\n' + ('{"text": "' + "a" * 90_000 + '"}\n') * 300,
    )
    tracemalloc.start()
    try:
        n_records = sum(1 for _ in read_documents(["r.jsonl"]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert n_records == 301
    assert peak < 10 * 2**20


def test_in_a_folder_we_wrote_the_records_stand_for_the_texts_beside_them() -> None:
    record = json.dumps({"id": "doc#1", "text": "甲"}).encode()
    write_folder("out", [("01_甲.txt", "甲".encode()), ("speeches.jsonl", record)])
    put("out/notes.txt")
    assert [d.id for d in read_well("out")] == ["notes", "doc#1"]
    assert [d.id for d in read_well("out/01_甲.txt")] == ["01_甲"]


def test_in_a_folder_we_wrote_without_records_the_texts_are_read() -> None:
    write_folder("out", [("01_甲.txt", "甲".encode())])
    assert [d.id for d in read_well("out")] == ["01_甲"]


# ------------------------------------------------------------------------------------ ids

IDS = {
    "equal stems": (["2019/a.txt", "2020/a.txt"], ["2019/a", "2020/a"]),
    "as much as it takes": (["x/1/a.txt", "y/1/a.txt", "y/2/a.txt"], ["x/1/a", "y/1/a", "2/a"]),
    "one above the other": (["a.txt", "b/a.txt"], ["a", "b/a"]),
    "only the suffix differs": (["d/a.txt", "d/a.md", "b.md"], ["a.txt", "a.md", "b"]),
    "suffix and folder": (["1/a.txt", "1/a.md", "2/a.txt"], ["1/a.txt", "a.md", "2/a"]),
    "a suffix in the stem": (["a.txt", "a.md", "a.txt.md"], ["a.txt~2", "a.md", "a.txt"]),
    "absolute and relative": (["/a.txt", "a.txt"], ["a.txt", "a.txt~2"]),
    "standard input": (["-", "x/stdin.txt"], ["stdin", "x/stdin"]),
    "a date is no suffix": (["讲话2024.3.1", "讲话2024.3.2"], ["讲话2024.3.1", "讲话2024.3.2"]),
    "composed and decomposed": (["e\u0301.txt", "\u00e9.txt"], ["\u00e9.txt", "\u00e9.txt~2"]),
    "hidden": ([".txt", "x/.txt"], [".txt", "x/.txt"]),
    "like a speech of another": (["a.txt", "a#1.txt"], ["a", "a#1.txt"]),
    "like a speech of another below": (["1/a.txt", "2/a#1.txt"], ["a", "2/a#1"]),
    "like a speech of none": (["a#1.txt", "a#2.txt"], ["a#1", "a#2"]),
}


@pytest.mark.parametrize("case", IDS)
def test_ids_are_stems_and_as_much_more_as_tells_them_apart(case: str) -> None:
    paths, ids = IDS[case]
    assert list(document_ids(paths).values()) == ids


PATHS = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "a/", "b/", "a/b/", "/a/", "./", "../a/"]),
        st.sampled_from(["a", "b", "a.txt", "stdin", "a~2", "a.txt~2"]),
        st.sampled_from(["", ".txt", ".md", ".jsonl"]),
    ),
    unique=True,
)


@given(paths=PATHS, seed=st.randoms(use_true_random=False))
def test_ids_are_unique_and_independent_of_the_order(paths: list[str], seed: random.Random) -> None:
    ids = document_ids(paths)
    assert len(set(ids.values())) == len(paths)
    shuffled = seed.sample(paths, len(paths))
    assert document_ids(shuffled) == ids


@given(paths=st.lists(st.binary().map(os.fsdecode)))
def test_any_names_have_ids(paths: list[str]) -> None:
    ids = document_ids(paths)
    assert len(set(ids.values())) == len(set(paths))
    assert all(id_.encode().decode() == id_ for id_ in ids.values())


def test_names_sort_by_their_numbers() -> None:
    names = ["第10篇", "第9篇", "第09篇", "第9篇2", "a" + "9" * 5000, "a1", "", "a01b2", "a1b10"]
    expected = ["", "a1", "a01b2", "a1b10", "a" + "9" * 5000, "第09篇", "第9篇", "第9篇2", "第10篇"]
    assert sorted(names, key=natural_key) == expected


@given(names=st.lists(st.text("0129a"), min_size=2))
def test_the_natural_order_is_total(names: list[str]) -> None:
    in_order = sorted(set(names), key=natural_key)
    in_other_order = sorted(names, reverse=True)
    assert sorted(dict.fromkeys(in_other_order), key=natural_key) == in_order


def test_reading_leaves_the_files_alone() -> None:
    put("in/a.txt")
    before = Path("in/a.txt").stat()
    read_well("in")
    assert stat.S_IMODE(Path("in/a.txt").stat().st_mode) == stat.S_IMODE(before.st_mode)
    assert [path.name for path in Path("in").iterdir()] == ["a.txt"]
