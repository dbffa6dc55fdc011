"""What `themes` looks for: a codebook, its themes and their terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from speechkit.model import Lang
from speechkit.results.emphasis import Theme

FRAMING = "framing"
"""Id of the theme that takes no share: salutations, agenda, thanks."""


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A group of themes and its labels."""

    id: str
    zh: str
    en: str

    def label(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Subtheme:
    """A finer category of a theme; its terms score for the theme."""

    id: str
    zh: str
    en: str
    seeds: tuple[str, ...]
    weak: tuple[str, ...] = ()

    def label(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class ThemeEntry:
    """A theme and the terms it is known by, folded and without white space."""

    theme: Theme
    seeds: tuple[str, ...]
    """All of them: the theme's own, then those of its subthemes in order."""
    weak: tuple[str, ...] = ()
    """All of them, in the same order."""
    exclude: tuple[str, ...] = ()
    cap: tuple[int, ...] = ()
    """Major topic codes of the Comparative Agendas Project."""
    subthemes: tuple[Subtheme, ...] = ()

    @cached_property
    def terms(self) -> frozenset[str]:
        """All terms that score for the theme."""
        return frozenset((*self.seeds, *self.weak))

    @cached_property
    def subtheme_of(self) -> Mapping[str, str]:
        """Id of the subtheme of every term that has one."""
        return {
            term: subtheme.id
            for subtheme in self.subthemes
            for term in (*subtheme.seeds, *subtheme.weak)
        }

    @property
    def own_seeds(self) -> tuple[str, ...]:
        """Seeds of the theme that are of no subtheme."""
        return tuple(term for term in self.seeds if term not in self.subtheme_of)

    @property
    def own_weak(self) -> tuple[str, ...]:
        """Weak terms of the theme that are of no subtheme."""
        return tuple(term for term in self.weak if term not in self.subtheme_of)

    @property
    def n_terms(self) -> int:
        """How many terms score for the theme."""
        return len(self.terms)


@dataclass(frozen=True)
class Codebook:
    """The themes that are looked for, in the order they are reported in."""

    name: str
    version: str
    groups: tuple[ThemeGroup, ...]
    entries: tuple[ThemeEntry, ...]
    block: tuple[str, ...] = ()
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """All but framing."""
        return tuple(e.theme for e in self.entries if e.theme.id != FRAMING)

    @property
    def n_terms(self) -> int:
        """How many terms score, those of framing among them."""
        return sum(entry.n_terms for entry in self.entries)

    @cached_property
    def silent(self) -> frozenset[str]:
        """Strings that take their stretch of text and score nowhere."""
        scoring = {term for entry in self.entries for term in entry.terms}
        excluded = {term for entry in self.entries for term in entry.exclude}
        return frozenset({*self.block, *excluded} - scoring)
