"""What marks a text as a speech: salutations, genre words, closings. Patterns only.

The lists are our own, made by reading collections of public speeches; a form is listed
when it stands alone on its line at the start or the end of speeches of several kinds.
"""

from __future__ import annotations

import re

_ADDRESSED = (
    "同志们|同志|朋友们|同学们|战友们|乡亲们|女士们|先生们|代表们|委员们|老师们|家长们|来宾|嘉宾|各位|"
    "主席|主任|书记|省长|市长|县长|区长|部长|院长|校长|会长|领导"
)
SALUTATION = re.compile(
    rf"\s{{0,8}}(?:尊敬的|敬爱的|亲爱的)?[^。；\n]{{0,40}}?(?:{_ADDRESSED})"
    r"[^。；！？\n]{0,30}[：:，,！!]\s{0,8}|\s{0,8}(?:大家|同志们)好[：:，,！!。]\s{0,8}"
)
"""Of a whole line, such as 同志们： or 尊敬的各位领导、各位来宾："""

_ADDRESS_START = re.compile(rf"\s{{0,8}}(?:尊敬的|敬爱的|亲爱的|大家好|{_ADDRESSED})")
_SAYS_MORE = re.compile("要|应|必须|提出|意见|以下|如下|几点|认为|指出|强调|表示|的是|在")
"""A line that addresses somebody and has one of these has begun its sentence."""

GENRE_WORDS = (
    "讲话|講話|致辞|致辭|致词|致詞|发言|發言|演讲|演講|报告|報告|述职|讲稿|講稿|党课|寄语|献词|"
    "动员|倡议|开幕词|闭幕词|主持词|总结|范文|範文|稿"
)
GENRE = re.compile(GENRE_WORDS)
"""Anywhere in a title."""

CLOSING_MARKS = "。！？!?…"
"""End a sentence."""
CLOSING_BRACKETS = '”’」』）)】〕》"'
"""May follow the mark that ends a sentence."""

_THANKS = re.compile(
    r"(?:[^。]{0,16}[，、])?(?:谢谢|感谢|此致|敬礼|完了|讲完了|祝|致敬)[^。]{0,20}$"
)
_EDITOR = re.compile(
    r"[（(【\[](?:完|全文完|根据|据|此件|来源|本文|掌声|热烈|长时间)[^（()）]{0,40}[）)】\]]"
    r"|来源[：:].{1,20}"
)
"""What somebody puts under a speech."""
_REMARK = re.compile(
    r"([。！？]”?)[（(](?!(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)])[^（()）]{1,60}[）)]$"
)
"""A remark in brackets behind the sentence it belongs to; （2） is no remark."""


def is_salutation(line: str) -> bool:
    """Whether a line does nothing but address the audience.

    Examples
    --------
    >>> is_salutation("同志们："), is_salutation("尊敬的各位领导、各位来宾：")
    (True, True)
    >>> is_salutation("主席、各位代表："), is_salutation("同志们要做到以下几点：")
    (True, False)
    >>> is_salutation("同志们，让我们共同奋斗，夺取新的胜利！"), is_salutation("各位代表的意见")
    (False, False)
    """
    line = line.strip()
    if len(line) > 80 or _ADDRESS_START.match(line) is None or not SALUTATION.fullmatch(line):
        return False
    return _SAYS_MORE.search(line) is None and (line[-1] in "：:" or len(line) <= 16)


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a mark that closes a sentence, inside quotation marks or not.

    Examples
    --------
    >>> ends_sentence("作出更大贡献。”"), ends_sentence("突破“瓶颈”"), ends_sentence("")
    (True, False, False)
    >>> ends_sentence("推进改革。（责任单位：市发改委）")
    True
    """
    core = _REMARK.sub(r"\1", text.rstrip()[-80:]).rstrip(CLOSING_BRACKETS + ".")
    return bool(core) and core[-1] in CLOSING_MARKS


def is_closing_line(line: str) -> bool:
    """Whether a line is a short formula that may end a speech without a closing mark.

    Examples
    --------
    >>> is_closing_line("谢谢大家"), is_closing_line("（完）"), is_closing_line("一是各项指标")
    (True, True, False)
    """
    line = line.strip()
    return _EDITOR.fullmatch(line) is not None or (
        len(line) <= 24 and _THANKS.match(line) is not None
    )
