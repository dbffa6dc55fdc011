"""Every screen a user can reach, by name: what it shows, drawn for a language and a width."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.text import Text

from render.factory import (
    THEMES,
    agreement,
    all_results,
    calibration,
    codebook,
    collocates,
    comparison,
    concordance,
    cut,
    dated_keywords,
    diagnosis,
    duplicates,
    emphasis,
    emphasis_of_many,
    explained,
    grouped_emphasis,
    grouped_keywords,
    keywords,
    lone_speech,
    nothing_in_common,
    searched,
    single,
    split_result,
    weighed,
    yunling,
)
from speechkit.model import Lang, Speech, SplitResult
from speechkit.render.summary import summarize
from speechkit.render.terminal import render
from speechkit.render.terminal.diff import render_diff
from speechkit.render.terminal.label import Groups, render_question
from speechkit.render.terminal.split import render_summaries
from speechkit.results import (
    Agreement,
    Codebook,
    Comparison,
    Concordance,
    Diagnosis,
    Difference,
    Duplicates,
    Emphasis,
    Keywords,
    Reliability,
    SampledParagraph,
    Similarity,
)
from speechkit.results.doctor import Looked

if TYPE_CHECKING:
    from speechkit.render import Result

Screen = Callable[[Lang, int], RenderableType]

WIDTHS = (60, 80, 120, 200)
RESULTS: dict[str, Result] = {
    "split": split_result(),
    "dedupe": duplicates(),
    "diff": comparison(),
    "keywords": keywords(),
    "keywords.groups": grouped_keywords(),
    "keywords.trends": dated_keywords(),
    "concordance": concordance(),
    "collocates": collocates(),
    "themes": emphasis(),
    "themes.groups": grouped_emphasis(),
    "themes.many": emphasis_of_many(),
    "codebook": codebook(),
    "agreement": agreement(),
    "doctor": diagnosis(),
}
"""Of every command and of every option that changes what it shows."""
EMPTY: tuple[Result, ...] = (
    SplitResult(()),
    Duplicates((), 0.7, 0.8, (), ()),
    nothing_in_common(),
    Keywords(()),
    Concordance("抓", False, "position", (), ()),
    searched([lone_speech()], "抓"),
    Emphasis("test 1", (), (), (), ()),
    Codebook("test", "1", (), ()),
    Agreement("test 1", (), 0, 0, 0, 0, Reliability(None, None, None), ()),
    Diagnosis("test 1", (), 0, 0, 0, (), Looked(0, 0, 0, 0, 0), (), (), (), (), (), (), ()),
)
"""Nothing to look at, or nothing found."""


def drawn(page: RenderableType, width: int, *, colour: bool = False) -> str:
    """What the page looks like on a console of a width."""
    out = io.StringIO()
    console_of(width, colour=colour, out=out).print(Group(page))
    return out.getvalue()


def console_of(width: int, *, colour: bool, out: io.StringIO | None = None) -> Console:
    return Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        legacy_windows=False,
        _environ={},
    )


# -------------------------------------------------------------------- beyond the results


def _of(result: Result) -> Screen:
    return lambda lang, width: render(result, lang=lang, width=width)


def _nothing(lang: Lang, width: int) -> RenderableType:
    """What every command says of nothing, one below the other."""
    pages = (render(result, lang=lang, width=width) for result in EMPTY)
    return Group(*(part for page in pages for part in (page, Text())))


def _explained(lang: Lang, width: int) -> RenderableType:
    documents = [summarize(split, explain=True) for split in (explained(), single(lone_speech()))]
    return render_summaries(documents, lang, width)


def _many() -> dict[str, Result]:
    """Forty versions of one text with long names: a line each, and no page without an end."""
    long = "县人民政府第{}次全体会议讲话材料汇编（送审稿）"
    split, dedupe, words, _ = all_results([lone_speech(long.format(i)) for i in range(60)])
    return {"split.many": split, "dedupe.many": dedupe, "keywords.many": words}


def _same() -> Comparison:
    """Two speeches without a difference."""
    a, b = lone_speech("a"), lone_speech("b")
    return Comparison(Similarity(1.0, 1.0, 1.0, "identical"), Difference(a, b, None, (), ()))


def _apart() -> Duplicates[Speech]:
    """Speeches of which none is a version of another."""
    return Duplicates(yunling().speeches, 0.7, 0.8, (), ())


def _short_keywords() -> Keywords:
    """A speech too short for key terms, held against a file."""
    (entry, *_) = keywords().speeches
    entry = replace(entry, keyness=(), n_words=6, sufficient=False)
    return replace(keywords(), speeches=(entry,), against="newspapers.txt")


def _against() -> Keywords:
    return replace(keywords(), against="newspapers.txt")


def _short_themes() -> Emphasis:
    """One speech, in which nothing can be told."""
    speech = yunling().speeches[2]
    entry = weighed(speech, (0.0,) * len(THEMES), "矿山要查", sufficient=False)
    return Emphasis("test 1", THEMES, (replace(entry, emphasis=()),), (), ())


def _versions() -> Emphasis:
    """So many cuts that each has a line."""
    first, second, third = yunling().speeches
    many = tuple(cut(a, b) for a in (first, second, third) for b in (first, second, third))
    nearer = tuple(
        replace(distance, jensen_shannon=distance.jensen_shannon / 2)
        for distance in emphasis().distances
    )
    few = replace(emphasis(), versions=many, distances=nearer)
    return replace(few, trends=None, topics=(), topic_choice=None, map=None)


def _calibrated() -> Emphasis:
    return replace(grouped_emphasis(), calibration=replace(calibration(), n_left_out=0))


GROUPS: Groups = (("Works", THEMES[:1]), ("Society", THEMES[1:]))


def _question(given: tuple[str, ...] | None) -> Screen:
    speech = yunling().speeches[0]
    found = SampledParagraph(speech, speech.paragraphs()[4])

    def screen(lang: Lang, width: int) -> RenderableType:
        place = (3, 1_200)
        return render_question(
            found, GROUPS, place=place, n_labelled=2, given=given, lang=lang, width=width
        )

    return screen


def _without_context(lang: Lang, width: int) -> RenderableType:
    return render_diff(comparison(), lang=lang, width=width, context=0)


def _screens() -> Iterator[tuple[str, Screen]]:
    more = {
        **_many(),
        "dedupe.apart": _apart(),
        "diff.same": _same(),
        "keywords.short": _short_keywords(),
        "keywords.against": _against(),
        "themes.short": _short_themes(),
        "themes.versions": _versions(),
        "themes.calibrated": _calibrated(),
    }
    for name, result in {**RESULTS, **more}.items():
        yield name, _of(result)
    yield "split.explain", _explained
    yield "diff.without_context", _without_context
    yield "label", _question(None)
    yield "label.given", _question(("education", "culture"))
    yield "nothing", _nothing


SCREENS: dict[str, Screen] = dict(_screens())
