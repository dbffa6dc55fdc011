"""What `themes --doctor` finds in a codebook, read against the user's own texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE, Span
from speechkit.results.emphasis import Theme

Basis = Literal["seed", "weak", "context", "none"]
"""What a sentence gets its theme from: a seed in it, weak terms alone, its context alone; or
it has no theme."""
TermKind = Literal["seed", "weak"]

CLEARLY = 0.05
"""By which the share of another theme surely exceeds the own one, that it is said to hold more: of
a term that stands in hundreds of paragraphs one hundredth is sure, and says nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the user's, character for character."""

    speech: str
    """Id."""
    span: Span
    """In the document."""
    line: int
    text: str
    terms: tuple[str, ...] = ()
    """Codebook terms that fire in it, in order, without the one it is an example of."""


@dataclass(frozen=True, slots=True)
class BookTerm:
    """A term and where it stands in the codebook."""

    term: str
    theme: Theme
    kind: TermKind
    subtheme: str = ""
    """Id; empty for a term of the theme at large."""


# ----------------------------------------------------------------------------- coverage


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences that get their theme from one thing."""

    basis: Basis
    n_sentences: int
    n_chars: int
    """Without white space."""


@dataclass(frozen=True, slots=True)
class UnmatchedSentence:
    """A sentence in which no term fires."""

    example: Example
    """Its first occurrence."""
    count: int
    """Occurrences of the same characters."""
    phrases: tuple[str, ...]
    """Phrases in it that are typical of such sentences."""


# -------------------------------------------------------------------------------- terms


@dataclass(frozen=True, slots=True)
class Company:
    """Which themes stand with a term, by all other terms in its sentences and next to them."""

    other: Theme
    """The theme, not the term's own, that most stands there."""
    n_paragraphs: int
    """In which anything else tells a theme."""
    n_speeches: int
    share: float
    """Of the term's own theme, in [0, 1]."""
    usual_share: float
    """The same around all terms of the codebook."""
    other_share: float
    other_usual_share: float
    difference: float
    """Of the other theme's share less its own, were all themes equally common, in [-1, 1]."""
    low: float
    """Lower end of its 95 % interval."""
    high: float
    p: float
    """One-sided: that the other theme does not hold more."""
    q: float
    """Benjamini–Hochberg over all that were looked at."""

    @property
    def misleads(self) -> bool:
        """Whether another theme holds clearly more."""
        return self.low > CLEARLY

    @property
    def distinguishable(self) -> bool:
        """Whether that is beyond what chance does among so many."""
        return self.q < DEFAULT_FALSE_DISCOVERY_RATE


@dataclass(frozen=True, slots=True)
class AmbiguousTerm:
    """A term in whose company another theme holds more, clearly or by chance."""

    term: BookTerm
    company: Company
    examples: tuple[Example, ...]
    """Where the other theme outweighs its own most, strongest first."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Places of a term that do not count, since neither edge is the border of a word."""

    term: BookTerm
    tokens: tuple[str, ...]
    """The words that hold it."""
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class InsideWord:
    """Places where a term fires inside a longer word, one edge of it being no border."""

    term: BookTerm
    tokens: tuple[str, ...]
    """The words that hold it, mostly one."""
    count: int
    n_fired: int
    """Occurrences of the term anywhere."""
    company: Company | None
    """Of these places; None where they are too few."""
    proposal: str
    """String for `exclude` or `block`, should it mean something else; empty if it is too long."""
    examples: tuple[Example, ...]

    @property
    def misleads(self) -> bool:
        """Whether other terms speak against the theme here."""
        return self.company is not None and self.company.misleads


@dataclass(frozen=True, slots=True)
class SilentTerms:
    """Terms of a theme that never fire."""

    theme: Theme
    n_terms: int
    """Of the theme, silent or not."""
    terms: tuple[BookTerm, ...]


@dataclass(frozen=True, slots=True)
class SuggestedTerm:
    """A phrase that stands with a theme, or where no term fires, more than elsewhere."""

    term: str
    theme: Theme | None
    """None for what stands where no term fires."""
    kind: TermKind
    """What it may be: a seed where most of its occurrences lie with the theme."""
    count: int
    """Occurrences outside terms of the codebook."""
    n_with: int
    """Of them in sentences of the theme, or in such where no term fires."""
    n_paragraphs: int
    n_speeches: int
    g2: float
    """Log-likelihood ratio."""
    p: float
    q: float
    """Benjamini–Hochberg over all phrases that were looked at."""
    example: Example

    @property
    def share(self) -> float:
        """Of its occurrences that lie with the theme, in [0, 1]."""
        return self.n_with / self.count

    @property
    def distinguishable(self) -> bool:
        """Whether it is beyond what chance does among so many."""
        return self.q < DEFAULT_FALSE_DISCOVERY_RATE


# ------------------------------------------------------------------------------ together


@dataclass(frozen=True, slots=True)
class Looked:
    """How many things were looked at to find those that are listed."""

    terms: int
    """Terms in paragraphs enough to say in what company they fire."""
    passed_over: int
    """Terms, each with the words that hold it, of which places were passed over."""
    inside: int
    """The same of terms that fire inside longer words."""
    unmatched: int
    """Different sentences in which no term fires."""
    phrases: int
    """Phrases frequent enough to be suggested."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a codebook misses and where it misleads, on some texts."""

    codebook: str
    """Name and version."""
    themes: tuple[Theme, ...]
    """All entries, framing among them."""
    n_terms: int
    """That score."""
    n_speeches: int
    n_texts: int
    """Versions of one text counted once; all figures are of these."""
    coverage: tuple[Coverage, ...]
    """By basis: seed, weak, context, none."""
    looked: Looked
    unmatched: tuple[UnmatchedSentence, ...]
    """Those with most typical phrases first, then the longest."""
    missing: tuple[SuggestedTerm, ...]
    """Phrases typical of sentences in which no term fires."""
    ambiguous: tuple[AmbiguousTerm, ...]
    """Surest first."""
    passed_over: tuple[PassedOver, ...]
    """Most frequent first."""
    inside: tuple[InsideWord, ...]
    """Those whose company speaks for another theme first, then the most frequent."""
    silent: tuple[SilentTerms, ...]
    """In the order of the codebook."""
    suggested: tuple[SuggestedTerm, ...]
    """By theme in the order of the codebook, strongest first."""

    @property
    def n_silent(self) -> int:
        """Terms that never fire."""
        return sum(len(each.terms) for each in self.silent)

    @property
    def n_sentences(self) -> int:
        return sum(part.n_sentences for part in self.coverage)

    @property
    def n_chars(self) -> int:
        """Without white space."""
        return sum(part.n_chars for part in self.coverage)
