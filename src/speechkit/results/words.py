"""What `keywords` finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from speechkit.results.shared import Named, Place, Quotation

KeynessMeasure = Literal["lrc", "g2", "logratio", "fightin", "simplemaths"]
TrendDirection = Literal["rises", "falls", "unclear"]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase that says what a speech is about."""

    term: str
    score: float
    """Comparable inside one speech only; greater is better."""
    per_10k: float
    """Occurrences in 10,000 characters of the body."""
    places: tuple[Place, ...]
    """Every occurrence in the document, in order."""
    context: Quotation
    """A sentence that holds it, or the part of one around it."""

    @property
    def count(self) -> int:
        return len(self.places)


class TermPlace(NamedTuple):
    """A place at which a term stands."""

    speech: str
    """Its id."""
    start: int
    """In the document of the speech."""
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term that is more frequent in a speech, or a group of them, than in its reference."""

    term: str
    measure: KeynessMeasure
    score: float
    """Value of the measure; for `lrc` the lower confidence bound of the log ratio."""
    count: int
    reference_count: int
    log_ratio: float
    """Binary logarithm of the ratio of the two rates, half a count added to each."""
    g2: float
    """Signed log-likelihood ratio (Dunning 1993)."""
    dispersion: float
    """Gries's DP over the paragraphs of the speech, or the speeches of the group: 0 spread
    evenly, towards 1 in one place."""
    suggestive: bool
    """Listed although the log ratio's bound does not reach past zero."""
    per_10k_words: float
    """Occurrences in 10,000 running words of the speech."""
    reference_per_10k_words: float
    low: float
    """Lower 95 % bound of the log ratio, corrected for the number of terms looked at."""
    high: float
    """Upper one; infinite where the reference lacks the term."""
    range: int
    """Paragraphs of the speech, or speeches of the group, with the term."""
    n_parts: int
    """Paragraphs, or speeches, there are."""
    places: tuple[TermPlace, ...]
    """Where it stands, in order."""

    @property
    def range_fraction(self) -> float:
        """Share of the paragraphs, or speeches, with the term, in [0, 1]."""
        return self.range / self.n_parts if self.n_parts else 0.0


@dataclass(frozen=True, slots=True)
class SpeechKeywords:
    """Keywords of one speech, best first, and what sets it apart from its reference."""

    speech: Named
    keywords: tuple[Keyword, ...]
    keyness: tuple[KeyTerm, ...]
    n_words: int
    """Running words of the body."""
    sufficient: bool
    """False when the speech is too short to look for key terms in it."""


@dataclass(frozen=True, slots=True)
class SpeechGroup:
    """Speeches that have a fact in common, and what sets them apart from the others."""

    by: str
    """Name of the fact."""
    value: str
    """Empty for the speeches of which it is not known."""
    speeches: tuple[Named, ...]
    """Each text once, in the order of sources."""
    n_words: int
    sufficient: bool
    keyness: tuple[KeyTerm, ...]


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """How often a term was said in a year or month."""

    period: str
    """YYYY or YYYY-MM."""
    count: int
    n_words: int
    """Running words of the texts of the period."""

    @property
    def per_10k_words(self) -> float:
        return 10_000 * self.count / self.n_words if self.n_words else 0.0


@dataclass(frozen=True, slots=True)
class TermTrend:
    """How the rate of a term changes over time."""

    term: str
    periods: tuple[PeriodCount, ...]
    """All of them, the earliest first."""
    slope: float
    """Doublings of the rate in a year; negative where it falls."""
    low: float
    """Lower end of the 95 % interval of the slope."""
    high: float
    p: float
    """That the slope is 0, two-sided."""
    q: float
    """Benjamini–Hochberg over the terms looked at."""
    direction: TrendDirection
    """`unclear` where a rise cannot be told from a fall."""

    @property
    def count(self) -> int:
        return sum(period.count for period in self.periods)


@dataclass(frozen=True, slots=True)
class Trends:
    """Terms that rise and fall over time."""

    unit: Literal["year", "month"]
    n_texts: int
    """Texts with a date, each once."""
    n_undated: int
    """Texts that were left out."""
    n_terms: int
    """Terms that were frequent enough to look at."""
    terms: tuple[TermTrend, ...]
    """Rising ones first, then falling ones, the surest first; then some unclear ones."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """What `speechkit keywords` says of a collection."""

    speeches: tuple[SpeechKeywords, ...]
    groups: tuple[SpeechGroup, ...] = ()
    """Where groups were asked for."""
    trends: Trends | None = None
    """None where nobody asked."""
    against: str | None = None
    """What the reference is called; None for the other speeches."""
    n_more: int = 0
    """Speeches that are not listed here."""
