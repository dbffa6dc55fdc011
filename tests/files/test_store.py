"""Stores: what is put away comes back, and a full or lost disk is one line."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import ReadingError, StorageError
from speechkit.files.records import Columns
from speechkit.files.store import Kept, Place, Places, Store, document_of, to_bytes
from speechkit.model import Document, Mark, Span

DOCUMENTS = st.builds(
    lambda text, metadata, is_extracted, is_record, has_mark: Document(
        "a",
        "a.docx",
        text,
        marks=(Mark("title", Span(0, 1)),) if has_mark and text else (),
        is_extracted=is_extracted,
        is_record=is_record,
        metadata=metadata,
    ),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def kept(document: Document) -> Kept:
    return Kept(document.id, document.path, document.encoding, Place(0, 0), None)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    assert document_of(kept(document), to_bytes(document)) == document


@pytest.mark.parametrize("data", [b"", b"\n", b"{}\ntext", b"[]\ntext", b'{"marks": 3}\n', b"\xff"])
def test_what_is_no_document_any_more_is_said(data: bytes) -> None:
    with pytest.raises(ReadingError, match=r"a\.txt: what was kept of it is damaged"):
        document_of(Kept("a", "a.txt", "utf-8", Place(0, 0), None), data)


def test_a_record_is_read_again_from_its_line() -> None:
    line = '{"no": 7, "正文": "今天开会。", "year": 2031.50}\r\n'.encode("gb18030")
    record = Kept("7", "a.jsonl", "gb18030", Place(0, 0), Columns("正文", "no"))
    assert document_of(record, line) == Document(
        "7",
        "a.jsonl",
        "今天开会。",
        "gb18030",
        metadata=MappingProxyType({"year": "2031.50"}),
        is_record=True,
    )


def test_bytes_come_back_from_where_they_stand(tmp_path: Path) -> None:
    store = Store.temporary()
    places = [store.append(data) for data in (b"abc", b"", b"defg")]
    assert places == [0, 3, 3]
    assert (store.read(0, 3), store.read(3, 4), store.read(1, 4)) == (b"abc", b"defg", b"bcde")
    assert store.append(b"h") == 7
    assert store.read(6, 9) == b"gh"
    store.close()
    path = tmp_path / "texts"
    path.write_bytes(b"abcdef")
    store = Store.reading(path)
    assert (store.size, store.read(2, 2), store.read(5, 9)) == (6, b"cd", b"f")
    store.close()


def test_a_store_is_read_alike_where_there_is_no_pread(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pread", "pwrite"):
        monkeypatch.delattr(os, name, raising=False)
    store = Store.temporary()
    store.append(b"abcdef")
    assert store.read(2, 3) == b"cde"
    assert store.append(b"g") == 6
    assert store.read(5, 2) == b"fg"
    store.close()


def test_a_write_that_takes_only_a_part_is_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: pwrite(file, bytes(data)[:2], at))
    store = Store.temporary()
    assert store.reserve(3) == 0
    assert store.append(b"abcdefg") == 3
    store.write(0, b"xyz")
    assert store.read(0, 99) == b"xyzabcdefg"
    store.close()


@pytest.mark.parametrize("has_pwrite", [True, False])
def test_a_full_disk_is_one_line_that_says_what_to_do(
    has_pwrite: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    if not has_pwrite:
        monkeypatch.delattr(os, "pwrite")
    with Path("/dev/full").open("r+b", buffering=0) as file:
        store = Store(file)
        with pytest.raises(StorageError, match=r"No space left.*TMPDIR"):
            store.append(b"abcdefg")


def test_no_place_for_a_temporary_file_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(StorageError, match=r"Permission denied.*TMPDIR"):
        Store.temporary()


def test_places_come_back_in_their_order() -> None:
    known = [Place(0, 3), Place(2**40, 0), Place(3, 2**33)]
    places = Places()
    for place in known:
        places.append(place)
    assert list(places) == known
    assert places[1] == known[1]
    assert len(places) == 3
