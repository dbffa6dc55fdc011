"""What `themes` finds."""

from __future__ import annotations

from dataclasses import dataclass

from speechkit.model import Lang, Span, Speech


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the codebook."""

    id: str
    zh: str
    en: str
    group: str
    definition: str = ""

    def label(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class TermCount:
    """A codebook term and how often it fired."""

    term: str
    count: int


@dataclass(frozen=True, slots=True)
class ThemeEmphasis:
    """How much weight a speech gives to one theme."""

    theme: Theme
    share: float
    """Of the speech's characters that have a theme other than framing, in [0, 1], as measured."""
    low: float
    """Lower end of the 95 % interval."""
    high: float
    terms: tuple[TermCount, ...]
    """Codebook terms that fired, most frequent first."""
    evidence: tuple[Span, ...]
    """Document spans of the sentences that carry the theme most, best first."""
    positions: tuple[float, ...]
    """Share of the theme in each of `N_POSITIONS` equal stretches of the speech."""


@dataclass(frozen=True, slots=True)
class SpeechEmphasis:
    """The weight of every theme in one speech, in the order of the codebook."""

    speech: Speech
    n_chars: int
    """Characters scored: the body without white space."""
    sufficient: bool
    """False when there is too little text to say anything."""
    framing_fraction: float
    """Share of ritual text (salutations, agenda, thanks), in [0, 1]."""
    emphasis: tuple[ThemeEmphasis, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Whether two speeches, or a speech and the rest, differ in the weight of a theme."""

    a: Speech
    b: Speech | None
    """None for the rest of the collection."""
    theme: Theme
    difference: float
    """Share in a less share in b, in [-1, 1]."""
    p: float
    """Of a permutation test over paragraphs, two-sided."""
    q: float
    """Benjamini–Hochberg over the themes of one contrast."""
    distinguishable: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """Jensen–Shannon distance of two speeches' shares."""

    a: Speech
    b: Speech | None
    jensen_shannon: float
    """Square root of the divergence in bits, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A sentence and the weight of its themes."""

    speech: Speech
    span: Span
    themes: tuple[tuple[str, float], ...]
    """Theme id and weight, heaviest first; the weights sum to 1, or there are none."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic found in the paragraphs without the codebook."""

    label: str
    terms: tuple[str, ...]
    stability: float
    """Mean similarity to the nearest topic under other seeds, in [0, 1]."""
    shares: tuple[float, ...]
    """Share of the topic in each speech, in the order of the speeches."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What `speechkit themes` says of a collection."""

    codebook: str
    """Name and version of the codebook."""
    themes: tuple[Theme, ...]
    """All but framing."""
    speeches: tuple[SpeechEmphasis, ...]
    contrasts: tuple[Contrast, ...]
    distances: tuple[Distance, ...]
    passages: tuple[ScoredPassage, ...] = ()
    topics: tuple[Topic, ...] = ()
