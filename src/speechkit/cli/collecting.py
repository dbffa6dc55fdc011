"""Sources in, a collection out: every document read once, sketched, and put away.

Documents of a large run are read by this process and sketched by others; of files of JSON
lines not even the lines are looked at here. The collection does not depend on how many
processes there were.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.cli.collection import Collection, Entries, Origin
from speechkit.cli.progress import StepsLine
from speechkit.cli.reading import Journal, Note, ReadOptions
from speechkit.cli.run import say
from speechkit.cli.sketching import (
    MAX_BLOCK,
    Batch,
    BlockTask,
    DocumentsTask,
    Refused,
    Sketched,
    Sketcher,
    Task,
)
from speechkit.cli.splitting import n_cores
from speechkit.cli.workers import SHARES_MEMORY, Workers
from speechkit.dedupe.sketches import GrowingSketches
from speechkit.errors import ReadingError, SpeechkitError, UsageError
from speechkit.files.readers import read_parts
from speechkit.files.records import RecordBlock
from speechkit.files.store import Kept, Place, Store, to_bytes
from speechkit.model import DEFAULT_CONTAINMENT, DEFAULT_THRESHOLD, Document
from speechkit.split import speech_id
from speechkit.split.whole import Gap

if TYPE_CHECKING:
    from speechkit.dedupe.families import Families
    from speechkit.dedupe.verification import Counted
    from speechkit.files.readers import Records
    from speechkit.files.records import Columns, RecordIds

_TASK_BYTES = 1_000_000
_TASK_DOCUMENTS = 200
"""At most in one task: enough that handing it over costs a hundredth of the work."""

_MAX_OPEN = 100
"""Files of records that are read again where they stand: a process may have so many open."""

_OBJECTS = 500_000
"""Made before cycles are looked for among all there are: there are millions, and none in a
cycle; by default the search takes a tenth of the time."""


class _Given(NamedTuple):
    """A task and what this process keeps of it until it is answered."""

    task: Task
    records: Records | None
    """Where the task comes from, when it is a block of records."""
    errors: tuple[tuple[int, SpeechkitError], ...]
    """What could not be read, with the number of documents of the task before it."""


_Entry: TypeAlias = tuple[int, str, Place, int, tuple[Gap, ...], tuple[Place, ...]]
"""A document as `Entries.add` takes it."""


class _Arrival(NamedTuple):
    """A document that nobody has admitted yet."""

    note: Note
    entry: _Entry
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
    gc.set_threshold(_OBJECTS)
    store = Store.temporary()
    builder = _Builder(options, store, before)
    if before is not None:
        journal.know(speech.id for speech in before)
    try:
        with closing(
            _answered(_tasks(sources, options, store), Sketcher(options, store), _n_processes(jobs))
        ) as answers:
            for arrival in journal.admitted(builder.arrivals(answers)):
                builder.entries.add(*arrival.entry)
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
        n = builder.n_repeated
        what = "1 document is" if n == 1 else f"{n:,} documents are"
        journal.say(f"{what} in the index already")
    return builder.collection()


def find_families_among(
    collection: Collection,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    containment: float = DEFAULT_CONTAINMENT,
    known: Counted | None = None,
) -> Families:
    """Pairs and groups of the versions of one text, by the numbers of the speeches."""
    from speechkit.dedupe import check_limits
    from speechkit.dedupe.families import find_families

    return find_families(
        collection,
        collection,
        check_limits(threshold, containment),
        sketches=collection.sketches,
        share=collection.share,
        known=known,
    )


def share_among(collection: Collection, jobs: int | None, *, shows: bool = False) -> None:
    """Have the work on a collection done by several processes, until it is closed."""
    sharing = Sharing(_n_processes(jobs), collection, shows=shows)
    collection.share = sharing
    collection.on_close.append(sharing.close)


def _n_processes(jobs: int | None) -> int:
    return (n_cores() if jobs is None else jobs) if SHARES_MEMORY else 1


class Sharing:
    """Does pieces of work by processes that have all that this one has in memory.

    Parameters
    ----------
    n
        Of processes; with one the work is done by this process itself.
    collection
        The processes for work on it alone are started once and kept: to start and to end them
        takes as long as some of that work.
    shows
        A line says how far it is.
    """

    def __init__(self, n: int, collection: Collection, *, shows: bool = False) -> None:
        self._n = n
        self._collection = collection
        self._shows = shows
        self._kept: Workers[Any, Any] | None = None

    def __call__(self, work: Callable[[Any], Any], tasks: Iterable[Any], /) -> Iterator[Any]:
        waiting = list(tasks)
        line = self._line(len(waiting)) if self._shows and waiting else None
        try:
            for answer in self._answers(work, waiting):
                if line is not None:
                    line.advance()
                yield answer
        finally:
            if line is not None:
                line.clear()

    def close(self) -> None:
        """End the processes that were kept."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _line(self, n_tasks: int) -> StepsLine:
        return StepsLine(self._collection.doing, n_tasks, lang=self._collection.options.lang)

    def _answers(self, work: Callable[[Any], Any], tasks: list[Any]) -> Iterator[Any]:
        if min(self._n, len(tasks)) < 2:
            yield from map(work, tasks)
        elif isinstance(work, partial) and work.args == (self._collection,):
            yield from self._kept_answers(work.func, tasks)
        else:
            with closing(Workers(work, min(self._n, len(tasks)))) as workers:
                for answers in workers.map([task] for task in tasks):
                    yield from answers

    def _kept_answers(self, work: Callable[..., Any], tasks: list[Any]) -> Iterator[Any]:
        if self._kept is None:
            self._kept = Workers(partial(_perform, self._collection), self._n)
        is_done = False
        try:
            for answers in self._kept.map([(work, task)] for task in tasks):
                yield from answers
            is_done = True
        finally:
            if not is_done:  # some are still at it, and nobody waits for their answers
                self.close()


