"""A speech and a report in, out what each panel lists of it, and the places every row leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from speechkit.browse.catalogue import numbers
from speechkit.browse.marks import Mark, in_order
from speechkit.browse.words import say
from speechkit.model import Lang, Span, Speech
from speechkit.render.emphasis import heaviest
from speechkit.render.escape import one_line
from speechkit.render.labels import label, percent
from speechkit.render.quotes import MAX_QUOTE, around, blanks_shown, clipped, excerpt
from speechkit.render.report_words import say as say_of_report
from speechkit.render.sentences import difference_sentence
from speechkit.render.terminal.draw import sparkline
from speechkit.results import (
    Change,
    Difference,
    DuplicatePair,
    KeyTerm,
    Keyword,
    Report,
    SpeechEmphasis,
    SpeechKeywords,
    ThemeEmphasis,
)

PanelName = Literal["keyphrases", "themes", "versions", "apart"]
PANELS: tuple[PanelName, ...] = ("keyphrases", "themes", "versions", "apart")
MAX_CHANGES = 300
"""Changes listed of a pair; the rest is counted."""
_BARS = 10
"""Of a sparkline: what a terminal of eighty columns has room for."""
SIGNS = {
    "deleted": "-",
    "inserted": "+",
    "replaced": "~",
    "moved": ">",
    "furniture": "#",
}
"""Of changes, as `speechkit diff` prints them. Layout alone is not listed."""


class Column(NamedTuple):
    """A column of a panel."""

    name: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a panel, what is told of it, and where it leads."""

    cells: tuple[str, ...]
    detail: str = ""
    marks: tuple[Mark, ...] = ()
    """In the order of the text."""
    goal: Span | None = None
    """The mark that is gone to first; None for the first of them."""
    kind: str = ""
    """Of the change, where the row is one."""
    difference: Difference | None = None
    """Of the pair that can be put side by side."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is listed of a speech; all text in it is safe for a terminal."""

    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    empty: str
    """What is said where there are no entries."""


def panel(name: PanelName, speech: Speech, report: Report, lang: Lang) -> Panel:
    """One of the panels of a speech."""
    columns, entries = _PANELS[name]
    named = tuple(Column(say(lang, key), is_figure) for key, is_figure in columns)
    return Panel(named, tuple(entries(speech, report, lang)), say(lang, f"none_{name}"))


def quoted(line: int, text: str, lang: Lang, terms: Sequence[str] = ()) -> str:
    """A quotation and where it stands."""
    if not terms:
        return one_line(say(lang, "quoted", text=text, line=str(line)))
    listed = say(lang, "list_mark").join(dict.fromkeys(terms))
    return one_line(say(lang, "quoted_terms", text=text, line=str(line), terms=listed))


# ---------------------------------------------------------------------------- keyphrases


def _keyphrases(speech: Speech, report: Report, lang: Lang) -> Iterator[Entry]:
    words = _words_of(speech, report)
    for keyword in words.keywords if words else ():
        yield Entry(
            cells=(
                one_line(keyword.term),
                str(keyword.count),
                f"{keyword.per_10k:.1f}",
                str(keyword.places[0].line) if keyword.places else "",
            ),
            detail=_context(keyword, lang),
            marks=tuple(Mark(Span(place.start, place.end), "term") for place in keyword.places),
        )


def _words_of(speech: Speech, report: Report) -> SpeechKeywords | None:
    return next((each for each in report.keywords.speeches if each.speech.id == speech.id), None)


def _context(keyword: Keyword, lang: Lang) -> str:
    return quoted(keyword.context.line, clipped(keyword.context.text), lang)


# ------------------------------------------------------------------------ what sets apart


def _apart(speech: Speech, report: Report, lang: Lang) -> Iterator[Entry]:
    words = _words_of(speech, report)
    for term in words.keyness if words else ():
        times = f"{2**term.log_ratio:,.1f}"
        yield Entry(
            cells=(
                one_line(term.term) + " ?" * term.suggestive,
                str(term.count),
                str(term.reference_count),
                times,
            ),
            detail=_apart_detail(term, lang),
            marks=tuple(
                Mark(Span(place.start, place.end), "term")
                for place in term.places
                if place.speech == speech.id
            ),
        )


def _apart_detail(term: KeyTerm, lang: Lang) -> str:
    told = say(
        lang,
        "apart_detail",
        here=term.count,
        rate=f"{term.per_10k_words:.1f}",
        there=term.reference_count,
        other=f"{term.reference_per_10k_words:.1f}",
        range=term.range,
        of=term.n_parts,
    )
    return say(lang, "doubtful", detail=told) if term.suggestive else told


# -------------------------------------------------------------------------------- themes


def _themes(speech: Speech, report: Report, lang: Lang) -> Iterator[Entry]:
    weighed = _emphasis_of(speech, report)
    if weighed is None or not weighed.sufficient:
        return
    for theme in heaviest(weighed):
        if theme.share > 0:
            yield _theme(theme, lang)


def _emphasis_of(speech: Speech, report: Report) -> SpeechEmphasis | None:
    return next((each for each in report.emphasis.speeches if each.speech.id == speech.id), None)


def _theme(theme: ThemeEmphasis, lang: Lang) -> Entry:
    best = theme.evidence[0] if theme.evidence else None
    name = one_line(theme.theme.label(lang))
    said = say(lang, "no_evidence")
    if best is not None:
        said = quoted(best.line, clipped(best.text), lang, best.terms)
    return Entry(
        cells=(
            percent(theme.share),
            f"{100 * theme.low:.0f}–{percent(theme.high, decimals=0)}",
            course(theme.positions),
            name,
        ),
        detail=f"{name}{say(lang, 'colon')}{said}",
        marks=in_order(Mark(each.span, "theme") for each in theme.evidence),
        goal=best.span if best else None,
    )


