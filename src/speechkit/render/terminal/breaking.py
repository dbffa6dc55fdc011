"""A text and a width in, the places at which its lines end out: by the rules of Chinese print.

A Chinese sentence may be broken between any two characters, but no line begins with a comma or
a closing bracket, none ends with an opening one, and a number or a Latin word stays whole. Rich
takes a Chinese clause for one word: it moves to the next line as a whole, and where it is too
long it is broken anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

_CLOSING = "，。、；：！？）》」』】〕〉］｝”’％‰…·．～,.;:!?)]}>%℃"
"""Not at the beginning of a line; after GB/T 15834-2011, section 5.1."""
_OPENING = "（《「『【〔〈［｛“‘([{<￥＄№"
"""Not at the end of a line."""
_MARKS = re.compile(r"\{\+|\[-|\+\}|-\]")
"""Brackets of a change: two signs that stay together, and with what they enclose."""
_TERM = re.compile(r".*?(?:, |[、，；] ?)|.+")
"""A term, its count where it has one, and what separates it from the next one."""
_MOST_ALONG = 8
"""Cells of what may go to the last line so that no character stands there alone."""
_WIDE = 2
"""Cells of a Chinese character."""


class Line(Text):
    """A text that Rich breaks by these rules."""

    def pieces(self, text: str) -> Iterator[str]:
        """Parts between which a line may end."""
        return _pieces(text)

    def wrap(  # as in Rich
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Its lines; what is not to be folded is left to Rich."""
        kept_whole = self.no_wrap if no_wrap is None else no_wrap
        how = {"justify": justify, "overflow": overflow, "tab_size": tab_size, "no_wrap": no_wrap}
        if kept_whole or (overflow or self.overflow) != "fold":
            return super().wrap(console, width, **how)  # type: ignore[arg-type]
        made = Lines()
        for paragraph in self.split(allow_blank=True):
            for line in paragraph.divide(line_ends(paragraph.plain, width, self.pieces)):
                line.rstrip_end(width)
                made.extend(line.wrap(console, width, **how))  # type: ignore[arg-type]
        return made

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """From the longest piece that stays whole to the longest line."""
        lines = self.plain.split("\n")
        longest = max(map(cell_len, lines))
        least = (
            longest if self.no_wrap else max(map(_solid_cells, self.pieces(self.plain)), default=0)
        )
        return Measurement(min(least, longest), longest)


class TermLine(Line):
    """A list of terms: a line ends between two of them, inside one only if it is too long."""

    def pieces(self, text: str) -> Iterator[str]:
        """The terms, each with what separates it from the next."""
        return (match[0] for match in _TERM.finditer(text))


def line_ends(
    text: str, width: int, pieces: Callable[[str], Iterator[str]] | None = None
) -> list[int]:
    """Where a text without line ends is broken.

    Parameters
    ----------
    width
        Cells of a line, 2 at least.
    pieces
        What cuts a text into parts between which a line may end; those of a sentence by default.

    Returns
    -------
    list of int
        Offsets at which a line begins, but for the first; blanks at the end of a line do not
        count.

    Examples
    --------
    >>> text = "达到1.9∶1，比年初提高0.2。"
    >>> ends = line_ends(text, 10)
    >>> [text[a:b] for a, b in zip([0, *ends], [*ends, None])]
    ['达到', '1.9∶1，比', '年初提高', '0.2。']
    """
    if cell_len(text) <= width:
        return []
    ends: list[int] = []
    starts: list[int] = []
    start, used = 0, 0
    for piece in (pieces or _pieces)(text):
        starts.append(start)
        cells = _solid_cells(piece)
        if used + cells > width and used:
            ends.append(start)
            used = 0
        for part in chop_cells(piece.rstrip(), width)[:-1] if cells > width else ():
            start += len(part)
            piece = piece[len(part) :]  # what is left of it
            ends.append(start)
        start += len(piece)
        used += cell_len(piece)
    return _without_orphan(text, ends, starts, width)


def _without_orphan(text: str, ends: list[int], starts: list[int], width: int) -> list[int]:
    """The same, but no single Chinese character stands on the last line where two can."""
    if not ends or ends[-1] not in starts:
        return ends
    at = starts.index(ends[-1])
    last, with_one_more = (text[start:].rstrip() for start in (ends[-1], starts[at - 1]))
    most = min(cell_len(last) + _MOST_ALONG, width)
    goes_along = starts[at - 1] > (ends[-2] if len(ends) > 1 else 0)
    if goes_along and _is_orphan(last) and cell_len(with_one_more) <= most:
        return [*ends[:-1], starts[at - 1]]
    return ends


def _is_orphan(text: str) -> bool:
    """A Chinese character, with a sign behind it or none."""
    return cell_len(text) <= 2 * _WIDE and len(text) <= 2 and cell_len(text[:1]) == _WIDE


def _solid_cells(piece: str) -> int:
    return cell_len(piece.rstrip())


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text between which a line may end."""
    inside = {at for mark in _MARKS.finditer(text) for at in _kept_by(mark)}
    if text.endswith(" ?"):  # the mark of a doubtful term
        inside.add(len(text) - 1)
    start = 0
    for at in range(1, len(text)):
        if at not in inside and _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _kept_by(mark: re.Match[str]) -> tuple[int, int]:
    """Offsets where a bracket of two signs forbids a break: inside, and towards what it holds."""
    outside = mark.end() if mark[0] in ("{+", "[-") else mark.start()
    return mark.start() + 1, outside


def _may_break(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return after != "…"  # it belongs to what is cut
    if before in _OPENING or after in _CLOSING or not cell_len(after):
        return False
    return _WIDE in (cell_len(before), cell_len(after))
