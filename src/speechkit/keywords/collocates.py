"""Speeches and a term in; the words that stand near it more often than elsewhere out.

*Near* is a window of words on either side of an occurrence, inside its sentence; punctuation
and blanks are no words. A word that lies in the windows of two occurrences counts once. The
words of the term itself, and those it begins or ends in, are on neither side. So each word is
held against a table of two by two,

    ===========  ==============  ==============
    .            the word        other words
    ===========  ==============  ==============
    near         O (observed)    R - O
    elsewhere    C - O           N - R - C + O
    ===========  ==============  ==============

with E = R · C / N expected near the term.

References
----------
Evert (2008), "Corpora and collocations", *Corpus Linguistics: An International Handbook*,
    1212-1248; in the extended manuscript of 2007 section 3.1 has the windows, 4 and 5 the
    measures.
Rychlý (2008), "A lexicographer-friendly association score", for logDice.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from speechkit.keywords.concordance import Query, view_spans
from speechkit.keywords.keyness import is_surely_more_frequent, signed_g2
from speechkit.model import DEFAULT_MIN_COUNT, DEFAULT_TOP, DEFAULT_WINDOW, Span, Speech
from speechkit.results import (
    Collocate,
    CollocatePlace,
    Collocates,
    CollocationMeasure,
    DuplicateGroup,
    without_duplicates,
)
from speechkit.text.lexicon import Vocabulary
from speechkit.text.sentences import sentences
from speechkit.text.terms import folded
from speechkit.text.tokens import CutWords, cut_words

LOGDICE_MAX = 14
"""Of a word and a term that never stand without one another (Rychlý 2008)."""


class Neighbour(NamedTuple):
    """An occurrence of a word near the term."""

    word: str
    """Folded."""
    is_left: bool
    """Before the occurrence of the term that is nearest; of two equally near the first."""
    place: CollocatePlace


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is counted of one speech."""

    n_hits: int
    n_words: int
    """Without those of the term."""
    counts: Counter[str]
    """Of all words but those of the term."""
    neighbours: tuple[Neighbour, ...]
    """In the order of the text."""


def count_neighbours(
    speech: Speech, query: Query, *, window: int = DEFAULT_WINDOW, cut: CutWords = cut_words
) -> Neighbourhood:
    """The words of a speech, and which of them stand near a term.

    Parameters
    ----------
    window
        Words on either side; at least 1. It ends with the sentence.
    cut
        Cuts a text into words which together make it up.

    Raises
    ------
    SearchError
        When an expression does not come to an end.
    """
    if window < 1:
        raise ValueError(f"window must be at least 1, not {window}")
    text = speech.text
    nodes = view_spans(speech, query)
    words = _Words(nodes, cut(text))
    near = _near(text, speech.view.paragraphs(), nodes, words, window)
    return Neighbourhood(
        len(nodes),
        len(words.forms),
        Counter(words.forms),
        tuple(
            Neighbour(words.forms[i], is_left, _place(speech, words.spans[i]))
            for i, is_left in sorted(near.items())
        ),
    )


def _place(speech: Speech, span: Span) -> CollocatePlace:
    source = speech.view.source_span(span)
    return CollocatePlace(speech.id, source, speech.document.line(source.start))


class _Words:
    """The words of a text that no occurrence of the term touches, in order."""

    def __init__(self, nodes: Sequence[Span], tokens: Sequence[str]) -> None:
        self.forms: list[str] = []
        self.spans: list[Span] = []
        ends = [node.end for node in nodes]
        for token, end in zip(tokens, accumulate(map(len, tokens)), strict=True):
            start = end - len(token)
            following = bisect_right(ends, start)
            touched = following < len(nodes) and nodes[following].start < end
            if token.isalnum() and not touched:
                self.forms.append(folded(token))
                self.spans.append(Span(start, end))
        self.starts = [span.start for span in self.spans]

    def before(self, offset: int, least: int, n: int) -> range:
        """Numbers of the last `n` words that end by an offset and begin no earlier than `least`."""
        end = bisect_left(self.starts, offset)
        return range(max(bisect_left(self.starts, least), end - n), end)

    def after(self, offset: int, most: int, n: int) -> range:
        """Numbers of the first `n` words from an offset on that begin before `most`."""
        start = bisect_left(self.starts, offset)
        return range(start, min(bisect_left(self.starts, most), start + n))


def _near(
    text: str, paragraphs: Iterable[Span], nodes: Sequence[Span], words: _Words, window: int
) -> dict[int, bool]:
    """Numbers of the words near a node, and whether each is left of the nearest one."""
    ends = [sentence.end for sentence in sentences(text, paragraphs)] if nodes else []
    found: dict[int, tuple[int, bool]] = {}
    for node in nodes:
        first = bisect_right(ends, node.start)
        last = bisect_left(ends, node.end)
        least = ends[first - 1] if first else 0
        most = ends[last] if last < len(ends) else len(text)
        before = words.before(node.start, least, window)
        after = words.after(node.end, most, window)
        sides = [(i, before.stop - i, True) for i in before]
        sides += [(i, i - after.start + 1, False) for i in after]
        for i, distance, is_left in sides:
            if i not in found or distance < found[i][0]:
                found[i] = (distance, is_left)
    return {i: is_left for i, (_, is_left) in found.items()}


# ---------------------------------------------------------------------------- all speeches


