"""Lines of text in; the bytes of a docx, a PDF or a saved page that holds them out.

The makers write by hand, without the libraries that read these formats, and the same lines
give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape

Levels = Mapping[int, int]
"""Level of a heading (1 to 6) by the index of its line."""


# ---------------------------------------------------------------------------------- docx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STAMP = (2030, 1, 1, 0, 0, 0)


def docx_bytes(
    lines: Sequence[str], *, headings: Levels | None = None, chinese_styles: bool = False
) -> bytes:
    """A Word file with a paragraph for each line.

    Parameters
    ----------
    headings
        Lines set in the style Heading N.
    chinese_styles
        The styles have the ids 1, 2, … that a Chinese Word gives them.
    """
    headings = headings or {}
    ids = {n: str(n) if chinese_styles else f"Heading{n}" for n in range(1, 7)}
    body = "".join(
        _word_paragraph(line, ids[headings[i]] if i in headings else "")
        for i, line in enumerate(lines)
    )
    return zip_bytes(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>',
            "_rels/.rels": _relation("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
            "word/styles.xml": _word_styles(ids, chinese=chinese_styles),
            "word/document.xml": f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}'
            "<w:sectPr/></w:body></w:document>",
        }
    )


def zip_bytes(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of members by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _relation(kind: str, target: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _word_styles(ids: Mapping[int, str], *, chinese: bool) -> str:
    normal = "a" if chinese else "Normal"
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="{normal}"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level, id_ in ids.items()
    )
    return (
        f'{_XML}<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1"'
        f' w:styleId="{normal}"><w:name w:val="Normal"/></w:style>{headings}</w:styles>'
    )


def _word_paragraph(line: str, style: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    if not line:
        return f"<w:p>{properties}</w:p>"
    content = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(cell)}</w:t>' for cell in line.split("\t")
    )
    return f"<w:p>{properties}<w:r>{content}</w:r></w:p>"


# ---------------------------------------------------------------------------------- html


def html_bytes(
    lines: Sequence[str],
    *,
    headings: Levels | None = None,
    page_title: str = "",
    encoding: str = "utf-8",
    bare: bool = False,
    breaks: bool = False,
) -> bytes:
    """A saved page with the lines as its main text, empty ones left out.

    Parameters
    ----------
    page_title
        Of the window and of the h1 above the text.
    bare
        Nothing but the text; otherwise navigation, related links and a foot stand around.
    breaks
        All lines are in one block, divided by br, instead of a paragraph for each.
    """
    headings = headings or {}
    solid = [(i, line.strip(" \t\r\n")) for i, line in enumerate(lines) if line.strip()]
    if breaks:
        text = "<div>" + "<br/>\n".join(escape(line) for _, line in solid) + "</div>"
    else:
        text = "\n".join(_block(line, headings.get(i)) for i, line in solid)
    title = f"<h1>{escape(page_title)}</h1>\n" if page_title and not bare else ""
    around = ("", "") if bare else (_ABOVE, _BELOW)
    page = (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{encoding}">\n'
        f"<title>{escape(page_title or '文章')}</title>\n<style>p {{ text-indent: 2em }}</style>\n"
        f"</head>\n<body>\n{around[0]}<article>\n{title}{text}\n</article>\n{around[1]}"
        "</body>\n</html>\n"
    )
    return page.encode(encoding, "xmlcharrefreplace")


_ABOVE = """<header><nav><ul>
<li><a href="/">首页</a></li><li><a href="/jh/">讲话</a></li><li><a href="/bg/">报告</a></li>
</ul></nav><form action="/so"><input name="q"><button>搜索</button></form></header>
<script>var visited = "第一篇";</script>
"""
_BELOW = """<aside><h3>相关阅读</h3><ul>
<li><a href="/a1.html">秋收时节走访笔记</a></li><li><a href="/a2.html">村史馆开馆侧记</a></li>
</ul></aside>
<footer><p>网站地图 | 联系我们</p><p>版权所有</p></footer>
"""


def _block(line: str, level: int | None) -> str:
    tag = f"h{level}" if level else "p"
    return f"<{tag}>{escape(line)}</{tag}>"


# ----------------------------------------------------------------------------------- pdf

_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 595, 842, 72
_MAX_FONT = 12.0
_RANGES = [b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(256)]
"""A code of the font is its character: that of the encoding UniGB-UCS2-H is UTF-16."""
_RANGES_A_BLOCK = 100
"""A map may have no more in a block."""


def pdf_bytes(
    lines: Sequence[str],
    *,
    head: str = "",
    foot: str = "{page}",
    lines_a_page: int = 28,
    width: int = 36,
) -> bytes:
    """A PDF with each line at its place; pages break where they are full.

    Its font is one that readers have and no file holds, so that a page is a few hundred
    bytes. White space at the start of a line is an indent: a place, not a character.

    Parameters
    ----------
    head, foot
        Stand on every page; `{page}` and `{pages}` are filled in.
    width
        Characters in a line; longer lines are broken.
    """
    broken = [piece for line in lines for piece in _pieces(line, width)]
    longest = max((len(line) for line in broken), default=1)
    size = min(_MAX_FONT, (_PAGE_WIDTH - 2 * _MARGIN) / max(longest, 1))
    pages = [broken[i : i + lines_a_page] for i in range(0, len(broken), lines_a_page)] or [[]]
    contents = [
        _page_content(
            page,
            size,
            head.format(page=number, pages=len(pages)),
            foot.format(page=number, pages=len(pages)),
        )
        for number, page in enumerate(pages, 1)
    ]
    return _pdf_file(contents)


def _pieces(line: str, width: int) -> Iterator[str]:
    for start in range(0, max(len(line), 1), width):
        yield line[start : start + width]


def _page_content(lines: Sequence[str], size: float, head: str, foot: str) -> bytes:
    leading = (_PAGE_HEIGHT - 2 * _MARGIN) / max(len(lines), 28)
    drawn = [_centred(head, _PAGE_HEIGHT - 45.0, size)]
    for row, line in enumerate(lines):
        solid = line.lstrip(" \t\u3000")
        indent = sum(1.0 if c == "\u3000" else 0.5 for c in line[: len(line) - len(solid)])
        y = _PAGE_HEIGHT - _MARGIN - leading * (row + 1)
        drawn.append(_drawn(solid, _MARGIN + indent * size, y, size))
    drawn.append(_centred(foot, 40.0, size))
    return b"".join(drawn)


def _centred(text: str, y: float, size: float) -> bytes:
    return _drawn(text, (_PAGE_WIDTH - size * len(text)) / 2, y, size)


def _drawn(text: str, x: float, y: float, size: float) -> bytes:
    if not text.strip():
        return b""
    codes = text.encode("utf-16-be").hex().upper()
    return f"BT /F1 {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET\n".encode("ascii")


def _pdf_file(contents: Sequence[bytes]) -> bytes:
    """Objects: catalog, pages, font, its CID font, its descriptor, to Unicode, then the pages."""
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H"
        b" /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        b" /DW 1000 /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        _stream(_unicode_map()),
    ]
    for i, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>"
            % (_PAGE_WIDTH, _PAGE_HEIGHT, first + 2 * i + 1)
        )
        objects.append(_stream(content))
    return _with_table(objects)


def _unicode_map() -> bytes:
    starts = range(0, len(_RANGES), _RANGES_A_BLOCK)
    blocks = [_RANGES[start : start + _RANGES_A_BLOCK] for start in starts]
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /Same def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + b"".join(
            b"%d beginbfrange\n%sendbfrange\n" % (len(block), b"".join(block)) for block in blocks
        )
        + b"endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _with_table(objects: Sequence[bytes]) -> bytes:
    """The objects, numbered from 1, and the table that says where each begins."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
