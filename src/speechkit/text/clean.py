"""A stretch of a document in; its cleaned text out, with all that was removed or mended.

Furniture of pages is left out, wrong glyphs are mended, broken lines are rejoined. Each
of these is recorded with its place, so that it can be undone. Blank lines, indents and
the kind of line end are layout: the cleaned text has one line feed between paragraphs,
and the document keeps what stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speechkit.model import (
    Removal,
    Repair,
    Span,
    View,
)
from speechkit.text.genre import CLOSING_BRACKETS, CLOSING_MARKS, ends_sentence, is_salutation
from speechkit.text.marks import LEVELS, MarkKind, OutlineMark, outline_mark
from speechkit.text.normal import Edit, composed_view, edited_view, line_spans, stripped

_PAGE_FOOTER = re.compile(
    r"本文章?共\s{0,3}\d{1,4}\s{0,3}页[，,]?\s{0,3}当前在?第\s{0,3}\d{1,4}\s{0,3}页"
)
_PAGE_LINE = re.compile(
    r"第\s{0,3}\d{1,4}\s{0,3}页\s{0,3}[，,/／]?\s{0,3}(?:共\s{0,3}\d{1,4}\s{0,3}页)?"
    r"|[-—–－]{1,2}\s{0,3}\d{1,4}\s{0,3}[-—–－]{1,2}"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_RUNNING_NEIGHBOUR = 15
"""Characters of the lines around a number that is no cell of a table."""
_GLYPH = re.compile("[臵〃„‟]")
_YEAR = r"(?:19|20)\d\d"
_OPENED_YEAR = re.compile(rf"„{_YEAR}‟")
_CLOSED_YEAR = re.compile(rf"„{_YEAR}$")
_GLYPH_REPAIRS = {"臵": "置", "〃": "·", "„": "〔", "‟": "〕"}
"""An input method's error, a middle dot and a bracket that fonts swapped; seen in the wild
in documents converted from Word (`noise.tsv` of the project's research)."""

_SPACE = re.compile(r"[ \t\u00a0]+")
_MAX_STRAY = 2
_PUNCTUATED = re.compile("[，。；：！？](?=.)")
_ARTICLE = re.compile(r"第.{1,4}[章节条款编]$")
_TITLE_MARKS = re.compile(r"《[^《》\n]{1,80}》")
_SENTENCE_MARK = re.compile(r"[。！？；]")

_LONG_LINE = 60
"""A line longer than this is running text: headings of speeches end before (95 % are within
40 characters), and nobody writes a list item of this length without a mark."""
_HEADING_LENGTH = 50
_RUNNING_LINE = 20
"""A line with neither this length nor any punctuation is no running text."""
_PUNCTUATION = re.compile(r"[，。；：、！？“”（）《》,;:!?]")
_MAX_ROUNDS = 8
"""Two are enough for all texts seen; more only for texts made to need them."""
_WRAP_SLACK = 4
"""Lines of a hard-wrapped text end within so many characters of its width."""
_MAX_SERIES_GAP = 4
"""Numbers a series of marks may skip: paragraphs get lost, whole sections rarely do."""
_MARK_BEFORE = re.compile("[。：；]")
_LOOK_AHEAD = 400
"""Lines searched for the same mark; a longer section is not told from a restart."""
_WINDOW = 40_000
"""Characters to each side in which a broken word is looked for: a speech or two."""
_BRACKETED_TERM = re.compile(r"[（(][一二12][）)]型")
"""小（一）型, 小（二）型: classes of reservoirs, the one term of the genre that a line break
turns into an outline mark."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The cleaned text of a stretch and what was done to it, in the order of the text."""

    view: View
    removed: tuple[Removal, ...]
    repaired: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with something on it: where it stands, and what it says without furniture."""

    span: Span
    text: str
    cut: bool
    """Furniture stood at its end or after it: what comes next stood on the next page."""


def clean(text: str, span: Span, *, body_start: int, raw: bool = False) -> Cleaning:
    """Clean a stretch of a document until nothing is left to clean.

    What one round mends may show the next one more (a joined line, the word that another
    break tore), so that the cleaned text is one that cleaning leaves as it is.

    Parameters
    ----------
    body_start
        Document offset at which heading and title block are over; lines before it are
        never rejoined.
    raw
        Leave all as it is; only layout is made even.

    Returns
    -------
    Cleaning
        Its view is empty when the stretch holds nothing but white space and furniture.
    """
    cleaning = _clean_once(text, span, body_start=body_start, raw=raw)
    for _ in range(_MAX_ROUNDS):
        view = cleaning.view
        again = _clean_once(
            view.text,
            Span(0, len(view.text)),
            body_start=view.view_offset(body_start),
            raw=raw,
        )
        if not again.removed and not again.repaired:
            break
        cleaning = _composed(text, cleaning, again)
    return cleaning


def _clean_once(text: str, span: Span, *, body_start: int, raw: bool) -> Cleaning:
    removed = [] if raw else list(_furniture(text, span))
    lines = _solid_lines(text, span, removed)
    repaired: list[Repair] = []
    joined = [False] * len(lines) if raw else _joined(text, lines, body_start)
    edits = [Edit(removal.span) for removal in removed]
    for gap, kind in _gaps(span, lines, joined):
        spaces = [space for space in _without(gap, removed) if space]
        if kind == "break":
            repaired.extend(Repair("line_break", s, text[s.start : s.end], "") for s in spaces)
        edits.extend(_layout_edits(text, spaces, keep_one=kind == "paragraph"))
    if not raw:
        inline = [repair for line in lines for repair in _inline_repairs(text, line, removed)]
        edits.extend(Edit(repair.span, repair.after) for repair in inline)
        repaired.extend(inline)
    return Cleaning(edited_view(text, span, edits), tuple(removed), _in_order(repaired))


def _composed(text: str, first: Cleaning, second: Cleaning) -> Cleaning:
    """One cleaning that does what two do one after the other."""
    removed = [
        _removal(removal.kind, text, first.view.source_span(removal.span))
        for removal in second.removed
    ]
    repaired = []
    for repair in second.repaired:
        span = first.view.source_span(repair.span)
        repaired.append(Repair(repair.kind, span, text[span.start : span.end], repair.after))
    swallowed = [removal.span for removal in removed]
    earlier = [r for r in first.removed if not any(r.span.start in span for span in swallowed)]
    return Cleaning(
        composed_view(first.view, second.view),
        tuple(sorted((*earlier, *removed), key=lambda removal: removal.span)),
        _in_order((*first.repaired, *repaired)),
    )


def _in_order(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    return tuple(sorted(repairs, key=lambda repair: repair.span))


# ----------------------------------------------------------------------------- furniture


def _furniture(text: str, span: Span) -> Iterator[Removal]:
    """Page footers wherever they stand, and page numbers alone on their line."""
    lines = [line for raw in line_spans(text, span) if (line := stripped(text, raw))]
    for i, line in enumerate(lines):
        if _is_page_number(text, lines, i):
            yield _removal("page_number", text, line)
        else:
            for match in _PAGE_FOOTER.finditer(text, line.start, line.end):
                yield _removal("page_footer", text, Span(match.start(), match.end()))


def _is_page_number(text: str, lines: Sequence[Span], i: int) -> bool:
    line = lines[i]
    if len(line) > 24:
        return False
    if _PAGE_LINE.fullmatch(text, line.start, line.end):
        return True
    neighbours = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return _BARE_NUMBER.fullmatch(text, line.start, line.end) is not None and all(
        len(neighbour) >= _RUNNING_NEIGHBOUR for neighbour in neighbours
    )


def _removal(kind: str, text: str, span: Span) -> Removal:
    return Removal(kind, span, text[span.start : span.end])


def _without(span: Span, removed: Sequence[Removal]) -> Iterator[Span]:
    """The parts of a span that were not removed; a removal is inside it or outside."""
    position = span.start
    for removal in removed[bisect_left(removed, span.start, key=_start) :]:
        if removal.span.start >= span.end:
            break
        yield Span(position, removal.span.start)
        position = removal.span.end
    yield Span(position, span.end)


def _start(removal: Removal) -> int:
    return removal.span.start


# ---------------------------------------------------------------------------- line breaks


def _solid_lines(text: str, span: Span, removed: Sequence[Removal]) -> list[_Line]:
    lines: list[_Line] = []
    for line in line_spans(text, span):
        pieces = [stripped(text, piece) for piece in _without(line, removed)]
        solid = [piece for piece in pieces if piece]
        if solid:
            content = "".join(text[piece.start : piece.end] for piece in solid)
            cut = solid[-1].end < stripped(text, line).end
            lines.append(_Line(Span(solid[0].start, solid[-1].end), content, cut))
        elif lines and stripped(text, line):  # nothing but furniture
            lines[-1] = replace(lines[-1], cut=True)
    return lines


def _joined(text: str, lines: Sequence[_Line], body_start: int) -> list[bool]:
    """Whether each line goes on with the sentence of the line before it."""
    width = _wrap_width([line.text for line in lines])
    marks = [outline_mark(line.text) for line in lines]
    joined = [False] * len(lines)
    seen: dict[MarkKind, int] = {}
    running = False
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        if before is not None and before.span.start >= body_start:
            running = (running and joined[i - 1]) or _has_sentence(before.text)
            torn = _straddles(text, before, line)
            is_open = _is_open(before, running=running, goes_on=joined[i - 1], width=width)
            goes_on = torn or (is_open and not _is_cell(line.text, width))
            joined[i] = goes_on and not _starts_anew(lines, marks, i, seen)
        _enter_marks(line.text, seen, at_start=not joined[i])
    return joined


def _is_open(line: _Line, *, running: bool, goes_on: bool, width: int | None) -> bool:
    """Whether a line ends in mid-sentence.

    Parameters
    ----------
    running
        Its paragraph holds a sentence that ended before: it is running text.
    goes_on
        It was itself joined to the line before it.
    width
        At which the text was wrapped, None where it was not.
    """
    text = line.text
    if ends_sentence(text) or text[-1] in "：:" or is_salutation(text):
        return False
    if text[-1] in "；;":
        return running
    if not goes_on and _is_heading(text):
        return False
    full = width is not None and len(text) >= width - _WRAP_SLACK
    return running or full or line.cut or text[-1] in "，、," or len(text) > _LONG_LINE


def _has_sentence(text: str) -> bool:
    """Whether a sentence or a clause ends inside a line, not only with it."""
    return _SENTENCE_MARK.search(text, 0, len(text) - 1) is not None


def _is_heading(line: str) -> bool:
    """Whether a line is a numbered heading that stands alone."""
    return (
        outline_mark(line) is not None
        and len(line) <= _HEADING_LENGTH
        and _SENTENCE_MARK.search(line) is None
        and line[-1] not in "，、,"
    )


def _straddles(text: str, before: _Line, line: _Line) -> bool:
    """Whether the document elsewhere writes in one piece what stands around the break.

    Four characters, from one to three of each side: a word broken in the middle, or the
    joint of two words.
    """
    if ends_sentence(before.text) or before.text[-1] in "：:；;" or _is_heading(before.text):
        return False
    middle = line.span.start
    window = (max(0, middle - _WINDOW), middle + _WINDOW)
    pieces = [before.text[-left:] + line.text[: 4 - left] for left in (1, 2, 3)]
    return any(
        len(piece) == 4 and not set(piece) & _NO_WORD and text.find(piece, *window) >= 0
        for piece in pieces
    )


_NO_WORD = set(CLOSING_MARKS + CLOSING_BRACKETS + "，、；：“‘（《—-0123456789. ")


def _starts_anew(
    lines: Sequence[_Line],
    marks: Sequence[OutlineMark | None],
    i: int,
    seen: dict[MarkKind, int],
) -> bool:
    """Whether a line must begin a paragraph, however the line before it ends."""
    line, mark = lines[i].text, marks[i]
    if is_salutation(line) or line.startswith(("——", "--")):
        return True
    if mark is None or (lines[i - 1].text.endswith("小") and _BRACKETED_TERM.match(line)):
        return False
    return _in_series(mark, seen) and not _comes_again(marks, i)


def _is_cell(line: str, width: int | None) -> bool:
    """Whether a line is a name or a figure that stands alone: a table's cell, a signature."""
    return (
        len(line) < _RUNNING_LINE
        and _PUNCTUATION.search(line) is None
        and (width is None or len(line) < width - _WRAP_SLACK)
    )


def _in_series(mark: OutlineMark, seen: dict[MarkKind, int]) -> bool:
    last = seen.get(mark.kind, 0)
    return mark.number == 1 or (last > 0 and 0 < mark.number - last <= _MAX_SERIES_GAP)


def _comes_again(marks: Sequence[OutlineMark | None], i: int) -> bool:
    """Whether the same mark comes once more in the same series, so that this one is none."""
    mark = marks[i]
    for later in marks[i + 1 : i + _LOOK_AHEAD]:
        if later is None or mark is None:
            continue
        if later.kind == mark.kind:
            return later.number == mark.number and mark.number > 1
        if _level(later) < _level(mark):
            return False
    return False


def _enter_marks(line: str, seen: dict[MarkKind, int], *, at_start: bool) -> None:
    """Note the mark at the start of a line, and those that begin a sentence inside it."""
    places = [0] if at_start else []
    places.extend(match.end() for match in _MARK_BEFORE.finditer(line))
    for place in places:
        mark = outline_mark(line, place)
        if mark is not None:
            _enter(mark, seen)


def _enter(mark: OutlineMark, seen: dict[MarkKind, int]) -> None:
    """Note a mark; it starts the numbering below it anew."""
    below = [kind for kind in seen if LEVELS.get(kind, 5) > _level(mark)]
    for kind in below:
        del seen[kind]
    seen[mark.kind] = mark.number


def _level(mark: OutlineMark) -> int:
    return LEVELS.get(mark.kind, 5)


def _wrap_width(lines: Sequence[str]) -> int | None:
    """Width at which a text was wrapped, None when lines end where paragraphs do.

    A text is wrapped when at least half of its lines end within a few characters of the
    longest; lone longer ones are let pass.
    """
    lengths = sorted(len(line) for line in lines)
    if len(lengths) < 8:
        return None
    width = lengths[int(len(lengths) * 0.95)]
    full = sum(width - _WRAP_SLACK <= n <= width for n in lengths)
    return width if full * 2 >= len(lengths) and width <= 100 else None


# ---------------------------------------------------------------------------------- edits


def _gaps(
    span: Span, lines: Sequence[_Line], joined: Sequence[bool]
) -> Iterator[tuple[Span, Literal["edge", "break", "paragraph"]]]:
    """What stands before, between and after the lines, and what it is."""
    position = span.start
    for i, line in enumerate(lines):
        kind: Literal["edge", "break", "paragraph"] = "break" if joined[i] else "paragraph"
        yield Span(position, line.span.start), kind if i else "edge"
        position = line.span.end
    yield Span(position, span.end), "edge"


def _layout_edits(text: str, spaces: Sequence[Span], *, keep_one: bool) -> Iterator[Edit]:
    """Make white space one line feed, or nothing."""
    kept = not keep_one
    for space in spaces:
        for offset in range(space.start, space.end):
            if text[offset] in "\r\n" and not kept:
                kept = True
                yield Edit(Span(offset, offset + 1), "\n")
            else:
                yield Edit(Span(offset, offset + 1))


def _inline_repairs(text: str, line: _Line, removed: Sequence[Removal]) -> Iterator[Repair]:
    start, end = line.span.start, line.span.end
    for match in _GLYPH.finditer(text, start, end):
        if _is_wrong_glyph(text, match.start()):
            kind = "bracket" if match[0] in "„‟" else "glyph"
            yield Repair(kind, Span(*match.span()), match[0], _GLYPH_REPAIRS[match[0]])
    if _SENTENCE_MARK.search(line.text):
        closed = [Span(*m.span()) for m in _TITLE_MARKS.finditer(text, start, end)]
        first = bisect_left(removed, start, key=_start)
        last = bisect_left(removed, end, key=_start)
        closed = sorted([*closed, *(removal.span for removal in removed[first:last])])
        for match in _SPACE.finditer(text, start, end):
            span = Span(*match.span())
            before = bisect_left(closed, span) - 1
            in_title = before >= 0 and span.start in closed[before]
            if not in_title and _is_stray(text, span) and not _divides(text, span, line):
                yield Repair("stray_space", span, match[0], "")


def _divides(text: str, space: Span, line: _Line) -> bool:
    """Whether a blank parts a numbered title from its text, or names from one another."""
    head = text[line.span.start : space.start]
    if len(head) <= _HEADING_LENGTH and outline_mark(head) and not _PUNCTUATED.search(head):
        return True
    around = text[max(line.span.start, space.start - 5) : min(line.span.end, space.end + 5)]
    return len(_SPACE.findall(around)) > 1


def _is_wrong_glyph(text: str, offset: int) -> bool:
    """Whether a sign stands where only the one it was mistaken for makes sense."""
    match text[offset]:
        case "〃":
            return text[offset - 1 : offset].isdigit() and text[offset + 1 : offset + 2].isdigit()
        case "„":
            return _OPENED_YEAR.match(text, offset) is not None
        case "‟":
            return _CLOSED_YEAR.search(text, max(0, offset - 5), offset) is not None
    return True


def _is_stray(text: str, space: Span) -> bool:
    """Whether a blank stands inside a sentence, where Chinese has none.

    A full-width blank is set on purpose, a blank after a full stop stands for a line
    break, and 第三条 is followed by one.
    """
    before, after = text[space.start - 1], text[space.end]
    if len(space) > _MAX_STRAY:
        return False
    if _is_han(before) and after in "，、；：。":
        return True
    if before in "；：":
        return _is_han(after) and len(space) == 1
    if not (_is_han(before) or before in "，、") or not (_is_han(after) or after in "“（《"):
        return False
    return _ARTICLE.search(text, max(0, space.start - 6), space.start) is None


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"
