from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from formats import html_bytes
from speechkit.errors import ReadingError
from speechkit.files import html_blocks
from speechkit.files.extracted import Extracted
from speechkit.files.html import extract
from speechkit.files.html_tokens import StartTag, tokens

TITLE = "在柳塘镇春耕动员会上的讲话"
LINES = (
    "同志们：",
    "今天，我们在柳塘镇召开春耕动员会，主要任务是把种子、化肥和人手安排下去，不误农时。",
    "（掌声）",
    "一、过去一年",
    "去年全镇种植水稻三万亩，总产比上年增加一成，农民人均收入超过两万元。",
    "上篇：回顾",
    "同志们：",
    "关注：民生",
    "联系我们的实际，今年要抓好三件事，一件一件地办，办一件成一件。",
    "春风先到柳塘边",
    "（掌声）",
    "分享三点体会",
    "打印和复印要节约，会议要少开，大家的时间要用在田里。",
    "谢谢大家！",
    "周立",
    "2031年3月1日",
)
OTHERS = ("柳塘镇召开防汛工作会议", "走进柳塘的油菜花海，看看新农村", "小学开学典礼主持词")


def page(source: str) -> Extracted:
    return extract(source.encode())


def text(source: str) -> str:
    return page(source).text


def marked(source: str) -> list[tuple[str, str]]:
    return factories.marked(page(source))


def refusal(data: bytes) -> str:
    return factories.refusal(extract, data)


# --------------------------------------------------------------------------- whole pages


def paragraphs(form: str = "<p>{}</p>") -> str:
    return "\n".join(form.format(line) for line in LINES)


LINKS = "".join(
    f'<li><a href="/{i}.html">{other}</a> 03-0{i}</li>' for i, other in enumerate(OTHERS)
)
NAV = "".join(f'<a href="/{i}/">{word}</a> ' for i, word in enumerate(("首页", "讲话", "联系我们")))
HALF = len(LINES) // 2

PAGES = {
    "government": f"""<title>{TITLE}_柳塘镇人民政府</title><body><div class="top">{NAV}</div>
        <div>当前位置：<a href="/">首页</a> &gt; 正文</div><h1>{TITLE}</h1>
        <div><span>发布时间：2031-03-02 09:30</span> 来源：镇办公室 浏览次数：12</div>
        <div id="zoom">{paragraphs()}</div><div><a href="javascript:x()">打印本页</a></div>
        <div class="footer"><p>主办：柳塘镇人民政府 技术支持：柳塘软件，欢迎您常来看看</p></div>""",
    "semantic": f"""<body><header><nav>{NAV}</nav></header><main><article><header><h1>{TITLE}</h1>
        </header>{paragraphs()}<footer>责任编辑：李明</footer></article>
        <aside><ul>{LINKS}</ul></aside></main><footer>版权所有</footer>""",
    "boxes only": f"""<body><div><div>{NAV}</div><div><div>{TITLE}</div><div><div>
        {paragraphs("<div><span>{}</span></div>")}</div></div></div><div><div>相关文章</div>
        <ul>{LINKS}</ul></div></div>""",
    "line breaks": f"""<body><ul>{LINKS}</ul><div><b>{TITLE}</b><br>
        {paragraphs("&emsp;&emsp;{}<br>")}</div><p>上一篇：<a href="/">{OTHERS[0]}</a></p>""",
    "tables": f"""<body><table><tr><td>{NAV}</td></tr></table><table><tr><td><table>
        <tr><td>·<a href=1>{OTHERS[0]}</a></td></tr><tr><td>·<a href=2>{OTHERS[1]}</a></td></tr>
        <tr><td>·<a href=3>{OTHERS[2]}</a></td></tr></table></td><td><table><tr>
        <td align=center><b>{TITLE}</b></td></tr><tr><td>作者：周立 点击：12</td></tr>
        <tr><td>{paragraphs()}</td></tr></table></td></tr></table>""",
    "never closed": f"<title>{TITLE}</title><font><b>{TITLE}</b>"
    + paragraphs("<p><font color=black>{}"),
    "preformatted": f"<body><pre>{TITLE}\n\n" + paragraphs("　　{}") + "</pre>",
    "several boxes": f"""<body><div class="page-wrapper with-sidebar"><h2>{TITLE}</h2>
        <section class="page">{"".join(f"<p>{line}</p>" for line in LINES[:HALF])}</section>
        <section class="page">{"".join(f"<p>{line}</p>" for line in LINES[HALF:])}</section></div>
        <div class="related"><ul>{LINKS}</ul></div>""",
    "beside the box": f"""<body><div class="a"><p>{TITLE}</p><p>{LINES[0]}</p><div><div>
        {"".join(f"<p>{line}</p>" for line in LINES[1:-2])}</div></div><p>{LINES[-2]}</p>
        <p>{LINES[-1]}</p><div class="share">分享到：<a href=1>微博</a></div></div>""",
    "comments": f"""<body><h1>{TITLE}</h1><div class="entry">{paragraphs()}</div>
        <div id="comments"><p>张三：写得真好，学习了，收藏起来慢慢看。</p></div>""",
    "forum": f"""<body><div>{NAV}</div><h1>{TITLE}</h1><div class="t_f">"""
    + paragraphs('{}<font class="jammer">$ _ @! u2</font><br><span style="display:none">x1</span>')
    + "</div>",
    "links to words": f"<body><h1>{TITLE}</h1><div>"
    + paragraphs().replace("农", '<a href="/n"><b>农</b></a>')
    + f"</div><ul>{LINKS}</ul>",
    "shown by a script": f"""<body><h1>{TITLE}</h1>
        <div style="visibility: hidden; opacity: 0;">{paragraphs()}</div>
        <div class="qrcode">微信扫一扫关注该公众号</div>""",
    "an open link": f'<body><h1>{TITLE}</h1><a href="a.jpg"><img src="a.jpg">{paragraphs()}',
}


