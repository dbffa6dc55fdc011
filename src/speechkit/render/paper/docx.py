"""A paper in, a Word document out, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.ns import qn
from docx.shared import Cm

from speechkit.render.emphasis import LEVELS
from speechkit.render.paper.blocks import Bullets, Command, Heading, Paragraph, Quote, Table
from speechkit.render.paper.docx_styles import MARGIN, NOTE_STYLE, PAGE, TABLE_STYLE, new_document
from speechkit.render.paper.words import say
from speechkit.render.paper.wordxml import element, field, line_break, paragraph, run, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from speechkit.model import Lang
    from speechkit.render.paper.blocks import Block, Cell, Column, Paper, Row

SHADES = ("", "F2F6FA", "E2ECF5", "CFE0EF", "B9D2E8", "A0C2DF", "86B1D6")
"""Backgrounds of figures, from none to `LEVELS`; black on the last has a contrast of 9:1."""
MAX_UPRIGHT = 8
"""Columns with intervals that fit on an upright page."""
TWIPS = 567
"""In a centimetre."""
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Of the files in the archive: the earliest it can say."""


def to_docx(paper: Paper) -> bytes:
    """A paper as a Word document (.docx)."""
    document = new_document(paper.lang)
    _describe(document, paper)
    _Writer(document, paper.lang).write(paper)
    out = io.BytesIO()
    document.save(out)
    return _without_times(out.getvalue())


class _Writer:
    """Appends blocks to a document."""

    def __init__(self, document: WordDocument, lang: Lang) -> None:
        self._document = document
        self._lang = lang
        self._body = document.element.body

    def write(self, paper: Paper) -> None:
        self._append(paragraph("Title", run(shown(paper.title))))
        for block in paper.blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                for made in _paragraphs(block):
                    self._append(made)

    def _append(self, made: BaseOxmlElement) -> None:
        """Before the properties of the last section, which end the body."""
        self._body[-1].addprevious(made)

    def _table(self, table: Table) -> None:
        is_wide = len(table.columns) > MAX_UPRIGHT and any(
            cell.note for row in table.rows for cell in row
        )
        if is_wide:
            self._turn_page(WD_ORIENT.LANDSCAPE)
        width = PAGE[1 if is_wide else 0] - 2 * MARGIN
        self._append(_caption(table, self._lang))
        self._append(_table(table, round(width / Cm(1) * TWIPS), self._lang))
        self._append(paragraph("TableText"))
        if is_wide:
            self._turn_page(WD_ORIENT.PORTRAIT)

    def _turn_page(self, orientation: WD_ORIENT) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        is_landscape = orientation == WD_ORIENT.LANDSCAPE
        section.orientation = orientation
        section.page_width, section.page_height = PAGE[::-1] if is_landscape else PAGE


def _paragraphs(block: Block) -> Iterator[BaseOxmlElement]:
    match block:
        case Heading(level, text):
            yield paragraph(f"Heading{level}", run(shown(text)))
        case Paragraph(text):
            yield paragraph("BodyText", run(shown(text)))
        case Bullets(items):
            for item in items:
                yield paragraph("ListBullet", run(shown(item)))
        case Quote(text, place):
            source = run(f"— {shown(place)}", style=NOTE_STYLE)
            yield paragraph("Quote", run(shown(text)), line_break(), source)
        case Command(text):
            yield paragraph("Command", run(shown(text)))


# ------------------------------------------------------------------------------ tables


class _Grid(NamedTuple):
    """The columns of a table and their widths in twips."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]


def _caption(table: Table, lang: Lang) -> BaseOxmlElement:
    """A caption that Word can number anew and list."""
    name = say(lang, "table_n")
    return paragraph(
        "Caption",
        run(name),
        field(f"SEQ {name.strip()} \\* ARABIC", str(table.number)),
        run(f"{say(lang, 'after_number')}{shown(table.caption)}"),
    )


def _table(table: Table, width: int, lang: Lang) -> BaseOxmlElement:
    total = sum(column.width for column in table.columns)
    widths = tuple(round(width * column.width / total) for column in table.columns)
    grid = _Grid(table.columns, widths)
    return element(
        "tbl",
        _table_properties(table, sum(widths)),
        element("tblGrid", *(element("gridCol", w=w) for w in widths)),
        _head(grid),
        *(_row(row, grid, lang) for row in table.rows),
    )


def _table_properties(table: Table, width: int) -> BaseOxmlElement:
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1}
    return element(
        "tblPr",
        element("tblStyle", val=TABLE_STYLE),
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0620", noVBand=1, **look),
        element("tblCaption", val=shown(table.caption)),
    )


def _head(grid: _Grid) -> BaseOxmlElement:
    """The names of the columns, which every page of the table repeats."""
    cells = (
        _cell((run(shown(c.name)),), width, style="TableHead", align=c.align, is_head=True)
        for c, width in zip(grid.columns, grid.widths, strict=True)
    )
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(row: Row, grid: _Grid, lang: Lang) -> BaseOxmlElement:
    properties = element("trPr", element("cantSplit"))
    if len(row) == 1 < len(grid.columns):
        return element("tr", properties, _group(row[0], grid))
    cells = (
        _cell(_runs(cell, column, lang), width, align=column.align, shade=cell.shade)
        for cell, column, width in zip(row, grid.columns, grid.widths, strict=True)
    )
    return element("tr", properties, *cells)


def _group(cell: Cell, grid: _Grid) -> BaseOxmlElement:
    """A heading of the rows below it, across the table."""
    made = _cell((run(shown(cell.text)),), sum(grid.widths), style="TableGroup")
    span = element("gridSpan", val=len(grid.columns))
    made.find(qn("w:tcPr")).find(qn("w:tcW")).addnext(span)
    return made


def _runs(cell: Cell, column: Column, lang: Lang) -> Iterator[BaseOxmlElement]:
    """The text and its note: below a figure, behind words."""
    yield run(shown(cell.text))
    note = shown(cell.note)
    if not note:
        return
    if column.align == "right":
        yield line_break()
        yield run(note, style=NOTE_STYLE)
    else:
        yield run(say(lang, "note", text="", note=note), style=NOTE_STYLE)


def _cell(
    runs: Iterable[BaseOxmlElement],
    width: int,
    *,
    style: str = "TableText",
    align: str = "left",
    shade: int = 0,
    is_head: bool = False,
) -> BaseOxmlElement:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if shade:
        properties.append(
            element("shd", val="clear", color="auto", fill=SHADES[min(shade, LEVELS)])
        )
    if is_head:
        properties.append(element("vAlign", val="bottom"))
    words = paragraph(style, *runs)
    if align == "right":
        words.find(qn("w:pPr")).append(element("jc", val="right"))
    return element("tc", properties, words)


# ----------------------------------------------------------------------------- package


def _describe(document: WordDocument, paper: Paper) -> None:
    """Title and language; no author, and no time, which would differ each time."""
    core = document.core_properties
    core.title = shown(paper.title)
    core.language = {"zh": "zh-CN", "en": "en"}[paper.lang]
    core.author = core.comments = ""
    (properties,) = (
        part.element
        for part in document.part.package.iter_parts()
        if isinstance(part, CorePropertiesPart)
    )
    for time in ("created", "modified"):
        properties.remove(properties.find(qn(f"dcterms:{time}")))


def _without_times(data: bytes) -> bytes:
    """The archive with the same time on all its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(entry))
    return out.getvalue()
