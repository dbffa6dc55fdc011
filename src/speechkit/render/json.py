"""A result in, the JSON other programs read out.

Field names and their order are the contract: fields may be added, none may go. The bytes
depend on the result alone. Floats are rounded to 6 places; what is no finite number
becomes null, since JSON has no word for it. Half a surrogate pair (an undecodable byte in
a file name) is written as a backslash escape, since UTF-8 has none for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

import orjson

from speechkit.model import (
    Border,
    Document,
    DocumentSplit,
    Reason,
    Removal,
    Repair,
    Span,
    Speech,
    SplitResult,
)

if TYPE_CHECKING:  # at run time, a split need not wait for the results of the analyses
    from speechkit.render import Result
    from speechkit.results import (
        Agreement,
        Calibration,
        Change,
        Codebook,
        Collocate,
        Collocates,
        Comparison,
        Concordance,
        Contrast,
        CorpusEmphasis,
        Difference,
        Distance,
        DuplicateGroup,
        DuplicatePair,
        Duplicates,
        Emphasis,
        EmphasisMap,
        EvidenceSentence,
        GroupEmphasis,
        Hit,
        KeyTerm,
        Keyword,
        Keywords,
        MapPoint,
        PassagePlace,
        Reliability,
        ScoredPassage,
        SectionEmphasis,
        SharedPassage,
        SpeechCount,
        SpeechEmphasis,
        SpeechGroup,
        SpeechKeywords,
        Subtheme,
        TermTrend,
        Theme,
        ThemeAgreement,
        ThemeEmphasis,
        ThemeEntry,
        ThemeGroup,
        ThemeShare,
        ThemeTrend,
        ThemeTrends,
        Topic,
        TopicChoice,
        VersionEmphasis,
    )

Fields = dict[str, object]
"""One JSON object, its fields in order."""

DECIMALS = 6
"""Of every float: far below what any of our figures can tell apart."""
REST = "rest"
"""Stands for the rest of the collection where a speech is contrasted with it."""


def to_json(result: Result) -> bytes:
    """The whole result as one indented JSON object, UTF-8, ending in a line feed.

    A codebook comes as a file of it, with no more in it and laid out for who edits it.
    """
    fields = result_fields(result)
    if "schema" in fields:
        return encode(fields, indent=True)
    from speechkit.render.layout import laid_out

    return laid_out(_plain(fields)).encode()


def encode(fields: Fields, *, indent: bool = False) -> bytes:
    """One JSON object and a line feed, floats rounded, in the order of the fields."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    return orjson.dumps(_plain(fields), option=option)


def encode_rounded(fields: Fields, *, indent: bool = False) -> bytes:
    """What `encode` gives for fields whose floats are rounded already, several times faster."""
    option = orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indent else 0)
    try:
        return orjson.dumps(fields, option=option)
    except orjson.JSONEncodeError:  # half a surrogate pair, which it does not take
        return orjson.dumps(_plain(fields), option=option)


def result_fields(result: Result) -> Fields:
    """What `to_json` writes, before floats are rounded."""
    if isinstance(result, SplitResult):
        return _split_fields(result)
    from speechkit import results

    match result:
        case results.Duplicates():
            return _dedupe_fields(result)
        case results.Comparison():
            return _diff_fields(result)
        case results.Keywords():
            return _keywords_fields(result)
        case results.Concordance():
            return _concordance_fields(result)
        case results.Emphasis():
            return _themes_fields(result)
        case results.Codebook():
            return _codebook_fields(result)
        case results.Agreement():
            return _agreement_fields(result)
        case results.Diagnosis():
            from speechkit.render.doctor_fields import doctor_fields

            return doctor_fields(result)
    assert_never(result)


def rounded(value: float) -> float | None:
    """The value to 6 places, never -0.0; None when it is not finite.

    Examples
    --------
    >>> rounded(-1e-9), rounded(2 / 3), rounded(float("nan"))
    (0.0, 0.666667, None)
    """
    return round(float(value), DECIMALS) + 0.0 if math.isfinite(value) else None


