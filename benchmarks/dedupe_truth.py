"""A corpus in; every pair of its documents that is alike, by exact computing, out.

Alike are two documents whose sets of character 5-grams, white space and the planted page
footers left out, have a Jaccard of at least .5, or of which one has at least .8 of its
shingles in the other. No sketch and no cap decides: see `find_pairs`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from benchmarks.dedupe_corpus import FOOTER, read_texts

SIZE = 5
"""Characters of a shingle."""
JACCARD = 0.5
CONTAINMENT = 0.8
N_PARTS = 32
"""Of the shingles, sorted one after the other so that memory stays small."""
BUDGET = 1_500_000_000
"""Pairs of places of rare shingles that may be counted one by one: half a minute or so."""
PAIRS_AT_A_TIME = 20_000_000

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Indices of the first and the second document, first < second, and shingles they share."""


@dataclass(frozen=True, slots=True)
class TruePair:
    """Two documents that are alike, in the order of the corpus."""

    a: str
    b: str
    shared: int
    """Shingles both have."""
    n_a: int
    n_b: int

    @property
    def jaccard(self) -> float:
        return self.shared / (self.n_a + self.n_b - self.shared)

    @property
    def containment_a(self) -> float:
        return self.shared / self.n_a

    @property
    def containment_b(self) -> float:
        return self.shared / self.n_b


_COLUMNS = ("a", "b", "shared", "n_a", "n_b", "jaccard", "containment_a", "containment_b")


def true_pairs(corpus: Path) -> tuple[TruePair, ...]:
    """The pairs of a corpus: those kept beside it, or else found and written there."""
    path = truth_path(corpus)
    if not path.exists():
        unfinished = path.with_suffix(".new")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter="\t", lineterminator="\n")
            rows.writerow(_COLUMNS)
            for p in compute_pairs(read_texts(corpus)):
                figures = (f"{f:.6f}" for f in (p.jaccard, p.containment_a, p.containment_b))
                rows.writerow([p.a, p.b, p.shared, p.n_a, p.n_b, *figures])
        unfinished.replace(path)
    with path.open(encoding="utf-8", newline="") as file:
        rows_read = csv.DictReader(file, delimiter="\t")
        return tuple(
            TruePair(r["a"], r["b"], int(r["shared"]), int(r["n_a"]), int(r["n_b"]))
            for r in rows_read
        )


def truth_path(corpus: Path) -> Path:
    """Where the pairs of a corpus are kept."""
    return corpus.with_suffix(".truth.tsv")


def compute_pairs(documents: Iterable[tuple[str, str]]) -> Iterator[TruePair]:
    """The pairs of documents given as identifier and text, in their order."""
    ids: list[str] = []
    postings = Postings.of(_noting_ids(documents, ids))
    sizes = postings.sizes
    for a, b, shared in zip(*(column.tolist() for column in find_pairs(postings)), strict=True):
        yield TruePair(ids[a], ids[b], shared, int(sizes[a]), int(sizes[b]))


def compared_text(text: str) -> str:
    """The text without the planted page footers and without white space."""
    return "".join(FOOTER.sub("", text).split())


def _noting_ids(documents: Iterable[tuple[str, str]], ids: list[str]) -> Iterator[str]:
    for id_, text in documents:
        ids.append(id_)
        yield compared_text(text)


# ------------------------------------------------------------------------------ shingles


@dataclass(frozen=True, slots=True)
class Postings:
    """Which document has which shingle; shingles that only one document has are left out."""

    documents: np.ndarray
    """(n_places,); the places of a shingle stand together."""
    shingles: np.ndarray
    """(n_places,), ascending from 0."""
    sizes: np.ndarray
    """(n_documents,), distinct shingles of each, with those no other has."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Postings:
        """Of texts that are compared as they are."""
        parts, n_documents = _codes_in_parts(texts)
        sizes = np.zeros(n_documents, np.int64)
        documents, shingles = [], []
        n_shingles = 0
        while parts:
            codes, owners = (np.concatenate(arrays) for arrays in zip(*parts.pop(), strict=True))
            owners, starts = _sorted_sets(codes, owners)
            sizes += np.bincount(owners, minlength=n_documents)
            counts = np.diff(starts, append=len(owners))
            shared = counts > 1
            documents.append(owners[np.repeat(shared, counts)])
            numbers = np.arange(n_shingles, n_shingles + int(shared.sum()), dtype=np.int32)
            shingles.append(np.repeat(numbers, counts[shared]))
            n_shingles += len(numbers)
        none = np.zeros(0, np.int32)
        return cls(np.concatenate([none, *documents]), np.concatenate([none, *shingles]), sizes)


def _sorted_sets(codes: np.ndarray, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Documents of each shingle in a row, each once, and where each shingle begins."""
    order = codes.argsort(kind="stable")
    codes, owners = codes[order], owners[order]
    new_code = np.diff(codes, prepend=codes[:1] + 1) != 0
    kept = new_code | (np.diff(owners, prepend=-1) != 0)
    return owners[kept], np.flatnonzero(new_code[kept])


