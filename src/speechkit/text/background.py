"""The word lists of the installed jieba in, how frequent a word is in general Chinese out.

jieba ships a dictionary (`dict.txt`: word, frequency, part of speech) and inverse document
frequencies (`analyse/idf.txt`). To parse the two takes seconds, so `files.cache` keeps
the table made of them, which is plain numbers and needs no parsing.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import NamedTuple

_MAGIC = b"speechkit.background/1\n"
_HEADER = struct.Struct("<32sBIQH")
"""SHA-256 of all that follows it, byte order, words, sum of the frequencies, median idf."""
_DIGEST_SIZE = 32
_LITTLE_ENDIAN = int(sys.byteorder == "little")
UNKNOWN_TAG = "-"
_IDF_UNIT = 1000
"""An idf is kept as a whole number of thousandths; the greatest is 13.9."""
_PRIME = 2**64 - 59
"""The greatest below 2**64."""
TAGS = (
    *(
        UNKNOWN_TAG,
        "a",
        "ad",
        "ag",
        "an",
        "b",
        "c",
        "d",
        "df",
        "dg",
        "e",
        "eng",
        "f",
        "g",
        "h",
        "i",
        "j",
    ),
    *("k", "l", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q"),
    *("r", "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd"),
    *("vg", "vi", "vn", "vq", "x", "y", "yg", "z", "zg"),
)
"""The parts of speech of jieba 0.42.1's dictionary; a new one would count as unknown (`-`)."""


class Word(NamedTuple):
    """What is known of a word."""

    frequency: int
    """In the corpus behind jieba's dictionary; 0 for a word that is not in it."""
    idf: float
    """Natural logarithm of the inverse document frequency; the median where unknown."""
    tag: str
    """Part of speech as jieba writes it; `UNKNOWN_TAG` where unknown."""


class Background:
    """General frequencies of some 350,000 words.

    The words themselves are not kept, only a number for each in ascending order, and
    beside them one column each of frequencies, idf and parts of speech.
    """

    def __init__(self, data: bytes) -> None:
        """Read a table.

        Parameters
        ----------
        data
            As `Background.data` gave it.

        Raises
        ------
        ValueError
            When the data are damaged or from another version or kind of machine.
        """
        view = memoryview(data)
        start = len(_MAGIC) + _HEADER.size
        if len(data) < start or view[: len(_MAGIC)] != _MAGIC:
            raise ValueError("not a table of background frequencies")
        digest, order, n, total, median = _HEADER.unpack_from(data, len(_MAGIC))
        body = view[len(_MAGIC) + _DIGEST_SIZE :]
        if order != _LITTLE_ENDIAN or hashlib.sha256(body).digest() != digest:
            raise ValueError("a damaged table of background frequencies")
        ends = tuple(accumulate((8 * n, 4 * n, 2 * n, n), initial=start))
        if len(data) != ends[-1]:
            raise ValueError("a table of background frequencies with ragged columns")
        columns = [view[a:b] for a, b in pairwise(ends)]
        self.data = data
        self.total: int = total
        """Sum of all frequencies."""
        self._keys = columns[0].cast("Q")
        self._frequencies = columns[1].cast("I")
        self._idf = columns[2].cast("H")
        self._tags = columns[3]
        self._unknown = Word(0, median / _IDF_UNIT, UNKNOWN_TAG)

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, word: str) -> Word:
        key = _key(word)
        row = bisect_left(self._keys, key)
        if row == len(self._keys) or self._keys[row] != key:
            return self._unknown
        tag = TAGS[self._tags[row]]
        return Word(self._frequencies[row], self._idf[row] / _IDF_UNIT, tag)


def build_background() -> Background:
    """The table made anew from the installed jieba, which is not imported; takes seconds."""
    loader, paths = jieba_word_lists()
    dictionary, idf = (loader.get_data(path) for path in paths)
    return make_background(dictionary, idf)


def jieba_word_lists() -> tuple[SourceFileLoader, tuple[str, str]]:
    """What reads the package data of the installed jieba, and the paths of its two lists.

    Raises
    ------
    ModuleNotFoundError
        When jieba is not installed as a package of files.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None or not isinstance(spec.loader, SourceFileLoader):
        raise ModuleNotFoundError("jieba is not installed as a package of files", name="jieba")
    folder = Path(spec.origin).parent
    return spec.loader, (str(folder / "dict.txt"), str(folder / "analyse" / "idf.txt"))


def make_background(dictionary: bytes, idf: bytes) -> Background:
    r"""The table of two word lists.

    Parameters
    ----------
    dictionary
        Lines of word, frequency and part of speech in UTF-8, as in jieba's `dict.txt`.
    idf
        Lines of word and inverse document frequency, as in jieba's `idf.txt`.

    Examples
    --------
    >>> background = make_background("工作 5368 vn\n县 2 zg".encode(), "工作 3.5".encode())
    >>> background["工作"]
    Word(frequency=5368, idf=3.5, tag='vn')
    >>> background["桑园"]
    Word(frequency=0, idf=3.5, tag='-')
    """
    words, frequencies, parts = _columns(dictionary, 3)
    idf_words, idf_texts = _columns(idf, 2)
    tag_numbers = {tag: number for number, tag in enumerate(TAGS)}
    frequency = dict(zip(words, map(int, frequencies), strict=True))
    tag = dict(zip(words, (tag_numbers.get(part, 0) for part in parts), strict=True))
    idfs = {w: round(float(t) * _IDF_UNIT) for w, t in zip(idf_words, idf_texts, strict=True)}
    median = _upper_median(idfs.values())
    keys = {_key(word): word for word in chain(words, idf_words)}
    ranked = [keys[key] for key in sorted(keys)]
    columns = (
        array("Q", sorted(keys)),
        array("I", [frequency.get(word, 0) for word in ranked]),
        array("H", [idfs.get(word, median) for word in ranked]),
        array("B", [tag.get(word, 0) for word in ranked]),
    )
    total = sum(frequency.values())
    body = _HEADER.pack(b"", _LITTLE_ENDIAN, len(keys), total, median)[_DIGEST_SIZE:]
    body += b"".join(column.tobytes() for column in columns)
    return Background(_MAGIC + hashlib.sha256(body).digest() + body)


def _columns(lines: bytes, n: int) -> list[list[str]]:
    """The `n` columns of a file whose lines hold that many fields, a blank between them."""
    text = lines.decode().replace("\n", " ").rstrip(" ")
    fields = text.split(" ") if text else []
    return [fields[column::n] for column in range(n)]


def _upper_median(values: Iterable[int]) -> int:
    ranked = sorted(values)
    return ranked[len(ranked) // 2] if ranked else 0


def _key(word: str) -> int:
    """A number for a word, the same on every machine.

    Words of up to four characters are their own UTF-16 units; longer ones are taken modulo
    a prime. No two words of jieba's lists share a number, which a test asserts.
    """
    return int.from_bytes(word.encode("utf-16-le", "surrogatepass"), "little") % _PRIME
