"""The lines of a text in; those that go on with the sentence of the line before out.

Two kinds of text are told apart. Where lines end with their paragraphs, a line that ends
in mid-sentence is the exception and must show it: by its length, by what it ends or the
next begins with, by a bracket left open, by a word that the text elsewhere writes in one
piece. Where a stretch was wrapped at a width (a page, a screen), a full line goes on and a
short one ends its paragraph; indents and blank lines, where they tell paragraphs apart,
have the last word. A region of one kind may stand inside a text of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress
from operator import add
from typing import NamedTuple

from speechkit.model import View
from speechkit.text.genre import CLOSING_BRACKETS, CLOSING_MARKS, ends_sentence, is_salutation
from speechkit.text.marks import (
    LEVELS,
    MARK_PATTERN,
    MarkKind,
    OutlineMark,
    outline_mark,
    read_mark,
)
from speechkit.text.numerals import is_date_line
from speechkit.text.patterns import regex

_FINAL = frozenset(CLOSING_MARKS + "：:")
_BEFORE_POINT = regex("[\u3400-\u9fff％%）)”’》。！？]")
_SENTENCE_MARK = regex(
    r"[。！？；!?;.．](?:(?<=[。！？；])|(?<=[!?;])(?![A-Za-z0-9])"
    r"|(?<=[^\W\d_a-zA-Z][.．])(?=[^\W\d_a-zA-Z]|$))"
)
"""The signs come first: where a look behind does, each character is tried in vain."""
_PUNCTUATION = regex(r"[，。；：、！？“”（）《》,;:!?]")

_LONG_LINE = 60
"""A line longer than this is running text: headings of speeches end before (95 % are within
40 characters), and nobody writes a list item of this length without a mark."""
_CLAUSE = regex("[，。；、,;]")
_HEADING_LENGTH = 50
_SHORT_HEADING = 12
"""Characters below which a numbered line is taken for a heading, whatever its like are."""
_SURE_HEADING = 8
"""Characters from which a line that begins with 四、 and has no sentence is a heading."""
_RUNNING_LINE = 20
"""A line with neither this length nor any punctuation is no running text."""
_VERSE_LINE = 16
"""Two halves of seven characters with their marks."""
_MAX_SERIES_GAP = 4
"""Numbers a series of marks may skip: paragraphs get lost, whole sections rarely do."""
_MARK_INSIDE = regex(f"[。：；](?={MARK_PATTERN})")
_LOOK_AHEAD = 200
"""Lines searched for the same mark; a longer section is not told from a restart."""
_MIN_SIGNS = 4
"""Of 154 unnumbered titles in policies and reports 16 have as many, nearly all of them
broken lines indeed; of lines broken within 60 characters 86 % have."""
_MOST_BY_CONTEXT = 3
_USUAL = 0.8
"""Share of the lines that have an indent (or a blank line before) where paragraphs have one."""
_LOOK_BACK = 40
"""Lines of a paragraph that are looked at to see whether it is prose."""
_WINDOW = 3_000
"""Characters to each side in which a broken word is looked for: a speech or two."""
_BRACKETED_TERM = regex(r"[（(][一二12][）)]型")
"""小（一）型, 小（二）型: classes of reservoirs, the one term of the genre that a line break
turns into an outline mark."""
_ADDRESS = regex(
    r"(?:尊敬的|同志们|朋友们|同学们|各位(?:代表|委员|领导|同志|来宾|嘉宾|朋友)们?|女士们)[！!，,：:、]"
)
_BULLET = regex(
    r"——|--|[●■◆★▲※◇□▪•➢✓]|○(?![年一二三四五六七八九○〇])|[-－]\s|第.{1,4}[章节条款编]\s|附[件：:]"
)
_CONTINUES = regex(r"[，。；：、！？）》”’」』】〕%％,;:?!)]|[的们](?=[^\W\d_a-zA-Z])")
"""No sentence begins with one of these."""
_DANGLES = regex(
    r"[“‘（《〈「『【〔(]$|(?<!目)的$|(?<![总缓共温调饱])和$|(?<!参)与$|(?<!普)及$|(?<!植)被$|(?<!合)并$|[或把且每第]$"
)
"""No heading and no sentence ends with one of these."""
_CLOSING = {"“": "”", "（": "）", "《": "》", "(": ")", "【": "】", "〔": "〕"}
_OPENED = regex(r"[“（《(【〔][^“”（）《》()【】〔〕]{0,80}$")
"""A bracket that the line leaves open."""
_ROW = regex(
    r"\t|\S[ \u3000]{2,}\S[^\n]{0,60}?[ \u3000]{2,}\S|^\|.*\|$"
    r"|^[^，。；：、]{0,20}?(?<!\S)[\d.,%]+(?:\s+[\d.,%]+){2}[^，。；：、]{0,20}$"
)
"""A row of a table: cells set apart by tabs, runs of blanks or bars, or figures in a row."""
_BLANK_OR_BAR = regex(r"[\s|]")
"""Every row has one; most lines have none, and to look for a sign is quick."""
_NO_WORD = set(CLOSING_MARKS + CLOSING_BRACKETS + "，、；：“‘（《—-0123456789. ")


class Lines(NamedTuple):
    """The lines of a text that hold more than white space, each without what is around it."""

    view: View
    starts: list[int]
    texts: list[str]
    cuts: Collection[int] = ()
    """Lines behind which furniture stood or a page ended."""
    fixed: Collection[int] = ()
    """Lines that stand alone: headings by their style, rows of tables, notes."""

    @property
    def text(self) -> str:
        return self.view.text

    def end(self, i: int) -> int:
        return self.starts[i] + len(self.texts[i])

    def are_laid_out(self) -> bool:
        """Whether nothing but one line feed stands between any two lines."""
        return len(self.text) == sum(map(len, self.texts)) + len(self.texts) - 1

    def is_indented(self, i: int) -> bool:
        start = self.starts[i]
        return start > 0 and self.text[start - 1] != "\n"

    def gap(self, i: int) -> str:
        """What stands between a line and the one before it."""
        return self.text[self.end(i - 1) : self.starts[i]]


class LineBreaks(NamedTuple):
    """The lines that go on with the line before them."""

    joined: list[int]
    """Ascending."""
    by_width: bool = False
    """Some were judged by the width of the lines, which the cleaned text no longer shows."""


Marks = dict[str, OutlineMark | None]
"""Of lines, by what stands on them."""


def solid_lines(text: str) -> tuple[list[int], list[str]]:
    r"""Starts and contents of the lines that hold more than white space.

    Examples
    --------
    >>> solid_lines("一、形势\n\n  今年平稳。 \n")
    ([0, 8], ['一、形势', '今年平稳。'])
    """
    lines = text.split("\n")
    texts = [line.strip() for line in lines]
    starts = list(accumulate([len(line) + 1 for line in lines[:-1]], initial=0))
    if texts != lines:
        starts = [
            start + len(line) - len(line.lstrip())
            for start, line in zip(starts, lines, strict=True)
        ]
    if all(texts):
        return starts, texts
    return list(compress(starts, texts)), list(compress(texts, texts))


def find_breaks(
    lines: Lines, *, context: str, body_start: int, marks: Marks | None = None
) -> LineBreaks:
    """Find the lines that go on with the sentence of the line before.

    Parameters
    ----------
    context
        Where words broken by a line end are looked for in one piece: the document, or the
        text of the view itself.
    body_start
        Offset in the text of the lines before which none is joined.
    marks
        Those known from an earlier look at the text; what is seen now is put down there.
    """
    return _Finder(lines, context, body_start, {} if marks is None else marks).find()


# ---------------------------------------------------------------------------------- wraps


class _Wrap(NamedTuple):
    """A region whose lines were broken at a width."""

    first: int
    end: int
    """One past its last line."""
    width: int
    """In columns: a Chinese character takes two."""
    slack: int
    measure: Callable[[str], int]
    widths: list[int]
    indents: list[int]
    base: int | None
    """Indent of the lines that go on, None where indents tell nothing."""
    spaced: bool
    """Blank lines tell the paragraphs apart."""

    @property
    def is_laid_out(self) -> bool:
        return self.base is not None or self.spaced


_MIN_REGION = 5
_MAX_WRAP = 110
"""Characters: wider lines are paragraphs."""
_MIN_WRAP = 26
"""Columns: verse and lists are narrower than any page."""
_MIN_FULL = 0.6
_SLACK = 4
"""Columns by which lines of a page fall short of its width (a mark that may not begin a
line takes a character along)."""


def _open_lines(texts: Sequence[str]) -> list[int]:
    """Lines that do not end as sentences do."""
    return [i for i, text in enumerate(texts) if text[-1] not in _FINAL]


def _regions(texts: Sequence[str], open_lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of lines short enough to have been wrapped, with enough open ends."""
    if len(open_lines) < _MIN_REGION - 1:
        return
    first = 0
    too_long = [i for i, text in enumerate(texts) if len(text) > _MAX_WRAP]
    for end in (*too_long, len(texts)):
        if end - first >= _MIN_REGION - 1:
            n_open = bisect_left(open_lines, end) - bisect_left(open_lines, first)
            if n_open >= _MIN_REGION - 1:
                yield first, end
        first = end + 1


