"""Heading, title block, end and file name of a speech in; what they say of it out.

Date, place, speaker, role and occasion, each with the stretch it was read from. Better
none than a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from speechkit.model import (
    Document,
    Fact,
    Removal,
    Span,
)
from speechkit.split.people import (
    Person,
    byline_behind_title,
    is_name,
    is_office_alone,
    person_in_title,
    person_of_byline,
)
from speechkit.split.places import find_occasion, find_place, find_seat, is_redacted
from speechkit.split.title_lines import is_body_name
from speechkit.split.titles import (
    TitleBlock,
    is_signature,
    read_title,
    title_block,
)
from speechkit.split.variants import simplified
from speechkit.text.numerals import find_date, is_date_line
from speechkit.text.patterns import regex

__all__ = [
    "FACTS",
    "TitleBlock",
    "is_signature",
    "read_facts",
    "read_title",
    "title_block",
]

FACTS = ("date", "place", "speaker", "role", "occasion")
"""Facts a speech may have, in the order in which they are given."""

_SIGNATURE_LINES = 4
_MAX_SIGNATURE = 40
_MAX_TAIL = 600
"""Characters from the end in which a signature stands, what a site put under it included."""
_OPEN_LINES = regex("[。！？!?；，：:…]$")
_REPORTED_YEAR = regex(
    "[度预决底末以至到代—~-]|[^，。]{0,12}(?:总结|述职|预算|决算|计划|规划|回顾|考核|情况|汇报)"
)
"""What follows a year that a text is about, and not the year in which it was spoken."""
_ONLY_YEAR = 4
_TIME_LABEL = regex(r"[【\[]?[^\W\d_]{0,4}(?:时\s?间|日\s?期)[】\]]?[\s：:]{0,4}")
_PLACE_LABEL = regex(r"[【\[]?[^\W\d_]{0,4}(?:地\s?点|场\s?所)[】\]]?[\s：:]{0,4}")
_OCCASION_LABEL = regex(
    r"[【\[]?(?:[^\W\d_]{0,4}(?:场\s?合)|会议名称|活动名称|会议|活动)(?:[】\]]|[\s：:])[\s：:]{0,4}"
)
_SUITS_ALL = regex(
    "(?:讲话|报告|致辞|演讲|发言|文|言论)(?:集|选|汇编|选编|合集|全集|大全)|汇编|选编|合集|全集"
)
"""In the name of a file whose speeches have a speaker, a place or a year in common."""
_STEM_SIGNS = regex(r"[_\-—–\s,，;；()（）【】\[\]+&~]+")
_COMPACT_DATE = regex(r"(?a)(?<!\d)(\d{4})[-/.]?(\d{2})(?:[-/.]?(\d{2}))?(?!\d)")
_STEM_DATE = regex(r"(?a)\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{4}([-./]?)\d{2}(?:\1\d{2})?")
_YEAR = regex(r"(?a)(?<!\d)(?:19|20)\d\d(?!\d)")
_MIN_LONE_NAME = 3
"""Two characters alone in a file's name are as often a place or a word as a name."""
_EXTENSION = regex(r"(?a)\.[A-Za-z0-9]{1,8}$")


def read_facts(
    document: Document,
    heading: Span | None,
    block: TitleBlock,
    span: Span,
    furniture: Sequence[Removal] = (),
) -> tuple[Fact, ...]:
    """Facts that a record, the title block, the heading, the signature and the file name give.

    The first source that has a fact wins, in this order. Struck-out dates and places are
    left out.

    Parameters
    ----------
    heading
        The words of the heading that may be a title; None where there are none.
    span
        Of the speech.
    furniture
        Stretches that are no part of the speech, ascending; they do not hide a signature.
    """
    found: dict[str, Fact] = {}
    sources = (
        _from_record(document),
        _from_lines(document, block.sentences),
        _from_lines(document, ((heading,),) if heading else ()),
        _from_signature(document, Span(block.end, span.end), furniture),
        _from_file_name(document, span),
    )
    for facts in sources:
        for fact in facts:
            held = found.get(fact.name)
            if held is None or _refines(fact, held):
                found[fact.name] = fact
    ordered = [found[name] for name in FACTS if name in found]
    return (*ordered, *(fact for name, fact in found.items() if name not in FACTS))


def _refines(fact: Fact, held: Fact) -> bool:
    """Whether a date is the one held, and says more of it."""
    return fact.name == "date" and fact.value.startswith(f"{held.value}-")


# ------------------------------------------------------------------------------- sources


