"""The lines of a document in; those that may open one of its parts out.

A candidate says by its style how the part is marked, and by its frame which words stand
around the number. `evidence` weighs what stands around it, and `boundaries` decides which
candidates make up the document.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from speechkit.model import Mark, Span
from speechkit.split.rows import BLANK, Rows
from speechkit.text.genre import GENRE, GENRE_WORDS, ends_sentence, ends_speech, is_salutation
from speechkit.text.numerals import HAN_DIGITS, NUMERAL, is_date_line, parse_numeral
from speechkit.text.patterns import regex

_MAX_TITLE = 60
MAX_HEADING = 80
"""Characters a heading's line has at most; the longest seen in collections has 45."""
_YEARS = range(1900, 2101)
"""No numbers of parts where other words stand before the number."""
SALUTATION_STYLE = "salutation"
OPENING_STYLE = "opening"
CONTENTS_STYLE = "contents"
PATTERN_STYLE = "pattern"
MARKDOWN_STYLE = "#"
BULLET_STYLE = "◆T"


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """A way in which collections mark their parts."""

    name: str
    prior: float
    """Logarithm of the odds that a line of this form marks a part, before anything else of
    it is known: a rare form speaks for itself, `（一）` stands everywhere."""
    clue: str
    """One of these characters stands in every line of the style; empty where the line ends in
    its number."""
    pattern: re.Pattern[str]
    """Of a line without the blanks around it. Group `number`; `title` where the heading may
    say more; `frame` where something must be equal in all headings of a series."""


@dataclass(frozen=True, slots=True)
class Candidate:
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
    """The title is the frame: the same words in all headings of the series."""
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
        return self.style, self.frame


_N = rf"\s?(?P<number>{NUMERAL})\s?"
_OPEN, _CLOSE = "[（(【〖〔［\\[]", "[）)】〗〕］\\]]"
_TITLE = r"(?:\s{0,3}[：:、.．—-]{1,2}\s{0,3}|\s{0,4})(?P<title>.*)"
_COLON_TITLE = r"\s{0,3}[：:]\s{0,3}(?P<title>.*)"
_APART_TITLE = r"(?:\s{0,3}[：:]\s{0,3}|\s{1,4})(?P<title>.*)"
_FRAME = r"(?P<frame>[^第篇].{2,59}?)\s{0,3}"
_REMARK = r"(?:\s?[（(][^（()）]{1,12}[）)])?"
_EXAMPLE = (
    "范例|範例|例文|范文|範文|样文|样本|样例|示例|案例|例|稿|讲话稿|講話稿|发言稿|發言稿|演讲稿|演講稿|"
    "致辞|讲话|发言|文稿|稿件|稿子|材料|文章|作品|演讲"
)
_KIND = rf"(?:第|篇|{_EXAMPLE})"
_TITLE_END = rf"(?:{GENRE_WORDS})(?:[稿词辞]|材料|提纲|[选选][登编])?{_REMARK}"
_WHOLE_TITLE = rf"(?P<title>.{{2,58}}{_TITLE_END})"

