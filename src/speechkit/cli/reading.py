"""Sources in, speeches out; what could not be read is said and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import typer

from speechkit.cli.run import EXIT_PARTLY, say
from speechkit.errors import ReadingError, SpeechkitError
from speechkit.files import read_documents
from speechkit.model import (
    Document,
    DocumentSplit,
    Speech,
    SplitResult,
)
from speechkit.split import split_document

LOW_CONFIDENCE = 0.8
"""Below it a split is doubted aloud; where every part looks like a speech it is above .9."""
_EXPECTED_ENCODINGS = ("utf-8", "utf-8-sig")


@dataclass(slots=True)
class Reading:
    """Documents that were read and split, and how many could not be."""

    documents: list[DocumentSplit] = field(default_factory=list)
    errors: list[SpeechkitError] = field(default_factory=list)

    @property
    def split(self) -> SplitResult:
        return SplitResult(tuple(self.documents))

    @property
    def speeches(self) -> tuple[Speech, ...]:
        return self.split.speeches

    def finish(self) -> None:
        """Leave with the exit code of a run that was done in part, if it was."""
        if self.errors:
            raise typer.Exit(EXIT_PARTLY)


def read(
    sources: Iterable[str],
    *,
    encoding: str | None = None,
    look_inside: bool | None = None,
    raw: bool = False,
    quiet: bool = False,
) -> Reading:
    """Read and split all sources; go on past those that cannot be used.

    Raises
    ------
    SpeechkitError
        When nothing at all could be used: the one error there was, or one that counts them.
    """
    reading = Reading()
    ids: set[str] = set()
    for document in read_documents(sources, encoding=encoding, on_error=reading.errors.append):
        try:
            found = split_document(document, look_inside=look_inside, raw=raw)
            _check_ids(found, ids)
        except SpeechkitError as refused:
            reading.errors.append(refused)
            continue
        reading.documents.append(found)
        if not quiet:
            _remark(document, found)
    if not reading.documents:
        raise _nothing_read(reading.errors)
    for error in reading.errors:
        say(str(error))
    return reading


def _check_ids(found: DocumentSplit, taken: set[str]) -> None:
    """Refuse a document whose speeches would be called like those of another one.

    `a.txt` with several speeches and a file `a#1.txt` come to that.
    """
    ids = {speech.id for speech in found.speeches}
    shared = sorted(ids & taken)
    if shared:
        raise ReadingError(
            f"{found.document.path}: its speech would be called {shared[0]} like another one; "
            "rename the file or the record"
        )
    taken |= ids


def _nothing_read(errors: list[SpeechkitError]) -> SpeechkitError:
    """The error of a run without a single document; the others are said first."""
    if not errors:
        return ReadingError("nothing to read in the sources named")
    for error in errors[:-1]:
        say(str(error))
    return errors[-1]


def _remark(document: Document, found: DocumentSplit) -> None:
    if document.encoding not in _EXPECTED_ENCODINGS:
        say(f"{document.path}: read as {document.encoding}; --encoding decides otherwise")
    if found.confidence < LOW_CONFIDENCE:
        n = len(found.speeches)
        reading = "one speech" if n == 1 else f"{n} speeches"
        say(
            f"{document.path}: taken as {reading} with confidence {found.confidence:.2f}; "
            "look at the borders (--no-split takes it whole)"
        )