def _perform(collection: Collection, order: tuple[Callable[..., Any], Any]) -> Any:  # noqa: ANN401 # whatever the work gives
    work, task = order
    return work(collection, task)


# ------------------------------------------------------------------------------- tasks


def _tasks(sources: Sequence[str], options: ReadOptions, store: Store) -> Iterator[_Given]:
    """What is read, in portions; it goes into the store, but for files that can be read again."""
    errors: list[SpeechkitError] = []
    placed: list[tuple[int, SpeechkitError]] = []
    documents: list[Kept] = []
    files: set[str] = set()
    n_bytes = 0

    def portion() -> _Given:
        task = DocumentsTask(tuple(documents), store.reserve(2 * n_bytes))
        given = _Given(task, None, tuple(placed))
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
            documents.append(_kept(part, store))
            n_bytes += documents[-1].place.size
            if n_bytes >= _TASK_BYTES or len(documents) >= _TASK_DOCUMENTS:
                yield portion()
                n_bytes = 0
            continue
        if documents or placed:
            yield portion()
            n_bytes = 0
        yield _Given(_block_task(part, store, files), part, ())
    placed += ((len(documents), error) for error in errors)
    if documents or placed:
        yield portion()


def _kept(document: Document, store: Store) -> Kept:
    place = store.put(to_bytes(document))
    return Kept(document.id, document.path, document.encoding, place, None)


def _block_task(records: Records, store: Store, files: set[str]) -> BlockTask:
    """A block, with room for its texts: none takes more than two bytes for one of its own.

    Parameters
    ----------
    files
        That stay open to be read again where they stand; what more there are is copied.
    """
    block, source = records.block, records.source
    if isinstance(source, str) and (source in files or len(files) < _MAX_OPEN):
        files.add(source)
        file: str | None = source
        at = block.offset
    else:
        file, at = None, store.append(_content(block, source))
    return BlockTask(block, file, at, store.reserve(2 * min(block.size, MAX_BLOCK)))


