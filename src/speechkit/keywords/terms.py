"""A speech in; the phrases that say what it is about out, ranked.

The constants were set on two speeches with phrases an expert underlined and on 1,000 scientific
abstracts with their authors' keywords; the result is flat around them, and held on texts that
were set aside (`tests/quality/floors.json`, `docs/decisions.md`). A phrase scores

    ln(1 + f) · r · c · l · w

f
    *frequency*: occurrences, less most of those inside longer phrases that recur.
r
    *rarity*: inverse document frequency in general Chinese. Of a phrase, the mean of its words',
    less for every step between the rarest and the most common one. Established terms, names
    and what fills a main heading are at least so rare.
c
    *cues* the speech itself gives: it stands in headings, or fills one, in list items, the
    title, in quotation marks; it comes early; it is spread over paragraphs; no other content
    words touch it.
l
    *length*: four to six characters are what readers underline.
w
    *wording*: established terms, names, slogans, words and sequences of words in turn;
    officialese, verbs and long sequences weigh less, and what stands once.

References
----------
Spärck Jones (1972), "A statistical interpretation of term specificity".
Frantzi, Ananiadou & Mima (2000), "Automatic recognition of multi-word terms: the C-value/
NC-value method", for the discount of nested phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from speechkit.keywords.cues import Cues
from speechkit.text.phrases import Phrases
from speechkit.text.words import KIND, KINDS

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Flags = NDArray[np.bool_]


NESTED_DISCOUNT = 0.6
"""Weight of an occurrence inside a longer phrase that recurs."""
LEAST_FREE = 0.2
"""Share of the occurrences that counts at least."""
NESTED_WEIGHT = 0.5
"""Of what only ever stands inside one longer phrase, and of a word that mostly stands in longer
ones: those say it better."""
MOSTLY_NESTED = 0.5
MIN_MOSTLY = 4
"""Occurrences from which that can be said of a word."""
MAX_IDF = 13.0
CHARACTER_IDF = 6.0
"""Of a single character: it is common in itself."""
UNEVEN_DISCOUNT = 0.8
"""Of the distance between the rarest and the most common word: 上半年产值 is not as rare as
its rarest word, since anything may stand beside a common one."""
RARITY_OF_NAMES = 11.0
"""A set-off phrase is at least this rare: its common words mean something new together."""
RARITY_OF_TERMS = 9.5
"""So is an established term, of which most are made of common words (工业经济), and what fills
a main heading."""
HEADING_WEIGHT = 1.0
LIST_ITEM_WEIGHT = 0.35
MAX_HEADINGS = 2
"""More headings with the phrase add nothing."""
HEADING_FILLED_WEIGHT = 1.3
"""Of what fills a main heading beside other words."""
HEADING_FILLED = 0.4
"""Share of the heading from which a phrase fills it: 转变作风 in 转变作风抓落实."""
HEADING_FILLED_IDF = 6.0
"""Its words are at least this rare (加快发展 is not, 团结协作 is)."""
VERB_AND_OBJECT_WEIGHT = 1.3
"""Of verb and object that fill a main heading."""
SET_OFF_WEIGHT = 0.7
TITLE_WEIGHT = 0.6
SPREAD_WEIGHT = 0.08
"""A doubling of the paragraphs adds this."""
EARLY_WEIGHT = 1.15
EARLY_FRACTION = 0.15
"""The opening of a speech names its subject."""
BORDER_WEIGHT = 0.25
"""Of either border: a phrase that other content words touch may be a part of one."""
KNOWN_WEIGHT = 1.5
KNOWN_ONCE = 1.1
SHORT_WEIGHT = 0.65
"""Of two characters."""
LONG_WEIGHT, LONGER_WEIGHT = 0.7, 0.42
"""Of three words and of more."""
ONCE = 0.3
"""Of what stands once; a heading, a quotation or our list of terms speaks for it."""
ONCE_IN_HEADING = 0.5
SET_OFF_ONCE = 0.8
SLOGAN_ONCE = 0.5
LITTLE_WEIGHT = 0.5
"""Of what has officialese alone."""
BREAKS_OFF_WEIGHT = 0.6
"""Of officialese before a verb that lacks its object (工作调整)."""
OVERLAP_FRACTION = 0.5
"""A phrase is left out when more of its occurrences touch those of better ones."""
REPLACE_FRACTION = 0.8
"""A longer phrase takes the place of a better shorter one when it has this share of its
occurrences."""
REPLACE_SCORE = 0.7
"""And this share of its score."""
SLOGAN_VERBS = frozenset("抓促保稳调惠强治防扩控兴富护争创谋")
"""With a word of two they make the slogans of the genre (抓落实, 保民生, 稳增长)."""

_LENGTH_WEIGHTS = (1.05, 1.05, 1.05, 1.25, 1.44, 1.44, 1.44, 1.05)
"""By characters; the last of all that are longer."""
_KNOWN_LENGTH_WEIGHT = 1.6
"""Of an established term of four characters or more, which is read as one."""
_SET_OFF_LENGTH_WEIGHT = 1.2
"""Of what is set off and has more than six."""
_LONG, _SHORTEST_LONG = 7, 4

_WORD_WEIGHT = {KIND["noun"]: 0.85, KIND["set_phrase"]: 0.8, KIND["verb"]: 0.5}
"""Of a single word; other kinds are never listed alone."""
_FIRST_WEIGHT = {
    KIND["general"]: 0.85,
    KIND["light"]: 0.7,
    KIND["adjective"]: 0.9,
}
_LAST_WEIGHT = {
    KIND["general"]: 0.64,
    KIND["light"]: 0.7,
    KIND["verb"]: 0.86,
    KIND["adjective"]: 0.86,
    KIND["syllable"]: 1.1,
}

_GENERAL, _LIGHT, _FUNCTION = KIND["general"], KIND["light"], KIND["function"]
_VERB = KIND["verb"]
_VERBAL = (_LIGHT, _VERB, KIND["adjective"], KIND["set_phrase"])
_OPENS_HEADING = np.array([kind in _VERBAL for kind in range(len(KINDS))])
"""Classes that begin a heading of verb and object."""
_SAYS_LITTLE = np.array([kind in (_GENERAL, _LIGHT, _FUNCTION) for kind in range(len(KINDS))])


@dataclass(frozen=True, slots=True)
class Scored:
    """A phrase, its score and where it stands."""

    term: str
    score: float
    starts: list[int]
    """Offsets in the cleaned text, ascending."""
    row: int = -1
    """Of the phrase among those of its speech."""
    is_known: bool = False
    """A term that no longer phrase takes the place of, unless that is one as well."""


def score_phrases(phrases: Phrases, cues: Cues, shape: Shape) -> Scores:
    """How well each phrase says what its speech is about.

    Returns
    -------
    ndarray of float, shape (n_phrases,)
        Comparable inside one speech only; 0 for a phrase that is not worth listing.
    """
    fills = _fills_heading(phrases, cues, shape)
    scores = (
        np.log1p(_free_frequency(phrases))
        * _rarity(phrases, shape, fills)
        * _cue_weight(phrases, cues, fills)
        * _length_weight(phrases)
        * _wording_weight(phrases, cues, shape, fills)
    )
    return np.where(_is_worth_listing(phrases, cues, shape), scores, 0.0).round(9)


def ranked(phrases: Phrases, scores: Scores, *, least: int) -> Iterator[Scored]:
    """The phrases with a score above 0, best first, ties in the order of the terms.

    Parameters
    ----------
    phrases, scores
        Of one speech; scores of shape (n_phrases,).
    least
        Phrases that will be asked for at least; the others become strings only when it comes
        to them.
    """
    order = np.argsort(-scores, kind="stable")[: np.count_nonzero(scores > 0)]
    size = least
    start = 0
    while start < len(order):
        end = min(len(order), start + size)
        while end < len(order) and scores[order[end]] == scores[order[end - 1]]:
            end += 1  # those that tie stay together
        chunk = [
            Scored(
                phrases.term(row),
                float(scores[row]),
                phrases.starts_of(row),
                int(row),
                bool(phrases.is_known[row]),
            )
            for row in order[start:end]
        ]
        yield from sorted(chunk, key=lambda scored: (-scored.score, scored.term))
        start, size = end, 2 * size


def select_phrases(
    candidates: Iterable[Scored],
    top: int,
    *,
    replace_fraction: float = REPLACE_FRACTION,
    replace_score: float = REPLACE_SCORE,
) -> list[Scored]:
    """The best phrases of which none repeats another; fewer are the first ones of more.

    Parameters
    ----------
    candidates
        Phrases of one text, best first.
    top
        Phrases listed at most.
    replace_fraction
        Share of the occurrences of a listed phrase from which a longer one that holds it
        takes its place.
    replace_score
        And share of its score.
    """
    if top < 1:
        return []
    chosen: list[Scored] = []
    scores: list[float] = []
    """With which each place was taken first; a longer phrase that took it over has less."""
    covered = _Covered()
    for candidate in candidates:
        if len(chosen) >= top and candidate.score < replace_score * scores[top - 1]:
            break
        if any(candidate.term in other.term for other in chosen):
            continue
        shorter = [i for i, other in enumerate(chosen) if other.term in candidate.term]
        if not shorter:
            if len(candidate.starts) == 1 or covered.fraction(candidate) <= OVERLAP_FRACTION:
                chosen.append(candidate)
                scores.append(candidate.score)
                covered.add(candidate)
        elif (
            len(shorter) == 1
            and candidate.score >= replace_score * scores[shorter[0]]
            and _may_replace(candidate, chosen[shorter[0]], replace_fraction)
        ):
            chosen[shorter[0]] = candidate
            covered = _Covered(chosen)
    return chosen[:top]


def _may_replace(candidate: Scored, old: Scored, fraction: float) -> bool:
    """Whether a longer phrase is common and known enough to take the place of one it holds."""
    is_common = len(candidate.starts) >= fraction * len(old.starts)
    return is_common and (candidate.is_known or not old.is_known)


class _Covered:
    """The characters at which chosen phrases stand."""

    def __init__(self, phrases: Iterable[Scored] = ()) -> None:
        self._marks = bytearray()
        for phrase in phrases:
            self.add(phrase)

    def add(self, phrase: Scored) -> None:
        size = len(phrase.term)
        missing = phrase.starts[-1] + size - len(self._marks)
        self._marks += bytes(max(0, missing))
        for start in phrase.starts:
            self._marks[start : start + size] = b"\1" * size

    def fraction(self, phrase: Scored) -> float:
        """Share of a phrase's occurrences that a chosen one touches."""
        size, find = len(phrase.term), self._marks.find
        touched = sum(find(1, start, start + size) >= 0 for start in phrase.starts)
        return touched / len(phrase.starts)