STYLES: tuple[HeadingStyle, ...] = tuple(
    HeadingStyle(name, prior, clue, regex(pattern))
    for name, prior, clue, pattern in (
        ("第N篇：T", 1.5, "篇", rf"第{_N}篇(?![章目幅]){_COLON_TITLE}"),
        ("第N篇：T", -0.5, "篇", rf"第{_N}篇(?![章目幅文]){_TITLE}"),
        ("（第N篇）T", 1.0, "篇", rf"[（(]\s?第{_N}篇\s?[）)]{_TITLE}"),
        ("第N份：T", 0.5, "份则則例讲講", rf"第{_N}(?P<frame>[份则則例讲講]){_COLON_TITLE}"),
        ("篇N：T", 1.0, "篇", rf"篇{_N}(?![章目幅]){_TITLE}"),
        ("【篇N】T", 2.0, f"篇第{_EXAMPLE}", rf"{_OPEN}\s?{_KIND}{_N}篇?\s?{_CLOSE}{_TITLE}"),
        ("范文N：T", 0.5, _EXAMPLE, rf"(?P<frame>{_EXAMPLE}){_N}(?:{_APART_TITLE})?"),
        ("T篇N", 1.5, "篇", rf"{_FRAME}[（(【]?篇{_N}[）)】]?{_REMARK}[：:]?"),
        ("T篇N：T", 1.5, "篇", rf"{_FRAME}篇{_N}[：:]\s{{0,3}}(?P<title>.+)"),
        ("T第N篇", 0.5, "篇", rf"{_FRAME}第{_N}篇{_REMARK}[：:]?"),
        ("TN(全文M字)", 3.0, "字", rf"{_FRAME}{_N}[（(](?:全文|共|约)?\s?\d{{1,6}}\s?字[）)]"),
        ("T(N)：", 0.0, "：:", rf"{_FRAME}[（(]{_N}[）)]\s{{0,3}}[：:]"),
        ("T(N)：", -1.5, "）)】〕", rf"{_FRAME}[（(【〔]\s?之?{_N}[）)】〕]"),
        ("TN", -1.0, "", rf"(?P<frame>.{{2,58}}(?:{GENRE_WORDS}))之?{_N}"),
        ("TN", -2.5, "", rf"(?P<frame>[^\W\d_]{{3,30}}(?<!第))\s?{_N}"),
        ("N：", -1.0, "：:", rf"{_N}[：:]"),
        ("N：T", -2.0, "：:", rf"{_N}[：:]\s{{0,3}}{_WHOLE_TITLE}"),
        ("WN：T", -1.5, "：: \u3000\t", rf"(?P<frame>[^\W\d_]{{2,6}}(?<!第)){_N}{_APART_TITLE}"),
        ("【N】T", -2.0, "】〕］]", rf"[【〔［\[]{_N}[】〕］\]]{_TITLE}"),
        (
            "0N、T",
            -2.0,
            "、.．）) ",
            r"[（(]?(?P<number>0\d)[、.．）)\s]\s{0,3}(?P<title>.{2,58})",
        ),
        ("N、T", -4.5, "、.．）)", rf"[（(]?{_N}(?P<frame>[、.．]|[）)])\s{{0,3}}{_WHOLE_TITLE}"),
        ("（N）", -6.5, "）)", rf"[（(]{_N}[）)]"),
    )
)
"""In the order of preference: a line is a candidate of the first style that fits it.

The forms are those seen in collections; the priors were set by hand so that a form seen in
collections only needs no further evidence, and one that also numbers the parts of a single
text needs a salutation, a date or a closing before it at each border."""
STYLE_NAMES: tuple[str, ...] = (
    *dict.fromkeys(style.name for style in STYLES),
    MARKDOWN_STYLE,
    BULLET_STYLE,
    "heading",
    "bold",
    CONTENTS_STYLE,
    SALUTATION_STYLE,
)
"""What `--style` takes."""

_CLUES = frozenset("".join(style.clue for style in STYLES))

_PRIORS = {
    MARKDOWN_STYLE: -2.0,
    BULLET_STYLE: -2.5,
    "heading": -1.5,
    "bold": -3.0,
    CONTENTS_STYLE: -1.0,
}
_SALUTATION_PRIOR = -3.0

_MARKDOWN = regex(
    r"(?:(?P<level>#{1,6})[ \t]{1,3})?(?P<bold>\*\*|__)?"
    r"(?P<text>\S.{0,98}?)(?(bold)(?P=bold))[ \t#]{0,8}"
)
_BULLET = regex(r"(?P<sign>[◆◇●○■□★☆▲△▼▶►※☞♦❖]{1,3})\s{0,3}(?P<title>\S.{1,78})")
_DIGITS = HAN_DIGITS + "0123456789０１２３４５６７８９"
_DIGIT_SET = frozenset(_DIGITS)
_FIRST = frozenset(f"第篇范範例样示案稿讲講发發演致（(【〖〔［[#*_◆◇●○■□★☆▲△▼▶►※☞♦❖{_DIGITS}")
_LAST = frozenset(f"篇）)】〗〕］]：:，,！!*_{_DIGITS}")
"""A line that neither begins with one of the first nor ends with one of the last, and has
neither 篇 nor a number near its start, is of no style; a glance is enough for most lines."""

