"""The bytes of a Word file in; its paragraphs, tables and notes as one text out.

What a reader of the printed document sees is the text: tracked insertions but not
deletions, results of fields but not their codes, the labels of automatic lists, no hidden
text, no heads and feet of pages. A note stands after the paragraph that refers to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from speechkit.errors import ReadingError
from speechkit.files.docx_styles import (
    Look,
    Numbering,
    StyleLook,
    Styles,
    is_on,
    look_handlers,
    merged,
    value,
    word_names,
    word_table,
)
from speechkit.files.extracted import Extracted
from speechkit.files.layout import Layout, Paragraph, Place
from speechkit.files.ooxml import Attributes, Package, PartReader
from speechkit.model import MarkKind


def extract(data: bytes) -> Extracted:
    """The text of a Word file.

    Parameters
    ----------
    data
        All bytes of the file.

    Returns
    -------
    Extracted
        With marks for titles, headings, bold and centred paragraphs, tables, notes and the
        beginnings of pages.

    Raises
    ------
    ReadingError
        When it is no docx, damaged, protected, a bomb, or there is no text in it. The
        message begins with what is wrong; the caller puts the path before it.
    """
    package = Package(data)
    main = package.main_part()
    parts = package.relations(main)
    styles = Styles()
    package.read(parts.get("styles", ""), styles)
    numbering = Numbering(lambda style: styles.paragraph(style).look.list_id)
    package.read(parts.get("numbering", ""), numbering)
    notes = _Notes()
    for kind in ("footnote", "endnote"):
        notes.kind = kind
        package.read(parts.get(f"{kind}s", ""), _Story(styles, numbering, notes.add, notes))
    layout = Layout()
    story = _Story(styles, numbering, layout.add, notes)
    package.read(main, story)
    story.finish()
    extracted = layout.finish()
    if not extracted.text.strip():
        raise ReadingError(_nothing(package))
    return extracted


def _nothing(package: Package) -> str:
    n_pictures = package.count("word/media/")
    if n_pictures:
        pictures = "a picture" if n_pictures == 1 else f"{n_pictures} pictures"
        return f"no text in it, only {pictures}; run text recognition (OCR) first"
    if package.count("word/afchunk"):
        return "its text is another file embedded in it; open it in Word and save it again"
    return "no text in it; see in Word or WPS whether it is the right file"


# ------------------------------------------------------------------------------------ notes


class _Notes:
    """Footnotes and endnotes by their number; each is given out once."""

    def __init__(self) -> None:
        self.kind = ""
        self._id: str | None = None
        self._notes: dict[tuple[str, str], list[Paragraph]] = {}

    def open(self, attributes: Attributes) -> None:
        """Begin a note; the lines that divide notes from text are none."""
        is_note = not value(attributes, "type") or value(attributes, "type") == "normal"
        self._id = value(attributes, "id") if is_note else None

    def add(self, paragraph: Paragraph) -> None:
        """Take a paragraph of the note that was begun."""
        text = paragraph.text.strip()
        if self._id is not None and text:
            note = self._notes.setdefault((self.kind, self._id), [])
            note.append(Paragraph(text, ("footnote",)))

    def take(self, kind: str, note: str) -> list[Paragraph]:
        """The paragraphs of a note that was not yet taken."""
        return self._notes.pop((kind, note), [])


# ------------------------------------------------------------------------------------ story


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read."""

    pieces: list[str]
    look: Look = field(default_factory=Look)
    style: str = ""
    pages: list[int] = field(default_factory=list)
    """Number of pieces before each page that begins in it."""
    fields: list[int | None] = field(default_factory=list)
    """Of the fields that are open, how many pieces stood before their codes; None once the
    codes are over."""
    notes: list[Paragraph] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)
    """Paragraphs of text boxes that hang on it."""
    is_all_bold: bool = True
    is_joined: bool = False
    """Its end was deleted: the next paragraph goes on where it stops."""
    ends_section: bool = False
    base: StyleLook | None = None
    """What its style comes to; known once its properties are read."""


