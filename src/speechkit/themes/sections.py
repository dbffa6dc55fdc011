"""A scored speech in, what its sections and its paragraphs speak of out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from speechkit.model import OutlineItem, Span
from speechkit.results import ScoredPassage, SectionEmphasis
from speechkit.themes.codebook import Codebook
from speechkit.themes.scoring import Floats, Ints, ScoredSpeech, row_shares

MAX_LEVEL = 2
"""Of a heading that makes a section: 一、 and （一）; what is counted below is a list."""
MIN_SHARE = 0.05
"""Of the themes that are named for a section."""


def section_emphasis(
    scored: ScoredSpeech, codebook: Codebook, columns: Ints
) -> tuple[SectionEmphasis, ...]:
    """What each section is about, in the order of the headings; none where there are none.

    A section goes from its heading to the next one of its level or above, so that the sections
    below it are part of it.

    Parameters
    ----------
    columns
        Entries of the codebook that are themes.
    """
    speech = scored.speech
    headings = sorted(
        (item for item in speech.outline if item.level <= MAX_LEVEL), key=lambda item: item.span
    )
    starts = [sentence.start for sentence in scored.sentences]
    places = [bisect_left(starts, speech.view.view_offset(item.span.start)) for item in headings]
    chars = scored.weights[:, columns] * scored.sizes[:, None]
    ids = [codebook.entries[column].theme.id for column in columns.tolist()]
    return tuple(
        _section(scored, heading, (first, _end(n, headings, places, len(starts))), chars, ids)
        for n, (heading, first) in enumerate(zip(headings, places, strict=True))
        if first < len(starts)
    )


def paragraph_passages(scored: ScoredSpeech, codebook: Codebook) -> Iterator[ScoredPassage]:
    """Every paragraph with its themes, framing among them, by the characters of its sentences."""
    ids = [entry.theme.id for entry in codebook.entries]
    starts = [sentence.start for sentence in scored.sentences]
    for paragraph in scored.speech.paragraphs():
        first, end = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        chars = scored.weights[first:end] * scored.sizes[first:end, None]
        span = scored.speech.view.source_span(paragraph)
        yield ScoredPassage(scored.speech, span, ranked_shares(chars.sum(axis=0), ids))


def ranked_shares(
    chars: Floats, ids: Sequence[str], *, least: float = 0.0
) -> tuple[tuple[str, float], ...]:
    """Themes and their shares, heaviest first; none where there are no characters."""
    shares = row_shares(chars[None])[0]
    order = np.argsort(-np.round(shares, 9), kind="stable").tolist()
    return tuple((ids[n], float(shares[n])) for n in order if shares[n] > least)


def _end(n: int, headings: Sequence[OutlineItem], places: Sequence[int], n_sentences: int) -> int:
    """Number of the sentence after the last one of a section."""
    following = zip(headings[n + 1 :], places[n + 1 :], strict=True)
    return next((at for item, at in following if item.level <= headings[n].level), n_sentences)


def _section(
    scored: ScoredSpeech,
    heading: OutlineItem,
    sentences: tuple[int, int],
    chars: Floats,
    ids: Sequence[str],
) -> SectionEmphasis:
    first, end = sentences
    speech = scored.speech
    last = scored.sentences[max(first, end - 1)].end
    span = Span(
        heading.span.start,
        max(heading.span.end, speech.view.source_span(Span(last - 1, last)).end),
    )
    return SectionEmphasis(
        heading.level,
        heading.label,
        heading.title,
        span,
        speech.document.lines(span),
        int(scored.sizes[first:end].sum()),
        ranked_shares(chars[first:end].sum(axis=0), ids, least=MIN_SHARE),
    )
