"""Paths in, the ids of documents and the order of files out."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from typing import NamedTuple

STDIN = "-"
"""The source, and the path of the document, that stand for standard input."""


def document_ids(paths: Iterable[str]) -> dict[str, str]:
    """The id of each path: its stem, lengthened as far as it takes to tell it from the others.

    Equal stems take as much of the parent path as tells them apart; files that differ only in
    the suffix keep it, and so does one that would be called like a speech of another
    (`a#1.txt` beside `a.txt`). The ids do not depend on the order of the paths.

    Examples
    --------
    >>> list(document_ids(["in/2019/talk.txt", "in/2020/talk.txt", "a.md", "a.txt", "-"]).values())
    ['2019/talk', '2020/talk', 'a.md', 'a.txt', 'stdin']
    """
    parts = {path: _id_parts(path) for path in paths}
    marked = {path for path, part in parts.items() if "#" in part.stem}
    ids = dict.fromkeys(parts, "")
    taken: set[str] = set()
    pending = set(parts)
    for with_suffix in (False, True):
        deepest = max((len(parts[path].folders) for path in pending), default=0)
        for depth in range(deepest + 1):
            candidates = {path: part.id(depth, with_suffix) for path, part in parts.items()}
            counts = Counter(candidates.values())
            alone = {path for path in pending if counts[candidates[path]] == 1}
            alone -= {path for path in marked if part_of(candidates[path]) in counts}
            found = {path: candidates[path] for path in alone if candidates[path] not in taken}
            ids.update(found)
            taken.update(found.values())
            pending -= found.keys()
            if not pending:
                return ids
    for path in sorted(pending, key=natural_key):  # such as /a.txt beside a.txt
        ids[path] = numbered(parts[path].id(len(parts[path].folders), True), taken)
        taken.add(ids[path])
    return ids


def natural_key(path: str) -> tuple[str, str]:
    """Sort key that compares runs of digits as numbers; ties by the string itself.

    Examples
    --------
    >>> sorted(["10.txt", "9.txt", "09.txt"], key=natural_key)
    ['09.txt', '9.txt', '10.txt']
    """
    return _DIGITS.sub(_by_size, path), path


def _by_size(match: re.Match[str]) -> str:
    """A number, written so that strings sort as the numbers do: after nothing, before all else."""
    digits = match[0].lstrip("0")
    return f"\0{chr(len(digits))}{digits}"


_DIGITS = re.compile("[0-9]+")
_SUFFIX = re.compile(r"(?<=[^/\\])\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
"""In 讲话2024.3.1 the last part is a day and no suffix."""


def part_of(id_: str) -> str:
    """The id of the document a speech of this id would be from; empty where there is none.

    Examples
    --------
    >>> part_of("a#12"), part_of("a#b")
    ('a', '')
    """
    match = _PART.fullmatch(id_)
    return match[1] if match else ""


_PART = re.compile(r"(.+)#[0-9]+", re.DOTALL)


class _IdParts(NamedTuple):
    """A path, taken apart for an id."""

    folders: tuple[str, ...]
    stem: str
    suffix: str

    def id(self, depth: int, with_suffix: bool) -> str:
        """The name below its `depth` last folders, or as many as there are."""
        name = self.stem + self.suffix if with_suffix else self.stem
        return "/".join((*self.folders[max(0, len(self.folders) - depth) :], name))


def _id_parts(path: str) -> _IdParts:
    shown_path = "stdin" if path == STDIN else unicodedata.normalize("NFC", shown(path))
    folder, _, name = shown_path.replace(os.sep, "/").rpartition("/")
    if name in ("", "."):
        *folders, name = _folders(folder) or ("",)
        return _IdParts(tuple(folders), *_stem_and_suffix(name))
    return _IdParts(_folders(folder), *_stem_and_suffix(name))


@lru_cache(maxsize=1024)  # a hundred thousand files lie in few folders
def _folders(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in ("", "."))


def _stem_and_suffix(name: str) -> tuple[str, str]:
    suffix = suffix_of(name)
    return name.removesuffix(suffix), suffix


def suffix_of(path: str) -> str:
    """As it is written, the point included; empty where there is none."""
    match = _SUFFIX.search(path)
    return match[0] if match else ""


def numbered(candidate: str, taken: Container[str]) -> str:
    """The candidate, or what it becomes with the first free number."""
    free, n = candidate, 1
    while free in taken:
        n += 1
        free = f"{candidate}~{n}"
    return free


class Names:
    """Gives names, each once: one that is asked for again gets the first number that is free.

    The number a name has come to is kept, so that ten thousand of one name take as many steps.

    Parameters
    ----------
    key
        What two names may not have in common, such as `str.casefold`.

    Examples
    --------
    >>> names = Names()
    >>> [names.give(name) for name in ("a", "a", "a~3", "a")]
    ['a', 'a~2', 'a~3', 'a~4']
    """

    def __init__(self, key: Callable[[str], str] = str) -> None:
        self._key = key
        self._given: set[str] = set()
        self._numbers: dict[str, int] = {}

    def give(self, name: str, numbered: Callable[[int], str] | None = None) -> str:
        """The name, or what `numbered` makes of it with a number from 2 on."""
        free = name
        wanted = self._key(name)
        n = self._numbers.get(wanted, 1)
        while self._key(free) in self._given:
            n += 1
            free = f"{name}~{n}" if numbered is None else numbered(n)
        self._numbers[wanted] = n
        self._given.add(self._key(free))
        return free


def shown(path: str) -> str:
    r"""A path as text; bytes of a file name that are no UTF-8 appear as `\xNN`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
