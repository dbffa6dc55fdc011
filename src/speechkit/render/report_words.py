"""A key and a language in, the words of a report out, as plain text.

What the page says and the paper too; words of tables and sentences that the terminal has too
are in `render.labels`. A sentence with two forms divides them by ` | `: the first for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speechkit.render.labels import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speechkit.model import Lang


class Words(NamedTuple):
    """What a report says, in both languages."""

    zh: str
    en: str


WORDS: Mapping[str, Words] = {
    # frame
    "page_title": Words("讲话文集分析报告", "Report on a collection of speeches"),
    "at_a_glance": Words("概览", "At a glance"),
    "speech_n": Words("讲话{n}", "Speech {n}"),
    "list_mark": Words("、", ", "),
    "colon": Words("：", ": "),
    "empty": Words("没有讲话，无可报告。", "There is no speech to report on."),
    "untitled": Words("（无标题）", "(no title)"),
    # data
    "data_text": Words(
        "报告各图表的数据。CSV 为 UTF-8（带 BOM），可用 Excel、WPS、R、pandas 打开。"
        "可能被当作公式的文字前加 '，看不见的字符写作 <U+…>。"
        "行从1数起，起点和终点以文件的字符计，从0数起。",
        "The data behind every figure of the report. CSV in UTF-8 with a byte-order mark, for "
        "Excel, WPS, R and pandas. A text that could be taken for a formula has a ' before it; "
        "characters that cannot be seen are written <U+…>. Lines count from 1; start and end "
        "are characters of the document, counted from 0.",
    ),
    "index_text": Words("各列的含义", "what each column means"),
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
    "speeches": Words("讲话", "Speeches"),
    "speech": Words("讲话", "speech"),
    "number": Words("号", "no."),
    "title": Words("标题", "title"),
    "date": Words("日期", "date"),
    "place": Words("地点", "place"),
    "speaker": Words("讲话人", "speaker"),
    "chars": Words("字数", "characters"),
    "changed": Words("删去与修复", "Removed and repaired"),
    "unchanged": Words("未删去也未修复任何文字。", "Nothing was removed or repaired."),
    "removed": Words("删去", "removed"),
    "repaired": Words("修复", "repaired"),
    "heading_style": Words("分篇标志", "parts marked by"),
    "confidence": Words("分篇可信度", "confidence of the borders"),
    "single": Words("单篇", "one speech"),
    "version_of": Words("讲话{n}的版本", "version of {n}"),
    # 2 versions
    "versions": Words("同一文本的版本", "Versions of one text"),
    "version_title": Words("讲话{a}与讲话{b}", "Speeches {a} and {b}"),
    "change": Words("改动", "change"),
    "jaccard": Words("Jaccard", "Jaccard"),
    "why": Words("依据", "What this rests on"),
    "changes_caption": Words("从讲话{a}到讲话{b}的改动", "Changes from speech {a} to speech {b}"),
    "in_speech": Words("讲话{n}", "in speech {n}"),
    "nothing_there": Words("无", "nothing"),
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
    "keyphrases_of": Words("讲话{n}：关键词语", "Speech {n}: keyphrases"),
    "keyness_of": Words("讲话{n}：突出的词语", "Speech {n}: against the others"),
    "term": Words("词语", "term"),
    "against": Words("与其余各篇相比突出的", "Against the others"),
    "times": Words("次数", "count"),
    "per_10k": Words("每万字", "per 10,000"),
    "elsewhere": Words("其余各篇次数", "elsewhere"),
    "lines": Words("行", "lines"),
    "no_keywords": Words("没有关键词语。", "No keyphrases."),
    "no_keyness": Words("没有突出的词语，或没有可比的文本。", "None, or nothing to compare with."),
    # 4 themes
    "themes": Words("主题", "Themes"),
    "shares_caption": Words("各主题在各篇中的比重（%）", "Share of each theme in each speech (%)"),
    "theme": Words("主题", "theme"),
    "framing": Words("程序性文字（占全文，%）", "ritual text (% of all)"),
    "scored": Words("计分字数", "characters scored"),
    "insufficient_list": Words(
        "字数太少，不足以判断：{list}。", "Too little text to say anything: {list}."
    ),
    "contrasts": Words("可以区分与不能区分的", "What can be told apart, and what cannot"),
    "told": Words(
        "{of}次主题比较中，{n}次的差别不是偶然所能解释（q < {q}）。",
        "In {n} of {of} comparisons the weight of a theme differs by more than chance explains "
        "(q < {q}).",
    ),
    "told_none": Words(
        "{of}次主题比较中，没有一次的差别超出偶然（q < {q}）。",
        "In none of {of} comparisons does the weight of a theme differ by more than chance "
        "explains (q < {q}).",
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
    "rest": Words("其余各篇", "the rest"),
    "cuts": Words("删减对主题的影响", "What the cuts did to the themes"),
    "distances_caption": Words("各篇之间的距离", "How far apart the speeches are"),
    "n_told": Words("可区分的主题数", "themes told apart"),
    "where": Words("各篇的主题及其依据", "The themes of each speech and what they rest on"),
    "themes_of": Words("讲话{n}的主题", "Themes of speech {n}"),
    "share": Words("比重", "share"),
    "terms": Words("词语", "terms"),
    "topics": Words("不用编码表找到的话题", "Topics found without the codebook"),
    "covered": Words("涉及", "covered"),
    "stability": Words("稳定度", "stability"),
    # 6 method
    "method": Words("方法与参数", "Method and parameters"),
    "again": Words("重新生成本报告的命令", "The command that makes this report again"),
    "parameter": Words("参数", "parameter"),
    "value": Words("值", "value"),
    "parameters": Words("参数", "Parameters"),
    "p_made": Words("生成时间", "made"),
    "p_passage": Words("共有段落至少（字）", "shared passages, characters from"),
    "p_version": Words("speechkit 版本", "speechkit version"),
    "p_codebook": Words("编码表", "codebook"),
    "p_themes": Words("主题数", "themes"),
    "p_shingle": Words("片段长度（字）", "shingle, characters"),
    "p_threshold": Words("近似重复：Jaccard 不低于", "near-duplicates: Jaccard from"),
    "p_containment": Words("摘录：包含度不低于", "excerpts: containment from"),
    "p_fdr": Words("可以区分：q 小于", "told apart: q below"),
    "p_positions": Words("每篇分段数", "stretches of a speech"),
    "m_split": Words(
        "分篇。按篇首标题切分；各篇的起止相接，合起来就是整份文件。",
        "Speeches. Documents are cut at the headings of their parts; the parts "
        "together are the whole document.",
    ),
    "m_versions": Words(
        "版本。去掉空白和页面文字后，比较 {n} 字片段的集合（Jaccard，Broder 1997）；"
        "所列数值均为精确值，不是估计。",
        "Versions. White space and page furniture left out, the sets of runs of {n} "
        "characters are compared (Jaccard; Broder 1997). Every figure is exact, none estimated.",
    ),
    "m_keywords": Words(
        "关键词语。分值只能在同一篇中比较。突出程度用对数似然比 G²（Dunning 1993）和"
        "对数比；对数比是两个频率之比以 2 为底的对数，LRC 是其置信下限。DP（Gries 2008）近 0 "
        "是分布均匀，近 1 是集中一处。",
        "Keyphrases. Scores are comparable inside one speech only. Keyness: "
        "log-likelihood G² (Dunning 1993) and log ratio, the binary logarithm of the ratio of "
        "the two rates; LRC is its lower confidence bound. DP (Gries 2008) is 0 for a term "
        "spread evenly and nears 1 for one that stands in one place.",
    ),
    "m_themes": Words(
        "主题。按编码表逐句计分，并参照上下文；区间按段落的有效数目估计；"
        "差别用段落置换检验，并控制错误发现率（Benjamini–Hochberg 1995）。"
        "编码表没有的内容，这里看不见。",
        "Themes. Sentences are scored by the codebook, with their context; intervals "
        "rest on the effective number of paragraphs; differences on permutation of paragraphs "
        "with the false discovery rate controlled (Benjamini–Hochberg 1995). What the "
        "codebook does not name is not seen here.",
    ),
    "m_distance": Words(
        "距离。Jensen–Shannon 距离：0 为相同，1 为毫无共同之处。",
        "Distance. Jensen–Shannon: 0 when all shares are the same, 1 when no theme is in both.",
    ),
}


def say(lang: Lang, key: str, /, **values: object) -> str:
    """The words of a key with its places filled, whole numbers as the language writes them.

    Raises
    ------
    ValueError
        When there is no such key.

    Examples
    --------
    >>> say("en", "counted_once", n=1).split(";")[0]
    '1 speech is a version of another one'
    """
    if key not in WORDS:
        raise ValueError(f"no words for {key!r}")
    return fill(form(WORDS[key], lang, values.get("n")), lang, **values)


def form(words: Words, lang: Lang, n: object = None) -> str:
    """The words of a language; `n` chooses between one and many."""
    wanted: str = getattr(words, lang)
    if " | " not in wanted:
        return wanted
    one, many = wanted.split(" | ")
    return one if n == 1 else many


def fill(words: str, lang: Lang, **values: object) -> str:
    """Words with their places filled."""
    shown = {name: number(v, lang) if isinstance(v, int) else v for name, v in values.items()}
    return words.format(**shown)


def join(lang: Lang, parts: Iterable[str]) -> str:
    """A list as a sentence carries it."""
    return say(lang, "list_mark").join(parts)
