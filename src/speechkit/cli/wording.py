"""The files of --words and --stopwords in, the lexicon with the user's own words out."""

from __future__ import annotations

from pathlib import Path

from speechkit.cli.run import say
from speechkit.files.words import read_words
from speechkit.text.lexicon import Lexicon, load_lexicon
from speechkit.text.user_words import UserWord, parse_stopwords, parse_words

_EXPECTED_ENCODINGS = ("utf-8", "utf-8-sig")


def read_lexicon(
    words: Path | None, stopwords: Path | None, *, quiet: bool = False
) -> Lexicon | None:
    """Our word lists with the user's own words; None when he names no file.

    Says by which encoding a file was read that is not UTF-8, and its first word, so that a
    wrong guess shows.

    Raises
    ------
    SpeechkitError
        When a file is not there or cannot be used, or a word stands in both.
    """
    if words is None and stopwords is None:
        return None
    own: tuple[UserWord, ...] = ()
    stopped: tuple[str, ...] = ()
    if words is not None:
        text, encoding = read_words(words)
        own = parse_words(text, name=str(words))
        _remark(words, encoding, own[0].text, quiet=quiet)
    if stopwords is not None:
        text, encoding = read_words(stopwords)
        stopped = parse_stopwords(text, name=str(stopwords))
        _remark(stopwords, encoding, stopped[0], quiet=quiet)
    return load_lexicon().extended(words=own, stopwords=stopped)


def _remark(path: Path, encoding: str, first: str, *, quiet: bool) -> None:
    if encoding not in _EXPECTED_ENCODINGS and not quiet:
        say(
            f"{path}: read as {encoding}, its first word {first}; "
            "if that is wrong, save it as UTF-8"
        )
