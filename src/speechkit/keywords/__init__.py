"""Speeches in; the phrases they are about, what sets them apart, and terms in contexts, out.

What is named here is loaded when it is first used: a concordance needs no arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.keywords.scoring import score_keywords as score_keywords
    from speechkit.keywords.scoring import speech_keywords as speech_keywords

__all__ = ["score_keywords", "speech_keywords"]


def __getattr__(name: str) -> object:
    """Load what scores keywords."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from speechkit.keywords import scoring

    return getattr(scoring, name)
