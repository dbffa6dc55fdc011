"""What `concordance` found, for a terminal: a line a hit, the term in one column, then the counts.

A line is laid out by cells, of which a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import counted, label, number, sentence
from speechkit.render.summary import MAX_ROWS
from speechkit.render.terminal.draw import (
    ELLIPSIS,
    Column,
    figure,
    further,
    heading,
    indented,
    name_cell,
    names,
    padded,
    page,
    plain,
    shorten,
    shorten_end,
    sparkline,
    stack,
    table,
    told_apart,
)
from speechkit.render.terminal.styles import FAINT_STYLE, HIT_STYLE, ID_STYLE
from speechkit.results import Collocate, Collocates, Concordance, Hit, SpeechCount

VERSION = "="
"""Marks what is not counted, since another version of it is."""
DOUBTFUL = "?"
_SIGNS = {"more": "+", "less": "-", None: ""}
_WIDE = 80
"""Cells from which a bar has a sign for each stretch of a speech; below, one for two."""
_MAX_TERM = 48
"""Cells of a term in a sentence."""


def render_concordance(result: Concordance, *, lang: Lang, width: int) -> RenderableType:
    """What was found, its lines, how often in which speech, and the words near it."""
    if not result.speeches:
        return plain(label("concordance.none", lang))
    return page(
        [
            _summary(result, lang),
            _lines(result, lang, width) if result.hits else None,
            _counts(result, lang, width) if _found(result) else None,
            _collocates(result.collocates, result.term, lang) if result.collocates else None,
        ]
    )


def _found(result: Concordance) -> list[SpeechCount]:
    return [entry for entry in result.speeches if entry.count]


def _summary(result: Concordance, lang: Lang) -> RenderableType:
    term = shorten(result.term, _MAX_TERM)
    speeches = counted(len(result.counted), "speech", lang)
    if not _found(result):
        chars = counted(result.n_chars, "char", lang)
        return plain(
            sentence("concordance.no_hits", lang, term=term, speeches=speeches, chars=chars)
        )
    summary = sentence(
        "concordance.summary",
        lang,
        term=term,
        hits=counted(result.count, "hit", lang),
        n=number(sum(entry.count > 0 for entry in result.counted), lang),
        speeches=speeches,
        rate=f"{result.per_10k:.1f}",
    )
    return stack(plain(summary), _about_versions(result, lang))


def _about_versions(result: Concordance, lang: Lang) -> Text | None:
    if not result.n_in_versions:
        return None
    hits = counted(result.n_in_versions, "hit", lang)
    return plain(sentence("concordance.versions", lang, mark=VERSION, hits=hits), FAINT_STYLE)


# ------------------------------------------------------------------------------- lines


def _lines(result: Concordance, lang: Lang, width: int) -> RenderableType:
    """The hits one below the other; what does not fit a line is cut with a sign."""
    shown = result.hits[:MAX_ROWS]
    versions = {entry.speech.id for entry in result.speeches if entry.version_of is not None}
    layout = _Layout(shown, width, marked=not versions.isdisjoint(hit.speech for hit in shown))
    left = further(len(result.hits) - len(shown), lang)
    return stack(*(layout.line(hit, is_version=hit.speech in versions) for hit in shown), left)


class _Layout:
    """Cells of the columns of a concordance."""

    def __init__(self, hits: Iterable[Hit], width: int, *, marked: bool) -> None:
        hits = tuple(hits)
        self._mark = 1 if marked else 0
        longest_id = max(cell_len(one_line(hit.speech)) for hit in hits)
        self._ids = told_apart((hit.speech for hit in hits), min(longest_id, max(8, width // 5)))
        self._id = max(map(cell_len, self._ids.values()))
        self._number = max(len(str(hit.lines[0])) for hit in hits)
        ahead = self._mark + self._id + 1 + self._number + 2
        terms = max(cell_len(one_line(hit.term)) for hit in hits)
        self._term = min(terms, max(8, (width - ahead) // 3))
        longest = max(cell_len(one_line(_before(hit))) for hit in hits)
        self._left = min((width - ahead - self._term) // 2, longest)
        self._right = width - ahead - self._term - self._left

    def line(self, hit: Hit, *, is_version: bool) -> Text:
        """Speech, line, left context, term, right context."""
        mark = (VERSION if is_version else "").ljust(self._mark)
        left = shorten_end(_before(hit), self._left)
        term = shorten(hit.term, self._term)
        right = shorten(_after(hit), self._right)
        made = Text(no_wrap=True, overflow="crop")
        made.append(mark, FAINT_STYLE)
        made.append(padded(self._ids[hit.speech], self._id), ID_STYLE)
        made.append(f" {hit.lines[0]:>{self._number}}  ", FAINT_STYLE)
        made.append(" " * (self._left - cell_len(left)) + left)
        made.append(term, HIT_STYLE)
        made.append(right)
        return made


def _before(hit: Hit) -> str:
    """The context as it is kept, with a sign where the speech goes on."""
    return (ELLIPSIS if hit.more_left else "") + hit.left


def _after(hit: Hit) -> str:
    return hit.right + (ELLIPSIS if hit.more_right else "")


# ------------------------------------------------------------------------------ counts


def _counts(result: Concordance, lang: Lang, width: int) -> RenderableType:
    """How often the term stands in each speech, and where in it."""
    found = _found(result)
    differ = any(entry.differs for entry in found)
    columns = [
        Column(label("speech", lang), least=8, most=max(12, width // 4)),
        figure(label("hits", lang)),
        figure(label("per_10k", lang)),
        figure(label("interval", lang)),
        *([Column(label("differs", lang), whole=True)] if differ else []),
        Column(label("position", lang), whole=True),
    ]
    rows = (
        [
            _named(entry),
            plain(number(entry.count, lang)),
            plain(f"{entry.per_10k:.1f}"),
            plain(f"{entry.low:.1f}-{entry.high:.1f}", FAINT_STYLE),
            *([plain(_SIGNS[entry.differs])] if differ else []),
            Text(_bar(entry.positions, wide=width >= _WIDE)),
        ]
        for entry in found[:MAX_ROWS]
    )
    return stack(
        heading(label("concordance.counts", lang)),
        table(columns, rows),
        further(len(found) - MAX_ROWS, lang),
        _absent(result, lang),
        plain(label("concordance.differs", lang), FAINT_STYLE) if len(result.counted) > 1 else None,
    )


def _bar(positions: Sequence[int], *, wide: bool) -> str:
    """Where in a speech the term stands; the fullest stretch has a full bar."""
    if not wide:
        positions = [a + b for a, b in zip(positions[::2], positions[1::2], strict=True)]
    return f"|{sparkline(positions)}|"


def _named(entry: SpeechCount) -> RenderableType:
    mark = "" if entry.version_of is None else f"{VERSION} "
    return name_cell(mark + entry.speech.id)


def _absent(result: Concordance, lang: Lang) -> Text | None:
    absent = [entry.speech.id for entry in result.speeches if not entry.count]
    if not absent:
        return None
    return plain(sentence("concordance.absent", lang, list=names(absent, lang)))


# -------------------------------------------------------------------------- collocates


def _collocates(found: Collocates, term: str, lang: Lang) -> RenderableType:
    near = sentence(
        "concordance.near",
        lang,
        window=str(found.window),
        near=number(found.n_near, lang),
        words=number(found.n_words, lang),
    )
    doubt = any(not each.distinguishable for each in found.listed)
    title = sentence("concordance.collocates", lang, term=shorten(term, _MAX_TERM))
    if not found.listed:
        return stack(heading(title), indented(plain(label("concordance.no_collocates", lang))))
    columns = [
        Column(label("term", lang), least=8),
        *(figure(label(key, lang)) for key in ("observed", "expected", "left_right", "total")),
        figure(label("speeches", lang)),
        figure(label(f"measure.{found.measure}", lang)),
    ]
    return stack(
        heading(title),
        plain(near, FAINT_STYLE),
        table(columns, _rows(found.listed, lang)),
        plain(label("concordance.chance", lang), FAINT_STYLE) if doubt else None,
    )


def _rows(listed: Iterable[Collocate], lang: Lang) -> Iterator[list[RenderableType]]:
    for each in listed:
        shown = shorten(each.term, _MAX_TERM) + ("" if each.distinguishable else f" {DOUBTFUL}")
        figures = (
            number(each.count, lang),
            f"{each.expected:.1f}",
            f"{each.n_left}/{each.n_right}",
            number(each.total, lang),
            number(each.n_speeches, lang),
            f"{each.score:.2f}",
        )
        yield [plain(shown), *(plain(value) for value in figures)]
