"""Whether the intervals of `speechkit themes` cover and its contrasts do not cry wolf.

Speeches are made up from agendas that are known: each paragraph, or all paragraphs of a section,
takes its theme from the agenda, its sentences take terms of the theme from the codebook, now and
then a term of another theme or none. Then the tool measures them as it measures any speech.

    python benchmarks/themes_calibration.py [--mixtures 1000] [--pairs 300] [--seed 0]

Each is done for paragraphs that stand alone, for sections of three, and for sections of one to
five. `--codebook FILE` draws the terms from another codebook.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from speechkit.model import (
    Document,
    Fact,
    Span,
    Speech,
    View,
)
from speechkit.results import Emphasis, ThemeTrend
from speechkit.themes import Codebook, EmphasisOptions, load_codebook, measure_emphasis

N_THEMES = 8
"""Themes an agenda draws on; the others of the codebook are there and get nothing."""
CONCENTRATION = 0.6
"""Of the Dirichlet distribution of agendas: two or three themes hold most of it."""
SPEECHES = 5
"""In a collection."""
PARAGRAPHS = (20, 40)
SENTENCES = (2, 6)
STRAY_SENTENCE = 0.15
"""Chance that a sentence of a paragraph takes its theme from the agenda anew."""
STRAY_TERM = 0.15
"""Chance that a sentence holds a term of any theme beside its own."""
SILENT = 0.2
"""Chance that a sentence holds no term."""
FILLER = "的是了在这那里就还要把和也都更很再使让被向从到并"
LARGE = 0.15
"""Difference of two agendas that ought to be seen."""
LEVEL = 0.05
YEARS = 15
DECADE = 10
SECTIONS = {"alone": (1, 1), "sections of three": (3, 3), "sections of one to five": (1, 5)}
"""Least and greatest number of paragraphs in a row that share their theme."""


def main() -> None:
    """Run the simulations and print a few lines for each kind of section."""
    options = _options()
    codebook = load_codebook(options.codebook.read_bytes() if options.codebook else None)
    for name, section in SECTIONS.items():
        began = time.perf_counter()
        maker = Maker(codebook, np.random.default_rng(options.seed), section)
        print(f"paragraphs {name}:")
        _show_coverage(maker, max(1, options.mixtures // SPEECHES))
        _show_false_alarms(maker, options.pairs)
        _show_power(maker, options.pairs)
        _show_trends(maker, max(1, options.pairs // 3))
        print(f"  {time.perf_counter() - began:.0f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--mixtures", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--codebook", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


@dataclass(frozen=True)
class Maker:
    """Makes agendas and speeches that follow them."""

    codebook: Codebook
    generator: np.random.Generator
    section: tuple[int, int]
    """Least and greatest number of paragraphs in a row that share their theme."""

    def agenda(self) -> np.ndarray:
        """Shares of the themes of the codebook, most of them 0, (n_themes,)."""
        shares = np.zeros(len(self.codebook.themes))
        chosen = self.generator.choice(len(shares), N_THEMES, replace=False)
        shares[chosen] = self.generator.dirichlet(np.full(N_THEMES, CONCENTRATION))
        return shares

    def speech(self, id_: str, agenda: np.ndarray) -> Speech:
        """A speech whose paragraphs take their themes from an agenda."""
        text = "\n".join(self._paragraphs(agenda))
        document = Document(id_, f"{id_}.txt", text)
        span = Span(0, len(text))
        view = View(text, (0,), (0,))
        return Speech(id_, document, span, None, None, "", (), True, (), view, 0)

    def _paragraphs(self, agenda: np.ndarray) -> Iterator[str]:
        theme, n_left = 0, 0
        for _ in range(int(self.generator.integers(*PARAGRAPHS))):
            if not n_left:
                theme = self._theme(agenda)
                n_left = int(self.generator.integers(self.section[0], self.section[1] + 1))
            n_left -= 1
            n_sentences = int(self.generator.integers(*SENTENCES))
            yield "".join(self._sentence(agenda, theme) for _ in range(n_sentences))

    def _theme(self, agenda: np.ndarray) -> int:
        return int(self.generator.choice(len(agenda), p=agenda))

    def _sentence(self, agenda: np.ndarray, theme: int) -> str:
        if self.generator.random() < STRAY_SENTENCE:
            theme = self._theme(agenda)
        words = [self._term(theme) for _ in range(int(self.generator.integers(1, 4)))]
        if self.generator.random() < STRAY_TERM:
            words.append(self._term(int(self.generator.integers(len(agenda)))))
        if self.generator.random() < SILENT:
            words = []
        return "，".join([*words, self._filler()]) + "。"

    def _term(self, theme: int) -> str:
        """A seed of a theme, those listed first more often."""
        entry = next(e for e in self.codebook.entries if e.theme is self.codebook.themes[theme])
        rank = min(int(self.generator.pareto(1.0) * 3), len(entry.seeds) - 1)
        return entry.seeds[rank]

    def _filler(self) -> str:
        length = int(self.generator.integers(8, 25))
        return "".join(self.generator.choice(list(FILLER), length).tolist())


def _show_coverage(maker: Maker, n_collections: int) -> None:
    inside, widths, errors, apart = [], [], [], []
    for n in range(n_collections):
        agendas = [maker.agenda() for _ in range(SPEECHES)]
        speeches = [maker.speech(f"{n}-{k}", agenda) for k, agenda in enumerate(agendas)]
        result = measure_emphasis(
            speeches, codebook=maker.codebook, options=EmphasisOptions(n_permutations=1)
        )
        planted_of = {s.id: a.tolist() for s, a in zip(speeches, agendas, strict=True)}
        order = {theme.id: n for n, theme in enumerate(maker.codebook.themes)}
        for found in result.contrasts:
            if found.b is None:
                continue
            a, b = (planted_of[side.id][order[found.theme.id]] for side in (found.a, found.b))
            if a > 0 or b > 0:
                apart.append(found.low <= a - b <= found.high)
        for agenda, own in zip(agendas, result.speeches, strict=True):
            for planted, theme in zip(agenda.tolist(), own.emphasis, strict=True):
                if planted > 0:
                    inside.append(theme.low <= planted <= theme.high)
                    widths.append(theme.high - theme.low)
                    errors.append(theme.share - planted)
    print(
        f"  95 % intervals: cover {np.mean(inside):.3f} of {len(inside)} planted shares, "
        f"{100 * np.mean(widths):.1f} points wide on average; "
        f"shares off by {100 * np.sqrt(np.mean(np.square(errors))):.1f} points (RMSE); "
        f"intervals of differences cover {np.mean(apart):.3f} of {len(apart)}"
    )


def _show_false_alarms(maker: Maker, n_pairs: int) -> None:
    below, any_below, any_called = [], [], []
    for n in range(n_pairs):
        agenda = maker.agenda()
        result = _pair(maker, n, agenda, agenda)
        p = [c.p for c, planted in zip(result.contrasts, agenda, strict=True) if planted > 0]
        below += [value <= LEVEL for value in p]
        any_below.append(min(p) <= LEVEL)
        any_called.append(any(contrast.distinguishable for contrast in result.contrasts))
    print(
        f"  same agenda, {n_pairs} pairs: p ≤ {LEVEL} for {np.mean(below):.3f} of the themes; "
        f"in {np.mean(any_below):.3f} of the pairs for any theme; "
        f"something distinguishable (q < .10) in {np.mean(any_called):.3f}"
    )


def _show_power(maker: Maker, n_pairs: int) -> None:
    seen, called = [], []
    for n in range(n_pairs):
        a, b = maker.agenda(), maker.agenda()
        result = _pair(maker, n, a, b)
        for contrast, planted in zip(result.contrasts, (a - b).tolist(), strict=True):
            if abs(planted) > LARGE:
                seen.append(contrast.p <= LEVEL)
                called.append(contrast.distinguishable)
    print(
        f"  agendas more than {100 * LARGE:.0f} points apart in a theme ({len(seen)} cases): "
        f"p ≤ {LEVEL} in {np.mean(seen):.3f}, distinguishable in {np.mean(called):.3f}"
    )


def _show_trends(maker: Maker, n_collections: int) -> None:
    """A speech a year, of one agenda throughout, or of one that moves to another."""
    alarms, any_called, seen = [], [], []
    for n in range(n_collections):
        first, last = maker.agenda(), maker.agenda()
        for trends, slopes in (
            (_trends(maker, n, first, first), first * 0),
            (_trends(maker, n, first, last), (last - first) * DECADE / (YEARS - 1)),
        ):
            moved = slopes.tolist()
            if not any(moved):
                alarms += [t.p <= LEVEL for t in trends if any(t.shares)]
                any_called.append(any(trend.direction != "unclear" for trend in trends))
            else:
                seen += [t.p <= LEVEL for t, s in zip(trends, moved, strict=True) if abs(s) > LARGE]
    print(
        f"  {YEARS} years, one agenda: p ≤ {LEVEL} for {np.mean(alarms):.3f} of the themes, "
        f"a trend called in {np.mean(any_called):.3f}; of trends of more than "
        f"{100 * LARGE:.0f} points a decade ({len(seen)}) {np.mean(seen):.3f} have p ≤ {LEVEL}"
    )


def _trends(maker: Maker, n: int, first: np.ndarray, last: np.ndarray) -> tuple[ThemeTrend, ...]:
    speeches = []
    for year in range(YEARS):
        part = year / (YEARS - 1)
        speech = maker.speech(f"{n}-{year}", (1 - part) * first + part * last)
        speeches.append(replace(speech, facts=(Fact("date", str(2000 + year)),)))
    asked = EmphasisOptions(over_time=True, pairs=(), n_permutations=499)
    result = measure_emphasis(speeches, codebook=maker.codebook, options=asked)
    return result.trends.themes if result.trends else ()


def _pair(maker: Maker, n: int, a: np.ndarray, b: np.ndarray) -> Emphasis:
    speeches = [maker.speech(f"{n}-a", a), maker.speech(f"{n}-b", b)]
    return measure_emphasis(
        speeches, codebook=maker.codebook, options=EmphasisOptions(n_permutations=999)
    )


if __name__ == "__main__":
    main()
