"""A cleaned text in; its outline out: numbered headings and lists to four levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.model import (
    OutlineItem,
    Span,
    View,
)
from speechkit.text.marks import LEVELS, MARK_PATTERN, MarkKind, read_mark

_N_LEVELS = 4
_MAX_TITLE = 60
"""A heading's sentence longer than this is cut at its first comma."""
_MAX_SKIP = 4
"""Numbers a series may skip: a paragraph or two got lost."""
_PLACE = re.compile(rf"[。！？；：\n](\s{{0,12}}){MARK_PATTERN}")
"""A mark where one can begin: at the start of a line, or where a sentence or clause ended.
One search over the whole text, because most sentences begin no mark."""
_FIRST = re.compile(rf"(\s{{0,200}}){MARK_PATTERN}")
_TITLE_END = re.compile(r"[。；：！？\n]")
_LIST_TITLE_END = re.compile(r"[，。；：！？\n]")
_CLOSED = "。！？!?…”）)"
_LINE_ONLY = frozenset({"part", "chapter", "section", "decimal"})
_LISTS = frozenset({"ordinal", "list"})


class _Found(NamedTuple):
    kind: MarkKind
    number: int
    label: str
    start: int
    """View offset."""
    inline: bool
    series: str
    """What the marks of one list have in common: 一是 and 一要 are two lists."""


class _Open(NamedTuple):
    """A list that may go on."""

    series: str
    number: int
    rank: int
    level: int


def find_outline(view: View, start: int = 0) -> tuple[OutlineItem, ...]:
    r"""Numbered headings and list items from a view offset on.

    A mark inside a paragraph counts when it begins a sentence and its list begins with
    one and goes on with two; a mark at the start of a line when its number is plausible
    after the last of its list. Parts, chapters and sections stand above 一、.

    Examples
    --------
    >>> view = View("一、总体要求\n（一）目标。一是增收。二是提质。", (0,), (100,))
    >>> [(i.level, i.label, i.title) for i in find_outline(view)]
    [(1, '一、', '总体要求'), (2, '（一）', '目标'), (3, '一是', '增收'), (3, '二是', '提质')]
    """
    found = list(_marks(view.text, start))
    goes_on = _go_on(view.text, found)
    items = []
    stack: list[_Open] = []
    for mark, has_next in zip(found, goes_on, strict=True):
        level = _place(mark, stack, has_next=has_next)
        if level is not None:
            items.append(_item(view, mark, level))
    return tuple(items)


def _marks(text: str, start: int) -> Iterator[_Found]:
    """Marks at the starts of lines and of sentences, in order."""
    first = _FIRST.match(text, start)
    if first is not None:
        found = _read(first, inline=False)
        if found is not None:
            yield found
        start = first.end()
    for match in _PLACE.finditer(text, start):
        inline = text[match.start()] != "\n" and "\n" not in match[1]
        found = _read(match, inline=inline)
        if found is not None and not (inline and found.kind in _LINE_ONLY):
            yield found


def _read(match: re.Match[str], *, inline: bool) -> _Found | None:
    read = read_mark(match, 1)
    if read is None:
        return None
    kind, number, label = read
    series: str = kind
    if kind == "list":
        series += label[-1]
    elif kind == "decimal":
        series += str(label.count(".") + label.count("．"))
    return _Found(kind, number, label, match.end(1), inline, series)


def _go_on(text: str, found: Sequence[_Found]) -> list[bool]:
    """Whether the next mark of the same series is the next number, or the text breaks off."""
    torn = len(text.rstrip()) if text.rstrip()[-1:] not in _CLOSED else 0
    last_line = text.rfind("\n", 0, torn)
    following: dict[str, int] = {}
    goes_on = []
    for mark in reversed(found):
        number = following.get(mark.series)
        goes_on.append(number == mark.number + 1 if number else mark.start > last_line > 0)
        following[mark.series] = mark.number
    return goes_on[::-1]


def _place(found: _Found, stack: list[_Open], *, has_next: bool) -> int | None:
    """Enter a mark into the stack of open lists; its level, None when it is no mark."""
    number = found.number
    at = _open_at(found.series, stack)
    if at is not None and number != 1:
        skip = 1 if found.inline else _MAX_SKIP
        if not 0 < number - stack[at].number <= skip:
            return None
    elif not _may_begin(found, has_next=has_next):
        return None
    rank = LEVELS.get(found.kind)
    if at is not None:
        rank, level = stack[at].rank, stack[at].level
        del stack[at:]
    elif rank is not None:
        stack[:] = [entry for entry in stack if entry.rank < rank]
        level = _level(rank, stack)
    else:
        rank = stack[-1].rank + 1 if stack else 1
        level = min(_N_LEVELS, stack[-1].level + 1 if stack else 1)
    stack.append(_Open(found.series, number, rank, level))
    return level


def _open_at(series: str, stack: Sequence[_Open]) -> int | None:
    for i, entry in enumerate(stack):
        if entry.series == series:
            return i
    return None


def _may_begin(found: _Found, *, has_next: bool) -> bool:
    """Whether a mark can be the first of its list.

    A word that happens to begin with a number (一抓到底, 三要素) is followed by no other;
    a heading at the start of a line may be the only one of an excerpt.
    """
    if found.inline or found.kind in _LISTS:
        return found.number == 1 and has_next
    return found.number == 1 or has_next


def _level(rank: int, stack: Sequence[_Open]) -> int:
    """Level of a mark of a fixed rank: parts, chapters and sections push the others down."""
    n_above = sum(entry.rank < 1 for entry in stack)
    return min(_N_LEVELS, n_above + max(rank, 1))


def _item(view: View, found: _Found, level: int) -> OutlineItem:
    text = view.text
    label_end = found.start + len(found.label)
    is_list = found.kind in _LISTS
    title_end = _end(_LIST_TITLE_END if is_list else _TITLE_END, text, label_end)
    if title_end - label_end > _MAX_TITLE:
        title_end = min(_end(_LIST_TITLE_END, text, label_end), label_end + _MAX_TITLE)
    span = view.source_span(Span(found.start, title_end))
    return OutlineItem(level, found.label, text[label_end:title_end].strip(), span)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.search(text, start)
    return match.start() if match else len(text)