_INLINE = regex(
    rf"(?:第\s?(?P<a>{NUMERAL})\s?篇|(?<![第\w])篇\s?(?P<b>{NUMERAL}))\s?[：:]"
    rf"|【\s?(?:第|篇|范例|範例|例文|范文|範文)\s?(?P<c>{NUMERAL})\s?篇?\s?】"
)
_INLINE_STYLES = {"a": "第N篇：T", "b": "篇N：T", "c": "【篇N】T"}
_INLINE_PRIOR = 0.5
_INLINE_TITLE = regex(
    rf"\s{{0,3}}(?P<title>[^\s。！？；]{{2,58}}?{_TITLE_END})(?=\s|$|同志|各位|尊敬|大家|[（(]?\d{{4}}年)"
    r"|\s{0,3}(?P<short>[^\s。！？；，]{2,58})(?=\s)"
)
_BEFORE_INLINE = "。！？!?…”』」）)】〕>*"

COUNT = regex(
    r"(?<![第\d一二三四五六七八九十])(?:\d{1,3}|[二两三四五六七八九十]{1,3})\s?篇(?=[）)】\]\s]|合集|汇编|范文|$)"
)
"""How many parts a collection says it has: (精选31篇)."""
_CONTENTS = regex(r"目\s{0,4}[录錄次]|contents", re.IGNORECASE)
_LEADER = regex(r"(?P<title>\S.{1,98}?)(?:\s{0,2}[.．…·・‥]{2,120}\s{0,2}|\s{2,60}|\t)\d{1,4}")
_CONTENTS_LINES = 400
"""Lines at the start of a document in which a table of contents is looked for."""
_MIN_ENTRY = 4


def find_candidates(rows: Rows) -> list[Candidate]:
    r"""Places that look like openings of parts, in the order of the document.

    Examples
    --------
    >>> found = find_candidates(Rows(Document("a", "a.txt", "第一篇：在县会上的讲话\n")))
    >>> [(c.style, c.number, c.title) for c in found]
    [('第N篇：T', 1, Span(start=4, end=11))]
    """
    by_line = list(_of_lines(rows))
    headed = {candidate.row for candidate in by_line if candidate.is_heading}
    found = [*by_line, *_inline(rows, headed), *_marked(rows)]
    headed.update(candidate.row for candidate in found if candidate.is_heading)
    found = [
        candidate for candidate in found if candidate.is_heading or candidate.row not in headed
    ]
    return sorted(found, key=lambda candidate: (candidate.line, -candidate.prior))


def pattern_candidates(rows: Rows, pattern: re.Pattern[str]) -> list[Candidate]:
    """Lines in which a user's pattern is found.

    The groups `number` and `title` of the pattern are taken for what they are called; without
    `title` the whole line is the title.
    """
    found = []
    for row in range(len(rows)):
        span = rows.span(row)
        match = pattern.search(rows.content(row)[:_MAX_PATTERN_LINE]) if span else None
        if match is not None:
            found.append(_pattern_candidate(row, Span(rows.starts[row], span.end), span, match))
    return found


_MAX_PATTERN_LINE = 400
"""Characters of a line that a user's pattern sees: a pattern may need exponential time."""


def _pattern_candidate(row: int, line: Span, span: Span, match: re.Match[str]) -> Candidate:
    groups = match.groupdict()
    number = parse_numeral(groups.get("number") or "") if groups.get("number") else None
    title = span
    if groups.get("title"):
        title = Span(span.start + match.start("title"), span.start + match.end("title"))
    end = min(line.end, span.start + _MAX_PATTERN_LINE)
    heading = span if len(span) <= _MAX_PATTERN_LINE else Span(span.start, end)
    return Candidate(PATTERN_STYLE, "", number, title, line, heading, 0.0, row=row)


