"""Themes of speeches in; where each stands, its line and its best sentence, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from speechkit.model import LINE_END, Lang
from speechkit.render.escape import one_line
from speechkit.render.labels import label, percent, sentence
from speechkit.render.terminal.draw import (
    heading,
    padded,
    plain,
    shorten,
    shorten_around,
    sparkline,
    speech_heading,
    stack,
)
from speechkit.render.terminal.styles import FAINT_STYLE, HIT_STYLE
from speechkit.render.terminal.theme_shares import heaviest, theme_name
from speechkit.results import Emphasis, EvidenceSentence, SpeechEmphasis, ThemeEmphasis

_MARKS = "[]"
"""Stand around a term of the theme, so that it is seen without colour."""
_SHARE = len("100.0%")
_GAP = 2


def render_places(result: Emphasis, lang: Lang, width: int) -> RenderableType | None:
    """For each of the heaviest themes of a speech its share, where it stands, and a quotation."""
    entries = [entry for entry in result.speeches if entry.sufficient and heaviest(entry.emphasis)]
    if not entries:
        return None
    label_cells = _label_cells(entries, lang, width)
    lines = (line for entry in entries for line in _speech(entry, label_cells, lang, width))
    note = sentence("themes.places.note", lang, marks=_MARKS)
    return stack(heading(label("themes.positions", lang)), plain(note, FAINT_STYLE), *lines)


def _label_cells(entries: Iterable[SpeechEmphasis], lang: Lang, width: int) -> int:
    """Cells of the labels, so that shares and bars stand in columns."""
    shown = [each for entry in entries for each in heaviest(entry.emphasis)]
    longest = max(cell_len(theme_name(each.theme, lang)) for each in shown)
    bars = max(len(each.positions) for each in shown)
    return max(8, min(longest, width - 3 * _GAP - _SHARE - bars))


def _speech(entry: SpeechEmphasis, label_cells: int, lang: Lang, width: int) -> Iterator[Text]:
    yield speech_heading(entry.speech.id, entry.speech.title, width)
    for each in heaviest(entry.emphasis):
        yield _theme(each, label_cells, lang)
        if each.evidence:
            yield _quotation(each.evidence[0], lang, width)


def _theme(each: ThemeEmphasis, label_cells: int, lang: Lang) -> Text:
    made = Text(" " * _GAP, no_wrap=True, overflow="crop")
    made.append(padded(shorten(theme_name(each.theme, lang), label_cells), label_cells))
    made.append(f"{' ' * _GAP}{percent(each.share):>{_SHARE}}{' ' * _GAP}")
    return made.append(sparkline(each.positions))


def _quotation(evidence: EvidenceSentence, lang: Lang, width: int) -> Text:
    """The line of a sentence, and the sentence as far as it goes on one line."""
    before = sentence("themes.quoted", lang, line=str(evidence.line))
    before = " " * 2 * _GAP + before
    made = Text(no_wrap=True, overflow="crop").append(before, FAINT_STYLE)
    return made.append_text(marked(evidence.text, evidence.terms, width - cell_len(before)))


def marked(text: str, terms: Sequence[str], cells: int) -> Text:
    """A sentence with its terms in brackets, cut around them with a sign.

    Parameters
    ----------
    terms
        In the order in which they stand there, folded and without blanks; one that is not
        found is passed over.

    Examples
    --------
    >>> marked("今年要把粮食生产摆在首位，扛稳粮食安全责任。", ["粮食"], 26).plain
    '…要把[粮食]生产摆在首位…'
    """
    line = one_line(LINE_END.sub("", text))
    places = _places(line, terms)
    made = Text()
    if not places:
        return made.append(shorten(line, cells))
    short, found = _cut(line, terms, cells)
    end = 0
    for start, stop in found:
        made.append(short[end:start])
        made.append(f"{_MARKS[0]}{short[start:stop]}{_MARKS[1]}", HIT_STYLE)
        end = stop
    return made.append(short[end:])


def _cut(line: str, terms: Sequence[str], cells: int) -> tuple[str, list[tuple[int, int]]]:
    """The line with room for the marks around the terms that stay in it, and their places."""
    places = _places(line, terms)
    for n in range(len(places) + 1):
        short = _around(line, places, max(cells // 2, cells - n * len(_MARKS)))
        found = _places(short, terms)
        if len(found) <= n:
            break
    return short, found[: (cells - cell_len(short)) // len(_MARKS)]


def _around(line: str, places: Sequence[tuple[int, int]], cells: int) -> str:
    """The line cut so that the first term stays, and of those after it as many as may."""
    start, end = places[0]
    for _, stop in places:
        if cell_len(line[start:stop]) > cells * 2 // 3:
            break
        end = stop
    return shorten_around(line, start, end, cells)


def _places(line: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where all terms stand, from left to right, the longest first, none inside another."""
    solid = [n for n, character in enumerate(line) if not character.isspace()]
    folded = "".join(_folded(line[n]) for n in solid)
    wanted = sorted(set(filter(None, terms)), key=lambda term: (-len(term), term))
    places = []
    at = 0
    while at < len(folded):
        term = next((term for term in wanted if folded.startswith(term, at)), None)
        if term is None:
            at += 1
            continue
        places.append((solid[at], solid[at + len(term) - 1] + 1))
        at += len(term)
    return places


def _folded(character: str) -> str:
    """A character as codebook terms have it: letters and digits of full width as ASCII, small."""
    code = ord(character)
    if 0xFF10 <= code <= 0xFF5A:
        character = chr(code - 0xFEE0)
    return character.lower() if character.isascii() else character
