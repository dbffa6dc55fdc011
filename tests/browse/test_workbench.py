"""The workbench by its keys, in both languages and in terminals small and large."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from threading import Event

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from browse.desk import hostile_report, report
from speechkit.browse.app import Tell, Workbench
from speechkit.browse.panes import PanelPane, SpeechList, TextPane
from speechkit.browse.screens import BesideScreen, KeysScreen, LineScreen, SearchScreen
from speechkit.browse.searching import Hit
from speechkit.browse.words import say
from speechkit.model import Lang
from speechkit.results import Report

Walk = Callable[[Pilot[None]], Awaitable[None]]
SMALL, LARGE = (80, 24), (200, 60)
LANGS: tuple[Lang, ...] = ("en", "zh")


def workbench(made: Report | None = None, lang: Lang = "en") -> Workbench:
    made = made or report()
    return Workbench(made.split, lambda _: made, lang)


def walk(app: Workbench, steps: Walk, size: tuple[int, int] = SMALL) -> None:
    """Take some steps in a workbench whose analyses are done."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: bool(app._report))
            await steps(pilot)

    asyncio.run(run())


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        await pilot.pause(0.02)
        if is_so():
            return
    raise AssertionError("it did not come about")


def on_screen(app: Workbench) -> str:
    """All that can be read, row by row."""
    width, height = app.size
    rows = app.screen._compositor.render_strips()
    assert (len(rows), width) == (height, app.size.width)
    return "\n".join("".join(segment.text for segment in row) for row in rows)


def said(app: Workbench) -> str:
    return str(app.query_one("#said", Static).render())


def marked(app: Workbench) -> str:
    """The text of the current mark."""
    assert app._current is not None
    return app.speech.document.quote(app._marks[app._current].span)


def is_in_sight(app: Workbench) -> bool:
    """Whether the row of the current mark is on the screen."""
    assert app._current is not None
    pane = app.query_one(TextPane)
    place = app._marks[app._current].span.start
    rows = [number for number, row in enumerate(pane._rows) if row.span.start <= place]
    top = round(pane.scroll_offset.y)
    return top <= rows[-1] < top + pane.scrollable_content_region.height


