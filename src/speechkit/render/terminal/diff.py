"""What `diff` found, for a terminal: two speeches side by side, what they share folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import DEFAULT_CONTEXT, Lang, Span, Speech
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, joined, label, sentence
from speechkit.render.pairing import Row, rows
from speechkit.render.pieces import Marks, Piece, Side, pieces
from speechkit.render.sentences import (
    comparison_sentence,
    evidence_sentence,
    printed_names,
)
from speechkit.render.terminal.breaking import Line
from speechkit.render.terminal.draw import (
    COLUMN_GAP,
    ELLIPSIS,
    Column,
    bullet,
    line_range,
    page,
    plain,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.styles import CHANGED_STYLE, FAINT_STYLE, LESS_STYLE, MORE_STYLE
from speechkit.results import Comparison

SIDE_BY_SIDE = 90
"""Cells from which the two speeches stand beside one another."""
_MAX_LAYOUT = 10
"""Paragraphs shown that only their line ends tell apart; a text wrapped anew has no others."""
_KEPT = 18
"""Characters shown of unchanged text before and after a change."""
_MIN_CUT = 8
"""Characters left out at least, where any are."""

_SIGNS = {
    "same": "",
    "layout": "|",
    "changed": "~",
    "replaced": "~",
    "deleted": "-",
    "inserted": "+",
    "moved_away": ">",
    "moved_here": "<",
}
_STYLES = {
    "deleted": LESS_STYLE,
    "inserted": MORE_STYLE,
    "moved": CHANGED_STYLE,
    "moved_away": CHANGED_STYLE,
    "moved_here": CHANGED_STYLE,
    "same": FAINT_STYLE,
    "layout": FAINT_STYLE,
    "furniture": CHANGED_STYLE,
}
_LEGEND = ("deleted", "inserted", "changed", "moved_away", "moved_here", "layout")
_BROKEN = re.compile(r"(?<=[^\x00-\x7f])[ \t\u3000]*(?:\r\n?|\n)[ \t\u3000]*(?=[^\x00-\x7f])")
"""A line end inside a Chinese sentence, which has no blanks."""
_BRACKETS = {"a": ("[-", "-]"), "b": ("{+", "+}")}
"""As `wdiff` and `git diff --word-diff` mark words."""
_SIDE_STYLES = {"a": LESS_STYLE, "b": MORE_STYLE}


class _Fold(NamedTuple):
    """Paragraphs that are left out because they are the same."""

    rows: Sequence[Row]


def render_diff(
    result: Comparison, *, lang: Lang, width: int, context: int = DEFAULT_CONTEXT
) -> RenderableType:
    """The difference in one sentence, then paragraph by paragraph, then which came first.

    Parameters
    ----------
    context
        Paragraphs shown before and after a change.
    """
    shown = _folded(rows(result.difference), context)
    marks = Marks(result.difference.changes)
    made: RenderableType | None = None
    if shown:
        draw = _side_by_side if width >= SIDE_BY_SIDE else _stacked
        made = draw(result, shown, marks, lang, width)
    return page([_summary(result, lang), made, *_direction(result, lang)])


def _summary(result: Comparison, lang: Lang) -> RenderableType:
    told = plain(comparison_sentence(result, lang))
    if result.similarity.kind == "identical":
        return told
    figures = ("jaccard", "containment_a", "containment_b")
    similarity = sentence(
        "diff.similarity",
        lang,
        **{name: f"{getattr(result.similarity, name):.3f}" for name in figures},
    )
    kind = result.similarity.kind
    named = f" ({label(f'pair.{kind}', lang)})" if kind else ""
    return stack(told, plain(similarity + named, FAINT_STYLE))


def _direction(result: Comparison, lang: Lang) -> Iterator[RenderableType]:
    """Which was made from which, where something tells."""
    difference = result.difference
    new = difference.derived
    if new is None or not difference.evidence:
        return
    old = difference.b if new is difference.a else difference.a
    told = (bullet(evidence_sentence(evidence, lang)) for evidence in difference.evidence)
    yield stack(plain(sentence("dedupe.direction", lang, new=new.id, old=old.id)), *told)


# -------------------------------------------------------------------------------- folding


def _folded(all_rows: Sequence[Row], context: int) -> list[Row | _Fold]:
    """The rows with a change and some around them; the others in folds."""
    few = sum(row.kind == "layout" for row in all_rows) <= _MAX_LAYOUT
    alike = {"same"} if few else {"same", "layout"}
    wanted = {
        near
        for i, row in enumerate(all_rows)
        if row.kind not in alike
        for near in range(i - context, i + context + 1)
    }
    shown: list[Row | _Fold] = []
    held: list[Row] = []
    for i, row in enumerate(all_rows):
        if i in wanted:
            shown += [*_fold(held), row]
            held = []
        else:
            held.append(row)
    return [*shown, *_fold(held)] if wanted else []


def _fold(held: Sequence[Row]) -> Sequence[Row | _Fold]:
    """Rows in a fold; one that is the same takes no more room by itself."""
    if len(held) == 1 and held[0].kind == "same":
        return held
    return [_Fold(held)] if held else []


# --------------------------------------------------------------------------------- layout


def _side_by_side(
    result: Comparison, shown: Sequence[Row | _Fold], marks: Marks, lang: Lang, width: int
) -> RenderableType:
    a, b = result.difference.a, result.difference.b
    lines = _line_cells(a, b, lang)
    cells = (width - 1 - 2 * lines - 4 * COLUMN_GAP) // 2
    names = _headings(a, b, cells)
    columns = [
        Column("", least=1, whole=True),
        Column(label("line", lang), side="right", least=lines, whole=True),
        Column(names[0], least=cells, most=cells),
        Column(label("line", lang), side="right", least=lines, whole=True),
        Column(names[1], least=cells, most=cells),
    ]
    made = []
    for item in shown:
        if isinstance(item, _Fold):
            sign, left, right = Text(), _fold_words(item, lang), Text()
        else:
            sign = plain(_SIGNS[item.kind], _STYLES.get(item.kind, ""))
            left, right = _cells(item, result, marks, lang, cells)
        places = (plain(_lines(speech, side), FAINT_STYLE) for speech, side in _sides(item, a, b))
        made.append([sign, next(places), left, next(places), right])
    return stack(_legend(shown, ("changed",), lang), table(columns, made))


def _stacked(
    result: Comparison, shown: Sequence[Row | _Fold], marks: Marks, lang: Lang, width: int
) -> RenderableType:
    a, b = result.difference.a, result.difference.b
    lines = _line_cells(a, b, lang)
    cells = width - 1 - lines - 2 * COLUMN_GAP
    names = _headings(a, b, cells // 2 - 3)
    columns = [
        Column("", least=1, whole=True),
        Column(label("line", lang), side="right", least=lines, whole=True),
        Column(f"- {names[0]}  + {names[1]}", least=cells, most=cells),
    ]
    made: list[list[RenderableType]] = []
    for item in shown:
        (_, spans), other = _sides(item, a, b)
        if isinstance(item, _Fold):
            made.append([Text(), plain(_lines(a, spans), FAINT_STYLE), _fold_words(item, lang)])
            continue
        told = zip(
            ("a", "b"), ((a, spans), other), _cells(item, result, marks, lang, cells), strict=True
        )
        for side, (speech, places), cell in told:
            if places and not (item.kind == "same" and side == "b"):
                sign = _stacked_sign(item, side)
                made.append([sign, plain(_lines(speech, places), FAINT_STYLE), cell])
    return stack(_legend(shown, ("deleted", "inserted"), lang), table(columns, made))


def _stacked_sign(row: Row, side: str) -> Text:
    """Where one side stands below the other, - and + say which it is."""
    if row.kind not in ("changed", "replaced"):
        return plain(_SIGNS[row.kind], _STYLES.get(row.kind, ""))
    return plain("-" if side == "a" else "+", _SIDE_STYLES[side])


def _sides(
    item: Row | _Fold, a: Speech, b: Speech
) -> tuple[tuple[Speech, tuple[Span, ...]], tuple[Speech, tuple[Span, ...]]]:
    """Either speech with its paragraphs in a row or a fold."""
    if isinstance(item, Row):
        return (a, item.a), (b, item.b)
    left = tuple(span for row in item.rows for span in row.a)
    return (a, left), (b, tuple(span for row in item.rows for span in row.b))


def _legend(shown: Sequence[Row | _Fold], changed: Sequence[str], lang: Lang) -> Text:
    """What the signs before the rows mean, of those that are there.

    Parameters
    ----------
    changed
        Kinds of row whose signs stand before a paragraph that changed.
    """
    kinds: set[str] = {item.kind for item in shown if isinstance(item, Row)}
    if kinds & {"changed", "replaced"}:
        kinds = kinds - {"changed"} | set(changed)
    signs = [label(f"diff.sign.{kind}", lang) for kind in _LEGEND if kind in kinds]
    return plain(joined(signs, lang), FAINT_STYLE)


def _line_cells(a: Speech, b: Speech, lang: Lang) -> int:
    """Cells of the widest range of lines."""
    widest = (len(line_range(speech.lines[1], speech.lines[1] + 1)) for speech in (a, b))
    return max(cell_len(label("line", lang)), *widest)


def _headings(a: Speech, b: Speech, cells: int) -> tuple[str, str]:
    """What the columns are called: id, and the printed number where there is one."""
    called = printed_names(a, b)
    first, second = (
        f"{speech.id} {called[speech.id]}" if speech.id in called else speech.id
        for speech in (a, b)
    )
    return shorten_middle(first, cells), shorten_middle(second, cells)


def _fold_words(fold: _Fold, lang: Lang) -> Text:
    n = sum(len(row.a) for row in fold.rows)
    return plain(
        sentence("diff.alike", lang, paragraphs=counted(n, "paragraph", lang)), FAINT_STYLE
    )


def _lines(speech: Speech, spans: Sequence[Span]) -> str:
    if not spans:
        return ""
    return line_range(*speech.document.lines(Span(spans[0].start, spans[-1].end)))


# ---------------------------------------------------------------------------------- cells


def _cells(row: Row, result: Comparison, marks: Marks, lang: Lang, cells: int) -> tuple[Text, Text]:
    """Both sides of a row."""
    a, b = result.difference.a, result.difference.b
    if row.kind == "same":
        return _alike_cell(a, row.a, cells), _alike_cell(b, row.b, cells)
    left = pieces(row, "a", a, marks)
    right = pieces(row, "b", b, marks)
    anchors = sorted({*_anchors(left), *_anchors(right)})
    where = _where(row, result, lang)
    return _cell(row, "a", left, anchors, where), _cell(row, "b", right, anchors, where)


def _alike_cell(speech: Speech, spans: Sequence[Span], cells: int) -> Text:
    """A paragraph that only shows where we are: one line of it."""
    text = "".join(speech.document.quote(span) for span in spans)
    return plain(shorten_middle(text, cells), FAINT_STYLE)


def _anchors(made: Sequence[Piece]) -> Iterator[int]:
    """Where marks stand, counted in the characters that both sides have."""
    n = 0
    for piece in made:
        if piece.kind:
            yield n
        else:
            n += _n_solid(piece.text)


def _n_solid(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _cell(row: Row, side: Side, parts: Sequence[Piece], anchors: Sequence[int], where: str) -> Text:
    """A side of a row: its changes, and of long unchanged text what stands around them."""
    made = Line(overflow="fold", style=_STYLES.get(row.kind, ""))
    if parts:
        made.append(where)
    one_sided = not row.a or not row.b
    at = 0
    for piece in parts:
        if piece.kind:
            made.append_text(_marked(piece, side))
            continue
        end = at + _n_solid(piece.text)
        cuts = [anchor - at for anchor in anchors if at < anchor < end]
        made.append(_line(piece.text) if one_sided and not anchors else _cut(piece.text, cuts))
        at = end
    return made


def _marked(piece: Piece, side: Side) -> Text:
    before, after = _BRACKETS[side]
    match piece.kind:
        case "end":
            return Text("\n")
        case "layout":
            return Text("|" if set("\r\n") & set(piece.text) else "_", FAINT_STYLE)
        case "whole":
            return plain(piece.text, _SIDE_STYLES[side])
        case "furniture":
            style = _STYLES["furniture"]
        case "moved":
            style = _STYLES["moved"]
        case _:
            style = _SIDE_STYLES[side]
    return Text(f"{before}{_line(piece.text)}{after}", style)


def _cut(text: str, cuts: Sequence[int]) -> str:
    """Unchanged text, shortened between the places where the other side has a mark."""
    parts, start, n_solid = [], 0, 0
    for cut in cuts:
        end = start
        while n_solid < cut:
            n_solid += not text[end].isspace()
            end += 1
        parts.append(text[start:end])
        start = end
    return "".join(map(_shortened, (*parts, text[start:])))


def _shortened(text: str) -> str:
    text = _line(text)
    if len(text) < 2 * _KEPT + _MIN_CUT:
        return text
    return text[:_KEPT] + ELLIPSIS + text[-_KEPT:]


def _where(row: Row, result: Comparison, lang: Lang) -> str:
    """Where a paragraph went or whence it came; empty for one that stayed."""
    if row.other is None:
        return ""
    away = row.kind == "moved_away"
    document = (result.difference.b if away else result.difference.a).document
    line = str(document.line(row.other.start))
    return f"({sentence('diff.moved_to' if away else 'diff.moved_from', lang, line=line)}) "


def _line(text: str) -> str:
    """`one_line`, but for a blank at either end and a line end inside a sentence."""
    made = one_line(_BROKEN.sub("", text))
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :] if made else ""
    return _blank(before) + made + _blank(after)


def _blank(space: str) -> str:
    """What is shown of white space where a piece begins or ends."""
    return "" if not space or set("\r\n") & set(space) else " "
