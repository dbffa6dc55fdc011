"""What can go wrong that the user can put right: one exception a kind, each with its exit code.

The message says where, what, and what to try; `cli` prints it as one line on stderr.
"""

from __future__ import annotations

from typing import ClassVar


class SpeechkitError(Exception):
    """Anything the user can put right."""

    exit_code: ClassVar[int] = 65
    """Input we cannot use."""


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
