"""Counts of terms in texts with dates in; the terms that rise and fall over time out.

The rate of a term is taken to grow or shrink by the same factor each year: a Poisson regression
with the logarithm of the rate linear in time. Two things make such counts vary more than chance
does. What a text is about it says often: the texts of a period are spread around its rate. And
what happens in a year makes all its texts say a thing: the periods are spread around the line,
however many texts there are. Both spreads are measured (quasi-likelihood), and the larger one, with
its degrees of freedom, widens the interval.

Of simulated terms without a trend, whose counts vary in both ways, .02 to .06 are called one at
p < .05 (`benchmarks/trend.py`).

References
----------
McCullagh & Nelder (1989), *Generalized Linear Models*, chapters 6 and 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.errors import TooLittleTextError
from speechkit.keywords.contrast import SUGGESTED, select_terms
from speechkit.keywords.profiles import Terms
from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE
from speechkit.results import PeriodCount, TermTrend, TrendDirection, Trends
from speechkit.statistics import benjamini_hochberg, student_limit, student_p
from speechkit.text.phrases import TermCounts

Floats = NDArray[np.float64]
Unit = Literal["year", "month"]

MIN_TREND_COUNT = 10
"""Occurrences from which a term is looked at: of terms twice as frequent that double in ten years
one in twelve is found, and each one looked at makes it harder for the others."""
MIN_PERIODS = 3
"""Periods there are, and periods in which a term stands: two points are always on a line, and what
is said in one year or two is an event."""
_HALF = 0.5
"""Occurrences added to a term, spread as the words are, as in the log ratio: without them the
slope of one that is only in the first or last period is infinite."""
_MAX_STEPS = 100
_MAX_STEP = 2.0
"""Change of the logarithm of the rate, from the first period to the last, in a step of Newton's."""
_UNIT_LENGTHS: Mapping[Unit, int] = {"year": 4, "month": 7}


class DatedText(NamedTuple):
    """A text, its date, and what was counted in it."""

    date: str
    """YYYY, YYYY-MM or YYYY-MM-DD; anything else is no date."""
    n_words: int
    counts: TermCounts


@dataclass(frozen=True, slots=True)
class CountsOverTime:
    """All that the trends of terms depend on, however many texts there are."""

    terms: Sequence[str]
    periods: Sequence[str]
    """YYYY or YYYY-MM, ascending."""
    counts: Floats
    """Occurrences, shape (n_terms, n_periods)."""
    squares: Floats
    """Sum over the texts of the squared count divided by the running words, same shape."""
    n_words: Floats
    """Running words, shape (n_periods,); none is 0."""
    n_texts: Floats
    """Shape (n_periods,)."""


def find_trends(texts: Iterable[DatedText], terms: Terms, *, top: int) -> Trends:
    """Terms that rise and fall.

    Parameters
    ----------
    texts
        Each text once; those without a date are left out.
    terms
        To look at, each once.
    top
        Rising ones, and falling ones, listed at most.

    Raises
    ------
    TooLittleTextError
        When the dates are of fewer than `MIN_PERIODS` years, and of fewer months.
    """
    texts = tuple(texts)
    unit = choose_unit(text.date for text in texts)
    dated = [text for text in texts if _period(text.date, unit) and text.n_words > 0]
    found = fit_trends(count_over_time(dated, terms, unit))
    return Trends(unit, len(dated), len(texts) - len(dated), len(found), _listed(found, top=top))


def choose_unit(dates: Iterable[str]) -> Unit:
    """Years, or months where there are too few years.

    Raises
    ------
    TooLittleTextError
        When neither will do.

    Examples
    --------
    >>> choose_unit(["2021", "2022-03", "2024"]), choose_unit(["2024-01", "2024-02", "2024-03"])
    ('year', 'month')
    """
    dates = tuple(dates)
    periods = {unit: sorted({_period(d, unit) for d in dates} - {""}) for unit in _UNIT_LENGTHS}
    for unit, found in periods.items():
        if len(found) >= MIN_PERIODS:
            return unit
    years, months = periods["year"], periods["month"]
    named = f" ({', '.join(years)})" if years else ""
    raise TooLittleTextError(
        f"no trend can be told from {len(years)} years{named} and {len(months)} months; "
        f"it takes texts of {MIN_PERIODS} years, or {MIN_PERIODS} months"
    )


def count_over_time(texts: Iterable[DatedText], terms: Terms, unit: Unit) -> CountsOverTime:
    """What `fit_trends` needs of texts that have a date."""
    texts = tuple(texts)
    periods = sorted({_period(text.date, unit) for text in texts})
    column = {period: i for i, period in enumerate(periods)}
    counts, squares = np.zeros((2, len(terms), len(periods)))
    n_words, n_texts = np.zeros((2, len(periods)))
    for text in texts:
        at = column[_period(text.date, unit)]
        here = text.counts.of(terms.hashes)
        n_words[at] += text.n_words
        n_texts[at] += 1
        counts[:, at] += here
        squares[:, at] += here * here / text.n_words
    return CountsOverTime(terms.texts, periods, counts, squares, n_words, n_texts)


