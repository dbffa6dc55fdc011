"""Keywords found by a process of its own, which loads while this one reads the speeches.

The arrays, the background and what works on them take as long to load as to read five speeches
and to find their duplicates. Speeches go over one pipe, the result comes back over another;
a third process cuts words.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

from speechkit.engines.pipes import ask, end, receive, send, start
from speechkit.errors import SpeechkitError

if TYPE_CHECKING:
    from speechkit.keywords.references import Reference
    from speechkit.model import Speech
    from speechkit.results import DuplicateGroup, KeynessMeasure, Keywords
    from speechkit.text.lexicon import Lexicon
    from speechkit.text.tokens import Segmenter

_SERVE = "from speechkit.cli.extractor import serve; serve()"


class Wanted(TypedDict):
    """What is asked of `score_keywords`."""

    top: int
    groups: tuple[DuplicateGroup[Any], ...]
    measure: KeynessMeasure
    against: Iterable[Speech] | Reference | None
    by: str | None
    over_time: bool
    lexicon: Lexicon | None
    segmenter: Segmenter


class ExtractorProcess:
    """Scores keywords, as `speechkit.keywords.score_keywords` does."""

    def __init__(self) -> None:
        self._process = start(_SERVE)

    def __call__(self, speeches: tuple[Speech, ...], wanted: Wanted) -> Keywords | None:
        """The keywords, their speeches by name; None where they have to be found in this process.

        Raises
        ------
        SpeechkitError
            As `score_keywords` raises it.
        """
        try:
            message = pickle.dumps((speeches, wanted), pickle.HIGHEST_PROTOCOL)
        except TypeError:  # a reference that is a table in memory
            return None
        answer = ask(self._process, message)
        try:
            # What a process that this one has started sends over a pipe that nobody else has.
            found = pickle.loads(answer) if answer else None  # noqa: S301
        except (pickle.UnpicklingError, EOFError):  # it was ended in the middle
            return None
        if isinstance(found, SpeechkitError):
            raise found
        return found

    def close(self) -> None:
        """End the process, and with it the one that cuts words."""
        end(self._process)
        self._process = None


def serve() -> None:
    """Answer the speeches on standard input with their keywords, until it ends."""
    from speechkit.engines.segmenter import SegmenterProcess

    cutter = SegmenterProcess()  # loads while this one does
    from speechkit.files.cache import load_background
    from speechkit.keywords.scoring import score_keywords

    background = load_background()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (message := receive(source)) is not None:
        speeches, wanted = pickle.loads(message)  # noqa: S301  # from the process that started this
        if wanted["segmenter"] == "rjieba" and wanted["lexicon"] is None:
            wanted["segmenter"] = cutter
        try:
            found = score_keywords(speeches, background=background, **wanted)
            answer = pickle.dumps(_by_name(found), pickle.HIGHEST_PROTOCOL)
        except SpeechkitError as error:
            answer = pickle.dumps(error, pickle.HIGHEST_PROTOCOL)
        send(target, answer)
    cutter.close()


def _by_name(result: Keywords) -> Keywords:
    """The result without the texts of the speeches."""
    from speechkit.results import SpeechName

    entries = tuple(
        replace(entry, speech=SpeechName(entry.speech.id, entry.speech.title))
        for entry in result.speeches
    )
    groups = tuple(
        replace(group, speeches=tuple(SpeechName(s.id, s.title) for s in group.speeches))
        for group in result.groups
    )
    return replace(result, speeches=entries, groups=groups)
