"""A key and a language in, the words people read out.

Every word, unit and sentence of ours stands here in Chinese and in English; what comes
from a speech never does. Sentences have named places, filled by `sentence`. Only signs
that a GBK console can show.
"""

from __future__ import annotations

from speechkit.model import Lang

_EN: dict[str, str] = {
    # nouns of tables
    "speech": "speech",
    "speeches": "speeches",
    "lines": "lines",
    "line": "line",
    "chars": "chars",
    "date": "date",
    "place": "place",
    "speaker": "speaker",
    "title": "title",
    "complete": "complete",
    "yes": "yes",
    "no": "no",
    "text": "text",
    "kind": "kind",
    "where": "where",
    "rest": "the rest",
    "further": "... and {n} further ones; --format json lists them all.",
    # split
    "split.summary": "{documents}, {speeches}",
    "split.none": "No speeches.",
    "split.document": "{chars}, encoding {encoding}, {speeches}",
    "split.style": "parts marked by {style}, confidence {confidence}",
    "split.low": "Low confidence ({confidence}): check the borders of the parts.",
    "split.low.single": "Low confidence that each of these is one speech: {list}.",
    "split.incomplete": "breaks off in mid-sentence",
    "split.encodings": "Encodings: {list}.",
    "split.line": " (line {list})",
    "split.lines": " (lines {list})",
    "split.removed": "Removed: {list}.",
    "split.repaired": "Repaired: {list}.",
    "split.untouched": "Nothing removed, nothing repaired.",
    "split.border": "border, and what speaks for it (+) or against it (-)",
    "split.border.drawn": "drawn ({style}), confidence {confidence}",
    "split.border.considered": "not drawn ({style}), confidence {confidence}",
    "split.borders.none": "Nothing in it looks like the beginning of a part.",
    # why a border was drawn
    "reason.border.form": "the form of the heading",
    "reason.border.told": "as you asked",
    "reason.border.salutation": "a salutation follows",
    "reason.border.salutation_inline": "the text begins with a salutation",
    "reason.border.date": "a date follows",
    "reason.border.title": "it names a kind of speech",
    "reason.border.title_above": "a title stands above the salutation",
    "reason.border.line_above": "a short line stands above the salutation",
    "reason.border.colon": "the salutation ends with a colon",
    "reason.border.exclamation": "the salutation ends with an exclamation mark",
    "reason.border.other_audience": "the salutation names another audience",
    "reason.border.opening": "the text begins as speeches do",
    "reason.border.no_opening": "no salutation, date or kind of speech follows",
    "reason.border.start": "the document begins here",
    "reason.border.closing": "the text before it ends as speeches do",
    "reason.border.thanks": "thanks end the text before it",
    "reason.border.wish": "a wish ends the text before it",
    "reason.border.signature": "a date ends the text before it",
    "reason.border.ended": "the sentence before it has ended",
    "reason.border.page": "it stands first on its page",
    "reason.border.separator": "a line of signs sets it apart",
    "reason.border.mid_sentence": "the sentence before it has not ended",
    "reason.border.comma": "a comma stands before it",
    "reason.border.announced": "the beginning of the document announces it",
    "reason.border.frame": "its words are the title of the document",
    "reason.border.styled": "the file formats it as a heading",
    "reason.border.leader": "it ends with the number of a page",
    "reason.border.contents": "nothing follows, and it comes again: a table of contents",
    "reason.border.sentence": "it reads like a sentence",
    "reason.border.outline_heading": "it is a numbered heading inside a text",
    "reason.border.chapter": "it names a chapter of a plan",
    "reason.border.chapters_inside": "chapters stand below it",
    "reason.border.outline_restarts": "the numbering below it starts anew",
    "reason.border.outline_goes_on": "the numbering below it goes on from before",
    "reason.border.inside_speech": "it stands inside a text that opens with a salutation",
    "reason.border.work": "the document is one long work",
    "reason.border.first_number": "it is number one",
    "reason.border.not_first": "the numbers do not begin with one",
    "reason.border.next_number": "its number follows",
    "reason.border.series": "the series before it holds",
    "reason.border.same_form": "it has the form of the one before",
    "reason.border.other_words": "its number follows, in other words",
    "reason.border.other_form": "its number follows, in another form",
    "reason.border.skipped": "numbers are skipped",
    "reason.border.restarts": "the numbers start anew",
    "reason.border.missing": "the others show that a part is missing here",
    "reason.border.stranger": "it does not belong to the series",
    "reason.border.no_text": "there is no text before it",
    "reason.border.little_text": "there is little text before it",
    # dedupe
    "dedupe.summary": "{speeches}, {kept} kept, {dropped} dropped ({fraction}).",
    "dedupe.limits": "Jaccard from {threshold}, containment from {containment}.",
    "dedupe.none": "No two speeches are versions of one text.",
    "dedupe.pairs": "Pairs",
    "dedupe.groups": "Groups",
    "dedupe.differences": "Differences",
    "dedupe.passages": "Shared passages",
    "dedupe.group": "{speeches} count as one text. {reason}",
    "dedupe.no_direction": "Nothing tells which was made from which.",
    "dedupe.direction": "{new} was made from {old}:",
    "dedupe.direction.bare": "{new} was made from {old}.",
    "dedupe.boilerplate": "Boilerplate: {passages} that many speeches have",
    "dedupe.differs": "{mark}n: n characters differ from the text shown.",
    "dedupe.reference": "{mark}: in the reference.",
    "a": "a",
    "b": "b",
    "lines_a": "lines in a",
    "lines_b": "lines in b",
    "jaccard": "Jaccard",
    "containment_a": "a in b",
    "containment_b": "b in a",
    "change": "change",
    "pair.identical": "identical",
    "pair.near": "near",
    "pair.contained": "contained",
    "pair.partial": "partial",
    "change.deleted": "deleted",
    "change.inserted": "inserted",
    "change.replaced": "replaced",
    "change.moved": "moved",
    "change.layout": "layout",
    "change.furniture": "furniture",
    "change.break": "only line ends or blanks",
    "reason.complete": "{kept} is kept: it is complete, while others break off.",
    "reason.longest": "{kept} is kept: it is the longest{value}.",
    "reason.least_damaged": "{kept} is kept: it is the least damaged{value}.",
    "reason.earliest": "{kept} is kept: it is the earliest{value}.",
    "reason.first": "{kept} is kept: nothing else tells them apart and it comes first.",
    "reason.value": " ({value})",
    "evidence.numbering_gap": "The numbering of {speech} skips {labels}.",
    "evidence.orphaned_items": "{speech} keeps items whose heading is gone: {labels}.",
    "evidence.furniture": "{speech} carries page furniture in its text: {labels}.",
    "evidence.truncated": "{speech} breaks off in mid-sentence.",
    "evidence.unnamed": "some of them",
    "difference.same": "{new} and {old} are the same, word for word.",
    "difference.less": "{new} is {old} less {parts}.",
    "difference.with": "{new} is {old} with {parts}.",
    "difference.apart": "From {old} to {new}: {parts}.",
    "part.deleted": "{what} ({chars})",
    "part.deleted.apart": "{what} left out ({chars})",
    "part.inserted": "{what} added ({chars})",
    "part.replaced": "{what} reworded",
    "part.moved": "{what} moved",
    "part.layout": "{what} wrapped differently",
    "part.furniture.inserted": "{what} inserted",
    "part.furniture.deleted": "{what} taken out",
    "part.heading": "its heading changed",
    "and": " and ",
    # diff
    "diff.strangers": "{a} and {b} are no versions of one text.",
    "diff.similarity": (
        "Jaccard {jaccard}; {containment_a} of the first is in the second, "
        "{containment_b} of the second in the first"
    ),
    "diff.sign.deleted": "- only in the first",
    "diff.sign.inserted": "+ only in the second",
    "diff.sign.changed": "~ changed",
    "diff.sign.moved_away": "> moved away",
    "diff.sign.moved_here": "< moved here",
    "diff.sign.layout": "| only line ends (|) or blanks (_)",
    "diff.alike": "… {paragraphs} alike …",
    "diff.moved_to": "moved to line {line}",
    "diff.moved_from": "moved from line {line}",
    # keywords
    "keywords.none": "No speeches.",
    "keywords.title": "Keywords",
    "keywords.keyness": "Against the others",
    "keywords.no_keywords": "No keywords.",
    "keywords.no_keyness": "None: nothing stands out, or there is nothing to compare with.",
    "keywords.main.note": "The first {n} terms with their counts; --format csv gives all.",
    "keywords.suggestive": "? = suggestive only: the measure's bound does not reach past zero.",
    "term": "term",
    "count": "count",
    "per_10k": "per 10,000",
    "reference_count": "others",
    "log_ratio": "log ratio",
    "dispersion": "DP",
    "measure.lrc": "LRC",
    "measure.g2": "G2",
    "measure.logratio": "score",
    # concordance
    "concordance.none": "No speeches.",
    "concordance.no_hits": "{term}: not found in {speeches} ({chars}).",
    "concordance.summary": (
        "{term}: {hits} in {n} of {speeches}, {rate} per 10,000 characters, each text once."
    ),
    "concordance.versions": (
        "{mark} {hits} more in versions of these speeches, which do not count."
    ),
    "concordance.counts": "How often and where, from beginning to end",
    "concordance.absent": "Not in {list}.",
    "concordance.differs": (
        "+ surely more often, - surely less often than in the others; without a sign they "
        "cannot be told apart."
    ),
    "concordance.collocates": "Collocates: words near {term}",
    "concordance.near": (
        "{window} words on either side, inside the sentence; {near} of {words} words are near."
    ),
    "concordance.no_collocates": "None: no word stands near it often enough.",
    "concordance.chance": "? = cannot be told from chance.",
    "hits": "hits",
    "interval": "95%",
    "differs": "+/-",
    "observed": "near",
    "expected": "expected",
    "left_right": "L/R",
    "total": "in all",
    "measure.mi": "MI",
    "measure.mi3": "MI3",
    "measure.t": "t",
    "measure.logdice": "logDice",
    # themes
    "themes.summary": "{speeches}, codebook {codebook}.",
    "themes.none": "No speeches.",
    "themes.explain": "Share of a speech's characters outside framing, with its 95% interval.",
    "themes.insufficient": "Insufficient evidence (too little text): {list}.",
    "themes.too_little": "too little",
    "themes.weightless": "Without any weight: {list}.",
    "themes.framing": "framing, of all",
    "themes.framing.short": "framing",
    "themes.scored": "chars scored",
    "themes.main": "main themes",
    "themes.main.note": "The {n} heaviest themes of each speech; --format csv gives all.",
    "themes.contrasts": "Contrasts",
    "themes.apart": "Of {of} comparisons of a theme, {n} can be told apart.",
    "themes.alike": "In {n} of {of} pairs no theme can be told apart: {list}.",
    "themes.alike.none": "In each of {of} pairs a theme can be told apart.",
    "themes.alike.all": "In none of {of} pairs can any theme be told apart: {list}.",
    "themes.distances": "Most alike: {near} (distance {near_by}); least: {far} ({far_by}).",
    "themes.distance": "Distance of {near}: {near_by}.",
    "themes.positions": "Where the heaviest themes stand, from beginning to end",
    "themes.topics": "Topics found without the codebook",
    "themes.passages": "{passages} scored; --format json lists them.",
    "theme": "theme",
    "points": "points",
    "position": "position",
    "topic": "topic",
    "terms": "terms",
    "stability": "stability",
}