def course(positions: Sequence[float]) -> str:
    """Where in the text a theme stands, in a few bars.

    Examples
    --------
    >>> course([0.0, 0.0, 1.0, 1.0] + [0.0] * 16)
    ' █        '
    """
    size = max(1, len(positions) // _BARS)
    parts = [positions[at : at + size] for at in range(0, len(positions), size)]
    return sparkline([sum(part) / len(part) for part in parts])


# ------------------------------------------------------------------------------ versions


def _versions(speech: Speech, report: Report, lang: Lang) -> Iterator[Entry]:
    called = {id_: say_of_report(lang, "speech_n", n=n) for id_, n in numbers(report.split).items()}
    for difference in report.duplicates.differences:
        if speech.id in (difference.a.id, difference.b.id):
            yield from _version(speech, difference, pair_of(difference, report), called, lang)


def pair_of(difference: Difference, report: Report) -> DuplicatePair[Speech]:
    """How near the two of a difference are."""
    ids = difference.a.id, difference.b.id
    return next(pair for pair in report.duplicates.pairs if (pair.a.id, pair.b.id) == ids)


def _version(
    speech: Speech,
    difference: Difference,
    pair: DuplicatePair[Speech],
    called: dict[str, str],
    lang: Lang,
) -> Iterator[Entry]:
    """The pair in a sentence, then what differs, each leading to its place in this speech."""
    other = difference.b if speech.id == difference.a.id else difference.a
    nearness = f"(Jaccard {pair.jaccard:.3f})"
    listed = [change for change in difference.changes if change.kind in SIGNS]
    places = {id(change): _place(change, speech, difference) for change in listed}
    marks = in_order(mark for change in listed if (mark := places[id(change)]))
    yield Entry(
        cells=("=", "", f"{called[other.id]} {label(f'pair.{pair.kind}', lang)} {nearness}"),
        detail=one_line(difference_sentence(difference, lang, called)),
        marks=marks,
        difference=difference,
    )
    for change in listed[:MAX_CHANGES]:
        yield _change(change, difference, places[id(change)], marks, lang)
    if len(listed) > MAX_CHANGES:
        more = say(lang, "more", n=len(listed) - MAX_CHANGES)
        yield Entry(cells=("", "", more), detail=more, difference=difference)


def _change(
    change: Change,
    difference: Difference,
    place: Mark | None,
    marks: tuple[Mark, ...],
    lang: Lang,
) -> Entry:
    sides = [
        (speech, span)
        for speech, span in ((difference.a, change.a), (difference.b, change.b))
        if span is not None
    ]
    texts = [_changed(speech, span) for speech, span in sides]
    line = str(sides[0][0].document.line(sides[0][1].start)) if place is None else ""
    return Entry(
        cells=(
            SIGNS[change.kind],
            line or str(sides[0][0].document.line(place.span.start) if place else ""),
            label(f"change.{change.kind}", lang) + " " + " → ".join(texts),
        ),
        detail=" → ".join(
            quoted(speech.document.line(span.start), text, lang)
            for (speech, span), text in zip(sides, texts, strict=True)
        ),
        marks=marks if place else (),
        goal=place.span if place else None,
        kind=change.kind,
        difference=difference,
    )


def _changed(speech: Speech, span: Span) -> str:
    """What stands at a change, with a little around it where it is short."""
    document = speech.document
    text = excerpt(document, span)
    if not text.strip():
        return blanks_shown(document.quote(span)[:MAX_QUOTE])
    if len(span) >= _LONG:
        return one_line(text)
    before, after = around(document, span)
    return one_line(f"{before}[{text}]{after}")


_LONG = 12
"""Characters from which a changed passage is recognised without what stands around it."""


def _place(change: Change, speech: Speech, difference: Difference) -> Mark | None:
    """Where a change stands in one of the two; between characters where that one lacks it."""
    is_a = speech.id == difference.a.id
    here, there = (change.a, change.b) if is_a else (change.b, change.a)
    if here is not None:
        return Mark(here, change.kind)
    if there is None:
        return None
    return Mark(_gap(there, difference, is_a=is_a, speech=speech), "gap")


def _gap(there: Span, difference: Difference, *, is_a: bool, speech: Speech) -> Span:
    """Where a speech would have what only the other one has: behind what precedes it in both."""
    at = speech.span.start
    for a, b in difference.alike:
        own, other = (a, b) if is_a else (b, a)
        if other.start >= there.start:
            break
        at = own.end
    return Span(at, at)


_Entries = Callable[[Speech, Report, Lang], Iterator[Entry]]
_PANELS: dict[PanelName, tuple[tuple[tuple[str, bool], ...], _Entries]] = {
    "keyphrases": (
        (("term", False), ("count", True), ("rate", True), ("line", True)),
        _keyphrases,
    ),
    "themes": (
        (("share", True), ("interval", True), ("course", False), ("theme", False)),
        _themes,
    ),
    "versions": ((("sign", False), ("line", True), ("change", False)), _versions),
    "apart": (
        (("term", False), ("count", True), ("elsewhere", True), ("ratio", True)),
        _apart,
    ),
}
"""Columns of every panel, and what its rows are made by."""
