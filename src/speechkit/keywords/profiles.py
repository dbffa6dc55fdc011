"""A speech in; its keywords, and what is counted of it for comparisons, out.

A profile refers to its speech by name alone and can be put away: a hundred thousand speeches
are compared without their texts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speechkit.keywords.cues import Layout, find_cues, layout_of
from speechkit.keywords.dispersion import deviations_of_proportions
from speechkit.keywords.terms import (
    Scored,
    Shape,
    ranked,
    says_something,
    score_phrases,
    select_phrases,
)
from speechkit.model import Span, Speech
from speechkit.results import Keyword, Place, Quotation, SpeechName
from speechkit.text.hashes import hash_terms
from speechkit.text.lexicon import Vocabulary
from speechkit.text.phrases import (
    KnownTerms,
    Phrases,
    TermCounts,
    find_all,
    find_phrases,
    know_terms,
)
from speechkit.text.sentences import sentences
from speechkit.text.tokens import CutWords
from speechkit.text.words import KIND, WordTable, look_up

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    from speechkit.text.hashes import Numbers, Offsets


PER = 10_000
"""Characters a rate refers to."""
MIN_KEY_COUNT = 2
"""Occurrences a key term has at least: one is chance."""
MAX_CONTEXT = 80
"""Characters of the line of context shown for a keyword: what a wide terminal holds."""


class Terms(NamedTuple):
    """Terms, a row for each; all columns have the shape (n_terms,)."""

    texts: tuple[str, ...]
    hashes: Numbers
    n_words: NDArray[np.uint8]
    """Tokens it is made of."""

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Terms of a speech that may set it apart, a row for each, in the order of hashes.

    All columns have the shape (n_terms,) but those said to have another.
    """

    terms: Terms
    counts: NDArray[np.int64]
    """Occurrences in the body."""
    dispersions: NDArray[np.float64]
    """Gries's DP over the paragraphs of the body."""
    ranges: NDArray[np.int64]
    """Paragraphs in which it stands."""
    bounds: Offsets
    """Its occurrences are rows `bounds[i]` to `bounds[i + 1]` of the next; (n_terms + 1,)."""
    starts: Offsets
    """In the cleaned text; shape (n_occurrences,)."""
    places: NDArray[np.int64]
    """Start and end in the document, and the line; shape (n_occurrences, 3)."""

    def __len__(self) -> int:
        return len(self.terms)

    def starts_of(self, row: int) -> list[int]:
        """Offsets in the cleaned text."""
        starts: list[int] = self.starts[self.bounds[row] : self.bounds[row + 1]].tolist()
        return starts

    def places_of(self, row: int) -> list[Place]:
        """Every occurrence in the document."""
        rows = self.places[self.bounds[row] : self.bounds[row + 1]].tolist()
        return [Place(*place) for place in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is known of a speech once it has been read."""

    speech: SpeechName
    keywords: tuple[Keyword, ...]
    n_words: int
    """Running words of the body; punctuation and blanks are none, nor are decimals."""
    n_paragraphs: int
    counts: TermCounts
    """Of all sequences of content words in the body."""
    candidates: Candidates
    followed: Terms | None = None
    """Terms whose use over time may be worth knowing; None where nobody asked."""


class Profiler:
    """Reads speeches; what it has learnt of words serves for all of them.

    Parameters
    ----------
    vocabulary
        What is known of words.
    cut
        Cuts a text into its tokens.
    top
        Keywords of a speech.
    follow
        Also say which terms may be followed over time.
    """

    def __init__(
        self, vocabulary: Vocabulary, cut: CutWords, *, top: int, follow: bool = False
    ) -> None:
        self._follow = follow
        self._table = WordTable(vocabulary)
        self._cut = cut
        self._top = top
        self._known: KnownTerms = know_terms(vocabulary.known_phrases, cut, self._table)
        self._stopped = hash_terms(vocabulary.lexicon.stopwords)

    def __call__(self, speech: Speech) -> Profile:
        """The profile of a speech; its keywords depend on it alone."""
        words = look_up(speech.text, self._cut(speech.text), self._table)
        layout = layout_of(speech)
        phrases = find_phrases(
            words,
            body=speech.body_start,
            kept=layout.headings,
            known=self._known,
            stopped=self._stopped,
        )
        shape = Shape.of(phrases)
        scores = score_phrases(phrases, find_cues(speech, layout, phrases), shape)
        best = select_phrases(ranked(phrases, scores, least=2 * self._top), self._top)
        first = int(np.searchsorted(words.edges, speech.body_start))
        return Profile(
            SpeechName(speech.id, speech.title),
            _keywords(speech, best, layout),
            int(np.count_nonzero(words.is_running[first:])),
            len(layout.body),
            phrases.counts,
            _candidates(speech, phrases, shape, layout),
            _followed(phrases, shape) if self._follow else None,
        )


# ---------------------------------------------------------------------------- keywords


def _keywords(speech: Speech, best: Sequence[Scored], layout: Layout) -> tuple[Keyword, ...]:
    """Keywords with every place at which they stand, whatever the words around them."""
    found = [find_all(speech.text, scored.term) for scored in best]
    starts = np.array(list(chain.from_iterable(found)), np.intp)
    sizes = np.repeat([len(scored.term) for scored in best], list(map(len, found)))
    places = iter(_places(speech, starts, starts + sizes).tolist())
    n_body = max(1, speech.n_chars - speech.body_start)
    quote = _quoter(speech, layout)
    return tuple(
        Keyword(
            scored.term,
            scored.score,
            PER * sum(start >= speech.body_start for start in at) / n_body,
            tuple(Place(*place) for place in islice(places, len(at))),
            quote(at),
        )
        for scored, at in zip(best, found, strict=True)
    )


def _quoter(speech: Speech, layout: Layout) -> Callable[[list[int]], Quotation]:
    """What gives the line of context of a term that stands at some offsets.

    It is taken from where the term first stands in a sentence of the body: a heading shows the
    term without saying anything of it.
    """
    text, view, document = speech.text, speech.view, speech.document
    begins = [paragraph.start for paragraph in layout.paragraphs]
    heads = [span.start for span in layout.headings]

    def is_in_sentence(start: int) -> bool:
        before = bisect_right(heads, start) - 1
        in_heading = before >= 0 and start < layout.headings[before].end
        return start >= speech.body_start and not in_heading

    def quote(starts: list[int]) -> Quotation:
        start = next(filter(is_in_sentence, starts), starts[0])
        paragraph = layout.paragraphs[bisect_right(begins, start) - 1]
        spans = sentences(text, (paragraph,))
        sentence = next((s for s in spans if start < s.end), paragraph)
        span = view.source_span(_around(sentence, start))
        return Quotation(span.start, span.end, document.line(span.start), document.quote(span))

    return quote


def _around(sentence: Span, start: int) -> Span:
    """At most `MAX_CONTEXT` characters of a sentence, a third of them before an offset."""
    first = max(sentence.start, min(start - MAX_CONTEXT // 3, sentence.end - MAX_CONTEXT))
    return Span(first, min(sentence.end, first + MAX_CONTEXT))


def find_places(speech: Speech, term: str) -> list[Place]:
    """Where a term stands in the body of a speech, whatever the words around it."""
    starts = np.array([s for s in find_all(speech.text, term) if s >= speech.body_start], np.intp)
    return [Place(*place) for place in _places(speech, starts, starts + len(term)).tolist()]


# ------------------------------------------------------------------------- comparisons


def _candidates(speech: Speech, phrases: Phrases, shape: Shape, layout: Layout) -> Candidates:
    """Terms worth reading that recur in the body.

    A verb alone is not, since every speaker has his own, unless it is known; nor is what only
    ever stands inside a longer phrase.
    """
    owners = np.repeat(np.arange(len(phrases)), phrases.n)
    in_body = phrases.starts >= speech.body_start
    counts = np.bincount(owners[in_body], minlength=len(phrases))
    rows = np.flatnonzero(
        (counts >= MIN_KEY_COUNT)
        & (phrases.n_inside < phrases.n)
        & says_something(phrases, shape)
        & ((phrases.n_words > 1) | (shape.first != KIND["verb"]) | phrases.is_known)
    )
    is_candidate = np.zeros(len(phrases), np.bool_)
    is_candidate[rows] = True
    chosen = in_body & is_candidate[owners]
    starts = phrases.starts[chosen]
    owner = np.searchsorted(rows, owners[chosen])
    dispersions, ranges = _spread(layout.body, starts, owner, len(rows))
    return Candidates(
        _terms(phrases, rows),
        counts[rows],
        dispersions,
        ranges,
        np.append(0, np.cumsum(counts[rows])),
        starts,
        _places(speech, starts, starts + phrases.n_chars[rows][owner]),
    )


def _followed(phrases: Phrases, shape: Shape) -> Terms:
    """Terms worth following over time.

    What may be a key term is, and so is any single word that is not quite empty: that everybody
    says 创新 is what a trend shows.
    """
    plain = np.isin(shape.first, (KIND["general"], KIND["verb"])) & shape.is_single
    says = says_something(phrases, shape) & (phrases.n_inside < phrases.n)
    return _terms(phrases, np.flatnonzero(says | plain))


def _terms(phrases: Phrases, rows: Offsets) -> Terms:
    texts = tuple(map(phrases.term, rows.tolist()))
    return Terms(texts, phrases.hashes[rows], phrases.n_words[rows].astype(np.uint8))


def _spread(
    paragraphs: Sequence[Span], starts: Offsets, owner: Offsets, n: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """DP and range of terms over some paragraphs, their sizes in characters.

    Parameters
    ----------
    starts, owner
        Offset of each occurrence and the term it is of; shape (n_occurrences,).
    n
        Terms.
    """
    begins = np.array([paragraph.start for paragraph in paragraphs], np.intp)
    sizes = np.array([len(paragraph) for paragraph in paragraphs], np.intp)
    paragraph = np.searchsorted(begins, starts, side="right") - 1
    return deviations_of_proportions(owner, paragraph, sizes, n)


def _places(speech: Speech, starts: Offsets, ends: Offsets) -> NDArray[np.int64]:
    """Document spans and lines of stretches of the cleaned text; shape (n, 3)."""
    view = speech.view
    run_starts, sources = np.array(view.starts, np.int64), np.array(view.sources, np.int64)

    def source(offsets: Offsets) -> NDArray[np.int64]:
        run = np.searchsorted(run_starts, offsets, side="right") - 1
        found: NDArray[np.int64] = sources[run] + offsets - run_starts[run]
        return found

    if not len(starts):
        return np.zeros((0, 3), np.int64)
    first = source(starts)
    lines = np.searchsorted(np.array(speech.document.line_starts), first, side="right")
    return np.stack((first, source(ends - 1) + 1, lines), axis=1)
