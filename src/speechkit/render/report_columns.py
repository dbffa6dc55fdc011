"""A table of a report's data and one of its columns in, what they mean in both languages out."""

from __future__ import annotations

from collections.abc import Mapping

from speechkit.render.report_words import Words

FILES: Mapping[str, Words] = {
    "documents": Words("每份文件一行", "a row a document"),
    "speeches": Words("每篇讲话一行", "a row a speech"),
    "removals": Words("删去的页面文字", "page furniture that was removed"),
    "repairs": Words("修复的误字、断行等", "wrong glyphs, broken lines and the like, mended"),
    "pairs": Words("相似的各对讲话", "pairs of speeches that are alike"),
    "groups": Words("视为同一文本的各组讲话", "speeches that count as one text"),
    "changes": Words("同一文本各版本间的改动", "changes between versions of one text"),
    "passages": Words("不同讲话共有的段落", "passages that different speeches share"),
    "passage_places": Words("这些段落的出处", "where these passages stand"),
    "keywords": Words("各篇的关键词语", "keyphrases of each speech"),
    "keyword_places": Words("关键词语的每一处", "every place of the keyphrases"),
    "keyness": Words(
        "各篇与其余各篇相比突出的词语", "terms that set each speech apart from the others"
    ),
    "keyness_places": Words("这些词语的每一处", "every place of these terms"),
    "shares": Words("各主题在各篇中的比重", "share of each theme in each speech"),
    "means": Words("各主题的平均比重", "mean share of each theme"),
    "theme_terms": Words("命中的编码表词语", "terms of the codebook that were matched"),
    "evidence": Words("各主题所依据的句子", "sentences that the themes rest on"),
    "positions": Words("各主题在讲话中的位置", "where in each speech the themes stand"),
    "contrasts": Words("主题的比较与检验", "comparisons of themes and their tests"),
    "distances": Words("各对讲话的距离", "how far apart the pairs are"),
    "sections": Words("各节的主题", "themes of the sections"),
    "versions": Words("删节对主题的影响", "what a cut did to the themes"),
    "map": Words("讲话与主题的平面图", "the map of speeches and themes"),
    "topics": Words("不用编码表找到的话题", "topics found without the codebook"),
    "topic_places": Words("话题所依据的句子", "sentences that the topics rest on"),
    "parameters": Words("参数、版本与命令", "parameters, version and command"),
}
"""What a table holds, by its name."""

