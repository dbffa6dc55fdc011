"""The first lines of a speech in; its title block and its title out.

Each line is of a kind (`title_lines`), and the first that belongs to no block begins the
body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechkit.model import (
    Document,
    Removal,
    Span,
)
from speechkit.split.people import MAX_BYLINE, byline_behind_blank, person_of_byline
from speechkit.split.title_lines import (
    DASH,
    ENDS,
    LINE,
    MAX_TITLE_LINE,
    TitleLine,
    is_body_name,
    is_complete,
    is_note,
    is_styled_title,
    kind_ends,
    read_line,
    solid_lines,
)
from speechkit.split.variants import simplified
from speechkit.text.genre import is_salutation
from speechkit.text.numerals import NUMERAL, is_date_line
from speechkit.text.patterns import regex

_MAX_BLOCK_LINES = 12
_MAX_TITLE_LINES = 4
_LOOSE_TITLE = 45
"""Characters of a title that no salutation, date or byline follows."""
_WRAP_SLACK = 4

_AT = regex(r"[—–─－\-（(\s]{0,6}(?:[12][0-9]{3}年[\d月日]{0,6})?在.{2,60}(?:上|时|期间)的?")

_GENRE_ONLY = regex(rf"(?:的|上的|工作|年度工作|新年|新春)?{ENDS}")
_MAX_KIND = 12
_OPEN_END = regex(
    r"(?:[的和与及暨、，,在为对将]|第[一二三四五六七八九十百\d]{1,4}|[（《“]|[“《（][^”》）]{1,30})$"
)
_OPEN_START = regex(r"[的和与及暨并、上）》”]|第[一二三四五六七八九十]{1,3}(?:次|届)")
_OPEN_AT = regex(r"[—–─－\-\s]{0,6}(?:[12][0-9]{3}年[\d月日]{0,6})?(?:在|于|关于)")
_BEHIND_TITLE = regex(
    r"(?:[（(][^（()）]{1,14}[）)])?(?=[\s]|\Z|——|(?:尊敬|敬爱|亲爱|各位|同志们|老师们|女士们|乡亲们))"
)
"""Behind the kind of speech, where a title ends on a line that goes on."""
_GLUED_SUBTITLE = regex("[—–─]{1,2}(?:在|[12][0-9xX])")
_BULLETS = "◆◇●○■□★☆▲△►▶※•·\uf06c\uf0d8 \t\u3000\u00a0"
_ADDRESSES = ("尊敬", "敬爱", "亲爱", "各位", "同志", "老师", "女士", "乡亲", "朋友", "大家")
_ADDRESSED = regex(rf"\s{{1,4}}(?=(?:{'|'.join(_ADDRESSES)})[^\s]{{0,20}}(?:们|[：:，,、]|\Z))")
_NUMBER_MARK = regex(rf"[【\[〔][^【】\[\]〔〕\d]{{0,6}}?{NUMERAL}[】\]〕]\s{{0,3}}(?=\S)")
"""【范文1】 before a title is the mark of the part."""
_MAX_REST = 60
_MAX_YEAR = 5
"""2031年 behind 工作总结 is part of the title, a whole date is not."""
_MAX_TORN = 40
_OPENING = regex(
    r"今天|刚才|首先|大家|各位|同志们|现在|下面|值此|很高兴|非常高兴|感谢|谢谢|你们好|"
    r"我(?!们?的|国|市|县|省|区|校|院|镇|乡|村|和|与|心|爱|眼)"
)
_SAYS_I = regex("我[是要想来叫在就]|我们[要来在]|大家|谢谢|你们|您")


class TitleBlock(NamedTuple):
    """What stands between the heading of a part and its first paragraph."""

    lines: tuple[Span, ...]
    """Without blanks; empty lines and lines of the publisher left out."""
    end: int
    """Document offset of the first paragraph (a salutation counts as one)."""
    title: tuple[Span, ...] = ()
    """Those of the lines that are the title: several where it is broken."""
    sentences: tuple[tuple[Span, ...], ...] = ()
    """The lines again, those that go on with one another together."""
    start: int = 0
    """Document offset from which the block was looked for."""


def title_block(
    document: Document, start: int, end: int, furniture: Sequence[Removal] = ()
) -> TitleBlock:
    """Title, subtitle, date and byline of a speech whose text begins at `start`.

    Where a salutation follows, all short lines before it are the block; elsewhere what is
    surely no paragraph: one title, and the dates, bylines and subtitles under it.

    Parameters
    ----------
    furniture
        Stretches that are no part of the speech, ascending; their lines are passed over.
    """
    lines: list[TitleLine] = []
    stop: TitleLine | None = None
    for span in solid_lines(document, start, end, furniture):
        line = read_line(document, span, first=not lines)
        if line.kind in ("body", "salutation") or len(lines) == _MAX_BLOCK_LINES:
            stop = line
            break
        lines.append(line)
    return _block(document, start, end, lines, stop)


def read_title(
    document: Document, heading_title: Span | None, shared: bool, block: TitleBlock
) -> str:
    """Title of a speech as printed, without the line breaks inside it; empty if it has none.

    The words of its heading where they are its own, and more than 讲话 or 发言稿; else the
    title of its block; else
    those of the heading all the same, or the title that the document's metadata give.

    Parameters
    ----------
    shared
        The words of the heading are the same in all headings of the series.
    """
    heading = _heading_words(document, heading_title) if heading_title else ""
    if heading and not _may_name(simplified(heading)):
        heading = ""
    if heading and not shared and not _is_kind_only(simplified(heading)):
        return heading
    in_metadata = document.metadata.get("title", "").strip() if block.start == 0 else ""
    if document.is_record and in_metadata:
        return in_metadata
    in_block = _printed(document, block.title)
    return in_block[: _end_of_title(simplified(in_block))] or heading or in_metadata


def is_signature(line: str) -> bool:
    """Whether a line is a date, or the name of a body or person that signs.

    Examples
    --------
    >>> is_signature("云岭市人民政府"), is_signature("二〇三一年三月五日")
    (True, True)
    >>> is_signature("市长 田野"), is_signature("一是各项主要经济指标")
    (True, False)
    """
    if len(line) > 30 or "，" in line or "。" in line:
        return False
    line = simplified(line)
    return is_date_line(line) or is_body_name(line) or person_of_byline(line) is not None


# --------------------------------------------------------------------------------- block


def _block(
    document: Document, start: int, end: int, lines: Sequence[TitleLine], stop: TitleLine | None
) -> TitleBlock:
    addressed = stop is not None and stop.kind == "salutation"
    title = _title_lines(lines, addressed=addressed)
    n_lines = len(lines) if addressed else _n_sure(document, lines, title, stop)
    if n_lines <= (title[0] if title else 0):
        title = range(0)
    kept = [line for line in lines[:n_lines] if line.kind != "publisher"]
    following = lines[n_lines].span.start if n_lines < len(lines) else None
    if following is None:
        following = stop.span.start if stop is not None else end
    return TitleBlock(
        tuple(line.span for line in kept),
        following,
        tuple(lines[i].span for i in title),
        tuple(_sentences(lines[:n_lines], title)),
        start,
    )


def _title_lines(lines: Sequence[TitleLine], *, addressed: bool) -> range:
    """Which of the lines are the title: the first of the kind and those that go on with it."""
    kinds = [line.kind for line in lines]
    if "title" in kinds:
        first = kinds.index("title")
    elif "subtitle" in kinds and is_complete(lines[kinds.index("subtitle")].text):
        first = kinds.index("subtitle")
    else:
        return range(0)
    while kinds[first + 1 : first + 2] == ["title"] and _is_letterhead(*lines[first : first + 2]):
        first += 1
    last = first + 1
    while last < len(lines) and last - first < _MAX_TITLE_LINES:
        if lines[last].kind != "title":
            break
        before = "".join(line.text for line in lines[first:last])
        anchored = addressed or _has_subtitle(lines[last + 1 :])
        if not _goes_on(before, lines[last].text, anchored=anchored):
            break
        last += 1
    return range(first, last)


def _is_letterhead(line: TitleLine, following: TitleLine) -> bool:
    """Whether a line is the body that issued the title under it, and no part of that."""
    return is_body_name(line.text) and not _is_kind_only(following.text)


def _is_kind_only(text: str) -> bool:
    """Whether a text says no more than 讲话 or 工作报告."""
    words = "".join(text.split())
    return len(words) <= _MAX_KIND and _GENRE_ONLY.fullmatch(words) is not None


def _has_subtitle(lines: Sequence[TitleLine]) -> bool:
    """Whether a subtitle, a date or a byline stands under what may be a title of two lines."""
    for line in lines[:3]:
        if line.kind in ("subtitle", "date", "byline") or _is_at(line.text):
            return True
        if line.kind != "title":
            return False
    return False


def _is_at(text: str) -> bool:
    return _AT.match(text) is not None and is_complete(text)


def _goes_on(before: str, line: str, *, anchored: bool) -> bool:
    """Whether a line goes on with the title that the lines before it began."""
    if line == before or len(before) + len(line) > 2 * MAX_TITLE_LINE:
        return False
    if _OPEN_END.search(before) or _OPEN_START.match(line):
        return True
    if _is_kind_only(line) and not is_complete(before):
        return True
    if is_complete(before) or _OPEN_AT.match(line):
        return False
    if _OPEN_AT.match(before) or is_complete(line):
        return is_complete(line)
    return anchored and not _SAYS_I.search(line)


def _n_sure(
    document: Document, lines: Sequence[TitleLine], title: range, stop: TitleLine | None
) -> int:
    """Lines that are surely no paragraph although no salutation follows."""
    n_lines = next(
        (i for i, line in enumerate(lines) if line.kind == "title" and i not in title), len(lines)
    )
    n_lines = max(n_lines, title.stop) if title else n_lines
    if title and title.stop < len(lines) and lines[title.stop].kind == "title":
        n_lines = _past_subtitle(lines, title)
    if not title:
        return n_lines
    group = lines[title.start : title.stop]
    after = [line.kind for line in lines[title.stop : n_lines]]
    if is_styled_title(document.marks, group[0].span):
        return n_lines
    if any(kind in ("subtitle", "date", "byline", "note") for kind in after):
        return n_lines if _may_name("".join(line.text for line in group)) else title.start
    return n_lines if _is_loose_title(document, group, lines[title.stop :], stop) else title.start


def _past_subtitle(lines: Sequence[TitleLine], title: range) -> int:
    """End of the lines under a title, a subtitle in 在…会上的讲话 among them."""
    at = title.stop
    if at < len(lines) and _is_at(lines[at].text):
        at += 1
        while at < len(lines) and lines[at].kind not in ("title", "publisher"):
            at += 1
    return at


def _is_loose_title(
    document: Document,
    group: Sequence[TitleLine],
    rest: Sequence[TitleLine],
    stop: TitleLine | None,
) -> bool:
    """Whether lines with nothing but the body under them are a title."""
    text = "".join(line.text for line in group)
    if len(text) > _LOOSE_TITLE and not is_complete(text):
        return False
    if stop is None and not rest and len(document.text) > group[-1].span.end + 1:
        return False
    if is_complete(text) and "，" not in text:
        return True
    if not _may_name(text) or _OPENING.match(text) or text[-1] in "：:，,、！!？?":
        return False
    return _is_parallel(text) and not _is_wrapped(document, group[-1].span)


def _is_parallel(text: str) -> bool:
    """Whether a line has no comma, or the clauses around its commas are of one length."""
    lengths = [len(clause) for clause in re.split("[，,]", text)]
    return max(lengths) - min(lengths) <= 1


def _is_wrapped(document: Document, span: Span) -> bool:
    """Whether a line is as long as the width of the text lets it be: no title then."""
    text = document.text
    lengths = [
        len(m.group()) for m, _ in zip(LINE.finditer(text, span.start), range(6), strict=False)
    ]
    return (
        len(lengths) > 3
        and max(lengths) <= MAX_TITLE_LINE
        and lengths[0] >= max(lengths) - _WRAP_SLACK
    )


def _sentences(lines: Sequence[TitleLine], title: range) -> Iterator[tuple[Span, ...]]:
    """The lines as facts are read from them: what goes on with one another together."""
    group: list[TitleLine] = []
    for i, line in enumerate(lines):
        if line.kind == "publisher":
            continue
        if group and not (i in title[1:] or _continues_subtitle(group, line)):
            yield tuple(member.span for member in group)
            group = []
        group.append(line)
    if group:
        yield tuple(member.span for member in group)


def _continues_subtitle(group: Sequence[TitleLine], line: TitleLine) -> bool:
    before = group[-1]
    return (
        before.kind == "subtitle"
        and line.kind == "title"
        and not is_complete(before.text)
        and is_complete(line.text)
    )


# --------------------------------------------------------------------------------- title


def _may_name(text: str) -> bool:
    """Whether a text can be a title: no date, salutation, byline or remark in brackets."""
    if text.startswith(("（", "(")) and is_note(text):
        return False
    if is_date_line(text) or is_salutation(text):
        return False
    return person_of_byline(text) is None


def _printed(document: Document, lines: Sequence[Span]) -> str:
    """Words of a title, without the blanks at line ends and the dash of a subtitle."""
    words = "".join(
        "".join(part.strip() for part in document.quote(line).splitlines()) for line in lines
    )
    words = words[_dash_end(words) :].strip().lstrip(_BULLETS)
    mark = _NUMBER_MARK.match(words) if words.startswith(("【", "[", "〔")) else None
    return words[mark.end() :] if mark else words


def _heading_words(document: Document, heading: Span) -> str:
    """Words of a heading that are its title.

    The body that begins on its line is left out, and the rest of a torn title is taken in.
    """
    words = _printed(document, (heading,))
    simple = simplified(words)
    end = _end_of_title(simple)
    if end < len(words) or is_complete(simple):
        return words[:end]
    return words + _torn_rest(document, heading.end, simple)


def _end_of_title(line: str) -> int:
    """Where the title ends on a line that may go on with a byline or the body."""
    addressed = _ADDRESSED.search(line, 2)
    if addressed is not None:
        return addressed.start()
    whole = is_complete(line)
    end = inline_title_end(line)
    if end is not None:
        is_apart = line[end : end + 1].isspace() and _OPEN_AT.match(line) is not None
        if _is_body(line[end:].strip()) or (is_apart and not whole):
            return end
    if not whole:
        for kind_end in kind_ends(line):
            if len(line) - kind_end <= MAX_BYLINE and _is_signed(line[kind_end:]):
                return kind_end
        byline = byline_behind_blank(line)
        if byline is not None:
            return len(line[: byline[0]].rstrip())
    return len(line)


def _is_body(rest: str) -> bool:
    """Whether what stands behind a title on its line is the body or a byline."""
    return (
        rest.startswith(_ADDRESSES)
        or _GLUED_SUBTITLE.match(rest) is not None
        or "，" in rest
        or "：" in rest
        or person_of_byline(rest) is not None
    )


def _is_signed(rest: str) -> bool:
    """Whether what follows a title without a blank is a date, a name and an office, or a body."""
    if is_date_line(rest) and len(rest) > _MAX_YEAR and rest[0] not in "（([【":
        return True
    person = person_of_byline(rest)
    named = person is not None and person.name is not None
    return named or is_body_name(rest.lstrip("xX×*＊某"))


def inline_title_end(line: str) -> int | None:
    """Where a title ends that shares its line with a byline or the body; None if nowhere.

    Examples
    --------
    >>> inline_title_end("在春耕会上的讲话　同志们：今天开会。"), inline_title_end("春耕大忙")
    (8, None)
    """
    for end in kind_ends(line):
        match = _BEHIND_TITLE.match(line, end)
        if match is not None:
            return match.end()
    return None


def _torn_rest(document: Document, end: int, before: str) -> str:
    """What the next line adds to a title that a line break tore."""
    match = LINE.search(document.text, end, end + 2 * _MAX_REST)
    if match is None or document.text[end : match.start()].strip(" \t\u3000\r\n"):
        return ""
    line = match.group().rstrip()
    simple = simplified(line)
    end_of_title = inline_title_end(before + simple)
    stop = 0 if end_of_title is None else end_of_title - len(before)
    if not 0 < stop <= _MAX_TORN or not _is_torn(before, simple[:stop]):
        return ""
    return line[:stop]


def _is_torn(before: str, line: str) -> bool:
    """Whether a title breaks off at the end of its line, and the next line completes it."""
    if not is_complete(before + line):
        return False
    if _OPEN_END.search(before) or _OPEN_START.match(line):
        return True
    return _OPEN_AT.match(before) is not None and _OPEN_AT.match(line) is None


def _dash_end(words: str) -> int:
    match = DASH.match(words)
    return match.end() if match else 0