# ------------------------------------------------------------------------------- split

SPLIT_BEGIN = b'{\n  "schema": "speechkit.split/1",\n  "documents": [\n    '
SPLIT_BETWEEN = b",\n    "
SPLIT_END = b"\n  ]\n}\n"
"""What stands before, between and after the documents of a split; see `document_json`."""


class JsonPart(NamedTuple):
    """The elements of a document's lists that some of its speeches make up; empty for none."""

    speeches: bytes
    removed: bytes
    repaired: bytes


def json_part(split: DocumentSplit) -> JsonPart:
    """What the speeches that are at hand add to the lists of their document."""
    fields = _document_fields(split)
    return JsonPart(*(_elements(fields[name]) for name in _LISTS))


def document_json(split: DocumentSplit, parts: Sequence[JsonPart]) -> bytes:
    """One document as it stands in the JSON of a split, so that it need not wait for the others.

    `SPLIT_BEGIN`, the documents with `SPLIT_BETWEEN` between them and `SPLIT_END` make up what
    `to_json` gives for all of them.

    Parameters
    ----------
    split
        The document; its speeches do not matter.
    parts
        What all its speeches add, in their order.
    """
    fields = _document_fields(replace(split, speeches=()))
    alone = encode_rounded(fields, indent=True).rstrip(b"\n")
    # A line feed never stands inside a string, so that this is found where we put it only.
    before, empty, after = alone.partition(_EMPTY_LISTS)
    assert empty  # noqa: S101 # as `_document_fields` orders them
    lists = (_whole_list(name, [getattr(part, name) for part in parts]) for name in _LISTS)
    return b"".join((before, b",\n  ".join(lists), after)).replace(b"\n", b"\n    ")


_LISTS = ("speeches", "removed", "repaired")
_EMPTY_LISTS = b",\n  ".join(b'"%b": []' % name.encode() for name in _LISTS)


def _elements(fields: object) -> bytes:
    """Elements of a list as they stand in a document by itself."""
    made = encode_rounded({"": fields}, indent=True)
    return made.removeprefix(b'{\n  "": [').removesuffix(b"]\n}\n").rstrip(b" \n")


def _whole_list(name: str, parts: Iterable[bytes]) -> bytes:
    elements = b",".join(filter(None, parts))
    return b'"%b": [%b]' % (name.encode(), elements + b"\n  " if elements else b"")


def speech_fields(speech: Speech) -> Fields:
    """A speech as `split` describes it, text included."""
    line_start, line_end = speech.lines
    return {
        "id": speech.id,
        "number": speech.number,
        "heading": speech.heading_text or None,
        "title": speech.title,
        "start": speech.span.start,
        "end": speech.span.end,
        "line_start": line_start,
        "line_end": line_end,
        "n_chars": speech.n_chars,
        "date": speech.date,
        "speaker": speech.speaker,
        "role": speech.role,
        "place": speech.place,
        "occasion": speech.occasion,
        "complete": speech.complete,
        "outline": [
            {
                "level": item.level,
                "label": item.label,
                "title": item.title,
                "start": item.span.start,
                "end": item.span.end,
                "line": speech.document.line(item.span.start),
            }
            for item in speech.outline
        ],
        "text": speech.text,
    }


def _split_fields(result: SplitResult) -> Fields:
    return {
        "schema": "speechkit.split/1",
        "documents": [_document_fields(split) for split in result.documents],
    }


def _document_fields(split: DocumentSplit) -> Fields:
    document = split.document
    return {
        "id": document.id,
        "path": document.path,
        "encoding": document.encoding,
        "n_chars": len(document.text),
        "heading_style": split.heading_style,
        "confidence": rounded(split.confidence),
        "metadata": dict(document.metadata),
        "speeches": [speech_fields(speech) for speech in split.speeches],
        "removed": [_removal_fields(removal, document) for removal in split.removed],
        "repaired": [_repair_fields(repair, document) for repair in split.repaired],
        "borders": [_border_fields(border, document) for border in split.borders],
    }


