"""What `split` found, for a terminal: a table of speeches for each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from speechkit.model import (
    DocumentSplit,
    Lang,
    Removal,
    Repair,
    Speech,
    SplitResult,
)
from speechkit.render.labels import counted, joined, label, number, sentence
from speechkit.render.terminal.draw import (
    DATE_CELLS,
    MAX_ROWS,
    WARNING_STYLE,
    Column,
    figure,
    further,
    heading,
    id_text,
    line_range,
    names,
    page,
    plain,
    shorten,
    stack,
    table,
    warning,
)

LOW_CONFIDENCE = 0.8
"""Below it the page asks the reader to check the borders; where the cost of a look is
small, one document in five wrong is too many."""
_WIDE = 110
"""Cells from which place, speaker and title have columns of their own."""
_MAX_TITLE_LINES = 3
_MAX_LINES_NAMED = 5


def render_split(result: SplitResult, *, lang: Lang, width: int) -> RenderableType:
    """The speeches of every document, what was removed and mended, and what to doubt."""
    if not result.speeches:
        return plain(label("split.none", lang))
    parts = [
        _documents(tuple(splits), lang, width) if single else _each(splits, lang, width)
        for single, splits in groupby(result.documents, key=_is_single)
    ]
    if len(result.documents) > 1:
        parts.append(plain(_summary(result, lang)))
    return page(parts)


def _each(splits: Iterable[DocumentSplit], lang: Lang, width: int) -> RenderableType:
    return page(_document(split, lang, width) for split in splits)


def _is_single(split: DocumentSplit) -> bool:
    return len(split.speeches) == 1


def _summary(result: SplitResult, lang: Lang) -> str:
    return sentence(
        "split.summary",
        lang,
        documents=counted(len(result.documents), "document", lang),
        speeches=counted(len(result.speeches), "speech", lang),
    )


def _document(split: DocumentSplit, lang: Lang, width: int) -> RenderableType:
    """A document of several speeches."""
    document = split.document
    facts = sentence(
        "split.document",
        lang,
        chars=counted(len(document.text), "char", lang),
        encoding=document.encoding,
        speeches=counted(len(split.speeches), "speech", lang),
    )
    return stack(
        heading(document.path),
        plain(facts),
        _style(split, lang),
        _doubt(split, lang),
        _speeches(split.speeches, lang, width),
        *_edits([split], lang),
    )


def _documents(splits: tuple[DocumentSplit, ...], lang: Lang, width: int) -> RenderableType:
    """Documents of one speech each, in one table."""
    by_encoding = Counter(split.document.encoding for split in splits)
    found = [f"{name} ({number(n, lang)})" for name, n in sorted(by_encoding.items())]
    low = [split.document.path for split in splits if split.confidence < LOW_CONFIDENCE]
    return stack(
        heading(splits[0].document.path) if len(splits) == 1 else None,
        _speeches([speech for split in splits for speech in split.speeches], lang, width),
        plain(sentence("split.encodings", lang, list=joined(found, lang))),
        warning(sentence("split.low.single", lang, list=names(low, lang))) if low else None,
        *_edits(splits, lang),
    )


def _style(split: DocumentSplit, lang: Lang) -> Text | None:
    if split.heading_style is None:
        return None
    confidence = f"{split.confidence:.2f}"
    return plain(sentence("split.style", lang, style=split.heading_style, confidence=confidence))


def _doubt(split: DocumentSplit, lang: Lang) -> Text | None:
    if split.confidence >= LOW_CONFIDENCE:
        return None
    return warning(sentence("split.low", lang, confidence=f"{split.confidence:.2f}"))


# ------------------------------------------------------------------------------- table


def _speeches(speeches: Sequence[Speech], lang: Lang, width: int) -> RenderableType:
    shown = _table(speeches[:MAX_ROWS], lang, width)
    return stack(shown, further(len(speeches) - MAX_ROWS, lang))


def _table(speeches: Iterable[Speech], lang: Lang, width: int) -> RenderableType:
    longest = max(12, width // 4)
    common = [
        Column(label("speech", lang), most=longest, least=8),
        figure(label("lines", lang)),
        figure(label("chars", lang)),
        Column(label("date", lang), whole=True),
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


def _common(speech: Speech, lang: Lang) -> list[Text]:
    return [
        id_text(speech, lang),
        plain(line_range(*speech.lines)),
        plain(number(speech.n_chars, lang)),
        plain(shorten(speech.date or "-", DATE_CELLS)),
    ]


def _narrow(speeches: Iterable[Speech], lang: Lang, width: int) -> Iterator[list[RenderableType]]:
    """Place, speaker and what is missing stand under the title."""
    cells = _MAX_TITLE_LINES * width // 3
    for speech in speeches:
        told = [shorten(_title(speech), cells), shorten(_who_and_where(speech), cells)]
        lines = [plain(line) for line in told if line]
        if not speech.complete:
            lines.append(warning(label("split.incomplete", lang)))
        yield [*_common(speech, lang), Group(*lines)]


def _wide(speeches: Iterable[Speech], lang: Lang, width: int) -> Iterator[list[RenderableType]]:
    cells = _MAX_TITLE_LINES * width // 4
    for speech in speeches:
        complete = label("yes" if speech.complete else "no", lang)
        yield [
            *_common(speech, lang),
            plain(shorten(speech.place or "-", cells)),
            plain(shorten(_who(speech) or "-", cells)),
            plain(shorten(_title(speech) or "-", cells)),
            plain(complete, "" if speech.complete else WARNING_STYLE),
        ]


def _title(speech: Speech) -> str:
    return speech.title or speech.heading_text


def _who(speech: Speech) -> str:
    return " ".join(filter(None, [speech.speaker, speech.role]))


def _who_and_where(speech: Speech) -> str:
    return ", ".join(filter(None, [_who(speech), speech.place]))


# ------------------------------------------------------------------------------- edits


def _edits(splits: Iterable[DocumentSplit], lang: Lang) -> Iterator[Text]:
    """What was removed and what was mended, by kind, with the first lines of each."""
    splits = tuple(splits)
    removed = _by_kind(((split, edit) for split in splits for edit in split.removed), lang)
    repaired = _by_kind(((split, edit) for split in splits for edit in split.repaired), lang)
    if removed:
        yield plain(sentence("split.removed", lang, list=joined(removed, lang)))
    if repaired:
        yield plain(sentence("split.repaired", lang, list=joined(repaired, lang)))
    if not removed and not repaired:
        yield plain(label("split.untouched", lang))


def _by_kind(edits: Iterable[tuple[DocumentSplit, Removal | Repair]], lang: Lang) -> list[str]:
    lines: dict[str, list[str]] = {}
    documents = set()
    for split, edit in edits:
        documents.add(split.document.id)
        lines.setdefault(edit.kind, []).append(str(split.document.line(edit.span.start)))
    named = len(documents) == 1  # a line number says nothing without its document
    return [
        counted(len(found), kind, lang) + (_lines(found, lang) if named else "")
        for kind, found in sorted(lines.items())
    ]


def _lines(lines: list[str], lang: Lang) -> str:
    distinct = list(dict.fromkeys(lines))
    key = "split.line" if len(distinct) == 1 else "split.lines"
    return sentence(key, lang, list=names(distinct, lang))
