"""A text in; what stands in it and is no part of a speech out (page furniture, notices, ads).

Places are found by rare words (anchors) in one pass over the text, and only the lines that
hold one are looked at more closely. What is found does not depend on blank lines or
indents. An author may mention a page, a web address or a download: each pattern asks for
the form that only a page, a site or its editor gives it. The forms are our own, made after
the kinds of noise seen in collections (`noise.tsv` of the project's research).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from speechkit.model import Mark, Removal, Span
from speechkit.text.normal import with_line_feeds
from speechkit.text.patterns import regex

_Found = tuple[int, int, str]
"""Start, end and kind, in the text that is looked at."""

# ------------------------------------------------------------------------------ patterns

_URL = r"(?:https?[:：]//|www\.)[A-Za-z0-9][\w./?=&%#-]{2,80}"
_URL = rf"(?:{_URL}|[A-Za-z0-9-]{{2,30}}\.(?:com|net|cc|vip|top)(?:\.cn)?(?![A-Za-z0-9]))"
_URL = _URL.replace(r"\w", "A-Za-z0-9_")
_OFFICIAL = regex(r"\.(?:gov|edu|org|mil|ac)(?:\.|/|$|[^A-Za-z0-9.])")
_CONTACT = regex(r"网址|网站|邮箱|邮件|电话|地址|传真|联系|登录|登陆|平台|系统|客户端")
"""Who writes one of these beside an address means the reader to go there: an author does."""

_NUMERALS = "一二三四五六七八九十百"
_PAGE = rf"第\s{{0,3}}(?:\d{{1,4}}|[{_NUMERALS}]{{1,4}})\s{{0,3}}页"
_PAGES = rf"共\s{{0,3}}(?:\d{{1,4}}|[{_NUMERALS}]{{1,4}})\s{{0,3}}页"
_PAGE_FOOTER = regex(
    rf"本(?:文章?|文档|资料|稿)?{_PAGES}[，,]?\s{{0,3}}当前在?{_PAGE}"
    rf"|(?<![见在到至的看]){_PAGE}\s{{0,3}}[，,/／]?\s{{0,3}}{_PAGES}"
    rf"|(?<![见在到至的看]){_PAGES}\s{{0,3}}[，,/／]?\s{{0,3}}{_PAGE}"
)

_WORTH = "当前显示|省略|隐藏|会员|借鉴|参考范文|付费|剩余|未完|试读|下载"
_NOTICE = regex(
    r"(?:…{1,4}|\.{3,6})?[（(【\[]"
    r"(?=[^（()）【】\[\]\n]{0,60}(?:\d\s?字|完整阅读|提示信息|试读))"
    rf"(?=[^（()）【】\[\]\n]{{0,80}}(?:{_WORTH}|提示信息))"
    r"[^（()）【】\[\]\n]{4,120}[）)】\]]"
    r"|试读(?:已|到此)?结束[，,]?[^。！？\n]{0,40}[。！]?(?=\s{0,9}(?:\n|$))"
)
_WORDS_OF_NOTICES = ("字", "完整阅读", "提示信息", "试读")
"""One of these stands in each line that holds such a notice."""
_NOTICE_LINE = regex(
    r"(?:请(?:认真|仔细)阅读(?:下面|以下)的?提示信息"
    r"|(?:点击|单击)(?:此处|这里)?(?:查看|阅读|展开|下载)(?:全文|更多|原文|剩余|完整)[^。\n]{0,20}"
    r"|(?:阅读|查看|展开|下载)(?:全文|剩余全文|余下全文|更多)"
    r"|(?:剩余|余下)\s?\d{1,6}\s?[%％字页][^。\n]{0,30}"
    r"|(?:剩余|余下|以下|后续)(?:部分|内容|全文)?(?:需要?|请|须)(?:您|先)?"
    r"(?:登录|登陆|付费|开通|购买|注册|下载)[^。\n]{0,30}"
    r"|(?:请)?(?:立即)?(?:开通|注册|成为|升级)(?:本站)?(?:会员|VIP|vip)[^。\n]{0,30}"
    r"|(?:未完|全文)[，,]?全?文?共\s?\d{2,6}\s?字[，,]?[^。\n]{0,30})[。！!>》]{0,3}"
)

_ID = (
    r"(?:微信|公众号|QQ|qq|扣扣|V信|企鹅)[号群]?\s{0,2}[:：]?\s{0,2}[A-Za-z0-9][A-Za-z0-9_ -]{3,24}"
)
_WARES = "公文|范文|素材|材料|资料|文章|讲话稿|发言稿|文稿|稿件|写作|文库|文秘|精彩|代写|会员"
_AD = regex(
    rf"【(?=[^【】\n]{{0,80}}(?:{_URL}|{_ID}))[^【】\n]{{3,120}}】"
    rf"|[（(](?=[^（()）\n]{{0,60}}(?:更多|整理|收集|{_WARES}))"
    rf"(?=[^（()）\n]{{0,80}}(?:{_URL}|{_ID}))[^（()）\n]{{3,120}}[）)]"
    rf"|(?<![^\n。！？；”）\s])(?:[\u4e00-\u9fffA-Za-z]{{2,8}}\s{{0,2}}[:：]?\s{{0,2}}{_URL}"
    r"[\s/／|、]{0,5}){1,4}(?=\s{0,9}(?:\n|$))"
    rf"|(?<![^\n。！？；”）\s])(?:更多|获取更多|查看更多)[^。！？，,\n]{{0,10}}(?:{_WARES})[^。！？\n]{{0,12}}"
    r"(?:关注|访问|登录|登陆|点击|搜索|加|联系|浏览)[^。！？\n]{0,12}"
    rf"(?:微信|公众号|本站|本网|网|QQ|{_URL})[^。！？\n]{{0,40}}[。！]?(?=\s{{0,9}}(?:\n|$))"
)
_AD_LINE = regex(
    r"(?:(?:本文|文章|资料|内容|以上内容)(?:来源于?|来自于?|转自|出自|摘自|由)[:：]?[^。\n]{0,30}"
    rf"(?:{_URL}|网|网站|文库|文秘)[^。\n]{{0,40}}"
    rf"|(?:(?:来源|出处|出自|原文地址|本文地址|本文链接|原文链接|转自)[:：]\s{{0,3}})?[^，。\n]{{0,12}}{_URL}"
    rf"|(?:欢迎|敬请)(?:访问|光临|关注|收藏|登录)[^。\n]{{0,16}}(?:本站|{_URL}|{_ID})[^。\n]{{0,20}}"
    r"|(?:本站|本网站?)?(?:版权所有|版权归[^。\n]{1,16}所有)[^\n]{0,40}"
    r"|(?:如需|未经许可[，,]?)?(?:转载|引用)(?:时|本文)?[，,]?请(?:务必)?(?:注明|保留|标明)[^\n]{0,40}"
    rf"|请?(?:关注|搜索|添加|加)[^，。\n]{{0,10}}{_ID}[^。\n]{{0,20}})[。！!]?"
)

_GIVES = "整理|收集|搜集|分享|带来|推荐|准备|搜罗|精选|编辑|奉上"
_YOU = "大家|您|你|各位|网友|读者|广大"
_OFFERS = (
    r"(?:供[^。，,！\n]{0,8}(?:参考|借鉴|学习)|欢迎[^。\n]{0,8}(?:阅读|参考|借鉴|下载|收藏)"
    r"|希望[^。\n]{0,24}(?:帮助|喜欢|帮到|启发)|一起来(?:看|了解|阅读)|参考借鉴)"
)
_WARE = r"(?:范文|精选|大全|模板|通用|[【】]|\d{1,3}\s?篇)"
"""Nobody calls their own speech so."""
_NOTE = regex(
    rf"小编[^，。！？\n]{{0,8}}(?:为|给|跟|和|与|替)(?:{_YOU})[^，。！？\n]{{0,10}}(?:{_GIVES})"
    rf"|小编[^，。！？\n]{{0,12}}(?:{_GIVES})(?=[^。！？\n]{{0,80}}"
    rf"(?:{_WARE}|{_OFFERS}|讲话|发言|演讲|致辞|讲稿|文章|资料))"
)
_WORDS_OF_NOTES = "范文 精选 大全 模板 通用 【 】 篇 部内容 有内容 的内容 仅供".split()  # noqa: SIM905
"""One of these stands in each line that the next pattern fits."""
_NOTE_LINE = regex(
    rf"[^。\n]{{0,60}}(?:(?:为|给|帮|替)(?:{_YOU})|下面|以下|本文)[^。\n]{{0,20}}(?:{_GIVES})"
    rf"(?=[^。\n]{{0,80}}{_WARE})[^。\n]{{0,100}}{_OFFERS}[^。\n]{{0,40}}[。！!~]{{0,3}}"
    rf"|(?:以上|上面|上述)(?:内容)?(?:就|便)?(?:是|为)(?![^。\n]{{0,60}}(?:我|汇报|讲的|发言的))"
    r"[^。\n]{2,80}(?:全部|所有)(?:的)?内容了?[，,。！!](?:[^\n]{0,20}希望[^。\n]{0,24}(?:帮助|喜欢|帮到|启发)"
    rf"|[^\n]{{0,40}}(?:小编|本站|更多|{_WARE}))[^\n]{{0,40}}"
    r"|(?:以上|上面)(?:就|便)?是(?:关于)?(?![^。\n]{0,60}(?:我|汇报|讲的|发言的))"
    rf"[^。\n]{{2,60}}(?:{_WARE}|稿|致辞|致词)[^。\n]{{0,20}}的?(?:全部|所有)内容[^\n]{{0,60}}"
    r"|(?:[^，。\n]{0,30}[，,])?仅供(?:大家|您|各位)?(?:学习|参考)(?:借鉴|交流|使用)?[，,、]?"
    r"(?:欢迎(?:大家|您|各位)?(?:阅读|参考|借鉴|下载|收藏))[^。\n]{0,6}[。！!~]{0,3}"
)

_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜêńňǹ"
RUBY_BRACKETS = "（("
RUBY_LETTERS = f"abcdefghijklmnopqrstuvwxyzüɡ{_TONED}"
_RUBIES = tuple(
    (bracket, regex(rf"{re.escape(bracket)}([{RUBY_LETTERS}]{{1,6}})[）)]"))
    for bracket in RUBY_BRACKETS
)
"""One pattern for each bracket: what is looked for is a sign, not any of a set."""
_SYLLABLE = regex(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu|o|ong|ou"
    r"|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve|ü|üe)"
)
_MIN_RUBIES = 3
"""Readings without tones from which they are no abbreviations."""

_DECLARATION = regex(r"\{\s{0,9}[a-z-]{2,30}\s{0,2}:")
_SELECTOR = regex(r"[A-Za-z@.#*][A-Za-z0-9_.#:,>* -]{0,60}$")
_LONGEST_RULE = 800
_TAGS = "p|br|div|span|font|strong|b|i|u|em|a|table|tr|td|th|tbody|h[1-6]|ul|ol|li|img|center|o:p"
_MARKUP = regex(
    rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,200}})?\s?/?>|<!--[^\n]{{0,400}}?-->|&(?:nbsp|ensp|emsp);"
)
_PLACEHOLDER = regex(
    r"(?:[a-z]{1,4}>\s{0,3})?\[(?:标签|字段)[:：][^\[\]\n]{1,12}\]|\{(?:dede|field|标签)[:：][^{}\n]{1,40}\}"
)
_GARBAGE = regex(r"(?<![!-~])(?:[!-~]{1,3}[ \t]{1,2}){4,80}[!-~]{1,3}(?![!-~])")
_SYMBOL = regex(r"[^A-Za-z0-9\s.,]")

_FIELD = regex(
    r"(?:更新|发布|发表|录入|添加|上传)?(?:时间|日期)|(?:文章)?(?:作者|来源|编辑|编号)|责任编辑|编审"
    r"|(?:点击|浏览|阅读|下载|访问|查看)(?:数|次数|量|率)?|人气|热度|字号|字体|录入者?|栏目|分类|评论"
)
_FIELDS = regex(rf"(?:{_FIELD.pattern})\s{{0,3}}[:：]")
_BUTTON = regex(
    r"[\[【（(]\s?(?:大\s?中\s?小|[^\[\]【】（()）\n]{0,4}(?:下载|注册|打印|关闭|收藏|投稿|登录|推荐|评论)[^\[\]【】（()）\n]{0,6})\s?[\]】）)]"
)
_OF_A_SITE = regex(
    r"(?:更新|发布|发表|录入|添加|上传)(?:时间|日期)|(?:点击|浏览|阅读|访问|人气)(?:数|次数|量|率)?[:：]\s{0,3}\d"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}\s{1,3}\d{1,2}:\d\d|编号[:：]\s{0,3}\d{8,}|字号[:：]|[\[【]大\s?中\s?小"
)
_NAVIGATION = regex(
    r"(?:(?:[\[【]?(?:上一[篇页]|下一[篇页]|返回(?:顶部|首页|列表|上页)|首页|尾页|末页|打印(?:本页|本文)?"
    r"|关闭(?:窗口|本页)?|收藏(?:本文|本页)?|加入收藏|分享到?|会员注册|下载该文章?|\d{1,3})[\]】]?[:：|/\s]{0,6}){2,16}"
    r"|[\[【]?(?:返回(?:顶部|首页|列表)|打印本[页文]|关闭窗口|加入收藏|会员注册|下载该文章?)[\]】]?"
    r"|(?:上一[篇页]|下一[篇页])\s?[:：][^。\n]{0,60}"
    r"|[【\[]?(?:相关(?:阅读|文章|推荐|范文|链接)|推荐阅读|延伸阅读|猜你喜欢|热门推荐)[】\]]?\s?[:：][^。\n]{0,60})"
)

_RULERS = "-=*_~—－＿＊＝#+"
LONE_STARTS = f"第共–·Pp{_RULERS}"
"""What the next pattern fits begins with one of them or with a digit, after white space."""
LONE_ENDS = f"第共页{_NUMERALS}，,/／–·PageAGEpof.{_RULERS}"
"""A line of it ends with one of them, a digit or white space: it may go on in the next."""
_SPACE = r"[^\S\n]*+"
_LONE = regex(
    rf"\n{_SPACE}(?:"
    rf"(?P<page>{_PAGE}\s{{0,3}}[，,/／]?\s{{0,3}}(?:{_PAGES})?|{_PAGES}\s{{0,3}}[，,/／]?\s{{0,3}}{_PAGE}"
    r"|[-—–－·]{1,2}\s{0,3}\d{1,4}\s{0,3}[-—–－·]{1,2}|\d{1,4}\s?[/／]\s?\d{1,4}(?![/／年月])"
    r"|[Pp](?:age|AGE)?\.?\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?)"
    r"|(?P<number>\d{1,4})"
    rf"|(?P<separator>(?P<sign>[{_RULERS}])(?:[^\S\n]?(?P=sign)){{4,200}})"
    rf"){_SPACE}(?=\n|\Z)"
)
_SOLID_LINE = regex(r"\S[^\n]*")
_PROSE = regex("[，。；：、！？]")
_RUNNING_NEIGHBOUR = 15
"""Characters of the lines around a number that is no cell of a table."""
_PAGE_LENGTH = (120, 6000)
"""Characters on a page, its number left out: numbers that count on at such distances are
those of pages, and rows of a table are shorter."""

STOPS = "。！？；"
TITLE_LENGTH = (16, 2000)
"""Characters of a line at least and at most, white space included, that repeats its start."""
_UNPOINTED = regex(rf"\n[^\n{STOPS}]{{{TITLE_LENGTH[0]},{TITLE_LENGTH[1]}}}+(?=\n|\Z)")
_MIN_PERIOD = 6
_LONG_PERIOD = 8
"""Characters of a title that twice is enough; a shorter one must come three times."""
_HAN = regex("[\u3400-\u9fff]")
_DIVIDERS = " \t\u3000_、|｜-—"


# ------------------------------------------------------------------------------- finding


def find_furniture(text: str, span: Span, marks: Sequence[Mark] = ()) -> tuple[Removal, ...]:
    r"""What stands in a stretch of a text and is no part of a speech.

    Parameters
    ----------
    marks
        Of the format the text came from: running heads and feet are taken out as marked.

    Returns
    -------
    tuple of Removal
        In the order of the text, not overlapping.

    Examples
    --------
    >>> text = "今年增长5%。\n第3页 共17页\n更多请看县政府网站www.yl.gov.cn。"
    >>> [(found.kind, found.text) for found in find_furniture(text, Span(0, len(text)))]
    [('page_number', '第3页 共17页')]
    """
    content = _content(text[span.start : span.end])
    found = [
        *_lone_lines(content, _LONE.finditer(content)),
        *_on_lines(content, _suspects(content)),
        *_rubies(content),
        *_repeated_titles(content, _UNPOINTED.finditer(content)),
        *_marked(marks, span),
    ]
    return _removals(text, content, found, span.start - 1)


class Leads(NamedTuple):
    """Places at which furniture may stand in a text behind a line feed; it stands at no others."""

    anchors: Sequence[int]
    """Where an anchor may begin."""
    lone_lines: Sequence[int]
    """The line feeds before lines that may be a page number or a separator."""
    titles: Sequence[int]
    """The line feeds before lines that may repeat their start."""
    rubies: Sequence[int]
    """Where a reading in brackets may begin."""


def find_at(text: str, leads: Leads) -> tuple[Removal, ...]:
    """What `find_furniture` finds in a whole text, from the places where it may stand."""
    if not any(leads):
        return ()
    content = _content(text)
    found: list[_Found] = []
    if leads.lone_lines:
        found += _lone_lines(content, _matches_at(_LONE, content, leads.lone_lines))
    if leads.anchors:
        found += _on_lines(content, _suspects_at(content, leads.anchors))
    if leads.rubies:
        found += _rubies(content)
    if leads.titles:
        places = [place for place in leads.titles if _begins_again(content, place)]
        found += _repeated_titles(content, _matches_at(_UNPOINTED, content, places))
    return _removals(text, content, found, -1)


def _content(text: str) -> str:
    """What is looked at: the text behind a line feed, its line ends line feeds."""
    return "\n" + with_line_feeds(text)


def _matches_at(
    pattern: re.Pattern[str], text: str, places: Iterable[int]
) -> Iterator[re.Match[str]]:
    """What `finditer` gives of a pattern that can begin at these places only."""
    position = 0
    for place in places:
        if place >= position and (match := pattern.match(text, place)):
            yield match
            position = match.end()


def _removals(text: str, content: str, found: Sequence[_Found], shift: int) -> tuple[Removal, ...]:
    if not found:
        return ()
    return tuple(
        Removal(kind, Span(start + shift, end + shift), text[start + shift : end + shift])
        for start, end, kind in _disjoint(content, found)
    )


def furniture_within(furniture: Sequence[Removal], span: Span) -> tuple[Removal, ...]:
    """Of furniture in the order of the text, what lies inside a span as a whole."""
    first = bisect_left(furniture, span.start, key=_start)
    last = bisect_left(furniture, span.end, first, key=_start)
    return tuple(removal for removal in furniture[first:last] if removal.span.end <= span.end)


def _start(removal: Removal) -> int:
    return removal.span.start


def _disjoint(text: str, found: Iterable[_Found]) -> Iterator[_Found]:
    """Of things that overlap, the first, and of those that begin together the longest."""
    position = 0
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        start, end = _stripped(text, start, end)
        if start >= position and end > start:
            yield start, end, kind
            position = end


def _marked(marks: Iterable[Mark], span: Span) -> Iterator[_Found]:
    for mark in marks:
        if mark.kind == "furniture":
            start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
            yield start - span.start + 1, end - span.start + 1, "running_head"


_Line = tuple[int, int, set[int]]
"""Start and end of a line that holds an anchor, and the numbers of the rules to try on it."""


def _on_lines(text: str, lines: Iterable[_Line]) -> Iterator[_Found]:
    for start, end, numbers in lines:
        for number in sorted(numbers):
            rule = _RULES[number]
            for place in rule.find(text, start, end):
                yield (*place, rule.kind)


def _suspects(text: str) -> Iterator[_Line]:
    """The lines that hold an anchor."""
    position = 0
    while (hit := SUSPECT.search(text, position)) is not None:
        start, position = _line_around(text, hit.start())
        yield start, position, _rules_of(text, start, position)


def _rules_of(text: str, start: int, end: int) -> set[int]:
    """The rules whose anchors stand on a line."""
    found: set[int] = set()
    while (hit := _ANCHOR.search(text, start, end)) is not None:
        found |= RULES_BY_ANCHOR[hit[0]]
        start = hit.start() + 1
    return found


def _suspects_at(text: str, places: Iterable[int]) -> Iterator[_Line]:
    """The lines that hold an anchor, from the places where one may begin."""
    start = end = 0
    found: set[int] = set()
    for place in places:
        hit = _ANCHOR.match(text, place)
        if hit is None:
            continue
        if place >= end:
            if found:
                yield start, end, found
            start, end = _line_around(text, place)
            found = set()
        found |= RULES_BY_ANCHOR[hit[0]]
    if found:
        yield start, end, found


def _line_around(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _lone_lines(text: str, matches: Iterable[re.Match[str]]) -> Iterator[_Found]:
    """Page numbers and separators that stand alone on their line."""
    numbers: list[tuple[int, int]] = []
    for match in matches:
        if match["page"]:
            yield (*match.span("page"), "page_number")
        elif match["separator"]:
            yield (*match.span("separator"), "separator")
        else:
            numbers.append(match.span("number"))
    for place in _page_numbers(text, numbers):
        yield (*place, "page_number")


def _page_numbers(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The numbers that stand between running lines, or that count the pages."""
    values = [int(text[start:end]) for start, end in places]
    sure = [i for i in range(len(places)) if _is_page_number(text, places, values, i)]
    for i, place in enumerate(places):
        at = bisect_left(sure, i)
        before, after = sure[max(0, at - 1) : at], sure[at : at + 1]
        if after == [i] or (
            before and after and values[before[0]] + 1 == values[i] == values[after[0]] - 1
        ):
            yield place