def _removal_fields(removal: Removal, document: Document) -> Fields:
    span = removal.span
    return {
        "kind": removal.kind,
        "start": span.start,
        "end": span.end,
        "text": document.quote(span),
    }


def _repair_fields(repair: Repair, document: Document) -> Fields:
    span = repair.span
    return {
        "kind": repair.kind,
        "start": span.start,
        "end": span.end,
        "before": document.quote(span),
        "after": repair.after,
    }


def _border_fields(border: Border, document: Document) -> Fields:
    span = border.span
    return {
        "start": span.start,
        "end": span.end,
        "line": document.line(span.start),
        "text": document.quote(span),
        "style": border.style,
        "number": border.number,
        "drawn": border.drawn,
        "confidence": rounded(border.confidence),
        "reasons": [_border_reason_fields(reason, document) for reason in border.reasons],
    }


def _border_reason_fields(reason: Reason, document: Document) -> Fields:
    span = reason.span
    return {
        "kind": reason.kind,
        "weight": rounded(reason.weight),
        "start": span.start if span else None,
        "end": span.end if span else None,
        "line": document.line(span.start) if span else None,
    }


# ------------------------------------------------------------------------------ dedupe


def pair_fields(pair: DuplicatePair[Any]) -> Fields:
    """A pair as `dedupe` lists it."""
    return {
        "a": pair.a.id,
        "b": pair.b.id,
        "jaccard": pair.jaccard,
        "containment_a": pair.containment_a,
        "containment_b": pair.containment_b,
        "kind": pair.kind,
    }


def _dedupe_fields(result: Duplicates[Any]) -> Fields:
    return {
        "schema": "speechkit.dedupe/1",
        "n_speeches": len(result.speeches),
        "threshold": result.threshold,
        "containment": result.containment,
        "pairs": [pair_fields(pair) for pair in result.pairs],
        "groups": [_group_fields(group) for group in result.groups],
        "differences": [_difference_fields(difference) for difference in result.differences],
        "passages": [_shared_fields(passage) for passage in result.passages],
    }


def _group_fields(group: DuplicateGroup[Any]) -> Fields:
    from speechkit.render.sentences import reason_sentence

    return {
        "speeches": [speech.id for speech in group.speeches],
        "kept": group.kept.id,
        "reason": reason_sentence(group, "en"),
    }


def _difference_fields(difference: Difference) -> Fields:
    from speechkit.render.sentences import evidence_sentence

    return {
        "a": difference.a.id,
        "b": difference.b.id,
        "derived": difference.derived.id if difference.derived else None,
        "evidence": [evidence_sentence(evidence, "en") for evidence in difference.evidence],
        "changes": [change_fields(change, difference) for change in difference.changes],
    }


def change_fields(change: Change, difference: Difference) -> Fields:
    """A change with both its places."""
    return {
        "kind": change.kind,
        "a": _quotation(difference.a.document, change.a) if change.a is not None else None,
        "b": _quotation(difference.b.document, change.b) if change.b is not None else None,
    }


def _quotation(document: Document, span: Span) -> Fields:
    return {**_stretch(document, span), "text": document.quote(span)}


def _stretch(document: Document, span: Span) -> Fields:
    line_start, line_end = document.lines(span)
    return {"start": span.start, "end": span.end, "line_start": line_start, "line_end": line_end}


def _diff_fields(result: Comparison) -> Fields:
    similarity = result.similarity
    return {
        "schema": "speechkit.diff/1",
        "n_speeches": 2,
        "similarity": {
            "jaccard": similarity.jaccard,
            "containment_a": similarity.containment_a,
            "containment_b": similarity.containment_b,
            "kind": similarity.kind,
        },
        "difference": _difference_fields(result.difference),
    }


def _shared_fields(passage: SharedPassage) -> Fields:
    return {
        "text": passage.text,
        "n_chars": len(passage.text),
        "n_speeches": passage.n_speeches,
        "boilerplate": passage.boilerplate,
        "places": [_place_fields(place) for place in passage.places],
    }