_ZH: dict[str, str] = {
    "speech": "讲话",
    "speeches": "篇数",
    "lines": "行",
    "line": "行",
    "chars": "字数",
    "date": "日期",
    "place": "地点",
    "speaker": "讲话人",
    "title": "标题",
    "complete": "完整",
    "yes": "是",
    "no": "否",
    "text": "文本",
    "kind": "类型",
    "where": "位置",
    "rest": "其余各篇",
    "further": "……另有{n}条，--format json 可列出全部。",
    "split.summary": "{documents}，{speeches}",
    "split.none": "没有讲话。",
    "split.document": "{chars}，编码 {encoding}，{speeches}",
    "split.style": "分篇标志：{style}，可信度 {confidence}",
    "split.low": "可信度低（{confidence}）：请核对各篇的起止。",
    "split.low.single": "是否各为一篇讲话，可信度低：{list}。",
    "split.incomplete": "在句中中断",
    "split.encodings": "编码：{list}。",
    "split.line": "（第{list}行）",
    "split.lines": "（第{list}行）",
    "split.removed": "删去：{list}。",
    "split.repaired": "修复：{list}。",
    "split.untouched": "未删去也未修复任何文字。",
    "split.border": "分篇处及其依据（+ 支持，- 反对）",
    "split.border.drawn": "在此分篇（{style}），可信度 {confidence}",
    "split.border.considered": "未在此分篇（{style}），可信度 {confidence}",
    "split.borders.none": "没有像分篇标志的地方。",
    "reason.border.form": "标题的形式",
    "reason.border.told": "按您的指定",
    "reason.border.salutation": "后有称呼",
    "reason.border.salutation_inline": "正文以称呼开头",
    "reason.border.date": "后有日期",
    "reason.border.title": "标明文种",
    "reason.border.title_above": "称呼之上有标题",
    "reason.border.line_above": "称呼之上有短行",
    "reason.border.colon": "称呼以冒号结尾",
    "reason.border.exclamation": "称呼以叹号结尾",
    "reason.border.other_audience": "称呼的对象不同",
    "reason.border.opening": "正文开头像讲话",
    "reason.border.no_opening": "后面没有称呼、日期或文种",
    "reason.border.start": "全文由此开始",
    "reason.border.closing": "前文以讲话的方式结束",
    "reason.border.thanks": "前文以致谢结束",
    "reason.border.wish": "前文以祝愿结束",
    "reason.border.signature": "前文以日期结束",
    "reason.border.ended": "前面的句子已完",
    "reason.border.page": "位于页首",
    "reason.border.separator": "前有分隔线",
    "reason.border.mid_sentence": "前面的句子未完",
    "reason.border.comma": "前面是逗号",
    "reason.border.announced": "文首已有预告",
    "reason.border.frame": "用词即全文标题",
    "reason.border.styled": "文件中设为标题",
    "reason.border.leader": "以页码结尾",
    "reason.border.contents": "其后无文且重复出现：目录",
    "reason.border.sentence": "读来像一句话",
    "reason.border.outline_heading": "是文内的编号小标题",
    "reason.border.chapter": "像规划的一章",
    "reason.border.chapters_inside": "其下有章节",
    "reason.border.outline_restarts": "其下编号重新开始",
    "reason.border.outline_goes_on": "其下编号接续前文",
    "reason.border.inside_speech": "处在以称呼开头的文中",
    "reason.border.work": "全文是一部著作",
    "reason.border.first_number": "编号为一",
    "reason.border.not_first": "编号不从一开始",
    "reason.border.next_number": "编号相接",
    "reason.border.series": "前面的序列可信",
    "reason.border.same_form": "与前一处形式相同",
    "reason.border.other_words": "编号相接，用词不同",
    "reason.border.other_form": "编号相接，形式不同",
    "reason.border.skipped": "编号跳过",
    "reason.border.restarts": "编号重新开始",
    "reason.border.missing": "前后编号表明此处缺一篇",
    "reason.border.stranger": "不属于这一序列",
    "reason.border.no_text": "其前没有正文",
    "reason.border.little_text": "其前正文很少",
    "dedupe.summary": "{speeches}，保留{kept}篇，去除{dropped}篇（{fraction}）。",
    "dedupe.limits": "Jaccard 不低于 {threshold}，包含度不低于 {containment}。",
    "dedupe.none": "没有互为版本的讲话。",
    "dedupe.pairs": "重复对",
    "dedupe.groups": "重复组",
    "dedupe.differences": "差异",
    "dedupe.passages": "共有段落",
    "dedupe.group": "{speeches} 视为同一文本。{reason}",
    "dedupe.no_direction": "无从判断哪一篇由哪一篇改成。",
    "dedupe.direction": "{new} 由 {old} 改成：",
    "dedupe.direction.bare": "{new} 由 {old} 改成。",
    "dedupe.boilerplate": "套话：{passages}，见于多篇讲话",
    "dedupe.differs": "{mark}n：与所列文字相差n字。",
    "dedupe.reference": "{mark}：属于参照集。",
    "a": "甲",
    "b": "乙",
    "lines_a": "甲的行",
    "lines_b": "乙的行",
    "jaccard": "Jaccard",
    "containment_a": "甲在乙中",
    "containment_b": "乙在甲中",
    "change": "改动",
    "pair.identical": "相同",
    "pair.near": "近似",
    "pair.contained": "包含",
    "pair.partial": "部分相同",
    "change.deleted": "删除",
    "change.inserted": "插入",
    "change.replaced": "替换",
    "change.moved": "移动",
    "change.layout": "排版",
    "change.furniture": "页面文字",
    "change.break": "仅换行或空格",
    "reason.complete": "保留 {kept}：它是完整的，别的中断了。",
    "reason.longest": "保留 {kept}：它最长{value}。",
    "reason.least_damaged": "保留 {kept}：它损坏最少{value}。",
    "reason.earliest": "保留 {kept}：它最早{value}。",
    "reason.first": "保留 {kept}：别无分别，它排在最前。",
    "reason.value": "（{value}）",
    "evidence.numbering_gap": "{speech} 的编号不连续，缺{labels}。",
    "evidence.orphaned_items": "{speech} 中有些条目失去了所属的标题：{labels}。",
    "evidence.furniture": "{speech} 的正文中夹有页面文字：{labels}。",
    "evidence.truncated": "{speech} 在句中中断。",
    "evidence.unnamed": "若干处",
    "difference.same": "{new} 与 {old} 一字不差。",
    "difference.less": "{new} 即 {old} 删去{parts}。",
    "difference.with": "{new} 即 {old}，但{parts}。",
    "difference.apart": "从 {old} 到 {new}：{parts}。",
    "part.deleted": "{what}（{chars}）",
    "part.deleted.apart": "删去{what}（{chars}）",
    "part.inserted": "增加{what}（{chars}）",
    "part.replaced": "改写{what}",
    "part.moved": "移动{what}",
    "part.layout": "换行不同{what}",
    "part.furniture.inserted": "夹入{what}",
    "part.furniture.deleted": "去掉{what}",
    "part.heading": "标题有改动",
    "and": "、",
    "diff.strangers": "{a} 与 {b} 不是同一文本的版本。",
    "diff.similarity": (
        "Jaccard {jaccard}，前者在后者中 {containment_a}，后者在前者中 {containment_b}"
    ),
    "diff.sign.deleted": "- 仅见于前者",
    "diff.sign.inserted": "+ 仅见于后者",
    "diff.sign.changed": "~ 有改动",
    "diff.sign.moved_away": "> 移走",
    "diff.sign.moved_here": "< 移来",
    "diff.sign.layout": "| 仅换行（|）或空格（_）",
    "diff.alike": "……相同的{paragraphs}……",
    "diff.moved_to": "移至第{line}行",
    "diff.moved_from": "由第{line}行移来",
    "keywords.none": "没有讲话。",
    "keywords.title": "关键词",
    "keywords.keyness": "与其余各篇相比",
    "keywords.no_keywords": "没有关键词。",
    "keywords.no_keyness": "没有：无突出词语，或无可比文本。",
    "keywords.main.note": "列出前{n}个词语及次数，--format csv 可列出全部。",
    "keywords.suggestive": "? = 仅供参考：该指标的置信下限未超过零。",
    "term": "词语",
    "count": "次数",
    "per_10k": "每万字",
    "reference_count": "其余",
    "log_ratio": "对数比",
    "dispersion": "DP",
    "measure.lrc": "LRC",
    "measure.g2": "G2",
    "measure.logratio": "分值",
    "concordance.none": "没有讲话。",
    "concordance.no_hits": "{term}：在{speeches}（{chars}）中未找到。",
    "concordance.summary": (
        "{term}：{speeches}中有{n}篇出现，共{hits}，每万字{rate}次，同一文本只计一次。"
    ),
    "concordance.versions": "{mark} 另有{hits}见于这些讲话的其他版本，不计入。",
    "concordance.counts": "次数及在文中的位置（自始至终）",
    "concordance.absent": "未见于{list}。",
    "concordance.differs": ("比其余各篇明显多记+，明显少记-；无符号者不能与其余各篇区分。"),
    "concordance.collocates": "搭配词：{term}前后的词语",
    "concordance.near": "前后各{window}词，不出句子；全部{words}词中有{near}词在其前后。",
    "concordance.no_collocates": "没有：前后无足够常见的词语。",
    "concordance.chance": "? = 不能与偶然区分。",
    "hits": "次数",
    "interval": "95%",
    "differs": "+/-",
    "observed": "前后",
    "expected": "期望",
    "left_right": "前/后",
    "total": "总数",
    "measure.mi": "MI",
    "measure.mi3": "MI3",
    "measure.t": "t",
    "measure.logdice": "logDice",
    "themes.summary": "{speeches}，编码表 {codebook}。",
    "themes.none": "没有讲话。",
    "themes.explain": "占该篇会议程序以外字数的比重，附95%区间。",
    "themes.insufficient": "证据不足（字数太少）：{list}。",
    "themes.too_little": "证据不足",
    "themes.weightless": "各篇均未涉及：{list}。",
    "themes.framing": "会议程序（占全文）",
    "themes.framing.short": "会议程序",
    "themes.scored": "计分字数",
    "themes.main": "主要主题",
    "themes.main.note": "每篇列出比重最大的{n}个主题，--format csv 可列出全部。",
    "themes.contrasts": "对比",
    "themes.apart": "{of}次主题比较中有{n}次可以区分。",
    "themes.alike": "{of}对中有{n}对在任何主题上都不能区分：{list}。",
    "themes.alike.none": "{of}对中每一对都有可以区分的主题。",
    "themes.alike.all": "{of}对在任何主题上都不能区分：{list}。",
    "themes.distances": "最接近：{near}（距离 {near_by}）；相差最大：{far}（{far_by}）。",
    "themes.distance": "{near} 的距离：{near_by}。",
    "themes.positions": "比重最大的主题在文中的位置（自始至终）",
    "themes.topics": "不用编码表找到的话题",
    "themes.passages": "{passages}已计分，--format json 可列出。",
    "theme": "主题",
    "points": "百分点",
    "position": "位置",
    "topic": "话题",
    "terms": "词语",
    "stability": "稳定度",
}

