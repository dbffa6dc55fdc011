"""Pages of a PDF in; one text in reading order out, with what the pages show of it.

What stands at the same place on many pages is furniture. A row that fills the measure goes on
in the next one when that is not indented, over the end of a page too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from speechkit.files.extracted import Extracted
from speechkit.files.pdf_furniture import find_furniture
from speechkit.files.pdf_rows import SOFT_HYPHEN, Page, Row, Run, find_rows
from speechkit.model import Mark, MarkKind, Span


def lay_out(pages: Sequence[Page]) -> Extracted:
    """The text of the pages, in reading order.

    Returns
    -------
    Extracted
        A line feed ends each paragraph. Marks are `page`, `furniture`, and of short
        paragraphs `heading1` to `heading3` by their size, `bold` and `centred`.
    """
    rows = [list(find_rows(page, number)) for number, page in enumerate(pages)]
    furniture = find_furniture(rows, pages)
    rows = [
        [
            replace(row, is_furniture=row.run.is_turned or (number, index) in furniture)
            for index, row in enumerate(page)
        ]
        for number, page in enumerate(rows)
    ]
    return _Writer(rows).write()


# ------------------------------------------------------------------------------- paragraphs


@dataclass(frozen=True, slots=True)
class _Measure:
    """The sides between which the rows of a column stand."""

    left: float
    right: float
    pitch: float
    """From one row to the next."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Measure | None:
        """Of rows below one another; None where too few end at the same place to say."""
        if len(rows) < 3:
            return None
        em = median(row.run.em for row in rows)
        right = max(row.run.right for row in rows)
        full = [row for row in rows if row.run.right > right - 1.6 * em]
        if len(full) < 3:
            return None
        left = min(row.run.left for row in rows)
        gaps = [a.run.middle - b.run.middle for a, b in pairwise(rows)]
        return cls(left, right, median(gaps))


