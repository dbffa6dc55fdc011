"""The ways in which collections mark their parts, and what a line that may be one becomes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from speechkit.model import Span
from speechkit.text.genre import GENRE_WORDS
from speechkit.text.numerals import HAN_DIGITS, NUMERAL, parse_numeral
from speechkit.text.patterns import regex

SALUTATION_STYLE = "salutation"
TITLE_STYLE = "title"
OPENING_STYLE = "opening"
CONTENTS_STYLE = "contents"
PATTERN_STYLE = "pattern"
MARKDOWN_STYLE = "#"
BULLET_STYLE = "◆T"
BRACKET_STYLE = "【T】"
COUNTED_STYLE = "…N…"
HEADING_STYLE = "heading"
BOLD_STYLE = "bold"


class HeadingStyle(NamedTuple):
    """A way in which collections mark their parts."""

    name: str
    prior: float
    """Logarithm of the odds that a line of this form marks a part, before anything else of
    it is known: a rare form speaks for itself, `（一）` stands everywhere."""
    clue: str
    """One of these characters stands in every line of the style; empty where the line ends in
    its number."""
    first: frozenset[str]
    """With one of these it begins; empty where it may begin with any. To look at one character
    costs nothing, and a pattern that is never used is never compiled."""
    needs_title: bool
    """It ends as the title of a speech does."""
    pattern: re.Pattern[str]
    """Of a line without the blanks around it. Group `number`; `title` where the heading may
    say more; `frame` where something must be equal in all headings of a series."""


class Candidate(NamedTuple):
    """A place that may open a part."""

    style: str
    frame: str
    number: int | None
    title: Span
    """The words of the heading; empty where it is nothing but its mark."""
    line: Span
    """From the blanks before it to the end of what is judged as the heading's line."""
    span: Span
    """Without the blanks."""
    prior: float
    shared: bool = False
    """The title is the same in all headings of the series."""
    row: int = 0
    """Index of its line in the document, from 0."""
    salutation: Span | None = None
    """Of a speech that has no heading but its salutation."""
    is_inline: bool = False
    """It shares its line with other text."""

    @property
    def is_heading(self) -> bool:
        """Whether it is more than the first line of the speech itself."""
        return self.style not in (SALUTATION_STYLE, OPENING_STYLE)

    @property
    def series(self) -> tuple[str, str]:
        """What candidates of one series have in common."""
        if self.style == TITLE_STYLE:  # whether a speech has a title is no matter of style
            return SALUTATION_STYLE, self.frame
        return self.style, self.frame


_FORMAL = "壹贰叁肆伍陆柒捌玖拾貳參陸"
_FROM_FORMAL = str.maketrans(_FORMAL, "一二三四五六七八九十二三六")
_SIGNS = "".join(
    chr(code)
    for first, last in ("①⑳", "㈠㈩", "⒈⒛", "ⅠⅫ", "❶❿")
    for code in range(ord(first), ord(last) + 1)
)
NUMBER = rf"(?:{NUMERAL}|[{_FORMAL}]{{1,3}}|[{_SIGNS}])"
"""Pattern of the number of a part, however it is written."""
_NUMERALS = f"{HAN_DIGITS}0123456789０１２３４５６７８９{_FORMAL}{_SIGNS}"
DIGITS = frozenset(_NUMERALS)


def part_number(text: str) -> int | None:
    """The number that is printed in a heading; None when it is none.

    Examples
    --------
    >>> [part_number(text) for text in ("十二", "贰", "③", "Ⅳ", "㈩", "12")]
    [12, 2, 3, 4, 10, 12]
    """
    number = parse_numeral(text.translate(_FROM_FORMAL))
    if number is None and len(text) == 1:
        value = unicodedata.numeric(text, -1.0)
        return int(value) if value > 0 and value.is_integer() else None
    return number


