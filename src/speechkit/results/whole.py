"""All analyses of one collection."""

from __future__ import annotations

from dataclasses import dataclass

from speechkit.model import Speech, SplitResult
from speechkit.results.emphasis import Emphasis
from speechkit.results.versions import Duplicates
from speechkit.results.words import Keywords


@dataclass(frozen=True, slots=True)
class Report:
    """All analyses of one collection, for the page that shows them."""

    split: SplitResult
    duplicates: Duplicates[Speech]
    keywords: Keywords
    emphasis: Emphasis
    version: str
    """Of speechkit."""
    command: str
    """That makes the report again."""
    made: str = ""
    """When it was made; empty where nobody asked, so that the same input gives the same bytes."""