_Part = list[tuple[np.ndarray, np.ndarray]]


def _codes_in_parts(texts: Iterable[str]) -> tuple[list[_Part], int]:
    """Shingles as numbers, each with the index of its document, dealt into parts by number."""
    alphabet = _Alphabet()
    parts: list[_Part] = [[] for _ in range(N_PARTS)]
    n_documents = 0
    for batch in _batched(texts):
        codes, owners = _codes(batch, alphabet)
        part = (codes * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(59)).astype(np.uint8)
        order = part.argsort(kind="stable")
        cuts = part[order].searchsorted(np.arange(1, N_PARTS))
        for into, piece in zip(parts, np.split(order, cuts), strict=True):
            into.append((codes[piece], owners[piece] + np.int32(n_documents)))
        n_documents += len(batch)
    return parts, n_documents


def _batched(texts: Iterable[str], n_chars: int = 4_000_000) -> Iterator[list[str]]:
    batch, size = [], 0
    for text in texts:
        batch.append(text)
        size += len(text) + SIZE
        if size >= n_chars:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _codes(texts: Sequence[str], alphabet: _Alphabet) -> tuple[np.ndarray, np.ndarray]:
    """Shingles of texts laid end to end, as numbers, and the index of the text of each.

    A text shorter than a shingle is one by itself; it is filled up with the number 0, which
    no character has. An empty text has none.
    """
    filled = [text + "\0" * (SIZE - len(text)) if text else text for text in texts]
    lengths = np.array([len(text) for text in filled])
    digits = alphabet.numbers("".join(filled))
    n = max(0, len(digits) - SIZE + 1)
    codes = np.zeros(n, np.uint64)
    for i in range(SIZE):
        codes = codes * np.uint64(alphabet.LARGEST) + digits[i : i + n]
    owners = np.repeat(np.arange(len(filled), dtype=np.int32), lengths)
    ends = lengths.cumsum()
    whole = np.arange(n) + SIZE <= np.repeat(ends, lengths)[:n]
    return codes[whole], owners[:n][whole]


class _Alphabet:
    """Numbers the characters as they come, so that five of them fit in 64 bits, exactly."""

    LARGEST = 7_131
    """The fifth root of 2 ** 64."""

    def __init__(self) -> None:
        self._number = np.full(0x110000, -1, np.int64)
        self._number[0] = 0
        self._size = 1

    def numbers(self, text: str) -> np.ndarray:
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        numbers = self._number[points]
        new = np.unique(points[numbers < 0])
        if len(new):
            self._number[new] = np.arange(self._size, self._size + len(new))
            self._size += len(new)
            numbers = self._number[points]
        if self._size > self.LARGEST:
            raise ValueError(f"more than {self.LARGEST} different characters")
        return numbers.astype(np.uint64)


# --------------------------------------------------------------------------------- pairs


