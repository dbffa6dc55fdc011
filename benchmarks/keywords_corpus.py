"""Real texts in; a corpus of many more of the same kind out, as JSON lines.

What is made is dealt from the paragraphs of the real texts: a deck of the distinct ones is
shuffled, dealt to one text after the other, and shuffled anew when it is used up, so that all
occur equally often, few twice in a text, and hardly two texts are versions of one another.
The same texts, size and seed give the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson

LENGTH = 5_000
"""Characters of a made text, on average: 15 kB, as policy papers have."""
PAPERS = ("work_reports.jsonl", "policies.jsonl")


def read_texts(folder: Path) -> list[str]:
    """The distinct texts of the reports and papers in a folder."""
    lines = (line for name in PAPERS for line in (folder / name).read_bytes().splitlines())
    return list(dict.fromkeys(orjson.loads(line)["text"] for line in lines))


def corpus_of_bytes(texts: Sequence[str], n_bytes: int, *, seed: int = 0) -> Iterator[str]:
    """The real texts in random order, then made ones, until they have so many bytes of UTF-8."""
    real = list(texts)
    random.Random(seed).shuffle(real)  # noqa: S311 # no secret
    n_taken = 0
    for text in _distinct((real, made_texts(texts, LENGTH, seed=seed))):
        if n_taken >= n_bytes:
            return
        n_taken += len(text.encode())
        yield text


def corpus_of_documents(
    texts: Sequence[str], n_documents: int, length: int, *, seed: int = 0
) -> Iterator[str]:
    """So many made texts of so many characters on average."""
    return islice(_distinct([made_texts(texts, length, seed=seed)]), n_documents)


def made_texts(texts: Sequence[str], length: int, *, seed: int = 0) -> Iterator[str]:
    """Texts without end, of half to one and a half times so many characters."""
    rng = random.Random(seed)  # noqa: S311 # no secret
    paragraphs = _paragraphs(texts, rng)
    while True:
        wanted = rng.uniform(0.5, 1.5) * length
        taken, n_chars = [], 0
        while n_chars < wanted:
            taken.append(next(paragraphs))
            n_chars += len(taken[-1])
        yield "\n".join(taken)


def write_corpus(path: Path, texts: Iterable[str]) -> None:
    """Write the texts under ids that say their order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for number, text in enumerate(texts, start=1):
            record = {"id": f"d{number:06}", "text": text}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def _paragraphs(texts: Sequence[str], rng: random.Random) -> Iterator[str]:
    lines = (line.strip() for text in texts for line in text.splitlines())
    deck = list(dict.fromkeys(line for line in lines if line))
    while deck:
        rng.shuffle(deck)
        yield from deck


def _distinct(sources: Iterable[Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    for source in sources:
        for text in source:
            if text not in seen:
                seen.add(text)
                yield text