# ------------------------------------------------------------------------------- by line


def _of_lines(rows: Rows) -> Iterator[Candidate]:
    contents = contents_titles(rows)
    headed: set[int] = set()
    addressed = 0  # up to here a salutation belongs to the heading above it
    for row, start, content in rows.short(MAX_HEADING):
        if content[0] in _FIRST or content[-1] in _LAST or _may_hold_number(content):
            span = Span(start, start + len(content))
            for candidate in _styled(rows, row, span, addressed, headed):
                if candidate.row not in headed:
                    yield candidate
                if candidate.is_heading:
                    headed.add(candidate.row)
                if candidate.prior >= 0:
                    addressed = span.end + _TITLE_BLOCK
        if contents and normal_title(content) in contents:
            span = Span(start, start + len(content))
            prior, line = _PRIORS[CONTENTS_STYLE], Span(rows.starts[row], span.end)
            yield Candidate(CONTENTS_STYLE, "", None, span, line, span, prior, row=row)


def _may_hold_number(content: str) -> bool:
    """Whether a number follows a short word, or 篇 stands anywhere."""
    return not _DIGIT_SET.isdisjoint(content[2:8]) or "篇" in content


_TITLE_BLOCK = 120
"""Characters between a heading and the salutation under it: titles, a date, a name."""


def _styled(
    rows: Rows, row: int, span: Span, addressed: int, headed: Container[int]
) -> Iterator[Candidate]:
    text, line = rows.document.text, Span(rows.starts[row], span.end)
    markup = _MARKDOWN.fullmatch(text, span.start, span.end)
    inner = Span(*markup.span("text")) if markup else span
    content = text[inner.start : inner.end]
    if content[-1] in "。？；…":
        return
    numbered = _numbered(content, inner, line, row)
    if numbered is not None:
        yield numbered
    if markup and (markup["level"] or markup["bold"]):
        style = MARKDOWN_STYLE if markup["level"] else "bold"
        frame = markup["level"] or ""
        yield Candidate(style, frame, None, inner, line, inner, _PRIORS[style], row=row)
    bullet = _BULLET.fullmatch(content)
    if bullet:
        title = Span(inner.start + bullet.start("title"), inner.end)
        prior = _PRIORS[BULLET_STYLE]
        yield Candidate(BULLET_STYLE, bullet["sign"], None, title, line, inner, prior, row=row)
    may_address = numbered is None and span.start >= addressed and content[-1] in "：:，,！!"
    if may_address and is_salutation(content):
        yield _addressed(rows, row, headed)


def _numbered(content: str, span: Span, line: Span, row: int) -> Candidate | None:
    for style in _possible(_CLUES.intersection(content), content[-1] in _DIGIT_SET):
        match = style.pattern.fullmatch(content)
        number = parse_numeral(match["number"]) if match else None
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
    title, shared = Span(span.end, span.end), False
    if groups.get("title"):
        title = Span(span.start + match.start("title"), span.start + match.end("title"))
    elif len(frame) > _MIN_FRAME:
        title, shared = (
            Span(span.start + match.start("frame"), span.start + match.end("frame")),
            True,
        )
    return Candidate(style.name, frame, number, title, line, span, style.prior, shared, row)


_MIN_FRAME = 3
"""A shorter frame is 范文 or 稿, and no title."""