_COLUMNS: Mapping[str, Words] = {
    # names and places
    "document": Words("文件代号", "id of the document"),
    "path": Words("文件路径", "path of the document"),
    "encoding": Words("文件编码", "encoding of the document"),
    "id": Words("讲话代号", "id of the speech"),
    "speech": Words("讲话代号，同 speeches.csv 的 id", "id of the speech, as in speeches.csv"),
    "line": Words("在文件中的行，从1数起", "line in the document, from 1"),
    "line_start": Words("在文件中的首行", "first line in the document"),
    "line_end": Words("在文件中的末行", "last line in the document"),
    "start": Words(
        "起点：文件中的第几个字符，从0数起", "offset in the document, in characters from 0"
    ),
    "end": Words("终点（不含）", "offset at which it ends, not included"),
    "first_line": Words("首次出现或首要依据所在的行", "line of the first place"),
    "text": Words("原文", "as it stands there"),
    "rank": Words("名次", "rank, from 1"),
    "kind": Words("种类", "kind"),
    "label": Words("名称", "name"),
    # documents and speeches
    "n_chars": Words("字数", "characters"),
    "n_speeches": Words("讲话篇数", "speeches"),
    "heading_style": Words("分篇标志", "how the parts are marked"),
    "confidence": Words("分篇可信度，0至1", "confidence of the borders, 0 to 1"),
    "number": Words("标题中的号数", "number printed in the heading"),
    "heading": Words("篇首标题", "heading of the part"),
    "title": Words("标题", "title"),
    "date": Words("日期", "date"),
    "speaker": Words("讲话人", "speaker"),
    "role": Words("职务", "role"),
    "place": Words("地点", "place"),
    "occasion": Words("场合", "occasion"),
    "complete": Words("是否完整", "whether it is complete"),
    "n_outline": Words("提纲条目数", "headings of its outline"),
    "n_removed": Words("删去的处数", "places removed"),
    "n_repaired": Words("修复的处数", "places repaired"),
    "before": Words("文件中的文字", "as the document has it"),
    "after": Words("改成的文字", "as the analyses have it"),
    # versions
    "a": Words("前一篇", "the first of the two"),
    "b": Words("后一篇；rest 为其余各篇", "the second; rest is all the others"),
    "jaccard": Words("Jaccard 相似度，0至1", "Jaccard similarity, 0 to 1"),
    "containment_a": Words("前者有多少在后者中，0至1", "share of the first found in the second"),
    "containment_b": Words("后者有多少在前者中，0至1", "share of the second found in the first"),
    "kept": Words("所保留的一篇", "the one that is kept"),
    "group": Words("主题所属的组", "group of the theme"),
    "reason": Words("保留的依据", "why one is kept"),
    "derived": Words("由另一篇而来的一篇", "the one that was made from the other"),
    **{
        f"{side}_{name}": Words(f"{zh}{words[0]}", f"{en}: {words[1]}")
        for side, zh, en in (("a", "前一篇的", "the first"), ("b", "后一篇的", "the second"))
        for name, words in {
            "line_start": ("首行", "first line"),
            "line_end": ("末行", "last line"),
            "start": ("起点", "offset where it starts"),
            "end": ("终点", "offset where it ends"),
            "text": ("原文", "text"),
        }.items()
    },
    "passage": Words("段落号", "number of the passage"),
    "boilerplate": Words("是否套话", "whether many speeches have it"),
    "n_edits": Words("与该段落相差的字数", "characters that differ from the passage"),
    # words
    "term": Words("词语", "term"),
    "score": Words("分值或指标的值", "score, or value of the measure"),
    "count": Words("次数", "how often it stands there"),
    "per_10k": Words("每万字次数", "in 10,000 characters"),
    "measure": Words("指标", "measure"),
    "reference_count": Words("其余各篇中的次数", "how often it stands in the others"),
    "log_ratio": Words("对数比", "log ratio"),
    "g2": Words("对数似然比 G²", "log-likelihood G²"),
    "dispersion": Words("分布 DP，0为均匀", "dispersion DP, 0 is even"),
    "suggestive": Words("仅供参考", "whether it is suggestive only"),
    "per_10k_words": Words("每万词次数", "in 10,000 words"),
    "reference_per_10k_words": Words("其余各篇每万词次数", "in 10,000 words of the others"),
    "low": Words("95% 区间的下端", "lower end of the 95% interval"),
    "high": Words("95% 区间的上端", "upper end of the 95% interval"),
    "range": Words("出现的段数", "paragraphs that have it"),
    "n_paragraphs": Words("总段数", "paragraphs there are"),
    "by": Words("分组依据", "fact by which is grouped"),
    "value": Words("值", "value"),
    "p": Words("检验的 p 值", "p of the test"),
    "q": Words("控制错误发现率后的 q 值", "q, with the false discovery rate controlled"),
    "direction": Words("升降", "whether it rises or falls"),
    "context": Words("所在的句子", "a sentence that has it"),
    # themes
    "theme": Words("主题代号", "id of the theme"),
    "zh": Words("主题的中文名", "Chinese name of the theme"),
    "en": Words("主题的英文名", "English name of the theme"),
    "share": Words("比重，0至1", "share, 0 to 1"),
    "sufficient": Words("字数是否足以判断", "whether there is enough text"),
    "framing_fraction": Words("程序性文字占全文的比例", "share of ritual text in all"),
    "terms": Words("词语", "terms"),
    "n_texts": Words("计入的文本数", "texts that count"),
    "subtheme": Words("子类", "subtheme"),
    "stretch": Words(
        "第几段（每篇等分为二十段）", "which of the twenty equal stretches of the speech"
    ),
    "difference": Words("前者比重减后者比重", "share in the first less share in the second"),
    "distinguishable": Words("是否可以区分", "whether the two can be told apart"),
    "jensen_shannon": Words("Jensen–Shannon 距离，0至1", "Jensen–Shannon distance, 0 to 1"),
    "level": Words("层级", "level of the heading"),
    "themes": Words("各主题及其比重", "themes and their shares"),
    "whole": Words("较长的版本", "the longer version"),
    "part": Words("较短的版本", "the shorter version"),
    "removed_fraction": Words("被删的比例", "share that was cut"),
    "whole_share": Words("在较长版本中的比重", "share in the longer version"),
    "part_share": Words("在较短版本中的比重", "share in the shorter version"),
    "theme_removed_fraction": Words("该主题被删的比例", "share of the theme that was cut"),
    "x": Words("横坐标", "coordinate from left to right"),
    "y": Words("纵坐标", "coordinate from bottom to top"),
    "inertia_x": Words("横轴所示差别的比例", "share of all differences shown by x"),
    "inertia_y": Words("纵轴所示差别的比例", "share of all differences shown by y"),
    "stability": Words("稳定度，0至1", "stability, 0 to 1"),
    "overlap": Words("与该主题重合的比例", "share of its text that has the theme"),
    "covered": Words("编码表涉及的比例", "share of its text with terms of the codebook"),
    "shares": Words("在各篇中的比重", "share in each speech"),
    "first_speech": Words("首要依据所在的讲话", "speech of the first place"),
    "parameter": Words("参数", "parameter"),
}
"""What a column holds, wherever it means the same."""

_ELSEWHERE: Mapping[tuple[str, str], Words] = {
    ("groups", "group"): Words("组号", "number of the group"),
    ("groups", "kept"): Words("是否保留", "whether it is the one that is kept"),
    ("groups", "value"): Words("起决定作用的值", "what decided"),
    ("pairs", "b"): Words("后一篇", "the second of the two"),
    ("changes", "b"): Words("后一篇", "the second of the two"),
    ("map", "id"): Words("讲话或主题的代号", "id of the speech or theme"),
    ("sections", "label"): Words("节号", "number of the section as printed"),
    ("sections", "title"): Words("节的标题", "title of the section"),
    ("shares", "n_chars"): Words("计分字数", "characters scored"),
    ("topics", "theme"): Words("最接近的主题", "theme it runs along with"),
    ("contrasts", "terms"): Words(
        "造成差别的词语及两边的次数", "terms that make the difference, with both counts"
    ),
}
"""Where a column means something else in one table."""


def column_words(table: str, column: str) -> Words:
    """What a column of a table holds.

    Examples
    --------
    >>> column_words("pairs", "kept").en, column_words("groups", "kept").en
    ('the one that is kept', 'whether it is the one that is kept')
    """
    return _ELSEWHERE.get((table, column)) or _COLUMNS[column]
