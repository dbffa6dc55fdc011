"""What is asked of `themes` in; the emphasis of all speeches shown.

A few speeches are all in memory. Of many, each is put away once it is read, and shown when what
all of them come to is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from speechkit.cli.next_step import Asked, after_themes, tell
from speechkit.cli.options import Format, Language, Rows
from speechkit.cli.reading import ReadOptions, phases, read
from speechkit.cli.run import likely, listed
from speechkit.cli.showing import show, show_stream, shown_format
from speechkit.errors import UsageError
from speechkit.results import Contrast, Distance, Emphasis, Label, SpeechEmphasis
from speechkit.themes import Codebook, EmphasisOptions

if TYPE_CHECKING:
    from speechkit.cli.weighing_many import Wanted, Weighed
    from speechkit.text.lexicon import Vocabulary
    from speechkit.themes.contrast import Pair

_REST = "rest"
"""Stands for the rest of the collection in a pair."""
_MAX_NAMED = 12
"""Speeches that are named when one is not there."""


@dataclass(frozen=True, slots=True)
class WeighOptions:
    """What is asked of `themes`."""

    reading: ReadOptions
    codebook: Codebook
    emphasis: EmphasisOptions
    labels: tuple[Label, ...] | None
    pairs: tuple[str, ...]
    """As the user names them."""
    jobs: int | None
    output_format: Format | None
    rows: Rows
    """What a row of csv or jsonl is."""
    output: Path | None
    force: bool
    lang: Language
    quiet: bool
    codebook_file: str | None = None
    """The user's own; None for ours."""

    @property
    def needs_all(self) -> bool:
        """Whether all speeches have to be in memory."""
        asked = self.emphasis
        return (
            asked.passages
            or asked.topics is not None
            or bool(self.pairs)
            or self.labels is not None
        )


def check_rows(
    rows: Rows | None,
    output_format: Format | None,
    output: Path | None,
    *,
    over_time: bool,
    has_topics: bool,
) -> None:
    """Raise when rows are asked for that there cannot be."""
    if rows is None:
        return
    if shown_format(output_format, output) not in (Format.CSV, Format.JSONL):
        raise UsageError(f"--rows {rows}: add --format csv or jsonl; json holds everything")
    if rows is Rows.TRENDS and not over_time:
        raise UsageError("--rows trends: add --over date")
    if rows is Rows.TOPICS and not has_topics:
        raise UsageError("--rows topics: add --topics with a number, or auto")


def weigh_in_memory(sources: Sequence[str], options: WeighOptions) -> int:
    """Show the emphasis of speeches that are all in memory; how many sources failed."""
    from speechkit.dedupe import find_duplicates
    from speechkit.themes import measure_emphasis

    reading = read(sources, options.reading, quiet=options.quiet)
    ids = [speech.id for speech in reading.speeches]
    pairs = tuple(_pair(named, ids) for named in options.pairs) or None
    with phases(options.reading, quiet=options.quiet) as progress:
        result = measure_emphasis(
            reading.speeches,
            codebook=options.codebook,
            groups=find_duplicates(reading.speeches, progress=progress).groups,
            labels=options.labels,
            vocabulary=_vocabulary() if options.emphasis.topics else None,
            options=replace(options.emphasis, pairs=pairs),
            progress=progress,
        )
    _show_whole(result, options)
    _tell(sources, result, options)
    return reading.n_errors


def _vocabulary() -> Vocabulary:
    from speechkit.files.cache import load_background
    from speechkit.text.lexicon import Vocabulary

    return Vocabulary(load_background())


def _pair(named: str, ids: Collection[str]) -> Pair:
    """The two speeches that A,B names; a comma may also stand in an id.

    Raises
    ------
    UsageError
        When it names no two speeches that are there.
    """
    commas = (n for n, character in enumerate(named) if character == ",")
    halves = [(named[:n], named[n + 1 :]) for n in commas]
    if not halves:
        raise UsageError(f"--pairs {named}: two ids with a comma between them are asked for")
    for a, b in halves:
        if a in ids and (b in ids or b == _REST):
            if a == b:
                raise UsageError(f"--pairs {named}: that is one speech; name two, or {_REST}")
            return a, b if b in ids else None
    unknown = next(id_ for id_ in halves[0] if id_ not in ids)
    there = listed(ids, _MAX_NAMED) + likely(unknown, ids, _MAX_NAMED)
    raise UsageError(f"--pairs: no speech {unknown}; there are {there}")


def weigh_all(sources: Sequence[str], options: WeighOptions) -> int:
    """Show the emphasis of any number of speeches; how many sources could not be read."""
    from speechkit.cli.weighing_many import weigh_many

    form = shown_format(options.output_format, options.output)
    with weigh_many(
        sources,
        options.reading,
        options.codebook,
        options.emphasis,
        _wanted(form, options.rows),
        jobs=options.jobs,
        quiet=options.quiet,
    ) as (found, journal):
        if isinstance(found, Emphasis):
            _show_whole(found, options)
            _tell(sources, found, options)
        else:
            _show_many(sources, found, form, options)
        return journal.n_errors


def _wanted(form: Format, rows: Rows) -> Wanted:
    """What a form shows of all speeches together, beside what each of them has of its own."""
    from speechkit.cli.weighing_many import Wanted

    holds_all = form not in (Format.CSV, Format.JSONL)
    return Wanted(versions=holds_all or rows is Rows.VERSIONS, map=holds_all or rows is Rows.MAP)


def _tell(sources: Sequence[str], result: Emphasis, options: WeighOptions) -> None:
    """Say what could be asked next."""
    picked = bool(options.pairs) or options.emphasis.by is not None
    asked = Asked(sources, options.reading)
    steps = after_themes(asked, result, options.codebook_file, picked=picked)
    tell(steps, options.lang.value, quiet=options.quiet)


