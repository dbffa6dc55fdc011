from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from render.factory import (
    all_results,
    codebook,
    compared,
    diagnosed,
    keyword,
    keywords,
    lone_speech,
    searched,
)
from render.screens import EMPTY, RESULTS, WIDTHS, drawn
from speechkit.model import (
    Fact,
    Lang,
    Span,
)
from speechkit.render.terminal import render
from speechkit.render.terminal.draw import shorten, shorten_around, shorten_middle, sparkline
from speechkit.render.terminal.keywords import interval_bar
from speechkit.results import (
    Change,
    Comparison,
    Difference,
    Keywords,
    PeriodCount,
    Similarity,
    SpeechKeywords,
    TermTrend,
    Theme,
    ThemeEntry,
    Trends,
)

if TYPE_CHECKING:
    from speechkit.render import Result

LANGS: tuple[Lang, ...] = get_args(Lang)
HOSTILE = "[/b][red]\x1b]0;x\x07\x1b[2J\u202e讲话\u200b\r\n第二行\x9b1m" + "很长的标题" * 400


def page_of(result: Result, lang: Lang, width: int) -> str:
    return drawn(render(result, lang=lang, width=width), width)


@pytest.mark.parametrize("command", [name for name in RESULTS if not name.startswith("keywords")])
def test_no_figure_is_lost_when_the_page_is_narrow(command: str) -> None:
    figures = re.compile(r"\d+\.\d+%?")
    wide = sorted(figures.findall(page_of(RESULTS[command], "en", 200)))
    assert wide
    assert sorted(figures.findall(page_of(RESULTS[command], "en", 60))) == wide


@pytest.mark.parametrize("command", ["keywords", "keywords.groups", "keywords.trends"])
def test_of_key_terms_and_trends_a_wider_page_shows_more_and_never_less(command: str) -> None:
    figures = re.compile(r"\d+\.\d+")
    shown = [Counter(figures.findall(page_of(RESULTS[command], "en", width))) for width in WIDTHS]
    assert shown[0]
    assert all(narrow <= wide for narrow, wide in pairwise(shown))


@pytest.mark.parametrize("scores", [(9.0, 4.5, 0.01), (0.0, 0.0), (2.0,)])
def test_bars_of_keywords_are_as_long_as_their_scores(scores: tuple[float, ...]) -> None:
    speech = lone_speech()
    entry = SpeechKeywords(
        speech, tuple(keyword(speech, "抓", x) for x in scores), (), 640, sufficient=True
    )
    rows = page_of(Keywords((entry,)), "en", 120).splitlines()
    shown = [re.sub("[^▏▎▍▌▋▊▉█]", "", row) for row in rows if row.startswith("抓")]
    lengths = [sum(8 - "█▉▊▋▌▍▎▏".index(cell) for cell in cells) for cells in shown]
    best = max(scores)
    assert lengths == [max(int(x > 0), round(80 * x / best)) if best else 0 for x in scores]


def test_an_interval_with_an_open_end_reaches_the_edge() -> None:
    assert interval_bar(1.0, 3.0, math.inf, (0.0, 4.0)) == "|    ---------*-----"
    assert interval_bar(0.0, 0.0, 0.0, (0.0, 0.0)) == "*" + " " * 19


def test_many_years_are_taken_together_in_one_row_of_bars() -> None:
    periods = tuple(PeriodCount(str(1900 + i), i, 1000) for i in range(100))
    trend = TermTrend("桑园", periods, 0.1, 0.05, 0.15, 0.001, 0.01, "rises")
    page = page_of(
        Keywords(keywords().speeches, trends=Trends("year", 100, 0, 1, (trend,))), "en", 80
    )
    (line,) = re.findall("桑园.*", page)
    assert 20 < len(re.findall("[▁-█]", line)) <= 30


def test_a_collection_without_frequent_terms_says_so() -> None:
    nothing = Keywords(keywords().speeches, trends=Trends("year", 3, 0, 0, ()))
    assert "No term is frequent enough" in page_of(nothing, "en", 80)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("result", EMPTY, ids=lambda result: type(result).__name__)
def test_nothing_found_is_said(result: Result, lang: Lang) -> None:
    assert page_of(result, lang, 60).strip()


