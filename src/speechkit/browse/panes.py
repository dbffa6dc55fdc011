"""The three panes of the workbench: the list of speeches, the text, the panels.

All text is handed to Textual as Rich `Text` or as segments, never as a string: strings it would
read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import DataTable, OptionList, Static

from speechkit.browse.catalogue import Item
from speechkit.browse.layout import MIN_WIDTH, Row, lay_out, pieces, row_at
from speechkit.browse.marks import Mark, ground
from speechkit.browse.panels import PANELS, Entry, Panel, PanelName
from speechkit.browse.words import say
from speechkit.model import Lang, Speech
from speechkit.render.terminal.breaking import line_ends
from speechkit.render.terminal.draw import shorten
from speechkit.render.terminal.styles import (
    CHANGED_STYLE,
    FAINT_STYLE,
    HEADING_STYLE,
    HIT_STYLE,
    ID_STYLE,
    LESS_STYLE,
    MORE_STYLE,
)

MAX_CELLS = 88
"""Of a row of text: forty-four Chinese characters, past which the eye loses the next row."""
_RESERVE = 2
"""Cells kept free on a row for the signs of empty marks."""
_CURRENT = Style(reverse=True, bold=True)
_STYLES = {
    "term": Style.parse(HIT_STYLE),
    "theme": Style.parse("underline"),
    "found": Style.parse(HIT_STYLE),
    "deleted": Style.parse(f"underline {LESS_STYLE}"),
    "inserted": Style.parse(f"underline {MORE_STYLE}"),
    "replaced": Style.parse(f"underline {CHANGED_STYLE}"),
    "moved": Style.parse(f"underline {CHANGED_STYLE}"),
    "furniture": Style.parse(f"underline {CHANGED_STYLE}"),
    "layout": Style(),
    "heading": Style.parse(HEADING_STYLE),
    "removed": Style.parse(FAINT_STYLE),
    "gap": Style.parse(f"bold {CHANGED_STYLE}"),
}
"""Of marks. Without colours each is underlined still, and the foot says what the current one is."""
_CHANGES = {"-": LESS_STYLE, "+": MORE_STYLE, "~": CHANGED_STYLE, ">": CHANGED_STYLE}
_NUMBER = Style.parse(FAINT_STYLE)

_TITLE_ROWS = 2
"""Of a title in the list; the whole of it stands over the text."""


def single(text: Text) -> Text:
    """A text that stays on its row, cut where there is no room."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


