"""A number of documents and a length in; a corpus with planted versions out, in two files.

Words are drawn with Zipf weights from the dictionary of jieba and set in clauses, sentences
and paragraphs. About every eighth sentence is one of some hundreds that many documents
share, so that strangers have text in common as speeches do. Seven documents of ten are
written so; the others are versions of them, a few of which have thirty.

The same arguments give the same bytes. `CORPUS.jsonl` holds the documents, in an order that
tells nothing; `CORPUS.planted.jsonl` the identifier, the kind and the base of each version.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import orjson

LENGTH = 2_000
"""Characters of a document, on average."""
BASE_FRACTION = 0.7
"""Documents that are no version of another."""
SHARED_FRACTION = 0.12
"""Sentences that many documents share: formulas, as a report has them."""
SHARED_LENGTH_FRACTION = 0.15
"""Of a document at most, in one shared sentence: it makes no pair of two strangers.

At .25, and with excerpts of any length, a million documents of 60 characters had 1.4 million
pairs by formulas alone, three for each planted one, and they grow with the square.
"""
FAMILY_SIZE = 30
"""Versions of one base in a family."""
DOCUMENTS_PER_FAMILY = 4_000
LEAST_EXCERPT = 20
"""Characters: less is no excerpt but a phrase."""
ZIPF_SHIFT = 2.7
"""Of the law of Zipf and Mandelbrot, 1 / (rank + shift)."""
BATCH = 2_000_000
"""Characters that are drawn at a time."""

FOOTER = re.compile(r"本文章共\d+页，当前在第\d+页")
"""The page footers that we plant; no part of a text by the definition of a pair."""

_SENTENCE = re.compile(r"[^。！？]+[。！？]")
_SPEECHES = Path(__file__).parent.parent / "tests/quality/texts/speeches.txt"


@dataclass(frozen=True, slots=True)
class Planted:
    """A document made from another."""

    id: str
    kind: str
    base: str


def write_corpus(path: Path, n_documents: int, *, length: int = LENGTH, seed: int = 0) -> None:
    """Write a corpus and what was planted in it, unless both are there already."""
    planted = planted_path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and planted.exists():
        return
    records, versions = make_corpus(n_documents, length=length, seed=seed)
    _write(path, ({"id": id_, "text": text} for id_, text in records))
    _write(planted, ({"id": v.id, "kind": v.kind, "base": v.base} for v in versions))


def planted_path(corpus: Path) -> Path:
    """Where it is kept what was planted in a corpus."""
    return corpus.with_suffix(".planted.jsonl")


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Identifier and text of each document, in the order of the file."""
    with path.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            yield record["id"], record["text"]


def read_planted(path: Path) -> tuple[Planted, ...]:
    """The versions that stand in a corpus."""
    lines = planted_path(path).read_bytes().splitlines()
    return tuple(Planted(**orjson.loads(line)) for line in lines)