def _place_fields(place: PassagePlace) -> Fields:
    return {
        "speech": place.speech.id,
        **_stretch(place.speech.document, place.span),
        "text": place.speech.document.quote(place.span),
        "n_edits": place.n_edits,
        "reference": place.is_reference,
    }


# ---------------------------------------------------------------------------- keywords


def keyword_fields(keyword: Keyword) -> Fields:
    """A keyword, every place at which it stands, and one of them in its context."""
    return {
        "term": keyword.term,
        "score": rounded(keyword.score),
        "count": keyword.count,
        "per_10k": rounded(keyword.per_10k),
        "places": [{"start": a, "end": b, "line": line} for a, b, line in keyword.places],
        "context": keyword.context._asdict(),
    }


def key_term_fields(term: KeyTerm) -> Fields:
    """A key term of a speech with all its measures, and every place at which it stands."""
    return {
        **_key_term_figures(term),
        "range": term.range,
        "n_paragraphs": term.n_parts,
        "places": [
            {"start": place.start, "end": place.end, "line": place.line} for place in term.places
        ],
    }


def group_term_fields(term: KeyTerm) -> Fields:
    """A key term of a group with all its measures, and every place at which it stands."""
    return {
        **_key_term_figures(term),
        "range": term.range,
        "n_speeches": term.n_parts,
        "places": [place._asdict() for place in term.places],
    }


def trend_fields(trend: TermTrend) -> Fields:
    """How a term rises or falls, period by period."""
    return {
        "term": trend.term,
        "periods": [
            {
                "period": period.period,
                "count": period.count,
                "n_words": period.n_words,
                "per_10k_words": period.per_10k_words,
            }
            for period in trend.periods
        ],
        "slope": trend.slope,
        "low": trend.low,
        "high": trend.high,
        "p": trend.p,
        "q": trend.q,
        "direction": trend.direction,
    }


def _key_term_figures(term: KeyTerm) -> Fields:
    return {
        "term": term.term,
        "measure": term.measure,
        "score": rounded(term.score),
        "count": term.count,
        "reference_count": term.reference_count,
        "log_ratio": rounded(term.log_ratio),
        "g2": rounded(term.g2),
        "dispersion": rounded(term.dispersion),
        "suggestive": term.suggestive,
        "per_10k_words": rounded(term.per_10k_words),
        "reference_per_10k_words": rounded(term.reference_per_10k_words),
        "low": rounded(term.low),
        "high": rounded(term.high),
    }


def _keywords_fields(result: Keywords) -> Fields:
    return {
        "schema": "speechkit.keywords/1",
        "against": result.against,
        "speeches": [_speech_keywords_fields(entry) for entry in result.speeches],
        "groups": [_speech_group_fields(group) for group in result.groups],
        "trends": [trend_fields(t) for t in (result.trends.terms if result.trends else ())],
    }


def keywords_frame(against: str | None) -> tuple[bytes, bytes, bytes]:
    """What stands before, between and after the speeches of keywords; see `keywords_json`."""
    from speechkit.results import Keywords as Result

    frame = encode(_keywords_fields(Result((), against=against)), indent=True)
    head, tail = frame.split(_NO_SPEECHES)
    return head + _NO_SPEECHES[:-1], b",", b"\n  ]" + tail


def keywords_json(entry: SpeechKeywords) -> bytes:
    """One speech as it stands in the JSON of keywords, so that it need not wait for the others."""
    return _elements([_speech_keywords_fields(entry)])


_NO_SPEECHES = b'"speeches": []'


def _speech_keywords_fields(entry: SpeechKeywords) -> Fields:
    return {
        "id": entry.speech.id,
        "n_words": entry.n_words,
        "sufficient": entry.sufficient,
        "keywords": [keyword_fields(keyword) for keyword in entry.keywords],
        "keyness": [key_term_fields(term) for term in entry.keyness],
    }


