"""A path that leads nowhere in, the files beside it that may be meant out."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from speechkit.errors import did_you_mean

_ALIKE = 0.6
_LOOKED_AT = 10_000
"""Entries of a folder; in a larger one a name is not looked for."""


def files_like(path: str | Path) -> str:
    """What to add to a message that there is no such file; empty where none is called alike."""
    folder, name = os.path.split(os.fspath(path))
    try:
        with os.scandir(folder or os.curdir) as entries:
            names = [entry.name for entry in islice(entries, _LOOKED_AT)]
    except (OSError, ValueError):  # no such folder either, or a NUL in its name
        return ""
    alike = [other for other in sorted(names) if _is_like(Path(name).stem, Path(other).stem)]
    return did_you_mean(name, alike, before=f"{folder}{os.sep}" if folder else "")


def _is_like(a: str, b: str) -> bool:
    """Whether two names are alike before their suffixes, which are alike of most files."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(a=a.casefold(), b=b.casefold(), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
