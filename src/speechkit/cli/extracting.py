"""What is asked of `keywords` in; the keywords of all speeches shown.

A few speeches are all in memory. Of many, each is shown as soon as all were counted; groups and
trends are of all speeches at once, and for them all have to be in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.cli.next_step import Asked, after_keywords, tell
from speechkit.cli.options import Format, Language
from speechkit.cli.reading import ReadOptions, phases, read
from speechkit.cli.references import (
    check_groups,
    find_in_all,
    find_reference,
    frequency_list,
    remark,
    remark_short,
)
from speechkit.cli.showing import show, show_stream, shown_format
from speechkit.results import KeynessMeasure, Keywords, SpeechKeywords, without_duplicates

if TYPE_CHECKING:
    from speechkit.cli.extractor import ExtractorProcess, Wanted
    from speechkit.model import Progress, Speech
    from speechkit.text.lexicon import Lexicon
    from speechkit.text.tokens import Segmenter


@dataclass(frozen=True, slots=True)
class KeywordOptions:
    """What is asked of `keywords`."""

    reading: ReadOptions
    top: int
    measure: KeynessMeasure
    against: str | None
    by: str | None
    over_time: bool
    lexicon: Lexicon | None
    segmenter: Segmenter
    jobs: int | None
    output_format: Format | None
    output: Path | None
    force: bool
    lang: Language
    quiet: bool


def extract_in_memory(
    sources: Sequence[str], options: KeywordOptions, extractor: ExtractorProcess | None = None
) -> int:
    """Show the keywords of speeches that are all in memory; how many sources could not be read.

    Parameters
    ----------
    extractor
        The process that was started to find them.
    """
    from speechkit.dedupe import find_duplicates

    reading = read(sources, options.reading, quiet=options.quiet)
    speeches = reading.speeches
    check_groups(speeches, options.by, quiet=options.quiet)
    held = find_reference(options.against, reading, options.reading, by=options.by)
    with phases(options.reading, quiet=options.quiet) as progress:
        found = find_duplicates((*speeches, *held.others(speeches)), progress=progress)
    wanted: Wanted = {
        "top": options.top,
        "groups": found.groups,
        "measure": options.measure,
        "against": held.reference,
        "by": options.by,
        "over_time": options.over_time,
        "lexicon": options.lexicon,
        "segmenter": options.segmenter,
    }
    result = None if extractor is None else extractor(speeches, wanted)
    if result is None:
        with phases(options.reading, quiet=options.quiet) as progress:
            result = _extract(speeches, wanted, progress)
    result = replace(result, against=options.against)
    remark(result, quiet=options.quiet)
    _show_whole(result, options.output_format, options)
    kept = without_duplicates(speeches, wanted["groups"])
    _tell(sources, result, options, [speech.date for speech in kept])
    return reading.n_errors


def _tell(
    sources: Sequence[str],
    result: Keywords,
    options: KeywordOptions,
    dates: Iterable[str | None] = (),
) -> None:
    """Say what could be asked next."""
    asked = Asked(sources, options.reading)
    steps = after_keywords(asked, result, dates, over_time=options.over_time)
    tell(steps, options.lang.value, quiet=options.quiet)


def _extract(speeches: tuple[Speech, ...], wanted: Wanted, progress: Progress | None) -> Keywords:
    from speechkit.files.cache import load_background
    from speechkit.keywords import score_keywords

    return score_keywords(speeches, background=load_background(), progress=progress, **wanted)


def extract_from_all(sources: Sequence[str], options: KeywordOptions) -> int:
    """Show the keywords of any number of speeches; how many sources could not be read."""
    from speechkit.cli.profiling import StreamOptions, stream_keywords
    from speechkit.files.cache import load_background
    from speechkit.keywords.profiles import Profiler
    from speechkit.text.lexicon import Vocabulary
    from speechkit.text.tokens import make_cutter

    against = options.against
    frequencies = None if against is None else frequency_list(against, options.reading.encoding)
    if against is not None and frequencies is None and Path(against).exists():
        return extract_in_memory(sources, options)  # it names speeches
    background = load_background()
    vocabulary = Vocabulary(background, options.lexicon)
    cut = make_cutter(options.segmenter, vocabulary.lexicon.user_words.values())
    cut("开")  # loaded once, before there are several processes
    profiler = Profiler(vocabulary, cut, top=options.top)
    find = partial(find_in_all, against, frequencies)
    wanted = StreamOptions(profiler, options.measure, options.top, find, options.jobs)
    form = shown_format(options.output_format, options.output)
    render = partial(_rendered, form)
    with stream_keywords(sources, options.reading, wanted, render, quiet=options.quiet) as (
        pieces,
        journal,
    ):
        _show(sources, pieces, form, options)
        return journal.n_errors


def _rendered(form: Format, entry: SpeechKeywords) -> tuple[SpeechKeywords | bytes, str]:
    """What is made of a speech, and its id if it is too short for key terms."""
    short = "" if entry.sufficient else entry.speech.id
    if form is Format.TABLE:
        return entry, short
    if form is Format.JSON:
        from speechkit.render.json import keywords_json

        return keywords_json(entry), short
    from speechkit.render.tables import keywords_csv, keywords_jsonl

    return (keywords_csv if form is Format.CSV else keywords_jsonl)(entry), short


def _show(
    sources: Sequence[str],
    pieces: Iterator[tuple[SpeechKeywords | bytes, str]],
    form: Format,
    options: KeywordOptions,
) -> None:
    short: list[str] = []

    def noted() -> Iterator[SpeechKeywords | bytes]:
        for made, name in pieces:
            if name:
                short.append(name)
            yield made

    if form is Format.TABLE:
        _tell(sources, _show_table(noted(), options), options)
    else:
        encoded = (piece for piece in noted() if isinstance(piece, bytes))
        show_stream(
            _framed(encoded, form, options.against),
            output=options.output,
            force=options.force,
            quiet=options.quiet,
        )
    remark_short(short, quiet=options.quiet)


def _framed(pieces: Iterable[bytes], form: Format, against: str | None) -> Iterator[bytes]:
    """The pieces with what stands before, between and after them."""
    begin, between, end = b"", b"", b""
    if form is Format.JSON:
        from speechkit.render.json import keywords_frame

        begin, between, end = keywords_frame(against)
    elif form is Format.CSV:
        from speechkit.render.tables import KEYWORDS_COLUMNS, csv_head

        begin = csv_head(KEYWORDS_COLUMNS)
    before = begin
    for piece in pieces:
        yield before + piece
        before = between
    yield end


def _show_table(entries: Iterable[SpeechKeywords | bytes], options: KeywordOptions) -> Keywords:
    from speechkit.render.summary import MAX_ROWS

    coming = (entry for entry in entries if isinstance(entry, SpeechKeywords))
    shown = tuple(islice(coming, MAX_ROWS))
    result = Keywords(shown, against=options.against, n_more=sum(1 for _ in coming))
    _show_whole(result, Format.TABLE, options)
    return result


def _show_whole(result: Keywords, form: Format | None, options: KeywordOptions) -> None:
    show(
        result,
        form,
        lang=options.lang,
        output=options.output,
        force=options.force,
        quiet=options.quiet,
    )