class _Region(NamedTuple):
    """Lines that may have been wrapped, and what is measured of each."""

    first: int
    texts: Sequence[str]
    indents: list[int]
    is_open: Sequence[bool]
    columns: list[int]

    @property
    def end(self) -> int:
        return self.first + len(self.texts)

    def part(self, first: int, end: int) -> _Region:
        own = slice(first - self.first, end - self.first)
        return _Region(
            first, self.texts[own], self.indents[own], self.is_open[own], self.columns[own]
        )


def _region(lines: Lines, first: int, end: int) -> _Region:
    texts = lines.texts[first:end]
    return _Region(
        first,
        texts,
        [_indent(lines, i) for i in range(first, end)],
        [text[-1] not in _FINAL and not is_heading(text) for text in texts],
        [_columns(text) for text in texts],
    )


def _find_wraps(lines: Lines, regions: Sequence[tuple[int, int]]) -> list[_Wrap]:
    wraps = []
    pending = [_region(lines, first, end) for first, end in reversed(regions)]
    while pending:
        region = pending.pop()
        wrap = _wrap(lines, region)
        if wrap is not None:
            wraps.append(wrap)
        elif len(region.texts) >= 8 * _MIN_REGION:
            middle = (region.first + region.end) // 2
            pending += [region.part(middle, region.end), region.part(region.first, middle)]
    return wraps


