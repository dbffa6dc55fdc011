"""What `concordance` finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from speechkit.model import Span

HitOrder = Literal["position", "left", "right"]
CollocationMeasure = Literal["g2", "mi", "mi3", "t", "logdice"]


@dataclass(frozen=True, slots=True)
class SpeechLabel:
    """What a concordance says of a speech whose text it does not keep."""

    id: str
    path: str
    """Of its document, as the user named it."""
    title: str
    date: str | None
    speaker: str | None
    role: str | None
    place: str | None
    n_chars: int
    """Of the cleaned text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place at which a term stands."""

    speech: str
    """Id."""
    span: Span
    """In the document; what was taken out or mended in between is inside it."""
    lines: tuple[int, int]
    """First and last line in the document."""
    text: str
    """What stands at the span, character for character."""
    left: str
    """What stands before it in the cleaned text."""
    term: str
    """As it reads in the cleaned text."""
    right: str
    more_left: bool = False
    """Whether the speech goes on before what is kept of it."""
    more_right: bool = False


@dataclass(frozen=True, slots=True)
class SpeechCount:
    """How often a term stands in one speech, and where in it."""

    speech: SpeechLabel
    count: int
    positions: tuple[int, ...]
    """Of them in each of `N_POSITIONS` equal stretches of the speech."""
    low: float
    """Lower end of the 95 % interval of the rate."""
    high: float
    differs: Literal["more", "less"] | None = None
    """Whether the rate is surely above or below that of the other speeches; None where it
    cannot be told from theirs, and for a version."""
    version_of: str | None = None
    """Id of the speech that is counted in place of this one."""

    @property
    def per_10k(self) -> float:
        """Occurrences in 10,000 characters of the cleaned text."""
        return _per_10k(self.count, self.speech.n_chars)


@dataclass(frozen=True, slots=True)
class CollocatePlace:
    """A place at which a collocate stands near the term."""

    speech: str
    """Id."""
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands near a term."""

    term: str
    score: float
    """Value of the measure by which the collocates are ranked."""
    count: int
    """Occurrences near the term (*observed*)."""
    expected: float
    """Occurrences near it if the word were spread evenly."""
    n_left: int
    """Of the occurrences near the term, those before it."""
    n_right: int
    total: int
    """Occurrences anywhere, but for those inside the term."""
    n_speeches: int
    """In which it stands near the term."""
    g2: float
    """Log-likelihood ratio."""
    mi: float
    """Pointwise mutual information, in bits."""
    mi3: float
    t: float
    logdice: float
    distinguishable: bool
    """Surely more frequent near the term than elsewhere."""
    places: tuple[CollocatePlace, ...]
    """In the order of the text."""


@dataclass(frozen=True, slots=True)
class Collocates:
    """The words that stand near a term more often than elsewhere."""

    window: int
    """Words looked at on either side."""
    measure: CollocationMeasure
    min_count: int
    n_words: int
    """Of all speeches that are counted, without the term itself."""
    n_near: int
    """Of them near the term."""
    n_candidates: int
    """Words that were compared with chance."""
    listed: tuple[Collocate, ...]
    """Those that can be told from chance, best first; then the others, best first."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """What `speechkit concordance` says of a term in a collection."""

    term: str
    is_regex: bool
    sort: HitOrder
    speeches: tuple[SpeechCount, ...]
    """All that were searched, in the order of sources."""
    hits: tuple[Hit, ...]
    """In the order asked for."""
    collocates: Collocates | None = None
    """None where nobody asked."""

    @property
    def counted(self) -> tuple[SpeechCount, ...]:
        """The speeches with each group of versions once."""
        return tuple(entry for entry in self.speeches if entry.version_of is None)

    @property
    def count(self) -> int:
        """Occurrences, each text once."""
        return sum(entry.count for entry in self.counted)

    @property
    def n_in_versions(self) -> int:
        """Occurrences in speeches for which another one is counted."""
        return sum(entry.count for entry in self.speeches if entry.version_of is not None)

    @property
    def n_chars(self) -> int:
        """Of the speeches that are counted."""
        return sum(entry.speech.n_chars for entry in self.counted)

    @property
    def per_10k(self) -> float:
        return _per_10k(self.count, self.n_chars)


def _per_10k(count: int, n_chars: int) -> float:
    return 10_000 * count / n_chars if n_chars else 0.0
