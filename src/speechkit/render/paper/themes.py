"""Emphasis in, out what a paper says of themes: shares, what can be told apart, quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.model import MAX_PAIRWISE_SPEECHES, POORLY_COVERED
from speechkit.render.cuts import cut_sentences, cuts_of
from speechkit.render.emphasis import (
    alike,
    by_group,
    heaviest,
    n_compared,
    pairs_of,
    shade,
    told_apart,
)
from speechkit.render.labels import number, percent
from speechkit.render.overview import contrast_sentence
from speechkit.render.paper.blocks import Cell, Column, Heading, Paragraph, Quote, Row, Table
from speechkit.render.paper.collection import MAX_ROWS, left_out
from speechkit.render.paper.words import say
from speechkit.render.quotes import excerpt
from speechkit.render.report_words import join
from speechkit.render.sentences import topic_choice_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from speechkit.model import Lang, Span, Speech
    from speechkit.render.emphasis import PairRow
    from speechkit.render.paper.blocks import Block
    from speechkit.render.paper.places import Places
    from speechkit.results import (
        Contrast,
        Emphasis,
        EvidenceSentence,
        Named,
        Report,
        SpeechEmphasis,
        Theme,
        ThemeEmphasis,
        Topic,
    )

N_HEAVY = 5
"""Themes of a speech that are listed in a table of its own."""
N_QUOTED = 3
"""Of them, themes for which the best sentence is quoted."""
N_BRIEF = 3
"""Themes of a speech where all speeches share a table."""
N_TERMS = 5
"""Terms of a theme that are named."""
MAX_CONTRASTS = 40
"""Differences listed; the rest is counted."""
MAX_NAMED = 20
"""Pairs no theme tells apart that are named; more are counted, and the table has them."""
MAX_DISTANT = 50
"""Speeches listed by their distance from the rest; the rest is counted."""
MAX_CUTS = 20
"""Pairs of versions whose cut is told; the rest is counted."""
NO_FIGURE = "–"


def theme_blocks(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """Shares, differences, distances, cuts, topics, and the themes of each speech."""
    emphasis = report.emphasis
    yield Heading(1, say(lang, "themes"))
    if not emphasis.speeches:
        return
    is_many = len(emphasis.speeches) > MAX_PAIRWISE_SPEECHES
    yield Paragraph(say(lang, "shares_text"))
    if weak := [places.name(each.speech) for each in emphasis.speeches if not each.sufficient]:
        yield Paragraph(say(lang, "insufficient_list", list=join(lang, weak)))
    yield _means(emphasis, places, lang) if is_many else _shares(emphasis, places, lang)
    yield from _contrasts(report, places, lang)
    yield from _distances(emphasis, places, lang)
    yield from _cuts(emphasis, places, lang)
    yield from _topics(emphasis, places, lang)
    yield Heading(2, say(lang, "where"))
    yield Paragraph(say(lang, "where_text"))
    if is_many:
        yield _brief(emphasis, places, lang)
        yield from left_out(len(emphasis.speeches), MAX_ROWS, lang)
        return
    speeches = {speech.id: speech for speech in report.split.speeches}
    for each in emphasis.speeches:
        yield from _speech(each, speeches[each.speech.id], places, lang)


# ------------------------------------------------------------------------------ shares


def _shares(emphasis: Emphasis, places: Places, lang: Lang) -> Table:
    """A row a theme, a column a speech."""
    columns = (
        Column(say(lang, "theme"), 2.2),
        *(Column(places.name(each.speech), 1.0, "right") for each in emphasis.speeches),
    )
    most = _greatest(emphasis)
    by_speech = [{each.theme.id: each for each in s.emphasis} for s in emphasis.speeches]
    rows: list[Row] = []
    for group, themes in by_group(emphasis, lang):
        rows.append((Cell(group),))
        for theme in themes:
            shares = zip(emphasis.speeches, by_speech, strict=True)
            cells = (_share(found[theme.id], most, s.sufficient) for s, found in shares)
            rows.append((Cell(theme.label(lang)), *cells))
    rows += _framing_rows(emphasis, lang)
    return Table(say(lang, "shares_caption"), columns, tuple(rows))


def _framing_rows(emphasis: Emphasis, lang: Lang) -> Iterator[Row]:
    yield (Cell(say(lang, "whole_text")),)
    framing = (Cell(_value(each.framing_fraction)) for each in emphasis.speeches)
    yield (Cell(say(lang, "framing")), *framing)
    scored = (Cell(number(each.n_chars, lang)) for each in emphasis.speeches)
    yield (Cell(say(lang, "scored")), *scored)


def _share(each: ThemeEmphasis, most: float, sufficient: bool) -> Cell:
    if not sufficient:
        return Cell(NO_FIGURE)
    return Cell(_value(each.share), _interval(each.low, each.high), shade(each.share, most))


def _means(emphasis: Emphasis, places: Places, lang: Lang) -> Table:
    """A row a theme; of many speeches only the mean and the extremes."""
    columns = (
        Column(say(lang, "theme"), 2.4),
        Column(say(lang, "mean"), 1.6, "right"),
        Column(say(lang, "least"), 2.0, "right"),
        Column(say(lang, "greatest"), 2.0, "right"),
    )
    means = emphasis.corpus.emphasis if emphasis.corpus else ()
    found = {share.theme.id: share for share in means}
    most = max((share.share for share in found.values()), default=0.0)
    rows: list[Row] = []
    for group, themes in by_group(emphasis, lang):
        rows.append((Cell(group),))
        for theme in themes:
            mean = found.get(theme.id)
            cell = (
                Cell(_value(mean.share), _interval(mean.low, mean.high), shade(mean.share, most))
                if mean
                else Cell(NO_FIGURE)
            )
            rows.append((Cell(theme.label(lang)), cell, *_extremes(emphasis, theme, places)))
    return Table(say(lang, "means_caption"), columns, tuple(rows))


def _extremes(emphasis: Emphasis, theme: Theme, places: Places) -> tuple[Cell, Cell]:
    shares = [
        (each.share, places.number(speech.speech), speech.speech)
        for speech in emphasis.speeches
        if speech.sufficient
        for each in speech.emphasis
        if each.theme.id == theme.id
    ]
    if not shares:
        return Cell(NO_FIGURE), Cell(NO_FIGURE)
    least = min(shares, key=lambda found: found[:2])
    greatest = max(shares, key=lambda found: (found[0], -found[1]))
    return (
        Cell(_value(least[0]), places.name(least[2])),
        Cell(_value(greatest[0]), places.name(greatest[2])),
    )


def _greatest(emphasis: Emphasis) -> float:
    return max(
        (e.share for s in emphasis.speeches if s.sufficient for e in s.emphasis), default=0.0
    )


def _value(fraction: float) -> str:
    """A fraction in percent, without the sign."""
    return percent(fraction).removesuffix("%")


def _interval(low: float, high: float) -> str:
    return f"{_value(low)}–{_value(high)}"


# ------------------------------------------------------------------------- comparisons


def _contrasts(report: Report, places: Places, lang: Lang) -> Iterator[Block]:
    """What can be told apart and what cannot."""
    yield Heading(2, say(lang, "contrasts"))
    yield Paragraph(contrast_sentence(report.emphasis, lang))
    told = told_apart(report.emphasis)
    if told:
        rows = tuple(_contrast_row(each, places, lang) for each in told[:MAX_CONTRASTS])
        yield Table(say(lang, "contrasts_caption"), _contrast_columns(lang), rows)
        yield from left_out(len(told), MAX_CONTRASTS, lang)
    if pairs := pairs_of(report.emphasis):
        yield Paragraph(_alike(pairs, places, lang))


def _contrast_columns(lang: Lang) -> tuple[Column, ...]:
    return (
        Column(say(lang, "theme"), 2.4),
        Column(say(lang, "more_in"), 1.5),
        Column(say(lang, "less_in"), 1.5),
        Column(say(lang, "points"), 1.8, "right"),
        Column("q", 0.8, "right"),
    )


def _contrast_row(contrast: Contrast, places: Places, lang: Lang) -> Row:
    sides: tuple[Named | None, ...] = (contrast.a, contrast.b)
    low, high = sorted((contrast.low, contrast.high))
    if contrast.difference < 0:
        sides, (low, high) = (contrast.b, contrast.a), (-high, -low)
    # The interval of versions is of what a blind cut does, not of their difference.
    note = (
        ""
        if contrast.kind == "versions"
        else say(lang, "from_to", low=_value(low), high=_value(high))
    )
    return (
        Cell(contrast.theme.label(lang)),
        *(Cell(_side(side, places, lang)) for side in sides),
        Cell(_value(abs(contrast.difference)), note),
        Cell(f"{contrast.q:.3f}"),
    )


def _side(side: Named | None, places: Places, lang: Lang) -> str:
    return places.name(side) if side else say(lang, "rest")


def _alike(pairs: Sequence[PairRow], places: Places, lang: Lang) -> str:
    same = alike(pairs)
    if not same:
        return say(lang, "alike_none")
    if len(same) > MAX_NAMED or any(pair.b is None for pair in same):
        return say(lang, "alike_n", n=len(same), of=n_compared(pairs))
    names = (f"{places.number(each.a)}–{places.number(each.b)}" for each in same if each.b)
    return say(lang, "alike", list=join(lang, names))


def _distances(emphasis: Emphasis, places: Places, lang: Lang) -> Iterator[Block]:
    pairs = pairs_of(emphasis)
    if not pairs:
        return
    yield Heading(2, say(lang, "distances_caption"))
    if all(pair.b is not None for pair in pairs):
        yield Paragraph(say(lang, "matrix_text"))
        yield _matrix(emphasis, pairs, places, lang)
        return
    ordered = sorted(pairs, key=lambda each: (-(each.distance or 0.0), places.number(each.a)))
    yield Paragraph(say(lang, "m_distance"))
    columns = (
        Column(say(lang, "speech"), 2.0),
        Column(say(lang, "from_rest"), 2.0, "right"),
        Column(say(lang, "n_told"), 2.0, "right"),
    )
    rows = tuple(
        (
            Cell(places.name(each.a)),
            Cell(_distance(each)),
            Cell(_n_told(each, lang)),
        )
        for each in ordered[:MAX_DISTANT]
    )
    yield Table(say(lang, "distances_caption"), columns, rows)
    yield from left_out(len(ordered), MAX_DISTANT, lang)


def _matrix(emphasis: Emphasis, pairs: Iterable[PairRow], places: Places, lang: Lang) -> Table:
    """Distances below the diagonal, above it how many themes tell two speeches apart."""
    figures: dict[tuple[int, int], str] = {}
    for pair in pairs:
        if pair.b is not None:
            first, second = sorted((places.number(pair.a), places.number(pair.b)))
            figures[second, first] = _distance(pair)
            figures[first, second] = _n_told(pair, lang)
    numbers = [places.number(each.speech) for each in emphasis.speeches]
    columns = (
        Column(say(lang, "speech"), 1.4),
        *(Column(number(n, lang), 1.0, "right") for n in numbers),
    )
    rows = tuple(
        (
            Cell(places.name(each.speech)),
            *(Cell(figures.get((places.number(each.speech), n), NO_FIGURE)) for n in numbers),
        )
        for each in emphasis.speeches
    )
    return Table(say(lang, "distances_caption"), columns, rows)


def _cuts(emphasis: Emphasis, places: Places, lang: Lang) -> Iterator[Block]:
    """Of every two versions, in sentences, whether the cut spared a theme."""
    cuts = cuts_of(emphasis)
    if cuts:
        yield Heading(2, say(lang, "cuts"))
    between = "" if lang == "zh" else " "
    for cut in cuts[:MAX_CUTS]:
        yield Paragraph(between.join(cut_sentences(cut, lang, places.called)))
    yield from left_out(len(cuts), MAX_CUTS, lang)


def _n_told(pair: PairRow, lang: Lang) -> str:
    """How many themes tell two speeches apart."""
    return NO_FIGURE if pair.n_distinguishable is None else number(pair.n_distinguishable, lang)


def _distance(pair: PairRow) -> str:
    return NO_FIGURE if pair.distance is None else f"{pair.distance:.3f}"


# ------------------------------------------------------------------------------ topics


def _topics(emphasis: Emphasis, places: Places, lang: Lang) -> Iterator[Block]:
    choice = emphasis.topic_choice
    if choice is None:
        return
    yield Heading(2, say(lang, "topics"))
    sentences = topic_choice_sentences(choice, lang)
    yield Paragraph(("" if lang == "zh" else " ").join(sentences))
    if not emphasis.topics:
        return
    columns = (
        Column(say(lang, "terms"), 4.2),
        Column(say(lang, "theme"), 1.8),
        Column(say(lang, "covered"), 1.2, "right"),
        Column(say(lang, "stability"), 1.2, "right"),
        Column(say(lang, "lines"), 2.6),
    )
    rows = tuple(_topic_row(topic, places, lang) for topic in emphasis.topics)
    yield Table(say(lang, "topics"), columns, rows)


def _topic_row(topic: Topic, places: Places, lang: Lang) -> Row:
    theme = topic.theme
    low = say(lang, "poorly_covered") if topic.covered < POORLY_COVERED else ""
    return (
        Cell(join(lang, topic.terms)),
        Cell(theme.label(lang), percent(topic.overlap, decimals=0)) if theme else Cell(NO_FIGURE),
        Cell(percent(topic.covered, decimals=0), low),
        Cell(f"{topic.stability:.2f}"),
        Cell(places.of_speeches((each.speech, each.line) for each in topic.evidence)),
    )


# --------------------------------------------------------------------- themes of a speech


def _speech(each: SpeechEmphasis, speech: Speech, places: Places, lang: Lang) -> Iterator[Block]:
    """The heaviest themes and a sentence of each of the heaviest of them."""
    heavy = heaviest(each, N_HEAVY)
    if not heavy:
        return
    yield Heading(3, places.heading(speech))
    columns = (
        Column(say(lang, "theme"), 2.2),
        Column(say(lang, "share"), 1.4, "right"),
        Column(say(lang, "terms"), 4.0),
        Column(say(lang, "lines"), 2.4),
    )
    rows = tuple(_theme_row(theme, places, lang) for theme in heavy)
    yield Table(say(lang, "themes_of", n=places.number(speech)), columns, rows)
    yield from _quotes(heavy[:N_QUOTED], speech, places, lang)


def _theme_row(each: ThemeEmphasis, places: Places, lang: Lang) -> Row:
    return (
        Cell(each.theme.label(lang)),
        Cell(percent(each.share), _interval(each.low, each.high)),
        Cell(join(lang, (f"{term.term} {term.count}" for term in each.terms[:N_TERMS])) or "–"),
        Cell(places.lines(sentence.line for sentence in each.evidence) or "–"),
    )


def _quotes(
    heavy: Iterable[ThemeEmphasis], speech: Speech, places: Places, lang: Lang
) -> Iterator[Quote]:
    """The best sentence of each theme; one that is best for several comes once."""
    themes: dict[EvidenceSentence, list[str]] = {}
    found: dict[Span, EvidenceSentence] = {}
    for each in heavy:
        for sentence in each.evidence[:1]:
            best = found.setdefault(sentence.span, sentence)
            themes.setdefault(best, []).append(each.theme.label(lang))
    for sentence, labels in themes.items():
        place = places.at(speech, sentence.line)
        told = say(lang, "quote_of", theme=join(lang, labels), place=place)
        yield Quote(excerpt(speech.document, sentence.span), told)


def _brief(emphasis: Emphasis, places: Places, lang: Lang) -> Table:
    """A row a speech."""
    columns = (
        Column(say(lang, "speech"), 1.2),
        *(Column(say(lang, "rank", n=rank), 2.6) for rank in range(1, N_BRIEF + 1)),
    )
    rows = (_brief_row(each, places, lang) for each in emphasis.speeches[:MAX_ROWS])
    return Table(say(lang, "heaviest_caption"), columns, tuple(rows))


def _brief_row(each: SpeechEmphasis, places: Places, lang: Lang) -> Row:
    cells = [
        Cell(
            f"{theme.theme.label(lang)} {percent(theme.share)}",
            say(lang, "and_then").join(
                [
                    _interval(theme.low, theme.high),
                    *(places.line(sentence.line) for sentence in theme.evidence[:1]),
                ]
            ),
        )
        for theme in (heaviest(each, N_BRIEF) if each.sufficient else ())
    ]
    cells += [Cell(NO_FIGURE)] * (N_BRIEF - len(cells))
    return (Cell(places.name(each.speech)), *cells)
