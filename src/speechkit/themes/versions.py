"""Two versions of one text in, what the cut did to the emphasis out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from speechkit.results import SpeechName, Theme, ThemeCut, VersionEmphasis
from speechkit.themes.contrast import ROWS_AT_ONCE, TIE, Figures, is_in_question, pair_generator
from speechkit.themes.intervals import LEVEL
from speechkit.themes.scoring import Floats, ScoredSpeech, paragraph_numbers, row_shares

_MOSTLY = 0.5


@dataclass(frozen=True)
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
        removed = chars[~self.stays].sum(axis=0)
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

        The runs of paragraphs that were cut, and the paragraphs that were left, are laid out in
        random order: cuts of the same sizes that do not look at what they cut. The ends of the
        interval are what such cuts do in 95 of 100 cases.
        """
        chars = _chars(self.whole, self.columns)
        paragraphs = _by_paragraph(self.whole, chars)
        left = _by_paragraph(self.whole, chars * self.stays[:, None])
        part = _chars(self.part, self.columns).sum(axis=0)
        shares = row_shares(np.stack([chars.sum(axis=0), part, left.sum(axis=0)]))
        sizes = paragraphs.sum(axis=1)
        fractions = np.divide(left.sum(axis=1), sizes, out=np.ones_like(sizes), where=sizes > 0)
        generator = pair_generator(seed, self.whole.speech.id, self.part.speech.id)
        null = shares[0] - _random_shares(fractions, paragraphs, generator, n_permutations)
        p = (1 + (np.abs(null) >= np.abs(shares[0] - shares[2]) - TIE).sum(axis=0)) / (
            n_permutations + 1
        )
        tail = 100 * (1 - LEVEL) / 2
        low, high = np.percentile(null, [tail, 100 - tail], axis=0)
        return Figures(shares[0] - shares[1], low, high, p, is_in_question(chars.sum(axis=0)))

    @cached_property
    def stays(self) -> NDArray[np.bool_]:
        """Which sentences of the whole stand in the part too, (n_sentences,).

        Those in the same order first, so that of a sentence that stands in several places the
        right one is found; what moved stays as well.
        """
        whole, part = _sentences(self.whole), _sentences(self.part)
        stays = np.zeros(len(whole), dtype=np.bool_)
        left = Counter(part)
        matcher = SequenceMatcher(None, whole, part, autojunk=False)
        for start, _, size in matcher.get_matching_blocks():
            stays[start : start + size] = True
            left.subtract(whole[start : start + size])
        for n in np.flatnonzero(~stays).tolist():
            stays[n] = left[whole[n]] > 0
            left[whole[n]] -= 1
        return stays


def _by_paragraph(scored: ScoredSpeech, chars: Floats) -> Floats:
    """Characters by sentence added up by paragraph, (n_paragraphs, n_themes)."""
    paragraphs = scored.speech.paragraphs()
    sums = np.zeros((len(paragraphs), chars.shape[1]))
    np.add.at(sums, paragraph_numbers(scored.sentences, paragraphs), chars)
    return sums


def _random_shares(
    fractions: Floats, paragraphs: Floats, generator: np.random.Generator, n: int
) -> Floats:
    """Shares of what is left after random cuts, (n, n_themes).

    Parameters
    ----------
    fractions
        What was left of each paragraph, in [0, 1], (n_paragraphs,).
    """
    runs = _runs(fractions)
    rows = [np.zeros((0, paragraphs.shape[1]))]
    for start in range(0, n, ROWS_AT_ONCE):
        orders = [generator.permutation(len(runs)) for _ in range(min(ROWS_AT_ONCE, n - start))]
        laid = [np.concatenate([runs[number] for number in order]) for order in orders if runs]
        if laid:
            # Without BLAS, whose sums depend on the number of its threads.
            rows.append(row_shares(np.einsum("rp,pt->rt", np.array(laid), paragraphs)))
    return np.concatenate(rows)


def _runs(fractions: Floats) -> list[Floats]:
    """Each run of paragraphs of which most was cut, and each other paragraph by itself."""
    is_cut = fractions < _MOSTLY
    begins = np.flatnonzero(~(is_cut & np.append(False, is_cut[:-1])))
    return np.split(fractions, begins[1:].tolist()) if len(fractions) else []


def _sentences(scored: ScoredSpeech) -> list[str]:
    text = scored.speech.text
    return ["".join(text[span.start : span.end].split()) for span in scored.sentences]


def _chars(scored: ScoredSpeech, columns: Sequence[int]) -> Floats:
    """Characters by sentence and theme."""
    return np.asarray(scored.weights[:, list(columns)] * scored.sizes[:, None])


def _name(scored: ScoredSpeech) -> SpeechName:
    return SpeechName(scored.speech.id, scored.speech.title)


def _reversed(text: str) -> tuple[int, ...]:
    """A key that puts texts in falling order."""
    return tuple(-ord(character) for character in text)
