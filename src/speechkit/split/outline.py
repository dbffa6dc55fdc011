"""A cleaned text in; its outline out: numbered headings and lists to four levels."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.model import (
    OutlineItem,
    Span,
    View,
)
from speechkit.text.marks import LEVELS, MARK_PATTERN, MarkKind, outline_mark, read_mark
from speechkit.text.patterns import regex

_N_LEVELS = 4
_MAX_BLANKS = 200
_MAX_TITLE = 60
"""A heading's sentence longer than this is cut at its first comma."""
_MAX_SKIP = 4
"""Numbers a series may skip: a paragraph or two got lost."""
_PLACE = regex(rf"[。！？；：\n](\s{{0,12}}){MARK_PATTERN}")
"""A mark where one can begin: at the start of a line, or where a sentence or clause ended.
One search over the whole text, because most sentences begin no mark."""
_TITLE_END = regex(r"[。；：！？\n]")
_LIST_TITLE_END = regex(r"[，。；：！？\n]")
_LEADERS = regex(r"\.{4}|…{2}|·{4}")
_LEADER_ENDS = frozenset(".…·0123456789")
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
    rank: int | None
    """None for lists, which stand below whatever they follow."""


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
    lists = _Lists()
    for mark, has_next in zip(found, goes_on, strict=True):
        level = lists.enter(mark, has_next=has_next)
        if level is not None:
            items.append(_item(view, mark, level))
    return tuple([item for item in items if not _is_of_contents(item.title)])


def _marks(text: str, start: int) -> Iterator[_Found]:
    """Marks at the starts of lines and of sentences, in order."""
    start += len(text[start : start + _MAX_BLANKS]) - len(
        text[start : start + _MAX_BLANKS].lstrip()
    )
    first = outline_mark(text, start)
    if first is not None:
        yield _found(first.kind, first.number, first.label, start, inline=False)
        start += len(first.label)
    for match in _PLACE.finditer(text, start):
        inline = text[match.start()] != "\n" and "\n" not in match[1]
        found = _read(match, inline=inline)
        if found is not None:
            yield found


def _read(match: re.Match[str], *, inline: bool) -> _Found | None:
    read = read_mark(match, 1)
    if read is None:
        return None
    kind, number, label = read
    if inline and kind in _LINE_ONLY:
        return None
    return _found(kind, number, label, match.end(1), inline=inline)


def _found(kind: MarkKind, number: int, label: str, start: int, *, inline: bool) -> _Found:
    series: str = kind
    rank = LEVELS.get(kind)
    if rank is None:
        series += label[-1] if kind == "list" else ""
    elif kind == "decimal":
        n_parts = label.count(".") + label.count("．")
        series, rank = f"{kind}{n_parts}", rank + n_parts - 1
    elif kind == "arabic_paren" and len(label) == 1:  # ① stands below （1）
        series, rank = "sign", rank + 1
    return _Found(kind, number, label, start, inline, series, rank)


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


class _Lists:
    """The lists that may go on at a place of the text, from the outermost to the innermost."""

    __slots__ = ("_last", "_open")

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._last: dict[str, int] = {}

    def enter(self, found: _Found, *, has_next: bool) -> int | None:
        """Level of a mark, None when it is no mark."""
        number, series = found.number, found.series
        at = self._index(series)
        if at is not None and number != 1:
            if not 0 < number - self._open[at].number <= (1 if found.inline else _MAX_SKIP):
                return None
        elif not self._may_begin(found, has_next=has_next):
            return None
        if at is not None:
            rank, level = self._open[at].rank, self._open[at].level
            del self._open[at:]
        else:
            rank, level = self._below(found.rank)
        self._open.append(_Open(series, number, rank, level))
        self._last[series] = number
        return level

    def _index(self, series: str) -> int | None:
        for i, entry in enumerate(self._open):
            if entry.series == series:
                return i
        return None

    def _may_begin(self, found: _Found, *, has_next: bool) -> bool:
        """Whether a mark can be the first of its list.

        A word that happens to begin with a number (一抓到底, 三要素) is followed by no other;
        a heading at the start of a line may be the only one of an excerpt, or go on with
        the numbers of the section before.
        """
        if found.inline or found.kind in _LISTS:
            return found.number == 1 and has_next
        return found.number == 1 or has_next or self._last.get(found.series) == found.number - 1

    def _below(self, rank: int | None) -> tuple[int, int]:
        """Rank and level of a new list; what it cannot stand in is closed.

        Parts, chapters and sections push the levels of the others down.
        """
        if rank is None:
            if not self._open:
                return 1, 1
            return self._open[-1].rank + 1, min(_N_LEVELS, self._open[-1].level + 1)
        self._open = [entry for entry in self._open if entry.rank < rank]
        n_above = sum(entry.rank < 1 for entry in self._open)
        return rank, min(_N_LEVELS, n_above + max(rank, 1))


def _is_of_contents(title: str) -> bool:
    """Whether a heading is a line of a table of contents, with its leaders and page."""
    return title[-1:] in _LEADER_ENDS and _LEADERS.search(title) is not None


def _item(view: View, found: _Found, level: int) -> OutlineItem:
    text = view.text
    label_end = found.start + len(found.label)
    is_list = found.kind in _LISTS
    end = (_LIST_TITLE_END if is_list else _TITLE_END).search(text, label_end)
    title_end = end.start() if end else len(text)
    if title_end - label_end > _MAX_TITLE:
        comma = _LIST_TITLE_END.search(text, label_end, label_end + _MAX_TITLE)
        title_end = comma.start() if comma else label_end + _MAX_TITLE
    span = _source_span(view, found.start, title_end)
    return OutlineItem(level, found.label, text[label_end:title_end].strip(), span)


def _source_span(view: View, start: int, end: int) -> Span:
    """`View.source_span` of a stretch that is not empty, for the hot path."""
    first = bisect_right(view.starts, start) - 1
    last = bisect_right(view.starts, end - 1) - 1
    return Span(
        view.sources[first] + start - view.starts[first],
        view.sources[last] + end - view.starts[last],
    )
