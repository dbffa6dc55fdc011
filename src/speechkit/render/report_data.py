"""A report in, the figures behind it as CSV files out, with an index of what is in them.

The columns of what a command finds by itself are those of its own CSV. Every row that speaks of
a place has its line and offsets, so that it can be opened in the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from speechkit.model import DEFAULT_FALSE_DISCOVERY_RATE, N_POSITIONS, SHINGLE_SIZE
from speechkit.render.json import Fields, change_fields
from speechkit.render.report_columns import FILES, column_words
from speechkit.render.report_words import say
from speechkit.render.tables import (
    DEDUPE_COLUMNS,
    DIFF_COLUMNS,
    KEYWORDS_COLUMNS,
    SPLIT_COLUMNS,
    csv_file,
    flat_change,
    flat_rows,
)
from speechkit.render.theme_tables import THEME_COLUMNS, ThemeRows, theme_rows

if TYPE_CHECKING:
    from speechkit.model import Document, Lang, Span
    from speechkit.results import Report

INDEX, README = "index.csv", "README.txt"
_STRETCH = ("line_start", "line_end", "start", "end")
_PLACE = ("speech", "term", "line", "start", "end")

Rows = Callable[["Report"], Iterable[Fields]]


def data_files(report: Report, *, lang: Lang = "en") -> Iterator[tuple[str, bytes]]:
    """Name and content of every file: the figures, then what they are.

    Parameters
    ----------
    lang : Lang
        Of the explanations; names of files and columns are the same in both.
    """
    for name, (columns, rows) in _TABLES.items():
        yield f"{name}.csv", csv_file(columns, rows(report))
    yield INDEX, csv_file(("file", "column", "meaning"), _index_rows(lang))
    yield README, _readme(report, lang)


def data_columns() -> Mapping[str, tuple[str, ...]]:
    """Columns of every table by its name."""
    return {name: columns for name, (columns, _) in _TABLES.items()}


# -------------------------------------------------------------------------- explanations


def _index_rows(lang: Lang) -> Iterator[Fields]:
    for name, columns in data_columns().items():
        for column in columns:
            meaning = getattr(column_words(name, column), lang)
            yield {"file": f"{name}.csv", "column": column, "meaning": meaning}


def _readme(report: Report, lang: Lang) -> bytes:
    """Text with a byte-order mark and CRLF, which every editor on Windows takes."""
    from speechkit.render.escape import visible

    lines = [
        say(lang, "page_title"),
        f"speechkit {report.version}",
        "",
        say(lang, "data_text"),
        "",
        *(f"{name}.csv{say(lang, 'colon')}{getattr(FILES[name], lang)}" for name in _TABLES),
        f"{INDEX}{say(lang, 'colon')}{say(lang, 'index_text')}",
    ]
    if report.command:
        lines += ["", say(lang, "again") + say(lang, "colon").rstrip(), report.command]
    return "".join(f"{visible(line)}\r\n" for line in lines).encode("utf-8-sig")


# ------------------------------------------------------------------------------- rows


def _stretch(document: Document, span: Span) -> Fields:
    line_start, line_end = document.lines(span)
    return {"line_start": line_start, "line_end": line_end, "start": span.start, "end": span.end}


def _documents(report: Report) -> Iterator[Fields]:
    for split in report.split.documents:
        yield {
            "document": split.document.id,
            "path": split.document.path,
            "encoding": split.document.encoding,
            "n_chars": len(split.document.text),
            "n_speeches": len(split.speeches),
            "heading_style": split.heading_style,
            "confidence": split.confidence,
        }


def _speeches(report: Report) -> Iterable[Fields]:
    return flat_rows(report.split)[1]


def _removals(report: Report) -> Iterator[Fields]:
    for speech in report.split.speeches:
        for removal in speech.removed:
            place = _stretch(speech.document, removal.span)
            yield {"speech": speech.id, "kind": removal.kind, **place, "text": removal.text}


def _repairs(report: Report) -> Iterator[Fields]:
    for speech in report.split.speeches:
        for repair in speech.repaired:
            yield {
                "speech": speech.id,
                "kind": repair.kind,
                **_stretch(speech.document, repair.span),
                "before": repair.before,
                "after": repair.after,
            }


def _pairs(report: Report) -> Iterable[Fields]:
    return flat_rows(report.duplicates)[1]


def _groups(report: Report) -> Iterator[Fields]:
    for number, group in enumerate(report.duplicates.groups, start=1):
        for speech in group.speeches:
            yield {
                "group": number,
                "speech": speech.id,
                "kept": speech.id == group.kept.id,
                "reason": group.reason.criterion,
                "value": group.reason.value or None,
            }


def _changes(report: Report) -> Iterator[Fields]:
    for difference in report.duplicates.differences:
        pair: Fields = {
            "a": difference.a.id,
            "b": difference.b.id,
            "derived": difference.derived.id if difference.derived else None,
        }
        for change in difference.changes:
            yield {**pair, **flat_change(change_fields(change, difference))}


def _passages(report: Report) -> Iterator[Fields]:
    for number, passage in enumerate(report.duplicates.passages, start=1):
        yield {
            "passage": number,
            "n_chars": len(passage.text),
            "n_speeches": passage.n_speeches,
            "boilerplate": passage.boilerplate,
            "text": passage.text,
        }


def _passage_places(report: Report) -> Iterator[Fields]:
    for number, passage in enumerate(report.duplicates.passages, start=1):
        for place in passage.places:
            document = place.speech.document
            yield {
                "passage": number,
                "speech": place.speech.id,
                **_stretch(document, place.span),
                "n_edits": place.n_edits,
                "text": document.quote(place.span),
            }


def _keywords(report: Report) -> Iterator[Fields]:
    return (row for row in flat_rows(report.keywords)[1] if row["kind"] == "keyword")


def _keyness(report: Report) -> Iterator[Fields]:
    return (row for row in flat_rows(report.keywords)[1] if row["kind"] == "keyness")


def _keyword_places(report: Report) -> Iterator[Fields]:
    for entry in report.keywords.speeches:
        for keyword in entry.keywords:
            for place in keyword.places:
                yield {"speech": entry.speech.id, "term": keyword.term, **place._asdict()}


def _keyness_places(report: Report) -> Iterator[Fields]:
    for entry in report.keywords.speeches:
        for term in entry.keyness:
            for place in term.places:
                yield {"term": term.term, **place._asdict()}


def _of_themes(rows: ThemeRows) -> Rows:
    return lambda report: theme_rows(report.emphasis, rows, flat=True)


def _theme_terms(report: Report) -> Iterator[Fields]:
    for entry in report.emphasis.speeches:
        for emphasis in entry.emphasis:
            for term in emphasis.terms:
                yield {
                    "speech": entry.speech.id,
                    "theme": emphasis.theme.id,
                    "term": term.term,
                    "count": term.count,
                    "subtheme": term.subtheme or None,
                }


def _evidence(report: Report) -> Iterator[Fields]:
    for entry in report.emphasis.speeches:
        for emphasis in entry.emphasis:
            for rank, sentence in enumerate(emphasis.evidence, start=1):
                yield {
                    "speech": entry.speech.id,
                    "theme": emphasis.theme.id,
                    "rank": rank,
                    "line": sentence.line,
                    "start": sentence.span.start,
                    "end": sentence.span.end,
                    "terms": "; ".join(sentence.terms),
                    "text": sentence.text,
                }


def _positions(report: Report) -> Iterator[Fields]:
    for entry in report.emphasis.speeches:
        for emphasis in entry.emphasis:
            for stretch, share in enumerate(emphasis.positions, start=1):
                yield {
                    "speech": entry.speech.id,
                    "theme": emphasis.theme.id,
                    "stretch": stretch,
                    "share": share,
                }


def _topic_places(report: Report) -> Iterator[Fields]:
    for topic in report.emphasis.topics:
        for rank, sentence in enumerate(topic.evidence, start=1):
            yield {
                "label": topic.label,
                "rank": rank,
                "speech": sentence.speech.id,
                "line": sentence.line,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "text": sentence.text,
            }


def _parameters(report: Report) -> Iterator[Fields]:
    values: Fields = {
        "version": report.version,
        "command": report.command or None,
        "codebook": report.emphasis.codebook,
        "shingle": SHINGLE_SIZE,
        "threshold": report.duplicates.threshold,
        "containment": report.duplicates.containment,
        "false_discovery_rate": DEFAULT_FALSE_DISCOVERY_RATE,
        "positions": N_POSITIONS,
    }
    return ({"parameter": name, "value": value} for name, value in values.items())


_TABLES: Mapping[str, tuple[tuple[str, ...], Rows]] = {
    "documents": (
        (
            *("document", "path", "encoding", "n_chars", "n_speeches"),
            *("heading_style", "confidence"),
        ),
        _documents,
    ),
    "speeches": (SPLIT_COLUMNS, _speeches),
    "removals": (("speech", "kind", *_STRETCH, "text"), _removals),
    "repairs": (("speech", "kind", *_STRETCH, "before", "after"), _repairs),
    "pairs": (DEDUPE_COLUMNS, _pairs),
    "groups": (("group", "speech", "kept", "reason", "value"), _groups),
    "changes": (("a", "b", "derived", *DIFF_COLUMNS), _changes),
    "passages": (("passage", "n_chars", "n_speeches", "boilerplate", "text"), _passages),
    "passage_places": (("passage", "speech", *_STRETCH, "n_edits", "text"), _passage_places),
    "keywords": (KEYWORDS_COLUMNS, _keywords),
    "keyword_places": (_PLACE, _keyword_places),
    "keyness": (KEYWORDS_COLUMNS, _keyness),
    "keyness_places": (_PLACE, _keyness_places),
    "shares": (THEME_COLUMNS["shares"], _of_themes("shares")),
    "means": (THEME_COLUMNS["groups"], _of_themes("groups")),
    "theme_terms": (("speech", "theme", "term", "count", "subtheme"), _theme_terms),
    "evidence": (
        ("speech", "theme", "rank", "line", "start", "end", "terms", "text"),
        _evidence,
    ),
    "positions": (("speech", "theme", "stretch", "share"), _positions),
    "contrasts": (THEME_COLUMNS["contrasts"], _of_themes("contrasts")),
    "distances": (THEME_COLUMNS["distances"], _of_themes("distances")),
    "sections": (THEME_COLUMNS["sections"], _of_themes("sections")),
    "versions": (THEME_COLUMNS["versions"], _of_themes("versions")),
    "map": (THEME_COLUMNS["map"], _of_themes("map")),
    "topics": (THEME_COLUMNS["topics"], _of_themes("topics")),
    "topic_places": (
        ("label", "rank", "speech", "line", "start", "end", "text"),
        _topic_places,
    ),
    "parameters": (("parameter", "value"), _parameters),
}
"""Columns and rows of every table by its name."""
