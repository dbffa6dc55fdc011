"""Documents in; what has to be known of their speeches to find versions of them, out.

Done by other processes where there is much: what comes in are places of bytes, what goes out
are arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speechkit.cli.reading import ReadOptions
from speechkit.dedupe.shingles import furniture_within
from speechkit.dedupe.sketches import Sketches, encode, sketch_texts
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.decode import MAX_BYTES, too_large
from speechkit.files.records import BLOCK, RecordBlock, checked
from speechkit.files.store import Kept, Place, Store, document_of
from speechkit.model import Document, Removal, Span
from speechkit.split import Division, divide_document
from speechkit.split.boundaries import Boundaries
from speechkit.text.genre import CLOSING_MARKS
from speechkit.text.normal import compact_view, is_han
from speechkit.text.suspects import find_furniture_in

if TYPE_CHECKING:
    from speechkit.files.records import Row

Gap: TypeAlias = tuple[int, int]
"""Start and end of a stretch of furniture."""

_LONG = 200
"""Characters of a text that has a body below its title, whatever its first lines are."""
_LONG_LINE = 100
"""Characters of a line that is no title, no signature and no word of thanks."""
_SHORT_SENTENCE = 10
"""Characters of a sentence that is no crumb beside furniture."""
_NO_SENTENCE = frozenset("：:—―－-#*_")
"""In a line that may be a label, a subtitle or a heading."""


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
        found: list[Sketched | Refused | SpeechkitError] = []
        texts: list[str] = []
        endings = bytearray()
        data = self._data(task)
        for (document, own_id, number, place), furniture in self._with_furniture(task, data):
            if isinstance(document, SpeechkitError):
                found.append(Refused(number, document) if number else document)
                continue
            try:
                division = divide(document, self.options, furniture)
            except UsageError:
                raise
            except SpeechkitError as refused:
                found.append(refused)
                continue
            compacts = compact_texts(division)
            endings += bytes(map(_ending, compacts, _raw_texts(division)))
            texts += compacts
            found.append(_sketched(division, own_id, number, place))
        encoded = [encode(text) for text in texts]
        self.store.write(task.text_at, b"".join(encoded))
        return Batch(
            tuple(found),
            data.count(b"\n") + (not data.endswith(b"\n")),
            sketch_texts(texts, encoded),
            bytes(endings),
            tuple(map(len, encoded)),
        )

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

    def _with_furniture(
        self, task: Task, data: bytes
    ) -> Iterable[tuple[_Found, tuple[Removal, ...] | None]]:
        """The documents of a task; records, which have no marks, with the furniture in them."""
        if isinstance(task, DocumentsTask):
            return ((found, None) for found in self._documents(task, data))
        records = list(self._documents(task, data))
        texts = ["" if isinstance(each[0], SpeechkitError) else each[0].text for each in records]
        return zip(records, find_furniture_in(texts), strict=True)

    def _documents(self, task: Task, data: bytes) -> Iterable[_Found]:
        if isinstance(task, DocumentsTask):
            for kept in task.documents:
                yield document_of(kept, self.store.read(*kept.place)), "", 0, _NOWHERE
        else:
            try:
                for row, start, end in task.block.rows(data):
                    yield _record(row, task.block, Place(start, end - start))
            except UsageError as error:
                yield UsageError(f"{task.block.path}: {error}"), "", 0, _NOWHERE
            if task.block.size > MAX_BLOCK:
                yield too_large(), "", data.count(b"\n"), _NOWHERE


MAX_BLOCK = MAX_BYTES + 2 * BLOCK
"""Bytes of a block in which there is a line that is too long to be read."""
_Found: TypeAlias = "tuple[Document | SpeechkitError, str, int, Place]"
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


def whole_division(document: Document, gaps: Iterable[Gap]) -> Division:
    """The division of a document that is one speech, its furniture known but for its kinds."""
    text = document.text
    furniture = tuple(Removal("", Span(start, end), text[start:end]) for start, end in gaps)
    return Division(document, (Span(0, len(text)),), Boundaries((), 1.0), furniture)


def compact_texts(division: Division) -> list[str]:
    """The compact text of each speech of a document."""
    text = division.document.text
    return [
        compact_text(text, span, _gaps(furniture_within(division.furniture, span)))
        for span in division.spans
    ]


def compact_text(text: str, span: Span, gaps: Sequence[Gap]) -> str:
    """What is left of a stretch without white space and furniture; see `shingles.compact`."""
    if not gaps:
        return "".join(text[span.start : span.end].split())
    return compact_view(text, span, [Span(*gap) for gap in gaps]).text


def _gaps(furniture: Iterable[Removal]) -> tuple[Gap, ...]:
    return tuple((removal.span.start, removal.span.end) for removal in furniture)


def _raw_texts(division: Division) -> list[str]:
    return [division.document.text[span.start : span.end] for span in division.spans]


UNSURE, ENDS, BREAKS_OFF = range(3)
"""How a speech ends, as far as it can be told without reading it."""


def _ending(compact: str, raw: str) -> int:
    if _ends_well(compact, raw):
        return ENDS
    return BREAKS_OFF if _breaks_off(compact, raw) else UNSURE


def _breaks_off(compact: str, raw: str) -> bool:
    """Whether a speech surely breaks off in mid-sentence.

    Its last line is too long for a signature or a word of thanks, and ends with a character
    that neither closes a sentence nor stands behind one; nor is it furniture.
    """
    last = raw.rstrip().rpartition("\n")[2]
    if len(last) < _LONG_LINE or "\r" in last or not is_han(last[-1]):
        return False
    return compact.endswith("".join(last[-_LONG_LINE // 2 :].split()))


def _ends_well(compact: str, raw: str) -> bool:
    """Whether a speech surely ends with a sentence, which is what `Speech.complete` asks.

    Its last character closes one, and stands below the title: the text is long, or begins
    with a sentence itself, which is no 时间：3月5日，地点：青瓦镇 and no subtitle. In doubt the
    speech is read, which takes a hundred times as long.
    """
    if not compact or compact[-1] not in CLOSING_MARKS:
        return False
    if len(compact) >= _LONG:
        return True
    first = "".join(raw.lstrip().partition("\n")[0].split())
    return compact.startswith(first) and _is_sentence(first)


def _is_sentence(line: str) -> bool:
    return (
        len(line) >= _SHORT_SENTENCE
        and line.endswith("。")
        and "，" in line
        and _NO_SENTENCE.isdisjoint(line)
    )


def _sketched(division: Division, own_id: str, number: int, place: Place) -> Sketched:
    n_speeches = len(division.spans)
    return Sketched(
        own_id,
        number,
        place,
        len(division.document.text),
        division.document.is_extracted,
        division.boundaries.confidence,
        division.boundaries.style is not None,
        n_speeches,
        _gaps(division.furniture) if n_speeches == 1 else (),
    )


def _record(row: Row, block: RecordBlock, place: Place) -> _Found:
    try:
        own_id, text, metadata = checked(row)
    except ReadingError as error:
        return error, "", row.number, place
    document = Document(own_id, block.path, text, block.encoding, metadata=metadata, is_record=True)
    return document, own_id, row.number, place
