"""A place in a document in, out what is shown of it: its line, or what is quoted elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.model import LINE_END, Span

if TYPE_CHECKING:
    from speechkit.model import Document, Speech

MAX_QUOTE = 120
"""Characters of a quotation outside the text of its speech."""
CONTEXT = 6
"""Characters shown before and after a changed or mended passage."""
_BLANKS = str.maketrans({" ": "␣", "\u3000": "␣", "\t": "⇥"})


def excerpt(document: Document, span: Span, *, limit: int = MAX_QUOTE) -> str:
    r"""The text of a span on one line, with `…` where it is longer than the limit.

    Examples
    --------
    >>> from speechkit.model import Document, Span
    >>> excerpt(Document("d", "d.txt", "会议\n开始了"), Span(0, 6), limit=4)
    '会议开始…'
    """
    window = document.text[span.start : min(span.end, span.start + 2 * limit)]
    text = LINE_END.sub("", window).strip()
    return text if len(text) <= limit and len(window) == len(span) else text[:limit] + "…"


def clipped(text: str) -> str:
    """A text with `…` where it is longer than a quotation may be."""
    return text if len(text) <= MAX_QUOTE else text[:MAX_QUOTE] + "…"


def line_span(speech: Speech, number: int) -> Span:
    """The part of a line of the document that belongs to a speech, without the line's end."""
    document = speech.document
    is_last = number == len(document.line_starts)
    end = len(document.text) if is_last else document.line_starts[number]
    start = max(document.line_starts[number - 1], speech.span.start)
    end = min(end, speech.span.end)
    return Span(start, start + len(document.text[start:end].rstrip("\r\n")))


def around(document: Document, span: Span) -> tuple[str, str]:
    """What stands before and after a span on the lines it touches, a few characters of it."""
    before = document.text[max(0, span.start - CONTEXT) : span.start]
    after = document.text[span.end : span.end + CONTEXT]
    return LINE_END.split(before)[-1].lstrip(), LINE_END.split(after)[0].rstrip()


def blanks_shown(text: str) -> str:
    r"""The text with a sign for each line end, blank and tab.

    Examples
    --------
    >>> blanks_shown("　第一\r\n")
    '␣第一⏎'
    """
    return LINE_END.sub("⏎", text).translate(_BLANKS)
