"""The page of `themes`: what each part says, and what it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from render.factory import (
    THEME_GROUPS,
    THEMES,
    cut,
    emphasis,
    emphasis_of_many,
    grouped_emphasis,
    lone_speech,
    plane,
    shared,
    theme_trends,
    weighed,
    yunling,
)
from render.screens import WIDTHS
from render.test_terminal import HOSTILE, page_of
from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.terminal.draw import diverging_bar
from speechkit.render.terminal.theme_maps import CROWD, Mark, Plot
from speechkit.render.terminal.theme_places import marked
from speechkit.results import (
    Contrast,
    CorpusEmphasis,
    Emphasis,
    GroupEmphasis,
    MapPoint,
    Theme,
    ThemeGroup,
    ThemeShare,
    VersionEmphasis,
)

LANGS: tuple[Lang, ...] = get_args(Lang)


def part_of(page: str, title: str) -> str:
    """The part of a page that begins with a line."""
    return next(part for part in page.split("\n\n") if title in part.split("\n")[0])


def without_ends(page: str) -> str:
    return "\n".join(line.rstrip() for line in page.splitlines())


def page(result: Emphasis, lang: Lang = "en", width: int = 80) -> str:
    return without_ends(page_of(result, lang, width))


# ------------------------------------------------------------------------------ shares


@pytest.mark.parametrize("width", WIDTHS)
def test_the_mean_is_shown_once_and_themes_stand_below_their_groups(width: int) -> None:
    shown = page(emphasis(), width=width)
    assert len(re.findall(r"\bmean  ", shown)) == 1
    order = ["Society &", "Education ", "Workplace", "Economy:", "Project"]
    places = [shown.index(f"\n{word}") for word in order]
    assert places == sorted(places)
    assert "Nature" not in shown  # a group none of whose themes is found has no title


def test_themes_of_one_group_need_no_title() -> None:
    only = tuple(theme for theme in THEMES if theme.group == "society")
    shares = {theme.id for theme in only}
    speeches = tuple(
        replace(entry, emphasis=tuple(e for e in entry.emphasis if e.theme.id in shares))
        for entry in emphasis().speeches
    )
    shown = page(Emphasis("test 1", only, speeches, (), (), theme_groups=THEME_GROUPS))
    assert "Society" not in shown


def test_groups_stand_beside_the_mean_and_one_without_a_value_is_called_unknown() -> None:
    groups = part_of(page(grouped_emphasis(), width=120), "Groups by place")
    head = groups.split("\n")[1].split()
    assert head == ["theme", "mean", "云岭县", "unknown"]
    assert groups.count("too little") == 3
    assert re.search(r"texts +2 +1 +1$", groups)


def test_many_groups_have_a_line_each() -> None:
    groups = tuple(
        GroupEmphasis(f"v{i:02}", (f"s{i}",), 1, True, shared((0.4, 0.3, 0.2, 0.1)))
        for i in range(13)
    )
    shown = page(replace(grouped_emphasis(), groups=groups))
    assert shown.count("Project pipeline & investment 40.0% (20-50)\n") == 13


def test_speeches_that_are_not_listed_are_counted() -> None:
    shown = page(emphasis_of_many(14, n_more=1_003))
    assert shown.startswith("1,017 speeches, ")
    assert "... and 1,003 further ones" in shown


def test_too_little_text_is_marked_and_the_mark_explained() -> None:
    for lang in LANGS:
        shown = page(emphasis(), lang)
        mark = {"en": "too little", "zh": "证据不足"}[lang]
        assert len(re.findall(rf"  {mark}$", shown, re.MULTILINE)) == 3
        assert re.search(rf"['“]{mark}['”]", shown)


@pytest.mark.parametrize("lang", LANGS)
def test_a_calibration_says_how_right_it_is_before_and_after_and_where_it_is_not(
    lang: Lang,
) -> None:
    shown = page(emphasis(), lang, 200)
    lines = [line for line in shown.splitlines() if "0.713" in line or "0.25" in line]
    assert all(figure in lines[0] for figure in ("21", "0.787", "0.812", "0.938", "4.2", "2.8"))
    order = [lines[1].index(THEMES[n].label(lang)) for n in (1, 0, 3)]
    assert order == sorted(order)
    assert THEMES[2].label(lang) not in lines[1]  # no label says anything of it
    assert re.search(r"[(（](precision|精确率) -[,，]", lines[1])
    assert any(
        "3" in line and {"en": "Left out", "zh": "未计入"}[lang] in line
        for line in shown.splitlines()
    )


# --------------------------------------------------------------------------------- bars


@given(st.floats(-1, 1), st.floats(0.001, 1), st.integers(1, 30))
def test_a_bar_goes_to_the_side_of_its_sign(value: float, most: float, cells: int) -> None:
    bar = diverging_bar(value, most, cells)
    left, line, right = bar[:cells], bar[cells], bar[cells + 1 :]
    assert (len(bar), line) == (2 * cells + 1, "|")
    assert left.strip() == "" if value >= 0 else right.strip() == ""
    n = bar.count("█")
    assert n == max(round(min(abs(value) / most, 1.0) * cells), int(value != 0))
    assert "█" * n in bar


def test_only_what_can_be_told_in_its_direction_is_marked() -> None:
    bars = part_of(page(emphasis(), width=120), "Farthest from the mean")
    marked_lines = [line for line in bars.splitlines() if line.endswith("*")]
    assert len(marked_lines) == 1
    assert "Workplace safety" in marked_lines[0]
    # The second speech has less than the mean, the test says it has more than the rest.
    assert "-43.8\n" in f"{bars}\n"


def test_of_many_themes_three_stand_above_and_three_below() -> None:
    themes = tuple(Theme(f"t{i}", f"题{i}", f"topic {i}", "g") for i in range(10))
    own = tuple(ThemeShare(t, (10 - i) / 55, 0.0, 1.0) for i, t in enumerate(themes))
    mean = tuple(ThemeShare(t, 0.1, 0.0, 1.0) for t in themes)
    groups = (GroupEmphasis("a", ("a",), 1, True, own),)
    result = replace(
        grouped_emphasis(), themes=themes, groups=groups, corpus=CorpusEmphasis(2, mean)
    )
    rows = re.findall(r"topic (\d+) .*([+-]\d+\.\d)", part_of(page(result), "Farthest"))
    assert [int(n) for n, _ in rows] == [0, 1, 2, 7, 8, 9]
    assert [float(x) for _, x in rows] == sorted((float(x) for _, x in rows), reverse=True)


def test_one_text_has_no_mean_to_differ_from() -> None:
    alone = replace(emphasis(), corpus=CorpusEmphasis(1, shared((0.4, 0.3, 0.2, 0.1))))
    assert "Farthest from the mean" not in page(alone)


# --------------------------------------------------------------------------- contrasts


def test_a_difference_comes_with_its_interval_and_the_terms_that_make_it() -> None:
    contrasts = part_of(page(emphasis(), width=120), "Contrasts")
    assert re.search(
        r"yunling#1 .*-34\.0  -50\.0\.\.-18\.0  0\.004\nthe rest +矿山 0:4, 安全 1:3", contrasts
    )
    assert "how often in a : in b" in contrasts


def test_what_nobody_can_tell_apart_is_said_plainly() -> None:
    alike = tuple(
        replace(contrast, distinguishable=False, terms=()) for contrast in emphasis().contrasts
    )
    shown = {lang: page(replace(emphasis(), contrasts=alike), lang, 200) for lang in LANGS}
    assert "None of 3 comparisons of a theme can be told apart." in shown["en"]
    assert "In none of 3 pairs can any theme be told apart" in shown["en"]
    assert "3次主题比较均不能区分。" in shown["zh"]
    assert "a, b" not in shown["en"]


def test_versions_do_not_count_among_the_contrasts() -> None:
    versions = tuple(c for c in emphasis().contrasts if c.kind == "versions")
    shown = page(replace(emphasis(), contrasts=versions))
    assert "Contrasts" not in shown
    assert "What the cut did" in shown


def test_many_against_the_rest_are_summed_up_theme_by_theme() -> None:
    contrasts = part_of(page(emphasis_of_many()), "Contrasts")
    assert re.search(r"Workplace safety.* 5     3  s13 \+40\.0\n +s01 -20\.0", contrasts)
    assert contrasts.count("s13") == 1


def test_of_many_differences_it_is_said_how_many_are_left() -> None:
    first, _, third = yunling().speeches
    many = tuple(
        Contrast(first, third, THEMES[0], 0.1, 0.01, 0.02, True, 0.0, 0.2) for _ in range(43)
    )
    contrasts = part_of(page(replace(emphasis(), contrasts=many)), "Contrasts")
    assert contrasts.count("+10.0") == 40
    assert "... and 3 further ones" in contrasts


# ---------------------------------------------------------------------------- versions


def result_of_a_cut(
    *, told: bool = False, tested: bool = True, sufficient: bool = True, removed: float = 0.3125
) -> Emphasis:
    first, second, _ = yunling().speeches
    versions: VersionEmphasis = replace(cut(first, second), removed_fraction=removed)
    contrasts = [
        Contrast(second, first, theme, d, 0.01, 0.02, told, -0.1, 0.2, "versions")
        for theme, d in zip(THEMES[:2], (-0.05, 0.15), strict=True)
    ]
    speeches = tuple(
        weighed(s, (0.5, 0.5, 0.0, 0.0), "抓学校", sufficient=sufficient) for s in (first, second)
    )
    return replace(
        emphasis(),
        speeches=speeches,
        versions=(versions,),
        contrasts=tuple(contrasts) if tested else (),
    )


@pytest.mark.parametrize(
    ("result", "en", "zh"),
    [
        (result_of_a_cut(), "the cut spared no theme", "删减对各主题大体一视同仁"),
        (
            result_of_a_cut(told=True),
            "it spared Education; it fell hardest on Project pipeline & investment.",
            "较多保留教育；较多删去项目建设与投资。",
        ),
        (result_of_a_cut(sufficient=False), "Too little text to tell", "字数太少，不能判断"),
        (
            result_of_a_cut(tested=False),
            "--pairs yunling#1,yunling#2 does",
            "可用 --pairs yunling#1,yunling#2 检验",
        ),
        (result_of_a_cut(removed=0.0), "lacks nothing of the themed text", "不缺 yunling#1 涉及"),
    ],
    ids=["even", "uneven", "short", "untested", "nothing"],
)
def test_in_plain_words_whether_the_cut_was_even_handed(result: Emphasis, en: str, zh: str) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        shown = page_of(result, lang, 200)  # type: ignore[arg-type]  # a table of languages
        assert words in shown


def test_what_an_even_handed_cut_leaves_does_not_depend_on_which_side_is_a() -> None:
    result = result_of_a_cut(told=True)
    turned = tuple(
        replace(c, a=c.b, b=c.a, difference=-c.difference, low=-c.high, high=-c.low)
        for c in result.contrasts
        if c.b is not None
    )
    shown = part_of(page(result), "What the cut did")
    assert shown == part_of(page(replace(result, contrasts=turned)), "What the cut did")
    assert re.search(r"Education +35\.0% +50\.0% +25\.0-55\.0 +0\.0%  \*", shown)


def test_many_versions_have_a_line_each_and_are_counted() -> None:
    speeches = [lone_speech(f"s{i:02}") for i in range(45)]
    many = replace(
        emphasis_of_many(), versions=tuple(cut(speeches[0], other) for other in speeches[1:])
    )
    cuts = part_of(page(many), "What the cut did")
    assert cuts.count("not tested") == 40
    assert "44 pairs of versions" in cuts
    assert "... and 4 further ones" in cuts
    assert "--pairs WHOLE,PART" in cuts


# ------------------------------------------------------------------------------ places


@pytest.mark.parametrize(
    ("text", "terms", "cells", "shown"),
    [
        ("今年要抓粮食安全。", ("粮食",), 40, "今年要抓[粮食]安全。"),
        ("抓粮\n　食，抓粮食安全。", ("粮食安全", "粮食"), 40, "抓[粮 食]，抓[粮食安全]。"),
        ("ＧＤＰ和GDP", ("gdp",), 40, "[ＧＤＰ]和[GDP]"),
        ("没有这个词。", ("粮食",), 40, "没有这个词。"),
        ("没有这个词。", ("粮食",), 8, "没有这…"),
        ("前" * 40 + "粮食" + "后" * 40, ("粮食",), 20, "…前[粮食]后后后后…"),
        ("", (), 20, ""),
    ],
)
def test_terms_are_in_brackets(text: str, terms: tuple[str, ...], cells: int, shown: str) -> None:
    assert marked(text, terms, cells).plain == shown


SENTENCE = st.text("粮食安全a\n　，", max_size=60)


@given(SENTENCE, st.lists(st.text("粮食安全", min_size=1, max_size=3), max_size=3), SENTENCE)
def test_a_quotation_fits_and_holds_its_first_term(
    before: str, terms: list[str], after: str
) -> None:
    text = before + "".join(terms) + after
    for cells in (24, 40, 70):
        shown = marked(text, terms, cells).plain
        assert cell_len(shown) <= cells
        bare = re.sub(r"[\[\]…]", "", shown)
        assert bare in one_line(re.sub("\n", "", text))
        assert not any(terms) or "[" in shown


def test_every_theme_opens_to_its_line() -> None:
    places = part_of(page(emphasis()), "Where the heaviest themes stand")
    assert places.count("    line 7: 抓[道路]\n") == 3
    assert places.count("line 16: 抓[学校]") == 2
    assert "yunling#3" not in places


def test_bars_stand_in_one_column_in_both_languages() -> None:
    for lang in LANGS:
        for width in WIDTHS:
            lines = re.findall(r"^  \S.*%  .*$", page_of(emphasis(), lang, width), re.MULTILINE)
            assert len(lines) == 5
            assert len({cell_len(line.partition("%")[0]) for line in lines}) == 1


def test_a_section_of_the_first_level_has_a_row_with_its_lines_and_themes() -> None:
    for width in WIDTHS:
        sections = part_of(page(emphasis(), width=width), "What each section is about")
        rows = sections.splitlines()
        assert next(row for row in rows if row.startswith("一、把项目抓在手上")).split()[1] == "5"
        assert "（一）" not in sections
        assert "Project pipeline" in sections
        assert "55.0%" in sections


def test_of_many_sections_it_is_said_how_many_are_left() -> None:
    entry = emphasis().speeches[0]
    many = replace(entry, sections=entry.sections[:1] * 20)
    sections = part_of(page(replace(emphasis(), speeches=(many,))), "What each section")
    assert sections.count("把项目抓在手上") == 15
    assert "... and 5 further sections" in sections
    short = replace(many, sufficient=False)
    assert "What each section" not in page(replace(emphasis(), speeches=(short,)))


# ------------------------------------------------------------------------------ trends


def test_what_is_unclear_is_not_listed_as_a_change() -> None:
    shown = page(emphasis())
    rising, falling, unclear = (
        part_of(shown, title) for title in ("Rising", "Falling", "Unclear: rise and fall cannot")
    )
    assert [theme.en in rising for theme in THEMES] == [True, False, False, False]
    assert [theme.en in falling for theme in THEMES] == [False, True, False, False]
    assert THEMES[2].en in unclear
    assert THEMES[3].en not in rising + falling + unclear  # nobody speaks of it
    assert "Of 3 themes, 2 can be said to rise or fall." in shown
    assert "9 texts of 6 years, 2021 to 2027" in shown
    assert "without a date: 2 texts" in shown


def test_many_years_share_bars_and_that_is_said() -> None:
    trends = theme_trends()
    years = tuple(str(1900 + i) for i in range(100))
    themes = tuple(replace(t, shares=tuple([0.1] * 50 + [0.2] * 50)) for t in trends.themes[:1])
    long = replace(trends, periods=years, n_texts=(1,) * 100, themes=themes)
    for width in WIDTHS:
        shown = page(replace(emphasis(), trends=long), width=width)
        (bars,) = re.findall("[▁-█]{5,}", part_of(shown, "Rising"))
        size = -(-100 // {60: 10, 80: 30, 120: 30, 200: 30}[width])
        assert len(bars) == -(-100 // size)
        assert f"mean of {size} years" in shown


# ------------------------------------------------------------------- distances and map


def test_few_distances_are_a_triangle() -> None:
    distances = part_of(page(emphasis()), "Distances (Jensen-Shannon)")
    rows = [line.split() for line in distances.splitlines()[-4:] if "--" not in line]
    assert rows[-2:] == [["2", "yunling#2", "0.12"], ["3", "yunling#3", "0.88", "0.91"]]


def test_two_sides_and_distances_from_the_rest_need_no_triangle() -> None:
    for result in (grouped_emphasis(), emphasis_of_many()):
        assert "Distances (Jensen-Shannon)" not in page(result)
        assert "0.750" in page(grouped_emphasis())


def test_a_triangle_of_twelve_is_whole_at_every_width() -> None:
    speeches = [lone_speech(f"a-rather-long-name#{i}") for i in range(12)]
    base = emphasis().distances[0]
    distances = tuple(
        replace(base, a=a, b=b, jensen_shannon=(i * 12 + j) / 200)
        for i, a in enumerate(speeches)
        for j, b in enumerate(speeches)
        if i < j
    )
    wanted = sorted(f"{distance.jensen_shannon:.2f}" for distance in distances)
    for width in WIDTHS:
        shown = page(replace(emphasis(), distances=distances, map=None), width=width)
        after = shown[shown.index("Most alike") :]
        triangle = after[after.index("----") :].partition("\nTopics")[0]
        assert sorted(re.findall(r"\b0\.\d\d\b", triangle)) == wanted


def test_the_map_has_a_sign_for_every_point_and_says_what_it_is() -> None:
    shown = part_of(page(emphasis()), "Map")
    assert "no test" in shown
    assert "62.5%" in shown
    plot = [line for line in shown.splitlines() if re.fullmatch(r"[\d A-D|+-]+", line)]
    assert sorted(
        "".join(plot).replace(" ", "").strip("-|+").replace("|", "").replace("-", "")
    ) == [*"+123ABCD"]
    assert "1=yunling#1; 2=yunling#2; 3=yunling#3" in shown
    assert len(plot) <= 20


def test_a_narrow_page_names_the_nearest_themes_in_place_of_a_map() -> None:
    shown = part_of(page(emphasis(), width=60), "Map")
    assert "nearest themes" in shown
    assert "|" not in shown
    assert "too narrow" in page(emphasis_of_many(), width=60)


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=24),
    st.integers(60, 100),
)
def test_signs_of_a_map_never_hide_or_touch_one_another(
    points: list[tuple[float, float]], width: int
) -> None:
    signs = [str(n) for n in range(1, len(points) + 1)]
    marks = [Mark(s, s, MapPoint(s, *at), "") for s, at in zip(signs, points, strict=True)]
    lines = [line.plain for line in Plot(marks, width).lines()]
    assert sorted(re.findall(r"\d+", "\n".join(lines)), key=int) == signs
    assert all(len(line) <= width for line in lines)
    assert len(lines) <= 18


def test_a_speech_among_many_does_not_hide_a_theme() -> None:
    marks = [
        Mark("A", "a", MapPoint("a", 0.5, 0.5), ""),
        *(Mark(CROWD, "s", MapPoint("s", x, 0.5), "") for x in (0.5, -0.5)),
    ]
    lines = [line.plain for line in Plot(marks, 80).lines()]
    assert sum(line.count("A") for line in lines) == sum(line.count(".") for line in lines) == 1


def test_there_may_be_no_map() -> None:
    assert "Map" not in page(replace(emphasis(), map=None))


# --------------------------------------------------------------------------- hostility


@pytest.mark.parametrize("width", [*WIDTHS, 40])
@pytest.mark.parametrize("lang", LANGS)
def test_names_that_others_gave_keep_within_the_page_and_cannot_act(lang: Lang, width: int) -> None:
    themes = tuple(
        Theme(theme.id, HOSTILE, HOSTILE, f"{HOSTILE}{n}") for n, theme in enumerate(THEMES)
    )
    titles = tuple(ThemeGroup(theme.group, HOSTILE, HOSTILE) for theme in themes)
    speeches = [lone_speech(f"{HOSTILE[:60]}{i}", text=HOSTILE) for i in range(3)]
    result = grouped_emphasis()
    renamed = replace(
        result,
        by=HOSTILE,
        theme_groups=titles,
        themes=themes,
        groups=tuple(replace(group, value=HOSTILE) for group in result.groups),
        speeches=tuple(weighed(s, (0.4, 0.3, 0.2, 0.1), s.text[:400]) for s in speeches),
        versions=(cut(speeches[0], speeches[1]),),
        map=plane([speech.id for speech in speeches]),
        trends=theme_trends(),
    )
    shown = page_of(renamed, lang, width)
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", shown)


def test_a_page_of_a_colourless_terminal_says_all_that_colour_says() -> None:
    shown = page(emphasis(), width=120)
    assert "抓[道路]" in shown
    assert shown.count("*") >= 2
    for line in part_of(shown, "Farthest").splitlines()[3:-2]:
        sign = "-" if re.search(r"█\|", line) else "+"
        assert re.search(rf" \{sign}\d+\.\d", line)


def test_wider_pages_draw_longer_bars() -> None:
    longest = [max(len(b) for b in re.findall("█+", page(emphasis(), width=w))) for w in WIDTHS]
    assert all(a <= b for a, b in pairwise(longest))
    assert longest[0] < longest[-1]
