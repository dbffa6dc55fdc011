"""What is kept is read again; what may not be trusted is ignored and replaced."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from speechkit.files import cache
from speechkit.files.cache import CACHE_VARIABLE, cache_folder, load_background
from speechkit.text.background import Background, make_background

needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Background]:
    """Every table made anew, which is a small one here."""
    made: list[Background] = []

    def build() -> Background:
        made.append(make_background("园区 12 n\n".encode(), b""))
        return made[-1]

    monkeypatch.setattr(cache, "build_background", build)
    return made


def kept_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_the_table_is_made_once(tmp_path: Path, builds: list[Background]) -> None:
    folder = tmp_path / "new" / "folder"
    first, second = load_background(folder), load_background(folder)
    assert len(builds) == 1
    assert first["园区"] == second["园区"]


@needs_modes
def test_only_the_user_may_read_what_is_kept(tmp_path: Path, builds: list[Background]) -> None:
    load_background(tmp_path / "folder")
    assert stat.S_IMODE(kept_file(tmp_path / "folder").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
    assert len(builds) == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", b"speechkit.background/1\n" + bytes(60)])
def test_a_damaged_file_is_replaced(
    tmp_path: Path, builds: list[Background], content: bytes
) -> None:
    load_background(tmp_path)
    kept_file(tmp_path).write_bytes(content)
    assert load_background(tmp_path)["园区"].frequency == 12
    assert kept_file(tmp_path).read_bytes() == builds[0].data
    assert len(builds) == 2


@needs_modes
def test_a_file_others_may_write_to_is_replaced(tmp_path: Path, builds: list[Background]) -> None:
    load_background(tmp_path)
    planted = kept_file(tmp_path)
    planted.write_bytes(make_background("园区 666 n\n".encode(), b"").data)
    planted.chmod(0o666)
    assert load_background(tmp_path)["园区"].frequency == 12
    assert stat.S_IMODE(kept_file(tmp_path).stat().st_mode) == 0o600
    assert len(builds) == 2


@needs_modes
def test_a_file_of_another_user_is_replaced(
    tmp_path: Path, builds: list[Background], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_background(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: kept_file(tmp_path).stat().st_uid + 1)
    load_background(tmp_path)
    assert len(builds) == 2


@needs_modes
def test_a_link_is_not_followed(tmp_path: Path, builds: list[Background]) -> None:
    folder, target = tmp_path / "folder", tmp_path / "target"
    load_background(folder)
    target.write_bytes(make_background("园区 666 n\n".encode(), b"").data)
    path = kept_file(folder)
    path.unlink()
    path.symlink_to(target)
    assert load_background(folder)["园区"].frequency == 12
    assert not kept_file(folder).is_symlink()
    assert target.exists()
    assert len(builds) == 2


def test_where_nothing_can_be_kept_the_table_is_made_in_memory(
    tmp_path: Path, builds: list[Background]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", "utf-8")
    assert load_background(blocked)["园区"].frequency == 12
    assert load_background(blocked)["园区"].frequency == 12
    assert len(builds) == 2


def test_another_jieba_has_another_table(
    tmp_path: Path, builds: list[Background], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_background(tmp_path)
    monkeypatch.setattr(cache, "_key", lambda: "another")
    load_background(tmp_path)
    assert len(builds) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_nothing_is_left_when_writing_fails(
    tmp_path: Path, builds: list[Background], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", Mock(side_effect=OSError(28, "No space left on device")))
    assert load_background(tmp_path)["园区"].frequency == 12
    assert list(tmp_path.iterdir()) == []
    assert len(builds) == 1


def test_the_variable_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="has a folder of its own")
@pytest.mark.parametrize("value", ["", "relative/folder"])
def test_a_relative_folder_of_the_system_is_not_used(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setenv("HOME", "/home/anna")
    assert cache_folder() == Path("/home/anna/.cache/speechkit")
