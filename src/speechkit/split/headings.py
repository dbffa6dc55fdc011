"""The lines of a document in; those that may be headings of its parts out.

A candidate says by its style how the part is marked, and by its frame which words stand
around the number; `boundaries` decides which candidates are one series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from speechkit.model import Document, Span
from speechkit.text.normal import line_spans, stripped
from speechkit.text.numerals import NUMERAL, parse_numeral

MAX_HEADING = 80
"""Characters a heading's line has at most; the longest seen in collections has 45."""


_MARKDOWN = re.compile(
    r"(?:#{1,6}[ \t]{1,3})?(?P<bold>\*\*|__)?(?P<text>\S.{0,98}?)(?(bold)(?P=bold))[ \t#]{0,8}"
)


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """A way in which collections mark their parts."""

    name: str
    pattern: re.Pattern[str]
    """Of a line without the blanks around it. Group `number`; `title` where the heading may
    say more; `frame` where something must be equal in all headings of a series."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be the heading of a part."""

    style: str
    frame: str
    number: int
    title: Span
    """Empty where the heading is nothing but its mark."""
    line: Span
    """With the blanks before it and without its line end."""
    span: Span
    """Without the blanks."""

    @property
    def series(self) -> tuple[str, str]:
        """What candidates of one series have in common."""
        return self.style, self.frame


_N = rf"\s?(?P<number>{NUMERAL})\s?"
_TITLE = r"(?:\s{0,3}[：:]\s{0,3}|\s{0,4})(?P<title>.*)"
_FRAME = r"(?P<frame>[^第篇].{3,59}?)\s{0,3}"

STYLES: tuple[HeadingStyle, ...] = tuple(
    HeadingStyle(name, re.compile(pattern))
    for name, pattern in (
        ("第N篇：T", rf"第{_N}篇(?![章目幅]){_TITLE}"),
        ("篇N：T", rf"篇{_N}(?![章目幅]){_TITLE}"),
        ("【篇N】T", rf"【\s?(?:第|篇|范例|範例|例文|范文|範文){_N}篇?\s?】{_TITLE}"),
        ("T篇N", rf"{_FRAME}篇{_N}(?:[（(][^（()）]{{1,12}}[）)])?[：:]?"),
        ("T第N篇", rf"{_FRAME}第{_N}篇(?:[（(][^（()）]{{1,12}}[）)])?[：:]?"),
        ("TN(全文M字)", rf"{_FRAME}{_N}[（(](?:全文|共|约)?\s?\d{{1,6}}\s?字[）)]"),
        ("T(N)：", rf"{_FRAME}[（(]{_N}[）)]\s{{0,3}}[：:]?"),
        ("N：", rf"{_N}[：:]"),
    )
)
"""In the order of preference: a line is a candidate of the first style that fits it."""


def find_candidates(
    document: Document, styles: tuple[HeadingStyle, ...] = STYLES
) -> list[Candidate]:
    r"""Lines that look like headings of parts, in the order of the document.

    Examples
    --------
    >>> found = find_candidates(Document("a", "a.txt", "第一篇：在县会上的讲话\n同志们：\n"))
    >>> [(c.style, c.number, c.title) for c in found]
    [('第N篇：T', 1, Span(start=4, end=11))]
    """
    return list(_candidates(document, styles))


def _candidates(document: Document, styles: tuple[HeadingStyle, ...]) -> Iterator[Candidate]:
    text = document.text
    for line in line_spans(text, Span(0, len(text))):
        span = _without_markup(text, stripped(text, line))
        if not 0 < len(span) <= MAX_HEADING:
            continue
        for style in styles:
            match = style.pattern.fullmatch(text, span.start, span.end)
            number = parse_numeral(match["number"]) if match else None
            if match is not None and number is not None:
                yield _candidate(style, match, number, line, span)
                break


def _without_markup(text: str, span: Span) -> Span:
    """The span without the signs by which Markdown makes a heading of it or sets it bold."""
    match = _MARKDOWN.fullmatch(text, span.start, span.end)
    return Span(*match.span("text")) if match else span


def _candidate(
    style: HeadingStyle, match: re.Match[str], number: int, line: Span, span: Span
) -> Candidate:
    groups = match.groupdict()
    title = Span(*match.span("title")) if "title" in groups else Span(span.end, span.end)
    frame = re.sub(r"\s", "", groups.get("frame") or "")
    if frame:
        title = Span(*match.span("frame"))
    return Candidate(style.name, frame, number, title, line, span)
