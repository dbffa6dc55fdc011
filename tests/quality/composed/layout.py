"""Elements of a text in; the lines they are printed on out, with what is known of each."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quality.composed.texts import Element

LineKind = Literal["heading", "title", "body", "frame", "noise", "blank"]
"""`title` is what stands between heading and salutation; `frame` belongs to no speech, such
as the collection's title."""
Breaks = Literal["none", "torn", "wrapped"]

_HANGING = "，。；：、！？”》）"
"""May stand past the edge of a wrapped line; else they go down with the character before."""
_GLUED = re.compile(r"[0-9A-Za-z.%/]")
_NEARLY_FULL = 4
"""A line that ends with a sentence and is so much shorter may end because of what comes next,
a long number or a quotation."""
_MIN_TORN = 12
"""Characters a torn paragraph keeps on each side."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line."""

    text: str
    kind: LineKind
    part: int | None = None
    """Index of the speech."""
    paragraph: int = 0
    """Within the speech; lines of one paragraph are to be rejoined."""
    is_border: bool = False
    """A speech begins here."""
    noise: tuple[tuple[int, int], ...] = ()
    """Stretches of an author's line that are not the author's."""
    is_told: bool = True
    """Whether a reader can tell if its paragraph goes on with the next line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is printed."""

    breaks: Breaks = "none"
    width: int = 0
    """Of wrapped lines, in characters."""
    indent: str = ""
    blank_lines: int = 0
    """Between paragraphs."""
    hangs: bool = False
    """Marks may hang over the edge."""
    centred: bool = False
    """Titles stand in the middle."""
    is_print: bool = False
    """Indents and blank lines are places on paper, which reading may lose."""

    @property
    def tells_paragraphs(self) -> bool:
        """Whether a paragraph is told by more than its last line."""
        return not self.is_print and (bool(self.indent) or self.blank_lines > 0)

    @property
    def name(self) -> str:
        width = str(self.width) if self.breaks == "wrapped" else ""
        indent = {"": "", "\u3000\u3000": "+indent"}.get(self.indent, "+spaces")
        return self.breaks + width + indent + ("+blank" if self.blank_lines else "")


def body_lines(
    elements: Sequence[Element], part: int, layout: Layout, rng: random.Random
) -> Iterator[Line]:
    """Lines of the body of a speech, blank ones among them."""
    for i, element in enumerate(elements):
        yield from paragraph_lines(element, part, i, layout, rng)
        for _ in range(layout.blank_lines):
            yield Line("", "blank")


def paragraph_lines(
    element: Element, part: int | None, number: int, layout: Layout, rng: random.Random
) -> list[Line]:
    """Lines of one element; only running text is wrapped or torn."""
    text = layout.indent + element.text
    if element.kind in ("hail", "verse", "row", "end", "sign"):
        indent = "" if element.kind == "hail" else layout.indent
        return [Line(indent + element.text, "body", part, number)]
    if layout.breaks == "wrapped":
        pieces = _wrapped(text, layout)
    elif layout.breaks == "torn" and element.kind == "text" and rng.random() < 0.15:
        pieces = _torn(text, rng)
    else:
        pieces = [text]
    return [Line(piece, "body", part, number, is_told=_is_told(piece, layout)) for piece in pieces]


def title_lines(text: str, part: int, layout: Layout, rng: random.Random) -> list[Line]:
    """A title, on two lines where it is long, in the middle where the layout says so."""
    at = text.find("在", 2) if rng.random() < 0.3 else -1
    cut = next((text.find(c) + len(c) for c in ("人民政府", "代表大会", "全县") if c in text), at)
    pieces = [text]
    if len(text) > 18 and 4 < cut < len(text) - 4 and rng.random() < 0.3:
        pieces = [text[:cut], text[cut:]]
    indent = " " * 8 if layout.centred else ""
    return [Line(indent + piece, "title", part, -1) for piece in pieces]


def _is_told(piece: str, layout: Layout) -> bool:
    if layout.breaks != "wrapped" or layout.tells_paragraphs:
        return True
    full = len(piece) >= layout.width - _NEARLY_FULL
    return not (full and piece[-1] in "。！？”：；…）")


def _torn(text: str, rng: random.Random) -> list[str]:
    """The text in two, in mid-word."""
    places = [
        i
        for i in range(_MIN_TORN, len(text) - _MIN_TORN)
        if text[i - 1].isalpha() and text[i].isalpha()
    ]
    if not places:
        return [text]
    at = rng.choice(places)
    return [text[:at], text[at:]]


def _wrapped(text: str, layout: Layout) -> list[str]:
    """The text in lines of the layout's width, as a printer breaks Chinese."""
    pieces = []
    while _n_columns(text) > layout.width:
        at = _break(text, layout)
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text] if text else pieces


def _n_columns(text: str) -> int:
    """Length, four blanks counted as two characters."""
    return len(text) - (len(text) - len(text.lstrip(" "))) // 2


def _break(text: str, layout: Layout) -> int:
    at = layout.width + (len(text) - _n_columns(text))
    if at < len(text) and text[at] in _HANGING:
        if layout.hangs:
            return at + 1
        at -= 1
    while at > 1 and at < len(text) and _GLUED.match(text[at]) and _GLUED.match(text[at - 1]):
        at -= 1
    while at > 1 and text[at - 1] in "“（《":
        at -= 1
    return at


def with_noise(line: Line, at: int, noise: str) -> Line:
    """The line with a noise put in at an offset."""
    moved = tuple((a + len(noise) * (a >= at), b + len(noise) * (a >= at)) for a, b in line.noise)
    return replace(
        line,
        text=line.text[:at] + noise + line.text[at:],
        noise=tuple(sorted((*moved, (at, at + len(noise))))),
    )
