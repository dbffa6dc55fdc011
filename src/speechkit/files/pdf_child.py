"""A PDF on standard input, the runs of text on its pages as JSON on standard output.

Run as a program of its own, since PDFium is a large library in C that reads files of
strangers: what a damaged file does to it, it does to this process, which has little memory
and little time. It imports nothing of ours, so that it starts in 60 ms.

A run is `[text, left, bottom, right, top, em, bold, turned]`: characters that follow one
another on a line, in points from the lower left corner of the page, which is turned so that
its text is level. `em` is the width of a Chinese character in it.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from ctypes import byref, c_int, create_string_buffer, memmove
from math import pi
from struct import pack
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_CHARS = 2**24
"""Of one document: some hundred books."""
MAX_PAGES = 20_000
MAX_SECONDS = 60
"""Of computing; 66 pages take .2."""
MAX_MEMORY = 2**30
"""Besides what the file itself takes."""

Run = tuple[str, float, float, float, float, float, bool, bool]
Box = tuple[float, float, float, float]


def main() -> None:
    """Read all of standard input, write one JSON object."""
    data = sys.stdin.buffer.read()
    _limit(len(data))
    with contextlib.suppress(OSError, AttributeError):
        sys.stdin.close()
    answer = read_pages(data)
    _write(sys.stdout.buffer, answer)


def read_pages(data: bytes) -> dict[str, Any]:
    """What a PDF has on its pages.

    Returns
    -------
    dict
        `pages`: for each its width, height, runs and whether it has pictures; `unread`:
        numbers of pages that could not be read; `n_unknown`: characters that the file does
        not say the meaning of. Or `error`: `password`, `damaged` or `large`.
    """
    import pypdfium2

    fonts = _Fonts()
    fonts.install()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "damaged"}
    if len(pdf) > MAX_PAGES:
        return {"error": "large"}
    return _pages(pdf, pypdfium2.PdfiumError)


def _pages(pdf: PdfDocument, damaged: type[Exception]) -> dict[str, Any]:
    pages: list[dict[str, Any]] = []
    unread: list[int] = []
    n_chars = n_unknown = 0
    for number in range(len(pdf)):
        try:
            page = _Page(pdf, number)
        except damaged:
            unread.append(number + 1)
            page = None
        if page is None:
            pages.append({"width": 0, "height": 0, "runs": [], "pictures": False})
            continue
        pages.append(page.answer())
        n_chars += page.n_chars
        n_unknown += page.n_unknown
        page.close()
        if n_chars > MAX_CHARS:
            return {"error": "large"}
    return {"pages": pages, "unread": unread, "n_unknown": n_unknown}


class _Page:
    """A page of a PDF, as long as it is open."""

    def __init__(self, pdf: PdfDocument, number: int) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = pdf[number]
        try:
            self._text = self._page.get_textpage()
        except Exception:
            self._page.close()
            raise
        self.n_chars: int = pdfium.FPDFText_CountChars(self._text)
        self.n_unknown = 0
        self._turns = self._quarter_turns()
        self._box = pdfium.FS_RECTF()
        self._left, self._bottom, self._right, self._top = self._page.get_bbox()

    def _quarter_turns(self) -> int:
        """How often the page is to be turned to the right for most of its text to be level."""
        step = max(1, self.n_chars // 50)
        angles = (self._angle(index) for index in range(0, self.n_chars, step))
        turns = [round(angle / (pi / 2)) % 4 for angle in angles]
        return max(range(4), key=turns.count)

    def _angle(self, index: int) -> float:
        """Of a character, to the left, in radians; PDFium counts to the right."""
        angle: float = self._pdfium.FPDFText_GetCharAngle(self._text.raw, index)
        return -angle

    def close(self) -> None:
        """Give its memory back."""
        self._text.close()
        self._page.close()

    def answer(self) -> dict[str, Any]:
        """Size, runs and pictures."""
        width, height = self._right - self._left, self._top - self._bottom
        if self._turns % 2:
            width, height = height, width
        runs = list(self._runs())
        pictures = not runs and self._has_pictures()
        return {"width": width, "height": height, "runs": runs, "pictures": pictures}

    def _has_pictures(self) -> bool:
        pdfium = self._pdfium
        kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH)
        n_objects = min(pdfium.FPDFPage_CountObjects(self._page), 1000)
        objects = (pdfium.FPDFPage_GetObject(self._page, n) for n in range(n_objects))
        return any(pdfium.FPDFPageObj_GetType(found) in kinds for found in objects)

    def _runs(self) -> Iterator[Run]:
        chars: list[tuple[str, Box]] = []
        first, space = 0, False
        for index, char, box in self._chars():
            if box is None:  # PDFium's own: a blank or the end of a line
                if char == " ":
                    space = True
                    continue
                yield from self._run(chars, first)
                chars, space = [], False
                continue
            if chars and _is_apart(chars[-1][1], box):
                yield from self._run(chars, first)
                chars, space = [], False
            if space and chars and _is_blank(chars[-1], (char, box)):
                chars.append((" ", (chars[-1][1][2], box[1], box[0], box[3])))
            space = False
            if not chars:
                first = index
            chars.append((char, box))
        yield from self._run(chars, first)

    def _chars(self) -> Iterator[tuple[int, str, Box | None]]:
        unicode_at = self._pdfium.FPDFText_GetUnicode
        is_generated = self._pdfium.FPDFText_IsGenerated
        text = self._text.raw
        pending = 0
        for index in range(self.n_chars):
            code = unicode_at(text, index)
            if code in (10, 13, 32) and is_generated(text, index) == 1:
                yield index, chr(code), None
                continue
            if 0xD800 <= code < 0xDC00:  # of older versions of PDFium
                pending = code
                continue
            if 0xDC00 <= code < 0xE000 and pending:
                code = 0x10000 + ((pending - 0xD800) << 10) + code - 0xDC00
            pending = 0
            yield index, self._char(code, index), self._box_at(index)

    def _char(self, code: int, index: int) -> str:
        """A character; counted where the file does not say what its code means."""
        if not code or 0xD800 <= code < 0xF900 or code == 0xFFFD or code > 0x10FFFF:
            self.n_unknown += 1
            return "\ufffd"
        self.n_unknown += self._pdfium.FPDFText_HasUnicodeMapError(self._text.raw, index) == 1
        return chr(code)

    def _box_at(self, index: int) -> Box:
        box = self._box
        self._pdfium.FPDFText_GetLooseCharBox(self._text.raw, index, byref(box))
        left, bottom = box.left - self._left, box.bottom - self._bottom
        right, top = box.right - self._left, box.top - self._bottom
        if not self._turns:
            return left, bottom, right, top
        width, height = self._right - self._left, self._top - self._bottom
        if self._turns == 1:
            return bottom, width - right, top, width - left
        if self._turns == 2:
            return width - right, height - top, width - left, height - bottom
        return height - top, left, height - bottom, right

    def _run(self, chars: list[tuple[str, Box]], first: int) -> Iterator[Run]:
        """One run, or none where there are only blanks."""
        text = "".join(char for char, _ in chars)
        if not text.strip():
            return
        boxes = [box for _, box in chars]
        wide = [box[2] - box[0] for char, box in chars if _is_wide(char)]
        heights = sorted(box[3] - box[1] for box in boxes)
        height = heights[len(heights) // 2]
        yield (
            text,
            round(min(box[0] for box in boxes), 2),
            round(min(box[1] for box in boxes), 2),
            round(max(box[2] for box in boxes), 2),
            round(max(box[3] for box in boxes), 2),
            round(max(wide) if wide else 0.9 * height, 2),
            self._is_bold(first),
            self._is_turned(first),
        )

    def _is_bold(self, index: int) -> bool:
        name, flags = create_string_buffer(128), c_int()
        self._pdfium.FPDFText_GetFontInfo(self._text.raw, index, name, 128, byref(flags))
        font = name.value.decode("utf-8", "replace").lower()
        return any(word in font for word in ("bold", "black", "heavy", "simhei", "黑体"))

    def _is_turned(self, index: int) -> bool:
        """Whether text stands askew to the rest of its page, as watermarks do."""
        turned = (self._angle(index) - self._turns * pi / 2) % (2 * pi)
        return 0.1 < turned < 2 * pi - 0.1


def _is_wide(char: str) -> bool:
    """Whether a character is as wide as the type is large: Chinese ones and their marks."""
    return "\u3000" <= char <= "\u9fff" or "\uff01" <= char <= "\uff60"


def _is_apart(before: Box, after: Box) -> bool:
    """Whether a character does not follow another on its line."""
    height = max(before[3] - before[1], after[3] - after[1], 1.0)
    middle = (before[1] + before[3] - after[1] - after[3]) / 2
    gap = after[0] - before[2]
    return abs(middle) > 0.5 * height or gap > 1.2 * height or gap < -0.8 * height


def _is_blank(before: tuple[str, Box], after: tuple[str, Box]) -> bool:
    """Whether a blank that PDFium supposes is one: Chinese set wide has none."""
    gap = after[1][0] - before[1][2]
    height = max(before[1][3] - before[1][1], 1.0)
    return not (before[0] >= "\u2e80" and after[0] >= "\u2e80") or gap > 0.4 * height


# ------------------------------------------------------------------------------------ fonts


class _Fonts:
    """Stands in for the fonts of the system, so that a file gives the same text on any machine.

    Where a Chinese font is neither in the file nor on the machine, PDFium takes its characters
    for empty and leaves out pieces of text of one character, such as a full stop alone on a
    line (PDFium 159). So it is given a font in which every character is a square.
    """

    _CHARSETS = (128, 129, 130, 134, 136)
    """Of Windows: Japanese, two Korean ones, GB 2312, Big5. Others PDFium has itself."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._font = _square_font()
        self._info = pdfium.FPDF_SYSFONTINFO(version=1)
        self._callbacks: list[Any] = []  # PDFium does not keep them alive

    def install(self) -> None:
        """Have PDFium ask here."""
        types = dict(self._pdfium.FPDF_SYSFONTINFO._fields_)
        for name, answer in {
            "MapFont": lambda *asked: asked[3] in self._CHARSETS or None,
            "GetFontData": self._data,
            "GetFontCharset": lambda *_: 134,
            "GetFaceName": lambda *_: 0,
            "GetFont": lambda *_: None,
            "DeleteFont": lambda *_: None,
            "EnumFonts": lambda *_: None,
            "Release": lambda *_: None,
        }.items():
            callback = types[name](answer)
            self._callbacks.append(callback)
            setattr(self._info, name, callback)
        self._pdfium.FPDF_SetSystemFontInfo(self._info)

    def _data(self, _this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:  # noqa: ANN401 # pointers
        """The whole font; it has no tables to give one by one."""
        if table:
            return 0
        if buffer and size >= len(self._font):
            memmove(buffer, self._font, len(self._font))
        return len(self._font)


def _square_font() -> bytes:
    """A TrueType font of 400 bytes with one glyph, a square, for all characters."""
    square = pack(">5h2H4B4h4h", 1, 0, -120, 1000, 880, 3, 0, 1, 1, 1, 1, *_SQUARE)
    square += bytes(-len(square) % 4)
    head = (0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 1, 0)
    every = pack(">4HI", 0, 1, 3, 10, 12) + pack(">2H6I", 13, 0, 28, 0, 1, 0x21, 0x2FFFF, 1)
    tables = {
        b"cmap": every,
        b"glyf": square,
        b"head": pack(">4I2H2Q4h2H3h", *head),
        b"hhea": pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, *[0] * 7, 2),
        b"hmtx": pack(">HhHh", 1000, 0, 1000, 0),
        b"loca": pack(">3I", 0, 0, len(square)),
        b"maxp": pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"post": pack(">2I2h5I", 0x30000, *[0] * 8),
    }
    directory = pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    content, start = b"", 12 + 16 * len(tables)
    for name, table in tables.items():
        directory += name + pack(">3I", 0, start + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return directory + content


_SQUARE = (0, 1000, 0, -1000, -120, 0, 1000, 0)
"""Steps from corner to corner, first those across."""


def _limit(size: int) -> None:
    """Let this process take so much memory and time and no more, where the system can."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    for kind, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY + 4 * size),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))


def _write(out: BinaryIO, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer, ensure_ascii=False).encode())
    out.flush()


if __name__ == "__main__":
    sys.path += sys.argv[1:]
    main()
