from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from factories import marked
from formats import docx_bytes, zip_bytes
from speechkit.errors import ReadingError
from speechkit.files import ooxml
from speechkit.files.docx import extract
from speechkit.files.docx_styles import printed_number

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PARTS = ("styles", "numbering", "footnotes", "endnotes")


def word(body: str, *, namespace: str = TRANSITIONAL, **parts: str) -> bytes:
    """A Word file with this body, and these parts by their kind."""

    def part(root: str, content: str) -> str:
        return f'<?xml version="1.0"?><w:{root} xmlns:w="{namespace}" {SPACES}>{content}</w:{root}>'

    relations = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(parts)
    )
    members = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    members |= {f"word/{kind}.xml": part(kind, content) for kind, content in parts.items()}
    members["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>"
    )
    return zip_bytes(members)


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(r, runs))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run; what is XML already stays as it is."""
    if text.startswith("<"):
        return text
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def text(body: str, **parts: str) -> str:
    return extract(word(body, **parts)).text


def refusal(data: bytes) -> str:
    return factories.refusal(extract, data)


# ------------------------------------------------------------------------------- paragraphs


def test_each_paragraph_is_a_line() -> None:
    assert text(p("同志们：") + p() + p("今天", "开会。")) == "同志们：\n\n今天开会。\n"


@pytest.mark.parametrize("namespace", [TRANSITIONAL, STRICT])
def test_both_namespaces_are_read(namespace: str) -> None:
    assert extract(word(p("同志们："), namespace=namespace)).text == "同志们：\n"


def test_signs_within_a_line_are_kept() -> None:
    body = p("姓名<w:x/>".replace("<w:x/>", ""), "<w:r><w:tab/></w:r>", "甲") + p(
        "上", "<w:r><w:br/></w:r>", "下", "<w:r><w:cr/></w:r>", "末"
    )
    assert text(body) == "姓名\t甲\n上\n下\n末\n"


def test_hyphens_and_characters_of_sign_fonts_are_text() -> None:
    body = p(
        "A",
        "<w:r><w:noBreakHyphen/></w:r>",
        "1",
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:sym w:font="宋体" w:char="2014"/></w:r>',
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    )
    assert text(body) == "A-1✓—x\n"


def test_tab_stops_are_no_tabs() -> None:
    assert text(p("甲", properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>')) == "甲\n"


def test_a_line_end_inside_a_text_is_a_space() -> None:
    assert text(p("甲\n乙&#13;&#10;丙")) == "甲 乙 丙\n"


def test_readings_above_characters_are_left_out() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('lǐng')}</w:rt><w:rubyBase>{r('领')}</w:rubyBase></w:ruby></w:r>"
    assert text(p(ruby, "导")) == "领导\n"


def test_heads_and_feet_of_pages_are_no_text() -> None:
    data = zip_bytes(
        {
            "word/document.xml": f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{p("正文。")}'
            "</w:body></w:document>",
            "word/header1.xml": f'<w:hdr xmlns:w="{TRANSITIONAL}">{p("内部材料")}</w:hdr>',
        }
    )
    assert extract(data).text == "正文。\n"


def test_the_main_part_may_have_another_name() -> None:
    data = zip_bytes(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
            'Target="/word/document2.xml"/></Relationships>',
            "word/document2.xml": f'<w:document xmlns:w="{TRANSITIONAL}">{p("正文。")}'
            "</w:document>",
        }
    )
    assert extract(data).text == "正文。\n"


# --------------------------------------------------------------------- what a reader sees


def test_insertions_stay_and_deletions_go() -> None:
    body = p(
        "今天",
        f'<w:ins w:id="1">{r("全体")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>上午</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{r("走")}</w:moveFrom><w:moveTo w:id="4">{r("来")}</w:moveTo>',
        "开会。",
    )
    assert text(body) == "今天全体来开会。\n"


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert text(p("上半", properties=deleted) + p("句。")) == "上半句。\n"
    assert text(p("末", properties=deleted)) == "末\n"


def test_hidden_text_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="q"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = p("看得见", r("看不见", "<w:vanish/>"), r("也看不见", '<w:rStyle w:val="h"/>')) + p(
        "全看不见", r("但这里看得见", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="q"/>'
    )
    assert text(body, styles=styles) == "看得见\n但这里看得见\n"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text_: str) -> str:
    return f"<w:r><w:instrText>{text_}</w:instrText></w:r>"


def test_results_of_fields_stay_and_their_codes_go() -> None:
    inner = field("begin") + code("DATE") + field("separate") + r("内") + field("end")
    body = p(
        "第",
        field("begin") + code("IF ") + inner + field("separate"),
        "三",
        field("end"),
        "页",
        f'<w:fldSimple w:instr="PAGE">{r("9")}</w:fldSimple>',
    )
    assert text(body) == "第三页9\n"


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert text(p(field("begin"), "一") + p("二", field("end")) + p(field("end"), "三")) == (
        "一\n二\n三\n"
    )


def test_lines_of_a_table_of_contents_are_kept() -> None:
    body = p(field("begin") + code("TOC") + field("separate"), "第一篇\t1") + p("第二篇\t9")
    assert text(body + p(field("end"))) == "第一篇\t1\n第二篇\t9\n\n"


def box(*paragraphs: str) -> str:
    return f"<w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent>"


def test_a_text_box_stands_once_after_its_paragraph() -> None:
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{box("框一", "框二")}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box('框一', '框二')}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert text(p("前", both, "后") + p("末")) == "前后\n框一\n框二\n末\n"


def test_the_fallback_is_read_where_the_choice_says_nothing() -> None:
    only = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice>'
        f"<mc:Fallback><v:textbox>{box('框')}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(p("前", only)) == "前\n框\n"


# ----------------------------------------------------------------------------------- marks

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="讲话标题"/><w:basedOn w:val="1"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="TOC Heading"/>'
    '<w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>'
    '<w:style w:type="character" w:styleId="strong"><w:rPr><w:b/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "kinds"),
    [
        ('<w:pStyle w:val="1"/>', ["heading1"]),
        ('<w:pStyle w:val="2"/>', ["heading2"]),
        ('<w:pStyle w:val="T"/>', ["title", "bold", "centred"]),
        ('<w:pStyle w:val="own"/>', ["heading1"]),
        ('<w:pStyle w:val="toc"/>', []),
        ('<w:pStyle w:val="x"/>', []),
        ('<w:pStyle w:val="none"/>', []),
        ('<w:outlineLvl w:val="2"/>', ["heading3"]),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', []),
        ('<w:jc w:val="center"/>', ["centred"]),
        ('<w:pStyle w:val="T"/><w:jc w:val="left"/>', ["title", "bold"]),
        ("<w:rPr><w:b/></w:rPr>", []),
    ],
)
def test_styles_become_marks(properties: str, kinds: list[str]) -> None:
    found = marked(extract(word(p("前") + p("在会上的讲话", properties=properties), styles=STYLES)))
    assert found == [(kind, "在会上的讲话") for kind in kinds]


@pytest.mark.parametrize("chinese_styles", [False, True])
def test_headings_of_either_set_of_ids_are_found(chinese_styles: bool) -> None:
    data = docx_bytes(["甲", "正文。", "乙"], headings={0: 1, 2: 2}, chinese_styles=chinese_styles)
    assert marked(extract(data)) == [("heading1", "甲"), ("heading2", "乙")]


def test_a_paragraph_is_bold_when_all_of_its_words_are() -> None:
    bold = "<w:b/>"
    body = (
        p(r("一、", bold), " ", r("总结", '<w:rStyle w:val="strong"/>'))
        + p(r("二、", bold), "总结")
        + p(r("三、", '<w:b w:val="0"/>'))
        + p(r(" ", bold))
    )
    assert marked(extract(word(body, styles=STYLES))) == [("bold", "一、 总结")]


def test_pages_are_marked_once_where_they_begin() -> None:
    shown = "<w:r><w:lastRenderedPageBreak/></w:r>"
    broken = '<w:r><w:br w:type="page"/></w:r>'
    body = (
        p("第一页", broken)
        + p(shown, "第二页，", shown, "第三页。")
        + p("第四页", properties="<w:pageBreakBefore/>")
        + p("末", properties="<w:sectPr/>")
        + p("第五页", properties='<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + p("还是第五页")
    )
    extracted = extract(word(body))
    pages = [mark.span.start for mark in extracted.marks]
    assert extracted.text == "第一页\n第二页，第三页。\n第四页\n末\n第五页\n还是第五页\n"
    assert [extracted.text[start : start + 3] for start in pages] == [
        "\n第二",
        "第三页",
        "第四页",
        "第五页",
    ]


def test_a_page_break_amid_a_paragraph_begins_a_line() -> None:
    extracted = extract(word(p("前", '<w:r><w:br w:type="page"/></w:r>', "后")))
    assert extracted.text == "前\n后\n"
    assert extracted.marks[0].span.start == 2


# ------------------------------------------------------------------------- tables and notes


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_cells_are_divided_by_tabs_and_rows_are_lines() -> None:
    body = p("前") + table([p("姓名"), p(), p("职务") + p("（兼）")], [p("周立"), p("甲"), p()])
    extracted = extract(word(body + p("后")))
    assert extracted.text == "前\n姓名\t\t职务 （兼）\n周立\t甲\n后\n"
    assert marked(extracted) == [("table", "姓名\t\t职务 （兼）\n周立\t甲")]


def test_a_table_of_one_column_is_none() -> None:
    assert marked(extract(word(table([p("甲")], [p("乙") + p("丙")])))) == []
    assert text(table([p("甲")], [p("乙") + p("丙")])) == "甲\n乙\n丙\n"


def test_running_text_in_a_cell_keeps_its_paragraphs() -> None:
    long = "今年以来，各项工作平稳推进。" * 6
    extracted = extract(word(table([p("内容"), p(long) + p(long)], [p("签字"), p("周立")])))
    assert extracted.text == f"内容\n{long}\n{long}\n签字\t周立\n"
    assert marked(extracted) == [("table", "签字\t周立")]


def test_a_table_in_a_table_keeps_the_order() -> None:
    inner = table([p("一"), p("二")])
    body = table([p("左"), p("前") + inner + p("后")])
    assert text(body) == "左\t前\n一\t二\n后\n"


NOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="2">{p(" 据县统计局。")}{p("另见年鉴。")}</w:footnote>'
)


def refer(kind: str, id_: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{id_}"/></w:r>'


def test_a_note_stands_after_its_paragraph() -> None:
    body = p("增长一成", refer("footnote", 2), "。") + p("完。", refer("endnote", 1))
    endnotes = f'<w:endnote w:id="1">{p("尾注。")}</w:endnote>'
    extracted = extract(word(body, footnotes=NOTES, endnotes=endnotes))
    assert extracted.text == "增长一成。\n据县统计局。\n另见年鉴。\n完。\n尾注。\n"
    assert [kind for kind, _ in marked(extracted)] == ["footnote"] * 3


def test_notes_of_a_table_stand_after_it() -> None:
    body = table([p("甲", refer("footnote", 2)), p("乙")], [p("丙"), p("丁")]) + p("后")
    assert text(body, footnotes=NOTES) == "甲\t乙\n丙\t丁\n据县统计局。\n另见年鉴。\n后\n"


def test_a_note_referred_to_again_is_not_repeated() -> None:
    body = p("甲", refer("footnote", 2)) + p("乙", refer("footnote", 2))
    assert text(body, footnotes=NOTES) == "甲\n据县统计局。\n另见年鉴。\n乙\n"


# ----------------------------------------------------------------------------------- lists


def levels(*patterns: tuple[str, str], more: str = "") -> str:
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
        for i, (style, pattern) in enumerate(patterns)
    )


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + levels(
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimal", "%1.%4"),
    )
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def item(text_: str, level: int = 0, list_: int = 1) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    return p(text_, properties=numbered)


def test_labels_of_lists_are_printed() -> None:
    body = (
        item("总结")
        + item("农业", 1)
        + item("粮食", 2)
        + item("蔬菜", 2)
        + item("工业", 1)
        + item("打算", list_=2)
        + item("要点", 1)
        + item("细目", 3)
    )
    assert text(body, numbering=OUTLINE).splitlines() == [
        "一、总结",
        "（一）农业",
        "1.粮食",
        "2.蔬菜",
        "（二）工业",
        "二、打算",
        "（一）要点",
        "二.1 细目",
    ]


def test_a_list_that_starts_anew_does() -> None:
    body = item("甲") + item("乙") + item("丙", list_=3) + item("丁", list_=3)
    assert text(body, numbering=OUTLINE) == "一、甲\n二、乙\n一、丙\n二、丁\n"


def test_a_style_can_number_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + levels(("chineseCountingThousand", "第%1篇"), more='<w:pStyle w:val="1"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:pStyle w:val="1"/>'
    body = p("讲话", properties=numbered) + p(
        "不编号", properties=f'{numbered}<w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    extracted = extract(word(body, styles=styles, numbering=numbering))
    assert marked(extracted) == [("heading1", "第一篇 讲话"), ("heading1", "不编号")]


def test_bullets_and_unknown_lists_have_no_labels() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels(("bullet", "●"))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert text(item("甲") + item("乙", list_=9) + item("丙", 5), numbering=numbering) == (
        "甲\n乙\n丙\n"
    )


@pytest.mark.parametrize(
    ("style", "n", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 15, "十五"),
        ("chineseCounting", 30, "三十"),
        ("japaneseCounting", 105, "一百零五"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 2, "乙"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 1, "a"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("somethingNew", 7, "7"),
    ],
)
def test_numbers_are_printed_as_word_prints_them(style: str, n: int, printed: str) -> None:
    assert printed_number(n, style) == printed


# -------------------------------------------------------------------------------- refusals


def test_what_is_no_docx_is_named() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    assert refusal(b"") == "empty"
    assert "not a docx" in refusal("同志们：".encode())
    assert "password" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert ".doc under" in refusal(ole + "WordDocument".encode("utf-16-le"))
    assert "Excel" in refusal(zip_bytes({"xl/workbook.xml": "<a/>"}))
    assert "PowerPoint" in refusal(zip_bytes({"ppt/presentation.xml": "<a/>"}))
    assert "without a Word document" in refusal(zip_bytes({"a.txt": "甲"}))


def test_a_docx_without_text_is_named() -> None:
    empty = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body><w:p/></w:body></w:document>'
    assert "no text in it;" in refusal(zip_bytes({"word/document.xml": empty}))
    with_picture = zip_bytes({"word/document.xml": empty, "word/media/image1.png": "x"})
    assert "only a picture; run text recognition" in refusal(with_picture)
    assert "embedded" in refusal(zip_bytes({"word/document.xml": empty, "word/afchunk.htm": "x"}))


def test_damaged_files_are_named() -> None:
    whole = word(p("同志们：" * 99))
    assert "damaged zip" in refusal(whole[: len(whole) // 2])
    assert "document.xml is damaged" in refusal(zip_bytes({"word/document.xml": "<a><b></a>"}))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("word/document.xml").header_offset
    flipped = bytearray(whole)
    flipped[at + 60 : at + 80] = bytes(20)
    assert "damaged" in refusal(bytes(flipped))


def test_a_protected_member_is_named() -> None:
    data = bytearray(word(p("甲")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:  # set the flag of every member in the list at the end
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "password" in refusal(bytes(data))


def test_a_document_type_is_refused_in_any_encoding() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>'
    assert "document type" in refusal(zip_bytes({"word/document.xml": bomb}))
    assert "document type" in refusal(zip_bytes({"word/document.xml": bomb.encode("utf-16")}))
    assert "damaged" in refusal(zip_bytes({"word/document.xml": "<a>&b;</a>"}))


def bomb_of(name: str, size: int) -> bytes:
    """A Word file in which one part unpacks to many blanks."""
    buffer = io.BytesIO(word(p("甲"), **dict.fromkeys(PARTS, "")))
    with zipfile.ZipFile(buffer) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    head = members[name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, content in members.items():
            with archive.open(member, "w", force_zip64=member == name) as file:
                file.write(content if member != name else head)
                for _ in range(size // 2**20 if member == name else 0):
                    file.write(b" " * 2**20)
    return out.getvalue()


@pytest.mark.parametrize("part", ["document", *PARTS])
def test_a_bomb_in_any_part_is_refused_before_it_is_unpacked(part: str) -> None:
    data = bomb_of(f"word/{part}.xml", 2**25)
    tracemalloc.start()
    message = refusal(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert f"word/{part}.xml unpacks to" in message
    assert "times its size" in message
    assert peak < 2**22


def test_a_part_too_large_is_refused_by_what_it_declares() -> None:
    data = bytearray(word(p("甲")))
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 3_000_000_000)
    assert refusal(bytes(data)).startswith("refused: word/document.xml unpacks to 2.8 GB; ")


def test_a_part_that_declares_too_little_is_not_unpacked_further() -> None:
    data = bytearray(word(p("同志们：" * 2**16)))
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert "damaged" in refusal(bytes(data))


def test_elements_nested_without_end_are_refused() -> None:
    assert "inside one another" in refusal(word("<w:p>" * 100_000))


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "MAX_SECONDS", -1.0)
    assert "takes more than" in refusal(word(p("甲")))


def test_a_list_of_too_many_parts_is_refused_unread() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for n in range(20_001):
            archive.writestr(zipfile.ZipInfo(str(n)), b"")
    data = buffer.getvalue()
    tracemalloc.start()
    message = refusal(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message.startswith("refused: more than 20,000 parts")
    assert peak < 2**20


def test_another_compression_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "packed in a way" in refusal(buffer.getvalue())


def test_a_long_label_cannot_blow_up_the_text() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels(("decimal", "长" * 10_000))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert len(text(item("甲") * 100, numbering=numbering)) < 5_000


# ---------------------------------------------------------------------------------- laws

WHOLE = word(
    p("第一篇：在会上的讲话", properties='<w:pStyle w:val="1"/>')
    + item("总结")
    + table([p("甲"), p("乙")])
    + p("完。", refer("footnote", 2)),
    styles=STYLES,
    numbering=OUTLINE,
    footnotes=NOTES,
)


def outcome(data: bytes) -> str:
    """The text, or why there is none."""
    try:
        return extract(data).text
    except ReadingError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are fine
        return str(error)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8))
def test_flipped_bytes_give_text_or_a_refusal(flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in flips:
        data[at] = byte
    assert outcome(bytes(data))


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_cut_files_give_text_or_a_refusal(start: int, end: int) -> None:
    assert outcome(WHOLE[:start] + WHOLE[end:])


NAMES = ("p", "r", "t", "tbl", "tr", "tc", "pPr", "rPr", "del", "txbxContent", "fldChar", "numId")


@given(st.randoms(use_true_random=False))
def test_elements_in_any_order_give_text_or_a_refusal(chance: Random) -> None:
    body: list[str] = []
    stack: list[str] = []
    for _ in range(chance.randrange(60)):
        if stack and chance.random() < 0.4:
            body.append(f"</w:{stack.pop()}>")
        else:
            stack.append(chance.choice(NAMES))
            body.append(f'<w:{stack[-1]} w:val="1">{chance.choice(["甲", ""])}')
    body.extend(f"</w:{name}>" for name in reversed(stack))
    try:
        extracted = extract(word("".join(body), numbering=OUTLINE))
    except ReadingError:
        return
    assert extracted.text.endswith("\n")
    starts = [mark.span.start for mark in extracted.marks]
    assert starts == sorted(starts)
    assert all(mark.span.end <= len(extracted.text) for mark in extracted.marks)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))))
def test_the_text_of_each_paragraph_comes_back(lines: list[str]) -> None:
    if "".join(lines).strip():
        kept = [line for line in lines if not {"\ufffe", "\uffff"} & set(line)]
        assert extract(docx_bytes(["甲", *kept])).text == "".join(
            f"{line}\n" for line in ["甲", *kept]
        )
