"""The tokens of a text in; the phrases that may be worth listing, and where they stand, out.

A phrase is a sequence of up to `MAX_WORDS` content words that no function word divides, or
what the text sets off: between quotation marks (“5加2”, “旬调度、月考核”), as a book's title,
as the number of a document (国发〔2024〕2号文件). Phrases are rows of columns, and compared by
their hashes: of the thousands in a speech only those that are listed become strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speechkit.model import Span
from speechkit.text.hashes import find_rows
from speechkit.text.words import KIND, Words, WordTable, look_up

if TYPE_CHECKING:  # at run time numpy.typing takes as long as half of NumPy
    from numpy.typing import NDArray

    from speechkit.text.hashes import Numbers, Offsets


MAX_WORDS = 5
"""Words a phrase has at most; a longer one is a clause."""
MAX_CHARS = 12
"""Characters a phrase of running text has at most: 城镇居民人均可支配收入 has eleven."""
MIN_CHARS = 2
ENOUGH_RECURRING = 200
"""Recurring phrases from which those that stand once come nowhere near the top; to leave them
out halves the time."""
MAX_QUOTED = 16
"""Characters a quoted phrase has at most; what is longer is a quotation, not a name."""

_QUOTED = re.compile(rf"[“「『‘《]([^“”「」『』‘’《》\s]{{{MIN_CHARS},{MAX_QUOTED}}})[”」』’》]")
_CLAUSE = re.compile(r"[，。：；？！,;:?!…]")
_REDACTED = re.compile(r"[xX×*]{2}|某")
_NEWSPAPER = re.compile(r"[日晚早时周快]报$")
"""Named for where something was printed; no speech is about one."""
_COLLOQUIAL = re.compile(r"[了的着吗呢吧啊就也我你他这那]")
"""In a quotation: it is something that was said, not a name (“知道了”)."""
_NO_NAMES = (_COLLOQUIAL, _CLAUSE, _REDACTED, _NEWSPAPER)
_DOCUMENT_NUMBER = re.compile(
    r"[国中省市县州区京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川蜀黔贵滇云陕秦甘陇青蒙桂藏宁新]"
    r"[\u4e00-\u9fff]{0,4}?[发函字令办][〔\[（(]\d{4}[〕\]）)]\d{1,4}号(?:文件)?"
)
"""国发〔2024〕2号文件: whose, which kind, year, number (GB/T 9704-2012, 7.2.5)."""
_RESPONSIBLE = re.compile(
    r"[（(][^（）()\n]{0,200}(?:负责|牵头|配合|责任单位|按职责)[^（）()\n]{0,200}[）)]"
    r"|(?:责任|牵头|配合)单位[：:][^\n。；]{0,200}"
)
"""Who has to do it (责任单位：市科技局、市财政局): stands behind every item of a plan."""
_MEASURES = "年月日号届次个多余旬季时点分秒元名家项人户"
"""First characters of what the segmenter glues to a figure (2024年市, 12个乡)."""
_FIGURES = "0123456789〇零一二三四五六七八九十百千万亿"


class TermCounts(NamedTuple):
    """How often terms stand in a text, or in several."""

    hashes: Numbers
    """Ascending; shape (n_terms,)."""
    counts: NDArray[np.int64]
    """Shape (n_terms,)."""

    def of(self, hashes: Numbers) -> NDArray[np.int64]:
        """Counts of these terms, 0 for one that is not there; shape of `hashes`."""
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64)
        rows, there = find_rows(self.hashes, hashes)
        return np.where(there, self.counts[rows], 0)

    def only(self, rows: NDArray[np.bool_]) -> TermCounts:
        """Some of the terms."""
        return TermCounts(self.hashes[rows], self.counts[rows])


def merged(parts: Iterable[TermCounts]) -> TermCounts:
    """The counts of several texts together.

    Examples
    --------
    >>> one = TermCounts(np.array([3, 7], np.uint64), np.array([1, 2]))
    >>> [column.tolist() for column in merged([one, one])]
    [[3, 7], [2, 4]]
    """
    parts = tuple(parts)
    if not parts:
        return TermCounts(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    hashes = np.concatenate([part.hashes for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    order = np.argsort(hashes, kind="stable")
    hashes, counts = hashes[order], counts[order]
    at = _openings(hashes)
    return TermCounts(hashes[at], np.add.reduceat(counts, at) if len(at) else counts)


@dataclass(frozen=True, eq=False)
class Phrases:
    """The phrases of a text that may be worth listing, a row for each, in the order of hashes.

    All columns but `starts` have the shape (n_phrases,).
    """

    words: Words
    counts: TermCounts
    """Occurrences of every sequence of content words in the body, listed or not."""
    hashes: Numbers
    first_word: Offsets
    """Number of the token with which its first occurrence begins."""
    n_words: Offsets
    """Tokens of the first occurrence."""
    n_chars: Offsets
    first_start: Offsets
    """`starts[bounds[:-1]]`."""
    bounds: Offsets
    """Its occurrences are `starts[bounds[row]:bounds[row + 1]]`; shape (n_phrases + 1,)."""
    starts: Offsets
    """Offsets of the occurrences, ascending for each phrase; shape (n_occurrences,)."""
    n_set_off: Offsets
    """How often it stands between quotation marks or as a document's title or number."""
    n_inside: NDArray[np.int64]
    """Occurrences of the most frequent longer phrase that holds it."""
    n_nested: NDArray[np.int64]
    """Occurrences inside any longer phrase that recurs."""
    is_known: NDArray[np.bool_]
    """Whether it is one of the known terms."""

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def n(self) -> Offsets:
        """Occurrences."""
        return np.diff(self.bounds)

    def term(self, row: int) -> str:
        """The phrase itself."""
        start = int(self.first_start[row])
        return self.words.text[start : start + int(self.n_chars[row])]

    def starts_of(self, row: int) -> list[int]:
        """Offsets of its occurrences, ascending."""
        starts: list[int] = self.starts[self.bounds[row] : self.bounds[row + 1]].tolist()
        return starts

    def kinds_of(self, row: int) -> NDArray[np.uint8]:
        """Classes of the words of its first occurrence."""
        first = self.first_word[row]
        return self.words.kinds[first : first + self.n_words[row]]


