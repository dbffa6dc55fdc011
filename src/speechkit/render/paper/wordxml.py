"""Names, attributes and children in, elements of a Word document out.

python-docx finds each cell of a table by counting all of them anew, which makes a table of a
thousand cells take seconds; rows are made here instead, in one go.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.oxml.ns import nsmap
from docx.oxml.parser import oxml_parser

from speechkit.render.escape import one_line

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_SPACES = {"w": nsmap["w"]}
_W = f"{{{nsmap['w']}}}"
_UNFIT = re.compile("[\ufffe\uffff]")
"""What XML forbids and no control or half a pair is."""
_EAST_ASIAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """An element in the namespace `w`, as are its attributes."""
    named = {_W + name: str(value) for name, value in attributes.items()}
    made: BaseOxmlElement = oxml_parser.makeelement(_W + tag, named, _SPACES)
    made.extend(children)
    return made


def shown(text: str) -> str:
    r"""Text on one line as XML can hold it.

    Examples
    --------
    >>> shown("会议\x07\uffff")
    '会议<U+0007><U+FFFF>'
    """
    return _UNFIT.sub(lambda found: f"<U+{ord(found[0]):04X}>", one_line(text))


def run(text: str, *, style: str = "") -> BaseOxmlElement:
    """A run of text, in a character style or without."""
    properties = [element("rStyle", val=style)] if style else []
    if _EAST_ASIAN.search(text):  # else Word sets “ ” and … in the other font, too narrow
        properties.append(element("rFonts", hint="eastAsia"))
    words = element("t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text
    return element("r", *([element("rPr", *properties)] if properties else []), words)


def line_break() -> BaseOxmlElement:
    """The end of a line inside a paragraph."""
    return element("r", element("br"))


def field(instruction: str, result: str) -> BaseOxmlElement:
    """What Word works out itself, such as a number of a page, and what it is so far."""
    return element("fldSimple", run(result), instr=f" {instruction} ")


def paragraph(style: str, *runs: BaseOxmlElement, keep_next: bool = False) -> BaseOxmlElement:
    """A paragraph in the style of an id."""
    properties = [element("pStyle", val=style)]
    if keep_next:
        properties.append(element("keepNext"))
    return element("p", element("pPr", *properties), *runs)
