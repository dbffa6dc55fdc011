"""A place for results in, a folder that Spark may write into out: there whole or not at all.

The same promise as `files.writers` makes, on any file system that Spark writes to. All that is
asked of it is to make, rename and delete, through Hadoop. On an object store (`s3a://`) a
rename is a copy, and what is being copied can be seen: there `.speechkit`, written last, says
that a folder is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speechkit.engines.session import spark_errors
from speechkit.engines.sources import has_scheme, java
from speechkit.errors import OutputExistsError, SpeechkitError, StorageError
from speechkit.files.ids import shown
from speechkit.files.writers import MARKER, hidden_names, sweep

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COUNTERS = "counters.json"
"""In every output; what has none was not written by us."""
_WITH_FOLDERS = frozenset({"file", "hdfs", "viewfs", "webhdfs", "abfs", "abfss"})
"""Schemes of systems that know folders; on others a folder is there when a file is in it."""
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", f".{MARKER}.crc"})


@contextmanager
def new_output(spark: SparkSession, folder: str, *, force: bool = False) -> Iterator[str]:
    """Address of a hidden folder, which gets its name when the block ends well.

    When the block raises, nothing is left behind and the error passes on as it is.

    Parameters
    ----------
    folder
        A path of this machine or an address.
    force
        Replace a folder that is empty or was made by us and holds nothing else.

    Raises
    ------
    OutputExistsError
        When there is something already that may not be replaced, or no folder can be made here.
    StorageError
        When the folder could not get its name.
    """
    place = _Place(spark, folder)
    place.check(force=force)
    stage = place.made()
    try:
        yield place.given(stage)
        with place.errors(StorageError, "cannot be written"):
            place.publish(stage, force=force)
    finally:
        place.remove(stage)


def write_text(spark: SparkSession, uri: str, name: str, text: str) -> None:
    """Write a file into a folder, under its name only when all of it is there.

    Parameters
    ----------
    uri
        Of the folder, as `new_output` gives it.

    Raises
    ------
    StorageError
        When writing failed.
    """
    place = _Place(spark, uri)
    with place.errors(StorageError, f"{name} cannot be written"):
        place.write(place.path, name, text)


def remove_folder(spark: SparkSession, uri: str) -> None:
    """Delete a folder and all in it, if it is there."""
    place = _Place(spark, uri)
    place.remove(place.path)


class _Place:
    """A folder that is to be, and the file system it is on.

    Parameters
    ----------
    folder
        A path of this machine or an address.
    """

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self._jvm = java(spark)
        self._conf: Any = spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001
        self.shown = shown(folder)
        with self.errors(OutputExistsError, "no such place; name another"):
            address = folder if has_scheme(folder) else f"file:{_absolute(folder)}"
            bare = self._jvm.org.apache.hadoop.fs.Path(address)
            self._system = bare.getFileSystem(self._conf)
            self.path = self._system.makeQualified(bare)
            self.scheme = self.path.toUri().getScheme()
        if self.scheme == "file":
            self._system.setWriteChecksum(False)  # no .crc beside what is written from here

    def check(self, *, force: bool) -> None:
        """Refuse what cannot be made or replaced; tidy up after runs that were killed."""
        if self.scheme == "file":
            sweep(Path(str(self.path.toUri().getPath())))
        with self.errors(OutputExistsError, "cannot be made"):
            if not self._system.exists(self.path):
                self._check_parent()
                return
            if not self._system.getFileStatus(self.path).isDirectory():
                self._refuse("exists already and is no folder; name another place")
            names = self._names(self.path)
            if names and (stranger := self._stranger(names)):
                what = f"holds {stranger!r}, which speechkit did not write"
                self._refuse(f"exists already and {what}; name another folder")
            if not force:
                self._refuse("exists already; --force replaces it")

    def made(self) -> Any:  # noqa: ANN401  # a Path of Hadoop's
        """The hidden folder beside the place, which shows that one can be made there."""
        with self.errors(OutputExistsError, f"nothing can be made in {self._parent}"):
            stage = self._free("new")
            if not self._system.mkdirs(stage):
                self._refuse(f"nothing can be made in {self._parent}; name another place")
            return stage

    def given(self, path: Any) -> str:  # noqa: ANN401
        """A path as Spark's writers take it."""
        return str(path.toString())

    def publish(self, stage: Any, *, force: bool) -> None:  # noqa: ANN401
        """Give the hidden folder its name, the old output another one meanwhile."""
        self._tidy(stage)
        names = sorted({*self._names(stage), MARKER})
        self.write(stage, MARKER, "".join(f"{name}\n" for name in names))
        old = self._moved_aside() if force else None
        try:
            self._rename(stage, self.path)
        except BaseException:
            if old is not None:
                self._system.rename(old, self.path)
            raise
        if old is not None:
            self.remove(old)

    def remove(self, path: Any) -> None:  # noqa: ANN401
        """Delete a folder if it is there; a system that is gone keeps what it has."""
        with suppress(Exception):
            self._system.delete(path, True)

    def write(self, folder: Any, name: str, text: str) -> None:  # noqa: ANN401
        """Write a file under a hidden name, then give it its own."""
        hadoop = self._jvm.org.apache.hadoop.fs
        part = hadoop.Path(folder, f".{name}.part")
        stream = self._system.create(part, True)
        try:
            stream.write(text.encode())
        finally:
            stream.close()
        self._rename(part, hadoop.Path(folder, name))

    @contextmanager
    def errors(self, kind: type[SpeechkitError], what: str) -> Iterator[None]:
        """Tell of what fails in the block as of this place."""
        from py4j.protocol import Py4JError, Py4JJavaError
        from pyspark.errors import PySparkException

        try:
            yield
        except (Py4JError, PySparkException) as error:
            if isinstance(error, Py4JJavaError | PySparkException):
                raise kind(f"{self.shown}: {what} ({_said(error)})") from error
            with spark_errors():
                raise

    @property
    def _parent(self) -> str:
        parent = self.path.getParent()
        return str(parent.toUri().getPath() if self.scheme == "file" else parent.toString())

    def _check_parent(self) -> None:
        """A missing folder is not made on the way: its name may be a slip of the pen."""
        parent = self.path.getParent()
        if parent is None or self.scheme not in _WITH_FOLDERS:
            return
        if not self._system.exists(parent) or not self._system.getFileStatus(parent).isDirectory():
            self._refuse(f"there is no folder {self._parent}; make it first")

    def _stranger(self, names: set[str]) -> str | None:
        """Name of something that we did not write, the first; None where there is none."""
        ours = self._written() if MARKER in names and COUNTERS in names else frozenset()
        return min(names - ours - _LITTER, default=None)

    def _written(self) -> frozenset[str]:
        marker = self._jvm.org.apache.hadoop.fs.Path(self.path, MARKER)
        stream = self._system.openFile(marker).build().get()
        try:
            data = self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream)
        finally:
            stream.close()
        return frozenset(bytes(data).decode("utf-8", "replace").split("\n"))

    def _names(self, folder: Any) -> set[str]:  # noqa: ANN401
        return {str(status.getPath().getName()) for status in self._system.listStatus(folder)}

    def _moved_aside(self) -> Any:  # noqa: ANN401
        if not self._system.exists(self.path):
            return None
        old = self._free("old")
        self._rename(self.path, old)
        return old

    def _free(self, kind: Any) -> Any:  # noqa: ANN401
        hadoop = self._jvm.org.apache.hadoop.fs
        names = hidden_names(kind, str(self.path.getName()))
        paths = (hadoop.Path(self.path.getParent(), name) for name in names)
        return next(path for path in paths if not self._system.exists(path))

    def _rename(self, source: Any, target: Any) -> None:  # noqa: ANN401
        """Rename to what is not there yet: into a folder that is, Hadoop would move it."""
        if self._system.exists(target):
            self._refuse("exists already; --force replaces it")
        if not self._system.rename(source, target):
            raise StorageError(f"{self.shown}: cannot be written; nothing was left behind")

    def _tidy(self, stage: Any) -> None:  # noqa: ANN401
        """Remove what Hadoop leaves beside the files of a local folder, and Spark's own signs."""
        if self.scheme != "file":
            return
        folder = Path(str(stage.toUri().getPath()))
        for path in [*folder.rglob(".*.crc"), *folder.rglob("_SUCCESS")]:
            path.unlink(missing_ok=True)

    def _refuse(self, what: str) -> None:
        raise OutputExistsError(f"{self.shown}: {what}")


def _absolute(folder: str) -> str:
    return os.path.abspath(folder).replace(os.sep, "/")  # noqa: PTH100  # links stay


def _said(error: Exception) -> str:
    """What Hadoop says of a failure."""
    from speechkit.engines import faults

    return faults.cause(str(error))