class KnownTerms(NamedTuple):
    """Terms that are listed wherever they stand."""

    hashes: Numbers
    """Ascending; shape (n_terms,)."""
    broken: tuple[str, ...]
    """Those that are no sequences of content words, or hold a single character or a word that no
    dictionary has, which are cut otherwise elsewhere; they have to be looked for."""

    def among(self, hashes: Numbers) -> NDArray[np.bool_]:
        """Which of some hashes, ascending, are those of known terms."""
        return _which(hashes, self.hashes)


NO_HASHES: Numbers = np.zeros(0, np.uint64)
NO_TERMS = KnownTerms(NO_HASHES, ())


def know_terms(
    terms: Iterable[str], cut: Callable[[str], list[str]], table: WordTable
) -> KnownTerms:
    """Terms made ready to be recognized among the phrases of any text.

    Parameters
    ----------
    terms
        None of them holds a line feed.
    cut
        Cuts a text into its tokens.
    table
        What is known of words.
    """
    ranked = sorted(set(terms))
    joined = "\n".join(ranked)
    tokens = cut(joined)
    words = look_up(joined, tokens, table)
    sizes = np.fromiter(map(len, ranked), np.intp, len(ranked))
    ends = np.cumsum(sizes + 1) - 1
    starts = ends - sizes
    is_known = np.array([table.vocabulary.is_in_dictionary(token) for token in tokens], np.bool_)
    is_loose = (words.kinds == KIND["function"]) | ~is_known | (np.diff(words.edges) == 1)
    breaks = np.append(0, np.cumsum(is_loose))
    first, last = (np.searchsorted(words.edges, at) for at in (starts, ends))
    is_broken = (breaks[last] > breaks[first]) | (last - first > MAX_WORDS) | (sizes > MAX_CHARS)
    return KnownTerms(
        np.sort(words.hashes.of(starts, ends)), tuple(compress(ranked, is_broken.tolist()))
    )


class _Grams(NamedTuple):
    """Occurrences of sequences of words, a row for each."""

    first: Offsets
    """Number of the first word."""
    size: Offsets
    """Words."""
    start: Offsets
    end: Offsets
    hashes: Numbers
    is_set_off: NDArray[np.bool_]

    def only(self, rows: NDArray[np.bool_] | Offsets) -> _Grams:
        return _Grams._make(column[rows] for column in self)


