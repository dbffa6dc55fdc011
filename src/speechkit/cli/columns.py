"""Text of Chinese and English in, lines of so many columns out, for help pages.

Chinese characters take two columns each; they may part anywhere but before a closing sign and
after an opening one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WIDE = ("W", "F")
_OPENING = "（《「“‘【〔"
_CLOSING = "，。、；：？！）》」”’】〕…"
_WORD = re.compile(
    rf"[{_OPENING}]*"
    r"(?:[^\s\u2e80-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…]+|[^\s])"
    rf"[{_CLOSING}]*|\s+"
)
"""What stays on one line: a run of letters, or a character, with the signs that belong to it."""
_NOTE_OR_REST = re.compile(r"\[[^\]]*\]|[^\[]+|\[")
"""A note in brackets stays on one line where it fits into one."""


def columns_of(text: str) -> int:
    """Columns of a terminal that a text takes.

    Examples
    --------
    >>> columns_of("a讲话")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """The text with blanks behind it up to so many columns."""
    return text + " " * (columns - columns_of(text))


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns; a longer word has a line of its own.

    Examples
    --------
    >>> wrapped("写入 speeches.jsonl，不覆盖。", 16)
    ['写入', 'speeches.jsonl，', '不覆盖。']
    """
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, columns):
        taken = columns_of(word)
        if used and used + taken > columns:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not word.isspace():
            line, used = line + word, used + taken
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str, columns: int) -> Iterator[str]:
    for match in _NOTE_OR_REST.finditer(text):
        part = match[0]
        if part.startswith("[") and columns_of(part) <= columns:
            yield part
        else:
            yield from (word[0] for word in _WORD.finditer(part))
