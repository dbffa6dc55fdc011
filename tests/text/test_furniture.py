"""Furniture: what is found of each kind, and what an author wrote and keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.model import Mark, Span
from speechkit.text.furniture import RULES_BY_ANCHOR, SUSPECT, find_furniture

WHOLE_LINES = [
    ("本文章共4页，当前在第2页", "page_footer"),
    ("第6页 共 12 页", "page_number"),
    ("— 11 —", "page_number"),
    ("5 / 20", "page_number"),
    ("Page 3 of 9", "page_number"),
    ("共九页，第三页", "page_number"),
    ("(未完,全文共2210字,当前显示530字)", "truncation_notice"),
    ("（请认真阅读以下的提示信息）", "truncation_notice"),
    ("【文章共3120字,精选范文,仅供参考借鉴】", "truncation_notice"),
    ("试读结束，开通会员可无限下载", "truncation_notice"),
    ("剩余部分请登录后阅读", "truncation_notice"),
    ("点击查看全文", "truncation_notice"),
    ("范文苑 www.fanwenyuan-example.com / 公文库 www.gongwenku-example.com", "advertisement"),
    ("【更多材料请加微信:gongwen_2031】", "advertisement"),
    ("【www.jianggao-example.com--致辞】", "advertisement"),
    ("转载请注明出处", "advertisement"),
    ("更多范文请关注微信公众号：写作助手", "advertisement"),
    ("以下是小编为大家整理的县长讲话稿，希望对大家有所帮助。", "editors_note"),
    ("下面是为大家整理的会议讲话范文（精选12篇），仅供参考，欢迎阅读。", "editors_note"),
    ("以上就是镇长致辞范文的全部内容，希望对大家有所帮助！", "editors_note"),
    ("仅供参考，欢迎阅读", "editors_note"),
    ("@page { size: 21cm 29.7cm; margin: 2cm }", "style_sheet"),
    ("p.body { font-family: SimSun; font-size: 14pt }", "style_sheet"),
    ("更新时间:2031-04-02 09:15作者:青禾老师", "page_header"),
    ("编号:204118877", "page_header"),
    ("时间:2031-4-2 9:15:40 [下载该文章] [会员注册]", "page_header"),
    ("[标签:标题]", "placeholder"),
    ("l> [标签:介绍]", "placeholder"),
    ("----------", "separator"),
    ("* * * * * *", "separator"),
    ("上一篇：镇长讲话 下一篇：书记讲话", "navigation"),
    ("[打印本页] [关闭窗口]", "page_header"),
]

KEPT = [
    "大家可以登录县政府网站www.qinghe.gov.cn查询办理进度。",
    "网址：www.qinghe-example.com",
    "请大家关注“青禾发布”微信公众号，及时了解政策。",
    "要引导更多群众下载“青禾办事”客户端。",
    "以上就是我汇报的全部内容，请各位代表审议。",
    "以上意见，供大家参考。",
    "下面，由县委办为大家准备的学习材料，供大家参考。",
    "（四）推进一件事一次办【责任单位：县政务局】",
    "【重点任务】抓好三个园区。",
    "编号：青政〔2031〕3号",
    "请翻到会议材料第3页。",
    "时间：2031年3月5日上午9:00 地点：县政府会议室",
    "报告全文共1.2万字，分三个部分。",
    "推进“互联网+政务服务”，发展5G+工业互联网。",
    "全县有会员企业30家，全部参加了展会。",
    "融媒体中心的小编们跑遍了每一个村。",
    "公路全长120(km)，按(an)标准验收。",
    "某某同志在××乡**村蹲点，走访了xx户群众。",
    "让城乡居民看得见山、望得见水；看得见山、望得见水。",
    "要坚持不懈抓春耕，坚持不懈抓春耕！",
    "——",
    "***",
    "省略了的程序要补上，显示出的问题要改正。",
    "他的作者署名、编辑审核都要规范。",
    "任务书{草案}已经印发，目标<100天>完成。",
]


def found(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in find_furniture(text, Span(0, len(text)))]


@pytest.mark.parametrize(("line", "kind"), WHOLE_LINES)
def test_a_line_of_furniture_is_found_whole(line: str, kind: str) -> None:
    text = f"工作稳步推进。\n　　{line}\r\n成效明显。"
    assert found(text) == [(kind, line)]
    assert found(line) == [(kind, line)]


@pytest.mark.parametrize("line", KEPT)
def test_what_an_author_wrote_stays(line: str) -> None:
    assert found(f"工作稳步推进。\n{line}\n成效明显。") == []


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("存款达到9.2亿本文章共2页，当前在第1页\n元。", ["本文章共2页，当前在第1页"]),
        ("抓好春耕第2页共 8 页，不误农时。", ["第2页共 8 页"]),
        (
            "要抓好落实。……(文秘园https://www.wmy-example.com省略640字,正式会员可完整阅读)",
            ["……(文秘园https://www.wmy-example.com省略640字,正式会员可完整阅读)"],
        ),
        ("要抓好落实。【更多公文素材,微信:abcd k99】", ["【更多公文素材,微信:abcd k99】"]),
        ("要抓好落实。范文苑 www.fwy-example.com", ["范文苑 www.fwy-example.com"]),
        ("镇长讲话稿 # _ @! r3 t/ |% W) Y+ v1 K", ["# _ @! r3 t/ |% W) Y+ v1 K"]),
        ("鎮(zhèn)長(zhǎng)講(jiǎng)話", ["(zhèn)", "(zhǎng)", "(jiǎng)"]),
        ("镇（zhen）长（zhang）开（kai）会", ["（zhen）", "（zhang）", "（kai）"]),
        ("同志们&nbsp;&nbsp;好，<br/>请坐。", ["&nbsp;", "&nbsp;", "<br/>"]),
        (
            "以下是小编收集的讲话稿。同志们：今天开会。" + "抓落实。" * 120,
            ["以下是小编收集的讲话稿。"],
        ),
        ("青禾镇工作报告青禾镇工作报告青禾镇工作报告", ["青禾镇工作报告青禾镇工作报告"]),
        ("p{ margin: 0 }同志们，开会。", ["p{ margin: 0 }"]),
    ],
)
def test_only_the_furniture_of_a_line_is_taken(text: str, taken: list[str]) -> None:
    assert [piece for _, piece in found(text)] == taken


def test_a_bare_number_between_running_lines_is_a_page_number() -> None:
    running = "今年全县经济平稳运行，各项工作稳步推进"
    assert found(f"{running}，\n7\n{running}。") == [("page_number", "7")]


def test_bare_numbers_that_count_the_pages_are_page_numbers() -> None:
    page = "今年全县经济平稳运行，各项工作稳步推进。\n" * 12
    text = "".join(f"{page}抓好落实。\n{n}\n三、抓好春耕\n" for n in range(1, 5))
    assert [kind for kind, _ in found(text)] == ["page_number"] * 4


def test_numbers_of_rows_stay() -> None:
    rows = "".join(f"{n}\n青禾镇\n{n * 35}\n" for n in range(1, 9))
    assert found(f"各镇任务如下：\n{rows}以上任务必须完成。") == []


def test_what_the_format_marks_as_furniture_is_taken() -> None:
    text = "工作稳步推进。\n青禾县人民政府文件\n成效明显。"
    marks = [Mark("furniture", Span(8, 17)), Mark("bold", Span(0, 7))]
    (head,) = find_furniture(text, Span(0, len(text)), marks)
    assert (head.kind, head.text) == ("running_head", "青禾县人民政府文件")


def test_offsets_are_those_of_the_document() -> None:
    text = "第1页 共2页\n工作稳步推进。\n第2页 共2页\n成效明显。"
    (number,) = find_furniture(text, Span(8, len(text)))
    assert text[number.span.start : number.span.end] == number.text == "第2页 共2页"


@given(
    st.lists(
        st.sampled_from([*KEPT, *(line for line, _ in WHOLE_LINES), "7", "12", "", "　　"]),
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n　　", "\n   \n"]),
)
def test_blank_lines_and_indents_do_not_matter(lines: list[str], line_end: str) -> None:
    plain = [line.strip() for line in lines if line.strip()]
    assert found(line_end.join(lines)) == found("\n".join(plain))


@pytest.mark.parametrize(
    "line",
    [
        "第1页" * 30,
        "小编为大家" * 20,
        "www.a" * 25,
        "【微信" * 40,
        "更新时间:" * 20,
        "{a:" * 40,
        "(a" * 60,
        "$ a! " * 30,
        "<p " * 40,
        "上一篇：" * 30,
        "以上就是" * 30,
        "青禾" * 50,
        "- " * 60,
        "（共1字" * 30,
        "更多范文" * 30,
    ],
)
def test_ten_thousand_bad_lines_are_read(line: str) -> None:
    text = f"{line}\n" * 10_000
    assert isinstance(find_furniture(text, Span(0, len(text))), tuple)
    text = line * 3_000
    assert isinstance(find_furniture(text, Span(0, len(text))), tuple)


@pytest.mark.parametrize("anchor", sorted(RULES_BY_ANCHOR))
def test_every_anchor_makes_its_line_a_suspect(anchor: str) -> None:
    assert SUSPECT.search(f"全县{anchor}情况") is not None
