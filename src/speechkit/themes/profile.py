"""A scored speech in, the characters it spends on each theme, unit by unit, out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from speechkit.model import Speech
from speechkit.themes.codebook import FRAMING, Codebook
from speechkit.themes.scoring import Floats, Ints, ScoredSpeech, row_shares

MIN_THEMED_CHARS = 300
"""Characters with a theme below which a speech is too short to say what it stresses:
about three paragraphs, in which a single one would decide everything."""
MIN_EFFECTIVE_UNITS = 3.0
"""Effective number of sampling units a speech needs at least, for the same reason."""


@dataclass(frozen=True)
class Profile:
    """What a speech spends on the themes, framing left out."""

    speech: Speech
    n_chars: int
    """Characters of the body without white space."""
    framing_chars: float
    units: Floats
    """Characters by sampling unit and theme, (n_units, n_themes); units without any theme
    are left out."""

    @cached_property
    def chars(self) -> Floats:
        """Characters by theme, (n_themes,)."""
        return np.asarray(self.units.sum(axis=0))

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
        return not len(self.units)

    @cached_property
    def n_effective(self) -> float:
        """Kish's effective number of units: fewer than there are when their sizes differ."""
        sizes = self.units.sum(axis=1)
        return float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0

    @property
    def sufficient(self) -> bool:
        """Whether there is text enough to say anything.

        At least `MIN_THEMED_CHARS` characters with a theme, in units that count for at
        least `MIN_EFFECTIVE_UNITS`.
        """
        return (
            float(self.chars.sum()) >= MIN_THEMED_CHARS and self.n_effective >= MIN_EFFECTIVE_UNITS
        )


def theme_columns(codebook: Codebook) -> Ints:
    """Entries of the codebook that are themes, in their order, (n_themes,)."""
    columns = [n for n, entry in enumerate(codebook.entries) if entry.theme.id != FRAMING]
    return np.array(columns, dtype=np.intp)


def profile(scored: ScoredSpeech, codebook: Codebook) -> Profile:
    """Add up a scored speech."""
    chars = scored.weights * scored.sizes[:, None]
    columns = theme_columns(codebook)
    units = np.zeros((int(scored.units.max(initial=-1)) + 1, len(columns)))
    np.add.at(units, scored.units, chars[:, columns])
    return Profile(
        speech=scored.speech,
        n_chars=scored.n_chars,
        framing_chars=float(np.delete(chars, columns, axis=1).sum()),
        units=units[units.sum(axis=1) > 0],
    )
