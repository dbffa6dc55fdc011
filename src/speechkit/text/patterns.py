"""The source of a regular expression in, the pattern out, compiled when it is first used.

To compile two hundred patterns takes as long as to split five speeches with them, and most
documents need few: an advertisement is looked for only where there is an address.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class _Pattern:
    """Becomes what it stands for as soon as anything is asked of it."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # called for what is missing yet
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled when it is first used.

    Raises
    ------
    re.error
        At that time, when the source is no regular expression.

    Examples
    --------
    >>> regex("[〇零]").sub("0", "二〇二四")
    '二0二四'
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))