class SpeechList(OptionList):
    """All speeches: number and title, then what is known of it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(id=id, compact=True)
        self._items: Sequence[Item] = ()

    def fill(self, items: Sequence[Item]) -> None:
        """Show the speeches, the same one chosen as before."""
        self._items = items
        chosen = self.highlighted
        digits = len(str(len(items)))
        room = max(self.scrollable_content_region.width - digits - 1, MIN_WIDTH)
        self.clear_options()
        self.add_options([Text.assemble(*_item_rows(item, digits, room)) for item in items])
        self.highlighted = chosen if chosen is not None else (0 if items else None)

    def on_resize(self) -> None:
        """Break the titles anew."""
        self.fill(self._items)


def _item_rows(item: Item, digits: int, room: int) -> Iterator[tuple[str, str]]:
    """Rows of a speech with what they look like; what goes on stands under the title."""
    margin = "\n" + " " * (digits + 1)
    yield f"{item.number:>{digits}} ", ID_STYLE
    yield margin.join(_first_rows(item.title, room, _TITLE_ROWS)), HEADING_STYLE
    for row in _broken(" · ".join(item.facts), room):
        yield margin + row, FAINT_STYLE


def _first_rows(text: str, room: int, most: int | None) -> list[str]:
    """A text broken into so many rows at most; what is cut off shows as `…`."""
    rows = _broken(text, room)
    if most is None or len(rows) <= most:
        return rows
    return [*rows[: most - 1], shorten(rows[most - 1] + rows[most], room)]


def _broken(text: str, room: int) -> list[str]:
    ends = line_ends(text, room)
    return [text[a:b].rstrip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


class TextPane(ScrollView, can_focus=True):
    """The text of a speech with the numbers of its lines and what is marked in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
        Binding("b", "page_up", show=False),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(id=id)
        self._speech: Speech | None = None
        self._rows: tuple[Row, ...] = ()
        self._ground: tuple[Mark, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._current: int | None = None

    @property
    def line(self) -> int:
        """Number of the first line in sight."""
        row = self._top()
        return row.line if row else 1

    def show(self, speech: Speech) -> None:
        """Show another speech from its beginning, without marks."""
        self._speech, self._marks, self._current = speech, (), None
        self._ground = ground(speech)
        self._lay_out()
        self.scroll_to(y=0, animate=False)

    def mark(self, marks: tuple[Mark, ...], current: int | None) -> None:
        """Mark places, and bring the current one in sight."""
        self._marks, self._current = marks, current
        if current is not None:
            self.go_to(marks[current].span.start)
        self.refresh()

    def go_to(self, offset: int) -> None:
        """Bring a character of the document in sight, with some rows before it."""
        row = row_at(self._rows, offset)
        height = self.scrollable_content_region.height
        top = round(self.scroll_offset.y)
        if not top + 1 < row < top + height - 2:
            self.scroll_to(y=max(0, row - height // 3), animate=False, force=True)

    def on_resize(self) -> None:
        """Wrap anew, with the same text at the top."""
        top = self._top()
        self._lay_out()
        if top is not None:
            self.scroll_to(y=row_at(self._rows, top.span.start), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if self._speech is None or not 0 <= number < len(self._rows):
            return Strip.blank(width, self.rich_style)
        segments = list(self._segments(self._speech, self._rows[number]))
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)

    def _segments(self, speech: Speech, row: Row) -> list[Segment]:
        digits = self._digits()
        number = f"{row.line if row.begins else '':>{digits}} "
        current = None if self._current is None else self._marks[self._current]
        made = [Segment(number, _NUMBER)]
        for piece in pieces(speech.document, row, (*self._ground, *self._marks)):
            style = sum((_STYLES[mark.kind] for mark in piece.marks), Style())
            made.append(Segment(piece.text, style + _CURRENT if current in piece.marks else style))
        return made

    def _digits(self) -> int:
        return len(str(self._speech.lines[1])) if self._speech else 1

    def _top(self) -> Row | None:
        number = round(self.scroll_offset.y)
        return self._rows[number] if number < len(self._rows) else None

    def _lay_out(self) -> None:
        if self._speech is None or not self.size.width:
            return
        room = self.scrollable_content_region.width - self._digits() - 1 - _RESERVE
        self._rows = lay_out(self._speech, min(room, MAX_CELLS))
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()


class PanelTab(Static):
    """The name of a panel, to be clicked."""

    class Chosen(Message):
        """A panel was asked for."""

        def __init__(self, name: PanelName) -> None:
            super().__init__()
            self.name = name

    def __init__(self, name: PanelName, number: int, lang: Lang) -> None:
        super().__init__(single(Text(f" {number} {say(lang, name)} ")), id=f"tab-{name}")
        self._panel = name

    def on_click(self, event: Click) -> None:
        """Ask for this panel."""
        event.stop()
        self.post_message(self.Chosen(self._panel))


class Detail(Static):
    """What is told of a row, broken as Chinese is."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(Text(), id=id)
        self._told = ""

    def tell(self, told: str) -> None:
        """Tell something else."""
        self._told = told
        width, height = max(self.content_size.width, MIN_WIDTH), self.styles.height
        most = height.cells if height is not None else None
        self.update(Text("\n".join(_first_rows(told, width, most))))

    def on_resize(self) -> None:
        """Break it anew."""
        self.tell(self._told)


class PanelPane(Vertical):
    """One of the panels, and what is to be told of the row that is chosen."""

    class Entered(Message):
        """A row is to be marked in the text."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, lang: Lang, *, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(id=id)
        self._lang = lang
        self._entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """Names of the panels, the rows, what is told of one."""
        with Horizontal(id="tabs"):
            for number, name in enumerate(PANELS, start=1):
                yield PanelTab(name, number, self._lang)
        yield DataTable(id="rows", cursor_type="row", cell_padding=1)
        yield Detail(id="detail")

    @property
    def table(self) -> DataTable[Text]:
        """The rows."""
        return self.query_one("#rows", DataTable)

    @property
    def entry(self) -> Entry | None:
        """The row that is chosen."""
        row = self.table.cursor_row
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def show(self, name: PanelName, panel: Panel | None, empty: str) -> None:
        """Show a panel; without one what is said in its place."""
        for tab in self.query(PanelTab):
            tab.set_class(tab.id == f"tab-{name}", "-chosen")
        self._entries = panel.entries if panel else ()
        table = self.table
        table.clear(columns=True)
        if panel is not None and panel.entries:
            aligned = ["right" if column.is_figure else "left" for column in panel.columns]
            rows = [_cells(entry, aligned) for entry in panel.entries]
            heads = [single(Text(column.name)) for column in panel.columns]
            # Told how wide they are: the table looks only at rows that come while it is shown.
            for head, cells in zip(heads, zip(*rows, strict=True), strict=True):
                table.add_column(head, width=max(text.cell_len for text in (head, *cells)))
            for row in rows:
                table.add_row(*row)
        table.display = bool(self._entries)
        self._tell(self._entries[0].detail if self._entries else empty)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Tell of the row that was come to."""
        event.stop()
        if self.entry is not None:
            self._tell(self.entry.detail)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Hand on that a row is wanted in the text."""
        event.stop()
        if self.entry is not None:
            self.post_message(self.Entered(self.entry))

    def _tell(self, detail: str) -> None:
        self.query_one(Detail).tell(detail)


def _cells(entry: Entry, aligned: Sequence[str]) -> list[Text]:
    style = _CHANGES.get(entry.cells[0], "") if entry.kind else ""
    return [
        Text(cell, style, justify="right" if side == "right" else "left", no_wrap=True)
        for cell, side in zip(entry.cells, aligned, strict=True)
    ]
