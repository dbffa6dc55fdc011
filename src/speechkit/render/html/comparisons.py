"""Emphasis in, what the page says of speeches beside one another out.

What can be told apart and what cannot, how far apart they are, the map, what cuts did.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from speechkit.model import MAX_PAIRWISE_SPEECHES
from speechkit.render.cuts import cut_sentences, cuts_of, turned
from speechkit.render.emphasis import alike, n_compared, pairs_of, shade, shaping_themes, told_apart
from speechkit.render.html import charts
from speechkit.render.html.scatter import Point, scatter
from speechkit.render.html.words import join, say
from speechkit.render.labels import percent
from speechkit.render.overview import contrast_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from markupsafe import Markup

    from speechkit.model import Lang
    from speechkit.render.cuts import Cut
    from speechkit.render.emphasis import PairRow
    from speechkit.render.html.charts import Axis
    from speechkit.render.html.links import Links
    from speechkit.results import (
        Contrast,
        Emphasis,
        Named,
        TermDifference,
        ThemeCut,
    )

MAX_NAMED = 66
"""Pairs no theme tells apart that are named, all those of 12 speeches; more are counted."""
MAX_CONTRASTS = 100
"""Differences listed; the rest is counted."""
BRIEF_CONTRASTS = 40
"""The same when whole texts are left out."""
N_SURE = 3
"""Differences told in a sentence at the top of the page."""
N_TERMS = 4
"""Terms of a difference that are named."""
MAX_CUTS = 12
"""Pairs of versions whose cut is told; the rest is counted."""
BRIEF_CUTS = 4
"""The same when whole texts are left out."""
N_CUTS = 8
"""Themes of a pair that are shown."""
N_NEAREST = 3
"""Themes named as near to a speech."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference and the way to what it rests on."""

    speech: Named | None
    """None for the rest."""
    href: str | None


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """A difference that can be told from chance, from the side that gives more weight."""

    contrast: Contrast
    """Its difference turned positive."""
    more: Side
    less: Side
    plot: Markup
    terms: tuple[TermDifference, ...]
    sentence: Markup


@dataclass(frozen=True, slots=True)
class Apart:
    """A cell of the table of distances."""

    pair: PairRow
    level: int
    """Shade."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The plane of speeches and themes."""

    plot: Markup
    across: str
    """Share of the differences that lie across, in per cent."""
    up: str
    unnamed: tuple[str, ...]
    """Themes for whose names there is no room."""


@dataclass(frozen=True, slots=True)
class CutRow:
    """A theme and what became of it."""

    cut: ThemeCut
    told: bool
    even: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CutView:
    """Two versions and what the cut did to the themes."""

    whole: Named
    part: Named
    sentences: tuple[str, ...]
    rows: tuple[CutRow, ...]


@dataclass(frozen=True, slots=True)
class ComparisonsView:
    """Speeches beside one another."""

    told: str
    """How many differences can be told from chance."""
    axis: Axis
    """Of the differences, in order of sureness."""
    contrasts: tuple[ContrastRow, ...]
    n_left_out: int
    surest: tuple[ContrastRow, ...]
    """The first of which the interval as well leaves no doubt, each text once."""
    pairs: tuple[PairRow, ...]
    matrix: tuple[tuple[Named, tuple[Apart | None, ...]], ...]
    """A row a speech, a cell for each; empty where speeches are compared with the rest."""
    map: MapView | None
    cuts: tuple[CutView, ...]
    n_cuts_left_out: int

    @property
    def alike(self) -> tuple[PairRow, ...]:
        """The pairs that no theme tells apart."""
        return alike(self.pairs)

    @property
    def n_compared(self) -> int:
        """Pairs whose themes were compared."""
        return n_compared(self.pairs)

    @property
    def names_alike(self) -> bool:
        """Whether the alike are few enough to be named."""
        return len(self.alike) <= MAX_NAMED


def comparisons_view(
    emphasis: Emphasis,
    dropped: frozenset[str],
    shown: Set[str],
    links: Links,
    called: Mapping[str, str],
    lang: Lang,
    *,
    brief: bool,
) -> ComparisonsView:
    """What the page says of speeches beside one another.

    Parameters
    ----------
    shown : Set[str]
        Places of the page at which the evidence of a theme in a speech is listed.
    dropped : frozenset[str]
        Ids of the speeches for which another version stands; drawn hollow.
    called : Mapping[str, str]
        What the page calls the speeches, by their ids.
    brief : bool
        List fewer.
    """
    n_contrasts, n_cuts = (BRIEF_CONTRASTS, BRIEF_CUTS) if brief else (MAX_CONTRASTS, MAX_CUTS)
    told = told_apart(emphasis)
    upright = [_from_more(contrast) for contrast in told]
    axis = charts.axis_for(
        max((contrast.high for contrast in upright), default=0.0),
        min((contrast.low for contrast in upright), default=0.0),
    )
    pairs = pairs_of(emphasis)
    cuts = cuts_of(emphasis)
    rows = tuple(_row(c, axis, shown, links, lang) for c in told[:n_contrasts])
    return ComparisonsView(
        told=contrast_sentence(emphasis, lang),
        axis=axis,
        contrasts=rows,
        n_left_out=max(0, len(told) - n_contrasts),
        surest=tuple(row for row in rows if _is_sure(row, dropped))[:N_SURE],
        pairs=pairs,
        matrix=_matrix(pairs, links),
        map=_map(emphasis, dropped, links, lang),
        cuts=tuple(_cut(cut, called, lang) for cut in cuts[:n_cuts]),
        n_cuts_left_out=max(0, len(cuts) - n_cuts),
    )