# ---------------------------------------------------------------------------- walking about


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", [SMALL, (160, 50), LARGE, (40, 12)])
def test_list_text_and_panel_are_all_to_be_seen(size: tuple[int, int], lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.pause()
        shown = on_screen(app)
        assert "同志们：" in shown
        assert say(lang, "themes") in shown
        assert "县长在县人民政府" in shown

    app = workbench(lang=lang)
    walk(app, steps, size)


@pytest.mark.parametrize("lang", LANGS)
def test_the_arrows_walk_through_the_speeches_and_enter_reads(lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("down", "down")
        assert app.speech.id == "speeches#3"
        assert "人民政府第四次全体会议" in on_screen(app)
        await pilot.press("enter")
        assert app.focused is app.query_one(TextPane)
        top = app.query_one(TextPane).line
        await pilot.press("pagedown", "space")
        assert app.query_one(TextPane).line > top
        await pilot.press("]", "[")
        assert app.speech.id == "speeches#3"

    app = workbench(lang=lang)
    walk(app, steps)


def test_tab_goes_from_list_to_text_to_panel_and_round() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        expected = [app.query_one(TextPane), app.query_one(PanelPane).table]
        for widget in (*expected, app.query_one(SpeechList)):
            await pilot.press("tab")
            assert app.focused is widget

    app = workbench()
    walk(app, steps)


def test_another_width_keeps_the_place_in_the_text() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter", "pagedown", "pagedown")
        line = app.query_one(TextPane).line
        for size in (LARGE, SMALL):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert abs(app.query_one(TextPane).line - line) <= 2

    app = workbench()
    walk(app, steps)


# ------------------------------------------------------------------------------- the marks


def test_enter_on_a_phrase_marks_its_places_and_n_walks_through_them() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1", "enter")
        entry = app.query_one(PanelPane).entry
        assert entry is not None
        n = len(entry.marks)
        assert n > 1
        assert app._current == 0
        for expected in (*range(1, n), 0):
            await pilot.press("n")
            assert app._current == expected
            assert marked(app) == entry.cells[0]
            assert is_in_sight(app)
        await pilot.press("N")
        assert app._current == n - 1
        assert f"{n} of {n}" in said(app)
        await pilot.press("escape", "n")
        assert said(app) == say("en", "nothing_marked")

    app = workbench()
    walk(app, steps)


@pytest.mark.parametrize("lang", LANGS)
def test_enter_on_a_theme_goes_to_its_best_sentence(lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("2", "down", "enter")
        entry = app.query_one(PanelPane).entry
        assert entry is not None
        assert app._marks[app._current or 0].span == entry.goal
        assert is_in_sight(app)
        assert say(lang, "kind_theme") in said(app)

    app = workbench(lang=lang)
    walk(app, steps)


@pytest.mark.parametrize("lang", LANGS)
def test_enter_on_a_change_goes_to_its_place_and_d_shows_both_texts(lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("]", "]", "3", "down", "down", "down", "enter")
        assert app._marks[app._current or 0].kind == "deleted"
        assert is_in_sight(app)
        assert "- " in said(app)
        await pilot.press("d")
        assert isinstance(app.screen, BesideScreen)
        await pilot.pause()
        assert "0.815" in on_screen(app)
        await pilot.press("pagedown", "q")
        assert not isinstance(app.screen, BesideScreen)

    app = workbench(lang=lang)
    walk(app, steps, (120, 40))


def test_what_is_told_of_a_row_is_broken_as_chinese_is_and_cut_where_there_is_no_room() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("]", "]", "3", "down", "down", "down")
        await pilot.pause()
        rows = str(app.query_one("#detail", Static).render()).split("\n")
        assert len(rows) == 3
        assert rows[0].startswith("第 65 行：")
        assert rows[-1].endswith("…")
        assert not [row for row in rows if row.startswith(tuple("，。；、）”"))]
        assert all(cell_len(row) <= app.query_one("#detail").content_size.width for row in rows)

    app = workbench(lang="zh")
    walk(app, steps)


def test_d_says_where_there_is_no_other_version() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("d")
        assert said(app) == say("en", "no_versions")

    app = workbench()
    walk(app, steps)


def test_columns_are_told_how_wide_they_are_and_hold_what_stands_in_them() -> None:
    app = workbench(lang="zh")

    async def steps(pilot: Pilot[None]) -> None:
        for key in ("3", "d", "escape", "2", "tab", "down", "enter"):
            await pilot.press(key)
        table = app.query_one(PanelPane).table
        rows = [table.get_row_at(n) for n in range(table.row_count)]
        for column, cells in zip(table.columns.values(), zip(*rows, strict=True), strict=True):
            assert not column.auto_width
            assert column.width >= max(cell.cell_len for cell in cells)

    walk(app, steps, LARGE)


def test_the_mouse_chooses_a_panel() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.click("#tab-themes")
        assert app._panel == "themes"
        assert app.focused is app.query_one(PanelPane).table

    app = workbench()
    walk(app, steps)


# ------------------------------------------------------------------------- the other screens


@pytest.mark.parametrize("lang", LANGS)
def test_a_search_goes_to_a_place_in_another_speech(lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        app.screen.query_one(Input).value = "项目"
        await pilot.pause()
        n = sum(speech.text.count("项目") for speech in app._split.speeches)
        assert str(n) in str(app.screen.query_one("#told", Static).render())
        await pilot.press("enter", "end", "enter")
        assert not isinstance(app.screen, SearchScreen)
        assert app._chosen > 0
        assert app.query_one(SpeechList).highlighted == app._chosen
        assert marked(app) == "项目"
        assert is_in_sight(app)

    app = workbench(lang=lang)
    walk(app, steps)


def test_n_walks_through_what_was_found_from_speech_to_speech_and_round() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        app.screen.query_one(Input).value = "同志们："
        await pilot.pause()
        await pilot.press("enter", "enter")
        walked = []
        for _ in range(6):
            walked.append(app._chosen)
            assert marked(app) == "同志们："
            assert f"{len(walked) if len(walked) < 6 else 1} of 5" in said(app)
            assert app.query_one(SpeechList).highlighted == app._chosen
            await pilot.press("n")
        assert walked == [0, 1, 2, 3, 4, 0]
        await pilot.press("N", "N")
        assert app._chosen == 4
        await pilot.press("escape", "n")
        assert said(app) == say("en", "nothing_marked")

    app = workbench()
    walk(app, steps)


def test_a_search_for_a_single_place_goes_there_at_once() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("slash")
        app.screen.query_one(Input).value = "第五篇"
        await pilot.press("enter")
        assert app.speech.id == "speeches#5"

    app = workbench()
    walk(app, steps)


def test_a_search_in_a_large_collection_waits_for_enter() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        looked_for: list[str] = []

        def find(wanted: str) -> tuple[Hit, ...]:
            looked_for.append(wanted)
            return ()

        screen = SearchScreen(find, "en", at_once=False)
        app.push_screen(screen)
        await pilot.pause()
        screen.query_one(Input).value = "项目"
        await pilot.pause()
        assert looked_for == []
        await pilot.press("enter")
        assert looked_for == ["项目"]
        assert say("en", "not_found") in str(screen.query_one("#told", Static).render())
        assert screen.query_one(OptionList).option_count == 0

    app = workbench()
    walk(app, steps)


def test_g_goes_to_a_line_of_the_document_in_whatever_speech_it_stands() -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("g", *"999", "enter")
        assert isinstance(app.screen, LineScreen)
        await pilot.press(*["backspace"] * 3, *"140", "enter")
        assert app.speech.id == "speeches#5"
        pane = app.query_one(TextPane)
        assert pane.line <= 140 <= pane._rows[round(pane.scroll_offset.y) + pane.size.height].line

    app = workbench()
    walk(app, steps)


@pytest.mark.parametrize("key", ["escape", "q", "question_mark"])
def test_the_keys_are_shown_and_taken_away(key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        assert isinstance(app.screen, KeysScreen)
        assert "下一处" in on_screen(app)
        await pilot.press(key)
        assert not isinstance(app.screen, KeysScreen)
        assert app.is_running

    app = workbench(lang="zh")
    walk(app, steps)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_the_workbench_is_left(key: str) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        await until(pilot, lambda: not app._running)

    app = workbench()
    walk(app, steps)
    assert app.failure is None


# ---------------------------------------------------------------------------- the analyses


def test_the_text_can_be_read_while_the_analyses_run() -> None:
    async def run() -> None:
        go_on = Event()

        def analyse(tell: Tell) -> Report:
            tell("weighing 7%")
            go_on.wait(10)
            return report()

        app = Workbench(report().split, analyse, "en")
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: "weighing 7%" in said(app))
            await pilot.press("down", "2", "d")
            assert app.speech.id == "speeches#2"
            assert say("en", "waiting") in on_screen(app)
            go_on.set()
            await until(pilot, lambda: bool(app._report))
            assert "%" in on_screen(app)
            assert app.speech.id == "speeches#2"

    asyncio.run(run())


@pytest.mark.parametrize("key", ["slash", "question_mark", "g"])
def test_the_analyses_may_come_while_another_screen_lies_over_the_workbench(key: str) -> None:
    async def run() -> None:
        go_on = Event()

        def analyse(tell: Tell) -> Report:
            go_on.wait(10)
            tell("weighing 100%")
            return report()

        app = Workbench(report().split, analyse, "en")
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(key)
            go_on.set()
            await until(pilot, lambda: bool(app._report) or app.failure is not None)
            await pilot.press("escape")
            await pilot.pause()
            assert app.failure is None
            assert "version of 3" in on_screen(app)

    asyncio.run(run())


def test_who_leaves_does_not_wait_for_the_analyses() -> None:
    ended = Event()
    left = Event()

    def analyse(tell: Tell) -> Report:
        try:
            left.wait(10)
            tell("on and on")
            return report()
        finally:
            ended.set()

    async def run() -> None:
        app = Workbench(report().split, analyse, "en")
        async with app.run_test() as pilot:
            await pilot.press("q")
        assert not ended.is_set()
        assert app._report is None

    asyncio.run(run())
    left.set()
    assert ended.wait(10)


def test_what_goes_wrong_in_the_analyses_closes_the_workbench_and_is_kept() -> None:
    def analyse(_: Tell) -> Report:
        raise ZeroDivisionError

    async def run() -> None:
        app = Workbench(report().split, analyse, "en")
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.failure is not None)
        assert isinstance(app.failure, ZeroDivisionError)

    asyncio.run(run())


# --------------------------------------------------------------------------------- colours


def styles(app: Workbench) -> set[Style]:
    """Of all that is on the screen, as it goes to the terminal."""
    made = set[Style]()
    for row in app.screen._compositor.render_strips():
        segments = list(row)
        for filter_ in app.get_line_filters():
            segments = filter_.apply(segments, Color(0, 0, 0))
        made |= {segment.style for segment in segments if segment.style is not None}
    return made


@pytest.mark.parametrize("is_set", [True, False])
def test_no_color_leaves_only_the_terminals_own(
    is_set: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("]", "]", "3", "down", "enter")
        await pilot.pause()
        colours = {colour for style in styles(app) for colour in (style.color, style.bgcolor)}
        own = all(colour is None or colour.is_default for colour in colours)
        assert own is is_set
        assert any(style.reverse for style in styles(app))

    monkeypatch.delenv("NO_COLOR", raising=False)
    if is_set:
        monkeypatch.setenv("NO_COLOR", "1")
    app = workbench()
    walk(app, steps)


# ------------------------------------------------------------------------------ untrusted


@pytest.mark.parametrize("lang", LANGS)
def test_text_of_others_stays_text(lang: Lang) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        for key in ("1", "2", "3", "4", "]", "1", "3", "["):
            await pilot.press(key)
            await pilot.pause()
            assert on_screen(app).replace("\n", "").isprintable()
        shown = on_screen(app)
        assert "[bold red]县长[/bold]讲话" in shown
        assert "<U+001B>[31m红" in shown
        await pilot.press("slash")
        app.screen.query_one(Input).value = "开会"
        await pilot.pause()
        assert on_screen(app).replace("\n", "").isprintable()
        await pilot.press("enter", "end", "enter")
        assert app._chosen == 1

    app = workbench(hostile_report(), lang)
    walk(app, steps, (100, 30))
