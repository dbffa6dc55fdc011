"""What `themes --doctor` found, for a terminal: what is missed, what misleads, what may help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, joined, label, number, percent, sentence
from speechkit.render.terminal.draw import (
    ELLIPSIS,
    Column,
    Fitted,
    figure,
    heading,
    name_cell,
    page,
    plain,
    shorten,
    shorten_around,
    stack,
    table,
    terms,
)
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.results import Diagnosis, Theme
from speechkit.results.doctor import (
    AmbiguousTerm,
    BookTerm,
    Company,
    Example,
    InsideWord,
    PassedOver,
    SilentTerms,
    SuggestedTerm,
)

MAX_SENTENCES = 5
MAX_FINDINGS = 10
"""Of each kind that are shown."""
MAX_PHRASES = 5
"""Of a theme that are shown."""
MAX_SILENT = 6
"""Terms of a theme spelt out; all are counted."""
DOUBTFUL = "?"
_MAX_LABEL = 60
_MAX_TERM = 48
_WIDE = 100
"""Cells from which there is room for a sentence beside what it shows."""


def render_doctor(result: Diagnosis, *, lang: Lang, width: int) -> RenderableType:
    """What no term reaches first, then the terms that mislead, then what may be added."""
    if not result.n_speeches:
        return plain(label("themes.none", lang))
    if not result.n_sentences:
        return stack(_summary(result, lang), plain(label("doctor.none", lang)))
    return page(
        [
            _summary(result, lang),
            _coverage(result, lang),
            _unmatched(result, lang, width),
            _ambiguous(result, lang, width),
            _inside(result, lang, width),
            _passed_over(result, lang, width),
            _silent(result, lang, width),
            _suggested(result, lang, width),
        ]
    )


def _summary(result: Diagnosis, lang: Lang) -> RenderableType:
    summary = sentence(
        "doctor.summary",
        lang,
        speeches=counted(result.n_speeches, "speech", lang),
        codebook=result.codebook,
        sentences=counted(result.n_sentences, "sentence", lang),
        chars=counted(result.n_chars, "char", lang),
    )
    left_out = result.n_speeches - result.n_texts
    versions = sentence("doctor.versions", lang, speeches=counted(left_out, "speech", lang))
    return stack(
        plain(summary),
        plain(label("doctor.explain", lang), FAINT_STYLE),
        plain(versions, FAINT_STYLE) if left_out else None,
    )


# ----------------------------------------------------------------------- what is missed


def _coverage(result: Diagnosis, lang: Lang) -> RenderableType:
    columns = [
        Column(label("doctor.coverage", lang)),
        figure(label("sentences", lang)),
        figure(""),
        figure(label("chars", lang)),
        figure(""),
    ]
    rows = (
        [
            plain(label(f"basis.{part.basis}", lang)),
            plain(number(part.n_sentences, lang)),
            plain(_part(part.n_sentences, result.n_sentences)),
            plain(number(part.n_chars, lang)),
            plain(_part(part.n_chars, result.n_chars)),
        ]
        for part in result.coverage
    )
    return table(columns, rows)


def _part(n: int, of: int) -> str:
    return percent(n / of) if of else "-"


def _unmatched(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.unmatched", lang))
    if not result.unmatched:
        return stack(title, plain(label("doctor.unmatched.none", lang)))
    told = sentence("doctor.unmatched.count", lang, n=number(result.looked.unmatched, lang))
    phrases = [
        sentence(
            "doctor.phrase",
            lang,
            term=shorten(_marked(each), _MAX_TERM),
            n=number(each.n_with, lang),
            of=number(each.count, lang),
        )
        for each in result.missing
    ]
    missing = sentence("doctor.missing", lang, list=joined(phrases, lang))
    columns = [_where_column(lang, width), Column(label("sentence", lang))]
    shown = result.unmatched[:MAX_SENTENCES]
    rows: Iterable[list[RenderableType]] = (
        [_where(each.example), _two_lines(each.example.text)] for each in shown
    )
    return stack(
        title,
        plain(told),
        terms(missing) if phrases else None,
        table(columns, rows),
        _listed(result.unmatched, MAX_SENTENCES, lang),
    )


def _two_lines(text: str) -> RenderableType:
    """A sentence as far as two lines hold it; at the end of the first some cells may stay free."""
    return Fitted(lambda room: plain(shorten(text, 2 * room - 6)), cell_len(one_line(text)))


# ----------------------------------------------------------------------- what misleads


def _ambiguous(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.ambiguous", lang))
    found, n_looked = result.ambiguous, number(result.looked.terms, lang)
    if not found:
        return stack(title, plain(sentence("doctor.ambiguous.none", lang, of=n_looked)))
    told = sentence(
        "doctor.ambiguous.count",
        lang,
        of=n_looked,
        n=number(sum(each.company.misleads for each in found), lang),
        sure=number(sum(each.company.distinguishable for each in found), lang),
    )
    columns = [
        Column(label("term", lang)),
        *_theme_columns(lang, width),
        figure(label("paragraphs", lang)),
        figure("q"),
        *_place_columns(lang, width),
    ]
    rows = (_ambiguous_row(each, lang, width) for each in found[:MAX_FINDINGS])
    return stack(
        title,
        plain(told),
        plain(sentence("doctor.ambiguous.note", lang, mark=DOUBTFUL), FAINT_STYLE),
        table(columns, rows),
        _listed(found, MAX_FINDINGS, lang),
    )


def _ambiguous_row(found: AmbiguousTerm, lang: Lang, width: int) -> list[RenderableType]:
    company = found.company
    return [
        _above_place(
            _term(found.term, "" if company.misleads else DOUBTFUL), found.examples, width
        ),
        *_theme_cells(
            _share(found.term.theme, company.share, company.usual_share, lang),
            _share(company.other, company.other_share, company.other_usual_share, lang),
            width,
        ),
        plain(number(company.n_paragraphs, lang)),
        plain(f"{company.q:.3f}"),
        *_places(found.examples, found.term.term, width),
    ]


def _share(theme: Theme, share: float, usual: float, lang: Lang) -> Text:
    """A theme, its share and the usual one."""
    name = shorten(theme.label(lang), _MAX_LABEL)
    return plain(f"{name} {percent(share, decimals=0)} ({percent(usual, decimals=0)})")


def _inside(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.inside", lang))
    found = result.inside
    if not found:
        return stack(title, plain(label("doctor.inside.none", lang)))
    told = sentence(
        "doctor.inside.count",
        lang,
        n=number(result.looked.inside, lang),
        misleading=number(sum(each.misleads for each in found), lang),
    )
    columns = [
        Column(label("doctor.string", lang)),
        Column(label("term", lang)),
        *_theme_columns(lang, width),
        figure(label("count", lang)),
        figure(label("doctor.of", lang)),
        *_place_columns(lang, width),
    ]
    rows = (_inside_row(each, lang, width) for each in found[:MAX_FINDINGS])
    return stack(title, plain(told), table(columns, rows), _listed(found, MAX_FINDINGS, lang))


def _inside_row(found: InsideWord, lang: Lang, width: int) -> list[RenderableType]:
    words = "".join(found.tokens)
    return [
        _above_place(
            plain(f'"{found.proposal}"' if found.proposal else shorten(words, _MAX_TERM)),
            found.examples,
            width,
        ),
        _term(found.term),
        *_theme_cells(
            plain(shorten(found.term.theme.label(lang), _MAX_LABEL)),
            _other(found.company, lang) if found.company and found.misleads else None,
            width,
        ),
        plain(number(found.count, lang)),
        plain(number(found.n_fired, lang)),
        *_places(found.examples, words, width),
    ]


def _other(company: Company, lang: Lang) -> Text:
    return plain(shorten(company.other.label(lang), _MAX_LABEL))


def _passed_over(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.passed_over", lang))
    found = result.passed_over
    if not found:
        return stack(title, plain(label("doctor.passed_over.none", lang)))
    told = sentence("doctor.passed_over.count", lang, n=number(result.looked.passed_over, lang))
    columns = [
        Column(label("doctor.words", lang)),
        Column(label("term", lang)),
        Column(label("doctor.own_theme", lang)),
        figure(label("count", lang)),
        *_place_columns(lang, width),
    ]
    rows = (_passed_over_row(each, lang, width) for each in found[:MAX_FINDINGS])
    return stack(title, plain(told), table(columns, rows), _listed(found, MAX_FINDINGS, lang))


def _passed_over_row(found: PassedOver, lang: Lang, width: int) -> list[RenderableType]:
    return [
        _above_place(plain(shorten("|".join(found.tokens), _MAX_TERM)), found.examples, width),
        _term(found.term),
        plain(shorten(found.term.theme.label(lang), _MAX_LABEL)),
        plain(number(found.count, lang)),
        *_places(found.examples, "".join(found.tokens), width),
    ]


def _silent(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.silent", lang))
    if not result.silent:
        return stack(title, plain(label("doctor.silent.none", lang)))
    told = sentence(
        "doctor.silent.count",
        lang,
        n=number(result.n_silent, lang),
        of=number(result.n_terms, lang),
    )
    columns = [
        Column(label("theme", lang), most=max(12, width // 3)),
        figure(label("doctor.never", lang)),
        figure(label("doctor.of", lang)),
        Column(label("terms", lang)),
    ]
    rows = (
        [
            plain(shorten(each.theme.label(lang), _MAX_LABEL)),
            plain(number(len(each.terms), lang)),
            plain(number(each.n_terms, lang)),
            terms(_first_terms(each, lang)),
        ]
        for each in result.silent
    )
    return stack(title, plain(told), table(columns, rows))


def _first_terms(silent: SilentTerms, lang: Lang) -> str:
    first = [shorten(each.term, _MAX_TERM) for each in silent.terms[:MAX_SILENT]]
    more = len(silent.terms) > MAX_SILENT
    return joined(first, lang) + (f" {ELLIPSIS}" if more else "")


# -------------------------------------------------------------------------- what helps


def _suggested(result: Diagnosis, lang: Lang, width: int) -> RenderableType:
    title = heading(label("doctor.suggested", lang))
    n_phrases = number(result.looked.phrases, lang)
    if not result.suggested:
        return stack(title, plain(sentence("doctor.suggested.none", lang, n=n_phrases)))
    note = sentence("doctor.suggested.note", lang, mark=DOUBTFUL, n=n_phrases)
    columns = [
        Column(label("theme", lang), most=max(12, width // 4)),
        Column(label("phrase", lang)),
        Column(label("kind", lang)),
        figure(label("doctor.with_theme", lang)),
        figure(label("doctor.of", lang)),
        figure(""),
        *_place_columns(lang, width),
    ]
    shown = list(_first_of_each(result.suggested))
    left = len(result.suggested) > len(shown)
    return stack(
        title,
        plain(note, FAINT_STYLE),
        table(columns, _suggested_rows(shown, lang, width)),
        _listing(len(result.suggested), lang) if left else None,
    )


def _first_of_each(suggested: Iterable[SuggestedTerm]) -> Iterator[SuggestedTerm]:
    for _, own in groupby(suggested, key=lambda each: each.theme):
        yield from list(own)[:MAX_PHRASES]


def _suggested_rows(
    suggested: Iterable[SuggestedTerm], lang: Lang, width: int
) -> Iterator[list[RenderableType]]:
    for theme, own in groupby(suggested, key=lambda each: each.theme):
        name = shorten(theme.label(lang), _MAX_LABEL) if theme else ""
        for each in own:
            yield [
                plain(name),
                _above_place(plain(shorten(_marked(each), _MAX_TERM)), (each.example,), width),
                plain(label(f"kind.{each.kind}", lang)),
                plain(number(each.n_with, lang)),
                plain(number(each.count, lang)),
                plain(percent(each.share, decimals=0)),
                *_places((each.example,), each.term, width),
            ]
            name = ""


def _marked(found: SuggestedTerm) -> str:
    return found.term if found.distinguishable else f"{found.term}{DOUBTFUL}"


# ------------------------------------------------------------------------------ shared


def _term(term: BookTerm, mark: str = "") -> Text:
    return plain(shorten(term.term, _MAX_TERM) + mark)


def _theme_columns(lang: Lang, width: int) -> list[Column]:
    """The theme of a term and the one it stands with, in one column on a narrow page."""
    called = [label(f"doctor.{which}_theme", lang) for which in ("own", "other")]
    return [*map(Column, called)] if width >= _WIDE else [Column(joined(called, lang))]


def _theme_cells(own: Text, other: Text | None, width: int) -> list[RenderableType]:
    if width < _WIDE:
        return [stack(own, other)]
    return [own, plain("-", FAINT_STYLE) if other is None else other]


def _place_columns(lang: Lang, width: int) -> list[Column]:
    """Where the first example stands, and its sentence, where there is room for them."""
    if width < _WIDE:
        return []
    return [_where_column(lang, width), Column(label("sentence", lang))]


def _where_column(lang: Lang, width: int) -> Column:
    return Column(label("where", lang), most=max(16, width // 4))


def _above_place(found: Text, examples: Sequence[Example], width: int) -> RenderableType:
    """What was found; on a narrow page the place of the first example stands below it."""
    return stack(found, _where(examples[0])) if examples and width < _WIDE else found


def _places(examples: Sequence[Example], term: str, width: int) -> list[RenderableType]:
    if width < _WIDE:
        return []
    if not examples:
        return [plain(""), plain("")]
    text = examples[0].text
    sentence = Fitted(lambda room: plain(_around(text, term, room)), cell_len(one_line(text)))
    return [_where(examples[0]), sentence]


def _where(example: Example) -> RenderableType:
    """Speech and line, as editors take them."""
    return name_cell(example.speech, f":{example.line}")


def _around(text: str, term: str, cells: int) -> str:
    """The part of a sentence around a term; its beginning where the term is torn or folded."""
    at = text.casefold().find(term)
    if at < 0 or len(text.casefold()) != len(text):
        return shorten(text, cells)
    return shorten_around(text, at, at + len(term), cells)


def _listed(found: Sequence[object], shown: int, lang: Lang) -> Text | None:
    """Says how many the other formats list; None when all are shown."""
    return _listing(len(found), lang) if len(found) > shown else None


def _listing(n: int, lang: Lang) -> Text:
    return plain(sentence("doctor.listed", lang, n=number(n, lang)), FAINT_STYLE)
