"""What `dedupe` found, for a terminal: pairs, groups, what differs, what is shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
    FAINT_STYLE,
    Column,
    bullet,
    figure,
    further,
    heading,
    id_text,
    line_range,
    names,
    page,
    plain,
    shorten_middle,
    stack,
    table,
)
from speechkit.render.terminal.passages import render_passages
from speechkit.results import (
    Change,
    Difference,
    DuplicatePair,
    Duplicates,
)

MAX_LISTED = 50
"""Pairs, groups and differences; who has more reads a file."""
MAX_LAYOUT = 10
"""Layout changes listed of a difference: a text wrapped anew has one on every line."""
CONTEXT = 6
"""Characters shown on each side of a line break."""
_KIND_STYLES = {
    "identical": "red",
    "near": "red",
    "contained": "yellow",
    "partial": "",
    "deleted": "red",
    "inserted": "green",
    "replaced": "yellow",
    "moved": "magenta",
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
            id_text(pair.a, lang),
            id_text(pair.b, lang),
            _kind("pair", pair.kind, lang),
            *(plain(f"{x:.3f}") for x in (pair.jaccard, pair.containment_a, pair.containment_b)),
        ]
        for pair in pairs[:MAX_LISTED]
    )
    return stack(
        heading(label("dedupe.pairs", lang)),
        table(columns, rows),
        further(len(pairs) - MAX_LISTED, lang),
    )


def _kind(group: str, kind: str, lang: Lang) -> Text:
    return plain(label(f"{group}.{kind}", lang), _KIND_STYLES[kind])


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
            heading(f"{difference.a.id} → {difference.b.id}"),
            _changes(difference, lang, width),
            *_direction(difference, lang),
        )


def _changes(difference: Difference, lang: Lang, width: int) -> RenderableType | None:
    if not difference.changes:
        return None
    layout = difference.of_kind("layout")
    hidden = frozenset(layout[MAX_LAYOUT:])
    columns = [
        Column(label("change", lang), whole=True),
        figure(label("lines_a", lang)),
        figure(label("lines_b", lang)),
        Column(label("text", lang)),
    ]
    rows = (
        [
            _kind("change", change.kind, lang),
            plain(_lines(difference.a.document, change.a)),
            plain(_lines(difference.b.document, change.b)),
            _quotation(difference, change, lang, width),
        ]
        for change in difference.changes
        if change not in hidden
    )
    return stack(table(columns, rows), further(len(hidden), lang))


def _lines(document: Document, span: Span | None) -> str:
    return "-" if span is None else line_range(*document.lines(span))


def _quotation(difference: Difference, change: Change, lang: Lang, width: int) -> RenderableType:
    """Both sides of a replacement, the one there is of the others, shortened."""
    cells = max(24, width - 36) * (2 if width < 100 else 1)
    a = difference.a.document.quote(change.a) if change.a is not None else ""
    b = difference.b.document.quote(change.b) if change.b is not None else ""
    if change.kind == "replaced":
        half = cells // 2 - 2
        return plain(f"{shorten_middle(a, half)} → {shorten_middle(b, half)}")
    quoted = shorten_middle(a.strip() or b.strip(), cells)
    return plain(quoted) if quoted else _break(difference, change, lang)


def _break(difference: Difference, change: Change, lang: Lang) -> RenderableType:
    """The words on both sides of a line end or blank that only one version has."""
    speech, span = (difference.a, change.a) if change.a else (difference.b, change.b)
    if span is None:
        return plain("-")
    text = speech.document.text
    before = one_line(text[max(0, span.start - CONTEXT) : span.start])
    after = one_line(text[span.end : span.end + CONTEXT])
    return plain(f"{before} | {after} ({label('change.break', lang)})", FAINT_STYLE)


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