def _wraps_unlaid(lines: Lines, regions: Sequence[tuple[int, int]]) -> bool:
    """Whether a region reads as wrapped once its indents are gone."""
    if lines.are_laid_out() or not any(map(lines.is_indented, range(len(lines.starts)))):
        return False
    text = "\n".join(lines.texts)
    return bool(_find_wraps(Lines(View(text, (0,), (0,)), *solid_lines(text)), regions))


def _wrap(lines: Lines, region: _Region) -> _Wrap | None:
    """The region as wrapped text, None when its lines do not end at one width."""
    first, end, texts, indents = region.first, region.end, region.texts, region.indents
    counted = [_measured(region, measure) for measure in (_columns, _characters)]
    width, n_tight, widths, measure = max(counted, key=lambda each: each[1])
    if width is None or sum(w > width + _SLACK for w in widths) > 0.1 * len(widths):
        return None
    full = [text for text, w in zip(texts, widths, strict=True) if -_SLACK <= w - width <= 2]
    if len(full) < 0.3 * len(widths) or not _is_running(full):
        return None
    slack = 1 if n_tight >= 0.75 * sum(region.is_open) else _SLACK
    spaced = _is_spaced(lines, first, end)
    return _Wrap(first, end, width, slack, measure, widths, indents, _base(indents), spaced)


def _measured(
    region: _Region, measure: Callable[[str], int]
) -> tuple[int | None, int, list[int], Callable[[str], int]]:
    """The width of a region by one measure, and how many of its open lines have just that."""
    bare = region.columns if measure is _columns else map(measure, region.texts)
    widths = list(map(add, bare, region.indents))
    opened = list(compress(widths, region.is_open))
    width = _common_width(opened)
    n_tight = sum(abs(w - width) <= 1 for w in opened) if width is not None else -1
    return width, n_tight, widths, measure