@dataclass(slots=True)
class _Run:
    """A stretch of equal format that is being read."""

    look: Look = field(default_factory=Look)
    style: str = ""


class _Story(PartReader):
    """Reads the paragraphs of a body or of notes and gives out each as it ends."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        emit: Callable[[Paragraph], None],
        notes: _Notes,
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._emit = emit
        self._notes = notes
        self._open: list[_Open] = []
        self._runs: list[_Run] = []
        self._tables: list[Place] = []
        self._n_tables = 0
        self._waiting: list[Paragraph] = []
        """Notes of a table, which stand after it."""
        self._carried: list[str] = []
        """Pieces of a paragraph whose end was deleted."""
        self._in_properties = False
        self._page_is_due = False
        self._n_texts = 0
        self._choices: list[int] = []
        """Texts read before each set of alternatives that is open."""
        super().__init__(self._starts(), self._ends(), _LEFT_OUT)

    def finish(self) -> None:
        """Give out what is left at the end."""
        if self._carried:
            self._emit(Paragraph("".join(self._carried)))
        self._emit_waiting()

    def _starts(self) -> Mapping[str, Callable[[Attributes], None]]:
        table: dict[str, Callable[[Attributes], None]] = {
            "p": self._open_paragraph,
            "pPr": self._open_properties,
            "pStyle": self._take_style,
            "pageBreakBefore": self._break_before,
            "sectPr": self._end_section,
            "type": self._take_section_type,
            "del": self._delete,
            "r": self._open_run,
            "rStyle": self._take_run_style,
            "t": self._open_text,
            "tab": lambda _: self._write("\t"),
            "ptab": lambda _: self._write("\t"),
            "br": self._break,
            "cr": lambda _: self._write("\n"),
            "noBreakHyphen": lambda _: self._write("-"),
            "sym": self._write_symbol,
            "lastRenderedPageBreak": lambda _: self._begin_page(),
            "fldChar": self._mark_field,
            "footnoteReference": lambda attributes: self._refer("footnote", attributes),
            "endnoteReference": lambda attributes: self._refer("endnote", attributes),
            "footnote": self._notes.open,
            "endnote": self._notes.open,
            "tbl": self._open_table,
            "tr": self._open_row,
            "tc": self._open_cell,
            **look_handlers(self._look),
        }
        return {
            **word_table(table),
            f"{_MATH}t": self._open_text,
            f"{_COMPATIBILITY}AlternateContent": self._open_choice,
            f"{_COMPATIBILITY}Fallback": self._fall_back,
        }

    def _ends(self) -> Mapping[str, Callable[[], None]]:
        table = {
            "p": self._end_paragraph,
            "pPr": self._end_properties,
            "r": self._end_run,
            "t": self._end_text,
            "tbl": self._end_table,
        }
        return {
            **word_table(table),
            f"{_MATH}t": self._end_text,
            f"{_COMPATIBILITY}AlternateContent": self._end_choice,
        }

    # ------------------------------------------------------------------------- paragraphs

    def _open_paragraph(self, _: Attributes) -> None:
        self._open.append(_Open(self._carried))
        self._carried = []
        if self._page_is_due:
            self._page_is_due = False
            self._begin_page()

    def _end_paragraph(self) -> None:
        paragraph = self._open.pop()
        if paragraph.is_joined:
            self._carried = paragraph.pieces
            self._waiting.extend((*paragraph.boxes, *paragraph.notes))
            return
        finished = [self._finished(paragraph), *paragraph.boxes]
        self._page_is_due |= paragraph.ends_section
        if self._open:
            self._open[-1].boxes.extend(finished)
            self._open[-1].notes.extend(paragraph.notes)
            return
        for item in finished:
            self._emit(item)
        self._waiting.extend(paragraph.notes)
        if not self._tables:
            self._emit_waiting()

    def _emit_waiting(self) -> None:
        for note in self._waiting:
            self._emit(note)
        self._waiting = []

    def _finished(self, paragraph: _Open) -> Paragraph:
        """The paragraph as it goes out: its label, its text and what it is marked as."""
        style = merged(paragraph.look, self._base(paragraph))
        label = self._label(paragraph, style.look)
        pieces = paragraph.pieces
        lengths = (0, *accumulate(map(len, pieces)))
        text = "".join(pieces)
        found_pages = (lengths[min(count, len(pieces))] for count in paragraph.pages)
        pages = tuple(len(label) + length if length else 0 for length in found_pages)
        found = Paragraph(label + text, _kinds(style, text, paragraph), pages, self._place())
        return _without_outer_breaks(found)

    def _label(self, paragraph: _Open, look: Look) -> str:
        if not look.list_id or (paragraph.look.is_hidden and not paragraph.pieces):
            return ""
        level = look.list_level
        if paragraph.look.list_id is None and level == 0:
            level = None  # a style leaves its level to the list
        return self._numbering.label(look.list_id, level, paragraph.style)

    def _base(self, paragraph: _Open) -> StyleLook:
        if paragraph.base is None:
            paragraph.base = self._styles.paragraph(paragraph.style)
        return paragraph.base

    def _open_properties(self, _: Attributes) -> None:
        self._in_properties = bool(self._open)

    def _end_properties(self) -> None:
        self._in_properties = False
        if self._open:
            self._open[-1].base = None

    def _take_style(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._open[-1].style = value(attributes)

    def _break_before(self, attributes: Attributes) -> None:
        if self._in_properties and is_on(attributes):
            self._begin_page()

    def _end_section(self, _: Attributes) -> None:
        if self._in_properties:
            self._open[-1].ends_section = True

    def _take_section_type(self, attributes: Attributes) -> None:
        if self._in_properties and value(attributes) in ("continuous", "nextColumn"):
            self._open[-1].ends_section = False

    def _delete(self, _: Attributes) -> None:
        if self._in_properties:
            self._open[-1].is_joined = True

    def _look(self) -> Look:
        """What the property that was met belongs to."""
        if self._in_properties:
            return self._open[-1].look
        return self._runs[-1].look if self._runs else Look()

    # ------------------------------------------------------------------------------- runs

    def _open_run(self, _: Attributes) -> None:
        self._runs.append(_Run())

    def _end_run(self) -> None:
        self._runs.pop()

    def _take_run_style(self, attributes: Attributes) -> None:
        if self._runs and not self._in_properties:
            self._runs[-1].style = value(attributes)

    def _open_text(self, _: Attributes) -> None:
        self.is_collecting = True

    def _end_text(self) -> None:
        text = "".join(self.collected)
        self.is_collecting = False
        self.collected.clear()
        if text:
            self._write(_LINE_END.sub(" ", text))

    def _write(self, text: str) -> None:
        """Put text into the paragraph that is being read, unless it is hidden."""
        if not self._open or self._in_properties:
            return
        paragraph = self._open[-1]
        is_bold, is_hidden = self._format(paragraph)
        if is_hidden:
            return
        self._n_texts += 1
        paragraph.pieces.append(text)
        if not is_bold and not text.isspace():
            paragraph.is_all_bold = False

    def _format(self, paragraph: _Open) -> tuple[bool, bool]:
        """Whether text at this point is bold and whether it is hidden."""
        look = self._base(paragraph).look
        if self._runs:
            run = self._runs[-1]
            if run.style:
                look = self._styles.run(run.style).look.over(look)
            own = run.look
            return (
                bool(look.is_bold if own.is_bold is None else own.is_bold),
                bool(look.is_hidden if own.is_hidden is None else own.is_hidden),
            )
        return bool(look.is_bold), bool(look.is_hidden)

    def _break(self, attributes: Attributes) -> None:
        self._write("\n")
        if value(attributes, "type") == "page":
            self._begin_page()

    def _begin_page(self) -> None:
        if self._open:
            self._open[-1].pages.append(len(self._open[-1].pieces))

    def _write_symbol(self, attributes: Attributes) -> None:
        code = value(attributes, "char")
        if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code):
            self._write(_symbol(int(code, 16), value(attributes, "font")))

    def _mark_field(self, attributes: Attributes) -> None:
        """Leave the codes of a field out once it is clear that they are codes."""
        if not self._open:
            return
        paragraph = self._open[-1]
        kind = value(attributes, "fldCharType")
        if kind == "begin":
            paragraph.fields.append(len(paragraph.pieces))
        elif kind == "separate" and paragraph.fields:
            self._drop_codes(paragraph, paragraph.fields.pop())
            paragraph.fields.append(None)
        elif kind == "end" and paragraph.fields:
            self._drop_codes(paragraph, paragraph.fields.pop())

    @staticmethod
    def _drop_codes(paragraph: _Open, start: int | None) -> None:
        if start is not None:
            del paragraph.pieces[start:]

    def _refer(self, kind: str, attributes: Attributes) -> None:
        if self._open and not self._format(self._open[-1])[1]:
            self._open[-1].notes.extend(self._notes.take(kind, value(attributes, "id")))

    # ----------------------------------------------------------------------------- tables

    def _open_table(self, _: Attributes) -> None:
        self._n_tables += 1
        self._tables.append(Place(self._n_tables, -1, -1))

    def _open_row(self, _: Attributes) -> None:
        if self._tables:
            self._tables[-1] = replace(self._tables[-1], row=self._tables[-1].row + 1, column=-1)

    def _open_cell(self, _: Attributes) -> None:
        if self._tables:
            self._tables[-1] = replace(self._tables[-1], column=self._tables[-1].column + 1)

    def _end_table(self) -> None:
        self._tables.pop()
        if not self._tables and not self._open:
            self._emit_waiting()

    def _place(self) -> Place | None:
        return self._tables[-1] if self._tables else None

    # ----------------------------------------------------------------------- alternatives

    def _open_choice(self, _: Attributes) -> None:
        self._choices.append(self._n_texts)

    def _fall_back(self, _: Attributes) -> None:
        """Leave the second way to say the same out, where the first said something."""
        if self._choices and self._n_texts > self._choices[-1]:
            self.leave_out()

    def _end_choice(self) -> None:
        self._choices.pop()


_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = frozenset(
    word_names(
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rt",  # the reading above a character
        "pPrChange",
        "rPrChange",
        "sectPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
    )
)
_LINE_END = re.compile(r"[\r\n]+")


def _kinds(style: StyleLook, text: str, paragraph: _Open) -> tuple[MarkKind, ...]:
    kinds: list[MarkKind] = [style.kind] if style.kind else []
    if paragraph.is_all_bold and text.strip():
        kinds.append("bold")
    if style.look.is_centred:
        kinds.append("centred")
    return tuple(kinds)


def _without_outer_breaks(paragraph: Paragraph) -> Paragraph:
    """The paragraph without line feeds at its ends, which a break of page leaves there."""
    text = paragraph.text.strip("\n")
    if len(text) == len(paragraph.text):
        return paragraph
    before = len(paragraph.text) - len(paragraph.text.lstrip("\n"))
    pages = tuple(min(max(0, page - before), len(text)) for page in paragraph.pages)
    return replace(paragraph, text=text, pages=pages)


def _symbol(code: int, font: str) -> str:
    """A character of a font of signs, as text."""
    if "wingdings" in font.lower() or font.lower() == "symbol":
        return _SIGNS.get((font.lower(), code & 0xFF), chr(code))
    return chr(code & 0xFF) if 0xF000 <= code <= 0xF0FF else chr(code)


# What these places of the fonts show, as the fonts themselves do.
_SIGNS = {
    ("symbol", 0xB7): "•",
    ("symbol", 0xB4): "×",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB0): "°",
    ("wingdings", 0x6C): "●",
    ("wingdings", 0x6E): "■",
    ("wingdings", 0x75): "◆",
    ("wingdings", 0x9F): "•",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0xD8): "➢",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0xA3): "□",
}
