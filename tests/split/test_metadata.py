"""Title blocks, titles and facts: what stands over a speech, under it and in its file's name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import cases, document, record, speech
from speechkit.model import Document, Mark, Removal, Span
from speechkit.split.metadata import is_signature, read_facts, read_title, title_block
from speechkit.split.people import byline_behind_title, is_name, person_of_byline
from speechkit.split.places import find_occasion, find_place

BODIES = {
    "comrades": "同志们：\n今天把大家请来，主要是把春耕的事情议一议、定一定。下面，我讲三点意见。\n"
    "一、认清形势\n去年的收成摆在那里，大家心里都有数，关键看今年怎么干。\n",
    "deputies": "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n"
    "一、过去一年的工作\n过去一年，我们干成了几件群众盼了多年的事。\n",
    "guests": "尊敬的各位来宾，女士们、先生们：\n大家上午好！稻香时节，我们在柳溪河畔迎来了"
    "远道而来的客人。\n请允许我代表主人说几句欢迎的话。\n",
    "pupils": "老师们、同学们：\n大家好！新学期的铃声又响了，校园里的桂花也开了。\n"
    "我想和大家说三句话。\n",
    "none": "入春以来，全县雨水偏少，七座水库的蓄水只有往年的六成，春耕用水十分紧张。\n"
    "要把每一方水都管住用好，先保秧田，再保旱粮，最后保果园，次序不能乱。\n"
    "一、管水要有章法\n渠道上要有人巡，闸口上要有人守，账目上要有人算，一天一公布。\n",
    "wrapped": "入春以来全县雨水偏少七座水库的蓄水只有往年的六成\n"
    "春耕用水十分紧张，各镇要把每一方水都管住用好，先\n"
    "保秧田，再保旱粮，最后保果园，次序不能乱，账目要清\n"
    "楚，渠道上要有人巡，闸口上要有人守，一天一公布。\n"
    "要把责任落到人头上，谁的渠谁来清，谁的闸谁来看，出\n"
    "了问题先问干部，再问群众，不许推来推去。\n",
    "verse": "青山看我应如是，\n我看青山亦有情。\n千亩新秧凭水绿，\n一村灯火到天明。\n"
    "乡亲们，这首小诗是我昨天夜里写下的，写得不好，但说的是心里话。\n",
}
LINES = st.sampled_from(
    [
        "在云岭市春耕动员会上的讲话",
        "——在石桥县会议上",
        "（2031年3月1日）",
        "市长　顾青禾",
        "顾青禾",
        "坚定信心",
        "【致辞人】岑远舟",
        "来源：柳溪网",
        "同志们：",
        "石桥县人民政府",
        "今年雨水偏少，各镇要管好水。",
        "",
        "* * *",
        "**讲话稿**",
        "主讲：",
        "：",
        "（",
    ]
)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"]))).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def solid(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


@pytest.mark.parametrize("case", cases("titles"))
def test_title_and_facts_are_read_from_the_lines_over_a_speech(case: dict[str, Any]) -> None:
    heading = case["heading"]
    before = "" if heading is None else f"第一篇：{heading}\n"
    body = (f"{case['head']}\n" if case["head"] else "") + BODIES[case["body"]] + case["tail"]
    made = document(before + body)
    printed = Span(4, 4 + len(heading)) if heading else None
    block = title_block(made, max(0, len(before) - 1), len(made.text))
    facts = read_facts(made, printed, block, Span(0, len(made.text)))
    title = read_title(made, printed, case["shared"], block)
    assert {"title": title, **{fact.name: fact.value for fact in facts}} == case["expected"]
    for fact in facts:
        assert fact.span is not None
        if fact.name != "date":
            assert solid(made.quote(fact.span)) == solid(fact.value)


@given(TEXTS)
def test_a_title_block_ends_where_its_last_line_has_ended(text: str) -> None:
    made = document(text)
    block = title_block(made, 0, len(text))
    assert all(line.end <= block.end <= len(text) for line in block.lines)
    assert set(block.title) <= set(block.lines)
    assert [line for sentence in block.sentences for line in sentence] == list(block.lines)
    assert "\n" not in read_title(made, None, False, block)


@given(TEXTS)
def test_facts_stand_where_they_say(text: str) -> None:
    made = document(text)
    block = title_block(made, 0, len(text))
    for fact in read_facts(made, None, block, Span(0, len(text))):
        assert fact.span is not None
        assert fact.name == "date" or solid(made.quote(fact.span)) == solid(fact.value)


def test_lines_of_furniture_are_passed_over() -> None:
    text = f"柳溪文库 免费阅读\n在春耕会上的讲话 【更多文章】\n{BODIES['comrades']}"
    marks = ["柳溪文库 免费阅读", "【更多文章】"]
    furniture = [
        Removal("advert", Span(text.index(mark), text.index(mark) + len(mark)), mark)
        for mark in marks
    ]
    made = document(text)
    block = title_block(made, 0, len(text), furniture)
    assert read_title(made, None, False, block) == "在春耕会上的讲话"
    assert text[block.end :].startswith("同志们：")


def test_what_a_site_puts_under_a_signature_does_not_hide_it() -> None:
    advert = "以上就是小编整理的全部内容，希望对大家有帮助。"
    text = f"春耕发言\n{BODIES['comrades']}石桥县人民政府\n2031年3月1日\n{advert}\n"
    start = text.index(advert)
    made = document(text)
    block = title_block(made, 0, len(text))
    removed = [Removal("epilogue", Span(start, start + len(advert)), advert)]
    facts = read_facts(made, None, block, Span(0, len(text)), removed)
    assert [(f.name, f.value) for f in facts] == [("date", "2031-03-01"), ("place", "石桥县")]


def test_a_line_in_the_style_of_a_title_is_the_title() -> None:
    title = "水从哪里来，又往哪里去？先说三句话。"
    text = f"{title}\n{BODIES['none']}"
    made = Document("a", "a.docx", text, marks=(Mark("title", Span(0, len(title) + 1)),))
    assert read_title(made, None, False, title_block(made, 0, len(text))) == title
    plain = document(text)
    assert read_title(plain, None, False, title_block(plain, 0, len(text))) == ""


@pytest.mark.parametrize(
    ("heading", "following", "title"),
    [
        (
            "在云岭市第七届人民代表大会",
            "第三次会议上的讲话",
            "在云岭市第七届人民代表大会第三次会议上的讲话",
        ),
        ("在全县春耕会议上的", "讲话　同志们：今天开会。", "在全县春耕会议上的讲话"),
        ("在全县春耕会议上的讲话", "讲话稿", "在全县春耕会议上的讲话"),
        ("坚定信心 扎实进取", "——在春耕会上的讲话", "坚定信心 扎实进取"),
        ("在春耕会上的讲话　各位代表：今天开会", "大家要抓紧。", "在春耕会上的讲话"),
        ("在春耕会上的讲话石桥县县长 顾青禾", "同志们：", "在春耕会上的讲话"),
        ("在春耕会上的讲话2031.3.5", "同志们：", "在春耕会上的讲话"),
        ("春耕工作总结2031年", "同志们：", "春耕工作总结2031年"),
        ("把秧苗栽在心上 石桥县农业局 顾青禾", "同志们：", "把秧苗栽在心上"),
        ("春耕时节 抢抓农时", "同志们：", "春耕时节 抢抓农时"),
        ("春耕讲话稿选", "同志们：", "春耕讲话稿选"),
    ],
)
def test_a_heading_says_the_whole_title_and_no_more(
    heading: str, following: str, title: str
) -> None:
    text = f"第一篇：{heading}\n{following}\n{BODIES['comrades']}"
    made = document(text)
    end = 4 + len(heading)
    block = title_block(made, end, len(text))
    assert read_title(made, Span(4, end), False, block) == title


def test_a_heading_that_names_only_the_kind_of_speech_yields_to_the_title_under_it() -> None:
    text = f"第一篇 讲话\n在春耕会上的讲话\n{BODIES['comrades']}"
    made = document(text)
    block = title_block(made, 6, len(text))
    assert read_title(made, Span(4, 6), False, block) == "在春耕会上的讲话"
    bare = document(f"第一篇 讲话\n{BODIES['comrades']}")
    block = title_block(bare, 6, len(bare.text))
    assert read_title(bare, Span(4, 6), False, block) == "讲话"


def test_a_record_has_the_title_of_its_field() -> None:
    made = record(BODIES["comrades"], "r", title=" 在春耕会上的讲话 ")
    block = title_block(made, 0, len(made.text))
    assert read_title(made, None, False, block) == "在春耕会上的讲话"


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("2031年3月1日_石桥县_顾青禾.txt",
         {"date": "2031-03-01", "place": "石桥县", "speaker": "顾青禾"}),
        ("x/20310301石桥县县长顾青禾在春耕大会上的讲话.docx",
         {"date": "2031-03-01", "place": "石桥县", "speaker": "顾青禾", "role": "县长",
          "occasion": "春耕大会"}),
        ("政府工作报告2031.txt", {"date": "2031"}),
        ("2030年度工作总结.txt", {}),
        ("工作计划2031-2035.txt", {}),
        ("20311301.txt", {}),
        ("000_91f03a2d.txt", {}),
        ("新建文本文档.txt", {}),
        ("云岭.txt", {}),
    ],
)  # fmt: skip
def test_the_name_of_a_file_tells_what_nothing_else_does(path: str, facts: dict[str, str]) -> None:
    made = Document("a", path, BODIES["none"])
    block = title_block(made, 0, len(made.text))
    found = read_facts(made, None, block, Span(0, len(made.text)))
    assert {fact.name: fact.value for fact in found} == facts
    assert all(fact.span is None for fact in found)


def test_the_name_of_a_collection_tells_only_what_suits_all_of_it() -> None:
    for path, facts in (
        ("2031年石桥县_顾青禾讲话集.txt", {"date", "place", "speaker"}),
        ("顾青禾.txt", set()),
    ):
        made = Document("a", path, BODIES["none"] * 2)
        block = title_block(made, 0, len(BODIES["none"]))
        found = read_facts(made, None, block, Span(0, len(BODIES["none"])))
        assert {fact.name for fact in found} == facts


@pytest.mark.parametrize(
    "name", ["顾青禾", "田野", "岑　舟", "欧阳远", "司马云帆", "阿不都·热合曼"]
)
def test_a_name_is_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "words",
    [
        "高度重视",
        "平安",
        "任务书",
        "李市长",
        "张某某",
        "×××",
        "全力以赴",
        "于是",
        "时间表",
        "王",
        "文化局",
        "赵 老师",
    ],
)
def test_words_are_no_name(words: str) -> None:
    assert not is_name(words)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("文／顾青禾", None),
        ("撰稿：顾青禾", None),
        ("竞职人：顾青禾", None),
        ("致辞嘉宾：顾青禾", None),
        ("顾青禾 敬上", None),
        ("班主任 顾青禾", "班主任"),
        ("支队长 顾青禾", "支队长"),
        ("讲师 顾青禾", "讲师"),
        ("石桥县防汛总指挥长 顾青禾", "防汛总指挥长"),
    ],
)
def test_a_byline_names_a_speaker(line: str, role: str | None) -> None:
    person = person_of_byline(line)
    assert person is not None
    assert person.name is not None
    assert line[person.name.start : person.name.end] == "顾青禾"
    assert (line[person.role.start : person.role.end] if person.role else None) == role


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("在春耕会上的讲话（顾青禾）", True),
        ("在春耕会上的讲话 顾青禾", True),
        ("把秧苗栽在心上 石桥县农业局 顾青禾", True),
        ("在春耕会上的讲话（节选）", False),
        ("在春耕会上的讲话 平安", False),
        ("春耕时节 向前行", False),
    ],
)
def test_a_name_behind_a_title_is_its_speaker(line: str, named: bool) -> None:
    person = byline_behind_title(line)
    assert (person is not None and person.name is not None) == named


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("云岭市", "云岭市"),
        ("苍岭自治州成立大会", "苍岭自治州"),
        ("长汀洲县工作会议", "长汀洲县"),
        ("云岭市石桥县柳溪镇代表会议", "云岭市石桥县柳溪镇"),
        ("柳溪村村民大会", "柳溪村"),
        ("全县农村工作会议", None),
        ("我市经济工作会议", None),
        ("市区两级会议", None),
        ("新型城镇化推进会", None),
        ("美丽乡村现场会", None),
        ("高新区开发区大会", None),
        ("城市管理会议", None),
        ("县委农村工作会议", None),
        ("老旧小区改造会", None),
    ],
)
def test_a_place_has_a_name_of_its_own(text: str, place: str | None) -> None:
    found = find_place(text)
    assert (text[found.start : found.end] if found else None) == place


@pytest.mark.parametrize("line", ["社会责任报告", "常委会工作报告", "年会致辞", "机会与挑战讲稿"])
def test_what_ends_like_a_meeting_is_no_occasion(line: str) -> None:
    assert find_occasion(line) is None


@pytest.mark.parametrize(
    "line", ["云岭市人民政府", "市长　顾青禾", "二〇三一年三月", "述职人：顾青禾", "（顾青禾）"]
)
def test_a_signature_is_a_date_a_body_or_a_person(line: str) -> None:
    assert is_signature(line)


def test_ten_thousand_lines_that_look_like_names_are_read() -> None:
    for line in ("县委书记、" * 15, "顾青禾 " * 20, "在会上" * 26, "（" * 78, "·" * 78):
        assert speech(f"{line}\n" * 10_000).facts is not None
