"""A reader's labels correct what the codebook mistakes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechkit.errors import UsageError
from speechkit.model import Span, Speech
from speechkit.results import Emphasis, Label, text_digest
from speechkit.themes import load_codebook, measure_emphasis
from speechkit.themes.calibration import calibrate
from speechkit.themes.scoring import SentenceScorer
from themes.making import FARMING, HOSPITALS, ROADS, SCHOOLS, paragraphs, speech

CODEBOOK = load_codebook()
SCORER = SentenceScorer(CODEBOOK)
IDS = [entry.theme.id for entry in CODEBOOK.entries]
MIXED = speech(paragraphs(FARMING, ROADS, SCHOOLS, HOSPITALS, times=6), "mixed")
TRUE = {FARMING: "agriculture", ROADS: "infrastructure", SCHOOLS: "education", HOSPITALS: "health"}


def labels(own: Speech, given_for: dict[str, str], coder: str = "a") -> list[Label]:
    """A label for each paragraph, as the reader sees what stands in it."""
    found = []
    for span in own.paragraphs():
        text = own.text[span.start : span.end]
        theme = next(theme for part, theme in given_for.items() if part in text)
        lines = own.document.lines(span)
        found.append(Label(coder, own.id, span, lines, (theme,), text_digest(text)))
    return found


def share(result: Emphasis, theme: str) -> float:
    return next(e.share for e in result.speeches[0].emphasis if e.theme.id == theme)


def test_labels_that_agree_change_next_to_nothing() -> None:
    bare = measure_emphasis([MIXED], codebook=CODEBOOK)
    result = measure_emphasis([MIXED], codebook=CODEBOOK, labels=labels(MIXED, TRUE))
    for theme in TRUE.values():
        assert share(result, theme) == pytest.approx(share(bare, theme), abs=0.03)
    assert result.calibration is not None
    assert result.calibration.micro_f1 == result.calibration.top_1 == 1.0
    assert result.calibration.share_error < 0.02


def test_a_theme_that_a_reader_takes_for_another_one_goes_to_it() -> None:
    seen = TRUE | {ROADS: "agriculture"}
    bare = measure_emphasis([MIXED], codebook=CODEBOOK)
    result = measure_emphasis([MIXED], codebook=CODEBOOK, labels=labels(MIXED, seen) * 4)
    assert share(bare, "agriculture") == pytest.approx(0.25, abs=0.05)
    assert share(result, "agriculture") > 0.42
    assert share(result, "infrastructure") < 0.07
    assert result.calibration is not None
    assert result.calibration.calibrated_share_error < result.calibration.share_error / 2
    assert result.calibration.calibrated_top_1 > result.calibration.top_1


def test_few_labels_correct_less_than_many() -> None:
    seen = labels(MIXED, TRUE | {ROADS: "agriculture"})
    few, many = (
        share(measure_emphasis([MIXED], codebook=CODEBOOK, labels=chosen), "agriculture")
        for chosen in (seen[:4], seen * 4)
    )
    assert 0.25 < few < many


def test_rates_that_are_hardly_known_are_less_sure() -> None:
    seen = labels(MIXED, TRUE | {ROADS: "agriculture"})
    scored = {"mixed": SCORER.score(MIXED)}
    even = np.full(len(IDS), 1 / len(IDS))
    few, many = (calibrate(scored, seen * n, CODEBOOK)[0].variance(even) for n in (1, 20))
    assert few > 2 * many > 0


def test_an_interval_is_wider_where_the_rates_are_doubted() -> None:
    seen = labels(MIXED, TRUE | {ROADS: "agriculture"})
    plain = measure_emphasis([MIXED], codebook=CODEBOOK).speeches[0]
    corrected = measure_emphasis([MIXED], codebook=CODEBOOK, labels=seen).speeches[0]
    assert corrected.n_effective < plain.n_effective


def test_shares_still_sum_to_one() -> None:
    result = measure_emphasis(
        [MIXED], codebook=CODEBOOK, labels=labels(MIXED, TRUE | {ROADS: "framing"})
    )
    assert sum(e.share for e in result.speeches[0].emphasis) == pytest.approx(1)
    assert result.speeches[0].framing_fraction > 0.1


def test_a_label_by_lines_is_of_what_stands_on_them() -> None:
    by_lines = [Label("a", "mixed", None, (n, n), ("agriculture",)) for n in (1, 5, 9)]
    correction, report = calibrate({"mixed": SCORER.score(MIXED)}, by_lines, CODEBOOK)
    assert (report.n_labels, report.n_left_out, report.top_1) == (3, 0, 1.0)
    assert correction.rates[IDS.index("agriculture"), IDS.index("agriculture")] > 0.99


def test_labels_of_other_speeches_and_changed_texts_are_left_out_and_counted() -> None:
    good = labels(MIXED, TRUE)[:3]
    odd = [
        Label("b", "nobody", Span(0, 9), (1, 1), ("health",)),
        Label("b", "mixed", Span(0, 9), (1, 1), ("health",), "0" * 16),
        Label("b", "mixed", None, (999, 999), ("health",)),
    ]
    _, report = calibrate({"mixed": SCORER.score(MIXED)}, [*good, *odd], CODEBOOK)
    assert (report.n_labels, report.n_left_out, report.n_coders) == (3, 3, 1)


def test_labels_of_which_none_fits_are_refused() -> None:
    with pytest.raises(UsageError, match="none of the 1 labels"):
        measure_emphasis([MIXED], labels=[Label("a", "other", Span(0, 9), (1, 1), ())])


@given(st.lists(st.sampled_from(IDS), min_size=1, max_size=8))
def test_rates_are_shares_whatever_the_labels_say(themes: list[str]) -> None:
    given_labels = [
        Label("a", "mixed", None, (n, n), (theme,)) for n, theme in enumerate(themes, 1)
    ]
    scored = SCORER.score(MIXED)
    correction, report = calibrate({"mixed": scored}, given_labels, CODEBOOK)
    assert np.allclose(correction.rates.sum(axis=1), 1)
    assert (correction.rates >= 0).all()
    sums = correction(scored).weights.sum(axis=1)
    assert np.allclose(sums, scored.weights.sum(axis=1))
    assert 0 <= report.micro_f1 <= 1
    assert correction.variance(np.full(len(IDS), 1 / len(IDS))) >= 0
