"""The lines of a document in; those that may open one of its parts out.

A candidate says by its style how the part is marked, and by its frame which words stand
around the number. `evidence` weighs what stands around it, and `boundaries` decides which
candidates make up the document.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from speechkit.model import Mark, Span
from speechkit.split.contents import COUNT, contents_titles, normal_title
from speechkit.split.rows import BLANK, Rows
from speechkit.split.styles import (
    BOLD_STYLE,
    BRACKET_STYLE,
    BULLET_STYLE,
    CONTENTS_STYLE,
    COUNTED_STYLE,
    DIGITS,
    HEADING_STYLE,
    LISTED,
    MARKDOWN_STYLE,
    NUMBER,
    PATTERN_STYLE,
    PRIORS,
    SALUTATION_STYLE,
    TITLE_END,
    TITLE_LAST,
    TITLE_STYLE,
    WHOLE_TITLE,
    Candidate,
    leading_number,
    numbered,
    part_number,
)
from speechkit.split.titles import is_signature
from speechkit.text.genre import GENRE, ends_sentence, ends_speech, is_salutation
from speechkit.text.marks import outline_mark
from speechkit.text.numerals import is_date_line
from speechkit.text.patterns import regex

_MAX_TITLE = 60
MAX_HEADING = 80
"""Characters a heading's line has at most; the longest seen in collections has 45."""

_MARKDOWN = regex(
    r"(?:(?P<level>#{1,6})[ \t]{1,3})?(?P<bold>\*{2,3}|__)?"
    r"(?P<text>\S.{0,98}?)(?(bold)(?P=bold))[ \t#]{0,8}"
)
_BULLETS, _BRACKETS = frozenset("◆◇●○■□★☆▲△▼▶►※☞♦❖"), frozenset("【〖《「『")
_DASHES = frozenset("-—=＝~～－─")
_NO_SIGN = frozenset("（(“‘\"'")
_BULLET_TITLE = regex(
    rf"(?P<sign>[{''.join(sorted(_BULLETS))}]{{1,3}})\s{{0,3}}(?P<title>\S.{{1,78}})"
)
_BRACKET_TITLE = regex(rf"(?P<sign>.)\s?(?P<title>.{{2,58}}{TITLE_END})\s?[】〗》」』]")
_DASH_TITLE = regex(
    r"(?P<sign>[-—=＝~～－─]{2,30})\s{0,3}(?P<title>\w.{2,50}?)\s{0,3}[-—=＝~～－─]{2,30}"
)
_SIGN_TITLE = regex(
    rf"(?P<sign>[^\w\s，。、；：！？—–-]{{1,8}})\s{{0,3}}(?P<title>\w.{{1,58}}?{TITLE_END})"
    r"\s{0,3}[^\w\s）)》”’]{0,8}"
)
_FIRST = DIGITS | frozenset(
    "第篇之范範例样示案稿讲講发發演致（(【〖〔［[《「#*_NnPp◆◇●○■□★☆▲△▼▶►※☞♦❖-—=＝~～－─<〈|｜…·•"
)
_LAST = DIGITS | frozenset("篇）)】〗〕］]：:，,！!*_")
"""A line that neither begins with one of the first nor ends with one of the last, and has
neither 篇 nor a number near its start, is of no style; a glance is enough for most lines."""

_INLINE = regex(
    rf"(?:第\s?(?P<a>{NUMBER})\s?篇|(?<![第\w])篇\s?(?P<b>{NUMBER}))\s?[：:]"
    rf"|【\s?(?:第|篇|范例|範例|例文|范文|範文)\s?(?P<c>{NUMBER})\s?篇?\s?】"
)
_INLINE_STYLES = {"a": "第N篇：T", "b": "篇N：T", "c": "【篇N】T"}
_INLINE_PRIOR = 0.5
_INLINE_TITLE = regex(
    rf"\s{{0,3}}(?P<title>[^\s。！？；]{{2,58}}?{TITLE_END})(?=\s|$|同志|各位|尊敬|大家|[（(]?\d{{4}}年)"
    r"|\s{0,3}(?P<short>[^\s。！？；，]{2,58})(?=\s)"
)
_MAX_LOOK = 40
_BEFORE_INLINE = "。！？!?…”』」）)】〕>*"


