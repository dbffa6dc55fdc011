"""Topics in, what they are, what the codebook has of them and how stable they are, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from speechkit.model import MIN_TOPIC_STABILITY, POORLY_COVERED, Lang
from speechkit.render.labels import joined, label, percent
from speechkit.render.sentences import topic_choice_sentences
from speechkit.render.terminal.draw import (
    MAX_ID,
    Column,
    figure,
    heading,
    name_of,
    plain,
    shorten,
    shorten_middle,
    stack,
    table,
    terms,
    warning,
)
from speechkit.render.terminal.styles import FAINT_STYLE, ID_STYLE, WARNING_STYLE
from speechkit.render.terminal.theme_shares import MAX_LABEL, theme_name
from speechkit.results import Emphasis, Topic

_WIDE = 100
"""Cells from which places have a column of their own."""
MAX_FURTHER_TERMS = 4
"""Terms of a topic shown beside its label."""


def render_topics(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """How many topics there are and why, then a row for each."""
    choice = result.topic_choice
    if choice is None:
        return None
    draw = plain if choice.stable else warning
    return stack(
        heading(label("themes.topics", lang)),
        *(draw(told) for told in topic_choice_sentences(choice, lang)),
        _table(result.topics, lang, width) if result.topics else None,
        *(plain(note, FAINT_STYLE) for note in _notes(result.topics, lang)),
    )


def _table(topics: Iterable[Topic], lang: Lang, width: int) -> Table:
    is_wide = width >= _WIDE
    columns = [
        Column(label("topic", lang)),
        Column(label("theme", lang)),
        figure(label("themes.covered", lang)),
        figure(label("stability", lang)),
        *([Column(label("lines", lang), most=width // 4)] if is_wide else []),
    ]
    return table(columns, (_row(topic, lang, is_wide=is_wide) for topic in topics))


def _row(topic: Topic, lang: Lang, *, is_wide: bool) -> list[RenderableType]:
    """What a topic is about; the places that carry it have a column, or stand below its terms."""
    places = [
        shorten_middle(name_of(passage.speech, lang), MAX_ID) + f":{passage.line}"
        for passage in topic.evidence
    ]
    theme = "-"
    if topic.theme:
        theme = f"{theme_name(topic.theme, lang)} {percent(topic.overlap, decimals=0)}"
    return [
        stack(
            terms(shorten(topic.label, MAX_LABEL)),
            _further_terms(topic, lang),
            terms(joined(places, lang), ID_STYLE) if places and not is_wide else None,
        ),
        plain(theme),
        _marked(percent(topic.covered, decimals=0), "!" if _is_uncovered(topic) else ""),
        _marked(f"{topic.stability:.2f}", "" if _is_stable(topic) else "?"),
        *([stack(*(plain(place, ID_STYLE) for place in places))] if is_wide else []),
    ]


def _further_terms(topic: Topic, lang: Lang) -> Text | None:
    """Terms that the label does not name."""
    further = [term for term in topic.terms if term not in topic.label]
    if not further:
        return None
    return terms(shorten(joined(further[:MAX_FURTHER_TERMS], lang), MAX_LABEL), FAINT_STYLE)


def _marked(figures: str, mark: str) -> Text:
    """A figure and a sign that is explained below, the figures one below another."""
    return plain(f"{figures} {mark:1}", WARNING_STYLE if mark else "")


def _is_uncovered(topic: Topic) -> bool:
    return topic.covered < POORLY_COVERED


def _is_stable(topic: Topic) -> bool:
    return topic.stability >= MIN_TOPIC_STABILITY


def _notes(topics: Sequence[Topic], lang: Lang) -> Iterator[str]:
    if any(_is_uncovered(topic) for topic in topics):
        yield label("themes.topics.uncovered", lang)
    if not all(_is_stable(topic) for topic in topics):
        yield label("themes.topics.doubtful", lang)
