"""Split and duplicates in, out what the page says of the collection as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from speechkit.model import Removal, Repair
from speechkit.render.html.links import Link
from speechkit.render.html.texts import TextMark
from speechkit.render.html.words import say
from speechkit.render.labels import label
from speechkit.render.overview import lead_sentences
from speechkit.render.quotes import MAX_QUOTE, around, blanks_shown
from speechkit.render.sentences import difference_sentence, reason_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speechkit.model import (
        DocumentSplit,
        Lang,
        Speech,
        SplitResult,
    )
    from speechkit.render.html.links import Links
    from speechkit.results import Report

MAX_LISTED = 100
"""Repairs or removals of one kind that are listed; the rest is counted."""
MAX_SENTENCES = 5
"""Pairs of versions that are told at the top of the page; the section has all."""
MAX_GROUPS = 100
"""Groups of versions of which the kept one is named."""
N_ABOUT = 3
"""Keyphrases beside a speech in the table of speeches."""


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech in the table of speeches."""

    speech: Speech
    version_of: Speech | None
    """The speech that stands for it, when it is not kept."""
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file and what was found in it; the records of one together."""

    path: str
    encoding: str | None
    n_chars: int
    n_speeches: int
    heading_style: str | None
    confidence: float
    """Of the least sure of its documents."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A removal or repair, the way to it and what stands around it."""

    link: Link
    lead: str
    before: str
    tail: str
    after: str


@dataclass(frozen=True, slots=True)
class EditGroup:
    """All removals or all repairs of one kind."""

    anchor: str
    is_removal: bool
    kind: str
    n: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class CollectionView:
    """The beginning of the page and its first section."""

    lead: tuple[str, ...]
    """Sentences of the summary."""
    versions: tuple[tuple[str | None, str], ...]
    """The way to each of the first pairs of versions and a sentence on it."""
    n_versions_left_out: int
    reasons: tuple[str, ...]
    """Which speech of each group is kept."""
    rows: tuple[SpeechRow, ...]
    files: tuple[FileRow, ...]
    n_files_left_out: int
    edits: tuple[EditGroup, ...]


def collection_view(
    report: Report, links: Links, called: Mapping[str, str], lang: Lang
) -> CollectionView:
    """What the page says of the collection as a whole.

    Parameters
    ----------
    called : Mapping[str, str]
        What the page calls the speeches, by their ids.
    """
    files = _files(report.split)
    return CollectionView(
        lead=tuple(lead_sentences(report, lang)),
        versions=_versions(report, called, lang),
        n_versions_left_out=max(0, len(report.duplicates.differences) - MAX_SENTENCES),
        reasons=tuple(
            reason_sentence(group, lang, called) for group in report.duplicates.groups[:MAX_GROUPS]
        ),
        rows=_rows(report),
        files=files[:MAX_LISTED],
        n_files_left_out=max(0, len(files) - MAX_LISTED),
        edits=tuple(_edits(report.split, links)),
    )


def removal_marks(
    report: Report, groups: Iterable[EditGroup], lang: Lang
) -> Iterator[tuple[Speech, TextMark]]:
    """The removed stretches of every speech and the way back to their list."""
    name = str(say(lang, "removed"))
    backs = {group.kind: Link(name, f"#{group.anchor}") for group in groups if group.is_removal}
    for speech in report.split.speeches:
        for removal in speech.removed:
            yield speech, TextMark(removal.span, "removed", backs.get(removal.kind))


def _versions(
    report: Report, called: Mapping[str, str], lang: Lang
) -> tuple[tuple[str | None, str], ...]:
    duplicates = report.duplicates
    if not duplicates.pairs:
        return ((None, label("dedupe.none", lang)),)
    return tuple(
        (f"#v{number}", difference_sentence(difference, lang, called))
        for number, difference in enumerate(duplicates.differences[:MAX_SENTENCES], start=1)
    )


def _rows(report: Report) -> tuple[SpeechRow, ...]:
    stands_for = {
        speech.id: group.kept for group in report.duplicates.groups for speech in group.dropped
    }
    about = {
        each.speech.id: tuple(keyword.term for keyword in each.keywords[:N_ABOUT])
        for each in report.keywords.speeches
    }
    return tuple(
        SpeechRow(speech, stands_for.get(speech.id), about.get(speech.id, ()))
        for speech in report.split.speeches
    )


def _files(split: SplitResult) -> tuple[FileRow, ...]:
    """In the order in which they were read."""
    found: dict[str, list[DocumentSplit]] = {}
    for each in split.documents:
        found.setdefault(each.document.path, []).append(each)
    return tuple(
        FileRow(
            path,
            parts[0].document.encoding,
            sum(len(each.document.text) for each in parts),
            sum(len(each.speeches) for each in parts),
            parts[0].heading_style,
            min(each.confidence for each in parts),
        )
        for path, parts in found.items()
    )


def _edits(split: SplitResult, links: Links) -> Iterator[EditGroup]:
    """Removals, then repairs, by kind."""
    found = [(speech, edit) for speech in split.speeches for edit in _edits_of(speech)]
    found.sort(key=_edit_order)
    for number, ((_, kind), group) in enumerate(groupby(found, key=_edit_order), start=1):
        edits = tuple(group)
        yield EditGroup(
            f"e{number}",
            isinstance(edits[0][1], Removal),
            kind,
            len(edits),
            tuple(_edit(speech, edit, links) for speech, edit in edits[:MAX_LISTED]),
        )


def _edits_of(speech: Speech) -> tuple[Removal | Repair, ...]:
    return (*speech.removed, *speech.repaired)


def _edit_order(item: tuple[Speech, Removal | Repair]) -> tuple[bool, str]:
    return isinstance(item[1], Repair), item[1].kind


def _edit(speech: Speech, edit: Removal | Repair, links: Links) -> Edit:
    document = speech.document
    lead, tail = around(document, edit.span)
    before, after = (edit.text, "") if isinstance(edit, Removal) else (edit.before, edit.after)
    return Edit(
        links.to_line(speech, document.line(edit.span.start)),
        lead,
        blanks_shown(before[:MAX_QUOTE]),
        tail,
        blanks_shown(after[:MAX_QUOTE]),
    )
