"""The one door to the segmenter: a text comes in, its tokens with their offsets go out.

Both engines give the same tokens. rjieba loads in a tenth of the time and cuts more than
ten times as fast; jieba itself is kept for who wants to compare. What jieba does with
Latin letters, digits and characters it does not know is its rule, not ours, and rjieba
differs there: so the text is laid out by jieba's rule first and only its runs of Han, Latin
and digits go to the engine.

Words of the user's own go two ways. One of Han characters alone joins the engine's dictionary
under its frequency, so that the words around it have their say. Any other (5G基站, x-1,
保增长、保稳定) is taken as it stands before the engine sees the text: what lies around such
signs is not in any dictionary.
"""

from __future__ import annotations

import functools
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from speechkit.text.user_words import UserWord

Segmenter = Literal["rjieba", "jieba"]
CutWords = Callable[[str], list[str]]
"""Cuts a text into words which together make it up."""
DEFAULT_SEGMENTER: Segmenter = "rjieba"

MAX_RUN = 2_000
"""Characters handed to an engine at once: jieba's hidden Markov model is quadratic in the
length of a run of unknown characters (40,000 of them take it 9 s)."""

_MARKS = r"，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·\n\u3000"
"""Characters that are always a token of their own."""
_PIECE = re.compile(
    rf"(?:[\u4e00-\u9fd5]{{0,{MAX_RUN}}}+[{_MARKS}])++"
    rf"|[\u4e00-\u9fd5A-Za-z0-9+#&._%\-]{{1,{MAX_RUN}}}|\r\n|.",
    re.DOTALL,
)
"""Runs of Han each with a mark behind it, which both engines cut alike in one go; another run
the engine cuts; a line end; or one other character (`re_han_default` and `re_skip_default` of
jieba 0.42.1)."""
_HAN_WORD = re.compile(r"[\u4e00-\u9fd5]+")
_LATIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_HAS_ASCII = re.compile(r"[!-~]")
_ASCII_WORD = re.compile(r"[!-~]+")
_ASCII_RUN = re.compile(r"([A-Za-z0-9]+(?:\.\d+)?%?)")
"""`re_skip` of jieba 0.42.1, finalseg."""


class Token(NamedTuple):
    """An occurrence of a word, of a mark or of a blank."""

    text: str
    start: int
    """In the string that was tokenized."""
    end: int


def tokenize(
    text: str, *, segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER
) -> tuple[Token, ...]:
    """Every token of a text in order, blanks and punctuation included.

    Takes linear time in the length of the text, whatever its characters.

    Parameters
    ----------
    text
        Any string.
    segmenter
        Which engine cuts it (the tokens are the same), or what `make_cutter` gave.

    Returns
    -------
    tuple of Token
        Together they make up the whole text.

    Examples
    --------
    >>> [token.text for token in tokenize("园区面积12.5km2，增长8%。")]
    ['园区', '面积', '12.5', 'km2', '，', '增长', '8%', '。']
    """
    words = cut_words(text, segmenter=segmenter)
    ends = tuple(accumulate(map(len, words)))
    return tuple(map(Token, words, (0, *ends), ends))


def cut_words(text: str, *, segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER) -> list[str]:
    """The texts of a text's tokens, for who can do without their offsets.

    Parameters
    ----------
    segmenter
        Which engine cuts it, or a function that does so elsewhere.

    Examples
    --------
    >>> "|".join(cut_words("县政府召开第三次会议"))
    '县政府|召开|第三次|会议'
    """
    return segmenter(text) if callable(segmenter) else _cut(text, _load_engine(segmenter))


def make_cutter(
    segmenter: Segmenter | CutWords = DEFAULT_SEGMENTER, words: Iterable[UserWord] = ()
) -> CutWords:
    """What cuts texts into words, the user's own among them.

    Parameters
    ----------
    segmenter
        Which engine cuts; the words are the same. A function that does so elsewhere is
        given back: its words are its own affair.
    words
        The user's words. One of Han characters alone competes with those of the dictionary
        under its frequency; without one it gets as much as makes it come out whole where
        nothing longer holds it. One with any other character is a word wherever it stands
        and no Latin letter or digit goes on at its edge; the longest that begins first.

    Examples
    --------
    >>> from speechkit.text.user_words import UserWord
    >>> cut = make_cutter(words=[UserWord("旬调度"), UserWord("5G基站")])
    >>> "|".join(cut("实行旬调度，建5G基站"))
    '实行|旬调度|，|建|5G基站'
    """
    if callable(segmenter):
        return segmenter
    words = tuple(words)
    if not words:
        return functools.partial(cut_words, segmenter=segmenter)
    engine = _extended_engine(segmenter, words)
    finder = _Finder(word.text for word in words if not _HAN_WORD.fullmatch(word.text))
    return functools.partial(_cut_around, engine=engine, finder=finder)


def _cut_around(text: str, *, engine: _Engine, finder: _Finder) -> list[str]:
    """The words of a text, those that are found as they stand among them."""
    words: list[str] = []
    after = 0
    for start, end in finder.places(text):
        words += _cut(text[after:start], engine)
        words.append(text[start:end])
        after = end
    return words + _cut(text[after:], engine)


def _cut(text: str, engine: _Engine) -> list[str]:
    words: list[str] = []
    for piece in _PIECE.findall(text):
        if len(piece) == 1 or piece == "\r\n":
            words.append(piece)
        else:
            words += engine.cut(piece)
    return words


class _Engine(Protocol):
    def cut(self, run: str) -> list[str]: ...


@functools.cache
def _load_engine(segmenter: Segmenter) -> _Engine:
    """The engine, loaded at its first use; never changed afterwards."""
    match segmenter:
        case "rjieba":
            return _Rjieba()
        case "jieba":
            return _Jieba()
    raise ValueError(f"no such segmenter: {segmenter}")


