"""Paragraphs and table cells in, in their order; the text of a document and its marks out.

What the readers of docx and html have in common: a paragraph is a line, the cells of a row
are divided by tabs, and a table that only lays out a page is no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from speechkit.files.extracted import Extracted
from speechkit.model import Mark, MarkKind, Span

RUNNING_CELL = 120
"""Characters from which a cell of several paragraphs is running text and not a datum: the
fields of a form are shorter, a column of a page that a table lays out is longer."""
RUNNING_PARAGRAPHS = 4
"""Paragraphs from which a cell is running text, however short they are."""


@dataclass(frozen=True, slots=True)
class Place:
    """The cell in which a paragraph stands: which table, row and column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the document."""

    text: str
    kinds: tuple[MarkKind, ...] = ()
    """What it is marked as, as a whole."""
    pages: tuple[int, ...] = ()
    """Offsets in `text` at which a page begins."""
    place: Place | None = None
    """None outside tables."""


class Layout:
    """Collects paragraphs and lays them out as one text."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._page: int | None = None
        """Offset at which the last page begins."""
        self._filled = 0
        """End of the last line that is not blank."""
        self._table: list[Paragraph] = []

    def add(self, paragraph: Paragraph) -> None:
        """Put a paragraph after those that came before."""
        place = paragraph.place
        if self._table and (place is None or not _same_table(self._table[-1], paragraph)):
            self._end_table()
        if place is None:
            self._write_paragraph(paragraph)
        else:
            self._table.append(paragraph)

    def finish(self, metadata: Mapping[str, str] | None = None) -> Extracted:
        """What was collected."""
        self._end_table()
        self._marks.sort(key=lambda mark: mark.span.start)
        return Extracted("".join(self._texts), tuple(self._marks), dict(metadata or {}))

    def _write_paragraph(self, paragraph: Paragraph) -> None:
        text, start = paragraph.text, self._length
        filled, seen = self._filled, 0
        for offset in paragraph.pages:
            if stretch := text[seen:offset].rstrip():
                filled = start + seen + len(stretch)
            seen = offset
            self._begin_page(start + offset, filled)
        self._write(text)
        if text.strip():
            span = Span(start, start + len(text))
            self._marks.extend(Mark(kind, span) for kind in paragraph.kinds)

    def _write(self, line: str) -> None:
        self._texts.append(f"{line}\n")
        if line.strip():
            self._filled = self._length + len(line)
        self._length += len(line) + 1

    def _begin_page(self, offset: int, filled: int) -> None:
        """Mark where a page begins; several breaks without a word between them count once."""
        if self._page is None or filled > self._page:
            self._marks.append(Mark("page", Span(offset, offset)))
            self._page = offset

    def _end_table(self) -> None:
        """Write the table that was being collected."""
        paragraphs, self._table = self._table, []
        rows = [_Row.of(row) for row in _groups(paragraphs)]
        if not any(row.is_divided for row in rows):
            for paragraph in paragraphs:
                self._write_paragraph(paragraph)
            return
        for is_running, group in groupby(rows, lambda row: row.is_running):
            if is_running:
                for row in group:
                    for paragraph in row.paragraphs:
                        self._write_paragraph(paragraph)
            else:
                self._write_rows(group)

    def _write_rows(self, rows: Iterable[_Row]) -> None:
        start = self._length
        for row in rows:
            if any(paragraph.pages for paragraph in row.paragraphs):
                self._begin_page(self._length, self._filled)
            if line := row.line():
                self._write(line)
        if self._length > start:
            self._marks.append(Mark("table", Span(start, self._length - 1)))


@dataclass(frozen=True, slots=True)
class _Row:
    """The paragraphs of a row of a table, and its cells by their column."""

    paragraphs: list[Paragraph]
    cells: dict[int, list[str]]

    @classmethod
    def of(cls, paragraphs: list[Paragraph]) -> _Row:
        cells: dict[int, list[str]] = {}
        for paragraph in paragraphs:
            if paragraph.place is not None:
                texts = cells.setdefault(paragraph.place.column, [])
                texts.extend(filter(None, map(str.strip, paragraph.text.split("\n"))))
        return cls(paragraphs, cells)

    @property
    def is_divided(self) -> bool:
        """Whether two of its cells hold something."""
        return sum(map(bool, self.cells.values())) > 1

    @property
    def is_running(self) -> bool:
        """Whether a cell holds running text, which must keep its paragraphs."""
        return any(
            len(texts) >= RUNNING_PARAGRAPHS
            or (len(texts) > 1 and sum(map(len, texts)) >= RUNNING_CELL)
            for texts in self.cells.values()
        )

    def line(self) -> str:
        """The cells divided by tabs, without the empty ones at the end."""
        last = max(self.cells, default=-1)
        cells = (" ".join(self.cells.get(column, ())) for column in range(last + 1))
        return "\t".join(cells).rstrip()


def _same_table(a: Paragraph, b: Paragraph) -> bool:
    return a.place is not None and b.place is not None and a.place.table == b.place.table


def _groups(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """The rows of a table."""
    by_row = groupby(paragraphs, lambda paragraph: paragraph.place and paragraph.place.row)
    return (list(row) for _, row in by_row)