@pytest.mark.parametrize("name", PAGES)
def test_the_author_keeps_every_line_and_the_site_none(name: str) -> None:
    lines = [line.strip() for line in text(PAGES[name]).splitlines() if line.strip()]
    assert lines == [TITLE, *LINES]


def test_a_page_of_short_lines_is_kept() -> None:
    assert text("<body><p>同志们：<p>一、快<p>二、好") == "同志们：\n一、快\n二、好\n"


@pytest.mark.parametrize("breaks", [False, True])
@pytest.mark.parametrize("bare", [False, True])
def test_lines_come_back_from_a_made_page(*, breaks: bool, bare: bool) -> None:
    data = html_bytes(LINES, page_title=TITLE, breaks=breaks, bare=bare)
    found = extract(data).text.splitlines()
    assert found[-len(LINES) :] == list(LINES)
    assert found[: -len(LINES)] == ([] if bare else [TITLE])


# ------------------------------------------------------------------------------- one line


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙\n"),
        ("<p>甲<p>乙<div>丙<div>丁</div>戊</div>己", "甲\n乙\n丙\n丁\n戊\n己\n"),
        ("<p>甲<br>乙<br/>丙</br>丁</p>", "甲\n乙\n丙\n丁\n"),
        ("<p>甲<br><br>乙</p>", "甲\n\n乙\n"),
        ("<ul><li>甲<li>乙<ul><li>丙</ul><li>丁</ul>", "甲\n乙\n丙\n丁\n"),
        ("<p>甲 \t 乙 x\ny</p>", "甲 乙 x y\n"),
        ("<p>今天\n  开会，\n讨论</p>", "今天开会，讨论\n"),
        ("<p>&emsp;&emsp;甲　乙&nbsp;&nbsp;丙</p>", "\u2003\u2003甲　乙\xa0\xa0丙\n"),
        ("<p>&lt;甲&gt;&amp;&ldquo;&#20057;&#x4e19;&rdquo;&#0;</p>", "<甲>&“乙丙”\ufffd\n"),
        ("<p>1 < 2，a<b</p>", "1 < 2，a\n"),
        ("<pre>甲  乙\n\n丙</pre>", "甲  乙\n\n丙\n"),
        ("<p>甲<!-- 乙 -->丙<!-->丁<? x ?><!x>戊</p>", "甲丙丁戊\n"),
        ("<script>'<p>甲</p>'</script><style>p{}</style><p>乙</p>", "乙\n"),
        ("<p>乙</p><SCRIPT>甲</ScRiPt >丙", "乙\n丙\n"),
        ("<p title='a>b' x=\"c>d\" y=e>甲</p>", "甲\n"),
        ('<p title="a>甲</p>', "甲\n"),
        ("<p>甲<select><option>一<option>二</select>乙<textarea>丙</textarea></p>", "甲乙\n"),
        ("<p>甲<input value=x><button>乙</button></p>", "甲\n"),
        ("<p><ruby>领<rp>(</rp><rt>lǐng</rt><rp>)</rp>导<rt>dǎo</ruby>好</p>", "领导好\n"),
        ("<p>甲<span hidden><span>乙</span>丙</span>丁</p>", "甲丁\n"),
        ("<p>甲</p><div style='DISPLAY : none'><p>乙</p></div><p>丙</p>", "甲\n丙\n"),
        ("<p>甲<i style='font-size:0'>乙</i><i style='font-size:0.9em'>丙</i></p>", "甲丙\n"),
        ("<span style='display:block'>甲</span><span style='display:block'>乙</span>", "甲\n乙\n"),
        ("<b><p>甲</b>乙</p><p>丙</p>", "甲乙\n丙\n"),
        ("<h1>甲</h2><p>乙", "甲\n乙\n"),
        ("<p>甲<plaintext>乙</p>", "甲\n乙</p>\n"),
        ("<svg><title>乙</title><text>丙</text></svg><p>甲", "甲\n"),
        ("<p>甲</p></div></table></td></b></x><td>乙", "甲\n乙\n"),
    ],
)
def test_text_is_what_a_browser_shows(source: str, expected: str) -> None:
    assert text(f"<body>{source}") == expected


