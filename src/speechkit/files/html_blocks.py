"""The tags and texts of a page in; its lines out, each with the boxes it stands in.

A box is an element that begins a new line, such as `div` or `td`. Boxes are numbered in
the order in which they begin and know the box they stand in; nothing here goes down into
them one by one, so that pages nested without end take no longer than others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from speechkit.errors import ReadingError
from speechkit.files.html_tokens import EndTag, StartTag, Token
from speechkit.files.layout import Place


@dataclass(slots=True)
class Box:
    """An element that begins a new line."""

    name: str
    parent: int
    hint: str = ""
    """Its class, id and role, which tell what the maker of the page meant by it."""
    is_centred: bool = False
    is_hidden: bool = False
    keeps_blanks: bool = False


@dataclass(slots=True)
class Line:
    """A line of the page, as a browser shows it."""

    text: str
    box: int
    """Number of the innermost box it stands in."""
    n_linked: int = 0
    """Characters in it that are links to elsewhere, blanks not counted."""
    is_bold: bool = False
    place: Place | None = None
    is_hidden: bool = False
    n_chars: int = field(init=False)
    """Without blanks."""

    def __post_init__(self) -> None:
        self.n_chars = len("".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page and the boxes they stand in."""

    title: str
    """Of the window."""
    boxes: tuple[Box, ...]
    """The first is the page itself and its own parent."""
    lines: tuple[Line, ...]


def read_page(found: Iterable[Token]) -> Page:
    """The lines of a page, hidden ones among them."""
    reader = _Reader()
    for token in found:
        if isinstance(token, str):
            reader.text(token)
        elif isinstance(token, StartTag):
            reader.start(token)
        else:
            reader.end(token)
    return reader.finish()


_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noscript",
        "ol",
        "p",
        "plaintext",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "template",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    }
)
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
        "basefont",
    }
)
_ITEMS = frozenset({"li", "dt", "dd"})
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_CELLS = frozenset({"td", "th", "caption"})
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_KEEPING_BLANKS = frozenset({"pre", "xmp", "listing", "plaintext"})
_NEVER_SHOWN = frozenset(
    {
        "audio",
        "button",
        "canvas",
        "datalist",
        "map",
        "noscript",
        "object",
        "rp",
        "rt",
        "select",
        "svg",
        "template",
        "textarea",
        "video",
    }
)
"""Elements whose content is no text of the page: forms, pictures, readings above characters."""
_READINGS = frozenset({"rt", "rp"})
_BLOCK_STYLE = re.compile(r"display\s{0,9}:\s{0,9}(?:block|list-item|table|flex)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|font-size\s{0,9}:\s{0,9}0+(?:px|pt|em|%)?\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)jammer(?:\s|$)")  # nonsense that Discuz puts into copies
_CENTRED_STYLE = re.compile(r"text-align\s{0,9}:\s{0,9}(\w{1,20})", re.IGNORECASE)
_KEEPING_STYLE = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.IGNORECASE)


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    name: str
    box: int
    """The box that is the innermost inside it."""
    is_hidden: bool = False
    is_dropped: bool = False
    """Its content is no text of the page."""


_LONGEST_LINK = 8
"""Lines of a link, such as a picture with a title and a date; past that nobody closed it."""
MAX_ELEMENTS = 1_000_000
"""Lines of one page and boxes they stand in; they take 400 MB. A long book has forty
thousand."""


@dataclass(slots=True)
class _Table:
    """A table that is open."""

    depth: int
    """Elements that are open inside and outside it when it begins, itself included."""
    number: int
    row: int = -1
    column: int = -1