def find_candidates(rows: Rows) -> list[Candidate]:
    r"""Places that look like openings of parts, in the order of the document.

    Examples
    --------
    >>> from speechkit.model import Document
    >>> found = find_candidates(Rows(Document("a", "a.txt", "第一篇：在县会上的讲话\n")))
    >>> [(c.style, c.number, c.title) for c in found]
    [('第N篇：T', 1, Span(start=4, end=11))]
    """
    by_line = list(_of_lines(rows))
    headed = {candidate.row for candidate in by_line if candidate.is_heading}
    found = [*by_line, *_inline(rows, headed), *_marked(rows)]
    if sum(candidate.prior >= 0 for candidate in found) < _SURE:
        marked = {c.row for c in by_line if c.is_heading and c.style != TITLE_STYLE}
        found += _alike(rows, marked)
    headed.update(candidate.row for candidate in found if candidate.is_heading)
    found = [
        candidate for candidate in found if candidate.is_heading or candidate.row not in headed
    ]
    return sorted(found, key=lambda candidate: (candidate.line, -candidate.prior))


_SURE = 2
"""Headings of forms seen in collections only: where there are so many, no other is looked for."""


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
    number = part_number(groups["number"]) if groups.get("number") else None
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
        if content[0] in _FIRST or content[-1] in _LAST or _may_be_heading(content):
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
            prior, line = PRIORS[CONTENTS_STYLE], Span(rows.starts[row], span.end)
            yield Candidate(CONTENTS_STYLE, "", None, span, line, span, prior, row=row)


def _may_be_heading(content: str) -> bool:
    """Whether it ends like a title, a number follows a short word, or 篇 stands anywhere."""
    return content[-1] in TITLE_LAST or not DIGITS.isdisjoint(content[2:8]) or "篇" in content


_TITLE_BLOCK = 120
"""Characters between a heading and the salutation under it: titles, a date, a name."""


def _styled(
    rows: Rows, row: int, span: Span, addressed: int, headed: Container[int]
) -> Iterator[Candidate]:
    text, line = rows.document.text, Span(rows.starts[row], span.end)
    is_plain = text[span.start].isalnum()
    markup = None if is_plain else _MARKDOWN.fullmatch(text, span.start, span.end)
    inner = Span(*markup.span("text")) if markup else span
    content = text[inner.start : inner.end]
    if content[-1] in "。？；…":
        return
    candidate = numbered(content, inner, line, row)
    if candidate is None and not (is_plain and content[-1].isalnum()):
        candidate = _decorated(content, inner, line, row)
    if candidate is not None:
        yield candidate
    if markup and (markup["level"] or markup["bold"]):
        style = MARKDOWN_STYLE if markup["level"] else BOLD_STYLE
        frame, number = markup["level"] or "", leading_number(content)
        yield Candidate(style, frame, number, inner, line, inner, PRIORS[style], row=row)
    style, pattern = (BULLET_STYLE, None) if is_plain else _signed(content[0])
    match = pattern.fullmatch(content) if pattern else None
    if match:
        title = Span(inner.start + match.start("title"), inner.start + match.end("title"))
        number = leading_number(match["title"])
        yield Candidate(style, match["sign"], number, title, line, inner, PRIORS[style], row=row)
    if candidate is None and span.start >= addressed:
        yield from _bare(rows, row, inner, headed)


def _signed(first: str) -> tuple[str, re.Pattern[str] | None]:
    """How a title is marked that begins with a sign."""
    if first in _BRACKETS:
        return BRACKET_STYLE, _BRACKET_TITLE
    if first in _BULLETS:
        return BULLET_STYLE, _BULLET_TITLE
    if first in _DASHES:
        return BULLET_STYLE, _DASH_TITLE
    return BULLET_STYLE, None if first in _NO_SIGN else _SIGN_TITLE