def make_corpus(
    n_documents: int, *, length: int = LENGTH, seed: int = 0
) -> tuple[list[tuple[str, str]], list[Planted]]:
    """Identifiers and texts in an order that tells nothing, and the versions among them."""
    writer = Writer(np.random.default_rng(seed), length)
    n_bases = round(n_documents * BASE_FRACTION)
    texts = list(writer.documents(n_bases))
    plan = _plan(writer.rng, n_documents - n_bases, n_bases, n_documents // DOCUMENTS_PER_FAMILY)
    texts.extend(KINDS[kind](writer, texts[base]) for kind, base in plan)
    place = writer.rng.permutation(n_documents).tolist()
    ids = [f"d{at:07d}" for at in place]
    versions = [Planted(ids[n_bases + i], kind, ids[base]) for i, (kind, base) in enumerate(plan)]
    order = sorted(range(n_documents), key=place.__getitem__)
    return [(ids[i], texts[i]) for i in order], sorted(versions, key=lambda v: v.id)


def _plan(
    rng: np.random.Generator, n_versions: int, n_bases: int, n_families: int
) -> list[tuple[str, int]]:
    """Kind and base of each version, the families first."""
    in_families = min(n_families * FAMILY_SIZE, n_versions)
    heads = rng.integers(n_bases, size=n_families).repeat(FAMILY_SIZE)[:in_families]
    bases = [*heads.tolist(), *rng.integers(n_bases, size=n_versions - in_families).tolist()]
    kinds = tuple(KINDS)
    return [(kinds[i % len(kinds)], base) for i, base in enumerate(bases)]


def _write(path: Path, records: Iterator[dict[str, str]]) -> None:
    unfinished = path.with_suffix(".new")
    with unfinished.open("wb") as file:
        file.writelines(orjson.dumps(record) + b"\n" for record in records)
    unfinished.replace(path)


# ----------------------------------------------------------------------------- documents


@dataclass
class Writer:
    """Writes words, sentences and documents, each other than those before."""

    rng: np.random.Generator
    length: int
    shared: Sequence[str] = field(init=False)
    """Sentences that many documents share."""

    def __post_init__(self) -> None:
        sentences = _invented_sentences()
        limit = max(self.length * SHARED_LENGTH_FRACTION, min(map(len, sentences)))
        self.shared = [sentence for sentence in sentences if len(sentence) <= limit]

    def documents(self, n: int) -> Iterator[str]:
        """Documents of paragraphs, their lengths spread about the one wanted."""
        per_batch = max(1, BATCH // self.length)
        for start in range(0, n, per_batch):
            yield from self._batch(min(per_batch, n - start))

    def words(self, n_chars: int) -> str:
        """Words in a row, cut at so many characters."""
        table, cumulative = _dictionary()
        drawn = cumulative.searchsorted(self.rng.random(n_chars))
        return "".join(table[drawn].tolist())[:n_chars]

    def sentences(self, n: int) -> list[str]:
        """Sentences of one to four clauses of four to nine words, some with a shared one before."""
        table, cumulative = _dictionary()
        n_clauses = self.rng.integers(1, 5, size=n)
        n_words = self.rng.integers(4, 10, size=int(n_clauses.sum()))
        ends = np.cumsum(n_words + 1) - 1
        words = cumulative.searchsorted(self.rng.random(int(ends[-1]) + 1))
        words[ends] = _COMMA
        words[ends[np.cumsum(n_clauses) - 1]] = _STOP
        written = _SENTENCE.findall("".join(table[words].tolist()))
        # A shared one goes before a written one: by itself it would be a part of many documents.
        shared = self.rng.random(n) < SHARED_FRACTION / (1 - SHARED_FRACTION)
        for i in np.flatnonzero(shared).tolist():
            written[i] = self.shared_sentence() + written[i]
        return written

    def shared_sentence(self) -> str:
        return self.shared[int(self.rng.integers(len(self.shared)))]

    def _batch(self, n: int) -> Iterator[str]:
        spread = self.rng.normal(self.length, self.length / 4, size=n)
        targets = np.maximum(spread, 0.3 * self.length).cumsum()
        sentences: list[str] = []
        lengths = np.zeros(0, np.int64)
        while (stops := _stops(lengths, targets))[-1] > len(sentences):
            more = self.sentences(int(targets[-1] / 30) + 10)
            lengths = np.concatenate([lengths, [len(sentence) for sentence in more]])
            sentences += more
        last = self.rng.integers(3, 9, size=len(sentences)).cumsum()
        for i in last[last < len(sentences)].tolist():
            sentences[i] += "\n"
        start = 0
        for stop in stops:
            yield "".join(sentences[start:stop]).strip("\n")
            start = stop


def _stops(lengths: np.ndarray, targets: np.ndarray) -> list[int]:
    """Where each document ends so as to be as long as wanted, in sentences; none is empty."""
    reached = lengths.cumsum().searchsorted(targets)
    indices = np.arange(len(targets))
    stops: list[int] = (np.maximum.accumulate(reached - indices) + indices + 1).tolist()
    return stops


@cache
def _dictionary() -> tuple[np.ndarray, np.ndarray]:
    """Words, comma and full stop, and the cumulative probability of each, (n_words,).

    Words of up to four characters of GB 2312, so that five characters fit in 64 bits.
    """
    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba, whose dictionary gives the words")
    lines = Path(found.origin).with_name("dict.txt").read_text("utf-8").splitlines()
    counts = {word: int(count) for word, count, *_ in map(str.split, lines) if _is_plain(word)}
    words = sorted(counts, key=lambda word: (-counts[word], word))
    weights = 1 / (np.arange(len(words)) + 1 + ZIPF_SHIFT)
    table = np.array(["，", "。", *words], dtype=object)
    return table, np.concatenate([[0.0, 0.0], weights.cumsum() / weights.sum()])


_COMMA, _STOP = 0, 1


def _is_plain(word: str) -> bool:
    return len(word) <= 4 and word.isalpha() and not word.isascii() and _in_gb2312(word)


def _in_gb2312(word: str) -> bool:
    try:
        return len(word.encode("gb2312")) == 2 * len(word)
    except UnicodeEncodeError:
        return False


@cache
def _invented_sentences() -> tuple[str, ...]:
    """Sentences of the speeches that the tests invent, in the order of the file."""
    lines = _SPEECHES.read_text("utf-8").splitlines()
    texts = [line[5:].strip() for line in lines if line.startswith("text ") and "{" not in line]
    return tuple(dict.fromkeys(sentence for text in texts for sentence in _SENTENCE.findall(text)))


# ------------------------------------------------------------------------------ versions


def _edited(fraction: float) -> Callable[[Writer, str], str]:
    """Stretches of up to sixty characters deleted, replaced or inserted."""

    def version(writer: Writer, text: str) -> str:
        rng = writer.rng
        budget = max(1, round(len(text) * fraction))
        ends = rng.integers(10, 61, size=budget // 10 + 1).cumsum()
        ends = np.append(ends[ends < budget], budget)
        sizes = np.diff(ends, prepend=0).tolist()
        places = np.sort(rng.integers(len(text), size=len(sizes))).tolist()
        choices = rng.integers(3, size=len(sizes)).tolist()
        fresh = writer.words(budget)
        pieces, at, used = [], 0, 0
        for place, size, choice in zip(places, sizes, choices, strict=True):
            pieces.append(text[at : max(at, place)])
            at = max(at, place) + (size if choice != 0 else 0)
            pieces.append(fresh[used : used + size] if choice != 1 else "")
            used += size
        return "".join([*pieces, text[at:]]) or fresh

    return version


def _with_noise(writer: Writer, text: str) -> str:
    """One or two characters of a hundred replaced, as a poor scan would."""
    characters = list(text)
    n = max(1, round(len(text) * 0.015))
    places = writer.rng.choice(len(text), n, replace=False).tolist()
    for place, other in zip(places, writer.words(n), strict=True):
        if characters[place] != "\n":
            characters[place] = other
    return "".join(characters)


def _shortened(writer: Writer, text: str) -> str:
    """A tenth to a third of the paragraphs left out.

    Where there are one or two, it is sentences, and the longest stays.
    """
    parts = text.splitlines(keepends=True)
    few = len(parts) < 3
    if few:
        parts = _SENTENCE.findall(text) or [text]
    left_out = writer.rng.uniform(0.1, 0.35)
    kept = writer.rng.random(len(parts)) >= left_out
    if few:
        kept[np.argmax([len(part) for part in parts])] = True
    return "".join(p for p, keep in zip(parts, kept, strict=True) if keep).strip() or parts[0]


def _rewrapped(writer: Writer, text: str) -> str:
    """Lines of other lengths, blanks, page footers; the text stays the same."""
    rng = writer.rng
    text = text.replace("\n", "")
    breaks = rng.integers(20, 201, size=len(text) // 20 + 1).cumsum()
    ends = [0, *breaks[breaks < len(text)].tolist(), len(text)]
    n_pages = 1 + len(ends) // 12
    lines: list[str] = []
    for i in range(len(ends) - 1):
        blank = ("", " ", "　")[int(rng.integers(3))]
        lines.append(blank + text[ends[i] : ends[i + 1]])
        if i % 12 == 11 or i == 0:
            lines[-1] += f"本文章共{n_pages}页，当前在第{1 + i // 12}页"
    return "\n".join(lines)


def _with_shared(writer: Writer, text: str) -> str:
    """Paragraphs of shared sentences inserted, a twelfth to a quarter of the length."""
    parts = text.splitlines()
    wanted = len(text) * writer.rng.uniform(0.08, 0.25)
    while wanted > 0:
        paragraph = "".join(writer.shared_sentence() for _ in range(2))
        parts.insert(int(writer.rng.integers(len(parts) + 1)), paragraph)
        wanted -= len(paragraph)
    return "\n".join(parts)


def _excerpt(writer: Writer, text: str) -> str:
    """A stretch of 30 to 50 % of the characters, but of no less than twenty."""
    size = round(len(text) * writer.rng.uniform(0.3, 0.5))
    size = min(len(text), max(size, LEAST_EXCERPT))
    start = int(writer.rng.integers(len(text) - size + 1))
    return text[start : start + size].strip() or text


def _identical(writer: Writer, text: str) -> str:  # noqa: ARG001 # as the others
    return text


KINDS: dict[str, Callable[[Writer, str], str]] = {
    "edited 5 %": _edited(0.05),
    "edited 10 %": _edited(0.10),
    "edited 20 %": _edited(0.20),
    "edited 40 %": _edited(0.40),
    "noise": _with_noise,
    "shortened": _shortened,
    "rewrapped": _rewrapped,
    "boilerplate": _with_shared,
    "excerpt": _excerpt,
    "identical": _identical,
}
"""How a version is made from its base."""
