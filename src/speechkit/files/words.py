"""The path of a list of words that an option names in, its text out."""

from __future__ import annotations

from pathlib import Path

from speechkit.errors import ReadingError, UsageError
from speechkit.files.decode import Decoded, decode
from speechkit.files.near import files_like

MAX_BYTES = 16 * 2**20
"""Largest list that is read; jieba's own dictionary has 5 MB."""


def read_words(path: str | Path) -> Decoded:
    """Text of a list of words, by whichever encoding fits it.

    Raises
    ------
    UsageError
        When there is no such file, or it cannot be read.
    ReadingError
        When it is empty, too large or no text.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        likely = files_like(path) if isinstance(error, FileNotFoundError) else ""
        raise UsageError(f"{path}: {getattr(error, 'strerror', error)}{likely}") from error
    if len(data) > MAX_BYTES:
        raise ReadingError(f"{path}: more than {MAX_BYTES // 2**20} MB; is it a list of words?")
    try:
        return decode(data)
    except ReadingError as error:
        wrong, _, _ = str(error).partition(";")  # what follows is advice for sources
        advice = "write one word a line" if wrong == "empty" else "save it as UTF-8"
        raise ReadingError(f"{path}: {wrong}; {advice}") from error
