"""Speeches in, the paragraphs that a person is asked about out, in one order for each seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from speechkit.model import DEFAULT_SEED, Speech
from speechkit.results import DuplicateGroup, SampledParagraph, without_duplicates

MIN_CHARS = 30
"""Characters without white space that a paragraph has at least: a clause or two. What is shorter
is mostly a salutation or a heading, of which there is nothing to say."""


def sample_paragraphs(
    speeches: Iterable[Speech],
    *,
    groups: Iterable[DuplicateGroup[Any]] = (),
    seed: int = DEFAULT_SEED,
) -> tuple[SampledParagraph, ...]:
    """All paragraphs that can be asked about, in an order of which any beginning is a sample.

    Stratified by speech: one paragraph of each speech, then a second one of each, and so on,
    speeches and paragraphs in a random order of their own. What is drawn depends on the seed,
    the ids of the speeches and where the paragraphs begin, on nothing else.

    Parameters
    ----------
    groups
        Which speeches are versions of one text: only the kept ones are asked about.

    Returns
    -------
    tuple of SampledParagraph
        Of the bodies of the speeches; empty where all are shorter than `MIN_CHARS`.
    """
    texts = without_duplicates(speeches, groups)
    drawn = sorted(texts, key=lambda speech: (_draw(seed, speech.id), speech.id))
    rounds = zip_longest(*(_drawn_paragraphs(speech, seed) for speech in drawn))
    return tuple(found for one_each in rounds for found in one_each if found is not None)


def _drawn_paragraphs(speech: Speech, seed: int) -> Iterator[SampledParagraph]:
    """The paragraphs of a speech in their random order."""
    long = (
        SampledParagraph(speech, span)
        for span in speech.paragraphs()
        if len("".join(speech.text[span.start : span.end].split())) >= MIN_CHARS
    )
    starts = {found.span.start: found for found in long}
    for start in sorted(starts, key=lambda start: (_draw(seed, speech.id, start), start)):
        yield starts[start]


def _draw(seed: int, *parts: object) -> bytes:
    """A random number, the same wherever and in whatever order it is drawn."""
    name = "\0".join(map(str, (seed, *parts))).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=8).digest()
