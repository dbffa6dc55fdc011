"""What the user calls two speeches in, the speeches out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from speechkit.cli.reading import Reading, ReadOptions, read
from speechkit.cli.run import likely, listed
from speechkit.errors import UsageError
from speechkit.model import Speech

_STDIN = "-"
_MAX_NAMED = 8
"""Speeches listed where none of them was meant."""
_MAX_NAME = 40
"""Characters of a title in such a list."""


class Picked(NamedTuple):
    """Two speeches, and the reading they are from."""

    a: Speech
    b: Speech
    reading: Reading


class _Wanted(NamedTuple):
    """A source and what is meant of it: a number or an id, None for the only one."""

    source: str
    part: str | None


def pick_pair(
    names: tuple[str, str], sources: Sequence[str], options: ReadOptions, *, quiet: bool
) -> Picked:
    """Read what holds two speeches, and find them in it.

    Parameters
    ----------
    names
        Ids of speeches of the sources; without sources a file, or a file, `#` and the number
        or the id of a speech in it.

    Raises
    ------
    UsageError
        When a name does not say which speech is meant; the message lists those there are.
    """
    if sources:
        reading = read(sources, options, quiet=quiet)
        a, b = (_called(reading.speeches, name) for name in names)
        return Picked(a, b, reading)
    wanted = [_parsed(name) for name in names]
    reading = read(sources_of(names), options, quiet=quiet)
    a, b = (_of_source(reading, each) for each in wanted)
    return Picked(a, b, reading)


def sources_of(names: tuple[str, str]) -> list[str]:
    """The files that two names lead to, each once."""
    return list(dict.fromkeys(_parsed(name).source for name in names))


def _parsed(name: str) -> _Wanted:
    """A file that is there is meant as it is called, whatever signs are in its name."""
    if name == _STDIN or "#" not in name or is_there(name):
        return _Wanted(name, None)
    source, _, part = name.rpartition("#")
    return _Wanted(source, part)


def is_there(name: str) -> bool:
    """Whether a file or folder has this name."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long for a name, or no name at all
        return False


def _of_source(reading: Reading, wanted: _Wanted) -> Speech:
    source, part = wanted
    real = _real(source)
    speeches = [
        speech
        for split in reading.documents
        if _is_below(_real(split.document.path), real)
        for speech in split.speeches
    ]
    if part is None and len(speeches) == 1:
        return speeches[0]
    if part is not None and part.isascii() and part.isdecimal():
        if 0 < int(part[:9]) <= len(speeches):
            return speeches[int(part) - 1]
    elif part is not None:
        found = [speech for speech in speeches if part in (speech.id, speech.document.id)]
        if len(found) == 1:
            return found[0]
    if not speeches:  # it could not be read, which was said
        raise UsageError(f"{source}: no speech in it to compare")
    names = (f"#{n} {_short(s.title or s.id)}".rstrip() for n, s in enumerate(speeches, 1))
    there = listed(names, _MAX_NAMED)
    if part is None:
        raise UsageError(f"{source}: {len(speeches)} speeches; say which, by number: {there}")
    raise UsageError(f"{source}: no speech #{_short(part)} in it; there are {there}")


def _real(path: str) -> str:
    return path if path == _STDIN else os.path.realpath(path)


def _is_below(path: str, source: str) -> bool:
    return path == source or path.startswith(source + os.sep)


def _called(speeches: Sequence[Speech], name: str) -> Speech:
    for speech in speeches:
        if speech.id == name:
            return speech
    there = listed((_short(speech.id) for speech in speeches), _MAX_NAMED)
    meant = likely(name, [speech.id for speech in speeches], _MAX_NAMED)
    raise UsageError(f"no speech is called {_short(name)}; there are {there}{meant}")


def _short(text: str) -> str:
    return text if len(text) <= _MAX_NAME else text[: _MAX_NAME - 1] + "…"
