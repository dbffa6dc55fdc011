"""Speeches that are too many to be in memory: what is known of each, and the way to its text."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar, overload
from zlib import crc32

from speechkit.cli.reading import ReadOptions
from speechkit.cli.sketching import divide
from speechkit.dedupe import NO_DATE, n_damaged
from speechkit.dedupe.pairs import Share
from speechkit.dedupe.shingles import n_torn
from speechkit.dedupe.sketches import Sketches, decode, digest
from speechkit.errors import ReadingError
from speechkit.files.records import Columns
from speechkit.files.store import Kept, Place, Store, document_of
from speechkit.model import Document, Span, Speech
from speechkit.split import Division, read_date, read_speech, speech_id
from speechkit.split.whole import ENDS, UNSURE, Gap, whole_division


class StoredSpeech(NamedTuple):
    """The name of a speech that is not in memory."""

    id: str
    number: int
    """In its collection, from 0."""


class Entry(NamedTuple):
    """A document of a collection."""

    kept: Kept
    store: int
    """Which of the stores it is kept in, as it was read."""
    number: int
    """Of the line a record stands on; 0 for other documents."""
    gaps: tuple[Gap, ...]
    """Furniture of a document of one speech."""
    text_store: int
    """Which of the stores the compact texts are in."""
    compact: tuple[Place, ...]
    """The compact text of each of its speeches."""
    look_inside: bool | None = None
    """Whether it was to be looked into for several speeches."""
    checksum: int = -1
    """CRC-32 of what is kept of it in an index; -1 for what this run has put away itself."""


class Origin(NamedTuple):
    """What the documents of a file have in common."""

    path: str
    encoding: str
    columns: Columns | None
    store: int
    text_store: int
    look_inside: bool | None


class Entries:
    """Entries in columns: as objects, a hundred thousand would take as much as their sketches."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._ids: list[str] = []
        self._origin_numbers: dict[Origin, int] = {}
        self._origin = array("i")
        self._at = array("q")
        self._size = array("q")
        self._number = array("q")
        self._checksum = array("q")
        self._gaps: dict[int, tuple[Gap, ...]] = {}
        self._first_text = array("q", [0])
        self._text_at = array("q")
        self._text_size = array("q")
        self.origins: list[Origin] = []
        """What documents have in common, by number."""
        for entry in entries:
            self.append(entry)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Entry]:
        return (self[document] for document in range(len(self)))

    def __getitem__(self, document: int) -> Entry:
        path, encoding, columns, store, text_store, look_inside = self.origins[
            self._origin[document]
        ]
        texts = range(self._first_text[document], self._first_text[document + 1])
        place = Place(self._at[document], self._size[document])
        return Entry(
            Kept(self._ids[document], path, encoding, place, columns),
            store,
            self._number[document],
            self._gaps.get(document, ()),
            text_store,
            tuple(Place(self._text_at[text], self._text_size[text]) for text in texts),
            look_inside,
            self._checksum[document],
        )

    def append(self, entry: Entry) -> None:
        """Take in one more."""
        kept = entry.kept
        origin = Origin(
            kept.path,
            kept.encoding,
            kept.columns,
            entry.store,
            entry.text_store,
            entry.look_inside,
        )
        fields = (kept.id, kept.place, entry.number, entry.gaps, entry.compact)
        self.add(self.origin(origin), *fields, entry.checksum)

    def add(
        self,
        origin: int,
        id_: str,
        place: tuple[int, int],
        number: int,
        gaps: tuple[Gap, ...],
        texts: Iterable[tuple[int, int]],
        checksum: int = -1,
    ) -> None:
        """Take in one more, field by field; the origin by its number."""
        if gaps:
            self._gaps[len(self._ids)] = gaps
        self._ids.append(id_)
        self._origin.append(origin)
        self._at.append(place[0])
        self._size.append(place[1])
        self._number.append(number)
        self._checksum.append(checksum)
        for at, size in texts:
            self._text_at.append(at)
            self._text_size.append(size)
        self._first_text.append(len(self._text_at))

    def speech_id(self, speech: int) -> str:
        """Id of a speech."""
        document = self.document_of(speech)
        first, end = self._first_text[document], self._first_text[document + 1]
        return speech_id(self._ids[document], speech - first, end - first)

    def text(self, speech: int) -> tuple[int, int, int]:
        """Store, offset and size of the compact text of a speech."""
        origin = self.origins[self._origin[self.document_of(speech)]]
        return origin.text_store, self._text_at[speech], self._text_size[speech]

    def is_indexed(self, speech: int) -> bool:
        """Whether a speech comes out of an index, which may have come to harm."""
        return self._checksum[self.document_of(speech)] != -1

    def first_speech(self, document: int) -> int:
        """Number of the first speech of a document; of what follows the last one, how many."""
        return self._first_text[document]

    def document_of(self, speech: int) -> int:
        """Which document a speech is of."""
        if not 0 <= speech < len(self._text_at):
            raise IndexError(speech)
        return bisect_right(self._first_text, speech) - 1

    def origin(self, origin: Origin) -> int:
        """The number of an origin."""
        if origin not in self._origin_numbers:
            self._origin_numbers[origin] = len(self.origins)
            self.origins.append(origin)
        return self._origin_numbers[origin]


