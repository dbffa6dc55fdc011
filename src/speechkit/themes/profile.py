"""A speech in, what it spends on each theme and what shows it, out.

A profile refers to its speech by name alone and can be put away: of ten thousand speeches no
text need stay in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from speechkit.grouping import fact_of
from speechkit.model import N_POSITIONS, Speech
from speechkit.results import EvidenceSentence, SectionEmphasis, SpeechName, TermCount
from speechkit.themes.calibration import Correction
from speechkit.themes.codebook import FRAMING, Codebook, ThemeEntry
from speechkit.themes.sampling import (
    design_effect,
    independent_units,
    kish,
    section_blocks,
)
from speechkit.themes.scoring import Floats, Ints, ScoredSpeech, SentenceScorer, row_shares
from speechkit.themes.sections import section_emphasis

N_EVIDENCE = 3
"""Sentences quoted for a theme."""
MIN_THEMED_CHARS = 300
"""Characters with a theme below which a speech is too short to say what it stresses:
about three paragraphs, in which a single one would decide everything."""
MIN_EFFECTIVE_UNITS = 3.0
"""Effective number of sampling units a speech needs at least, for the same reason."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What shows that a speech speaks of a theme."""

    terms: tuple[TermCount, ...]
    """Most frequent first."""
    evidence: tuple[EvidenceSentence, ...]
    positions: tuple[float, ...]


@dataclass(frozen=True)
class Profile:
    """What a speech spends on the themes, framing left out."""

    speech: SpeechName
    date: str
    """Empty where it is not known."""
    group: str
    """Value of the fact by which speeches are grouped; empty where it is not known."""
    n_chars: int
    """Characters of the body without white space."""
    framing_chars: float
    blocks: Floats
    """Characters by block and theme, (n_blocks, n_themes): what may change sides in a test."""
    n_effective: float
    """Effective number of independent units."""
    sufficient: bool
    """Whether there is text enough to say anything: at least `MIN_THEMED_CHARS` characters with
    a theme, in units that count for at least `MIN_EFFECTIVE_UNITS`."""
    hits: Ints
    """Numbers of the terms that fired, and how often each did, (2, n_terms)."""
    findings: tuple[Finding, ...] = ()
    """Of each theme; none where they were put away."""
    sections: tuple[SectionEmphasis, ...] = ()

    @cached_property
    def chars(self) -> Floats:
        """Characters by theme, (n_themes,)."""
        return np.asarray(self.blocks.sum(axis=0))

    @cached_property
    def shares(self) -> Floats:
        """Of the characters with a theme, (n_themes,); sums to 1, or to 0 without any."""
        return np.asarray(row_shares(self.chars[None])[0])

    @property
    def framing_fraction(self) -> float:
        return min(1.0, self.framing_chars / self.n_chars) if self.n_chars else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether no theme was found at all."""
        return not len(self.blocks)


class Profiler:
    """Reads speeches by a codebook; each profile depends on its speech alone.

    Parameters
    ----------
    scorer
        The codebook, made ready.
    by
        Fact by which speeches are grouped; None for no groups.
    correction
        By a reader's labels, if there are any.
    """

    def __init__(
        self,
        scorer: SentenceScorer,
        by: str | None = None,
        correction: Correction | None = None,
    ) -> None:
        self._scorer = scorer
        self._by = by
        self._correction = correction

    def __call__(self, speech: Speech) -> Profile:
        """Score a speech and add it up."""
        return self.of(self._scorer.score(speech))

    def of(self, scored: ScoredSpeech) -> Profile:
        """The profile of a speech that was scored."""
        codebook = self._scorer.codebook
        doubt = 0.0
        if self._correction is not None:
            doubt = self._correction.variance(_entry_shares(scored))
            scored = self._correction(scored)
        chars = scored.weights * scored.sizes[:, None]
        columns = theme_columns(codebook)
        units = _units(chars[:, columns], scored.units)
        effect = design_effect(units)
        n_units = kish(units.sum(axis=1))
        themed = float(units.sum())
        speech = scored.speech
        counts = _term_counts(scored)
        return Profile(
            speech=SpeechName(speech.id, speech.title),
            date=speech.date or "",
            group=fact_of(speech, self._by) if self._by else "",
            n_chars=scored.n_chars,
            framing_chars=float(np.delete(chars, columns, axis=1).sum()),
            blocks=section_blocks(units, effect),
            n_effective=_doubted(independent_units(units, effect), units, doubt),
            sufficient=themed >= MIN_THEMED_CHARS and n_units >= MIN_EFFECTIVE_UNITS,
            hits=self._hits(counts),
            findings=_findings(scored, counts, codebook, columns),
            sections=section_emphasis(scored, codebook, columns),
        )

    def _hits(self, counts: Mapping[str, int]) -> Ints:
        numbers = self._scorer.term_numbers
        rows = sorted((numbers[term], count) for term, count in counts.items())
        return np.array(rows, dtype=np.intp).reshape(-1, 2).T


def _entry_shares(scored: ScoredSpeech) -> Floats:
    """Share of each entry of the codebook in a speech, (n_entries,)."""
    return np.asarray(row_shares((scored.sizes @ scored.weights)[None])[0])


def _doubted(n_units: float, units: Floats, variance: float) -> float:
    """The number of units that leaves the shares as uncertain as they are with more variance."""
    shares = row_shares(units.sum(axis=0)[None])[0]
    spread = float((shares * (1 - shares)).sum())
    return n_units / (1 + n_units * variance / spread) if variance and spread else n_units


def theme_columns(codebook: Codebook) -> Ints:
    """Entries of the codebook that are themes, in their order, (n_themes,)."""
    columns = [n for n, entry in enumerate(codebook.entries) if entry.theme.id != FRAMING]
    return np.array(columns, dtype=np.intp)


def _units(chars: Floats, units: Ints) -> Floats:
    """Characters by sampling unit and theme, units without any theme left out."""
    sums = np.zeros((int(units.max(initial=-1)) + 1, chars.shape[1]))
    np.add.at(sums, units, chars)
    return np.asarray(sums[sums.sum(axis=1) > 0])


def _term_counts(scored: ScoredSpeech) -> Counter[str]:
    counts: Counter[str] = Counter()
    for terms in scored.terms:
        counts.update(terms)
    return counts


def _findings(
    scored: ScoredSpeech, counts: Mapping[str, int], codebook: Codebook, columns: Ints
) -> tuple[Finding, ...]:
    positions = _positions(scored.sizes, scored.weights[:, columns]).T.tolist()
    return tuple(
        Finding(
            terms=_ranked(counts, codebook.entries[column]),
            evidence=_evidence(scored, column, codebook.entries[column]),
            positions=tuple(positions[n]),
        )
        for n, column in enumerate(columns.tolist())
    )


def _ranked(counts: Mapping[str, int], entry: ThemeEntry) -> tuple[TermCount, ...]:
    """Counts of a theme's terms, most frequent first."""
    fired = sorted((-counts[term], term) for term in counts.keys() & entry.terms)
    return tuple(TermCount(term, -count, entry.subtheme_of.get(term, "")) for count, term in fired)


