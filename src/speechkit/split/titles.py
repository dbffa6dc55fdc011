"""The first lines of a speech in; its title block, line by line, and its title out.

Each line is one of a few kinds (title, subtitle, date, byline, note, publisher's line), and
the first that is none of them begins the body.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple

from speechkit.model import (
    Document,
    Mark,
    Removal,
    Span,
)
from speechkit.split.people import person_of_byline
from speechkit.split.variants import simplified
from speechkit.text.genre import CLOSING_MARKS, GENRE_WORDS, is_salutation
from speechkit.text.marks import outline_mark
from speechkit.text.numerals import is_date_line

LineKind = Literal["title", "subtitle", "date", "byline", "note", "publisher", "body", "salutation"]

_MAX_BLOCK = 4000
_MAX_BLOCK_LINES = 12
_MAX_TITLE_LINE = 60
_MAX_TITLE_LINES = 4
_LOOSE_TITLE = 45
"""Characters of a title that no salutation, date or byline follows."""
_WRAP_SLACK = 4

_LINE = re.compile(r"\S[^\r\n]*")
_MARKUP = re.compile(r"(?:#{1,6}\s{1,4}|[*_]{2}(?=\S))(?P<text>.*?)[*_#\s]{0,8}")
_CLOSING = "、，。；：！？）》”’」』】,;:!?)"
"""A line that begins with one of these goes on with another one."""
_RULE = re.compile(r"[\W_]{1,200}")
_NO_TITLE_MARKS = re.compile("[。；;…]|[！？!?](?=.)")
_DASH = re.compile(r"[—–─－\-]{1,4}\s{0,3}")
_SUBTITLE_LABEL = re.compile(r"[（(]\s?(?:[12][0-9]{3}年.{0,8})?在.{2,60}[）)]")
_AT = re.compile(r"[—–─－\-（(\s]{0,6}(?:[12][0-9]{3}年[\d月日]{0,6})?在.{2,60}(?:上|时|期间)的?")
_TITLE_LABEL = re.compile(r"[【\[]?(?:标\s?题|题\s?目|篇\s?名)[】\]]?[：:\s]{1,4}(?=\S)")
_LABEL = re.compile(
    r"[【\[][^】\]]{2,8}[】\]].+"
    r"|(?:讲话|致辞|发言|会议|演讲|活动)?(?:时\s?间|日\s?期|地\s?点|场\s?所|场\s?合|背\s?景|对\s?象|名\s?称|主\s?题|听\s?众)"
    r"\s{0,2}[：:].+"
)
_PUBLISHER = re.compile(
    r"(?:更新|发布|发表|录入|上传|添加|创建)(?:时间|日期)|(?:来源|出处|编辑|编号|浏览(?:次数|量)?|点击(?:数|率|次数)?|阅读(?:次数|量)?|"
    r"字体(?:大小)?|字号|字数|文号|关键词|分类|栏目|下载(?:次数)?)\s?[：:]|[\[【](?:下载|打印|收藏|关闭|会员|字体|大|中|小)|www\.|https?:"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
)
_NOTE = re.compile(
    r"内部(?:资料|材料|文件|参考).{0,8}|注意保存|(?:送审|征求意见|讨论|审议|修改|初|草)稿|[绝机秘]\s?密.{0,8}"
    r"|(?:会议|学习)?(?:材料|文件)(?:之)?[一二三四五六七八九十\d（）()]{1,4}"
    r"|.{1,20}[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?第?\s?\d{1,4}\s?号"
    r"|(?:[（(【\[][^（()）】\]]{1,60}[）)】\]]\s?){1,3}|.{0,30}文\s{0,4}件"
)
_NO_NOTE = re.compile(r"[【《].{0,60}(?:讲话|致辞|发言|演讲|报告)")
_BODY_NAME = re.compile(
    r"[^\W\d_]{2,20}(?:政府|委员会|办公室|办公厅|管委会|政协|[省市县区州镇乡]委|[局厅部委署院校])"
    r"(?:\s{1,4}[^\W\d_]{2,20})?"
)
_NO_BODY_NAME = re.compile(
    "我们|要|的|是|加快|推进|加强|建设|全面|努力|继续|进一步|关于|做好|打造|走进|致"
)
_FRONT_MATTER = re.compile(
    r"[【\[]?(?:目\s{0,4}[录錄次]|[Cc]ontents|摘\s{0,4}要|[前引]\s{0,4}言|导\s{0,4}语|正\s{0,4}文|编者按)[】\]：:]{0,2}"
)
_REFERENCE = re.compile(r"(?a)(?=.{0,30}\d)[\w.—–/()\[\] -]{3,40}")
"""A registration number; a title has words of its own."""

_ENDS = (
    rf"(?:{GENRE_WORDS}|汇报|贺词|贺信|悼词|辞|词|演说|讲义|意见|建议|的?信|书|纪要|体会|感言|提案|方案|心得|情况|纲要|规划|计划|指南|办法|"
    "通知|规定|条例|细则|制度|公告|通告|决定|批复|答复|规范|标准|措施|预案|要求)"
    r"(?:提纲|要点|摘要|材料|实录|全文|文稿|选|稿|集锦)?"
)
_COMPLETE = re.compile(
    rf".*{_ENDS}(?:之?[一二三四五六七八九十\d]{{1,2}})?(?:[（(【\[][^（()）】\]]{{1,14}}[）)】\]]){{0,2}}[》”]?"
)
_GENRE_ONLY = re.compile(rf"(?:的|上的|工作|年度工作|新年|新春)?{_ENDS}")
_OPEN_END = re.compile(
    r"(?:[的和与及暨、，,在为对将]|第[一二三四五六七八九十百\d]{1,4}|[（《“]|[“《（][^”》）]{1,30})$"
)
_OPEN_START = re.compile(r"[的和与及暨并、上）》”]|第[一二三四五六七八九十]{1,3}(?:次|届)")
_OPEN_AT = re.compile(r"[—–─－\-\s]{0,6}(?:[12][0-9]{3}年[\d月日]{0,6})?(?:在|于|关于)")
_GREETING = re.compile(
    r"(?:尊敬|敬爱|亲爱)的|(?:同志|朋友|同学|女士|先生|乡亲|战友|代表|委员)们?(?:们|好|[，,：:！!])|各位[^。]{1,20}[，,：:！!]|"
    r"(?:大家|你们|您)(?:早上|上午|中午|下午|晚上|新年|过年|节日)?好|(?:早上|上午|中午|下午|晚上|新年|过年|节日)好"
)
_OPENING = re.compile(
    r"今天|刚才|首先|大家|各位|同志们|现在|下面|值此|很高兴|非常高兴|感谢|谢谢|你们好|"
    r"我(?!们?的|国|市|县|省|区|校|院|镇|乡|村|和|与|心|爱|眼)"
)
_SAYS_I = re.compile("我[是要想来叫在就]|我们[要来在]|大家|谢谢|你们|您")


@dataclass(frozen=True, slots=True)
class TitleBlock:
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


class _Line(NamedTuple):
    span: Span
    text: str
    """In simplified characters."""
    kind: LineKind


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
    lines: list[_Line] = []
    stop: _Line | None = None
    for span in _solid_lines(document, start, end, furniture):
        line = _read_line(document, span, first=not lines)
        if line.kind in ("body", "salutation") or len(lines) == _MAX_BLOCK_LINES:
            stop = line
            break
        lines.append(line)
    return _block(document, start, end, lines, stop)


def read_title(
    document: Document, heading_title: Span | None, shared: bool, block: TitleBlock
) -> str:
    """Title of a speech as printed, without the line breaks inside it; empty if it has none.

    The words of its heading where they are its own; else the title of its block; else
    those of the heading all the same, or the title that the document's metadata give.

    Parameters
    ----------
    shared
        The words of the heading are the same in all headings of the series.
    """
    heading = _printed(document, (heading_title,)) if heading_title else ""
    if heading and not _may_name(simplified(heading)):
        heading = ""
    in_block = _printed(document, block.title)
    in_metadata = document.metadata.get("title", "").strip() if block.start == 0 else ""
    if document.is_record:
        in_block = in_metadata or in_block
    own, other = (in_block, heading) if shared else (heading, in_block)
    return own or other or in_metadata


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


def is_body_name(line: str) -> bool:
    """Whether a line is the name of a public body and nothing else.

    Parameters
    ----------
    line
        In simplified characters.
    """
    if line[1:2].isspace():  # letter-spaced
        line = "".join(line.split())
    return (
        len(line) <= 40
        and _BODY_NAME.fullmatch(line) is not None
        and _NO_BODY_NAME.search(line) is None
    )


# --------------------------------------------------------------------------------- lines


def _solid_lines(
    document: Document, start: int, end: int, furniture: Sequence[Removal]
) -> Iterator[Span]:
    """Lines without the blanks, the markup and the furniture on them."""
    text = document.text
    first = bisect_left(furniture, start, key=_end_of) if furniture else 0
    for match in _LINE.finditer(text, start, min(end, start + _MAX_BLOCK)):
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        if first < len(furniture):
            span = _without(text, span, furniture, first)
        if text[span.start : span.start + 1] in "#*_":
            span = _without_markup(text, span)
        if span and _RULE.fullmatch(text, span.start, span.end) is None:
            yield span


def _end_of(removal: Removal) -> int:
    return removal.span.end


def _without(text: str, span: Span, furniture: Sequence[Removal], first: int) -> Span:
    """The first piece of a line that is no furniture; empty when nothing is left."""
    start, end = span.start, span.end
    for removal in takewhile(lambda removal: removal.span.start < end, furniture[first:]):
        if removal.span.start > start and text[start : removal.span.start].strip():
            end = removal.span.start
            break
        start = max(start, removal.span.end)
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip())) if start < end else Span(end, end)


def _without_markup(text: str, span: Span) -> Span:
    """The words of a line that Markdown makes a heading or sets bold."""
    match = _MARKUP.fullmatch(text, span.start, span.end)
    return Span(*match.span("text")) if match else span


def _read_line(document: Document, span: Span, *, first: bool) -> _Line:
    text = simplified(document.text[span.start : min(span.end, span.start + 100)])
    if len(span) > 80:
        return _Line(span, text, "body")
    label = _TITLE_LABEL.match(text)
    if label is not None:
        span, text = Span(span.start + label.end(), span.end), text[label.end() :]
        return _Line(span, text, "title")
    return _Line(span, text, _kind(document, span, text, first=first))


def _kind(document: Document, span: Span, text: str, *, first: bool) -> LineKind:
    if is_salutation(text) or (_GREETING.match(text) and not _GREETED_TITLE.search(text)):
        return "salutation"
    if _is_styled_title(document.marks, span):
        return "title"
    if text[0] in _CLOSING or outline_mark(text) is not None or _FRONT_MATTER.fullmatch(text):
        return "body"
    other = _other_kind(text)
    if other is not None:
        return other
    if len(text) > _MAX_TITLE_LINE or _NO_TITLE_MARKS.search(text):
        return "body"
    person = person_of_byline(text)
    if person is not None and (person.name is not None or not first):
        return "byline"
    return "byline" if not first and is_body_name(text) else "title"


_GREETED_TITLE = re.compile(r"(?:致辞|讲话|发言|演讲|寄语|的信|报告)$")


def _other_kind(text: str) -> LineKind | None:
    """Kind of a line that is neither title, byline nor body, told by how it begins."""
    if _PUBLISHER.search(text) and not text.endswith("。"):
        return "publisher"
    if is_date_line(text):
        return "date"
    if _LABEL.fullmatch(text) and not _NO_NOTE.match(text):
        return "note" if person_of_byline(text) is None else "byline"
    if _DASH.match(text) or _SUBTITLE_LABEL.fullmatch(text):
        return "body" if _NO_TITLE_MARKS.search(text) else "subtitle"
    if _REFERENCE.fullmatch(text):
        return "note"
    if _NOTE.fullmatch(text) and not _NO_NOTE.match(text):
        return "note" if person_of_byline(text) is None else "byline"
    return None


def _is_styled_title(marks: Sequence[Mark], span: Span) -> bool:
    """Whether the format sets a line as a title or a heading."""
    if not marks:
        return False
    at = bisect_left(marks, span.start + 1, key=_start_of)
    return any(
        mark.kind in ("title", "heading1") and mark.span.start <= span.start < mark.span.end
        for mark in marks[max(0, at - 4) : at]
    )


def _start_of(mark: Mark) -> int:
    return mark.span.start


# --------------------------------------------------------------------------------- block


def _block(
    document: Document, start: int, end: int, lines: Sequence[_Line], stop: _Line | None
) -> TitleBlock:
    addressed = stop is not None and stop.kind == "salutation"
    title = _title_lines(lines, stop, addressed=addressed)
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


def _title_lines(lines: Sequence[_Line], stop: _Line | None, *, addressed: bool) -> range:
    """Which of the lines are the title: the first of the kind and those that go on with it."""
    kinds = [line.kind for line in lines]
    if "title" in kinds:
        first = kinds.index("title")
    elif "subtitle" in kinds and _complete(lines[kinds.index("subtitle")].text):
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


def _is_letterhead(line: _Line, following: _Line) -> bool:
    """Whether a line is the body that issued the title under it, and no part of that."""
    words = "".join(following.text.split())
    return is_body_name(line.text) and _GENRE_ONLY.fullmatch(words) is None


def _has_subtitle(lines: Sequence[_Line]) -> bool:
    """Whether a subtitle, a date or a byline stands under what may be a title of two lines."""
    for line in lines[:3]:
        if line.kind in ("subtitle", "date", "byline") or _is_at(line.text):
            return True
        if line.kind != "title":
            return False
    return False


def _is_at(text: str) -> bool:
    return _AT.match(text) is not None and _complete(text)


@lru_cache(maxsize=64)
def _complete(text: str) -> bool:
    """Whether a title line ends as titles do: with the kind of speech."""
    return _COMPLETE.fullmatch("".join(text.split())) is not None


def _goes_on(before: str, line: str, *, anchored: bool) -> bool:
    """Whether a line goes on with the title that the lines before it began."""
    if line == before or len(before) + len(line) > 2 * _MAX_TITLE_LINE:
        return False
    if _OPEN_END.search(before) or _OPEN_START.match(line):
        return True
    words = "".join(line.split())
    if _GENRE_ONLY.fullmatch(words) and not _complete(before):
        return True
    if _complete(before) or _OPEN_AT.match(line):
        return False
    if _OPEN_AT.match(before) or _complete(line):
        return _complete(line)
    return anchored and not _SAYS_I.search(line)


def _n_sure(document: Document, lines: Sequence[_Line], title: range, stop: _Line | None) -> int:
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
    if _is_styled_title(document.marks, group[0].span):
        return n_lines
    if any(kind in ("subtitle", "date", "byline", "note") for kind in after):
        return n_lines if _may_name("".join(line.text for line in group)) else title.start
    return n_lines if _is_loose_title(document, group, lines[title.stop :], stop) else title.start


def _past_subtitle(lines: Sequence[_Line], title: range) -> int:
    """End of the lines under a title, a subtitle in 在…会上的讲话 among them."""
    at = title.stop
    if at < len(lines) and _is_at(lines[at].text):
        at += 1
        while at < len(lines) and lines[at].kind not in ("title", "publisher"):
            at += 1
    return at


def _is_loose_title(
    document: Document, group: Sequence[_Line], rest: Sequence[_Line], stop: _Line | None
) -> bool:
    """Whether lines with nothing but the body under them are a title."""
    text = "".join(line.text for line in group)
    if len(text) > _LOOSE_TITLE and not _complete(text):
        return False
    if stop is None and not rest and len(document.text) > group[-1].span.end + 1:
        return False
    if _complete(text) and "，" not in text:
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
        len(m.group()) for m, _ in zip(_LINE.finditer(text, span.start), range(6), strict=False)
    ]
    return (
        len(lengths) > 3
        and max(lengths) <= _MAX_TITLE_LINE
        and lengths[0] >= max(lengths) - _WRAP_SLACK
    )


def _sentences(lines: Sequence[_Line], title: range) -> Iterator[tuple[Span, ...]]:
    """The lines as facts are read from them: what goes on with one another together."""
    group: list[_Line] = []
    for i, line in enumerate(lines):
        if line.kind == "publisher":
            continue
        if group and not (i in title[1:] or _continues_subtitle(group, line)):
            yield tuple(member.span for member in group)
            group = []
        group.append(line)
    if group:
        yield tuple(member.span for member in group)


def _continues_subtitle(group: Sequence[_Line], line: _Line) -> bool:
    before = group[-1]
    return (
        before.kind == "subtitle"
        and line.kind == "title"
        and not _complete(before.text)
        and _complete(line.text)
    )


# --------------------------------------------------------------------------------- title


def _may_name(text: str) -> bool:
    """Whether a text can be a title: no date, salutation, byline or remark in brackets."""
    if text.startswith(("（", "(")) and _NOTE.fullmatch(text):
        return False
    if is_date_line(text) or is_salutation(text):
        return False
    return person_of_byline(text) is None


def _printed(document: Document, lines: Sequence[Span]) -> str:
    """Words of a title, without the blanks at line ends and the dash of a subtitle."""
    words = "".join(
        "".join(part.strip() for part in document.quote(line).splitlines()) for line in lines
    )
    return words[_dash_end(words) :].strip()


def _dash_end(words: str) -> int:
    match = _DASH.match(words)
    return match.end() if match else 0
