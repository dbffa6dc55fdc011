"""A line in; the place it begins with and the occasion it names out."""

from __future__ import annotations

import re

from speechkit.model import Span
from speechkit.text.genre import GENRE_WORDS
from speechkit.text.patterns import regex

_HAN = r"[^\W\d_]"
"""A letter, in practice a Chinese character. To name the range would take a millisecond for
each pattern: Python 3.11 unrolls it."""

_TYPE = (
    "自治区|特别行政区|自治州|自治县|自治旗|地区|新区|街道|省|市|州|盟|县|区|旗|镇|乡|村|"
    "縣|區|鎮|鄉"
)
_UNIT = regex(rf"(?P<name>{_HAN}{{1,14}}?)(?P<type>{_TYPE})")
_MAX_UNITS = 3
"""云岭市石桥县柳溪镇."""
_MAX_NAME = 6
"""Characters before 市, 县, 镇; only the names of autonomous places are longer."""
_NO_START = frozenset(
    "全我本各这该某此每两几同贵你他新老大小强富建撤升外穷县市省区州乡镇村旗一二三四五六七八九十"
)
"""全县, 我市 and 两区 name no place, 新区 and 市区 are a kind of place."""
_NO_NAME = regex(
    "[的了是在与和及或暨为对把要届次年月日给写副xX×*＊某]|推进|加快|创建|学习|贯彻|建设|实施|落实|加强|深化|迎接|庆祝|纪念|"
    "召开|参加|出席|关于|开展|组织|部署|欢迎|表彰|慰问|传达|动员|争创|整治|改革|招商|打造|推动|促进|"
    "工作|会议|经济|农业|农民|生产|安全|干部|党员|群众|发展|项目|产业|教育|卫生|交通|旅游|文化|企业|"
    "服务|环境|生态|扶贫|脱贫|贫困|振兴|防汛|抗旱|信访|稳定|财政|税收|金融|科技|人才|宣传|社会|民营|"
    "工业|商务|重点|中心|有关|部分|基层|边远|兄弟|周边|相关|先进|文明|平安|法治|智慧|海绵|美丽|特色|新型|"
    "根据|依托|围绕|鼓励|支持|发挥|完善|优化|增强|提高|健全|坚持|激发|探索|提升|结合|加大|改善|扩大|"
    "解决|统筹|引导|立足|包括|基于|通过|面向|形成|个别|[哪每一二三四五六七八九十]个|[等到由]|"
    "全国|全省|全市|全县|全区|我国|我省|我市|我县|各位|同志|代表|讲话|发言|报告|总结|计划|方案"
)
"""What no name of a place holds: words of the genre before a 市, 县 or 镇 that names none."""
_NO_END = regex(
    "(?:[城社园市地校小辖老片矿库灾景山林农牧厂营战军郊港站赛考选禁厂]|工业|开发|保护|示范|合作|试验|实验|保税|高新技术产业开发)区$"
    "|(?:新型城|[乡城集古小])镇$|城乡$|[超股城上门夜闹都菜集花]市$|[农乡山全行新中]村$|直辖市$|[联同加]盟$|[贫强大]县$"
)
_BEFORE_PLACE = regex(
    r"[\s—\-（(《“]{0,6}(?:关于|在|于|中共|共青团|中国共产党|政协)?"
    r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?在?)?"
)
_NO_AFTER = regex("[场域帜舰份别块亲愁庄容值级]|村(?!民)|(?<=乡)镇")
"""市场, 区域, 旗帜, 乡亲: what looks like a kind of place is half a word."""
_AFTER_BODY = regex("人民|政府|委|第|人大|政协|党|[12][0-9]{3}|二[〇○零]")
"""What shows that the name of a place has ended: a body of that place, or a number."""
_CHIEF = regex("[长長](?![江城安春沙征期远效治])")