def _evidence(scored: ScoredSpeech, column: int, entry: ThemeEntry) -> tuple[EvidenceSentence, ...]:
    """The sentences that carry a theme most, best first.

    Only sentences with terms of its own: what context alone put there proves nothing.
    """
    strength = scored.weights[:, column] * scored.direct[:, column]
    best = np.argsort(-strength, kind="stable")[:N_EVIDENCE].tolist()
    return tuple(_quoted(scored, n, entry) for n in best if strength[n] > 0)


def _quoted(scored: ScoredSpeech, n: int, entry: ThemeEntry) -> EvidenceSentence:
    speech = scored.speech
    span = speech.view.source_span(scored.sentences[n])
    terms = tuple(term for term in scored.terms[n] if term in entry.terms)
    document = speech.document
    return EvidenceSentence(span, document.line(span.start), document.quote(span), terms)


def _positions(sizes: Floats, weights: Floats) -> Floats:
    """Share of each theme in each of equal stretches of a speech, (N_POSITIONS, n_themes).

    A sentence counts in each stretch with the characters it has there.
    """
    ends = np.cumsum(sizes)
    edges = np.linspace(0.0, float(ends[-1]) if len(ends) else 0.0, N_POSITIONS + 1)[:, None]
    inside = np.minimum(ends, edges[1:]) - np.maximum(ends - sizes, edges[:-1])
    return np.asarray(row_shares(np.maximum(inside, 0.0) @ weights))