def _speech_group_fields(group: SpeechGroup) -> Fields:
    return {
        "by": group.by,
        "value": group.value,
        "speeches": [speech.id for speech in group.speeches],
        "n_words": group.n_words,
        "sufficient": group.sufficient,
        "keyness": [group_term_fields(term) for term in group.keyness],
    }


# ------------------------------------------------------------------------- concordance


def hit_fields(hit: Hit, version_of: str | None) -> Fields:
    """A place of a term, in its context."""
    return {
        "speech": hit.speech,
        "start": hit.span.start,
        "end": hit.span.end,
        "line_start": hit.lines[0],
        "line_end": hit.lines[1],
        "left": hit.left,
        "term": hit.term,
        "right": hit.right,
        "text": hit.text,
        "version_of": version_of,
    }


def collocate_fields(collocate: Collocate, measure: str) -> Fields:
    """A collocate with all its measures and places."""
    return {
        "term": collocate.term,
        "measure": measure,
        "score": collocate.score,
        "count": collocate.count,
        "expected": collocate.expected,
        "n_left": collocate.n_left,
        "n_right": collocate.n_right,
        "total": collocate.total,
        "n_speeches": collocate.n_speeches,
        "g2": collocate.g2,
        "mi": collocate.mi,
        "mi3": collocate.mi3,
        "t": collocate.t,
        "logdice": collocate.logdice,
        "distinguishable": collocate.distinguishable,
        "places": [
            {
                "speech": place.speech,
                "start": place.span.start,
                "end": place.span.end,
                "line": place.line,
            }
            for place in collocate.places
        ],
    }


def _concordance_fields(result: Concordance) -> Fields:
    versions = {entry.speech.id: entry.version_of for entry in result.speeches}
    return {
        "schema": "speechkit.concordance/1",
        "term": result.term,
        "regex": result.is_regex,
        "sort": result.sort,
        "n_speeches": len(result.counted),
        "count": result.count,
        "n_chars": result.n_chars,
        "per_10k": result.per_10k,
        "n_in_versions": result.n_in_versions,
        "speeches": [_count_fields(entry) for entry in result.speeches],
        "hits": [hit_fields(hit, versions[hit.speech]) for hit in result.hits],
        "collocates": None if result.collocates is None else _collocates_fields(result.collocates),
    }


def _count_fields(entry: SpeechCount) -> Fields:
    return {
        "id": entry.speech.id,
        "path": entry.speech.path,
        "title": entry.speech.title,
        "date": entry.speech.date,
        "speaker": entry.speech.speaker,
        "role": entry.speech.role,
        "place": entry.speech.place,
        "n_chars": entry.speech.n_chars,
        "count": entry.count,
        "per_10k": entry.per_10k,
        "low": entry.low,
        "high": entry.high,
        "differs": entry.differs,
        "positions": list(entry.positions),
        "version_of": entry.version_of,
    }


def _collocates_fields(collocates: Collocates) -> Fields:
    return {
        "window": collocates.window,
        "measure": collocates.measure,
        "min_count": collocates.min_count,
        "n_words": collocates.n_words,
        "n_near": collocates.n_near,
        "n_candidates": collocates.n_candidates,
        "listed": [collocate_fields(each, collocates.measure) for each in collocates.listed],
    }


# ------------------------------------------------------------------------------ themes


def emphasis_fields(emphasis: ThemeEmphasis) -> Fields:
    """The weight of one theme in one speech, with what it rests on."""
    return {
        **share_fields(emphasis),
        "terms": [
            {"term": term.term, "count": term.count, "subtheme": term.subtheme or None}
            for term in emphasis.terms
        ],
        "evidence": [_evidence_fields(sentence) for sentence in emphasis.evidence],
        "positions": [rounded(share) for share in emphasis.positions],
    }


def share_fields(share: ThemeShare) -> Fields:
    """The weight given to one theme."""
    return {
        "theme": share.theme.id,
        "share": rounded(share.share),
        "low": rounded(share.low),
        "high": rounded(share.high),
    }


