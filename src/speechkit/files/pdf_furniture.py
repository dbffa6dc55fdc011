"""The rows of all pages in, those that are running heads and feet out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from speechkit.files.pdf_rows import Page, Row

EDGE_ROWS = 3
"""Rows at the top and at the bottom of a page that may be furniture."""
EDGE_FRACTION = 0.16
"""Of the height of a page, in which they stand."""
_PAGE_NUMBER = re.compile(
    r"[\s\-—–―~·.|／/()（）〔〕\[\]]{0,6}(?:第\s?|[Pp]age\s?|[Pp]\.\s?|共\s?)?"
    r"(?:[0-9０-９]{1,4}|[ivxlcIVXLC]{1,6}|[〇零一二三四五六七八九十百]{1,7})"
    r"(?:\s?[页頁])?(?:[\s,，/／]{0,3}(?:共\s?|of\s?|总\s?)?[0-9０-９]{1,4}\s?[页頁]?)?"
    r"[\s\-—–―~·.|／/()（）〔〕\[\]]{0,6}"
)
_DIGITS = re.compile("[0-9０-９]+")
Place = tuple[int, int]
"""Page and row."""


def find_furniture(rows: list[list[Row]], pages: Sequence[Page]) -> set[Place]:
    """Rows that are running heads and feet."""
    edges = [_edges(page_rows, page) for page_rows, page in zip(rows, pages, strict=True)]
    found: set[Place] = set()
    for side in (0, 1):
        groups: dict[tuple[str, int], list[Place]] = {}
        for number, sides in enumerate(edges):
            for index in sides[side]:
                row = rows[number][index]
                groups.setdefault(_key(row, pages[number]), []).append((number, index))
        for words, slot in groups:
            if _is_repeated(words, _near(groups, words, slot), rows, len(pages)):
                found.update(groups[words, slot])
    return _outermost(found, edges)


def _edges(rows: list[Row], page: Page) -> tuple[list[int], list[int]]:
    """Indexes of the rows at the top and at the bottom, from the edge inwards."""
    order = sorted(
        (n for n, row in enumerate(rows) if not row.run.is_turned),
        key=lambda n: -rows[n].run.middle,
    )
    depth = EDGE_FRACTION * page.height
    top = [n for n in order[:EDGE_ROWS] if rows[n].run.middle > page.height - depth]
    bottom = [n for n in order[: -EDGE_ROWS - 1 : -1] if rows[n].run.middle < depth]
    return top, bottom


_SLOT = 6.0
"""Points; places that lie closer together count as one."""


def _key(row: Row, page: Page) -> tuple[str, int]:
    """What a row says, but for its numbers, and how far from the edge it stands."""
    text = "".join(row.run.text.split())
    words = "#" if _PAGE_NUMBER.fullmatch(row.run.text) else _DIGITS.sub("#", text)
    height = min(row.run.middle, page.height - row.run.middle)
    return words, round(height / _SLOT)


def _near(groups: Mapping[tuple[str, int], list[Place]], words: str, slot: int) -> list[Place]:
    """The places of these words at this height or one slot beside it."""
    near = (groups.get((words, beside), []) for beside in (slot - 1, slot, slot + 1))
    return [place for found in near for place in found]


def _is_repeated(words: str, places: list[Place], rows: list[list[Row]], n_pages: int) -> bool:
    """Whether a row stands on so many pages that it belongs to the paper, not to the text."""
    on_pages = len({number for number, _ in places})
    if words == "#":
        return (on_pages >= 2 and _count_up(places, rows)) or (
            on_pages >= min(2, n_pages) and _stand_apart(places, rows)
        )
    if on_pages < 3 and not (on_pages == n_pages == 2):
        return False
    if words.endswith(("：", ":", "。", "！", "？")):  # a salutation at the top of each speech
        return False
    enough = on_pages >= 0.4 * n_pages or (on_pages >= 5 and _is_dense(places))
    return enough and _stand_apart(places, rows)


def _count_up(places: list[Place], rows: list[list[Row]]) -> bool:
    """Whether most of the numbers grow by one with each page."""
    offsets: Counter[int] = Counter()
    for number, index in places:
        if digits := _DIGITS.search(rows[number][index].run.text):
            offsets[int(digits[0]) - number] += 1
    return 2 * max(offsets.values(), default=0) > len(places)


def _is_dense(places: list[Place]) -> bool:
    """Whether every page has it, or every other one, from the first on that does."""
    numbers = sorted({number for number, _ in places})
    return len(numbers) >= 0.4 * (numbers[-1] - numbers[0] + 1)


def _stand_apart(places: list[Place], rows: list[list[Row]]) -> bool:
    """Whether most of these rows are smaller than the text or farther from it than its rows.

    The title of each speech in a collection that begins a page for each is neither: it is
    larger than the text.
    """
    n_apart = sum(_stands_apart(rows[number], index) for number, index in places)
    return 2 * n_apart > len(places)


def _stands_apart(rows: list[Row], index: int) -> bool:
    run = rows[index].run
    others = [row.run for n, row in enumerate(rows) if n != index and not row.run.is_turned]
    if not others:
        return True
    body = median(other.em for other in others)
    if run.em > 1.1 * body:
        return False
    if run.em < 0.9 * body:
        return True
    heights = sorted(other.middle for other in others)
    pitch = median([b - a for a, b in pairwise(heights)] or [run.height])
    gap = min(abs(height - run.middle) for height in heights)
    return gap > 1.4 * max(pitch, run.height)


def _outermost(found: set[Place], edges: list[tuple[list[int], list[int]]]) -> set[Place]:
    """The rows found that have only others of them between themselves and the edge."""
    kept: set[Place] = set()
    for number, sides in enumerate(edges):
        for side in sides:
            for index in side:
                if (number, index) not in found:
                    break
                kept.add((number, index))
    return kept
