"""What marks a text as a speech: salutations, genre words, closings. Patterns only.

The lists are our own, made by reading collections of public speeches; a form is listed
when it stands alone on its line at the start or the end of speeches of several kinds.
"""

from __future__ import annotations

from speechkit.text.patterns import regex

_ADDRESSED = (
    "同志们|同志們|同志|朋友们|朋友們|同学们|同學們|同事们|同仁们|伙伴们|战友们|乡亲们|鄉親們|父老乡亲|员工们|职工们|"
    "孩子们|校友们|女士们|女士們|女士|先生们|先生們|先生|代表们|委员们|老师们|老師們|家长们|家長們|来宾|來賓|嘉宾|嘉賓|"
    "评委|听众|观众|首长|各位|诸位|諸位|主席|主任|书记|書記|省长|省長|市长|市長|县长|縣長|区长|區長|镇长|乡长|部长|部長|"
    "局长|院长|院長|校长|校長|会长|會長|总理|领导|領導"
)
SALUTATION = regex(
    r"\s{0,8}(?:(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的)[^。；：:！!？\n]{1,40}|各位[^。；：:，,！!？\n]{1,8}"
    r"|(?![我你他她它咱人])[^\W\d_][^。；：:，,！!？\n]{0,16}们)[：:]\s{0,8}"
    rf"|\s{{0,8}}(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的)?[^。；\n]{{0,40}}?(?:{_ADDRESSED})"
    r"[^。；！？\n]{0,30}[：:，,！!]\s{0,8}"
    r"|[^。；：:！!？\n]{1,40}[，,](?:大家|你们|您|同志们|各位)?[早中上下午晚]{0,2}好[呀啊]?[：:！!。]"
    r"|\s{0,8}(?:大家|各位|同志们|同志們|同学们|老师们|朋友们)[早中上下午晚]{0,2}好[：:，,！!。]\s{0,8}"
)
"""Of a whole line, such as 同志们： or 尊敬的各位领导、各位来宾："""

_SALUTATION_ENDS = frozenset("：:，,！!。")
"""What every salutation ends with."""
_ADDRESS_START = regex(
    rf"\s{{0,8}}(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|大家[早中上下午晚]{{0,2}}好|{_ADDRESSED})"
)
_SAYS_MORE = regex(
    "要|应|必须|提出|意见|以下|如下|几点|认为|指出|强调|表示|的是|在(?!座)|應|必須|意見|幾點|認為|強調"
)
"""A line that addresses somebody and has one of these has begun its sentence."""

GENRE_WORDS = (
    "讲话|講話|致辞|致辭|致词|致詞|发言|發言|演讲|演講|报告|報告|述职|述職|讲稿|講稿|党课|黨課|寄语|寄語|献词|獻詞|贺词|賀詞|"
    "祝词|祝辞|祝酒|答谢词|欢迎词|欢送词|悼词|动员|動員|倡议|倡議|开幕词|開幕詞|闭幕词|閉幕詞|主持词|主持詞|开场白|总结|總結|"
    "誓师词|誓词|誓詞|心里话|汇报|匯報|(?:一封|公开|公開|慰问|慰問|感谢|感謝|祝贺|表扬|贺|賀)信|(?:倡议|承诺|保证|挑战|应战)书|感言|寄望|祝福|"
    "范文|範文|稿"
)
GENRE = regex(GENRE_WORDS)
"""Anywhere in a title."""

CLOSING_MARKS = "。！？!?…"
"""End a sentence."""
CLOSING_BRACKETS = '”’」』）)】〕》"'
"""May follow the mark that ends a sentence."""

_THANKS = regex(r"(?:[^。]{0,16}[，、])?(?:谢谢|感谢|此致|敬礼|完了|讲完了|祝|致敬)[^。]{0,20}$")
_EDITOR = regex(
    r"[（(【\[](?:完|全文完|根据|据|此件|来源|本文|掌声|热烈|长时间)[^（()）]{0,40}[）)】\]]"
    r"|来源[：:].{1,20}"
)
"""What somebody puts under a speech."""
_REMARK = regex(
    r"([。！？]”?)[（(](?!(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)])[^（()）]{1,60}[）)]$"
)
"""A remark in brackets behind the sentence it belongs to; （2） is no remark."""


