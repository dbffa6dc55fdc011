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
    "split.summary": "{documents}, {speeches}.",
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
    "change.break": "layout: only line ends or blanks differ, where | stands.",
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
    "keywords.context": "in context",
    "keywords.score": "score",
    "keywords.no_keywords": "No keywords.",
    "keywords.no_keyness": "None: nothing stands out, or there is nothing to compare with.",
    "keywords.main.note": "The first {n} terms with their counts; --format csv gives all.",
    "keywords.suggestive": "? = suggestive only: the log ratio's bound does not reach past zero.",
    "keyness.against": "Against {name}",
    "keyness.too_short": "Too short for key terms: {n} running words of the {least} it takes.",
    "keyness.reference": "ref.",
    "keyness.rate": "rate",
    "keyness.reference_rate": "ref. rate",
    "keyness.rates": "Rates are occurrences in 10,000 running words.",
    "keyness.range": "range",
    "keyness.interval": "interval",
    "keyness.interval.note": "Interval: - 95% interval of the log ratio, * the ratio, | zero.",
    "keyness.group": "{by}: {value}",
    "keyness.group.unknown": "unknown",
    "keyness.group.size": "{speeches}, {words} running words",
    "trends.title": "Over time",
    "trends.summary": "{texts} with a date, {first} to {last}; {n} terms looked at.",
    "trends.undated": "Left out, without a date: {texts}.",
    "trends.none": "No term is frequent enough to tell a trend.",
    "trends.rises": "Rising",
    "trends.falls": "Falling",
    "trends.unclear": "Rise and fall cannot be told apart",
    "trends.explain": "Doublings of the rate in a year, with their 95% interval.",
    "trends.bars": "rates",
    "trends.slope": "a year",
    "trends.interval": "interval",
    "trends.rate.first": "first",
    "trends.rate.last": "last",
    "term": "term",
    "count": "count",
    "per_10k": "per 10,000",
    "reference_count": "others",
    "log_ratio": "log ratio",
    "dispersion": "DP",
    "measure.lrc": "LRC",
    "measure.g2": "G2",
    "measure.logratio": "score",
    "measure.fightin": "z",
    "measure.simplemaths": "SM",
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
    "themes.explain.mean": " Mean: of {texts}, versions of one text counted once.",
    "themes.insufficient": (
        "Insufficient evidence: {list}. Too little text with a theme to say what is stressed; "
        "marked '{mark}', and no difference is told."
    ),
    "themes.too_little": "too little",
    "themes.weightless": "Without any weight: {list}.",
    "themes.mean": "mean",
    "themes.texts": "texts",
    "themes.groups": "Groups by {by}",
    "themes.calibrated": (
        "Against {labels} of {coders}: micro-F1 {f1} before calibration, {f1_after} after; "
        "heaviest theme right in {top}, {top_after} after; shares wrong by {error} points, "
        "{error_after} after."
    ),
    "themes.labels.left": "Left out, of other speeches or of texts that changed: {labels}.",
    "themes.weakest": "Least surely found: {list}.",
    "themes.accuracy": "{theme} (precision {precision}, recall {recall}, {labels})",
    "themes.framing": "framing, of all",
    "themes.framing.short": "framing",
    "themes.scored": "chars scored",
    "themes.main": "main themes",
    "themes.main.share": "{theme} {share} ({interval})",
    "themes.main.quoted": "{theme} {share} ({interval}), line {line}",
    "themes.main.note": "The {n} heaviest themes of each speech; --format csv gives all.",
    "themes.bars": "Farthest from the mean, in percentage points",
    "themes.bar.less": "less",
    "themes.bar.more": "more",
    "themes.bars.note": (
        "Up to {n} themes above the mean and {n} below it. {mark}: a contrast below tells it "
        "apart in this direction; without it the distance may be chance."
    ),
    "themes.contrasts": "Contrasts",
    "themes.sides": "a, b",
    "themes.points.note": (
        "points: share in a less share in b. q decides what can be told apart; the interval is "
        "more cautious and may reach past zero."
    ),
    "themes.terms": "Below a theme the terms that make the difference, how often in a : in b.",
    "themes.more": "more",
    "themes.less": "less",
    "themes.farthest": "farthest, in points",
    "themes.cuts": "What the cut did",
    "themes.cuts.many": "{n} pairs of versions of one text, and what the shorter one lacks.",
    "themes.cuts.untested": (
        "Whether a cut spared a theme is tested for few speeches only, or for one by --pairs "
        "WHOLE,PART."
    ),
    "themes.cut": "{part} lacks {removed} of the themed text of {whole}.",
    "themes.cut.nothing": "{part} lacks nothing of the themed text of {whole}.",
    "themes.cut.even": (
        "As far as can be told the cut spared no theme: nothing tells it from a cut of this "
        "size that does not look at themes."
    ),
    "themes.cut.uneven": "The cut was not even-handed: {parts}.",
    "themes.cut.spared": "it spared {list}",
    "themes.cut.hit": "it fell hardest on {list}",
    "themes.cut.short": "Too little text to tell whether the cut spared a theme.",
    "themes.cut.untested": "Whether it spared a theme was not tested; --pairs {pair} does.",
    "themes.cut.note": (
        "even-handed: the share that 95 of 100 cuts leave that take as much and spare no theme; "
        "of many themes one may lie outside by chance. {mark}: can be told from chance."
    ),
    "themes.before": "before",
    "themes.after": "after",
    "themes.even": "even-handed",
    "themes.removed": "removed",
    "themes.whole": "whole",
    "themes.part": "part",
    "themes.verdict": "the cut",
    "themes.verdict.nothing": "took no themed text",
    "themes.verdict.even": "spared no theme",
    "themes.verdict.uneven": "was not even-handed",
    "themes.verdict.short": "too little text",
    "themes.verdict.untested": "not tested",
    "themes.trends": "Over time",
    "themes.trends.summary": "{texts} of {years}, {first} to {last}; each text counts once.",
    "themes.trends.told": "Of {of} themes, {n} can be said to rise or fall.",
    "themes.trends.rises": "Rising",
    "themes.trends.falls": "Falling",
    "themes.trends.unclear": "Unclear: rise and fall cannot be told apart",
    "themes.trends.explain": (
        "Change of the share in ten years, in percentage points, with its 95% interval; q, of "
        "a permutation of the years, decides."
    ),
    "themes.trends.bars": "A bar is the mean of {n} years.",
    "themes.trends.shares": "by year",
    "themes.trends.slope": "10 years",
    "themes.apart": "Of {of} comparisons of a theme, {n} can be told apart.",
    "themes.apart.none": "None of {of} comparisons of a theme can be told apart.",
    "themes.alike": "In {n} of {of} pairs no theme can be told apart: {list}.",
    "themes.alike.none": "In each of {of} pairs a theme can be told apart.",
    "themes.alike.all": "In none of {of} pairs can any theme be told apart: {list}.",
    "themes.distances": "Most alike: {near} (distance {near_by}); least: {far} ({far_by}).",
    "themes.distance": "Distance of {near}: {near_by}.",
    "themes.distances.title": "Distances (Jensen-Shannon): 0 the same, 1 nothing in common",
    "themes.map": "Map",
    "themes.map.explain": (
        "A description and no test (correspondence analysis): {across} of all differences lie "
        "across, {up} up and down. Speeches near each other weigh themes alike, and lie towards "
        "the themes they stress; the cross is the mean."
    ),
    "themes.map.crowd": "{sign} a speech or several",
    "themes.map.left": (
        "Left out: {themes} of least influence on the plane; --rows map --format csv lists "
        "all points."
    ),
    "themes.map.narrow": "For a plot the page is too narrow; --rows map --format csv lists it.",
    "themes.map.nearest": "nearest themes",
    "themes.positions": "Where the heaviest themes stand, from beginning to end",
    "themes.places.note": (
        "Below each the sentence that carries it most, with its line; terms of the theme "
        "in {marks}."
    ),
    "themes.quoted": "line {line}: ",
    "themes.sections": "What each section is about",
    "themes.section": "section",
    "themes.sections.note": (
        "Sections of the first level, with up to {n} themes; --rows sections --format csv lists "
        "those below too."
    ),
    "themes.sections.left": "... and {n} further sections",
    "themes.topics": "Topics found without the codebook",
    "themes.topics.chosen": (
        "{n} topics: of the numbers that are equally stable, as far as can be told, the largest."
    ),
    "themes.topics.given": "{n} topics, as asked for; stability {stability}.",
    "themes.topics.unstable": (
        "They are not stable (from {least} they would be): another half of the text gives others."
    ),
    "themes.topics.none": (
        "No stable topics: two halves of the text do not give the same (stable from {least})."
    ),
    "themes.topics.too_little": "Too little text to look for topics.",
    "themes.topics.tried": "Stability of each number tried: {list}.",
    "themes.topics.doubtful": "? = not stable.",
    "themes.topics.uncovered": "! = the codebook has little of it.",
    "themes.covered": "covered",
    "themes.passages": "{passages} scored; --format json lists them.",
    # codebook
    "codebook.summary": "Codebook {codebook}: {themes} in {groups}, {terms}.",
    "codebook.framing": "{themes} and framing",
    "codebook.explain": (
        "A seed stands for its theme; a weak term hints at it and counts less; an excluded "
        "string holds a term of the theme and means something else; in a blocked one no theme "
        "is seen. CAP: major topics of the Comparative Agendas Project."
    ),
    "codebook.edit": "--format json gives a file to edit and to hand back with --codebook FILE.",
    "codebook.theme": "{label} ({id})",
    "codebook.size": ", {terms}",
    "codebook.cap": ", CAP {list}",
    "seeds": "seeds",
    "weak": "weak",
    "exclude": "excluded",
    "block": "blocked",
    "theme": "theme",
    "points": "points",
    "position": "position",
    "topic": "topic",
    "terms": "terms",
    "stability": "stability",
    # label
    "label.start": (
        "{paragraphs} of {speeches}, codebook {codebook}, coder {coder}; answers go to {path}."
    ),
    "label.paragraph": "Paragraph {n} of {of}, {labelled} labelled",
    "label.line": "{path}, line {lines}{of}",
    "label.lines": "{path}, lines {lines}{of}",
    "label.of_record": " of the record",
    "label.of_extracted": " of the text taken out",
    "label.under": "Under: {headings}",
    "label.group": "{name}:",
    "label.keys": (
        "Numbers or ids, the heaviest theme first, such as 3 17; 0 where none fits; Enter skips, "
        "b goes back, q stops; ? 5 says what 5 means."
    ),
    "label.prompt": "Themes: ",
    "label.between": "; ",
    "label.no_theme": "no theme",
    "label.given": "Labelled already: {themes}; Enter keeps that.",
    "label.noted": "Noted: {themes}.",
    "label.unknown": "{word} is no theme: numbers go from 1 to {n}; ? says what else can be typed.",
    "label.none_alone": "0 says that no theme fits, so nothing stands beside it.",
    "label.undefined": "{theme}: the codebook has no definition of it.",
    "label.defined": "{theme}: {definition}",
    "label.first": "There is none before this one.",
    "label.stopped": "{labelled} of {of} labelled; the same command goes on from here.",
    "label.skipped": "{labelled} of {of} labelled; the same command asks for the others again.",
    "label.done": "All {of} labelled.",
    # agreement
    "agreement.summary": "{coders} ({list}); {places} that two or more labelled, {labels} there.",
    "agreement.single": "Left out, with a label of one coder only: {paragraphs}.",
    "agreement.changed": "Left out, since the text changed between labels: {paragraphs}.",
    "agreement.sets": "Sets of themes (MASI distance): alpha {alpha}, 95% interval {interval}.",
    "agreement.undefined": "cannot be computed",
    "agreement.undefined.note": "{sign} cannot be computed: the labels hardly vary.",
    "agreement.interval": "{low} to {high}",
    "agreement.unused": "Given by nobody: {list}.",
    "agreement.explain": (
        "Krippendorff's alpha: 1 full agreement, 0 as by chance. Of each theme: whether it is "
        "there or not."
    ),
    "alpha": "alpha",
    "labels": "labels",
    "paragraphs": "paragraphs",
    # doctor
    "doctor.summary": "{speeches}, codebook {codebook}: {sentences}, {chars}.",
    "doctor.none": "There is no sentence to look at.",
    "doctor.explain": "What the codebook misses in these texts, and where it misleads.",
    "doctor.versions": "Left out as versions of others: {speeches}.",
    "doctor.coverage": "What sentences get their theme from",
    "basis.seed": "seeds in them",
    "basis.weak": "weak terms alone",
    "basis.context": "context alone (no term fires)",
    "basis.none": "nothing (no term fires)",
    "doctor.unmatched": "Sentences in which no term fires",
    "doctor.unmatched.count": "{n} different ones; the most typical first, then the longest.",
    "doctor.unmatched.none": "There is none.",
    "doctor.missing": "Phrases typical of them: {list}.",
    "doctor.phrase": "{term} ({n} of {of})",
    "doctor.ambiguous": "Terms in company of another theme",
    "doctor.ambiguous.count": (
        "Of {of} terms in paragraphs enough to tell, {n} stand where another theme clearly holds "
        "more; for {sure} that is beyond chance among so many (q below .10)."
    ),
    "doctor.ambiguous.none": (
        "None of {of} terms in paragraphs enough to tell stands where another theme clearly holds "
        "more."
    ),
    "doctor.ambiguous.note": (
        "Shares of the themes that the other terms around it speak for; in brackets what is usual "
        "in these texts. {mark} may well be chance."
    ),
    "doctor.inside": "Terms that fire inside longer words",
    "doctor.inside.count": (
        "{n} different ones, {misleading} where another theme clearly holds more. A string that "
        'means something else goes into "exclude" of the theme, or into "block".'
    ),
    "doctor.inside.none": "There is none.",
    "doctor.passed_over": "Terms passed over inside words",
    "doctor.passed_over.count": (
        "{n} different ones: neither end of the term is the border of a word. What should count "
        "has to become a term itself."
    ),
    "doctor.passed_over.none": "There is none.",
    "doctor.silent": "Terms that never fire",
    "doctor.silent.count": "{n} of {of}; --format json lists them all.",
    "doctor.silent.none": "There is none.",
    "doctor.suggested": "Phrases that may be terms",
    "doctor.suggested.note": (
        "How many of their occurrences, outside the terms there are, lie with the theme. "
        "{mark} may be chance among {n} phrases."
    ),
    "doctor.suggested.none": "None of {n} frequent phrases stands with one theme.",
    "doctor.listed": "--format json lists {n}.",
    "sentences": "sentences",
    "sentence": "sentence",
    "phrase": "phrase",
    "doctor.own_theme": "its theme",
    "doctor.other_theme": "stands with",
    "doctor.string": "string",
    "doctor.words": "words",
    "doctor.never": "silent",
    "doctor.of": "of",
    "doctor.with_theme": "with it",
    "kind.seed": "seed",
    "kind.weak": "weak",
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
    "split.summary": "{documents}，{speeches}。",
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
    "change.break": "排版：仅 | 处的换行或空格不同。",
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
    "keywords.context": "语境",
    "keywords.score": "得分",
    "keywords.no_keywords": "没有关键词。",
    "keywords.no_keyness": "没有：无突出词语，或无可比文本。",
    "keywords.main.note": "列出前{n}个词语及次数，--format csv 可列出全部。",
    "keywords.suggestive": "? = 仅供参考：对数比的置信下限未超过零。",
    "keyness.against": "与{name}相比",
    "keyness.too_short": "字数太少，不求突出词语：{n}词，至少须{least}词。",
    "keyness.reference": "参照",
    "keyness.rate": "词频",
    "keyness.reference_rate": "参照词频",
    "keyness.rates": "词频按每万词计。",
    "keyness.range": "分布",
    "keyness.interval": "区间",
    "keyness.interval.note": "区间：- 对数比的95%区间，* 对数比，| 零。",
    "keyness.group": "{by}：{value}",
    "keyness.group.unknown": "不详",
    "keyness.group.size": "{speeches}，{words}词",
    "trends.title": "历年变化",
    "trends.summary": "有日期的{texts}，{first}至{last}；考察词语{n}个。",
    "trends.undated": "无日期而未计入：{texts}。",
    "trends.none": "没有词语多到足以看出变化。",
    "trends.rises": "上升",
    "trends.falls": "下降",
    "trends.unclear": "升降不能区分",
    "trends.explain": "词频每年翻番的次数，附95%区间。",
    "trends.bars": "词频",
    "trends.slope": "每年",
    "trends.interval": "区间",
    "trends.rate.first": "最初",
    "trends.rate.last": "最后",
    "term": "词语",
    "count": "次数",
    "per_10k": "每万字",
    "reference_count": "其余",
    "log_ratio": "对数比",
    "dispersion": "DP",
    "measure.lrc": "LRC",
    "measure.g2": "G2",
    "measure.logratio": "分值",
    "measure.fightin": "z",
    "measure.simplemaths": "SM",
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
    "themes.explain.mean": "均值：{texts}的平均，同一文本的各版本只计一次。",
    "themes.insufficient": (
        "证据不足：{list}。涉及主题的字数太少，不足以说明侧重；表中记作“{mark}”，也不判断差异。"
    ),
    "themes.too_little": "证据不足",
    "themes.weightless": "各篇均未涉及：{list}。",
    "themes.mean": "均值",
    "themes.texts": "文本数",
    "themes.groups": "按 {by} 分组",
    "themes.calibrated": (
        "与{coders}的{labels}相比：micro-F1 校准前 {f1}，校准后 {f1_after}；"
        "最主要的主题判对的比例 {top}，校准后 {top_after}；"
        "比重误差{error}个百分点，校准后{error_after}个。"
    ),
    "themes.labels.left": "属于其他讲话或文字有改动而未计入：{labels}。",
    "themes.weakest": "最不可靠：{list}。",
    "themes.accuracy": "{theme}（精确率 {precision}，召回率 {recall}，{labels}）",
    "themes.framing": "会议程序（占全文）",
    "themes.framing.short": "会议程序",
    "themes.scored": "计分字数",
    "themes.main": "主要主题",
    "themes.main.share": "{theme} {share} ({interval})",
    "themes.main.quoted": "{theme} {share} ({interval})，第{line}行",
    "themes.main.note": "每篇列出比重最大的{n}个主题，--format csv 可列出全部。",
    "themes.bars": "与均值相差最大的主题（百分点）",
    "themes.bar.less": "少",
    "themes.bar.more": "多",
    "themes.bars.note": (
        "高于、低于均值的主题各列至多{n}个。{mark}：下文有对比可在此方向上区分；"
        "无此符号者可能出于偶然。"
    ),
    "themes.contrasts": "对比",
    "themes.sides": "甲、乙",
    "themes.points.note": (
        "百分点：甲的比重减乙的比重。能否区分以 q 为准，区间较为保守，可能越过零。"
    ),
    "themes.terms": "主题之下为造成差异的词语及其次数，甲 : 乙。",
    "themes.more": "偏多",
    "themes.less": "偏少",
    "themes.farthest": "相差最大（百分点）",
    "themes.cuts": "删减的影响",
    "themes.cuts.many": "同一文本的版本{n}对，及较短者所缺。",
    "themes.cuts.untested": (
        "讲话较少时才检验删减是否有所偏重；其中一对可用 --pairs 全本,节本 检验。"
    ),
    "themes.cut": "{part} 缺少 {whole} 涉及主题文字的 {removed}。",
    "themes.cut.nothing": "{part} 不缺 {whole} 涉及主题的文字。",
    "themes.cut.even": "删减对各主题大体一视同仁：不能与同样篇幅、不加选择的删减区分。",
    "themes.cut.uneven": "删减并非一视同仁：{parts}。",
    "themes.cut.spared": "较多保留{list}",
    "themes.cut.hit": "较多删去{list}",
    "themes.cut.short": "字数太少，不能判断删减是否有所偏重。",
    "themes.cut.untested": "未检验删减是否有所偏重，可用 --pairs {pair} 检验。",
    "themes.cut.note": (
        "不偏重：同样篇幅、不加选择的删减，每百次有95次落在其间；主题既多，"
        "个别落在其外可能出于偶然。{mark}：可与偶然区分。"
    ),
    "themes.before": "删前",
    "themes.after": "删后",
    "themes.even": "不偏重",
    "themes.removed": "删去",
    "themes.whole": "全本",
    "themes.part": "节本",
    "themes.verdict": "删减",
    "themes.verdict.nothing": "未删涉及主题的文字",
    "themes.verdict.even": "大体一视同仁",
    "themes.verdict.uneven": "并非一视同仁",
    "themes.verdict.short": "字数太少",
    "themes.verdict.untested": "未检验",
    "themes.trends": "历年变化",
    "themes.trends.summary": "{years}的{texts}，{first}至{last}；同一文本只计一次。",
    "themes.trends.told": "{of}个主题中，升降明确的有{n}个。",
    "themes.trends.rises": "上升",
    "themes.trends.falls": "下降",
    "themes.trends.unclear": "不明确：升降不能区分",
    "themes.trends.explain": (
        "比重每十年的变化（百分点），附95%区间；升降是否明确以 q（年份的置换检验）为准。"
    ),
    "themes.trends.bars": "每条为{n}年的平均。",
    "themes.trends.shares": "历年比重",
    "themes.trends.slope": "每十年",
    "themes.apart": "{of}次主题比较中有{n}次可以区分。",
    "themes.apart.none": "{of}次主题比较均不能区分。",
    "themes.alike": "{of}对中有{n}对在任何主题上都不能区分：{list}。",
    "themes.alike.none": "{of}对中每一对都有可以区分的主题。",
    "themes.alike.all": "{of}对在任何主题上都不能区分：{list}。",
    "themes.distances": "最接近：{near}（距离 {near_by}）；相差最大：{far}（{far_by}）。",
    "themes.distance": "{near} 的距离：{near_by}。",
    "themes.distances.title": "距离（Jensen-Shannon）：0为相同，1为全无共同之处",
    "themes.map": "分布图",
    "themes.map.explain": (
        "仅作描述，并非检验（对应分析）：横向占全部差异的{across}，纵向占{up}。"
        "相近的讲话侧重相近，并靠近其侧重的主题；十字处为均值。"
    ),
    "themes.map.crowd": "{sign} 一篇或数篇讲话",
    "themes.map.left": "另有{themes}影响较小，未画出；--rows map --format csv 可列出全部的点。",
    "themes.map.narrow": "页面太窄，不能作图；--rows map --format csv 可列出。",
    "themes.map.nearest": "最近的主题",
    "themes.positions": "比重最大的主题在文中的位置（自始至终）",
    "themes.places.note": "其下为最能体现该主题的句子及其行号，该主题的词语以 {marks} 标出。",
    "themes.quoted": "第{line}行：",
    "themes.sections": "各部分的主题",
    "themes.section": "部分",
    "themes.sections.note": (
        "列出一级标题下的各部分及其至多{n}个主题；--rows sections --format csv 可列出下级各部分。"
    ),
    "themes.sections.left": "……另有{n}个部分",
    "themes.topics": "不用编码表找到的话题",
    "themes.topics.chosen": "{n}个话题：在稳定度不能区分的个数中取最大的。",
    "themes.topics.given": "按要求分为{n}个话题，稳定度 {stability}。",
    "themes.topics.unstable": "这些话题并不稳定（达到 {least} 才算）：换一半文本就会得出别的话题。",
    "themes.topics.none": "没有稳定的话题：文本的两半得不出相同的话题（达到 {least} 才算稳定）。",
    "themes.topics.too_little": "字数太少，无法寻找话题。",
    "themes.topics.tried": "各种个数的稳定度：{list}。",
    "themes.topics.doubtful": "? = 不稳定。",
    "themes.topics.uncovered": "! = 编码表很少涉及。",
    "themes.covered": "涉及",
    "themes.passages": "{passages}已计分，--format json 可列出。",
    # codebook
    "codebook.summary": "编码表 {codebook}：{groups}{themes}，{terms}。",
    "codebook.framing": "{themes}，另有会议程序",
    "codebook.explain": (
        "标志词代表主题；提示词只作提示，计分较低；排除的字串含有该主题的词语而另有所指；"
        "屏蔽的字串不属于任何主题。CAP：比较议程项目（Comparative Agendas Project）的大类编号。"
    ),
    "codebook.edit": "--format json 可得编码表文件，修改后用 --codebook FILE 交回。",
    "codebook.theme": "{label}（{id}）",
    "codebook.size": "，{terms}",
    "codebook.cap": "，CAP {list}",
    "seeds": "标志词",
    "weak": "提示词",
    "exclude": "排除",
    "block": "屏蔽",
    "theme": "主题",
    "points": "百分点",
    "position": "位置",
    "topic": "话题",
    "terms": "词语",
    "stability": "稳定度",
    "label.start": (
        "{speeches}，共{paragraphs}，编码表 {codebook}，编码员 {coder}；结果写入 {path}。"
    ),
    "label.paragraph": "第{n}段，共{of}段，已标{labelled}段",
    "label.line": "{path}，{of}第{lines}行",
    "label.lines": "{path}，{of}第{lines}行",
    "label.of_record": "该记录",
    "label.of_extracted": "提取文本",
    "label.under": "所属标题：{headings}",
    "label.group": "{name}：",
    "label.keys": (
        "输入编号或代号，最主要的在前，如 3 17；均不合适 0；回车跳过，b 返回，q 结束；"
        "? 5 查看5的含义。"
    ),
    "label.prompt": "主题：",
    "label.between": "；",
    "label.no_theme": "无合适主题",
    "label.given": "已标：{themes}；回车保留。",
    "label.noted": "已记：{themes}。",
    "label.unknown": "{word} 不是主题：编号为1至{n}；? 说明可输入的内容。",
    "label.none_alone": "0 表示均不合适，不能与其他并列。",
    "label.undefined": "{theme}：编码表未作定义。",
    "label.defined": "{theme}：{definition}",
    "label.first": "前面没有了。",
    "label.stopped": "{of}段中已标{labelled}段；再次运行同一命令可继续。",
    "label.skipped": "{of}段中已标{labelled}段；再次运行同一命令会再问其余各段。",
    "label.done": "{of}段已全部标完。",
    "agreement.summary": "{coders}（{list}）；两人以上所标{places}，共{labels}。",
    "agreement.single": "仅一人所标而未计入：{paragraphs}。",
    "agreement.changed": "标注之间文字有改动而未计入：{paragraphs}。",
    "agreement.sets": "主题组合（MASI 距离）：alpha {alpha}，95%区间{interval}。",
    "agreement.undefined": "无法计算",
    "agreement.undefined.note": "{sign} 无法计算：标注几无差异。",
    "agreement.interval": "{low}至{high}",
    "agreement.unused": "无人标过：{list}。",
    "agreement.explain": "Krippendorff alpha：1为完全一致，0等于偶然。各主题按有无计算。",
    "alpha": "alpha",
    "labels": "标注数",
    "paragraphs": "段数",
    # doctor
    "doctor.summary": "{speeches}，编码表 {codebook}：{sentences}，{chars}。",
    "doctor.none": "没有可看的句子。",
    "doctor.explain": "编码表在这些文本中漏了什么，又在哪里误导。",
    "doctor.versions": "同一文本的各版本只计一次，未计入{speeches}。",
    "doctor.coverage": "句子的主题从何而来",
    "basis.seed": "句中有标志词",
    "basis.weak": "只有提示词",
    "basis.context": "只凭上下文（无词命中）",
    "basis.none": "无（无词命中）",
    "doctor.unmatched": "无词命中的句子",
    "doctor.unmatched.count": "不同的句子{n}个；先列最典型的，再列最长的。",
    "doctor.unmatched.none": "没有。",
    "doctor.missing": "这些句子的典型词语：{list}。",
    "doctor.phrase": "{term}（{of}次中{n}次）",
    "doctor.ambiguous": "与其他主题为伴的词语",
    "doctor.ambiguous.count": (
        "{of}个词语所在段落足以判断，其中{n}个的周围明显以另一主题为主；"
        "在这么多词语中仍非偶然的有{sure}个（q小于0.10）。"
    ),
    "doctor.ambiguous.none": ("{of}个词语所在段落足以判断，没有一个的周围明显以另一主题为主。"),
    "doctor.ambiguous.note": (
        "份额按其周围其他词语所指的主题计；括号内为这些文本中的通常份额。{mark} 很可能出于偶然。"
    ),
    "doctor.inside": "在更长的词中命中的词语",
    "doctor.inside.count": (
        "共{n}种，其中{misleading}种的周围明显以另一主题为主。"
        '另有所指的字串可放进主题的 "exclude" 或 "block"。'
    ),
    "doctor.inside.none": "没有。",
    "doctor.passed_over": "词中略过的词语",
    "doctor.passed_over.count": "共{n}种，词语两端都不在词界；应当计入的须自成词语。",
    "doctor.passed_over.none": "没有。",
    "doctor.silent": "从未命中的词语",
    "doctor.silent.count": "{of}个中{n}个；--format json 全部列出。",
    "doctor.silent.none": "没有。",
    "doctor.suggested": "可以补入的词语",
    "doctor.suggested.note": (
        "在现有词语之外出现的次数中，有多少属于该主题。{mark} 在{n}个词语中可能出于偶然。"
    ),
    "doctor.suggested.none": "{n}个常见词语都不偏于一个主题。",
    "doctor.listed": "--format json 列出{n}个。",
    "sentences": "句子",
    "sentence": "句子",
    "phrase": "词语",
    "doctor.own_theme": "所属主题",
    "doctor.other_theme": "与之为伴",
    "doctor.string": "字串",
    "doctor.words": "所在的词",
    "doctor.never": "未命中",
    "doctor.of": "共",
    "doctor.with_theme": "属该主题",
    "kind.seed": "标志词",
    "kind.weak": "提示词",
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
    "theme": ("theme", "themes", "个主题"),
    "text": ("text", "texts", "篇文本"),
    "year": ("year", "years", "个年份"),
    "theme_group": ("group", "groups", "组"),
    "term": ("term", "terms", "个词语"),
    "coder": ("coder", "coders", "位编码员"),
    "label": ("label", "labels", "个标注"),
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