def _evidence_fields(sentence: EvidenceSentence) -> Fields:
    return {
        "start": sentence.span.start,
        "end": sentence.span.end,
        "line": sentence.line,
        "text": sentence.text,
        "terms": list(sentence.terms),
    }


def _themes_fields(result: Emphasis) -> Fields:
    return {
        "schema": "speechkit.themes/1",
        "codebook": result.codebook,
        "themes": [theme_fields(theme) for theme in result.themes],
        "theme_groups": [_label_fields(group) for group in result.theme_groups],
        "speeches": [speech_emphasis_fields(entry) for entry in result.speeches],
        "contrasts": [contrast_fields(contrast) for contrast in result.contrasts],
        "distances": [distance_fields(distance) for distance in result.distances],
        "passages": [_scored_fields(passage) for passage in result.passages],
        "paragraphs": [_scored_fields(paragraph) for paragraph in result.paragraphs],
        "topics": [topic_fields(topic) for topic in result.topics],
        "topic_choice": _choice_fields(result.topic_choice) if result.topic_choice else None,
        **overview_fields(result),
    }


EMPHASIS_LISTS = ("speeches", "contrasts", "distances")
"""Lists of the JSON of themes that may be too long to be made at once."""


def emphasis_frame(result: Emphasis) -> tuple[bytes, ...]:
    """What stands before, between and after the elements of `EMPHASIS_LISTS`, which are empty.

    The elements of each, with commas between them, and a line feed and two blanks after the last
    where there are any, make up what `to_json` gives for all.
    """
    frame = encode(_themes_fields(result), indent=True)
    parts = []
    for name in EMPHASIS_LISTS:
        # Two blanks before it: a field of the whole, and none of something inside.
        before, empty, frame = frame.partition(b'\n  "%b": []' % name.encode())
        parts.append(before + empty[:-1])
        frame = b"]" + frame
    return (*parts, frame)


def speech_emphasis_json(entry: SpeechEmphasis) -> bytes:
    """One speech as it stands in the JSON of themes."""
    return _elements([speech_emphasis_fields(entry)])


def contrasts_json(contrasts: Iterable[Contrast]) -> bytes:
    """Some contrasts as they stand in the JSON of themes."""
    return _elements([contrast_fields(contrast) for contrast in contrasts])


def distance_json(distance: Distance) -> bytes:
    """A distance as it stands in the JSON of themes."""
    return _elements([distance_fields(distance)])


def overview_fields(result: Emphasis) -> Fields:
    """What `themes` says of a collection as a whole."""
    return {
        "corpus": _corpus_fields(result.corpus) if result.corpus else None,
        "versions": [_version_fields(each) for each in result.versions],
        "by": result.by or None,
        "groups": [_theme_group_fields(group) for group in result.groups],
        "trends": _theme_trends_fields(result.trends) if result.trends else None,
        "map": _map_fields(result.map) if result.map else None,
        "calibration": _calibration_fields(result.calibration) if result.calibration else None,
    }


def _corpus_fields(corpus: CorpusEmphasis) -> Fields:
    return {
        "n_texts": corpus.n_texts,
        "emphasis": [share_fields(share) for share in corpus.emphasis],
    }


def _version_fields(versions: VersionEmphasis) -> Fields:
    return {
        "whole": versions.whole.id,
        "part": versions.part.id,
        "removed_fraction": rounded(versions.removed_fraction),
        "themes": [
            {
                "theme": cut.theme.id,
                "whole": rounded(cut.whole),
                "part": rounded(cut.part),
                "removed_fraction": rounded(cut.removed_fraction),
            }
            for cut in versions.themes
        ],
    }


def _theme_group_fields(group: GroupEmphasis) -> Fields:
    return {
        "value": group.value or None,
        "n_speeches": len(group.speeches),
        "n_texts": group.n_texts,
        "sufficient": group.sufficient,
        "speeches": list(group.speeches),
        "emphasis": [share_fields(share) for share in group.emphasis],
    }