def _from_record(document: Document) -> Iterator[Fact]:
    if not document.is_record:  # the properties of a page or a file are not the speech's
        return
    for name in FACTS:
        value = document.metadata.get(name, "").strip()
        if name == "date":
            value = _record_date(document)
        if value:
            yield Fact(name, value)
    for name, value in sorted(document.metadata.items()):
        if name not in FACTS and value:
            yield Fact(name, value)


def _record_date(document: Document) -> str:
    for name in ("date", "year"):
        value = document.metadata.get(name, "").strip()
        written = _COMPACT_DATE.sub(_written_out, value, count=1)
        found = find_date(f"{written}年" if re.fullmatch(r"(?a)\d{4}", written) else written)
        if found:
            return found.value
    return ""


def _written_out(match: re.Match[str]) -> str:
    """20240301, 2024-03 and 2024/03/01 as a date is written out."""
    year, month, day = match.groups()
    return f"{year}年{month}月" + (f"{day}日" if day else "")


def _from_lines(document: Document, sentences: Iterable[Sequence[Span]]) -> Iterator[Fact]:
    """Facts of the lines of a title block; a name and an office may stand on two lines."""
    before: Person | None = None
    before_line = _Words(document, ())
    for spans in sentences:
        words = _Words(document, spans)
        byline = person_of_byline(words.simple)
        yield from _dates(words)
        yield from _labelled(words)
        if byline is not None:
            yield from words.person(byline)
            if before is not None and _completes(byline, before):
                yield from before_line.person(before)
        else:
            yield from _from_title(words)
        before, before_line = byline, words


def _completes(byline: Person, before: Person) -> bool:
    """Whether one of two lines gives the name and the other the office."""
    return is_office_alone(before) or is_office_alone(byline)


def _from_title(words: _Words) -> Iterator[Fact]:
    person = person_in_title(words.simple) or byline_behind_title(words.simple)
    if person is not None:
        yield from words.person(person)
    occasion = find_occasion(words.simple)
    if occasion is not None:
        text = words.simple[occasion.start : occasion.end]
        place = None if is_redacted(text) else find_place(text)
        if place is not None:
            yield words.fact("place", _shifted(place, occasion.start))
        yield words.fact("occasion", occasion)
    elif person is None or person.place is None:
        place = find_seat(words.simple)
        if place is not None:
            yield words.fact("place", place)


def _from_signature(document: Document, body: Span, furniture: Sequence[Removal]) -> Iterator[Fact]:
    """Date, body and name in the short last lines."""
    lines = [_Words(document, (line,)) for line in _last_lines(document, body, furniture)]
    dated = any(is_date_line(words.simple) for words in lines)
    for words in lines:
        if is_date_line(words.simple):
            yield from _dates(words)
        elif is_body_name(words.simple):
            yield from words.places()
        else:
            person = person_of_byline(words.simple)
            if person is not None and (dated or person.role or _is_labelled(words.simple)):
                yield from words.person(person)


def _is_labelled(line: str) -> bool:
    return "：" in line or ":" in line or "】" in line


def _last_lines(document: Document, body: Span, furniture: Sequence[Removal]) -> list[Span]:
    """The short lines after the last sentence of a speech, in order."""
    text = document.text
    low = max(body.start, body.end - _MAX_TAIL)
    lines: list[Span] = []
    end = _solid_end(text, low, body.end, furniture)
    while low < end and len(lines) < _SIGNATURE_LINES:
        start = max(text.rfind("\n", low, end), text.rfind("\r", low, end)) + 1
        if start == 0 or end - start > _MAX_SIGNATURE or _OPEN_LINES.search(text, end - 1, end):
            break
        content = text[start:end]
        lines.append(Span(start + len(content) - len(content.lstrip()), end))
        end = _solid_end(text, low, start - 1, furniture)
    return lines[::-1]


def _solid_end(text: str, low: int, end: int, furniture: Sequence[Removal]) -> int:
    """End of what stands before `end`, the blanks and the furniture left out."""
    if end <= low:
        return low
    end = low + len(text[low:end].rstrip())
    at = bisect_left(furniture, end, key=_start_of) - 1
    while 0 <= at < len(furniture) and furniture[at].span.end >= end > low:
        end = max(low, furniture[at].span.start)
        end = low + len(text[low:end].rstrip())
        at -= 1
    return end


def _start_of(removal: Removal) -> int:
    return removal.span.start


def _from_file_name(document: Document, span: Span) -> tuple[Fact, ...]:
    """Facts of a file's name, where it is the name of one speech or suits all of a file."""
    if document.is_record or document.path == "-":
        return ()
    return _facts_of_path(document.path, is_whole=span == Span(0, len(document.text)))