def _is_page_number(
    text: str, places: Sequence[tuple[int, int]], values: Sequence[int], i: int
) -> bool:
    start, end = places[i]
    before, after = _line_before(text, start), _SOLID_LINE.search(text, end)
    neighbours = [line for line in (before, after[0].rstrip() if after else "") if line]
    if all(len(line) >= _RUNNING_NEIGHBOUR for line in neighbours):
        return True
    return _PROSE.search(before) is not None and _counts_on(places, values, i)


def _line_before(text: str, start: int) -> str:
    """The last line with something on it before a place, empty where there is none."""
    while (start := text.rfind("\n", 0, start)) > 0:
        line = text[text.rfind("\n", 0, start) + 1 : start].strip()
        if line:
            return line
    return ""


def _counts_on(places: Sequence[tuple[int, int]], values: Sequence[int], i: int) -> bool:
    """Whether the number before is one less, or the one after one more, a page away."""
    for j, step in ((i - 1, -1), (i + 1, 1)):
        if 0 <= j < len(places) and values[j] == values[i] + step:
            distance = abs(places[j][0] - places[i][0])
            if _PAGE_LENGTH[0] <= distance <= _PAGE_LENGTH[1]:
                return True
    return False


def _rubies(text: str) -> Iterator[_Found]:
    """Readings in brackets behind their characters, 領(lǐng)導(dǎo)."""
    found = [
        match
        for bracket, pattern in _RUBIES
        if bracket in text
        for match in pattern.finditer(text)
        if _is_reading(match)
    ]
    different = {match[1] for match in found}
    if len(found) < _MIN_RUBIES or len(different) < 2:
        found = [match for match in found if _untoned(match[1]) != match[1]]
    for match in found:
        yield (*match.span(), "ruby")