def _addressed(rows: Rows, row: int, headed: Container[int]) -> Candidate:
    """A speech without a heading begins at the title above its salutation, if it has one.

    Right above a salutation a numbered line is a title, whatever it says.
    """
    above: list[tuple[int, str]] = []
    for at in range(row - 1, max(-1, row - _MAX_ABOVE), -1):
        content = rows.content(at)
        if at in headed or len(content) > _MAX_TITLE or _ends_paragraph(content):
            break
        numbered = _ABOVE_SALUTATION.fullmatch(content)
        number = parse_numeral(numbered["number"]) if numbered else None
        if numbered and number is not None:
            span = rows.span(at)
            title = Span(span.start + numbered.start("title"), span.end)
            line = Span(rows.starts[at], span.end)
            return Candidate("N、T", numbered["frame"], number, title, line, span, -4.5, row=at)
        if content:
            above.append((at, content))
    return _salutation(rows, row, _title_row(above))


_ABOVE_SALUTATION = regex(
    rf"[（(]?{_N}(?P<frame>[、.．]|[）)])\s{{0,3}}(?P<title>[^。；，]{{2,40}})"
)
_MAX_ABOVE = 10


def _ends_paragraph(content: str) -> bool:
    return bool(content) and (ends_sentence(content) or ends_speech(content))


def _title_row(above: Sequence[tuple[int, str]]) -> int | None:
    """Row of the title among the lines above a salutation, the nearest first."""
    top: int | None = None
    for row, content in above:
        is_genre = GENRE.search(content) and not COUNT.search(content)
        if is_genre or (top is not None and content.startswith(("在", "关于", "關於"))):
            top = row
        elif len(content) > _MAX_BYLINE and not _stands_under_title(content):
            break
    return top


def _salutation(rows: Rows, row: int, title_row: int | None) -> Candidate:
    top = row if title_row is None else title_row
    salutation, opening = rows.span(row), rows.span(top)
    top_line = Span(rows.starts[top], opening.end)
    title = Span(opening.start, opening.start) if title_row is None else opening
    return Candidate(
        SALUTATION_STYLE,
        "",
        None,
        title,
        top_line,
        opening,
        _SALUTATION_PRIOR,
        row=top,
        salutation=salutation,
    )


def _stands_under_title(line: str) -> bool:
    """Whether a longer line is a date, or a subtitle that says when and where."""
    return line.startswith(("—", "－", "--", "（", "(")) or is_date_line(line)


_MAX_BYLINE = 20
"""Characters of a name with its office, between a title and its salutation."""


# ------------------------------------------------------------------- inside lines, by marks


def _inline(rows: Rows, headed: Container[int]) -> Iterator[Candidate]:
    """Headings that share their line with the text around them.

    Parameters
    ----------
    headed
        Rows that are headings as a whole.
    """
    text = rows.document.text
    for match in _inline_marks(text):
        row = rows.document.line(match.start()) - 1
        start = rows.starts[row]
        before = text[max(start, match.start() - 40) : match.start()].rstrip(BLANK)
        end = rows.end(row)
        if row in headed or (before and before[-1] not in _BEFORE_INLINE):
            continue
        group = next(name for name in _INLINE_STYLES if match[name])
        number = parse_numeral(match[group])
        if number is not None:
            title = _inline_title(text, match.end(), min(end, match.end() + MAX_HEADING))
            line_start = match.start() - (
                len(text[start : match.start()]) - len(text[start : match.start()].rstrip(BLANK))
            )
            span = Span(match.start(), max(match.end(), title.end))
            yield Candidate(
                _INLINE_STYLES[group],
                "",
                number,
                title,
                Span(line_start, span.end),
                span,
                _INLINE_PRIOR,
                row=row,
                is_inline=True,
            )


def _inline_marks(text: str) -> Iterator[re.Match[str]]:
    """Matches of `_INLINE`, looked for only around what each of them holds."""
    ends = 0
    for anchor in _ANCHOR.finditer(text):
        match = _INLINE.search(text, max(ends, anchor.start() - 8), anchor.end() + 10)
        if match is not None:
            ends = match.end()
            yield match


_ANCHOR = regex("篇|【[范範例]")


def _inline_title(text: str, start: int, end: int) -> Span:
    """Words after a mark that are the heading's own; empty where the text begins at once."""
    match = _INLINE_TITLE.match(text, start, end)
    if match is None:
        return Span(start, start)
    return Span(*match.span("title" if match["title"] else "short"))


