"""Sources in, split documents out; what could not be read is said and counted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import typer

from speechkit.cli.run import EXIT_PARTLY, say
from speechkit.errors import ReadingError, SpeechkitError
from speechkit.files import read_documents
from speechkit.model import (
    LOW_CONFIDENCE,
    Document,
    DocumentSplit,
    Lang,
    Progress,
    Speech,
    SplitResult,
)
from speechkit.split import split_document

if TYPE_CHECKING:
    from speechkit.cli.progress import ProgressLine

_EXPECTED_ENCODINGS = ("utf-8", "utf-8-sig")
_MAX_REMARKS = 20
"""Remarks of a kind that are made; past that they are counted, and read by nobody."""


class ReadOptions(NamedTuple):
    """What the user says about reading and splitting."""

    encoding: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    look_inside: bool | None = None
    raw: bool = False
    pattern: str | None = None
    style: str | None = None
    lang: Lang = "en"
    """Of what is said meanwhile."""

    @property
    def told(self) -> str | None:
        """The option by which the user says where to part; None where we find out."""
        if self.pattern is not None:
            return "--pattern"
        return None if self.style is None else "--style"


class Note(NamedTuple):
    """What there is to say of a document once it is split."""

    path: str
    encoding: str | None
    """None where the text is not the file's own."""
    n_chars: int
    confidence: float
    speech_ids: tuple[str, ...]
    unmatched: str | None = None
    """The option that says where to part, when no line of the document fits it."""


class Noted(Protocol):
    """What carries a note."""

    @property
    def note(self) -> Note: ...


NotedType = TypeVar("NotedType", bound=Noted)


def read_each(sources: Iterable[str], options: ReadOptions) -> Iterator[Document | SpeechkitError]:
    """Every document, and in its place what could not be read."""
    errors: list[SpeechkitError] = []
    for document in read_documents(
        sources,
        encoding=options.encoding,
        text_column=options.text_column,
        id_column=options.id_column,
        on_error=errors.append,
    ):
        yield from errors
        errors.clear()
        yield document
    yield from errors


def note_of(split: DocumentSplit, speech_ids: Iterable[str], options: ReadOptions) -> Note:
    """What there is to say of a document; its speeches need not be read yet."""
    document = split.document
    return Note(
        path=document.path,
        encoding=None if document.is_extracted else document.encoding,
        n_chars=len(document.text),
        confidence=split.confidence,
        speech_ids=tuple(speech_ids),
        unmatched=options.told if split.heading_style is None else None,
    )


