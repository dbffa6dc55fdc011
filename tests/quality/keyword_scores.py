"""Terms that a tool found, and those that are expected, in; how well they agree out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

EXPECTED_SPEECHES = (1, 2)
"""Numbers of the speeches of the real document whose phrases an expert named."""


def f1_at(k: int, abstracts: Iterable[Mapping[str, Any]], terms: Iterable[Sequence[str]]) -> float:
    """F1 of the first `k` terms with the authors' keywords that occur in the text.

    An abstract with no such keyword does not count. Precision and recall are means over the
    abstracts; recall is of `k` keywords at most.
    """
    precisions, recalls = [], []
    for abstract, found in zip(abstracts, terms, strict=True):
        text = _plain(abstract["text"])
        expected = {_plain(word) for word in abstract["keywords"] if _plain(word) in text}
        if not expected:
            continue
        n_right = len(expected & set(map(_plain, found[:k])))
        precisions.append(n_right / k)
        recalls.append(n_right / min(k, len(expected)))
    precision, recall = _mean(precisions), _mean(recalls)
    return 2 * precision * recall / (precision + recall) if precision else 0.0


def recall_and_precision(
    expected: Mapping[str, Sequence[Sequence[str]]], terms: Sequence[Collection[str]]
) -> tuple[float, float]:
    """Means of the recall and the precision of the terms of the labelled speeches.

    Parameters
    ----------
    expected
        By the number of a speech: for each phrase, its variants. A phrase is found when a term
        is one of them; a term is right when it is one of any.
    terms
        Of speech 1 and on.
    """
    return mean_agreement(
        (expected[str(number)], terms[number - 1]) for number in EXPECTED_SPEECHES
    )


def mean_agreement(
    texts: Iterable[tuple[Sequence[Sequence[str]], Collection[str]]],
) -> tuple[float, float]:
    """Means of the recall and the precision of texts: of each, its phrases and the terms found."""
    scores = [agreement(phrases, found) for phrases, found in texts]
    return _mean([recall for recall, _ in scores]), _mean([precision for _, precision in scores])


def agreement(phrases: Sequence[Sequence[str]], terms: Collection[str]) -> tuple[float, float]:
    """Recall and precision of the terms of one text; `phrases` holds the variants of each."""
    found, expected = frozenset(terms), [frozenset(variants) for variants in phrases]
    recall = sum(not found.isdisjoint(variants) for variants in expected) / len(expected)
    return recall, len(found & frozenset().union(*expected)) / max(1, len(found))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _plain(text: str) -> str:
    """Without differences of width, case and blanks."""
    return unicodedata.normalize("NFKC", text).lower().replace(" ", "")
