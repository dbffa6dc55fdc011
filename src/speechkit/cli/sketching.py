"""Documents in, as bytes; what has to be known of their speeches to find versions of them, out.

Done by other processes where there is much, so what comes in and goes out are bytes and arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from speechkit.cli.reading import ReadOptions
from speechkit.dedupe.shingles import furniture_within
from speechkit.dedupe.sketches import Sketches, encode, sketch_texts
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.records import RecordBlock, checked
from speechkit.files.store import Kept, Place, document_of
from speechkit.model import Document, Removal, Span
from speechkit.split import Division, divide_document
from speechkit.text.genre import CLOSING_MARKS
from speechkit.text.normal import compact_view

if TYPE_CHECKING:
    from speechkit.files.records import Row

Gap: TypeAlias = tuple[int, int]
"""Start and end of a stretch of furniture."""

_LONG = 200
"""Characters of a text that has a body below its title, whatever its first lines are."""
_NO_SENTENCE = frozenset("：:—―－-#*_")
"""In a line that may be a label, a subtitle or a heading."""


class KeptDocument(NamedTuple):
    """A document that the parent process has put away."""

    kept: Kept
    data: bytes


Task: TypeAlias = RecordBlock | tuple[KeptDocument, ...]


class Sketched(NamedTuple):
    """A document of a batch, without its text."""

    own_id: str
    """That a record brings along; empty where it has none."""
    number: int
    """Of the line a record stands on; 0 for other documents."""
    place: Place
    """Of a record in the bytes of its block."""
    n_chars: int
    is_extracted: bool
    confidence: float
    has_parts: bool
    """Its parts are marked; that they are not may have to be said."""
    n_speeches: int
    gaps: tuple[Gap, ...]
    """Furniture of a document of one speech."""


class Batch(NamedTuple):
    """What was found in a task."""

    documents: tuple[Sketched | SpeechkitError, ...]
    sketches: Sketches
    """Of all speeches, in their order."""
    end_well: bytes
    """1 for each speech that surely does not break off, else 0."""
    compact: bytes
    """Their compact texts, encoded, end to end."""
    compact_sizes: tuple[int, ...]
    """Bytes of each."""


class Sketcher(NamedTuple):
    """Makes sketches; another process can be given it."""

    options: ReadOptions

    def sketch(self, task: Task) -> Batch:
        """What is to be known of the documents of a task."""
        found: list[Sketched | SpeechkitError] = []
        texts: list[str] = []
        end_well = bytearray()
        for document, own_id, number, place in _documents(task):
            if isinstance(document, SpeechkitError):
                found.append(document)
                continue
            try:
                division = divide(document, self.options)
            except UsageError:
                raise
            except SpeechkitError as refused:
                found.append(refused)
                continue
            compacts = compact_texts(division)
            end_well += bytes(map(_ends_well, compacts, _raw_texts(division)))
            texts += compacts
            found.append(_sketched(division, own_id, number, place))
        encoded = [encode(text) for text in texts]
        sketches = sketch_texts(texts, encoded)
        sizes = tuple(map(len, encoded))
        return Batch(tuple(found), sketches, bytes(end_well), b"".join(encoded), sizes)


def divide(document: Document, options: ReadOptions) -> Division:
    """Where the speeches of a document stand."""
    return divide_document(
        document,
        look_inside=options.look_inside,
        pattern=options.pattern,
        style=options.style,
    )


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


def _ends_well(compact: str, raw: str) -> bool:
    """Whether a speech surely ends with a sentence, which is what `Speech.complete` asks.

    Its last character closes one, and stands below the title: the text is long, or begins
    with a sentence itself, which is no 时间：3月5日，地点：青瓦镇 and no subtitle. In doubt the
    speech is read, which takes a hundred times as long.
    """
    if not compact or compact[-1] not in CLOSING_MARKS:
        return False
    return len(compact) >= _LONG or _is_sentence(raw.lstrip().partition("\n")[0].rstrip())


def _is_sentence(line: str) -> bool:
    return line.endswith("。") and "，" in line and _NO_SENTENCE.isdisjoint(line)


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


_Found: TypeAlias = tuple[Document | SpeechkitError, str, int, Place]
_NOWHERE = Place(0, 0)


def _documents(task: Task) -> Iterable[_Found]:
    if isinstance(task, RecordBlock):
        try:
            for row, start, end in task.rows():
                yield _record(row, task, Place(start, end - start))
        except UsageError as error:
            yield UsageError(f"{task.path}: {error}"), "", 0, _NOWHERE
        return
    for kept, data in task:
        try:
            yield document_of(kept, data), "", 0, _NOWHERE
        except ReadingError as error:
            yield error, "", 0, _NOWHERE


def _record(row: Row, block: RecordBlock, place: Place) -> _Found:
    try:
        own_id, text, metadata = checked(row)
    except ReadingError as error:
        return ReadingError(f"{block.path}: {row.place}: {error}"), "", row.number, place
    document = Document(own_id, block.path, text, block.encoding, metadata=metadata, is_record=True)
    return document, own_id, row.number, place
