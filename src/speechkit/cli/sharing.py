"""Documents in, what is made of each out, by several processes.

Loaded only where there is much. Documents go to the other processes in batches; the speeches
of a large one are divided among processes that inherit its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import chain, groupby, pairwise
from typing import Any

from speechkit.cli.splitting import (
    Item,
    Part,
    Result,
    Splitter,
    is_large,
    n_chars_of,
    result_of,
)
from speechkit.cli.workers import SHARES_MEMORY, Workers
from speechkit.errors import SpeechkitError
from speechkit.model import Document

_BATCH_CHARS = 200_000
_BATCH_DOCUMENTS = 100
"""At most in one batch: enough that handing it over costs a hundredth of the work."""


def share_out(
    items: Iterable[Item | SpeechkitError], splitter: Splitter, n: int
) -> Iterator[Result]:
    """What is made of each document by `n` processes, and the errors in their places."""
    workers = Workers(partial(_unpack_and_split, splitter), n)
    try:
        for large, group in groupby(items, key=is_large):
            if large:
                yield from (result_of(item, splitter, n) for item in group)
            else:
                for results in workers.map(_batches(group)):
                    yield from results
    finally:
        workers.close()


def split_in_parts(item: Item, splitter: Splitter, n: int) -> Result:
    """What is made of a large document, some speeches after the other."""
    division = splitter.divide(item.document)
    if isinstance(division, SpeechkitError):
        return division
    ranges = _ranges([len(span) for span in division.spans])

    def make(part: range) -> Part:
        return splitter.part(division, part, item.source)

    if n == 1 or len(ranges) == 1 or not SHARES_MEMORY:
        return splitter.piece(division, [make(part) for part in ranges], item.source)
    workers = Workers(make, n)
    try:
        answers = workers.map([part] for part in ranges)
        return splitter.piece(division, list(chain.from_iterable(answers)), item.source)
    finally:
        workers.close()


def _ranges(lengths: Sequence[int]) -> list[range]:
    """Runs of speeches that make up a batch each."""
    starts, n_chars = [0], 0
    for n, length in enumerate(lengths):
        if n_chars >= _BATCH_CHARS:
            starts.append(n)
            n_chars = 0
        n_chars += length
    return [range(a, b) for a, b in pairwise((*starts, len(lengths)))]


def _batches(
    items: Iterable[Item | SpeechkitError],
) -> Iterator[list[_Packed | SpeechkitError]]:
    batch: list[_Packed | SpeechkitError] = []
    n_chars = 0
    for item in items:
        batch.append(_packed(item))
        n_chars += n_chars_of(item)
        if n_chars >= _BATCH_CHARS or len(batch) >= _BATCH_DOCUMENTS:
            yield batch
            batch, n_chars = [], 0
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _Packed:
    """An item as it goes through a pipe: the fields of its document without what they imply."""

    document: dict[str, Any]
    source: str | None


_FIELDS = tuple(field.name for field in fields(Document) if field.init)


def _packed(item: Item | SpeechkitError) -> _Packed | SpeechkitError:
    if isinstance(item, SpeechkitError):
        return item
    values = {name: getattr(item.document, name) for name in _FIELDS}
    return _Packed({**values, "metadata": dict(values["metadata"])}, item.source)


def _unpack_and_split(splitter: Splitter, packed: _Packed | SpeechkitError) -> Result:
    if isinstance(packed, SpeechkitError):
        return packed
    return splitter(Item(Document(**packed.document), packed.source))
