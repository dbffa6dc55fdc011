"""Emphasis in, out what page and paper show of it alike: shades, pairs, surest and heaviest."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speechkit.model import Lang
    from speechkit.results import (
        Contrast,
        Distance,
        Emphasis,
        MapPoint,
        Named,
        SpeechEmphasis,
        Theme,
        ThemeEmphasis,
    )

LEVELS = 6
"""Shades of the table of shares; 0 is no shade."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two speeches, how many themes tell them apart, and how far apart they are."""

    a: Named
    b: Named | None
    n_distinguishable: int | None
    """None for versions of one text, which are not compared so."""
    distance: float | None


def shade(share: float, most: float) -> int:
    """How strongly a share is coloured, from 0 to `LEVELS`, where `most` is the greatest one."""
    return round(LEVELS * share / most) if most else 0


def by_group(emphasis: Emphasis, lang: Lang) -> Iterator[tuple[str, tuple[Theme, ...]]]:
    """Groups by their labels, in the order in which the codebook first names them."""
    labels = {group.id: group.label(lang) for group in emphasis.theme_groups}
    groups: dict[str, list[Theme]] = {}
    for theme in emphasis.themes:
        groups.setdefault(theme.group, []).append(theme)
    for id_, themes in groups.items():
        yield labels.get(id_, id_), tuple(themes)


def heaviest(speech: SpeechEmphasis, n: int | None = None) -> tuple[ThemeEmphasis, ...]:
    """The themes that a speech has anything of, heaviest first; all of them or the first n."""
    found = [each for each in speech.emphasis if each.share > 0 or each.evidence]
    ordered = sorted(found, key=lambda each: (-each.share, each.theme.id))
    return tuple(ordered[:n])


def compared(emphasis: Emphasis) -> tuple[Contrast, ...]:
    """All contrasts but those of two versions of one text."""
    return tuple(contrast for contrast in emphasis.contrasts if contrast.kind != "versions")


def told_apart(emphasis: Emphasis) -> tuple[Contrast, ...]:
    """The differences that chance does not explain, the surest first."""
    told = [contrast for contrast in compared(emphasis) if contrast.distinguishable]
    speeches = {each.speech.id: n for n, each in enumerate(emphasis.speeches)}
    themes = {theme.id: n for n, theme in enumerate(emphasis.themes)}
    told.sort(key=lambda c: (c.q, -abs(c.difference), speeches[c.a.id], themes[c.theme.id]))
    return tuple(told)


def pairs_of(emphasis: Emphasis) -> tuple[PairRow, ...]:
    """Every two whose themes were compared or whose distance is known, in that order."""
    told: dict[_Pair, int] = {}
    sides: dict[_Pair, tuple[Named, Named | None]] = {}
    for contrast in compared(emphasis):
        key = _pair(contrast)
        sides.setdefault(key, (contrast.a, contrast.b))
        told[key] = told.get(key, 0) + contrast.distinguishable
    apart = {_pair(each): each.jensen_shannon for each in emphasis.distances}
    sides |= {_pair(each): (each.a, each.b) for each in emphasis.distances}
    return tuple(PairRow(*sides[key], told.get(key), apart.get(key)) for key in sides)


def alike(pairs: Iterable[PairRow]) -> tuple[PairRow, ...]:
    """The pairs that were compared and that no theme tells apart."""
    return tuple(pair for pair in pairs if pair.n_distinguishable == 0)


def n_compared(pairs: Iterable[PairRow]) -> int:
    """Pairs whose themes were compared."""
    return sum(pair.n_distinguishable is not None for pair in pairs)


def shaping_themes(emphasis: Emphasis) -> list[MapPoint]:
    """The themes on the map, those that shape it most first; none where there is no map."""
    if emphasis.map is None:
        return []
    shares = emphasis.corpus.emphasis if emphasis.corpus else ()
    masses = {share.theme.id: share.share for share in shares}
    return sorted(
        emphasis.map.themes,
        key=lambda at: (-masses.get(at.id, 0.0) * hypot(at.x, at.y) ** 2, at.id),
    )


_Pair = tuple[str, str | None]


def _pair(pair: Contrast | Distance) -> _Pair:
    return pair.a.id, pair.b.id if pair.b else None
