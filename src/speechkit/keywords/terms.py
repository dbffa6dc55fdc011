"""A speech in; the phrases that say what it is about out, ranked.

The constants were set on a few speeches with phrases an expert underlined and on 300 scientific
abstracts with their authors' keywords (`tests/quality/floors.json`); the result is flat around
them. A phrase scores

    ln(1 + f) · r · c · w

f
    *frequency*: occurrences, less most of those inside a more frequent longer phrase.
r
    *rarity*: inverse document frequency in general Chinese. Of a phrase, between the mean
    and the greatest of its words'.
c
    *cues* the speech itself gives: it stands in headings, list items, the title, in
    quotation marks; it comes early; it is spread over paragraphs.
w
    *wording*: four to six characters and two words are what readers underline; officialese,
    verbs and single characters at the edges are not.

References
----------
Spärck Jones (1972), "A statistical interpretation of term specificity".
Frantzi, Ananiadou & Mima (2000), "Automatic recognition of multi-word terms: the C-value/
NC-value method", for the discount of nested phrases.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from speechkit.model import (
    OutlineItem,
    Span,
    Speech,
)
from speechkit.results import Keyword
from speechkit.text.lexicon import Lexicon, Vocabulary, WordClass
from speechkit.text.phrases import Phrase, find_all

PER = 10_000
"""Characters a rate refers to."""

NESTED_DISCOUNT = 0.6
"""Weight of an occurrence inside a longer phrase."""
LEAST_FREE = 0.2
"""Share of the occurrences that counts at least."""
MAX_IDF = 13.0
CHARACTER_IDF = 6.0
"""Of a single character: it is common in itself."""
RARITY_OF_NAMES = 11.0
"""A set-off phrase is at least this rare: its common words mean something new together."""
HEADING_WEIGHT = 0.8
LIST_ITEM_WEIGHT = 0.35
MAX_HEADINGS = 2
"""More headings with the phrase add nothing."""
SET_OFF_WEIGHT = 0.7
TITLE_WEIGHT = 0.6
SPREAD_WEIGHT = 0.12
"""A doubling of the paragraphs adds this."""
EARLY_WEIGHT = 1.3
EARLY_FRACTION = 0.15
"""The opening of a speech names its subject."""
MAX_HEADING_CHARS = 45
"""What is longer is a sentence; its start is taken for the heading."""
OVERLAP_FRACTION = 0.5
"""A phrase is left out when more of its occurrences touch those of better ones."""
REPLACE_FRACTION = 0.8
"""A longer phrase takes the place of a better shorter one when it has this share of its
occurrences."""
SLOGAN_VERBS = frozenset("抓促保稳调惠强治防扩控兴富护争创谋")
"""With a word of two they make the slogans of the genre (抓落实, 保民生, 稳增长)."""

_SAYS_LITTLE = frozenset({"general", "light", "function"})
_WORD_WEIGHT: Mapping[WordClass, float] = {
    "noun": 0.9,
    "set_phrase": 0.8,
    "verb": 0.4,
}
"""Of a single word; other kinds are never listed alone."""
_LIST_MARK_ENDS = ("是", "要", "抓", "靠")


def extract_keywords(
    speech: Speech,
    phrases: Iterable[Phrase],
    *,
    top: int,
    vocabulary: Vocabulary,
) -> tuple[Keyword, ...]:
    """The phrases that say what a speech is about.

    Parameters
    ----------
    speech
        The speech.
    phrases
        Those of its cleaned text.
    top
        Keywords listed at most.
    vocabulary
        What is known of words.

    Returns
    -------
    tuple of Keyword
        Best first; none is part of another, and none stands mostly where better ones do.
    """
    cues = _Cues(speech)
    scored = []
    for phrase in phrases:
        stand = cues.of(phrase)
        if _is_worth_listing(phrase, stand, vocabulary.lexicon):
            scored.append(Scored(phrase, round(_score(phrase, stand, vocabulary), 9)))
    return tuple(_keyword(speech, best) for best in select_phrases(scored, top))


@dataclass(frozen=True, slots=True)
class Scored:
    """A phrase and its score."""

    phrase: Phrase
    score: float


def select_phrases(
    scored: Iterable[Scored], top: int, *, replace_fraction: float = REPLACE_FRACTION
) -> list[Scored]:
    """The best phrases of which none repeats another, ties in the order of the terms.

    Parameters
    ----------
    scored
        Phrases of one text.
    top
        Phrases listed at most.
    replace_fraction
        Share of the occurrences of a listed phrase from which a longer one that holds it
        takes its place.
    """
    chosen: list[Scored] = []
    covered = _Covered()
    for candidate in sorted(scored, key=lambda s: (-s.score, s.phrase.text)):
        if len(chosen) == top:
            break
        phrase = candidate.phrase
        shorter = [i for i, s in enumerate(chosen) if s.phrase.text in phrase.text]
        if any(phrase.text in s.phrase.text for s in chosen):
            continue
        if shorter:
            old = chosen[shorter[0]].phrase
            if len(shorter) == 1 and len(phrase.starts) >= replace_fraction * len(old.starts):
                chosen[shorter[0]] = candidate
                covered.add(old, -1)
                covered.add(phrase, 1)
        elif len(phrase.starts) == 1 or covered.fraction(phrase) <= OVERLAP_FRACTION:
            chosen.append(candidate)
            covered.add(phrase, 1)
    return chosen


class _Covered:
    """The characters at which chosen phrases stand."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, phrase: Phrase, n: int) -> None:
        for start in phrase.starts:
            for offset in range(start, start + len(phrase)):
                self._counts[offset] += n

    def fraction(self, phrase: Phrase) -> float:
        """Share of a phrase's occurrences that a chosen one touches."""
        touched = sum(
            any(self._counts[offset] > 0 for offset in range(start, start + len(phrase)))
            for start in phrase.starts
        )
        return touched / len(phrase.starts)


