"""Themes as one would find them without a codebook: words of jieba, TF-IDF, NMF.

As the guides to scikit-learn have it: words of two characters and more that stand in two texts
and not in half of them, as many topics as the codebook has themes, their shares in each text. In
one process, or with `jieba.enable_parallel` for the words; the factorisation has the threads of
BLAS in either.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import jieba
import numpy as np
import orjson
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.peers.keyword_running import read_texts

N_TOPICS = 23
"""Themes of the codebook."""
N_PROCESSES = 2
TOP = 10
"""Words of a topic."""


def main() -> None:
    """Write the topics of a corpus, then the shares of each of its texts."""
    method, corpus, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    jieba.setLogLevel(logging.WARNING)
    if method == "parallel":
        jieba.enable_parallel(N_PROCESSES)
    texts = list(read_texts(corpus))
    weighting = TfidfVectorizer(analyzer=_words, min_df=2, max_df=0.5)
    matrix = weighting.fit_transform(text for _, text in texts)
    model = NMF(N_TOPICS, init="nndsvda", random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        loads = model.fit_transform(matrix)
    shares = loads / np.maximum(loads.sum(axis=1, keepdims=True), 1e-12)
    words = weighting.get_feature_names_out()
    best = np.argsort(-model.components_, axis=1)[:, :TOP]
    with out.open("wb") as file:
        file.write(orjson.dumps([[words[n] for n in row] for row in best]) + b"\n")
        for (id_, _), row in zip(texts, shares.tolist(), strict=True):
            file.write(orjson.dumps({"id": id_, "shares": row}) + b"\n")


def _words(text: str) -> list[str]:
    return [word for word in jieba.lcut(text) if len(word) > 1]


if __name__ == "__main__":
    main()