def _characters(text: str) -> int:
    """Columns where every character counts as a Chinese one."""
    return 2 * len(text)


def _columns(text: str) -> int:
    return len(text.encode("gb18030", "replace"))


def _indent(lines: Lines, i: int) -> int:
    if not lines.is_indented(i):
        return 0
    start = lines.starts[i]
    return _columns(lines.text[lines.text.rfind("\n", 0, start) + 1 : start].expandtabs(4))


def _common_width(widths: Sequence[int]) -> int | None:
    """The width at which most open lines end, None when there is none."""
    if len(widths) < _MIN_REGION - 1:
        return None
    counts = Counter(widths)
    near = {w: sum(counts[w - d] for d in range(_SLACK + 1)) for w in counts}
    width = max(near, key=lambda w: (near[w], counts[w], w))
    if width < _MIN_WRAP or near[width] < _MIN_FULL * len(widths):
        return None
    return width


def _is_running(full: Sequence[str]) -> bool:
    """Whether full lines are prose: marks inside, few ends of sentences, no verse or rows."""
    n_closed = sum(text[-1] in CLOSING_MARKS for text in full)
    n_punctuated = sum(_PUNCTUATION.search(text) is not None for text in full)
    n_rows = sum(" " in text[4:-4] or "\u3000" in text[4:-4] for text in full)
    same = len({len(text) for text in full}) == 1 and len(full) >= _MIN_REGION
    return n_closed < 0.35 * len(full) and (
        n_punctuated >= 0.5 * len(full) or (same and n_rows == 0)
    )


def _base(indents: Sequence[int]) -> int | None:
    """Indent of the lines that go on, where paragraphs begin further in."""
    base = Counter(indents).most_common(1)[0][0]
    deeper = sum(indent >= base + 2 for indent in indents)
    return base if 0.02 * len(indents) < deeper < 0.6 * len(indents) else None


def _is_spaced(lines: Lines, first: int, end: int) -> bool:
    blank = [_is_blank(lines.gap(i)) for i in range(first + 1, end)]
    return 0.02 * len(blank) < sum(blank) < 0.6 * len(blank)


def _is_blank(gap: str) -> bool:
    return gap.count("\n") > 1


_UNIT = regex(
    r"[“‘（《〈「『【〔(]?(?:[A-Za-z0-9.,:/%-]{1,20}|.)[，。；：、！？”’）》」』】〕,;:!?)]{0,2}"
)
"""What moves to the next line as one: a number or a word, marks that may not begin a line."""


# --------------------------------------------------------------------------------- finder


