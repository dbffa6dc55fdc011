"""What `themes` finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from speechkit.model import MIN_TOPIC_STABILITY, Lang, Span, Speech
from speechkit.results.shared import Named

if TYPE_CHECKING:
    from speechkit.results.codebook import ThemeGroup


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


# ---------------------------------------------------------------------------- one speech


@dataclass(frozen=True, slots=True)
class TermCount:
    """A codebook term and how often it fired."""

    term: str
    count: int
    subtheme: str = ""
    """Id of the finer category it belongs to; empty for a term of the theme at large."""


class EvidenceSentence(NamedTuple):
    """A sentence that carries a theme, character for character, and the terms that say so."""

    span: Span
    """In the document."""
    line: int
    text: str
    terms: tuple[str, ...]
    """Codebook terms of the theme in it, in the order they stand there."""


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """How much weight is given to a theme."""

    theme: Theme
    share: float
    """Of the characters that have a theme other than framing, in [0, 1], as measured."""
    low: float
    """Lower end of the 95 % interval."""
    high: float


@dataclass(frozen=True, slots=True)
class ThemeEmphasis(ThemeShare):
    """How much weight a speech gives to one theme."""

    terms: tuple[TermCount, ...]
    """Codebook terms that fired, most frequent first."""
    evidence: tuple[EvidenceSentence, ...]
    """The sentences that carry the theme most, best first."""
    positions: tuple[float, ...]
    """Share of the theme in each of `N_POSITIONS` equal stretches of the speech."""


@dataclass(frozen=True, slots=True)
class SectionEmphasis:
    """What a section of a speech is about."""

    level: int
    """1 for 一、 2 for （一）."""
    label: str
    title: str
    span: Span
    """In the document, heading included."""
    lines: tuple[int, int]
    n_chars: int
    themes: tuple[tuple[str, float], ...]
    """Theme id and share of its characters that have a theme other than framing, heaviest first;
    the lightest are left out."""


@dataclass(frozen=True, slots=True)
class SpeechEmphasis:
    """The weight of every theme in one speech, in the order of the codebook."""

    speech: Named
    date: str
    """Empty where it is not known."""
    n_chars: int
    """Characters scored: the body without white space."""
    sufficient: bool
    """False when there is too little text to say anything."""
    framing_fraction: float
    """Share of ritual text (salutations, agenda, thanks), in [0, 1]."""
    n_effective: float
    """Independent paragraphs that the intervals take the speech for."""
    emphasis: tuple[ThemeEmphasis, ...]
    sections: tuple[SectionEmphasis, ...] = ()
    """By its headings; none where there are none."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A sentence, or a paragraph, and the weight of its themes."""

    speech: Speech
    span: Span
    themes: tuple[tuple[str, float], ...]
    """Theme id and weight, heaviest first; the weights sum to 1, or there are none."""


# ---------------------------------------------------------------------------- comparisons

ContrastKind = Literal["speeches", "rest", "versions", "groups", "group_rest"]
"""What is held against what: two speeches, one and the rest, two versions of one text, two
groups of speeches, a group and the rest."""


@dataclass(frozen=True, slots=True)
class TermDifference:
    """A codebook term that helps to make a difference."""

    term: str
    a: int
    """Occurrences in a."""
    b: int
    z: float
    """Log-odds ratio with an informative prior, in standard errors; positive for a. It ranks the
    terms and is no test."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Whether two sides differ in the weight of a theme."""

    a: Named
    """A speech, or a group by its value."""
    b: Named | None
    """None for the rest of the collection."""
    theme: Theme
    difference: float
    """Share in a less share in b, in [-1, 1]."""
    p: float
    """Of a permutation test, two-sided."""
    q: float
    """Benjamini–Hochberg over the themes of one contrast."""
    distinguishable: bool
    low: float
    """Lower end of the 95 % interval of the difference; of versions, of what a cut of the same
    size that spares no theme might have done."""
    high: float
    kind: ContrastKind = "speeches"
    terms: tuple[TermDifference, ...] = ()
    """Of a difference that can be told: the terms that make it, strongest first."""


