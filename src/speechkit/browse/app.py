"""Speeches and how they are analysed in, the workbench at work out.

The texts are there at once; the analyses run in a thread and are shown when they are done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.widgets import OptionList, Static

from speechkit.browse.catalogue import Item, catalogue
from speechkit.browse.marks import Mark, mark_at, next_mark
from speechkit.browse.panels import PANELS, Panel, PanelName, pair_of, panel
from speechkit.browse.panes import PanelPane, PanelTab, SpeechList, TextPane, single
from speechkit.browse.screens import BesideScreen, Found, KeysScreen, LineScreen, SearchScreen
from speechkit.browse.searching import Hit, find, marks_of, speech_of_line
from speechkit.browse.words import say
from speechkit.model import Lang, Speech, SplitResult
from speechkit.render.escape import one_line
from speechkit.render.terminal.diff import render_diff
from speechkit.render.terminal.styles import FAINT_STYLE, HEADING_STYLE, ID_STYLE
from speechkit.results import Comparison, Difference, DuplicatePair, Report, Similarity

Tell = Callable[[str], None]
"""Told in words what is being done."""
Analyse = Callable[[Tell], Report]


_SEARCHED_AT_ONCE = 2_000_000
"""Characters up to which every letter that is typed is looked for: a tenth of a second."""
_INTERVAL = 0.1
"""Seconds between two words on how far the analyses are: each stops them for a moment."""


_WIDTHS = [(0, "-tiny"), (60, "-narrow"), (100, "-middling"), (140, "-wide")]
_HEIGHTS = [(0, "-low"), (18, "-high")]
"""Cells from which the screen is called so; `workbench.tcss` says what that means."""


class _LeftError(Exception):
    """Nobody waits for the analyses any more."""


class _Teller:
    """In the thread of the analyses: hands on how far they are, now and then."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._due = 0.0

    def __call__(self, doing: str) -> None:
        if time.monotonic() >= self._due:
            self._workbench.hand_over(partial(self._workbench.tell, doing))
            self._due = time.monotonic() + _INTERVAL


