"""What `themes --doctor` found in, its JSON and its rows for other programs out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from speechkit.render.json import Fields, theme_fields

if TYPE_CHECKING:
    from speechkit.results import Diagnosis
    from speechkit.results.doctor import (
        AmbiguousTerm,
        BookTerm,
        Company,
        Coverage,
        Example,
        InsideWord,
        PassedOver,
        SilentTerms,
        SuggestedTerm,
        UnmatchedSentence,
    )

DOCTOR_COLUMNS = (
    *("finding", "theme", "subtheme", "term", "kind", "words", "proposal", "count", "n_fired"),
    *("n_with", "share", "other", "other_share", "usual_share", "other_usual_share"),
    *("difference", "low", "high", "n_paragraphs", "n_speeches", "g2", "p", "q"),
    *("misleads", "distinguishable", "speech", "line", "start", "end", "text"),
)


def doctor_fields(result: Diagnosis) -> Fields:
    """The whole of it, as JSON has it."""
    looked = result.looked
    return {
        "schema": "speechkit.doctor/1",
        "codebook": result.codebook,
        "themes": [theme_fields(theme) for theme in result.themes],
        "n_terms": result.n_terms,
        "n_speeches": result.n_speeches,
        "n_texts": result.n_texts,
        "n_sentences": result.n_sentences,
        "n_chars": result.n_chars,
        "coverage": [_coverage_fields(part) for part in result.coverage],
        "looked_at": {
            "terms": looked.terms,
            "passed_over": looked.passed_over,
            "inside": looked.inside,
            "unmatched": looked.unmatched,
            "phrases": looked.phrases,
        },
        "unmatched": [_unmatched_fields(each) for each in result.unmatched],
        "missing": [_suggested_fields(each) for each in result.missing],
        "ambiguous": [_ambiguous_fields(each) for each in result.ambiguous],
        "passed_over": [_passed_over_fields(each) for each in result.passed_over],
        "inside": [_inside_fields(each) for each in result.inside],
        "silent": [_silent_fields(each) for each in result.silent],
        "suggested": [_suggested_fields(each) for each in result.suggested],
    }


def _coverage_fields(part: Coverage) -> Fields:
    """The sentences that get their theme from one thing."""
    return {"basis": part.basis, "n_sentences": part.n_sentences, "n_chars": part.n_chars}


def _example_fields(example: Example) -> Fields:
    """A sentence, where it stands, and the terms that fire in it."""
    return {**_bare_fields(example), "terms": list(example.terms)}


def _bare_fields(example: Example) -> Fields:
    """A sentence in which no term fires."""
    return {
        "speech": example.speech,
        "start": example.span.start,
        "end": example.span.end,
        "line": example.line,
        "text": example.text,
    }


def _unmatched_fields(found: UnmatchedSentence) -> Fields:
    """A sentence in which no term fires."""
    phrases = list(found.phrases)
    return {**_bare_fields(found.example), "count": found.count, "phrases": phrases}


def _book_term_fields(term: BookTerm) -> Fields:
    """A term and where it stands in the codebook."""
    return {
        "term": term.term,
        "theme": term.theme.id,
        "subtheme": term.subtheme or None,
        "kind": term.kind,
    }


def _company_fields(company: Company) -> Fields:
    """Which themes stand with a term."""
    return {
        "other": company.other.id,
        "n_paragraphs": company.n_paragraphs,
        "n_speeches": company.n_speeches,
        "share": company.share,
        "usual_share": company.usual_share,
        "other_share": company.other_share,
        "other_usual_share": company.other_usual_share,
        "difference": company.difference,
        "low": company.low,
        "high": company.high,
        "p": company.p,
        "q": company.q,
        "misleads": company.misleads,
        "distinguishable": company.distinguishable,
    }


def _ambiguous_fields(found: AmbiguousTerm) -> Fields:
    """A term that fires mostly in company of another theme."""
    return {
        **_book_term_fields(found.term),
        **_company_fields(found.company),
        "examples": [_example_fields(each) for each in found.examples],
    }


def _passed_over_fields(found: PassedOver) -> Fields:
    """Places of a term that do not count."""
    return {
        **_book_term_fields(found.term),
        "words": list(found.tokens),
        "count": found.count,
        "examples": [_example_fields(each) for each in found.examples],
    }


def _inside_fields(found: InsideWord) -> Fields:
    """Places where a term fires inside a longer word."""
    return {
        **_book_term_fields(found.term),
        "words": list(found.tokens),
        "count": found.count,
        "n_fired": found.n_fired,
        "company": _company_fields(found.company) if found.company else None,
        "proposal": found.proposal or None,
        "examples": [_example_fields(each) for each in found.examples],
    }


def _silent_fields(found: SilentTerms) -> Fields:
    terms = map(_book_term_fields, found.terms)
    return {
        "theme": found.theme.id,
        "n_terms": found.n_terms,
        "terms": [{name: term[name] for name in ("term", "subtheme", "kind")} for term in terms],
    }


def _suggested_fields(found: SuggestedTerm) -> Fields:
    """A phrase that may be a term."""
    return {
        "term": found.term,
        "theme": found.theme.id if found.theme else None,
        "kind": found.kind,
        "count": found.count,
        "n_with": found.n_with,
        "share": found.share,
        "n_paragraphs": found.n_paragraphs,
        "n_speeches": found.n_speeches,
        "g2": found.g2,
        "p": found.p,
        "q": found.q,
        "distinguishable": found.distinguishable,
        "example": _example_fields(found.example) if found.theme else _bare_fields(found.example),
    }


# -------------------------------------------------------------------------------- rows


def doctor_rows(result: Diagnosis, *, flat: bool = False) -> Iterator[Fields]:
    """Every finding, in the order of the JSON; a silent term is one.

    Parameters
    ----------
    flat
        With the first example and the company as columns of their own.
    """
    for kind, rows in (
        ("unmatched", map(_unmatched_fields, result.unmatched)),
        ("missing", map(_suggested_fields, result.missing)),
        ("ambiguous", map(_ambiguous_fields, result.ambiguous)),
        ("passed_over", map(_passed_over_fields, result.passed_over)),
        ("inside", map(_inside_fields, result.inside)),
        ("silent", (_book_term_fields(term) for each in result.silent for term in each.terms)),
        ("suggested", map(_suggested_fields, result.suggested)),
    ):
        for row in rows:
            found: Fields = {"finding": kind, **row}
            yield _flat(found) if flat else found


def _flat(row: Fields) -> Fields:
    """A finding with its first example and its company as columns of their own."""
    match row:
        case {"example": dict(example)} | {"examples": [dict(example), *_]}:
            row = {**example, **row}
    match row:
        case {"company": dict(company)}:
            row = {**row, **company}
    match row:
        case {"words": list(words)}:
            row = {**row, "words": "|".join(words)}
    return row
