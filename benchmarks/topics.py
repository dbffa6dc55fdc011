"""Whether `speechkit themes --topics auto` finds as many topics as there are, and none where none.

    python benchmarks/topics.py [--texts 5]             planted topics
    python benchmarks/topics.py SOURCE... [--seeds 10]  a collection of one's own

Planted texts are made of terms of the codebook: each paragraph takes half of its terms, or
less, from the theme that is its topic, the others from themes that are no topic of the text.
Both kinds of text are also looked at with their phrases shuffled over the paragraphs, where
nothing is to be found.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from scipy.optimize import linear_sum_assignment
from threadpoolctl import threadpool_limits

from speechkit.cli.reading import ReadOptions, read
from speechkit.dedupe import find_duplicates
from speechkit.files.cache import load_background
from speechkit.model import MIN_TOPIC_STABILITY, Document, Span, Speech, View
from speechkit.results import without_duplicates
from speechkit.text.lexicon import Vocabulary
from speechkit.text.tokens import cut_words
from speechkit.themes import Codebook, load_codebook
from speechkit.themes.scoring import SentenceScorer
from speechkit.themes.topic_stability import (
    Factors,
    Stability,
    choose_number,
    factorize,
    measure_stability,
    numbers_to_try,
)
from speechkit.themes.topic_text import TopicText, choose_paragraphs, read_paragraphs

TERMS = 24
"""Of a paragraph."""
SENTENCE = 6
"""Terms of a sentence."""
SECOND_TOPIC = 0.2
"""Chance that a paragraph takes half of its topical terms from another topic."""
N_WORDS = 10
"""First words of a topic that are looked at."""
MOSTLY = 0.7
"""Share of them from one planted topic by which a topic counts as that one."""
N_SHUFFLED = 5
"""Shuffled texts of a collection."""
BANDS = (0.0, 0.005, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.01)
"""Of stabilities."""


@dataclass(frozen=True)
class Tried:
    """Topics of one number."""

    factors: Factors
    stability: Stability


def main() -> None:
    """Measure planted texts or a collection and print what was found."""
    options = _options()
    vocabulary = Vocabulary(load_background())
    with threadpool_limits(limits=1):
        if options.sources:
            _measure_collection(options.sources, vocabulary, options.seeds)
        else:
            _measure_planted(options.texts, vocabulary, options.seed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("sources", nargs="*", metavar="SOURCE")
    parser.add_argument("--texts", type=int, default=5, help="planted texts of each kind")
    parser.add_argument("--seeds", type=int, default=10, help="with which a collection is measured")
    parser.add_argument("--seed", type=int, default=0, help="of the planted texts")
    return parser.parse_args()


def _try_all(text: TopicText, seed: int) -> dict[int, Tried]:
    tried = {}
    for n_topics in numbers_to_try(text):
        factors = factorize(text, n_topics)
        tried[n_topics] = Tried(factors, measure_stability(text, factors, seed=seed))
    return tried


def _chosen(tried: dict[int, Tried]) -> int | None:
    return choose_number((n, each.stability) for n, each in tried.items())


def _is_alarm(text: TopicText, seed: int) -> bool:
    """Whether topics are found in the text though its phrases are shuffled."""
    shuffled = replace(text, paragraphs=text.shuffled(np.random.default_rng([9, seed])))
    return _chosen(_try_all(shuffled, seed)) is not None


# ------------------------------------------------------------------------------ planted


@dataclass(frozen=True)
class Maker:
    """Makes texts whose topics are known."""

    codebook: Codebook
    generator: np.random.Generator

    def themes(self, n: int) -> tuple[list[int], list[int]]:
        """Themes that are topics, and those that are none."""
        order = self.generator.permutation(len(self.codebook.themes)).tolist()
        return order[:n], order[n:]

    def speech(self, topics: Sequence[int], others: Sequence[int], n: int, noise: float) -> Speech:
        """One of `n` paragraphs, the topics in turn."""
        lines = (self._paragraph(topics, others, i % len(topics), noise) for i in range(n))
        text = "\n".join(lines)
        document = Document("planted", "planted.txt", text)
        view = View(text, (0,), (0,))
        span = Span(0, len(text))
        return Speech("planted", document, span, None, None, "", (), True, (), view, 0)

    def _paragraph(
        self, topics: Sequence[int], others: Sequence[int], own: int, noise: float
    ) -> str:
        second = int(self.generator.integers(len(topics)))
        mixed = self.generator.random() < SECOND_TOPIC
        terms = []
        for _ in range(TERMS):
            if self.generator.random() < noise:
                theme = others[int(self.generator.integers(len(others)))]
            else:
                theme = topics[second if mixed and self.generator.random() < 0.5 else own]
            terms.append(self._term(theme))
        sentences = [terms[i : i + SENTENCE] for i in range(0, TERMS, SENTENCE)]
        return "".join("，".join(sentence) + "。" for sentence in sentences)

    def _term(self, theme: int) -> str:
        """A seed of a theme, those listed first more often."""
        seeds = self.seeds(theme)
        return seeds[min(int(self.generator.pareto(1.0) * 8), len(seeds) - 1)]

    def seeds(self, theme: int) -> Sequence[str]:
        wanted = self.codebook.themes[theme]
        return next(e.seeds for e in self.codebook.entries if e.theme is wanted)


def _measure_planted(n_texts: int, vocabulary: Vocabulary, seed: int) -> None:
    codebook = load_codebook()
    maker = Maker(codebook, np.random.default_rng(seed))
    scorer = SentenceScorer(codebook)
    judged: list[tuple[float, bool]] = []
    alarms: list[bool] = []
    print("topics  paragraphs  noise  right  within one  none  found")
    for n_topics, n, noise in product((3, 5, 8), (80, 240), (0.5, 0.7)):
        found: list[int | None] = []
        for number in range(n_texts):
            topics, others = maker.themes(n_topics)
            speech = maker.speech(topics, others, n, noise)
            text = read_paragraphs(choose_paragraphs([scorer.score(speech)]), vocabulary, cut_words)
            tried = _try_all(text, seed)
            found.append(_chosen(tried))
            for each in tried.values():
                judged += _judged(each, text.words, [maker.seeds(theme) for theme in topics])
            alarms.append(_is_alarm(text, number))
        right = sum(k == n_topics for k in found)
        near = sum(k is not None and abs(k - n_topics) <= 1 for k in found)
        shown = " ".join(str(k or "-") for k in found)
        print(
            f"{n_topics:6}  {n:10}  {noise:5}  {right:2}/{n_texts}  {near:7}/{n_texts}  "
            f"{found.count(None):4}  {shown}",
            flush=True,
        )
    _print_calibration(judged)
    print(f"shuffled texts with topics: {sum(alarms)} of {len(alarms)}")


def _judged(
    tried: Tried, words: Sequence[str], planted: Sequence[Sequence[str]]
) -> Iterator[tuple[float, bool]]:
    """Stability of each topic, and whether most of its first words were planted together."""
    pools = [{word for seed in seeds for word in cut_words(seed)} for seeds in planted]
    for row, stability in zip(tried.factors.components, tried.stability.topics, strict=True):
        first = [words[i] for i in np.argsort(-row, kind="stable")[:N_WORDS].tolist()]
        best = max(sum(word in pool for word in first) for pool in pools)
        yield float(stability), best >= MOSTLY * len(first)


def _print_calibration(judged: Sequence[tuple[float, bool]]) -> None:
    print(f"\nstability  topics  with {MOSTLY:.0%} of their {N_WORDS} words from one planted topic")
    bands: dict[int, list[bool]] = defaultdict(list)
    for stability, is_right in judged:
        bands[int(np.searchsorted(BANDS, stability, side="right")) - 1].append(is_right)
    for band, right in sorted(bands.items()):
        low, high = BANDS[band], min(BANDS[band + 1], 1.0)
        print(f"{low:.2f}-{high:.2f}  {len(right):6}  {np.mean(right):.2f}")
    stable = [is_right for stability, is_right in judged if stability >= MIN_TOPIC_STABILITY]
    print(f"from {MIN_TOPIC_STABILITY:.2f}  {len(stable):6}  {np.mean(stable):.2f}")


# --------------------------------------------------------------------------- collections


def _measure_collection(sources: list[str], vocabulary: Vocabulary, n_seeds: int) -> None:
    speeches = read(sources, ReadOptions(None, None, None, None), quiet=True).speeches
    kept = without_duplicates(speeches, find_duplicates(speeches).groups)
    scorer = SentenceScorer(load_codebook())
    began = time.process_time()
    paragraphs = choose_paragraphs(scorer.score(speech) for speech in kept)
    text = read_paragraphs(paragraphs, vocabulary, cut_words)
    print(
        f"{len(speeches)} speeches, {len(kept)} texts, {len(paragraphs)} paragraphs, "
        f"{len(text.words)} words, {len(text.terms)} phrases"
    )
    found: list[Sequence[frozenset[str]]] = []
    numbers: list[int | None] = []
    for seed in range(n_seeds):
        tried = _try_all(text, seed)
        if seed == 0:
            print(f"{time.process_time() - began:.1f} s of processor time")
        number = _chosen(tried)
        numbers.append(number)
        figures = "  ".join(f"{n} {each.stability.mean:.2f}" for n, each in tried.items())
        print(f"seed {seed}: chosen {number or '-'};  {figures}", flush=True)
        if number is not None:
            found.append(_first_words(tried[number].factors, text.words))
    pairs = list(combinations(numbers, 2))
    print(f"pairs of seeds with the same number: {sum(a == b for a, b in pairs)} of {len(pairs)}")
    agreement = [_agreement(a, b) for a, b in combinations(found, 2)]
    if agreement:
        print(f"first {N_WORDS} words the same in pairs of seeds: {np.mean(agreement):.2f}")
    alarms = sum(_is_alarm(text, number) for number in range(N_SHUFFLED))
    print(f"shuffled texts with topics: {alarms} of {N_SHUFFLED}")


def _first_words(factors: Factors, words: Sequence[str]) -> Sequence[frozenset[str]]:
    first = np.argsort(-factors.components, axis=1, kind="stable")[:, :N_WORDS]
    return [frozenset(words[i] for i in row) for row in first.tolist()]


def _agreement(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> float:
    """Mean Jaccard similarity of the topics of the shorter list to those of the other."""
    similar = np.array([[len(a & b) / len(a | b) for b in other] for a in one])
    rows, columns = linear_sum_assignment(-similar)
    return float(similar[rows, columns].mean())


if __name__ == "__main__":
    main()