def fit_trends(data: CountsOverTime) -> list[TermTrend]:
    """The trend of every term that is frequent enough, in the order of the terms.

    Parameters
    ----------
    data
        Of `MIN_PERIODS` periods at least.
    """
    is_frequent = data.counts.sum(axis=1) >= MIN_TREND_COUNT
    is_lasting = (data.counts > 0).sum(axis=1) >= MIN_PERIODS
    rows = np.flatnonzero(is_frequent & is_lasting).tolist()
    if not rows:
        return []
    times = np.array([_years(period) for period in data.periods])
    counts = data.counts[rows]
    slopes = _slopes(counts, data.n_words, times)
    tests = _tests(counts, data.squares[rows], data, times, slopes)
    ps = [test.p for test in tests]
    return [
        TermTrend(
            term=data.terms[row],
            periods=tuple(
                PeriodCount(period, int(n), int(words))
                for period, n, words in zip(
                    data.periods, data.counts[row], data.n_words, strict=True
                )
            ),
            slope=test.slope,
            low=test.slope - test.reach,
            high=test.slope + test.reach,
            p=test.p,
            q=q,
            direction=_direction(test.slope, q),
        )
        for row, test, q in zip(rows, tests, benjamini_hochberg(ps), strict=True)
    ]


def _listed(found: Sequence[TermTrend], *, top: int) -> tuple[TermTrend, ...]:
    """The surest rising and falling terms; where they are few, the likeliest of the others."""
    by_term = {trend.term: trend for trend in found}
    counts = {trend.term: trend.count for trend in found}

    def best(scored: Iterable[tuple[str, float]], n: int) -> list[TermTrend]:
        return [by_term[term] for term in select_terms(scored, counts, n)]

    rising = best(((t.term, t.low) for t in found if t.direction == "rises"), top)
    falling = best(((t.term, -t.high) for t in found if t.direction == "falls"), top)
    told = [*rising, *falling]
    unclear = (
        (t.term, -t.p)
        for t in found
        if t.direction == "unclear"
        and not any(t.term in other.term or other.term in t.term for other in told)
    )
    return (*told, *best(unclear, max(0, min(top, SUGGESTED) - len(told))))


def _direction(slope: float, q: float) -> TrendDirection:
    if not q < DEFAULT_FALSE_DISCOVERY_RATE:
        return "unclear"
    return "rises" if slope > 0 else "falls"


# ------------------------------------------------------------------------------- dates


def _period(date: str, unit: Unit) -> str:
    """The year or month of a date, empty where it has none."""
    period = date[: _UNIT_LENGTHS[unit]]
    is_whole = len(period) == _UNIT_LENGTHS[unit]
    return period if is_whole and period.replace("-", "").isdigit() and period.isascii() else ""


def _years(period: str) -> float:
    """Time of the middle of a year or month, in years."""
    year, _, month = period.partition("-")
    return int(year) + ((int(month) - 0.5) / 12 if month else 0.5)


# -------------------------------------------------------------------------- regression


def _slopes(counts: Floats, n_words: Floats, times: Floats) -> Floats:
    """Change of the logarithm of the rate in a year, of each term, by Newton's steps.

    The greatest likelihood is where the mean time of the occurrences is that of the words,
    each word weighed by exp(slope · time): one equation for each term.
    """
    at = times - times.mean()
    filled = counts + _HALF * n_words / n_words.sum()
    wanted = filled @ at / filled.sum(axis=1)
    slopes = np.zeros(len(counts))
    largest = _MAX_STEP / (at[-1] - at[0])
    for _ in range(_MAX_STEPS):
        mean, variance = _moments(slopes, n_words, at)
        step = np.clip((wanted - mean) / np.maximum(variance, 1e-300), -largest, largest)
        slopes += step
        if np.abs(step).max() < 1e-12 * largest:
            break
    return slopes


def _moments(slopes: Floats, n_words: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the times of the words, weighed by exp(slope · time)."""
    weights = _growth(slopes, at) * n_words
    weights /= weights.sum(axis=1, keepdims=True)
    mean = weights @ at
    return mean, (weights * (at - mean[:, None]) ** 2).sum(axis=1)


def _growth(slopes: Floats, at: Floats) -> Floats:
    """exp(slope · time) but for a factor of each term, shape (n_terms, n_periods)."""
    exponents = np.outer(slopes, at)
    grown: Floats = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    return grown


class _Test(NamedTuple):
    """What is known of the slope of a term, in doublings a year."""

    slope: float
    reach: float
    """Half the width of the 95 % interval."""
    p: float


_LN2 = float(np.log(2))


def _tests(
    counts: Floats, squares: Floats, data: CountsOverTime, times: Floats, slopes: Floats
) -> list[_Test]:
    at = times - times.mean()
    _, variance = _moments(slopes, data.n_words, at)
    growth = _growth(slopes, at)
    totals = counts.sum(axis=1)
    rates = growth * (totals / (growth @ data.n_words))[:, None]
    expected = rates * data.n_words
    safe = np.maximum(rates, 1e-300)
    by_text = (squares / safe - 2 * counts + expected).sum(axis=1)
    by_period = ((counts - expected) ** 2 / (safe * data.n_words)).sum(axis=1)
    freedom = np.array([data.n_texts.sum() - 2, len(data.periods) - 2])
    dispersions = np.array([by_text, by_period]) / freedom[:, None]
    which = dispersions.argmax(axis=0)
    dispersion = np.maximum(dispersions.max(axis=0), 1)
    errors = np.sqrt(dispersion / (totals * np.maximum(variance, 1e-300)))
    limits = [student_limit(int(df)) for df in freedom]
    return [
        _Test(slope / _LN2, limits[i] * error / _LN2, student_p(slope / error, int(freedom[i])))
        for slope, error, i in zip(slopes.tolist(), errors.tolist(), which.tolist(), strict=True)
    ]