@dataclass(slots=True)
class _Finder:
    """Goes through the lines once; holds what is known of those it has passed."""

    lines: Lines
    context: str
    body_start: int
    marks: Marks
    joined: set[int] = field(default_factory=set)
    _seen: dict[MarkKind, int] = field(default_factory=dict)
    _entered: int = 0
    _layout: tuple[bool, bool] | None = None
    _inline: dict[MarkKind, bool] = field(default_factory=dict)

    def find(self) -> LineBreaks:
        texts = self.lines.texts
        open_lines = _open_lines(texts)
        regions = list(_regions(texts, open_lines))
        wraps = _find_wraps(self.lines, regions)
        for i, wrap in _breaks_to_judge(len(texts), open_lines, wraps):
            if self.lines.starts[i - 1] < self.body_start:
                continue
            goes_on = self._goes_on_wrapped(i, wrap) if wrap else self._goes_on(i)
            if goes_on and not self._starts_anew(i):
                self.joined.add(i)
        by_width = bool(wraps) or (bool(regions) and _wraps_unlaid(self.lines, regions))
        return LineBreaks(sorted(self.joined), by_width)

    # ------------------------------------------------------------- lines as paragraphs

    def _goes_on(self, i: int) -> bool:
        """Whether a line goes on with the one before, in a text that was not wrapped."""
        before, line = self.lines.texts[i - 1], self.lines.texts[i]
        if _ends(before):
            return False
        if _is_certain(before, line):
            return not self._stands_alone(i)
        if i - 1 not in self.joined and self._is_heading(i - 1):
            return False
        if _is_cell(line) or self._is_verse(i):
            goes_on = self._straddles(i)
        else:
            goes_on = self._is_open(i - 1) or self._straddles(i) or self._seems_open(i)
        return goes_on and not self._stands_alone(i)

    def _seems_open(self, i: int) -> bool:
        """Whether a short line without a sentence in it reads like the start of one.

        Either the layout says so (no indent or no blank line where paragraphs have one), or
        enough small signs do: each is some times as frequent in broken lines as in titles.
        """
        before, line = self.lines.texts[i - 1], self.lines.texts[i]
        if before[-1] in "；;0123456789" or is_salutation(before) or is_date_line(line):
            return False
        if self._lacks_layout(i):
            return True
        signs = 2 * ("，" in before) + ("、" in before)
        signs += sum(len(before) >= length for length in (20, 30, 40))
        if signs < _MIN_SIGNS - _MOST_BY_CONTEXT:
            return False
        if self._is_written(i, before[-1] + line[0], 2):
            triples = (before[-2:] + line[0], before[-1] + line[:2])
            signs += 1 + 2 * any(self._is_written(i, triple, 3) for triple in triples)
        return signs >= _MIN_SIGNS

    def _lacks_layout(self, i: int) -> bool:
        """Whether paragraphs are indented or set apart, and this line is not."""
        if self._layout is None:
            self._layout = _layout(self.lines)
        indented, spaced = self._layout
        start = self.lines.starts[i]
        return (indented and self.lines.text[start - 1] == "\n") or (
            spaced and not _is_blank(self.lines.gap(i))
        )

    def _is_heading(self, i: int) -> bool:
        """Whether a line is a numbered heading, and not one of a series of paragraphs."""
        text = self.lines.texts[i]
        if not _may_head(text):
            return False
        mark = self._mark(i)
        if mark is None or _SENTENCE_MARK.search(text) is not None:
            return False
        if len(text) < _SHORT_HEADING or self._mark(i + 1):
            return True
        if mark.kind not in self._inline:
            self._inline[mark.kind] = self._is_inline(mark.kind)
        return not self._inline[mark.kind]

    def _is_inline(self, kind: MarkKind) -> bool:
        """Whether marks of a kind stand before paragraphs here, not before headings."""
        known = self.marks
        for text in self.lines.texts:
            if text not in known:
                known[text] = outline_mark(text)
        like = [text for text in self.lines.texts if (mark := known[text]) and mark.kind == kind]
        n_running = sum(map(has_sentence, like))
        return n_running >= 2 and n_running >= 3 * (len(like) - n_running)

    def _is_open(self, i: int) -> bool:
        """Whether a line ends in mid-sentence."""
        text = self.lines.texts[i]
        if text[-1] in "；;":
            return self._is_running(i)
        if self._is_long(i):
            return True
        if is_salutation(text):
            return False
        return text[-1] in "，、," or i in self.lines.cuts or self._is_running(i)

    def _is_long(self, i: int) -> bool:
        """Whether a paragraph up to a line is too long for anything but prose."""
        length, has_clause = 0, False
        for text in self._paragraph(i):
            length += len(text)
            has_clause = has_clause or _CLAUSE.search(text) is not None
            if length > _LONG_LINE and has_clause:
                return True
        return False

    def _is_running(self, i: int) -> bool:
        """Whether the paragraph up to a line holds a sentence that ended before."""
        return any(has_sentence(text) for text in self._paragraph(i))

    def _paragraph(self, i: int) -> Iterator[str]:
        """A line and those before it with which it is joined, backwards."""
        for j in range(i, max(-1, i - _LOOK_BACK), -1):
            yield self.lines.texts[j]
            if j not in self.joined:
                break

    def _stands_alone(self, i: int) -> bool:
        lines = self.lines
        if i in lines.fixed or i - 1 in lines.fixed:
            return True
        return _is_row(lines.texts[i - 1]) or _is_row(lines.texts[i])

    def _is_verse(self, i: int) -> bool:
        """Whether short lines follow one another as verse, names and slogans do."""
        texts = self.lines.texts
        before, line = texts[i - 1], texts[i]
        if max(len(before), len(line)) > _RUNNING_LINE or i - 1 in self.lines.cuts:
            return False
        if self._is_running(i - 1):
            return False
        others = [*texts[max(0, i - 2) : i - 1], *texts[i + 1 : i + 2]]
        alike = abs(len(before) - len(line)) <= 1 and len(line) <= _VERSE_LINE
        return alike or any(len(other) <= _RUNNING_LINE for other in others)

    def _straddles(self, i: int) -> bool:
        """Whether the text elsewhere writes in one piece what stands around the break.

        Four characters, from one to three of each side: a word broken in the middle, or
        the joint of two words.
        """
        before, line = self.lines.texts[i - 1], self.lines.texts[i]
        if before[-1] in "；;" or not self._is_written(i, before[-1] + line[0], 2):
            return False
        pieces = [before[-left:] + line[: 4 - left] for left in (1, 2, 3)]
        return any(self._is_written(i, piece, 4) for piece in pieces)

    def _is_written(self, i: int, piece: str, length: int) -> bool:
        """Whether characters stand together in the text around a line."""
        if len(piece) != length or not _NO_WORD.isdisjoint(piece):
            return False
        middle = self.lines.starts[i]
        if self.context is not self.lines.text:
            middle = self.lines.view.source(middle)
        return self.context.find(piece, max(0, middle - _WINDOW), middle + _WINDOW) >= 0

    # ------------------------------------------------------------------- wrapped lines

    def _goes_on_wrapped(self, i: int, wrap: _Wrap) -> bool:
        """Whether a line goes on with the one before, in a text wrapped at a width."""
        before, line = self.lines.texts[i - 1], self.lines.texts[i]
        if self._stands_alone(i) or is_salutation(before):
            return False
        if _CONTINUES.match(line):
            return True
        if wrap.base is not None and wrap.indents[i - wrap.first] >= wrap.base + 2:
            return False
        if wrap.spaced and _is_blank(self.lines.gap(i)) and i - 1 not in self.lines.cuts:
            return False
        missing = wrap.width - wrap.widths[i - 1 - wrap.first] - self._narrow_indent(i - 1)
        if _ends(before):
            if _is_cell(line):
                return False
            return missing <= wrap.slack if wrap.is_laid_out else missing <= 1
        unit = _UNIT.match(line)
        if missing < (wrap.measure(unit[0]) if unit else 2) + wrap.slack:
            return True
        return _is_certain(before, line) or (before[-1] in "，、," and not self._is_verse(i))

    def _narrow_indent(self, i: int) -> int:
        """Columns by which a line is wider where blanks are as wide as characters."""
        text, start = self.lines.text, self.lines.starts[i]
        return min(8, start - len(text[max(0, start - 8) : start].rstrip(" ")) - max(0, start - 8))

    # ------------------------------------------------------------------- new paragraphs

    def _starts_anew(self, i: int) -> bool:
        """Whether a line must begin a paragraph, however the line before it ends."""
        before, line = self.lines.texts[i - 1], self.lines.texts[i]
        if is_salutation(line) or _ADDRESS.match(line) or _BULLET.match(line):
            return True
        mark = self._mark(i)
        if mark is None or (before.endswith("小") and _BRACKETED_TERM.match(line)):
            return False
        may_head = mark.kind == "han" and _SURE_HEADING <= len(line) <= _HEADING_LENGTH
        if may_head and not has_sentence(line):
            return True
        self._enter_marks(i)
        return _in_series(mark, self._seen) and not self._comes_again(i)

    def _mark(self, i: int) -> OutlineMark | None:
        line = self.lines.texts[i]
        if line not in self.marks:
            self.marks[line] = outline_mark(line)
        return self.marks[line]

    def _enter_marks(self, end: int) -> None:
        """Note the marks at the start of the lines before one, and of sentences in them."""
        for i in range(self._entered, end):
            line = self.lines.texts[i]
            mark = self._mark(i)
            if mark is not None and i not in self.joined:
                _enter(mark, self._seen)
            for match in _MARK_INSIDE.finditer(line):
                read = read_mark(match)
                if read is not None:
                    _enter(OutlineMark(*read), self._seen)
        self._entered = max(self._entered, end)

    def _comes_again(self, i: int) -> bool:
        """Whether the same mark comes once more in the same series, so that this is none."""
        mark = self._mark(i)
        for j in range(i + 1, min(i + _LOOK_AHEAD, len(self.lines.texts))):
            later = self._mark(j)
            if later is None or mark is None:
                continue
            if later.kind == mark.kind:
                return later.number == mark.number and mark.number > 1
            if _level(later) < _level(mark):
                return False
        return False


