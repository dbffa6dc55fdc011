"""A seed in; pairs of versions out, with every edit that leads from the one to the other.

The paragraphs are those of the invented speeches in `texts/`. A third of them is held out:
nobody looks at how `explain_pair` fares on pairs made of them, one by one. Where an edit
could be told in two ways, the pair is made so that one is right, or the rule that decides
stands here:

- What is gone and what has come between two paragraphs that stayed is one change: a
  replacement where there is both.
- A paragraph moves past more text than it has itself.
- The words that replace others share no character with them, so that what changed is all
  of them and nothing else.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from quality.composed.texts import filled, generator, speech_names
from speechkit.model import Span

Side = Literal["both", "a", "b"]

_WORDS = (
    *(
        "扎实有序",
        "分批稳妥",
        "持续用力",
        "统筹兼顾",
        "逐项销号",
        "从严从细",
        "轻装上阵",
        "抓早抓小",
    ),
    *("夯基础", "补欠账", "挑大梁", "晒成绩", "勤走访", "稳步", "切实", "务必", "尽快", "踏实"),
)
_CLAUSES = (
    *("让每一户都算得清这笔账，", "把丑话说在前头，", "年底之前逐村验收，", "谁主管谁负责，"),
    *("多听一听群众怎么讲，", "不搞层层加码，", "先试点后铺开，", "一张图纸干到底，"),
)
_COMMA = re.compile("，")
_STOP = re.compile("。(?=.)")
_MIN_TARGET = 40
"""Characters of a paragraph that is edited: shorter ones are headings and rows."""


class Piece(NamedTuple):
    """What stands in a and what stands in its place in b."""

    a: str
    b: str
    kind: str = "text"


@dataclass(slots=True)
class Paragraph:
    """A line of one of the versions, or of both."""

    pieces: list[Piece]
    side: Side = "both"
    move: int | None = None
    """Equal for the line of a that moved and the line of b it became."""
    touched: bool = False
    """Edited already, or to be left alone."""

    @property
    def text(self) -> str:
        return "".join(piece.a for piece in self.pieces)


class Expected(NamedTuple):
    """A change that was planted."""

    kind: str
    a: Span | None
    b: Span | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions and what tells them apart."""

    id: str
    planted: tuple[str, ...]
    """Names of what was done."""
    a: str
    b: str
    changes: tuple[Expected, ...]
    held_out: bool


class _Printed(NamedTuple):
    """Two versions, what tells them apart, and where they are equal: in a, in b, length."""

    a: str
    b: str
    changes: list[Expected]
    equal: list[tuple[int, int, int]]


_CONTENT_ONLY = 0.25
"""Of the pairs: these are wrapped, alike or not, and have no other edits of layout."""


def pairs(n: int, *, seed: int, held_out: bool) -> Iterator[Pair]:
    """Pairs in which every kind of edit comes equally often, alone and with others."""
    names = list(PLANTERS)
    for i in range(n):
        rng = generator("planted", seed, held_out, i)
        first = names[i % len(names)]
        n_more = rng.choice((0, 0, 0, 1, 2, 4))
        wanted = (first, *(rng.choice(names) for _ in range(n_more)))
        yield _pair(f"{seed}/{i}", wanted, rng, held_out=held_out)


def _pair(id_: str, wanted: Sequence[str], rng: random.Random, *, held_out: bool) -> Pair:
    names = speech_names(held_out=held_out, traditional=False)
    widths = _widths(rng) if not set(wanted) & LAYOUT else (0, 0)
    while True:
        chosen = rng.sample(names, 4)
        bodies = [
            [e.text for e in filled(name, rng).body if e.kind in ("hail", "head", "text")]
            for name in chosen
        ]
        draft = Draft(
            rng,
            [Paragraph([Piece(text, text)]) for text in bodies[0] + bodies[1][1:]],
            [text for body in bodies[2:] for text in body if len(text) >= _MIN_TARGET],
        )
        planted = tuple(name for name in wanted if PLANTERS[name](draft))
        if planted and _is_clear(draft.paragraphs):
            a, b, changes, _ = _wrapped(_printed(draft.paragraphs), widths)
            return Pair(id_, planted, a, b, tuple(changes), held_out)


def _widths(rng: random.Random) -> tuple[int, int]:
    """Characters of a line in each version; 0 where a paragraph is a line."""
    if rng.random() > _CONTENT_ONLY * len(PLANTERS) / (len(PLANTERS) - len(LAYOUT)):
        return 0, 0
    return rng.choice(((30, 30), (28, 36), (0, 33), (40, 0)))


