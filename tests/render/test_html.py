from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden import GoldenCheck
from render.factory import (
    THEMES,
    comparison,
    emphasis,
    lone_speech,
    single,
)
from render.reports import HOSTILE, REPORTS, report_of, small_report
from speechkit.model import (
    LINE_END,
    Document,
    Lang,
    Span,
)
from speechkit.render.cuts import cut_sentences, cuts_of, turned
from speechkit.render.escape import visible
from speechkit.render.html import to_html
from speechkit.render.html.charts import (
    STRETCH_WIDTH,
    Interval,
    axis_for,
    difference_plot,
    dot_plot,
    interval_plot,
    stretches,
)
from speechkit.render.html.links import Links
from speechkit.render.html.scatter import (
    FONT,
    HEIGHT,
    WIDTH,
    Point,
    PointKind,
    name_length,
    scatter,
)
from speechkit.render.html.texts import MAX_WHOLE_CHARS, MAX_WHOLE_SPEECHES
from speechkit.render.html.versions import MAX_PAIRS, passages_of
from speechkit.render.html.words import WORDS, say
from speechkit.render.labels import number, percent
from speechkit.render.pairing import RowKind
from speechkit.render.quotes import excerpt
from speechkit.results import (
    Change,
    Difference,
    Emphasis,
    EvidenceSentence,
    Keyword,
    Place,
    Quotation,
    Report,
)

LANGS: tuple[Lang, ...] = get_args(Lang)
VOID = {"meta", "br", "link", "img", "hr", "input"}


# --------------------------------------------------------------------------- the page read


@dataclass
class Element:
    """An element of a page, with what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags inside, in the order of the page; no tag, every one."""
        found = []
        for child in self.children:
            if not tags or child.tag in tags:
                found.append(child)
            found += child.all(*tags)
        return found

    @property
    def text(self) -> str:
        return "".join(self.words)