class Collection(Sequence[StoredSpeech]):
    """Speeches in the order they came in, by numbers from 0.

    Parameters
    ----------
    options
        By which its documents were divided.
    stores
        In which its documents are kept.
    endings
        Of each speech `ENDS`, `BREAKS_OFF` or `UNSURE`.
    """

    def __init__(
        self,
        options: ReadOptions,
        stores: Sequence[Store],
        entries: Entries,
        sketches: Sketches,
        endings: bytes,
    ) -> None:
        self.options = options
        self.stores = stores
        self.entries = entries
        self.sketches = sketches
        self.endings = endings
        self.share: Share = map
        self.doing = "comparing"
        """What it is shared for; a word of `progress`."""
        """Who looks at many speeches at once."""
        self.on_close: list[Callable[[], None]] = []
        """What else ends with the collection."""
        self._division = lru_cache(maxsize=4)(self._divided)

    def close(self) -> None:
        """Let go of the stores."""
        for end in self.on_close:
            end()
        for store in self.stores:
            store.close()

    def forget_hashes(self) -> None:
        """Let go of what versions are found by, when they are found: most of what is known."""
        sketches = self.sketches
        self.sketches = sketches._replace(
            sizes=0 * sketches.sizes, hashes=sketches.hashes[:0].copy()
        )

    # ------------------------------------------------------------------ names

    def __len__(self) -> int:
        return self.entries.first_speech(len(self.entries))

    @overload
    def __getitem__(self, number: int) -> StoredSpeech: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[StoredSpeech]: ...
    def __getitem__(self, number: int | slice) -> StoredSpeech | Sequence[StoredSpeech]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        return StoredSpeech(self.entries.speech_id(number), number)

    def entry(self, number: int) -> Entry:
        """The document of a speech."""
        return self.entries[self.entries.document_of(number)]

    # ------------------------------------------------------------------ texts

    def read(self, numbers: Sequence[int]) -> list[str]:
        """Compact texts of these speeches, in their order."""
        return [self._compact(number) for number in numbers]

    def _compact(self, number: int) -> str:
        store, at, size = self.entries.text(number)
        encoded = self.stores[store].read(at, size)
        if (
            self.entries.is_indexed(number)
            and digest(encoded) != self.sketches.digests[number].tobytes()
        ):
            path = self.entry(number).kept.path
            raise ReadingError(f"{path}: what was kept of it is damaged; compare anew")
        return decode(encoded)

    def n_damaged(self, number: int) -> int:
        """Places at which a speech is damaged as it stands in its document."""
        entry = self.entry(number)
        if len(entry.compact) == 1:
            return len(entry.gaps) + n_torn(self._document(entry).text)
        return n_damaged(self.speech(number))

    def _document(self, entry: Entry) -> Document:
        return document_of(entry.kept, self.as_kept(entry))

    def speech(self, number: int) -> Speech:
        """A speech with its text and all that is known of it."""
        return read_speech(*self._part(number))

    def date(self, number: int) -> str:
        """When a speech was held, `NO_DATE` where that is not known."""
        entry = self.entry(number)
        if entry.kept.columns is not None and not entry.look_inside:
            date = read_date(whole_division(self._document(entry), entry.gaps), 0)
        else:
            date = read_date(*self._part(number))
        return date or NO_DATE

    def _part(self, number: int) -> tuple[Division, int]:
        """The document of a speech, divided, and which of its speeches it is."""
        document = self.entries.document_of(number)
        return self._division(document), number - self.entries.first_speech(document)

    def _divided(self, document: int) -> Division:
        entry = self.entries[document]
        options = self.options._replace(look_inside=entry.look_inside)
        return divide(self._document(entry), options)

    def as_kept(self, entry: Entry) -> bytes:
        """What stands in the store for a document.

        Raises
        ------
        ReadingError
            When it comes out of an index and is not what was written.
        """
        data = self.stores[entry.store].read(*entry.kept.place)
        if entry.checksum not in (-1, crc32(data)):
            raise ReadingError(
                f"{entry.kept.path}: what was kept of it in the index is damaged; make a new one"
            )
        return data

    def raw_text(self, number: int) -> tuple[Document, Span]:
        """The document of a speech, and where in it the speech stands."""
        entry = self.entry(number)
        if len(entry.compact) == 1:
            whole = self._document(entry)
            return whole, Span(0, len(whole.text))
        division, index = self._part(number)
        return division.document, division.spans[index]

    # ------------------------------------------------------------------ facts for groups

    def lengths(self, numbers: Sequence[int]) -> Sequence[int]:
        """Characters of each compact text."""
        lengths: list[int] = self.sketches.lengths[list(numbers)].tolist()
        return lengths

    def break_off(self, numbers: Sequence[int]) -> Sequence[bool]:
        """Whether each breaks off in mid-sentence; who does not surely end well is read."""
        unsure = [number for number in numbers if self.endings[number] == UNSURE]
        complete = dict(zip(unsure, self._look_at(_complete, unsure), strict=True))
        return [not complete.get(number, self.endings[number] == ENDS) for number in numbers]

    def damage(self, numbers: Sequence[int]) -> Sequence[int]:
        """Places at which each is damaged."""
        return self._look_at(_damage, numbers)

    def dates(self, numbers: Sequence[int]) -> Sequence[str]:
        """When each was held."""
        return self._look_at(_dates, numbers)

    def _look_at(
        self, look: Callable[[Collection, Sequence[int]], list[Seen]], numbers: Sequence[int]
    ) -> list[Seen]:
        """What is seen of each of these speeches when it is read."""
        batches = [numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH)]
        return [seen for answer in self.share(partial(look, self), batches) for seen in answer]


_BATCH = 100
"""Speeches that a process reads at a time."""
Seen = TypeVar("Seen")


def _complete(collection: Collection, numbers: Sequence[int]) -> list[bool]:
    return [collection.speech(number).complete for number in numbers]


def _damage(collection: Collection, numbers: Sequence[int]) -> list[int]:
    return [collection.n_damaged(number) for number in numbers]


def _dates(collection: Collection, numbers: Sequence[int]) -> list[str]:
    return [collection.date(number) for number in numbers]