@lru_cache(maxsize=16)  # for all speeches of a file
def _facts_of_path(path: str, *, is_whole: bool) -> tuple[Fact, ...]:
    name = re.split(r"[/\\]", path)[-1]
    stem = _EXTENSION.sub("", name)
    if not is_whole and not _SUITS_ALL.search(stem):
        return ()
    parts = _STEM_SIGNS.split(_STEM_DATE.sub("_", stem))
    return (*_file_dates(stem), *(fact for part in parts for fact in _of_file_part(part)))


def _of_file_part(part: str) -> Iterator[Fact]:
    line = simplified(part)
    person = person_of_byline(line) or person_in_title(line) or _author(line)
    if person is not None and person.role is None and len(line) < _MIN_LONE_NAME:
        person = None
    occasion = find_occasion(line)
    place = person.place if person else None
    if occasion is not None and place is None:
        place = find_place(line[: occasion.end], occasion.start)
    for kind, found in (
        ("place", place or _file_place(line)),
        ("speaker", person.name if person else None),
        ("role", person.role if person else None),
        ("occasion", occasion),
    ):
        if found is not None:
            yield Fact(kind, part[found.start : found.end])


def _author(line: str) -> Person | None:
    """The speaker of 顾青禾讲话集."""
    named = _SUITS_ALL.search(line)
    if named is None or not is_name(line[: named.start()]):
        return None
    return Person(name=Span(0, named.start()))


def _file_place(line: str) -> Span | None:
    """Place that is the whole of a part of a file's name, or has its proof behind it."""
    place = find_place(line)
    return place if place is not None and place.end == len(line) else find_seat(line)


def _file_dates(stem: str) -> Iterator[Fact]:
    written = _COMPACT_DATE.sub(_written_out, stem, count=1)
    found = find_date(written)
    years = list(_YEAR.finditer(stem))
    if found is not None:
        if not _is_reported_year(found.value, written[found.span.end :]):
            yield Fact("date", found.value)
    elif len(years) == 1 and not _REPORTED_YEAR.match(stem, years[0].end()):
        yield Fact("date", years[0].group())


# --------------------------------------------------------------------------------- facts


class _Words:
    """The words of a few lines in one, with the way back to the document."""

    __slots__ = ("_document", "_spans", "simple", "text")

    def __init__(self, document: Document, spans: Sequence[Span]) -> None:
        self._document = document
        self._spans = spans
        self.text = "".join([document.text[span.start : span.end] for span in spans])
        self.simple = simplified(self.text)

    def fact(self, name: str, span: Span) -> Fact:
        return Fact(name, self.text[span.start : span.end], self.source(span))

    def person(self, person: Person) -> Iterator[Fact]:
        if person.name is not None:
            value = "".join(self.text[person.name.start : person.name.end].split())
            yield Fact("speaker", value, self.source(person.name))
        if person.role is not None:
            yield self.fact("role", person.role)
        if person.place is not None:
            yield self.fact("place", person.place)

    def places(self) -> Iterator[Fact]:
        place = find_place(self.simple, of_body=True)
        if place is not None:
            yield self.fact("place", place)

    def source(self, span: Span) -> Span:
        """Document span; what stands between two lines is inside it."""
        if len(self._spans) == 1:
            start = self._spans[0].start
            return Span(start + span.start, start + span.end)
        return Span(self._offset(span.start), self._offset(span.end - 1) + 1)

    def _offset(self, position: int) -> int:
        for line in self._spans:
            if position < len(line):
                return line.start + position
            position -= len(line)
        raise IndexError(position)


def _dates(words: _Words) -> Iterator[Fact]:
    found = find_date(words.simple)
    if found is None or _is_reported_year(found.value, words.simple[found.span.end :]):
        return
    yield Fact("date", found.value, words.source(found.span))


def _is_reported_year(value: str, after: str) -> bool:
    return len(value) == _ONLY_YEAR and _REPORTED_YEAR.match(after) is not None


def _labelled(words: _Words) -> Iterator[Fact]:
    """Place and occasion of lines such as 地点：云岭市会议中心."""
    if "：" not in words.text and ":" not in words.text and "】" not in words.text:
        return
    label = _PLACE_LABEL.match(words.simple)
    if label is not None:
        place = find_place(words.simple, label.end(), of_body=True)
        if place is not None:
            yield words.fact("place", place)
    label = _OCCASION_LABEL.match(words.simple)
    if label is not None and label.end() < len(words.simple) <= 60:
        yield words.fact("occasion", Span(label.end(), len(words.simple)))


def _shifted(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
