"""What can go wrong that the user can put right: one exception a kind, each with its exit code.

The message says where, what, and what to try; `cli` prints it as one line on stderr, or as
one line a fault where there may be several.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

_MOST_MEANT = 3
_MOST_LOOKED_AT = 10_000
"""Names that are held against what was given: it takes a second."""


class SpeechkitError(Exception):
    """Anything the user can put right.

    Parameters
    ----------
    *lines
        What there is to say; several where several things are wrong.
    """

    exit_code: ClassVar[int] = 65
    """Input we cannot use."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)

    def __str__(self) -> str:
        return "\n".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        return self.args


class UsageError(SpeechkitError):
    """An option's value or a named source that cannot be meant."""

    exit_code = 2


class ReadingError(SpeechkitError):
    """A source that cannot be decoded or holds nothing to read."""


class SplitError(SpeechkitError):
    """A document in which there is no speech."""


class TooLittleTextError(SpeechkitError):
    """Fewer speeches than the question needs."""


class SearchError(SpeechkitError):
    """An expression that does not come to an end on a speech."""


class OutputExistsError(SpeechkitError):
    """An output that is there already, or a place where none can be made."""

    exit_code = 73


class StorageError(SpeechkitError):
    """Reading or writing failed below us: a full disk, a lost mount."""

    exit_code = 74


def did_you_mean(given: str, names: Iterable[str], *, before: str = "") -> str:
    """What to add to a message that there is no such name; empty where none is like it.

    Parameters
    ----------
    before
        What stands before each name, such as its folder.

    Examples
    --------
    >>> did_you_mean("spilt", ["split", "dedupe"]), did_you_mean("x", ["split"])
    ('; did you mean split?', '')
    """
    from difflib import get_close_matches
    from itertools import islice

    meant = get_close_matches(given, list(islice(names, _MOST_LOOKED_AT)), _MOST_MEANT)
    return f"; did you mean {' or '.join(before + name for name in meant)}?" if meant else ""
