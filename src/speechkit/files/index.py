"""A folder in which the sketches of a collection stand on disk, and grow batch by batch.

The folder holds a manifest, which names all other files with their sizes and digests, and for
each batch a segment: plain arrays, a line of JSON for each document, and the texts. Segments are
never changed. A run writes a new one, and then replaces the manifest in one step: until then
the index is the old one, whatever happens, and from then on it is the new one.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.errors import OutputExistsError, ReadingError, StorageError, UsageError
from speechkit.files.store import Store
from speechkit.files.writers import (
    INDEX_LOCK,
    INDEX_MANIFEST,
    INDEX_PART,
    STAGED,
    write_file,
)

FORMAT = "speechkit.index/1"
_PAIRS = "pairs"
_DOCUMENTS = "documents.jsonl"
_TEXTS = "texts"
_BLOCK = 1 << 20

Arrays = Mapping[str, NDArray[Any]]
Row = dict[str, Any]


class Segment(NamedTuple):
    """One batch of an index."""

    documents: list[Row]
    """What is known of each document, in the order they came."""
    arrays: Arrays
    texts: Store
    """In which the documents and their texts stand."""


class Draft(NamedTuple):
    """A segment that is still to be written."""

    documents: Iterable[Row]
    arrays: Arrays
    texts: Iterator[bytes]
    """What is to stand in the file of the texts, end to end; written before the rest."""


class Index:
    """An index that is locked for this run.

    Parameters
    ----------
    folder
        Exists, and is ours or empty.
    parameters
        By which the sketches are made; an index made by others cannot be used.
    """

    def __init__(self, folder: Path, parameters: Mapping[str, int]) -> None:
        self._folder = folder
        self._manifest = _manifest(folder, parameters)
        with ExitStack() as opened:
            self.segments = tuple(
                self._segment(files, opened) for files in self._manifest["segments"]
            )
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Let go of its files."""
        self._opened.close()

    @property
    def pairs(self) -> NDArray[np.int32] | None:
        """What was counted of pairs of texts so far; None in a new index."""
        file = self._manifest["pairs"]
        return None if file is None else self._array(file)

    def add(self, draft: Draft | None, pairs: NDArray[np.int32] | None) -> None:
        """Take in a batch and what is known of pairs now, whole or not at all.

        Raises
        ------
        StorageError
            When writing failed; the index is as it was.
        """
        written: list[Path] = []
        data = b""
        number = f"{self._manifest['generation'] + 1:06d}"
        try:
            if not (self._folder / INDEX_MANIFEST).exists():  # so that one that is lost is missed
                write_file(self._folder / INDEX_MANIFEST, _sealed(self._manifest))
            manifest = {**self._manifest, "generation": self._manifest["generation"] + 1}
            if draft is not None:
                files = self._write_segment(number, draft, written)
                manifest["segments"] = [*self._manifest["segments"], files]
            if pairs is not None:
                name = f"{_PAIRS}.{number}.npy"
                manifest["pairs"] = self._write(name, _saver(pairs), written)
            data = _sealed(manifest)
            write_file(self._folder / INDEX_MANIFEST, data, force=True)
        except BaseException as error:
            if not self._is_manifest(data):  # Ctrl-C may come when it is in its place already
                for path in written:
                    with suppress(OSError):
                        path.unlink()
            if isinstance(error, OSError):
                reason = f"{self._folder}: cannot be written ({error.strerror})"
                raise StorageError(f"{reason}; the index is as it was") from error
            raise
        self._manifest = manifest
        self._sweep()

    # ------------------------------------------------------------------ reading

    def _segment(self, files: Mapping[str, Row], opened: ExitStack) -> Segment:
        documents = self._checked(files[_DOCUMENTS])
        arrays = {
            name: self._array(file)
            for name, file in files.items()
            if name not in (_DOCUMENTS, _TEXTS)
        }
        try:
            rows = [json.loads(line) for line in documents.splitlines()]
            texts = opened.enter_context(
                closing(Store.reading(self._folder / str(files[_TEXTS]["name"])))
            )
        except (ValueError, OSError) as error:
            raise self._damaged(str(files[_TEXTS]["name"])) from error
        if texts.size != files[_TEXTS]["size"]:
            raise self._damaged(str(files[_TEXTS]["name"]))
        return Segment(rows, arrays, texts)

    def _array(self, file: Row) -> NDArray[Any]:
        try:
            array: NDArray[Any] = np.load(io.BytesIO(self._checked(file)), allow_pickle=False)
        except ValueError as error:
            raise self._damaged(str(file["name"])) from error
        return array

    def _checked(self, file: Row) -> bytes:
        """The content of a file, if it is what was written."""
        name = str(file["name"])
        try:
            data = (self._folder / name).read_bytes()
        except OSError as error:
            raise self._damaged(name) from error
        if blake2b(data, digest_size=16).hexdigest() != file["digest"]:
            raise self._damaged(name)
        return data

    def _damaged(self, name: str) -> ReadingError:
        return damaged(self._folder, f"{name} is not what was written")

    # ------------------------------------------------------------------ writing

    def _write_segment(self, number: str, draft: Draft, written: list[Path]) -> dict[str, Row]:
        def documents(file: BinaryIO) -> None:
            for row in draft.documents:
                file.write(json.dumps(row, ensure_ascii=True).encode() + b"\n")

        def texts(file: BinaryIO) -> None:
            for data in draft.texts:
                file.write(data)

        files = {_TEXTS: self._write(f"{number}.{_TEXTS}", texts, written)}
        files[_DOCUMENTS] = self._write(f"{number}.{_DOCUMENTS}", documents, written)
        for name, array in draft.arrays.items():
            files[name] = self._write(f"{number}.{name}.npy", _saver(array), written)
        return files

    def _write(self, name: str, fill: Callable[[BinaryIO], None], written: list[Path]) -> Row:
        path = self._folder / name
        written.append(path)
        with path.open("w+b") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest, size = blake2b(digest_size=16), 0
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
        return {"name": name, "size": size, "digest": digest.hexdigest()}

    def _is_manifest(self, data: bytes) -> bool:
        try:
            return (self._folder / INDEX_MANIFEST).read_bytes() == data
        except OSError:
            return False

    def _sweep(self) -> None:
        """Remove what interrupted runs and old states left."""
        named = {file["name"] for files in self._manifest["segments"] for file in files.values()}
        if self._manifest["pairs"] is not None:
            named.add(self._manifest["pairs"]["name"])
        with suppress(OSError):
            for path in self._folder.iterdir():
                if INDEX_PART.fullmatch(path.name) and path.name not in named:
                    path.unlink()