_N = rf"\s{{0,3}}(?P<number>{NUMBER})\s{{0,3}}"
_OPENS, _CLOSE = "（(【〖〔［\\[", "[）)】〗〕］\\]]"
_TITLE = r"(?:\s{0,3}[：:、.．—-]{1,2}\s{0,3}|\s{0,4})(?P<title>.*)"
_COLON_TITLE = r"\s{0,3}[：:]\s{0,3}(?P<title>.*)"
_APART = "：: \u3000\t"
_LISTED, _LIST = "、.．）)", "(?P<frame>[、.．]|[）)])"
_LATIN = r"(?P<frame>[Nn][Oo]\.?|[Pp][Aa][Rr][Tt]|#)"
_APART_TITLE = r"(?:\s{0,3}[：:]\s{0,3}|\s{1,4})(?P<title>.*)"
_FRAME = r"(?P<frame>[^第篇].{2,59}?)\s{0,3}"
_REMARK = r"(?:\s?[（(][^（()）]{1,12}[）)])?"
_EXAMPLE = (
    "范例|範例|例文|范文|範文|样文|样本|样例|示例|案例|例|稿|讲话稿|講話稿|发言稿|發言稿|演讲稿|演講稿|"
    "致辞|讲话|发言|文稿|稿件|稿子|材料|文章|作品|演讲"
)
_EX_FIRST = "".join(word[0] for word in _EXAMPLE.split("|"))
_KINDS = f"第|篇|{_EXAMPLE}"
_CHAPTER = "(?P<frame>[章节編编卷回部期轮天站]|部分|单元)"
_UNIT = "(?P<frame>[份则則例讲講集辑期场場回组組套])"
TITLE_END = rf"(?:{GENRE_WORDS})(?:[稿词辞]|材料|提纲|[选选][登编])?{_REMARK}"
"""How the title of a speech ends."""
_WHOLE_TITLE = rf"(?P<title>.{{2,58}}{TITLE_END})"
WHOLE_TITLE = regex(_WHOLE_TITLE)
TITLE_LAST = frozenset(word[-1] for word in GENRE_WORDS.split("|")) | frozenset(
    "）)料纲稿词辞选登编"
)
"""Characters with which the title of a speech ends."""

STYLES: tuple[HeadingStyle, ...] = tuple(
    HeadingStyle(
        name, prior, clue, frozenset(first), pattern.endswith(_WHOLE_TITLE), regex(pattern)
    )
    for name, prior, clue, first, pattern in (
        ("第N篇：T", 1.5, "篇", "第", rf"第{_N}篇(?![章目幅]){_COLON_TITLE}"),
        ("第N篇：T", -0.5, "篇", "第", rf"第{_N}篇(?![章目幅文]){_TITLE}"),
        ("（第N篇）T", 1.0, "篇", "（(", rf"[（(]\s?第{_N}篇[^（()）]{{0,8}}[）)]{_TITLE}"),
        ("第N份：T", 0.5, "第", "第", rf"第{_N}{_UNIT}{_COLON_TITLE}"),
        ("第N份：T", -1.5, "第", "第", rf"第{_N}{_UNIT}(?:\s{{1,4}}{_WHOLE_TITLE})?"),
        ("第N章：T", -4.0, "第", "第", rf"第{_N}{_CHAPTER}{_TITLE}"),
        ("篇N：T", 1.0, "篇", "篇", rf"篇{_N}(?![章目幅]){_TITLE}"),
        ("【篇N】T", 2.0, _KINDS, _OPENS, rf"[{_OPENS}]\s?(?:{_KINDS}){_N}篇?\s?{_CLOSE}{_TITLE}"),
        ("范文N：T", 0.5, _EXAMPLE, _EX_FIRST, rf"(?P<frame>{_EXAMPLE})之?{_N}(?:{_APART_TITLE})?"),
        ("之N：T", 0.5, "之", "之（(", rf"[（(]?之{_N}[）)]?(?:{_APART_TITLE})?"),
        ("T篇N", 1.5, "篇", "", rf"{_FRAME}[（(【]?篇之?{_N}[）)】]?{_REMARK}[：:]?"),
        ("T篇N：T", 1.5, "篇", "", rf"{_FRAME}篇{_N}[：:]\s{{0,3}}(?P<title>.+)"),
        ("T第N篇", 0.5, "篇", "", rf"{_FRAME}[（(]?第{_N}篇[）)]?{_REMARK}[：:]?"),
        ("TN(全文M字)", 3.0, "字", "", rf"{_FRAME}{_N}[（(](?:全文|共|约)?\s?\d{{1,6}}\s?字[）)]"),
        ("T(N)：", 0.0, "：:", "", rf"{_FRAME}[（(]{_N}[）)]\s{{0,3}}[：:]"),
        ("T(N)：", -1.5, "）)】〕", "", rf"{_FRAME}[（(【〔]\s?之?{_N}[）)】〕]"),
        ("TN", -1.0, "", "", rf"(?P<frame>.{{2,58}}(?:{GENRE_WORDS}))[之·•—_#-]?{_N}"),
        ("TN", -2.5, "", "", rf"(?P<frame>[^\W\d_]{{3,30}}(?<!第))[之·•—_#-]?{_N}"),
        ("N：", -1.0, "：:", _NUMERALS, rf"{_N}[：:]"),
        ("N：T", -2.0, "：:", _NUMERALS, rf"{_N}[：:]\s{{0,3}}{_WHOLE_TITLE}"),
        ("WN：T", -1.5, _APART, "", rf"(?P<frame>[^\W\d_]{{2,6}}(?<!第)){_N}{_APART_TITLE}"),
        ("No.N：T", -1.0, "oOaAe#", "NnPp#", rf"{_LATIN}{_N}{_TITLE}"),
        ("【N】T", -2.0, "】〕］]", "【〔［[", rf"[【〔［\[]{_N}[】〕］\]]{_TITLE}"),
        ("0N、T", -2.0, "0", "0（(", r"[（(]?(?P<number>0\d)[、.．）)\s]\s{0,3}(?P<title>.{2,58})"),
        ("N、T", -4.5, _LISTED, _NUMERALS + "（(", rf"[（(]?{_N}{_LIST}\s{{0,3}}{_WHOLE_TITLE}"),
        ("N T", -4.5, " \u3000", _NUMERALS, rf"(?P<number>{NUMBER})\s{{1,4}}{_WHOLE_TITLE}"),
        ("N T", -4.5, _SIGNS, _SIGNS, rf"(?P<number>[{_SIGNS}])\s{{0,4}}{_WHOLE_TITLE}"),
        ("（N）", -6.5, "）)", "（(", rf"[（(]{_N}[）)]"),
    )
)  # fmt: skip
"""In the order of preference: a line is a candidate of the first style that fits it.

The forms are those seen in collections; the priors were set by hand so that a form seen in
collections only needs no further evidence, and one that also numbers the parts of a single
text needs a salutation, a date or a closing before it at each border."""

