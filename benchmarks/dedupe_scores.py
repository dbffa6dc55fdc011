"""The pairs a tool reports and the truth in; precision and recall out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.dedupe_corpus import KINDS, Planted
from benchmarks.dedupe_tools import Found, Pairs
from benchmarks.dedupe_truth import CONTAINMENT, TruePair

NEAR = 0.7
BANDS = ((0.7, 0.75), (0.75, 0.8), (0.8, 0.9), (0.9, 1.01))
ROUNDING = 1e-6
"""Of the figures in a result of speechkit."""


@dataclass(frozen=True, slots=True)
class Share:
    """Some of so many."""

    n: int
    of: int

    @property
    def fraction(self) -> float:
        """NaN of nothing."""
        return self.n / self.of if self.of else float("nan")

    def __str__(self) -> str:
        return f"{self.fraction:.4f}" if self.of else "–"


@dataclass(frozen=True, slots=True)
class Scores:
    """How well a tool found the pairs of a corpus."""

    n_reported: int
    precision: Share
    """Of the pairs it calls near-duplicates, those of Jaccard .7 and more. A peer calls all so."""
    recall: Share
    """Of the pairs of Jaccard .7 and more, those it reports."""
    bands: tuple[Share, ...]
    """The same for each band of Jaccard."""
    partial: Share
    """Of the pairs of Jaccard .5 to .7."""
    excerpts: Share
    """Of the pairs of which one has .8 of its shingles in the other and Jaccard is below .7."""
    kinds: dict[str, Share]
    """Of the planted versions of each kind that are alike their base in any way."""
    untrue: int | None
    """Pairs that are not alike, or of another Jaccard or kind; None where a tool gives neither."""


def score(reported: Pairs, truth: Sequence[TruePair], planted: Iterable[Planted]) -> Scores:
    """Compare what a tool reports with all pairs that are alike."""
    true = {(pair.a, pair.b): pair for pair in truth}

    def recall(wanted: Callable[[TruePair], bool]) -> Share:
        chosen = [key for key, pair in true.items() if wanted(pair)]
        return Share(sum(key in reported for key in chosen), len(chosen))

    near = [key for key, found in reported.items() if found.kind in (None, "identical", "near")]
    right = sum(key in true and true[key].jaccard >= NEAR for key in near)
    return Scores(
        n_reported=len(reported),
        precision=Share(right, len(near)),
        recall=recall(lambda pair: pair.jaccard >= NEAR),
        bands=tuple(recall(_within(low, high)) for low, high in BANDS),
        partial=recall(_within(0.5, NEAR)),
        excerpts=recall(_is_excerpt),
        kinds=_by_kind(reported, true.keys(), planted),
        untrue=_untrue(reported, true),
    )


def _within(low: float, high: float) -> Callable[[TruePair], bool]:
    return lambda pair: low <= pair.jaccard < high


def _is_excerpt(pair: TruePair) -> bool:
    contained = max(pair.containment_a, pair.containment_b) >= CONTAINMENT
    return contained and pair.jaccard < NEAR


def _by_kind(
    reported: Pairs, true: Iterable[tuple[str, str]], planted: Iterable[Planted]
) -> dict[str, Share]:
    true = set(true)
    found: dict[str, list[bool]] = {kind: [] for kind in KINDS}
    for version in planted:
        low, high = sorted((version.id, version.base))
        if (low, high) in true:
            found[version.kind].append((low, high) in reported)
    return {kind: Share(sum(each), len(each)) for kind, each in found.items()}


def _untrue(reported: Pairs, true: dict[tuple[str, str], TruePair]) -> int | None:
    if all(found.jaccard is None for found in reported.values()):
        return None
    return sum(key not in true or _differs(f, true[key]) for key, f in reported.items())


def _differs(found: Found, pair: TruePair) -> bool:
    if found.jaccard is None or abs(found.jaccard - pair.jaccard) > ROUNDING:
        return True
    return found.kind != _kind(pair) and not (found.kind == "identical" and pair.jaccard == 1)


def _kind(pair: TruePair) -> str:
    """What a pair is called; identical texts are not told here from those of equal shingles."""
    if pair.jaccard >= NEAR:
        return "near"
    contained = max(pair.containment_a, pair.containment_b) >= CONTAINMENT
    return "contained" if contained else "partial"
