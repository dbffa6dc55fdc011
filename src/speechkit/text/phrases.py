"""A text and its words in; the phrases that may be worth listing, and where they stand, out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from speechkit.model import Span
from speechkit.text.lexicon import WordClass

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
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_REDACTED = re.compile(r"[xX×*]{2}|某")
_DOCUMENT_NUMBER = re.compile(
    r"[国中省市县州区京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川蜀黔贵滇云陕秦甘陇青蒙桂藏宁新]"
    r"[\u4e00-\u9fff]{0,4}?[发函字令办][〔\[（(]\d{4}[〕\]）)]\d{1,4}号(?:文件)?"
)
"""国发〔2024〕2号文件: whose, which kind, year, number (GB/T 9704-2012, 7.2.5)."""
_MEASURES = frozenset("年月日号届次个多余旬季时点分秒元名家项人户")
"""First characters of what the segmenter glues to a figure (2024年市, 12个乡)."""
_FIGURES = frozenset("0123456789〇零一二三四五六七八九十百千万亿")

Classify = Callable[[str], WordClass]
_BREAK = ""
"""Stands among the words of a text where no phrase may."""


class Word(NamedTuple):
    """A token inside a phrase."""

    text: str
    kind: WordClass


@dataclass(slots=True)
class Phrase:
    """A sequence of words inside one clause, or a phrase the text itself sets off."""

    text: str
    words: tuple[Word, ...]
    starts: list[int]
    """Offsets of its occurrences, ascending."""
    n_set_off: int = 0
    """How often it stands between quotation marks or as a document's title or number."""
    n_inside: int = 0
    """Occurrences of the most frequent longer phrase that holds it."""

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a text."""

    counts: Mapping[str, int]
    """Occurrences of every sequence of content words in the body."""
    listed: Mapping[str, Phrase]
    """The phrases that may be worth listing, by their text."""


def find_phrases(
    text: str,
    words: Sequence[str],
    classify: Classify,
    *,
    body: int = 0,
    kept: Iterable[Span] = (),
    known: AbstractSet[str] = frozenset(),
) -> Phrases:
    """The phrases of a text.

    A phrase is a sequence of up to `MAX_WORDS` content words that no function word divides,
    or what the text sets off: between quotation marks (“5加2”, “旬调度、月考核”), as a
    book's title, as the number of a document (国发〔2024〕2号文件).

    Where `ENOUGH_RECURRING` phrases recur, those that stand once are listed only when they
    are set off, known or kept; in a shorter text all are. Takes linear time.

    Parameters
    ----------
    text
        The text.
    words
        Its tokens, which together make it up (`tokens.cut_words`).
    classify
        Gives the class of a word; called once for a form.
    body
        Where the text proper begins; what is before is not counted.
    kept
        Stretches whose phrases are listed, such as headings.
    known
        Phrases that are listed wherever they stand.

    Examples
    --------
    >>> from speechkit.text.tokens import cut_words
    >>> kind = lambda word: "function" if word in "的“”" else "noun"
    >>> text = "“三横”的道路建设"
    >>> list(find_phrases(text, cut_words(text), kind).listed)
    ['三横', '道路', '建设', '道路建设']
    """
    cut = _Cut(_known_joined(text, words, known, classify), classify, known)
    grams = tuple(_grams(cut.units))
    first = bisect_left(cut.starts, body)
    counts = Counter(
        chain.from_iterable((g for i, g in level.items() if i >= first) for level in grams)
    )
    spans = (Span(0, body), *kept)
    wanted = {gram for gram, n in counts.items() if n > 1}
    if len(wanted) < ENOUGH_RECURRING:
        spans = (Span(0, len(text)),)
    wanted |= known & counts.keys()
    wanted.update(chain.from_iterable(_grams_inside(span, grams, cut.starts) for span in spans))
    listed = _place(wanted, grams, cut)
    _count_inside(listed, grams, counts)
    set_off = [(start, name) for start, name in _set_off(text)]
    counts.update(
        [name for start, name in set_off if start >= body and name not in counts]  # all at once
    )
    for start, name in set_off:
        _add_set_off(listed, name, start, cut)
    return Phrases(counts, listed)


def _known_joined(
    text: str, words: Sequence[str], known: AbstractSet[str], classify: Classify
) -> list[str]:
    """The words, those that together make a known term with a function word in it as one.

    Content words need no joining: their sequences are phrases anyway.
    """
    by_first: dict[str, list[str]] = {}
    present = (term for term in known if term in text)
    for term in sorted(present, key=lambda term: (-len(term), term)):
        by_first.setdefault(term[0], []).append(term)
    starts = tuple(accumulate(map(len, words), initial=0))
    joined: list[str] = []
    i = 0
    while i < len(words):
        n = 1
        for term in by_first.get(words[i][0], ()):
            if len(term) > len(words[i]) and text.startswith(term, starts[i]):
                end = bisect_left(starts, starts[i] + len(term))
                held = words[i:end]
                if starts[end] - starts[i] == len(term) and "function" in map(classify, held):
                    n = end - i
                    break
        joined.append("".join(words[i : i + n]))
        i += n
    return joined


class _Cut:
    """A text as content words and the breaks between them."""

    def __init__(
        self, words: Sequence[str], classify: Classify, known: AbstractSet[str] = frozenset()
    ) -> None:
        self.forms = {word: Word(word, classify(word)) for word in dict.fromkeys(words)}
        self.starts = tuple(accumulate(map(len, words), initial=0))
        """Offset of each word, and the end of the text."""
        self.words = words
        content = {word for word, form in self.forms.items() if form.kind != "function"}
        content |= known & self.forms.keys()
        self.units = [word if word in content else _BREAK for word in words]
        """The words; `_BREAK` where no phrase may stand, and behind the last."""
        self.units.append(_BREAK)
        for i, (before, word) in enumerate(pairwise(words), 1):
            if word[0] in _MEASURES and before[-1] in _FIGURES and before not in content:
                self.units[i] = _BREAK


def _grams(units: Sequence[str]) -> Iterator[dict[int, str]]:
    """Sequences of one word, of two words and so on, by the number of their first word."""
    grams = {i: unit for i, unit in enumerate(units) if unit != _BREAK}
    yield {i: gram for i, gram in grams.items() if MIN_CHARS <= len(gram) <= MAX_CHARS}
    for size in range(1, MAX_WORDS):
        grams = {
            i: gram + units[i + size]
            for i, gram in grams.items()
            if units[i + size] != _BREAK and len(gram) + len(units[i + size]) <= MAX_CHARS
        }
        yield grams


def _grams_inside(
    span: Span, grams: Iterable[Mapping[int, str]], starts: Sequence[int]
) -> Iterator[str]:
    numbers = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
    for level in grams:
        yield from (level[i] for i in numbers if i in level)


def _place(
    wanted: AbstractSet[str], grams: Iterable[Mapping[int, str]], cut: _Cut
) -> dict[str, Phrase]:
    """The wanted phrases with their words and all places."""
    placed: dict[str, Phrase] = {}
    for size, level in enumerate(grams, 1):
        for i, gram in level.items():
            if gram in placed:
                placed[gram].starts.append(cut.starts[i])
            elif gram in wanted:
                words = tuple(map(cut.forms.__getitem__, cut.units[i : i + size]))
                placed[gram] = Phrase(gram, words, [cut.starts[i]])
    for phrase in placed.values():
        phrase.starts.sort()  # the same text may have been cut in two ways
    return placed


def _count_inside(
    phrases: Mapping[str, Phrase], grams: Sequence[Mapping[int, str]], counts: Mapping[str, int]
) -> None:
    """Set `n_inside`; no phrase is more frequent than one that is a word shorter."""
    for shorter, longer in pairwise(grams):
        for i, gram in longer.items():
            n = counts.get(gram, 0)
            for part in (shorter.get(i), shorter.get(i + 1)):
                phrase = phrases.get(part) if part else None
                if phrase is not None and phrase.n_inside < n:
                    phrase.n_inside = n


def _add_set_off(phrases: dict[str, Phrase], name: str, start: int, cut: _Cut) -> None:
    """Count a phrase the text sets off; it is new when it is no sequence of words."""
    phrase = phrases.get(name)
    if phrase is None:
        first, last = (bisect_left(cut.starts, at) for at in (start, start + len(name)))
        inside = tuple(map(cut.forms.__getitem__, cut.words[first:last]))
        phrase = phrases[name] = Phrase(name, inside or (Word(name, "noun"),), [])
    if not phrase.starts or phrase.starts[-1] < start:
        phrase.starts.append(start)
    phrase.n_set_off += 1


def _set_off(text: str) -> Iterator[tuple[int, str]]:
    for match in _QUOTED.finditer(text):
        quoted = match[1]
        if _LETTER.search(quoted) and not _CLAUSE.search(quoted) and not _REDACTED.search(quoted):
            yield match.start(1), quoted
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