def _is_clear(lines: Sequence[Paragraph]) -> bool:
    """Whether what moved passes more text than it has, after all the other edits too."""
    places: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if line.move is not None:
            places.setdefault(line.move, []).append(i)
    return all(
        sum(len(line.text) for line in lines[first:last] if line.side == "both")
        > 1.2 * len(lines[first].text or lines[last].text)
        for first, last in places.values()
    )


# ------------------------------------------------------------------------------ planting


@dataclass(slots=True)
class Draft:
    """Two versions while edits are planted in them."""

    rng: random.Random
    paragraphs: list[Paragraph]
    strangers: list[str]
    """Paragraphs of other speeches, each to be used once."""
    n_moves: int = field(default=0)

    def free(self, *, spaced: bool = True) -> list[int]:
        """Positions of paragraphs to edit; spaced, none beside one that was edited."""
        lines = self.paragraphs
        return [
            i
            for i, line in enumerate(lines)
            if line.side == "both"
            and not line.touched
            and len(line.text) >= _MIN_TARGET
            and not (spaced and any(near.touched for near in lines[max(0, i - 1) : i + 2]))
        ]

    def choose(self, *, spaced: bool = True) -> int | None:
        free = self.free(spaced=spaced)
        return self.rng.choice(free) if free else None

    def stranger(self) -> str | None:
        return (
            self.strangers.pop(self.rng.randrange(len(self.strangers))) if self.strangers else None
        )


def _gone(text: str) -> Paragraph:
    return Paragraph([Piece(text, "")], "a", touched=True)


def _come(text: str) -> Paragraph:
    return Paragraph([Piece("", text)], "b", touched=True)


def _delete(draft: Draft) -> bool:
    return _delete_at(draft, draft.choose())


def _delete_at(draft: Draft, at: int | None) -> bool:
    if at is None:
        return False
    draft.paragraphs[at] = _gone(draft.paragraphs[at].text)
    return True


def _insert(draft: Draft) -> bool:
    return _insert_before(draft, draft.choose())


def _insert_before(draft: Draft, at: int | None) -> bool:
    text = draft.stranger()
    if at is None or text is None:
        return False
    draft.paragraphs.insert(at, _come(text))
    return True


def _rewrite(draft: Draft) -> bool:
    at, text = draft.choose(), draft.stranger()
    if at is None or text is None:
        return False
    draft.paragraphs[at : at + 1] = [_gone(draft.paragraphs[at].text), _come(text)]
    return True


def _rewrite_two(draft: Draft) -> bool:
    """Two paragraphs that follow one another, by two others."""
    free = draft.free()
    at = next((i for i in free if i + 1 in free), None)
    if at is None or len(draft.strangers) < 2:
        return False
    gone = [_gone(draft.paragraphs[i].text) for i in (at, at + 1)]
    come = [_come(draft.strangers.pop()) for _ in range(2)]
    draft.paragraphs[at : at + 2] = gone + come
    return True


def _move(draft: Draft) -> bool:
    return _move_with(draft, lambda text: [Piece(text, text)])


def _move_touched(draft: Draft) -> bool:
    return _move_with(draft, lambda text: _reworded(draft.rng, text, 1 if len(text) < 80 else 2))


def _move_with(draft: Draft, rewrite: Callable[[str], list[Piece]]) -> bool:
    free = draft.free()
    draft.rng.shuffle(free)
    for at in free:
        text = draft.paragraphs[at].text
        targets = [i for i in free if _passes_more(draft.paragraphs, at, i)]
        if targets:
            draft.n_moves += 1
            to = draft.rng.choice(targets)
            pieces = rewrite(text)
            gone = Paragraph(pieces, "a", draft.n_moves, touched=True)
            come = Paragraph(pieces, "b", draft.n_moves, touched=True)
            draft.paragraphs[at] = gone
            draft.paragraphs.insert(to, come)
            return True
    return False


def _passes_more(lines: Sequence[Paragraph], at: int, to: int) -> bool:
    """Whether between two places stands clearly more than what moves."""
    between = lines[at + 1 : to] if to > at else lines[to:at]
    stays = sum(len(line.text) for line in between if line.side == "both")
    return stays > 1.5 * len(lines[at].text) and abs(to - at) > 1