class _Writer:
    """Puts rows together to paragraphs, and these to the text."""

    def __init__(self, rows: list[list[Row]]) -> None:
        self._rows = rows
        body = [row for page in rows for row in page if not row.is_furniture]
        self._measures = _measures(body)
        self._indented = self._are_indented(body)
        self._length_of_rows = _length_of_rows(body)
        self._body_height = _usual_height(body)
        self._levels = _levels(body, self._body_height)
        self._texts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._paragraph: list[Row] = []
        self._breaks: list[int] = []
        """Before which rows of the paragraph a page begins."""
        self._furniture: list[Row] = []
        """Met inside the paragraph; comes after it."""
        self._table: list[Span] = []
        """Rows with cells that stand below one another."""

    def write(self) -> Extracted:
        """All rows."""
        for page in self._rows:
            self._breaks.append(len(self._paragraph))
            for row in page:
                self._add(row)
        self._end_paragraph()
        self._end_table()
        self._mark_pages(len(self._breaks))
        marks = tuple(sorted(self._marks, key=lambda mark: (mark.span, mark.kind)))
        return Extracted("".join(self._texts), marks)

    def _add(self, row: Row) -> None:
        if row.is_furniture:
            self._furniture.append(row)
            if not self._paragraph:
                self._end_paragraph()
            return
        if self._paragraph and not self._goes_on(self._paragraph[-1], row):
            self._end_paragraph()
        self._paragraph.append(row)

    def _goes_on(self, before: Row, after: Row) -> bool:
        """Whether a row continues the paragraph of the one before."""
        if before.is_divided or after.is_divided:
            return False
        measure = self._measures.get((before.page, before.block))
        other = self._measures.get((after.page, after.block), measure)
        if measure is None or other is None or not _are_alike(before.run, after.run):
            return False
        em = before.run.em
        if not self._is_full(before, after, measure) or after.run.left > other.left + 0.6 * em:
            return False
        if (before.page, before.block) == (after.page, after.block):
            if before.run.middle - after.run.middle > 1.4 * measure.pitch:
                return False
        elif abs(measure.right - measure.left - other.right + other.left) > em:
            return False
        if not before.run.text.endswith(_CLOSING):
            return True
        return self._indented and not _is_heading(before, after, measure)

    def _is_full(self, before: Row, after: Row, measure: _Measure) -> bool:
        """Whether what begins the next row would not have found room at the end of this one.

        That is a character, which may not be parted from a mark behind it, or a word or figure;
        in text set by a machine that counts characters, a row has as many as most have.
        """
        run = before.run
        word = _WORD.match(after.run.text)
        room = 1.6 * run.em + (0.55 * run.em * len(word[0]) if word else 0.0)
        return run.right >= measure.right - room or 0 < self._length_of_rows <= len(run.text)

    def _end_paragraph(self) -> None:
        """Write the paragraph that was being put together, then the furniture it met."""
        rows, self._paragraph = self._paragraph, []
        within = [at for at in self._breaks if at < len(rows)]
        self._breaks = [0] * (len(self._breaks) - len(within))
        if rows:
            self._write_rows(rows, within)
        furniture, self._furniture = self._furniture, []
        for row in furniture:
            span = self._write(row.run.text)
            if span:
                self._marks.append(Mark("furniture", span))

    def _write_rows(self, rows: list[Row], breaks: list[int]) -> None:
        text, starts = _joined([row.run.text for row in rows])
        for at in breaks:
            offset = self._length + starts[at]
            self._marks.append(Mark("page", Span(offset, offset)))
        span = self._write(text)
        if rows[0].is_divided:
            self._table.append(span)
            return
        self._end_table()
        self._marks.extend(Mark(kind, span) for kind in self._kinds(rows))

    def _end_table(self) -> None:
        """Mark the rows before this as a table if they are enough for one."""
        spans, self._table = self._table, []
        if len(spans) >= MIN_TABLE_ROWS:
            self._marks.append(Mark("table", Span(spans[0].start, spans[-1].end)))

    def _mark_pages(self, n_pages: int) -> None:
        end = Span(self._length, self._length)
        self._marks.extend([Mark("page", end)] * n_pages)

    def _write(self, text: str) -> Span:
        span = Span(self._length, self._length + len(text))
        self._texts.append(f"{text}\n")
        self._length += len(text) + 1
        return span

    def _kinds(self, rows: list[Row]) -> Iterator[MarkKind]:
        """What a paragraph looks like."""
        run = rows[0].run
        if sum(len(row.run.text) for row in rows) > MAX_HEADING:
            return
        if (level := self._levels.get(_size(run))) is not None:
            yield level
        if all(row.run.is_bold for row in rows):
            yield "bold"
        measure = self._measures.get((rows[0].page, rows[0].block))
        if len(rows) == 1 and measure is not None and _is_centred(run, measure):
            yield "centred"

    def _are_indented(self, rows: list[Row]) -> bool:
        """Whether paragraphs begin with an indent, which most of the time is two characters."""
        n_indented = n_flush = 0
        for row in rows:
            measure = self._measures.get((row.page, row.block))
            if measure is not None:
                indent = (row.run.left - measure.left) / row.run.em
                n_indented += 1.4 < indent < 2.6
                n_flush += indent < 0.6
        return n_indented >= 3 and n_indented > 0.04 * n_flush


MIN_TABLE_ROWS = 3
"""Two lines with gaps may be a date and a name."""
MIN_COUNTED = 16
"""Characters of a full row, where they are counted; shorter rows may be alike by chance."""
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%+/-]{1,30}")
MAX_HEADING = 80
"""Characters of a paragraph whose looks are told; longer ones are running text."""
_CLOSING = ("。", "！", "？", "；", "：", "”", "…", "）", ".", ":", ";", "!", "?")

_ENDS = ("。", "！", "？", "”", "…", "!", "?")


