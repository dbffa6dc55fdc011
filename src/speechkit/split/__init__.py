"""A document in; its speeches out, cleaned, with what is known of each."""

from __future__ import annotations

from speechkit.errors import SplitError
from speechkit.model import (
    Document,
    DocumentSplit,
    Span,
    Speech,
)
from speechkit.split.boundaries import Boundaries, check_style, compiled, find_boundaries
from speechkit.split.headings import STYLE_NAMES, Candidate
from speechkit.split.metadata import TitleBlock, is_signature, read_facts, title_block
from speechkit.split.outline import find_outline
from speechkit.text.clean import clean
from speechkit.text.genre import ends_sentence, is_closing_line
from speechkit.text.normal import stripped
from speechkit.text.numerals import is_date_line

__all__ = ["STYLE_NAMES", "check_style", "compiled", "split_document"]

_SIGNATURE_LINES = 4


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
    look_inside = not document.is_record if look_inside is None else look_inside
    told = pattern is not None or style is not None
    boundaries = Boundaries((), 1.0)
    if look_inside or told:
        boundaries = find_boundaries(document, pattern=pattern, style=style)
    if boundaries.headings_only:
        raise SplitError(
            f"{document.path}: only headings, no speech under any of them; "
            "nothing to split (--no-split takes the file as one text)"
        )
    spans, headings = _parts(document, boundaries)
    several = len(spans) > 1
    speeches = tuple(
        _speech(document, f"{document.id}#{i}" if several else document.id, span, heading, raw=raw)
        for i, (span, heading) in enumerate(zip(spans, headings, strict=True), start=1)
    )
    return DocumentSplit(
        document, speeches, boundaries.style, boundaries.confidence, boundaries.borders
    )


def _parts(document: Document, boundaries: Boundaries) -> tuple[list[Span], list[Candidate | None]]:
    if not boundaries.headings:
        return [Span(0, len(document.text))], [None]
    starts = [heading.line.start for heading in boundaries.headings]
    ends = [*starts[1:], len(document.text)]
    headings = [heading if heading.is_heading else None for heading in boundaries.headings]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)], headings


def _speech(
    document: Document, speech_id: str, span: Span, heading: Candidate | None, *, raw: bool
) -> Speech:
    after_heading = heading.span.end if heading else span.start
    block = title_block(document, after_heading, span.end)
    cleaning = clean(document.text, span, body_start=block.end, raw=raw)
    body_start = cleaning.view.view_offset(block.end)
    printed = heading.title if heading and heading.title else None
    return Speech(
        id=speech_id,
        document=document,
        span=span,
        number=heading.number if heading else None,
        heading=heading.span if heading else None,
        title=_title(document, printed, block),
        facts=read_facts(document, printed, block, span),
        complete=_is_complete(
            [cleaning.view.text[p.start : p.end] for p in cleaning.view.paragraphs(body_start)]
        ),
        outline=find_outline(cleaning.view, body_start),
        view=cleaning.view,
        body_start=body_start,
        removed=cleaning.removed,
        repaired=cleaning.repaired,
    )


def _title(document: Document, printed: Span | None, block: TitleBlock) -> str:
    """Title in the heading, in the record's field, or in the first line of the title block."""
    if printed is not None:
        printed = stripped(document.text, printed)
    if printed:
        return document.quote(printed)
    if document.metadata.get("title"):
        return document.metadata["title"].strip()
    first = next((line for line in block.lines if not is_date_line(document.quote(line))), None)
    return document.quote(first) if first else ""


def _is_complete(paragraphs: list[str]) -> bool:
    """Whether the last sentence ends; a signature, a date or a word of thanks may follow it."""
    for paragraph in reversed(paragraphs[-_SIGNATURE_LINES:]):
        if ends_sentence(paragraph) or is_closing_line(paragraph):
            return True
        if not is_signature(paragraph):
            return False
    return False