# ---------------------------------------------------------------------------- differences


def _row(contrast: Contrast, axis: Axis, shown: Set[str], links: Links, lang: Lang) -> ContrastRow:
    sides = [_side(speech, contrast, shown, links) for speech in (contrast.a, contrast.b)]
    more, less = sides if contrast.difference > 0 else reversed(sides)
    theme, upright = contrast.theme.label(lang), _from_more(contrast)
    told = say(
        lang,
        "difference_text",
        points=_points(upright.difference),
        more=_called(more, links, lang),
        less=_called(less, links, lang),
        low=_points(upright.low),
        high=_points(upright.high),
    )
    interval = charts.Interval("", upright.difference, upright.low, upright.high)
    return ContrastRow(
        contrast=upright,
        more=more,
        less=less,
        plot=charts.difference_plot(
            interval, axis, title=say(lang, "difference_title", theme=theme), description=told
        ),
        terms=upright.terms[:N_TERMS],
        sentence=say(lang, "difference_sentence", theme=theme, told=told),
    )


def _is_sure(row: ContrastRow, dropped: frozenset[str]) -> bool:
    sides = (row.more.speech, row.less.speech)
    return row.contrast.low > 0 and not any(side and side.id in dropped for side in sides)


def _from_more(contrast: Contrast) -> Contrast:
    """The figures of a difference as seen from the side that gives more weight."""
    return contrast if contrast.difference > 0 else turned(contrast)


def _side(speech: Named | None, contrast: Contrast, shown: Set[str], links: Links) -> Side:
    anchor = links.theme(speech, contrast.theme) if speech else ""
    return Side(speech, f"#{anchor}" if anchor in shown else None)


def _called(side: Side, links: Links, lang: Lang) -> Markup:
    if side.speech is None:
        return say(lang, "rest")
    return say(lang, "speech_n", n=links.number(side.speech))


def _points(fraction: float) -> str:
    return f"{100 * fraction:.1f}"


# -------------------------------------------------------------------------------- pairs


def _matrix(
    pairs: Sequence[PairRow], links: Links
) -> tuple[tuple[Named, tuple[Apart | None, ...]], ...]:
    """Every speech of a pair beside every other one; nothing where pairs are with the rest."""
    sides = {side.id: side for pair in pairs if pair.b for side in (pair.a, pair.b)}
    if len(sides) > MAX_PAIRWISE_SPEECHES or any(pair.b is None for pair in pairs):
        return ()
    ordered = sorted(sides.values(), key=links.number)
    most = max((pair.distance or 0.0 for pair in pairs), default=0.0)
    found = {
        frozenset((pair.a.id, pair.b.id)): Apart(pair, shade(pair.distance or 0.0, most))
        for pair in pairs
        if pair.b
    }
    return tuple(
        (speech, tuple(found.get(frozenset((speech.id, other.id))) for other in ordered))
        for speech in ordered
    )


# ---------------------------------------------------------------------------------- map


def _map(emphasis: Emphasis, dropped: frozenset[str], links: Links, lang: Lang) -> MapView | None:
    plane = emphasis.map
    if plane is None:
        return None
    few = len(plane.speeches) <= MAX_PAIRWISE_SPEECHES
    names = {theme.id: theme.label(lang) for theme in emphasis.themes}
    themes = [
        Point(names.get(at.id, at.id), at.x, at.y, "theme") for at in shaping_themes(emphasis)
    ]
    speeches = [
        Point(
            str(links.numbers[at.id]) if few else "",
            at.x,
            at.y,
            "muted" if at.id in dropped else "speech",
            inside=few,
        )
        for at in plane.speeches
    ]
    made = scatter(
        [*speeches, *themes],
        title=say(lang, "map_title"),
        description=join(lang, _near(speeches, themes, lang)) if few else say(lang, "map_many"),
    )
    across, up = (percent(part) for part in plane.inertia)
    unnamed = (point.name for point in made.unnamed if point.kind == "theme")
    return MapView(made.plot, across, up, tuple(unnamed))


def _near(speeches: Iterable[Point], themes: Sequence[Point], lang: Lang) -> Iterator[Markup]:
    """In words, the themes nearest to each speech."""
    for speech in speeches:
        ordered = sorted(
            themes, key=lambda theme: (hypot(theme.x - speech.x, theme.y - speech.y), theme.name)
        )
        near = join(lang, (theme.name for theme in ordered[:N_NEAREST]))
        yield say(lang, "map_near", speech=speech.name, themes=near)


# --------------------------------------------------------------------------------- cuts


def _cut(cut: Cut, called: Mapping[str, str], lang: Lang) -> CutView:
    ranked = () if cut.verdict == "nothing" else cut.ranked[:N_CUTS]
    rows = (CutRow(each, cut.is_told(each), cut.even_range(each)) for each in ranked)
    sentences = cut_sentences(cut, lang, called)
    return CutView(cut.versions.whole, cut.versions.part, sentences, tuple(rows))
