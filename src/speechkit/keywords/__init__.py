"""Speeches in; the phrases they are about, what sets them apart, and terms in contexts, out.

What is named here is loaded when it is first used: a concordance needs no arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.lazy import load

if TYPE_CHECKING:
    from speechkit.keywords.scoring import score_keywords as score_keywords
    from speechkit.keywords.scoring import speech_keywords as speech_keywords

__all__ = ["score_keywords", "speech_keywords"]

_HOMES = dict.fromkeys(__all__, "scoring")


def __getattr__(name: str) -> object:
    """Load what scores keywords."""
    return load(__name__, _HOMES, name)