def _breaks_to_judge(
    n_lines: int, open_lines: Sequence[int], wraps: Sequence[_Wrap]
) -> Iterator[tuple[int, _Wrap | None]]:
    """Breaks that may stand in mid-sentence, by the line behind them."""
    position = 0
    for wrap in (*wraps, None):
        end = wrap.first if wrap else n_lines - 1
        first = bisect_left(open_lines, position)
        for i in open_lines[first : bisect_left(open_lines, end, first)]:
            yield i + 1, None
        if wrap is not None:
            for i in range(wrap.first + 1, wrap.end):
                yield i, wrap
            position = wrap.end - 1


def _layout(lines: Lines) -> tuple[bool, bool]:
    """Whether paragraphs are indented, and whether they are set apart by blank lines."""
    n_indented = sum(map(lines.is_indented, range(len(lines.starts))))
    n_spaced = lines.text.count("\n\n")
    enough = _USUAL * len(lines.starts)
    return n_indented > enough, n_spaced > enough


# ------------------------------------------------------------------------- what lines say


def has_sentence(text: str) -> bool:
    """Whether a sentence or a clause ends inside a line, not only with it."""
    return _SENTENCE_MARK.search(text, 0, len(text) - 1) is not None


def is_heading(line: str) -> bool:
    """Whether a line is a numbered heading that stands alone."""
    return (
        _may_head(line) and outline_mark(line) is not None and _SENTENCE_MARK.search(line) is None
    )


