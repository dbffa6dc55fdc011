"""A cleaned text in; its outline out: numbered headings and lists to four levels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from speechkit.model import (
    OutlineItem,
    Span,
    View,
)
from speechkit.text.marks import MARK_PLACE, OutlineMark, outline_mark, read_mark
from speechkit.text.patterns import regex

_N_LEVELS = 4
_MAX_BLANKS = 200
_MAX_TITLE = 60
"""A heading's sentence longer than this is cut at its first comma."""
_MAX_SKIP = 4
"""Numbers a series may skip: a paragraph or two got lost."""
_TITLE_END = regex(r"[。；：！？\n]")
_LIST_TITLE_END = regex(r"[，。；：！？\n]")
_LEADERS = regex(r"\.{4}|…{2}|·{4}")
_LEADER_ENDS = frozenset(".…·0123456789")
_CLOSED = "。！？!?…”）)"
_LINE_ONLY = frozenset({"part", "chapter", "section", "decimal"})


_Found = tuple[OutlineMark, int, bool]
"""A mark, its view offset, and whether it stands inside a line."""


class _Open:
    """A list that may go on."""

    __slots__ = ("level", "number", "rank", "series")

    def __init__(self, series: str, number: int, rank: int, level: int) -> None:
        self.series = series
        self.number = number
        self.rank = rank
        self.level = level


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
    found = _marks(view.text, start)
    lists = _Lists()
    item_at = _Items(view).item
    items = []
    for (mark, position, inline), has_next in zip(found, _go_on(view.text, found), strict=True):
        level = lists.enter(mark, inline=inline, has_next=has_next)
        if level is not None:
            items.append(item_at(mark, position, level))
    return tuple([item for item in items if not _is_of_contents(item.title)])


def _marks(text: str, start: int) -> list[_Found]:
    """Marks at the starts of lines and of sentences, in order."""
    start += len(text[start : start + _MAX_BLANKS]) - len(
        text[start : start + _MAX_BLANKS].lstrip()
    )
    found: list[_Found] = []
    first = outline_mark(text, start)
    if first is not None:
        found.append((first, start, False))
        start += len(first.label)
    for match in MARK_PLACE.finditer(text, start):
        mark = read_mark(match, 1)
        if mark is None:
            continue
        inline = text[match.start()] != "\n" and "\n" not in match[1]
        if not (inline and mark.kind in _LINE_ONLY):
            found.append((mark, match.end(1), inline))
    return found


def _go_on(text: str, found: Sequence[_Found]) -> list[bool]:
    """Whether the next mark of the same series is the next number, or the text breaks off."""
    torn = len(text.rstrip()) if text.rstrip()[-1:] not in _CLOSED else 0
    last_line = text.rfind("\n", 0, torn)
    following: dict[str, int] = {}
    goes_on = []
    for mark, position, _ in reversed(found):
        number = following.get(mark.series)
        goes_on.append(number == mark.number + 1 if number else position > last_line > 0)
        following[mark.series] = mark.number
    return goes_on[::-1]


class _Lists:
    """The lists that may go on at a place of the text, from the outermost to the innermost."""

    __slots__ = ("_last", "_open")

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._last: dict[str, int] = {}

    def enter(self, mark: OutlineMark, *, inline: bool, has_next: bool) -> int | None:
        """Level of a mark, None when it is no mark."""
        _, number, _, series, rank = mark
        for at, entry in enumerate(self._open):
            if entry.series == series:
                if not self._goes_on(entry, mark, inline=inline, has_next=has_next):
                    return None
                del self._open[at + 1 :]
                entry.number = self._last[series] = number
                return entry.level
        if not self._may_begin(mark, inline=inline, has_next=has_next):
            return None
        self._last[series] = number
        return self._enter_below(series, number, rank)

    def _goes_on(self, entry: _Open, mark: OutlineMark, *, inline: bool, has_next: bool) -> bool:
        """Whether a mark is the next of an open list, or begins it anew."""
        if mark.number == 1:
            return self._may_begin(mark, inline=inline, has_next=has_next)
        return 0 < mark.number - entry.number <= (1 if inline else _MAX_SKIP)

    def _may_begin(self, mark: OutlineMark, *, inline: bool, has_next: bool) -> bool:
        """Whether a mark can be the first of its list.

        A word that happens to begin with a number (一抓到底, 三要素) is followed by no other;
        a heading at the start of a line may be the only one of an excerpt, or go on with
        the numbers of the section before.
        """
        if inline or mark.is_list:
            return mark.number == 1 and has_next
        return mark.number == 1 or has_next or self._last.get(mark.series) == mark.number - 1

    def _enter_below(self, series: str, number: int, rank: int | None) -> int:
        """Level of a new list; what it cannot stand in is closed.

        Parts, chapters and sections push the levels of the others down.
        """
        if rank is None:
            inner = self._open[-1] if self._open else None
            rank, level = (inner.rank + 1, inner.level + 1) if inner else (1, 1)
        else:
            self._open = [entry for entry in self._open if entry.rank < rank]
            level = sum(entry.rank < 1 for entry in self._open) + max(rank, 1)
        level = min(_N_LEVELS, level)
        self._open.append(_Open(series, number, rank, level))
        return level


def _is_of_contents(title: str) -> bool:
    """Whether a heading is a line of a table of contents, with its leaders and page."""
    return title[-1:] in _LEADER_ENDS and _LEADERS.search(title) is not None


class _Items:
    """Makes the items of a view, one after another in the order of the text."""

    __slots__ = ("_run", "_view")

    def __init__(self, view: View) -> None:
        self._view = view
        self._run = 0
        """Of the last item, from which the next is looked for."""

    def item(self, mark: OutlineMark, start: int, level: int) -> OutlineItem:
        text = self._view.text
        label_end = start + len(mark.label)
        found = (_LIST_TITLE_END if mark.is_list else _TITLE_END).search(text, label_end)
        end = found.start() if found else len(text)
        if end - label_end > _MAX_TITLE:
            comma = _LIST_TITLE_END.search(text, label_end, label_end + _MAX_TITLE)
            end = comma.start() if comma else label_end + _MAX_TITLE
        return OutlineItem(
            level, mark.label, text[label_end:end].strip(), self._source_span(start, end)
        )

    def _source_span(self, start: int, end: int) -> Span:
        """`View.source_span` of a stretch that is not empty."""
        starts, sources = self._view.starts, self._view.sources
        run = last = self._run = bisect_right(starts, start, self._run) - 1
        if run + 1 < len(starts) and starts[run + 1] < end:
            last = bisect_right(starts, end - 1, run) - 1
        return Span(sources[run] + start - starts[run], sources[last] + end - starts[last])
