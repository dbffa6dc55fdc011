"""The one door to the segmenter: a text comes in, its tokens with their offsets go out.

Both engines give the same tokens. rjieba loads in a tenth of the time and cuts more than
ten times as fast; jieba itself is kept for who wants to compare. What jieba does with
Latin letters, digits and characters it does not know is its rule, not ours, and rjieba
differs there: so the text is laid out by jieba's rule first and only its runs of Han, Latin
and digits go to the engine.
"""

from __future__ import annotations

import functools
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from types import ModuleType
from typing import Literal, NamedTuple, Protocol, cast

Segmenter = Literal["rjieba", "jieba"]
CutWords = Callable[[str], list[str]]
"""Cuts a text into words which together make it up."""
DEFAULT_SEGMENTER: Segmenter = "rjieba"

MAX_RUN = 2_000
"""Characters handed to an engine at once: jieba's hidden Markov model is quadratic in the
length of a run of unknown characters (40,000 of them take it 9 s)."""

_PIECE = re.compile(rf"[\u4e00-\u9fd5A-Za-z0-9+#&._%\-]{{1,{MAX_RUN}}}|\r\n|.", re.DOTALL)
"""A run the engine cuts, a line end, or one other character (`re_han_default` and
`re_skip_default` of jieba 0.42.1)."""
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


def tokenize(text: str, *, segmenter: Segmenter = DEFAULT_SEGMENTER) -> tuple[Token, ...]:
    """Every token of a text in order, blanks and punctuation included.

    Takes linear time in the length of the text, whatever its characters.

    Parameters
    ----------
    text
        Any string.
    segmenter
        Which engine cuts it; the tokens are the same.

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
    if callable(segmenter):
        return segmenter(text)
    engine = _load_engine(segmenter)
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


class _Rjieba:
    """rjieba, its Latin and digit runs cut again by jieba's rule."""

    def __init__(self) -> None:
        import rjieba

        self._cut: Callable[[str], list[str]] = rjieba.cut
        self._has_word: Callable[[str], bool] = rjieba.has_word

    def cut(self, run: str) -> list[str]:
        words = self._cut(run)
        return list(self._recut(words)) if _HAS_ASCII.search(run) else words

    def _recut(self, words: list[str]) -> Iterator[str]:
        """The words, with each stretch of ASCII outside the dictionary cut as jieba does."""
        waiting = ""
        for word in words:
            if _ASCII_WORD.fullmatch(word) and (len(word) == 1 or not self._has_word(word)):
                waiting += word
                continue
            yield from _cut_ascii(waiting)
            waiting = ""
            yield word
        yield from _cut_ascii(waiting)


def _cut_ascii(run: str) -> list[str]:
    return [word for word in _ASCII_RUN.split(run) if word]


class _Jieba:
    """jieba, silent and without its cache.

    The dictionary is parsed anew (0.7 s): the cache in the shared temporary folder is
    unmarshalled without asking whose it is, and another user may have put it there.
    """

    def __init__(self) -> None:
        jieba = _import_jieba()
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = jieba.Tokenizer.gen_pfdict(
            self._tokenizer.get_dict_file()
        )
        self._tokenizer.initialized = True

    def cut(self, run: str) -> list[str]:
        return list(self._tokenizer.cut(run))


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
