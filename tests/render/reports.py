"""Whole reports with every feature a page or a paper can show, built by hand."""

from __future__ import annotations

from dataclasses import replace

from render.factory import (
    THEMES,
    all_results,
    duplicates,
    emphasis,
    keywords,
    lone_speech,
    weighed,
    yunling,
)
from speechkit.model import Fact, Removal, Repair, Span, Speech, SplitResult
from speechkit.results import (
    Contrast,
    Duplicates,
    Emphasis,
    Keyword,
    Keywords,
    Place,
    Quotation,
    Report,
    SpeechEmphasis,
    Theme,
)

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "\"><a href='javascript:alert(1)'>点</a>",
    "</style></title></textarea><!-- -->",
    "{{ 7 * 7 }}{% raw %}",
    "\u202e倒写\u202c\x00\x1b[31m\x07\udc80",
    "http://example.invalid/&amp;#x27;",
)


def small_report() -> Report:
    return Report(
        SplitResult((yunling(),)),
        duplicates(),
        keywords(),
        emphasis(),
        "9.8.7",
        "speechkit report speeches/yunling.txt -o report.html",
    )


def report_of(*speeches: Speech) -> Report:
    return Report(*all_results(speeches), "9.8.7", "speechkit report speeches -o report.html")


def empty_report() -> Report:
    return Report(
        SplitResult(()),
        Duplicates((), 0.7, 0.8, (), ()),
        Keywords(()),
        Emphasis("test 1", THEMES, (), (), ()),
        "9.8.7",
        "",
    )


def many_report() -> Report:
    return report_of(*(lone_speech(f"speech{n}") for n in range(1, 41)))


def hostile_report() -> Report:
    """Every text that others wrote is an attack, ids and terms as well."""
    attack = "".join(HOSTILE)
    keyword = Keyword(attack, 1.0, 1.0, (Place(0, 5, 1),), Quotation(0, 5, 1, attack))
    text = "\n".join(HOSTILE) + "\n会议到此结束。"
    speeches = [
        replace(
            lone_speech(
                f"{attack}{n}",
                text=text,
                title=attack,
                path=attack,
                facts=[Fact(name, attack) for name in ("date", "place", "speaker", "role")],
            ),
            removed=(Removal(attack, Span(0, 8), attack),),
            repaired=(Repair(attack, Span(3, 9), attack, attack),),
        )
        for n in range(3)
    ]
    report = report_of(*speeches)
    theme = Theme("t", attack, attack, attack, attack)
    contrast = Contrast(speeches[0], None, theme, 0.3, 0.001, 0.01, True, 0.1, 0.5)
    return replace(
        report,
        keywords=Keywords(
            tuple(replace(each, keywords=(keyword,)) for each in report.keywords.speeches)
        ),
        emphasis=replace(
            report.emphasis,
            codebook=attack,
            themes=(theme,),
            contrasts=(contrast,),
            speeches=tuple(_only(theme, speech) for speech in speeches),
        ),
        version=attack,
        command=attack,
    )


def _only(theme: Theme, speech: Speech) -> SpeechEmphasis:
    each = weighed(speech, (0.5, 0.2, 0.2, 0.1), speech.text[:5])
    return replace(each, emphasis=(replace(each.emphasis[0], theme=theme),))