_FORMULA_TEXT = (
    "(?:谢谢|謝謝|多谢|感谢|感謝)(?:大家|各位|你们|主席|评委|老师|同志|聆听|倾听|收听)?[^。！!；\n]{0,8}"
    "|(?:我的)?(?:讲话|发言|演讲|汇报|致辞|報告|报告|講話|發言)(?:到此)?(?:完毕|完了|结束|完畢|結束)"
    "|(?:我|今天我?)(?:就|先)?(?:讲|说)(?:到这里|这些|这么多|完了)"
    "|(?:现在[，,]?)?我?宣布[：:，,]?[^。！!]{2,40}(?:开幕|闭幕|开始|启动|开业|开工|开馆|成立|結束|开幕了)了?"
    "|[^。！!，,]{0,12}(?:永垂不朽|安息吧?|怀念您|散会|散會|干杯|乾杯)|(?:会议|大会)到此结束[^。！!]{0,12}"
    "|以上(?:报告|汇报|发言|意见|是)[^。！!]{0,24}(?:审议|指正|参考|谢谢)|特此报告|[^。！!]{0,16}批评指正"
    "|(?:再次)?(?:感谢|谢谢)[^。！!]{0,12}(?:光临|聆听|倾听|收听)"
    "|(?:全文完|完|此致|敬礼|敬禮)"
)
CLOSING_FORMULA = regex(rf"(?:^|[。！!；，,\n（(])\s{{0,4}}(?:{_FORMULA_TEXT})[。！!）)]{{0,2}}$")
"""At the end of a paragraph that ends a speech."""
_CHEERED = regex(r"[（(](?:热烈|长时间)?[鼓掌声]{2,4}[）)]$")
_WISH = regex(
    r"(?:^|[。！!；，,])[^。！!；]{0,14}(?:祝愿|预祝|恭祝|敬祝|祝福|祝|預祝)[^。；]{2,60}[！!。]$"
    r"|(?:让我们|让全县|让全市)[^。；]{4,70}(?:前进|奋斗|努力|贡献|篇章|辉煌|胜利|出发|未来|明天)[^。；，]{0,6}[！!。]$"
)
OPENING_FORMULA = regex(
    r"\s{0,4}(?:大家[早中上下午晚]{0,2}好|今天|今晚|今日|今年|刚才|剛才|首先|我代表|我宣布|现在|現在|这次|此次|本次|這次|值此|在此|"
    r"很高兴|非常高兴|根据|按照|受|下面|同志|各位|尊敬的|过去的一年|一年来|新年|伴随|金秋|春回|在这|我们|我們|經|经)"
)
"""At the start of the first paragraph of a speech."""


def ends_speech(paragraph: str) -> bool:
    """Whether a paragraph ends with thanks, a wish or another formula that closes a speech.

    Examples
    --------
    >>> ends_speech("请大家认真落实。谢谢大家！"), ends_speech("我的讲话完了。")
    (True, True)
    >>> ends_speech("最后，预祝大会圆满成功！"), ends_speech("感谢信已经寄出，请查收。")
    (True, False)
    """
    return gives_thanks(paragraph) or _WISH.search(paragraph.rstrip()[-80:]) is not None


def gives_thanks(paragraph: str) -> bool:
    """Whether a paragraph ends with thanks to the audience or with 讲完了.

    Examples
    --------
    >>> gives_thanks("请大家认真落实。谢谢大家！"), gives_thanks("预祝大会圆满成功！")
    (True, False)
    """
    tail = _CHEERED.sub("", paragraph.rstrip()[-60:])
    return CLOSING_FORMULA.search(tail) is not None


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
    if len(line) > 80 or line[-1:] not in _SALUTATION_ENDS or not SALUTATION.fullmatch(line):
        return False
    if _ADDRESS_START.match(line) is None and line[-2:-1] != "们":
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
