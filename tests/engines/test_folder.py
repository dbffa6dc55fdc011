"""An output of Spark's is there whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speechkit.engines.folder import COUNTERS, new_output, write_text
from speechkit.errors import OutputExistsError, StorageError
from speechkit.files.writers import hidden_names

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def write_output(spark: SparkSession, folder: str, text: str = "1", *, force: bool = False) -> None:
    """An output with a table and its counters."""
    with new_output(spark, folder, force=force) as stage:
        spark.range(3).coalesce(1).write.parquet(f"{stage}/pairs")
        write_text(spark, stage, COUNTERS, text)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["out", "讲话 50%#1", "a%20b"])
def test_an_output_gets_its_name_when_all_is_there(
    name: str, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with new_output(spark, name) as stage:
        spark.range(3).write.parquet(f"{stage}/pairs")
        write_text(spark, stage, COUNTERS, "各位")
        (hidden,) = names(tmp_path)
        assert hidden.startswith(".speechkit-new-")
    assert names(tmp_path) == {name}
    assert names(tmp_path / name) == {".speechkit", COUNTERS, "pairs"}
    assert (tmp_path / name / COUNTERS).read_text("utf-8") == "各位"
    assert (tmp_path / name / ".speechkit").read_text("utf-8").split() == [
        *(".speechkit", COUNTERS, "pairs")
    ]
    assert {Path(name).suffix for name in names(tmp_path / name / "pairs")} == {".parquet"}


def test_an_address_is_a_place_too(spark: SparkSession, tmp_path: Path) -> None:
    write_output(spark, f"file://{tmp_path}/out")
    assert names(tmp_path / "out") == {".speechkit", COUNTERS, "pairs"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failure_leaves_nothing(
    error: type[BaseException], spark: SparkSession, tmp_path: Path
) -> None:
    def fail(stage: str) -> None:
        spark.range(3).write.parquet(f"{stage}/pairs")
        raise error

    with pytest.raises(error), new_output(spark, str(tmp_path / "out")) as stage:
        fail(stage)
    assert names(tmp_path) == set()


def test_what_is_there_is_replaced_by_force_only(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_output(spark, str(folder), "1")
    with pytest.raises(OutputExistsError, match="exists already; --force replaces it"):
        write_output(spark, str(folder), "2")
    assert (folder / COUNTERS).read_text("utf-8") == "1"
    write_output(spark, str(folder), "3", force=True)
    assert (folder / COUNTERS).read_text("utf-8") == "3"
    assert names(tmp_path) == {"out"}


def test_a_failure_under_force_leaves_the_old_output(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_output(spark, str(folder), "1")
    with pytest.raises(RuntimeError), new_output(spark, str(folder), force=True):
        raise RuntimeError
    assert (folder / COUNTERS).read_text("utf-8") == "1"
    assert names(tmp_path) == {"out"}


def test_the_old_output_comes_back_when_the_new_one_gets_no_name(
    spark: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    write_output(spark, str(folder), "1")

    def lose() -> None:
        (hidden,) = names(tmp_path) - {"out"}
        (tmp_path / hidden).rename(tmp_path / "lost")

    with pytest.raises(StorageError), new_output(spark, str(folder), force=True):
        lose()
    assert (folder / COUNTERS).read_text("utf-8") == "1"
    assert names(tmp_path) == {"out", "lost"}


def test_what_a_killed_run_left_is_tidied_up(spark: SparkSession, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    hidden = next(hidden_names("new", "out"))
    left = tmp_path / hidden.replace(f"-{os.getpid()}-", f"-{ended.pid}-")
    (left / "pairs").mkdir(parents=True)
    write_output(spark, str(tmp_path / "out"))
    assert names(tmp_path) == {"out"}


def test_what_came_meanwhile_is_not_replaced(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(OutputExistsError), new_output(spark, str(folder)):
        folder.mkdir()
    assert names(tmp_path) == {"out"}
    assert names(folder) == set()


def test_an_empty_folder_is_replaced_by_force(spark: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(OutputExistsError, match="--force replaces it"):
        write_output(spark, str(folder))
    write_output(spark, str(folder), force=True)
    assert COUNTERS in names(folder)


@pytest.mark.parametrize("ours", [False, True])
def test_what_we_did_not_write_is_never_replaced(
    ours: bool, spark: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    if ours:
        write_output(spark, str(folder))
    folder.mkdir(exist_ok=True)
    (folder / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputExistsError, match=r"holds 'notes\.txt', which speechkit did not"):
        write_output(spark, str(folder), force=True)
    assert (folder / "notes.txt").read_text("utf-8") == "mine"


def test_a_file_is_never_replaced(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    with pytest.raises(OutputExistsError, match="exists already and is no folder"):
        write_output(spark, str(tmp_path / "out"), force=True)


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("no/out", "there is no folder .*/no; make it first"),
        ("file/out", "there is no folder .*/file; make it first"),
        ("file/sub/out", "there is no folder .*/sub; make it first"),
    ],
)
def test_a_place_where_nothing_can_be_made_is_named_before_any_work(
    folder: str, said: str, spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputExistsError, match=said) as caught:
        write_output(spark, str(tmp_path / folder))
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
def test_a_folder_that_takes_nothing_is_named_before_any_work(spark: SparkSession) -> None:
    with pytest.raises(OutputExistsError, match="nothing can be made in /proc") as caught:
        write_output(spark, "/proc/out")
    assert "\n" not in str(caught.value)


def test_an_unknown_scheme_is_one_line(spark: SparkSession) -> None:
    with pytest.raises(OutputExistsError, match="no such place; name another") as caught:
        write_output(spark, "nofs://host/out")
    assert "\n" not in str(caught.value)
