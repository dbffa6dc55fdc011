"""A composed document and how it was split in; what was right, and what was not, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from quality.composed.documents import Composed
from quality.composed.layout import Line
from speechkit.errors import SpeechkitError
from speechkit.files import read_documents
from speechkit.model import Document, DocumentSplit, Speech
from speechkit.split import split_document

Tally = Counter[str]

_WINDOW = 4000
"""Solid characters within which the next line of a document stands; what a format puts in
between (a page's head and foot, a site's navigation) is shorter."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What was counted of one document, and its failures in words."""

    composed: Composed
    tally: Tally
    failures: tuple[str, ...]
    verdict: tuple[tuple[int, str], ...]
    """Line on which each speech begins, and its title."""
    text: str = ""


def split_composed(composed: Composed, folder: Path) -> DocumentSplit:
    """Write the document to a folder, read it and split it, as a user would."""
    path = folder / f"{composed.file_name}.{composed.format}"
    path.write_bytes(composed.content())
    (document,) = read_documents([path])
    return split_document(document)


def score(composed: Composed, folder: Path) -> Scored:
    """Read and split one document, and count what is right."""
    try:
        split = split_composed(composed, folder)
    except SpeechkitError as error:
        tally = Tally(documents=1, refused=1)
        return Scored(composed, tally, (f"refused: {error}",), ())
    return score_split(composed, split)


def verdict(composed: Composed, folder: Path) -> tuple[tuple[int, str], ...]:
    """Line on which each speech begins and its title; nothing where the file is refused."""
    return score(composed, folder).verdict


def score_split(composed: Composed, split: DocumentSplit) -> Scored:
    """Count what is right in a split."""
    places = line_places(composed.lines, split.document.text)
    counts = _Counting(composed, split, places)
    counts.borders()
    counts.characters()
    counts.joins()
    counts.facts()
    return Scored(
        composed, counts.tally, tuple(counts.failures), counts.verdict, split.document.text
    )


def line_places(lines: Sequence[Line], text: str) -> list[tuple[int, ...]]:
    """Offset in a text of each solid character of each line; none where a line is lost."""
    offsets = [i for i, character in enumerate(text) if not character.isspace()]
    solid = "".join(text[i] for i in offsets)
    contents = ["".join(line.text.split()) for line in lines]
    places: list[tuple[int, ...]] = []
    position = 0
    for i, content in enumerate(contents):
        found = _found(solid, content, position)
        if found >= 0 and lines[i].kind == "noise":
            found = _before_the_next(found, solid, lines, contents, i, position)
        if found < 0:
            places.append(())
        else:
            position = found + len(content)
            places.append(tuple(offsets[found:position]))
    return places


def _found(solid: str, content: str, position: int) -> int:
    return solid.find(content, position, position + _WINDOW + len(content)) if content else -1


def _before_the_next(
    found: int,
    solid: str,
    lines: Sequence[Line],
    contents: Sequence[str],
    i: int,
    position: int,
) -> int:
    """The place of a noise; -1 where reading left it out and it is found again further on."""
    following = next(
        (j for j in range(i + 1, len(lines)) if contents[j] and lines[j].kind != "noise"), None
    )
    if following is None:
        return found
    limit = _found(solid, contents[following], position)
    return found if limit < 0 or found <= limit else -1