def find_pairs(postings: Postings) -> Pairs:
    """Every pair that is alike, in order.

    To count each pair of places of each shingle takes too long, as that goes with the square
    of the documents a shingle is in. So the shingles are parted into rare and frequent ones.
    Of a pair that is alike, at least one document z has half of its |z| shingles in the
    other: a Jaccard of .5 needs that of both, a containment of .8 more than that. If f(z) of
    its shingles are frequent, the two share at least |z| / 2 - f(z) rare ones. Shared rare
    shingles are counted for all pairs, what frequent ones they share only for pairs that
    reach this. Documents with f(z) > |z| / 2 - 1, for which the bound says nothing, are
    counted against all documents with all shingles.

    References
    ----------
    Bayardo, Ma and Srikant (2007), "Scaling up all pairs similarity search": they leave the
    frequent features to the end likewise.
    """
    shape = (len(postings.sizes), int(postings.shingles.max(initial=0)) + 1)
    rare, frequent = _parted(postings, shape)
    needed = np.ceil(postings.sizes * JACCARD).astype(np.int64) - np.diff(frequent.indptr)
    found = [*_rare_pairs(rare, frequent, needed)]
    found += _heavy_pairs(rare, frequent, np.flatnonzero(needed < 1))
    return _alike(found, postings.sizes)


def _parted(postings: Postings, shape: tuple[int, int]) -> tuple[csr_array, csr_array]:
    """Rare and frequent shingles of each document, (n_documents, n_shingles) each."""
    counts = np.bincount(postings.shingles)
    costs = np.bincount(counts, weights=counts.astype(float) ** 2).cumsum()
    largest = costs.searchsorted(BUDGET, side="right") - 1
    is_rare = (counts <= largest)[postings.shingles]

    def matrix(chosen: np.ndarray) -> csr_array:
        places = (postings.documents[chosen], postings.shingles[chosen])
        ones = np.ones(len(places[0]), np.int32)
        return csr_array((ones, places), shape=shape)

    return matrix(is_rare), matrix(~is_rare)


def _rare_pairs(rare: csr_array, frequent: csr_array, needed: np.ndarray) -> Iterator[Pairs]:
    """Pairs of which one has as many rare shingles in common with the other as it needs."""
    transposed = rare.T.tocsr()
    for start, stop in _blocks(rare, transposed):
        counted = (rare[start:stop] @ transposed).tocoo()
        first, second = counted.row + start, counted.col
        least = np.maximum(1, np.minimum(needed[first], needed[second]))
        kept = (first < second) & (counted.data >= least)
        first, second, shared = first[kept], second[kept], counted.data[kept]
        yield first, second, shared + _shared_by_rows(frequent, first, second)


def _blocks(rare: csr_array, transposed: csr_array) -> Iterator[tuple[int, int]]:
    """Ranges of documents whose rows of the product are small enough to hold."""
    per_document = (rare @ np.diff(transposed.indptr)).cumsum()
    start = 0
    while start < rare.shape[0]:
        before = per_document[start - 1] if start else 0
        stop = max(start + 1, int(per_document.searchsorted(before + PAIRS_AT_A_TIME)))
        yield start, stop
        start = stop


def _shared_by_rows(matrix: csr_array, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Columns that two rows share, for each pair of rows."""
    step = 20_000
    counts = [
        matrix[first[i : i + step]].multiply(matrix[second[i : i + step]]).sum(axis=1)
        for i in range(0, len(first), step)
    ]
    return np.concatenate([np.zeros(0, np.int64), *counts])


def _heavy_pairs(rare: csr_array, frequent: csr_array, heavy: np.ndarray) -> Iterator[Pairs]:
    """All pairs of some documents with any, both counted in full."""
    rare_places, frequent_places = rare.T.tocsr(), frequent.T.tocsr()
    for start in range(0, len(heavy), 100):
        rows = heavy[start : start + 100]
        counted = (rare[rows] @ rare_places + frequent[rows] @ frequent_places).tocoo()
        first, second = rows[counted.row], counted.col
        kept = first != second
        low, high = np.minimum(first, second)[kept], np.maximum(first, second)[kept]
        yield low, high, counted.data[kept]


def _alike(found: Sequence[Pairs], sizes: np.ndarray) -> Pairs:
    """The pairs that reach a Jaccard or a containment, each once, in order."""
    first, second, shared = (np.concatenate(columns) for columns in zip(*found, strict=True))
    n_first, n_second = sizes[first], sizes[second]
    jaccard = shared / (n_first + n_second - shared)
    containment = shared / np.minimum(n_first, n_second)
    kept = (jaccard >= JACCARD) | (containment >= CONTAINMENT)
    keys = first[kept].astype(np.int64) * len(sizes) + second[kept]
    _, once = np.unique(keys, return_index=True)
    return first[kept][once], second[kept][once], shared[kept][once]
