"""An index on disk: whole or as it was, whatever happens, and never read when it is not right."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speechkit.errors import OutputExistsError, ReadingError, StorageError, UsageError
from speechkit.files import index as index_module
from speechkit.files.index import Draft, check_index, open_index
from speechkit.files.writers import INDEX_MANIFEST

PARAMETERS = {"rate": 8}


def draft(n: int) -> Draft:
    """A batch with the number in all of its parts."""

    def texts() -> Iterator[bytes]:
        yield f"text {n}\n".encode() * 9

    return Draft([{"id": f"{n}"}], {"sizes": np.full(5, n, np.int32)}, texts())


def pairs(n: int) -> Any:  # noqa: ANN401
    return np.full((n, 5), n, np.int32)


def filled(folder: Path, n: int = 2) -> Path:
    for i in range(n):
        with open_index(folder, PARAMETERS) as index:
            index.add(draft(i), pairs(i + 1))
    return folder


def content(folder: Path) -> tuple[Any, ...]:
    """All that an index says."""
    with open_index(folder, PARAMETERS) as index:
        return (
            [
                (s.documents, s.arrays["sizes"].tolist(), s.texts.read(0, 10**6))
                for s in index.segments
            ],
            None if index.pairs is None else index.pairs.tolist(),
        )


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "lock"}


def test_what_is_added_comes_back(tmp_path: Path) -> None:
    segments, table = content(filled(tmp_path / "index"))
    assert segments == [([{"id": f"{n}"}], [n] * 5, f"text {n}\n".encode() * 9) for n in range(2)]
    assert table == [[2] * 5] * 2


def test_a_new_index_is_empty(tmp_path: Path) -> None:
    assert content(tmp_path / "index") == ([], None)


def test_nothing_new_leaves_the_pairs_as_they_are(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    before = content(folder)
    with open_index(folder, PARAMETERS) as index:
        index.add(None, None)
    assert content(folder) == before


def test_only_what_the_manifest_names_is_left(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index", 3)
    manifest = json.loads((folder / INDEX_MANIFEST).read_bytes())
    named = {file["name"] for segment in manifest["segments"] for file in segment.values()}
    assert set(files(folder)) == {*named, manifest["pairs"]["name"], INDEX_MANIFEST}


# ---------------------------------------------------------------------------- interruptions


class Interruption:
    """Raises at the n-th of the calls that it stands in for."""

    def __init__(self, n: int, error: BaseException) -> None:
        self.left = n
        self.error = error

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            self.left -= 1
            if self.left == 0:
                raise self.error
            return call(*arguments, **options)

        return instead

    def after(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
            result = call(*arguments, **options)
            self.left -= 1
            if self.left == 0:
                raise self.error
            return result

        return instead


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
STEPS = [(os, "fsync"), (index_module.Index, "_write"), (index_module, "write_file")]


@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["full", "interrupted"])
@pytest.mark.parametrize("step", STEPS, ids=[name for _, name in STEPS])
def test_a_run_that_ends_at_any_write_leaves_the_index_as_it_was_or_whole(
    step: tuple[Any, str], error: BaseException, moment: str, is_first: bool, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    if is_first:
        before.mkdir()
    else:
        filled(before)
    whole = tmp_path / "whole"
    shutil.copytree(before, whole)
    with open_index(whole, PARAMETERS) as index:
        index.add(draft(7), pairs(3))
    for n in range(1, 20):
        folder = tmp_path / f"run-{n}"
        shutil.copytree(before, folder)
        interruption, is_told = Interruption(n, error), True
        with pytest.MonkeyPatch.context() as patch, open_index(folder, PARAMETERS) as index:
            patch.setattr(*step, getattr(interruption, moment)(getattr(*step)))
            try:
                index.add(draft(7), pairs(3))
                is_told = False
            except (StorageError, KeyboardInterrupt):
                pass
        if not is_told:
            assert content(folder) == content(whole)
        elif moment == "before" and step[1] != "fsync":  # the last sync is of the new names
            assert content(folder) == content(before)
        else:
            assert content(folder) in (content(before), content(whole))
        with open_index(folder, PARAMETERS) as index:  # the next run cleans up
            index.add(draft(7), pairs(3))
        manifest = (folder / INDEX_MANIFEST).read_text("utf-8")
        assert all(name in manifest or name == INDEX_MANIFEST for name in files(folder))
        if interruption.left > 0:
            break
    else:
        pytest.fail("the run never came to its end")


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[3:]
from speechkit.files import index as module
from test_index import PARAMETERS, draft, pairs
left, fsync = int(sys.argv[2]), os.fsync
def killed(descriptor):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)
os.fsync = killed
with module.open_index(sys.argv[1], PARAMETERS) as index:
    index.add(draft(7), pairs(3))
print("done")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize("n", [1, 4, 5, 6])
def test_a_run_that_is_killed_leaves_the_index_as_it_was_or_whole(
    n: int, is_first: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    if not is_first:
        filled(folder)
    before = content(folder)
    paths = [str(Path(__file__).parent), *filter(None, sys.path)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(n), *paths],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGKILL, b"", b"")
    with open_index(folder, PARAMETERS) as index:
        index.add(None, None)
    if content(folder) != before:
        assert n == 6  # of the new names: the manifest has its own
        assert content(folder)[1] == [[3] * 5] * 3
    manifest = (folder / INDEX_MANIFEST).read_text("utf-8")
    assert all(name in manifest or name == INDEX_MANIFEST for name in files(folder))


# ---------------------------------------------------------------------------------- damage


def refused(folder: Path, kind: type[Exception], match: str) -> None:
    before = files(folder)
    with pytest.raises(kind, match=match) as caught:
        content(folder)
    assert "\n" not in str(caught.value)
    assert files(folder) == before


NAMES = (
    "000001.texts",
    "000002.documents.jsonl",
    "000001.sizes.npy",
    "pairs.000002.npy",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["removed", "truncated", "empty", "longer"])
def test_a_file_that_is_not_as_it_was_written_is_noticed(
    name: str, how: str, tmp_path: Path
) -> None:
    path = filled(tmp_path / "index") / name
    data = path.read_bytes()
    if how == "removed":
        path.unlink()
    else:
        path.write_bytes({"truncated": data[:-1], "empty": b"", "longer": data + b"\n"}[how])
    refused(path.parent, ReadingError, f"the index is damaged.*{name}")


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_byte_that_changed_is_noticed(name: str, tmp_path: Path) -> None:
    path = filled(tmp_path / "index") / name
    data = path.read_bytes()
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        refused(path.parent, ReadingError, f"the index is damaged.*{name}")


def test_any_byte_that_changed_in_the_manifest_is_noticed_or_means_nothing(
    tmp_path: Path,
) -> None:
    path = filled(tmp_path / "index") / INDEX_MANIFEST
    data, expected = path.read_bytes(), content(path.parent)
    for at in range(0, len(data), 4):
        bit = 1 << at // 4 % 6
        path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
        try:
            assert content(path.parent) == expected
        except (ReadingError, UsageError):
            continue


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'"a"', b"[" * 9999]
)
def test_a_manifest_that_is_none_is_noticed(data: bytes, tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    (folder / INDEX_MANIFEST).write_bytes(data)
    refused(folder, ReadingError, "the index is damaged")


def test_a_manifest_that_is_gone_is_noticed(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    (folder / INDEX_MANIFEST).unlink()
    refused(folder, ReadingError, "the index is damaged")


def test_an_index_of_another_version_or_other_sketches_is_left_alone(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    before = files(folder)
    with pytest.raises(UsageError, match="other sketches"), open_index(folder, {"rate": 9}):
        pass
    assert files(folder) == before
    manifest = json.loads((folder / INDEX_MANIFEST).read_bytes())
    manifest["format"] = "speechkit.index/7"
    (folder / INDEX_MANIFEST).write_text(json.dumps(manifest), "utf-8")
    refused(folder, UsageError, "speechkit.index/7")


# ----------------------------------------------------------------------------------- places


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", "utf-8")
    for look in (check_index, lambda path: open_index(path, PARAMETERS).__enter__()):
        with pytest.raises(OutputExistsError, match=r"mine\.txt"):
            look(folder)
        with pytest.raises(OutputExistsError, match="is a file"):
            look(folder / "mine.txt")
        with pytest.raises(OutputExistsError, match="there is no folder"):
            look(tmp_path / "none" / "index")
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(os.name != "posix", reason="no such locks elsewhere")
def test_of_two_runs_at_once_the_second_is_turned_away(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    with (
        open_index(folder, PARAMETERS),
        pytest.raises(OutputExistsError, match="another run"),
        open_index(folder, PARAMETERS),
    ):
        pass
    assert len(content(folder)[0]) == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may all")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = filled(tmp_path / "index")
    (folder / "lock").unlink()
    folder.chmod(0o500)
    try:
        with (
            pytest.raises(OutputExistsError, match="cannot be written"),
            open_index(folder, PARAMETERS),
        ):
            pass
    finally:
        folder.chmod(0o700)


def test_every_file_of_a_batch_is_on_the_disk_before_the_manifest_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        fsync(descriptor)

    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not tell the names of open files")
    monkeypatch.setattr(os, "fsync", noted)
    folder = filled(tmp_path / "index", 1)
    manifest = json.loads((folder / INDEX_MANIFEST).read_bytes())
    named = [file["name"] for file in manifest["segments"][0].values()]
    last = max(i for i, name in enumerate(synced) if name.startswith(".speechkit-new"))
    assert set(named) <= set(synced[:last])
