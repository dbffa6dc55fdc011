"""A key and a language in, the words of the paper out.

Those the page has too are in `render.report_words`; here is what only the paper says.
"""

from __future__ import annotations

from collections.abc import Mapping

from speechkit.model import Lang
from speechkit.render import report_words
from speechkit.render.report_words import Words, fill, form

WORDS: Mapping[str, Words] = {
    # frame
    "suggestive": Words("仅供参考", "suggestive only"),
    "numerals": Words("一二三四五六七八九", "123456789"),
    "section_n": Words("{n}、{title}", "{n}. {title}"),
    "table_n": Words("表", "Table "),
    "after_number": Words("　", ". "),
    "and_then": Words("；", "; "),
    "note": Words("{text}（{note}）", "{text} ({note})"),
    "speech_heading": Words("讲话{n}：{title}", "Speech {n}: {title}"),
    "line_n": Words("第{n}行", "line {n}"),
    "at_line": Words("{speech}第{n}行", "{speech}, line {n}"),
    "lines_of": Words("讲话{n}：{lines}", "speech {n}: {lines}"),
    "page_n": Words("第{page}页　共{pages}页", "{page} / {pages}"),
    "and_more": Words(
        "另有{n}条未列出，见 --data 写出的数据。",
        "One more is not listed; --data writes them all. | "
        "{n} more are not listed; --data writes them all.",
    ),
    # collection
    "its_speeches": Words("讲话", "speeches"),
    "speeches_text": Words(
        "下文以“讲话1”“讲话2”等称呼各篇，序号见下表。行号一律是原文件中的行，从1数起。",
        "Below, the speeches are called Speech 1, Speech 2 and so on, as numbered in the table. "
        "Line numbers are those of the documents and count from 1.",
    ),
    "edits_text": Words(
        "页面文字不属于讲话，误字和断行已改正；分析用的是改正后的文本，文件本身未动。"
        "⏎ 表示换行，␣ 表示空格，⇥ 表示制表符。",
        "Page furniture is no part of a speech; wrong glyphs and broken lines are mended. The "
        "analyses use the mended text; the documents themselves are untouched. ⏎ is a line end, "
        "␣ a blank, ⇥ a tab.",
    ),
    "example": Words("首例", "the first of them"),
    # versions
    "one_text": Words("{speeches}视为同一文本。{reason}", "{speeches} count as one text. {reason}"),
    "changes_text": Words(
        "【】内是有改动的文字，其前后是上下文；较长的改动只引开头。",
        "What changed stands between 【 and 】, with a little around it; of long changes only the "
        "beginning is quoted.",
    ),
    "layout_only": Words(
        "另有{n}处仅换行或空格不同。",
        "One more place differs in line ends or blanks only. | "
        "{n} more places differ in line ends or blanks only.",
    ),
    "long_quote": Words("{line}，{n}字", "{line}; {n} characters"),
    "passages_text": Words(
        "以下文字见于不止一篇讲话，而这些讲话并非同一文本的版本；见于许多篇的列为套话。",
        "These passages stand in more than one speech, though the speeches are no versions of "
        "one text; what many speeches have is called boilerplate.",
    ),
    # keyphrases
    "keyphrases_text": Words(
        "先列各篇讲什么，再列它与其余各篇（同一文本的版本除外）相比何者突出。"
        "行号是词语所在的行，× 后是该行中的次数。",
        "First comes what a speech is about, then what sets it apart from the others (versions "
        "of the same text are not compared). Lines are those on which a term stands, × says how "
        "often.",
    ),
    # themes
    "shares_text": Words(
        "比重是该主题占讲话字数（程序性文字除外）的百分比，并附 95% 区间；比重大的格子突出显示。",
        "A share is the part of a speech's characters, ritual text left out, that a theme "
        "carries, in percent, with its 95% interval. The larger it is, the more its cell stands "
        "out.",
    ),
    "whole_text": Words("全文", "The whole text"),
    "means_caption": Words("各主题的平均比重（%）", "Mean share of each theme (%)"),
    "mean": Words("平均", "mean"),
    "least": Words("最低", "least"),
    "greatest": Words("最高", "greatest"),
    "from_to": Words("{low} 至 {high}", "{low} to {high}"),
    "matrix_text": Words(
        "对角线左下是距离（0 为相同，1 为毫无共同之处），右上是可以区分的主题数。",
        "Below the diagonal stands the distance (0 when all shares are the same, 1 when no theme "
        "is in both), above it the number of themes that tell the two apart.",
    ),
    "from_rest": Words("与其余各篇的距离", "distance from the rest"),
    "poorly_covered": Words("偏低", "low"),
    "where_text": Words(
        "各篇比重最大的主题。“词语”是命中的词及次数；行号是所依据的句子所在的行，"
        "比重最大的几个主题各引一句。",
        "The heaviest themes of each speech. “Terms” are what was matched and how often; lines "
        "are those of the sentences that carry a theme most, and for the heaviest themes one of "
        "them is quoted.",
    ),
    "quote_of": Words("{theme}（{place}）", "{theme} ({place})"),
    "rank": Words("第{n}", "{n}"),
    "heaviest_caption": Words("各篇比重最大的主题", "The heaviest themes of each speech"),
}


def say(lang: Lang, key: str, /, **values: object) -> str:
    """The words of a key with its places filled; as plain text.

    Raises
    ------
    ValueError
        When there is no such key.

    Examples
    --------
    >>> say("zh", "at_line", speech="讲话3", n="65"), say("en", "speech_n", n=3)
    ('讲话3第65行', 'Speech 3')
    """
    if key in WORDS:
        return fill(form(WORDS[key], lang, values.get("n")), lang, **values)
    return report_words.say(lang, key, **values)
