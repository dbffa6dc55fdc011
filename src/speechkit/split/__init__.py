"""A document in; its speeches out, cleaned, with what is known of each."""

from __future__ import annotations

from typing import NamedTuple

from speechkit.errors import SplitError
from speechkit.model import Document, DocumentSplit, Removal, Span, Speech
from speechkit.split.boundaries import Boundaries, check_style, compiled, find_boundaries
from speechkit.split.metadata import read_facts
from speechkit.split.outline import find_outline
from speechkit.split.styles import STYLE_NAMES, Candidate
from speechkit.split.titles import is_signature, read_title, title_block
from speechkit.text.clean import clean
from speechkit.text.furniture import find_furniture
from speechkit.text.genre import ends_sentence, is_closing_line

__all__ = [
    "STYLE_NAMES",
    "Division",
    "check_style",
    "compiled",
    "divide_document",
    "read_date",
    "read_speech",
    "speech_id",
    "split_document",
]

_SIGNATURE_LINES = 4
_TAIL = 1000
"""Characters at the end of a text in which its last lines stand."""


class Division(NamedTuple):
    """A document and where its speeches stand, none of them read yet."""

    document: Document
    spans: tuple[Span, ...]
    boundaries: Boundaries
    furniture: tuple[Removal, ...]
    """Of the whole document."""
    raw: bool = False

    def speech_id(self, index: int) -> str:
        """Id of a speech, by its index from 0."""
        return speech_id(self.document.id, index, len(self.spans))

    def heading(self, index: int) -> Candidate | None:
        """What marks a speech, None where nothing does but the text itself."""
        if not self.boundaries.headings:
            return None
        heading = self.boundaries.headings[index]
        return heading if heading.is_heading else None


def speech_id(document_id: str, index: int, n_speeches: int) -> str:
    """Id of one of the speeches of a document, by its index from 0."""
    return document_id if n_speeches == 1 else f"{document_id}#{index + 1}"


def split_document(
    document: Document,
    *,
    look_inside: bool | None = None,
    raw: bool = False,
    pattern: str | None = None,
    style: str | None = None,
) -> DocumentSplit:
    r"""Find the speeches of a document.

    Parameters
    ----------
    look_inside
        Whether to look for several speeches. By default a record is taken as one speech
        and everything else is looked into.
    raw
        Leave the text of the speeches as it is: nothing removed, nothing mended.
    pattern
        Regular expression of the lines that open a speech, for the user who knows better than
        the evidence. Its groups `number` and `title` are taken for what they are called.
    style
        Name of the style of heading that opens every speech, one of `STYLE_NAMES`.

    Returns
    -------
    DocumentSplit
        The spans of its speeches, with what precedes the first, make up the document; its
        `borders` say why.

    Raises
    ------
    UsageError
        When the pattern is no regular expression, or there is no such style.
    SplitError
        When the document has headings of parts and nothing under them.

    Examples
    --------
    >>> text = "第一篇：在县会上的讲话\n今天开会。\n第二篇：在市会上的讲话\n现在开会。\n"
    >>> [speech.id for speech in split_document(Document("a", "a.txt", text)).speeches]
    ['a#1', 'a#2']
    """
    division = divide_document(
        document, look_inside=look_inside, raw=raw, pattern=pattern, style=style
    )
    speeches = tuple(read_speech(division, index) for index in range(len(division.spans)))
    return DocumentSplit(
        document,
        speeches,
        division.boundaries.style,
        division.boundaries.confidence,
        division.boundaries.borders,
    )


def divide_document(
    document: Document,
    *,
    look_inside: bool | None = None,
    raw: bool = False,
    pattern: str | None = None,
    style: str | None = None,
    furniture: tuple[Removal, ...] | None = None,
) -> Division:
    """Find where the speeches of a document stand, without reading them.

    Takes and raises what `split_document` does; `read_speech` then reads one of them, so that
    a document of any length can be worked off speech by speech.

    Parameters
    ----------
    furniture
        What `find_furniture` gives of the whole document, where that is at hand.
    """
    if furniture is None:
        furniture = find_furniture(document.text, Span(0, len(document.text)), document.marks)
    told = pattern is not None or style is not None
    boundaries = Boundaries((), 1.0)
    if told or (not document.is_record if look_inside is None else look_inside):
        boundaries = find_boundaries(document, furniture, pattern=pattern, style=style)
    if boundaries.headings_only:
        raise SplitError(
            f"{document.path}: only headings, no speech under any of them; "
            "nothing to split (--no-split takes the file as one text)"
        )
    return Division(document, _spans(document, boundaries), boundaries, furniture, raw)


def _spans(document: Document, boundaries: Boundaries) -> tuple[Span, ...]:
    starts = [heading.line.start for heading in boundaries.headings] or [0]
    ends = [*starts[1:], len(document.text)]
    return tuple(Span(a, b) for a, b in zip(starts, ends, strict=True))


def read_speech(division: Division, index: int) -> Speech:
    """One speech of a divided document, by its index from 0."""
    document, span, heading = division.document, division.spans[index], division.heading(index)
    block = title_block(
        document, heading.span.end if heading else span.start, span.end, division.furniture
    )
    cleaning = clean(
        document.text,
        span,
        body_start=block.end,
        raw=division.raw,
        furniture=division.furniture,
        marks=document.marks,
    )
    body_start = cleaning.view.view_offset(block.end)
    printed = heading.title if heading and heading.title else None
    return Speech(
        id=division.speech_id(index),
        document=document,
        span=span,
        number=heading.number if heading else None,
        heading=heading.span if heading else None,
        title=read_title(document, printed, bool(heading and heading.shared), block),
        facts=read_facts(document, printed, block, span, division.furniture),
        complete=_is_complete(cleaning.view.text, body_start),
        outline=find_outline(cleaning.view, body_start),
        view=cleaning.view,
        body_start=body_start,
        removed=cleaning.removed,
        repaired=cleaning.repaired,
    )


def read_date(division: Division, index: int) -> str | None:
    """The date of one speech of a divided document, as `read_speech` finds it."""
    document, span, heading = division.document, division.spans[index], division.heading(index)
    start = heading.span.end if heading else span.start
    block = title_block(document, start, span.end, division.furniture)
    printed = heading.title if heading and heading.title else None
    facts = read_facts(document, printed, block, span, division.furniture)
    return next((fact.value for fact in facts if fact.name == "date"), None)


def _is_complete(text: str, body_start: int) -> bool:
    """Whether the last sentence ends; a signature, a date or a word of thanks may follow it."""
    tail = text[max(body_start, len(text) - _TAIL) :]
    lines = [stripped for line in tail.split("\n") if (stripped := line.strip())]
    for line in reversed(lines[-_SIGNATURE_LINES:]):
        if ends_sentence(line) or is_closing_line(line):
            return True
        if not is_signature(line):
            return False
    return False