PRIORS = {
    MARKDOWN_STYLE: -2.0,
    BULLET_STYLE: -2.5,
    BRACKET_STYLE: -2.5,
    COUNTED_STYLE: -2.5,
    HEADING_STYLE: -1.5,
    BOLD_STYLE: -3.0,
    CONTENTS_STYLE: -1.0,
    TITLE_STYLE: -3.5,
    SALUTATION_STYLE: -3.0,
}
"""Of the styles that are told by more than one pattern."""
STYLE_NAMES: tuple[str, ...] = (*dict.fromkeys(style.name for style in STYLES), *PRIORS)
"""What `--style` takes."""

LISTED = next(style for style in STYLES if style.name == "N、T")
"""A numbered title, as in a list; right above a salutation it may say anything."""
_CLUES = frozenset("".join(style.clue for style in STYLES))
_YEARS = range(1900, 2101)
"""No numbers of parts where other words stand before the number."""
_MIN_FRAME = 3
"""A shorter frame is 范文 or 稿, and no title."""


_LEADING = regex(rf"[（(]?{_N}[、.．）)：:\s]\s{{0,3}}(?P<title>\S.{{0,60}})")


def leading_number(content: str) -> int | None:
    """The number with which a line begins that a sign marks as a heading already."""
    match = _LEADING.fullmatch(content)
    return part_number(match["number"]) if match else None


def like(model: Candidate, number: int, content: str, span: Span, row: int) -> Candidate | None:
    """The candidate of the model's series that a line is when it has a certain number.

    Its title may be any: that a number is missing says enough.
    """
    match = _LEADING.fullmatch(content)
    if match is None or part_number(match["number"]) != number:
        return None
    title = Span(span.start + match.start("title"), span.end)
    return model._replace(number=number, title=title, line=span, span=span, row=row)


def numbered(content: str, span: Span, line: Span, row: int) -> Candidate | None:
    """The candidate that a line is by its number; None when it is none.

    Parameters
    ----------
    content
        What stands at `span`.
    """
    for style in _possible(_CLUES.intersection(content), content[-1] in DIGITS):
        if style.first and content[0] not in style.first:
            continue
        if style.needs_title and content[-1] not in TITLE_LAST:
            continue
        match = style.pattern.fullmatch(content)
        number = part_number(match["number"]) if match else None
        if match is None or number is None:
            continue
        if number not in _YEARS or "frame" not in match.groupdict():
            return _candidate(style, match, number, line, span, row)
    return None


@cache
def _possible(present: frozenset[str], ends_in_number: bool) -> tuple[HeadingStyle, ...]:
    """Styles that a line may have by the characters in it."""
    return tuple(
        style
        for style in STYLES
        if (not present.isdisjoint(style.clue) if style.clue else ends_in_number)
    )


def _candidate(
    style: HeadingStyle, match: re.Match[str], number: int, line: Span, span: Span, row: int
) -> Candidate:
    groups = match.groupdict()
    frame = re.sub(r"\s", "", groups.get("frame") or "")
    shared = not groups.get("title") and len(frame) > _MIN_FRAME
    title = Span(span.end, span.end)
    if groups.get("title") or shared:
        group = "frame" if shared else "title"
        title = Span(span.start + match.start(group), span.start + match.end(group))
    return Candidate(style.name, frame, number, title, line, span, style.prior, shared, row)
