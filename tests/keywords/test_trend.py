"""Terms that rise and fall are found, and others are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keywords.making import counts_of, terms_of
from speechkit.errors import TooLittleTextError
from speechkit.keywords.profiles import Terms
from speechkit.keywords.trend import (
    MIN_TREND_COUNT,
    CountsOverTime,
    DatedText,
    choose_unit,
    count_over_time,
    find_trends,
    fit_trends,
)
from speechkit.results import TermTrend

RISING = [1, 2, 4, 8, 16, 32]
MULBERRY, SOLAR = terms_of(["桑园"]), terms_of(["光伏"])


def dated(date: str, n_words: int, **counts: int) -> DatedText:
    return DatedText(date, n_words, counts_of(counts))


def texts(counts: dict[str, list[int]], n_words: int = 2000) -> list[DatedText]:
    """A text a year from 2001 on."""
    n_years = len(next(iter(counts.values())))
    return [
        dated(str(2001 + i), n_words, **{term: ns[i] for term, ns in counts.items() if ns[i]})
        for i in range(n_years)
    ]


def trends(counts: dict[str, list[int]], *, top: int = 9) -> dict[str, TermTrend]:
    found = find_trends(texts(counts), terms_of(counts), top=top)
    return {trend.term: trend for trend in found.terms}


def simulated(
    rng: np.random.Generator, doublings: float, *, n_terms: int, n_texts: int, mean_count: float
) -> list[TermTrend]:
    """Trends of terms whose counts are over-dispersed, over ten years."""
    n_words = rng.integers(1000, 4000, size=(10, n_texts)).astype(float)
    rate = 2.0 ** (doublings * np.arange(10) / 9)
    expected = rate[:, None] * n_words
    expected *= mean_count / expected.sum()
    seen = rng.poisson(expected * rng.gamma(2.0, 0.5, size=(n_terms, 10, n_texts)))
    return fit_trends(
        CountsOverTime(
            [f"{i:04}" for i in range(n_terms)],
            [str(2001 + i) for i in range(10)],
            seen.sum(axis=2).astype(float),
            (seen**2 / n_words).sum(axis=2),
            n_words.sum(axis=1),
            np.full(10, float(n_texts)),
        )
    )


# ------------------------------------------------------------------------------- slope


def test_a_rate_that_doubles_every_year_has_slope_one() -> None:
    trend = trends({"光伏": RISING})["光伏"]
    assert trend.slope == pytest.approx(1, abs=0.03)
    assert trend.low < 1 < trend.high
    assert (trend.direction, trend.count) == ("rises", 63)
    assert trend.p <= trend.q < 0.01
    assert [p.count for p in trend.periods] == RISING
    assert [p.period for p in trend.periods] == [str(2001 + i) for i in range(6)]
    assert trend.periods[-1].per_10k_words == 160


def test_the_slope_is_that_of_greatest_likelihood() -> None:
    # R: glm(c(9, 14, 13, 22, 30) ~ t, poisson, offset = log(n)), half an occurrence
    # spread over the years; here the equation itself is checked.
    counts = np.array([9.0, 14, 13, 22, 30])
    n_words = np.array([2000.0, 2500, 1500, 2000, 2200])
    data = [
        dated(str(2001 + i), int(n), 桑园=int(c))
        for i, (c, n) in enumerate(zip(counts, n_words, strict=True))
    ]
    (trend,) = fit_trends(count_over_time(data, MULBERRY, "year"))
    times = np.arange(5.0)
    filled = counts + 0.5 * n_words / n_words.sum()
    expected = n_words * np.exp(trend.slope * np.log(2) * times)
    expected *= filled.sum() / expected.sum()
    assert (filled - expected) @ times == pytest.approx(0, abs=1e-8)


def test_what_is_said_alike_every_year_has_no_trend() -> None:
    trend = trends({"桑园": [10, 11, 9, 10, 11, 9]})["桑园"]
    assert trend.direction == "unclear"
    assert trend.low < 0 < trend.high
    assert trend.q > 0.5


def test_more_words_are_no_rise() -> None:
    data = [dated(str(2001 + i), 1000 * 2**i, 桑园=10 * 2**i) for i in range(6)]
    (trend,) = find_trends(data, MULBERRY, top=5).terms
    assert trend.slope == pytest.approx(0, abs=0.01)
    assert trend.direction == "unclear"


def test_what_is_said_in_one_year_or_two_is_no_trend() -> None:
    assert trends({"洪水": [0, 0, 0, 0, 0, 90], "地震": [0, 0, 0, 0, 20, 70]}) == {}


def test_rare_terms_are_not_looked_at() -> None:
    found = find_trends(texts({"桑园": [1, 1, 1, 2, 2, MIN_TREND_COUNT - 8]}), MULBERRY, top=5)
    assert (found.n_terms, found.terms) == (0, ())


def test_one_text_that_repeats_a_term_widens_the_interval() -> None:
    even = [dated(str(2001 + i), 1000, 桑园=4) for i in range(6) for _ in range(10)]
    uneven = [
        dated(str(2001 + i), 1000, 桑园=40 if j == 0 else 0) for i in range(6) for j in range(10)
    ]
    (one,), (other,) = (find_trends(data, MULBERRY, top=5).terms for data in (even, uneven))
    assert one.slope == pytest.approx(other.slope)
    assert other.high - other.low > 3 * (one.high - one.low)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=8).filter(lambda ns: sum(ns) > 9))
def test_time_turned_round_turns_the_sign(counts: list[int]) -> None:
    forth, back = trends({"桑园": counts}), trends({"桑园": counts[::-1]})
    assert forth.keys() == back.keys()
    for term, trend in forth.items():
        assert trend.slope == pytest.approx(-back[term].slope, abs=1e-6)
        assert trend.p == pytest.approx(back[term].p, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_texts_changes_nothing(order: list[int]) -> None:
    data = texts({"光伏": RISING, "煤矿": RISING[::-1], "桑园": [9, 5, 8, 7, 6, 9]})
    terms = terms_of(["光伏", "煤矿", "桑园"])
    back = Terms(terms.texts[::-1], terms.hashes[::-1], terms.n_words[::-1])
    shuffled = [data[i] for i in order]
    assert find_trends(shuffled, back, top=5) == find_trends(data, terms, top=5)


# --------------------------------------------------------------------------- selection


def test_rising_terms_come_first_then_falling_ones_then_the_others() -> None:
    found = trends({"桑园": [9, 5, 8, 7, 6, 9], "煤矿": RISING[::-1], "光伏": RISING})
    assert list(found) == ["光伏", "煤矿", "桑园"]
    assert [trend.direction for trend in found.values()] == ["rises", "falls", "unclear"]


def test_a_phrase_takes_the_place_of_its_word() -> None:
    found = trends({"高质量": RISING, "高质量发展": [0, *RISING[1:]]})
    assert list(found) == ["高质量发展"]


def test_no_more_than_wanted_of_each_direction_are_listed() -> None:
    found = trends(dict.fromkeys("甲乙丙", RISING) | {"煤矿": RISING[::-1]}, top=2)
    assert list(found) == ["丙", "乙", "煤矿"]


# ------------------------------------------------------------------------------- dates


def test_texts_without_a_date_are_counted_and_left_out() -> None:
    data = [*texts({"光伏": RISING}), dated("", 500, 光伏=90), dated("x", 5)]
    found = find_trends(data, SOLAR, top=5)
    assert (found.unit, found.n_texts, found.n_undated) == ("year", 6, 2)
    assert found.terms == find_trends(data[:6], SOLAR, top=5).terms


def test_months_are_taken_where_years_are_few() -> None:
    dates = ("2024-01", "2024-03-05", "2024-04", "2024-04", "2024")
    data = [dated(date, 1000, 桑园=5) for date in dates]
    found = find_trends(data, MULBERRY, top=5)
    assert (found.unit, found.n_undated) == ("month", 1)
    assert [p.period for p in found.terms[0].periods] == ["2024-01", "2024-03", "2024-04"]


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ([], "from 0 years and 0 months"),
        (["", "某年"], "from 0 years and 0 months"),
        (["2023", "2024", "2024-05"], r"from 2 years \(2023, 2024\) and 1 months"),
    ],
)
def test_too_few_dates_are_refused(dates: list[str], message: str) -> None:
    with pytest.raises(TooLittleTextError, match=message):
        choose_unit(dates)


# ------------------------------------------------------------------------- calibration


def test_without_a_trend_few_terms_are_called_one() -> None:
    found = simulated(np.random.default_rng(5), 0, n_terms=2000, n_texts=10, mean_count=300)
    assert sum(trend.p < 0.05 for trend in found) / len(found) <= 0.06
    assert sum(trend.direction != "unclear" for trend in found) <= 2


def test_a_rate_that_doubles_in_ten_years_is_found_where_there_is_text_enough() -> None:
    found = simulated(np.random.default_rng(6), 1, n_terms=300, n_texts=50, mean_count=1000)
    rising = [trend for trend in found if trend.direction == "rises"]
    assert len(rising) / len(found) >= 0.9
    inside = sum(trend.low <= 1 / 9 <= trend.high for trend in found)
    assert inside / len(found) >= 0.93