_PREFIX = (
    r"[—–\-－\s（(《“]{0,6}"
    r"(?:[12][0-9xX]{3}年[\dxX]{1,2}月(?:[\dxX]{1,2}日)?)?"
)
_SPACED = r"讲\s话|报\s?告|致\s辞|[开闭]\s幕\s词"
"""Kinds of speech as they are set on a title page."""
_WORDS = r"[^，。；：:！？\n]"
_OCCASION = regex(
    rf"在(?P<at>{_WORDS}{{2,50}}?)(?:(?:上|时|期间|(?<=[会礼式坛])(?=的))的?\s?{_HAN}{{0,6}}?"
    rf"(?:{GENRE_WORDS}|{_SPACED})|(?<=[会议礼式坛典])上[）)》]?$)"
)
_EVENT = regex(
    rf"{_PREFIX}(?P<event>{_WORDS}{{1,40}}(?:(?<![社机协委工商学金理董都集公])会议?|典礼|仪式|论坛|"
    rf"年会|[开闭结毕]\w式|庆典))(?:上的?|的)?\s?{_HAN}{{0,4}}?(?:{GENRE_WORDS}|{_SPACED}|[祝答贺欢悼]\w?酒?词)"
)
"""An occasion without 在: 春季开学典礼致辞."""
_MIN_EVENT = 3
"""Characters: 年会 and 庆典 alone are kinds of occasion."""
_REDACTED = frozenset("xX×*＊")


def find_place(text: str, start: int = 0, *, of_body: bool = False) -> Span | None:
    """Place that a text begins with: names and the kind of place each is.

    Parameters
    ----------
    of_body
        The text names a body or an office, so that a name of one character is believed.

    Examples
    --------
    >>> find_place("云岭市柳溪镇人民代表大会"), find_place("石桥县农村工作会议")
    (Span(start=0, end=6), Span(start=0, end=3))
    >>> find_place("全县经济工作会议"), find_place("迎接市委巡察动员会"), find_place("城市管理大会")
    (None, None, None)
    """
    before = _BEFORE_PLACE.match(text, start)
    start = end = before.end() if before else start
    for _ in range(_MAX_UNITS):
        unit = _UNIT.match(text, end)
        if unit is None or not _is_place(unit, text, of_body=of_body):
            break
        end = unit.end()
    return Span(start, end) if end > start else None


def find_seat(text: str) -> Span | None:
    """Place that a title without an occasion begins with, where what follows proves it one.

    Examples
    --------
    >>> find_seat("石桥县人民政府工作报告"), find_seat("古柳镇的春天")
    (Span(start=0, end=3), None)
    """
    place = find_place(text)
    return place if place is not None and _AFTER_BODY.match(text, place.end) else None


def find_occasion(line: str) -> Span | None:
    """Meeting or ceremony that a title names.

    Examples
    --------
    >>> line = "顾青禾县长在石桥县春耕动员会上的讲话"
    >>> found = find_occasion(line)
    >>> line[found.start : found.end], find_occasion("市委书记讲话稿")
    ('石桥县春耕动员会', None)
    """
    if "在" in line:
        match = _OCCASION.search(line)
        if match is not None:
            return Span(*match.span("at"))
    match = _EVENT.match(line)
    if match is None or len(match["event"]) < _MIN_EVENT or match["event"].startswith("关于"):
        return None
    return Span(*match.span("event"))


def is_redacted(text: str) -> bool:
    """Whether the publisher struck out how a text begins."""
    return not _REDACTED.isdisjoint(text[:3])


def _is_place(unit: re.Match[str], text: str, *, of_body: bool) -> bool:
    name, kind = unit["name"], unit["type"]
    if name[0] in _NO_START and not (name[0] in "新老大小富一二三四五六七八九" and len(name) > 1):
        return False
    if len(name) > 1 and name[-1] in "全我本各该跨":
        return False
    if len(name) > _MAX_NAME and not kind.startswith("自治"):
        return False
    if len(name) == 1 and not (kind in "县縣" and (of_body or _AFTER_BODY.match(text, unit.end()))):
        return False
    if _CHIEF.match(text, unit.end()) or _NO_AFTER.match(text, unit.end()):
        return False
    return _NO_NAME.search(name) is None and _NO_END.search(unit.group()) is None
