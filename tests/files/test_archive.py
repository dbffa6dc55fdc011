from __future__ import annotations

import io
import json
import struct
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from formats import docx_bytes, html_bytes, pdf_bytes
from speechkit.errors import ReadingError, SpeechkitError
from speechkit.files import archive, read_documents
from speechkit.files.archive import Archive
from speechkit.model import Document

TALK = "同志们：今天我们在青禾县召开全体会议。\n"
Files = list[tuple[str | zipfile.ZipInfo, str | bytes]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in files:
            made.writestr(name, content)
    return buffer.getvalue()


def put_zip(path: str, files: Files) -> None:
    Path(path).write_bytes(zipped(files))


def read(*sources: str) -> tuple[list[Document], list[str]]:
    errors: list[SpeechkitError] = []
    documents = list(read_documents(sources, on_error=errors.append))
    return documents, [str(error) for error in errors]


def test_the_files_of_an_archive_are_documents_with_the_archive_as_their_folder() -> None:
    put_zip(
        "a.zip",
        [
            ("2019/讲话.txt", TALK),
            ("2020/讲话.docx", docx_bytes([TALK])),
            ("会议.pdf", pdf_bytes([TALK])),
            ("网页.html", html_bytes([TALK])),
            ("r.jsonl", json.dumps({"id": "甲", "text": TALK})),
            ("t.csv", f'text\n"{TALK}"\n'),
        ],
    )
    documents, errors = read("a.zip")
    assert errors == []
    assert [(d.id, d.path) for d in documents] == [
        ("2019/讲话", "a.zip/2019/讲话.txt"),
        ("2020/讲话", "a.zip/2020/讲话.docx"),
        ("甲", "a.zip/r.jsonl"),
        ("t#1", "a.zip/t.csv"),
        ("会议", "a.zip/会议.pdf"),
        ("网页", "a.zip/网页.html"),
    ]
    assert all("青禾县" in d.text for d in documents)


def test_files_of_archives_and_folders_are_told_apart_and_in_one_order() -> None:
    Path("in").mkdir()
    Path("in/讲话.txt").write_text(TALK, "utf-8")
    put_zip("in/1.zip", [("讲话.txt", TALK), ("又一.txt", TALK)])
    put_zip("in/2.zip", [("讲话.txt", TALK)])
    documents, errors = read("in")
    assert errors == []
    assert [d.id for d in documents] == ["又一", "1.zip/讲话", "2.zip/讲话", "in/讲话"]


def test_hidden_files_and_what_a_mac_adds_are_left_out() -> None:
    put_zip(
        "a.zip",
        [
            ("a.txt", TALK),
            ("__MACOSX/._a.txt", b"\0\5\x16\7"),
            (".git/a.txt", TALK),
            ("~$a.docx", TALK),
            ("README.md", TALK),
            ("b/", ""),
            ("picture.png", b"\x89PNG"),
        ],
    )
    documents, errors = read("a.zip")
    assert ([d.path for d in documents], errors) == (["a.zip/a.txt"], [])


def test_what_is_not_read_in_an_archive_is_said_and_the_rest_is_read() -> None:
    put_zip(
        "a.zip",
        [
            ("a.txt", TALK),
            ("b.doc", "x"),
            ("c.zip", zipped([("d.txt", TALK)])),
            ("e.txt", zipped([("f.txt", TALK)])),
            ("空.txt", ""),
        ],
    )
    documents, errors = read("a.zip")
    assert [d.path for d in documents] == ["a.zip/a.txt"]
    assert [error.split(";")[0] for error in errors] == [
        "a.zip/c.zip: a zip in a zip is not read",
        "a.zip/b.doc: .doc is not read",
        "a.zip/e.txt: a zip archive by its content",
        "a.zip/空.txt: empty",
    ]


@pytest.mark.parametrize("files", [[], [("a.png", b"\x89PNG")], [(".a.txt", TALK)]])
def test_an_archive_with_nothing_to_read_is_an_error(files: Files) -> None:
    put_zip("a.zip", files)
    _, errors = read("a.zip")
    assert [error.split(";")[0] for error in errors] == ["a.zip: nothing in it that can be read"]


# ---------------------------------------------------------------------------------- names


def named(raw: bytes, flags: int = 0, extra: bytes = b"") -> bytes:
    """An archive of one file whose name is these bytes."""
    placeholder = "n" * len(raw)
    info = zipfile.ZipInfo(placeholder)
    info.extra = extra
    data = zipped([(info, TALK)])
    marked = data.replace(placeholder.encode(), raw)
    for start in (b"PK\3\4", b"PK\1\2"):
        at = marked.index(start) + (6 if start == b"PK\3\4" else 8)
        marked = marked[:at] + struct.pack("<H", flags) + marked[at + 2 :]
    return marked


NAMES = {
    "Chinese Windows": (
        "二〇二四年工作会议/讲话.txt".encode("gb18030"),
        "二〇二四年工作会议/讲话.txt",
    ),
    "Windows of Taiwan": ("全縣工作會議講話稿.txt".encode("big5"), "全縣工作會議講話稿.txt"),
    "a Mac": ("讲话.txt".encode(), "讲话.txt"),
    "code page 437": ("Rede über Straßen.txt".encode("cp437"), "Rede über Straßen.txt"),
    "a name of two characters": ("讲话.txt".encode("gb18030"), "讲话.txt"),
    "backslashes": (b"in\\a.txt", "in/a.txt"),
    "from the root": (b"/etc/a.txt", "etc/a.txt"),
    "upwards": (b"../../a.txt", "../../a.txt"),
    "a control character": (b"a\nb\x1b.txt", "a\ufffdb\ufffd.txt"),
}


@pytest.mark.parametrize("case", NAMES)
def test_names_are_read_as_they_were_written(case: str) -> None:
    raw, name = NAMES[case]
    Path("a.zip").write_bytes(named(raw))
    documents, errors = read("a.zip")
    assert ([d.path for d in documents], errors) == ([f"a.zip/{name}"], [])


def test_a_name_that_says_it_is_utf_8_is() -> None:
    put_zip("a.zip", [("讲话.txt", TALK)])
    assert read("a.zip")[0][0].path == "a.zip/讲话.txt"


def test_a_name_in_utf_8_beside_the_old_one_is_taken() -> None:
    raw, name = "讲.txt".encode("gb18030"), "讲话😀.txt".encode()
    field = b"\1" + struct.pack("<I", zlib.crc32(raw)) + name
    Path("a.zip").write_bytes(named(raw, extra=struct.pack("<HH", 0x7075, len(field)) + field))
    assert read("a.zip")[0][0].path == "a.zip/讲话😀.txt"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_two_files() -> None:
    put_zip("a.zip", [("a.txt", "甲"), ("a.txt", "乙")])
    documents, errors = read("a.zip")
    assert [(d.path, d.text) for d in documents] == [("a.zip/a.txt", "甲"), ("a.zip/a~2.txt", "乙")]
    assert errors == []


def test_ten_thousand_files_of_one_name_are_told_apart_in_no_time() -> None:
    with Archive(io.BytesIO(repeated("a.txt", 10_000))) as found:
        began = time.perf_counter()
        members = found.members
        assert time.perf_counter() - began < 1.0  # not each trying all numbers before its own
        assert found.members is members
    assert [member.name for member in members[:2]] == ["a.txt", "a~2.txt"]
    assert members[-1].name == "a~10000.txt"


def repeated(name: str, n: int) -> bytes:
    """An archive that lists one file again and again."""
    data = zipped([(name, TALK)])
    start, end = data.index(b"PK\1\2"), data.rindex(b"PK\5\6")
    size = (end - start) * n
    totals = struct.pack("<4s2H2H2IH", b"PK\5\6", 0, 0, n, n, size, start, 0)
    return data[:start] + data[start:end] * n + totals


def test_nothing_is_written(here: Path) -> None:
    Path("inner").mkdir()
    Path("inner/a.zip").write_bytes(named(b"../../a.txt"))
    read("inner/a.zip")
    assert [path.name for path in here.rglob("*")] == ["inner", "a.zip"]


# --------------------------------------------------------------------------------- attacks


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    put_zip("a.zip", [("a.txt", bytes(300_000_000)), ("b.txt", TALK)])
    tracemalloc.start()
    try:
        documents, errors = read("a.zip")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert documents == []
    assert errors == ["a.zip: more than 200 times as large unpacked as packed; unpack it first"]
    assert peak < 5_000_000


def test_a_member_that_is_a_bomb_is_refused_and_the_others_are_read() -> None:
    filling = zlib.compressobj(0)
    noise = bytes(filling.compress(TALK.encode() * 50_000)) + filling.flush()
    put_zip("a.zip", [("a.txt", bytes(20_000_000)), ("b.txt", TALK), ("c.png", noise)])
    with zipfile.ZipFile("a.zip", "a", zipfile.ZIP_STORED) as made:
        made.writestr("d.png", noise)
    documents, errors = read("a.zip")
    assert [d.path for d in documents] == ["a.zip/b.txt"]
    assert len(errors) == 1
    assert errors[0].startswith("a.zip/a.txt: more than 200 times")


def test_a_member_that_says_it_is_smaller_than_it_is_gives_no_more() -> None:
    data = zipped([("a.txt", "甲" * 100_000)])
    true, told = struct.pack("<I", 300_000), struct.pack("<I", 300)
    Path("a.zip").write_bytes(data.replace(true, told))
    documents, errors = read("a.zip")
    assert documents == []
    assert errors == ["a.zip/a.txt: damaged archive; pack it anew"]


def test_a_list_of_too_many_members_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    put_zip("a.zip", [(f"{n}.txt", TALK) for n in range(4)])
    assert read("a.zip")[1] == ["a.zip: more than 3 files in one archive; unpack it first"]
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1000)
    monkeypatch.setattr(archive, "MAX_DIRECTORY", 100)
    assert read("a.zip")[0] == []


