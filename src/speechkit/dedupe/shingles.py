"""A speech in; its compact text and the set of its character shingles out."""

from __future__ import annotations

from speechkit.model import (
    SHINGLE_SIZE,
    Speech,
    View,
)
from speechkit.text.normal import compact_view


def compact(speech: Speech) -> View:
    """The speech as it stands in the document, without white space and page furniture.

    Nothing else is changed: versions of a text are told apart by what was printed, not
    by what we would have mended.
    """
    return compact_view(
        speech.document.text, speech.span, [removal.span for removal in speech.removed]
    )


def shingle_set(text: str, size: int = SHINGLE_SIZE) -> frozenset[str]:
    """Distinct runs of `size` characters.

    A text shorter than that is its own only shingle; an empty one has none.

    Examples
    --------
    >>> sorted(shingle_set("经济发展形势", 5)), shingle_set("发展"), shingle_set("")
    (['济发展形势', '经济发展形'], frozenset({'发展'}), frozenset())
    """
    if len(text) <= size:
        return frozenset({text} if text else ())
    return frozenset([text[i : i + size] for i in range(len(text) - size + 1)])
