"""Speeches of a document: where they begin, what is known of them, that nothing is lost."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import cases, corpus, document, real_document, record, speech, truth
from speechkit.errors import SplitError
from speechkit.model import DocumentSplit, Span
from speechkit.split import divide_document, split_document
from speechkit.text.suspects import find_furniture_in

BODY = "同志们：\n今天开会，主要任务是总结工作、安排部署。下面我讲两点意见，请大家认真落实。"
LINES = st.sampled_from(
    [
        " 第一篇：在会上的讲话",
        "第二篇：在会上的讲话",
        "第三篇：在会上的讲话（推荐）",
        BODY,
        "（一）抓落实。各项工作稳",
        "步推进，成效明显。",
        "",
        "本文章共3页，当前在第2页",
        "位臵",
    ]
)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"]))).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def joined(lines: list[str]) -> str:
    return "".join(f"{line}\n{BODY}\n" for line in lines)


@given(TEXTS)
def test_a_record_divides_alike_whoever_finds_its_furniture(text: str) -> None:
    (furniture,) = find_furniture_in([text])
    assert divide_document(record(text), furniture=furniture) == divide_document(record(text))


@pytest.mark.parametrize("case", cases("headings"))
def test_parts_are_found_by_their_headings(case: dict[str, Any]) -> None:
    split = split_document(document(joined(case["lines"])))
    assert [s.number for s in split.speeches] == case["numbers"]
    assert [s.heading_text for s in split.speeches] == [line.strip() for line in case["lines"]]
    assert split.heading_style == case["style"]
    assert split.confidence > 0.7


@pytest.mark.parametrize("case", cases("facts"))
def test_facts_are_read_from_title_byline_and_signature(case: dict[str, Any]) -> None:
    found = speech(case["text"])
    assert {fact.name: fact.value for fact in found.facts} == case["expected"]
    for fact in found.facts:
        assert fact.span is not None
        if fact.name not in ("date", "speaker"):
            assert found.document.quote(fact.span) == fact.value


@given(TEXTS)
def test_spans_make_up_the_whole_document(text: str) -> None:
    try:
        split = split_document(document(text))
    except SplitError:
        return
    spans = [s.span for s in split.speeches]
    assert spans[-1].end == len(text)
    for before, after in pairwise(spans):
        assert before.end == after.start
    assert "".join(s.raw_text for s in split.speeches) == text[spans[0].start :]


@given(TEXTS)
def test_the_outline_and_the_title_block_stand_where_they_say(text: str) -> None:
    try:
        split = split_document(document(text))
    except SplitError:
        return
    for found in split.speeches:
        assert 0 <= found.body_start <= len(found.text)
        for item in found.outline:
            assert found.document.quote(item.span).startswith(item.label)


def test_a_heading_under_which_nothing_stands_is_refused() -> None:
    with pytest.raises(SplitError, match="only headings"):
        split_document(document("第一篇：甲\n第二篇：乙\n\n第三篇：丙\n"))


def test_chapters_of_a_plan_are_not_speeches() -> None:
    chapter = (
        "到规划期末，全市经济总量迈上新台阶，产业结构更加合理，城乡面貌焕然一新，人民安居乐业。\n"
    )
    text = "".join(
        f"第{n}篇 {title}\n{chapter * 3}"
        for n, title in zip("一二三", ("总则", "产业", "保障"), strict=True)
    )
    assert len(split_document(document(text)).speeches) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["（一）", "（二）", "（三）"],
        ["第一部分", "第二部分", "第三部分"],
        ["一、", "二、", "三、"],
        ["工作目标（一）", "工作目标（二）"],
        ["一、总体要求", "二、主要任务", "一、加强领导", "二、落实责任"],
        ["1．", "2．", "3．"],
        ["第一编 总则", "第二编 分则"],
        ["第一章", "第二章"],
    ],
)
def test_what_numbers_the_parts_of_one_speech_does_not_split_it(lines: list[str]) -> None:
    chapter = "各镇各部门要按照分工抓好落实，把各项措施落到实处，确保完成全年目标任务。\n"
    text = "在云岭市会上的讲话\n同志们：\n" + "".join(f"{line}\n{chapter * 3}" for line in lines)
    assert len(split_document(document(text)).speeches) == 1


@pytest.mark.parametrize("order", ["213", "12312", "122", "1294"])
def test_no_speech_is_lost_whatever_the_numbers_say(order: str) -> None:
    lines = [f"第{n}篇：在会上的讲话之{i}" for i, n in enumerate(order)]
    split = split_document(document(joined(lines)))
    assert [s.heading_text for s in split.speeches] == lines
    assert split.confidence < 1


@pytest.mark.parametrize("form", ["# {}", "## {} ##", "**{}**", "### **{}**"])
def test_headings_in_markdown_are_headings(form: str) -> None:
    lines = [form.format(line) for line in ("第一篇：开幕致辞", "第二篇：闭幕致辞")]
    split = split_document(document(joined(lines)))
    assert [s.title for s in split.speeches] == ["开幕致辞", "闭幕致辞"]
    assert split.speeches[1].raw_text.startswith(lines[1])


@pytest.mark.parametrize(
    "tail", ["我们要加快建设和谐社会", "要加强党委", "方向", "全面推进学校", "要在2031年完成"]
)
def test_a_short_piece_of_a_sentence_is_no_signature(tail: str) -> None:
    assert not speech(f"{BODY}\n{tail}").complete


@pytest.mark.parametrize("title", ["2031年春季开学典礼讲话", "2031年元旦献词", "2031年度工作总结"])
def test_a_title_with_a_year_is_a_title(title: str) -> None:
    assert speech(f"{title}\n{BODY}").title == title


def test_a_record_keeps_its_date() -> None:
    whole = record(f"{BODY}\n2024年3月1日", "r", date="2019")
    assert split_document(whole).speeches[0].date == "2019"
    for value, date in (("20240301", "2024-03-01"), ("2024/03", "2024-03"), ("2024-99-99", None)):
        assert split_document(record(BODY, "r", date=value)).speeches[0].date == date


def test_a_table_of_contents_is_not_split() -> None:
    lines = ["第一篇：在云岭市会上的讲话", "第二篇：在石桥县会上的讲话"]
    split = split_document(document("\n".join(lines) + "\n" + joined(lines)))
    assert [s.number for s in split.speeches] == [1, 2]
    assert split.speeches[0].lines[0] == 3


def test_a_heading_said_twice_begins_one_speech() -> None:
    text = "第一篇：开幕致辞\n第一篇：开幕致辞\n" + BODY + "\n第二篇：闭幕致辞\n" + BODY
    assert [s.lines for s in split_document(document(text)).speeches] == [(1, 4), (5, 7)]


def test_a_document_without_headings_is_one_speech() -> None:
    split = split_document(document(f"在春耕会上的讲话\n{BODY}"))
    assert [s.id for s in split.speeches] == ["a"]
    assert split.speeches[0].title == "在春耕会上的讲话"
    assert split.heading_style is None
    assert split.confidence == 1


def test_a_record_is_one_speech_unless_asked() -> None:
    whole = record(joined(["第一篇：甲的讲话", "第二篇：乙的讲话"]), "r7", year="2031", level="县")
    (only,) = split_document(whole).speeches
    assert (only.id, only.date, only.fact("level")) == ("r7", "2031", "县")
    assert [s.id for s in split_document(whole, look_inside=True).speeches] == ["r7#1", "r7#2"]


def test_a_speech_that_breaks_off_is_not_complete() -> None:
    assert not speech(BODY + "\n一是各项主要经济指标").complete
    assert speech(BODY).complete


@pytest.mark.parametrize(
    "tail", ["谢谢大家", "云岭市人民政府\n2031年3月5日", "“同心同德。”", "（2031年3月）", "（完）"]
)
def test_thanks_signature_and_date_may_follow_the_last_sentence(tail: str) -> None:
    assert speech(f"{BODY}\n{tail}").complete


def test_an_empty_speech_is_not_complete() -> None:
    assert not speech(" \n ").complete


def test_raw_text_is_left_alone() -> None:
    text = f"{BODY}\n位臵重要，发„2031‟3号文件，请认真落\n实到位。"
    (raw,) = split_document(document(text), raw=True).speeches
    assert raw.text == text
    assert not raw.repaired


def test_the_outline_has_levels_labels_and_titles() -> None:
    text = (
        "同志们：\n一、形势\n（一）成绩。一是增收。二是提质。\n1．农业\n（1）种子\n"
        "二、任务\n第一，抓早。\n第二，抓实。"
    )
    assert [(i.level, i.label, i.title) for i in speech(text).outline] == [
        (1, "一、", "形势"),
        (2, "（一）", "成绩"),
        (3, "一是", "增收"),
        (3, "二是", "提质"),
        (3, "1．", "农业"),
        (4, "（1）", "种子"),
        (1, "二、", "任务"),
        (2, "第一，", "抓早"),
        (2, "第二，", "抓实"),
    ]


def test_ten_thousand_lines_that_look_like_headings_are_read() -> None:
    text = "第" * 78 + "\n" + ("第一篇" * 26 + "\n") * 10_000
    assert split_document(document(text)).speeches


class TestCorpus:
    """The document that ships, against what is known of it."""

    split: DocumentSplit = corpus()

    @pytest.mark.parametrize("n", range(5))
    def test_a_speech_is_what_it_is_known_to_be(self, n: int) -> None:
        found, known = self.split.speeches[n], truth()["speeches"][n]
        assert found.span == Span(known["start"], known["end"])
        assert found.lines == (known["line_start"], known["line_end"])
        for name in ("number", "title", "date", "speaker", "role", "place", "occasion", "complete"):
            assert getattr(found, name) == known[name], name
        outline = [
            (i.level, i.label, i.title, found.document.line(i.span.start))
            for i in found.outline
            if i.level <= 2
        ]
        assert outline == [
            (i["level"], i["label"], i["title"], i["line"]) for i in known["outline"]
        ]

    def test_every_broken_line_is_rejoined_and_no_other(self) -> None:
        line = self.split.document.line
        repairs = [r.span.start for r in self.split.repaired if r.kind == "line_break"]
        assert [line(start) for start in repairs] == truth()["broken_lines"]

    def test_glyphs_brackets_and_furniture_are_as_known(self) -> None:
        glyphs = [r for r in self.split.repaired if r.kind in ("glyph", "bracket")]
        assert [(r.span.start, r.before, r.after) for r in glyphs] == [
            (r["start"], r["before"], r["after"]) for r in truth()["repairs"]
        ]
        assert [(r.span.start, r.span.end) for r in self.split.removed] == [
            (r["start"], r["end"]) for r in truth()["removed"]
        ]


class TestRealDocument:
    """The document the project was made from."""

    def test_five_speeches_begin_where_they_should(self) -> None:
        speeches = real_document().speeches
        assert [s.lines[0] for s in speeches] == [1, 12, 47, 88, 129]
        assert speeches[0].span.start == 0
        assert "".join(s.raw_text for s in speeches) == speeches[0].document.text

    def test_the_line_that_looks_like_a_heading_is_none(self) -> None:
        second = real_document().speeches[1]
        assert "座小（二）型病险水库" in second.text
        assert all(
            second.document.line(item.span.start) != 31 or item.label != "（二）"
            for item in second.outline
        )

    def test_facts_are_read(self) -> None:
        speeches = real_document().speeches
        assert [s.complete for s in speeches] == [False, True, True, True, True]
        second = speeches[1]
        assert (second.speaker, second.role, second.place, second.date) == (
            "陆再义",
            "县长",
            "天柱县",
            "2024-03-01",
        )
        assert speeches[4].date == "2024-08-31"
