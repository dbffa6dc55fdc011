"""A report in, one HTML page out that needs nothing else.

No script, no outside address; the page forbids them itself. Everything that is printed by
a template is first made visible, then escaped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from speechkit import model
from speechkit.render import labels
from speechkit.render.escape import visible
from speechkit.render.html import texts
from speechkit.render.html.collection import CollectionView, collection_view, removal_marks
from speechkit.render.html.comparisons import ComparisonsView, comparisons_view
from speechkit.render.html.emphasis import (
    ThemesView,
    evidence_marks,
    quoted_lines,
    shown_places,
    themes_view,
)
from speechkit.render.html.keyphrases import KeyphrasesView, keyphrases_view, term_marks
from speechkit.render.html.links import Links, number_places
from speechkit.render.html.versions import (
    MAX_PAIRS,
    PassageRow,
    Version,
    change_marks,
    passage_marks,
    passages_of,
    versions_of,
)
from speechkit.render.html.words import join, lead_and_rest, say
from speechkit.render.overview import parameters
from speechkit.render.sentences import topic_choice_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speechkit.model import Lang, Speech
    from speechkit.results import Identified, Report

SECURITY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
Mark = TypeVar("Mark")
_HTML_LANG: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the templates show."""

    report: Report
    links: Links
    collection: CollectionView
    versions: tuple[Version, ...]
    passages: tuple[PassageRow, ...]
    keyphrases: tuple[KeyphrasesView, ...]
    themes: ThemesView
    comparisons: ComparisonsView
    texts: tuple[texts.SpeechText, ...]
    is_whole: bool
    """Whether whole texts are shown."""
    fits: bool
    """Whether they could be."""


def to_html(report: Report, *, lang: Lang = "en", whole_texts: bool | None = None) -> str:
    """One self-contained page that shows a report.

    Parameters
    ----------
    lang : Lang
        Language of the page; the speeches stay as they are.
    whole_texts : bool | None
        Show the whole text of every speech, or only the sentences that are quoted. None
        shows whole texts up to `MAX_WHOLE_SPEECHES` and `MAX_WHOLE_CHARS`.

    Returns
    -------
    str
        HTML; the same for the same report. It is encoded as UTF-8.
    """
    template = _environment(lang).get_template("page.html.j2")
    return template.render(
        page=build_page(report, lang=lang, whole_texts=whole_texts),
        parameters=parameters(report),
        html_lang=_HTML_LANG[lang],
        security_policy=SECURITY_POLICY,
    )


def build_page(report: Report, *, lang: Lang, whole_texts: bool | None = None) -> Page:
    """What the templates show of a report."""
    fits = texts.whole_texts_fit(report)
    is_whole = fits if whole_texts is None else whole_texts
    lines = texts.whole_lines(report) if is_whole else quoted_lines(report.emphasis)
    links = number_places(report, lines)
    dropped = frozenset(speech.id for speech in report.duplicates.dropped)
    by_id = {speech.id: speech for speech in report.split.speeches}
    themes = themes_view(report.emphasis, by_id, dropped, links, lang, brief=not is_whole)
    called = {id_: str(say(lang, "speech_n", n=n)) for id_, n in links.numbers.items()}
    versions = versions_of(report.duplicates, links, called, lang, brief=not is_whole)
    comparisons = comparisons_view(
        report.emphasis,
        dropped,
        shown_places(themes),
        links,
        called,
        lang,
        brief=not is_whole,
    )
    keyphrases = keyphrases_view(report.keywords, report.split.speeches, links, brief=not is_whole)
    marks: list[tuple[Identified, texts.TextMark]] = list(evidence_marks(themes, lang))
    passages = passages_of(report.duplicates, links)
    collection = collection_view(report, links, called, lang)
    if is_whole:
        marks += change_marks(versions, report.duplicates, lang)
        marks += removal_marks(report, collection.edits, lang)
        marks += passage_marks(passages, lang)
    return Page(
        report=report,
        links=links,
        collection=collection,
        versions=versions,
        passages=passages,
        keyphrases=keyphrases,
        themes=themes,
        comparisons=comparisons,
        texts=_texts(report, marks, term_marks(keyphrases), links, is_whole=is_whole),
        is_whole=is_whole,
        fits=fits,
    )


def _texts(
    report: Report,
    marks: Iterable[tuple[Identified, texts.TextMark]],
    terms: Iterable[tuple[Identified, texts.TermMark]],
    links: Links,
    *,
    is_whole: bool,
) -> tuple[texts.SpeechText, ...]:
    marked, named = _by_speech(marks), _by_speech(terms)

    def lines(speech: Speech) -> tuple[texts.TextLine, ...]:
        if is_whole:
            return texts.lay_out(speech, marked[speech.id], named[speech.id], links)
        return texts.lay_out_quotes(speech, marked[speech.id], links)

    return tuple(
        texts.SpeechText(speech, links.speech(speech), lines(speech))
        for speech in report.split.speeches
    )


def _by_speech(marks: Iterable[tuple[Identified, Mark]]) -> defaultdict[str, list[Mark]]:
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for speech, mark in marks:
        found[speech.id].append(mark)
    return found


@cache
def _environment(lang: Lang) -> Environment:
    """The templates with the words of a language; compiled once, changed by nobody."""
    loader = PackageLoader("speechkit.render.html")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        style=_style(loader, environment),
        say=partial(say, lang),
        join=partial(join, lang),
        lead_and_rest=lead_and_rest,
        label=lambda key: labels.label(key, lang),
        counted=lambda n, unit: labels.counted(n, unit, lang),
        number=lambda n: labels.number(n, lang),
        percent=labels.percent,
        percent_value=lambda fraction: labels.percent(fraction).removesuffix("%"),
        points=lambda fraction: f"{100 * fraction:.1f}",
        topic_choice=lambda choice: topic_choice_sentences(choice, lang),
        lang=lang,
        model=model,
        limits=texts,
        max_pairs=MAX_PAIRS,
    )
    return environment


def _style(loader: BaseLoader, environment: Environment) -> Markup:
    """The style sheet without the blanks that only a reader of it needs."""
    sheet, _, _ = loader.get_source(environment, "style.css")
    sheet = re.sub(r"\s*\n\s*", "", sheet)
    sheet = re.sub(r" ?([{};,]) ?(?![^(]*\))", r"\1", sheet)
    return Markup(sheet.replace(": ", ":").replace(";}", "}"))  # noqa: S704 - our own words


def _shown(value: object) -> object:
    """What a template prints: ours as it is, everything else made visible."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value.replace("\t", " "))
