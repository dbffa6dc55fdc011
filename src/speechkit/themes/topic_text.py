"""Paragraphs of scored speeches in; the words and phrases they are made of, as counts, out.

A topic is found in words and told in phrases. Words, because paragraphs on one subject share
them while each has phrases of its own; phrases, because 改造 says little and 老旧小区改造 much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speechkit.text.hashes import hash_terms
from speechkit.text.lexicon import Vocabulary
from speechkit.text.phrases import Phrases, find_phrases, know_terms
from speechkit.text.terms import MIN_TERM
from speechkit.text.tokens import CutWords
from speechkit.text.words import KIND, KINDS, Words, WordTable, look_up
from speechkit.themes.scoring import Floats, Ints, ScoredSpeech

MAX_PARAGRAPHS = 3_000
"""Paragraphs that topics are looked for in, those of some hundred speeches. Which ones are
taken hangs on what they say, not on where they stand."""
MIN_PARAGRAPHS = 2
"""Paragraphs a term stands in at least: one that stands in a single one joins nothing."""
MIN_PARAGRAPH_FRACTION = 0.002
"""And this share of them, for words: in a large text one that stands in four of two thousand
paragraphs costs time and makes no topic."""
MAX_PARAGRAPH_FRACTION = 0.3
"""A term in more of the paragraphs than this is the language of the genre, no topic."""

_SINGLE_WEIGHTS = {KIND["noun"]: 1.0, KIND["set_phrase"]: 1.0, KIND["verb"]: 0.6}
"""Classes of the words that topics are made of; a verb alone rarely says what one is about."""
_LENGTH_WEIGHTS = np.array((0.65, 0.65, 0.65, 1.0, 1.4, 1.4, 1.4, 1.0))
"""By characters, the last of all that are longer: readers underline four to six, as in the
scores of keywords."""
_BY_KIND = np.array([_SINGLE_WEIGHTS.get(kind, 0.0) for kind in range(len(KINDS))])
_SAYS_LITTLE = np.array([kind in ("general", "light", "function") for kind in KINDS])

Flags = NDArray[np.bool_]


class Paragraph(NamedTuple):
    """A sampling unit of a speech; they are ordered by what they say."""

    digest: bytes
    speech: str
    """Its id."""
    number: int
    text: str
    """Its sentences, a line each."""


def choose_paragraphs(speeches: Iterable[ScoredSpeech]) -> tuple[Paragraph, ...]:
    """The paragraphs that topics are looked for in, the same in whatever order speeches come."""
    found = (paragraph for own in speeches for paragraph in _paragraphs(own))
    return tuple(nsmallest(MAX_PARAGRAPHS, found))


def _paragraphs(own: ScoredSpeech) -> Iterator[Paragraph]:
    lines: list[list[str]] = [[] for _ in range(n_units(own))]
    for span, unit in zip(own.sentences, own.units.tolist(), strict=True):
        lines[unit].append(own.speech.text[span.start : span.end])
    for number, unit_lines in enumerate(lines):
        text = "\n".join(unit_lines)
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        yield Paragraph(digest, own.speech.id, number, text)


def n_units(own: ScoredSpeech) -> int:
    """How many sampling units a speech has."""
    return int(own.units.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class TopicText:
    """The words and phrases of some paragraphs.

    A phrase is the longest at its place, so that no two overlap; a word may be one. What is
    inside a phrase belongs to it, and goes where it goes when the phrases are shuffled.
    """

    n_paragraphs: int
    words: tuple[str, ...]
    """That topics are found in, sorted."""
    terms: tuple[str, ...]
    """Phrases that may tell what a topic is about, sorted."""
    term_weights: Floats
    """How well each reads, (n_terms,)."""
    paragraphs: Ints
    """Of each occurrence of a phrase, (n_occurrences,)."""
    owners: Ints
    """Row in `terms` of each occurrence, (n_occurrences,)."""
    columns: Ints
    """Row in `words` of each occurrence of a word, (n_word_occurrences,)."""
    holders: Ints
    """Which occurrence of a phrase holds it, (n_word_occurrences,)."""

    def shuffled(self, generator: np.random.Generator) -> Ints:
        """Paragraphs of the occurrences of phrases dealt anew, (n_occurrences,).

        Each paragraph keeps its number of phrases and each phrase its number of occurrences:
        what topics are left come from chance, and from the words inside a phrase.
        """
        return generator.permutation(self.paragraphs)


def read_paragraphs(
    paragraphs: Sequence[Paragraph], vocabulary: Vocabulary, cut: CutWords
) -> TopicText:
    """The words and phrases of some paragraphs, those left out that fit every speech."""
    table = WordTable(vocabulary)
    known = know_terms(vocabulary.known_phrases, cut, table)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    words = look_up(text, cut(text), table)
    stopped = hash_terms(vocabulary.lexicon.stopwords)
    phrases = find_phrases(words, known=known, stopped=stopped)
    begins = accumulate((len(p.text) + 1 for p in paragraphs), initial=0)
    starts = np.fromiter(begins, np.intp, len(paragraphs) + 1)[:-1]
    rows = _telling_rows(phrases, starts)
    at = _longest(phrases, rows)
    named = _named_words(words, at, _numbers(at.start, starts), len(starts))
    return TopicText(
        len(starts),
        named.names,
        tuple(map(phrases.term, rows.tolist())),
        _weights(phrases, rows),
        _numbers(at.start, starts),
        at.owner,
        named.columns,
        named.holders,
    )


def _numbers(offsets: Ints, starts: Ints) -> Ints:
    """In which of some stretches, by where they start, each offset is."""
    return np.searchsorted(starts, offsets, side="right") - 1


def _is_between(n_paragraphs: Ints, least: float, n: int) -> Flags:
    """Which terms stand in enough of `n` paragraphs and not in too many."""
    most = max(MAX_PARAGRAPH_FRACTION * n, MIN_PARAGRAPHS)
    found: Flags = (n_paragraphs >= max(least, MIN_PARAGRAPHS)) & (n_paragraphs <= most)
    return found


# ----------------------------------------------------------------------------- phrases


class _Occurrences(NamedTuple):
    """Of phrases, in the order of the text; all columns have the shape (n_occurrences,)."""

    start: Ints
    end: Ints
    owner: Ints


def _telling_rows(phrases: Phrases, starts: Ints) -> Ints:
    """Phrases that may tell what a topic is about, in the order of their terms."""
    owners = np.repeat(np.arange(len(phrases)), phrases.n)
    numbers = _numbers(phrases.starts, starts)
    is_new = np.ones(len(owners), np.bool_)
    is_new[1:] = (owners[1:] != owners[:-1]) | (numbers[1:] != numbers[:-1])
    n_paragraphs = np.bincount(owners[is_new], minlength=len(phrases))
    rows = np.flatnonzero(_says_something(phrases) & _is_between(n_paragraphs, 0, len(starts)))
    return np.array(sorted(rows.tolist(), key=phrases.term), np.intp)


def _says_something(phrases: Phrases) -> Flags:
    """Which phrases mean something out of their context.

    Not one of officialese alone, nor one that an empty verb opens or ends.
    """
    kinds = phrases.words.kinds
    first, last = phrases.first_word, phrases.first_word + phrases.n_words - 1
    little = np.append(0, np.cumsum(_SAYS_LITTLE[kinds]))
    is_empty = little[last + 1] - little[first] == phrases.n_words
    is_open = (kinds[first] == KIND["light"]) | (kinds[last] == KIND["light"])
    several = (phrases.n_set_off > 0) | ~(is_empty | is_open)
    found: Flags = np.where(phrases.n_words == 1, _BY_KIND[kinds[first]] > 0, several)
    return found | phrases.is_known


def _weights(phrases: Phrases, rows: Ints) -> Floats:
    """How well each phrase reads, by its length and what it is made of; shape of `rows`."""
    lengths = np.minimum(phrases.n_chars[rows], len(_LENGTH_WEIGHTS) - 1)
    is_verb = (phrases.n_words[rows] == 1) & (
        phrases.words.kinds[phrases.first_word[rows]] == KIND["verb"]
    )
    weights: Floats = _LENGTH_WEIGHTS[lengths] * np.where(is_verb, _BY_KIND[KIND["verb"]], 1.0)
    return weights


def _longest(phrases: Phrases, rows: Ints) -> _Occurrences:
    """Occurrences of some phrases, from left to right, at each place the longest."""
    ranks = np.full(len(phrases), -1)
    ranks[rows] = np.arange(len(rows))
    owners = np.repeat(ranks, phrases.n)
    start, owner = phrases.starts[owners >= 0], owners[owners >= 0]
    end = start + phrases.n_chars[rows][owner]
    order = np.lexsort((-end, start))
    chosen, after = [], 0
    for i, first, last in zip(
        order.tolist(), start[order].tolist(), end[order].tolist(), strict=True
    ):
        if first >= after:
            chosen.append(i)
            after = last
    return _Occurrences(start[chosen], end[chosen], owner[chosen])


# ------------------------------------------------------------------------------- words


class _NamedWords(NamedTuple):
    names: tuple[str, ...]
    columns: Ints
    holders: Ints


def _named_words(words: Words, at: _Occurrences, numbers: Ints, n: int) -> _NamedWords:
    """The words inside phrases that topics are found in, and where they stand.

    Parameters
    ----------
    numbers
        Paragraph of each occurrence of a phrase, (n_occurrences,).
    n
        Paragraphs.
    """
    starts, ends = words.edges[:-1], words.edges[1:]
    holder = _numbers(starts, at.start)
    fits = (_BY_KIND[words.kinds] > 0) & (ends - starts >= MIN_TERM) & (holder >= 0)
    rows = np.flatnonzero(fits)
    rows = rows[ends[rows] <= at.end[holder[rows]]]
    holder = holder[rows]
    _, first, column = np.unique(
        words.hashes.of(starts[rows], ends[rows]), return_index=True, return_inverse=True
    )
    pairs = np.unique(np.stack((column, numbers[holder])), axis=1)
    n_paragraphs = np.bincount(pairs[0], minlength=len(first))
    recurs = _is_between(n_paragraphs, MIN_PARAGRAPH_FRACTION * n, n)
    names = {i: words.text[starts[row] : ends[row]] for i, row in enumerate(rows[first].tolist())}
    ranked = sorted(np.flatnonzero(recurs).tolist(), key=names.__getitem__)
    places = np.full(len(first), -1)
    places[ranked] = np.arange(len(ranked))
    kept = places[column] >= 0
    return _NamedWords(tuple(names[i] for i in ranked), places[column][kept], holder[kept])