class _Reader:
    """Follows the tags of a page and collects its lines."""

    def __init__(self) -> None:
        self._boxes = [Box("body", 0)]
        self._lines: list[Line] = []
        self._title = ""
        self._in_title = False
        self._elements = [_Element("body", 0)]
        self._scopes: list[dict[str, int]] = [{}]
        """How many elements of each name are open, in each cell that is open."""
        self._items: list[str] = [""]
        """The item that is open in each list that is open."""
        self._tables: list[_Table] = []
        self._n_tables = 0
        self._bold = 0
        self._is_link = False
        self._link_start = 0
        """Number of lines before the link that is open."""
        self._pieces: list[str] = []
        self._n_linked = 0
        self._n_bold = 0
        self._n_solid = 0
        self._n_breaks = 0

    def finish(self) -> Page:
        """What was collected."""
        self._end_line()
        return Page(" ".join(self._title.split()), tuple(self._boxes), tuple(self._lines))

    # ------------------------------------------------------------------------------- texts

    def text(self, text: str) -> None:
        """Take text at this point."""
        if self._in_title:
            self._title = self._title or text
            return
        if self._elements[-1].is_dropped:
            return
        box = self._boxes[self._elements[-1].box]
        if box.keeps_blanks:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._take(first)
            for line in others:
                self._break()
                self._take(line)
        else:
            self._take(text)

    def _take(self, text: str) -> None:
        if not text:
            return
        solid = len("".join(text.split()))
        if solid and self._elements[-1].is_hidden != self._boxes[self._elements[-1].box].is_hidden:
            self._add(Line(text.strip(), self._elements[-1].box, is_hidden=True))
            return
        self._pieces.append(text)
        self._n_solid += solid
        self._n_linked += solid if self._is_link else 0
        self._n_bold += solid if self._bold else 0

    def _break(self) -> None:
        """End a line inside a box; a second break in a row leaves an empty line."""
        was_empty = not self._end_line()
        if was_empty and self._n_breaks == 1:
            self._add(Line("", self._elements[-1].box, place=self._place()))
        self._n_breaks += 1

    def _end_line(self) -> bool:
        """Put out what was collected since the last line; says whether there was a line."""
        if not self._pieces:
            return False
        number = self._elements[-1].box
        box = self._boxes[number]
        text = "".join(self._pieces)
        text = text.rstrip() if box.keeps_blanks else _collapsed(text)
        if text:
            self._n_breaks = 0
            is_bold = self._n_bold == self._n_solid > 0
            self._add(Line(text, number, self._n_linked, is_bold, self._place(), box.is_hidden))
        if self._is_link and len(self._lines) - self._link_start > _LONGEST_LINK:
            self._forget_link()
        self._pieces = []
        self._n_linked = self._n_bold = self._n_solid = 0
        return bool(text)

    def _forget_link(self) -> None:
        """Take back that text is a link: its end is missing."""
        self._is_link = False
        for line in self._lines[self._link_start :]:
            line.n_linked = 0

    def _add(self, line: Line) -> None:
        self._lines.append(line)
        self._check_size()

    def _check_size(self) -> None:
        if len(self._lines) + len(self._boxes) > MAX_ELEMENTS:
            raise ReadingError(
                f"refused: more than {MAX_ELEMENTS:,} lines and boxes in one page; "
                "cut it into several files"
            )

    def _place(self) -> Place | None:
        if not self._tables or self._tables[-1].column < 0:
            return None
        table = self._tables[-1]
        return Place(table.number, table.row, table.column)

    # -------------------------------------------------------------------------------- tags

    def start(self, tag: StartTag) -> None:
        """Handle the start of an element."""
        name = tag.name
        if name == "title":
            self._in_title = True
        elif name == "br":
            self._break()
        elif name in _BLOCKS:
            self._start_block(tag)
        elif name == "a":
            self._start_link(tag)
        elif name in _BOLD:
            self._bold += 1
        elif name == "body":
            self._boxes[0].hint = _hint(tag.attributes())
        elif name not in _VOID:
            self._start_inline(tag)

    def end(self, tag: EndTag) -> None:
        """Handle the end of an element."""
        name = tag.name
        if name == "title":
            self._in_title = False
        elif name in ("br", "p") and not self._is_open(name):
            self._break() if name == "br" else self._end_line()
        elif name == "a":
            self._is_link = False
        elif name in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif name in _TABLE_PARTS:
            self._end_table_part(name)
        elif name in _HEADINGS:
            if self._is_open(*_HEADINGS):
                self._close_until(_HEADINGS)
        elif self._is_open(name):
            self._close_until({name})

    def _start_link(self, tag: StartTag) -> None:
        target = tag.attributes().get("href", "#").strip()
        self._is_link = not target.startswith("#")
        self._link_start = len(self._lines)

    def _start_inline(self, tag: StartTag) -> None:
        """Open an element within a line; of those only the hidden ones matter."""
        if _BLOCK_STYLE.search(tag.source):
            self._start_block(tag)
            return
        name, above = tag.name, self._elements[-1]
        is_hidden, is_dropped = _is_hidden(tag), name in _NEVER_SHOWN
        if name in _READINGS and above.name in _READINGS:
            self._pop()
            above = self._elements[-1]
        is_inside = name == "ruby" or (above.name not in _BLOCKS and len(self._elements) > 1)
        if is_hidden or is_dropped or is_inside:
            is_hidden |= above.is_hidden
            self._push(_Element(name, above.box, is_hidden, above.is_dropped or is_dropped))

    def _start_block(self, tag: StartTag) -> None:
        name = tag.name
        self._close_implied(name)
        self._end_line()
        if name in _VOID or (name in _TABLE_PARTS and not self._start_table_part(name)):
            return
        above = self._elements[-1]
        box = _box(tag, self._boxes[above.box], above.box)
        box.is_hidden |= above.is_hidden
        self._boxes.append(box)
        self._check_size()
        is_dropped = above.is_dropped or name in _NEVER_SHOWN
        self._push(_Element(name, len(self._boxes) - 1, box.is_hidden, is_dropped))
        self._n_breaks = 0

    def _close_implied(self, name: str) -> None:
        """Close what ends where a block begins: a paragraph, an item, a choice of a form."""
        scope = self._scopes[-1]
        if scope.get("select"):
            self._close_until({"select"})
        if scope.get("p"):
            self._close_until({"p"})
        if name in _ITEMS and self._items[-1]:
            self._close_until(_ITEMS)
        if name in _HEADINGS and self._elements[-1].name in _HEADINGS:
            self._close_until(_HEADINGS)

    # ------------------------------------------------------------------------------ tables

    def _start_table_part(self, name: str) -> bool:
        """Close what ends where a part of a table begins; False when there is no table."""
        if name == "table":
            return True
        if not self._tables:
            return False
        table = self._tables[-1]
        while len(self._elements) > table.depth and (
            name not in ("td", "th") or self._elements[-1].name != "tr"
        ):
            self._pop()
        is_cell = name in ("td", "th")
        if is_cell and self._elements[-1].name != "tr":
            above = self._elements[-1]
            self._push(_Element("tr", above.box, above.is_hidden, above.is_dropped))
            table.row, table.column = table.row + 1, -1
        if name == "tr":
            table.row, table.column = table.row + 1, -1
        if is_cell:
            table.column += 1
        elif name == "caption":
            table.column = -1
        return True

    def _end_table_part(self, name: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        names = {element.name for element in self._elements[table.depth : table.depth + 4]}
        if name == "table":
            while len(self._elements) >= table.depth:
                self._pop()
        elif name in names:
            self._close_until({name})

    # --------------------------------------------------------------------- the open elements

    def _is_open(self, *names: str) -> bool:
        """Whether one of these is open in the innermost cell."""
        return any(self._scopes[-1].get(name) for name in names)

    def _push(self, element: _Element) -> None:
        self._elements.append(element)
        name = element.name
        scope = self._scopes[-1]
        scope[name] = scope.get(name, 0) + 1
        if name == "table":
            self._n_tables += 1
            self._tables.append(_Table(len(self._elements), self._n_tables))
        if name in _CELLS:
            self._scopes.append({})
        if name in _LISTS or name in _CELLS:
            self._items.append("")
        elif name in _ITEMS:
            self._items[-1] = name

    def _close_until(self, names: frozenset[str] | set[str]) -> None:
        """Close elements up to the innermost of these names."""
        while self._pop().name not in names:
            pass

    def _pop(self) -> _Element:
        name = self._elements[-1].name
        if name in _BLOCKS:
            self._end_line()
            self._n_breaks = 0
        element = self._elements.pop()
        if name in _CELLS:
            self._scopes.pop()
        self._scopes[-1][name] -= 1
        if name in _LISTS or name in _CELLS:
            self._items.pop()
        elif name in _ITEMS:
            self._items[-1] = ""
        if name == "table":
            self._tables.pop()
        return element


def _box(tag: StartTag, parent: Box, number: int) -> Box:
    """The box that an element opens inside another."""
    name = tag.name
    is_centred = parent.is_centred or name == "center"
    keeps_blanks = parent.keeps_blanks or name in _KEEPING_BLANKS
    if not tag.source.strip(" /"):
        return Box(name, number, "", is_centred, parent.is_hidden, keeps_blanks)
    attributes = tag.attributes()
    style = attributes.get("style", "")
    align = _CENTRED_STYLE.search(style)
    aligned = (align[1] if align else attributes.get("align", "")).lower()
    return Box(
        name,
        number,
        _hint(attributes),
        is_centred if not aligned or name == "table" else aligned == "center",
        parent.is_hidden or _hides(attributes),
        keeps_blanks or bool(_KEEPING_STYLE.search(style)),
    )


def _hint(attributes: dict[str, str]) -> str:
    return " ".join(filter(None, (attributes.get(name) for name in ("class", "id", "role"))))


def _is_hidden(tag: StartTag) -> bool:
    return bool(tag.source.strip()) and _hides(tag.attributes())


def _hides(attributes: dict[str, str]) -> bool:
    return (
        "hidden" in attributes
        or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))
        or bool(_HIDDEN_CLASS.search(attributes.get("class", "")))
    )


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_BROKEN = re.compile(rf"(?<=[{_WIDE}])[ \t\f]{{0,99}}[\r\n][ \t\f\r\n]{{0,99}}(?=[{_WIDE}])")
"""A line end of the source between two Chinese characters, which is no space (CSS Text 3)."""
_BLANKS = re.compile(r"[ \t\f\r\n]+")


def _collapsed(text: str) -> str:
    """Text with blanks as a browser shows them; full-width and other wide spaces stay."""
    if not text.strip():
        return ""
    return _BLANKS.sub(" ", _BROKEN.sub("", text)).strip(" ")