def test_archives_that_come_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 100)
    put_zip("a.zip", [("1.txt", TALK), ("2.txt", TALK)])
    assert "when unpacked" in read("a.zip")[1][0]


def test_a_member_with_a_password_is_refused_and_the_others_are_read() -> None:
    data = zipped([("a.txt", TALK), ("b.txt", TALK)])
    for start, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        where = data.index(start) + at
        data = data[:where] + struct.pack("<H", 1) + data[where + 2 :]
    Path("a.zip").write_bytes(data)
    documents, errors = read("a.zip")
    assert [d.path for d in documents] == ["a.zip/b.txt"]
    assert errors == ["a.zip/a.txt: protected by a password; pack it without one"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_takes_any_memory_is_refused(method: int) -> None:
    Path("a.zip").write_bytes(zipped([("a.txt", TALK)], method))
    assert "packed in a way that is not read" in read("a.zip")[1][0]


def test_a_zip_that_is_no_zip_is_one_error() -> None:
    Path("a.zip").write_bytes(TALK.encode())
    assert read("a.zip") == ([], ["a.zip: damaged archive; pack it anew"])


def test_a_zip_with_another_name_is_refused_with_what_to_do() -> None:
    Path("a.txt").write_bytes(zipped([("b.txt", TALK)]))
    assert read("a.txt")[1] == ["a.txt: a zip archive by its content; name it .zip"]


def test_an_office_file_that_is_not_read_is_named_as_such() -> None:
    files: Files = [("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")]
    Path("a.txt").write_bytes(zipped(files))
    assert read("a.txt")[1] == ["a.txt: .xlsx is not read; save the sheet as csv (UTF-8)"]


def test_a_docx_that_is_called_zip_or_doc_is_read() -> None:
    for name in ("a.zip", "b.doc", "c"):
        Path(name).write_bytes(docx_bytes([TALK]))
    documents, errors = read("a.zip", "b.doc", "c")
    assert ([d.path for d in documents], errors) == (["a.zip", "b.doc", "c"], [])


def test_a_damaged_archive_gives_only_errors_of_ours() -> None:
    data = zipped([(f"{n}/讲话{n}.txt", TALK * 20) for n in range(5)])
    for n in range(400):
        at = n * 7919 % len(data)
        mutated = bytearray(data)
        mutated[at : at + 1 + n % 3] = bytes([n * 31 % 256]) * (1 + n % 3)
        Path("a.zip").write_bytes(mutated if n % 4 else mutated[: at + 1])
        _, errors = read("a.zip")
        assert all(error.startswith("a.zip") for error in errors)


def test_an_archive_changed_meanwhile_is_an_error() -> None:
    put_zip("a.zip", [("1.txt", TALK), ("2.txt", TALK)])
    documents = read_documents(["a.zip"])
    put_zip("a.zip", [("1.txt", TALK)])
    with pytest.raises(ReadingError, match=r"^a\.zip/2\.txt: gone from the archive"):
        list(documents)


def test_a_library_sees_what_is_in_an_archive() -> None:
    with Archive(io.BytesIO(zipped([("a/b.txt", TALK)]))) as found:
        (member,) = found.members
        assert (member.name, found.kind) == ("a/b.txt", "")
        assert io.BufferedReader(found.open(member.index)).read() == TALK.encode()