# ----------------------------------------------------------------------------- formula


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What the words of each phrase are; all columns have the shape (n_phrases,)."""

    first: NDArray[np.uint8]
    """Class of the first word."""
    last: NDArray[np.uint8]
    is_single: Flags
    says_little: Flags
    """None of its words says anything on its own."""
    n_light: NDArray[np.intp]
    mean_idf: Scores
    idf_range: Scores
    """Of the rarest word less that of the most common one."""
    is_slogan: Flags

    @classmethod
    def of(cls, phrases: Phrases) -> Shape:
        words, first, n = phrases.words, phrases.first_word, phrases.n_words
        last = first + n - 1
        kinds = words.kinds
        sizes = np.diff(words.edges)
        idfs = np.where(sizes == 1, CHARACTER_IDF, np.minimum(words.idfs, MAX_IDF))
        highest, lowest = np.zeros(len(phrases)), np.full(len(phrases), MAX_IDF)
        for place in range(int(n.max(initial=0))):
            has = n > place
            here = idfs[first[has] + place]
            highest[has] = np.maximum(highest[has], here)
            lowest[has] = np.minimum(lowest[has], here)
        return cls(
            kinds[first],
            kinds[last],
            n == 1,
            _sum_over(_SAYS_LITTLE[kinds], phrases) == n,
            _sum_over(kinds == _LIGHT, phrases),
            _sum_over(idfs, phrases) / np.maximum(n, 1),
            highest - lowest,
            _is_slogan(phrases, sizes),
        )


def _sum_over(values: NDArray[Any], phrases: Phrases) -> NDArray[Any]:
    """Sum of a value of words over the words of each phrase."""
    sums = np.append(0, np.cumsum(values))
    total: NDArray[Any] = sums[phrases.first_word + phrases.n_words] - sums[phrases.first_word]
    return total


def _is_slogan(phrases: Phrases, sizes: NDArray[np.intp]) -> Flags:
    """A verb of one character and a word of two: 抓落实, 保民生."""
    last = phrases.first_word + phrases.n_words - 1
    found: Flags = (
        (phrases.n_words == 2)
        & (phrases.n_chars == 3)
        & (sizes[phrases.first_word] == 1)
        & (phrases.words.kinds[last] != _FUNCTION)
    )
    rows = np.flatnonzero(found)
    text, starts = phrases.words.text, phrases.first_start[rows].tolist()
    found[rows] = [text[start] in SLOGAN_VERBS for start in starts]
    return found


def says_something(phrases: Phrases, shape: Shape) -> Flags:
    """Which phrases mean something out of their context.

    One of officialese alone does not, nor one that breaks off with an empty verb.
    """
    single = _by_kind(_WORD_WEIGHT, 0.0)[shape.first] > 0
    several = (phrases.n_set_off > 0) | ~(
        (shape.first == _LIGHT) | (shape.last == _LIGHT) | shape.says_little
    )
    found: Flags = np.where(shape.is_single, single, several)
    return found | phrases.is_known | shape.is_slogan


def _is_worth_listing(phrases: Phrases, cues: Cues, shape: Shape) -> Flags:
    """Which phrases say something, or are made something of by the speech."""
    in_heading = cues.n_headings > 0
    has_light = (shape.first == _LIGHT) | (shape.last == _LIGHT)
    verb_and_object = (
        in_heading & _is_whole(phrases) & (phrases.n_words == 2) & (phrases.n_chars <= 5)
    )
    made_much_of = np.where(
        has_light,
        verb_and_object & (shape.n_light < phrases.n_words),
        in_heading | (phrases.n > 2),
    )
    return says_something(phrases, shape) | (~shape.is_single & made_much_of)


def _is_whole(phrases: Phrases) -> Flags:
    """Which phrases do not only ever stand inside one longer phrase."""
    found: Flags = phrases.n_inside < phrases.n
    return found


def _free_frequency(phrases: Phrases) -> Scores:
    n = phrases.n
    free: Scores = np.maximum(n - NESTED_DISCOUNT * phrases.n_nested, LEAST_FREE * n)
    return free


def _fills_heading(phrases: Phrases, cues: Cues, shape: Shape) -> Flags:
    """Which phrases are what a main heading is about."""
    found: Flags = (
        (cues.heading_fraction >= HEADING_FILLED)
        & (phrases.n_words <= 3)
        & (phrases.n_chars >= _SHORTEST_LONG)
        & (shape.mean_idf >= HEADING_FILLED_IDF)
        & (shape.last != _LIGHT)
        & (shape.last != _VERB)
        & (2 * phrases.n_inside < phrases.n)
    )
    return found


def _rarity(phrases: Phrases, shape: Shape, fills: Flags) -> Scores:
    several = shape.mean_idf + 1 - UNEVEN_DISCOUNT * shape.idf_range
    set_off = (phrases.n_set_off > 0) & ~shape.is_single
    several = np.where(set_off, np.maximum(several, RARITY_OF_NAMES), several)
    rarity = np.where(shape.is_single, shape.mean_idf, several)
    at_least = np.where(phrases.is_known | fills, RARITY_OF_TERMS, 0)
    return np.maximum(rarity, at_least)


def _cue_weight(phrases: Phrases, cues: Cues, fills: Flags) -> Scores:
    weight = (
        1
        + HEADING_WEIGHT * np.minimum(MAX_HEADINGS, cues.n_headings)
        + HEADING_FILLED_WEIGHT * fills
        + LIST_ITEM_WEIGHT * np.minimum(MAX_HEADINGS, cues.n_list_items)
        + SET_OFF_WEIGHT * (phrases.n_set_off > 0)
        + TITLE_WEIGHT * cues.in_title
    )
    spread = 1 + SPREAD_WEIGHT * np.log2(np.maximum(1, cues.n_paragraphs))
    early = np.where(cues.first < EARLY_FRACTION, EARLY_WEIGHT, 1)
    borders = 1 - BORDER_WEIGHT * (2 - cues.free_left - cues.free_right)
    total: Scores = weight * spread * early * borders
    return total


def _length_weight(phrases: Phrases) -> Scores:
    n = phrases.n_chars
    by_length = np.array(_LENGTH_WEIGHTS)[np.minimum(n, len(_LENGTH_WEIGHTS) - 1)]
    return np.select(
        (phrases.is_known & (n >= _SHORTEST_LONG), (phrases.n_set_off > 0) & (n >= _LONG)),
        (_KNOWN_LENGTH_WEIGHT, _SET_OFF_LENGTH_WEIGHT),
        by_length,
    )


def _wording_weight(phrases: Phrases, cues: Cues, shape: Shape, fills: Flags) -> Scores:
    """The first that fits: known term, set off, slogan, single word, sequence of words."""
    recurs = phrases.n > 1
    short = np.where(phrases.n_chars == 2, SHORT_WEIGHT, 1)
    in_heading = np.where(cues.n_headings > 0, ONCE_IN_HEADING, ONCE)
    once = np.where(recurs | fills, 1, in_heading)
    always = recurs & (phrases.n_inside >= phrases.n)
    mostly = (
        shape.is_single
        & (phrases.n >= MIN_MOSTLY)
        & (phrases.n_nested >= MOSTLY_NESTED * phrases.n)
    )
    nested = np.where(always | mostly, NESTED_WEIGHT, 1)
    size = np.select((phrases.n_words <= 2, phrases.n_words == 3), (1, LONG_WEIGHT), LONGER_WEIGHT)
    return np.select(
        (phrases.is_known, phrases.n_set_off > 0, shape.is_slogan, shape.is_single),
        (
            np.where(recurs, KNOWN_WEIGHT, KNOWN_ONCE) * short,
            np.where(recurs, 1, SET_OFF_ONCE) * nested,
            np.where(recurs, 1, SLOGAN_ONCE) * nested,
            once * _by_kind(_WORD_WEIGHT, 0.0)[shape.first] * short * nested,
        ),
        size * once * _edge_weight(shape, fills) * nested,
    )


def _edge_weight(shape: Shape, fills: Flags) -> Scores:
    weight = _by_kind(_FIRST_WEIGHT, 1.0)[shape.first] * _by_kind(_LAST_WEIGHT, 1.0)[shape.last]
    weight = weight * np.where(shape.says_little, LITTLE_WEIGHT, 1)
    breaks_off = (shape.first == _GENERAL) & (shape.last == _VERB)
    weight = weight * np.where(breaks_off, BREAKS_OFF_WEIGHT, 1)
    is_verb = _OPENS_HEADING[shape.first]
    verb_and_object = fills & is_verb & (shape.n_light < 2)
    return np.where(verb_and_object, VERB_AND_OBJECT_WEIGHT, weight)


def _by_kind(weights: Mapping[int, float], other: float) -> Scores:
    return np.array([weights.get(kind, other) for kind in range(len(KINDS))])
