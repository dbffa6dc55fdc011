"""Emphasis in, out what page and paper show of it alike: shades, pairs, surest and heaviest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speechkit.results import Contrast, Emphasis, Named, SpeechEmphasis, ThemeEmphasis

LEVELS = 6
"""Shades of the table of shares; 0 is no shade."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two speeches, how many themes tell them apart, and how far apart they are."""

    a: Named
    b: Named | None
    n_distinguishable: int
    distance: float | None


def shade(share: float, most: float) -> int:
    """How strongly a share is coloured, from 0 to `LEVELS`, where `most` is the greatest one."""
    return round(LEVELS * share / most) if most else 0


def heaviest(speech: SpeechEmphasis, n: int | None = None) -> tuple[ThemeEmphasis, ...]:
    """The themes that a speech has anything of, heaviest first; all of them or the first n."""
    found = [each for each in speech.emphasis if each.share > 0 or each.evidence]
    ordered = sorted(found, key=lambda each: (-each.share, each.theme.id))
    return tuple(ordered[:n])


def told_apart(emphasis: Emphasis) -> tuple[Contrast, ...]:
    """The differences that chance does not explain, the surest first."""
    told = [contrast for contrast in emphasis.contrasts if contrast.distinguishable]
    speeches = {each.speech.id: n for n, each in enumerate(emphasis.speeches)}
    themes = {theme.id: n for n, theme in enumerate(emphasis.themes)}
    told.sort(key=lambda c: (c.q, -abs(c.difference), speeches[c.a.id], themes[c.theme.id]))
    return tuple(told)


def pairs_of(emphasis: Emphasis) -> tuple[PairRow, ...]:
    """The pairs that were compared, in the order of the contrasts."""
    distances = {(d.a.id, d.b.id if d.b else None): d.jensen_shannon for d in emphasis.distances}
    pairs: dict[tuple[str, str | None], list[Contrast]] = {}
    for contrast in emphasis.contrasts:
        key = (contrast.a.id, contrast.b.id if contrast.b else None)
        pairs.setdefault(key, []).append(contrast)
    return tuple(
        PairRow(
            contrasts[0].a,
            contrasts[0].b,
            sum(contrast.distinguishable for contrast in contrasts),
            distances.get(key),
        )
        for key, contrasts in pairs.items()
    )
