from __future__ import annotations

from pathlib import Path

import pytest

from golden import check_golden


def test_a_missing_golden_file_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="--update-golden"):
        check_golden(tmp_path / "page.txt", "页\n")


def test_updating_writes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.txt"
    check_golden(path, "页\r\n", update=True)
    assert path.read_bytes() == "页\r\n".encode()
    check_golden(path, "页\r\n")


@pytest.mark.parametrize("made", ["页面\n", "页\r\n", "页"])
def test_any_other_byte_fails(tmp_path: Path, made: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("页\n".encode())
    with pytest.raises(pytest.fail.Exception, match="differs"):
        check_golden(path, made)