class Workbench(App[None]):
    """Speeches, marks, differences and themes to walk through.

    Parameters
    ----------
    analyse
        Makes the report; called in a thread of its own.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "workbench.tcss"
    # Not `ClassVar`, as Textual does not declare them so.
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+c", "quit", show=False),
        Binding("question_mark", "keys", show=False),
        Binding("slash", "search", show=False),
        Binding("g", "line", show=False),
        Binding("n", "step(1)", show=False),
        Binding("N,shift+n", "step(-1)", show=False),
        Binding("d", "beside", show=False),
        Binding("left_square_bracket", "speech(-1)", show=False),
        Binding("right_square_bracket", "speech(1)", show=False),
        Binding("escape", "unmark", show=False),
        *(
            Binding(str(number), f"panel('{name}')", show=False)
            for number, name in enumerate(PANELS, start=1)
        ),
    ]

    def __init__(self, split: SplitResult, analyse: Analyse, lang: Lang) -> None:
        super().__init__(ansi_color=True)  # or NO_COLOR would make default colours black
        self._split = split
        self._analyse = analyse
        self._lang: Lang = lang
        self._chosen = 0
        self._panel: PanelName = PANELS[0]
        self._panels: dict[tuple[int, PanelName], Panel] = {}
        self._report: Report | None = None
        self._items: tuple[Item, ...] = ()
        self._doing = say(lang, "waiting")
        """What is said where a panel will be, until there is a report."""
        self._marks: tuple[Mark, ...] = ()
        self._current: int | None = None
        self._wanted = ""
        self._hits: tuple[Hit, ...] = ()
        """What is walked through after a search, from speech to speech."""
        self._hit = 0
        self._is_open = False
        self.failure: Exception | None = None
        """Why there are no analyses; the workbench closes then."""

    @property
    def speech(self) -> Speech:
        """The one that is shown."""
        return self._split.speeches[self._chosen]

    def compose(self) -> ComposeResult:
        """The list beside the text, the panels below or beside it, and the foot."""
        with Horizontal(id="desk"):
            yield SpeechList(id="speeches")
            with Vertical(id="middle"):
                yield Static(Text(), id="title")
                yield TextPane(id="text")
                yield PanelPane(self._lang, id="panel")
        with Horizontal(id="foot"):
            yield Static(Text(), id="said")
            for name in ("keys", "more_keys"):
                yield Static(single(Text(say(self._lang, name), FAINT_STYLE)), id=name)

    def on_mount(self) -> None:
        """Show the first speech, and begin to analyse."""
        self.theme = "ansi-dark"  # the colours of the terminal itself
        self._fill_list()
        self._show_speech(0)
        self.query_one(SpeechList).focus()
        self._is_open = True
        # No worker of Textual's: to leave would wait for the end of the analyses.
        threading.Thread(target=self._work, daemon=True).start()

    def on_unmount(self) -> None:
        """Let the analyses end as soon as they have something to say."""
        self._is_open = False

    # ------------------------------------------------------------------------- analyses

    def _work(self) -> None:
        """In the thread: make the report and hand it over, or why there is none."""
        try:
            report = self._analyse(_Teller(self))
            self.hand_over(partial(self._take, report))
        except _LeftError:
            return
        except Exception as error:  # it is raised where the workbench was started
            with suppress(_LeftError):
                self.hand_over(partial(self._fail, error))

    def hand_over(self, told: Callable[[], None]) -> None:
        """From the thread: have something done by the workbench, unless it was left."""
        if not self._is_open:
            raise _LeftError
        self.call_from_thread(told)

    def tell(self, doing: str) -> None:
        """Show what is being done."""
        self._doing = f"{doing} …"
        if self._current is None:
            self._say("")

    def _fail(self, error: Exception) -> None:
        self.failure = error
        self.exit()

    def _take(self, report: Report) -> None:
        self._report = report
        self._doing = ""
        self._fill_list()
        self._show_panel()
        if self._current is None:
            self._say(say(self._lang, "done"))

    # ------------------------------------------------------------------------- showing

    def _fill_list(self) -> None:
        self._items = catalogue(self._split, self._report, self._lang)
        self.query_one(SpeechList).fill(self._items)

    def _show_speech(self, number: int) -> None:
        self._chosen = number
        item = self._items[number]
        title = Text(f"{item.number} ", ID_STYLE).append(item.title, HEADING_STYLE)
        self.query_one("#title", Static).update(single(title))
        self.query_one(TextPane).show(self.speech)
        self._mark((), None)
        self._show_panel()

    def _show_panel(self) -> None:
        made = self._made_panel()
        empty = say(self._lang, "waiting") if made is None else made.empty
        self.query_one(PanelPane).show(self._panel, made, empty)

    def _made_panel(self) -> Panel | None:
        if self._report is None:
            return None
        key = self._chosen, self._panel
        if key not in self._panels:
            self._panels[key] = panel(self._panel, self.speech, self._report, self._lang)
        return self._panels[key]

    def _mark(self, marks: tuple[Mark, ...], current: int | None) -> None:
        self._marks, self._current, self._hits = marks, current, ()
        self.query_one(TextPane).mark(marks, current)
        if current is None:
            self._say("")
            return
        self._say_mark(marks[current], current, len(marks))

    def _say_mark(self, mark: Mark, number: int, of: int) -> None:
        what = say(self._lang, f"kind_{mark.kind}")
        line = str(self.speech.document.line(mark.span.start))
        self._say(say(self._lang, "at_mark", what=what, n=number + 1, of=of, line=line))

    def _say(self, text: str) -> None:
        """Say something at the foot; without it how far the analyses are."""
        said = single(Text(one_line(text or self._doing)))
        for foot in self.query("#said").results(Static):
            foot.update(said)

    # ------------------------------------------------------------------------- events

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show over the text whether the arrows walk in it."""
        for title in self.query("#title"):
            title.set_class(event.widget.id == "text", "-walked")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the speech that was come to in the list."""
        if event.option_list.id != "speeches":
            return
        number = event.option_list.highlighted  # the event may be of before the list was refilled
        if number is not None and number != self._chosen:
            self._show_speech(number)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read on in the text."""
        if event.option_list.id == "speeches":
            self.query_one(TextPane).focus()

    def on_panel_tab_chosen(self, event: PanelTab.Chosen) -> None:
        """Show the panel that was clicked."""
        self.action_panel(event.name)

    def on_panel_pane_entered(self, event: PanelPane.Entered) -> None:
        """Mark what a row of a panel leads to."""
        entry = event.entry
        if not entry.marks:
            self._say(say(self._lang, "no_place"))
            return
        self._mark(entry.marks, mark_at(entry.marks, entry.goal))

    # ------------------------------------------------------------------------- keys

    def action_panel(self, name: PanelName) -> None:
        """Show a panel, and walk in it."""
        self._panel = name
        self._show_panel()
        self.query_one(PanelPane).table.focus()

    def action_step(self, step: int) -> None:
        """Go to the next mark, or to the one before; after a search into other speeches too."""
        if self._hits:
            self._show_hit(self._hits, (self._hit + step) % len(self._hits))
        elif self._marks:
            self._mark(self._marks, next_mark(self._marks, self._current, step))
        else:
            self._say(say(self._lang, "nothing_marked"))

    def action_unmark(self) -> None:
        """Take the marks away."""
        self._mark((), None)

    def action_speech(self, step: int) -> None:
        """Show the next speech, or the one before."""
        number = self._chosen + step
        if 0 <= number < len(self._split.speeches):
            self._choose(number)

    def action_keys(self) -> None:
        """Say what each key does."""
        self.push_screen(KeysScreen(self._lang))

    def action_search(self) -> None:
        """Search the text of all speeches."""
        speeches = self._split.speeches
        at_once = sum(speech.n_chars for speech in speeches) <= _SEARCHED_AT_ONCE
        screen = SearchScreen(partial(find, speeches), self._lang, self._wanted, at_once=at_once)
        self.push_screen(screen, self._go_to_hit)

    def action_line(self) -> None:
        """Ask for a line of the document, and go there."""
        last = len(self.speech.document.line_starts)
        self.push_screen(LineScreen(last, self._lang), self._go_to_line)

    def action_beside(self) -> None:
        """Put two versions side by side: the pair of the row that is chosen, or the first one."""
        if self._report is None:
            self._say(say(self._lang, "waiting"))
        elif (difference := self._pair(self._report)) is None:
            self._say(say(self._lang, "no_versions"))
        else:
            similarity = _similarity(pair_of(difference, self._report))
            draw = partial(_beside, Comparison(similarity, difference), self._lang)
            self.push_screen(BesideScreen(draw, self._lang))

    # ------------------------------------------------------------------------- going there

    def _choose(self, number: int) -> None:
        self._show_speech(number)
        self.query_one(SpeechList).highlighted = number

    def _go_to_hit(self, found: Found | None) -> None:
        if found is None:
            return
        self._wanted = found.chosen.text
        self._show_hit(found.hits, found.hits.index(found.chosen))
        self.query_one(TextPane).focus()

    def _show_hit(self, hits: tuple[Hit, ...], number: int) -> None:
        hit = hits[number]
        if hit.speech != self._chosen:
            self._choose(hit.speech)
        marks = marks_of(hits, hit.speech)
        current = mark_at(marks, hit.span)
        self._mark(marks, current)
        self._hits, self._hit = hits, number
        self._say_mark(marks[current or 0], number, len(hits))

    def _go_to_line(self, line: int | None) -> None:
        place = line and speech_of_line(self._split.speeches, self.speech.document, line)
        if not place:
            return
        number, offset = place
        if number != self._chosen:
            self._choose(number)
        pane = self.query_one(TextPane)
        pane.focus()
        pane.go_to(offset)

    def _pair(self, report: Report) -> Difference | None:
        entry = self.query_one(PanelPane).entry
        if entry is not None and entry.difference is not None:
            return entry.difference
        differences = report.duplicates.differences
        own = (each for each in differences if self.speech.id in (each.a.id, each.b.id))
        return next(own, None)


def _beside(comparison: Comparison, lang: Lang, width: int) -> RenderableType:
    return render_diff(comparison, lang=lang, width=width)


def _similarity(pair: DuplicatePair[Speech]) -> Similarity:
    return Similarity(pair.jaccard, pair.containment_a, pair.containment_b, pair.kind)
