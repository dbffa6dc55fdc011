"""What `themes` found in, rows for other programs out: one kind of rows at a time.

A row is a theme of a speech (`shares`), a theme of a contrast, a distance, a theme of a group or
of the whole collection (`groups`), a theme over time (`trends`), a point of the map, a theme of
two versions of one text, a section of a speech, a topic. Columns are added at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from speechkit.render.json import (
    Fields,
    contrast_fields,
    distance_fields,
    emphasis_fields,
    rounded,
    section_fields,
    share_fields,
    theme_trend_fields,
    topic_fields,
)

if TYPE_CHECKING:
    from speechkit.results import Emphasis, SpeechEmphasis, Theme, ThemeEmphasis

ThemeRows = Literal[
    "shares",
    "contrasts",
    "distances",
    "groups",
    "trends",
    "map",
    "versions",
    "sections",
    "topics",
]

THEME_COLUMNS: Mapping[ThemeRows, tuple[str, ...]] = {
    "shares": (
        *("speech", "title", "date", "theme", "zh", "en", "group", "share", "low", "high"),
        *("n_chars", "sufficient", "framing_fraction", "first_line", "terms"),
    ),
    "contrasts": (
        *("a", "b", "kind", "theme", "zh", "en", "group", "difference", "low", "high"),
        *("p", "q", "distinguishable", "terms"),
    ),
    "distances": ("a", "b", "jensen_shannon"),
    "groups": (
        *("kind", "by", "value", "n_speeches", "n_texts", "sufficient"),
        *("theme", "zh", "en", "group", "share", "low", "high"),
    ),
    "trends": (
        *("theme", "zh", "en", "group", "direction", "per_decade", "low", "high", "p", "q"),
        *("first", "last", "n_texts", "n_undated", "shares"),
    ),
    "map": ("kind", "id", "zh", "en", "x", "y", "inertia_x", "inertia_y"),
    "versions": (
        *("whole", "part", "removed_fraction", "theme", "zh", "en", "group"),
        *("whole_share", "part_share", "theme_removed_fraction"),
    ),
    "sections": (
        "speech",
        *("level", "label", "title", "line_start", "line_end", "n_chars", "themes"),
    ),
    "topics": (
        *("label", "terms", "stability", "theme", "zh", "en", "group", "overlap", "covered"),
        *("shares", "first_speech", "first_line"),
    ),
}
"""Names of the columns of each kind of rows."""


def theme_rows(result: Emphasis, rows: ThemeRows, *, flat: bool = False) -> Iterator[Fields]:
    """The rows of one kind.

    Parameters
    ----------
    flat
        Without lists: what a cell can hold of them is one text.
    """
    return _ROWS[rows](result, flat)


def _share_rows(result: Emphasis, flat: bool) -> Iterator[Fields]:
    for entry in result.speeches:
        for emphasis in entry.emphasis:
            row = _share_row(entry, emphasis)
            yield {**row, "terms": _counts(emphasis)} if flat else row


def _share_row(entry: SpeechEmphasis, emphasis: ThemeEmphasis) -> Fields:
    speech, evidence = entry.speech, emphasis.evidence
    return {
        "speech": speech.id,
        "title": speech.title,
        "date": entry.date or None,
        **emphasis_fields(emphasis),
        **_named(emphasis.theme),
        "n_chars": entry.n_chars,
        "sufficient": entry.sufficient,
        "framing_fraction": entry.framing_fraction,
        "first_line": evidence[0].line if evidence else None,
    }


def _counts(emphasis: ThemeEmphasis) -> str:
    return _listed(f"{term.term} {term.count}" for term in emphasis.terms)


def _contrast_rows(result: Emphasis, flat: bool) -> Iterator[Fields]:
    for contrast in result.contrasts:
        row = {**contrast_fields(contrast), **_named(contrast.theme)}
        terms = _listed(f"{term.term} {term.a}:{term.b}" for term in contrast.terms)
        yield {**row, "terms": terms} if flat else row


def _distance_rows(result: Emphasis, _: bool) -> Iterator[Fields]:
    return map(distance_fields, result.distances)


def _group_rows(result: Emphasis, _: bool) -> Iterator[Fields]:
    """The groups, and before them the mean of the whole collection."""
    if result.corpus is not None:
        for share in result.corpus.emphasis:
            yield {
                "kind": "corpus",
                "n_speeches": result.n_speeches,
                "n_texts": result.corpus.n_texts,
                **share_fields(share),
                **_named(share.theme),
            }
    for group in result.groups:
        of_group: Fields = {
            "kind": "group",
            "by": result.by,
            "value": group.value or None,
            "n_speeches": len(group.speeches),
            "n_texts": group.n_texts,
            "sufficient": group.sufficient,
        }
        for share in group.emphasis:
            yield {**of_group, **share_fields(share), **_named(share.theme)}


def _trend_rows(result: Emphasis, flat: bool) -> Iterator[Fields]:
    trends = result.trends
    if trends is None:
        return
    for trend in trends.themes:
        row = {**theme_trend_fields(trend), **_named(trend.theme), "n_undated": trends.n_undated}
        if flat:
            by_year = zip(trends.periods, trend.shares, strict=True)
            yield {
                **row,
                "first": trends.periods[0] if trends.periods else None,
                "last": trends.periods[-1] if trends.periods else None,
                "n_texts": sum(trends.n_texts),
                "shares": _listed(f"{period} {rounded(share)}" for period, share in by_year),
            }
        else:
            yield {**row, "periods": list(trends.periods), "n_texts": list(trends.n_texts)}


def _map_rows(result: Emphasis, _: bool) -> Iterator[Fields]:
    if result.map is None:
        return
    themes = {theme.id: theme for theme in result.themes}
    inertia = dict(zip(("inertia_x", "inertia_y"), map(rounded, result.map.inertia), strict=True))
    for kind, points in (("speech", result.map.speeches), ("theme", result.map.themes)):
        for point in points:
            theme = themes.get(point.id) if kind == "theme" else None
            yield {
                "kind": kind,
                "id": point.id,
                "zh": theme.zh if theme else None,
                "en": theme.en if theme else None,
                "x": rounded(point.x),
                "y": rounded(point.y),
                **inertia,
            }


def _version_rows(result: Emphasis, _: bool) -> Iterator[Fields]:
    for versions in result.versions:
        for cut in versions.themes:
            yield {
                "whole": versions.whole.id,
                "part": versions.part.id,
                "removed_fraction": rounded(versions.removed_fraction),
                "theme": cut.theme.id,
                **_named(cut.theme),
                "whole_share": rounded(cut.whole),
                "part_share": rounded(cut.part),
                "theme_removed_fraction": rounded(cut.removed_fraction),
            }


def _section_rows(result: Emphasis, flat: bool) -> Iterator[Fields]:
    for entry in result.speeches:
        for section in entry.sections:
            row = {"speech": entry.speech.id, **section_fields(section)}
            themes = _listed(f"{theme} {rounded(share)}" for theme, share in section.themes)
            yield {**row, "themes": themes} if flat else row


def _topic_rows(result: Emphasis, flat: bool) -> Iterator[Fields]:
    nameless: Fields = {"zh": None, "en": None, "group": None}
    for topic in result.topics:
        first = topic.evidence[0] if topic.evidence else None
        row = {
            **topic_fields(topic),
            **(_named(topic.theme) if topic.theme else nameless),
            "first_speech": first.speech.id if first else None,
            "first_line": first.line if first else None,
        }
        ids = (entry.speech.id for entry in result.speeches)
        shares = zip(ids, topic.shares, strict=True)
        in_cells = {
            "terms": _listed(topic.terms),
            "shares": _listed(f"{id_} {rounded(share)}" for id_, share in shares),
        }
        yield {**row, **in_cells} if flat else row


_ROWS: Mapping[ThemeRows, Callable[[Emphasis, bool], Iterator[Fields]]] = {
    "shares": _share_rows,
    "contrasts": _contrast_rows,
    "distances": _distance_rows,
    "groups": _group_rows,
    "trends": _trend_rows,
    "map": _map_rows,
    "versions": _version_rows,
    "sections": _section_rows,
    "topics": _topic_rows,
}


def _named(theme: Theme) -> Fields:
    return {"zh": theme.zh, "en": theme.en, "group": theme.group}


def _listed(parts: Iterable[str]) -> str:
    """What stands in one cell."""
    return "; ".join(parts)