def _keyword(speech: Speech, scored: Scored) -> Keyword:
    term = scored.phrase.text
    starts = find_all(speech.text, term)
    places = tuple(speech.view.source_span(Span(s, s + len(term))) for s in starts)
    n_body = max(1, speech.n_chars - speech.body_start)
    in_body = sum(start >= speech.body_start for start in starts)
    return Keyword(term, scored.score, PER * in_body / n_body, places)


# ------------------------------------------------------------------------------- cues


class _Stand(NamedTuple):
    """Where in a speech a phrase stands."""

    n_headings: int
    n_list_items: int
    n_paragraphs: int
    in_title: bool
    early: bool


class _Cues:
    """What the make-up of a speech says of its phrases."""

    def __init__(self, speech: Speech) -> None:
        self._title = speech.title
        self._paragraphs = [paragraph.start for paragraph in speech.view.paragraphs()]
        self._early = EARLY_FRACTION * speech.n_chars
        headings, list_items = heading_spans(speech)
        self._headings = _Spans(headings)
        self._list_items = _Spans(list_items)

    def of(self, phrase: Phrase) -> _Stand:
        starts, size = phrase.starts, len(phrase.text)
        return _Stand(
            n_headings=self._headings.count(starts, size),
            n_list_items=self._list_items.count(starts, size),
            n_paragraphs=self._count_paragraphs(starts),
            in_title=phrase.text in self._title,
            early=starts[0] < self._early,
        )

    def _count_paragraphs(self, starts: list[int]) -> int:
        if len(starts) == 1:
            return 1
        return len({bisect_right(self._paragraphs, start) for start in starts})


class _Spans:
    """Stretches of a text in order, none overlapping another."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def count(self, starts: list[int], size: int) -> int:
        """How many occurrences of a phrase of some size lie inside one."""
        if not self._starts:
            return 0
        n = 0
        for start in starts:
            i = bisect_right(self._starts, start) - 1
            n += i >= 0 and start + size <= self._ends[i]
        return n


def heading_spans(speech: Speech) -> tuple[list[Span], list[Span]]:
    """View spans of a speech's headings, and of the starts of its list items."""
    paragraphs = {paragraph.start for paragraph in speech.view.paragraphs()}
    headings: list[Span] = []
    list_items: list[Span] = []
    for item in speech.outline:
        span = _heading_span(speech, item)
        is_heading = span.start in paragraphs and not item.label.endswith(_LIST_MARK_ENDS)
        (headings if is_heading else list_items).append(span)
    return headings, list_items


def _heading_span(speech: Speech, item: OutlineItem) -> Span:
    start = speech.view.view_offset(item.span.start)
    end = speech.view.view_offset(item.span.end)
    return Span(start, min(end, start + MAX_HEADING_CHARS))


# ----------------------------------------------------------------------------- formula