def _content(block: RecordBlock, source: str | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    with closing(Store.reading(source)) as file:
        return file.read(block.offset, min(block.size, MAX_BLOCK))


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
        self._n_lines = self._n_records = 0
        """Of the file of records that is being read, before the block that is at hand."""
        self._before = before
        self._place_before = {
            entry.kept.id: place for place, entry in enumerate(before.entries if before else ())
        }
        self._options = options
        self._stores = [store]
        self._own_store: dict[str, int] = {}
        """Of the files of records that can be read again."""
        self._sketches = GrowingSketches()
        self._endings = bytearray()
        self._given_up: RecordIds | None = None
        """Of the file of records whose text stands nobody knows where; its rest is passed over."""

    def arrivals(
        self, answers: Iterable[tuple[_Given, Batch]]
    ) -> Iterator[_Arrival | SpeechkitError]:
        """The documents of all answers in their order, and the errors in their places."""
        for given, batch in answers:
            if given.records is not None and given.records.ids is self._given_up:
                yield from self._after_block(given.records.block, batch)
                continue
            admitted = [False] * len(batch.documents)
            errors = deque(given.errors)
            put_away = self._put_away(given, batch)
            for place, (found, entry) in enumerate(zip(batch.documents, put_away, strict=True)):
                while errors and errors[0][0] <= place:
                    yield errors.popleft()[1]
                if isinstance(entry, SpeechkitError):
                    if isinstance(entry, UsageError) and given.records is not None:
                        self._given_up = given.records.ids
                    yield entry
                elif entry is not None and isinstance(found, Sketched):
                    yield _Arrival(self._note(found, entry), entry, place, admitted)
            yield from (error for _, error in errors)
            self._keep(batch, admitted)
            if given.records is not None:
                yield from self._after_block(given.records.block, batch)
        self.has_all = True

    def close(self) -> None:
        """Let go of the stores."""
        for store in self._stores:
            store.close()

    def _after_block(self, block: RecordBlock, batch: Batch) -> Iterator[SpeechkitError]:
        """Count the lines of a file; that it has no records is known at its end."""
        self._n_lines += batch.n_lines
        self._n_records += len(batch.documents)
        if block.is_last:
            if not self._n_records:
                yield ReadingError(f"{block.path}: empty")
            self._n_lines = self._n_records = 0

    def _put_away(self, given: _Given, batch: Batch) -> Iterator[_Entry | SpeechkitError | None]:
        """Where each document of a batch stands now, or why it cannot be used.

        None for one that is in the index already.
        """
        text_at = given.task.text_at
        sizes = iter(batch.text_sizes)
        first = 0
        for found, document in zip(batch.documents, self._documents(given, batch), strict=True):
            if not isinstance(found, Sketched):
                assert isinstance(document, SpeechkitError)  # noqa: S101 # made of it
                yield document
                continue
            texts = []
            for size in islice(sizes, found.n_speeches):
                texts.append(Place(text_at, size))
                text_at += size
            digests = batch.sketches.digests[first : first + found.n_speeches]
            first += found.n_speeches
            if isinstance(document, SpeechkitError):
                yield document
                continue
            origin, id_, place = document
            try:
                repeated = self._before is not None and self._is_repeated(id_, digests)
            except ReadingError as error:
                yield error
                continue
            self.n_repeated += repeated
            number = self._n_lines + found.number if found.number else 0
            entry = (origin, id_, place, number, found.gaps, tuple(texts))
            yield None if repeated else entry

    def _documents(
        self, given: _Given, batch: Batch
    ) -> Iterator[tuple[int, str, Place] | SpeechkitError]:
        """Origin, id and place of each document of a batch as it was read, or what is wrong."""
        if isinstance(given.task, BlockTask) and given.records is not None:
            yield from self._records(given.task, given.records, batch)
            return
        assert isinstance(given.task, DocumentsTask)  # noqa: S101 # the only other kind
        for found, kept in zip(batch.documents, given.task.documents, strict=True):
            if isinstance(found, SpeechkitError):
                yield found
            else:
                yield self._origin(kept.path, kept.encoding, None, 0), kept.id, kept.place

    def _records(
        self, task: BlockTask, records: Records, batch: Batch
    ) -> Iterator[tuple[int, str, Place] | SpeechkitError]:
        block = records.block
        store = 0 if task.file is None else self._store_of(task.file)
        origin = self._origin(block.path, block.encoding, block.columns, store)
        for found in batch.documents:
            if isinstance(found, SpeechkitError):
                yield found
                continue
            number = self._n_lines + found.number
            line = f"line {number}"
            if isinstance(found, Refused):
                yield ReadingError(f"{block.path}: {line}: {found.error}")
                continue
            try:
                id_ = records.ids.give(found.own_id, number, line)
            except ReadingError as error:
                yield ReadingError(f"{block.path}: {line}: {error}")
                continue
            yield origin, id_, Place(task.at + found.place[0], found.place[1])

    def _store_of(self, file: str) -> int:
        """Number of the store that a file of records is."""
        if file not in self._own_store:
            self._own_store[file] = len(self._stores)
            self._stores.append(Store.reading(file))
        return self._own_store[file]

    def _origin(self, path: str, encoding: str, columns: Columns | None, store: int) -> int:
        look_inside = self._options.look_inside
        return self.entries.origin(Origin(path, encoding, columns, store, 0, look_inside))

    def _is_repeated(self, id_: str, digests: NDArray[np.void]) -> bool:
        """Whether a document is in the index already.

        Raises
        ------
        ReadingError
            When another one of its id is.
        """
        assert self._before is not None  # noqa: S101 # asked for only then
        place = self._place_before.get(id_)
        if place is None:
            return False
        first = self._before.entries.first_speech(place)
        known = self._before.sketches.digests[first : self._before.entries.first_speech(place + 1)]
        if known.tobytes() != digests.tobytes():
            raise ReadingError(
                f"{self._before.entries[place].kept.path}: {id_} is in the index with another "
                "text; rename it, or make a new index"
            )
        return True

    def collection(self) -> Collection:
        """All that was admitted."""
        return Collection(
            self._options,
            self._stores,
            self.entries,
            self._sketches.finish(),
            bytes(self._endings),
        )

    def _note(self, found: Sketched, entry: _Entry) -> Note:
        origin, id_ = self.entries.origins[entry[0]], entry[1]
        n = found.n_speeches
        return Note(
            origin.path,
            None if found.is_extracted else origin.encoding,
            found.n_chars,
            found.confidence,
            (id_,) if n == 1 else tuple(speech_id(id_, index, n) for index in range(n)),
            None if found.has_parts else self._options.told,
        )

    def _keep(self, batch: Batch, admitted: Sequence[bool]) -> None:
        n_speeches = [
            found.n_speeches if isinstance(found, Sketched) else 0 for found in batch.documents
        ]
        wanted = np.repeat(np.array(admitted, np.bool_), n_speeches)
        self._sketches.append(batch.sketches.only(wanted))
        self._endings += bytes(compress(batch.endings, wanted.tolist()))
