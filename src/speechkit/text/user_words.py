"""The text of a user's dictionary or list of stop-words in, its checked words out.

A dictionary has jieba's form: a line holds a word and, if wanted, its frequency and its part
of speech, with blanks between them (`政绩观 20 n`). Unlike jieba's, it may have comments: a
line that begins with `#`. A list of stop-words has words with blanks or line ends between
them; what follows a `#` that begins a word is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speechkit.errors import ReadingError
from speechkit.model import LINE_END
from speechkit.text.background import TAGS

MAX_WORD = 40
"""Characters of a word: what is longer is a sentence, and the segmenter looks up every prefix."""
MAX_LINE = 200
"""Characters of a line: a word, a frequency and a part of speech take a quarter of it."""
MAX_LINES = 200_000
"""Lines of a file: they take the segmenter a second; jieba's own dictionary has 350,000."""
MAX_FREQUENCY = 1_000_000_000
"""All words of jieba's dictionary together have 60 million."""
MAX_NAMED = 3
"""Lines that a refusal names; it counts the others."""

_FREQUENCY = re.compile(r"[0-9]+")
_FIGURE = re.compile(r"[-+]?\d[\d.,]*")
"""What is meant for a frequency."""
_TAG = re.compile(r"[a-z]{1,5}")
_DIVIDED = re.compile(r"[^,，;；|]+[,，;；|][0-9]+(?:[,，;；|].*)?")
"""A line of a table saved with commas."""
_BLANK = re.compile(r"(?<=[\u2e80-\uffee]) | (?=[\u2e80-\uffee])")
"""A blank beside a character of Chinese; between Latin words it is a part of the name."""


class UserWord(NamedTuple):
    """A word of the user's own."""

    text: str
    frequency: int | None = None
    """As jieba counts it; None for as much as makes the word come out whole."""
    tag: str | None = None
    """Part of speech as jieba writes it."""


def parse_words(text: str, *, name: str = "words") -> tuple[UserWord, ...]:
    r"""The words of a dictionary in jieba's form.

    Parameters
    ----------
    text
        Lines of `word [frequency] [part of speech]`, empty ones and comments among them.
    name
        What error messages call it, such as its path.

    Returns
    -------
    tuple of UserWord
        In the order of the lines, each word once.

    Raises
    ------
    ReadingError
        When a line cannot be used, there are too many, or none holds a word: says which
        lines, why, and what to do.

    Examples
    --------
    >>> for word in parse_words("# ours\n政绩观 20 n\nBelt and Road\n"):
    ...     print(word)
    UserWord(text='政绩观', frequency=20, tag='n')
    UserWord(text='Belt and Road', frequency=None, tag=None)
    >>> parse_words("政绩观 0", name="a")
    Traceback (most recent call last):
    ...
    speechkit.errors.ReadingError: a: line 1 ('政绩观 0'): frequency 0: write 1 or more, or none
    """
    found: dict[str, tuple[int, UserWord]] = {}
    problems: list[str] = []
    for number, line in _lines(text, name):
        try:
            word = _parse_word(line)
            first, same = found.setdefault(word.text, (number, word))
            if same != word:
                raise _LineError(f"the word stands in line {first} with other figures; keep one")
        except _LineError as reason:
            problems.append(_problem(number, line, reason))
    _refuse(problems, name)
    if not found:
        raise _no_word(name)
    return tuple(word for _, word in found.values())


def parse_stopwords(text: str, *, name: str = "stop-words") -> tuple[str, ...]:
    r"""The words of a list of stop-words.

    Parameters
    ----------
    text
        Words with blanks or line ends between them.
    name
        What error messages call it, such as its path.

    Returns
    -------
    tuple of str
        In their order, each once.

    Raises
    ------
    ReadingError
        When a line cannot be used, there are too many, or none holds a word.

    Examples
    --------
    >>> parse_stopwords("# of reports\n大家 同志  # addressed\n一下\n")
    ('大家', '同志', '一下')
    """
    found: dict[str, None] = {}
    problems: list[str] = []
    for number, line in _lines(text, name):
        words = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].split()
        try:
            for word in words:
                _check_signs(word)
                _check_length(word)
        except _LineError as reason:
            problems.append(_problem(number, line, reason))
        found.update(dict.fromkeys(words))
    _refuse(problems, name)
    if not found:
        raise _no_word(name)
    return tuple(found)


