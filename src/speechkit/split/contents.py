"""The first lines of a document in; the titles out that its table of contents announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from speechkit.split.rows import BLANK, Rows
from speechkit.text.genre import ends_sentence
from speechkit.text.numerals import NUMERAL
from speechkit.text.patterns import regex

MAX_TITLE = 80
"""Characters of a title with the number of its page."""
COUNT = regex(
    r"(?<![第\d一二三四五六七八九十])(?P<count>\d{1,3}|[二两三四五六七八九十]{1,3})\s?篇(?=[）)】\]\s]|合集|汇编|范文|$)"
)
"""How many parts a collection says it has: (精选31篇)."""
_CONTENTS = regex(r"目\s{0,4}[录錄次]|contents", re.IGNORECASE)
_LEADER = regex(r"(?P<title>\S.{1,98}?)(?:\s{0,2}[.．…·・‥]{2,120}\s{0,2}|\s{2,60}|\t)\d{1,4}")
_PAGE = regex(r"\s{1,9}\d{1,4}$")
_CONTENTS_LINES = 400
"""Lines at the start of a document in which a table of contents is looked for."""
_MIN_ENTRY = 4


def contents_titles(rows: Rows) -> frozenset[str]:
    """Titles that a table of contents at the start of a document lists, in their normal form."""
    lines = [rows.content(row) for row in range(min(len(rows), _CONTENTS_LINES))]
    leaders = _leaders(lines)
    listed: list[str] = []
    at = next((i for i, content in enumerate(lines) if _CONTENTS.fullmatch(content)), None)
    if at is not None:
        solid = (content for content in lines[at + 1 :] if content)
        entries = list(takewhile(_may_be_entry, solid))[:_CONTENTS_ENTRIES]
        listed = [_PAGE.sub("", entry) for entry in entries]
    titles = _entries(leaders) if len(set(leaders)) > 1 else frozenset()
    return titles or _repeated(_entries(listed), rows)


def _leaders(lines: Sequence[str]) -> list[str]:
    """Titles of the first lines that stand together and end in the number of a page."""
    found: list[str] = []
    others = 0
    for content in filter(None, lines):
        match = _LEADER.fullmatch(content[:240])
        if match:
            found.append(match["title"])
            others = 0
        elif found:
            others += 1
        if others > _MAX_BROKEN or (found and ends_sentence(content)):
            break
    return found


_MAX_BROKEN = 2
"""Lines between two entries of a table of contents: a title that takes two, a page's end."""
_CONTENTS_ENTRIES = 100


def _may_be_entry(line: str) -> bool:
    return len(line) <= MAX_TITLE and not ends_sentence(line)


def _entries(lines: Iterable[str]) -> frozenset[str]:
    short = (normal_title(line) for line in lines if len(line) <= MAX_TITLE)
    return frozenset(title for title in short if len(title) >= _MIN_ENTRY)


def _repeated(titles: frozenset[str], rows: Rows) -> frozenset[str]:
    """Those of the listed lines that stand in the text a second time."""
    if not titles:
        return titles
    counts = dict.fromkeys(titles, 0)
    for _, _, content in rows.short(MAX_TITLE):
        title = normal_title(_PAGE.sub("", content))
        if title in counts:
            counts[title] += 1
    return frozenset(title for title, n in counts.items() if n > 1)


_NUMBERED = regex(
    rf"(?:第?\s?{NUMERAL}\s?[篇章节]?[、.．：:\s]|[（(]\s?{NUMERAL}\s?[）)])\s{{0,3}}"
)


def normal_title(line: str) -> str:
    """A title as it is compared: without numbering, leaders, blanks and markup.

    Examples
    --------
    >>> normal_title("一、在全县大会上的 讲话……3"), normal_title("## 在全县大会上的讲话")
    ('在全县大会上的讲话', '在全县大会上的讲话')
    """
    leader = _LEADER.fullmatch(line)
    title = leader["title"] if leader else line
    bare = title.strip(BLANK + "#*_")
    numbered = _NUMBERED.match(bare)
    return re.sub(r"\s", "", bare[numbered.end() :] if numbered else bare)


def has_leader(line: str) -> bool:
    """Whether a line ends as in a table of contents: dots or blanks and the number of a page."""
    return _LEADER.fullmatch(line) is not None