def find_phrases(
    words: Words,
    *,
    body: int = 0,
    kept: Iterable[Span] = (),
    known: KnownTerms = NO_TERMS,
    stopped: Numbers = NO_HASHES,
) -> Phrases:
    r"""The phrases of a text.

    Where `ENOUGH_RECURRING` phrases recur, those that stand once are listed only when they
    are set off, known or kept; in a shorter text all are. Takes linear time, but for sorting.

    Parameters
    ----------
    words
        The tokens of the text.
    body
        Where the text proper begins; what is before is not counted.
    kept
        Stretches whose phrases are listed, such as headings; in order, none overlapping another.
    known
        Terms that are listed wherever they stand.
    stopped
        Hashes, ascending, of phrases that are never listed.

    Examples
    --------
    >>> from speechkit.text.background import make_background
    >>> from speechkit.text.lexicon import Vocabulary
    >>> from speechkit.text.tokens import cut_words
    >>> from speechkit.text.words import WordTable, look_up
    >>> lists = make_background("道路 9 n\n建设 9 vn".encode(), "道路 5.0".encode())
    >>> text = "“三横”的道路建设"
    >>> found = find_phrases(look_up(text, cut_words(text), WordTable(Vocabulary(lists))))
    >>> sorted(found.term(row) for row in range(len(found)))
    ['三横', '建设', '道路', '道路建设']
    """
    grams = _grams(words)
    extra = _extra(words, known)
    order = np.argsort(grams.hashes)
    at = _openings(grams.hashes[order])
    distinct = grams.hashes[order[at]]
    in_body = _sums((grams.start >= body)[order].astype(np.int64), at)
    counts = TermCounts(distinct, in_body).only(in_body > 0)
    recurring = counts.only(counts.counts > 1)
    wanted = in_body > 1
    if len(recurring.hashes) < ENOUGH_RECURRING:
        wanted[:] = True
    else:
        later = (Span(max(body, span.start), span.end) for span in kept if span.end > body)
        inside = _inside(grams.start, (Span(0, body), *later))[order]
        wanted |= np.logical_or.reduceat(inside, at) if len(at) else inside
        wanted |= _which(distinct, extra.hashes) | known.among(distinct)
    wanted &= ~_which(distinct, stopped)
    listed = grams.only(order[np.repeat(wanted, np.diff(np.append(at, len(order))))])
    extra = extra.only(~is_in(extra.hashes, stopped))
    return _phrases(words, listed, extra, counts, recurring, body, known)


# --------------------------------------------------------------------------- occurrences


def _grams(words: Words) -> _Grams:
    """Every sequence of up to `MAX_WORDS` content words, of a length that may be listed."""
    content = _content(words)
    edges = words.edges
    firsts, sizes = [], []
    runs = content
    for n in range(1, MAX_WORDS + 1):
        if n > 1:
            runs = runs[:-1] & content[n - 1 :]
        first = np.flatnonzero(runs)
        n_chars = edges[first + n] - edges[first]
        first = first[(n_chars >= MIN_CHARS) & (n_chars <= MAX_CHARS)]
        firsts.append(first)
        sizes.append(np.full(len(first), n))
    first, size = np.concatenate(firsts), np.concatenate(sizes)
    start, end = edges[first], edges[first + size]
    hashes = words.hashes.of(start, end)
    return _Grams(first, size, start, end, hashes, np.zeros(len(first), np.bool_))


def _content(words: Words) -> NDArray[np.bool_]:
    """Which words a phrase may hold."""
    content: NDArray[np.bool_] = words.kinds != KIND["function"]
    if len(words) > 1:
        codes, edges = words.hashes.codes, words.edges
        measured = _is_one_of(codes[edges[1:-1]], _MEASURES)
        after_figure = _is_one_of(codes[edges[1:-1] - 1], _FIGURES) & ~content[:-1]
        content[1:] &= ~(measured & after_figure)
    for match in _RESPONSIBLE.finditer(words.text):
        first, last = np.searchsorted(words.edges, match.span())
        content[first:last] = False
    return content


def _extra(words: Words, known: KnownTerms) -> _Grams:
    """Occurrences of what the text sets off, and of known terms with function words in them."""
    text = words.text
    set_off = tuple(_set_off(text))
    names = dict.fromkeys(name for _, name in set_off)
    broken = (term for term in known.broken if term in text)
    spans = [(start, start + len(name), 1) for start, name in set_off]
    for name in (*names, *broken):
        spans += ((start, start + len(name), 0) for start in find_all(text, name))
    table = np.array(spans, np.intp).reshape(-1, 3)
    start, end = table[:, 0], table[:, 1]
    first = np.searchsorted(words.edges, start, side="right") - 1
    size = np.searchsorted(words.edges, end) - first
    return _Grams(first, size, start, end, words.hashes.of(start, end), table[:, 2] > 0)


def _set_off(text: str) -> Iterator[tuple[int, str]]:
    for match in _QUOTED.finditer(text):
        quoted = match[1]
        if any(map(str.isalpha, quoted)) and not any(p.search(quoted) for p in _NO_NAMES):
            yield match.start(1), quoted
    if "号" in text:
        for match in _DOCUMENT_NUMBER.finditer(text):
            yield match.start(), match.group()


