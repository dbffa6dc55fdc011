"""What `dedupe` and `diff` find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal

from speechkit.model import PARTIAL_JACCARD, Span, Speech
from speechkit.results.shared import Known

PairKind = Literal["identical", "near", "contained", "partial"]
ChangeKind = Literal["deleted", "inserted", "replaced", "moved", "layout", "furniture"]
EvidenceKind = Literal["numbering_gap", "orphaned_items", "furniture", "truncated"]


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
    alike: tuple[tuple[Span, Span], ...] = ()
    """Stretches of a and of b that are the same, in order, each within one paragraph of
    either; without what moved."""

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

    @property
    def is_same_content(self) -> bool:
        """Whether they differ in nothing but layout and page furniture."""
        kinds = {change.kind for change in self.difference.changes}
        return kinds <= {"layout", "furniture"}

    @property
    def alike_fraction(self) -> float:
        """Share of the shorter speech that stands in the other one, in the same order."""
        n_alike = sum(len(a) for a, _ in self.difference.alike)
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
