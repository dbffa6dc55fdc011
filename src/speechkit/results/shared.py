"""How the results name speeches and places."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeVar


class Identified(Protocol):
    """A speech, or the name of one that is not in memory."""

    @property
    def id(self) -> str: ...


Known = TypeVar("Known", bound=Identified)


class Named(Identified, Protocol):
    """A speech, or what it is called when its text is not in memory."""

    @property
    def title(self) -> str: ...


class SpeechName(NamedTuple):
    """What a speech is called."""

    id: str
    title: str


class Place(NamedTuple):
    """Where something stands in its document."""

    start: int
    end: int
    line: int


class Quotation(NamedTuple):
    """A stretch of a document, character for character."""

    start: int
    end: int
    line: int
    text: str
