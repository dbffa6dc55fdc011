"""A key and a language in, the words of the page out, in which what others wrote is escaped.

Words of tables and sentences that the terminal has too are in `render.labels`; here is what
only the page says. A sentence with two forms divides them by ` | `: the first for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from speechkit.render.escape import visible
from speechkit.render.labels import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speechkit.model import Lang


class Words(NamedTuple):
    """What the page says, in both languages."""

    zh: str
    en: str


WORDS: Mapping[str, Words] = {
    # frame
    "page_title": Words("讲话文集分析报告", "Report on a collection of speeches"),
    "skip": Words("跳到正文", "Skip to the report"),
    "contents": Words("目录", "Contents"),
    "at_a_glance": Words("概览", "At a glance"),
    "details": Words("详情", "Details"),
    "more_versions": Words(
        "另有{n}对版本。", "One more pair of versions. | {n} more pairs of versions."
    ),
    "to_top": Words("回到开头", "Back to the top"),
    "speech_n": Words("讲话{n}", "Speech {n}"),
    "list_mark": Words("、", ", "),
    "colon": Words("：", ": "),
    "empty": Words("没有讲话，无可报告。", "There is no speech to report on."),
    "untitled": Words("（无标题）", "(no title)"),
    "and_more": Words("另有{n}条，见 JSON 结果。", "And {n} more; the JSON result has them all."),
    # 1 collection
    "collection": Words("文集", "The collection"),
    "holds": Words(
        "{documents}，{speeches}，共{chars}。",
        "{documents} with {speeches}, {chars} in all.",
    ),
    "dates": Words("日期从{first}到{last}。", "Dates run from {first} to {last}."),
    "date_one": Words("日期为{first}。", "The only date is {first}."),
    "no_dates": Words("没有一篇标明日期。", "None of them gives a date."),
    "incomplete": Words("{list}在句中中断。", "Broken off in mid-sentence: {list}."),
    "incomplete_n": Words("{n}篇在句中中断。", "{n} of them break off in mid-sentence."),
    "all_complete": Words("各篇均完整。", "None breaks off."),
    "mended": Words(
        "修复{repaired}，删去页面文字{removed}。",
        "{repaired} were repaired and page furniture removed at {removed}.",
    ),
    "counted_once": Words(
        "其中{n}篇是另一篇的版本，比较时同一文本只计一次。",
        "{n} speech is a version of another one; in comparisons a text counts once. | "
        "{n} speeches are versions of others; in comparisons a text counts once.",
    ),
    "documents": Words("文件", "Documents"),
    "path": Words("路径", "path"),
    "encoding": Words("编码", "encoding"),
    "heading_style": Words("分篇标志", "parts marked by"),
    "confidence": Words("分篇可信度", "confidence of the borders"),
    "n_speeches": Words("篇数", "speeches"),
    "single": Words("单篇", "one speech"),
    "speeches": Words("讲话", "Speeches"),
    "speech": Words("讲话", "speech"),
    "number": Words("号", "no."),
    "title": Words("标题", "title"),
    "date": Words("日期", "date"),
    "place": Words("地点", "place"),
    "speaker": Words("讲话人", "speaker"),
    "line": Words("行", "line"),
    "chars": Words("字数", "characters"),
    "complete": Words("完整", "complete"),
    "yes": Words("是", "yes"),
    "no": Words("否", "no"),
    "about": Words("讲什么", "about"),
    "version_of": Words("讲话{n}的版本", "version of {n}"),
    "changed": Words("删去与修复", "Removed and repaired"),
    "changed_text": Words(
        "页面文字不属于讲话，误字和断行已改正；分析用的是改正后的文本，"
        "下面第五部分显示的是文件原文。⏎ 表示换行，␣ 表示空格，⇥ 表示制表符。",
        "Page furniture is no part of a speech; wrong glyphs and broken lines are mended. "
        "The analyses use the mended text; section 5 shows the documents as they are. "
        "⏎ is a line end, ␣ a blank, ⇥ a tab.",
    ),
    "unchanged": Words("未删去也未修复任何文字。", "Nothing was removed or repaired."),
    "removed": Words("删去", "removed"),
    "repaired": Words("修复", "repaired"),
    "before": Words("原文", "in the document"),
    "after": Words("改为", "in the analyses"),
    # 2 versions
    "versions": Words("同一文本的版本", "Versions of one text"),
    "version_title": Words("讲话{a}与讲话{b}", "Speeches {a} and {b}"),
    "change": Words("改动", "change"),
    "jaccard": Words("Jaccard", "Jaccard"),
    "why": Words("依据", "What this rests on"),
    "changes_caption": Words("从讲话{a}到讲话{b}的改动", "Changes from speech {a} to speech {b}"),
    "in_speech": Words("讲话{n}", "in speech {n}"),
    "n_chars": Words("{n}字", "{n} character | {n} characters"),
    "nothing_there": Words("无", "nothing"),
    "layout_changes": Words(
        "仅换行或空格不同（{n}处）",
        "Line ends or blanks only ({n} place) | Line ends or blanks only ({n} places)",
    ),
    "layout_signs": Words(
        "⏎ 表示换行，␣ 表示空格，⇥ 表示制表符。", "⏎ is a line end, ␣ a blank, ⇥ a tab."
    ),
    "side_by_side": Words(
        "两篇并排对照（相同的段落折叠）",
        "Both texts side by side, with what is the same folded",
    ),
    "row_same": Words("相同{n}段", "{n} paragraph the same | {n} paragraphs the same"),
    "row_changed": Words("改动", "changed"),
    "row_replaced": Words("替换", "replaced"),
    "row_deleted": Words("删除", "deleted"),
    "row_inserted": Words("插入", "inserted"),
    "row_moved_away": Words("移走", "moved away"),
    "row_moved_here": Words("移来", "moved here"),
    "pairs_caption": Words("相似度", "How alike the pairs are"),
    "pair": Words("两篇", "pair"),
    "verdict": Words("判断", "verdict"),
    "a_in_b": Words("前者在后者中", "share of the first found in the second"),
    "b_in_a": Words("后者在前者中", "share of the second found in the first"),
    "passages_title": Words("不同讲话共有的段落", "Passages that different speeches share"),
    "passage": Words("文字", "passage"),
    "places": Words("出处", "places"),
    "boilerplate": Words("套话", "boilerplate"),
    # 3 keyphrases
    "keyphrases": Words("关键词语", "Keyphrases"),
    "keyphrases_text": Words(
        "左表是各篇讲什么；右表是与其余各篇（同一文本的版本除外）相比，何者突出，对数比下面是 95% "
        "区间，? 表示区间含 0，仅供参考。行号通向原文，× 后是该行中的次数；原文中的词语通回此处。",
        "What each speech is about, and beside it what sets it apart from the others (versions "
        "of the same text are not compared), with the 95% interval below the log ratio; ? marks "
        "those whose interval holds 0. Line numbers lead to the text, × says how often on that "
        "line; in the text, terms lead back here.",
    ),
    "keyphrases_of": Words("讲话{n}：关键词语", "Speech {n}: keyphrases"),
    "keyness_of": Words("讲话{n}：突出的词语", "Speech {n}: against the others"),
    "term": Words("词语", "term"),
    "against": Words("与其余各篇相比突出的", "Against the others"),
    "times": Words("次数", "count"),
    "per_10k": Words("每万字", "per 10,000"),
    "score": Words("分值", "score"),
    "elsewhere": Words("其余各篇次数", "elsewhere"),
    "log_ratio": Words("对数比", "log ratio"),
    "dispersion": Words("分布 DP", "DP"),
    "g2": Words("G²", "G²"),
    "measure": Words("指标 {name}", "{name}"),
    "lines": Words("行", "lines"),
    "no_keywords": Words("没有关键词语。", "No keyphrases."),
    "no_keyness": Words("没有突出的词语，或没有可比的文本。", "None, or nothing to compare with."),
    # 4 themes
    "themes": Words("主题", "Themes"),
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
    "shares_caption": Words("各主题在各篇中的比重（%）", "Share of each theme in each speech (%)"),
    "theme": Words("主题", "theme"),
    "framing": Words("程序性文字（占全文，%）", "ritual text (% of all)"),
    "scored": Words("计分字数", "characters scored"),
    "insufficient_list": Words(
        "字数太少，不足以判断：{list}。", "Too little text to say anything: {list}."
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
    "contrasts": Words("可以区分与不能区分的", "What can be told apart, and what cannot"),
    "told": Words(
        "{of}次主题比较中，{n}次的差别不是偶然所能解释（q &lt; {q}）。",
        "In {n} of {of} comparisons the weight of a theme differs by more than chance explains "
        "(q &lt; {q}).",
    ),
    "told_none": Words(
        "{of}次主题比较中，没有一次的差别超出偶然（q &lt; {q}）。",
        "In none of {of} comparisons does the weight of a theme differ by more than chance "
        "explains (q &lt; {q}).",
    ),
    "alike": Words("在任何主题上都不能区分：{list}。", "No theme tells these apart: {list}."),
    "alike_n": Words(
        "{of}对中有{n}对在任何主题上都不能区分。", "No theme tells apart {n} of the {of} pairs."
    ),
    "alike_none": Words(
        "每一对都至少有一个可以区分的主题。",
        "Every pair has at least one theme that tells it apart.",
    ),
    "nothing_to_compare": Words(
        "没有可以比较的讲话。", "There are no speeches to compare with one another."
    ),
    "contrasts_caption": Words("超出偶然的差别", "Differences greater than chance explains"),
    "points": Words("差（百分点）", "difference (points)"),
    "more_in": Words("偏重者", "more in"),
    "less_in": Words("偏轻者", "less in"),
    "picture": Words("图示", "picture"),
    "rest": Words("其余各篇", "the rest"),
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
    "distances_caption": Words("各篇之间的距离", "How far apart the speeches are"),
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
    "cuts": Words("删减对主题的影响", "What the cuts did to the themes"),
    "cut_caption": Words("删减前后的比重", "Shares before and after the cut"),
    "cut_note": Words(
        "不偏重：同样篇幅、不加选择的删减，每百次有95次落在其间；* 可与偶然区分。",
        "even-handed: the share that 95 of 100 cuts leave that take as much and spare no theme; "
        "* can be told from chance.",
    ),
    "distance": Words("距离", "distance"),
    "n_told": Words("可区分的主题数", "themes told apart"),
    "where": Words("各篇的主题及其依据", "The themes of each speech and what they rest on"),
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
    "themes_of": Words("讲话{n}的主题", "Themes of speech {n}"),
    "share": Words("比重", "share"),
    "position": Words("位置", "where"),
    "terms": Words("词语", "terms"),
    "evidence": Words("依据", "sentences"),
    "stretches_text": Words(
        "最多在{n}段中的第{peak}段：{share}", "most in stretch {peak} of {n}: {share}"
    ),
    "minor": Words("不足{share}的：", "Below {share}: "),
    "unseen": Words("没有涉及：{list}。", "Nothing found of: {list}."),
    "topics": Words("不用编码表找到的话题", "Topics found without the codebook"),
    "topic": Words("话题", "topic"),
    "covered": Words("涉及", "covered"),
    "stability": Words("稳定度", "stability"),
    # 5 texts
    "texts": Words("讲话原文", "The speeches"),
    "texts_text": Words(
        "文件原文，一行一段，前面是行号。",
        "The documents' own text, line by line, with the line numbers in front.",
    ),
    "texts_key": Words(
        "标记：<mark>主题的依据</mark>、<ins>版本间的改动</ins>、<s>删去的页面文字</s>。"
        "行末的词回到有关的数字。",
        "Marked are <mark>evidence of a theme</mark>, <ins>changes between versions</ins> and "
        "<s>page furniture</s>. The words at the end of a line lead back to the figures.",
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
    # 6 method
    "method": Words("方法与参数", "Method and parameters"),
    "again": Words("重新生成本报告的命令", "The command that makes this report again"),
    "parameter": Words("参数", "parameter"),
    "value": Words("值", "value"),
    "parameters": Words("参数", "Parameters"),
    "p_version": Words("speechkit 版本", "speechkit version"),
    "p_codebook": Words("编码表", "codebook"),
    "p_themes": Words("主题数", "themes"),
    "p_shingle": Words("片段长度（字）", "shingle, characters"),
    "p_threshold": Words("近似重复：Jaccard 不低于", "near-duplicates: Jaccard from"),
    "p_containment": Words("摘录：包含度不低于", "excerpts: containment from"),
    "p_fdr": Words("可以区分：q 小于", "told apart: q below"),
    "p_positions": Words("每篇分段数", "stretches of a speech"),
    "m_split": Words(
        "<b>分篇。</b>按篇首标题切分；各篇的起止相接，合起来就是整份文件。",
        "<b>Speeches.</b> Documents are cut at the headings of their parts; the parts "
        "together are the whole document.",
    ),
    "m_versions": Words(
        "<b>版本。</b>去掉空白和页面文字后，比较 {n} 字片段的集合（Jaccard，Broder 1997）；"
        "所列数值均为精确值，不是估计。",
        "<b>Versions.</b> White space and page furniture left out, the sets of runs of {n} "
        "characters are compared (Jaccard; Broder 1997). Every figure is exact, none estimated.",
    ),
    "m_keywords": Words(
        "<b>关键词语。</b>分值只能在同一篇中比较。突出程度用对数似然比 G²（Dunning 1993）和"
        "对数比；对数比是两个频率之比以 2 为底的对数，LRC 是其置信下限。DP（Gries 2008）近 0 "
        "是分布均匀，近 1 是集中一处。",
        "<b>Keyphrases.</b> Scores are comparable inside one speech only. Keyness: "
        "log-likelihood G² (Dunning 1993) and log ratio, the binary logarithm of the ratio of "
        "the two rates; LRC is its lower confidence bound. DP (Gries 2008) is 0 for a term "
        "spread evenly and nears 1 for one that stands in one place.",
    ),
    "m_themes": Words(
        "<b>主题。</b>按编码表逐句计分，并参照上下文；区间按段落的有效数目估计；"
        "差别用段落置换检验，并控制错误发现率（Benjamini–Hochberg 1995）。"
        "编码表没有的内容，这里看不见。",
        "<b>Themes.</b> Sentences are scored by the codebook, with their context; intervals "
        "rest on the effective number of paragraphs; differences on permutation of paragraphs "
        "with the false discovery rate controlled (Benjamini–Hochberg 1995). What the "
        "codebook does not name is not seen here.",
    ),
    "m_distance": Words(
        "<b>距离。</b>Jensen–Shannon 距离：0 为相同，1 为毫无共同之处。",
        "<b>Distance.</b> Jensen–Shannon: 0 when all shares are the same, 1 when no theme is "
        "in both.",
    ),
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
    try:
        words: str = getattr(WORDS[key], lang)
    except KeyError:
        raise ValueError(f"no words for {key!r}") from None
    if " | " in words:
        one, many = words.split(" | ")
        words = one if values.get("n") == 1 else many
    sentence = Markup(words)  # noqa: S704 - our own words; the values are escaped below
    return sentence.format(**{name: _shown(value, lang) for name, value in values.items()})


def join(lang: Lang, parts: Iterable[object]) -> Markup:
    """A list as a sentence carries it."""
    return say(lang, "list_mark").join(_shown(part, lang) for part in parts)


def _shown(value: object, lang: Lang) -> str:
    if isinstance(value, Markup):
        return value
    if isinstance(value, int):
        return number(value, lang)
    return visible(str(value))
