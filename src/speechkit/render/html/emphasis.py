"""Emphasis in, out what the page shows of themes: shares, pictures, contrasts, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.render.emphasis import by_group, heaviest, shade
from speechkit.render.html import charts
from speechkit.render.html.links import Link
from speechkit.render.html.texts import TextMark
from speechkit.render.html.words import join, say
from speechkit.render.labels import percent
from speechkit.render.quotes import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from speechkit.model import (
        Lang,
        Speech,
    )
    from speechkit.render.html.charts import Axis
    from speechkit.render.html.links import Links
    from speechkit.results import (
        Emphasis,
        EvidenceSentence,
        Named,
        SpeechEmphasis,
        TermCount,
        Theme,
        ThemeEmphasis,
    )

N_OPEN = 10
"""Themes whose intervals are drawn at once; the others can be opened."""
MINOR_SHARE = 0.02
"""Share below which a theme of a speech is named with its lines only."""
N_QUOTED = 5
"""Themes of a speech, heaviest first, for which its best sentence is quoted."""
MAX_QUOTE = 48
"""Characters of such a sentence that are quoted."""
N_BRIEF = 3
"""Themes of a speech that are shown when whole texts are left out."""
N_TERMS = 4
"""Terms of a theme that are named."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Share of a theme in a speech."""

    emphasis: ThemeEmphasis
    level: int
    """Shade."""
    href: str | None
    """The way to the evidence."""
    sufficient: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme and its share in every speech."""

    theme: Theme
    cells: tuple[Cell, ...]

    @property
    def mean(self) -> float:
        """Mean share over the speeches with enough text."""
        shares = [cell.emphasis.share for cell in self.cells if cell.sufficient]
        return sum(shares) / len(shares) if shares else 0.0


@dataclass(frozen=True, slots=True)
class Forest:
    """A theme and the picture of its intervals."""

    theme: Theme
    plot: Markup


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one theme in one speech."""

    anchor: str
    theme: Theme
    emphasis: ThemeEmphasis
    terms: tuple[TermCount, ...]
    """The most frequent ones."""
    plot: Markup | None
    evidence: tuple[EvidenceSentence, ...]
    """Of a minor theme, and in brief, the best sentence only."""
    links: tuple[Link, ...]
    quote: str | None

    @property
    def is_minor(self) -> bool:
        return _is_minor(self.emphasis)


@dataclass(frozen=True, slots=True)
class SpeechDetails:
    """The themes of one speech, heaviest first."""

    speech: Speech
    emphasis: SpeechEmphasis
    details: tuple[Detail, ...]
    minor: tuple[Detail, ...]
    """Those of less than `MINOR_SHARE`."""
    unseen: tuple[str, ...]
    """Labels of the themes of which nothing was found."""


@dataclass(frozen=True, slots=True)
class ThemesView:
    """The section on themes."""

    speeches: tuple[SpeechEmphasis, ...]
    groups: tuple[tuple[str, tuple[ThemeRow, ...]], ...]
    """Labels of groups and the themes of each."""
    insufficient: tuple[Named, ...]
    """The speeches with too little text."""
    axis: Axis
    forest: tuple[Forest, ...]
    """The themes of greatest mean share."""
    further_forest: tuple[Forest, ...]
    details: tuple[SpeechDetails, ...]
    brief: bool
    """Whether only the heaviest themes are shown in detail."""

    @property
    def is_wide(self) -> bool:
        """Whether speeches are too many to have a column each."""
        return len(self.speeches) > MAX_PAIRWISE_SPEECHES

    @property
    def minor_share(self) -> float:
        """Share below which a theme is `minor`."""
        return MINOR_SHARE


def themes_view(
    emphasis: Emphasis,
    speeches: Mapping[str, Speech],
    dropped: frozenset[str],
    links: Links,
    lang: Lang,
    *,
    brief: bool,
) -> ThemesView:
    """What the page shows of themes.

    Parameters
    ----------
    speeches : Mapping[str, Speech]
        By their ids.
    dropped : frozenset[str]
        Ids of the speeches for which another version stands; drawn hollow.
    brief : bool
        Show the heaviest themes of a speech only.
    """
    rows = _rows(emphasis, links, brief=brief)
    by_theme = {row.theme.id: row for row in rows}
    forest = _forest(rows, emphasis, dropped, links, lang)
    return ThemesView(
        speeches=emphasis.speeches,
        groups=tuple(
            (group, tuple(by_theme[theme.id] for theme in themes))
            for group, themes in by_group(emphasis, lang)
        ),
        insufficient=tuple(each.speech for each in emphasis.speeches if not each.sufficient),
        axis=_axis(emphasis),
        forest=forest[:N_OPEN],
        further_forest=forest[N_OPEN:],
        details=tuple(
            _details(each, speeches[each.speech.id], links, lang, brief=brief)
            for each in emphasis.speeches
        ),
        brief=brief,
    )


def shown_places(view: ThemesView) -> frozenset[str]:
    """Places of the page at which the evidence of a theme in a speech is listed."""
    details = (d for speech in view.details for d in (*speech.details, *speech.minor))
    return frozenset(detail.anchor for detail in details)


def evidence_marks(view: ThemesView, lang: Lang) -> Iterator[tuple[Speech, TextMark]]:
    """The evidence sentences of every speech and the ways back to their themes."""
    for speech in view.details:
        for detail in (*speech.details, *speech.minor):
            back = Link(detail.theme.label(lang), f"#{detail.anchor}")
            for sentence in detail.evidence:
                yield speech.speech, TextMark(sentence.span, "theme", back)


def shown_emphasis(speech: SpeechEmphasis, *, brief: bool) -> tuple[ThemeEmphasis, ...]:
    """The themes of a speech that are shown in detail, heaviest first."""
    return heaviest(speech, N_BRIEF if brief else None)