def _decorated(content: str, span: Span, line: Span, row: int) -> Candidate | None:
    """A mark of collections with signs around it: `☆ 第一篇 ☆`, `<篇一>`."""
    inner = content.strip(_DECORATION)
    if not inner or inner == content:
        return None
    start = span.start + content.index(inner)
    candidate = numbered(inner, Span(start, start + len(inner)), line, row)
    return candidate if candidate is not None and candidate.prior >= 0 else None


_DECORATION = "☆★◆◇■□●○▲△▼※♦❖=＝~～*_<>〈〉《》「」『』|｜-—－─…·• \u3000\t"


def _bare(rows: Rows, row: int, span: Span, headed: Container[int]) -> Iterator[Candidate]:
    """A title or a salutation that nothing marks."""
    content = rows.document.quote(span)
    if content[-1] in "：:，,！!":
        speech = _addressed(rows, row, headed) if is_salutation(content) else None
        if speech is not None:
            yield speech
    elif _is_title(content):
        line, prior = Span(rows.starts[row], span.end), PRIORS[TITLE_STYLE]
        yield Candidate(TITLE_STYLE, "", None, span, line, span, prior, row=row)


def _is_title(content: str) -> bool:
    return (
        _MIN_TITLE <= len(content) <= _MAX_TITLE
        and content[-1] in TITLE_LAST
        and not _NO_TITLE.search(content)
        and outline_mark(content) is None
        and WHOLE_TITLE.fullmatch(content) is not None
        and not COUNT.search(content)
    )


_MIN_TITLE = 4
_NO_TITLE = regex("[，；。：:]")


def _addressed(rows: Rows, row: int, headed: Container[int]) -> Candidate | None:
    """A speech without a heading begins at the title above its salutation, if it has one.

    Right above a salutation a numbered line is a title, whatever it says. None where a
    heading stands there, to which the salutation belongs.
    """
    above: list[tuple[int, str]] = []
    for at in range(row - 1, max(-1, row - _MAX_ABOVE), -1):
        content = rows.content(at)
        if at in headed:
            return None
        if len(content) > _MAX_TITLE or _ends_paragraph(content):
            break
        match = _ABOVE_SALUTATION.fullmatch(content)
        number = part_number(match["number"]) if match else None
        if match and number is not None and number <= _MAX_LISTED:
            span = rows.span(at)
            title = Span(span.start + match.start("title"), span.end)
            line = Span(rows.starts[at], span.end)
            return Candidate(
                LISTED.name, match["frame"], number, title, line, span, LISTED.prior, row=at
            )
        if content:
            above.append((at, content))
    return _salutation(rows, row, _title_row(above))


_ABOVE_SALUTATION = regex(
    rf"[（(]?\s?(?P<number>{NUMBER})\s?(?P<frame>[、.．]|[）)])\s{{0,3}}(?P<title>[^。；，]{{2,40}})"
)
_MAX_ABOVE = 10
_MAX_LISTED = 199
"""A greater number is a year."""


def _ends_paragraph(content: str) -> bool:
    return bool(content) and (ends_sentence(content) or ends_speech(content))


def _title_row(above: Sequence[tuple[int, str]]) -> int | None:
    """Row of the title among the lines above a salutation, the nearest first."""
    top = _genre_row(above)
    if top is None:
        own = [row for row, content in above if _may_be_own_title(content)]
        top = own[-1] if own else None
    return top


def _may_be_own_title(content: str) -> bool:
    """Whether a line above a salutation may be a title that names no kind of speech."""
    is_under = _stands_under_title(content) or is_signature(content)
    return len(content) >= _MIN_OWN_TITLE and not is_under and outline_mark(content) is None


_MIN_OWN_TITLE = 5


