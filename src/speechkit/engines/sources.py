"""Names of files, folders, globs and addresses in; the files that Spark reads of them out.

What lies on this machine is listed as every other command lists it, so that a speech has the
same path in the results of either engine. What has an address (`hdfs://`, `s3a://`) is listed
by Hadoop, which knows how to reach it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import unquote

from speechkit.engines.session import spark_errors
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.ids import STDIN, natural_key, shown
from speechkit.files.kinds import kind_by_name
from speechkit.files.listing import list_files

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Kind = Literal["jsonl", "parquet"]

_ELSE = "the Spark engine reads jsonl and parquet; run without --engine spark, or save it as jsonl"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://?(?=[^/]|/)|file:(?=/)")
"""Two letters at least: a drive of Windows has one."""
_GLOB = re.compile(r"[*?\[]")
_GLOB_OF_HADOOP = re.compile(r"([{}\[\]*?\\])")
_PACKED = re.compile(r"\.(?:gz|bz2|zst|deflate|lz4|snappy)\Z", re.IGNORECASE)
"""What Hadoop unpacks by its suffix; such a file is one task, since it is read from its start."""
_QUOTED = re.compile(r'[\x00-\x20"%<>\[\\\]^`{|}#?\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f'
                     r"\u205f\u3000]")  # fmt: skip
"""What `java.net.URI` quotes in a path, of which Spark makes the addresses it reports."""


class Source(NamedTuple):
    """A file that Spark is to read."""

    path: str
    """As it is shown, and as the local engine would show it."""
    uri: str
    """As Spark reports it in `_metadata.file_path`; see `normal_uri`."""
    kind: Kind
    size: int
    """Bytes, as it lies there."""

    @property
    def load_path(self) -> str:
        """What `spark.read` has to be given: not quoted, and no glob whatever is in its name."""
        return _GLOB_OF_HADOOP.sub(r"\\\1", unquote(self.uri))


class Listing(NamedTuple):
    """What there is to read, and what was left out."""

    files: tuple[Source, ...]
    """In the order of their paths, numbers compared as numbers."""
    remarks: tuple[SpeechkitError, ...]


def list_sources(spark: SparkSession, sources: Sequence[str]) -> Listing:
    """All files below the sources, each once.

    Raises
    ------
    UsageError
        When a source does not exist, or is of a kind that Spark does not read here.
    """
    if STDIN in sources:
        raise UsageError(f"{STDIN}: the Spark engine reads files; name them, or a folder")
    remarks: list[SpeechkitError] = []
    local = [source for source in sources if not has_scheme(source)]
    found = {source.uri: source for source in _of_this_machine(local, remarks)}
    for source in sources:
        if has_scheme(source):
            for other in _of_hadoop(spark, source, remarks):
                found.setdefault(other.uri, other)
    if not found:
        where = ", ".join(map(shown, sources)) or "no source"
        raise UsageError(f"{where}: nothing to read; {_ELSE}")
    files = sorted(found.values(), key=lambda source: natural_key(source.path))
    return Listing(tuple(files), tuple(remarks))


def has_scheme(source: str) -> bool:
    """Whether a source is an address and no path of this machine.

    Examples
    --------
    >>> has_scheme("hdfs://host/a"), has_scheme("file:/a"), has_scheme("a:b.jsonl")
    (True, True, False)
    """
    return _SCHEME.match(source) is not None


def normal_uri(uri: str) -> str:
    """An address as Spark reports it in `_metadata.file_path`, however it is written.

    Examples
    --------
    >>> normal_uri("file:///a b/讲话%20%231.jsonl")
    'file:/a%20b/讲话%20%231.jsonl'
    """
    scheme, _, rest = uri.partition(":")
    if rest.startswith("///"):
        rest = rest[2:]
    return f"{scheme}:{_quoted(unquote(rest))}"


def local_uri(path: str | Path) -> str:
    """The address of a file or folder of this machine, as Spark reports it."""
    return f"file:{_quoted(os.path.abspath(path).replace(os.sep, '/'))}"  # noqa: PTH100  # links stay


def _quoted(path: str) -> str:
    return _QUOTED.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), path)


# ---------------------------------------------------------------------------- of this machine


def _of_this_machine(sources: Sequence[str], remarks: list[SpeechkitError]) -> Iterator[Source]:
    named = [name for source in sources for name in _expanded(source)]
    files = {os.path.normpath(name) for name in named if not Path(name).is_dir()}
    others: list[str] = []
    for file in list_files(named, remarks.append):
        kind = kind_of_path(file.path)
        if file.member is None and kind is not None:
            yield _local_source(file.path, kind)
        elif os.path.normpath(file.file) in files:
            raise UsageError(f"{shown(file.path)}: {_ELSE}")
        else:
            others.append(file.path)
    remarks += _left_out(others)


def _expanded(source: str) -> list[str]:
    """The paths that a glob stands for; one that exists by this very name stands for itself."""
    if not _GLOB.search(source) or os.path.lexists(source):
        return [source]
    found = sorted(glob(source, recursive=True), key=natural_key)  # noqa: PTH207  # keeps ./
    if not found:
        raise UsageError(f"{shown(source)}: no file or folder of such a name")
    return found


def _local_source(path: str, kind: Kind) -> Source:
    """A file of this machine; its name has to be one that Hadoop can say."""
    name = os.path.abspath(path)  # noqa: PTH100
    if "\\" in name or ":" in name or name != shown(name):
        what = "Spark reads no path with : or \\ or with bytes that are no UTF-8"
        raise UsageError(f"{shown(path)}: {what}; rename it")
    return Source(shown(path), local_uri(path), kind, Path(path).stat().st_size)


def kind_of_path(path: str) -> Kind | None:
    """What Spark reads a file as, by its name; None for what it does not read here."""
    kind = kind_by_name(path)
    return kind if kind in ("jsonl", "parquet") else None


def _left_out(paths: Iterable[str]) -> list[SpeechkitError]:
    """One remark on all files of a folder that are of another kind."""
    names = sorted(paths, key=natural_key)
    if not names:
        return []
    first = shown(names[0])
    what = first if len(names) == 1 else f"{len(names)} files left out, such as {first}"
    return [ReadingError(f"{what}: {_ELSE}")]


# ---------------------------------------------------------------------------------- of Hadoop


def _of_hadoop(spark: SparkSession, source: str, remarks: list[SpeechkitError]) -> Iterator[Source]:
    """The files at an address; globs are Hadoop's, `{a,b}` among them."""
    with spark_errors():
        files, named = _statuses(spark, source)
    others = []
    for uri, size in files:
        kind = kind_of_path(_PACKED.sub("", uri))
        if kind is None and uri in named:
            raise UsageError(f"{source}: {_ELSE}")
        if kind is None:
            others.append(uri)
        else:
            yield Source(unquote(uri), uri, kind, size)
    remarks += _left_out(others)


