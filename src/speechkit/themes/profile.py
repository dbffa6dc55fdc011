"""A speech in, what it spends on each theme and what shows it, out.

A profile refers to its speech by name alone and can be put away: of ten thousand speeches no
text need stay in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from speechkit.grouping import fact_of
from speechkit.model import N_POSITIONS, Speech
from speechkit.results import EvidenceSentence, SectionEmphasis, SpeechName
from speechkit.themes.calibration import Correction
from speechkit.themes.codebook import FRAMING, Codebook
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


class Finding(NamedTuple):
    """What shows that a speech speaks of a theme."""

    evidence: tuple[EvidenceSentence, ...]
    """Best first."""
    positions: tuple[float, ...]


class Details(NamedTuple):
    """What takes most of the room of a profile, and is looked at seldom."""

    blocks: Floats
    """Characters by block and theme, (n_blocks, n_themes): what may change sides in a test."""
    hits: NDArray[np.uint32]
    """Numbers of the terms that fired, and how often each did, (2, n_terms)."""


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
    chars: Floats
    """Characters by theme, (n_themes,)."""
    n_blocks: int
    n_effective: float
    """Effective number of independent units."""
    sufficient: bool
    """Whether there is text enough to say anything: at least `MIN_THEMED_CHARS` characters with
    a theme, in units that count for at least `MIN_EFFECTIVE_UNITS`."""
    details: Details | Callable[[], Details]
    """Themselves, or what reads them where they stand."""
    findings: tuple[Finding, ...] = ()
    """Of each theme; none where they were put away."""
    sections: tuple[SectionEmphasis, ...] = ()
    """None where they were put away."""

    @property
    def blocks(self) -> Floats:
        """As `Details` has them."""
        return self.read_details().blocks

    @property
    def hits(self) -> NDArray[np.uint32]:
        """As `Details` has them."""
        return self.read_details().hits

    def read_details(self) -> Details:
        """The details, from wherever they stand."""
        return self.details if isinstance(self.details, Details) else self.details()

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
        return not self.n_blocks


class ProfileColumns(Sequence[Profile]):
    """Profiles in columns, without findings and sections, and with details that are read anew.

    As objects they would take four times as much, in every process that looks at them. None is
    held: each time it is asked for, a profile is made anew.

    Parameters
    ----------
    read_details
        Reads the details of a profile by its number.
    """

    def __init__(self, read_details: Callable[[int], Details]) -> None:
        self._read_details = read_details
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._facts: list[tuple[str, str]] = []
        """Date and group; equal ones are one object."""
        self._known: dict[tuple[str, str], tuple[str, str]] = {}
        self._counts = array("q")
        """Of each its characters, its blocks, and whether there is text enough."""
        self._sums = array("d")
        """Of each the characters of framing, the effective units, the characters by theme."""

    def append(self, profile: Profile) -> None:
        """Take in one more."""
        facts = profile.date, profile.group
        self._ids.append(profile.speech.id)
        self._titles.append(profile.speech.title)
        self._facts.append(self._known.setdefault(facts, facts))
        self._counts.extend((profile.n_chars, profile.n_blocks, profile.sufficient))
        self._sums.extend((profile.framing_chars, profile.n_effective, *profile.chars.tolist()))

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, number: int) -> Profile: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Profile]: ...
    def __getitem__(self, number: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        place = range(len(self))[number]
        width = len(self._sums) // len(self)
        framing_chars, n_effective, *chars = self._sums[width * place : width * (place + 1)]
        n_chars, n_blocks, sufficient = self._counts[3 * place : 3 * (place + 1)]
        date, group = self._facts[place]
        return Profile(
            SpeechName(self._ids[place], self._titles[place]),
            date,
            group,
            n_chars,
            framing_chars,
            np.array(chars),
            n_blocks,
            n_effective,
            bool(sufficient),
            partial(self._read_details, place),
        )


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
        blocks = section_blocks(units, effect)
        return Profile(
            speech=SpeechName(speech.id, speech.title),
            date=speech.date or "",
            group=fact_of(speech, self._by) if self._by else "",
            n_chars=scored.n_chars,
            framing_chars=float(np.delete(chars, columns, axis=1).sum()),
            chars=blocks.sum(axis=0),
            n_blocks=len(blocks),
            n_effective=_doubted(independent_units(units, effect), units, doubt),
            sufficient=themed >= MIN_THEMED_CHARS and n_units >= MIN_EFFECTIVE_UNITS,
            details=Details(blocks, self._hits(_term_counts(scored))),
            findings=_findings(scored, columns, self._scorer.entry_numbers),
            sections=section_emphasis(scored, codebook, columns),
        )

    def _hits(self, counts: Mapping[str, int]) -> NDArray[np.uint32]:
        numbers = self._scorer.term_numbers
        rows = sorted((numbers[term], count) for term, count in counts.items())
        return np.array(rows, dtype=np.uint32).reshape(-1, 2).T


def _entry_shares(scored: ScoredSpeech) -> Floats:
    """Share of each entry of the codebook in a speech, (n_entries,)."""
    sums = np.einsum("s,se->e", scored.sizes, scored.weights)
    return np.asarray(row_shares(sums[None])[0])


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


def _term_counts(scored: ScoredSpeech) -> dict[str, int]:
    counts: dict[str, int] = {}
    for terms in scored.terms:
        for term, count in terms.items():
            counts[term] = counts.get(term, 0) + count
    return counts


def _findings(
    scored: ScoredSpeech, columns: Ints, entry_numbers: Mapping[str, int]
) -> tuple[Finding, ...]:
    weights = scored.weights[:, columns]
    evidence = _evidence(weights * scored.direct[:, columns])
    positions = _positions(scored.sizes, weights).T.tolist()
    return tuple(
        Finding(
            tuple(_quoted(scored, n, column, entry_numbers) for n in evidence[place]),
            tuple(positions[place]),
        )
        for place, column in enumerate(columns.tolist())
    )


def _evidence(strength: Floats) -> list[list[int]]:
    """Numbers of the sentences that carry each theme most, best first.

    Parameters
    ----------
    strength
        Weight times direct score, (n_sentences, n_themes). Only sentences with terms of its own
        speak for a theme: what context alone put there proves nothing.
    """
    best = np.argsort(-strength, axis=0, kind="stable")[:N_EVIDENCE]
    is_some = np.take_along_axis(strength, best, axis=0) > 0
    return [numbers[some].tolist() for numbers, some in zip(best.T, is_some.T, strict=True)]


def _quoted(
    scored: ScoredSpeech, n: int, column: int, entry_numbers: Mapping[str, int]
) -> EvidenceSentence:
    speech = scored.speech
    span = speech.view.source_span(scored.sentences[n])
    terms = tuple(term for term in scored.terms[n] if entry_numbers[term] == column)
    document = speech.document
    return EvidenceSentence(span, document.line(span.start), document.quote(span), terms)


def _positions(sizes: Floats, weights: Floats) -> Floats:
    """Share of each theme in each of equal stretches of a speech, (N_POSITIONS, n_themes).

    A sentence counts in each stretch with the characters it has there.
    """
    ends = np.cumsum(sizes)
    edges = np.linspace(0.0, float(ends[-1]) if len(ends) else 0.0, N_POSITIONS + 1)[:, None]
    inside = np.minimum(ends, edges[1:]) - np.maximum(ends - sizes, edges[:-1])
    # Without BLAS, whose sums depend on the number of its threads.
    sums = np.einsum("ps,st->pt", np.maximum(inside, 0.0), weights)
    return np.asarray(row_shares(sums))