def test_tags_and_texts_are_told_apart() -> None:
    found = list(tokens("<A Href='x' href=y B>甲</a ><br/>"))
    assert isinstance(found[0], StartTag)
    assert found[0].attributes() == {"href": "x", "b": ""}
    assert "".join(token for token in found if isinstance(token, str)) == "甲"


# ------------------------------------------------------------------------ marks and title


def test_headings_bold_and_centred_lines_are_marked() -> None:
    found = marked(
        "<h1>甲篇</h1><p><strong>一、总结</strong></p><p><b>二、</b>打算</p><p align=center>中"
        "<p style='text-align: center'><span><b>两</b></span><center>央</center><h6>乙篇</h6>"
    )
    assert found == [
        ("heading1", "甲篇"),
        ("bold", "一、总结"),
        ("centred", "中"),
        ("bold", "两"),
        ("centred", "两"),
        ("centred", "央"),
        ("heading6", "乙篇"),
    ]


def test_alignment_comes_from_outside_and_can_be_taken_back() -> None:
    found = marked("<div align=center>甲<p align=left>乙</p><table><tr><td>丙</table></div>")
    assert found == [("centred", "甲"), ("centred", "丙")]


def test_cells_are_divided_by_tabs() -> None:
    source = "<p>前</p><table><tr><th>项目<th>数值<tr><td>产量<br>（吨）<td>12</table><p>后</p>"
    assert text(source) == "前\n项目\t数值\n产量 （吨）\t12\n后\n"
    assert marked(source) == [("table", "项目\t数值\n产量 （吨）\t12")]


def test_rows_need_no_tags_of_their_own() -> None:
    assert text("<table><td>甲<td>乙<tr><td>丙<td>丁</table>") == "甲\t乙\n丙\t丁\n"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (f"<title>{TITLE} - 柳塘网</title><h1>{TITLE}</h1>{paragraphs()}", TITLE),
        (f"<title>{TITLE}_柳塘网</title><p>{TITLE}</p>{paragraphs()}", TITLE),
        (f"<title>柳塘网</title>{paragraphs()}", ""),
        (f"<title>新建网页 1</title><p>新建网页</p>{paragraphs()}", ""),
    ],
)
def test_a_title_is_taken_where_the_page_has_one_for_its_text(source: str, title: str) -> None:
    assert page(source).metadata.get("title", "") == title


# ------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("named", ["gb2312", "GBK", "gb18030"])
def test_names_of_smaller_sets_mean_the_whole(named: str) -> None:
    source = f"<meta http-equiv=Content-Type content='text/html; charset={named}'><p>朱镕基㐂"
    assert extract(source.encode("gb18030")).text == "朱镕基㐂\n"


@pytest.mark.parametrize(
    "data",
    [
        "<p>同志们：今天开会。".encode("gb18030"),
        "<p>同志们：今天开会。".encode("utf-8-sig"),
        "<p>同志们：今天开会。".encode("utf-16"),
        "<?xml version='1.0' encoding='gbk'?><p>同志们：今天开会。".encode("gbk"),
        "<meta charset=utf-8><p>同志们：今天开会。".encode("gb18030"),
        "<meta charset=nonsense><p>同志们：今天开会。".encode(),
        "<meta charset=utf-16><p>同志们：今天开会。".encode(),
        "<p>同志们：\0今天\0开会。".encode(),
    ],
)
def test_the_encoding_is_found(data: bytes) -> None:
    assert extract(data).text == "同志们：今天开会。\n"


