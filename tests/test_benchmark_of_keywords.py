"""The corpus that `benchmarks/keywords.py` makes, and the scores it gives."""

from __future__ import annotations

from itertools import combinations, islice
from pathlib import Path

import pytest

from benchmarks.dedupe_measure import Run
from benchmarks.keywords_corpus import (
    corpus_of_bytes,
    corpus_of_documents,
    made_texts,
    write_corpus,
)
from benchmarks.keywords_results import scaled
from quality.keyword_scores import f1_at, recall_and_precision

TEXTS = [
    "\n".join(
        f"第{number}村第{line}项：岑岭县今年修好{number * line}里水渠。" for line in range(1, 200)
    )
    for number in range(1, 11)
]


def test_the_same_texts_size_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_corpus(tmp_path / name, corpus_of_bytes(TEXTS, 500_000, seed=3))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    write_corpus(tmp_path / "c", corpus_of_bytes(TEXTS, 500_000, seed=4))
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()


def test_a_corpus_has_each_real_text_once_first_and_ends_where_it_is_large_enough() -> None:
    made = list(corpus_of_bytes([*TEXTS, TEXTS[0]], 500_000))
    sizes = [len(text.encode()) for text in made]
    assert sorted(made[: len(TEXTS)]) == sorted(TEXTS)
    assert sum(sizes[:-1]) < 500_000 <= sum(sizes)
    assert len(set(made)) == len(made) > len(TEXTS)


def test_made_texts_are_as_long_as_asked_on_average_and_share_little() -> None:
    made = list(corpus_of_documents(TEXTS, 60, 400))
    assert len(made) == 60
    assert 380 <= sum(map(len, made)) / 60 <= 450
    lines = [set(text.split("\n")) for text in made]
    assert all(len(a & b) <= 0.5 * min(len(a), len(b)) for a, b in combinations(lines, 2))


def test_a_deck_of_paragraphs_is_used_up_before_one_comes_again() -> None:
    dealt = [line for text in islice(made_texts(TEXTS, 400), 150) for line in text.split("\n")]
    n_paragraphs = len({line for text in TEXTS for line in text.split("\n")})
    assert len(set(dealt[:n_paragraphs])) == n_paragraphs < len(dealt)


def test_a_part_is_scaled_without_its_start() -> None:
    part, start = Run(3.0, 3.0, 0.0), Run(1.0, 1.0, 0.0)
    assert scaled(part, start, 10) == 21.0
    assert scaled(part, None, 1) == 3.0


ABSTRACTS = [
    {"text": "水渠 ＡＢＣ与梯田", "keywords": ["水渠", "abc", "梯田", "鱼塘"]},
    {"text": "无人谈起", "keywords": ["桥"]},
]


def test_f1_is_of_the_keywords_that_occur_whatever_their_width_and_case() -> None:
    terms = [["水渠", "Abc", "村", "梯田"], ["无人"]]
    # of 2: both right, two of at most two; of 4: three of four, three of three
    assert f1_at(2, ABSTRACTS, terms) == pytest.approx(1.0)
    assert f1_at(4, ABSTRACTS, terms) == pytest.approx(2 * 0.75 / 1.75)
    assert f1_at(4, ABSTRACTS, [[], []]) == 0.0


def test_a_phrase_is_found_by_one_of_its_variants_and_each_variant_is_right() -> None:
    expected = {"1": [["水渠", "修水渠"], ["梯田"]], "2": [["桥"]]}
    recall, precision = recall_and_precision(expected, [["水渠", "修水渠", "村"], ["桥"]])
    assert recall == pytest.approx(0.75)
    assert precision == pytest.approx((2 / 3 + 1) / 2)
