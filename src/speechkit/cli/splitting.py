"""Documents in, what is printed or written of each out: bytes, and no document outlives its turn.

Where there is much, several processes split; the parent reads and puts together, so that the
output does not depend on how many there are.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speechkit.cli.reading import Note, ReadOptions, note_of
from speechkit.errors import SpeechkitError, UsageError
from speechkit.model import Document, DocumentSplit, Speech
from speechkit.split import Division, divide_document, read_speech

if TYPE_CHECKING:
    from speechkit.render.json import JsonPart
    from speechkit.render.summary import DocumentSummary

_WORTH_WORKERS = 2_000_000
"""Characters that are split before other processes are called in: a fifth of a second's work,
of which starting them takes a tenth."""
_LARGE = 2_000_000
"""Characters from which a document is split part by part: handed over to another process it
would stand in memory several times, and by one process it would take a while."""


class Form(Enum):
    """What is made of a document."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    FOLDER = "folder"


class Texts(NamedTuple):
    """What a folder gets of a document."""

    speeches: tuple[tuple[str, bytes], ...]
    """Title and text of each."""
    records: bytes
    """Lines of `speeches.jsonl`."""
    source: tuple[str, bytes] | None = None
    """Name and content of the file with the text that was taken out of a docx, pdf or html."""


class Item(NamedTuple):
    """A document that is to be split."""

    document: Document
    source: str | None = None
    """Name of the file its text will be written to, where it is no file of the user's."""


class Piece(NamedTuple):
    """What is made of a document, and what there is to say of it."""

    note: Note
    content: Content


Result = Piece | SpeechkitError
Content: TypeAlias = "bytes | DocumentSummary | Texts"
"""What is printed or written of a document."""
Part: TypeAlias = "bytes | DocumentSummary | Texts | JsonPart"
"""What is made of some of its speeches."""


class Splitter(NamedTuple):
    """Splits a document and makes of it what is wanted; another process can be given it."""

    options: ReadOptions
    form: Form
    explain: bool = False

    def __call__(self, item: Item) -> Result:
        division = self.divide(item.document)
        if isinstance(division, SpeechkitError):
            return division
        part = self.part(division, range(len(division.spans)), item.source)
        return self.piece(division, [part], item.source)

    def divide(self, document: Document) -> Division | SpeechkitError:
        """Where the speeches of a document stand, or why it cannot be used."""
        options = self.options
        try:
            return divide_document(
                document,
                look_inside=options.look_inside,
                raw=options.raw,
                pattern=options.pattern,
                style=options.style,
            )
        except UsageError:  # a pattern or style that fits no document
            raise
        except SpeechkitError as refused:
            return refused

    def part(self, division: Division, indices: Iterable[int], source: str | None) -> Part:
        """What is made of some of the speeches."""
        split = replace(_frame(division), speeches=tuple(read_speech(division, n) for n in indices))
        if self.form is Form.JSON:
            from speechkit.render.json import json_part

            return json_part(split)
        if self.form is Form.TABLE:
            from speechkit.render.summary import summarize

            return summarize(split)
        from speechkit.render.tables import split_csv, split_jsonl

        if self.form is Form.CSV:
            return split_csv(split)
        if self.form is Form.JSONL:
            return split_jsonl(split)
        texts = tuple((_named(speech), _encoded(f"{speech.text}\n")) for speech in split.speeches)
        return Texts(texts, split_jsonl(split, source=source))

    def piece(self, division: Division, parts: list[Part], source: str | None) -> Piece:
        """What is made of the document, all its parts together."""
        ids = (division.speech_id(n) for n in range(len(division.spans)))
        note = note_of(_frame(division), ids, self.options)
        return Piece(note, self._joined(division, parts, source))

    def _joined(self, division: Division, parts: list[Part], source: str | None) -> Content:
        match parts[0]:
            case bytes():
                return b"".join(part for part in parts if isinstance(part, bytes))
            case Texts():
                texts = [part for part in parts if isinstance(part, Texts)]
                text = None if source is None else (source, _encoded(division.document.text))
                return Texts(
                    tuple(chain.from_iterable(part.speeches for part in texts)),
                    b"".join(part.records for part in texts),
                    text,
                )
        from speechkit.render.json import JsonPart, document_json

        if isinstance(parts[0], JsonPart):
            lists = [part for part in parts if isinstance(part, JsonPart)]
            return document_json(self._explained(division), lists)
        from speechkit.render.summary import DocumentSummary, joined, summarize

        summary = summarize(self._explained(division), explain=self.explain)
        return joined(summary, [part for part in parts if isinstance(part, DocumentSummary)])

    def _explained(self, division: Division) -> DocumentSplit:
        """The document without its speeches, but with its borders, if they are wanted."""
        borders = division.boundaries.borders if self.explain else ()
        return replace(_frame(division), borders=borders)


def _frame(division: Division) -> DocumentSplit:
    """The document without its speeches and borders."""
    found = division.boundaries
    return DocumentSplit(division.document, (), found.style, found.confidence)


def _named(speech: Speech) -> str:
    """What the file of a speech is called after."""
    return speech.title or speech.heading_text or speech.document.id


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def split_all(
    found: Iterable[Item | SpeechkitError], splitter: Splitter, *, jobs: int | None = None
) -> Generator[Result]:
    """What is made of each document, and the errors in their places.

    Parameters
    ----------
    jobs
        Processes that split; by default one a core as soon as there is enough to be worth it.
    """
    coming = iter(found)
    n = n_cores() if jobs is None else jobs
    if n > 1:
        for item in _beginning(coming, 0 if jobs else _WORTH_WORKERS):
            yield result_of(item, splitter, n)
        first = next(coming, None)
        if first is not None:
            from speechkit.cli.sharing import share_out

            yield from share_out(chain((first,), coming), splitter, n)
        return
    for item in coming:
        yield result_of(item, splitter, 1)


def result_of(item: Item | SpeechkitError, splitter: Splitter, n: int) -> Result:
    """What is made of a document by this process, or of a large one by several."""
    if isinstance(item, SpeechkitError):
        return item
    if not is_large(item):
        return splitter(item)
    from speechkit.cli.sharing import split_in_parts

    return split_in_parts(item, splitter, n)


def is_large(item: Item | SpeechkitError) -> bool:
    """Whether a document is worth being split part by part."""
    return n_chars_of(item) >= _LARGE


def _beginning(
    items: Iterator[Item | SpeechkitError], n_chars: int
) -> Iterator[Item | SpeechkitError]:
    """As many as it takes to make up so many characters."""
    taken = 0
    while taken < n_chars:
        item = next(items, None)
        if item is None:
            return
        yield item
        taken += n_chars_of(item)


def n_chars_of(item: Item | SpeechkitError) -> int:
    """Characters there are to split."""
    return len(item.document.text) if isinstance(item, Item) else 0


def n_cores() -> int:
    """Cores that we may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
