r"""A file of labels in, checked labels out; a label in, a line added to the file.

A line is a JSON object: `coder`, `speech`, `start`, `end`, `line_start`, `line_end`, `themes`,
`digest`. One made by hand may do without `coder` and `digest`, and say `line`, or `line_start`
and `line_end`, in place of offsets.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from speechkit.errors import OutputExistsError, ReadingError, StorageError
from speechkit.files.readers import read_bytes
from speechkit.files.writers import check_file, sync_folder
from speechkit.model import DEFAULT_CODER, Span
from speechkit.results import Label, latest_labels

_FIELDS = ("coder", "speech", "start", "end", "line_start", "line_end", "line", "themes", "digest")
_BEGINNING = b'{"coder": '
"""Of every line we write, so that one that broke off is known again."""


def read_labels(path: str | Path, *, themes: Collection[str]) -> tuple[Label, ...]:
    """The labels of a file; of each coder and place the last.

    Raises
    ------
    UsageError
        When there is no such file, or it cannot be read.
    ReadingError
        As `parse_labels` does.
    """
    return parse_labels(read_bytes(path), name=str(path), themes=themes)


def parse_labels(data: bytes, *, name: str, themes: Collection[str]) -> tuple[Label, ...]:
    """The labels of a file's content; of each coder and place the last.

    Parameters
    ----------
    data
        Lines of JSON in UTF-8, with or without a byte-order mark; blank lines count as lines.
    name
        What messages call it, such as its path.
    themes
        Ids that a label may have.

    Raises
    ------
    ReadingError
        When there is no label in it, or a line is none: says which line and why.
    """
    if _whole_lines(data)[1]:
        raise ReadingError(
            f"{name}: the last line broke off; speechkit label -o {name} sets it right"
        )
    labels = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                labels.append(_label(_fields(line), themes))
            except ReadingError as error:
                raise ReadingError(f"{name}: line {number}: {error}") from error
    if not labels:
        raise ReadingError(f"{name}: empty; speechkit label -o {name} writes labels into it")
    return latest_labels(labels)


def label_line(label: Label) -> bytes:
    """A label as a line of JSON."""
    span = {} if label.span is None else {"start": label.span.start, "end": label.span.end}
    fields = {
        "coder": label.coder,
        "speech": label.speech,
        **span,
        "line_start": label.lines[0],
        "line_end": label.lines[1],
        "themes": list(label.themes),
        "digest": label.digest,
    }
    # Half a surrogate pair (an undecodable byte in a file name) becomes an escape of JSON.
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


class LabelFile:
    """A file of labels to which more are added; what stands in it is never written anew.

    Several may add to one file.

    Parameters
    ----------
    path
        There need not be such a file yet.
    themes
        Ids that a label may have.

    Raises
    ------
    OutputExistsError
        When it is something else than a file, or none can be made here.
    ReadingError
        When a line of it is no label; nothing is changed then.
    """

    def __init__(self, path: str | Path, *, themes: Collection[str]) -> None:
        self.path = Path(path)
        check_file(self.path, force=True)
        data = read_bytes(self.path) if self.path.exists() else b""
        if data and not os.access(self.path, os.W_OK):
            raise OutputExistsError(f"{path}: cannot be written; name another file")
        whole, torn = _whole_lines(data)
        self.labels = parse_labels(whole, name=str(path), themes=themes) if whole.strip() else ()
        """Those that were there."""
        self.was_torn = torn
        """The last line had broken off when it was written; it is taken out."""
        if torn:
            self._shorten(len(data), len(whole))
        self._needs_end = bool(whole) and not whole.endswith(b"\n")

    def add(self, label: Label) -> None:
        """Add a label; when this returns the disk has it.

        Raises
        ------
        StorageError
            When writing failed. Labels added before are kept.
        """
        line = label_line(label)
        try:
            is_new = not self.path.exists()
            with self.path.open("ab") as file:
                file.write(b"\n" + line if self._needs_end else line)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self.path.parent)
        except OSError as error:
            raise self._failed(error) from error
        self._needs_end = False

    def _shorten(self, size: int, kept: int) -> None:
        """Take out what stands at the end, unless somebody has added to it meanwhile."""
        try:
            if self.path.stat().st_size == size:
                os.truncate(self.path, kept)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> StorageError:
        return StorageError(
            f"{self.path}: cannot be written ({error.strerror}); the labels before are kept"
        )


def _whole_lines(data: bytes) -> tuple[bytes, bool]:
    """The content without a last line that broke off in a crash, and whether there was one.

    A last line without its line end is whole when it is JSON; one that is none and does not
    begin as ours do was made by hand, and stays to be complained of. A file system that crashed
    may also leave zeros where a line was to be.
    """
    whole, end, tail = data.rpartition(b"\n")
    begun = tail.rstrip(b"\0")
    if not tail.strip() or _is_json(tail):
        return data, False
    if begun.startswith(_BEGINNING) or _BEGINNING.startswith(begun):
        return whole + end, True
    return data, False


def _is_json(line: bytes) -> bool:
    try:
        _fields(line)
    except ReadingError:
        return False
    return True


# ---------------------------------------------------------------------------- a line


def _fields(line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadingError(f"not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except json.JSONDecodeError as error:
        what = f"not JSON (column {error.colno}: {error.msg})"
        raise ReadingError(f"{what}; speechkit label writes such a file") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting without end
        raise ReadingError("not JSON of a label") from error
    if not isinstance(fields, dict):
        raise ReadingError("must be a JSON object")
    return fields


def _label(fields: Mapping[str, object], themes: Collection[str]) -> Label:
    for field in fields:
        if field not in _FIELDS:
            raise ReadingError(f"unknown field {field!r}; known: {', '.join(_FIELDS)}")
    span, lines = _place(fields)
    return Label(
        _text(fields, "coder") if "coder" in fields else DEFAULT_CODER,
        _text(fields, "speech"),
        span,
        lines,
        _themes(fields.get("themes"), themes),
        "" if fields.get("digest", "") == "" else _text(fields, "digest"),
    )


def _place(fields: Mapping[str, object]) -> tuple[Span | None, tuple[int, int]]:
    if "line" in fields:
        if fields.keys() & {"start", "end", "line_start", "line_end"}:
            raise ReadingError("'line' stands for 'line_start' and 'line_end' and for offsets")
        line = _number(fields, "line", 1)
        return None, (line, line)
    if not fields.keys() & {"line_start", "line_end"}:
        raise ReadingError("no place; it takes 'line', or 'line_start' and 'line_end'")
    lines = _number(fields, "line_start", 1), _number(fields, "line_end", 1)
    if lines[0] > lines[1]:
        raise ReadingError("'line_end' comes before 'line_start'")
    if not fields.keys() & {"start", "end"}:
        return None, lines
    span = Span(_number(fields, "start", 0), _number(fields, "end", 0))
    if span.start >= span.end:
        raise ReadingError("'end' does not come after 'start'")
    return span, lines


def _themes(value: object, known: Collection[str]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ReadingError("'themes' must be a list of ids, [] where no theme fits")
    for id_ in value:
        if not isinstance(id_, str) or id_ not in known:
            raise ReadingError(f"unknown theme {id_!r}; known: {', '.join(known)}")
    if len(set(value)) < len(value):
        raise ReadingError("a theme stands twice in 'themes'")
    return tuple(value)


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ReadingError(f"{name!r} must be a text that is not empty")
    return value


def _number(fields: Mapping[str, object], name: str, least: int) -> int:
    value = fields.get(name)
    if type(value) is not int or value < least:
        raise ReadingError(f"{name!r} must be a whole number from {least}")
    return value
