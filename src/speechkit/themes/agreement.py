"""Labels of several coders in, how far they agree beyond chance out.

References
----------
Krippendorff (2011), "Computing Krippendorff's alpha-reliability".
Passonneau (2006), "Measuring agreement on set-valued items (MASI) for semantic and pragmatic
annotation".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.errors import TooLittleTextError
from speechkit.model import DEFAULT_SEED, Span
from speechkit.results import (
    Agreement,
    CoderCount,
    Label,
    Reliability,
    Theme,
    ThemeAgreement,
    latest_labels,
)

N_RESAMPLES = 2000
"""Of the places: what lies beyond an end, .025 of them, then has a standard error of .0035."""
ROWS_AT_ONCE = 256
"""Resamples that are held in memory together."""
MAX_UNDEFINED = 0.05
"""Share of the resamples that may show no variation. A theme that varies at one place only is
missing from a third of them, one at three places from a twentieth."""
LEVEL = 0.95

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


# ------------------------------------------------------------------------------- alpha


def krippendorff_alpha(counts: Counts, distances: Floats) -> float | None:
    """Krippendorff's alpha by the coincidence matrix, for any metric and missing labels.

    Parameters
    ----------
    counts
        How many coders gave each value to each unit, (n_units, n_values); a unit of one
        label or none is left out.
    distances
        Squared difference of each two values, (n_values, n_values): symmetric, 0 on the
        diagonal. For nominal values 1 beside it.

    Returns
    -------
    float or None
        1 for agreement, 0 for what chance gives, below 0 for less; None where all labels
        are the same, so that nothing can be said.

    References
    ----------
    Krippendorff (2011), sections C and E.

    Examples
    --------
    Two coders, ten units, yes or no (section A):

    >>> yes = np.array([1, 2, 1, 0, 0, 1, 0, 0, 1, 0])[:, None]
    >>> counts = np.hstack([2 - yes, yes])
    >>> round(krippendorff_alpha(counts, nominal_distances(2)), 3)
    0.095
    """
    coincidences = coincidence_matrix(counts)
    n_each = coincidences.sum(axis=1)
    n = float(n_each.sum())
    expected = float(n_each @ distances @ n_each)
    if not expected > 0:
        return None
    return 1 - (n - 1) * float((coincidences * distances).sum()) / expected


def coincidence_matrix(counts: Counts) -> Floats:
    """How often two values meet at a unit, (n_values, n_values).

    Each pair of labels of a unit counts twice, once in either order, and weighs one less
    than the labels of the unit; so the entries sum to the number of labels that have a pair.
    """
    counts = _paired(counts)
    weights = 1 / (counts.sum(axis=1) - 1.0)
    met = (counts * weights[:, None]).T @ counts
    return np.asarray(met - np.diag(counts.T @ weights))


def nominal_distances(n_values: int) -> Floats:
    """1 between any two values, (n_values, n_values)."""
    return 1 - np.eye(n_values)


def masi_distances(members: NDArray[np.bool_]) -> Floats:
    """The MASI distance of each two sets.

    One less Jaccard's coefficient, which is multiplied by 2/3 where one set holds the other
    and by 1/3 where they only overlap. It stands where Krippendorff has a squared difference.

    Parameters
    ----------
    members
        Which set holds which element, (n_sets, n_elements); a set may be empty.

    Returns
    -------
    ndarray
        (n_sets, n_sets), in [0, 1]; 0 for equal sets, two empty ones among them.

    References
    ----------
    Passonneau (2006), section 3.

    Examples
    --------
    >>> one, both, other = [1, 0, 0], [1, 1, 0], [0, 1, 1]
    >>> masi_distances(np.array([one, both, other], dtype=bool)).round(3).tolist()
    [[0.0, 0.667, 1.0], [0.667, 0.0, 0.889], [1.0, 0.889, 0.0]]
    """
    rows = members.astype(np.float64)
    sizes = rows.sum(axis=1)
    shared = rows @ rows.T
    either = sizes[:, None] + sizes - shared
    jaccard = np.divide(shared, either, out=np.ones_like(shared), where=either > 0)
    holds = shared == np.minimum(sizes[:, None], sizes)
    same = shared == np.maximum(sizes[:, None], sizes)
    return np.asarray(1 - jaccard * np.where(same, 1, np.where(holds, 2 / 3, 1 / 3)))


def _paired(counts: Counts) -> Counts:
    """The units that have two labels or more."""
    return np.asarray(counts[counts.sum(axis=1) > 1])


# --------------------------------------------------------------------------- intervals


class _Question(NamedTuple):
    """What is asked of every unit: which of some values."""

    counts: Counts
    """(n_units, n_values), each unit with two labels or more."""
    distances: Floats

    def alphas(self, weights: Floats) -> Floats:
        """Alpha where each unit counts several times, (n_rows,); NaN where nothing varies.

        Parameters
        ----------
        weights
            How often each unit counts, (n_rows, n_units).
        """
        counts = self.counts.astype(np.float64)
        apart = ((counts @ self.distances) * counts).sum(axis=1) / (counts.sum(axis=1) - 1)
        n_each = weights @ counts
        expected = ((n_each @ self.distances) * n_each).sum(axis=1)
        observed = (n_each.sum(axis=1) - 1) * (weights @ apart)
        varied = expected > _LEAST
        alphas: Floats = 1 - np.divide(
            observed, expected, out=np.full_like(observed, np.nan), where=varied
        )
        return alphas


_LEAST = 1e-9
"""Below the distance of any two labels; rounding stays below it."""


def _reliabilities(questions: Sequence[_Question], seed: int) -> list[Reliability]:
    """Alpha of each question about the same units, its interval by a bootstrap of the units."""
    n_units = len(questions[0].counts)
    resampled: list[list[Floats]] = [[] for _ in questions]
    for weights in _resamples(n_units, seed):
        for question, alphas in zip(questions, resampled, strict=True):
            alphas.append(question.alphas(weights))
    return [
        _reliability(krippendorff_alpha(*question), np.concatenate(alphas))
        for question, alphas in zip(questions, resampled, strict=True)
    ]


def _resamples(n_units: int, seed: int) -> Iterator[Floats]:
    """How often each unit is drawn, in blocks of (n_rows, n_units)."""
    generator = np.random.default_rng(seed)
    for start in range(0, N_RESAMPLES, ROWS_AT_ONCE):
        n_rows = min(ROWS_AT_ONCE, N_RESAMPLES - start)
        drawn = generator.integers(0, n_units, size=(n_rows, n_units))
        cells = drawn + np.arange(n_rows)[:, None] * n_units
        counts = np.bincount(cells.ravel(), minlength=n_rows * n_units)
        yield counts.reshape(n_rows, n_units).astype(np.float64)


def _reliability(alpha: float | None, resampled: Floats) -> Reliability:
    defined = resampled[~np.isnan(resampled)]
    if alpha is None or len(defined) < (1 - MAX_UNDEFINED) * len(resampled):
        return Reliability(alpha, None, None)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(defined, [tail, 1 - tail]).tolist()
    return Reliability(alpha, low, high)


# ------------------------------------------------------------------------------ labels


def measure_agreement(
    labels: Iterable[Label],
    themes: Sequence[Theme],
    *,
    codebook: str = "",
    seed: int = DEFAULT_SEED,
) -> Agreement:
    """How far coders agree, on the sets of themes and on each theme.

    Parameters
    ----------
    labels
        Of any number of coders, in any order but for those of one coder and place, of which
        the last one counts. A label that knows lines only is of the paragraph in whose lines
        it lies. Which theme weighs more makes no difference.
    themes
        All that labels may have.
    seed
        Of the bootstrap.

    Raises
    ------
    TooLittleTextError
        When no place was labelled by two coders.
    """
    labels = latest_labels(labels)
    places = _by_place(labels)
    same = {place: found for place, found in places.items() if _is_one_text(found.values())}
    compared = [tuple(same[place].values()) for place in sorted(same) if len(same[place]) > 1]
    counts = Counter(label.coder for label in labels)
    coders = tuple(CoderCount(coder, counts[coder]) for coder in sorted(counts))
    if not compared:
        raise TooLittleTextError(_nothing_compared(coders))
    members = _memberships(compared, themes)
    overall, *each = _reliabilities([_of_sets(members), *_of_themes(members)], seed)
    return Agreement(
        codebook=codebook,
        coders=coders,
        n_places=len(compared),
        n_labels=sum(map(len, compared)),
        n_single=sum(len(found) == 1 for found in same.values()),
        n_changed=len(places) - len(same),
        reliability=overall,
        themes=tuple(_theme_agreements(themes, members, each)),
    )


_Place = tuple[str, int, int, int, int]
"""Speech, lines, offsets; -1 in place of offsets that are not known."""


def _by_place(labels: Iterable[Label]) -> dict[_Place, dict[str, Label]]:
    """The labels of each place by their coders."""
    labels = tuple(labels)
    spans: dict[str, set[_Place]] = defaultdict(set)
    for label in labels:
        if label.span is not None:
            spans[label.speech].add(_place(label))
    places: dict[_Place, dict[str, Label]] = defaultdict(dict)
    for label in labels:
        places[_place_among(label, spans[label.speech])][label.coder] = label
    return places


def _place_among(label: Label, spans: Iterable[_Place]) -> _Place:
    """The place of a label; where it knows only lines, the one paragraph they lie in."""
    if label.span is None:
        around = [place for place in spans if _lies_in(label, place)]
        if len(around) == 1:
            return around[0]
    return _place(label)


def _place(label: Label) -> _Place:
    span = label.span or Span(-1, -1)
    return (label.speech, *label.lines, span.start, span.end)


def _lies_in(label: Label, place: _Place) -> bool:
    _, first, last, *_ = place
    return first <= label.lines[0] and label.lines[1] <= last


def _is_one_text(labels: Iterable[Label]) -> bool:
    return len({label.digest for label in labels if label.digest}) <= 1


def _nothing_compared(coders: Sequence[CoderCount]) -> str:
    if len(coders) == 1:
        return f"all labels are of one coder ({coders[0].coder}); --coder says who labels"
    return "no paragraph was labelled by two coders; label with the same --seed and sources"


def _memberships(
    places: Sequence[Sequence[Label]], themes: Sequence[Theme]
) -> list[NDArray[np.bool_]]:
    """For each place which coder gave which theme, (n_labels, n_themes)."""
    columns = {theme.id: n for n, theme in enumerate(themes)}
    found = []
    for labels in places:
        rows = np.zeros((len(labels), len(themes)), dtype=np.bool_)
        for row, label in zip(rows, labels, strict=True):
            row[[columns[id_] for id_ in label.themes]] = True
        found.append(rows)
    return found


def _of_sets(members: Sequence[NDArray[np.bool_]]) -> _Question:
    """Which set of themes."""
    sets, values = np.unique(np.concatenate(members), axis=0, return_inverse=True)
    counts = np.zeros((len(members), len(sets)), dtype=np.int64)
    units = np.repeat(np.arange(len(members)), [len(rows) for rows in members])
    np.add.at(counts, (units, values.reshape(-1)), 1)
    return _Question(counts, masi_distances(sets))


def _of_themes(members: Sequence[NDArray[np.bool_]]) -> Iterator[_Question]:
    """For each theme, whether it is there."""
    given = np.array([rows.sum(axis=0) for rows in members])
    n_labels = np.array([len(rows) for rows in members])
    for column in given.T:
        yield _Question(np.stack([n_labels - column, column], axis=1), nominal_distances(2))


def _theme_agreements(
    themes: Sequence[Theme],
    members: Sequence[NDArray[np.bool_]],
    reliabilities: Sequence[Reliability],
) -> Iterator[ThemeAgreement]:
    given = np.array([rows.sum(axis=0) for rows in members])
    n_places, n_labels = (given > 0).sum(axis=0).tolist(), given.sum(axis=0).tolist()
    for found in zip(themes, n_places, n_labels, reliabilities, strict=True):
        yield ThemeAgreement(*found)
