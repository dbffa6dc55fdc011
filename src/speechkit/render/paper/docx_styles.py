"""A language in, an empty Word document with our styles, pages and footers out.

Sober, as papers are handed in: SimSun and Times for the text, SimHei and Arial for headings,
A4, tables with lines above, below and under the head.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from speechkit.render.paper.words import say
from speechkit.render.paper.wordxml import element, field, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.text.parfmt import ParagraphFormat

    from speechkit.model import Lang

PAGE = (Cm(21.0), Cm(29.7))
MARGIN = Cm(2.5)
BODY, HEAD = ("Times New Roman", "宋体"), ("Arial", "黑体")
"""Fonts of Latin and of Chinese letters, by the names that Word and WPS have in China."""
CODE = ("Consolas", "宋体")
TABLE_STYLE, NOTE_STYLE = "ReportTable", "ReportNote"
GREY = RGBColor(0x55, 0x55, 0x55)
BLACK = RGBColor(0, 0, 0)
_LATIN = "en-GB"
"""Language of what is written in Latin letters, in a Chinese document too, as Word has it: the
rules of Chinese would break figures at the end of a line."""


class _Look(NamedTuple):
    """How a paragraph style looks."""

    fonts: tuple[str, str]
    size: float
    """Points."""
    bold: bool = False
    colour: RGBColor = BLACK
    before: float = 0
    after: float = 0
    spacing: float = 1.0
    """Of lines."""


_LOOKS: dict[str, _Look] = {
    "Normal": _Look(BODY, 10.5),
    "Title": _Look(HEAD, 18, before=12, after=18),
    "Heading 1": _Look(HEAD, 14, before=18, after=8),
    "Heading 2": _Look(HEAD, 12, before=12, after=6),
    "Heading 3": _Look(HEAD, 10.5, before=10, after=4),
    "Body Text": _Look(BODY, 10.5, after=6, spacing=1.25),
    "List Bullet": _Look(BODY, 10.5, after=3, spacing=1.25),
    "Caption": _Look(HEAD, 9, before=6, after=3),
    "Quote": _Look(BODY, 10.5, before=3, after=6, spacing=1.15),
    "Table Text": _Look(BODY, 9, before=1, after=1),
    "Table Head": _Look(HEAD, 9, before=1, after=1),
    "Table Group": _Look(HEAD, 9, before=1, after=1),
    "Command": _Look(CODE, 9, before=3, after=6),
}
_OURS = ("Table Text", "Table Head", "Table Group", "Command")
"""Those that the template has not."""


def new_document(lang: Lang) -> WordDocument:
    """An empty document."""
    document = Document()
    _forget_template(document)
    for name, look in _LOOKS.items():
        _paragraph_style(document, name, look)
    _adapt_styles(document, lang)
    _add_table_style(document)
    _add_note_style(document)
    _set_language(document)
    _set_up_page(document.sections[0], lang)
    return document


def _forget_template(document: WordDocument) -> None:
    """Take out what came with the template and says nothing of this document.

    A picture of another first page, a hundred table styles, and all styles once more.
    """
    packages = (document.part.package, document.part)
    unwanted = ("/thumbnail", "/stylesWithEffects", "/customXml")
    for rels in (each.rels for each in packages if each is not None):
        for id_ in [i for i, rel in rels.items() if rel.reltype.endswith(unwanted)]:
            del rels[id_]
    for style in tuple(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()


def _paragraph_style(document: WordDocument, name: str, look: _Look) -> None:
    styles = document.styles
    if name in _OURS:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    style: ParagraphStyle = styles[name]
    style.hidden = False
    _set_fonts(style, look.fonts)
    font, layout = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(look.size), look.bold, False, look.colour
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = look.spacing


def _set_fonts(style: CharacterStyle, fonts: tuple[str, str]) -> None:
    """Fonts by name, in place of those the theme would give."""
    latin, chinese = fonts
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    named = element("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)
    properties.insert(0, named)


def _adapt_styles(document: WordDocument, lang: Lang) -> None:
    """What the looks do not say."""
    styles = document.styles
    title = _layout(document, "Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    caption = _layout(document, "Caption")
    caption.keep_with_next = True
    if lang == "zh":
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        indent = element("ind", firstLineChars=200, firstLine=420)
        styles["Body Text"].element.get_or_add_pPr().append(indent)
    quote = _layout(document, "Quote")
    quote.left_indent, quote.right_indent = Cm(0.75), Cm(0.75)
    quote.keep_together = True
    _layout(document, "Table Group").keep_with_next = True
    shading = element("shd", val="clear", color="auto", fill="F2F2F2")
    styles["Command"].element.get_or_add_pPr().insert(0, shading)


def _layout(document: WordDocument, name: str) -> ParagraphFormat:
    style: ParagraphStyle = document.styles[name]
    layout: ParagraphFormat = style.paragraph_format
    return layout


def _add_table_style(document: WordDocument) -> None:
    """Lines above and below, one under the head, faint ones between the rows."""

    def line(side: str, size: int, colour: str = "auto") -> BaseOxmlElement:
        return element(side, val="single", sz=size, space=0, color=colour)

    edges = element("tblBorders", line("top", 12), line("bottom", 12), line("insideH", 4, "D9D9D9"))
    margins = element(
        "tblCellMar",
        element("left", w=90, type="dxa"),
        element("right", w=90, type="dxa"),
    )
    head = element(
        "tblStylePr",
        element("tcPr", element("tcBorders", line("bottom", 6))),
        type="firstRow",
    )
    style = element(
        "style",
        element("name", val="Report Table"),
        element("basedOn", val="TableNormal"),
        element("uiPriority", val=99),
        element("tblPr", edges, margins),
        head,
        type="table",
        customStyle=1,
        styleId=TABLE_STYLE,
    )
    document.styles.element.append(style)


def _add_note_style(document: WordDocument) -> None:
    style = document.styles.add_style("Report Note", WD_STYLE_TYPE.CHARACTER)
    style.font.size, style.font.color.rgb = Pt(8), GREY


def _set_language(document: WordDocument) -> None:
    language = element("lang", val=_LATIN, eastAsia="zh-CN", bidi="ar-SA")
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.remove(defaults.find(qn("w:lang")))
    defaults.append(language)
    settings = document.settings.element
    theme = settings.find(qn("w:themeFontLang"))
    theme.set(qn("w:val"), _LATIN)
    theme.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # of Word since 2013; less is shown as outdated


def _set_up_page(section: Section, lang: Lang) -> None:
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    footer = section.footer
    footer.is_linked_to_previous = False
    footer.part.element[:] = [_page_numbers(lang)]


def _page_numbers(lang: Lang) -> BaseOxmlElement:
    """A line with the number of the page and of all pages, in the middle."""
    start, rest = say(lang, "page_n", page="|", pages="*").split("|")
    between, end = rest.split("*")
    runs = [run(start)] if start else []
    runs += [field("PAGE", "1"), run(between), field("NUMPAGES", "1")]
    runs += [run(end)] if end else []
    made = paragraph("Footer", *runs)
    made.find(qn("w:pPr")).append(element("jc", val="center"))
    return made
