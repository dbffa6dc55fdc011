"""What lies over the workbench for a moment: search, line to go to, two versions, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static

from speechkit.browse.panes import single
from speechkit.browse.searching import MAX_HITS, Hit
from speechkit.browse.words import keys, say
from speechkit.model import Lang
from speechkit.render.terminal.styles import FAINT_STYLE, HEADING_STYLE, HIT_STYLE, ID_STYLE

_BACK: BindingType = Binding("escape", "dismiss", show=False)


class Found:
    """What a search came to: all places, and the one that was chosen."""

    def __init__(self, hits: tuple[Hit, ...], chosen: Hit) -> None:
        self.hits = hits
        self.chosen = chosen


class SearchScreen(ModalScreen[Found]):
    """What is looked for, and its places as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _BACK,
        Binding("down", "into_results", show=False),
    ]

    def __init__(
        self,
        find: Callable[[str], tuple[Hit, ...]],
        lang: Lang,
        wanted: str = "",
        *,
        at_once: bool = True,
    ) -> None:
        super().__init__()
        self._at_once = at_once
        self._find = find
        self._lang = lang
        self._wanted = wanted
        self._hits: tuple[Hit, ...] = ()
        self._looked_for = ""

    def compose(self) -> ComposeResult:
        """The line to type into, how many places there are, and the places."""
        with Vertical(classes="box"):
            yield Static(Text(say(self._lang, "search"), HEADING_STYLE))
            yield Input(self._wanted, id="wanted", compact=True)
            yield Static(Text(say(self._lang, "search_hint"), FAINT_STYLE), id="told")
            yield OptionList(id="hits", compact=True)

    def on_mount(self) -> None:
        """What was looked for last is chosen, to be typed over."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what was typed so far, where that is quick."""
        if self._at_once:
            self._look_for(event.value)

    def _look_for(self, wanted: str) -> None:
        self._looked_for = wanted
        self._hits = self._find(wanted)
        results = self.query_one("#hits", OptionList)
        results.clear_options()
        results.add_options([_hit_row(hit) for hit in self._hits[:MAX_HITS]])
        self.query_one("#told", Static).update(Text(self._told(wanted), FAINT_STYLE))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the only place, or into the list of them."""
        if event.value != self._looked_for:
            self._look_for(event.value)
        if len(self._hits) == 1:
            self.dismiss(Found(self._hits, self._hits[0]))
        else:
            self.action_into_results()

    def action_into_results(self) -> None:
        """Let the arrows walk through the places."""
        results = self.query_one("#hits", OptionList)
        if self._hits and not results.has_focus:
            results.focus()
            results.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to a place."""
        event.stop()
        self.dismiss(Found(self._hits, self._hits[event.option_index]))

    def _told(self, wanted: str) -> str:
        n = len(self._hits)
        if not wanted.strip():
            return say(self._lang, "search_hint")
        if not n:
            return say(self._lang, "not_found")
        if n > MAX_HITS:
            return say(self._lang, "n_shown", n=n, shown=MAX_HITS)
        return say(self._lang, "n_found", n=n)


def _hit_row(hit: Hit) -> Text:
    row = Text(f"{hit.speech + 1}:{hit.line} ", ID_STYLE)
    row.append(hit.before, FAINT_STYLE).append(hit.text, HIT_STYLE).append(hit.after)
    return single(row)


class LineScreen(ModalScreen[int]):
    """The number of a line to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [_BACK]

    def __init__(self, last: int, lang: Lang) -> None:
        super().__init__()
        self._last = last
        self._lang = lang

    def compose(self) -> ComposeResult:
        """The line to type into, and what can be typed."""
        with Vertical(classes="box -small"):
            yield Static(Text(say(self._lang, "goto"), HEADING_STYLE))
            yield Input(id="line", type="integer", compact=True)
            hint = say(self._lang, "goto_hint", last=str(self._last))
            yield Static(Text(hint, FAINT_STYLE), id="told")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, if there is such a line."""
        line = int(event.value) if event.value.isdecimal() else 0
        if 1 <= line <= self._last:
            self.dismiss(line)
        else:
            self.query_one("#told", Static).update(Text(say(self._lang, "no_line")))


class BesideScreen(Screen[None]):
    """Two versions side by side, as `speechkit diff` shows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "app.pop_screen", show=False) for key in ("escape", "d", "q")),
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
    ]

    def __init__(self, draw: Callable[[int], RenderableType], lang: Lang) -> None:
        super().__init__()
        self._draw = draw
        self._lang = lang

    def compose(self) -> ComposeResult:
        """Both texts, and how to come back."""
        with VerticalScroll(id="beside"):
            yield Static(Text(), id="versions")
        yield Static(single(Text(say(self._lang, "beside"), FAINT_STYLE)), id="foot")

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#beside").focus()

    def on_resize(self, event: Resize) -> None:
        """Draw both texts for the room there is."""
        width = event.size.width - 2
        self.query_one("#versions", Static).update(self._draw(width))


class KeysScreen(ModalScreen[None]):
    """What each key does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _BACK,
        *(Binding(key, "dismiss", show=False) for key in ("question_mark", "q", "enter")),
    ]

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang

    def compose(self) -> ComposeResult:
        """A row a key."""
        with VerticalScroll(classes="box -small"):
            yield Static(Text(say(self._lang, "help"), HEADING_STYLE))
            yield Static(_key_rows(keys(self._lang)))

    def on_mount(self) -> None:
        """Let the arrows scroll where there is little room."""
        self.query_one(VerticalScroll).focus()


def _key_rows(told: Sequence[tuple[str, str]]) -> Text:
    room = max(len(key) for key, _ in told)
    rows = Text()
    for key, what in told:
        rows.append(f"\n{key:<{room}}  ", HIT_STYLE.replace(" underline", ""))
        rows.append(what)
    return rows
