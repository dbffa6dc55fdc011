"""A result in, rows for other programs out: JSON lines without loss, CSV for a spreadsheet.

A row is a speech (`split`), a pair (`dedupe`), a keyword or key term (`keywords`), a
theme of a speech (`themes`). Column names are stable; columns may be added at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from speechkit.model import Speech, SplitResult
from speechkit.render.escape import visible
from speechkit.render.json import (
    Fields,
    emphasis_fields,
    encode,
    key_term_fields,
    keyword_fields,
    pair_fields,
    rounded,
    speech_fields,
)
from speechkit.results import (
    Duplicates,
    Emphasis,
    Keywords,
    SpeechEmphasis,
    SpeechKeywords,
    ThemeEmphasis,
)

if TYPE_CHECKING:
    from speechkit.render import Result

SPLIT_COLUMNS = (
    *("document", "path", "encoding", "id", "number", "heading", "title", "start", "end"),
    *("line_start", "line_end", "n_chars", "date", "speaker", "role", "place", "occasion"),
    *("complete", "n_outline", "n_removed", "n_repaired"),
)
DEDUPE_COLUMNS = ("a", "b", "jaccard", "containment_a", "containment_b", "kind", "kept")
KEYWORDS_COLUMNS = (
    *("speech", "kind", "rank", "term", "score", "count", "per_10k", "first_line", "measure"),
    *("reference_count", "log_ratio", "g2", "dispersion", "suggestive"),
)
THEMES_COLUMNS = (
    *("speech", "title", "date", "theme", "zh", "en", "group", "share", "low", "high"),
    *("n_chars", "sufficient", "framing_fraction", "first_line", "terms"),
)

MAX_CELL = 32_767
"""Characters a cell of Excel holds."""
_FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r\n")
"""What makes a spreadsheet take a cell for a formula, its full-width forms, which East Asian
versions of Excel take for the same, among them (OWASP, "CSV injection")."""


def to_jsonl(result: Result) -> Iterator[bytes]:
    """The rows of a result as JSON objects, each with its line feed; nothing is left out."""
    return (encode(row) for row in _full_rows(result))


def to_csv(result: Result) -> bytes:
    """The rows of a result as a spreadsheet reads them, with a line of column names.

    UTF-8 with a byte-order mark, CRLF, no whole texts. A text that a spreadsheet would
    take for a formula gets a `'` before it; control characters are made visible.
    """
    columns, rows = _flat_rows(result)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """A value as a cell of a spreadsheet.

    Examples
    --------
    >>> cell("=1+1"), cell(-0.5), cell(None), cell(True)
    ("'=1+1", '-0.5', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        number = rounded(value)
        return "" if number is None else repr(number)
    if isinstance(value, int):
        return str(value)
    return _text_cell(str(value))


def _text_cell(text: str) -> str:
    shown = visible(text)
    if text.startswith(_FORMULA_SIGNS) or shown.lstrip().startswith(_FORMULA_SIGNS):
        shown = f"'{shown}"
    return shown if len(shown) <= MAX_CELL else shown[: MAX_CELL - 1] + "…"


# -------------------------------------------------------------------------------- rows


def _full_rows(result: Result) -> Iterator[Fields]:
    match result:
        case SplitResult():
            return (_speech_row(speech) for speech in result.speeches)
        case Duplicates():
            return _pair_rows(result)
        case Keywords():
            return (row for entry in result.speeches for row in _keyword_rows(entry))
        case Emphasis():
            return (
                _theme_row(entry, emphasis)
                for entry in result.speeches
                for emphasis in entry.emphasis
            )
    assert_never(result)


def _flat_rows(result: Result) -> tuple[tuple[str, ...], Iterable[Fields]]:
    """Column names and rows without lists and whole texts."""
    match result:
        case SplitResult():
            return SPLIT_COLUMNS, (_flat_speech(speech) for speech in result.speeches)
        case Duplicates():
            return DEDUPE_COLUMNS, _pair_rows(result)
        case Keywords():
            return KEYWORDS_COLUMNS, _full_rows(result)
        case Emphasis():
            return THEMES_COLUMNS, (
                {**_theme_row(entry, emphasis), "terms": _terms(emphasis)}
                for entry in result.speeches
                for emphasis in entry.emphasis
            )
    assert_never(result)


def _speech_row(speech: Speech) -> Fields:
    """A speech with all that is known of it, so that it can be read again as a record."""
    document = speech.document
    row: Fields = {
        **speech_fields(speech),
        "document": document.id,
        "path": document.path,
        "encoding": document.encoding,
    }
    return row | {name: value for name, value in document.metadata.items() if name not in row}


def _flat_speech(speech: Speech) -> Fields:
    return {
        **_speech_row(speech),
        "n_outline": len(speech.outline),
        "n_removed": len(speech.removed),
        "n_repaired": len(speech.repaired),
    }


def _pair_rows(result: Duplicates) -> Iterator[Fields]:
    kept = {speech.id: group.kept.id for group in result.groups for speech in group.speeches}
    for pair in result.pairs:
        yield {**pair_fields(pair), "kept": kept.get(pair.a.id) if pair.grouped else None}


def _keyword_rows(entry: SpeechKeywords) -> Iterator[Fields]:
    speech = entry.speech
    for rank, keyword in enumerate(entry.keywords, start=1):
        places = keyword.places
        yield {
            "speech": speech.id,
            "kind": "keyword",
            "rank": rank,
            **keyword_fields(keyword, speech),
            "first_line": speech.document.line(places[0].start) if places else None,
        }
    for rank, term in enumerate(entry.keyness, start=1):
        yield {"speech": speech.id, "kind": "keyness", "rank": rank, **key_term_fields(term)}


def _theme_row(entry: SpeechEmphasis, emphasis: ThemeEmphasis) -> Fields:
    speech, theme = entry.speech, emphasis.theme
    evidence = emphasis.evidence
    return {
        "speech": speech.id,
        "title": speech.title,
        "date": speech.date,
        **emphasis_fields(emphasis, speech),
        "zh": theme.zh,
        "en": theme.en,
        "group": theme.group,
        "n_chars": entry.n_chars,
        "sufficient": entry.sufficient,
        "framing_fraction": entry.framing_fraction,
        "first_line": speech.document.line(evidence[0].start) if evidence else None,
    }


def _terms(emphasis: ThemeEmphasis) -> str:
    """Terms and counts in one cell."""
    return "; ".join(f"{term.term} {term.count}" for term in emphasis.terms)