@contextmanager
def open_index(path: str | Path, parameters: Mapping[str, int]) -> Iterator[Index]:
    """The index in a folder, a new one where there is none; nobody else may use it meanwhile.

    Parameters
    ----------
    parameters
        By which the sketches are made.

    Raises
    ------
    OutputExistsError
        When the folder is no index and not empty, cannot be made, or is in use.
    ReadingError
        When the index was made by another version, or is damaged.
    """
    folder = Path(path)
    _make(folder)
    with _locked(folder), closing(Index(folder, parameters)) as index:
        yield index


def damaged(folder: str | Path, what: str) -> ReadingError:
    """An index that is not as it was written."""
    return ReadingError(f"{folder}: the index is damaged ({what}); make a new one elsewhere")


def check_index(path: str | Path) -> None:
    """Raise at once when there can be no index at a place, before any work is done for it.

    Raises
    ------
    OutputExistsError
        As `open_index` does.
    """
    folder = Path(path)
    try:
        if not folder.exists():
            if not folder.parent.is_dir():
                raise OutputExistsError(f"{folder}: there is no folder {folder.parent}")
            return
        if not folder.is_dir():
            raise OutputExistsError(f"{folder}: is a file; name a folder for the index")
        names = {path.name for path in folder.iterdir()} - {INDEX_LOCK}
    except OSError as error:
        raise OutputExistsError(f"{folder}: cannot be looked into ({error.strerror})") from error
    strangers = sorted(
        name for name in names if not (INDEX_PART.fullmatch(name) or name.startswith(STAGED))
    )
    if INDEX_MANIFEST not in names and strangers:
        what = f"holds {strangers[0]!r} and is no index"
        raise OutputExistsError(f"{folder}: {what}; name another folder")


def _make(folder: Path) -> None:
    check_index(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputExistsError(f"{folder}: cannot be made ({error.strerror})") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs out; a lock goes with its process, however that ends."""
    try:
        file = (folder / INDEX_LOCK).open("a")
    except OSError as error:
        raise OutputExistsError(f"{folder}: cannot be written ({error.strerror})") from error
    with file:
        try:
            import fcntl
        except ImportError:  # no such locks on Windows
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputExistsError(
                f"{folder}: another run is using this index; try again when it has ended"
            ) from error
        yield


def _manifest(folder: Path, parameters: Mapping[str, int]) -> Row:
    path = folder / INDEX_MANIFEST
    if not path.exists():
        if any(INDEX_PART.fullmatch(other.name) for other in folder.iterdir()):
            raise damaged(folder, f"{INDEX_MANIFEST} is gone")
        return {
            "format": FORMAT,
            "parameters": dict(parameters),
            "generation": 0,
            "segments": [],
            "pairs": None,
        }
    try:
        manifest = json.loads(path.read_bytes())
        version = manifest["format"]
        is_whole = manifest.pop("digest", None) == _digest(manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(folder, f"{INDEX_MANIFEST} cannot be read") from error
    if version != FORMAT:
        raise UsageError(
            f"{folder}: an index of the format {version!r}, and this version of speechkit "
            f"writes {FORMAT!r}; make a new one elsewhere"
        )
    if not is_whole:
        raise damaged(folder, f"{INDEX_MANIFEST} is not what was written")
    if manifest["parameters"] != dict(parameters):
        raise UsageError(f"{folder}: an index with other sketches; make a new one elsewhere")
    return dict(manifest)


def _sealed(manifest: Row) -> bytes:
    """A manifest with its own digest, so that nothing in it can change unnoticed."""
    sealed = {**manifest, "digest": _digest(manifest)}
    return json.dumps(sealed, indent=1, ensure_ascii=True).encode() + b"\n"


def _digest(manifest: Row) -> str:
    return blake2b(json.dumps(manifest, sort_keys=True).encode(), digest_size=16).hexdigest()


def _saver(array: NDArray[Any]) -> Callable[[BinaryIO], None]:
    return lambda file: np.save(file, array, allow_pickle=False)