def _genre_row(above: Sequence[tuple[int, str]]) -> int | None:
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
    style = SALUTATION_STYLE if title_row is None else TITLE_STYLE
    return Candidate(
        style,
        "",
        None,
        title,
        top_line,
        opening,
        PRIORS[style],
        row=top,
        salutation=salutation,
    )


def _stands_under_title(line: str) -> bool:
    """Whether a longer line is a date, or a subtitle that says when and where."""
    return line.startswith(("—", "－", "--", "（", "(")) or is_date_line(line)


_MAX_BYLINE = 20
"""Characters of a name with its office, between a title and its salutation."""


# --------------------------------------------------------------------- lines of one form


def _alike(rows: Rows, headed: Container[int]) -> Iterator[Candidate]:
    """Lines of a form that is not known and that counts from one: `卷一`, `§1`, `Speech 1`."""
    forms: dict[str, list[Candidate]] = {}
    for row, start, content in rows.short(_MAX_ALIKE):
        if row in headed or DIGITS.isdisjoint(content[:_MAX_BEFORE]):
            continue
        match = _COUNTED.fullmatch(content)
        number = part_number(match["number"]) if match else None
        if match is not None and number is not None and outline_mark(content) is None:
            span = Span(start, start + len(content))
            title = Span(start + match.start("title"), span.end)
            line, frame = Span(rows.starts[row], span.end), f"{match['before']}N{match['after']}"
            forms.setdefault(frame, []).append(
                Candidate(COUNTED_STYLE, frame, number, title, line, span, _COUNTED_PRIOR, row=row)
            )
    for members in forms.values():
        if [member.number for member in members[:2]] == [1, 2]:
            yield from members


_MAX_ALIKE = 50
_MAX_BEFORE = 12
"""Characters in which the number stands."""
_COUNTED_PRIOR = PRIORS[COUNTED_STYLE]
_COUNTED = regex(
    rf"(?P<before>[^\d，。；、\s]{{0,10}}?)\s?"
    rf"(?P<number>{NUMBER})(?P<after>\s?[^\w，。；、％%.]{{0,3}})(?P<title>[^，。；]{{0,40}})"
)
"""Words, a number, signs, a title: what all headings of parts have in common."""


# ------------------------------------------------------------------- inside lines, by marks


def _inline(rows: Rows, headed: Container[int]) -> Iterator[Candidate]:
    """Headings that share their line with the text around them.

    Parameters
    ----------
    headed
        Rows that are headings as a whole.
    """
    text = rows.document.text
    for row, match in _inline_marks(rows, headed):
        start = rows.starts[row]
        look = text[max(start, match.start() - _MAX_LOOK) : match.start()]
        before = look.rstrip(BLANK)
        blanks = len(look) - len(before)
        end = rows.end(row)
        if before and before[-1] not in _BEFORE_INLINE:
            continue
        group = next(name for name in _INLINE_STYLES if match[name])
        number = part_number(match[group])
        if number is not None:
            title = _inline_title(text, match.end(), min(end, match.end() + MAX_HEADING))
            line_start = match.start() - blanks
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


def _inline_marks(rows: Rows, headed: Container[int]) -> Iterator[tuple[int, re.Match[str]]]:
    """Matches of `_INLINE` with their rows, looked for only around what each of them holds."""
    text, ends = rows.document.text, 0
    for anchor in _ANCHOR.finditer(text):
        row = rows.document.line(anchor.start()) - 1
        if row in headed:
            continue
        last = min(anchor.end() + 10, rows.end(row))
        match = _INLINE.search(text, max(ends, rows.starts[row], anchor.start() - 8), last)
        if match is not None:
            ends = match.end()
            yield row, match


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
            yield Candidate(style, mark.kind, None, span, line, span, PRIORS[style], row=row)


def _mark_style(mark: Mark) -> str | None:
    if mark.kind.startswith("heading") or mark.kind == "title":
        return HEADING_STYLE
    return BOLD_STYLE if mark.kind in ("bold", "centred") else None
