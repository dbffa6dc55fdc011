"""Two compact texts in; how much of them is the same, and what that makes of the pair, out."""

from __future__ import annotations

from speechkit.dedupe.shingles import shingle_set
from speechkit.model import DEFAULT_CONTAINMENT, DEFAULT_THRESHOLD, PARTIAL_JACCARD
from speechkit.results import PairKind, Similarity


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
    n_shared = len(in_x & in_y)
    jaccard = n_shared / (len(in_x) + len(in_y) - n_shared)
    in_other = n_shared / len(in_x), n_shared / len(in_y)
    return Similarity(jaccard, *in_other, "identical" if x == y else _kind(jaccard, max(in_other)))


def _kind(jaccard: float, containment: float) -> PairKind | None:
    """What a pair of different texts is, the first that fits."""
    if jaccard >= DEFAULT_THRESHOLD:
        return "near"
    if containment >= DEFAULT_CONTAINMENT:
        return "contained"
    return "partial" if jaccard >= PARTIAL_JACCARD else None
