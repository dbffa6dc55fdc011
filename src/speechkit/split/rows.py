"""A document in; its lines out, without what belongs to a page or a site and to no speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speechkit.model import Document, Removal, Span

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters of no width, which pages leave before a heading."""
BLANK = (
    "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000" + INVISIBLE
)
"""What is stripped from a line: white space, and what nobody sees."""
_LONG = 2000
"""Characters of a line from which its span is kept."""
_MAX_GAP = 6
"""Empty lines, and lines of furniture, between a separator and what it separates."""
_MAX_BLANK = 40
"""Blanks around a short line; a longer indent is a table."""


class Rows:
    """The lines of a document, counted from 0."""

    def __init__(self, document: Document, furniture: Sequence[Removal] = ()) -> None:
        self.document = document
        self.starts = document.line_starts
        self._furniture: dict[int, list[Span]] = {}
        self._separators: set[int] = set()
        self._long: dict[int, Span] = {}
        for removal in furniture:
            first, last = document.lines(removal.span)
            for row in range(first - 1, last):
                self._furniture.setdefault(row, []).append(removal.span)
                if removal.kind == "separator":
                    self._separators.add(row)

    def __len__(self) -> int:
        return len(self.starts)

    def end(self, row: int) -> int:
        """Offset at which the next line begins, or the document ends."""
        return self.starts[row + 1] if row + 1 < len(self.starts) else len(self.document.text)

    def span(self, row: int) -> Span:
        """What a line says, without the blanks and the furniture at its two ends."""
        start, end = self.starts[row], self.end(row)
        if end - start <= _LONG:
            return self._solid(row, start, end)
        if row not in self._long:  # all headings of a document may stand on one line
            self._long[row] = self._solid(row, start, end)
        return self._long[row]

    def content(self, row: int) -> str:
        """The text of `span`."""
        return self.document.quote(self.span(row))

    def follows_separator(self, row: int) -> bool:
        """Whether a line of dashes or stars stands above, with nothing else in between."""
        above = row - 1
        while above > row - _MAX_GAP and above >= 0 and not self.span(above):
            if above in self._separators:
                return True
            above -= 1
        return False

    def short(self, longest: int) -> Iterator[tuple[int, int, str]]:
        """Row, offset and text of each line that says something of at most `longest` characters."""
        starts, text, furniture = self.starts, self.document.text, self._furniture
        for row, (start, end) in enumerate(zip(starts, (*starts[1:], len(text)), strict=True)):
            if end - start > longest + _MAX_BLANK and row not in furniture:
                continue
            if row in furniture:
                span = self._solid(row, start, end)
                begin, solid = span.start, text[span.start : span.end]
            else:
                content = text[start:end]
                solid = _stripped(content)
                begin = start + content.index(solid[0]) if solid else start
            if 0 < len(solid) <= longest:
                yield row, begin, solid

    def _solid(self, row: int, start: int, end: int) -> Span:
        span = _solid_span(self.document.text, start, end)
        return self._without_furniture(row, span) if row in self._furniture else span

    def _without_furniture(self, row: int, span: Span) -> Span:
        """The span without furniture at its ends; what stands inside stays.

        Pieces ascend, so those at the start are met in order and those at the end in reverse.
        """
        text, pieces = self.document.text, self._furniture[row]
        start, end = span.start, span.end
        for piece in pieces:
            if piece.start > start and text[start : piece.start].strip(BLANK):
                break
            start = max(start, piece.end)
        for piece in reversed(pieces):
            if piece.end < end and text[piece.end : end].strip(BLANK):
                break
            end = min(end, piece.start)
        return _solid_span(text, start, end) if start < end else Span(span.start, span.start)


def _solid_span(text: str, start: int, end: int) -> Span:
    content = text[start:end]
    solid = _stripped(content)
    begin = start + content.index(solid[0]) if solid else start
    return Span(begin, begin + len(solid))


def _stripped(content: str) -> str:
    """The content without blanks around it, of whatever kind."""
    solid = content.strip()
    if solid and (solid[0] in INVISIBLE or solid[-1] in INVISIBLE):
        return solid.strip(BLANK)
    return solid
