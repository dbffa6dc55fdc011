"""The bytes of a saved page in; its main text out, with its headings, tables and bold lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from speechkit.errors import ReadingError, UsageError
from speechkit.files.decode import decode, guess_encoding, normal_encoding
from speechkit.files.extracted import Extracted
from speechkit.files.html_blocks import Line, Page, read_page
from speechkit.files.html_main import HEADINGS, main_lines, title_of
from speechkit.files.html_tokens import tokens
from speechkit.files.layout import Layout, Paragraph
from speechkit.model import MarkKind


def extract(data: bytes) -> Extracted:
    """The main text of a saved page.

    Parameters
    ----------
    data
        All bytes of the file.

    Returns
    -------
    Extracted
        With marks for headings, bold and centred paragraphs and tables, and the title in the
        metadata where the page has one for its text.

    Raises
    ------
    ReadingError
        When it is a web archive, bytes do not fit its encoding, or there is no text in it.
        The message begins with what is wrong; the caller puts the path before it.
    """
    if _is_archive(data):
        raise ReadingError(
            "a web archive (mhtml), not a page; open it in a browser and save it as HTML"
        )
    page = read_page(tokens(_decoded(data)))
    lines = main_lines(page)
    layout = Layout()
    for paragraph in _paragraphs(page, lines):
        layout.add(paragraph)
    title = title_of(page, lines)
    extracted = layout.finish({"title": title} if title else None)
    if not extracted.text.strip():
        raise ReadingError(
            "no text in it; if a browser shows some, a script puts it there: "
            "copy it from the browser into a text file"
        )
    return extracted


def _paragraphs(page: Page, lines: tuple[Line, ...]) -> Iterator[Paragraph]:
    """The lines as paragraphs; empty ones only between others."""
    n_given, is_blank = 0, False
    for line in lines:
        if line.text:
            if is_blank and n_given:
                yield Paragraph("", place=line.place)
            yield Paragraph(line.text, _kinds(page, line), place=line.place)
            n_given += 1
        is_blank = not line.text


def _kinds(page: Page, line: Line) -> tuple[MarkKind, ...]:
    box = page.boxes[line.box]
    kinds: list[MarkKind] = [_HEADING_KINDS[box.name]] if box.name in HEADINGS else []
    if line.is_bold:
        kinds.append("bold")
    if box.is_centred:
        kinds.append("centred")
    return tuple(kinds)


_HEADING_KINDS: dict[str, MarkKind] = {
    "h1": "heading1",
    "h2": "heading2",
    "h3": "heading3",
    "h4": "heading4",
    "h5": "heading5",
    "h6": "heading6",
}


# -------------------------------------------------------------------------------- encoding

_HEAD = 4096
"""Bytes in which a page says how it is encoded; browsers look at 1,024."""
_CHARSET = re.compile(
    rb"""<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_-]{2,30})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_-]{2,30})""",
    re.IGNORECASE,
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
"""What browsers read by when a page names a smaller set."""
_CERTAIN = 40
"""Bytes outside ASCII from which a page that is UTF-8 by chance is ruled out."""
_ARCHIVE = re.compile(rb"(?:From: <Saved by|MIME-Version:|Content-Type: multipart/related)", re.I)


def _is_archive(data: bytes) -> bool:
    return bool(_ARCHIVE.search(data[:512])) and b"multipart/related" in data[:_HEAD].lower()


def _decoded(data: bytes) -> str:
    """The source of a page, read by what it says of itself where its bytes do not say more."""
    if b"\0" in data and guess_encoding(data) not in ("utf-16-le", "utf-16-be"):
        data = data.replace(b"\0", b"")  # browsers pass over them
    name = _named_encoding(data)
    if name is not None:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            pass
    return decode(data).text


def _named_encoding(data: bytes) -> str | None:
    """The encoding that a page names, if it is to be believed."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    match = _CHARSET.search(data, 0, _HEAD)
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii").lower()
    n_high = len(data) - len(data.translate(None, _HIGH))
    if n_high >= _CERTAIN and _is_utf_8(data):
        return "utf-8"
    try:
        normal = normal_encoding(_WIDER.get(name, name))
    except UsageError:
        return None
    return "utf-8" if normal.startswith("utf-16") else normal  # its name was read byte by byte


_HIGH = bytes(range(0x80, 0x100))


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