class _LineError(Exception):
    """Why a line cannot be used, and what to do."""


def _lines(text: str, name: str) -> Iterator[tuple[int, str]]:
    """The lines that are no comments and not empty, with their numbers."""
    lines = LINE_END.split(text)
    if len(lines) > MAX_LINES + 1:  # what follows the last line end is a line too
        raise ReadingError(f"{name}: more than {MAX_LINES:,} lines; leave out what is not needed")
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _parse_word(line: str) -> UserWord:
    if len(line) > MAX_LINE:
        raise _LineError(f"longer than {MAX_LINE} characters; write one word a line")
    _check_signs(line.replace("\t", " ").replace("\u3000", " "))
    fields = line.split()
    tag = fields.pop() if len(fields) > 1 and _is_tag(fields) else None
    frequency = _parse_frequency(fields.pop()) if len(fields) > 1 and _is_figure(fields) else None
    if frequency is not None and tag is None and len(fields) > 1 and _is_tag(fields):
        raise _LineError("the frequency comes before the part of speech")
    word = " ".join(fields)
    _check_length(word)
    _check_word(word)
    return UserWord(word, frequency, tag)


def _is_tag(fields: list[str]) -> bool:
    """Whether the last field is a part of speech, not the end of a name in Latin letters.

    After a word of Chinese any short run of small letters is one.
    """
    tag, before = fields[-1], fields[-2]
    return tag in TAGS or (_TAG.fullmatch(tag) is not None and not before[-1].isascii())


def _is_figure(fields: list[str]) -> bool:
    return _FIGURE.fullmatch(fields[-1]) is not None


def _parse_frequency(figure: str) -> int:
    digits = figure.lstrip("0")
    if not _FREQUENCY.fullmatch(figure) or not digits:
        raise _LineError(f"frequency {figure}: write 1 or more, or none")
    if len(digits) > len(str(MAX_FREQUENCY)) or int(digits) > MAX_FREQUENCY:
        raise _LineError(f"frequency {figure[:20]} is above {MAX_FREQUENCY:,}")
    return int(digits)


def _check_signs(word: str) -> None:
    for char in word:
        if not char.isprintable() or char == "\ufffd":
            raise _LineError(f"holds U+{ord(char):04X}, which cannot be seen; delete it")


def _check_length(word: str) -> None:
    if len(word) > MAX_WORD:
        raise _LineError(f"a word of more than {MAX_WORD} characters; is it a sentence?")


def _check_word(word: str) -> None:
    if not any(map(str.isalnum, word)):
        raise _LineError("no letter, figure or character of Chinese in it")
    if _DIVIDED.fullmatch(word):
        raise _LineError("write blanks between word, frequency and part of speech, no other marks")
    if _BLANK.search(word):
        raise _LineError("a blank inside a word of Chinese; write one word a line")


def _problem(number: int, line: str, reason: Exception) -> str:
    shown = line if len(line) <= 20 else f"{line[:20]}…"
    return f"line {number} ({shown!r}): {reason}"


def _refuse(problems: list[str], name: str) -> None:
    if not problems:
        return
    named = "; ".join(problems[:MAX_NAMED])
    left = len(problems) - MAX_NAMED
    more = "" if left <= 0 else f"; and {left:,} more line{'s' if left > 1 else ''}"
    raise ReadingError(f"{name}: {named}{more}")


def _no_word(name: str) -> ReadingError:
    return ReadingError(f"{name}: no word in it; write one a line")


def check_disjoint(words: Iterable[str], stopwords: Iterable[str]) -> None:
    """Refuse words that are to be listed and left out at once.

    Raises
    ------
    ReadingError
        Names the first of them.
    """
    both = sorted(set(words).intersection(stopwords))
    if both:
        more = f" and {len(both) - 1:,} more" if len(both) > 1 else ""
        raise ReadingError(
            f"--words and --stopwords: {both[0]}{more} in both; take it out of one of them"
        )