class _Piece(NamedTuple):
    """What is made of a speech."""

    speech: SpeechEmphasis | bytes | None
    contrasts: tuple[Contrast, ...] | bytes
    distance: Distance | bytes | None


def _made(
    form: Format,
    rows: Rows,
    n_listed: int,
    number: int,
    entry: SpeechEmphasis,
    contrasts: tuple[Contrast, ...],
    distance: Distance | None,
) -> _Piece:
    """A speech in the form that is wanted, by whichever process has it."""
    if form is Format.TABLE:
        return _Piece(entry if number < n_listed else _without_proof(entry), contrasts, distance)
    if form is Format.JSON:
        from speechkit.render.json import contrasts_json, distance_json, speech_emphasis_json

        return _Piece(
            speech_emphasis_json(entry),
            contrasts_json(contrasts) if contrasts else b"",
            distance_json(distance) if distance else b"",
        )
    apart = (distance,) if distance else ()
    return _Piece(_row_bytes(form, rows, Emphasis("", (), (entry,), contrasts, apart)), b"", b"")


def _row_bytes(form: Format, rows: Rows, result: Emphasis) -> bytes:
    """The rows of a result, or of a part of one."""
    from speechkit.render.tables import themes_csv, themes_jsonl

    return (themes_csv if form is Format.CSV else themes_jsonl)(result, rows.value)


def _without_proof(entry: SpeechEmphasis) -> SpeechEmphasis:
    """A speech with its shares alone, a fifth of what it takes with what shows them."""
    shares = tuple(replace(each, terms=(), evidence=(), positions=()) for each in entry.emphasis)
    return replace(entry, emphasis=shares, sections=())


def _show_many(
    sources: Sequence[str], weighed: Weighed, form: Format, options: WeighOptions
) -> None:
    from speechkit.render.summary import MAX_ROWS

    pieces = weighed.pieces(partial(_made, form, options.rows, MAX_ROWS))
    if form is Format.TABLE:
        _tell(sources, _show_table(weighed, pieces, options), options)
        return
    if form is Format.JSON:
        stream = _json(weighed, pieces)
    else:
        of_speeches = pieces if options.rows in _OF_SPEECHES else ()
        whole = replace(weighed.whole, n_more=weighed.n_speeches)
        stream = _rows(form, options.rows, whole, of_speeches)
    show_stream(stream, output=options.output, force=options.force, quiet=options.quiet)


def _json(weighed: Weighed, pieces: Iterator[_Piece]) -> Iterator[bytes]:
    """The JSON of all; contrasts and distances wait in a file while the speeches go out."""
    from speechkit.cli.weighing_many import Shelf
    from speechkit.render.json import contrasts_json, distance_json, emphasis_frame

    whole = weighed.whole
    before, to_contrasts, to_distances, after = emphasis_frame(
        replace(whole, contrasts=(), distances=())
    )
    with closing(Shelf()) as contrasts, closing(Shelf()) as distances:
        contrasts.put(contrasts_json(whole.contrasts) if whole.contrasts else b"")
        for distance in whole.distances:
            distances.put(distance_json(distance))

        def speeches() -> Iterator[bytes]:
            for piece in pieces:
                contrasts.put(piece.contrasts)
                distances.put(piece.distance)
                if isinstance(piece.speech, bytes):
                    yield piece.speech

        yield before
        yield from _joined(speeches())
        yield to_contrasts
        yield from _joined(contrasts)
        yield to_distances
        yield from _joined(distances)
        yield after


def _joined(elements: Iterable[bytes]) -> Iterator[bytes]:
    """Elements of a JSON list with commas between them, and what stands after the last."""
    between = b""
    for element in elements:
        yield between + element
        between = b","
    if between:
        yield b"\n  "


_OF_SPEECHES = (Rows.SHARES, Rows.CONTRASTS, Rows.DISTANCES, Rows.SECTIONS)
"""Rows that each speech may have some of; the others are of all of them together."""


def _rows(
    form: Format, rows: Rows, whole: Emphasis, pieces: Iterable[_Piece] = ()
) -> Iterator[bytes]:
    """The rows of the whole, then those of its speeches."""
    if form is Format.CSV:
        from speechkit.render.tables import csv_head
        from speechkit.render.theme_tables import THEME_COLUMNS

        yield csv_head(THEME_COLUMNS[rows.value])
    yield _row_bytes(form, rows, whole)
    for piece in pieces:
        if isinstance(piece.speech, bytes):
            yield piece.speech


def _show_table(weighed: Weighed, pieces: Iterable[_Piece], options: WeighOptions) -> Emphasis:
    speeches: list[SpeechEmphasis] = []
    contrasts = list(weighed.whole.contrasts)
    distances = list(weighed.whole.distances)
    for piece in pieces:
        if isinstance(piece.speech, SpeechEmphasis):
            speeches.append(piece.speech)
        contrasts += (each for each in piece.contrasts if isinstance(each, Contrast))
        if isinstance(piece.distance, Distance):
            distances.append(piece.distance)
    result = replace(
        weighed.whole,
        speeches=tuple(speeches),
        contrasts=tuple(contrasts),
        distances=tuple(distances),
    )
    _show_whole(result, options)
    return result


def _show_whole(result: Emphasis, options: WeighOptions) -> None:
    form = shown_format(options.output_format, options.output)
    if form in (Format.CSV, Format.JSONL):
        stream = _rows(form, options.rows, result)
        show_stream(stream, output=options.output, force=options.force, quiet=options.quiet)
        return
    show(
        result,
        options.output_format,
        lang=options.lang,
        output=options.output,
        force=options.force,
        quiet=options.quiet,
    )