class _Counting:
    """Counts one document."""

    def __init__(
        self, composed: Composed, split: DocumentSplit, places: Sequence[tuple[int, ...]]
    ) -> None:
        self.composed = composed
        self.split = split
        self.places = places
        self.tally = Tally(documents=1)
        self.failures: list[str] = []
        self._line_of = {
            split.document.line(place[0]): i
            for i, place in reversed(list(enumerate(places)))
            if place
        }
        self._starts = [_first_solid(split.document, s.span.start) for s in split.speeches]
        self._kept = kept_characters(split)

    @property
    def verdict(self) -> tuple[tuple[int, str], ...]:
        return tuple(
            (
                self._line_of.get(self.split.document.line(start), -start),
                "".join(speech.title.split()),
            )
            for start, speech in zip(self._starts, self.split.speeches, strict=True)
        )

    def borders(self) -> None:
        """Borders, whole documents."""
        known = {part.line for part in self.composed.parts}
        found = {line for line, _ in self.verdict} if len(self.split.speeches) > 1 else set()
        self.tally["borders_known"] += len(known)
        self.tally["borders_found"] += len(found)
        self.tally["borders_right"] += len(known & found)
        kind = "wholes" if self.composed.is_whole else "collections"
        self.tally[kind] += 1
        if known == found:
            self.tally[f"{kind}_right"] += 1
        for line in sorted(known - found):
            self._fail("border missed", self.composed.lines[line].text)
        for line in sorted(found - known):
            self._fail("false border", self._shown(line))

    def characters(self) -> None:
        """What an author wrote and is gone, what is noise and still there."""
        first = self._starts[0]
        for line, place in zip(self.composed.lines, self.places, strict=True):
            if line.kind in ("title", "body", "heading"):
                self._author(line, place, first)
            elif line.kind == "noise":
                self._noise(line.text, place, first)
            elif line.noise and place:
                self._noise(line.text, [place[i] for i in _solid_parts(line)[1]], first)
        if self.composed.format in ("pdf", "html"):
            self._furniture(first)

    def _author(self, line: Line, place: Sequence[int], first: int) -> None:
        owned, noise = _solid_parts(line)
        if not place and owned:
            self.tally["author_chars"] += len(owned)
            self.tally["author_lost"] += len(owned)
            self._fail("lost in reading", line.text)
            return
        kept = [place[i] for i in owned if place[i] >= first]
        gone = [offset for offset in kept if not self._kept[offset]]
        self.tally["author_chars"] += len(kept)
        self.tally["author_removed"] += len(gone)
        if gone:
            self._fail("author's words removed", self._quote(gone[0], gone[-1] + 1))
        if noise:
            self._noise(line.text, [place[i] for i in noise], first)

    def _noise(self, text: str, place: Sequence[int], first: int) -> None:
        inside = [offset for offset in place if offset >= first]
        left = [offset for offset in inside if self._kept[offset]]
        self.tally["noise_chars"] += len(inside)
        self.tally["noise_left"] += len(left)
        if left:
            self._fail("noise left", text)

    def _furniture(self, first: int) -> None:
        """What reading put in that no line holds: heads and feet, navigation."""
        known = bytearray(len(self.split.document.text))
        for place in self.places:
            for offset in place:
                known[offset] = 1
        text = self.split.document.text
        foreign = [i for i in range(first, len(text)) if not known[i] and not text[i].isspace()]
        left = [offset for offset in foreign if self._kept[offset]]
        self.tally["noise_chars"] += len(foreign)
        self.tally["noise_left"] += len(left)
        if left:
            self._fail("furniture left", self._quote(left[0], left[-1] + 1))

    def joins(self) -> None:
        """Lines of one paragraph that are together again, and others that are not."""
        for before, after, one in _junctions(self.composed.lines):
            left, right = self.places[before], self.places[after]
            if not left or not right:
                continue
            joined = self._is_joined(left[-1], right[0])
            self.tally["breaks_known"] += one
            self.tally["joins_found"] += joined
            self.tally["joins_right"] += joined and one
            if joined != one:
                label = "wrongly joined" if joined else "not rejoined"
                texts = self.composed.lines[before].text[-16:], self.composed.lines[after].text[:16]
                self._fail(label, " | ".join(texts))

    def _is_joined(self, left: int, right: int) -> bool:
        for speech in self.split.speeches:
            if speech.span.start <= left < right < speech.span.end:
                start, end = speech.view.view_offset(left), speech.view.view_offset(right)
                return "\n" not in speech.view.text[start:end]
        return False

    def facts(self) -> None:
        """Titles, dates and speakers of the speeches whose border was found."""
        speeches = {
            line: speech
            for (line, _), speech in zip(self.verdict, self.split.speeches, strict=True)
        }
        for part in self.composed.parts:
            speech = speeches.get(part.line)
            if speech is None:
                continue
            self._fact("titles", part.title, speech.title)
            self._fact("complete", str(part.complete), str(speech.complete))
            self._fact("dates", part.date, speech.date or "")
            self._fact("speakers", part.speaker, speech.speaker or "")

    def _fact(self, name: str, known: str | None, found: str) -> None:
        if known is None:
            return
        right = "".join(known.split()) == "".join(found.split())
        self.tally[f"{name}_known"] += 1
        self.tally[f"{name}_right"] += right
        if not right:
            self._fail(name, f"{known} ≠ {found}")

    def _fail(self, label: str, text: str) -> None:
        self.failures.append(f"{label}: {text[:100]!r}")

    def _quote(self, start: int, end: int) -> str:
        return self.split.document.text[start : min(end, start + 80)]

    def _shown(self, line: int) -> str:
        if line >= 0:
            return self.composed.lines[line].text
        return self._quote(-line, -line + 30)


