"""Real texts in; a corpus of many more of the same kind out, as JSON lines.

What is made is dealt from the paragraphs, or clauses, of the real texts: a deck of the
distinct ones is shuffled, dealt to one text after the other, and shuffled anew when it is used
up, so that all occur equally often, few twice in a text, and hardly two texts are versions of
one another.
The same texts, size and seed give the same bytes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson

LENGTH = 5_000
"""Characters of a made text, on average: 15 kB, as policy papers have."""
_CLAUSE = re.compile(r"[^，。！？；\n]+[，。！？；]?")
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
    """So many made texts of so many characters on average, dealt from clauses.

    Of many texts that are dealt from the same paragraphs each shares a part of itself with
    hundreds of others, and the more of them there are the more so.
    """
    clauses = [part for text in texts for part in _CLAUSE.findall(text)]
    return islice(_distinct([_dealt(clauses, length, seed=seed, n_in_line=12)]), n_documents)


def made_texts(texts: Sequence[str], length: int, *, seed: int = 0) -> Iterator[str]:
    """Texts without end, of half to one and a half times so many characters."""
    return _dealt([line for text in texts for line in text.splitlines()], length, seed=seed)


def _dealt(parts: Iterable[str], length: int, *, seed: int, n_in_line: int = 1) -> Iterator[str]:
    """Texts of parts that are dealt, a few in each line."""
    rng = random.Random(seed)  # noqa: S311 # no secret
    dealt = _shuffled_forever(parts, rng)
    while True:
        wanted = rng.uniform(0.5, 1.5) * length
        taken, n_chars = [], 0
        while n_chars < wanted:
            taken.append(next(dealt))
            n_chars += len(taken[-1])
        starts = range(0, len(taken), n_in_line)
        yield "\n".join("".join(taken[at : at + n_in_line]) for at in starts)


def write_corpus(path: Path, texts: Iterable[str]) -> None:
    """Write the texts under ids that say their order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for number, text in enumerate(texts, start=1):
            record = {"id": f"d{number:06}", "text": text}
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def _shuffled_forever(parts: Iterable[str], rng: random.Random) -> Iterator[str]:
    stripped = (part.strip() for part in parts)
    deck = list(dict.fromkeys(part for part in stripped if part))
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
