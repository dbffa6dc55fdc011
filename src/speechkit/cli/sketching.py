"""Documents in; what has to be known of their speeches to find versions of them, out.

Done by other processes where there is much: what comes in are places of bytes, what goes out
are arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple, TypeAlias

from speechkit.cli.reading import ReadOptions
from speechkit.dedupe.sketches import Sketches, encode, sketch_texts
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.decode import MAX_BYTES, too_large
from speechkit.files.records import BLOCK, RecordBlock, checked
from speechkit.files.store import Kept, Place, Store, document_of
from speechkit.model import Document, Removal, Span
from speechkit.split import Division, divide_document
from speechkit.split.whole import Gap, compact_text, ending_of, gaps_of
from speechkit.text.furniture import furniture_within
from speechkit.text.suspects import find_furniture_in


class BlockTask(NamedTuple):
    """A block of records, and where it stands."""

    block: RecordBlock
    file: str | None
    """None for the store."""
    at: int
    text_at: int
    """Where in the store there is room for the compact texts."""


class DocumentsTask(NamedTuple):
    """Documents that stand in the store."""

    documents: tuple[Kept, ...]
    text_at: int


Task: TypeAlias = BlockTask | DocumentsTask


class Sketched(NamedTuple):
    """A document of a batch, without its text."""

    own_id: str
    """That a record brings along; empty where it has none."""
    number: int
    """Of the line in its block that a record stands on; 0 for other documents."""
    place: Place
    """Of that line in the bytes of the block."""
    n_chars: int
    is_extracted: bool
    confidence: float
    has_parts: bool
    """Its parts are marked; that they are not may have to be said."""
    n_speeches: int
    gaps: tuple[Gap, ...]
    """Furniture of a document of one speech."""


class Refused(NamedTuple):
    """A record that cannot be used."""

    number: int
    """Of its line in the block."""
    error: SpeechkitError


class Batch(NamedTuple):
    """What was found in a task."""

    documents: tuple[Sketched | Refused | SpeechkitError, ...]
    n_lines: int
    """Of a block."""
    sketches: Sketches
    """Of all speeches, in their order."""
    endings: bytes
    """Of each speech `ENDS`, `BREAKS_OFF` or `UNSURE`."""
    text_sizes: tuple[int, ...]
    """Bytes of each compact text, as they were put into the store."""


class Sketcher(NamedTuple):
    """Makes sketches, and puts the compact texts into the store."""

    options: ReadOptions
    store: Store

    def sketch(self, task: Task) -> Batch:
        """What is to be known of the documents of a task."""
        data = self._data(task)
        making = _Making()
        if isinstance(task, BlockTask):
            self._sketch_records(task.block, data, making)
        else:
            for kept in task.documents:
                self._divide(document_of(kept, self.store.read(*kept.place)), making)
        encoded = [encode(text) for text in making.texts]
        self.store.write(task.text_at, b"".join(encoded))
        return Batch(
            tuple(making.found),
            data.count(b"\n") + (not data.endswith(b"\n")),
            sketch_texts(making.texts, encoded),
            bytes(making.endings),
            tuple(map(len, encoded)),
        )

    def _sketch_records(self, block: RecordBlock, data: bytes, making: _Making) -> None:
        """A record is one speech as it stands, unless somebody asks to look into it."""
        records = list(_records(block, data))
        if block.size > MAX_BLOCK:
            records.append(Refused(data.count(b"\n"), too_large()))
        texts = ["" if isinstance(record, Refused) else record.text for record in records]
        for record, furniture in zip(records, find_furniture_in(texts), strict=True):
            if isinstance(record, Refused):
                making.found.append(record if record.number else record.error)
            elif self.options.look_inside:
                self._divide(record.document(block), making, furniture, record)
            else:
                making.add_whole(record, gaps_of(furniture))

    def _divide(
        self,
        document: Document,
        making: _Making,
        furniture: tuple[Removal, ...] | None = None,
        record: _Record | None = None,
    ) -> None:
        try:
            making.add(divide(document, self.options, furniture), record)
        except UsageError:
            raise
        except SpeechkitError as refused:
            making.found.append(refused)

    def _data(self, task: Task) -> bytes:
        """The bytes of a block."""
        if isinstance(task, DocumentsTask):
            return b""
        is_too_long = task.block.size > MAX_BLOCK
        size = BLOCK if is_too_long else task.block.size
        if task.file is None:
            data = self.store.read(task.at, size)
        else:
            with closing(Store.reading(task.file)) as file:
                data = file.read(task.at, size)
        # The last line is the one that nobody can read; what stands before it can be.
        return data[: data.rfind(b"\n") + 1] + b"\n" if is_too_long else data


class _Record(NamedTuple):
    """A record of a block, and the place of its line in it."""

    own_id: str
    text: str
    metadata: dict[str, str]
    number: int
    place: Place

    def document(self, block: RecordBlock) -> Document:
        """The record as a document, but for its id."""
        return Document(
            self.own_id,
            block.path,
            self.text,
            block.encoding,
            metadata=self.metadata,
            is_record=True,
        )


def _records(block: RecordBlock, data: bytes) -> Iterator[_Record | Refused]:
    try:
        for row, start, end in block.rows(data):
            try:
                yield _Record(*checked(row), row.number, Place(start, end - start))
            except ReadingError as error:
                yield Refused(row.number, error)
    except UsageError as error:
        yield Refused(0, UsageError(f"{block.path}: {error}"))


class _Making:
    """What is found of the documents of a task, one after the other."""

    def __init__(self) -> None:
        self.found: list[Sketched | Refused | SpeechkitError] = []
        self.texts: list[str] = []
        """Compact."""
        self.endings = bytearray()

    def add(self, division: Division, record: _Record | None) -> None:
        """A document and its speeches."""
        compacts = compact_texts(division)
        self.texts += compacts
        self.endings += bytes(map(ending_of, compacts, _raw_texts(division)))
        document, n_speeches = division.document, len(division.spans)
        self.found.append(
            Sketched(
                record.own_id if record else "",
                record.number if record else 0,
                record.place if record else _NOWHERE,
                len(document.text),
                document.is_extracted,
                division.boundaries.confidence,
                division.boundaries.style is not None,
                n_speeches,
                gaps_of(division.furniture) if n_speeches == 1 else (),
            )
        )

    def add_whole(self, record: _Record, gaps: tuple[Gap, ...]) -> None:
        """A record that is one speech: what `add` makes of it, in a quarter of the time."""
        own_id, text, _, number, place = record
        compact = compact_text(text, Span(0, len(text)), gaps)
        self.texts.append(compact)
        self.endings.append(ending_of(compact, text))
        self.found.append(Sketched(own_id, number, place, len(text), False, 1.0, False, 1, gaps))


MAX_BLOCK = MAX_BYTES + 2 * BLOCK
"""Bytes of a block in which there is a line that is too long to be read."""
_NOWHERE = Place(0, 0)


def divide(
    document: Document, options: ReadOptions, furniture: tuple[Removal, ...] | None = None
) -> Division:
    """Where the speeches of a document stand; its furniture is looked for if it is not given."""
    return divide_document(
        document,
        look_inside=options.look_inside,
        pattern=options.pattern,
        style=options.style,
        furniture=furniture,
    )


def compact_texts(division: Division) -> list[str]:
    """The compact text of each speech of a document."""
    text = division.document.text
    return [
        compact_text(text, span, gaps_of(furniture_within(division.furniture, span)))
        for span in division.spans
    ]


def _raw_texts(division: Division) -> list[str]:
    return [division.document.text[span.start : span.end] for span in division.spans]
