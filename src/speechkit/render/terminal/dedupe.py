"""What `dedupe` found, for a terminal: pairs, groups, what differs, what is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_args

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import (
    Document,
    Lang,
    Span,
)
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, label, number, percent, sentence
from speechkit.render.sentences import difference_sentence, evidence_sentence, reason_sentence
from speechkit.render.terminal.draw import (
    MAX_ID,
    Column,
    Fitted,
    bullet,
    figure,
    further,
    heading,
    id_cell,
    line_range,
    names,
    page,
    plain,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.passages import render_passages
from speechkit.render.terminal.styles import (
    CHANGED_STYLE,
    FAINT_STYLE,
    ID_STYLE,
    LESS_STYLE,
    MORE_STYLE,
)
from speechkit.results import Change, Difference, DuplicatePair, Duplicates, PairKind

MAX_LISTED = 50
"""Pairs, groups and differences; who has more reads a file."""
MAX_LAYOUT = 10
"""Layout changes listed of a difference: a text wrapped anew has one on every line."""
_WIDE = 100
"""Cells from which a quotation has one line."""
CONTEXT = 6
"""Characters shown on each side of a line break."""
_KIND_STYLES = {
    "deleted": LESS_STYLE,
    "inserted": MORE_STYLE,
    "replaced": CHANGED_STYLE,
    "moved": CHANGED_STYLE,
    "layout": FAINT_STYLE,
    "furniture": FAINT_STYLE,
}


def render_dedupe(result: Duplicates[Any], *, lang: Lang, width: int) -> RenderableType:
    """Verdict first, then pairs, groups, differences and shared passages."""
    return page(
        [
            _summary(result, lang),
            _pairs(result.pairs, lang, width),
            _groups(result, lang),
            *_differences(result, lang, width),
            *render_passages(result.passages, lang, width),
        ]
    )


def _summary(result: Duplicates[Any], lang: Lang) -> RenderableType:
    summary = sentence(
        "dedupe.summary",
        lang,
        speeches=counted(len(result.speeches), "speech", lang),
        kept=number(len(result.kept), lang),
        dropped=number(len(result.dropped), lang),
        fraction=percent(result.dropped_fraction),
    )
    limits = sentence(
        "dedupe.limits",
        lang,
        threshold=f"{result.threshold:g}",
        containment=f"{result.containment:g}",
    )
    nothing = None if result.pairs else plain(label("dedupe.none", lang))
    return stack(plain(summary), plain(limits, FAINT_STYLE), nothing)


def _pairs(pairs: tuple[DuplicatePair[Any], ...], lang: Lang, width: int) -> RenderableType | None:
    if not pairs:
        return None
    columns = [
        Column(label("a", lang), most=width // 3),
        Column(label("b", lang), most=width // 3),
        Column(label("kind", lang), whole=True),
        *(figure(label(key, lang)) for key in ("jaccard", "containment_a", "containment_b")),
    ]
    rows = (
        [
            id_cell(pair.a, lang),
            id_cell(pair.b, lang),
            _kind("pair", pair.kind, lang),
            *(plain(f"{x:.3f}") for x in (pair.jaccard, pair.containment_a, pair.containment_b)),
        ]
        for pair in sorted(pairs, key=_rank)[:MAX_LISTED]
    )
    return stack(
        heading(label("dedupe.pairs", lang)),
        table(columns, rows),
        further(len(pairs) - MAX_LISTED, lang),
    )


def _rank(pair: DuplicatePair[Any]) -> int:
    """The surest first; those of a kind in the order of sources."""
    return get_args(PairKind).index(pair.kind)


def _kind(group: str, kind: str, lang: Lang) -> Text:
    return plain(label(f"{group}.{kind}", lang), _KIND_STYLES.get(kind, ""))


def _groups(result: Duplicates[Any], lang: Lang) -> RenderableType | None:
    if not result.groups:
        return None
    told = (
        sentence(
            "dedupe.group",
            lang,
            speeches=names([speech.id for speech in group.speeches], lang),
            reason=reason_sentence(group, lang),
        )
        for group in result.groups[:MAX_LISTED]
    )
    left = further(len(result.groups) - MAX_LISTED, lang)
    return stack(heading(label("dedupe.groups", lang)), *map(bullet, told), left)


# ------------------------------------------------------------------------- differences


def _differences(result: Duplicates[Any], lang: Lang, width: int) -> Iterator[RenderableType]:
    """The sentence of every pair first, then the changes of each."""
    if not result.differences:
        return
    shown = result.differences[:MAX_LISTED]
    told = (bullet(difference_sentence(difference, lang)) for difference in shown)
    left = further(len(result.differences) - MAX_LISTED, lang)
    yield stack(heading(label("dedupe.differences", lang)), *told, left)
    for difference in shown:
        yield stack(
            _pair(difference),
            _changes(difference, lang, width),
            *_direction(difference, lang),
        )


def _pair(difference: Difference) -> Text:
    """The ids of both, as the headings of speeches have them."""
    ids = (shorten_middle(speech.id, MAX_ID) for speech in (difference.a, difference.b))
    return plain(" → ".join(ids), ID_STYLE)


def _changes(difference: Difference, lang: Lang, width: int) -> RenderableType | None:
    if not difference.changes:
        return None
    layout = difference.of_kind("layout")
    hidden = frozenset(layout[MAX_LAYOUT:])
    shown = [change for change in difference.changes if change not in hidden]
    columns = [
        Column(label("change", lang), whole=True),
        Column(label("lines", lang), whole=True),
        Column(label("text", lang)),
    ]
    rows = (
        [_kind("change", change.kind, lang), lines, _quotation(difference, change, width)]
        for change, lines in zip(shown, _lines(difference, shown), strict=True)
    )
    return stack(
        table(columns, rows),
        further(len(hidden), lang),
        plain(label("change.break", lang), FAINT_STYLE) if layout else None,
    )


def _lines(difference: Difference, changes: Iterable[Change]) -> list[Text]:
    """Lines in a and in b of every change, the arrows below one another."""
    a, b = difference.a.document, difference.b.document
    told = [(_line_range(a, change.a), _line_range(b, change.b)) for change in changes]
    before = max(len(first) for first, _ in told)
    return [Text(f"{first:>{before}} → {second}") for first, second in told]


def _line_range(document: Document, span: Span | None) -> str:
    return "-" if span is None else line_range(*document.lines(span))


def _quotation(difference: Difference, change: Change, width: int) -> RenderableType:
    """Both sides of a replacement, the one there is of the others, as far as there is room."""
    a = difference.a.document.quote(change.a).strip() if change.a is not None else ""
    b = difference.b.document.quote(change.b).strip() if change.b is not None else ""
    if change.kind == "replaced":
        return _fitted(lambda cells: _in_halves(a, b, cells), _in_halves(a, b), width)
    quoted = a or b
    if not quoted:
        return _break(difference, change)
    return _fitted(lambda cells: shorten_middle(quoted, cells), one_line(quoted), width)


def _fitted(drawn: Callable[[int], str], whole: str, width: int) -> Fitted:
    """A cell of one line, of two on a narrow page; of the first some cells may stay free."""
    n_lines = 1 if width >= _WIDE else 2
    return Fitted(
        lambda room: plain(drawn(n_lines * room - 6 * (n_lines - 1))),
        min(cell_len(whole), width),
    )


def _in_halves(a: str, b: str, cells: int | None = None) -> str:
    """What was replaced and by what; where one is short the other has its room."""
    arrow = " → "
    if cells is None:
        return f"{one_line(a)}{arrow}{one_line(b)}"
    room = cells - len(arrow)
    half = room // 2
    taken = [cell_len(one_line(side[:room])) for side in (a, b)]
    first = max(half, room - taken[1])
    second = room - min(first, taken[0])
    return f"{shorten_middle(a, first)}{arrow}{shorten_middle(b, second)}"


def _break(difference: Difference, change: Change) -> RenderableType:
    """The words on both sides of a line end or blank that only one version has."""
    speech, span = (difference.a, change.a) if change.a else (difference.b, change.b)
    if span is None:
        return plain("-")
    text = speech.document.text
    before = one_line(text[max(0, span.start - CONTEXT) : span.start])
    after = one_line(text[span.end : span.end + CONTEXT])
    return plain(f"{before} | {after}", FAINT_STYLE)


def _direction(difference: Difference, lang: Lang) -> Iterator[RenderableType]:
    """Which was made from which, and why we think so."""
    new = difference.derived
    if new is None:
        yield plain(label("dedupe.no_direction", lang))
    else:
        old = difference.b if new.id == difference.a.id else difference.a
        key = "dedupe.direction" if difference.evidence else "dedupe.direction.bare"
        yield plain(sentence(key, lang, new=new.id, old=old.id))
    for evidence in difference.evidence:
        yield bullet(evidence_sentence(evidence, lang))
