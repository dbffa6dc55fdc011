"""What the analyses hand to whoever shows it: duplicates, keywords, emphasis, a report.

Apart from `model`, which every command needs: to make these two dozen classes takes as long
as to split a document. Imports `model` alone. All values are frozen; a result refers to the
speeches it speaks of and answers questions about itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from speechkit.model import PARTIAL_JACCARD, Lang, Span, Speech, SplitResult

PairKind = Literal["identical", "near", "contained", "partial"]
ChangeKind = Literal["deleted", "inserted", "replaced", "moved", "layout", "furniture"]
EvidenceKind = Literal["numbering_gap", "orphaned_items", "furniture", "truncated"]
KeynessMeasure = Literal["lrc", "g2", "logratio", "fightin", "simplemaths"]
TrendDirection = Literal["rises", "falls", "unclear"]
HitOrder = Literal["position", "left", "right"]
CollocationMeasure = Literal["g2", "mi", "mi3", "t", "logdice"]


# ------------------------------------------------------------------------------ dedupe


class Identified(Protocol):
    """A speech, or the name of one that is not in memory."""

    @property
    def id(self) -> str: ...


Known = TypeVar("Known", bound=Identified)


@dataclass(frozen=True, slots=True)
class DuplicatePair(Generic[Known]):
    """Two speeches judged to be versions of one text."""

    a: Known
    """The first of the two in the order of sources."""
    b: Known
    jaccard: float
    """Of their shingle sets, in [0, 1]."""
    containment_a: float
    """Share of the shingles of `a` that `b` has too, in [0, 1]."""
    containment_b: float
    kind: PairKind

    @property
    def grouped(self) -> bool:
        """Whether the two count as one text."""
        return self.kind != "partial"


@dataclass(frozen=True, slots=True)
class KeepReason:
    """Why one speech of a group is kept: the first criterion that told it from the rest."""

    criterion: Literal["complete", "longest", "least_damaged", "earliest", "first"]
    value: str
    """What decided: a count of characters, a date, or empty."""


@dataclass(frozen=True, slots=True)
class DuplicateGroup(Generic[Known]):
    """Speeches that count as one text, and the one that stands for them."""

    speeches: tuple[Known, ...]
    kept: Known
    reason: KeepReason

    @property
    def dropped(self) -> tuple[Known, ...]:
        return tuple(speech for speech in self.speeches if speech.id != self.kept.id)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, read from a to b; None on the side that has nothing there."""

    kind: ChangeKind
    a: Span | None
    b: Span | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason to think that `speech` was made from the other one of a pair."""

    kind: EvidenceKind
    speech: Speech
    labels: tuple[str, ...]
    """Missing or orphaned numbers as printed, or the inserted furniture."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells two versions apart, and which was made from which."""

    a: Speech
    b: Speech
    derived: Speech | None
    """The one made from the other; None where nothing tells."""
    evidence: tuple[Evidence, ...]
    changes: tuple[Change, ...]
    """In the order of the text."""

    def of_kind(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class Similarity:
    """How much of two texts is the same, by their shingles."""

    jaccard: float
    """Of their shingle sets, in [0, 1]."""
    containment_a: float
    """Share of the shingles of the first that the second has too, in [0, 1]."""
    containment_b: float
    kind: PairKind | None
    """None where the two are no versions of one text."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `speechkit diff` says of two speeches, whether versions of one text or not."""

    similarity: Similarity
    difference: Difference
    alike: tuple[tuple[Span, Span], ...]
    """Stretches of a and of b that are the same, in order, each within one paragraph of
    either; without what moved."""

    @property
    def is_same_content(self) -> bool:
        """Whether they differ in nothing but layout and page furniture."""
        kinds = {change.kind for change in self.difference.changes}
        return kinds <= {"layout", "furniture"}

    @property
    def alike_fraction(self) -> float:
        """Share of the shorter speech that stands in the other one, in the same order."""
        n_alike = sum(len(a) for a, _ in self.alike)
        shorter = min(self.difference.a.n_chars, self.difference.b.n_chars)
        return min(1.0, n_alike / shorter) if shorter else 0.0

    @property
    def are_strangers(self) -> bool:
        """Whether they are no versions of one text.

        A short text with a word changed in each sentence has few shingles of the other one,
        and is its version all the same.
        """
        return self.similarity.kind is None and self.alike_fraction < PARTIAL_JACCARD


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A place at which a shared passage stands."""

    speech: Speech
    span: Span
    n_edits: int = 0
    """Characters to replace, put in or leave out, in what the passage reads, to get what stands
    here; white space does not count."""
    is_reference: bool = False
    """The speech belongs to the collection that the others were held against."""


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A text that speeches share which are no duplicates of one another."""

    text: str
    """Without white space, as it stands at the first place."""
    places: tuple[PassagePlace, ...]
    boilerplate: bool
    """Stands in so many speeches that it says nothing of any two of them."""

    @property
    def n_speeches(self) -> int:
        """Speeches in which it stands, once or more often."""
        return len({place.speech.id for place in self.places})


@dataclass(frozen=True, slots=True)
class Duplicates(Generic[Known]):
    """What `speechkit dedupe` says of a collection."""

    speeches: Sequence[Known]
    threshold: float
    containment: float
    pairs: tuple[DuplicatePair[Known], ...]
    groups: tuple[DuplicateGroup[Known], ...]
    differences: tuple[Difference, ...] = ()
    passages: tuple[SharedPassage, ...] = ()

    @property
    def dropped(self) -> tuple[Known, ...]:
        """Speeches for which another one of their group stands, in the order of sources."""
        ids = {speech.id for group in self.groups for speech in group.dropped}
        return tuple(speech for speech in self.speeches if speech.id in ids)

    @property
    def kept(self) -> tuple[Known, ...]:
        return without_duplicates(self.speeches, self.groups)

    @property
    def dropped_fraction(self) -> float:
        return len(self.dropped) / len(self.speeches) if self.speeches else 0.0


def without_duplicates(
    speeches: Iterable[Known], groups: Iterable[DuplicateGroup[Any]]
) -> tuple[Known, ...]:
    """The speeches with each group counted once, in the order given."""
    dropped = {speech.id for group in groups for speech in group.dropped}
    return tuple(speech for speech in speeches if speech.id not in dropped)


def reference_for(
    speech: Speech, speeches: Iterable[Speech], groups: Iterable[DuplicateGroup[Any]]
) -> tuple[Speech, ...]:
    """The other speeches, each text once and no version of `speech` among them."""
    groups = tuple(groups)
    versions = {speech.id}
    for group in groups:
        ids = {member.id for member in group.speeches}
        if speech.id in ids:
            versions |= ids
    return tuple(s for s in without_duplicates(speeches, groups) if s.id not in versions)


# ---------------------------------------------------------------------------- keywords


class Named(Identified, Protocol):
    """A speech, or what it is called when its text is not in memory."""

    @property
    def title(self) -> str: ...


class SpeechName(NamedTuple):
    """What a speech is called."""

    id: str
    title: str


class Place(NamedTuple):
    """Where something stands in its document."""

    start: int
    end: int
    line: int


class Quotation(NamedTuple):
    """A stretch of a document, character for character."""

    start: int
    end: int
    line: int
    text: str


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


# ------------------------------------------------------------------------- concordance


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


# ------------------------------------------------------------------------------ themes


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


# ------------------------------------------------------------------------------ report


@dataclass(frozen=True, slots=True)
class Report:
    """All analyses of one collection, for the page that shows them."""

    split: SplitResult
    duplicates: Duplicates[Speech]
    keywords: Keywords
    emphasis: Emphasis
    version: str
    """Of speechkit."""
    command: str
    """That makes the report again."""