def find_all(text: str, term: str) -> list[int]:
    """Offsets at which a term stands in a text, none overlapping the one before.

    Examples
    --------
    >>> find_all("抓落实，重在落实", "落实")
    [1, 6]
    """
    starts = []
    start = text.find(term)
    while start >= 0:
        starts.append(start)
        start = text.find(term, start + len(term))
    return starts


# --------------------------------------------------------------------------------- rows


def _phrases(
    words: Words,
    grams: _Grams,
    extra: _Grams,
    counts: TermCounts,
    recurring: TermCounts,
    body: int,
    known: KnownTerms,
) -> Phrases:
    """Occurrences gathered by what they read."""
    both = _Grams._make(map(np.concatenate, zip(grams, extra, strict=True)))
    both = both.only(np.lexsort((~both.is_set_off, both.start, both.hashes)))
    is_new = np.ones(len(both.hashes), np.bool_)
    is_new[1:] = (both.hashes[1:] != both.hashes[:-1]) | (both.start[1:] != both.start[:-1])
    both = both.only(is_new)  # what is set off may be a sequence of words as well
    at = _openings(both.hashes)
    first = both.only(at)
    return Phrases(
        words,
        _with_extra(counts, first, both, at, body),
        first.hashes,
        first.first,
        first.size,
        first.end - first.start,
        first.start,
        np.append(at, len(both.hashes)),
        both.start,
        _sums(both.is_set_off.astype(np.intp), at),
        *_nesting(words, both, at, recurring),
        known.among(first.hashes),
    )


def _sums(values: Offsets, at: Offsets) -> Offsets:
    """Sums of the values from each of these rows to the next."""
    return np.add.reduceat(values, at) if len(at) else np.zeros(0, np.intp)


def _nesting(
    words: Words, grams: _Grams, at: Offsets, recurring: TermCounts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each phrase, what recurs and is a word longer: the most frequent, and all of them."""
    if not len(at):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    n = np.zeros(len(grams.hashes), np.int64)
    for before, after in ((1, 0), (0, 1)):
        first, last = grams.first - before, grams.first + grams.size + after
        fits = np.flatnonzero((first >= 0) & (last <= len(words)))
        start, end = words.edges[first[fits]], words.edges[last[fits]]
        n[fits] = np.maximum(n[fits], recurring.of(words.hashes.of(start, end)))
    return np.maximum.reduceat(n, at), np.add.reduceat((n > 0).astype(np.int64), at)


def _with_extra(
    counts: TermCounts, first: _Grams, all_: _Grams, at: Offsets, body: int
) -> TermCounts:
    """The counts, those of listed phrases replaced by their occurrences in the body.

    What is set off may not be a sequence of content words, or be cut in another way there.
    """
    in_body = _sums((all_.start >= body).astype(np.intp), at)
    other = ~is_in(counts.hashes, first.hashes)
    there = in_body > 0
    hashes = np.concatenate((counts.hashes[other], first.hashes[there]))
    order = np.argsort(hashes, kind="stable")
    return TermCounts(hashes[order], np.concatenate((counts.counts[other], in_body[there]))[order])


def _openings(ranked: Numbers) -> Offsets:
    """Where each distinct one of some hashes, ascending, stands first."""
    opens = np.ones(len(ranked), np.bool_)
    opens[1:] = ranked[1:] != ranked[:-1]
    return np.flatnonzero(opens)


def _which(ranked: Numbers, values: Numbers) -> NDArray[np.bool_]:
    """Which of some hashes, ascending, are among a few values."""
    found = np.zeros(len(ranked), np.bool_)
    if len(ranked) and len(values):
        rows, there = find_rows(ranked, values)
        found[rows[there]] = True
    return found


def is_in(values: Numbers, ranked: Numbers) -> NDArray[np.bool_]:
    """Whether each value is among some that ascend."""
    if not len(ranked):
        return np.zeros(len(values), np.bool_)
    return find_rows(ranked, values)[1]


def _inside(starts: Offsets, spans: Iterable[Span]) -> NDArray[np.bool_]:
    """Whether each offset is in one of some spans."""
    edges = np.array([edge for span in spans for edge in (span.start, span.end)], np.intp)
    found: NDArray[np.bool_] = np.searchsorted(edges, starts, side="right") % 2 == 1
    return found


def _is_one_of(codes: NDArray[np.uint32], characters: str) -> NDArray[np.bool_]:
    return np.isin(codes, np.array(sorted(map(ord, characters)), np.uint32))
