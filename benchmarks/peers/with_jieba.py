"""Terms by jieba: TF-IDF in one process and in two, TextRank, and TF-IDF with phrases.

`jieba.enable_parallel` changes the function `jieba.cut` and not the tokenizer that
`jieba.analyse` uses, so that it makes neither faster; two processes that take a document each
do.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

import jieba
import jieba.analyse

from benchmarks.peers.keyword_running import TOP, write_terms

N_PROCESSES = 2
CHUNK = 8
"""Documents that a process is given at a time."""
BATCH = 512
"""Documents that are read at a time: a pool reads ahead as far as it can."""
N_JOINED = 2
"""Words of a phrase at most; longer runs stay words.

Of 2, 3 and any, of phrases made of the best 20, 40, 60 and 100 words, of the sum, mean and
greatest of their weights, and of these as they are and times the count of the phrase, what has
the best F1@5 on the abstracts: tuned in this peer's favour.
"""


def find_terms(texts: Iterator[str]) -> Iterator[list[str]]:
    """By TF-IDF with the frequencies that jieba brings, as `extract_tags` gives them."""
    return map(_terms, texts)


def find_terms_in_two_processes(texts: Iterator[str]) -> Iterator[list[str]]:
    """The same by two processes; the dictionary is loaded once, before they are forked."""
    jieba.initialize()
    with multiprocessing.get_context("fork").Pool(N_PROCESSES) as pool:
        while batch := list(islice(texts, BATCH)):
            yield from pool.imap(_terms, batch, chunksize=CHUNK)


def find_by_textrank(texts: Iterator[str]) -> Iterator[list[str]]:
    """By TextRank, nouns and verbs only, as its defaults have it."""
    return (jieba.analyse.textrank(text, topK=TOP) for text in texts)


def find_joined(texts: Iterator[str]) -> Iterator[list[str]]:
    """By TF-IDF, words that stand together joined."""
    return map(_joined, texts)


def _terms(text: str) -> list[str]:
    terms: list[str] = jieba.analyse.extract_tags(text, topK=TOP)
    return terms


def _joined(text: str) -> list[str]:
    """The best words, those that stand together joined, by the sum of their weights."""
    weights: dict[str, float] = dict(jieba.analyse.extract_tags(text, topK=TOP, withWeight=True))
    scores: dict[str, float] = {}
    for run in _runs(jieba.cut(text), weights):
        for words in [run] if len(run) <= N_JOINED else [[word] for word in run]:
            scores["".join(words)] = sum(weights[word] for word in words)
    return sorted(scores, key=lambda term: (-scores[term], term))[:TOP]


def _runs(words: Iterable[str], weights: dict[str, float]) -> Iterator[list[str]]:
    return (list(run) for known, run in groupby(words, weights.__contains__) if known)


if __name__ == "__main__":
    write_terms(
        {
            "tfidf": find_terms,
            "tfidf-2": find_terms_in_two_processes,
            "textrank": find_by_textrank,
            "joined": find_joined,
        }
    )