@pytest.mark.parametrize("n", [1, 31])
@pytest.mark.parametrize("title", ["在安全会上的讲话", HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("width", [*WIDTHS, 40])
def test_a_page_keeps_within_its_width_and_shows_no_control(n: int, title: str, width: int) -> None:
    facts = [Fact(name, title) for name in ("date", "place", "speaker", "role")]
    speeches = [
        lone_speech(f"{title[:40]}{i}", title=title, text=f"同志们：{title}。", facts=facts)
        for i in range(n)
    ]
    book = codebook()
    seeds = tuple(f"{title}{i}" for i in range(n))
    named = ThemeEntry(Theme("a", title, title, "society", title), seeds)
    others = (
        compared(speeches[0], speeches[-1]),
        searched(speeches, "讲话"),
        replace(book, name=title, entries=(named,), block=seeds),
        diagnosed(speeches[0], title),
    )
    for result in (*all_results(speeches), *others):
        page = page_of(result, "en", width)
        assert max(map(cell_len, page.split("\n"))) <= width
        unseen = {c for c in page if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}
        assert unseen == set()


def test_what_was_replaced_is_shown_in_whole_figures() -> None:
    a = lone_speech("a", text="全年完成18.6亿元，增长4.2%，占六成。")
    b = lone_speech("b", text="全年完成19.2亿元，增长4.2%，占七成。")
    changes = [Change("replaced", Span(i, i + 1), Span(i, i + 1)) for i in (5, 7, 19)]
    alike = ((Span(0, 5), Span(0, 5)), (Span(8, 19), Span(8, 19)))
    told = Difference(a, b, None, (), tuple(changes), alike)
    page = page_of(Comparison(Similarity(0.2, 0.3, 0.3, None), told), "en", 120)
    assert "[-18.6-]亿元，增长4.2%，占[-六-]成" in page
    assert "{+19.2+}亿元，增长4.2%，占{+七+}成" in page


def test_markup_in_a_title_is_shown_as_it_stands() -> None:
    result = all_results([lone_speech(title="[bold]重要[/b]")])[0]
    assert "[bold]重要[/b]" in page_of(result, "zh", 80)


def test_a_long_title_is_cut_with_a_sign() -> None:
    page = page_of(all_results([lone_speech(title="长" * 5_000)])[0], "en", 80)
    assert "…" in page
    assert page.count("\n") < 12


def test_many_layout_changes_are_counted_not_listed() -> None:
    speeches = [lone_speech(f"s{i}", text="同志们：" + "今天开会。\n" * 20) for i in range(2)]
    page = page_of(all_results(speeches)[1], "en", 100)
    assert len(re.findall("^layout  ", page, re.MULTILINE)) == 10
    assert "... and 5 further ones" in page


def test_many_speeches_get_a_line_each_instead_of_a_matrix() -> None:
    speeches = [lone_speech(f"s{i}") for i in range(30)]
    page = page_of(all_results(speeches)[3], "en", 80)
    assert len(re.findall(r"40\.0%\s+\(20-50\)", page)) == 30
    assert "--format csv gives all" in page


def test_keywords_of_many_speeches_get_a_line_each() -> None:
    speeches = [lone_speech(f"s{i}") for i in range(31)]
    page = page_of(all_results(speeches)[2], "en", 80)
    assert page.count("同志 1") == page.count("同志们 1") == 31
    assert "--format csv gives all" in page


@pytest.mark.parametrize("which", [0, 2, 3], ids=["split", "keywords", "themes"])
def test_a_table_that_would_never_end_tells_how_many_are_left(
    which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("split", "keywords", "theme_shares"):
        monkeypatch.setattr(f"speechkit.render.terminal.{module}.MAX_ROWS", 32)
    page = page_of(all_results([lone_speech(f"s{i}") for i in range(40)])[which], "en", 80)
    assert "... and 8 further ones" in page
    assert "s31" in page
    assert "s32" not in page.split("further")[0]


def test_long_lists_of_pairs_tell_how_many_are_left() -> None:
    page = page_of(all_results([lone_speech(f"s{i}") for i in range(60)])[1], "en", 80)
    assert page.count(" near ") == 50
    assert "... and 9 further ones" in page


def test_pairs_that_cannot_be_told_apart_are_counted() -> None:
    page = page_of(RESULTS["themes"], "en", 120)
    assert "Of 3 comparisons of a theme, 2 can be told apart." in page
    assert "In 1 of 3 pairs no theme can be told apart: yunling#1 / yunling#3." in page


def test_too_little_text_has_no_shares() -> None:
    page = page_of(RESULTS["themes"], "en", 120)
    assert page.count("too little") == 4
    assert "98.0%" not in page


def test_a_doubtful_split_asks_for_a_look() -> None:
    assert "Low confidence (0.41)" in page_of(RESULTS["split"], "en", 80)


@given(st.text(max_size=80), st.integers(3, 60))
def test_a_shortened_text_fits_and_tells_that_it_is_short(text: str, cells: int) -> None:
    for short in (shorten(text, cells), shorten_middle(text, cells)):
        assert cell_len(short) <= cells
        assert short == shorten(text, 10_000) or "…" in short


WORDING = st.text("县人 政府ab\t\n\x1b\u202e\u0301", max_size=40)


@given(WORDING, st.text("县府a", min_size=1, max_size=8), WORDING, st.integers(23, 60))
def test_a_text_shortened_around_a_term_fits_and_holds_the_term(
    before: str, term: str, after: str, cells: int
) -> None:
    text = before + term + after
    short = shorten_around(text, len(before), len(before) + len(term), cells)
    assert cell_len(short) <= cells
    assert term in short
    assert short == shorten(text, 10_000) or "…" in short
    assert short.replace("…", "") in shorten(text, 10_000)


def test_a_keyword_is_quoted_with_the_term_in_the_line_wherever_it_stands() -> None:
    pages = [page_of(Keywords((entry,)), "zh", 80) for entry in quoted("前" * 60, "后" * 60)]
    lines = [line for page in pages for line in page.splitlines() if line.startswith("青松计划")]
    assert len(lines) == 3
    assert all(78 <= cell_len(line) <= 80 for line in lines)
    assert [line.split()[4][0] for line in lines] == ["青", "…", "…"]
    assert all("青松计划" in line[8:] for line in lines)


def quoted(before: str, after: str) -> Iterator[SpeechKeywords]:
    """A keyword at the beginning, in the middle and at the end of its line."""
    for text in (f"青松计划{after}", f"{before}青松计划{after}", f"{before}青松计划"):
        speech = lone_speech(text=f"\n\n\n\n\n{text}\n")
        yield SpeechKeywords(speech, (keyword(speech, "青松计划", 1.0),), (), 640, sufficient=True)


def test_what_a_line_of_context_holds_cannot_act_on_a_terminal() -> None:
    speech = lone_speech(text="[red]\x1b[31m青松计划\u202e\n")
    entry = SpeechKeywords(speech, (keyword(speech, "青松计划", 1.0),), (), 640, sufficient=True)
    assert "[red]<U+001B>[31m青松计划<U+202E>" in page_of(Keywords((entry,)), "en", 120)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_a_sparkline_has_one_bar_a_value(values: list[float]) -> None:
    bars = sparkline(values)
    assert len(bars) == len(values)
    assert [bar == " " for bar in bars] == [value == 0 for value in values]


def test_the_term_stands_in_one_column_whatever_is_before_it() -> None:
    texts = ("抓", "我们要抓", "同志们，2031年我们要一件一件地抓", "a\u0301 GDP抓")
    speeches = [lone_speech(f"s{i}", text=f"{text}落实。") for i, text in enumerate(texts)]
    page = page_of(searched(speeches, "抓"), "zh", 60)
    lines = [line for line in page.splitlines() if "抓落实" in line]
    assert len(lines) == len(texts)
    assert len({cell_len(line.partition("抓落实")[0]) for line in lines}) == 1


def test_a_context_that_is_cut_ends_in_a_sign() -> None:
    text = "前" * 100 + "抓" + "后" * 100
    page = page_of(searched([lone_speech(text=text)], "抓"), "en", 40)
    assert re.search("…前+抓后+…", page)


def test_a_concordance_that_would_never_end_tells_how_many_are_left() -> None:
    page = page_of(searched([lone_speech(text="抓实。" * 600)], "抓"), "en", 80)
    assert "... and 100 further ones" in page
    assert page.count("抓") < 6_000
