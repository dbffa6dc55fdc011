"""What Spark is told to read: the files the local engine would read, under the same names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speechkit.engines.sources import Listing, Source, list_sources, local_uri, normal_uri
from speechkit.errors import UsageError
from speechkit.files.listing import list_files

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

AWKWARD = (
    *("讲话 1.jsonl", "a%20b.jsonl", "a%b.jsonl", "a#b.jsonl", "a?b.jsonl", "{x}[1].jsonl"),
    *("a*b.jsonl", "plus+ &=;,.jsonl", "q'\".jsonl", "é́.jsonl", "^`|<>.jsonl", "全角　空.jsonl"),
    *("a\u00a0b.jsonl", "a\u0085b.jsonl", "a~b!$()@.jsonl"),
)


def write(folder: Path, *names: str) -> None:
    """A record in each of the files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"text": "各位代表"}\n', "utf-8")


def paths(listing: Listing) -> list[str]:
    return [source.path for source in listing.files]


def test_spark_reads_and_reports_each_file_as_it_is_listed(
    spark: SparkSession, tmp_path: Path
) -> None:
    folder = tmp_path / "源 a%20b#c [1]"
    write(folder, *AWKWARD)
    listing = list_sources(spark, [str(folder)])
    assert {Path(path).name for path in paths(listing)} == set(AWKWARD)
    read = spark.read.text([source.load_path for source in listing.files])
    reported = {row[0] for row in read.select("_metadata.file_path").collect()}
    assert reported == {source.uri for source in listing.files}
    assert {normal_uri(uri) for uri in reported} == reported
    assert {source.size for source in listing.files} == {(folder / "a#b.jsonl").stat().st_size}


def test_a_file_is_the_same_by_its_path_and_by_its_address(
    spark: SparkSession, tmp_path: Path
) -> None:
    write(tmp_path, "讲话 1#2.jsonl")
    path = str(tmp_path / "讲话 1#2.jsonl")
    listing = list_sources(spark, [path, f"file://{path}", f"file:{tmp_path}"])
    assert listing.files == (Source(path, local_uri(path), "jsonl", Path(path).stat().st_size),)


def test_the_order_and_the_names_are_those_of_the_local_engine(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("in/10.jsonl", "in/9.jsonl", "in/sub/2.ndjson", "in/.hidden.jsonl", "b.jsonl")
    write(tmp_path, *names)
    (tmp_path / "in" / "again.jsonl").symlink_to(tmp_path / "in" / "9.jsonl")
    monkeypatch.chdir(tmp_path)
    sources = ["in", "./b.jsonl", "in/9.jsonl", "b.jsonl"]
    expected = [source.path for source in list_files(sources, lambda _: None)]
    assert paths(list_sources(spark, sources)) == expected
    assert len(expected) == 4


def test_a_glob_stands_for_the_files_of_such_names(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "in/a1.jsonl", "in/a2.jsonl", "in/b1.jsonl", "in/[x].jsonl", "in/x.jsonl")
    monkeypatch.chdir(tmp_path)
    assert paths(list_sources(spark, ["in/a*.jsonl"])) == ["in/a1.jsonl", "in/a2.jsonl"]
    assert paths(list_sources(spark, ["in/[x].jsonl"])) == ["in/[x].jsonl"]
    with pytest.raises(UsageError, match=r"in/c\*: no file or folder of such a name"):
        list_sources(spark, ["in/c*"])


def test_an_address_is_listed_by_hadoop(spark: SparkSession, tmp_path: Path) -> None:
    names = ("10.jsonl", "9.jsonl", "sub/2.jsonl.gz", "sub/p.parquet", "_tmp/3.jsonl", ".x.jsonl")
    write(tmp_path, *names, "notes.txt")
    listing = list_sources(spark, [f"file://{tmp_path}"])
    root = f"file:{tmp_path}"
    assert paths(listing) == [
        f"{root}/{name}" for name in ("9.jsonl", "10.jsonl", "sub/2.jsonl.gz", "sub/p.parquet")
    ]
    assert [source.kind for source in listing.files] == ["jsonl", "jsonl", "jsonl", "parquet"]
    assert "notes.txt: the Spark engine reads jsonl and parquet" in str(listing.remarks[0])
    globbed = list_sources(spark, [f"file://{tmp_path}/{{9,10}}.jsonl"])
    assert paths(globbed) == [f"{root}/9.jsonl", f"{root}/10.jsonl"]


def test_files_of_other_kinds_in_a_folder_are_one_remark(
    spark: SparkSession, tmp_path: Path
) -> None:
    write(tmp_path, "a.jsonl", "b.txt", "c.csv")
    listing = list_sources(spark, [str(tmp_path)])
    assert paths(listing) == [str(tmp_path / "a.jsonl")]
    (remark,) = listing.remarks
    start = f"2 files left out, such as {tmp_path / 'b.txt'}: the Spark engine reads jsonl and"
    assert str(remark).startswith(start)


@pytest.mark.parametrize("name", ["b.txt", "c.csv"])
@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_named_file_of_another_kind_is_refused(
    scheme: str, name: str, spark: SparkSession, tmp_path: Path
) -> None:
    write(tmp_path, "a.jsonl", name)
    with pytest.raises(UsageError, match="the Spark engine reads jsonl and parquet"):
        list_sources(spark, [str(tmp_path / "a.jsonl"), f"{scheme}{tmp_path / name}"])


@pytest.mark.parametrize("source", ["{}/no.jsonl", "file://{}/no.jsonl", "file://{}/no*", "-", ""])
def test_what_is_not_there_is_an_error_of_usage(
    source: str, spark: SparkSession, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        list_sources(spark, [source.format(tmp_path)])
    assert "\n" not in str(caught.value)


def test_a_folder_of_nothing_to_read_is_an_error_of_usage(
    spark: SparkSession, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="nothing to read"):
        list_sources(spark, [str(tmp_path)])


def test_an_unknown_scheme_is_one_line(spark: SparkSession) -> None:
    with pytest.raises(UsageError, match=r"No FileSystem for scheme .*spark\.jars\.packages"):
        list_sources(spark, ["nofs://host/a.jsonl"])


@pytest.mark.parametrize("name", ["a:b.jsonl", "a\\b.jsonl", "a\udcff.jsonl"])
def test_a_name_that_hadoop_cannot_say_is_refused(
    name: str, spark: SparkSession, tmp_path: Path
) -> None:
    write(tmp_path, name)
    with pytest.raises(UsageError, match="rename it"):
        list_sources(spark, [str(tmp_path)])