def _first_solid(document: Document, start: int) -> int:
    text = document.text
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def kept_characters(split: DocumentSplit) -> bytearray:
    """For each character of the document, whether the cleaned texts hold it."""
    kept = bytearray(len(split.document.text))
    for speech in split.speeches:
        for start, end in _runs(speech):
            kept[start:end] = b"\1" * (end - start)
    return kept


def _runs(speech: Speech) -> Iterator[tuple[int, int]]:
    view = speech.view
    ends = (*view.starts[1:], len(view.text))
    for start, end, source in zip(view.starts, ends, view.sources, strict=True):
        yield source, source + end - start


def _solid_parts(line: Line) -> tuple[list[int], list[int]]:
    """Indexes among the solid characters of a line of those the author wrote, and of noise."""
    owned: list[int] = []
    noise: list[int] = []
    index = 0
    for i, character in enumerate(line.text):
        if character.isspace():
            continue
        (noise if any(a <= i < b for a, b in line.noise) else owned).append(index)
        index += 1
    return owned, noise


def _junctions(lines: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """Neighbouring lines of a body, and whether they are of one paragraph."""
    body = [i for i, line in enumerate(lines) if line.kind == "body"]
    for before, after in pairwise(body):
        a, b = lines[before], lines[after]
        told = a.is_told and all(lines[i].is_told for i in range(before, after))
        if a.part == b.part and told:
            yield before, after, a.paragraph == b.paragraph


# ------------------------------------------------------------------------------- figures


def figures(tally: Mapping[str, int]) -> dict[str, float]:
    """Fractions in [0, 1] of what a tally counts; 1.0 where there is nothing to be right in."""
    return {
        "borders_f1": _share(
            2 * tally["borders_right"], tally["borders_found"] + tally["borders_known"]
        ),
        "collections_right": _share(tally["collections_right"], tally["collections"]),
        "wholes_kept": _share(tally["wholes_right"], tally["wholes"]),
        "author_kept": 1 - _share(tally["author_removed"], tally["author_chars"], 0.0),
        "author_read": 1 - _share(tally["author_lost"], tally["author_chars"], 0.0),
        "noise_removed": 1 - _share(tally["noise_left"], tally["noise_chars"], 0.0),
        "joins_precision": _share(tally["joins_right"], tally["joins_found"]),
        "joins_recall": _share(tally["joins_right"], tally["breaks_known"]),
        "titles_exact": _share(tally["titles_right"], tally["titles_known"]),
        "dates_exact": _share(tally["dates_right"], tally["dates_known"]),
        "complete_right": _share(tally["complete_right"], tally["complete_known"]),
        "speakers_exact": _share(tally["speakers_right"], tally["speakers_known"]),
    }


def _share(part: int, whole: int, nothing: float = 1.0) -> float:
    return part / whole if whole else nothing
