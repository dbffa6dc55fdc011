"""Sources in, the size of each file below them out, for whoever wants to tell how far he is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress


def file_sizes(sources: Iterable[str]) -> dict[str, int]:
    """Bytes of every file that is named or lies below a folder, by its path as readers give it.

    Files of kinds that are not read count too; what cannot be looked at is left out.
    """
    sizes: dict[str, int] = {}
    for source in sources:
        with suppress(OSError, ValueError):
            if os.path.isdir(source):  # noqa: PTH112 # a Path is ten times slower
                _add_folder(source, sizes)
            else:
                sizes[source] = os.stat(source).st_size  # noqa: PTH116
    return sizes


def _add_folder(folder: str, sizes: dict[str, int]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    _add_folder(entry.path, sizes)
                elif entry.is_file():
                    sizes[entry.path] = entry.stat().st_size
