"""Terms and counts for the tests of keywords, as the columns they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from speechkit.keywords.profiles import Terms
from speechkit.keywords.references import CountedText
from speechkit.text.hashes import hash_term
from speechkit.text.phrases import TermCounts


def terms_of(terms: Mapping[str, int] | Iterable[str]) -> Terms:
    """Distinct terms in the order of their hashes; how many words each has, one if not said."""
    n_words = dict(terms) if isinstance(terms, Mapping) else dict.fromkeys(terms, 1)
    ranked = sorted(n_words, key=hash_term)
    return Terms(
        tuple(ranked),
        np.array([hash_term(term) for term in ranked], np.uint64),
        np.array([n_words[term] for term in ranked], np.uint8),
    )


def counts_of(counts: Mapping[str, int]) -> TermCounts:
    """How often terms stand in a text; none of them is left out for standing there 0 times."""
    ranked = sorted(counts, key=hash_term)
    return TermCounts(
        np.array([hash_term(term) for term in ranked], np.uint64),
        np.array([counts[term] for term in ranked], np.int64),
    )


def counted(counts: Mapping[str, int], n_words: int = 100) -> CountedText:
    """A text with counts of our own."""
    return CountedText(counts_of(counts), n_words)
