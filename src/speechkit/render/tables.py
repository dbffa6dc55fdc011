"""A result in, rows for other programs out: JSON lines without loss, CSV for a spreadsheet.

A row is a speech (`split`), a pair (`dedupe`), a change (`diff`), a keyword, key term or trend
(`keywords`), a hit or a collocate (`concordance`), a theme of a speech or what else is asked of
`themes`, a term of a codebook, the agreement on all themes or on one (`label --agreement`), a
finding (`themes --doctor`). Column names are stable; columns may be added at the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, assert_never

from speechkit.model import DocumentSplit, Speech, SplitResult
from speechkit.render.doctor_fields import DOCTOR_COLUMNS, doctor_rows
from speechkit.render.escape import visible
from speechkit.render.json import (
    Fields,
    change_fields,
    collocate_fields,
    encode,
    encode_rounded,
    group_term_fields,
    hit_fields,
    key_term_fields,
    keyword_fields,
    pair_fields,
    reliability_fields,
    rounded,
    speech_fields,
    theme_agreement_fields,
    trend_fields,
)
from speechkit.render.theme_tables import THEME_COLUMNS, ThemeRows, theme_rows

if TYPE_CHECKING:  # at run time, a split need not wait for the results of the analyses
    from speechkit.render import Result
    from speechkit.results import (
        Agreement,
        Codebook,
        Comparison,
        Concordance,
        Duplicates,
        Emphasis,
        KeyTerm,
        Keywords,
        SpeechKeywords,
        ThemeEntry,
    )

SPLIT_COLUMNS = (
    *("document", "path", "encoding", "id", "number", "heading", "title", "start", "end"),
    *("line_start", "line_end", "n_chars", "date", "speaker", "role", "place", "occasion"),
    *("complete", "n_outline", "n_removed", "n_repaired"),
)
DEDUPE_COLUMNS = ("a", "b", "jaccard", "containment_a", "containment_b", "kind", "kept")
DIFF_COLUMNS = (
    "kind",
    *(f"a_{name}" for name in ("line_start", "line_end", "start", "end", "text")),
    *(f"b_{name}" for name in ("line_start", "line_end", "start", "end", "text")),
)
KEYWORDS_COLUMNS = (
    *("speech", "kind", "rank", "term", "score", "count", "per_10k", "first_line", "measure"),
    *("reference_count", "log_ratio", "g2", "dispersion", "suggestive"),
    *("per_10k_words", "reference_per_10k_words", "low", "high", "range"),
    *("n_paragraphs", "by", "value", "n_speeches", "p", "q", "direction", "context"),
)
CONCORDANCE_COLUMNS = (
    *("speech", "line_start", "line_end", "start", "end", "left", "term", "right"),
    *("path", "title", "date", "speaker", "role", "place", "version_of"),
)
COLLOCATES_COLUMNS = (
    *("rank", "term", "measure", "score", "count", "expected", "n_left", "n_right"),
    *("total", "n_speeches", "g2", "mi", "mi3", "t", "logdice", "distinguishable"),
    *("first_speech", "first_line"),
)
CODEBOOK_COLUMNS = ("theme", "subtheme", "kind", "term")
AGREEMENT_COLUMNS = (
    *("kind", "theme", "zh", "en", "group", "n_places", "n_labels", "alpha", "low", "high"),
)

MAX_CELL = 32_767
"""Characters a cell of Excel holds."""
_FORMULA_SIGNS = tuple("=+-@＝＋－＠\t\r\n")
"""What makes a spreadsheet take a cell for a formula, its full-width forms, which East Asian
versions of Excel take for the same, among them (OWASP, "CSV injection")."""


def to_jsonl(result: Result) -> Iterator[bytes]:
    """The rows of a result as JSON objects, each with its line feed; nothing is left out."""
    return (encode(row) for row in _full_rows(result))


def split_jsonl(split: DocumentSplit, *, source: str | None = None) -> bytes:
    """The rows of one document as `to_jsonl` gives them for all.

    Parameters
    ----------
    source
        Name of the file beside them that holds the text the offsets refer to, where there
        is one; it becomes the field `source`.
    """
    named: Fields = {} if source is None else {"source": source}
    return b"".join(encode_rounded({**_speech_row(s), **named}) for s in split.speeches)


def split_csv(split: DocumentSplit) -> bytes:
    """The rows of one document as `to_csv` gives them for all, without the names of columns."""
    return _csv_lines(SPLIT_COLUMNS, (_flat_speech(speech) for speech in split.speeches)).encode()


def csv_head(columns: tuple[str, ...]) -> bytes:
    """The byte-order mark and the names of the columns."""
    return _csv_lines(columns, [dict(zip(columns, columns, strict=True))]).encode("utf-8-sig")


def to_csv(result: Result) -> bytes:
    """The rows of a result as a spreadsheet reads them, with a line of column names.

    UTF-8 with a byte-order mark, CRLF, no whole texts. A text that a spreadsheet would
    take for a formula gets a `'` before it; control characters are made visible.
    """
    return csv_file(*flat_rows(result))


def csv_file(columns: tuple[str, ...], rows: Iterable[Fields]) -> bytes:
    """Rows without lists as `to_csv` writes them; what is no column is left out."""
    return csv_head(columns) + _csv_lines(columns, rows).encode()


def keywords_csv(entry: SpeechKeywords) -> bytes:
    """The rows of one speech as `to_csv` gives them for all, below `csv_head`."""
    return _csv_lines(KEYWORDS_COLUMNS, map(_flat_term, _keyword_rows(entry))).encode()


def keywords_jsonl(entry: SpeechKeywords) -> bytes:
    """The rows of one speech as `to_jsonl` gives them for all."""
    return b"".join(map(encode_rounded, _keyword_rows(entry)))


def themes_csv(result: Emphasis, rows: ThemeRows) -> bytes:
    """The rows of a kind that a result holds, or a part of one, below `csv_head`."""
    return _csv_lines(THEME_COLUMNS[rows], theme_rows(result, rows, flat=True)).encode()


def themes_jsonl(result: Emphasis, rows: ThemeRows) -> bytes:
    """The rows of a kind that a result holds, or a part of one, as JSON lines."""
    return b"".join(map(encode, theme_rows(result, rows)))


def _csv_lines(columns: tuple[str, ...], rows: Iterable[Fields]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


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
    if isinstance(result, SplitResult):
        return (_speech_row(speech) for speech in result.speeches)
    from speechkit import results

    match result:
        case results.Duplicates():
            return _pair_rows(result)
        case results.Comparison():
            return _change_rows(result)
        case results.Keywords():
            return _all_keyword_rows(result)
        case results.Concordance():
            return _concordance_rows(result)
        case results.Emphasis():
            return theme_rows(result, "shares")
        case results.Codebook():
            return _codebook_rows(result)
        case results.Agreement():
            return _agreement_rows(result)
        case results.Diagnosis():
            return doctor_rows(result)
    assert_never(result)


def flat_rows(result: Result) -> tuple[tuple[str, ...], Iterable[Fields]]:
    """Column names and rows without lists and whole texts."""
    if isinstance(result, SplitResult):
        return SPLIT_COLUMNS, (_flat_speech(speech) for speech in result.speeches)
    from speechkit import results

    match result:
        case results.Duplicates():
            return DEDUPE_COLUMNS, _pair_rows(result)
        case results.Comparison():
            return DIFF_COLUMNS, map(flat_change, _change_rows(result))
        case results.Keywords():
            return KEYWORDS_COLUMNS, map(_flat_term, _full_rows(result))
        case results.Concordance():
            columns = CONCORDANCE_COLUMNS if result.collocates is None else COLLOCATES_COLUMNS
            return columns, map(_flat_context, _concordance_rows(result))
        case results.Emphasis():
            return THEME_COLUMNS["shares"], theme_rows(result, "shares", flat=True)
        case results.Codebook():
            return CODEBOOK_COLUMNS, _codebook_rows(result)
        case results.Agreement():
            return AGREEMENT_COLUMNS, _agreement_rows(result)
        case results.Diagnosis():
            return DOCTOR_COLUMNS, doctor_rows(result, flat=True)
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


def _pair_rows(result: Duplicates[Any]) -> Iterator[Fields]:
    kept = {speech.id: group.kept.id for group in result.groups for speech in group.speeches}
    for pair in result.pairs:
        yield {**pair_fields(pair), "kept": kept.get(pair.a.id) if pair.grouped else None}


def _change_rows(result: Comparison) -> Iterator[Fields]:
    return (change_fields(change, result.difference) for change in result.difference.changes)


def flat_change(row: Fields) -> Fields:
    """A change whose places are columns of their own."""
    flat: Fields = {"kind": row["kind"]}
    for side in ("a", "b"):
        place = row[side]
        if isinstance(place, dict):
            flat |= {f"{side}_{name}": value for name, value in place.items()}
    return flat


def _keyword_rows(entry: SpeechKeywords) -> Iterator[Fields]:
    speech = entry.speech
    for rank, keyword in enumerate(entry.keywords, start=1):
        places = keyword.places
        yield {
            "speech": speech.id,
            "kind": "keyword",
            "rank": rank,
            **keyword_fields(keyword),
            "first_line": places[0].line if places else None,
        }
    for rank, term in enumerate(entry.keyness, start=1):
        yield {
            "speech": speech.id,
            "kind": "keyness",
            "rank": rank,
            **key_term_fields(term),
            "first_line": _first_line(term),
        }


def _all_keyword_rows(result: Keywords) -> Iterator[Fields]:
    for entry in result.speeches:
        yield from _keyword_rows(entry)
    for group in result.groups:
        for rank, term in enumerate(group.keyness, start=1):
            yield {
                "kind": "group",
                "by": group.by,
                "value": group.value,
                "rank": rank,
                **group_term_fields(term),
            }
    for rank, trend in enumerate(result.trends.terms if result.trends else (), start=1):
        fields = trend_fields(trend)
        yield {"kind": "trend", "rank": rank, "score": trend.slope, "count": trend.count, **fields}


def _first_line(term: KeyTerm) -> int | None:
    return term.places[0].line if term.places else None


def _flat_term(row: Fields) -> Fields:
    """A term whose context is on one line."""
    context = row.get("context")
    if not isinstance(context, dict):
        return row
    return {**row, "context": " ".join(str(context["text"]).split())}


def _concordance_rows(result: Concordance) -> Iterator[Fields]:
    """The collocates where they were asked for, else the hits."""
    if result.collocates is not None:
        for rank, collocate in enumerate(result.collocates.listed, start=1):
            first = collocate.places[0]
            yield {
                "rank": rank,
                **collocate_fields(collocate, result.collocates.measure),
                "first_speech": first.speech,
                "first_line": first.line,
            }
        return
    counts = {entry.speech.id: entry for entry in result.speeches}
    for hit in result.hits:
        entry = counts[hit.speech]
        speech = entry.speech
        yield {
            **hit_fields(hit, entry.version_of),
            "path": speech.path,
            "title": speech.title,
            "date": speech.date,
            "speaker": speech.speaker,
            "role": speech.role,
            "place": speech.place,
        }


def _flat_context(row: Fields) -> Fields:
    """A hit with a blank where a paragraph ends; JSON lines keep the line feed."""
    flat = {name: str(row[name]).replace("\n", " ") for name in ("left", "right") if name in row}
    return row | flat


def _codebook_rows(codebook: Codebook) -> Iterator[Fields]:
    for entry in codebook.entries:
        yield from _entry_rows(entry)
    yield from _term_rows(None, None, block=codebook.block)


def _entry_rows(entry: ThemeEntry) -> Iterator[Fields]:
    """The terms of a theme in the order in which its file has them."""
    theme = entry.theme.id
    own = {"seed": entry.own_seeds, "weak": entry.own_weak, "exclude": entry.exclude}
    yield from _term_rows(theme, None, **own)
    for subtheme in entry.subthemes:
        yield from _term_rows(theme, subtheme.id, seed=subtheme.seeds, weak=subtheme.weak)


def _term_rows(
    theme: str | None, subtheme: str | None, **by_kind: tuple[str, ...]
) -> Iterator[Fields]:
    for kind, terms in by_kind.items():
        for term in terms:
            yield {"theme": theme, "subtheme": subtheme, "kind": kind, "term": term}


def _agreement_rows(result: Agreement) -> Iterator[Fields]:
    """The agreement on all themes together, then on each."""
    yield {
        "kind": "sets",
        "n_places": result.n_places,
        "n_labels": result.n_labels,
        **reliability_fields(result.reliability),
    }
    for entry in result.themes:
        theme = entry.theme
        named = {"zh": theme.zh, "en": theme.en, "group": theme.group}
        yield {"kind": "theme", **theme_agreement_fields(entry), **named}