def _is_reading(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1]
    return _HAN.match(before) is not None and _SYLLABLE.fullmatch(_untoned(match[1])) is not None


def _untoned(syllable: str) -> str:
    return syllable.translate(_WITHOUT_TONE)


_WITHOUT_TONE = str.maketrans("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜêńňǹɡ", "aaaaooooeeeeiiiiuuuuüüüüennng")


def _repeated_titles(text: str, lines: Iterable[re.Match[str]]) -> Iterator[_Found]:
    """What repeats the start of its line over and over, as titles do for search engines."""
    for match in lines:
        start, end = _stripped(text, *match.span())
        period = _period(text[start:end])
        if period:
            yield start + period, end, "repeated_title"


def _begins_again(text: str, feed: int) -> bool:
    """Whether the first characters of the line behind a line feed come once more in it."""
    end = text.find("\n", feed + 1)
    line = text[feed + 1 : end if end >= 0 else None].strip()
    return line.find(line[:_MIN_PERIOD], _MIN_PERIOD) >= 0


def _period(line: str) -> int:
    """Length of the piece a line consists of, 0 when it repeats nothing."""
    period = line.find(line[:_MIN_PERIOD], _MIN_PERIOD)
    if period < 0:
        return 0
    piece = line[:period].rstrip(_DIVIDERS)
    if len(_HAN.findall(piece)) < _MIN_PERIOD - 2:
        return 0
    between = line.split(piece)
    n_wanted = 2 if len(piece) >= _LONG_PERIOD else 3
    repeats = len(between) > n_wanted and all(not each.strip(_DIVIDERS) for each in between)
    return len(piece) if repeats else 0


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    content = text[start:end]
    first = start + len(content) - len(content.lstrip())
    return first, max(first, end - (len(content) - len(content.rstrip())))


