"""A stretch of a document in; its cleaned text out, with all that was removed or mended.

Furniture of pages is left out, wrong glyphs are mended, broken lines are rejoined. Each
of these is recorded with its place, so that it can be undone. Blank lines, indents and
the kind of line end are layout: the cleaned text has one line feed between paragraphs,
and the document keeps what stood there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from speechkit.model import Mark, Removal, Repair, Span, View
from speechkit.text.furniture import find_furniture, furniture_within
from speechkit.text.linebreaks import Lines, Marks, find_breaks, solid_lines
from speechkit.text.marks import outline_mark
from speechkit.text.normal import is_han, part_of_view, source_pieces, span_view
from speechkit.text.patterns import regex

_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
ODD_SIGNS = "臵〃„‟丨\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ODD = regex(rf"[臵〃„‟丨{_UNSEEN}](?:(?<=臵)臵+|(?<=[{_UNSEEN}])[{_UNSEEN}]+)?")
"""Signs that stand for others, part a word or cannot be seen."""
_YEAR = r"(?:19|20)\d\d"
_OPENED_YEAR = regex(rf"„{_YEAR}‟")
_CLOSED_YEAR = regex(rf"„{_YEAR}$")
_GLYPH_REPAIRS = {"臵": "置", "〃": "·", "„": "〔", "‟": "〕"}
"""An input method's error, a middle dot and a bracket that fonts swapped; seen in the wild
in documents converted from Word (`noise.tsv` of the project's research)."""
_CLAUSE_END = regex("[\n。！？；，：]")
_REACH = 200

_SPACE = regex(r"[ \t\u00a0]+")
_MAX_STRAY = 2
_PUNCTUATED = regex("[，。；：！？](?=.)")
_ARTICLE = regex(r"第.{1,4}[章节条款编]$")
_TITLE_MARKS = regex(r"《[^《》\n]{1,80}》")
_SENTENCE_MARK = regex(r"[。！？；]")
_HEADING_LENGTH = 50

_MAX_ROUNDS = 8
"""Two are enough for all texts seen; more only for texts made to need them."""
_NEIGHBOURS = 130
"""Characters around a mended place in which something new may be seen."""
_FIXED = frozenset(["title", "table", "footnote", *(f"heading{n}" for n in range(1, 7))])
"""Marks whose paragraphs stand alone."""


class Cleaning(NamedTuple):
    """The cleaned text of a stretch and what was done to it, in the order of the text."""

    view: View
    removed: tuple[Removal, ...]
    repaired: tuple[Repair, ...]


def clean(
    text: str,
    span: Span,
    *,
    body_start: int,
    raw: bool = False,
    furniture: Sequence[Removal] | None = None,
    marks: Sequence[Mark] = (),
) -> Cleaning:
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
    furniture
        Of the whole document, ascending, where it is known; it is looked for otherwise.
    marks
        Of the whole document: headings, tables and notes are joined with nothing.

    Returns
    -------
    Cleaning
        Its view is empty when the stretch holds nothing but white space and furniture.
    """
    view = span_view(text, span)
    if raw:
        return Cleaning(_paragraphs_only(view), (), ())
    found = (
        find_furniture(text, span, marks)
        if furniture is None
        else furniture_within(furniture, span)
    )
    places = [Span(r.span.start - span.start, r.span.end - span.start) for r in found]
    source = _first_source(text, view, places, [m for m in marks if _touches(m, span)])
    seen: Marks = {}
    done = _mended(source, tuple(found), body_start, seen)
    removed, repaired, laid_out = done.removed, done.repaired, not done.by_width
    for _ in range(_MAX_ROUNDS):
        if laid_out and not (done.removed or done.repaired):
            break
        done, laid_out = _next_round(text, done, body_start, seen), True
        removed, repaired = _with_later(removed, repaired, done)
    return Cleaning(done.view, removed, repaired)


def _start(removal: Removal) -> int:
    return removal.span.start


def _touches(mark: Mark, span: Span) -> bool:
    return mark.span.start < span.end and mark.span.end >= span.start


# --------------------------------------------------------------------------------- rounds


class _Source(NamedTuple):
    """What is looked at in a round."""

    text: str
    """Of the document."""
    view: View
    """Of the stretch, without the furniture found so far."""
    context: str
    """Where words are looked for that a line end tore: the document, and in later rounds
    what the round before left of the stretch."""
    cuts: Sequence[int] = ()
    """View offsets at which furniture was taken out or a page begins, ascending."""
    fixed: Sequence[Span] = ()
    """View spans that stand alone, ascending."""
    has_odd: bool = True
    """Odd signs may stand in it."""


class _Round(NamedTuple):
    """What a round made of its source; all spans are of the document."""

    view: View
    removed: tuple[Removal, ...]
    repaired: tuple[Repair, ...]
    by_width: bool
    has_odd: bool
    """Odd signs were left as they were."""


def _first_source(text: str, view: View, places: Sequence[Span], marks: Sequence[Mark]) -> _Source:
    shorter, cuts = _without(view, places)
    offset = shorter.view_offset
    pages = [offset(mark.span.start) for mark in marks if mark.kind == "page"]
    fixed = [
        Span(offset(mark.span.start), offset(mark.span.end))
        for mark in marks
        if mark.kind in _FIXED
    ]
    return _Source(text, shorter, text, sorted([*cuts, *pages]), sorted(fixed))


def _next_round(text: str, done: _Round, body_start: int, seen: Marks) -> _Round:
    """A round on what the one before left."""
    view = done.view
    found = _furniture_again(view, sorted(map(view.view_offset, _places(done))))
    shorter, cuts = _without(view, [removal.span for removal in found])
    removed = []
    for removal in found:
        span = view.source_span(removal.span)
        removed.append(Removal(removal.kind, span, text[span.start : span.end]))
    source = _Source(text, shorter, shorter.text, cuts, has_odd=done.has_odd)
    return _mended(source, tuple(removed), body_start, seen)


def _places(done: _Round) -> Iterator[int]:
    """Document offsets at which a round changed something."""
    yield from (removal.span.start for removal in done.removed)
    yield from (repair.span.start for repair in done.repaired)


def _furniture_again(view: View, mended: Sequence[int]) -> tuple[Removal, ...]:
    """Furniture that shows only now: nothing new is seen but where something was mended."""
    text, windows, end = view.text, [], 0
    for place in mended:
        start = max(end, place - _NEIGHBOURS)
        end = place + _NEIGHBOURS
        windows.append(text[start:end])
    around = "\n".join(windows)
    if find_furniture(around, Span(0, len(around))):
        return find_furniture(text, Span(0, len(text)))
    return ()


def _with_later(
    removed: Sequence[Removal], repaired: Sequence[Repair], later: _Round
) -> tuple[tuple[Removal, ...], tuple[Repair, ...]]:
    """All that was done, without what stood inside a stretch that was removed afterwards."""
    if not (later.removed or later.repaired):
        return tuple(removed), tuple(repaired)
    swallowed = [removal.span for removal in later.removed]
    kept_removals = [r for r in removed if not _is_inside(r.span, swallowed)]
    kept_repairs = [r for r in repaired if not _is_inside(r.span, swallowed)]
    return (
        tuple(sorted([*kept_removals, *later.removed], key=_start)),
        tuple(sorted([*kept_repairs, *later.repaired], key=lambda repair: repair.span)),
    )


def _is_inside(span: Span, larger: Sequence[Span]) -> bool:
    at = bisect_right(larger, span.start, key=lambda each: each.start) - 1
    return at >= 0 and span.end <= larger[at].end


def _without(view: View, places: Sequence[Span]) -> tuple[View, list[int]]:
    """A view without some of its spans, and the offsets at which they stood."""
    if not places:
        return view, []
    pieces, cuts, position, length = [], [], 0, 0
    for place in places:
        pieces.append((position, place.start))
        length += place.start - position
        cuts.append(length)
        position = place.end
    pieces.append((position, len(view.text)))
    return part_of_view(view, pieces), cuts


# --------------------------------------------------------------------------------- mending


class _Edit(NamedTuple):
    """A mended stretch of the view: what stands there becomes `after`."""

    start: int
    end: int
    kind: str
    after: str


def _mended(source: _Source, removed: tuple[Removal, ...], body_start: int, seen: Marks) -> _Round:
    view = source.view
    starts, texts = solid_lines(view.text)
    cuts = _line_numbers(starts, source.cuts)
    fixed = [n for span in source.fixed for n in _lines_of(starts, span)]
    lines = Lines(view, starts, texts, frozenset(cuts), frozenset(fixed))
    breaks = find_breaks(
        lines,
        context=source.context,
        body_start=view.view_offset(body_start),
        marks=seen,
    )
    glyphs, n_left = _glyph_edits(view.text) if source.has_odd else ([], 0)
    inside = sorted([*glyphs, *_space_edits(lines)], key=_edit_start)
    edits = sorted([*(_break_edit(lines, i) for i in breaks.joined), *inside], key=_edit_start)
    return _Round(
        _edited(lines, breaks.joined, inside),
        removed,
        tuple(_repairs(source, edits)),
        breaks.by_width,
        n_left > 0,
    )


def _edit_start(edit: _Edit) -> int:
    return edit.start


def _line_numbers(starts: Sequence[int], offsets: Iterable[int]) -> Iterator[int]:
    """Lines that begin before each of the offsets, the last one of each."""
    return (n for offset in offsets if (n := bisect_left(starts, offset) - 1) >= 0)


def _lines_of(starts: Sequence[int], span: Span) -> Iterator[int]:
    first = max(0, bisect_right(starts, span.start) - 1)
    yield from range(first, bisect_left(starts, span.end))


def _repairs(source: _Source, edits: Iterable[_Edit]) -> Iterator[Repair]:
    """Edits as repairs of the document: one for each stretch that stands together there."""
    for start, end, kind, after in edits:
        for span in source_pieces(source.view, start, end):
            yield Repair(kind, span, source.text[span.start : span.end], after)


def _break_edit(lines: Lines, i: int) -> _Edit:
    return _Edit(lines.end(i - 1), lines.starts[i], "line_break", "")


def _glyph_edits(text: str) -> tuple[list[_Edit], int]:
    """How odd signs are mended, and how many are left as they are."""
    tried = [_glyph_edit(text, *match.span()) for match in _ODD.finditer(text)]
    edits = [edit for edit in tried if edit is not None]
    return edits, len(tried) - len(edits)


def _glyph_edit(text: str, start: int, end: int) -> _Edit | None:
    """How signs are mended that stand where only others make sense."""
    sign, around = text[start], text[start - 1 : start] + text[end : end + 1]
    if sign == "丨":
        return _Edit(start, end, "censor_mark", "") if _is_censored(text, start) else None
    if sign not in _GLYPH_REPAIRS:
        return _Edit(start, end, "invisible", "")
    if sign == "〃" and not (len(around) == 2 and around.isdigit()):
        return None
    if sign == "„" and not _OPENED_YEAR.match(text, start):
        return None
    if sign == "‟" and not _CLOSED_YEAR.search(text, max(0, start - 5), start):
        return None
    kind = "bracket" if sign in "„‟" else "glyph"
    return _Edit(start, end, kind, _GLYPH_REPAIRS[sign] * (end - start))


def _is_censored(text: str, at: int) -> bool:
    """Whether an upright stroke parts the characters of a word in running text.

    In titles it parts one title from another: so only on a line that has a sentence.
    """
    if not (is_han(text[at - 1 : at]) and is_han(text[at + 1 : at + 2])):
        return False
    before = max(text.rfind(mark, max(0, at - _REACH), at) for mark in "\n。！？；，：")
    after = _CLAUSE_END.search(text, at, at + _REACH)
    opens = text[before : before + 1] not in ("\n", "")
    return opens or (after is not None and after[0] != "\n")


def _space_edits(lines: Lines) -> list[_Edit]:
    """Blanks inside a sentence, where Chinese has none."""
    blanks = [blank for blank in " \t\u00a0" if blank in lines.text]
    held = {i for blank in blanks for i, line in enumerate(lines.texts) if blank in line}
    return [
        _Edit(lines.starts[i] + match.start(), lines.starts[i] + match.end(), "stray_space", "")
        for i in held
        if _SENTENCE_MARK.search(lines.texts[i])
        for match in _stray_spaces(lines.texts[i])
    ]


def _stray_spaces(line: str) -> Iterator[re.Match[str]]:
    titles = [match.span() for match in _TITLE_MARKS.finditer(line)]
    return (match for match in _SPACE.finditer(line) if _is_stray(line, match, titles))


def _is_stray(line: str, space: re.Match[str], titles: Sequence[tuple[int, int]]) -> bool:
    """Whether a blank stands where Chinese has none.

    A full-width blank is set on purpose, a blank after a full stop stands for a line
    break, and 第三条 is followed by one.
    """
    start, end = space.span()
    if end - start > _MAX_STRAY or any(a < start < b for a, b in titles):
        return False
    before, after = line[start - 1], line[end]
    if is_han(before) and after in "，、；：。":
        fits = True
    elif before in "；：":
        fits = is_han(after) and end - start == 1
    else:
        fits = (
            (before in "，、" or is_han(before))
            and (after in "“（《" or is_han(after))
            and _ARTICLE.search(line, max(0, start - 6), start) is None
        )
    return fits and not _divides(line, start, end)


def _divides(line: str, start: int, end: int) -> bool:
    """Whether a blank parts a numbered title from its text, or names from one another."""
    if start <= _HEADING_LENGTH and outline_mark(line) and not _PUNCTUATED.search(line, 0, start):
        return True
    return len(_SPACE.findall(line, max(0, start - 5), end + 5)) > 1


# ---------------------------------------------------------------------------------- layout


def _paragraphs_only(view: View) -> View:
    lines = Lines(view, *solid_lines(view.text))
    return part_of_view(view, _pieces(lines, ()))


def _edited(lines: Lines, joined: Sequence[int], inside: Sequence[_Edit]) -> View:
    """The lines with all that was mended, those that are joined and `inside` the lines."""
    view = lines.view
    if not (joined or inside) and lines.are_laid_out():
        return view
    pieces = _pieces(lines, joined)
    dropped = [(edit.start, edit.end) for edit in inside if not edit.after]
    if dropped:
        pieces = _pieces_without(pieces, dropped)
    replaced = [edit for edit in inside if edit.after]
    if replaced:
        view = View(_replaced(view.text, replaced), view.starts, view.sources)
    return part_of_view(view, pieces)


def _replaced(text: str, edits: Iterable[_Edit]) -> str:
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.after]
        position = edit.end
    return "".join([*parts, text[position:]])


def _pieces(lines: Lines, joined: Sequence[int]) -> list[tuple[int, int]]:
    """The lines, each with one line feed before it where it begins a paragraph."""
    starts, text, pieces = lines.starts, lines.text, []
    if not starts:
        return []
    ends = [start + len(line) for start, line in zip(starts, lines.texts, strict=True)]
    apart = [i for i, end in enumerate(ends[:-1], 1) if starts[i] > end + 1]
    begin, without_feed = starts[0], frozenset(joined)
    for i in sorted(without_feed.union(apart)):
        pieces.append((begin, ends[i - 1]))
        if i not in without_feed:
            feed = text.find("\n", ends[i - 1])
            pieces.append((feed, feed + 1))
        begin = starts[i]
    pieces.append((begin, ends[-1]))
    return pieces


def _pieces_without(
    pieces: Iterable[tuple[int, int]], dropped: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pieces without stretches that lie inside them; both ascending."""
    kept, at = [], 0
    for begin, end in pieces:
        while at < len(dropped) and dropped[at][0] < end:
            kept.append((begin, dropped[at][0]))
            begin = dropped[at][1]
            at += 1
        kept.append((begin, end))
    return kept
