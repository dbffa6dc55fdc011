"""Small results with every feature a page can show, built by hand from invented speeches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from speechkit.keywords.concordance import find_concordance, make_query
from speechkit.model import (
    Border,
    Document,
    DocumentSplit,
    Fact,
    OutlineItem,
    Reason,
    Removal,
    Repair,
    Span,
    Speech,
    SplitResult,
    View,
)
from speechkit.results import (
    Agreement,
    Calibration,
    Change,
    Codebook,
    CoderCount,
    Collocate,
    CollocatePlace,
    Collocates,
    Comparison,
    Concordance,
    Contrast,
    ContrastKind,
    CorpusEmphasis,
    Diagnosis,
    Difference,
    Distance,
    DuplicateGroup,
    DuplicatePair,
    Duplicates,
    Emphasis,
    EmphasisMap,
    Evidence,
    EvidenceSentence,
    GroupEmphasis,
    KeepReason,
    KeyTerm,
    Keyword,
    Keywords,
    MapPoint,
    PassagePlace,
    PeriodCount,
    Place,
    Quotation,
    Reliability,
    ScoredPassage,
    SectionEmphasis,
    SharedPassage,
    Similarity,
    SpeechEmphasis,
    SpeechGroup,
    SpeechKeywords,
    SpeechName,
    Subtheme,
    TermCount,
    TermDifference,
    TermPlace,
    TermTrend,
    Theme,
    ThemeAccuracy,
    ThemeAgreement,
    ThemeCut,
    ThemeEmphasis,
    ThemeEntry,
    ThemeGroup,
    ThemeShare,
    ThemeTrend,
    ThemeTrends,
    Topic,
    TopicChoice,
    TopicPassage,
    TrendDirection,
    Trends,
    TriedTopics,
    VersionEmphasis,
)
from speechkit.results.doctor import (
    AmbiguousTerm,
    BookTerm,
    Company,
    Coverage,
    Example,
    InsideWord,
    Looked,
    PassedOver,
    SilentTerms,
    SuggestedTerm,
    TermKind,
    UnmatchedSentence,
)

FOOTER = "本文章共2页，当前在第1页"
TEXT = f"""\
 第一篇：市长在云岭市政府第二次全体会议上的讲话
云岭市第五届人民政府第二次全体会议上的讲话
（2031年3月5日）
同志们：
一、把项目抓在手上
（一）抓“青松计划”。今年要建成三个园区，完成投资12亿元。
（二）抓道路。修好从北关到南渡的公路，让货车进得来、出得去。
（三）抓学校。新建两所小学，把“青松计划”的学生接进来。
二、把作风改过来
一要说实话。二要办实事。三要
 第二篇：市长在云岭市政府第二次全体会议上的讲话（摘要）
同志们：
一、把项目抓在手上
（一）抓“青松计划”。今年要建成三个
园区，完成投资12亿元。
（三）抓学校。新建两所小学，把“青松计划”的学生接进来。{FOOTER}
二、把作风改过来
一要说实话。二要办实事。三要守规矩。
 第三篇：县长在石桥县安全生产会上的讲话
