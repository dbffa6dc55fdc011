"""A key and a language in, the words of the page out, in which what others wrote is escaped.

Words of tables and sentences that the terminal has too are in `render.labels`, those that the
paper has too in `render.report_words`; here is what only the page says, tags among it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from speechkit.render.escape import visible
from speechkit.render.labels import number
from speechkit.render.report_words import WORDS as SHARED_WORDS
from speechkit.render.report_words import Words, form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speechkit.model import Lang


WORDS: Mapping[str, Words] = {
    # frame
    "skip": Words("跳到正文", "Skip to the report"),
    "contents": Words("目录", "Contents"),
    "details": Words("详情", "Details"),
    "more_versions": Words(
        "另有{n}对版本。", "One more pair of versions. | {n} more pairs of versions."
    ),
    "to_top": Words("回到开头", "Back to the top"),
    "and_more": Words("另有{n}条，见 JSON 结果。", "And {n} more; the JSON result has them all."),
    # 1 collection
    "n_speeches": Words("篇数", "speeches"),
    "line": Words("行", "line"),
    "complete": Words("完整", "complete"),
    "yes": Words("是", "yes"),
    "no": Words("否", "no"),
    "about": Words("讲什么", "about"),
    "changed_text": Words(
        "页面文字不属于讲话，误字和断行已改正；分析用的是改正后的文本，"
        "下面第五部分显示的是文件原文。⏎ 表示换行，␣ 表示空格，⇥ 表示制表符。",
        "Page furniture is no part of a speech; wrong glyphs and broken lines are mended. "
        "The analyses use the mended text; section 5 shows the documents as they are. "
        "⏎ is a line end, ␣ a blank, ⇥ a tab.",
    ),
    "before": Words("原文", "in the document"),
    "after": Words("改为", "in the analyses"),
    # 2 versions
    "n_chars": Words("{n}字", "{n} character | {n} characters"),
    "layout_changes": Words(
        "仅换行或空格不同（{n}处）",
        "Line ends or blanks only ({n} place) | Line ends or blanks only ({n} places)",
    ),
    "layout_signs": Words(
        "⏎ 表示换行，␣ 表示空格，⇥ 表示制表符。", "⏎ is a line end, ␣ a blank, ⇥ a tab."
    ),
    "side_by_side": Words(
        "并排对照（相同的段落折叠）", "Both texts side by side, with what is the same folded"
    ),
    "beside_caption": Words("讲话{a}与讲话{b}并排对照", "Speeches {a} and {b} side by side"),
    "shared_passage": Words("共有段落{n}", "shared passage {n}"),
    "row_same": Words("相同{n}段", "{n} paragraph the same | {n} paragraphs the same"),
    "row_changed": Words("改动", "changed"),
    "row_replaced": Words("替换", "replaced"),
    "row_deleted": Words("删除", "deleted"),
    "row_inserted": Words("插入", "inserted"),
    "row_moved_away": Words("移走", "moved away"),
    "row_moved_here": Words("移来", "moved here"),
    # 3 keyphrases
    "keyphrases_text": Words(
        "左表是各篇讲什么；右表是与其余各篇（同一文本的版本除外）相比，何者突出，对数比下面是 95% "
        "区间，? 表示区间含 0，仅供参考。行号通向原文，× 后是该行中的次数；原文中的词语通回此处。",
        "What each speech is about, and beside it what sets it apart from the others (versions "
        "of the same text are not compared), with the 95% interval below the log ratio; ? marks "
        "those whose interval holds 0. Line numbers lead to the text, × says how often on that "
        "line; in the text, terms lead back here.",
    ),
    "score": Words("分值", "score"),
    "log_ratio": Words("对数比", "log ratio"),
    "dispersion": Words("分布 DP", "DP"),
    "g2": Words("G²", "G²"),
    "measure": Words("指标 {name}", "{name}"),
    # 4 themes
    "themes_text": Words(
        "比重是该主题占讲话字数（程序性文字除外）的百分比，下面是 95% 区间。"
        "颜色越浓比重越大。数字通向所依据的句子。",
        "A share is the part of a speech's characters, ritual text left out, that a theme "
        "carries; below it stands the 95% interval. The stronger the colour, the larger. Each "
        "figure leads to the sentences it rests on.",
    ),
    "themes_text_many": Words(
        "比重是该主题占讲话字数（程序性文字除外）的百分比，颜色越浓比重越大；"
        "比重最大的几个主题在下文附有区间和所依据的句子。",
        "A share is the part of a speech's characters, ritual text left out, that a theme "
        "carries. The stronger the colour, the larger. Below, the heaviest themes of each "
        "speech have their 95% intervals and the sentences they rest on.",
    ),
    "intervals": Words("比重及区间", "Shares and their intervals"),
    "intervals_text": Words(
        "圆点是比重，横线是 95% 区间，线端是讲话的号数；空心的是另一篇的版本。"
        "区间大片重叠的，不宜分高下。",
        "The dot is the share, the line its 95% interval, the figure at its end the number of "
        "the speech; hollow ones are versions of another. Where intervals overlap widely, "
        "neither is more.",
    ),
    "dots_text": Words(
        "每个点是一篇讲话；比重见上表。", "Each dot is one speech; the table above has the shares."
    ),
    "intervals_caption": Words("按平均比重排列", "In the order of mean share"),
    "more_themes": Words("其余{n}个主题", "The one theme left | The other {n} themes"),
    "forest_title": Words("{theme}：各篇比重", "{theme}: shares"),
    "share_of": Words("{speech}：{share}", "{speech}: {share}"),
    "dots_of": Words(
        "{n}篇讲话，从{low}到{high}；讲话{speech}最高",
        "{n} speeches, from {low} to {high}; speech {speech} has most",
    ),
    "picture": Words("图示", "picture"),
    "difference_title": Words("{theme}：两者之差", "{theme}: difference"),
    "difference_text": Words(
        "{more}比{less}多{points}个百分点（95% 区间 {low} 至 {high}）",
        "{more} has {points} points more than {less} (95% interval {low} to {high})",
    ),
    "difference_sentence": Words("{theme}：{told}。", "{theme}: {told}."),
    "difference_terms": Words("词语（次数比）", "terms (counts of the two)"),
    "contrasts_text": Words(
        "圆点是差，横线是 95% 区间，竖线处为无差别；区间比检验（q）更谨慎，个别区间可能越过竖线。"
        "号数通向所依据的句子。",
        "The dot is the difference, the line its 95% interval; at the upright line there would "
        "be none. The interval is more cautious than the test (q), so that one or the other "
        "reaches past it. The numbers lead to the sentences.",
    ),
    "distances_text": Words(
        "Jensen–Shannon 距离：0 为主题比重全同，1 为毫无共同主题；下面的小字是可以区分的主题数。",
        "Jensen–Shannon distance: 0 when all themes have the same weight, 1 when no theme is in "
        "both; below it the number of themes that tell the two apart.",
    ),
    "map_title": Words("讲话与主题的分布图", "Map of speeches and themes"),
    "map_text": Words(
        "相近的讲话侧重相近，并靠近其侧重的主题；十字处为均值。横向占全部差异的{across}，"
        "纵向占{up}。仅作描述，并非检验（对应分析）。",
        "Speeches near each other weigh themes alike, and lie towards the themes they stress; "
        "the cross is the mean. {across} of all differences lie across, {up} up and down. A "
        "description, not a test (correspondence analysis).",
    ),
    "map_near": Words("讲话{speech}靠近{themes}", "Speech {speech} is nearest to {themes}"),
    "map_many": Words(
        "每个圆点是一篇讲话，数值见上表", "Each dot is a speech; the tables above have the figures"
    ),
    "map_unnamed": Words("图上无处写下：{list}。", "Without room for their names: {list}."),
    "cut_caption": Words(
        "讲话{whole}删为讲话{part}：删减前后的比重",
        "From speech {whole} to speech {part}: shares before and after the cut",
    ),
    "cut_note": Words(
        "不偏重：同样篇幅、不加选择的删减，每百次有95次落在其间；* 可与偶然区分。",
        "even-handed: the share that 95 of 100 cuts leave that take as much and spare no theme; "
        "* can be told from chance.",
    ),
    "distance": Words("距离", "distance"),
    "where_text_brief": Words(
        "每篇比重最大的几个主题；“词语”是命中的词，行号通向句子。",
        "The heaviest themes of each speech; “terms” are what was matched; line numbers lead "
        "to the sentences.",
    ),
    "where_text": Words(
        "“位置”从左到右是讲话的开头到结尾，柱高是该主题在该段中的比重；"
        "“词语”是命中的词；行号通向句子。",
        "“Where” runs from the beginning of the speech to its end, a bar's height is the "
        "theme's share in that stretch; “terms” are what was matched; line numbers lead to "
        "the sentences.",
    ),
    "position": Words("位置", "where"),
    "evidence": Words("依据", "sentences"),
    "stretches_text": Words(
        "最多在{n}段中的第{peak}段：{share}", "most in stretch {peak} of {n}: {share}"
    ),
    "minor": Words("不足{share}的：", "Below {share}: "),
    "unseen": Words("没有涉及：{list}。", "Nothing found of: {list}."),
    "topic": Words("话题", "topic"),
    # 5 texts
    "texts": Words("讲话原文", "The speeches"),
    "texts_text": Words(
        "文件原文，一行一段，前面是行号。",
        "The documents' own text, line by line, with the line numbers in front.",
    ),
    "texts_key": Words(
        "标记：<mark>主题的依据</mark>、<ins>版本间的改动</ins>、<s>删去的页面文字</s>、"
        "<u>与别篇共有的段落</u>。"
        "点线下的词语和行末的词通回有关的数字。",
        "Marked are <mark>evidence of a theme</mark>, <ins>changes between versions</ins>, "
        "<s>page furniture</s> and <u>passages that speeches share</u>. Terms above dots and "
        "the words at the end of a line lead back to the figures.",
    ),
    "quotes_text": Words(
        "文集太大（上限{speeches}篇或{chars}字），不载全文，只载引用的句子。",
        "The collection is too large for whole texts (up to {speeches} speeches or {chars} "
        "characters): here are the sentences quoted.",
    ),
    "quotes_asked": Words(
        "按要求不载全文，只载引用的句子。", "As asked, without whole texts: the sentences quoted."
    ),
    "no_quotes": Words("没有引用的句子。", "No sentence is quoted."),
    "back_to": Words("返回：", "Back to: "),
}


def say(lang: Lang, key: str, /, **values: object) -> Markup:
    """The words of a key with its places filled.

    Whole numbers are written as the language writes them, and `n` chooses between one and
    many. What is no `Markup` is made visible and escaped.

    Raises
    ------
    ValueError
        When there is no such key.

    Examples
    --------
    >>> str(say("en", "n_chars", n=1)), str(say("en", "n_chars", n=1377))
    ('1 character', '1,377 characters')
    >>> str(say("en", "incomplete", list="<b>"))
    'Broken off in mid-sentence: &lt;b&gt;.'
    """
    words = _words(lang, key, values.get("n"))
    sentence = Markup(words)  # noqa: S704 - our own words; the values are escaped below
    return sentence.format(**{name: _shown(value, lang) for name, value in values.items()})


def lead_and_rest(words: Markup) -> tuple[Markup, Markup]:
    """A sentence of one or two words that says what the others are about, and these."""
    cut = min(found + 1 for stop in ".。" if (found := words.find(stop)) >= 0)
    return words[:cut], words[cut:]


def join(lang: Lang, parts: Iterable[object]) -> Markup:
    """A list as a sentence carries it."""
    return say(lang, "list_mark").join(_shown(part, lang) for part in parts)


def _words(lang: Lang, key: str, n: object) -> str:
    """What the page has of its own as it is, with its tags; of what is shared, plain text."""
    if key in WORDS:
        return form(WORDS[key], lang, n)
    if key in SHARED_WORDS:
        return escape(form(SHARED_WORDS[key], lang, n), quote=False)
    raise ValueError(f"no words for {key!r}")


def _shown(value: object, lang: Lang) -> str:
    if isinstance(value, Markup):
        return value
    if isinstance(value, int):
        return number(value, lang)
    return visible(str(value))
