"""A text in, the spans of its sentences out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from speechkit.model import Span

# A sentence runs to its closing mark and takes the closing quotes and brackets after it
# along. A semicolon closes too: in official prose it divides the items of a list, each
# with a subject of its own, and whole paragraphs hold no full stop but the last.
_CLOSING = "。！？；!?;…"
_AFTER = "”’』」）】〕》\"')"
_SENTENCE = re.compile(rf"[^{_CLOSING}]+(?:[{_CLOSING}]+[{_AFTER}]*)?|[{_CLOSING}]+[{_AFTER}]*")


def sentences(text: str, paragraphs: Iterable[Span]) -> Iterator[Span]:
    r"""Spans of the sentences of some paragraphs, without the white space around them.

    A sentence never runs over the end of a paragraph; what follows the last closing mark
    is a sentence as well. Together the sentences hold every character of the paragraphs
    that is not white space.

    Examples
    --------
    >>> text = "天气好。“真的吗？”他问；\n我答"
    >>> [text[s.start : s.end] for s in sentences(text, [Span(0, 13), Span(14, 16)])]
    ['天气好。', '“真的吗？”', '他问；', '我答']
    """
    for paragraph in paragraphs:
        for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
            content = match.group()
            start = match.start() + len(content) - len(content.lstrip())
            end = match.end() - (len(content) - len(content.rstrip()))
            if start < end:
                yield Span(start, end)