def _extended_engine(segmenter: Segmenter, words: Iterable[UserWord]) -> _Engine:
    """An engine of its own that knows the user's words of Han characters.

    A frequency that is not given is rjieba's suggestion for both engines, from the
    dictionary without the user's words: jieba's is one more here and there, where it rounds
    otherwise. In sorted order, so that the order of the lines changes nothing.
    """
    import rjieba

    frequencies = {
        word.text: word.frequency or int(rjieba.suggest_freq(word.text))
        for word in sorted(words, key=lambda word: word.text)
        if _HAN_WORD.fullmatch(word.text)
    }
    match segmenter:
        case "rjieba":
            return _Rjieba(frequencies)
        case "jieba":
            return _Jieba(frequencies)
    raise ValueError(f"no such segmenter: {segmenter}")


class _Finder:
    """Finds words as they stand, from left to right, at each place the longest.

    Takes linear time in the length of the text, whatever the words: at a character only
    lengths are tried, of which there are as many as a word may have characters.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[0]].add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        firsts = "".join(map(re.escape, sorted(lengths)))
        self._first = re.compile(f"[{firsts}]" if firsts else r"(?!)")

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words begin and end, in order, none overlapping another."""
        after = 0
        for match in self._first.finditer(text):
            start = match.start()
            if start >= after and (end := self._end(text, start)):
                yield start, end
                after = end

    def _end(self, text: str, start: int) -> int:
        """End of the longest word that begins here, 0 if none does."""
        if _goes_on(text, start):
            return 0
        for length in self._lengths[text[start]]:
            end = start + length
            if text[start:end] in self._words and not _goes_on(text, end):
                return end
        return 0


def _goes_on(text: str, edge: int) -> bool:
    """Whether a run of Latin letters and digits reaches across an edge of a word."""
    return bool(0 < edge < len(text) and _LATIN.match(text[edge]) and _LATIN.match(text[edge - 1]))


class _Rjieba:
    """rjieba, its Latin and digit runs cut again by jieba's rule."""

    def __init__(self, frequencies: Mapping[str, int] | None = None) -> None:
        import rjieba

        engine = rjieba.Jieba() if frequencies else rjieba  # the module's own stays as it is
        for word, frequency in (frequencies or {}).items():
            engine.add_word(word, frequency, None)
        self._cut: Callable[[str], list[str]] = engine.cut
        self._has_word: Callable[[str], bool] = engine.has_word

    def cut(self, run: str) -> list[str]:
        words = self._cut(run)
        return list(self._recut(words)) if _HAS_ASCII.search(run) else words

    def _recut(self, words: list[str]) -> Iterator[str]:
        """The words, with each stretch of ASCII outside the dictionary cut as jieba does."""
        waiting = ""
        for word in words:
            # Most words are not of ASCII, and to ask for that takes next to nothing.
            if (
                word.isascii()
                and _ASCII_WORD.fullmatch(word)
                and (len(word) == 1 or not self._has_word(word))
            ):
                waiting += word
                continue
            if waiting:
                yield from _cut_ascii(waiting)
                waiting = ""
            yield word
        if waiting:
            yield from _cut_ascii(waiting)


def _cut_ascii(run: str) -> list[str]:
    return [word for word in _ASCII_RUN.split(run) if word]


class _Jieba:
    """jieba, silent and without its cache.

    The dictionary is parsed anew (0.7 s): the cache in the shared temporary folder is
    unmarshalled without asking whose it is, and another user may have put it there.
    """

    def __init__(self, frequencies: Mapping[str, int] | None = None) -> None:
        jieba = _import_jieba()
        self._tokenizer = jieba.Tokenizer()
        known = self._tokenizer.FREQ = _jieba_frequencies().copy()
        for word, frequency in (frequencies or {}).items():
            known.update((word[:n], 0) for n in range(1, len(word)) if word[:n] not in known)
            known[word] = frequency
        # Not the total of `gen_pfdict`: a word that the dictionary has twice counts once with
        # rjieba, and where two ways to cut are equally likely the last bit decides.
        self._tokenizer.total = sum(known.values())
        self._tokenizer.initialized = True

    def cut(self, run: str) -> list[str]:
        return list(self._tokenizer.cut(run))


@functools.cache
def _jieba_frequencies() -> dict[str, int]:
    """Of the words of jieba's dictionary, and 0 for what words begin with."""
    tokenizer = _import_jieba().Tokenizer
    frequencies: dict[str, int] = tokenizer.gen_pfdict(tokenizer().get_dict_file())[0]
    return frequencies


def _import_jieba() -> ModuleType:
    """The module jieba, imported without a word on any stream.

    The import asks for the deprecated `pkg_resources` (a warning, or a crash with an old
    setuptools on Python 3.12), holds escape sequences that newer Pythons warn of, and hangs
    a handler on its logger.
    """
    if "jieba" in sys.modules:  # somebody else's import: his logger is his own
        return sys.modules["jieba"]
    with warnings.catch_warnings(), _hidden_module("pkg_resources"):
        warnings.simplefilter("ignore")
        import jieba
    jieba.default_logger.removeHandler(jieba.log_console)
    return cast(ModuleType, jieba)


@contextmanager
def _hidden_module(name: str) -> Iterator[None]:
    """Imports of a module fail inside; afterwards all is as it was."""
    there = name in sys.modules
    before = sys.modules.get(name)
    sys.modules[name] = cast(ModuleType, None)
    try:
        yield
    finally:
        del sys.modules[name]
        if there:
            sys.modules[name] = cast(ModuleType, before)
