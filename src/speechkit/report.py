"""Speeches in, all analyses of them out, as one report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from speechkit import __version__
from speechkit.dedupe import find_duplicates
from speechkit.keywords import score_keywords
from speechkit.model import (
    DEFAULT_CONTAINMENT,
    DEFAULT_SEED,
    DEFAULT_THRESHOLD,
    DEFAULT_TOP,
    NumberOfTopics,
    Progress,
    SplitResult,
)
from speechkit.results import Report
from speechkit.text.background import build_background
from speechkit.text.lexicon import Vocabulary
from speechkit.themes import EmphasisOptions, measure_emphasis

if TYPE_CHECKING:
    from speechkit.text.background import Background
    from speechkit.text.lexicon import Lexicon
    from speechkit.themes.codebook import Codebook

STEPS = ("duplicates", "keywords", "themes")
"""What `progress` is told is being done."""
PHASES = (
    "duplicates",
    "differences",
    "passages",
    "keywords",
    "keyness",
    "themes",
    "contrasts",
    "topics",
)
"""What `within` is told of, in this order; none need come."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How the analyses of a report are made; each as the analysis itself has it."""

    threshold: float = DEFAULT_THRESHOLD
    containment: float = DEFAULT_CONTAINMENT
    passages: bool = True
    """Look for passages that speeches share without being duplicates."""
    top: int = DEFAULT_TOP
    topics: NumberOfTopics | None = None
    """Topics to look for beside the codebook, or `auto`."""
    seed: int = DEFAULT_SEED


DEFAULT_OPTIONS = ReportOptions()


def build_report(
    split: SplitResult,
    *,
    options: ReportOptions = DEFAULT_OPTIONS,
    codebook: Codebook | None = None,
    background: Background | None = None,
    lexicon: Lexicon | None = None,
    command: str = "",
    made: str = "",
    progress: Progress | None = None,
    within: Progress | None = None,
) -> Report:
    """Every analysis of a collection: versions, keywords and themes.

    The duplicates come first; the other analyses count each text once.

    Parameters
    ----------
    codebook : Codebook | None
        Themes to look for; None for our own.
    background : Background | None
        General word frequencies; None to make them anew, which takes a second or two.
    lexicon : Lexicon | None
        Word lists for the keywords and the topics; None for our own.
    command : str
        By which the report is made again; it is only handed on.
    made : str
        When it is made, handed on likewise.
    progress : Progress | None
        Told the step of `STEPS` that begins, and when all are done.
    within : Progress | None
        Told how far each of `PHASES` is.

    Returns
    -------
    Report
        Of empty results when there are no speeches.
    """
    tell = progress or _silent
    speeches = split.speeches
    tell(STEPS[0], 0, len(STEPS))
    duplicates = find_duplicates(
        speeches,
        threshold=options.threshold,
        containment=options.containment,
        explain=True,
        passages=options.passages,
        progress=within,
    )
    tell(STEPS[1], 1, len(STEPS))
    keywords = score_keywords(
        speeches,
        top=options.top,
        groups=duplicates.groups,
        background=background,
        lexicon=lexicon,
        progress=within,
    )
    tell(STEPS[2], 2, len(STEPS))
    emphasis = measure_emphasis(
        speeches,
        codebook=codebook,
        groups=duplicates.groups,
        vocabulary=Vocabulary(background or build_background(), lexicon)
        if options.topics
        else None,
        options=EmphasisOptions(topics=options.topics, seed=options.seed),
        progress=within,
    )
    tell(STEPS[2], len(STEPS), len(STEPS))
    return Report(split, duplicates, keywords, emphasis, __version__, command, made)


def _silent(step: str, n_done: int, n_steps: int) -> None:
    """Nobody asked for progress."""