def test_utf_8_under_another_name_is_seen() -> None:
    assert extract(f"<meta charset=gbk>{paragraphs()}".encode()).text.startswith("同志们：\n今天")


def test_big5_is_read() -> None:
    source = "<meta charset=big5><p>各位同仁：今天開會，討論工作。"
    assert extract(source.encode("big5")).text == "各位同仁：今天開會，討論工作。\n"


# -------------------------------------------------------------------------------- refusals


def test_what_holds_no_text_is_named() -> None:
    assert refusal(b"") == "empty"
    assert "no text in it" in refusal(b"<html><body><div id=app></div><script>x</script>")
    archive = b"From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\r\n<p>x"
    assert "mhtml" in refusal(archive)


def test_bytes_of_no_encoding_are_named() -> None:
    assert "byte" in refusal(b"<meta charset=utf-8><p>" + b"\xff\xff" * 50)


def test_a_page_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_blocks, "MAX_ELEMENTS", 100)
    assert "more than 100" in refusal(b"<p>x" * 101)
    assert "more than 100" in refusal(b"x<br>" * 101)


# ------------------------------------------------------------------------------------ laws

SENTENCE = "今天开会，讨论工作。"


@pytest.mark.parametrize(
    ("source", "n_sentences"),
    [
        (f"<div>{SENTENCE}" * 20_000 + "</b>" * 20_000, 20_000),
        (f"<p><font>{SENTENCE}" * 20_000, 20_000),
        (f"<table><tr><td>{SENTENCE}" * 5_000 + "</td></div>" * 5_000, 5_000),
        (f"<ul><li>{SENTENCE}" * 5_000 + "<li>" * 5_000, 5_000),
        ("<div>" * 20_000 + f"<li>{SENTENCE}</li>" * 5_000, 5_000),
        (SENTENCE + "<!" * 50_000, 1),
        (SENTENCE + "<a b='" + '<a b="' * 50_000, 1),
        (SENTENCE + "<a b=" * 50_000, 1),
        (SENTENCE + "<!--" * 50_000, 1),
        (SENTENCE + "<p a" + " " * 100_000 + "b>", 1),
        (SENTENCE + "<span hidden>" * 20_000 + "</span>" * 20_000, 1),
        (SENTENCE * 100_000, 100_000),
    ],
)
def test_pages_without_end_lose_nothing(source: str, n_sentences: int) -> None:
    assert text(source).count(SENTENCE) == n_sentences


WHOLE = PAGES["government"].encode()


def outcome(data: bytes) -> Extracted | None:
    """What is read, None when it is refused in one line."""
    try:
        return extract(data)
    except ReadingError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are fine
        return None


def check(extracted: Extracted | None) -> None:
    if extracted is not None:
        assert extracted.text.endswith("\n")
        extracted.text.encode()
        starts = [mark.span.start for mark in extracted.marks]
        assert starts == sorted(starts)
        assert all(mark.span.end < len(extracted.text) for mark in extracted.marks)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=20))
def test_flipped_bytes_give_text_or_a_refusal(flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in flips:
        data[at] = byte
    check(outcome(bytes(data)))


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_cut_pages_give_text_or_a_refusal(start: int, end: int) -> None:
    check(outcome(WHOLE[:start] + WHOLE[end:]))


PIECES = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<tbody>",
    "</tbody>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<span hidden>",
    "</span>",
    "<span>",
    "<pre>",
    "</pre>",
    "<br>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<select>",
    "<option>",
    "</select>",
    "<svg>",
    "</svg>",
    "<rt>",
    "</rt>",
    "<center>",
    "</center>",
    "<title>",
    "</title>",
    "<form>",
    "</form>",
    "<caption>",
    "</caption>",
    "<dl>",
    "<dd>",
    "</dl>",
    "</br>",
    "<th>",
    "甲",
    "乙，丙\n",
    "&nbsp;",
    "&#55296;",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_tags_in_any_order_give_text_or_a_refusal(pieces: list[str]) -> None:
    check(outcome("".join(pieces).encode()))


SHOWN = [
    piece for piece in PIECES if not re.search(r"hidden|select|option|svg|rt>|title|href", piece)
]


@given(st.lists(st.sampled_from(SHOWN), max_size=60))
def test_no_character_is_lost_by_tags_in_any_order(pieces: list[str]) -> None:
    expected = "".join(piece for piece in pieces if piece in ("甲", "乙，丙\n")).replace("\n", "")
    found = outcome("".join(pieces).encode())
    kept = "".join(re.findall("[甲乙，丙]", found.text if found else ""))
    assert kept == expected
