"""What `themes` found, for a terminal: shares, what differs, where a theme stands, and the rest."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.labels import counted, label, sentence
from speechkit.render.terminal.draw import names, page, plain, stack, warning
from speechkit.render.terminal.styles import FAINT_STYLE
from speechkit.render.terminal.theme_contrasts import render_bars, render_contrasts
from speechkit.render.terminal.theme_distances import render_distances
from speechkit.render.terminal.theme_maps import render_map
from speechkit.render.terminal.theme_places import render_places
from speechkit.render.terminal.theme_sections import render_sections
from speechkit.render.terminal.theme_shares import (
    group_sides,
    is_few,
    render_shares,
    speech_sides,
    theme_name,
)
from speechkit.render.terminal.theme_topics import render_topics
from speechkit.render.terminal.theme_trends import render_theme_trends
from speechkit.render.terminal.theme_versions import render_versions
from speechkit.results import Calibration, Emphasis, ThemeAccuracy

N_WEAKEST = 3
"""Themes named that are found least surely."""


def render_themes(result: Emphasis, *, lang: Lang, width: int) -> RenderableType:
    """Shares first, then what can be told apart, then where the themes stand."""
    if not result.n_speeches:
        return plain(label("themes.none", lang))
    trends = result.trends
    return page(
        [
            _summary(result, lang),
            *render_shares(result, lang, width),
            render_bars(result, lang, width),
            render_contrasts(result, lang, width),
            *render_versions(result, lang),
            render_places(result, lang, width) if is_few(result) else None,
            render_sections(result, lang, width) if is_few(result) else None,
            *(render_theme_trends(trends, lang, width) if trends else ()),
            render_distances(result, lang, width),
            render_map(result, lang, width),
            render_topics(result, lang, width),
            _passages(result, lang),
        ]
    )


# ----------------------------------------------------------------------------- summary


def _summary(result: Emphasis, lang: Lang) -> RenderableType:
    summary = sentence(
        "themes.summary",
        lang,
        speeches=counted(result.n_speeches, "speech", lang),
        codebook=result.codebook,
    )
    return stack(
        plain(summary),
        plain(_explained(result, lang), FAINT_STYLE),
        _insufficient(result, lang),
        *(_calibration(result.calibration, result, lang) if result.calibration else ()),
    )


def _explained(result: Emphasis, lang: Lang) -> str:
    told = label("themes.explain", lang)
    if result.corpus is None or not result.corpus.n_texts:
        return told
    texts = counted(result.corpus.n_texts, "text", lang)
    return told + sentence("themes.explain.mean", lang, texts=texts)


def _insufficient(result: Emphasis, lang: Lang) -> Text | None:
    sides = (*speech_sides(result, lang), *group_sides(result, lang))
    lacking = [side.name for side in sides if not side.sufficient]
    if not lacking:
        return None
    told = sentence(
        "themes.insufficient",
        lang,
        list=names(lacking, lang),
        mark=label("themes.too_little", lang),
    )
    return warning(told)


def _calibration(found: Calibration, result: Emphasis, lang: Lang) -> list[Text]:
    """How right the codebook is by the labels, before and after, and where it is least."""
    before_after = sentence(
        "themes.calibrated",
        lang,
        labels=counted(found.n_labels, "label", lang),
        coders=counted(found.n_coders, "coder", lang),
        f1=f"{found.micro_f1:.3f}",
        f1_after=f"{found.calibrated_micro_f1:.3f}",
        top=f"{found.top_1:.3f}",
        top_after=f"{found.calibrated_top_1:.3f}",
        error=f"{100 * found.share_error:.1f}",
        error_after=f"{100 * found.calibrated_share_error:.1f}",
    )
    lines = [plain(before_after)]
    doubts = [(lowest, each) for each in found.themes if (lowest := _lowest(each)) is not None]
    if doubts:
        ranked = sorted(doubts, key=lambda doubt: doubt[0])  # stable: ties as in the codebook
        told = (_accuracy(each, result, lang) for _, each in ranked[:N_WEAKEST])
        between = label("label.between", lang)  # labels of themes may have commas
        lines.append(plain(sentence("themes.weakest", lang, list=between.join(told))))
    if found.n_left_out:
        left_out = counted(found.n_left_out, "label", lang)
        lines.append(warning(sentence("themes.labels.left", lang, labels=left_out)))
    return lines


def _lowest(each: ThemeAccuracy) -> float | None:
    """The lower of precision and recall; None where there is neither."""
    return min((x for x in (each.precision, each.recall) if x is not None), default=None)


def _accuracy(each: ThemeAccuracy, result: Emphasis, lang: Lang) -> str:
    named = {theme.id: theme_name(theme, lang) for theme in result.themes}
    framing = label("themes.framing.short", lang)
    return sentence(
        "themes.accuracy",
        lang,
        theme=named.get(each.theme, framing),
        precision=_figure(each.precision),
        recall=_figure(each.recall),
        labels=counted(each.n_labels, "label", lang),
    )


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


# ---------------------------------------------------------------------------- passages


def _passages(result: Emphasis, lang: Lang) -> Text | None:
    if not result.passages:
        return None
    passages = counted(len(result.passages), "sentence", lang)
    return plain(sentence("themes.passages", lang, passages=passages), FAINT_STYLE)
