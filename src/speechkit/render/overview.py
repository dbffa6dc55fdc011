"""A report in, out what page and paper say alike: their first sentences, the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.model import (
    DEFAULT_FALSE_DISCOVERY_RATE,
    MIN_PASSAGE,
    N_POSITIONS,
    SHINGLE_SIZE,
)
from speechkit.render.emphasis import compared
from speechkit.render.labels import counted
from speechkit.render.report_words import join, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speechkit.model import Lang, SplitResult
    from speechkit.results import Emphasis, Report

MAX_NAMED = 5
"""Speeches that break off and are named; more are counted."""


def lead_sentences(report: Report, lang: Lang) -> Iterator[str]:
    """What the collection is: its size, dates, versions, and what was mended."""
    speeches = report.split.speeches
    if not speeches:
        yield say(lang, "empty")
        return
    yield say(
        lang,
        "holds",
        documents=counted(len(report.split.documents), "document", lang),
        speeches=counted(len(speeches), "speech", lang),
        chars=counted(sum(speech.n_chars for speech in speeches), "char", lang),
    )
    yield _dates(report, lang)
    yield _complete(report, lang)
    if dropped := len(report.duplicates.dropped):
        yield say(lang, "counted_once", n=dropped)
    yield _mended(report.split, lang)


def contrast_sentence(emphasis: Emphasis, lang: Lang) -> str:
    """How many comparisons of themes tell speeches apart."""
    contrasts = compared(emphasis)
    if not contrasts:
        return say(lang, "nothing_to_compare")
    n = sum(contrast.distinguishable for contrast in contrasts)
    return say(
        lang,
        "told" if n else "told_none",
        n=n,
        of=len(contrasts),
        q=f"{DEFAULT_FALSE_DISCOVERY_RATE:.2f}",
    )


def parameters(report: Report) -> tuple[tuple[str, object], ...]:
    """Keys of the words of the parameters and their values; the time of making where it is told."""
    made = (("p_made", report.made),) if report.made else ()
    return (
        *made,
        ("p_version", report.version),
        ("p_codebook", report.emphasis.codebook),
        ("p_themes", len(report.emphasis.themes)),
        ("p_shingle", SHINGLE_SIZE),
        ("p_threshold", report.duplicates.threshold),
        ("p_containment", report.duplicates.containment),
        ("p_passage", MIN_PASSAGE),
        ("p_fdr", DEFAULT_FALSE_DISCOVERY_RATE),
        ("p_positions", N_POSITIONS),
    )


def _dates(report: Report, lang: Lang) -> str:
    dates = sorted({speech.date for speech in report.split.speeches if speech.date})
    if not dates:
        return say(lang, "no_dates")
    return say(lang, "dates" if len(dates) > 1 else "date_one", first=dates[0], last=dates[-1])


def _complete(report: Report, lang: Lang) -> str:
    numbered = enumerate(report.split.speeches, start=1)
    broken = [say(lang, "speech_n", n=n) for n, speech in numbered if not speech.complete]
    if not broken:
        return say(lang, "all_complete")
    if len(broken) > MAX_NAMED:
        return say(lang, "incomplete_n", n=len(broken))
    return say(lang, "incomplete", list=join(lang, broken))


def _mended(split: SplitResult, lang: Lang) -> str:
    removed = sum(len(document.removed) for document in split.documents)
    repaired = sum(len(document.repaired) for document in split.documents)
    if not removed and not repaired:
        return say(lang, "unchanged")
    return say(
        lang,
        "mended",
        repaired=counted(repaired, "place", lang),
        removed=counted(removed, "place", lang),
    )
