"""Compact texts in; the pairs worth naming out, with their exact similarity.

A few texts are compared each with each. Of more, sketches propose the pairs, and those alone
are compared. Both ways count exactly, and say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from speechkit.dedupe.shingles import shingle_set
from speechkit.model import PARTIAL_JACCARD
from speechkit.results import PairKind

if TYPE_CHECKING:
    from speechkit.dedupe.sketches import Sketches
    from speechkit.dedupe.verification import Counted

MAX_ONE_BY_ONE = 50
"""Texts up to which each is compared with each: 5 ms against 118 for the five of a collection,
even at 55 work reports."""
MAX_CHARS_ONE_BY_ONE = 2_000_000
"""Characters up to which they are: as a set of strings each takes a hundred bytes."""
MAX_EQUAL = 1024
"""Equal texts of which all pairs are named; of more, those with the first `N_NAMED`."""
N_NAMED = 64
_BATCH_CHARS = 1_000_000


class Texts(Protocol):
    """Compact texts that can be read by their numbers, wherever they are kept."""

    def __len__(self) -> int: ...

    def read(self, numbers: Sequence[int], /) -> Sequence[str]:
        """The texts of these numbers, in their order."""
        ...


class Share(Protocol):
    """Does a piece of work for each task, as `map` does, perhaps by several processes."""

    def __call__(self, work: Callable[[Any], Any], tasks: Iterable[Any], /) -> Iterable[Any]: ...


class TextList(list[str]):
    """Compact texts in memory."""

    def read(self, numbers: Sequence[int]) -> list[str]:
        """The texts of these numbers, in their order."""
        return [self[number] for number in numbers]


class Match(NamedTuple):
    """Two texts, by their numbers, and how much they have in common."""

    a: int
    b: int
    jaccard: float
    containment_a: float
    containment_b: float
    kind: PairKind

    @property
    def grouped(self) -> bool:
        """Whether the two count as one text."""
        return self.kind != "partial"


class Limits(NamedTuple):
    """From where a pair is worth naming."""

    threshold: float
    containment: float

    def kind(self, jaccard: float, containment: float) -> PairKind | None:
        """What a pair of different texts is, the first that fits; None where it is nothing."""
        if jaccard >= self.threshold:
            return "near"
        if containment >= self.containment:
            return "contained"
        return "partial" if jaccard >= PARTIAL_JACCARD else None

    @property
    def least_containment(self) -> float:
        """Greater containment that every pair worth naming has at least.

        Of two texts with Jaccard J the smaller one has 2J / (1 + J) of its shingles in common
        with the other, and more where the other is longer.
        """
        jaccard = min(self.threshold, PARTIAL_JACCARD)
        return min(self.containment, 2 * jaccard / (1 + jaccard))

    def match(self, a: int, b: int, n_shared: int, n_a: int, n_b: int) -> Match | None:
        """Two different texts with so many shingles, as far as they are worth naming."""
        jaccard, of_a, of_b = fractions(n_shared, n_a, n_b)
        kind = self.kind(jaccard, max(of_a, of_b))
        return None if kind is None else Match(a, b, jaccard, of_a, of_b, kind)


def fractions(n_shared: int, n_a: int, n_b: int) -> tuple[float, float, float]:
    """Jaccard and both containments of two sets of so many, neither of them empty."""
    return n_shared / (n_a + n_b - n_shared), n_shared / n_a, n_shared / n_b


def find_pairs(
    texts: Texts,
    limits: Limits,
    *,
    sketches: Sketches | None = None,
    share: Share = map,
    known: Counted | None = None,
) -> tuple[tuple[Match, ...], Counted | None]:
    """Pairs that are identical, near, contained or partial.

    Parameters
    ----------
    texts
        A text without any character is in no pair.
    sketches
        Of the texts, where they have been made already.
    share
        Who does the work; the result is the same.
    known
        Pairs that were counted before; they are not read again.

    Returns
    -------
    matches
        Ascending by their numbers; `a` is the smaller one.
    counted
        All pairs that were compared, None where each was compared with each.

    References
    ----------
    Broder (1997), "On the resemblance and containment of documents".
    """
    if len(texts) <= MAX_ONE_BY_ONE and _n_chars(texts, sketches) <= MAX_CHARS_ONE_BY_ONE:
        return tuple(_one_by_one(texts.read(range(len(texts))), limits)), None
    from speechkit.dedupe.verification import count_candidates

    sketches = _sketched(texts) if sketches is None else sketches
    counted, equal = count_candidates(
        texts, sketches, limits.least_containment, share=share, known=known
    )
    different = (limits.match(*pair) for pair in counted.rows())
    matches = _with_equals((match for match in different if match), equal)
    return tuple(sorted(matches)), counted


def _n_chars(texts: Texts, sketches: Sketches | None) -> int:
    if sketches is not None:
        return int(sketches.lengths.sum())
    return sum(len(text) for number in range(len(texts)) for text in texts.read([number]))


def compare_pairs(
    texts: Texts, pairs: Sequence[tuple[int, int]], limits: Limits, *, share: Share = map
) -> Iterator[Match]:
    """Which of these pairs are worth naming; all are compared.

    Parameters
    ----------
    pairs
        Numbers of two texts, the smaller one first; equal ones, or both as long as a shingle.
    """
    import numpy as np

    from speechkit.dedupe.verification import count_shared

    different = []
    for pair in pairs:
        a, b = texts.read(pair)
        if a == b:
            yield _identical(*pair)
        else:
            different.append(pair)
    numbers = np.array(different, np.int32).reshape(-1, 2)
    for row in count_shared(texts, numbers, share=share).rows():
        if match := limits.match(*row):
            yield match


def _sketched(texts: Texts) -> Sketches:
    from speechkit.dedupe.sketches import joined, sketch_texts

    parts, batch, n_chars = [], list[str](), 0
    for number in range(len(texts)):
        batch += texts.read([number])
        n_chars += len(batch[-1])
        if n_chars >= _BATCH_CHARS:
            parts.append(sketch_texts(batch))
            batch, n_chars = [], 0
    return joined([*parts, sketch_texts(batch)])


def _one_by_one(texts: Sequence[str], limits: Limits) -> Iterator[Match]:
    sets = [shingle_set(text) for text in texts]
    for a, b in combinations(range(len(texts)), 2):
        n_shared = len(sets[a] & sets[b])
        if not n_shared:
            continue
        if texts[a] == texts[b]:
            yield _identical(a, b)
        elif match := limits.match(a, b, n_shared, len(sets[a]), len(sets[b])):
            yield match


def _identical(a: int, b: int) -> Match:
    return Match(a, b, 1.0, 1.0, 1.0, "identical")


def _with_equals(matches: Iterable[Match], equal: Sequence[Sequence[int]]) -> Iterator[Match]:
    """The matches of the first of several equal texts for all of them, and these themselves."""
    members = {group[0]: group for group in equal}
    for match in matches:
        pairs = _pairs_between(members.get(match.a, (match.a,)), members.get(match.b, (match.b,)))
        yield from (_ordered(match, a, b) for a, b in pairs)
    for group in equal:
        for i, a in enumerate(group[: _n_leading(group)]):
            yield from (_identical(a, b) for b in group[i + 1 :])


def _pairs_between(x: Sequence[int], y: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of two classes of equal texts; of large ones those with the first of one of them."""
    if max(len(x), len(y)) <= MAX_EQUAL:
        yield from product(x, y)
        return
    n_x, n_y = (min(len(group), _n_leading(group)) for group in (x, y))
    yield from product(x[:n_x], y)
    yield from product(x[n_x:], y[:n_y])


def _n_leading(group: Sequence[int]) -> int:
    """Of a class of equal texts, those that are paired with all versions of them."""
    return len(group) if len(group) <= MAX_EQUAL else N_NAMED


def _ordered(match: Match, a: int, b: int) -> Match:
    if a < b:
        return match._replace(a=a, b=b)
    return Match(b, a, match.jaccard, match.containment_b, match.containment_a, match.kind)
