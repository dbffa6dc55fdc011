"""Documents and speeches for tests, made by the code that users run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from speechkit.errors import ReadingError
from speechkit.files import new_folder, read_documents
from speechkit.files.extracted import Extracted
from speechkit.model import (
    Document,
    DocumentSplit,
    Speech,
)
from speechkit.split import split_document

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "speeches.txt"
REAL_DOCUMENT = "SPEECHKIT_REAL_DOCUMENT"
"""Environment variable that names the real document, which is not ours to ship."""


def document(text: str, id_: str = "a") -> Document:
    """A document as the readers would make it."""
    return Document(id_, f"{id_}.txt", text)


def record(text: str, id_: str = "a", **metadata: str) -> Document:
    """A record with its further fields."""
    return Document(id_, "records.jsonl", text, metadata=metadata, is_record=True)


def speech(text: str, id_: str = "a") -> Speech:
    """A text as one speech."""
    return split_document(document(text, id_), look_inside=False).speeches[0]


def marked(extracted: Extracted) -> list[tuple[str, str]]:
    """Each mark of an extracted text with the words it covers."""
    return [
        (mark.kind, extracted.text[mark.span.start : mark.span.end]) for mark in extracted.marks
    ]


def refusal(extract: Callable[[bytes], Extracted], data: bytes) -> str:
    """Why a reader takes no text out of a file: one line."""
    with pytest.raises(ReadingError) as caught:
        extract(data)
    message = str(caught.value)
    assert "\n" not in message
    return message


def write_folder(
    path: str | Path, files: Iterable[tuple[str, bytes]], *, force: bool = False
) -> None:
    """A folder of these files, written as the commands do."""
    with new_folder(path, force=force) as folder:
        for name, data in files:
            folder.write(name, data)


def corpus() -> DocumentSplit:
    """The document that ships, split."""
    return split_document(next(iter(read_documents([CORPUS]))))


def truth() -> dict[str, Any]:
    """What the document that ships is known to hold."""
    content: dict[str, Any] = json.loads((ROOT / "corpus" / "truth.json").read_text("utf-8"))
    return content


def real_document() -> DocumentSplit:
    """The real document, split; skips the test where it is not at hand."""
    return split_document(next(iter(read_documents([real_path()]))))


def real_path() -> Path:
    """Path of the real document; skips the test where it is not at hand."""
    path = os.environ.get(REAL_DOCUMENT)
    if not path:
        pytest.skip(f"{REAL_DOCUMENT} does not name the real document")
    return Path(path)


def data_file(name: str) -> Path:
    """A file of labels beside the real document; skips the test where there is none."""
    path = real_path().parent.parent / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the real document")
    return path


def cases(name: str) -> list[Any]:
    """Cases of `tests/cases/<name>.json`, each known to pytest by its label."""
    content = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["label"]) for case in content]
