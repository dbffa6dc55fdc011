"""The name and the first bytes of a file in, what kind it is out, or why it is none for us."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Literal

from speechkit.errors import ReadingError
from speechkit.files.ids import suffix_of

Kind = Literal["text", "jsonl", "csv", "parquet", "docx", "html", "pdf", "zip"]
RECORDS = frozenset({"jsonl", "csv", "parquet"})
"""Kinds that hold a record a line or row, and not one document."""
HEAD = 1024
"""Bytes by which content is known."""

_KINDS: Mapping[str, Kind] = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".shtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".zip": "zip",
}
"""By suffix. A folder is searched for these; a file that is named may have another suffix."""
READ_KINDS = "txt, md, docx, pdf, html, jsonl, csv, tsv, parquet, zip"
"""As they are listed for the user."""

_AS_DOCX = "save it as docx, in Word, in WPS or with `soffice --headless --convert-to docx`"
_AS_CSV = "save the sheet as csv (UTF-8)"
_UNPACK = "unpack it first, or pack the files as zip"
_REFUSED: Mapping[str, str] = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".pages"), _AS_DOCX),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".key"), "save its text as docx or txt"),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods", ".numbers"), _AS_CSV),
    **dict.fromkeys((".gz", ".tgz", ".bz2", ".xz", ".tar", ".7z", ".rar", ".zst"), _UNPACK),
    **dict.fromkeys((".epub", ".mobi", ".azw3"), "save it as html or txt, such as with Calibre"),
    **dict.fromkeys((".mht", ".mhtml"), "open it in a browser and save the page as html"),
    **dict.fromkeys((".caj", ".ofd", ".ceb"), "open it in its reader and save it as pdf or txt"),
    ".json": "save it as jsonl, a record a line",
    ".xml": "save its text as txt or html",
}
"""What holds text and is not read, with what to do. Read as plain text it would be garbage."""
_BESIDE = frozenset({".json", ".xml", ".xls", ".xlsx", ".et", ".ods", ".numbers"})
"""Of these, what lies beside texts in a folder and holds none: settings, labels, tables."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", "pdf"),
    (ZIP_MAGIC, "zip"),
    (b"PAR1", "parquet"),
)
_REFUSED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", f"an RTF file by its content; {_AS_DOCX}"),
    (b"\x1f\x8b", f"packed with gzip by its content; {_UNPACK}"),
    (b"BZh", f"packed with bzip2 by its content; {_UNPACK}"),
    (b"\xfd7zXZ\0", f"packed with xz by its content; {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"a 7z archive by its content; {_UNPACK}"),
    (b"Rar!\x1a\x07", f"a RAR archive by its content; {_UNPACK}"),
    (b"\x89PNG\r\n", "a picture by its content; run OCR on it first"),
    (b"\xff\xd8\xff", "a picture by its content; run OCR on it first"),
)
_MIME = re.compile(rb"\s*(?:mime-version:|from:\s{0,4}<saved by)", re.IGNORECASE)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,200}-->\s*)?<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE,
)


def is_read(name: str) -> bool:
    """Whether a file of this name is read when it lies in a folder."""
    return suffix_of(name).lower() in _KINDS and not name.casefold().startswith("readme")


def is_hidden(name: str) -> bool:
    """Whether a name is hidden, or that of Word's note on who has a file open."""
    return name.startswith((".", "~$"))


def refusal(name: str) -> str:
    """Why a file of this name is not read and what to do; empty where it may be."""
    suffix = suffix_of(name).lower()
    advice = _REFUSED.get(suffix)
    return f"{suffix} is not read; {advice}" if advice else ""


def is_missed(name: str) -> bool:
    """Whether a file of this name in a folder is likely a text that ought to be read."""
    return refusal(name) != "" and suffix_of(name).lower() not in _BESIDE


def kind_by_name(name: str) -> Kind:
    """What a file says it is; plain text where it says nothing.

    Examples
    --------
    >>> kind_by_name("讲话.DOCX"), kind_by_name("讲话2024.3.1")
    ('docx', 'text')
    """
    return _KINDS.get(suffix_of(name).lower(), "text")


def kind_of(name: str, head: bytes) -> Kind:
    """What a file is, by its first bytes before its name.

    Raises
    ------
    ReadingError
        When it is something that is not read, by its content or else by its name.
    """
    for magic, reason in _REFUSED_MAGIC:
        if head.startswith(magic):
            raise ReadingError(reason)
    if head.startswith(_OLE):
        raise ReadingError(
            f"an old or a protected Word, WPS or Excel file by its content; {_AS_DOCX}"
        )
    named = kind_by_name(name)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return "docx" if (kind, named) == ("zip", "docx") else kind
    return _kind_of_text(name, head, named)


def _kind_of_text(name: str, head: bytes, named: Kind) -> Kind:
    """What a file is whose first bytes are no sign of anything."""
    refused = refusal(name)
    if named == "text":
        start = head.replace(b"\0", b"").removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe")
        if _HTML.match(start):
            return "html"
        if refused and _MIME.match(start):
            raise ReadingError(f"a web archive by its content; {_REFUSED['.mht']}")
    if refused:
        raise ReadingError(refused)
    return named