同志们：今天的会只讲一件事：安全。矿山要查，学校要查，桥梁也要臵于检查之中。
"""


# ---------------------------------------------------------------------------- speeches


def view_of(text: str, span: Span, removed: Sequence[Span] = ()) -> View:
    """The stretch without what was removed and without the blanks around it."""
    start = (
        span.start + len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip())
    )
    end = span.start + len(text[span.start : span.end].rstrip())
    runs, position = [], start
    for gap in [*removed, Span(end, end)]:
        if position < gap.start:
            runs.append(Span(position, gap.start))
        position = gap.end
    starts = [sum(map(len, runs[:i])) for i in range(len(runs))]
    kept = "".join(text[run.start : run.end] for run in runs)
    return View(kept, tuple(starts), tuple(run.start for run in runs))


def span_of(text: str, part: str, start: int = 0) -> Span:
    """Where a part stands, from an offset on."""
    found = text.index(part, start)
    return Span(found, found + len(part))


def document_of(text: str = TEXT, *, id: str = "yunling", **more: str) -> Document:  # noqa: A002 - the field's name
    return Document(id, more.get("path", f"speeches/{id}.txt"), text, more.get("encoding", "utf-8"))


def lone_speech(
    id: str = "lone",  # noqa: A002 - the field's name
    *,
    text: str = "同志们：今天只讲安全。",
    title: str = "在安全会上的讲话",
    path: str | None = None,
    facts: Iterable[Fact] = (),
    encoding: str = "utf-8",
) -> Speech:
    """A document of one speech."""
    document = Document(id, path or f"{id}.txt", text, encoding)
    span = Span(0, len(text))
    return Speech(
        id, document, span, None, None, title, tuple(facts), True, (), view_of(text, span), 0
    )


def yunling() -> DocumentSplit:
    """Three speeches: the second made from the first, the third by itself."""
    document = document_of()
    first, second, third = _parts(document)
    facts = (
        Fact("date", "2031-03-05", span_of(TEXT, "2031年3月5日")),
        Fact("speaker", "宋远山"),
        Fact("role", "市长", span_of(TEXT, "市长")),
        Fact("place", "云岭市", span_of(TEXT, "云岭市")),
        Fact("occasion", "市政府第二次全体会议"),
    )
    first = replace(first, facts=facts, complete=False, outline=_outline(first))
    second = replace(second, facts=facts[1:4])
    third = replace(third, facts=(Fact("role", "县长"), Fact("place", "石桥县")))
    return DocumentSplit(document, (first, second, third), "第N篇：T", 0.97)


def _parts(document: Document) -> tuple[Speech, ...]:
    text = document.text
    starts = [text.index(f" 第{n}篇") for n in "一二三"]
    parts = []
    for n, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        line_end = text.index("\n", start)
        heading = Span(start + 1, line_end)
        removed, repaired = _removed(text, Span(start, end)), _repaired(text, Span(start, end))
        gaps = [removal.span for removal in removed]
        gaps = sorted(gaps + [repair.span for repair in repaired if not repair.after])
        parts.append(
            Speech(
                id=f"{document.id}#{n}",
                document=document,
                span=Span(start, end),
                number=n,
                heading=heading,
                title=text[start + 5 : line_end],
                facts=(),
                complete=True,
                outline=(),
                view=view_of(text.replace("臵", "置"), Span(start, end), gaps),
                body_start=line_end - start,
                removed=removed,
                repaired=repaired,
            )
        )
    return tuple(parts)


def _removed(text: str, span: Span) -> tuple[Removal, ...]:
    found = text.find(FOOTER, span.start, span.end)
    if found < 0:
        return ()
    return (Removal("page_footer", Span(found, found + len(FOOTER)), FOOTER),)


def _repaired(text: str, span: Span) -> tuple[Repair, ...]:
    wanted = [("三个\n园区", "line_break", "\n", ""), ("臵", "glyph", "臵", "置")]
    repairs = []
    for context, kind, before, after in wanted:
        found = text.find(context, span.start, span.end)
        if found >= 0:
            repairs.append(Repair(kind, span_of(text, before, found), before, after))
    return tuple(repairs)


def _outline(speech: Speech) -> tuple[OutlineItem, ...]:
    text = speech.document.text
    items = [
        (1, "一、", "把项目抓在手上"),
        (2, "（一）", "抓“青松计划”"),
        (1, "二、", "把作风改过来"),
    ]
    return tuple(
        OutlineItem(level, label, title, span_of(text, label + title))
        for level, label, title in items
    )


def split_result() -> SplitResult:
    doubtful = replace(yunling(), confidence=0.41)
    big5 = lone_speech("shiqiao", encoding="gb18030", facts=[Fact("date", "2030")])
    return SplitResult((doubtful, single(lone_speech()), single(big5)))


def explained() -> DocumentSplit:
    """Three borders that were drawn, one that was only considered."""
    split = split_result().documents[0]
    text = split.document.text
    salutation, footer = span_of(text, "同志们："), span_of(text, FOOTER)
    borders = [
        Border(
            span=speech.heading,
            style="第N篇：T",
            number=n,
            drawn=True,
            confidence=1 / n,
            reasons=(
                Reason("salutation", 3.14159, salutation),
                Reason("a_kind_without_words", -0.5),
            ),
        )
        for n, speech in enumerate(split.speeches, 1)
        if speech.heading
    ]
    considered = Border(footer, "页N", None, False, 0.02, (Reason("salutation", -2.0, footer),))
    borders.insert(2, considered)
    return replace(split, borders=tuple(borders))


def single(speech: Speech) -> DocumentSplit:
    return DocumentSplit(speech.document, (speech,), None, 1.0)


# ------------------------------------------------------------------------------ dedupe


def duplicates() -> Duplicates[Speech]:
    speeches = yunling().speeches
    first, second, third = speeches
    pair = DuplicatePair(first, second, 0.8125, 0.8387097, 0.962963, "near")
    partial = DuplicatePair(first, third, 0.5, 0.6, 0.7, "partial")
    reason = KeepReason("longest", str(first.n_chars))
    passage = "新建两所小学，把“青松计划”的学生接进来"
    return Duplicates(
        speeches,
        threshold=0.7,
        containment=0.8,
        pairs=(pair, partial),
        groups=(DuplicateGroup((first, second), first, reason),),
        differences=(difference(first, second), unrelated(first, third)),
        passages=(
            SharedPassage(
                passage,
                (_place(first, passage), replace(_place(second, passage[:-2]), n_edits=2)),
                False,
            ),
            SharedPassage("同志们：", (_place(first, "同志们："), _place(third, "同志们：")), True),
        ),
    )


def difference(a: Speech, b: Speech) -> Difference:
    """What `yunling` did to its first speech to make the second."""
    text = a.document.text
    evidence = (
        Evidence("numbering_gap", b, ("（二）",)),
        Evidence("orphaned_items", b, ("一要", "二要")),
        Evidence("furniture", b, (FOOTER,)),
    )
    lost = "云岭市第五届人民政府第二次全体会议上的讲话\n（2031年3月5日）\n"
    road = text[text.index("（二）抓道路") : text.index("（三）抓学校")]
    changes = (
        Change("replaced", span_of(text, "第一篇"), span_of(text, "第二篇")),
        Change("inserted", None, span_of(text, "（摘要）")),
        Change("deleted", span_of(text, lost), None),
        Change(
            "layout", _empty(text.index("园区，完成")), span_of(text, "\n", text.rindex("三个\n"))
        ),
        Change("deleted", span_of(text, road), None),
        Change("furniture", None, span_of(text, FOOTER)),
        Change("inserted", None, span_of(text, "守规矩。")),
    )
    return Difference(a, b, b, evidence, changes)


def comparison() -> Comparison:
    """The first two speeches of `yunling`, and where they are the same."""
    first, second, _ = yunling().speeches
    shared = (
        "：市长在云岭市政府第二次全体会议上的讲话",
        "同志们：",
        "一、把项目抓在手上",
        "（一）抓“青松计划”。",
        "（三）抓学校。新建两所小学，把“青松计划”的学生接进来。",
        "二、把作风改过来",
        "一要说实话。二要办实事。三要",
    )
    alike = tuple((_place(first, text).span, _place(second, text).span) for text in shared)
    similarity = Similarity(0.8125, 0.8387097, 0.962963, "near")
    return Comparison(similarity, replace(difference(first, second), alike=alike))


def nothing_in_common() -> Comparison:
    """Two speeches of which nothing is left."""
    a, b = lone_speech("a", text=""), lone_speech("b", text="")
    return Comparison(Similarity(0.0, 0.0, 0.0, None), Difference(a, b, None, (), ()))


def unrelated(a: Speech, b: Speech) -> Difference:
    """A difference of which nobody knows the direction."""
    text = a.document.text
    changes = (
        Change("deleted", span_of(text, "二要办实事。"), None),
        Change("moved", span_of(text, "一要说实话。"), span_of(text, "矿山要查，")),
        Change("replaced", span_of(text, "修好从北关到南渡的公路"), span_of(text, "桥梁也要")),
    )
    return Difference(a, b, None, (), changes)


def _empty(offset: int) -> Span:
    return Span(offset, offset)


def _place(speech: Speech, passage: str) -> PassagePlace:
    return PassagePlace(speech, span_of(speech.document.text, passage, speech.span.start))


# ---------------------------------------------------------------------------- keywords


def keywords() -> Keywords:
    first, second, third = yunling().speeches
    suggested = key_term("学校", 1, 1, -0.25, of=first, suggestive=True)
    return Keywords(
        (
            SpeechKeywords(
                first,
                (keyword(first, "青松计划", 9.25), keyword(first, "抓", 1.5)),
                (key_term("青松计划", 2, 0, 1.75, of=first), suggested),
                640,
                sufficient=True,
            ),
            SpeechKeywords(second, (keyword(second, "青松计划", 8.0),), (), 87, sufficient=False),
            SpeechKeywords(
                third, (), (key_term("安全", 3, 0, 2.5, of=third),), 1210, sufficient=True
            ),
        )
    )


def grouped_keywords() -> Keywords:
    """Keywords with two groups, of one of which the fact is not known."""
    first, second, third = yunling().speeches
    return Keywords(
        keywords().speeches,
        groups=(
            SpeechGroup(
                "place",
                "云岭县",
                (first, second),
                727,
                sufficient=True,
                keyness=(key_term("青松计划", 4, 1, 0.75, of=first),),
            ),
            SpeechGroup("place", "", (third,), 60, sufficient=False, keyness=()),
        ),
    )


def dated_keywords() -> Keywords:
    """Keywords with the trends of terms over three years."""

    def trend(term: str, counts: tuple[int, ...], slope: float, q: float) -> TermTrend:
        words = zip(counts, (2000, 2500, 4000), strict=True)
        periods = tuple(PeriodCount(str(2021 + i), n, size) for i, (n, size) in enumerate(words))
        direction: TrendDirection = "unclear" if q >= 0.1 else "rises" if slope > 0 else "falls"
        return TermTrend(term, periods, slope, slope - 0.5, slope + 0.5, q / 2, q, direction)

    terms = (
        trend("青松计划", (0, 5, 40), 1.75, 0.001),
        trend("煤矿", (30, 11, 2), -1.5, 0.01),
        trend("学校", (6, 7, 13), 0.125, 0.6),
    )
    return Keywords(keywords().speeches, trends=Trends("year", 9, 2, 31, terms))


def keyword(speech: Speech, term: str, score: float) -> Keyword:
    text, places = speech.document.text, []
    found = text.find(term, speech.span.start, speech.span.end)
    while found >= 0:
        line = speech.document.line(found)
        places.append(Place(found, found + len(term), line))
        found = text.find(term, found + 1, speech.span.end)
    return Keyword(
        term,
        score,
        10_000 * len(places) / speech.n_chars,
        tuple(places),
        line_of(speech, places[-1]) if places else Quotation(0, 0, 1, ""),
    )


def line_of(speech: Speech, place: Place) -> Quotation:
    """The line of the document in which something stands."""
    text = speech.document.text
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    end = len(text) if end < 0 else end
    return Quotation(start, end, place.line, text[start:end])


def key_term(
    term: str,
    count: int,
    reference_count: int,
    score: float,
    *,
    of: Speech,
    suggestive: bool = False,
) -> KeyTerm:
    return KeyTerm(
        term,
        "lrc",
        score,
        count,
        reference_count,
        score + 1,
        7.5 * score,
        0.4321,
        suggestive,
        per_10k_words=count * 12.5,
        reference_per_10k_words=reference_count * 1.25,
        low=score,
        high=score + 4 if reference_count else math.inf,
        range=min(count, 2),
        n_parts=3,
        places=tuple(TermPlace(of.id, *place) for place in keyword(of, term, 0.0).places),
    )


# ------------------------------------------------------------------------- concordance


def concordance() -> Concordance:
    """Hits in a speech and in a version of it, none in the third."""
    first, second, third = yunling().speeches
    group = DuplicateGroup((first, second), first, KeepReason("longest", "180"))
    return find_concordance((first, second, third), make_query("抓"), context=12, groups=[group])


def collocates() -> Concordance:
    """The same with words near the term, one of which may be there by chance."""
    first = yunling().speeches[0]
    listed = (
        collocate(first, "道路", 2, 14.25, distinguishable=True),
        collocate(first, "学校", 1, 1.5, distinguishable=False),
    )
    return replace(concordance(), collocates=Collocates(5, "g2", 1, 120, 31, 12, listed))


def searched(speeches: Sequence[Speech], term: str) -> Concordance:
    """A term in any speeches, all of them versions of the first."""
    group = DuplicateGroup(tuple(speeches), speeches[0], KeepReason("first", ""))
    return find_concordance(speeches, make_query(term), context=12, groups=[group])


def collocate(
    speech: Speech, term: str, count: int, score: float, *, distinguishable: bool
) -> Collocate:
    span = span_of(speech.document.text, term, speech.span.start)
    place = CollocatePlace(speech.id, span, speech.document.line(span.start))
    return Collocate(
        term,
        score,
        count,
        expected=0.25,
        n_left=0,
        n_right=count,
        total=count,
        n_speeches=1,
        g2=score,
        mi=3.125,
        mi3=5.0,
        t=1.375,
        logdice=11.75,
        distinguishable=distinguishable,
        places=(place,) * count,
    )


# ------------------------------------------------------------------------------ themes

THEMES = (
    Theme("projects", "项目建设与投资", "Project pipeline & investment", "economy"),
    Theme("education", "教育", "Education", "society"),
    Theme("safety", "安全生产与市场监管", "Workplace safety & market regulation", "society"),
    Theme("culture", "文化旅游体育", "Culture, tourism & sport", "society"),
)


THEME_GROUPS = (
    ThemeGroup("society", "民生与社会", "Society & livelihood"),
    ThemeGroup("economy", "经济", "Economy"),
    ThemeGroup("nature", "自然", "Nature"),
)


def emphasis() -> Emphasis:
    """Three speeches, of which the second is made from the first and the third is too short."""
    first, second, third = yunling().speeches
    terms = (TermDifference("矿山", 0, 4, -2.5), TermDifference("安全", 1, 3, -1.125))
    return Emphasis(
        codebook="test 1",
        themes=THEMES,
        speeches=(
            weighed(first, (0.55, 0.35, 0.1, 0.0), "抓道路"),
            weighed(second, (0.5, 0.5, 0.0, 0.0), "抓学校"),
            weighed(third, (0.0, 0.02, 0.98, 0.0), "矿山要查", sufficient=False),
        ),
        contrasts=(
            Contrast(first, second, THEMES[0], 0.05, 0.6, 0.6, False, -0.1, 0.2, "versions"),
            Contrast(first, second, THEMES[1], -0.15, 0.4, 0.6, False, -0.4, 0.1, "versions"),
            Contrast(first, third, THEMES[0], 0.55, 0.4, 1.0, False, -0.1, 0.9),
            Contrast(
                first, None, THEMES[2], -0.3401, 0.001, 0.004, True, -0.5, -0.18, "rest", terms
            ),
            Contrast(second, None, THEMES[2], 0.125, 0.02, 0.06, True, 0.01, 0.25, "rest"),
        ),
        distances=(
            Distance(first, second, 0.125),
            Distance(first, third, 0.875),
            Distance(second, third, 0.9125),
        ),
        passages=(
            ScoredPassage(
                first,
                span_of(TEXT, "（二）抓道路。", first.span.start),
                (("projects", 0.7), ("framing", 0.3)),
            ),
            ScoredPassage(first, span_of(TEXT, "同志们："), ()),
        ),
        topics=(
            Topic(
                "农村道路、寄宿学校",
                ("农村道路", "寄宿学校", "园区"),
                0.8125,
                (0.5, 0.25, 0.25),
                THEMES[0],
                0.375,
                0.9375,
                (topic_passage(first, "（二）抓道路。"),),
            ),
            Topic("渡口", ("渡口",), 0.125, (0.5, 0.75, 0.75), None, 0.0, 0.25),
        ),
        topic_choice=TopicChoice(
            2, True, (TriedTopics(2, 0.46875), TriedTopics(3, 0.25), TriedTopics(4, 0.0))
        ),
        corpus=CorpusEmphasis(2, shared((0.3625, 0.2, 0.4375, 0.0))),
        versions=(cut(first, second),),
        trends=theme_trends(),
        map=plane((first.id, second.id, third.id)),
        calibration=calibration(),
        theme_groups=THEME_GROUPS,
    )


def grouped_emphasis() -> Emphasis:
    """The same in groups, one of which has no value; the cut was not tested then."""
    _, _, third = yunling().speeches
    known, unknown = SpeechName("云岭县", ""), SpeechName("", "")
    kind: ContrastKind = "groups"
    return replace(
        emphasis(),
        by="place",
        groups=(
            GroupEmphasis(
                "云岭县", ("yunling#1", "yunling#2"), 1, True, shared((0.55, 0.35, 0.1, 0.0))
            ),
            GroupEmphasis("", (third.id,), 1, False, shared((0.0, 0.02, 0.98, 0.0))),
        ),
        contrasts=(
            Contrast(known, unknown, THEMES[0], 0.55, 0.01, 0.04, True, 0.2, 0.8, kind),
            Contrast(known, unknown, THEMES[2], -0.88, 0.2, 0.3, False, -1.0, 0.1, kind),
        ),
        distances=(Distance(known, unknown, 0.75),),
        passages=(),
        topics=(),
        topic_choice=None,
        trends=None,
        calibration=None,
    )


def emphasis_of_many(n: int = 14, *, n_more: int = 3) -> Emphasis:
    """Many speeches, each against the rest, in which a table a speech would not be read."""
    speeches = [lone_speech(f"s{i:02}") for i in range(n)]
    entries = tuple(weighed(s, (0.4, 0.3, 0.2, 0.1), "今天只讲安全") for s in speeches)
    rest: ContrastKind = "rest"
    contrasts = tuple(
        Contrast(speech, None, THEMES[2], (i - 5) / 20, 0.01, 0.02, i % 3 > 0, -0.4, 0.5, rest)
        for i, speech in enumerate(speeches)
    )
    return replace(
        emphasis(),
        speeches=entries,
        contrasts=contrasts,
        distances=tuple(Distance(speech, None, 0.5) for speech in speeches),
        passages=(),
        topics=(),
        topic_choice=None,
        versions=tuple(cut(speeches[0], other) for other in speeches[1:9]),
        trends=None,
        map=plane([speech.id for speech in speeches]),
        calibration=None,
        n_more=n_more,
    )


def topic_passage(speech: Speech, text: str) -> TopicPassage:
    """A sentence of a speech."""
    span = span_of(speech.document.text, text, speech.span.start)
    return TopicPassage(speech, span, speech.document.line(span.start), text)


def shared(shares: Sequence[float]) -> tuple[ThemeShare, ...]:
    """Shares of all themes with intervals around them."""
    return tuple(
        ThemeShare(theme, share, share / 2, min(1.0, share + 0.1))
        for theme, share in zip(THEMES, shares, strict=True)
    )


def cut(whole: Speech, part: Speech) -> VersionEmphasis:
    """Two versions of one text; the shorter one lacks half of the first theme."""
    figures = ((0.55, 0.5, 0.5), (0.35, 0.5, 0.0), (0.1, 0.0, 1.0), (0.0, 0.0, 0.0))
    cuts = (ThemeCut(theme, *own) for theme, own in zip(THEMES, figures, strict=True))
    return VersionEmphasis(whole, part, 0.3125, tuple(cuts))


def theme_trends() -> ThemeTrends:
    """Themes that rise and fall over six years, one that is unclear, one without any weight."""
    figures = (
        (0.0625, 0.03, 0.095, 0.001, 0.004, "rises", (0.1, 0.2, 0.2, 0.3, 0.4, 0.5)),
        (-0.125, -0.2, -0.05, 0.01, 0.02, "falls", (0.5, 0.4, 0.4, 0.0, 0.3, 0.2)),
        (0.0125, -0.1, 0.125, 0.6, 0.6, "unclear", (0.2, 0.2, 0.3, 0.1, 0.2, 0.3)),
        (0.0, 0.0, 0.0, 1.0, 1.0, "unclear", (0.0,) * 6),
    )
    trends = (ThemeTrend(theme, *own) for theme, own in zip(THEMES, figures, strict=True))  # type: ignore[arg-type]  # cases are data
    years = ("2021", "2022", "2023", "2024", "2026", "2027")
    return ThemeTrends(years, (1, 2, 1, 3, 1, 1), 2, tuple(trends))


def plane(speeches: Sequence[str]) -> EmphasisMap:
    """Speeches on a line from left to right, themes in the four corners."""
    corners = ((-1.0, -0.5), (1.0, -0.5), (1.0, 0.5), (-1.0, 0.5))
    return EmphasisMap(
        (0.625, 0.25),
        tuple(MapPoint(id_, i / len(speeches) - 0.5, 0.25) for i, id_ in enumerate(speeches)),
        tuple(MapPoint(theme.id, *at) for theme, at in zip(THEMES, corners, strict=True)),
    )


def calibration() -> Calibration:
    """Labels by which one theme is found worst, and none was given for another."""
    accuracies = (
        ThemeAccuracy("projects", 12, 0.75, 0.5),
        ThemeAccuracy("education", 3, 0.25, 1.0),
        ThemeAccuracy("safety", 0, None, None),
        ThemeAccuracy("culture", 2, None, 0.625),
        ThemeAccuracy("framing", 4, 1.0, 0.875),
    )
    figures = (0.7125, 0.8125, 0.7875, 0.9375, 0.0425, 0.0275)
    return Calibration(21, 2, 3, *figures, accuracies)


def agreement() -> Agreement:
    """Three coders, of whom one gave a theme that cannot be reckoned with."""
    of_themes = (
        (18, 31, Reliability(0.8125, 0.625, 0.95)),
        (2, 3, Reliability(-0.0204, None, None)),
        (40, 88, Reliability(None, None, None)),
        (0, 0, Reliability(None, None, None)),
    )
    return Agreement(
        codebook="test 1",
        coders=(CoderCount("wei", 40), CoderCount("甲", 38), CoderCount("乙", 12)),
        n_places=40,
        n_labels=88,
        n_single=2,
        n_changed=1,
        reliability=Reliability(0.7119, 0.5555, 0.8333),
        themes=tuple(
            ThemeAgreement(theme, *found) for theme, found in zip(THEMES, of_themes, strict=True)
        ),
    )


def weighed(
    speech: Speech, shares: Sequence[float], quoted: str, *, sufficient: bool = True
) -> SpeechEmphasis:
    themes = tuple(
        ThemeEmphasis(
            theme=theme,
            share=share,
            low=share / 2,
            high=min(1.0, share + 0.1),
            terms=(TermCount(theme.zh[:2], 3), TermCount("建设", 1)) if share else (),
            evidence=(quotation(speech, quoted, theme),) if share else (),
            positions=tuple((share * (i % 5) / 4) if share else 0.0 for i in range(20)),
        )
        for theme, share in zip(THEMES, shares, strict=True)
    )
    return SpeechEmphasis(
        speech,
        speech.date or "",
        speech.n_chars,
        sufficient,
        0.0625,
        12.5,
        themes,
        sections=tuple(section(speech, item, shares) for item in speech.outline),
    )


def section(speech: Speech, item: OutlineItem, shares: Sequence[float]) -> SectionEmphasis:
    """A section that is a line, the second level without any theme."""
    document = speech.document
    found = zip((theme.id for theme in THEMES), shares, strict=True)
    themes = tuple((theme, share) for theme, share in found if share and item.level == 1)
    lines = document.lines(item.span)
    return SectionEmphasis(item.level, item.label, item.title, item.span, lines, 31, themes)


def quotation(speech: Speech, quoted: str, theme: Theme) -> EvidenceSentence:
    span = span_of(speech.document.text, quoted, speech.span.start)
    terms = tuple(term for term in ("道路", "学校", "矿山", "安全") if term in quoted)
    return EvidenceSentence(
        span, speech.document.line(span.start), quoted, terms or (theme.zh[:2],)
    )


def codebook() -> Codebook:
    """Of a theme with subthemes, a plain one and framing; one group has no theme."""
    school = Theme("education", "教育", "Education", "society", "办学与育人。")
    terms = ("学校", "校舍", "教师", "课程", "寄宿制学校", "义务教育", "职业教育", "教学质量")
    subthemes = (
        Subtheme("staff", "师资", "Teaching staff", ("师资", "师德"), ("名师",)),
        Subtheme("fees", "学费", "Fees", (), ("学费",)),
    )
    return Codebook(
        "test",
        "1.5",
        (
            ThemeGroup("society", "社会", "Society"),
            ThemeGroup("nature", "自然", "Nature"),
            ThemeGroup("rites", "程序", "Rites"),
        ),
        (
            ThemeEntry(
                school,
                seeds=(*terms, "师资", "师德"),
                weak=("学习", "名师", "学费"),
                exclude=("学习班子",),
                cap=(6, 17),
                subthemes=subthemes,
            ),
            ThemeEntry(Theme("crafts", "手艺", "Crafts", "society"), seeds=("=竹编", "gdp")),
            ThemeEntry(Theme("framing", "会议程序", "Framing", "rites"), seeds=("同志们",)),
        ),
        block=("学校路", "教师节"),
        note="Invented.",
    )


def diagnosis() -> Diagnosis:
    """A codebook with every kind of finding, sure and doubtful."""
    first, _, third = yunling().speeches
    roads, schools, safety, _ = THEMES
    bridge = BookTerm("桥梁", schools, "seed", "buildings")
    check = BookTerm("检查", safety, "weak")
    mines = illustration(third, "矿山要查，学校要查，桥梁也要臵于检查之中。", "矿山", "学校")
    return Diagnosis(
        codebook="test 1",
        themes=THEMES,
        n_terms=14,
        n_speeches=3,
        n_texts=2,
        coverage=(
            Coverage("seed", 9, 120),
            Coverage("weak", 2, 31),
            Coverage("context", 4, 40),
            Coverage("none", 1, 9),
        ),
        looked=Looked(terms=12, passed_over=1, inside=3, unmatched=2, phrases=40),
        unmatched=(
            UnmatchedSentence(illustration(first, "让货车进得来、出得去。"), 2, ("货车", "进得来")),
            UnmatchedSentence(illustration(first, "二要办实事。"), 1, ()),
        ),
        missing=(suggestion("货车", None, 3, 4, 0.04, illustration(first, "让货车进得来")),),
        ambiguous=(
            AmbiguousTerm(bridge, company_of(roads, 0.21, 0.004), (mines, mines)),
            AmbiguousTerm(check, company_of(schools, -0.03, 0.71), (mines,)),
        ),
        passed_over=(
            PassedOver(bridge, ("大桥", "梁上"), 5, (illustration(third, "桥梁也要臵于"),)),
        ),
        inside=(
            InsideWord(
                bridge, ("桥梁学",), 4, 11, company_of(roads, 0.3, 0.01), "桥梁学", (mines,)
            ),
            InsideWord(check, ("检查", "站长"), 3, 9, None, "检查站长", (mines,)),
            InsideWord(check, ("检查" * 21,), 1, 9, None, "", ()),
        ),
        silent=(
            SilentTerms(
                safety, 9, tuple(BookTerm(f"险情{n}", safety, "seed") for n in "一二三四五六七")
            ),
            SilentTerms(schools, 5, (BookTerm("黑板", schools, "weak", "buildings"),)),
        ),
        suggested=(
            suggestion("矿山", safety, 8, 9, 0.001, mines),
            suggestion("北关", roads, 3, 7, 0.45, illustration(first, "修好从北关到南渡的公路")),
        ),
    )


def company_of(other: Theme, low: float, q: float) -> Company:
    """The company of a term in which another theme has a difference of .4."""
    return Company(other, 7, 2, 0.0625, 0.125, 0.5, 0.1875, 0.4, low, 0.8 - low, q / 10, q)


def suggestion(
    term: str, theme: Theme | None, n_with: int, count: int, q: float, example: Example
) -> SuggestedTerm:
    kind: TermKind = "seed" if n_with >= count / 2 else "weak"
    return SuggestedTerm(term, theme, kind, count, n_with, 3, 1, 12.5, q / 10, q, example)


def illustration(speech: Speech, quoted: str, *terms: str) -> Example:
    span = span_of(speech.document.text, quoted, speech.span.start)
    return Example(speech.id, span, speech.document.line(span.start), quoted, terms)


# ------------------------------------------------------------------------------ shapes


def all_results(
    speeches: Sequence[Speech],
) -> tuple[SplitResult, Duplicates[Speech], Keywords, Emphasis]:
    """Every kind of result over any speeches, all of them versions of the first."""
    pairs = tuple(
        DuplicatePair(speeches[0], other, 0.9, 0.9, 0.9, "near") for other in speeches[1:]
    )
    groups = (
        (DuplicateGroup(tuple(speeches), speeches[0], KeepReason("first", "")),) if pairs else ()
    )
    changes = [
        Change("replaced", Span(0, 3), Span(0, 2)),
        *(Change("layout", Span(i, i), Span(i, i + 1)) for i in range(15)),
    ]
    rest = tuple(
        Contrast(
            speech,
            None,
            THEMES[0],
            0.25,
            0.01,
            0.02,
            True,
            0.1,
            0.4,
            terms=(TermDifference(speech.text[:4], 2, 0, 1.5),),
        )
        for speech in speeches
    )
    return (
        SplitResult(tuple(map(single, speeches))),
        Duplicates(
            tuple(speeches),
            0.7,
            0.8,
            pairs,
            groups,
            tuple(Difference(p.a, p.b, p.a, (), tuple(changes)) for p in pairs[:2]),
        ),
        Keywords(
            tuple(
                SpeechKeywords(
                    s,
                    (keyword(s, s.text[:2], 1.0),),
                    (key_term(s.text[:3], 1, 0, 1, of=s),),
                    s.n_chars,
                    sufficient=True,
                )
                for s in speeches
            )
        ),
        Emphasis(
            "test 1",
            THEMES,
            tuple(weighed(s, (0.4, 0.3, 0.2, 0.1), s.text[:4]) for s in speeches),
            rest,
            tuple(Distance(speech, None, 0.5) for speech in speeches),
            versions=tuple(cut(speeches[0], other) for other in speeches[1:]),
            map=plane([speech.id for speech in speeches]),
        ),
    )


def compared(a: Speech, b: Speech) -> Comparison:
    """Any two speeches, a little of which is the same."""
    changes = (
        Change("replaced", Span(0, 3), Span(0, 2)),
        Change("inserted", None, Span(2, 4)),
        Change("layout", None, Span(5, 6)),
    )
    difference = Difference(a, b, None, (), changes, ((Span(4, 10), Span(4, 10)),))
    return Comparison(Similarity(0.9, 0.9, 0.9, "near"), difference)


def diagnosed(speech: Speech, term: str) -> Diagnosis:
    """A codebook whose terms and labels are any text, in any speech."""
    theme = Theme("a", term, term, "all")
    own = BookTerm(term, theme, "seed")
    example = Example(speech.id, Span(0, 4), 1, speech.document.text, (term,))
    company = company_of(theme, 0.2, 0.01)
    found = suggestion(term, theme, 1, 9, 0.2, example)
    return replace(
        diagnosis(),
        codebook=term,
        unmatched=(UnmatchedSentence(example, 1, (term,)),) * 9,
        missing=(found,),
        ambiguous=(AmbiguousTerm(own, company, (example,)),) * 12,
        passed_over=(PassedOver(own, (term, term), 1, (example,)),) * 12,
        inside=(InsideWord(own, (term,), 1, 2, company, term, (example,)),) * 12,
        silent=(SilentTerms(theme, 9, (own,) * 9),),
        suggested=(found,) * 12,
    )
