"""A candidate and the lines around it in; what speaks for a border there, and against it, out.

Each piece of evidence is a `Reason` with a weight: the logarithm of how much likelier it is
at a border than elsewhere. The weights were set by hand on documents made for the purpose,
rounded to halves; they matter less than their signs, since a series of parts adds up many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from speechkit.model import Reason, Span
from speechkit.split.contents import COUNT, has_leader, normal_title
from speechkit.split.rows import Rows
from speechkit.split.styles import (
    BOLD_STYLE,
    CONTENTS_STYLE,
    HEADING_STYLE,
    MARKDOWN_STYLE,
    SALUTATION_STYLE,
    Candidate,
    part_number,
)
from speechkit.text.genre import (
    GENRE,
    OPENING_FORMULA,
    ends_sentence,
    ends_speech,
    gives_thanks,
    is_salutation,
)
from speechkit.text.marks import outline_mark
from speechkit.text.numerals import HAN_DIGITS, is_date_line, parse_numeral
from speechkit.text.patterns import regex

WEIGHTS: dict[str, float] = {
    # what follows
    "salutation": 3.0,
    "salutation_inline": 1.5,
    "date": 2.0,
    "title": 1.5,
    "title_above": 2.5,
    "line_above": 1.0,
    "colon": 1.0,
    "exclamation": -1.0,
    "other_audience": 1.5,
    "opening": 0.5,
    "no_opening": -2.0,
    # what precedes
    "closing": 2.0,
    "thanks": 3.5,
    "wish": 1.5,
    "signature": 1.5,
    "ended": 0.5,
    "page": 1.0,
    "separator": 1.5,
    "mid_sentence": -1.5,
    "comma": -3.0,
    # the heading itself
    "announced": 1.5,
    "frame": 1.5,
    "styled": 1.5,
    "leader": -3.0,
    "contents": -8.0,
    "sentence": -3.0,
    "outline_heading": -4.0,
    "chapter": -1.5,
    "chapters_inside": -2.0,
    # the parts before and after it
    "outline_restarts": 1.0,
    "outline_goes_on": -3.0,
    "inside_speech": -2.5,
    "work": -2.5,
    # the series
    "first_number": 1.0,
    "not_first": -1.5,
    "next_number": 1.5,
    "series": 1.5,
    "same_form": 0.5,
    "other_words": -1.0,
    "other_form": -3.0,
    "skipped": -1.0,
    "restarts": -1.5,
    "missing": 1.5,
    "stranger": -8.0,
    "no_text": -8.0,
    "little_text": -1.0,
}
"""By kind of reason. Signs and sizes follow what one sees: nobody puts a salutation into
the middle of a speech, while many a speech ends without thanks."""

_CLEAR = 4.0
"""Where so much speaks for a border, the numbering around it need not be looked at."""
_OPENING_ROWS = 16
"""Rows after a heading in which the opening of a speech is looked for."""
_PARAGRAPH = 60
"""A longer line is running text; 95 % of titles end before 40."""
_MAX_TITLE = 60
_ROWS_BEFORE = 4
_MAX_LOOK = 400
_PREAMBLE = 3000
_CHAPTER_WORDS = regex(
    "总则|附则|分则|规划|指导思想|发展环境|发展基础|总体要求|主要目标|重点任务|保障措施|组织实施|绪论|导论|概述|概论|结语|前言|"
    "總則|規劃|指導思想|緒論|導論"
    "|^(?:优化|推动|推进|建设|加强|加快|构建|完善|深化|提升|提高|增进|坚持|打造|促进|强化|保障|健全|发展|实施|培育|扩大|优先|全面)"
)
"""In titles of chapters; those of speeches name their occasion, or add their genre."""
_WORK = regex(
    "(?:规划|纲要|计划|方案|条例|办法|规定|规程|细则|章程|意见|标准|指南|白皮书|研究|規劃|綱要|計劃|條例|辦法|規定)"
    "(?:[（(][^（()）]{1,20}[）)])?$"
)
"""At the end of the title of one long work that has parts."""
_CHAPTER = regex(rf"(?<![^\r\n])[ \t\u3000]{{0,12}}第([{HAN_DIGITS}\d]{{1,4}})章")
_HAN_MARK = regex(r"(?<=[\r\n])[ \t\u3000]{0,8}([一二三四五六七八九十]{1,3})、")
_FURNITURE = regex(r"本文|第?\s?\d{1,4}\s?(?:页|/)|[-—*=_·.\d\s]{1,40}$|(?:共|第)\s?\d+\s?页")
_SENTENCE = regex("[。；]|，.{0,40}，")


_UNNUMBERED = (MARKDOWN_STYLE, HEADING_STYLE, BOLD_STYLE, CONTENTS_STYLE)


class Surroundings:
    """Weighs what stands around candidates of one document; looks at each line once."""

    def __init__(self, rows: Rows, candidates: Iterable[Candidate]) -> None:
        self.rows = rows
        self.document = rows.document
        salutations = [c.salutation for c in candidates if c.salutation is not None]
        audiences = [_audience(self.document.quote(span)) for span in salutations]
        changes = zip(salutations[1:], pairwise(audiences), strict=False)
        self._other_audience = {span for span, (before, now) in changes if not now <= before}

    def reasons(self, candidate: Candidate, first: int, stop: int) -> tuple[Reason, ...]:
        """What speaks for and against a border at a candidate.

        Parameters
        ----------
        first
            Document offset at which the series of the candidate begins.
        stop
            Document offset at which the next candidate of the series stands: what opens a
            part stands before it.
        """
        form = Reason("form", candidate.prior, candidate.span)
        if candidate.number is None and self._starts(candidate):
            # A document begins there, whether it holds one speech or several.
            return form, Reason("start", -candidate.prior, candidate.span)
        reasons = (
            form,
            *self._of_heading(candidate),
            *self._after(candidate, first, stop),
            *self._before(candidate),
        )
        return reasons if weight(reasons) > _CLEAR else (*reasons, *self._parts(candidate, stop))

    def _starts(self, candidate: Candidate) -> bool:
        row = self._first_row
        return row is None or candidate.line.start <= self.rows.span(row).start

    @cached_property
    def _first_row(self) -> int | None:
        """The first line that says anything."""
        return next((row for row in range(len(self.rows)) if self.rows.span(row)), None)

    # ------------------------------------------------------------------------ the heading

    def _of_heading(self, candidate: Candidate) -> Iterator[Reason]:
        text = self.document.quote(candidate.span)
        title = self.document.quote(candidate.title)
        if has_leader(text):
            yield _reason("leader", candidate.span)
        if _SENTENCE.search(title):
            yield _reason("sentence", candidate.title)
        if candidate.style in _UNNUMBERED and outline_mark(title) and not GENRE.search(title):
            yield _reason("outline_heading", candidate.title)
        if _CHAPTER_WORDS.search(title) and not GENRE.search(title):
            yield _reason("chapter", candidate.title)
        if candidate.style != HEADING_STYLE and candidate.span.start in self._styled_starts:
            yield _reason("styled", candidate.span)
        yield from self._announced(candidate, title)

    def _announced(self, candidate: Candidate, title: str) -> Iterator[Reason]:
        """Whether the beginning of the document says that such parts will come."""
        preamble = self._preamble
        if candidate.shared and title in preamble[: candidate.span.start]:
            yield _reason("frame", candidate.title)
        elif candidate.number is not None and self._says_how_many:
            yield _reason("announced")
        elif candidate.style in (MARKDOWN_STYLE, HEADING_STYLE, CONTENTS_STYLE) and len(title) > 3:
            at = preamble.find(normal_title(title), 0, candidate.span.start)
            if at >= 0:
                yield _reason("announced", Span(at, at + len(title)))

    @cached_property
    def _preamble(self) -> str:
        return self.document.text[:_PREAMBLE]

    @cached_property
    def _says_how_many(self) -> bool:
        return announced_number(self.rows) > 0

    @cached_property
    def _salutation(self) -> Span | None:
        return opening_salutation(self.rows)

    @cached_property
    def _work(self) -> Span | None:
        """The title of the document, where it names one long work."""
        first = self._first_row
        if first is None or first >= _OPENING_ROWS:
            return None
        if not _WORK.search(self.rows.content(first)[: _MAX_TITLE + 1]):
            return None
        return self.rows.span(first)

    @cached_property
    def _styled_starts(self) -> frozenset[int]:
        return frozenset(
            mark.span.start for mark in self.document.marks if mark.kind[:5] in ("headi", "title")
        )

    # ----------------------------------------------------------------------- what follows

    def _after(self, candidate: Candidate, first: int, stop: int) -> Iterator[Reason]:
        opening = {r.kind: r for r in self._opening_reasons(candidate, stop)}
        if candidate.salutation is not None:
            opening.pop("salutation", None)  # its own
            yield from self._address(candidate)
        else:
            title = self.document.quote(candidate.title)
            if GENRE.search(title) and not _SENTENCE.search(title):
                opening["title"] = _reason("title", candidate.title)
            yield from self._missing(candidate, first, opening)
        yield from opening.values()

    def _missing(
        self, candidate: Candidate, first: int, opening: Mapping[str, Reason]
    ) -> Iterator[Reason]:
        """What speaks against a heading under which nothing looks like a speech."""
        has_salutation = "salutation" in opening or "salutation_inline" in opening
        is_speech = has_salutation or "date" in opening or "title" in opening
        if not is_speech:
            yield _reason("no_opening")
        salutation = self._salutation
        if not has_salutation and salutation is not None and salutation.end <= first:
            yield _reason("inside_speech", salutation)
        elif not is_speech and not candidate.shared and self._work is not None:
            yield _reason("work", self._work)

    def _address(self, candidate: Candidate) -> Iterator[Reason]:
        """How a salutation that may open a speech addresses its audience."""
        if candidate.title:
            is_genre = GENRE.search(self.document.quote(candidate.title))
            yield _reason("title_above" if is_genre else "line_above", candidate.title)
        span = candidate.salutation or candidate.span
        text = self.document.quote(span)
        yield _reason("colon" if text[-1] in "：:" else "exclamation", span)
        if span in self._other_audience:
            yield _reason("other_audience", span)

    def _opening_reasons(self, candidate: Candidate, stop: int) -> Iterator[Reason]:
        """The first of each kind among the lines that open a part."""
        found: set[str] = set()
        for span, content in self._opening_lines(candidate, stop):
            kind = _opening_kind(content)
            if kind and kind not in found:
                found.add(kind)
                yield _reason(kind, span)
            if len(content) > _PARAGRAPH or (kind is None and ends_sentence(content)):
                return

    def _opening_lines(self, candidate: Candidate, stop: int) -> Iterator[tuple[Span, str]]:
        """What follows a candidate, its own line first where it goes on."""
        for row in range(candidate.row, min(candidate.row + _OPENING_ROWS, len(self.rows))):
            span = self.rows.span(row)
            start = max(span.start, candidate.span.end)
            end = min(span.end, start + _MAX_LOOK, stop)
            content = self.document.text[start:end].strip()
            if content:
                yield Span(start, end), content
            if span.end >= stop:
                return

    # ---------------------------------------------------------------------- what precedes

    def _before(self, candidate: Candidate) -> Iterator[Reason]:
        document = self.document
        if candidate.line.start in self._page_starts:
            yield _reason("page")
        if self.rows.follows_separator(candidate.row):
            yield _reason("separator")
        start = max(document.line_starts[candidate.row], candidate.line.start - _MAX_LOOK)
        above = document.text[start : candidate.line.start].strip()
        rows = [above] if above else []
        seen = 0
        for row in range(candidate.row - 1, max(-1, candidate.row - 12), -1):
            content = self.rows.content(row)
            if content and not _FURNITURE.match(content):
                rows.append(content)
                seen += 1
            if seen == _ROWS_BEFORE:
                break
        is_bare = candidate.style == SALUTATION_STYLE
        if rows:
            kind = _closing_kind(rows)
            if kind in ("thanks", "wish") and not is_bare:
                kind = "closing"
            if kind is not None and not (is_bare and kind == "ended"):
                yield _reason(kind)

    @cached_property
    def _page_starts(self) -> frozenset[int]:
        """Offsets at which a line begins that stands first on its page."""
        text = self.document.text
        breaks = [mark.span.start for mark in self.document.marks if mark.kind == "page"]
        at = text.find("\f")
        while at >= 0:
            breaks.append(at + 1)
            at = text.find("\f", at + 1)
        starts = self.document.line_starts
        after = (bisect_left(starts, offset) for offset in breaks)
        return frozenset({*breaks, *(starts[i] for i in after if i < len(starts))})

    # -------------------------------------------------------------------- the parts around

    def _parts(self, candidate: Candidate, stop: int) -> Iterator[Reason]:
        """Whether the numbering of the headings below starts anew at the candidate or goes on."""
        start = candidate.span.end
        chapters = _first_and_last(self._chapters, start)
        if chapters is not None and chapters[1].start < stop:
            goes_on = chapters[0] is not None and chapters[1].number == chapters[0] + 1 != 1
            yield _reason("outline_goes_on" if goes_on else "chapters_inside", chapters[1].span)
            return
        marks = _first_and_last(self._han_marks, start)
        if marks is not None and marks[1].start < stop:
            if marks[1].number == 1 and marks[0] not in (None, 1):
                yield _reason("outline_restarts", marks[1].span)
            elif marks[0] is not None and marks[1].number == marks[0] + 1:
                yield _reason("outline_goes_on", marks[1].span)

    @cached_property
    def _chapters(self) -> tuple[list[int], list[_Numbered]]:
        text = self.document.text
        marks = [
            _Numbered(parse_numeral(m[1]) or 0, m.start(1) - 1, m.end())
            for m in (_CHAPTER.finditer(text) if "章" in text else ())
        ]
        return [mark.start for mark in marks], marks

    @cached_property
    def _han_marks(self) -> tuple[list[int], list[_Numbered]]:
        found = _HAN_MARK.finditer(self.document.text)
        marks = [_Numbered(parse_numeral(m[1]) or 0, m.start(1), m.end()) for m in found]
        return [mark.start for mark in marks], marks


def announced_number(rows: Rows) -> int:
    """How many parts the first lines say there are, as in (精选31篇); 0 when they do not."""
    for row in range(min(_TITLE_ROWS, len(rows))):
        content = rows.content(row)
        match = COUNT.search(content) if len(content) <= _MAX_TITLE else None
        if match is not None:
            return part_number(match["count"]) or 0
    return 0


_TITLE_ROWS = 6


def opening_salutation(rows: Rows) -> Span | None:
    """The salutation with which a document itself opens."""
    for row in range(min(_OPENING_ROWS, len(rows))):
        content = rows.content(row)
        if content and content[-1] in "：:，,！!" and is_salutation(content):
            return rows.span(row)
    return None


class _Numbered:
    """A numbered mark at the start of a line."""

    __slots__ = ("end", "number", "start")

    def __init__(self, number: int, start: int, end: int) -> None:
        self.number, self.start, self.end = number, start, end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def _first_and_last(
    marks: tuple[list[int], list[_Numbered]], offset: int
) -> tuple[int | None, _Numbered] | None:
    """Number of the last mark before an offset, and the first mark after it."""
    starts, numbered = marks
    at = bisect_left(starts, offset)
    if at == len(starts):
        return None
    return (numbered[at - 1].number if at else None), numbered[at]


_AUDIENCE = regex("[、，,！!：:\\s]+|尊敬的|敬爱的|亲爱的|各位|敬愛的|親愛的")


def _audience(salutation: str) -> frozenset[str]:
    """Those whom a salutation addresses, such as 同志们 and 朋友们."""
    return frozenset(filter(None, _AUDIENCE.split(salutation)))


def _opening_kind(content: str) -> str | None:
    """What a line near the start of a part is, as far as it tells that a speech begins."""
    if content[-1] in "：:，,！!。" and is_salutation(content):
        return "salutation"
    if (
        len(content) <= _MAX_TITLE
        and ("年" in content or content[:1].isdigit())
        and is_date_line(content)
    ):
        return "date"
    if len(content) <= _MAX_TITLE and GENRE.search(content) and not ends_sentence(content):
        return "title"
    head, _, _ = content[:80].replace("，", "：").replace("！", "：").partition("：")
    if 0 < len(head) < min(len(content) - 1, 40) and is_salutation(f"{head}："):
        return "salutation_inline"
    return "opening" if OPENING_FORMULA.match(content) else None


def _closing_kind(rows: Sequence[str]) -> str | None:
    """What the lines before a candidate are, the nearest first."""
    nearest = rows[0]
    if gives_thanks(nearest) or any(
        gives_thanks(row) for row in rows[1:3] if len(nearest) <= _PARAGRAPH
    ):
        return "thanks"
    if ends_speech(nearest):
        return "thanks" if len(nearest) <= _PARAGRAPH else "wish"
    if len(nearest) <= 40 and is_date_line(nearest):
        return "signature"
    if ends_sentence(nearest):
        return "ended"
    if nearest[-1] in "，、,":
        return "comma"
    return "mid_sentence" if len(nearest) > _TITLE_LIKE else None


_TITLE_LIKE = 30


def _reason(kind: str, span: Span | None = None) -> Reason:
    return Reason(kind, WEIGHTS[kind], span)


def weight(reasons: Sequence[Reason]) -> float:
    """Sum of what reasons weigh."""
    return sum(reason.weight for reason in reasons)