def _statuses(spark: SparkSession, source: str) -> tuple[list[tuple[str, int]], set[str]]:
    """Address and size of every file at an address, and the addresses that were named."""
    conf = spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001
    path = java(spark).org.apache.hadoop.fs.Path(source)
    system = path.getFileSystem(conf)
    found = system.globStatus(path)
    if not found:
        raise UsageError(f"{source}: no such file or folder")
    files, named = [], set()
    for status in found:
        if status.isFile():
            files.append(_address(status))
            named.add(files[-1][0])
        else:
            files += _below(system, status.getPath())
    return files, named


def java(spark: SparkSession) -> Any:  # noqa: ANN401  # py4j has no types
    """The Java of a session, through which alone pyspark gets at Hadoop."""
    return spark.sparkContext._jvm  # noqa: SLF001


def _below(system: Any, folder: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401  # py4j's
    """Address and size of every file below a folder, but for what is hidden."""
    start = normal_uri(folder.toUri().toString())
    statuses = system.listFiles(folder, True)
    while statuses.hasNext():
        uri, size = _address(statuses.next())
        inside = uri.removeprefix(start).strip("/").split("/")
        if not any(part.startswith((".", "_")) for part in inside):
            yield uri, size


def _address(status: Any) -> tuple[str, int]:  # noqa: ANN401
    return normal_uri(status.getPath().toUri().toString()), int(status.getLen())