def _measures(rows: Sequence[Row]) -> dict[tuple[int, int], _Measure]:
    """Of each block of each page; short ones take that of the page before if it fits."""
    blocks: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        blocks.setdefault((row.page, row.block), []).append(row)
    found: dict[tuple[int, int], _Measure] = {}
    last: _Measure | None = None
    for place, members in blocks.items():
        measure = _Measure.of(members)
        if last is not None and (measure is None or measure.right < last.right):
            em = members[0].run.em
            inside = all(
                last.left - em < row.run.left and row.run.right < last.right + em for row in members
            )
            measure = last if inside else measure
        if measure is not None:
            found[place] = last = measure
    return found


def _length_of_rows(rows: Sequence[Row]) -> int:
    """Characters in a full row, where rows are filled by counting; 0 where they are not."""
    lengths = Counter(len(row.run.text) for row in rows if not row.is_divided)
    usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
    n_longer = sum(n for length, n in lengths.items() if length > usual)
    is_counted = lengths[usual] >= 0.3 * lengths.total() and n_longer <= 0.02 * lengths.total()
    return usual if usual >= MIN_COUNTED and is_counted else 0


def _is_heading(before: Row, after: Row, measure: _Measure) -> bool:
    """Whether a row below the end of a sentence is neither filled nor itself such an end."""
    is_short = after.run.right < measure.right - 2 * after.run.em
    return is_short and before.run.text.endswith(_ENDS) and not after.run.text.endswith(_CLOSING)


def _are_alike(one: Run, other: Run) -> bool:
    """Whether two rows are set in one size and weight."""
    return one.is_bold == other.is_bold and (
        _is_near(one.em, other.em) or _is_near(one.height, other.height)
    )


def _is_near(one: float, other: float) -> bool:
    return max(one, other) < 1.15 * min(one, other)


def _is_centred(run: Run, measure: _Measure) -> bool:
    before, after = run.left - measure.left, measure.right - run.right
    return min(before, after) > 2.5 * run.em and abs(before - after) < 1.5 * run.em


def _size(run: Run) -> int:
    """Size of the type, in half points."""
    return round(2 * run.em)


def _usual_height(rows: Sequence[Row]) -> int:
    """Size in which most characters are set."""
    sizes: Counter[int] = Counter()
    for row in rows:
        sizes[_size(row.run)] += len(row.run.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0)


def _levels(rows: Sequence[Row], usual: int) -> dict[int, MarkKind]:
    """The level of each size that is clearly larger than that of the text.

    Empty when so much is larger that these can be no headings.
    """
    larger: Counter[int] = Counter()
    for row in rows:
        if _size(row.run) >= 1.15 * usual and re.search("[\u3400-\u9fff]", row.run.text):
            larger[_size(row.run)] += len(row.run.text)
    if sum(larger.values()) > 0.15 * sum(len(row.run.text) for row in rows):
        return {}
    levels: dict[int, MarkKind] = {}
    kinds: tuple[MarkKind, ...] = ("heading1", "heading2", "heading3")
    rank, last = -1, 0
    for size in sorted(larger, reverse=True):
        if last == 0 or size < 0.93 * last:
            rank, last = rank + 1, size
        levels[size] = kinds[min(rank, 2)]
    return levels


def _joined(lines: list[str]) -> tuple[str, list[int]]:
    """Rows of a paragraph as one, and where each begins in it."""
    text, starts = "", []
    for line in lines:
        if text.endswith(SOFT_HYPHEN):
            text = text[:-1]
        elif text and _are_words(text[-1], line[:1]):
            text += " "
        starts.append(len(text))
        text += line.rstrip(SOFT_HYPHEN).replace(SOFT_HYPHEN, "") + SOFT_HYPHEN * line.endswith(
            SOFT_HYPHEN
        )
    return text.removesuffix(SOFT_HYPHEN), starts


def _are_words(before: str, after: str) -> bool:
    """Whether words of a language with blanks meet; a hyphen at the end of a row has none."""
    return before.isascii() and after.isascii() and before != "-" and after.isalnum()
