"""Many texts in, the furniture of each out, as `find_furniture` finds it in one.

NumPy looks through all the texts at a time, end to end, for the places where furniture may
stand, by the first two characters of what betrays it: a few places of some thousand
characters are left for the patterns. The one text of a small command does not wait for NumPy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from speechkit.model import Removal
from speechkit.text.furniture import (
    LONE_ENDS,
    LONE_STARTS,
    RUBY_BRACKETS,
    RUBY_LETTERS,
    RULES_BY_ANCHOR,
    STOPS,
    TITLE_LENGTH,
    Leads,
    find_at,
)
from speechkit.text.normal import with_line_feeds

Places: TypeAlias = NDArray[np.int64]

_N_CODES = 1 << 16
_BLOCK = 1 << 14
"""Characters looked through at a time: the arrays of a step stay in the cache of a core."""
_INDENT = 8
"""White characters at the start of a line that are passed; a line with more is looked at."""

_N_GROUPS = 15
"""Groups of words that are looked for at a time: for each the bit of a number."""
_AT_START, _BEHIND_START = 0, _N_GROUPS
"""First bits of the words that are told by their first two characters and by those behind the
first: 更新时间 by 新时, as 更新 is frequent."""
_SINGLE, _RUBY = 2 * _N_GROUPS, 2 * _N_GROUPS + 1
"""Bits of the words of one character, and of a bracket before a letter."""


def find_furniture_in(texts: Sequence[str]) -> list[tuple[Removal, ...]]:
    r"""What stands in each of several texts and is no part of a speech.

    Returns
    -------
    list of tuple of Removal
        For each text what `find_furniture` gives of the whole of it.

    Examples
    --------
    >>> [[found.text for found in each] for each in find_furniture_in(["第1页 共2页\n春耕。", ""])]
    [['第1页 共2页'], []]
    """
    content = "\n".join(("", *texts, ""))
    if "\r" in content:
        content = "\n".join(("", *map(with_line_feeds, texts), ""))
    ends = np.cumsum([0, *(len(text) + 1 for text in texts)])
    leads = map(Leads, *(_by_text(places, ends) for places in _leads(_codes(content))))
    return list(map(find_at, texts, leads))


def _leads(codes: NDArray[np.uint16]) -> tuple[Places, ...]:
    """The fields of `Leads`, of all texts end to end, each behind a line feed."""
    places, groups = _pairs(codes)
    behind_start = groups & _bits_of_groups(_BEHIND_START) != 0
    at_start = groups & (_bits_of_groups(_AT_START) | 1 << _SINGLE) != 0
    anchors = np.concatenate((places[at_start], places[behind_start] - 1))
    anchors.sort()
    return anchors, *_lines(codes), places[groups >> _RUBY != 0]


def _bits_of_groups(first: int) -> int:
    return (1 << _N_GROUPS) - 1 << first


def _codes(text: str) -> NDArray[np.uint16]:
    """A number for each character, shape (n_characters,).

    All beyond the basic plane count as digits, which some of them are: a line that begins
    with one is looked at, and nothing else is found by them.
    """
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    if len(codes) == len(text):
        return codes
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return np.where(points < _N_CODES, points, ord("0")).astype(np.uint16)


def _pairs(codes: NDArray[np.uint16]) -> tuple[Places, NDArray[np.uint32]]:
    """Where the first and the second sign of a group stand together, and bits of the groups."""
    places, groups = [], []
    for start in range(0, len(codes), _BLOCK):
        block = codes[start : start + _BLOCK + 1].astype(np.intp)
        common = _FIRST.take(block[:-1], mode="clip") & _SECOND.take(block[1:], mode="clip")
        found = np.flatnonzero(common != 0)
        places.append(found + start)
        groups.append(common[found])
    return np.concatenate(places), np.concatenate(groups)


def _lines(codes: NDArray[np.uint16]) -> tuple[Places, Places]:
    """The line feeds before what may be lone lines, and before what may be repeated titles."""
    feeds = np.flatnonzero(codes == ord("\n"))
    before, after = feeds[:-1], feeds[1:]
    last = codes.take(after - 1)
    lone_lines = before[_ENDS_LONE_LINE.take(last)]
    first = lone_lines + 1
    for _ in range(_INDENT):
        is_white = _IS_WHITE.take(codes.take(first))
        if not is_white.any():
            break
        first += is_white
    lengths = after - before - 1
    least, most = TITLE_LENGTH
    is_title = (lengths >= least) & (lengths <= most) & ~_IS_STOP.take(last)
    return lone_lines[_OPENS_LONE_LINE.take(codes.take(first))], before[is_title]


def _by_text(places: Places, ends: Places) -> Iterable[list[int]]:
    """The places in each text, counted from the line feed before it; `ends` begins with 0."""
    if not len(places):
        return repeat([], len(ends) - 1)
    bounds = np.searchsorted(places, ends)
    own_places = (places - np.repeat(ends[:-1], np.diff(bounds))).tolist()
    return (own_places[start:end] for start, end in pairwise(bounds.tolist()))


def _groups() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """For each code bits of the groups it is a first sign of, and of those it is a second of."""
    first, second = np.zeros(_N_CODES, np.uint32), np.zeros(_N_CODES, np.uint32)

    def mark(bits: NDArray[np.uint32], signs: str, bit: int) -> None:
        bits[list(map(ord, signs))] |= np.uint32(1 << bit)

    mark(first, RUBY_BRACKETS, _RUBY)
    mark(second, RUBY_LETTERS, _RUBY)
    second |= np.uint32(1 << _SINGLE)
    for anchor in RULES_BY_ANCHOR:
        if len(anchor) == 1:
            mark(first, anchor, _SINGLE)
            continue
        at = 0 if len(anchor) == 2 else 1
        group = (_BEHIND_START if at else _AT_START) + ord(anchor[at + 1]) % _N_GROUPS
        mark(first, anchor[at], group)
        mark(second, anchor[at + 1], group)
    return first, second


def _codes_of(signs: str) -> NDArray[np.bool_]:
    """Whether each code is that of one of the signs."""
    found = np.zeros(_N_CODES, np.bool_)
    found[list(map(ord, signs))] = True
    return found


_FIRST, _SECOND = _groups()
_ALL = "".join(map(chr, range(_N_CODES)))
_IS_WHITE = _codes_of("".join(re.findall(r"\s", _ALL)).replace("\n", ""))
_IS_DIGIT = _codes_of("".join(re.findall(r"\d", _ALL)))
_IS_STOP = _codes_of(STOPS)
_OPENS_LONE_LINE = _codes_of(LONE_STARTS) | _IS_DIGIT | _IS_WHITE
_ENDS_LONE_LINE = _codes_of(LONE_ENDS) | _IS_DIGIT | _IS_WHITE