def says_something(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a phrase means something out of its context.

    One of officialese alone does not, nor one that breaks off with an empty verb.
    """
    if phrase.text in lexicon.stopwords:
        return False
    if lexicon.is_known(phrase.text) or _is_slogan(phrase):
        return True
    kinds = [word.kind for word in phrase.words]
    if len(kinds) == 1:
        return kinds[0] in _WORD_WEIGHT
    return phrase.n_set_off > 0 or not (
        kinds[0] == "light" or kinds[-1] == "light" or _SAYS_LITTLE.issuperset(kinds)
    )


def _is_worth_listing(phrase: Phrase, stand: _Stand, lexicon: Lexicon) -> bool:
    """Whether a phrase says something, or the speech makes something of it."""
    if says_something(phrase, lexicon):
        return True
    if phrase.text in lexicon.stopwords:
        return False
    kinds = [word.kind for word in phrase.words]
    if len(kinds) == 1:
        return False
    if "light" in (kinds[0], kinds[-1]):
        return _is_short_heading(phrase, stand) and set(kinds) != {"light"}
    return stand.n_headings > 0 or len(phrase.starts) > 2


def _is_short_heading(phrase: Phrase, stand: _Stand) -> bool:
    """Whether a heading holds the phrase and it may be verb and object (转变作风)."""
    is_whole = phrase.n_inside < len(phrase.starts)
    return stand.n_headings > 0 and is_whole and len(phrase.words) == 2 and len(phrase) <= 5


def _is_slogan(phrase: Phrase) -> bool:
    words = phrase.words
    return (
        len(words) == 2
        and len(phrase) == 3
        and words[0].text in SLOGAN_VERBS
        and words[1].kind != "function"
    )


def _score(phrase: Phrase, stand: _Stand, vocabulary: Vocabulary) -> float:
    return (
        math.log1p(_free_frequency(phrase))
        * _rarity(phrase, vocabulary)
        * _cue_weight(phrase, stand)
        * _length_weight(len(phrase.text))
        * _wording_weight(phrase, stand, vocabulary.lexicon)
    )


def _free_frequency(phrase: Phrase) -> float:
    n = len(phrase.starts)
    return max(n - NESTED_DISCOUNT * phrase.n_inside, LEAST_FREE * n)


def _rarity(phrase: Phrase, vocabulary: Vocabulary) -> float:
    idfs = [_idf(word.text, vocabulary) for word in phrase.words]
    if len(idfs) == 1:
        return idfs[0]
    rarity = 0.35 * max(idfs) + 0.65 * sum(idfs) / len(idfs) + 1
    return max(rarity, RARITY_OF_NAMES) if phrase.n_set_off else rarity


def _idf(word: str, vocabulary: Vocabulary) -> float:
    return CHARACTER_IDF if len(word) == 1 else min(vocabulary.idf(word), MAX_IDF)


def _cue_weight(phrase: Phrase, stand: _Stand) -> float:
    cues = (
        1
        + HEADING_WEIGHT * min(MAX_HEADINGS, stand.n_headings)
        + LIST_ITEM_WEIGHT * min(MAX_HEADINGS, stand.n_list_items)
        + SET_OFF_WEIGHT * (phrase.n_set_off > 0)
        + TITLE_WEIGHT * stand.in_title
    )
    spread = 1 + SPREAD_WEIGHT * math.log2(stand.n_paragraphs)
    return cues * spread * (EARLY_WEIGHT if stand.early else 1)


def _length_weight(n_chars: int) -> float:
    if 4 <= n_chars <= 6:
        return 1.44
    return 1.15 if n_chars == 3 else 1.05


def _wording_weight(phrase: Phrase, stand: _Stand, lexicon: Lexicon) -> float:
    n = len(phrase.starts)
    if lexicon.is_known(phrase.text):
        return (1.15 if n > 1 else 0.65) * (0.65 if len(phrase) == 2 else 1)
    size = 1.0 if len(phrase.words) <= 2 else 0.5
    if phrase.n_set_off:
        return size
    if _is_slogan(phrase):
        return 1.0 if n > 1 else 0.5
    once = 1.0 if n > 1 else 0.5 if stand.n_headings else 0.3
    if len(phrase.words) == 1:
        return once * _WORD_WEIGHT[phrase.words[0].kind] * (0.65 if len(phrase) == 2 else 1)
    return size * once * _edge_weight(phrase)


def _edge_weight(phrase: Phrase) -> float:
    kinds = [word.kind for word in phrase.words]
    weight = _FIRST_WEIGHT.get(kinds[0], 1.0) * _LAST_WEIGHT.get(kinds[-1], 1.0)
    if _SAYS_LITTLE.issuperset(kinds):
        weight *= 0.5
    if kinds[0] == "general" and kinds[-1] == "verb":
        weight *= 0.6
    return weight


_FIRST_WEIGHT: Mapping[WordClass, float] = {
    "general": 0.85,
    "light": 0.7,
    "syllable": 0.65,
    "adjective": 0.9,
}
_LAST_WEIGHT: Mapping[WordClass, float] = {
    "general": 0.64,
    "light": 0.7,
    "verb": 0.86,
    "adjective": 0.86,
    "syllable": 0.9,
}
