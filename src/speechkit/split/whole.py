"""A text that is one speech in; its compact text, its ending and its division, without reading it.

To read a speech takes a hundred times as long. Of most texts it can be told without whether
they end with a sentence; the others are left in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from speechkit.model import Document, Removal, Span
from speechkit.split import Division
from speechkit.split.boundaries import Boundaries
from speechkit.text.genre import CLOSING_MARKS
from speechkit.text.normal import compact_view, is_han

Gap: TypeAlias = tuple[int, int]
"""Start and end of a stretch of furniture."""

_LONG = 200
"""Characters of a text that has a body below its title, whatever its first lines are."""
_LONG_LINE = 64
"""Characters of a line that is no title, no signature and no word of thanks."""
_SHORT_SENTENCE = 10
"""Characters of a sentence that is no crumb beside furniture."""
_NO_SENTENCE = frozenset("：:—―－-#*_")
"""In a line that may be a label, a subtitle or a heading."""


def whole_division(document: Document, gaps: Iterable[Gap]) -> Division:
    """The division of a document that is one speech, its furniture known but for its kinds."""
    text = document.text
    furniture = tuple(Removal("", Span(start, end), text[start:end]) for start, end in gaps)
    return Division(document, (Span(0, len(text)),), Boundaries((), 1.0), furniture)


def compact_text(text: str, span: Span, gaps: Sequence[Gap]) -> str:
    """What is left of a stretch without white space and furniture; see `shingles.compact`."""
    if not gaps:
        return "".join(text[span.start : span.end].split())  # a whole text is not copied
    return compact_view(text, span, [Span(*gap) for gap in gaps]).text


def gaps_of(furniture: Iterable[Removal]) -> tuple[Gap, ...]:
    """Where the furniture stands."""
    return tuple((removal.span.start, removal.span.end) for removal in furniture)


UNSURE, ENDS, BREAKS_OFF = range(3)
"""How a speech ends, as far as it can be told without reading it."""


def ending_of(compact: str, raw: str) -> int:
    """How a speech ends: `ENDS`, `BREAKS_OFF` or `UNSURE`.

    Parameters
    ----------
    compact
        Its compact text.
    raw
        It as it stands in its document.
    """
    if _ends_well(compact, raw):
        return ENDS
    return BREAKS_OFF if _breaks_off(compact, raw) else UNSURE


def _breaks_off(compact: str, raw: str) -> bool:
    """Whether a speech surely breaks off in mid-sentence.

    Its last line is too long for a signature or a word of thanks, and ends with a character
    that neither closes a sentence nor stands behind one; nor is it furniture.
    """
    last = raw.rstrip().rpartition("\n")[2]
    if len(last) < _LONG_LINE or "\r" in last or not is_han(last[-1]):
        return False
    return compact.endswith("".join(last[-_LONG_LINE // 2 :].split()))


def _ends_well(compact: str, raw: str) -> bool:
    """Whether a speech surely ends with a sentence, which is what `Speech.complete` asks.

    Its last character closes one, and stands below the title: the text is long, or begins
    with a sentence itself, which is no 时间：3月5日，地点：青瓦镇 and no subtitle. In doubt the
    speech is read, which takes a hundred times as long.
    """
    if not compact or compact[-1] not in CLOSING_MARKS:
        return False
    if len(compact) >= _LONG:
        return True
    first = "".join(raw.lstrip().partition("\n")[0].split())
    return compact.startswith(first) and _is_sentence(first)


def _is_sentence(line: str) -> bool:
    return (
        len(line) >= _SHORT_SENTENCE
        and line.endswith("。")
        and "，" in line
        and _NO_SENTENCE.isdisjoint(line)
    )
