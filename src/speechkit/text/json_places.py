"""The text of a JSON value in, the line of each of its parts out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, cast

_TOKEN = re.compile(r'\r\n?|\n|"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^\s{}\[\],:"]+')
"""A line end, a text, a bracket, or a number or word; not what only stands between them."""


@dataclass(slots=True)
class JsonPlace:
    """Where a part of a JSON value stands."""

    line: int
    """From 1; of a field, the line of its name."""
    parts: dict[str | int, JsonPlace] = field(default_factory=dict)
    """By name in an object, by position from 0 in a list; of a repeated name, the last."""


class RepeatedName(NamedTuple):
    """A name that an object has twice: whoever reads it takes the last and drops the first."""

    name: str
    first: int
    """Line of the one before."""
    line: int


def json_places(text: str) -> tuple[JsonPlace, tuple[RepeatedName, ...]]:
    r"""Where the parts of a JSON value stand, and the names that an object has twice.

    Takes time and memory linear in the text, however deep it is nested.

    Parameters
    ----------
    text
        JSON that a parser has accepted; of anything else the answer means nothing. LF, CRLF
        and CR end a line.

    Examples
    --------
    >>> place, repeated = json_places('{"a":\n [1,\n  2], "b": 3, "b": 4}')
    >>> place.parts["a"].line, place.parts["a"].parts[1].line
    (1, 3)
    >>> repeated
    (RepeatedName(name='b', first=3, line=3),)
    """
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        reader.take(match[0])
    return reader.whole.parts[0], tuple(reader.repeated)


class _Open(NamedTuple):
    """An object or a list whose end has not come yet."""

    place: JsonPlace
    is_object: bool


class _Reader:
    """Takes the tokens one by one."""

    def __init__(self) -> None:
        self.whole = JsonPlace(1)
        """A list that holds the value."""
        self.repeated: list[RepeatedName] = []
        self._line = 1
        self._open = [_Open(self.whole, is_object=False)]
        self._name: JsonPlace | None = None
        """Of the field whose value comes next."""

    def take(self, token: str) -> None:
        sign = token[0]
        if sign in "\r\n":
            self._line += 1
        elif sign in "}]":
            self._open.pop()
        elif self._name is None and self._open[-1].is_object:
            self._begin_field(_decoded(token))
        else:
            place = self._begin_value()
            if sign in "{[":
                self._open.append(_Open(place, is_object=sign == "{"))

    def _begin_field(self, name: str) -> None:
        fields = self._open[-1].place.parts
        if name in fields:
            self.repeated.append(RepeatedName(name, fields[name].line, self._line))
        self._name = fields[name] = JsonPlace(self._line)

    def _begin_value(self) -> JsonPlace:
        """The field that was begun, or the next element of a list."""
        place, self._name = self._name, None
        if place is None:
            elements = self._open[-1].place.parts
            place = elements[len(elements)] = JsonPlace(self._line)
        return place


def _decoded(token: str) -> str:
    if "\\" not in token:
        return token[1:-1]
    import orjson

    return cast(str, orjson.loads(token))