def _may_head(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and line[-1] not in "，、,"


def _ends(text: str) -> bool:
    """Whether a line ends with a sentence or leads on to a paragraph of its own."""
    if text[-1] in _FINAL:
        return True
    if text[-1] in ".．" and _BEFORE_POINT.match(text[-2:-1]):
        return True
    return text[-1] in CLOSING_BRACKETS and ends_sentence(text)


def _is_certain(before: str, line: str) -> bool:
    """Whether the two sides of a break cannot stand alone."""
    if _CONTINUES.match(line) or _DANGLES.search(before[-3:]):
        return True
    opened = _OPENED.search(before[-80:])
    if opened is None:
        return False
    left = opened[0][0]
    closed = line.find(_CLOSING[left], 0, 80)
    return closed >= 0 and line.find(left, 0, closed) < 0


def _is_row(line: str) -> bool:
    return _BLANK_OR_BAR.search(line) is not None and _ROW.search(line) is not None


def _is_cell(line: str) -> bool:
    """Whether a line is a name or a figure that stands alone: a table's cell, a signature."""
    return len(line) < _RUNNING_LINE and _PUNCTUATION.search(line) is None


def _in_series(mark: OutlineMark, seen: dict[MarkKind, int]) -> bool:
    last = seen.get(mark.kind, 0)
    return mark.number == 1 or (last > 0 and 0 < mark.number - last <= _MAX_SERIES_GAP)


def _enter(mark: OutlineMark, seen: dict[MarkKind, int]) -> None:
    """Note a mark; it starts the numbering below it anew."""
    below = [kind for kind in seen if LEVELS.get(kind, 5) > _level(mark)]
    for kind in below:
        del seen[kind]
    seen[mark.kind] = mark.number


def _level(mark: OutlineMark) -> int:
    return LEVELS.get(mark.kind, 5)
