"""How often a trend is found in simulated counts where there is none, and where there is one.

    python benchmarks/trend.py

Every term is said in texts of 500 to 5,000 running words. Its rate varies from text to text
(gamma, shape 2) and from year to year (log-normal), so that its counts are over-dispersed as those
of real terms are. A false alarm is p < .05 without a trend; power is the share found
where the rate doubles, or grows fourfold, from the first year to the last.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from speechkit.keywords.trend import CountsOverTime, fit_trends

N_TERMS = 4_000
SEED = 20
TEXT_SHAPE = 2.0


class Case(NamedTuple):
    """A collection and the terms in it."""

    n_periods: int
    n_texts: int
    """In each period."""
    mean_count: float
    """Of a term in the whole collection."""
    period_noise: float
    """Standard deviation of the logarithm of the rate between periods."""


CASES = (
    Case(10, 10, 20, 0.0),
    Case(10, 10, 100, 0.0),
    Case(10, 10, 1000, 0.0),
    Case(10, 50, 1000, 0.0),
    Case(10, 10, 100, 0.3),
    Case(10, 1000, 1000, 0.3),
    Case(25, 1, 30, 0.0),
    Case(25, 1, 200, 0.3),
    Case(5, 10, 100, 0.0),
    Case(3, 30, 100, 0.0),
)


def simulate(case: Case, doublings: float, rng: np.random.Generator) -> CountsOverTime:
    """Counts of `N_TERMS` terms whose rate doubles so often from the first year to the last."""
    shape = (N_TERMS, case.n_periods, case.n_texts)
    n_words = rng.integers(500, 5_000, size=shape[1:]).astype(float)
    years = np.arange(case.n_periods)
    rate = 2.0 ** (doublings * years / max(1, years[-1]))
    noise = rng.normal(0, case.period_noise, size=shape[:2]) if case.period_noise else 0.0
    rates = rate * np.exp(noise) * np.ones(shape[:2])
    expected = rates[:, :, None] * n_words
    expected *= case.mean_count / expected.sum(axis=(1, 2), keepdims=True)
    counts = np.zeros(shape[:2])
    squares = np.zeros(shape[:2])
    for text in range(case.n_texts):
        factor = rng.gamma(TEXT_SHAPE, 1 / TEXT_SHAPE, size=shape[:2])
        seen = rng.poisson(expected[:, :, text] * factor)
        counts += seen
        squares += seen**2 / n_words[:, text]
    return CountsOverTime(
        [str(term) for term in range(N_TERMS)],
        [str(2000 + year) for year in years],
        counts,
        squares,
        n_words.sum(axis=1),
        np.full(case.n_periods, float(case.n_texts)),
    )


def fraction_found(case: Case, doublings: float) -> float:
    """Share of the terms looked at whose p is below .05."""
    found = fit_trends(simulate(case, doublings, np.random.default_rng(SEED)))
    return sum(trend.p < 0.05 for trend in found) / len(found)


def main() -> None:
    """Print a line a case."""
    print("years  texts a year  mean count  noise of years  false alarms  doubled  fourfold")
    for case in CASES:
        print(
            f"{case.n_periods:5}  {case.n_texts:12}  {case.mean_count:10.0f}"
            f"  {case.period_noise:14.1f}  {fraction_found(case, 0):12.3f}"
            f"  {fraction_found(case, 1):7.3f}  {fraction_found(case, 2):8.3f}"
        )


if __name__ == "__main__":
    main()