_WORDS: dict[Lang, dict[str, str]] = {"zh": _ZH, "en": _EN}

_UNITS: dict[str, tuple[str, str, str]] = {
    # English singular and plural, Chinese measure word with its noun
    "document": ("document", "documents", "份文档"),
    "speech": ("speech", "speeches", "篇讲话"),
    "char": ("character", "characters", "字"),
    "paragraph": ("paragraph", "paragraphs", "段"),
    "passage": ("passage", "passages", "处"),
    "place": ("place", "places", "处"),
    "sentence": ("sentence", "sentences", "个句子"),
    "hit": ("hit", "hits", "处"),
    "page_footer": ("page footer", "page footers", "处页脚"),
    "page_number": ("page number", "page numbers", "处页码"),
    "page_furniture": ("piece of page furniture", "pieces of page furniture", "处页面文字"),
    "running_head": ("running head", "running heads", "处页眉页脚"),
    "truncation_notice": ("truncation notice", "truncation notices", "处截断提示"),
    "advertisement": ("advertisement", "advertisements", "处广告"),
    "editors_note": ("editor's note", "editor's notes", "处编者说明"),
    "forum_garbage": ("piece of forum garbage", "pieces of forum garbage", "处论坛乱码"),
    "style_sheet": ("style rule", "style rules", "处样式代码"),
    "markup": ("piece of markup", "pieces of markup", "处网页标记"),
    "ruby": ("reading in brackets", "readings in brackets", "处括注读音"),
    "repeated_title": ("repeated title", "repeated titles", "处重复标题"),
    "page_header": ("page header", "page headers", "处网页信息"),
    "placeholder": ("template placeholder", "template placeholders", "处模板占位符"),
    "separator": ("separator line", "separator lines", "处分隔线"),
    "navigation": ("navigation line", "navigation lines", "处导航文字"),
    "censor_mark": ("censor's stroke", "censor's strokes", "处隔字符"),
    "invisible": ("invisible character", "invisible characters", "处不可见字符"),
    "line_break": ("broken line", "broken lines", "处断行"),
    "glyph": ("wrong glyph", "wrong glyphs", "处错字"),
    "bracket": ("damaged bracket", "damaged brackets", "处括号"),
    "stray_space": ("stray space", "stray spaces", "处多余空格"),
}

_NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)
"""English prose writes numbers up to ten as words."""


def label(key: str, lang: Lang) -> str:
    """The word or sentence of a key.

    Raises
    ------
    ValueError
        When there is no such key.
    """
    try:
        return _WORDS[lang][key]
    except KeyError:
        raise ValueError(f"no label {key!r} in {lang!r}") from None


def sentence(key: str, lang: Lang, **values: str) -> str:
    """The sentence of a key with its places filled."""
    return label(key, lang).format(**values)


def border_reason(kind: str, lang: Lang) -> str:
    """What speaks for a border or against it; a kind without words is shown as it is called.

    Examples
    --------
    >>> border_reason("some_new_kind", "en")
    'some new kind'
    """
    return _WORDS[lang].get(f"reason.border.{kind}", kind.replace("_", " "))


def number(value: int, lang: Lang) -> str:
    """A count as people write it.

    Examples
    --------
    >>> number(11687, "en"), number(11687, "zh")
    ('11,687', '11687')
    """
    return f"{value:,}" if lang == "en" else str(value)


def counted(n: int, unit: str, lang: Lang, *, words: bool = False) -> str:
    """A count with its noun; small English ones as words if wanted.

    A unit without words of its own is shown as it is called.

    Examples
    --------
    >>> counted(1, "speech", "en"), counted(4, "paragraph", "en", words=True)
    ('1 speech', 'four paragraphs')
    >>> counted(4, "paragraph", "zh")
    '4段'
    """
    name = unit.replace("_", " ")
    singular, plural, chinese = _UNITS.get(unit, (name, name, f"处 {name}"))
    if lang == "zh":
        return f"{number(n, lang)}{chinese}"
    figure = _NUMBER_WORDS[n] if words and 0 <= n < len(_NUMBER_WORDS) else number(n, lang)
    return f"{figure} {singular if n == 1 else plural}"


def joined(parts: list[str], lang: Lang) -> str:
    """A list as a sentence carries it."""
    return ("、" if lang == "zh" else ", ").join(parts)


def percent(fraction: float, *, decimals: int = 1) -> str:
    """A fraction as a percentage.

    Examples
    --------
    >>> percent(0.2314), percent(0.2314, decimals=0), percent(-0.0)
    ('23.1%', '23%', '0.0%')
    """
    return f"{round(fraction * 100, decimals) + 0.0:.{decimals}f}%"
