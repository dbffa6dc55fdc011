"""Bytes of a PDF in, its text out.

The file is read by PDFium in a process of its own (`pdf_child`), which may take so much
memory and time and no more; what it finds on the pages is put in order here (`pdf_layout`).
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import IO, Any

from speechkit.errors import ReadingError
from speechkit.files import pdf_child
from speechkit.files.decode import is_chinese
from speechkit.files.extracted import Extracted
from speechkit.files.pdf_layout import lay_out
from speechkit.files.pdf_rows import Page, Run

MAX_SECONDS = 120
"""From start to end, other programs' share included; the child's own time has a lower limit."""
MAX_ANSWER = 2**28
"""Bytes the child may send: a text takes some one and a half times its size."""
MAX_UNKNOWN_FRACTION = 0.2
"""Of characters without a meaning; past it the text is none that anybody wrote."""


def extract(data: bytes) -> Extracted:
    """The text of a PDF.

    Lines that a page broke are rejoined where the page itself shows it (the line fills the
    measure, the next one is not indented). Running heads and feet stay in the text, marked
    as furniture, after the paragraph they interrupt.

    Raises
    ------
    ReadingError
        When it is damaged, locked, or holds no text. The caller puts the path before it.
    """
    if not data:
        raise ReadingError("empty")
    answer = _ask_child(data)
    if error := answer.get("error"):
        raise ReadingError(_ERRORS[error])
    pages = [_page(page) for page in answer["pages"]]
    _check_text(pages, answer["n_unknown"])
    extracted = lay_out(pages)
    losses = tuple(_losses(pages, answer["unread"]))
    return Extracted(extracted.text, extracted.marks, losses=losses)


_DAMAGED = "damaged, or no PDF; open it in a reader and print it to PDF anew"
_ERRORS = {
    "damaged": _DAMAGED,
    "password": "protected by a password; save it without one",
    "large": "more pages or text than is read in one PDF; cut it into several files",
}


_SAMPLE = 20_000
"""Characters by which one tells whether codes without a meaning were characters all the same."""


def _check_text(pages: list[Page], n_unknown: int) -> None:
    """Refuse what has no text that could be read."""
    n_chars = sum(len(run.text) for page in pages for run in page.runs)
    if not n_chars:
        n = len(pages)
        if any(page.has_pictures for page in pages):
            raise ReadingError(
                f"no text in it, only pictures of {_counted(n, 'page')}; run OCR first"
            )
        raise ReadingError(f"empty ({_counted(n, 'page')} without text)")
    text = "".join(run.text for page in pages for run in page.runs)
    if n_unknown > MAX_UNKNOWN_FRACTION * n_chars and not is_chinese(text[:_SAMPLE]):
        raise ReadingError(
            "its fonts do not say which characters they show, so there is no text to read; "
            "run OCR first"
        )


def _losses(pages: list[Page], unread: list[int]) -> list[str]:
    """What of a PDF that was read could not be read."""
    losses = []
    if unread:
        losses.append(f"{_numbered(unread)} damaged and left out")
    scanned = [n for n, page in enumerate(pages, 1) if page.has_pictures and not page.runs]
    if scanned:
        losses.append(f"{_numbered(scanned)} without text, only pictures; run OCR for them")
    return losses


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _numbered(pages: list[int]) -> str:
    """Such as `pages 2, 5 and 7 more`."""
    shown = ", ".join(map(str, pages[:5]))
    more = f" and {len(pages) - 5} more" if len(pages) > 5 else ""
    return f"{'page' if len(pages) == 1 else 'pages'} {shown}{more}"


# --------------------------------------------------------------------------------- the child


def _ask_child(data: bytes) -> dict[str, Any]:
    """What the child says of a PDF; that it is damaged when the child does not survive it."""
    with _start() as process:
        timer = Timer(MAX_SECONDS, process.kill)
        timer.start()
        try:
            answer = _exchange(process, data)
        finally:
            timer.cancel()
            process.kill()
            timer.join()
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"error": "damaged"}


def _start() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter and our own code
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        raise ReadingError(f"no process can be started to read it ({error})") from error


def _command() -> list[str]:
    """The child, and the folder of pypdfium2, which a process on its own (`-I`) may not know."""
    found = find_spec("pypdfium2")
    if found is None or found.origin is None:
        raise ReadingError("needs pypdfium2; pip install pypdfium2")
    return [sys.executable, "-I", pdf_child.__file__, str(Path(found.origin).parent.parent)]


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send all, then read all: the child reads to the end before it writes."""
    stdin, stdout = _pipe(process.stdin), _pipe(process.stdout)
    with contextlib.suppress(OSError):
        stdin.write(data)
        stdin.close()
    answer = stdout.read(MAX_ANSWER + 1)
    return answer if len(answer) <= MAX_ANSWER else b'{"error": "large"}'


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("a process without pipes")
    return pipe


def _page(answer: dict[str, Any]) -> Page:
    runs = tuple(Run(*run) for run in answer["runs"])
    return Page(answer["width"], answer["height"], runs, answer["pictures"])
