"""The first lines of a speech in; each with its kind (title, date, byline …) out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from speechkit.model import (
    Document,
    Mark,
    Removal,
    Span,
)
from speechkit.split.people import person_of_byline
from speechkit.split.variants import simplified
from speechkit.text.genre import GENRE_WORDS, is_salutation
from speechkit.text.marks import outline_mark
from speechkit.text.numerals import is_date_line
from speechkit.text.patterns import regex

LineKind = Literal["title", "subtitle", "date", "byline", "note", "publisher", "body", "salutation"]


_MAX_BLOCK = 4000
MAX_TITLE_LINE = 60
LINE = regex(r"\S[^\r\n]*")
_MARKUP = regex(r"(?:#{1,6}\s{1,4}|[*_]{2}(?=\S))(?P<text>.*?)[*_#\s]{0,8}")
_CLOSING = "、，。；：！？）》”’」』】,;:!?)"
"""A line that begins with one of these goes on with another one."""
_RULE = regex(r"[\W_]{1,200}")
_NO_TITLE_MARKS = regex("[。；;…]|[！？!?](?=.)")
DASH = regex(r"[—–─－\-]{1,4}\s{0,3}")
_SUBTITLE_LABEL = regex(r"[（(]\s?(?:[12][0-9]{3}年.{0,8})?在.{2,60}[）)]")
_TITLE_LABEL = regex(r"[【\[]?(?:标\s?题|题\s?目|篇\s?名)[】\]]?[：:\s]{1,4}(?=\S)")
_LABEL = regex(
    r"[【\[][^】\]]{2,8}[】\]].+"
    r"|(?:讲话|致辞|发言|会议|演讲|活动)?(?:时\s?间|日\s?期|地\s?点|场\s?所|场\s?合|背\s?景|对\s?象|名\s?称|主\s?题|听\s?众)"
    r"\s{0,2}[：:].+"
)
_PUBLISHER = regex(
    r"(?:更新|发布|发表|录入|上传|添加|创建)(?:时间|日期)|(?:来源|出处|编辑|编号|浏览(?:次数|量)?|点击(?:数|率|次数)?|阅读(?:次数|量)?|"
    r"字体(?:大小)?|字号|字数|文号|关键词|分类|栏目|下载(?:次数)?)\s?[：:]|[\[【](?:下载|打印|收藏|关闭|会员|字体|大|中|小)|www\.|https?:"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
)
_COLLECTION = ("汇编", "选编", "合集", "集锦", "文集", "大全")
"""End the name of a book of speeches, printed at the top of its pages."""
_NOTE = regex(
    r"内部(?:资料|材料|文件|参考).{0,8}|注意保存|(?:送审|征求意见|讨论|审议|修改|初|草)稿|[绝机秘]\s?密.{0,8}"
    r"|(?:会议|学习)?(?:材料|文件)(?:之)?[一二三四五六七八九十\d（）()]{1,4}"
    r"|.{1,20}[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s?第?\s?\d{1,4}\s?号"
    r"|(?:[（(【\[][^（()）】\]]{1,60}[）)】\]]\s?){1,3}|.{0,30}文\s{0,4}件"
)
_NOTE_STARTS = frozenset("内绝机秘会学材文")
_NOTE_ENDS = frozenset("存稿密号件（()）】]\t\n \u3000\u00a0")
"""How a note begins or ends, so that most lines need no closer look."""
_NO_NOTE = regex(r"[【《].{0,60}(?:讲话|致辞|发言|演讲|报告)")
_BODY_NAME = regex(
    r"[^\W\d_]{2,20}(?:政府|委员会|办公室|办公厅|管委会|政协|[省市县区州镇乡]委|[局厅部委署院校])"
    r"(?:\s{1,4}[^\W\d_]{2,20})?"
)
_NO_BODY_NAME = regex(
    "^[在为向对由把]|我们|要|的|是|加快|推进|加强|建设|全面|努力|继续|进一步|关于|做好|打造|走进|致"
)
_FRONT_MATTER = regex(
    r"[【\[]?(?:目\s{0,4}[录錄次]|[Cc]ontents|摘\s{0,4}要|[前引]\s{0,4}言|导\s{0,4}语|正\s{0,4}文|编者按)[】\]：:]{0,2}"
)
_REFERENCE = regex(r"(?a)(?=.{0,30}\d)[\w.—–/()\[\] -]{3,40}")
"""A registration number; a title has words of its own."""
_KIND = (
    rf"(?:{GENRE_WORDS}|汇报|贺词|贺信|悼词|辞|词|演说|讲义|意见|建议|的?信|书|纪要|体会|感言|提案|方案|心得|情况|纲要|规划|计划|指南|办法|"
    "通知|规定|条例|细则|制度|公告|通告|决定|批复|答复|规范|标准|措施|预案|要求)"
)
_FORM = "(?:提纲|要点|摘要|材料|实录|全文|文稿|选|稿|集锦)?"
ENDS = _KIND + _FORM
"""The kind of speech, and the form in which it is printed."""
_KINDS = regex(_KIND)
_FORMS = regex(_FORM)
_BEHIND_KIND = regex(
    rf"{_FORM}(?:之?[一二三四五六七八九十\d]{{1,2}})?(?:[（(【\[][^（()）】\]]{{1,14}}[）)】\]]){{0,2}}[》”]?"
)
_AT_WORK = regex(r"在[^上的]{1,60}(?:动员|总结|倡议|意见|建议|情况|规划|计划|方案|要求|措施)")
"""在…生产动员 ends like a title and is the first line of one: 在…生产动员 / 大会上的讲话."""
_GREETING = regex(
    r"(?:尊敬|敬爱|亲爱)的|(?:同志|朋友|同学|女士|先生|乡亲|战友|代表|委员)们?(?:们|好|[，,：:！!])|各位[^。]{1,20}[，,：:！!]|"
    r"(?:大家|你们|您)(?:早上|上午|中午|下午|晚上|新年|过年|节日)?好|(?:早上|上午|中午|下午|晚上|新年|过年|节日)好"
)
_GREETED_TITLE = regex(r"(?:致辞|讲话|发言|演讲|寄语|的信|报告)$")


class TitleLine(NamedTuple):
    """A line and what it is."""

    span: Span
    text: str
    """In simplified characters."""
    kind: LineKind


@lru_cache(maxsize=64)
def is_complete(text: str) -> bool:
    """Whether a title line ends as titles do: with the kind of speech."""
    words = "".join(text.split())
    ends = any(_BEHIND_KIND.fullmatch(words, kind.end()) for kind in _KINDS.finditer(words))
    return ends and _AT_WORK.fullmatch(words) is None


def kind_ends(line: str) -> Iterator[int]:
    """Where the words for kinds of speech end on a line."""
    for kind in _KINDS.finditer(line):
        form = _FORMS.match(line, kind.end())
        yield form.end() if form else kind.end()


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


def is_note(text: str) -> bool:
    """Whether a line is a remark such as 内部资料, 征求意见稿, or words in brackets."""
    if text[:1] not in _NOTE_STARTS and text[-1:] not in _NOTE_ENDS:
        return False
    return _NOTE.fullmatch(text) is not None


def solid_lines(
    document: Document, start: int, end: int, furniture: Sequence[Removal]
) -> Iterator[Span]:
    """Lines without the blanks, the markup and the furniture on them."""
    text = document.text
    first = bisect_left(furniture, start, key=_end_of) if furniture else 0
    for match in LINE.finditer(text, start, min(end, start + _MAX_BLOCK)):
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        if first < len(furniture) and furniture[first].span.start < span.end:
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
    for removal in furniture[first:]:
        if removal.span.start >= end:
            break
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


def read_line(document: Document, span: Span, *, first: bool) -> TitleLine:
    """The kind of a line; `first` when nothing but furniture stands before it."""
    text = simplified(document.text[span.start : min(span.end, span.start + 100)])
    if len(span) > 80:
        return TitleLine(span, text, "body")
    label = _TITLE_LABEL.match(text)
    if label is not None:
        span, text = Span(span.start + label.end(), span.end), text[label.end() :]
        return TitleLine(span, text, "title")
    return TitleLine(span, text, _kind(document, span, text, first=first))


def _kind(document: Document, span: Span, text: str, *, first: bool) -> LineKind:
    if is_salutation(text) or (_GREETING.match(text) and not _GREETED_TITLE.search(text)):
        return "salutation"
    if is_styled_title(document.marks, span):
        return "title"
    if text[0] in _CLOSING or outline_mark(text) is not None or _FRONT_MATTER.fullmatch(text):
        return "body"
    other = _other_kind(text)
    if other is not None:
        return other
    if len(text) > MAX_TITLE_LINE or _NO_TITLE_MARKS.search(text):
        return "body"
    person = person_of_byline(text)
    if person is not None and (person.name is not None or not first):
        return "byline"
    return "byline" if not first and is_body_name(text) else "title"


def _other_kind(text: str) -> LineKind | None:
    """Kind of a line that is neither title, byline nor body, told by how it begins."""
    if _PUBLISHER.search(text) and not text.endswith("。"):
        return "publisher"
    if text.endswith(_COLLECTION) and not text.startswith(("在", "关于")):
        return "publisher"
    if is_date_line(text):
        return "date"
    if _LABEL.fullmatch(text) and not _NO_NOTE.match(text):
        return "note" if person_of_byline(text) is None else "byline"
    if DASH.match(text) or _SUBTITLE_LABEL.fullmatch(text):
        return "body" if _NO_TITLE_MARKS.search(text) else "subtitle"
    if _REFERENCE.fullmatch(text):
        return "note"
    if is_note(text) and not _NO_NOTE.match(text):
        return "note" if person_of_byline(text) is None else "byline"
    return None


def is_styled_title(marks: Sequence[Mark], span: Span) -> bool:
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