def quoted_lines(emphasis: Emphasis) -> dict[str, frozenset[int]]:
    """Lines of the sentences quoted when whole texts are left out, by the id of the speech."""
    return {
        speech.speech.id: frozenset(
            each.evidence[0].line for each in shown_emphasis(speech, brief=True) if each.evidence
        )
        for speech in emphasis.speeches
    }


def _rows(emphasis: Emphasis, links: Links, *, brief: bool) -> tuple[ThemeRow, ...]:
    most = max((e.share for s in emphasis.speeches for e in s.emphasis), default=0.0)
    columns = [_column(speech, most, links, brief=brief) for speech in emphasis.speeches]
    return tuple(
        ThemeRow(theme, tuple(column[theme.id] for column in columns)) for theme in emphasis.themes
    )


def _column(speech: SpeechEmphasis, most: float, links: Links, *, brief: bool) -> dict[str, Cell]:
    shown = {each.theme.id for each in shown_emphasis(speech, brief=brief)}
    return {
        each.theme.id: Cell(
            each,
            shade(each.share, most),
            f"#{links.theme(speech.speech, each.theme)}" if each.theme.id in shown else None,
            speech.sufficient,
        )
        for each in speech.emphasis
    }


def _axis(emphasis: Emphasis) -> Axis:
    return charts.axis_for(
        1.06 * max((each.high for s in emphasis.speeches for each in s.emphasis), default=0.0)
    )


def _forest(
    rows: Sequence[ThemeRow],
    emphasis: Emphasis,
    dropped: frozenset[str],
    links: Links,
    lang: Lang,
) -> tuple[Forest, ...]:
    axis = _axis(emphasis)
    plot = _dots if len(emphasis.speeches) > MAX_PAIRWISE_SPEECHES else _intervals
    speeches = [speech.speech for speech in emphasis.speeches]
    ordered = sorted(rows, key=lambda row: -row.mean)
    return tuple(
        Forest(row.theme, plot(row, speeches, axis, dropped, links, lang)) for row in ordered
    )


def _intervals(
    row: ThemeRow,
    speeches: Sequence[Named],
    axis: Axis,
    dropped: frozenset[str],
    links: Links,
    lang: Lang,
) -> Markup:
    shown = [(s, c) for s, c in zip(speeches, row.cells, strict=True) if c.sufficient]
    intervals = [
        charts.Interval(
            str(links.number(speech)),
            cell.emphasis.share,
            cell.emphasis.low,
            cell.emphasis.high,
            muted=speech.id in dropped,
        )
        for speech, cell in shown
    ]
    values = (
        say(lang, "share_of", speech=interval.label, share=percent(interval.share))
        for interval in intervals
    )
    return charts.interval_plot(
        intervals,
        axis,
        title=say(lang, "forest_title", theme=row.theme.label(lang)),
        description=join(lang, values),
    )


def _dots(
    row: ThemeRow,
    speeches: Sequence[Named],
    axis: Axis,
    dropped: frozenset[str],
    links: Links,
    lang: Lang,
) -> Markup:
    shares = {
        links.number(speech): cell.emphasis.share
        for speech, cell in zip(speeches, row.cells, strict=True)
        if cell.sufficient and speech.id not in dropped
    }
    return charts.dot_plot(
        tuple(shares.values()),
        axis,
        title=say(lang, "forest_title", theme=row.theme.label(lang)),
        description=say(
            lang,
            "dots_of",
            n=len(shares),
            low=percent(min(shares.values(), default=0.0)),
            high=percent(max(shares.values(), default=0.0)),
            speech=max(shares, key=lambda n: (shares[n], -n), default=0),
        ),
    )


def _details(
    emphasis: SpeechEmphasis, speech: Speech, links: Links, lang: Lang, *, brief: bool
) -> SpeechDetails:
    shown = shown_emphasis(emphasis, brief=brief)
    found = {each.theme.id for each in shown_emphasis(emphasis, brief=False)}
    details = tuple(
        _detail(speech, each, links, lang, quoted=rank < N_QUOTED and not brief, brief=brief)
        for rank, each in enumerate(shown)
    )
    return SpeechDetails(
        speech,
        emphasis,
        tuple(detail for detail in details if not detail.is_minor),
        tuple(detail for detail in details if detail.is_minor),
        tuple(each.theme.label(lang) for each in emphasis.emphasis if each.theme.id not in found),
    )


def _detail(
    speech: Speech,
    each: ThemeEmphasis,
    links: Links,
    lang: Lang,
    *,
    quoted: bool,
    brief: bool,
) -> Detail:
    evidence = each.evidence[: 1 if brief or _is_minor(each) else None]
    best = evidence[0] if evidence and quoted else None
    return Detail(
        anchor=links.theme(speech, each.theme),
        theme=each.theme,
        emphasis=each,
        terms=each.terms[:N_TERMS],
        plot=None if brief else _stretches(each, lang),
        evidence=evidence,
        links=links.to_lines(speech, (sentence.line for sentence in evidence)),
        quote=excerpt(speech.document, best.span, limit=MAX_QUOTE) if best else None,
    )


def _is_minor(each: ThemeEmphasis) -> bool:
    """Whether the share is below `MINOR_SHARE` as printed."""
    return round(each.share, 3) < MINOR_SHARE


def _stretches(each: ThemeEmphasis, lang: Lang) -> Markup:
    peak = max(range(len(each.positions)), key=lambda i: (each.positions[i], -i), default=0)
    return charts.stretches(
        each.positions,
        title=say(lang, "position"),
        description=say(
            lang,
            "stretches_text",
            n=len(each.positions),
            peak=peak + 1,
            share=percent(max(each.positions, default=0.0)),
        ),
    )
