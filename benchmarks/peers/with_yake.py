"""Terms by YAKE, of words or of up to three, with its own Chinese stop-words.

It looks for blanks between words and for punctuation of ASCII: it is given the words of jieba
with blanks between them and punctuation in that form. The blanks are taken out of its answers.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator

import jieba
import yake

from benchmarks.peers.keyword_running import TOP, write_terms

_STOPS = str.maketrans("。、", ".,")


def find_words(texts: Iterator[str]) -> Iterator[list[str]]:
    """Terms of one word."""
    return _find(texts, 1)


def find_phrases(texts: Iterator[str]) -> Iterator[list[str]]:
    """Terms of one to three words."""
    return _find(texts, 3)


def _find(texts: Iterator[str], n_words: int) -> Iterator[list[str]]:
    extractor = yake.KeywordExtractor(lan="zh", n=n_words, top=TOP)
    for text in texts:
        found = extractor.extract_keywords(" ".join(map(_word, jieba.cut(text))))
        yield list(dict.fromkeys(term.replace(" ", "") for term, _ in found))


def _word(word: str) -> str:
    return unicodedata.normalize("NFKC", word.translate(_STOPS))


if __name__ == "__main__":
    logging.disable()
    write_terms({"words": find_words, "phrases": find_phrases})
