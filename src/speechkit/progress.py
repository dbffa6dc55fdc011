"""Pieces of work in, the same out one by one, while somebody is told how many are done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

from speechkit.model import Progress

Piece = TypeVar("Piece")


def followed(
    pieces: Collection[Piece],
    what: str,
    progress: Progress | None,
    *,
    before: int = 0,
    n_all: int | None = None,
) -> Iterator[Piece]:
    """The pieces; each counts as done when the next one is asked for.

    Parameters
    ----------
    what
        Is being done.
    before, n_all
        Where these pieces are a part of the work: how many were done before them, and how many
        there are in all.

    Examples
    --------
    >>> list(followed("ab", "reading", lambda *told: print(*told)))
    reading 1 2
    reading 2 2
    ['a', 'b']
    """
    n_all = len(pieces) if n_all is None else n_all
    for n, piece in enumerate(pieces, before + 1):
        yield piece
        if progress is not None:
            progress(what, n, n_all)


class FollowedShare:
    """Does a piece of work for each task, as `map` does, and tells how many are done.

    Parameters
    ----------
    what
        Is being done.
    """

    def __init__(self, what: str, progress: Progress) -> None:
        self._what = what
        self._progress = progress

    def __call__(self, work: Callable[[Any], Any], tasks: Iterable[Any], /) -> Iterator[Any]:
        return map(work, followed(list(tasks), self._what, self._progress))