class Journal:
    """Says what there is to say of the documents, in their order, and counts what was not read.

    An error is said when it comes, but for those before the first document: a run in which
    nothing could be used ends with the last of them.
    """

    def __init__(self, *, quiet: bool, progress: ProgressLine | None = None) -> None:
        self.n_errors = 0
        self._quiet = quiet
        self._progress = progress
        self._n_documents = 0
        self._last_error: SpeechkitError | None = None
        self._ids: set[str] = set()
        self._path = ""
        self._remarks: Counter[str] = Counter()

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is there to see how far we are."""
        return self._progress is not None

    def know(self, ids: Iterable[str]) -> None:
        """Ids that speeches have which do not come from these sources."""
        self._ids.update(ids)

    def say(self, remark: str) -> None:
        """One line, where remarks are wanted."""
        if not self._quiet:
            self._say(remark)

    def admitted(self, results: Iterable[NotedType | SpeechkitError]) -> Iterator[NotedType]:
        """Those that can be used.

        Raises
        ------
        SpeechkitError
            When nothing at all could be used: the one error there was, or the last.
        """
        for result in results:
            if isinstance(result, SpeechkitError):
                self._refuse(result)
            elif (shared := self._shared_id(result.note)) is not None:
                self._refuse(_ambiguous(result.note, shared))
            else:
                self._accept(result.note)
                yield result
        self._clear()
        if not self._n_documents:
            raise self._last_error or ReadingError("nothing to read in the sources named")
        self._count_remarks()

    def _refuse(self, error: SpeechkitError) -> None:
        self.n_errors += 1
        if self._n_documents:
            self._say(str(error))
            return
        if self._last_error is not None:
            self._say(str(self._last_error))
        self._last_error = error

    def _accept(self, note: Note) -> None:
        self._ids.update(note.speech_ids)
        if not self._n_documents and self._last_error is not None:
            self._say(str(self._last_error))
        self._n_documents += 1
        if not self._quiet:
            self._remark(note)
        if self._progress is not None:
            self._progress.advance(note.path, note.n_chars)

    def _shared_id(self, note: Note) -> str | None:
        """An id that a speech of another document has already."""
        ids = self._ids
        for id_ in note.speech_ids:  # one, mostly: a generator would take as long as the rest
            if id_ in ids:
                return id_
        return None

    def _remark(self, note: Note) -> None:
        if note.path != self._path:  # once for a file, however many records it has
            self._path = note.path
            if note.encoding not in (None, *_EXPECTED_ENCODINGS):
                self._say_of(
                    "encoding",
                    f"{note.path}: read as {note.encoding}; --encoding decides otherwise",
                )
        if note.confidence < LOW_CONFIDENCE:
            self._say_of("confidence", _doubt(note))
        if note.unmatched is not None:
            self._say_of(
                "unmatched", f"{note.path}: no line fits {note.unmatched}; taken as one speech"
            )

    def _say_of(self, kind: str, remark: str) -> None:
        self._remarks[kind] += 1
        if self._remarks[kind] <= _MAX_REMARKS:
            self._say(remark)

    def _count_remarks(self) -> None:
        for kind, words in _FURTHER.items():
            left = self._remarks[kind] - _MAX_REMARKS
            if left > 0:
                self._say(f"{left:,} further {words}")

    def _say(self, line: str) -> None:
        self._clear()
        say(line)

    def _clear(self) -> None:
        if self._progress is not None:
            self._progress.clear()


_FURTHER = {
    "encoding": "files are not UTF-8 either",
    "confidence": "documents were taken with low confidence",
    "unmatched": "documents have no line that fits either; each was taken as one speech",
}


def _doubt(note: Note) -> str:
    n = len(note.speech_ids)
    taken = "one speech" if n == 1 else f"{n} speeches"
    advice = "--pattern says how its parts begin" if n == 1 else "--no-split takes it whole"
    return (
        f"{note.path}: taken as {taken} with confidence {note.confidence:.2f}; "
        f"split --explain shows why, {advice}"
    )


def _ambiguous(note: Note, shared: str) -> ReadingError:
    return ReadingError(
        f"{note.path}: its speech would be called {shared} like another one; "
        "rename the file or the record"
    )


class _Admissible(NamedTuple):
    """A split document with its note."""

    split: DocumentSplit
    note: Note


@dataclass(slots=True)
class Reading:
    """Documents that were read and split, and how many could not be."""

    documents: list[DocumentSplit] = field(default_factory=list)
    n_errors: int = 0

    @property
    def split(self) -> SplitResult:
        return SplitResult(tuple(self.documents))

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return self.split.speeches

    def finish(self) -> None:
        """Leave with the exit code of a run that was done in part, if it was."""
        finish(self.n_errors)


def finish(n_errors: int) -> None:
    """Leave with the exit code of a run that was done in part, if it was."""
    if n_errors:
        raise typer.Exit(EXIT_PARTLY)


def read(sources: Sequence[str], options: ReadOptions, *, quiet: bool = False) -> Reading:
    """Read and split all sources; go on past those that cannot be used.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or the last.
    """
    journal = Journal(quiet=quiet, progress=progress_line(sources, options, quiet=quiet))
    splits = (_attempted(found, options) for found in read_each(sources, options))
    reading = Reading([admissible.split for admissible in journal.admitted(splits)])
    reading.n_errors = journal.n_errors
    return reading


def _attempted(
    found: Document | SpeechkitError, options: ReadOptions
) -> _Admissible | SpeechkitError:
    if isinstance(found, SpeechkitError):
        return found
    try:
        split = split_document(
            found,
            look_inside=options.look_inside,
            raw=options.raw,
            pattern=options.pattern,
            style=options.style,
        )
    except SpeechkitError as refused:
        return refused
    ids = (speech.id for speech in split.speeches)
    return _Admissible(split, note_of(split, ids, options))


def progress_line(
    sources: Sequence[str], options: ReadOptions, *, quiet: bool
) -> ProgressLine | None:
    """A line that says how far we are, where somebody is there to see it."""
    if quiet or not sys.stderr.isatty():
        return None
    from speechkit.cli.progress import ProgressLine

    return ProgressLine(sources, lang=options.lang)


@contextmanager
def phases(
    options: ReadOptions, *, quiet: bool, shares: Mapping[str, float] | None = None
) -> Iterator[Progress | None]:
    """What an analysis tells how far it is; a line that is gone at the end.

    None where nobody is there to see it.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from speechkit.cli.progress import PhasesLine

    line = PhasesLine(lang=options.lang, shares=shares)
    try:
        yield line
    finally:
        line.clear()