def _theme_trends_fields(trends: ThemeTrends) -> Fields:
    return {
        "periods": list(trends.periods),
        "n_texts": list(trends.n_texts),
        "n_undated": trends.n_undated,
        "themes": [theme_trend_fields(trend) for trend in trends.themes],
    }


def theme_trend_fields(trend: ThemeTrend) -> Fields:
    """How the share of a theme changes with time."""
    return {
        "theme": trend.theme.id,
        "per_decade": rounded(trend.slope),
        "low": rounded(trend.low),
        "high": rounded(trend.high),
        "p": rounded(trend.p),
        "q": rounded(trend.q),
        "direction": trend.direction,
        "shares": [rounded(share) for share in trend.shares],
    }


def _map_fields(plane: EmphasisMap) -> Fields:
    return {
        "inertia": [rounded(part) for part in plane.inertia],
        "speeches": [_point_fields(point) for point in plane.speeches],
        "themes": [_point_fields(point) for point in plane.themes],
    }


def _point_fields(point: MapPoint) -> Fields:
    return {"id": point.id, "x": rounded(point.x), "y": rounded(point.y)}


def _rounded_if_known(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _calibration_fields(calibration: Calibration) -> Fields:
    return {
        "n_labels": calibration.n_labels,
        "n_coders": calibration.n_coders,
        "n_left_out": calibration.n_left_out,
        "micro_f1": rounded(calibration.micro_f1),
        "top_1": rounded(calibration.top_1),
        "calibrated_micro_f1": rounded(calibration.calibrated_micro_f1),
        "calibrated_top_1": rounded(calibration.calibrated_top_1),
        "share_error": rounded(calibration.share_error),
        "calibrated_share_error": rounded(calibration.calibrated_share_error),
        "themes": [
            {
                "theme": accuracy.theme,
                "n_labels": accuracy.n_labels,
                "precision": _rounded_if_known(accuracy.precision),
                "recall": _rounded_if_known(accuracy.recall),
            }
            for accuracy in calibration.themes
        ],
    }


def theme_fields(theme: Theme) -> Fields:
    """What a theme of a codebook is called."""
    return {"id": theme.id, "zh": theme.zh, "en": theme.en, "group": theme.group}


def speech_emphasis_fields(entry: SpeechEmphasis) -> Fields:
    """The weight of every theme in a speech; its floats are rounded."""
    return {
        "id": entry.speech.id,
        "n_chars": entry.n_chars,
        "sufficient": entry.sufficient,
        "framing_fraction": rounded(entry.framing_fraction),
        "n_effective": rounded(entry.n_effective),
        "emphasis": [emphasis_fields(emphasis) for emphasis in entry.emphasis],
        "sections": [section_fields(section) for section in entry.sections],
    }


def section_fields(section: SectionEmphasis) -> Fields:
    """What a section of a speech is about."""
    return {
        "level": section.level,
        "label": section.label,
        "title": section.title,
        "start": section.span.start,
        "end": section.span.end,
        "line_start": section.lines[0],
        "line_end": section.lines[1],
        "n_chars": section.n_chars,
        "themes": {theme: rounded(share) for theme, share in section.themes},
    }


def contrast_fields(contrast: Contrast) -> Fields:
    """Whether two sides differ in the weight of a theme; the floats are rounded."""
    return {
        "a": contrast.a.id,
        "b": contrast.b.id if contrast.b else REST,
        "theme": contrast.theme.id,
        "difference": rounded(contrast.difference),
        "p": rounded(contrast.p),
        "q": rounded(contrast.q),
        "distinguishable": contrast.distinguishable,
        "low": rounded(contrast.low),
        "high": rounded(contrast.high),
        "kind": contrast.kind,
        "terms": [
            {"term": term.term, "a": term.a, "b": term.b, "z": rounded(term.z)}
            for term in contrast.terms
        ],
    }


def distance_fields(distance: Distance) -> Fields:
    """How far apart two sides are; the float is rounded."""
    return {
        "a": distance.a.id,
        "b": distance.b.id if distance.b else REST,
        "jensen_shannon": rounded(distance.jensen_shannon),
    }


def _scored_fields(passage: ScoredPassage) -> Fields:
    return {
        "speech": passage.speech.id,
        **_stretch(passage.speech.document, passage.span),
        "themes": dict(passage.themes),
    }


def topic_fields(topic: Topic) -> Fields:
    """A topic, what it says and what the codebook has of it."""
    return {
        "label": topic.label,
        "terms": list(topic.terms),
        "stability": rounded(topic.stability),
        "shares": [rounded(share) for share in topic.shares],
        "theme": topic.theme.id if topic.theme else None,
        "overlap": rounded(topic.overlap),
        "covered": rounded(topic.covered),
        "evidence": [
            {
                "speech": passage.speech.id,
                "start": passage.span.start,
                "end": passage.span.end,
                "line": passage.line,
                "text": passage.text,
            }
            for passage in topic.evidence
        ],
    }


def _choice_fields(choice: TopicChoice) -> Fields:
    return {
        "k": choice.k,
        "auto": choice.auto,
        "tried": [{"k": each.k, "stability": rounded(each.stability)} for each in choice.tried],
        "stable": choice.stable,
    }


# ---------------------------------------------------------------------------- codebook


def _codebook_fields(codebook: Codebook) -> Fields:
    """A codebook as a file holds it; what is empty and may be missing is left out."""
    return {
        "name": codebook.name,
        "version": codebook.version,
        **_held(note=codebook.note),
        "groups": [_label_fields(group) for group in codebook.groups],
        "themes": [_entry_fields(entry) for entry in codebook.entries],
        **_held(block=list(codebook.block)),
    }


def _entry_fields(entry: ThemeEntry) -> Fields:
    return {
        **theme_fields(entry.theme),
        **_held(
            definition=entry.theme.definition,
            cap=list(entry.cap),
            seeds=list(entry.own_seeds),
            weak=list(entry.own_weak),
            exclude=list(entry.exclude),
            subthemes=[_subtheme_fields(subtheme) for subtheme in entry.subthemes],
        ),
    }


def _subtheme_fields(subtheme: Subtheme) -> Fields:
    terms = _held(seeds=list(subtheme.seeds), weak=list(subtheme.weak))
    return {**_label_fields(subtheme), **terms}


def _label_fields(labelled: ThemeGroup | Subtheme) -> Fields:
    return {"id": labelled.id, "zh": labelled.zh, "en": labelled.en}


def _held(**fields: object) -> Fields:
    """The fields that hold anything."""
    return {name: value for name, value in fields.items() if value}


# ------------------------------------------------------------------------------- bytes


def _plain(value: object) -> object:
    """The value as orjson takes it and as the contract wants it."""
    if isinstance(value, str):
        return value if value.isascii() else _encodable(value)
    if isinstance(value, float):
        return rounded(value)
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# --------------------------------------------------------------------------- agreement


def theme_agreement_fields(entry: ThemeAgreement) -> Fields:
    """How far coders agree on a theme."""
    return {
        "theme": entry.theme.id,
        "n_places": entry.n_places,
        "n_labels": entry.n_labels,
        **reliability_fields(entry.reliability),
    }


def reliability_fields(found: Reliability) -> Fields:
    """Alpha and its interval."""
    return {"alpha": found.alpha, "low": found.low, "high": found.high}


def _agreement_fields(result: Agreement) -> Fields:
    return {
        "schema": "speechkit.agreement/1",
        "codebook": result.codebook,
        "coders": [{"coder": each.coder, "n_labels": each.n_labels} for each in result.coders],
        "n_places": result.n_places,
        "n_labels": result.n_labels,
        "n_single": result.n_single,
        "n_changed": result.n_changed,
        **reliability_fields(result.reliability),
        "themes": [theme_agreement_fields(entry) for entry in result.themes],
    }
