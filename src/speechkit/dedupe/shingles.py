"""A speech in; its compact text and the set of its character shingles out."""

from __future__ import annotations

from functools import lru_cache

from speechkit.model import (
    SHINGLE_SIZE,
    Document,
    Removal,
    Span,
    Speech,
    View,
)
from speechkit.text.clean import ODD_SIGNS
from speechkit.text.furniture import find_furniture, furniture_within
from speechkit.text.genre import CLOSING_BRACKETS, CLOSING_MARKS
from speechkit.text.normal import compact_view

_ENDS = frozenset(CLOSING_MARKS + CLOSING_BRACKETS + "：；")
"""After these a line may end."""


def compact(speech: Speech) -> View:
    """The speech as it stands in the document, without white space and page furniture.

    Nothing else is changed: versions of a text are told apart by what was printed, not
    by what we would have mended.
    """
    return compact_view(
        speech.document.text, speech.span, [removal.span for removal in furniture_of(speech)]
    )


def furniture_of(speech: Speech) -> tuple[Removal, ...]:
    """Page furniture that stands in the speech, in the order of the text.

    What is furniture as the document stands; not what a cleaning would find after mending.
    """
    return furniture_within(_furniture(speech.document), speech.span)


class _Identity:
    """A document as a key that is the document itself, not all that it holds."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.document is self.document


def _furniture(document: Document) -> tuple[Removal, ...]:
    return _furniture_of_document(_Identity(document))


@lru_cache(maxsize=4)  # the speeches of a document come one after the other
def _furniture_of_document(key: _Identity) -> tuple[Removal, ...]:
    document = key.document
    return find_furniture(document.text, Span(0, len(document.text)), document.marks)


def n_torn(text: str) -> int:
    r"""Places at which a text is torn: blanks or line ends where no clause ends, odd signs.

    What two versions have in common, such as a heading on a line of its own, counts in both.

    Examples
    --------
    >>> n_torn("经济 发展。\n形势很好"), n_torn("位臵")
    (1, 1)
    """
    pieces = text.split()
    return sum(piece[-1] not in _ENDS for piece in pieces[:-1]) + sum(map(text.count, ODD_SIGNS))


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