# --------------------------------------------------------------------------------- rules


class _Rule(NamedTuple):
    """A kind of furniture, the words that betray it, and how it is told."""

    kind: str
    words: str
    find: Callable[[str, int, int], Iterable[tuple[int, int]]]
    """Text, start and end of a line that holds an anchor; what to take out of it."""


def _inside(
    pattern: re.Pattern[str],
    accept: Callable[[str, int, int], bool] | None = None,
    words: Sequence[str] = (),
) -> Callable[[str, int, int], Iterator[tuple[int, int]]]:
    """All matches of a pattern on a line, which has one of the words if there are any."""

    def find(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if words and not _has_any(text[start:end], words):
            return
        for match in pattern.finditer(text, start, end):
            if accept is None or accept(text, *match.span()):
                yield match.span()

    return find


def _whole(
    pattern: re.Pattern[str],
    accept: Callable[[str, int, int], bool] | None = None,
    words: Sequence[str] = (),
) -> Callable[[str, int, int], Iterator[tuple[int, int]]]:
    """A line that is nothing but the pattern, and has one of the words if there are any."""

    def find(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if end - start > _LONGEST_LINE:
            return
        if words and not _has_any(text[start:end], words):
            return
        start, end = _stripped(text, start, end)
        if pattern.fullmatch(text, start, end) and (accept is None or accept(text, start, end)):
            yield start, end

    return find


def _has_any(line: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  # a generator takes three times as long to find none
        if word in line:
            return True
    return False


_LONGEST_LINE = 400
"""Characters a line has at most that is furniture as a whole."""


def _is_unofficial(text: str, start: int, end: int) -> bool:
    """Whether an address is neither that of an authority nor one to be contacted at."""
    before = "".join(text[max(0, start - 60) : start].split())[-12:]  # whatever the line ends
    found = before + text[start:end]
    is_announced = before.endswith(("：", ":"))
    return not (is_announced or _OFFICIAL.search(found) or _CONTACT.search(found))


def _is_garbage(text: str, start: int, end: int) -> bool:
    return len(set(_SYMBOL.findall(text, start, end))) >= 3


def _find_page_footers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The page and how many there are: an author's line says 页 once, mostly."""
    if text.count("页", start, end) > 1:
        for match in _PAGE_FOOTER.finditer(text, start, end):
            yield match.span()


def _find_notes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """An editor's paragraph, or only the sentence where a speech stands on the same line."""
    for match in _NOTE.finditer(text, start, end):
        first = 1 + max(text.rfind(mark, start, match.start()) for mark in "。！？")
        first = first or start
        last = min((p for m in "。！？" if (p := text.find(m, match.end(), end)) >= 0), default=end)
        last = min(last + 1, end)
        if end - start <= _LONGEST_LINE and not text[last:end].strip():
            first = start
        yield _stripped(text, first, last)


def _find_style_sheet(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Rules of a style sheet, from their selector to the closing brace."""
    for match in _DECLARATION.finditer(text, start, end):
        selector = _SELECTOR.search(text, max(start, match.start() - 60), match.start())
        if selector:
            close = text.find("}", match.end(), match.end() + _LONGEST_RULE)
            yield selector.start(), close + 1 if close >= 0 else end


def _find_header(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line of nothing but fields and buttons, one of them such as only a site has."""
    start, end = _stripped(text, start, end)
    line = text[start:end]
    if len(line) > 160 or any(mark in line for mark in "。！？；"):
        return
    buttons = _BUTTON.findall(line)
    opens = _FIELDS.match(line) or (len(buttons) > 1 and _BUTTON.match(line))
    if opens and (_OF_A_SITE.search(line) or len(buttons) > 1):
        yield start, end


_RULES = (
    _Rule("page_footer", "页", _find_page_footers),
    _Rule(
        "truncation_notice",
        "文共 章共 借鉴 显示 省略 完整阅读 提示信息 试读 未完 剩余",
        _inside(_NOTICE, words=_WORDS_OF_NOTICES),
    ),
    _Rule(
        "truncation_notice",
        "提示信息 查看 展开 阅读全文 下载 剩余 会员 全文共 VIP vip 付费 登录 登陆",
        _whole(_NOTICE_LINE),
    ),
    _Rule(
        "advertisement",
        "www. http .com .net .cc 微信 公众号 QQ V信 扣扣 查看更多 获取更多 本站 本网",
        _inside(_AD, _is_unofficial),
    ),
    _Rule(
        "advertisement",
        "www. http .com .net .cc 微信 公众号 QQ 本站 版权 转载 本文来 本文转 本文由 文章来",
        _whole(_AD_LINE, _is_unofficial),
    ),
    _Rule("editors_note", "小编", _find_notes),
    _Rule(
        "editors_note",
        "参考 借鉴 阅读 帮助 帮到 喜欢 启发 全部内容 所有内容",
        _whole(_NOTE_LINE, words=_WORDS_OF_NOTES),
    ),
    _Rule("style_sheet", "{", _find_style_sheet),
    _Rule("markup", "< &", _inside(_MARKUP)),
    _Rule("placeholder", "[标签 [字段 {", _inside(_PLACEHOLDER)),
    _Rule("forum_garbage", "$ @ | ^ ~ ` & # {", _inside(_GARBAGE, _is_garbage)),
    _Rule(
        "page_header",
        "更新时间 发布时间 发布日期 发表时间 录入 编号 点击 浏览 字号 下载 会员 打印 时间: 时间：",
        _find_header,
    ),
    _Rule(
        "navigation",
        "上一 下一 返回 打印 关闭窗口 收藏 相关阅读 相关文章 相关推荐 相关范文 相关链接 推荐阅读 "
        "延伸阅读 猜你喜欢 热门推荐 会员注册",
        _whole(_NAVIGATION),
    ),
)


def _rules_by_anchor() -> dict[str, frozenset[int]]:
    """Numbers of the rules by their anchors; one that begins with another stands for both."""
    words = [rule.words.split() for rule in _RULES]
    return {
        anchor: frozenset(
            number for number, own in enumerate(words) if any(map(anchor.startswith, own))
        )
        for anchor in chain(*words)
    }


RULES_BY_ANCHOR = _rules_by_anchor()


_ANCHOR = regex("|".join(map(re.escape, sorted(RULES_BY_ANCHOR, reverse=True))))
"""Finds the longest of those that begin alike."""
_FREQUENT = "间众收打转来开下省相文试时完字公本上点关推会提.全部展发一"
"""Signs so frequent in speeches (each more than one in a thousand), the rarest first: a word
is found sooner by its other signs."""


def _by_rare_signs(words: Iterable[str]) -> str:
    """A pattern that finds words by the sign in them that is met least."""
    by_sign: dict[str, list[str]] = {}
    for word in words:
        at = min(range(len(word)), key=lambda i: _FREQUENT.find(word[i]))
        before = f"(?<={re.escape(word[: at + 1])})" if at else ""
        by_sign.setdefault(word[at], []).append(before + re.escape(word[at + 1 :]))
    return "|".join(f"{re.escape(sign)}(?:{'|'.join(rest)})" for sign, rest in by_sign.items())


SUSPECT = regex(_by_rare_signs(RULES_BY_ANCHOR))
