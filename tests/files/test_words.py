"""Lists of words that an option names: read in any encoding we know, or refused in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.words import MAX_BYTES, read_words

LIST = "政绩观 20 n\n旬调度\n一企一册\n桑蚕小镇\n保增长、保稳定\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_list_is_read_whatever_its_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(LIST.encode(encoding))
    assert read_words(path).text == LIST


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", ReadingError, "empty; write one word a line"),
        (b"\xe6\x97\xac\xff\xff\n", ReadingError, "not UTF-8 (byte 3); save it as UTF-8"),
        (b"a\0b\0\0c", ReadingError, "NUL (byte 1), so it is no text; save it as UTF-8"),
        (b"a\n" * (MAX_BYTES // 2 + 1), ReadingError, "more than 16 MB; is it a list of words?"),
        (None, UsageError, "No such file or directory"),
    ],
)
def test_what_is_no_list_is_refused(
    data: bytes | None, kind: type[SpeechkitError], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(kind) as caught:
        read_words(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Is a directory"):
        read_words(tmp_path)


def test_a_path_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="null"):
        read_words("a\0b")
