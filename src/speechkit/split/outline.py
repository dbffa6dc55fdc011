"""A cleaned text in; its outline out: numbered headings and lists to four levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speechkit.model import (
    OutlineItem,
    Span,
    View,
)
from speechkit.text.marks import LEVELS, OutlineMark, outline_mark

_MAX_TITLE = 60
"""A heading's sentence longer than this is cut at its first comma."""
_MAX_SKIP = 4
"""Numbers a series may skip: a paragraph or two got lost."""
_SENTENCE_END = re.compile(r"[。！？；：]")
_TITLE_END = re.compile(r"[。；：！？\n]|$")
_LIST_TITLE_END = re.compile(r"[，。；：！？\n]|$")


@dataclass(frozen=True, slots=True)
class _Found:
    mark: OutlineMark
    start: int
    """View offset."""
    inline: bool

    @property
    def series(self) -> str:
        """What the marks of one list have in common: 一是 and 一要 are two lists."""
        return self.mark.kind + (self.mark.label[-1] if self.mark.kind == "list" else "")


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that may go on."""

    series: str
    number: int
    level: int


def find_outline(view: View, start: int = 0) -> tuple[OutlineItem, ...]:
    r"""Numbered headings and list items from a view offset on.

    A mark inside a paragraph counts when it begins a sentence and its list begins with
    one; a mark at the start of a line when its number is plausible after the last of its
    list.

    Examples
    --------
    >>> view = View("一、总体要求\n（一）目标。一是增收。二是提质。", (0,), (100,))
    >>> [(i.level, i.label, i.title) for i in find_outline(view)]
    [(1, '一、', '总体要求'), (2, '（一）', '目标'), (3, '一是', '增收'), (3, '二是', '提质')]
    """
    items = []
    stack: list[_Open] = []
    for found in _marks(view.text, start):
        level = _place(found, stack)
        if level is not None:
            items.append(_item(view, found, level))
    return tuple(items)


def _marks(text: str, start: int) -> Iterator[_Found]:
    """Marks at the starts of lines and of sentences, in order."""
    for line in View(text, (0,), (0,)).paragraphs(start):
        ends = (match.end() for match in _SENTENCE_END.finditer(text, line.start, line.end))
        for position in (line.start, *ends):
            mark = outline_mark(text, position) if position < line.end else None
            if mark is not None:
                yield _Found(mark, position, inline=position > line.start)


def _place(found: _Found, stack: list[_Open]) -> int | None:
    """Enter a mark into the stack of open lists; its level, None when it is no mark."""
    number = found.mark.number
    at = next((i for i, entry in enumerate(stack) if entry.series == found.series), None)
    if at is not None:
        skip = 1 if found.inline else _MAX_SKIP
        if number != 1 and not 0 < number - stack[at].number <= skip:
            return None
        level = stack[at].level
        del stack[at:]
    else:
        if found.inline and number != 1:
            return None
        fixed = LEVELS.get(found.mark.kind)
        if fixed is not None:
            stack[:] = [entry for entry in stack if entry.level < fixed]
        level = fixed or (stack[-1].level + 1 if stack else 1)
    stack.append(_Open(found.series, number, level))
    return level


def _item(view: View, found: _Found, level: int) -> OutlineItem:
    text = view.text
    label_end = found.start + len(found.mark.label)
    is_list = found.mark.kind in ("list", "ordinal")
    title_end = _end(_LIST_TITLE_END if is_list else _TITLE_END, text, label_end)
    if title_end - label_end > _MAX_TITLE:
        title_end = min(_end(_LIST_TITLE_END, text, label_end), label_end + _MAX_TITLE)
    span = view.source_span(Span(found.start, title_end))
    return OutlineItem(level, found.mark.label, text[label_end:title_end].strip(), span)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.search(text, start)
    return match.start() if match else len(text)