def _marked(rows: Rows) -> Iterator[Candidate]:
    """Paragraphs that the file format calls headings."""
    seen: set[int] = set()
    for mark in rows.document.marks:
        style = _mark_style(mark)
        row = rows.document.line(mark.span.start) - 1
        if style is None or row in seen:
            continue
        seen.add(row)
        span = rows.span(row)
        if 0 < len(span) <= MAX_HEADING:
            line = Span(rows.starts[row], span.end)
            yield Candidate(style, mark.kind, None, span, line, span, _PRIORS[style], row=row)


def _mark_style(mark: Mark) -> str | None:
    if mark.kind.startswith("heading") or mark.kind == "title":
        return "heading"
    return "bold" if mark.kind in ("bold", "centred") else None


# ---------------------------------------------------------------------------- contents


def contents_titles(rows: Rows) -> frozenset[str]:
    """Titles that a table of contents at the start of a document lists, in their normal form."""
    lines = [rows.content(row) for row in range(min(len(rows), _CONTENTS_LINES))]
    leaders = _leaders(lines)
    listed: list[str] = []
    at = next((i for i, content in enumerate(lines) if _CONTENTS.fullmatch(content)), None)
    if at is not None:
        solid = (content for content in lines[at + 1 :] if content)
        listed = list(takewhile(_may_be_entry, solid))[:_CONTENTS_ENTRIES]
    titles = _entries(leaders) if len(set(leaders)) > 1 else frozenset()
    return titles or _repeated(_entries(listed), rows)


def _leaders(lines: Sequence[str]) -> list[str]:
    """Titles of the first lines that stand together and end in the number of a page."""
    found: list[str] = []
    others = 0
    for content in filter(None, lines):
        match = _LEADER.fullmatch(content[:240])
        if match:
            found.append(match["title"])
            others = 0
        elif found:
            others += 1
        if others > _MAX_BROKEN or (found and ends_sentence(content)):
            break
    return found


_MAX_BROKEN = 2
"""Lines between two entries of a table of contents: a title that takes two, a page's end."""
_CONTENTS_ENTRIES = 100


def _may_be_entry(line: str) -> bool:
    return len(line) <= MAX_HEADING and not ends_sentence(line)


def _entries(lines: Iterable[str]) -> frozenset[str]:
    short = (normal_title(line) for line in lines if len(line) <= MAX_HEADING)
    return frozenset(title for title in short if len(title) >= _MIN_ENTRY)


def _repeated(titles: frozenset[str], rows: Rows) -> frozenset[str]:
    """Those of the listed lines that stand in the text a second time."""
    if not titles:
        return titles
    counts = dict.fromkeys(titles, 0)
    for _, _, content in rows.short(MAX_HEADING):
        title = normal_title(content)
        if title in counts:
            counts[title] += 1
    return frozenset(title for title, n in counts.items() if n > 1)


_NUMBERED = regex(
    rf"(?:第?{_N}[篇章节]?[、.．：:\s]|[（(]{_N}[）)])\s{{0,3}}".replace("?P<number>", "?:")
)


def normal_title(line: str) -> str:
    """A title as it is compared: without numbering, leaders, blanks and markup.

    Examples
    --------
    >>> normal_title("一、在全县大会上的 讲话……3"), normal_title("## 在全县大会上的讲话")
    ('在全县大会上的讲话', '在全县大会上的讲话')
    """
    leader = _LEADER.fullmatch(line)
    title = leader["title"] if leader else line
    bare = title.strip(BLANK + "#*_")
    numbered = _NUMBERED.match(bare)
    return re.sub(r"\s", "", bare[numbered.end() :] if numbered else bare)


def has_leader(line: str) -> bool:
    """Whether a line ends as in a table of contents: dots or blanks and the number of a page."""
    return _LEADER.fullmatch(line) is not None
