"""Versions of one text in; in words, what a cut did to the themes and whether it chose, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from speechkit.model import Lang
from speechkit.render.labels import label, percent, sentence
from speechkit.render.sentences import told
from speechkit.results import Contrast, Emphasis, ThemeCut, VersionEmphasis

Verdict = Literal["nothing", "even", "uneven", "short", "untested"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Two versions of one text and what is said of the cut between them."""

    versions: VersionEmphasis
    contrasts: Mapping[str, Contrast]
    """Of the pair, whole less part, by id of the theme; empty where nothing was tested."""
    verdict: Verdict

    @property
    def ranked(self) -> tuple[ThemeCut, ...]:
        """The themes of either version: those the cut chose first, then by what it changed."""
        held = [cut for cut in self.versions.themes if cut.whole > 0 or cut.part > 0]
        return tuple(
            sorted(held, key=lambda cut: (not self.is_told(cut), -abs(cut.part - cut.whole)))
        )

    def is_told(self, cut: ThemeCut) -> bool:
        """Whether what became of a theme can be told from chance."""
        contrast = self.contrasts.get(cut.theme.id)
        return contrast is not None and contrast.distinguishable

    def even_range(self, cut: ThemeCut) -> tuple[float, float] | None:
        """Shares that a cut of the same size might have left that spares no theme."""
        contrast = self.contrasts.get(cut.theme.id)
        if contrast is None:
            return None
        low, high = (min(max(cut.whole - end, 0.0), 1.0) for end in (contrast.high, contrast.low))
        return low, high


def cuts_of(result: Emphasis) -> tuple[Cut, ...]:
    """What is said of every pair of versions."""
    return tuple(_cut(versions, result) for versions in result.versions)


def cut_sentences(cut: Cut, lang: Lang, called: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """How much was cut, and whether the cut spared a theme.

    Parameters
    ----------
    called
        Names of the speeches by id, where they are called otherwise.
    """
    whole, part = cut.versions.whole.id, cut.versions.part.id
    names = {side: (called or {}).get(id_, id_) for side, id_ in (("whole", whole), ("part", part))}
    if cut.verdict == "nothing":
        return (told("themes.cut.nothing", lang, called, **names),)
    removed = percent(cut.versions.removed_fraction)
    first = told("themes.cut", lang, called, removed=removed, **names)
    if cut.verdict == "uneven":
        return first, _uneven(cut, lang)
    return first, sentence(f"themes.cut.{cut.verdict}", lang, pair=f"{whole},{part}")


def _cut(versions: VersionEmphasis, result: Emphasis) -> Cut:
    contrasts = _contrasts_of(versions, result)
    return Cut(versions, contrasts, _verdict(versions, contrasts, result))


def _contrasts_of(versions: VersionEmphasis, result: Emphasis) -> dict[str, Contrast]:
    pair = {versions.whole.id, versions.part.id}
    return {
        contrast.theme.id: contrast if contrast.a.id == versions.whole.id else turned(contrast)
        for contrast in result.contrasts
        if contrast.kind == "versions" and contrast.b and {contrast.a.id, contrast.b.id} == pair
    }


def turned(contrast: Contrast) -> Contrast:
    """The figures of a difference as they are when the sides change places."""
    return replace(
        contrast,
        difference=-contrast.difference,
        low=-contrast.high,
        high=-contrast.low,
        terms=tuple(replace(each, a=each.b, b=each.a, z=-each.z) for each in contrast.terms),
    )


def _verdict(
    versions: VersionEmphasis, contrasts: Mapping[str, Contrast], result: Emphasis
) -> Verdict:
    if not versions.removed_fraction > 0:
        return "nothing"
    if any(contrast.distinguishable for contrast in contrasts.values()):
        return "uneven"
    pair = {versions.whole.id, versions.part.id}
    if any(not entry.sufficient for entry in result.speeches if entry.speech.id in pair):
        return "short"
    return "even" if contrasts else "untested"


def _uneven(cut: Cut, lang: Lang) -> str:
    """Which themes were spared and which were hit."""
    chosen = [each for each in cut.versions.themes if cut.is_told(each)]
    sides = {
        "spared": [each.theme.label(lang) for each in chosen if each.part > each.whole],
        "hit": [each.theme.label(lang) for each in chosen if each.part < each.whole],
    }
    between = label("label.between", lang)  # labels of themes may have commas
    clauses = [
        sentence(f"themes.cut.{side}", lang, list=between.join(found))
        for side, found in sides.items()
        if found
    ]
    return sentence("themes.cut.uneven", lang, parts=between.join(clauses))