@dataclass(frozen=True, slots=True)
class Distance:
    """Jensen–Shannon distance of two shares."""

    a: Named
    b: Named | None
    jensen_shannon: float
    """Square root of the divergence in bits, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class ThemeCut:
    """What became of a theme when one version was made from another."""

    theme: Theme
    whole: float
    """Its share in the longer version."""
    part: float
    """Its share in the shorter one."""
    removed_fraction: float
    """Share of its characters in the longer version that the shorter one lacks."""


@dataclass(frozen=True, slots=True)
class VersionEmphasis:
    """Two versions of one text, and what the cut did to the emphasis."""

    whole: Named
    part: Named
    removed_fraction: float
    """Share of the characters with a theme in the longer version that the shorter one lacks."""
    themes: tuple[ThemeCut, ...]


@dataclass(frozen=True, slots=True)
class GroupEmphasis:
    """What speeches that share a fact spend on the themes on average, each text counted once."""

    value: str
    """Empty where the fact is not known."""
    speeches: tuple[str, ...]
    """Ids of all its speeches."""
    n_texts: int
    """Of them that count."""
    sufficient: bool
    emphasis: tuple[ThemeShare, ...]


@dataclass(frozen=True, slots=True)
class CorpusEmphasis:
    """The mean over the texts of a collection, each text counted once."""

    n_texts: int
    """Texts in which a theme was found."""
    emphasis: tuple[ThemeShare, ...]


ShareDirection = Literal["rises", "falls", "unclear"]


@dataclass(frozen=True, slots=True)
class ThemeTrend:
    """How the share of a theme changes with time."""

    theme: Theme
    slope: float
    """Change of the share in ten years."""
    low: float
    """Lower end of the 95 % interval of the slope."""
    high: float
    p: float
    q: float
    """Benjamini–Hochberg over the themes."""
    direction: ShareDirection
    shares: tuple[float, ...]
    """Mean share in each period."""


@dataclass(frozen=True, slots=True)
class ThemeTrends:
    """The shares of all themes over time."""

    periods: tuple[str, ...]
    """Years, ascending."""
    n_texts: tuple[int, ...]
    """Texts of each."""
    n_undated: int
    """Texts left out since their date is not known."""
    themes: tuple[ThemeTrend, ...]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Where something stands on the map."""

    id: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class EmphasisMap:
    """Speeches and themes in the plane in which they differ most; a description, no test."""

    inertia: tuple[float, float]
    """Share of all differences that each axis shows, in [0, 1]."""
    speeches: tuple[MapPoint, ...]
    themes: tuple[MapPoint, ...]


class TopicPassage(NamedTuple):
    """A sentence that is about a topic, character for character."""

    speech: Named
    span: Span
    """In the document."""
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic found in the paragraphs without the codebook."""

    label: str
    """Its best two or three terms."""
    terms: tuple[str, ...]
    """Words and phrases that tell it from the other topics, best first; none holds another."""
    stability: float
    """How far independent halves of the text agree on it, less what chance gives, in [0, 1]."""
    shares: tuple[float, ...]
    """Share of the topic in each speech, in the order of the speeches."""
    theme: Theme | None = None
    """Theme of the codebook that most of its text has; None where it has none at all."""
    overlap: float = 0.0
    """Share of that theme in the text of the topic, in [0, 1]."""
    covered: float = 0.0
    """Share of its text, in [0, 1], that holds terms of any theme."""
    evidence: tuple[TopicPassage, ...] = ()
    """Sentences that are most about it, best first, each from another paragraph."""


@dataclass(frozen=True, slots=True)
class TriedTopics:
    """A number of topics and how stable so many are."""

    k: int
    stability: float
    """Mean over the topics, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """How many topics there are, and why."""

    k: int | None
    """None where no number of topics is stable."""
    auto: bool
    """Whether the number was looked for, not given."""
    tried: tuple[TriedTopics, ...]
    """Ascending; empty when there is too little text to look for any."""

    @property
    def stability(self) -> float:
        """Of the number chosen or, where none is, of the most stable one; 0 without any."""
        found = [each.stability for each in self.tried if self.k in (None, each.k)]
        return max(found, default=0.0)

    @property
    def stable(self) -> bool:
        """Whether the topics are found again in independent halves of the text."""
        return self.stability >= MIN_TOPIC_STABILITY


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the labels of a reader say of the codebook."""

    n_labels: int
    """Labels whose places were found in the speeches; two coders of a place count twice."""
    n_coders: int
    n_left_out: int
    """Labels of other speeches, or of texts that have changed since."""
    micro_f1: float
    """Of the places' themes, not calibrated."""
    top_1: float
    """Share of the places whose heaviest theme is among those a reader gave."""
    calibrated_micro_f1: float
    """The same after calibration, each place by what the others teach."""
    calibrated_top_1: float
    share_error: float
    """Root mean square of the errors in the shares of all themes, over tenths of the labels, in
    [0, 1]; not calibrated."""
    calibrated_share_error: float
    """The same after calibration, each tenth by what the others teach."""
    themes: tuple[ThemeAccuracy, ...]


@dataclass(frozen=True, slots=True)
class ThemeAccuracy:
    """How well one theme is found, by the labels."""

    theme: str
    """Id; framing among them."""
    n_labels: int
    precision: float | None
    """Of the labelled places in which the theme was found; None where it was found in none."""
    recall: float | None
    """Of the places to which it was given; None where it was given to none."""


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
    """Sentences."""
    paragraphs: tuple[ScoredPassage, ...] = ()
    topics: tuple[Topic, ...] = ()
    corpus: CorpusEmphasis | None = None
    """None when there are no speeches."""
    versions: tuple[VersionEmphasis, ...] = ()
    by: str = ""
    """The fact by which speeches are grouped."""
    groups: tuple[GroupEmphasis, ...] = ()
    trends: ThemeTrends | None = None
    map: EmphasisMap | None = None
    """None for fewer than three texts."""
    calibration: Calibration | None = None
    n_more: int = 0
    """Speeches that are not listed here."""
    theme_groups: tuple[ThemeGroup, ...] = ()
    """Groups of the codebook, in its order."""

    topic_choice: TopicChoice | None = None
    """None where no topics were asked for."""

    @property
    def n_speeches(self) -> int:
        """All of them, listed or not."""
        return len(self.speeches) + self.n_more
