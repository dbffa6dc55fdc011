"""What a reader takes out of a file that is no plain text: its text and what it knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from speechkit.model import Mark


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what the format says of it."""

    text: str
    """Every paragraph ends in a line feed."""
    marks: tuple[Mark, ...]
    """In the order of the text; their offsets count in `text`."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What the file says of itself, such as its title."""
    losses: tuple[str, ...] = ()
    """What of the file could not be read, a line each; the rest of it was."""