def _touch(draft: Draft) -> bool:
    """One to three words of a paragraph."""
    at = draft.choose()
    if at is None:
        return False
    text = draft.paragraphs[at].text
    pieces = _reworded(draft.rng, text, min(3, 1 + len(text) // 60))
    draft.paragraphs[at] = Paragraph(pieces, touched=True)
    return True


def _touch_beside(draft: Draft) -> bool:
    """A deleted paragraph, and words changed in the one after it."""
    free = draft.free()
    at = next((i for i in free if i + 1 in free), None)
    if at is None:
        return False
    _delete_at(draft, at)
    pieces = _reworded(draft.rng, draft.paragraphs[at + 1].text, 1)
    draft.paragraphs[at + 1] = Paragraph(pieces, touched=True)
    return True


def _insert_beside(draft: Draft) -> bool:
    """Words changed in a paragraph, and one inserted after it."""
    free = draft.free()
    at = next((i for i in free if i + 1 in free), None)
    if at is None:
        return False
    draft.paragraphs[at] = Paragraph(
        _reworded(draft.rng, draft.paragraphs[at].text, 1), touched=True
    )
    return _insert_before(draft, at + 1)


def _delete_beside_move(draft: Draft) -> bool:
    """A paragraph that moved away, and the one after it deleted."""
    if not _move(draft):
        return False
    lines = draft.paragraphs
    at = next(i for i, line in enumerate(lines) if line.move == draft.n_moves and line.side == "a")
    if at + 1 < len(lines) and lines[at + 1].side == "both" and not lines[at + 1].touched:
        _delete_at(draft, at + 1)
    return True


def _delete_two(draft: Draft) -> bool:
    free = draft.free()
    at = next((i for i in free if i + 1 in free), None)
    return at is not None and _delete_at(draft, at) and _delete_at(draft, at + 1)


def _similar(draft: Draft) -> bool:
    """A paragraph much like another one of the text, right after it or far away."""
    free = draft.free()
    if len(free) < 2:
        return False
    model, to = draft.rng.sample(free, 2)
    text = draft.paragraphs[model].text
    pieces = _reworded(draft.rng, text, 3)
    like = "".join(piece.b for piece in pieces)
    at = to if draft.rng.random() < 0.5 else model + 1
    make = _come if draft.rng.random() < 0.5 else _gone
    draft.paragraphs[model].touched = True
    draft.paragraphs.insert(at, make(like))
    return True


def _clause_gone(draft: Draft) -> bool:
    return _clause(draft, lambda text, i, j: [text[:i], Piece(text[i:j], ""), text[j:]])


def _clause_come(draft: Draft) -> bool:
    clause = draft.rng.choice(_CLAUSES)
    return _clause(draft, lambda text, i, _: [text[:i], Piece("", clause), text[i:]])


def _clause(draft: Draft, edit: Callable[[str, int, int], list[str | Piece]]) -> bool:
    at = draft.choose()
    if at is None:
        return False
    text = draft.paragraphs[at].text
    commas = [m.end() for m in _COMMA.finditer(text)]
    if len(commas) < 2:
        return False
    k = draft.rng.randrange(len(commas) - 1)
    pieces = [Piece(p, p) if isinstance(p, str) else p for p in edit(text, *commas[k : k + 2])]
    draft.paragraphs[at] = Paragraph(pieces, touched=True)
    return True


def _split(draft: Draft) -> bool:
    return _break(draft, Piece("", "\n", "layout"))


def _join(draft: Draft) -> bool:
    return _break(draft, Piece("\n", "", "layout"))


def _blank_broken(draft: Draft) -> bool:
    return _break(draft, Piece(" ", "\n", "layout"))


def _indent(draft: Draft) -> bool:
    return _break(draft, Piece("", "　", "layout"))


def _break(draft: Draft, piece: Piece) -> bool:
    """White space that differs at the end of a sentence."""
    at = draft.choose()
    if at is None:
        return False
    text = draft.paragraphs[at].text
    stops = [m.end() for m in _STOP.finditer(text)] or [m.end() for m in _COMMA.finditer(text)]
    if not stops:
        return False
    k = draft.rng.choice(stops)
    pieces = [Piece(text[:k], text[:k]), piece, Piece(text[k:], text[k:])]
    draft.paragraphs[at] = Paragraph(pieces, touched=True)
    return True


def _footer(draft: Draft) -> bool:
    at = draft.choose()
    if at is None:
        return False
    line = draft.paragraphs[at]
    n = draft.rng.randint(2, 9)
    footer = f"本文章共{n}页，当前在第{draft.rng.randint(1, n)}页"
    sides = ("", footer) if draft.rng.random() < 0.7 else (footer, "")
    line.pieces.append(Piece(*sides, "furniture"))
    line.touched = True
    return True


def _at_ends(draft: Draft) -> bool:
    """The first paragraph or the last one: gone, or another put before or after it."""
    lines, text = draft.paragraphs, draft.stranger()
    at = draft.rng.choice((0, len(lines) - 1))
    if lines[at].touched or lines[at].side != "both" or text is None:
        return False
    if draft.rng.random() < 0.5:
        return _delete_at(draft, at)
    lines.insert(at and at + 1, _come(text))
    return True


def _renumber(draft: Draft) -> bool:
    """One of a numbered series deleted, and those after it numbered anew."""
    free = draft.free()
    at = next((i for i in free if {i + 1, i + 2, i + 3} <= {*free}), None)
    if at is None:
        return False
    lost = draft.rng.randrange(3)
    for n in range(4):
        text = draft.paragraphs[at + n].text
        label = f"（{_NUMERALS[n]}）"
        if n == lost:
            line = _gone(label + text)
        elif n < lost:
            line = Paragraph([Piece(label + text, label + text)], touched=True)
        else:
            numbers = Piece(_NUMERALS[n], _NUMERALS[n - 1])
            line = Paragraph(
                [Piece("（", "（"), numbers, Piece(f"）{text}", f"）{text}")], touched=True
            )
        draft.paragraphs[at + n] = line
    return True


_NUMERALS = "一二三四"

PLANTERS: dict[str, Callable[[Draft], bool]] = {
    "deleted": _delete,
    "inserted": _insert,
    "moved": _move,
    "moved, touched up": _move_touched,
    "rewritten": _rewrite,
    "two rewritten": _rewrite_two,
    "touched up": _touch,
    "clause deleted": _clause_gone,
    "clause inserted": _clause_come,
    "split": _split,
    "joined": _join,
    "broken at a blank": _blank_broken,
    "indented": _indent,
    "footer": _footer,
    "similar": _similar,
    "at an end": _at_ends,
    "two deleted": _delete_two,
    "deleted beside touched up": _touch_beside,
    "inserted beside touched up": _insert_beside,
    "deleted beside moved": _delete_beside_move,
    "deleted, numbered anew": _renumber,
}


LAYOUT = frozenset({"split", "joined", "broken at a blank", "indented", "footer"})
"""Those that change no paragraph."""


def _reworded(rng: random.Random, text: str, n: int) -> list[Piece]:
    """The text with some words replaced by others that share no character with them."""
    pieces, position = [], 0
    for k in range(n):
        first = position + 4
        last = (k + 1) * len(text) // n - 8
        starts = [
            i for i in range(first, last) if not any(c.isspace() for c in text[i - 1 : i + 5])
        ]
        if not starts:
            continue
        start = rng.choice(starts)
        old = text[start : start + rng.randint(1, 4)]
        around = text[start - 1] + old + text[start + len(old)]
        new = rng.choice([word for word in _WORDS if not set(word) & set(around)])
        pieces += [Piece(text[position:start], text[position:start]), Piece(old, new)]
        position = start + len(old)
    return [*pieces, Piece(text[position:], text[position:])]


# ------------------------------------------------------------------------------ printing


def _printed(lines: Sequence[Paragraph]) -> _Printed:
    """The two versions, and where in them each edit stands."""
    out = _Printer()
    for line in lines:
        if line.side == "both":
            out.print_both(line)
        elif line.move is None:
            out.run.add(line.side, out.print_piece(line.side, line.pieces[0]))
        else:
            out.print_moved(line.side, line.move, line.pieces)
        out.a += "\n" * (line.side != "b")
        out.b += "\n" * (line.side != "a")
    out.changes.extend(out.run.closed())
    for sides in out.moved.values():
        out.changes.append(Expected("moved", _whole(sides["a"]), _whole(sides["b"])))
        for x, y in zip(sides["a"], sides["b"], strict=True):
            if out.a[x.start : x.end] != out.b[y.start : y.end]:
                out.changes.append(Expected("replaced", x, y))
    return _Printed(out.a, out.b, out.changes, out.equal)


@dataclass(slots=True)
class _Printer:
    """Two versions as far as they are printed."""

    a: str = ""
    b: str = ""
    changes: list[Expected] = field(default_factory=list)
    equal: list[tuple[int, int, int]] = field(default_factory=list)
    moved: dict[int, dict[str, list[Span]]] = field(default_factory=dict)
    run: _Run = field(default_factory=lambda: _Run())

    def print_both(self, line: Paragraph) -> None:
        self.changes.extend(self.run.closed())
        for piece in line.pieces:
            self.changes.extend(_change(piece, len(self.a), len(self.b)))
            if piece.a == piece.b:
                self.equal.append((len(self.a), len(self.b), len(piece.a)))
            self.a += piece.a
            self.b += piece.b

    def print_piece(self, side: str, piece: Piece) -> Span:
        text = piece.a if side == "a" else piece.b
        at = len(self.a) if side == "a" else len(self.b)
        if side == "a":
            self.a += text
        else:
            self.b += text
        return Span(at, at + len(text))

    def print_moved(self, side: str, move: int, pieces: Sequence[Piece]) -> None:
        if self.run.sides[side]:
            self.changes.extend(self.run.closed())
        spans = [self.print_piece(side, piece) for piece in pieces]
        self.moved.setdefault(move, {})[side] = spans


def _wrapped(printed: _Printed, widths: tuple[int, int]) -> _Printed:
    """Both versions with lines of a width of their own, and what that changes."""
    a_breaks, b_breaks = (
        _breaks(text, width) for text, width in zip((printed.a, printed.b), widths, strict=True)
    )
    changes = [Expected(c.kind, _put(c.a, a_breaks), _put(c.b, b_breaks)) for c in printed.changes]
    for a_at, b_at, length in printed.equal:
        for k in range(1, length):
            in_a, in_b = a_at + k in a_breaks, b_at + k in b_breaks
            if in_a != in_b:
                gone = _break_before(a_at + k, a_breaks) if in_a else None
                come = _break_before(b_at + k, b_breaks) if in_b else None
                changes.append(Expected("layout", gone, come))
    a, b = _broken(printed.a, a_breaks), _broken(printed.b, b_breaks)
    return _Printed(a, b, changes, printed.equal)


def _breaks(text: str, width: int) -> dict[int, int]:
    """Offsets before which a line ends, with their number in the text."""
    offsets: list[int] = []
    at = 0
    for line in text.split("\n"):
        offsets += range(at + width, at + len(line), width) if width else ()
        at += len(line) + 1
    return {offset: n for n, offset in enumerate(offsets)}


def _put(span: Span | None, breaks: dict[int, int]) -> Span | None:
    """Where a span stands once the lines are broken."""
    if span is None:
        return None
    first = sum(offset <= span.start for offset in breaks)
    last = sum(offset < span.end for offset in breaks)
    return Span(span.start + first, span.end + last)


def _break_before(offset: int, breaks: dict[int, int]) -> Span:
    return Span(offset + breaks[offset], offset + breaks[offset] + 1)


def _broken(text: str, breaks: dict[int, int]) -> str:
    cuts = [0, *breaks, len(text)]
    return "\n".join(text[i:j] for i, j in pairwise(cuts))


@dataclass(slots=True)
class _Run:
    """Whole paragraphs of one version between two that stand in both."""

    sides: dict[str, list[Span]] = field(default_factory=lambda: {"a": [], "b": []})

    def add(self, side: str, span: Span) -> None:
        self.sides[side].append(span)

    def closed(self) -> Iterator[Expected]:
        a, b = _whole(self.sides["a"]), _whole(self.sides["b"])
        if a or b:
            yield Expected(_kind(a, b), a, b)
        self.sides = {"a": [], "b": []}


def _whole(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None


def _kind(a: Span | None, b: Span | None) -> str:
    return "replaced" if a and b else "deleted" if a else "inserted"


def _change(piece: Piece, a_at: int, b_at: int) -> Iterator[Expected]:
    if piece.a == piece.b:
        return
    a = Span(a_at, a_at + len(piece.a)) if piece.a else None
    b = Span(b_at, b_at + len(piece.b)) if piece.b else None
    yield Expected(_kind(a, b) if piece.kind == "text" else piece.kind, a, b)


# ------------------------------------------------------------------------------- scoring


def is_right(pair: Pair, found: Sequence[tuple[str, Span | None, Span | None]]) -> bool:
    """Whether the changes found are those planted, kinds and both places, and no other.

    A deletion or insertion may stand elsewhere where that gives the same text: of `ABAB`
    less `AB` nobody knows which `AB` it was.
    """
    return not missed(pair, found) and len(found) == len(pair.changes)


def missed(pair: Pair, found: Sequence[tuple[str, Span | None, Span | None]]) -> list[Expected]:
    """The planted changes that were not found as they were planted."""
    return [
        known
        for known in pair.changes
        if not any(
            kind == known.kind and _same(pair.a, a, known.a) and _same(pair.b, b, known.b)
            for kind, a, b in found
        )
    ]


def _same(text: str, x: Span | None, y: Span | None) -> bool:
    if x is None or y is None or x == y:
        return x == y
    if len(x) != len(y) or abs(x.start - y.start) > 200:
        return False
    first, last = min(x.start, y.start), max(x.end, y.end)
    part = text[first:last]
    return _without(part, x, first) == _without(part, y, first)


def _without(part: str, span: Span, first: int) -> str:
    return part[: span.start - first] + part[span.end - first :]
