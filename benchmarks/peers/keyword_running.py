"""What the runners of all peers of `keywords` do alike: documents in, their terms out.

A runner is started in the environment of its peer, from the folder of the project, as
`python -m benchmarks.peers.with_jieba METHOD CORPUS TERMS`. Both files are JSON lines: `id`
and `text`, and `id` and `terms`, best first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import orjson

TOP = 20
"""Terms of a document."""

Extract = Callable[[Iterator[str]], Iterable[list[str]]]
"""Texts in, the terms of each out, in the same order."""


def write_terms(methods: Mapping[str, Extract]) -> None:
    """Find the terms of a corpus by the method that the first argument names."""
    method, corpus, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    found = methods[method](text for _, text in read_texts(corpus))
    with out.open("wb") as file:
        for (id_, _), terms in zip(read_texts(corpus), found, strict=True):
            file.write(orjson.dumps({"id": id_, "terms": terms}, option=orjson.OPT_APPEND_NEWLINE))


def read_texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each document of a corpus."""
    with corpus.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            yield record["id"], record["text"]
