"""The bytes of an Office file in, its parts out, element by element and within limits.

An Office file is a zip of XML. Either can be a bomb: a part that unpacks to gigabytes,
entities that multiply, elements nested without end. A part is therefore never held as a
tree but handed on element by element, what it declares is looked at before it is
unpacked, and a declaration of document type is refused.
"""

from __future__ import annotations

import io
import posixpath
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping

from lxml import etree

from speechkit.errors import ReadingError
from speechkit.files.archive import MAX_MEMBERS, lists_too_much

MAX_PART = 200 * 2**20
"""Bytes a part may unpack to; the XML of a million characters in Word has 15 MB."""
MAX_RATIO = 200
"""Times its packed size; XML of Word with much formatting is packed to a sixtieth."""
ALWAYS_FINE = 16 * 2**20
"""Bytes up to which the ratio does not matter: they are read in a second."""
MAX_DEPTH = 256
"""Elements inside one another; tables in tables in Word stay below 60."""
MAX_SECONDS = 60.0
"""For one part; the largest allowed take 20 on a slow machine."""
_CHUNK = 2**16

Attributes = Mapping[str, str]
Handler = Callable[[Attributes], None]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class PartReader:
    """Receives the elements of a part; what to do for which is said by tables.

    Parameters
    ----------
    on_start, on_end
        What to call for an element, by its name as lxml writes it.
    skipped
        Elements that are left out with all they hold.
    """

    def __init__(
        self,
        on_start: Mapping[str, Handler],
        on_end: Mapping[str, Callable[[], None]] | None = None,
        skipped: frozenset[str] = frozenset(),
    ) -> None:
        self._on_start = on_start
        self._on_end = on_end or {}
        self._skipped = skipped
        self._depth = 0
        self._left_out = 0
        """Depth inside an element that is left out; 0 outside."""
        self.is_collecting = False
        """Whether characters are wanted."""
        self.collected: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Handle the start of an element."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ReadingError(f"refused: more than {MAX_DEPTH} elements inside one another")
        if self._left_out:
            self._left_out += 1
            return
        if handler := self._on_start.get(tag):
            handler(attributes)
        if tag in self._skipped:
            self._left_out = 1

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
        elif handler := self._on_end.get(tag):
            handler()

    def data(self, text: str) -> None:
        """Take characters."""
        if self.is_collecting and not self._left_out:
            self.collected.append(text)

    def leave_out(self) -> None:
        """Leave out what the element that has just begun holds."""
        self._left_out = 1

    def doctype(self, *_: object) -> None:
        """Refuse what could declare entities."""
        raise ReadingError("refused: it declares a document type, which no Office program writes")

    def close(self) -> None:
        """Nothing is left to do at the end."""


class Package:
    """An Office file that is open for reading.

    Raises
    ------
    ReadingError
        From every method, when the file is no Office file, damaged, protected or a bomb.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise ReadingError("empty")
        if not data.startswith(b"PK"):
            raise ReadingError(_not_zip(data))
        file = io.BytesIO(data)
        try:
            if lists_too_much(file):
                raise ReadingError(_TOO_MANY)
            self._zip = zipfile.ZipFile(file)
            self._names = {name.lower(): name for name in self._zip.namelist()}
        except _DAMAGED as error:
            raise ReadingError(_MEND) from error

    def count(self, prefix: str) -> int:
        """How many members have a name that begins so."""
        return sum(name.startswith(prefix) for name in self._names)

    def main_part(self) -> str:
        """Name of the part that holds the document."""
        name = self.relations("").get("officeDocument", "word/document.xml")
        if not name.endswith(".xml") or name.lower() not in self._names:
            raise ReadingError(self._no_document())
        return name

    def relations(self, part: str) -> dict[str, str]:
        """Names of the parts that belong to a part (the file itself if empty), by their kind."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, str] = {}

        def keep(attributes: Attributes) -> None:
            kind = attributes.get("Type", "").removeprefix(_OFFICE).removeprefix(_STRICT)
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))

        if path.lower() in self._names:
            self.read(path, PartReader({_RELATION: keep}))
        return found

    def read(self, name: str, reader: PartReader) -> None:
        """Hand the elements of a part to a reader; a part that is not there has none."""
        member = self._names.get(name.lower())
        if member is None:
            return
        info = self._zip.getinfo(member)
        _check_member(info)
        parser = etree.XMLParser(
            target=reader, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            with self._zip.open(info) as file:
                _feed(parser, file.read, member)
        except etree.XMLSyntaxError as error:
            raise ReadingError(f"{member} is damaged; {_MEND_HOW}") from error
        except _DAMAGED as error:
            raise ReadingError(_MEND) from error

    def _no_document(self) -> str:
        for folder, kind in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
            if self.count(folder):
                return f"{kind}, not a docx; save its text as docx or txt"
        return "a zip without a Word document in it; name it .zip if it holds other files"


_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    NotImplementedError,
)
"""What zipfile raises for bytes that are not as they should be."""
_MEND_HOW = "open it in Word or WPS, which may mend it, and save it again"
_MEND = f"damaged zip; {_MEND_HOW}"
_TOO_MANY = f"refused: more than {MAX_MEMBERS:,} parts, which no Office program writes; {_MEND_HOW}"


def _feed(parser: etree.XMLParser, read: Callable[[int], bytes], name: str) -> None:
    deadline = time.monotonic() + MAX_SECONDS
    while chunk := read(_CHUNK):
        parser.feed(chunk)
        if time.monotonic() > deadline:
            raise ReadingError(f"refused: {name} takes more than {MAX_SECONDS:.0f} seconds to read")
    parser.close()


def _check_member(info: zipfile.ZipInfo) -> None:
    """Refuse a part by what the zip says of it."""
    name, size = info.filename, info.file_size
    if info.flag_bits & 1:
        raise ReadingError("protected with a password; save it without one")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ReadingError(f"refused: {name} is packed in a way no Office program uses")
    if size > MAX_PART:
        raise ReadingError(
            f"refused: {name} unpacks to {_printed_size(size)}; "
            f"the limit is {_printed_size(MAX_PART)}; cut it into several files"
        )
    if size > ALWAYS_FINE and size > MAX_RATIO * max(1, info.compress_size):
        ratio = size // max(1, info.compress_size)
        raise ReadingError(
            f"refused: {name} unpacks to {ratio} times its size, as a zip bomb does; "
            "open it in Word or WPS and save it again"
        )


def _printed_size(size: int) -> str:
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size / 2**20:.0f} MB"


def _not_zip(data: bytes) -> str:
    """What a file is that calls itself docx and is none."""
    if not data.startswith(_OLE):
        return f"not a docx; {_MEND_HOW}"
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "protected with a password; open it in Word or WPS and save it without one"
    return (
        "a .doc under the name of a .docx; save it as docx, in Word, in WPS "
        "or with `soffice --headless --convert-to docx`"
    )
