"""Two versions of one text in, what the cut did to the emphasis out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speechkit.results import SpeechName, Theme, ThemeCut, VersionEmphasis
from speechkit.themes.contrast import ROWS_AT_ONCE, TIE, Figures, pair_generator
from speechkit.themes.intervals import LEVEL
from speechkit.themes.sampling import design_effect, section_blocks
from speechkit.themes.scoring import Floats, ScoredSpeech, row_shares


@dataclass(frozen=True, slots=True)
class Versions:
    """Two scored versions and what the shorter one lacks of the longer one."""

    whole: ScoredSpeech
    part: ScoredSpeech
    columns: Sequence[int]
    """Entries of the codebook that are themes."""

    @classmethod
    def of(cls, a: ScoredSpeech, b: ScoredSpeech, columns: Sequence[int]) -> Versions:
        """Two versions; the one of fewer characters is the part, of equal ones the later id."""
        part, whole = sorted((a, b), key=lambda own: (own.n_chars, _reversed(own.speech.id)))
        return cls(whole, part, columns)

    def emphasis(self, themes: Sequence[Theme]) -> VersionEmphasis:
        """What became of each theme."""
        chars = _chars(self.whole, self.columns)
        removed = chars[~self._stays()].sum(axis=0)
        whole, part = chars.sum(axis=0), _chars(self.part, self.columns).sum(axis=0)
        fractions = np.divide(removed, whole, out=np.zeros_like(whole), where=whole > 0)
        shares = row_shares(np.stack([whole, part]))
        rows = zip(themes, *shares.tolist(), fractions.tolist(), strict=True)
        total = float(whole.sum())
        return VersionEmphasis(
            _name(self.whole),
            _name(self.part),
            float(removed.sum()) / total if total else 0.0,
            tuple(ThemeCut(*row) for row in rows),
        )

    def figures(self, *, seed: int, n_permutations: int) -> Figures:
        """Whether the cut spared some themes, whole less part.

        What was cut from each block is dealt out to the blocks anew: a cut of the same size that
        does not look at what it cuts. The ends of the interval are what such cuts do in 95 of
        100 cases.
        """
        chars = _chars(self.whole, self.columns)
        stays = self._stays()[:, None]
        units = _joined(self.whole.units, chars), _joined(self.whole.units, chars * stays)
        some = units[0].sum(axis=1) > 0
        blocks, kept = _blocks(units[0][some], units[1][some])
        part = _chars(self.part, self.columns).sum(axis=0)
        shares = row_shares(np.stack([blocks.sum(axis=0), part]))
        null = self._null(blocks, kept, seed, n_permutations)
        whole_share = shares[0]
        observed = np.abs(whole_share - row_shares(kept.sum(axis=0)[None])[0])
        p = (1 + (np.abs(null) >= observed - TIE).sum(axis=0)) / (n_permutations + 1)
        tail = 100 * (1 - LEVEL) / 2
        low, high = np.percentile(null, [tail, 100 - tail], axis=0)
        return Figures(shares[0] - shares[1], low, high, p, whole_share + shares[1] > 0)

    def _null(self, blocks: Floats, kept: Floats, seed: int, n: int) -> Floats:
        """Differences that cuts make which spare no theme, (n, n_themes)."""
        generator = pair_generator(seed, self.whole.speech.id, self.part.speech.id)
        sizes = blocks.sum(axis=1)
        fractions = np.divide(kept.sum(axis=1), sizes, out=np.zeros_like(sizes), where=sizes > 0)
        share = row_shares(blocks.sum(axis=0)[None])[0]
        rows = []
        for start in range(0, n, ROWS_AT_ONCE):
            keys = generator.random((min(ROWS_AT_ONCE, n - start), len(blocks)))
            dealt = fractions[np.argsort(keys, axis=1)]
            rows.append(share - row_shares(dealt @ blocks))
        return np.concatenate([np.zeros((0, blocks.shape[1])), *rows])

    def _stays(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which sentences of the whole stand in the part too, (n_sentences,)."""
        left = Counter(_sentences(self.part))
        stays = []
        for sentence in _sentences(self.whole):
            stays.append(left[sentence] > 0)
            left[sentence] -= 1
        return np.array(stays, dtype=np.bool_)


def _sentences(scored: ScoredSpeech) -> list[str]:
    text = scored.speech.text
    return ["".join(text[span.start : span.end].split()) for span in scored.sentences]


def _chars(scored: ScoredSpeech, columns: Sequence[int]) -> Floats:
    """Characters by sentence and theme."""
    return np.asarray(scored.weights[:, list(columns)] * scored.sizes[:, None])


def _joined(units: np.ndarray[tuple[int], np.dtype[np.intp]], chars: Floats) -> Floats:
    sums = np.zeros((int(units.max(initial=-1)) + 1, chars.shape[1]))
    np.add.at(sums, units, chars)
    return sums


def _blocks(units: Floats, kept: Floats) -> tuple[Floats, Floats]:
    """Blocks of the whole, and what is left of each, both (n_blocks, n_themes)."""
    n_themes = units.shape[1]
    both = section_blocks(units, design_effect(units), np.hstack([units, kept]))
    return both[:, :n_themes], both[:, n_themes:]


def _name(scored: ScoredSpeech) -> SpeechName:
    return SpeechName(scored.speech.id, scored.speech.title)


def _reversed(text: str) -> tuple[int, ...]:
    """A key that puts texts in falling order."""
    return tuple(-ord(character) for character in text)