@dataclass(frozen=True, slots=True)
class CollocateOptions:
    """How collocates are found and which are listed."""

    window: int = DEFAULT_WINDOW
    """Words looked at on either side; at least 1."""
    measure: CollocationMeasure = "g2"
    """By which they are ranked."""
    min_count: int = DEFAULT_MIN_COUNT
    """Occurrences near the term that a word has at least."""
    top: int = DEFAULT_TOP
    """Words listed at most."""
    all_words: bool = False
    """Function words and figures too. Officialese is listed always: what is done with a thing
    (加强, 推进) is what one asks its collocates for."""


DEFAULT_OPTIONS = CollocateOptions()


def find_collocates(
    speeches: Iterable[Speech],
    query: Query,
    vocabulary: Vocabulary,
    *,
    groups: Iterable[DuplicateGroup[Any]] = (),
    options: CollocateOptions = DEFAULT_OPTIONS,
    cut: CutWords = cut_words,
) -> Collocates:
    """The words that stand near a term more often than elsewhere; each text counts once.

    Parameters
    ----------
    vocabulary
        Tells function words.
    groups
        Duplicates among the speeches.
    cut
        Cuts a text into words which together make it up.

    Raises
    ------
    SearchError
        When an expression does not come to an end.
    """
    counted = without_duplicates(speeches, groups)
    found = (count_neighbours(s, query, window=options.window, cut=cut) for s in counted)
    return rank_collocates(found, vocabulary, options)


def rank_collocates(
    neighbourhoods: Iterable[Neighbourhood], vocabulary: Vocabulary, options: CollocateOptions
) -> Collocates:
    """The collocates of speeches that were looked at one by one, each text once.

    Returns
    -------
    Collocates
        First the words whose rate near the term is surely above that elsewhere (Clopper and
        Pearson's interval, Bonferroni's correction for the words looked at), then the others;
        each best first, ties by the word.
    """
    n_hits = n_words = 0
    totals: Counter[str] = Counter()
    places: dict[str, list[Neighbour]] = {}
    for each in neighbourhoods:
        n_hits += each.n_hits
        n_words += each.n_words
        totals.update(each.counts)
        for neighbour in each.neighbours:
            places.setdefault(neighbour.word, []).append(neighbour)
    n_near = sum(map(len, places.values()))
    candidates = {
        word: found
        for word, found in places.items()
        if len(found) >= options.min_count
        and (options.all_words or vocabulary.classify(word) != "function")
    }
    figures = _Figures(n_hits, n_near, n_words, len(candidates), options.measure)
    made = [figures.collocate(word, found, totals[word]) for word, found in candidates.items()]
    attracted = [collocate for collocate in made if collocate.count > collocate.expected]
    attracted.sort(key=lambda c: (not c.distinguishable, -round(c.score, 9), c.term))
    return Collocates(
        options.window,
        options.measure,
        options.min_count,
        n_words,
        n_near,
        len(candidates),
        tuple(attracted[: options.top]),
    )


class _Figures(NamedTuple):
    """What the figures of all words have in common."""

    n_hits: int
    n_near: int
    n_words: int
    n_candidates: int
    measure: CollocationMeasure

    def collocate(self, word: str, found: Sequence[Neighbour], total: int) -> Collocate:
        count, n_left = len(found), sum(neighbour.is_left for neighbour in found)
        expected = self.n_near * total / self.n_words
        table = (count, self.n_near, total - count, self.n_words - self.n_near)
        elsewhere = self.n_words > self.n_near
        scores: dict[CollocationMeasure, float] = {
            "g2": signed_g2(*table) if elsewhere else 0.0,
            "mi": mutual_information(count, expected),
            "mi3": cubic_mutual_information(count, expected),
            "t": t_score(count, expected),
            "logdice": log_dice(count, self.n_hits, total),
        }
        return Collocate(
            word,
            scores[self.measure],
            count,
            expected,
            n_left,
            count - n_left,
            total,
            len({neighbour.place.speech for neighbour in found}),
            scores["g2"],
            scores["mi"],
            scores["mi3"],
            scores["t"],
            scores["logdice"],
            elsewhere and is_surely_more_frequent(*table, n_terms=self.n_candidates),
            tuple(neighbour.place for neighbour in found),
        )


# -------------------------------------------------------------------------------- measures


def mutual_information(observed: int, expected: float) -> float:
    """Pointwise mutual information in bits: how many times more often than expected.

    Examples
    --------
    >>> mutual_information(8, 2.0)
    2.0
    """
    return math.log2(observed / expected)


def cubic_mutual_information(observed: int, expected: float) -> float:
    """MI3, which favours the frequent where MI favours the rare (Daille 1994).

    Examples
    --------
    >>> cubic_mutual_information(8, 2.0)
    8.0
    """
    return math.log2(observed**3 / expected)


def t_score(observed: int, expected: float) -> float:
    """Church's t-score: how sure the excess is, not how great.

    Examples
    --------
    >>> t_score(9, 3.0)
    2.0
    """
    return (observed - expected) / math.sqrt(observed)


def log_dice(together: int, first: int, second: int) -> float:
    """Binary logarithm of the Dice coefficient, moved so that its maximum is 14.

    It does not depend on the size of the corpus.

    Parameters
    ----------
    together
        Occurrences of the word near the term.
    first, second
        Occurrences of the term and of the word.

    Examples
    --------
    >>> log_dice(10, 10, 10), log_dice(5, 10, 10)
    (14.0, 13.0)
    """
    return LOGDICE_MAX + math.log2(2 * together / (first + second))
