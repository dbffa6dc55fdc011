"""Two compact texts in; how much of them is the same, and what that makes of the pair, out."""

from __future__ import annotations

from speechkit.dedupe.pairs import Limits, fractions
from speechkit.dedupe.shingles import shingle_set
from speechkit.model import DEFAULT_CONTAINMENT, DEFAULT_THRESHOLD
from speechkit.results import PairKind, Similarity

_LIMITS = Limits(DEFAULT_THRESHOLD, DEFAULT_CONTAINMENT)


def similarity(x: str, y: str) -> Similarity:
    """Jaccard and containment of two texts, by their shingles, and the kind of pair they are.

    An empty text is contained in none and like none.

    Examples
    --------
    >>> found = similarity("经济发展形势", "经济发展形势好")
    >>> found.jaccard == 2 / 3, found.containment_a, found.kind
    (True, 1.0, 'contained')
    """
    in_x, in_y = shingle_set(x), shingle_set(y)
    if not in_x or not in_y:
        return Similarity(0.0, 0.0, 0.0, None)
    jaccard, of_x, of_y = fractions(len(in_x & in_y), len(in_x), len(in_y))
    kind: PairKind | None = "identical" if x == y else _LIMITS.kind(jaccard, max(of_x, of_y))
    return Similarity(jaccard, of_x, of_y, kind)