class Reader(HTMLParser):
    """A page in, its elements out; fails where an element is left open or closed twice."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> names an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(page: str) -> Element:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], "an element is left open"
    return reader.root


PAGES = [(name, lang, whole) for name in REPORTS for lang in LANGS for whole in (None, False)]


@cache
def page_of(name: str, lang: Lang = "en", whole: bool | None = None) -> str:
    return to_html(REPORTS[name](), lang=lang, whole_texts=whole)


@cache
def tree_of(name: str, lang: Lang = "en", whole: bool | None = None) -> Element:
    return read(page_of(name, lang, whole))


every_page = pytest.mark.parametrize(("name", "lang", "whole"), PAGES)
every_lang = pytest.mark.parametrize("lang", LANGS)


@every_lang
def test_the_page_is_the_one_that_was_looked_at(lang: Lang, check_golden: GoldenCheck) -> None:
    check_golden(f"report.{lang}.html", page_of("small", lang))


# -------------------------------------------------------------------------------- the form


@every_page
def test_every_link_leads_to_a_place_of_the_page(name: str, lang: Lang, whole: bool | None) -> None:
    elements = tree_of(name, lang, whole).all()
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9-]*", each) for each in ids)
    targets = {e.attributes["href"] for e in elements if "href" in e.attributes}
    assert targets <= {f"#{each}" for each in ids}
    named = {e.attributes["aria-labelledby"] for e in elements if "aria-labelledby" in e.attributes}
    assert named <= set(ids)


@every_page
def test_nothing_runs_and_nothing_is_fetched(name: str, lang: Lang, whole: bool | None) -> None:
    tree = tree_of(name, lang, whole)
    for element in tree.all():
        assert element.tag not in {"script", "link", "img", "iframe", "object", "base", "form"}
        assert not [a for a in element.attributes if a.startswith("on") or a in {"src", "srcset"}]
        assert element.attributes.get("href", "#").startswith("#")
    style = "".join(element.text for element in tree.all("style"))
    assert not re.search(r"url\(|@import|https?:|//", style)
    policies = [e for e in tree.all("meta") if "http-equiv" in e.attributes]
    assert [p.attributes["http-equiv"] for p in policies] == ["Content-Security-Policy"]
    assert (
        policies[0]
        .attributes["content"]
        .startswith("default-src 'none'; style-src 'unsafe-inline'")
    )


@every_page
def test_the_page_can_be_walked_without_eyes(name: str, lang: Lang, whole: bool | None) -> None:
    tree = tree_of(name, lang, whole)
    (html,) = tree.all("html")
    assert html.attributes["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(tree.all(landmark)) == 1
    (head,) = tree.all("head")
    assert [title.text for title in head.all("title")] == [say(lang, "page_title")]
    first_link = tree.all("a")[0]
    assert first_link.attributes == {"class": "skip", "href": "#main"}
    levels = [int(e.tag[1]) for e in tree.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    for table in tree.all("table"):
        assert table.children[0].tag == "caption"
        assert table.children[0].text.strip()
        assert all("scope" in cell.attributes for cell in table.all("th"))
    for picture in tree.all("svg"):
        if "role" not in picture.attributes:
            continue  # the drawing inside a picture
        assert picture.attributes["role"] == "img"
        assert [child.tag for child in picture.children[:2]] == ["title", "desc"]
        assert all(child.text.strip() for child in picture.children[:2])


@every_lang
def test_chinese_text_is_marked_as_chinese(lang: Lang) -> None:
    tree = tree_of("small", lang)
    marked = "".join(
        element.text for element in tree.all() if element.attributes.get("lang") == "zh-CN"
    )
    assert "修好从北关到南渡的公路" in marked
    assert "青松计划" in marked


@every_page
def test_the_same_report_gives_the_same_bytes(name: str, lang: Lang, whole: bool | None) -> None:
    assert to_html(REPORTS[name](), lang=lang, whole_texts=whole) == page_of(name, lang, whole)
    assert page_of(name, lang, whole).encode()


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys, hashlib\n"
        f"sys.path.insert(0, {str(Path(__file__).parent.parent)!r})\n"
        "from render.test_html import page_of\n"
        "print(hashlib.sha256((page_of('small') + page_of('many')).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


# ------------------------------------------------------------------------------- hostility


@every_lang
def test_hostile_text_stays_text(lang: Lang) -> None:
    page, tree = page_of("hostile", lang), tree_of("hostile", lang)
    for raw in ("<script", "<img", "href='javascript", 'onerror="alert', "</textarea", "49{%"):
        assert raw not in page
    for attack in HOSTILE:
        assert visible(attack) in tree.text
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", page
    )


@settings(max_examples=40)  # each is a whole page
@given(text=st.text(st.characters(), max_size=80))
def test_any_text_of_a_speech_comes_back_from_the_page(text: str) -> None:
    speech = lone_speech("s", text=f"会议\n{text}。", title=text)
    lines = {e.attributes.get("id"): e for e in read(to_html(report_of(speech))).all("li")}
    for number_, line in enumerate(LINE_END.split(speech.document.text), start=1):
        assert lines[f"s1-L{number_}"].text.startswith(visible(line.replace(chr(9), " ")))


def test_a_template_in_a_speech_is_not_run() -> None:
    assert "{{ 7 * 7 }}" in tree_of("hostile").text


# -------------------------------------------------------------------------------- contents


@every_lang
def test_every_speech_is_in_the_table_of_speeches(lang: Lang) -> None:
    text = tree_of("small", lang).text
    for speech in small_report().split.speeches:
        assert speech.id in text
        assert speech.title in text
        assert number(speech.n_chars, lang) in text
        assert f"{speech.lines[0]}–{speech.lines[1]}" in text


@every_lang
def test_the_likeness_of_every_pair_is_shown(lang: Lang) -> None:
    cells = [td.text for td in tree_of("small", lang).all("td")]
    for pair in small_report().duplicates.pairs:
        for share in (pair.jaccard, pair.containment_a, pair.containment_b):
            assert f"{share:.3f}" in cells


@every_lang
def test_every_figure_of_the_keywords_is_shown(lang: Lang) -> None:
    rows = _rows_of("terms", lang)
    for speech in small_report().keywords.speeches:
        for keyword in speech.keywords:
            rates = (f"{keyword.per_10k:.1f}", f"{keyword.score:.2f}")
            assert (keyword.term, str(keyword.count), *rates) in {row[:4] for row in rows}
        for term in speech.keyness:
            counts = (str(term.count), str(term.reference_count))
            high = "∞" if math.isinf(term.high) else f"{term.high:.1f}"
            ratio = f"{term.log_ratio:.2f}{term.low:.1f}–{high}"
            figures = (f"{term.score:.2f}", ratio, f"{term.g2:.1f}")
            wanted = (term.term, *counts, *figures, f"{term.dispersion:.2f}")
            assert wanted in {
                (term.term, *row[1:7]) for row in rows if row[0].startswith(term.term)
            }


@every_lang
def test_every_share_is_shown_with_its_interval(lang: Lang) -> None:
    rows = {row[0]: row[1:] for row in _rows_of("heat", lang)}
    for column, speech in enumerate(small_report().emphasis.speeches):
        for each in speech.emphasis:
            share, low, high = (
                percent(value).removesuffix("%") for value in (each.share, each.low, each.high)
            )
            wanted = f"{share}{low}–{high}" if speech.sufficient else "–"
            assert rows[each.theme.label(lang)][column] == wanted


@every_lang
def test_what_is_told_apart_is_listed_with_its_figures(lang: Lang) -> None:
    cells = [td.text for td in tree_of("small", lang).all("td")]
    for contrast in small_report().emphasis.contrasts:
        seen = contrast if contrast.difference > 0 else turned(contrast)
        points = [f"{100 * value:.1f}" for value in (seen.difference, seen.low, seen.high)]
        figures = (
            f"{points[0]}{points[1]}–{points[2]}",
            f"{contrast.p:.4f}",
            f"{contrast.q:.3f}",
        )
        assert all(figure in cells for figure in figures) == contrast.distinguishable


def _rows_of(kind: str, lang: Lang) -> list[tuple[str, ...]]:
    tables = [
        table
        for table in tree_of("small", lang).all("table")
        if kind in table.attributes.get("class", "").split()
    ]
    return [
        tuple(cell.text for cell in row.all("th", "td"))
        for table in tables
        for row in table.all("tr")
    ]


def test_every_line_of_a_speech_has_its_place() -> None:
    ids = {e.attributes.get("id"): e for e in tree_of("small").all("li")}
    for n, speech in enumerate(small_report().split.speeches, start=1):
        first, last = speech.lines
        for line in range(first, last + 1):
            start = speech.document.line_starts[line - 1]
            raw = speech.document.text[start:].split("\n")[0]
            assert raw in ids[f"s{n}-L{line}"].text


def test_a_theme_leads_to_its_sentence_and_the_sentence_back() -> None:
    tree = tree_of("small")
    (row,) = [e for e in tree.all("tr") if e.attributes.get("id") == "s1-t1"]
    assert "#s1-L7" in {a.attributes["href"] for a in row.all("a")}
    (line,) = [e for e in tree.all("li") if e.attributes.get("id") == "s1-L7"]
    assert "#s1-t1" in {a.attributes["href"] for a in line.all("a")}
    assert "抓道路" in {mark.text for mark in line.all("mark", "ins")}


def test_a_figure_of_the_table_of_shares_leads_to_its_evidence() -> None:
    (heat,) = [e for e in tree_of("small").all("table") if e.attributes.get("class") == "heat"]
    cell = next(td for td in heat.all("td") if td.text.startswith("55.0"))
    assert [a.attributes["href"] for a in cell.all("a")] == ["#s1-t1"]


def test_a_keyphrase_leads_to_each_of_its_lines() -> None:
    tables = [e for e in tree_of("small").all("table") if e.attributes.get("class") == "terms"]
    row = next(tr for tr in tables[0].all("tr") if tr.text.startswith("青松计划"))
    assert [a.attributes["href"] for a in row.all("a")] == ["#s1-L6", "#s1-L8"]


def test_a_term_of_the_text_leads_to_the_row_that_counts_it_and_that_row_back() -> None:
    tree = tree_of("small")
    (line,) = [e for e in tree.all("li") if e.attributes.get("id") == "s1-L8"]
    (term,) = [a for a in line.all("a") if a.text == "青松计划"]
    (row,) = [e for e in tree.all("tr") if f"#{e.attributes.get('id')}" == term.attributes["href"]]
    assert row.text.startswith("青松计划")
    assert "#s1-L8" in {a.attributes["href"] for a in row.all("a")}


def test_terms_that_overlap_leave_the_text_whole() -> None:
    report = small_report()
    first = report.keywords.speeches[0]
    document = report.split.speeches[0].document
    start = document.text.index("青松计划")
    terms = [(start, start + 4), (start + 2, start + 6), (start, start + 2), (start + 4, start + 9)]
    keywords_ = tuple(
        Keyword("词", 1.0, 1.0, (Place(a, b, document.line(a)),), Quotation(a, b, 1, "词"))
        for a, b in terms
    )
    changed = replace(
        report.keywords,
        speeches=(replace(first, keywords=keywords_), *report.keywords.speeches[1:]),
    )
    line = document.line(start)
    page = read(to_html(replace(report, keywords=changed)))
    shown = next(e for e in page.all("li") if e.attributes.get("id") == f"s1-L{line}")
    assert document.text.split("\n")[line - 1] in shown.text
    assert "青松计划" in {a.text for a in shown.all("a")}


LINKS = Links({"yunling#1": 1, "yunling#2": 2, "yunling#3": 3}, {}, {})


def beside() -> Report:
    """The report of two versions whose texts are known to be alike in most."""
    report = small_report()
    known = replace(report.duplicates, differences=(comparison().difference,))
    return replace(report, duplicates=known)


@every_lang
def test_versions_stand_side_by_side_and_what_is_the_same_is_folded(lang: Lang) -> None:
    tree = read(to_html(beside(), lang=lang))
    (table,) = [e for e in tree.all("table") if e.attributes.get("class") == "texts"]
    rows = [
        (tr.attributes.get("class", ""), [td.text for td in tr.all("td")]) for tr in table.all("tr")
    ]
    (lost,) = [cells for kind, cells in rows if kind == "deleted" and "抓道路" in cells[0]]
    assert "修好从北关到南渡的公路，让货车进得来、出得去。" in lost[0]
    assert lost[1] == ""
    folds = [tr.text for tr in table.all("tr") if tr.attributes.get("class") == "fold"]
    assert folds
    assert not any("抓“青松计划”" in told for told in folds)
    marked = {b.text for b in table.all("b")}
    assert {"第一篇", "第二篇", "（摘要）"} <= marked


def test_texts_side_by_side_are_left_out_with_whole_texts() -> None:
    tree = read(to_html(beside(), whole_texts=False))
    assert not [e for e in tree.all("table") if e.attributes.get("class") == "texts"]


def test_a_shared_passage_leads_to_its_places_and_they_lead_back() -> None:
    tree = tree_of("small")
    for row in passages_of(small_report().duplicates, LINKS):
        (shown,) = [e for e in tree.all("tr") if e.attributes.get("id") == row.anchor]
        targets = {a.attributes["href"] for a in shown.all("a") if "-L" in a.attributes["href"]}
        assert len(targets) == len(row.places)
        for target in targets:
            (line,) = [e for e in tree.all("li") if f"#{e.attributes.get('id')}" == target]
            assert f"#{row.anchor}" in {a.attributes["href"] for a in line.all("a")}


def test_a_removed_footer_leads_back_to_the_list_of_what_was_removed() -> None:
    tree = tree_of("small")
    (footer,) = [s for s in tree.all("s") if "本文章共2页" in s.text]
    (line,) = [li for li in tree.all("li") if footer in li.all("s")]
    (edits,) = [
        e for e in tree.all("table") if e.attributes.get("id") == "e1" and "本文章" in e.text
    ]
    assert "#e1" in {a.attributes["href"] for a in line.all("a")}
    assert edits.attributes["class"] == "edits"


def test_a_change_leads_to_both_places_and_they_lead_back() -> None:
    tree = tree_of("small")
    row = next(e for e in tree.all("tr") if e.attributes.get("id") == "v1-c1")
    assert [a.attributes["href"] for a in row.all("a")] == ["#s1-L1", "#s2-L11"]
    for place in ("s1-L1", "s2-L11"):
        line = next(e for e in tree.all("li") if e.attributes.get("id") == place)
        assert "#v1-c1" in {a.attributes["href"] for a in line.all("a")}


def test_the_first_thing_said_of_versions_is_a_plain_sentence() -> None:
    glance = tree_of("small").all("section")[0].text
    assert "Speech 2 is Speech 1 less" in glance
    assert "characters" in glance


@every_lang
def test_what_cannot_be_told_apart_is_said(lang: Lang) -> None:
    alike = Emphasis(
        "test 1",
        THEMES,
        emphasis().speeches,
        tuple(replace(c, distinguishable=False) for c in emphasis().contrasts),
        (),
    )
    text = read(to_html(replace(small_report(), emphasis=alike), lang=lang)).text
    told = {"en": "In none of 3 comparisons", "zh": "3次主题比较中，没有一次"}[lang]
    assert told in text


def test_a_speech_with_too_little_text_gets_no_shares() -> None:
    tree = tree_of("small")
    (heat,) = [e for e in tree.all("table") if e.attributes.get("class") == "heat"]
    row = next(tr for tr in heat.all("tr") if tr.text.startswith(THEMES[2].en))
    assert [td.text for td in row.all("td")][2] == "–"
    assert "Too little text" in tree.text


def test_a_removed_footer_and_a_repair_are_listed_with_their_lines() -> None:
    tables = [e for e in tree_of("small").all("table") if e.attributes.get("class") == "edits"]
    rows = [tuple(td.text for td in tr.all("td")) for table in tables for tr in table.all("tr")]
    assert ("16", "学生接进来。本文章共2页，当前在第1页") in rows
    assert ("20", "查，桥梁也要臵于检查之中。", "置") in rows
    assert ("14", "年要建成三个⏎园区，完成投", "") in rows


@every_lang
def test_an_empty_collection_says_so(lang: Lang) -> None:
    assert say(lang, "empty") in tree_of("empty", lang).text


# --------------------------------------------------------------------------- whole or quoted


def test_many_speeches_are_quoted_not_printed() -> None:
    report = report_of(
        *(
            lone_speech(f"s{n}", text="开头一句话。\n" + "会议" * 20 + "只在这里的一句。")
            for n in range(MAX_WHOLE_SPEECHES + 1)
        )
    )
    text = read(to_html(report)).text
    assert "只在这里的一句" not in text
    assert "开头一句" in text
    assert "too large for whole texts" in text


def test_a_collection_at_the_limit_is_printed_whole() -> None:
    speeches = [lone_speech(f"s{n}", text="会。只在这里。") for n in range(MAX_WHOLE_SPEECHES)]
    assert "只在这里" in read(to_html(report_of(*speeches))).text


def test_one_long_text_is_quoted_too() -> None:
    report = report_of(lone_speech("long", text="会议开始。\n" + "长" * MAX_WHOLE_CHARS))
    assert "长长长" not in read(to_html(report)).text
    assert "长长长" in read(to_html(report, whole_texts=True)).text


@every_lang
def test_whole_texts_can_be_left_out(lang: Lang) -> None:
    text = tree_of("small", lang, whole=False).text
    assert say(lang, "quotes_asked") in text
    assert "把作风改过来" not in text


def test_a_hundred_pairs_are_listed_and_the_rest_counted() -> None:
    speeches = [lone_speech(f"s{n}") for n in range(MAX_PAIRS + 12)]
    report = report_of(*speeches)
    tables = read(to_html(report)).all("table")
    (pairs,) = [e for e in tables if e.children[0].text == say("en", "pairs_caption")]
    assert len(pairs.all("tr")) == 1 + MAX_PAIRS
    assert say("en", "and_more", n=len(report.duplicates.pairs) - MAX_PAIRS) in to_html(report)


# ------------------------------------------------------------------------ charts, words, texts


def test_a_label_beside_the_longest_interval_has_room() -> None:
    for maximum in (0.0, 0.013, 0.37, 0.5, 0.99, 1.0):
        axis = axis_for(1.06 * maximum)
        assert axis.end >= min(1.0, 1.06 * maximum)
        assert 2 <= len(axis.marks) <= 7


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_pictures_stay_inside_their_frame(shares: list[float]) -> None:
    axis = axis_for(max(shares))
    plots = (
        interval_plot(
            [Interval("1", share, share / 2, 1.0) for share in shares],
            axis,
            title="t",
            description="d",
        ),
        dot_plot(shares, axis, title="t", description="d"),
        stretches(shares, title="t", description="d"),
    )
    for x in re.findall(r"[MH](\d+)", plots[0]):
        assert 0 <= int(x) <= 1000
    for x in re.findall(r'x="([^"]+)%"', plots[0]):
        assert 0 <= float(x) <= 100
    for x in re.findall(r"M(\d+) 8", plots[1]):
        assert 0 <= int(x) <= 1000
    path = re.findall(r'd="([^"]+)"', plots[2])[0]
    assert sum(map(int, re.findall(r"h(\d+)", path))) == STRETCH_WIDTH * len(shares)
    assert all(0 <= int(y) <= 9 for y in re.findall(r"V(\d+)", path))


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)), min_size=1))
def test_a_difference_and_where_none_would_be_have_room(values: list[tuple[float, ...]]) -> None:
    sides = [sorted(value) for value in values]
    axis = axis_for(max(high for *_, high in sides), min(low for low, *_ in sides))
    assert axis.start <= 0 <= axis.end
    assert len(axis.marks) <= 9
    assert 0.0 in axis.marks
    for low, middle, high in sides:
        drawn = Interval("", middle, low, high)
        plot = difference_plot(drawn, axis, title="t", description="d")
        assert axis.start <= low + 1e-9
        assert high - 1e-9 <= axis.end
        xs = [int(x) for x in re.findall(r"[MH](-?\d+)", plot)]
        assert xs[0] == round(10 * axis.percent(0.0))
        assert all(0 <= x <= 1000 for x in xs)


POINTS = st.lists(
    st.builds(
        Point,
        st.sampled_from(["农业农村", "Agriculture & rural development", "7", "科技"]),
        st.floats(-3, 3),
        st.floats(-3, 3),
        st.sampled_from(get_args(PointKind)),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=50)
@given(POINTS)
def test_no_two_names_of_a_map_overlap_and_none_is_lost(points: list[Point]) -> None:
    made = scatter(points, title="t", description="d")
    root = read(str(made.plot))
    outside = [t for t in root.all("text") if t.attributes.get("class") != "inside"]
    inside = [t for t in root.all("text") if t.attributes.get("class") == "inside"]
    assert len(inside) == sum(point.inside for point in points)
    assert len(outside) + len(made.unnamed) == sum(not point.inside for point in points)
    boxes = [_box_of(text) for text in outside]
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left <= right <= WIDTH + 1
        assert 0 <= top <= bottom <= HEIGHT + 1
        for other in boxes[:n]:
            across = left < other[2] - 1 and other[0] < right - 1
            assert not (across and top < other[3] - 1 and other[1] < bottom - 1)


@settings(max_examples=50)
@given(POINTS)
def test_no_line_to_a_name_crosses_another_name(points: list[Point]) -> None:
    still = [replace(point, inside=False) for point in points]  # badges have lines of their own
    root = read(str(scatter(still, title="t", description="d").plot))
    boxes = [_box_of(text) for text in root.all("text")]
    paths = [p.attributes["d"] for p in root.all("path") if p.attributes["class"] == "leader"]
    for x, y, to_x, to_y in re.findall(r"M(\d+) (\d+)L(\d+) (\d+)", "".join(paths)):
        assert x == to_x
        top, bottom = sorted((int(y), int(to_y)))
        for left, upper, right, lower in boxes:
            across = left + 1 < int(x) < right - 1
            assert not (across and top + 1 < lower - 4 and upper + 4 < bottom - 1)


def _box_of(text: Element) -> tuple[float, float, float, float]:
    """Where a name stands, a letter being `FONT` high."""
    x, y, wide = float(text.attributes["x"]), float(text.attributes["y"]), name_length(text.text)
    left = x - wide * {"end": 1.0, "middle": 0.5}.get(text.attributes.get("class", ""), 0.0)
    return left, y - FONT, left + wide, y


def test_points_at_one_place_are_drawn_apart_with_a_line_to_where_they_are() -> None:
    points = [Point(str(n), 1.0, 1.0, "speech", inside=True) for n in (1, 2, 3)]
    plot = read(str(scatter(points, title="t", description="d").plot))
    places = {(t.attributes["x"], t.attributes["y"]) for t in plot.all("text")}
    assert len(places) == 3
    (leader,) = [p for p in plot.all("path") if p.attributes["class"] == "leader"]
    assert leader.attributes["d"].count("M") == 2


@pytest.mark.parametrize("points", [[], [Point("一", 0.0, 0.0, "theme")]])
def test_a_map_of_next_to_nothing_is_drawn(points: list[Point]) -> None:
    assert "<svg" in scatter(points, title="t", description="d").plot


@every_lang
def test_the_map_names_every_theme_somewhere_and_every_speech(lang: Lang) -> None:
    tree = tree_of("small", lang)
    (plot,) = [e for e in tree.all("svg") if e.attributes.get("class") == "map"]
    named = {text.text for text in plot.all("text")}
    assert {"1", "2", "3"} <= named
    told = tree.text.partition(say(lang, "map_unnamed", list=""))[2]
    assert all(theme.label(lang) in named or theme.label(lang) in told for theme in THEMES)


@every_lang
def test_what_a_cut_did_to_the_themes_is_told_with_its_figures(lang: Lang) -> None:
    tree = tree_of("small", lang)
    text = tree.text
    for cut in cuts_of(emphasis()):
        called = {"yunling#1": say(lang, "speech_n", n=1), "yunling#2": say(lang, "speech_n", n=2)}
        assert all(told in text for told in cut_sentences(cut, lang, called))
    rows = {tuple(cell.text for cell in row.all("th", "td")) for row in tree.all("tr")}
    first = cuts_of(emphasis())[0].ranked[0]
    figures = (percent(first.whole), percent(first.part))
    assert figures in {row[1:3] for row in rows}


@every_lang
def test_distances_stand_in_a_matrix_with_how_many_themes_tell_apart(lang: Lang) -> None:
    pairs = tuple(each for each in emphasis().contrasts if each.b)
    report = replace(small_report(), emphasis=replace(emphasis(), contrasts=pairs))
    tree = read(to_html(report, lang=lang))
    (table,) = [e for e in tree.all("table") if "distances" in e.attributes.get("class", "")]
    rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]
    assert [[cell.strip() for cell in row[1:]] for row in rows[1:]] == [
        ["–", "0.125–", "0.8750"],
        ["0.125–", "–", "0.912–"],
        ["0.8750", "0.912–", "–"],
    ]


def test_a_title_in_a_picture_is_escaped() -> None:
    plot = interval_plot([], axis_for(1), title="<b>", description="&")
    assert "<title>&lt;b&gt;</title><desc>&amp;</desc>" in plot


@pytest.mark.parametrize("key", sorted(WORDS))
def test_all_words_are_there_in_both_languages_with_the_same_places(key: str) -> None:
    zh, en = WORDS[key]
    assert zh.strip()
    assert en.strip()
    places = [set(re.findall(r"\{(\w+)", words)) for words in (zh, en)]
    assert places[0] == places[1]


def test_all_words_are_used() -> None:
    folder = Path(to_html.__code__.co_filename).parent
    sources = [*folder.glob("*.py"), *folder.glob("templates/*.j2")]
    used = "".join(path.read_text(encoding="utf-8") for path in sources if path.stem != "words")
    unused = {key for key in WORDS if f'"{key}"' not in used}
    assert unused == {f"row_{kind}" for kind in get_args(RowKind)} - {"row_same", "row_layout"}


def test_words_that_are_not_there_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="no words"):
        say("en", "no such key")


@given(st.text(max_size=60), st.integers(1, 20))
def test_an_excerpt_is_one_line_and_keeps_to_its_limit(text: str, limit: int) -> None:
    quote = excerpt(Document("d", "d", text), Span(0, len(text)), limit=limit)
    assert "\n" not in quote
    assert "\r" not in quote
    assert len(quote) <= limit + 1


def test_a_mark_across_two_lines_marks_both() -> None:
    report = small_report()
    speech = report.split.speeches[1]
    start = speech.document.text.index("建成三个\n园区")
    change = Change("deleted", None, Span(start, start + 7))
    difference = Difference(speech, report.split.speeches[0], None, (), (change,))
    wanted = replace(difference, a=report.split.speeches[0], b=speech)
    page = to_html(replace(report, duplicates=replace(report.duplicates, differences=(wanted,))))
    marked = [e.text for e in read(page).all("ins")]
    assert "建成三个" in marked
    assert "园区" in marked


def test_overlapping_evidence_keeps_the_text_whole() -> None:
    report = small_report()
    first = report.emphasis.speeches[0]
    document = report.split.speeches[0].document
    start = document.text.index("修好从北关")
    spans = tuple(
        EvidenceSentence(span, document.line(span.start), document.quote(span), ())
        for span in (Span(start, start + 8), Span(start + 4, start + 12))
    )
    themes = tuple(replace(each, evidence=spans if each.share else ()) for each in first.emphasis)
    changed = replace(first, emphasis=themes)
    page = to_html(
        replace(
            report,
            emphasis=replace(report.emphasis, speeches=(changed, *report.emphasis.speeches[1:])),
        )
    )
    line = next(e for e in read(page).all("li") if e.attributes.get("id") == "s1-L7")
    assert "修好从北关到南渡的公路，让货车进得来" in line.text


def test_figures_are_those_of_the_json_of_the_same_result() -> None:
    from speechkit.render.json import to_json

    shares = [
        each["share"]
        for speech in json.loads(to_json(emphasis()))["speeches"]
        if speech["sufficient"]
        for each in speech["emphasis"]
    ]
    (heat,) = [e for e in tree_of("small").all("table") if e.attributes.get("class") == "heat"]
    shown = {td.words[0] for td in heat.all("td") if td.words}
    assert {percent(share).removesuffix("%") for share in shares} <= shown


def test_a_record_and_a_document_of_one_speech_are_shown() -> None:
    report = report_of(lone_speech("rec"))
    assert single(lone_speech("rec")).heading_style is None
    assert say("en", "single") in read(to_html(report)).text
