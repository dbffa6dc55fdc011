"""What `split` found, for a terminal: a table of speeches for each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from rich.console import Group, RenderableType
from rich.text import Text

from speechkit.model import LOW_CONFIDENCE, Lang, SplitResult
from speechkit.render.labels import border_reason, counted, joined, label, number, sentence
from speechkit.render.summary import (
    MAX_ROWS,
    BorderRow,
    DocumentSummary,
    Edits,
    ReasonRow,
    SpeechRow,
    summarize,
)
from speechkit.render.terminal.draw import (
    DATE_CELLS,
    ELLIPSIS,
    Column,
    figure,
    further,
    heading,
    indented,
    line_range,
    name_cell,
    names,
    page,
    plain,
    shorten,
    stack,
    table,
    warning,
)
from speechkit.render.terminal.styles import FAINT_STYLE, WARNING_STYLE

_DATED = 72
"""Cells from which the date has a column of its own."""
_WIDE = 110
"""Cells from which place, speaker and title have columns of their own."""
_MAX_TITLE_LINES = 3


def render_split(result: SplitResult, *, lang: Lang, width: int) -> RenderableType:
    """The speeches of every document, what was removed and mended, and what to doubt."""
    return render_summaries([summarize(split) for split in result.documents], lang, width)


def render_summaries(
    documents: Sequence[DocumentSummary], lang: Lang, width: int
) -> RenderableType:
    """What `render_split` shows, of documents whose texts are gone."""
    if not any(document.n_speeches for document in documents):
        return plain(label("split.none", lang))
    parts = [
        _singles(tuple(group), lang, width) if single else _each(group, lang, width)
        for single, group in groupby(documents, key=_is_single)
    ]
    if len(documents) > 1:
        parts.insert(0, plain(_summary(documents, lang)))
    return page(parts)


def _each(documents: Iterable[DocumentSummary], lang: Lang, width: int) -> RenderableType:
    return page(_document(document, lang, width) for document in documents)


def _is_single(document: DocumentSummary) -> bool:
    return document.n_speeches == 1


def _summary(documents: Sequence[DocumentSummary], lang: Lang) -> str:
    n_speeches = sum(document.n_speeches for document in documents)
    return sentence(
        "split.summary",
        lang,
        documents=counted(len(documents), "document", lang),
        speeches=counted(n_speeches, "speech", lang),
    )


def _document(document: DocumentSummary, lang: Lang, width: int) -> RenderableType:
    """A document of several speeches."""
    facts = sentence(
        "split.document",
        lang,
        chars=counted(document.n_chars, "char", lang),
        encoding=document.encoding,
        speeches=counted(document.n_speeches, "speech", lang),
    )
    return stack(
        heading(document.path),
        plain(facts),
        _style(document, lang),
        _doubt(document, lang),
        _speeches([document], lang, width),
        *_edits([document], lang),
        *_explanations([document], lang, width),
    )


def _singles(documents: tuple[DocumentSummary, ...], lang: Lang, width: int) -> RenderableType:
    """Documents of one speech each, in one table."""
    by_encoding = Counter(document.encoding for document in documents)
    found = [f"{name} ({number(n, lang)})" for name, n in sorted(by_encoding.items())]
    low = [document.path for document in documents if document.confidence < LOW_CONFIDENCE]
    return stack(
        heading(documents[0].path) if len(documents) == 1 else None,
        _speeches(documents, lang, width),
        plain(sentence("split.encodings", lang, list=joined(found, lang))),
        warning(sentence("split.low.single", lang, list=names(low, lang))) if low else None,
        *_edits(documents, lang),
        *_explanations(documents, lang, width),
    )


def _style(document: DocumentSummary, lang: Lang) -> Text | None:
    if document.heading_style is None:
        return None
    confidence = f"{document.confidence:.2f}"
    return plain(sentence("split.style", lang, style=document.heading_style, confidence=confidence))


def _doubt(document: DocumentSummary, lang: Lang) -> Text | None:
    if document.confidence >= LOW_CONFIDENCE:
        return None
    return warning(sentence("split.low", lang, confidence=f"{document.confidence:.2f}"))


# ------------------------------------------------------------------------------- table


def _speeches(documents: Sequence[DocumentSummary], lang: Lang, width: int) -> RenderableType:
    rows = list(chain.from_iterable(document.speeches for document in documents))[:MAX_ROWS]
    n_speeches = sum(document.n_speeches for document in documents)
    return stack(_table(rows, lang, width), further(n_speeches - len(rows), lang))


def _table(speeches: Iterable[SpeechRow], lang: Lang, width: int) -> RenderableType:
    longest = max(12, width // 4)
    common = [
        Column(label("speech", lang), most=longest, least=8),
        figure(label("lines", lang)),
        figure(label("chars", lang)),
        *([Column(label("date", lang), whole=True)] if width >= _DATED else []),
    ]
    if width < _WIDE:
        return table([*common, Column(label("title", lang))], _narrow(speeches, lang, width))
    wide = [
        Column(label("place", lang), most=width // 8),
        Column(label("speaker", lang), most=width // 6),
        Column(label("title", lang)),
        Column(label("complete", lang), whole=True),
    ]
    return table([*common, *wide], _wide(speeches, lang, width))


def _common(speech: SpeechRow, lang: Lang, width: int) -> list[RenderableType]:
    cells: list[RenderableType] = [
        name_cell(speech.id),
        plain(line_range(*speech.lines)),
        plain(number(speech.n_chars, lang)),
    ]
    return [*cells, plain(_date(speech) or "-")] if width >= _DATED else cells


def _date(speech: SpeechRow) -> str:
    return shorten(speech.date or "", DATE_CELLS)


def _narrow(
    speeches: Iterable[SpeechRow], lang: Lang, width: int
) -> Iterator[list[RenderableType]]:
    """Speaker, place and what is missing stand under the title, and so may the date."""
    cells = _MAX_TITLE_LINES * width // 3
    for speech in speeches:
        facts = [*([] if width >= _DATED else [_date(speech)]), _who(speech), speech.place]
        told = [shorten(speech.title, cells), shorten(", ".join(filter(None, facts)), cells)]
        lines = [plain(line) for line in told if line] or [plain("-")]
        if not speech.complete:
            lines.append(warning(label("split.incomplete", lang)))
        yield [*_common(speech, lang, width), Group(*lines)]


def _wide(speeches: Iterable[SpeechRow], lang: Lang, width: int) -> Iterator[list[RenderableType]]:
    cells = _MAX_TITLE_LINES * width // 4
    for speech in speeches:
        complete = label("yes" if speech.complete else "no", lang)
        yield [
            *_common(speech, lang, width),
            plain(shorten(speech.place or "-", cells)),
            plain(shorten(_who(speech) or "-", cells)),
            plain(shorten(speech.title or "-", cells)),
            plain(complete, "" if speech.complete else WARNING_STYLE),
        ]


def _who(speech: SpeechRow) -> str:
    return " ".join(filter(None, [speech.speaker, speech.role]))


# ------------------------------------------------------------------------------- edits


def _edits(documents: Sequence[DocumentSummary], lang: Lang) -> Iterator[Text]:
    """What was removed and what was mended, by kind, with the first lines of each."""
    removed = _by_kind([document.removed for document in documents], lang)
    repaired = _by_kind([document.repaired for document in documents], lang)
    if removed:
        yield plain(sentence("split.removed", lang, list=joined(removed, lang)))
    if repaired:
        yield plain(sentence("split.repaired", lang, list=joined(repaired, lang)))
    if not removed and not repaired:
        yield plain(label("split.untouched", lang))


def _by_kind(documents: Sequence[tuple[Edits, ...]], lang: Lang) -> list[str]:
    if len(documents) == 1:  # a line number says nothing without its document
        return [counted(edits.n, edits.kind, lang) + _lines(edits, lang) for edits in documents[0]]
    totals: Counter[str] = Counter()
    for edits in chain.from_iterable(documents):
        totals[edits.kind] += edits.n
    return [counted(n, kind, lang) for kind, n in sorted(totals.items())]


def _lines(edits: Edits, lang: Lang) -> str:
    key = "split.line" if edits.n_lines == 1 else "split.lines"
    shown = joined([str(line) for line in edits.lines], lang)
    left = edits.n_lines - len(edits.lines)
    return sentence(key, lang, list=shown if left <= 0 else f"{shown} {ELLIPSIS} (+{left})")


# ----------------------------------------------------------------------------- borders


def _explanations(
    documents: Sequence[DocumentSummary], lang: Lang, width: int
) -> Iterator[RenderableType]:
    """Why each border was drawn and what else was considered, where it was asked for."""
    for document in documents:
        if document.borders is None:
            continue
        yield Text()
        if len(documents) > 1:
            yield heading(document.path)
        if document.borders:
            yield _borders(document.borders, lang, width)
        else:
            yield plain(label("split.borders.none", lang))


def _borders(borders: Sequence[BorderRow], lang: Lang, width: int) -> RenderableType:
    columns = [figure(label("line", lang)), Column(label("split.border", lang))]
    rows = [
        [plain(number(border.line, lang)), _border(border, lang, width)]
        for border in borders[:MAX_ROWS]
    ]
    return stack(table(columns, rows), further(len(borders) - len(rows), lang))


def _border(border: BorderRow, lang: Lang, width: int) -> RenderableType:
    key = "split.border.drawn" if border.drawn else "split.border.considered"
    verdict = sentence(key, lang, style=border.style, confidence=f"{border.confidence:.2f}")
    return Group(
        plain(shorten(border.text, 2 * width), "" if border.drawn else FAINT_STYLE),
        plain(verdict, "" if border.drawn else WARNING_STYLE),
        *(indented(_reason(reason, lang)) for reason in border.reasons),
    )


def _reason(reason: ReasonRow, lang: Lang) -> Text:
    where = "" if reason.line is None else sentence("split.line", lang, list=str(reason.line))
    return plain(f"{reason.weight:+.1f} {border_reason(reason.kind, lang)}{where}")
