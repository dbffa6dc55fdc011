"""Sources in, a collection out: every document read once, sketched, and put away.

Documents of a large run are read by this process and sketched by others; of files of JSON
lines not even the lines are looked at here. The collection does not depend on how many
processes there were.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.cli.collection import Collection, Entries, Entry
from speechkit.cli.reading import Journal, Note, ReadOptions
from speechkit.cli.run import say
from speechkit.cli.sketching import Batch, KeptDocument, Sketched, Sketcher, Task
from speechkit.cli.splitting import n_cores
from speechkit.cli.workers import SHARES_MEMORY, Workers
from speechkit.dedupe.sketches import GrowingSketches
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.readers import read_parts
from speechkit.files.records import RecordBlock
from speechkit.files.store import Kept, Place, Store, to_bytes
from speechkit.model import Document

if TYPE_CHECKING:
    from speechkit.files.readers import Records
    from speechkit.files.records import RecordIds

_TASK_CHARS = 300_000
_TASK_DOCUMENTS = 200
"""At most in one task: enough that handing it over costs a hundredth of the work."""


_MAX_OPEN = 100
"""Files of records that are read again where they stand; what more there are is put away."""


class _Given(NamedTuple):
    """A task and what this process keeps of it until it is answered."""

    task: Task
    records: Records | None
    """Where the task comes from, when it is a block of records."""
    errors: tuple[tuple[int, SpeechkitError], ...]
    """What could not be read, with the number of documents of the task before it."""


class _Arrival(NamedTuple):
    """A document that nobody has admitted yet."""

    note: Note
    entry: Entry
    place: int
    """In its batch."""
    admitted: list[bool]
    """Of all documents of its batch."""


def collect(
    sources: Sequence[str],
    options: ReadOptions,
    journal: Journal,
    *,
    jobs: int | None = None,
    before: Collection | None = None,
) -> Collection:
    """All speeches of the sources.

    Parameters
    ----------
    journal
        Told of every document; says what there is to say.
    jobs
        Processes that sketch; by default one a core.
    before
        What is in an index already: a document that is in it is passed over, and one that has
        the id of another text is refused.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or the last.
    """
    n = n_cores() if jobs is None else jobs
    builder = _Builder(options, Store.temporary(), before)
    if before is not None:
        journal.know(speech.id for speech in before)
    try:
        with closing(_answered(_tasks(sources, options), Sketcher(options), n)) as answers:
            for arrival in journal.admitted(builder.arrivals(answers)):
                builder.entries.append(arrival.entry)
                arrival.admitted[arrival.place] = True
    except SpeechkitError as error:
        if not (builder.n_repeated and builder.has_all):
            builder.close()
            raise
        if journal.n_errors:
            say(str(error))
    except BaseException:
        builder.close()
        raise
    if builder.n_repeated:
        journal.say(f"{builder.n_repeated:,} documents are in the index already")
    collection = builder.collection()
    if n > 1 and SHARES_MEMORY:
        collection.share = Sharing(n)
    return collection


class Sharing:
    """Shares work out to processes that have all that this one has in memory."""

    def __init__(self, n: int) -> None:
        self._n = n

    def __call__(self, work: Callable[[Any], Any], tasks: Iterable[Any], /) -> Iterator[Any]:
        waiting = list(tasks)
        if len(waiting) < 2:
            yield from map(work, waiting)
            return
        with closing(Workers(work, min(self._n, len(waiting)))) as workers:
            for answers in workers.map([task] for task in waiting):
                yield from answers


# ------------------------------------------------------------------------------- tasks


def _tasks(sources: Sequence[str], options: ReadOptions) -> Iterator[_Given]:
    """What is read, in portions."""
    errors: list[SpeechkitError] = []
    placed: list[tuple[int, SpeechkitError]] = []
    documents: list[KeptDocument] = []
    n_chars = 0

    def portion() -> _Given:
        given = _Given(tuple(documents), None, tuple(placed))
        documents.clear()
        placed.clear()
        return given

    for part in read_parts(
        sources,
        encoding=options.encoding,
        text_column=options.text_column,
        id_column=options.id_column,
        on_error=errors.append,
    ):
        placed += ((len(documents), error) for error in errors)
        errors.clear()
        if isinstance(part, Document):
            documents.append(_kept(part))
            n_chars += len(part.text)
            if n_chars >= _TASK_CHARS or len(documents) >= _TASK_DOCUMENTS:
                yield portion()
                n_chars = 0
            continue
        if documents or placed:
            yield portion()
            n_chars = 0
        yield _Given(part.block, part, ())
    placed += ((len(documents), error) for error in errors)
    if documents or placed:
        yield portion()


def _kept(document: Document) -> KeptDocument:
    data = to_bytes(document)
    place = Place(0, len(data))
    return KeptDocument(Kept(document.id, document.path, document.encoding, place, None), data)


def _answered(
    given: Iterator[_Given], sketcher: Sketcher, n: int
) -> Generator[tuple[_Given, Batch]]:
    """Each task and what was found in it, by this process or by several."""
    first = list(_first(given))
    if n == 1 or len(first) < 2:
        for each in chain(first, given):
            yield each, sketcher.sketch(each.task)
        return
    sent: deque[_Given] = deque()

    def tasks() -> Iterator[list[Task]]:
        for each in chain(first, given):
            sent.append(each)
            yield [each.task]

    workers: Workers[Task, Batch] = Workers(sketcher.sketch, n)
    with closing(workers):
        for answers in workers.map(tasks()):
            yield from ((sent.popleft(), batch) for batch in answers)


def _first(given: Iterator[_Given]) -> Iterator[_Given]:
    """The first two tasks: where there are no more than one, no process is called in."""
    for _ in range(2):
        task = next(given, None)
        if task is None:
            return
        yield task


# ----------------------------------------------------------------------------- putting away


class _Builder:
    """Puts documents away, and what was found in those that are admitted."""

    def __init__(self, options: ReadOptions, store: Store, before: Collection | None) -> None:
        self.entries = Entries()
        self.n_repeated = 0
        """Documents that are in the index already."""
        self.has_all = False
        """Everything was looked at, so that nothing new means that there is nothing new."""
        self._before = before
        self._place_before = {
            entry.kept.id: place for place, entry in enumerate(before.entries if before else ())
        }
        self._options = options
        self._stores = [store]
        self._own_store: dict[str, int] = {}
        """Of the files of records that can be read again."""
        self._sketches = GrowingSketches()
        self._end_well = bytearray()
        self._given_up: RecordIds | None = None
        """Of the file of records whose text stands nobody knows where; its rest is passed over."""

    def arrivals(
        self, answers: Iterable[tuple[_Given, Batch]]
    ) -> Iterator[_Arrival | SpeechkitError]:
        """The documents of all answers in their order, and the errors in their places."""
        for given, batch in answers:
            if given.records is not None and given.records.ids is self._given_up:
                continue
            admitted = [False] * len(batch.documents)
            errors = deque(given.errors)
            entries = self._entries(given, batch)
            n_speeches = 0
            for index, (found, entry) in enumerate(zip(batch.documents, entries, strict=True)):
                while errors and errors[0][0] <= index:
                    yield errors.popleft()[1]
                if isinstance(found, SpeechkitError):
                    if isinstance(found, UsageError) and given.records is not None:
                        self._given_up = given.records.ids
                    yield found
                    continue
                digests = batch.sketches.digests[n_speeches : n_speeches + found.n_speeches]
                n_speeches += found.n_speeches
                arrived = self._unless_repeated(entry, digests)
                if isinstance(arrived, SpeechkitError):
                    yield arrived
                elif arrived is not None:
                    yield _Arrival(self._note(found, arrived), arrived, index, admitted)
            yield from (error for _, error in errors)
            self._keep(batch, admitted)
        self.has_all = True

    def close(self) -> None:
        """Let go of the stores."""
        for store in self._stores:
            store.close()

    def _unless_repeated(
        self, entry: Entry | SpeechkitError, digests: NDArray[np.void]
    ) -> Entry | SpeechkitError | None:
        """What is new; None for what is in the index already, an error for what cannot be."""
        if isinstance(entry, SpeechkitError) or self._before is None:
            return entry
        place = self._place_before.get(entry.kept.id)
        if place is None:
            return entry
        first = self._before.entries.first_speech(place)
        known = self._before.sketches.digests[first : self._before.entries.first_speech(place + 1)]
        if known.tobytes() != digests.tobytes():
            return ReadingError(
                f"{entry.kept.path}: {entry.kept.id} is in the index with another text; "
                "rename it, or make a new index"
            )
        self.n_repeated += 1
        return None

    def collection(self) -> Collection:
        """All that was admitted."""
        return Collection(
            self._options,
            self._stores,
            self.entries,
            self._sketches.finish(),
            bytes(self._end_well),
        )

    def _entries(self, given: _Given, batch: Batch) -> Iterator[Entry | SpeechkitError]:
        """Where each document of a batch stands now, or why it cannot be used."""
        compact = self._places(batch)
        task, records = given.task, given.records
        store, start = (0, 0) if records is None else self._block(records)
        for index, found in enumerate(batch.documents):
            if isinstance(found, SpeechkitError):
                yield found
                continue
            if records is not None:
                place = Place(start + found.place.at, found.place.size)
                kept = _record_of(found, records, place)
            else:
                assert not isinstance(task, RecordBlock)  # noqa: S101 # it has its records
                data = task[index].data
                place = Place(self._stores[0].append(data), len(data))
                kept = replace(task[index].kept, place=place)
            texts = tuple(islice(compact, found.n_speeches))
            if isinstance(kept, SpeechkitError):
                yield kept
            else:
                yield Entry(
                    kept, store, found.number, found.gaps, 0, texts, self._options.look_inside
                )

    def _places(self, batch: Batch) -> Iterator[Place]:
        """Where the compact texts of a batch stand."""
        at = self._stores[0].append(batch.compact)
        for size in batch.compact_sizes:
            yield Place(at, size)
            at += size

    def _block(self, records: Records) -> tuple[int, int]:
        """Store in which a block of records stands, and where."""
        file = records.file
        if file is None:
            return 0, self._stores[0].append(records.block.data)
        if file not in self._own_store:
            if len(self._own_store) >= _MAX_OPEN:
                return 0, self._stores[0].append(records.block.data)
            self._own_store[file] = len(self._stores)
            self._stores.append(Store.reading(file))
        return self._own_store[file], records.block.offset

    def _note(self, found: Sketched, entry: Entry) -> Note:
        return Note(
            path=entry.kept.path,
            encoding=None if found.is_extracted else entry.kept.encoding,
            n_chars=found.n_chars,
            confidence=found.confidence,
            speech_ids=tuple(entry.speech_id(index) for index in range(len(entry.compact))),
            unmatched=None if found.has_parts else self._options.told,
        )

    def _keep(self, batch: Batch, admitted: Sequence[bool]) -> None:
        n_speeches = [
            0 if isinstance(found, SpeechkitError) else found.n_speeches
            for found in batch.documents
        ]
        wanted = np.repeat(np.array(admitted, np.bool_), n_speeches)
        self._sketches.append(batch.sketches.only(wanted))
        self._end_well += bytes(compress(batch.end_well, wanted.tolist()))


def _record_of(found: Sketched, records: Records, place: Place) -> Kept | ReadingError:
    block = records.block
    line = f"line {found.number}"
    try:
        id_ = records.ids.give(found.own_id, found.number, line)
    except ReadingError as error:
        return ReadingError(f"{block.path}: {line}: {error}")
    return Kept(id_, block.path, block.encoding, place, block.columns)
